//! What became of the applications of an organisation, vacancy by vacancy, and the same as a file.

use axum::extract::Path;
use chrono::Days;
use sanviec_app::hiring::{self, Figures, OfPosting, Statistics};
use sanviec_app::{AppError, Format};
use sanviec_domain::time::parse_date;

use super::super::desk::form;
use super::sheet::id_of;
use super::{Reply, Stop};
use crate::format;
use crate::http::Visit;
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow};

const FROM: &str = "tu";
const THROUGH: &str = "den";
const FORMAT: &str = "dang";
const NAMES: [(&str, &str); 1] = [("from", FROM)];
/// Days that are shown when nobody asks for others.
const DAYS: u64 = 89;
type Stretch = (chrono::NaiveDate, chrono::NaiveDate);

/// The days that are asked for; `None` where what was typed is none.
fn asked(visit: &Visit) -> Option<Stretch> {
    let today = visit.ctx.today();
    let day = |name: &str, proposed| {
        let typed = visit.asked(name);
        if typed.is_empty() { Some(proposed) } else { parse_date(typed) }
    };
    Some((day(FROM, today.checked_sub_days(Days::new(DAYS)).unwrap_or(today))?, day(THROUGH, today)?))
}

fn page(visit: &Visit, code: &str, days: Option<Stretch>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("statistics-title"))?;
    let base = format!("/tuyen-dung/don-vi/{code}");
    page.page =
        page.page.crumb(lang.t("hiring-title"), "/tuyen-dung").crumb(lang.t("hiring-postings"), &format!("{base}/tin"));
    page.blocks.push(DeskBlock::Text(lang.t("statistics-what").into()));
    let shown = |name: &str, day: Option<chrono::NaiveDate>| {
        let typed = visit.asked(name);
        if typed.is_empty() {
            day.map_or_else(String::new, |day| format::short_date(lang, day))
        } else {
            typed.to_owned()
        }
    };
    let formats = ["page", "xlsx", "csv"].map(|one| (one.to_owned(), lang.t(&format!("statistics-as-{one}")).into()));
    page.blocks.push(DeskBlock::Form(DeskForm {
        action: lang.href(&format!("{base}/thong-ke")),
        asks: vec![
            DeskAsk::line(FROM, lang.t("export-from"), &shown(FROM, days.map(|days| days.0)))
                .hint(lang.t("day-hint"))
                .digits(),
            DeskAsk::line(THROUGH, lang.t("export-through"), &shown(THROUGH, days.map(|days| days.1))).digits(),
            DeskAsk::line(FORMAT, lang.t("export-format"), "page").kind(DeskAskKind::One(formats.to_vec())),
        ],
        button: lang.t("statistics-button"),
        ..DeskForm::default()
    }));
    Ok(page)
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_person(&visit)?;
    let employer = id_of(&visit, &code)?;
    let days = asked(&visit);
    let mut page = page(&visit, &code, days)?;
    let (app, ctx) = (visit.app(), &visit.ctx);
    let format = match visit.asked(FORMAT) {
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        _ => None,
    };
    let Some(days) = days else {
        // Whoever may not look learns nothing of it here either.
        hiring::counts(app, ctx, employer).await.map_err(|error| visit.fail(error))?;
        return form::refuse(&visit, page, form::no_day("from").into(), &NAMES);
    };
    if let Some(format) = format {
        return match hiring::statistics_file(app, ctx, employer, days, format).await {
            Ok(file) => Ok(form::download(file, format)),
            Err(error) => refused(&visit, page, error),
        };
    }
    match hiring::statistics(app, ctx, employer, days).await {
        Ok(found) => {
            page.blocks.extend(figures(&visit, &found));
            Ok(form::show(&visit, &page))
        }
        Err(error) => refused(&visit, page, error),
    }
}

fn refused(visit: &Visit, page: DeskPage, error: AppError) -> Reply {
    match error {
        AppError::Refused(_) => form::refuse(visit, page, error, &NAMES),
        other => Err(visit.fail(other).into()),
    }
}

/// The whole, and each vacancy: in lines, for a table of so many columns does not fit a telephone.
fn figures(visit: &Visit, found: &Statistics) -> [DeskBlock; 4] {
    let lang = visit.lang;
    let row = |posting: &OfPosting| DeskRow {
        title: posting.title.as_str().into(),
        href: lang.href(&format!("/tuyen-dung/tin/{}", posting.code)),
        tag: None,
        lines: named(visit, &posting.figures).map(|(name, value)| format!("{name}: {value}").into()).to_vec(),
        form: None,
    };
    let total = named(visit, &found.total).map(|(name, value)| (name, vec![value.into()])).to_vec();
    [
        DeskBlock::Heading(lang.t("statistics-total")),
        DeskBlock::Facts(total),
        DeskBlock::Heading(lang.t("hiring-postings")),
        DeskBlock::Rows(found.postings.iter().map(row).collect(), lang.t("statistics-none")),
    ]
}

fn named(visit: &Visit, figures: &Figures) -> [(String, String); 7] {
    let number = |count| format::number(visit.lang, count);
    let values = [
        ("received", number(figures.received)),
        ("answered", number(figures.answered)),
        ("unanswered", number(figures.unanswered)),
        ("hired", number(figures.hired)),
        ("not-suitable", number(figures.not_suitable)),
        ("withdrawn", number(figures.withdrawn)),
        ("hours", figures.hours().map_or_else(|| "–".to_owned(), number)),
    ];
    values.map(|(name, value)| (visit.lang.t(&format!("statistics-{name}")), value))
}
