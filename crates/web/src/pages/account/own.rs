//! The own account.

use axum::http::StatusCode;
use sanviec_app::accounts::{self, IdentityView, RoleView, SessionView};
use sanviec_app::{Action, Key, Role, may_at_work};
use sanviec_domain::time::{Micros, clock_time};

use super::{Reply, Stop, device, external, form};
use crate::format;
use crate::http::{Visit, unkept};
use crate::view::{self, AccountPage, Section, Words};

pub(super) async fn show(visit: Visit) -> Reply {
    form::demand_person(&visit)?;
    let own = accounts::overview(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("account-title")).within(Section::Account);
    page.indexed = false;
    let roles = roles(&visit, &own.roles)?;
    let mut sessions = Vec::new();
    for session in &own.sessions {
        sessions.push(row(&visit, session)?);
    }
    let identities = own.identities.into_iter().map(|held| identity(&visit, &held)).collect::<Result<_, _>>()?;
    let has_factor = own.second_factor.is_some() || !own.passkeys.is_empty();
    let page = AccountPage {
        page,
        done: done(&visit),
        ways: ways(&visit),
        contacts: own.contacts.iter().map(|held| held.contact.as_str().into()).collect(),
        backup_codes: has_factor.then(|| visit.lang.t1("account-codes-left", "count", own.backup_codes.to_string())),
        codes_key: key(&visit)?,
        passkeys: own.passkeys.into_iter().map(|key| key.name.into()).collect(),
        identities,
        providers: providers(&visit),
        helps: accounts::may_reset_factors(visit.ctx.actor),
        has_password: own.has_password,
        second_factor: own.second_factor.map(|at| format::long_date(visit.lang, at.day())),
        may_remove: !own.needs_second_factor,
        roles,
        sessions,
        others_key: key(&visit)?,
        remove_key: key(&visit)?,
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

/// The roles that the person can take on, the one of a seeker first.
fn roles(visit: &Visit, held: &[RoleView]) -> Result<Vec<view::Role>, Stop> {
    let seeker = view::Role {
        id: String::new(),
        label: label(visit, Role::Seeker, ""),
        is_this: held.iter().all(|held| !held.is_this),
        key: key(visit)?,
    };
    let others = held.iter().map(|held| {
        Ok(view::Role {
            id: held.membership_id.to_string(),
            label: label(visit, held.role, &held.place),
            is_this: held.is_this,
            key: key(visit)?,
        })
    });
    std::iter::once(Ok(seeker)).chain(others).collect()
}

/// Names of the configured providers, and where each is asked.
fn providers(visit: &Visit) -> Vec<(String, String)> {
    let asked = accounts::providers(visit.app()).into_iter().map(|provider| {
        let href = visit.lang.href(&format!("/dang-nhap/ngoai/{}", provider.name));
        (external::label(visit.lang, &provider), href)
    });
    asked.collect()
}

fn key(visit: &Visit) -> Result<String, Stop> {
    Ok(Key::fresh().map_err(|error| visit.fail(error))?.as_str().to_owned())
}

/// What was just done, named in the address by the page that did it.
fn done(visit: &Visit) -> Option<String> {
    let key = match visit.asked("xong") {
        "mat-khau" => "account-done-password",
        "phien" => "account-done-session",
        "lien-he" => "account-done-address",
        "lien-he-bo" => "account-done-address-gone",
        "khoa-bo" => "account-done-passkey-gone",
        "danh-tinh" => "account-done-identity",
        "danh-tinh-bo" => "account-done-identity-gone",
        "hai-buoc-tat" => "account-done-factor",
        "hai-buoc-can" => "account-done-needed",
        _ => return None,
    };
    Some(visit.lang.t(key))
}

fn identity(visit: &Visit, held: &IdentityView) -> Result<view::Owned, Stop> {
    let day = format::short_date(visit.lang, held.since.day());
    Ok(view::Owned {
        label: external::label_of(visit, &held.provider).into(),
        notes: vec![visit.lang.t1("account-since", "day", day)],
        action: None,
        id: held.id.to_string(),
        key: key(visit)?,
    })
}

/// Where the role in use works.
fn ways(visit: &Visit) -> Vec<(String, String)> {
    let way = |key: &str, path: &str| (visit.lang.t(key), visit.lang.href(path));
    match visit.person().map(|person| person.role) {
        Some(Role::Seeker) => {
            vec![
                way("account-profile-open", "/ho-so"),
                way("mine-title", "/ung-tuyen"),
                way("hiring-title", "/tuyen-dung"),
            ]
        }
        Some(Role::EmployerMember | Role::EmployerAdministrator) => {
            vec![
                way("hiring-title", "/tuyen-dung"),
                way("applicants-title", "/ung-vien"),
                way("received-title", "/phieu-den"),
            ]
        }
        Some(_) if may_at_work(visit.ctx.actor, Action::Moderate) => vec![way("queue-title", "/kiem-duyet")],
        _ => Vec::new(),
    }
}

fn role_name(visit: &Visit, role: Role) -> String {
    visit.lang.t(&format!("role-{}", role.code().replace('_', "-")))
}

fn label(visit: &Visit, role: Role, place: &str) -> Words {
    let name = role_name(visit, role);
    if place.is_empty() { name.into() } else { format!("{name}, {place}").into() }
}

fn row(visit: &Visit, session: &SessionView) -> Result<view::Session, Stop> {
    Ok(view::Session {
        id: session.id.to_string(),
        device: device::name(visit.lang, &session.device),
        role: session.role.map(|role| role_name(visit, role)).unwrap_or_default(),
        began: time(visit, session.created_at),
        seen: time(visit, session.seen_at),
        is_this: session.is_this,
        key: key(visit)?,
    })
}

fn time(visit: &Visit, at: Micros) -> String {
    format!("{} {}", clock_time(at), format::short_date(visit.lang, at.day()))
}
