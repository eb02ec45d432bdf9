//! Accounts, sessions, codes, counters and messages: what must hold when two ask at once, late or again.

use crate::data::NOW;
use sanviec_store::testing::{each_backend, on_postgres};
use sanviec_store::{
    Error, Store, account, attempt, credential, key_mark, membership, message, one_time_code, session,
};
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::oneshot;
use uuid::Uuid;

const MINUTE: i64 = 60_000_000;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub(crate) async fn add_account(store: &Store, n: u128) -> Result<(), Error> {
    let row = &account::Row {
        id: id(n),
        version: 1,
        kind: "person".into(),
        state: "live".into(),
        created_at: NOW,
        updated_at: NOW,
    };
    let contact = &account::ContactPoint {
        id: id(1_000 + n),
        account_id: id(n),
        kind: "phone".into(),
        lookup: vec![n as u8; 32],
        value: vec![1, 2, 3],
        verified_at: NOW,
        created_at: NOW,
    };
    store.write("account", |tx| Box::pin(async move { account::insert(tx, row, contact).await })).await
}

fn session_row(n: u128) -> session::Row {
    session::Row {
        id: id(n),
        token_hash: vec![n as u8; 32],
        account_id: id(1),
        stage: "live".into(),
        role: "seeker".into(),
        membership_id: None,
        device: "Firefox".into(),
        created_at: NOW,
        seen_at: NOW,
        proved_at: NOW,
        idle_us: 10 * MINUTE,
        expires_at: NOW + 60 * MINUTE,
        revoked_at: None,
    }
}

async fn begin(store: &Store, row: session::Row) {
    let row = &row;
    store.write("begin", |tx| Box::pin(async move { session::insert(tx, row).await })).await.unwrap();
}

async fn is_live(store: &Store, n: u8, now: i64) -> bool {
    session::find_live(store.reader(), &[n; 32], now).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_belongs_to_one_account() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        add_account(store, 1).await.unwrap();
        let found = account::find_contact(store.reader(), &[1; 32]).await.unwrap().unwrap();
        assert_eq!(found.account_id, id(1));
        assert!(account::find_contact(store.reader(), &[]).await.unwrap().is_none());
        let twice = &account::ContactPoint { id: id(9), ..found.clone() };
        let refused =
            store.write("twice", |tx| Box::pin(async move { account::insert_contact(tx, twice).await })).await;
        assert!(matches!(&refused, Err(Error::Constraint(name)) if name == "uq_contact_point_lookup"), "{refused:?}");
        assert_eq!(account::list_contacts(store.reader(), id(1)).await.unwrap(), [found]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_found_until_it_idles_ends_or_loses_its_ground() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        add_account(store, 1).await.unwrap();
        let place = &membership::Row {
            id: id(50),
            version: 1,
            account_id: id(1),
            role: "platform_operator".into(),
            centre_id: None,
            branch_id: None,
            employer_id: None,
            since_at: NOW,
            ended_at: None,
        };
        store.write("role", |tx| Box::pin(async move { membership::insert(tx, place).await })).await.unwrap();
        begin(store, session_row(1)).await;
        begin(store, session::Row { membership_id: Some(id(50)), ..session_row(2) }).await;
        begin(store, session_row(3)).await;
        assert!(is_live(store, 1, NOW).await && is_live(store, 2, NOW).await);
        assert!(!is_live(store, 9, NOW).await, "a token that never was");
        assert!(is_live(store, 1, NOW + 10 * MINUTE - 1).await);
        assert!(!is_live(store, 1, NOW + 10 * MINUTE).await, "idle");
        let touch = store.write("use", |tx| Box::pin(session::touch(tx, id(1), NOW + 9 * MINUTE)));
        touch.await.unwrap();
        assert!(is_live(store, 1, NOW + 18 * MINUTE).await, "used");
        begin(store, session::Row { idle_us: 600 * MINUTE, ..session_row(4) }).await;
        assert!(!is_live(store, 4, NOW + 60 * MINUTE).await, "ran out however much it is used");
        store.write("end role", |tx| Box::pin(membership::end(tx, id(50), NOW))).await.unwrap();
        assert!(!is_live(store, 2, NOW).await, "the role ended");
        let revoke = |account| store.write("end", move |tx| Box::pin(session::revoke(tx, id(account), id(3), NOW)));
        assert!(!revoke(2).await.unwrap(), "nobody ends another's session");
        assert!(revoke(1).await.unwrap() && !revoke(1).await.unwrap());
        assert!(!is_live(store, 3, NOW).await, "ended");
        let row = &account::find(store.reader(), id(1)).await.unwrap().unwrap();
        let stop = || store.write("stop", |tx| Box::pin(account::set_state(tx, row, "disabled", NOW)));
        stop().await.unwrap();
        assert!(matches!(stop().await, Err(Error::Conflict)));
        assert!(!is_live(store, 1, NOW).await, "the account is out of use");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_other_sessions_end_and_the_kept_one_stays() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        add_account(store, 1).await.unwrap();
        for n in 1..=3 {
            begin(store, session_row(n)).await;
        }
        let end = store.write("others", |tx| Box::pin(session::revoke_others(tx, id(1), Some(id(2)), NOW)));
        assert_eq!(end.await.unwrap(), 2);
        let live = session::list_live(store.reader(), id(1), NOW).await.unwrap();
        assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [id(2)]);
        let prune = store.write("prune", |tx| Box::pin(session::prune(tx, NOW + 61 * MINUTE, 10)));
        assert_eq!(prune.await.unwrap(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_requests_with_one_code_of_a_second_factor_one_is_taken() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        add_account(store, 1).await.unwrap();
        let offer = || store.write("offer", |tx| Box::pin(credential::offer_second_factor(tx, id(1), &[7; 60], NOW)));
        offer().await.unwrap();
        offer().await.unwrap();
        let version = credential::find_second_factor(store.reader(), id(1)).await.unwrap().unwrap().version;
        assert_eq!(version, 2, "an offer that was not taken up can be replaced");
        let racing: Vec<_> = (0..6)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let take = store.write("take", |tx| Box::pin(credential::take_step(tx, id(1), version, 100, NOW)));
                    take.await.unwrap()
                })
            })
            .collect();
        let mut taken = 0;
        for request in racing {
            taken += u32::from(request.await.unwrap());
        }
        assert_eq!(taken, 1);
        let take = |step, version| {
            store.write("take", move |tx| Box::pin(credential::take_step(tx, id(1), version, step, NOW)))
        };
        assert!(!take(99, version).await.unwrap(), "an earlier one");
        assert!(!take(101, version - 1).await.unwrap(), "one of an older secret");
        assert!(take(101, version).await.unwrap());
        assert!(matches!(offer().await, Err(Error::Conflict)), "a confirmed secret is not replaced");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_are_counted_once_each_and_forgotten_with_their_window() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move {
                    let count = store.write("count", |tx| Box::pin(attempt::count(tx, &[1; 32], MINUTE, NOW)));
                    count.await.unwrap()
                })
            })
            .collect();
        let mut seen = Vec::new();
        for request in racing {
            seen.push(request.await.unwrap());
        }
        seen.sort_unstable();
        assert_eq!(seen, (1..=8).collect::<Vec<_>>(), "no two requests are given the same number");
        let taken = |now| attempt::taken(store.reader(), &[1; 32], MINUTE, now);
        assert_eq!((taken(NOW).await.unwrap(), taken(NOW + MINUTE).await.unwrap()), (8, 0));
        let later = store.write("count", |tx| Box::pin(attempt::count(tx, &[1; 32], MINUTE, NOW + MINUTE)));
        assert_eq!(later.await.unwrap(), 1, "a new window");
        store.write("clear", |tx| Box::pin(attempt::clear(tx, &[1; 32]))).await.unwrap();
        assert_eq!(taken(NOW + MINUTE).await.unwrap(), 0);
    })
    .await;
}

fn code_row(n: u128, lookup: Option<Vec<u8>>) -> one_time_code::Row {
    one_time_code::Row {
        id: id(n),
        purpose: if lookup.is_some() { "sign_up" } else { "set_up" }.into(),
        lookup,
        account_id: None,
        kind: "phone".into(),
        recipient: None,
        hash: vec![3; 32],
        attempts: 0,
        created_at: NOW,
        expires_at: NOW + MINUTE,
        ended_at: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_code_ends_the_one_before_and_a_code_ends_once() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        for (n, lookup) in
            [(1, Some(vec![1; 32])), (2, Some(vec![2; 32])), (3, Some(vec![1; 32])), (4, None), (5, None)]
        {
            let row = &code_row(n, lookup);
            store.write("code", |tx| Box::pin(async move { one_time_code::insert(tx, row).await })).await.unwrap();
        }
        let mut open = Vec::new();
        for n in 1..=5 {
            let row = one_time_code::find(store.reader(), id(n)).await.unwrap().unwrap();
            open.push(row.ended_at.is_none());
        }
        assert_eq!(open, [false, true, true, false, true]);
        let end = || store.write("end", |tx| Box::pin(one_time_code::end(tx, id(3), NOW)));
        assert!(end().await.unwrap() && !end().await.unwrap());
        store.write("wrong", |tx| Box::pin(one_time_code::note_wrong(tx, id(2)))).await.unwrap();
        let held = store.write("look", |tx| Box::pin(one_time_code::find_for_update(tx, id(2)))).await.unwrap();
        assert_eq!(held.unwrap().attempts, 1);
    })
    .await;
}

pub(crate) fn message_row(n: u128) -> message::Row {
    message::Row {
        id: id(n),
        account_id: None,
        channel: "sms".into(),
        recipient: vec![1],
        template: "sign_up_code".into(),
        params: vec![2],
        locale: "vi".into(),
        state: "queued".into(),
        attempts: 0,
        created_at: NOW,
        send_after: NOW,
        expires_at: None,
        lease_token: None,
        lease_until: None,
        provider_id: None,
        last_error: None,
        done_at: None,
        profile_id: None,
    }
}

async fn claim(store: &Store, now: i64, lease: i64) -> Vec<message::Row> {
    store.write("claim", |tx| Box::pin(message::claim(tx, now, lease, 10))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_claimed_by_one_and_comes_back_when_its_sender_falls() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        let later = message::Row { send_after: NOW + MINUTE, ..message_row(2) };
        let stale = message::Row { expires_at: Some(NOW), ..message_row(3) };
        for row in &[message_row(1), later, stale] {
            store.write("queue", |tx| Box::pin(async move { message::enqueue(tx, row).await })).await.unwrap();
        }
        let (one, two) = tokio::join!(claim(store, NOW, 60 * MINUTE), claim(store, NOW, 60 * MINUTE));
        let mut claimed = [one, two].concat();
        assert_eq!(claimed.len(), 1, "one of two senders has it, and neither what is early or of no use");
        let held = claimed.remove(0);
        let token = held.lease_token.unwrap();
        let settle =
            |token, outcome| store.write("settle", move |tx| Box::pin(message::settle(tx, id(1), token, outcome, NOW)));
        let retry = message::Outcome::Retry { error: "stalled", send_after: NOW + MINUTE };
        assert!(matches!(settle(id(77), retry).await, Err(Error::Conflict)), "not the holder");
        settle(token, retry).await.unwrap();
        assert!(claim(store, NOW, MINUTE).await.is_empty());
        let again = claim(store, NOW + MINUTE, -1).await;
        assert_eq!(again.iter().map(|row| (row.id, row.attempts)).collect::<Vec<_>>(), [(id(1), 2), (id(2), 1)]);
        let fallen = claim(store, NOW + MINUTE, 60 * MINUTE).await;
        assert_eq!(fallen.len(), 2, "a lease that ran out");
        let sent = message::Outcome::Sent { provider_id: Some("p") };
        assert!(matches!(settle(again[0].lease_token.unwrap(), sent).await, Err(Error::Conflict)), "fenced off");
        settle(fallen[0].lease_token.unwrap(), sent).await.unwrap();
        let counts = message::count_by_state(store.reader()).await.unwrap();
        assert_eq!(counts, [("expired".to_owned(), 1), ("sending".to_owned(), 1), ("sent".to_owned(), 1)]);
        let wipe = store.write("wipe", |tx| Box::pin(message::wipe(tx, NOW + 1, 10)));
        assert_eq!(wipe.await.unwrap(), 1, "only what is of no use any more");
        assert!(message::find(store.reader(), id(3)).await.unwrap().unwrap().params.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_stand_where_they_belong_and_are_held_once() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        add_account(store, 1).await.unwrap();
        let role = |n, role: &str, employer_id| membership::Row {
            id: id(n),
            version: 1,
            account_id: id(1),
            role: role.into(),
            centre_id: None,
            branch_id: None,
            employer_id,
            since_at: NOW,
            ended_at: None,
        };
        let give = async |row: membership::Row| {
            let row = &row;
            store.write("give", |tx| Box::pin(async move { membership::insert(tx, row).await })).await
        };
        assert!(give(role(1, "officer", None)).await.is_err(), "staff without a centre");
        assert!(give(role(1, "king", None)).await.is_err(), "a role that does not exist");
        give(role(1, "platform_operator", None)).await.unwrap();
        let twice = give(role(2, "platform_operator", None)).await;
        assert!(matches!(twice, Err(Error::Constraint(_))), "{twice:?}");
        assert_eq!(membership::count_live(store.reader(), "platform_operator").await.unwrap(), 1);
        assert!(store.write("end", |tx| Box::pin(membership::end(tx, id(1), NOW))).await.unwrap());
        give(role(2, "platform_operator", None)).await.unwrap();
        let held = membership::list_held(store.reader(), id(1)).await.unwrap();
        assert_eq!(held.iter().map(|row| row.id).collect::<Vec<_>>(), [id(2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_of_a_key_is_written_once() {
    each_backend(|fresh| async move {
        let store = &fresh.store;
        for mark in [[1; 32], [2; 32]] {
            let mark = &mark;
            let add = store.write("mark", |tx| Box::pin(async move { key_mark::add(tx, "field 1", mark, NOW).await }));
            add.await.unwrap();
        }
        assert_eq!(key_mark::list(store.reader()).await.unwrap(), [("field 1".to_owned(), vec![1; 32])]);
    })
    .await;
}

/// What an account is doing when it is deleted is waited for; what comes later finds it gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_waits_for_what_the_account_is_doing() {
    on_postgres(|fresh| async move {
        add_account(&fresh.store, 1).await.unwrap();
        let (started, has_started) = oneshot::channel::<()>();
        let (release, released) = oneshot::channel::<()>();
        let gates = Mutex::new(Some((started, released)));
        let store = fresh.store.clone();
        let doing = tokio::spawn(async move {
            let gates = &gates;
            let done = store.write("doing", |tx| {
                Box::pin(async move {
                    let is_live = account::take_part(tx, id(1)).await?;
                    let (started, released) = gates.lock().unwrap().take().unwrap();
                    started.send(()).unwrap();
                    released.await.unwrap();
                    Ok::<_, Error>(is_live)
                })
            });
            done.await.unwrap()
        });
        has_started.await.unwrap();
        let store = fresh.store.clone();
        let mut deleting = tokio::spawn(async move { delete(&store, 1).await });
        let early = tokio::time::timeout(Duration::from_millis(300), &mut deleting).await;
        assert!(early.is_err(), "deleted beside what the account was doing");
        release.send(()).unwrap();
        assert!(doing.await.unwrap());
        deleting.await.unwrap().unwrap();
        let late = fresh.store.write("late", |tx| Box::pin(account::take_part(tx, id(1)))).await.unwrap();
        assert!(!late, "an account that is no more");
    })
    .await;
}

async fn delete(store: &Store, n: u128) -> Result<(), Error> {
    let write = store.write("delete", |tx| {
        Box::pin(async move {
            account::hold_alone(tx, id(n)).await?;
            let row = account::find(tx, id(n)).await?.unwrap();
            account::set_state(tx, &row, "deleted", NOW).await
        })
    });
    write.await
}
