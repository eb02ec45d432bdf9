//! Trial applicants of a demo: the trial employer has people in every status, and the trial seeker has applied too.

use super::demo_profiles::TrialSeeker;
use crate::Failure;
use chrono::Days;
use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Answer, Applied, Asked, Quick, WORDING, Writer};
use sanviec_app::messages::{self, End};
use sanviec_app::reports::{Report, report};
use sanviec_app::{Actor, App, Ctx, Key, Locale, Person, Role};
use sanviec_domain::application::{Command, EndReason};
use sanviec_domain::posting::PostingId;
use sanviec_domain::profile::Field;
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::employer;
use uuid::Uuid;

/// Adverts that people apply for.
const ADVERTS: usize = 3;

/// People who apply, and what becomes of each; the first is the trial seeker.
const PEOPLE: [(&str, &str, &str); 9] = [
    ("Nguyễn Thị Lan", "0905 100 201", ""),
    ("Trần Văn Bảy", "0905 100 202", ""),
    ("Lê Hoàng Minh", "0905 100 203", "seen"),
    ("Phạm Thị Thu Hà", "0905 100 204", "shortlist"),
    ("Rơ Châm H'Len", "0905 100 205", "interview"),
    ("Võ Quốc Huy", "0905 100 206", "reject"),
    ("Đặng Thị Ngọc Ánh", "0905 100 207", "hire"),
    ("Huỳnh Tấn Phát", "0905 100 208", "write"),
    ("Bùi Thị Xuân", "0905 100 209", ""),
];

/// Marks all trial employers as verified, or nobody could apply for anything.
pub(crate) async fn verify_employers(app: &App) -> Result<(), Failure> {
    let (store, now) = (app.store(), app.clock().now().0);
    let mut after: Option<(Vec<u8>, Uuid)> = None;
    loop {
        let key = after.as_ref().map(|(sort, id)| (sort.as_slice(), *id));
        let rows = employer::list_by_name(store.reader(), key, 500).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = Some((last.name_sort.clone(), last.id));
        let rows: Vec<_> = rows.into_iter().map(|row| employer::Row { verified_at: Some(now), ..row }).collect();
        let rows = &rows;
        let write = store.write("verify_trial_employers", |tx| {
            Box::pin(async move {
                for row in rows {
                    employer::update_guarded(tx, row).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await?;
    }
}

/// Somebody of the demo, as signed in.
pub(crate) fn signed_in(app: &App, account_id: Uuid, role: Role, employer_id: Option<Uuid>) -> Ctx {
    let person = Person { account_id, session_id: account_id, role, centre_id: None, employer_id, is_fresh: true };
    app.ctx(Actor::Person(person), Locale::Vi)
}

/// Lets the trial people apply and the trial employer answer. Their messages count as sent.
pub(crate) async fn fill(
    app: &App,
    adverts: &[PostingId],
    member: &Ctx,
    (seeker, who): (&Ctx, &TrialSeeker),
) -> Result<(), Failure> {
    let Some(first) = adverts.first() else { return Ok(()) };
    let public = app.ctx(Actor::Public, Locale::Vi);
    let (name, phone, _) = PEOPLE[0];
    apply(app, seeker, *first, &who.said(Field::Name, name), &who.said(Field::Phone, phone)).await?;
    for (at, (name, phone, becomes)) in PEOPLE.iter().enumerate().skip(1) {
        let advert = adverts[at % adverts.len().min(ADVERTS)];
        apply(app, &public, advert, name, phone).await?;
        become_of(app, member, becomes).await?;
    }
    let order = Report {
        posting: first.code().to_string(),
        reason: "wrong".to_owned(),
        words: "Lương ghi trong tin khác với lương nói khi phỏng vấn.".to_owned(),
        origin: Origin::default(),
    };
    report(app, &public, order, &Key::fresh()?).await?;
    settle_messages(app).await
}

async fn apply(app: &App, ctx: &Ctx, advert: PostingId, name: &str, phone: &str) -> Result<Applied, Failure> {
    let order = Quick {
        posting: advert.code().to_string(),
        name: name.to_owned(),
        phone: phone.to_owned(),
        age: "18".to_owned(),
        consent: true,
        wording: WORDING,
        // Each from a network of its own, or codes would be asked for.
        origin: Origin { source: phone.to_owned(), device: String::new() },
        ..Quick::default()
    };
    Ok(applications::apply_quick(app, ctx, order, &Key::fresh()?).await?)
}

/// Moves the newest application.
async fn become_of(app: &App, member: &Ctx, becomes: &str) -> Result<(), Failure> {
    if becomes.is_empty() {
        return Ok(());
    }
    let asked = Asked { limit: 1, ..Asked::default() };
    let list = applications::list_of_employer(app, member, &asked).await?;
    let Some(newest) = list.rows.first().map(|row| row.id.code().to_string()) else { return Ok(()) };
    applications::mark_seen(app, member, &newest, &Key::fresh()?).await?;
    let in_days = |days: u64| member.today().checked_add_days(Days::new(days)).unwrap_or(chrono::NaiveDate::MAX);
    let command = match becomes {
        "shortlist" => Command::Shortlist,
        "interview" => Command::SetInterview {
            at: Micros::start_of(in_days(3)).plus_seconds(9 * 3_600),
            place: "Phòng Nhân sự, lô B12, khu công nghiệp Phú Tài".to_owned(),
        },
        "reject" => Command::Reject(Why::noted(EndReason::RequirementsNotMet, "Vị trí này cần chứng chỉ nghề.")),
        "hire" => Command::Hire { starts_on: in_days(5) },
        "write" => {
            let words = "Bạn làm được ca tối không?";
            applications::write_line(app, member, Writer::Employer(newest.clone()), words, &Key::fresh()?).await?;
            applications::note(app, member, &newest, "Gọi lại sau khi có câu trả lời.", &Key::fresh()?).await?;
            return Ok(());
        }
        _ => return Ok(()),
    };
    let version = applications::applicant(app, member, &newest).await?.version;
    let answer = Answer { application: newest, version, command };
    Ok(applications::answer(app, member, answer, &Key::fresh()?).await?)
}

/// Nobody reads the messages of people who are made up.
async fn settle_messages(app: &App) -> Result<(), Failure> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    loop {
        let claimed = messages::claim(app, &ctx, 60, 100).await?;
        if claimed.is_empty() {
            return Ok(());
        }
        for message in claimed {
            messages::settle(app, &ctx, message.id, message.lease, End::Sent(None)).await?;
        }
    }
}
