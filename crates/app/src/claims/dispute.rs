//! When a bank says that it paid what it had said it did not. Until somebody has settled it with the bank the claim is
//! neither paid again nor taken back: either would pay twice. It is settled by another person than the one who brought
//! the word and the one who sent the list.

use super::bank::sent_on;
use super::bound::attempt_said;
use super::moving::{Step, move_on};
use super::{ENTITY, code_of, entry, id_of, not_by_you, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::claim::{Command, ReleaseRefusal, is_day_of_bank, may_settle};
use sanviec_domain::membership::AccountId;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::{BoxFuture, Db, Tx, audit, batch, claim, paying, payout, placement};
use uuid::Uuid;

/// What came out when somebody asked the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It paid.
    Paid {
        /// Day of the bank.
        on: NaiveDate,
    },
    /// It did not pay, or brought the money back.
    NotPaid,
}

/// A dispute to be settled.
#[derive(Clone, Debug)]
pub struct SettleDispute {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    /// The name by which the bank speaks of the attempt.
    pub attempt: String,
    pub settled: Settled,
}

/// An attempt of which the bank said one thing and then another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeView {
    /// The name by which the bank speaks of it.
    pub attempt: String,
    pub dong: i64,
    /// When the other word came.
    pub at: Micros,
    /// Day on which the bank paid, as it says; none where it named no day that can be.
    pub on: Option<NaiveDate>,
    /// Why whoever looks may not settle it.
    pub refusal: Option<ReleaseRefusal>,
}

/// A dispute of the own centre: code of its claim, the attempt and the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeItem {
    /// Code of the claim.
    pub claim: String,
    /// The name by which the bank speaks of the attempt.
    pub attempt: String,
    pub dong: i64,
}

/// What waits to be settled with the bank at the own centre, the longest waiting first.
pub async fn disputes(app: &App, ctx: &Ctx) -> Result<Vec<DisputeItem>, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadClaim)?;
    let rows = payout::list_disputed(app.store().reader(), centre_id).await?;
    let item = |row: payout::Row| DisputeItem { claim: code_of(row.claim_id), attempt: row.code, dong: row.dong };
    Ok(rows.into_iter().map(item).collect())
}

/// The disputes among the attempts of a claim, as whoever looks may settle them.
pub(super) async fn disputes_of(
    db: &impl Db,
    ctx: &Ctx,
    attempts: &[payout::Row],
) -> Result<Vec<DisputeView>, AppError> {
    let mut found = Vec::new();
    for row in attempts {
        let Some(at) = row.disputed_at else { continue };
        let refusal = match ctx.actor.person() {
            Some(person) => refusal(db, row, person.account_id).await?,
            None => None,
        };
        let on = row.disputed_on.and_then(day_of_number);
        found.push(DisputeView { attempt: row.code.clone(), dong: row.dong, at: Micros(at), on, refusal });
    }
    Ok(found)
}

async fn refusal(db: &impl Db, attempt: &payout::Row, account_id: Uuid) -> Result<Option<ReleaseRefusal>, AppError> {
    let list = batch::find(db, attempt.batch_id).await?.ok_or(AppError::NotFound)?;
    let (sent_by, brought_by) = (list.sent_by.map(AccountId), attempt.disputed_by.map(AccountId));
    Ok(may_settle(sent_by, brought_by, AccountId(account_id)).err())
}

/// Refused while the bank's word about an attempt of the claim is open: it may have been paid.
pub(super) async fn demand_settled(db: &impl Db, claim_id: Uuid, field: &'static str) -> Result<(), AppError> {
    let Some(attempt) = payout::find_disputed(db, claim_id).await? else { return Ok(()) };
    let vi = format!(
        "Ngân hàng báo đã chi lần chi {} sau khi đã báo không chi. Trước hết, đối soát với ngân hàng và ghi kết quả \
         ở trang đề nghị.",
        attempt.code
    );
    let en = format!(
        "The bank says that it paid {} after it had said it did not. First ask the bank, and record on the claim's \
         page what came out.",
        attempt.code
    );
    Err(FieldError::new(field, "disputed", vi, en).into())
}

/// Records what came out when the bank was asked.
pub async fn settle_dispute(app: &App, ctx: &Ctx, order: SettleDispute, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(&order.id)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    let (centre_id, placement_id) = (row.centre_id, row.placement_id);
    let work = Settling { app: app.clone(), ctx: ctx.clone(), person, centre_id, placement_id, id, order };
    once(app, ctx, key, work).await
}

struct Settling {
    app: App,
    ctx: Ctx,
    person: Person,
    centre_id: Uuid,
    placement_id: Uuid,
    id: Uuid,
    order: SettleDispute,
}

impl Settling {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        paying::hold(tx, self.centre_id).await?;
        placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        let mut row = claim::find_held(tx, self.id).await?.ok_or(AppError::NotFound)?;
        if row.version != self.order.version {
            return Err(AppError::Conflict);
        }
        let attempts = payout::list_of_claim(tx, self.id).await?;
        let named = attempts.iter().find(|attempt| attempt.code == self.order.attempt);
        let attempt = named.filter(|attempt| attempt.disputed_at.is_some()).ok_or_else(not_disputed)?;
        if let Some(refusal) = refusal(tx, attempt, self.person.account_id).await? {
            return Err(not_by_you(refusal));
        }
        let settled = payout::Row {
            disputed_at: None,
            disputed_by: None,
            disputed_on: None,
            updated_at: self.ctx.now.0,
            ..attempt.clone()
        };
        let next = match self.order.settled {
            Settled::Paid { on } => payout::Row {
                state: "paid".to_owned(),
                result_on: Some(day_number(on)),
                result_code: None,
                result_by: Some(self.person.account_id),
                ..settled
            },
            Settled::NotPaid => settled,
        };
        if let Settled::Paid { on } = self.order.settled {
            self.paid(tx, &mut row, (&next, &attempts), on).await?;
        }
        payout::move_on(tx, &next, &attempt.state).await?;
        let outcome = if self.order.settled == Settled::NotPaid { "not_paid" } else { "paid" };
        let after = serde_json::json!({"attempt": next.attempt, "outcome": outcome, "payout": attempt_said(&next)});
        let told = entry(&self.ctx, "claim_settle_dispute", (ENTITY, self.id), Some(after.to_string()));
        Ok(audit::append_at(tx, Some(self.centre_id), &[told]).await?)
    }

    /// Booked as the bank's answer is, unless the claim was paid by a later attempt, or may be. Takes the attempt as it
    /// stands then.
    async fn paid(
        &self,
        tx: &Tx<'_>,
        row: &mut claim::Row,
        (attempt, attempts): (&payout::Row, &[payout::Row]),
        on: NaiveDate,
    ) -> Result<(), AppError> {
        let list = batch::find(tx, attempt.batch_id).await?.ok_or(AppError::NotFound)?;
        if !is_day_of_bank(on, sent_on(&list), self.ctx.today()) {
            return Err(impossible_day());
        }
        let counts = |other: &payout::Row| matches!(other.state.as_str(), "waiting" | "sent" | "paid");
        let owed = super::row::life_of(self.app.keys()?, row)?.owed_dong();
        if attempts.iter().any(|other| other.attempt > attempt.attempt && counts(other)) || owed != attempt.dong {
            return Err(paid_again());
        }
        let step = Step::of(Command::BankPaid { on }, on, attempt);
        move_on(&self.app, tx, &self.ctx, row, step).await.map(|_| ())
    }
}

fn not_disputed() -> AppError {
    let vi = "Lần chi này không có gì cần đối soát.";
    FieldError::new("form", "not_disputed", vi, "There is nothing to be settled about this attempt.").into()
}

fn impossible_day() -> AppError {
    let vi = "Ngày ngân hàng chi phải từ ngày gửi danh sách đến hôm nay.";
    let en = "The day of the bank must lie between the day on which the list was sent and today.";
    FieldError::new("on", "day_impossible", vi, en).into()
}

fn paid_again() -> AppError {
    let vi = "Đề nghị này có lần chi sau. Đưa nó ra khỏi danh sách nếu chưa gửi; nếu đã gửi, yêu cầu ngân hàng \
              chuyển lại khoản của lần này rồi ghi nhận là không chi.";
    let en = "This claim has a later attempt. Take it off its list if that is not sent; if it is, ask the bank to \
              bring this money back, and record it as not paid then.";
    FieldError::new("form", "paid_again", vi, en).into()
}

impl Work for Settling {
    type Answer = ();

    fn name(&self) -> &'static str {
        "settle_dispute"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![
            self.id.as_bytes().to_vec(),
            self.order.attempt.as_bytes().to_vec(),
            format!("{} {:?}", self.order.version, self.order.settled).into_bytes(),
        ]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
