//! An organisation corrected by its people and by its centre, on both databases: what it takes with it, who may, what
//! twice at once does, and that no name is before the public that nobody verified.

use super::{Act, Desk, State};
use crate::exchange::card;
use crate::forms::{key, thrice};
use crate::organisations::{codes, piece};
use sanviec_app::find::{self, Params};
use sanviec_app::organisations::{self, Correction, Decide, Decision, Registration};
use sanviec_app::{Actor, AppError, Ctx, Locale, Role, messages};
use sanviec_domain::verification::State as Verification;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, employer, message, organisation};

/// The name under which [`Desk`] registers.
const NAME: &str = "Công ty TNHH May Sông Hồng";

impl Desk {
    async fn version_of(&self) -> i64 {
        self.house.view(&self.own(), self.organisation).await.version
    }

    /// Reasons that were told since somebody asked last.
    async fn reasons(&self) -> Vec<String> {
        let app = &self.house.app;
        let sent = messages::claim(app, &app.ctx(Actor::System, Locale::Vi), 60, 100).await.expect("claimed");
        let refused = sent.into_iter().filter(|one| one.template == "organisation_refused");
        refused.map(|one| one.params["reason"].clone()).collect()
    }

    /// A correction of what was seen in a version.
    fn correction(&self, version: i64, is_confirmed: bool, form: Registration) -> Correction {
        Correction { organisation: self.organisation, version, form, is_confirmed }
    }

    async fn correct(&self, ctx: &Ctx, is_confirmed: bool, form: Registration) -> Result<bool, AppError> {
        let correction = self.correction(self.version_of().await, is_confirmed, form);
        organisations::correct(&self.house.app, ctx, correction, &key()).await
    }

    /// What was registered, under another name.
    fn named(&self, name: &str) -> Registration {
        Registration { name: name.into(), number: String::new(), ..self.house.form("") }
    }

    /// The names of employers on the cards that lists show.
    async fn carded(&self) -> Vec<String> {
        let app = &self.house.app;
        if app.index().cursor().expect("cursor").is_none() {
            sanviec_jobs::rebuild(app).await.expect("rebuilt");
        }
        while sanviec_jobs::follow_once(app).await.expect("followed") > 0 {}
        let params = Params { q: "công nhân may".into(), ..Params::default() };
        let found = find::postings(app, &app.ctx(Actor::Public, Locale::Vi), &params).await.expect("found");
        found.items.iter().map(|item| card(&item.card).employer).collect()
    }

    async fn verification(&self) -> Verification {
        self.house.view(&self.own(), self.organisation).await.verification.state
    }

    async fn queued(&self) -> i64 {
        let counts = message::count_by_state(self.house.app.store().reader()).await.expect("counted");
        counts.iter().find(|(state, _)| state == "queued").map_or(0, |(_, count)| *count)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn address_and_contact_are_corrected_at_once_and_nothing_else_moves() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (&desk.house.app, desk.published().await);
        let moved = Registration {
            address: "45 Lê Lợi, phường Quy Nhơn, Gia Lai".into(),
            phone: "0256 3822 789".into(),
            email: "moi@songhong.vn".into(),
            representative: "Trần Văn Bình".into(),
            industry: "G".into(),
            size: "101_200".into(),
            ..desk.named(NAME)
        };
        let recruiter = Ctx { actor: as_role(&desk, Role::EmployerMember), ..desk.own() };
        let elsewhere = desk.house.moderator(desk.house.other_centre);
        for ctx in [&recruiter, &elsewhere, &app.ctx(Actor::Public, Locale::Vi)] {
            let refused = desk.correct(ctx, true, moved.clone()).await.expect_err("not theirs");
            assert_eq!(codes(&refused), ["forbidden"]);
        }
        assert!(!desk.correct(&desk.own(), false, moved).await.expect("corrected"), "no word about verifying");
        let view = desk.house.view(&desk.own(), desk.organisation).await;
        assert_eq!((view.phone.as_str(), view.email.as_str()), ("+842563822789", "moi@songhong.vn"));
        assert_eq!((view.number.as_str(), view.name.as_str(), view.size.as_str()), ("0100233488", NAME, "101_200"));
        assert!(view.verification.is_verified && desk.is_public(id).await);
        let trail = audit::list_of(app.store().reader(), desk.organisation, 0, 100).await.expect("trail");
        let entry = trail.iter().find(|entry| entry.action == "correct_organisation").expect("told");
        for text in [&entry.before, &entry.after] {
            let text = text.as_deref().expect("both sides");
            for field in ["address", "phone", "email", "representative", "industry", "size"] {
                assert!(text.contains(&format!("\"{field}\"")), "{field}: {text}");
            }
            assert!(!text.contains("name\"") && !text.contains("number") && !text.contains("songhong"), "{text}");
        }
        let wrong = Registration { phone: "123".into(), email: "@".into(), ..desk.named(NAME) };
        let refused = desk.correct(&desk.house.officer(), false, wrong).await.expect_err("wrong");
        assert_eq!(codes(&refused).len(), 2, "{refused:?}");
        for ctx in [desk.house.officer(), desk.house.manager(desk.house.centre), desk.moderator()] {
            let address = format!("Số {}", ctx.actor.role());
            let form = Registration { address: address.clone(), ..desk.named(NAME) };
            desk.correct(&ctx, false, form).await.expect("an officer corrects what was told by telephone");
            assert_eq!(desk.house.view(&desk.own(), desk.organisation).await.address, address);
        }
    })
    .await;
}

/// The founder, in another role at the organisation.
fn as_role(desk: &Desk, role: Role) -> Actor {
    match desk.own().actor {
        Actor::Person(person) => Actor::Person(sanviec_app::Person { role, ..person }),
        other => other,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_corrections_of_what_both_saw_one_is_told_to_look_again_and_the_same_one_counts_once() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, seen) = (&desk.house.app, desk.version_of().await);
        let form = |address: &str| Registration { address: address.into(), ..desk.named(NAME) };
        let (own, officer, same) = (desk.own(), desk.house.officer(), key());
        let once = desk.correction(seen, false, form("1 Trần Phú"));
        let fell = thrice(|| organisations::correct(app, &own, once.clone(), &same)).await;
        assert!(!fell, "thrice at once, one answer");
        assert_eq!(desk.version_of().await, seen + 1, "and one effect");
        let late = desk.correction(seen, false, form("2 Trần Phú"));
        let refused = organisations::correct(app, &officer, late, &key()).await.expect_err("stale");
        assert_eq!(codes(&refused), ["conflict"]);
        let (one, other) = (
            desk.correction(seen + 1, false, form("3 Trần Phú")),
            desk.correction(seen + 1, false, form("4 Trần Phú")),
        );
        let (one_key, other_key) = (key(), key());
        let (one, other) = tokio::join!(
            organisations::correct(app, &own, one, &one_key),
            organisations::correct(app, &officer, other, &other_key)
        );
        assert_eq!([&one, &other].iter().filter(|done| done.is_ok()).count(), 1, "{one:?} {other:?}");
        let unchanged = desk.version_of().await;
        let stands = desk.house.view(&own, desk.organisation).await.address;
        desk.correct(&own, false, form(&stands)).await.expect("as it is");
        assert_eq!(desk.version_of().await, unchanged, "what changes nothing is no change");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_takes_verification_and_adverts_with_it_and_comes_back_only_verified() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (&desk.house.app, desk.published().await);
        assert_eq!(desk.carded().await, [NAME]);
        let other = "Ngân hàng Ai Cũng Biết";
        let refused = desk.correct(&desk.own(), false, desk.named(other)).await.expect_err("not told yet");
        assert_eq!(codes(&refused), ["unconfirmed"]);
        assert!(desk.is_public(id).await && desk.verification().await == Verification::Verified);
        let queued = desk.queued().await;
        assert!(desk.correct(&desk.own(), true, desk.named(other)).await.expect("corrected"));
        assert_eq!((desk.verification().await, desk.state(id).await), (Verification::Unverified, State::Paused));
        assert!(!desk.is_public(id).await && desk.carded().await.is_empty(), "no name that nobody verified is shown");
        assert_eq!(desk.queued().await, queued + 1, "its people are told");
        let row = employer::load(app.store().reader(), desk.organisation).await.expect("row");
        assert_eq!((row.name.as_str(), row.verified_at), (other, None));
        let shown = desk.act(&desk.own(), id, Act::Resume).await.expect_err("not verified");
        assert_eq!(codes(&shown), ["employer_not_verified"]);
        desk.house.verify(desk.organisation).await;
        assert!(!desk.is_public(id).await, "whoever hid it shows it");
        desk.act(&desk.own(), id, Act::Resume).await.expect("shown");
        assert_eq!(desk.carded().await, [other]);
        // Capitals are how a name is written: nothing falls, and the cards follow.
        let shouted = other.to_uppercase();
        assert!(!desk.correct(&desk.own(), false, desk.named(&shouted)).await.expect("spelled"));
        assert_eq!((desk.verification().await, desk.carded().await), (Verification::Verified, vec![shouted]));
        desk.revoke().await;
        assert!(desk.correct(&desk.own(), true, desk.named("Công ty Tên Khác")).await.expect("named"));
        assert_eq!(desk.verification().await, Verification::Revoked, "a new name does not wash off the old");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_verifies_the_name_that_was_shown_and_not_one_that_came_after() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, moderator) = (&desk.house.app, desk.moderator());
        let seen = desk.house.view(&moderator, desk.organisation).await;
        assert_eq!((seen.name.as_str(), seen.verification.state), (NAME, Verification::Unverified));
        let other = desk.named("Ngân hàng Ai Cũng Biết");
        assert!(!desk.correct(&desk.own(), false, other).await.expect("named"), "nothing falls");
        let decision = Decision::Verify { evidence: vec![piece("register_lookup")], through: "31/12/2027".into() };
        let yes = Decide { organisation: desk.organisation, version: seen.verification.version, decision };
        let refused = organisations::decide(app, &moderator, &yes, &key()).await.expect_err("another name by now");
        assert_eq!((codes(&refused), desk.verification().await), (vec!["conflict"], Verification::Unverified));
        // Address and contact are not what is vouched for.
        let version = desk.house.view(&moderator, desk.organisation).await.verification.version;
        let moved = Registration { address: "45 Lê Lợi".into(), ..desk.named("Ngân hàng Ai Cũng Biết") };
        desk.correct(&desk.own(), false, moved).await.expect("moved");
        let yes = Decide { version, ..yes };
        organisations::decide(app, &moderator, &yes, &key()).await.expect("as it was shown");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_advert_is_shown_again_at_the_moment_in_which_the_name_changes() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (own, id) = (desk.own(), desk.published().await);
        desk.act(&own, id, Act::Pause).await.expect("hidden");
        for turn in 0..6 {
            let named = desk.named(&format!("Công ty TNHH Tên Thứ {turn}"));
            let (_, corrected) = tokio::join!(desk.act(&own, id, Act::Resume), desk.correct(&own, true, named));
            assert!(corrected.expect("corrected"), "the verification falls");
            assert_eq!(desk.verification().await, Verification::Unverified);
            assert!(!desk.is_public(id).await, "turn {turn}: nobody has seen this name");
            desk.house.verify(desk.organisation).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_its_end_a_verification_hides_no_advert_and_a_new_name_does() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (&desk.house.app, desk.published().await);
        desk.act(&desk.own(), id, Act::Extend { until: "15/06/2028".into() }).await.expect("longer");
        app.clock().set("2028-01-02".parse().map(sanviec_domain::time::Micros::end_of).expect("a day"));
        assert!(desk.verification().await == Verification::Expired && desk.is_public(id).await);
        assert!(desk.correct(&desk.house.officer(), true, desk.named("Công ty Tên Khác")).await.expect("named"));
        assert_eq!((desk.state(id).await, desk.is_public(id).await), (State::Paused, false));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_is_corrected_to_one_that_nobody_has_and_sealed_where_it_is_a_persons() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let (_, rival) = desk.house.founded("b@vidu.vn", "0100112437").await;
        let numbered =
            |kind: &str, number: &str| Registration { kind: kind.into(), number: number.into(), ..desk.named(NAME) };
        for (kind, number, code) in [
            ("enterprise", "0100112437", "number_taken"),
            ("enterprise", "0100233480", "tax_code_check_digit"),
            ("household", "", "number_empty"),
            ("household", "0100233488", "number_length"),
        ] {
            let refused = desk.correct(&desk.own(), true, numbered(kind, number)).await.expect_err(code);
            assert_eq!(codes(&refused), [code], "{kind} {number}");
        }
        let told = desk.correct(&desk.own(), false, numbered("household", "052099001234")).await.expect("corrected");
        assert!(!told, "nothing was verified yet, so nothing falls");
        let row = organisation::find(app.store().reader(), desk.organisation).await.expect("read").expect("row");
        assert_eq!((row.kind.as_str(), row.tax_code.as_deref()), ("household", None));
        assert!(row.number.is_some() && !format!("{row:?}").contains("052099001234"));
        let of_employer = employer::load(app.store().reader(), desk.organisation).await.expect("row");
        assert_eq!(of_employer.tax_code, None);
        let view = desk.house.view(&desk.own(), desk.organisation).await;
        assert_eq!(view.number, "052•••••••34");
        let kept = numbered("household", "");
        let kept = Registration { address: "9 Trần Phú".into(), ..kept };
        desk.correct(&desk.own(), false, kept).await.expect("without its number again");
        let sealed = organisation::find(app.store().reader(), desk.organisation).await.expect("read").expect("row");
        assert_eq!((sealed.number, sealed.number_lookup), (row.number, row.number_lookup), "sealed as it was");
        desk.correct(&desk.own(), false, numbered("enterprise", "0312687878")).await.expect("an enterprise again");
        let freed = Correction {
            organisation: rival,
            version: desk.house.view(&desk.moderator(), rival).await.version,
            form: numbered("enterprise", "0100233488"),
            is_confirmed: true,
        };
        organisations::correct(app, &desk.moderator(), freed, &key()).await.expect("the first number is free");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_is_told_in_both_languages_and_no_note_is_so_long_that_an_advert_stays() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, id) = (&desk.house.app, desk.published().await);
        assert!(desk.correct(&desk.own(), true, desk.named("Ngân hàng Ai Cũng Biết")).await.expect("corrected"));
        let told = desk.reasons().await;
        let [changed] = &told[..] else { panic!("{told:?}") };
        assert!(changed.contains("cần xác thực lại") && changed.contains("has to be verified again"), "{changed}");
        desk.house.verify(desk.organisation).await;
        desk.act(&desk.own(), id, Act::Resume).await.expect("shown");
        let moderator = desk.moderator();
        let version = desk.house.view(&moderator, desk.organisation).await.verification.version;
        let note = "ư".repeat(1_000);
        let decision = Decision::Revoke { reason: "fraud".into(), note: note.clone() };
        let decide = Decide { organisation: desk.organisation, version, decision };
        organisations::decide(app, &moderator, &decide, &key()).await.expect("revoked");
        let words = [
            "Gian lận, thu phí hoặc giữ giấy tờ của người lao động.",
            "Fraud, fees taken from workers, or their papers kept.",
        ];
        assert_eq!(desk.reasons().await, [format!("{}\n{}\n{note}", words[0], words[1])]);
        assert_eq!((desk.state(id).await, desk.is_public(id).await), (State::Returned, false));
    })
    .await;
}
