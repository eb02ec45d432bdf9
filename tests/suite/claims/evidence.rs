//! The evidence in one file, checked by the verifier in Python: good as it is, and whatever a superuser changes in the
//! database, or anybody in the file, is found and named.

use super::money::Money;
use crate::forms::key;
use sanviec_app::evidence::{Scope, export, scope_of};
use sanviec_app::placements::{
    AsOf, AttachDocument, EvidenceFile, attach_document, outcome_of, statement_of, take_file,
};
use sanviec_app::{Actor, Locale, audit};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, day_number};
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use sanviec_store::{Backend, Store, audit as audit_store, placement};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Turns of the campaign against the file; `SANVIEC_EVIDENCE_ATTACKS=10000` takes as many as it says.
fn turns() -> String {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
    let asked = std::env::var("SANVIEC_EVIDENCE_ATTACKS").ok();
    asked.unwrap_or_else(|| "60".to_owned())
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verify").join(name)
}

pub(super) fn python(name: &str, args: &[&str]) -> (i32, String) {
    let said = std::process::Command::new("python3").arg("-B").arg(script(name)).args(args).output();
    let said = said.expect("python3 is there");
    let text = [said.stdout, said.stderr].concat();
    (said.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
}

/// Two people paid for, one of them unmade by a late fact.
async fn paid(money: &Money) -> (String, String) {
    let mut lists = Vec::new();
    for number in [1, 2] {
        let placement = money.recorded(number).await;
        let scan = AttachDocument {
            placement: placement.clone(),
            name: "hop-dong.pdf".into(),
            bytes: format!("%PDF-1.7\nhợp đồng {number}\n%%EOF\n").into_bytes(),
        };
        let officer = money.ctx(money.world.officer);
        attach_document(&money.world.app, &officer, scan, &key()).await.expect("attached");
        let rows = format!("{placement},01/12/2026,31/12/2026,có\n{placement},31/02/2027,01/03/2027,có\n");
        let bytes = format!("placement,from,through,employed\n{rows}").into_bytes();
        let file = EvidenceFile { source: Source::Insurer, bytes };
        take_file(&money.world.app, &officer, file).await.expect("taken");
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let code = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{code},400000,PAID,2027-03-10,,\n")).await;
        lists.push((placement, batch));
    }
    let late = r#"{"kind":"attestation","from":"2027-01-01","through":"2027-01-31","employed":false}"#;
    money.record(&lists[1].0, late, Source::Insurer).await;
    assert_eq!(money.tick().await, 1);
    lists.remove(1)
}

pub(super) async fn written(money: &Money, scope: &Scope, file: &Path) {
    let app = &money.world.app;
    let system = app.ctx(Actor::System, Locale::Vi);
    while audit::link(app, &system).await.expect("linked") > 0 {}
    let mut out = Vec::new();
    let operator = app.ctx(Actor::Operator, Locale::Vi);
    export(app, &operator, scope, &mut out).await.expect("written");
    std::fs::write(file, out).expect("a file");
}

/// Takes away what keeps rows from being changed.
pub(super) async fn disarm(store: &Store) {
    let statements: Vec<String> = match store.backend() {
        Backend::Sqlite => [
            "placement_fact_no_update",
            "placement_policy_no_update",
            "claim_keeps_reading",
            "claim_keeps_elsewhere",
            "claim_keeps_profile",
            "journal_no_update",
            "journal_no_delete",
            "ledger_entry_no_update",
            "ledger_entry_no_delete",
            "audit_no_update",
            "audit_no_delete",
            "audit_link_no_delete",
            "audit_link_no_update",
            "payout_no_delete",
            "claim_no_delete",
            "evidence_file_no_update",
            "evidence_file_no_delete",
            "evidence_row_no_update",
            "evidence_row_no_delete",
            "evidence_chunk_no_delete",
        ]
        .map(|name| format!("DROP TRIGGER {name}"))
        .to_vec(),
        Backend::Postgres => {
            let kept = ["evidence_file", "evidence_row", "evidence_chunk", "placement_fact", "placement_policy"];
            let paid = ["claim", "journal", "ledger_entry", "audit", "audit_link", "payout"];
            kept.iter().chain(&paid).map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).collect()
        }
    };
    as_superuser(store, &statements).await;
}

/// Facts name the file whose hash they rest on.
const NAMED: &str = "UPDATE placement_fact SET file_id = (SELECT evidence_file.id FROM evidence_file
                     WHERE evidence_file.hash = placement_fact.document_hash) WHERE channel = 'file'";

/// What a superuser does, how it is undone, and what the verifier must name.
const ATTACKS: [(&str, &str, &str); 24] = [
    ("UPDATE claim SET budget_year = budget_year + 1", "UPDATE claim SET budget_year = budget_year - 1", "BAD: claim "),
    (
        "UPDATE placement_fact SET body = replace(body, '2026-11-30', '2026-11-29') WHERE kind = 'contract'",
        "UPDATE placement_fact SET body = replace(body, '2026-11-29', '2026-11-30') WHERE kind = 'contract'",
        "BAD: fact ",
    ),
    (
        "UPDATE placement_fact SET channel = 'page' WHERE kind = 'attestation'",
        "UPDATE placement_fact SET channel = 'file' WHERE kind = 'attestation'",
        "BAD: fact ",
    ),
    (
        "UPDATE placement_policy SET file = replace(file, '400000', '900000')",
        "UPDATE placement_policy SET file = replace(file, '900000', '400000')",
        "BAD: policy ",
    ),
    ("UPDATE claim SET dong = dong + 1", "UPDATE claim SET dong = dong - 1", "BAD: claim "),
    (
        "UPDATE claim SET outcome = replace(outcome, 'confirmed', 'Confirmed')",
        "UPDATE claim SET outcome = replace(outcome, 'Confirmed', 'confirmed')",
        "BAD: claim ",
    ),
    (
        "UPDATE ledger_entry SET dong = dong * 2 WHERE account = 'bank' OR (account = 'owed' AND dong > 0)",
        "UPDATE ledger_entry SET dong = dong / 2 WHERE account = 'bank' OR (account = 'owed' AND dong > 0)",
        "BAD: journal ",
    ),
    (
        "UPDATE journal SET on_day = on_day + 1 WHERE occasion = 'paid'",
        "UPDATE journal SET on_day = on_day - 1 WHERE occasion = 'paid'",
        "BAD: journal ",
    ),
    (
        "UPDATE claim SET paid_dong = 0, returned_dong = 0",
        "UPDATE claim SET paid_dong = 400000, returned_dong = 0",
        "BAD: claim ",
    ),
    (
        "UPDATE audit SET actor = 'x' || actor WHERE action = 'claim_approve'",
        "UPDATE audit SET actor = substr(actor, 2) WHERE action = 'claim_approve'",
        "BAD: audit row ",
    ),
    // The first row about a placement, said to be about something else: the chain would begin after it.
    (
        "UPDATE audit SET entity_id = centre_id WHERE action = 'create_placement'",
        "UPDATE audit SET entity_id = (SELECT later.entity_id FROM audit AS later
         WHERE later.action = 'append_fact' AND later.id > audit.id ORDER BY later.id LIMIT 1)
         WHERE action = 'create_placement'",
        "BAD: audit row ",
    ),
    (
        "UPDATE audit SET centre_id = NULL WHERE action = 'claim_approve'",
        "UPDATE audit SET centre_id = (SELECT centre_id FROM claim LIMIT 1) WHERE action = 'claim_approve'",
        "BAD: audit row ",
    ),
    (
        "UPDATE placement_document SET size = size + 1",
        "UPDATE placement_document SET size = size - 1",
        "BAD: document ",
    ),
    // There are two placements: the paper is moved to the other one and back.
    (
        "UPDATE placement_document SET placement_id =
         (SELECT id FROM placement WHERE id <> placement_document.placement_id ORDER BY id LIMIT 1)",
        "UPDATE placement_document SET placement_id =
         (SELECT id FROM placement WHERE id <> placement_document.placement_id ORDER BY id LIMIT 1)",
        "BAD: document ",
    ),
    ("UPDATE bank_result SET size = size + 1", "UPDATE bank_result SET size = size - 1", "BAD: bank result "),
    ("UPDATE bank_chunk SET number = number + 1", "UPDATE bank_chunk SET number = number - 1", "BAD: bank result "),
    // Each of the two lists has its file: both are moved to the other list and back.
    (
        "UPDATE bank_result SET batch_id = (SELECT id FROM batch WHERE id <> bank_result.batch_id ORDER BY id LIMIT 1)",
        "UPDATE bank_result SET batch_id = (SELECT id FROM batch WHERE id <> bank_result.batch_id ORDER BY id LIMIT 1)",
        "BAD: bank result ",
    ),
    ("UPDATE evidence_file SET size = size + 1", "UPDATE evidence_file SET size = size - 1", "BAD: file "),
    ("UPDATE evidence_file SET media = 'xlsx'", "UPDATE evidence_file SET media = 'csv'", "BAD: file "),
    ("UPDATE evidence_chunk SET number = number + 1", "UPDATE evidence_chunk SET number = number - 1", "BAD: file "),
    (
        "UPDATE evidence_row SET verdict = 'taken' || verdict WHERE verdict <> 'taken'",
        "UPDATE evidence_row SET verdict = substr(verdict, 6) WHERE verdict <> 'taken'",
        "BAD: file ",
    ),
    // A fact that was taken from a file passes for one from before files were kept, or for one of another file.
    ("UPDATE placement_fact SET file_id = NULL WHERE channel = 'file'", NAMED, "BAD: fact "),
    (
        "UPDATE placement_fact SET file_id = (SELECT evidence_file.id FROM evidence_file
         WHERE evidence_file.id <> placement_fact.file_id ORDER BY evidence_file.id LIMIT 1) WHERE channel = 'file'",
        NAMED,
        "BAD: fact ",
    ),
    (
        "UPDATE placement_policy SET version = 'x' || version",
        "UPDATE placement_policy SET version = substr(version, 2)",
        "BAD: policy ",
    ),
];

/// The hash of a fact as it was made before files were kept: it says nothing of them.
fn first_hash(fact: &placement::Fact) -> String {
    let parts = [
        Some(b"sanviec fact 1".to_vec()),
        Some(fact.id.to_string().into_bytes()),
        Some(fact.placement_id.to_string().into_bytes()),
        Some(fact.kind.clone().into_bytes()),
        Some(fact.body.clone().into_bytes()),
        Some(fact.recorded_at.to_string().into_bytes()),
        Some(fact.source.clone().into_bytes()),
        None,
        Some(fact.channel.clone().into_bytes()),
        fact.document_hash.clone(),
        fact.reference.clone().map(String::into_bytes),
    ];
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend(part.as_ref().map_or(u64::MAX, |part| part.len() as u64).to_be_bytes());
        bytes.extend(part.unwrap_or_default());
    }
    Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A fact as it was written before files were kept: by a file that is not there, bound by the hash of that time.
async fn old_fact(money: &Money, placement: &str) {
    let app = &money.world.app;
    let seen = outcome_of(app, &money.ctx(money.world.officer), placement, AsOf::default()).await.expect("seen");
    let mut row = seen.row;
    row.last_known_at = row.last_known_at.max(app.clock().now().0) + 1;
    let id = Uuid::from_u128(0x94);
    let says = r#"{"kind":"attestation","from":"2026-12-01","through":"2026-12-02","employed":true}"#;
    let fact = sanviec_domain::placement::Fact {
        id: PostingCode::of(id).to_string(),
        recorded_at: Micros(row.last_known_at),
        source: Source::Insurer,
        says: statement_of(says).expect("a statement"),
    };
    let (from, through) = fact.says.true_days();
    let fact = placement::Fact {
        id,
        placement_id: row.id,
        kind: "attestation".into(),
        body: fact.to_json(),
        recorded_at: row.last_known_at,
        source: "insurer".into(),
        true_from: from.map(day_number),
        true_through: through.map(day_number),
        entered_by: None,
        channel: "file".into(),
        document_hash: Some(vec![5; 32]),
        reference: Some("2".into()),
        file_id: None,
    };
    let hash = first_hash(&fact);
    let noted = audit_store::Row {
        id: 0,
        at: fact.recorded_at,
        actor: "system".into(),
        role: "system".into(),
        action: "append_fact".into(),
        entity: "placement".into(),
        entity_id: row.id,
        before: None,
        after: Some(format!(r#"{{"hash":"h{}"}}"#, &hash[..62])),
        request_id: None,
        centre_id: Some(row.centre_id),
    };
    let (row, fact, noted) = (&row, &fact, std::slice::from_ref(&noted));
    let write = app.store().write("old_fact", |tx| {
        Box::pin(async move {
            placement::append(tx, fact).await?;
            placement::update_guarded(tx, row).await?;
            audit_store::append_at(tx, Some(row.centre_id), noted).await
        })
    });
    write.await.expect("written");
}

async fn campaign(fresh: Fresh) {
    let money = Money::new(&fresh).await;
    let (placement, batch) = paid(&money).await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("evidence.jsonl");
    let path = file.display().to_string();
    for scope in [Scope::Batch(batch), Scope::Year(2027), Scope::Case(placement.clone())] {
        written(&money, &scope, &file).await;
        let (code, said) = python("verify_evidence.py", &[&path]);
        assert_eq!(code, 0, "{scope:?}: {said}");
        let text = std::fs::read_to_string(&file).expect("the file");
        assert!(!text.contains("Lan") && !text.contains("052194"), "nobody is named: {scope:?}");
    }
    old_fact(&money, &placement).await;
    written(&money, &Scope::Year(2027), &file).await;
    let (code, said) = python("verify_evidence.py", &[&path]);
    assert!(code == 0 && said.contains(": no file kept (recorded before"), "a note, and not bad: {said}");
    let (code, said) = python("tamper_evidence.py", &[&path, "--times", &turns()]);
    assert_eq!(code, 0, "{said}");
    disarm(&fresh.store).await;
    for (attack, undone, named) in ATTACKS {
        as_superuser(&fresh.store, &[attack.to_owned()]).await;
        written(&money, &Scope::Year(2027), &file).await;
        let (code, said) = python("verify_evidence.py", &[&path]);
        assert!(code == 1 && said.contains(named), "{attack}: {said}");
        as_superuser(&fresh.store, &[undone.to_owned()]).await;
    }
    written(&money, &Scope::Year(2027), &file).await;
    let (code, said) = python("verify_evidence.py", &[&path]);
    assert_eq!(code, 0, "everything is as it was: {said}");
    let noted = ["file_erasure", "evidence_left", "evidence_row", "evidence_chunk", "evidence_file"];
    let files = noted.map(|table| format!("DELETE FROM {table}"));
    as_superuser(&fresh.store, &files).await;
    written(&money, &Scope::Case(placement.clone()), &file).await;
    let (code, said) = python("verify_evidence.py", &[&path]);
    let names = said.lines().any(|line| line.starts_with("BAD: file ") && line.ends_with(": missing"));
    assert!(code == 1 && names, "a file that was taken out whole: {said}");
    let gone = ["bank_chunk", "bank_row", "bank_result"].map(|table| format!("DELETE FROM {table}"));
    as_superuser(&fresh.store, &gone).await;
    written(&money, &Scope::Year(2027), &file).await;
    let (code, said) = python("verify_evidence.py", &[&path]);
    let names = said.lines().any(|line| line.starts_with("BAD: bank result ") && line.ends_with(": missing"));
    assert!(code == 1 && names, "a file of the bank that was taken out whole: {said}");
    let gone = ["ledger_entry", "journal", "payout", "claim"].map(|table| format!("DELETE FROM {table}"));
    as_superuser(&fresh.store, &gone).await;
    for scope in [Scope::Case(placement), Scope::Year(2027)] {
        written(&money, &scope, &file).await;
        let (code, said) = python("verify_evidence.py", &[&path]);
        let names = said.lines().any(|line| line.starts_with("BAD: claim ") && line.ends_with(": missing"));
        assert!(code == 1 && names, "a claim that was taken out whole, {scope:?}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_good_as_it_is_and_whatever_is_changed_is_named() {
    each_backend(campaign).await;
}

/// What a superuser does who keeps no key of the database: takes every placement out, and leaves what names them.
async fn take_out_placements(fresh: &Fresh) {
    match fresh.backend {
        Backend::Sqlite => {
            let path = fresh.settings.url.strip_prefix("sqlite://").expect("a file");
            let gone = "import sqlite3, sys\nbase = sqlite3.connect(sys.argv[1], timeout=30)\n\
                        base.execute('PRAGMA foreign_keys = OFF')\nbase.execute('DELETE FROM placement')\n\
                        base.commit()\nbase.close()\n";
            let done = std::process::Command::new("python3").args(["-c", gone, path]).output();
            let done = done.expect("python3 is there");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        }
        Backend::Postgres => {
            let gone = ["ALTER TABLE placement DISABLE TRIGGER ALL", "DELETE FROM placement"];
            as_superuser(&fresh.store, &gone.map(ToOwned::to_owned)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_was_taken_out_whole_is_named_and_the_rest_is_written() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, batch) = paid(&money).await;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("evidence.jsonl");
        let path = file.display().to_string();
        let id = placement.parse::<PostingCode>().expect("a code").uuid();
        let missing = format!("BAD: placement {id}: missing");
        take_out_placements(&fresh).await;
        for scope in [Scope::Batch(batch), Scope::Year(2027), Scope::Case(placement.clone())] {
            written(&money, &scope, &file).await;
            let (code, said) = python("verify_evidence.py", &[&path]);
            assert!(code == 1 && said.lines().any(|line| line == missing), "{scope:?}: {said}");
            let text = std::fs::read_to_string(&file).expect("the file");
            assert!(text.contains("{\"claim\":"), "what is left is written: {scope:?}");
        }
        let operator = money.world.app.ctx(Actor::Operator, Locale::Vi);
        let scope = scope_of(&money.world.app, &operator, &placement).await.expect("still known");
        assert_eq!(scope, Scope::Case(placement.clone()));
        // Its claims go as well: the chain still says that both were there.
        disarm(&fresh.store).await;
        let gone = ["ledger_entry", "journal", "payout", "claim"].map(|table| format!("DELETE FROM {table}"));
        as_superuser(&fresh.store, &gone).await;
        for scope in [Scope::Year(2027), Scope::Case(placement)] {
            written(&money, &scope, &file).await;
            let (code, said) = python("verify_evidence.py", &[&path]);
            let names = said.lines().any(|line| line.starts_with("BAD: claim ") && line.ends_with(": missing"));
            assert!(code == 1 && names && said.lines().any(|line| line == missing), "{scope:?}: {said}");
        }
    })
    .await;
}
