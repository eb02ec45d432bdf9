//! Notices of a move to whom it concerns: the person by the account or the telephone of the application, the employer
//! by its members, a guardian by the address that the person gave. Nothing personal stands in them.

use super::desk::Desk;
use super::link::{self, FOLLOW, GUARDIAN};
use super::record::{Advert, Held, Reach, advert, open_text, place};
use crate::accounts::{Contact, contacts};
use crate::ctx::Locale;
use crate::error::AppError;
use crate::messages::{self, Letter};
use sanviec_domain::application::{Event, Life, Side, Status};
use sanviec_domain::message::{Content, Status as Word};
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, membership};
use uuid::Uuid;

/// Where a notice goes.
#[derive(Clone, Debug)]
pub(super) struct Address {
    account_id: Option<Uuid>,
    contact: Contact,
    locale: Locale,
}

/// To whom notices of a move go, found before it: afterwards the data may be gone.
pub(super) struct Told {
    advert: Advert,
    person: Option<Address>,
    /// Whether the employer knew of the application.
    employer_knows: bool,
}

impl Told {
    pub(super) async fn of(desk: &Desk, tx: &Tx<'_>, held: &Held) -> Result<Self, AppError> {
        Ok(Self {
            advert: advert(tx, &held.row).await?,
            person: person(desk, tx, held).await?,
            employer_knows: held.life.is_before_employer(),
        })
    }
}

/// How the person is written to: by the account where there is one, else by the telephone that was sent.
pub(super) async fn person(desk: &Desk, tx: &Tx<'_>, held: &Held) -> Result<Option<Address>, AppError> {
    let locale = if held.row.locale == "en" { Locale::En } else { Locale::Vi };
    let account_id = held.row.account_id;
    let contact = match account_id {
        Some(id) => contacts(tx, &desk.keys, id).await?.into_iter().next(),
        None => None,
    };
    let contact = match contact {
        Some(contact) => Some(contact),
        None => reached(held.reach(&desk.keys)?),
    };
    Ok(contact.map(|contact| Address { account_id, contact, locale }))
}

fn reached(reach: Reach) -> Option<Contact> {
    // Whoever gave an e-mail address wants to be written to there.
    reach.email.map(Contact::Email).or_else(|| reach.phone.map(Contact::Phone))
}

/// Sends the notices of what happened.
pub(super) async fn tell(
    desk: &Desk,
    tx: &Tx<'_>,
    held: &Held,
    told: &Told,
    events: &[Event],
    side: Side,
) -> Result<(), AppError> {
    let is_gone = events.contains(&Event::Erased);
    for event in events {
        match event {
            Event::Sent => {
                to_employer(desk, tx, held, told, |advert, path| Content::ApplicationReceived {
                    posting_title: advert.title.clone(),
                    path,
                })
                .await?;
                sent(desk, tx, held).await?;
            }
            Event::GuardianAsked => {
                to_guardian(desk, tx, held, told).await?;
                waiting(desk, tx, held).await?;
            }
            Event::Withdrawn => {
                if told.employer_knows {
                    to_employer(desk, tx, held, told, |advert, path| status_content(advert, Word::Withdrawn, path))
                        .await?;
                }
                if side == Side::System && !is_gone {
                    status_changed(desk, tx, held, told).await?;
                }
            }
            Event::InterviewSet | Event::InterviewMoved => interview(desk, tx, held, told).await?,
            Event::Shortlisted
            | Event::InterviewCancelled
            | Event::Hired
            | Event::Rejected
            | Event::Unanswered
            | Event::PostingRemoved
            | Event::Reconsidered => {
                if !is_gone {
                    status_changed(desk, tx, held, told).await?;
                }
            }
            Event::Seen | Event::KeepingChanged | Event::Erased => {}
        }
    }
    Ok(())
}

/// Tells the person what was sent to whom, with a link to follow or withdraw it.
pub(super) async fn sent(desk: &Desk, tx: &Tx<'_>, held: &Held) -> Result<(), AppError> {
    let Some(address) = person(desk, tx, held).await? else { return Ok(()) };
    let advert = advert(tx, &held.row).await?;
    let path = path_of_person(desk, tx, held, &address).await?;
    let content = Content::ApplicationSent { posting_title: advert.title, employer_name: advert.employer, path };
    write(desk, tx, &address, &content).await
}

/// Tells the person that a guardian was asked, with a link to follow it or take it back: whoever mistyped the guardian
/// has no other way to ask the right one.
pub(super) async fn waiting(desk: &Desk, tx: &Tx<'_>, held: &Held) -> Result<(), AppError> {
    let Some(address) = person(desk, tx, held).await? else { return Ok(()) };
    let advert = advert(tx, &held.row).await?;
    let path = path_of_person(desk, tx, held, &address).await?;
    write(desk, tx, &address, &status_content(&advert, Word::AwaitingGuardian, path)).await
}

/// Tells the person where an application stands that was sent before, as of this life of it.
pub(super) async fn standing(desk: &Desk, tx: &Tx<'_>, held: &Held, life: &Life) -> Result<(), AppError> {
    let Some(status) = word_of(life) else { return Ok(()) };
    let Some(address) = person(desk, tx, held).await? else { return Ok(()) };
    let advert = advert(tx, &held.row).await?;
    let path = path_of_person(desk, tx, held, &address).await?;
    write(desk, tx, &address, &status_content(&advert, status, path)).await
}

async fn status_changed(desk: &Desk, tx: &Tx<'_>, held: &Held, told: &Told) -> Result<(), AppError> {
    let (Some(address), Some(status)) = (&told.person, word_of(&held.life)) else { return Ok(()) };
    let path = path_of_person(desk, tx, held, address).await?;
    write(desk, tx, address, &status_content(&told.advert, status, path)).await
}

/// Tells the person when and where an interview is.
async fn interview(desk: &Desk, tx: &Tx<'_>, held: &Held, told: &Told) -> Result<(), AppError> {
    let (Some(address), Some(place)) = (&told.person, held.interview_place(&desk.keys)?) else { return Ok(()) };
    let Some(at) = held.row.interview_at.map(Micros) else { return Ok(()) };
    let path = path_of_person(desk, tx, held, address).await?;
    let Advert { title: posting_title, employer: employer_name, .. } = told.advert.clone();
    write(desk, tx, address, &Content::InterviewSet { posting_title, employer_name, at, place, path }).await
}

fn status_content(advert: &Advert, status: Word, path: String) -> Content {
    Content::ApplicationStatusChanged {
        posting_title: advert.title.clone(),
        employer_name: advert.employer.clone(),
        status,
        path,
    }
}

/// Where an application stands, as the person reads it. Silence of the employer is no judgement of the person.
fn word_of(life: &Life) -> Option<Word> {
    if life.is_unanswered() { Some(Word::Unanswered) } else { life.status().map(word) }
}

const fn word(status: Status) -> Word {
    match status {
        Status::Sent => Word::Sent,
        Status::Seen => Word::Seen,
        Status::Shortlisted => Word::Shortlisted,
        Status::Interview => Word::Interview,
        Status::Hired => Word::Hired,
        Status::NotSuitable => Word::NotSuitable,
        Status::Withdrawn => Word::Withdrawn,
    }
}

/// Whoever has an account reads it there; an address in a message is a key for everybody else.
async fn path_of_person(desk: &Desk, tx: &Tx<'_>, held: &Held, address: &Address) -> Result<String, AppError> {
    if address.account_id.is_some() {
        return Ok("/ung-tuyen".to_owned());
    }
    link::make(desk, tx, held.row.id, FOLLOW).await
}

async fn to_guardian(desk: &Desk, tx: &Tx<'_>, held: &Held, told: &Told) -> Result<(), AppError> {
    let sealed = held.row.guardian.as_ref();
    let text = open_text(&desk.keys, place("guardian", held.row.id), sealed)?.unwrap_or_default();
    let reach: Reach = serde_json::from_str(&text).map_err(AppError::internal)?;
    let Some(contact) = reached(reach) else { return Ok(()) };
    let locale = if held.row.locale == "en" { Locale::En } else { Locale::Vi };
    let path = link::make(desk, tx, held.row.id, GUARDIAN).await?;
    let content = Content::GuardianAsked {
        posting_title: told.advert.title.clone(),
        employer_name: told.advert.employer.clone(),
        path,
    };
    write(desk, tx, &Address { account_id: None, contact, locale }, &content).await
}

async fn to_employer(
    desk: &Desk,
    tx: &Tx<'_>,
    held: &Held,
    told: &Told,
    content: impl Fn(&Advert, String) -> Content + Send,
) -> Result<(), AppError> {
    let content = content(&told.advert, format!("/ung-vien/{}", held.id().code()));
    for address in members(desk, tx, held.row.employer_id).await? {
        write(desk, tx, &address, &content).await?;
    }
    Ok(())
}

/// Those who act for an employer, each by e-mail where there is one.
async fn members(desk: &Desk, tx: &Tx<'_>, employer_id: Uuid) -> Result<Vec<Address>, AppError> {
    let mut addresses: Vec<Address> = Vec::new();
    for held in membership::list_at_employer(tx, employer_id).await? {
        if addresses.iter().any(|known| known.account_id == Some(held.account_id)) {
            continue;
        }
        let all = contacts(tx, &desk.keys, held.account_id).await?;
        let email = all.iter().find(|contact| matches!(contact, Contact::Email(_)));
        if let Some(contact) = email.or(all.first()) {
            let (account_id, contact) = (Some(held.account_id), contact.clone());
            addresses.push(Address { account_id, contact, locale: Locale::Vi });
        }
    }
    Ok(addresses)
}

/// Tells the other side that something was written; what, is read on the page.
pub(super) async fn line_written(desk: &Desk, tx: &Tx<'_>, held: &Held, side: Side) -> Result<(), AppError> {
    let posting_title = advert(tx, &held.row).await?.title;
    match side {
        Side::Applicant => {
            let path = format!("/ung-vien/{}", held.id().code());
            let content = Content::ApplicationMessage { posting_title, path };
            for address in members(desk, tx, held.row.employer_id).await? {
                write(desk, tx, &address, &content).await?;
            }
        }
        Side::Employer | Side::System => {
            let Some(address) = person(desk, tx, held).await? else { return Ok(()) };
            let path = path_of_person(desk, tx, held, &address).await?;
            write(desk, tx, &address, &Content::ApplicationMessage { posting_title, path }).await?;
        }
    }
    Ok(())
}

async fn write(desk: &Desk, tx: &Tx<'_>, address: &Address, content: &Content) -> Result<(), AppError> {
    let expires_at = desk.ctx.now.plus_seconds(content.kind().useful_for_us() / 1_000_000);
    let letter = Letter::of((desk.app.ids().next(), address.account_id), &address.contact, content, Some(expires_at));
    messages::enqueue_in(tx, &desk.keys, (&desk.ctx, address.locale), &letter).await
}

/// Sends the code that shows whose telephone it is.
pub(super) async fn code(desk: &Desk, tx: &Tx<'_>, contact: &Contact, code: &str) -> Result<(), AppError> {
    let address = Address { account_id: None, contact: contact.clone(), locale: desk.ctx.locale };
    write(desk, tx, &address, &Content::ApplicationCode { code: code.to_owned() }).await
}
