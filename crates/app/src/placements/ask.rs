//! Asking an employer or a worker whether somebody was employed: a message with a link of one use to a contact that the
//! party itself confirmed. What was asked on an occasion is noted in the same write, so that it is asked once.

use super::answer::open_days;
use super::case::Judged;
use super::reach::{Address, Unreachable, reach};
use super::{code_of, entry, id_of, thing_for};
use crate::accounts::confirmed_contacts;
use crate::app::App;
use crate::applications::link_token;
use crate::ctx::{Ctx, Role};
use crate::desk::follows_placements;
use crate::error::{AppError, FieldError};
use crate::messages::{self, Letter};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use crate::secrets::{Keyring, sha256};
use sanviec_domain::message::Content;
use sanviec_domain::placement::{Party, Source, Stretch, unsaid_days};
use sanviec_domain::time::day_number;
use sanviec_store::placement::asked::{self, Ask, Link};
use sanviec_store::{BoxFuture, Tx, audit, colleague, employer, placement, posting};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Days for which a link can be used.
const LINK_DAYS: i64 = 14;
/// Most of those who lead a centre that are told at once.
const MOST_MANAGERS: usize = 5;
/// The occasion of an officer who asks now.
const BY_HAND: &str = "by-hand";

/// Whom an officer asks now.
#[derive(Clone, Debug)]
pub struct AskNow {
    /// Code of the placement.
    pub placement: String,
    pub party: Party,
}

/// How many messages went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub messages: u32,
}

/// Asks one side about the days that it has not spoken of; once a day.
pub async fn ask_now(app: &App, ctx: &Ctx, order: AskNow, key: &Key) -> Result<Asking, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(&order.placement)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::OpenPlacement, thing_for(ctx, reader, &row).await?)?;
    let work = Now { app: app.clone(), ctx: ctx.clone(), keys: app.keys()?.clone(), id: row.id, party: order.party };
    once(app, ctx, key, work).await
}

struct Now {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    id: Uuid,
    party: Party,
}

impl Now {
    async fn run(&self, tx: &Tx<'_>) -> Result<Asking, AppError> {
        let row = placement::hold(tx, self.id).await?.ok_or(AppError::NotFound)?;
        let times = super::outcome::times(&self.ctx, &row, super::AsOf::default());
        let judged = super::case::judged(tx, self.app.policies(), &row, times).await?;
        let days = unsaid(&judged, source_of(self.party));
        if days.is_empty() {
            let vi = "Bên này đã trả lời cho mọi ngày đến nay.";
            let en = "This side has answered for every day so far.";
            return Err(FieldError::new("party", "nothing_to_ask", vi, en).into());
        }
        let asking = Occasion { name: BY_HAND, since_on: day_number(self.ctx.today()), party: self.party };
        let sent = ask(tx, (&self.app, &self.keys, &self.ctx), &row, (asking, days.as_slice())).await?;
        match sent {
            None => {
                let (vi, en) = ("Hôm nay đã hỏi bên này rồi.", "This side was asked today already.");
                Err(FieldError::new("party", "asked_already", vi, en).into())
            }
            Some(Err(why)) => Err(why.told().into()),
            Some(Ok(messages)) => Ok(Asking { messages }),
        }
    }
}

impl Work for Now {
    type Answer = Asking;

    fn name(&self) -> &'static str {
        "ask_employment"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), self.party.code().as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Asking, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Who speaks when a party does.
pub(super) const fn source_of(party: Party) -> Source {
    match party {
        Party::Employer => Source::Employer,
        Party::Worker => Source::Worker,
    }
}

/// The days so far of which a source has said neither yes nor no, run by run: what it said of the days between two runs
/// stands. Days that it could not tell of are asked again.
pub(super) fn unsaid(judged: &Judged, source: Source) -> Vec<Stretch> {
    let outcome = &judged.outcome;
    let Some(from) = outcome.start.map(day_number) else { return Vec::new() };
    let today = day_number(judged.case.today);
    let until = outcome.due.map_or(today, |due| day_number(due).min(today));
    let until = outcome.on.map_or(until, |on| day_number(on).min(until));
    unsaid_days(&judged.case, source, Stretch { from, until })
}

/// From the first day of several runs to the last, those between them too. None where there is no run.
pub(super) fn whole(runs: &[Stretch]) -> Option<Stretch> {
    runs.iter().copied().reduce(|first, last| Stretch { from: first.from, until: last.until })
}

/// When and of whom something is asked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion {
    pub(super) name: &'static str,
    pub(super) since_on: i32,
    pub(super) party: Party,
}

/// Asks a side about runs of days on an occasion, inside a write. `None` when it was asked on it before, and where
/// there is nothing to ask.
pub(super) async fn ask(
    tx: &Tx<'_>,
    (app, keys, ctx): (&App, &Keyring, &Ctx),
    row: &placement::Row,
    (occasion, runs): (Occasion, &[Stretch]),
) -> Result<Option<Result<u32, Unreachable>>, AppError> {
    let Some(days) = whole(runs) else { return Ok(None) };
    let noted = Ask {
        id: app.ids().next(),
        placement_id: row.id,
        occasion: occasion.name.to_owned(),
        since_on: occasion.since_on,
        party: occasion.party.code().to_owned(),
        messages: 0,
        asked_at: ctx.now.0,
    };
    if !asked::note_ask(tx, &noted).await? {
        return Ok(None);
    }
    let reached = reach(tx, keys, ctx.now, (row, occasion.party)).await?;
    let employer_name = employer::load(tx, row.employer_id).await?.name;
    let posting_title = title_of(tx, row).await?;
    for address in reached.iter().flatten() {
        let path = make_link(tx, (app, ctx), row, (occasion.party, days, address)).await?;
        let content = Content::EmploymentAsked {
            posting_title: posting_title.clone(),
            employer_name: employer_name.clone(),
            from_on: days.first_on(),
            through_on: days.last_on(),
            runs: if runs.len() > 1 { runs.iter().copied().map(open_days).collect() } else { Vec::new() },
            to_worker: occasion.party == Party::Worker,
            path,
        };
        write(tx, (app, keys, ctx), address, &content).await?;
    }
    let sent = reached.as_ref().map_or(0, Vec::len) as u32;
    asked::set_messages(tx, noted.id, sent as i32).await?;
    let after = format!(r#"{{"party":"{}","occasion":"{}","messages":{sent}}}"#, occasion.party.code(), occasion.name);
    audit::append_at(tx, Some(row.centre_id), &[entry(ctx, "ask_employment", row.id, Some(after))]).await?;
    Ok(Some(reached.map(|_| sent)))
}

/// Title of the vacancy, where it is still there: what tells one message from another without a name in it.
pub(super) async fn title_of(tx: &Tx<'_>, row: &placement::Row) -> Result<Option<String>, AppError> {
    let Some(id) = row.posting_id else { return Ok(None) };
    Ok(posting::find(tx, id).await?.map(|posting| posting.title))
}

/// Queues a message in the write of what it tells.
pub(super) async fn write(
    tx: &Tx<'_>,
    (app, keys, ctx): (&App, &Keyring, &Ctx),
    address: &Address,
    content: &Content,
) -> Result<(), AppError> {
    let letter = Letter::of((app.ids().next(), Some(address.account_id)), &address.contact, content, None);
    messages::enqueue(tx, keys, ctx, &letter).await
}

async fn make_link(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    row: &placement::Row,
    (party, days, address): (Party, Stretch, &Address),
) -> Result<String, AppError> {
    let token = link_token()?;
    let link = Link {
        id: app.ids().next(),
        placement_id: row.id,
        party: party.code().to_owned(),
        token_hash: sha256(token.as_bytes()).to_vec(),
        from_on: days.from,
        through_on: days.until - 1,
        created_at: ctx.now.0,
        expires_at: ctx.now.plus_days(LINK_DAYS).0,
        used_at: None,
        fact_id: None,
        account_id: Some(address.account_id),
        contact_id: Some(address.contact_id),
    };
    asked::add_link(tx, &link).await?;
    Ok(format!("/xac-nhan/{token}"))
}

/// The officer whose case it is, where there is one who works there and can be reached.
pub(super) async fn officer(tx: &Tx<'_>, keys: &Keyring, row: &placement::Row) -> Result<Option<Address>, AppError> {
    let Some(account_id) = row.officer_id else { return Ok(None) };
    let held = colleague::list(tx, row.centre_id).await?;
    if !held.iter().any(|one| one.account_id == account_id && follows_placements(&one.role)) {
        return Ok(None);
    }
    first_address(tx, keys, account_id).await
}

/// Where somebody of a centre is written to.
async fn first_address(tx: &Tx<'_>, keys: &Keyring, account_id: Uuid) -> Result<Option<Address>, AppError> {
    let first = confirmed_contacts(tx, keys, account_id).await?.into_iter().next();
    Ok(first.map(|(contact_id, contact)| Address { account_id, contact_id, contact }))
}

/// Those who lead the centre, as far as they can be reached.
pub(super) async fn managers(tx: &Tx<'_>, keys: &Keyring, row: &placement::Row) -> Result<Vec<Address>, AppError> {
    let mut addresses: Vec<Address> = Vec::new();
    let lead = |held: &colleague::Row| held.role == Role::CentreManager.code();
    for held in colleague::list(tx, row.centre_id).await?.into_iter().filter(lead) {
        let address = first_address(tx, keys, held.account_id).await?;
        addresses.extend(address.filter(|new| addresses.iter().all(|known| known.account_id != new.account_id)));
    }
    addresses.truncate(MOST_MANAGERS);
    Ok(addresses)
}

/// Path of the page of a placement at the desk.
pub(super) fn desk_path(row: &placement::Row) -> String {
    format!("/trung-tam/viec-lam/{}", code_of(row.id))
}
