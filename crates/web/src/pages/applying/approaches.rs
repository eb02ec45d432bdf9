//! What employers asked the person who is signed in, and the answer to each.

use axum::extract::Path;
use sanviec_app::approaches::{self, Approached};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::approach::State;

use super::super::account::Stop;
use super::super::desk::form;
use super::Reply;
use super::words::{instant, last_day};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Section, Words};

const PAGE: &str = "/ung-tuyen/loi-moi";
const ANSWER: &str = "viec";
const NAMES: [(&str, &str); 1] = [("answer", ANSWER)];

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit).await?;
    page.done = (visit.asked("xong") == "tu-choi").then(|| visit.lang.t("approach-declined").into());
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("approaches-title"))?;
    page.page = page.page.within(Section::Account).crumb(lang.t("mine-title"), "/ung-tuyen");
    let asked = approaches::own_approaches(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("approaches-what").into()));
    let rows = asked.iter().map(|one| row(visit, one)).collect::<Result<Vec<_>, Stop>>()?;
    page.blocks.push(DeskBlock::Rows(rows, lang.t("approaches-none")));
    let visible = lang.href("/ho-so/hien-thi");
    page.blocks.push(DeskBlock::Links(vec![(lang.t("visible-title"), visible, false)]));
    Ok(page)
}

fn row(visit: &Visit, one: &Approached) -> Result<DeskRow, Stop> {
    let lang = visit.lang;
    let (href, waits) = match one.application {
        Some(id) => (format!("/ung-tuyen/ho-so/{}", id.code()), false),
        None => (format!("/viec-lam/{}", one.posting), one.state == State::Open && one.is_live),
    };
    let over = one.state == State::Open && !one.is_live;
    let until: Option<Words> =
        one.until.filter(|_| waits).map(|until| lang.t1("approach-until", "day", last_day(visit, until)).into());
    let state = if over { "over" } else { one.state.code() };
    Ok(DeskRow {
        title: one.title.as_str().into(),
        href: lang.href(&href),
        tag: Some((lang.t(&format!("term-approach-{state}")), false)),
        lines: [
            Some(Words::from(one.employer.as_str())),
            Some(lang.t1("approach-at", "time", instant(visit, one.at)).into()),
            until,
        ]
        .into_iter()
        .flatten()
        .collect(),
        form: if waits { Some(answering(visit, one)?) } else { None },
    })
}

fn answering(visit: &Visit, one: &Approached) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let mut answer = form::form(visit, &format!("{PAGE}/{}", one.id), "approach-answer")?;
    answer.about = one.title.as_str().into();
    let choices = [("nhan", "approach-accept"), ("tu-choi", "approach-decline")];
    let choices = choices.map(|(value, text)| (value.to_owned(), lang.t(text).into()));
    let mut ask = DeskAsk::line(ANSWER, lang.t("approach-question"), "").kind(DeskAskKind::One(choices.to_vec()));
    ask.id = format!("{ANSWER}-{}", one.id);
    answer.asks = vec![ask];
    Ok(answer)
}

pub(super) async fn answer(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    form::page(&visit, "")?;
    let answered = async {
        approaches::demand_own(visit.app(), &visit.ctx, &id).await?;
        let key = filled.key()?;
        match filled.one(ANSWER) {
            "nhan" => {
                let draft = approaches::accept(visit.app(), &visit.ctx, &id, &key).await?;
                Ok(format!("/ung-tuyen/nhap/{}", draft.code()))
            }
            "tu-choi" => {
                approaches::decline(visit.app(), &visit.ctx, &id, &key).await?;
                Ok(format!("{PAGE}?xong=tu-choi"))
            }
            _ => Err(AppError::from(FieldError::new("answer", "missing", "Chọn một trả lời.", "Choose an answer."))),
        }
    };
    match answered.await {
        Ok(next) => Ok(elsewhere(&visit, &next)),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            form::refuse(&visit, page(&visit).await?, error, &NAMES)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}
