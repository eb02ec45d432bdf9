//! What waits at a centre, on both databases: answers that nobody gives go to the officer and then to those who lead
//! the centre, once; money is listed by how much is at stake; contradictions stand until a fact or a retraction settles
//! them.

use super::{Placed, leave, plain, seen_on_paper, told_by_insurer};
use crate::desk::{World, person};
use crate::forms::{code, key};
use sanviec_app::messages::{self, End};
use sanviec_app::placements::{self, AsOf, Channel, Create, From, Queue, QueuePage, Said};
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::placement::{Dispute, Source, Status};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

impl Placed {
    async fn queue(&self, queue: Queue) -> QueuePage {
        let ctx = self.world.ctx(self.world.manager);
        placements::queue(&self.world.app, &ctx, queue, (true, None)).await.expect("a queue")
    }

    async fn codes(&self, queue: Queue) -> Vec<String> {
        self.queue(queue).await.queued.into_iter().map(|queued| queued.item.id).collect()
    }

    fn go_to(&self, day: &str) {
        let day = sanviec_domain::time::parse_date(day).expect("a day");
        self.world.app.clock().set(Micros::start_of(day).plus_seconds(9 * 3_600));
    }

    async fn tick(&self) -> usize {
        let ctx = self.world.app.ctx(Actor::System, Locale::Vi);
        placements::tick(&self.world.app, &ctx).await.expect("ticked")
    }

    /// Accounts that were told that something waits, since the last time.
    async fn told(&self) -> Vec<Option<Uuid>> {
        let (app, ctx) = (&self.world.app, self.world.app.ctx(Actor::System, Locale::Vi));
        let claimed = messages::claim(app, &ctx, 60, 100).await.expect("claimed");
        for message in &claimed {
            messages::settle(app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
        }
        let waits = claimed.iter().filter(|message| message.template == "placement_waits");
        waits.map(|message| message.account_id).collect()
    }

    async fn officer(&self) -> Option<Uuid> {
        self.seen(AsOf::default()).await.row.officer_id
    }
}

fn yes(said: Said) -> Said {
    told_by_insurer(said)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answers_goes_to_the_officer_and_then_to_those_who_lead_the_centre_once() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        placed.go_to("2026-12-07");
        placed.tick().await;
        placed.told().await;
        assert_eq!(placed.codes(Queue::Waiting).await, std::slice::from_ref(&placed.id), "asked on the seventh day");
        assert_eq!(placed.queue(Queue::Waiting).await.queued[0].waits_from, Some(on!("2026-12-07")));
        placed.go_to("2026-12-14");
        let racing: Vec<_> = (0..5)
            .map(|_| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { placed.tick().await })
            })
            .collect();
        for clock in racing {
            clock.await.expect("a clock");
        }
        let (officer, manager) = (placed.world.officer.account_id, placed.world.manager.account_id);
        assert_eq!(placed.told().await, [Some(officer)], "five clocks tell once");
        // The 28th is a Monday.
        placed.go_to("2026-12-28");
        placed.tick().await;
        assert_eq!(placed.told().await, [Some(manager)]);
        placed.go_to("2026-12-29");
        placed.tick().await;
        assert!(placed.told().await.is_empty());
        let days = r#"{"kind":"attestation","from":"2026-11-30","through":"2026-12-28","employed":true}"#;
        placed.say(days, yes).await.expect("attested");
        assert!(placed.codes(Queue::Waiting).await.is_empty(), "whatever proves the days answers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_who_leaves_hands_placements_over_and_one_that_is_made_meanwhile_too() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let world = &placed.world;
        let letter = super::hired(world, 2).await;
        let alone = world.hand_over(world.officer, None).await.expect_err("somebody has to take it");
        assert_eq!(code(&alone), "nobody_takes_over");
        let making = {
            let (placed, letter) = (Arc::clone(&placed), letter.clone());
            tokio::spawn(async move {
                let create = Create { from: From::Referral(letter), task: String::new() };
                let ctx = placed.world.ctx(placed.world.officer);
                placements::create(&placed.world.app, &ctx, create, &key()).await.is_ok()
            })
        };
        let handed = world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        let made = making.await.expect("ended");
        assert_eq!(handed.placements, 1 + u64::from(made), "it is handed over, or was not made");
        assert_eq!(placed.officer().await, Some(world.colleague.account_id));
        let ctx = world.ctx(world.colleague);
        let mine = placements::placements(&world.app, &ctx, placements::Asked::default()).await.expect("a list");
        assert_eq!(mine.items.len() as u64, handed.placements);
        assert_eq!(own(world, world.officer).await, 0, "nothing stays with whoever left");
    })
    .await;
}

impl Placed {
    async fn give(&self, who: Person, to: &str) -> Result<(), AppError> {
        let order = placements::Assign { placement: self.id.clone(), to: to.to_owned() };
        placements::assign(&self.world.app, &self.world.ctx(who), order, &key()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leads_gives_a_placement_to_a_colleague_and_to_nobody_else() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let world = &placed.world;
        let [officer, colleague, manager] = [
            world.role_of(world.officer).await,
            world.role_of(world.colleague).await,
            world.role_of(world.manager).await,
        ];
        let takers = placements::takers(&world.app, &world.ctx(world.manager), &placed.id).await.expect("takers");
        let takers: BTreeSet<String> = takers.into_iter().map(|one| one.id).collect();
        assert_eq!(takers, BTreeSet::from([colleague.clone(), manager]), "not whose it is");
        placed.give(world.manager, &colleague).await.expect("given");
        placed.give(world.manager, &colleague).await.expect("given already");
        assert_eq!(placed.officer().await, Some(world.colleague.account_id));
        assert_eq!((own(world, world.officer).await, own(world, world.colleague).await), (0, 1));
        placed.give(world.officer, &officer).await.expect("an officer takes it");
        for odd in [placed.id.as_str(), "", "x"] {
            assert_eq!(code(&placed.give(world.manager, odd).await.expect_err("no colleague")), "nobody_takes_over");
        }
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let centre = accounts::add_centre(&world.app, &operator, "TTDVVL Huế", "46").await.expect("a centre");
        let there = Thing::of_centre(centre);
        let stranger = person(&world.app, "dung@vidu.vn", Role::CentreManager, there).await;
        let to = world.role_of(stranger).await;
        assert_eq!(code(&placed.give(world.manager, &to).await.expect_err("elsewhere")), "nobody_takes_over");
        assert_eq!(code(&placed.give(stranger, &colleague).await.expect_err("not theirs")), "forbidden");
        let auditor = person(&world.app, "hoa@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        let to = world.role_of(auditor).await;
        assert_eq!(code(&placed.give(world.manager, &to).await.expect_err("takes no cases")), "nobody_takes_over");
        assert_eq!(placed.officer().await, Some(world.officer.account_id));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_given_to_somebody_who_leaves_meanwhile_stays_with_somebody_who_is_there() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let to = placed.world.role_of(placed.world.colleague).await;
        let giving = {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move { placed.give(placed.world.manager, &to).await })
        };
        placed.world.hand_over(placed.world.colleague, Some(placed.world.officer)).await.expect("handed over");
        if let Err(refused) = giving.await.expect("ended") {
            assert_eq!(code(&refused), "nobody_takes_over");
        }
        assert_eq!(placed.officer().await, Some(placed.world.officer.account_id));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_who_left_is_not_told_what_waits() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.go_to("2026-12-07");
        placed.tick().await;
        placed.told().await;
        // As before placements were handed over with everything else.
        let left = "UPDATE membership SET ended_at = 1 WHERE role = 'officer'".to_owned();
        sanviec_store::testing::as_superuser(placed.world.app.store(), &[left]).await;
        placed.go_to("2026-12-14");
        placed.tick().await;
        assert_eq!(placed.told().await, [Some(placed.world.manager.account_id)]);
    })
    .await;
}

/// Placements that are somebody's.
async fn own(world: &World, who: Person) -> usize {
    let chosen = sanviec_store::placement::Chosen { officer_id: Some(who.account_id), before: None };
    let rows = sanviec_store::placement::list(world.app.store().reader(), world.centre, chosen, 100).await;
    rows.expect("rows").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_listed_by_how_much_is_at_stake_and_goes_when_nothing_can_be_paid() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        // The money of this task has an amount for everybody; that of no task waits for the province.
        let task = "UPDATE placement SET task = '2021-2025'".to_owned();
        sanviec_store::testing::as_superuser(placed.world.app.store(), &[task]).await;
        placed.contracted().await;
        let page = placed.queue(Queue::AtStake).await;
        assert_eq!(page.queued.iter().map(|queued| queued.stake_dong).collect::<Vec<_>>(), [Some(400_000)]);
        assert_eq!(page.next, None);
        placed.world.pass_days(30);
        let ended = r#"{"kind":"ended","contract":"HĐ 1","through":"2026-12-10","reason":"resigned"}"#;
        placed.say(ended, plain).await.expect("ended");
        assert!(placed.codes(Queue::AtStake).await.is_empty(), "it failed: nothing is at stake");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contradiction_stands_with_both_sides_until_a_fact_or_a_retraction_settles_it() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(30);
        let said = |employed: &str| {
            format!(r#"{{"kind":"attestation","from":"2026-12-01","through":"2026-12-05","employed":{employed}}}"#)
        };
        placed.say(&said("true"), yes).await.expect("the insurer");
        assert!(placed.codes(Queue::Contradictions).await.is_empty());
        let no = placed.say(&said("false"), plain).await.expect("the centre").id;
        let page = placed.queue(Queue::Contradictions).await;
        let found = &page.queued[0].contradictions[0];
        assert_eq!(found.about, Dispute::Days);
        let days = found.days.expect("days");
        assert_eq!((days.first_on(), days.last_on()), (on!("2026-12-01"), on!("2026-12-05")));
        assert_eq!(found.sides.each_ref().map(|side| side.source), [Source::Insurer, Source::Centre]);
        let before = placed.seen(AsOf::default()).await.judged.case.facts.len();
        let back = format!(r#"{{"kind":"retraction","retracts":"{no}","why":"nhầm người"}}"#);
        let back = placed.say(&back, plain).await.expect("retracted").id;
        assert!(placed.codes(Queue::Contradictions).await.is_empty());
        assert_eq!(placed.seen(AsOf::default()).await.judged.case.facts.len(), before + 1, "nothing is deleted");
        // The retraction retracted brings it back.
        let again = format!(r#"{{"kind":"retraction","retracts":"{back}","why":"không nhầm"}}"#);
        placed.say(&again, plain).await.expect("retracted");
        assert_eq!(placed.codes(Queue::Contradictions).await.len(), 1);
        placed.say(&said("true"), plain).await.expect("the centre corrects itself");
        assert!(placed.codes(Queue::Contradictions).await.is_empty(), "a further fact settles it");
        placed.say(&leave("2026-12-07"), plain).await.expect("a fact about something else");
        assert!(placed.codes(Queue::Contradictions).await.is_empty());
        let ended = r#"{"kind":"ended","contract":"HĐ 1","through":"2026-12-03","reason":"resigned"}"#;
        placed.say(ended, |said| Said { channel: Channel::Desk, ..said }).await.expect("ended");
        let about = placed.queue(Queue::Contradictions).await.queued[0].contradictions[0].about;
        assert_eq!(about, Dispute::End, "the insurer says that the person was there on the next day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_says_what_it_left_and_goes_on_from_there() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.manager));
        let create = Create { from: From::Referral(super::hired(&placed.world, 2).await), task: String::new() };
        let officer = placed.world.ctx(placed.world.officer);
        let newer = placements::create(app, &officer, create, &key()).await.expect("created").id;
        let asked = placements::Asked { everybodys: true, ..placements::Asked::default() };
        let all = placements::placements(app, &ctx, asked).await.expect("a list");
        assert_eq!((all.items.len(), all.left, all.last), (2, 0, placements::window(&placed.id)));
        let before = placements::window(&newer);
        let older = placements::placements(app, &ctx, placements::Asked { before, ..asked }).await.expect("a list");
        assert_eq!(older.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), [placed.id.as_str()]);
        let odd = placements::queue(app, &ctx, Queue::Waiting, (true, Some("x"))).await;
        assert_eq!(code(&odd.expect_err("no place in a queue")), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_a_queue_show_each_placement_once_and_in_order() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.manager));
        let row = placed.seen(AsOf::default()).await.row;
        let rows: Vec<_> = (0..120_u8)
            .map(|nth| sanviec_store::placement::Row {
                id: Uuid::from_u128(0x0199_2222_0000_7000_8000_0000_0000_0000 + u128::from(nth)),
                placed_on: row.placed_on - 1 - i32::from(nth),
                referral_id: None,
                // Many of each, so that pages end in the middle of equals.
                waits_from: Some(20_000 + i32::from(nth / 70)),
                stake_dong: Some(100_000 * i64::from(1 + nth % 2)),
                disputed_since: Some(i64::from(nth / 110)),
                ..row.clone()
            })
            .collect();
        let many = &rows;
        let write = app
            .store()
            .write("place", |tx| Box::pin(async move { sanviec_store::placement::insert_many(tx, many).await }));
        write.await.expect("placements");
        let codes = |rows: &[sanviec_store::placement::Row]| {
            rows.iter().map(|row| PostingCode::of(row.id).to_string()).collect::<Vec<_>>()
        };
        let mut by_money = rows.clone();
        by_money.sort_by_key(|row| (std::cmp::Reverse(row.stake_dong), row.id));
        for (queue, expected) in
            [(Queue::Waiting, codes(&rows)), (Queue::AtStake, codes(&by_money)), (Queue::Contradictions, codes(&rows))]
        {
            let (mut shown, mut after) = (Vec::new(), None::<String>);
            loop {
                let page = placements::queue(app, &ctx, queue, (true, after.as_deref())).await.expect("a page");
                assert!(page.queued.len() <= 50);
                shown.extend(page.queued.into_iter().map(|queued| queued.item.id));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(shown, expected, "{queue:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_that_nobody_renews_is_looked_at_when_the_time_to_sign_is_over() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let contract = format!(
            r#"{{"kind":"contract","contract":"HĐ 1","employer":"{}","form":"fixed-term","start":"2026-11-30",
                "through":"2026-12-13"}}"#,
            placed.employer
        );
        placed.say(&contract, plain).await.expect("contract");
        for party in ["employer", "worker"] {
            let signature = format!(
                r#"{{"kind":"signature","contract":"HĐ 1","party":"{party}","signed_on":"2026-11-24",
                    "method":"paper-seen"}}"#
            );
            placed.say(&signature, seen_on_paper).await.expect("signature");
        }
        let due = async || placed.seen(AsOf::default()).await.row.due_at;
        placed.go_to("2027-01-05");
        placed.tick().await;
        // Thirty days to sign from the 14th of December on, and the day on which they are over.
        assert_eq!(due().await, Some(Micros::start_of(on!("2027-01-14")).0));
        placed.go_to("2027-01-13");
        assert_eq!(placed.status().await, Status::Counting);
        placed.go_to("2027-01-14");
        assert_eq!(placed.status().await, Status::Failed);
        placed.tick().await;
        assert_eq!(due().await, None);
    })
    .await;
}
