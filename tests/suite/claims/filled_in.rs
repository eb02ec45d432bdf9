//! Amounts that a province fills in after a contract was signed: a frame gives way to them, and nothing else does.

use super::money::Money;
use crate::forms::{code, key};
use sanviec_app::claims::{Withdraw, offer, withdraw};
use sanviec_app::placements::Kept;
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, placement};

/// The policy of 2026 as it comes with the program: it names no amount.
const FRAME: &str = include_str!("../../../config/policies/stable-employment-2026-1.toml");
/// A day that is proved already, said once more.
const SAID_AGAIN: &str = r#"{"kind":"attestation","from":"2027-01-04","through":"2027-01-04","employed":true}"#;

/// The frame as a province fills it in, as a version of its own.
fn filled_in(province: &str, version: &str, dong: i64) -> String {
    FRAME
        .replace("province = \"*\"", &format!("province = \"{province}\""))
        .replace("version = \"2026-1\"", &format!("version = \"{version}\""))
        .replace("# dong_max = 0", &format!("dong_max = {dong}"))
}

fn hash(file: &str) -> String {
    Kept::read(file).expect("a policy").hash_hex()
}

impl Money {
    /// Hash of the policy that a placement keeps, and how often the audit says that it was chosen.
    async fn kept(&self, placement: &str) -> (String, usize) {
        let id = placement.parse::<PostingCode>().expect("a code").uuid();
        let reader = self.world.app.store().reader();
        let row = placement::find(reader, id).await.expect("read").expect("a placement");
        let file =
            placement::find_policy(reader, &row.policy_hash.expect("kept")).await.expect("read").expect("a file");
        let rows = audit::list_of(reader, id, 0, 100).await.expect("audit");
        (hash(&file.file), rows.iter().filter(|row| row.action == "keep_policy").count())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_that_come_after_the_signature_are_claimed() {
    each_backend(|fresh| async move {
        let filled_in = filled_in("52", "2026-1-gl", 350_000);
        let money = Money::with_later(&fresh, FRAME.to_owned(), &[&filled_in]).await;
        let placement = money.confirmed(1).await;
        let ctx = money.ctx(money.world.officer);
        let offered = offer(&money.world.app, &ctx, &placement).await.expect("an offer");
        assert_eq!(offered.dong, Some(350_000));
        assert_eq!(money.kept(&placement).await, (hash(FRAME), 1), "looking changes nothing");
        let claim = money.prepare(&placement).await.expect("prepared without another fact");
        let seen = money.view(&claim).await;
        assert_eq!((seen.item.dong, &seen.policy_hash), (350_000, &hash(&filled_in)));
        assert!(seen.reads_the_same);
        assert_eq!(money.kept(&placement).await, (hash(&filled_in), 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fact_takes_the_amounts_up_as_well() {
    each_backend(|fresh| async move {
        let filled_in = filled_in("52", "2026-1-gl", 350_000);
        let money = Money::with_later(&fresh, FRAME.to_owned(), &[&filled_in]).await;
        let placement = money.confirmed(1).await;
        money.record(&placement, SAID_AGAIN, Source::Insurer).await;
        assert_eq!(money.kept(&placement).await, (hash(&filled_in), 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_gives_way_neither_to_another_province_nor_to_what_was_not_valid_at_the_signature() {
    each_backend(|fresh| async move {
        let other = filled_in("01", "2026-1-hn", 350_000);
        let later = filled_in("52", "2026-2-gl", 350_000).replace("valid_from = 2026-05-31", "valid_from = 2026-12-01");
        let money = Money::with_later(&fresh, FRAME.to_owned(), &[&other, &later]).await;
        let placement = money.confirmed(1).await;
        assert_eq!(code(&money.prepare(&placement).await.expect_err("no amount")), "amount_not_fixed");
        money.record(&placement, SAID_AGAIN, Source::Insurer).await;
        assert_eq!(money.kept(&placement).await, (hash(FRAME), 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_with_amounts_stays_whatever_comes_after_it() {
    each_backend(|fresh| async move {
        let (first, better) = (filled_in("52", "2026-1-gl", 350_000), filled_in("52", "2026-2-gl", 390_000));
        let money = Money::with_later(&fresh, first.clone(), &[&better]).await;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let before = money.view(&claim).await;
        assert_eq!((before.item.dong, &before.policy_hash), (350_000, &hash(&first)));
        money.record(&placement, SAID_AGAIN, Source::Insurer).await;
        let after = money.view(&claim).await;
        assert_eq!(
            (&after.policy_hash, &after.facts_hash, &after.outcome, after.item.dong),
            (&before.policy_hash, &before.facts_hash, &before.outcome, 350_000)
        );
        assert!(after.reads_the_same);
        let why = Why::plain(WithdrawReason::Mistake);
        let order = Withdraw { id: claim, version: after.version, why };
        withdraw(&money.world.app, &money.ctx(money.world.officer), order, &key()).await.expect("withdrawn");
        let again = money.view(&money.prepare(&placement).await.expect("prepared again")).await;
        assert_eq!((again.item.dong, again.policy_hash), (350_000, hash(&first)));
        assert_eq!(money.kept(&placement).await, (hash(&first), 1));
    })
    .await;
}
