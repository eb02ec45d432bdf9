//! Recording a fact of a placement: one page for each kind, with a preview that asks the same rule and writes nothing.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::placements::{self, Append, AsOf, PlacementView, Said, Succeed};
use sanviec_app::{AppError, Key, Role};
use sanviec_domain::placement::{EndReason, Form, LeaveKind, Party, SigningMethod};

use super::super::account::Stop;
use super::super::desk::form;
use super::typed::{
    self, CONTRACT, EMPLOYED, EMPLOYER, FACT, FORM, FROM, LEAVE, METHOD, NUMBER, PAPER, PARTY, REASON, SIGNED, THROUGH,
    TO, VISITED, WHY,
};
use super::{Reply, case, words};
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, Words};

/// Name of the second button: look at what would follow.
const PREVIEW: &str = "thu";

/// What can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Contract,
    Signature,
    Visit,
    Leave,
    Ended,
    Reinstated,
    Succession,
    Retraction,
}

/// Field of the rule, name in the form, and for days whether it may be left open.
type Texts = &'static [(&'static str, &'static str)];
type Dates = &'static [(&'static str, &'static str, bool)];

impl Act {
    const ALL: [Self; 8] = [
        Self::Contract,
        Self::Signature,
        Self::Visit,
        Self::Leave,
        Self::Ended,
        Self::Reinstated,
        Self::Succession,
        Self::Retraction,
    ];

    /// Last part of the address, and the key of its name.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Contract => ("hop-dong", "placement-act-contract"),
            Self::Signature => ("chu-ky", "placement-act-signature"),
            Self::Visit => ("den-tham", "placement-act-visit"),
            Self::Leave => ("nghi", "placement-act-leave"),
            Self::Ended => ("cham-dut", "placement-act-ended"),
            Self::Reinstated => ("nhan-lai", "placement-act-reinstated"),
            Self::Succession => ("ke-thua", "placement-act-succession"),
            Self::Retraction => ("rut-lai", "placement-act-retraction"),
        }
    }

    /// Kind of the fact.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Signature => "signature",
            Self::Visit => "attestation",
            Self::Leave => "leave",
            Self::Ended => "ended",
            Self::Reinstated => "reinstated",
            Self::Succession => "succession",
            Self::Retraction => "retraction",
        }
    }

    pub(super) const fn texts(self) -> Texts {
        match self {
            Self::Contract => &[("contract", CONTRACT), ("employer", EMPLOYER), ("form", FORM)],
            Self::Signature => &[("contract", CONTRACT), ("party", PARTY), ("method", METHOD)],
            Self::Visit => &[],
            Self::Leave => &[("leave", LEAVE)],
            Self::Ended => &[("contract", CONTRACT), ("reason", REASON)],
            Self::Reinstated => &[("contract", CONTRACT)],
            Self::Succession => &[("from_employer", EMPLOYER), ("to_employer", TO)],
            Self::Retraction => &[("retracts", FACT), ("why", WHY)],
        }
    }

    pub(super) const fn days(self) -> Dates {
        match self {
            Self::Contract => &[("start", FROM, false), ("through", THROUGH, true)],
            Self::Signature => &[("signed_on", SIGNED, false)],
            Self::Visit => &[("stated_on", VISITED, false), ("from", FROM, false), ("through", THROUGH, false)],
            Self::Leave => &[("from", FROM, false), ("through", THROUGH, true)],
            Self::Ended => &[("through", THROUGH, false)],
            Self::Reinstated | Self::Retraction => &[],
            Self::Succession => &[("on", FROM, false)],
        }
    }

    fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.names().0 == name)
    }

    const fn needs_contract(self) -> bool {
        matches!(self, Self::Signature | Self::Ended | Self::Reinstated)
    }
}

/// Ways to the pages by which something is recorded.
pub(super) fn links(visit: &Visit, code: &str) -> Vec<(String, String, bool)> {
    let link = |act: Act| {
        let (name, key) = act.names();
        (visit.lang.t(key), visit.lang.href(&format!("/trung-tam/viec-lam/{code}/ghi/{name}")), false)
    };
    Act::ALL.into_iter().map(link).collect()
}

pub(super) async fn show(visit: Visit, Path((code, act)): Path<(String, String)>) -> Reply {
    let act = demand(&visit, &act)?;
    let (page, _) = page(&visit, &code, act, &Filled::default()).await?;
    Ok(form::show(&visit, &page))
}

/// The act, for officers.
fn demand(visit: &Visit, name: &str) -> Result<Act, Stop> {
    form::page(visit, "")?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    Act::find(name).ok_or_else(|| visit.fail(AppError::NotFound).into())
}

/// The page with its form, and the placement that it is about.
async fn page(visit: &Visit, code: &str, act: Act, filled: &Filled) -> Result<(DeskPage, PlacementView), Stop> {
    let lang = visit.lang;
    let view = placements::placement(visit.app(), &visit.ctx, code, AsOf::default()).await;
    let view = view.map_err(|error| visit.fail(error))?;
    let mut page = form::below_desk(visit, form::page(visit, lang.t(act.names().1))?);
    page.page = page.page.crumb(lang.t("placements-title"), "/trung-tam/viec-lam");
    let name = if view.person.is_empty() { lang.t("placement-title-plain") } else { view.person.clone() };
    page.page = page.page.crumb(name.as_str(), &format!("/trung-tam/viec-lam/{code}"));
    page.blocks.push(DeskBlock::Facts(whose(visit, &view)));
    match act {
        Act::Succession => {
            page.blocks.push(DeskBlock::Text(lang.t("placement-succession-what").into()));
            let under_way = placements::spreading(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
            page.blocks.extend(under_way.iter().map(|one| DeskBlock::Text(words::spreading(visit, one).into())));
        }
        Act::Retraction => page.blocks.push(DeskBlock::Text(lang.t("placement-retraction-what").into())),
        _ => {}
    }
    if act.needs_contract() && view.contracts.is_empty() {
        page.blocks.push(DeskBlock::Notice(lang.t("placement-no-contract").into()));
    }
    if act == Act::Retraction && view.facts.is_empty() {
        page.blocks.push(DeskBlock::Notice(lang.t("placement-no-fact").into()));
    }
    let mut form =
        form::form(visit, &format!("/trung-tam/viec-lam/{code}/ghi/{}", act.names().0), "placement-act-button")?;
    form.kept = vec![(form::VERSION, view.seen.row.version.to_string())];
    form.asks = Asks { visit, view: &view, filled }.of(act);
    // What is recorded in many placements is not one preview.
    form.second = (act != Act::Succession).then(|| (PREVIEW, lang.t("placement-preview")));
    page.blocks.push(DeskBlock::Form(form));
    Ok((page, view))
}

/// Of whom and of which employer it is recorded.
fn whose(visit: &Visit, view: &PlacementView) -> Vec<(String, Vec<Words>)> {
    let named = [("placement-person", &view.person), ("placement-employer", &view.employer)];
    let named = named.into_iter().filter(|(_, name)| !name.is_empty());
    named.map(|(label, name)| (visit.lang.t(label), vec![Words::from(name.as_str())])).collect()
}

/// A form offers the papers and the facts of its placement; one that names another's names nothing that is here.
fn demand_own(visit: &Visit, view: &PlacementView, filled: &Filled) -> Result<(), Stop> {
    let (paper, fact) = (filled.one(PAPER), filled.one(FACT));
    let mut papers = view.documents.iter().filter(|known| known.erased.is_none());
    let has_paper = paper.is_empty() || papers.any(|known| known.hash == paper);
    let has_fact = fact.is_empty() || view.facts.iter().any(|known| known.id == fact);
    if has_paper && has_fact { Ok(()) } else { Err(visit.fail(AppError::NotFound).into()) }
}

/// What is asked, with what was typed before.
struct Asks<'a> {
    visit: &'a Visit,
    view: &'a PlacementView,
    filled: &'a Filled,
}

impl Asks<'_> {
    fn line(&self, name: &'static str, label: &str) -> DeskAsk {
        DeskAsk::line(name, self.visit.lang.t(label), self.filled.one(name))
    }

    fn filled_with(&self, name: &'static str, label: &str, value: &str) -> DeskAsk {
        let typed = self.filled.one(name);
        DeskAsk::line(name, self.visit.lang.t(label), if typed.is_empty() { value } else { typed })
    }

    fn day(&self, name: &'static str, label: &str) -> DeskAsk {
        self.line(name, label).hint(self.visit.lang.t("day-hint")).digits()
    }

    fn open_day(&self, name: &'static str, label: &str, hint: &str) -> DeskAsk {
        self.line(name, label).hint(self.visit.lang.t(hint)).digits()
    }

    fn one<'c>(&self, name: &'static str, label: &str, list: &str, codes: impl Iterator<Item = &'c str>) -> DeskAsk {
        self.line(name, label).kind(DeskAskKind::One(words::open_choices(self.visit, list, codes)))
    }

    fn contract(&self) -> DeskAsk {
        let choices = self.view.contracts.iter().map(|number| (number.clone(), number.as_str().into())).collect();
        self.line(CONTRACT, "placement-contract").kind(DeskAskKind::One(choices))
    }

    /// The papers that were uploaded, or none.
    fn paper(&self) -> DeskAsk {
        let none = (String::new(), Words::from(self.visit.lang.t("placement-paper-none")));
        let papers = self.view.documents.iter().filter(|paper| paper.erased.is_none()).map(|paper| {
            let name = format!("{} ({})", paper.name, paper.hash.get(..12).unwrap_or_default());
            (paper.hash.clone(), Words::from(name))
        });
        let choices = std::iter::once(none).chain(papers).collect();
        self.line(PAPER, "placement-paper")
            .hint(self.visit.lang.t("placement-paper-hint"))
            .kind(DeskAskKind::One(choices))
    }

    fn e_contract(&self) -> DeskAsk {
        self.line(NUMBER, "placement-econtract").hint(self.visit.lang.t("placement-econtract-hint"))
    }

    fn of(&self, act: Act) -> Vec<DeskAsk> {
        let code = self.view.seen.row.employer_code.as_str();
        match act {
            Act::Contract => vec![
                self.line(CONTRACT, "placement-contract"),
                self.filled_with(EMPLOYER, "placement-employer-code", code)
                    .hint(self.visit.lang.t("placement-employer-code-hint")),
                self.one(FORM, "placement-form", "form", Form::ALL.iter().map(|form| form.code())),
                self.day(FROM, "placement-start"),
                self.open_day(THROUGH, "placement-end", "placement-end-hint"),
                self.paper(),
                self.e_contract(),
            ],
            Act::Signature => vec![
                self.contract(),
                self.one(PARTY, "placement-party", "party", Party::ALL.iter().map(|party| party.code())),
                self.day(SIGNED, "placement-signed"),
                // On the exchange each party signs for itself.
                self.one(
                    METHOD,
                    "placement-method",
                    "signing",
                    [SigningMethod::PaperSeen.code(), SigningMethod::Digital.code()].into_iter(),
                ),
                self.paper(),
                self.e_contract(),
            ],
            Act::Visit => vec![
                self.day(VISITED, "placement-visited"),
                self.day(FROM, "placement-from"),
                self.day(THROUGH, "placement-through"),
                self.line(EMPLOYED, "placement-employed").kind(DeskAskKind::One(words::answers(self.visit))),
            ],
            Act::Leave => vec![
                self.one(LEAVE, "placement-leave", "leave", LeaveKind::ALL.iter().map(|kind| kind.code())),
                self.day(FROM, "placement-from"),
                self.open_day(THROUGH, "placement-through", "placement-leave-end-hint"),
                self.paper(),
            ],
            Act::Ended => vec![
                self.contract(),
                self.day(THROUGH, "placement-last"),
                self.one(REASON, "placement-reason", "end", EndReason::ALL.iter().map(|reason| reason.code())),
                self.paper(),
            ],
            Act::Reinstated => vec![self.contract(), self.paper()],
            Act::Succession => vec![
                self.filled_with(EMPLOYER, "placement-old-code", code),
                self.line(TO, "placement-new-code"),
                self.day(FROM, "placement-on"),
                self.line(NUMBER, "placement-decision"),
            ],
            Act::Retraction => {
                let facts = self.view.facts.iter();
                let choice = |fact: &placements::FactView| {
                    let said =
                        format!("{}: {}", words::time(self.visit, fact.recorded_at), words::says(self.visit, fact));
                    (fact.id.clone(), Words::from(Words::from(said).cut(120)))
                };
                vec![
                    self.line(FACT, "placement-fact").kind(DeskAskKind::One(
                        std::iter::once(words::none_chosen(self.visit)).chain(facts.map(choice)).collect(),
                    )),
                    self.line(WHY, "placement-why").hint(self.visit.lang.t("placement-why-hint")),
                    self.paper(),
                ]
            }
        }
    }
}

pub(super) async fn send(visit: Visit, Path((code, act)): Path<(String, String)>, filled: Filled) -> Reply {
    let act = demand(&visit, &act)?;
    let (mut again, view) = page(&visit, &code, act, &filled).await?;
    demand_own(&visit, &view, &filled)?;
    let said = match typed::said(act, &filled) {
        Ok(said) => said,
        Err(error) => return form::refuse(&visit, again, error, &typed::NAMES),
    };
    if act != Act::Succession && !filled.one(PREVIEW).is_empty() {
        return match placements::preview(visit.app(), &visit.ctx, &code, &said).await {
            Ok(then) => {
                let sentences = case::sentences(&visit, &then).into_iter().map(|text| DeskBlock::Text(text.into()));
                let told = [DeskBlock::Heading(visit.lang.t("placement-preview-title"))].into_iter().chain(sentences);
                let notice = DeskBlock::Notice(visit.lang.t("placement-preview-nothing").into());
                again.blocks.splice(0..0, told.chain([notice]));
                Ok(unkept(&visit, StatusCode::OK, &again))
            }
            Err(error) => form::refuse(&visit, again, error, &typed::NAMES),
        };
    }
    let recorded = match filled.key() {
        Ok(key) => write(&visit, &code, act, (said, &filled), &key).await,
        Err(error) => Err(error),
    };
    match recorded {
        Ok(done) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong={done}"))),
        Err(error) => form::refuse(&visit, again, error, &typed::NAMES),
    }
}

/// What the page says then: it is recorded, waits for a second person, or is told to many placements.
async fn write(
    visit: &Visit,
    code: &str,
    act: Act,
    (said, filled): (Said, &Filled),
    key: &Key,
) -> Result<&'static str, AppError> {
    if act == Act::Succession {
        let touched = placements::succeed(visit.app(), &visit.ctx, Succeed { said }, key).await?;
        let is_many = usize::try_from(touched).is_ok_and(|touched| touched > placements::SUCCESSION_AT_ONCE);
        return Ok(if is_many { "ke-thua" } else { "ghi" });
    }
    let version = filled.one(form::VERSION).parse().ok();
    let order = Append { placement: code.to_owned(), version, said };
    let recorded = placements::append(visit.app(), &visit.ctx, order, key).await?;
    Ok(if recorded.waits { "cho" } else { "ghi" })
}
