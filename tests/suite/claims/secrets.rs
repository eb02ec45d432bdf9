//! The key of fields is replaced where money is: what can be rewritten is sealed anew, and what nobody may rewrite
//! keeps its key.

use super::money::Money;
use crate::forms::code;
use crate::keys::{forget_answers, reseal, retire, rotated, under_the_first, with_keys, without_the_first};
use sanviec_app::claims::PayFormat;
use sanviec_app::secrets::{self, COLUMNS, Fate};
use sanviec_app::{Actor, Locale};
use sanviec_store::sealed::is_append_only;
use sanviec_store::testing::each_backend;

const MONEY: [&str; 4] = ["batch.head", "claim.subject", "paying.payee_account", "paying.payer_account"];

#[tokio::test(flavor = "multi_thread")]
async fn what_money_is_paid_by_can_be_read_with_the_new_key_alone() {
    each_backend(|fresh| async move {
        let mut money = Money::new(&fresh).await;
        let (_, claim, batch) = money.paid(1).await;
        let (before, file) = (money.view(&claim).await, money.file(&batch, PayFormat::Csv).await.expect("a file"));
        money.world.app = rotated(&money.world.app).await;
        let old = under_the_first(&money.world.app).await;
        assert!(MONEY.iter().all(|column| old.iter().any(|found| found == column)), "{old:?}");
        assert_eq!(code(&retire(&money.world.app).await.expect_err("all of it")), "key_still_used");
        assert!(reseal(&money.world.app).await > 0);
        assert_eq!(under_the_first(&money.world.app).await, ["idempotency.answer"]);
        assert_eq!(code(&retire(&money.world.app).await.expect_err("answers")), "key_awaited");
        forget_answers(&money.world.app).await;
        retire(&money.world.app).await.expect("out of use");
        money.world.app = without_the_first(&money.world.app);
        let after = money.view(&claim).await;
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
        let again = money.file(&batch, PayFormat::Csv).await.expect("a file");
        assert_eq!(again.bytes, file.bytes, "whoever loses the file gets the same again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_of_a_bank_cannot_be_rewritten_and_keep_their_key() {
    each_backend(|fresh| async move {
        let mut money = Money::new(&fresh).await;
        let claim = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let paid = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{paid},400000,PAID,2027-03-10,,Nguyen Thi Lan\n")).await;
        let old = money.world.app.keys().expect("keys").clone();
        money.world.app = rotated(&money.world.app).await;
        reseal(&money.world.app).await;
        forget_answers(&money.world.app).await;
        assert_eq!(under_the_first(&money.world.app).await, ["bank_row.note"]);
        for _ in 0..2 {
            let refused = retire(&money.world.app).await.expect_err("nobody may rewrite it");
            assert_eq!(code(&refused), "key_kept");
            assert_eq!(reseal(&money.world.app).await, 0, "there is nothing to be done about it");
        }
        let system = money.world.app.ctx(Actor::System, Locale::Vi);
        let started = secrets::check_keys(&with_keys(&money.world.app, old), &system).await;
        assert!(started.is_err(), "what is new is under the new key, and the old one alone opens none of it");
        assert_eq!(money.state(&claim).await, "paid");
    })
    .await;
}

#[test]
fn what_may_only_be_added_to_is_never_sealed_anew() {
    for column in COLUMNS {
        let stays = column.fate == Fate::Stays;
        assert_eq!(is_append_only(column.table), stays, "{}.{}", column.table, column.column);
    }
}
