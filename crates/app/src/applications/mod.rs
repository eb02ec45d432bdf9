//! Applications: sent quickly with name and telephone or in full with the profile, followed and withdrawn by a link or
//! from the own account, answered by the employer, closed and deleted by the clock.
//!
//! Every move goes through [`desk`]: the rules are asked, the row is written guarded by its version, the timeline, the
//! audit and the notices go with it in one transaction. What must not be in here: pages, texts of messages, who an
//! employer is.

mod answer;
mod applicant;
mod at_desk;
mod consent;
mod desk;
mod ended;
mod export;
mod files;
mod full;
mod guardian;
mod holder;
mod letters;
mod lines;
mod link;
mod list;
mod mine;
mod of_person;
mod prove;
mod quick;
mod rate;
mod record;
mod reveal;
mod sheet;
mod templates;
mod through;
mod tick;

pub use answer::{Answer, AnswerMany, Many, answer, answer_many, check_answer, mark_seen, note};
pub use applicant::{ApplicantView, applicant};
pub use at_desk::{Awaited, DeskView, Over, WithdrawAtCounter, at_desk, withdraw_for};
pub use consent::{GUARDIAN_WORDING, WORDING};
pub(crate) use ended::{consent_withdrawn, forget_account, forget_profiles};
pub(crate) use export::{export_of, export_of_profiles};
pub use files::{
    Attach, Blob, FileState, FileView, MOST_BYTES, Media, Verdict, attach, open_file, own_file, postpone_scan,
    remove_file, settle_scan, waiting_files,
};
pub(crate) use files::{media, shown_name, taken_in};
pub(crate) use full::begin_or_keep;
pub use full::{Begin, Begun, Carried, DraftView, ForPerson, Material, SendFor, SendFull};
pub use full::{begin_full, full_draft, material, material_for, send_for, send_full};
pub use guardian::{Decision, GuardianView, Linked, decide, follow};
pub use holder::{Access, MyApplication, erase, my_application, withdraw};
pub use lines::{LineView, Writer, write_line};
pub(crate) use link::{is_token, token as link_token};
pub use list::{Applicants, Asked, Summary, list_of_employer};
pub use mine::{Mine, list_mine};
pub use of_person::OfPerson;
pub(crate) use of_person::list_of_person;
pub use prove::{Prove, prove_quick};
pub(crate) use quick::too_young_for;
pub use quick::{Applied, Checked, Quick, apply_quick, check_quick, offer};
pub use rate::response_rate;
pub(crate) use record::is_verified;
pub use record::{Advert, EventView, Reach};
pub(crate) use reveal::{OPENED, too_many};
pub use reveal::{Revealed, reveal};
pub use sheet::applicants_file;
pub use templates::{TemplateView, add_template, remove_template, templates};
pub use through::Through;
pub(crate) use through::through;
pub use tick::{Ticked, tick};

use crate::error::{AppError, FieldError};
use sanviec_domain::Lang;
use sanviec_domain::application::Refusal;

/// The one name of applications in audit rows.
const ENTITY: &str = "application";

/// A refusal of the rules as the person who asked is told it.
fn refused(refusal: Refusal) -> AppError {
    FieldError::new("application", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}
