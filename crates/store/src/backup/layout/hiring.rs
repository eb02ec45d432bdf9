//! Tables of organisations in an archive.

use super::Kind::{Bytes, Int, Long, Text, Uuid as Id};
use super::Table;

pub(super) const ORGANISATION: Table = Table {
    name: "organisation",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("kind", Text),
        ("centre_id", Id),
        ("tax_code", Text),
        ("number", Bytes),
        ("number_lookup", Bytes),
        ("employer_type", Text),
        ("industry_code", Text),
        ("size", Text),
        ("details", Bytes),
        ("entered_by", Id),
        ("due_at", Long),
        ("created_at", Long),
        ("updated_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const ORGANISATION_MEMBER: Table = Table {
    name: "organisation_member",
    columns: &[
        ("organisation_id", Id),
        ("account_id", Id),
        ("role", Text),
        ("state", Text),
        ("invited_until", Long),
        ("membership_id", Id),
        ("label", Bytes),
        ("since_at", Long),
    ],
    key: &["organisation_id", "account_id"],
    identity: false,
};

pub(super) const VERIFICATION: Table = Table {
    name: "verification",
    columns: &[
        ("organisation_id", Id),
        ("version", Long),
        ("state", Text),
        ("since_at", Long),
        ("until_at", Long),
        ("answer_state", Text),
        ("answer_due_on", Int),
        ("answer_done_on", Int),
        ("closed_state", Text),
        ("closed_at", Long),
        ("closed_reason", Text),
        ("due_at", Long),
        ("updated_at", Long),
        ("renewal_at", Long),
        ("renewal_from", Int),
        ("told", Text),
    ],
    key: &["organisation_id"],
    identity: false,
};

pub(super) const VERIFICATION_EVIDENCE: Table = Table {
    name: "verification_evidence",
    columns: &[
        ("organisation_id", Id),
        ("place", Int),
        ("kind", Text),
        ("reference", Bytes),
        ("seen_on", Int),
        ("given_by", Id),
        ("given_at", Long),
    ],
    key: &["organisation_id", "place"],
    identity: false,
};

pub(super) const POSTING_REVIEW: Table = Table {
    name: "posting_review",
    columns: &[("posting_id", Id), ("handed_in_at", Long), ("told", Text), ("told_at", Long)],
    key: &["posting_id"],
    identity: false,
};

pub(super) const POSTING_INTAKE: Table = Table {
    name: "posting_intake",
    columns: &[("posting_id", Id), ("way", Text), ("centre_id", Id), ("account_id", Id), ("at", Long)],
    key: &["posting_id"],
    identity: false,
};
