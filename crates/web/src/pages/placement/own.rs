//! The own placement of a worker, and of an employer: three sentences that say where it stands, what is asked, and what
//! can be done now, with the forms to do it.

use axum::extract::Path;
use sanviec_app::placements::{self, Answers, Append, Channel, Employed, OwnPage, OwnPlacement, Said, Unsigned};
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::placement::{EndReason, Form, Party, Source, Status};

use super::super::account::{Stop, demand_fresh};
use super::super::desk::form;
use super::record::Act;
use super::typed::{self, CONTRACT, EMPLOYER, FACT, FORM, FROM, REASON, THROUGH};
use super::{Reply, case, link, report, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Words};

/// Names of the fields: what is done, and the answer.
const ACT: &str = "viec";
pub(super) const ANSWER: &str = "tra-loi";
/// Code of the last placement of the page before.
pub(super) const BEFORE: &str = "truoc";

/// Where the pages of one side begin.
pub(super) const fn base(party: Party) -> &'static str {
    match party {
        Party::Worker => "/ho-so/viec-lam",
        Party::Employer => "/tuyen-dung/viec-lam",
    }
}

pub(super) async fn list(visit: Visit) -> Reply {
    let page = list_page(&visit, &Filled::default()).await?;
    Ok(form::show(&visit, &page))
}

/// The own placements, and the form by which another begins, with what was typed before.
pub(super) async fn list_page(visit: &Visit, filled: &Filled) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("own-placements-title"))?;
    demand(visit, Party::Worker)?;
    page.page = page.page.crumb(lang.t("profile-title"), "/ho-so");
    let OwnPage { own, next } = some(visit, visit.asked(BEFORE)).await?;
    let rows = own.iter().map(|own| row(visit, own)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("own-placements-none")));
    page.blocks.extend(further(visit, Party::Worker, next));
    page.blocks.extend(report::blocks(visit, filled).await?);
    Ok(page)
}

/// A page of own placements.
pub(super) async fn some(visit: &Visit, before: &str) -> Result<OwnPage, Stop> {
    let before = Some(before).filter(|before| !before.is_empty());
    placements::own_placements(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error).into())
}

/// The way to the next page, where there is one.
pub(super) fn further(visit: &Visit, party: Party, next: Option<String>) -> Option<DeskBlock> {
    let href = visit.lang.href(&format!("{}?{BEFORE}={}", base(party), next?));
    Some(DeskBlock::Links(vec![(visit.lang.t("pages-next"), href, false)]))
}

/// The own side of those pages: workers have theirs, people of employers theirs.
pub(super) fn demand(visit: &Visit, party: Party) -> Result<(), Stop> {
    let fits = match visit.ctx.actor.kind() {
        Role::Seeker => party == Party::Worker,
        Role::EmployerMember | Role::EmployerAdministrator => party == Party::Employer,
        _ => false,
    };
    if fits { Ok(()) } else { Err(visit.fail(AppError::Forbidden).into()) }
}

/// A placement in a list of the own side.
pub(super) fn row(visit: &Visit, own: &OwnPlacement) -> DeskRow {
    let outcome = &own.judged.outcome;
    let asked =
        (!own.asked.is_empty()).then(|| visit.lang.t1("own-asked-short", "days", words::runs(visit, &own.asked)));
    let title = if own.party == Party::Worker { own.employer.as_str() } else { own.person.as_str() };
    let lines = [own.posting_title.clone(), words::progress_line(visit, outcome), asked];
    DeskRow {
        title: title.into(),
        href: visit.lang.href(&format!("{}/{}", base(own.party), own.id)),
        tag: Some((words::term(visit, "placement", outcome.status.code()), words::warns(outcome))),
        lines: lines.into_iter().flatten().map(Words::from).collect(),
        form: None,
    }
}

pub(super) async fn show_worker(visit: Visit, Path(code): Path<String>) -> Reply {
    show(&visit, &code, Party::Worker).await
}

pub(super) async fn show_employer(visit: Visit, Path(code): Path<String>) -> Reply {
    show(&visit, &code, Party::Employer).await
}

async fn show(visit: &Visit, code: &str, party: Party) -> Reply {
    let mut page = page(visit, code, party, &Filled::default()).await?;
    page.done = match visit.asked("xong") {
        "mo" => Some(visit.lang.t("placement-opened").into()),
        "tra-loi" => Some(visit.lang.t("own-done-answer").into()),
        "ky" => Some(visit.lang.t("own-done-signed").into()),
        "ghi" => Some(visit.lang.t("placement-recorded").into()),
        _ => None,
    };
    Ok(form::show(visit, &page))
}

async fn page(visit: &Visit, code: &str, party: Party, filled: &Filled) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, "")?;
    demand(visit, party)?;
    let own = placements::own_placement(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    page.page = page.page.crumb(lang.t("own-placements-title"), base(party));
    page.page.title = match party {
        Party::Worker => lang.t1("own-title-worker", "employer", &own.employer),
        Party::Employer => lang.t1("own-title-employer", "person", &own.person),
    };
    for sentence in sentences(visit, &own) {
        page.blocks.push(DeskBlock::Text(sentence.into()));
    }
    let forms = Forms { visit, own: &own, filled, path: format!("{}/{code}", base(party)) };
    if !own.asked.is_empty() {
        page.blocks.push(DeskBlock::Heading(words::runs(visit, &own.asked)));
        page.blocks.push(DeskBlock::Form(forms.answer()?));
    }
    if party == Party::Worker || visit.ctx.actor.kind() == Role::EmployerAdministrator {
        for unsigned in &own.unsigned {
            page.blocks.extend(terms(visit, &own, unsigned));
            page.blocks.push(DeskBlock::Form(forms.sign(unsigned)?));
        }
    }
    if own.is_worker {
        return Ok(page);
    }
    if party == Party::Employer && own.contracts.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("placement-act-contract")));
        page.blocks.push(DeskBlock::Form(forms.contract()?));
    }
    if !own.contracts.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("own-ended-title")));
        page.blocks.push(DeskBlock::Form(forms.ended()?));
    }
    Ok(page)
}

/// What is signed: nobody signs terms that were not shown. Papers are opened by the staff of the centre alone.
fn terms(visit: &Visit, own: &OwnPlacement, unsigned: &Unsigned) -> Vec<DeskBlock> {
    let (lang, contract) = (visit.lang, &unsigned.contract);
    // The name is that of the first employer; another one is known by its code.
    let name = (contract.employer == own.judged.case.employer).then(|| own.employer.clone());
    let lines = [
        ("placement-contract", Some(contract.contract.clone())),
        ("placement-employer", name),
        ("placement-employer-code", Some(contract.employer.clone())),
        ("placement-form", Some(words::term(visit, "form", contract.form.code()))),
        ("placement-start", Some(words::day(visit, contract.start))),
        ("placement-end", contract.through.map(|through| words::day(visit, through))),
    ];
    let lines = lines.into_iter().filter_map(|(label, value)| Some((lang.t(label), vec![Words::from(value?)])));
    let what = if unsigned.is_restated { "own-sign-anew" } else { "own-sign-what" };
    vec![
        DeskBlock::Heading(lang.t1("own-sign-title", "number", &contract.contract)),
        DeskBlock::Facts(lines.collect()),
        DeskBlock::Notice(lang.t(what).into()),
    ]
}

/// Where it stands, what is asked, what can be done.
fn sentences(visit: &Visit, own: &OwnPlacement) -> [String; 3] {
    let lang = visit.lang;
    let stands = case::sentences(visit, &own.judged).into_iter().next().unwrap_or_default();
    let is_asked = !own.asked.is_empty();
    let asked =
        if is_asked { lang.t1("own-asked", "days", words::runs(visit, &own.asked)) } else { lang.t("own-not-asked") };
    if own.is_worker {
        return [stands, asked, lang.t("own-next-other-member")];
    }
    let next = match (is_asked, own.unsigned.first(), own.judged.outcome.status) {
        (_, Some(unsigned), _) => lang.t1("own-next-sign", "number", &unsigned.contract.contract),
        (true, None, _) => lang.t("own-next-answer"),
        (false, None, Status::AwaitingContract) if own.party == Party::Employer => lang.t("own-next-contract"),
        (false, None, Status::AwaitingContract) => lang.t("own-next-ask-contract"),
        (false, None, _) => lang.t("own-next-nothing"),
    };
    [stands, asked, next]
}

/// The forms of an own placement.
struct Forms<'a> {
    visit: &'a Visit,
    own: &'a OwnPlacement,
    filled: &'a Filled,
    path: String,
}

impl Forms<'_> {
    fn one(&self, act: &str, button: &str, asks: Vec<DeskAsk>) -> Result<DeskForm, Stop> {
        let mut form = form::form(self.visit, &self.path, button)?;
        form.kept = vec![(ACT, act.to_owned())];
        form.asks = asks;
        Ok(form)
    }

    fn line(&self, name: &'static str, label: &str) -> DeskAsk {
        DeskAsk::line(name, self.visit.lang.t(label), self.filled.one(name))
    }

    fn day(&self, name: &'static str, label: &str, hint: &str) -> DeskAsk {
        self.line(name, label).hint(self.visit.lang.t(hint)).digits()
    }

    fn answer(&self) -> Result<DeskForm, Stop> {
        let key = if self.own.party == Party::Worker { "own-question-worker" } else { "own-question-employer" };
        let ask = self.line(ANSWER, key).kind(DeskAskKind::One(words::answers(self.visit)));
        self.one("tra-loi", "own-answer-button", vec![ask])
    }

    fn sign(&self, unsigned: &Unsigned) -> Result<DeskForm, Stop> {
        let mut form = self.one("ky", "own-sign-button", Vec::new())?;
        form.kept.push((FACT, unsigned.statement.clone()));
        Ok(form)
    }

    fn contract(&self) -> Result<DeskForm, Stop> {
        let forms = Form::ALL.iter().map(|form| form.code());
        let code = self.own.judged.case.employer.as_str();
        let typed = self.filled.one(EMPLOYER);
        let asks = vec![
            self.line(CONTRACT, "placement-contract"),
            DeskAsk::line(
                EMPLOYER,
                self.visit.lang.t("placement-employer-code"),
                if typed.is_empty() { code } else { typed },
            ),
            self.line(FORM, "placement-form").kind(DeskAskKind::One(words::open_choices(self.visit, "form", forms))),
            self.day(FROM, "placement-start", "day-hint"),
            self.day(THROUGH, "placement-end", "placement-end-hint"),
        ];
        self.one("hop-dong", "placement-act-button", asks)
    }

    fn ended(&self) -> Result<DeskForm, Stop> {
        let contracts = self.own.contracts.iter().map(|number| (number.clone(), number.as_str().into())).collect();
        let reasons = EndReason::ALL.iter().map(|reason| reason.code());
        let mut asks = vec![
            self.line(CONTRACT, "placement-contract").kind(DeskAskKind::One(contracts)),
            self.day(THROUGH, "placement-last", "day-hint"),
            self.line(REASON, "placement-reason")
                .kind(DeskAskKind::One(words::open_choices(self.visit, "end", reasons))),
        ];
        for ask in &mut asks {
            ask.id = format!("nghi-{}", ask.id);
        }
        let mut form = self.one("cham-dut", "own-ended-button", asks)?;
        form.is_second = true;
        Ok(form)
    }
}

pub(super) async fn send_worker(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    send(&visit, &code, Party::Worker, &filled).await
}

pub(super) async fn send_employer(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    send(&visit, &code, Party::Employer, &filled).await
}

async fn send(visit: &Visit, code: &str, party: Party, filled: &Filled) -> Reply {
    let again = page(visit, code, party, filled).await?;
    if filled.one(ACT) == "ky" {
        demand_fresh(visit)?;
    }
    match act(visit, code, party, filled).await {
        Ok(done) => Ok(elsewhere(visit, &format!("{}/{code}?xong={done}", base(party)))),
        Err(error) => form::refuse(visit, again, error, &typed::NAMES),
    }
}

async fn act(visit: &Visit, code: &str, party: Party, filled: &Filled) -> Result<&'static str, AppError> {
    let (app, ctx, key) = (visit.app(), &visit.ctx, filled.key()?);
    let record = |act| {
        let source = if party == Party::Worker { Source::Worker } else { Source::Employer };
        let said = typed::said(act, filled)?;
        let said = Said { source, channel: Channel::Page, document_hash: None, reference: None, ..said };
        Ok::<_, AppError>(Append { placement: code.to_owned(), version: None, said })
    };
    match filled.one(ACT) {
        "tra-loi" => {
            let answer = Employed::find_by_code(filled.one(ANSWER)).ok_or_else(link::choose)?;
            placements::answer_own(app, ctx, Answers { answers: vec![(code.to_owned(), answer)] }, &key).await?;
            Ok("tra-loi")
        }
        "ky" => {
            placements::sign(app, ctx, code, filled.one(FACT), &key).await?;
            Ok("ky")
        }
        "hop-dong" => {
            placements::append(app, ctx, record(Act::Contract)?, &key).await?;
            Ok("ghi")
        }
        "cham-dut" => {
            placements::append(app, ctx, record(Act::Ended)?, &key).await?;
            Ok("ghi")
        }
        _ => {
            let (vi, en) = ("Chọn việc cần làm.", "Choose what to do.");
            Err(FieldError::new("form", "unknown_act", vi, en).into())
        }
    }
}
