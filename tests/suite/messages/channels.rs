//! From one channel to the next, in the order of the settings.

use super::{World, code, letterhead, notice, smtp};
use crate::peer::{Act, Peer};
use sanviec_app::messages::Channel;
use sanviec_domain::message::{Content, Kind};
use sanviec_jobs::Post;
use sanviec_mail::{Approved, Body, Carrier, Carriers, Gateway, Mould, PhoneForm, Provider, Reading, Texts};
use sanviec_store::testing::each_backend;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A provider of Zalo that takes nobody's number; answers on a port that the system chooses.
async fn unwilling() -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("port");
    let port = listener.local_addr().expect("address").port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 8192]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 14\r\n\r\n{\"error\":-118}").await;
        }
    });
    format!("http://127.0.0.1:{port}/")
}

fn provider(url: String, kinds: &[Kind]) -> Carrier {
    let approved = kinds.iter().map(|kind| (*kind, Approved { id: "1".into(), parameters: BTreeMap::new() }));
    let reading =
        Reading { result: "/error".into(), yes: vec!["0".into()], no: vec!["-118".into()], id: String::new() };
    let text = r#"{"phone":"{phone}","id":"{id}"}"#.to_owned();
    let provider = Provider {
        url,
        headers: Vec::new(),
        mould: Mould { text, body: Body::Json, phone: PhoneForm::Digits },
        reading,
        approved: approved.collect(),
        deadline: Duration::from_secs(5),
    };
    Carrier::Gateway(Gateway::new(provider).expect("settings"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_zalo_does_not_take_goes_by_sms_and_then_by_email_as_the_settings_say() {
    each_backend(|fresh| async move {
        let peer = Peer::new(|_| Act::Go);
        let mut world = World::new(&fresh, &peer);
        let zalo = Some(provider(unwilling().await, &[Kind::ApplicationStatusChanged]));
        let order = vec![Channel::Zalo, Channel::Sms, Channel::Email];
        let sms = Some(Carrier::Console(world.console.clone()));
        let carriers = Carriers { email: Some(Carrier::Smtp(smtp(&peer))), sms, zalo, order };
        world.post = Arc::new(Post { carriers, texts: Texts::new(), letterhead: letterhead() });
        world.queue(1, Channel::Sms, None, &notice()).await;
        world.queue(2, Channel::Sms, None, &code()).await;
        world.send(Channel::Sms).await;
        assert_eq!((world.row(1).await.channel.as_str(), world.state(2).await.as_str()), ("zalo", "sent"));
        assert_eq!(world.row(2).await.channel, "sms", "what has no template stays");
        world.send(Channel::Zalo).await;
        assert_eq!((world.row(1).await.channel.as_str(), world.state(1).await.as_str()), ("sms", "queued"));
        world.send(Channel::Sms).await;
        assert_eq!((world.state(1).await.as_str(), world.console.parcels().len()), ("sent", 2));
        // Nobody takes it by SMS either.
        let Post { carriers, .. } = &*world.post;
        let sms = Some(provider(unwilling().await, &[]));
        let carriers = Carriers { sms, zalo: None, ..carriers.clone() };
        world.post = Arc::new(Post { carriers, texts: Texts::new(), letterhead: letterhead() });
        let account_id = world.account(1).await;
        world.address(account_id, "lan@example.vn").await;
        world.queue(3, Channel::Sms, Some(account_id), &notice()).await;
        world.queue(4, Channel::Sms, Some(account_id), &Content::RecoverCode { code: "123456".into() }).await;
        world.queue(5, Channel::Sms, None, &notice()).await;
        world.send(Channel::Sms).await;
        assert_eq!(world.row(3).await.channel, "email");
        assert_eq!((world.row(4).await.channel.as_str(), world.state(4).await.as_str()), ("sms", "failed"), "a code");
        assert_eq!(world.state(5).await, "failed", "nobody knows an address");
        world.send(Channel::Email).await;
        assert_eq!(world.state(3).await, "sent");
    })
    .await;
}
