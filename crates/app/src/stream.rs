//! For partners who keep a copy: everything live now, and what changed since a position. Together they miss nothing.
//!
//! A copy begins with the position from before the snapshot was read and then follows the stream from there.
//! Positions grow with commits; a posting that left the public, by expiry too, comes as a tombstone.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::postings::ENTITY;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::posting::PostingId;
use sanviec_search::Change;
use sanviec_store::{employer, outbox, posting};
use std::collections::HashMap;
use uuid::Uuid;

/// What became of one posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// It is live with this card (JSON).
    Upsert { position: i64, card: Vec<u8> },
    /// It is no longer live.
    Tombstone { position: i64, id: String },
}

/// A stretch of the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub entries: Vec<Entry>,
    /// Where to go on.
    pub next: i64,
    /// Whether more is there already.
    pub more: bool,
}

/// Where the stream stands now.
pub async fn position(app: &App, ctx: &Ctx) -> Result<i64, AppError> {
    demand(ctx, Action::ReadPublic)?;
    Ok(outbox::head(app.store().reader()).await?)
}

/// A position as partners keep it: it names the history that it belongs to, which a restored copy does not continue.
pub async fn token(app: &App, position: i64) -> Result<String, AppError> {
    let epoch = outbox::epoch(app.store().reader()).await?.simple().to_string();
    Ok(format!("{}-{position}", &epoch[..8]))
}

/// The position of a token; one of another history is refused.
pub async fn position_of(app: &App, token: &str) -> Result<i64, AppError> {
    let position = token.rsplit_once('-').and_then(|(_, position)| position.parse().ok());
    match position {
        Some(position) if self::token(app, position).await? == token => Ok(position),
        _ => Err(unknown_position()),
    }
}

fn unknown_position() -> AppError {
    FieldError::new(
        "after",
        "position_unknown",
        "Vị trí này không còn hoặc chưa có. Hãy tải lại bản đầy đủ rồi theo dõi từ vị trí của bản đó.",
        "This position is no longer kept or not reached yet. Take the snapshot again and go on from its position.",
    )
    .into()
}

/// What changed after a position, each posting as it is now; at most `limit` rows of the outbox are looked at.
pub async fn after(app: &App, ctx: &Ctx, position: i64, limit: u64) -> Result<Stretch, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let reader = app.store().reader();
    let oldest = outbox::oldest_kept(reader).await?;
    let head = outbox::head(reader).await?;
    if position > head || position < 0 || oldest.is_some_and(|oldest| position + 1 < oldest) {
        return Err(unknown_position());
    }
    let rows = outbox::read_after(reader, position, limit).await?;
    let next = rows.last().and_then(|row| row.pos).unwrap_or(position);
    let mut last: HashMap<Uuid, i64> = HashMap::new();
    for row in rows.iter().filter(|row| row.entity == ENTITY) {
        last.insert(row.entity_id, row.pos.unwrap_or(position));
    }
    let mut entries = entries(app, ctx, last).await?;
    entries.sort_by_key(Entry::position);
    Ok(Stretch { entries, next, more: next < head })
}

impl Entry {
    const fn position(&self) -> i64 {
        match self {
            Self::Upsert { position, .. } | Self::Tombstone { position, .. } => *position,
        }
    }
}

async fn entries(app: &App, ctx: &Ctx, last: HashMap<Uuid, i64>) -> Result<Vec<Entry>, AppError> {
    let ids: Vec<Uuid> = last.keys().copied().collect();
    let changes = changes_of(app, ctx, &ids).await?;
    let entry = |change: Change| {
        let id = Uuid::from_u128(change_id(&change));
        let position = last.get(&id).copied().unwrap_or_default();
        match change {
            Change::Live(doc) => Entry::Upsert { position, card: doc.card },
            Change::Gone(_) => Entry::Tombstone { position, id: PostingId(id).code().to_string() },
        }
    };
    Ok(changes.into_iter().map(entry).collect())
}

const fn change_id(change: &Change) -> u128 {
    match change {
        Change::Live(doc) => doc.id,
        Change::Gone(id) => *id,
    }
}

/// The card of a live posting.
pub fn card(change: &Change) -> Option<&[u8]> {
    match change {
        Change::Live(doc) => Some(&doc.card),
        Change::Gone(_) => None,
    }
}

/// A posting that cannot be read, and why.
pub type Unreadable = (Uuid, AppError);

/// What partners are to know of these postings as they are stored now. One that cannot be read is gone for them.
pub async fn changes_of(app: &App, ctx: &Ctx, ids: &[Uuid]) -> Result<Vec<Change>, AppError> {
    Ok(read(app, ctx, ids).await?.0)
}

/// As [`changes_of`], for the index that follows: what cannot be read is noted as stuck, and no more once it can.
pub async fn followed(app: &App, ctx: &Ctx, ids: &[Uuid]) -> Result<Vec<Change>, AppError> {
    demand(ctx, Action::Tick)?;
    let (changes, left_out) = read(app, ctx, ids).await?;
    let is_left_out = |id: &Uuid| left_out.iter().any(|(left, _)| left == id);
    let readable: Vec<Uuid> = ids.iter().copied().filter(|id| !is_left_out(id)).collect();
    note(app, ctx, &readable, left_out).await;
    Ok(changes)
}

/// Notes what could not be read, and forgets what now can. Where no note can be written everything else goes on.
pub async fn note(app: &App, ctx: &Ctx, readable: &[Uuid], left_out: Vec<Unreadable>) {
    if let Err(error) = try_note(app, ctx, readable, left_out).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "what cannot be read could not be noted");
    }
}

async fn try_note(app: &App, ctx: &Ctx, readable: &[Uuid], left_out: Vec<Unreadable>) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let mut round = Round::of(app, ctx, ENTITY).await?;
    for id in readable {
        round.ended(*id, Ok(())).await?;
    }
    for (id, error) in left_out {
        round.ended(id, Err(error)).await?;
    }
    Ok(())
}

/// These postings as they are stored now, and those of them that cannot be read.
async fn read(app: &App, ctx: &Ctx, ids: &[Uuid]) -> Result<(Vec<Change>, Vec<Unreadable>), AppError> {
    let reader = app.store().reader();
    let rows = posting::find_many(reader, ids).await?;
    let employers = employers_of(app, &rows).await?;
    let missing = ids.iter().filter(|id| rows.iter().all(|row| row.id != **id)).map(|id| Change::Gone(id.as_u128()));
    let (mut changes, mut left_out): (Vec<Change>, Vec<Unreadable>) = (missing.collect(), Vec::new());
    for row in rows {
        let Some(employer) = employers.get(&row.employer_id) else { continue };
        let id = row.id;
        match crate::indexing::change_of(row, employer, app.facts(), ctx.now) {
            Ok(change) => changes.push(change),
            Err(error) => {
                changes.push(Change::Gone(id.as_u128()));
                left_out.push((id, error.into()));
            }
        }
    }
    Ok((changes, left_out))
}

/// The employers of these rows by id.
pub async fn employers_of(app: &App, rows: &[posting::Row]) -> Result<HashMap<Uuid, employer::Row>, AppError> {
    let mut ids: Vec<Uuid> = rows.iter().map(|row| row.employer_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let found = employer::find_many(app.store().reader(), &ids).await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

/// Everything live, page by page.
pub struct Snapshot {
    /// Position from which the stream goes on after the snapshot.
    pub position: i64,
    scan: posting::Scan,
    left_out: Vec<Unreadable>,
}

impl Snapshot {
    /// Begins a snapshot: the position is read before the first page.
    pub async fn begin(app: &App, ctx: &Ctx) -> Result<Self, AppError> {
        demand(ctx, Action::ReadPublic)?;
        const PAGE: u64 = 1000;
        let scan = posting::scan(app.store().reader(), &["published"], PAGE).await?;
        Ok(Self { position: scan.outbox_pos, scan, left_out: Vec::new() })
    }

    /// What the last [`Snapshot::next`] left out because it cannot be read.
    pub fn take_left_out(&mut self) -> Vec<Unreadable> {
        std::mem::take(&mut self.left_out)
    }

    /// The next documents; none at the end.
    pub async fn next(&mut self, app: &App, ctx: &Ctx) -> Result<Vec<Change>, AppError> {
        self.left_out.clear();
        loop {
            let rows = self.scan.next(app.store().reader()).await?;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            let employers = employers_of(app, &rows).await?;
            let mut live = Vec::with_capacity(rows.len());
            for row in rows {
                let Some(employer) = employers.get(&row.employer_id) else { continue };
                let id = row.id;
                match crate::indexing::change_of(row, employer, app.facts(), ctx.now) {
                    Ok(Change::Gone(_)) => {}
                    Ok(change) => live.push(change),
                    Err(error) => self.left_out.push((id, error.into())),
                }
            }
            if !live.is_empty() {
                return Ok(live);
            }
        }
    }
}
