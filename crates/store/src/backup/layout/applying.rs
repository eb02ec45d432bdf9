//! Tables of applying, for the archive.

use super::Kind::{Bytes, Int, Long, Text, Uuid as Id};
use super::Table;

pub(super) const APPLICATION: Table = Table {
    name: "application",
    columns: &[
        ("id", Id),
        ("version", Long),
        ("posting_id", Id),
        ("employer_id", Id),
        ("account_id", Id),
        ("profile_id", Id),
        ("person_key", Bytes),
        ("account_once", Id),
        ("kind", Text),
        ("needs_guardian", Int),
        ("answer_days", Int),
        ("keep_days", Int),
        ("state", Text),
        ("sent_at", Long),
        ("answered_at", Long),
        ("due_at", Long),
        ("interview_at", Long),
        ("starts_on", Int),
        ("ended_at", Long),
        ("reason", Text),
        ("note", Bytes),
        ("last_status", Text),
        ("response", Text),
        ("locale", Text),
        ("name", Bytes),
        ("contact", Bytes),
        ("answers", Bytes),
        ("guardian", Bytes),
        ("created_at", Long),
        ("updated_at", Long),
        ("by_centre_id", Id),
        ("interview_place", Bytes),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const APPLICATION_LINK: Table = Table {
    name: "application_link",
    columns: &[("id", Id), ("application_id", Id), ("purpose", Text), ("token_hash", Bytes), ("created_at", Long)],
    key: &["id"],
    identity: false,
};

pub(super) const APPLICATION_CONSENT: Table = Table {
    name: "application_consent",
    columns: &[
        ("id", Id),
        ("application_id", Id),
        ("purpose", Text),
        ("act", Text),
        ("at", Long),
        ("wording", Int),
        ("lang", Text),
        ("way", Text),
        ("giver", Text),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const APPLICATION_EVENT: Table = Table {
    name: "application_event",
    columns: &[
        ("id", Id),
        ("application_id", Id),
        ("at", Long),
        ("kind", Text),
        ("side", Text),
        ("author_id", Id),
        ("words", Bytes),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const CONVERSATION_LINE: Table = Table {
    name: "conversation_line",
    columns: &[("id", Id), ("application_id", Id), ("side", Text), ("author_id", Id), ("words", Bytes), ("at", Long)],
    key: &["id"],
    identity: false,
};

pub(super) const REVEAL: Table = Table {
    name: "reveal",
    columns: &[("id", Id), ("application_id", Id), ("employer_id", Id), ("member_id", Id), ("at", Long)],
    key: &["id"],
    identity: false,
};

pub(super) const REPORT: Table = Table {
    name: "report",
    columns: &[
        ("id", Id),
        ("posting_id", Id),
        ("employer_id", Id),
        ("account_id", Id),
        ("reporter_key", Bytes),
        ("reason", Text),
        ("words", Bytes),
        ("state", Text),
        ("outcome", Text),
        ("created_at", Long),
        ("closed_at", Long),
    ],
    key: &["id"],
    identity: false,
};

pub(super) const APPLICATION_FILE: Table = Table {
    name: "application_file",
    columns: &[
        ("id", Id),
        ("application_id", Id),
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

pub(super) const APPLICATION_CHUNK: Table = Table {
    name: "application_chunk",
    columns: &[("id", Id), ("file_id", Id), ("number", Int), ("bytes", Bytes)],
    key: &["id"],
    identity: false,
};

pub(super) const ANSWER_TEMPLATE: Table = Table {
    name: "answer_template",
    columns: &[("id", Id), ("employer_id", Id), ("title", Text), ("words", Text), ("created_at", Long)],
    key: &["id"],
    identity: false,
};
