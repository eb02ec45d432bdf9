//! Who may claim, who may decide, and that of many who come at once one wins.

use super::money::{DONG, Money, policy};
use crate::desk::person;
use crate::forms::{code, key};
use sanviec_app::claims::{
    self, Approve, Asked, Draw, Prepare, Refuse, Withdraw, approve, claims_of_placement, prepare, refuse, withdraw,
};
use sanviec_app::placements::{self, Claimed};
use sanviec_app::{Actor, AppError, Ids, Locale, Person, Role, Thing, accounts};
use sanviec_domain::claim::{ElsewhereKnown, RefuseReason, State, WithdrawReason};
use sanviec_domain::placement::{Source, Status};
use sanviec_domain::time::parse_date;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use sanviec_store::{api_key, organisation};
use std::sync::Arc;
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn of_many_claims_at_once_for_one_person_one_wins_and_the_others_are_told_why() {
    each_backend(|fresh| async move {
        let money = Arc::new(Money::new(&fresh).await);
        let mut placements = Vec::new();
        for _ in 0..24 {
            placements.push(money.confirmed(1).await);
        }
        let racing: Vec<_> = placements
            .into_iter()
            .map(|placement| {
                let money = Arc::clone(&money);
                tokio::spawn(async move {
                    loop {
                        match money.prepare(&placement).await {
                            // A write that lost five times says so; the officer presses again.
                            Err(AppError::Unavailable(_)) => {}
                            answer => return answer,
                        }
                    }
                })
            })
            .collect();
        let (mut won, mut told) = (0, 0);
        for one in racing {
            match one.await.expect("a task") {
                Ok(_) => won += 1,
                Err(error) => {
                    assert_eq!(code(&error), "paid_for_already");
                    let AppError::Refused(errors) = error else { panic!("refused") };
                    assert!(errors[0].vi.contains("Trung tâm Dịch vụ việc làm Gia Lai"), "{}", errors[0].vi);
                    assert!(!errors[0].vi.contains("Lan") && !errors[0].vi.contains("052194"), "{}", errors[0].vi);
                    told += 1;
                }
            }
        }
        assert_eq!((won, told), (1, 23));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn placements_are_listed_by_outcome_and_by_the_state_of_their_claim() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (first, second) = (money.recorded(1).await, money.recorded(2).await);
        let ctx = money.ctx(money.world.officer);
        let listed = async |claim| {
            let asked = placements::Asked { everybodys: true, claim, ..placements::Asked::default() };
            placements::placements(&money.world.app, &ctx, asked).await.expect("a list")
        };
        assert_eq!(listed(None).await.claim_counts, [(Claimed::Never, 2)]);
        let claim = money.prepare(&first).await.expect("prepared");
        let all = listed(None).await;
        let prepared = Claimed::In(State::Prepared);
        assert_eq!(all.claim_counts, [(Claimed::Never, 1), (prepared, 1)]);
        assert_eq!(all.counts, [(Status::Confirmed, 2)]);
        let one = listed(Some(prepared)).await;
        let ids = |list: placements::Placements| list.items.into_iter().map(|item| (item.id, item.claim));
        assert_eq!(one.counts, [(Status::Confirmed, 1)], "counted are those whose claim stands as asked");
        assert_eq!(ids(one).collect::<Vec<_>>(), [(first.clone(), prepared)]);
        assert_eq!(ids(listed(Some(Claimed::Never)).await).collect::<Vec<_>>(), [(second, Claimed::Never)]);
        let (version, why) = (money.view(&claim).await.version, Why::plain(WithdrawReason::Mistake));
        withdraw(&money.world.app, &ctx, Withdraw { id: claim, version, why }, &key()).await.expect("withdrawn");
        assert!(listed(Some(prepared)).await.items.is_empty());
        money.prepare(&first).await.expect("prepared anew");
        let again = listed(Some(prepared)).await;
        assert_eq!(
            ids(again).collect::<Vec<_>>(),
            [(first, prepared)],
            "the newest claim counts, not the withdrawn one"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_claimed_is_listed_until_a_claim_stands_for_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (first, second) = (money.recorded(1).await, money.recorded(2).await);
        let ctx = money.ctx(money.world.officer);
        let listed = async || {
            let found = claims::claimable(&money.world.app, &ctx, 0).await.expect("a list");
            assert!(!found.has_more);
            found.items.into_iter().map(|item| item.id).collect::<Vec<_>>()
        };
        assert_eq!(listed().await, [first.clone(), second.clone()], "the oldest first");
        let claim = money.prepare(&first).await.expect("prepared");
        assert_eq!(listed().await, std::slice::from_ref(&second));
        let (version, why) = (money.view(&claim).await.version, Why::plain(WithdrawReason::Mistake));
        withdraw(&money.world.app, &ctx, Withdraw { id: claim, version, why }, &key()).await.expect("withdrawn");
        assert_eq!(listed().await, [first, second.clone()]);
        let beyond = claims::claimable(&money.world.app, &ctx, 1).await.expect("a list");
        assert!(beyond.items.is_empty() && !beyond.has_more);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_is_claimed_once_and_only_while_it_is_confirmed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        assert_eq!(code(&money.prepare(&placement).await.expect_err("twice")), "claimed_already");
        let view = money.view(&claim).await;
        assert_eq!((view.item.dong, view.item.state, view.reads_the_same), (DONG, State::Prepared, true));
        assert!(view.outcome.contains(r#""status":"confirmed""#));
        let why = Why::plain(WithdrawReason::Mistake);
        let order = Withdraw { id: claim.clone(), version: view.version, why };
        withdraw(&money.world.app, &money.ctx(money.world.officer), order, &key()).await.expect("withdrawn");
        let again = money.prepare(&placement).await.expect("free again");
        let listed =
            claims_of_placement(&money.world.app, &money.ctx(money.auditor), &placement).await.expect("listed");
        assert_eq!(listed.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), [again.as_str(), claim.as_str()]);
        let early = money.confirmed(2).await;
        let ended = r#"{"kind":"ended","contract":"HĐ 1","through":"2026-12-31","reason":"resigned"}"#;
        money
            .learn(
                &early,
                r#"{"kind":"attestation","from":"2027-01-01","through":"2027-03-09","employed":false}"#,
                Source::Insurer,
            )
            .await;
        money.learn(&early, ended, Source::Insurer).await;
        assert_eq!(code(&money.prepare(&early).await.expect_err("ended early")), "not_confirmed");
        assert_eq!(money.balances().await, [0, 0, 0, 0], "nothing is owed before somebody approved");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_prepared_a_claim_or_entered_its_facts_does_not_decide_about_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (officer, manager) = (money.world.officer, money.world.manager);
        let own = money.prepare_as(manager, &money.confirmed(1).await).await.expect("prepared");
        assert_eq!(code(&money.approve_as(manager, &own).await.expect_err("own")), "own_claim");
        assert_eq!(code(&money.approve_as(officer, &own).await.expect_err("an officer")), "forbidden");
        assert_eq!(code(&money.approve_as(money.auditor, &own).await.expect_err("an auditor")), "forbidden");
        let entered = money.prepare(&money.confirmed_by(2, manager).await).await.expect("prepared");
        assert_eq!(code(&money.approve_as(manager, &entered).await.expect_err("entered")), "entered_facts");
        let stale = Person { is_fresh: false, ..money.second };
        assert_eq!(code(&money.approve_as(stale, &entered).await.expect_err("signed in long ago")), "not_fresh");
        money.approve_as(money.second, &entered).await.expect("another manager");
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
        let order = Refuse {
            id: own.clone(),
            version: money.view(&own).await.version,
            why: Why::plain(RefuseReason::NotEntitled),
        };
        refuse(&money.world.app, &money.ctx(money.second), order, &key()).await.expect("refused");
        assert_eq!(money.state(&own).await, "refused");
    })
    .await;
}

/// A key of the employer's organisation that somebody made; whatever became of it since.
async fn key_by(money: &Money, maker: Person) -> Uuid {
    let organisation = &organisation::Row {
        id: money.employer_id,
        version: 1,
        kind: "enterprise".into(),
        centre_id: money.world.centre,
        tax_code: Some("4100000001".into()),
        number: None,
        number_lookup: None,
        employer_type: "private".into(),
        industry_code: "C".into(),
        size: "10-50".into(),
        details: Vec::new(),
        entered_by: None,
        due_at: None,
        created_at: 0,
        updated_at: 0,
    };
    let made = &api_key::Row {
        id: Ids::System.next(),
        organisation_id: money.employer_id,
        name: "Nhân sự".into(),
        scope: "placements_record".into(),
        hash: vec![1; 32],
        created_by: maker.account_id,
        created_at: 0,
        expires_at: 1,
        used_at: None,
        revoked_at: Some(1),
    };
    let write = money.world.app.store().write("key", |tx| {
        Box::pin(async move {
            organisation::insert(tx, organisation).await?;
            api_key::insert(tx, made).await
        })
    });
    write.await.expect("a key");
    made.id
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_made_the_key_by_which_a_fact_was_entered_does_not_decide_about_the_claim() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let manager = money.world.manager;
        // Whoever administers an employer may come to lead the centre later.
        let program = Person { account_id: key_by(&money, manager).await, ..manager };
        let claim = money.prepare(&money.confirmed_by(2, program).await).await.expect("prepared");
        assert_eq!(code(&money.approve_as(manager, &claim).await.expect_err("their program")), "entered_facts");
        money.approve_as(money.second, &claim).await.expect("another manager");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_approval_again_has_one_effect_and_a_stale_one_none() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        let (app, ctx, key) = (&money.world.app, money.ctx(money.world.manager), key());
        let version = money.view(&claim).await.version;
        let order = || Approve { id: claim.clone(), version, note: String::new() };
        approve(app, &ctx, order(), &key).await.expect("approved");
        approve(app, &ctx, order(), &key).await.expect("answered as before");
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
        let late = approve(app, &money.ctx(money.second), order(), &crate::forms::key()).await.expect_err("stale");
        assert_eq!(code(&late), "conflict");
        let racing: Vec<_> = (0..4)
            .map(|_| {
                let (app, ctx, order) = (app.clone(), money.ctx(money.second), order());
                tokio::spawn(async move { approve(&app, &ctx, order, &crate::forms::key()).await })
            })
            .collect();
        for one in racing {
            assert!(one.await.expect("a task").is_err());
        }
        assert_eq!(money.balances().await, [DONG, -DONG, 0, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_amount_takes_three_people_and_a_flagged_person_a_reason() {
    each_backend(|fresh| async move {
        let file = policy().replace("[exclusion]", "[approval]\nthird_above_dong = 350000\n\n[exclusion]");
        let money = Money::with(&fresh, file).await;
        let large = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &large).await.expect("second");
        assert_eq!(money.state(&large).await, "awaiting_third");
        assert_eq!(code(&money.approve_as(money.world.manager, &large).await.expect_err("twice")), "approved_already");
        assert_eq!(money.balances().await, [0, 0, 0, 0]);
        money.approve_as(money.second, &large).await.expect("third");
        assert_eq!(money.state(&large).await, "approved");
        let order = Prepare {
            groups: vec!["poor".into()],
            elsewhere_known: Some(ElsewhereKnown::Unknown),
            elsewhere: "Đang hưởng trợ cấp thất nghiệp, trung tâm tư vấn theo Quỹ BHTN".into(),
            ..Prepare::alone(money.confirmed(2).await)
        };
        let ctx = money.ctx(money.world.officer);
        let flagged = prepare(&money.world.app, &ctx, order.clone(), &key()).await.expect("prepared");
        assert_eq!(flagged.dong, 300_000, "the amount of the group");
        assert!(money.view(&flagged.id).await.item.is_flagged);
        let bare = money.approve_as(money.world.manager, &flagged.id).await.expect_err("no reason");
        assert_eq!(code(&bare), "note_missing");
        let version = money.view(&flagged.id).await.version;
        let note = "Quỹ BHTN đã xác nhận không chi cho lần giới thiệu này".into();
        let reasoned = Approve { id: flagged.id.clone(), version, note };
        approve(&money.world.app, &money.ctx(money.world.manager), reasoned, &key()).await.expect("with a reason");
        let unknown = Prepare { placement: money.confirmed(3).await, groups: vec!["rich".into()], ..order };
        let refused = prepare(&money.world.app, &ctx, unknown, &key()).await.expect_err("no such group");
        assert_eq!(code(&refused), "unknown_group");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_centre_is_told_which_centre_claimed_and_nothing_of_the_person() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (app, operator) = (&money.world.app, money.world.app.ctx(Actor::Operator, Locale::Vi));
        let first = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = accounts::add_centre(app, &operator, name, "66").await.expect("centre");
        let stranger = person(app, "kha@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        let profile = money.profile(1).await;
        let theirs = money.placement(other, profile, stranger.account_id).await;
        let refused = money.prepare_as(stranger, &theirs).await.expect_err("paid for");
        let AppError::Refused(errors) = &refused else { panic!("{refused:?}") };
        assert_eq!(errors[0].code, "paid_for_already");
        for text in [&errors[0].vi, &errors[0].en] {
            assert!(text.contains("Trung tâm Dịch vụ việc làm Gia Lai"), "{text}");
            assert!(!text.contains("Lan") && !text.contains("052194"), "{text}");
        }
        // Nor does the other centre see the claim.
        let seen = claims::claim(app, &money.ctx(stranger), &first).await.expect_err("another centre's");
        assert_eq!(code(&seen), "forbidden");
        let approve = Approve { id: first.clone(), version: 1, note: String::new() };
        let chief = person(app, "long@vidu.vn", Role::CentreManager, Thing::of_centre(other)).await;
        let reached = claims::approve(app, &money.ctx(chief), approve, &key()).await.expect_err("another centre's");
        assert_eq!(code(&reached), "forbidden");
        let queue = claims::claims(app, &money.ctx(chief), Asked::default()).await.expect("their own");
        assert!(queue.items.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_evaluated_again_gives_the_same_bytes_after_many_later_facts() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let held = money.view(&claim).await.outcome;
        for day in 0..200_u32 {
            let (month, day) = (day / 28 % 2 + 1, day % 28 + 1);
            let json = format!(
                r#"{{"kind":"attestation","from":"2027-{month:02}-{day:02}","through":"2027-{month:02}-{day:02}","employed":false}}"#
            );
            money.learn(&placement, &json, Source::Insurer).await;
        }
        let again = claims::replay(&money.world.app, &money.ctx(money.auditor), &claim).await.expect("replayed");
        assert_eq!((again.held.as_str(), again.again.as_str(), again.same_facts), (held.as_str(), held.as_str(), true));
        let view = money.view(&claim).await;
        assert!(view.reads_the_same && !view.is_confirmed_now());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_can_draw_a_sample_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        for number in 1..=6 {
            money.paid(number).await;
        }
        let (app, ctx) = (&money.world.app, money.ctx(money.auditor));
        let day = |text| parse_date(text).expect("a day");
        let order = Draw { from: day("2027-03-01"), through: day("2027-03-31"), wanted: 3 };
        let id = claims::draw(app, &ctx, order, &key()).await.expect("drawn");
        let drawn = claims::drawn(app, &ctx, &id).await.expect("drawn again");
        let ids: Vec<&str> = drawn.items.iter().map(|item| item.id.as_str()).collect();
        assert_eq!((ids.len(), drawn.view.population, drawn.same_population), (3, 6, true));
        let again = claims::drawn(app, &money.ctx(money.world.manager), &id).await.expect("by somebody else");
        assert_eq!(again.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), ids);
        let refused = claims::draw(app, &money.ctx(money.world.officer), order, &key()).await.expect_err("an officer");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}
