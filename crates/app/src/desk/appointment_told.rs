//! Who is told of an appointment, and what: the person when it is made and when it is near, and of every change the
//! side that did not make it; both when the clock did. One message each, to the first address, in the write of what it
//! tells. Whoever has no account is written to by what they gave at the counter, without a link: there is no page of
//! theirs.

use super::appointment_row::subject_of;
use super::centre::code_of;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages;
use crate::profiles::{Profile, load_surviving};
use crate::secrets::Keyring;
use sanviec_domain::appointment::{CancelReason, Life, Side, Stage};
use sanviec_domain::message::{Content, MeetingChange};
use sanviec_domain::time::Micros;
use sanviec_store::Tx;
use sanviec_store::appointment::Row;
use uuid::Uuid;

/// Ids of the messages of one change.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) officer: Uuid,
    pub(super) person: Uuid,
}

impl Told {
    pub(super) fn new(app: &crate::app::App) -> Self {
        Self { officer: app.ids().next(), person: app.ids().next() }
    }
}

fn path(row: &Row) -> String {
    format!("/trung-tam/lich-hen/{}", code_of(row.id))
}

/// The page of whom it is with; none for somebody without an account.
fn path_of(row: &Row, person: &Profile) -> String {
    if person.account_id.is_some() { path(row) } else { String::new() }
}

/// Tells the person when and where.
pub(super) async fn tell(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &Row,
    (message_id, person): (Uuid, &Profile),
) -> Result<(), AppError> {
    let content = Content::Appointment {
        subject: subject_of(keys, row)?,
        at: Micros(row.from_at),
        place: row.place.clone(),
        path: path_of(row, person),
    };
    let expires_at = Some(Micros(row.from_at));
    messages::to_profile(tx, (keys, ctx), (message_id, person), &content, expires_at).await.map(|_| ())
}

/// Tells whoever did not make a change that there was one. A colleague who changes the meeting of another officer is
/// not that officer.
pub(super) async fn tell_change(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &Row,
    (life, side): (&Life, Side),
    told: Told,
) -> Result<(), AppError> {
    let Some((change, by)) = change_of(life, side) else { return Ok(()) };
    let content = |path| Content::AppointmentChanged { change, at: life.slot.from, place: row.place.clone(), path };
    let actor = ctx.actor.person().map(|person| person.account_id);
    if by != Side::Host || actor != Some(row.officer_id) {
        messages::to_account(tx, (keys, ctx), (told.officer, row.officer_id), &content(path(row)), None).await?;
    }
    if by != Side::Guest
        && let Some(person) = person_of(tx, keys, row.profile_id).await?
    {
        let content = content(path_of(row, &person));
        messages::to_profile(tx, (keys, ctx), (told.person, &*person), &content, None).await?;
    }
    Ok(())
}

/// What a step changed that the other side must know, and who did it.
fn change_of(life: &Life, side: Side) -> Option<(MeetingChange, Side)> {
    match &life.stage {
        Stage::Moved { by, .. } => Some((MeetingChange::Moved, *by)),
        Stage::Confirmed => Some((MeetingChange::Confirmed, side)),
        Stage::Cancelled { by, why, .. } if why.reason == CancelReason::Unanswered => {
            Some((MeetingChange::Unanswered, *by))
        }
        Stage::Cancelled { by, .. } => Some((MeetingChange::Cancelled, *by)),
        Stage::Proposed { .. } | Stage::Kept { .. } | Stage::Missed { .. } | Stage::Unrecorded { .. } => None,
    }
}

/// The person; somebody who took the profile away is told nothing.
pub(super) async fn person_of(tx: &Tx<'_>, keys: &Keyring, profile_id: Uuid) -> Result<Option<Box<Profile>>, AppError> {
    match Box::pin(load_surviving(tx, keys, profile_id)).await {
        Ok(profile) => Ok(Some(Box::new(profile))),
        Err(AppError::Gone | AppError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
