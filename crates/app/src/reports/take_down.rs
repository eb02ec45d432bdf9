//! A reported advert of nobody's organisation is taken down for good. Its source may list it on: what was taken down
//! takes no change from an import.

use super::queue::{centre_of, is_answerable};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::postings::{announce, change, entry, kind_of, refused, state_json};
use crate::rows;
use sanviec_domain::posting::{Command, PostingCode, RemoveReason, Why};
use sanviec_store::{BoxFuture, Tx, audit, posting, report};
use uuid::Uuid;

/// What a moderator decided about a reported advert, as typed.
#[derive(Clone, Debug)]
pub struct TakeDown {
    /// Code of the posting.
    pub posting: String,
    /// Code of a [`RemoveReason`].
    pub reason: String,
    /// May be empty, except for `other`.
    pub note: String,
}

/// Takes an advert down that was reported, and closes the reports. `Conflict` when none waits any more: a colleague was
/// faster. One of an organisation is answered by `hiring::moderate` and not found here.
pub async fn take_down(app: &App, ctx: &Ctx, order: TakeDown, key: &Key) -> Result<(), AppError> {
    let centre_id = centre_of(ctx)?;
    let code: PostingCode = order.posting.parse().map_err(|_| AppError::NotFound)?;
    let (vi, en) = ("Chọn lý do gỡ tin.", "Choose why it is taken down.");
    let reason = RemoveReason::find_by_code(&order.reason);
    let reason = reason.ok_or_else(|| FieldError::new("reason", "missing", vi, en))?;
    let why = Why::noted(reason, sanviec_text::nfc(order.note.trim()));
    once(app, ctx, key, Removing { ctx: ctx.clone(), centre_id, posting_id: code.uuid(), why }).await
}

struct Removing {
    ctx: Ctx,
    centre_id: Uuid,
    posting_id: Uuid,
    why: Why<RemoveReason>,
}

impl Removing {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let now = self.ctx.now;
        let mut posting = rows::read(posting::find(tx, self.posting_id).await?.ok_or(AppError::NotFound)?)?;
        if is_answerable(tx, posting.employer_id.0, self.centre_id).await? {
            return Err(AppError::NotFound);
        }
        if report::close(tx, posting.id.0, "removed", now.0).await? == 0 {
            return Err(AppError::Conflict);
        }
        let before = state_json(&posting.life);
        let command = Command::Remove(self.why.clone());
        let (life, events) = posting.life.clone().step(command, now).map_err(refused)?;
        posting.life = life;
        posting.state_at = now;
        let version = posting::update_guarded(tx, &rows::write(&posting, now)).await?;
        let after = Some(state_json(&posting.life));
        audit::append(tx, &[entry(&self.ctx, "remove_reported", posting.id.0, Some(before), after)]).await?;
        announce(tx, &self.ctx, &[change(posting.id, version, kind_of(&events))]).await.map(|_| ())
    }
}

impl Work for Removing {
    type Answer = ();

    fn name(&self) -> &'static str {
        "remove_reported"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let (reason, note) = (self.why.reason.code(), self.why.note.as_str());
        vec![self.posting_id.as_bytes().to_vec(), reason.into(), note.into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
