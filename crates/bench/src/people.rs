//! A centre with an officer, for benches about people, and people with planted markers.

use crate::{Failure, data, scratch};
use chrono::NaiveDate;
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::desk::{LetterheadOrder, save_letterhead};
use sanviec_app::profiles::{self, Register};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, Clock, Ctx, Facts, Ids, Key, Locale, Person, Role, Thing};
use sanviec_domain::consent::Purpose;
use sanviec_domain::person::{Birth, Email, PersonName, PersonalNumber, Phone};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, ProfileId};
use sanviec_search::Index;
use sanviec_store::{employer, membership, session};
use sha2::{Digest, Sha256};
use std::path::Path;
use uuid::Uuid;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// An exchange with one centre and one officer.
pub(crate) struct Counter {
    pub(crate) app: App,
    pub(crate) officer: Ctx,
    centre: Uuid,
}

impl Counter {
    /// In this folder.
    pub(crate) async fn new(folder: &Path) -> Result<Self, Failure> {
        let app = data::app(scratch::sqlite(folder, false).await?, Clock::System)?;
        Self::over(app.with_keys(Keyring::generated()?)).await
    }

    /// In this folder, with the index beside the database.
    pub(crate) async fn with_index(folder: &Path) -> Result<Self, Failure> {
        let store = scratch::sqlite(folder, false).await?;
        let index = Index::open(&folder.join("index"))?;
        let app = App::new(store, index, Clock::System, Ids::System, Facts::default());
        Self::over(app.with_keys(Keyring::generated()?)).await
    }

    /// Over use cases that have their keys.
    pub(crate) async fn over(app: App) -> Result<Self, Failure> {
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

    /// Somebody of an employer. No account is needed: what an employer sees hangs on the role and the id.
    pub(crate) async fn member(&self, employer_id: Uuid) -> Result<Ctx, Failure> {
        let ctx = self.person("nhan-su@vidu.vn", Role::Seeker).await?;
        let person = ctx.actor.person().ok_or("nobody is signed in")?;
        let person = Person { role: Role::EmployerMember, employer_id: Some(employer_id), ..person };
        Ok(self.app.ctx(Actor::Person(person), Locale::Vi))
    }

    /// Somebody new who works at this place, signed in on a browser; the token of the cookie.
    pub(crate) async fn signed_in(&self, contact: &str, role: Role, place: Thing) -> Result<String, Failure> {
        let new = NewPerson { contact: contact.to_owned(), password: None, role, place };
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let account_id = add_person(&self.app, &operator, new).await?;
        self.session(account_id, role).await
    }

    /// The officer, signed in on a browser; the token of the cookie.
    pub(crate) async fn officer_signed_in(&self) -> Result<String, Failure> {
        let person = self.officer.actor.person().ok_or("nobody is signed in")?;
        self.session(person.account_id, person.role).await
    }

    /// The centre.
    pub(crate) const fn centre(&self) -> Uuid {
        self.centre
    }

    /// A live session that lasts a day; its token.
    async fn session(&self, account_id: Uuid, role: Role) -> Result<String, Failure> {
        let (store, id, now) = (self.app.store(), Ids::System.next(), self.app.clock().now().0);
        let token = format!("{:032x}{:032x}", Ids::System.next().as_u128(), Ids::System.next().as_u128());
        let held = membership::list_held(store.reader(), account_id).await?;
        let row = &session::Row {
            id,
            token_hash: Sha256::digest(token.as_bytes()).to_vec(),
            account_id,
            stage: "live".to_owned(),
            role: role.code().to_owned(),
            membership_id: held.first().map(|row| row.id),
            device: String::new(),
            created_at: now,
            seen_at: now,
            proved_at: now,
            idle_us: DAY,
            expires_at: now + DAY,
            revoked_at: None,
        };
        store.write("session", |tx| Box::pin(async move { session::insert(tx, row).await })).await?;
        Ok(token)
    }

    /// An employer was looked at and found to be who it says: it takes applications.
    pub(crate) async fn vouch(&self, employer_id: Uuid) -> Result<(), Failure> {
        let store = self.app.store();
        let row = employer::load(store.reader(), employer_id).await?;
        let row = &employer::Row { verified_at: Some(self.officer.now.0), ..row };
        store.write("vouch", |tx| Box::pin(async move { employer::update_guarded(tx, row).await.map(|_| ()) })).await?;
        Ok(())
    }

    /// The head of the centre's letters.
    pub(crate) async fn letterhead(&self, order: LetterheadOrder) -> Result<(), Failure> {
        let person = self.officer.actor.person().ok_or("nobody is signed in")?;
        let manager = Person { role: Role::CentreManager, ..person };
        let ctx = self.app.ctx(Actor::Person(manager), Locale::Vi);
        let order = LetterheadOrder { centre: PostingCode::of(self.centre).to_string(), ..order };
        Ok(save_letterhead(&self.app, &ctx, order, &Key::fresh()?).await?)
    }

    /// Takes somebody into the centre's care who signed up alone.
    pub(crate) async fn serve(&self, ctx: &Ctx) -> Result<(), Failure> {
        let agreed = (self.centre, profiles::wording(Purpose::Counselling));
        Ok(profiles::join_centre(&self.app, ctx, agreed, &Key::fresh()?).await?)
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
    content.identity.birth = NaiveDate::from_ymd_opt(1994, 3, 12).map(Birth::kept);
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

/// Numbers of the markers that stand in the files of a folder and of those in it, as often as they do.
pub(crate) fn planted(folder: &Path) -> Result<Vec<usize>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(planted(&path)?);
            continue;
        }
        let bytes = std::fs::read(path)?;
        let number = |word: &[u8]| -> Option<usize> {
            let digits = word.strip_prefix(b"qz")?.strip_suffix(b"zq")?;
            let is_number = digits.iter().all(u8::is_ascii_digit);
            std::str::from_utf8(digits).ok().filter(|_| is_number)?.parse().ok()
        };
        found.extend(bytes.windows(10).filter_map(number));
    }
    Ok(found)
}
