//! The clock of adverts that wait for an officer: two working days. On the morning of the last one those who look at
//! adverts are reminded; once it is over the managers of the centre are told, too, and it stays overdue until somebody
//! answers. Nothing goes before the public by itself: an advert that nobody looked at is no safer for being late.

use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::messages;
use crate::postings::entry;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use chrono::NaiveDate;
use sanviec_domain::clock::Duty;
use sanviec_domain::message::Content;
use sanviec_domain::posting::review;
use sanviec_domain::time::Micros;
use sanviec_store::posting_review::{self, Told, Waits};
use sanviec_store::{Db, Tx, audit, membership};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Adverts of one turn.
const BATCH: i64 = 500;
/// People who are told of them at one centre.
const MOST: usize = 20;
/// Where adverts wait.
const QUEUE: &str = "/kiem-duyet";

/// What an officer owes to an advert that was handed in then.
pub(super) fn answer_of(handed_in: Micros) -> Duty {
    review(handed_in, calendar())
}

/// Tells whom it concerns of adverts whose last day came or is over; of how many centres. Each is told once of each
/// advert, also by two clocks at once; a centre that cannot be told keeps no other.
pub async fn remind(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (mut round, mut moved) = (Round::of(app, ctx, "posting_review").await?, 0);
    // What is late already is not told to be due.
    for told in [Told::Late, Told::Due] {
        let waits = due(app.store().reader(), ctx, (told, None)).await?;
        let centres: BTreeSet<Uuid> = waits.iter().map(|waits| waits.centre_id).collect();
        for centre_id in centres {
            let ended = one(app, ctx, (told, centre_id)).await;
            moved += usize::from(round.ended(centre_id, ended).await?);
        }
    }
    Ok(moved)
}

/// Adverts of which this is to be told now, the oldest first.
async fn due(db: &impl Db, ctx: &Ctx, of: (Told, Option<Uuid>)) -> Result<Vec<Waits>, AppError> {
    // A working day lies between handing in and the last day at least.
    let before = ctx.now.plus_days(-1).0;
    let mut waits = posting_review::list_untold(db, of, (before, ctx.now.0), BATCH).await?;
    let is_due = |waits: &Waits| {
        let due_on = due_on(waits);
        match of.0 {
            Told::Due => Micros::start_of(due_on) <= ctx.now,
            Told::Late => Micros::end_of(due_on) <= ctx.now,
        }
    };
    waits.retain(is_due);
    Ok(waits)
}

fn due_on(waits: &Waits) -> NaiveDate {
    answer_of(Micros(waits.handed_in_at)).due_on()
}

async fn one(app: &App, ctx: &Ctx, of: (Told, Uuid)) -> Result<(), AppError> {
    let (store, keys, ctx) = (app.store().clone(), app.keys()?.clone(), ctx.clone());
    let ids: Vec<Uuid> = (0..MOST).map(|_| app.ids().next()).collect();
    app.to_the_end(async move {
        let (keys, ctx, ids) = (&keys, &ctx, &ids);
        store.write("remind_of_postings", |tx| Box::pin(tell(tx, (keys, ctx), of, ids))).await
    })
    .await
}

async fn tell(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    (told, centre_id): (Told, Uuid),
    ids: &[Uuid],
) -> Result<(), AppError> {
    let (mut count, mut first): (u32, Option<NaiveDate>) = (0, None);
    for waits in due(tx, ctx, (told, Some(centre_id))).await? {
        if !posting_review::note(tx, &waits, told, ctx.now.0).await? {
            continue;
        }
        count += 1;
        first = first.or_else(|| Some(due_on(&waits)));
        if told == Told::Late {
            let entry = entry(ctx, "review_overdue", waits.id, None, None);
            audit::append(tx, &[audit::Row { centre_id: Some(centre_id), ..entry }]).await?;
        }
    }
    let Some(due_on) = first else { return Ok(()) };
    let content = Content::PostingsWait { count, due_on, is_late: told == Told::Late, path: QUEUE.to_owned() };
    for (id, account_id) in ids.iter().zip(whom(tx, centre_id, told).await?) {
        messages::to_account(tx, (keys, ctx), (*id, account_id), &content, None).await?;
    }
    Ok(())
}

/// Those who look at adverts of a centre; its managers where nobody else does, and of what is late in any case.
async fn whom(tx: &Tx<'_>, centre_id: Uuid, told: Told) -> Result<Vec<Uuid>, AppError> {
    let held = membership::list_at_centre(tx, centre_id).await?;
    let of = |role: Role| held.iter().filter(move |row| row.role == role.code()).map(|row| row.account_id);
    let moderators: Vec<Uuid> = of(Role::Moderator).collect();
    let tells_managers = told == Told::Late || moderators.is_empty();
    // Before the others: with more people than are told, whoever answers for the centre is among them.
    let managers = of(Role::CentreManager).filter(|_| tells_managers);
    let mut seen = BTreeSet::new();
    Ok(managers.chain(moderators).filter(|account_id| seen.insert(*account_id)).collect())
}
