//! Consents of a person: read, given one purpose at a time, taken back. Given by the person on a page; by an officer
//! only with a paper that says which, taken back also by telephone. What else ends with a consent is announced in the
//! outbox, for whoever holds it.

use super::at_counter::{AtCounter, WITHDRAWAL};
use super::own::{holder, own, store};
use super::{ENTITY, Profile, ended, load_live, noted, terms};
use crate::app::App;
use crate::ctx::{Ctx, Locale, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Fields, demand_of};
use crate::secrets::Keyring;
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::consent::{
    About, Act, Channel, Command, Demand, Event, Giver, Ledger, Matter, Purpose, Record, Refusal, Way, Wording,
};
use sanviec_domain::person::Majority;
use sanviec_domain::posting::EmployerId;
use sanviec_domain::profile::ProfileId;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, audit, consent, outbox};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Number of the text that is shown now for a purpose. Whoever changes what a text means counts it up here: what was
/// agreed to before is then asked again.
#[must_use]
pub const fn wording(purpose: Purpose) -> u16 {
    match purpose {
        Purpose::Counselling
        | Purpose::Matching
        | Purpose::VisibleToEmployers
        | Purpose::Application
        | Purpose::Referral
        | Purpose::KeepAfterRefusal
        | Purpose::Alerts
        | Purpose::NationalExchange
        | Purpose::Statistics
        | Purpose::SubsidyProof
        | Purpose::Survey
        | Purpose::Guardian => 1,
    }
}

/// The use of a person's data for a matter, with today's wordings. Of somebody whose birth is not known nobody can say
/// that a guardian need not agree.
#[must_use]
pub fn demand_for(matter: Matter, profile: &Profile, ctx: &Ctx) -> Demand {
    demand_on(matter, profile, ctx.today())
}

/// The same on a day.
pub(super) fn demand_on(matter: Matter, profile: &Profile, today: NaiveDate) -> Demand {
    let majority = profile.content.identity.birth.map_or(Majority::Minor, |birth| birth.majority_on(today));
    let (least_wording, least_guardian_wording) = (wording(matter.purpose), wording(Purpose::Guardian));
    Demand { matter, least_wording, least_guardian_wording, majority }
}

/// What the person who is signed in agreed to.
pub async fn own_consents(app: &App, ctx: &Ctx) -> Result<Ledger, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let reader = app.store().reader();
    match sanviec_store::profile::find_by_account(reader, person.account_id).await? {
        Some(row) => ledger(reader, ProfileId(row.id)).await,
        None => Ok(Ledger::default()),
    }
}

/// What a person agreed to, for the staff of the centre that serves the person. Who sees no more of somebody than card
/// and name does not see this either.
pub async fn consents(app: &App, ctx: &Ctx, id: ProfileId) -> Result<Ledger, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id.0).await?;
    let fields = demand_of(ctx, Action::ReadProfile, profile.thing())?;
    if !fields.has(Fields::NOTES) {
        return Err(AppError::Forbidden);
    }
    ledger(app.store().reader(), id).await
}

/// Whether a guardian must agree beside somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardianNeed {
    /// The person is of age.
    OfAge,
    /// The person is under 18.
    Underage,
    /// Nobody can say: no birth is recorded.
    BirthUnknown,
}

/// Whether a guardian must agree beside a person today, for the staff who see what the person agreed to.
pub async fn guardian_need(app: &App, ctx: &Ctx, id: ProfileId) -> Result<GuardianNeed, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id.0).await?;
    if !demand_of(ctx, Action::ReadProfile, profile.thing())?.has(Fields::NOTES) {
        return Err(AppError::Forbidden);
    }
    Ok(match profile.content.identity.birth.map(|birth| birth.majority_on(ctx.today())) {
        Some(Majority::Adult) => GuardianNeed::OfAge,
        Some(Majority::Child | Majority::Minor) => GuardianNeed::Underage,
        None => GuardianNeed::BirthUnknown,
    })
}

/// Everything recorded of a person.
pub(crate) async fn ledger(db: &impl Db, id: ProfileId) -> Result<Ledger, AppError> {
    Ok(ledgers(db, &[id.0]).await?.remove(&id.0).unwrap_or_default())
}

/// Which profiles became part of one of these, however far away, and of which.
pub(crate) async fn parts_of(db: &impl Db, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Uuid>, AppError> {
    let mut whole: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let mut last = ids.to_vec();
    while !last.is_empty() {
        let parts = sanviec_store::profile::list_parts_of(db, &last).await?;
        last.clear();
        for (part, of) in parts {
            let kept = whole.get(&of).copied().unwrap_or(of);
            if whole.insert(part, kept).is_none() {
                last.push(part);
            }
        }
    }
    Ok(whole)
}

/// Everything recorded of each of these people, in two questions where no profile became part of another one. What was
/// agreed to, and above all what was taken back, under a profile that is part of one of them now counts with it.
pub(crate) async fn ledgers(db: &impl Db, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Ledger>, AppError> {
    let whole = parts_of(db, ids).await?;
    let all: Vec<Uuid> = ids.iter().copied().chain(whole.keys().copied()).collect();
    let mut records: BTreeMap<Uuid, Vec<Record>> = ids.iter().map(|id| (*id, Vec::new())).collect();
    for row in consent::list_of_many(db, &all).await? {
        let id = whole.get(&row.profile_id).copied().unwrap_or(row.profile_id);
        records.entry(id).or_default().push(read(row)?);
    }
    Ok(records.into_iter().map(|(id, records)| (id, Ledger::of(records))).collect())
}

/// Somebody agrees, or takes back.
#[derive(Clone, Copy, Debug)]
pub struct Decide {
    pub matter: Matter,
    /// The version of the text that was read; `None` takes back.
    pub agreed: Option<u16>,
}

/// Records what the person who is signed in decided on a page. The profile is made when there is none.
pub async fn decide(app: &App, ctx: &Ctx, decide: Decide, key: &Key) -> Result<(), AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    let lang = if ctx.locale == Locale::En { Lang::En } else { Lang::Vi };
    let command = match decide.agreed {
        Some(version) => Command::Give {
            matter: decide.matter,
            wording: Wording { version, lang },
            shown: wording(decide.matter.purpose),
            way: Way::OnScreen,
            giver: Giver::Person,
            evidence: None,
        },
        None => Command::Withdraw { matter: decide.matter, way: Way::OnScreen, giver: Giver::Person },
    };
    once(app, ctx, key, Deciding::new(app, ctx, person, None, command)?).await
}

/// Records what somebody decided at a counter, on paper or by telephone; the rules say what each can do.
pub async fn record(app: &App, ctx: &Ctx, id: ProfileId, command: Command, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    once(app, ctx, key, Deciding::new(app, ctx, person, Some(id), command)?).await
}

/// The same by somebody who stood at the counter and whose paper was seen; that is in the audit.
pub(super) async fn record_seen(
    app: &App,
    ctx: &Ctx,
    id: ProfileId,
    (command, seen): (Command, AtCounter),
    key: &Key,
) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let deciding = Deciding::new(app, ctx, person, Some(id), command)?;
    once(app, ctx, key, Deciding { seen: Some(seen), ..deciding }).await
}

struct Deciding {
    app: App,
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    profile_id: Option<ProfileId>,
    command: Command,
    /// Whose paper was seen, of somebody who stood at the counter.
    seen: Option<AtCounter>,
    new_id: Uuid,
    consent_id: Uuid,
}

impl Deciding {
    fn new(app: &App, ctx: &Ctx, person: Person, id: Option<ProfileId>, command: Command) -> Result<Self, AppError> {
        let (new_id, consent_id) = (app.ids().next(), app.ids().next());
        let keys = app.keys()?.clone();
        let (app, ctx) = (app.clone(), ctx.clone());
        Ok(Self { app, ctx, keys, person, profile_id: id, command, seen: None, new_id, consent_id })
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut profile = match self.profile_id {
            None => own(tx, &self.keys, &self.ctx, (self.person.account_id, self.new_id)).await?,
            Some(id) => {
                let profile = load_live(tx, &self.keys, id.0).await?;
                demand_of(&self.ctx, Action::EditProfile, profile.thing())?;
                profile
            }
        };
        if profile.version == 0 {
            store(tx, &self.keys, &self.ctx, &mut profile).await?;
        }
        // Whoever sends something on a consent that is taken back now comes before, and it is withdrawn, or after.
        sanviec_store::profile::hold(tx, profile.id.0).await?;
        apply(tx, &self.ctx, &profile, self.command.clone(), self.consent_id).await?;
        if let Some(seen) = self.seen {
            let (Command::Give { matter, .. } | Command::Withdraw { matter, .. }) = &self.command;
            let entry = seen.noted(&self.ctx, WITHDRAWAL, profile.id, Some(matter.purpose));
            audit::append(tx, &[entry]).await?;
        }
        ended::follow((&self.app, &self.ctx), tx, profile.id, &self.command).await
    }
}

/// Puts a command to a person's consents and keeps what came of it; for use within a larger write.
pub(crate) async fn apply(
    tx: &Tx<'_>,
    ctx: &Ctx,
    profile: &Profile,
    command: Command,
    id: Uuid,
) -> Result<(), AppError> {
    let known = ledger(tx, profile.id).await?;
    let (_, events) = known.step(command, ctx.now).map_err(refused)?;
    for event in &events {
        consent::insert(tx, &row(id, profile.id, event.record())).await?;
        let after = serde_json::json!({ "purpose": event.record().matter.purpose.code() }).to_string();
        audit::append(tx, &[noted(ctx, event.code(), profile.id, Some(after))]).await?;
        announce(tx, ctx, profile, event).await?;
    }
    let found_by = [Purpose::Matching, Purpose::VisibleToEmployers, Purpose::Guardian];
    if events.iter().any(|event| found_by.contains(&event.record().matter.purpose)) {
        terms::keep(tx, profile, ctx.now).await?;
    }
    Ok(())
}

async fn announce(tx: &Tx<'_>, ctx: &Ctx, profile: &Profile, event: &Event) -> Result<(), AppError> {
    let kind = event.code();
    let change = outbox::Change { entity: ENTITY, entity_id: profile.id.0, version: profile.version, kind };
    outbox::append(tx, &[change], ctx.now.0).await?;
    Ok(())
}

fn refused(refusal: Refusal) -> AppError {
    let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
    FieldError::new("consent", refusal.code(), vi, en).into()
}

fn row(id: Uuid, profile_id: ProfileId, record: &Record) -> consent::Row {
    let (employer_id, channel) = match record.matter.about {
        About::Whole => (None, None),
        About::Employer(employer) => (Some(employer.0), None),
        About::Channel(channel) => (None, Some(channel.code().to_owned())),
    };
    consent::Row {
        id,
        profile_id: profile_id.0,
        purpose: record.matter.purpose.code().to_owned(),
        employer_id,
        channel,
        act: record.act.code().to_owned(),
        at: record.at.0,
        wording_version: i32::from(record.wording.version),
        lang: if record.wording.lang == Lang::En { "en" } else { "vi" }.to_owned(),
        way: record.way.code().to_owned(),
        giver: record.giver.code().to_owned(),
        evidence: record.evidence.clone(),
    }
}

fn read(row: consent::Row) -> Result<Record, StoreError> {
    let corrupt = |column: &'static str| StoreError::corrupt("consent", column, row.id);
    let about = match (row.employer_id, row.channel.as_deref()) {
        (None, None) => About::Whole,
        (Some(employer), None) => About::Employer(EmployerId(employer)),
        (None, Some(code)) => About::Channel(Channel::find_by_code(code).ok_or_else(|| corrupt("channel"))?),
        (Some(_), Some(_)) => return Err(corrupt("channel")),
    };
    let purpose = Purpose::find_by_code(&row.purpose).ok_or_else(|| corrupt("purpose"))?;
    Ok(Record {
        matter: Matter { purpose, about },
        act: Act::find_by_code(&row.act).ok_or_else(|| corrupt("act"))?,
        at: Micros(row.at),
        wording: Wording {
            version: u16::try_from(row.wording_version).map_err(|_| corrupt("wording_version"))?,
            lang: if row.lang == "en" { Lang::En } else { Lang::Vi },
        },
        way: Way::find_by_code(&row.way).ok_or_else(|| corrupt("way"))?,
        giver: Giver::find_by_code(&row.giver).ok_or_else(|| corrupt("giver"))?,
        evidence: row.evidence,
    })
}

impl Work for Deciding {
    type Answer = ();

    fn name(&self) -> &'static str {
        "decide_consent"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let id = self.profile_id.map_or(Uuid::nil(), |id| id.0);
        // Codes and a number of a file; nothing of it is kept but a keyed hash.
        let mut asked = vec![id.as_bytes().to_vec(), format!("{:?}", self.command).into_bytes()];
        asked.extend(self.seen.map(|seen| format!("{seen:?}").into_bytes()));
        asked
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
