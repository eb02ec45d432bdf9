//! Tables of placements.

use super::Kind::{Bytes, Int, Long, Text, Uuid as Id};
use super::Table;

pub(super) const POLICY: Table = Table {
    name: "placement_policy",
    columns: &[("hash", Bytes), ("name", Text), ("version", Text), ("file", Text), ("created_at", Long)],
    key: &["hash"],
    identity: false,
};

pub(super) const PLACEMENT: Table = Table {
    name: "placement",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("centre_id", Id),
        ("branch_id", Id),
        ("officer_id", Id),
        ("profile_id", Id),
        ("employer_id", Id),
        ("employer_code", Text),
        ("origin", Text),
        ("posting_id", Id),
        ("application_id", Id),
        ("referral_id", Id),
        ("placed_on", Int),
        ("programme", Text),
        ("province", Text),
        ("task", Text),
        ("policy_name", Text),
        ("policy_version", Text),
        ("policy_hash", Bytes),
        ("last_known_at", Long),
        ("due_at", Long),
        ("told_on", Int),
        ("starts_on", Int),
        ("ends_on", Int),
        ("entry_due_on", Int),
        ("entry_done_on", Int),
        ("follow_due_on", Int),
        ("follow_done_on", Int),
        ("created_at", Long),
        ("updated_at", Long),
        ("outcome_told", Text),
        ("outcome_no", Long),
        ("outcome_day", Int),
        ("waits_from", Int),
        ("stake_dong", Long),
        ("disputed_since", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const FACT: Table = Table {
    name: "placement_fact",
    columns: &[
        ("id", Id),
        ("placement_id", Id),
        ("kind", Text),
        ("body", Text),
        ("recorded_at", Long),
        ("source", Text),
        ("true_from", Int),
        ("true_through", Int),
        ("entered_by", Id),
        ("channel", Text),
        ("document_hash", Bytes),
        ("reference", Text),
        ("file_id", Id),
    ],
    key: &["placement_id", "recorded_at"],
    identity: false,
};

pub(super) const EMPLOYER: Table = Table {
    name: "placement_employer",
    columns: &[("placement_id", Id), ("code", Text)],
    key: &["placement_id", "code"],
    identity: false,
};

pub(super) const DOCUMENT: Table = Table {
    name: "placement_document",
    columns: &[
        ("id", Id),
        ("placement_id", Id),
        ("media", Text),
        ("size", Long),
        ("hash", Bytes),
        ("name", Bytes),
        ("state", Text),
        ("found", Text),
        ("entered_by", Id),
        ("created_at", Long),
        ("scanned_at", Long),
        ("erased_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const CHUNK: Table = Table {
    name: "placement_chunk",
    columns: &[("id", Id), ("document_id", Id), ("number", Int), ("bytes", Bytes)],
    key: &["id"],
    identity: false,
};

pub(super) const ERASURE: Table = Table {
    name: "placement_erasure",
    columns: &[("placement_id", Id), ("forgotten_at", Long), ("look_at", Long)],
    key: &["placement_id"],
    identity: false,
};

pub(super) const RETRACTION: Table = Table {
    name: "placement_retraction",
    columns: &[
        ("id", Id),
        ("placement_id", Id),
        ("fact_id", Id),
        ("why", Text),
        ("source", Text),
        ("channel", Text),
        ("document_hash", Bytes),
        ("reference", Text),
        ("proposed_by", Id),
        ("proposed_at", Long),
        ("state", Text),
        ("is_waiting", Int),
        ("decided_by", Id),
        ("decided_at", Long),
        ("note", Text),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const SIGNATURE: Table = Table {
    name: "placement_signature",
    columns: &[("document_id", Id), ("state", Text), ("trust", Bytes), ("answer", Bytes), ("read_at", Long)],
    key: &["document_id"],
    identity: false,
};

pub(super) const ASK: Table = Table {
    name: "placement_ask",
    columns: &[
        ("id", Id),
        ("placement_id", Id),
        ("occasion", Text),
        ("since_on", Int),
        ("party", Text),
        ("messages", Int),
        ("asked_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const FILE: Table = Table {
    name: "evidence_file",
    columns: &[
        ("id", Id),
        ("centre_id", Id),
        ("source", Text),
        ("media", Text),
        ("size", Long),
        ("hash", Bytes),
        ("entered_by", Id),
        ("created_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const FILE_CHUNK: Table = Table {
    name: "evidence_chunk",
    columns: &[("id", Id), ("file_id", Id), ("number", Int), ("bytes", Bytes)],
    key: &["id"],
    identity: false,
};

pub(super) const FILE_ROW: Table = Table {
    name: "evidence_row",
    columns: &[("file_id", Id), ("run", Int), ("line", Long), ("verdict", Text), ("placement_id", Id)],
    key: &["file_id", "run", "line"],
    identity: false,
};

pub(super) const SENDING: Table = Table {
    name: "evidence_sending",
    columns: &[
        ("file_id", Id),
        ("account_id", Id),
        ("role", Text),
        ("state", Text),
        ("row_count", Long),
        ("done", Long),
        ("recorded", Long),
        ("stood", Long),
        ("refused", Long),
        ("begun_at", Long),
        ("ended_at", Long),
    ],
    key: &["file_id"],
    identity: false,
};

pub(super) const SENDING_ROW: Table = Table {
    name: "evidence_sending_row",
    columns: &[("file_id", Id), ("number", Long), ("line", Long), ("verdict", Text), ("placement_id", Id)],
    key: &["file_id", "number"],
    identity: false,
};

pub(super) const FILE_ERASURE: Table = Table {
    name: "file_erasure",
    columns: &[("file_id", Id), ("kind", Text), ("since", Long), ("look_at", Long), ("erased_at", Long)],
    key: &["file_id"],
    identity: false,
};

pub(super) const LEFT: Table = Table {
    name: "evidence_left",
    columns: &[("file_id", Id), ("line", Long), ("vi", Text), ("en", Text)],
    key: &["file_id", "line"],
    identity: false,
};

pub(super) const PROOF: Table = Table {
    name: "placement_proof",
    columns: &[("kind", Text), ("key", Bytes), ("placement_id", Id), ("noted_at", Long)],
    key: &["kind", "key"],
    identity: false,
};

pub(super) const SUCCESSION: Table = Table {
    name: "employer_succession",
    columns: &[
        ("id", Id),
        ("centre_id", Id),
        ("from_code", Text),
        ("to_code", Text),
        ("on_day", Int),
        ("source", Text),
        ("channel", Text),
        ("document_hash", Bytes),
        ("reference", Text),
        ("entered_by", Id),
        ("recorded_at", Long),
        ("ended_at", Long),
        ("touched", Long),
        ("again_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const UNTOLD: Table = Table {
    name: "succession_untold",
    columns: &[("placement_id", Id), ("succession_id", Id)],
    key: &["placement_id", "succession_id"],
    identity: false,
};
