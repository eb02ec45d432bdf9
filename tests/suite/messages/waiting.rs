//! Waiting: at night, by the caps of a day, for a server that is away, and what cannot be sent at all.

use super::{HOUR, World, code, notice};
use crate::exchange::NOW;
use crate::peer::{Act, Peer, Step, Turn};
use sanviec_app::messages::Channel;
use sanviec_domain::time::Micros;
use sanviec_jobs::send_once;
use sanviec_store::testing::each_backend;

#[tokio::test(flavor = "multi_thread")]
async fn at_night_only_what_somebody_waits_for_goes_out() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh, &Peer::new(|_| Act::Go));
        world.pass(14 * HOUR);
        world.queue(1, Channel::Email, None, &notice()).await;
        world.queue(2, Channel::Email, None, &code()).await;
        world.send(Channel::Email).await;
        assert_eq!((world.state(1).await.as_str(), world.state(2).await.as_str()), ("queued", "sent"));
        let row = world.row(1).await;
        assert_eq!((row.send_after, row.attempts), (NOW.plus_seconds(22 * HOUR).0, 0));
        world.pass(8 * HOUR - 1);
        assert_eq!(world.send(Channel::Email).await, 0);
        world.pass(1);
        assert_eq!((world.send(Channel::Email).await, world.state(1).await.as_str()), (1, "sent"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fourth_notice_of_a_day_waits_for_the_next() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh, &Peer::new(|_| Act::Go));
        let (lan, mai) = (world.account(1).await, world.account(2).await);
        for n in 1..=4 {
            world.queue(n, Channel::Sms, Some(lan), &notice()).await;
        }
        world.queue(5, Channel::Sms, Some(mai), &notice()).await;
        world.queue(6, Channel::Sms, Some(lan), &code()).await;
        assert_eq!(world.send(Channel::Sms).await, 6);
        let mut states = Vec::new();
        for n in 1..=6 {
            states.push(world.state(n).await);
        }
        assert_eq!(states, ["sent", "sent", "sent", "queued", "sent", "sent"]);
        assert_eq!(world.row(4).await.send_after, NOW.plus_days(1).0);
        world.pass(HOUR);
        world.queue(7, Channel::Sms, Some(lan), &notice()).await;
        world.send(Channel::Sms).await;
        assert_eq!(world.state(7).await, "queued");
        world.pass(23 * HOUR);
        assert_eq!(world.send(Channel::Sms).await, 2);
        assert_eq!((world.state(4).await.as_str(), world.state(7).await.as_str()), ("sent", "sent"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_ends_with_its_reason_and_holds_nobody_up() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|turn: Turn| match (turn.step, turn.messages) {
            (Step::Recipient, 1) => Act::Refuse(550),
            _ => Act::Go,
        });
        let world = World::new(&fresh, &peer);
        world.queue(1, Channel::Email, None, &code()).await;
        world.put(2, Channel::Email, None, ("nonsense", b"a@b.vn", b"{}")).await;
        world.put(3, Channel::Email, None, ("sign_up_code", b"a@b.vn", b"{}")).await;
        world.put(4, Channel::Email, None, ("sign_up_code", b"no address", br#"{"code":"1"}"#)).await;
        world
            .put(5, Channel::Email, None, ("organisation_verified", b"a@b.vn", br#"{"employer_name":"A","path":"x"}"#))
            .await;
        world.put(6, Channel::Email, None, ("sign_up_code", b"a@b.vn", b"no JSON")).await;
        world.queue(7, Channel::Email, None, &code()).await;
        world.send(Channel::Email).await;
        for (n, why) in
            [(1, "recipient 550"), (2, "kind"), (3, "code"), (4, "no e-mail"), (5, "no address"), (6, "opened")]
        {
            let row = world.row(n).await;
            let error = row.last_error.unwrap_or_default();
            assert!(row.state == "failed" && error.contains(why), "{n}: {} {error}", row.state);
        }
        assert_eq!((world.state(7).await.as_str(), peer.log().accepted.len()), ("sent", 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_costs_waits_and_in_the_end_the_message_with_its_reason() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|turn: Turn| if turn.step == Step::Connect { Act::Cut } else { Act::Go });
        let world = World::new(&fresh, &peer);
        world.queue(1, Channel::Email, None, &notice()).await;
        world.queue(2, Channel::Email, None, &code()).await;
        let first = send_once(&world.app, &world.post, Channel::Email).await.expect("turn");
        assert!(first.trouble && first.claimed == 2);
        let mut last = NOW.0;
        for _ in 0..200 {
            let row = world.row(1).await;
            if row.state != "queued" {
                break;
            }
            assert!(row.send_after > last, "each wait has an end ahead");
            last = row.send_after;
            world.app.clock().set(Micros(last));
            world.send(Channel::Email).await;
        }
        let (notice, code) = (world.row(1).await, world.row(2).await);
        let (why, late) = (notice.last_error.unwrap_or_default(), code.last_error.unwrap_or_default());
        assert!(notice.state == "failed" && why.starts_with("last attempt: connect"), "{why}");
        assert_eq!(notice.attempts, 30);
        assert!(code.state == "failed" && late.contains("too late"), "{late}");
        let days = (world.now().0 - NOW.0) / 86_400_000_000;
        assert!((3..7).contains(&days), "{days} days");
    })
    .await;
}
