//! Whether another source pays for the same work: answered when a claim is prepared, flagged for whoever approves, and
//! bound with the claim.

use super::bound::id_of;
use super::evidence::disarm;
use super::money::{DONG, Money};
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{Approve, Prepare, approve, prepare};
use sanviec_app::evidence::{Scope, reading_hash, reading_hash_before};
use sanviec_domain::claim::{Elsewhere, ElsewhereKnown};
use sanviec_domain::time::{day_number, parse_date};
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{Backend, claim};

const FROM: &str = "2026-11-01";
const THROUGH: &str = "2027-01-31";

/// A claim with an answer and its days; empty for none.
fn answered(placement: String, known: Option<ElsewhereKnown>, (from, through): (&str, &str)) -> Prepare {
    Prepare {
        elsewhere_known: known,
        elsewhere_from: parse_date(from),
        elsewhere_through: parse_date(through),
        ..Prepare::alone(placement)
    }
}

/// Field and code of what was refused.
fn told(refused: Result<String, AppError>) -> (&'static str, &'static str) {
    let AppError::Refused(errors) = refused.expect_err("refused") else { panic!("refused at a field") };
    (errors[0].field, errors[0].code)
}

impl Money {
    async fn ask(&self, order: Prepare) -> Result<String, AppError> {
        let ctx = self.ctx(self.world.officer);
        prepare(&self.world.app, &ctx, order, &key()).await.map(|prepared| prepared.id)
    }

    async fn noted(&self, claim: &str, note: &str) -> Result<(), AppError> {
        let (app, ctx, version) = (&self.world.app, self.ctx(self.world.manager), self.view(claim).await.version);
        approve(app, &ctx, Approve { id: claim.to_owned(), version, note: note.to_owned() }, &key()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whether_another_source_pays_is_answered_before_anything_is_claimed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let (yes, no, unknown) = (ElsewhereKnown::Yes, ElsewhereKnown::No, ElsewhereKnown::Unknown);
        for (known, days, wanted) in [
            (None, ("", ""), ("elsewhere_known", "missing")),
            (None, (FROM, THROUGH), ("elsewhere_known", "missing")),
            (Some(yes), ("", ""), ("elsewhere_from", "missing")),
            (Some(yes), ("", THROUGH), ("elsewhere_from", "missing")),
            (Some(yes), (THROUGH, FROM), ("elsewhere_through", "back_to_front")),
            (Some(no), (FROM, ""), ("elsewhere_from", "days_of_nothing")),
            (Some(unknown), ("", THROUGH), ("elsewhere_from", "days_of_nothing")),
        ] {
            let refused = money.ask(answered(placement.clone(), known, days)).await;
            assert_eq!(told(refused), wanted, "{known:?} {days:?}");
        }
        let reader = money.world.app.store().reader();
        let none = claim::list_of_placement(reader, id_of(&placement)).await.expect("read");
        assert!(none.is_empty(), "nothing was claimed");
        // One key, one answer: another answer under it is not taken for the first one.
        let (app, ctx, form) = (&money.world.app, money.ctx(money.world.officer), key());
        let order = answered(placement.clone(), Some(no), ("", ""));
        let first = prepare(app, &ctx, order.clone(), &form).await.expect("prepared");
        assert_eq!(prepare(app, &ctx, order, &form).await.expect("the same again"), first);
        let other = answered(placement, Some(unknown), ("", ""));
        prepare(app, &ctx, other, &form).await.expect_err("another answer under the same key");
        let view = money.view(&first.id).await;
        assert_eq!((view.elsewhere_said, view.item.is_flagged), (Some(Elsewhere::No), false));
        money.approve_as(money.world.manager, &first.id).await.expect("nothing to write");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_paid_twice_is_approved_with_a_note_alone() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (from, through) = (parse_date(FROM).expect("a day"), parse_date(THROUGH));
        let said = [
            (ElsewhereKnown::Yes, (FROM, THROUGH), Elsewhere::Yes { from, through }),
            (ElsewhereKnown::Yes, (FROM, ""), Elsewhere::Yes { from, through: None }),
            (ElsewhereKnown::Unknown, ("", ""), Elsewhere::Unknown),
        ];
        for (number, (known, days, is)) in (1..).zip(said) {
            let order = answered(money.confirmed(number).await, Some(known), days);
            let claim = money.ask(order).await.expect("prepared");
            let view = money.view(&claim).await;
            assert_eq!((view.elsewhere_said, view.item.is_flagged), (Some(is), true));
            let before = money.balances().await;
            for note in ["", " \n "] {
                assert_eq!(code(&money.noted(&claim, note).await.expect_err("no note")), "note_missing", "{known:?}");
            }
            assert_eq!((money.state(&claim).await, money.balances().await), ("prepared", before), "nothing is owed");
            let note = "Quỹ BHTN xác nhận không chi cho lần giới thiệu này";
            money.noted(&claim, note).await.expect("with a note");
            assert_eq!(money.view(&claim).await.approved_because, note);
        }
        assert_eq!(money.balances().await, [3 * DONG, -3 * DONG, 0, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_changed_is_named_by_the_verifier() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let order = answered(money.recorded(1).await, Some(ElsewhereKnown::Yes), (FROM, THROUGH));
        money.ask(order).await.expect("prepared");
        let year = Scope::Year(2027);
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "{said}");
        disarm(&fresh.store).await;
        let [from, through] = [FROM, THROUGH].map(|day| day_number(parse_date(day).expect("a day")));
        let undone =
            format!("UPDATE claim SET elsewhere_known = 'yes', elsewhere_from = {from}, elsewhere_through = {through}");
        for attack in [
            "elsewhere_known = 'no'",
            "elsewhere_known = NULL",
            "elsewhere_from = elsewhere_from + 1",
            "elsewhere_through = NULL",
            "elsewhere_from = elsewhere_through, elsewhere_through = elsewhere_from",
            // It passes for one from before anybody was asked.
            "elsewhere_known = NULL, elsewhere_from = NULL, elsewhere_through = NULL",
        ] {
            as_superuser(&fresh.store, &[format!("UPDATE claim SET {attack}")]).await;
            let (code, said) = money.verified(&year).await;
            let is_named = said.lines().any(|line| line.starts_with("BAD: claim ") && line.ends_with(": changed"));
            assert!(code == 1 && is_named, "{attack}: {said}");
            as_superuser(&fresh.store, std::slice::from_ref(&undone)).await;
        }
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "everything is as it was: {said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_from_before_anybody_was_asked_is_read_approved_and_verified() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let made = money.prepare(&money.recorded(1).await).await.expect("prepared");
        let found = claim::find(money.world.app.store().reader(), id_of(&made)).await.expect("read");
        let row = found.expect("a claim");
        let old = claim::Row { elsewhere_known: None, ..row.clone() };
        let keys = money.world.app.keys().expect("keys");
        let (now, before) = (reading_hash(keys, &row), reading_hash_before(&old));
        assert_ne!(now, before);
        disarm(&fresh.store).await;
        let said = r#"UPDATE audit SET "after" = replace("after", "#;
        let bound = format!("{said}'{now}', '{before}') WHERE action = 'claim_prepare'");
        as_superuser(&fresh.store, &["UPDATE claim SET elsewhere_known = NULL".to_owned(), bound]).await;
        if fresh.backend == Backend::Postgres {
            // What comes from now on stands in the chain.
            as_superuser(&fresh.store, &["ALTER TABLE audit ENABLE TRIGGER ALL".to_owned()]).await;
        }
        let view = money.view(&made).await;
        assert_eq!((view.elsewhere_said, view.item.is_flagged, view.reads_the_same), (None, false, true));
        money.approve_as(money.world.manager, &made).await.expect("approved");
        let year = Scope::Year(2027);
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "{said}");
        as_superuser(&fresh.store, &["UPDATE claim SET elsewhere_known = 'no'".to_owned()]).await;
        let (code, said) = money.verified(&year).await;
        assert!(code == 1 && said.contains("BAD: claim "), "an answer that nobody gave: {said}");
    })
    .await;
}
