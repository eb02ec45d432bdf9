//! Handing a posting in. What the law forbids is refused at once. A clean advert of a verified organisation whose
//! adverts an officer has seen before goes before the public by itself; everything else waits for an officer, and so
//! does what comes in such numbers in one day that somebody should have a look.

use super::{demanded, form, put, seen, told};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::organisations;
use crate::postings::{circumstances, live_until, refused};
use crate::rights::Action;
use crate::rows::Posting;
use sanviec_domain::checks::{Circumstances, Finding, Severity};
use sanviec_domain::posting::{Command, Content, Event, Life};
use sanviec_store::{BoxFuture, Tx, posting};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * MINUTE;
/// Adverts of one employer in a day that go before the public by themselves.
const FREELY: Limit = Limit { name: "adverts_freely_of", most: 50, window_us: DAY };
/// Adverts that one employer hands in in a day.
const MOST: Limit = Limit { name: "adverts_of", most: 500, window_us: DAY };

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Submitted {
    /// Before the public.
    Published,
    /// Waits for an officer.
    Waiting,
}

/// Hands a posting in, in the version that was shown.
pub async fn submit(app: &App, ctx: &Ctx, id: Uuid, version: i64, key: &Key) -> Result<Submitted, AppError> {
    demanded(app.store().reader(), ctx, Action::EditPosting, id).await?;
    let around = circumstances(app, ctx);
    once(app, ctx, key, Submitting { app: app.clone(), ctx: ctx.clone(), id, version, around }).await
}

/// Refuses what lacks something compulsory or what the law forbids; says whether an officer has nothing to look at.
pub(super) fn is_clean(content: &Content, around: &Circumstances) -> Result<bool, AppError> {
    let findings = content.check(around);
    let errors = open(content, &findings);
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    Ok(findings.iter().all(|found| found.severity == Severity::Note))
}

/// What must be mended: compulsory fields that say nothing, and what the law forbids. A field is told once.
pub(super) fn open(content: &Content, findings: &[Finding]) -> Vec<FieldError> {
    let missing = form::missing(content);
    let forbidden = findings.iter().filter(|found| found.severity == Severity::Refuse).map(told);
    let forbidden: Vec<_> = forbidden.filter(|error| missing.iter().all(|known| known.field != error.field)).collect();
    missing.into_iter().chain(forbidden).collect()
}

struct Submitting {
    app: App,
    ctx: Ctx,
    id: Uuid,
    version: i64,
    around: Circumstances,
}

impl Submitting {
    async fn run(&self, tx: &Tx<'_>) -> Result<Submitted, AppError> {
        let mut posting = seen(tx, self.id, self.version).await?;
        let before = posting.life.clone();
        let (life, events, submitted) = hand_in(tx, (&self.app, &self.ctx), &posting, &self.around).await?;
        posting.life = life;
        posting.state_at = self.ctx.now;
        put(tx, &self.ctx, (&before, &posting), ("submit_posting", &events)).await?;
        Ok(submitted)
    }
}

/// What becomes of a posting that is handed in now; nothing is written.
pub(super) async fn hand_in(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    posting: &Posting,
    around: &Circumstances,
) -> Result<(Life, Vec<Event>, Submitted), AppError> {
    let (now, employer) = (ctx.now, posting.employer_id.0);
    let clean = is_clean(&posting.content, around)?;
    if !MOST.count(tx, app.keys()?, &[employer.as_bytes()], now.0).await? {
        return Err(too_many());
    }
    let (life, mut events) = posting.life.clone().step(Command::Submit, now).map_err(refused)?;
    let verified = organisations::standing(tx, employer, now).await?.demand_verified().is_ok();
    let alone = clean && verified && posting::was_any_published(tx, employer).await?;
    if !alone || !FREELY.count(tx, app.keys()?, &[employer.as_bytes()], now.0).await? {
        return Ok((life, events, Submitted::Waiting));
    }
    let until = live_until(app, now, &posting.content);
    let (life, more) = life.step(Command::Publish { until }, now).map_err(refused)?;
    events.extend(more);
    Ok((life, events, Submitted::Published))
}

fn too_many() -> AppError {
    let vi = "Hôm nay đơn vị đã gửi 500 tin. Hãy gửi tiếp vào ngày mai, hoặc gọi trung tâm.";
    let en = "The organisation handed in 500 adverts today. Go on tomorrow, or call the centre.";
    FieldError::new("form", "too_many", vi, en).into()
}

impl Work for Submitting {
    type Answer = Submitted;

    fn name(&self) -> &'static str {
        "submit_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), self.version.to_be_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Submitted, AppError>> {
        Box::pin(self.run(tx))
    }
}
