//! Applications and letters: one of each made through the use cases, the others like it.

use super::fill::AT_ONCE;
use super::people::Registered;
use crate::Failure;
use crate::people::Counter;
use chrono::NaiveDate;
use sanviec_app::applications::{self, Begin, SendFull};
use sanviec_app::desk::{self, Issue, LetterheadOrder};
use sanviec_app::profiles::{self, SavePart, wording};
use sanviec_app::secrets::Place;
use sanviec_app::{Key, Role};
use sanviec_domain::consent::Purpose;
use sanviec_domain::person::Birth;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::Part;
use sanviec_store::application::{self, Row};
use sanviec_store::{posting, referral};
use uuid::Uuid;

/// Every so manieth application goes to one employer.
const TO_ONE: usize = 20;
/// Of so many applications one ran out unanswered in the last weeks; never one to that employer.
const RAN_OUT: (usize, usize) = (50, 7);
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

pub(super) struct Applied {
    /// The employer with the most.
    pub(super) employer: Uuid,
    /// Some of its applications.
    pub(super) some: Vec<Uuid>,
}

fn id_of(kind: u128, number: usize) -> Uuid {
    Uuid::from_u128((0x019f_1000_0000_7000_8000_0000_0000_0000 | kind << 64) + number as u128)
}

/// Somebody applies with a profile.
async fn one(counter: &Counter, posting: &posting::Row) -> Result<Row, Failure> {
    let (app, ctx) = (&counter.app, counter.person("lan@vidu.vn", Role::Seeker).await?);
    for part in [Part::Identity, Part::Contact, Part::Wish] {
        let mut content = profiles::own_or_new(app, &ctx).await?.content;
        let mark = profiles::mark(app, &content, part)?;
        let like = crate::people::somebody("Nguyễn Thị Lan", "052198001234", "0905999888", "lan@vidu.vn");
        (content.identity, content.contact) = (like.identity, like.contact);
        content.identity.birth = NaiveDate::from_ymd_opt(1994, 3, 12).map(Birth::kept);
        content.wish.title = Some("Kế toán kho".into());
        let save = SavePart { profile_id: None, part, content, mark };
        profiles::save_part(app, &ctx, save, &Key::fresh()?).await?;
    }
    let begin = Begin {
        posting: PostingCode::of(posting.id).to_string(),
        ticked: Vec::new(),
        words: "Em ở gần công ty, có thể đi làm ngay.".into(),
        guardian: String::new(),
    };
    let id = applications::begin_full(app, &ctx, begin, &Key::fresh()?).await?;
    let of = id.code().to_string();
    let draft = applications::full_draft(app, &ctx, &of).await?;
    let send = SendFull { application: of, consent: true, wording: wording(Purpose::Application), mark: draft.mark };
    applications::send_full(app, &ctx, send, &Key::fresh()?).await?;
    Ok(application::find(app.store().reader(), id.0).await?.ok_or("an application")?)
}

/// The application, had nobody answered it: it closed some days ago.
fn ran_out(like: &Row, number: usize) -> Row {
    let ended = like.created_at - (1 + i64::try_from(number % 25).unwrap_or_default()) * DAY;
    Row {
        state: "not_suitable".to_owned(),
        reason: Some("no_answer".to_owned()),
        response: "unanswered".to_owned(),
        sent_at: Some(ended - i64::from(like.answer_days) * DAY),
        ended_at: Some(ended),
        due_at: Some(ended + i64::from(like.keep_days) * DAY),
        ..like.clone()
    }
}

/// So many applications, to vacancies in turn and every so manieth to one employer.
pub(super) async fn applications(
    counter: &Counter,
    (postings, people): (&[posting::Row], &[Uuid]),
    count: usize,
) -> Result<Applied, Failure> {
    counter.vouch(postings.first().ok_or("a vacancy")?.employer_id).await?;
    let like = one(counter, &postings[0]).await?;
    let (keys, first) = (counter.app.keys()?, &postings[0]);
    let resealed = |column, id, value: &Option<Vec<u8>>| -> Result<Option<Vec<u8>>, Failure> {
        let Some(value) = value else { return Ok(None) };
        let open = keys.open(Place { table: "application", column, row: like.id }, value)?;
        Ok(Some(keys.seal(Place { table: "application", column, row: id }, &open)?))
    };
    let mut applied = Applied { employer: first.employer_id, some: Vec::new() };
    for from in (0..count).step_by(AT_ONCE) {
        let mut rows = Vec::with_capacity(AT_ONCE);
        for number in from..(from + AT_ONCE).min(count) {
            let (id, is_one) = (id_of(1, number), number % TO_ONE == 0);
            let posting = if is_one { first } else { &postings[number % postings.len()] };
            if is_one && applied.some.len() < 200 {
                applied.some.push(id);
            }
            let live = if number % RAN_OUT.0 == RAN_OUT.1 { ran_out(&like, number) } else { like.clone() };
            rows.push(Row {
                id,
                posting_id: posting.id,
                employer_id: posting.employer_id,
                profile_id: Some(people[number.wrapping_mul(7_919) % people.len()]),
                account_id: None,
                account_once: None,
                person_key: None,
                name: resealed("name", id, &like.name)?,
                contact: resealed("contact", id, &like.contact)?,
                answers: resealed("answers", id, &like.answers)?,
                ..live
            });
        }
        let rows = &rows;
        let write = counter.app.store().write("fill", |tx| {
            Box::pin(async move {
                for row in rows {
                    application::insert(tx, row).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await?;
    }
    Ok(applied)
}

/// So many open letters of the officer; some of their ids.
pub(super) async fn letters(
    counter: &Counter,
    (postings, people, registered): (&[posting::Row], &[Uuid], &[Registered]),
    count: usize,
) -> Result<Vec<Uuid>, Failure> {
    counter
        .letterhead(LetterheadOrder {
            centre: String::new(),
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
        })
        .await?;
    let order = Issue {
        profile: PostingCode::of(registered[0].row.id).to_string(),
        posting: PostingCode::of(postings[0].id).to_string(),
        paper: "Hồ sơ số 1".into(),
    };
    let issued = desk::issue(&counter.app, &counter.officer, order, &Key::fresh()?).await?;
    let id = issued.id.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| "no code")?;
    let like = referral::find(counter.app.store().reader(), id).await?.ok_or("a letter")?;
    let keys = counter.app.keys()?;
    let said = keys.open(Place { table: "referral", column: "letter", row: like.id }, &like.letter)?;
    for from in (0..count).step_by(AT_ONCE) {
        let mut rows = Vec::with_capacity(AT_ONCE);
        for number in from..(from + AT_ONCE).min(count) {
            let (id, posting) = (id_of(2, number), &postings[number % postings.len()]);
            rows.push(referral::Row {
                id,
                profile_id: people[number.wrapping_mul(104_729) % people.len()],
                posting_id: posting.id,
                employer_id: posting.employer_id,
                serial: i32::try_from(number)? + 1_000,
                proof: format!("{number:0width$}", width = like.proof.len()),
                letter: keys.seal(Place { table: "referral", column: "letter", row: id }, &said)?,
                due_on: like.due_on.map(|day| day + i32::try_from(number % 21).unwrap_or_default() - 10),
                ..like.clone()
            });
        }
        let rows = &rows;
        let write = counter.app.store().write("fill", |tx| {
            Box::pin(async move {
                for row in rows {
                    referral::insert(tx, row).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await?;
    }
    Ok((0..count.min(200)).map(|number| id_of(2, number)).collect())
}
