//! Fields of a profile as people type them, and back: what forms and files bring, each error beside its field. A field
//! is rows of columns: one row with one column for most, a row for each job, a column for each thing said of it.

use crate::ctx::Ctx;
use crate::error::FieldError;
use sanviec_domain::Lang;
use sanviec_domain::pay;
use sanviec_domain::person::{Birth, Email, PersonName, PersonalNumber, Phone, Sex};
use sanviec_domain::posting::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Position, Priority,
    RecruitingWay, RemoteMode, Setting, SkillMention, Stance, TechnicalLevel, Transport, UnitRef, WorkingTime,
};
use sanviec_domain::profile::{Content, CurrentAddress, Field, Grade, SoftSkill, Wanted};
use sanviec_domain::time::{parse_date, short_date};

mod lists;
mod place;

pub use place::{unit_name, unit_name_today};

/// What somebody typed in one field: rows of columns. Empty columns and rows say nothing.
pub type Typed = Vec<Vec<String>>;

/// "At the permanent residence", in the field of the current one.
pub const SAME: &str = "same";

/// Puts into the content what was typed in a field. An error says what to write instead; the field stays as it was.
pub fn set(content: &mut Content, field: Field, typed: &Typed, ctx: &Ctx) -> Result<(), FieldError> {
    let text = first(typed);
    match field {
        Field::Name => {
            content.identity.name = read(text, field, PersonName::parse, |e| (e.code(), both(|l| e.sentence(l))))?;
        }
        Field::PersonalNumber => {
            content.identity.number =
                read(text, field, PersonalNumber::parse, |e| (e.code(), both(|l| e.sentence(l))))?;
        }
        Field::Birth => {
            let parse = |text: &str| Birth::parse(text, ctx.today());
            content.identity.birth = read(text, field, parse, |e| (e.code(), both(|l| e.sentence(l).to_owned())))?;
        }
        Field::Phone => {
            content.contact.phone = read(text, field, Phone::parse, |e| (e.code(), both(|l| e.sentence(l))))?;
        }
        Field::Email => {
            content.contact.email =
                read(text, field, Email::parse, |e| (e.code(), both(|l| e.sentence(l).to_owned())))?;
        }
        Field::PermanentUnit => content.residence.permanent.unit = place::read_home(field, text)?,
        Field::CurrentUnit | Field::CurrentLine => set_current(content, field, text)?,
        Field::Pay => content.wish.pay = read_pay(text)?,
        Field::ReadyOn => content.wish.ready_on = day(field, text)?,
        Field::Radius => content.mobility.radius_km = number(field, text)?,
        Field::Places => content.mobility.places = place::read_all(field, typed)?,
        Field::Jobs => content.experience.jobs = lists::jobs(typed)?,
        Field::Certificates => content.education.others = lists::certificates(typed)?,
        Field::Trade => content.education.trade = lists::trade(typed),
        Field::Languages => content.skills.languages = lists::languages(typed)?,
        Field::Computing => content.skills.computing = lists::computing(typed)?,
        Field::Skills => content.skills.named = skills(typed),
        _ => return set_coded(content, field, typed),
    }
    Ok(())
}

/// What a field says, as [`set`] takes it.
#[must_use]
pub fn get(content: &Content, field: Field) -> Typed {
    let (identity, contact, home) = (&content.identity, &content.contact, &content.residence);
    match field {
        Field::Name => one(identity.name.as_ref().map(|name| name.as_str().to_owned())),
        Field::PersonalNumber => one(identity.number.as_ref().map(|number| number.as_str().to_owned())),
        Field::Birth => one(identity.birth.map(|birth| short_date(birth.day()))),
        Field::Phone => one(contact.phone.as_ref().map(Phone::display)),
        Field::Email => one(contact.email.as_ref().map(|email| email.as_str().to_owned())),
        Field::PermanentUnit => one(home.permanent.unit.as_ref().map(unit_name)),
        Field::CurrentUnit => match &home.current {
            CurrentAddress::Unstated => Vec::new(),
            CurrentAddress::Permanent => one(Some(SAME.to_owned())),
            CurrentAddress::Elsewhere(address) => one(address.unit.as_ref().map(unit_name)),
        },
        Field::CurrentLine => match &home.current {
            CurrentAddress::Elsewhere(address) => one(address.line.clone()),
            CurrentAddress::Unstated | CurrentAddress::Permanent => Vec::new(),
        },
        Field::Pay => one(content.wish.pay.map(|pay| pay.written(Lang::Vi))),
        Field::ReadyOn => one(content.wish.ready_on.map(short_date)),
        Field::Radius => one(content.mobility.radius_km.map(|km| km.to_string())),
        Field::Places => content.mobility.places.iter().map(|unit| vec![unit_name(unit)]).collect(),
        Field::Jobs => lists::of_jobs(content),
        Field::Certificates => lists::of_certificates(content),
        Field::Trade => lists::of_trade(content),
        Field::Languages => lists::of_languages(content),
        Field::Computing => lists::of_computing(content),
        Field::Skills => content.skills.named.iter().map(|skill| vec![skill.written.clone()]).collect(),
        _ => get_coded(content, field),
    }
}

/// Fields that are one text, one code, or a list of codes: where each stands, and of which list.
macro_rules! coded {
    (
        texts { $($text:ident: $($text_path:ident).+;)+ }
        codes { $($code:ident: $($code_path:ident).+, $list:ty;)+ }
        lists { $($many:ident: $($many_path:ident).+, $many_list:ty;)+ }
        answers { $($answer:ident: $($answer_path:ident).+;)+ }
    ) => {
        fn set_coded(content: &mut Content, field: Field, typed: &Typed) -> Result<(), FieldError> {
            let text = first(typed);
            match field {
                $(Field::$text => content.$($text_path).+ = said(text),)+
                $(Field::$code => content.$($code_path).+ = decoded(field, text, <$list>::find_by_code)?,)+
                $(Field::$many => content.$($many_path).+ = all_decoded(field, typed, <$many_list>::find_by_code)?,)+
                $(Field::$answer => content.$($answer_path).+ = answer(field, text)?,)+
                _ => {}
            }
            Ok(())
        }

        fn get_coded(content: &Content, field: Field) -> Typed {
            match field {
                $(Field::$text => one(content.$($text_path).+.clone()),)+
                $(Field::$code => one(content.$($code_path).+.map(|member| member.code().to_owned())),)+
                $(Field::$many => {
                    content.$($many_path).+.iter().map(|member| vec![member.code().to_owned()]).collect()
                })+
                $(Field::$answer => one(content.$($answer_path).+.map(|yes| if yes { YES } else { NO }.to_owned())),)+
                _ => Vec::new(),
            }
        }

        /// The codes that a field chooses from; empty for one that is written.
        #[must_use]
        pub fn codes(field: Field) -> Vec<&'static str> {
            match field {
                $(Field::$code => <$list>::ALL.iter().map(|member| member.code()).collect(),)+
                $(Field::$many => <$many_list>::ALL.iter().map(|member| member.code()).collect(),)+
                $(Field::$answer => vec![YES, NO],)+
                Field::Computing | Field::Languages => Grade::ALL.iter().map(|grade| grade.code()).collect(),
                Field::Ethnicity => sanviec_reference::ethnicity::all().map(|group| group.code).collect(),
                _ => Vec::new(),
            }
        }
    };
}

/// Codes of the two answers to a question.
pub const YES: &str = "yes";
/// See [`YES`].
pub const NO: &str = "no";

coded! {
    texts {
        Religion: identity.religion;
        Ethnicity: identity.ethnicity_code;
        OtherContact: contact.other;
        PermanentLine: residence.permanent.line;
        PriorityOther: priority.other;
        TechnicalField: education.technical_field;
        SoftSkillOther: skills.soft_other;
        AbroadCountry: experience.abroad_country;
        WishTitle: wish.title;
        WishDescription: wish.description;
        Occupation: wish.occupation_code;
        Welfare: terms.welfare;
        Needs: conditions.needs;
        ServiceOther: services.other;
    }
    codes {
        Sex: identity.sex, Sex;
        GeneralEducation: education.general, Education;
        TechnicalLevel: education.technical, TechnicalLevel;
        OfficeSkill: skills.office, Grade;
        ExperienceYears: experience.years, Experience;
        Position: wish.position, Position;
        WorkingTime: terms.working_time, WorkingTime;
        Aim: terms.aim, Aim;
        Meals: terms.meals, Meals;
        Housing: terms.housing, Housing;
        Transport: terms.transport, Transport;
        Setting: conditions.setting, Setting;
        Lifting: conditions.lifting, Lifting;
        Standing: conditions.standing, Stance;
        Hearing: conditions.hearing, Stance;
        Eyesight: conditions.sight, Stance;
        Hands: conditions.hands, Hands;
        Remote: mobility.remote, RemoteMode;
    }
    lists {
        PriorityGroups: priority.groups, Priority;
        SoftSkills: skills.soft, SoftSkill;
        Recruiting: wish.recruiting, RecruitingWay;
        EmployerTypes: terms.employer_types, EmployerType;
        Contracts: terms.contracts, Contract;
        Abilities: terms.abilities, Ability;
        Services: services.wanted, Wanted;
    }
    answers {
        WorkedAbroad: experience.abroad;
        Moves: mobility.moves;
        Abroad: mobility.abroad;
    }
}

fn first(typed: &Typed) -> &str {
    typed.first().and_then(|row| row.first()).map_or("", |text| text.trim())
}

fn one(text: Option<String>) -> Typed {
    text.map(|text| vec![vec![text]]).unwrap_or_default()
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn both(sentence: impl Fn(Lang) -> String) -> [String; 2] {
    [sentence(Lang::Vi), sentence(Lang::En)]
}

/// A value of a type that reads itself; nothing typed says nothing.
fn read<T, E>(
    text: &str,
    field: Field,
    parse: impl Fn(&str) -> Result<T, E>,
    tell: impl Fn(E) -> (&'static str, [String; 2]),
) -> Result<Option<T>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).map_err(|error| {
        let (code, [vi, en]) = tell(error);
        FieldError::new(field.code(), code, vi, en)
    })
}

fn decoded<T>(field: Field, code: &str, find: fn(&str) -> Option<T>) -> Result<Option<T>, FieldError> {
    if code.is_empty() {
        return Ok(None);
    }
    find(code).map(Some).ok_or_else(|| unknown(field))
}

fn all_decoded<T>(field: Field, typed: &Typed, find: fn(&str) -> Option<T>) -> Result<Vec<T>, FieldError> {
    let codes = typed.iter().filter_map(|row| row.first()).map(|code| code.trim()).filter(|code| !code.is_empty());
    codes.map(|code| find(code).ok_or_else(|| unknown(field))).collect()
}

fn unknown(field: Field) -> FieldError {
    let (vi, en) = ("Hãy chọn trong danh sách.", "Choose from the list.");
    FieldError::new(field.code(), "not_in_list", vi, en)
}

fn answer(field: Field, code: &str) -> Result<Option<bool>, FieldError> {
    match code {
        "" => Ok(None),
        YES => Ok(Some(true)),
        NO => Ok(Some(false)),
        _ => Err(unknown(field)),
    }
}

fn day(field: Field, text: &str) -> Result<Option<chrono::NaiveDate>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_date(text).map(Some).ok_or_else(|| {
        let vi = "Ghi ngày, tháng, năm, ví dụ 05/12/2026.";
        FieldError::new(field.code(), "day_unclear", vi, "Write day, month and year, for example 05/12/2026.")
    })
}

fn number(field: Field, text: &str) -> Result<Option<u16>, FieldError> {
    let digits = text.trim_end_matches("km").trim();
    if digits.is_empty() {
        return Ok(None);
    }
    digits.parse().map(Some).map_err(|_| {
        let (vi, en) = ("Ghi một số, ví dụ 10.", "Write a number, for example 10.");
        FieldError::new(field.code(), "number_unclear", vi, en)
    })
}

fn read_pay(text: &str) -> Result<Option<pay::Pay>, FieldError> {
    let error = |error: pay::PayError| {
        let [vi, en] = both(|lang| error.sentence(lang).to_string());
        FieldError::new(Field::Pay.code(), error.code(), vi, en)
    };
    if text.is_empty() { Ok(None) } else { pay::parse(text).map(|parsed| Some(parsed.pay)).map_err(error) }
}

/// The unit comes before the line; "the same" takes no line.
fn set_current(content: &mut Content, field: Field, text: &str) -> Result<(), FieldError> {
    let mut from = Content::default();
    from.residence.current = match (field, text) {
        (_, "") => CurrentAddress::Unstated,
        (Field::CurrentUnit, SAME) => CurrentAddress::Permanent,
        (Field::CurrentUnit, text) => elsewhere(place::read_home(field, text)?, None),
        (_, text) => elsewhere(None, said(text)),
    };
    content.take(field, &from);
    Ok(())
}

fn elsewhere(unit: Option<UnitRef>, line: Option<String>) -> CurrentAddress {
    CurrentAddress::Elsewhere(sanviec_domain::profile::Address { unit, line })
}

/// One skill a row, or several with commas or in lines; each is recognised where the vocabulary has it.
fn skills(typed: &Typed) -> Vec<SkillMention> {
    let texts = typed.iter().flatten().flat_map(|text| text.split([',', ';', '\n']));
    let named = texts.map(str::trim).filter(|text| !text.is_empty());
    named
        .map(|written| SkillMention { written: written.to_owned(), skill_id: crate::reading::skill_id(written) })
        .collect()
}

#[cfg(test)]
mod tests;
