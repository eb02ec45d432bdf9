//! Somebody registered at a counter: a profile without an account, of the officer's centre.

use super::consents::{apply, wording};
use super::own::store;
use super::{Profile, entry, refuse_wrong};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, answered, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
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

/// What a person at the counter agreed to on a signed paper: one purpose, and where the paper is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnPaper {
    pub purpose: Purpose,
    pub paper: String,
}

impl OnPaper {
    /// The person's yes to the text of today.
    #[must_use]
    pub fn command(&self) -> Command {
        let version = wording(self.purpose);
        Command::Give {
            matter: Matter::whole(self.purpose),
            wording: Wording { version, lang: Lang::Vi },
            shown: version,
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some(self.paper.clone()),
        }
    }
}

/// Makes a profile for somebody at the counter; answers with its id. Ask [`super::similar`] first, and
/// where somebody is alike [`registered_before`]: they may be the person of this very form, sent twice.
pub async fn register(app: &App, ctx: &Ctx, register: Register, key: &Key) -> Result<ProfileId, AppError> {
    register_agreed(app, ctx, (register, Vec::new()), key).await
}

/// The same with what the person agreed to on papers signed before; all of it is kept, or nothing is.
pub async fn register_agreed(
    app: &App,
    ctx: &Ctx,
    (register, agreed): (Register, Vec<OnPaper>),
    key: &Key,
) -> Result<ProfileId, AppError> {
    let work = work(app, ctx, (register, agreed))?;
    once(app, ctx, key, work).await.map(ProfileId)
}

/// The profile that this very form made before; nothing is done. It commits together with the profile, so whoever sees
/// that profile sees this, too.
pub async fn registered_before(
    app: &App,
    ctx: &Ctx,
    (register, agreed): (&Register, &[OnPaper]),
    key: &Key,
) -> Result<Option<ProfileId>, AppError> {
    let work = work(app, ctx, (register.clone(), agreed.to_vec()))?;
    let made: Option<Uuid> = answered(app, (work.name(), work.owner()), &work.asked(), key).await?;
    Ok(made.map(ProfileId))
}

fn work(app: &App, ctx: &Ctx, (register, agreed): (Register, Vec<OnPaper>)) -> Result<Registering, AppError> {
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
        agreed: agreed.into_iter().map(|one| (app.ids().next(), one)).collect(),
        person,
        centre_id,
    })
}

struct Registering {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    centre_id: Uuid,
    branch_id: Option<Uuid>,
    id: Uuid,
    content: Content,
    /// Each with the id of its record.
    agreed: Vec<(Uuid, OnPaper)>,
}

impl Work for Registering {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "register_profile"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let branch = self.branch_id.unwrap_or_default();
        let said = [branch.as_bytes().to_vec(), crate::rows::profile::said(&self.content).into_bytes()];
        let agreed = self.agreed.iter().map(|(_, one)| format!("{} {}", one.purpose.code(), one.paper).into_bytes());
        said.into_iter().chain(agreed).collect()
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
            for (id, one) in &self.agreed {
                apply(tx, &self.ctx, &profile, one.command(), *id).await?;
            }
            Ok(profile.id.0)
        })
    }
}
