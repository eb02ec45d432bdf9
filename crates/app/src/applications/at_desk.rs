//! One application of somebody whom a centre serves, as its staff see it, and what an officer does there for the
//! person: take it back. Staff see where it stands, whom it waits for and until when, what of the profile went and what
//! its files are called. What the two sides write to each other is theirs: no message is read here and no note of the
//! employer, and words beside an application only where the own centre wrote them. Opening one is a look that the
//! person reads.

use super::desk::Desk;
use super::files::{self, FileView};
use super::full::Carried;
use super::holder::chosen_reason;
use super::letters;
use super::record::{Advert, EventView, Held, advert, by_centre, event_view, told};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::{self, AtCounter, Profile, load_live, visible};
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_domain::application::{
    ApplicationId, Command, EndReason, Life, Open, Place, Side, Stage, State, Status, WithdrawReason,
};
use sanviec_domain::data_request::Asker;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Field, Shown, Sight};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use sanviec_store::{BoxFuture, Db, Tx, application, audit, profile};
use uuid::Uuid;

/// What the timeline calls it when a centre took an application back for its person.
pub(super) const TAKEN_BACK: &str = "withdrawn_at_counter";

/// Who has to do something about an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    Employer,
    Guardian,
}

/// Why an application is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Refused(EndReason),
    Withdrawn(WithdrawReason),
}

/// One application at the desk.
#[derive(Clone, Debug)]
pub struct DeskView {
    pub id: ApplicationId,
    /// Version that a withdrawal names, so that nothing is taken back that became something else meanwhile.
    pub version: i64,
    /// Code of the profile of the person.
    pub profile: String,
    /// Empty where none is known.
    pub person: String,
    pub advert: Advert,
    pub state: State,
    /// `None` before it was sent.
    pub status: Option<Status>,
    /// Closed because the employer did not answer in time.
    pub is_unanswered: bool,
    /// When it was sent, or handed to a guardian.
    pub at: Micros,
    /// The centre whose officer sent it for the person.
    pub by_centre: Option<String>,
    /// Who has to answer, and the first instant at which that is too late.
    pub awaited: Option<(Awaited, Micros)>,
    pub interview_at: Option<Micros>,
    /// When the data go.
    pub keep_until: Option<Micros>,
    pub over: Option<Over>,
    /// Names of what went of the profile.
    pub goes: Vec<Field>,
    /// What of it is shown, and the words beside it where the own centre wrote them.
    pub carried: Carried,
    /// Whether words stand beside it, shown or not.
    pub has_words: bool,
    pub files: Vec<FileView>,
    /// Oldest first, without words.
    pub events: Vec<EventView>,
    /// Whether the one who looks may take it back for the person now.
    pub may_withdraw: bool,
}

struct Found {
    held: Held,
    profile: Profile,
    fields: Fields,
}

/// An application that was handed in with the profile of a person of the own centre. What is being written, what was
/// sent with a telephone number alone, and what is deleted, nobody finds here.
async fn find(desk: &Desk, db: &impl Db, code: &str, action: Action) -> Result<Found, AppError> {
    own_centre(&desk.ctx, action)?;
    let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
    let row = application::find(db, code.uuid()).await?.ok_or(AppError::NotFound)?;
    let is_hidden = [State::Draft, State::Erased].iter().any(|state| state.code() == row.state);
    let profile_id = row.profile_id.filter(|_| !is_hidden).ok_or(AppError::NotFound)?;
    let (living, _) = profile::list_family(db, profile_id).await?;
    let profile = load_live(db, &desk.keys, living).await?;
    let centre_id = profile.centre_id.ok_or(AppError::Forbidden)?;
    let fields = demand_of(&desk.ctx, action, Thing::of_centre(centre_id))?;
    Ok(Found { held: Held::read(&desk.keys, row)?, profile, fields })
}

/// The application with this code, of a person of the own centre. The look is stored before anything is shown.
pub async fn at_desk(app: &App, ctx: &Ctx, code: &str) -> Result<DeskView, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let found = find(&desk, reader, code, Action::ReadApplication).await?;
    let view = view(&desk, reader, &found).await?;
    let account_id = ctx.actor.person().map(|person| person.account_id);
    if found.profile.account_id.is_none() || found.profile.account_id != account_id {
        let mut seen = view.carried.fields.clone();
        if !seen.contains(&Field::Name) {
            seen.push(Field::Name);
        }
        profiles::looked(app, ctx, (&found.profile, profiles::Why::Application), seen).await?;
    }
    Ok(view)
}

async fn view(desk: &Desk, db: &impl Db, found: &Found) -> Result<DeskView, AppError> {
    let (held, profile, fields) = (&found.held, &found.profile, found.fields);
    // A late tick must not show a promise that has run out, nor data whose time is over.
    let life = held.life.clone().step(Command::Tick, Side::System, desk.ctx.now).map_err(super::refused)?.0;
    let state = life.state();
    if state == State::Erased {
        return Err(AppError::NotFound);
    }
    let may_act = demand_of(&desk.ctx, Action::Apply, Thing { centre_id: profile.centre_id, ..Thing::default() });
    let sent = Carried::read(&desk.keys, &held.row)?.unwrap_or_default();
    let (goes, has_words) = (opened(&sent, fields), !sent.words.is_empty());
    let events = application::list_events(db, held.row.id).await?;
    let bare = |event: &application::Event| {
        let for_person = is_for_person(found, event);
        event_view(&desk.keys, event).map(|event| EventView { words: String::new(), for_person, ..event })
    };
    let name = profile.content.identity.name.as_ref().filter(|_| fields.has(Fields::NAME));
    Ok(DeskView {
        id: held.id(),
        version: held.row.version,
        profile: PostingCode::of(profile.id.0).to_string(),
        person: name.map(|name| name.as_str().to_owned()).unwrap_or_default(),
        advert: advert(db, &held.row).await?,
        state,
        status: life.status(),
        is_unanswered: life.is_unanswered(),
        at: Micros(held.row.sent_at.unwrap_or(held.row.created_at)),
        by_centre: by_centre(db, &held.row).await?,
        awaited: awaited(&life),
        interview_at: match life.stage {
            Stage::Open(Open { place: Place::Interview { at }, .. }) => Some(at),
            _ => None,
        },
        keep_until: match &life.stage {
            Stage::NotSuitable(_, _, ended) | Stage::Withdrawn(_, _, ended) => Some(ended.keep_until),
            _ => None,
        },
        over: match &life.stage {
            Stage::NotSuitable(_, why, _) => Some(Over::Refused(why.reason)),
            Stage::Withdrawn(_, why, _) => Some(Over::Withdrawn(why.reason)),
            _ => None,
        },
        goes,
        carried: shown(sent, found),
        has_words,
        files: files::list(desk, db, held.row.id).await?,
        events: told(&events).map(bare).collect::<Result<_, _>>()?,
        may_withdraw: is_open(&life) && may_act.is_ok(),
    })
}

/// Whether an officer did it in the person's place: took it back at the counter, or did something of an application
/// that a centre sent.
fn is_for_person(Found { held, profile, .. }: &Found, event: &application::Event) -> bool {
    let row = &held.row;
    let is_other = event.author_id.is_some_and(|author| ![row.account_id, profile.account_id].contains(&Some(author)));
    let is_sent_for = row.by_centre_id.is_some() && event.side == Side::Applicant.code() && is_other;
    event.kind == TAKEN_BACK || is_sent_for
}

/// Whether it can be taken back.
const fn is_open(life: &Life) -> bool {
    matches!(life.stage, Stage::Open(_) | Stage::AwaitingGuardian { .. })
}

/// Names of what went that may be known of to have been said at all.
fn opened(sent: &Carried, fields: Fields) -> Vec<Field> {
    sent.fields.iter().copied().filter(|field| visible(fields, field.class())).collect()
}

/// What went, as far as staff of the own centre see it unmasked. Words of somebody else to the employer are no matter
/// of the centre.
fn shown(sent: Carried, found: &Found) -> Carried {
    let row = &found.held.row;
    let is_ours = row.by_centre_id.is_some() && row.by_centre_id == found.profile.centre_id;
    let mut shown = sent.only(|field| {
        let class = field.class();
        visible(found.fields, class) && class.shown_to(Sight::OwnCentre) == Shown::Full
    });
    if !is_ours || !found.fields.has(Fields::NAME) {
        shown.words.clear();
    }
    shown
}

fn awaited(life: &Life) -> Option<(Awaited, Micros)> {
    match life.stage {
        Stage::Open(Open { answer_by, .. }) => Some((Awaited::Employer, answer_by)),
        Stage::AwaitingGuardian { until } => Some((Awaited::Guardian, until)),
        _ => None,
    }
}

/// What an officer writes down when somebody at the counter wants an application taken back.
#[derive(Clone, Debug)]
pub struct WithdrawAtCounter {
    /// Code of the application.
    pub application: String,
    /// Version that was read.
    pub version: i64,
    /// Code of a reason; empty for none, which nobody has to give.
    pub reason: String,
    /// Who asks, and the paper that was seen.
    pub seen: AtCounter,
}

/// Takes an application back for a person of the own centre who asks for it. The person is told.
pub async fn withdraw_for(app: &App, ctx: &Ctx, order: WithdrawAtCounter, key: &Key) -> Result<(), AppError> {
    let (officer, ..) = own_centre(ctx, Action::Apply)?;
    order.seen.check(ctx)?;
    let reason = chosen_reason(&order.reason)?;
    once(app, ctx, key, TakingBack { desk: Desk::new(app, ctx)?, officer, reason, order }).await
}

struct TakingBack {
    desk: Desk,
    officer: Person,
    reason: WithdrawReason,
    order: WithdrawAtCounter,
}

impl TakingBack {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (desk, order) = (&self.desk, &self.order);
        let Found { held, profile, .. } = find(desk, tx, &order.application, Action::Apply).await?;
        let held = desk.hold(tx, held.row.id).await?;
        if held.row.version != order.version {
            return Err(AppError::Conflict);
        }
        if order.seen.asker == Asker::Guardian && !held.life.terms.needs_guardian {
            return Err(of_age());
        }
        let is_over = held.life.due_at().is_some_and(|at| at <= desk.ctx.now);
        if is_over || !is_open(&held.life) {
            return Err(closed());
        }
        let id = held.row.id;
        let held = desk.advance(tx, held, Command::Withdraw(Why::plain(self.reason)), Side::Applicant).await?;
        desk.note(tx, id, (TAKEN_BACK, Side::Applicant), None).await?;
        // Who it was done for hears of it, so that nothing is taken from anybody unnoticed.
        letters::standing(desk, tx, &held, &held.life).await?;
        let entry = order.seen.noted_withdrawal(&desk.ctx, profile.id, (id, self.reason.code()));
        Ok(audit::append(tx, &[entry]).await?)
    }
}

fn closed() -> AppError {
    let vi = "Hồ sơ đã khép lại nên không rút được nữa.";
    let en = "The application is closed, so it cannot be taken back any more.";
    FieldError::new("form", "closed", vi, en).into()
}

fn of_age() -> AppError {
    let vi = "Người này đủ 18 tuổi khi ứng tuyển nên cha, mẹ hoặc người giám hộ không rút hồ sơ thay được.";
    let en = "The person was of age when applying, so no parent or guardian can take the application back.";
    FieldError::new("asker", "of_age", vi, en).into()
}

impl Work for TakingBack {
    type Answer = ();

    fn name(&self) -> &'static str {
        "withdraw_application_at_counter"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let WithdrawAtCounter { application, version, reason, seen } = &self.order;
        [application.clone(), version.to_string(), reason.clone(), format!("{seen:?}")].map(String::into_bytes).to_vec()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
