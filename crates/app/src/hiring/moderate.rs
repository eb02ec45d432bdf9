//! The queue of adverts that wait for an officer, oldest first, and the officer's answer. Nobody answers about an
//! advert that they entered or whose employer they act for. What has been published can be sent back or taken down
//! the same way.

use super::clock::answer_of;
use super::{demanded, put, seen};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::organisations;
use crate::postings::{live_until, refused};
use crate::rights::{Action, Thing, demand_of};
use crate::rows::Posting;
use chrono::NaiveDate;
use sanviec_domain::message::Content;
use sanviec_domain::posting::{Command, PostingCode, RemoveReason, State, Why};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, organisation_member, posting, posting_intake, report};
use uuid::Uuid;

/// What an officer says of an advert.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It may go before the public.
    Publish,
    /// Back to the employer: what to mend.
    Return { reason: String },
    /// Down for good: code and note.
    Remove { reason: String, note: String },
}

/// An answer about a posting in the version that was shown.
#[derive(Clone, Debug)]
pub struct Moderate {
    pub posting: Uuid,
    pub version: i64,
    pub verdict: Verdict,
}

/// A posting in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedView {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    pub employer: String,
    /// Since when it waits.
    pub since: Micros,
    /// Last day on which an answer is in time.
    pub answer_due_on: NaiveDate,
    /// That day is over.
    pub is_late: bool,
}

/// Postings of the officer's centre that wait, oldest first, at most `limit`; behind this one, by `since` and id.
pub async fn queue(
    app: &App,
    ctx: &Ctx,
    after: Option<(Micros, Uuid)>,
    limit: i64,
) -> Result<Vec<QueuedView>, AppError> {
    let centre = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::Moderate, Thing::of_centre(centre))?;
    let after = after.map(|(since, id)| (since.0, id));
    let rows = posting::list_of_centre(app.store().reader(), (centre, State::Submitted.code()), after, limit).await?;
    let view = |row: posting::Queued| {
        let answer = answer_of(Micros(row.state_at));
        QueuedView {
            id: row.id,
            code: PostingCode::of(row.id).to_string(),
            title: row.title,
            employer: row.employer,
            since: Micros(row.state_at),
            answer_due_on: answer.due_on(),
            is_late: answer.is_late(ctx.now),
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Refuses whoever may not answer about this posting. A stranger is told that there is none.
pub async fn demand_moderator(app: &App, ctx: &Ctx, id: Uuid) -> Result<(), AppError> {
    demanded(app.store().reader(), ctx, Action::Moderate, id).await.map(|_| ())
}

/// An officer's answer. `Conflict` when the employer changed the posting meanwhile.
pub async fn moderate(app: &App, ctx: &Ctx, moderate: Moderate, key: &Key) -> Result<(), AppError> {
    demanded(app.store().reader(), ctx, Action::Moderate, moderate.posting).await?;
    once(app, ctx, key, Moderating { app: app.clone(), ctx: ctx.clone(), moderate }).await
}

struct Moderating {
    app: App,
    ctx: Ctx,
    moderate: Moderate,
}

impl Moderating {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let ctx = &self.ctx;
        let mut posting = seen(tx, self.moderate.posting, self.moderate.version).await?;
        self.refuse_own(tx, posting.employer_id.0).await?;
        let before = posting.life.clone();
        // The rules let an officer publish what nobody handed in; here only what waits is answered.
        if matches!(self.moderate.verdict, Verdict::Publish) && before.state() != State::Submitted {
            return Err(AppError::Conflict);
        }
        let command = match &self.moderate.verdict {
            Verdict::Publish => Command::Publish { until: live_until(&self.app, ctx.now, &posting.content) },
            Verdict::Return { reason } => Command::Return { reason: sanviec_text::nfc(reason.trim()) },
            Verdict::Remove { reason, note } => {
                let (vi, en) = ("Chọn lý do gỡ tin.", "Choose why it is taken down.");
                let reason = RemoveReason::find_by_code(reason);
                let reason = reason.ok_or_else(|| FieldError::new("reason", "missing", vi, en))?;
                Command::Remove(Why::noted(reason, sanviec_text::nfc(note.trim())))
            }
        };
        let action = match &self.moderate.verdict {
            Verdict::Publish => "moderate_publish",
            Verdict::Return { .. } => "moderate_return",
            Verdict::Remove { .. } => "moderate_remove",
        };
        let (life, events) = before.clone().step(command, ctx.now).map_err(refused)?;
        posting.life = life;
        posting.state_at = ctx.now;
        put(tx, ctx, (&before, &posting), (action, &events)).await?;
        let closes = match &self.moderate.verdict {
            Verdict::Publish => None,
            Verdict::Return { .. } => Some("returned"),
            Verdict::Remove { .. } => Some("removed"),
        };
        if let Some(outcome) = closes {
            report::close(tx, posting.id.0, outcome, ctx.now.0).await?;
        }
        let writer = posting_intake::find(tx, posting.id.0).await?.and_then(|row| row.account_id);
        let about = (posting.employer_id.0, writer);
        organisations::judged(tx, (&self.app, ctx), about, &self.told(&posting)).await
    }

    /// What the employer is told of the answer.
    fn told(&self, posting: &Posting) -> Content {
        let posting_title = posting.content.title.clone();
        let code = posting.id.code();
        match &self.moderate.verdict {
            Verdict::Publish => Content::PostingPublished { posting_title, path: format!("/viec-lam/{code}") },
            Verdict::Return { reason } => {
                let (reason, path) = (reason.trim().to_owned(), format!("/tuyen-dung/tin/{code}"));
                Content::PostingReturned { posting_title, reason, path }
            }
            Verdict::Remove { reason, note } => {
                let told = |why: RemoveReason| organisations::told(|lang| why.sentence(lang), note.trim());
                let reason = RemoveReason::find_by_code(reason).map(told).unwrap_or_default();
                Content::PostingRemoved { posting_title, reason, path: format!("/tuyen-dung/tin/{code}") }
            }
        }
    }

    async fn refuse_own(&self, tx: &Tx<'_>, employer: Uuid) -> Result<(), AppError> {
        let person = self.ctx.actor.person().map(|person| person.account_id);
        let intake = posting_intake::find(tx, self.moderate.posting).await?;
        let entered = intake.and_then(|row| row.account_id);
        let acts = organisation_member::list(tx, employer).await?;
        let is_own = person.is_some_and(|who| entered == Some(who) || acts.iter().any(|row| row.account_id == who));
        if !is_own {
            return Ok(());
        }
        let vi = "Bạn đã nhập tin này hoặc là thành viên của đơn vị. Hãy nhờ đồng nghiệp khác duyệt.";
        let en = "You entered this advert or act for its employer. Let a colleague decide.";
        Err(FieldError::new("form", "own_posting", vi, en).into())
    }
}

impl Work for Moderating {
    type Answer = ();

    fn name(&self) -> &'static str {
        "moderate_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.moderate.posting.as_bytes().to_vec(), format!("{:?}", self.moderate).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
