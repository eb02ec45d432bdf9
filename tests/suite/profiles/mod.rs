//! Profiles through the use cases, on both databases: who reads and changes what, what is found, what is left of it.

mod asked;
mod brakes;
mod consents;
mod corrected;
pub(crate) mod deleting;
mod desk;
mod doubles;
mod listed;
mod merging;
mod own;
mod served;
mod sights;
mod two_centres;

use crate::exchange::NOW;
use crate::forms::{code, key};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::profiles::{self, Profile, Register, SavePart};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale, Person, Role, Thing};
use sanviec_domain::person::{Birth, Email, PersonName, PersonalNumber, Phone};
use sanviec_domain::profile::{Content, Part, ProfileId};
use sanviec_search::Index;
use sanviec_store::testing::Fresh;
use uuid::Uuid;

struct World {
    app: App,
    centre: Uuid,
    other_centre: Uuid,
}

impl World {
    async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, Keyring::generated().expect("keys")).await
    }

    async fn with(fresh: &Fresh, keys: Keyring) -> Self {
        let facts = Facts { hash_kib: 64, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts).with_keys(keys);
        let ctx = app.ctx(Actor::Operator, Locale::Vi);
        let centre = add_centre(&app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let other_centre = add_centre(&app, &ctx, "Trung tâm Huế", "46").await.expect("centre");
        Self { app, centre, other_centre }
    }

    /// Somebody signed in, in a role at a place.
    async fn person(&self, contact: &str, role: Role, place: Thing) -> Ctx {
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPerson { contact: contact.into(), password: None, role, place };
        let account_id = add_person(&self.app, &operator, new).await.expect("account");
        self.ctx(Person {
            account_id,
            session_id: Uuid::nil(),
            role,
            centre_id: place.centre_id,
            employer_id: place.employer_id,
            is_fresh: true,
        })
    }

    fn ctx(&self, person: Person) -> Ctx {
        self.app.ctx(Actor::Person(person), Locale::Vi)
    }

    async fn seeker(&self, contact: &str) -> Ctx {
        self.person(contact, Role::Seeker, Thing::default()).await
    }

    async fn officer(&self) -> Ctx {
        self.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(self.centre)).await
    }

    async fn foreign_officer(&self) -> Ctx {
        self.person("canbo2@vidu.vn", Role::Officer, Thing::of_centre(self.other_centre)).await
    }

    async fn own(&self, ctx: &Ctx) -> Profile {
        profiles::own_or_new(&self.app, ctx).await.expect("own profile")
    }

    /// Saves a part as somebody who just read it.
    async fn save(&self, ctx: &Ctx, part: Part, change: impl FnOnce(&mut Content)) -> Result<ProfileId, AppError> {
        let mut content = self.own(ctx).await.content;
        let mark = profiles::mark(&self.app, &content, part).expect("mark");
        change(&mut content);
        profiles::save_part(&self.app, ctx, SavePart { profile_id: None, part, content, mark }, &key()).await
    }

    async fn register(&self, ctx: &Ctx, content: Content) -> ProfileId {
        profiles::register(&self.app, ctx, Register { content, branch_id: None }, &key()).await.expect("registered")
    }

    async fn stored(&self, id: ProfileId) -> sanviec_store::profile::Row {
        sanviec_store::profile::load(self.app.store().reader(), id.0).await.expect("row")
    }
}

/// A person with these numbers.
fn somebody(name: &str, number: &str, phone: &str) -> Content {
    let mut content = Content::default();
    content.identity.name = PersonName::parse(name).ok();
    content.identity.number = PersonalNumber::parse(number).ok();
    content.identity.birth = "1998-05-11".parse().ok().map(Birth::kept);
    content.contact.phone = Phone::parse(phone).ok();
    content
}

fn lan() -> Content {
    let mut content = somebody("Nguyễn Thị Lan", "052198001234", "0905123456");
    content.contact.email = Email::parse("lan@gmail.com").ok();
    content.residence.permanent.line = Some("Thôn 2".to_owned());
    content.wish.title = Some("Kế toán".to_owned());
    content.identity.religion = Some("Không".to_owned());
    content
}
