//! Handing the chains out: one JSON object a line, read by `docs/verify/verify_audit.py` without anything of ours.

use super::verify::PAGE;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::hex;
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::{self, Head, Link};
use serde_json::{Value, json};
use std::io::Write;

/// Writes everything that is linked; answers how many entries. Reading hundreds of thousands of entries takes a view
/// of the database for as long.
pub async fn export(app: &App, ctx: &Ctx, out: &mut (impl Write + Send)) -> Result<u64, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let db = &app.store().snapshot().await?;
    let public_key = hex(&app.keys()?.public_key());
    let first = json!({"format": "sanviec-audit", "version": 1, "exported_at": ctx.now.0, "public_key": public_key});
    line(out, &first)?;
    let mut count = 0;
    for chain in audit_chain::list_chains(db).await? {
        let mut after = 0;
        loop {
            let page = audit_chain::list_linked(db, chain, after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = last.seq;
            for (link, row) in &page {
                line(out, &entry(link, row.as_ref()))?;
                count += 1;
            }
        }
        if let Some(end) = audit_chain::find_head(db, chain).await? {
            line(out, &head(&end))?;
        }
    }
    line(out, &json!({"end": count}))?;
    Ok(count)
}

/// The signed ends of all chains, a line for each: to be printed or sent elsewhere, so that a database that was set
/// back as a whole is found out.
pub async fn heads(app: &App, ctx: &Ctx) -> Result<Vec<String>, AppError> {
    demand(ctx, Action::ReadAudit)?;
    let db = app.store().reader();
    let mut lines = Vec::new();
    for chain in audit_chain::list_chains(db).await? {
        lines.extend(audit_chain::find_head(db, chain).await?.map(|end| head(&end).to_string()));
    }
    Ok(lines)
}

fn line(out: &mut impl Write, value: &Value) -> Result<(), AppError> {
    writeln!(out, "{value}").map_err(AppError::internal)
}

fn head(head: &Head) -> Value {
    json!({"head": {
        "chain": head.chain.to_string(), "seq": head.seq, "signed_at": head.signed_at, "hash": hex(&head.hash),
        "signature": hex(&head.signature),
    }})
}

fn entry(link: &Link, row: Option<&Stored>) -> Value {
    let bytes = |value: &Option<Vec<u8>>| value.as_deref().map(hex);
    let row = row.map(|row| {
        json!({
            "id": row.id, "at": row.at, "actor": row.actor, "role": row.role, "action": row.action,
            "entity": row.entity, "entity_id": row.entity_id.to_string(), "request_id": row.request_id,
            "before": row.before, "after": row.after, "salt": bytes(&row.salt),
            "centre_id": row.centre_id.map(|id| id.to_string()),
        })
    });
    json!({
        "chain": link.chain.to_string(), "seq": link.seq, "linked_at": link.linked_at, "audit_id": link.audit_id,
        "commitment": bytes(&link.commitment), "hash": hex(&link.hash), "signature": bytes(&link.signature),
        "row": row,
    })
}
