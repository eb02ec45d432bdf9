//! One proof, one placement, on both databases: a scan or a number of a contract that proves one case proves no second,
//! however close the two come; it is free again once nothing that stands rests on it.

use super::{Placed, SCAN, hired, plain, seen_on_paper};
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::placements::{self, AttachDocument, Create, From, Said, statement_of};
use sanviec_domain::placement::Source;
use sanviec_store::placement::proof;
use sanviec_store::testing::each_backend;
use std::sync::Arc;

impl Placed {
    /// Another placement with the same employer, with the same scan uploaded.
    async fn beside(&self, number: u128) -> String {
        let (app, ctx) = (&self.world.app, self.world.ctx(self.world.officer));
        let create = Create { from: From::Referral(hired(&self.world, number).await), task: String::new() };
        let id = placements::create(app, &ctx, create, &key()).await.expect("created").id;
        let scan = AttachDocument { placement: id.clone(), name: "HĐ.pdf".into(), bytes: SCAN.to_vec() };
        placements::attach_document(app, &ctx, scan, &key()).await.expect("scan");
        id
    }

    async fn at(&self, id: &str, json: &str, said: fn(Said) -> Said) -> Result<placements::Appended, AppError> {
        let (app, ctx) = (&self.world.app, self.world.ctx(self.world.officer));
        placements::append(app, &ctx, super::order(id, json, said), &key()).await
    }

    async fn stated_at(&self, id: &str, number: &str) {
        let json = format!(
            r#"{{"kind":"contract","contract":"{number}","employer":"{}","form":"indefinite","start":"2026-11-30",
                "through":null}}"#,
            self.employer
        );
        self.at(id, &json, plain).await.expect("a contract that is only stated proves nothing yet");
    }
}

fn signature(number: &str, party: &str) -> String {
    format!(
        r#"{{"kind":"signature","contract":"{number}","party":"{party}","signed_on":"2026-11-24","method":"paper-seen"}}"#
    )
}

fn by_number(number: &str) -> String {
    signature(number, "worker").replace("paper-seen", "digital")
}

fn on_platform(said: Said) -> Said {
    Said { source: Source::Officer, reference: Some("HDDT-9".into()), ..said }
}

/// The refusal, with what it says.
fn refused(answer: Result<placements::Appended, AppError>) -> (&'static str, String) {
    let AppError::Refused(errors) = answer.expect_err("it proves another case") else { panic!("refused") };
    assert_eq!(errors[0].code, "proof_used");
    (errors[0].field, errors[0].vi.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_or_a_number_that_proves_one_case_proves_no_second() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let other = placed.beside(2).await;
        placed.stated_at(&other, "HĐ 2").await;
        let (field, said) = refused(placed.at(&other, &signature("HĐ 2", "worker"), seen_on_paper).await);
        assert_eq!(field, "document");
        assert!(said.contains(&placed.id), "the officer may see the case and is told which: {said}");
        // The same number, written another way.
        placed.stated_at(&other, "hđ-1").await;
        let (field, said) = refused(placed.at(&other, &by_number("hđ-1"), on_platform).await);
        assert_eq!((field, said.contains(&placed.id)), ("contract", true));
        let facts = placements::timeline(&placed.world.app, &placed.world.ctx(placed.world.officer), &other).await;
        assert_eq!(facts.expect("facts").len(), 2, "what was refused left nothing behind");
        placed.at(&other, &by_number("HĐ 2"), on_platform).await.expect("a number of its own");
        let proofs = proof::list(placed.world.app.store().reader(), placed.uuid().await).await.expect("proofs");
        assert_eq!(proofs.iter().map(|proof| proof.kind.as_str()).collect::<Vec<_>>(), ["contract", "scan"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_of_the_national_platform_proves_one_case_under_whatever_contract() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let other = placed.beside(2).await;
        placed.stated_at(&placed.id, "HĐ 1").await;
        placed.stated_at(&other, "HĐ 2").await;
        let wrong = placed.at(&placed.id, &by_number("HĐ 1"), on_platform).await.expect("signed").id;
        let both = by_number("HĐ 1").replace("worker", "employer");
        placed.at(&placed.id, &both, on_platform).await.expect("both sign one contract");
        // Written another way it is the same number.
        let ways: [fn(Said) -> Said; 2] =
            [on_platform, |said| Said { reference: Some("hddt  9".into()), ..on_platform(said) }];
        for written in ways {
            let (field, said) = refused(placed.at(&other, &by_number("HĐ 2"), written).await);
            assert_eq!((field, said.contains(&placed.id)), ("reference", true), "{said}");
        }
        let facts = placements::timeline(&placed.world.app, &placed.world.ctx(placed.world.officer), &other).await;
        assert_eq!(facts.expect("facts").len(), 1, "what was refused left nothing behind");
        let proofs = proof::list(placed.world.app.store().reader(), placed.uuid().await).await.expect("proofs");
        assert_eq!(proofs.iter().map(|proof| proof.kind.as_str()).collect::<Vec<_>>(), ["contract", "e-contract"]);
        // One signature under it taken back, the other still rests on it.
        let back = format!(r#"{{"kind":"retraction","retracts":"{wrong}","why":"nhầm mã"}}"#);
        placed.at(&placed.id, &back, on_platform).await.expect("retracted");
        refused(placed.at(&other, &by_number("HĐ 2"), on_platform).await);
        let own = |said| Said { reference: Some("HDDT-10".into()), ..on_platform(said) };
        placed.at(&other, &by_number("HĐ 2"), own).await.expect("a number of its own");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_number_of_a_paper_proves_nothing() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.stated_at(&placed.id, "HĐ 1").await;
        let days = r#"{"kind":"attestation","from":"2026-11-20","through":"2026-11-23","employed":false}"#;
        let theirs = placed.at(&placed.id, days, super::told_by_insurer).await.expect("attested").id;
        let back = format!(r#"{{"kind":"retraction","retracts":"{theirs}","why":"nhầm người"}}"#);
        let empty = |said| Said { reference: Some(" \t".into()), ..on_platform(said) };
        for (json, expected) in [(by_number("HĐ 1"), "source_refused"), (back, "paper_missing")] {
            let refused = placed.at(&placed.id, &json, empty).await.expect_err("on nothing");
            assert_eq!(code(&refused), expected, "{json}");
        }
        let long = |said| Said { reference: Some("9".repeat(301)), ..on_platform(said) };
        assert_eq!(code(&placed.at(&placed.id, &by_number("HĐ 1"), long).await.expect_err("too long")), "too_long");
        let facts = placements::timeline(&placed.world.app, &placed.world.ctx(placed.world.officer), &placed.id).await;
        assert_eq!(facts.expect("facts").len(), 2, "what was refused left nothing behind");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cases_that_sign_by_one_scan_at_once_are_one() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        let mut cases = vec![placed.id.clone()];
        for number in 2..=4 {
            cases.push(placed.beside(number).await);
        }
        for (nth, case) in cases.iter().enumerate() {
            placed.stated_at(case, &format!("HĐ {nth}")).await;
        }
        let racing: Vec<_> = cases
            .iter()
            .enumerate()
            .map(|(nth, case)| {
                let (placed, case) = (Arc::clone(&placed), case.clone());
                tokio::spawn(async move {
                    placed.at(&case, &signature(&format!("HĐ {nth}"), "worker"), seen_on_paper).await
                })
            })
            .collect();
        let mut signed = 0;
        for answer in racing {
            match answer.await.expect("a task") {
                Ok(_) => signed += 1,
                Err(error) => assert_eq!(code(&error), "proof_used"),
            }
        }
        assert_eq!(signed, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_free_once_nothing_that_stands_rests_on_it_and_does_not_come_back() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let other = placed.beside(2).await;
        placed.stated_at(&placed.id, "HĐ 1").await;
        placed.stated_at(&other, "HĐ 2").await;
        let wrong = placed.at(&placed.id, &signature("HĐ 1", "worker"), seen_on_paper).await.expect("signed").id;
        refused(placed.at(&other, &signature("HĐ 2", "worker"), seen_on_paper).await);
        let back = format!(r#"{{"kind":"retraction","retracts":"{wrong}","why":"nhầm bản quét"}}"#);
        let taken = placed.at(&placed.id, &back, seen_on_paper).await.expect("retracted").id;
        placed.at(&other, &signature("HĐ 2", "worker"), seen_on_paper).await.expect("it is the other's scan");
        // The retraction retracted would let the scan prove both again.
        let again = format!(r#"{{"kind":"retraction","retracts":"{taken}","why":"không nhầm"}}"#);
        let (field, said) = refused(placed.at(&placed.id, &again, seen_on_paper).await);
        assert_eq!((field, said.contains(&other)), ("document", true));
        assert!(statement_of(&again).is_ok());
    })
    .await;
}
