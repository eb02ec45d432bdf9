//! Checking all chains as they stand in the database. It changes nothing.

use super::check::{Check, Fault, Finding};
use super::{BEGIN, PLATFORM};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand};
use crate::secrets::{hex, signed_by, unhex};
use sanviec_store::audit_chain::{self, Head};
use sanviec_store::{Db, audit};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Links read at once.
pub(super) const PAGE: u64 = 250;
/// A row that waits longer than this, by its own instant, was not linked by a running exchange.
const PATIENCE_US: i64 = 60_000_000;
/// Rows without a link that are named.
const NAMED: i64 = 100;

/// What one chain holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    pub chain: Uuid,
    /// Entries that were found good, one after the other from the first.
    pub good: i64,
    /// Those among them whose values were forgotten.
    pub forgotten: u64,
    pub finding: Option<Finding>,
}

/// What all chains hold.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub chains: Vec<ChainReport>,
    /// Rows that were not linked though there was time, and chains that are gone.
    pub findings: Vec<Finding>,
    /// Rows that wait for the sequencer.
    pub waiting: usize,
    /// By which signatures were checked, in hexadecimal digits.
    pub public_key: String,
}

impl Report {
    /// Everything wrong, the first of each chain.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.chains.iter().filter_map(|chain| chain.finding.as_ref()).chain(&self.findings)
    }
}

/// Checks every chain, and that it passes through ends known from elsewhere ([`known_heads`]).
pub async fn verify(app: &App, ctx: &Ctx, known: &[Head]) -> Result<Report, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let public_key = app.keys()?.public_key();
    let db = &app.store().snapshot().await?;
    let mut report = Report { public_key: hex(&public_key), ..Report::default() };
    let mut chains: BTreeSet<Uuid> = audit_chain::list_chains(db).await?.into_iter().collect();
    chains.extend(known.iter().map(|head| head.chain));
    let mut begun = BTreeSet::new();
    for chain in &chains {
        let known: Vec<Head> = known.iter().filter(|head| head.chain == *chain).cloned().collect();
        report.chains.push(one(db, *chain, &public_key, &known, &mut begun).await?);
    }
    for chain in begun.difference(&chains) {
        report.findings.push(Finding { chain: *chain, seq: 1, audit_id: None, fault: Fault::Missing });
    }
    for (id, at) in audit_chain::list_unlinked(db, 0, NAMED).await? {
        if at < ctx.now.0 - PATIENCE_US {
            report.findings.push(Finding { chain: PLATFORM, seq: 0, audit_id: Some(id), fault: Fault::Unlinked });
        } else {
            report.waiting += 1;
        }
    }
    Ok(report)
}

async fn one(
    db: &impl Db,
    chain: Uuid,
    public_key: &[u8],
    known: &[Head],
    begun: &mut BTreeSet<Uuid>,
) -> Result<ChainReport, AppError> {
    let mut check = Check::new(chain, public_key, known);
    let mut after = 0;
    loop {
        let page = audit_chain::list_linked(db, chain, after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = last.seq;
        for (link, row) in &page {
            check.take(link, row.as_ref());
            begun.extend(row.as_ref().filter(|row| chain == PLATFORM && begins(row)).map(|row| row.entity_id));
        }
        if check.finding.is_some() {
            break;
        }
    }
    check.end(audit_chain::find_head(db, chain).await?.as_ref());
    Ok(ChainReport { chain, good: check.seq, forgotten: check.forgotten, finding: check.finding })
}

fn begins(row: &audit::Stored) -> bool {
    row.action == BEGIN && row.role == "system"
}

/// Reads ends of chains that were printed or exported before; lines of another kind are passed over, but one has to be
/// there. An end that is not signed with our key is refused: a forged one must not accuse an honest chain.
pub fn known_heads(app: &App, text: &str) -> Result<Vec<Head>, AppError> {
    let public_key = app.keys()?.public_key();
    let mut heads = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let value: Value = serde_json::from_str(line).map_err(|_| no_heads())?;
        let Some(head) = value.get("head") else { continue };
        let head = read(head).ok_or_else(|| AppError::internal("a line is no end of a chain"))?;
        if !signed_by(&public_key, &super::record::signed_head(&head), &head.signature) {
            return Err(AppError::internal("an end of a chain is not signed with the key of this exchange"));
        }
        heads.push(head);
    }
    if heads.is_empty() {
        // Nothing to compare with must not look like nothing found.
        let vi = "Tệp không có phần cuối chuỗi nào để đối chiếu. Hãy dùng tệp do “sanviec audit heads” in ra hoặc “sanviec audit export” ghi.";
        let en = "The file holds no end of a chain to compare with. Give one that `sanviec audit heads` printed or `sanviec audit export` wrote.";
        return Err(FieldError::new("known", "no_head", vi, en).into());
    }
    Ok(heads)
}

/// A file of another kind was given.
fn no_heads() -> FieldError {
    FieldError::new(
        "known",
        "not_json",
        "Tệp không phải do “sanviec audit heads” in ra hoặc “sanviec audit export” ghi.",
        "The file is none that `sanviec audit heads` printed or `sanviec audit export` wrote.",
    )
}

fn read(head: &Value) -> Option<Head> {
    let bytes = |name: &str| unhex(head.get(name)?.as_str()?);
    Some(Head {
        chain: head.get("chain")?.as_str()?.parse().ok()?,
        seq: head.get("seq")?.as_i64()?,
        signed_at: head.get("signed_at")?.as_i64()?,
        hash: bytes("hash")?,
        signature: bytes("signature")?,
    })
}
