//! Writing the file. It is read in one view of the database, after every row has its link: a row without one proves
//! nothing yet.

use super::chain;
use super::hashes::parts;
use super::lines;
use super::scope::{Found, Scope};
use crate::app::App;
use crate::claims::{bank_files_checked, is_held};
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements::{PolicyKey, standing};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, hex, sha256};
use sanviec_store::placement::file;
use sanviec_store::{Db, batch, claim, ledger, payout, placement};
use serde_json::{Value, json};
use std::io::Write;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    pub placements: usize,
    pub claims: usize,
    /// Lines of the file.
    pub lines: usize,
}

/// Lines as they are written, each with its hash.
struct Sink<'w, W> {
    out: &'w mut W,
    hashes: Vec<String>,
}

impl<W: Write> Sink<'_, W> {
    fn put(&mut self, value: &Value) -> Result<(), AppError> {
        let line = value.to_string();
        self.hashes.push(hex(&sha256(line.as_bytes())));
        writeln!(self.out, "{line}").map_err(AppError::internal)
    }
}

/// Writes the evidence for what is asked.
pub async fn export(app: &App, ctx: &Ctx, scope: &Scope, out: &mut (impl Write + Send)) -> Result<Exported, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let keys = app.keys()?;
    let db = &app.store().snapshot().await?;
    let found = scope.find(db).await?;
    let mut sink = Sink { out, hashes: Vec::new() };
    let (kind, name) = scope.words();
    sink.put(&json!({
        "format": "sanviec-evidence", "version": 7, "exported_at": ctx.now.0, "scope": kind, "name": name,
        "public_key": hex(&keys.public_key()), "placements": lines::texts(&found.placements),
        "claims": lines::texts(&found.claims), "batches": lines::texts(&found.batches),
    }))?;
    things((app, ctx, keys), db, &found, &mut sink).await?;
    for centre in &found.centres {
        for line in chain::lines(db, *centre, &found).await? {
            sink.put(&line)?;
        }
    }
    let text: String = sink.hashes.concat();
    let signed = signed_list(sink.hashes.len(), &text);
    let end = json!({"end": sink.hashes.len(), "lines": sink.hashes, "signature": hex(&keys.sign(&signed)?)});
    let lines = sink.hashes.len() + 1;
    writeln!(sink.out, "{end}").map_err(AppError::internal)?;
    Ok(Exported { placements: found.placements.len(), claims: found.claims.len(), lines })
}

/// What is signed at the end: how many lines, and the hashes of all of them in order.
fn signed_list(count: usize, hashes: &str) -> Vec<u8> {
    let (count, all) = (count.to_string(), sha256(hashes.as_bytes()));
    parts(&[Some(b"sanviec evidence 1"), Some(count.as_bytes()), Some(&all)])
}

async fn things<W: Write + Send>(
    (app, ctx, keys): (&App, &Ctx, &Keyring),
    db: &impl Db,
    found: &Found,
    sink: &mut Sink<'_, W>,
) -> Result<(), AppError> {
    let mut claims = Vec::with_capacity(found.claims.len());
    for id in &found.claims {
        // One that is gone stands in the head and not among the lines: so the verifier says that it is missing.
        claims.extend(claim::find(db, *id).await?);
    }
    let mut placements = Vec::with_capacity(found.placements.len());
    for id in &found.placements {
        // As with claims.
        placements.extend(placement::find(db, *id).await?);
    }
    for line in policies(app, ctx, db, (&placements, &claims)).await? {
        sink.put(&line)?;
    }
    for row in &placements {
        let facts = placement::facts(db, row.id, i64::MAX).await?;
        let standing = standing(db, app.policies(), ctx, (row, &facts)).await?;
        sink.put(&lines::placement(keys, db, row, (&facts, standing.as_ref())).await?)?;
    }
    for id in &found.files {
        // One that is gone is named by its facts, and the verifier says that it is missing.
        if let Some(kept) = file::find(db, *id).await? {
            sink.put(&lines::file(keys, db, &kept).await?)?;
        }
    }
    for row in &claims {
        sink.put(&lines::claim(keys, row, is_held(app, db, row).await?))?;
        for (journal, entries) in ledger::list_of_claim(db, row.id).await? {
            sink.put(&lines::journal(&journal, &entries))?;
        }
        for attempt in payout::list_of_claim(db, row.id).await? {
            sink.put(&lines::payout(&attempt))?;
        }
    }
    for id in &found.batches {
        // One that is gone stands in the head and not among the lines, as claims do.
        let Some(row) = batch::find(db, *id).await? else { continue };
        sink.put(&lines::batch(keys, &row, &payout::list_of_batch(db, *id).await?))?;
        for (file, stands) in bank_files_checked(keys, db, *id).await? {
            sink.put(&lines::bank_result(&file, stands))?;
        }
    }
    Ok(())
}

/// Those that claims hold and placements keep, and for placements that keep none yet those that are expected.
async fn policies(
    app: &App,
    ctx: &Ctx,
    db: &impl Db,
    (placements, claims): (&[placement::Row], &[claim::Row]),
) -> Result<Vec<Value>, AppError> {
    let of_placements = placements.iter().filter_map(|row| row.policy_hash.clone());
    let kept: Vec<_> = claims.iter().map(|claim| claim.policy_hash.clone()).chain(of_placements).collect();
    let without = placements.iter().filter(|row| row.policy_hash.is_none());
    let expected: Vec<_> = without.filter_map(|row| app.policies().expected(PolicyKey::of(row), ctx.today())).collect();
    lines::policies(db, &kept, &expected).await
}
