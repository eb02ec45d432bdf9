//! Every place that something is sealed for, and what becomes of it when its key is replaced. What is not in this list
//! cannot be sealed, so that a new table is not forgotten by the rotation of keys.

use super::ring::Place;
use crate::once::DAYS_OF_ANSWERS;
use sanviec_domain::profile::Field;
use sanviec_store::sealed;

/// What becomes of the values of a column when their key is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Sealed with the new key; values are bound to what this column of their row says.
    Anew { row: &'static str },
    /// Sealed with the new key, field by field, in one text.
    AnewInText,
    /// Rows go so many days after they were written: until then the old key is needed.
    Goes { days: i64 },
    /// In a table to which rows are only added: the old key is needed for good.
    Stays,
    /// Handed out for minutes and kept nowhere; with an old key it has to be asked for again.
    HandedOut,
}

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub table: &'static str,
    pub column: &'static str,
    pub fate: Fate,
}

/// All of them, by table.
pub const COLUMNS: &[Column] = &[
    anew("application", "answers", "id"),
    anew("application", "contact", "id"),
    anew("application", "guardian", "id"),
    anew("application", "interview_place", "id"),
    anew("application", "name", "id"),
    anew("application", "note", "id"),
    anew("application_chunk", "bytes", "id"),
    anew("application_event", "words", "id"),
    anew("application_file", "name", "id"),
    anew("appointment", "reason", "id"),
    anew("appointment", "subject", "id"),
    anew("bank_chunk", "bytes", "id"),
    // The bank's words are kept as they came, in a table to which rows are only added.
    Column { table: "bank_row", column: "note", fate: Fate::Stays },
    // As it was when the list was sent: who pays, from where to where.
    anew("batch", "head", "id"),
    anew("claim", "reason", "id"),
    anew("claim", "subject", "id"),
    anew("contact_point", "value", "id"),
    anew("conversation_line", "words", "id"),
    anew("data_request", "reply", "id"),
    anew("data_request", "words", "id"),
    anew("evidence_chunk", "bytes", "id"),
    Column { table: "idempotency", column: "answer", fate: Fate::Goes { days: DAYS_OF_ANSWERS } },
    anew("invitation", "recipient", "id"),
    handed_out("linked_identity", "link"),
    handed_out("linked_identity", "round"),
    anew("linked_identity", "value", "id"),
    anew("message", "params", "id"),
    anew("message", "recipient", "id"),
    anew("one_time_code", "recipient", "id"),
    anew("organisation", "details", "id"),
    anew("organisation", "number", "id"),
    anew("organisation_member", "label", "account_id"),
    handed_out("passkey", "add"),
    handed_out("passkey", "prove"),
    anew("passkey", "value", "id"),
    anew("paying", "payee_account", "centre_id"),
    anew("paying", "payer_account", "centre_id"),
    anew("placement_chunk", "bytes", "id"),
    anew("placement_document", "name", "id"),
    anew("placement_signature", "answer", "document_id"),
    Column { table: PROFILE, column: "sealed", fate: Fate::AnewInText },
    anew("profile_chunk", "bytes", "id"),
    anew("profile_file", "name", "id"),
    anew("profile_merge", "before", "id"),
    anew("referral", "letter", "id"),
    anew("referral", "reason", "id"),
    anew("report", "words", "id"),
    handed_out("second_factor", "offer"),
    anew("second_factor", "secret", "account_id"),
    anew("verification_evidence", "reference", "organisation_id"),
    anew("webhook", "old_secret", "id"),
    anew("webhook", "secret", "id"),
];

/// The table whose places are fields of one text.
const PROFILE: &str = "profile";

const fn anew(table: &'static str, column: &'static str, row: &'static str) -> Column {
    Column { table, column, fate: Fate::Anew { row } }
}

const fn handed_out(table: &'static str, column: &'static str) -> Column {
    Column { table, column, fate: Fate::HandedOut }
}

impl Column {
    /// The column of the database whose values are sealed anew one by one.
    #[must_use]
    pub const fn stored(&self) -> Option<sealed::Column> {
        let Self { table, column, fate } = *self;
        match fate {
            Fate::Anew { row } => Some(sealed::Column { table, column, row }),
            Fate::AnewInText | Fate::Goes { .. } | Fate::Stays | Fate::HandedOut => None,
        }
    }
}

/// Whether something may be sealed for a place.
pub(super) fn is_listed(place: &Place) -> bool {
    if place.table == PROFILE {
        return Field::find_by_code(place.column).is_some();
    }
    COLUMNS.iter().any(|column| column.table == place.table && column.column == place.column)
}

/// What becomes of a column; `None` for one that is not in the list.
pub(super) fn fate_of(table: &str, column: &str) -> Option<Fate> {
    COLUMNS.iter().find(|listed| listed.table == table && listed.column == column).map(|listed| listed.fate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{Keyring, SealError};
    use uuid::Uuid;

    #[test]
    fn what_is_in_no_list_cannot_be_sealed() {
        let keys = Keyring::generated().expect("keys");
        for (table, column, expected) in [
            ("message", "params", Ok(())),
            ("profile", "phone", Ok(())),
            ("message", "words", Err(SealError::Unlisted)),
            ("profile", "sealed", Err(SealError::Unlisted)),
            ("diary", "words", Err(SealError::Unlisted)),
        ] {
            let sealed = keys.seal(Place { table, column, row: Uuid::nil() }, b"x");
            assert_eq!(sealed.map(|_| ()), expected, "{table}.{column}");
        }
    }

    #[test]
    fn every_column_stands_once_in_the_order_of_tables() {
        let names = |at: usize| (COLUMNS[at].table, COLUMNS[at].column);
        assert!((1..COLUMNS.len()).all(|at| names(at - 1) < names(at)));
    }
}
