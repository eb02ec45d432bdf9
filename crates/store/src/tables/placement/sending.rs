//! Sendings of files that go on some rows at a time: how far each is, for whom, and what was said of its rows so far.

use super::file::Verdict;
use crate::error::InTable;
use crate::per_backend::{bound, for_update};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, FromQueryResult};

const TABLE: &str = "evidence_sending";

/// State of one that is not at its end.
pub const GOING: &str = "going";
/// State of one whose last row was judged.
pub const DONE: &str = "done";
/// State of one whose sender may do no more.
pub const STOPPED: &str = "stopped";

/// The last sending of a file.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Sending {
    /// The file.
    pub file_id: Uuid,
    /// Who sent it.
    pub account_id: Uuid,
    /// In which role.
    pub role: String,
    /// `going`, `done` or `stopped`.
    pub state: String,
    /// Rows of the file.
    pub row_count: i64,
    /// How many of them were judged: the next is this one, counted from 0.
    pub done: i64,
    /// How many were recorded.
    pub recorded: i64,
    /// How many stood already.
    pub stood: i64,
    /// How many were refused.
    pub refused: i64,
    /// When it was sent.
    pub begun_at: i64,
    /// When the last row was judged, or when it stopped.
    pub ended_at: Option<i64>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It was recorded.
    Recorded,
    /// It stood already.
    Stood,
    /// It was refused.
    Refused,
}

/// What is kept of a row meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Which one, counted from 0.
    pub number: i64,
    /// As a spreadsheet counts it.
    pub line: i64,
    /// `taken`, or the code of what is to be mended.
    pub verdict: String,
    /// The placement in which it stands.
    pub placement_id: Option<Uuid>,
}

const COLUMNS: &str = "file_id, account_id, role, state, row_count, done, recorded, stood, refused, begun_at, ended_at";

/// The last sending of a file that goes or went on some rows at a time.
pub async fn find(db: &impl Db, file_id: Uuid) -> Result<Option<Sending>> {
    let sql = format!("SELECT {COLUMNS} FROM evidence_sending WHERE file_id = $1");
    let row = db.query_one_raw(bound(db, &sql, [file_id.into()])).await?;
    row.map(|row| Sending::from_query_result(&row, "")).transpose().in_table(TABLE)
}

/// The same, held until the write ends.
pub async fn hold(tx: &Tx<'_>, file_id: Uuid) -> Result<Option<Sending>> {
    let sql = format!("SELECT {COLUMNS} FROM evidence_sending WHERE file_id = $1 {}", for_update(tx));
    let row = tx.query_one_raw(bound(tx, &sql, [file_id.into()])).await?;
    row.map(|row| Sending::from_query_result(&row, "")).transpose().in_table(TABLE)
}

/// Begins the first sending of a file. False when there is one.
pub async fn begin(tx: &Tx<'_>, new: &Sending) -> Result<bool> {
    let sql = "INSERT INTO evidence_sending (file_id, account_id, role, state, row_count, done, recorded, stood,
                 refused, begun_at)
               VALUES ($1, $2, $3, 'going', $4, 0, 0, 0, 0, $5) ON CONFLICT (file_id) DO NOTHING";
    let values =
        [new.file_id.into(), new.account_id.into(), new.role.clone().into(), new.row_count.into(), new.begun_at.into()];
    Ok(tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() == 1)
}

/// Begins one anew, at the first row. The caller holds it.
pub async fn begin_anew(tx: &Tx<'_>, new: &Sending) -> Result<()> {
    forget_rows(tx, new.file_id).await?;
    let sql = "UPDATE evidence_sending SET account_id = $1, role = $2, state = 'going', row_count = $3, done = 0,
                 recorded = 0, stood = 0, refused = 0, begun_at = $4, ended_at = NULL
               WHERE file_id = $5";
    let values =
        [new.account_id.into(), new.role.clone().into(), new.row_count.into(), new.begun_at.into(), new.file_id.into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    Ok(())
}

/// Lets one go on where it stands, for somebody else. The caller holds it.
pub async fn take_over(tx: &Tx<'_>, file_id: Uuid, (account_id, role): (Uuid, &str)) -> Result<()> {
    let sql = "UPDATE evidence_sending SET account_id = $1, role = $2, state = 'going', ended_at = NULL
               WHERE file_id = $3";
    tx.execute_raw(bound(tx, sql, [account_id.into(), role.into(), file_id.into()])).await?;
    Ok(())
}

/// Ends one, in one of the two states that end. The caller holds it.
pub async fn end(tx: &Tx<'_>, file_id: Uuid, (state, now): (&str, i64)) -> Result<()> {
    let sql = "UPDATE evidence_sending SET state = $1, ended_at = $2 WHERE file_id = $3";
    tx.execute_raw(bound(tx, sql, [state.into(), now.into(), file_id.into()])).await?;
    Ok(())
}

/// Keeps what was said of the next row. The caller holds the sending.
pub async fn note(tx: &Tx<'_>, file_id: Uuid, judged: &Judged, became: Became) -> Result<()> {
    let keep = "INSERT INTO evidence_sending_row (file_id, number, line, verdict, placement_id)
                VALUES ($1, $2, $3, $4, $5)";
    let values = [
        file_id.into(),
        judged.number.into(),
        judged.line.into(),
        judged.verdict.clone().into(),
        judged.placement_id.into(),
    ];
    tx.execute_raw(bound(tx, keep, values)).await?;
    let count = match became {
        Became::Recorded => "UPDATE evidence_sending SET done = done + 1, recorded = recorded + 1 WHERE file_id = $1",
        Became::Stood => "UPDATE evidence_sending SET done = done + 1, stood = stood + 1 WHERE file_id = $1",
        Became::Refused => "UPDATE evidence_sending SET done = done + 1, refused = refused + 1 WHERE file_id = $1",
    };
    tx.execute_raw(bound(tx, count, [file_id.into()])).await?;
    Ok(())
}

/// What was said of the rows so far, in the order of the file.
pub async fn list_rows(db: &impl Db, file_id: Uuid) -> Result<Vec<Judged>> {
    let sql = "SELECT number, line, verdict, placement_id FROM evidence_sending_row WHERE file_id = $1
               ORDER BY number";
    let rows = db.query_all_raw(bound(db, sql, [file_id.into()])).await?;
    let read = |row: &sea_orm::QueryResult| {
        let (number, line) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        Ok(Judged { number, line, verdict: row.try_get_by_index(2)?, placement_id: row.try_get_by_index(3)? })
    };
    rows.iter().map(read).collect::<std::result::Result<_, DbErr>>().in_table("evidence_sending_row")
}

/// Forgets what was said of the rows so far.
pub async fn forget_rows(tx: &Tx<'_>, file_id: Uuid) -> Result<()> {
    let sql = "DELETE FROM evidence_sending_row WHERE file_id = $1";
    tx.execute_raw(bound(tx, sql, [file_id.into()])).await?;
    Ok(())
}

/// Sendings that are not at their end, the oldest first; without those that could not go on and wait for a next try.
pub async fn list_going(db: &impl Db, now: i64, limit: i64) -> Result<Vec<Sending>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM evidence_sending
         WHERE state = 'going' AND file_id NOT IN
           (SELECT thing_id FROM stuck WHERE kind = 'evidence_sending' AND retry_at > $1)
         ORDER BY begun_at, file_id LIMIT $2"
    );
    let rows = db.query_all_raw(bound(db, &sql, [now.into(), limit.into()])).await?;
    let found = rows.iter().map(|row| Sending::from_query_result(row, ""));
    found.collect::<std::result::Result<_, DbErr>>().in_table(TABLE)
}

/// Whether an account in use holds a role at a centre now.
pub async fn is_held(db: &impl Db, (account_id, role): (Uuid, &str), centre_id: Uuid) -> Result<bool> {
    let sql = "SELECT 1 FROM membership JOIN account ON account.id = membership.account_id
               WHERE membership.account_id = $1 AND membership.role = $2 AND membership.centre_id = $3
                 AND membership.ended_at IS NULL AND account.state = 'live' LIMIT 1";
    let values = [account_id.into(), role.into(), centre_id.into()];
    Ok(db.query_one_raw(bound(db, sql, values)).await?.is_some())
}

/// A verdict, with what is left to do about its row in both languages, where it is one of the last sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What was said.
    pub verdict: Verdict,
    /// In Vietnamese and in English.
    pub left: Option<(String, String)>,
}

/// Verdicts of a file, the last sending first, by row; those of one that is not at its end count as a sending more.
pub async fn list_said(db: &impl Db, file_id: Uuid, (limit, offset): (i64, i64)) -> Result<Vec<Said>> {
    let sql = "WITH said AS (
                 SELECT 1 + (SELECT coalesce(max(CAST(run AS bigint)), 0) FROM evidence_row WHERE file_id = $1) AS run,
                   line, verdict, placement_id, number
                 FROM evidence_sending_row WHERE file_id = $1
                 UNION ALL
                 SELECT CAST(run AS bigint) AS run, line, verdict, placement_id, line AS number
                 FROM evidence_row WHERE file_id = $1)
               SELECT said.run, said.line, said.verdict, said.placement_id, evidence_left.vi, evidence_left.en
               FROM said LEFT JOIN evidence_left ON evidence_left.file_id = $1 AND evidence_left.line = said.line
                 AND said.run = (SELECT max(newest.run) FROM said AS newest)
               ORDER BY said.run DESC, said.line, said.number LIMIT $2 OFFSET $3";
    let rows = db.query_all_raw(bound(db, sql, [file_id.into(), limit.into(), offset.into()])).await?;
    let read = |row: &sea_orm::QueryResult| {
        let run: i64 = row.try_get_by_index(0)?;
        let verdict = Verdict {
            file_id,
            run: i32::try_from(run).map_err(|_| DbErr::Custom("a sending beyond counting".to_owned()))?,
            line: row.try_get_by_index(1)?,
            verdict: row.try_get_by_index(2)?,
            placement_id: row.try_get_by_index(3)?,
        };
        let (vi, en): (Option<String>, Option<String>) = (row.try_get_by_index(4)?, row.try_get_by_index(5)?);
        Ok(Said { verdict, left: vi.zip(en) })
    };
    rows.iter().map(read).collect::<std::result::Result<_, DbErr>>().in_table("evidence_row")
}
