//! What a side said of some days stands when it answers for others, on both databases: an answer is one attestation for
//! each run of days that it has not spoken of, on the page and by the link, and the question names these runs.

use super::{public, running, sent, token, verified_until};
use crate::desk::person;
use crate::forms::{code, key};
use crate::placements::Placed;
use sanviec_app::placements::{
    self, Answers, Append, AskNow, Channel, Employed, LinkState, Recorded, Said, statement_of,
};
use sanviec_app::{Person, Role, Thing};
use sanviec_domain::placement::{Party, Source};
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;

/// The days 31 to 60.
const NO: &str = r#"{"kind":"attestation","from":"2026-12-30","through":"2027-01-28","employed":false}"#;

impl Placed {
    async fn answer_as(&self, who: Person, employed: Employed) -> Recorded {
        let order = Answers { answers: vec![(self.id.clone(), employed)] };
        placements::answer_own(&self.world.app, &self.world.ctx(who), order, &key()).await.expect("answered")
    }

    fn on_day(&self, day: &str) {
        let day = sanviec_domain::time::parse_date(day).expect("a day");
        self.world.app.clock().set(Micros::start_of(day).plus_seconds(9 * 3_600));
    }

    /// "Not known" of the days 1 to 30, "no" of 31 to 60; 89 days have passed.
    async fn unknown_then_no(&self, who: Person, source: Source) {
        self.on_day("2026-12-30");
        assert_eq!(self.answer_as(who, Employed::Unknown).await.recorded, 1);
        self.on_day("2027-01-29");
        let says = statement_of(NO).expect("a statement");
        let said = Said { says, source, channel: Channel::Api, document_hash: None, reference: None };
        let order = Append { placement: self.id.clone(), version: None, said };
        placements::append(&self.world.app, &self.world.ctx(who), order, &key()).await.expect("said");
        self.on_day("2027-02-27");
        sent(&self.world.app).await;
    }

    /// First and last day and the answer of each attestation of a source, in the order in which they were learnt.
    async fn attested(&self, source: Source) -> Vec<(String, String, Option<bool>)> {
        let facts = self.seen(placements::AsOf::default()).await.judged.case.facts;
        let own = facts.iter().filter(|fact| fact.source == source).filter_map(|fact| fact.says.attestation());
        own.map(|said| (said.from.to_string(), said.through.to_string(), said.employed)).collect()
    }

    async fn disputed(&self) -> Vec<(String, String)> {
        let outcome = self.seen(placements::AsOf::default()).await.judged.outcome;
        outcome.disputed.iter().map(|run| (run.first_on().to_string(), run.last_on().to_string())).collect()
    }
}

fn run(from: &str, through: &str, employed: Option<bool>) -> (String, String, Option<bool>) {
    (from.to_owned(), through.to_owned(), employed)
}

/// What was said before, and a "yes" of the days before and after the "no".
fn all_four() -> [(String, String, Option<bool>); 4] {
    [
        run("2026-11-30", "2026-12-29", None),
        run("2026-12-30", "2027-01-28", Some(false)),
        run("2026-11-30", "2026-12-29", Some(true)),
        run("2027-01-29", "2027-02-26", Some(true)),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_for_all_that_is_open_leaves_an_earlier_no_where_it_is() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let employer_id = placed.seen(placements::AsOf::default()).await.row.employer_id;
        let app = &placed.world.app;
        verified_until(app, employer_id, placed.world.centre, Micros::start_of(on!("2027-12-31"))).await;
        let boss = person(app, "giamdoc@vidu.vn", Role::EmployerAdministrator, Thing::of_employer(employer_id)).await;
        placed.unknown_then_no(boss, Source::Employer).await;
        let own = placements::own_placement(app, &placed.world.ctx(boss), &placed.id).await.expect("own");
        let first = (on!("2026-11-30"), on!("2026-12-29"));
        assert_eq!(own.asked, [first, (on!("2027-01-29"), on!("2027-02-26"))]);
        // Sent twice at once by two forms: one answers, the other finds nothing to answer.
        let (one, other) = tokio::join!(placed.answer_as(boss, Employed::Yes), placed.answer_as(boss, Employed::Yes));
        assert_eq!((one.recorded + other.recorded, one.left + other.left), (1, 1));
        assert_eq!(placed.attested(Source::Employer).await, all_four());
        assert_eq!(placed.disputed().await, [("2026-12-30".to_owned(), "2027-01-28".to_owned())], "the no stands");
        let own = placements::own_placement(app, &placed.world.ctx(boss), &placed.id).await.expect("own");
        assert!(own.asked.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_asks_about_each_run_of_open_days_and_answers_for_no_other() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let worker = running(&placed).await;
        placed.unknown_then_no(worker, Source::Worker).await;
        let app = &placed.world.app;
        let officer = placed.world.ctx(placed.world.officer);
        let ask = AskNow { placement: placed.id.clone(), party: Party::Worker };
        placements::ask_now(app, &officer, ask.clone(), &key()).await.expect("asked");
        let messages = sent(app).await;
        let told = messages.iter().find(|message| message.template == "employment_asked").expect("a message");
        assert_eq!(told.params["runs"], "2026-11-30/2026-12-29 2027-01-29/2027-02-26");
        let token = token(&messages);
        let question = placements::question(app, &public(app), &token).await.expect("a question");
        let first = (on!("2026-11-30"), on!("2026-12-29"));
        assert_eq!(question.state, LinkState::Open);
        assert_eq!(question.days, [first, (on!("2027-01-29"), on!("2027-02-26"))]);
        let form = key();
        for _ in 0..2 {
            placements::answer_link(app, &public(app), &token, Employed::Yes, &form).await.expect("answered");
        }
        assert_eq!(placed.attested(Source::Worker).await, all_four(), "the same form again records nothing");
        let again = placements::answer_link(app, &public(app), &token, Employed::No, &key()).await;
        assert_eq!(code(&again.expect_err("used")), "link_used");
        let question = placements::question(app, &public(app), &token).await.expect("a question");
        assert_eq!((question.state, question.days), (LinkState::Answered, Vec::new()));
        let nothing = placements::ask_now(app, &officer, ask, &key()).await;
        assert_eq!(code(&nothing.expect_err("all is answered")), "nothing_to_ask");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_whose_days_were_answered_one_after_the_other_is_answered() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let worker = running(&placed).await;
        placed.unknown_then_no(worker, Source::Worker).await;
        let app = &placed.world.app;
        let officer = placed.world.ctx(placed.world.officer);
        let ask = AskNow { placement: placed.id.clone(), party: Party::Worker };
        placements::ask_now(app, &officer, ask, &key()).await.expect("asked");
        let token = token(&sent(app).await);
        assert_eq!(placed.answer_as(worker, Employed::No).await.recorded, 1);
        let question = placements::question(app, &public(app), &token).await.expect("a question");
        assert_eq!(question.state, LinkState::Answered);
        let late = placements::answer_link(app, &public(app), &token, Employed::Yes, &key()).await;
        assert_eq!(code(&late.expect_err("answered on the page")), "link_used");
        assert_eq!(placed.attested(Source::Worker).await.len(), 4, "nothing more was recorded");
    })
    .await;
}
