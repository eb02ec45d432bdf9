//! One list: what is on it, sending it, its files, and what the bank answered.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::claims::{self, BatchState, BatchView, Imported, PayFormat, Send, TakeOut};
use sanviec_app::{Action, may_at_work};

use super::super::super::account::Stop;
use super::super::words::{day, term, time};
use super::super::{Reply, form};
use super::words::{disputed_row, dong, fund, row, spoken, title};
use crate::format::number;
use crate::http::{Filled, Upload, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow};

const ACT: &str = "viec";
const CLAIM: &str = "de-nghi";
const ACCOUNTS: &str = "tai-khoan";
const PAY_ON: &str = "ngay-chi";
const FILE: &str = "tep";
/// Where what came of each row of a file stands on the page.
const VERDICTS: &str = "tung-dong";

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    Ok(form::show(&visit, &page(&visit, &code, None).await?))
}

/// What was just done and who goes on, as long as the list stands so.
fn done(visit: &Visit, state: BatchState) -> Option<String> {
    let key = match (visit.asked("xong"), state) {
        ("lap", BatchState::Open) => "batch-done-made",
        ("gui", BatchState::Sent) => "batch-done-sent",
        ("dua-ra", BatchState::Open) => "batch-done-out",
        _ => return None,
    };
    Some(visit.lang.t(key))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    page.page = page.page.crumb(lang.t("batches-title"), "/trung-tam/chi-tra/danh-sach");
    let view = claims::batch(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    page.page.title = lang.t1("batch-title", "number", format!("{}/{}", view.serial, view.year));
    page.done = done(visit, view.state).map(Into::into);
    page.blocks.push(DeskBlock::Facts(facts(visit, &view)));
    let pays = may_at_work(visit.ctx.actor, Action::PayClaims);
    let print = if view.state == BatchState::Open { "batch-print-draft" } else { "batch-print" };
    let mut ways = vec![(lang.t(print), lang.href(&format!("/trung-tam/chi-tra/danh-sach/{code}/in")), false)];
    if pays && view.state != BatchState::Open {
        for (label, format) in [("batch-csv", "csv"), ("batch-xml", "xml")] {
            let href = lang.href(&format!("/trung-tam/chi-tra/danh-sach/{code}/tep?dang={format}"));
            ways.push((lang.t(label), href, false));
        }
    }
    page.blocks.push(DeskBlock::Links(ways));
    page.blocks.push(DeskBlock::Heading(lang.t("batch-lines")));
    let rows = lines(visit, code, &view, pays)?;
    page.blocks.push(DeskBlock::Rows(rows, lang.t("batch-empty")));
    if pays && view.state == BatchState::Open && view.claims > 0 {
        page.blocks.push(DeskBlock::Heading(lang.t("batch-send")));
        page.blocks.extend(send_or_why_not(visit, code, &view, filled)?);
    }
    if view.state != BatchState::Open {
        if pays {
            page.blocks.push(DeskBlock::Heading(lang.t("batch-result")));
            page.blocks.push(match view.answer_refusal {
                Some(refusal) => DeskBlock::Notice(refusal.sentence(spoken(visit)).into()),
                None => DeskBlock::Form(bringing(visit, code)?),
            });
        }
        page.blocks.push(DeskBlock::Heading(lang.t("batch-results")));
        page.blocks.push(DeskBlock::Rows(results(visit, code, &view), lang.t("batch-results-none")));
    }
    Ok(page)
}

fn facts(visit: &Visit, view: &BatchView) -> Vec<(String, Vec<crate::view::Words>)> {
    let lang = visit.lang;
    let claims = lang.n("batches-claims", u64::try_from(view.claims).unwrap_or_default());
    let words = sanviec_domain::money::Dong(view.dong).in_words(spoken(visit));
    let mut facts = vec![
        (lang.t("claim-state"), vec![term(visit, "batch", view.state.code()).into()]),
        (lang.t("batch-sum"), vec![dong(visit, view.dong).into(), words.into(), claims.into()]),
    ];
    let of = fund(visit, view.task.as_deref(), view.budget_year);
    facts.push((lang.t("batch-fund-title"), vec![of.into()]));
    if let Some(paying) = &view.paying {
        let account = format!("{} · {}", paying.payee_account, paying.payee_bank);
        facts.push((lang.t("batch-payee"), vec![paying.payee_name.as_str().into(), account.into()]));
    }
    if let Some(pay_on) = view.pay_on {
        let mut words: Vec<crate::view::Words> = vec![day(visit, pay_on).into()];
        if let Some(later) = view.pays_later_on {
            words.push(lang.t1("batch-pay-on-free", "day", day(visit, later)).into());
        }
        facts.push((lang.t("batch-pay-on"), words));
    }
    facts
}

fn lines(visit: &Visit, code: &str, view: &BatchView, pays: bool) -> Result<Vec<DeskRow>, Stop> {
    let mut rows = Vec::new();
    for (attempt, item) in &view.lines {
        let is_disputed = attempt.disputed_at.is_some();
        let mut row = if is_disputed { disputed_row(visit, item) } else { row(visit, item) };
        row.lines.push(format!("{} · {}", attempt.code, term(visit, "payout", &attempt.state)).into());
        if pays && view.state == BatchState::Open {
            let mut take = form::form(visit, &format!("/trung-tam/chi-tra/danh-sach/{code}"), "batch-take-out")?;
            take.kept = vec![(ACT, "dua-ra".to_owned()), (CLAIM, item.id.clone())];
            take.about = item.person.as_str().into();
            take.is_second = true;
            row.form = Some(take);
        }
        rows.push(row);
    }
    Ok(rows)
}

/// The form, or who has to send the list instead.
fn send_or_why_not(
    visit: &Visit,
    code: &str,
    view: &BatchView,
    filled: Option<&Filled>,
) -> Result<Vec<DeskBlock>, Stop> {
    if let Some(refusal) = view.send_refusal {
        return Ok(vec![DeskBlock::Notice(refusal.sentence(spoken(visit)).into())]);
    }
    match form::sign_in_again(visit) {
        Some(blocks) => Ok(blocks),
        None => Ok(vec![DeskBlock::Form(sending(visit, code, view, filled)?)]),
    }
}

fn sending(visit: &Visit, code: &str, view: &BatchView, filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let mut ask = form::form(visit, &format!("/trung-tam/chi-tra/danh-sach/{code}"), "batch-send-button")?;
    let accounts = view.paying.as_ref().map_or(0, |paying| paying.version);
    ask.kept =
        vec![(ACT, "gui".to_owned()), (form::VERSION, view.version.to_string()), (ACCOUNTS, accounts.to_string())];
    let offered = day(visit, claims::offered_pay_day(visit.ctx.today()));
    let typed = filled.map_or(offered, |filled| filled.one(PAY_ON).to_owned());
    ask.asks = vec![
        DeskAsk::line(PAY_ON, visit.lang.t("batch-pay-on"), &typed).hint(visit.lang.t("batch-pay-on-hint")).digits(),
    ];
    Ok(ask)
}

fn bringing(visit: &Visit, code: &str) -> Result<DeskForm, Stop> {
    let mut ask = form::form(visit, &format!("/trung-tam/chi-tra/danh-sach/{code}/ket-qua"), "batch-result-button")?;
    ask.asks = vec![
        DeskAsk::line(FILE, visit.lang.t("batch-file"), "")
            .kind(DeskAskKind::File(".csv,.xml"))
            .hint(visit.lang.t("batch-file-hint")),
    ];
    Ok(ask)
}

/// Each file with what came of its rows; it can be had as it came, byte for byte.
fn results(visit: &Visit, code: &str, view: &BatchView) -> Vec<DeskRow> {
    let lang = visit.lang;
    let one = |result: &claims::ResultView| {
        let file = format!("/trung-tam/chi-tra/danh-sach/{code}/ket-qua/{}", result.id);
        let count = |(verdict, count): &(claims::Verdict, usize)| {
            format!("{}: {count}", term(visit, "verdict", verdict.code())).into()
        };
        let kept = match (result.erased, result.size) {
            (Some(at), _) => lang.t2("batch-erased", ("day", &day(visit, at.day())), ("hash", &result.hash)),
            (None, Some(size)) => lang.t2("batch-kept", ("bytes", &number(lang, size)), ("hash", &result.hash)),
            (None, None) => lang.t1("batch-not-kept", "hash", &result.hash),
        };
        DeskRow {
            title: format!("{} · {}", time(visit, result.at), result.format).into(),
            href: result.size.filter(|_| result.erased.is_none()).map(|_| lang.href(&file)).unwrap_or_default(),
            tag: None,
            lines: result.verdicts.iter().map(count).chain([kept.into()]).collect(),
            form: None,
        }
    };
    view.results.iter().map(one).collect()
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::PayClaims)?;
    let again = page(&visit, &code, Some(&filled)).await?;
    let done = async {
        let key = filled.key()?;
        if filled.one(ACT) == "dua-ra" {
            let order = TakeOut { claim: filled.one(CLAIM).to_owned() };
            return claims::take_out(visit.app(), &visit.ctx, order, &key).await;
        }
        let pay_on = form::typed_day(&filled, PAY_ON, "pay_on")?;
        let seen = |name| filled.one(name).parse().unwrap_or(0);
        let (version, accounts) = (seen(form::VERSION), seen(ACCOUNTS));
        claims::send(visit.app(), &visit.ctx, Send { id: code.clone(), version, accounts, pay_on }, &key).await
    };
    match done.await {
        Ok(()) => {
            let act = if filled.one(ACT) == "dua-ra" { "dua-ra" } else { "gui" };
            Ok(elsewhere(&visit, &format!("/trung-tam/chi-tra/danh-sach/{code}?xong={act}")))
        }
        Err(error) => form::refuse(&visit, again, error, &[("pay_on", PAY_ON)]),
    }
}

pub(super) async fn file(visit: Visit, Path(code): Path<String>) -> Reply {
    super::demand_work(&visit, Action::PayClaims)?;
    let format = if visit.asked("dang") == "xml" { PayFormat::Pain001 } else { PayFormat::Csv };
    let file = match claims::pay_file(visit.app(), &visit.ctx, &code, format).await {
        Ok(file) => file,
        Err(error) => return form::refuse(&visit, page(&visit, &code, None).await?, error, &[]),
    };
    Ok(saved(&file.name, file.media, file.bytes))
}

fn saved(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, bytes).into_response()
}

/// What the bank answered, as it came.
pub(super) async fn kept(visit: Visit, Path((code, file)): Path<(String, String)>) -> Reply {
    super::demand_work(&visit, Action::ReadClaim)?;
    let file = claims::open_bank_file(visit.app(), &visit.ctx, &code, &file).await;
    let file = file.map_err(|error| visit.fail(error))?;
    Ok(saved(&file.name, file.media, file.bytes))
}

pub(super) async fn result(visit: Visit, Path(code): Path<String>, upload: Upload) -> Reply {
    super::demand_work(&visit, Action::PayClaims)?;
    let done = async {
        let key = upload.key()?;
        claims::import_result(visit.app(), &visit.ctx, &code, upload.bytes(FILE), &key).await
    };
    let done = done.await;
    let mut page = page(&visit, &code, None).await?;
    match done {
        Ok(imported) => {
            let view = claims::batch(visit.app(), &visit.ctx, &code).await.map_err(|error| visit.fail(error))?;
            brought(&visit, &mut page, &imported, &view);
            Ok(form::show(&visit, &page))
        }
        Err(error) => form::refuse(&visit, page, error, &[("file", FILE)]),
    }
}

/// What came of a file: what the bank says otherwise than before first, each row at the end.
fn brought(visit: &Visit, page: &mut DeskPage, imported: &Imported, view: &BatchView) {
    let lang = visit.lang;
    let contradicts = |row: &claims::RowVerdict| row.verdict == claims::Verdict::Contradicts;
    let says_otherwise = |attempt: &str| imported.rows.iter().any(|row| contradicts(row) && row.code == attempt);
    let open: Vec<_> = view
        .lines
        .iter()
        .filter(|(attempt, _)| attempt.disputed_at.is_some() && says_otherwise(&attempt.code))
        .collect();
    let is_open = |row: &claims::RowVerdict| open.iter().any(|(attempt, _)| attempt.code == row.code);
    let asked = |row: &&claims::RowVerdict| is_to_be_asked(row.verdict) || (contradicts(row) && !is_open(row));
    let asked = if imported.came_before { 0 } else { imported.rows.iter().filter(asked).count() };
    let mut first = Vec::new();
    if !open.is_empty() {
        let way = |(_, item): &&(_, claims::ClaimItem)| {
            let href = lang.href(&format!("/trung-tam/chi-tra/de-nghi/{}", item.id));
            (title(visit, &item.person, item.dong), href, false)
        };
        first.push(DeskBlock::Notice(lang.n("disputes-what", open.len() as u64).into()));
        first.push(DeskBlock::Links(open.iter().map(way).collect()));
    }
    if asked > 0 {
        first.push(DeskBlock::Notice(lang.n("batch-result-asked", asked as u64).into()));
        first.push(DeskBlock::Links(vec![(lang.t("batch-verdicts"), format!("#{VERDICTS}"), false)]));
    }
    let told = if imported.came_before { lang.t("batch-came-before") } else { counted(visit, imported) };
    if open.is_empty() {
        page.done = Some(told.into());
    } else {
        first.push(DeskBlock::Text(told.into()));
    }
    first.append(&mut page.blocks);
    page.blocks = first;
    page.blocks.push(DeskBlock::Part(lang.t("batch-verdicts"), VERDICTS));
    page.blocks.push(DeskBlock::Rows(verdicts(visit, imported, view), lang.t("batch-results-none")));
}

/// How much of a file was recorded as paid, and how much as not paid.
fn counted(visit: &Visit, imported: &Imported) -> String {
    use claims::Verdict;
    let count = |verdicts: &[Verdict]| {
        let rows = imported.rows.iter().filter(|row| verdicts.contains(&row.verdict)).count();
        number(visit.lang, rows as u64)
    };
    let paid = count(&[Verdict::Paid, Verdict::PaidEarly]);
    let unpaid = count(&[Verdict::Bounced, Verdict::BroughtBack]);
    visit.lang.t2("batch-result-done", ("paid", &paid), ("unpaid", &unpaid))
}

/// Each row; one of another amount than the list's with its claim, both amounts and what to do.
fn verdicts(visit: &Visit, imported: &Imported, view: &BatchView) -> Vec<DeskRow> {
    let differs = |row: &claims::RowVerdict| -> Option<(String, Vec<crate::view::Words>)> {
        let said = row.dong.filter(|_| row.verdict == claims::Verdict::AmountDiffers)?;
        let (attempt, item) = view.lines.iter().find(|(attempt, _)| attempt.code == row.code)?;
        let amounts = (dong(visit, said), dong(visit, attempt.dong));
        let told = visit.lang.t2("batch-amounts", ("said", &amounts.0), ("listed", &amounts.1));
        let claim = visit.lang.href(&format!("/trung-tam/chi-tra/de-nghi/{}", item.id));
        Some((claim, vec![title(visit, &item.person, item.dong).into(), told.into()]))
    };
    let one = |row: &claims::RowVerdict| {
        let (href, lines) = differs(row).unwrap_or_default();
        DeskRow {
            title: visit.lang.t2("batch-row", ("line", &row.line.to_string()), ("code", &row.code)).into(),
            href,
            tag: Some((term(visit, "verdict", row.verdict.code()), is_trouble(row.verdict))),
            lines,
            form: None,
        }
    };
    imported.rows.iter().map(one).collect()
}

fn is_trouble(verdict: claims::Verdict) -> bool {
    use claims::Verdict;
    !matches!(verdict, Verdict::Paid | Verdict::Already | Verdict::Pending)
}

/// Whether the bank has to be asked about it, beside what it says otherwise than before.
fn is_to_be_asked(verdict: claims::Verdict) -> bool {
    use claims::Verdict;
    is_trouble(verdict) && !matches!(verdict, Verdict::Bounced | Verdict::BroughtBack | Verdict::Contradicts)
}
