//! The placements of the centre, by where they stand and how far their claims are, those that were referred first at
//! the top.

use sanviec_app::Role;
use sanviec_app::placements::{self, Asked, Claimed, Placements};
use sanviec_domain::placement::Status;

use super::super::desk::form;
use super::{Reply, queue, words};
use crate::format;
use crate::http::Visit;
use crate::view::DeskBlock;

pub(super) async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("placements-title"))?);
    let asked = asked(&visit);
    let found = placements::placements(visit.app(), &visit.ctx, asked).await.map_err(|error| visit.fail(error))?;
    let link = |label: String, to: Asked| {
        let is_this = (to.everybodys, to.status, to.claim) == (asked.everybodys, asked.status, asked.claim);
        (label, lang.href(&path(to)), is_this)
    };
    let base = Asked { page: 0, ..asked };
    page.blocks.push(queue::links(&visit, None));
    page.blocks.push(DeskBlock::Links(vec![
        link(lang.t("desk-mine"), Asked { everybodys: false, ..base }),
        link(lang.t("desk-everybodys"), Asked { everybodys: true, ..base }),
    ]));
    let mut files = Vec::new();
    if visit.ctx.actor.kind() == Role::Officer {
        files.push((lang.t("files-evidence-title"), lang.href("/trung-tam/viec-lam/tep"), false));
        files.push((lang.t("running-title"), lang.href("/trung-tam/viec-lam/danh-sach"), false));
    }
    files.push((lang.t("kept-files-title"), lang.href(super::kept::PATH), false));
    page.blocks.push(DeskBlock::Links(files));
    let mut statuses = vec![link(lang.t("placements-all"), Asked { status: None, ..base })];
    statuses.extend(found.counts.iter().map(|(status, count)| {
        let count = format::number(lang, *count as u64);
        let label = format!("{} ({count})", words::term(&visit, "placement", status.code()));
        link(label, Asked { status: Some(*status), ..base })
    }));
    page.blocks.push(DeskBlock::Links(statuses));
    let mut claims = vec![link(lang.t("placements-any-claim"), Asked { claim: None, ..base })];
    claims.extend(found.claim_counts.iter().map(|(claim, count)| {
        let count = format::number(lang, *count as u64);
        link(format!("{} ({count})", words::claimed(&visit, *claim)), Asked { claim: Some(*claim), ..base })
    }));
    page.blocks.push(DeskBlock::Links(claims));
    let rows = found.items.iter().map(|item| words::row(&visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("placements-none")));
    page.blocks.extend(further(&visit, asked, &found));
    Ok(form::show(&visit, &page))
}

/// The way to the pages beside this one, and to the older placements that were not looked at for the list.
fn further(visit: &Visit, asked: Asked, found: &Placements) -> Vec<DeskBlock> {
    let lang = visit.lang;
    let (mut blocks, mut beside) = (Vec::new(), Vec::new());
    if asked.page > 0 {
        beside.push((lang.t("pages-previous"), lang.href(&path(Asked { page: asked.page - 1, ..asked })), false));
    }
    if found.has_more {
        beside.push((lang.t("pages-next"), lang.href(&path(Asked { page: asked.page + 1, ..asked })), false));
    }
    if !beside.is_empty() {
        blocks.push(DeskBlock::Links(beside));
    }
    if found.left > 0 {
        blocks.push(DeskBlock::Text(lang.n("placements-left", found.left).into()));
        let older = lang.href(&path(Asked { page: 0, before: found.last, ..asked }));
        blocks.push(DeskBlock::Links(vec![(lang.t("placements-older"), older, false)]));
    }
    blocks
}

fn asked(visit: &Visit) -> Asked {
    // An auditor or a manager follows nobody themselves.
    let own = visit.ctx.actor.kind() == Role::Officer;
    Asked {
        everybodys: match visit.asked("cua") {
            "toi" => false,
            "ca-trung-tam" => true,
            _ => !own,
        },
        status: Status::find_by_code(visit.asked("tinh-trang")),
        claim: Claimed::find_by_code(visit.asked("chi-tra")),
        page: visit.asked("trang").parse::<usize>().unwrap_or(1).clamp(1, 10_000) - 1,
        before: placements::window(visit.asked("tu")),
    }
}

fn path(asked: Asked) -> String {
    let whose = if asked.everybodys { "ca-trung-tam" } else { "toi" };
    let status = asked.status.map(|status| format!("&tinh-trang={}", status.code())).unwrap_or_default();
    let claim = asked.claim.map(|claim| format!("&chi-tra={}", claim.code())).unwrap_or_default();
    let page = if asked.page > 0 { format!("&trang={}", asked.page + 1) } else { String::new() };
    let before = asked.before.map(|id| format!("&tu={}", placements::window_code(id))).unwrap_or_default();
    format!("/trung-tam/viec-lam?cua={whose}{status}{claim}{page}{before}")
}
