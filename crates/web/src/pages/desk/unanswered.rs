//! Applications of the centre's people that an employer let run out: whom to call, and whom to find other work for.

use sanviec_app::desk::{self, UnansweredView};

use super::{Reply, form, words};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow};

pub(super) async fn show(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("unanswered-title"))?);
    let all = desk::unanswered(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("unanswered-what").into()));
    let rows = all.iter().map(|one| row(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("unanswered-none")));
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
