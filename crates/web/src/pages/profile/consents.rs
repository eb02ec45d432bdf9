//! What the person agreed to, one purpose at a time: the text, since when, taking it back, the history.

use axum::http::StatusCode;
use sanviec_app::AppError;
use sanviec_app::profiles::{self, Decide, Shared};
use sanviec_domain::consent::{About, Act, Channel, Ledger, Matter, Purpose, Record, Scope, Standing};
use sanviec_domain::time::clock_time;

use super::{Reply, Stop, demand_own, demand_person, labels, sheet};
use crate::format;
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{ConsentRow, ConsentsPage, Section};

/// What is asked on the page: what something reads. A centre, applications and referrals ask where they are chosen or
/// made, and a guardian agrees at the counter.
fn asked() -> Vec<Matter> {
    let whole = [Purpose::Matching, Purpose::VisibleToEmployers, Purpose::NationalExchange];
    whole.into_iter().map(Matter::whole).collect()
}

/// What is agreed to elsewhere, or was asked once and is not any more: shown while it holds, to be taken back.
fn only_taken_back() -> impl Iterator<Item = Matter> {
    let not_asked = Purpose::ALL.iter().copied().filter(|purpose| !purpose.is_asked());
    let whole = not_asked.filter(|purpose| purpose.scope() == Scope::Whole);
    let alerts = [Channel::Email, Channel::Sms, Channel::Zalo].map(Matter::alerts_by);
    std::iter::once(Purpose::Counselling).chain(whole).map(Matter::whole).chain(alerts)
}

/// The name by which a matter goes in forms and texts.
fn name(matter: Matter) -> String {
    let purpose = labels::dashed(matter.purpose.code());
    match matter.about {
        About::Channel(channel) => format!("{purpose}-{}", channel.code()),
        _ => purpose,
    }
}

/// The same for forms: of employers there are many.
fn form_name(matter: Matter) -> String {
    match matter.about {
        About::Employer(employer) => format!("{}-{}", name(matter), employer.0),
        About::Whole | About::Channel(_) => name(matter),
    }
}

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let ledger = profiles::own_consents(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("consents-title")).within(Section::Account);
    page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    page.indexed = false;
    let holds = |matter: Matter| matches!(ledger.standing(matter, visit.ctx.now), Standing::Given(_));
    let mut rows = Vec::new();
    for matter in asked().into_iter().chain(only_taken_back().filter(|matter| holds(*matter))) {
        rows.push(row(&visit, &ledger, matter)?);
    }
    let shared = profiles::shared_with(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    for one in shared.iter().filter(|one| holds(one.matter)) {
        rows.push(ConsentRow { title: titled(&visit, one), ..row(&visit, &ledger, one.matter)? });
    }
    let history = ledger.records().iter().rev().map(|record| told(&visit, record, &shared).into()).collect();
    let done = (visit.asked("xong") == "1").then(|| visit.lang.t("consents-done"));
    let wrong = (visit.asked("loi") == "1").then(|| visit.lang.t("consents-outdated"));
    Ok(unkept(&visit, StatusCode::OK, &ConsentsPage { page, done, wrong, rows, history }))
}

fn row(visit: &Visit, ledger: &Ledger, matter: Matter) -> Result<ConsentRow, Stop> {
    let shown = profiles::wording(matter.purpose);
    let day = |record: &Record| format::long_date(visit.lang, record.at.day());
    let (state, holds) = match ledger.standing(matter, visit.ctx.now) {
        Standing::Never => (visit.lang.t("consents-never"), false),
        Standing::Withdrawn(record) => (visit.lang.t1("consents-withdrawn", "day", day(record)), false),
        Standing::Given(record) if record.wording.version < shown => (visit.lang.t("consents-outdated"), false),
        Standing::Given(record) => (visit.lang.t1("consents-given", "day", day(record)), true),
    };
    let after = visit.lang.t(&format!("after-{}", labels::dashed(matter.purpose.after_withdrawal().code())));
    Ok(ConsentRow {
        name: form_name(matter),
        title: visit.lang.t(&format!("purpose-{}", name(matter))),
        text: visit.lang.t(&format!("purpose-{}-{shown}", name(matter))),
        state,
        holds,
        version: shown.to_string(),
        after: visit.lang.t1("consents-after", "what", after),
        key: sheet::key(visit)?,
    })
}

/// A purpose with the employer that it is about.
fn titled(visit: &Visit, shared: &Shared) -> String {
    let purpose = visit.lang.t(&format!("purpose-{}", labels::dashed(shared.matter.purpose.code())));
    format!("{purpose}: {}", shared.employer)
}

fn told(visit: &Visit, record: &Record, shared: &[Shared]) -> String {
    let act = match record.act {
        Act::Given => visit.lang.t("consents-history-given"),
        Act::Withdrawn => visit.lang.t("consents-history-withdrawn"),
    };
    let about = shared.iter().find(|one| one.matter == record.matter);
    let plain = || visit.lang.t(&format!("purpose-{}", name(record.matter)));
    let purpose = about.map_or_else(plain, |one| titled(visit, one));
    let wording = visit.lang.t1("consents-wording", "number", record.wording.version);
    let (time, day) = (clock_time(record.at), format::short_date(visit.lang, record.at.day()));
    format!("{time} {day}: {act} – {purpose} ({wording})")
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand_own(&visit).await?;
    let shared = profiles::shared_with(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut matters = asked().into_iter().chain(only_taken_back()).chain(shared.iter().map(|one| one.matter));
    let matter = matters.find(|matter| form_name(*matter) == filled.one("purpose"));
    let key = filled.key();
    let (Some(matter), Ok(key)) = (matter, key) else { return Ok(elsewhere(&visit, "/ho-so/dong-y")) };
    let agreed = match filled.one("agreed") {
        "" => None,
        // What goes to one employer is agreed to where it is sent, a centre where it is chosen, and the rest nowhere.
        _ if !asked().contains(&matter) => return Ok(elsewhere(&visit, "/ho-so/dong-y?loi=1")),
        version => Some(version.parse().unwrap_or_default()),
    };
    match profiles::decide(visit.app(), &visit.ctx, Decide { matter, agreed }, &key).await {
        Ok(()) => Ok(elsewhere(&visit, "/ho-so/dong-y?xong=1")),
        // The text changed, or another window was faster: the page says how it is now.
        Err(AppError::Refused(_) | AppError::Conflict) => Ok(elsewhere(&visit, "/ho-so/dong-y?loi=1")),
        Err(error) => Err(visit.fail(error).into()),
    }
}
