//! One person is paid for once, whatever number stands in the profile: corrected, typed otherwise at another counter,
//! or in a profile that was made one with theirs.

use super::bound::id_of;
use super::money::Money;
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{Withdraw, withdraw};
use sanviec_app::profiles::{self, Merge, SavePart, mark, typed};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::why::Why;
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{Backend, Error, claim, profile};
use std::sync::Arc;
use uuid::Uuid;

impl Money {
    /// The clerk corrects the number of a profile.
    pub(super) async fn renumber(&self, id: Uuid, number: &str) -> Result<(), AppError> {
        let (app, ctx) = (&self.world.app, self.ctx(self.world.officer));
        let mut content = profiles::load_to_edit(app, &ctx, id).await?.content;
        let part = Field::PersonalNumber.part();
        let mark = mark(app, &content, part)?;
        typed::set(&mut content, Field::PersonalNumber, &vec![vec![number.to_owned()]], &ctx).expect("typed");
        let save = SavePart { profile_id: Some(ProfileId(id)), part, content, mark };
        profiles::save_part(app, &ctx, save, &key()).await.map(|_| ())
    }

    /// Makes two profiles one; the id by which it is undone.
    pub(super) async fn merge(&self, kept: Uuid, gone: Uuid) -> Uuid {
        let reader = self.world.app.store().reader();
        let mut versions = Vec::new();
        for id in [kept, gone] {
            versions.push((ProfileId(id), profile::find(reader, id).await.expect("read").expect("a profile").version));
        }
        let order = Merge { kept: versions[0], gone: versions[1], take: Vec::new() };
        profiles::merge(&self.world.app, &self.ctx(self.world.officer), order, &key()).await.expect("merged")
    }

    pub(super) async fn unmerge(&self, id: Uuid) -> Result<(), AppError> {
        profiles::unmerge(&self.world.app, &self.ctx(self.world.officer), id, &key()).await.map(|_| ())
    }

    pub(super) async fn taken_back(&self, claim: &str) {
        let (version, why) = (self.view(claim).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: claim.to_owned(), version, why };
        withdraw(&self.world.app, &self.ctx(self.world.officer), order, &key()).await.expect("taken back");
    }
}

/// Two profiles stay one, with what has to be done first.
fn stay_one(refused: AppError, remedy: &str) {
    assert_eq!(code(&refused), "claimed_as_one");
    let AppError::Refused(errors) = refused else { panic!("refused") };
    assert!(errors[0].en.contains(remedy), "{}", errors[0].en);
    for text in [&errors[0].vi, &errors[0].en] {
        assert!(text.contains("Trung tâm Dịch vụ việc làm Gia Lai"), "{text}");
        assert!(!text.contains("0521") && !text.contains("Lan"), "{text}");
    }
}

fn told(refused: AppError) {
    assert_eq!(code(&refused), "paid_for_already");
    let AppError::Refused(errors) = refused else { panic!("refused") };
    for text in [&errors[0].vi, &errors[0].en] {
        assert!(text.contains("Trung tâm Dịch vụ việc làm Gia Lai"), "{text}");
        assert!(!text.contains("0521") && !text.contains("Lan"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_another_number_by_now_is_not_claimed_for_twice() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (first, second) = (money.confirmed(1).await, money.confirmed(1).await);
        money.prepare(&first).await.expect("prepared");
        money.renumber(money.profile(1).await, "052194999999").await.expect("corrected");
        told(money.prepare(&second).await.expect_err("the same person"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_claims_at_once_while_the_number_is_corrected_one_wins() {
    each_backend(|fresh| async move {
        let money = Arc::new(Money::new(&fresh).await);
        let profile = money.profile(1).await;
        let mut placements = Vec::new();
        for _ in 0..12 {
            placements.push(money.confirmed(1).await);
        }
        let correcting = {
            let money = Arc::clone(&money);
            tokio::spawn(async move {
                for nth in 0..12 {
                    let _ = money.renumber(profile, &format!("0521949999{nth:02}")).await;
                }
            })
        };
        let racing: Vec<_> = placements
            .into_iter()
            .map(|placement| {
                let money = Arc::clone(&money);
                tokio::spawn(async move {
                    loop {
                        match money.prepare(&placement).await {
                            Err(AppError::Unavailable(_) | AppError::Conflict) => {}
                            answer => return answer,
                        }
                    }
                })
            })
            .collect();
        let mut won = 0;
        for one in racing {
            match one.await.expect("a task") {
                Ok(_) => won += 1,
                Err(refused) => told(refused),
            }
        }
        correcting.await.expect("corrected");
        assert_eq!(won, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_was_made_one_with_another_brings_its_claims_along() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        let (here, there) = (money.confirmed(1).await, money.confirmed(2).await);
        money.prepare(&there).await.expect("prepared");
        money.merge(kept, gone).await;
        told(money.prepare(&here).await.expect_err("the same person"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_claims_from_before_it_was_known_are_not_both_approved_nor_sent() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        let here = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        let there = money.prepare(&money.confirmed(2).await).await.expect("prepared");
        money.approve_as(money.world.manager, &there).await.expect("two people as far as anybody knows");
        let batch = money.list_of(&[&there]).await.expect("a list");
        money.merge(kept, gone).await;
        told(money.approve_as(money.world.manager, &here).await.expect_err("the other one stands"));
        told(money.send(&batch).await.expect_err("the other one stands"));
        money.taken_back(&here).await;
        money.send(&batch).await.expect("one is left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_stay_one_while_a_claim_of_the_one_holds_the_other() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        let (here, there) = (money.confirmed(1).await, money.confirmed(2).await);
        let merge = money.merge(kept, gone).await;
        let claim = money.prepare(&there).await.expect("prepared under the name of the kept one");
        stay_one(money.unmerge(merge).await.expect_err("the kept one is held"), "withdrawn");
        money.taken_back(&claim).await;
        money.unmerge(merge).await.expect("nobody is held");
        // Two people again, each claimed for once and under their own name.
        money.prepare(&here).await.expect("never claimed for");
        money.prepare(&there).await.expect("claimed for rightly");
        told(money.prepare(&money.confirmed(2).await).await.expect_err("claimed for"));
        told(money.prepare(&money.confirmed(1).await).await.expect_err("claimed for"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn profiles_that_were_paid_for_as_one_are_taken_apart_when_nobody_is_held_any_more() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        let merge = money.merge(kept, gone).await;
        money.paid(2).await;
        stay_one(money.unmerge(merge).await.expect_err("paid for as the kept one"), ", or from ");
        // Past the use case the database says the same.
        let store = money.world.app.store();
        let row = profile::find(store.reader(), gone).await.expect("read").expect("a profile");
        let row = &profile::Row { state: "live".into(), merged_into: None, ..row };
        let parted = store.write("part", |tx| Box::pin(profile::update_guarded(tx, row))).await;
        assert!(matches!(&parted, Err(Error::Constraint(name)) if name == "profile_claimed"), "{parted:?}");
        money.world.pass_days(400);
        money.unmerge(merge).await.expect("free on that day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_paid_for_under_the_name_of_another_is_claimed_for_rightly_once_it_came_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        let merge = money.merge(kept, gone).await;
        let (placement, claim, _) = money.paid(2).await;
        let wrong = money.all_came_back(&placement, &claim).await;
        money.unmerge(merge).await.expect("nobody is held");
        for fact in &wrong {
            money.unsay(&placement, fact).await;
        }
        money.tick().await;
        assert_eq!(money.state(&claim).await, "reconsidered", "confirmed, and somebody has to claim for it");
        let anew = money.try_again(&claim).await.expect_err("names the kept one");
        assert_eq!(code(&anew), "claimed_for_another");
        assert_eq!(code(&money.prepare(&placement).await.expect_err("a claim stands")), "claimed_already");
        money.taken_back(&claim).await;
        assert_eq!((money.state(&claim).await, money.balances().await), ("withdrawn", vec![0, 0, 0, 0]));
        let right = money.prepare(&placement).await.expect("under its own name");
        let reader = money.world.app.store().reader();
        let row = claim::find(reader, id_of(&right)).await.expect("read").expect("a claim");
        assert_eq!((row.profile_id, row.is_live), (gone, 1));
        told(money.prepare(&money.confirmed(2).await).await.expect_err("claimed for"));
        money.prepare(&money.confirmed(1).await).await.expect("never paid for");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_paid_for_as_part_of_another_is_held_by_their_own_profile_too() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (kept, gone) = (money.profile(1).await, money.profile(2).await);
        money.merge(kept, gone).await;
        money.paid(2).await;
        // However the two came apart.
        let lifted = match fresh.backend {
            Backend::Sqlite => "DROP TRIGGER profile_not_parted",
            Backend::Postgres => "DROP TRIGGER profile_not_parted ON profile",
        };
        let parted = "UPDATE profile SET state = 'live', merged_into = NULL WHERE state = 'merged'";
        as_superuser(money.world.app.store(), &[lifted.to_owned(), parted.to_owned()]).await;
        told(money.prepare(&money.confirmed(2).await).await.expect_err("paid for"));
    })
    .await;
}
