//! Agreeing on a time with a person of the own centre, moving it, calling it off, recording what came of it. No officer
//! and no person is in two meetings at once: while a time is looked for the officer's role is held, so that of two who
//! want one slot the second sees what the first took.

use super::appointment_row::{life_of, put, sealed_subject, slot_of, subject_of};
use super::appointment_told::{Told, person_of, tell, tell_change};
use super::centre::{code_of, id_of};
use super::ics::Entry;
use super::issue::held_role;
use super::reach::{Reached, reached};
use super::{entry, own_centre, typed};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::{hold_live, load_surviving};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::Lang;
use sanviec_domain::appointment::{Command, Kind, Life, Refusal, Side, Slot};
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, appointment, audit, profile};
use uuid::Uuid;

/// A time agreed on at the counter.
#[derive(Clone, Debug)]
pub struct Appoint {
    /// Code of the profile.
    pub profile: String,
    pub kind: Kind,
    pub from: Micros,
    pub minutes: u16,
    pub subject: String,
    pub place: String,
}

/// One appointment as an officer, or the person it is with, sees it.
#[derive(Clone, Debug)]
pub struct AppointmentView {
    pub id: String,
    pub version: i64,
    pub profile: String,
    pub life: Life,
    pub subject: String,
    pub place: String,
    /// For a calendar; its address is the page's business.
    pub entry: Entry,
    /// Whether messages reach the person, for the officer who looks at this one.
    pub reached: Option<Reached>,
}

/// Agrees on a time with a person who stands at the counter.
pub async fn appoint(app: &App, ctx: &Ctx, order: Appoint, key: &Key) -> Result<String, AppError> {
    let (officer, centre_id, _) = own_centre(ctx, Action::Appoint)?;
    let profile_id = id_of(&order.profile)?;
    let mut errors = Vec::new();
    let subject = ("Nhập nội dung buổi hẹn.", "Enter what the meeting is about.");
    typed::needed("subject", &order.subject, &mut errors, subject);
    typed::needed("place", &order.place, &mut errors, ("Nhập nơi hẹn.", "Enter the place."));
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    let [id, message_id] = [app.ids().next(), app.ids().next()];
    let keys = app.keys()?.clone();
    let work = Appointing { ctx: ctx.clone(), keys, officer, centre_id, profile_id, id, message_id, order };
    once(app, ctx, key, work).await.map(code_of)
}

pub(super) fn refused(refusal: Refusal) -> AppError {
    FieldError::new("from", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

fn taken() -> AppError {
    let vi = "Giờ này đã có lịch hẹn khác của cán bộ hoặc của người này. Chọn giờ khác.";
    let en = "The officer or the person has another meeting at this time. Choose another one.";
    FieldError::new("from", "slot_taken", vi, en).into()
}

/// Refuses a time that the officer or the person has given away already.
async fn free(
    tx: &Tx<'_>,
    (officer_id, profile_id): (Uuid, Uuid),
    slot: Slot,
    but: Option<Uuid>,
) -> Result<(), AppError> {
    let stretch = (slot.from.0, slot.until().0);
    // Also under a profile that became part of another one it is the same person.
    for id in profile::list_family(tx, profile_id).await?.1 {
        let others = appointment::list_taken(tx, officer_id, Some(id), stretch, but).await?;
        for other in &others {
            if slot_of(other)?.overlaps(slot) {
                return Err(taken());
            }
        }
    }
    Ok(())
}

struct Appointing {
    ctx: Ctx,
    keys: Keyring,
    officer: Person,
    centre_id: Uuid,
    profile_id: Uuid,
    id: Uuid,
    message_id: Uuid,
    order: Appoint,
}

impl Appointing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        held_role(tx, self.officer, self.centre_id).await?;
        // Of two meetings at once the second sees the first, and whoever deletes the data comes before or finds it.
        let profile = hold_live(tx, &self.keys, self.profile_id).await?;
        demand_of(&self.ctx, Action::Appoint, profile.thing())?;
        let (now, order) = (self.ctx.now, &self.order);
        let slot = Slot { from: order.from, minutes: order.minutes };
        let life = Life::book(order.kind, slot, now).map_err(refused)?;
        free(tx, (self.officer.account_id, self.profile_id), slot, None).await?;
        let mut row = appointment::Row {
            id: self.id,
            version: 1,
            centre_id: self.centre_id,
            officer_id: self.officer.account_id,
            profile_id: self.profile_id,
            referral_id: None,
            kind: String::new(),
            subject: sealed_subject(&self.keys, self.id, order.subject.trim())?,
            place: order.place.trim().to_owned(),
            from_at: 0,
            minutes: 0,
            sequence: 0,
            moves: 0,
            state: String::new(),
            is_taken: 0,
            by_side: None,
            moved_from_at: None,
            moved_minutes: None,
            reply_by: None,
            ended_at: None,
            absent: None,
            reason: None,
            due_at: None,
            remind_at: None,
            created_at: now.0,
            updated_at: now.0,
        };
        put(&self.keys, &mut row, &life, now)?;
        appointment::insert(tx, &row).await?;
        profile::touch(tx, self.profile_id, now.0).await?;
        tell(tx, (&self.keys, &self.ctx), &row, (self.message_id, &profile)).await?;
        let after = Some(format!(r#"{{"state":"{}"}}"#, row.state));
        audit::append(tx, &[entry(&self.ctx, "appoint", ("appointment", self.id), after)]).await?;
        Ok(self.id)
    }
}

/// Reminds the person, once: whoever comes second finds that it was done.
pub(super) async fn remind(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &appointment::Row,
    message_id: Uuid,
) -> Result<(), AppError> {
    if !appointment::reminded(tx, row.id, row.version).await? {
        return Err(AppError::Conflict);
    }
    match person_of(tx, keys, row.profile_id).await? {
        Some(person) => tell(tx, (keys, ctx), row, (message_id, &*person)).await,
        None => Ok(()),
    }
}

impl Work for Appointing {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "appoint"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.order).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Whose the appointment is, for the table of rights: the centre's, and the person's account where there is one.
async fn side_of(app: &App, ctx: &Ctx, row: &appointment::Row) -> Result<Side, AppError> {
    // A meeting stays to be recorded when the person has gone since.
    let account_id = match load_surviving(app.store().reader(), app.keys()?, row.profile_id).await {
        Ok(profile) => profile.account_id,
        Err(AppError::Gone) => None,
        Err(error) => return Err(error),
    };
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let thing = Thing { account_id, centre_id: Some(row.centre_id), employer_id: None };
    demand_of(ctx, Action::Appoint, thing)?;
    let is_guest = person.centre_id.is_none() && account_id == Some(person.account_id);
    Ok(if is_guest { Side::Guest } else { Side::Host })
}

/// The appointment with this code.
pub async fn appointment(app: &App, ctx: &Ctx, code: &str) -> Result<AppointmentView, AppError> {
    let row = appointment::find(app.store().reader(), id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let side = side_of(app, ctx, &row).await?;
    let view = view(app, ctx, &row)?;
    let reached = match side {
        Side::Host => Some(reached(app, row.profile_id, Micros(row.created_at)).await?),
        Side::Guest | Side::System => None,
    };
    Ok(AppointmentView { reached, ..view })
}

pub(super) fn view(app: &App, ctx: &Ctx, row: &appointment::Row) -> Result<AppointmentView, AppError> {
    let keys = app.keys()?;
    let (life, subject) = (life_of(keys, row)?, subject_of(keys, row)?);
    let entry = Entry {
        uid: format!("{}@sanviec", row.id),
        sequence: life.sequence,
        stamped_at: ctx.now,
        when: Some((life.slot.from, life.slot.until())),
        summary: subject.clone(),
        place: row.place.clone(),
        url: String::new(),
        is_confirmed: life.state() == sanviec_domain::appointment::State::Confirmed,
        is_cancelled: life.state() == sanviec_domain::appointment::State::Cancelled,
    };
    Ok(AppointmentView {
        id: code_of(row.id),
        version: row.version,
        profile: code_of(row.profile_id),
        life,
        subject,
        place: row.place.clone(),
        entry,
        reached: None,
    })
}

/// Appointments of the own centre on a day, in the order of time.
pub async fn day_list(app: &App, ctx: &Ctx, day: chrono::NaiveDate) -> Result<Vec<AppointmentView>, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::Appoint)?;
    let stretch = (Micros::start_of(day).0, Micros::end_of(day).0);
    let rows = appointment::list(app.store().reader(), centre_id, Some(person.account_id), stretch).await?;
    rows.iter().map(|row| view(app, ctx, row)).collect()
}

/// Moves an appointment by one command, as the side that the one who acts stands on.
pub async fn move_appointment(
    app: &App,
    ctx: &Ctx,
    (code, version): (&str, Option<i64>),
    command: Command,
    key: &Key,
) -> Result<(), AppError> {
    let row = appointment::find(app.store().reader(), id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let side = side_of(app, ctx, &row).await?;
    let keys = app.keys()?.clone();
    let told = Told::new(app);
    once(app, ctx, key, Moving { ctx: ctx.clone(), keys, id: row.id, version, command, side, told }).await
}

struct Moving {
    ctx: Ctx,
    keys: Keyring,
    id: Uuid,
    version: Option<i64>,
    command: Command,
    side: Side,
    told: Told,
}

impl Moving {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut row = appointment::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        if self.version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        if let Command::Move(slot) = self.command {
            hold_officer(tx, &row).await?;
            free(tx, (row.officer_id, row.profile_id), slot, Some(row.id)).await?;
        }
        move_on(tx, (&self.keys, &self.ctx), &mut row, (self.command.clone(), self.side), self.told).await
    }
}

/// Holds the role of the officer that a time is asked of.
async fn hold_officer(tx: &Tx<'_>, row: &appointment::Row) -> Result<(), AppError> {
    let held = sanviec_store::membership::list_held(tx, row.officer_id).await?;
    for membership in held.iter().filter(|held| held.centre_id == Some(row.centre_id)) {
        sanviec_store::colleague::hold(tx, membership.id).await?;
    }
    Ok(())
}

/// Moves an appointment and writes it with its audit row and the messages to whoever did not do it. Nothing is written
/// when nothing changes.
pub(super) async fn move_on(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &mut appointment::Row,
    (command, side): (Command, Side),
    told: Told,
) -> Result<(), AppError> {
    let name = command.name();
    let before = life_of(keys, row)?;
    let (life, _) = before.clone().step(command, side, ctx.now).map_err(refused)?;
    if life == before {
        return Ok(());
    }
    put(keys, row, &life, ctx.now)?;
    appointment::update_guarded(tx, row).await?;
    tell_change(tx, (keys, ctx), row, (&life, side), told).await?;
    let state = |life: &Life| Some(format!(r#"{{"state":"{}"}}"#, life.state().code()));
    let mut entry = entry(ctx, &format!("appointment_{}", name.code()), ("appointment", row.id), state(&life));
    entry.before = state(&before);
    Ok(audit::append(tx, &[entry]).await?)
}

impl Work for Moving {
    type Answer = ();

    fn name(&self) -> &'static str {
        "move_appointment"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), format!("{:?}", self.command).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
