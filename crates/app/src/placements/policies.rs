//! The policies of programmes: files that a person can read, each known by the hash of its bytes. A placement keeps the
//! one that was valid when its first contract was first signed, and the database keeps the file of each that was used.

use crate::error::AppError;
use crate::secrets::{hex, sha256};
use chrono::NaiveDate;
use sanviec_domain::placement::{Case, CaseError, Policy, choose};
use sanviec_store::{Db, Error as StoreError, Tx, placement};
use std::sync::Arc;

/// The files that come with the program.
const EMBEDDED: [&str; 3] = [
    include_str!("../../../../config/policies/stable-employment-2022-1.toml"),
    include_str!("../../../../config/policies/stable-employment-2023-1.toml"),
    include_str!("../../../../config/policies/stable-employment-2026-1.toml"),
];

/// A policy with the file that it was read from.
#[derive(Clone, Debug)]
pub struct Kept {
    pub policy: Policy,
    /// SHA-256 of the file's bytes.
    pub hash: [u8; 32],
    pub file: String,
}

impl Kept {
    /// Reads a file.
    pub fn read(file: &str) -> Result<Self, CaseError> {
        Ok(Self { policy: Policy::from_toml(file)?, hash: sha256(file.as_bytes()), file: file.to_owned() })
    }

    /// Name, version, province and task: what tells one policy from another.
    fn names(&self) -> [&str; 4] {
        let Policy { name, version, province, task, .. } = &self.policy;
        [name, version, province, task]
    }

    /// The hash in small letters and digits.
    #[must_use]
    pub fn hash_hex(&self) -> String {
        hex(&self.hash)
    }
}

/// Why policies cannot be used together.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A file that is no policy.
    #[error(transparent)]
    Unreadable(#[from] CaseError),
    /// Name, version, province and task.
    #[error("{0}: there is a policy of this name, version, province and task already; give it another version")]
    Twice(String),
}

/// All policies that are in force or were. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Policies(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// In the same order as `kept`.
    policies: Vec<Policy>,
    kept: Vec<Arc<Kept>>,
}

impl Policies {
    /// Those of these files.
    pub fn of(files: &[&str]) -> Result<Self, CaseError> {
        let kept = files.iter().map(|file| Kept::read(file).map(Arc::new)).collect::<Result<_, _>>()?;
        Ok(Self::all_of(kept))
    }

    fn all_of(kept: Vec<Arc<Kept>>) -> Self {
        Self(Arc::new(Inner { policies: kept.iter().map(|kept| kept.policy.clone()).collect(), kept }))
    }

    /// Those that come with the program.
    ///
    /// # Panics
    /// Never: a test reads the files.
    #[must_use]
    pub fn embedded() -> Self {
        Self::of(&EMBEDDED).expect("the test `the_policies_that_come_with_the_program_are_read` reads the same files")
    }

    /// Those that come with the program, and further files: those of a province, with its amounts. The same name,
    /// version, province and task twice is an error, because two files would claim to be the one.
    pub fn embedded_and(further: &[String]) -> Result<Self, PolicyError> {
        let mut kept = Self::embedded().0.kept.clone();
        for file in further {
            let read = Kept::read(file)?;
            if kept.iter().any(|known| known.names() == read.names()) {
                return Err(PolicyError::Twice(read.names().join(" ")));
            }
            kept.push(Arc::new(read));
        }
        Ok(Self::all_of(kept))
    }

    /// All of them, in the order in which they were given.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Kept>> {
        self.0.kept.iter()
    }

    /// The funding tasks that policies of a programme are made for, in the order of their names.
    #[must_use]
    pub fn tasks(&self, programme: &str) -> Vec<&str> {
        let of_programme = self.0.policies.iter().filter(|policy| policy.name == programme);
        let mut tasks: Vec<&str> =
            of_programme.map(|policy| policy.task.as_str()).filter(|task| *task != "*").collect();
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }

    /// The policy that the rule chooses for a case; `None` while nobody signed, or when none was valid then.
    pub fn chosen(&self, key: Key<'_>, case: &Case) -> Option<Arc<Kept>> {
        let policy = choose(&self.0.policies, key.programme, key.province, key.task, case)?;
        self.0.policies.iter().position(|one| std::ptr::eq(one, policy)).map(|at| self.0.kept[at].clone())
    }

    /// The policy that would be chosen if the first contract were signed on a day: what is shown before anybody signed.
    pub fn expected(&self, key: Key<'_>, on: NaiveDate) -> Option<Arc<Kept>> {
        let fits = |wanted: &str, given: &str| given == "*" || (!wanted.is_empty() && given == wanted);
        let fitting = self.0.kept.iter().filter(|kept| {
            let policy = &kept.policy;
            policy.name == key.programme && fits(key.province, &policy.province) && fits(key.task, &policy.task)
        });
        let rank = |kept: &&Arc<Kept>| {
            let policy = &kept.policy;
            let valid = (policy.is_valid_on(on), policy.province != "*", policy.task != "*");
            (valid, policy.valid_from, policy.version.clone())
        };
        fitting.max_by_key(rank).cloned()
    }

    /// Last day on which money of a policy may be claimed: what it says itself, or what a later version of it, of the
    /// same province, task and source of money, extends it to. `None`: open.
    pub fn funded_through(&self, held: &Policy) -> Option<NaiveDate> {
        let later = self.0.policies.iter().filter(|policy| {
            let names = |policy: &Policy| [policy.name.clone(), policy.province.clone(), policy.task.clone()];
            names(policy) == names(held)
                && policy.money.budget == held.money.budget
                && policy.valid_from >= held.valid_from
        });
        let ends = later.map(|policy| policy.money.claimed_through).chain([held.money.claimed_through]);
        ends.into_iter().try_fold(NaiveDate::MIN, |last, end| end.map(|end| end.max(last)))
    }

    /// The policy with this hash, from the files at hand or as it was kept when it was used.
    pub(crate) async fn with_hash(&self, db: &impl Db, hash: &[u8]) -> Result<Arc<Kept>, AppError> {
        if let Some(kept) = self.at_hand(hash) {
            return Ok(kept);
        }
        let missing = || StoreError::Missing("placement_policy");
        let stored = placement::find_policy(db, hash).await?.ok_or_else(missing)?;
        let damaged = || AppError::internal("the stored file of a policy is not what its hash says");
        of_file(&stored.file, hash).ok_or_else(damaged)
    }

    /// The same; `None` where it is in none of the two, or the stored file is not what its hash says.
    pub(crate) async fn find(&self, db: &impl Db, hash: &[u8]) -> Result<Option<Arc<Kept>>, AppError> {
        if let Some(kept) = self.at_hand(hash) {
            return Ok(Some(kept));
        }
        let stored = placement::find_policy(db, hash).await?;
        Ok(stored.and_then(|stored| of_file(&stored.file, hash)))
    }

    fn at_hand(&self, hash: &[u8]) -> Option<Arc<Kept>> {
        self.0.kept.iter().find(|kept| kept.hash == hash).cloned()
    }
}

/// The policy of a file whose hash this is.
fn of_file(file: &str, hash: &[u8]) -> Option<Arc<Kept>> {
    Kept::read(file).ok().filter(|kept| kept.hash == hash).map(Arc::new)
}

/// Keeps the file of a policy that is used now.
pub(super) async fn keep(tx: &Tx<'_>, kept: &Kept, now: i64) -> Result<(), AppError> {
    let row = placement::Policy {
        hash: kept.hash.to_vec(),
        name: kept.policy.name.clone(),
        version: kept.policy.version.clone(),
        file: kept.file.clone(),
    };
    Ok(placement::keep_policy(tx, &row, now).await?)
}

/// By what a policy is chosen, beside the first signature.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    pub programme: &'a str,
    /// Code of the province.
    pub province: &'a str,
    /// The funding task; empty for none of its own.
    pub task: &'a str,
}

impl<'a> Key<'a> {
    pub(crate) fn of(row: &'a placement::Row) -> Self {
        Self { programme: &row.programme, province: &row.province, task: &row.task }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policies_that_come_with_the_program_are_read() {
        let versions: Vec<String> = Policies::embedded().all().map(|kept| kept.policy.version.clone()).collect();
        assert_eq!(versions, ["2022-1", "2023-1", "2026-1"]);
    }

    #[test]
    fn a_province_adds_its_amounts_and_its_file_goes_before_the_frame() {
        let own =
            EMBEDDED[2].replace("province = \"*\"", "province = \"52\"").replace("# dong_max = 0", "dong_max = 350000");
        let policies = Policies::embedded_and(std::slice::from_ref(&own)).expect("read");
        let key = |province| Key { programme: "stable-employment", province, task: "" };
        let day = sanviec_domain::time::parse_date("2026-11-24").expect("a day");
        let expected = |province| policies.expected(key(province), day).expect("a policy").policy.clone();
        assert_eq!(expected("52").province, "52");
        assert_eq!(expected("01").province, "*");
        let twice = Policies::embedded_and(&[own.clone(), own]).expect_err("twice");
        assert!(matches!(twice, PolicyError::Twice(_)), "{twice}");
        assert!(Policies::embedded_and(&["name = 3".to_owned()]).is_err());
    }

    #[test]
    fn before_anybody_signed_the_policy_of_the_day_is_expected() {
        let policies = Policies::embedded();
        let on = |text| sanviec_domain::time::parse_date(text).expect("a day");
        for (task, day, version) in [
            ("", "2022-09-01", Some("2022-1")),
            ("2021-2025", "2026-11-24", Some("2023-1")),
            ("", "2026-11-24", Some("2026-1")),
        ] {
            let key = Key { programme: "stable-employment", province: "52", task };
            let version_of = |kept: Arc<Kept>| kept.policy.version.clone();
            assert_eq!(policies.expected(key, on(day)).map(version_of).as_deref(), version, "{task} {day}");
        }
        let none = Key { programme: "another", province: "52", task: "" };
        assert!(policies.expected(none, on("2026-11-24")).is_none());
        assert_eq!(policies.tasks("stable-employment"), ["2021-2025"]);
        assert!(policies.tasks("another").is_empty());
    }
}
