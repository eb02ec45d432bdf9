//! Who applied to an employer, by status and posting.

use super::consent::{holds, ledger};
use super::desk::Desk;
use super::record::{Held, is_verified};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_domain::application::{ApplicationId, Command, EndReason, Life, Open, Side, Stage, State, Status};
use sanviec_domain::posting::{PostingCode, PostingId};
use sanviec_domain::reveal::Around;
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::application::{self, Filter};
use sanviec_store::{Db, employer, posting};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Postings that the list can be narrowed to.
const POSTINGS: i64 = 100;

/// Which applicants are asked for.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Code of a status; empty for all.
    pub status: String,
    /// Code of a posting; empty for all.
    pub posting: String,
    /// Code of the last one of the page before.
    pub after: String,
    pub limit: u64,
}

/// One applicant in the list.
#[derive(Clone, Debug)]
pub struct Summary {
    pub id: ApplicationId,
    /// `None` while the rule shows nothing of the person.
    pub name: Option<String>,
    pub status: Option<Status>,
    pub posting_title: String,
    pub sent_at: Micros,
    /// Until when an answer is owed.
    pub answer_by: Option<Micros>,
    /// Whether it can be answered together with others: shortlisted or refused.
    pub takes_answer: bool,
}

/// One page of applicants.
#[derive(Clone, Debug)]
pub struct Applicants {
    pub employer: String,
    pub is_verified: bool,
    pub rows: Vec<Summary>,
    pub next: Option<String>,
    /// How many there are in each status, of the posting that was asked for.
    pub counts: BTreeMap<&'static str, u64>,
    /// Postings that were applied for: id, title, how often.
    pub postings: Vec<(PostingId, String, u64)>,
}

/// The employer that somebody acts for, and what is seen of its applicants.
pub(super) fn employer_of(ctx: &Ctx, action: Action) -> Result<(Uuid, Fields), AppError> {
    let employer_id = ctx.actor.person().and_then(|person| person.employer_id).ok_or(AppError::Forbidden)?;
    Ok((employer_id, demand_of(ctx, action, Thing::of_employer(employer_id))?))
}

/// An application to the employer of whoever asks. Another's is not found, and neither is what was not sent.
pub(super) async fn find_of_employer(desk: &Desk, db: &impl Db, code: &str, action: Action) -> Result<Uuid, AppError> {
    let (employer_id, _) = employer_of(&desk.ctx, action)?;
    let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
    let row = application::find(db, code.uuid()).await?.ok_or(AppError::NotFound)?;
    let held = Held::read(&desk.keys, row)?;
    if held.row.employer_id != employer_id || !held.life.is_before_employer() {
        return Err(AppError::NotFound);
    }
    Ok(held.row.id)
}

/// The status and the posting that a list is narrowed to.
pub(super) fn narrowed(asked: &Asked) -> Result<(Option<&'static str>, Option<Uuid>), AppError> {
    let status = match asked.status.as_str() {
        "" => None,
        code => Some(Status::find_by_code(code).ok_or(AppError::NotFound)?.code()),
    };
    Ok((status, id_of(&asked.posting)?))
}

fn id_of(code: &str) -> Result<Option<Uuid>, AppError> {
    match code {
        "" => Ok(None),
        code => code.parse::<PostingCode>().map(|code| Some(code.uuid())).map_err(|_| AppError::NotFound),
    }
}

/// A page of those who applied, newest first.
pub async fn list_of_employer(app: &App, ctx: &Ctx, asked: &Asked) -> Result<Applicants, AppError> {
    let (employer_id, fields) = employer_of(ctx, Action::ReadApplication)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let employer = employer::load(reader, employer_id).await?;
    let (status, posting_id) = narrowed(asked)?;
    let filter = Filter { state: status, posting_id, before: id_of(&asked.after)? };
    let mut rows = application::list_by_employer(reader, employer_id, filter, asked.limit + 1).await?;
    let more = rows.len() as u64 > asked.limit;
    rows.truncate(asked.limit as usize);
    let next = rows.last().filter(|_| more).map(|row| PostingCode::of(row.id).to_string());
    let held: Vec<Held> = rows.into_iter().map(|row| Held::read(&desk.keys, row)).collect::<Result<_, _>>()?;
    let is_verified = is_verified(reader, &employer, ctx.now).await?;
    let rows = summaries(&desk, reader, &held, is_verified && fields.has(Fields::NAME)).await?;
    let counts = application::count_by_state(reader, employer_id, filter.posting_id).await?;
    let postings = application::posting_counts(reader, employer_id, POSTINGS).await?;
    Ok(Applicants {
        employer: employer.name,
        is_verified,
        rows,
        next,
        counts: by_status(&counts),
        postings: postings.into_iter().map(|(id, title, n)| (PostingId(id), title, n.unsigned_abs())).collect(),
    })
}

fn by_status(counts: &[(String, i64)]) -> BTreeMap<&'static str, u64> {
    let of = |status: &Status| {
        let found = counts.iter().find(|(state, _)| state == status.code());
        (status.code(), found.map_or(0, |(_, count)| count.unsigned_abs()))
    };
    Status::ALL.iter().map(of).collect()
}

pub(super) async fn summaries(
    desk: &Desk,
    db: &impl Db,
    held: &[Held],
    shows_name: bool,
) -> Result<Vec<Summary>, AppError> {
    let ids: Vec<Uuid> = held.iter().map(|held| held.row.id).collect();
    let consents = application::list_consents_of(db, &ids).await?;
    let postings: Vec<Uuid> = held.iter().map(|held| held.row.posting_id).collect();
    let titles = posting::titles(db, &postings).await?;
    let mut list = Vec::with_capacity(held.len());
    for held in held {
        let own: Vec<_> = consents.iter().filter(|row| row.application_id == held.row.id).cloned().collect();
        let consent = holds(&ledger(&own, held.row.employer_id)?, held.row.employer_id, held.life.terms, desk.ctx.now);
        let seen = held.life.sight(Around { consent, verified: shows_name }, desk.ctx.now).is_some();
        let title = titles.get(&held.row.posting_id).cloned();
        list.push(Summary {
            id: held.id(),
            name: if seen { Some(held.name(&desk.keys)?) } else { None },
            status: held.life.status(),
            posting_title: title.unwrap_or_default(),
            sent_at: Micros(held.row.sent_at.unwrap_or(held.row.created_at)),
            answer_by: match held.life.stage {
                Stage::Open(Open { answer_by, .. }) => Some(answer_by),
                _ => None,
            },
            takes_answer: takes_answer(&held.life, desk.ctx.now),
        });
    }
    Ok(list)
}

/// Whether one of the answers that several get at once would tell the person anything.
fn takes_answer(life: &Life, now: Micros) -> bool {
    let answers = [Command::Shortlist, Command::Reject(Why::plain(EndReason::AnotherChosen))];
    let tells = |answer| life.clone().step(answer, Side::Employer, now).is_ok_and(|(_, events)| !events.is_empty());
    answers.into_iter().any(tells)
}

/// Whether it was opened by the employer.
pub(super) fn is_unopened(held: &Held) -> bool {
    held.life.state() == State::Sent
}
