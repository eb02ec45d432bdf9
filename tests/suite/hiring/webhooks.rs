//! Programs that are told, against a real HTTP server on this machine that answers, stalls, refuses and goes away.

use super::Desk;
use crate::forms::key;
use crate::organisations::codes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sanviec_app::AppError;
use sanviec_app::hiring::Act as PostingAct;
use sanviec_app::messages;
use sanviec_app::webhooks::{self, Act, Add, Added, Attempted, DeliveryView, Owner};
use sanviec_domain::webhook::{ATTEMPTS_MAX, DeliveryState, EndpointState, Heard};
use sanviec_jobs::send_due_webhooks;
use sanviec_mail::Hooks;
use sanviec_store::testing::each_backend;
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// What came to the server.
#[derive(Clone, Debug)]
struct Request {
    headers: HashMap<String, String>,
    body: String,
}

/// How the server answers from now on.
#[derive(Clone, Debug)]
enum Manner {
    /// With this status and these header lines.
    Status(u16, &'static str),
    /// Takes the connection and says nothing.
    Stall,
    /// Ends the connection in the middle of its answer.
    Cut,
}

/// A server of HTTP on a port of its own.
#[derive(Clone)]
struct Peer {
    address: String,
    manner: Arc<Mutex<Manner>>,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Peer {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}/hook?a=b", listener.local_addr().expect("an address"));
        let peer = Self { address, manner: Arc::new(Mutex::new(Manner::Status(204, ""))), seen: Arc::default() };
        let serving = peer.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        peer
    }

    fn manner(&self, manner: Manner) {
        *self.manner.lock().expect("lock") = manner;
    }

    fn seen(&self) -> Vec<Request> {
        std::mem::take(&mut self.seen.lock().expect("lock"))
    }

    async fn serve(self, mut stream: TcpStream) {
        let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
        let request = loop {
            let Ok(count @ 1..) = stream.read(&mut part).await else { return };
            bytes.extend(&part[..count]);
            if let Some(request) = read(&bytes) {
                break request;
            }
        };
        self.seen.lock().expect("lock").push(request);
        let manner = self.manner.lock().expect("lock").clone();
        match manner {
            Manner::Status(status, lines) => {
                let answer = format!("HTTP/1.1 {status} x\r\n{lines}content-length: 0\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
            Manner::Cut => {
                let _ = stream.write_all(b"HTTP/1.1 200 O").await;
            }
            Manner::Stall => {
                // Until the other side has had enough.
                let _ = stream.read(&mut part).await;
            }
        }
    }
}

fn read(bytes: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    let headers: HashMap<String, String> = lines.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    let length: usize = headers.get("content-length")?.parse().ok()?;
    (body.len() >= length).then(|| Request { headers, body: body.to_owned() })
}

/// The signature that a receiver computes.
fn signature(secret: &str, request: &Request) -> String {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("a key");
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
    let of = |name: &str| &request.headers[name];
    mac.update(format!("{}.{}.{}", of("webhook-id"), of("webhook-timestamp"), request.body).as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

const ALL: [&str; 4] = ["posting.published", "posting.closed", "application.submitted", "application.withdrawn"];

impl Desk {
    fn owner(&self) -> Owner {
        Owner::Employer(self.organisation)
    }

    async fn add(&self, address: &str) -> Result<Added, AppError> {
        let events = ALL.iter().map(|code| (*code).to_owned()).collect();
        let add = Add { name: "Phần mềm nhân sự".into(), address: address.into(), events };
        webhooks::add(&self.house.app, &self.own(), self.owner(), add, &key()).await
    }

    async fn send(&self, deadline_ms: u64) -> usize {
        let hooks = Arc::new(Hooks::new(Duration::from_millis(deadline_ms), true));
        send_due_webhooks(&self.house.app, &hooks).await.expect("a turn")
    }

    async fn sent(&self, id: Uuid) -> Vec<DeliveryView> {
        webhooks::deliveries(&self.house.app, &self.own(), self.owner(), (id, None), 50).await.expect("deliveries")
    }

    async fn endpoint_state(&self, id: Uuid) -> EndpointState {
        webhooks::endpoint(&self.house.app, &self.own(), self.owner(), id).await.expect("endpoint").state
    }

    async fn ping(&self, id: Uuid) {
        webhooks::ping(&self.house.app, &self.own(), self.owner(), id, &key()).await.expect("queued");
    }

    fn pass(&self, us: i64) {
        let clock = self.house.app.clock();
        clock.set(sanviec_domain::time::Micros(clock.now().0 + us));
    }

    /// Kinds of messages that were written since.
    async fn told(&self) -> Vec<String> {
        let claimed = messages::claim(&self.house.app, &self.system(), 600, 100).await.expect("claimed");
        claimed.into_iter().map(|message| message.template).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_a_posting_is_told_signed_once_and_to_its_own_people_only() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let peer = Peer::new().await;
        let added = desk.add(&peer.address).await.expect("added");
        let (_, other) = desk.house.founded("b@vidu.vn", "0312345673").await;
        let id = desk.published().await;
        assert_eq!(desk.send(2_000).await, 1);
        let seen = peer.seen();
        assert_eq!(seen.len(), 1);
        let request = &seen[0];
        assert_eq!(request.headers["webhook-signature"], signature(&added.secret, request));
        let now = desk.house.app.clock().now().0 / 1_000_000;
        assert_eq!(request.headers["webhook-timestamp"], now.to_string());
        let body: serde_json::Value = serde_json::from_str(&request.body).expect("json");
        assert_eq!(body["type"], "posting.published");
        assert_eq!(body["data"]["posting_id"], sanviec_domain::posting::PostingId(id).code().to_string());
        assert!(!request.body.contains("Công nhân may"), "ids and states, nothing else");
        let close = PostingAct::Close { hired: "2".into(), reason: String::new(), note: String::new() };
        desk.act(&desk.own(), id, close).await.expect("closed");
        assert_eq!(desk.send(2_000).await, 1);
        assert!(peer.seen()[0].body.contains("posting.closed"));
        assert_eq!(desk.send(2_000).await, 0, "nothing is told twice");
        let stranger = webhooks::endpoint(&desk.house.app, &desk.own(), Owner::Employer(other), added.id).await;
        assert!(matches!(stranger, Err(AppError::Forbidden | AppError::NotFound)));
        let sent = desk.sent(added.id).await;
        assert!(sent.iter().all(|one| one.state == DeliveryState::Delivered && one.attempts.len() == 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stalls_is_cut_refused_or_redirects_is_tried_again_and_given_up_after_days() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let peer = Peer::new().await;
        let added = desk.add(&peer.address).await.expect("added");
        desk.told().await;
        desk.ping(added.id).await;
        let manners = [
            (Manner::Stall, None),
            (Manner::Cut, None),
            (Manner::Status(500, ""), Some(500)),
            (Manner::Status(302, "location: http://127.0.0.1:1/\r\n"), Some(302)),
            (Manner::Status(503, ""), Some(503)),
        ];
        let mut attempts = 0;
        while desk.endpoint_state(added.id).await == EndpointState::Active {
            let (manner, status) = manners[attempts % manners.len()].clone();
            peer.manner(manner);
            assert_eq!(desk.send(300).await, 1, "attempt {attempts}");
            let sent = desk.sent(added.id).await;
            attempts += 1;
            assert_eq!(sent[0].attempts.len(), attempts);
            let last = sent[0].attempts.last().expect("an attempt");
            assert_eq!(last.status, status);
            assert!(last.error.is_some());
            if let Some(next) = sent[0].next_at {
                assert_eq!(desk.send(300).await, 0, "not before its time");
                desk.house.app.clock().set(next);
            }
        }
        assert_eq!(attempts as u32, ATTEMPTS_MAX);
        assert_eq!(desk.sent(added.id).await[0].state, DeliveryState::Dead);
        assert_eq!(desk.told().await, ["webhook_disabled"], "its people are told once");
        let ids: Vec<String> = peer.seen().iter().map(|request| request.headers["webhook-id"].clone()).collect();
        assert!(ids.iter().all(|id| *id == ids[0]), "every attempt is the same message");

        peer.manner(Manner::Status(200, ""));
        let resume = webhooks::act(&desk.house.app, &desk.own(), desk.owner(), (added.id, Act::Resume), &key()).await;
        resume.expect("goes on");
        let dead = desk.sent(added.id).await[0].id;
        let again = webhooks::send_again(&desk.house.app, &desk.own(), desk.owner(), (added.id, dead), &key()).await;
        again.expect("queued");
        assert_eq!(desk.send(2_000).await, 1);
        assert_eq!(desk.sent(added.id).await[0].state, DeliveryState::Delivered);
        assert_eq!(peer.seen()[0].headers["webhook-id"], ids[0], "under its old id");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gone_ends_it_at_once_and_a_wait_that_is_asked_for_is_kept() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let peer = Peer::new().await;
        let added = desk.add(&peer.address).await.expect("added");
        desk.ping(added.id).await;
        peer.manner(Manner::Status(429, "retry-after: 120\r\n"));
        desk.send(2_000).await;
        let next = desk.sent(added.id).await[0].next_at.expect("another attempt");
        assert!(next.0 - desk.house.app.clock().now().0 >= 120_000_000);
        peer.manner(Manner::Status(410, ""));
        desk.house.app.clock().set(next);
        desk.send(2_000).await;
        assert_eq!(desk.endpoint_state(added.id).await, EndpointState::Disabled);
        peer.seen();
        desk.published().await;
        assert_eq!(desk.send(2_000).await, 0, "it is told nothing more");
        assert!(peer.seen().is_empty());
        // Nobody there at all.
        let nobody = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
        let refused = desk.add(&format!("http://{nobody}/")).await.expect("added");
        desk.ping(refused.id).await;
        desk.send(2_000).await;
        let sent = desk.sent(refused.id).await;
        assert_eq!((sent[0].attempts[0].status, sent[0].state), (None, DeliveryState::Queued));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_dies_leaves_its_message_to_others_and_a_late_one_notes_nothing() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let peer = Peer::new().await;
        let added = desk.add(&peer.address).await.expect("added");
        desk.ping(added.id).await;
        let (app, ctx) = (&desk.house.app, desk.system());
        let first = webhooks::claim(app, &ctx, 0, 10).await.expect("claimed");
        let second = webhooks::claim(app, &ctx, 60, 10).await.expect("claimed");
        assert_eq!((first.len(), second.len()), (1, 1));
        assert!(webhooks::claim(app, &ctx, 60, 10).await.expect("claimed").is_empty(), "one has it at a time");
        let yes = Attempted { heard: Heard::Taken, status: Some(200), error: None, took_ms: 1 };
        assert!(!webhooks::settle(app, &ctx, &first[0], yes.clone()).await.expect("asked"), "its lease is lost");
        assert!(desk.sent(added.id).await[0].attempts.is_empty());
        assert!(webhooks::settle(app, &ctx, &second[0], yes).await.expect("noted"));
        assert_eq!(desk.sent(added.id).await[0].state, DeliveryState::Delivered);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_secret_is_replaced_both_sign_and_a_stopped_endpoint_is_told_later_what_waited() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let peer = Peer::new().await;
        let added = desk.add(&peer.address).await.expect("added");
        let form = key();
        let new = webhooks::rotate(&desk.house.app, &desk.own(), desk.owner(), added.id, &form).await.expect("new");
        let same = webhooks::rotate(&desk.house.app, &desk.own(), desk.owner(), added.id, &form).await.expect("same");
        assert_eq!(new, same, "the same form sent again shows the same secret");
        desk.ping(added.id).await;
        desk.send(2_000).await;
        let request = peer.seen().remove(0);
        let both = [&new.secret, &added.secret].map(|secret| signature(secret, &request)).join(" ");
        assert_eq!(request.headers["webhook-signature"], both);
        desk.pass(8 * 86_400_000_000);
        desk.ping(added.id).await;
        let paused = webhooks::act(&desk.house.app, &desk.own(), desk.owner(), (added.id, Act::Pause), &key()).await;
        paused.expect("paused");
        assert_eq!(desk.send(2_000).await, 0);
        desk.pass(1);
        let resume = webhooks::act(&desk.house.app, &desk.own(), desk.owner(), (added.id, Act::Resume), &key()).await;
        resume.expect("resumed");
        assert_eq!(desk.send(2_000).await, 1, "what waited goes");
        let request = peer.seen().remove(0);
        assert_eq!(request.headers["webhook-signature"], signature(&new.secret, &request), "the old one is over");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_set_one_up_and_only_for_a_public_address() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        for (address, expected) in [
            ("http://vidu.vn/", "address_not_https"),
            ("https://10.0.0.7/", "address_private"),
            ("https://metadata.internal/", "address_private"),
            ("https://lan:pw@vidu.vn/", "address_unclear"),
        ] {
            assert_eq!(codes(&desk.add(address).await.expect_err(address)), [expected]);
        }
        let stranger = desk.moderator();
        let add = Add { name: "x".into(), address: "https://vidu.vn/".into(), events: vec![ALL[0].into()] };
        let refused = webhooks::add(&desk.house.app, &stranger, desk.owner(), add.clone(), &key()).await;
        assert!(matches!(refused, Err(AppError::Forbidden)));
        let foreign = Add { events: vec!["referral.issued".into()], ..add };
        let refused = webhooks::add(&desk.house.app, &desk.own(), desk.owner(), foreign, &key()).await;
        assert_eq!(codes(&refused.expect_err("of centres")), ["missing"]);
        // A name that is honest when it is written down and stands for this machine when it is asked.
        let hooks = Hooks::new(Duration::from_secs(2), false);
        let address =
            sanviec_domain::webhook::Address { is_tls: true, host: "localhost".into(), port: 443, path: "/".into() };
        let reply = hooks.send(&address, &[], String::new()).await;
        assert_eq!(reply.error.as_deref(), Some("the name stands for a machine inside a network"));
    })
    .await;
}
