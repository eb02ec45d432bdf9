//! When somebody is to be asked about a placement, and the asking. The clock moves no outcome: it asks the parties,
//! and it tells the officer what waits. A row says when to look again; what was asked on which occasion is noted in
//! the same write, so that five clocks at once ask once.
//!
//! Days of asking roll to working days; the days of employment do not. The two duties of Decree 352/2025/NĐ-CP,
//! Article 10, are timers of their own beside the three months.

use super::ask::{Occasion, ask, desk_path, managers, officer, source_of, title_of, unsaid, write};
use super::case::{Judged, judged};
use super::entry;
use super::policies::Policies;
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use chrono::{Days, NaiveDate};
use sanviec_domain::message::Content;
use sanviec_domain::placement::{Case, Outcome, Party, Status, agreed_days, contradictions};
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::placement::asked::{self, Ask};
use sanviec_store::{Tx, audit, employer, placement};

/// Placements of one turn: whoever looked at so many has perhaps not looked at all.
pub const TURN: usize = 200;
/// Days after the first counted day on which both sides are asked.
const ASKED_AFTER: [(u64, &str); 4] = [(7, "day-7"), (30, "day-30"), (60, "day-60"), (90, "day-90")];
/// Days before the due day on which they are asked again.
const BEFORE_DUE: u64 = 7;
/// Days after the due day on which they are reminded.
const REMINDED_AFTER: [(u64, &str); 2] = [(7, "remind-1"), (30, "remind-2")];
/// Days after the due day on which the officer is told that evidence is still missing.
const ESCALATED_AFTER: u64 = 14;
/// Days after an asking that is unanswered on which the officer is told, and after which those who lead the centre are.
const UNANSWERED: (u64, u64) = (7, 21);
/// Days before the time for evidence is over on which the officer is told.
const BEFORE_LAPSE: u64 = 14;
/// Days after the referral on which the officer is told that there is no contract.
const WITHOUT_CONTRACT: [(u64, &str); 3] = [(7, "contract-7"), (30, "contract-30"), (60, "contract-60")];
/// Working days before the end of a duty on which the officer is told.
const BEFORE_DUTY: u64 = 5;

/// Who is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    /// Worker and employer, as far as they have not spoken.
    Parties,
    /// The officer; by which day it is to be done.
    Officer(NaiveDate),
    /// Those who lead the centre, because the officer did nothing about it; by which day it is to be done.
    Managers(NaiveDate),
}

/// One look at a placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    /// A working day.
    on: NaiveDate,
    occasion: &'static str,
    /// The day that the occasion counts from.
    since: NaiveDate,
    to: To,
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

fn look(day: NaiveDate, occasion: &'static str, since: NaiveDate, to: To) -> Look {
    Look { on: calendar().working_day_from(day), occasion, since, to }
}

/// Everything that is to be looked at while nothing more is recorded, in the order of days.
fn plan(row: &placement::Row, judged: &Judged) -> Vec<Look> {
    let (outcome, within_days) = (&judged.outcome, judged.policy.policy.terms.evidence.within_days);
    let mut looks = duties(row);
    if let Some(since) = unanswered(outcome, judged.case.today) {
        let last = after(since, UNANSWERED.1);
        looks.push(look(after(since, UNANSWERED.0), "unanswered", since, To::Officer(last)));
        looks.push(look(last, "unanswered-managers", since, To::Managers(last)));
    }
    match outcome.status {
        Status::AwaitingContract | Status::NotStarted => {
            if let Some(placed) = day_of_number(row.placed_on) {
                let told = |(days, occasion)| {
                    let day = after(placed, days);
                    look(day, occasion, placed, To::Officer(after(day, ESCALATED_AFTER)))
                };
                looks.extend(WITHOUT_CONTRACT.map(told));
            }
            // The first day of employment may be the first one counted.
            looks.extend(outcome.clock_from.map(|from| look(after(from, 7), "day-7", from, To::Parties)));
        }
        Status::Counting | Status::AwaitingEvidence | Status::Disputed => {
            looks.extend(counting(outcome, within_days));
        }
        Status::Failed | Status::Confirmed | Status::Lapsed => {}
    }
    looks.sort_by_key(|look| look.on);
    looks
}

fn counting(outcome: &Outcome, within_days: i32) -> Vec<Look> {
    let (Some(from), Some(due)) = (outcome.clock_from, outcome.due) else { return Vec::new() };
    let mut looks: Vec<Look> =
        ASKED_AFTER.iter().map(|(days, occasion)| look(after(from, *days), occasion, from, To::Parties)).collect();
    looks.push(look(before(due, BEFORE_DUE), "before-due", due, To::Parties));
    looks.push(look(due, "due", due, To::Parties));
    looks.extend(REMINDED_AFTER.iter().map(|(days, occasion)| look(after(due, *days), occasion, due, To::Parties)));
    let last = after(due, u64::from(within_days.max(0).unsigned_abs()));
    looks.push(look(after(due, ESCALATED_AFTER), "escalate", due, To::Officer(last)));
    looks.push(look(before(last, BEFORE_LAPSE), "before-lapse", due, To::Officer(last)));
    looks.push(look(after(last, 1), "lapsed", due, To::Officer(last)));
    looks
}

/// The first working day on which both sides were asked about days that are still not proved: nobody answered, or what
/// was answered does not suffice.
fn unanswered(outcome: &Outcome, today: NaiveDate) -> Option<NaiveDate> {
    let is_open = matches!(outcome.status, Status::Counting | Status::AwaitingEvidence | Status::Disputed);
    let (from, due) = outcome.clock_from.zip(outcome.due).filter(|_| is_open)?;
    let open = outcome.missing.iter().chain(&outcome.disputed).map(|stretch| stretch.from).min()?;
    let asked = ASKED_AFTER.iter().map(|(days, _)| after(from, *days)).chain([due]);
    let asked = asked.map(|day| calendar().working_day_from(day));
    asked.filter(|on| *on <= today && open < day_number(*on)).min()
}

/// What could be paid for a placement that nobody failed: what its policy gives to everybody while it is funded.
fn stake(policies: &Policies, judged: &Judged) -> Option<i64> {
    let (policy, today) = (&judged.policy.policy, judged.case.today);
    match judged.outcome.status {
        Status::Failed | Status::Lapsed => None,
        Status::AwaitingContract
        | Status::NotStarted
        | Status::Counting
        | Status::AwaitingEvidence
        | Status::Disputed
        | Status::Confirmed => {
            let dong = policy.money.amount_through(&[], today, policies.funded_through(policy)).ok();
            dong.filter(|dong| *dong > 0)
        }
    }
}

/// Notes in the row what the queues are read by.
pub(super) fn note(policies: &Policies, row: &mut placement::Row, judged: &Judged) {
    row.waits_from = unanswered(&judged.outcome, judged.case.today).map(day_number);
    row.stake_dong = stake(policies, judged);
    row.disputed_since = disputed_since(&judged.case);
}

/// When the first contradiction that stands was complete: its later fact was learnt then.
fn disputed_since(case: &Case) -> Option<i64> {
    let learnt = |id: &String| case.facts.iter().find(|fact| fact.id == *id).map(|fact| fact.recorded_at.0);
    let all = contradictions(case);
    all.iter().filter_map(|found| found.facts.iter().filter_map(learnt).max()).min()
}

/// The result on the national exchange, and the follow-up of one month: each before its day, and when it is late.
fn duties(row: &placement::Row) -> Vec<Look> {
    let open = |due: Option<i32>, done: Option<i32>| due.filter(|_| done.is_none()).and_then(day_of_number);
    let timers = [
        (open(row.entry_due_on, row.entry_done_on), "entry", "entry-late"),
        (open(row.follow_due_on, row.follow_done_on), "follow-up", "follow-up-late"),
    ];
    let both = |(due, soon, late): (Option<NaiveDate>, &'static str, &'static str)| {
        due.map(|due| {
            [look(before(due, BEFORE_DUTY), soon, due, To::Officer(due)), {
                look(after(due, 1), late, due, To::Officer(due))
            }]
        })
    };
    timers.into_iter().filter_map(both).flatten().collect()
}

/// When the clock should look at a placement next, after what is due was looked at.
pub(super) fn next_look(policies: &Policies, row: &placement::Row, judged: &Judged) -> Option<i64> {
    let looks = plan(row, judged);
    let today = judged.case.today;
    let asked = looks.iter().map(|look| look.on).find(|on| *on > today);
    // From this day on it may count, whether or not anybody works on it.
    let reached = judged.outcome.due.filter(|due| judged.outcome.status == Status::Counting && *due > today);
    let by_time = fails(judged).chain(unfunded(policies, judged)).filter(|on| *on > today);
    asked.into_iter().chain(reached).chain(by_time).min().map(|on| Micros::start_of(on).0)
}

/// Days on which a gap becomes too long when nobody signs: one that is there now, and the one after the last planned
/// end.
fn fails(judged: &Judged) -> impl Iterator<Item = NaiveDate> {
    let (outcome, case) = (&judged.outcome, &judged.case);
    let is_open = outcome.status == Status::Counting;
    let there = outcome.gaps.last().filter(|gap| gap.until == day_number(case.today)).map(|gap| gap.from);
    let ahead = agreed_days(case).and_then(|(_, through)| through).map(|through| day_number(through) + 1);
    let begins = there.into_iter().chain(ahead).filter(move |_| is_open);
    let most = [case.terms.gap.tolerated_days, case.terms.gap.renewal_days];
    begins.flat_map(move |from| most.map(|days| from.saturating_add(days).saturating_add(1))).filter_map(day_of_number)
}

/// The day from which nothing is at stake any more, because the money may not be claimed after the day before.
fn unfunded(policies: &Policies, judged: &Judged) -> Option<NaiveDate> {
    stake(policies, judged)?;
    policies.funded_through(&judged.policy.policy).map(|through| after(through, 1))
}

/// What is due now: of each kind of look the latest, for what was missed is not asked in a row.
fn due_now(looks: &[Look], today: NaiveDate) -> Vec<Look> {
    let due = |look: &&Look| look.on <= today;
    let parties = looks.iter().rev().filter(due).find(|look| look.to == To::Parties);
    let officer: Vec<&Look> = looks.iter().filter(due).filter(|look| look.to != To::Parties).collect();
    parties.into_iter().chain(officer).copied().collect()
}

/// Looks at what is due, one turn of it; how many were looked at. What cannot be read is noted and keeps nobody else
/// waiting.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let due = placement::list_due(app.store().reader(), ctx.now.0, TURN as u64).await?;
    let (mut round, mut count) = (Round::of(app, ctx, "placement").await?, 0);
    for row in due {
        let id = row.id;
        count += usize::from(round.ended(id, one(app, ctx, row).await).await?);
    }
    Ok(count)
}

async fn one(app: &App, ctx: &Ctx, row: placement::Row) -> Result<(), AppError> {
    let (store, keys, app, ctx) = (app.store().clone(), app.keys()?.clone(), app.clone(), ctx.clone());
    let whole = app.clone();
    whole
        .to_the_end(async move {
            let (parts, id) = ((&app, &keys, &ctx), row.id);
            store.write("look_at_placement", |tx| Box::pin(look_at(tx, parts, id))).await
        })
        .await
}

async fn look_at(tx: &Tx<'_>, parts: (&App, &Keyring, &Ctx), id: uuid::Uuid) -> Result<(), AppError> {
    let (app, _, ctx) = parts;
    let Some(mut row) = placement::hold(tx, id).await? else { return Ok(()) };
    // Another clock came first.
    if row.due_at.is_none_or(|due_at| due_at > ctx.now.0) {
        return Ok(());
    }
    let judged = judged(tx, app.policies(), &row, super::told::times(ctx, &row)).await?;
    if super::told::tell(tx, ctx, &mut row, (&judged.outcome, judged.case.today)).await? {
        placement::set_told(tx, &row).await?;
    }
    let looks = plan(&row, &judged);
    for look in due_now(&looks, judged.case.today) {
        match look.to {
            To::Parties => ask_parties(tx, parts, &row, (&judged, look)).await?,
            To::Officer(due_on) | To::Managers(due_on) => tell_staff(tx, parts, &row, (look, due_on)).await?,
        }
    }
    note(app.policies(), &mut row, &judged);
    row.due_at = next_look(app.policies(), &row, &judged);
    Ok(placement::set_look(tx, &row).await?)
}

async fn ask_parties(
    tx: &Tx<'_>,
    parts: (&App, &Keyring, &Ctx),
    row: &placement::Row,
    (judged, look): (&Judged, Look),
) -> Result<(), AppError> {
    for party in [Party::Employer, Party::Worker] {
        let days = unsaid(judged, source_of(party));
        if days.is_empty() {
            continue;
        }
        let occasion = Occasion { name: look.occasion, since_on: day_number(look.since), party };
        ask(tx, parts, row, (occasion, days.as_slice())).await?;
    }
    Ok(())
}

/// Tells the officer, or those who lead the centre; the latter too where there is no officer who can be reached.
async fn tell_staff(
    tx: &Tx<'_>,
    (app, keys, ctx): (&App, &Keyring, &Ctx),
    row: &placement::Row,
    (look, due_on): (Look, NaiveDate),
) -> Result<(), AppError> {
    let is_officers = matches!(look.to, To::Officer(_));
    let officer = if is_officers { officer(tx, keys, row).await? } else { None };
    let addresses = match officer {
        Some(officer) => vec![officer],
        None => managers(tx, keys, row).await?,
    };
    let noted = Ask {
        id: app.ids().next(),
        placement_id: row.id,
        occasion: look.occasion.to_owned(),
        since_on: day_number(look.since),
        party: if is_officers { "officer" } else { "managers" }.to_owned(),
        messages: i32::try_from(addresses.len()).unwrap_or(i32::MAX),
        asked_at: ctx.now.0,
    };
    if !asked::note_ask(tx, &noted).await? {
        return Ok(());
    }
    let employer_name = employer::load(tx, row.employer_id).await?.name;
    let (posting_title, is_late) = (title_of(tx, row).await?, due_on < ctx.today());
    let content = Content::PlacementWaits { posting_title, employer_name, due_on, is_late, path: desk_path(row) };
    for address in &addresses {
        write(tx, (app, keys, ctx), address, &content).await?;
    }
    let after = format!(r#"{{"occasion":"{}","messages":{}}}"#, look.occasion, addresses.len());
    let action = if is_officers { "tell_officer" } else { "tell_managers" };
    Ok(audit::append_at(tx, Some(row.centre_id), &[entry(ctx, action, row.id, Some(after))]).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_domain::placement::Stretch;

    fn on(text: &str) -> NaiveDate {
        sanviec_domain::time::parse_date(text).expect("a day")
    }

    fn outcome(status: Status) -> Outcome {
        Outcome {
            status,
            start: Some(on("2026-11-30")),
            clock_from: Some(on("2026-11-30")),
            due: Some(on("2027-03-01")),
            required_days: 91,
            ..Outcome::without_employment("c", None)
        }
    }

    #[test]
    fn both_sides_are_asked_on_working_days_and_the_officer_is_told_before_it_lapses() {
        let looks = counting(&outcome(Status::Counting), 180);
        let told: Vec<(&str, String)> = looks.iter().map(|look| (look.occasion, look.on.to_string())).collect();
        let expected = [
            ("day-7", "2026-12-07"),
            ("day-30", "2026-12-30"),
            ("day-60", "2027-01-29"),
            // 28 February 2027 is a Sunday.
            ("day-90", "2027-03-01"),
            ("before-due", "2027-02-22"),
            ("due", "2027-03-01"),
            ("remind-1", "2027-03-08"),
            ("remind-2", "2027-03-31"),
            ("escalate", "2027-03-15"),
            ("before-lapse", "2027-08-16"),
            // 29 August 2027 is a Sunday.
            ("lapsed", "2027-08-30"),
        ];
        assert_eq!(told, expected.map(|(occasion, day)| (occasion, day.to_owned())));
    }

    #[test]
    fn days_that_were_asked_about_wait_from_the_asking_until_they_are_proved() {
        let open = |from: &str, until: &str| Stretch { from: day_number(on(from)), until: day_number(on(until)) };
        let waits = |missing: Vec<Stretch>, today: &str| {
            unanswered(&Outcome { missing, ..outcome(Status::Counting) }, on(today)).map(|day| day.to_string())
        };
        let since = open("2026-12-01", "2026-12-20");
        assert_eq!(waits(vec![since], "2026-12-06"), None, "nobody was asked yet");
        assert_eq!(waits(vec![since], "2026-12-20").as_deref(), Some("2026-12-07"));
        assert_eq!(waits(vec![open("2026-12-10", "2026-12-20")], "2026-12-20"), None, "not asked about these yet");
        assert_eq!(waits(Vec::new(), "2027-03-20"), None, "everything is proved");
        let failed = Outcome { missing: vec![since], ..outcome(Status::Failed) };
        assert_eq!(unanswered(&failed, on("2026-12-20")), None);
    }

    #[test]
    fn what_was_missed_is_asked_once_and_not_in_a_row() {
        let looks = counting(&outcome(Status::Counting), 180);
        let due: Vec<&str> = due_now(&looks, on("2027-02-01")).iter().map(|look| look.occasion).collect();
        assert_eq!(due, ["day-60"]);
        assert!(due_now(&looks, on("2026-12-06")).is_empty());
    }
}
