//! A link by which an employer or a worker says whether somebody was employed. Opening it changes nothing; a mail
//! scanner that follows links answers nothing.

use axum::extract::Path;
use sanviec_app::placements::{self, Employed, LinkState, Question};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::placement::Party;

use super::super::account::Stop;
use super::super::desk::form;
use super::{Reply, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskBlock, DeskPage};

/// Name of the field with the answer; each button carries its own.
const ANSWER: &str = "tra-loi";

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Reply {
    let question = question(&visit, &token).await?;
    let page = page(&visit, &token, &question)?;
    Ok(form::show(&visit, &page))
}

async fn question(visit: &Visit, token: &str) -> Result<Question, Stop> {
    placements::question(visit.app(), &visit.ctx, token).await.map_err(|error| visit.fail(error).into())
}

fn page(visit: &Visit, token: &str, question: &Question) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::bare(visit, lang.t("ask-title"));
    if question.state == LinkState::Dead {
        page.blocks.push(DeskBlock::Notice(lang.t("ask-dead").into()));
        return Ok(page);
    }
    let who = match question.party {
        Party::Worker => lang.t1("ask-worker", "employer", &question.employer),
        Party::Employer => lang.t2("ask-employer", ("person", &question.person), ("employer", &question.employer)),
    };
    page.blocks.push(DeskBlock::Text(who.into()));
    if !question.days.is_empty() {
        let days = words::runs(visit, &question.days);
        page.blocks.push(DeskBlock::Facts(vec![(lang.t("ask-days"), vec![days.into()])]));
    }
    match question.state {
        LinkState::Answered => page.blocks.push(DeskBlock::Notice(lang.t("ask-answered").into())),
        LinkState::Expired | LinkState::Dead => page.blocks.push(DeskBlock::Notice(lang.t("ask-expired").into())),
        LinkState::Open => {
            page.blocks.push(DeskBlock::Text(lang.t("ask-rules").into()));
            for answer in Employed::ALL {
                page.blocks.push(DeskBlock::Form(button(visit, &address(token), answer)?));
            }
        }
    }
    Ok(page)
}

/// The token came from the address; only its own signs go back into one.
fn address(token: &str) -> String {
    let own = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    format!("/xac-nhan/{}", token.chars().filter(own).collect::<String>())
}

fn button(visit: &Visit, path: &str, answer: Employed) -> Result<crate::view::DeskForm, Stop> {
    let key = match answer {
        Employed::Yes => "ask-yes",
        Employed::No => "ask-no",
        Employed::Unknown => "ask-unknown",
    };
    let mut form = form::form(visit, path, key)?;
    form.kept = vec![(ANSWER, answer.code().to_owned())];
    form.is_second = answer != Employed::Yes;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(token): Path<String>, filled: Filled) -> Reply {
    let question = question(&visit, &token).await?;
    let again = page(&visit, &token, &question)?;
    let answered = match (filled.key(), Employed::find_by_code(filled.one(ANSWER))) {
        (Ok(key), Some(answer)) => placements::answer_link(visit.app(), &visit.ctx, &token, answer, &key).await,
        (Ok(_), None) => Err(choose()),
        (Err(error), _) => Err(error),
    };
    match answered {
        Ok(()) => Ok(elsewhere(&visit, &address(&token))),
        Err(error) => form::refuse(&visit, again, error, &[]),
    }
}

/// Said where no answer was chosen.
pub(super) fn choose() -> AppError {
    FieldError::new("form", "missing", "Chọn một câu trả lời.", "Choose an answer.").into()
}
