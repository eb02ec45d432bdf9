//! The person's side: the own application by a link or from the account, withdrawing it, having its data deleted now.

use super::desk::Desk;
use super::files::{self, FileView};
use super::full::{Carried, is_full_draft};
use super::lines::{LineView, contact, lines};
use super::link::{self, FOLLOW};
use super::record::{Advert, EventView, Held, advert, by_centre, event_view, told};
use crate::app::App;
use crate::ctx::{Ctx, Locale};
use crate::desk::Entry;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::application::{
    ApplicationId, Command, EndReason, Event, Open, Place, Side, Stage, State, Status, WithdrawReason,
};
use sanviec_domain::person::Phone;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::reveal::Contact;
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::{BoxFuture, Db, Tx, application, conversation, profile};
use uuid::Uuid;

/// How long an interview stands in a calendar: nobody says how long one takes.
const INTERVIEW_SECONDS: i64 = 3_600;

/// How somebody comes to an own application.
#[derive(Clone, Debug)]
pub enum Access {
    /// By the token of a link.
    Link(String),
    /// Signed in, by the code of the application.
    Own(String),
}

/// An own application.
#[derive(Clone, Debug)]
pub struct MyApplication {
    pub id: ApplicationId,
    pub advert: Advert,
    pub state: State,
    /// `None` before it was sent.
    pub status: Option<Status>,
    /// Closed because the employer did not answer in time.
    pub is_unanswered: bool,
    /// Name and telephone as the employer gets them.
    pub name: String,
    pub phone: Option<String>,
    /// What else went, of a full application.
    pub carried: Option<Carried>,
    /// Still being written: there is a page of its own for it.
    pub is_full_draft: bool,
    pub sent_at: Option<Micros>,
    /// The centre whose officer sent it for the person.
    pub by_centre: Option<String>,
    /// Until when the employer has to answer, or the guardian.
    pub answer_by: Option<Micros>,
    pub interview_at: Option<Micros>,
    pub interview_place: Option<String>,
    /// The interview for a calendar, or that it was called off; its page is the reader's to name.
    pub calendar: Option<Entry>,
    /// When the data go.
    pub keep_until: Option<Micros>,
    /// Why it ended, in both languages, and the words beside it.
    pub reason: Option<([&'static str; 2], String)>,
    /// Oldest first.
    pub events: Vec<EventView>,
    pub lines: Vec<LineView>,
    /// Whether the employer sees how to reach the person, and reads what was hidden in messages until then.
    pub is_contact_open: bool,
    pub files: Vec<FileView>,
    /// When the employer looked at how to reach the person.
    pub reveals: Vec<Micros>,
    pub may_withdraw: bool,
    pub may_write: bool,
    pub may_erase: bool,
}

/// Whether somebody may do this at all, whatever the application.
pub(super) fn may_act(ctx: &Ctx, access: &Access, action: Action) -> Result<(), AppError> {
    match access {
        Access::Link(_) => demand(ctx, Action::FollowByLink),
        Access::Own(_) => {
            let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
            demand_of(ctx, action, Thing::of_account(person.account_id)).map(|_| ())
        }
    }
}

/// The application that somebody may act on, by the link or as its owner. What is another's is not found.
pub(super) async fn find_own(desk: &Desk, db: &impl Db, access: &Access, action: Action) -> Result<Uuid, AppError> {
    may_act(&desk.ctx, access, action)?;
    match access {
        Access::Link(token) => {
            let link = link::find(db, token).await?.filter(|link| link.purpose == FOLLOW);
            link.map(|link| link.application_id).ok_or(AppError::NotFound)
        }
        Access::Own(code) => {
            let person = desk.ctx.actor.person().ok_or(AppError::Forbidden)?;
            let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
            let row = application::find(db, code.uuid()).await?.ok_or(AppError::NotFound)?;
            let is_own = match (row.account_id, row.profile_id) {
                (Some(account_id), _) => account_id == person.account_id,
                (None, Some(profile_id)) => own_profiles(db, person.account_id).await?.contains(&profile_id),
                (None, None) => false,
            };
            if is_own { Ok(row.id) } else { Err(AppError::NotFound) }
        }
    }
}

/// The profile of an account and those that are part of it, while they are: what a centre sent from one of them before
/// is of the same person, under no account, so that taking the profiles apart parts that too.
pub(super) async fn own_profiles(db: &impl Db, account_id: Uuid) -> Result<Vec<Uuid>, AppError> {
    match profile::find_by_account(db, account_id).await? {
        Some(own) => Ok(profile::list_family(db, own.id).await?.1),
        None => Ok(Vec::new()),
    }
}

/// An own application by its link or from the account.
pub async fn my_application(app: &App, ctx: &Ctx, access: &Access) -> Result<MyApplication, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let id = find_own(&desk, reader, access, Action::ReadApplication).await?;
    let row = application::find(reader, id).await?.ok_or(AppError::NotFound)?;
    view(&desk, reader, &Held::read(&desk.keys, row)?).await
}

/// Whether the last that happened to an interview is that it was called off.
fn is_called_off(events: &[application::Event]) -> bool {
    let of_interview = |event: &application::Event| {
        Event::find_by_code(&event.kind)
            .filter(|kind| matches!(kind, Event::InterviewSet | Event::InterviewMoved | Event::InterviewCancelled))
    };
    events.iter().rev().find_map(of_interview) == Some(Event::InterviewCancelled)
}

/// The interview as a calendar keeps it: one lasting event, whose changes count up with the row. Without an hour it was
/// called off; neither hour nor place is kept of such a one.
fn entry(desk: &Desk, held: &Held, (advert, from, place): (&Advert, Option<Micros>, &str)) -> Entry {
    let what = if desk.ctx.locale == Locale::En { "Interview" } else { "Phỏng vấn" };
    Entry {
        uid: format!("{}@sanviec", held.row.id),
        sequence: u32::try_from(held.row.version).unwrap_or(u32::MAX),
        stamped_at: desk.ctx.now,
        when: from.map(|from| (from, from.plus_seconds(INTERVIEW_SECONDS))),
        summary: format!("{what}: {}, {}", advert.title, advert.employer),
        place: place.to_owned(),
        url: String::new(),
        is_confirmed: true,
        is_cancelled: from.is_none(),
    }
}

pub(super) async fn view(desk: &Desk, db: &impl Db, held: &Held) -> Result<MyApplication, AppError> {
    // A late tick must not show a promise that has run out.
    let life = held.life.clone().step(Command::Tick, Side::System, desk.ctx.now).map_err(super::refused)?.0;
    let reach = held.reach(&desk.keys)?;
    let phone = reach.phone.and_then(|phone| Phone::parse(&phone).ok()).map(|phone| phone.display());
    let known = application::list_events(db, held.row.id).await?;
    let events = told(&known);
    let state = life.state();
    let is_open = matches!(life.stage, Stage::Open(_));
    let interview_at = match life.stage {
        Stage::Open(Open { place: Place::Interview { at }, .. }) => Some(at),
        _ => None,
    };
    let interview_place = interview_at.map(|_| held.interview_place(&desk.keys)).transpose()?.flatten();
    let advert = advert(db, &held.row).await?;
    let is_in_calendar = interview_at.is_some() || (is_open && is_called_off(&known));
    let place = interview_place.as_deref().unwrap_or_default();
    Ok(MyApplication {
        id: held.id(),
        calendar: is_in_calendar.then(|| entry(desk, held, (&advert, interview_at, place))),
        advert,
        state,
        status: life.status(),
        is_unanswered: life.is_unanswered(),
        name: held.name(&desk.keys)?,
        phone,
        carried: Carried::read(&desk.keys, &held.row)?,
        is_full_draft: is_full_draft(held),
        sent_at: held.row.sent_at.map(Micros),
        by_centre: by_centre(db, &held.row).await?,
        answer_by: match life.stage {
            Stage::Open(Open { answer_by, .. }) => Some(answer_by),
            Stage::AwaitingGuardian { until } => Some(until),
            _ => None,
        },
        interview_at,
        interview_place,
        keep_until: match &life.stage {
            Stage::NotSuitable(_, _, ended) | Stage::Withdrawn(_, _, ended) => Some(ended.keep_until),
            _ => None,
        },
        reason: reason(&life.stage),
        events: events.map(|event| event_view(&desk.keys, event)).collect::<Result<_, _>>()?,
        lines: lines(desk, db, held, Side::Applicant).await?,
        is_contact_open: contact(desk, db, held).await? == Contact::Open,
        files: files::list(desk, db, held.row.id).await?,
        reveals: conversation::list_reveals(db, held.row.id).await?.iter().map(|row| Micros(row.at)).collect(),
        may_withdraw: is_open || state == State::AwaitingGuardian,
        may_write: is_open || state == State::Hired,
        may_erase: is_full_draft(held) || !matches!(state, State::Hired | State::Erased | State::Draft),
    })
}

fn reason(stage: &Stage) -> Option<([&'static str; 2], String)> {
    let both = |of: &dyn Fn(Lang) -> &'static str| [of(Lang::Vi), of(Lang::En)];
    match stage {
        Stage::NotSuitable(_, Why { reason, note }, _) => {
            Some((both(&|lang| EndReason::sentence(*reason, lang)), note.clone()))
        }
        Stage::Withdrawn(_, Why { reason, .. }, _) => {
            Some((both(&|lang| WithdrawReason::sentence(*reason, lang)), String::new()))
        }
        _ => None,
    }
}

/// Takes an application back. Nobody has to say why.
pub async fn withdraw(app: &App, ctx: &Ctx, access: Access, reason: &str, key: &Key) -> Result<(), AppError> {
    may_act(ctx, &access, Action::Apply)?;
    let command = Command::Withdraw(Why::plain(chosen_reason(reason)?));
    once(app, ctx, key, Moving { desk: Desk::new(app, ctx)?, access, command, name: "withdraw_application" }).await
}

/// The reason with this code, of those that an applicant may give; none is one.
pub(super) fn chosen_reason(code: &str) -> Result<WithdrawReason, FieldError> {
    if code.is_empty() {
        return Ok(WithdrawReason::Unsaid);
    }
    WithdrawReason::find_by_code(code).filter(|reason| reason.is_applicants()).ok_or_else(|| {
        let (vi, en) = ("Chọn một lý do trong danh sách.", "Choose a reason from the list.");
        FieldError::new("reason", "reason_unknown", vi, en)
    })
}

/// Deletes the data of an application now; one that is open is withdrawn by it.
pub async fn erase(app: &App, ctx: &Ctx, access: Access, key: &Key) -> Result<(), AppError> {
    may_act(ctx, &access, Action::Apply)?;
    let command = Command::Erase;
    once(app, ctx, key, Moving { desk: Desk::new(app, ctx)?, access, command, name: "erase_application" }).await
}

struct Moving {
    desk: Desk,
    access: Access,
    command: Command,
    name: &'static str,
}

impl Moving {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let id = find_own(&self.desk, tx, &self.access, Action::Apply).await?;
        let held = self.desk.hold(tx, id).await?;
        self.desk.advance(tx, held, self.command.clone(), Side::Applicant).await?;
        Ok(())
    }
}

impl Work for Moving {
    type Answer = ();

    fn name(&self) -> &'static str {
        self.name
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let (Access::Link(of) | Access::Own(of)) = &self.access;
        vec![of.clone().into_bytes(), format!("{:?}", self.command).into_bytes()]
    }

    fn owner(&self) -> Option<Uuid> {
        match self.access {
            // Whoever holds the link is the person, signed in or not.
            Access::Link(_) => None,
            Access::Own(_) => self.desk.ctx.actor.person().map(|person| person.account_id),
        }
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
