//! Two profiles of one person made into one, and taken apart again exactly. Only officers of the centre that has both;
//! never across two accounts, for that would give one account's holder what the other said.

use super::look::{Why, note};
use super::news::tell;
use super::{ENTITY, Profile, ProfileState, load_live, noted};
use crate::app::App;
use crate::claims::{demand_unclaimed, look_again_at_paid};
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use crate::rows;
use crate::secrets::{Keyring, Place};
use sanviec_domain::message::News;
use sanviec_domain::profile::{Content, Field, ProfileId, Visibility};
use sanviec_store::{BoxFuture, Db, Tx, audit, outbox, profile, profile_merge};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Place of what both rows of a merge were before.
const fn before_place(id: Uuid) -> Place {
    Place { table: "profile_merge", column: "before", row: id }
}

/// Two profiles beside each other, both in full: who compares must see what differs. Both people find the look.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub one: Profile,
    pub other: Profile,
    /// What is the same and tells people apart.
    pub same: Vec<Field>,
    /// Fields in which they differ.
    pub differ: Vec<Field>,
}

/// Shows two profiles of the own centre beside each other.
pub async fn compare(app: &App, ctx: &Ctx, one: ProfileId, other: ProfileId) -> Result<Comparison, AppError> {
    let (one, other) = pair(app.store().reader(), app.keys()?, ctx, (one, other)).await?;
    for profile in [&one, &other] {
        super::load::looked(app, ctx, (profile, Why::Compare), profile.content.filled()).await?;
    }
    let same = super::find::same(&one.content, &other.content);
    let differ = super::save_part::changed(&one.content, &other.content);
    Ok(Comparison { one, other, same, differ })
}

pub(super) async fn pair(
    db: &impl Db,
    keys: &Keyring,
    ctx: &Ctx,
    (one, other): (ProfileId, ProfileId),
) -> Result<(Profile, Profile), AppError> {
    if one == other {
        return Err(AppError::NotFound);
    }
    let (one, other) = (load_live(db, keys, one.0).await?, load_live(db, keys, other.0).await?);
    for profile in [&one, &other] {
        demand_of(ctx, Action::EditProfile, profile.thing())?;
    }
    Ok((one, other))
}

/// Two profiles to be made one.
#[derive(Clone, Debug)]
pub struct Merge {
    /// The one that stays, with its version as it was compared.
    pub kept: (ProfileId, i64),
    /// The one that becomes part of it.
    pub gone: (ProfileId, i64),
    /// Fields that say afterwards what the second one says; in all others that the first leaves open it is asked too.
    pub take: Vec<Field>,
}

/// Makes two profiles one; answers with the id by which it is undone.
pub async fn merge(app: &App, ctx: &Ctx, merge: Merge, key: &Key) -> Result<Uuid, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let ids = [app.ids().next(), app.ids().next(), app.ids().next(), app.ids().next()];
    once(app, ctx, key, Merging { ctx: ctx.clone(), keys: app.keys()?.clone(), person, ids, merge }).await
}

/// What the kept profile was before, without keys of its own: they are made from it again.
#[derive(Serialize, Deserialize)]
struct Before {
    content: String,
    visibility: String,
    kept_account: Option<Uuid>,
    gone_account: Option<Uuid>,
    taken: Vec<String>,
}

struct Merging {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    /// Of the merge, of two looks, of the message.
    ids: [Uuid; 4],
    merge: Merge,
}

impl Merging {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        let (kept, gone) = pair(tx, &self.keys, &self.ctx, (self.merge.kept.0, self.merge.gone.0)).await?;
        if (kept.version, gone.version) != (self.merge.kept.1, self.merge.gone.1) {
            return Err(AppError::Conflict);
        }
        if kept.account_id.is_some() && gone.account_id.is_some() {
            return Err(two_accounts());
        }
        let said = kept.content.filled();
        let open = gone.content.filled().into_iter().filter(|field| !said.contains(field));
        let taken: Vec<Field> = open.chain(self.merge.take.iter().copied()).collect();
        let before = self.seal(&Before {
            content: rows::profile::to_text(&kept.content)?,
            visibility: kept.visibility.code().to_owned(),
            kept_account: kept.account_id,
            gone_account: gone.account_id,
            taken: taken.iter().map(|field| field.code().to_owned()).collect(),
        })?;
        let account = kept.account_id.or(gone.account_id);
        let mut content = kept.content.clone();
        taken.iter().for_each(|field| content.take(*field, &gone.content));
        let gone_id = gone.id;
        let state = ProfileState::Merged(kept.id);
        // The second lets go of its account first: one account has one profile.
        put(tx, &self.keys, &self.ctx, Profile { account_id: None, state, ..gone }).await?;
        let kept = Profile { account_id: account, content, ..kept };
        let kept_version = put(tx, &self.keys, &self.ctx, kept.clone()).await?;
        let row = profile_merge::Row {
            id: self.ids[0],
            kept_id: kept.id.0,
            gone_id: gone_id.0,
            kept_version,
            before,
            merged_by: Some(self.person.account_id),
            merged_at: self.ctx.now.0,
            undone_at: None,
        };
        profile_merge::insert(tx, &row).await?;
        for (id, profile) in [(self.ids[1], kept.id), (self.ids[2], gone_id)] {
            note(tx, &self.ctx, id, (profile, Why::Compare), &taken).await?;
            announce(tx, &self.ctx, profile, "merged").await?;
        }
        told(tx, (&self.keys, &self.ctx), (self.ids[3], &kept), News::Merged).await?;
        // Where both were paid for, the clock puts the later claim before people.
        look_again_at_paid(tx, kept.id.0).await?;
        Ok(self.ids[0])
    }

    fn seal(&self, before: &Before) -> Result<Vec<u8>, AppError> {
        let text = serde_json::to_vec(before).map_err(AppError::internal)?;
        Ok(self.keys.seal(before_place(self.ids[0]), &text)?)
    }
}

/// Tells whoever has the account.
async fn told(tx: &Tx<'_>, by: (&Keyring, &Ctx), of: (Uuid, &Profile), news: News) -> Result<(), AppError> {
    match of.1.centre_id {
        Some(centre_id) => tell(tx, by, of, (news, centre_id), "/ho-so").await,
        None => Ok(()),
    }
}

fn two_accounts() -> AppError {
    let vi = "Hai hồ sơ thuộc hai tài khoản. Hãy đề nghị người này xóa bớt một tài khoản rồi gộp.";
    let en = "The two profiles belong to two accounts. Ask the person to delete one of the accounts, then merge.";
    FieldError::new("form", "two_accounts", vi, en).into()
}

/// Stores a changed profile; answers with its new version.
async fn put(tx: &Tx<'_>, keys: &Keyring, ctx: &Ctx, profile: Profile) -> Result<i64, AppError> {
    let row = rows::profile::write(keys, &profile, ctx.now)?;
    let version = profile::update_guarded(tx, &row).await?;
    super::terms::keep(tx, &profile, ctx.now).await?;
    Ok(version)
}

async fn announce(tx: &Tx<'_>, ctx: &Ctx, id: ProfileId, kind: &'static str) -> Result<(), AppError> {
    audit::append(tx, &[noted(ctx, &format!("profile_{kind}"), id, None)]).await?;
    let version = profile::load(tx, id.0).await?.version;
    outbox::append(tx, &[outbox::Change { entity: ENTITY, entity_id: id.0, version, kind }], ctx.now.0).await?;
    Ok(())
}

impl Work for Merging {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "merge_profiles"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let take: Vec<&str> = self.merge.take.iter().map(|field| field.code()).collect();
        let [kept, gone] = [self.merge.kept.0, self.merge.gone.0].map(|id| id.0.as_bytes().to_vec());
        vec![kept, gone, take.join(" ").into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Takes two profiles apart again: both say what they said before the merge. What somebody changed in the kept one
/// afterwards stays changed. Refused while a claim for a placement of the one holds the other.
pub async fn unmerge(app: &App, ctx: &Ctx, id: Uuid, key: &Key) -> Result<ProfileId, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let work = Unmerging { ctx: ctx.clone(), keys: app.keys()?.clone(), person, id, message_id: app.ids().next() };
    once(app, ctx, key, work).await.map(ProfileId)
}

struct Unmerging {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
    message_id: Uuid,
}

impl Unmerging {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        let merged = profile_merge::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        let mut kept = load_live(tx, &self.keys, merged.kept_id).await?;
        demand_of(&self.ctx, Action::EditProfile, kept.thing())?;
        let gone = profile::load(tx, merged.gone_id).await?;
        let gone = rows::profile::read(&self.keys, &gone)?;
        if merged.before.is_empty() || gone.state != ProfileState::Merged(kept.id) {
            return Err(AppError::Gone);
        }
        demand_unclaimed(tx, &self.ctx, gone.id.0).await?;
        let before = self.open(&merged)?;
        let content = rows::profile::from_text(&before.content)?;
        restore(&mut kept.content, &content, &gone.content, &before.taken);
        // Whoever took the record over since keeps it.
        let since = kept.account_id.filter(|now| Some(*now) != before.gone_account);
        kept.account_id = before.kept_account.or(since);
        if let Some(visibility) = Visibility::find_by_code(&before.visibility) {
            kept.visibility = visibility;
        }
        let (kept_id, gone_id) = (kept.id, gone.id);
        // The kept one lets go of the account first.
        put(tx, &self.keys, &self.ctx, kept.clone()).await?;
        // Nobody comes back to a centre that the person left meanwhile.
        let branch_id = gone.branch_id.filter(|_| gone.centre_id == kept.centre_id);
        let account_id = before.gone_account;
        let back = Profile { state: ProfileState::Live, account_id, centre_id: kept.centre_id, branch_id, ..gone };
        put(tx, &self.keys, &self.ctx, back.clone()).await?;
        // Until then the consents of the other one still counted for the kept one.
        super::terms::keep(tx, &kept, self.ctx.now).await?;
        profile_merge::undo(tx, self.id, self.ctx.now.0).await?;
        for profile in [kept_id, gone_id] {
            announce(tx, &self.ctx, profile, "unmerged").await?;
        }
        let holder = if kept.account_id.is_some() { &kept } else { &back };
        told(tx, (&self.keys, &self.ctx), (self.message_id, holder), News::Unmerged).await?;
        Ok(kept_id.0)
    }

    fn open(&self, merged: &profile_merge::Row) -> Result<Before, AppError> {
        let text = self.keys.open(before_place(merged.id), &merged.before)?;
        serde_json::from_slice(&text).map_err(AppError::internal)
    }
}

/// Gives every taken field back that still says what was taken.
fn restore(now: &mut Content, before: &Content, gone: &Content, taken: &[String]) {
    let taken: Vec<Field> = taken.iter().filter_map(|code| Field::find_by_code(code)).collect();
    let changed = super::save_part::changed(now, gone);
    for field in taken.into_iter().filter(|field| !changed.contains(field)) {
        now.take(field, before);
    }
}

impl Work for Unmerging {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "unmerge_profiles"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}
