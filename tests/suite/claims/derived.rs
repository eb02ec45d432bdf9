//! What a file of evidence says of a placement beside its facts: the policy that it keeps, which is the one that the
//! chain says, and the outcome, which whoever has the file derives again from what stands in it.

use super::evidence::{disarm, python, written};
use super::money::Money;
use sanviec_app::claims;
use sanviec_app::evidence::{NoCase, Scope, case_line};
use sanviec_app::placements::{AsOf, outcome_of};
use sanviec_domain::placement::{Source, Status, evaluate, read_case};
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
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
