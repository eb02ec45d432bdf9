//! Each fault at each step gives the class it must, and what comes after it is not touched by it.

use crate::peer::{Act, Peer, Step};
use crate::setup::{message, once, outcomes, over, recipient, relay};
use sanviec_domain::message::Tried::{self, Failed, NotReached, Refused, Sent, Unknown};
use sanviec_mail::{BATCH, Login, Outcome, RelayError, Smtp, Stage, Tls};
use std::sync::Arc;
use std::time::Duration;

fn classes(outcomes: &[Outcome]) -> Vec<Tried> {
    outcomes.iter().map(Outcome::tried).collect()
}

const HOUR: Act = Act::Late(Duration::from_hours(1));

#[tokio::test(start_paused = true)]
async fn a_good_server_gets_all_in_one_conversation() {
    let peer = Peer::new(|_| Act::Go);
    assert_eq!(classes(&outcomes(&over(&peer), BATCH).await), vec![Sent; BATCH]);
    let log = peer.log();
    assert_eq!((log.conversations, log.accepted.len()), (1, BATCH));
    for (n, accepted) in log.accepted.iter().enumerate() {
        assert_eq!(accepted.to, recipient(n + 1));
    }
    assert_eq!(log.heard.last().map(String::as_str), Some("QUIT"));
}

/// Three messages, the fault at the second.
#[tokio::test(start_paused = true)]
async fn a_fault_has_its_class_and_spares_the_others() {
    let seconds = |n| Act::Late(Duration::from_secs(n));
    for (step, act, expected) in [
        (Step::Mail, Act::Refuse(450), [Sent, Failed, Sent]),
        (Step::Mail, Act::Refuse(550), [Sent, Failed, Sent]),
        (Step::Mail, Act::Refuse(421), [Sent, Failed, NotReached]),
        (Step::Mail, Act::Cut, [Sent, Failed, NotReached]),
        (Step::Mail, Act::Stall, [Sent, Failed, NotReached]),
        (Step::Mail, Act::Twice, [Sent, Failed, NotReached]),
        (Step::Mail, seconds(50), [Sent, Sent, Sent]),
        (Step::Recipient, Act::Refuse(450), [Sent, Failed, Sent]),
        (Step::Recipient, Act::Refuse(550), [Sent, Refused, Sent]),
        (Step::Recipient, Act::Refuse(530), [Sent, Failed, NotReached]),
        (Step::Recipient, Act::Odd(354), [Sent, Failed, NotReached]),
        (Step::Recipient, Act::Odd(251), [Sent, Sent, Sent]),
        (Step::Recipient, Act::Rubbish, [Sent, Failed, NotReached]),
        (Step::Recipient, HOUR, [Sent, Failed, NotReached]),
        (Step::Data, Act::Refuse(451), [Sent, Failed, Sent]),
        (Step::Data, Act::Refuse(554), [Sent, Refused, Sent]),
        (Step::Data, Act::Odd(250), [Sent, Failed, NotReached]),
        (Step::Data, Act::Half, [Sent, Failed, NotReached]),
        (Step::Data, Act::Twice, [Sent, Unknown, NotReached]),
        (Step::Text, Act::Cut, [Sent, Unknown, NotReached]),
        (Step::Text, Act::Stall, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Refuse(452), [Sent, Failed, Sent]),
        (Step::Dot, Act::Refuse(554), [Sent, Refused, Sent]),
        (Step::Dot, Act::Refuse(421), [Sent, Failed, NotReached]),
        (Step::Dot, Act::Cut, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Stall, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Odd(354), [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Rubbish, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Half, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::Twice, [Sent, Sent, Failed]),
        (Step::Dot, Act::AcceptAndCut, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::AcceptAndStall, [Sent, Unknown, NotReached]),
        (Step::Dot, Act::AcceptLate(Duration::from_secs(170)), [Sent, Sent, Sent]),
        (Step::Dot, Act::AcceptLate(Duration::from_hours(1)), [Sent, Unknown, NotReached]),
        (Step::Dot, seconds(170), [Sent, Sent, Sent]),
    ] {
        let peer = once(step, 2, act);
        assert_eq!(classes(&outcomes(&over(&peer), 3).await), expected, "{step:?} {act:?}");
        assert_eq!(peer.log().conversations, 1, "{step:?} {act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_conversation_all_wait() {
    for (step, act) in [
        (Step::Connect, Act::Cut),
        (Step::Greeting, Act::Cut),
        (Step::Greeting, Act::Stall),
        (Step::Greeting, Act::Refuse(554)),
        (Step::Greeting, Act::Rubbish),
        (Step::Greeting, HOUR),
        (Step::Hello, Act::Refuse(550)),
        (Step::Hello, Act::Cut),
        (Step::Hello, Act::Stall),
    ] {
        let peer = once(step, 0, act);
        let outcomes = outcomes(&over(&peer), 2).await;
        assert_eq!(classes(&outcomes), [Failed, Failed], "{step:?} {act:?}");
        let Outcome::Retry(failure) = &outcomes[0] else { panic!("{outcomes:?}") };
        assert_eq!(failure.stage, Stage::Connect);
    }
}

/// After a refusal the server must say that it forgot the half message; else the next one could be mixed with it.
#[tokio::test(start_paused = true)]
async fn a_reset_that_fails_ends_the_conversation() {
    for act in [Act::Refuse(500), Act::Cut, Act::Stall, Act::Rubbish] {
        let peer = Peer::new(move |turn| match (turn.step, turn.messages) {
            (Step::Recipient, 1) => Act::Refuse(550),
            (Step::Reset, _) => act,
            _ => Act::Go,
        });
        assert_eq!(classes(&outcomes(&over(&peer), 2).await), [Refused, NotReached], "{act:?}");
    }
}

/// With lettre's pool the answer to the first message is read as the answer to the second, and a refused message
/// counts as sent.
#[tokio::test(start_paused = true)]
async fn a_late_answer_is_never_taken_for_the_answer_to_another_message() {
    let peer = Peer::new(|turn| match (turn.conversation, turn.step) {
        (1, Step::Dot) => Act::Late(Duration::from_secs(200)),
        (2, Step::Dot) => Act::Refuse(554),
        _ => Act::Go,
    });
    let smtp = over(&peer);
    assert_eq!(classes(&outcomes(&smtp, 1).await), [Unknown]);
    let second = smtp.send(vec![message(2)]).await;
    assert_eq!(second[0].1.tried(), Refused, "{second:?}");
}

/// The server answers each step just in time; all together it takes longer than a conversation may.
#[tokio::test(start_paused = true)]
async fn the_deadline_of_the_whole_conversation_keeps_what_was_sent() {
    let peer = Peer::new(|turn| match turn.step {
        Step::Dot => Act::Late(Duration::from_secs(170)),
        _ => Act::Go,
    });
    let begun = tokio::time::Instant::now();
    let outcomes = outcomes(&over(&peer), 6).await;
    assert_eq!(classes(&outcomes), [Sent, Sent, Sent, Unknown, NotReached, NotReached]);
    assert_eq!(begun.elapsed().as_secs(), 600);
}

#[tokio::test(start_paused = true)]
async fn whoever_stops_waiting_does_not_cut_the_conversation() {
    let peer = once(Step::Mail, 2, Act::Late(Duration::from_secs(30)));
    let smtp = over(&peer);
    let waited = tokio::time::timeout(Duration::from_secs(1), outcomes(&smtp, 3)).await;
    assert!(waited.is_err());
    assert_eq!(peer.log().accepted.len(), 1);
    let _ = tokio::time::timeout(Duration::from_mins(1), std::future::pending::<()>()).await;
    let log = peer.log();
    assert_eq!((log.accepted.len(), log.heard.last().map(String::as_str)), (3, Some("QUIT")));
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_an_end() {
    let peer = Peer::new(|_| Act::Go);
    let outcomes = outcomes(&over(&peer), BATCH + 2).await;
    assert_eq!(classes(&outcomes[BATCH - 1..]), [Sent, NotReached, NotReached]);
    assert_eq!(over(&peer).send(Vec::new()).await, []);
    assert_eq!(peer.log().conversations, 1);
}

#[tokio::test(start_paused = true)]
async fn what_the_server_says_is_kept_without_the_address() {
    let peer = once(Step::Recipient, 1, Act::Refuse(550));
    let outcomes = outcomes(&over(&peer), 1).await;
    let Outcome::GiveUp(failure) = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!((failure.stage, failure.code), (Stage::Recipient, Some(550)));
    assert!(failure.text.contains("this one, <…>"), "{failure}");
    assert!(!failure.text.contains("nguoi"), "{failure}");
}

fn signed_in(peer: &Peer, password: &str) -> Smtp {
    let login = Some(Login { user: "san".to_owned(), password: password.to_owned() });
    Smtp::over(sanviec_mail::Relay { login, ..relay("localhost", 25, Tls::None) }, Arc::new(peer.clone())).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_loses_no_message() {
    // base64 of "\0san\0right"
    let peer = Peer::with(|_| Act::Go, None, Some("AHNhbgByaWdodA=="));
    assert_eq!(classes(&outcomes(&signed_in(&peer, "right"), 2).await), [Sent, Sent]);
    assert_eq!(signed_in(&peer, "right").check().await, Ok(()));
    let outcomes = outcomes(&signed_in(&peer, "wrong"), 2).await;
    assert_eq!(classes(&outcomes), [Failed, Failed]);
    let failure = signed_in(&peer, "wrong").check().await.unwrap_err();
    assert_eq!((failure.stage, failure.code), (Stage::Login, Some(535)));
    assert_eq!(peer.log().accepted.len(), 2);
}

#[test]
fn a_password_is_not_shown_and_not_sent_in_the_clear() {
    let login = Login { user: "san".to_owned(), password: "geheim".to_owned() };
    let open = sanviec_mail::Relay { login: Some(login), ..relay("mail.example.vn", 25, Tls::NoneAnywhere) };
    assert!(!format!("{open:?}").contains("geheim"));
    assert!(matches!(Smtp::new(open), Err(RelayError::PasswordInClear)));
}
