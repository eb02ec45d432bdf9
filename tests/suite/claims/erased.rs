//! Papers of a placement whose person is gone: erased at once where nothing was ever claimed, kept for the term of
//! accounting records where something was, then erased by the clock; and the evidence says which ones are erased.

mod files;

use super::evidence::{python, written};
use super::learnt_late::moment;
use super::money::Money;
use super::recovered::{LEFT, NOT_THERE};
use crate::desk::{World, person};
use crate::forms::{code, key};
use crate::placements::hired;
use sanviec_app::claims::{Term, Withdraw, recovery_preview, withdraw};
use sanviec_app::evidence::Scope;
use sanviec_app::placements::{
    AsOf, AttachDocument, Create, From, KeptPapers, attach_document, create, erase_due, kept_papers, open_document,
    outcome_of,
};
use sanviec_app::profiles::{Extent, KEPT_DAYS, UNHELD_DAYS, delete_own, forget_idle};
use sanviec_app::{Actor, Ctx, Locale, Person, Role, Thing, audit};
use sanviec_domain::claim::WithdrawReason;
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_domain::why::Why;
use sanviec_store::placement::document::{self, Document};
use sanviec_store::placement::{erasure, retraction, signature};
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{Error, audit as audit_store, claim, placement, profile};
use std::sync::Mutex;
use tokio::sync::oneshot;
use uuid::Uuid;

/// What nobody signed yet.
const CONTRACT: &str = r#"{"kind":"contract","contract":"HĐ 3","employer":"4100000001","form":"indefinite","start":"2026-11-30","through":null}"#;

fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

fn start_of(day: &str) -> Micros {
    Micros::start_of(parse_date(day).expect("a day"))
}

/// The person of a profile with an account, signed in a moment ago.
async fn holder_of(world: &World, profile_id: Uuid, number: u128) -> Ctx {
    let person = person(&world.app, &format!("lan{number}@vidu.vn"), Role::Seeker, Thing::default()).await;
    let write = world.app.store().write("own", |tx| {
        Box::pin(async move {
            let row = profile::load(tx, profile_id).await?;
            let row = profile::Row { account_id: Some(person.account_id), ..row };
            profile::update_guarded(tx, &row).await?;
            Ok::<(), Error>(())
        })
    });
    write.await.expect("an account");
    world.ctx(Person { is_fresh: true, ..person })
}

impl Money {
    /// The person of this number with an account, signed in a moment ago.
    async fn holder(&self, number: u128) -> Ctx {
        holder_of(&self.world, self.profile(number).await, number).await
    }

    /// A placement of this person with a paper.
    async fn papered(&self, number: u128) -> (String, AttachDocument) {
        let placement = self.recorded(number).await;
        let scan = self.attach(&placement).await;
        (placement, scan)
    }

    /// A paper for a placement.
    async fn attach(&self, placement: &str) -> AttachDocument {
        let scan = AttachDocument {
            placement: placement.to_owned(),
            name: "hop-dong.pdf".to_owned(),
            bytes: format!("%PDF-1.7\nhợp đồng {placement}\n%%EOF\n").into_bytes(),
        };
        attach_document(&self.world.app, &self.ctx(self.world.officer), scan.clone(), &key()).await.expect("attached");
        scan
    }

    /// No centre serves the person of this number any more, who has no account.
    async fn left_alone(&self, number: u128) {
        let id = self.profile(number).await;
        let write = self.world.app.store().write("leave", |tx| {
            Box::pin(async move {
                let row = profile::load(tx, id).await?;
                let row = profile::Row { centre_id: None, branch_id: None, ..row };
                profile::update_guarded(tx, &row).await?;
                Ok::<(), Error>(())
            })
        });
        write.await.expect("left");
    }

    async fn forget_idle(&self) {
        let app = &self.world.app;
        while forget_idle(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked") > 0 {}
    }

    /// Whether a person was not forgotten.
    async fn is_there(&self, number: u128) -> bool {
        let row = profile::load(self.world.app.store().reader(), self.profile(number).await).await.expect("a profile");
        row.state == "live"
    }

    async fn paper_of(&self, placement: &str) -> (Document, usize) {
        let reader = self.world.app.store().reader();
        let paper = document::list(reader, id_of(placement)).await.expect("papers").remove(0);
        let chunks = document::list_chunks(reader, paper.id).await.expect("chunks").len();
        (paper, chunks)
    }

    /// When the clock looks at a placement again.
    async fn look_at(&self, placement: &str) -> Option<Micros> {
        let row = erasure::find(self.world.app.store().reader(), id_of(placement)).await.expect("read");
        row.expect("the person is gone").look_at.map(Micros)
    }

    async fn delete(&self, holder: &Ctx) {
        let now = Ctx { now: self.world.app.clock().now(), ..holder.clone() };
        delete_own(&self.world.app, &now, Extent::Account, &key()).await.expect("deleted");
    }

    async fn erase(&self) -> usize {
        let app = &self.world.app;
        erase_due(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked")
    }

    /// What people wrote of a retraction: why, and of the decision.
    async fn written(&self, retraction: &str) -> (String, Option<String>) {
        let row = retraction::find(self.world.app.store().reader(), id_of(retraction)).await.expect("read");
        row.map(|row| (row.why, row.note)).expect("a retraction")
    }

    /// How often the trail says that a paper was erased.
    async fn erasures(&self) -> usize {
        let reader = self.world.app.store().reader();
        audit_store::list_of_action(reader, self.world.centre, "erase_document").await.expect("trail").len()
    }

    /// What the verifier says of a placement, and whether it found everything good.
    async fn evidence_said(&self, scope: Scope) -> (bool, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("evidence.jsonl");
        written(self, &scope, &file).await;
        let (status, said) = python("verify_evidence.py", &[&file.display().to_string()]);
        (status == 0, said)
    }

    async fn demand_whole_chain(&self) {
        let app = &self.world.app;
        let (operator, system) = (app.ctx(Actor::Operator, Locale::Vi), app.ctx(Actor::System, Locale::Vi));
        while audit::link(app, &system).await.expect("linked") > 0 {}
        let checked = audit::verify(app, &operator, &[]).await.expect("verified");
        assert_eq!(checked.all().count(), 0, "no bad entry");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_without_a_claim_go_with_the_person_and_are_named_as_erased() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (app, officer) = (&money.world.app, money.ctx(money.world.officer));
        let holder = money.holder(1).await;
        let (placement, scan) = money.papered(1).await;
        assert_eq!(kept_papers(app, &holder).await.expect("asked"), []);
        let (before, chunks) = money.paper_of(&placement).await;
        assert!(chunks > 0 && !before.name.is_empty());
        money.delete(&holder).await;
        let (paper, chunks) = money.paper_of(&placement).await;
        assert_eq!((paper.name.len(), chunks, &paper.hash), (0, 0, &before.hash), "the hash alone is left");
        assert_eq!(paper.erased_at, Some(app.clock().now().0));
        assert_eq!(signature::find(app.store().reader(), paper.id).await.expect("read"), None);
        assert_eq!(money.look_at(&placement).await, None, "nothing is left to look at");
        assert_eq!((money.erase().await, money.erasures().await), (0, 1));
        // Nothing comes in again, nothing is handed out, and the facts are what they were.
        let again = attach_document(app, &officer, scan, &key()).await.expect_err("nobody's");
        assert_eq!(code(&again), "person_forgotten");
        let document = PostingCode::of(paper.id).to_string();
        let opened = open_document(app, &officer, &placement, &document).await.err().expect("erased");
        assert_eq!(code(&opened), "file_erased");
        assert!(outcome_of(app, &officer, &placement, AsOf::default()).await.is_ok());
        let (is_good, said) = money.evidence_said(Scope::Case(placement)).await;
        let named = format!("note: document {}: erased", paper.id);
        assert!(is_good && said.contains(&named), "{said}");
        money.demand_whole_chain().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_a_claim_are_kept_for_their_term_and_then_the_clock_erases_them() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let app = &money.world.app;
        let holder = money.holder(1).await;
        let (placement, _) = money.papered(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let paid = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{paid},400000,PAID,2027-03-10,,\n")).await;
        let end = parse_date("2037-12-31").expect("a day");
        let employer = "Công ty TNHH Phú Tài".to_owned();
        let kept = KeptPapers { employer, term: Term::Through(end) };
        assert_eq!(kept_papers(app, &holder).await.expect("asked"), [kept], "ten years from the end of the year");
        money.delete(&holder).await;
        let last = Micros(start_of("2038-01-01").0 - 1);
        for now in [app.clock().now(), last] {
            app.clock().set(now);
            assert_eq!(money.erase().await, 0);
            let (paper, chunks) = money.paper_of(&placement).await;
            assert!(paper.erased_at.is_none() && chunks > 0 && !paper.name.is_empty());
        }
        assert_eq!(money.look_at(&placement).await, Some(start_of("2038-01-01")));
        let (is_good, said) = money.evidence_said(Scope::Year(2027)).await;
        assert!(is_good && !said.contains("erased"), "{said}");
        let row = claim::find(app.store().reader(), id_of(&claim)).await.expect("read").expect("a claim");
        assert!(!row.subject.is_empty(), "whom the money was for");
        app.clock().set(start_of("2038-01-01"));
        let system = || app.ctx(Actor::System, Locale::Vi);
        let (one, two, three) = (system(), system(), system());
        let racing = tokio::join!(erase_due(app, &one), erase_due(app, &two), erase_due(app, &three));
        for looked in [racing.0, racing.1, racing.2] {
            looked.expect("looked");
        }
        assert_eq!((money.erase().await, money.erasures().await), (0, 1), "once, whoever came first");
        let (paper, chunks) = money.paper_of(&placement).await;
        assert!(paper.erased_at.is_some() && chunks == 0 && paper.name.is_empty());
        let row = claim::find(app.store().reader(), id_of(&claim)).await.expect("read").expect("the claim stays");
        assert!(row.subject.is_empty());
        let seen = money.view(&claim).await;
        assert_eq!((seen.item.person.as_str(), seen.item.dong, seen.reads_the_same), ("", 400_000, true));
        money.balances().await;
        let (is_good, said) = money.evidence_said(Scope::Year(2027)).await;
        assert!(is_good && said.contains(&format!("note: document {}: erased", paper.id)), "{said}");
        money.demand_whole_chain().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_claim_keeps_papers_and_their_term_begins_when_it_is_settled() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let app = &money.world.app;
        let holder = money.holder(1).await;
        let (placement, _) = money.papered(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        let kept = kept_papers(app, &holder).await.expect("asked");
        assert_eq!(kept.iter().map(|papers| papers.term).collect::<Vec<_>>(), [Term::Open { years: 10 }]);
        money.delete(&holder).await;
        app.clock().set(app.clock().now().plus_days(31));
        assert_eq!((money.erase().await, money.erase().await, money.erasures().await), (1, 0, 0), "looked at");
        let (version, why) = (money.view(&claim).await.version, Why::plain(WithdrawReason::Mistake));
        let order = Withdraw { id: claim.clone(), version, why };
        withdraw(app, &money.ctx(money.world.officer), order, &key()).await.expect("taken back");
        app.clock().set(start_of("2037-12-31"));
        assert_eq!((money.erase().await, money.erasures().await), (1, 0), "its term is known by now");
        assert_eq!(money.look_at(&placement).await, Some(start_of("2038-01-01")));
        app.clock().set(start_of("2038-01-01"));
        assert_eq!((money.erase().await, money.erasures().await), (1, 1));
        money.demand_whole_chain().await;
    })
    .await;
}

/// What a superuser does to pass a paper off as erased, or one that was as there; each is named.
#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_was_only_said_to_be_erased_is_missing() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let holder = money.holder(1).await;
        let (gone, _) = money.papered(1).await;
        let (there, _) = money.papered(2).await;
        money.delete(&holder).await;
        let (paper, _) = money.paper_of(&there).await;
        let attacks = [
            "DELETE FROM placement_signature",
            "DELETE FROM placement_chunk",
            "UPDATE placement_document SET erased_at = 5,
             name = CASE WHEN length(name) = 0 THEN name ELSE substr(name, 1, 0) END",
        ];
        as_superuser(&fresh.store, &attacks.map(ToOwned::to_owned)).await;
        let (is_good, said) = money.evidence_said(Scope::Case(there)).await;
        let named = format!("BAD: document {}: missing: said to be erased", paper.id);
        assert!(!is_good && said.contains(&named), "{said}");
        let (paper, _) = money.paper_of(&gone).await;
        let (is_good, said) = money.evidence_said(Scope::Case(gone.clone())).await;
        let named = format!("BAD: document {}: changed: it was erased at another time", paper.id);
        assert!(!is_good && said.contains(&named), "{said}");
        as_superuser(&fresh.store, &["UPDATE placement_document SET erased_at = NULL".to_owned()]).await;
        let (is_good, said) = money.evidence_said(Scope::Case(gone)).await;
        let named = format!("BAD: document {}: the chain says that it was erased", paper.id);
        assert!(!is_good && said.contains(&named), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whoever_deleted_their_data_no_placement_begins() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, officer) = (&world.app, world.ctx(world.officer));
        let letter = hired(&world, 1).await;
        let profile_id = id_of(&world.person(1).await);
        let holder = holder_of(&world, profile_id, 1).await;
        delete_own(app, &holder, Extent::Account, &key()).await.expect("deleted");
        let order = Create { from: From::Referral(letter), task: String::new() };
        let refused = create(app, &officer, order, &key()).await.expect_err("nobody's");
        assert_eq!(code(&refused), "person_forgotten");
        let begun = placement::list_of_profile(app.store().reader(), profile_id).await.expect("read");
        assert_eq!(begun, []);
    })
    .await;
}

/// Begun by somebody who saw the person there and ended after the deletion had looked for placements. On SQLite one of
/// the two writes waits for the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_begins_while_its_person_goes_is_looked_at_by_the_clock() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let holder = money.holder(1).await;
        let row = money.blank(money.world.centre, money.profile(1).await);
        let code = PostingCode::of(row.id).to_string();
        let (begun, is_begun) = oneshot::channel();
        let (let_go, may_go) = oneshot::channel::<()>();
        let channels = Mutex::new(Some((begun, may_go)));
        let store = money.world.app.store().clone();
        let beginning = tokio::spawn(async move {
            let (row, channels) = (&row, &channels);
            let work = store.write("begin", |tx| {
                Box::pin(async move {
                    profile::hold(tx, row.profile_id).await?;
                    placement::insert(tx, row).await?;
                    let channels = channels.lock().expect("channels").take();
                    if let Some((begun, may_go)) = channels {
                        begun.send(()).expect("somebody listens");
                        let _ = may_go.await;
                    }
                    Ok::<_, Error>(())
                })
            });
            work.await.expect("begun");
        });
        is_begun.await.expect("begun");
        let letting_go = async {
            moment().await;
            let_go.send(()).expect("it waits");
        };
        tokio::join!(money.delete(&holder), letting_go);
        beginning.await.expect("ended");
        assert!(erasure::find(money.world.app.store().reader(), id_of(&code)).await.expect("read").is_some());
        while money.erase().await > 0 {}
        assert_eq!(money.look_at(&code).await, None, "nothing is left to look at");
    })
    .await;
}

/// Disuse is of the person, and a contract may be all that proves a claim.
#[tokio::test(flavor = "multi_thread")]
async fn the_clock_forgets_nobody_whose_placement_goes_on_or_can_be_claimed_for() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let start = money.world.app.clock().now();
        let (claimable, _) = money.papered(1).await;
        let [nothing, moved] = [money.unsigned(2).await, money.unsigned(3).await];
        for placement in [&nothing, &moved] {
            money.attach(placement).await;
        }
        let later = start.plus_days(KEPT_DAYS - 30);
        money.world.app.clock().set(later);
        money.record(&moved, CONTRACT, Source::Officer).await;
        money.world.app.clock().set(start.plus_days(KEPT_DAYS + 1));
        money.forget_idle().await;
        assert_eq!([money.is_there(1).await, money.is_there(2).await, money.is_there(3).await], [true, false, true]);
        for (placement, is_erased) in [(&claimable, false), (&nothing, true), (&moved, false)] {
            assert_eq!(money.paper_of(placement).await.0.erased_at.is_some(), is_erased);
        }
        money.prepare(&claimable).await.expect("what proves it is there");
        // Nothing more comes of it: a contract that nobody signed.
        money.world.app.clock().set(later.plus_days(KEPT_DAYS + 1));
        money.forget_idle().await;
        assert!(!money.is_there(3).await && money.paper_of(&moved).await.0.erased_at.is_some());
    })
    .await;
}

/// The centre that placed somebody may still claim when nobody serves the person any more.
#[tokio::test(flavor = "multi_thread")]
async fn of_whom_nobody_serves_any_more_a_contract_that_can_be_claimed_for_stays() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let start = money.world.app.clock().now();
        let (claimable, _) = money.papered(1).await;
        let nothing = money.unsigned(2).await;
        money.attach(&nothing).await;
        money.left_alone(1).await;
        money.left_alone(2).await;
        money.world.app.clock().set(start.plus_days(UNHELD_DAYS + 2));
        money.forget_idle().await;
        assert_eq!([money.is_there(1).await, money.is_there(2).await], [true, false]);
        for (placement, is_erased) in [(&claimable, false), (&nothing, true)] {
            assert_eq!(money.paper_of(placement).await.0.erased_at.is_some(), is_erased);
        }
    })
    .await;
}

/// What follows a fact that comes when everything was erased has its own term.
#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_moves_after_the_erasure_is_looked_at_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let clock = money.world.app.clock();
        let holder = money.holder(1).await;
        let (placement, claim, _) = money.paid(1).await;
        money.delete(&holder).await;
        clock.set(start_of("2038-01-01"));
        assert_eq!((money.erase().await, money.look_at(&placement).await), (1, None), "everything is gone");
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        assert_eq!((money.tick().await, money.state(&claim).await), (1, "in_review"));
        assert_eq!(money.look_at(&placement).await, Some(clock.now()));
        assert_eq!(money.erase().await, 1);
        assert_eq!(money.look_at(&placement).await, Some(clock.now().plus_days(30)), "it is not settled");
        let ctx = money.ctx(money.auditor);
        let shown = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview");
        money.propose(&claim, shown.asked_dong, 1).await.expect("proposed");
        money.confirm(&claim, shown.asked_dong).await.expect("confirmed");
        money.give_back(&claim, shown.asked_dong).await.expect("given back");
        assert_eq!((money.erase().await, money.state(&claim).await), (1, "recovered"));
        assert_eq!(money.look_at(&placement).await, Some(start_of("2049-01-01")), "ten years from the end of the year");
        let shown = money.view(&claim).await.kept_through;
        assert_eq!(shown, parse_date("2048-12-31"), "what the page says is what the clock does");
        clock.set(start_of("2049-01-01"));
        assert_eq!((money.erase().await, money.look_at(&placement).await), (1, None));
        money.demand_whole_chain().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_of_a_retraction_goes_once_it_is_decided_however_late() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let clock = money.world.app.clock();
        let holder = money.holder(1).await;
        let (placement, ..) = money.paid(1).await;
        let fact = money.insurers(&placement).await;
        let proposed = money.retract(money.world.officer, &placement, &fact).await.expect("proposed");
        money.delete(&holder).await;
        let term = start_of("2038-01-01");
        clock.set(term);
        assert_eq!(money.erase().await, 1);
        assert_eq!(money.look_at(&placement).await, Some(term.plus_days(30)), "it waits for a second person");
        assert_eq!(money.written(&proposed.id).await, ("nhầm người".to_owned(), None), "who has to know why");
        let of = (placement.as_str(), proposed.id.as_str());
        money.decide(money.world.manager, of, false, "Công văn nói về người khác").await.expect("declined");
        clock.set(term.plus_days(30));
        assert_eq!((money.erase().await, money.look_at(&placement).await), (1, None));
        assert_eq!(money.written(&proposed.id).await, (String::new(), None));
        let late = money.retract(money.world.officer, &placement, &fact).await.expect("proposed anew");
        assert!(late.waits);
        assert_eq!(money.look_at(&placement).await, Some(clock.now()));
        assert_eq!(money.erase().await, 1);
        assert_eq!(money.look_at(&placement).await, Some(term.plus_days(60)));
        // While words wait, papers are taken in no more than before.
        let scan =
            AttachDocument { placement, name: "bản quét.pdf".to_owned(), bytes: b"%PDF-1.7\n%%EOF\n".to_vec() };
        let refused = attach_document(&money.world.app, &money.ctx(money.world.officer), scan, &key()).await;
        assert_eq!(code(&refused.expect_err("nobody's")), "person_forgotten");
    })
    .await;
}
