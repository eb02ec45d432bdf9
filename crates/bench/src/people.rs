//! A centre with an officer, for benches about people, and people with planted markers.

use crate::{Failure, data, scratch};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::profiles::{self, Register};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, Clock, Ctx, Key, Locale, Person, Role, Thing};
use sanviec_domain::person::{Email, PersonName, PersonalNumber, Phone};
use sanviec_domain::profile::{Content, ProfileId};
use std::path::Path;
use uuid::Uuid;

/// An exchange with one centre and one officer.
pub(crate) struct Counter {
    pub(crate) app: App,
    pub(crate) officer: Ctx,
    centre: Uuid,
}

impl Counter {
    /// In this folder.
    pub(crate) async fn new(folder: &Path) -> Result<Self, Failure> {
        let store = scratch::sqlite(folder, false).await?;
        let app = data::app(store, Clock::System)?.with_keys(Keyring::generated()?);
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let centre = add_centre(&app, &operator, "Trung tâm", "52").await?;
        let mut counter = Self { app, officer: operator, centre };
        counter.officer = counter.person("canbo@vidu.vn", Role::Officer).await?;
        Ok(counter)
    }

    /// Somebody signed in: an officer of the centre, or a seeker.
    pub(crate) async fn person(&self, contact: &str, role: Role) -> Result<Ctx, Failure> {
        let centre_id = (role == Role::Officer).then_some(self.centre);
        let place = centre_id.map(Thing::of_centre).unwrap_or_default();
        let new = NewPerson { contact: contact.to_owned(), password: None, role, place };
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let account_id = add_person(&self.app, &operator, new).await?;
        let person = Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id: None, is_fresh: true };
        Ok(self.app.ctx(Actor::Person(person), Locale::Vi))
    }

    /// Registers somebody at the counter.
    pub(crate) async fn register(&self, content: Content) -> Result<ProfileId, Failure> {
        let register = Register { content, branch_id: None };
        Ok(profiles::register(&self.app, &self.officer, register, &Key::fresh()?).await?)
    }
}

/// A person with these numbers and addresses.
pub(crate) fn somebody(name: &str, number: &str, phone: &str, email: &str) -> Content {
    let mut content = Content::default();
    content.identity.name = PersonName::parse(name).ok();
    content.identity.number = PersonalNumber::parse(number).ok();
    content.contact.phone = Phone::parse(phone).ok();
    content.contact.email = Email::parse(email).ok();
    content
}

/// Eight texts of a profile, each with a marker that stands nowhere else.
pub(crate) fn marked(first: usize) -> Content {
    let text = |nth: usize| Some(format!("Xin qz{:06}zq nhé", first + nth));
    let mut content = somebody("Nguyễn Thị Lan", "", "", "");
    content.identity.religion = text(0);
    content.contact.other = text(1);
    content.residence.permanent.line = text(2);
    content.wish.title = text(3);
    content.wish.description = text(4);
    content.conditions.needs = text(5);
    content.priority.other = text(6);
    content.services.other = text(7);
    content
}

/// How many markers stand in the files of a folder.
pub(crate) fn planted(folder: &Path) -> Result<usize, Failure> {
    let mut count = 0;
    for entry in std::fs::read_dir(folder)? {
        let bytes = std::fs::read(entry?.path())?;
        let is_marker = |found: &[u8]| {
            found.starts_with(b"qz") && found.ends_with(b"zq") && found[2..8].iter().all(u8::is_ascii_digit)
        };
        count += bytes.windows(10).filter(|found| is_marker(found)).count();
    }
    Ok(count)
}
