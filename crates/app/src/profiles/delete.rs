//! Deleting: nothing of what the person said is left, in the profile and in all that were merged into it; with the
//! account also how it is reached and signed in to and what was sent from it. What stays says that there was a profile,
//! what was agreed to and when, and who looked, without a word about the person: consents must be provable, and an
//! audit trail that can be cut proves nothing. Papers that prove public money are kept for their term
//! (`placements::erase`).

use super::at_counter::{self, AtCounter};
use super::own::holder;
use super::{ENTITY, noted};
use crate::accounts::forget_ways_in;
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::desk;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, forget_answers, once};
use crate::rights::{Action, demand};
use crate::rows;
use crate::stuck::Round;
use crate::{applications, approaches, placements};
use sanviec_domain::profile::ProfileId;
use sanviec_store::{
    BoxFuture, Tx, account, audit, claim_code, consent, data_request, membership, message, outbox, profile,
    profile_double, profile_file, profile_merge, report,
};
use uuid::Uuid;

/// What is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What the profile says.
    Profile,
    /// The account too: its holder cannot get in any more.
    Account,
}

/// Deletes what the person who is signed in said. Only somebody may who proved a moment ago who they are.
pub async fn delete_own(app: &App, ctx: &Ctx, extent: Extent, key: &Key) -> Result<(), AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    if !person.is_fresh {
        let (vi, en) = ("Vui lòng đăng nhập lại để xóa.", "Please sign in again to delete.");
        return Err(FieldError::new("form", "not_fresh", vi, en).into());
    }
    once(app, ctx, key, Deleting { app: app.clone(), ctx: ctx.clone(), person, extent }).await
}

struct Deleting {
    app: App,
    ctx: Ctx,
    person: Person,
    extent: Extent,
}

impl Deleting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let account_id = self.person.account_id;
        // Nobody adds a way in, or says anything, while the account goes.
        account::hold_alone(tx, account_id).await?;
        if self.extent == Extent::Account && !membership::list_held(tx, account_id).await?.is_empty() {
            return Err(holds_role());
        }
        if let Some(row) = profile::find_by_account(tx, account_id).await? {
            empty_all(&self.app, tx, &self.ctx, &row, "deleted").await?;
        }
        if self.extent == Extent::Account {
            applications::forget_account((&self.app, &self.ctx), tx, account_id).await?;
        }
        message::forget(tx, account_id, self.ctx.now.0).await?;
        if self.extent == Extent::Account {
            self.leave(tx, account_id).await?;
        }
        Ok(())
    }

    async fn leave(&self, tx: &Tx<'_>, account_id: Uuid) -> Result<(), AppError> {
        forget_ways_in(tx, account_id, self.ctx.now).await?;
        forget_answers(tx, account_id).await?;
        data_request::forget(tx, account_id).await?;
        report::forget(tx, account_id).await?;
        let row = account::find(tx, account_id).await?.ok_or(AppError::NotFound)?;
        account::set_state(tx, &row, "deleted", self.ctx.now.0).await?;
        let mut entry = noted(&self.ctx, "delete_account", ProfileId(account_id), None);
        "account".clone_into(&mut entry.entity);
        Ok(audit::append(tx, &[entry]).await?)
    }
}

fn holds_role() -> AppError {
    let vi = "Tài khoản này còn giữ vai trò tại trung tâm hoặc đơn vị. Hãy thôi vai trò trước, rồi xóa tài khoản.";
    let en = "This account still holds a role at a centre or an organisation. Give up the role first, then delete.";
    FieldError::new("extent", "holds_role", vi, en).into()
}

/// Deletes what the profile of somebody without an account says, because the person asks for it at the counter: the
/// same as [`delete_own`] of a profile, by an officer of the centre who signed in a moment ago.
pub async fn delete_at_counter(
    app: &App,
    ctx: &Ctx,
    (id, seen): (ProfileId, AtCounter),
    key: &Key,
) -> Result<(), AppError> {
    let (officer, ..) = desk::own_centre(ctx, Action::EditProfile)?;
    if !officer.is_fresh {
        let (vi, en) = ("Vui lòng đăng nhập lại để xóa.", "Please sign in again to delete.");
        return Err(FieldError::new("form", "not_fresh", vi, en).into());
    }
    seen.check(ctx)?;
    once(app, ctx, key, AskedToDelete { app: app.clone(), ctx: ctx.clone(), officer, id, seen }).await
}

struct AskedToDelete {
    app: App,
    ctx: Ctx,
    officer: Person,
    id: ProfileId,
    seen: AtCounter,
}

impl AskedToDelete {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let held = at_counter::held_by_nobody(tx, (self.app.keys()?, &self.ctx), self.id).await?;
        // The printed code leads nowhere any more. Codes come before profiles, as when one is used.
        for part in profile::list_family(tx, self.id.0).await?.1 {
            claim_code::end_open(tx, part, self.ctx.now.0).await?;
        }
        let row = profile::load(tx, self.id.0).await?;
        // Meanwhile an account took it over, or it became part of another one.
        if row.version != held.version {
            return Err(AppError::Conflict);
        }
        empty_all(&self.app, tx, &self.ctx, &row, "deleted").await?;
        // After what the trail said of the profile is forgotten: who asked for it has to be shown.
        let entry = self.seen.noted(&self.ctx, at_counter::DELETION, self.id, None);
        Ok(audit::append(tx, &[entry]).await?)
    }
}

impl Work for AskedToDelete {
    type Answer = ();

    fn name(&self) -> &'static str {
        "delete_at_counter"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.0.as_bytes().to_vec(), format!("{:?}", self.seen).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Empties a profile and all that were merged into it.
async fn empty_all(app: &App, tx: &Tx<'_>, ctx: &Ctx, row: &profile::Row, kind: &'static str) -> Result<(), AppError> {
    let mut rows = profile::list_merged_into(tx, row.id).await?;
    rows.push(row.clone());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    Box::pin(placements::erase::forget((app, ctx), tx, &ids)).await?;
    applications::forget_profiles((app, ctx), tx, &ids).await?;
    desk::forget((app, ctx), tx, &ids).await?;
    approaches::closed(tx, ctx, &ids).await?;
    if kind == EXPIRED {
        still_idle(tx, &rows).await?;
    }
    for row in &rows {
        let emptied = rows::profile::emptied(row, ctx.now);
        let version = profile::update_guarded(tx, &emptied).await?;
        profile::set_terms(tx, row.id, (None, &[]), &[]).await?;
        // The row is held by now: whoever took a file in came before, or finds nobody.
        profile_file::delete_all(tx, row.id).await?;
        consent::blank_evidence(tx, row.id).await?;
        profile_merge::forget(tx, row.id).await?;
        profile_double::forget(tx, row.id).await?;
        audit::forget_values(tx, row.id).await?;
        audit::append(tx, &[noted(ctx, &format!("profile_{kind}"), ProfileId(row.id), None)]).await?;
        let change = outbox::Change { entity: ENTITY, entity_id: row.id, version, kind };
        outbox::append(tx, &[change], ctx.now.0).await?;
    }
    placements::erase::begun_meanwhile(tx, ctx, &ids).await?;
    // What was sent, issued or agreed on for the person while this waited for the profiles; whoever does it holds them,
    // so that there is no more.
    applications::forget_profiles((app, ctx), tx, &ids).await?;
    desk::forget((app, ctx), tx, &ids).await?;
    // After what told of all that ended: nobody is written to any more.
    for id in &ids {
        message::forget_profile(tx, *id, ctx.now.0).await?;
    }
    Ok(())
}

/// Nobody used these profiles while this waited for what hangs on them; of whoever did everything stays, and the clock
/// looks again. From here on whoever wants to use them waits.
async fn still_idle(tx: &Tx<'_>, rows: &[profile::Row]) -> Result<(), AppError> {
    for row in rows {
        profile::hold(tx, row.id).await?;
        if profile::load(tx, row.id).await?.active_at != row.active_at {
            return Err(AppError::Conflict);
        }
    }
    Ok(())
}

impl Work for Deleting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "delete_profile"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![vec![u8::from(self.extent == Extent::Account)]]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Days for which a profile is kept that nobody does anything with.
pub const KEPT_DAYS: i64 = 730;
/// Days for which a profile is kept that no account holds and no centre serves: as long as a code may work by which
/// somebody takes it over.
pub const UNHELD_DAYS: i64 = 30;
/// How a profile ends that nobody used.
const EXPIRED: &str = "expired";
/// Profiles emptied in one go of the clock.
const AT_ONCE: u64 = 100;

/// Empties profiles that nobody did anything with for [`KEPT_DAYS`], or for [`UNHELD_DAYS`] where nobody can: what is
/// of no use is not kept. Of use is what a placement goes on with; of one that is to be claimed for, a contract that is
/// gone is money lost. Answers how many; called again while it is not zero. Cut off, it goes on with those that are
/// left; one that cannot be emptied keeps no other.
pub async fn forget_idle(app: &App, ctx: &Ctx) -> Result<u64, AppError> {
    demand(ctx, Action::Tick)?;
    let (reader, now) = (app.store().reader(), ctx.now.0);
    let [kept, unheld] = [KEPT_DAYS, UNHELD_DAYS].map(|days| now - days * 86_400_000_000);
    let idle = profile::list_idle(reader, (kept, now), AT_ONCE).await?;
    let nobodys = profile::list_unheld(reader, (unheld, now), AT_ONCE).await?;
    let is_idle = |id: Uuid| idle.iter().any(|row| row.id == id);
    let nobodys = nobodys.iter().filter(|row| !is_idle(row.id)).map(|row| (row.id, unheld));
    let all: Vec<(Uuid, i64)> = idle.iter().map(|row| (row.id, kept)).chain(nobodys).collect();
    let (mut round, mut count) = (Round::of(app, ctx, "profile").await?, 0);
    for (id, before) in all {
        let (used, store, ctx) = (app.clone(), app.store().clone(), ctx.clone());
        let ended = app.to_the_end(async move {
            let (app, ctx) = (&used, &ctx);
            let write = store.write("forget_idle_profile", |tx| {
                Box::pin(async move {
                    // Somebody came back meanwhile: it stays.
                    let now = profile::find(tx, id).await?.filter(|now| now.active_at < before);
                    let Some(now) = now.filter(|now| now.state == "live") else { return Ok(()) };
                    if profile::has_work(tx, id, before).await? {
                        return Ok(());
                    }
                    empty_all(app, tx, ctx, &now, EXPIRED).await
                })
            });
            write.await
        });
        count += u64::from(round.ended(id, ended.await).await?);
    }
    Ok(count)
}
