//! What waits at a desk: requests of people about their data, reports of adverts, profiles that may be one person.

use crate::Failure;
use crate::people::Counter;
use sanviec_app::secrets::Place;
use sanviec_app::{Ids, Role, Thing};
use sanviec_domain::time::day_number;
use sanviec_store::{data_request, posting, report};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};
use std::path::Path;
use uuid::Uuid;

/// Requests and reports that wait; more than one page of either.
const WAITING: usize = 300;
/// Pairs of profiles that may be one person.
const PAIRS: usize = 2_000;
/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Those who ask besides the officer: the tokens of their cookies.
pub(crate) struct Cookies {
    pub(crate) officer: String,
    pub(crate) moderator: String,
    /// Of the employer with the most applications.
    pub(crate) member: String,
}

/// The officer, a moderator and a member of this employer sign in.
pub(super) async fn cookies(counter: &Counter, employer: Uuid) -> Result<Cookies, Failure> {
    let (at_centre, at_employer) = (Thing::of_centre(counter.centre()), Thing::of_employer(employer));
    Ok(Cookies {
        officer: counter.officer_signed_in().await?,
        moderator: counter.signed_in("kiemduyet@vidu.vn", Role::Moderator, at_centre).await?,
        member: counter.signed_in("tuyendung@vidu.vn", Role::EmployerMember, at_employer).await?,
    })
}

/// Open requests, due on the days to come, and open reports of these adverts.
pub(super) async fn lists(counter: &Counter, postings: &[posting::Row]) -> Result<(), Failure> {
    let mut asked = Vec::with_capacity(WAITING);
    let mut reported = Vec::with_capacity(WAITING);
    for number in 0..WAITING {
        asked.push(request(counter, number)?);
        reported.push(said(counter, &postings[number % postings.len()], number));
    }
    let (asked, reported) = (&asked, &reported);
    let write = counter.app.store().write("fill", |tx| {
        Box::pin(async move {
            for row in asked {
                data_request::insert(tx, row).await?;
            }
            for row in reported {
                report::insert(tx, row).await?;
            }
            Ok::<(), sanviec_store::Error>(())
        })
    });
    Ok(write.await?)
}

fn request(counter: &Counter, number: usize) -> Result<data_request::Row, Failure> {
    let id = Ids::System.next();
    let person = counter.officer.actor.person().ok_or("nobody is signed in")?;
    let place = Place { table: "data_request", column: "words", row: id };
    let words = counter.app.keys()?.seal(place, "Cho tôi xem hồ sơ của tôi.".as_bytes())?;
    let (now, days) = (counter.officer.now.0, i32::try_from(number % 20)? + 1);
    let due_on = day_number(counter.officer.today()) + days;
    Ok(data_request::Row {
        id,
        version: 1,
        account_id: person.account_id,
        centre_id: Some(counter.centre()),
        kind: "access".to_owned(),
        words,
        reply: None,
        answer_state: "open".to_owned(),
        answer_due_on: due_on,
        answer_done_on: None,
        settle_state: "open".to_owned(),
        settle_due_on: due_on + 10,
        settle_done_on: None,
        outcome: None,
        next_due_on: Some(due_on),
        due_at: Some(now + i64::from(days + 1) * DAY),
        remind_at: None,
        handled_by: None,
        asked_at: now,
        updated_at: now,
    })
}

fn said(counter: &Counter, of: &posting::Row, number: usize) -> report::Row {
    report::Row {
        id: Ids::System.next(),
        posting_id: of.id,
        employer_id: of.employer_id,
        account_id: None,
        reporter_key: format!("{number:032}").into_bytes(),
        reason: "wrong".to_owned(),
        words: None,
        state: "open".to_owned(),
        outcome: None,
        created_at: counter.officer.now.0,
        closed_at: None,
    }
}

/// Pairs of people of whom one is made like the other: `apart` lie between the two.
pub(super) async fn pairs(folder: &Path, people: &[Uuid], apart: usize) -> Result<(), Failure> {
    let options = SqliteConnectOptions::new().filename(folder.join("sanviec.db")).pragma("synchronous", "OFF");
    let mut connection = SqliteConnection::connect_with(&options).await?;
    for (at, (one, other)) in people.iter().zip(people.iter().skip(apart)).take(PAIRS).enumerate() {
        sqlx::query(
            "INSERT INTO profile_double (lower_id, upper_id, centre_id, found_at)
             SELECT id, $2, centre_id, $3 FROM profile WHERE id = $1",
        )
        .bind(*one)
        .bind(*other)
        .bind(1_700_000_000_000_000 + i64::try_from(at)?)
        .execute(&mut connection)
        .await?;
    }
    connection.close().await?;
    Ok(())
}
