//! The employer's side: opening an application, answering one or many, notes.

use super::desk::Desk;
use super::list::{employer_of, find_of_employer};
use super::record::{Held, named_place};
use super::reveal::looked;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use sanviec_domain::Lang;
use sanviec_domain::application::{Command, Refusal, Side, check_rejection};
use sanviec_domain::profile::{Field, Shown, Sight};
use sanviec_store::{BoxFuture, Tx, audit};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What notes are called in the timeline.
pub(super) const NOTED: &str = "noted";
/// Longest note in characters.
const LONGEST: usize = 2_000;
/// Longest place of an interview in characters.
const LONGEST_PLACE: usize = 200;
/// The most applicants that are answered at once.
const MOST: usize = 100;

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Code of the application.
    pub application: String,
    /// Version that was seen.
    pub version: i64,
    pub command: Command,
}

/// The same answer to several.
#[derive(Clone, Debug)]
pub struct AnswerMany {
    pub applications: Vec<String>,
    pub command: Command,
}

/// How many were answered, and how many could not be because they had moved on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Many {
    pub answered: u32,
    pub left: u32,
}

/// Notes that the employer opened an application.
pub async fn mark_seen(app: &App, ctx: &Ctx, application: &str, key: &Key) -> Result<(), AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    let deed = Deed::Move(vec![application.to_owned()], Command::MarkSeen, None);
    once(app, ctx, key, Acting { desk: Desk::new(app, ctx)?, name: "mark_seen", deed }).await?;
    Ok(())
}

/// Whether an answer can be given to anybody at all: its words stand by themselves, and what is wrong with them is told
/// at their field before anybody is answered.
pub fn check_answer(command: &Command) -> Result<(), AppError> {
    if let Command::SetInterview { place, .. } = command {
        return check_place(&named_place(place));
    }
    let Command::Reject(why) = command else { return Ok(()) };
    check_rejection(why).map_err(|refusal| {
        let field = if refusal == Refusal::ReasonNotYours { "reason" } else { "note" };
        FieldError::new(field, refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
    })
}

/// Nobody is asked to come without being told where.
fn check_place(place: &str) -> Result<(), AppError> {
    if place.is_empty() {
        let vi = "Ghi nơi phỏng vấn: địa chỉ, phòng, hoặc đường dẫn nếu gặp qua mạng.";
        let en = "Write where the interview is: an address and a room, or the link of a call.";
        return Err(FieldError::new("place", "missing", vi, en).into());
    }
    if place.chars().count() > LONGEST_PLACE {
        let (vi, en) = ("Nơi phỏng vấn dài quá 200 ký tự.", "The place is longer than 200 characters.");
        return Err(FieldError::new("place", "too_long", vi, en).into());
    }
    Ok(())
}

/// Answers an application. `Conflict` when it moved since it was seen.
pub async fn answer(app: &App, ctx: &Ctx, answer: Answer, key: &Key) -> Result<(), AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    check_answer(&answer.command)?;
    let deed = Deed::Move(vec![answer.application], answer.command, Some(answer.version));
    once(app, ctx, key, Acting { desk: Desk::new(app, ctx)?, name: "answer_application", deed }).await?;
    Ok(())
}

/// Answers several applications alike. Each is asked of the rules by itself; those that cannot be answered so are left.
/// Where none can, nothing is written and the refusal says why.
pub async fn answer_many(app: &App, ctx: &Ctx, order: AnswerMany, key: &Key) -> Result<Many, AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    if order.applications.is_empty() {
        let (vi, en) = ("Chọn ít nhất một hồ sơ.", "Choose at least one application.");
        return Err(FieldError::new("chosen", "missing", vi, en).into());
    }
    if order.applications.len() > MOST {
        let (vi, en) = ("Chọn không quá 100 hồ sơ một lần.", "Choose 100 applications at most.");
        return Err(FieldError::new("chosen", "too_many_chosen", vi, en).into());
    }
    check_answer(&order.command)?;
    let deed = Deed::Many(order.applications, order.command);
    once(app, ctx, key, Acting { desk: Desk::new(app, ctx)?, name: "answer_applications", deed }).await
}

/// Writes a note that only the employer reads.
pub async fn note(app: &App, ctx: &Ctx, application: &str, words: &str, key: &Key) -> Result<(), AppError> {
    let desk = Desk::new(app, ctx)?;
    find_of_employer(&desk, app.store().reader(), application, Action::AnswerApplication).await?;
    let words = sanviec_text::nfc(words).trim().to_owned();
    if words.is_empty() {
        return Err(FieldError::new("note", "missing", "Viết ghi chú.", "Write a note.").into());
    }
    if words.chars().count() > LONGEST {
        let (vi, en) = ("Ghi chú dài quá 2.000 ký tự.", "The note is longer than 2,000 characters.");
        return Err(FieldError::new("note", "too_long", vi, en).into());
    }
    let deed = Deed::Note(application.to_owned(), words);
    once(app, ctx, key, Acting { desk, name: "note_application", deed }).await?;
    Ok(())
}

enum Deed {
    /// One application, at the version that was seen where that counts.
    Move(Vec<String>, Command, Option<i64>),
    Many(Vec<String>, Command),
    Note(String, String),
}

struct Acting {
    desk: Desk,
    name: &'static str,
    deed: Deed,
}

impl Acting {
    async fn hold(&self, tx: &Tx<'_>, code: &str) -> Result<Held, AppError> {
        let id = find_of_employer(&self.desk, tx, code, Action::AnswerApplication).await?;
        self.desk.hold(tx, id).await
    }

    async fn answer_each(&self, tx: &Tx<'_>, codes: &[String], command: &Command) -> Result<Many, AppError> {
        let (mut many, mut why) = (Many::default(), Vec::new());
        // In one order, so that two who answer many at once do not wait for each other.
        let mut codes: Vec<&String> = codes.iter().collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            let held = self.hold(tx, code).await?;
            match self.desk.advance(tx, held, command.clone(), Side::Employer).await {
                Ok(_) => many.answered += 1,
                Err(AppError::Refused(errors)) => {
                    many.left += 1;
                    why.extend(errors);
                }
                Err(error) => return Err(error),
            }
        }
        if many.answered > 0 {
            return Ok(many);
        }
        // Each sentence once: ten that were withdrawn are one reason.
        let mut errors: Vec<FieldError> = Vec::new();
        for error in why {
            if !errors.iter().any(|known| known.vi == error.vi) {
                errors.push(error);
            }
        }
        Err(AppError::Refused(errors))
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<Many, AppError> {
        let mut many = Many::default();
        match &self.deed {
            Deed::Move(codes, command, version) => {
                for code in codes {
                    let held = self.hold(tx, code).await?;
                    if version.is_some_and(|seen| seen != held.row.version) {
                        return Err(AppError::Conflict);
                    }
                    let held = self.desk.advance(tx, held, command.clone(), Side::Employer).await?;
                    if *command == Command::MarkSeen {
                        let is_read = |field: &Field| field.class().shown_to(Sight::Receiving) == Shown::Full;
                        looked(&self.desk, tx, &held, is_read).await?;
                    }
                    many.answered += 1;
                }
            }
            Deed::Many(codes, command) => many = self.answer_each(tx, codes, command).await?,
            Deed::Note(code, words) => {
                let held = self.hold(tx, code).await?;
                self.desk.note(tx, held.row.id, (NOTED, Side::Employer), Some(words)).await?;
                audit::append(tx, &[self.desk.entry("note", held.row.id, None, None)]).await?;
            }
        }
        Ok(many)
    }
}

impl Work for Acting {
    type Answer = Many;

    fn name(&self) -> &'static str {
        self.name
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let (codes, what) = match &self.deed {
            Deed::Move(codes, command, version) => (codes.clone(), format!("{command:?} {version:?}")),
            Deed::Many(codes, command) => (codes.clone(), format!("{command:?}")),
            Deed::Note(code, words) => (vec![code.clone()], words.clone()),
        };
        codes.into_iter().chain([what]).map(String::into_bytes).collect()
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Many, AppError>> {
        Box::pin(self.run(tx))
    }
}
