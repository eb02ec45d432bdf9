//! The desk through its use cases, on both databases: letters without gaps or doubles under racing, colleagues who
//! come and go, work that is never without somebody.

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

mod agreed;
mod asked;
mod changes;
mod claims;
mod colleagues;
mod export;
mod forgetting;
mod letters;
mod meetings;
mod merged;
mod own_letters;
mod people;
mod received;
mod waiting;
mod written_to;

use crate::exchange::NOW;
use crate::forms::{code, key};
use sanviec_app::accounts::{NewPerson, Origin, Recognised, SignIn, recognise, sign_in};
use sanviec_app::desk::{self, Appoint, HandOver, Issue, Issued, LetterheadOrder, Next, Record};
use sanviec_app::messages::{self, End};
use sanviec_app::postings::{NewPosting, publish};
use sanviec_app::profiles::{self, typed};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale, Person, Role, Thing, accounts};
use sanviec_domain::appointment::Kind;
use sanviec_domain::posting::{Content, PostingCode};
use sanviec_domain::profile::{Content as ProfileContent, Field};
use sanviec_domain::referral::{Command, State};
use sanviec_search::Index;
use sanviec_store::membership;
use sanviec_store::testing::Fresh;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

const PASSWORD: &str = "sông Hương nước trong";

/// A centre with a letterhead, two officers and a manager, and one vacancy.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) centre: Uuid,
    pub(crate) officer: Person,
    pub(crate) colleague: Person,
    pub(crate) manager: Person,
    pub(crate) posting: String,
    /// Codes of the people who were registered, by number.
    pub(crate) people: tokio::sync::Mutex<HashMap<u128, String>>,
}

impl World {
    pub(crate) async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, |app| app).await
    }

    /// The same with an app that was given something more before its first clone.
    pub(crate) async fn with(fresh: &Fresh, given: impl FnOnce(App) -> App) -> Self {
        let facts = Facts { hash_kib: 64, two_factors: false, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let app = given(app.with_keys(Keyring::generated().expect("keys")));
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Gia Lai";
        let centre = accounts::add_centre(&app, &operator, name, "52").await.expect("centre");
        let mut people = Vec::new();
        for (contact, role) in
            [("an@vidu.vn", Role::Officer), ("binh@vidu.vn", Role::Officer), ("chi@vidu.vn", Role::CentreManager)]
        {
            people.push(person(&app, contact, role, Thing::of_centre(centre)).await);
        }
        let content = Content { wanted: 50, ..Content::titled("Kế toán kho") };
        let new = NewPosting { employer: "Công ty TNHH Phú Tài".into(), content };
        let posting = publish(&app, &operator, new).await.expect("posting").id.code().to_string();
        let [officer, colleague, manager] = people[..] else { panic!("three people") };
        let people = tokio::sync::Mutex::default();
        let world = Self { app, centre, officer, colleague, manager, posting, people };
        world.letterhead().await;
        world
    }

    pub(crate) fn ctx(&self, person: Person) -> Ctx {
        self.app.ctx(Actor::Person(person), Locale::Vi)
    }

    fn centre_code(&self) -> String {
        PostingCode::of(self.centre).to_string()
    }

    pub(crate) fn pass_days(&self, days: i64) {
        self.app.clock().set(self.app.clock().now().plus_days(days));
    }

    /// Whoever works at the centre leaves it now.
    pub(crate) async fn leave_centre(&self, who: Person) {
        let (store, now) = (self.app.store(), self.app.clock().now().0);
        let held = membership::list_held(store.reader(), who.account_id).await.expect("roles");
        let held: Vec<Uuid> = held.iter().filter(|row| row.centre_id.is_some()).map(|row| row.id).collect();
        let held = &held;
        let write = store.write("leave", |tx| {
            Box::pin(async move {
                for id in held {
                    membership::end(tx, *id, now).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        write.await.expect("left");
    }

    /// Who was told since the last time that a file is done, with its numbers.
    pub(crate) async fn told_done(&self) -> Vec<(Option<Uuid>, BTreeMap<String, String>)> {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let claimed = messages::claim(&self.app, &ctx, 60, 100).await.expect("claimed");
        for message in &claimed {
            messages::settle(&self.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
        }
        let done = claimed.into_iter().filter(|message| message.template == "file_judged");
        done.map(|message| (message.account_id, message.params)).collect()
    }

    async fn letterhead(&self) {
        let order = LetterheadOrder {
            centre: self.centre_code(),
            parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
            place: "Gia Lai".into(),
            sign: "GTVL-TTDVVL".into(),
            signer_post: "GIÁM ĐỐC".into(),
            send_days: "2".into(),
            answer_days: "10".into(),
            ..LetterheadOrder::default()
        };
        desk::save_letterhead(&self.app, &self.ctx(self.manager), order, &key()).await.expect("letterhead");
    }

    pub(crate) async fn issue_for(&self, officer: Person, profile: u128) -> Result<Issued, AppError> {
        let order = Issue {
            profile: self.person(profile).await,
            posting: self.posting.clone(),
            paper: format!("GĐY {profile}/2026"),
        };
        desk::issue(&self.app, &self.ctx(officer), order, &key()).await
    }

    /// Somebody registered at the counter, the same for the same number.
    pub(crate) async fn person(&self, number: u128) -> String {
        let mut people = self.people.lock().await;
        if let Some(code) = people.get(&number) {
            return code.clone();
        }
        let ctx = self.ctx(self.officer);
        let mut content = ProfileContent::default();
        for (field, text) in [
            (Field::Name, "Nguyễn Thị Lan".to_owned()),
            (Field::Birth, "12/03/1994".to_owned()),
            (Field::Phone, format!("0905 123 {number:03}")),
        ] {
            typed::set(&mut content, field, &vec![vec![text]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        let id = profiles::register(&self.app, &ctx, register, &key()).await.expect("registered");
        let code = desk::code_of_profile(id);
        people.insert(number, code.clone());
        code
    }

    /// A meeting so many hours from now, for half an hour.
    async fn appoint(&self, officer: Person, profile: u128, hours: i64) -> Result<String, AppError> {
        let order = Appoint {
            profile: self.person(profile).await,
            kind: Kind::Counselling,
            from: self.app.clock().now().plus_seconds(hours * 3_600),
            minutes: 30,
            subject: "Tư vấn việc làm".into(),
            place: "Quầy 2".into(),
        };
        desk::appoint(&self.app, &self.ctx(officer), order, &key()).await
    }

    pub(crate) async fn record(&self, id: &str, command: Command) -> Result<(), AppError> {
        let order = Record { id: id.to_owned(), version: None, command };
        desk::record(&self.app, &self.ctx(self.officer), order, &key()).await
    }

    async fn state(&self, id: &str) -> (State, Option<Next>) {
        let view = desk::referral(&self.app, &self.ctx(self.officer), id).await.expect("referral");
        (view.item.state, view.item.next)
    }

    pub(crate) async fn role_of(&self, person: Person) -> String {
        let held = membership::list_held(self.app.store().reader(), person.account_id).await.expect("held");
        PostingCode::of(held[0].id).to_string()
    }

    pub(crate) async fn hand_over(&self, from: Person, to: Option<Person>) -> Result<desk::Handed, AppError> {
        let to = match to {
            Some(person) => Some(self.role_of(person).await),
            None => None,
        };
        let order = HandOver { membership: self.role_of(from).await, to };
        desk::hand_over(&self.app, &self.ctx(self.manager), order, &key()).await
    }
}

/// Somebody with a role, signed in.
pub(crate) async fn person(app: &App, contact: &str, role: Role, place: Thing) -> Person {
    let operator = app.ctx(Actor::Operator, Locale::Vi);
    let new = NewPerson { contact: contact.into(), password: Some(PASSWORD.into()), role, place };
    accounts::add_person(app, &operator, new).await.expect("person");
    entered(app, contact).await
}

async fn entered(app: &App, contact: &str) -> Person {
    let order = SignIn { contact: contact.into(), password: PASSWORD.into(), origin: Origin::default() };
    let public = app.ctx(Actor::Public, Locale::Vi);
    let entered = sign_in(app, &public, order, &key()).await.expect("signed in");
    match recognise(app, app.clock().now(), &entered.token).await.expect("looked up") {
        Recognised::Signed(person) => person,
        other => panic!("not signed in: {other:?}"),
    }
}
