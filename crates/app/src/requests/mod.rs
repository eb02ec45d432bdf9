//! What people ask about their own data: written down, answered and carried out in the days of the law, by the centre
//! that serves the person, or by who runs the platform where none does. Both sides see the days; late stays late.
//!
//! What must not be in here: pages, the carrying out itself (profiles are corrected and deleted where they are).

mod answer;
mod ask;
mod clock;
mod copy;
mod told;

pub use answer::{Answered, OpenRequests, Reply, answer, open_requests, request};
pub use ask::{Ask, ask, own_requests};
pub use clock::tick;
pub(crate) use copy::export_of;

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::Thing;
use crate::secrets::{Keyring, Place};
use chrono::NaiveDate;
use sanviec_domain::clock::{Duty, DutyParts, DutyState};
use sanviec_domain::data_request::{Kind, Life, Outcome, Refusal};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::data_request::Row;
use uuid::Uuid;

/// The one name of requests in audit rows.
const ENTITY: &str = "data_request";
/// Longest text of either side, in characters.
const LONGEST: usize = 2_000;

const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "data_request", column, row }
}

/// A request as either side reads it.
#[derive(Clone, Debug)]
pub struct RequestView {
    pub id: String,
    pub version: i64,
    pub life: Life,
    pub words: String,
    /// Empty before anything was replied.
    pub reply: String,
    pub asked_at: Micros,
    /// Last day of what is owed next.
    pub due_on: Option<NaiveDate>,
    pub is_late: bool,
}

fn view(app: &App, ctx: &Ctx, row: &Row) -> Result<RequestView, AppError> {
    let keys = app.keys()?;
    let life = life_of(row)?;
    let open = |column, sealed: &[u8]| -> Result<String, AppError> {
        String::from_utf8(keys.open(place(column, row.id), sealed)?).map_err(AppError::internal)
    };
    let next = life.next();
    Ok(RequestView {
        id: PostingCode::of(row.id).to_string(),
        version: row.version,
        words: open("words", &row.words)?,
        reply: row.reply.as_deref().map(|sealed| open("reply", sealed)).transpose()?.unwrap_or_default(),
        asked_at: Micros(row.asked_at),
        due_on: next.map(Duty::due_on),
        is_late: next.is_some_and(|duty| duty.is_late(ctx.now)),
        life,
    })
}

/// Who may answer: the centre's staff, and operators of the platform where no centre serves the person.
fn thing(row: &Row) -> Thing {
    row.centre_id.map_or_else(|| Thing::of_account(row.account_id), Thing::of_centre)
}

fn life_of(row: &Row) -> Result<Life, AppError> {
    let corrupt = |column| sanviec_store::Error::corrupt("data_request", column, row.id);
    let duty = |column, state: &str, due_on: i32, done_on: Option<i32>| {
        let state = DutyState::find_by_code(state).ok_or_else(|| corrupt(column))?;
        let due_on = day_of_number(due_on).ok_or_else(|| corrupt(column))?;
        let parts = DutyParts { state, due_on, done_on: done_on.and_then(day_of_number) };
        Duty::from_parts(parts).map_err(|_| corrupt(column))
    };
    let outcome = match row.outcome.as_deref() {
        Some(code) => Some(Outcome::find_by_code(code).ok_or_else(|| corrupt("outcome"))?),
        None => None,
    };
    Ok(Life {
        kind: Kind::find_by_code(&row.kind).ok_or_else(|| corrupt("kind"))?,
        answer: duty("answer_state", &row.answer_state, row.answer_due_on, row.answer_done_on)?,
        settle: duty("settle_state", &row.settle_state, row.settle_due_on, row.settle_done_on)?,
        outcome,
    })
}

/// Writes where it stands into its row. A reminder comes on the morning of the last day.
fn put(row: &mut Row, life: Life, now: Micros) {
    let (answer, settle) = (life.answer.parts(), life.settle.parts());
    life.kind.code().clone_into(&mut row.kind);
    answer.state.code().clone_into(&mut row.answer_state);
    row.answer_due_on = day_number(answer.due_on);
    row.answer_done_on = answer.done_on.map(day_number);
    settle.state.code().clone_into(&mut row.settle_state);
    row.settle_due_on = day_number(settle.due_on);
    row.settle_done_on = settle.done_on.map(day_number);
    row.outcome = life.outcome.map(|outcome| outcome.code().to_owned());
    let next = life.next();
    row.next_due_on = next.map(|duty| day_number(duty.due_on()));
    row.due_at = life.due_at().map(|at| at.0);
    row.remind_at = next.map(|duty| Micros::start_of(duty.due_on()).0).filter(|at| *at > now.0);
    row.updated_at = now.0;
}

fn refused(refusal: Refusal) -> AppError {
    let (vi, en) = ("Yêu cầu này đã xử lý xong.", "This request is settled already.");
    FieldError::new("form", refusal.code(), vi, en).into()
}

/// What somebody typed, sealed; a refusal when it says nothing or too much.
fn sealed(
    keys: &Keyring,
    id: Uuid,
    (column, field): (&'static str, &'static str),
    typed: &str,
) -> Result<Vec<u8>, AppError> {
    let text = sanviec_text::nfc(typed).trim().to_owned();
    if text.is_empty() {
        return Err(FieldError::new(field, "missing", "Ghi rõ nội dung.", "Write what it is about.").into());
    }
    if text.chars().count() > LONGEST {
        let (vi, en) = ("Dài quá 2.000 ký tự.", "Longer than 2,000 characters.");
        return Err(FieldError::new(field, "too_long", vi, en).into());
    }
    Ok(keys.seal(place(column, id), text.as_bytes())?)
}
