//! The ledger: journals and their lines. Rows are only ever added. The lines of a journal are written before it; the
//! database refuses one whose lines do not sum to zero, and this module asks before.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::{Db, Error, Result, Tx};
use sea_orm::ConnectionTrait;
use sea_orm::QueryOrder;
use sea_orm::entity::prelude::*;

pub use entry::Model as Entry;
pub use journal::Model as Journal;

pub(crate) mod journal {
    //! The table `journal` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// Lines that belong together.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The claim.
        pub claim_id: Uuid,
        /// Its centre.
        pub centre_id: Uuid,
        /// The programme whose money it is.
        pub programme: String,
        /// Why money moved.
        pub occasion: String,
        /// The attempt to pay, where one moved it.
        pub payout_id: Option<Uuid>,
        /// The day it is booked on, in days since 1970-01-01.
        pub on_day: i32,
        /// How many lines it has.
        pub lines: i32,
        /// Who booked it.
        pub actor: String,
        /// When.
        pub at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod entry {
    //! The table `ledger_entry` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One line.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entry")]
    pub struct Model {
        /// Its journal.
        #[sea_orm(primary_key, auto_increment = false)]
        pub journal_id: Uuid,
        /// Its place, from 1 on.
        #[sea_orm(primary_key, auto_increment = false)]
        pub line: i32,
        /// Code of the account.
        pub account: String,
        /// Debit above zero, credit below.
        pub dong: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What stands on one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Code of the account.
    pub account: String,
    /// Debit above zero.
    pub dong: i64,
}

/// Books a journal with its lines, account and amount each. Lines that do not sum to zero are refused before anything
/// is written, as the database would.
pub async fn book(tx: &Tx<'_>, journal: &Journal, lines: &[(&str, i64)]) -> Result<()> {
    let sum = lines.iter().try_fold(0_i64, |sum, (_, dong)| sum.checked_add(*dong));
    if sum != Some(0) || lines.len() < 2 || i32::try_from(lines.len()) != Ok(journal.lines) {
        return Err(Error::Constraint("journal_unbalanced".into()));
    }
    let insert = "INSERT INTO ledger_entry (journal_id, line, account, dong) VALUES ($1, $2, $3, $4)";
    for (line, (account, dong)) in (1_i32..).zip(lines) {
        let values = [journal.id.into(), line.into(), (*account).into(), (*dong).into()];
        tx.execute_raw(bound(tx, insert, values)).await?;
    }
    let insert =
        "INSERT INTO journal (id, claim_id, centre_id, programme, occasion, payout_id, on_day, lines, actor, at)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        journal.id.into(),
        journal.claim_id.into(),
        journal.centre_id.into(),
        journal.programme.as_str().into(),
        journal.occasion.as_str().into(),
        journal.payout_id.into(),
        journal.on_day.into(),
        journal.lines.into(),
        journal.actor.as_str().into(),
        journal.at.into(),
    ];
    tx.execute_raw(bound(tx, insert, values)).await?;
    Ok(())
}

/// Journals of a claim in the order in which they were booked, each with its lines.
pub async fn list_of_claim(db: &impl Db, claim_id: Uuid) -> Result<Vec<(Journal, Vec<Entry>)>> {
    let journals = journal::Entity::find().filter(journal::Column::ClaimId.eq(claim_id));
    let journals = journals.order_by_asc(journal::Column::Id).all(db).await.in_table("journal")?;
    let mut all = Vec::with_capacity(journals.len());
    for journal in journals {
        let lines = entry::Entity::find().filter(entry::Column::JournalId.eq(journal.id));
        let lines = lines.order_by_asc(entry::Column::Line).all(db).await.in_table("ledger_entry")?;
        all.push((journal, lines));
    }
    Ok(all)
}

/// Claims of a centre that were paid on days from the first to before the last, by id, as the ledger had it at an
/// instant: what became of the money since changes nothing, and neither does what was booked later.
pub async fn list_paid(db: &impl Db, centre_id: Uuid, (from, until): (i32, i32), known_at: i64) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT claim_id FROM journal
               WHERE centre_id = $1 AND occasion = 'paid' AND on_day >= $2 AND on_day < $3 AND at <= $4
               ORDER BY claim_id";
    let values = [centre_id.into(), from.into(), until.into(), known_at.into()];
    let rows = db.query_all_raw(bound(db, sql, values)).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0));
    ids.collect::<std::result::Result<_, DbErr>>().in_table("journal")
}

/// What stands on each account: of a centre, or of all.
pub async fn balances(db: &impl Db, centre_id: Option<Uuid>) -> Result<Vec<Balance>> {
    let whose = if centre_id.is_some() { "journal.centre_id = $1" } else { "$1 = $1" };
    let sql = format!(
        "SELECT account, CAST(sum(dong) AS bigint) FROM ledger_entry JOIN journal ON journal.id = journal_id
         WHERE {whose} GROUP BY account ORDER BY account"
    );
    let rows = db.query_all_raw(bound(db, &sql, [centre_id.unwrap_or_default().into()])).await?;
    let balances =
        rows.iter().map(|row| Ok(Balance { account: row.try_get_by_index(0)?, dong: row.try_get_by_index(1)? }));
    balances.collect::<std::result::Result<_, DbErr>>().in_table("ledger_entry")
}

/// How many journals do not sum to zero: none, or the ledger is broken.
pub async fn count_unbalanced(db: &impl Db) -> Result<i64> {
    let sql = "SELECT count(*) FROM (SELECT journal.id FROM journal
                 LEFT JOIN ledger_entry ON ledger_entry.journal_id = journal.id
                 GROUP BY journal.id, journal.lines
                 HAVING coalesce(sum(dong), 1) <> 0 OR count(ledger_entry.line) <> journal.lines) AS broken";
    let row = db.query_one_raw(crate::per_backend::statement(db, sql)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
