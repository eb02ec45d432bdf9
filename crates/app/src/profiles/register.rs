//! Somebody registered at a counter: a profile without an account, of the officer's centre.

use super::own::store;
use super::{Profile, entry, refuse_wrong};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, answered, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::profile::{Content, ProfileId};
use sanviec_store::{BoxFuture, Tx, audit};
use uuid::Uuid;

/// A person at the counter.
#[derive(Clone)]
pub struct Register {
    /// What form 01 says so far; a name is enough.
    pub content: Content,
    /// The branch where it is done.
    pub branch_id: Option<Uuid>,
}

/// Makes a profile for somebody at the counter; answers with its id. Ask [`registered_before`] and [`super::similar`]
/// first:
/// whoever sends a form again is not told that the person of the first time may be the same.
pub async fn register(app: &App, ctx: &Ctx, register: Register, key: &Key) -> Result<ProfileId, AppError> {
    let work = work(app, ctx, register)?;
    once(app, ctx, key, work).await.map(ProfileId)
}

fn work(app: &App, ctx: &Ctx, register: Register) -> Result<Registering, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let centre_id = person.centre_id.ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_centre(centre_id))?;
    let content = register.content.tidied();
    refuse_wrong(&content, ctx, |_| true)?;
    if content.identity.name.is_none() {
        let (vi, en) = ("Nhập họ và tên.", "Enter the full name.");
        return Err(FieldError::new("name", "missing", vi, en).into());
    }
    Ok(Registering {
        ctx: ctx.clone(),
        keys: app.keys()?.clone(),
        id: app.ids().next(),
        branch_id: register.branch_id,
        content,
        person,
        centre_id,
    })
}

/// The profile that this very form made before, asked for by the same person; nothing is done.
pub async fn registered_before(
    app: &App,
    ctx: &Ctx,
    register: &Register,
    key: &Key,
) -> Result<Option<ProfileId>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let centre_id = person.centre_id.ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_centre(centre_id))?;
    let content = register.content.clone().tidied();
    let form = (NAME, Some(person.account_id));
    Ok(answered::<Uuid>(app, form, &said(register.branch_id, &content), key).await?.map(ProfileId))
}

/// Name of the form.
const NAME: &str = "register_profile";

fn said(branch_id: Option<Uuid>, content: &Content) -> Vec<Vec<u8>> {
    vec![branch_id.unwrap_or_default().as_bytes().to_vec(), crate::rows::profile::said(content).into_bytes()]
}

struct Registering {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    centre_id: Uuid,
    branch_id: Option<Uuid>,
    id: Uuid,
    content: Content,
}

impl Work for Registering {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        NAME
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        said(self.branch_id, &self.content)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(async move {
            let mut profile = Profile {
                centre_id: Some(self.centre_id),
                branch_id: self.branch_id,
                content: self.content.clone(),
                ..Profile::new(self.id, self.ctx.now)
            };
            store(tx, &self.keys, &self.ctx, &mut profile).await?;
            let said = profile.content.filled();
            audit::append(tx, &[entry(&self.ctx, self.name(), profile.id, &said)]).await?;
            Ok(profile.id.0)
        })
    }
}
