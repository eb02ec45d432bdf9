//! Asking money back after later facts unmade a placement: proposed by one person with a preview, confirmed by another
//! one as long as the preview still says the same, given back in parts; and claimed anew when the placement is
//! confirmed again.

use super::decide::hand;
use super::dispute::{demand_not_back, demand_settled};
use super::funding::demand_funded;
use super::moving::{Step, move_on};
use super::people::hold_claim;
use super::row::life_of;
use super::seen::{look, look_on, now_of};
use super::{fresh, id_of};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::claim::{Command, Hand, Preview, Proposal, Refusal, preview};
use sanviec_domain::membership::AccountId;
use sanviec_domain::money::Dong;
use sanviec_domain::placement::Status;
use sanviec_domain::time::{day_of_number, short_date};
use sanviec_store::{BoxFuture, Db, Tx, claim, ledger, payout};
use uuid::Uuid;

/// A recovery to be proposed.
#[derive(Clone, Debug)]
pub struct ProposeRecovery {
    /// Code of the claim.
    pub id: String,
    /// What the preview asked back: anything else is refused, so that nobody proposes what he did not see.
    pub asked_dong: i64,
    /// In how many parts.
    pub instalments: u32,
}

/// A recovery to be confirmed: what was seen is what is agreed to.
#[derive(Clone, Debug)]
pub struct ConfirmRecovery {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen: what was proposed anew meanwhile was not.
    pub version: i64,
    /// What the preview asked back.
    pub asked_dong: i64,
    /// In how many parts it was proposed.
    pub instalments: u32,
}

/// Money that came back.
#[derive(Clone, Debug)]
pub struct GiveBack {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen: the same money is not recorded twice by two people.
    pub version: i64,
    pub dong: i64,
    /// Day on which it came: not before what it returns was paid, and not still to come.
    pub on: NaiveDate,
}

/// What was given back is claimed anew.
#[derive(Clone, Debug)]
pub struct PrepareAgain {
    /// Code of the claim.
    pub id: String,
}

/// What would be asked back now, in so many parts: 1 to what the policy of the claim allows.
pub async fn recovery_preview(app: &App, ctx: &Ctx, code: &str, parts: u32) -> Result<Preview, AppError> {
    let reader = app.store().reader();
    let row = claim::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    let most = life_of(app.keys()?, &row)?.instalments_max.max(1);
    if !(1..=most).contains(&parts) {
        return Err(too_many());
    }
    preview_of(reader, app, ctx, &row, parts).await
}

/// The preview of a claim from everything that is known now.
pub(super) async fn preview_of(
    db: &impl Db,
    app: &App,
    ctx: &Ctx,
    row: &claim::Row,
    parts: u32,
) -> Result<Preview, AppError> {
    let now = now_of(db, app, ctx, row).await?;
    let life = life_of(app.keys()?, row)?;
    let recovery = now.policy.policy.money.recovery;
    preview(&life, recovery, &now.outcome, (parts, ctx.today())).map_err(AppError::internal)
}

/// Proposes what is asked back for a claim of the own centre.
pub async fn propose_recovery(app: &App, ctx: &Ctx, order: ProposeRecovery, key: &Key) -> Result<(), AppError> {
    let ProposeRecovery { id, asked_dong, instalments } = order;
    act(app, ctx, (Action::PrepareClaim, &id), Act::Propose { asked_dong, instalments }, key).await
}

/// Confirms what is asked back, as another person.
pub async fn confirm_recovery(app: &App, ctx: &Ctx, order: ConfirmRecovery, key: &Key) -> Result<(), AppError> {
    let ConfirmRecovery { id, version, asked_dong, instalments } = order;
    act(app, ctx, (Action::ApproveClaim, &id), Act::Confirm { version, asked_dong, instalments }, key).await
}

/// Records money that came back.
pub async fn give_back(app: &App, ctx: &Ctx, order: GiveBack, key: &Key) -> Result<(), AppError> {
    let GiveBack { id, version, dong, on } = order;
    if on > ctx.today() {
        let (vi, en) = ("Ngày nhận tiền chưa đến.", "The day on which it came is still to come.");
        return Err(FieldError::new("on", "not_yet", vi, en).into());
    }
    act(app, ctx, (Action::PayClaims, &id), Act::GiveBack { version, dong, on }, key).await
}

/// Claims anew what was given back, when the placement is confirmed again.
pub async fn prepare_again(app: &App, ctx: &Ctx, order: PrepareAgain, key: &Key) -> Result<(), AppError> {
    act(app, ctx, (Action::PrepareClaim, &order.id), Act::Again, key).await
}

#[derive(Clone, Debug)]
enum Act {
    Propose { asked_dong: i64, instalments: u32 },
    Confirm { version: i64, asked_dong: i64, instalments: u32 },
    GiveBack { version: i64, dong: i64, on: NaiveDate },
    Again,
}

async fn act(app: &App, ctx: &Ctx, (action, code): (Action, &str), act: Act, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(code)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, action, Thing::of_centre(row.centre_id))?;
    if matches!(act, Act::Confirm { .. }) {
        fresh(person)?;
    }
    let placement_id = row.placement_id;
    once(app, ctx, key, Acting { app: app.clone(), ctx: ctx.clone(), person, placement_id, id, act }).await
}

struct Acting {
    app: App,
    ctx: Ctx,
    person: Person,
    placement_id: Uuid,
    id: Uuid,
    act: Act,
}

impl Acting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let mut row = hold_claim(tx, (self.placement_id, self.id)).await?;
        if let Act::GiveBack { version, .. } | Act::Confirm { version, .. } = self.act
            && version != row.version
        {
            return Err(AppError::Conflict);
        }
        look(tx, app, ctx, &mut row).await?;
        let by = AccountId(self.person.account_id);
        let (command, on) = match &self.act {
            Act::Propose { asked_dong, instalments } => {
                self.as_shown(tx, &row, *asked_dong).await?;
                let proposal = Proposal { by, dong: *asked_dong, instalments: *instalments };
                (Command::ProposeRecovery(proposal), ctx.today())
            }
            Act::Confirm { asked_dong, instalments, .. } => {
                demand_not_back(tx, row.id).await?;
                self.as_shown(tx, &row, *asked_dong).await?;
                let proposal = life_of(app.keys()?, &row)?.proposal();
                if proposal.is_some_and(|proposal| proposal.dong != *asked_dong) {
                    return Err(changed());
                }
                if proposal.is_some_and(|proposal| proposal.instalments != *instalments) {
                    return Err(other_parts());
                }
                (Command::ConfirmRecovery(self.hand(tx, &row).await?, ctx.today()), ctx.today())
            }
            Act::GiveBack { dong, on, .. } => {
                demand_not_back(tx, row.id).await?;
                (self.came(tx, &row, (*dong, *on)).await?, *on)
            }
            Act::Again => {
                demand_settled(tx, row.id, "form").await?;
                let now = now_of(tx, app, ctx, &row).await?;
                if now.outcome.status != Status::Confirmed {
                    return Err(super::decide::unmade());
                }
                demand_funded(app, &now.policy.policy, ctx.today(), "form")?;
                (Command::PrepareAgain { by }, ctx.today())
            }
        };
        move_on(app, tx, ctx, &mut row, Step::new(command, on)).await?;
        look_on(tx, app, ctx, &mut row).await
    }

    /// Money that came on a day: no more than is asked, and not before what it returns was paid.
    async fn came(&self, tx: &Tx<'_>, row: &claim::Row, (dong, on): (i64, NaiveDate)) -> Result<Command, AppError> {
        let (by, life) = (self.hand(tx, row).await?, life_of(self.app.keys()?, row)?);
        let most = life.outstanding_dong();
        if let Err(Refusal::AmountOutOfRange) = life.step(Command::GiveBack { dong, by }) {
            return Err(too_much(most));
        }
        match returned_paid_on(tx, row).await? {
            Some(paid_on) if on < paid_on => Err(before_paid(paid_on)),
            _ => Ok(Command::GiveBack { dong, by }),
        }
    }

    /// Whoever acts, and whether any fact of the placement was entered by them, the late one that unmade it included.
    async fn hand(&self, tx: &Tx<'_>, row: &claim::Row) -> Result<Hand, AppError> {
        hand(tx, row, self.person.account_id).await
    }

    /// What was shown is what is meant: facts that came since change the preview, and then somebody has to look again.
    async fn as_shown(&self, tx: &Tx<'_>, row: &claim::Row, asked_dong: i64) -> Result<(), AppError> {
        let shown = preview_of(tx, &self.app, &self.ctx, row, 1).await?;
        if shown.asked_dong == asked_dong { Ok(()) } else { Err(changed()) }
    }
}

/// The day of the bank of what the next money returns: the oldest payment that is not given back in full yet. The
/// database asks the same.
async fn returned_paid_on(tx: &Tx<'_>, row: &claim::Row) -> Result<Option<NaiveDate>, AppError> {
    // What the bank brought back names its attempt: it returns that one.
    let journals = ledger::list_of_claim(tx, row.id).await?;
    let by_hand = journals.iter().filter(|(made, _)| made.occasion == "given_back" && made.payout_id.is_none());
    let mut came_dong: i64 = by_hand.flat_map(|(_, lines)| lines).map(|line| line.dong.max(0)).sum();
    for attempt in payout::list_of_claim(tx, row.id).await?.iter().filter(|attempt| attempt.state == "paid") {
        if came_dong < attempt.dong {
            return Ok(attempt.result_on.and_then(day_of_number));
        }
        came_dong -= attempt.dong;
    }
    Ok(None)
}

fn too_many() -> AppError {
    let refusal = Refusal::InstalmentsOutOfRange;
    let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
    FieldError::new("instalments", refusal.code(), vi, en).into()
}

/// Why an amount is not what came back: no more than what has not come yet, dong.
fn too_much(most: i64) -> AppError {
    let (least, most) = (Dong(1), Dong(most));
    let vi = format!("Số tiền phải từ {} đến {}, là phần còn phải nộp lại.", least.full(Lang::Vi), most.full(Lang::Vi));
    let en = format!(
        "The amount must lie between {} and {}, which is what has not come back yet.",
        least.full(Lang::En),
        most.full(Lang::En)
    );
    FieldError::new("dong", Refusal::AmountOutOfRange.code(), vi, en).into()
}

/// Why money did not come on a day: it was paid later.
fn before_paid(paid_on: NaiveDate) -> AppError {
    let day = short_date(paid_on);
    let vi = format!("Khoản này được chi ngày {day}, không thể nộp lại trước ngày đó. Sửa lại ngày nhận tiền.");
    let en = format!("This was paid on {day} and cannot have come back before. Correct the day on which it came.");
    FieldError::new("on", "before_paid", vi, en).into()
}

fn changed() -> AppError {
    let vi = "Dữ kiện vừa thay đổi nên số tiền thu hồi đã khác. Vui lòng xem lại bản dự kiến.";
    let en = "Facts came in meanwhile and the amount differs now. Please look at the preview again.";
    FieldError::new("form", "preview_changed", vi, en).into()
}

fn other_parts() -> AppError {
    let vi = "Số kỳ nộp lại không đúng với đề xuất. Vui lòng xem lại đề xuất rồi xác nhận.";
    let en = "It was proposed in another number of instalments. Please look at the proposal again.";
    FieldError::new("form", "instalments_differ", vi, en).into()
}

impl Work for Acting {
    type Answer = ();

    fn name(&self) -> &'static str {
        match self.act {
            Act::Propose { .. } => "propose_recovery",
            Act::Confirm { .. } => "confirm_recovery",
            Act::GiveBack { .. } => "give_back",
            Act::Again => "prepare_claim_again",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), format!("{:?}", self.act).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
