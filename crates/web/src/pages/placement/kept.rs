//! Files that facts were taken from, as they were kept: by whom, when, under which hash, how far one is that goes on by
//! itself, and what was said of each row.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::placements::{self, FileBytes, FileProgress, FileView, KeptPage, RowView, SendingState};

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, case, words};
use crate::format;
use crate::http::Visit;
use crate::lang::Lang;
use crate::view::{DeskBlock, DeskPage, DeskRow, Words};

/// Path of the list.
pub(super) const PATH: &str = "/trung-tam/viec-lam/tep-da-luu";
/// Rows of one page of the list.
const PAGE: usize = 50;
/// Which page of the rows of a file.
const PAGE_NUMBER: &str = "trang";

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
        file.erased.map(|at| lang.t1("kept-file-erased", "day", words::day(visit, at.day()))),
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
    let number = visit.asked(PAGE_NUMBER).parse::<u32>().unwrap_or(1).max(1);
    let found = placements::kept_file(visit.app(), &visit.ctx, &file, number).await;
    let kept = found.map_err(|error| visit.fail(error))?;
    page.blocks.push(facts(&visit, &kept));
    page.blocks.extend(bytes(&visit, &kept));
    page.blocks.push(DeskBlock::Heading(lang.t("files-evidence-verdicts")));
    let rows = kept.rows.iter().map(|row| verdict(&visit, row)).collect();
    let none = if kept.progress.is_some() || kept.file.erased.is_some() {
        "kept-file-no-rows-yet"
    } else {
        "kept-file-no-rows"
    };
    page.blocks.push(DeskBlock::Rows(rows, lang.t(none)));
    let to = |number: u32| lang.href(&format!("{PATH}/{}?{PAGE_NUMBER}={number}", kept.file.id));
    let before = (number > 1).then(|| (lang.t("pages-previous"), to(number - 1), false));
    let after = kept.has_more.then(|| (lang.t("pages-next"), to(number.saturating_add(1)), false));
    let links: Vec<_> = before.into_iter().chain(after).collect();
    if !links.is_empty() {
        page.blocks.push(DeskBlock::Links(links));
    }
    Ok(form::show(&visit, &page))
}

/// What comes next and where the bytes are; of a file that was erased, that they are gone.
fn bytes(visit: &Visit, kept: &KeptPage) -> Vec<DeskBlock> {
    if kept.file.erased.is_some() {
        return vec![DeskBlock::Notice(visit.lang.t("kept-file-erased-what").into())];
    }
    let next = kept.progress.as_ref().map(|progress| DeskBlock::Text(what_next(visit, progress.state).into()));
    next.into_iter().chain([DeskBlock::Links(ways(visit, kept))]).collect()
}

/// The file as it came, and the rows of it that are to be mended.
fn ways(visit: &Visit, kept: &KeptPage) -> Vec<(String, String, bool)> {
    let (lang, at) = (visit.lang, format!("{PATH}/{}", kept.file.id));
    let whole = (lang.t("kept-file-open"), lang.href(&format!("{at}/mo")), false);
    let count = format::number(lang, kept.to_mend);
    let left = (lang.t1("kept-file-to-mend", "count", count), lang.href(&format!("{at}/can-sua")), false);
    if kept.to_mend == 0 { vec![whole] } else { vec![whole, left] }
}

fn facts(visit: &Visit, kept: &KeptPage) -> DeskBlock {
    let (lang, view) = (visit.lang, &kept.file);
    let size = format::number(lang, view.size);
    let mut facts: Vec<(String, Vec<Words>)> = vec![
        (lang.t("files-evidence-source"), vec![words::term(visit, "source", view.source.code()).into()]),
        (lang.t("kept-file-came"), {
            let by = view.by.clone().map(Into::into);
            std::iter::once(words::time(visit, view.at).into()).chain(by).collect()
        }),
        (
            lang.t("files-evidence-file"),
            vec![lang.t2("kept-file-what", ("media", &view.media.to_uppercase()), ("size", &size)).into()],
        ),
        (lang.t("kept-file-hash"), vec![view.hash.as_str().into()]),
    ];
    if let Some(at) = view.erased {
        let day = words::day(visit, at.day());
        facts.push((lang.t("kept-file-bytes"), vec![lang.t1("kept-file-erased", "day", day).into()]));
    }
    if let Some(progress) = &kept.progress {
        facts.push((lang.t("kept-file-progress"), how_far(visit, progress).into_iter().map(Into::into).collect()));
    }
    DeskBlock::Facts(facts)
}

/// How many rows were judged, and what became of them.
fn how_far(visit: &Visit, progress: &FileProgress) -> Vec<String> {
    let lang = visit.lang;
    let [done, of] = [progress.done, progress.of].map(|number| format::number(lang, number));
    let became = [
        ("kept-file-recorded", progress.recorded),
        ("kept-file-stood", progress.stood),
        ("kept-file-refused", progress.refused),
    ];
    let became = became.map(|(key, number)| lang.t1(key, "count", format::number(lang, number)));
    std::iter::once(lang.t2("kept-file-done", ("done", &done), ("of", &of))).chain(became).collect()
}

fn what_next(visit: &Visit, state: SendingState) -> String {
    visit.lang.t(match state {
        SendingState::Going => "kept-file-going",
        SendingState::Done => "kept-file-ended",
        SendingState::Stopped => "kept-file-stopped",
    })
}

/// What is kept of a refused row is a code: those that a row can have of itself. What a fact is refused for beside them
/// is shown by its code.
const WORDED: [&str; 13] = [
    "cell_error",
    "ends-before-start",
    "formula",
    "missing",
    "not-in-list",
    "not_a_day",
    "not_a_number",
    "not_utf8",
    "not_yet",
    "placement_damaged",
    "placement_unknown",
    "row_too_long",
    "wrong_columns",
];

/// Why a row was refused and what to mend.
fn reason(visit: &Visit, code: &str) -> String {
    let said = if WORDED.contains(&code) { words::term(visit, "evidence-row", code) } else { code.to_owned() };
    visit.lang.t1("kept-file-why", "why", said)
}

fn verdict(visit: &Visit, row: &RowView) -> DeskRow {
    let lang = visit.lang;
    let tag = match row.refused {
        None => (lang.t("files-evidence-taken"), false),
        Some(_) => (lang.t("files-evidence-refused"), true),
    };
    let run = lang.t1("kept-file-run", "run", row.run);
    let left = row.left.as_ref().map(|(vi, en)| if lang == Lang::Vi { vi.clone() } else { en.clone() });
    let why = left.or_else(|| row.refused.as_deref().map(|code| reason(visit, code)));
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
    Ok(download(opened))
}

/// The rows of it that are to be mended, in the kind in which it came.
pub(super) async fn to_mend(visit: Visit, Path(file): Path<String>) -> Result<Response, Stop> {
    super::super::account::demand_person(&visit)?;
    case::demand_desk(&visit)?;
    let left = placements::file_to_mend(visit.app(), &visit.ctx, &file).await.map_err(|error| visit.fail(error))?;
    Ok(download(left))
}

fn download(file: FileBytes) -> Response {
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file.name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    (headers, file.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::WORDED;
    use crate::lang::Lang;
    use sanviec_app::import::Problem;

    #[test]
    fn what_a_row_can_be_refused_for_has_words_in_both_languages() {
        let of_the_file = [Problem::NotUtf8, Problem::WrongColumns { found: 2, expected: 5 }];
        assert!(of_the_file.iter().all(|problem| WORDED.contains(&problem.code())));
        for code in WORDED {
            let key = format!("term-evidence-row-{}", code.replace('_', "-"));
            for lang in [Lang::Vi, Lang::En] {
                assert_ne!(lang.t(&key), key, "{lang:?} has no words for {code}");
            }
        }
    }
}
