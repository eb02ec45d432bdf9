//! The one way in which an application moves: rules, guarded row, timeline, audit and notices in one transaction.

use super::letters::{Told, tell};
use super::record::{Advert, Held, event_place, named_place};
use super::{ENTITY, refused};
use crate::app::App;
use crate::approaches;
use crate::ctx::{Ctx, Locale};
use crate::error::AppError;
use crate::postings::{Hire, count_hire};
use crate::secrets::Keyring;
use crate::webhooks;
use sanviec_domain::application::{Command, Event, Kind, Life, Side, State, Status, Terms};
use sanviec_domain::posting::PostingId;
use sanviec_domain::webhook::EventKind;
use sanviec_store::application::Row;
use sanviec_store::{Tx, application, audit};
use uuid::Uuid;

/// What every write about applications works with.
#[derive(Clone)]
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) ctx: Ctx,
    pub(super) keys: Keyring,
}

impl Desk {
    pub(super) fn new(app: &App, ctx: &Ctx) -> Result<Self, AppError> {
        Ok(Self { app: app.clone(), ctx: ctx.clone(), keys: app.keys()?.clone() })
    }

    /// The application, held until the write ends.
    pub(super) async fn hold(&self, tx: &Tx<'_>, id: Uuid) -> Result<Held, AppError> {
        let row = application::find_for_update(tx, id).await?.ok_or(AppError::NotFound)?;
        Held::read(&self.keys, row)
    }

    /// A new application in the name of whoever acts, with today's promises and nothing in it yet.
    pub(super) fn fresh(&self, id: Uuid, advert: &Advert, (kind, needs_guardian): (Kind, bool)) -> (Life, Row) {
        let (facts, now) = (self.app.facts(), self.ctx.now.0);
        let terms = Terms { kind, needs_guardian, answer_days: facts.answer_days, keep_days: facts.keep_days };
        let life = Life::begin(terms, self.ctx.now);
        let row = Row {
            id,
            version: 1,
            posting_id: advert.posting_id.0,
            employer_id: advert.employer_id,
            account_id: self.ctx.actor.person().map(|person| person.account_id),
            profile_id: None,
            person_key: None,
            account_once: None,
            kind: kind.code().to_owned(),
            needs_guardian: i32::from(terms.needs_guardian),
            answer_days: i32::from(terms.answer_days),
            keep_days: i32::from(terms.keep_days),
            state: State::Draft.code().to_owned(),
            sent_at: None,
            answered_at: None,
            due_at: life.due_at().map(|at| at.0),
            interview_at: None,
            starts_on: None,
            ended_at: None,
            reason: None,
            note: None,
            last_status: None,
            response: life.response().code().to_owned(),
            locale: if self.ctx.locale == Locale::En { "en" } else { "vi" }.to_owned(),
            name: None,
            contact: None,
            answers: None,
            guardian: None,
            created_at: now,
            updated_at: now,
            by_centre_id: None,
            interview_place: None,
        };
        (life, row)
    }

    /// Moves an application by one command and tells whom it concerns. A command without effect writes nothing.
    pub(super) async fn advance(
        &self,
        tx: &Tx<'_>,
        mut held: Held,
        command: Command,
        side: Side,
    ) -> Result<Held, AppError> {
        let (name, before) = (command.name(), state_json(&held));
        let place = match &command {
            Command::SetInterview { place, .. } => Some(named_place(place)),
            _ => None,
        };
        let (life, mut events) = held.life.clone().step(command, side, self.ctx.now).map_err(refused)?;
        // The same hour at another place is another interview to whoever has to go there.
        if events.is_empty() && place.is_some() && place != held.interview_place(&self.keys)? {
            events.push(Event::InterviewMoved);
        }
        if life == held.life && events.is_empty() {
            return Ok(held);
        }
        // Letters are addressed before the data go.
        let told = Told::of(self, tx, &held).await?;
        held.put(&self.keys, life, self.ctx.now)?;
        if let Some(place) = place {
            held.set_interview_place(&self.keys, &place)?;
        }
        held.row.version = application::update_guarded(tx, &held.row).await.map_err(once_only)?;
        let entry = self.entry(name.code(), held.row.id, Some(before), Some(state_json(&held)));
        audit::append(tx, &[entry]).await?;
        if held.life.state() == State::Erased {
            application::erase_trail(tx, held.row.id).await?;
        } else {
            for event in &events {
                self.note(tx, held.row.id, (event.code(), side), None).await?;
            }
        }
        if let Some(account_id) = held.row.account_id.filter(|_| events.contains(&Event::Sent)) {
            approaches::applied(tx, &self.ctx, (held.row.posting_id, account_id), held.row.id).await?;
        }
        if events.contains(&Event::Hired) {
            Box::pin(count_hire(tx, &self.ctx, &hire_of(&held.row))).await?;
        }
        tell(self, tx, &held, &told, &events, side).await?;
        webhooks::emit(tx, &self.ctx, &happened(&held, &events)).await?;
        metrics_of(&events);
        Ok(held)
    }

    /// Adds an entry to the timeline.
    pub(super) async fn note(
        &self,
        tx: &Tx<'_>,
        application_id: Uuid,
        (kind, side): (&str, Side),
        words: Option<&str>,
    ) -> Result<(), AppError> {
        let id = self.app.ids().next();
        let row = application::Event {
            id,
            application_id,
            at: self.ctx.now.0,
            kind: kind.to_owned(),
            side: side.code().to_owned(),
            author_id: self.ctx.actor.person().map(|person| person.account_id),
            words: words.map(|words| self.keys.seal(event_place(id), words.as_bytes())).transpose()?,
        };
        Ok(application::add_event(tx, &row).await?)
    }

    /// Who did what to an application, without personal data.
    pub(super) fn entry(&self, action: &str, id: Uuid, before: Option<String>, after: Option<String>) -> audit::Row {
        audit::Row {
            id: 0,
            at: self.ctx.now.0,
            actor: self.ctx.actor.name(),
            role: self.ctx.actor.role().to_owned(),
            action: action.to_owned(),
            entity: ENTITY.to_owned(),
            entity_id: id,
            before,
            after,
            request_id: Some(self.ctx.request_id.to_string()),
            centre_id: self.ctx.actor.centre_id(),
        }
    }
}

const fn hire_of(row: &Row) -> Hire {
    let Row { id, posting_id, profile_id, account_id, .. } = row;
    Hire { posting_id: *posting_id, profile_id: *profile_id, account_id: *account_id, told_by: *id }
}

/// What programs of the employer are told: that it moved, and nothing of the person.
fn happened(held: &Held, events: &[Event]) -> Vec<webhooks::Event> {
    let kind = |event: &Event| match event {
        Event::Sent => Some(EventKind::ApplicationSubmitted),
        Event::Withdrawn => Some(EventKind::ApplicationWithdrawn),
        Event::Shortlisted
        | Event::InterviewSet
        | Event::InterviewMoved
        | Event::InterviewCancelled
        | Event::Hired
        | Event::Rejected
        | Event::Unanswered
        | Event::PostingRemoved
        | Event::Reconsidered => Some(EventKind::ApplicationAnswered),
        Event::GuardianAsked | Event::Seen | Event::KeepingChanged | Event::Erased => None,
    };
    let told = |event: &Event| {
        // What the employer never saw is not told as taken back.
        let kind = kind(event).filter(|_| held.row.sent_at.is_some())?;
        Some(webhooks::Event {
            kind,
            employer_id: Some(held.row.employer_id),
            centre_id: None,
            about: (held.row.id, held.row.version),
            data: serde_json::json!({
                "application_id": held.id().code().to_string(),
                "posting_id": PostingId(held.row.posting_id).code().to_string(),
                "status": held.life.status().map(Status::code),
                "what": event.code(),
            }),
        })
    };
    events.iter().filter_map(told).collect()
}

/// Somebody else sent the person's one application at the same moment.
pub(super) fn once_only(error: sanviec_store::Error) -> AppError {
    match error {
        sanviec_store::Error::Constraint(name) if name.starts_with("uq_application_") => AppError::Conflict,
        other => other.into(),
    }
}

fn state_json(held: &Held) -> String {
    format!(r#"{{"state":"{}"}}"#, held.life.state().code())
}

fn metrics_of(events: &[Event]) {
    for event in events {
        metrics::counter!("applications_total", "event" => event.code()).increment(1);
    }
}
