//! Where an officer begins: the work, what is due first at the top. Whoever runs the platform begins with the centres.

use sanviec_app::Role;
use sanviec_app::desk::{self, Asked, Queue, Waiting, Work};
use sanviec_domain::referral::State;

use super::{Reply, form, words};
use crate::http::{Visit, elsewhere};
use crate::view::{DeskBlock, DeskPage, DeskRow, Words};

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = form::page(&visit, visit.lang.t("desk-title"))?;
    if visit.ctx.actor.kind() == Role::PlatformOperator {
        return Ok(elsewhere(&visit, "/trung-tam/danh-sach"));
    }
    let asked = asked(&visit);
    let queue = desk::queue(visit.app(), &visit.ctx, asked).await.map_err(|error| visit.fail(error))?;
    page.done = done(&visit);
    let waiting = desk::waiting(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    fill(&visit, &mut page, asked, (&queue, &waiting));
    Ok(form::show(&visit, &page))
}

fn asked(visit: &Visit) -> Asked {
    // An auditor or a manager has no letters of their own to begin with.
    let own = visit.ctx.actor.kind() == Role::Officer;
    Asked {
        everybodys: match visit.asked("cua") {
            "toi" => false,
            "ca-trung-tam" => true,
            _ => !own,
        },
        state: State::find_by_code(visit.asked("trang-thai")),
        page: visit.asked("trang").parse::<u64>().unwrap_or(1).clamp(1, 10_000) - 1,
    }
}

fn done(visit: &Visit) -> Option<crate::view::Words> {
    let key = match visit.asked("xong") {
        "phieu" => "desk-done-letter",
        _ => return None,
    };
    Some(visit.lang.t(key).into())
}

fn path(asked: Asked) -> String {
    let whose = if asked.everybodys { "ca-trung-tam" } else { "toi" };
    let state = asked.state.map(|state| format!("&trang-thai={}", state.code())).unwrap_or_default();
    let page = if asked.page > 0 { format!("&trang={}", asked.page + 1) } else { String::new() };
    format!("/trung-tam?cua={whose}{state}{page}")
}

fn fill(visit: &Visit, page: &mut DeskPage, asked: Asked, (queue, waiting): (&Queue, &[Waiting])) {
    let lang = visit.lang;
    let link = |label: String, to: Asked| {
        let is_this = (to.everybodys, to.state) == (asked.everybodys, asked.state);
        (label, lang.href(&path(to)), is_this)
    };
    page.blocks.push(DeskBlock::Text(queue.centre_name.as_str().into()));
    if visit.ctx.actor.kind() == Role::CentreManager {
        page.blocks.push(DeskBlock::Links(vec![
            (lang.t("desk-to-centre"), lang.href(&format!("/trung-tam/co-so/{}", queue.centre)), false),
            (lang.t("desk-to-staff"), lang.href(&format!("/trung-tam/nhan-su/{}", queue.centre)), false),
        ]));
    }
    if visit.ctx.actor.kind() == Role::Officer {
        page.blocks.push(DeskBlock::Links(vec![
            (lang.t("people-title"), lang.href("/trung-tam/nguoi"), false),
            (lang.t("fits-title"), lang.href("/trung-tam/tin"), false),
            (lang.t("appointments-title"), lang.href("/trung-tam/lich-hen"), false),
        ]));
    }
    page.blocks.push(DeskBlock::Links(vec![
        (lang.t("placements-title"), lang.href("/trung-tam/viec-lam"), false),
        (lang.t("export-title"), lang.href("/trung-tam/ket-qua"), false),
        (lang.t("claims-title"), lang.href("/trung-tam/chi-tra"), false),
    ]));
    let rows = waiting.iter().map(|one| row(visit, one)).collect();
    page.blocks.push(DeskBlock::Heading(lang.t("desk-waiting")));
    page.blocks.push(DeskBlock::Rows(rows, lang.t("desk-waiting-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("desk-letters")));
    if !queue.has_letterhead {
        page.blocks.push(DeskBlock::Notice(lang.t("desk-no-letterhead").into()));
    }
    let today = visit.lang.t2(
        "desk-today",
        ("late", &crate::format::number(lang, queue.overdue)),
        ("today", &crate::format::number(lang, queue.due_today)),
    );
    page.blocks.push(DeskBlock::Text(today.into()));
    let base = Asked { page: 0, ..asked };
    page.blocks.push(DeskBlock::Links(vec![
        link(lang.t("desk-mine"), Asked { everybodys: false, ..base }),
        link(lang.t("desk-everybodys"), Asked { everybodys: true, ..base }),
    ]));
    let mut states = vec![link(lang.t("desk-open"), Asked { state: None, ..base })];
    states.extend(queue.counts.iter().map(|count| {
        let label = format!("{} ({})", words::term(visit, "referral", count.state.code()), count.letters);
        link(label, Asked { state: Some(count.state), ..base })
    }));
    page.blocks.push(DeskBlock::Links(states));
    let rows = queue.items.iter().map(|item| words::row(visit, item)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("desk-nothing")));
    let mut further = Vec::new();
    if asked.page > 0 {
        let before = Asked { page: asked.page - 1, ..asked };
        further.push((lang.t("pages-previous"), lang.href(&path(before)), false));
    }
    if queue.has_more {
        let after = Asked { page: asked.page + 1, ..asked };
        further.push((lang.t("pages-next"), lang.href(&path(after)), false));
    }
    if !further.is_empty() {
        page.blocks.push(DeskBlock::Links(further));
    }
}

/// Work of one kind, with the way to it.
pub(super) fn row(visit: &Visit, one: &Waiting) -> DeskRow {
    let lang = visit.lang;
    let href = match one.work {
        Work::Employers | Work::Postings | Work::Reports => "/kiem-duyet",
        Work::Referrals => "/trung-tam?cua=ca-trung-tam",
        Work::Appointments => "/trung-tam/lich-hen",
        Work::Unanswered => "/trung-tam/chua-tra-loi",
        Work::Requests => "/trung-tam/yeu-cau",
        Work::Placements => "/trung-tam/viec-lam/hang-doi?theo=cho-tra-loi",
        Work::Contradictions => "/trung-tam/viec-lam/hang-doi?theo=mau-thuan",
    };
    let oldest = one.oldest.map(|at| match one.work {
        Work::Referrals | Work::Requests => lang.t1("desk-waiting-by", "day", words::day(visit, at.day())),
        Work::Appointments => lang.t1("desk-waiting-first", "time", words::time(visit, at)),
        Work::Employers
        | Work::Postings
        | Work::Reports
        | Work::Unanswered
        | Work::Placements
        | Work::Contradictions => lang.t1("desk-waiting-since", "day", words::day(visit, at.day())),
    });
    DeskRow {
        title: words::term(visit, "work", one.work.code()).into(),
        href: lang.href(href),
        tag: Some((crate::format::number(lang, one.count), false)),
        lines: oldest.map(Words::from).into_iter().collect(),
        form: None,
    }
}
