//! Accounts through the use cases, on both databases. One file for each story; here is what they share: a world, and
//! one round of each form.

mod addresses;
mod backup_codes;
mod colleague;
mod device;
mod guessing;
mod passkey;
mod second_factor;
mod secrets;
mod sessions;
mod set_up;
mod sign_up;
mod twice;

use crate::exchange::NOW;
use crate::forms::{code, key, thrice};
use sanviec_app::accounts::{
    self, Ask, Asked, Confirm, Enrol, Entered, Halfway, NewPerson, Origin, Prove, Purpose, Recognised, SetPassword,
    SignIn,
};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Role, Thing};
use sanviec_domain::time::Micros;
use sanviec_search::Index;
use sanviec_store::testing::Fresh;
use uuid::Uuid;

const PHONE: &str = "0905 123 456";
const PASSWORD: &str = "sông Hương nước trong";
const MINUTE: i64 = 60;

struct World {
    app: App,
}

impl World {
    fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, Facts { hash_kib: 64, ..Facts::default() })
    }

    fn with(fresh: &Fresh, facts: Facts) -> Self {
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        Self { app: app.with_keys(Keyring::generated().expect("keys")) }
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        self.app.ctx(actor, Locale::Vi)
    }

    fn pass_seconds(&self, seconds: i64) {
        self.app.clock().set(self.app.clock().now().plus_seconds(seconds));
    }

    /// Messages that wait, sent.
    async fn messages(&self) -> Vec<Claimed> {
        let ctx = self.ctx(Actor::System);
        let claimed = messages::claim(&self.app, &ctx, 60, 50).await.expect("claimed");
        for message in &claimed {
            messages::settle(&self.app, &ctx, message.id, message.lease, End::Sent(None)).await.expect("settled");
        }
        claimed
    }

    async fn ask(&self, purpose: Purpose, contact: &str, key: &Key) -> Result<Asked, AppError> {
        let ask = Ask { purpose, contact: contact.into(), origin: origin("10.0.0.1") };
        accounts::ask_code(&self.app, &self.ctx(Actor::Public), ask, key).await
    }

    async fn confirm(&self, code_id: Uuid, code: &str, key: &Key) -> Result<Entered, AppError> {
        let confirm = Confirm { code_id, code: code.into(), origin: origin("10.0.0.1") };
        accounts::confirm_code(&self.app, &self.ctx(Actor::Public), confirm, key).await
    }

    /// Gets in by a code, whatever the purpose.
    async fn by_code(&self, purpose: Purpose, contact: &str) -> Result<Entered, AppError> {
        let asked = self.ask(purpose, contact, &key()).await.expect("asked");
        let sent = self.messages().await;
        let code = sent.iter().rev().find_map(|message| message.params.get("code")).expect("a code");
        self.confirm(asked.code_id, code, &key()).await
    }

    async fn sign_in(&self, contact: &str, password: &str, from: &str, key: &Key) -> Result<Entered, AppError> {
        let order = SignIn { contact: contact.into(), password: password.into(), origin: origin(from) };
        accounts::sign_in(&self.app, &self.ctx(Actor::Public), order, key).await
    }

    async fn who(&self, entered: &Entered) -> Recognised {
        accounts::recognise(&self.app, self.app.clock().now(), &entered.token).await.expect("looked up")
    }

    async fn ctx_of(&self, entered: &Entered) -> Ctx {
        match self.who(entered).await {
            Recognised::Signed(person) => self.ctx(Actor::Person(person)),
            other => panic!("not signed in: {other:?}"),
        }
    }

    async fn set_password(&self, entered: &Entered, password: &str) -> Result<(), AppError> {
        let order = SetPassword { password: password.into(), again: password.into() };
        accounts::set_password(&self.app, &self.ctx_of(entered).await, order, &key()).await
    }

    /// A seeker with a password; every message read.
    async fn seeker(&self) -> Entered {
        let entered = self.by_code(Purpose::SignUp, PHONE).await.expect("signed up");
        self.set_password(&entered, PASSWORD).await.expect("password");
        self.messages().await;
        entered
    }

    /// Somebody halfway in: the seeker with the password, before the second factor.
    async fn halfway(&self) -> Halfway {
        let half = self.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        match self.who(&half).await {
            Recognised::Halfway(halfway) => halfway,
            other => panic!("not halfway: {other:?}"),
        }
    }

    /// Sets up a second factor by an app; its secret, and the session that goes on.
    async fn enrol(&self, entered: &Entered) -> (String, Entered) {
        let (ctx, halfway) = match self.who(entered).await {
            Recognised::Signed(person) => (self.ctx(Actor::Person(person)), None),
            Recognised::Halfway(halfway) => (self.ctx(Actor::Public), Some(halfway)),
            Recognised::Nobody => panic!("nobody"),
        };
        let offer = accounts::offer(&self.app, &ctx, halfway).await.expect("offer");
        let code = app_code(&offer.secret, ctx.now);
        let enrol = Enrol { sealed: offer.sealed, code, origin: ORIGIN.clone() };
        let entered = accounts::enrol(&self.app, &ctx, halfway, enrol, &key()).await.expect("set up");
        (offer.secret, entered)
    }

    /// Shows a code after the password.
    async fn prove(&self, halfway: Halfway, code: &str) -> Result<Entered, AppError> {
        let order = Prove { code: code.into(), origin: ORIGIN.clone() };
        accounts::prove(&self.app, &self.ctx(Actor::Public), halfway, order, &key()).await
    }

    async fn person(&self, contact: &str, role: Role, place: Thing) -> Uuid {
        let new = NewPerson { contact: contact.into(), password: Some(PASSWORD.into()), role, place };
        accounts::add_person(&self.app, &self.ctx(Actor::Operator), new).await.expect("added")
    }
}

/// Where requests come from that do not matter otherwise.
static ORIGIN: std::sync::LazyLock<Origin> = std::sync::LazyLock::new(|| origin("10.0.0.1"));

fn origin(source: &str) -> Origin {
    Origin { source: source.into(), device: "Firefox".into() }
}

/// The code of an authenticator app, computed here a second time from the secret that the page shows (RFC 6238).
fn app_code(secret: &str, now: Micros) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bits, mut held, mut bytes) = (0_u32, 0_u32, Vec::new());
    for letter in secret.bytes() {
        held = held << 5 | LETTERS.iter().position(|known| *known == letter).expect("base 32") as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 255) as u8);
        }
    }
    let mut mac = Hmac::<sha1::Sha1>::new_from_slice(&bytes).expect("key");
    mac.update(&(now.0 / 30_000_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let cut = u32::from_be_bytes([hash[at], hash[at + 1], hash[at + 2], hash[at + 3]]) & 0x7fff_ffff;
    format!("{:06}", cut % 1_000_000)
}
