//! Which tables an archive holds, in the order of their dependence.

mod applying;
mod claims;
mod hiring;
mod kind;
mod people;
mod placement;

pub(super) use kind::{Kind, hex};

mod desk;

/// A table, its columns, and the columns it is read in the order of.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
    pub(super) key: &'static [&'static str],
    /// Row ids made by the database that must not be given again.
    pub(super) identity: bool,
}

use Kind::{Bytes, Int, Long, Text, Uuid as Id};

/// The outbox comes without ids and positions: a restored database has a history of its own, numbered anew.
pub(super) const OUTBOX: &str = "outbox";

/// Sessions, one-time codes, answered challenges, keys of programs, programs that are told and counters of attempts
/// are left out: what was ended after a copy was made must not come back to life with it.
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "employer",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("name", Text),
            ("name_key", Text),
            ("name_sort", Bytes),
            ("tax_code", Text),
            ("kind", Text),
            ("verified_at", Long),
            ("created_at", Long),
            ("updated_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "posting",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("state", Text),
            ("state_at", Long),
            ("state_reason", Text),
            ("source", Text),
            ("source_id", Text),
            ("employer_id", Id),
            ("title", Text),
            ("content", Text),
            ("content_version", Int),
            ("content_hash", Bytes),
            ("posted_at", Long),
            ("published_at", Long),
            ("live_until", Long),
            ("due_at", Long),
            ("wanted", Int),
            ("hired", Int),
            ("deadline_on", Int),
            ("created_at", Long),
            ("updated_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: OUTBOX,
        columns: &[("entity", Text), ("entity_id", Id), ("version", Long), ("kind", Text), ("created_at", Long)],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "audit",
        columns: &[
            ("id", Long),
            ("at", Long),
            ("actor", Text),
            ("role", Text),
            ("action", Text),
            ("entity", Text),
            ("entity_id", Id),
            ("before", Text),
            ("after", Text),
            ("request_id", Text),
            ("centre_id", Id),
            ("salt", Bytes),
        ],
        key: &["id"],
        identity: true,
    },
    Table {
        name: "audit_link",
        columns: &[
            ("audit_id", Long),
            ("chain", Id),
            ("seq", Long),
            ("linked_at", Long),
            ("commitment", Bytes),
            ("hash", Bytes),
            ("signature", Bytes),
        ],
        key: &["audit_id"],
        identity: false,
    },
    Table {
        name: "audit_head",
        columns: &[("chain", Id), ("seq", Long), ("signed_at", Long), ("hash", Bytes), ("signature", Bytes)],
        key: &["chain"],
        identity: false,
    },
    Table {
        name: "idempotency",
        columns: &[
            ("key", Text),
            ("caller", Text),
            ("fingerprint", Bytes),
            ("status", Int),
            ("answer", Bytes),
            ("created_at", Long),
        ],
        key: &["key", "caller"],
        identity: false,
    },
    Table {
        name: "job",
        columns: &[
            ("id", Long),
            ("kind", Text),
            ("dedup_key", Text),
            ("payload", Text),
            ("state", Text),
            ("run_at", Long),
            ("attempts", Int),
            ("max_attempts", Int),
            ("lease_token", Id),
            ("lease_until", Long),
            ("last_error", Text),
            ("created_at", Long),
            ("finished_at", Long),
        ],
        key: &["id"],
        identity: true,
    },
    Table {
        name: "schedule",
        columns: &[("name", Text), ("cron", Text), ("zone", Text), ("last_occurrence", Long), ("catch_up", Text)],
        key: &["name"],
        identity: false,
    },
    Table {
        name: "import_run",
        columns: &[
            ("id", Id),
            ("source", Text),
            ("started_at", Long),
            ("finished_at", Long),
            ("file_hash", Bytes),
            ("counts", Text),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "centre",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("name", Text),
            ("name_sort", Bytes),
            ("province_code", Text),
            ("created_at", Long),
            ("updated_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "branch",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("centre_id", Id),
            ("name", Text),
            ("address", Text),
            ("created_at", Long),
            ("updated_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "account",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("kind", Text),
            ("state", Text),
            ("created_at", Long),
            ("updated_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "contact_point",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("kind", Text),
            ("lookup", Bytes),
            ("value", Bytes),
            ("verified_at", Long),
            ("created_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "credential",
        columns: &[("account_id", Id), ("version", Long), ("hash", Text), ("changed_at", Long)],
        key: &["account_id"],
        identity: false,
    },
    Table {
        name: "second_factor",
        columns: &[
            ("account_id", Id),
            ("version", Long),
            ("secret", Bytes),
            ("last_step", Long),
            ("confirmed_at", Long),
            ("created_at", Long),
        ],
        key: &["account_id"],
        identity: false,
    },
    Table {
        name: "passkey",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("created_at", Long),
            ("version", Long),
            ("lookup", Bytes),
            ("value", Bytes),
            ("used_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "linked_identity",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("created_at", Long),
            ("provider", Text),
            ("lookup", Bytes),
            ("value", Bytes),
            ("used_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "backup_code",
        columns: &[("id", Id), ("account_id", Id), ("created_at", Long), ("hash", Bytes), ("used_at", Long)],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "membership",
        columns: &[
            ("id", Id),
            ("version", Long),
            ("account_id", Id),
            ("role", Text),
            ("centre_id", Id),
            ("branch_id", Id),
            ("employer_id", Id),
            ("since_at", Long),
            ("ended_at", Long),
        ],
        key: &["id"],
        identity: false,
    },
    hiring::ORGANISATION,
    hiring::ORGANISATION_MEMBER,
    hiring::VERIFICATION,
    hiring::VERIFICATION_EVIDENCE,
    hiring::POSTING_INTAKE,
    hiring::POSTING_REVIEW,
    Table {
        name: "message",
        columns: &[
            ("id", Id),
            ("account_id", Id),
            ("channel", Text),
            ("recipient", Bytes),
            ("template", Text),
            ("params", Bytes),
            ("locale", Text),
            ("state", Text),
            ("attempts", Int),
            ("created_at", Long),
            ("send_after", Long),
            ("expires_at", Long),
            ("lease_token", Id),
            ("lease_until", Long),
            ("provider_id", Text),
            ("last_error", Text),
            ("done_at", Long),
            ("profile_id", Id),
        ],
        key: &["id"],
        identity: false,
    },
    Table {
        name: "inbox_seen",
        columns: &[("account_id", Id), ("message_id", Id), ("seen_at", Long)],
        key: &["account_id"],
        identity: false,
    },
    Table {
        name: "key_mark",
        columns: &[("key_id", Text), ("mark", Bytes), ("created_at", Long)],
        key: &["key_id"],
        identity: false,
    },
    people::PROFILE,
    people::PROFILE_TERM,
    people::CONSENT,
    people::LOOK,
    people::PROFILE_MERGE,
    people::PROFILE_DISTINCT,
    people::PROFILE_DOUBLE,
    people::PROFILE_FILE,
    people::PROFILE_CHUNK,
    people::APPROACH,
    people::DATA_REQUEST,
    applying::APPLICATION,
    applying::APPLICATION_LINK,
    applying::APPLICATION_CONSENT,
    applying::APPLICATION_EVENT,
    applying::CONVERSATION_LINE,
    applying::REVEAL,
    applying::REPORT,
    applying::ANSWER_TEMPLATE,
    applying::APPLICATION_FILE,
    applying::APPLICATION_CHUNK,
    desk::LETTERHEAD,
    desk::COLLEAGUE,
    desk::INVITATION,
    desk::LETTER_SERIAL,
    desk::REFERRAL,
    desk::APPOINTMENT,
    placement::POLICY,
    placement::SUCCESSION,
    placement::FILE,
    placement::FILE_CHUNK,
    placement::FILE_ROW,
    placement::SENDING,
    placement::SENDING_ROW,
    placement::LEFT,
    placement::PLACEMENT,
    placement::FACT,
    placement::EMPLOYER,
    placement::UNTOLD,
    placement::PROOF,
    placement::ERASURE,
    placement::DOCUMENT,
    placement::CHUNK,
    claims::PAYING,
    claims::EXCLUSION,
    claims::EXCLUSION_PROFILE,
    claims::EXCLUSION_LIST,
    claims::EXCLUSION_ELSEWHERE,
    claims::CLAIM,
    claims::LEDGER_ENTRY,
    claims::JOURNAL,
    claims::BATCH,
    claims::PAYOUT,
    claims::BANK_RESULT,
    claims::BANK_ROW,
    claims::BANK_CHUNK,
    placement::FILE_ERASURE,
    claims::DRAW,
    placement::ASK,
    placement::RETRACTION,
    placement::SIGNATURE,
    claims::STUCK,
];

impl Table {
    /// The columns for a statement, quoted.
    pub(super) fn column_list(&self) -> String {
        self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::TABLES;
    use crate::{Settings, Store};
    use sea_orm::{ConnectionTrait, Statement};

    /// Tables that are no part of a copy, each for its reason.
    const LEFT_OUT: [&str; 17] = [
        // Written by the migration itself, and renewed by a restore.
        "seaql_migrations",
        "outbox_head",
        "sqlite_sequence",
        // Filled by the trigger of the rows themselves.
        "audit_waiting",
        // Of running programs.
        "lease",
        "node",
        // What was ended after the copy must not come back to life with it.
        "session",
        "one_time_code",
        "spent_challenge",
        "claim_code",
        "counter_code",
        "attempt",
        "api_key",
        "webhook",
        "webhook_delivery",
        "webhook_attempt",
        "placement_link",
    ];

    async fn names(store: &Store, sql: &str) -> Vec<String> {
        let reader = store.reader();
        let rows = reader.query_all_raw(Statement::from_string(reader.get_database_backend(), sql)).await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    #[tokio::test]
    async fn every_table_and_column_is_copied_or_left_out_on_purpose() {
        let store = Store::open(Settings::new("sqlite::memory:")).await.unwrap();
        for name in names(&store, "SELECT name FROM sqlite_master WHERE type = 'table'").await {
            let table = TABLES.iter().find(|table| table.name == name);
            assert_ne!(table.is_some(), LEFT_OUT.contains(&name.as_str()), "{name}");
            let Some(table) = table.filter(|table| table.name != super::OUTBOX) else { continue };
            let columns = names(&store, &format!("SELECT name FROM pragma_table_info('{name}') ORDER BY cid")).await;
            let copied: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            assert_eq!(columns, copied, "{name}");
        }
    }
}
