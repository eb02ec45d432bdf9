//! A profile in which every field says something, for tests.

use chrono::NaiveDate;
use sanviec_domain::pay::{Band, Currency, Pay, Per, Tax};
use sanviec_domain::person::{Birth, Email, PersonName, PersonalNumber, Phone, Sex};
use sanviec_domain::posting::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Position, Priority,
    RecruitingWay, RemoteMode, Setting, SkillMention, Stance, TechnicalLevel, Transport, UnitLevel, UnitRef, Vintage,
    WorkingTime,
};
use sanviec_domain::profile::{
    Address, Certificate, Computing, Content, CurrentAddress, Grade, Job, Language, Month, SoftSkill, Trade, Wanted,
};

fn unit(code: &str) -> UnitRef {
    UnitRef { code: code.into(), level: UnitLevel::Commune, vintage: Vintage::Since2025 }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// Every field says something.
pub(crate) fn full() -> Content {
    let mut content = Content::default();
    content.identity.name = PersonName::parse("Nguyễn Thị Lan").ok();
    content.identity.number = PersonalNumber::parse("052198001234").ok();
    content.identity.birth = NaiveDate::from_ymd_opt(1998, 5, 11).map(Birth::kept);
    content.identity.sex = Some(Sex::Female);
    content.identity.ethnicity_code = text("01");
    content.identity.religion = text("Không");
    content.contact.phone = Phone::parse("0905123456").ok();
    content.contact.email = Email::parse("Lan@gmail.com").ok();
    content.contact.other = text("Gọi sau 17 giờ");
    content.residence.permanent = Address { unit: Some(unit("21589")), line: text("Thôn 2") };
    content.residence.current =
        CurrentAddress::Elsewhere(Address { unit: Some(unit("21590")), line: text("12 Nguyễn Huệ") });
    content.priority.groups = vec![Priority::Other];
    content.priority.other = text("Thân nhân người có công");
    content.services.wanted = vec![Wanted::JobSearch];
    content.services.other = text("Học lái xe");
    able(&mut content);
    wishing(&mut content);
    content
}

fn able(content: &mut Content) {
    content.education.general = Some(Education::UpperSecondary);
    content.education.technical = Some(TechnicalLevel::College);
    content.education.technical_field = text("Kế toán");
    content.education.others = vec![Certificate { name: "Kế toán thuế".into(), year: Some(2020) }];
    content.education.trade = Some(Trade { name: "May".into(), grade: text("3/7") });
    content.skills.named = vec![SkillMention { written: "MISA".into(), skill_id: Some("misa".into()) }];
    content.skills.languages =
        vec![Language { name: "Tiếng Anh".into(), certificate: text("B1"), grade: Some(Grade::Fair) }];
    content.skills.office = Some(Grade::Good);
    content.skills.computing = Some(Computing { name: "SQL".into(), grade: Some(Grade::Average) });
    content.skills.soft = vec![SoftSkill::Teamwork];
    content.skills.soft_other = text("Kiên nhẫn");
    content.experience.years = Some(Experience::TwoToFive);
    content.experience.jobs = vec![Job {
        employer: text("Công ty May Bình Định"),
        post: text("Kế toán"),
        work: text("Thuế, công nợ"),
        from: Month::new(2021, 6),
        until: Month::new(2025, 12),
    }];
    content.experience.abroad = Some(true);
    content.experience.abroad_country = text("Nhật Bản");
}

fn wishing(content: &mut Content) {
    content.wish.title = text("Kế toán tổng hợp");
    content.wish.description = text("Sổ sách, báo cáo");
    content.wish.occupation_code = text("2411");
    content.wish.position = Some(Position::Staff);
    content.wish.pay = Some(Pay::Band(Band {
        min: Some(9_000_000),
        max: Some(12_000_000),
        per: Per::Month,
        currency: Currency::Vnd,
        tax: Tax::Gross,
    }));
    content.wish.ready_on = NaiveDate::from_ymd_opt(2026, 12, 1);
    content.wish.recruiting = RecruitingWay::ALL.to_vec();
    content.terms.employer_types = vec![EmployerType::NonState];
    content.terms.contracts = vec![Contract::Indefinite];
    content.terms.abilities = Ability::ALL.to_vec();
    content.terms.working_time = Some(WorkingTime::Full);
    content.terms.aim = Some(Aim::LongTerm);
    content.terms.meals = Some(Meals::One);
    content.terms.housing = Some(Housing::None);
    content.terms.transport = Some(Transport::None);
    content.terms.welfare = text("Bảo hiểm đầy đủ");
    content.conditions.setting = Some(Setting::Indoor);
    content.conditions.lifting = Some(Lifting::Under5);
    content.conditions.standing = Some(Stance::Basic);
    content.conditions.hearing = Some(Stance::Much);
    content.conditions.sight = Some(Stance::Much);
    content.conditions.hands = Some(Hands::Fine);
    content.conditions.needs = text("Lối đi cho xe lăn");
    content.mobility.places = vec![unit("21589")];
    content.mobility.radius_km = Some(15);
    content.mobility.remote = Some(RemoteMode::Hybrid);
    content.mobility.moves = Some(false);
    content.mobility.abroad = Some(false);
}
