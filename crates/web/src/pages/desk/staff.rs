//! Who works at a centre: invited, and handed over when they leave.

use axum::extract::Path;
use sanviec_app::desk::{self, Colleague, HandOver, Invite, Staff};
use sanviec_app::{AppError, Role};

use super::super::account::Stop;
use super::{Reply, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow};

const NAME: &str = "ten";
const CONTACT: &str = "lien-he";
const ROLE: &str = "vai-tro";
const BRANCH: &str = "chi-nhanh";
const LEAVES: &str = "thoi";
const TO: &str = "nhan";
const INVITATION: &str = "loi-moi";
const NAMES: [(&str, &str); 5] =
    [("name", NAME), ("contact", CONTACT), ("role", ROLE), ("membership", LEAVES), ("to", TO)];
const ROLES: [Role; 4] = [Role::Officer, Role::CentreManager, Role::Moderator, Role::Auditor];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code, None).await?;
    page.done = match visit.asked("xong") {
        "thu-hoi" => Some(visit.lang.t("staff-done-taken-back").into()),
        "ban-giao" => Some(visit.lang.t("staff-done-handed-over").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("staff-title"))?);
    let staff = desk::staff(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(staff.centre_name.as_str().into()));
    let rows = staff.colleagues.iter().map(|colleague| row(visit, colleague)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("staff-none")));
    if !staff.invitations.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("staff-invited")));
        page.blocks.push(DeskBlock::Rows(invitations(visit, code, &staff)?, String::new()));
    }
    page.blocks.push(DeskBlock::Heading(lang.t("staff-invite")));
    page.blocks.push(DeskBlock::Form(invitation(visit, code, &staff, filled)?));
    if !staff.colleagues.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("staff-leaves")));
        page.blocks.push(DeskBlock::Text(lang.t("staff-leaves-what").into()));
        page.blocks.push(DeskBlock::Form(leaving(visit, code, &staff, filled)?));
    }
    Ok(page)
}

fn row(visit: &Visit, colleague: &Colleague) -> DeskRow {
    let lang = visit.lang;
    let work = lang.t2(
        "staff-work",
        ("letters", &colleague.open_referrals.to_string()),
        ("meetings", &colleague.appointments.to_string()),
    );
    let followed = lang.n("staff-placements", colleague.placements);
    let contact = colleague.contact.as_ref().map(|contact| contact.as_str().into());
    let branch = colleague.branch.as_deref().map(Into::into);
    DeskRow {
        title: colleague.name.as_str().into(),
        href: String::new(),
        tag: Some((words::role(visit, colleague.role), false)),
        lines: [contact, branch, Some(work.into()), Some(followed.into())].into_iter().flatten().collect(),
        form: None,
    }
}

fn invitations(visit: &Visit, code: &str, staff: &Staff) -> Result<Vec<DeskRow>, Stop> {
    let mut rows = Vec::new();
    for waiting in &staff.invitations {
        let mut form = form::form(visit, &format!("/trung-tam/nhan-su/{code}/thu-hoi"), "staff-take-back")?;
        form.kept = vec![(INVITATION, waiting.id.clone())];
        form.is_second = true;
        form.about = waiting.name.as_str().into();
        let until = visit.lang.t1("staff-until", "time", words::time(visit, waiting.expires_at));
        rows.push(DeskRow {
            title: waiting.name.as_str().into(),
            href: String::new(),
            tag: Some((words::role(visit, waiting.role), false)),
            lines: vec![waiting.contact.as_str().into(), until.into()],
            form: Some(form),
        });
    }
    Ok(rows)
}

fn invitation(visit: &Visit, code: &str, staff: &Staff, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/nhan-su/{code}"), "staff-invite-button")?;
    let roles = ROLES.iter().map(|role| (role.code().to_owned(), words::role(visit, *role).into())).collect();
    form.asks = vec![
        DeskAsk::line(NAME, lang.t("staff-name"), form::typed(filled, NAME)),
        DeskAsk::line(CONTACT, lang.t("form-contact"), form::typed(filled, CONTACT)).hint(lang.t("form-contact-hint")),
        DeskAsk::line(ROLE, lang.t("staff-role"), form::typed(filled, ROLE)).kind(DeskAskKind::One(roles)),
    ];
    if !staff.branches.is_empty() {
        let mut branches = vec![(String::new(), lang.t("staff-no-branch").into())];
        branches.extend(staff.branches.iter().map(|(id, name)| (id.clone(), name.as_str().into())));
        let ask = DeskAsk::line(BRANCH, lang.t("centre-branch"), form::typed(filled, BRANCH));
        form.asks.push(ask.kind(DeskAskKind::One(branches)));
    }
    Ok(form)
}

fn leaving(visit: &Visit, code: &str, staff: &Staff, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut form = form::form(visit, &format!("/trung-tam/nhan-su/{code}/ban-giao"), "staff-leaves-button")?;
    form.is_second = true;
    let label = |one: &Colleague| format!("{} – {}", one.name, words::role(visit, one.role));
    let choices = |none: &str, chosen: &dyn Fn(&Colleague) -> Option<String>| {
        let all = staff.colleagues.iter().filter_map(|one| chosen(one).map(|label| (one.id.clone(), label.into())));
        let mut choices = vec![(String::new(), lang.t(none).into())];
        choices.extend(all);
        choices
    };
    let takes = |one: &Colleague| match (one.meets_people, one.follows_placements) {
        (true, _) => Some(label(one)),
        (false, true) => Some(lang.t1("staff-takes-placements", "who", label(one))),
        (false, false) => None,
    };
    form.asks = vec![
        DeskAsk::line(LEAVES, lang.t("staff-who-leaves"), form::typed(filled, LEAVES))
            .kind(DeskAskKind::One(choices("choose", &|one| Some(label(one))))),
        DeskAsk::line(TO, lang.t("staff-who-takes"), form::typed(filled, TO))
            .kind(DeskAskKind::One(choices("staff-nobody-takes", &takes))),
    ];
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let branch = filled.one(BRANCH);
    let order = Invite {
        centre: code.clone(),
        name: filled.one(NAME).to_owned(),
        contact: filled.one(CONTACT).to_owned(),
        role: Role::of(filled.one(ROLE)),
        branch: (!branch.is_empty()).then(|| branch.to_owned()),
    };
    let again = page(&visit, &code, Some(&filled)).await?;
    let invited = match filled.key() {
        Ok(key) => desk::invite(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match invited {
        Ok(invited) => {
            // The link is shown now and never again, so there is no page to be led to.
            let mut page = page(&visit, &code, None).await?;
            let path = visit.lang.href(&format!("/trung-tam/loi-moi?ma={}", invited.secret));
            let link = format!("{}{path}", visit.shown.origin);
            let until = words::time(&visit, invited.expires_at());
            page.done = Some(visit.lang.t2("staff-done-invited", ("link", &link), ("time", &until)).into());
            Ok(form::show(&visit, &page))
        }
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

pub(super) async fn take_back(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = page(&visit, &code, None).await?;
    let taken = match filled.key() {
        Ok(key) => desk::take_back(visit.app(), &visit.ctx, filled.one(INVITATION), &key).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/nhan-su/{code}?xong=thu-hoi"))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

pub(super) async fn hand_over(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = page(&visit, &code, Some(&filled)).await?;
    let to = filled.one(TO);
    let order = HandOver { membership: filled.one(LEAVES).to_owned(), to: (!to.is_empty()).then(|| to.to_owned()) };
    if order.membership.is_empty() {
        let (vi, en) = ("Chọn người thôi việc.", "Choose who leaves.");
        let error = sanviec_app::FieldError::new("membership", "missing", vi, en);
        return form::refuse(&visit, again, error.into(), &NAMES);
    }
    let handed = match filled.key() {
        Ok(key) => desk::hand_over(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match handed {
        Ok(_) => Ok(elsewhere(&visit, &format!("/trung-tam/nhan-su/{code}?xong=ban-giao"))),
        // Somebody who has left meanwhile is not in the list any more.
        Err(AppError::NotFound) => Err(visit.fail(AppError::NotFound).into()),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
