//! Programs that are told what happens, for administrators of an organisation and managers of a centre: endpoints, what
//! became of each message, and trying again. A secret is shown once, as the answer to the form that made it.

use axum::extract::Path;
use sanviec_app::webhooks::{self, Act, Add, Added, DeliveryView, EndpointView, Owner};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::webhook::{DeliveryState, EndpointState, EventKind};
use uuid::Uuid;

use super::sheet::{
    ask, control, heading, id_of, line, moment, pair, press, refuse, sheet, show as shown, text, typed,
};
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, Opt, Shape, SheetPart, Words, Worksheet};

/// Messages on a page.
const PAGE: u64 = 20;
/// Name of the field with what is to be done.
const ACT: &str = "viec";
/// Name of the field with the message that is sent again.
const DELIVERY: &str = "lan";

/// Whose endpoints a page is about.
struct Of {
    owner: Owner,
    /// Where their addresses begin.
    base: String,
}

fn of<const CENTRE: bool>(visit: &Visit, code: &str) -> Result<Of, Stop> {
    demand_person(visit)?;
    let id = id_of(visit, code)?;
    Ok(if CENTRE {
        Of { owner: Owner::Centre(id), base: format!("/trung-tam/co-so/{code}/webhook") }
    } else {
        Of { owner: Owner::Employer(id), base: format!("/tuyen-dung/don-vi/{code}/webhook") }
    })
}

fn frame(visit: &Visit, of: &Of, title: impl Into<String>) -> Worksheet {
    let mut page = sheet(visit, title);
    let (key, path) = match of.owner {
        Owner::Employer(_) => ("hiring-title", "/tuyen-dung"),
        Owner::Centre(_) => ("desk-title", "/trung-tam"),
    };
    page.page = page.page.crumb(visit.lang.t(key), path);
    page
}

fn event(visit: &Visit, code: &str) -> String {
    visit.lang.t(&format!("hook-event-{}", code.replace(['.', '_'], "-")))
}

fn state(visit: &Visit, state: EndpointState) -> String {
    visit.lang.t(&format!("hook-state-{}", state.code()))
}

pub(super) async fn list<const CENTRE: bool>(visit: Visit, Path(code): Path<String>) -> Reply {
    let of = of::<CENTRE>(&visit, &code)?;
    Ok(shown(&visit, &listed(&visit, &of, None).await?))
}

async fn listed(visit: &Visit, of: &Of, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let rows = webhooks::endpoints(visit.app(), &visit.ctx, of.owner).await.map_err(|error| visit.fail(error))?;
    let mut page = frame(visit, of, visit.lang.t("hooks-title"));
    page.parts.push(text(visit, "hooks-what"));
    let entry = |row: &EndpointView| Entry {
        title: row.name.as_str().into(),
        href: Some(visit.lang.href(&format!("{}/{}", of.base, row.id))),
        tag: Some(state(visit, row.state)),
        notes: vec![row.address.as_str().into()],
        asks: Vec::new(),
    };
    page.parts.push(SheetPart::Entries(rows.iter().map(entry).collect()));
    page.parts.push(heading(visit, "hooks-new"));
    let mut form = ask(visit, &of.base, "hooks-add")?;
    let option = |kind: EventKind| Opt {
        value: kind.code().to_owned(),
        label: format!("{} ({})", event(visit, kind.code()), kind.code()),
        on: filled.is_some_and(|filled| filled.all("hook_events").any(|code| code == kind.code())),
    };
    form.controls = vec![
        line(visit, "hook_name", typed(filled, "hook_name", "")),
        control(visit, "hook_address", Shape::Line(typed(filled, "hook_address", "").into(), "url")),
        control(visit, "hook_events", Shape::Many(of.owner.events().into_iter().map(option).collect())),
    ];
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

pub(super) async fn add<const CENTRE: bool>(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let of = of::<CENTRE>(&visit, &code)?;
    let order = Add {
        name: filled.one("hook_name").to_owned(),
        address: filled.one("hook_address").to_owned(),
        events: filled.all("hook_events").map(str::to_owned).collect(),
    };
    let added = match filled.key() {
        Ok(key) => webhooks::add(visit.app(), &visit.ctx, of.owner, order, &key).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(added) => Ok(shown(&visit, &once(&visit, &of, &added))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(&visit, listed(&visit, &of, Some(&filled)).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// The one page that shows a secret.
fn once(visit: &Visit, of: &Of, added: &Added) -> Worksheet {
    let mut page = frame(visit, of, visit.lang.t("hooks-secret"));
    let lines = vec![added.secret.as_str().into(), visit.lang.t("hooks-secret-what").into()];
    page.parts.push(SheetPart::Notice(visit.lang.t("hooks-copy"), lines));
    let href = visit.lang.href(&format!("{}/{}", of.base, added.id));
    page.parts.push(SheetPart::Link(visit.lang.t("hooks-to-one"), href));
    page
}

fn read(visit: &Visit, id: &str) -> Result<Uuid, Stop> {
    id.parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

pub(super) async fn show<const CENTRE: bool>(visit: Visit, Path((code, id)): Path<(String, String)>) -> Reply {
    let (of, id) = (of::<CENTRE>(&visit, &code)?, read(&visit, &id)?);
    Ok(shown(&visit, &page(&visit, &of, id).await?))
}

async fn page(visit: &Visit, of: &Of, id: Uuid) -> Result<Worksheet, Stop> {
    let (app, ctx, lang) = (visit.app(), &visit.ctx, visit.lang);
    let row = webhooks::endpoint(app, ctx, of.owner, id).await.map_err(|error| visit.fail(error))?;
    let before = visit.asked("sau").parse().ok();
    let sent = webhooks::deliveries(app, ctx, of.owner, (id, before), PAGE).await;
    let sent = sent.map_err(|error| visit.fail(error))?;
    let mut page = frame(visit, of, row.name.as_str());
    page.page = page.page.crumb(lang.t("hooks-title"), &of.base);
    page.done = match visit.asked("xong") {
        "" => page.done,
        _ => Some(lang.t("hooks-done")),
    };
    let events: Vec<String> = row.events.iter().map(|kind| event(visit, kind.code())).collect();
    let mut facts = vec![
        pair(visit, "hiring-f-hook-address", row.address.as_str()),
        pair(visit, "hiring-f-hook-events", events.join("; ")),
        pair(visit, "hiring-fact-state", state(visit, row.state)),
    ];
    if let Some(reason) = &row.reason {
        facts.push(pair(visit, "hooks-reason", lang.t(&format!("hook-reason-{reason}"))));
    }
    if let Some(until) = row.old_until {
        let day = format::short_date(lang, until.last_day_before());
        facts.push(pair(visit, "hooks-old", lang.t1("hooks-old-until", "day", day)));
    }
    page.parts.push(SheetPart::Pairs(facts));
    let path = format!("{}/{id}", of.base);
    for (act, button) in offered(row.state) {
        let kept = vec![(ACT, (*act).to_owned())];
        page.parts.push(SheetPart::Form(press(visit, &path, button, kept, &row.name)?));
    }
    page.parts.push(heading(visit, "hooks-sent"));
    if sent.is_empty() {
        page.parts.push(text(visit, "hooks-none"));
    }
    let entries = sent.iter().map(|one| delivery(visit, (&path, row.state), one)).collect::<Result<_, _>>()?;
    page.parts.push(SheetPart::Entries(entries));
    if let Some(last) = sent.last().filter(|_| sent.len() as u64 == PAGE) {
        let href = lang.href(&format!("{path}?sau={}", last.id));
        page.parts.push(SheetPart::Link(lang.t("hooks-older"), href));
    }
    Ok(page)
}

/// What can be done with an endpoint: the word in the form, and the button.
const fn offered(state: EndpointState) -> &'static [(&'static str, &'static str)] {
    match state {
        EndpointState::Active => {
            &[("thu", "hooks-ping"), ("doi", "hooks-rotate"), ("dung", "hooks-pause"), ("bo", "hooks-remove")]
        }
        EndpointState::Paused | EndpointState::Disabled => {
            &[("chay", "hooks-resume"), ("doi", "hooks-rotate"), ("bo", "hooks-remove")]
        }
    }
}

fn delivery(visit: &Visit, (path, is): (&str, EndpointState), one: &DeliveryView) -> Result<Entry, Stop> {
    let lang = visit.lang;
    let mut notes: Vec<Words> = vec![moment(visit, one.created_at).into()];
    for attempt in &one.attempts {
        let status = attempt.status.map_or_else(String::new, |status| status.to_string());
        let what = match &attempt.error {
            Some(error) if attempt.status.is_none() => error.clone(),
            _ => status,
        };
        notes.push(format!("{}: {what} ({} ms)", moment(visit, attempt.at), attempt.took_ms).into());
    }
    if let Some(next) = one.next_at.filter(|_| one.state == DeliveryState::Queued && !one.attempts.is_empty()) {
        notes.push(lang.t1("hooks-next", "time", moment(visit, next)).into());
    }
    notes.push(one.body.as_str().into());
    let mut asks = Vec::new();
    if is == EndpointState::Active && one.state != DeliveryState::Queued {
        let kept = vec![(ACT, "lai".to_owned()), (DELIVERY, one.id.to_string())];
        asks.push(press(visit, path, "hooks-again", kept, &moment(visit, one.created_at))?);
    }
    Ok(Entry {
        title: event(visit, &one.kind).into(),
        href: None,
        tag: Some(lang.t(&format!("hook-delivery-{}", one.state.code()))),
        notes,
        asks,
    })
}

pub(super) async fn act<const CENTRE: bool>(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    filled: Filled,
) -> Reply {
    let (of, id) = (of::<CENTRE>(&visit, &code)?, read(&visit, &id)?);
    let done = async {
        let (app, ctx, owner, key) = (visit.app(), &visit.ctx, of.owner, filled.key()?);
        match filled.one(ACT) {
            "doi" => return Ok(Some(webhooks::rotate(app, ctx, owner, id, &key).await?)),
            "thu" => webhooks::ping(app, ctx, owner, id, &key).await?,
            "dung" => webhooks::act(app, ctx, owner, (id, Act::Pause), &key).await?,
            "chay" => webhooks::act(app, ctx, owner, (id, Act::Resume), &key).await?,
            "bo" => webhooks::act(app, ctx, owner, (id, Act::Remove), &key).await?,
            "lai" => {
                let sent = filled.one(DELIVERY).parse().map_err(|_| AppError::NotFound)?;
                webhooks::send_again(app, ctx, owner, (id, sent), &key).await?;
            }
            _ => return Err(FieldError::new("form", "missing", "Chọn một việc.", "Choose what to do.").into()),
        }
        Ok(None)
    };
    match done.await {
        Ok(Some(added)) => Ok(shown(&visit, &once(&visit, &of, &added))),
        Ok(None) if filled.one(ACT) == "bo" => Ok(elsewhere(&visit, &format!("{}?xong=changed", of.base))),
        Ok(None) => Ok(elsewhere(&visit, &format!("{}/{id}?xong=1", of.base))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => refuse(&visit, page(&visit, &of, id).await?, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}
