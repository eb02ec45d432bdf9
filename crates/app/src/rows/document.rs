//! The content of a posting as the JSON document that its row keeps, and back. The document's shape has a version of
//! its own; it is never shown outside.

use super::parts::{
    DocumentError, PayParts, Skill, Text, Unit, all_decoded, coded, day, decoded, from_pay, from_skill, from_unit,
    to_pay, to_skill, to_unit,
};
use sanviec_domain::posting::{
    Ability, Aim, Contact, Content, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals,
    Notice, Period, Position, Priority, Probation, RecruitingWay, RemoteMode, Setting, Stance, TechnicalLevel,
    Transport, WorkingTime, Workplace,
};
use serde::{Deserialize, Serialize};

/// Version of the document's shape.
pub(crate) const VERSION: i32 = 1;

/// Fields that are not stated are left out, so that a short advert is a short row.
#[derive(Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Document {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    benefits: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    employer_type: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    occupation: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    industry: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    experience: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    workplaces: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remote: Text,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    overseas: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract_months: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probation: Option<Trial>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    abilities: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    working_time: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    aim: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay: Option<PayParts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_text: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    meals: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    housing: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    welfare: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    lifting: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    hearing: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    sight: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    hands: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    suits_disabled: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ready_on: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    recruiting: Vec<String>,
    wanted: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    education: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    technical_level: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    technical_field: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_min: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    age_max: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sex_text: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    priorities: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_on: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    skills: Vec<Skill>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    wish_to_centre: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<Unit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Text,
    original: String,
}

#[derive(Serialize, Deserialize)]
struct Trial {
    unit: String,
    length: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_percent: Option<u8>,
}

#[derive(Serialize, Deserialize)]
struct Person {
    name: Text,
    phone: Text,
    email: Text,
}

/// The document of a content. Equal contents give equal bytes.
pub(crate) fn write(content: &Content) -> String {
    serde_json::to_string(&to_document(content)).expect("texts, numbers and lists always make JSON")
}

/// The content of a document.
pub(crate) fn read(text: &str) -> Result<Content, DocumentError> {
    from_document(serde_json::from_str(text)?)
}

fn to_document(content: &Content) -> Document {
    let Content { title, description, requirements, benefits, welfare, technical_field, sex_text, url, .. } =
        content.clone();
    Document {
        title,
        description,
        requirements,
        benefits,
        welfare,
        technical_field,
        sex_text,
        url,
        employer_type: coded!(content.employer_type),
        occupation: content.occupation_code.clone(),
        industry: content.industry_code.clone(),
        position: coded!(content.position),
        experience: coded!(content.experience),
        workplaces: content.workplaces.iter().map(to_place).collect(),
        remote: coded!(content.remote_mode),
        overseas: content.overseas,
        contract: coded!(content.contract),
        contract_months: content.contract_months,
        probation: content.probation.map(to_trial),
        abilities: content.abilities.iter().map(|member| member.code().to_owned()).collect(),
        working_time: coded!(content.working_time),
        aim: coded!(content.aim),
        pay: content.pay.map(to_pay),
        pay_text: content.pay_text.clone(),
        meals: coded!(content.meals),
        housing: coded!(content.housing),
        transport: coded!(content.transport),
        setting: coded!(content.setting),
        lifting: coded!(content.lifting),
        standing: coded!(content.standing),
        hearing: coded!(content.hearing),
        sight: coded!(content.sight),
        hands: coded!(content.hands),
        suits_disabled: content.suits_disabled,
        ready_on: content.ready_on.map(|day| day.to_string()),
        recruiting: content.recruiting.iter().map(|member| member.code().to_owned()).collect(),
        wanted: content.wanted,
        education: coded!(content.education),
        technical_level: coded!(content.technical_level),
        age_min: content.age_min,
        age_max: content.age_max,
        priorities: content.priorities.iter().map(|member| member.code().to_owned()).collect(),
        deadline_on: content.deadline_on.map(|day| day.to_string()),
        skills: content.skills.iter().map(to_skill).collect(),
        wish_to_centre: content.wish_to_centre.clone(),
        contact: to_person(&content.contact),
        notices: content.notices.iter().map(|member| member.code().to_owned()).collect(),
    }
}

fn to_place(place: &Workplace) -> Place {
    Place {
        unit: place.unit.as_ref().map(to_unit),
        address: place.address_line.clone(),
        original: place.original.clone(),
    }
}

fn to_trial(trial: Probation) -> Trial {
    let (unit, length) = match trial.length {
        Period::Days(length) => ("days", length),
        Period::WorkingDays(length) => ("working_days", length),
        Period::Months(length) => ("months", length),
    };
    Trial { unit: unit.into(), length, pay_percent: trial.pay_percent }
}

fn to_person(contact: &Contact) -> Option<Person> {
    let Contact { name, phone, email } = contact.clone();
    (contact != &Contact::default()).then_some(Person { name, phone, email })
}

fn from_document(document: Document) -> Result<Content, DocumentError> {
    let contact =
        document.contact.map(|person| Contact { name: person.name, phone: person.phone, email: person.email });
    Ok(Content {
        title: document.title,
        description: document.description,
        requirements: document.requirements,
        benefits: document.benefits,
        employer_type: decoded!(EmployerType, document.employer_type),
        occupation_code: document.occupation,
        industry_code: document.industry,
        position: decoded!(Position, document.position),
        experience: decoded!(Experience, document.experience),
        workplaces: document.workplaces.into_iter().map(from_place).collect::<Result<_, _>>()?,
        remote_mode: decoded!(RemoteMode, document.remote),
        overseas: document.overseas,
        contract: decoded!(Contract, document.contract),
        contract_months: document.contract_months,
        probation: document.probation.map(from_trial).transpose()?,
        abilities: all_decoded!(Ability, document.abilities),
        working_time: decoded!(WorkingTime, document.working_time),
        aim: decoded!(Aim, document.aim),
        pay: document.pay.map(from_pay).transpose()?,
        pay_text: document.pay_text,
        meals: decoded!(Meals, document.meals),
        housing: decoded!(Housing, document.housing),
        transport: decoded!(Transport, document.transport),
        welfare: document.welfare,
        setting: decoded!(Setting, document.setting),
        lifting: decoded!(Lifting, document.lifting),
        standing: decoded!(Stance, document.standing),
        hearing: decoded!(Stance, document.hearing),
        sight: decoded!(Stance, document.sight),
        hands: decoded!(Hands, document.hands),
        suits_disabled: document.suits_disabled,
        ready_on: day(document.ready_on)?,
        recruiting: all_decoded!(RecruitingWay, document.recruiting),
        wanted: document.wanted,
        education: decoded!(Education, document.education),
        technical_level: decoded!(TechnicalLevel, document.technical_level),
        technical_field: document.technical_field,
        age_min: document.age_min,
        age_max: document.age_max,
        sex_text: document.sex_text,
        priorities: all_decoded!(Priority, document.priorities),
        deadline_on: day(document.deadline_on)?,
        skills: document.skills.into_iter().map(from_skill).collect(),
        url: document.url,
        wish_to_centre: document.wish_to_centre,
        contact: contact.unwrap_or_default(),
        notices: all_decoded!(Notice, document.notices),
    })
}

fn from_place(place: Place) -> Result<Workplace, DocumentError> {
    Ok(Workplace {
        unit: place.unit.map(from_unit).transpose()?,
        address_line: place.address,
        original: place.original,
    })
}

fn from_trial(trial: Trial) -> Result<Probation, DocumentError> {
    let length = match trial.unit.as_str() {
        "days" => Period::Days(trial.length),
        "working_days" => Period::WorkingDays(trial.length),
        "months" => Period::Months(trial.length),
        _ => return Err(DocumentError::Code(trial.unit)),
    };
    Ok(Probation { length, pay_percent: trial.pay_percent })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use sanviec_domain::pay::{Band, Currency, Pay, Per, Tax};
    use sanviec_domain::posting::{SkillMention, UnitLevel, UnitRef, Vintage};

    #[test]
    fn a_content_with_every_field_comes_back_as_it_was() {
        let mut content = Content::titled("Thợ hàn");
        content.description = Some("Hàn khung".into());
        content.workplaces = vec![Workplace {
            unit: Some(UnitRef { code: "26734".into(), level: UnitLevel::Commune, vintage: Vintage::Since2025 }),
            address_line: Some("12 Lê Lợi".into()),
            original: "12 Lê Lợi, Sài Gòn".into(),
        }];
        content.pay = Some(Pay::Band(Band {
            min: Some(8_000_000),
            max: None,
            per: Per::Month,
            currency: Currency::Vnd,
            tax: Tax::Gross,
        }));
        content.probation = Some(Probation { length: Period::WorkingDays(6), pay_percent: Some(85) });
        content.abilities = vec![Ability::Shift, Ability::Travel];
        content.deadline_on = NaiveDate::from_ymd_opt(2026, 12, 1);
        content.skills = vec![SkillMention { written: "Hàn TIG".into(), skill_id: Some("han-tig".into()) }];
        content.contact.phone = Some("0905123456".into());
        content.stated_everything();
        assert_eq!(read(&write(&content)).expect("document"), content);
    }

    trait Stated {
        fn stated_everything(&mut self);
    }

    impl Stated for Content {
        fn stated_everything(&mut self) {
            self.employer_type = Some(EmployerType::Foreign);
            self.position = Some(Position::Leader);
            self.experience = Some(Experience::OverFive);
            self.remote_mode = Some(RemoteMode::Hybrid);
            self.overseas = true;
            self.contract = Some(Contract::TwelveToThirtySix);
            self.contract_months = Some(24);
            self.working_time = Some(WorkingTime::Part);
            self.aim = Some(Aim::Extra);
            self.meals = Some(Meals::Money);
            self.housing = Some(Housing::Allowance);
            self.transport = Some(Transport::Provided);
            self.setting = Some(Setting::Mixed);
            self.lifting = Some(Lifting::Over20);
            self.standing = Some(Stance::Much);
            self.hearing = Some(Stance::Basic);
            self.sight = Some(Stance::None);
            self.hands = Some(Hands::Fine);
            self.suits_disabled = Some(true);
            self.recruiting = RecruitingWay::ALL.to_vec();
            self.education = Some(Education::UpperSecondary);
            self.technical_level = Some(TechnicalLevel::Doctor);
            self.priorities = Priority::ALL.to_vec();
            self.notices = Notice::ALL.to_vec();
        }
    }

    #[test]
    fn unknown_codes_and_fields_are_corrupt_not_guessed() {
        for text in ["{\"wanted\":1,\"contract\":\"forever\"}", "{\"x\":1}", "[1]", "{\"pay\":{\"kind\":\"gold\"}}"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
