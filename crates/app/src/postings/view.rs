//! One posting as its page shows it: what it says, where it stands, and nothing personal.

use crate::app::App;
use crate::applications::{Through, through};
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::find::CardPay;
use crate::indexing::card_pay;
use crate::reading::found_of;
use crate::rights::{Action, demand};
use crate::rows::{self, Posting};
use chrono::NaiveDate;
use sanviec_domain::posting::{Content, PostingCode, State};
use sanviec_domain::time::Micros;
use sanviec_reference::{skill, unit};
use sanviec_store::{employer, posting};

/// Where a posting stands, as far as the public may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Live,
    /// It can be read, but nobody can apply any more; the day it ended.
    Ended(NaiveDate),
}

/// An employer as its page and its postings show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerView {
    /// Code in addresses.
    pub id: String,
    pub name: String,
    pub is_verified: bool,
}

impl EmployerView {
    /// The id behind the code.
    #[must_use]
    pub fn uuid(&self) -> Option<uuid::Uuid> {
        self.id.parse::<PostingCode>().ok().map(PostingCode::uuid)
    }
}

/// A workplace in words and, where it is known, in units in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceView {
    pub name: String,
    pub address_line: Option<String>,
    /// Full name and code of the commune in force.
    pub commune: Option<(String, String)>,
    /// Name and code of the province in force.
    pub province: Option<(String, String)>,
    /// Millionths of a degree.
    pub point: Option<(i32, i32)>,
}

/// A posting for its page. `content` is what it says, with the contact taken out.
#[derive(Clone, Debug)]
pub struct PostingView {
    pub id: String,
    pub version: i64,
    /// Last part of the page's address; never empty.
    pub slug: String,
    pub source: Option<String>,
    pub source_id: Option<String>,
    pub content: Content,
    pub pay: Option<CardPay>,
    pub employer: EmployerView,
    /// The centre whose officer posted it for an employer who telephoned.
    pub entered_by: Option<String>,
    /// The centre through which it takes applications, where nobody of the employer is here to read them.
    pub through: Option<Through>,
    pub places: Vec<PlaceView>,
    /// Names of the recognised skills in Vietnamese and English; as written where it was not recognised.
    pub skills: Vec<(String, String)>,
    pub standing: Standing,
    pub hired: u32,
    pub posted_at: Micros,
    pub updated_at: Micros,
    /// First instant at which it is no longer live.
    pub live_until: Option<Micros>,
}

impl PostingView {
    /// Whether somebody can apply for it here: it is live, its employer is verified and somebody of it reads what
    /// comes.
    #[must_use]
    pub fn takes_applications(&self) -> bool {
        self.standing == Standing::Live && self.employer.is_verified && self.through.is_none()
    }
}

/// The posting with this code. One that was never public is not found; one that was removed, or ended long ago, is
/// gone.
pub async fn view(app: &App, ctx: &Ctx, code: &str) -> Result<PostingView, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let id: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
    let row = posting::find(app.store().reader(), id.uuid()).await?.ok_or(AppError::NotFound)?;
    let updated_at = Micros(row.updated_at);
    let posting = rows::read(row)?;
    let standing = standing(&posting, ctx.now, app.facts().days_readable_after_end)?;
    let employer = employer::load(app.store().reader(), posting.employer_id.0).await?;
    let entered_by = crate::hiring::entered_by(app, posting.id.0).await?;
    // Where nobody can apply anyhow, nobody is asked who would read it.
    let is_open = standing == Standing::Live && employer.verified_at.is_some();
    let through = if is_open { through(app.store().reader(), employer.id, posting.id.0).await? } else { None };
    Ok(PostingView { entered_by, through, ..to_view(posting, employer, standing, updated_at) })
}

fn standing(posting: &Posting, now: Micros, readable_days: u16) -> Result<Standing, AppError> {
    if posting.life.is_live(now) {
        return Ok(Standing::Live);
    }
    let ended_at = match posting.life.state() {
        State::Draft | State::Submitted | State::Returned | State::Paused => return Err(AppError::NotFound),
        State::Removed => return Err(AppError::Gone),
        State::Published | State::Expired => posting.life.run().map_or(posting.state_at, |run| run.until),
        State::Filled | State::Closed => posting.state_at,
    };
    if posting.life.run().is_none() {
        return Err(AppError::NotFound);
    }
    if now >= ended_at.plus_days(i64::from(readable_days)) {
        return Err(AppError::Gone);
    }
    Ok(Standing::Ended(ended_at.last_day_before()))
}

/// The view of a posting that is not public yet, as if it were.
pub(crate) fn to_preview(posting: Posting, employer: employer::Row, updated_at: Micros) -> PostingView {
    to_view(posting, employer, Standing::Live, updated_at)
}

fn to_view(posting: Posting, employer: employer::Row, standing: Standing, updated_at: Micros) -> PostingView {
    let mut content = posting.content;
    content.contact = sanviec_domain::posting::Contact::default();
    content.sex_text = None;
    PostingView {
        id: posting.id.code().to_string(),
        version: posting.version,
        slug: super::slug_of(&content.title),
        source: posting.source,
        source_id: posting.source_id,
        pay: content.pay.map(card_pay),
        employer: EmployerView {
            id: posting.employer_id.code().to_string(),
            name: employer.name,
            is_verified: employer.verified_at.is_some(),
        },
        entered_by: None,
        through: None,
        places: content.workplaces.iter().map(place).collect(),
        skills: content.skills.iter().map(|mention| named(&mention.written, mention.skill_id.as_deref())).collect(),
        standing,
        hired: posting.life.people().hired,
        posted_at: posting.posted_at,
        updated_at,
        live_until: posting.life.run().map(|run| run.until),
        content,
    }
}

/// A workplace in one line: address and unit in force, or as it was written.
pub(crate) fn workplace_words(workplace: &sanviec_domain::posting::Workplace) -> String {
    let place = place(workplace);
    [place.address_line, Some(place.name)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn place(workplace: &sanviec_domain::posting::Workplace) -> PlaceView {
    let found = workplace.unit.as_ref().and_then(found_of);
    let communes = found.map(sanviec_reference::place::Found::communes).unwrap_or_default();
    let commune = if let [only] = communes.as_slice() { Some(*only) } else { None };
    let province = found.and_then(|found| unit::province(found.province()));
    PlaceView {
        name: found.map_or_else(|| workplace.original.clone(), sanviec_reference::place::Found::address),
        address_line: workplace.address_line.clone(),
        commune: commune.map(|unit| (unit.full_name(), unit.code.to_owned())),
        province: province.map(|unit| (unit.name.to_owned(), unit.code.to_owned())),
        point: commune.map(|unit| unit.point),
    }
}

fn named(written: &str, id: Option<&str>) -> (String, String) {
    match id.and_then(skill::get) {
        Some(skill) => (skill.name_vi.to_owned(), skill.name_en.to_owned()),
        None => (written.to_owned(), written.to_owned()),
    }
}
