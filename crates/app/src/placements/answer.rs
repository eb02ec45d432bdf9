//! Answers of the parties: by a link that opens on looking and acts only on sending, on the own page, and for many
//! workers at once. Yes, no and not known are three things; each answer is a fact of its own.

use super::append::append_held;
use super::ask::{source_of, unsaid};
use super::case::judged;
use super::policies::Policies;
use super::reach::still_speaks;
use super::said::{Channel, Said};
use super::{code_of, id_of, thing_of};
use crate::app::App;
use crate::applications::is_token;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::name_of;
use crate::rights::{Action, demand, demand_of};
use crate::secrets::sha256;
use chrono::NaiveDate;
use sanviec_domain::placement::{Attestation, Party, Source, Statement, Stretch};
use sanviec_domain::time::day_of_number;
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
    pub from: NaiveDate,
    pub through: NaiveDate,
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
    let (days, party) = (days_of(&link)?, party_of(&link)?);
    let state = state(&link, (ctx, &row));
    let speaks = still_speaks(reader, ctx.now, (&link, &row, party)).await?;
    // A number that belongs to somebody else by now tells them of nobody.
    let (person, employer) = if speaks {
        (name_of(app, row.profile_id).await?, employer::load(reader, row.employer_id).await?.name)
    } else {
        Default::default()
    };
    let state = if speaks { state } else { LinkState::Dead };
    Ok(Question { party, person, employer, from: days.0, through: days.1, state })
}

async fn find(db: &impl Db, token: &str) -> Result<Link, AppError> {
    if !is_token(token) {
        return Err(AppError::NotFound);
    }
    asked::find_link(db, &sha256(token.as_bytes())).await?.ok_or(AppError::NotFound)
}

/// Whether it can be answered, by the latest instant that is known: a clock that was set back revives no link.
fn state(link: &Link, (ctx, row): (&Ctx, &placement::Row)) -> LinkState {
    match link.used_at {
        Some(_) => LinkState::Answered,
        None if ctx.now.0.max(row.last_known_at) >= link.expires_at => LinkState::Expired,
        None => LinkState::Open,
    }
}

fn corrupt(link: &Link, column: &'static str) -> AppError {
    StoreError::corrupt("placement_link", column, link.id).into()
}

fn party_of(link: &Link) -> Result<Party, AppError> {
    Party::find_by_code(&link.party).ok_or_else(|| corrupt(link, "party"))
}

fn days_of(link: &Link) -> Result<(NaiveDate, NaiveDate), AppError> {
    let day = |number, column| day_of_number(number).ok_or_else(|| corrupt(link, column));
    Ok((day(link.from_on, "from_on")?, day(link.through_on, "through_on")?))
}

/// Answers by a link. Staff of centres do not answer for others, whoever handed them the link.
pub async fn answer_link(app: &App, ctx: &Ctx, token: &str, employed: Employed, key: &Key) -> Result<(), AppError> {
    demand(ctx, Action::FollowByLink)?;
    let link = find(app.store().reader(), token).await?;
    let work = ByLink {
        policies: app.policies().clone(),
        ctx: ctx.clone(),
        link_id: link.id,
        token: token.to_owned(),
        fact_id: app.ids().next(),
        employed,
    };
    once(app, ctx, key, work).await
}

struct ByLink {
    policies: Policies,
    ctx: Ctx,
    link_id: Uuid,
    token: String,
    fact_id: Uuid,
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
        self.demand_open(tx, (&link, &row, party)).await?;
        if !asked::use_link(tx, link.id, self.fact_id, self.ctx.now.0).await? {
            return Err(used());
        }
        let said = attested(source_of(party), Channel::Link, days_of(&link)?, self.employed);
        append_held(tx, &self.policies, &self.ctx, &mut row, (self.fact_id, &said)).await?;
        Ok(())
    }

    async fn demand_open(
        &self,
        tx: &Tx<'_>,
        (link, row, party): (&Link, &placement::Row, Party),
    ) -> Result<(), AppError> {
        // Nobody answers before they were asked: a node whose clock is behind would date the answer back.
        if self.ctx.now.plus_seconds(SKEW_SECONDS).0 < link.created_at {
            let vi = "Đồng hồ máy chủ đang chạy chậm. Vui lòng trả lời lại sau ít phút.";
            let en = "The server's clock is behind. Please answer again in a few minutes.";
            return Err(FieldError::new("form", "link_too_early", vi, en).into());
        }
        let speaks = still_speaks(tx, self.ctx.now, (link, row, party)).await?;
        match state(link, (&self.ctx, row)) {
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
    let source = own_source(ctx)?;
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
        demand_of(ctx, Action::RecordFact, thing_of(app.store().reader(), &row).await?)?;
        answers.push((row.id, app.ids().next(), *employed));
    }
    // In one order, so that two who answer for many at once do not wait for each other.
    answers.sort_unstable_by_key(|(id, _, _)| *id);
    answers.dedup_by_key(|(id, _, _)| *id);
    let work = OnPage { policies: app.policies().clone(), ctx: ctx.clone(), source, answers };
    once(app, ctx, key, work).await
}

/// As whom somebody speaks on a page of their own.
pub(super) fn own_source(ctx: &Ctx) -> Result<Source, AppError> {
    match ctx.actor.kind() {
        Role::Seeker => Ok(Source::Worker),
        Role::EmployerMember | Role::EmployerAdministrator => Ok(Source::Employer),
        Role::Public
        | Role::Operator
        | Role::System
        | Role::Officer
        | Role::CentreManager
        | Role::Moderator
        | Role::Auditor
        | Role::PlatformOperator => Err(AppError::Forbidden),
    }
}

struct OnPage {
    policies: Policies,
    ctx: Ctx,
    source: Source,
    answers: Vec<(Uuid, Uuid, Employed)>,
}

impl OnPage {
    async fn run(&self, tx: &Tx<'_>) -> Result<Recorded, AppError> {
        let mut counted = Recorded::default();
        for (id, fact_id, employed) in &self.answers {
            let mut row = placement::hold(tx, *id).await?.ok_or(AppError::NotFound)?;
            let times = super::outcome::times(&self.ctx, &row, super::AsOf::default());
            let judged = judged(tx, &self.policies, &row, times).await?;
            let Some(days) = unsaid(&judged, self.source) else {
                counted.left += 1;
                continue;
            };
            let days = (days.first_on(), days.last_on());
            let said = attested(self.source, Channel::Page, days, *employed);
            append_held(tx, &self.policies, &self.ctx, &mut row, (*fact_id, &said)).await?;
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
        let one = |(id, _, employed): &(Uuid, Uuid, Employed)| format!("{id} {}", employed.code()).into_bytes();
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
