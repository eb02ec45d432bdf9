//! Files that hold many people under one hash: kept as long as one placement that rests on them is in its term, and as
//! accounting records; then erased by the clock, once, and named as erased by the evidence.

use super::{id_of, start_of};
use crate::claims::money::Money;
use crate::forms::{code, key};
use sanviec_app::claims::{self, ResultView, Verdict, open_bank_file};
use sanviec_app::evidence::Scope;
use sanviec_app::placements::{
    self, Append, Channel, EvidenceFile, Said, erase_files, keep_file, kept_file, kept_files, open_file, statement_of,
};
use sanviec_app::{Actor, AppError, Locale};
use sanviec_domain::placement::Source;
use sanviec_domain::time::Micros;
use sanviec_store::placement::file;
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{audit as audit_store, bank_result, file_erasure};
use uuid::Uuid;

impl Money {
    /// The clock looks at every file whose time may be over.
    async fn look_at_files(&self) {
        let app = &self.world.app;
        while erase_files(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked") > 0 {}
    }

    /// The file that the insurer's word is taken from, of everybody.
    async fn file_id(&self) -> Uuid {
        let files = kept_files(&self.world.app, &self.ctx(self.world.manager), None).await.expect("files");
        assert_eq!(files.len(), 1, "one file of everybody");
        id_of(&files[0].id)
    }

    /// When the bytes of a file went, and how many pieces are left.
    async fn left_of(&self, id: Uuid) -> (Option<i64>, usize) {
        let reader = self.world.app.store().reader();
        let pieces = file::list_chunks(reader, id).await.expect("pieces").len()
            + bank_result::list_chunks(reader, id).await.expect("pieces").len();
        (file_erasure::erased_at(reader, id).await.expect("read"), pieces)
    }

    async fn told_of(&self, action: &str) -> usize {
        let reader = self.world.app.store().reader();
        audit_store::list_of_action(reader, self.world.centre, action).await.expect("trail").len()
    }

    /// Somebody whose claim the bank has paid in 2027; codes of the placement and of the list.
    async fn paid_for(&self, number: u128) -> (String, String) {
        let placement = self.recorded(number).await;
        let claim = self.prepare(&placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let name = self.codes(&batch).await.remove(0);
        self.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,Nguyen Thi Lan\n")).await;
        (placement, batch)
    }

    async fn result_of(&self, batch: &str) -> ResultView {
        claims::batch(&self.world.app, &self.ctx(self.auditor), batch).await.expect("a list").results.remove(0)
    }

    async fn keep_again(&self) -> Result<placements::KeptFile, AppError> {
        let file = EvidenceFile { source: Source::Insurer, bytes: b"placement,from,through,employed\n".to_vec() };
        keep_file(&self.world.app, &self.ctx(self.world.officer), &file).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_while_one_placement_is_in_its_term_and_erased_once_after_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (app, officer) = (&money.world.app, money.ctx(money.world.officer));
        let other = money.holder(2).await;
        let (placement, _) = money.paid_for(1).await;
        let unclaimed = money.recorded(2).await;
        let (id, hash) = (money.file_id().await, money.keep().await);
        let shown = kept_files(app, &money.ctx(money.world.manager), None).await.expect("files").remove(0);
        for now in [app.clock().now(), Micros(start_of("2038-01-01").0 - 1), start_of("2038-01-01")] {
            app.clock().set(now);
            money.look_at_files().await;
            let (erased_at, pieces) = money.left_of(id).await;
            assert!(erased_at.is_none() && pieces > 0, "one claim is in its term, or can still be made");
        }
        money.delete(&other).await;
        let end = start_of("2038-01-01").plus_days(30);
        app.clock().set(end);
        let system = || app.ctx(Actor::System, Locale::Vi);
        let (one, two, three) = (system(), system(), system());
        let racing = tokio::join!(erase_files(app, &one), erase_files(app, &two), erase_files(app, &three));
        for looked in [racing.0, racing.1, racing.2] {
            looked.expect("looked");
        }
        money.look_at_files().await;
        assert_eq!(money.left_of(id).await, (Some(end.0), 0));
        assert_eq!(money.told_of("erase_file").await, 1, "once, whoever came first");
        // What it was and what was said of its rows is shown; its bytes are not, and nothing new rests on it.
        let ctx = money.ctx(money.world.manager);
        let seen = kept_file(app, &ctx, &shown.id, 1).await.expect("a file").file;
        assert_eq!((seen.hash, seen.size, seen.erased), (shown.hash, shown.size, Some(end)));
        assert_eq!(code(&open_file(app, &ctx, &shown.id).await.err().expect("gone")), "file_erased");
        assert_eq!(code(&money.keep_again().await.expect_err("gone")), "file_erased");
        let late = r#"{"kind":"attestation","from":"2027-01-01","through":"2027-01-31","employed":false}"#;
        let said = Said {
            says: statement_of(late).expect("a statement"),
            source: Source::Insurer,
            channel: Channel::File,
            document_hash: Some(hash),
            reference: Some("2".to_owned()),
        };
        let order = Append { placement: unclaimed, version: None, said };
        let refused = placements::append(app, &officer, order, &key()).await.expect_err("nothing to hold it against");
        assert_eq!(code(&refused), "file_erased");
        let (is_good, said) = money.evidence_said(Scope::Case(placement)).await;
        assert!(is_good && said.contains(&format!("note: file {id}: erased")), "{said}");
        money.demand_whole_chain().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_nothing_rests_on_is_kept_for_its_term_from_when_it_was_last_sent() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let clock = money.world.app.clock();
        let days = i64::from(money.world.app.facts().unused_file_days);
        money.keep().await;
        let (id, first) = (money.file_id().await, clock.now());
        let again = first.plus_days(days - 1);
        for (now, sends) in [(first, false), (again, true), (again.plus_days(days - 1), false)] {
            clock.set(now);
            if sends {
                money.keep().await;
            }
            money.look_at_files().await;
            assert_eq!(money.left_of(id).await, (None, 1));
        }
        clock.set(again.plus_days(days));
        money.look_at_files().await;
        money.look_at_files().await;
        assert_eq!(money.left_of(id).await, (Some(clock.now().0), 0));
        assert_eq!(money.told_of("erase_file").await, 1);
        assert_eq!(code(&money.keep_again().await.expect_err("gone")), "file_erased");
        money.demand_whole_chain().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_bank_is_kept_for_ten_years_and_then_its_words_go_with_its_bytes() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let app = &money.world.app;
        let (_, batch) = money.paid_for(1).await;
        let before = money.result_of(&batch).await;
        let id = id_of(&before.id);
        for now in [app.clock().now(), Micros(start_of("2038-01-01").0 - 1)] {
            app.clock().set(now);
            money.look_at_files().await;
            assert_eq!(money.left_of(id).await, (None, 1));
        }
        assert!(bank_result::has_notes(app.store().reader(), id).await.expect("read"));
        let end = start_of("2038-01-01");
        app.clock().set(end);
        money.look_at_files().await;
        money.look_at_files().await;
        assert_eq!((money.left_of(id).await, money.told_of("erase_bank_result").await), ((Some(end.0), 0), 1));
        assert!(!bank_result::has_notes(app.store().reader(), id).await.expect("read"));
        let after = money.result_of(&batch).await;
        assert_eq!((after.erased, after.hash, after.verdicts), (Some(end), before.hash, vec![(Verdict::Paid, 1)]));
        let opened = open_bank_file(app, &money.ctx(money.auditor), &batch, &before.id).await;
        assert_eq!(code(&opened.expect_err("gone")), "file_erased");
        let name = money.codes(&batch).await.remove(0);
        assert!(money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,Nguyen Thi Lan\n")).await.came_before);
        assert_eq!(money.left_of(id).await, (Some(end.0), 0), "the same file again changes nothing");
        let (is_good, said) = money.evidence_said(Scope::Batch(batch)).await;
        assert!(is_good && said.contains(&format!("note: bank result {id}: erased")), "{said}");
        money.balances().await;
        money.demand_whole_chain().await;
    })
    .await;
}

/// What a superuser does to pass files off as erased, or those that were as there; each is named.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_only_said_to_be_erased_is_missing() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let clock = money.world.app.clock();
        let (placement, batch) = money.paid_for(1).await;
        money.look_at_files().await;
        let (id, bank) = (money.file_id().await, id_of(&money.result_of(&batch).await.id));
        let said_to_be = |at: i64| format!("UPDATE file_erasure SET erased_at = {at}, look_at = NULL");
        let there = "UPDATE file_erasure SET erased_at = NULL, look_at = 0".to_owned();
        as_superuser(&fresh.store, &[said_to_be(5)]).await;
        let (is_good, said) = money.evidence_said(Scope::Year(2027)).await;
        for (what, id) in [("file", id), ("bank result", bank)] {
            let named = [": missing: said to be erased", ": changed"].map(|why| format!("BAD: {what} {id}{why}"));
            assert!(!is_good && named.iter().all(|named| said.contains(named)), "{said}");
        }
        as_superuser(&fresh.store, std::slice::from_ref(&there)).await;
        let (is_good, said) = money.evidence_said(Scope::Case(placement.clone())).await;
        assert!(is_good, "{said}");
        clock.set(start_of("2038-01-01"));
        money.look_at_files().await;
        for (change, why) in [(said_to_be(5), "changed: it was erased at another time"), (there, "the chain says that")]
        {
            as_superuser(&fresh.store, &[change]).await;
            let (is_good, said) = money.evidence_said(Scope::Year(2027)).await;
            for (what, id) in [("file", id), ("bank result", bank)] {
                assert!(!is_good && said.contains(&format!("BAD: {what} {id}: {why}")), "{said}");
            }
        }
    })
    .await;
}
