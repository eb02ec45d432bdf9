//! What waits at a centre, each by a column of its own that follows from the facts: answers by how long they are waited
//! for, money by how much is at stake, contradictions by how long they stand. A page judges what it shows and no more,
//! so that the last placement of the largest centre is reached as the first one is.

use super::case::{case_of, facts_of, policy_of};
use super::list::{Item, items, judged_many};
use super::timeline::{FactView, views};
use super::{code_of, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::AppError;
use crate::rights::Action;
use chrono::NaiveDate;
use sanviec_domain::placement::{Dispute, Status, Stretch, contradictions};
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::placement::{self, queue as waiting};
use std::collections::HashMap;
use uuid::Uuid;

/// Items of one page.
const PAGE: u64 = 50;

/// A queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Askings that nobody answered, the longest waiting first.
    Waiting,
    /// Money that could still be paid and is not claimed, the most first.
    AtStake,
    /// Facts that contradict each other, the longest first.
    Contradictions,
}

/// One in a queue.
#[derive(Clone, Debug)]
pub struct Queued {
    pub item: Item,
    /// The day of the first asking that is unanswered.
    pub waits_from: Option<NaiveDate>,
    /// What could be paid.
    pub stake_dong: Option<i64>,
    /// What contradicts what; only in that queue.
    pub contradictions: Vec<ContradictionView>,
}

/// Two facts of which one at most is true.
#[derive(Clone, Debug)]
pub struct ContradictionView {
    pub about: Dispute,
    pub days: Option<Stretch>,
    /// The earlier one first.
    pub sides: [FactView; 2],
}

/// A page of a queue.
#[derive(Clone, Debug)]
pub struct QueuePage {
    pub queued: Vec<Queued>,
    /// What the next page is asked with; none at the end.
    pub next: Option<String>,
}

/// A page of a queue of the own centre: of everybody, or of the own work alone. `after` is what the page before said.
pub async fn queue(
    app: &App,
    ctx: &Ctx,
    queue: Queue,
    (everybodys, after): (bool, Option<&str>),
) -> Result<QueuePage, AppError> {
    let (person, centre_id, fields) = own_centre(ctx, Action::ReadPlacement)?;
    let reader = app.store().reader();
    let whose = (centre_id, (!everybodys).then_some(person.account_id));
    let after = after.map(read_cursor).transpose()?;
    let rows = match queue {
        Queue::Waiting => {
            let after = after.map(|(value, id)| Ok::<_, AppError>((i32::try_from(value).map_err(odd)?, id)));
            waiting::list_waiting(reader, whose, after.transpose()?, PAGE).await?
        }
        Queue::AtStake => waiting::list_at_stake(reader, whose, after, PAGE).await?,
        Queue::Contradictions => waiting::list_disputed(reader, whose, after, PAGE).await?,
    };
    let next = rows.last().filter(|_| rows.len() as u64 == PAGE).map(|row| cursor(queue, row));
    let judged = judged_many(app, ctx, rows.clone()).await?;
    let items = items(app, ctx, reader, (centre_id, fields), judged).await?;
    let mut queued = Vec::with_capacity(items.len());
    for (row, item) in rows.iter().zip(items) {
        let contradictions = if queue == Queue::Contradictions { of_row(app, ctx, row).await? } else { Vec::new() };
        queued.push(Queued {
            item,
            waits_from: row.waits_from.and_then(day_of_number),
            stake_dong: row.stake_dong,
            contradictions,
        });
    }
    Ok(QueuePage { queued, next })
}

/// What is confirmed at the own centre and no claim stands for, the oldest first, and whether there is more after this
/// page. That it is confirmed was told before; each is judged again here.
pub(crate) async fn claimable(app: &App, ctx: &Ctx, page: usize) -> Result<(Vec<Item>, bool), AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadPlacement)?;
    let reader = app.store().reader();
    let skip = (page as u64).saturating_mul(PAGE);
    let mut rows = waiting::list_claimable(reader, centre_id, skip, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(PAGE as usize);
    let mut judged = judged_many(app, ctx, rows).await?;
    judged.retain(|(_, outcome)| outcome.status == Status::Confirmed);
    Ok((items(app, ctx, reader, (centre_id, fields), judged).await?, has_more))
}

/// What contradicts what in a placement of the own centre, both sides of each.
pub async fn contradictions_of(app: &App, ctx: &Ctx, code: &str) -> Result<Vec<ContradictionView>, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadPlacement)?;
    let row = placement::find(app.store().reader(), id_of(code)?).await?;
    let row = row.filter(|row| row.centre_id == centre_id).ok_or(AppError::NotFound)?;
    of_row(app, ctx, &row).await
}

async fn of_row(app: &App, ctx: &Ctx, row: &placement::Row) -> Result<Vec<ContradictionView>, AppError> {
    let reader = app.store().reader();
    let stored = placement::facts(reader, row.id, i64::MAX).await?;
    let policy = policy_of(reader, app.policies(), row, ctx.today()).await?;
    let times = (ctx.today(), Micros(ctx.now.0.max(row.last_known_at)));
    let case = case_of(row, facts_of(&stored)?, times, &policy)?;
    let facts = views(&stored, &HashMap::new())?;
    let side = |id: &String| facts.iter().find(|fact| fact.id == *id).cloned();
    let found = contradictions(&case).into_iter().filter_map(|found| {
        let [one, other] = &found.facts;
        Some(ContradictionView { about: found.about, days: found.days, sides: [side(one)?, side(other)?] })
    });
    Ok(found.collect())
}

/// The place of a row in its queue: the value that it is sorted by, and its code.
fn cursor(queue: Queue, row: &placement::Row) -> String {
    let value = match queue {
        Queue::Waiting => row.waits_from.map(i64::from),
        Queue::AtStake => row.stake_dong,
        Queue::Contradictions => row.disputed_since,
    };
    format!("{}.{}", value.unwrap_or_default(), code_of(row.id))
}

fn read_cursor(text: &str) -> Result<(i64, Uuid), AppError> {
    let (value, code) = text.split_once('.').ok_or(AppError::NotFound)?;
    Ok((value.parse().map_err(odd)?, id_of(code)?))
}

fn odd<E>(_: E) -> AppError {
    AppError::NotFound
}
