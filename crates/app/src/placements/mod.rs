//! Placements: dated facts and the evidence of them, in; an outcome, out. Nobody sets an outcome: people and files say
//! things, each is kept with the instant at which the service learnt it, and the rule tells what follows from them.
//!
//! What must not be in here: the rule itself (`sanviec_domain::placement`), money, pages.

mod answer;
mod append;
mod ask;
mod assign;
mod case;
mod choice;
mod clock;
pub(crate) mod copy;
mod create;
mod documents;
mod duty;
pub(crate) mod erase;
mod file;
mod leads;
mod list;
mod outcome;
mod own;
mod policies;
mod proof;
mod queue;
mod reach;
mod retraction;
mod running;
mod said;
mod signatures;
mod standing;
mod statement;
mod succession;
mod task;
mod telling;
mod timeline;
mod told;
mod view;

pub use answer::{Answers, Employed, LinkState, Question, Recorded, answer_link, answer_own, question};
pub use append::{Append, Appended, append};
pub use ask::{AskNow, Asking, ask_now};
pub use assign::{Assign, Taker, assign, takers};
pub use case::Judged;
pub(crate) use choice::to_keep;
pub use clock::{TURN, tick};
pub use create::{Create, Created, From, create, funding_tasks, of_referral_code as of_referral};
pub use documents::{AttachDocument, Attached, DocumentView, MOST_DOCUMENT_BYTES, attach_document, open_document};
pub(crate) use documents::{DOCUMENT, documents_checked, settle_document, waiting_documents};
pub use duty::{HireDuty, HireDutyDone, duty_done};
pub use erase::{KeptPapers, erase_due, kept_papers};
pub(crate) use file::checked as file_checked;
pub use file::{
    EvidenceFile, FILE_ROWS_AT_ONCE, FILE_ROWS_MOST, FileBytes, FileProgress, FileTaken, FileView, KeptFile, KeptPage,
    RowVerdict, RowView, SendingState, erase_files, file_to_mend, keep_file, kept_file, kept_files, open_file,
    take_file, take_files,
};
pub use leads::{Lead, hired_of, reportable};
pub use list::{Asked, Claimed, Item, Placements, placements, window, window_code};
pub use outcome::{AsOf, Reading, Seen, freeze_reading, outcome_of, replay};
pub use own::{OwnPage, OwnPlacement, Unsigned, own_placement, own_placements, sign};
pub use policies::{Kept, Key as PolicyKey, Policies, PolicyError};
pub(crate) use queue::claimable;
pub use queue::{ContradictionView, Queue, QueuePage, Queued, contradictions_of, queue};
pub use reach::Unreachable;
pub use retraction::{
    DecideRetraction, RetractionsToDecide, WaitingRetraction, decide_retraction, retractions_to_decide,
    waiting_retractions,
};
pub use running::{
    RUNNING_ROWS_AT_ONCE, RUNNING_ROWS_MOST, RunningFile, RunningOutcome, RunningTaken, RunningVerdict, running_fix_up,
    running_template, take_running,
};
pub use said::{Channel, Said, hash_of, statement_of};
pub use sanviec_signature::{
    After as AfterSignature, Reason as SignatureReason, Unreadable as UnreadableFile, Verdict as SignatureVerdict,
};
pub use signatures::{SignatureReader, SignatureView, Signatures, read_signatures, renew_signatures};
pub(crate) use standing::{Standing, standing};
pub use statement::{StatementOfEmployment, statement};
pub use succession::{SUCCESSION_AT_ONCE, Succeed, succeed};
pub use task::{ChooseTask, choose_task};
pub use telling::{Spread, Spreading, spreading, tell_successions};
pub use timeline::{FactView, timeline};
pub use view::{PlacementView, placement, preview};

use crate::calendar::calendar;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::rights::Thing;
use chrono::NaiveDate;
use sanviec_domain::posting::PostingCode;
use sanviec_store::{Db, audit, placement as placements_stored, profile};
use uuid::Uuid;

/// The one name of placements in audit rows.
pub(crate) const ENTITY: &str = "placement";
/// The programme that placements belong to where nobody names another.
pub(crate) const PROGRAMME: &str = "stable-employment";

/// The working day until whose end something due on a day may still be done, where that is another day. The day itself
/// stays what it is: employment does not roll.
#[must_use]
pub fn rolled(due: NaiveDate) -> Option<NaiveDate> {
    let day = calendar().working_day_from(due);
    (day != due).then_some(day)
}

/// The 26 letters and digits that stand for an id outside.
pub(crate) fn code_of(id: Uuid) -> String {
    PostingCode::of(id).to_string()
}

/// The id that a code stands for.
pub(crate) fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}

/// Whose a placement is: the centre's whose work it was, the worker's and the employer's. A profile that became part of
/// another belongs to whoever holds that one.
pub(crate) async fn thing_of(db: &impl Db, row: &placements_stored::Row) -> Result<Thing, AppError> {
    let mut person = profile::find(db, row.profile_id).await?;
    while let Some(kept) = person.as_ref().and_then(|person| person.merged_into) {
        person = profile::find(db, kept).await?;
    }
    Ok(Thing {
        account_id: person.and_then(|person| person.account_id),
        centre_id: Some(row.centre_id),
        employer_id: Some(row.employer_id),
    })
}

/// The same for somebody who asks. Whoever acts for the employer asks as that, also where they are the worker
/// themselves: what they may say as that is another question (`reach`).
pub(crate) async fn thing_for(ctx: &Ctx, db: &impl Db, row: &placements_stored::Row) -> Result<Thing, AppError> {
    let thing = thing_of(db, row).await?;
    let is_employers = matches!(ctx.actor.kind(), Role::EmployerMember | Role::EmployerAdministrator);
    Ok(if is_employers { Thing { account_id: None, ..thing } } else { thing })
}

/// Who did what to which placement, without personal data.
pub(crate) fn entry(ctx: &Ctx, action: &str, id: Uuid, after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: ENTITY.to_owned(),
        entity_id: id,
        before: None,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}
