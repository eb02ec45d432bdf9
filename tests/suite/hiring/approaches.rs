//! People who opened their profile are found for a live vacancy of a verified employer and asked to apply: only while
//! they agree, without a name, so many a day, and each sight of them is theirs to read.

use super::{Desk, codes};
use crate::forms::{key, thrice};
use sanviec_app::applications::{self, Access, Applied, Begin, SendFull};
use sanviec_app::approaches::{self, Approach, Candidates};
use sanviec_app::organisations::{self, Decision};
use sanviec_app::profiles::{self, Decide, SavePart, typed};
use sanviec_app::{Actor, AppError, Ctx, Locale, desk, messages};
use sanviec_domain::approach::State;
use sanviec_domain::consent::{Matter, Purpose};
use sanviec_domain::posting::PostingId;
use sanviec_domain::profile::{Field, Part, ProfileId, Visibility};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look};
use uuid::Uuid;

const LAN: [(Field, &str); 6] = [
    (Field::Name, "Nguyễn Thị Lan"),
    (Field::Birth, "12/03/1994"),
    (Field::Phone, "0905 123 456"),
    (Field::WishTitle, "Công nhân may"),
    (Field::WishDescription, "Gọi tôi 0905 123 456"),
    (Field::ExperienceYears, "1_2"),
];

/// A person with an account, who opened the profile or did not.
pub(super) struct Person {
    pub(super) account: Uuid,
    pub(super) id: ProfileId,
}

impl Desk {
    pub(super) async fn seeker(&self, contact: &str) -> Person {
        let account = self.house.account(contact).await;
        let ctx = self.house.seeker(account);
        let app = &self.house.app;
        let mut id = None;
        for part in Part::ALL {
            let of_part: Vec<_> = LAN.iter().filter(|(field, _)| field.part() == *part).collect();
            if of_part.is_empty() {
                continue;
            }
            let mut content = profiles::own_or_new(app, &ctx).await.expect("own").content;
            let mark = profiles::mark(app, &content, *part).expect("mark");
            for (field, text) in of_part {
                typed::set(&mut content, *field, &vec![vec![(*text).to_owned()]], &ctx).expect("typed");
            }
            let save = SavePart { profile_id: None, part: *part, content, mark };
            id = Some(profiles::save_part(app, &ctx, save, &key()).await.expect("saved"));
        }
        Person { account, id: id.expect("a profile") }
    }

    pub(super) async fn opens(&self, person: &Person, agreed: Option<u16>) {
        let (app, ctx) = (&self.house.app, self.house.seeker(person.account));
        let matter = Matter::whole(Purpose::VisibleToEmployers);
        profiles::decide(app, &ctx, Decide { matter, agreed }, &key()).await.expect("decided");
        profiles::set_visibility(app, &ctx, Visibility::Named, &key()).await.expect("set");
    }

    async fn found(&self, posting: Uuid) -> Candidates {
        let code = PostingId(posting).code().to_string();
        approaches::candidates(&self.house.app, &self.own(), &code).await.expect("a list")
    }

    pub(super) async fn ask(&self, ctx: &Ctx, posting: Uuid, person: &Person) -> Result<(), AppError> {
        approaches::approach(&self.house.app, ctx, order(posting, person), &key()).await
    }

    async fn invitations(&self) -> usize {
        let ctx = self.house.app.ctx(Actor::System, Locale::Vi);
        let sent = messages::claim(&self.house.app, &ctx, 60, 100).await.expect("claimed");
        sent.iter().filter(|message| message.template == "approached").count()
    }

    async fn asked_of(&self, person: &Person) -> Vec<approaches::Approached> {
        let ctx = self.house.seeker(person.account);
        approaches::own_approaches(&self.house.app, &ctx).await.expect("own")
    }

    pub(super) fn days_pass(&self, days: i64) {
        self.house.app.clock().set(self.house.app.clock().now().plus_days(days));
    }
}

fn order(posting: Uuid, person: &Person) -> Approach {
    Approach { posting: PostingId(posting).code().to_string(), person: desk::code_of_profile(person.id) }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_agrees_is_found_without_a_name_and_reads_who_looked() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let posting = desk.published().await;
        let (lan, mai) = (desk.seeker("lan@vidu.vn").await, desk.seeker("mai@vidu.vn").await);
        assert!(desk.found(posting).await.people.is_empty(), "nobody agreed");
        desk.opens(&lan, Some(1)).await;
        // Opened without the consent: it counts for nothing.
        let ctx = desk.house.seeker(mai.account);
        profiles::set_visibility(&desk.house.app, &ctx, Visibility::Employers, &key()).await.expect("set");
        let found = desk.found(posting).await;
        assert_eq!(found.people.iter().map(|one| one.id).collect::<Vec<_>>(), [lan.id]);
        let card = &found.people[0].content;
        assert_eq!(card.filled(), [Field::ExperienceYears, Field::WishTitle], "no name, no contact, no own words");
        let reader = desk.house.app.store().reader();
        let looks = look::list_of(reader, &[lan.id.0], None, 10).await.expect("looks");
        let noted: Vec<_> = looks.iter().map(|look| (look.why.as_str(), look.employer_id)).collect();
        assert_eq!(noted, [("search", Some(desk.organisation))]);
        assert!(look::list_of(reader, &[mai.id.0], None, 10).await.expect("looks").is_empty());
        let trail = audit::list_of(reader, mai.id.0, 0, 50).await.expect("trail");
        let opened = trail.iter().find(|entry| entry.action == "set_visibility").expect("opened");
        let (was, is) = (opened.before.as_deref(), opened.after.as_deref());
        assert_eq!((was, is), (Some(r#"{"visibility":"centre"}"#), Some(r#"{"visibility":"employers"}"#)));
        // Taken back, it works at once.
        desk.days_pass(1);
        desk.opens(&lan, None).await;
        assert!(desk.found(posting).await.people.is_empty());
        let late = desk.ask(&desk.own(), posting, &lan).await.expect_err("closed");
        assert_eq!(codes(&late), ["not_open"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_people_of_a_verified_employer_search_for_their_own_live_vacancies() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let lan = desk.seeker("lan@vidu.vn").await;
        desk.opens(&lan, Some(1)).await;
        let code = PostingId(posting).code().to_string();
        let stranger = desk.house.administrator(desk.account, Uuid::from_u128(9));
        let officer = desk.house.officer();
        for ctx in [&stranger, &officer, &desk.moderator(), &desk.house.seeker(lan.account)] {
            let list = approaches::candidates(app, ctx, &code).await.map(|_| ()).expect_err("not theirs");
            assert!(matches!(list, AppError::Forbidden | AppError::NotFound), "{list:?}");
            let ask = desk.ask(ctx, posting, &lan).await.expect_err("not theirs");
            assert!(matches!(ask, AppError::Forbidden | AppError::NotFound), "{ask:?}");
        }
        let draft = desk.written(&desk.own(), &[]).await;
        let of_draft = approaches::candidates(app, &desk.own(), &PostingId(draft).code().to_string()).await;
        assert_eq!(codes(&of_draft.map(|_| ()).expect_err("not live")), ["posting_closed"]);
        desk.revoke().await;
        let unverified = approaches::candidates(app, &desk.own(), &code).await.map(|_| ()).expect_err("revoked");
        assert_eq!(codes(&unverified), ["employer_not_verified"]);
        assert!(desk.ask(&desk.own(), posting, &lan).await.is_err());
        assert_eq!(desk.invitations().await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_asked_once_and_answers_with_an_application_or_no() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let (lan, mai) = (desk.seeker("lan@vidu.vn").await, desk.seeker("mai@vidu.vn").await);
        for person in [&lan, &mai] {
            desk.opens(person, Some(1)).await;
        }
        let (form, own) = (key(), desk.own());
        thrice(|| approaches::approach(app, &own, order(posting, &lan), &form)).await;
        // Two forms at once: one asks.
        let both = tokio::join!(desk.ask(&own, posting, &mai), desk.ask(&own, posting, &mai));
        assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
        assert_eq!(codes(&desk.ask(&desk.own(), posting, &mai).await.expect_err("again")), ["asked_already"]);
        assert_eq!(desk.invitations().await, 2);
        let (one, other) = (desk.asked_of(&lan).await.remove(0), desk.asked_of(&mai).await.remove(0));
        assert_eq!((one.state, other.state, one.is_live), (State::Open, State::Open, true));
        let (lan_ctx, mai_ctx) = (desk.house.seeker(lan.account), desk.house.seeker(mai.account));
        let foreign = approaches::decline(app, &mai_ctx, &one.id, &key()).await.expect_err("another's");
        assert!(matches!(foreign, AppError::NotFound), "{foreign:?}");
        let form = key();
        thrice(|| approaches::decline(app, &mai_ctx, &other.id, &form)).await;
        assert_eq!(desk.asked_of(&mai).await[0].state, State::Declined);
        // A yes is an application, looked over and sent; until then the employer knows nothing.
        let form = key();
        let draft = thrice(|| approaches::accept(app, &lan_ctx, &one.id, &form)).await;
        assert_eq!(desk.asked_of(&lan).await[0].state, State::Open);
        let shown = applications::full_draft(app, &lan_ctx, &draft.code().to_string()).await.expect("a draft");
        let send = SendFull {
            application: draft.code().to_string(),
            consent: true,
            wording: profiles::wording(Purpose::Application),
            mark: shown.mark,
        };
        let form = key();
        let sent = thrice(|| applications::send_full(app, &lan_ctx, send.clone(), &form)).await;
        assert_eq!(sent, Applied::Sent);
        let answered = desk.asked_of(&lan).await.remove(0);
        assert_eq!((answered.state, answered.application), (State::Applied, Some(draft)));
        let own = applications::my_application(app, &lan_ctx, &Access::Own(draft.code().to_string())).await;
        assert!(own.is_ok(), "it stands among the applications");
        let found = desk.found(posting).await;
        let seen: Vec<_> = found.people.iter().map(|one| (one.id, one.asked, one.has_applied)).collect();
        assert!(seen.contains(&(lan.id, Some(State::Applied), true)), "{seen:?}");
        assert!(seen.contains(&(mai.id, Some(State::Declined), false)), "{seen:?}");
        let again = desk.ask(&desk.own(), posting, &lan).await.expect_err("asked and applied");
        assert_eq!(codes(&again), ["asked_already"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asked_a_person_to_apply_stands_in_the_own_copy_and_in_nobody_elses() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let (lan, mai) = (desk.seeker("lan@vidu.vn").await, desk.seeker("mai@vidu.vn").await);
        desk.opens(&lan, Some(1)).await;
        desk.ask(&desk.own(), posting, &lan).await.expect("asked");
        let (lan, mai) = (desk.house.seeker(lan.account), desk.house.seeker(mai.account));
        let copy = profiles::export_own(app, &lan).await.expect("a copy");
        let asked = &copy["approaches"][0];
        assert_eq!((asked["state"].as_str(), asked["posting_title"].as_str()), (Some("open"), Some("Công nhân may")));
        assert!(asked["employer"].as_str().is_some_and(|name| !name.is_empty()), "{asked}");
        assert_eq!(copy["approaches"].as_array().map(Vec::len), Some(1));
        let other = profiles::export_own(app, &mai).await.expect("a copy");
        assert_eq!(other["approaches"].as_array().map(Vec::len), Some(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_and_an_officer_on_the_english_pages_write_in_vietnamese() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let lan = desk.seeker("lan@vidu.vn").await;
        desk.opens(&lan, Some(1)).await;
        let own = Ctx { locale: Locale::En, ..desk.own() };
        desk.ask(&own, posting, &lan).await.expect("asked");
        let officer = Ctx { locale: Locale::En, ..desk.moderator() };
        let version = desk.house.view(&officer, desk.organisation).await.verification.version;
        let decision = Decision::Revoke { reason: "fraud".into(), note: "Thu phí 500.000 đồng".into() };
        let decide = organisations::Decide { organisation: desk.organisation, version, decision };
        organisations::decide(app, &officer, &decide, &key()).await.expect("revoked");
        let sent = messages::claim(app, &app.ctx(Actor::System, Locale::Vi), 60, 100).await.expect("claimed");
        for template in ["approached", "organisation_refused"] {
            let of: Vec<_> = sent.iter().filter(|one| one.template == template).map(|one| one.locale).collect();
            assert_eq!(of, [Locale::Vi], "{template}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_accepts_finds_the_draft_as_it_was_left() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let lan = desk.seeker("lan@vidu.vn").await;
        desk.opens(&lan, Some(1)).await;
        desk.ask(&desk.own(), posting, &lan).await.expect("asked");
        let ctx = desk.house.seeker(lan.account);
        let code = PostingId(posting).code().to_string();
        let offered = applications::material(app, &ctx, &code).await.expect("material").optional;
        let ticked: Vec<String> = offered.iter().map(|field| field.code().to_owned()).collect();
        assert!(!ticked.is_empty(), "there is something to tick");
        let order =
            Begin { posting: code.clone(), ticked, words: "Em ở gần công ty.".into(), guardian: String::new() };
        let begun = applications::begin_full(app, &ctx, order, &key()).await.expect("begun");
        let one = desk.asked_of(&lan).await.remove(0);
        for time in ["once", "twice"] {
            let draft = approaches::accept(app, &ctx, &one.id, &key()).await.expect("accepted");
            assert_eq!(draft, begun, "{time}");
            let shown = applications::full_draft(app, &ctx, &draft.code().to_string()).await.expect("a draft");
            assert_eq!(shown.words, "Em ở gần công ty.", "{time}");
            assert!(offered.iter().all(|field| shown.fields.contains(field)), "{time}: {:?}", shown.fields);
            let material = applications::material(app, &ctx, &code).await.expect("material");
            assert_eq!(material.draft.map(|draft| draft.ticked), Some(offered.clone()), "{time}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approach_ends_with_the_consent_and_with_time_and_a_day_has_its_caps() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let posting = desk.published().await;
        let (lan, mai) = (desk.seeker("lan@vidu.vn").await, desk.seeker("mai@vidu.vn").await);
        for person in [&lan, &mai] {
            desk.opens(person, Some(1)).await;
            desk.ask(&desk.own(), posting, person).await.expect("asked");
        }
        desk.days_pass(1);
        desk.opens(&lan, None).await;
        let closed = desk.asked_of(&lan).await.remove(0);
        assert_eq!(closed.state, State::Closed);
        let lan_ctx = desk.house.seeker(lan.account);
        let late = approaches::decline(app, &lan_ctx, &closed.id, &key()).await.expect_err("over");
        assert_eq!(codes(&late), ["approach_over"]);
        desk.days_pass(14);
        assert_eq!(desk.asked_of(&mai).await[0].state, State::Lapsed, "though no tick came");
        let system = app.ctx(Actor::System, Locale::Vi);
        let ticks = tokio::join!(approaches::tick(app, &system), approaches::tick(app, &system));
        let moved = ticks.0.expect("ticked") + ticks.1.expect("ticked");
        assert_eq!(moved, 1, "once, however many clocks tick");
        let of_mai =
            sanviec_store::approach::list_of_account(app.store().reader(), mai.account, 5).await.expect("rows");
        let trail = audit::list_of(app.store().reader(), of_mai[0].id, 0, 10).await.expect("trail");
        assert_eq!(trail.iter().map(|row| row.action.as_str()).collect::<Vec<_>>(), ["approach", "end_approach"]);
        for number in 0..20 {
            let person = desk.seeker(&format!("n{number}@vidu.vn")).await;
            desk.opens(&person, Some(1)).await;
            desk.ask(&desk.own(), posting, &person).await.expect("asked");
        }
        let more = desk.seeker("nua@vidu.vn").await;
        desk.opens(&more, Some(1)).await;
        assert_eq!(codes(&desk.ask(&desk.own(), posting, &more).await.expect_err("enough")), ["too_many"]);
    })
    .await;
}
