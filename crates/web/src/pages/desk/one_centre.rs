//! One centre: its branches, and what stands on its letters.

use axum::extract::Path;
use sanviec_app::desk::{self, BranchOrder, CentreView, LetterheadOrder, LetterheadView};
use sanviec_app::{AppError, Key, Role};

use super::super::account::Stop;
use super::{Reply, form};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskForm, DeskPage, DeskRow};

const BRANCH: &str = "chi-nhanh";
const BRANCH_ADDRESS: &str = "dia-chi-chi-nhanh";
/// Fields of the letterhead: name in the form, name in the use case, text, what it stands with.
const HEAD: [(&str, &str, &str); 9] = [
    ("chu-quan", "parent_body", "head-parent"),
    ("dia-danh", "place", "head-place"),
    ("ky-hieu", "sign", "head-sign"),
    ("dia-chi", "address", "head-address"),
    ("dien-thoai", "phone", "head-phone"),
    ("chuc-vu", "signer_post", "head-post"),
    ("nguoi-ky", "signer_name", "head-signer"),
    ("han-gui", "send_days", "head-send-days"),
    ("han-tra-loi", "answer_days", "head-answer-days"),
];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code, None).await?;
    page.done = match visit.asked("xong") {
        "mau-phieu" => Some(visit.lang.t("centre-done-head").into()),
        "chi-nhanh" => Some(visit.lang.t("centre-done-branch").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    let centre = desk::centre(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    page.page.title.clone_from(&centre.name);
    page.blocks.push(DeskBlock::Text(centre.province.1.as_str().into()));
    let staff = lang.href(&format!("/trung-tam/nhan-su/{code}"));
    let mut ways = vec![(lang.t("desk-to-staff"), staff, false)];
    if visit.person().is_some_and(|person| person.role == Role::CentreManager) {
        ways.push((lang.t("hooks-title"), lang.href(&format!("/trung-tam/co-so/{code}/webhook")), false));
    }
    page.blocks.push(DeskBlock::Links(ways));
    page.blocks.push(DeskBlock::Heading(lang.t("centre-branches")));
    let row = |branch: &desk::BranchView| DeskRow {
        title: branch.name.as_str().into(),
        href: String::new(),
        tag: None,
        lines: branch.address.iter().map(|address| address.as_str().into()).collect(),
        form: None,
    };
    page.blocks.push(DeskBlock::Rows(centre.branches.iter().map(row).collect(), lang.t("centre-branches-none")));
    let mut branch = form::form(visit, &format!("/trung-tam/co-so/{code}/chi-nhanh"), "centre-branch-button")?;
    branch.is_second = true;
    branch.asks = vec![
        DeskAsk::line(BRANCH, lang.t("centre-branch"), form::typed(filled, BRANCH)),
        DeskAsk::line(BRANCH_ADDRESS, lang.t("centre-branch-address"), form::typed(filled, BRANCH_ADDRESS)),
    ];
    page.blocks.push(DeskBlock::Form(branch));
    page.blocks.push(DeskBlock::Heading(lang.t("head-title")));
    page.blocks.push(DeskBlock::Text(lang.t("head-what").into()));
    page.blocks.push(DeskBlock::Form(letterhead(visit, &centre, filled)?));
    Ok(page)
}

fn letterhead(visit: &Visit, centre: &CentreView, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let head = centre.letterhead.clone().unwrap_or_else(|| LetterheadView::proposed(centre));
    let mut form = form::form(visit, &format!("/trung-tam/co-so/{}", centre.id), "head-button")?;
    form.kept = vec![(form::VERSION, head.version.to_string())];
    let known = |name: &str| -> String {
        match name {
            "parent_body" => head.parent_body.clone(),
            "place" => head.place.clone(),
            "sign" => head.sign.clone(),
            "address" => head.address.clone().unwrap_or_default(),
            "phone" => head.phone.clone().unwrap_or_default(),
            "signer_post" => head.signer_post.clone(),
            "signer_name" => head.signer_name.clone().unwrap_or_default(),
            "send_days" => head.send_days.to_string(),
            _ => head.answer_days.to_string(),
        }
    };
    // A form for a branch leaves the letterhead as it stands.
    let sent = filled.filter(|filled| !filled.one(form::VERSION).is_empty());
    for (name, field, label) in HEAD {
        let value = sent.map_or_else(|| known(field), |filled| filled.one(name).to_owned());
        let ask = DeskAsk::line(name, visit.lang.t(label), &value);
        form.asks.push(if field.ends_with("_days") { ask.digits() } else { ask });
    }
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let text = |name: &str| filled.one(name).to_owned();
    let order = LetterheadOrder {
        centre: code.clone(),
        version: filled.one(form::VERSION).parse().unwrap_or(0),
        parent_body: text(HEAD[0].0),
        place: text(HEAD[1].0),
        sign: text(HEAD[2].0),
        address: text(HEAD[3].0),
        phone: text(HEAD[4].0),
        signer_post: text(HEAD[5].0),
        signer_name: text(HEAD[6].0),
        send_days: text(HEAD[7].0),
        answer_days: text(HEAD[8].0),
    };
    let page = page(&visit, &code, Some(&filled)).await?;
    let saved = match filled.key() {
        Ok(key) => desk::save_letterhead(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    answer(&visit, &code, page, saved, "mau-phieu")
}

pub(super) async fn send_branch(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let order = BranchOrder {
        centre: code.clone(),
        id: None,
        name: filled.one(BRANCH).to_owned(),
        address: filled.one(BRANCH_ADDRESS).to_owned(),
    };
    let page = page(&visit, &code, Some(&filled)).await?;
    let saved = match filled.key() {
        Ok(key) => save_branch(&visit, order, &key).await,
        Err(error) => Err(error),
    };
    answer(&visit, &code, page, saved, "chi-nhanh")
}

async fn save_branch(visit: &Visit, order: BranchOrder, key: &Key) -> Result<(), AppError> {
    desk::save_branch(visit.app(), &visit.ctx, order, key).await
}

fn answer(visit: &Visit, code: &str, page: DeskPage, saved: Result<(), AppError>, done: &str) -> Reply {
    let names: Vec<_> = HEAD.iter().map(|(name, field, _)| (*field, *name)).collect();
    let names = [names, vec![("branch", BRANCH), ("branch_address", BRANCH_ADDRESS)]].concat();
    match saved {
        Ok(()) => Ok(elsewhere(visit, &format!("/trung-tam/co-so/{code}?xong={done}"))),
        Err(error) => form::refuse(visit, page, error, &names),
    }
}
