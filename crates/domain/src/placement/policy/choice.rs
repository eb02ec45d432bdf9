//! Which policy a placement keeps: by programme, province and funding task, the version valid on the earliest day on
//! which anybody signed its first contract.

use super::Policy;
use crate::placement::{Case, first_signature};

/// The policy for a case, or `None` while nobody signed or no version was valid then. A policy made for the province
/// goes before one for all, and one made for the task before one for all tasks; then the latest version.
///
/// The rank of a policy decides which retractions have an effect, and so which signature is the first. Each candidate
/// is therefore asked with its own terms whether it holds for its own answer.
pub fn choose<'p>(
    policies: &'p [Policy],
    programme: &str,
    province: &str,
    task: &str,
    case: &Case,
) -> Option<&'p Policy> {
    let fits = |wanted: &str, given: &str| given == "*" || (!wanted.is_empty() && given == wanted);
    let candidates = policies
        .iter()
        .filter(|policy| policy.name == programme && fits(province, &policy.province) && fits(task, &policy.task));
    let valid = candidates.filter(|policy| {
        let seen = Case { terms: policy.terms.clone(), ..case.clone() };
        first_signature(&seen).is_some_and(|on| policy.is_valid_on(on))
    });
    valid.max_by_key(|policy| (policy.province != "*", policy.task != "*", policy.valid_from, policy.version.as_str()))
}
