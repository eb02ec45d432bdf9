//! One posting as its employer and its officer see it, and the preview: the public page before it is public.

use super::clock::answer_of;
use super::{demanded, submit, told};
use crate::app::App;
use crate::applications;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::organisations;
use crate::postings::{PostingView, circumstances, to_preview};
use crate::rights::Action;
use crate::rows::Posting;
use chrono::NaiveDate;
use sanviec_domain::checks::Severity;
use sanviec_domain::clock::Duty;
use sanviec_domain::posting::{Content, State};
use sanviec_domain::time::Micros;
use sanviec_store::{centre, employer, posting, posting_intake};
use uuid::Uuid;

/// One posting from inside.
#[derive(Clone, Debug)]
pub struct OwnPosting {
    pub id: Uuid,
    /// Code in addresses.
    pub code: String,
    pub slug: String,
    pub version: i64,
    pub employer_id: Uuid,
    pub employer: String,
    pub state: State,
    pub state_at: Micros,
    /// Last day on which an officer answers in time, while it waits for one.
    pub answer_due_on: Option<NaiveDate>,
    /// That day is over.
    pub is_answer_late: bool,
    /// Why it was sent back, closed or taken down.
    pub reason: Option<String>,
    /// Since when it was first before the public, and until when.
    pub run: Option<(Micros, Micros)>,
    pub wanted: u32,
    pub hired: u32,
    pub content: Content,
    /// Compulsory fields that say nothing, and what the law forbids.
    pub open: Vec<FieldError>,
    /// What an officer will look at.
    pub doubts: Vec<FieldError>,
    /// What nobody will look at and its author should: a telephone number that everybody will read, say.
    pub notes: Vec<FieldError>,
    /// Whether its organisation is verified now.
    pub is_verified: bool,
    /// The centre whose officer entered it.
    pub entered_by: Option<String>,
}

/// The posting, for its employer's people and the officers of its centre.
pub async fn own(app: &App, ctx: &Ctx, id: Uuid) -> Result<OwnPosting, AppError> {
    let reader = app.store().reader();
    let found = demanded(reader, ctx, Action::ReadOrganisation, id).await?;
    let findings = found.content.check(&circumstances(app, ctx));
    let open = submit::open(&found.content, &findings);
    let (parts, people) = (found.life.parts(), found.life.people());
    let answer = (parts.state == State::Submitted).then(|| answer_of(found.state_at));
    let of = |severity: Severity| -> Vec<FieldError> {
        findings.iter().filter(|finding| finding.severity == severity).map(told).collect()
    };
    Ok(OwnPosting {
        id,
        code: found.id.code().to_string(),
        slug: sanviec_text::slug(&found.content.title),
        version: found.version,
        employer_id: found.employer_id.0,
        employer: employer::load(reader, found.employer_id.0).await?.name,
        state: parts.state,
        state_at: found.state_at,
        answer_due_on: answer.map(Duty::due_on),
        is_answer_late: answer.is_some_and(|duty| duty.is_late(ctx.now)),
        reason: parts.reason,
        run: found.life.run().map(|run| (run.published_at, run.until)),
        wanted: people.wanted,
        hired: people.hired,
        open,
        doubts: of(Severity::Warn),
        notes: of(Severity::Note),
        is_verified: organisations::standing(reader, found.employer_id.0, ctx.now).await?.demand_verified().is_ok(),
        entered_by: entered_by(app, id).await?,
        content: found.content,
    })
}

/// The posting as its public page will show it.
pub async fn preview(app: &App, ctx: &Ctx, id: Uuid) -> Result<PostingView, AppError> {
    let reader = app.store().reader();
    let found: Posting = demanded(reader, ctx, Action::ReadOrganisation, id).await?;
    let row = posting::load(reader, id).await?;
    let employer = employer::load(reader, found.employer_id.0).await?;
    let through = applications::through(reader, employer.id, id).await?;
    let view = to_preview(found, employer, Micros(row.updated_at));
    Ok(PostingView { entered_by: entered_by(app, id).await?, through, ..view })
}

/// Name of the centre whose officer entered a posting for an employer who telephoned.
pub(crate) async fn entered_by(app: &App, id: Uuid) -> Result<Option<String>, AppError> {
    let reader = app.store().reader();
    let intake = posting_intake::find(reader, id).await?;
    match intake.and_then(|row| row.centre_id) {
        Some(id) => Ok(centre::find(reader, id).await?.map(|row| row.name)),
        None => Ok(None),
    }
}
