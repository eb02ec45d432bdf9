//! Who follows whom among employers, on both databases: told to the placements that are there, to those that are made
//! later and to those that come to the employer later, once each, whatever comes at once.

mod many;

use super::{Placed, hired, plain, typed};
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::placements::{self, AsOf, Channel, Create, From, Said, Succeed};
use sanviec_domain::placement::{Source, Status, Succession};
use sanviec_store::testing::each_backend;
use std::sync::Arc;

impl Placed {
    async fn succeed(&self, from: &str, to: &str, on: &str) -> Result<u32, AppError> {
        let json = format!(r#"{{"kind":"succession","from_employer":"{from}","to_employer":"{to}","on":"{on}"}}"#);
        let reference = Some("Giấy chứng nhận đăng ký doanh nghiệp số 12".to_owned());
        let order = Succeed { said: Said { source: Source::Officer, reference, ..typed(&json) } };
        placements::succeed(&self.world.app, &self.world.ctx(self.world.officer), order, &key()).await
    }

    async fn another(&self, number: u128) -> String {
        let create = Create { from: From::Referral(hired(&self.world, number).await), task: String::new() };
        let ctx = self.world.ctx(self.world.officer);
        placements::create(&self.world.app, &ctx, create, &key()).await.expect("created").id
    }

    async fn told_at(&self, id: &str) -> Vec<Succession> {
        let ctx = self.world.ctx(self.world.officer);
        let seen = placements::outcome_of(&self.world.app, &ctx, id, AsOf::default()).await.expect("seen");
        seen.judged.case.facts.iter().filter_map(|fact| fact.says.succession().cloned()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_is_made_later_is_told_and_counts_at_the_new_code() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        assert_eq!(placed.succeed(&placed.employer, "0100109106", "2026-11-20").await.expect("recorded"), 1);
        assert_eq!(placed.succeed("0100109106", "0312687878", "2026-11-22").await.expect("recorded"), 1);
        let later = placed.another(2).await;
        let told = placed.told_at(&later).await;
        assert_eq!(told.iter().map(|said| said.to_employer.as_str()).collect::<Vec<_>>(), ["0100109106", "0312687878"]);
        let mut at_new = Placed { world: placed.world, id: later, employer: "0312687878".into() };
        at_new.stated().await;
        assert_eq!(at_new.status().await, Status::NotStarted, "a contract with the successor is read");
        at_new.refresh().await;
        assert_ne!(at_new.employer, "0312687878", "the first employer stays the first");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_comes_to_an_employer_later_is_told_of_what_was_recorded_of_it_before() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        // The exchange knows the second employer; nobody works there yet.
        let known = "INSERT INTO employer (id, version, name, name_key, name_sort, tax_code, created_at, updated_at)
                     SELECT centre.id, 1, 'Khác', 'khac', centre.name_sort, '0100109106', 1, 1 FROM centre LIMIT 1";
        sanviec_store::testing::as_superuser(placed.world.app.store(), &[known.to_owned()]).await;
        assert_eq!(placed.succeed("0100109106", "0312687878", "2026-11-22").await.expect("recorded"), 0);
        assert!(placed.told_at(&placed.id).await.is_empty());
        assert_eq!(placed.succeed(&placed.employer, "0100109106", "2026-11-20").await.expect("recorded"), 1);
        assert_eq!(placed.told_at(&placed.id).await.len(), 2);
        let again = placed.succeed(&placed.employer, "0100109106", "2026-11-20").await;
        assert_eq!(code(&again.expect_err("recorded already")), "succession_known");
        assert_eq!(placed.told_at(&placed.id).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn placements_that_are_made_while_a_succession_is_recorded_are_told_of_it_once() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let mut letters = Vec::new();
        for number in 2..8 {
            letters.push(hired(&placed.world, number).await);
        }
        let making: Vec<_> = letters
            .into_iter()
            .map(|letter| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move {
                    let create = Create { from: From::Referral(letter), task: String::new() };
                    let ctx = placed.world.ctx(placed.world.officer);
                    placements::create(&placed.world.app, &ctx, create, &key()).await.expect("created").id
                })
            })
            .collect();
        let recorded = {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move { placed.succeed(&placed.employer, "0100109106", "2026-11-20").await })
        };
        recorded.await.expect("a task").expect("recorded");
        for made in making {
            let id = made.await.expect("a task");
            assert_eq!(placed.told_at(&id).await.len(), 1, "before or after, each is told once");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_succession_that_was_retracted_is_told_to_nobody_later() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.succeed(&placed.employer, "0100109106", "2026-11-20").await.expect("recorded");
        let fact = placed.seen(AsOf::default()).await.judged.case.facts[0].id.clone();
        let back = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm mã"}}"#);
        let by_paper = |said| Said { source: Source::Officer, reference: Some("CV 1".into()), ..said };
        let back = placed.say(&back, by_paper).await.expect("retracted").id;
        assert!(placed.told_at(&placed.another(2).await).await.is_empty());
        let again = format!(r#"{{"kind":"retraction","retracts":"{back}","why":"không nhầm"}}"#);
        placed.say(&again, by_paper).await.expect("retracted");
        assert_eq!(placed.told_at(&placed.another(3).await).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_word_of_a_weaker_source_unmakes_no_succession() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.succeed(&placed.employer, "0100109106", "2026-11-20").await.expect("recorded");
        let fact = placed.seen(AsOf::default()).await.judged.case.facts[0].id.clone();
        let back = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm mã"}}"#);
        placed.say(&back, plain).await.expect("recorded as the word of the centre");
        assert_eq!(placed.told_at(&placed.another(2).await).await.len(), 1, "the officer's paper stands");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_records_a_succession_of_one_placement_tells_all_of_them() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let other = placed.another(2).await;
        let json = |from: &str| {
            format!(r#"{{"kind":"succession","from_employer":"{from}","to_employer":"0100109106","on":"2026-11-20"}}"#)
        };
        let by_number = |said| Said {
            source: Source::Officer,
            channel: Channel::Api,
            reference: Some("Giấy chứng nhận đăng ký doanh nghiệp số 12".into()),
            ..said
        };
        let recorded = placed.say(&json(&placed.employer), by_number).await.expect("recorded");
        let seen = placed.seen(AsOf::default()).await;
        assert_eq!((&seen.judged.case.facts[0].id, seen.row.version), (&recorded.id, recorded.version));
        assert_eq!(placed.told_at(&other).await.len(), 1);
        assert_eq!(placed.told_at(&placed.another(3).await).await.len(), 1, "and what is made later");
        let again = placed.say(&json(&placed.employer), by_number).await;
        assert_eq!(code(&again.expect_err("recorded already")), "succession_known");
        assert_eq!(placed.told_at(&other).await.len(), 1);
    })
    .await;
}
