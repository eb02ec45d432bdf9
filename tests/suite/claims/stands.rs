//! Where a claim stands is bound by every step: whatever a superuser changes of it is named, also when a later step
//! goes on from it.

use super::bound::{id_of, literal};
use super::evidence::disarm;
use super::money::{DONG, Money};
use sanviec_app::evidence::Scope;
use sanviec_domain::claim::ContestReason;
use sanviec_store::claim::Row;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use uuid::Uuid;

impl Money {
    /// A claim that was paid and of which a part is to come back.
    async fn contested(&self, number: u128) -> String {
        let (_, claim, ..) = self.was_paid_for(number).await;
        let a_part = (100_000, ContestReason::AmountWrong);
        self.contest_as(self.world.officer, &claim, a_part).await.expect("contested");
        claim
    }

    async fn stored(&self, claim: &str) -> Row {
        let row = sanviec_store::claim::find(self.world.app.store().reader(), id_of(claim)).await;
        row.expect("read").expect("a claim")
    }
}

/// Every column of where a claim stands, with another value and the one that it has, as they are written in a
/// statement.
fn others(fresh: &Fresh, row: &Row, other: Uuid) -> Vec<(&'static str, String, String)> {
    let numbers = [
        ("returned_dong", Some(row.returned_dong)),
        ("paid_on", row.paid_on.map(i64::from)),
        ("payout_dong", row.payout_dong),
        ("asked_dong", row.asked_dong),
        ("asked_parts", row.asked_parts.map(i64::from)),
        ("came_dong", row.came_dong),
        ("asked_on", row.asked_on.map(i64::from)),
        ("payouts", Some(i64::from(row.payouts))),
        ("again_dong", row.again_dong),
        ("again_parts", row.again_parts.map(i64::from)),
        ("contested_dong", row.contested_dong),
    ];
    let ids = [
        ("second_by", row.second_by),
        ("batch_id", row.batch_id),
        ("proposed_by", row.proposed_by),
        ("again_by", row.again_by),
        ("contested_by", row.contested_by),
    ];
    let null = || "NULL".to_owned();
    let is_paid = row.place.as_deref() == Some("paid");
    let place = row.place.as_ref().map_or_else(null, |place| format!("'{place}'"));
    let numbers = numbers.into_iter().map(|(column, was)| {
        (column, (was.unwrap_or(0) + 1).to_string(), was.map_or_else(null, |was| was.to_string()))
    });
    let ids = ids
        .into_iter()
        .map(|(column, was)| (column, literal(fresh, other), was.map_or_else(null, |was| literal(fresh, was))));
    let flags = [("is_open", row.is_open), ("is_live", row.is_live)];
    let flags = flags.into_iter().map(|(column, was)| (column, (1 - was).to_string(), was.to_string()));
    let words = [
        ("place", if is_paid { "'sent'" } else { "'paid'" }.to_owned(), place),
        ("contested_why", "'other_person'".to_owned(), "'amount_wrong'".to_owned()),
    ];
    numbers.chain(ids).chain(flags).chain(words).collect()
}

async fn each_column(fresh: Fresh) {
    let money = Money::new(&fresh).await;
    let (contested, proposed) = (money.contested(1).await, money.contested(2).await);
    money.tick().await;
    money.propose(&proposed, 100_000, 1).await.expect("proposed");
    let (code, said) = money.verified(&Scope::Year(2027)).await;
    assert_eq!(code, 0, "{said}");
    disarm(&fresh.store).await;
    for claim in [&contested, &proposed] {
        let (row, other) = (money.stored(claim).await, money.second.account_id);
        for (column, is, was) in others(&fresh, &row, other) {
            let set =
                |value: &str| [format!("UPDATE claim SET {column} = {value} WHERE id = {}", literal(&fresh, row.id))];
            as_superuser(&fresh.store, &set(&is)).await;
            let (code, said) = money.verified(&Scope::Year(2027)).await;
            assert!(code == 1 && said.contains(&format!("BAD: claim {}", row.id)), "{column} {is}: {said}");
            as_superuser(&fresh.store, &set(&was)).await;
        }
    }
    let (code, said) = money.verified(&Scope::Year(2027)).await;
    assert_eq!(code, 0, "everything is as it was: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_of_where_a_claim_stands_is_named() {
    each_backend(each_column).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_goes_on_from_what_was_changed_does_not_hide_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.contested(1).await;
        money.tick().await;
        let id = literal(&fresh, id_of(&claim));
        as_superuser(&fresh.store, &[format!("UPDATE claim SET contested_dong = {DONG} WHERE id = {id}")]).await;
        money.propose(&claim, DONG, 1).await.expect("all of it, as the row says");
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        let named = format!("BAD: claim {}: where it stood was changed before claim_propose_recovery", id_of(&claim));
        assert!(code == 1 && said.contains(&named), "{said}");
    })
    .await;
}
