//! Retracting what somebody was paid by takes two people (section 6 of the placement rule): whoever says that a fact
//! was wrong proposes it, and another person of the centre, who entered neither, records it or declines. Until then the
//! fact stands.

use super::append::append_by;
use super::policies::Policies;
use super::said::{Channel, Said};
use super::{Appended, code_of, entry, id_of, thing_for};
use crate::api_keys::behind;
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::claim::{self, RetractionRefusal, RetractionState, Verdict};
use sanviec_domain::membership::AccountId;
use sanviec_domain::placement::{Source, Statement};
use sanviec_domain::time::Micros;
use sanviec_store::placement::erasure;
use sanviec_store::placement::retraction::{self, Retraction};
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, audit, claim as claims_stored, colleague, placement};
use uuid::Uuid;

/// Placements of one page.
const PAGE: u64 = 25;

/// The fact with this code, when somebody was paid by it.
pub(super) async fn paid_by(
    db: &impl Db,
    row: &placement::Row,
    code: &str,
) -> Result<Option<placement::Fact>, AppError> {
    let Ok(id) = id_of(code) else { return Ok(None) };
    let found = placement::find_fact(db, id).await?.filter(|fact| fact.placement_id == row.id);
    let Some(fact) = found else { return Ok(None) };
    Ok(claims_stored::is_paid_by(db, row.id, fact.recorded_at).await?.then_some(fact))
}

/// Proposes a retraction of a placement that the caller holds. Nothing about the placement changes.
pub(super) async fn propose(
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &placement::Row,
    (id, fact, said): (Uuid, &placement::Fact, &Said),
) -> Result<Appended, AppError> {
    let Statement::Retraction { why, .. } = &said.says else {
        return Err(AppError::internal("only a retraction can wait for a second person"));
    };
    if retraction::find_waiting(tx, fact.id).await?.is_some() {
        let vi = "Đã có người đề nghị rút lại điều này; đang chờ người thứ hai.";
        let en = "Somebody proposed to retract this already; it waits for a second person.";
        return Err(FieldError::new("retracts", "retraction_waits", vi, en).into());
    }
    let proposed = Retraction {
        id,
        placement_id: row.id,
        fact_id: fact.id,
        why: why.clone(),
        source: said.source.code().to_owned(),
        channel: said.channel.code().to_owned(),
        document_hash: said.document_hash.map(Vec::from),
        reference: said.reference.clone(),
        proposed_by: ctx.actor.person().map(|person| person.account_id),
        proposed_at: ctx.now.0,
        state: RetractionState::Waiting.code().to_owned(),
        is_waiting: Some(1),
        decided_by: None,
        decided_at: None,
        note: None,
    };
    retraction::propose(tx, &proposed).await?;
    // Of somebody who is gone the words go as well, once it is decided.
    erasure::look_again(tx, row.id, ctx.now.0).await?;
    noted(tx, ctx, row, &proposed, "retraction_proposed").await?;
    Ok(Appended { id: code_of(id), recorded_at: ctx.now, version: row.version, waits: true })
}

async fn noted(
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &placement::Row,
    proposed: &Retraction,
    action: &str,
) -> Result<(), AppError> {
    let after = serde_json::json!({"retraction": code_of(proposed.id), "fact": code_of(proposed.fact_id)});
    let told = entry(ctx, action, row.id, Some(after.to_string()));
    Ok(audit::append_at(tx, Some(row.centre_id), &[told]).await?)
}

/// A retraction that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRetraction {
    pub id: String,
    /// Code of the fact that is to be retracted.
    pub fact: String,
    pub why: String,
    pub source: Source,
    pub proposed_at: Micros,
    /// Name of whoever proposed it, where they work at the centre.
    pub proposed_by: Option<String>,
}

/// Retractions of a placement that wait, oldest first; for the staff of its centre.
pub async fn waiting_retractions(app: &App, ctx: &Ctx, code: &str) -> Result<Vec<WaitingRetraction>, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    if ctx.actor.centre_id() != Some(row.centre_id) {
        return Err(AppError::Forbidden);
    }
    let names = colleague::names(reader, row.centre_id).await?;
    let view = |row: Retraction| {
        let source = Source::find_by_code(&row.source).ok_or_else(|| corrupt(&row, "source"))?;
        let by = row.proposed_by.and_then(|id| names.iter().find(|(known, _)| *known == id));
        Ok(WaitingRetraction {
            id: code_of(row.id),
            fact: code_of(row.fact_id),
            why: row.why,
            source,
            proposed_at: Micros(row.proposed_at),
            proposed_by: by.map(|(_, name)| name.clone()),
        })
    };
    retraction::list_waiting(reader, row.id).await?.into_iter().map(view).collect()
}

/// Placements with a retraction that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetractionsToDecide {
    /// Code of each, and since when it waits.
    pub items: Vec<(String, Micros)>,
    /// Whether there are more after this page.
    pub has_more: bool,
}

/// The placements of the own centre with a retraction that waits, the longest waiting first, after so many pages.
pub async fn retractions_to_decide(app: &App, ctx: &Ctx, page: u64) -> Result<RetractionsToDecide, AppError> {
    let centre_id = ctx.actor.centre_id().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ApproveClaim, Thing::of_centre(centre_id))?;
    let mut waiting = retraction::list_waiting_at(app.store().reader(), centre_id, page * PAGE, PAGE + 1).await?;
    let has_more = waiting.len() as u64 > PAGE;
    waiting.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let items = waiting.into_iter().map(|(id, since)| (code_of(id), Micros(since))).collect();
    Ok(RetractionsToDecide { items, has_more })
}

/// What the second person says.
#[derive(Clone, Debug)]
pub struct DecideRetraction {
    /// Code of the placement.
    pub placement: String,
    /// Code of the retraction.
    pub retraction: String,
    /// Whether it is recorded; else it is declined.
    pub is_confirmed: bool,
    /// Why; needed to decline.
    pub note: String,
}

/// Records a retraction that another person proposed, or declines it.
pub async fn decide_retraction(app: &App, ctx: &Ctx, order: DecideRetraction, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let row = placement::find(app.store().reader(), id_of(&order.placement)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ApproveClaim, Thing::of_centre(row.centre_id))?;
    crate::claims::fresh(person)?;
    let verdict = Verdict::new(order.is_confirmed, &order.note).map_err(refused)?;
    let work = Deciding {
        policies: app.policies().clone(),
        ctx: ctx.clone(),
        person,
        placement_id: row.id,
        id: id_of(&order.retraction)?,
        verdict,
    };
    once(app, ctx, key, work).await
}

struct Deciding {
    policies: Policies,
    ctx: Ctx,
    person: Person,
    placement_id: Uuid,
    id: Uuid,
    verdict: Verdict,
}

impl Deciding {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        let found = retraction::find(tx, self.id).await?.filter(|found| found.placement_id == row.id);
        let proposed = found.ok_or(AppError::NotFound)?;
        let fact = placement::find_fact(tx, proposed.fact_id).await?.ok_or(AppError::NotFound)?;
        let waiting = claim::Retraction {
            state: RetractionState::find_by_code(&proposed.state).ok_or_else(|| corrupt(&proposed, "state"))?,
            proposed_by: behind(tx, proposed.proposed_by).await?.map(AccountId),
            entered_by: behind(tx, fact.entered_by).await?.map(AccountId),
        };
        let state = waiting.decided(AccountId(self.person.account_id), &self.verdict).map_err(refused)?.state;
        let note = self.verdict.note();
        let decided = Retraction {
            state: state.code().to_owned(),
            decided_by: Some(self.person.account_id),
            decided_at: Some(self.ctx.now.0),
            note: (!note.is_empty()).then(|| note.to_owned()),
            ..proposed.clone()
        };
        retraction::decide(tx, &decided).await?;
        noted(tx, &self.ctx, &row, &proposed, &format!("retraction_{}", state.code())).await?;
        if state == RetractionState::Confirmed {
            let said = said_of(&proposed)?;
            append_by(tx, &self.policies, &self.ctx, &mut row, (proposed.id, &said, proposed.proposed_by)).await?;
        }
        Ok(())
    }
}

fn refused(refusal: RetractionRefusal) -> AppError {
    let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
    FieldError::new(refusal.field(), refusal.code(), vi, en).into()
}

/// What was proposed, as it is recorded.
fn said_of(row: &Retraction) -> Result<Said, AppError> {
    let document_hash = match &row.document_hash {
        None => None,
        Some(hash) => Some(hash.as_slice().try_into().map_err(|_| corrupt(row, "document_hash"))?),
    };
    Ok(Said {
        says: Statement::Retraction { retracts: code_of(row.fact_id), why: row.why.clone() },
        source: Source::find_by_code(&row.source).ok_or_else(|| corrupt(row, "source"))?,
        channel: Channel::find_by_code(&row.channel).ok_or_else(|| corrupt(row, "channel"))?,
        document_hash,
        reference: row.reference.clone(),
    })
}

fn corrupt(row: &Retraction, column: &'static str) -> AppError {
    StoreError::corrupt("placement_retraction", column, row.id).into()
}

impl Work for Deciding {
    type Answer = ();

    fn name(&self) -> &'static str {
        "decide_retraction"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), format!("{:?}", self.verdict).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
