//! Looking for damage: what the database can check itself, and what must hold between our tables. It changes nothing.

use crate::{Db, Result, Store, per_backend, posting};

/// Something that must hold and does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable code of the check.
    pub check: &'static str,
    /// What was found: how many, or where.
    pub found: String,
}

/// Checks that are one query each, which counts the rows that break the rule.
const RULES: &[(&str, &str)] = &[
    (
        "outbox_ahead_of_posting",
        "SELECT count(*) FROM outbox JOIN posting ON posting.id = outbox.entity_id
         WHERE outbox.entity = 'posting' AND outbox.version > posting.version",
    ),
    (
        "outbox_without_posting",
        "SELECT count(*) FROM outbox WHERE entity = 'posting'
         AND NOT EXISTS (SELECT 1 FROM posting WHERE posting.id = outbox.entity_id)",
    ),
    (
        "change_never_announced",
        "SELECT count(*) FROM posting JOIN (SELECT entity_id, max(version) AS version FROM outbox
         WHERE entity = 'posting' GROUP BY entity_id) AS last ON last.entity_id = posting.id
         WHERE last.version < posting.version",
    ),
    ("employer_missing", "SELECT count(*) FROM posting WHERE employer_id NOT IN (SELECT id FROM employer)"),
    ("half_source", "SELECT count(*) FROM posting WHERE (source IS NULL) <> (source_id IS NULL)"),
    ("version_below_one", "SELECT count(*) FROM posting WHERE version < 1"),
    (
        "source_twice",
        "SELECT count(*) FROM (SELECT 1 FROM posting WHERE source_id IS NOT NULL
         GROUP BY source, source_id HAVING count(*) > 1) AS twice",
    ),
    (
        "erased_application_names_somebody",
        "SELECT count(*) FROM application WHERE state = 'erased' AND (name IS NOT NULL OR contact IS NOT NULL
         OR answers IS NOT NULL OR guardian IS NOT NULL OR account_id IS NOT NULL OR person_key IS NOT NULL)",
    ),
    (
        "application_sent_without_consent",
        "SELECT count(*) FROM application WHERE sent_at IS NOT NULL AND state <> 'erased'
         AND NOT EXISTS (SELECT 1 FROM application_consent WHERE application_consent.application_id = application.id
         AND purpose = 'application' AND act = 'given')",
    ),
    ("running_without_lease", "SELECT count(*) FROM job WHERE state = 'running' AND lease_token IS NULL"),
    ("outbox_gap", "SELECT coalesce(max(pos) - min(pos) + 1 - count(pos), 0) FROM outbox"),
];

/// Locks that keep the person of a claim from being claimed for again, and the column that both have.
const LOCKS: [(&str, &str, &str); 2] = [
    ("claim_without_exclusion", "exclusion", "person_key"),
    ("claim_without_exclusion_profile", "exclusion_profile", "profile_id"),
];

/// Claims that stand for their person and do not hold the lock: it is gone, or free, or another claim has it that took
/// it before this one was paid. What the rules let go (nothing is held, all was given back) needs none.
async fn unheld(db: &impl Db, (lock, key): (&str, &str)) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT claim.id FROM claim
         WHERE is_live = 1 AND (paid_dong > returned_dong OR state NOT IN ('recovered', 'reconsidered'))
           AND NOT EXISTS (SELECT 1 FROM {lock} AS held
             WHERE held.programme = claim.programme AND held.{key} = claim.{key}
               AND ((held.claim_id = claim.id AND held.until_on > 0)
                 OR EXISTS (SELECT 1 FROM payout WHERE payout.claim_id = claim.id
                              AND payout.state IN ('paid', 'brought_back') AND payout.result_on <= held.taken_on
                              AND held.claim_id <> claim.id)))
         ORDER BY claim.id LIMIT 100"
    );
    let mut found = Vec::new();
    for row in db.query_all_raw(per_backend::statement(db, &sql)).await? {
        let id: uuid::Uuid = row.try_get_by_index(0)?;
        found.push(format!("claim {id}"));
    }
    Ok(found)
}

/// Runs all checks on one view of the database. Reads everything: minutes for a million postings.
pub async fn verify(store: &Store) -> Result<Vec<Problem>> {
    let mut problems = schema_problems(store).await?;
    let db = &store.snapshot().await?;
    per_backend::take_time(db).await?;
    for found in per_backend::own_checks(db).await? {
        problems.push(Problem { check: "database", found });
    }
    for &(check, sql) in RULES {
        let broken = count(db, sql).await?;
        if broken != 0 {
            problems.push(Problem { check, found: format!("{broken} rows") });
        }
    }
    let (head, highest) =
        (crate::outbox::head(db).await?, count(db, "SELECT coalesce(max(pos), 0) FROM outbox").await?);
    if head < highest {
        problems.push(Problem { check: "outbox_head", found: format!("head {head}, highest position {highest}") });
    }
    for (check, lock, key) in LOCKS {
        for found in unheld(db, (lock, key)).await? {
            problems.push(Problem { check, found });
        }
    }
    documents(db, &mut problems).await?;
    Ok(problems)
}

async fn schema_problems(store: &Store) -> Result<Vec<Problem>> {
    let status = store.schema_status().await?;
    let waiting = status.pending.into_iter().map(|step| Problem { check: "schema_pending", found: step });
    let unknown = status.unknown.into_iter().map(|step| Problem { check: "schema_unknown", found: step });
    Ok(waiting.chain(unknown).collect())
}

/// Every document must be JSON, whatever its shape.
async fn documents(db: &impl Db, problems: &mut Vec<Problem>) -> Result<()> {
    let mut after = None;
    loop {
        let page = posting::list_all(db, after, 1_000).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for row in page {
            if serde_json::from_str::<serde::de::IgnoredAny>(&row.content).is_err() {
                problems.push(Problem { check: "content_not_json", found: row.id.to_string() });
            }
        }
    }
}

async fn count(db: &impl Db, sql: &str) -> Result<i64> {
    let row = db.query_one_raw(per_backend::statement(db, sql)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0))
}
