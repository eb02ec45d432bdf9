//! The chain of a centre from the first row about something in the file to its signed end. Rows about other things
//! stand without their values: only what the hash of a link is made of.

use super::scope::Found;
use crate::error::AppError;
use crate::secrets::hex;
use sanviec_store::Db;
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::{self, Link};
use serde_json::{Value, json};
use uuid::Uuid;

/// Links that are read at once.
const PAGE: u64 = 250;

/// Lines of a chain: a beginning with the hash before it, its links, its end.
pub(super) async fn lines(db: &impl Db, chain: Uuid, found: &Found) -> Result<Vec<Value>, AppError> {
    let (mut after, mut before) = (0, vec![0_u8; 32]);
    let mut lines: Vec<Value> = Vec::new();
    loop {
        let page = audit_chain::list_linked(db, chain, after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = last.seq;
        for (link, row) in &page {
            let concerns = row.as_ref().is_some_and(|row| found.has(row.entity_id));
            if lines.is_empty() && !concerns {
                before.clone_from(&link.hash);
                continue;
            }
            if lines.is_empty() {
                lines.push(json!({"chain": {
                    "id": chain.to_string(), "from": link.seq, "before": hex(&before),
                }}));
            }
            let is_shown = concerns || row.as_ref().is_some_and(|row| found.is_sent_to(row));
            lines.push(entry(link, row.as_ref(), is_shown));
        }
    }
    if let Some(head) = audit_chain::find_head(db, chain).await?.filter(|_| !lines.is_empty()) {
        lines.push(json!({"head": {
            "chain": head.chain.to_string(), "seq": head.seq, "signed_at": head.signed_at, "hash": hex(&head.hash),
            "signature": hex(&head.signature),
        }}));
    }
    Ok(lines)
}

fn entry(link: &Link, row: Option<&Stored>, is_shown: bool) -> Value {
    let bytes = |value: &Option<Vec<u8>>| value.as_deref().map(hex);
    let row = row.map(|row| {
        let mut shown = json!({
            "id": row.id, "at": row.at, "actor": row.actor, "role": row.role, "action": row.action,
            "entity": row.entity, "entity_id": row.entity_id.to_string(), "request_id": row.request_id,
            "centre_id": row.centre_id.map(|id| id.to_string()),
        });
        if let (true, Some(fields)) = (is_shown, shown.as_object_mut()) {
            fields.insert("before".into(), json!(row.before));
            fields.insert("after".into(), json!(row.after));
            fields.insert("salt".into(), json!(bytes(&row.salt)));
        }
        shown
    });
    json!({"link": {
        "chain": link.chain.to_string(), "seq": link.seq, "linked_at": link.linked_at, "audit_id": link.audit_id,
        "commitment": bytes(&link.commitment), "hash": hex(&link.hash), "row": row,
    }})
}
