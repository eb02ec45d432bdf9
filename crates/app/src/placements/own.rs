//! Placements as their parties see them: where each stands, which days they are asked about, which contract waits for
//! their signature.

use super::answer::{code, open_days, own_source};
use super::append::append_shown;
use super::ask::unsaid;
use super::case::{Judged, fact_of, judged};
use super::list::title_of;
use super::outcome::{AsOf, times};
use super::reach::is_worker;
use super::said::{Channel, Said};
use super::{Append, Appended, id_of, thing_for};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::Key;
use crate::profiles::name_of;
use crate::rights::{Action, Fields, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::placement::{
    Contract, Fact, Party, Signature, SigningMethod, Source, Statement, Status, is_signed, visible_facts,
};
use sanviec_store::{Db, employer, placement, profile};
use uuid::Uuid;

/// A placement as one of its parties sees it.
#[derive(Clone, Debug)]
pub struct OwnPlacement {
    pub id: String,
    pub version: i64,
    /// The worker's name; for the worker it is the own one.
    pub person: String,
    pub employer: String,
    pub posting_title: Option<String>,
    pub judged: Judged,
    /// First and last day of each run of days that this party has not spoken of.
    pub asked: Vec<(NaiveDate, NaiveDate)>,
    /// Contracts that wait for this party's signature, the one stated last first.
    pub unsigned: Vec<Unsigned>,
    /// Numbers of all contracts that somebody stated and nobody took back.
    pub contracts: Vec<String>,
    pub party: Party,
    /// Whether whoever looks for the employer is the worker: another member speaks for it.
    pub is_worker: bool,
}

/// A contract that waits for a signature, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsigned {
    /// Code of the statement that is signed: whoever signs says which one was shown.
    pub statement: String,
    pub contract: Contract,
    /// Whether this party signed it before and it was restated since.
    pub is_restated: bool,
}

/// Placements of one page.
const PAGE: usize = 50;

/// A page of own placements, newest first.
#[derive(Clone, Debug)]
pub struct OwnPage {
    pub own: Vec<OwnPlacement>,
    /// What the next page is asked for with; `None` at the end.
    pub next: Option<String>,
}

/// The own placements: those of the worker who is signed in, or of the employer that somebody acts for. Newest first;
/// `before` is the code of the last one that was shown.
pub async fn own_placements(app: &App, ctx: &Ctx, before: Option<&str>) -> Result<OwnPage, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let reader = app.store().reader();
    let before = before.map(id_of).transpose()?;
    let (mut rows, party) = match ctx.actor.kind() {
        Role::Seeker => {
            demand_of(ctx, Action::ReadPlacement, Thing::of_account(person.account_id))?;
            (of_worker(app, person.account_id, before).await?, Party::Worker)
        }
        _ => {
            let employer_id = person.employer_id.ok_or(AppError::Forbidden)?;
            demand_of(ctx, Action::ReadPlacement, Thing::of_employer(employer_id))?;
            (placement::page_of_employer(reader, employer_id, before, PAGE as u64 + 1).await?, Party::Employer)
        }
    };
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(code);
    let mut own = Vec::with_capacity(rows.len());
    for row in &rows {
        own.push(view(app, ctx, row, party).await?);
    }
    Ok(OwnPage { own, next })
}

/// Those of the own profile and of every one that became part of it: of one page, and one more.
async fn of_worker(app: &App, account_id: Uuid, before: Option<Uuid>) -> Result<Vec<placement::Row>, AppError> {
    let reader = app.store().reader();
    let Some(own) = profile::find_by_account(reader, account_id).await? else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for id in profile::list_family(reader, own.id).await?.1 {
        rows.extend(placement::page_of_profile(reader, id, before, PAGE as u64 + 1).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.truncate(PAGE + 1);
    Ok(rows)
}

/// One own placement.
pub async fn own_placement(app: &App, ctx: &Ctx, id: &str) -> Result<OwnPlacement, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(id)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, reader, &row).await?)?;
    let party = if own_source(ctx)? == Source::Worker { Party::Worker } else { Party::Employer };
    if !fields.has(Fields::NAME) {
        return Err(AppError::Forbidden);
    }
    view(app, ctx, &row, party).await
}

async fn view(app: &App, ctx: &Ctx, row: &placement::Row, party: Party) -> Result<OwnPlacement, AppError> {
    let reader = app.store().reader();
    let judged = judged(reader, app.policies(), row, times(ctx, row, AsOf::default())).await?;
    let (contracts, mut unsigned) = contracts(&judged, party);
    let mut asked = unsaid(&judged, super::ask::source_of(party));
    let is_worker = match ctx.actor.person() {
        Some(person) if party == Party::Employer => is_worker(reader, person.account_id, row).await?,
        _ => false,
    };
    if is_worker {
        (asked, unsigned) = (Vec::new(), Vec::new());
    }
    Ok(OwnPlacement {
        id: code(row),
        version: row.version,
        person: name_of(app, row.profile_id).await?,
        employer: employer::load(reader, row.employer_id).await?.name,
        posting_title: title_of(reader, row.posting_id).await?,
        asked: asked.into_iter().map(open_days).collect(),
        unsigned,
        contracts,
        judged,
        party,
        is_worker,
    })
}

/// Numbers of the contracts that somebody stated and nobody took back, the last one first, and those of them that wait
/// for the signature of this party: not signed yet, or restated since (section 3.3 of the placement rule).
fn contracts(judged: &Judged, party: Party) -> (Vec<String>, Vec<Unsigned>) {
    let visible = visible_facts(&judged.case);
    let mut numbers: Vec<String> = Vec::new();
    let mut unsigned = Vec::new();
    let over = judged.outcome.status == Status::Failed;
    for (fact, contract) in visible.iter().rev().filter_map(|fact| Some((fact, fact.says.contract()?))) {
        if numbers.contains(&contract.contract) {
            continue;
        }
        numbers.push(contract.contract.clone());
        if !over && !is_signed(&judged.case, &contract.contract, party) {
            let mut signatures = visible.iter().filter_map(|fact| fact.says.signature());
            unsigned.push(Unsigned {
                statement: fact.id.clone(),
                contract: contract.clone(),
                is_restated: signatures.any(|one| one.contract == contract.contract && one.party == party),
            });
        }
    }
    (numbers, unsigned)
}

/// Signs a contract on the exchange, for the own side, after having shown a moment ago who one is. `statement` is the
/// code of the statement of the contract that was shown: what nobody saw is not signed.
pub async fn sign(app: &App, ctx: &Ctx, placement: &str, statement: &str, key: &Key) -> Result<Appended, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let source = own_source(ctx)?;
    let party = match ctx.actor.kind() {
        Role::Seeker => Party::Worker,
        Role::EmployerAdministrator => Party::Employer,
        // A contract is signed by whoever may bind the employer.
        _ => return Err(AppError::Forbidden),
    };
    if !person.is_fresh {
        let vi = "Để ký hợp đồng, vui lòng đăng nhập lại.";
        let en = "Please sign in again to sign the contract.";
        return Err(FieldError::new("form", "not_fresh", vi, en).into());
    }
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(placement)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, reader, &row).await?)?;
    let shown = stated(reader, &row, statement).await?;
    let signature =
        Signature { contract: shown.contract, party, signed_on: ctx.today(), method: SigningMethod::Platform };
    let said = Said {
        says: Statement::Signature(signature),
        source,
        channel: Channel::Page,
        document_hash: None,
        reference: None,
    };
    let order = Append { placement: placement.to_owned(), version: None, said };
    append_shown(app, ctx, (order, Some(statement.to_owned())), key).await
}

/// The contract that a statement of this placement tells of.
async fn stated(db: &impl Db, row: &placement::Row, statement: &str) -> Result<Contract, AppError> {
    let found = match id_of(statement) {
        Ok(id) => placement::find_fact(db, id).await?.filter(|fact| fact.placement_id == row.id),
        Err(_) => None,
    };
    let fact = found.as_ref().map(fact_of).transpose()?;
    fact.as_ref().and_then(|fact| fact.says.contract()).cloned().ok_or_else(|| {
        let vi = "Không có hợp đồng này trong hồ sơ. Tải lại trang và ký hợp đồng ghi ở đó.";
        let en = "There is no such contract here. Load the page again and sign the contract that it shows.";
        FieldError::new("form", "contract_unknown", vi, en).into()
    })
}

/// Refuses to sign a contract of which another statement than the one that was shown stands by now. To be asked in the
/// write that records the signature.
pub(super) fn demand_shown(visible: &[&Fact], said: &Said, shown: &str) -> Result<(), AppError> {
    let number = said.says.about_contract();
    let mut stated = visible.iter().rev().filter(|fact| fact.says.contract().is_some());
    let last = stated.find(|fact| fact.says.about_contract() == number);
    if last.is_some_and(|fact| fact.id == shown) {
        return Ok(());
    }
    let vi = "Hợp đồng này đã được khai lại hoặc rút lại sau khi bạn mở trang, nên chưa ký. Xem lại nội dung ở trang \
              này; nếu đúng thì ký lại.";
    let en = "This contract was restated or taken back after you opened the page, so nothing was signed. Look at what \
              the page shows now, and sign again if it is right.";
    Err(FieldError::new("form", "contract_restated", vi, en).into())
}
