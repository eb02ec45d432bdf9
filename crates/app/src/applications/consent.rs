//! What was agreed to for an application: recorded and asked through the rules of consents. An application without a
//! profile keeps its consents with itself.

use super::desk::Desk;
use crate::ctx::Locale;
use crate::error::{AppError, FieldError};
use crate::profiles;
use sanviec_domain::Lang;
use sanviec_domain::application::{Kind, Terms};
use sanviec_domain::consent::{Act, Command, Demand, Giver, Ledger, Matter, Purpose, Record, Way, Wording};
use sanviec_domain::person::Majority;
use sanviec_domain::posting::EmployerId;
use sanviec_domain::time::Micros;
use sanviec_store::application::{self, Consent, Row};
use sanviec_store::{Db, Tx};
use uuid::Uuid;

/// Version of the sentence that is ticked before an application is sent.
pub const WORDING: u16 = 1;
/// Version of the sentence that a guardian agrees to.
pub const GUARDIAN_WORDING: u16 = 1;

/// One consent that is given now.
pub(super) struct Given {
    pub(super) purpose: Purpose,
    /// Version that was read.
    pub(super) read: u16,
    pub(super) way: Way,
    /// Where the paper is found, of one on paper; it is kept with the consents of the profile.
    pub(super) evidence: Option<String>,
}

fn matter(purpose: Purpose, employer_id: Uuid) -> Matter {
    match purpose {
        Purpose::Application | Purpose::KeepAfterRefusal => Matter::with(purpose, EmployerId(employer_id)),
        other => Matter::whole(other),
    }
}

/// Version of the sentence that is shown for a purpose: a full application says more of what goes.
const fn shown(purpose: Purpose, kind: Kind) -> u16 {
    match (purpose, kind) {
        (Purpose::Guardian, _) => GUARDIAN_WORDING,
        (_, Kind::Quick) => WORDING,
        (purpose, Kind::Full) => profiles::wording(purpose),
    }
}

fn kind_of(row: &Row) -> Result<Kind, AppError> {
    let kind = Kind::find_by_code(&row.kind);
    kind.ok_or_else(|| sanviec_store::Error::corrupt("application", "kind", row.id).into())
}

/// The consents of one application.
pub(super) fn ledger(rows: &[Consent], employer_id: Uuid) -> Result<Ledger, AppError> {
    let records: Result<Vec<Record>, AppError> = rows.iter().map(|row| record(row, employer_id)).collect();
    Ok(Ledger::of(records?))
}

fn record(row: &Consent, employer_id: Uuid) -> Result<Record, AppError> {
    let corrupt = |column| AppError::from(sanviec_store::Error::corrupt("application_consent", column, row.id));
    let purpose = Purpose::find_by_code(&row.purpose).ok_or_else(|| corrupt("purpose"))?;
    Ok(Record {
        matter: matter(purpose, employer_id),
        act: Act::find_by_code(&row.act).ok_or_else(|| corrupt("act"))?,
        at: Micros(row.at),
        wording: Wording {
            version: u16::try_from(row.wording).map_err(|_| corrupt("wording"))?,
            lang: if row.lang == "en" { Lang::En } else { Lang::Vi },
        },
        way: Way::find_by_code(&row.way).ok_or_else(|| corrupt("way"))?,
        giver: Giver::find_by_code(&row.giver).ok_or_else(|| corrupt("giver"))?,
        evidence: None,
    })
}

/// Records that somebody agreed, when the rules take it.
pub(super) async fn give(desk: &Desk, tx: &Tx<'_>, row: &Row, given: &Given) -> Result<(), AppError> {
    let lang = if desk.ctx.locale == Locale::En { Lang::En } else { Lang::Vi };
    let command = Command::Give {
        matter: matter(given.purpose, row.employer_id),
        wording: Wording { version: given.read, lang },
        shown: shown(given.purpose, kind_of(row)?),
        way: given.way,
        giver: giver(given.purpose),
        evidence: given.evidence.clone(),
    };
    keep(desk, tx, row, command).await
}

/// Records that what was agreed to is taken back, by whoever gave it.
pub(super) async fn withdraw(desk: &Desk, tx: &Tx<'_>, row: &Row, purpose: Purpose) -> Result<(), AppError> {
    let matter = matter(purpose, row.employer_id);
    keep(desk, tx, row, Command::Withdraw { matter, way: Way::OnScreen, giver: giver(purpose) }).await
}

const fn giver(purpose: Purpose) -> Giver {
    if matches!(purpose, Purpose::Guardian) { Giver::Guardian } else { Giver::Person }
}

async fn keep(desk: &Desk, tx: &Tx<'_>, row: &Row, command: Command) -> Result<(), AppError> {
    let before = ledger(&application::list_consents(tx, row.id).await?, row.employer_id)?;
    let (_, events) = before.step(command, desk.ctx.now).map_err(refused)?;
    for event in events {
        let record = event.record();
        let consent = Consent {
            id: desk.app.ids().next(),
            application_id: row.id,
            purpose: record.matter.purpose.code().to_owned(),
            act: record.act.code().to_owned(),
            at: record.at.0,
            wording: i32::from(record.wording.version),
            lang: record.wording.lang.code().to_owned(),
            way: record.way.code().to_owned(),
            giver: record.giver.code().to_owned(),
        };
        application::add_consent(tx, &consent).await?;
    }
    Ok(())
}

fn refused(refusal: sanviec_domain::consent::Refusal) -> AppError {
    FieldError::new("consent", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

/// Whether the employer may have what was sent, as of now.
pub(super) fn holds(ledger: &Ledger, employer_id: Uuid, terms: Terms, now: Micros) -> bool {
    let demand = Demand {
        matter: matter(Purpose::Application, employer_id),
        least_wording: shown(Purpose::Application, terms.kind),
        least_guardian_wording: GUARDIAN_WORDING,
        majority: if terms.needs_guardian { Majority::Minor } else { Majority::Adult },
    };
    ledger.allows(demand, now).is_ok()
}

/// The same for an application in the store.
pub(super) async fn holds_for(db: &impl Db, row: &Row, terms: Terms, now: Micros) -> Result<bool, AppError> {
    let ledger = ledger(&application::list_consents(db, row.id).await?, row.employer_id)?;
    Ok(holds(&ledger, row.employer_id, terms, now))
}
