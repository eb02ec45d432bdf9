//! Writing a batch of understood rows: one transaction, asked of the rules row by row, written in bulk.

use super::normal::{Understood, posted_at};
use super::run::Options;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::organisations;
use crate::postings::{announce, change, employer_row, entry, kind_of, live_until, state_json};
use crate::rows::{self, Posting};
use sanviec_domain::Lang;
use sanviec_domain::employer::employer_key;
use sanviec_domain::posting::{Command, EmployerId, Event, Life, PostingId, Refusal};
use sanviec_store::{Tx, audit, employer, outbox, posting};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// What a row came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Effect {
    Taken,
    Changed,
    Unchanged,
    Refused(FieldError),
}

/// Writes a batch, or in a dry run says what would be written. Effects come in the order of the rows.
pub(crate) async fn batch(
    app: &App,
    ctx: &Ctx,
    options: &Options,
    rows: Vec<Understood>,
) -> Result<Vec<Effect>, AppError> {
    let plan = Arc::new(Plan::new(app, ctx, options, rows));
    if options.dry_run {
        return plan.rehearse(app.store().reader()).await;
    }
    let store = app.store().clone();
    app.to_the_end(async move {
        let plan = &plan;
        store.write("import_postings", |tx| Box::pin(plan.write(tx))).await
    })
    .await
}

/// Everything about a batch that does not depend on what is stored; made once, however often the write runs.
struct Plan {
    ctx: Ctx,
    source: String,
    rows: Vec<Prepared>,
    employers: Vec<employer::Row>,
}

struct Prepared {
    row: Understood,
    employer_key: String,
    fresh: Posting,
    hash: Vec<u8>,
    until: sanviec_domain::time::Micros,
}

/// What is to be written.
#[derive(Default)]
struct Changes {
    effects: Vec<Effect>,
    inserted: Vec<posting::Row>,
    updated: Vec<posting::Row>,
    entries: Vec<audit::Row>,
    outbox: Vec<outbox::Change>,
}

impl Plan {
    fn new(app: &App, ctx: &Ctx, options: &Options, rows: Vec<Understood>) -> Self {
        let mut employers: HashMap<String, employer::Row> = HashMap::new();
        let rows = rows.into_iter().map(|row| {
            let key = employer_key(&row.employer);
            let employer = employers
                .entry(key.clone())
                .or_insert_with(|| employer_row(&row.employer, EmployerId(app.ids().next()), ctx.now));
            let fresh = Posting {
                id: PostingId(app.ids().next()),
                version: 1,
                employer_id: EmployerId(employer.id),
                source: Some(options.source.clone()),
                source_id: Some(row.source_id.clone()),
                life: Life::new(row.content.wanted),
                content: row.content.clone(),
                posted_at: posted_at(row.posted_on, ctx.now),
                created_at: ctx.now,
                state_at: ctx.now,
            };
            let until = live_until(app, ctx.now, &row.content);
            Prepared { hash: rows::content_hash(&row.content), row, employer_key: key, fresh, until }
        });
        let rows = rows.collect();
        Self { ctx: ctx.clone(), source: options.source.clone(), rows, employers: employers.into_values().collect() }
    }

    async fn known(&self, db: &impl sanviec_store::Db) -> Result<HashMap<String, posting::Row>, AppError> {
        let ids: Vec<String> = self.rows.iter().map(|row| row.row.source_id.clone()).collect();
        let found = posting::find_by_source(db, &self.source, &ids).await?;
        Ok(found.into_iter().filter_map(|row| Some((row.source_id.clone()?, row))).collect())
    }

    /// What writing would come to.
    async fn rehearse(&self, db: &impl sanviec_store::Db) -> Result<Vec<Effect>, AppError> {
        let keys: Vec<String> = self.employers.iter().map(|row| row.name_key.clone()).collect();
        let stored = employer::find_by_name_key(db, &keys).await?;
        // Employers that are not known yet would be added; those that are stand last.
        let all = self.employers.iter().chain(&stored);
        let employers = all.map(|row| (row.name_key.clone(), EmployerId(row.id))).collect();
        let known = self.known(db).await?;
        let barred = organisations::unverified(db, &owners(&known, &employers), self.ctx.now).await?;
        let barred = barred.into_iter().map(EmployerId).collect();
        Ok(self.changes(&known, &employers, &barred)?.effects)
    }

    async fn write(&self, tx: &Tx<'_>) -> Result<Vec<Effect>, AppError> {
        let stored = employer::upsert_by_name_key(tx, &self.employers).await?;
        let employers = stored.into_iter().map(|row| (row.name_key.clone(), EmployerId(row.id))).collect();
        let known = self.known(tx).await?;
        let barred = organisations::held_unverified(tx, &owners(&known, &employers), self.ctx.now).await?;
        let barred = barred.into_iter().map(EmployerId).collect();
        let changes = self.changes(&known, &employers, &barred)?;
        posting::insert_many(tx, &changes.inserted).await?;
        if !posting::update_many_guarded(tx, &changes.updated).await?.is_empty() {
            return Err(AppError::Conflict);
        }
        audit::append(tx, &changes.entries).await?;
        announce(tx, &self.ctx, &changes.outbox).await?;
        Ok(changes.effects)
    }

    fn changes(
        &self,
        known: &HashMap<String, posting::Row>,
        employers: &HashMap<String, EmployerId>,
        barred: &HashSet<EmployerId>,
    ) -> Result<Changes, AppError> {
        let mut changes = Changes::default();
        for prepared in &self.rows {
            let employer = employers.get(&prepared.employer_key).copied();
            let owner = known.get(&prepared.row.source_id).map(|row| EmployerId(row.employer_id)).or(employer);
            if owner.into_iter().chain(employer).any(|id| barred.contains(&id)) {
                changes.effects.push(Effect::Refused(organisations::not_verified()));
                continue;
            }
            let effect = match known.get(&prepared.row.source_id) {
                None => self.take(prepared, employer, &mut changes),
                Some(row) => self.compare(prepared, employer, row.clone(), &mut changes)?,
            };
            changes.effects.push(effect);
        }
        Ok(changes)
    }

    fn take(&self, prepared: &Prepared, employer: Option<EmployerId>, changes: &mut Changes) -> Effect {
        let mut posting = prepared.fresh.clone();
        posting.employer_id = employer.unwrap_or(posting.employer_id);
        match posting.life.step(Command::Publish { until: prepared.until }, self.ctx.now) {
            Err(refusal) => Effect::Refused(told(&refusal)),
            Ok((life, events)) => {
                posting.life = life;
                changes.outbox.push(change(posting.id, posting.version, kind_of(&events)));
                let after = Some(state_json(&posting.life));
                changes.entries.push(entry(&self.ctx, "import_posting", posting.id.0, None, after));
                changes.inserted.push(rows::write(&posting, self.ctx.now));
                Effect::Taken
            }
        }
    }

    /// A posting that is known: its content may have changed, and its source lists it still.
    fn compare(
        &self,
        prepared: &Prepared,
        employer: Option<EmployerId>,
        row: posting::Row,
        changes: &mut Changes,
    ) -> Result<Effect, AppError> {
        let same_content = row.content_hash == prepared.hash;
        let mut posting = rows::read(row)?;
        let before = state_json(&posting.life);
        let employer = employer.unwrap_or(posting.employer_id);
        let mut events = Vec::new();
        if !same_content || employer != posting.employer_id {
            let wanted = prepared.row.content.wanted.max(posting.life.people().hired);
            match posting.life.clone().step(Command::Change { wanted }, self.ctx.now) {
                Err(refusal) => return Ok(Effect::Refused(told(&refusal))),
                Ok((life, more)) => (posting.life, events) = (life, more),
            }
            posting.content = prepared.row.content.clone();
            posting.employer_id = employer;
        }
        match posting.life.clone().step(Command::Relist { until: prepared.until }, self.ctx.now) {
            Err(refusal) if events.is_empty() => return Ok(Effect::Refused(told(&refusal))),
            Err(_) => {}
            Ok((life, more)) => {
                posting.life = life;
                events.extend(more);
            }
        }
        if events.is_empty() {
            return Ok(Effect::Unchanged);
        }
        self.changed(posting, before, &events, changes);
        Ok(Effect::Changed)
    }

    fn changed(&self, mut posting: Posting, before: String, events: &[Event], changes: &mut Changes) {
        posting.state_at = self.ctx.now;
        changes.outbox.push(change(posting.id, posting.version + 1, kind_of(events)));
        let after = Some(state_json(&posting.life));
        changes.entries.push(entry(&self.ctx, "import_posting", posting.id.0, Some(before), after));
        changes.updated.push(rows::write(&posting, self.ctx.now));
    }
}

/// Whose adverts the rows are, or would be: of these the organisations that no officer has verified are barred.
fn owners(known: &HashMap<String, posting::Row>, employers: &HashMap<String, EmployerId>) -> Vec<Uuid> {
    let ids = employers.values().map(|id| id.0).chain(known.values().map(|row| row.employer_id));
    ids.collect::<HashSet<_>>().into_iter().collect()
}

fn told(refusal: &Refusal) -> FieldError {
    FieldError::new("id", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En))
}

/// Closes what a source no longer lists, in batches; says how many. In a dry run says how many it would be.
pub(crate) async fn drop_unlisted(
    app: &App,
    ctx: &Ctx,
    options: &Options,
    listed: &HashSet<String>,
) -> Result<u64, AppError> {
    const PAGE: u64 = 500;
    let (mut dropped, mut after) = (0, None::<String>);
    loop {
        let page = posting::list_known(app.store().reader(), &options.source, after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(dropped) };
        after = Some(last.source_id.clone());
        let live = page.into_iter().filter(|known| matches!(known.state.as_str(), "published" | "paused"));
        let gone: Vec<_> = live.filter(|known| !listed.contains(&known.source_id)).map(|known| known.id).collect();
        dropped += if options.dry_run {
            closed(ctx, posting::find_many(app.store().reader(), &gone).await?)?.updated.len() as u64
        } else {
            drop_batch(app, ctx, gone).await?
        };
    }
}

async fn drop_batch(app: &App, ctx: &Ctx, ids: Vec<Uuid>) -> Result<u64, AppError> {
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (ids, ctx) = (&ids, &ctx);
        store.write("drop_postings", |tx| Box::pin(write_dropped(tx, ctx, ids))).await
    })
    .await
}

async fn write_dropped(tx: &Tx<'_>, ctx: &Ctx, ids: &[Uuid]) -> Result<u64, AppError> {
    let changes = closed(ctx, posting::find_many(tx, ids).await?)?;
    if !posting::update_many_guarded(tx, &changes.updated).await?.is_empty() {
        return Err(AppError::Conflict);
    }
    audit::append(tx, &changes.entries).await?;
    announce(tx, ctx, &changes.outbox).await?;
    Ok(changes.updated.len() as u64)
}

/// What closing them changes; those that the rules leave open are not in it.
fn closed(ctx: &Ctx, postings: Vec<posting::Row>) -> Result<Changes, AppError> {
    let mut changes = Changes::default();
    for row in postings {
        let mut posting = rows::read(row)?;
        let before = state_json(&posting.life);
        let Ok((life, events)) = posting.life.clone().step(Command::Drop, ctx.now) else { continue };
        if events.is_empty() {
            continue;
        }
        posting.life = life;
        posting.state_at = ctx.now;
        let after = Some(state_json(&posting.life));
        changes.outbox.push(change(posting.id, posting.version + 1, kind_of(&events)));
        changes.entries.push(entry(ctx, "drop_posting", posting.id.0, Some(before), after));
        changes.updated.push(rows::write(&posting, ctx.now));
    }
    Ok(changes)
}
