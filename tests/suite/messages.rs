//! Messages from the table to their carriers, on both databases: each goes out, none counts as sent that was not taken,
//! and what becomes of it when a sender dies, a server misbehaves, or it is night.

use crate::exchange::NOW;
use crate::peer::{Act, Peer, Step, Turn};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::messages::{self, Channel, End, Settled};
use sanviec_app::secrets::{Keyring, Place};
use sanviec_app::{Actor, App, Clock, Ctx, Facts, Ids, Locale};
use sanviec_domain::message::{Content, Kind, Status};
use sanviec_domain::time::Micros;
use sanviec_jobs::{Post, send_once};
use sanviec_mail::{
    Approved, Body, Carrier, Carriers, Console, Deadlines, Domain, EmailAddress, From, Gateway, Letterhead, Message,
    Mould, Parcel, PhoneForm, Provider, Reading, Relay, Smtp, Texts, Tls,
};
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{Store, account, message};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use uuid::Uuid;

const HOUR: i64 = 3_600;

struct World {
    app: App,
    keys: Keyring,
    post: Arc<Post>,
    console: Console,
}

fn letterhead() -> Letterhead {
    Letterhead::new("Trung tâm Hà Nội", "Ha Noi Centre", "TTDVVL HN", "https://vieclam.example.vn").expect("address")
}

fn smtp(peer: &Peer) -> Smtp {
    let from = From {
        address: EmailAddress::parse("thong-bao@vieclam.example.vn").expect("address"),
        name: "Trung tâm".to_owned(),
        reply_to: None,
        domain: Domain::parse("vieclam.example.vn").expect("domain"),
    };
    // Real time, because the database has it: short, so that a stalled server does not hold the test up.
    let deadlines = Deadlines {
        connect: Duration::from_millis(500),
        answer: Duration::from_millis(500),
        handover: Duration::from_millis(500),
        whole: Duration::from_secs(5),
    };
    let (host, roots) = ("localhost".to_owned(), Vec::new());
    let relay = Relay { host, port: 25, tls: Tls::None, login: None, roots, from, deadlines };
    Smtp::over(relay, Arc::new(peer.clone())).expect("relay")
}

impl World {
    /// E-mail to a server, everything else to a list.
    fn new(fresh: &Fresh, peer: &Peer) -> Self {
        let index = Index::in_memory().expect("index");
        let keys = Keyring::generated().expect("keys");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let console = Console::default();
        let email = Some(Carrier::Smtp(smtp(peer)));
        let carriers = Carriers { email, ..Carriers::console(&console) };
        let post = Post { carriers, texts: Texts::new(), letterhead: letterhead() };
        Self { app: app.with_keys(keys.clone()), keys, post: Arc::new(post), console }
    }

    fn store(&self) -> &Store {
        self.app.store()
    }

    fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::System, Locale::Vi)
    }

    fn now(&self) -> Micros {
        self.app.clock().now()
    }

    fn pass(&self, seconds: i64) {
        self.app.clock().set(self.now().plus_seconds(seconds));
    }

    /// A message written now, as a use case writes it.
    async fn queue(&self, n: u128, channel: Channel, account_id: Option<Uuid>, content: &Content) {
        let to = if channel == Channel::Email { format!("nguoi-{n}@example.vn") } else { "+84905123456".to_owned() };
        let values = serde_json::to_vec(&content.values()).expect("JSON");
        self.put(n, channel, account_id, (content.kind().code(), to.as_bytes(), &values)).await;
    }

    async fn put(&self, n: u128, channel: Channel, account_id: Option<Uuid>, what: (&str, &[u8], &[u8])) {
        let (template, recipient, params) = what;
        let seal = |column, value: &[u8]| {
            self.keys.seal(Place { table: "message", column, row: id(n) }, value).expect("sealed")
        };
        let row = &message::Row {
            id: id(n),
            account_id,
            channel: channel.code().to_owned(),
            recipient: seal("recipient", recipient),
            template: template.to_owned(),
            params: seal("params", params),
            locale: "vi".to_owned(),
            state: "queued".to_owned(),
            attempts: 0,
            created_at: self.now().0,
            send_after: self.now().0,
            expires_at: None,
            lease_token: None,
            lease_until: None,
            provider_id: None,
            last_error: None,
            done_at: None,
        };
        let write = self.store().write("queue", |tx| Box::pin(async move { message::enqueue(tx, row).await }));
        write.await.expect("queued");
    }

    async fn row(&self, n: u128) -> message::Row {
        message::find(self.store().reader(), id(n)).await.expect("read").expect("there")
    }

    async fn state(&self, n: u128) -> String {
        self.row(n).await.state
    }

    async fn send(&self, channel: Channel) -> usize {
        send_once(&self.app, &self.post, channel).await.expect("sent").claimed
    }

    /// A sender that dies before it says how it ended; with `after`, after it handed the messages over.
    async fn die(&self, peer: &Peer, after: bool) {
        let claimed =
            messages::claim_by_channel(&self.app, &self.ctx(), Channel::Email, -1, 100).await.expect("claimed");
        let mut batch = Vec::new();
        for held in claimed.iter().filter(|_| after) {
            let content = Content::read(&held.template, &held.params).expect("readable");
            let written = self.post.texts.email(&content, sanviec_domain::Lang::Vi, &letterhead()).expect("text");
            let to = EmailAddress::parse(&held.recipient).expect("address");
            batch.push(Message::new(held.id, to, held.created_at, written));
        }
        smtp(peer).send(batch).await;
    }

    async fn account(&self, n: u128) -> Uuid {
        let (id, now) = (id(1_000 + n), self.now().0);
        let row = &account::Row {
            id,
            version: 1,
            kind: "person".to_owned(),
            state: "live".to_owned(),
            created_at: now,
            updated_at: now,
        };
        let contact = &account::ContactPoint {
            id,
            account_id: id,
            kind: "phone".to_owned(),
            lookup: [&[0; 16][..], id.as_bytes()].concat(),
            value: vec![1],
            verified_at: now,
            created_at: now,
        };
        let write =
            self.store().write("account", |tx| Box::pin(async move { account::insert(tx, row, contact).await }));
        write.await.expect("account");
        id
    }

    /// One more address of an account.
    async fn address(&self, account_id: Uuid, email: &str) {
        let contact_id = id(9_000);
        let place = Place { table: "contact_point", column: "value", row: contact_id };
        let contact = &account::ContactPoint {
            id: contact_id,
            account_id,
            kind: "email".to_owned(),
            lookup: [&[1; 16][..], contact_id.as_bytes()].concat(),
            value: self.keys.seal(place, email.as_bytes()).expect("sealed"),
            verified_at: self.now().0,
            created_at: self.now().0,
        };
        let write = self.store().write("address", |tx| Box::pin(account::insert_contact(tx, contact)));
        write.await.expect("address");
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn code() -> Content {
    Content::SignUpCode { code: "482913".to_owned() }
}

fn notice() -> Content {
    Content::ApplicationStatusChanged {
        posting_title: "Kế toán tổng hợp".to_owned(),
        employer_name: "Công ty Minh Anh".to_owned(),
        status: Status::Interview,
        path: "/theo-doi/4f6a".to_owned(),
    }
}

fn name(n: u128) -> String {
    format!("Message-ID: <{}@vieclam.example.vn>", id(n))
}

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

/// One fault in five steps, none that takes longer than half a second.
fn wild(rng: &mut ChaCha8Rng, step: Step) -> Act {
    if !rng.random_bool(0.2) {
        return Act::Go;
    }
    match (step, rng.random_range(0..10)) {
        (Step::Connect | Step::Text, _) | (_, 0) => Act::Cut,
        (_, 1) => Act::Refuse(421),
        (_, 2 | 3) => Act::Refuse(451),
        (_, 4) => Act::Refuse(550),
        (_, 5) => Act::Rubbish,
        (_, 6) => Act::Half,
        (_, 7) => Act::Twice,
        (Step::Dot, _) => Act::AcceptAndCut,
        (_, _) => Act::Late(Duration::from_millis(rng.random_range(1..20))),
    }
}

async fn schedule(fresh: &Fresh, seed: u64) {
    const MESSAGES: u128 = 12;
    let calm = Arc::new(AtomicBool::new(false));
    let (quiet, mut plan) = (Arc::clone(&calm), ChaCha8Rng::seed_from_u64(seed));
    let peer =
        Peer::new(move |turn: Turn| if quiet.load(Ordering::Relaxed) { Act::Go } else { wild(&mut plan, turn.step) });
    let (world, mut rng) = (World::new(fresh, &peer), ChaCha8Rng::seed_from_u64(!seed));
    // Other schedules left their rows here.
    let first = u128::from(seed) * 1_000;
    let mine = first..first + MESSAGES;
    for n in mine.clone() {
        world.queue(n, Channel::Email, None, &notice()).await;
    }
    for round in 0..200 {
        calm.store(round >= 10, Ordering::Relaxed);
        if round < 10 && rng.random_bool(0.2) {
            world.die(&peer, rng.random_bool(0.5)).await;
        }
        world.send(Channel::Email).await;
        let mut next = None;
        for n in mine.clone() {
            let row = world.row(n).await;
            let due = (row.state == "queued" || row.state == "sending").then_some(row.send_after);
            next = [next, due].into_iter().flatten().min();
        }
        let Some(next) = next else { break };
        world.app.clock().set(Micros(next.max(world.now().0)));
    }
    let log = peer.log();
    for n in mine {
        let (row, to) = (world.row(n).await, format!("nguoi-{n}@example.vn"));
        let copies: Vec<_> = log.accepted.iter().filter(|accepted| accepted.to == to).collect();
        match row.state.as_str() {
            "sent" => assert!(!copies.is_empty(), "schedule {seed}: {n} counts as sent and was not accepted"),
            "failed" => {
                let refused = log.refused.iter().any(|(_, at, code)| (*at == to || at.is_empty()) && *code >= 500);
                assert!(refused && row.last_error.is_some(), "schedule {seed}: {n} was given up: {row:?}");
            }
            state => panic!("schedule {seed}: {n} is lost: {state}"),
        }
        for copy in &copies {
            assert!(copy.text.contains(&name(n)) && copy.text == copies[0].text, "schedule {seed}: {n} has two names");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the length of a test run is told by the environment")]
fn schedules() -> u64 {
    std::env::var("SANVIEC_SENDER_SCHEDULES").ok().and_then(|count| count.parse().ok()).unwrap_or(15)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_schedule_of_faults_loses_a_row_or_marks_one_sent_that_was_not_accepted() {
    each_backend(|fresh| async move {
        for seed in 0..schedules() {
            schedule(&fresh, seed).await;
        }
        let states: BTreeMap<String, i64> =
            message::count_by_state(fresh.store.reader()).await.expect("counted").into_iter().collect();
        assert!(states.len() == 2 && states.values().all(|count| *count > 0), "{states:?}");
    })
    .await;
}

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
