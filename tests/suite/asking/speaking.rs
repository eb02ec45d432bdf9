//! Who speaks for a side: the contacts that it confirmed itself, on both databases. Nothing that an officer typed is
//! asked, and a link acts for nobody once its contact changed, its day is over, or its days were spoken of.

use super::{claimed, public, running, sent, taken_over, tick, token};
use crate::desk::{World, person};
use crate::forms::{code, key};
use crate::organisations::House;
use crate::placements::Placed;
use sanviec_app::api_keys::{self, NewKey};
use sanviec_app::placements::{
    self, Answers, Append, AskNow, Channel, Employed, LinkState, Said, Unreachable, statement_of,
};
use sanviec_app::profiles::{self, Merge};
use sanviec_app::{Actor, Ctx, Locale, Person, Role, Thing};
use sanviec_domain::placement::{Party, Source};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::ProfileId;
use sanviec_domain::time::Micros;
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{account, membership, placement, profile};
use std::sync::Arc;
use uuid::Uuid;

impl Placed {
    /// Each side, and how many contacts it can be asked by.
    async fn parties(&self) -> [Result<usize, Unreachable>; 2] {
        let ctx = self.world.ctx(self.world.officer);
        let view = placements::placement(&self.world.app, &ctx, &self.id, placements::AsOf::default()).await;
        let parties = view.expect("a view").parties;
        [Party::Employer, Party::Worker]
            .map(|party| parties.iter().find(|(known, _)| *known == party).expect("both sides").1)
    }

    async fn ask(&self, party: Party) -> Result<u32, sanviec_app::AppError> {
        let order = AskNow { placement: self.id.clone(), party };
        let asked = placements::ask_now(&self.world.app, &self.world.ctx(self.world.officer), order, &key()).await;
        asked.map(|asking| asking.messages)
    }

    async fn state(&self, token: &str) -> LinkState {
        let app = &self.world.app;
        let question = placements::question(app, &public(app), token).await.expect("a question");
        let shown = !question.person.is_empty() || !question.employer.is_empty();
        assert_eq!(shown, question.state != LinkState::Dead, "a dead link tells of nobody");
        question.state
    }

    async fn answer(&self, token: &str) -> Result<(), &'static str> {
        let app = &self.world.app;
        let answered = placements::answer_link(app, &public(app), token, Employed::Yes, &key()).await;
        answered.map_err(|error| code(&error))
    }

    /// Answers on the own page; how many were recorded.
    async fn answer_on_page(&self, who: &Ctx) -> Result<u32, &'static str> {
        let order = Answers { answers: vec![(self.id.clone(), Employed::Yes)] };
        let answered = placements::answer_own(&self.world.app, who, order, &key()).await;
        answered.map(|counted| counted.recorded).map_err(|error| code(&error))
    }

    /// Says something for a side by a program or on a page.
    async fn state_as(&self, who: &Ctx, way: (Source, Channel), json: &str) -> Result<(), &'static str> {
        let (source, channel) = way;
        let says = statement_of(json).expect("a statement");
        let said = Said { says, source, channel, document_hash: None, reference: None };
        let order = Append { placement: self.id.clone(), version: None, said };
        let stated = placements::append(&self.world.app, who, order, &key()).await;
        stated.map(|_| ()).map_err(|error| code(&error))
    }

    async fn facts(&self) -> usize {
        self.seen(placements::AsOf::default()).await.judged.case.facts.len()
    }

    /// A link to the worker's confirmed address, on 8 December.
    async fn linked(&self) -> (Person, String) {
        let worker = running(self).await;
        tick(&self.world.app).await;
        (worker, token(&sent(&self.world.app).await))
    }
}

/// Gives somebody work at a centre, beside what they are; the id of that role.
async fn appointed(world: &World, account_id: Uuid, centre: Uuid) -> Uuid {
    given(world, account_id, (Role::Officer, Thing::of_centre(centre))).await
}

async fn given(world: &World, account_id: Uuid, (role, place): (Role, Thing)) -> Uuid {
    let role = &membership::Row {
        id: account_id,
        version: 1,
        account_id,
        role: role.code().to_owned(),
        centre_id: place.centre_id,
        branch_id: None,
        employer_id: place.employer_id,
        since_at: 1,
        ended_at: None,
    };
    let write = world.app.store().write("role", |tx| Box::pin(membership::insert(tx, role)));
    write.await.expect("a role");
    role.id
}

async fn dismissed(world: &World, role: Uuid) {
    let end = world.app.store().write("end", |tx| Box::pin(membership::end(tx, role, 1)));
    assert!(end.await.expect("ended"));
}

async fn forget_contacts(world: &World, who: Person) {
    let forget = world.app.store().write("forget", |tx| Box::pin(account::forget_contacts(tx, who.account_id)));
    forget.await.expect("forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_an_officer_typed_is_never_asked() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        sent(&placed.world.app).await;
        placed.world.pass_days(14);
        assert_eq!(placed.parties().await, [Err(Unreachable::NoMember), Err(Unreachable::NoAccount)]);
        assert_eq!(tick(&placed.world.app).await, 1);
        assert!(sent(&placed.world.app).await.is_empty(), "the typed number of the record is written to by nobody");
        for (party, why) in [(Party::Worker, "no_account"), (Party::Employer, "no_member")] {
            assert_eq!(code(&placed.ask(party).await.expect_err("nobody to ask")), why);
        }
        claimed(&placed).await;
        assert_eq!(placed.parties().await[1], Ok(1));
        assert_eq!(placed.ask(Party::Worker).await.expect("asked"), 1, "what was refused did not use the day up");
    })
    .await;
}

/// The placement is with an organisation that somebody registered; nobody verified it.
async fn with_organisation(placed: &mut Placed) -> (House, Uuid, Uuid) {
    let world = &placed.world;
    let house = House { app: world.app.clone(), centre: world.centre, other_centre: world.centre };
    let (account, organisation) = house.founded("giamdoc@vidu.vn", "0100233488").await;
    let known = placed.seen(placements::AsOf::default()).await.row;
    let row = &placement::Row {
        id: Uuid::from_u128(0x91),
        version: 1,
        employer_id: organisation,
        employer_code: "0100233488".to_owned(),
        referral_id: None,
        ..known
    };
    let write = world.app.store().write("placement", |tx| Box::pin(placement::insert(tx, row)));
    write.await.expect("a placement");
    placed.id = PostingCode::of(row.id).to_string();
    placed.refresh().await;
    (house, account, organisation)
}

#[tokio::test(flavor = "multi_thread")]
async fn members_speak_while_their_organisation_is_verified_and_they_belong_to_it() {
    each_backend(|fresh| async move {
        let mut placed = Placed::new(&fresh).await;
        let (house, boss, organisation) = with_organisation(&mut placed).await;
        placed.stated().await;
        placed.world.app.clock().set(Micros::start_of(on!("2026-12-08")).plus_seconds(9 * 3_600));
        assert_eq!(placed.parties().await[0], Err(Unreachable::NotVerified));
        assert_eq!(code(&placed.ask(Party::Employer).await.expect_err("not verified")), "employer_not_verified");
        house.verify(organisation).await;
        assert_eq!(placed.parties().await[0], Ok(1));
        sent(&placed.world.app).await;
        placed.ask(Party::Employer).await.expect("asked");
        let token = token(&sent(&placed.world.app).await);
        assert_eq!(placed.state(&token).await, LinkState::Open);
        let store = placed.world.app.store();
        let held = membership::list_at_employer(store.reader(), organisation).await.expect("held");
        assert_eq!(held[0].account_id, boss);
        let end = store.write("end", |tx| Box::pin(membership::end(tx, held[0].id, 1)));
        assert!(end.await.expect("ended"));
        assert_eq!(placed.state(&token).await, LinkState::Dead);
        assert_eq!(placed.answer(&token).await, Err("link_dead"));
        assert_eq!(placed.parties().await[0], Err(Unreachable::NoMember));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_dead_once_its_contact_changed() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (worker, token) = placed.linked().await;
        assert_eq!(placed.state(&token).await, LinkState::Open);
        let before = placed.facts().await;
        let kept = account::list_contacts(placed.world.app.store().reader(), worker.account_id).await.expect("read");
        forget_contacts(&placed.world, worker).await;
        assert_eq!(placed.state(&token).await, LinkState::Dead);
        assert_eq!(placed.answer(&token).await, Err("link_dead"));
        // The same number, confirmed again by somebody, is another confirmation.
        let again = &account::ContactPoint { id: Uuid::from_u128(0x92), ..kept[0].clone() };
        let write = placed.world.app.store().write("add", |tx| Box::pin(account::insert_contact(tx, again)));
        write.await.expect("added");
        assert_eq!(placed.state(&token).await, LinkState::Dead);
        assert_eq!(placed.answer(&token).await, Err("link_dead"));
        assert_eq!(placed.facts().await, before, "nothing was recorded");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_from_before_contacts_were_kept_acts_for_nobody() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (_, token) = placed.linked().await;
        let old = "UPDATE placement_link SET account_id = NULL, contact_id = NULL".to_owned();
        as_superuser(placed.world.app.store(), &[old]).await;
        assert_eq!(placed.state(&token).await, LinkState::Dead);
        assert_eq!(placed.answer(&token).await, Err("link_dead"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_revives_no_link_and_dates_no_answer_back() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (_, token) = placed.linked().await;
        let (clock, asked_at) = (placed.world.app.clock(), placed.world.app.clock().now());
        clock.set(asked_at.plus_seconds(-3_600));
        assert_eq!(placed.answer(&token).await, Err("link_too_early"));
        clock.set(asked_at.plus_days(15));
        placed.leave("2026-12-14").await;
        clock.set(asked_at.plus_days(1));
        assert_eq!(placed.state(&token).await, LinkState::Expired);
        assert_eq!(placed.answer(&token).await, Err("link_expired"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_days_that_its_side_spoke_of_since_says_nothing_any_more() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (worker, first) = placed.linked().await;
        placed.world.pass_days(1);
        placed.ask(Party::Worker).await.expect("asked");
        let later = token(&sent(&placed.world.app).await);
        assert_eq!(placed.answer(&later).await, Ok(()));
        let after = placed.facts().await;
        assert_eq!(placed.state(&first).await, LinkState::Answered);
        assert_eq!(placed.answer(&first).await, Err("link_used"), "an old link does not unsay a later answer");
        placed.world.pass_days(7);
        placed.ask(Party::Worker).await.expect("asked");
        let third = token(&sent(&placed.world.app).await);
        let answers = vec![(placed.id.clone(), Employed::No)];
        let ctx = placed.world.ctx(worker);
        placements::answer_own(&placed.world.app, &ctx, Answers { answers }, &key()).await.expect("answered");
        assert_eq!(placed.answer(&third).await, Err("link_used"));
        assert_eq!(placed.facts().await, after + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_answer_for_nobody_even_as_the_worker_themselves() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (worker, token) = placed.linked().await;
        let (app, world) = (&placed.world.app, &placed.world);
        let operator = app.ctx(sanviec_app::Actor::Operator, sanviec_app::Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = sanviec_app::accounts::add_centre(app, &operator, name, "66").await.expect("centre");
        let stranger = person(app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        for staff in [world.officer, world.manager, stranger] {
            let refused = placements::answer_link(app, &world.ctx(staff), &token, Employed::Yes, &key()).await;
            assert_eq!(code(&refused.expect_err("staff")), "forbidden");
        }
        appointed(world, worker.account_id, world.centre).await;
        assert_eq!(placed.parties().await[1], Err(Unreachable::OwnStaff));
        assert_eq!(placed.answer(&token).await, Err("link_dead"), "not even signed out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_goes_while_it_answers_has_answered_or_has_not() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let (worker, token) = placed.linked().await;
        let before = placed.facts().await;
        let answering = {
            let (placed, token) = (Arc::clone(&placed), token.clone());
            tokio::spawn(async move { placed.answer(&token).await })
        };
        forget_contacts(&placed.world, worker).await;
        let answered = answering.await.expect("a task");
        assert!(matches!(answered, Ok(()) | Err("link_dead")), "{answered:?}");
        assert_eq!(placed.facts().await - before, usize::from(answered.is_ok()));
        assert_eq!(placed.state(&token).await, LinkState::Dead);
    })
    .await;
}

const EMPLOYED: &str = r#"{"kind":"attestation","from":"2026-12-01","through":"2026-12-02","employed":true}"#;
const ENDED: &str = r#"{"kind":"ended","contract":"HĐ 2","through":"2026-12-02","reason":"resigned"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn page_and_program_are_heard_for_an_organisation_while_it_is_verified() {
    each_backend(|fresh| async move {
        let mut placed = Placed::new(&fresh).await;
        let (house, boss, organisation) = with_organisation(&mut placed).await;
        placed.stated().await;
        let clock = placed.world.app.clock();
        clock.set(Micros::start_of(on!("2026-12-08")).plus_seconds(9 * 3_600));
        let ctx = || house.administrator(boss, organisation);
        let before = placed.facts().await;
        let refused = Err("employer_not_verified");
        assert_eq!(placed.answer_on_page(&ctx()).await.map(|_| ()), refused);
        for channel in [Channel::Page, Channel::Api] {
            for json in [EMPLOYED, ENDED] {
                assert_eq!(placed.state_as(&ctx(), (Source::Employer, channel), json).await, refused, "{json}");
            }
        }
        let shown = placed.stated_last("HĐ 2").await;
        let signed = placements::sign(&placed.world.app, &ctx(), &placed.id, &shown, &key()).await;
        assert_eq!(code(&signed.expect_err("not verified")), "employer_not_verified");
        assert_eq!(placed.facts().await, before, "nothing was recorded");
        house.verify(organisation).await;
        assert_eq!(placed.answer_on_page(&ctx()).await, Ok(1));
        let by_program = (Source::Employer, Channel::Api);
        assert_eq!(placed.state_as(&ctx(), by_program, EMPLOYED).await, Ok(()));
        assert_eq!(placed.facts().await, before + 2);
        // The verification ran out at the end of 2027, and a clock that is set back does not bring it back.
        clock.set(Micros::start_of(on!("2028-01-02")));
        assert_eq!(placed.state_as(&ctx(), by_program, EMPLOYED).await, refused);
        placed.leave("2026-12-14").await;
        clock.set(Micros::start_of(on!("2026-12-09")));
        assert_eq!(placed.state_as(&ctx(), by_program, EMPLOYED).await, refused);
        assert_eq!(placed.facts().await, before + 3, "the leave alone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_staff_are_heard_for_neither_side_on_page_or_by_program() {
    each_backend(|fresh| async move {
        let mut placed = Placed::new(&fresh).await;
        let worker = running(&placed).await;
        let before = placed.facts().await;
        let role = appointed(&placed.world, worker.account_id, placed.world.centre).await;
        let own = || placed.world.ctx(worker);
        assert_eq!(placed.answer_on_page(&own()).await, Err("own_staff"));
        let by_program = (Source::Worker, Channel::Api);
        assert_eq!(placed.state_as(&own(), by_program, EMPLOYED).await, Err("own_staff"));
        let shown = placed.stated_last("HĐ 1").await;
        let signed = placements::sign(&placed.world.app, &own(), &placed.id, &shown, &key()).await;
        assert_eq!(code(&signed.expect_err("staff")), "own_staff");
        assert_eq!(placed.facts().await, before, "nothing was recorded");
        dismissed(&placed.world, role).await;
        assert_eq!(placed.answer_on_page(&own()).await, Ok(1), "whoever works there no more is heard");
        let (house, boss, organisation) = with_organisation(&mut placed).await;
        house.verify(organisation).await;
        let role = appointed(&placed.world, boss, placed.world.centre).await;
        let ctx = || house.administrator(boss, organisation);
        let by_program = (Source::Employer, Channel::Api);
        assert_eq!(placed.state_as(&ctx(), by_program, EMPLOYED).await, Err("own_staff"));
        dismissed(&placed.world, role).await;
        assert_eq!(placed.state_as(&ctx(), by_program, EMPLOYED).await, Ok(()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_becomes_staff_while_they_answer_was_heard_or_was_not() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let worker = running(&placed).await;
        let before = placed.facts().await;
        let answering = {
            let placed = Arc::clone(&placed);
            tokio::spawn(async move { placed.answer_on_page(&placed.world.ctx(worker)).await })
        };
        appointed(&placed.world, worker.account_id, placed.world.centre).await;
        let answered = answering.await.expect("a task");
        assert!(matches!(answered, Ok(1) | Err("own_staff")), "{answered:?}");
        assert_eq!(placed.facts().await - before, usize::from(answered.is_ok()));
        let again = placed.state_as(&placed.world.ctx(worker), (Source::Worker, Channel::Api), EMPLOYED).await;
        assert_eq!(again, Err("own_staff"));
    })
    .await;
}

impl Placed {
    /// Whoever is the worker speaks for the employer by page, program and signature.
    async fn refused_as_worker(&self, (house, worker, organisation): (&House, Person, Uuid)) {
        let app = &self.world.app;
        let ctx = house.administrator(worker.account_id, organisation);
        assert_eq!(self.answer_on_page(&ctx).await, Err("is_worker"));
        let new = NewKey { name: "Chấm công".into(), scope: "placements_record".into() };
        let made = api_keys::issue(app, &ctx, organisation, new, &key()).await.expect("a key").key;
        let program = api_keys::recognise(app, app.clock().now(), &made).await.expect("recognised").expect("a key").0;
        let program = app.ctx(Actor::Person(program), Locale::Vi);
        for (who, channel) in [(&ctx, Channel::Page), (&ctx, Channel::Api), (&program, Channel::Api)] {
            for json in [EMPLOYED, ENDED] {
                assert_eq!(self.state_as(who, (Source::Employer, channel), json).await, Err("is_worker"), "{json}");
            }
        }
        let signed = placements::sign(app, &ctx, &self.id, &self.stated_last("HĐ 2").await, &key()).await;
        assert_eq!(code(&signed.expect_err("the worker")), "is_worker");
        let own = placements::own_placement(app, &ctx, &self.id).await.expect("an own placement");
        assert!(own.is_worker && own.asked.is_empty() && own.unsigned.is_empty(), "nothing is asked in vain");
    }

    /// The worker's record becomes part of another one.
    async fn merged_away(&self) {
        let (world, mut both) = (&self.world, Vec::new());
        for number in [2, 1] {
            let id = world.person(number).await.parse::<PostingCode>().expect("a code").uuid();
            let row = profile::find(world.app.store().reader(), id).await.expect("read").expect("a profile");
            both.push((ProfileId(id), row.version));
        }
        let merge = Merge { kept: both[0], gone: both[1], take: Vec::new() };
        profiles::merge(&world.app, &world.ctx(world.officer), merge, &key()).await.expect("merged");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_is_the_worker_speaks_for_the_worker_alone() {
    each_backend(|fresh| async move {
        let mut placed = Placed::new(&fresh).await;
        let (house, boss, organisation) = with_organisation(&mut placed).await;
        placed.stated().await;
        let (app, world) = (&placed.world.app, &placed.world);
        app.clock().set(Micros::start_of(on!("2026-12-08")).plus_seconds(9 * 3_600));
        house.verify(organisation).await;
        let worker = person(app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        given(world, worker.account_id, (Role::EmployerAdministrator, Thing::of_employer(organisation))).await;
        sent(app).await;
        assert_eq!(placed.ask(Party::Employer).await.expect("asked"), 2);
        let links = sent(app).await.into_iter().filter(|message| message.account_id == Some(worker.account_id));
        let link = token(&links.collect::<Vec<_>>());
        assert_eq!(placed.state(&link).await, LinkState::Open, "nobody knows yet who that is");
        taken_over(&placed, worker).await;
        assert_eq!((placed.state(&link).await, placed.answer(&link).await), (LinkState::Dead, Err("link_dead")));
        assert_eq!(placed.parties().await, [Ok(1), Ok(1)], "the other member, and the worker");
        let before = placed.facts().await;
        placed.refused_as_worker((&house, worker, organisation)).await;
        placed.merged_away().await;
        placed.refused_as_worker((&house, worker, organisation)).await;
        assert_eq!(placed.facts().await, before, "nothing was recorded");
        // Each side by a person of its own.
        assert_eq!(placed.answer_on_page(&world.ctx(worker)).await, Ok(1));
        assert_eq!(placed.answer_on_page(&house.administrator(boss, organisation)).await, Ok(1));
        world.pass_days(1);
        let held = membership::list_at_employer(app.store().reader(), organisation).await.expect("held");
        let role = held.iter().find(|held| held.account_id == boss).expect("a role").id;
        dismissed(world, role).await;
        assert_eq!(placed.parties().await[0], Err(Unreachable::IsWorker));
        assert_eq!(code(&placed.ask(Party::Employer).await.expect_err("one person")), "is_worker");
    })
    .await;
}
