//! Consents: given for one purpose at a time, taken back, recorded on paper; repeated, reworded, back-dated.

use super::{World, code, key, lan};
use sanviec_app::profiles::{self, Decide};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Act, Command, Giver, Matter, Purpose, Standing, Way, Wording};
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;
use sanviec_store::{consent, outbox};
use uuid::Uuid;

const VISIBLE: Matter = Matter::whole(Purpose::VisibleToEmployers);

fn give() -> Decide {
    Decide { matter: VISIBLE, agreed: Some(profiles::wording(Purpose::VisibleToEmployers)) }
}

fn withdraw() -> Decide {
    Decide { matter: VISIBLE, agreed: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn consents_are_given_taken_back_and_all_of_it_stays_on_record() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let mut lan = world.seeker("0905123456").await;
        for (number, decide) in [give(), give(), withdraw(), withdraw(), give()].into_iter().enumerate() {
            lan.now = Micros(lan.now.0 + number as i64);
            profiles::decide(&world.app, &lan, decide, &key()).await.expect("decided");
        }
        let ledger = profiles::own_consents(&world.app, &lan).await.expect("ledger");
        let acts: Vec<Act> = ledger.records().iter().map(|record| record.act).collect();
        assert_eq!(acts, [Act::Given, Act::Withdrawn, Act::Given], "saying it again says nothing");
        assert!(matches!(ledger.standing(VISIBLE, lan.now), Standing::Given(_)));
        let rows = outbox::read_after(world.app.store().reader(), 0, 100).await.expect("outbox");
        let kinds: Vec<&str> = rows.iter().filter(|row| row.entity == "profile").map(|row| row.kind.as_str()).collect();
        if fresh.backend == sanviec_store::Backend::Sqlite {
            assert_eq!(kinds, ["consent_given", "consent_withdrawn", "consent_given"], "whoever holds data is told");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_wording_than_the_one_read_and_an_earlier_instant_are_refused() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        for agreed in [Some(0), Some(2)] {
            let refused = profiles::decide(&world.app, &lan, Decide { matter: VISIBLE, agreed }, &key()).await;
            assert_eq!(code(&refused.expect_err("not this text")), "consent_wording_changed");
        }
        profiles::decide(&world.app, &lan, give(), &key()).await.expect("given");
        let mut early = lan.clone();
        early.now = Micros(early.now.0 - 1);
        let refused = profiles::decide(&world.app, &early, withdraw(), &key()).await;
        assert_eq!(code(&refused.expect_err("before it was given")), "consent_back_dated");
        let guardian = Decide { matter: Matter::whole(Purpose::Guardian), agreed: Some(1) };
        let refused = profiles::decide(&world.app, &lan, guardian, &key()).await;
        assert_eq!(code(&refused.expect_err("another's to give")), "consent_giver");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_counts_once_and_two_at_once_leave_one_answer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.seeker("0905123456").await;
        profiles::create_own(&world.app, &lan, &key()).await.expect("profile");
        let key = key();
        let sent = (0..3).map(|_| {
            let (app, ctx, key) = (world.app.clone(), lan.clone(), key.clone());
            tokio::spawn(async move { profiles::decide(&app, &ctx, give(), &key).await })
        });
        for sent in sent.collect::<Vec<_>>() {
            sent.await.expect("ran").expect("decided");
        }
        let ledger = profiles::own_consents(&world.app, &lan).await.expect("ledger");
        assert_eq!(ledger.records().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_counter_a_paper_gives_and_the_telephone_only_takes_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let id = world.register(&officer, lan()).await;
        let give = |way, evidence: Option<&str>| Command::Give {
            matter: Matter::whole(Purpose::Counselling),
            wording: Wording { version: 1, lang: Lang::Vi },
            shown: 1,
            way,
            giver: Giver::Person,
            evidence: evidence.map(str::to_owned),
        };
        let record = |ctx, command| {
            let (app, key) = (world.app.clone(), key());
            async move { profiles::record(&app, &ctx, id, command, &key).await }
        };
        for (command, expected) in [
            (give(Way::OnPaper, None), "consent_evidence_missing"),
            (give(Way::ByTelephone, Some("12/2026")), "consent_not_verifiable"),
        ] {
            assert_eq!(code(&record(officer.clone(), command).await.expect_err("refused")), expected);
        }
        let paper = give(Way::OnPaper, Some("12/2026"));
        assert_eq!(code(&record(foreign.clone(), paper.clone()).await.expect_err("not theirs")), "forbidden");
        record(officer.clone(), paper).await.expect("recorded");
        let ledger = profiles::consents(&world.app, &officer, id).await.expect("ledger");
        assert_eq!(ledger.records()[0].evidence.as_deref(), Some("12/2026"));
        let matter = Matter::whole(Purpose::Counselling);
        let withdraw = Command::Withdraw { matter, way: Way::ByTelephone, giver: Giver::Person };
        record(officer.clone(), withdraw).await.expect("taken back");
        let acts = consent::list_of_many(world.app.store().reader(), &[id.0]).await.expect("acts");
        assert_eq!(acts.iter().map(|act| act.act.as_str()).collect::<Vec<_>>(), ["given", "withdrawn"]);
        for ctx in [&officer, &foreign] {
            assert_eq!(code(&profiles::consents(&world.app, ctx, id).await.expect_err("nobody's")), "forbidden");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_reads_is_asked_of_nobody_and_what_was_given_is_taken_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (seeker, officer) = (world.seeker("0905123456").await, world.officer().await);
        profiles::create_own(&world.app, &seeker, &key()).await.expect("profile");
        let own = profiles::find_own(&world.app, &seeker).await.expect("read").expect("a profile").id;
        let walk_in = world.register(&officer, lan()).await;
        for (number, purpose) in [(1, Purpose::Statistics), (2, Purpose::Survey)] {
            let (matter, version) = (Matter::whole(purpose), profiles::wording(purpose));
            let yes = Decide { matter, agreed: Some(version) };
            let refused = profiles::decide(&world.app, &seeker, yes, &key()).await;
            assert_eq!(code(&refused.expect_err("on the page")), "consent_not_asked");
            let on_paper = Command::Give {
                matter,
                wording: Wording { version, lang: Lang::Vi },
                shown: version,
                way: Way::OnPaper,
                giver: Giver::Person,
                evidence: Some("12/2026".into()),
            };
            let refused = profiles::record(&world.app, &officer, walk_in, on_paper, &key()).await;
            assert_eq!(code(&refused.expect_err("at the counter")), "consent_not_asked");
            // Of the time when it was asked for.
            let row = &consent::Row {
                id: Uuid::from_u128(number),
                profile_id: own.0,
                purpose: purpose.code().into(),
                employer_id: None,
                channel: None,
                act: "given".into(),
                at: seeker.now.0 - 1,
                wording_version: 1,
                lang: "vi".into(),
                way: "on_screen".into(),
                giver: "person".into(),
                evidence: None,
            };
            let write = world.app.store().write("fill", |tx| Box::pin(async move { consent::insert(tx, row).await }));
            write.await.expect("kept");
            let ledger = profiles::own_consents(&world.app, &seeker).await.expect("ledger");
            assert!(matches!(ledger.standing(matter, seeker.now), Standing::Given(_)), "it is read as ever");
            let back = Decide { matter, agreed: None };
            for _ in 0..2 {
                profiles::decide(&world.app, &seeker, back, &key()).await.expect("taken back");
            }
        }
        let acts = consent::list_of_many(world.app.store().reader(), &[own.0, walk_in.0]).await.expect("acts");
        let mut acts: Vec<_> = acts.iter().map(|act| (act.purpose.as_str(), act.act.as_str())).collect();
        acts.sort_unstable();
        let kept = [("statistics", "given"), ("statistics", "withdrawn"), ("survey", "given"), ("survey", "withdrawn")];
        assert_eq!(acts, kept);
    })
    .await;
}
