//! The tables of claims and money in an archive. Lines of the ledger stand before their journals, as they are written.

use super::Kind::{Bytes, Int, Long, Text, Uuid as Id};
use super::Table;

pub(super) const PAYING: Table = Table {
    name: "paying",
    columns: &[
        ("centre_id", Id),
        ("version", Long),
        ("payer_name", Text),
        ("payer_bank", Text),
        ("payer_account", Bytes),
        ("payee_name", Text),
        ("payee_bank", Text),
        ("payee_account", Bytes),
        ("updated_at", Long),
        ("payee_by", Id),
    ],
    key: &["centre_id"],
    identity: false,
};

pub(super) const EXCLUSION: Table = Table {
    name: "exclusion",
    columns: &[
        ("programme", Text),
        ("person_key", Bytes),
        ("claim_id", Id),
        ("centre_id", Id),
        ("taken_on", Int),
        ("until_on", Int),
        ("updated_at", Long),
    ],
    key: &["programme", "person_key"],
    identity: false,
};

pub(super) const EXCLUSION_PROFILE: Table = Table {
    name: "exclusion_profile",
    columns: &[
        ("programme", Text),
        ("profile_id", Id),
        ("claim_id", Id),
        ("centre_id", Id),
        ("taken_on", Int),
        ("until_on", Int),
        ("updated_at", Long),
    ],
    key: &["programme", "profile_id"],
    identity: false,
};

pub(super) const EXCLUSION_LIST: Table = Table {
    name: "exclusion_list",
    columns: &[
        ("programme", Text),
        ("installation", Text),
        ("key_id", Text),
        ("made_at", Long),
        ("people", Int),
        ("until_on", Int),
        ("taken_at", Long),
    ],
    key: &["programme", "installation"],
    identity: false,
};

pub(super) const EXCLUSION_ELSEWHERE: Table = Table {
    name: "exclusion_elsewhere",
    columns: &[("programme", Text), ("installation", Text), ("person_key", Bytes), ("until_on", Int)],
    key: &["programme", "installation", "person_key"],
    identity: false,
};

pub(super) const CLAIM: Table = Table {
    name: "claim",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("centre_id", Id),
        ("placement_id", Id),
        ("profile_id", Id),
        ("programme", Text),
        ("task", Text),
        ("beneficiary_groups", Text),
        ("budget_year", Int),
        ("person_key", Bytes),
        ("subject", Bytes),
        ("policy_hash", Bytes),
        ("today", Int),
        ("known_at", Long),
        ("seen_known_at", Long),
        ("facts_hash", Bytes),
        ("outcome", Text),
        ("is_flagged", Int),
        ("dong", Long),
        ("needs_third", Int),
        ("instalments_max", Int),
        ("prepared_by", Id),
        ("paid_dong", Long),
        ("returned_dong", Long),
        ("state", Text),
        ("is_open", Int),
        ("is_live", Int),
        ("place", Text),
        ("second_by", Id),
        ("batch_id", Id),
        ("paid_on", Int),
        ("payout_dong", Long),
        ("reason", Bytes),
        ("proposed_by", Id),
        ("asked_dong", Long),
        ("asked_parts", Int),
        ("came_dong", Long),
        ("payouts", Int),
        ("created_at", Long),
        ("updated_at", Long),
        ("again_by", Id),
        ("again_dong", Long),
        ("again_parts", Int),
        ("asked_on", Int),
        ("approved_known_at", Long),
        ("elsewhere_known", Text),
        ("elsewhere_from", Int),
        ("elsewhere_through", Int),
        ("contested_dong", Long),
        ("contested_why", Text),
        ("contested_by", Id),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const LEDGER_ENTRY: Table = Table {
    name: "ledger_entry",
    columns: &[("journal_id", Id), ("line", Int), ("account", Text), ("dong", Long)],
    key: &["journal_id", "line"],
    identity: false,
};

pub(super) const JOURNAL: Table = Table {
    name: "journal",
    columns: &[
        ("id", Id),
        ("claim_id", Id),
        ("centre_id", Id),
        ("programme", Text),
        ("occasion", Text),
        ("payout_id", Id),
        ("on_day", Int),
        ("lines", Int),
        ("actor", Text),
        ("at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const BATCH: Table = Table {
    name: "batch",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("centre_id", Id),
        ("year", Int),
        ("serial", Int),
        ("state", Text),
        ("programme", Text),
        ("made_by", Id),
        ("claims", Int),
        ("dong", Long),
        ("head", Bytes),
        ("pay_on", Int),
        ("sent_at", Long),
        ("created_at", Long),
        ("updated_at", Long),
        ("sent_by", Id),
        ("task", Text),
        ("budget_year", Int),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const PAYOUT: Table = Table {
    name: "payout",
    columns: &[
        ("id", Id),
        ("claim_id", Id),
        ("batch_id", Id),
        ("attempt", Int),
        ("code", Text),
        ("dong", Long),
        ("state", Text),
        ("is_open", Int),
        ("result_on", Int),
        ("result_code", Text),
        ("created_at", Long),
        ("updated_at", Long),
        ("result_by", Id),
        ("disputed_at", Long),
        ("disputed_by", Id),
        ("disputed_on", Int),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const BANK_RESULT: Table = Table {
    name: "bank_result",
    columns: &[
        ("id", Id),
        ("batch_id", Id),
        ("hash", Bytes),
        ("format", Text),
        ("rows", Int),
        ("brought_by", Id),
        ("created_at", Long),
        ("size", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const BANK_CHUNK: Table = Table {
    name: "bank_chunk",
    columns: &[("id", Id), ("bank_result_id", Id), ("number", Int), ("bytes", Bytes)],
    key: &["id"],
    identity: false,
};

pub(super) const BANK_ROW: Table = Table {
    name: "bank_row",
    columns: &[
        ("bank_result_id", Id),
        ("line", Int),
        ("verdict", Text),
        ("payout_code", Text),
        ("paid_on", Int),
        ("dong", Long),
        ("note", Bytes),
    ],
    key: &["bank_result_id", "line"],
    identity: false,
};

pub(super) const DRAW: Table = Table {
    name: "draw",
    columns: &[
        ("id", Id),
        ("centre_id", Id),
        ("from_on", Int),
        ("until_on", Int),
        ("wanted", Int),
        ("seed", Text),
        ("population", Int),
        ("population_hash", Bytes),
        ("drawn_by", Id),
        ("created_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const STUCK: Table = Table {
    name: "stuck",
    columns: &[("kind", Text), ("thing_id", Id), ("since", Long), ("times", Int), ("retry_at", Long), ("error", Text)],
    key: &["kind", "thing_id"],
    identity: false,
};
