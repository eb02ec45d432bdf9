//! What a profile holds, lacks and gets wrong, as tables.

use super::*;
use crate::checks::{Finding, Severity};
use crate::pay::{Band, Currency, Pay, Per, Tax};
use crate::person::{Birth, Email, PersonName, PersonalNumber, Phone, Sex};
use crate::posting::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Position, Priority,
    RecruitingWay, RemoteMode, Setting, SkillMention, Stance, TechnicalLevel, Transport, UnitLevel, UnitRef, Vintage,
    WorkingTime,
};
use chrono::NaiveDate;

fn on(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    on("2026-11-26")
}

fn unit(code: &str) -> UnitRef {
    UnitRef { code: code.into(), level: UnitLevel::Commune, vintage: Vintage::Since2025 }
}

#[expect(clippy::unnecessary_wraps, reason = "every use fills a field that may be empty")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "every use fills a field that may be empty")]
fn pay(min: Option<i64>, max: Option<i64>) -> Option<Pay> {
    Some(Pay::Band(Band { min, max, per: Per::Month, currency: Currency::Vnd, tax: Tax::Unknown }))
}

/// Every field says something, and nothing is wrong with it.
fn full() -> Content {
    let address = |line: &str| Address { unit: Some(unit("21589")), line: text(line) };
    Content {
        identity: Identity {
            name: PersonName::parse("Nguyễn Thị Lan").ok(),
            number: PersonalNumber::parse("052198001234").ok(),
            birth: Some(Birth::kept(on("1998-05-11"))),
            sex: Some(Sex::Female),
            ethnicity_code: text("01"),
            religion: text("Không"),
        },
        contact: Contact {
            phone: Phone::parse("0905123456").ok(),
            email: Email::parse("lan@gmail.com").ok(),
            other: text("Gọi sau 17 giờ"),
        },
        residence: Residence {
            permanent: address("Thôn 2"),
            current: CurrentAddress::Elsewhere(address("12 Nguyễn Huệ")),
        },
        priority: PriorityGroups { groups: vec![Priority::Other], other: text("Thân nhân người có công") },
        education: Schooling {
            general: Some(Education::UpperSecondary),
            technical: Some(TechnicalLevel::College),
            technical_field: text("Kế toán"),
            others: vec![Certificate { name: "Kế toán thuế".into(), year: Some(2020) }],
            trade: Some(Trade { name: "May".into(), grade: text("3/7") }),
        },
        ..working()
    }
}

fn working() -> Content {
    Content {
        skills: Skills {
            named: vec![SkillMention { written: "MISA".into(), skill_id: None }],
            languages: vec![Language { name: "Tiếng Anh".into(), certificate: text("B1"), grade: Some(Grade::Fair) }],
            office: Some(Grade::Good),
            computing: Some(Computing { name: "SQL".into(), grade: None }),
            soft: vec![SoftSkill::Teamwork],
            soft_other: text("Kiên nhẫn"),
        },
        experience: Worked {
            years: Some(Experience::TwoToFive),
            jobs: vec![Job {
                employer: text("Công ty May Bình Định"),
                post: text("Kế toán"),
                work: text("Thuế, công nợ"),
                from: Month::new(2021, 6),
                until: Month::new(2025, 12),
            }],
            abroad: Some(true),
            abroad_country: text("Nhật Bản"),
        },
        wish: Wish {
            title: text("Kế toán tổng hợp"),
            description: text("Sổ sách, báo cáo"),
            occupation_code: text("2411"),
            position: Some(Position::Staff),
            pay: pay(Some(9_000_000), Some(12_000_000)),
            ready_on: Some(on("2026-12-01")),
            recruiting: vec![RecruitingWay::InPerson],
        },
        terms: WishedTerms {
            employer_types: vec![EmployerType::NonState],
            contracts: vec![Contract::Indefinite],
            abilities: vec![Ability::Travel],
            working_time: Some(WorkingTime::Full),
            aim: Some(Aim::LongTerm),
            meals: Some(Meals::One),
            housing: Some(Housing::None),
            transport: Some(Transport::None),
            welfare: text("Bảo hiểm đầy đủ"),
        },
        conditions: Conditions {
            setting: Some(Setting::Indoor),
            lifting: Some(Lifting::Under5),
            standing: Some(Stance::Basic),
            hearing: Some(Stance::Much),
            sight: Some(Stance::Much),
            hands: Some(Hands::Fine),
            needs: text("Lối đi không bậc"),
        },
        mobility: Mobility {
            places: vec![unit("21589")],
            radius_km: Some(15),
            remote: Some(RemoteMode::Hybrid),
            moves: Some(false),
            abroad: Some(false),
        },
        services: Services { wanted: vec![Wanted::JobSearch], other: text("Học nghề") },
        ..Content::default()
    }
}

#[test]
fn every_field_has_a_place_in_the_content_and_every_place_a_field() {
    assert_eq!(full().filled(), Field::ALL);
    assert_eq!(Content::default().filled(), []);
    let mut named: Vec<Field> = full().marks().into_iter().map(|(field, _)| field).collect();
    named.sort_unstable();
    assert_eq!(named, Field::ALL, "each field is marked once");
}

/// A change here changes what stored documents mean: it needs a new [`VERSION`], and this list its new fields.
#[test]
fn the_fields_of_version_1_are_these() {
    let by_part = |part: &Part| {
        let codes: Vec<&str> = part.fields().map(Field::code).collect();
        format!("{}: {}", part.code(), codes.join(" "))
    };
    let listed: Vec<String> = Part::ALL.iter().map(by_part).collect();
    assert_eq!(
        listed,
        [
            "identity: name personal_number birth_on sex ethnicity_code religion",
            "contact: phone email other_contact",
            "residence: permanent_unit permanent_line current_unit current_line",
            "priority: priority_groups priority_other",
            "education: general_education technical_level technical_field certificates trade",
            "skills: skills languages office_skill computing soft_skills soft_skill_other",
            "experience: experience_years jobs worked_abroad abroad_country",
            "wish: wish_title wish_description occupation_code position pay ready_on recruiting",
            "terms: employer_types contracts abilities working_time aim meals housing transport welfare",
            "conditions: setting lifting standing hearing eyesight hands needs",
            "mobility: places radius_km remote moves abroad",
            "services: services service_other",
        ]
    );
    assert_eq!(VERSION, 1);
}

#[test]
fn codes_come_back_and_every_part_says_what_it_is_asked_for() {
    for field in Field::ALL {
        assert_eq!(Field::find_by_code(field.code()), Some(*field), "{field:?}");
    }
    for part in Part::ALL {
        assert!(!part.uses().is_empty() && part.fields().count() > 0, "{part:?}");
    }
    for (code, found) in Grade::ALL.iter().map(|grade| (grade.code(), Grade::find_by_code(grade.code()))) {
        assert!(found.is_some(), "{code}");
    }
    assert_eq!(SoftSkill::ALL.len(), 11, "as many as form 01 prints");
}

#[test]
fn completeness_names_what_the_forms_still_want() {
    let of = |content: &Content, part: Part| {
        content.completeness().into_iter().find(|found| found.part == part).expect("every part")
    };
    let mut content = Content::default();
    assert!(content.completeness().iter().all(|part| part.state() == PartState::Empty && part.filled == 0));
    assert_eq!(content.forms(), [Form::Registration]);
    content.contact.email = Email::parse("lan@gmail.com").ok();
    let contact = of(&content, Part::Contact);
    assert_eq!((contact.state(), contact.missing), (PartState::Begun, vec![Field::Phone]));
    content.mobility.radius_km = Some(10);
    assert_eq!(of(&content, Part::Mobility).state(), PartState::Complete, "nothing in it has a star");
    content.residence.current = CurrentAddress::Permanent;
    let residence = of(&content, Part::Residence);
    assert_eq!(residence.missing, [Field::PermanentUnit, Field::PermanentLine], "the same place is an answer");
    content.services.wanted = vec![Wanted::JobSearch];
    assert_eq!(content.forms(), [Form::Registration, Form::Wish]);

    let full = full();
    assert!(full.completeness().iter().all(|part| part.state() == PartState::Complete && part.filled == part.of));
    for form in Form::ALL {
        assert_eq!(full.missing_for(*form), []);
    }
    assert_eq!(Content::default().missing_for(Form::Registration).len(), 10);
    assert_eq!(Content::default().missing_for(Form::Wish).len(), 6);
}

fn codes(content: &Content) -> Vec<(Severity, &'static str, &'static str)> {
    content.check(today()).iter().map(|found: &Finding| (found.severity, found.code, found.field)).collect()
}

#[test]
fn nothing_is_wrong_with_a_profile_that_is_right_or_empty() {
    assert_eq!(codes(&full()), []);
    assert_eq!(codes(&Content::default()), []);
    assert_eq!(full().tidied(), full());
}

type Spoil = fn(&mut Content);

#[test]
fn each_thing_wrong_is_found_alone_and_told_in_both_languages() {
    let cases: [(Spoil, Severity, &str, &str); 24] = [
        (|c| c.wish.title = Some("á".repeat(201)), Severity::Refuse, "text_too_long", "wish_title"),
        (|c| c.experience.jobs[0].work = Some("á".repeat(2_001)), Severity::Refuse, "text_too_long", "jobs"),
        (|c| c.residence.permanent.line = Some("á".repeat(501)), Severity::Refuse, "text_too_long", "permanent_line"),
        (|c| c.mobility.places = vec![unit("21589"); 11], Severity::Refuse, "list_too_long", "places"),
        (|c| c.experience.jobs = vec![Job::default(); 31], Severity::Refuse, "list_too_long", "jobs"),
        (|c| c.wish.occupation_code = text("24115"), Severity::Refuse, "occupation_code_shape", "occupation_code"),
        (|c| c.identity.ethnicity_code = text("Kinh"), Severity::Refuse, "ethnicity_code_shape", "ethnicity_code"),
        (|c| c.wish.ready_on = Some(on("2029-01-01")), Severity::Refuse, "ready_too_far", "ready_on"),
        (|c| c.experience.jobs[0].until = Month::new(2020, 1), Severity::Refuse, "job_ends_before_it_begins", "jobs"),
        (
            |c| (c.experience.jobs[0].from, c.experience.jobs[0].until) = (Month::new(2026, 12), None),
            Severity::Refuse,
            "job_in_future",
            "jobs",
        ),
        (|c| c.wish.pay = pay(Some(12), Some(9)), Severity::Refuse, "pay_bounds", "pay"),
        (|c| c.wish.pay = pay(Some(0), None), Severity::Refuse, "pay_bounds", "pay"),
        (|c| c.wish.pay = pay(None, None), Severity::Refuse, "pay_bounds", "pay"),
        (|c| c.mobility.radius_km = Some(0), Severity::Refuse, "radius_out_of_range", "radius_km"),
        (|c| c.mobility.radius_km = Some(201), Severity::Refuse, "radius_out_of_range", "radius_km"),
        (|c| c.identity.sex = Some(Sex::Male), Severity::Warn, "number_other_sex", "personal_number"),
        (
            |c| c.identity.number = PersonalNumber::parse("052199001234").ok(),
            Severity::Warn,
            "number_other_birth_year",
            "personal_number",
        ),
        (|c| c.contact.email = Email::parse("lan@gmail.con").ok(), Severity::Warn, "email_slip", "email"),
        (|c| c.education.technical_field = None, Severity::Warn, "field_of_training_missing", "technical_field"),
        (
            |c| c.education.technical = Some(TechnicalLevel::Untrained),
            Severity::Warn,
            "field_of_training_without_training",
            "technical_field",
        ),
        (|c| c.experience.jobs[0].from = Month::new(2010, 1), Severity::Warn, "job_in_childhood", "jobs"),
        (|c| c.experience.jobs[0].until = Month::new(2027, 1), Severity::Warn, "job_ends_in_future", "jobs"),
        (
            |c| c.wish.description = text("Gọi 0905 123 456 để trao đổi"),
            Severity::Warn,
            "contact_in_open_text",
            "wish_description",
        ),
        (|c| c.experience.jobs[0].work = text("liên hệ lan@gmail.com"), Severity::Warn, "contact_in_open_text", "jobs"),
    ];
    for (spoil, severity, code, field) in cases {
        let mut content = full();
        spoil(&mut content);
        assert_eq!(codes(&content), [(severity, code, field)]);
        let found = content.check(today()).remove(0);
        assert!(Field::find_by_code(found.field).is_some(), "{code}");
        assert!(found.vi.len() > 20 && found.en.len() > 15 && found.vi != found.en, "{code}");
    }
}

#[test]
fn the_law_on_age_refuses_under_15_and_notes_a_guardian_until_18() {
    for (birth, expected) in [
        ("2011-11-27", Some((Severity::Refuse, "too_young", "birth_on"))),
        ("2011-11-26", Some((Severity::Note, "with_guardian", "birth_on"))),
        ("2008-11-27", Some((Severity::Note, "with_guardian", "birth_on"))),
        ("2008-11-26", None),
    ] {
        let mut content = Content::default();
        content.identity.birth = Some(Birth::kept(on(birth)));
        assert_eq!(codes(&content), expected.into_iter().collect::<Vec<_>>(), "{birth}");
        let cited = content.check(today()).iter().all(|found| !found.citation.is_empty());
        assert!(cited, "{birth}");
    }
}

#[test]
fn a_level_is_asked_about_when_the_age_or_the_school_does_not_carry_it() {
    for (birth, general, level, expected) in [
        ("2006-01-01", Education::UpperSecondary, TechnicalLevel::University, vec!["level_above_age"]),
        ("1990-01-01", Education::LowerSecondary, TechnicalLevel::University, vec!["level_above_schooling"]),
        ("1990-01-01", Education::LowerSecondary, TechnicalLevel::Intermediate, vec![]),
        ("1990-01-01", Education::UpperSecondary, TechnicalLevel::Doctor, vec![]),
    ] {
        let mut content = Content::default();
        content.identity.birth = Some(Birth::kept(on(birth)));
        content.education.general = Some(general);
        content.education.technical = Some(level);
        content.education.technical_field = text("Cơ khí");
        let found: Vec<&str> = codes(&content).into_iter().map(|(_, code, _)| code).collect();
        assert_eq!(found, expected, "{birth} {level:?}");
    }
}

#[test]
fn a_profile_never_shows_who_it_is_in_a_log() {
    let full = full();
    let parts = (&full.identity, &full.contact, &full.residence, &full.priority, &full.conditions);
    let shown = format!("{full:?} {parts:?}");
    for secret in ["Lan", "052", "0905", "456", "17 giờ", "gmail", "1998", "Nguyễn Huệ", "Thôn", "Không", "Lối", "Thân"]
    {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("personal_number") && shown.contains("religion"), "what is there is said: {shown}");
}

#[test]
fn each_field_is_kept_and_taken_over_by_itself() {
    let full = full();
    for field in Field::ALL.iter().copied() {
        assert_eq!(full.clone().only(|kept| kept == field).filled(), [field], "{field:?} kept alone");
        let without = full.clone().only(|kept| kept != field);
        assert!(!without.filled().contains(&field), "{field:?} left out");
        let mut back = without;
        back.take(field, &full);
        assert_eq!(back, full, "{field:?} taken over");
    }
    assert_eq!(full.clone().only(|_| true), full);
    assert_eq!(full.only(|_| false), Content::default());
}

#[test]
fn living_at_the_permanent_residence_is_taken_over_as_said() {
    let mut same = Content::default();
    same.residence.current = CurrentAddress::Permanent;
    for (field, expected) in [(Field::CurrentUnit, CurrentAddress::Permanent), (Field::Name, CurrentAddress::Unstated)]
    {
        let mut content = Content::default();
        content.take(field, &same);
        assert_eq!(content.residence.current, expected);
    }
    let mut content = full();
    content.take(Field::CurrentLine, &same);
    content.take(Field::CurrentUnit, &same);
    assert_eq!(content.residence.current, CurrentAddress::Permanent);
}
