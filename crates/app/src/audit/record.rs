//! What a link is made of. The same is computed by `docs/verify/verify_audit.py`; whoever changes it here makes a new
//! version there.

use crate::secrets::sha256;
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::{Head, Link};
use uuid::Uuid;

/// Length that stands for a part that is not there.
const NONE: u64 = u64::MAX;
/// The hash before the first link.
pub(super) const START: [u8; 32] = [0; 32];

/// Parts that cannot run into each other: each after its length in eight bytes.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn new(what: &str) -> Self {
        Self::default().text(what)
    }

    fn bytes(mut self, part: Option<&[u8]>) -> Self {
        self.0.extend(part.map_or(NONE, |part| part.len() as u64).to_be_bytes());
        self.0.extend(part.unwrap_or_default());
        self
    }

    fn text(self, part: &str) -> Self {
        self.bytes(Some(part.as_bytes()))
    }

    fn number(self, part: i64) -> Self {
        self.text(&part.to_string())
    }
}

/// What binds the values of a row. Without the salt nobody can try values against it.
pub(super) fn commitment(row: &Stored) -> Option<[u8; 32]> {
    let salt = row.salt.as_deref()?;
    let values = [&row.before, &row.after].map(|value| value.as_ref().map(String::as_bytes));
    let parts = Parts::new("sanviec audit value 1").bytes(Some(salt)).bytes(values[0]).bytes(values[1]);
    Some(sha256(&parts.0))
}

/// The hash of a link over everything of its row and all links before.
pub(super) fn hash(before: &[u8], link: &Link, row: &Stored) -> [u8; 32] {
    let parts = Parts::new("sanviec audit link 1")
        .bytes(Some(before))
        .text(&link.chain.to_string())
        .number(link.seq)
        .number(link.linked_at)
        .number(row.id)
        .number(row.at)
        .text(&row.actor)
        .text(&row.role)
        .text(&row.action)
        .text(&row.entity)
        .text(&row.entity_id.to_string())
        .bytes(row.request_id.as_ref().map(String::as_bytes))
        .bytes(link.commitment.as_deref());
    sha256(&parts.0)
}

/// What is signed on the last link of a turn.
pub(super) fn signed_link(chain: Uuid, seq: i64, hash: &[u8]) -> Vec<u8> {
    Parts::new("sanviec audit place 1").text(&chain.to_string()).number(seq).bytes(Some(hash)).0
}

/// What is signed at the end of a chain. Another word than on links: no link can be passed off as the end.
pub(super) fn signed_head(head: &Head) -> Vec<u8> {
    let parts = Parts::new("sanviec audit head 1").text(&head.chain.to_string()).number(head.seq);
    parts.number(head.signed_at).bytes(Some(&head.hash)).0
}
