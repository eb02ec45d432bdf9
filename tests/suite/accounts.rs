//! Accounts through the use cases, on both databases: what a stranger learns, what twice at once does, what ends when.

use crate::exchange::NOW;
use sanviec_app::accounts::{
    self, Ask, Asked, Confirm, Entered, NewPerson, Origin, Prove, Purpose, Recognised, SetPassword, SetUp, SignIn,
    Stage,
};
use sanviec_app::messages::{self, Claimed, End};
use sanviec_app::secrets::{self, Keyring};
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Key, Locale, Role, Thing};
use sanviec_domain::time::{DAY, Micros};
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{audit, session};
use uuid::Uuid;

const PHONE: &str = "0905 123 456";
const PASSWORD: &str = "sông Hương nước trong";
const MINUTE: i64 = 60;

struct World {
    app: App,
}

impl World {
    fn new(fresh: &Fresh) -> Self {
        let facts = Facts { hash_kib: 64, ..Facts::default() };
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
        let message = self.messages().await.pop().expect("a message");
        self.confirm(asked.code_id, &message.params["code"], &key()).await
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

    async fn person(&self, contact: &str, role: Role, place: Thing) -> Uuid {
        let new = NewPerson { contact: contact.into(), password: Some(PASSWORD.into()), role, place };
        accounts::add_person(&self.app, &self.ctx(Actor::Operator), new).await.expect("added")
    }
}

/// Where requests come from that do not matter otherwise.
static ORIGIN: std::sync::LazyLock<Origin> = std::sync::LazyLock::new(|| origin("10.0.0.1"));

fn key() -> Key {
    Key::fresh().expect("key")
}

fn origin(source: &str) -> Origin {
    Origin { source: source.into(), device: "Firefox".into() }
}

fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Refused(errors) => errors[0].code,
        AppError::Forbidden => "forbidden",
        AppError::NotFound => "not_found",
        AppError::Conflict => "conflict",
        AppError::Gone | AppError::Unavailable(_) | AppError::Internal(_) => panic!("{error:?}"),
    }
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

#[tokio::test(flavor = "multi_thread")]
async fn a_seeker_signs_up_by_code_sets_a_password_and_signs_in() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.by_code(Purpose::SignUp, PHONE).await.expect("signed up");
        assert_eq!((entered.stage, entered.has_password), (Stage::Live, false));
        let person = world.ctx_of(&entered).await.actor.person().expect("person");
        assert_eq!((person.role, person.is_fresh, person.centre_id), (Role::Seeker, true, None));
        world.set_password(&entered, PASSWORD).await.expect("password");
        let told = world.messages().await;
        assert_eq!(told.iter().map(|message| message.template.as_str()).collect::<Vec<_>>(), ["password_changed"]);
        assert_eq!(told[0].recipient, "+84905123456");
        let again = world.sign_in("+84 905 123 456", PASSWORD, "10.0.0.1", &key()).await.expect("signed in");
        assert_eq!((again.stage, again.has_password), (Stage::Live, true));
        assert_ne!(again.token, entered.token);
        let own = accounts::overview(&world.app, &world.ctx_of(&again).await).await.expect("own account");
        assert_eq!((own.contacts.len(), own.sessions.len(), own.roles.len()), (1, 2, 0));
        let trail = audit::list_of(fresh.store.reader(), person.account_id, 0, 20).await.expect("trail");
        assert_eq!(
            trail.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(),
            ["sign_up", "set_password", "sign_in"]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_sign_up_nor_recovery_nor_sign_in_tells_whether_an_address_is_known() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        let mut templates = Vec::new();
        for purpose in [Purpose::SignUp, Purpose::Recover] {
            let known = world.ask(purpose, PHONE, &key()).await.expect("asked");
            let unknown = world.ask(purpose, "0905 999 456", &key()).await.expect("asked");
            assert_eq!(known.sent_to, unknown.sent_to, "only what the person typed comes back");
            let sent = world.messages().await;
            assert_eq!(sent.len(), 2, "a message either way");
            templates.extend(sent.into_iter().map(|message| message.template));
        }
        assert_eq!(templates, ["sign_up_known", "sign_up_code", "recover_code", "recover_unknown"]);
        let mut refusals = Vec::new();
        for contact in [PHONE, "0905 999 456"] {
            let refused =
                world.sign_in(contact, "sai mật khẩu hoàn toàn", "10.0.0.1", &key()).await.expect_err("refused");
            refusals.push(format!("{refused:?}"));
        }
        assert_eq!(refusals[0], refusals[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_counts_once_for_five_tries_and_a_quarter_of_an_hour() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let asked = world.ask(Purpose::SignUp, PHONE, &key()).await.expect("asked");
        let digits = world.messages().await.remove(0).params["code"].clone();
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..4 {
            let refused = world.confirm(asked.code_id, wrong, &key()).await.expect_err("wrong");
            assert_eq!(code(&refused), "wrong_code");
        }
        let spaced = format!(" {} {}", &digits[..3], &digits[3..]);
        world.confirm(asked.code_id, &spaced, &key()).await.expect("the fifth try is right");
        let used = world.confirm(asked.code_id, &digits, &key()).await.expect_err("used");
        assert_eq!(code(&used), "wrong_code");

        let asked = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let digits = world.messages().await.remove(0).params["code"].clone();
        let wrong = if digits == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            world.confirm(asked.code_id, wrong, &key()).await.expect_err("wrong");
        }
        let late = world.confirm(asked.code_id, &digits, &key()).await.expect_err("too many wrong ones");
        assert_eq!(code(&late), "wrong_code");

        let first = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let old = world.messages().await.remove(0).params["code"].clone();
        let second = world.ask(Purpose::Recover, PHONE, &key()).await.expect("asked");
        let new = world.messages().await.remove(0).params["code"].clone();
        assert_eq!(code(&world.confirm(first.code_id, &old, &key()).await.expect_err("replaced")), "wrong_code");
        world.pass_seconds(15 * MINUTE);
        assert_eq!(code(&world.confirm(second.code_id, &new, &key()).await.expect_err("over")), "wrong_code");
        assert_eq!(code(&world.confirm(Uuid::nil(), &new, &key()).await.expect_err("never was")), "wrong_code");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_three_times_at_once_has_one_effect_and_one_answer() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let same = key();
        let (a, b, c) = tokio::join!(
            world.ask(Purpose::SignUp, PHONE, &same),
            world.ask(Purpose::SignUp, PHONE, &same),
            world.ask(Purpose::SignUp, PHONE, &same)
        );
        let asked = a.expect("asked");
        assert_eq!((&asked, &asked), (&b.expect("asked"), &c.expect("asked")));
        let mut sent = world.messages().await;
        assert_eq!(sent.len(), 1, "one message");
        let digits = sent.remove(0).params["code"].clone();
        let same = key();
        let (a, b, c) = tokio::join!(
            world.confirm(asked.code_id, &digits, &same),
            world.confirm(asked.code_id, &digits, &same),
            world.confirm(asked.code_id, &digits, &same)
        );
        let entered = a.expect("in");
        assert_eq!((&entered, &entered), (&b.expect("in"), &c.expect("in")));
        world.set_password(&entered, PASSWORD).await.expect("password");
        let same = key();
        let (a, b, c) = tokio::join!(
            world.sign_in(PHONE, PASSWORD, "10.0.0.1", &same),
            world.sign_in(PHONE, PASSWORD, "10.0.0.1", &same),
            world.sign_in(PHONE, PASSWORD, "10.0.0.1", &same)
        );
        let again = a.expect("in");
        assert_eq!((&again, &again), (&b.expect("in"), &c.expect("in")));
        let account = world.ctx_of(&again).await.actor.person().expect("person").account_id;
        let live = session::list_live(fresh.store.reader(), account, NOW.0).await.expect("sessions");
        assert_eq!(live.len(), 2, "one session by code and one by password");
        let other = world.sign_in(PHONE, "một mật khẩu khác hẳn", "10.0.0.1", &same).await.expect_err("another form");
        assert_eq!(code(&other), "form_used");
    })
    .await;
}

/// Three requests with one key at once; their one answer.
async fn thrice<T: std::fmt::Debug, F: Future<Output = Result<T, AppError>>>(send: impl Fn() -> F) -> T {
    let (a, b, c) = tokio::join!(send(), send(), send());
    let answers = [a.expect("first"), b.expect("second"), c.expect("third")];
    let said = answers.each_ref().map(|answer| format!("{answer:?}"));
    assert!(said[0] == said[1] && said[0] == said[2], "{said:?}");
    let [first, ..] = answers;
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_behind_the_sign_in_has_one_effect_however_often_it_comes() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let app = &world.app;
        let seeker = world.by_code(Purpose::SignUp, PHONE).await.expect("in");
        let (ctx, same) = (world.ctx_of(&seeker).await, key());
        let account = ctx.actor.person().expect("person").account_id;
        let password = || SetPassword { password: PASSWORD.into(), again: PASSWORD.into() };
        thrice(|| accounts::set_password(app, &ctx, password(), &same)).await;
        assert_eq!(world.messages().await.len(), 1, "told once");
        let offer = accounts::offer(app, &ctx, None).await.expect("offer");
        let (first, same) = (app_code(&offer.secret, NOW), key());
        let enrol =
            || accounts::Enrol { sealed: offer.sealed.clone(), code: first.clone(), origin: origin("10.0.0.1") };
        let full = thrice(|| accounts::enrol(app, &ctx, None, enrol(), &same)).await;
        let half = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        let Recognised::Halfway(halfway) = world.who(&half).await else { panic!("all the way in") };
        world.pass_seconds(30);
        let (public, now, same) = (world.ctx(Actor::Public), world.app.clock().now(), key());
        let prove = || Prove { code: app_code(&offer.secret, now), origin: origin("10.0.0.1") };
        let proved = thrice(|| accounts::prove(app, &public, halfway, prove(), &same)).await;
        let (ctx, same) = (world.ctx_of(&proved).await, key());
        let switched = thrice(|| accounts::switch_role(app, &ctx, None, &ORIGIN, &same)).await;
        let (ctx, same) = (world.ctx_of(&switched).await, key());
        thrice(|| accounts::end_others(app, &ctx, &same)).await;
        assert_eq!(world.who(&full).await, Recognised::Nobody);
        let live = session::list_live(fresh.store.reader(), account, now.0).await.expect("sessions");
        assert_eq!(live.iter().map(|row| row.id).collect::<Vec<_>>(), [switched.session_id]);
        let same = key();
        thrice(|| accounts::remove(app, &ctx, &same)).await;
        let trail = audit::list_of(fresh.store.reader(), account, 0, 50).await.expect("trail");
        let count = |action: &str| trail.iter().filter(|row| row.action == action).count();
        for action in ["set_password", "set_second_factor", "switch_role", "end_session", "remove_second_factor"] {
            assert_eq!(count(action), 1, "{action}");
        }
        assert_eq!(count("show_second_factor"), 2, "once to set it up, once to sign in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_guesses_is_stopped_and_the_holder_is_not() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        for _ in 0..5 {
            let refused = world.sign_in(PHONE, "không phải mật khẩu", "203.0.113.9", &key()).await.expect_err("wrong");
            assert_eq!(code(&refused), "wrong_pair");
        }
        let stopped = world.sign_in(PHONE, PASSWORD, "203.0.113.9", &key()).await.expect_err("even the right one");
        assert_eq!(code(&stopped), "too_many");
        world.sign_in(PHONE, PASSWORD, "198.51.100.7", &key()).await.expect("the holder, from elsewhere");
        world.by_code(Purpose::Recover, PHONE).await.expect("or by a code");
        world.pass_seconds(15 * MINUTE);
        world.sign_in(PHONE, PASSWORD, "203.0.113.9", &key()).await.expect("a new window");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_at_once_are_counted_one_by_one() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        world.seeker().await;
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let world = World { app: world.app.clone() };
                tokio::spawn(async move { world.sign_in(PHONE, "không phải mật khẩu", "203.0.113.9", &key()).await })
            })
            .collect();
        let mut codes = Vec::new();
        for guess in racing {
            codes.push(code(&guess.await.expect("ran").expect_err("wrong")));
        }
        assert_eq!(codes.iter().filter(|code| **code == "wrong_pair").count(), 5, "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == "too_many").count(), 3, "{codes:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_sent_to_one_address_are_limited() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        for _ in 0..5 {
            world.ask(Purpose::SignUp, PHONE, &key()).await.expect("asked");
        }
        let refused = world.ask(Purpose::SignUp, PHONE, &key()).await.expect_err("a sixth");
        assert_eq!(code(&refused), "too_many");
        assert_eq!(world.messages().await.len(), 5);
        world.pass_seconds(60 * MINUTE);
        world.ask(Purpose::SignUp, PHONE, &key()).await.expect("an hour later");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_set_up_a_second_factor_before_anything_else_and_show_each_code_once() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let ctx = world.ctx(Actor::Operator);
        let centre = accounts::add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        world.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let entered = world.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(entered.stage, Stage::Enrol);
        let Recognised::Halfway(halfway) = world.who(&entered).await else { panic!("all the way in") };
        let public = world.ctx(Actor::Public);
        let offer = accounts::offer(&world.app, &public, Some(halfway)).await.expect("offer");
        let enrol = |code: String| accounts::Enrol { sealed: offer.sealed.clone(), code, origin: origin("10.0.0.1") };
        let wrong = accounts::enrol(&world.app, &public, Some(halfway), enrol("000".into()), &key()).await;
        assert_eq!(code(&wrong.expect_err("wrong")), "wrong_code");
        let first = app_code(&offer.secret, NOW);
        let full = accounts::enrol(&world.app, &public, Some(halfway), enrol(first.clone()), &key()).await.expect("in");
        let person = world.ctx_of(&full).await.actor.person().expect("person");
        assert_eq!((person.role, person.centre_id), (Role::Officer, Some(centre)));
        assert_eq!(world.who(&entered).await, Recognised::Nobody, "the token before it is no token any more");

        let entered = world.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(entered.stage, Stage::SecondFactor);
        let Recognised::Halfway(halfway) = world.who(&entered).await else { panic!("all the way in") };
        let prove = |code: String| Prove { code, origin: origin("10.0.0.1") };
        let replayed = accounts::prove(&world.app, &public, halfway, prove(first), &key()).await;
        assert_eq!(code(&replayed.expect_err("used when it was set up")), "wrong_code");
        world.pass_seconds(30);
        let next = app_code(&offer.secret, world.app.clock().now());
        let public = world.ctx(Actor::Public);
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(
            accounts::prove(&world.app, &public, halfway, prove(next.clone()), &one),
            accounts::prove(&world.app, &public, halfway, prove(next.clone()), &two)
        );
        assert_eq!([a.is_ok(), b.is_ok()].into_iter().filter(|taken| *taken).count(), 1, "of two forms one gets in");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_message_does_not_stand_for_the_second_factor() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let ctx = world.ctx_of(&entered).await;
        let offer = accounts::offer(&world.app, &ctx, None).await.expect("offer");
        let first = app_code(&offer.secret, NOW);
        let enrol = accounts::Enrol { sealed: offer.sealed, code: first, origin: origin("10.0.0.1") };
        accounts::enrol(&world.app, &ctx, None, enrol, &key()).await.expect("set up");
        let half = world.by_code(Purpose::Recover, PHONE).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
        assert!(matches!(world.who(&half).await, Recognised::Halfway(_)));
        let half = world.by_code(Purpose::SignUp, PHONE).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
        let half = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        assert_eq!(half.stage, Stage::SecondFactor);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_of_a_second_factor_are_limited() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let ctx = world.ctx_of(&entered).await;
        let offer = accounts::offer(&world.app, &ctx, None).await.expect("offer");
        let first = app_code(&offer.secret, NOW);
        let enrol = accounts::Enrol { sealed: offer.sealed, code: first, origin: origin("10.0.0.1") };
        accounts::enrol(&world.app, &ctx, None, enrol, &key()).await.expect("set up");
        let half = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        let Recognised::Halfway(halfway) = world.who(&half).await else { panic!("all the way in") };
        world.pass_seconds(60);
        let public = world.ctx(Actor::Public);
        let prove = async |code: String| {
            let order = Prove { code, origin: origin("10.0.0.1") };
            accounts::prove(&world.app, &public, halfway, order, &key()).await
        };
        for _ in 0..10 {
            assert_eq!(code(&prove("1".into()).await.expect_err("wrong")), "wrong_code");
        }
        let right = app_code(&offer.secret, world.app.clock().now());
        assert_eq!(code(&prove(right).await.expect_err("too many")), "too_many");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_other_sessions_and_old_passwords() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let first = world.seeker().await;
        let second = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        world.set_password(&second, "đèn biển Mũi Điện sáng").await.expect("changed");
        assert_eq!(world.who(&first).await, Recognised::Nobody);
        assert!(matches!(world.who(&second).await, Recognised::Signed(_)));
        let old = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect_err("old");
        assert_eq!(code(&old), "wrong_pair");
        world.pass_seconds(16 * MINUTE);
        let stale = world.set_password(&second, "một câu dài khác nữa").await.expect_err("too long ago");
        assert_eq!(code(&stale), "not_fresh");
        assert_eq!(
            code(&world.set_password(&first_again(&world).await, "ngắn").await.expect_err("short")),
            "too_short"
        );
    })
    .await;
}

async fn first_again(world: &World) -> Entered {
    world.sign_in(PHONE, "đèn biển Mũi Điện sáng", "10.0.0.1", &key()).await.expect("in")
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_ended_and_nobody_ends_anothers() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let mine = world.seeker().await;
        let phone = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let other = world.by_code(Purpose::SignUp, "0905 777 888").await.expect("somebody else");
        let (ctx, stranger) = (world.ctx_of(&mine).await, world.ctx_of(&other).await);
        let target = phone.session_id;
        let theirs = accounts::end_session(&world.app, &stranger, target, &key()).await.expect_err("not theirs");
        assert_eq!(code(&theirs), "not_found");
        assert!(matches!(world.who(&phone).await, Recognised::Signed(_)));
        let same = key();
        for _ in 0..3 {
            accounts::end_session(&world.app, &ctx, target, &same).await.expect("ended, and said so each time");
        }
        assert_eq!(world.who(&phone).await, Recognised::Nobody);
        let public = world.ctx(Actor::Public);
        let nobody = accounts::end_session(&world.app, &public, mine.session_id, &key()).await.expect_err("nobody");
        assert_eq!(code(&nobody), "forbidden");
        world.pass_seconds(7 * DAY / 1_000_000);
        assert_eq!(world.who(&mine).await, Recognised::Nobody, "a week without use");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_use_lives_on_but_not_for_ever() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        for day in 1..=30 {
            world.pass_seconds(DAY / 1_000_000);
            let live = matches!(world.who(&entered).await, Recognised::Signed(_));
            assert_eq!(live, day < 30, "day {day}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_set_up_link_works_once_and_only_while_nobody_operates() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let operator = world.ctx(Actor::Operator);
        let old = accounts::offer_set_up(&world.app, &operator).await.expect("offered").expect("nobody operates");
        let link = accounts::offer_set_up(&world.app, &operator).await.expect("offered").expect("nobody operates");
        let order = |link: &str, contact: &str| SetUp {
            link: link.to_owned(),
            contact: contact.to_owned(),
            password: PASSWORD.to_owned(),
            again: PASSWORD.to_owned(),
            origin: origin("10.0.0.1"),
        };
        let public = world.ctx(Actor::Public);
        let forged = format!("{}{}", &link[..32], "0".repeat(64));
        for wrong in [old.as_str(), "", "abc", &forged, &link[..95]] {
            let refused = accounts::set_up(&world.app, &public, order(wrong, "a@vidu.vn"), &key()).await;
            assert_eq!(code(&refused.expect_err("no link")), "link_over", "{wrong}");
        }
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(
            accounts::set_up(&world.app, &public, order(&link, "mot@vidu.vn"), &one),
            accounts::set_up(&world.app, &public, order(&link, "hai@vidu.vn"), &two)
        );
        let entered: Vec<Entered> = [a, b].into_iter().filter_map(Result::ok).collect();
        assert_eq!(entered.len(), 1, "one operator of two who follow the link at once");
        assert_eq!(entered[0].stage, Stage::Enrol, "a second factor comes first");
        assert_eq!(accounts::offer_set_up(&world.app, &operator).await.expect("asked"), None);
        let refused = accounts::offer_set_up(&world.app, &public).await.expect_err("not for the public");
        assert_eq!(code(&refused), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_typed_stands_readable_in_the_database() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("copy");
        sanviec_store::backup::backup(&fresh.store, &file, NOW.0).await.expect("copy");
        let mut text = String::new();
        let packed = std::fs::File::open(&file).expect("copy");
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut text).expect("text");
        let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert!(text.contains("contact_point") && text.contains("$argon2id$"), "the copy holds what it should");
        for secret in ["905123456", PASSWORD, &entered.token] {
            assert!(!text.contains(secret) && !text.contains(&hex(secret)), "{secret}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_file_is_refused_before_it_does_harm() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let system = world.ctx(Actor::System);
        secrets::check_keys(&world.app, &system).await.expect("first start");
        secrets::check_keys(&world.app, &system).await.expect("second start");
        let other = World::new(&fresh);
        let refused = secrets::check_keys(&other.app, &system).await;
        assert!(matches!(refused, Err(AppError::Internal(_))));
        let rotated = world.app.keys().expect("keys").rotated().expect("keys");
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        secrets::check_keys(&app.with_keys(rotated), &system).await.expect("a key more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_keys_no_use_case_makes_some_up() {
    each_backend(|fresh| async move {
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        let ask = Ask { purpose: Purpose::SignUp, contact: PHONE.into(), origin: origin("10.0.0.1") };
        let refused = accounts::ask_code(&app, &app.ctx(Actor::Public, Locale::Vi), ask, &key()).await;
        assert!(matches!(refused, Err(AppError::Internal(_))));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_out_of_use_is_out_at_once_and_a_lost_factor_can_be_taken_away() {
    each_backend(|fresh| async move {
        use accounts::Measure;
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let (operator, seeker) = (world.ctx(Actor::Operator), world.ctx_of(&entered).await);
        let measure = async |ctx: &Ctx, measure| accounts::take_measure(&world.app, ctx, PHONE, measure).await;
        let refused = measure(&seeker, Measure::Stop).await.expect_err("not for a seeker");
        assert_eq!(code(&refused), "forbidden");
        measure(&operator, Measure::Stop).await.expect("stopped");
        assert_eq!(world.who(&entered).await, Recognised::Nobody);
        let out = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect_err("out of use");
        assert_eq!(code(&out), "wrong_pair");
        assert_eq!(code(&world.by_code(Purpose::Recover, PHONE).await.expect_err("out of use")), "wrong_code");
        measure(&operator, Measure::Resume).await.expect("in use");
        let entered = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let ctx = world.ctx_of(&entered).await;
        let offer = accounts::offer(&world.app, &ctx, None).await.expect("offer");
        let first = app_code(&offer.secret, NOW);
        let enrol = accounts::Enrol { sealed: offer.sealed, code: first, origin: origin("10.0.0.1") };
        let entered = accounts::enrol(&world.app, &ctx, None, enrol, &key()).await.expect("set up");
        measure(&operator, Measure::ResetSecondFactor).await.expect("taken away");
        assert_eq!(world.who(&entered).await, Recognised::Nobody);
        let entered = world.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        assert_eq!(entered.stage, Stage::Live);
        let nobody = accounts::take_measure(&world.app, &operator, "0905 000 111", Measure::Stop).await;
        assert_eq!(code(&nobody.expect_err("nobody")), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_are_switched_with_a_new_token_and_only_to_those_held() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let ctx = world.ctx(Actor::Operator);
        let centre = accounts::add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let facts = Facts { hash_kib: 64, two_factors: false, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let trial = World { app: app.with_keys(world.app.keys().expect("keys").clone()) };
        trial.person("canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        trial.person("khac@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let officer = trial.sign_in("canbo@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let other = trial.sign_in("khac@vidu.vn", PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let theirs =
            accounts::overview(&trial.app, &trial.ctx_of(&other).await).await.expect("own").roles[0].membership_id;
        let ctx = trial.ctx_of(&officer).await;
        let switch =
            async |ctx: &Ctx, id, key: &Key| accounts::switch_role(&trial.app, ctx, id, &origin("10.0.0.1"), key).await;
        assert_eq!(code(&switch(&ctx, Some(theirs), &key()).await.expect_err("another's role")), "not_found");
        let (one, two) = (key(), key());
        let (a, b) = tokio::join!(switch(&ctx, None, &one), switch(&ctx, None, &two));
        let entered: Vec<Entered> = [a, b].into_iter().filter_map(Result::ok).collect();
        assert_eq!(entered.len(), 1, "one session goes on as one");
        assert_eq!(trial.who(&officer).await, Recognised::Nobody);
        let ctx = trial.ctx_of(&entered[0]).await;
        assert_eq!(ctx.actor.kind(), Role::Seeker);
        let own = accounts::overview(&trial.app, &ctx).await.expect("own");
        let back = switch(&ctx, Some(own.roles[0].membership_id), &key()).await.expect("back");
        assert_eq!(trial.ctx_of(&back).await.actor.kind(), Role::Officer);
        trial.pass_seconds(12 * 60 * MINUTE);
        assert_eq!(trial.who(&back).await, Recognised::Nobody, "switching gives no new time");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_rotation_everything_is_sealed_anew_and_nothing_is_lost() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let ctx = world.ctx_of(&entered).await;
        let offer = accounts::offer(&world.app, &ctx, None).await.expect("offer");
        let enrol =
            accounts::Enrol { sealed: offer.sealed, code: app_code(&offer.secret, NOW), origin: ORIGIN.clone() };
        accounts::enrol(&world.app, &ctx, None, enrol, &key()).await.expect("set up");
        let rotated = world.app.keys().expect("keys").rotated().expect("keys");
        let facts = Facts { hash_kib: 64, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW.plus_seconds(60)), Ids::System, facts);
        let later = World { app: app.with_keys(rotated) };
        let operator = later.ctx(Actor::Operator);
        assert_eq!(
            accounts::reseal(&later.app, &operator).await.expect("sealed anew"),
            6,
            "address, secret, two messages"
        );
        assert_eq!(accounts::reseal(&later.app, &operator).await.expect("again"), 0);
        let half = later.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("half in");
        let Recognised::Halfway(halfway) = later.who(&half).await else { panic!("all the way in") };
        let code = app_code(&offer.secret, later.app.clock().now());
        let prove = Prove { code, origin: ORIGIN.clone() };
        let public = later.ctx(Actor::Public);
        let full = accounts::prove(&later.app, &public, halfway, prove, &key()).await.expect("in");
        let own = accounts::overview(&later.app, &later.ctx_of(&full).await).await.expect("own");
        assert_eq!(own.contacts[0].as_str(), "+84905123456");
        let old = accounts::overview(&world.app, &ctx).await;
        assert!(matches!(old, Err(AppError::Internal(_))), "the old key alone opens nothing any more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_can_be_dropped_once_nothing_is_sealed_with_it_and_not_before() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        secrets::check_keys(&world.app, &world.ctx(Actor::System)).await.expect("first start");
        world.seeker().await;
        let both = world.app.keys().expect("keys").rotated().expect("keys");
        let at = |keys: &Keyring| {
            let index = Index::in_memory().expect("index");
            let clock = Clock::at(NOW.plus_days(31));
            let app = App::new(fresh.store.clone(), index, clock, Ids::System, Facts::default());
            World { app: app.with_keys(keys.clone()) }
        };
        let (later, without) = (at(&both), at(&both.without(1).expect("a key is left")));
        let start = async |world: &World| secrets::check_keys(&world.app, &world.ctx(Actor::System)).await;
        let retire = async |id| secrets::retire(&later.app, &later.ctx(Actor::Operator), id).await;
        assert!(retire(1).await.is_err(), "nobody has started with the new key yet");
        start(&later).await.expect("a start with both keys");
        start(&without).await.expect_err("the old key is marked");
        assert_eq!(code(&retire(2).await.expect_err("in use")), "key_in_use");
        assert_eq!(code(&retire(1).await.expect_err("an address")), "key_still_used");
        accounts::reseal(&later.app, &later.ctx(Actor::Operator)).await.expect("sealed anew");
        assert_eq!(code(&retire(1).await.expect_err("kept answers")), "key_still_used");
        let before = NOW.plus_days(1).0;
        let prune = fresh.store.write("prune", move |tx| {
            Box::pin(async move {
                sanviec_store::idempotency::prune(tx, before, 1000).await?;
                sanviec_store::one_time_code::prune(tx, before, 1000).await
            })
        });
        prune.await.expect("pruned");
        let seeker = later.ctx(Actor::Public);
        assert!(matches!(secrets::retire(&later.app, &seeker, 1).await, Err(AppError::Forbidden)));
        retire(1).await.expect("out of use");
        retire(1).await.expect("twice is once");
        start(&later).await.expect("a server whose file still holds it");
        start(&without).await.expect("a server without it");
        assert_eq!(code(&without.sign_in(PHONE, "wrong", "10.0.0.9", &key()).await.expect_err("wrong")), "wrong_pair");
        let entered = without.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        let own = accounts::overview(&without.app, &without.ctx_of(&entered).await).await.expect("own");
        assert_eq!(own.contacts[0].as_str(), "+84905123456");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_made_a_centre_is_noted() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let centre = accounts::add_centre(&world.app, &world.ctx(Actor::Operator), "Trung tâm Gia Lai", "52").await;
        let rows = audit::list_of(fresh.store.reader(), centre.expect("centre"), 0, 10).await.expect("audit");
        let [row] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((row.action.as_str(), row.entity.as_str(), row.role.as_str()), ("add_centre", "centre", "operator"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hash_of_another_cost_is_renewed_by_the_right_password_alone() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh);
        let entered = world.seeker().await;
        let account = world.ctx_of(&entered).await.actor.person().expect("person").account_id;
        let facts = Facts { hash_kib: 128, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let later = World { app: app.with_keys(world.app.keys().expect("keys").clone()) };
        let stored = async || {
            let row = sanviec_store::credential::find(fresh.store.reader(), account).await.expect("read");
            row.expect("a password").hash
        };
        later.sign_in(PHONE, "không phải mật khẩu", "10.0.0.1", &key()).await.expect_err("wrong");
        assert!(stored().await.contains("$m=64,"));
        later.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("in");
        assert!(stored().await.contains("$m=128,"), "{}", stored().await);
        later.sign_in(PHONE, PASSWORD, "10.0.0.1", &key()).await.expect("with the new hash");
    })
    .await;
}
