//! The tables of people who look for work, for an archive.

use super::Kind::{Bytes, Int, Long, Text, Uuid as Id};
use super::Table;

pub(super) const PROFILE: Table = Table {
    name: "profile",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("account_id", Id),
        ("centre_id", Id),
        ("branch_id", Id),
        ("state", Text),
        ("visibility", Text),
        ("document", Text),
        ("document_version", Int),
        ("sealed", Text),
        ("name_fold", Bytes),
        ("name_back", Bytes),
        ("born_on", Int),
        ("number_hash", Bytes),
        ("phone_hash", Bytes),
        ("email_hash", Bytes),
        ("merged_into", Id),
        ("active_at", Long),
        ("created_at", Long),
        ("updated_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const PROFILE_TERM: Table = Table {
    name: "profile_term",
    columns: &[("centre_id", Id), ("term", Text), ("profile_id", Id)],
    key: &["centre_id", "term", "profile_id"],
    identity: false,
};

pub(super) const CONSENT: Table = Table {
    name: "consent",
    columns: &[
        ("id", Id),
        ("profile_id", Id),
        ("purpose", Text),
        ("employer_id", Id),
        ("channel", Text),
        ("act", Text),
        ("at", Long),
        ("wording_version", Int),
        ("lang", Text),
        ("way", Text),
        ("giver", Text),
        ("evidence", Text),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const LOOK: Table = Table {
    name: "look",
    columns: &[
        ("id", Id),
        ("profile_id", Id),
        ("at", Long),
        ("account_id", Id),
        ("role", Text),
        ("centre_id", Id),
        ("employer_id", Id),
        ("why", Text),
        ("fields", Text),
        ("listed_on", Int),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const PROFILE_MERGE: Table = Table {
    name: "profile_merge",
    columns: &[
        ("id", Id),
        ("kept_id", Id),
        ("gone_id", Id),
        ("kept_version", Long),
        ("before", Bytes),
        ("merged_by", Id),
        ("merged_at", Long),
        ("undone_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const PROFILE_DISTINCT: Table = Table {
    name: "profile_distinct",
    columns: &[("lower_id", Id), ("upper_id", Id), ("said_by", Id), ("said_at", Long), ("why", Text)],
    key: &["lower_id", "upper_id"],
    identity: false,
};

pub(super) const PROFILE_DOUBLE: Table = Table {
    name: "profile_double",
    columns: &[("lower_id", Id), ("upper_id", Id), ("centre_id", Id), ("found_at", Long)],
    key: &["lower_id", "upper_id"],
    identity: false,
};

pub(super) const PROFILE_FILE: Table = Table {
    name: "profile_file",
    columns: &[
        ("id", Id),
        ("profile_id", Id),
        ("media", Text),
        ("size", Long),
        ("hash", Bytes),
        ("name", Bytes),
        ("state", Text),
        ("found", Text),
        ("created_at", Long),
        ("scanned_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const PROFILE_CHUNK: Table = Table {
    name: "profile_chunk",
    columns: &[("id", Id), ("file_id", Id), ("number", Int), ("bytes", Bytes)],
    key: &["id"],
    identity: false,
};

pub(super) const APPROACH: Table = Table {
    name: "approach",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("profile_id", Id),
        ("account_id", Id),
        ("employer_id", Id),
        ("posting_id", Id),
        ("state", Text),
        ("sent_by", Id),
        ("sent_at", Long),
        ("due_at", Long),
        ("ended_at", Long),
        ("application_id", Id),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const DATA_REQUEST: Table = Table {
    name: "data_request",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("account_id", Id),
        ("centre_id", Id),
        ("kind", Text),
        ("words", Bytes),
        ("reply", Bytes),
        ("answer_state", Text),
        ("answer_due_on", Int),
        ("answer_done_on", Int),
        ("settle_state", Text),
        ("settle_due_on", Int),
        ("settle_done_on", Int),
        ("outcome", Text),
        ("next_due_on", Int),
        ("due_at", Long),
        ("remind_at", Long),
        ("handled_by", Id),
        ("asked_at", Long),
        ("updated_at", Long),
    ],
    key: &["id"],
    identity: false,
};
