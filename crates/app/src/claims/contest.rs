//! Asking paid money back for another reason than the facts of its placement: somebody says why and how much, and the
//! claim is looked at; what is asked back is proposed and confirmed by two people as ever. Another person than the one
//! who said so takes it back.

use super::decide::hand;
use super::dispute::demand_not_back;
use super::moving::{Step, move_on, stands_beside};
use super::people::hold_version;
use super::seen::look;
use super::{fresh, id_of};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::claim::{Command, ContestReason, Contested, Refusal};
use sanviec_domain::membership::AccountId;
use sanviec_store::{BoxFuture, Tx, claim};
use uuid::Uuid;

/// What is to come back of a claim.
#[derive(Clone, Debug)]
pub struct Contest {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    /// How much.
    pub dong: i64,
    pub why: ContestReason,
}

/// That nothing is to come back but by the facts.
#[derive(Clone, Debug)]
pub struct Uncontest {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
}

#[derive(Clone, Copy, Debug)]
enum Act {
    Contest { dong: i64, why: ContestReason },
    Uncontest,
}

/// Says that money of a paid claim of the own centre is to come back.
pub async fn contest(app: &App, ctx: &Ctx, order: Contest, key: &Key) -> Result<(), AppError> {
    let Contest { id, version, dong, why } = order;
    act(app, ctx, (Action::PrepareClaim, &id, version), Act::Contest { dong, why }, key).await
}

/// Says, as another person, that it is not.
pub async fn uncontest(app: &App, ctx: &Ctx, order: Uncontest, key: &Key) -> Result<(), AppError> {
    act(app, ctx, (Action::ApproveClaim, &order.id, order.version), Act::Uncontest, key).await
}

async fn act(
    app: &App,
    ctx: &Ctx,
    (action, code, version): (Action, &str, i64),
    act: Act,
    key: &Key,
) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(code)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, action, Thing::of_centre(row.centre_id))?;
    if matches!(act, Act::Uncontest) {
        fresh(person)?;
    }
    let placement_id = row.placement_id;
    let work = Contesting { app: app.clone(), ctx: ctx.clone(), person, placement_id, id, version, act };
    once(app, ctx, key, work).await
}

struct Contesting {
    app: App,
    ctx: Ctx,
    person: Person,
    placement_id: Uuid,
    id: Uuid,
    version: i64,
    act: Act,
}

impl Contesting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let mut row = hold_version(tx, (self.placement_id, self.id), self.version).await?;
        look(tx, app, ctx, &mut row).await?;
        // Money that may be back already is asked about first.
        demand_not_back(tx, row.id).await?;
        let command = match self.act {
            Act::Contest { dong, why } => {
                let by = Some(AccountId(self.person.account_id));
                let contested = Command::Contest(Contested { dong, why, by });
                if !(1..=row.dong).contains(&dong) {
                    return Err(no_such_amount());
                }
                contested
            }
            Act::Uncontest => {
                if stands_beside(app, tx, &row).await? {
                    return Err(beside());
                }
                Command::Uncontest(hand(tx, &row, self.person.account_id).await?)
            }
        };
        move_on(app, tx, ctx, &mut row, Step::new(command, ctx.today())).await?;
        // What follows for it is put before people at once, or it stands as if nothing had been said.
        look(tx, app, ctx, &mut row).await
    }
}

fn no_such_amount() -> AppError {
    let refusal = Refusal::AmountOutOfRange;
    let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
    FieldError::new("dong", refusal.code(), vi, en).into()
}

/// Why a contest stays: two claims for one person were paid.
fn beside() -> AppError {
    let vi = "Người này còn được chi trả theo một đề nghị khác trong cùng chương trình nên khoản này phải thu hồi. Nếu là \
              hai người thì tách hai hồ sơ trước.";
    let en = "This person was paid for by another claim of the programme, so this money comes back. If they are two \
              people, take the two profiles apart first.";
    FieldError::new("form", "paid_for_already", vi, en).into()
}

impl Work for Contesting {
    type Answer = ();

    fn name(&self) -> &'static str {
        match self.act {
            Act::Contest { .. } => "contest_claim",
            Act::Uncontest => "uncontest_claim",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), self.version.to_string().into_bytes(), format!("{:?}", self.act).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
