//! What waits at the own centre besides letters, counted, what waits longest first: each kind for whoever may do
//! something about it.

use super::centre::{code_of, id_of};
use super::own_centre;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::{load_surviving_many, typed};
use crate::rights::{Action, Fields, Thing, demand, demand_of};
use sanviec_domain::profile::Field;
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::waiting::{self, Count};
use sanviec_store::{data_request, employer, posting};
use std::collections::HashMap;
use uuid::Uuid;

/// Days for which an application that nobody answered is shown to the centre of its person.
const UNANSWERED_DAYS: i64 = 30;
/// Unanswered applications of one part of the list.
const LISTED: usize = 100;

/// What kind of work waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// Employers to verify.
    Employers,
    /// Adverts to look at.
    Postings,
    /// Adverts that were reported.
    Reports,
    /// Letters whose result is not known or not entered.
    Referrals,
    /// Appointments of today.
    Appointments,
    /// Applications of the centre's people that the employer let run out.
    Unanswered,
    /// Requests of people about their own data.
    Requests,
    /// Placements about which nobody answers.
    Placements,
    /// Placements whose facts contradict each other.
    Contradictions,
}

impl Work {
    /// The word in keys of texts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Employers => "employers",
            Self::Postings => "postings",
            Self::Reports => "reports",
            Self::Referrals => "referrals",
            Self::Appointments => "appointments",
            Self::Unanswered => "unanswered",
            Self::Requests => "requests",
            Self::Placements => "placements",
            Self::Contradictions => "contradictions",
        }
    }
}

/// Work of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub work: Work,
    pub count: u64,
    /// Since when the oldest waits; of letters and requests the day by which it should have come, of appointments
    /// when it begins.
    pub oldest: Option<Micros>,
}

/// What waits at the own centre for whoever asks, oldest first; nothing of what does not wait.
pub async fn waiting(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::ReadDesk)?;
    let reader = app.store().reader();
    let may = |action| demand_of(ctx, action, Thing::of_centre(centre_id)).is_ok();
    let mut all: Vec<(Work, Count)> = Vec::new();
    if may(Action::VerifyEmployer) {
        all.push((Work::Employers, waiting::employers(reader, centre_id).await?));
    }
    if may(Action::Moderate) {
        all.push((Work::Postings, waiting::postings(reader, centre_id).await?));
        all.push((Work::Reports, waiting::reports(reader, centre_id).await?));
    }
    let referrals = waiting::referrals(reader, centre_id).await?;
    // Their days are last days in time; the others are instants.
    all.push((Work::Referrals, Count { oldest: referrals.oldest.and_then(day), ..referrals }));
    if may(Action::ReadPlacement) {
        let placements = waiting::placements(reader, centre_id).await?;
        all.push((Work::Placements, Count { oldest: placements.oldest.and_then(day), ..placements }));
        all.push((Work::Contradictions, waiting::contradictions(reader, centre_id).await?));
    }
    if may(Action::AnswerRequest) {
        let requests = data_request::count_open(reader, Some(centre_id)).await?;
        all.push((Work::Requests, Count { oldest: requests.oldest.and_then(day), ..requests }));
    }
    if may(Action::Appoint) {
        let today = (Micros::start_of(ctx.today()).0, Micros::end_of(ctx.today()).0);
        let mine = waiting::appointments(reader, centre_id, Some(person.account_id), today).await?;
        all.push((Work::Appointments, mine));
    }
    if may(Action::ReadApplication) {
        let since = ctx.now.plus_days(-UNANSWERED_DAYS).0;
        all.push((Work::Unanswered, waiting::unanswered(reader, centre_id, since).await?));
    }
    Ok(some(all))
}

/// What waits for those who run the platform: requests about their own data of people whom no centre serves.
pub async fn waiting_at_no_centre(app: &App, ctx: &Ctx) -> Result<Vec<Waiting>, AppError> {
    demand(ctx, Action::AnswerRequest)?;
    let requests = data_request::count_open(app.store().reader(), None).await?;
    Ok(some(vec![(Work::Requests, Count { oldest: requests.oldest.and_then(day), ..requests })]))
}

/// The beginning of a day by its number.
fn day(number: i64) -> Option<i64> {
    i32::try_from(number).ok().and_then(day_of_number).map(|day| Micros::start_of(day).0)
}

/// What there is something of, what waits longest first.
fn some(all: Vec<(Work, Count)>) -> Vec<Waiting> {
    let some = all.into_iter().filter(|(_, count)| count.waiting > 0);
    let mut waiting: Vec<Waiting> = some
        .map(|(work, count)| Waiting {
            work,
            count: u64::try_from(count.waiting).unwrap_or_default(),
            oldest: count.oldest.map(Micros),
        })
        .collect();
    waiting.sort_by_key(|one| one.oldest.unwrap_or(Micros(i64::MAX)));
    waiting
}

/// An application that an employer let run out, of somebody whom the centre serves.
#[derive(Clone, Debug)]
pub struct UnansweredView {
    /// Code of the person's profile.
    pub profile: String,
    /// Empty for whoever may not see names.
    pub person: String,
    pub posting_title: String,
    /// Code of the posting.
    pub posting: String,
    pub employer_name: String,
    /// When the clock ran out.
    pub at: Micros,
}

/// A part of such applications.
#[derive(Clone, Debug)]
pub struct UnansweredPart {
    pub items: Vec<UnansweredView>,
    /// What leads to the next part.
    pub next: Option<String>,
}

/// Where a part begins: instant and code of the last one of the part before; what stands for none begins at the
/// beginning.
fn window(after: &str) -> Option<(i64, Uuid)> {
    let (at, code) = after.split_once('-')?;
    Some((at.parse().ok()?, id_of(code).ok()?))
}

/// Applications of the centre's people that ran out unanswered in the last 30 days, oldest first, a hundred at a time.
pub async fn unanswered(app: &App, ctx: &Ctx, after: &str) -> Result<UnansweredPart, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadApplication)?;
    let (reader, since) = (app.store().reader(), ctx.now.plus_days(-UNANSWERED_DAYS).0);
    let mut rows = waiting::list_unanswered(reader, centre_id, since, window(after), LISTED as u64 + 1).await?;
    let has_more = rows.len() > LISTED;
    rows.truncate(LISTED);
    let next = rows.last().filter(|_| has_more).map(|last| format!("{}-{}", last.ended_at, code_of(last.id)));
    let ids = |of: fn(&waiting::Unanswered) -> Uuid| rows.iter().map(of).collect::<Vec<_>>();
    let living = load_surviving_many(reader, app.keys()?, &ids(|row| row.profile_id)).await?;
    let titles = posting::titles(reader, &ids(|row| row.posting_id)).await?;
    let employers = employer::find_many(reader, &ids(|row| row.employer_id)).await?;
    let employers: HashMap<Uuid, String> = employers.into_iter().map(|row| (row.id, row.name)).collect();
    let mut items = Vec::new();
    for row in rows {
        let Some(profile) = living.get(&row.profile_id) else { continue };
        // The profile that was made part of another one stays the centre's; the person may have left it since.
        if profile.centre_id != Some(centre_id) {
            continue;
        }
        let Some(title) = titles.get(&row.posting_id) else { continue };
        let name = typed::get(&profile.content, Field::Name).into_iter().flatten().next().unwrap_or_default();
        items.push(UnansweredView {
            profile: code_of(profile.id.0),
            person: if fields.has(Fields::NAME) { name } else { String::new() },
            posting_title: title.clone(),
            posting: code_of(row.posting_id),
            employer_name: employers.get(&row.employer_id).cloned().unwrap_or_default(),
            at: Micros(row.ended_at),
        });
    }
    Ok(UnansweredPart { items, next })
}
