//! What the person who is signed in asks about the own data: the days by which it is owed, the replies, a new request.

use sanviec_app::FieldError;
use sanviec_app::requests::{self, Ask, RequestView};
use sanviec_domain::clock::Duty;
use sanviec_domain::data_request::Kind;

use super::super::desk::{form, words};
use super::{Reply, Stop, demand_own};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow, Section, Words};

const PAGE: &str = "/ho-so/yeu-cau";
const KIND: &str = "loai";
const WORDS: &str = "noi-dung";
const NAMES: [(&str, &str); 2] = [("kind", KIND), ("words", WORDS)];

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit, None).await?;
    page.done = (visit.asked("xong") == "gui").then(|| visit.lang.t("request-sent").into());
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    demand_own(visit).await?;
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("requests-title"))?;
    page.page = page.page.within(Section::Account).crumb(lang.t("profile-title"), "/ho-so");
    page.blocks.push(DeskBlock::Text(lang.t("requests-what").into()));
    page.blocks.push(DeskBlock::Links(vec![(lang.t("profile-to-data"), lang.href("/ho-so/du-lieu"), false)]));
    let own = requests::own_requests(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let rows = own.iter().map(|one| row(visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("requests-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("request-new")));
    let mut ask = form::form(visit, PAGE, "request-send")?;
    let kinds = words::choices(visit, "request", Kind::ALL.iter().map(|kind| kind.code()));
    ask.asks = vec![
        DeskAsk::line(KIND, lang.t("request-kind"), form::typed(filled, KIND)).kind(DeskAskKind::One(kinds)),
        DeskAsk::line(WORDS, lang.t("request-words"), form::typed(filled, WORDS)).kind(DeskAskKind::Lines),
    ];
    page.blocks.push(DeskBlock::Form(ask));
    Ok(page)
}

fn row(visit: &Visit, one: &RequestView) -> DeskRow {
    let lang = visit.lang;
    let reply = (!one.reply.is_empty()).then(|| lang.t1("request-reply", "words", &one.reply).into());
    DeskRow {
        title: words::term(visit, "request", one.life.kind.code()).into(),
        href: String::new(),
        tag: Some(state(visit, one)),
        lines: [Some(Words::from(one.words.as_str())), Some(asked(visit, one)), Some(days(visit, one)), reply]
            .into_iter()
            .flatten()
            .collect(),
        form: None,
    }
}

/// Where it stands in a word, and whether it is late.
pub(in crate::pages) fn state(visit: &Visit, one: &RequestView) -> (String, bool) {
    let key = match one.life.outcome {
        Some(outcome) => outcome.code(),
        None if one.is_late => "late",
        None if one.life.answer.is_open() => "asked",
        None => "working",
    };
    (words::term(visit, "request-state", key), one.is_late)
}

/// When it was asked.
pub(in crate::pages) fn asked(visit: &Visit, one: &RequestView) -> Words {
    visit.lang.t1("request-asked", "time", words::time(visit, one.asked_at)).into()
}

/// Both days of the law, each with the day on which it was done.
pub(in crate::pages) fn days(visit: &Visit, one: &RequestView) -> Words {
    let said = |(open, done): (&str, &str), duty: Duty| {
        let due = words::day(visit, duty.due_on());
        match duty.parts().done_on {
            Some(day) => visit.lang.t2(done, ("day", &due), ("done", &words::day(visit, day))),
            None => visit.lang.t1(open, "day", due),
        }
    };
    let answer = said(("request-answer-by", "request-answer-by-done"), one.life.answer);
    let settle = said(("request-settle-by", "request-settle-by-done"), one.life.settle);
    format!("{answer} {settle}").into()
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let again = page(&visit, Some(&filled)).await?;
    let sent = async {
        let key = filled.key()?;
        let missing = || FieldError::new("kind", "missing", "Chọn loại yêu cầu.", "Choose what you ask for.");
        let kind = Kind::find_by_code(filled.one(KIND)).ok_or_else(missing)?;
        let order = Ask { kind, words: filled.one(WORDS).to_owned() };
        requests::ask(visit.app(), &visit.ctx, order, &key).await
    };
    match sent.await {
        Ok(()) => Ok(elsewhere(&visit, "/ho-so/yeu-cau?xong=gui")),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
