//! The audit chain on both databases: what a superuser does to it is found and named, by us and by the verifier in
//! Python; what the program does to it is not.
//!
//! The default run tries 1,000 attacks on SQLite and 200 on PostgreSQL; `SANVIEC_AUDIT_ATTACKS=10000` takes as many as
//! it says.

mod attack;
mod world;

use attack::Attack;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sanviec_app::audit;
use sanviec_store::testing::{as_superuser, disarm_audit, each_backend};
use sanviec_store::{Backend, Store, backup};
use world::World;

fn attacks(backend: Backend) -> usize {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
    let asked = std::env::var("SANVIEC_AUDIT_ATTACKS").ok().and_then(|text| text.parse().ok());
    asked.unwrap_or(if backend == Backend::Sqlite { 1_000 } else { 200 })
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_superuser_does_is_found_and_the_first_bad_entry_is_named() {
    /// Every so many attacks the export goes to the verifier in Python too.
    const PYTHON: usize = 50;
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.fill(&mut ChaCha8Rng::seed_from_u64(1), 40).await;
        disarm_audit(&fresh.store).await;
        world.keep_copies().await;
        let chains = world.chains().await;
        let mut rng = ChaCha8Rng::seed_from_u64(2);
        let mut kinds = std::collections::BTreeMap::<&str, usize>::new();
        for n in 0..attacks(fresh.backend) {
            let attack = Attack::draw(&mut rng, &chains, fresh.backend);
            as_superuser(&fresh.store, &attack.statements).await;
            let report = world.verify(&[]).await;
            let found: Vec<_> = report.all().collect();
            let named = found.iter().any(|finding| attack.is_named_by(finding));
            assert!(named, "attack {n}, {attack:?}: {found:?}");
            if n % PYTHON == 0 && attack.shows_in_export {
                let (code, said) = world.python(&[]).await;
                assert_eq!(code, 1, "attack {n}, {attack:?}: {said}");
                let finding = found.iter().find(|finding| attack.is_named_by(finding)).expect("named");
                let place = format!("FIRST BAD ENTRY: place {}", finding.seq);
                assert!(said.contains(&place), "attack {n}, {attack:?}: {place}, but {said}");
            }
            *kinds.entry(attack.kind).or_default() += 1;
            world.bring_copies_back().await;
        }
        assert_eq!(world.verify(&[]).await.all().count(), 0, "the copies are as they were");
        println!("{:?}: {kinds:?}", fresh.backend);
        assert_eq!(kinds.len(), attack::KINDS, "{kinds:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_honest_chain_is_good_for_both_and_stays_so_when_values_are_forgotten() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.fill(&mut ChaCha8Rng::seed_from_u64(3), 30).await;
        let report = world.verify(&[]).await;
        assert_eq!(report.all().count(), 0, "{report:?}");
        assert_eq!(report.chains.len(), 3, "two centres and the platform");
        assert_eq!(world.python(&["--all-signatures"]).await.0, 0);
        let (_, row) = world.chains().await.concat().into_iter().find(|(_, row)| row.salt.is_some()).expect("values");
        let forget = |id| {
            fresh
                .store
                .write("forget", move |tx| Box::pin(async move { sanviec_store::audit::forget_values(tx, id).await }))
        };
        assert!(forget(row.entity_id).await.expect("forgotten") > 0);
        let report = world.verify(&[]).await;
        assert_eq!(report.all().count(), 0, "{report:?}");
        assert!(report.chains.iter().map(|chain| chain.forgotten).sum::<u64>() > 0);
        let (code, said) = world.python(&[]).await;
        assert_eq!(code, 0, "{said}");
        assert_eq!(forget(row.entity_id).await.expect("nothing left"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_set_back_as_a_whole_is_found_by_an_end_known_from_elsewhere() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let rng = &mut ChaCha8Rng::seed_from_u64(4);
        world.fill(rng, 20).await;
        disarm_audit(&fresh.store).await;
        world.keep_copies().await;
        as_superuser(&fresh.store, &world::rearm(fresh.backend)).await;
        world.fill(rng, 20).await;
        let ends = world.heads().await;
        world.bring_copies_back().await;
        assert_eq!(world.verify(&[]).await.all().count(), 0, "nothing inside tells");
        let known = audit::known_heads(&world.app, &ends.join("\n")).expect("read");
        assert!(world.verify(&known).await.all().count() > 0);
        let file = tempfile::NamedTempFile::new().expect("file");
        std::fs::write(file.path(), ends.join("\n")).expect("written");
        let (code, said) = world.python(&["--known", file.path().to_str().expect("path")]).await;
        assert_eq!(code, 1, "{said}");
        let forged = ends[0].replace("\"seq\":", "\"seq\":9");
        assert!(audit::known_heads(&world.app, &forged).is_err(), "a forged end accuses nobody");
        for nothing in ["", "\n \n", "{\"entry\":1}"] {
            let refused = audit::known_heads(&world.app, nothing).expect_err("nothing to compare with");
            assert!(format!("{refused:?}").contains("no_head"), "{refused:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_sequencers_leave_no_gap_and_link_each_row_once() {
    each_backend(|fresh| async move {
        let world = std::sync::Arc::new(World::new(&fresh));
        let mut racers = tokio::task::JoinSet::new();
        for racer in 0..4_u64 {
            let world = std::sync::Arc::clone(&world);
            racers.spawn(async move {
                let mut rng = ChaCha8Rng::seed_from_u64(racer);
                for _ in 0..10 {
                    world.append(&mut rng, 5).await;
                    world.link().await;
                }
            });
        }
        while let Some(racer) = racers.join_next().await {
            racer.expect("a racer ends");
        }
        while world.link().await > 0 {}
        let report = world.verify(&[]).await;
        assert_eq!((report.all().count(), report.waiting), (0, 0), "{report:?}");
        // Two more: the platform notes that two chains began.
        assert_eq!(report.chains.iter().map(|chain| chain.good).sum::<i64>(), 4 * 10 * 5 + 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_copy_goes_on_with_the_same_chain() {
    let folder = tempfile::tempdir().expect("folder");
    let file = &folder.path().join("copy");
    sanviec_store::testing::on_sqlite(|fresh| {
        let file = file.clone();
        async move {
            let world = World::new(&fresh);
            let rng = &mut ChaCha8Rng::seed_from_u64(5);
            world.fill(rng, 20).await;
            backup::backup(&fresh.store, &file, 1).await.expect("copy");
            let settings = sanviec_store::Settings::new("sqlite::memory:");
            let restored = Store::open(settings).await.expect("store");
            backup::restore(&restored, &file).await.expect("restored");
            let copy = world.over(restored);
            copy.fill(rng, 20).await;
            let report = copy.verify(&[]).await;
            assert_eq!((report.all().count(), report.waiting), (0, 0), "{report:?}");
        }
    })
    .await;
}
