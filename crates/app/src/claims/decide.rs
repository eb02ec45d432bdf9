//! Deciding about a claim: approved by another person than the one who prepared it, who entered none of the facts that
//! it reads; by a third one where the policy asks; refused or taken back with a reason. What is approved is confirmed
//! at that moment, not only when it was prepared. What was paid is taken back once the money came back.

use super::approval::{approval, is_outdated, note_known};
use super::dispute::demand_settled;
use super::funding::demand_funded;
use super::moving::{Step, demand_alone, move_on};
use super::people::hold_version;
use super::recover::preview_of;
use super::row::{life_of, seal_subject, subject_of};
use super::same::{PREPARED, demand_same};
use super::seen::{look, look_on, now_of};
use super::{fresh, id_of};
use crate::api_keys::behind;
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::claim::{Command, Hand, RefuseReason, WithdrawReason};
use sanviec_domain::membership::AccountId;
use sanviec_domain::money::Dong;
use sanviec_domain::placement::Status;
use sanviec_domain::why::{NOTE_CHARS, Why};
use sanviec_store::{BoxFuture, Db, Tx, audit, claim, placement};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A claim to be approved.
#[derive(Clone, Debug)]
pub struct Approve {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    /// Why it may be paid although another source may pay; needed for a claim that is flagged.
    pub note: String,
}

/// A claim to be refused.
#[derive(Clone, Debug)]
pub struct Refuse {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    pub why: Why<RefuseReason>,
}

/// A claim to be taken back.
#[derive(Clone, Debug)]
pub struct Withdraw {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    pub why: Why<WithdrawReason>,
}

/// What was decided.
#[derive(Clone, Debug)]
pub enum Decision {
    Approve { note: String },
    Refuse(Why<RefuseReason>),
    Withdraw(Why<WithdrawReason>),
}

/// Approves a claim of the own centre.
pub async fn approve(app: &App, ctx: &Ctx, order: Approve, key: &Key) -> Result<(), AppError> {
    let Approve { id, version, note } = order;
    if note.chars().count() > NOTE_CHARS {
        return Err(super::refused(sanviec_domain::claim::Refusal::ReasonTooLong));
    }
    decide(app, ctx, (Action::ApproveClaim, &id, version), Decision::Approve { note }, key).await
}

/// Refuses a claim of the own centre.
pub async fn refuse(app: &App, ctx: &Ctx, order: Refuse, key: &Key) -> Result<(), AppError> {
    decide(app, ctx, (Action::ApproveClaim, &order.id, order.version), Decision::Refuse(order.why), key).await
}

/// Takes a claim of the own centre back.
pub async fn withdraw(app: &App, ctx: &Ctx, order: Withdraw, key: &Key) -> Result<(), AppError> {
    decide(app, ctx, (Action::PrepareClaim, &order.id, order.version), Decision::Withdraw(order.why), key).await
}

async fn decide(
    app: &App,
    ctx: &Ctx,
    (action, code, version): (Action, &str, i64),
    decision: Decision,
    key: &Key,
) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(code)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, action, Thing::of_centre(row.centre_id))?;
    if matches!(decision, Decision::Approve { .. }) {
        fresh(person)?;
    }
    let work =
        Deciding { app: app.clone(), ctx: ctx.clone(), person, placement_id: row.placement_id, id, version, decision };
    once(app, ctx, key, work).await
}

struct Deciding {
    app: App,
    ctx: Ctx,
    person: Person,
    placement_id: Uuid,
    id: Uuid,
    version: i64,
    decision: Decision,
}

impl Deciding {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let mut row = hold_version(tx, (self.placement_id, self.id), self.version).await?;
        // As it stands by what is known now: what is decided about is that, and not what the claim read.
        look(tx, app, ctx, &mut row).await?;
        let command = match &self.decision {
            Decision::Approve { note } => self.approval(tx, &mut row, note.trim()).await?,
            Decision::Refuse(why) => {
                demand_settled(tx, row.id, "form").await?;
                Command::Refuse(hand(tx, &row, self.person.account_id).await?, why.clone())
            }
            Decision::Withdraw(why) => {
                demand_settled(tx, row.id, "form").await?;
                self.demand_nothing_asked(tx, &row).await?;
                Command::Withdraw(why.clone())
            }
        };
        move_on(app, tx, ctx, &mut row, Step::new(command, ctx.today())).await?;
        look_on(tx, app, ctx, &mut row).await
    }

    /// One person gives up what came back and is not claimed anew; about what the facts ask back two people decide.
    async fn demand_nothing_asked(&self, tx: &Tx<'_>, row: &claim::Row) -> Result<(), AppError> {
        let life = life_of(self.app.keys()?, row)?;
        if !life.can_be_left() || life.held_dong() == 0 {
            return Ok(());
        }
        let shown = preview_of(tx, &self.app, &self.ctx, row, 1).await?;
        if shown.asked_dong == 0 { Ok(()) } else { Err(still_asked(shown.asked_dong)) }
    }

    /// Confirmed, funded and alone at this moment: approved with everything that is known at it.
    async fn approval(&self, tx: &Tx<'_>, row: &mut claim::Row, note: &str) -> Result<Command, AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        demand_same(tx, app, row).await?;
        let now = now_of(tx, app, ctx, row).await?;
        if now.outcome.status != Status::Confirmed {
            return Err(unmade());
        }
        demand_funded(app, &now.policy.policy, ctx.today(), "form")?;
        demand_alone(app, tx, ctx, row).await?;
        if row.is_flagged == 1 && note.is_empty() {
            return Err(flagged());
        }
        if !note.is_empty() {
            let mut subject = subject_of(app.keys()?, row)?;
            note.clone_into(&mut subject.approved_because);
            row.subject = seal_subject(app.keys()?, row.id, &subject)?;
        }
        let hand = hand(tx, row, self.person.account_id).await?;
        let is_outdated = is_outdated(tx, row, &life_of(app.keys()?, row)?).await?;
        if is_outdated {
            demand_settled(tx, row.id, "form").await?;
        }
        note_known(tx, row).await?;
        Ok(approval(is_outdated, hand))
    }
}

/// Whoever decides, whether a fact that is known now was entered by them, or by a program with a key of theirs, and
/// whether they prepared the claim once: the row says who did so last, the audit says all.
pub(super) async fn hand(db: &impl Db, row: &claim::Row, account_id: Uuid) -> Result<Hand, AppError> {
    let facts = placement::facts(db, row.placement_id, i64::MAX).await?;
    let entered: BTreeSet<Uuid> = facts.iter().filter_map(|fact| fact.entered_by).collect();
    let mut entered_facts = entered.contains(&account_id);
    for id in entered {
        entered_facts = entered_facts || behind(db, Some(id)).await? == Some(account_id);
    }
    let (done, me) = (audit::list_done(db, row.id, &PREPARED).await?, account_id.to_string());
    let prepared = done.iter().any(|one| one.actor == me);
    Ok(Hand { person: AccountId(account_id), entered_facts, prepared })
}

pub(super) fn unmade() -> AppError {
    let vi = "Kết quả xét nay không còn là đã xác nhận; đề nghị sẽ được xem xét lại.";
    let en = "The placement is no longer confirmed; the claim will be reviewed.";
    FieldError::new("form", "no_longer_confirmed", vi, en).into()
}

/// Why a claim is not given up: money is to be asked back by what is known now.
fn still_asked(dong: i64) -> AppError {
    let vi = format!(
        "Theo dữ kiện hiện nay còn phải thu hồi {}. Đề xuất thu hồi trước; rút đề nghị khi đã thu hồi xong.",
        Dong(dong).full(Lang::Vi)
    );
    let en = format!(
        "By what is known now {} is to be asked back. Propose that first; withdraw the claim once it came.",
        Dong(dong).full(Lang::En)
    );
    FieldError::new("form", "still_asked", vi, en).into()
}

fn flagged() -> AppError {
    let vi = "Người này có thể đã được nguồn khác chi trả. Ghi rõ vì sao vẫn duyệt.";
    let en = "Another source may pay for this person. Write why it is approved all the same.";
    FieldError::new("note", "note_missing", vi, en).into()
}

impl Work for Deciding {
    type Answer = ();

    fn name(&self) -> &'static str {
        match self.decision {
            Decision::Approve { .. } => "approve_claim",
            Decision::Refuse(_) => "refuse_claim",
            Decision::Withdraw(_) => "withdraw_claim",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![
            self.id.as_bytes().to_vec(),
            self.version.to_string().into_bytes(),
            format!("{:?}", self.decision).into_bytes(),
        ]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
