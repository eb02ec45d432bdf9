//! Profiles of people who look for work: made by the person or at a counter, read, changed part by part, found again.
//!
//! Whoever reads the profile of somebody else leaves a [look](look), which the person can read. What must not be in
//! here: applications and referrals, pages, words of consents.

mod at_counter;
pub(crate) mod consents;
mod delete;
mod doubles;
mod ended;
mod export;
pub(crate) mod files;
mod find;
mod load;
pub(crate) mod look;
mod looks;
mod merge;
pub(crate) mod news;
pub(crate) mod own;
mod register;
mod reseal;
mod resume;
mod save_part;
mod seen_by;
pub(crate) mod served;
mod shared;
mod sight;
mod slip;
pub(crate) mod terms;
pub mod typed;
mod visibility;

pub use at_counter::{AtCounter, CounterCopy, CounterView, at_counter, copy_at_counter, withdraw_at_counter};
pub use consents::{Decide, GuardianNeed, consents, decide, demand_for, guardian_need, own_consents, record, wording};
pub use delete::{Extent, KEPT_DAYS, UNHELD_DAYS, delete_at_counter, delete_own, forget_idle};
pub use doubles::{DOUBLES_ON_A_PAGE, Double, Merged, doubles, duplicates, merges, set_distinct};
pub use export::export_own;
pub use files::{Bring, Brought, BroughtView, MOST_BROUGHT, bring, brought, remove_brought};
pub use find::{Alike, Asked, Hit, MOST as MOST_FOUND, find, similar};
pub(crate) use find::{alike, seen};
pub(crate) use load::looked;
pub use load::{Seen, load, load_to_edit, load_to_save, reveal};
pub use look::Why;
pub use looks::{LookView, PAGE as LOOKS_ON_A_PAGE, own_looks};
pub use merge::{Comparison, Merge, compare, merge, unmerge};
pub use own::{create_own, find_own, own_or_new};
pub use register::{OnPaper, Register, register, register_agreed, registered_before};
pub(crate) use reseal::reseal;
pub use resume::{export_resume, import_resume};
pub use save_part::{SavePart, mark, save_part};
pub use seen_by::{open_to_employers, seen_by, shown_in_full};
pub use served::{Choice, Served, join_centre, leave_centre, served};
pub use shared::{Shared, shared_with};
pub use sight::visible;
pub use slip::{SlipView, slip_at_counter};
pub use visibility::set_visibility;

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::Thing;
use crate::rows;
use crate::secrets::Keyring;
use sanviec_domain::checks::{Finding, Severity};
pub(crate) use sanviec_domain::profile::Visibility;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, account, audit, profile};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The one name of profiles in audit rows.
pub(crate) const ENTITY: &str = "profile";

/// What became of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfileState {
    /// In use.
    Live,
    /// Part of another profile of the same person.
    Merged(ProfileId),
    /// Gone: nothing of what it said is left.
    Deleted,
}

impl ProfileState {
    /// The word in the row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Merged(_) => "merged",
            Self::Deleted => "deleted",
        }
    }

    pub(crate) fn find_by_code(code: &str, merged_into: Option<Uuid>) -> Option<Self> {
        match (code, merged_into) {
            ("live", None) => Some(Self::Live),
            ("merged", Some(kept)) => Some(Self::Merged(ProfileId(kept))),
            ("deleted", None) => Some(Self::Deleted),
            _ => None,
        }
    }

    pub(crate) fn merged_into(self) -> Option<Uuid> {
        match self {
            Self::Merged(kept) => Some(kept.0),
            Self::Live | Self::Deleted => None,
        }
    }
}

/// A profile as the use cases handle it, opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub id: ProfileId,
    /// Version of the row it was read from; 0 for one that is not stored yet.
    pub version: i64,
    /// The account of the person; none until somebody registered at a counter claims it.
    pub account_id: Option<Uuid>,
    /// The centre that serves the person.
    pub centre_id: Option<Uuid>,
    pub branch_id: Option<Uuid>,
    pub state: ProfileState,
    /// As the person chose; what counts of it is told by the consents.
    pub visibility: Visibility,
    pub content: Content,
    /// When the person or an officer last did something with it.
    pub active_at: Micros,
    pub created_at: Micros,
    pub updated_at: Micros,
}

impl Profile {
    /// One that says nothing and is not stored yet.
    pub(crate) fn new(id: Uuid, now: Micros) -> Self {
        Self {
            id: ProfileId(id),
            version: 0,
            account_id: None,
            centre_id: None,
            branch_id: None,
            state: ProfileState::Live,
            visibility: Visibility::Centre,
            content: Content::default(),
            active_at: now,
            created_at: now,
            updated_at: now,
        }
    }

    /// Whose it is, for the table of rights.
    #[must_use]
    pub const fn thing(&self) -> Thing {
        Thing { account_id: self.account_id, centre_id: self.centre_id, employer_id: None }
    }
}

/// The profile in use with this id; `Gone` when the person took it away.
pub(crate) async fn load_live(db: &impl Db, keys: &Keyring, id: Uuid) -> Result<Profile, AppError> {
    let row = profile::find(db, id).await?.ok_or(AppError::NotFound)?;
    let profile = rows::profile::read(keys, &row)?;
    match profile.state {
        ProfileState::Live => Ok(profile),
        ProfileState::Merged(_) | ProfileState::Deleted => Err(AppError::Gone),
    }
}

/// The profile of somebody for whom something is written, held until the write ends: whoever deletes the data, or the
/// account, came before, and it is gone, or waits and finds what was written. The account comes before the profile, as
/// when it is deleted.
pub(crate) async fn hold_live(tx: &Tx<'_>, keys: &Keyring, id: Uuid) -> Result<Profile, AppError> {
    let account_id = profile::find(tx, id).await?.and_then(|row| row.account_id);
    if let Some(account_id) = account_id
        && !account::take_part(tx, account_id).await?
    {
        return Err(AppError::Gone);
    }
    profile::hold(tx, id).await?;
    load_live(tx, keys, id).await
}

/// The profile of a person, or the one that it became part of. [`AppError::Gone`] once that is deleted.
pub(crate) async fn load_surviving(db: &impl Db, keys: &Keyring, id: Uuid) -> Result<Profile, AppError> {
    let mut id = id;
    loop {
        let row = profile::find(db, id).await?.ok_or(AppError::NotFound)?;
        let profile = rows::profile::read(keys, &row)?;
        match profile.state {
            ProfileState::Live => return Ok(profile),
            ProfileState::Merged(kept) => id = kept.0,
            ProfileState::Deleted => return Err(AppError::Gone),
        }
    }
}

/// The living profiles that these became part of, or are, each under the id that is asked for; of whoever is gone, or
/// cannot be read, there is none. As many questions as somebody was made part of somebody else in a row.
pub(crate) async fn load_surviving_many(
    db: &impl Db,
    keys: &Keyring,
    ids: &[Uuid],
) -> Result<BTreeMap<Uuid, Profile>, AppError> {
    let mut living = BTreeMap::new();
    let mut asked: BTreeMap<Uuid, Uuid> = ids.iter().map(|id| (*id, *id)).collect();
    while !asked.is_empty() {
        let now: BTreeSet<Uuid> = asked.values().copied().collect();
        let rows = profile::find_many(db, &now.into_iter().collect::<Vec<_>>()).await?;
        let rows: BTreeMap<Uuid, profile::Row> = rows.into_iter().map(|row| (row.id, row)).collect();
        for (id, now) in std::mem::take(&mut asked) {
            let Some(Ok(profile)) = rows.get(&now).map(|row| rows::profile::read(keys, row)) else { continue };
            match profile.state {
                ProfileState::Live => {
                    living.insert(id, profile);
                }
                ProfileState::Merged(kept) => {
                    asked.insert(id, kept.0);
                }
                ProfileState::Deleted => {}
            }
        }
    }
    Ok(living)
}

/// The name that a person goes by now: that of the profile which this one became part of, and none once it is gone.
pub(crate) async fn name_of(app: &App, id: Uuid) -> Result<String, AppError> {
    let mut id = id;
    loop {
        let Some(row) = profile::find(app.store().reader(), id).await? else { return Ok(String::new()) };
        let profile = rows::profile::read(app.keys()?, &row)?;
        match profile.state {
            ProfileState::Merged(kept) => id = kept.0,
            ProfileState::Deleted => return Ok(String::new()),
            ProfileState::Live => {
                let said = typed::get(&profile.content, Field::Name);
                return Ok(said.into_iter().flatten().next().unwrap_or_default());
            }
        }
    }
}

/// Who did what to a profile: names of fields, never what they say.
pub(crate) fn entry(ctx: &Ctx, action: &str, id: ProfileId, fields: &[Field]) -> audit::Row {
    let codes: Vec<&str> = fields.iter().map(|field| field.code()).collect();
    let after = (!codes.is_empty()).then(|| serde_json::json!({ "fields": codes }).to_string());
    noted(ctx, action, id, after)
}

/// The same with a text of codes and numbers.
pub(crate) fn noted(ctx: &Ctx, action: &str, id: ProfileId, after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: ENTITY.to_owned(),
        entity_id: id.0,
        before: None,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}

/// Refuses a content by what is wrong with it in the fields that `about` names.
fn refuse_wrong(content: &Content, ctx: &Ctx, about: impl Fn(&'static str) -> bool) -> Result<(), AppError> {
    let wrong = content.check(ctx.today()).into_iter().filter(|found| found.severity == Severity::Refuse);
    let errors: Vec<FieldError> = wrong.filter(|found| about(found.field)).map(error).collect();
    if errors.is_empty() { Ok(()) } else { Err(AppError::Refused(errors)) }
}

fn error(finding: Finding) -> FieldError {
    FieldError::new(finding.field, finding.code, finding.vi, finding.en)
}
