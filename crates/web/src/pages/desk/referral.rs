//! One referral: where it stands, what can be recorded now, what happened.

use axum::extract::Path;
use sanviec_app::desk::{self, Record, ReferralView};
use sanviec_app::{AppError, FieldError, Role, placements};
use sanviec_domain::referral::{Command, Follow, NotHiredReason, Stage, Way, WithdrawReason};
use sanviec_domain::why::Why;

use super::super::account::Stop;
use super::super::placement::open;
use super::{Reply, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, Words};

/// Name of the field that says what is recorded.
const ACT: &str = "viec";
const WAY: &str = "cach-gui";
const TOLD: &str = "ngay-bao";
const STARTS: &str = "lam-tu";
const ENDS: &str = "lam-den";
const REASON: &str = "ly-do";
const NOTE: &str = "ghi-chu";
const WITHDRAW_REASON: &str = "ly-do-thu-hoi";
const WITHDRAW_NOTE: &str = "ghi-chu-thu-hoi";
const FOUND: &str = "theo-doi";
const LAST: &str = "nghi-tu";
const NAMES: [(&str, &str); 5] =
    [("way", WAY), ("told_on", TOLD), ("starts_on", STARTS), ("ends_on", ENDS), ("last_on", LAST)];

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let mut page = page(&visit, &code, None).await?;
    page.done = (visit.asked("xong") == "ghi").then(|| visit.lang.t("referral-done").into());
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, code: &str, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, "")?);
    let before = words::before(visit);
    let view = desk::referral_before(visit.app(), &visit.ctx, code, before).await;
    let view = view.map_err(|error| visit.fail(error))?;
    page.page.title = lang.t1("referral-title", "number", &view.item.number);
    page.blocks.push(DeskBlock::Facts(facts(visit, &view)));
    page.blocks.extend(words::reach(visit, view.reached));
    let is_officer = visit.ctx.actor.kind() == Role::Officer;
    if is_officer && before.is_none() {
        let print = lang.href(&format!("/trung-tam/phieu/{code}/in"));
        page.blocks.push(DeskBlock::Links(vec![(lang.t("referral-print"), print, false)]));
        if matches!(view.life.stage, Stage::Hired(_)) {
            page.blocks.push(follow(visit, code).await?);
        }
        for (heading, form) in forms(visit, code, &view, filled)? {
            page.blocks.push(DeskBlock::Heading(lang.t(heading)));
            page.blocks.push(DeskBlock::Form(form));
        }
    }
    page.blocks.push(DeskBlock::Heading(lang.t("referral-events")));
    page.blocks.push(DeskBlock::Events(words::events(visit, &view.events)));
    page.blocks.extend(words::further(visit, &format!("/trung-tam/phieu/{code}"), view.older));
    Ok(page)
}

/// The way to the placement that the hire became, or the form that makes one.
async fn follow(visit: &Visit, code: &str) -> Result<DeskBlock, Stop> {
    let known = placements::of_referral(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    if let Some(id) = known {
        let href = visit.lang.href(&format!("/trung-tam/viec-lam/{id}"));
        return Ok(DeskBlock::Links(vec![(visit.lang.t("placement-title-plain"), href, false)]));
    }
    let form = open::form_of(visit, vec![(open::REFERRAL, code.to_owned())], "")?;
    Ok(DeskBlock::Form(form))
}

fn facts(visit: &Visit, view: &ReferralView) -> Vec<(String, Vec<Words>)> {
    let (lang, item) = (visit.lang, &view.item);
    let fact = |label: &str, lines: Vec<Words>| (lang.t(label), lines);
    let mut facts = vec![fact("referral-state", vec![words::term(visit, "referral", item.state.code()).into()])];
    if let Some((due, _)) = words::due(visit, item) {
        facts.push(fact("referral-next", vec![due.into()]));
    }
    if !item.person.is_empty() {
        facts.push(fact("referral-person", vec![item.person.as_str().into()]));
    }
    let posting = vec![item.posting_title.as_str().into(), item.employer_name.as_str().into()];
    facts.push(fact("referral-posting", posting));
    facts.push(fact("referral-issued", vec![words::day(visit, item.issued_on).into()]));
    if let Some(officer) = &item.officer {
        facts.push(fact("referral-officer", vec![officer.as_str().into()]));
    }
    match &view.life.stage {
        Stage::Hired(hire) => {
            let ends = hire.ends_on.map(|day| lang.t1("referral-contract-ends", "day", words::day(visit, day)).into());
            let starts: Words = words::day(visit, hire.starts_on).into();
            facts.push(fact("referral-starts", [Some(starts), ends].into_iter().flatten().collect()));
            for (label, duty) in [("referral-result", hire.result), ("referral-follow-up", hire.follow_up)] {
                let state = words::term(visit, "duty", duty.state().code());
                let due = lang.t1("referral-due", "day", words::day(visit, duty.due_on()));
                facts.push(fact(label, vec![state.into(), due.into()]));
            }
            if let Some(outcome) = hire.outcome {
                let outcome = words::term(visit, "outcome", outcome.name().code());
                facts.push(fact("referral-outcome", vec![outcome.into()]));
            }
        }
        Stage::NotHired { why, .. } => {
            facts.push(fact("referral-why", reason(visit, "refused", why.reason.code(), &why.note)));
        }
        Stage::Withdrawn { why, .. } => {
            facts.push(fact("referral-why", reason(visit, "withdrawn", why.reason.code(), &why.note)));
        }
        Stage::Issued { .. } | Stage::Sent { .. } | Stage::NoShow { .. } | Stage::Lapsed { .. } => {}
    }
    facts
}

fn reason(visit: &Visit, list: &str, code: &str, note: &str) -> Vec<Words> {
    let mut lines = vec![words::term(visit, list, code).into()];
    if !note.is_empty() {
        lines.push(note.into());
    }
    lines
}

/// The forms of a referral.
struct Forms<'a> {
    visit: &'a Visit,
    path: String,
    version: i64,
    filled: Option<&'a Filled>,
}

impl Forms<'_> {
    fn one(&self, act: &str, button: &str, asks: Vec<DeskAsk>) -> Result<DeskForm, Stop> {
        let mut form = form::form(self.visit, &self.path, button)?;
        form.kept = vec![(ACT, act.to_owned()), (form::VERSION, self.version.to_string())];
        form.asks = asks;
        form.is_second = !matches!(act, "gui" | "tuyen" | "ket-qua" | "theo-doi");
        Ok(form)
    }

    fn line(&self, name: &'static str, label: &str) -> DeskAsk {
        DeskAsk::line(name, self.visit.lang.t(label), form::typed(self.filled, name))
    }

    fn day(&self, name: &'static str, label: &str) -> DeskAsk {
        self.line(name, label).hint(self.visit.lang.t("day-hint")).digits()
    }

    fn list<'c>(&self, name: &'static str, label: &str, list: &str, codes: impl Iterator<Item = &'c str>) -> DeskAsk {
        self.line(name, label).kind(DeskAskKind::One(words::choices(self.visit, list, codes)))
    }

    fn hire(&self) -> Result<DeskForm, Stop> {
        let asks =
            vec![self.day(TOLD, "referral-told"), self.day(STARTS, "referral-starts"), self.day(ENDS, "referral-ends")];
        self.one("tuyen", "referral-hire-button", asks)
    }

    fn refuse(&self) -> Result<DeskForm, Stop> {
        let codes = NotHiredReason::ALL.iter().map(|reason| reason.code());
        let asks = vec![
            self.list(REASON, "referral-why", "refused", codes),
            self.line(NOTE, "referral-note").kind(DeskAskKind::Lines),
        ];
        self.one("khong-tuyen", "referral-refuse-button", asks)
    }

    fn send(&self) -> Result<DeskForm, Stop> {
        let codes = Way::ALL.iter().map(|way| way.code());
        self.one("gui", "referral-send-button", vec![self.list(WAY, "referral-way", "way", codes)])
    }

    fn withdraw(&self) -> Result<DeskForm, Stop> {
        let chosen = |reason: &&WithdrawReason| **reason != WithdrawReason::ConsentWithdrawn;
        let codes = WithdrawReason::ALL.iter().filter(chosen).map(|reason| reason.code());
        let asks = vec![
            self.list(WITHDRAW_REASON, "referral-why", "withdrawn", codes),
            self.line(WITHDRAW_NOTE, "referral-note").kind(DeskAskKind::Lines),
        ];
        self.one("thu-hoi", "referral-withdraw-button", asks)
    }

    fn follow(&self) -> Result<DeskForm, Stop> {
        let codes = ["still_working", "left", "never_began", "not_reached"].into_iter();
        let asks = vec![self.list(FOUND, "referral-found", "found", codes), self.day(LAST, "referral-last")];
        self.one("theo-doi", "referral-follow-button", asks)
    }
}

/// What can be recorded now, the likeliest first.
fn forms(
    visit: &Visit,
    code: &str,
    view: &ReferralView,
    filled: Option<&Filled>,
) -> Result<Vec<(&'static str, DeskForm)>, Stop> {
    let path = format!("/trung-tam/phieu/{code}");
    let make = Forms { visit, path, version: view.version, filled };
    let no_show = || make.one("khong-den", "referral-no-show-button", Vec::new());
    let answers = || -> Result<Vec<(&'static str, DeskForm)>, Stop> {
        let no_show = no_show()?;
        Ok(vec![("referral-hire", make.hire()?), ("referral-refuse", make.refuse()?), ("referral-no-show", no_show)])
    };
    Ok(match &view.life.stage {
        Stage::Issued { .. } => {
            vec![("referral-send", make.send()?), ("referral-withdraw", make.withdraw()?)]
        }
        Stage::Sent { .. } => {
            [answers()?, vec![("referral-send-again", make.send()?), ("referral-withdraw", make.withdraw()?)]]
                .into_iter()
                .flatten()
                .collect()
        }
        Stage::Hired(hire) => {
            let mut forms = Vec::new();
            if hire.result.is_open() {
                let button = make.one("ket-qua", "referral-result-button", Vec::new())?;
                forms.push(("referral-result", button));
            }
            if hire.outcome.is_none() {
                forms.push(("referral-follow-up", make.follow()?));
                let asks = vec![make.day(STARTS, "referral-starts"), make.day(ENDS, "referral-ends")];
                forms.push(("referral-change", make.one("doi-ngay", "referral-change-button", asks)?));
            }
            if hire.result.is_open() && hire.outcome.is_none() {
                forms.push(("referral-refuse", make.refuse()?));
            }
            forms
        }
        Stage::NotHired { .. } | Stage::NoShow { .. } | Stage::Lapsed { was_sent: true, .. } => answers()?,
        Stage::Lapsed { was_sent: false, .. } | Stage::Withdrawn { .. } => Vec::new(),
    })
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let again = page(&visit, &code, Some(&filled)).await?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let recorded = match (filled.key(), command(&filled)) {
        (Ok(key), Ok(command)) => {
            let order = Record { id: code.clone(), version: filled.one(form::VERSION).parse().ok(), command };
            desk::record(visit.app(), &visit.ctx, order, &key).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match recorded {
        Ok(()) => Ok(elsewhere(&visit, &format!("/trung-tam/phieu/{code}?xong=ghi"))),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

/// What the form asks for.
fn command(filled: &Filled) -> Result<Command, AppError> {
    let odd = || AppError::from(FieldError::new("form", "unknown_act", "Chọn việc cần ghi.", "Choose what to record."));
    Ok(match filled.one(ACT) {
        "gui" => Command::Send(Way::find_by_code(filled.one(WAY)).ok_or_else(odd)?),
        "tuyen" => Command::Hire {
            told_on: day(filled, TOLD, "told_on")?,
            starts_on: day(filled, STARTS, "starts_on")?,
            ends_on: wished_day(filled, ENDS, "ends_on")?,
        },
        "khong-tuyen" => {
            let reason = NotHiredReason::find_by_code(filled.one(REASON)).ok_or_else(odd)?;
            Command::RefuseHire(Why::noted(reason, filled.one(NOTE).trim()))
        }
        "khong-den" => Command::RecordNoShow,
        "thu-hoi" => {
            let reason = WithdrawReason::find_by_code(filled.one(WITHDRAW_REASON)).ok_or_else(odd)?;
            Command::Withdraw(Why::noted(reason, filled.one(WITHDRAW_NOTE).trim()))
        }
        "doi-ngay" => Command::ChangeStart {
            starts_on: day(filled, STARTS, "starts_on")?,
            ends_on: wished_day(filled, ENDS, "ends_on")?,
        },
        "ket-qua" => Command::EnterResult,
        "theo-doi" => Command::FollowUp(match filled.one(FOUND) {
            "still_working" => Follow::StillWorking,
            "left" => Follow::Left { last_on: day(filled, LAST, "last_on")? },
            "never_began" => Follow::NeverBegan,
            "not_reached" => Follow::NotReached,
            _ => return Err(odd()),
        }),
        _ => return Err(odd()),
    })
}

fn day(filled: &Filled, name: &str, field: &'static str) -> Result<chrono::NaiveDate, AppError> {
    Ok(form::typed_day(filled, name, field)?)
}

fn wished_day(filled: &Filled, name: &str, field: &'static str) -> Result<Option<chrono::NaiveDate>, AppError> {
    if filled.one(name).trim().is_empty() { Ok(None) } else { day(filled, name, field).map(Some) }
}
