//! What is asked back in parts: each has its day, what comes is for the part that is due first, and what is overdue is
//! shown to whoever has to ask for it.

use super::money::Money;
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::{code, key};
use sanviec_app::claims::{ConfirmRecovery, RecoveryItem, confirm_recovery, recoveries, recovery_preview};
use sanviec_app::{AppError, Person, Role, Thing};
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::testing::each_backend;

impl Money {
    /// Paid on 10 March 2027 and asked back on that day in three parts: claim and amount.
    async fn asked_in_parts(&self, number: u128) -> (String, i64) {
        let (placement, claim, _) = self.paid(number).await;
        self.learn(&placement, NOT_THERE, Source::Insurer).await;
        self.learn(&placement, LEFT, Source::Insurer).await;
        self.tick().await;
        let ctx = self.ctx(self.auditor);
        let asked = recovery_preview(&self.world.app, &ctx, &claim, 3).await.expect("a preview").asked_dong;
        self.propose(&claim, asked, 3).await.expect("proposed");
        self.confirm(&claim, asked).await.expect("confirmed");
        (claim, asked)
    }

    async fn queue(&self, who: Person) -> Vec<RecoveryItem> {
        recoveries(&self.world.app, &self.ctx(who), 0).await.expect("a queue").items
    }

    fn on_day(&self, day: &str) {
        self.world.app.clock().set(Micros::start_of(parse_date(day).expect("a day")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_have_their_days_and_what_is_overdue_is_in_the_queue() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (claim, asked) = money.asked_in_parts(1).await;
        let ctx = money.ctx(money.auditor);
        let shown = recovery_preview(&money.world.app, &ctx, &claim, 3).await.expect("a preview").instalments;
        let schedule = money.view(&claim).await.life.schedule();
        let parts: Vec<_> = schedule.iter().map(|due| due.part).collect();
        assert_eq!(parts, shown, "what was shown is what is asked");
        let queue = money.queue(money.world.officer).await;
        assert_eq!((queue.len(), queue[0].outstanding_dong, queue[0].overdue_dong), (1, asked, 0));
        assert_eq!(queue[0].next.map(|due| due.part.due_on), parse_date("2027-04-09"));
        // A part and a half came in time; the rest of the second one is overdue on the day after it.
        let came = parts[0].dong + parts[1].dong / 2;
        money.give_back(&claim, came).await.expect("given back");
        for (day, overdue) in [("2027-04-10", 0), ("2027-05-09", 0), ("2027-05-10", parts[1].dong - parts[1].dong / 2)]
        {
            money.on_day(day);
            let one = money.queue(money.world.manager).await.remove(0);
            assert_eq!((one.overdue_dong, one.outstanding_dong), (overdue, asked - came), "{day}");
            assert_eq!(one.next.map(|due| due.part.due_on), parse_date("2027-05-09"), "{day}");
        }
        money.give_back(&claim, asked - came).await.expect("the rest");
        assert!(money.queue(money.auditor).await.is_empty(), "nothing is left to ask for");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_first_stands_first_and_is_for_the_own_centre() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (early, _) = money.asked_in_parts(1).await;
        money.world.pass_days(1);
        let (placement, late, _) = money.paid(2).await;
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &late, 1).await.expect("a preview").asked_dong;
        money.propose(&late, asked, 1).await.expect("proposed");
        money.confirm(&late, asked).await.expect("confirmed");
        let ids: Vec<String> = money.queue(money.auditor).await.into_iter().map(|one| one.item.id).collect();
        assert_eq!(ids, [early, late]);
        let app = &money.world.app;
        let operator = app.ctx(sanviec_app::Actor::Operator, sanviec_app::Locale::Vi);
        let there = sanviec_app::accounts::add_centre(app, &operator, "Trung tâm Đắk Lắk", "66").await.expect("centre");
        let stranger = crate::desk::person(app, "kha@vidu.vn", Role::Officer, Thing::of_centre(there)).await;
        assert!(money.queue(stranger).await.is_empty());
        let moderator = crate::desk::person(app, "mo@vidu.vn", Role::Moderator, Thing::of_centre(there)).await;
        let refused = recoveries(app, &money.ctx(moderator), 0).await.expect_err("no right");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sums_are_of_all_that_is_to_come_back_and_the_claims_go_on_page_after_page() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (mut expected, mut sum) = (Vec::new(), 0);
        for number in 1..=26 {
            let (claim, asked) = money.asked_in_parts(number).await;
            expected.push(claim);
            sum += asked;
        }
        let (app, ctx) = (&money.world.app, money.ctx(money.auditor));
        let (mut met, mut counts) = (Vec::new(), Vec::new());
        for page in 0..3 {
            let list = recoveries(app, &ctx, page).await.expect("a page");
            assert_eq!(list.outstanding_dong, sum, "of all, whatever page is looked at");
            counts.push((list.items.len(), list.has_more));
            met.extend(list.items.into_iter().map(|one| one.item.id));
        }
        assert_eq!(counts, [(25, true), (1, false), (0, false)]);
        met.sort_unstable();
        expected.sort_unstable();
        assert_eq!(met, expected, "none is left out and none shown twice");
    })
    .await;
}

impl Money {
    /// The first manager confirms what stood on a page.
    async fn confirm_seen(&self, claim: &str, (version, dong, instalments): (i64, i64, u32)) -> Result<(), AppError> {
        let order = ConfirmRecovery { id: claim.to_owned(), version, asked_dong: dong, instalments };
        confirm_recovery(&self.world.app, &self.ctx(self.world.manager), order, &key()).await
    }
}

/// Proposed anew between the page and the button, for the same amount: nobody agrees to parts that were not shown.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_confirms_agrees_to_the_parts_that_were_shown_and_to_no_others() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        let seen = money.view(&claim).await.version;
        money.propose(&claim, asked, 3).await.expect("proposed anew");
        let before = money.balances().await;
        let stale = money.confirm_seen(&claim, (seen, asked, 1)).await.expect_err("another proposal");
        assert_eq!(code(&stale), "conflict");
        let version = money.view(&claim).await.version;
        let other = money.confirm_seen(&claim, (version, asked, 1)).await.expect_err("in other parts");
        assert_eq!(code(&other), "instalments_differ");
        let less = money.confirm_seen(&claim, (version, asked - 1, 3)).await.expect_err("another amount");
        assert_eq!(code(&less), "preview_changed");
        assert_eq!((money.balances().await, money.state(&claim).await), (before, "in_review"), "nothing is asked yet");
        money.confirm_seen(&claim, (version, asked, 3)).await.expect("as it was shown");
        assert_eq!(money.view(&claim).await.life.schedule().len(), 3);
        // The same button again is another request, about a claim that has moved on.
        let again = money.confirm_seen(&claim, (version, asked, 3)).await.expect_err("confirmed before");
        assert_eq!(code(&again), "conflict");
    })
    .await;
}
