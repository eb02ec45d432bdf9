//! Changing who acts for an organisation: roles, pauses, ends, joining and leaving. The rules see all members at once
//! and the organisation's row is held meanwhile, so that two administrators cannot remove each other at once.

use super::{demand_administrator, diff, load, refused};
use crate::app::App;
use crate::ctx::{Actor, Ctx};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::membership::{AccountId, Actor as By, Command, Role};
use sanviec_store::{BoxFuture, Tx, organisation, organisation_member};
use uuid::Uuid;

/// What an administrator changes about a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Gives another role: `administrator` or `recruiter`.
    Role(Uuid, Role),
    /// Stops a membership for a while.
    Suspend(Uuid),
    /// Takes it up again.
    Restore(Uuid),
    /// Ends a membership or an invitation.
    Remove(Uuid),
}

impl Change {
    const fn command(self) -> Command {
        match self {
            Self::Role(who, role) => Command::SetRole { who: AccountId(who), role },
            Self::Suspend(who) => Command::Suspend(AccountId(who)),
            Self::Restore(who) => Command::Restore(AccountId(who)),
            Self::Remove(who) => Command::Remove(AccountId(who)),
        }
    }
}

/// Changes a member of the organisation that the acting person administers.
pub async fn change_members(
    app: &App,
    ctx: &Ctx,
    organisation: Uuid,
    change: Change,
    key: &Key,
) -> Result<(), AppError> {
    demand_administrator(ctx, organisation)?;
    run(app, ctx, organisation, change.command(), key).await
}

/// Takes up an invitation.
pub async fn join(app: &App, ctx: &Ctx, organisation: Uuid, key: &Key) -> Result<(), AppError> {
    own(ctx)?;
    run(app, ctx, organisation, Command::Accept, key).await
}

/// Turns an invitation down, or leaves.
pub async fn leave(app: &App, ctx: &Ctx, organisation: Uuid, key: &Key) -> Result<(), AppError> {
    own(ctx)?;
    run(app, ctx, organisation, Command::Leave, key).await
}

/// Joining and leaving concern one's own account, in whatever role one is signed in.
fn own(ctx: &Ctx) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ChangeAccount, Thing::of_account(person.account_id)).map(|_| ())
}

async fn run(app: &App, ctx: &Ctx, organisation: Uuid, command: Command, key: &Key) -> Result<(), AppError> {
    let by = by(ctx)?;
    once(app, ctx, key, Changing { app: app.clone(), ctx: ctx.clone(), organisation, command, by }).await
}

/// Who asks, as the rules of members know it.
pub(super) fn by(ctx: &Ctx) -> Result<By, AppError> {
    match ctx.actor {
        Actor::Person(person) => Ok(By::Account(AccountId(person.account_id))),
        Actor::Public | Actor::Operator | Actor::System => Err(AppError::Forbidden),
    }
}

struct Changing {
    app: App,
    ctx: Ctx,
    organisation: Uuid,
    command: Command,
    by: By,
}

/// Loads the members under the organisation's guard, asks the rules and writes what differs.
pub(super) async fn step(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    organisation: Uuid,
    (command, by): (Command, By),
    label: Option<Vec<u8>>,
) -> Result<(), AppError> {
    let row = organisation::find_for_update(tx, organisation).await?.ok_or(AppError::NotFound)?;
    let before = organisation_member::list(tx, organisation).await?;
    let (after, events) = match (load::members(&before)?, command) {
        (Some(members), _) => members.step(command, by, ctx.now).map_err(refused)?,
        (None, Command::Appoint(who)) => {
            let founded = sanviec_domain::membership::Members::founded(who);
            (founded, vec![sanviec_domain::membership::Event::Appointed(who)])
        }
        (None, _) => return Err(refused(sanviec_domain::membership::Refusal::NotYours(command.name()))),
    };
    let changed =
        diff::Changed { app, ctx, organisation: &row, before: &before, after: &after, events: &events, label };
    diff::write(tx, &changed).await
}

impl Work for Changing {
    type Answer = ();

    fn name(&self) -> &'static str {
        "change_members"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.organisation.as_bytes().to_vec(), format!("{:?}", self.command).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        let who = (&self.app, &self.ctx);
        Box::pin(step(tx, who, self.organisation, (self.command, self.by), None))
    }
}
