//! Asking money back, and the end of a run: everything that is open is brought to its end, and then nothing that is
//! owed may be unpaid.

use super::super::bank::Fate;
use super::super::checker::{Made, stays_contested, stays_paid_twice};
use super::super::{Centre, DONG, EXCLUSION_MONTHS, IN_FORCE};
use super::Simulation;
use crate::Failure;
use chrono::Months;
use sanviec_app::placements::{AsOf, outcome_of};
use sanviec_app::{AppError, Key, claims};
use sanviec_domain::claim::{State, WithdrawReason};
use sanviec_domain::time::day_number;
use sanviec_domain::why::Why;

/// Rounds in which everything that is open is brought to its end, at most.
const ROUNDS: usize = 60;

impl Simulation {
    pub(super) async fn recover(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        self.recover_at(centre).await
    }

    async fn recover_at(&mut self, centre: Centre) -> Result<(), Failure> {
        let (app, officer, manager) =
            (self.world.app.clone(), self.world.ctx(centre.officer), self.world.ctx(centre.manager));
        let second = self.world.ctx(centre.second);
        let mut waiting = self.in_state(centre, State::InReview).await?;
        waiting.extend(self.in_state(centre, State::Reconsidered).await?);
        for id in waiting {
            let shown = claims::recovery_preview(&app, &officer, &id, 1).await?;
            let asked_dong = shown.asked_dong;
            self.asked_rightly(centre, &id, (shown.held_dong, asked_dong)).await?;
            let key = self.key()?;
            let order = claims::ProposeRecovery { id: id.clone(), asked_dong, instalments: 2 };
            if Self::judged(claims::propose_recovery(&app, &officer, order, &key).await)?.is_none() {
                // Not paid: what is unmade is taken back, so that the person is free.
                let version = self.version(centre.officer, &id).await?;
                let (key, why) = (self.key()?, Why::plain(WithdrawReason::Unmade));
                let order = claims::Withdraw { id, version, why };
                Self::judged(claims::withdraw(&app, &officer, order, &key).await)?;
                continue;
            }
            let (key, version) = (self.key()?, self.version(centre.manager, &id).await?);
            let order = claims::ConfirmRecovery { id, version, asked_dong, instalments: 2 };
            let confirmed = Self::judged(claims::confirm_recovery(&app, &manager, order.clone(), &key).await)?;
            // Whoever decided about a retraction entered a fact, and somebody else confirms.
            if confirmed.is_none() {
                let key = self.key()?;
                Self::judged(claims::confirm_recovery(&app, &second, order, &key).await)?;
            }
        }
        for id in self.in_state(centre, State::Recovering).await? {
            let rest = claims::claim(&app, &officer, &id).await?;
            let (dong, version) = (self.part(&rest), rest.version);
            let (key, on) = (self.key()?, officer.today());
            let order = claims::GiveBack { id: id.clone(), version, dong, on };
            let mut given = Self::judged(claims::give_back(&app, &manager, order.clone(), &key).await)?;
            if given.is_none() {
                let key = self.key()?;
                given = Self::judged(claims::give_back(&app, &second, order.clone(), &key).await)?;
            }
            if given.is_some() {
                self.made.iter_mut().filter(|made| made.id == id).for_each(|made| made.given_back += dong);
                self.done.recovered += 1;
            }
            Self::judged(claims::give_back(&app, &manager, order, &key).await)?;
        }
        self.claim_anew(centre).await
    }

    /// What came back is claimed anew; or given up, and claimed for by another claim where all of it came back. What
    /// was given up in part, and is kept, is taken up again.
    async fn claim_anew(&mut self, centre: Centre) -> Result<(), Failure> {
        let (app, officer) = (self.world.app.clone(), self.world.ctx(centre.officer));
        let kept = self.in_state(centre, State::Kept).await?;
        let mut given = self.in_state(centre, State::Recovered).await?;
        given.extend(self.in_state(centre, State::Reconsidered).await?);
        for id in given {
            if self.chance(20) {
                let (version, why) = (self.version(centre.officer, &id).await?, Why::plain(WithdrawReason::Other));
                let (key, why) = (self.key()?, Why { note: "không đề nghị lại".into(), ..why });
                let order = claims::Withdraw { id: id.clone(), version, why };
                if Self::judged(claims::withdraw(&app, &officer, order, &key).await)?.is_some() {
                    self.note_given_up(&id);
                    self.done.given_up += 1;
                }
                continue;
            }
            let key = self.key()?;
            Self::judged(claims::prepare_again(&app, &officer, claims::PrepareAgain { id }, &key).await)?;
        }
        for id in kept {
            let key = self.key()?;
            Self::judged(claims::prepare_again(&app, &officer, claims::PrepareAgain { id }, &key).await)?;
        }
        Ok(())
    }

    /// All that is asked, or a part of it.
    fn part(&mut self, view: &claims::ClaimView) -> i64 {
        let parts = view.life.parts();
        let rest = parts.asked_dong.unwrap_or(0) - parts.came_dong.unwrap_or(0);
        if self.chance(40) { (rest / 2).max(1) } else { rest }
    }

    /// Everything that is open is brought to its end; then nothing that is owed may be unpaid.
    pub(super) async fn settle(&mut self) -> Result<(), Failure> {
        let clock = self.world.app.clock();
        // What a clock that was set back hides comes to light.
        let ahead = self.bank.days_ahead(clock.now().day());
        clock.set(clock.now().plus_days(ahead));
        let today = clock.now().day();
        let mut before = None;
        for round in 0.. {
            for centre in self.world.centres.clone() {
                self.decide_retractions(centre).await?;
                self.settle_disputes(centre).await?;
            }
            self.tick().await?;
            for at in 0..self.cases.len() {
                self.prepare_case(at).await?;
            }
            for centre in self.world.centres.clone() {
                for id in self.in_state(centre, State::Prepared).await? {
                    let version = self.version(centre.manager, &id).await?;
                    self.approve(centre, id, version).await?;
                }
            }
            for centre in self.world.centres.clone() {
                self.approve_again_at(centre).await?;
                self.list_at(centre).await?;
                self.send_at(centre, true).await?;
            }
            for attempt in self.bank.attempts.values_mut() {
                attempt.fate.get_or_insert(Fate::Paid(today.max(attempt.pay_on)));
            }
            for list in self.bank.lists.keys().cloned().collect::<Vec<_>>() {
                self.answer(&list, today).await?;
            }
            for centre in self.world.centres.clone() {
                // What the bank said twice just now would otherwise wait for a round that may not come.
                self.settle_disputes(centre).await?;
                self.recover_at(centre).await?;
            }
            // A round that changes nothing is the last one: the next would do the same.
            let now = Some(self.check().await?);
            if now == before {
                break;
            }
            if round == ROUNDS {
                return Err(format!("settled after {} steps: it does not come to rest", self.done.steps).into());
            }
            before = now;
        }
        let wrong = stays_paid_twice(&self.bank, &self.made).or_else(|| stays_contested(&self.bank, &self.made));
        if let Some(wrong) = wrong {
            return Err(format!("settled after {} steps: {wrong}", self.done.steps).into());
        }
        self.nothing_forgotten().await?;
        self.same_again().await
    }

    /// Each claim evaluated again with what it holds gives the same bytes, whatever was learnt since.
    async fn same_again(&self) -> Result<(), Failure> {
        for made in &self.made {
            for centre in &self.world.centres {
                let ctx = self.world.ctx(centre.officer);
                match claims::replay(&self.world.app, &ctx, &made.id).await {
                    Ok(replay) if replay.held == replay.again && replay.same_facts => {}
                    Ok(replay) => return Err(format!("claim {} read again: {replay:?}", made.id).into()),
                    // The claim of the other centre.
                    Err(AppError::Forbidden | AppError::NotFound) => {}
                    Err(other) => return Err(format!("{other:?}").into()),
                }
            }
        }
        Ok(())
    }

    /// A placement that is confirmed, by both readings of the rule, is paid for in full, less what is to come back of
    /// it whatever the facts say, unless its person is paid for by another one and not free yet, or it was signed (on
    /// the day before it began) while no policy was in force.
    async fn nothing_forgotten(&mut self) -> Result<(), Failure> {
        let today = self.world.app.clock().now().day();
        for at in 0..self.cases.len() {
            if day_number(self.cases[at].start) <= IN_FORCE || !self.is_confirmed(at).await? {
                continue;
            }
            let case = &self.cases[at];
            let ctx = self.world.ctx(case.centre.manager);
            // Whoever gave a part back and was paid again for it is held from the last payment on.
            let is_held = |made: &&Made| {
                let last = self.bank.days_paid(&made.id).last().copied();
                let free_on = last.and_then(|on| on.checked_add_months(Months::new(EXCLUSION_MONTHS)));
                free_on.is_some_and(|free_on| today < free_on)
            };
            let held = |made: &&Made| self.bank.paid(&made.id) - made.given_back;
            let of_case = claims::claims_of_placement(&self.world.app, &ctx, &case.placement).await?;
            let own = self.made.iter().filter(|made| of_case.iter().any(|item| item.id == made.id));
            let (paid, contested) =
                own.fold((0_i64, 0_i64), |(paid, contested), made| (paid + held(&made), contested + made.contested));
            let due = DONG - contested;
            let others = self.made.iter().filter(|made| made.person == case.person);
            let elsewhere = others.filter(|made| !of_case.iter().any(|item| item.id == made.id));
            let elsewhere: i64 = elsewhere.filter(is_held).map(|made| held(&made)).sum();
            if paid != due && elsewhere == 0 {
                let told = self.told_of(case.person).await?;
                return Err(format!(
                    "settled after {} steps: placement {} of person {} is confirmed and {paid} of {due} was paid\n{told}",
                    self.done.steps, case.placement, case.person
                )
                .into());
            }
        }
        Ok(())
    }

    /// The claims of a person and what claiming again is answered: what a run that failed is understood by.
    async fn told_of(&self, person: usize) -> Result<String, Failure> {
        let mut told = Vec::new();
        for case in self.cases.iter().filter(|case| case.person == person) {
            let ctx = self.world.ctx(case.centre.manager);
            let seen = outcome_of(&self.world.app, &ctx, &case.placement, AsOf::default()).await?;
            let order = claims::Prepare::alone(case.placement.clone());
            let (officer, key) = (self.world.ctx(case.centre.officer), Key::fresh()?);
            let answer = claims::prepare(&self.world.app, &officer, order, &key).await;
            told.push(format!(
                "{} {:?} {:?}; claimed now: {answer:?}",
                case.placement, case.centre.id, seen.judged.outcome.status
            ));
            for item in claims::claims_of_placement(&self.world.app, &ctx, &case.placement).await? {
                let life = claims::claim(&self.world.app, &ctx, &item.id).await?.life;
                told.push(format!("  {} {life:?} paid {:?}", item.id, self.bank.days_paid(&item.id)));
            }
        }
        Ok(told.join("\n"))
    }
}
