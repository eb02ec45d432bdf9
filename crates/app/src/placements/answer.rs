//! Answers of the parties: by a link that opens on looking and acts only on sending, on the own page, and for many
//! workers at once. Yes, no and not known are three things; each answer is a fact of its own.

use super::append::append_held;
use super::ask::{source_of, unsaid, whole};
use super::case::{Judged, judged};
use super::reach::still_speaks;
use super::said::{Channel, Said};
use super::{code_of, id_of, thing_for};
use crate::app::App;
use crate::applications::is_token;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::name_of;
use crate::rights::{Action, demand, demand_of};
use crate::secrets::sha256;
use chrono::NaiveDate;
use sanviec_domain::placement::{Attestation, Party, Source, Statement, Stretch, unsaid_days};
use sanviec_store::placement::asked::{self, Link};
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, employer, placement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most workers who are answered for at once.
const MOST: usize = 500;
/// By how much the clocks of nodes may differ.
const SKEW_SECONDS: i64 = 300;

/// What somebody says of days of employment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Employed {
    Yes,
    No,
    Unknown,
}

impl Employed {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The word in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// The answer with this word.
    #[must_use]
    pub fn find_by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }

    const fn said(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

/// What a link asks.
#[derive(Clone, Debug)]
pub struct Question {
    pub party: Party,
    /// Whom it is about; empty where the link is dead.
    pub person: String,
    /// Empty where the link is dead.
    pub employer: String,
    /// First and last day of each run of days that an answer would be recorded for: its side has said neither yes nor
    /// no of them. Empty where nothing is asked any more.
    pub days: Vec<(NaiveDate, NaiveDate)>,
    pub state: LinkState,
}

/// Whether a link can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Open,
    Answered,
    Expired,
    /// The contact that it was sent to does not speak for its side any more, or never was confirmed.
    Dead,
}

/// What a link asks. Looking changes nothing.
pub async fn question(app: &App, ctx: &Ctx, token: &str) -> Result<Question, AppError> {
    demand(ctx, Action::FollowByLink)?;
    let reader = app.store().reader();
    let link = find(reader, token).await?;
    let row = placement::find(reader, link.placement_id).await?.ok_or(AppError::NotFound)?;
    let party = party_of(&link)?;
    let times = super::outcome::times(ctx, &row, super::AsOf::default());
    let open = open_of(&link, party, &judged(reader, app.policies(), &row, times).await?);
    let state = state(&link, &open, (ctx, &row));
    let speaks = still_speaks(reader, ctx.now, (&link, &row, party)).await?;
    // A number that belongs to somebody else by now tells them of nobody.
    let (person, employer) = if speaks {
        (name_of(app, row.profile_id).await?, employer::load(reader, row.employer_id).await?.name)
    } else {
        Default::default()
    };
    let state = if speaks { state } else { LinkState::Dead };
    let is_asked = matches!(state, LinkState::Open | LinkState::Expired);
    let days = open.into_iter().filter(|_| is_asked).map(open_days).collect();
    Ok(Question { party, person, employer, days, state })
}

async fn find(db: &impl Db, token: &str) -> Result<Link, AppError> {
    if !is_token(token) {
        return Err(AppError::NotFound);
    }
    asked::find_link(db, &sha256(token.as_bytes())).await?.ok_or(AppError::NotFound)
}

/// Whether it can be answered, by the latest instant that is known: a clock that was set back revives no link. One
/// whose days its side spoke of since, by whichever way, is answered.
fn state(link: &Link, open: &[Stretch], (ctx, row): (&Ctx, &placement::Row)) -> LinkState {
    match link.used_at {
        Some(_) => LinkState::Answered,
        None if ctx.now.0.max(row.last_known_at) >= link.expires_at => LinkState::Expired,
        None if open.is_empty() => LinkState::Answered,
        None => LinkState::Open,
    }
}

/// The days of a link of which its side has said neither yes nor no, run by run.
fn open_of(link: &Link, party: Party, judged: &Judged) -> Vec<Stretch> {
    let days = Stretch { from: link.from_on, until: link.through_on.saturating_add(1) };
    unsaid_days(&judged.case, source_of(party), days)
}

fn party_of(link: &Link) -> Result<Party, AppError> {
    Ok(Party::find_by_code(&link.party).ok_or_else(|| StoreError::corrupt("placement_link", "party", link.id))?)
}

/// Answers by a link. Staff of centres do not answer for others, whoever handed them the link.
pub async fn answer_link(app: &App, ctx: &Ctx, token: &str, employed: Employed, key: &Key) -> Result<(), AppError> {
    demand(ctx, Action::FollowByLink)?;
    let link = find(app.store().reader(), token).await?;
    let work = ByLink { app: app.clone(), ctx: ctx.clone(), link_id: link.id, token: token.to_owned(), employed };
    once(app, ctx, key, work).await
}

struct ByLink {
    app: App,
    ctx: Ctx,
    link_id: Uuid,
    token: String,
    employed: Employed,
}

impl ByLink {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        if self.ctx.actor.person().is_some_and(|person| person.centre_id.is_some()) {
            return Err(AppError::Forbidden);
        }
        let link = find(tx, &self.token).await?;
        // Held before it is used: two answers by two links of one question wait for each other.
        let mut row = placement::hold(tx, link.placement_id).await?.ok_or(AppError::NotFound)?;
        let party = party_of(&link)?;
        let times = super::outcome::times(&self.ctx, &row, super::AsOf::default());
        let open = open_of(&link, party, &judged(tx, self.app.policies(), &row, times).await?);
        self.demand_open(tx, (&link, &row, party), &open).await?;
        let fact_id = self.app.ids().next();
        if !asked::use_link(tx, link.id, fact_id, self.ctx.now.0).await? {
            return Err(used());
        }
        let way = (party, Channel::Link, self.employed);
        record(tx, (&self.app, &self.ctx), &mut row, (fact_id, &open, way)).await
    }

    async fn demand_open(
        &self,
        tx: &Tx<'_>,
        (link, row, party): (&Link, &placement::Row, Party),
        open: &[Stretch],
    ) -> Result<(), AppError> {
        // Nobody answers before they were asked: a node whose clock is behind would date the answer back.
        if self.ctx.now.plus_seconds(SKEW_SECONDS).0 < link.created_at {
            let vi = "Đồng hồ máy chủ đang chạy chậm. Vui lòng trả lời lại sau ít phút.";
            let en = "The server's clock is behind. Please answer again in a few minutes.";
            return Err(FieldError::new("form", "link_too_early", vi, en).into());
        }
        let speaks = still_speaks(tx, self.ctx.now, (link, row, party)).await?;
        match state(link, open, (&self.ctx, row)) {
            LinkState::Answered => Err(used()),
            LinkState::Expired => {
                let vi = "Liên kết đã hết hạn. Hãy nhờ trung tâm gửi liên kết mới.";
                let en = "The link is over. Ask the centre for a new one.";
                Err(FieldError::new("form", "link_expired", vi, en).into())
            }
            LinkState::Open if speaks => Ok(()),
            LinkState::Open | LinkState::Dead => {
                let vi = "Địa chỉ nhận liên kết này không còn được xác nhận. Hãy nhờ trung tâm gửi liên kết mới.";
                let en = "The address that this link was sent to is not confirmed any more. Ask the centre for a new \
                          link.";
                Err(FieldError::new("form", "link_dead", vi, en).into())
            }
        }
    }
}

fn used() -> AppError {
    let (vi, en) = ("Câu hỏi này đã được trả lời.", "This question was answered already.");
    FieldError::new("form", "link_used", vi, en).into()
}

impl Work for ByLink {
    type Answer = ();

    fn name(&self) -> &'static str {
        "answer_employment"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.link_id.as_bytes().to_vec(), self.employed.code().as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Records an answer as one attestation for each run of open days: what the side said of days between them stands.
/// Every link that asks about nothing beyond them is answered as well. `fact_id` is that of the first attestation.
async fn record(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    row: &mut placement::Row,
    (fact_id, open, way): (Uuid, &[Stretch], (Party, Channel, Employed)),
) -> Result<(), AppError> {
    let (party, channel, employed) = way;
    for (at, days) in open.iter().enumerate() {
        let id = if at == 0 { fact_id } else { app.ids().next() };
        let said = attested(source_of(party), channel, open_days(*days), employed);
        append_held(tx, app.policies(), ctx, row, (id, &said)).await?;
    }
    let Some(days) = whole(open) else { return Ok(()) };
    let of = (row.id, party.code());
    Ok(asked::close_links(tx, of, (days.from, days.until - 1), (fact_id, ctx.now.0)).await?)
}

fn attested(source: Source, channel: Channel, days: (NaiveDate, NaiveDate), employed: Employed) -> Said {
    let said = Attestation { from: days.0, through: days.1, employed: employed.said(), stated_on: None };
    Said { says: Statement::Attestation(said), source, channel, document_hash: None, reference: None }
}

/// Answers of the own page: for one worker oneself, for an employer one or many.
#[derive(Clone, Debug)]
pub struct Answers {
    /// Code of each placement, and what is said of its days that this side has not spoken of.
    pub answers: Vec<(String, Employed)>,
}

/// How many were recorded, and how many asked nothing any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub recorded: u32,
    pub left: u32,
}

/// Answers for the days so far that the own side has not spoken of, in one or many placements.
pub async fn answer_own(app: &App, ctx: &Ctx, order: Answers, key: &Key) -> Result<Recorded, AppError> {
    let party = own_party(ctx)?;
    if order.answers.is_empty() {
        let (vi, en) = ("Chọn câu trả lời cho ít nhất một người.", "Choose an answer for one person at least.");
        return Err(FieldError::new("answers", "missing", vi, en).into());
    }
    if order.answers.len() > MOST {
        let (vi, en) = ("Trả lời không quá 500 người một lần.", "Answer for 500 people at most at a time.");
        return Err(FieldError::new("answers", "too_many_chosen", vi, en).into());
    }
    let mut answers = Vec::with_capacity(order.answers.len());
    for (code, employed) in &order.answers {
        let row = placement::find(app.store().reader(), id_of(code)?).await?.ok_or(AppError::NotFound)?;
        demand_of(ctx, Action::RecordFact, thing_for(ctx, app.store().reader(), &row).await?)?;
        answers.push((row.id, *employed));
    }
    // In one order, so that two who answer for many at once do not wait for each other.
    answers.sort_unstable_by_key(|(id, _)| *id);
    answers.dedup_by_key(|(id, _)| *id);
    let work = OnPage { app: app.clone(), ctx: ctx.clone(), party, answers };
    once(app, ctx, key, work).await
}

/// As whom somebody speaks on a page of their own.
pub(super) fn own_source(ctx: &Ctx) -> Result<Source, AppError> {
    own_party(ctx).map(source_of)
}

fn own_party(ctx: &Ctx) -> Result<Party, AppError> {
    match ctx.actor.kind() {
        Role::Seeker => Ok(Party::Worker),
        Role::EmployerMember | Role::EmployerAdministrator => Ok(Party::Employer),
        Role::Public
        | Role::Operator
        | Role::System
        | Role::EmployerProgram
        | Role::Officer
        | Role::CentreManager
        | Role::Moderator
        | Role::Auditor
        | Role::PlatformOperator => Err(AppError::Forbidden),
    }
}

struct OnPage {
    app: App,
    ctx: Ctx,
    party: Party,
    answers: Vec<(Uuid, Employed)>,
}

impl OnPage {
    async fn run(&self, tx: &Tx<'_>) -> Result<Recorded, AppError> {
        let mut counted = Recorded::default();
        for (id, employed) in &self.answers {
            let mut row = placement::hold(tx, *id).await?.ok_or(AppError::NotFound)?;
            let times = super::outcome::times(&self.ctx, &row, super::AsOf::default());
            let judged = judged(tx, self.app.policies(), &row, times).await?;
            let open = unsaid(&judged, source_of(self.party));
            if open.is_empty() {
                counted.left += 1;
                continue;
            }
            let way = (self.party, Channel::Page, *employed);
            record(tx, (&self.app, &self.ctx), &mut row, (self.app.ids().next(), &open, way)).await?;
            counted.recorded += 1;
        }
        Ok(counted)
    }
}

impl Work for OnPage {
    type Answer = Recorded;

    fn name(&self) -> &'static str {
        "answer_placements"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let one = |(id, employed): &(Uuid, Employed)| format!("{id} {}", employed.code()).into_bytes();
        self.answers.iter().map(one).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Recorded, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// First and last day that a side is asked about.
pub(super) fn open_days(days: Stretch) -> (NaiveDate, NaiveDate) {
    (days.first_on(), days.last_on())
}

/// A code for the addresses of pages.
pub(super) fn code(row: &placement::Row) -> String {
    code_of(row.id)
}
