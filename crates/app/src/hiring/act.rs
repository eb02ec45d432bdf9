//! What an employer does with a posting afterwards: hides it, shows it again, gives it longer, ends it with a reason.

use super::{demanded, put, seen, submit};
use crate::api_keys::demand_key;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once, owner_of};
use crate::postings::{circumstances, refused};
use crate::rights::Action;
use crate::rows::Posting;
use sanviec_domain::checks::Circumstances;
use sanviec_domain::posting::{CloseReason, Command, Event, Life, State, Why};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::{BoxFuture, Tx, posting};
use uuid::Uuid;

/// One thing to be done with a posting.
#[derive(Clone, Debug)]
pub enum Act {
    /// Hides it for a while.
    Pause,
    /// Shows it again.
    Resume,
    /// Gives it until the end of a day, though it be over.
    Extend { until: String },
    /// Ends it: how many were hired, and otherwise why. Everybody hired is an end of its own.
    Close { hired: String, reason: String, note: String },
}

/// Does it to the posting in the version that was shown.
pub async fn act(app: &App, ctx: &Ctx, id: Uuid, (version, act): (i64, Act), key: &Key) -> Result<(), AppError> {
    demanded(app.store().reader(), ctx, Action::EditPosting, id).await?;
    let around = circumstances(app, ctx);
    once(app, ctx, key, Acting { ctx: ctx.clone(), id, version: Some(version), act, around }).await
}

/// Ends a posting as it is now: nobody is wanted any more.
pub async fn end(app: &App, ctx: &Ctx, id: Uuid, key: &Key) -> Result<(), AppError> {
    demanded(app.store().reader(), ctx, Action::EditPosting, id).await?;
    let reason = CloseReason::NoLongerNeeded.code().to_owned();
    let act = Act::Close { hired: String::new(), reason, note: String::new() };
    let around = circumstances(app, ctx);
    once(app, ctx, key, Acting { ctx: ctx.clone(), id, version: None, act, around }).await
}

struct Acting {
    ctx: Ctx,
    id: Uuid,
    /// Version that was seen; the present one counts without.
    version: Option<i64>,
    act: Act,
    around: Circumstances,
}

impl Acting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let ctx = &self.ctx;
        demand_key(tx, ctx).await?;
        let version = match self.version {
            Some(seen) => seen,
            None => posting::load(tx, self.id).await?.version,
        };
        let mut posting = seen(tx, self.id, version).await?;
        let before = posting.life.clone();
        let (action, events) = match &self.act {
            Act::Pause => ("pause_posting", step(&mut posting, Command::Pause, ctx.now)?),
            Act::Resume => ("resume_posting", step(&mut posting, Command::Resume, ctx.now)?),
            Act::Extend { until } => ("extend_posting", self.extend(&mut posting, until)?),
            Act::Close { hired, reason, note } => {
                ("close_posting", close(&mut posting, (hired, reason, note), ctx.now)?)
            }
        };
        posting.state_at = ctx.now;
        put(tx, ctx, (&before, &posting), (action, &events)).await.map(|_| ())
    }

    /// A posting that was over comes back under today's checks.
    fn extend(&self, posting: &mut Posting, until: &str) -> Result<Vec<Event>, AppError> {
        let (vi, en) = ("Ghi ngày như 31/12/2026.", "Write a day like 31/12/2026.");
        let day = parse_date(until).ok_or_else(|| FieldError::new("until", "no_date", vi, en))?;
        let end = Micros::end_of(day);
        let (now, life) = (self.ctx.now, &posting.life);
        let over =
            matches!(life.state(), State::Expired | State::Closed) || life.run().is_some_and(|run| run.until <= now);
        posting.content.deadline_on = Some(day);
        if over {
            if !submit::is_clean(&posting.content, &self.around)? {
                let vi = "Tin có điểm cần cán bộ xem. Hãy sao chép thành tin mới rồi gửi duyệt.";
                let en = "An officer should look at this advert. Copy it and hand the copy in.";
                return Err(FieldError::new("until", "needs_review", vi, en).into());
            }
            return step(posting, Command::Reopen { until: end }, now);
        }
        step(posting, Command::Extend { until: end }, now)
    }
}

fn step(posting: &mut Posting, command: Command, now: Micros) -> Result<Vec<Event>, AppError> {
    let (life, events) = posting.life.clone().step(command, now).map_err(refused)?;
    posting.life = life;
    Ok(events)
}

fn close(
    posting: &mut Posting,
    (hired, reason, note): (&str, &str, &str),
    now: Micros,
) -> Result<Vec<Event>, AppError> {
    let mut events = Vec::new();
    let count = match hired.trim() {
        "" => 0,
        text => text.parse::<u32>().map_err(|_| {
            let (vi, en) = ("Ghi số người đã tuyển, ví dụ 2.", "Write how many were hired, such as 2.");
            FieldError::new("hired", "out_of_range", vi, en)
        })?,
    };
    if count > 0 {
        events = step(posting, Command::RecordHire { count }, now)?;
        if matches!(posting.life, Life::Filled(..)) {
            return Ok(events);
        }
    }
    let (vi, en) = ("Chọn lý do đóng tin.", "Choose why the posting ends.");
    let chosen = CloseReason::find_by_code(reason).filter(|reason| *reason != CloseReason::SourceDropped);
    let reason = chosen.ok_or_else(|| FieldError::new("reason", "missing", vi, en))?;
    let why = Why::noted(reason, sanviec_text::nfc(note.trim()));
    events.extend(step(posting, Command::Close(why), now)?);
    Ok(events)
}

impl Work for Acting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "act_on_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        owner_of(&self.ctx)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let act = format!("{:?}", self.act).into_bytes();
        vec![self.id.as_bytes().to_vec(), self.version.unwrap_or_default().to_be_bytes().to_vec(), act]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
