//! A bank that corrects itself, people who bring what it said long ago, people who give up what it did not pay, and
//! people who settle what it said twice, always as it truly was.

use super::super::Centre;
use super::super::bank::{Fate, Old};
use super::Simulation;
use crate::Failure;
use chrono::NaiveDate;
use sanviec_app::AppError;
use sanviec_app::claims::{self, SettleDispute, Settled, Verdict};
use sanviec_domain::claim::{State, WithdrawReason};
use sanviec_domain::why::Why;

impl Simulation {
    /// The bank says that it paid what it had said it did not. It does so of the last attempt of a claim alone, for
    /// what is with it or about to be it pays once; and what nobody heard of, for the process was gone, did not happen.
    pub(super) async fn correct(&mut self, name: &str, today: NaiveDate) -> Result<(), Failure> {
        let Some(attempt) = self.bank.attempts.get(name).cloned() else { return Ok(()) };
        let Some(list) = self.bank.list_of(name) else { return Ok(()) };
        // Of what is contested less is owed than an attempt of before may have paid.
        if self.contested_dong(&attempt.claim) > 0 || !self.is_last(&attempt.claim, name).await? {
            return Ok(());
        }
        self.bank.correct(name, Fate::Paid(today.max(attempt.pay_on)));
        let answered = self.answer(&list, today).await;
        if self.bank.was_heard(name) {
            self.done.corrected += 1;
        }
        answered
    }

    /// Somebody brings an old answer of the bank once more after newer ones, as another file. It says what is known, or
    /// waits for people who ask the bank: nothing is undone by it.
    pub(super) async fn bring_old(&mut self) -> Result<(), Failure> {
        let old = if self.chance(60) { Old::Rejected } else { Old::Paid };
        let lists = self.bank.outdated_lists(old);
        let Some(at) = self.pick(lists.len()) else { return Ok(()) };
        let file = self.bank.old_answer(&lists[at], old);
        let (key, app) = (self.key()?, self.world.app.clone());
        for centre in self.world.centres.clone() {
            let ctx = self.world.ctx(centre.officer);
            let outcome = claims::import_result(&app, &ctx, &lists[at], file.as_bytes(), &key).await;
            let Some(imported) = Self::judged(outcome)? else { continue };
            if imported.rows.iter().any(|row| !matches!(row.verdict, Verdict::Already | Verdict::Contradicts)) {
                return Err(format!("an old answer was taken for a new one: {:?}", imported.rows).into());
            }
            let refused = imported.rows.into_iter().filter(|row| row.verdict == Verdict::Contradicts);
            self.done.old_answers += self.bank.contradicts(&refused.map(|row| row.code).collect::<Vec<_>>());
        }
        Ok(())
    }

    /// Whether a claim has no attempt after this one, as the exchange has it.
    async fn is_last(&self, claim: &str, name: &str) -> Result<bool, Failure> {
        for centre in &self.world.centres {
            match claims::claim(&self.world.app, &self.world.ctx(centre.manager), claim).await {
                Ok(view) => return Ok(view.attempts.last().is_some_and(|last| last.code == name)),
                // The claim of another centre.
                Err(AppError::Forbidden | AppError::NotFound) => {}
                Err(other) => return Err(format!("{other:?}").into()),
            }
        }
        Ok(false)
    }

    /// Some of what the bank did not pay is withdrawn, so that its person may be claimed for again.
    pub(super) async fn give_up(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        for id in self.in_state(centre, State::Bounced).await? {
            if !self.chance(50) {
                continue;
            }
            let (version, key) = (self.version(centre.officer, &id).await?, self.key()?);
            let (app, officer) = (self.world.app.clone(), self.world.ctx(centre.officer));
            let order = claims::Withdraw { id, version, why: Why::plain(WithdrawReason::Mistake) };
            Self::judged(claims::withdraw(&app, &officer, order, &key).await)?;
        }
        Ok(())
    }

    pub(super) async fn settle_some(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        self.settle_disputes(centre).await
    }

    /// The manager neither brings the bank's files nor sends lists.
    pub(super) async fn settle_disputes(&mut self, centre: Centre) -> Result<(), Failure> {
        let (app, ctx) = (self.world.app.clone(), self.world.ctx(centre.manager));
        for item in claims::disputes(&app, &ctx).await? {
            let seen = claims::claim(&app, &ctx, &item.claim).await?;
            let is_covered = seen.disputes.iter().any(|one| one.attempt == item.attempt && one.is_covered);
            let attempt = self.bank.attempts.get(&item.attempt).ok_or("a dispute about what the bank does not know")?;
            let on = ctx.today().max(attempt.pay_on);
            let settled = match (item.is_back, attempt.fate) {
                (true, Some(Fate::BroughtBack(_))) => Settled::BroughtBack { on },
                (true, _) => Settled::StaysPaid,
                (false, Some(Fate::Paid(on))) => Settled::Paid { on },
                // It was paid and came, and another attempt has paid since, or is with the bank.
                (false, Some(Fate::BroughtBack(_))) if is_covered => Settled::PaidTwice { back_on: on },
                (false, _) => Settled::NotPaid,
            };
            let (version, key) = (seen.version, self.key()?);
            let (id, name) = (item.claim, item.attempt);
            let order = SettleDispute { id: id.clone(), version, attempt: name.clone(), settled };
            let done = Self::judged(claims::settle_dispute(&app, &ctx, order.clone(), &key).await)?;
            if done.is_some() {
                let given = self.made.iter().find(|made| made.id == id).map_or(0, |made| made.given_back);
                let over = self.bank.settled(&name, given);
                self.made.iter_mut().filter(|made| made.id == id).for_each(|made| made.given_back -= over);
                self.done.settled += 1;
                self.done.paid_twice += u64::from(matches!(settled, Settled::PaidTwice { .. }));
            }
            if self.chance(30) {
                Self::judged(claims::settle_dispute(&app, &ctx, order, &key).await)?;
            }
        }
        Ok(())
    }
}
