//! Organisations through the use cases, on both databases: who acts for one, who verifies it, what twice at once does.

mod renewal;

use crate::exchange::NOW;
use crate::forms::key;
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::organisations::{
    self, Appoint, Change, Decide, Decision, EvidenceTyped, Invite, OrganisationView, Registration, Served,
    ServedAsked, WaitingView,
};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale, Person, Role, Thing};
use sanviec_domain::membership::{MemberState, Role as MemberRole};
use sanviec_domain::verification::State;
use sanviec_search::Index;
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{audit, employer, membership, message};
use uuid::Uuid;

pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) centre: Uuid,
    pub(crate) other_centre: Uuid,
}

impl House {
    pub(crate) async fn new(fresh: &Fresh) -> Self {
        let facts = Facts { hash_kib: 64, local_webhooks: true, ..Facts::default() };
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, facts);
        let app = app.with_keys(Keyring::generated().expect("keys"));
        let ctx = app.ctx(Actor::Operator, Locale::Vi);
        let centre = add_centre(&app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let other_centre = add_centre(&app, &ctx, "Trung tâm Huế", "46").await.expect("centre");
        Self { app, centre, other_centre }
    }

    pub(crate) async fn account(&self, contact: &str) -> Uuid {
        let ctx = self.app.ctx(Actor::Operator, Locale::Vi);
        let new = NewPerson { contact: contact.into(), password: None, role: Role::Seeker, place: Thing::default() };
        add_person(&self.app, &ctx, new).await.expect("added")
    }

    pub(crate) fn seeker(&self, account: Uuid) -> Ctx {
        self.ctx(account, Role::Seeker, None, None)
    }

    pub(crate) fn administrator(&self, account: Uuid, organisation: Uuid) -> Ctx {
        self.ctx(account, Role::EmployerAdministrator, None, Some(organisation))
    }

    pub(crate) fn moderator(&self, centre: Uuid) -> Ctx {
        self.ctx(Uuid::from_u128(0x77), Role::Moderator, Some(centre), None)
    }

    pub(crate) fn manager(&self, centre: Uuid) -> Ctx {
        self.ctx(Uuid::from_u128(0x79), Role::CentreManager, Some(centre), None)
    }

    pub(crate) fn moderator_as(&self, account: Uuid) -> Ctx {
        self.ctx(account, Role::Moderator, Some(self.centre), None)
    }

    pub(crate) fn officer(&self) -> Ctx {
        self.ctx(Uuid::from_u128(0x78), Role::Officer, Some(self.centre), None)
    }

    fn ctx(&self, account_id: Uuid, role: Role, centre_id: Option<Uuid>, employer_id: Option<Uuid>) -> Ctx {
        let person =
            Person { account_id, session_id: Uuid::from_u128(1), role, centre_id, employer_id, is_fresh: true };
        self.app.ctx(Actor::Person(person), Locale::Vi)
    }

    pub(crate) fn form(&self, number: &str) -> Registration {
        Registration {
            kind: "enterprise".into(),
            number: number.into(),
            name: "Công ty TNHH May Sông Hồng".into(),
            employer_type: "non_state".into(),
            industry: "C".into(),
            size: "51_100".into(),
            address: "12 Trần Phú, phường Quy Nhơn, Gia Lai".into(),
            phone: "0256 3822 123".into(),
            email: "nhansu@songhong.vn".into(),
            representative: "Nguyễn Thị Lan".into(),
            centre: self.centre.to_string(),
        }
    }

    /// An account that registered an organisation.
    pub(crate) async fn founded(&self, contact: &str, number: &str) -> (Uuid, Uuid) {
        let account = self.account(contact).await;
        let form = self.form(number);
        let id = organisations::register(&self.app, &self.seeker(account), form, &key()).await.expect("registered");
        (account, id)
    }

    pub(crate) async fn view(&self, ctx: &Ctx, id: Uuid) -> OrganisationView {
        organisations::view(&self.app, ctx, id).await.expect("seen")
    }

    /// Verified by an officer on what was looked up.
    pub(crate) async fn verify(&self, id: Uuid) {
        let ctx = self.moderator(self.centre);
        let version = self.view(&ctx, id).await.verification.version;
        let decision = Decision::Verify { evidence: vec![piece("register_lookup")], through: "31/12/2027".into() };
        let decide = Decide { organisation: id, version, decision };
        organisations::decide(&self.app, &ctx, &decide, &key()).await.expect("verified");
    }

    /// A second administrator, invited and joined.
    async fn second(&self, first: Uuid, id: Uuid, contact: &str) -> Uuid {
        let second = self.account(contact).await;
        let invite = Invite {
            organisation: id,
            contact: contact.into(),
            label: "Trần Văn Bình".into(),
            role: "administrator".into(),
        };
        organisations::invite(&self.app, &self.administrator(first, id), invite, &key()).await.expect("invited");
        organisations::join(&self.app, &self.seeker(second), id, &key()).await.expect("joined");
        second
    }

    /// Messages that wait to be sent.
    async fn queued(&self) -> i64 {
        let counts = message::count_by_state(self.app.store().reader()).await.expect("counted");
        counts.iter().find(|(state, _)| state == "queued").map_or(0, |(_, count)| *count)
    }

    async fn held(&self, account: Uuid) -> Vec<String> {
        let rows = membership::list_held(self.app.store().reader(), account).await.expect("held");
        rows.into_iter().map(|row| row.role).collect()
    }
}

pub(crate) fn piece(kind: &str) -> EvidenceTyped {
    EvidenceTyped { kind: kind.into(), reference: "Số 123/ĐK".into(), seen_on: String::new() }
}

pub(crate) fn codes(error: &AppError) -> Vec<&'static str> {
    match error {
        AppError::Refused(errors) => errors.iter().map(|error| error.code).collect(),
        AppError::Forbidden => vec!["forbidden"],
        AppError::NotFound => vec!["not_found"],
        AppError::Conflict => vec!["conflict"],
        AppError::Gone
        | AppError::Busy
        | AppError::Rebuilding { .. }
        | AppError::Unavailable(_)
        | AppError::Internal(_) => panic!("{error:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_an_organisation_is_read_as_people_write_it_or_told_what_is_wrong() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let account = house.account("lan@vidu.vn").await;
        let ctx = house.seeker(account);
        for (number, kind, code) in [
            ("0100233480", "enterprise", "tax_code_check_digit"),
            ("", "enterprise", "tax_code_shape"),
            ("0312687878-000", "enterprise", "tax_code_branch"),
            ("0100233488", "household", "number_length"),
            ("", "person", "number_empty"),
            ("0100233488", "", "missing"),
        ] {
            let form = Registration { kind: kind.into(), ..house.form(number) };
            let refused = organisations::register(&house.app, &ctx, form, &key()).await.expect_err(number);
            assert_eq!(codes(&refused), [code], "{number} {kind}");
        }
        let empty = organisations::register(&house.app, &ctx, Registration::default(), &key()).await;
        assert_eq!(codes(&empty.expect_err("empty")).len(), 10, "every compulsory field but the number of no kind");
        let same = key();
        let tries = (0..3).map(|_| {
            let (app, ctx, key) = (house.app.clone(), ctx.clone(), same.clone());
            let form = house.form(" 0100 233 488 ");
            tokio::spawn(async move { organisations::register(&app, &ctx, form, &key).await })
        });
        let mut ids = Vec::new();
        for answer in tries.collect::<Vec<_>>() {
            ids.push(answer.await.expect("ran").expect("registered"));
        }
        assert!(ids.iter().all(|id| *id == ids[0]), "sent three times at once, registered once");
        let view = house.view(&house.administrator(account, ids[0]), ids[0]).await;
        assert_eq!((view.number.as_str(), view.phone.as_str()), ("0100233488", "+842563822123"));
        assert_eq!((view.verification.state, view.verification.is_verified), (State::Unverified, false));
        assert_eq!(house.held(account).await, ["employer_administrator"]);
        let other = house.account("hoa@vidu.vn").await;
        let again = organisations::register(&house.app, &house.seeker(other), house.form("0100233488"), &key()).await;
        assert_eq!(codes(&again.expect_err("taken")), ["number_taken"]);
        assert!(house.held(other).await.is_empty(), "and the whole form had no effect");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_number_is_sealed_and_found_once() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let account = house.account("lan@vidu.vn").await;
        let form = Registration { kind: "household".into(), ..house.form("052099001234") };
        let id = organisations::register(&house.app, &house.seeker(account), form.clone(), &key()).await.expect("in");
        let view = house.view(&house.administrator(account, id), id).await;
        assert_eq!(view.number, "052•••••••34");
        let row = sanviec_store::organisation::find(house.app.store().reader(), id).await.expect("read").expect("row");
        let stored = format!("{row:?}");
        assert!(!stored.contains("052099001234") && !stored.contains("Trần Phú"), "{stored}");
        let twice = organisations::register(&house.app, &house.seeker(account), form, &key()).await;
        assert_eq!(codes(&twice.expect_err("taken")), ["number_taken"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_administrators_who_remove_each_other_at_once_leave_one() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        for turn in 0..6 {
            let number =
                ["0100233488", "0100112437", "0312687878-001", "0312687878-002", "0314409058-002", "0312687878"];
            let (first, id) = house.founded(&format!("a{turn}@vidu.vn"), number[turn]).await;
            let second = house.second(first, id, &format!("b{turn}@vidu.vn")).await;
            let remove = |who: Uuid, by: Uuid| {
                let (app, ctx) = (house.app.clone(), house.administrator(by, id));
                tokio::spawn(
                    async move { organisations::change_members(&app, &ctx, id, Change::Remove(who), &key()).await },
                )
            };
            let (one, other) = (remove(second, first), remove(first, second));
            let done = [one.await.expect("ran"), other.await.expect("ran")];
            assert_eq!(done.iter().filter(|answer| answer.is_ok()).count(), 1, "{done:?}");
            let left = [house.held(first).await, house.held(second).await].concat();
            assert_eq!(left, ["employer_administrator"], "one is left and may act");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_cannot_leave_step_down_or_be_stopped() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let ctx = house.administrator(first, id);
        for change in [Change::Remove(first), Change::Suspend(first), Change::Role(first, MemberRole::Recruiter)] {
            let refused = organisations::change_members(&house.app, &ctx, id, change, &key()).await;
            assert_eq!(codes(&refused.expect_err("the last")), ["last_administrator"], "{change:?}");
        }
        let left = organisations::leave(&house.app, &ctx, id, &key()).await;
        assert_eq!(codes(&left.expect_err("the last")), ["last_administrator"]);
        let second = house.second(first, id, "b@vidu.vn").await;
        organisations::change_members(&house.app, &ctx, id, Change::Role(first, MemberRole::Recruiter), &key())
            .await
            .expect("another governs");
        assert_eq!(house.held(first).await, ["employer_member"]);
        let again = organisations::change_members(&house.app, &ctx, id, Change::Remove(second), &key()).await;
        assert_eq!(codes(&again.expect_err("no administrator any more")), ["not_your_command"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_tells_a_members_role_and_standing_before_and_after() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let second = house.second(first, id, "b@vidu.vn").await;
        let ctx = house.administrator(first, id);
        for change in [Change::Role(second, MemberRole::Recruiter), Change::Suspend(second), Change::Remove(second)] {
            organisations::change_members(&house.app, &ctx, id, change, &key()).await.expect("changed");
        }
        let trail = audit::list_of(house.app.store().reader(), id, 0, 50).await.expect("trail");
        let told: Vec<(String, String)> = trail
            .into_iter()
            .rev()
            .take(3)
            .map(|entry| (entry.before.unwrap_or_default(), entry.after.unwrap_or_default()))
            .collect();
        for ((before, after), (was, is)) in told.iter().rev().zip([
            (r#""role":"administrator","state":"active""#, r#""role":"recruiter","state":"active""#),
            (r#""role":"recruiter","state":"active""#, r#""role":"recruiter","state":"suspended""#),
            (r#""role":"recruiter","state":"suspended""#, "account"),
        ]) {
            assert!(before.contains(was) && after.contains(is), "{before} {after}");
        }
        assert!(!told[0].1.contains("role"), "whoever was removed has no role: {}", told[0].1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_for_one_address_and_a_week() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let ctx = house.administrator(first, id);
        let invite = |role: &str| Invite {
            organisation: id,
            contact: "moi@vidu.vn".into(),
            label: "Lê Mới".into(),
            role: role.into(),
        };
        organisations::invite(&house.app, &ctx, invite("recruiter"), &key()).await.expect("invited");
        assert_eq!(house.queued().await, 1, "told by a message");
        let members = organisations::members(&house.app, &ctx, id).await.expect("members");
        let invited = members.iter().find(|member| member.label == "Lê Mới").expect("listed");
        assert_eq!((invited.state, invited.role), (MemberState::Invited, MemberRole::Recruiter));
        assert_eq!(invited.contact, "m••••@vidu.vn");
        let stranger = house.account("la@vidu.vn").await;
        let refused = organisations::join(&house.app, &house.seeker(stranger), id, &key()).await;
        assert_eq!(codes(&refused.expect_err("not invited")), ["not_your_command"]);
        assert!(house.held(invited.account_id).await.is_empty(), "an invitation gives nothing yet");
        house.app.clock().set(NOW.plus_days(8));
        let late = organisations::join(&house.app, &house.seeker(invited.account_id), id, &key()).await;
        assert_eq!(codes(&late.expect_err("over")), ["not_your_command"]);
        let ctx = house.administrator(first, id);
        organisations::invite(&house.app, &ctx, invite("administrator"), &key()).await.expect("invited anew");
        organisations::join(&house.app, &house.seeker(invited.account_id), id, &key()).await.expect("in time");
        assert_eq!(house.held(invited.account_id).await, ["employer_administrator"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_of_its_centre_verifies_on_evidence_of_his_own() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let own = house.administrator(first, id);
        let vouching = organisations::submit(&house.app, &own, id, &[piece("register_lookup")], &key()).await;
        assert_eq!(codes(&vouching.expect_err("not theirs")), ["evidence_not_yours"]);
        organisations::submit(&house.app, &own, id, &[piece("registration_paper")], &key()).await.expect("handed in");
        let ctx = house.moderator(house.centre);
        let waiting = organisations::queue(&house.app, &ctx, State::Submitted, None, 50).await.expect("queue");
        assert_eq!(waiting.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
        let elsewhere = house.moderator(house.other_centre);
        assert!(
            organisations::queue(&house.app, &elsewhere, State::Submitted, None, 50).await.expect("queue").is_empty()
        );
        let view = house.view(&ctx, id).await;
        let verify = |evidence, version| Decide {
            organisation: id,
            version,
            decision: Decision::Verify { evidence, through: "31/12/2027".into() },
        };
        let seen = view.verification.version;
        for (ctx, decide, code) in [
            (&own, verify(vec![piece("register_lookup")], seen), "forbidden"),
            (&elsewhere, verify(vec![piece("register_lookup")], seen), "forbidden"),
            (&ctx, verify(Vec::new(), seen), "evidence_not_independent"),
            (&ctx, verify(vec![piece("register_lookup")], seen - 1), "conflict"),
        ] {
            let refused = organisations::decide(&house.app, ctx, &decide, &key()).await.expect_err(code);
            assert_eq!(codes(&refused), [code]);
        }
        house.verify(id).await;
        let view = house.view(&own, id).await;
        assert!(view.verification.is_verified && view.verification.evidence.len() == 2, "{view:?}");
        let row = employer::load(house.app.store().reader(), id).await.expect("row");
        assert_eq!(row.verified_at, Some(NOW.0));
        let trail = audit::list_of(house.app.store().reader(), id, 0, 100).await.expect("trail");
        let actions: Vec<&str> = trail.iter().map(|row| row.action.as_str()).collect();
        let expected = ["register_organisation", "member_joined", "verification_submitted", "verification_verified"];
        assert_eq!(actions, expected);
        house.app.clock().set(NOW.plus_days(800));
        let late = house.view(&house.administrator(first, id), id).await;
        assert_eq!(
            (late.verification.state, late.verification.is_verified),
            (State::Expired, false),
            "before any tick"
        );
        let tick = house.app.ctx(Actor::System, Locale::Vi);
        organisations::tick_due(&house.app, &tick, 10).await.expect("ticked");
        let row = employer::load(house.app.store().reader(), id).await.expect("row");
        assert_eq!(row.verified_at, None);
        assert_eq!(organisations::tick_due(&house.app, &tick, 10).await.expect("ticked"), 0, "once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_they_hand_in_again_and_the_answer_has_its_days() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (first, id) = house.founded("a@vidu.vn", "0100233488").await;
        let own = house.administrator(first, id);
        organisations::submit(&house.app, &own, id, &[piece("registration_paper")], &key()).await.expect("in");
        let ctx = house.moderator(house.centre);
        let version = house.view(&ctx, id).await.verification.version;
        let refuse = |reason: &str, note: &str| Decide {
            organisation: id,
            version,
            decision: Decision::Refuse { reason: reason.into(), note: note.into() },
        };
        for (reason, note, code) in [("", "", "missing"), ("other", " ", "reason_missing")] {
            let refused = organisations::decide(&house.app, &ctx, &refuse(reason, note), &key()).await;
            assert_eq!(codes(&refused.expect_err(code)), [code]);
        }
        let decide = refuse("papers_unclear", "Ảnh giấy phép bị mờ");
        organisations::decide(&house.app, &ctx, &decide, &key()).await.expect("refused");
        let view = house.view(&own, id).await.verification;
        assert_eq!(view.state, State::Refused);
        assert_eq!(view.reason, Some(("papers_unclear".into(), "Ảnh giấy phép bị mờ".into())));
        organisations::submit(&house.app, &own, id, &[piece("licence_paper")], &key()).await.expect("in again");
        // Thursday and Friday are the two working days after a Tuesday that is a holiday.
        house.app.clock().set(NOW.plus_days(30));
        let late = organisations::queue(&house.app, &house.moderator(house.centre), State::Submitted, None, 5).await;
        assert!(late.expect("queue")[0].is_late);
        organisations::take_back(&house.app, &house.administrator(first, id), id, &key()).await.expect("taken back");
        assert_eq!(house.view(&own, id).await.verification.state, State::Refused, "a no is not washed off");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_enters_an_employer_who_telephones_and_appoints_its_administrator_later() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let form = Registration { centre: house.other_centre.to_string(), ..house.form("0100233488") };
        let id = organisations::register(&house.app, &house.officer(), form, &key()).await.expect("entered");
        let view = house.view(&house.officer(), id).await;
        assert!(view.is_entered_by_officer && !view.has_members);
        assert_eq!(view.centre_id, house.centre, "the officer's own, whatever the form says");
        let appoint = Appoint { organisation: id, contact: "giamdoc@vidu.vn".into(), label: "Giám đốc".into() };
        let refused = organisations::appoint(&house.app, &house.officer(), appoint.clone(), &key()).await;
        assert_eq!(codes(&refused.expect_err("a moderator's")), ["forbidden"]);
        let ctx = house.moderator(house.centre);
        organisations::appoint(&house.app, &ctx, appoint, &key()).await.expect("appointed");
        assert!(house.view(&house.officer(), id).await.has_members);
        assert_eq!(house.queued().await, 1, "told by a message");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organisations_of_a_centre_are_read_in_pages_and_found_by_name_or_tax_code() {
    each_backend(|fresh| async move {
        let house = House::new(&fresh).await;
        let (app, officer) = (&house.app, house.officer());
        let mut ids = Vec::new();
        for (number, name) in [
            ("0100233488", "Công ty TNHH May Sông Hồng"),
            ("0100112437", "Công ty Sữa Gia Lai"),
            ("4101200002", "Công ty May Quy Nhơn"),
        ] {
            let form = Registration { name: name.into(), ..house.form(number) };
            ids.push(organisations::register(app, &officer, form, &key()).await.expect("entered"));
        }
        let ask = |words: &str, before: Option<Uuid>, limit: usize| {
            let asked = ServedAsked { words: words.into(), before, limit };
            let (app, officer) = (app.clone(), officer.clone());
            async move { organisations::served(&app, &officer, &asked).await.expect("a list") }
        };
        let of = |page: &Served| page.rows.iter().map(|(id, _)| *id).collect::<Vec<_>>();
        let mut newest_first = ids.clone();
        newest_first.sort_unstable();
        newest_first.reverse();
        let first = ask("", None, 2).await;
        assert_eq!((of(&first).as_slice(), first.next), (&newest_first[..2], Some(newest_first[1])));
        let second = ask("", first.next, 2).await;
        assert_eq!((of(&second).as_slice(), second.next), (&newest_first[2..], None));
        assert_eq!(ask("", None, 3).await.next, None, "a full page that is the last leads nowhere");
        let one = ask("may", None, 1).await;
        let other = ask("may", one.next, 1).await;
        let mut sewing = [of(&one), of(&other)].concat();
        sewing.sort_unstable();
        let mut expected = vec![ids[0], ids[2]];
        expected.sort_unstable();
        assert_eq!((sewing, other.next), (expected, None));
        for words in ["sông hồng", "song hong", "0100233488", "0100 2334"] {
            assert_eq!(of(&ask(words, None, 9).await), [ids[0]], "{words}");
        }
        assert!(of(&ask("dệt", None, 9).await).is_empty());
        let elsewhere = house.moderator(house.other_centre);
        let none = organisations::served(app, &elsewhere, &ServedAsked { limit: 9, ..ServedAsked::default() }).await;
        assert_eq!(none.expect("a list"), Served::default(), "another centre's are not listed");
        // The queue goes on the same way, whatever state they are in.
        let (moderator, state) = (house.moderator(house.centre), house.view(&officer, ids[0]).await.verification.state);
        let one = organisations::queue(app, &moderator, state, None, 2).await.expect("queue");
        let after = one.last().map(WaitingView::place);
        let two = organisations::queue(app, &moderator, state, after, 2).await.expect("queue");
        let mut waiting: Vec<Uuid> = one.iter().chain(&two).map(|row| row.id).collect();
        waiting.sort_unstable();
        newest_first.reverse();
        assert_eq!((one.len(), two.len(), waiting), (2, 1, newest_first));
        let seeker = house.seeker(house.account("lan@vidu.vn").await);
        let refused = organisations::served(app, &seeker, &ServedAsked::default()).await.expect_err("no staff");
        assert_eq!(codes(&refused), ["forbidden"]);
    })
    .await;
}
