//! Profiles of a centre that may be of one person: those like one profile, all pairs of a centre, pairs found to be two
//! people, and merges that can still be undone.

use super::find::{Hit, alike, hits, same, seen};
use super::look::listed;
use super::merge::pair;
use super::{ProfileState, load_live, noted};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::rows;
use crate::secrets::Keyring;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, audit, profile, profile_double, profile_merge};
use std::collections::HashMap;
use uuid::Uuid;

/// Pairs on one page.
pub const DOUBLES_ON_A_PAGE: u64 = 20;

/// Two profiles of the own centre that may be one person.
#[derive(Clone, Debug)]
pub struct Double {
    pub one: Hit,
    pub other: Hit,
    /// In what they are the same.
    pub same: Vec<Field>,
}

/// Pairs of the own centre that may be one person, found last first, and whether there are more pages. What was changed
/// since and is the same in nothing any more is left out.
pub async fn doubles(app: &App, ctx: &Ctx, page: u64) -> Result<(Vec<Double>, bool), AppError> {
    let centre_id = ctx.actor.centre_id().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_centre(centre_id))?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let (offset, limit) = (page.min(10_000) * DOUBLES_ON_A_PAGE, DOUBLES_ON_A_PAGE + 1);
    let mut pairs = profile_double::list(reader, centre_id, offset, limit).await?;
    let has_more = pairs.len() as u64 > DOUBLES_ON_A_PAGE;
    pairs.truncate(usize::try_from(DOUBLES_ON_A_PAGE).unwrap_or(usize::MAX));
    let mut ids: Vec<Uuid> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    ids.sort_unstable();
    ids.dedup();
    let rows = profile::find_many(reader, &ids).await?;
    let shown: HashMap<Uuid, Hit> = hits(ctx, keys, &rows)?.into_iter().map(|hit| (hit.id.0, hit)).collect();
    let mut contents = HashMap::new();
    for row in &rows {
        contents.insert(row.id, rows::profile::read(keys, row)?.content);
    }
    let double = |(one, other): (Uuid, Uuid)| {
        let same = same(contents.get(&one)?, contents.get(&other)?);
        let (one, other) = (shown.get(&one)?.clone(), shown.get(&other)?.clone());
        is_double(&same).then_some(Double { one, other, same })
    };
    let doubles: Vec<Double> = pairs.into_iter().filter_map(double).collect();
    listed(app, ctx, &seen(doubles.iter().flat_map(|double| [&double.one, &double.other]))).await?;
    Ok((doubles, has_more))
}

/// A name alone, or a birthday alone, is many people's.
fn is_double(same: &[Field]) -> bool {
    let has = |field| same.contains(&field);
    has(Field::PersonalNumber) || has(Field::Phone) || has(Field::Email) || has(Field::Name) && has(Field::Birth)
}

/// Profiles that may be of the same person as this one and that nobody found to be others.
pub async fn duplicates(app: &App, ctx: &Ctx, id: ProfileId) -> Result<Vec<Hit>, AppError> {
    // Who else there may be is for staff to know.
    let centre_id = ctx.actor.centre_id().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_centre(centre_id))?;
    let profile = load_live(app.store().reader(), app.keys()?, id.0).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    let others = profile_merge::list_distinct(app.store().reader(), id.0).await?;
    let mut hits = alike(app, ctx, &profile.content, Some(id)).await?;
    hits.retain(|hit| !others.contains(&hit.id.0));
    listed(app, ctx, &seen(&hits)).await?;
    Ok(hits)
}

/// A merge into a profile that can still be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub id: Uuid,
    pub at: Micros,
}

/// Merges into a profile of the own centre that can still be undone, newest first.
pub async fn merges(app: &App, ctx: &Ctx, id: ProfileId) -> Result<Vec<Merged>, AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let profile = load_live(reader, keys, id.0).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    let mut merges = Vec::new();
    for row in profile_merge::list_of(reader, id.0).await? {
        if row.kept_id != id.0 || row.undone_at.is_some() || row.before.is_empty() {
            continue;
        }
        let gone = rows::profile::read(keys, &profile::load(reader, row.gone_id).await?)?;
        if gone.state == ProfileState::Merged(id) {
            merges.push(Merged { id: row.id, at: Micros(row.merged_at) });
        }
    }
    Ok(merges)
}

/// Notes that two profiles are two people: they are no longer shown as duplicates.
pub async fn set_distinct(app: &App, ctx: &Ctx, one: ProfileId, other: ProfileId, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    once(app, ctx, key, Parting { ctx: ctx.clone(), keys: app.keys()?.clone(), person, one, other }).await
}

struct Parting {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    one: ProfileId,
    other: ProfileId,
}

impl Work for Parting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "set_distinct"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.one.0.as_bytes().to_vec(), self.other.0.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move {
            pair(tx, &self.keys, &self.ctx, (self.one, self.other)).await?;
            let pair = (self.one.0, self.other.0);
            profile_merge::set_distinct(tx, pair, Some(self.person.account_id), self.ctx.now.0).await?;
            for id in [self.one, self.other] {
                audit::append(tx, &[noted(&self.ctx, self.name(), id, None)]).await?;
            }
            Ok(())
        })
    }
}
