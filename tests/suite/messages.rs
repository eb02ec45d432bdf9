//! Messages from the table to their carriers, on both databases: each goes out, none counts as sent that was not taken,
//! and what becomes of it when a sender dies, a server misbehaves, or it is night.

mod channels;
mod faults;
mod sending;
mod waiting;

use crate::exchange::NOW;
use crate::peer::Peer;
use sanviec_app::messages::{self, Channel};
use sanviec_app::secrets::{Keyring, Place};
use sanviec_app::{Actor, App, Clock, Ctx, Facts, Ids, Locale};
use sanviec_domain::message::{Content, Status};
use sanviec_domain::time::Micros;
use sanviec_jobs::{Post, send_once};
use sanviec_mail::{
    Carrier, Carriers, Console, Deadlines, Domain, EmailAddress, From, Letterhead, Message, Relay, Smtp, Texts, Tls,
};
use sanviec_search::Index;
use sanviec_store::testing::Fresh;
use sanviec_store::{Store, account, message};
use std::sync::Arc;
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
            profile_id: None,
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
