//! Sending: each by its channel, once, whoever sends, and what becomes of it when a sender dies.

use super::{World, code, id, name, notice};
use crate::exchange::NOW;
use crate::peer::{Act, Peer};
use sanviec_app::messages::{self, Channel, End, Settled};
use sanviec_domain::message::Kind;
use sanviec_mail::Parcel;
use sanviec_store::testing::each_backend;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_goes_out_by_its_channel_and_is_noted() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|_| Act::Go);
        let world = World::new(&fresh, &peer);
        world.queue(1, Channel::Email, None, &code()).await;
        world.queue(2, Channel::Sms, None, &code()).await;
        world.queue(3, Channel::Zalo, None, &notice()).await;
        for channel in Channel::ALL {
            assert_eq!((world.send(*channel).await, world.send(*channel).await), (1, 0));
        }
        let log = peer.log();
        assert!(log.accepted.len() == 1 && log.accepted[0].text.contains(&name(1)), "{log:?}");
        let parcels = world.console.parcels();
        let [Parcel::Sms(sms), Parcel::Zalo(zalo)] = parcels.as_slice() else { panic!("{parcels:?}") };
        assert!(sms.to.as_str() == "+84905123456" && sms.text.contains("482913"), "{}", sms.text);
        assert!(zalo.kind == Kind::ApplicationStatusChanged && zalo.fields.iter().any(|(k, _)| *k == "status_words"));
        for n in 1..=3 {
            let row = world.row(n).await;
            assert!(row.state == "sent" && row.done_at == Some(NOW.0) && row.attempts == 1, "{row:?}");
        }
        assert_eq!(world.row(1).await.provider_id.as_deref(), Some("accepted"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn racing_senders_send_each_message_once() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|_| Act::Go);
        let world = Arc::new(World::new(&fresh, &peer));
        for n in 0..150 {
            world.queue(n, Channel::Email, None, &code()).await;
        }
        let senders = (0..5).map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { while world.send(Channel::Email).await > 0 {} })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.expect("sender");
        }
        let mut got: Vec<String> = peer.log().accepted.into_iter().map(|accepted| accepted.to).collect();
        got.sort();
        let mut expected: Vec<String> = (0..150).map(|n| format!("nguoi-{n}@example.vn")).collect();
        expected.sort();
        assert_eq!(got, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_dies_leaves_its_messages_to_others() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|_| Act::Go);
        let world = World::new(&fresh, &peer);
        world.queue(1, Channel::Email, None, &code()).await;
        world.die(&peer, false).await;
        assert_eq!((world.state(1).await.as_str(), peer.log().accepted.len()), ("sending", 0));
        world.die(&peer, true).await;
        assert_eq!((world.state(1).await.as_str(), peer.log().accepted.len()), ("sending", 1));
        assert_eq!(world.send(Channel::Email).await, 1);
        let accepted = peer.log().accepted;
        assert_eq!((world.state(1).await.as_str(), accepted.len()), ("sent", 2));
        assert!(accepted[0].text == accepted[1].text && accepted[0].text.contains(&name(1)), "the same message");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_was_too_slow_says_nothing() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh, &Peer::new(|_| Act::Go));
        world.queue(1, Channel::Sms, None, &code()).await;
        let slow = messages::claim_by_channel(&world.app, &world.ctx(), Channel::Sms, -1, 10).await.expect("claimed");
        let other = messages::claim_by_channel(&world.app, &world.ctx(), Channel::Sms, 60, 10).await.expect("claimed");
        let ends = |lease, end| vec![Settled { id: id(1), lease, end }];
        let late = ends(slow[0].lease, End::Failed("slow".to_owned()));
        assert_eq!(messages::settle_all(&world.app, &world.ctx(), late).await.expect("noted"), 1);
        let in_time = ends(other[0].lease, End::Sent(None));
        assert_eq!(messages::settle_all(&world.app, &world.ctx(), in_time).await.expect("noted"), 0);
        assert_eq!(world.state(1).await, "sent");
    })
    .await;
}
