//! The profile of the person who is signed in: there is one an account, made when something is first said.

use super::{Profile, entry, terms};
use crate::accounts::{self, Contact};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::rows;
use crate::secrets::Keyring;
use sanviec_domain::person::{Email, Phone};
use sanviec_domain::profile::ProfileId;
use sanviec_store::{BoxFuture, Db, Tx, audit, profile, profile_double};
use uuid::Uuid;

/// The person who is signed in and may do this to the own profile.
pub(super) fn holder(ctx: &Ctx, action: Action) -> Result<Person, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, action, Thing::of_account(person.account_id))?;
    Ok(person)
}

/// The own profile, if something was ever said.
pub async fn find_own(app: &App, ctx: &Ctx) -> Result<Option<Profile>, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let row = profile::find_by_account(app.store().reader(), person.account_id).await?;
    row.map(|row| rows::profile::read(app.keys()?, &row)).transpose()
}

/// The own profile, or one that says only how the account is reached and is not stored.
pub async fn own_or_new(app: &App, ctx: &Ctx) -> Result<Profile, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let profile = own(app.store().reader(), app.keys()?, ctx, (person.account_id, app.ids().next())).await?;
    if profile.version > 0 && profile.active_at.plus_days(1) < ctx.now {
        touch(app, ctx, profile.id).await?;
    }
    Ok(profile)
}

/// Notes, once a day, that the person was here: a profile that is looked at is not one that nobody uses.
async fn touch(app: &App, ctx: &Ctx, id: ProfileId) -> Result<(), AppError> {
    let (store, now) = (app.store().clone(), ctx.now.0);
    app.to_the_end(async move {
        let write = store.write("touch_profile", |tx| {
            Box::pin(async move { Ok::<_, AppError>(profile::touch(tx, id.0, now).await?) })
        });
        write.await
    })
    .await
}

/// The profile of an account; with version 0 when it is not stored yet.
pub(crate) async fn own(
    db: &impl Db,
    keys: &Keyring,
    ctx: &Ctx,
    (account_id, new_id): (Uuid, Uuid),
) -> Result<Profile, AppError> {
    if let Some(row) = profile::find_by_account(db, account_id).await? {
        return rows::profile::read(keys, &row);
    }
    let mut new = Profile { account_id: Some(account_id), ..Profile::new(new_id, ctx.now) };
    for contact in accounts::contacts(db, keys, account_id).await? {
        let said = &mut new.content.contact;
        match contact {
            Contact::Phone(number) if said.phone.is_none() => said.phone = Phone::parse(&number).ok(),
            Contact::Email(address) if said.email.is_none() => said.email = Email::parse(&address).ok(),
            Contact::Phone(_) | Contact::Email(_) => {}
        }
    }
    Ok(new)
}

/// Stores a profile, new or changed; its version is the new one afterwards.
pub(crate) async fn store(tx: &Tx<'_>, keys: &Keyring, ctx: &Ctx, profile: &mut Profile) -> Result<(), AppError> {
    profile.active_at = ctx.now;
    if profile.version == 0 {
        profile.version = 1;
        let row = rows::profile::write(keys, profile, ctx.now)?;
        profile::insert(tx, &row).await.map_err(|error| match error {
            sanviec_store::Error::Constraint(name) if name == "uq_profile_account_id" => AppError::Conflict,
            other => other.into(),
        })?;
        profile_double::note(tx, &row).await?;
    } else {
        let row = rows::profile::write(keys, profile, ctx.now)?;
        profile.version = profile::update_guarded(tx, &row).await?;
        profile_double::note(tx, &row).await?;
    }
    terms::keep(tx, profile, ctx.now).await
}

/// Makes the own profile, unless there is one; answers with its id.
pub async fn create_own(app: &App, ctx: &Ctx, key: &Key) -> Result<ProfileId, AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    let work = Creating { ctx: ctx.clone(), keys: app.keys()?.clone(), person, id: app.ids().next() };
    once(app, ctx, key, work).await.map(ProfileId)
}

struct Creating {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
}

impl Work for Creating {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "create_profile"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        Vec::new()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(async move {
            let mut profile = own(tx, &self.keys, &self.ctx, (self.person.account_id, self.id)).await?;
            if profile.version == 0 {
                store(tx, &self.keys, &self.ctx, &mut profile).await?;
                audit::append(tx, &[entry(&self.ctx, self.name(), profile.id, &[])]).await?;
            }
            Ok(profile.id.0)
        })
    }
}
