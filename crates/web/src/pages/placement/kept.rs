//! Files that facts were taken from, as they were kept: by whom, when, under which hash, and what was said of each row.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::placements::{self, FileView, RowView};

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, words};
use crate::format;
use crate::http::Visit;
use crate::view::{DeskBlock, DeskPage, DeskRow};

/// Path of the list.
pub(super) const PATH: &str = "/trung-tam/viec-lam/tep-da-luu";
/// Rows of one page of the list.
const PAGE: usize = 50;

fn page(visit: &Visit, title: String) -> Result<DeskPage, Stop> {
    let mut page = form::below_desk(visit, form::page(visit, title)?);
    case::demand_desk(visit)?;
    page.page = page.page.crumb(visit.lang.t("placements-title"), "/trung-tam/viec-lam");
    Ok(page)
}

pub(super) async fn list(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = page(&visit, lang.t("kept-files-title"))?;
    let before = Some(visit.asked("truoc")).filter(|before| !before.is_empty());
    let files = placements::kept_files(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("kept-files-what").into()));
    let rows = files.iter().map(|file| row(&visit, file)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("kept-files-none")));
    if let Some(last) = files.last().filter(|_| files.len() == PAGE) {
        let further = lang.href(&format!("{PATH}?truoc={}", last.id));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("pages-next"), further, false)]));
    }
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, file: &FileView) -> DeskRow {
    let lang = visit.lang;
    let size = format::number(lang, file.size);
    let lines = [
        Some(words::time(visit, file.at)),
        file.by.clone(),
        Some(lang.t2("kept-file-what", ("media", &file.media.to_uppercase()), ("size", &size))),
        Some(lang.t1("placement-document-hash", "hash", file.hash.get(..12).unwrap_or(&file.hash))),
    ];
    DeskRow {
        title: words::term(visit, "source", file.source.code()).into(),
        href: lang.href(&format!("{PATH}/{}", file.id)),
        tag: None,
        lines: lines.into_iter().flatten().map(Into::into).collect(),
        form: None,
    }
}

pub(super) async fn show(visit: Visit, Path(file): Path<String>) -> Reply {
    let lang = visit.lang;
    let mut page = page(&visit, lang.t("kept-file-title"))?;
    page.page = page.page.crumb(lang.t("kept-files-title"), PATH);
    let found = placements::kept_file(visit.app(), &visit.ctx, &file).await;
    let (view, rows) = found.map_err(|error| visit.fail(error))?;
    let size = format::number(lang, view.size);
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("files-evidence-source"), vec![words::term(&visit, "source", view.source.code()).into()]),
        (lang.t("kept-file-came"), {
            let by = view.by.clone().map(Into::into);
            std::iter::once(words::time(&visit, view.at).into()).chain(by).collect()
        }),
        (
            lang.t("files-evidence-file"),
            vec![lang.t2("kept-file-what", ("media", &view.media.to_uppercase()), ("size", &size)).into()],
        ),
        (lang.t("kept-file-hash"), vec![view.hash.as_str().into()]),
    ]));
    let open = lang.href(&format!("{PATH}/{}/mo", view.id));
    page.blocks.push(DeskBlock::Links(vec![(lang.t("kept-file-open"), open, false)]));
    page.blocks.push(DeskBlock::Heading(lang.t("files-evidence-verdicts")));
    let rows = rows.iter().map(|row| verdict(&visit, row)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("kept-file-no-rows")));
    Ok(form::show(&visit, &page))
}

fn verdict(visit: &Visit, row: &RowView) -> DeskRow {
    let lang = visit.lang;
    let tag = match row.refused {
        None => (lang.t("files-evidence-taken"), false),
        Some(_) => (lang.t("files-evidence-refused"), true),
    };
    let run = lang.t1("kept-file-run", "run", row.run);
    let why = row.refused.as_deref().map(|code| lang.t1("kept-file-why", "code", code));
    let href = row.placement.as_deref().map(|code| lang.href(&format!("/trung-tam/viec-lam/{code}")));
    DeskRow {
        title: lang.t1("files-evidence-row", "line", row.line).into(),
        href: href.unwrap_or_default(),
        tag: Some(tag),
        lines: std::iter::once(run).chain(why).map(Into::into).collect(),
        form: None,
    }
}

/// The file as it came, for whoever checks it: a download from a page that may do nothing.
pub(super) async fn open(visit: Visit, Path(file): Path<String>) -> Result<Response, Stop> {
    super::super::account::demand_person(&visit)?;
    case::demand_desk(&visit)?;
    let opened = placements::open_file(visit.app(), &visit.ctx, &file).await.map_err(|error| visit.fail(error))?;
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", opened.name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    Ok((headers, opened.bytes).into_response())
}
