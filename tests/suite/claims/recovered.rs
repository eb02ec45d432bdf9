//! What later facts make of money that was paid.

use super::money::{DONG, Money};
use crate::forms::{code, key};
use sanviec_app::claims::{
    self, Asked, ConfirmRecovery, GiveBack, PrepareAgain, ProposeRecovery, Proposed, Withdraw, confirm_recovery,
    give_back, prepare_again, propose_recovery, recovery_preview,
};
use sanviec_app::{AppError, Person};
use sanviec_domain::Lang;
use sanviec_domain::claim::{State, WithdrawReason};
use sanviec_domain::money::Dong;
use sanviec_domain::placement::Source;
use sanviec_domain::time::parse_date;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;

/// The insurer says that somebody left: 31 of 91 days hold.
pub(super) const LEFT: &str = r#"{"kind":"ended","contract":"HĐ 1","through":"2026-12-30","reason":"resigned"}"#;
pub(super) const NOT_THERE: &str =
    r#"{"kind":"attestation","from":"2026-12-31","through":"2027-03-09","employed":false}"#;

impl Money {
    pub(super) async fn propose(&self, claim: &str, asked_dong: i64, instalments: u32) -> Result<(), AppError> {
        let order = ProposeRecovery { id: claim.to_owned(), asked_dong, instalments };
        propose_recovery(&self.world.app, &self.ctx(self.world.officer), order, &key()).await
    }

    pub(super) async fn confirm(&self, claim: &str, asked_dong: i64) -> Result<(), AppError> {
        self.confirm_as(self.world.manager, claim, asked_dong).await
    }

    pub(super) async fn confirm_as(&self, who: Person, claim: &str, asked_dong: i64) -> Result<(), AppError> {
        let view = self.view(claim).await;
        let instalments = view.life.proposal().map_or(1, |proposal| proposal.instalments);
        let order = ConfirmRecovery { id: claim.to_owned(), version: view.version, asked_dong, instalments };
        confirm_recovery(&self.world.app, &self.ctx(who), order, &key()).await
    }

    pub(super) async fn give_back(&self, claim: &str, dong: i64) -> Result<(), AppError> {
        self.give_back_as(self.world.manager, claim, dong).await
    }

    pub(super) async fn give_back_as(&self, who: Person, claim: &str, dong: i64) -> Result<(), AppError> {
        let today = self.ctx(self.auditor).today().to_string();
        self.came_on(who, claim, (dong, &today)).await
    }

    /// The same for what came on a day.
    async fn came_on(&self, who: Person, claim: &str, (dong, on): (i64, &str)) -> Result<(), AppError> {
        let on = parse_date(on).expect("a day");
        let order = GiveBack { id: claim.to_owned(), version: self.view(claim).await.version, dong, on };
        give_back(&self.world.app, &self.ctx(who), order, &key()).await
    }

    /// Why money did not come on a day: field and code.
    async fn not_on(&self, claim: &str, on: &str) -> (&'static str, &'static str) {
        match self.came_on(self.world.manager, claim, (1, on)).await.expect_err("not on that day") {
            AppError::Refused(told) => {
                assert_ne!(told[0].vi, told[0].en);
                (told[0].field, told[0].code)
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_fact_unmakes_what_was_paid_and_what_is_posted_is_what_was_shown() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0]);
        assert_eq!(money.tick().await, 0, "nothing was learnt");
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        assert_eq!(money.tick().await, 1);
        assert_eq!(money.tick().await, 0, "looked at once");
        assert_eq!(money.state(&claim).await, "in_review");
        let ctx = money.ctx(money.auditor);
        let shown = recovery_preview(&money.world.app, &ctx, &claim, 2).await.expect("a preview");
        let kept = DONG * i64::from(shown.counted_days) / i64::from(shown.required_days);
        assert_eq!((shown.kept_dong, shown.asked_dong, shown.instalments.len()), (kept, DONG - kept, 2));
        assert!(shown.asked_dong > 0 && shown.kept_dong > 0);
        let odd = money.propose(&claim, shown.asked_dong + 1, 2).await.expect_err("not what was shown");
        assert_eq!(code(&odd), "preview_changed");
        assert_eq!(
            code(&money.propose(&claim, shown.asked_dong, 4).await.expect_err("parts")),
            "instalments_out_of_range"
        );
        money.propose(&claim, shown.asked_dong, 2).await.expect("proposed");
        assert_eq!(money.balances().await, [DONG, 0, -DONG, 0], "a proposal moves no money");
        money.confirm(&claim, shown.asked_dong).await.expect("confirmed by another person");
        assert_eq!(money.balances().await, [kept, 0, -DONG, DONG - kept]);
        let view = money.view(&claim).await;
        let posted = view.journals.last().expect("a journal");
        let preview = shown.journal.expect("something is posted");
        let lines: Vec<_> = posted.lines.iter().map(|line| (line.account.as_str(), line.dong)).collect();
        let expected: Vec<_> = preview.postings().iter().map(|line| (line.account.code(), line.dong)).collect();
        assert_eq!((posted.occasion.as_str(), lines), (preview.occasion().code(), expected));
        let refused = money.give_back(&claim, DONG).await.expect_err("more than is asked");
        let AppError::Refused(told) = &refused else { panic!("{refused:?}") };
        assert_eq!((told[0].code, told[0].field), ("amount_out_of_range", "dong"));
        assert!(told[0].vi.contains(&Dong(DONG - kept).full(Lang::Vi)), "the most that can come back: {}", told[0].vi);
        for part in &shown.instalments {
            money.give_back(&claim, part.dong).await.expect("given back");
        }
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![kept, 0, -kept, 0]));
        assert_eq!(code(&money.give_back(&claim, 1).await.expect_err("nothing is asked")), "not_from_state");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_that_come_between_preview_and_confirmation_make_somebody_look_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let shown = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, shown, 1).await.expect("proposed");
        let earlier = LEFT.replace("2026-12-30", "2026-12-15");
        money.learn(&placement, &earlier, Source::Insurer).await;
        assert_eq!(code(&money.confirm(&claim, shown).await.expect_err("changed")), "preview_changed");
        let now = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        assert!(now > shown);
        assert_eq!(code(&money.confirm(&claim, now).await.expect_err("proposed otherwise")), "preview_changed");
        money.propose(&claim, now, 1).await.expect("proposed anew");
        money.confirm(&claim, now).await.expect("confirmed");
        assert_eq!(money.balances().await, [DONG - now, 0, -DONG, now]);
    })
    .await;
}

impl Money {
    /// What somebody sees of a proposal in the queue of claims under review.
    async fn proposed_to(&self, who: Person) -> Vec<Option<Proposed>> {
        let asked = Asked { state: Some(State::InReview), ..Asked::default() };
        let queue = claims::claims(&self.world.app, &self.ctx(who), asked).await.expect("a queue");
        queue.items.iter().map(|item| item.proposed).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_proposed_and_everybody_else_see_that_it_waits_for_another_person() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        assert_eq!(money.proposed_to(money.world.officer).await, [None], "nothing is proposed");
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        assert_eq!(money.proposed_to(money.world.officer).await, [Some(Proposed::ByMe)]);
        for other in [money.world.manager, money.second, money.auditor] {
            assert_eq!(money.proposed_to(other).await, [Some(Proposed::ByAnother)]);
        }
        money.confirm(&claim, asked).await.expect("confirmed");
        assert_eq!(money.view(&claim).await.item.proposed, None, "nobody is waited for");
        assert!(money.proposed_to(money.world.officer).await.is_empty());
    })
    .await;
}

impl Money {
    /// A claim that was paid, of which 100,000 was given back before what unmade it was taken back.
    pub(super) async fn gave_a_part_back(&self) -> (String, String) {
        let (placement, claim, _) = self.paid(1).await;
        self.give_a_part_back(&placement, &claim).await;
        (placement, claim)
    }

    /// The same of a claim that the bank has paid.
    pub(super) async fn give_a_part_back(&self, placement: &str, claim: &str) {
        let denied = self.learn(placement, NOT_THERE, Source::Insurer).await;
        let left = self.learn(placement, LEFT, Source::Insurer).await;
        self.tick().await;
        let ctx = self.ctx(self.auditor);
        let asked = recovery_preview(&self.world.app, &ctx, claim, 1).await.expect("a preview").asked_dong;
        self.propose(claim, asked, 1).await.expect("proposed");
        self.confirm(claim, asked).await.expect("confirmed");
        self.give_back(claim, 100_000).await.expect("a part");
        for wrong in [&denied, &left] {
            let retraction = format!(r#"{{"kind":"retraction","retracts":"{wrong}","why":"nhầm người"}}"#);
            self.learn(placement, &retraction, Source::Insurer).await;
        }
        let before = self.balances().await;
        assert_eq!(self.tick().await, 1);
        assert_eq!((self.state(claim).await, self.balances().await), ("reconsidered", before), "nothing is undone");
        // Two people say that the rest is not asked any more.
        self.propose(claim, 0, 1).await.expect("proposed");
        self.confirm(claim, 0).await.expect("confirmed");
        // What came back can be claimed anew: somebody has to.
        assert_eq!((self.state(claim).await, self.balances().await), ("reconsidered", vec![300_000, 0, -300_000, 0]));
    }

    pub(super) async fn again(&self, claim: &str) {
        self.try_again(claim).await.expect("claimed anew");
    }

    pub(super) async fn try_again(&self, claim: &str) -> Result<(), AppError> {
        let again = PrepareAgain { id: claim.to_owned() };
        prepare_again(&self.world.app, &self.ctx(self.world.officer), again, &key()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_confirmed_again_is_claimed_anew_and_paid_once() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim) = money.gave_a_part_back().await;
        let ctx = money.ctx(money.auditor);
        money.again(&claim).await;
        assert_eq!(money.view(&claim).await.item.owed_dong, 100_000);
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},100000,PAID,2027-03-10,,\n")).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
        let seen = claims::claim(&money.world.app, &ctx, &claim).await.expect("a claim");
        assert_eq!((seen.attempts.len(), seen.life.held_dong()), (2, DONG));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_claimed_anew_and_taken_back_holds_the_person_no_longer_than_what_was_paid() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim) = money.gave_a_part_back().await;
        let other = money.confirmed(1).await;
        let free_on = async || match money.prepare(&other).await.expect_err("paid for") {
            AppError::Refused(errors) => errors[0].en.split(" again from ").nth(1).map(ToOwned::to_owned),
            other => panic!("{other:?}"),
        };
        let before = free_on().await.expect("a day");
        money.again(&claim).await;
        assert_eq!(free_on().await, None, "held until somebody has decided");
        let (version, why) = (money.view(&claim).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: claim.clone(), version, why };
        claims::withdraw(&money.world.app, &money.ctx(money.world.officer), order, &key()).await.expect("taken back");
        assert_eq!((money.state(&claim).await, free_on().await), ("reconsidered", Some(before)), "still to be claimed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_whose_money_came_back_in_full_may_be_claimed_for_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        let second = money.confirmed(1).await;
        assert_eq!(code(&money.prepare(&second).await.expect_err("paid for")), "paid_for_already");
        // The contract itself was never signed: no day holds.
        money
            .learn(
                &placement,
                r#"{"kind":"ended","contract":"HĐ 1","through":"2026-11-29","reason":"no-show"}"#,
                Source::Insurer,
            )
            .await;
        money.learn(&placement, &NOT_THERE.replace("2026-12-31", "2026-11-30"), Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        assert_eq!(asked, DONG);
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.confirm(&claim, asked).await.expect("confirmed");
        assert_eq!(code(&money.prepare(&second).await.expect_err("not back yet")), "paid_for_already");
        money.give_back(&claim, DONG).await.expect("given back");
        assert_eq!(money.balances().await, [0, 0, 0, 0]);
        money.prepare(&second).await.expect("free again");
        assert_eq!(
            code(
                &prepare_again(&money.world.app, &money.ctx(money.world.officer), PrepareAgain { id: claim }, &key())
                    .await
                    .expect_err("not confirmed")
            ),
            "no_longer_confirmed"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_comes_back_between_the_day_of_its_payment_and_today() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        money.world.pass_days(5);
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.confirm(&claim, asked).await.expect("confirmed");
        let before = money.balances().await;
        for (on, why) in [("1969-07-20", "before_paid"), ("2027-03-09", "before_paid"), ("2027-03-16", "not_yet")] {
            assert_eq!(money.not_on(&claim, on).await, ("on", why), "{on}");
        }
        assert_eq!(money.balances().await, before, "nothing was booked");
        for on in ["2027-03-10", "2027-03-15"] {
            money.came_on(money.world.manager, &claim, (1, on)).await.expect("the first and the last day");
            let view = money.view(&claim).await;
            let booked = view.journals.last().expect("a journal");
            assert_eq!((booked.occasion.as_str(), booked.on), ("given_back", parse_date(on).expect("a day")));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_of_the_first_payment_comes_back_before_what_was_paid_later() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim) = money.gave_a_part_back().await;
        money.world.pass_days(5);
        money.again(&claim).await;
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},100000,PAID,2027-03-15,,\n")).await;
        money.learn(&placement, &LEFT.replace("2026-12-30", "2026-11-29"), Source::Insurer).await;
        money.learn(&placement, &NOT_THERE.replace("2026-12-31", "2026-11-30"), Source::Insurer).await;
        money.tick().await;
        money.propose(&claim, DONG, 1).await.expect("proposed");
        money.confirm(&claim, DONG).await.expect("confirmed");
        assert_eq!(money.not_on(&claim, "2027-03-09").await, ("on", "before_paid"));
        let (manager, rest) = (money.world.manager, (DONG - 100_000, "2027-03-12"));
        money.came_on(manager, &claim, rest).await.expect("the rest of the first payment");
        assert_eq!(money.not_on(&claim, "2027-03-14").await, ("on", "before_paid"), "the second one came back early");
        money.give_back(&claim, 100_000).await.expect("since");
        assert_eq!((money.state(&claim).await, money.balances().await), ("recovered", vec![0, 0, 0, 0]));
    })
    .await;
}
