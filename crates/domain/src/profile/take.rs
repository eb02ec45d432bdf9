//! One field taken over from another content, and what is left when only some fields are kept: for showing a profile to
//! somebody who may not see all of it, and for making one profile out of two. Each field stands in one row, so that a
//! new one cannot be forgotten.

use super::content::{Address, Content, CurrentAddress, Residence};
use super::field::Field;

impl Content {
    /// What is left when only the fields are kept that `keep` names; all others say nothing.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(Field) -> bool) -> Self {
        let nothing = Self::default();
        for field in Field::ALL.iter().copied().filter(|field| !keep(*field)) {
            self.take(field, &nothing);
        }
        self
    }
}

macro_rules! taken {
    ($($field:ident: $($path:ident).+;)+) => {
        impl Content {
            /// Says in this field what the other says, nothing included.
            pub fn take(&mut self, field: Field, from: &Self) {
                match field {
                    $(Field::$field => self.$($path).+.clone_from(&from.$($path).+),)+
                    Field::CurrentUnit => take_current_unit(&mut self.residence, &from.residence),
                    Field::CurrentLine => take_current_line(&mut self.residence, &from.residence),
                }
            }
        }
    };
}

taken! {
    Name: identity.name;
    PersonalNumber: identity.number;
    Birth: identity.birth;
    Sex: identity.sex;
    Ethnicity: identity.ethnicity_code;
    Religion: identity.religion;
    Phone: contact.phone;
    Email: contact.email;
    OtherContact: contact.other;
    PermanentUnit: residence.permanent.unit;
    PermanentLine: residence.permanent.line;
    PriorityGroups: priority.groups;
    PriorityOther: priority.other;
    GeneralEducation: education.general;
    TechnicalLevel: education.technical;
    TechnicalField: education.technical_field;
    Certificates: education.others;
    Trade: education.trade;
    Skills: skills.named;
    Languages: skills.languages;
    OfficeSkill: skills.office;
    Computing: skills.computing;
    SoftSkills: skills.soft;
    SoftSkillOther: skills.soft_other;
    ExperienceYears: experience.years;
    Jobs: experience.jobs;
    WorkedAbroad: experience.abroad;
    AbroadCountry: experience.abroad_country;
    WishTitle: wish.title;
    WishDescription: wish.description;
    Occupation: wish.occupation_code;
    Position: wish.position;
    Pay: wish.pay;
    ReadyOn: wish.ready_on;
    Recruiting: wish.recruiting;
    EmployerTypes: terms.employer_types;
    Contracts: terms.contracts;
    Abilities: terms.abilities;
    WorkingTime: terms.working_time;
    Aim: terms.aim;
    Meals: terms.meals;
    Housing: terms.housing;
    Transport: terms.transport;
    Welfare: terms.welfare;
    Setting: conditions.setting;
    Lifting: conditions.lifting;
    Standing: conditions.standing;
    Hearing: conditions.hearing;
    Eyesight: conditions.sight;
    Hands: conditions.hands;
    Needs: conditions.needs;
    Places: mobility.places;
    Radius: mobility.radius_km;
    Remote: mobility.remote;
    Moves: mobility.moves;
    Abroad: mobility.abroad;
    Services: services.wanted;
    ServiceOther: services.other;
}

/// "At the permanent residence" says the unit, and leaves no line of its own.
fn take_current_unit(to: &mut Residence, from: &Residence) {
    let line = line_of(&to.current);
    to.current = match &from.current {
        CurrentAddress::Permanent => CurrentAddress::Permanent,
        CurrentAddress::Unstated => elsewhere(None, line),
        CurrentAddress::Elsewhere(address) => elsewhere(address.unit.clone(), line),
    };
}

fn take_current_line(to: &mut Residence, from: &Residence) {
    let line = line_of(&from.current);
    to.current = match std::mem::take(&mut to.current) {
        CurrentAddress::Permanent if line.is_none() => CurrentAddress::Permanent,
        CurrentAddress::Permanent | CurrentAddress::Unstated => elsewhere(None, line),
        CurrentAddress::Elsewhere(address) => elsewhere(address.unit, line),
    };
}

fn line_of(current: &CurrentAddress) -> Option<String> {
    match current {
        CurrentAddress::Elsewhere(address) => address.line.clone(),
        CurrentAddress::Unstated | CurrentAddress::Permanent => None,
    }
}

fn elsewhere(unit: Option<crate::posting::UnitRef>, line: Option<String>) -> CurrentAddress {
    let address = Address { unit, line };
    if address == Address::default() { CurrentAddress::Unstated } else { CurrentAddress::Elsewhere(address) }
}
