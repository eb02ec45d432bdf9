//! Sessions: begun with a random token of which only the hash is kept, found at every request, ended by time, by the
//! person, or with the role they were begun for.

use super::factors::Factors;
use super::{Origin, entry, own};
use crate::app::App;
use crate::ctx::{Ctx, Person, Role};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{sha256, token, unhex};
use sanviec_domain::time::{DAY, Micros};
use sanviec_store::{BoxFuture, Tx, audit, credential, membership, session};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const MINUTE: i64 = 60 * 1_000_000;
const HOUR: i64 = 60 * MINUTE;
/// For so long after proving who they are people may change how they sign in.
const FRESH: i64 = 15 * MINUTE;
/// Between password and second factor.
const HALFWAY: i64 = 15 * MINUTE;
/// Characters of a browser's name that are kept.
const DEVICE: usize = 120;

/// How far signing in has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The code of the second factor is still to be shown.
    SecondFactor,
    /// A second factor has to be set up first.
    Enrol,
    /// Signed in.
    Live,
}

impl Stage {
    const fn code(self) -> &'static str {
        match self {
            Self::SecondFactor => "second_factor",
            Self::Enrol => "enrol",
            Self::Live => "live",
        }
    }

    fn of(code: &str) -> Option<Self> {
        [Self::SecondFactor, Self::Enrol, Self::Live].into_iter().find(|stage| stage.code() == code)
    }
}

/// A session that was begun: what the browser gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The token, 64 small hexadecimal digits; nobody keeps it but the browser.
    pub token: String,
    pub session_id: Uuid,
    pub stage: Stage,
    /// Whether the account has a password.
    pub has_password: bool,
}

/// Somebody who has begun to sign in and may do nothing else before it is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halfway {
    pub account_id: Uuid,
    pub session_id: Uuid,
    pub stage: Stage,
    pub role: Role,
}

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// Nobody's, or nobody's any more.
    Nobody,
    Halfway(Halfway),
    Signed(Person),
}

impl Recognised {
    /// The session, where there is one.
    #[must_use]
    pub const fn session_id(self) -> Option<Uuid> {
        match self {
            Self::Nobody => None,
            Self::Halfway(halfway) => Some(halfway.session_id),
            Self::Signed(person) => Some(person.session_id),
        }
    }
}

/// Longest pause and longest time of a session, by role: the more can be seen with it, the shorter.
const fn limits(role: Role, stage: Stage) -> (i64, i64) {
    match (stage, role) {
        (Stage::SecondFactor | Stage::Enrol, _) => (HALFWAY, HALFWAY),
        (Stage::Live, Role::Seeker) => (7 * DAY, 30 * DAY),
        (Stage::Live, Role::EmployerMember | Role::EmployerAdministrator) => (12 * HOUR, 7 * DAY),
        (Stage::Live, Role::Officer | Role::CentreManager | Role::Moderator | Role::Auditor) => (HOUR, 12 * HOUR),
        (
            Stage::Live,
            Role::PlatformOperator | Role::Public | Role::Operator | Role::System | Role::EmployerProgram,
        ) => (HOUR / 2, 8 * HOUR),
    }
}

/// A token and an id for a session that is about to begin: made before the write, which may run twice.
#[derive(Clone, Debug)]
pub(super) struct Fresh {
    pub(super) token: String,
    pub(super) id: Uuid,
    device: String,
}

impl Fresh {
    pub(super) fn new(app: &App, origin: &Origin) -> Result<Self, AppError> {
        let device = origin.device.chars().filter(|sign| !sign.is_control()).take(DEVICE).collect();
        Ok(Self { token: token()?, id: app.ids().next(), device })
    }
}

/// The role in which a person begins: the one with most to do.
pub(super) async fn first_role(tx: &Tx<'_>, account_id: Uuid) -> Result<(Role, Option<membership::Row>), AppError> {
    const ORDER: [Role; 7] = [
        Role::PlatformOperator,
        Role::CentreManager,
        Role::Officer,
        Role::Moderator,
        Role::Auditor,
        Role::EmployerAdministrator,
        Role::EmployerMember,
    ];
    let held = membership::list_held(tx, account_id).await?;
    let of = |role: Role| held.iter().find(|row| row.role == role.code()).cloned();
    let first = ORDER.into_iter().find_map(|role| of(role).map(|row| (role, Some(row))));
    Ok(first.unwrap_or((Role::Seeker, None)))
}

/// Begins the session of an account whose holder has shown a password or a code, in the first role.
pub(super) async fn begin(
    tx: &Tx<'_>,
    app: &App,
    ctx: &Ctx,
    account_id: Uuid,
    fresh: &Fresh,
) -> Result<Entered, AppError> {
    let (role, member) = first_role(tx, account_id).await?;
    let stage = Factors::of(tx, account_id).await?.first_stage(role, app.facts());
    let membership_id = member.map(|row| row.id);
    let begin = Begin { account_id, role, membership_id, stage, proved_at: ctx.now, not_after: None };
    insert(tx, ctx.now, &begin, fresh).await?;
    let has_password = credential::find(tx, account_id).await?.is_some();
    Ok(Entered { token: fresh.token.clone(), session_id: fresh.id, stage, has_password })
}

pub(super) struct Begin {
    pub(super) account_id: Uuid,
    pub(super) role: Role,
    pub(super) membership_id: Option<Uuid>,
    pub(super) stage: Stage,
    pub(super) proved_at: Micros,
    /// End of the session that it goes on from: a new token is no new time.
    pub(super) not_after: Option<Micros>,
}

pub(super) async fn insert(tx: &Tx<'_>, now: Micros, begin: &Begin, fresh: &Fresh) -> Result<(), AppError> {
    let (idle_us, longest) = limits(begin.role, begin.stage);
    let row = session::Row {
        id: fresh.id,
        token_hash: sha256(fresh.token.as_bytes()).to_vec(),
        account_id: begin.account_id,
        stage: begin.stage.code().to_owned(),
        role: begin.role.code().to_owned(),
        membership_id: begin.membership_id,
        device: fresh.device.clone(),
        created_at: now.0,
        seen_at: now.0,
        proved_at: begin.proved_at.0,
        idle_us,
        expires_at: begin.not_after.map_or(i64::MAX, |end| end.0).min(now.0 + longest),
        revoked_at: None,
    };
    Ok(session::insert(tx, &row).await?)
}

/// Whose token this is. A session in use is noted once a minute, not at every request.
pub async fn recognise(app: &App, now: Micros, token: &str) -> Result<Recognised, AppError> {
    if token.len() != 64 || unhex(token).is_none() {
        return Ok(Recognised::Nobody);
    }
    let found = session::find_live(app.store().reader(), &sha256(token.as_bytes()), now.0).await?;
    let Some(live) = found else { return Ok(Recognised::Nobody) };
    let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("session", column, live.id));
    let role = Role::of(&live.role).ok_or_else(|| corrupt("role"))?;
    let stage = Stage::of(&live.stage).ok_or_else(|| corrupt("stage"))?;
    if now.0 - live.seen_at >= MINUTE {
        touch(app, live.id, now).await;
    }
    let (account_id, session_id) = (live.account_id, live.id);
    Ok(match stage {
        Stage::SecondFactor | Stage::Enrol => Recognised::Halfway(Halfway { account_id, session_id, stage, role }),
        Stage::Live => Recognised::Signed(Person {
            account_id,
            session_id,
            role,
            centre_id: live.centre_id,
            employer_id: live.employer_id,
            is_fresh: now.0 - live.proved_at < FRESH,
        }),
    })
}

/// A page must not fail because nobody could note that it was asked for.
async fn touch(app: &App, id: Uuid, now: Micros) {
    let store = app.store().clone();
    let noted = app.to_the_end(async move {
        store
            .write("touch_session", |tx| {
                Box::pin(async move { Ok::<_, AppError>(session::touch(tx, id, now.0).await?) })
            })
            .await
    });
    if let Err(error) = noted.await {
        tracing::warn!(error = &error as &dyn std::error::Error, "a session in use could not be noted");
    }
}

/// Ends the session of whoever was recognised by its token, wholly or halfway in. Done again it changes nothing.
pub async fn sign_out(app: &App, ctx: &Ctx, who: Recognised) -> Result<(), AppError> {
    let (account_id, session_id) = match who {
        Recognised::Nobody => return Ok(()),
        Recognised::Halfway(halfway) => (halfway.account_id, halfway.session_id),
        Recognised::Signed(person) => {
            demand_of(ctx, Action::EndSession, Thing::of_account(person.account_id))?;
            (person.account_id, person.session_id)
        }
    };
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let ctx = &ctx;
        let write = store.write("sign_out", |tx| {
            Box::pin(async move {
                if session::revoke(tx, account_id, session_id, ctx.now.0).await? {
                    audit::append(tx, &[entry(ctx, "sign_out", account_id, None)]).await?;
                }
                Ok::<_, AppError>(())
            })
        });
        write.await
    })
    .await
}

/// Ends one of the person's own sessions. `NotFound` for one that is not theirs, as for one that is not there.
pub async fn end_session(app: &App, ctx: &Ctx, session_id: Uuid, key: &Key) -> Result<(), AppError> {
    let person = own(ctx, Action::EndSession)?;
    once(app, ctx, key, End { ctx: ctx.clone(), person, only: Some(session_id) })
        .await?
        .then_some(())
        .ok_or(AppError::NotFound)
}

/// Ends all of the person's sessions but this one.
pub async fn end_others(app: &App, ctx: &Ctx, key: &Key) -> Result<(), AppError> {
    let person = own(ctx, Action::EndSession)?;
    once(app, ctx, key, End { ctx: ctx.clone(), person, only: None }).await.map(|_| ())
}

struct End {
    ctx: Ctx,
    person: Person,
    only: Option<Uuid>,
}

impl Work for End {
    type Answer = bool;

    fn name(&self) -> &'static str {
        "end_session"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.only.unwrap_or_default().as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<bool, AppError>> {
        Box::pin(async move {
            let (account, now) = (self.person.account_id, self.ctx.now.0);
            let ended = match self.only {
                Some(id) => session::revoke(tx, account, id, now).await?,
                None => session::revoke_others(tx, account, Some(self.person.session_id), now).await.map(|_| true)?,
            };
            if ended {
                audit::append(tx, &[entry(&self.ctx, "end_session", account, None)]).await?;
            }
            Ok(ended)
        })
    }
}

/// Goes on in another role that the person holds, with a new token; the old one ends.
pub async fn switch_role(
    app: &App,
    ctx: &Ctx,
    membership_id: Option<Uuid>,
    origin: &Origin,
    key: &Key,
) -> Result<Entered, AppError> {
    let person = own(ctx, Action::ReadAccount)?;
    let work = Switch { app: app.clone(), ctx: ctx.clone(), person, membership_id, fresh: Fresh::new(app, origin)? };
    once(app, ctx, key, work).await
}

struct Switch {
    app: App,
    ctx: Ctx,
    person: Person,
    membership_id: Option<Uuid>,
    fresh: Fresh,
}

impl Switch {
    async fn run(&self, tx: &Tx<'_>) -> Result<Entered, AppError> {
        let (account_id, now) = (self.person.account_id, self.ctx.now);
        let held = membership::list_held(tx, account_id).await?;
        let row = held.into_iter().find(|row| Some(row.id) == self.membership_id);
        if self.membership_id.is_some() && row.is_none() {
            return Err(AppError::NotFound);
        }
        let role = row.as_ref().map_or(Some(Role::Seeker), |row| Role::of(&row.role)).ok_or(AppError::NotFound)?;
        // Whoever has a factor has shown it in this session; who has none must set one up before staff's work.
        let factors = Factors::of(tx, account_id).await?;
        let stage = factors.switched_stage(self.person.role, role, self.app.facts());
        let old = session::find(tx, self.person.session_id).await?.ok_or(AppError::NotFound)?;
        session::replace(tx, account_id, old.id, now.0).await?;
        let (proved_at, not_after) = (Micros(old.proved_at), Some(Micros(old.expires_at)));
        let begin = Begin { account_id, role, membership_id: row.map(|row| row.id), stage, proved_at, not_after };
        insert(tx, now, &begin, &self.fresh).await?;
        let after = Some(format!(r#"{{"role":"{}"}}"#, role.code()));
        audit::append(tx, &[entry(&self.ctx, "switch_role", account_id, after)]).await?;
        let has_password = credential::find(tx, account_id).await?.is_some();
        Ok(Entered { token: self.fresh.token.clone(), session_id: self.fresh.id, stage, has_password })
    }
}

/// Name of the form.
pub(super) const SWITCH: &str = "switch_role";

/// What makes a form the same.
pub(super) fn switch_asked(membership_id: Option<Uuid>) -> Vec<Vec<u8>> {
    vec![membership_id.unwrap_or_default().as_bytes().to_vec()]
}

impl Work for Switch {
    type Answer = Entered;

    fn name(&self) -> &'static str {
        SWITCH
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        switch_asked(self.membership_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Entered, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_a_role_can_see_the_shorter_are_its_pause_and_its_session() {
        let roles = [Role::Seeker, Role::EmployerMember, Role::Officer, Role::PlatformOperator];
        for pair in roles.windows(2) {
            let (wider, narrower) = (limits(pair[0], Stage::Live), limits(pair[1], Stage::Live));
            assert!(narrower.0 < wider.0 && narrower.1 < wider.1, "{pair:?}");
        }
        for role in roles {
            let half = limits(role, Stage::SecondFactor);
            let live = limits(role, Stage::Live);
            assert!(half.0 <= live.0 && half.1 <= live.1, "{role:?}: whoever is half in waits no longer");
        }
    }
}
