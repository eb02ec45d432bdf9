//! Claims: what a centre asks for a placement that is confirmed, who approves it, how it is paid, and what is asked
//! back when later facts unmake it. A claim holds the reading it was made from (policy, day, state of knowledge, facts,
//! outcome), so that anybody can evaluate it again and get the same bytes.
//!
//! Locks are taken in one order: the accounts of the centre, the placement, the claim, the person. Every movement of
//! money is booked in the write that moves the claim. What must not be in here: the rules (`sanviec_domain::claim`),
//! what a placement is confirmed by (`crate::placements`), pages.

mod accounts;
mod apart;
mod approval;
mod bank;
mod bank_file;
mod batch;
mod batch_view;
mod bound;
mod contest;
mod decide;
mod dispute;
mod draw;
mod elsewhere;
mod funding;
mod held;
pub(crate) mod kept;
mod list;
mod moving;
mod offer;
mod pain002;
mod paper;
mod pay_file;
mod paying;
mod people;
mod prepare;
mod recover;
mod recoveries;
mod release;
mod replayed;
mod results;
mod row;
mod same;
mod seen;
mod send;
mod told;
mod view;
mod xml;

pub(crate) use accounts::sent_to;
pub(crate) use apart::{demand_unclaimed, look_again as look_again_at_paid};
pub use approval::{OutdatedItem, to_approve_again};
pub use bank::{Imported, RowVerdict, Verdict, import_result};
pub use bank_file::{BankFile, open_bank_file};
pub(crate) use bank_file::{bank_files_checked, look_at_bank_file};
pub use batch::{MakeBatch, TakeOut, make_batch, take_out};
pub use batch_view::{BatchState, BatchView, Batches, ResultView, batch, batches, offered_pay_day};
pub use contest::{Contest, Uncontest, contest, uncontest};
pub use decide::{Approve, Decision, Refuse, Withdraw, approve, refuse, withdraw};
pub use dispute::{DisputeItem, DisputeView, SettleDispute, Settled, disputes, settle_dispute};
pub use draw::{Draw, DrawList, DrawView, Drawn, draw, drawn, draws, redraw};
pub use elsewhere::{ExclusionList, Sharing, TakenList, export_exclusions, import_exclusions, unusable_lists};
pub(crate) use held::is_held;
pub use kept::Term;
pub use list::{Asked, ClaimItem, ClaimQueue, Proposed, claims};
pub use offer::{Claimable, Offer, claimable, offer};
pub use paper::{Paper, PaperLine, PaperSent, paper};
pub use pay_file::{PayFile, PayFormat, pay_file};
pub use paying::{PayingOrder, PayingView, paying, save_paying};
pub use prepare::{Prepare, Prepared, prepare};
pub use recover::{
    ConfirmRecovery, GiveBack, PrepareAgain, ProposeRecovery, confirm_recovery, give_back, prepare_again,
    propose_recovery, recovery_preview,
};
pub use recoveries::{RecoveryItem, RecoveryList, recoveries};
pub use replayed::{Replay, replay};
pub use results::{Format as ResultFormat, ResultRow, read_results};
pub use seen::{TURN, tick};
pub use send::{Send, send};
pub use view::{ClaimView, EventView, JournalView, LineView, May, claim, claims_of_placement};

use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::claim::{Refusal, ReleaseRefusal};
use sanviec_domain::posting::PostingCode;
use sanviec_store::audit;
use uuid::Uuid;

/// The one name of claims in audit rows.
pub(crate) const ENTITY: &str = "claim";
/// The one name of batches in audit rows.
pub(crate) const BATCH: &str = "batch";

/// The 26 letters and digits that stand for an id outside.
fn code_of(id: Uuid) -> String {
    PostingCode::of(id).to_string()
}

/// The id that a code stands for.
fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.trim().parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}

/// The centre that whoever acts works at, and what may be seen there.
fn own_centre(ctx: &Ctx, action: Action) -> Result<(Person, Uuid, Fields), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let centre_id = person.centre_id.ok_or(AppError::Forbidden)?;
    let fields = demand_of(ctx, action, Thing::of_centre(centre_id))?;
    Ok((person, centre_id, fields))
}

/// The person, for what only somebody may do who proved a moment ago who they are.
pub(crate) fn fresh(person: Person) -> Result<Person, AppError> {
    if person.is_fresh {
        return Ok(person);
    }
    let vi = "Việc này liên quan đến tiền. Vui lòng đăng nhập lại rồi thực hiện.";
    let en = "This is about money. Please sign in again and then do it.";
    Err(FieldError::new("form", "not_fresh", vi, en).into())
}

/// What a rule refused, at the form.
fn refused(refusal: Refusal) -> AppError {
    FieldError::new("form", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

/// What the rule of two people refused, at the form.
fn not_by_you(refusal: ReleaseRefusal) -> AppError {
    FieldError::new("form", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

/// Who did what to which claim or batch, without personal data.
fn entry(ctx: &Ctx, action: &str, (entity, id): (&str, Uuid), after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: entity.to_owned(),
        entity_id: id,
        before: None,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}
