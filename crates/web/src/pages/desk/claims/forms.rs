//! The forms of a claim: only what can be done where it stands, by whoever may.

use sanviec_app::claims::{self, ClaimView, DisputeView, Proposed};
use sanviec_app::{Action, AppError, FieldError, may_at_work};
use sanviec_domain::claim::{ContestReason, Place, Proposal, Refusal, RefuseReason, Stage, WithdrawReason};
use sanviec_domain::why::Why;

use super::super::super::account::Stop;
use super::super::form;
use super::super::words::{choices, day};
use super::words::{dong, spoken};
use crate::http::{Filled, Visit};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, Words};

/// Name of the field that says what is done.
pub(super) const ACT: &str = "viec";
pub(super) const NOTE: &str = "ghi-chu";
pub(super) const REASON: &str = "ly-do";
pub(super) const ASKED: &str = "so-tien-thu";
pub(super) const PARTS: &str = "so-ky";
pub(super) const DONG: &str = "so-tien";
pub(super) const ON: &str = "ngay";
pub(super) const ATTEMPT: &str = "lan-chi";
pub(super) const NAMES: [(&str, &str); 4] = [("note", NOTE), ("reason", REASON), ("dong", DONG), ("on", ON)];

/// A form with its heading and what is told above it; or why there is none, and what can be done instead.
pub(super) type Titled = (&'static str, Vec<(String, Vec<Words>)>, Vec<DeskBlock>);

pub(super) struct Forms<'a> {
    pub(super) visit: &'a Visit,
    pub(super) code: &'a str,
    pub(super) view: &'a ClaimView,
    pub(super) filled: Option<&'a Filled>,
}

/// A reason that the codes of a list know.
pub(super) trait Coded: Sized {
    fn find(code: &str) -> Option<Self>;
}

impl Coded for RefuseReason {
    fn find(code: &str) -> Option<Self> {
        Self::find_by_code(code)
    }
}

impl Coded for ContestReason {
    fn find(code: &str) -> Option<Self> {
        Self::find_by_code(code)
    }
}

impl Coded for WithdrawReason {
    fn find(code: &str) -> Option<Self> {
        Self::find_by_code(code)
    }
}

pub(super) fn why<R: Coded>(code: &str, note: &str) -> Result<Why<R>, AppError> {
    let reason =
        R::find(code).ok_or_else(|| FieldError::new("reason", "missing", "Chọn lý do.", "Choose a reason."))?;
    Ok(Why::noted(reason, note.trim()))
}

/// An amount as people write it: `136.264`, `136264 đ`.
pub(super) fn amount(text: &str) -> Result<i64, AppError> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let plain = text.chars().all(|sign| sign.is_ascii_digit() || " .,₫đ\u{a0}".contains(sign));
    digits.parse().ok().filter(|amount| plain && *amount > 0).ok_or_else(|| {
        FieldError::new("dong", "no_amount", "Nhập số tiền, ví dụ 136.264.", "Enter an amount, such as 136,264.").into()
    })
}

impl Forms<'_> {
    /// All forms that may be shown.
    pub(super) async fn all(&self) -> Result<Vec<Titled>, Stop> {
        let actor = self.visit.ctx.actor;
        let (prepares, approves, pays) = (
            may_at_work(actor, Action::PrepareClaim),
            may_at_work(actor, Action::ApproveClaim),
            may_at_work(actor, Action::PayClaims),
        );
        // What is refused until the bank's word is settled has no form: the notice on top says why.
        let is_settled = self.view.disputes.is_empty();
        let is_back = self.view.disputes.iter().any(|dispute| dispute.is_back);
        let withdraws = prepares && is_settled;
        let mut forms = Vec::new();
        match &self.view.life.stage {
            Stage::Open(Place::Prepared | Place::AwaitingThird { .. }) => {
                if approves {
                    forms.extend(self.decide(is_settled)?);
                }
                if withdraws {
                    forms.push(self.withdraw()?);
                }
            }
            Stage::InReview { place: Place::Paid { .. }, proposal } | Stage::Reconsidered { proposal, .. }
                if !is_back =>
            {
                forms.extend(self.recovery(*proposal, (prepares, approves)).await?);
            }
            Stage::Open(Place::Approved | Place::Bounced { .. } | Place::Batched { .. }) => {
                if approves && is_settled && self.view.is_outdated {
                    forms.push(("claim-approve-again", Vec::new(), self.approving()?));
                }
                if withdraws && !matches!(self.view.life.stage, Stage::Open(Place::Batched { .. })) {
                    forms.push(self.withdraw()?);
                }
            }
            Stage::InReview { .. } if withdraws => forms.push(self.withdraw()?),
            _ => {}
        }
        if pays && !is_back && self.view.life.outstanding_dong() > 0 {
            forms.push(self.came_back()?);
        }
        if withdraws {
            forms.extend(self.again()?);
            forms.extend(self.leave().await?);
        }
        if prepares && !is_back {
            forms.extend(self.contest()?);
        }
        if approves && !is_back {
            forms.extend(self.uncontest()?);
        }
        Ok(forms)
    }

    /// What came out when the bank was asked, of each attempt of which it said one thing and then another.
    pub(super) fn disputes(&self) -> Result<Vec<Titled>, Stop> {
        if !may_at_work(self.visit.ctx.actor, Action::PayClaims) {
            return Ok(Vec::new());
        }
        self.view.disputes.iter().map(|dispute| self.dispute(dispute)).collect()
    }

    /// Money to be asked back: proposed by one person, confirmed by another one. What was proposed is shown once, and
    /// proposing it anew stands behind it.
    async fn recovery(
        &self,
        proposal: Option<Proposal>,
        (prepares, approves): (bool, bool),
    ) -> Result<Vec<Titled>, Stop> {
        // What was proposed before facts changed the amount cannot be confirmed, only proposed anew.
        let asked = if proposal.is_some() { Some(self.shown(1).await?.0) } else { None };
        let Some(current) = proposal.filter(|proposal| Some(proposal.dong) == asked) else {
            let mut forms: Vec<Titled> = proposal.map(|stale| self.stale(stale)).into_iter().collect();
            if prepares {
                forms.push(self.propose().await?);
            }
            return Ok(forms);
        };
        let mut waiting = if approves { self.confirm(current).await? } else { self.proposed(current).await? };
        if prepares && !(approves && self.view.may.confirm.is_none()) {
            let mut form = self.proposing(current.dong)?;
            form.is_second = true;
            waiting.2.push(DeskBlock::Folded(self.visit.lang.t("claim-propose-again"), form));
        }
        Ok(vec![waiting])
    }

    /// What was proposed, for whoever decides nothing: who may confirm it.
    async fn proposed(&self, proposal: Proposal) -> Result<Titled, Stop> {
        let (_, about) = self.shown(proposal.instalments).await?;
        let told = match self.view.item.proposed {
            Some(Proposed::ByMe) => "claim-proposed-mine",
            Some(Proposed::ByAnother) | None => "claim-proposed-waits",
        };
        Ok(("claim-proposed", about, vec![self.told(told, proposal)]))
    }

    /// What was proposed before facts came that ask for another amount.
    fn stale(&self, proposal: Proposal) -> Titled {
        ("claim-proposed", Vec::new(), vec![self.told("claim-proposed-stale", proposal)])
    }

    fn told(&self, key: &str, proposal: Proposal) -> DeskBlock {
        DeskBlock::Notice(self.visit.lang.t1(key, "dong", dong(self.visit, proposal.dong)).into())
    }

    /// What came out when the bank was asked whether it paid, or brought the money back.
    fn dispute(&self, dispute: &DisputeView) -> Result<Titled, Stop> {
        let lang = self.visit.lang;
        let (on_label, acts) = if dispute.is_back {
            ("claim-dispute-back-on", [("da-ve", "claim-dispute-back"), ("van-chi", "claim-dispute-stays")])
        } else if dispute.is_covered {
            ("claim-dispute-back-on", [("chi-hai-lan", "claim-dispute-twice"), ("chua-chi", "claim-dispute-never")])
        } else {
            ("claim-dispute-on", [("da-chi", "claim-dispute-paid"), ("khong-chi", "claim-dispute-unpaid")])
        };
        let said = format!("{} · {}", dispute.attempt, dong(self.visit, dispute.dong));
        let mut about = vec![(lang.t("claim-attempt"), vec![said.into()])];
        if let Some(on) = dispute.on {
            let label = if dispute.is_covered { "claim-dispute-on" } else { on_label };
            about.push((lang.t(label), vec![day(self.visit, on).into()]));
        }
        if dispute.is_covered {
            about.push((lang.t("claim-dispute-covered"), vec![lang.t("claim-dispute-covered-what").into()]));
        }
        if dispute.is_back && dispute.dong > self.view.life.held_dong() {
            about.push((lang.t("claim-dispute-over"), vec![lang.t("claim-dispute-over-what").into()]));
        }
        if let Some(refusal) = dispute.refusal {
            return Ok(("claim-dispute", about, vec![DeskBlock::Notice(refusal.sentence(spoken(self.visit)).into())]));
        }
        // Of what was paid twice the day on which it came is not the one that the bank named.
        let known = dispute.on.filter(|_| !dispute.is_covered).map(|on| day(self.visit, on)).unwrap_or_default();
        let typed = self.filled.map_or(known, |filled| filled.one(ON).to_owned());
        let ask = DeskAsk::line(ON, lang.t(on_label), &typed).hint(lang.t("day-hint")).digits();
        let mut blocks = Vec::new();
        for ((act, button), asks) in acts.into_iter().zip([vec![ask], Vec::new()]) {
            let mut form = self.one(act, button, asks)?;
            form.kept.push((ATTEMPT, dispute.attempt.clone()));
            for ask in &mut form.asks {
                ask.id = format!("{}-{}", ask.id, dispute.attempt);
            }
            blocks.push(DeskBlock::Form(form));
        }
        Ok(("claim-dispute", about, blocks))
    }

    /// Money that is asked back and came.
    fn came_back(&self) -> Result<Titled, Stop> {
        let rest = dong(self.visit, self.view.life.outstanding_dong());
        let about = vec![(self.visit.lang.t("claim-rest"), vec![rest.into()])];
        let blocks = self.unless(self.view.may.give_back, Self::give_back)?;
        Ok(("claim-give-back", about, blocks))
    }

    /// What was given back, claimed anew for a placement that is confirmed again.
    fn again(&self) -> Result<Option<Titled>, Stop> {
        let life = &self.view.life;
        let is_decided = matches!(life.stage, Stage::Recovered { .. } | Stage::Reconsidered { .. } | Stage::Kept);
        let is_owed = life.owed_dong() > 0 && life.outstanding_dong() == 0 && !life.is_double;
        if !is_decided || !is_owed || !self.view.is_confirmed_now() {
            return Ok(None);
        }
        let form = self.one("lap-lai", "claim-again-button", Vec::new())?;
        Ok(Some(("claim-again-title", Vec::new(), vec![DeskBlock::Form(form)])))
    }

    /// What came back, given up: nothing is claimed anew by this claim.
    async fn leave(&self) -> Result<Option<Titled>, Stop> {
        let life = &self.view.life;
        let is_all = life.held_dong() == 0;
        if !life.can_be_left() || !(is_all || self.shown(1).await?.0 == 0) {
            return Ok(None);
        }
        let (heading, about, form) = self.withdraw()?;
        let told = self.visit.lang.t(if is_all { "claim-leave-all" } else { "claim-leave-rest" });
        let blocks = [vec![DeskBlock::Text(told.into())], form].concat();
        Ok(Some((heading, about, blocks)))
    }

    /// Money that was paid and is to come back whatever the facts say.
    fn contest(&self) -> Result<Option<Titled>, Stop> {
        let life = &self.view.life;
        let is_settled = matches!(life.stage, Stage::Open(Place::Paid { .. }) | Stage::Kept | Stage::Recovered { .. });
        if !is_settled || life.contested.is_some() || life.is_double || life.held_dong() == 0 {
            return Ok(None);
        }
        let reasons = choices(self.visit, "claim-contested", ContestReason::ALL.iter().map(|reason| reason.code()));
        let asks = vec![
            self.line(DONG, "claim-contest-dong").digits(),
            self.line(REASON, "claim-why").kind(DeskAskKind::One(reasons)),
        ];
        let mut form = self.one("doi-lai", "claim-contest-button", asks)?;
        form.is_second = true;
        let told = DeskBlock::Text(self.visit.lang.t("claim-contest-what").into());
        Ok(Some(("claim-contest", Vec::new(), vec![told, DeskBlock::Form(form)])))
    }

    /// It is not to come back but by the facts, says another person; or why whoever looks may not say so.
    fn uncontest(&self) -> Result<Option<Titled>, Stop> {
        let refusal = self.view.may.uncontest;
        if self.view.life.contested.is_none() || matches!(refusal, Some(Refusal::NotFrom { .. })) {
            return Ok(None);
        }
        let form = self.freshly(refusal, |forms| forms.one("khong-doi", "claim-uncontest-button", Vec::new()))?;
        let told = DeskBlock::Text(self.visit.lang.t("claim-uncontest-what").into());
        Ok(Some(("claim-uncontest", Vec::new(), [vec![told], form].concat())))
    }

    /// The form, or beside where its button would be why there is none.
    fn unless(
        &self,
        refusal: Option<Refusal>,
        form: impl FnOnce(&Self) -> Result<DeskForm, Stop>,
    ) -> Result<Vec<DeskBlock>, Stop> {
        match refusal {
            Some(refusal) => Ok(vec![DeskBlock::Notice(refusal.sentence(spoken(self.visit)).into())]),
            None => Ok(vec![DeskBlock::Form(form(self)?)]),
        }
    }

    /// The same for what only somebody may do who signed in a moment ago.
    fn freshly(
        &self,
        refusal: Option<Refusal>,
        form: impl FnOnce(&Self) -> Result<DeskForm, Stop>,
    ) -> Result<Vec<DeskBlock>, Stop> {
        match form::sign_in_again(self.visit) {
            Some(blocks) if refusal.is_none() => Ok(blocks),
            Some(_) | None => self.unless(refusal, form),
        }
    }

    /// The form to approve, or why there is none.
    fn approving(&self) -> Result<Vec<DeskBlock>, Stop> {
        let refusal = self.view.may.approve;
        match self.view.funded_through.filter(|_| self.view.is_over && refusal.is_none()) {
            Some(through) => {
                let told = self.visit.lang.t1("claim-funding-over", "day", day(self.visit, through));
                Ok(vec![DeskBlock::Notice(told.into())])
            }
            None => self.freshly(refusal, Self::approve),
        }
    }

    fn decide(&self, is_settled: bool) -> Result<Vec<Titled>, Stop> {
        let refusal = self.view.may.approve;
        let mut forms = vec![("claim-approve", Vec::new(), self.approving()?)];
        // Who may not approve may not refuse, and is told so once.
        if refusal.is_none() && is_settled {
            forms.push(("claim-refuse", Vec::new(), vec![DeskBlock::Form(self.refuse()?)]));
        }
        Ok(forms)
    }

    fn one(&self, act: &str, button: &str, asks: Vec<DeskAsk>) -> Result<DeskForm, Stop> {
        let mut form = form::form(self.visit, &format!("/trung-tam/chi-tra/de-nghi/{}", self.code), button)?;
        form.kept = vec![(ACT, act.to_owned()), (form::VERSION, self.view.version.to_string())];
        form.asks = asks;
        for ask in &mut form.asks {
            ask.id = format!("{act}-{}", ask.name);
        }
        form.is_second = matches!(act, "tu-choi" | "rut" | "khong-chi" | "chua-chi");
        Ok(form)
    }

    fn line(&self, name: &'static str, label: &str) -> DeskAsk {
        DeskAsk::line(name, self.visit.lang.t(label), form::typed(self.filled, name))
    }

    fn approve(&self) -> Result<DeskForm, Stop> {
        let asks = if self.view.item.is_flagged {
            vec![self.line(NOTE, "claim-why-all-the-same").kind(DeskAskKind::Lines)]
        } else {
            Vec::new()
        };
        self.one("duyet", "claim-approve-button", asks)
    }

    fn refuse(&self) -> Result<DeskForm, Stop> {
        let codes = RefuseReason::ALL.iter().map(|reason| reason.code());
        self.reasoned("tu-choi", "claim-refuse-button", choices(self.visit, "claim-refused", codes))
    }

    fn withdraw(&self) -> Result<Titled, Stop> {
        let codes = WithdrawReason::ALL.iter().map(|reason| reason.code());
        let form = self.reasoned("rut", "claim-withdraw-button", choices(self.visit, "claim-withdrawn", codes))?;
        Ok(("claim-withdraw", Vec::new(), vec![DeskBlock::Form(form)]))
    }

    fn reasoned(&self, act: &str, button: &str, reasons: Vec<(String, Words)>) -> Result<DeskForm, Stop> {
        let asks = vec![
            self.line(REASON, "claim-why").kind(DeskAskKind::One(reasons)),
            self.line(NOTE, "claim-note").kind(DeskAskKind::Lines),
        ];
        self.one(act, button, asks)
    }

    async fn shown(&self, parts: u32) -> Result<(i64, Vec<(String, Vec<Words>)>), Stop> {
        let visit = self.visit;
        let preview = claims::recovery_preview(visit.app(), &visit.ctx, self.code, parts).await;
        let preview = preview.map_err(|error| visit.fail(error))?;
        let days = visit.lang.t2(
            "claim-days",
            ("counted", &preview.counted_days.to_string()),
            ("required", &preview.required_days.to_string()),
        );
        let part = |part: &sanviec_domain::claim::Instalment| {
            format!("{}: {}", day(visit, part.due_on), dong(visit, part.dong)).into()
        };
        let mut about = vec![
            (visit.lang.t("claim-days-title"), vec![days.into()]),
            (visit.lang.t("claim-held"), vec![dong(visit, preview.held_dong).into()]),
            (visit.lang.t("claim-keeps"), vec![dong(visit, preview.kept_dong).into()]),
            (visit.lang.t("claim-asked"), vec![dong(visit, preview.asked_dong).into()]),
        ];
        if !preview.instalments.is_empty() {
            about.push((visit.lang.t("claim-parts"), preview.instalments.iter().map(part).collect()));
        }
        Ok((preview.asked_dong, about))
    }

    async fn propose(&self) -> Result<Titled, Stop> {
        let (asked, mut about) = self.shown(1).await?;
        if self.view.instalments_max <= 1 {
            about.push((self.visit.lang.t("claim-parts-count"), vec!["1".into()]));
        }
        Ok(("claim-propose", about, vec![DeskBlock::Form(self.proposing(asked)?)]))
    }

    /// In how many parts is asked only where there is more than one answer.
    fn proposing(&self, asked: i64) -> Result<DeskForm, Stop> {
        let most = self.view.instalments_max;
        let parts = (1..=most).map(|count| (count.to_string(), count.to_string().into())).collect();
        let ask = self.line(PARTS, "claim-parts-count").kind(DeskAskKind::One(parts));
        let asks = if most > 1 { vec![ask] } else { Vec::new() };
        let mut form = self.one("de-xuat", "claim-propose-button", asks)?;
        form.kept.push((ASKED, asked.to_string()));
        if most <= 1 {
            form.kept.push((PARTS, "1".to_owned()));
        }
        Ok(form)
    }

    async fn confirm(&self, proposal: Proposal) -> Result<Titled, Stop> {
        let parts = proposal.instalments;
        let (asked, about) = self.shown(parts).await?;
        let blocks = self.freshly(self.view.may.confirm, |forms| {
            let mut form = forms.one("xac-nhan", "claim-confirm-button", Vec::new())?;
            form.kept.extend([(ASKED, asked.to_string()), (PARTS, parts.to_string())]);
            Ok(form)
        })?;
        Ok(("claim-confirm", about, blocks))
    }

    fn give_back(&self) -> Result<DeskForm, Stop> {
        let asks = vec![
            self.line(DONG, "claim-came").digits(),
            self.line(ON, "claim-came-on").hint(self.visit.lang.t("day-hint")).digits(),
        ];
        self.one("nop-lai", "claim-give-back-button", asks)
    }
}
