//! The postings of an organisation by where they stand; beginning one, blank or as a copy.

use axum::extract::Path;
use sanviec_app::hiring::{self, Begin, Row, Tab};
use sanviec_app::{AppError, FieldError};
use uuid::Uuid;

use super::sheet::{code_of, id_of, link, press, refuse, sheet, show as shown, text};
use super::workspace::since;
use super::{Reply, Stop, demand_person};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, SheetPart, Way, Words, Worksheet};

/// Postings of one page.
const PAGE: u64 = 20;

pub(super) async fn list(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &page(&visit, &code).await?))
}

async fn page(visit: &Visit, code: &str) -> Result<Worksheet, Stop> {
    let id = id_of(visit, code)?;
    let tab = Tab::of(visit.asked("muc")).unwrap_or(Tab::Live);
    let before = visit.asked("truoc").parse::<sanviec_domain::posting::PostingCode>().ok();
    let before = before.map(sanviec_domain::posting::PostingCode::uuid);
    let (app, ctx) = (visit.app(), &visit.ctx);
    let counts = hiring::counts(app, ctx, id).await.map_err(|error| visit.fail(error))?;
    let (rows, more) = hiring::list(app, ctx, (id, tab), before, PAGE).await.map_err(|error| visit.fail(error))?;
    let base = format!("/tuyen-dung/don-vi/{code}/tin");
    let mut page = sheet(visit, visit.lang.t("hiring-postings"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    let way = |(one, count): (Tab, i64)| Way {
        label: visit.lang.t(&format!("hiring-tab-{}", one.code())),
        href: visit.lang.href(&format!("{base}?muc={}", one.code())),
        count: Some(count),
        is_here: one == tab,
    };
    page.parts.push(SheetPart::Ways(visit.lang.t("hiring-postings"), counts.into_iter().map(way).collect()));
    if rows.is_empty() {
        page.parts.push(text(visit, "hiring-no-postings"));
    }
    let last = rows.last().map(|row| row.id);
    page.parts.push(SheetPart::Entries(rows.iter().map(|row| entry(visit, row)).collect()));
    if let (true, Some(last)) = (more, last) {
        let href = visit.lang.href(&format!("{base}?muc={}&truoc={}", tab.code(), code_of(last)));
        page.parts.push(SheetPart::Link(visit.lang.t("hiring-older"), href));
    }
    let mut begin = press(visit, &base, "hiring-begin", vec![("begin", "blank".to_owned())], "")?;
    begin.is_chief = true;
    page.parts.push(SheetPart::Form(begin));
    page.parts.push(link(visit, "statistics-title", &format!("/tuyen-dung/don-vi/{code}/thong-ke")));
    page.parts.push(link(visit, "file-title", &format!("/tuyen-dung/don-vi/{code}/nhap")));
    Ok(page)
}

fn entry(visit: &Visit, row: &Row) -> Entry {
    let people = visit.lang.t2("hiring-people", ("hired", &row.hired.to_string()), ("wanted", &row.wanted.to_string()));
    let mut notes = vec![since(visit, row.state_at), people.into()];
    if let Some(day) = row.deadline_on {
        notes.push(visit.lang.t1("hiring-deadline", "day", format::short_date(visit.lang, day)).into());
    }
    Entry {
        title: title(visit, &row.title),
        href: Some(visit.lang.href(&format!("/tuyen-dung/tin/{}", row.code))),
        tag: Some(visit.lang.t(&format!("hiring-posting-{}", row.state.code()))),
        notes,
        asks: Vec::new(),
    }
}

/// What a posting is called, also before it has a title.
pub(super) fn title(visit: &Visit, title: &str) -> Words {
    if title.is_empty() { visit.lang.t("hiring-untitled").into() } else { title.into() }
}

pub(super) async fn begin(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let employer = id_of(&visit, &code)?;
    let done = async {
        let (copy_of, key) = (origin(&filled)?, filled.key()?);
        hiring::begin(visit.app(), &visit.ctx, Begin { employer, copy_of }, &key).await
    };
    match done.await {
        Ok(id) => Ok(elsewhere(&visit, &format!("/tuyen-dung/tin/{}/buoc/viec", code_of(id)))),
        Err(error @ AppError::Refused(_)) => refuse(&visit, page(&visit, &code).await?, error),
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// `blank`, or the code of the posting to copy.
fn origin(filled: &Filled) -> Result<Option<Uuid>, AppError> {
    match filled.one("begin") {
        "blank" => Ok(None),
        code => {
            let (vi, en) = ("Chọn tin mới hoặc tin để sao chép.", "Choose a new posting or one to copy.");
            let code = code.parse::<sanviec_domain::posting::PostingCode>();
            Ok(Some(code.map_err(|_| FieldError::new("form", "missing", vi, en))?.uuid()))
        }
    }
}
