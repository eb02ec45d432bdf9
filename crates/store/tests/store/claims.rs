//! Claims and money below the rules: what the database refuses whoever asks, on both.

mod elsewhere;
mod payouts;
mod unseen;

use crate::data::{NOW, employer_row};
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{
    Error, Store, bank_result, batch, centre, claim, employer, exclusion, exclusion_profile, ledger, paying, payout,
    placement,
};
use std::sync::Arc;
use uuid::Uuid;

const PROGRAMME: &str = "stable-employment";
const FOREVER: i32 = 2_932_896;
const TODAY: i32 = 20_800;

fn centre_id(number: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0100 + number)
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_1000 + number)
}

async fn seed(fresh: &Fresh) {
    for number in [1, 2] {
        let row = centre::Row {
            id: centre_id(number),
            version: 1,
            name: format!("Trung tâm Dịch vụ việc làm {number}"),
            name_sort: vec![u8::try_from(number).unwrap()],
            province_code: "52".into(),
            created_at: NOW,
            updated_at: NOW,
        };
        let write = fresh.store.write("found_centre", |tx| Box::pin(centre::insert(tx, &row)));
        write.await.unwrap();
    }
    let write = fresh.store.write("import_employers", |tx| {
        Box::pin(async move {
            employer::upsert_by_name_key(tx, &[employer_row(1)]).await?;
            for number in 1..=60 {
                placement::insert(tx, &placement_row(number)).await?;
            }
            Ok::<(), Error>(())
        })
    });
    write.await.unwrap();
}

fn placement_row(number: u128) -> placement::Row {
    placement::Row {
        centre_id: centre_id(number % 2 + 1),
        profile_id: id(20_000 + number),
        employer_id: employer_row(1).id,
        employer_code: "4100000001".into(),
        origin: "referral".into(),
        placed_on: TODAY - 200,
        programme: PROGRAMME.into(),
        province: "52".into(),
        ..placement::Row::blank(id(10_000 + number), NOW)
    }
}

fn held(claim: u128, person: u8, taken_on: i32, until_on: i32) -> exclusion::Row {
    exclusion::Row {
        programme: PROGRAMME.into(),
        person_key: vec![person; 32],
        claim_id: id(claim),
        centre_id: centre_id(claim % 2 + 1),
        taken_on,
        until_on,
        updated_at: NOW,
    }
}

fn claim_row(number: u128, person: u8) -> claim::Row {
    claim::Row {
        id: id(number),
        version: 1,
        centre_id: centre_id(number % 2 + 1),
        placement_id: id(10_000 + number),
        profile_id: id(20_000 + number),
        programme: PROGRAMME.into(),
        task: "*".into(),
        beneficiary_groups: String::new(),
        budget_year: 2026,
        person_key: vec![person; 32],
        subject: vec![1],
        policy_hash: vec![2; 32],
        today: TODAY,
        known_at: NOW,
        seen_known_at: NOW,
        facts_hash: vec![3; 32],
        outcome: "{}".into(),
        is_flagged: 0,
        dong: 400_000,
        needs_third: 0,
        instalments_max: 1,
        prepared_by: id(5),
        paid_dong: 0,
        returned_dong: 0,
        state: "prepared".into(),
        is_open: 1,
        is_live: 1,
        place: None,
        second_by: None,
        batch_id: None,
        paid_on: None,
        payout_dong: None,
        reason: None,
        proposed_by: None,
        asked_dong: None,
        asked_parts: None,
        came_dong: None,
        payouts: 0,
        created_at: NOW,
        updated_at: NOW,
        again_by: None,
        again_dong: None,
        again_parts: None,
        asked_on: None,
        approved_known_at: None,
        elsewhere_known: Some("no".into()),
        elsewhere_from: None,
        elsewhere_through: None,
        contested_dong: None,
        contested_why: None,
        contested_by: None,
    }
}

async fn take(store: &Store, row: exclusion::Row) -> Result<bool, Error> {
    let row = &row;
    store.write("take_exclusion", |tx| Box::pin(exclusion::take(tx, row))).await
}

/// The person taken and the claim made, in one write.
async fn prepare(store: &Store, number: u128, person: u8) -> Result<bool, Error> {
    prepare_row(store, &claim_row(number, person)).await
}

/// The same for a claim as it is given.
async fn prepare_row(store: &Store, claim: &claim::Row) -> Result<bool, Error> {
    let exclusion = &exclusion::Row { claim_id: claim.id, ..held(1, claim.person_key[0], TODAY, FOREVER) };
    let profile = &by_profile(claim, TODAY, FOREVER);
    let write = store.write("prepare_claim", |tx| {
        Box::pin(async move {
            let taken = exclusion::take(tx, exclusion).await? && exclusion_profile::take(tx, profile).await?;
            if !taken {
                return Err(Error::Conflict);
            }
            claim::insert(tx, claim).await
        })
    });
    match write.await {
        Ok(()) => Ok(true),
        Err(Error::Conflict) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The lock of a claim's profile.
fn by_profile(claim: &claim::Row, taken_on: i32, until_on: i32) -> exclusion_profile::Row {
    exclusion_profile::Row {
        programme: claim.programme.clone(),
        profile_id: claim.profile_id,
        claim_id: claim.id,
        centre_id: claim.centre_id,
        taken_on,
        until_on,
        updated_at: NOW,
    }
}

fn refused_by<T: std::fmt::Debug>(outcome: Result<T, Error>, constraint: &str) {
    match outcome {
        Err(Error::Constraint(name)) => assert_eq!(name, constraint),
        other => panic!("{constraint} let it pass: {other:?}"),
    }
}

async fn raw(store: &Store, sql: &str) -> Result<(), Error> {
    use sea_orm::ConnectionTrait;
    let write = store.write("raw", |tx| {
        Box::pin(async move {
            tx.execute_unprepared(sql).await?;
            Ok::<(), Error>(())
        })
    });
    write.await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_claims_at_once_for_one_person_one_wins() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = Arc::new(fresh.store.clone());
        let racing: Vec<_> = (1..=60)
            .map(|number| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    loop {
                        match prepare(&store, number, 7).await {
                            Ok(won) => return won,
                            Err(Error::Busy(_)) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                })
            })
            .collect();
        let mut won = 0;
        for one in racing {
            won += usize::from(one.await.unwrap());
        }
        assert_eq!(won, 1);
        let holder = exclusion::find(fresh.store.reader(), PROGRAMME, &[7; 32]).await.unwrap().unwrap();
        assert!(
            claim::find(fresh.store.reader(), holder.claim_id).await.unwrap().is_some(),
            "the winner has its claim"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_free_again_on_the_day_and_not_before() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(take(store, held(1, 7, TODAY, TODAY + 10)).await.unwrap());
        assert!(!take(store, held(2, 7, TODAY + 9, FOREVER)).await.unwrap(), "one day early");
        assert!(take(store, held(1, 7, TODAY + 3, TODAY + 20)).await.unwrap(), "the same claim may take it again");
        assert!(take(store, held(2, 7, TODAY + 20, FOREVER)).await.unwrap(), "on the day");
        let lost = &held(1, 7, TODAY, TODAY);
        let write = store.write("set_until", |tx| Box::pin(exclusion::set_until(tx, lost)));
        assert!(!write.await.unwrap(), "whoever lost it does not let it go");
        assert!(take(store, held(3, 8, TODAY, FOREVER)).await.unwrap(), "another person");
        let held = exclusion::list_held(store.reader(), PROGRAMME, TODAY + 30).await.unwrap();
        let keys: Vec<_> = held.iter().map(|row| row.person_key.clone()).collect();
        assert_eq!(keys, [vec![7; 32], vec![8; 32]]);
    })
    .await;
}

/// The second lock: statements that go past the module are refused as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_keeps_an_exclusion_when_the_code_does_not() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        refused_by(raw(store, "UPDATE exclusion SET taken_on = 20801, claim_id = centre_id").await, "exclusion_held");
        refused_by(raw(store, "UPDATE exclusion SET programme = 'other'").await, "exclusion_held");
        refused_by(raw(store, "DELETE FROM exclusion").await, "exclusion_held");
        let row = &claim_row(2, 7);
        let profile = &by_profile(row, TODAY, FOREVER);
        let write = store.write("prepare_claim", |tx| {
            Box::pin(async move {
                exclusion_profile::take(tx, profile).await?;
                claim::insert(tx, row).await
            })
        });
        refused_by(write.await, "claim_without_exclusion");
        for change in [
            "dong = 400001",
            "outcome = 'x'",
            "known_at = 1",
            "today = 1",
            "programme = 'x'",
            "elsewhere_known = NULL",
            "elsewhere_known = 'yes'",
            "elsewhere_from = 20000",
            "elsewhere_through = 20000",
            "is_flagged = 1",
        ] {
            refused_by(raw(store, &format!("UPDATE claim SET {change}")).await, "claim_keeps_reading");
        }
        assert!(raw(store, "DELETE FROM claim").await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_has_one_live_claim() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        let other = held(2, 8, TODAY, FOREVER);
        let claim = claim::Row { placement_id: id(10_001), ..claim_row(2, 8) };
        let profile = by_profile(&claim, TODAY, FOREVER);
        let (other, profile, claim) = (&other, &profile, &claim);
        let write = store.write("prepare_claim", |tx| {
            Box::pin(async move {
                exclusion::take(tx, other).await?;
                exclusion_profile::take(tx, profile).await?;
                claim::insert(tx, claim).await
            })
        });
        refused_by(write.await, "uq_claim_placement_id");
    })
    .await;
}

fn journal(number: u128, lines: i32) -> ledger::Journal {
    ledger::Journal {
        id: id(30_000 + number),
        claim_id: id(1),
        centre_id: centre_id(2),
        programme: PROGRAMME.into(),
        occasion: "obliged".into(),
        payout_id: None,
        on_day: TODAY,
        lines,
        actor: "test".into(),
        at: NOW,
    }
}

async fn book(store: &Store, number: u128, lines: &[(&str, i64)]) -> Result<(), Error> {
    let journal = &journal(number, i32::try_from(lines.len()).unwrap());
    store.write("book", |tx| Box::pin(async move { ledger::book(tx, journal, lines).await })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_out_of_balance_can_be_committed_and_nothing_booked_can_be_changed() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        book(store, 1, &[("expense", 400_000), ("owed", -400_000)]).await.unwrap();
        refused_by(book(store, 2, &[("expense", 400_000), ("owed", -399_999)]).await, "journal_unbalanced");
        refused_by(
            book(store, 3, &[("expense", i64::MAX), ("owed", 1), ("bank", i64::MIN)]).await,
            "journal_unbalanced",
        );
        refused_by(book(store, 4, &[]).await, "journal_unbalanced");
        // Past the module: the database says the same.
        let hex = |id: Uuid| match fresh.backend {
            sanviec_store::Backend::Sqlite => format!("x'{}'", id.simple()),
            sanviec_store::Backend::Postgres => format!("'{id}'"),
        };
        let line = |journal: u128, line: i32, dong: i64| {
            let id = hex(id(30_000 + journal));
            format!("INSERT INTO ledger_entry (journal_id, line, account, dong) VALUES ({id}, {line}, 'bank', {dong})")
        };
        let head = |journal: u128, lines: i32| {
            let (journal, claim, centre) = (hex(id(30_000 + journal)), hex(id(1)), hex(centre_id(2)));
            format!(
                "INSERT INTO journal (id, claim_id, centre_id, programme, occasion, on_day, lines, actor, at)
                 VALUES ({journal}, {claim}, {centre}, 'p', 'paid', 1, {lines}, 'x', 1)"
            )
        };
        let all = |statements: &[String]| statements.join("; ");
        refused_by(raw(store, &all(&[line(5, 1, 5), line(5, 2, -4), head(5, 2)])).await, "journal_unbalanced");
        refused_by(raw(store, &all(&[line(5, 1, 5), line(5, 2, -5), head(5, 3)])).await, "journal_unbalanced");
        refused_by(raw(store, &head(5, 0)).await, "journal_unbalanced");
        assert!(raw(store, &line(5, 1, 5)).await.is_err(), "a line without a journal");
        refused_by(raw(store, &line(1, 3, 5)).await, "ledger_append_only");
        for statement in [
            "UPDATE ledger_entry SET dong = dong + 1",
            "DELETE FROM ledger_entry",
            "UPDATE journal SET occasion = 'paid'",
            "DELETE FROM journal",
        ] {
            refused_by(raw(store, statement).await, "ledger_append_only");
        }
        raw(store, &all(&[line(6, 1, 5), line(6, 2, -5), head(6, 2)])).await.unwrap();
        assert_eq!(ledger::count_unbalanced(store.reader()).await.unwrap(), 0);
        let balances = ledger::balances(store.reader(), Some(centre_id(2))).await.unwrap();
        let told: Vec<(&str, i64)> = balances.iter().map(|one| (one.account.as_str(), one.dong)).collect();
        assert_eq!(told, [("bank", 0), ("expense", 400_000), ("owed", -400_000)]);
        assert!(ledger::balances(store.reader(), Some(centre_id(1))).await.unwrap().is_empty());
        assert_eq!(ledger::list_of_claim(store.reader(), id(1)).await.unwrap().len(), 2);
    })
    .await;
}

fn payout_row(number: u128, claim: u128, attempt: i32) -> payout::Row {
    payout::Row {
        id: id(40_000 + number),
        claim_id: id(claim),
        batch_id: id(50_000),
        attempt,
        code: format!("P{number}"),
        dong: 400_000,
        state: "waiting".into(),
        is_open: 1,
        result_on: None,
        result_code: None,
        created_at: NOW,
        updated_at: NOW,
        result_by: None,
        disputed_at: None,
        disputed_by: None,
        disputed_on: None,
    }
}

/// An open list of the second centre.
fn batch_row() -> batch::Row {
    batch::Row {
        id: id(50_000),
        version: 1,
        centre_id: centre_id(2),
        year: 2026,
        serial: 1,
        state: "open".into(),
        programme: PROGRAMME.into(),
        made_by: id(6),
        claims: 1,
        dong: 400_000,
        head: None,
        pay_on: None,
        sent_at: None,
        created_at: NOW,
        updated_at: NOW,
        sent_by: None,
        task: Some("*".into()),
        budget_year: Some(2026),
    }
}

async fn pay(store: &Store, row: payout::Row) -> Result<(), Error> {
    let row = &row;
    store.write("batch_claims", |tx| Box::pin(payout::insert(tx, row))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_has_one_attempt_under_way_and_none_without_its_person() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        let row = &batch_row();
        store.write("make_batch", |tx| Box::pin(batch::insert(tx, row))).await.unwrap();
        pay(store, payout_row(1, 1, 1)).await.unwrap();
        refused_by(pay(store, payout_row(2, 1, 2)).await, "uq_payout_claim_id");
        let over = payout::Row { state: "bounced".into(), is_open: 0, ..payout_row(1, 1, 1) };
        let over = &over;
        let close = || store.write("bank_said", |tx| Box::pin(payout::move_on(tx, over, "waiting")));
        close().await.unwrap();
        assert!(matches!(close().await, Err(Error::Conflict)), "once");
        refused_by(pay(store, payout_row(2, 1, 1)).await, "uq_payout_claim_id_attempt");
        // The person's time is over and another claim took it: the old claim is not paid again.
        let over = &held(1, 7, TODAY, TODAY);
        let free = store.write("set_until", |tx| Box::pin(exclusion::set_until(tx, over)));
        assert!(free.await.unwrap());
        assert!(take(store, held(2, 7, TODAY, FOREVER)).await.unwrap());
        refused_by(pay(store, payout_row(2, 1, 2)).await, "payout_without_exclusion");
        assert!(raw(store, "DELETE FROM payout").await.is_err());
    })
    .await;
}

/// Sends the list as somebody; the version that is stored is put right first.
async fn send_as(store: &Store, by: Option<u128>) -> Result<(), Error> {
    let mut row = batch::find(store.reader(), id(50_000)).await.unwrap().unwrap();
    row.state = "sent".into();
    row.sent_by = by.map(id);
    let row = &row;
    store.write("send_batch", |tx| Box::pin(batch::update_guarded(tx, row))).await
}

/// The second lock behind the rule of two people, whoever asks.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_not_sent_by_whoever_had_a_hand_in_it_and_not_accounted_for_by_its_sender() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        let (row, accounts) = (&batch_row(), &accounts(7));
        let write = store.write("make_batch", |tx| {
            Box::pin(async move {
                batch::insert(tx, row).await?;
                paying::save(tx, accounts).await
            })
        });
        write.await.unwrap();
        pay(store, payout_row(1, 1, 1)).await.unwrap();
        let bounced =
            payout::Row { state: "bounced".into(), is_open: 0, result_by: Some(id(8)), ..payout_row(1, 1, 1) };
        let bounced = &bounced;
        store.write("bank_said", |tx| Box::pin(payout::move_on(tx, bounced, "waiting"))).await.unwrap();
        pay(store, payout_row(2, 1, 2)).await.unwrap();
        let hands = batch::hands(store.reader(), id(50_000)).await.unwrap();
        assert_eq!((hands.prepared_by, hands.bounced_by), (vec![id(5)], vec![id(8)]));
        // Who prepared the claim, made the list, wrote the account, recorded that the bank did not pay; and nobody.
        for by in [Some(5), Some(6), Some(7), Some(8), None] {
            refused_by(send_as(store, by).await, "batch_two_people");
        }
        send_as(store, Some(9)).await.unwrap();
        refused_by(send_as(store, Some(10)).await, "batch_two_people");
        let answer = |number: u128, by: u128| bank_result::File {
            id: id(60_000 + number),
            batch_id: id(50_000),
            hash: vec![4; 32],
            format: "csv".into(),
            rows: 0,
            brought_by: id(by),
            created_at: NOW,
            size: None,
        };
        let (own, other) = (&answer(1, 9), &answer(2, 6));
        let write = store.write("bank_said", |tx| Box::pin(bank_result::insert(tx, own, &[], &[])));
        refused_by(write.await, "bank_result_two_people");
        store.write("bank_said", |tx| Box::pin(bank_result::insert(tx, other, &[], &[]))).await.unwrap();
    })
    .await;
}

fn accounts(payee_by: u128) -> paying::Row {
    paying::Row {
        centre_id: centre_id(2),
        version: 0,
        payer_name: "Kho bạc".into(),
        payer_bank: "970436".into(),
        payer_account: vec![1],
        payee_name: "Trung tâm".into(),
        payee_bank: "970436".into(),
        payee_account: vec![2],
        updated_at: NOW,
        payee_by: Some(id(payee_by)),
    }
}

/// One person under sixty numbers: the profile is one.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_claims_at_once_for_one_profile_under_other_numbers_one_wins() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = Arc::new(fresh.store.clone());
        let racing: Vec<_> = (1..=60_u8)
            .map(|number| {
                let store = Arc::clone(&store);
                tokio::spawn(async move {
                    let row = claim::Row { profile_id: id(20_000), ..claim_row(number.into(), number) };
                    loop {
                        match prepare_row(&store, &row).await {
                            Ok(won) => return won,
                            Err(Error::Busy(_)) => {}
                            Err(other) => panic!("{other:?}"),
                        }
                    }
                })
            })
            .collect();
        let mut won = 0;
        for one in racing {
            won += usize::from(one.await.unwrap());
        }
        assert_eq!(won, 1);
        let held = exclusion::list_held(fresh.store.reader(), PROGRAMME, TODAY).await.unwrap();
        assert_eq!(held.len(), 1, "whoever lost holds no number either");
    })
    .await;
}

/// The second lock behind the code: nothing is claimed or paid for a profile that another claim holds, and nobody is
/// let go for whom money is held.
#[tokio::test(flavor = "multi_thread")]
async fn a_trigger_keeps_a_profile_when_the_code_does_not() {
    each_backend(|fresh| async move {
        seed(&fresh).await;
        let store = &fresh.store;
        assert!(prepare(store, 1, 7).await.unwrap());
        refused_by(
            raw(store, "UPDATE exclusion_profile SET taken_on = 20801, claim_id = centre_id").await,
            "exclusion_held",
        );
        refused_by(raw(store, "UPDATE exclusion_profile SET programme = 'other'").await, "exclusion_held");
        refused_by(raw(store, "DELETE FROM exclusion_profile").await, "exclusion_held");
        refused_by(raw(store, "UPDATE claim SET profile_id = centre_id").await, "claim_keeps_reading");
        for table in ["exclusion", "exclusion_profile"] {
            refused_by(raw(store, &format!("UPDATE {table} SET until_on = 0")).await, "exclusion_held");
        }
        // The number alone is not enough.
        assert!(take(store, held(2, 8, TODAY, FOREVER)).await.unwrap());
        let row = &claim_row(2, 8);
        let write = store.write("prepare_claim", |tx| Box::pin(claim::insert(tx, row)));
        refused_by(write.await, "claim_without_profile");
        raw(store, "UPDATE claim SET is_live = 0, state = 'withdrawn'").await.unwrap();
        for table in ["exclusion", "exclusion_profile"] {
            raw(store, &format!("UPDATE {table} SET until_on = 0")).await.unwrap();
        }
    })
    .await;
}
