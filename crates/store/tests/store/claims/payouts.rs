//! Attempts to pay: the day of the bank, and what it says against its earlier word, whoever asks.

use super::{
    PROGRAMME, TODAY, batch_row, centre_id, id, journal, pay, payout_row, prepare, raw, refused_by, seed, send_as,
};
use crate::data::NOW;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Error, Store, batch, claim, ledger, payout, placement};

/// The second lock behind the day of the bank: from it a person counts as paid for.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_before_the_sending_is_refused_and_frees_nobody_for_whom_money_is_held() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        send_as(store, Some(9)).await.unwrap();
        // An hour after midnight in Viet Nam: by the clock of the world it is the day before.
        let at = i64::from(TODAY) * 86_400_000_000 - 6 * 3_600_000_000;
        raw(store, &format!("UPDATE batch SET sent_at = {at}")).await.unwrap();
        let paid = |on: i32| payout::Row {
            state: "paid".into(),
            is_open: 0,
            result_on: Some(on),
            result_by: Some(id(8)),
            ..payout_row(1, 1, 1)
        };
        for on in [TODAY - 365, TODAY - 1] {
            refused_by(move_on(store, paid(on), "waiting").await, "payout_before_sent");
        }
        move_on(store, paid(TODAY), "waiting").await.unwrap();
        raw(store, "UPDATE claim SET paid_dong = 400000").await.unwrap();
        for table in ["exclusion", "exclusion_profile"] {
            let until = |day: i32| format!("UPDATE {table} SET until_on = {day}");
            refused_by(raw(store, &until(TODAY - 1)).await, "exclusion_held");
            raw(store, &until(TODAY + 365)).await.unwrap();
        }
    })
    .await;
}

/// A fact of the first claim's placement.
fn learnt(recorded_at: i64) -> placement::Fact {
    placement::Fact {
        id: id(30_001),
        placement_id: id(10_001),
        kind: "attestation".into(),
        body: "{}".into(),
        recorded_at,
        source: "insurer".into(),
        true_from: Some(TODAY),
        true_through: Some(TODAY),
        entered_by: None,
        channel: "file".into(),
        document_hash: None,
        reference: None,
        file_id: None,
    }
}

/// A claim that stands on a list.
async fn listed(fresh: &Fresh) -> &Store {
    seed(fresh).await;
    let store = &fresh.store;
    assert!(prepare(store, 1, 7).await.unwrap());
    let row = &batch_row();
    store.write("make_batch", |tx| Box::pin(batch::insert(tx, row))).await.unwrap();
    pay(store, payout_row(1, 1, 1)).await.unwrap();
    store
}

async fn move_on(store: &Store, row: payout::Row, from: &'static str) -> Result<(), Error> {
    let row = &row;
    store.write("bank_said", |tx| Box::pin(payout::move_on(tx, row, from))).await
}

/// The second lock behind an approval: what came after it was seen by nobody who approved.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_approved_before_facts_came_is_not_sent() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        let sent = payout::Row { state: "sent".into(), ..payout_row(1, 1, 1) };
        raw(store, &format!("UPDATE claim SET approved_known_at = {NOW}")).await.unwrap();
        refused_by(
            raw(store, &format!("UPDATE claim SET approved_known_at = {}", NOW - 1)).await,
            "claim_approved_later",
        );
        refused_by(raw(store, "UPDATE claim SET approved_known_at = NULL").await, "claim_approved_later");
        let fact = &learnt(NOW + 1);
        store.write("learn", |tx| Box::pin(placement::append(tx, fact))).await.unwrap();
        assert_eq!(placement::last_recorded_at(store.reader(), fact.placement_id).await.unwrap(), Some(NOW + 1));
        raw(store, "UPDATE claim SET state = 'batched'").await.unwrap();
        let centre = claim::find(store.reader(), id(1)).await.unwrap().unwrap().centre_id;
        let found = claim::list_outdated(store.reader(), centre, &["batched"], None, 10).await.unwrap();
        assert_eq!(found.iter().map(|row| (row.id, row.dong)).collect::<Vec<_>>(), [(id(1), 400_000)]);
        assert!(claim::list_outdated(store.reader(), centre, &["batched"], Some(id(1)), 10).await.unwrap().is_empty());
        assert!(claim::list_outdated(store.reader(), centre, &["approved"], None, 10).await.unwrap().is_empty());
        refused_by(move_on(store, sent.clone(), "waiting").await, "payout_sent_as_approved");
        raw(store, &format!("UPDATE claim SET approved_known_at = {}", NOW + 1)).await.unwrap();
        assert!(claim::list_outdated(store.reader(), centre, &["batched"], None, 10).await.unwrap().is_empty());
        move_on(store, sent, "waiting").await.unwrap();
    })
    .await;
}

/// The second lock for the person: while the bank's word about another claim is open, or what was paid beside this one
/// is not given back, nothing is sent.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_paid_while_another_claim_for_them_may_have_been_or_was() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        let bounced =
            payout::Row { state: "bounced".into(), is_open: 0, result_by: Some(id(8)), ..payout_row(1, 1, 1) };
        move_on(store, bounced.clone(), "waiting").await.unwrap();
        raw(store, "UPDATE claim SET is_live = 0, state = 'withdrawn'").await.unwrap();
        for table in ["exclusion", "exclusion_profile"] {
            raw(store, &format!("UPDATE {table} SET until_on = 0")).await.unwrap();
        }
        assert!(prepare(store, 3, 7).await.unwrap(), "the same person, by number");
        pay(store, payout_row(2, 3, 1)).await.unwrap();
        let disputed = payout::Row { disputed_at: Some(NOW), disputed_by: Some(id(9)), ..bounced.clone() };
        move_on(store, disputed.clone(), "bounced").await.unwrap();
        let (theirs, key) = (id(20_003), [7_u8; 32]);
        let found = payout::find_disputed_of_person(store.reader(), (PROGRAMME, &key), (&[theirs], id(3))).await;
        assert_eq!(found.unwrap(), Some(disputed.clone()));
        let own = payout::find_disputed_of_person(store.reader(), (PROGRAMME, &key), (&[theirs], id(1))).await;
        assert_eq!(own.unwrap(), None, "not its own");
        let by_profile = (&[id(20_001)][..], id(3));
        let found = payout::find_disputed_of_person(store.reader(), (PROGRAMME, &[8_u8; 32]), by_profile).await;
        assert_eq!(found.unwrap(), Some(disputed));
        let sent = payout::Row { state: "sent".into(), ..payout_row(2, 3, 1) };
        refused_by(move_on(store, sent.clone(), "waiting").await, "payout_disputed");
        move_on(store, bounced, "bounced").await.unwrap();
        raw(store, "UPDATE claim SET paid_dong = 400000 WHERE is_live = 0").await.unwrap();
        let beside = claim::find_double(store.reader(), (PROGRAMME, &key), (&[theirs], id(3))).await.unwrap();
        assert_eq!(beside.map(|row| row.id), Some(id(1)));
        refused_by(move_on(store, sent.clone(), "waiting").await, "payout_paid_beside");
        raw(store, "UPDATE claim SET returned_dong = 400000 WHERE is_live = 0").await.unwrap();
        assert_eq!(claim::find_double(store.reader(), (PROGRAMME, &key), (&[theirs], id(3))).await.unwrap(), None);
        move_on(store, sent, "waiting").await.unwrap();
    })
    .await;
}

/// The second lock while money is said to be back: no one person says that it is.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_be_back_is_booked_by_a_third_person() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        send_as(store, Some(7)).await.unwrap();
        let paid = payout::Row {
            state: "paid".into(),
            is_open: 0,
            result_on: Some(TODAY + 365),
            result_by: Some(id(8)),
            disputed_at: Some(NOW),
            disputed_by: Some(id(9)),
            ..payout_row(1, 1, 1)
        };
        move_on(store, paid.clone(), "waiting").await.unwrap();
        let settled = |state: &str, by: Option<u128>| payout::Row {
            state: state.into(),
            result_by: by.map(id),
            disputed_at: None,
            disputed_by: None,
            ..paid.clone()
        };
        for (state, by) in
            [("brought_back", Some(9)), ("brought_back", Some(7)), ("brought_back", None), ("bounced", Some(8))]
        {
            refused_by(move_on(store, settled(state, by), "paid").await, "payout_disputed");
        }
        move_on(store, settled("brought_back", Some(8)), "paid").await.unwrap();
    })
    .await;
}

/// The second lock while a bank's word is open: nothing is sent, nobody let go, and no one person says that it paid.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_disputed_is_not_sent_and_not_left_and_not_booked_by_whoever_brought_it() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        let disputed = payout::Row {
            state: "bounced".into(),
            is_open: 0,
            result_by: Some(id(8)),
            disputed_at: Some(NOW),
            disputed_by: Some(id(9)),
            ..payout_row(1, 1, 1)
        };
        move_on(store, disputed.clone(), "waiting").await.unwrap();
        pay(store, payout_row(2, 1, 2)).await.unwrap();
        assert_eq!(payout::find_disputed(store.reader(), id(1)).await.unwrap(), Some(disputed.clone()));
        assert_eq!(payout::list_disputed(store.reader(), centre_id(2)).await.unwrap(), vec![disputed.clone()]);
        assert!(payout::list_disputed(store.reader(), centre_id(1)).await.unwrap().is_empty());
        let sent = payout::Row { state: "sent".into(), ..payout_row(2, 1, 2) };
        refused_by(move_on(store, sent.clone(), "waiting").await, "payout_disputed");
        refused_by(raw(store, "UPDATE claim SET is_live = 0").await, "payout_disputed");
        let settled = |state: &str, by: Option<u128>| payout::Row {
            state: state.into(),
            result_by: by.map(id),
            disputed_at: None,
            disputed_by: None,
            ..disputed.clone()
        };
        for (state, by) in [("paid", Some(9)), ("paid", None), ("waiting", Some(8)), ("sent", Some(8))] {
            refused_by(move_on(store, settled(state, by), "bounced").await, "payout_disputed");
        }
        move_on(store, settled("bounced", Some(8)), "bounced").await.unwrap();
        refused_by(move_on(store, settled("paid", Some(8)), "bounced").await, "payout_disputed");
        move_on(store, sent, "waiting").await.unwrap();
    })
    .await;
}

/// Books two lines of an occasion on a day, of an attempt to pay where one moves the money.
async fn book_on(
    store: &Store,
    number: u128,
    (occasion, on_day): (&str, i32),
    (payout, dong): (Option<u128>, i64),
) -> Result<(), Error> {
    let payout_id = payout.map(|payout| id(40_000 + payout));
    let booked = &ledger::Journal { occasion: occasion.into(), payout_id, on_day, ..journal(number, 2) };
    let lines: &[(&str, i64)] = &[("bank", dong), ("receivable", -dong)];
    store.write("book", |tx| Box::pin(async move { ledger::book(tx, booked, lines).await })).await
}

/// The second lock behind the day on which money comes back: nothing booked is ever changed, so that a wrong year would
/// stand there for good.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_booked_as_come_back_before_it_was_paid() {
    each_backend(|fresh| async move {
        let store = listed(&fresh).await;
        let given = |number: u128, on: i32, dong: i64| book_on(store, number, ("given_back", on), (None, dong));
        let paid = |number: u128, attempt: i32, on: i32| payout::Row {
            state: "paid".into(),
            is_open: 0,
            result_on: Some(on),
            result_by: Some(id(8)),
            ..payout_row(number, 1, attempt)
        };
        refused_by(given(1, TODAY, 1).await, "journal_before_paid");
        move_on(store, paid(1, 1, TODAY), "waiting").await.unwrap();
        for on in [-165, TODAY - 365, TODAY - 1] {
            refused_by(given(1, on, 399_999).await, "journal_before_paid");
        }
        given(1, TODAY, 399_999).await.unwrap();
        // What is left of the first payment may still come from its day on, whatever was paid since.
        pay(store, paid(2, 2, TODAY + 5)).await.unwrap();
        given(2, TODAY + 1, 1).await.unwrap();
        refused_by(given(3, TODAY + 4, 1).await, "journal_before_paid");
        given(3, TODAY + 5, 1).await.unwrap();
        let brought_back = |on: i32| book_on(store, 4, ("brought_back", on), (Some(2), 400_000));
        refused_by(brought_back(TODAY + 4).await, "journal_before_paid");
        brought_back(TODAY + 5).await.unwrap();
    })
    .await;
}
