//! Checking one chain, link by link. Pure: what it is given may come from the database or from a file.

use super::record::{START, commitment, hash, signed_head, signed_link};
use crate::secrets::signed_by;
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::{Head, Link};
use uuid::Uuid;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An entry is not there.
    Missing,
    /// An entry, its place or its hash is not what it was.
    Changed,
    /// The values are not those that were written.
    ValuesChanged,
    /// An entry stands in the wrong chain.
    WrongChain,
    /// The signature on an entry is not ours: it or one shortly before it was written anew.
    Signature,
    /// The end of the chain is not there, or not signed by us.
    Head,
    /// The chain goes on after its signed end.
    Beyond,
    /// The chain does not pass through an end that was known before.
    OtherHistory,
    /// An entry was not linked though there was time.
    Unlinked,
}

impl Fault {
    /// Stable word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Changed => "changed",
            Self::ValuesChanged => "values_changed",
            Self::WrongChain => "wrong_chain",
            Self::Signature => "signature",
            Self::Head => "head",
            Self::Beyond => "beyond",
            Self::OtherHistory => "other_history",
            Self::Unlinked => "unlinked",
        }
    }
}

/// The first thing wrong in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub chain: Uuid,
    /// Place of the first bad entry.
    pub seq: i64,
    /// The row, where there is one.
    pub audit_id: Option<i64>,
    pub fault: Fault,
}

/// A chain that is being checked.
pub(super) struct Check<'a> {
    chain: Uuid,
    public_key: &'a [u8],
    last: Vec<u8>,
    pub(super) seq: i64,
    /// Entries whose values were forgotten.
    pub(super) forgotten: u64,
    /// Ends of this chain known from elsewhere.
    known: &'a [Head],
    /// Place up to which a signature was good.
    trusted: i64,
    pub(super) finding: Option<Finding>,
}

impl<'a> Check<'a> {
    pub(super) fn new(chain: Uuid, public_key: &'a [u8], known: &'a [Head]) -> Self {
        Self { chain, public_key, last: START.to_vec(), seq: 0, forgotten: 0, known, trusted: 0, finding: None }
    }

    fn find(&mut self, seq: i64, audit_id: Option<i64>, fault: Fault) {
        self.finding.get_or_insert(Finding { chain: self.chain, seq, audit_id, fault });
    }

    /// Takes the next link; after the first finding nothing more is looked at.
    pub(super) fn take(&mut self, link: &Link, row: Option<&Stored>) {
        if self.finding.is_some() {
            return;
        }
        let (seq, id) = (self.seq + 1, Some(link.audit_id));
        if link.seq != seq {
            return self.find(seq, None, Fault::Missing);
        }
        let Some(row) = row else { return self.find(seq, id, Fault::Missing) };
        if row.centre_id.unwrap_or(super::PLATFORM) != self.chain {
            return self.find(seq, id, Fault::WrongChain);
        }
        if hash(&self.last, link, row).as_slice() != link.hash {
            return self.find(seq, id, Fault::Changed);
        }
        match (&link.commitment, commitment(row)) {
            (Some(bound), Some(now)) if bound.as_slice() == now => {}
            (None, None) if row.before.is_none() && row.after.is_none() => {}
            (Some(_), None) if row.before.is_none() && row.after.is_none() => self.forgotten += 1,
            _ => return self.find(seq, id, Fault::ValuesChanged),
        }
        if let Some(signature) = &link.signature {
            if !signed_by(self.public_key, &signed_link(self.chain, seq, &link.hash), signature) {
                return self.find(self.trusted + 1, None, Fault::Signature);
            }
            self.trusted = seq;
        }
        if self.known.iter().any(|head| head.seq == seq && head.hash != link.hash) {
            return self.find(seq, id, Fault::OtherHistory);
        }
        self.last.clone_from(&link.hash);
        self.seq = seq;
    }

    /// The chain is at its end: compares with the signed head.
    pub(super) fn end(&mut self, head: Option<&Head>) {
        if self.finding.is_some() {
            return;
        }
        let Some(head) = head else { return self.find(self.seq, None, Fault::Head) };
        if !signed_by(self.public_key, &signed_head(head), &head.signature) {
            return self.find(self.trusted.min(head.seq).max(0) + 1, None, Fault::Head);
        }
        if head.seq > self.seq {
            return self.find(self.seq + 1, None, Fault::Missing);
        }
        if head.seq < self.seq {
            return self.find(head.seq + 1, None, Fault::Beyond);
        }
        if head.hash != self.last {
            return self.find(self.trusted.min(self.seq - 1) + 1, None, Fault::Changed);
        }
        if self.known.iter().any(|known| known.seq > head.seq) {
            self.find(head.seq + 1, None, Fault::Missing);
        }
    }
}
