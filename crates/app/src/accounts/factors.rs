//! Which second factors an account has, what its role needs, and what follows for a session. One place says it, so that
//! every way in asks for the same.

use super::entry;
use super::session::{Begin, Entered, Fresh, Halfway, Stage, insert};
use super::sign_in::contacts;
use crate::app::{App, Facts};
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::messages::{self, Letter};
use crate::secrets::Keyring;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, audit, backup_code, credential, membership, passkey, session};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A code of an app.
    AppCode,
    Passkey,
    /// One of the printed codes.
    BackupCode,
}

impl Shown {
    const fn code(self) -> &'static str {
        match self {
            Self::AppCode => "app_code",
            Self::Passkey => "passkey",
            Self::BackupCode => "backup_code",
        }
    }
}

/// The second factors of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Factors {
    /// Since when an app tells codes.
    pub(super) app_since: Option<Micros>,
    pub(super) passkeys: usize,
}

impl Factors {
    pub(super) async fn of(db: &impl Db, account_id: Uuid) -> Result<Self, AppError> {
        let app = credential::find_second_factor(db, account_id).await?.and_then(|factor| factor.confirmed_at);
        let passkeys = passkey::list(db, account_id).await?.len();
        Ok(Self { app_since: app.map(Micros), passkeys })
    }

    pub(super) const fn any(self) -> bool {
        self.app_since.is_some() || self.passkeys > 0
    }

    /// How far somebody has come who has shown a password or a code by message.
    pub(super) fn first_stage(self, role: Role, facts: &Facts) -> Stage {
        if self.any() {
            return Stage::SecondFactor;
        }
        if needed(role, facts) { Stage::Enrol } else { Stage::Live }
    }

    /// How far somebody has come who has shown a factor; `None` when it is not the one that the role needs.
    fn next_stage(self, role: Role, facts: &Facts, shown: Shown) -> Option<Stage> {
        if !passkey_needed(role, facts) || shown == Shown::Passkey {
            return Some(Stage::Live);
        }
        // Without a passkey the other factor leads to setting one up, and nowhere else.
        (self.passkeys == 0).then_some(Stage::Enrol)
    }

    /// How far a session has come that goes on in another role. A factor was shown when it began; a passkey is shown
    /// again for the role that asks for one.
    pub(super) fn switched_stage(self, from: Role, to: Role, facts: &Facts) -> Stage {
        if needed(to, facts) && !self.any() || passkey_needed(to, facts) && self.passkeys == 0 {
            return Stage::Enrol;
        }
        let again = passkey_needed(to, facts) && !passkey_needed(from, facts);
        if again { Stage::SecondFactor } else { Stage::Live }
    }
}

/// Whether a role is entered with two factors.
pub(super) const fn needed(role: Role, facts: &Facts) -> bool {
    role.needs_second_factor() && facts.two_factors
}

/// Whether the second factor of a role has to be a passkey.
pub(super) fn passkey_needed(role: Role, facts: &Facts) -> bool {
    role == Role::PlatformOperator && needed(role, facts) && facts.operator_passkeys
}

/// Whether somebody halfway in has to come in by a passkey.
pub fn needs_passkey(app: &App, halfway: Option<Halfway>) -> bool {
    halfway.is_some_and(|halfway| passkey_needed(halfway.role, app.facts()))
}

/// Roles of an account.
pub(super) async fn roles(db: &impl Db, account_id: Uuid) -> Result<Vec<Role>, AppError> {
    let held = membership::list_held(db, account_id).await?;
    Ok(held.iter().filter_map(|row| Role::of(&row.role)).collect())
}

/// Whether this kind of factor leads anywhere in the role of a session. Asked before a code is used up.
pub(super) async fn accepts(
    tx: &Tx<'_>,
    app: &App,
    (account_id, session_id): (Uuid, Uuid),
    shown: Shown,
) -> Result<bool, AppError> {
    let old = session::find(tx, session_id).await?.ok_or(AppError::NotFound)?;
    let role = Role::of(&old.role).ok_or(AppError::NotFound)?;
    Ok(Factors::of(tx, account_id).await?.next_stage(role, app.facts(), shown).is_some())
}

/// A session in which a factor was shown goes on with a new token. `None` when the factor is not the one needed.
pub(super) async fn go_on(
    tx: &Tx<'_>,
    app: &App,
    ctx: &Ctx,
    (account_id, session_id): (Uuid, Uuid),
    shown: Shown,
    fresh: &Fresh,
) -> Result<Option<Entered>, AppError> {
    let old = session::find(tx, session_id).await?.ok_or(AppError::NotFound)?;
    let role = Role::of(&old.role).ok_or(AppError::NotFound)?;
    let Some(stage) = Factors::of(tx, account_id).await?.next_stage(role, app.facts(), shown) else {
        return Ok(None);
    };
    session::replace(tx, account_id, old.id, ctx.now.0).await?;
    let not_after = (old.stage == "live").then_some(Micros(old.expires_at));
    let membership_id = old.membership_id;
    let begin = Begin { account_id, role, membership_id, stage, proved_at: ctx.now, not_after };
    insert(tx, ctx.now, &begin, fresh).await?;
    let by = Some(format!(r#"{{"by":"{}"}}"#, shown.code()));
    audit::append(tx, &[entry(ctx, "show_second_factor", account_id, by)]).await?;
    let has_password = credential::find(tx, account_id).await?.is_some();
    Ok(Some(Entered { token: fresh.token.clone(), session_id: fresh.id, stage, has_password }))
}

/// Takes every second factor of an account away.
pub(super) async fn forget(tx: &Tx<'_>, account_id: Uuid) -> Result<(), AppError> {
    credential::remove_second_factor(tx, account_id).await?;
    passkey::remove_all(tx, account_id).await?;
    Ok(backup_code::remove_all(tx, account_id).await?)
}

/// Printed codes go with the last factor: alone they would be a second factor that nobody set up as one.
pub(super) async fn tidy_codes(tx: &Tx<'_>, account_id: Uuid) -> Result<(), AppError> {
    if !Factors::of(tx, account_id).await?.any() {
        backup_code::remove_all(tx, account_id).await?;
    }
    Ok(())
}

/// Tells every address of an account that the way to sign in was changed. The ids come from outside the write, which
/// may run twice; there are as many as an account can have addresses.
pub(super) async fn tell(
    tx: &Tx<'_>,
    keys: &Keyring,
    ctx: &Ctx,
    account_id: Uuid,
    ids: &[Uuid],
) -> Result<(), AppError> {
    for (contact, id) in contacts(tx, keys, account_id).await?.into_iter().zip(ids) {
        let letter = Letter {
            id: *id,
            account_id: Some(account_id),
            channel: contact.channel(),
            recipient: contact.as_str().to_owned(),
            template: "sign_in_changed",
            params: BTreeMap::new(),
            expires_at: None,
        };
        messages::enqueue(tx, keys, ctx, &letter).await?;
    }
    Ok(())
}

/// Most addresses of one account.
pub(super) const ADDRESSES: usize = 10;

/// Ids for telling every address.
pub(super) fn letter_ids(app: &App) -> Vec<Uuid> {
    (0..=ADDRESSES).map(|_| app.ids().next()).collect()
}
