//! Requests of people about their own data that somebody here has to answer, the one due first at the top; one of them,
//! with the reply.

use axum::extract::Path;
use sanviec_app::requests::{self, Answered, Reply as Said, RequestView};
use sanviec_app::{AppError, FieldError};

use super::super::account::Stop;
use super::super::profile::requests::{asked, days, state};
use super::{Reply, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow, Words};

const PAGE: &str = "/trung-tam/yeu-cau";
const WHAT: &str = "viec";
const WORDS: &str = "noi-dung";
const NAMES: [(&str, &str); 2] = [("what", WHAT), ("reply", WORDS)];
/// What can be replied: value in the form and what it means.
const REPLIES: [(&str, Said); 3] = [("dang-lam", Said::Working), ("xong", Said::Done), ("tu-choi", Said::Refused)];

pub(super) async fn list(visit: Visit) -> Reply {
    let lang = visit.lang;
    let mut page = form::below_desk(&visit, form::page(&visit, lang.t("data-requests-title"))?);
    page.done = (visit.asked("xong") == "ghi").then(|| lang.t("data-request-done").into());
    let before = words::pages_before(&visit);
    let open = requests::open_requests(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("data-requests-what").into()));
    let rows = open.items.iter().map(|one| row(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("data-requests-none")));
    page.blocks.extend(words::pages(&visit, PAGE, before, open.has_more));
    Ok(form::show(&visit, &page))
}

fn row(visit: &Visit, one: &RequestView) -> DeskRow {
    DeskRow {
        title: words::term(visit, "request", one.life.kind.code()).into(),
        href: visit.lang.href(&format!("{PAGE}/{}", one.id)),
        tag: Some(state(visit, one)),
        lines: vec![asked(visit, one), days(visit, one)],
        form: None,
    }
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let page = page(&visit, &code, None).await?;
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    let one = requests::request(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    page.page.title = words::term(visit, "request", one.life.kind.code());
    page.page = page.page.crumb(lang.t("data-requests-title"), PAGE);
    let mut facts = vec![
        (lang.t("request-words"), vec![Words::from(one.words.as_str())]),
        (lang.t("referral-state"), vec![state(visit, &one).0.into(), asked(visit, &one), days(visit, &one)]),
    ];
    if !one.reply.is_empty() {
        facts.push((lang.t("data-request-replied"), vec![one.reply.as_str().into()]));
    }
    page.blocks.push(DeskBlock::Facts(facts));
    if one.life.outcome.is_none() {
        let mut reply = form::form(visit, &format!("{PAGE}/{code}"), "data-request-reply")?;
        reply.kept = vec![(form::VERSION, one.version.to_string())];
        let what = REPLIES.map(|(value, _)| (value.to_owned(), words::term(visit, "reply", value).into()));
        reply.asks = vec![
            DeskAsk::line(WHAT, lang.t("data-request-what"), form::typed(filled, WHAT))
                .kind(DeskAskKind::One(what.to_vec())),
            DeskAsk::line(WORDS, lang.t("data-request-words"), form::typed(filled, WORDS)).kind(DeskAskKind::Lines),
        ];
        page.blocks.push(DeskBlock::Form(reply));
    }
    Ok(page)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = page(&visit, &code, Some(&filled)).await?;
    let replied = async {
        let key = filled.key()?;
        let missing = || FieldError::new("what", "missing", "Chọn kết quả.", "Choose what came of it.");
        let said = REPLIES.into_iter().find(|(value, _)| *value == filled.one(WHAT)).ok_or_else(missing)?;
        let version = filled.one(form::VERSION).parse().map_err(|_| AppError::Conflict)?;
        let order = Answered { request: (code.clone(), version), reply: said.1, words: filled.one(WORDS).to_owned() };
        requests::answer(visit.app(), &visit.ctx, order, &key).await
    };
    match replied.await {
        Ok(()) => Ok(elsewhere(&visit, "/trung-tam/yeu-cau?xong=ghi")),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
