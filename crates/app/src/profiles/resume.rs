//! A profile as JSON Resume (jsonresume.org, schema 1.0.0), and back. What the schema has no member for stays out, but
//! for levels of training and certificates of languages, which stand in members of their own as the schema allows. No
//! personal number, health or group of policy ever goes out.

use super::own::{holder, own, store};
use super::save_part::changed;
use super::{entry, refuse_wrong};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_domain::person::{Email, PersonName, Phone};
use sanviec_domain::posting::{SkillMention, TechnicalLevel};
use sanviec_domain::profile::{Certificate, Content, Field, Grade, Job, Language, Month, SoftSkill};
use sanviec_store::{BoxFuture, Tx, audit};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Where the schema is found.
const SCHEMA: &str = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json";
/// The most bytes of a file that is read.
const LONGEST: usize = 200_000;
/// Fields that go out and come back.
const FIELDS: [Field; 14] = [
    Field::Name,
    Field::Phone,
    Field::Email,
    Field::PermanentLine,
    Field::TechnicalLevel,
    Field::TechnicalField,
    Field::Certificates,
    Field::Skills,
    Field::Languages,
    Field::OfficeSkill,
    Field::SoftSkills,
    Field::Jobs,
    Field::WishTitle,
    Field::WishDescription,
];
/// Names of the two groups of skills that are no skills of work.
const OFFICE: &str = "Tin học văn phòng";
const SOFT: &str = "Kỹ năng mềm";

/// The own profile as JSON Resume.
pub async fn export_resume(app: &App, ctx: &Ctx) -> Result<Value, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let profile = own(app.store().reader(), app.keys()?, ctx, (person.account_id, Uuid::nil())).await?;
    Ok(write(&profile.content))
}

/// The document of a content; what says nothing is left out.
pub(super) fn write(content: &Content) -> Value {
    let (identity, contact) = (&content.identity, &content.contact);
    let mut basics = Map::new();
    put(&mut basics, "name", identity.name.as_ref().map(|name| name.as_str().to_owned()));
    put(&mut basics, "label", content.wish.title.clone());
    put(&mut basics, "email", contact.email.as_ref().map(|email| email.as_str().to_owned()));
    put(&mut basics, "phone", contact.phone.as_ref().map(Phone::e164));
    put(&mut basics, "summary", content.wish.description.clone());
    if let Some(line) = &content.residence.permanent.line {
        basics.insert("location".into(), json!({ "address": line, "countryCode": "VN" }));
    }
    let mut resume = Map::new();
    resume.insert("$schema".into(), SCHEMA.into());
    resume.insert("basics".into(), Value::Object(basics));
    list(&mut resume, "work", content.experience.jobs.iter().map(work).collect());
    list(&mut resume, "education", education(content));
    let courses = content.education.others.iter();
    list(
        &mut resume,
        "certificates",
        courses.map(|one| with([("name", Some(one.name.clone())), ("date", one.year.map(year))])).collect(),
    );
    list(&mut resume, "skills", skills(content));
    list(&mut resume, "languages", content.skills.languages.iter().map(language).collect());
    Value::Object(resume)
}

fn put(members: &mut Map<String, Value>, name: &str, text: Option<String>) {
    if let Some(text) = text {
        members.insert(name.to_owned(), text.into());
    }
}

fn list(members: &mut Map<String, Value>, name: &str, values: Vec<Value>) {
    if !values.is_empty() {
        members.insert(name.to_owned(), values.into());
    }
}

fn with<const N: usize>(texts: [(&str, Option<String>); N]) -> Value {
    let mut members = Map::new();
    texts.into_iter().for_each(|(name, text)| put(&mut members, name, text));
    Value::Object(members)
}

fn year(year: i32) -> String {
    format!("{year:04}")
}

fn work(job: &Job) -> Value {
    let month = |month: Option<Month>| month.map(|month| format!("{:04}-{:02}", month.year(), month.month()));
    with([
        ("name", job.employer.clone()),
        ("position", job.post.clone()),
        ("summary", job.work.clone()),
        ("startDate", month(job.from)),
        ("endDate", month(job.until)),
    ])
}

fn education(content: &Content) -> Vec<Value> {
    let schooling = &content.education;
    let level = schooling.technical.map(|level| level.code().to_owned());
    if level.is_none() && schooling.technical_field.is_none() {
        return Vec::new();
    }
    vec![with([("area", schooling.technical_field.clone()), ("studyType", level)])]
}

fn skills(content: &Content) -> Vec<Value> {
    let skills = &content.skills;
    let mut found: Vec<Value> =
        skills.named.iter().map(|skill| with([("name", Some(skill.written.clone()))])).collect();
    if let Some(grade) = skills.office {
        found.push(with([("name", Some(OFFICE.to_owned())), ("level", Some(grade.code().to_owned()))]));
    }
    if !skills.soft.is_empty() {
        let keywords: Vec<&str> = skills.soft.iter().map(|skill| skill.code()).collect();
        found.push(json!({ "name": SOFT, "keywords": keywords }));
    }
    found
}

fn language(language: &Language) -> Value {
    with([
        ("language", Some(language.name.clone())),
        ("fluency", language.grade.map(|grade| grade.code().to_owned())),
        ("certificate", language.certificate.clone()),
    ])
}

/// The content of a document. What cannot be read is left out; what is no JSON Resume at all is refused.
pub(super) fn read(text: &str) -> Result<Content, FieldError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let json: Value = serde_json::from_str(text).map_err(|_| unreadable())?;
    let resume = json.as_object().ok_or_else(unreadable)?;
    let known = ["basics", "work", "education", "skills", "languages", "certificates"];
    if !known.iter().any(|name| resume.contains_key(*name)) {
        return Err(unreadable());
    }
    let mut content = Content::default();
    if let Some(basics) = resume.get("basics") {
        content.identity.name = said(basics, "name").and_then(|name| PersonName::parse(&name).ok());
        content.contact.phone = said(basics, "phone").and_then(|phone| Phone::parse(&phone).ok());
        content.contact.email = said(basics, "email").and_then(|email| Email::parse(&email).ok());
        content.wish.title = said(basics, "label");
        content.wish.description = said(basics, "summary");
        content.residence.permanent.line = basics.get("location").and_then(|place| said(place, "address"));
    }
    content.experience.jobs = members(resume, "work").iter().map(read_work).collect();
    read_education(resume, &mut content);
    content.skills.languages = members(resume, "languages").iter().filter_map(read_language).collect();
    members(resume, "skills").iter().for_each(|skill| read_skill(skill, &mut content));
    Ok(content.tidied())
}

fn unreadable() -> FieldError {
    let vi = "Không đọc được tệp này. Hãy chọn tệp JSON Resume (có mục “basics”, “work”, “skills”…).";
    let en = "This file cannot be read. Choose a JSON Resume file (with “basics”, “work”, “skills” and so on).";
    FieldError::new("resume", "not_a_resume", vi, en)
}

fn said(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn members<'a>(resume: &'a Map<String, Value>, name: &str) -> &'a [Value] {
    resume.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn read_work(work: &Value) -> Job {
    let month = |name: &str| {
        let text = said(work, name)?;
        let (year, rest) = text.split_once('-').unwrap_or((&text, "01"));
        Month::new(year.parse().ok()?, rest.split('-').next()?.parse().ok()?)
    };
    // Older documents call the employer `company`; many put what was done into `highlights` alone.
    let highlights = || {
        let lines: Vec<&str> = work.get("highlights")?.as_array()?.iter().filter_map(Value::as_str).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    };
    Job {
        employer: said(work, "name").or_else(|| said(work, "company")),
        post: said(work, "position"),
        work: said(work, "summary").or_else(highlights),
        from: month("startDate"),
        until: month("endDate"),
    }
}

fn read_education(resume: &Map<String, Value>, content: &mut Content) {
    let courses = members(resume, "education");
    let level = |course: &Value| said(course, "studyType").and_then(|text| level(&text));
    // The highest one is asked for; without levels, the first.
    if let Some(highest) = courses.iter().rev().max_by_key(|course| level(course)) {
        content.education.technical = level(highest);
        content.education.technical_field = said(highest, "area");
    }
    let certificate = |one: &Value| {
        let year = said(one, "date").and_then(|date| date.get(..4)?.parse().ok());
        said(one, "name").map(|name| Certificate { name, year })
    };
    content.education.others = members(resume, "certificates").iter().filter_map(certificate).collect();
}

fn level(text: &str) -> Option<TechnicalLevel> {
    let words = sanviec_text::fold(text);
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    TechnicalLevel::find_by_code(text).or_else(|| {
        [
            (TechnicalLevel::Doctor, ["phd", "doctor", "tien si"].as_slice()),
            (TechnicalLevel::Master, &["master", "thac si"]),
            (TechnicalLevel::University, &["bachelor", "university", "dai hoc", "cu nhan", "ky su", "ki su"]),
            (TechnicalLevel::College, &["college", "associate", "cao dang"]),
            (TechnicalLevel::Intermediate, &["vocational", "trung cap"]),
            (TechnicalLevel::Elementary, &["so cap"]),
        ]
        .into_iter()
        .find_map(|(level, parts)| has(parts).then_some(level))
    })
}

fn read_language(language: &Value) -> Option<Language> {
    Some(Language {
        name: said(language, "language")?,
        certificate: said(language, "certificate"),
        grade: said(language, "fluency").and_then(|grade| Grade::find_by_code(&grade)),
    })
}

fn read_skill(skill: &Value, content: &mut Content) {
    let Some(name) = said(skill, "name") else { return };
    let keywords = skill.get("keywords").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let keywords = keywords.iter().filter_map(Value::as_str);
    let skills = &mut content.skills;
    if name == OFFICE {
        skills.office = said(skill, "level").and_then(|grade| Grade::find_by_code(&grade));
    } else if name == SOFT {
        skills.soft = keywords.filter_map(SoftSkill::find_by_code).collect();
    } else {
        let written = std::iter::once(name.as_str()).chain(keywords);
        skills.named.extend(written.map(|written| SkillMention { written: written.to_owned(), skill_id: None }));
    }
}

/// Takes over into the own profile what a JSON Resume says; what it does not say stays. Answers with the fields that
/// say something else now.
pub async fn import_resume(app: &App, ctx: &Ctx, text: &str, key: &Key) -> Result<Vec<Field>, AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    if text.len() > LONGEST {
        let (vi, en) = ("Tệp quá lớn (tối đa 200 KB).", "The file is too large (200 KB at most).");
        return Err(FieldError::new("resume", "resume_too_large", vi, en).into());
    }
    let content = read(text)?;
    refuse_wrong(&content, ctx, |_| true)?;
    let work = Importing { ctx: ctx.clone(), keys: app.keys()?.clone(), person, id: app.ids().next(), content };
    let codes = once(app, ctx, key, work).await?;
    Ok(codes.iter().filter_map(|code| Field::find_by_code(code)).collect())
}

struct Importing {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
    content: Content,
}

impl Importing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Vec<String>, AppError> {
        let mut profile = own(tx, &self.keys, &self.ctx, (self.person.account_id, self.id)).await?;
        let before = profile.content.clone();
        let said = self.content.filled();
        for field in FIELDS.into_iter().filter(|field| said.contains(field)) {
            profile.content.take(field, &self.content);
        }
        let changed = changed(&before, &profile.content);
        if !changed.is_empty() {
            refuse_wrong(&profile.content, &self.ctx, |code| changed.iter().any(|field| field.code() == code))?;
            store(tx, &self.keys, &self.ctx, &mut profile).await?;
            audit::append(tx, &[entry(&self.ctx, self.name(), profile.id, &changed)]).await?;
        }
        Ok(changed.iter().map(|field| field.code().to_owned()).collect())
    }
}

impl Work for Importing {
    type Answer = Vec<String>;

    fn name(&self) -> &'static str {
        "import_resume"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![crate::rows::profile::said(&self.content).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Vec<String>, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Content {
        let mut content = crate::rows::profile::sample().only(|field| FIELDS.contains(&field));
        content.skills.named.iter_mut().for_each(|skill| skill.skill_id = None);
        content
    }

    #[test]
    fn what_goes_out_comes_back() {
        let sample = sample();
        assert_eq!(sample.filled().len(), FIELDS.len(), "the sample says all of it");
        assert_eq!(read(&write(&sample).to_string()).expect("a resume"), sample);
        for field in FIELDS {
            let one = sample.clone().only(|kept| kept == field);
            assert_eq!(read(&write(&one).to_string()).expect("a resume"), one, "{field:?}");
        }
    }

    #[test]
    fn nothing_sensitive_goes_out() {
        let full = crate::rows::profile::sample();
        assert_eq!(write(&full), write(&full.clone().only(|field| FIELDS.contains(&field))));
        for field in FIELDS {
            assert!(!field.class().is_sensitive() && field != Field::PersonalNumber, "{field:?}");
        }
    }

    #[test]
    fn a_document_of_another_program_is_read_as_far_as_it_goes() {
        let text = r#"{"basics":{"name":"Lê Văn Tám","phone":"0905 123 456","email":"not one","label":"Thợ hàn"},
            "work":[{"company":"Cơ khí A","position":"Thợ hàn","startDate":"2019-02-11","highlights":["Hàn TIG","Hàn MIG"]}],
            "education":[{"area":"Hàn","studyType":"Trung cấp nghề"},{"area":"Toán","studyType":"Bachelor of Science"}],
            "skills":[{"name":"Hàn","keywords":["TIG","MIG"]}],"languages":[{"language":"English","fluency":"Fluent"}],
            "references":[{"name":"x"}]}"#;
        let content = read(text).expect("a resume");
        assert_eq!(content.identity.name.as_ref().map(PersonName::as_str), Some("Lê Văn Tám"));
        assert_eq!((content.contact.email, content.education.technical), (None, Some(TechnicalLevel::University)));
        assert_eq!(content.experience.jobs[0].work.as_deref(), Some("Hàn TIG\nHàn MIG"));
        assert_eq!(content.experience.jobs[0].from, Month::new(2019, 2));
        assert_eq!(content.skills.named.len(), 3);
        assert_eq!(content.skills.languages[0].grade, None);
    }

    #[test]
    fn what_is_no_resume_is_refused() {
        for text in ["", "x", "[]", "{}", "{\"name\":\"Lan\"}", "\"basics\"", "{\"basics\":"] {
            assert_eq!(read(text).expect_err(text).code, "not_a_resume");
        }
    }
}
