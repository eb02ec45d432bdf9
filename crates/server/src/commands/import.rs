//! `sanviec import postings FILE`.

use super::told;
use super::words::of_file;
use crate::cli::Place;
use crate::output::{Output, is_same};
use crate::{Failure, wiring};
use sanviec_app::import::{self, FixUp, Options, Report, Verdict};
use sanviec_app::{Actor, Locale};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) struct Asked {
    pub(crate) file: PathBuf,
    pub(crate) source: Option<String>,
    pub(crate) dry_run: bool,
    pub(crate) complete: bool,
    pub(crate) verdicts: Option<PathBuf>,
    pub(crate) fix_up: Option<PathBuf>,
    pub(crate) json: bool,
}

/// Ends with 0 when every row was understood, with 3 when some were refused.
pub(crate) async fn run(place: &Place, asked: Asked) -> Result<ExitCode, Failure> {
    let form = form(&asked)?;
    each_its_own(&asked)?;
    let settings = wiring::settings(place)?;
    let rows = import::open(&asked.file).map_err(|error| of_file(&asked.file, &error))?;
    // Opened before anything is taken: a name that cannot be written is said at once.
    let verdicts = output("--verdicts", asked.verdicts.as_deref())?;
    let fix_up = output("--fix-up", asked.fix_up.as_deref())?;
    let store = wiring::store(place, &settings, None).await?;
    let app = wiring::app_without_index(store, &settings)?;
    let source = asked.source.clone().unwrap_or_else(|| source_of(&asked.file));
    let options = Options { source, dry_run: asked.dry_run, complete: asked.complete };
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let report = import::run(&app, &ctx, rows, &options).await.map_err(told)?;
    app.finish().await;
    if let Some(output) = verdicts {
        output.write(|out| import::write_verdicts(&report, out))?;
    }
    if let (Some(output), Some(form)) = (fix_up, form) {
        output.write(|out| import::write_fix_up(&report, form, out))?;
    }
    if asked.json {
        print_json(&report, &options);
    } else {
        print_table(&report, &options);
    }
    Ok(if report.count(Verdict::Refused) == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn output(option: &'static str, path: Option<&Path>) -> Result<Option<Output>, Failure> {
    path.map(|path| Output::create(option, path)).transpose()
}

/// In which form refused rows are given back, where they are wanted: said before anything is taken.
fn form(asked: &Asked) -> Result<Option<FixUp>, Failure> {
    let Some(path) = &asked.fix_up else { return Ok(None) };
    let form = FixUp::of(path, &asked.file);
    let wrong = "--fix-up: dòng bị từ chối được ghi dạng CSV hoặc JSON Lines, hãy đặt tên tệp kết thúc bằng .csv hoặc .jsonl / \
                 refused rows are written as CSV or JSON Lines: let the name end in .csv or .jsonl";
    form.map(Some).ok_or_else(|| wrong.into())
}

/// No file is read and written, or written twice: what stood in it would be lost.
fn each_its_own(asked: &Asked) -> Result<(), Failure> {
    let files =
        [("FILE", Some(&asked.file)), ("--verdicts", asked.verdicts.as_ref()), ("--fix-up", asked.fix_up.as_ref())];
    let named: Vec<(&str, &PathBuf)> = files.into_iter().filter_map(|(name, path)| Some((name, path?))).collect();
    for (at, (name, path)) in named.iter().enumerate() {
        if let Some((other, _)) = named[..at].iter().find(|(_, known)| is_same(known, path)) {
            let path = path.display();
            return Err(format!(
                "{name}: {path} chính là tệp của {other} và sẽ bị ghi đè; hãy đặt tên khác / {path} is the file of \
                 {other} and would be overwritten; give another name"
            )
            .into());
        }
    }
    Ok(())
}

/// Without a name the file's name without its ending is the source.
fn source_of(file: &Path) -> String {
    file.file_stem().map_or_else(|| "file".to_owned(), |stem| plain_name(&stem.to_string_lossy()))
}

fn plain_name(text: &str) -> String {
    let kept: String = text.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    kept.to_lowercase()
}

fn print_json(report: &Report, options: &Options) {
    let counts: serde_json::Map<String, serde_json::Value> =
        Verdict::ALL.iter().map(|verdict| (verdict.code().to_owned(), report.count(*verdict).into())).collect();
    let (written, would_be) = if options.dry_run { (0, report.written()) } else { (report.written(), 0) };
    let summary = serde_json::json!({
        "source": options.source, "dry_run": options.dry_run, "rows": report.rows.len(), "verdicts": counts,
        "written": written, "would_be_written": would_be, "dropped": report.dropped,
        "ignored_fields": report.ignored_fields,
        "rows_without_id": report.nameless.map_or(0, |(_, count)| count),
    });
    println!("{summary}");
}

/// Rows of one verdict that are shown with their reasons; further ones are counted.
const SHOWN: usize = 20;

fn print_table(report: &Report, options: &Options) {
    if options.dry_run {
        println!("Chạy thử, không ghi gì / dry run, nothing was written");
    }
    println!("Nguồn / source: {}", options.source);
    println!("Số dòng / rows: {}", report.rows.len());
    for (verdict, vi) in Verdict::ALL.iter().zip(["nhận mới", "thay đổi", "giữ nguyên", "từ chối", "cần xem lại"])
    {
        println!("  {:>7}  {vi} / {}", report.count(*verdict), verdict.code());
    }
    let written = if options.dry_run { "Sẽ ghi / would be written" } else { "Đã ghi / written" };
    println!("{written}: {}", report.written());
    if report.dropped > 0 {
        println!("Nguồn không còn đăng / no longer listed by the source: {}", report.dropped);
    }
    if let Some((line, count)) = report.nameless.filter(|_| options.complete) {
        println!("Không đóng tin nào: {count} dòng không đọc được mã, dòng đầu tiên là {line}");
        println!("Nothing was closed: {count} rows have no id that can be read, the first is line {line}");
    }
    for (field, count) in &report.ignored_fields {
        println!("Bỏ qua trường “{field}” ở {count} dòng / field ignored");
    }
    print_reasons(report, Verdict::Refused, "Từ chối / refused");
    print_reasons(report, Verdict::Doubtful, "Cần xem lại / doubtful");
}

fn print_reasons(report: &Report, verdict: Verdict, title: &str) {
    let count = report.count(verdict);
    if count > 0 {
        println!("{title}:");
    }
    for row in report.rows.iter().filter(|row| row.verdict == verdict).take(SHOWN) {
        for reason in &row.reasons {
            println!("  dòng / line {}: {}: {} / {}", row.line, reason.field, reason.vi, reason.en);
        }
    }
    if count > SHOWN {
        let more = count - SHOWN;
        println!(
            "  … và {more} dòng nữa; --verdicts ghi lý do của mọi dòng / and {more} more; --verdicts writes all reasons"
        );
    }
}
