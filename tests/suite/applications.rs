//! Applications through the use cases, on both databases. One file for each story; here is what they share: a world
//! with an employer and a posting, and one round of each form.

mod answering;
mod at_desk;
mod brakes;
mod brought;
mod counter;
mod ending;
mod files;
mod full;
mod guardian;
mod hired;
mod interviews;
mod leaving;
mod reports;
mod secrets;
mod sending;
mod sheet;
mod stuck;
mod twice;
mod young;

use crate::exchange::NOW;
use crate::forms::{code, key};
use sanviec_app::accounts::{self, NewPerson, Origin};
use sanviec_app::applications::{self, Access, Answer, Applied, Linked, Quick, Ticked, WORDING};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::postings::{self, NewPosting};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Person, Role, Thing};
use sanviec_domain::application::{Command, EndReason, ResponseRate};
use sanviec_domain::posting::{Content, PostingCode, PostingId};
use sanviec_domain::why::Why;
use sanviec_search::Index;
use sanviec_store::testing::Fresh;
use sanviec_store::{application, employer};
use uuid::Uuid;

const PHONE: &str = "0905 123 456";

const GUARDIAN: &str = "0987 654 321";

struct World {
    app: App,
    posting: PostingId,
    employer_id: Uuid,
    member: Ctx,
}

impl World {
    async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, false).await
    }

    /// The same, with or without a scanner.
    async fn with(fresh: &Fresh, scans: bool) -> Self {
        let facts = Facts { hash_kib: 64, scans, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let app = app.with_keys(Keyring::generated().expect("keys"));
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let mut content = Content::titled("Kế toán tổng hợp");
        content.wanted = 3;
        let new = NewPosting { employer: "Công ty TNHH Minh Anh".into(), content };
        let posting = postings::publish(&app, &operator, new).await.expect("published").id;
        let row = employer::list_by_name(fresh.store.reader(), None, 1).await.expect("employers").remove(0);
        let employer_id = row.id;
        verify(&app, row, true).await;
        let member = person(&app, "tuyendung@vidu.vn", Role::EmployerMember, Thing::of_employer(employer_id)).await;
        Self { app, posting, employer_id, member }
    }

    fn public(&self) -> Ctx {
        self.app.ctx(Actor::Public, Locale::Vi)
    }

    /// The member of the employer at this moment.
    fn member(&self) -> Ctx {
        self.app.ctx(self.member.actor, Locale::Vi)
    }

    fn pass_days(&self, days: i64) {
        self.app.clock().set(self.app.clock().now().plus_days(days));
    }

    fn quick(&self, phone: &str) -> Quick {
        Quick {
            posting: self.posting.code().to_string(),
            name: "Nguyễn Thị Lan".into(),
            phone: phone.into(),
            email: String::new(),
            age: "18".into(),
            guardian: String::new(),
            consent: true,
            wording: WORDING,
            origin: Origin { source: "10.0.0.1".into(), device: String::new() },
        }
    }

    async fn apply(&self, order: Quick, key: &Key) -> Result<Applied, AppError> {
        applications::apply_quick(&self.app, &self.public(), order, key).await
    }

    /// Somebody applies, and the token of the link that came.
    async fn applied(&self, phone: &str) -> String {
        let mut order = self.quick(phone);
        order.origin.source = format!("of {phone}");
        assert_eq!(self.apply(order, &key()).await.expect("sent"), Applied::Sent);
        token(&self.messages().await, "application_sent")
    }

    /// Messages that wait, sent.
    async fn messages(&self) -> Vec<Claimed> {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let claimed = messages::claim(&self.app, &ctx, 60, 100).await.expect("claimed");
        for message in &claimed {
            messages::settle(&self.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
        }
        claimed
    }

    async fn own(&self, token: &str) -> applications::MyApplication {
        match applications::follow(&self.app, &self.public(), token).await.expect("followed") {
            Linked::Person(own) => *own,
            Linked::Guardian(_) => panic!("a guardian's link"),
        }
    }

    async fn withdraw(&self, token: &str, key: &Key) -> Result<(), AppError> {
        applications::withdraw(&self.app, &self.public(), Access::Link(token.into()), "", key).await
    }

    async fn answer(&self, code: &str, command: Command, key: &Key) -> Result<(), AppError> {
        let view = applications::applicant(&self.app, &self.member(), code).await.expect("applicant");
        let answer = Answer { application: code.into(), version: view.version, command };
        applications::answer(&self.app, &self.member(), answer, key).await
    }

    async fn rows(&self) -> Vec<application::Row> {
        let filter = application::Filter::default();
        application::list_by_employer(self.app.store().reader(), self.employer_id, filter, 100).await.expect("rows")
    }

    async fn rate(&self) -> ResponseRate {
        let code = PostingCode::of(self.employer_id).to_string();
        applications::response_rate(&self.app, &self.public(), &code).await.expect("rate")
    }

    async fn tick(&self) -> Ticked {
        applications::tick(&self.app, &self.app.ctx(Actor::System, Locale::Vi), 100).await.expect("ticked")
    }
}

async fn verify(app: &App, row: employer::Row, is_verified: bool) {
    let row = &employer::Row { verified_at: is_verified.then_some(NOW.0), ..row };
    let write = app.store().write("verify", |tx| Box::pin(async move { employer::update_guarded(tx, row).await }));
    write.await.expect("verified");
}

/// Somebody with a role, as signed in.
async fn person(app: &App, contact: &str, role: Role, place: Thing) -> Ctx {
    let new = NewPerson { contact: contact.into(), password: None, role, place };
    let account_id = accounts::add_person(app, &app.ctx(Actor::Operator, Locale::Vi), new).await.expect("added");
    let Thing { centre_id, employer_id, .. } = place;
    let person = Person { account_id, session_id: account_id, role, centre_id, employer_id, is_fresh: true };
    app.ctx(Actor::Person(person), Locale::Vi)
}

fn templates(messages: &[Claimed]) -> Vec<&str> {
    let mut templates: Vec<&str> = messages.iter().map(|message| message.template.as_str()).collect();
    templates.sort_unstable();
    templates
}

fn token(messages: &[Claimed], template: &str) -> String {
    let found = messages.iter().find(|message| message.template == template).expect("a message");
    found.params["path"].rsplit('/').next().expect("a token").to_owned()
}

fn reject(reason: EndReason) -> Command {
    Command::Reject(Why::plain(reason))
}

/// A document of so many bytes, each run with another text.
fn pdf(bytes: usize, mark: &str) -> Vec<u8> {
    let mut document = format!("%PDF-1.7\n{mark}\n").into_bytes();
    document.resize(bytes.max(document.len() + 8), b' ');
    document.extend(b"\n%%EOF\n");
    document
}
