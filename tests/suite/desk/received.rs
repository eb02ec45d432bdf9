//! Letters that are sent through the exchange: the employer's people are told, see by a look that the person reads of
//! what the letter says, and answer here; nobody else does, and nothing is seen once it is over.

use super::{World, code, key, person};
use crate::forms::thrice;
use sanviec_app::desk::{self, AnswerLetter, LetterAnswer, ReceivedView, Referred};
use sanviec_app::messages::{self, Claimed};
use sanviec_app::{Actor, AppError, Key, Locale, Person, Role, Thing, profiles};
use sanviec_domain::consent::{About, Command as ConsentCommand, Giver, Matter, Purpose, Way as Given};
use sanviec_domain::posting::{EmployerId, PostingCode};
use sanviec_domain::profile::ProfileId;
use sanviec_domain::referral::{Command, NotHiredReason, State, Way, WithdrawReason};
use sanviec_domain::reveal::Contact;
use sanviec_domain::why::Why;
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, employer, look, posting, referral};
use uuid::Uuid;

fn uuid(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

impl World {
    /// The employer of the vacancy.
    async fn employer(&self) -> Uuid {
        let row = posting::find(self.app.store().reader(), uuid(&self.posting)).await.expect("read");
        row.expect("a vacancy").employer_id
    }

    async fn verify(&self, is_verified: bool) {
        let row = employer::load(self.app.store().reader(), self.employer().await).await.expect("an employer");
        let now = self.app.clock().now().0;
        let row = &employer::Row { verified_at: is_verified.then_some(now), ..row };
        let write =
            self.app.store().write("verify", |tx| Box::pin(async move { employer::update_guarded(tx, row).await }));
        write.await.expect("verified");
    }

    /// Somebody of the employer, which is verified.
    async fn member(&self, contact: &str) -> Person {
        self.verify(true).await;
        let place = Thing::of_employer(self.employer().await);
        person(&self.app, contact, Role::EmployerMember, place).await
    }

    /// A letter about somebody that was sent through the exchange.
    async fn sent_here(&self, number: u128) -> String {
        let id = self.issue_for(self.officer, number).await.expect("issued").id;
        self.record(&id, Command::Send(Way::Exchange)).await.expect("sent");
        id
    }

    async fn told_employer(&self) -> Vec<Claimed> {
        let ctx = self.app.ctx(Actor::System, Locale::Vi);
        let claimed = messages::claim(&self.app, &ctx, 60, 100).await.expect("claimed");
        claimed.into_iter().filter(|message| message.template == "referral_received").collect()
    }

    async fn opened(&self, by: Person, id: &str) -> Result<ReceivedView, AppError> {
        desk::received_letter(&self.app, &self.ctx(by), id).await
    }

    async fn reveals(&self, by: Person, id: &str, form: &Key) -> Result<Referred, AppError> {
        desk::reveal_letter(&self.app, &self.ctx(by), id, form).await
    }

    async fn answers(&self, by: Person, id: &str, answer: LetterAnswer) -> Result<(), AppError> {
        let order = AnswerLetter { id: id.to_owned(), version: None, answer };
        desk::answer_letter(&self.app, &self.ctx(by), order, &key()).await
    }
}

fn hired() -> LetterAnswer {
    LetterAnswer::Hired { starts_on: on!("2026-11-30"), ends_on: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_through_the_exchange_only_where_somebody_reads_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let id = world.issue_for(world.officer, 1).await.expect("issued").id;
        let send = || world.record(&id, Command::Send(Way::Exchange));
        assert_eq!(code(&send().await.expect_err("not verified")), "employer_not_here");
        world.verify(true).await;
        assert_eq!(code(&send().await.expect_err("nobody is there")), "employer_not_here");
        assert_eq!(world.state(&id).await.0, State::Issued, "nothing was written");
        assert!(world.told_employer().await.is_empty());
        let member = world.member("dung@vidu.vn").await;
        send().await.expect("sent");
        send().await.expect("again");
        let told = world.told_employer().await;
        assert_eq!(told.len(), 1, "told once");
        assert_eq!(told[0].account_id, Some(member.account_id));
        assert_eq!(told[0].params["path"], format!("/phieu-den/{id}"));
        assert_eq!((told[0].params["number"].as_str(), told[0].recipient.as_str()), ("01/GTVL-TTDVVL", "dung@vidu.vn"));
        let said = format!("{:?}", told[0].params);
        assert!(!said.contains("Lan") && !said.contains("0905"), "nothing of the person: {said}");
        let row = referral::find(fresh.store.reader(), uuid(&id)).await.expect("read").expect("a letter");
        let sent_at = row.exchange_at.expect("when it was sent");
        world.pass_days(1);
        world.record(&id, Command::Send(Way::Email)).await.expect("by e-mail too");
        world.record(&id, Command::Send(Way::Exchange)).await.expect("and here again");
        let row = referral::find(fresh.store.reader(), uuid(&id)).await.expect("read").expect("a letter");
        assert_eq!(row.exchange_at, Some(sent_at), "sending it again gives nobody another clock");
        assert!(world.told_employer().await.is_empty(), "nobody is told twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_employer_sees_by_a_look_what_the_letter_says_but_for_the_personal_number() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let member = world.member("dung@vidu.vn").await;
        let (by_hand, id) = (world.issue_for(world.officer, 2).await.expect("issued").id, world.sent_here(1).await);
        world.record(&by_hand, Command::Send(Way::ByHand)).await.expect("sent");
        let list = desk::received_letters(&world.app, &world.ctx(member), "").await.expect("a list");
        assert_eq!(list.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(), [id.as_str()]);
        let page = world.opened(member, &id).await.expect("a page");
        assert_eq!((page.contact, page.may_answer, page.item.state), (Contact::Open, true, State::Sent));
        let said = format!("{list:?}{page:?}");
        assert!(!said.contains("Lan") && !said.contains("0905"), "nothing of the person before a look: {said}");

        let form = key();
        let seen = thrice(|| world.reveals(member, &id, &form)).await;
        let expected = Referred {
            name: Some("Nguyễn Thị Lan".into()),
            birth: Some("12/03/1994".into()),
            phone: Some("0905 123 001".into()),
            ..Referred::default()
        };
        assert_eq!(seen, expected);
        let profile = uuid(&world.person(1).await);
        let looks = look::list_of(fresh.store.reader(), &[profile], None, 10).await.expect("looks");
        let looks: Vec<_> = looks.iter().filter(|look| look.why == "letter").collect();
        assert_eq!(looks.len(), 1, "one form is one look");
        assert_eq!(looks[0].fields, "name birth_on phone");
        assert_eq!((looks[0].employer_id, looks[0].role.as_str()), (Some(world.employer().await), "employer_member"));
        let trail = audit::list_of(fresh.store.reader(), uuid(&id), 0, 20).await.expect("trail");
        let entry = trail.iter().find(|entry| entry.action == "reveal_letter").expect("in the trail");
        assert_eq!(entry.centre_id, Some(world.centre), "its centre reads it");

        // The letter that the person carries is nothing that the exchange shows, and others see neither.
        for (who, letter, answer) in [(member, &by_hand, "not_found"), (world.manager, &id, "forbidden")] {
            let page = world.opened(who, letter).await.map(|_| ());
            let looked = world.reveals(who, letter, &key()).await.map(|_| ());
            for refused in [page, looked, world.answers(who, letter, LetterAnswer::NoShow).await] {
                assert_eq!(code(&refused.expect_err("not theirs")), answer);
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_employer_finds_no_letter_of_this_one() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.member("dung@vidu.vn").await;
        let id = world.sent_here(1).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let content = sanviec_domain::posting::Content::titled("Thủ kho");
        let new = sanviec_app::postings::NewPosting { employer: "Công ty TNHH Hải Vân".into(), content };
        let theirs = sanviec_app::postings::publish(&world.app, &operator, new).await.expect("published").id;
        let row = posting::find(fresh.store.reader(), theirs.0).await.expect("read").expect("a vacancy");
        let place = Thing::of_employer(row.employer_id);
        let stranger = person(&world.app, "hoa@vidu.vn", Role::EmployerAdministrator, place).await;
        assert!(desk::received_letters(&world.app, &world.ctx(stranger), "").await.expect("a list").items.is_empty());
        let page = world.opened(stranger, &id).await.map(|_| ());
        let looked = world.reveals(stranger, &id, &key()).await.map(|_| ());
        for refused in [page, looked, world.answers(stranger, &id, hired()).await] {
            assert_eq!(code(&refused.expect_err("another's")), "not_found");
        }
        assert_eq!(world.state(&id).await.0, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_employer_answers_once_and_the_duties_of_the_centre_begin() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (member, colleague) = (world.member("dung@vidu.vn").await, world.member("giang@vidu.vn").await);
        let id = world.sent_here(1).await;
        let version = Some(world.opened(member, &id).await.expect("a page").version);
        let form = key();
        let order = AnswerLetter { id: id.clone(), version, answer: hired() };
        let ctx = world.ctx(member);
        thrice(|| desk::answer_letter(&world.app, &ctx, order.clone(), &form)).await;
        let late = AnswerLetter { answer: LetterAnswer::NoShow, ..order };
        let refused = desk::answer_letter(&world.app, &world.ctx(colleague), late, &key()).await;
        assert_eq!(code(&refused.expect_err("answered meanwhile")), "conflict");
        let view = desk::referral(&world.app, &world.ctx(world.officer), &id).await.expect("view");
        assert_eq!((view.item.state, view.item.due_on), (State::Hired, Some(on!("2026-12-22"))), "20 working days");
        let told = view.events.iter().find(|event| event.action == "referral_hire").expect("in the timeline");
        assert_eq!(told.who, "Công ty TNHH Phú Tài");
        assert_eq!(view.events.iter().filter(|event| event.action == "referral_hire").count(), 1);
        let trail = audit::list_of(fresh.store.reader(), uuid(&id), 0, 20).await.expect("trail");
        let entry = trail.iter().find(|entry| entry.action == "referral_hire").expect("in the trail");
        assert_eq!((entry.role.as_str(), entry.centre_id), ("employer_member", Some(world.centre)));
        let page = world.opened(member, &id).await.expect("a page");
        assert_eq!((page.contact, page.may_answer), (Contact::Open, false), "a hire keeps contact open");

        // An answer that comes late is better than none; a no may become a yes.
        let second = world.sent_here(2).await;
        world.pass_days(20);
        let page = world.opened(member, &second).await.expect("a page");
        assert_eq!((page.item.state, page.contact, page.may_answer), (State::Lapsed, Contact::Over, true));
        let why = Why::plain(NotHiredReason::AnotherChosen);
        world.answers(member, &second, LetterAnswer::NotHired(why)).await.expect("late");
        assert_eq!(world.state(&second).await.0, State::NotHired);
        let why = Why::plain(NotHiredReason::Other);
        let refused = world.answers(member, &second, LetterAnswer::NotHired(why)).await;
        assert_eq!(code(&refused.expect_err("a reason without words")), "reason_missing");
        let too_early = LetterAnswer::Hired { starts_on: on!("2026-11-01"), ends_on: None };
        let refused = world.answers(member, &second, too_early).await;
        assert_eq!(code(&refused.expect_err("before the letter")), "start_before_letter");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_who_answer_at_once_do_not_overwrite_each_other() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (member, colleague) = (world.member("dung@vidu.vn").await, world.member("giang@vidu.vn").await);
        let id = world.sent_here(1).await;
        let version = Some(world.opened(member, &id).await.expect("a page").version);
        let order = |answer| AnswerLetter { id: id.clone(), version, answer };
        let (first, second) = ((world.ctx(member), key()), (world.ctx(colleague), key()));
        let (one, other) = tokio::join!(
            desk::answer_letter(&world.app, &first.0, order(hired()), &first.1),
            desk::answer_letter(&world.app, &second.0, order(LetterAnswer::NoShow), &second.1),
        );
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        let expected = if one.is_ok() { State::Hired } else { State::NoShow };
        assert_eq!(world.state(&id).await.0, expected);
        let lost = one.err().or(other.err()).expect("one lost");
        assert_eq!(code(&lost), "conflict");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_seen_of_the_person_without_consent_verification_or_an_open_letter() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let member = world.member("dung@vidu.vn").await;
        let shut = async |id: &str, expected: Contact| {
            let page = world.opened(member, id).await.expect("a page");
            assert_eq!(page.contact, expected);
            let looked = world.reveals(member, id, &key()).await;
            assert_eq!(code(&looked.expect_err("shut")), "contact_shut");
        };
        let id = world.sent_here(1).await;
        let form = key();
        world.reveals(member, &id, &form).await.expect("seen");
        world.verify(false).await;
        shut(&id, Contact::NotVerified).await;
        let refused = world.answers(member, &id, hired()).await;
        assert_eq!(code(&refused.expect_err("not verified")), "employer_not_verified");
        assert!(!desk::received_letters(&world.app, &world.ctx(member), "").await.expect("a list").is_verified);
        world.verify(true).await;

        // A hire stands; the consent that is taken back hides the person all the same, and the old form shows nothing.
        world.answers(member, &id, hired()).await.expect("hired");
        world.pass_days(1);
        let profile = ProfileId(uuid(&world.person(1).await));
        let about = About::Employer(EmployerId(world.employer().await));
        let matter = Matter { purpose: Purpose::Referral, about };
        let command = ConsentCommand::Withdraw { matter, way: Given::ByTelephone, giver: Giver::Person };
        profiles::record(&world.app, &world.ctx(world.officer), profile, command, &key()).await.expect("taken back");
        assert_eq!(world.state(&id).await.0, State::Hired);
        shut(&id, Contact::NoConsent).await;
        let again = world.reveals(member, &id, &form).await;
        assert_eq!(code(&again.expect_err("sent again")), "contact_shut");

        // What is taken back, and what led to no work, leaves nothing with the employer.
        let second = world.sent_here(2).await;
        let why = Why::plain(WithdrawReason::Mistake);
        world.record(&second, Command::Withdraw(why)).await.expect("taken back");
        shut(&second, Contact::Over).await;
        let refused = world.answers(member, &second, hired()).await;
        assert_eq!(code(&refused.expect_err("taken back")), "not_from_state");
        let third = world.sent_here(3).await;
        world.answers(member, &third, LetterAnswer::NoShow).await.expect("answered");
        shut(&third, Contact::Over).await;
    })
    .await;
}
