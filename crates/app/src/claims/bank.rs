//! What a bank answered to a list, taken in: each row gets a verdict, what it says is done once, and the same file has
//! the same report however often it comes.

use super::bank_file::{self, CHUNK};
use super::bound::{attempt_said, list_said};
use super::moving::{Step, move_on};
use super::pay_file::{message_name, payment_name};
use super::people::{hold_claims, hold_people};
use super::release::demand_answer;
use super::results::{Format, ResultRow, Said, read_results};
use super::same::after;
use super::{BATCH, ENTITY, entry, id_of};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::evidence::bank_result_hash;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Place, sha256};
use chrono::NaiveDate;
use sanviec_domain::claim::{BounceReason, Command, is_day_of_bank};
use sanviec_domain::time::{Micros, day_number};
use sanviec_domain::why::{NOTE_CHARS, Why};
use sanviec_store::bank_result::Chunk;
use sanviec_store::{BoxFuture, Tx, audit, bank_result, batch, claim, paying, payout};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Recorded as paid.
    Paid,
    /// Recorded as paid, on a day before the one that the bank was told: to be asked of it.
    PaidEarly,
    /// Recorded as not paid: still owed.
    Bounced,
    /// Was paid, and recorded as brought back: owed again.
    BroughtBack,
    /// Said before; nothing changed.
    Already,
    /// The bank has not decided.
    Pending,
    /// No attempt of this list has this name.
    UnknownCode,
    /// The amount is not that of the attempt: nothing was recorded.
    AmountDiffers,
    /// The amount is in another currency than dong: nothing was recorded.
    CurrencyDiffers,
    /// The day is before the list was sent, or before what comes back was paid, or still to come: nothing was recorded.
    DayImpossible,
    /// Against what was recorded before, as paid after not paid, not paid after paid, or brought back while it is asked
    /// back: to be settled with the bank.
    Contradicts,
    /// The row cannot be read.
    Unreadable,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Paid,
        Self::PaidEarly,
        Self::Bounced,
        Self::BroughtBack,
        Self::Already,
        Self::Pending,
        Self::UnknownCode,
        Self::AmountDiffers,
        Self::CurrencyDiffers,
        Self::DayImpossible,
        Self::Contradicts,
        Self::Unreadable,
    ];

    /// The word in rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Paid => "paid",
            Self::PaidEarly => "paid_early",
            Self::Bounced => "bounced",
            Self::BroughtBack => "brought_back",
            Self::Already => "already",
            Self::Pending => "pending",
            Self::UnknownCode => "unknown_code",
            Self::AmountDiffers => "amount_differs",
            Self::CurrencyDiffers => "currency_differs",
            Self::DayImpossible => "day_impossible",
            Self::Contradicts => "contradicts",
            Self::Unreadable => "unreadable",
        }
    }
}

/// A row of a file with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowVerdict {
    /// Its place, from 1 on.
    pub line: i32,
    /// The attempt that it names.
    pub code: String,
    /// The amount that it names, where it names one.
    #[serde(default)]
    pub dong: Option<i64>,
    pub verdict: Verdict,
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub rows: Vec<RowVerdict>,
    /// Whether the file had come before.
    pub came_before: bool,
}

/// Takes in what the bank answered to a list of the own centre.
pub async fn import_result(app: &App, ctx: &Ctx, code: &str, bytes: &[u8], key: &Key) -> Result<Imported, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let batch_id = id_of(code)?;
    let row = batch::find(app.store().reader(), batch_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    let format = Format::of(bytes);
    let rows = read_results(format, bytes)?;
    let (id, hash) = (app.ids().next(), sha256(bytes));
    let ids: Vec<Uuid> = std::iter::repeat_with(|| app.ids().next()).take(bytes.len().div_ceil(CHUNK)).collect();
    let chunks = bank_file::chunks(app.keys()?, id, bytes, &ids)?;
    let size = i64::try_from(bytes.len()).map_err(AppError::internal)?;
    let kept = Kept { id, format, hash, size, chunks };
    let work = Importing { app: app.clone(), ctx: ctx.clone(), person, batch_id, kept, rows };
    once(app, ctx, key, work).await
}

struct Importing {
    app: App,
    ctx: Ctx,
    person: Person,
    batch_id: Uuid,
    kept: Kept,
    rows: Vec<ResultRow>,
}

/// The file as it is kept.
struct Kept {
    id: Uuid,
    format: Format,
    hash: [u8; 32],
    size: i64,
    chunks: Vec<Chunk>,
}

impl Importing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Imported, AppError> {
        let mut list = batch::find(tx, self.batch_id).await?.ok_or(AppError::NotFound)?;
        paying::hold(tx, list.centre_id).await?;
        if let Some(file) = bank_result::find(tx, self.batch_id, &self.kept.hash).await? {
            return self.before(tx, file.id).await;
        }
        demand_answer(&list, self.person.account_id)?;
        let asked = self.single_rows(tx, &list).await?;
        self.hold_disputed(tx, &asked).await?;
        let mut rows = Vec::with_capacity(asked.len());
        let mut stored = Vec::with_capacity(asked.len());
        for (line, row) in (1_i32..).zip(&asked) {
            let verdict = self.one(tx, &list, row).await?;
            rows.push(RowVerdict { line, code: row.code.clone(), dong: row.dong, verdict });
            stored.push(self.stored(line, row, verdict)?);
        }
        let file = bank_result::File {
            id: self.kept.id,
            batch_id: self.batch_id,
            hash: self.kept.hash.to_vec(),
            format: self.kept.format.code().to_owned(),
            rows: i32::try_from(rows.len()).unwrap_or(i32::MAX),
            brought_by: self.person.account_id,
            created_at: self.ctx.now.0,
            size: Some(self.kept.size),
        };
        bank_result::insert(tx, &file, &stored, &self.kept.chunks).await?;
        let attempts = payout::list_of_batch(tx, self.batch_id).await?;
        let state = if attempts.iter().any(|attempt| attempt.is_open == 1) { "sent" } else { "settled" };
        if list.state == "sent" && state == "settled" {
            state.clone_into(&mut list.state);
            list.updated_at = self.ctx.now.0;
            batch::update_guarded(tx, &list).await?;
        }
        let count = |verdict| rows.iter().filter(|row| row.verdict == verdict).count();
        let after = serde_json::json!({
            "state": list.state, "rows": rows.len(), "paid": count(Verdict::Paid) + count(Verdict::PaidEarly),
            "bounced": count(Verdict::Bounced),
            "file": bank_result_hash(&file), "list": list_said(&list, &attempts),
        });
        let told = entry(&self.ctx, "import_bank_result", (BATCH, self.batch_id), Some(after.to_string()));
        audit::append_at(tx, Some(list.centre_id), &[told]).await?;
        Ok(Imported { rows, came_before: false })
    }

    /// The rows of the file; a rejection of the whole list is one for each attempt on it that no row names. One that
    /// names another message stays what it is, and is of no attempt.
    async fn single_rows(&self, tx: &Tx<'_>, list: &batch::Row) -> Result<Vec<ResultRow>, AppError> {
        let of_whole = |row: &&ResultRow| row.whole.is_some();
        let mut rows: Vec<ResultRow> = self.rows.iter().filter(|row| !of_whole(row)).cloned().collect();
        for rejection in self.rows.iter().filter(of_whole) {
            if !is_about(rejection, list) {
                rows.push(rejection.clone());
                continue;
            }
            for attempt in payout::list_of_batch(tx, self.batch_id).await? {
                if rows.iter().all(|row| row.code != attempt.code) {
                    rows.push(ResultRow { code: attempt.code, ..rejection.clone() });
                }
            }
        }
        Ok(rows)
    }

    /// Holds, before anything is written, the claims and people of whose attempts the file says otherwise than was
    /// recorded: whoever sends a list for one of them at this moment is waited for, or waits and hears of the dispute.
    async fn hold_disputed(&self, tx: &Tx<'_>, asked: &[ResultRow]) -> Result<(), AppError> {
        let said: BTreeSet<(&str, bool)> =
            asked.iter().map(|row| (row.code.as_str(), row.said() == Said::Paid)).collect();
        let says_otherwise = |attempt: &payout::Row| match attempt.state.as_str() {
            "paid" => said.contains(&(attempt.code.as_str(), false)),
            "bounced" | "brought_back" => said.contains(&(attempt.code.as_str(), true)),
            _ => false,
        };
        let attempts = payout::list_of_batch(tx, self.batch_id).await?;
        let claims = attempts.iter().filter(|attempt| says_otherwise(attempt)).map(|attempt| attempt.claim_id);
        hold_claims(tx, claims.collect()).await
    }

    /// The report of a file that came before.
    async fn before(&self, tx: &Tx<'_>, id: Uuid) -> Result<Imported, AppError> {
        let files = bank_result::list_of_batch(tx, self.batch_id).await?;
        let rows = files.into_iter().find(|(file, _)| file.id == id).map(|(_, rows)| rows).unwrap_or_default();
        let read = |row: bank_result::Row| {
            let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.code() == row.verdict);
            let corrupt = || sanviec_store::Error::corrupt("bank_row", "verdict", id);
            Ok(RowVerdict {
                line: row.line,
                code: row.payout_code,
                dong: row.dong,
                verdict: verdict.ok_or_else(corrupt)?,
            })
        };
        Ok(Imported { rows: rows.into_iter().map(read).collect::<Result<_, AppError>>()?, came_before: true })
    }

    fn stored(&self, line: i32, row: &ResultRow, verdict: Verdict) -> Result<bank_result::Row, AppError> {
        let note = match row.note.as_str() {
            "" => None,
            note => Some(
                self.app
                    .keys()?
                    .seal(Place { table: "bank_row", column: "note", row: self.kept.id }, note.as_bytes())?,
            ),
        };
        Ok(bank_result::Row {
            bank_result_id: self.kept.id,
            line,
            verdict: verdict.code().to_owned(),
            payout_code: row.code.chars().take(64).collect(),
            paid_on: row.on.map(day_number),
            dong: row.dong,
            note,
        })
    }

    async fn one(&self, tx: &Tx<'_>, list: &batch::Row, row: &ResultRow) -> Result<Verdict, AppError> {
        let found = payout::find_by_code(tx, &row.code).await?.filter(|attempt| attempt.batch_id == self.batch_id);
        let Some(attempt) = found else {
            return Ok(if row.is_unreadable { Verdict::Unreadable } else { Verdict::UnknownCode });
        };
        if row.is_foreign {
            return Ok(Verdict::CurrencyDiffers);
        }
        if row.is_unreadable || row.said() == Said::Unknown {
            return Ok(Verdict::Unreadable);
        }
        if row.dong.is_some_and(|dong| dong != attempt.dong) {
            return Ok(Verdict::AmountDiffers);
        }
        let (verdict, state) = match (row.said(), attempt.state.as_str()) {
            (Said::Pending, _) => return Ok(Verdict::Pending),
            (Said::Paid, "sent") => (Verdict::Paid, "paid"),
            // Returned without a word that it was paid before: either way the bank does not have it paid.
            (Said::Bounced | Said::Returned, "sent") => (Verdict::Bounced, "bounced"),
            (Said::Returned, "paid") if self.is_last(tx, &attempt).await? => (Verdict::BroughtBack, "brought_back"),
            // What was rejected was never paid: an old word brings nothing back, and one of a whole list is for the
            // payments that no other names. Returned, and asked back already, or paid once more: where it belongs is
            // for people to say.
            (Said::Bounced | Said::Returned, "paid") if row.whole.is_none() => {
                self.dispute(tx, (list, &attempt), row).await?;
                return Ok(Verdict::Contradicts);
            }
            (Said::Paid, "paid") | (Said::Bounced | Said::Returned, "bounced" | "brought_back") => {
                return Ok(Verdict::Already);
            }
            (Said::Paid, "bounced" | "brought_back") => {
                self.dispute(tx, (list, &attempt), row).await?;
                return Ok(Verdict::Contradicts);
            }
            (Said::Paid | Said::Bounced | Said::Returned | Said::Unknown, _) => return Ok(Verdict::Contradicts),
        };
        let Some(on) = self.day_of(list, row) else { return Ok(Verdict::DayImpossible) };
        // Nothing comes back before it was paid.
        if verdict == Verdict::BroughtBack && attempt.result_on.is_some_and(|paid_on| day_number(on) < paid_on) {
            return Ok(Verdict::DayImpossible);
        }
        self.record(tx, (&attempt, row), (verdict, state), on).await?;
        let is_early = verdict == Verdict::Paid && list.pay_on.is_some_and(|pay_on| day_number(on) < pay_on);
        Ok(if is_early { Verdict::PaidEarly } else { verdict })
    }

    /// The day that a row is booked on; `None` when the bank cannot have acted on the day that it names.
    fn day_of(&self, list: &batch::Row, row: &ResultRow) -> Option<NaiveDate> {
        let (sent_on, today) = (sent_on(list), self.ctx.today());
        let on = row.on.unwrap_or(sent_on.map_or(today, |sent_on| today.max(sent_on)));
        is_day_of_bank(on, sent_on, today).then_some(on)
    }

    /// Paid after not paid, not paid after paid, or brought back after people had gone on: until somebody has settled
    /// it with the bank nothing is paid again, and nothing given back.
    async fn dispute(
        &self,
        tx: &Tx<'_>,
        (list, attempt): (&batch::Row, &payout::Row),
        row: &ResultRow,
    ) -> Result<(), AppError> {
        if attempt.disputed_at.is_some() {
            return Ok(());
        }
        // Whoever takes the claim back at this moment is waited for, or waits.
        let claim = claim::find_held(tx, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        hold_people(tx, std::slice::from_ref(&claim)).await?;
        // Nothing comes back before it was paid.
        let paid_on = attempt.result_on.filter(|_| attempt.state == "paid");
        let on = self.day_of(list, row).map(day_number).filter(|on| paid_on.is_none_or(|paid_on| paid_on <= *on));
        let next = payout::Row {
            disputed_at: Some(self.ctx.now.0),
            disputed_by: Some(self.person.account_id),
            disputed_on: on,
            // Why it was brought back is kept for whoever settles it.
            result_code: if attempt.state == "paid" { code_of(row) } else { attempt.result_code.clone() },
            updated_at: self.ctx.now.0,
            ..attempt.clone()
        };
        payout::move_on(tx, &next, &attempt.state).await?;
        let after = serde_json::json!({"attempt": attempt.attempt, "payout": attempt_said(&next)});
        let told = entry(&self.ctx, "claim_bank_disputes", (ENTITY, attempt.claim_id), Some(after.to_string()));
        Ok(audit::append_at(tx, Some(list.centre_id), &[told]).await?)
    }

    /// Whether whoever brings the bank's word alone says that money of this attempt was brought back: no later attempt
    /// was made, nothing was asked back, and nobody had to settle what the bank said of it before. An old file that
    /// comes once more undoes nothing that others settled.
    async fn is_last(&self, tx: &Tx<'_>, attempt: &payout::Row) -> Result<bool, AppError> {
        let claim = claim::find(tx, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        let is_asked = claim.paid_on.is_none() || claim.contested_dong.is_some();
        if claim.payouts != attempt.attempt || is_asked || attempt.disputed_at.is_some() {
            return Ok(false);
        }
        let settled = audit::list_done(tx, attempt.claim_id, &["claim_settle_dispute"]).await?;
        let of_which = |row: &audit::Row| after(row)?.get("attempt")?.as_i64();
        Ok(settled.iter().all(|row| of_which(row).is_some_and(|other| other != i64::from(attempt.attempt))))
    }

    async fn record(
        &self,
        tx: &Tx<'_>,
        (attempt, row): (&payout::Row, &ResultRow),
        (verdict, state): (Verdict, &str),
        on: NaiveDate,
    ) -> Result<(), AppError> {
        let mut claim = claim::find_held(tx, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        let command = if verdict == Verdict::Paid {
            Command::BankPaid { on, dong: attempt.dong, is_alone: true }
        } else {
            Command::BankBounced(why(row))
        };
        let next = payout::Row {
            state: state.to_owned(),
            is_open: 0,
            result_on: Some(day_number(on)),
            result_code: code_of(row),
            updated_at: self.ctx.now.0,
            result_by: Some(self.person.account_id),
            ..attempt.clone()
        };
        move_on(&self.app, tx, &self.ctx, &mut claim, Step::of(command, on, &next)).await?;
        Ok(payout::move_on(tx, &next, &attempt.state).await?)
    }
}

/// Whether a rejection of a whole list is about this one: banks name the message, and may name what is in it.
fn is_about(rejection: &ResultRow, list: &batch::Row) -> bool {
    let payment = rejection.whole.as_deref().unwrap_or_default();
    rejection.code == message_name(list) && (payment.is_empty() || payment == payment_name(list))
}

/// The day on which a list was sent.
pub(super) fn sent_on(list: &batch::Row) -> Option<NaiveDate> {
    list.sent_at.map(|at| Micros(at).day())
}

/// The bank's word for it, as far as it is kept.
fn code_of(row: &ResultRow) -> Option<String> {
    (!row.reason.is_empty()).then(|| row.reason.chars().take(16).collect())
}

fn why(row: &ResultRow) -> Why<BounceReason> {
    let reason = BounceReason::of_iso(&row.reason.to_ascii_uppercase());
    let words = format!("{} {}", row.reason, row.note);
    let note: String = words.trim().chars().take(NOTE_CHARS).collect();
    Why::noted(reason, if note.is_empty() { "–".to_owned() } else { note })
}

impl Work for Importing {
    type Answer = Imported;

    fn name(&self) -> &'static str {
        "import_bank_result"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.batch_id.as_bytes().to_vec(), self.kept.hash.to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Imported, AppError>> {
        Box::pin(self.run(tx))
    }
}
