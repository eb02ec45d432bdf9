//! The fields of a profile in one table: the part each belongs to, its class, and the form that stars it. A field
//! without all three does not compile.

use super::class::Class;
use super::terms::Form;

codes! {
    /// A part of a profile: one short page, to be filled in any order.
    Part {
        /// See [`super::Identity`].
        Identity = "identity",
        /// See [`super::Contact`].
        Contact = "contact",
        /// See [`super::Residence`].
        Residence = "residence",
        /// See [`super::PriorityGroups`].
        Priority = "priority",
        /// See [`super::Schooling`].
        Education = "education",
        /// See [`super::Skills`].
        Skills = "skills",
        /// See [`super::Worked`].
        Experience = "experience",
        /// See [`super::Wish`].
        Wish = "wish",
        /// See [`super::WishedTerms`].
        Terms = "terms",
        /// See [`super::Conditions`].
        Conditions = "conditions",
        /// See [`super::Mobility`].
        Mobility = "mobility",
        /// See [`super::Services`].
        Services = "services",
    }
}
codes! {
    /// What a part is asked for; pages say it in words beside the part.
    Use {
        /// The form of the decree asks for it, and reports count by it.
        Form = "form",
        /// Finding work that fits.
        Matching = "matching",
        /// Telling the person about work, interviews and results.
        Reaching = "reaching",
        /// Policies that give priority or support.
        Support = "support",
        /// Keeping one record for one person.
        OneRecord = "one_record",
    }
}

impl Part {
    /// What it is asked for, the chief use first.
    pub const fn uses(self) -> &'static [Use] {
        match self {
            Self::Identity => &[Use::OneRecord, Use::Form],
            Self::Contact => &[Use::Reaching, Use::Form],
            Self::Priority => &[Use::Support, Use::Form],
            Self::Services => &[Use::Form],
            Self::Residence
            | Self::Education
            | Self::Skills
            | Self::Experience
            | Self::Wish
            | Self::Terms
            | Self::Conditions
            | Self::Mobility => &[Use::Matching, Use::Form],
        }
    }

    /// Its fields, in the order of the form.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        Field::ALL.iter().copied().filter(move |field| field.part() == self)
    }
}

macro_rules! fields {
    ($($(#[$note:meta])* $variant:ident = $code:literal: $part:ident, $class:ident, $starred:ident;)+) => {
        codes! {
            /// A field of a profile.
            Field { $($(#[$note])* $variant = $code),+ }
        }

        impl Field {
            /// The part that it belongs to.
            pub const fn part(self) -> Part {
                match self { $(Self::$variant => Part::$part),+ }
            }

            /// How it is classed.
            pub const fn class(self) -> Class {
                match self { $(Self::$variant => Class::$class),+ }
            }

            /// The form that stars it.
            pub const fn starred(self) -> Form {
                match self { $(Self::$variant => Form::$starred),+ }
            }
        }
    };
}

fields! {
    /// See [`super::Identity::name`].
    Name = "name": Identity, Name, Registration;
    /// See [`super::Identity::number`].
    PersonalNumber = "personal_number": Identity, Identifier, Neither;
    /// See [`super::Identity::birth`].
    Birth = "birth_on": Identity, Personal, Registration;
    /// See [`super::Identity::sex`].
    Sex = "sex": Identity, Personal, Registration;
    /// See [`super::Identity::ethnicity_code`].
    Ethnicity = "ethnicity_code": Identity, Sensitive, Registration;
    /// See [`super::Identity::religion`].
    Religion = "religion": Identity, Sensitive, Neither;
    /// See [`super::Contact::phone`].
    Phone = "phone": Contact, Contact, Registration;
    /// See [`super::Contact::email`].
    Email = "email": Contact, Contact, Neither;
    /// See [`super::Contact::other`].
    OtherContact = "other_contact": Contact, Contact, Neither;
    /// See [`super::Residence::permanent`].
    PermanentUnit = "permanent_unit": Residence, Personal, Registration;
    /// See [`super::Address::line`].
    PermanentLine = "permanent_line": Residence, Contact, Registration;
    /// See [`super::Residence::current`]; "the same" states it too.
    CurrentUnit = "current_unit": Residence, Personal, Registration;
    /// See [`super::Address::line`].
    CurrentLine = "current_line": Residence, Contact, Neither;
    /// See [`super::PriorityGroups::groups`].
    PriorityGroups = "priority_groups": Priority, Sensitive, Neither;
    /// See [`super::PriorityGroups::other`].
    PriorityOther = "priority_other": Priority, Sensitive, Neither;
    /// See [`super::Schooling::general`].
    GeneralEducation = "general_education": Education, Work, Registration;
    /// See [`super::Schooling::technical`].
    TechnicalLevel = "technical_level": Education, Work, Registration;
    /// See [`super::Schooling::technical_field`].
    TechnicalField = "technical_field": Education, Work, Neither;
    /// See [`super::Schooling::others`].
    Certificates = "certificates": Education, Work, Neither;
    /// See [`super::Schooling::trade`].
    Trade = "trade": Education, Work, Neither;
    /// See [`super::Skills::named`].
    Skills = "skills": Skills, Work, Neither;
    /// See [`super::Skills::languages`].
    Languages = "languages": Skills, Work, Neither;
    /// See [`super::Skills::office`].
    OfficeSkill = "office_skill": Skills, Work, Neither;
    /// See [`super::Skills::computing`].
    Computing = "computing": Skills, Work, Neither;
    /// See [`super::Skills::soft`].
    SoftSkills = "soft_skills": Skills, Work, Neither;
    /// See [`super::Skills::soft_other`].
    SoftSkillOther = "soft_skill_other": Skills, Work, Neither;
    /// See [`super::Worked::years`].
    ExperienceYears = "experience_years": Experience, Work, Neither;
    /// See [`super::Worked::jobs`].
    Jobs = "jobs": Experience, Work, Neither;
    /// See [`super::Worked::abroad`].
    WorkedAbroad = "worked_abroad": Experience, Work, Neither;
    /// See [`super::Worked::abroad_country`].
    AbroadCountry = "abroad_country": Experience, Work, Neither;
    /// See [`super::Wish::title`].
    WishTitle = "wish_title": Wish, Work, Wish;
    /// See [`super::Wish::description`].
    WishDescription = "wish_description": Wish, Work, Wish;
    /// See [`super::Wish::occupation_code`].
    Occupation = "occupation_code": Wish, Work, Neither;
    /// See [`super::Wish::position`].
    Position = "position": Wish, Work, Wish;
    /// See [`super::Wish::pay`].
    Pay = "pay": Wish, Work, Wish;
    /// See [`super::Wish::ready_on`].
    ReadyOn = "ready_on": Wish, Work, Wish;
    /// See [`super::Wish::recruiting`].
    Recruiting = "recruiting": Wish, Work, Wish;
    /// See [`super::WishedTerms::employer_types`].
    EmployerTypes = "employer_types": Terms, Work, Neither;
    /// See [`super::WishedTerms::contracts`].
    Contracts = "contracts": Terms, Work, Neither;
    /// See [`super::WishedTerms::abilities`].
    Abilities = "abilities": Terms, Work, Neither;
    /// See [`super::WishedTerms::working_time`].
    WorkingTime = "working_time": Terms, Work, Neither;
    /// See [`super::WishedTerms::aim`].
    Aim = "aim": Terms, Work, Neither;
    /// See [`super::WishedTerms::meals`].
    Meals = "meals": Terms, Work, Neither;
    /// See [`super::WishedTerms::housing`].
    Housing = "housing": Terms, Work, Neither;
    /// See [`super::WishedTerms::transport`].
    Transport = "transport": Terms, Work, Neither;
    /// See [`super::WishedTerms::welfare`].
    Welfare = "welfare": Terms, Work, Neither;
    /// See [`super::Conditions::setting`].
    Setting = "setting": Conditions, Health, Neither;
    /// See [`super::Conditions::lifting`].
    Lifting = "lifting": Conditions, Health, Neither;
    /// See [`super::Conditions::standing`].
    Standing = "standing": Conditions, Health, Neither;
    /// See [`super::Conditions::hearing`].
    Hearing = "hearing": Conditions, Health, Neither;
    /// See [`super::Conditions::sight`].
    Eyesight = "eyesight": Conditions, Health, Neither;
    /// See [`super::Conditions::hands`].
    Hands = "hands": Conditions, Health, Neither;
    /// See [`super::Conditions::needs`].
    Needs = "needs": Conditions, Health, Neither;
    /// See [`super::Mobility::places`].
    Places = "places": Mobility, Work, Neither;
    /// See [`super::Mobility::radius_km`].
    Radius = "radius_km": Mobility, Work, Neither;
    /// See [`super::Mobility::remote`].
    Remote = "remote": Mobility, Work, Neither;
    /// See [`super::Mobility::moves`].
    Moves = "moves": Mobility, Work, Neither;
    /// See [`super::Mobility::abroad`].
    Abroad = "abroad": Mobility, Work, Neither;
    /// See [`super::Services::wanted`]; what somebody asks a public office for is no employer's business.
    Services = "services": Services, Personal, Neither;
    /// See [`super::Services::other`].
    ServiceOther = "service_other": Services, Personal, Neither;
}
