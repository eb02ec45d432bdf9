//! One applicant as the employer sees the person: no more than the rule shows, and contact only through a look that is
//! recorded. An application that was not opened yet shows nothing before it is marked as seen.

use super::answer::NOTED;
use super::desk::Desk;
use super::files::{self, FileView};
use super::full::Carried;
use super::lines::{LineView, around, lines};
use super::list::{employer_of, find_of_employer, is_unopened};
use super::record::{Advert, EventView, Held, advert, by_centre, event_view};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::visible;
use crate::rights::{Action, Fields};
use sanviec_domain::application::{ApplicationId, Command, CommandName, Life, Open, Place, Side, Stage, State, Status};
use sanviec_domain::profile::{Field, Shown, Sight};
use sanviec_domain::reveal::Contact;
use sanviec_domain::time::Micros;
use sanviec_store::application;

/// One applicant.
#[derive(Clone, Debug)]
pub struct ApplicantView {
    pub id: ApplicationId,
    /// Version that an answer names, so that two answers at once do not overwrite each other.
    pub version: i64,
    pub advert: Advert,
    pub status: Option<Status>,
    /// Nothing is shown before the application is marked as seen.
    pub is_unopened: bool,
    pub name: Option<String>,
    /// The name as the list of those who applied shows it, opened or not.
    pub listed_name: Option<String>,
    pub contact: Contact,
    /// What was sent with the profile, as far as the rule shows it without a look.
    pub carried: Option<Carried>,
    pub sent_at: Option<Micros>,
    /// The centre whose officer sent it for the person.
    pub by_centre: Option<String>,
    pub answer_by: Option<Micros>,
    pub interview_at: Option<Micros>,
    pub interview_place: Option<String>,
    /// When the data go.
    pub keep_until: Option<Micros>,
    pub events: Vec<EventView>,
    /// Notes of the employer, which the person does not read.
    pub notes: Vec<EventView>,
    pub lines: Vec<LineView>,
    /// Files, by name; they are opened by a look of their own.
    pub files: Vec<FileView>,
    /// What can be answered now.
    pub may: Vec<CommandName>,
    pub may_write: bool,
    life: Life,
}

impl ApplicantView {
    /// Whether this answer would reach the person, as the rules say at `now`: one who was answered for good, or who
    /// withdrew, is told nothing by it.
    #[must_use]
    pub fn takes(&self, command: &Command, now: Micros) -> bool {
        let stepped = self.life.clone().step(command.clone(), Side::Employer, now);
        stepped.is_ok_and(|(_, events)| !events.is_empty())
    }
}

/// The applicant with this code.
pub async fn applicant(app: &App, ctx: &Ctx, code: &str) -> Result<ApplicantView, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let (_, fields) = employer_of(ctx, Action::ReadApplication)?;
    let id = find_of_employer(&desk, reader, code, Action::ReadApplication).await?;
    let row = application::find(reader, id).await?.ok_or(AppError::NotFound)?;
    let mut held = Held::read(&desk.keys, row)?;
    held.life = held.life.step(Command::Tick, Side::System, ctx.now).map_err(super::refused)?.0;
    let around = around(&desk, reader, &held).await?;
    let is_unopened = is_unopened(&held);
    let is_listed = fields.has(Fields::NAME) && held.life.sight(around, ctx.now).is_some();
    let seen = is_listed && !is_unopened;
    let events = application::list_events(reader, id).await?;
    let (notes, events): (Vec<_>, Vec<_>) = events.iter().partition(|event| event.kind == NOTED);
    let open = |list: Vec<&application::Event>| -> Result<Vec<EventView>, AppError> {
        list.into_iter().map(|event| event_view(&desk.keys, event)).collect()
    };
    Ok(ApplicantView {
        life: held.life.clone(),
        id: held.id(),
        version: held.row.version,
        advert: advert(reader, &held.row).await?,
        status: held.life.status(),
        is_unopened,
        name: if seen { Some(held.name(&desk.keys)?) } else { None },
        listed_name: if is_listed { Some(held.name(&desk.keys)?) } else { None },
        contact: held.life.contact(around, ctx.now),
        carried: if seen { shown_of(&desk, &held, fields)? } else { None },
        sent_at: held.row.sent_at.map(Micros),
        by_centre: by_centre(reader, &held.row).await?,
        answer_by: match held.life.stage {
            Stage::Open(Open { answer_by, .. }) => Some(answer_by),
            _ => None,
        },
        interview_at: match held.life.stage {
            Stage::Open(Open { place: Place::Interview { at }, .. }) => Some(at),
            _ => None,
        },
        interview_place: if held.life.state() == State::Interview { held.interview_place(&desk.keys)? } else { None },
        keep_until: match &held.life.stage {
            Stage::NotSuitable(_, _, ended) | Stage::Withdrawn(_, _, ended) => Some(ended.keep_until),
            _ => None,
        },
        events: open(events)?,
        notes: open(notes)?,
        lines: if seen { lines(&desk, reader, &held, Side::Employer).await? } else { Vec::new() },
        files: if seen { files::list(&desk, reader, id).await? } else { Vec::new() },
        may: if seen { may(&held.life.stage) } else { Vec::new() },
        may_write: seen
            && matches!(held.life.state(), State::Seen | State::Shortlisted | State::Interview | State::Hired),
    })
}

/// What was sent, as far as it is seen before a look at how to reach the person: work and name.
fn shown_of(desk: &Desk, held: &Held, fields: Fields) -> Result<Option<Carried>, AppError> {
    let Some(carried) = Carried::read(&desk.keys, &held.row)? else { return Ok(None) };
    let is_shown = |field: &Field| {
        let class = field.class();
        visible(fields, class) && class.shown_to(Sight::Receiving) == Shown::Full
    };
    Ok(Some(carried.only(is_shown)))
}

/// What the page offers; the rules are asked again when it is done.
fn may(stage: &Stage) -> Vec<CommandName> {
    use CommandName::{CancelInterview, Hire, Reconsider, Reject, SetInterview, Shortlist};
    match stage {
        Stage::Open(open) => match open.place {
            Place::Sent | Place::Seen => vec![Shortlist, SetInterview, Hire, Reject],
            Place::Shortlisted => vec![SetInterview, Hire, Reject],
            Place::Interview { .. } => vec![SetInterview, CancelInterview, Hire, Reject],
        },
        Stage::NotSuitable(..) => vec![Reconsider, Hire],
        Stage::Draft { .. }
        | Stage::AwaitingGuardian { .. }
        | Stage::Hired { .. }
        | Stage::Withdrawn(..)
        | Stage::Erased { .. } => Vec::new(),
    }
}
