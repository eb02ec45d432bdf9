//! Retractions of what was paid by: two people, or not at all.

use super::money::Money;
use crate::desk::person;
use crate::forms::{code, key, thrice};
use sanviec_app::placements::{
    self, Append, Appended, Channel, DecideRetraction, FactView, Said, decide_retraction, retractions_to_decide,
    statement_of, waiting_retractions,
};
use sanviec_app::{AppError, Person, Role, Thing};
use sanviec_domain::placement::Source;
use sanviec_store::testing::each_backend;

impl Money {
    async fn facts_seen(&self, placement: &str) -> Vec<FactView> {
        placements::timeline(&self.world.app, &self.ctx(self.auditor), placement).await.expect("facts")
    }

    /// Code of what the insurer said.
    pub(super) async fn insurers(&self, placement: &str) -> String {
        let facts = self.facts_seen(placement).await;
        facts.into_iter().find(|fact| fact.source == Source::Insurer).expect("the insurer spoke").id
    }

    /// A file of the insurer, brought in by an officer, says that a fact was wrong.
    pub(super) async fn retract(&self, who: Person, placement: &str, fact: &str) -> Result<Appended, AppError> {
        let json = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm người"}}"#);
        let said = Said {
            says: statement_of(&json).expect("a statement"),
            source: Source::Insurer,
            channel: Channel::File,
            document_hash: Some(self.keep().await),
            reference: Some("2".into()),
        };
        let order = Append { placement: placement.to_owned(), version: None, said };
        placements::append(&self.world.app, &self.ctx(who), order, &key()).await
    }

    pub(super) async fn decide(
        &self,
        who: Person,
        of: (&str, &str),
        is_confirmed: bool,
        note: &str,
    ) -> Result<(), AppError> {
        let order = DecideRetraction {
            placement: of.0.to_owned(),
            retraction: of.1.to_owned(),
            is_confirmed,
            note: note.to_owned(),
        };
        decide_retraction(&self.world.app, &self.ctx(who), order, &key()).await
    }

    /// The same person at work as a manager.
    fn as_manager(who: Person) -> Person {
        Person { role: Role::CentreManager, ..who }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_by_is_retracted_by_two_people_or_not_at_all() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, claim, _) = money.paid(1).await;
        let (fact, before) = (money.insurers(&placement).await, money.facts_seen(&placement).await);
        let proposed = money.retract(money.world.officer, &placement, &fact).await.expect("proposed");
        assert!(proposed.waits);
        assert_eq!(
            (money.facts_seen(&placement).await, money.tick().await),
            (before, 0),
            "it stands until it is decided"
        );
        let again = money.retract(money.world.officer, &placement, &fact).await.expect_err("it waits");
        assert_eq!(code(&again), "retraction_waits");
        let of = (placement.as_str(), proposed.id.as_str());
        let manager = money.world.manager;
        let own = Money::as_manager(money.world.officer);
        for (who, note, expected) in [
            (money.world.officer, "", "forbidden"),
            (money.auditor, "", "forbidden"),
            (own, "", "own_proposal"),
            (Person { is_fresh: false, ..manager }, "", "not_fresh"),
        ] {
            let refused = money.decide(who, of, true, note).await.expect_err(expected);
            assert_eq!(code(&refused), expected);
        }
        assert_eq!(code(&money.decide(manager, of, false, " ").await.expect_err("why not?")), "note_missing");
        money.decide(manager, of, false, "Công văn nói về người khác").await.expect("declined");
        assert_eq!(code(&money.decide(manager, of, true, "").await.expect_err("decided")), "decided_already");
        assert_eq!((money.tick().await, money.state(&claim).await), (0, "paid"), "nothing was retracted");
        let proposed = money.retract(money.world.officer, &placement, &fact).await.expect("proposed anew");
        let ctx = money.ctx(manager);
        let listed = retractions_to_decide(&money.world.app, &ctx, 0).await.expect("a list");
        assert_eq!((listed.items, listed.has_more), (vec![(placement.clone(), proposed.recorded_at)], false));
        let waiting = waiting_retractions(&money.world.app, &ctx, &placement).await.expect("waiting");
        assert_eq!(
            (waiting.len(), waiting[0].fact.as_str(), waiting[0].why.as_str()),
            (1, fact.as_str(), "nhầm người")
        );
        let (order, key) = (
            DecideRetraction {
                placement: placement.clone(),
                retraction: proposed.id.clone(),
                is_confirmed: true,
                note: String::new(),
            },
            key(),
        );
        thrice(|| decide_retraction(&money.world.app, &ctx, order.clone(), &key)).await;
        let retractions: Vec<_> =
            money.facts_seen(&placement).await.into_iter().filter(|fact| fact.says.retracts().is_some()).collect();
        assert_eq!((retractions.len(), retractions[0].id.as_str()), (1, proposed.id.as_str()));
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "in_review"));
        assert_eq!(retractions_to_decide(&money.world.app, &ctx, 0).await.expect("a list").items, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_that_nobody_verified_proposes_no_retraction_of_what_was_paid_by() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, _, _) = money.paid(1).await;
        let of_employer = Thing::of_employer(money.employer_id);
        let boss = person(&money.world.app, "giamdoc@vidu.vn", Role::EmployerAdministrator, of_employer).await;
        let fact = money.insurers(&placement).await;
        let json = format!(r#"{{"kind":"retraction","retracts":"{fact}","why":"nhầm người"}}"#);
        let says = statement_of(&json).expect("a statement");
        let (source, channel) = (Source::Employer, Channel::Api);
        let said = Said { says, source, channel, document_hash: None, reference: None };
        let order = Append { placement: placement.clone(), version: None, said };
        let refused = placements::append(&money.world.app, &money.ctx(boss), order, &key()).await;
        assert_eq!(code(&refused.expect_err("not verified")), "employer_not_verified");
        let ctx = money.ctx(money.world.manager);
        assert_eq!(waiting_retractions(&money.world.app, &ctx, &placement).await.expect("waiting"), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_decide_at_once_one_does_and_whoever_entered_the_fact_does_not() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, _, _) = money.paid(1).await;
        let fact = money.insurers(&placement).await;
        // Proposed by a colleague; the officer entered the fact.
        let colleague = Person { role: Role::Officer, ..money.second };
        let proposed = money.retract(colleague, &placement, &fact).await.expect("proposed");
        let of = (placement.as_str(), proposed.id.as_str());
        let entered = money.decide(Money::as_manager(money.world.officer), of, true, "").await;
        assert_eq!(code(&entered.expect_err("entered the fact")), "entered_facts");
        let third = Person { role: Role::CentreManager, ..money.auditor };
        let (yes, no) =
            tokio::join!(money.decide(money.world.manager, of, true, ""), money.decide(third, of, false, "không đúng"));
        let lost = match (&yes, &no) {
            (Ok(()), Err(lost)) | (Err(lost), Ok(())) => code(lost),
            both => panic!("{both:?}"),
        };
        assert_eq!(lost, "decided_already");
        let recorded = money.facts_seen(&placement).await.iter().filter(|fact| fact.says.retracts().is_some()).count();
        assert_eq!(recorded, usize::from(yes.is_ok()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_was_paid_by_is_retracted_by_one() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        // A claim that is not paid yet.
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let fact = money.insurers(&placement).await;
        assert!(!money.retract(money.world.officer, &placement, &fact).await.expect("recorded").waits);
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "in_review"));
        // Learnt after the claim had read what it was paid by.
        let (placement, claim, _) = money.paid(2).await;
        let later = r#"{"kind":"attestation","from":"2026-11-30","through":"2026-12-30","employed":true}"#;
        let later = money.learn(&placement, later, Source::Insurer).await;
        assert!(!money.retract(money.world.officer, &placement, &later).await.expect("recorded").waits);
        money.tick().await;
        assert_eq!(money.state(&claim).await, "paid");
        // Money that is with the bank cannot be called back.
        let placement = money.confirmed(3).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let fact = money.insurers(&placement).await;
        assert!(money.retract(money.world.officer, &placement, &fact).await.expect("proposed").waits);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_for_a_second_person_goes_on_page_after_page() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut proposed = Vec::new();
        for number in 1..=26 {
            let (placement, _, _) = money.paid(number).await;
            let fact = money.insurers(&placement).await;
            assert!(money.retract(money.world.officer, &placement, &fact).await.expect("proposed").waits);
            proposed.push(placement);
        }
        let (app, ctx) = (&money.world.app, money.ctx(money.world.manager));
        let (mut met, mut counts) = (Vec::new(), Vec::new());
        for page in 0..3 {
            let list = retractions_to_decide(app, &ctx, page).await.expect("a page");
            counts.push((list.items.len(), list.has_more));
            met.extend(list.items.into_iter().map(|(placement, _)| placement));
        }
        assert_eq!(counts, [(25, true), (1, false), (0, false)]);
        met.sort_unstable();
        proposed.sort_unstable();
        assert_eq!(met, proposed, "none is left out and none shown twice");
    })
    .await;
}
