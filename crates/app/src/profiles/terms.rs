//! By what a profile is found for a vacancy: kept beside it in every write, so that the desk asks a table and not every
//! profile.

use super::{Profile, ProfileState};
use crate::error::AppError;
use crate::reading::{found_of, occupation_of_title};
use sanviec_domain::posting::UnitRef;
use sanviec_domain::profile::{Content, CurrentAddress};
use sanviec_reference::unit::Unit;
use sanviec_store::{Tx, profile};

/// The most terms of one profile.
const MOST: usize = 60;

/// Keeps what a profile is found by; nothing of one that is gone or part of another.
pub(crate) async fn keep(tx: &Tx<'_>, profile: &Profile) -> Result<(), AppError> {
    let terms = if profile.state == ProfileState::Live { of(&profile.content) } else { Vec::new() };
    Ok(profile::set_terms(tx, profile.id.0, profile.centre_id, &terms).await?)
}

/// The terms of a content: `o:` an occupation, `g:` its group, `s:` a skill, `c:` a commune, `h:` a group in a commune.
pub(crate) fn of(content: &Content) -> Vec<String> {
    let (mut terms, home) = (Vec::new(), home(content));
    for code in occupations(content) {
        let group = code.get(..2);
        terms.extend(group.map(|group| format!("g:{group}")));
        terms.extend(group.zip(home).map(|(group, home)| format!("h:{group}:{}", home.dense)));
        terms.push(format!("o:{code}"));
    }
    terms.extend(content.skills.named.iter().filter_map(|skill| Some(format!("s:{}", skill.skill_id.as_deref()?))));
    terms.extend(home.map(|unit| format!("c:{}", unit.dense)));
    terms.sort_unstable();
    terms.dedup();
    terms.truncate(MOST);
    terms
}

/// What the person wishes for and has worked as.
pub(crate) fn occupations(content: &Content) -> Vec<String> {
    let posts = content.experience.jobs.iter().filter_map(|job| job.post.as_deref());
    let titles = content.wish.title.as_deref().into_iter().chain(posts).filter_map(occupation_of_title);
    let mut codes: Vec<String> = content.wish.occupation_code.clone().into_iter().chain(titles).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The commune where the person lives, as it is today; none when it is not known or was split.
pub(crate) fn home(content: &Content) -> Option<&'static Unit> {
    let elsewhere = match &content.residence.current {
        CurrentAddress::Elsewhere(address) => address.unit.as_ref(),
        CurrentAddress::Unstated | CurrentAddress::Permanent => None,
    };
    commune(elsewhere.or(content.residence.permanent.unit.as_ref())?)
}

/// The one commune that a unit is today.
pub(crate) fn commune(unit: &UnitRef) -> Option<&'static Unit> {
    match found_of(unit)?.communes().as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
