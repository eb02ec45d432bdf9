//! A funding task that is chosen after a placement began: once, before anything is claimed, bound by the chain.

use super::bound::id_of;
use super::evidence::disarm;
use super::money::{Money, policy};
use crate::forms::{code, key};
use sanviec_app::claims::{Withdraw, withdraw};
use sanviec_app::evidence::Scope;
use sanviec_app::placements::{ChooseTask, Kept, choose_task};
use sanviec_app::{AppError, Person};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_domain::why::Why;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use sanviec_store::{audit, claim, placement};

const TASK: &str = "2026-2030";
const DONG_OF_TASK: i64 = 350_000;
/// The one policy that comes with the program and was in force when [`SIGNED_IN_MAY`] was signed: that of a task.
const POLICY_OF_MAY: &str = include_str!("../../../config/policies/stable-employment-2023-1.toml");
/// Work for more than three months, by a contract of a day on which no policy for all tasks was in force.
const SIGNED_IN_MAY: &[(&str, Source)] = &[
    (
        r#"{"kind":"contract","contract":"HĐ 5","employer":"4100000001","form":"indefinite","start":"2026-06-01","through":null}"#,
        Source::Officer,
    ),
    (
        r#"{"kind":"signature","contract":"HĐ 5","party":"employer","signed_on":"2026-05-29","method":"digital"}"#,
        Source::Officer,
    ),
    (
        r#"{"kind":"signature","contract":"HĐ 5","party":"worker","signed_on":"2026-05-29","method":"digital"}"#,
        Source::Officer,
    ),
    (r#"{"kind":"attestation","from":"2026-06-01","through":"2026-11-20","employed":true}"#, Source::Insurer),
];

/// The policy of the task: it pays another amount.
fn of_task() -> String {
    policy()
        .replace("task = \"*\"", "task = \"2026-2030\"")
        .replace("version = \"2026-1\"", "version = \"2026-1-b\"")
        .replace("dong_max = 400000", "dong_max = 350000")
}

async fn money(fresh: &Fresh) -> Money {
    Money::with_later(fresh, policy(), &[&of_task()]).await
}

impl Money {
    async fn choose_as(&self, who: Person, placement: &str, task: &str) -> Result<(), AppError> {
        let order = ChooseTask { placement: placement.to_owned(), task: task.to_owned() };
        choose_task(&self.world.app, &self.ctx(who), order, &key()).await
    }

    /// A placement of a contract that was signed when no policy for all tasks was in force, so that it keeps none.
    async fn signed_in_may(&self) -> String {
        let placement = self.unsigned_since(1, "2026-05-20").await;
        for (json, source) in SIGNED_IN_MAY {
            self.record(&placement, json, *source).await;
        }
        assert_eq!(self.placed(&placement).await.policy_hash, None);
        placement
    }

    async fn placed(&self, placement: &str) -> placement::Row {
        let found = placement::find(self.world.app.store().reader(), id_of(placement)).await;
        found.expect("read").expect("a placement")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_chosen_once_and_claimed_by_its_policy() {
    each_backend(|fresh| async move {
        let money = money(&fresh).await;
        let placement = money.recorded(1).await;
        let officer = money.world.officer;
        for (who, task, refusal) in [
            (money.auditor, TASK, "forbidden"),
            (money.world.manager, TASK, "forbidden"),
            (officer, " ", "missing"),
            (officer, "2026-2031", "task_unknown"),
        ] {
            assert_eq!(code(&money.choose_as(who, &placement, task).await.expect_err("refused")), refusal);
        }
        assert_eq!(money.placed(&placement).await.task, "");
        let (app, ctx, form) = (&money.world.app, money.ctx(officer), key());
        let choose = || {
            let order = ChooseTask { placement: placement.clone(), task: format!(" {TASK} ") };
            choose_task(app, &ctx, order, &form)
        };
        let (a, b, c) = tokio::join!(choose(), choose(), choose());
        assert!(a.is_ok() && b.is_ok() && c.is_ok(), "one form: {a:?} {b:?} {c:?}");
        let again = money.choose_as(officer, &placement, TASK).await.expect_err("another form");
        assert_eq!(code(&again), "task_chosen");
        let row = money.placed(&placement).await;
        let kept = Kept::read(&of_task()).expect("a policy").hash;
        assert_eq!((row.task.as_str(), row.policy_hash.as_deref()), (TASK, Some(kept.as_slice())));
        let rows = audit::list_of(app.store().reader(), row.id, 0, 100).await.expect("audit");
        assert_eq!(rows.iter().filter(|row| row.action == "choose_task").count(), 1);
        let claim = money.prepare(&placement).await.expect("prepared");
        let view = money.view(&claim).await;
        assert_eq!((view.item.dong, view.reads_the_same), (DONG_OF_TASK, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_was_chosen_is_verified_and_another_one_is_named() {
    each_backend(|fresh| async move {
        let money = money(&fresh).await;
        let placement = money.recorded(1).await;
        let (case, year) = (Scope::Case(placement.clone()), Scope::Year(2027));
        let (found, said) = money.verified(&case).await;
        assert_eq!(found, 0, "without a task: {said}");
        money.choose_as(money.world.officer, &placement, TASK).await.expect("chosen");
        let (found, said) = money.verified(&case).await;
        assert_eq!(found, 0, "with its task: {said}");
        money.prepare(&placement).await.expect("prepared");
        let (found, said) = money.verified(&year).await;
        assert_eq!(found, 0, "claimed: {said}");
        disarm(&fresh.store).await;
        let chosen = "it is not what the chain says that it was when its funding task was chosen";
        let taken = format!("UPDATE placement SET task = '{TASK}'");
        for (attack, undone, named) in [
            ("UPDATE placement SET task = '2026-2031'", taken.as_str(), chosen),
            ("UPDATE placement SET task = ''", taken.as_str(), chosen),
            (
                "UPDATE placement SET province = '66'",
                "UPDATE placement SET province = '52'",
                "it is not what the chain says that it was from its beginning",
            ),
            (
                "UPDATE claim SET task = ''",
                "UPDATE claim SET task = '2026-2030'",
                "its funding task is not that of its placement",
            ),
            (
                "UPDATE audit SET action = 'chose_task' WHERE action = 'choose_task'",
                "UPDATE audit SET action = 'choose_task' WHERE action = 'chose_task'",
                "BAD: audit row ",
            ),
        ] {
            as_superuser(&fresh.store, &[attack.to_owned()]).await;
            let (found, said) = money.verified(&year).await;
            assert!(found == 1 && said.contains(named), "{attack}: {said}");
            as_superuser(&fresh.store, &[undone.to_owned()]).await;
        }
        let (found, said) = money.verified(&year).await;
        assert_eq!(found, 0, "everything is as it was: {said}");
    })
    .await;
}

/// Chosen below the program, no row says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_nobody_chose_is_named() {
    each_backend(|fresh| async move {
        let money = money(&fresh).await;
        let placement = money.recorded(1).await;
        as_superuser(&fresh.store, &[format!("UPDATE placement SET task = '{TASK}'")]).await;
        let (found, said) = money.verified(&Scope::Case(placement)).await;
        let named = "it is not what the chain says that it was from its beginning";
        assert!(found == 1 && said.contains(named), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_is_not_chosen_once_something_was_claimed_whichever_comes_first() {
    each_backend(|fresh| async move {
        let money = money(&fresh).await;
        let officer = money.world.officer;
        for number in 1..=3 {
            let placement = money.recorded(number).await;
            let (claimed, chosen) = tokio::join!(money.prepare(&placement), money.choose_as(officer, &placement, TASK));
            let claimed = claimed.expect("prepared before or after");
            let held = claim::find(money.world.app.store().reader(), id_of(&claimed)).await.expect("read");
            let task = held.expect("a claim").task;
            match chosen {
                Ok(()) => assert_eq!(task, TASK, "claimed afterwards"),
                Err(error) => assert_eq!((code(&error), task.as_str()), ("claimed_already", "")),
            }
            assert_eq!(money.placed(&placement).await.task, task);
        }
        // Nor after a claim that was taken back: what it holds names the task of then.
        let placement = money.recorded(4).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let (version, why) = (money.view(&claim).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: claim, version, why };
        withdraw(&money.world.app, &money.ctx(officer), order, &key()).await.expect("withdrawn");
        let late = money.choose_as(officer, &placement, TASK).await.expect_err("claimed once");
        assert_eq!(code(&late), "claimed_already");
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}

/// As of a worker who told of their own work: it began without a task, and was signed while only the task had a policy.
#[tokio::test(flavor = "multi_thread")]
async fn a_task_brings_the_policy_that_was_in_force_for_it_alone_and_is_claimed_by_it() {
    each_backend(|fresh| async move {
        let money = Money::given(&fresh, policy(), |app| app).await;
        // What is claimed by the policy of the task is claimed by the end of 2026.
        money.world.app.clock().set(Micros::start_of(parse_date("2026-12-01").expect("a day")));
        let placement = money.signed_in_may().await;
        let without = money.prepare(&placement).await.expect_err("no policy applies");
        assert_eq!(code(&without), "no_policy");
        money.choose_as(money.world.officer, &placement, "2021-2025").await.expect("chosen");
        let row = money.placed(&placement).await;
        let of_may = Kept::read(POLICY_OF_MAY).expect("a policy").hash;
        assert_eq!((row.task.as_str(), row.policy_hash.as_deref()), ("2021-2025", Some(of_may.as_slice())));
        let rows = audit::list_of(money.world.app.store().reader(), row.id, 0, 100).await.expect("audit");
        assert_eq!(rows.iter().filter(|row| row.action == "keep_policy").count(), 1);
        let claim = money.prepare(&placement).await.expect("prepared");
        let view = money.view(&claim).await;
        assert_eq!((view.item.dong, view.reads_the_same), (400_000, true));
        let (found, said) = money.verified(&Scope::Case(placement)).await;
        assert_eq!(found, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_without_a_policy_on_the_day_of_the_signature_is_refused_though_none_was_kept() {
    each_backend(|fresh| async move {
        let money = money(&fresh).await;
        let placement = money.signed_in_may().await;
        let refused = money.choose_as(money.world.officer, &placement, TASK).await.expect_err("none in force");
        assert_eq!(code(&refused), "no_policy");
        let row = money.placed(&placement).await;
        assert_eq!((row.task.as_str(), row.policy_hash), ("", None));
    })
    .await;
}
