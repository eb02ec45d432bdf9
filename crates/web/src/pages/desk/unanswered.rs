//! Applications of the centre's people that an employer let run out: whom to call, and whom to find other work for.

use sanviec_app::desk::{self, UnansweredView};

use super::{Reply, form, words};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

const PATH: &str = "/trung-tam/chua-tra-loi";
/// Name of what a part of the list begins after.
const AFTER: &str = "sau";

pub(super) async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("unanswered-title"))?);
    let after = visit.asked(AFTER);
    let part = desk::unanswered(visit.app(), &visit.ctx, after).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("unanswered-what").into()));
    let rows = part.items.iter().map(|one| row(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("unanswered-none")));
    let first = (!after.is_empty()).then(|| (lang.t("unanswered-first"), lang.href(PATH), false));
    let next = part.next.map(|next| (lang.t("unanswered-next"), lang.href(&format!("{PATH}?{AFTER}={next}")), false));
    let ways: Vec<_> = [next, first].into_iter().flatten().collect();
    if !ways.is_empty() {
        page.blocks.push(DeskBlock::Links(ways));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, one: &UnansweredView) -> DeskRow {
    let lang = visit.lang;
    let name = if one.person.is_empty() { lang.t("person-nameless") } else { one.person.clone() };
    DeskRow {
        title: name.into(),
        href: lang.href(&format!("/trung-tam/nguoi/{}", one.profile)),
        tag: None,
        lines: vec![
            format!("{}, {}", one.posting_title, one.employer_name).into(),
            lang.t1("unanswered-since", "time", words::time(visit, one.at)).into(),
        ],
        form: None,
    }
}
