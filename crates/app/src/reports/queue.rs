//! Reports that wait, and the moderator's answer: an advert that is sent back or taken down closes what was reported of
//! it (`hiring::moderate`, and `take_down` where its employer is no organisation); one that is as it should be is kept
//! here. A centre reads reports of the organisations that it serves; adverts of nobody's organisation are for everybody
//! to look at.

use super::words_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::rows;
use sanviec_domain::posting::{PostingCode, PostingId, State};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Db, Tx, audit, employer, organisation, posting, report};
use uuid::Uuid;

/// One report that waits.
#[derive(Clone, Debug)]
pub struct ReportView {
    pub id: Uuid,
    pub posting_id: PostingId,
    pub posting_title: String,
    pub employer: String,
    /// Whether the advert is answered as those of organisations are; else it can only be kept or taken down.
    pub is_answerable: bool,
    pub reason: String,
    pub words: String,
    pub at: Micros,
}

/// A reported advert before the moderator who answers.
#[derive(Clone, Debug)]
pub struct Reported {
    pub title: String,
    pub employer: String,
    pub state: State,
    /// Whether its employer is an organisation: then it is answered where adverts of organisations are.
    pub is_answerable: bool,
    /// What waits, oldest first, at most [`SHOWN`].
    pub reports: Vec<ReportView>,
}

/// Reports of one advert that are shown.
const SHOWN: u64 = 50;

pub(super) fn centre_of(ctx: &Ctx) -> Result<Uuid, AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::Moderate, Thing::of_centre(centre_id))?;
    Ok(centre_id)
}

/// Reports that wait for the moderators of the own centre, oldest first.
pub async fn list_open(app: &App, ctx: &Ctx, after: Option<Uuid>, limit: u64) -> Result<Vec<ReportView>, AppError> {
    let centre_id = centre_of(ctx)?;
    let rows = report::list_open(app.store().reader(), centre_id, after, limit).await?;
    viewed(app, rows).await
}

async fn viewed(app: &App, rows: Vec<report::Row>) -> Result<Vec<ReportView>, AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let mut views = Vec::new();
    for row in rows {
        let words = words_of(keys, &row)?;
        let title = posting::find(reader, row.posting_id).await?.map(|posting| posting.title);
        views.push(ReportView {
            id: row.id,
            posting_id: PostingId(row.posting_id),
            posting_title: title.unwrap_or_default(),
            employer: employer::load(reader, row.employer_id).await?.name,
            is_answerable: organisation::find(reader, row.employer_id).await?.is_some(),
            reason: row.reason,
            words,
            at: Micros(row.created_at),
        });
    }
    Ok(views)
}

/// An advert with what was reported of it. One of an organisation that another centre serves is not found.
pub async fn reported(app: &App, ctx: &Ctx, posting: &str) -> Result<Reported, AppError> {
    let centre_id = centre_of(ctx)?;
    let code: PostingCode = posting.parse().map_err(|_| AppError::NotFound)?;
    let reader = app.store().reader();
    let posting = rows::read(posting::find(reader, code.uuid()).await?.ok_or(AppError::NotFound)?)?;
    let is_answerable = is_answerable(reader, posting.employer_id.0, centre_id).await?;
    let waiting = report::list_of_posting(reader, posting.id.0, SHOWN).await?;
    Ok(Reported {
        employer: employer::load(reader, posting.employer_id.0).await?.name,
        state: posting.life.state(),
        title: posting.content.title,
        is_answerable,
        reports: viewed(app, waiting).await?,
    })
}

/// Whether the employer is an organisation. One that another centre serves is not found.
pub(super) async fn is_answerable(db: &impl Db, employer_id: Uuid, centre_id: Uuid) -> Result<bool, AppError> {
    match organisation::find(db, employer_id).await? {
        None => Ok(false),
        Some(row) if row.centre_id == centre_id => Ok(true),
        Some(_) => Err(AppError::NotFound),
    }
}

/// Says that nothing is wrong with an advert: what was reported of it is closed. Done again it changes nothing.
pub async fn keep(app: &App, ctx: &Ctx, posting: &str, key: &Key) -> Result<(), AppError> {
    let centre_id = centre_of(ctx)?;
    let code: PostingCode = posting.parse().map_err(|_| AppError::NotFound)?;
    once(app, ctx, key, Keeping { ctx: ctx.clone(), centre_id, posting_id: code.uuid() }).await
}

struct Keeping {
    ctx: Ctx,
    centre_id: Uuid,
    posting_id: Uuid,
}

impl Keeping {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let row = posting::find(tx, self.posting_id).await?.ok_or(AppError::NotFound)?;
        is_answerable(tx, row.employer_id, self.centre_id).await?;
        let closed = report::close(tx, row.id, "kept", self.ctx.now.0).await?;
        if closed == 0 {
            return Ok(());
        }
        let after = Some(format!(r#"{{"reports":{closed}}}"#));
        Ok(audit::append(tx, &[crate::postings::entry(&self.ctx, "keep_reported", row.id, None, after)]).await?)
    }
}

impl Work for Keeping {
    type Answer = ();

    fn name(&self) -> &'static str {
        "keep_reported"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.posting_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
