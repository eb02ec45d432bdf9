//! A running server says that it seals with its newest key, and asks whether that one is still in use: a key is not
//! retired under a server that seals with it, and a server that was out of reach meanwhile must not go on with it.

use super::Keyring;
use super::ring::KeyHead;
use super::{is_marked, lacking};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_store::{Tx, key_mark, lease, sealed};
use std::collections::BTreeMap;

/// For so long after it said so a server is taken to seal with its key. Servers say it a few times within.
pub const SECONDS_HELD: i64 = 60;
/// Who has the lease of a key: all servers that seal with it together, or its end.
const SERVERS: &str = "servers";
const RETIRED: &str = "retired";
/// Keys that are looked for though they are in no file; the numbers of keys count up from one.
const MOST_MISSING: usize = 100;

/// How the keys of a process stand in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// Another server writes with a key that this one does not have, and cannot read that: it is to be started again.
    Behind(String),
    /// The key that this process seals with is out of use: what it wrote nobody could read.
    Retired,
}

fn standing(keys: &Keyring, known: &[(String, Vec<u8>)]) -> Standing {
    // Without any mark nobody has started with keys yet.
    if !known.is_empty() && !keys.marks_in_use().iter().all(|mark| is_marked(mark, known)) {
        return Standing::Retired;
    }
    lacking(keys, known).map_or(Standing::Good, |id| Standing::Behind(id.to_owned()))
}

/// Says that this process seals with its newest key, and how its keys stand. To be said when a server starts and again
/// within [`SECONDS_HELD`].
pub async fn hold_keys(app: &App, ctx: &Ctx) -> Result<Standing, AppError> {
    demand(ctx, Action::Tick)?;
    let (keys, store) = (app.keys()?.clone(), app.store().clone());
    app.to_the_end(async move {
        let keys = &keys;
        store.write("hold_keys", |tx| Box::pin(hold(tx, keys))).await
    })
    .await
}

/// The lease is asked for first: whoever retires the key at the same moment is done before the marks are read.
async fn hold(tx: &Tx<'_>, keys: &Keyring) -> Result<Standing, AppError> {
    if let Some(id) = keys.newest() {
        lease::acquire(tx, &lease_of(id), SERVERS, SECONDS_HELD * 1_000_000).await?;
    }
    Ok(standing(keys, &key_mark::list(tx).await?))
}

/// Whether a key can be retired as far as servers go: none said lately that it seals with it, and from now on none may.
pub(super) async fn is_let_go(tx: &Tx<'_>, id: u32) -> Result<bool, AppError> {
    Ok(lease::acquire(tx, &lease_of(id), RETIRED, SECONDS_HELD * 1_000_000).await?.is_some())
}

fn lease_of(id: u32) -> String {
    format!("seals with key {id}")
}

/// How the keys of this process stand, without saying anything.
pub async fn standing_of(app: &App, ctx: &Ctx) -> Result<Standing, AppError> {
    demand(ctx, Action::Tick)?;
    Ok(standing(app.keys()?, &key_mark::list(app.store().reader()).await?))
}

/// Keys that something is sealed with and that this process does not have, each with the columns: nobody can read what
/// stands there. Reads whole tables when keys were retired.
pub async fn missing_keys(app: &App, ctx: &Ctx) -> Result<BTreeMap<u32, Vec<String>>, AppError> {
    demand(ctx, Action::Tick)?;
    let ours = app.keys()?.ids();
    let db = &app.store().snapshot().await?;
    let marks = key_mark::list(db).await?;
    let marked = marks.iter().filter_map(|(name, _)| name.strip_prefix("field ")?.parse::<u32>().ok());
    let newest = ours.iter().copied().chain(marked).max().unwrap_or(0);
    let mut missing = BTreeMap::new();
    for id in (1..=newest).rev().filter(|id| !ours.contains(id)).take(MOST_MISSING) {
        let found = sealed::list_under(db, &KeyHead::of(id).0).await?;
        if !found.is_empty() {
            missing.insert(id, found.into_iter().map(|(table, column)| format!("{table}.{column}")).collect());
        }
    }
    Ok(missing)
}
