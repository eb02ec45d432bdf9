//! What the two sides write to each other. Ways to reach somebody are put out of sight for the other side while contact
//! is not open; what was written is kept and shown when it opens.

use super::consent::holds_for;
use super::desk::Desk;
use super::holder::{Access, find_own};
use super::letters;
use super::list::find_of_employer;
use super::record::{Held, is_verified};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Place;
use sanviec_domain::application::{Side, Stage, State};
use sanviec_domain::reveal::{Around, Contact, without_contact};
use sanviec_domain::time::Micros;
use sanviec_store::conversation::{self, Line};
use sanviec_store::{BoxFuture, Db, Tx, audit, employer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest message in characters.
const LONGEST: usize = 2_000;
/// Messages of one side about one application in an hour.
const WRITTEN: Limit = Limit { name: "lines_of", most: 30, window_us: 60 * MINUTE };

/// One message as its reader sees it.
#[derive(Clone, Debug)]
pub struct LineView {
    pub side: Side,
    pub at: Micros,
    pub words: String,
}

/// Who writes.
#[derive(Clone, Debug)]
pub enum Writer {
    Person(Access),
    /// The employer, by the code of the application.
    Employer(String),
}

const fn place(id: Uuid) -> Place {
    Place { table: "conversation_line", column: "words", row: id }
}

/// The messages as one side reads them.
pub(super) async fn lines(desk: &Desk, db: &impl Db, held: &Held, reader: Side) -> Result<Vec<LineView>, AppError> {
    let is_open = contact(desk, db, held).await? == Contact::Open;
    let mut views = Vec::new();
    for line in conversation::list(db, held.row.id).await? {
        let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("conversation_line", column, line.id));
        let side = Side::find_by_code(&line.side).ok_or_else(|| corrupt("side"))?;
        let words = desk.keys.open(place(line.id), &line.words)?;
        let words = String::from_utf8(words).map_err(|_| corrupt("words"))?;
        let words = if is_open || side == reader { words } else { without_contact(&words) };
        views.push(LineView { side, at: Micros(line.at), words });
    }
    Ok(views)
}

/// Whether the employer sees contact now.
pub(super) async fn contact(desk: &Desk, db: &impl Db, held: &Held) -> Result<Contact, AppError> {
    Ok(held.life.contact(around(desk, db, held).await?, desk.ctx.now))
}

/// What must hold beside the stage, as it is now.
pub(super) async fn around(desk: &Desk, db: &impl Db, held: &Held) -> Result<Around, AppError> {
    let consent = holds_for(db, &held.row, held.life.terms, desk.ctx.now).await?;
    let employer = employer::load(db, held.row.employer_id).await?;
    Ok(Around { consent, verified: is_verified(db, &employer, desk.ctx.now).await? })
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Written,
    Closed,
    TooMany,
}

/// Writes to the other side.
pub async fn write_line(app: &App, ctx: &Ctx, writer: Writer, words: &str, key: &Key) -> Result<(), AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    match &writer {
        Writer::Person(access) => find_own(&desk, reader, access, Action::Apply).await?,
        Writer::Employer(code) => find_of_employer(&desk, reader, code, Action::AnswerApplication).await?,
    };
    let words = sanviec_text::nfc(words).trim().to_owned();
    if words.is_empty() {
        return Err(FieldError::new("words", "missing", "Viết tin nhắn.", "Write a message.").into());
    }
    if words.chars().count() > LONGEST {
        let (vi, en) = ("Tin nhắn dài quá 2.000 ký tự.", "The message is longer than 2,000 characters.");
        return Err(FieldError::new("words", "too_long", vi, en).into());
    }
    match once(app, ctx, key, Writing { desk, writer, words }).await? {
        Outcome::Written => Ok(()),
        Outcome::Closed => {
            let vi = "Hồ sơ đã khép lại nên không nhắn tin được nữa.";
            let en = "The application is closed, so nobody can write any more.";
            Err(FieldError::new("words", "closed", vi, en).into())
        }
        Outcome::TooMany => {
            let (vi, en) = ("Bạn đã nhắn quá nhiều. Đợi một giờ.", "Too many messages. Wait an hour.");
            Err(FieldError::new("words", "too_many", vi, en).into())
        }
    }
}

struct Writing {
    desk: Desk,
    writer: Writer,
    words: String,
}

impl Writing {
    const fn side(&self) -> Side {
        match self.writer {
            Writer::Person(_) => Side::Applicant,
            Writer::Employer(_) => Side::Employer,
        }
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let desk = &self.desk;
        let id = match &self.writer {
            Writer::Person(access) => find_own(desk, tx, access, Action::Apply).await?,
            Writer::Employer(code) => find_of_employer(desk, tx, code, Action::AnswerApplication).await?,
        };
        let held = desk.hold(tx, id).await?;
        let is_open =
            matches!(held.life.stage, Stage::Open(_)) && held.life.due_at().is_none_or(|at| at > desk.ctx.now);
        if !is_open && held.life.state() != State::Hired {
            return Ok(Outcome::Closed);
        }
        let side = self.side();
        if !WRITTEN.count(tx, &desk.keys, &[id.as_bytes(), side.code().as_bytes()], desk.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let line_id = desk.app.ids().next();
        let line = Line {
            id: line_id,
            application_id: id,
            side: side.code().to_owned(),
            author_id: desk.ctx.actor.person().map(|person| person.account_id),
            words: desk.keys.seal(place(line_id), self.words.as_bytes())?,
            at: desk.ctx.now.0,
        };
        conversation::add(tx, &line).await?;
        audit::append(tx, &[desk.entry("write_line", id, None, None)]).await?;
        letters::line_written(desk, tx, &held, side).await?;
        Ok(Outcome::Written)
    }
}

impl Work for Writing {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "write_line"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let of = match &self.writer {
            Writer::Person(Access::Link(of) | Access::Own(of)) | Writer::Employer(of) => of,
        };
        vec![of.clone().into_bytes(), self.words.clone().into_bytes()]
    }

    fn owner(&self) -> Option<Uuid> {
        match &self.writer {
            Writer::Person(Access::Link(_)) => None,
            Writer::Person(Access::Own(_)) | Writer::Employer(_) => {
                self.desk.ctx.actor.person().map(|person| person.account_id)
            }
        }
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
