//! One placement as those see it whose it is: what follows from its facts, the days one after the other, what was
//! recorded and on what papers; and what would follow if something were recorded.

use super::append::check;
use super::case::{Judged, case_of, facts_of, policy_of};
use super::documents::{DocumentView, documents};
use super::list::title_of;
use super::outcome::{AsOf, Seen, outcome_of, times};
use super::policies::Key as PolicyKey;
use super::reach::{Unreachable, demand_speaks, reach};
use super::said::{Said, heard};
use super::signatures;
use super::timeline::{FactView, timeline};
use super::{code_of, id_of, thing_for};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::name_of;
use crate::rights::{Action, Fields, demand_of};
use sanviec_domain::placement::{DayKind, Fact, Party, Stretch, calendar, evaluate};
use sanviec_domain::time::Micros;
use sanviec_store::{colleague, employer, placement};

/// One placement.
#[derive(Clone, Debug)]
pub struct PlacementView {
    pub seen: Seen,
    /// Empty where it is not to be seen.
    pub person: String,
    /// Code of the person's profile, for the staff of the centre.
    pub profile: Option<String>,
    pub employer: String,
    pub posting_title: Option<String>,
    pub officer: Option<String>,
    /// The days one after the other.
    pub days: Vec<(Stretch, DayKind)>,
    /// Newest first.
    pub facts: Vec<FactView>,
    /// Those that may be opened, newest first.
    pub documents: Vec<DocumentView>,
    /// Numbers of the contracts that somebody stated, the last one first.
    pub contracts: Vec<String>,
    /// For the staff of the centre: how many contacts each side can be asked by, or why by none.
    pub parties: Vec<(Party, Result<usize, Unreachable>)>,
}

/// A placement as of a day and a state of knowledge, with everything that was ever recorded.
pub async fn placement(app: &App, ctx: &Ctx, code: &str, as_of: AsOf) -> Result<PlacementView, AppError> {
    let seen = outcome_of(app, ctx, code, as_of).await?;
    let (reader, row, fields) = (app.store().reader(), &seen.row, seen.fields);
    let person = if fields.has(Fields::NAME) { name_of(app, row.profile_id).await? } else { String::new() };
    let officer = match row.officer_id.filter(|_| fields.has(Fields::NOTES)) {
        Some(id) => {
            let names = colleague::names(reader, row.centre_id).await?;
            names.into_iter().find(|(known, _)| *known == id).map(|(_, name)| name)
        }
        None => None,
    };
    let facts = timeline(app, ctx, code).await?;
    let mut contracts: Vec<String> = Vec::new();
    for contract in facts.iter().filter_map(|fact| fact.says.contract()) {
        if !contracts.contains(&contract.contract) {
            contracts.push(contract.contract.clone());
        }
    }
    let is_full = fields.has(Fields::IDENTITY);
    let mut parties = Vec::new();
    for party in Party::ALL.iter().copied().filter(|_| fields.has(Fields::NOTES)) {
        let reached = reach(reader, app.keys()?, ctx.now, (row, party)).await?;
        parties.push((party, reached.map(|addresses| addresses.len())));
    }
    Ok(PlacementView {
        person,
        profile: fields.has(Fields::NOTES).then(|| code_of(row.profile_id)),
        employer: employer::load(reader, row.employer_id).await?.name,
        posting_title: title_of(reader, row.posting_id).await?,
        officer,
        days: calendar(&seen.judged.outcome, seen.judged.case.today),
        documents: if is_full { documents(app, reader, row.id).await? } else { Vec::new() },
        facts,
        contracts,
        parties,
        seen,
    })
}

/// What would follow if this were recorded now: the same rule, asked with one fact more. Nothing is written.
pub async fn preview(app: &App, ctx: &Ctx, code: &str, said: &Said) -> Result<Judged, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, reader, &row).await?)?;
    let said = &heard(ctx, said)?;
    demand_speaks(reader, ctx, &row, said).await?;
    check(reader, ctx, &row, said).await?;
    signatures::check(app, ctx, &row, (said, &[])).await?;
    let (today, latest) = times(ctx, &row, AsOf::default());
    let recorded_at = Micros(latest.0.saturating_add(1));
    let mut facts = facts_of(&placement::facts(reader, row.id, latest.0).await?)?;
    facts.push(Fact { id: "preview".to_owned(), recorded_at, source: said.source, says: said.says.clone() });
    let mut policy = policy_of(reader, app.policies(), &row, today).await?;
    let mut case = case_of(&row, facts, (today, recorded_at), &policy)?;
    if row.policy_hash.is_none()
        && let Some(chosen) = app.policies().chosen(PolicyKey::of(&row), &case)
    {
        case.terms = chosen.policy.terms.clone();
        policy = chosen;
    }
    Ok(Judged { outcome: evaluate(&case), case, policy, policy_is_kept: row.policy_hash.is_some() })
}
