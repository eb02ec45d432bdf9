//! What the pages of the desk and of employers find by, among a million people and very many applications.
//!
//! A keyed hash stands with the state and the id that it is asked with: by the hash alone a planner may walk all
//! profiles in the order of their ids. Counts of an employer's applications are read from an index and never touch what
//! is sealed. A group of occupations is also kept with the commune of the person (`h:`), so that whoever lives near is
//! found among many of the same trade.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const INDEXES: [(&str, &str, &[&str]); 7] = [
    ("profile", "ix_profile_number_hash_state_id", &["number_hash", "state", "id"]),
    ("profile", "ix_profile_phone_hash_state_id", &["phone_hash", "state", "id"]),
    ("profile", "ix_profile_email_hash_state_id", &["email_hash", "state", "id"]),
    ("profile_term", "ix_profile_term_profile_id_term", &["profile_id", "term"]),
    (
        "application",
        "ix_application_employer_id_posting_id_state_sent_at",
        &["employer_id", "posting_id", "state", "sent_at"],
    ),
    ("application", "ix_application_employer_id_state_sent_at", &["employer_id", "state", "sent_at"]),
    ("application", "ix_application_employer_id_id", &["employer_id", "id"]),
];

/// Each is the beginning of a longer one now.
const REPLACED: [(&str, &str); 4] = [
    ("profile", "ix_profile_number_hash"),
    ("profile", "ix_profile_phone_hash"),
    ("profile", "ix_profile_email_hash"),
    ("profile_term", "ix_profile_term_profile_id"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name, columns) in INDEXES {
            let mut index = Index::create().name(name).table(table).to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        for (table, name) in REPLACED {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        let near = "INSERT INTO profile_term (centre_id, term, profile_id)
                    SELECT trade.centre_id, 'h:' || substr(trade.term, 3) || ':' || substr(home.term, 3),
                    trade.profile_id
                    FROM profile_term AS trade JOIN profile_term AS home ON home.profile_id = trade.profile_id
                    AND home.centre_id = trade.centre_id WHERE trade.term LIKE 'g:%' AND home.term LIKE 'c:%'";
        manager.get_connection().execute_unprepared(near).await.map(|_| ())
    }
}
