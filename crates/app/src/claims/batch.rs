//! Lists of claims that are paid together: made from approved claims and from those that a bank did not pay. A claim
//! can be taken off until the list is sent.

use super::approval::demand_current;
use super::bound::{demand_whole, list_said};
use super::dispute::{demand_person_settled, demand_settled};
use super::funding::demand_funded;
use super::moving::{Step, hold_again, move_on};
use super::row::life_of;
use super::{BATCH, code_of, entry, id_of, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use chrono::Datelike;
use sanviec_domain::claim::{BatchId, Command};
use sanviec_store::{BoxFuture, Tx, audit, batch, claim, paying, payout};
use uuid::Uuid;

/// Most claims on one list.
const MOST: usize = 1_000;

/// A list to be made.
#[derive(Clone, Debug)]
pub struct MakeBatch {
    /// Codes of the claims.
    pub claims: Vec<String>,
}

/// A claim to be taken off its list.
#[derive(Clone, Debug)]
pub struct TakeOut {
    /// Code of the claim.
    pub claim: String,
}

/// Makes a list of claims of the own centre; its code.
pub async fn make_batch(app: &App, ctx: &Ctx, order: MakeBatch, key: &Key) -> Result<String, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::PayClaims)?;
    let mut claims = order.claims.iter().map(|code| id_of(code)).collect::<Result<Vec<_>, _>>()?;
    claims.sort_unstable();
    claims.dedup();
    if claims.is_empty() || claims.len() > MOST {
        let vi = format!("Chọn từ 1 đến {MOST} đề nghị.");
        return Err(FieldError::new("claims", "none_chosen", vi, format!("Choose 1 to {MOST} claims.")).into());
    }
    let id = app.ids().next();
    once(app, ctx, key, Making { app: app.clone(), ctx: ctx.clone(), person, centre_id, id, claims }).await.map(code_of)
}

struct Making {
    app: App,
    ctx: Ctx,
    person: Person,
    centre_id: Uuid,
    id: Uuid,
    claims: Vec<Uuid>,
}

impl Making {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        if !paying::hold(tx, self.centre_id).await? {
            return Err(no_accounts());
        }
        let mut rows = Vec::with_capacity(self.claims.len());
        for id in &self.claims {
            let row = claim::find_held(tx, *id).await?.filter(|row| row.centre_id == self.centre_id);
            rows.push(row.ok_or(AppError::NotFound)?);
        }
        let Some(first) = rows.first().cloned() else { return Err(AppError::NotFound) };
        self.demand_one_fund(tx, &rows, &first).await?;
        let year = self.ctx.today().year();
        let serial = batch::last_serial(tx, self.centre_id, year).await? + 1;
        let mut total = 0_i64;
        for row in &rows {
            let owed = life_of(self.app.keys()?, row)?.owed_dong();
            total =
                total.checked_add(owed).ok_or_else(|| AppError::internal("a list is beyond what can be counted"))?;
        }
        let now = self.ctx.now.0;
        let list = batch::Row {
            id: self.id,
            version: 1,
            centre_id: self.centre_id,
            year,
            serial,
            state: "open".to_owned(),
            programme: first.programme,
            made_by: self.person.account_id,
            claims: i32::try_from(rows.len()).unwrap_or(i32::MAX),
            dong: total,
            head: None,
            pay_on: None,
            sent_at: None,
            created_at: now,
            updated_at: now,
            sent_by: None,
            task: Some(first.task),
            budget_year: Some(first.budget_year),
        };
        batch::insert(tx, &list).await?;
        let mut attempts = Vec::with_capacity(rows.len());
        for row in &mut rows {
            attempts.push(self.add(tx, row).await?);
        }
        let after = serde_json::json!({"list": list_said(&list, &attempts)});
        let told = entry(&self.ctx, "make_batch", (BATCH, self.id), Some(after.to_string()));
        audit::append_at(tx, Some(self.centre_id), &[told]).await?;
        Ok(self.id)
    }

    /// One programme, one funding task and one budget year, whose money is not over.
    async fn demand_one_fund(&self, tx: &Tx<'_>, rows: &[claim::Row], first: &claim::Row) -> Result<(), AppError> {
        let differ = |code, vi: &str, en: &str| Err(FieldError::new("claims", code, vi, en).into());
        if rows.iter().any(|row| row.programme != first.programme) {
            let vi = "Một danh sách chỉ gồm đề nghị của một chương trình.";
            return differ("programmes_differ", vi, "A list holds claims of one programme only.");
        }
        if rows.iter().any(|row| row.task != first.task) {
            let vi = "Một danh sách chỉ gồm đề nghị của một nguồn nhiệm vụ chi; hãy lập mỗi nguồn một danh sách.";
            return differ(
                "tasks_differ",
                vi,
                "A list holds claims of one funding task; make a list for each of them.",
            );
        }
        if rows.iter().any(|row| row.budget_year != first.budget_year) {
            let vi = "Một danh sách chỉ gồm đề nghị của một năm ngân sách; hãy lập mỗi năm một danh sách.";
            return differ("years_differ", vi, "A list holds claims of one budget year; make a list for each of them.");
        }
        let mut asked: Vec<&[u8]> = rows.iter().map(|row| row.policy_hash.as_slice()).collect();
        asked.sort_unstable();
        asked.dedup();
        for hash in asked {
            let kept = self.app.policies().with_hash(tx, hash).await?;
            demand_funded(&self.app, &kept.policy, self.ctx.today(), "claims")?;
        }
        Ok(())
    }

    async fn add(&self, tx: &Tx<'_>, row: &mut claim::Row) -> Result<payout::Row, AppError> {
        let (app, ctx, now) = (&self.app, &self.ctx, self.ctx.now.0);
        demand_settled(tx, row.id, "claims").await?;
        demand_person_settled(tx, row, "claims").await?;
        demand_current(tx, (app, ctx), row, "claims").await?;
        hold_again(app, tx, ctx, row).await?;
        let dong = life_of(app.keys()?, row)?.owed_dong();
        row.payouts += 1;
        let id = app.ids().next();
        let attempt = payout::Row {
            id,
            claim_id: row.id,
            batch_id: self.id,
            attempt: row.payouts,
            code: payout_code(id),
            dong,
            state: "waiting".to_owned(),
            is_open: 1,
            result_on: None,
            result_code: None,
            created_at: now,
            updated_at: now,
            result_by: None,
            disputed_at: None,
            disputed_by: None,
            disputed_on: None,
        };
        let step = Step::of(Command::Batch(BatchId(self.id)), ctx.today(), &attempt);
        move_on(app, tx, ctx, row, step).await?;
        payout::insert(tx, &attempt).await?;
        Ok(attempt)
    }
}

/// The name by which the bank speaks of an attempt: letters and digits, shorter than the 35 of ISO 20022.
fn payout_code(id: Uuid) -> String {
    format!("SV{}", code_of(id)).to_uppercase()
}

pub(super) fn no_accounts() -> AppError {
    let vi = "Trung tâm chưa khai tài khoản chi và tài khoản nhận. Đề nghị quản lý khai trước.";
    let en = "The centre has no accounts yet. Ask the manager to fill them in.";
    FieldError::new("form", "no_accounts", vi, en).into()
}

impl Work for Making {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "make_batch"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        self.claims.iter().map(|id| id.as_bytes().to_vec()).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Takes a claim of the own centre off a list that is not sent yet.
pub async fn take_out(app: &App, ctx: &Ctx, order: TakeOut, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(&order.claim)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    once(app, ctx, key, TakingOut { app: app.clone(), ctx: ctx.clone(), person, id }).await
}

fn not_on_a_list() -> AppError {
    let vi = "Đề nghị này không nằm trong danh sách nào chưa gửi.";
    FieldError::new("form", "not_on_a_list", vi, "This claim is on no list that is not sent.").into()
}

struct TakingOut {
    app: App,
    ctx: Ctx,
    person: Person,
    id: Uuid,
}

impl TakingOut {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        // Looked for here, so that the same form again is answered as before and not by where the claim stands since.
        let before = claim::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        let Some(batch_id) = before.batch_id else { return Err(not_on_a_list()) };
        let mut list = batch::find(tx, batch_id).await?.ok_or(AppError::NotFound)?;
        paying::hold(tx, list.centre_id).await?;
        // As it is now that nobody else changes it.
        list = batch::find(tx, batch_id).await?.ok_or(AppError::NotFound)?;
        let mut row = claim::find_held(tx, self.id).await?.ok_or(AppError::NotFound)?;
        let attempt = payout::find_open(tx, self.id).await?.filter(|attempt| attempt.batch_id == batch_id);
        let Some(attempt) = attempt.filter(|_| list.state == "open") else { return Err(not_on_a_list()) };
        demand_whole(&list, &payout::list_of_batch(tx, batch_id).await?)?;
        let dropped = payout::Row { state: "dropped".to_owned(), is_open: 0, updated_at: ctx.now.0, ..attempt };
        move_on(app, tx, ctx, &mut row, Step::of(Command::TakeOut, ctx.today(), &dropped)).await?;
        payout::move_on(tx, &dropped, "waiting").await?;
        list.claims -= 1;
        list.dong -= dropped.dong;
        list.updated_at = ctx.now.0;
        batch::update_guarded(tx, &list).await?;
        let left = payout::list_of_batch(tx, batch_id).await?;
        let after = serde_json::json!({"claim": self.id, "list": list_said(&list, &left)});
        let told = entry(ctx, "take_out_claim", (BATCH, batch_id), Some(after.to_string()));
        Ok(audit::append_at(tx, Some(list.centre_id), &[told]).await?)
    }
}

impl Work for TakingOut {
    type Answer = ();

    fn name(&self) -> &'static str {
        "take_out"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
