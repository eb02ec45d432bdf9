//! What a person agreed to at the counter, on a paper that is kept: to be advised, to be compared with vacancies,
//! and that results go to the national exchange; and that a guardian agrees where the person is not of age.

use axum::extract::Path;
use sanviec_app::profiles::{self, GuardianNeed, OnPaper, wording};
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::Lang as Tongue;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Standing, Way, Wording};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Part, ProfileId};

use super::super::account::Stop;
use super::super::profile::labels;
use super::{Reply, form};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, Words};

const PURPOSE: &str = "muc-dich";
const PAPER: &str = "giay";
pub(super) const NAMES: [(&str, &str); 3] = [("evidence", PAPER), ("consent", PAPER), ("purpose", PURPOSE)];
/// Ticks by which the short form asks the same: name in the form, purpose.
const TICKS: [(&str, Purpose); 3] = [
    ("dong-y-tu-van", Purpose::Counselling),
    ("dong-y-ghep-viec", Purpose::Matching),
    ("dong-y-quoc-gia", Purpose::NationalExchange),
];
/// Where the mistakes of those stand.
pub(super) const TICK_NAMES: [(&str, &str); 3] = [("evidence", PAPER), ("consent", PAPER), ("purpose", TICKS[0].0)];

/// What is asked of a person, and of a guardian where there must be one.
fn asked(need: GuardianNeed) -> Vec<Purpose> {
    let guardian = (need == GuardianNeed::Underage).then_some(Purpose::Guardian);
    labels::ON_PAPER.into_iter().chain(guardian).collect()
}

/// What a paper that is signed already agrees to, one tick for each purpose and none set; and where the paper is.
pub(super) fn ticks(visit: &Visit, filled: Option<&Filled>) -> Vec<DeskAsk> {
    let tick = |(name, purpose): (&'static str, Purpose)| {
        let ask = DeskAsk::line(name, labels::purpose(visit, purpose), form::typed(filled, name));
        ask.kind(DeskAskKind::Tick).hint(labels::purpose_text(visit, purpose))
    };
    let paper = DeskAsk::line(PAPER, visit.lang.t("agree-paper"), form::typed(filled, PAPER));
    TICKS.map(tick).into_iter().chain([paper.hint(visit.lang.t("agree-ticked-hint"))]).collect()
}

/// What was ticked. No paper agrees to nothing, and nothing is agreed to without a paper.
pub(super) fn ticked(filled: &Filled) -> Result<Vec<OnPaper>, FieldError> {
    let paper = filled.one(PAPER).trim();
    let ticked = TICKS.iter().filter(|(name, _)| !filled.one(name).is_empty());
    let agreed: Vec<OnPaper> =
        ticked.map(|(_, purpose)| OnPaper { purpose: *purpose, paper: paper.to_owned() }).collect();
    match (agreed.is_empty(), paper.is_empty()) {
        (false, true) => Err(no_paper()),
        (true, false) => {
            let vi = "Đánh dấu từng mục đích ghi trên giấy này, hoặc để trống ô giấy đồng ý.";
            let en = "Tick each purpose that this paper agrees to, or leave the paper empty.";
            Err(FieldError::new("purpose", "missing", vi, en))
        }
        _ => Ok(agreed),
    }
}

fn no_paper() -> FieldError {
    let vi = "Ghi số hoặc nơi lưu giấy đồng ý đã ký.";
    let en = "Name the signed paper, or where it is kept.";
    FieldError::new("evidence", "missing", vi, en)
}

/// What holds, and the form that records a paper.
pub(super) async fn blocks(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let id = id_of(visit, code)?;
    let ledger = profiles::consents(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let need = profiles::guardian_need(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let fact = |purpose: &Purpose| {
        let said: Words = match ledger.standing(Matter::whole(*purpose), visit.ctx.now) {
            Standing::Never => lang.t("consents-never").into(),
            Standing::Given(record) => {
                lang.t1("consents-given", "day", format::long_date(lang, record.at.day())).into()
            }
            Standing::Withdrawn(record) => {
                lang.t1("consents-withdrawn", "day", format::long_date(lang, record.at.day())).into()
            }
        };
        (labels::purpose(visit, *purpose), vec![said])
    };
    let mut form = form::form(visit, &format!("/trung-tam/nguoi/{code}/dong-y"), "agree-button")?;
    form.is_second = true;
    let asked = asked(need);
    let purposes =
        asked.iter().map(|purpose| (purpose.code().to_owned(), labels::purpose(visit, *purpose).into())).collect();
    form.asks = vec![
        DeskAsk::line(PURPOSE, lang.t("agree-purpose"), form::typed(filled, PURPOSE)).kind(DeskAskKind::One(purposes)),
        DeskAsk::line(PAPER, lang.t("agree-paper"), form::typed(filled, PAPER)).hint(lang.t("agree-paper-hint")),
    ];
    let mut blocks =
        vec![DeskBlock::Heading(lang.t("agree-title")), DeskBlock::Facts(asked.iter().map(fact).collect())];
    let slip = lang.href(&format!("/trung-tam/nguoi/{code}/in"));
    blocks.push(DeskBlock::Links(vec![(lang.t("agree-slip"), slip, false)]));
    if need == GuardianNeed::BirthUnknown {
        let birth = lang.href(&format!("/trung-tam/nguoi/{code}/phan/{}", Part::Identity.code()));
        blocks.push(DeskBlock::Text(lang.t("agree-birth-first").into()));
        blocks.push(DeskBlock::Links(vec![(lang.t("part-identity"), birth, false)]));
    }
    blocks.push(DeskBlock::Form(form));
    Ok(blocks)
}

pub(super) fn id_of(visit: &Visit, code: &str) -> Result<ProfileId, Stop> {
    let code = code.parse::<PostingCode>().map_err(|_| visit.fail(AppError::NotFound))?;
    Ok(ProfileId(code.uuid()))
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    super::super::account::demand_person(&visit)?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let id = id_of(&visit, &code)?;
    let recorded = async {
        let key = filled.key()?;
        let need = profiles::guardian_need(visit.app(), &visit.ctx, id).await?;
        profiles::record(visit.app(), &visit.ctx, id, read(&filled, need)?, &key).await
    };
    match recorded.await {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/nguoi/{code}?xong=dong-y"))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("agree-title"))?);
            page.page = page.page.crumb(visit.lang.t("people-title"), &format!("/trung-tam/nguoi/{code}"));
            page.blocks = blocks(&visit, &code, Some(&filled)).await?;
            form::refuse(&visit, page, error, &NAMES)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

/// What is agreed to on paper, as the form has it. Taking back is asked for on a page of its own.
fn read(filled: &Filled, need: GuardianNeed) -> Result<Command, FieldError> {
    let purpose = Purpose::find_by_code(filled.one(PURPOSE))
        .filter(|purpose| asked(need).contains(purpose))
        .ok_or_else(|| FieldError::new("purpose", "missing", "Chọn một mục đích.", "Choose a purpose."))?;
    let giver = if purpose == Purpose::Guardian { Giver::Guardian } else { Giver::Person };
    let (matter, way) = (Matter::whole(purpose), Way::OnPaper);
    let paper = filled.one(PAPER).trim();
    if paper.is_empty() {
        return Err(no_paper());
    }
    let version = wording(purpose);
    let wording = Wording { version, lang: Tongue::Vi };
    Ok(Command::Give { matter, wording, shown: version, way, giver, evidence: Some(paper.to_owned()) })
}
