//! One person is paid for once, whatever number stands in the profile: corrected, typed otherwise at another counter,
//! or in a profile that was made one with theirs.

use super::money::Money;
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{Withdraw, withdraw};
use sanviec_app::profiles::{self, Merge, SavePart, mark, typed};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::why::Why;
use sanviec_store::profile;
use sanviec_store::testing::each_backend;
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

    /// Makes two profiles one.
    async fn merge(&self, kept: Uuid, gone: Uuid) {
        let reader = self.world.app.store().reader();
        let mut versions = Vec::new();
        for id in [kept, gone] {
            versions.push((ProfileId(id), profile::find(reader, id).await.expect("read").expect("a profile").version));
        }
        let order = Merge { kept: versions[0], gone: versions[1], take: Vec::new() };
        profiles::merge(&self.world.app, &self.ctx(self.world.officer), order, &key()).await.expect("merged");
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
        let (version, why) = (money.view(&here).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: here, version, why };
        withdraw(&money.world.app, &money.ctx(money.world.officer), order, &key()).await.expect("taken back");
        money.send(&batch).await.expect("one is left");
    })
    .await;
}
