//! Successions that touch more placements than one write tells: stopped, raced, ended and damaged in the middle, each
//! placement is told once.

use super::super::Placed;
use crate::forms::{code, damage, key, stuck_rows};
use sanviec_app::placements::{self, Append, AsOf, Channel, Said, Spread};
use sanviec_app::{Actor, Locale};
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::placement;
use sanviec_store::testing::{Fresh, each_backend};
use std::sync::Arc;
use uuid::Uuid;

/// Placements beside the first.
const COPIES: i32 = 130;
/// All of them.
const ALL: usize = 131;
const SUCCESSOR: &str = "0100109106";

impl Placed {
    /// More placements with the same employer, as a list brings them in: the ids of all.
    async fn copies(&self, fresh: &Fresh) -> Vec<Uuid> {
        let first = self.seen(AsOf::default()).await.row;
        let copy = |number: i32| placement::Row {
            id: Uuid::from_u128(first.id.as_u128() + u128::from(number.unsigned_abs())),
            origin: "list".into(),
            application_id: None,
            referral_id: None,
            placed_on: first.placed_on - number,
            ..first.clone()
        };
        let rows: Vec<placement::Row> = (1..=COPIES).map(copy).collect();
        let all = &rows;
        let write = fresh.store.write("copies", |tx| {
            Box::pin(async move {
                for row in all {
                    placement::insert(tx, row).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await.expect("written");
        std::iter::once(first.id).chain(rows.iter().map(|row| row.id)).collect()
    }

    /// Of how many successions each of these was told.
    async fn told_of(&self, ids: &[Uuid]) -> Vec<usize> {
        let facts = placement::facts_of_many(self.world.app.store().reader(), ids).await.expect("facts");
        let of = |id: &Uuid| facts.iter().filter(|fact| fact.placement_id == *id && fact.kind == "succession").count();
        ids.iter().map(of).collect()
    }

    /// One turn of the clock, which may be the last one of its process.
    async fn tell_some(&self) -> usize {
        let app = &self.world.app;
        placements::tell_successions(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("told")
    }

    async fn tell_all(&self) {
        while self.tell_some().await > 0 {}
    }

    async fn spread(&self) -> Spread {
        let ctx = self.world.ctx(self.world.officer);
        placements::spreading(&self.world.app, &ctx).await.expect("seen")[0].state
    }

    /// Retracts a fact of the first placement by a paper; the code of the retraction.
    async fn take_back(&self, fact: &str) -> String {
        let json = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm mã"}}"#);
        let by_paper = |said| Said { source: Source::Officer, reference: Some("CV 1".into()), ..said };
        self.say(&json, by_paper).await.expect("retracted").id
    }
}

/// As many placements of one employer as are told in parts, with a succession that was just recorded; their ids.
async fn begun(fresh: &Fresh) -> (Placed, Vec<Uuid>) {
    let placed = Placed::new(fresh).await;
    let ids = placed.copies(fresh).await;
    placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await.expect("recorded");
    (placed, ids)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_goes_on_and_tells_each_placement_once() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let ids = placed.copies(&fresh).await;
        assert_eq!(placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await.expect("recorded"), 131);
        assert_eq!(placed.told_of(&ids).await, [0; ALL], "the succession is recorded, and who is told of it is noted");
        assert_eq!(placed.spread().await, Spread::Telling { told: 0, of: 131 });
        assert_eq!(placed.tell_some().await, 50);
        assert_eq!(placed.spread().await, Spread::Telling { told: 50, of: 131 });
        assert_eq!(placed.told_of(&ids).await.iter().sum::<usize>(), 50);
        let later = placed.another(2).await;
        assert_eq!(placed.told_at(&later).await.len(), 1, "what is made meanwhile is told when it is made");
        let again = placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await;
        assert_eq!(code(&again.expect_err("recorded already")), "succession_known");
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await, [1; ALL]);
        assert_eq!(placed.told_at(&later).await.len(), 1);
        assert_eq!(placed.spread().await, Spread::Told(131));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_at_once_tell_each_placement_once() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let ids = placed.copies(&fresh).await;
        placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await.expect("recorded");
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { placed.tell_all().await })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker");
        }
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await, [1; ALL]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_follows_while_the_first_is_told_reaches_everybody_once() {
    each_backend(|fresh| async move {
        let (placed, ids) = begun(&fresh).await;
        placed.tell_some().await;
        assert_eq!(placed.succeed(SUCCESSOR, "0312687878", "2026-11-22").await.expect("recorded"), 50);
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await, [2; ALL]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_ends_while_it_is_told_is_told_to_nobody_else() {
    each_backend(|fresh| async move {
        let (placed, ids) = begun(&fresh).await;
        placed.tell_some().await;
        let fact = placed.seen(AsOf::default()).await.judged.case.facts[0].id.clone();
        let back = placed.take_back(&fact).await;
        assert_eq!(placed.spread().await, Spread::Ended);
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await.iter().sum::<usize>(), 50, "nobody else is told");
        // It counts again: the others are told, and nobody twice.
        placed.take_back(&back).await;
        assert_eq!(placed.spread().await, Spread::Listing);
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await, [1; ALL]);
        assert_eq!(placed.spread().await, Spread::Told(131));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_recorded_anew_is_told_to_whoever_does_not_have_it() {
    each_backend(|fresh| async move {
        let (placed, ids) = begun(&fresh).await;
        placed.tell_some().await;
        let fact = placed.seen(AsOf::default()).await.judged.case.facts[0].id.clone();
        placed.take_back(&fact).await;
        // The others still wait to be struck off.
        assert_eq!(placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await.expect("anew"), 131);
        placed.tell_all().await;
        let told = placed.told_of(&ids).await;
        assert_eq!((told[0], &told[1..]), (2, [1; ALL - 1].as_slice()), "where it was retracted it is told anew");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_cannot_be_told_keeps_no_other_waiting() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let ids = placed.copies(&fresh).await;
        let first = placed.seen(AsOf::default()).await.row;
        placed.succeed(&placed.employer, SUCCESSOR, "2026-11-20").await.expect("recorded");
        // In the middle of the first part: those before it in the same write are told once all the same.
        damage(&fresh, "placement", ids[20], "placed_on = 2147483647").await;
        placed.tell_all().await;
        let mut expected = [1; ALL];
        expected[20] = 0;
        assert_eq!(placed.told_of(&ids).await, expected);
        assert_eq!(stuck_rows(&placed.world.app).await, [("succession_untold".to_owned(), ids[20])]);
        assert_eq!(placed.spread().await, Spread::Telling { told: 130, of: 131 });
        damage(&fresh, "placement", ids[20], &format!("placed_on = {}", first.placed_on - 20)).await;
        let clock = placed.world.app.clock();
        clock.set(Micros(clock.now().0 + 2 * 60_000_000));
        placed.tell_all().await;
        assert_eq!(placed.told_of(&ids).await, [1; ALL]);
        assert!(stuck_rows(&placed.world.app).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_answered_with_the_fact_of_its_placement_and_the_others_follow() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let ids = placed.copies(&fresh).await;
        let json = format!(
            r#"{{"kind":"succession","from_employer":"{}","to_employer":"{SUCCESSOR}","on":"2026-11-20"}}"#,
            placed.employer
        );
        let by_number = Said {
            source: Source::Officer,
            channel: Channel::Api,
            reference: Some("Giấy chứng nhận đăng ký doanh nghiệp số 12".into()),
            ..super::super::typed(&json)
        };
        let order = Append { placement: placed.id.clone(), version: None, said: by_number };
        let ctx = placed.world.ctx(placed.world.officer);
        let once = key();
        let recorded = placements::append(&placed.world.app, &ctx, order.clone(), &once).await.expect("recorded");
        let seen = placed.seen(AsOf::default()).await;
        assert_eq!((&seen.judged.case.facts[0].id, seen.row.version), (&recorded.id, recorded.version));
        assert_eq!(placed.told_of(&ids).await.iter().sum::<usize>(), 1);
        placed.tell_all().await;
        assert_eq!(placements::append(&placed.world.app, &ctx, order, &once).await.expect("answered"), recorded);
        assert_eq!(placed.told_of(&ids).await, [1; ALL]);
    })
    .await;
}
