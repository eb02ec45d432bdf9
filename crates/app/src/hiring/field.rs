//! Reading what was typed into a field of a posting. Empty is "not stated", save where something is compulsory, which
//! is asked when the posting is handed in, not while it is being written.

use crate::error::FieldError;
use crate::reading;
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::money::grouped;
use sanviec_domain::pay;
use sanviec_domain::person::{Email, Phone};
use sanviec_domain::posting::{
    Ability, Aim, Content, Contract, Education, Experience, Hands, Housing, Lifting, Limits, Meals, Notice, Period,
    Position, Priority, Probation, RecruitingWay, RemoteMode, Setting, SkillMention, Stance, TechnicalLevel, Transport,
    WorkingTime,
};
use sanviec_domain::time::parse_date;

type Done = Result<(), FieldError>;

/// What was typed into one field.
pub(super) struct Typed<'a> {
    pub(super) field: &'static str,
    pub(super) values: &'a [String],
}

/// Puts what was typed into a content.
pub(super) fn apply(content: &mut Content, typed: &Typed<'_>) -> Done {
    if texts(content, typed)? || numbers(content, typed)? || codes(content, typed)? {
        return Ok(());
    }
    lists(content, typed)
}

fn texts(content: &mut Content, typed: &Typed<'_>) -> Result<bool, FieldError> {
    match typed.field {
        "title" => {
            content.title = typed.line(Limits::TITLE)?.unwrap_or_default();
            content.occupation_code = reading::occupation_of_title(&content.title);
        }
        "description" => content.description = typed.text(Limits::DESCRIPTION)?,
        "requirements" => content.requirements = typed.text(Limits::REQUIREMENTS)?,
        "benefits" => content.benefits = typed.text(Limits::BENEFITS)?,
        "technical_field" => content.technical_field = typed.line(Limits::LABEL)?,
        "wish_to_centre" => content.wish_to_centre = typed.text(Limits::PARAGRAPH)?,
        "contact_name" => content.contact.name = typed.line(Limits::NAME)?,
        "contact_phone" => content.contact.phone = typed.phone()?,
        "contact_email" => content.contact.email = typed.email()?,
        "address" => {
            let line = typed.line(Limits::ADDRESS)?;
            if let Some(first) = content.workplaces.first_mut() {
                first.address_line = line;
            }
        }
        "pay" => pay_of(content, typed)?,
        "location" => places_of(content, typed)?,
        "skills" => skills_of(content, typed)?,
        "deadline_on" => content.deadline_on = typed.day()?,
        "ready_on" => content.ready_on = typed.day()?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn numbers(content: &mut Content, typed: &Typed<'_>) -> Result<bool, FieldError> {
    match typed.field {
        "wanted" => content.wanted = typed.number(1, Limits::WANTED)?.unwrap_or(1),
        "contract_months" => content.contract_months = typed.number(1, 600)?.map(|months| months as u16),
        "probation_days" => {
            let pay_percent = content.probation.and_then(|probation| probation.pay_percent);
            let days = typed.number(1, 400)?.map(|days| Period::Days(days as u16));
            content.probation = days.map(|length| Probation { length, pay_percent });
        }
        "probation_percent" => {
            let percent = typed.number(1, 100)?.map(|percent| percent as u8);
            if let Some(probation) = &mut content.probation {
                probation.pay_percent = percent;
            }
        }
        "age_min" => content.age_min = typed.number(1, 100)?.map(|age| age as u8),
        "age_max" => content.age_max = typed.number(1, 100)?.map(|age| age as u8),
        "overseas" => content.overseas = typed.is_yes(),
        "suits_disabled" => content.suits_disabled = typed.is_yes().then_some(true),
        _ => return Ok(false),
    }
    Ok(true)
}

fn codes(content: &mut Content, typed: &Typed<'_>) -> Result<bool, FieldError> {
    match typed.field {
        "remote_mode" => content.remote_mode = typed.one(RemoteMode::find_by_code)?,
        "position" => content.position = typed.one(Position::find_by_code)?,
        "meals" => content.meals = typed.one(Meals::find_by_code)?,
        "housing" => content.housing = typed.one(Housing::find_by_code)?,
        "transport" => content.transport = typed.one(Transport::find_by_code)?,
        "contract" => content.contract = typed.one(Contract::find_by_code)?,
        "working_time" => content.working_time = typed.one(WorkingTime::find_by_code)?,
        "aim" => content.aim = typed.one(Aim::find_by_code)?,
        "setting" => content.setting = typed.one(Setting::find_by_code)?,
        "lifting" => content.lifting = typed.one(Lifting::find_by_code)?,
        "standing" => content.standing = typed.one(Stance::find_by_code)?,
        "hearing" => content.hearing = typed.one(Stance::find_by_code)?,
        "sight" => content.sight = typed.one(Stance::find_by_code)?,
        "hands" => content.hands = typed.one(Hands::find_by_code)?,
        "education" => content.education = typed.one(Education::find_by_code)?,
        "technical_level" => content.technical_level = typed.one(TechnicalLevel::find_by_code)?,
        "experience" => content.experience = typed.one(Experience::find_by_code)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn lists(content: &mut Content, typed: &Typed<'_>) -> Done {
    match typed.field {
        "priorities" => content.priorities = typed.many(Priority::find_by_code)?,
        "abilities" => content.abilities = typed.many(Ability::find_by_code)?,
        "recruiting" => content.recruiting = typed.many(RecruitingWay::find_by_code)?,
        "notices" => content.notices = typed.many(Notice::find_by_code)?,
        _ => {}
    }
    Ok(())
}

fn pay_of(content: &mut Content, typed: &Typed<'_>) -> Done {
    let Some(text) = typed.line(Limits::PARAGRAPH)? else {
        (content.pay, content.pay_text) = (None, None);
        return Ok(());
    };
    let parsed = pay::parse(&text)
        .map_err(|error| typed.wrong(error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)))?;
    (content.pay, content.pay_text) = (Some(parsed.pay), Some(text));
    Ok(())
}

/// Each line is a place; one that is not known, or can be several, is asked again rather than guessed.
fn places_of(content: &mut Content, typed: &Typed<'_>) -> Done {
    let all = typed.joined();
    let mut workplaces = Vec::new();
    for line in all.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.chars().count() > Limits::ADDRESS || workplaces.len() >= Limits::WORKPLACES {
            let vi = "Mỗi dòng ghi một nơi, tối đa 50 dòng, mỗi dòng 500 ký tự.";
            return Err(typed.wrong("too_long", vi, "One place a line, at most 50 lines of 500 characters."));
        }
        let (found, doubts) = reading::workplaces(&sanviec_text::nfc(line));
        if let Some(doubt) = doubts.into_iter().next() {
            return Err(doubt);
        }
        workplaces.extend(found);
    }
    content.workplaces = workplaces;
    Ok(())
}

fn skills_of(content: &mut Content, typed: &Typed<'_>) -> Done {
    let line = typed.line(Limits::PARAGRAPH)?.unwrap_or_default();
    let written = line.split([',', ';']).map(str::trim).filter(|written| !written.is_empty());
    let skills: Vec<SkillMention> = written
        .map(|written| SkillMention { written: written.to_owned(), skill_id: reading::skill_id(written) })
        .collect();
    let long = |skill: &SkillMention| skill.written.chars().count() > Limits::LABEL;
    if skills.len() > Limits::SKILLS || skills.iter().any(long) {
        let vi = "Ghi tối đa 50 kỹ năng, cách nhau bằng dấu phẩy, mỗi kỹ năng 100 ký tự.";
        return Err(typed.wrong("too_long", vi, "At most 50 skills of 100 characters, parted by commas."));
    }
    content.skills = skills;
    Ok(())
}

impl Typed<'_> {
    fn wrong(&self, code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> FieldError {
        FieldError::new(self.field, code, vi, en)
    }

    /// Texts of browsers end lines with two signs; one is kept.
    fn joined(&self) -> String {
        sanviec_text::nfc(&self.values.join("\n").replace("\r\n", "\n"))
    }

    fn text(&self, longest: usize) -> Result<Option<String>, FieldError> {
        let text = self.joined();
        let text = text.trim();
        if text.chars().count() > longest {
            let most = |lang| grouped(i64::try_from(longest).unwrap_or(i64::MAX), lang);
            let vi = format!("Viết tối đa {} ký tự.", most(Lang::Vi));
            let en = format!("Write {} characters at most.", most(Lang::En));
            return Err(self.wrong("too_long", vi, en));
        }
        let plain: String = text.chars().filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t')).collect();
        Ok(Some(plain).filter(|text| !text.is_empty()))
    }

    fn line(&self, longest: usize) -> Result<Option<String>, FieldError> {
        let text = self.text(longest)?;
        Ok(text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn number(&self, least: u32, most: u32) -> Result<Option<u32>, FieldError> {
        let Some(text) = self.line(20)? else { return Ok(None) };
        let digits: String = text.chars().filter(|sign| !matches!(sign, ' ' | '.')).collect();
        let number = digits.parse::<u32>().ok().filter(|number| (least..=most).contains(number));
        number.map(Some).ok_or_else(|| {
            let bounds = |lang| (grouped(least.into(), lang), grouped(most.into(), lang));
            let ((from, to), (start, end)) = (bounds(Lang::Vi), bounds(Lang::En));
            let vi = format!("Ghi một số từ {from} đến {to}.");
            self.wrong("out_of_range", vi, format!("Write a number from {start} to {end}."))
        })
    }

    fn day(&self) -> Result<Option<NaiveDate>, FieldError> {
        let Some(text) = self.line(20)? else { return Ok(None) };
        let day = parse_date(&text);
        day.map(Some).ok_or_else(|| self.wrong("no_date", "Ghi ngày như 31/12/2026.", "Write a day like 31/12/2026."))
    }

    fn phone(&self) -> Result<Option<String>, FieldError> {
        let Some(text) = self.line(Limits::PHONE)? else { return Ok(None) };
        let phone = Phone::parse(&text).map(|phone| Some(phone.e164()));
        phone.map_err(|fault| self.wrong(fault.code(), fault.sentence(Lang::Vi), fault.sentence(Lang::En)))
    }

    fn email(&self) -> Result<Option<String>, FieldError> {
        let Some(text) = self.line(Limits::EMAIL)? else { return Ok(None) };
        let email = Email::parse(&text).map(|email| Some(email.as_str().to_owned()));
        email.map_err(|fault| self.wrong(fault.code(), fault.sentence(Lang::Vi), fault.sentence(Lang::En)))
    }

    fn is_yes(&self) -> bool {
        self.values.iter().any(|value| value == "yes")
    }

    fn one<T>(&self, find: impl Fn(&str) -> Option<T>) -> Result<Option<T>, FieldError> {
        match self.values.iter().map(|value| value.trim()).find(|value| !value.is_empty()) {
            None => Ok(None),
            Some(code) => find(code).map(Some).ok_or_else(|| self.unknown()),
        }
    }

    fn many<T: PartialEq>(&self, find: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, FieldError> {
        let mut members = Vec::new();
        for code in self.values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
            let member = find(code).ok_or_else(|| self.unknown())?;
            if !members.contains(&member) {
                members.push(member);
            }
        }
        Ok(members)
    }

    fn unknown(&self) -> FieldError {
        self.wrong("unknown_code", "Chọn một mục trong danh sách.", "Choose one of the list.")
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::{Control, STEPS};
    use super::super::read::values;
    use super::*;

    fn typed(content: &mut Content, field: &'static str, text: &str) -> Done {
        apply(content, &Typed { field, values: &[text.to_owned()] })
    }

    #[test]
    fn every_field_is_shown_again_as_it_was_read() {
        for field in STEPS.iter().flat_map(|step| step.fields) {
            let mut content = Content::titled("");
            typed(&mut content, "location", "Phường Cầu Giấy, Hà Nội").expect("a place");
            typed(&mut content, "probation_days", "30").expect("a trial");
            let text = match (field.name, field.control) {
                ("location", _) => "Phường Cầu Giấy, Hà Nội".to_owned(),
                ("pay", _) => "8 - 12 triệu".to_owned(),
                ("contact_phone", _) => "0256 3822 123".to_owned(),
                ("contact_email", _) => "lan@vidu.vn".to_owned(),
                (_, Control::Line | Control::Area | Control::Lines) => "Thợ may, thợ tiện".to_owned(),
                (_, Control::Number) => "18".to_owned(),
                (_, Control::Day) => "31/12/2026".to_owned(),
                (_, Control::Yes) => "yes".to_owned(),
                (_, Control::One(codes) | Control::Many(codes)) => codes()[0].to_owned(),
            };
            typed(&mut content, field.name, &text).unwrap_or_else(|error| panic!("{}: {error:?}", field.name));
            assert_eq!(values(&content, field.name), [text], "{}", field.name);
            apply(&mut content, &Typed { field: field.name, values: &[String::new()] }).expect("nothing");
            let left = values(&content, field.name);
            assert!(left.is_empty() || field.name == "wanted", "{}: {left:?}", field.name);
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let mut content = Content::titled("Thợ may");
        for (field, text, code) in [
            ("wanted", "nhiều", "out_of_range"),
            ("wanted", "0", "out_of_range"),
            ("deadline_on", "31/02/2026", "no_date"),
            ("position", "boss", "unknown_code"),
            ("location", "Chốn không tên", "place_unknown"),
            ("location", "Quận 7, Hà Nội", "place_partly_unknown"),
            ("contact_phone", "123", "phone_length"),
        ] {
            let error = typed(&mut content, field, text).expect_err(text);
            assert_eq!((error.field, error.code == code || field == "contact_phone"), (field, true), "{error:?}");
        }
        assert_eq!(content, Content::titled("Thợ may"), "and changes nothing");
        let error = typed(&mut content, "wanted", "nhiều").expect_err("no number");
        assert_eq!(error.vi, "Ghi một số từ 1 đến 100.000.");
        assert_eq!(error.en, "Write a number from 1 to 100,000.");
    }
}
