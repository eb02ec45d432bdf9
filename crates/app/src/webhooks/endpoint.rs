//! Endpoints: set up, given another secret, stopped, taken away, by whoever administers the organisation or manages the
//! centre. A secret is shown once, as the answer to the form that made it.

use super::send_again::queue;
use super::sign::new_secret;
use super::{ENTITY, emit};
use crate::app::App;
use crate::audit as trail;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::organisations::demand_administrator;
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Keyring, Place};
use sanviec_domain::Lang;
use sanviec_domain::webhook::{Address, EndpointState, EventKind};
use sanviec_store::webhook::{self, Row};
use sanviec_store::{BoxFuture, Db, Tx, audit};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// Longest name, in characters.
const NAME: usize = 60;
/// Endpoints of one owner.
const MOST: usize = 10;
/// Days for which the secret before is used beside the new one.
const OVERLAP: i64 = 7;

/// Whose an endpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Of an organisation.
    Employer(Uuid),
    /// Of a centre.
    Centre(Uuid),
}

impl Owner {
    pub(super) const fn stored(self) -> webhook::Owner {
        match self {
            Self::Employer(id) => webhook::Owner::Employer(id),
            Self::Centre(id) => webhook::Owner::Centre(id),
        }
    }

    pub(super) const fn id(self) -> Uuid {
        match self {
            Self::Employer(id) | Self::Centre(id) => id,
        }
    }

    /// What it can be told.
    #[must_use]
    pub fn events(self) -> Vec<EventKind> {
        let fits = |kind: &EventKind| match self {
            Self::Employer(_) => kind.is_employers(),
            Self::Centre(_) => kind.is_centres(),
        };
        EventKind::ALL.iter().copied().filter(fits).collect()
    }

    /// Refuses whoever does not answer for the owner.
    pub(super) fn demand(self, ctx: &Ctx) -> Result<(), AppError> {
        match self {
            Self::Employer(id) => demand_administrator(ctx, id),
            Self::Centre(id) => {
                demand_of(ctx, Action::GiveRole, Thing::of_centre(id))?;
                let is_manager = ctx.actor.kind() == Role::CentreManager;
                if is_manager { Ok(()) } else { Err(AppError::Forbidden) }
            }
        }
    }
}

/// An endpoint, as typed.
#[derive(Clone, Debug, Default)]
pub struct Add {
    pub name: String,
    pub address: String,
    /// Codes of what it is told.
    pub events: Vec<String>,
}

/// What was made: the secret is shown now and never again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    pub id: Uuid,
    pub secret: String,
}

/// What can be done with an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is told nothing for a while.
    Pause,
    /// It is told again, also after it was disabled.
    Resume,
    /// It is gone with everything that was to be told.
    Remove,
}

pub(super) const fn secret_place(id: Uuid) -> Place {
    Place { table: "webhook", column: "secret", row: id }
}

pub(super) const fn old_secret_place(id: Uuid) -> Place {
    Place { table: "webhook", column: "old_secret", row: id }
}

/// Sets an endpoint up.
pub async fn add(app: &App, ctx: &Ctx, owner: Owner, add: Add, key: &Key) -> Result<Added, AppError> {
    owner.demand(ctx)?;
    let mut errors = Vec::new();
    let name = sanviec_text::nfc(&add.name).split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        let vi = "Ghi tên, tối đa 60 ký tự, ví dụ tên phần mềm.";
        errors.push(FieldError::new("hook_name", "missing", vi, "Enter a name, such as the program's, 60 characters."));
    }
    let address = Address::parse(&add.address, app.facts().local_webhooks).map_err(|error| {
        errors.push(FieldError::new("hook_address", error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)));
    });
    let known = owner.events();
    let events: Vec<EventKind> = add.events.iter().filter_map(|code| EventKind::find_by_code(code)).collect();
    if events.is_empty() || events.len() != add.events.len() || !events.iter().all(|kind| known.contains(kind)) {
        let vi = "Chọn ít nhất một sự kiện.";
        errors.push(FieldError::new("hook_events", "missing", vi, "Choose at least one event."));
    }
    let (Ok(address), true) = (address, errors.is_empty()) else { return Err(AppError::Refused(errors)) };
    let (id, secret, account) = (app.ids().next(), new_secret()?, account(ctx)?);
    let codes: Vec<&str> = events.iter().map(|kind| kind.code()).collect();
    let (employer_id, centre_id) = match owner {
        Owner::Employer(id) => (Some(id), None),
        Owner::Centre(id) => (None, Some(id)),
    };
    let row = Row {
        id,
        version: 1,
        employer_id,
        centre_id,
        name,
        address: address.written(),
        events: codes.join(" "),
        secret: app.keys()?.seal(secret_place(id), secret.as_bytes())?,
        old_secret: None,
        old_until: None,
        state: EndpointState::Active.code().to_owned(),
        reason: None,
        created_by: account,
        created_at: ctx.now.0,
        updated_at: ctx.now.0,
    };
    once(app, ctx, key, Adding { ctx: ctx.clone(), owner, row, secret }).await
}

fn account(ctx: &Ctx) -> Result<Uuid, AppError> {
    ctx.actor.person().map(|person| person.account_id).ok_or(AppError::Forbidden)
}

struct Adding {
    ctx: Ctx,
    owner: Owner,
    row: Row,
    secret: String,
}

impl Work for Adding {
    type Answer = Added;

    fn name(&self) -> &'static str {
        "add_webhook"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.row.created_by)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let Row { name, address, events, .. } = &self.row;
        let texts = [name, address, events].into_iter().map(|text| text.clone().into_bytes());
        std::iter::once(self.owner.id().as_bytes().to_vec()).chain(texts).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Added, AppError>> {
        Box::pin(async move {
            if webhook::list(tx, self.owner.stored()).await?.len() >= MOST {
                let (vi, en) = ("Đã có 10 địa chỉ. Hãy bỏ bớt.", "There are 10 endpoints. Take one away first.");
                return Err(FieldError::new("hook_name", "too_many_webhooks", vi, en).into());
            }
            webhook::insert(tx, &self.row).await?;
            audit::append(tx, &[entry(&self.ctx, "add_webhook", self.row.id, (None, Some(&self.row)))]).await?;
            Ok(Added { id: self.row.id, secret: self.secret.clone() })
        })
    }
}

/// Gives an endpoint another secret; for a week messages carry signatures of both.
pub async fn rotate(app: &App, ctx: &Ctx, owner: Owner, id: Uuid, key: &Key) -> Result<Added, AppError> {
    owner.demand(ctx)?;
    find_own(app.store().reader(), owner, id).await?;
    let work = Rotating { ctx: ctx.clone(), keys: app.keys()?.clone(), owner, id, secret: new_secret()? };
    once(app, ctx, key, work).await
}

struct Rotating {
    ctx: Ctx,
    keys: Keyring,
    owner: Owner,
    id: Uuid,
    secret: String,
}

impl Work for Rotating {
    type Answer = Added;

    fn name(&self) -> &'static str {
        "rotate_webhook"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.owner.id().as_bytes().to_vec(), self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Added, AppError>> {
        Box::pin(async move {
            let mut row = find_own(tx, self.owner, self.id).await?;
            let before = row.clone();
            let secret = self.keys.open(secret_place(row.id), &row.secret)?;
            row.old_secret = Some(self.keys.seal(old_secret_place(row.id), &secret)?);
            row.old_until = Some(self.ctx.now.plus_days(OVERLAP).0);
            row.secret = self.keys.seal(secret_place(row.id), self.secret.as_bytes())?;
            row.updated_at = self.ctx.now.0;
            webhook::update_guarded(tx, &row).await?;
            audit::append(tx, &[entry(&self.ctx, "rotate_webhook", row.id, (Some(&before), Some(&row)))]).await?;
            Ok(Added { id: self.id, secret: self.secret.clone() })
        })
    }
}

/// The endpoint of this owner; another's is not found.
pub(super) async fn find_own(db: &impl Db, owner: Owner, id: Uuid) -> Result<Row, AppError> {
    let row = webhook::find(db, id).await?.ok_or(AppError::NotFound)?;
    let is_own = match owner {
        Owner::Employer(id) => row.employer_id == Some(id),
        Owner::Centre(id) => row.centre_id == Some(id),
    };
    if is_own { Ok(row) } else { Err(AppError::NotFound) }
}

/// Stops an endpoint, lets it go on, or takes it away. Done again it changes nothing.
pub async fn act(app: &App, ctx: &Ctx, owner: Owner, (id, act): (Uuid, Act), key: &Key) -> Result<(), AppError> {
    owner.demand(ctx)?;
    once(app, ctx, key, Acting { ctx: ctx.clone(), owner, id, act }).await
}

struct Acting {
    ctx: Ctx,
    owner: Owner,
    id: Uuid,
    act: Act,
}

impl Acting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut row = find_own(tx, self.owner, self.id).await?;
        let before = row.clone();
        let (state, action) = match self.act {
            Act::Pause => (EndpointState::Paused, "pause_webhook"),
            Act::Resume => (EndpointState::Active, "resume_webhook"),
            Act::Remove => {
                webhook::delete(tx, row.id).await?;
                let told = entry(&self.ctx, "remove_webhook", self.id, (Some(&before), None));
                return Ok(audit::append(tx, &[told]).await?);
            }
        };
        if row.state == state.code() {
            return Ok(());
        }
        state.code().clone_into(&mut row.state);
        row.reason = None;
        row.updated_at = self.ctx.now.0;
        webhook::update_guarded(tx, &row).await?;
        if state == EndpointState::Active {
            // What waited when it was stopped goes now.
            for mut waiting in webhook::list_queued(tx, row.id, emit::WAITING_MOST).await? {
                queue(tx, &self.ctx, &mut waiting).await?;
            }
        }
        Ok(audit::append(tx, &[entry(&self.ctx, action, row.id, (Some(&before), Some(&row)))]).await?)
    }
}

impl Work for Acting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "act_on_webhook"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.owner.id().as_bytes().to_vec(), self.id.as_bytes().to_vec(), format!("{:?}", self.act).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Who did what to an endpoint, with what it changed of it: one that is new has nothing before, one that is gone
/// nothing after.
pub(super) fn entry(ctx: &Ctx, action: &str, id: Uuid, (before, after): (Option<&Row>, Option<&Row>)) -> audit::Row {
    let (before, after) = match (before.map(told), after.map(told)) {
        (before, Some(after)) => trail::differing(before, after),
        (before, None) => (before.map(|gone| gone.to_string()), None),
    };
    audit::Row { before, after, ..trail::entry(ctx, action, ENTITY, id) }
}

/// An endpoint as the trail tells it: of its secrets only that there is an old one beside it, and until when.
fn told(row: &Row) -> Value {
    json!({
        "name": trail::typed(Some(&row.name)),
        "address": trail::typed(Some(&row.address)),
        "events": row.events.split(' ').collect::<Vec<_>>(),
        "state": row.state,
        "reason": row.reason,
        "old_secret_until": row.old_until,
    })
}
