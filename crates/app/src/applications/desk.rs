//! The one way in which an application moves: rules, guarded row, timeline, audit and notices in one transaction.

use super::letters::{Told, tell};
use super::record::{Held, event_place};
use super::{ENTITY, refused};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::secrets::Keyring;
use sanviec_domain::application::{Command, Event, Side, State};
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

    /// Moves an application by one command and tells whom it concerns. A command without effect writes nothing.
    pub(super) async fn advance(
        &self,
        tx: &Tx<'_>,
        mut held: Held,
        command: Command,
        side: Side,
    ) -> Result<Held, AppError> {
        let (name, before) = (command.name(), state_json(&held));
        let (life, events) = held.life.clone().step(command, side, self.ctx.now).map_err(refused)?;
        if life == held.life && events.is_empty() {
            return Ok(held);
        }
        // Letters are addressed before the data go.
        let told = Told::of(self, tx, &held).await?;
        held.put(&self.keys, life, self.ctx.now)?;
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
        tell(self, tx, &held, &told, &events, side).await?;
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
