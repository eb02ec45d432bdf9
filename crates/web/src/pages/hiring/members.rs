//! Members of an organisation, for its administrators.

use axum::extract::Path;
use sanviec_app::organisations::{self, Change, Invite, MemberView};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::membership::{MemberState, Role};

use super::sheet::{ask, heading, id_of, line, one, press, refuse, sheet, show as shown, text, typed};
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Worksheet};

const ROLES: [&str; 2] = ["recruiter", "administrator"];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code, None).await?))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let members = organisations::members(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("members-title"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    page.parts.push(text(visit, "members-what"));
    let entries = members.iter().map(|member| entry(visit, code, member)).collect::<Result<_, _>>()?;
    page.parts.push(SheetPart::Entries(entries));
    page.parts.push(heading(visit, "members-invite"));
    let mut form = ask(visit, &format!("/tuyen-dung/don-vi/{code}/thanh-vien"), "members-invite-button")?;
    form.controls = vec![
        line(visit, "label", typed(filled, "label", "")),
        line(visit, "contact", typed(filled, "contact", "")),
        one(visit, "role", &ROLES, typed(filled, "role", "recruiter")),
    ];
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

fn entry(visit: &Visit, code: &str, member: &MemberView) -> Result<Entry, Stop> {
    let name = if member.label.is_empty() { member.contact.as_str() } else { member.label.as_str() };
    let mut notes =
        vec![visit.lang.t(&format!("members-role-{}", member.role.code())).into(), member.contact.as_str().into()];
    if let Some(until) = member.invited_until {
        let day = format::short_date(visit.lang, until.last_day_before());
        notes.push(visit.lang.t1("members-invited-until", "day", day).into());
    }
    let path = format!("/tuyen-dung/don-vi/{code}/thanh-vien/doi");
    let mut asks = Vec::new();
    for (change, button) in changes(member) {
        let kept = vec![("member", member.account_id.to_string()), ("change", change.to_owned())];
        asks.push(press(visit, &path, button, kept, name)?);
    }
    let tag = visit.lang.t(&format!("members-state-{}", member.state.code()));
    let tag = if member.is_self { format!("{tag}, {}", visit.lang.t("members-self")) } else { tag };
    Ok(Entry { title: name.into(), href: None, tag: Some(tag), notes, asks })
}

/// What can be done with a member, and the words of the button.
fn changes(member: &MemberView) -> Vec<(&'static str, &'static str)> {
    let role = match member.role {
        Role::Administrator => ("recruiter", "members-to-recruiter"),
        Role::Recruiter | Role::Reader => ("administrator", "members-to-administrator"),
    };
    match member.state {
        MemberState::Invited => vec![("remove", "members-remove")],
        MemberState::Active => vec![role, ("suspend", "members-suspend"), ("remove", "members-remove")],
        MemberState::Suspended => vec![("restore", "members-restore"), ("remove", "members-remove")],
    }
}

pub(super) async fn invite(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let invite = Invite {
        organisation: id_of(&visit, &code)?,
        contact: filled.one("contact").to_owned(),
        label: filled.one("label").to_owned(),
        role: filled.one("role").to_owned(),
    };
    let done = async {
        let key = filled.key()?;
        organisations::invite(visit.app(), &visit.ctx, invite, &key).await
    };
    answer(&visit, &code, Some(&filled), done.await, "invited").await
}

pub(super) async fn change(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id = id_of(&visit, &code)?;
    let done = async {
        let (change, key) = (wanted(&filled)?, filled.key()?);
        organisations::change_members(visit.app(), &visit.ctx, id, change, &key).await
    };
    answer(&visit, &code, None, done.await, "changed").await
}

fn wanted(filled: &Filled) -> Result<Change, AppError> {
    let unread = || FieldError::new("form", "missing", "Chọn một thành viên.", "Choose a member.");
    let who = filled.one("member").parse().map_err(|_| unread())?;
    Ok(match filled.one("change") {
        "suspend" => Change::Suspend(who),
        "restore" => Change::Restore(who),
        "remove" => Change::Remove(who),
        "recruiter" => Change::Role(who, Role::Recruiter),
        "administrator" => Change::Role(who, Role::Administrator),
        _ => return Err(unread().into()),
    })
}

async fn answer(visit: &Visit, code: &str, filled: Option<&Filled>, done: Result<(), AppError>, word: &str) -> Reply {
    match done {
        Ok(()) => Ok(elsewhere(visit, &format!("/tuyen-dung/don-vi/{code}/thanh-vien?xong={word}"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            refuse(visit, page(visit, code, filled).await?, error)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
