//! Which fields of a profile say something. Every member of every part is named here and none is left out by `..`, so
//! that a new one cannot be forgotten: without a [`Field`] it would never be shown, counted, exported or deleted.

use super::content::{
    Address, Conditions, Contact, Content, CurrentAddress, Identity, Mobility, PriorityGroups, Residence, Schooling,
    Services, Skills, Wish, WishedTerms, Worked,
};
use super::field::Field;

type Marks = Vec<(Field, bool)>;

impl Content {
    /// The fields that say something, in the order of [`Field::ALL`].
    pub fn filled(&self) -> Vec<Field> {
        let mut said: Vec<Field> = self.marks().into_iter().filter(|(_, says)| *says).map(|(field, _)| field).collect();
        said.sort_unstable();
        said
    }

    /// Every field with whether it says something.
    pub(super) fn marks(&self) -> Marks {
        let Self {
            identity,
            contact,
            residence,
            priority,
            education,
            skills,
            experience,
            wish,
            terms,
            conditions,
            mobility,
            services,
        } = self;
        [
            of_identity(identity),
            of_contact(contact),
            of_residence(residence),
            of_priority(priority),
            of_education(education),
            of_skills(skills),
            of_experience(experience),
            of_wish(wish),
            of_terms(terms),
            of_conditions(conditions),
            of_mobility(mobility),
            of_services(services),
        ]
        .concat()
    }
}

fn of_identity(part: &Identity) -> Marks {
    let Identity { name, number, birth, sex, ethnicity_code, religion } = part;
    vec![
        (Field::Name, name.is_some()),
        (Field::PersonalNumber, number.is_some()),
        (Field::Birth, birth.is_some()),
        (Field::Sex, sex.is_some()),
        (Field::Ethnicity, ethnicity_code.is_some()),
        (Field::Religion, religion.is_some()),
    ]
}

fn of_contact(part: &Contact) -> Marks {
    let Contact { phone, email, other } = part;
    vec![(Field::Phone, phone.is_some()), (Field::Email, email.is_some()), (Field::OtherContact, other.is_some())]
}

fn of_residence(part: &Residence) -> Marks {
    let Residence { permanent, current } = part;
    let Address { unit, line } = permanent;
    let (current_unit, current_line) = match current {
        CurrentAddress::Unstated => (false, false),
        CurrentAddress::Permanent => (true, false),
        CurrentAddress::Elsewhere(Address { unit, line }) => (unit.is_some(), line.is_some()),
    };
    vec![
        (Field::PermanentUnit, unit.is_some()),
        (Field::PermanentLine, line.is_some()),
        (Field::CurrentUnit, current_unit),
        (Field::CurrentLine, current_line),
    ]
}

fn of_priority(part: &PriorityGroups) -> Marks {
    let PriorityGroups { groups, other } = part;
    vec![(Field::PriorityGroups, !groups.is_empty()), (Field::PriorityOther, other.is_some())]
}

fn of_education(part: &Schooling) -> Marks {
    let Schooling { general, technical, technical_field, others, trade } = part;
    vec![
        (Field::GeneralEducation, general.is_some()),
        (Field::TechnicalLevel, technical.is_some()),
        (Field::TechnicalField, technical_field.is_some()),
        (Field::Certificates, !others.is_empty()),
        (Field::Trade, trade.is_some()),
    ]
}

fn of_skills(part: &Skills) -> Marks {
    let Skills { named, languages, office, computing, soft, soft_other } = part;
    vec![
        (Field::Skills, !named.is_empty()),
        (Field::Languages, !languages.is_empty()),
        (Field::OfficeSkill, office.is_some()),
        (Field::Computing, computing.is_some()),
        (Field::SoftSkills, !soft.is_empty()),
        (Field::SoftSkillOther, soft_other.is_some()),
    ]
}

fn of_experience(part: &Worked) -> Marks {
    let Worked { years, jobs, abroad, abroad_country } = part;
    vec![
        (Field::ExperienceYears, years.is_some()),
        (Field::Jobs, !jobs.is_empty()),
        (Field::WorkedAbroad, abroad.is_some()),
        (Field::AbroadCountry, abroad_country.is_some()),
    ]
}

fn of_wish(part: &Wish) -> Marks {
    let Wish { title, description, occupation_code, position, pay, ready_on, recruiting } = part;
    vec![
        (Field::WishTitle, title.is_some()),
        (Field::WishDescription, description.is_some()),
        (Field::Occupation, occupation_code.is_some()),
        (Field::Position, position.is_some()),
        (Field::Pay, pay.is_some()),
        (Field::ReadyOn, ready_on.is_some()),
        (Field::Recruiting, !recruiting.is_empty()),
    ]
}

fn of_terms(part: &WishedTerms) -> Marks {
    let WishedTerms { employer_types, contracts, abilities, working_time, aim, meals, housing, transport, welfare } =
        part;
    vec![
        (Field::EmployerTypes, !employer_types.is_empty()),
        (Field::Contracts, !contracts.is_empty()),
        (Field::Abilities, !abilities.is_empty()),
        (Field::WorkingTime, working_time.is_some()),
        (Field::Aim, aim.is_some()),
        (Field::Meals, meals.is_some()),
        (Field::Housing, housing.is_some()),
        (Field::Transport, transport.is_some()),
        (Field::Welfare, welfare.is_some()),
    ]
}

fn of_conditions(part: &Conditions) -> Marks {
    let Conditions { setting, lifting, standing, hearing, sight, hands, needs } = part;
    vec![
        (Field::Setting, setting.is_some()),
        (Field::Lifting, lifting.is_some()),
        (Field::Standing, standing.is_some()),
        (Field::Hearing, hearing.is_some()),
        (Field::Eyesight, sight.is_some()),
        (Field::Hands, hands.is_some()),
        (Field::Needs, needs.is_some()),
    ]
}

fn of_mobility(part: &Mobility) -> Marks {
    let Mobility { places, radius_km, remote, moves, abroad } = part;
    vec![
        (Field::Places, !places.is_empty()),
        (Field::Radius, radius_km.is_some()),
        (Field::Remote, remote.is_some()),
        (Field::Moves, moves.is_some()),
        (Field::Abroad, abroad.is_some()),
    ]
}

fn of_services(part: &Services) -> Marks {
    let Services { wanted, other } = part;
    vec![(Field::Services, !wanted.is_empty()), (Field::ServiceOther, other.is_some())]
}

/// Content and parts say only which fields are there, so that no value can leak through a log line.
macro_rules! silent {
    ($($part:ident by $marks:path;)+) => {
        $(impl std::fmt::Debug for $part {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let said = $marks(self).into_iter().filter(|(_, says)| *says).map(|(field, _)| field.code());
                out.write_str(stringify!($part))?;
                out.debug_list().entries(said).finish()
            }
        })+
    };
}

silent! {
    Content by Content::marks;
    Identity by of_identity;
    Contact by of_contact;
    Residence by of_residence;
    PriorityGroups by of_priority;
    Schooling by of_education;
    Skills by of_skills;
    Worked by of_experience;
    Wish by of_wish;
    WishedTerms by of_terms;
    Conditions by of_conditions;
    Mobility by of_mobility;
    Services by of_services;
}
