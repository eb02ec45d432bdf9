//! What a file of evidence says of a placement beside its facts: the policy that it keeps, which is the one that the
//! chain says, and the outcome, which whoever has the file derives again from what stands in it.

use super::bound::{bytes_literal, id_of, literal};
use super::evidence::{disarm, python, written};
use super::money::Money;
use crate::forms::code as refusal;
use sanviec_app::claims;
use sanviec_app::evidence::{NoCase, Scope, case_line, placement_hash, placement_hash_before};
use sanviec_app::placements::{AsOf, outcome_of};
use sanviec_domain::placement::{Source, Status, evaluate, read_case};
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use sanviec_store::verify::verify;
use sanviec_store::{Backend, claim, placement};
use serde_json::Value;

impl Money {
    /// The evidence of a placement, and what the verifier says of it.
    async fn told(&self, placement: &str) -> (String, i32, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("evidence.jsonl");
        written(self, &Scope::Case(placement.to_owned()), &file).await;
        let text = std::fs::read_to_string(&file).expect("the file");
        let (code, said) = python("verify_evidence.py", &[&file.display().to_string()]);
        (text, code, said)
    }

    /// The outcome of a placement now.
    async fn outcome(&self, placement: &str) -> (Status, String, String) {
        let (app, ctx) = (&self.world.app, self.ctx(self.world.officer));
        let judged = outcome_of(app, &ctx, placement, AsOf::default()).await.expect("seen").judged;
        (judged.outcome.status, judged.outcome.to_json(), judged.policy.hash_hex())
    }
}

/// The line of a file about a placement, and the hashes of the policies that stand in it.
fn placed(text: &str) -> (Value, Vec<Value>) {
    let (mut found, mut policies) = (Value::Null, Vec::new());
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        if line["placement"].is_object() {
            found = line["placement"].clone();
        }
        if line["policy"].is_object() {
            policies.push(line["policy"]["hash"].clone());
        }
    }
    (found, policies)
}

/// What `sanviec rule evaluate` answers to what `sanviec evidence case` prints.
fn derived(text: &str, placement: &str, claim: Option<&str>) -> String {
    let line = case_line(text.as_bytes(), placement, claim).expect("a case");
    evaluate(&read_case(line.as_bytes()).expect("a case that is read")).to_json()
}

async fn derived_again(fresh: Fresh) {
    let money = Money::new(&fresh).await;
    let placement = money.recorded(1).await;
    // Before anybody claimed.
    let (text, code, said) = money.told(&placement).await;
    assert_eq!(code, 0, "{said}");
    let (status, before, hash) = money.outcome(&placement).await;
    let (line, policies) = placed(&text);
    assert_eq!(status, Status::Confirmed);
    assert!(line["policy"]["hash"] == hash && line["outcome"]["policy_hash"] == hash, "{line}");
    assert_eq!(policies, [Value::String(hash)]);
    assert_eq!(
        (line["outcome"]["outcome"].as_str(), derived(&text, &placement, None)),
        (Some(&*before), before.clone())
    );
    let none = case_line(text.as_bytes(), &placement, Some("none")).expect_err("no claim");
    assert!(matches!(none, NoCase::NoClaim), "{none:?}");
    // A fact that comes after the claim changes the outcome of the placement and not what the claim read.
    let claim = money.prepare(&placement).await.expect("prepared");
    let late = r#"{"kind":"attestation","from":"2027-01-01","through":"2027-01-31","employed":false}"#;
    money.record(&placement, late, Source::Insurer).await;
    let (text, code, said) = money.told(&placement).await;
    assert_eq!(code, 0, "{said}");
    let held = claims::replay(&money.world.app, &money.ctx(money.auditor), &claim).await.expect("replayed").held;
    let (status, now, _) = money.outcome(&placement).await;
    assert_ne!(status, Status::Confirmed);
    assert_eq!(derived(&text, &placement, Some(&claim)), held);
    assert_eq!(derived(&text, &placement, None), now);
    assert_eq!(placed(&text).0["outcome"]["outcome"].as_str(), Some(&*now));
    // Found by ids as well.
    let ids = [&placement, &claim].map(|code| code.parse::<PostingCode>().expect("a code").uuid().to_string());
    assert_eq!(derived(&text, &ids[0], Some(&ids[1])), held);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outcome_is_derived_again_from_the_evidence_alone() {
    each_backend(derived_again).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_nobody_signed_for_is_judged_by_the_policy_that_is_expected() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.unsigned(1).await;
        let (text, code, said) = money.told(&placement).await;
        assert_eq!(code, 0, "{said}");
        let (_, outcome, hash) = money.outcome(&placement).await;
        let (line, policies) = placed(&text);
        assert!(line["policy"].is_null() && line["outcome"]["policy_hash"] == hash, "{line}");
        assert_eq!(policies, [Value::String(hash)], "the database has it not, and the file has it");
        assert_eq!(line["outcome"]["outcome"].as_str(), Some(&*outcome));
        assert_eq!(derived(&text, &placement, None), outcome);
    })
    .await;
}

/// What a superuser makes of a placement and of the policy that it keeps, how it is undone, and what is said of it.
const ATTACKS: [(&str, &str, &str); 7] = [
    (
        "UPDATE placement SET policy_name = policy_name || 'x'",
        "UPDATE placement SET policy_name = substr(policy_name, 1, length(policy_name) - 1)",
        "the name of the policy that it keeps is stable-employmentx, which is not what the chain says",
    ),
    (
        "UPDATE placement SET policy_version = policy_version || 'x'",
        "UPDATE placement SET policy_version = substr(policy_version, 1, length(policy_version) - 1)",
        "the version of the policy that it keeps is 2026-1x, which is not what the chain says",
    ),
    (
        "UPDATE placement SET policy_hash = NULL",
        "UPDATE placement SET policy_hash = (SELECT hash FROM placement_policy)",
        "the hash of the policy that it keeps is None, which is not what the chain says",
    ),
    // Employer and first day enter the outcome, and the task chooses the policy.
    (
        "UPDATE placement SET employer_code = '4100000009'",
        "UPDATE placement SET employer_code = '4100000001'",
        "it is not what the chain says that it was from its beginning",
    ),
    (
        "UPDATE placement SET placed_on = placed_on - 1",
        "UPDATE placement SET placed_on = placed_on + 1",
        "it is not what the chain says that it was from its beginning",
    ),
    (
        "UPDATE placement SET task = '2021-2025'",
        "UPDATE placement SET task = ''",
        "it is not what the chain says that it was from its beginning",
    ),
    // A fact that cannot be read any more: the file is written all the same, and the outcome is missing.
    (
        "UPDATE placement_fact SET body = replace(body, 'employed', 'Employed') WHERE kind = 'attestation'",
        "UPDATE placement_fact SET body = replace(body, 'Employed', 'employed') WHERE kind = 'attestation'",
        "its outcome cannot be derived: a fact or its policy cannot be read",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_that_is_not_the_one_of_the_chain_is_named() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.recorded(1).await;
        let id = placement.parse::<PostingCode>().expect("a code").uuid();
        disarm(&fresh.store).await;
        for (attack, undone, why) in ATTACKS {
            as_superuser(&fresh.store, &[attack.to_owned()]).await;
            let (_, code, said) = money.told(&placement).await;
            let named = format!("BAD: placement {id}: {why}");
            assert!(code == 1 && said.contains(&named), "{attack}: {said}");
            as_superuser(&fresh.store, &[undone.to_owned()]).await;
        }
        let (_, code, said) = money.told(&placement).await;
        assert_eq!(code, 0, "everything is as it was: {said}");
    })
    .await;
}

/// What comes from now on stands in the chain.
async fn rearm(fresh: &Fresh) {
    if fresh.backend == Backend::Postgres {
        as_superuser(&fresh.store, &["ALTER TABLE audit ENABLE TRIGGER ALL".to_owned()]).await;
    }
}

/// What a superuser makes of whom money is for and of who prepared a claim: what is set, to what, what it was, and what
/// the verifier says.
async fn others(fresh: &Fresh, money: &Money, claim: &str) -> Vec<[String; 4]> {
    let found = claim::find(fresh.store.reader(), id_of(claim)).await.expect("read");
    let key = bytes_literal(fresh, &found.expect("a claim").person_key);
    let [own, other] = [money.profile(1).await, money.profile(2).await].map(|id| literal(fresh, id));
    let [officer, manager] = [money.world.officer, money.world.manager].map(|who| literal(fresh, who.account_id));
    let changed = format!("BAD: claim {}: changed", id_of(claim));
    let said = format!("BAD: claim {}: its prepared_by is ", id_of(claim));
    let began = "it is not what the chain says that it was from its beginning";
    let all = [
        ["placement SET profile_id", &other, &own, began],
        ["claim SET profile_id", &other, &own, &changed],
        ["claim SET person_key", "facts_hash", &key, &changed],
        ["claim SET prepared_by", &manager, &officer, &said],
        ["claim SET needs_third", "1", "0", &changed],
        ["claim SET instalments_max", "instalments_max + 1", "instalments_max - 1", &changed],
        ["claim SET is_flagged", "1", "0", &changed],
    ];
    all.map(|words| words.map(ToOwned::to_owned)).to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_claim_is_for_and_who_prepared_it_is_bound_and_nothing_is_approved_by_another() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.recorded(1).await).await.expect("prepared");
        let (manager, year) = (money.world.manager, Scope::Year(2027));
        let attacks = others(&fresh, &money, &claim).await;
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "{said}");
        disarm(&fresh.store).await;
        for [column, is, was, named] in attacks {
            as_superuser(&fresh.store, &[format!("UPDATE {column} = {is}")]).await;
            let (code, said) = money.verified(&year).await;
            assert!(code == 1 && said.contains(&named), "{column}: {said}");
            let refused = money.approve_as(manager, &claim).await.expect_err("not what was prepared");
            assert_eq!(refusal(&refused), "changed_below", "{column}");
            as_superuser(&fresh.store, &[format!("UPDATE {column} = {was}")]).await;
        }
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "everything is as it was: {said}");
        rearm(&fresh).await;
        money.approve_as(manager, &claim).await.expect("as it was prepared");
        // On a list it is looked at again.
        let list = money.list_of(&[&claim]).await.expect("a list");
        as_superuser(&fresh.store, &["UPDATE claim SET instalments_max = instalments_max + 1".to_owned()]).await;
        assert_eq!(refusal(&money.send(&list).await.expect_err("not what was prepared")), "changed_below");
        as_superuser(&fresh.store, &["UPDATE claim SET instalments_max = instalments_max - 1".to_owned()]).await;
        money.send(&list).await.expect("as it was prepared");
        let (code, said) = money.verified(&year).await;
        assert_eq!(code, 0, "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_of_somebody_else_is_not_claimed_for() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, other) = (money.recorded(1).await, literal(&fresh, money.profile(2).await));
        let own = literal(&fresh, money.profile(1).await);
        as_superuser(&fresh.store, &[format!("UPDATE placement SET profile_id = {other}")]).await;
        let refused = money.prepare(&placement).await.expect_err("of somebody else");
        assert_eq!(refusal(&refused), "changed_below");
        as_superuser(&fresh.store, &[format!("UPDATE placement SET profile_id = {own}")]).await;
        money.prepare(&placement).await.expect("of whom it began with");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placement_from_before_the_chain_said_whose_it_is_is_verified_and_claimed_for() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let code = money.recorded(1).await;
        let found = placement::find(fresh.store.reader(), id_of(&code)).await.expect("read").expect("a placement");
        let (now, before) = (placement_hash(&found), placement_hash_before(&found));
        disarm(&fresh.store).await;
        let said = r#"UPDATE audit SET "after" = replace("after", "#;
        let bound = format!("{said}'{now}', '{before}') WHERE action = 'create_placement'");
        as_superuser(&fresh.store, &[bound]).await;
        rearm(&fresh).await;
        let claim = money.prepare(&code).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert!(found == 0 && said.contains("whose it is is not bound (made before the chain said so)"), "{said}");
        as_superuser(&fresh.store, &["UPDATE placement SET placed_on = placed_on - 1".to_owned()]).await;
        let (found, said) = money.verified(&Scope::Year(2027)).await;
        assert!(found == 1 && said.contains("it is not what the chain says that it was from its beginning"), "{said}");
    })
    .await;
}

/// Written so before it was linked: no program lets it happen, and the chain would bind it.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_approved_what_they_prepared_and_entered_is_named() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.recorded(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        disarm(&fresh.store).await;
        let officer = money.world.officer.account_id;
        let by = format!("UPDATE audit SET actor = '{officer}' WHERE action = 'claim_approve'");
        as_superuser(&fresh.store, &[by]).await;
        rearm(&fresh).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        for why in ["approved it and had prepared it", "approved it and had entered a fact that it rests on"] {
            let named = format!("BAD: claim {}: {officer} {why}", id_of(&claim));
            assert!(code == 1 && said.contains(&named), "{said}");
        }
    })
    .await;
}

/// Also where somebody else prepared it anew before it was approved.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_approved_what_they_prepared_before_another_did_anew_is_named() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim) = money.prepared_by_two().await;
        money.approve_as(money.second, &claim).await.expect("approved");
        disarm(&fresh.store).await;
        let manager = money.world.manager.account_id;
        let last = "SELECT max(id) AS id FROM audit WHERE action = 'claim_approve'";
        let by = format!("UPDATE audit SET actor = '{manager}' WHERE id IN (SELECT id FROM ({last}) AS said)");
        as_superuser(&fresh.store, &[by]).await;
        rearm(&fresh).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        let named = format!("BAD: claim {}: {manager} approved it and had prepared it", id_of(&claim));
        assert!(code == 1 && said.contains(&named), "{said}");
    })
    .await;
}

/// Takes away what keeps the locks on people from being changed.
async fn unlock(fresh: &Fresh) {
    let statements: Vec<String> = match fresh.backend {
        Backend::Sqlite => ["no_delete", "not_freed"]
            .iter()
            .flat_map(|rule| ["exclusion", "exclusion_profile"].map(|table| format!("DROP TRIGGER {table}_{rule}")))
            .collect(),
        Backend::Postgres => {
            ["exclusion", "exclusion_profile"].map(|table| format!("ALTER TABLE {table} DISABLE TRIGGER ALL")).to_vec()
        }
    };
    as_superuser(&fresh.store, &statements).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_whose_person_nothing_keeps_from_a_second_payment_is_named() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.recorded(1).await).await.expect("prepared");
        let (id, year) = (id_of(&claim), Scope::Year(2027));
        let named = format!("BAD: claim {id}: it stands for its person, and no lock keeps the person");
        let unheld = async || {
            let problems = verify(&fresh.store).await.expect("looked");
            let found = problems.into_iter().filter(|one| one.check.starts_with("claim_without_exclusion"));
            found.map(|one| (one.check, one.found)).collect::<Vec<_>>()
        };
        assert_eq!((money.verified(&year).await.0, unheld().await), (0, Vec::new()));
        unlock(&fresh).await;
        for (table, check) in
            [("exclusion", "claim_without_exclusion"), ("exclusion_profile", "claim_without_exclusion_profile")]
        {
            let kept = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
            for (attack, undone) in [
                (format!("DELETE FROM {table}"), format!("INSERT INTO {table} SELECT * FROM kept_{table}")),
                (
                    format!("UPDATE {table} SET until_on = 0"),
                    format!("UPDATE {table} SET until_on = (SELECT until_on FROM kept_{table})"),
                ),
            ] {
                as_superuser(&fresh.store, &[format!("DROP TABLE IF EXISTS kept_{table}"), kept.clone()]).await;
                as_superuser(&fresh.store, std::slice::from_ref(&attack)).await;
                let (code, said) = money.verified(&year).await;
                assert!(code == 1 && said.contains(&named), "{attack}: {said}");
                assert_eq!(unheld().await, [(check, format!("claim {id}"))], "{attack}");
                as_superuser(&fresh.store, &[undone]).await;
            }
        }
        assert_eq!((money.verified(&year).await.0, unheld().await), (0, Vec::new()), "everything is as it was");
    })
    .await;
}
