//! Every field of a profile that is not sealed, as the JSON document that its row keeps, and back. What is sealed has
//! no place in it. Parts are taken apart whole, without `..`, so that a new field cannot be forgotten.

use super::super::parts::{
    DocumentError, PayParts, Skill, Text, Unit, all_decoded, coded, day, decoded, from_pay, from_skill, from_unit,
    to_pay, to_skill, to_unit,
};
use super::listed::{Course, Known, Spell, Tongue};
use sanviec_domain::person::{Birth, PersonName, Sex};
use sanviec_domain::posting::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Position, Priority,
    RecruitingWay, RemoteMode, Setting, Stance, TechnicalLevel, Transport, WorkingTime,
};
use sanviec_domain::profile::{
    Address, Conditions, Content, CurrentAddress, Grade, Identity, Mobility, PriorityGroups, Residence, Schooling,
    Services, Skills, SoftSkill, Wanted, Wish, WishedTerms, Worked,
};
use serde::{Deserialize, Serialize};

/// Keys are codes of fields; what says nothing is left out when it is written.
#[derive(Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct Document {
    name: Text,
    birth_on: Text,
    sex: Text,
    ethnicity_code: Text,
    religion: Text,
    permanent_unit: Option<Unit>,
    current_unit: Option<Unit>,
    /// The current residence is the permanent one.
    current_same: Option<bool>,
    priority_groups: Vec<String>,
    priority_other: Text,
    general_education: Text,
    technical_level: Text,
    technical_field: Text,
    certificates: Vec<Course>,
    trade: Option<Known>,
    skills: Vec<Skill>,
    languages: Vec<Tongue>,
    office_skill: Text,
    computing: Option<Known>,
    soft_skills: Vec<String>,
    soft_skill_other: Text,
    experience_years: Text,
    jobs: Vec<Spell>,
    worked_abroad: Option<bool>,
    abroad_country: Text,
    wish_title: Text,
    wish_description: Text,
    occupation_code: Text,
    position: Text,
    pay: Option<PayParts>,
    ready_on: Text,
    recruiting: Vec<String>,
    employer_types: Vec<String>,
    contracts: Vec<String>,
    abilities: Vec<String>,
    working_time: Text,
    aim: Text,
    meals: Text,
    housing: Text,
    transport: Text,
    welfare: Text,
    setting: Text,
    lifting: Text,
    standing: Text,
    hearing: Text,
    eyesight: Text,
    hands: Text,
    needs: Text,
    places: Vec<Unit>,
    radius_km: Option<u16>,
    remote: Text,
    moves: Option<bool>,
    abroad: Option<bool>,
    services: Vec<String>,
    service_other: Text,
}

/// The document of a content. Equal contents give equal bytes.
pub(super) fn write(content: &Content) -> String {
    let document = to_document(content.clone());
    let mut json = serde_json::to_value(document).expect("texts, numbers and lists always make JSON");
    drop_silent(&mut json);
    json.to_string()
}

/// Takes out what says nothing, so that a short profile is a short row.
fn drop_silent(json: &mut serde_json::Value) {
    use serde_json::Value;
    match json {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
            members.values_mut().for_each(drop_silent);
        }
        Value::Array(list) => list.iter_mut().for_each(drop_silent),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The content of a document; what is sealed says nothing yet.
pub(super) fn read(text: &str) -> Result<Content, DocumentError> {
    from_document(serde_json::from_str(text)?)
}

macro_rules! all_coded {
    ($list:expr) => {
        $list.iter().map(|member| member.code().to_owned()).collect()
    };
}

fn to_document(content: Content) -> Document {
    let Content {
        identity,
        contact: _,
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
    } = content;
    let Identity { name, number: _, birth, sex, ethnicity_code, religion } = identity;
    let Residence { permanent: Address { unit: permanent, line: _ }, current } = residence;
    let PriorityGroups { groups, other: priority_other } = priority;
    let Services { wanted, other: service_other } = services;
    let (current_same, current_unit) = match current {
        CurrentAddress::Unstated => (None, None),
        CurrentAddress::Permanent => (Some(true), None),
        CurrentAddress::Elsewhere(Address { unit, line: _ }) => (None, unit),
    };
    let person = Document {
        name: name.map(|name| name.as_str().to_owned()),
        birth_on: birth.map(|birth| birth.day().to_string()),
        sex: coded!(sex),
        ethnicity_code,
        religion,
        permanent_unit: permanent.as_ref().map(to_unit),
        current_unit: current_unit.as_ref().map(to_unit),
        current_same,
        priority_groups: all_coded!(groups),
        priority_other,
        services: all_coded!(wanted),
        service_other,
        ..Document::default()
    };
    let able = of_abilities(education, skills, experience, person);
    of_conditions(conditions, mobility, of_wishes(wish, terms, able))
}

fn of_abilities(education: Schooling, skills: Skills, experience: Worked, before: Document) -> Document {
    let Schooling { general, technical, technical_field, others, trade } = education;
    let Skills { named, languages, office, computing, soft, soft_other } = skills;
    let Worked { years, jobs, abroad, abroad_country } = experience;
    Document {
        general_education: coded!(general),
        technical_level: coded!(technical),
        technical_field,
        certificates: others.into_iter().map(Course::of).collect(),
        trade: trade.map(Known::of_trade),
        skills: named.iter().map(to_skill).collect(),
        languages: languages.into_iter().map(Tongue::of).collect(),
        office_skill: coded!(office),
        computing: computing.map(Known::of_computing),
        soft_skills: all_coded!(soft),
        soft_skill_other: soft_other,
        experience_years: coded!(years),
        jobs: jobs.into_iter().map(Spell::of).collect(),
        worked_abroad: abroad,
        abroad_country,
        ..before
    }
}

fn of_wishes(wish: Wish, terms: WishedTerms, before: Document) -> Document {
    let Wish { title, description, occupation_code, position, pay, ready_on, recruiting } = wish;
    let WishedTerms { employer_types, contracts, abilities, working_time, aim, meals, housing, transport, welfare } =
        terms;
    Document {
        wish_title: title,
        wish_description: description,
        occupation_code,
        position: coded!(position),
        pay: pay.map(to_pay),
        ready_on: ready_on.map(|day| day.to_string()),
        recruiting: all_coded!(recruiting),
        employer_types: all_coded!(employer_types),
        contracts: all_coded!(contracts),
        abilities: all_coded!(abilities),
        working_time: coded!(working_time),
        aim: coded!(aim),
        meals: coded!(meals),
        housing: coded!(housing),
        transport: coded!(transport),
        welfare,
        ..before
    }
}

fn of_conditions(conditions: Conditions, mobility: Mobility, before: Document) -> Document {
    let Conditions { setting, lifting, standing, hearing, sight, hands, needs } = conditions;
    let Mobility { places, radius_km, remote, moves, abroad } = mobility;
    Document {
        setting: coded!(setting),
        lifting: coded!(lifting),
        standing: coded!(standing),
        hearing: coded!(hearing),
        eyesight: coded!(sight),
        hands: coded!(hands),
        needs,
        places: places.iter().map(to_unit).collect(),
        radius_km,
        remote: coded!(remote),
        moves,
        abroad,
        ..before
    }
}

fn from_document(mut document: Document) -> Result<Content, DocumentError> {
    let name = document.name.take().map(|name| PersonName::parse(&name).map_err(|_| DocumentError::Code(name)));
    let elsewhere = document.current_unit.take().map(from_unit).transpose()?;
    let current = match elsewhere {
        Some(unit) => CurrentAddress::Elsewhere(Address { unit: Some(unit), line: None }),
        None if document.current_same == Some(true) => CurrentAddress::Permanent,
        None => CurrentAddress::Unstated,
    };
    let mut content = Content {
        identity: Identity {
            name: name.transpose()?,
            number: None,
            birth: day(document.birth_on.take())?.map(Birth::kept),
            sex: decoded!(Sex, document.sex.take()),
            ethnicity_code: document.ethnicity_code.take(),
            religion: document.religion.take(),
        },
        priority: PriorityGroups {
            groups: all_decoded!(Priority, std::mem::take(&mut document.priority_groups)),
            other: document.priority_other.take(),
        },
        services: Services {
            wanted: all_decoded!(Wanted, std::mem::take(&mut document.services)),
            other: document.service_other.take(),
        },
        ..Content::default()
    };
    content.residence.permanent.unit = document.permanent_unit.take().map(from_unit).transpose()?;
    content.residence.current = current;
    read_abilities(&mut content, &mut document)?;
    read_wishes(&mut content, &mut document)?;
    read_conditions(&mut content, document)?;
    Ok(content)
}

fn read_abilities(content: &mut Content, document: &mut Document) -> Result<(), DocumentError> {
    let take = std::mem::take::<Vec<String>>;
    content.education = Schooling {
        general: decoded!(Education, document.general_education.take()),
        technical: decoded!(TechnicalLevel, document.technical_level.take()),
        technical_field: document.technical_field.take(),
        others: std::mem::take(&mut document.certificates).into_iter().map(Course::read).collect(),
        trade: document.trade.take().map(Known::read_trade),
    };
    content.skills = Skills {
        named: std::mem::take(&mut document.skills).into_iter().map(from_skill).collect(),
        languages: std::mem::take(&mut document.languages).into_iter().map(Tongue::read).collect::<Result<_, _>>()?,
        office: decoded!(Grade, document.office_skill.take()),
        computing: document.computing.take().map(Known::read_computing).transpose()?,
        soft: all_decoded!(SoftSkill, take(&mut document.soft_skills)),
        soft_other: document.soft_skill_other.take(),
    };
    content.experience = Worked {
        years: decoded!(Experience, document.experience_years.take()),
        jobs: std::mem::take(&mut document.jobs).into_iter().map(Spell::read).collect::<Result<_, _>>()?,
        abroad: document.worked_abroad,
        abroad_country: document.abroad_country.take(),
    };
    Ok(())
}

fn read_wishes(content: &mut Content, document: &mut Document) -> Result<(), DocumentError> {
    let take = std::mem::take::<Vec<String>>;
    content.wish = Wish {
        title: document.wish_title.take(),
        description: document.wish_description.take(),
        occupation_code: document.occupation_code.take(),
        position: decoded!(Position, document.position.take()),
        pay: document.pay.take().map(from_pay).transpose()?,
        ready_on: day(document.ready_on.take())?,
        recruiting: all_decoded!(RecruitingWay, take(&mut document.recruiting)),
    };
    content.terms = WishedTerms {
        employer_types: all_decoded!(EmployerType, take(&mut document.employer_types)),
        contracts: all_decoded!(Contract, take(&mut document.contracts)),
        abilities: all_decoded!(Ability, take(&mut document.abilities)),
        working_time: decoded!(WorkingTime, document.working_time.take()),
        aim: decoded!(Aim, document.aim.take()),
        meals: decoded!(Meals, document.meals.take()),
        housing: decoded!(Housing, document.housing.take()),
        transport: decoded!(Transport, document.transport.take()),
        welfare: document.welfare.take(),
    };
    Ok(())
}

fn read_conditions(content: &mut Content, document: Document) -> Result<(), DocumentError> {
    content.conditions = Conditions {
        setting: decoded!(Setting, document.setting),
        lifting: decoded!(Lifting, document.lifting),
        standing: decoded!(Stance, document.standing),
        hearing: decoded!(Stance, document.hearing),
        sight: decoded!(Stance, document.eyesight),
        hands: decoded!(Hands, document.hands),
        needs: document.needs,
    };
    content.mobility = Mobility {
        places: document.places.into_iter().map(from_unit).collect::<Result<_, _>>()?,
        radius_km: document.radius_km,
        remote: decoded!(RemoteMode, document.remote),
        moves: document.moves,
        abroad: document.abroad,
    };
    Ok(())
}
