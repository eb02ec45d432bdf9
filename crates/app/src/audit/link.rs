//! The sequencer: gives rows that wait their place in the chain and signs the end. Any node may run it at any time; one
//! at a time does.
//!
//! It goes on from the signed head and never from the last link it finds: what somebody took away is not covered up.

use super::record::{START, commitment, hash, signed_head, signed_link};
use super::{BEGIN, PLATFORM};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_store::audit_chain::{self, Head, Link};
use sanviec_store::{Tx, audit};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows of one write.
const BATCH: u64 = 500;

/// Links rows that wait, at most 500, and says how many.
pub async fn link(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    if !audit_chain::is_any_waiting(app.store().reader()).await? {
        return Ok(0);
    }
    let turn = Turn { ctx: ctx.clone(), keys: app.keys()?.clone() };
    let store = app.store().clone();
    app.to_the_end(async move {
        let turn = &turn;
        store.write("link_audit", |tx| Box::pin(turn.run(tx))).await
    })
    .await
}

struct Turn {
    ctx: Ctx,
    keys: Keyring,
}

impl Turn {
    async fn run(&self, tx: &Tx<'_>) -> Result<usize, AppError> {
        audit_chain::lock(tx).await?;
        let waiting = audit_chain::take_waiting(tx, BATCH).await?;
        let count = waiting.len();
        let mut chains: BTreeMap<Uuid, Vec<audit::Stored>> = BTreeMap::new();
        for row in waiting {
            chains.entry(row.centre_id.unwrap_or(PLATFORM)).or_default().push(row);
        }
        for (chain, rows) in chains {
            self.extend(tx, chain, &rows).await?;
        }
        Ok(count)
    }

    async fn extend(&self, tx: &Tx<'_>, chain: Uuid, rows: &[audit::Stored]) -> Result<(), AppError> {
        let head = audit_chain::find_head(tx, chain).await?;
        if head.is_none() && chain != PLATFORM {
            // A chain that is taken away as a whole is missed by the chain of the platform.
            audit::append_at(tx, None, &[super::entry(&self.ctx, BEGIN, "centre", chain)]).await?;
        }
        let (mut seq, mut last) = head.map_or((0, START.to_vec()), |head| (head.seq, head.hash));
        let mut links = Vec::with_capacity(rows.len());
        for row in rows {
            seq += 1;
            let commitment = commitment(row).map(Vec::from);
            let linked_at = self.ctx.now.0;
            let mut link =
                Link { audit_id: row.id, chain, seq, linked_at, commitment, hash: Vec::new(), signature: None };
            link.hash = hash(&last, &link, row).to_vec();
            last.clone_from(&link.hash);
            links.push(link);
        }
        if let Some(link) = links.last_mut() {
            link.signature = Some(self.keys.sign(&signed_link(chain, seq, &last))?);
        }
        audit_chain::append(tx, &links).await?;
        let mut head = Head { chain, seq, signed_at: self.ctx.now.0, hash: last, signature: Vec::new() };
        head.signature = self.keys.sign(&signed_head(&head))?;
        Ok(audit_chain::set_head(tx, &head).await?)
    }
}
