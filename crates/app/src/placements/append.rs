//! Recording a fact. It gets its instant inside the write that holds the placement: later than every instant that was
//! used for it, whatever the clock of this node says, so that what somebody read for good never changes behind them.

use super::case::facts_of;
use super::file::{demand_there, file_of};
use super::own::demand_shown;
use super::policies::Policies;
use super::proof;
use super::reach::demand_speaks;
use super::retraction;
use super::said::{Channel, Said, heard, rests_on_something};
use super::signatures;
use super::{code_of, entry, id_of, thing_for};
use crate::app::App;
use crate::applications::FileState;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once, owner_of};
use crate::rights::{Action, demand_of};
use sanviec_domain::placement::{Fact, FactKind, Party, Source, Statement, visible_facts};
use sanviec_domain::time::{Micros, day_number};
use sanviec_store::placement::{asked, document};
use sanviec_store::{BoxFuture, Db, Tx, audit, placement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A fact to be recorded.
#[derive(Clone, Debug)]
pub struct Append {
    /// Code of the placement.
    pub placement: String,
    /// Version that was seen; `None` takes the present one: a true fact is not refused because another came first.
    pub version: Option<i64>,
    pub said: Said,
}

/// A fact that was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appended {
    /// Code of the fact.
    pub id: String,
    /// When the service learnt it.
    pub recorded_at: Micros,
    /// Version of the placement afterwards.
    pub version: i64,
    /// Nothing is recorded yet: a retraction of what somebody was paid by, which waits for a second person. The instant
    /// is that of the proposal.
    #[serde(default)]
    pub waits: bool,
}

/// Records a fact of a placement, by the centre whose work it is or by one of its parties.
pub async fn append(app: &App, ctx: &Ctx, order: Append, key: &Key) -> Result<Appended, AppError> {
    append_shown(app, ctx, (order, None), key).await
}

/// The same, of a contract of which this statement was shown: another one that stands by then is not spoken of.
pub(super) async fn append_shown(
    app: &App,
    ctx: &Ctx,
    (order, shown): (Append, Option<String>),
    key: &Key,
) -> Result<Appended, AppError> {
    let placement_id = id_of(&order.placement)?;
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, app.store().reader(), &row).await?)?;
    let order = Append { said: heard(ctx, &order.said)?, ..order };
    if order.said.says.kind() == FactKind::Succession {
        return super::succession::succeed_at(app, ctx, (placement_id, order.version), (order.said, key)).await;
    }
    // Before the write: a paper never changes, and a process is not started while rows are held.
    let is_weighed = signatures::check(app, ctx, &row, (&order.said, &[])).await?;
    // A signature of the other party that comes in between would not have been asked about.
    let order = Append { version: order.version.or(is_weighed.then_some(row.version)), ..order };
    let work = Appending {
        policies: app.policies().clone(),
        ctx: ctx.clone(),
        placement_id,
        fact_id: app.ids().next(),
        order,
        shown,
    };
    once(app, ctx, key, work).await
}

struct Appending {
    policies: Policies,
    ctx: Ctx,
    placement_id: Uuid,
    fact_id: Uuid,
    order: Append,
    /// Code of the statement of the contract that was shown.
    shown: Option<String>,
}

impl Appending {
    async fn run(&self, tx: &Tx<'_>) -> Result<Appended, AppError> {
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        if self.order.version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        let said = &self.order.said;
        if let Some(shown) = &self.shown {
            let times = super::told::times(&self.ctx, &row);
            let judged = super::case::judged(tx, &self.policies, &row, times).await?;
            demand_shown(&visible_facts(&judged.case), said, shown)?;
        }
        if let Some(code) = said.says.retracts()
            && let Some(fact) = retraction::paid_by(tx, &row, code).await?
        {
            demand_speaks(tx, &self.ctx, &row, said).await?;
            check(tx, &self.ctx, &row, said).await?;
            return retraction::propose(tx, &self.ctx, &row, (self.fact_id, &fact, said)).await;
        }
        append_held(tx, &self.policies, &self.ctx, &mut row, (self.fact_id, said)).await
    }
}

impl Work for Appending {
    type Answer = Appended;

    fn name(&self) -> &'static str {
        "append_fact"
    }

    fn owner(&self) -> Option<Uuid> {
        owner_of(&self.ctx)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let said = &self.order.said;
        let shown = self.shown.iter().map(|shown| shown.as_bytes().to_vec());
        [self.placement_id.as_bytes().to_vec(), format!("{said:?}").into_bytes()].into_iter().chain(shown).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Appended, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Adds a fact to a placement that the caller holds, and stores what follows for the row: the instant that was used,
/// the policy once somebody signed, when the clock should look again. Whoever acts must be one who speaks for the side.
pub(crate) async fn append_held(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    row: &mut placement::Row,
    (fact_id, said): (Uuid, &Said),
) -> Result<Appended, AppError> {
    demand_speaks(tx, ctx, row, said).await?;
    demand_there(tx, row, said).await?;
    let entered_by = ctx.actor.person().map(|person| person.account_id);
    append_by(tx, policies, ctx, row, (fact_id, said, entered_by)).await
}

/// The same, entered by whoever is named and was heard then: somebody else may be the one who records it.
pub(super) async fn append_by(
    tx: &Tx<'_>,
    policies: &Policies,
    ctx: &Ctx,
    row: &mut placement::Row,
    (fact_id, said, entered_by): (Uuid, &Said, Option<Uuid>),
) -> Result<Appended, AppError> {
    check(tx, ctx, row, said).await?;
    let recorded_at = Micros(ctx.now.0.max(row.last_known_at.saturating_add(1)));
    let fact = Fact { id: code_of(fact_id), recorded_at, source: said.source, says: said.says.clone() };
    let file_id = file_of(tx, row, said).await?;
    let added = placement::Fact { file_id, ..stored(row.id, (fact_id, &fact), said, entered_by) };
    placement::append(tx, &added).await?;
    answered(tx, row.id, (fact_id, said, ctx)).await?;
    if let Statement::Succession(succession) = &said.says {
        placement::add_employer(tx, row.id, &succession.to_employer).await?;
    }
    row.last_known_at = recorded_at.0;
    super::choice::choose(tx, policies, ctx, row).await?;
    let judged = super::case::judged(tx, policies, row, super::told::times(ctx, row)).await?;
    proof::take(tx, (policies, ctx), row, (&fact, &judged)).await?;
    super::told::tell(tx, ctx, row, (&judged.outcome, judged.case.today)).await?;
    super::succession::retracted(tx, ctx, row, (&fact, &judged.case)).await?;
    super::duty::count_follow_up(row, &judged.case);
    super::clock::note(policies, row, &judged);
    // What is due already is looked at first.
    if row.due_at.is_none_or(|due_at| due_at > ctx.now.0) {
        row.due_at = super::clock::next_look(policies, row, &judged);
    }
    row.updated_at = ctx.now.0;
    placement::update_guarded(tx, row).await?;
    row.version += 1;
    let after = format!(
        r#"{{"fact":"{}","kind":"{}","source":"{}","channel":"{}","hash":"{}"}}"#,
        fact.id,
        fact.says.kind().code(),
        said.source.code(),
        said.channel.code(),
        crate::evidence::fact_hash(&added)
    );
    audit::append_at(tx, Some(row.centre_id), &[entry(ctx, "append_fact", row.id, Some(after))]).await?;
    Ok(Appended { id: fact.id, recorded_at, version: row.version, waits: false })
}

/// A party that speaks of days, by whichever way, has answered what it was asked of these days.
async fn answered(tx: &Tx<'_>, id: Uuid, (fact_id, said, ctx): (Uuid, &Said, &Ctx)) -> Result<(), AppError> {
    let party = match said.source {
        Source::Employer => Party::Employer,
        Source::Worker => Party::Worker,
        Source::Insurer | Source::Payroll | Source::Officer | Source::Centre => return Ok(()),
    };
    let Some(days) = said.says.attestation() else { return Ok(()) };
    let days = (day_number(days.from), day_number(days.through));
    Ok(asked::close_links(tx, (id, party.code()), days, (fact_id, ctx.now.0)).await?)
}

fn stored(placement_id: Uuid, (id, fact): (Uuid, &Fact), said: &Said, entered_by: Option<Uuid>) -> placement::Fact {
    let (from, through) = fact.says.true_days();
    placement::Fact {
        id,
        placement_id,
        kind: fact.says.kind().code().to_owned(),
        body: fact.to_json(),
        recorded_at: fact.recorded_at.0,
        source: fact.source.code().to_owned(),
        true_from: from.map(day_number),
        true_through: through.map(day_number),
        entered_by,
        channel: said.channel.code().to_owned(),
        document_hash: said.document_hash.map(Vec::from),
        reference: said.reference.clone(),
        file_id: None,
    }
}

/// What the rule would pass over without a word: a contract or a fact that nobody stated, a signature of tomorrow.
pub(super) async fn check(db: &impl Db, ctx: &Ctx, row: &placement::Row, said: &Said) -> Result<(), AppError> {
    let known = placement::facts(db, row.id, i64::MAX).await?;
    if let Some(hash) = said.document_hash.filter(|_| said.channel != Channel::File) {
        let paper = document::find_by_hash(db, row.id, &hash).await?;
        if paper.is_none_or(|paper| paper.state == FileState::Infected.code()) {
            let vi = "Giấy tờ này chưa được tải lên hồ sơ. Tải bản quét lên trước.";
            let en = "This paper was not uploaded here. Upload its scan first.";
            return Err(FieldError::new("document", "document_unknown", vi, en).into());
        }
    }
    if let (Some(contract), true) = (said.says.about_contract(), said.says.kind() != FactKind::Contract) {
        let facts = facts_of(&known)?;
        let mut stated = facts.iter().filter_map(|fact| fact.says.contract());
        if !stated.any(|stated| stated.contract == contract) {
            let vi = "Chưa ai khai hợp đồng có số này. Khai hợp đồng trước.";
            let en = "Nobody stated a contract with this number yet. State the contract first.";
            return Err(FieldError::new("contract", "contract_unknown", vi, en).into());
        }
    }
    if said.says.signature().is_some_and(|signature| signature.signed_on > ctx.today()) {
        let (vi, en) = ("Ngày ký chưa đến.", "The day of signing is still to come.");
        return Err(FieldError::new("signed_on", "not_yet", vi, en).into());
    }
    if said.says.attestation().is_some_and(|said| said.stated_on.is_some_and(|on| on > ctx.today())) {
        let (vi, en) = ("Ngày xác nhận chưa đến.", "The day of the statement is still to come.");
        return Err(FieldError::new("stated_on", "not_yet", vi, en).into());
    }
    match said.says.retracts() {
        Some(code) => check_retraction(&known, code, said),
        None => Ok(()),
    }
}

/// Only what was recorded can be retracted. An officer who says that another party was wrong shows on what paper: the
/// centre is paid by what stands. That a retraction of what was paid by takes two people, [`retraction`] sees to.
fn check_retraction(known: &[placement::Fact], code: &str, said: &Said) -> Result<(), AppError> {
    let Some(fact) = known.iter().find(|fact| code_of(fact.id) == code) else {
        let (vi, en) = ("Không có sự kiện nào mang mã này.", "There is no fact with this code.");
        return Err(FieldError::new("retracts", "fact_unknown", vi, en).into());
    };
    let is_own = [Source::Officer, Source::Centre].iter().any(|own| own.code() == fact.source);
    if said.source == Source::Officer && !is_own && !rests_on_something(said) {
        let vi = "Đây là lời của bên khác. Nêu giấy tờ cho thấy điều đó sai.";
        let en = "Another party said this. Name the paper that shows it to be wrong.";
        return Err(FieldError::new("document", "paper_missing", vi, en).into());
    }
    Ok(())
}
