//! Putting a new posting before the public in one step: an officer's or an operator's act.

use super::{announce, change, entry, state_json};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::organisations;
use crate::rights::{Action, demand};
use crate::rows::{self, Posting};
use sanviec_domain::employer::employer_key;
use sanviec_domain::posting::{Command, Content, EmployerId, Life, PostingId};
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, audit, employer, posting};

/// A posting to be published at once.
#[derive(Clone, Debug)]
pub struct NewPosting {
    pub employer: String,
    pub content: Content,
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub id: PostingId,
    pub version: i64,
    /// Row of the outbox; a search that names it waits until it has seen this.
    pub outbox_row: i64,
}

/// Publishes a posting until its deadline, or for the configured number of days.
pub async fn publish(app: &App, ctx: &Ctx, new: NewPosting) -> Result<Published, AppError> {
    demand(ctx, Action::EditPosting)?;
    let posting = prepare(app, ctx, &new)?;
    let employer = employer_row(&new.employer, posting.employer_id, ctx.now);
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (posting, employer, ctx) = (&posting, &employer, &ctx);
        store.write("publish_posting", |tx| Box::pin(write(tx, ctx, posting, employer))).await
    })
    .await
}

async fn write(tx: &Tx<'_>, ctx: &Ctx, new: &Posting, employer: &employer::Row) -> Result<Published, AppError> {
    let stored = employer::upsert_by_name_key(tx, std::slice::from_ref(employer)).await?;
    let employer_id = stored.first().map_or(new.employer_id, |row| EmployerId(row.id));
    organisations::standing(tx, employer_id.0, ctx.now).await?.demand_public()?;
    let posting = Posting { employer_id, ..new.clone() };
    posting::insert_many(tx, &[rows::write(&posting, ctx.now)]).await?;
    audit::append(tx, &[entry(ctx, "publish_posting", posting.id.0, None, Some(state_json(&posting.life)))]).await?;
    let outbox_row = announce(tx, ctx, &[change(posting.id, posting.version, "published")]).await?;
    Ok(Published { id: posting.id, version: posting.version, outbox_row })
}

/// First instant at which a posting with this content is no longer live.
pub(crate) fn live_until(app: &App, now: Micros, content: &Content) -> Micros {
    let days = i64::from(app.facts().days_without_deadline);
    content.deadline_on.map_or_else(|| Micros::end_of(now.plus_days(days).day()), Micros::end_of)
}

/// The row of an employer known by its name only.
pub(crate) fn employer_row(name: &str, id: EmployerId, now: Micros) -> employer::Row {
    employer::Row {
        id: id.0,
        version: 1,
        name: name.to_owned(),
        name_key: employer_key(name),
        name_sort: sanviec_text::sort_key(name),
        tax_code: None,
        kind: None,
        verified_at: None,
        created_at: now.0,
        updated_at: now.0,
    }
}

/// A refusal of the rules as the person who asked is told it.
pub(crate) fn refused(refusal: sanviec_domain::posting::Refusal) -> AppError {
    use sanviec_domain::Lang;
    FieldError::new("posting", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

fn prepare(app: &App, ctx: &Ctx, new: &NewPosting) -> Result<Posting, AppError> {
    let until = live_until(app, ctx.now, &new.content);
    let (life, _) = Life::new(new.content.wanted).step(Command::Publish { until }, ctx.now).map_err(refused)?;
    Ok(Posting {
        id: PostingId(app.ids().next()),
        version: 1,
        employer_id: EmployerId(app.ids().next()),
        source: None,
        source_id: None,
        life,
        content: new.content.clone(),
        posted_at: ctx.now,
        created_at: ctx.now,
        state_at: ctx.now,
    })
}
