//! A trial centre at work: a letterhead, colleagues with names, letters in several stages. Only for `--demo`.

use crate::Failure;
use sanviec_app::desk::{self, Appoint, Issue, LetterheadOrder, Record};
use sanviec_app::find::{self, Params};
use sanviec_app::profiles::{self, Register, typed};
use sanviec_app::{Actor, App, Ctx, Key, Locale, Person, Role};
use sanviec_domain::appointment::Kind;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field};
use sanviec_domain::referral::{Command, NotHiredReason, Way};
use sanviec_domain::time::days_after;
use sanviec_domain::why::Why;
use uuid::Uuid;

/// Names of made-up people, and how many days ago each was referred.
const PEOPLE: [(&str, &str, i64); 8] = [
    ("Nguyễn Thị Lan", "12/03/1994", 40),
    ("Trần Văn Hùng", "05/11/1988", 30),
    ("Siu H'Nhi", "08/08/1999", 20),
    ("Phạm Thị Thu", "20/07/2001", 15),
    ("Lê Hoàng Nam", "02/02/1996", 9),
    ("Đỗ Thị Mai", "17/09/1985", 6),
    ("Võ Quốc Bảo", "30/04/2003", 1),
    ("Rơ Châm Thảo", "11/01/1992", 0),
];

/// Who works at the trial centre: account, role and membership.
pub(crate) struct Colleague {
    pub(crate) account_id: Uuid,
    pub(crate) role: Role,
    pub(crate) membership_id: Uuid,
    pub(crate) name: &'static str,
}

/// Fills the desk of a centre.
pub(crate) async fn fill(app: &App, centre_id: Uuid, colleagues: &[Colleague]) -> Result<(), Failure> {
    let of = |role: Role| colleagues.iter().find(|one| one.role == role);
    let (Some(officer), Some(manager)) = (of(Role::Officer), of(Role::CentreManager)) else { return Ok(()) };
    let manager = ctx(app, centre_id, manager);
    for one in colleagues {
        desk::name_colleague(app, &manager, one.membership_id, one.name, &Key::fresh()?).await?;
    }
    desk::save_letterhead(app, &manager, letterhead(centre_id), &Key::fresh()?).await?;
    let params = Params { place: vec!["52".into()], ..Params::default() };
    let found = find::postings(app, &app.ctx(Actor::Public, Locale::Vi), &params).await?;
    let officer = ctx(app, centre_id, officer);
    for (at, item) in found.items.iter().take(PEOPLE.len()).enumerate() {
        let card: find::Card = serde_json::from_slice(&item.card)?;
        refer(app, &officer, at, card.id).await?;
    }
    Ok(())
}

fn ctx(app: &App, centre_id: Uuid, colleague: &Colleague) -> Ctx {
    let person = Person {
        account_id: colleague.account_id,
        session_id: Uuid::nil(),
        role: colleague.role,
        centre_id: Some(centre_id),
        employer_id: None,
        is_fresh: true,
    };
    app.ctx(Actor::Person(person), Locale::Vi)
}

fn letterhead(centre_id: Uuid) -> LetterheadOrder {
    LetterheadOrder {
        centre: PostingCode::of(centre_id).to_string(),
        version: 0,
        parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
        place: "Gia Lai".into(),
        sign: "GTVL-TTDVVL".into(),
        address: "215 Trần Hưng Đạo, phường Quy Nhơn, tỉnh Gia Lai".into(),
        phone: "0256 3000 000".into(),
        signer_post: "GIÁM ĐỐC".into(),
        signer_name: "Lê Văn Tám".into(),
        send_days: "2".into(),
        answer_days: "10".into(),
    }
}

/// One letter, issued so many days ago and moved on as letters are.
async fn refer(app: &App, officer: &Ctx, at: usize, posting: String) -> Result<(), Failure> {
    let (name, birth, days_ago) = PEOPLE[at];
    let then = |days: i64| Ctx { now: officer.now.plus_days(-days), ..officer.clone() };
    let registered = then(days_ago + 1);
    let mut content = Content::default();
    for (field, text) in [
        (Field::Name, name.to_owned()),
        (Field::Birth, birth.to_owned()),
        (Field::Phone, format!("0905 000 00{at}")),
        (Field::PermanentUnit, "phường Quy Nhơn, tỉnh Gia Lai".to_owned()),
    ] {
        typed::set(&mut content, field, &vec![vec![text]], &registered).map_err(|error| error.en)?;
    }
    let register = Register { content, branch_id: None };
    let id = profiles::register(app, &registered, register, &Key::fresh()?).await?;
    let profile = desk::code_of_profile(id);
    if at >= 6 {
        let meeting = Appoint {
            profile: profile.clone(),
            kind: Kind::Counselling,
            from: officer.now.plus_seconds(3_600 * (1 + at as i64)),
            minutes: 30,
            subject: "Tư vấn việc làm".into(),
            place: "Quầy 2".into(),
        };
        desk::appoint(app, officer, meeting, &Key::fresh()?).await?;
    }
    let order = Issue { profile, posting, paper: format!("GĐY {at}/2026") };
    let issued = desk::issue(app, &then(days_ago), order, &Key::fresh()?).await?;
    let told_on = then(days_ago - 3).today();
    let moves: Vec<(i64, Command)> = match at {
        0 => {
            let hire = Command::Hire { told_on, starts_on: days_after(told_on, 2), ends_on: None };
            vec![(days_ago, Command::Send(Way::ByHand)), (days_ago - 4, hire), (days_ago - 5, Command::EnterResult)]
        }
        1 => {
            let hire = Command::Hire { told_on, starts_on: days_after(told_on, 5), ends_on: None };
            vec![(days_ago, Command::Send(Way::Email)), (days_ago - 4, hire)]
        }
        2 => {
            let why = Why::plain(NotHiredReason::AnotherChosen);
            vec![(days_ago, Command::Send(Way::ByHand)), (days_ago - 2, Command::RefuseHire(why))]
        }
        3 => vec![(days_ago, Command::Send(Way::Post)), (days_ago - 8, Command::RecordNoShow)],
        4 | 5 => vec![(days_ago, Command::Send(Way::ByHand))],
        _ => Vec::new(),
    };
    for (days, command) in moves {
        let record = Record { id: issued.id.clone(), version: None, command };
        desk::record(app, &then(days), record, &Key::fresh()?).await?;
    }
    Ok(())
}
