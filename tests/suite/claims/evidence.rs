//! The evidence in one file, checked by the verifier in Python: good as it is, and whatever a superuser changes in the
//! database, or anybody in the file, is found and named.

use super::money::Money;
use crate::forms::key;
use sanviec_app::evidence::{Scope, export};
use sanviec_app::placements::{AttachDocument, attach_document};
use sanviec_app::{Actor, Locale, audit};
use sanviec_domain::placement::Source;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use sanviec_store::{Backend, Store};
use std::path::{Path, PathBuf};

/// Turns of the campaign against the file; `SANVIEC_EVIDENCE_ATTACKS=10000` takes as many as it says.
fn turns() -> String {
    #[expect(clippy::disallowed_methods, reason = "a long run is asked for by the environment")]
    let asked = std::env::var("SANVIEC_EVIDENCE_ATTACKS").ok();
    asked.unwrap_or_else(|| "60".to_owned())
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verify").join(name)
}

fn python(name: &str, args: &[&str]) -> (i32, String) {
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

async fn written(money: &Money, scope: &Scope, file: &Path) {
    let app = &money.world.app;
    let system = app.ctx(Actor::System, Locale::Vi);
    while audit::link(app, &system).await.expect("linked") > 0 {}
    let mut out = Vec::new();
    let operator = app.ctx(Actor::Operator, Locale::Vi);
    export(app, &operator, scope, &mut out).await.expect("written");
    std::fs::write(file, out).expect("a file");
}

/// Takes away what keeps rows from being changed.
async fn disarm(store: &Store) {
    let statements: Vec<String> = match store.backend() {
        Backend::Sqlite => [
            "placement_fact_no_update",
            "placement_policy_no_update",
            "claim_keeps_reading",
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
        ]
        .map(|name| format!("DROP TRIGGER {name}"))
        .to_vec(),
        Backend::Postgres => {
            ["placement_fact", "placement_policy", "claim", "journal", "ledger_entry", "audit", "audit_link", "payout"]
                .map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER ALL"))
                .to_vec()
        }
    };
    as_superuser(store, &statements).await;
}

/// What a superuser does, how it is undone, and what the verifier must name.
const ATTACKS: [(&str, &str, &str); 18] = [
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
    (
        "UPDATE placement_policy SET version = 'x' || version",
        "UPDATE placement_policy SET version = substr(version, 2)",
        "BAD: policy ",
    ),
];

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
