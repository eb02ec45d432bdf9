//! Between the rules and the rows: an application as the domain knows it, with what is sealed opened when it is needed.

use super::answer::NOTED;
use super::at_desk::TAKEN_BACK;
use crate::accounts::Contact;
use crate::error::AppError;
use crate::organisations::{self, Standing};
use crate::secrets::{Keyring, Place};
use sanviec_domain::application::{
    ApplicationId, Event as What, Kind, Life, LifeParts, Response, Side, State, Status, Terms,
};
use sanviec_domain::posting::PostingId;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::application::{Event, Row};
use sanviec_store::{Db, centre, employer, posting};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An application that was loaded.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) row: Row,
    pub(super) life: Life,
}

/// How a person is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reach {
    /// `+84905123456`.
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// The advert that was applied for, as both sides read it.
#[derive(Clone, Debug)]
pub struct Advert {
    pub posting_id: PostingId,
    pub title: String,
    pub employer: String,
    pub employer_id: Uuid,
}

/// One entry of the timeline.
#[derive(Clone, Debug)]
pub struct EventView {
    /// Code of the event.
    pub kind: String,
    pub side: Side,
    pub at: Micros,
    /// Words of a note.
    pub words: String,
    /// Whether a centre did it for the person, as far as that is told where it is shown.
    pub for_person: bool,
}

/// How somebody is reached who gave one address.
pub(super) fn reach_of(contact: &Contact) -> Reach {
    match contact {
        Contact::Phone(phone) => Reach { phone: Some(phone.clone()), email: None },
        Contact::Email(email) => Reach { phone: None, email: Some(email.clone()) },
    }
}

pub(super) const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "application", column, row }
}

fn corrupt(column: &'static str, id: Uuid) -> AppError {
    sanviec_store::Error::corrupt("application", column, id).into()
}

/// Opens a sealed text; nothing where there is none.
pub(super) fn open_text(keys: &Keyring, place: Place, sealed: Option<&Vec<u8>>) -> Result<Option<String>, AppError> {
    let Some(sealed) = sealed else { return Ok(None) };
    let text = String::from_utf8(keys.open(place, sealed)?);
    text.map(Some).map_err(|_| sanviec_store::Error::corrupt(place.table, place.column, place.row).into())
}

impl Held {
    /// Reads a row; one that the rules cannot have written is corrupt.
    pub(super) fn read(keys: &Keyring, row: Row) -> Result<Self, AppError> {
        let wrong = |column| corrupt(column, row.id);
        let days = |value: i32, column| u16::try_from(value).map_err(|_| wrong(column));
        let terms = Terms {
            kind: Kind::find_by_code(&row.kind).ok_or_else(|| wrong("kind"))?,
            needs_guardian: row.needs_guardian != 0,
            answer_days: days(row.answer_days, "answer_days")?,
            keep_days: days(row.keep_days, "keep_days")?,
        };
        let note = open_text(keys, place("note", row.id), row.note.as_ref())?;
        let reason = row.reason.clone().map(|code| match note {
            Some(note) if !note.is_empty() => format!("{code}: {note}"),
            Some(_) | None => code,
        });
        let parts = LifeParts {
            terms,
            state: State::find_by_code(&row.state).ok_or_else(|| wrong("state"))?,
            sent_at: row.sent_at.map(Micros),
            answered_at: row.answered_at.map(Micros),
            due_at: row.due_at.map(Micros),
            interview_at: row.interview_at.map(Micros),
            starts_on: row.starts_on.and_then(day_of_number),
            ended_at: row.ended_at.map(Micros),
            reason,
            last: row.last_status.as_deref().and_then(Status::find_by_code),
            response: Response::find_by_code(&row.response),
        };
        let life = Life::from_parts(&parts).map_err(|_| wrong("state"))?;
        Ok(Self { row, life })
    }

    pub(super) const fn id(&self) -> ApplicationId {
        ApplicationId(self.row.id)
    }

    /// Puts another life into the row. An application that is over for the person may be sent anew; of an erased one
    /// nothing is left that names anybody.
    pub(super) fn put(&mut self, keys: &Keyring, life: Life, now: Micros) -> Result<(), AppError> {
        let (parts, row) = (life.parts(), &mut self.row);
        let (reason, note) = match parts.reason.as_deref().map(|text| text.split_once(": ").unwrap_or((text, ""))) {
            Some((reason, note)) => (Some(reason.to_owned()), Some(note).filter(|note| !note.is_empty())),
            None => (None, None),
        };
        row.note = note.map(|note| keys.seal(place("note", row.id), note.as_bytes())).transpose()?;
        row.reason = reason;
        parts.state.code().clone_into(&mut row.state);
        row.sent_at = parts.sent_at.map(|at| at.0);
        row.answered_at = parts.answered_at.map(|at| at.0);
        row.due_at = parts.due_at.map(|at| at.0);
        row.interview_at = parts.interview_at.map(|at| at.0);
        if row.interview_at.is_none() {
            row.interview_place = None;
        }
        row.starts_on = parts.starts_on.map(day_number);
        row.ended_at = parts.ended_at.map(|at| at.0);
        row.last_status = parts.last.map(|status| status.code().to_owned());
        life.response().code().clone_into(&mut row.response);
        row.updated_at = now.0;
        if matches!(parts.state, State::Withdrawn | State::Erased) {
            (row.person_key, row.account_once) = (None, None);
        }
        if parts.state == State::Erased {
            (row.account_id, row.profile_id) = (None, None);
            (row.name, row.contact, row.answers, row.guardian, row.note) = (None, None, None, None, None);
        }
        self.life = life;
        Ok(())
    }

    /// The name; empty when it is gone.
    pub(super) fn name(&self, keys: &Keyring) -> Result<String, AppError> {
        Ok(open_text(keys, place("name", self.row.id), self.row.name.as_ref())?.unwrap_or_default())
    }

    /// Where the interview is; interviews that were set before places were asked for have none.
    pub(super) fn interview_place(&self, keys: &Keyring) -> Result<Option<String>, AppError> {
        open_text(keys, place("interview_place", self.row.id), self.row.interview_place.as_ref())
    }

    pub(super) fn set_interview_place(&mut self, keys: &Keyring, words: &str) -> Result<(), AppError> {
        let sealed = keys.seal(place("interview_place", self.row.id), words.as_bytes())?;
        self.row.interview_place = Some(sealed);
        Ok(())
    }

    /// How the person is reached.
    pub(super) fn reach(&self, keys: &Keyring) -> Result<Reach, AppError> {
        match open_text(keys, place("contact", self.row.id), self.row.contact.as_ref())? {
            Some(text) => serde_json::from_str(&text).map_err(|_| corrupt("contact", self.row.id)),
            None => Ok(Reach::default()),
        }
    }
}

/// The advert of an application.
pub(super) async fn advert(db: &impl Db, row: &Row) -> Result<Advert, AppError> {
    let posting = posting::load(db, row.posting_id).await?;
    let employer = employer::load(db, row.employer_id).await?;
    Ok(Advert {
        posting_id: PostingId(posting.id),
        title: posting.title,
        employer: employer.name,
        employer_id: employer.id,
    })
}

/// Name of the centre that sent an application for its person; `None` for one that the person sent.
pub(super) async fn by_centre(db: &impl Db, row: &Row) -> Result<Option<String>, AppError> {
    let Some(id) = row.by_centre_id else { return Ok(None) };
    Ok(centre::find(db, id).await?.map(|row| row.name))
}

/// Whether the employer is verified now, though a tick may be late. One that is in no book of organisations is what its
/// row says.
pub(crate) async fn is_verified(db: &impl Db, employer: &employer::Row, now: Micros) -> Result<bool, AppError> {
    Ok(match organisations::standing(db, employer.id, now).await? {
        Standing::Verified => true,
        Standing::Unverified => false,
        Standing::Listed => employer.verified_at.is_some(),
    })
}

/// A place as it is kept.
pub(super) fn named_place(text: &str) -> String {
    sanviec_text::nfc(text).trim().to_owned()
}

pub(super) const fn event_place(id: Uuid) -> Place {
    Place { table: "application_event", column: "words", row: id }
}

/// One entry of the timeline, opened.
pub(super) fn event_view(keys: &Keyring, event: &Event) -> Result<EventView, AppError> {
    let side = Side::find_by_code(&event.side)
        .ok_or_else(|| sanviec_store::Error::corrupt("application_event", "side", event.id))?;
    let words = open_text(keys, event_place(event.id), event.words.as_ref())?.unwrap_or_default();
    Ok(EventView { kind: event.kind.clone(), side, at: Micros(event.at), words, for_person: false })
}

/// What of a timeline is told to the person and at the desk: no notes of the employer, and a withdrawal that a centre
/// wrote down once.
pub(super) fn told(events: &[Event]) -> impl Iterator<Item = &Event> {
    let is_taken_back = events.iter().any(|event| event.kind == TAKEN_BACK);
    let is_told = move |kind: &str| kind != NOTED && !(is_taken_back && kind == What::Withdrawn.code());
    events.iter().filter(move |event| is_told(&event.kind))
}
