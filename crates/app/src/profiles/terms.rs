//! By what a profile is found for a vacancy: kept beside it in every write, so that the desk asks a table and not every
//! profile.

use super::consents::ledger;
use super::seen_by::open_on;
use super::{Profile, ProfileState};
use crate::error::AppError;
use crate::reading::{found_of, occupation_of_title};
use sanviec_domain::consent::{Matter, Purpose, Standing};
use sanviec_domain::posting::UnitRef;
use sanviec_domain::profile::{Content, CurrentAddress, Visibility};
use sanviec_domain::time::Micros;
use sanviec_reference::unit::Unit;
use sanviec_store::{Tx, profile};

/// With this begins a term that is an occupation.
pub(crate) const OCCUPATION: &str = "o:";

/// The most terms of one profile.
const MOST: usize = 60;

/// Keeps what a profile is found by; nothing of one that is gone, is part of another, or of somebody who did not
/// agree: to be compared with vacancies, for the centre; to be found by employers, for those who search. Whether a
/// guardian has to agree to the first as well is asked when the list is made.
pub(crate) async fn keep(tx: &Tx<'_>, profile: &Profile, now: Micros) -> Result<(), AppError> {
    let agreed = ledger(tx, profile.id).await?;
    let is_compared = matches!(agreed.standing(Matter::whole(Purpose::Matching), now), Standing::Given(_));
    let is_live = profile.state == ProfileState::Live;
    let terms = if is_live { of(&profile.content) } else { Vec::new() };
    let compared: &[String] = if is_compared { &terms } else { &[] };
    // Whom nobody could write to is asked by nobody.
    let is_open = profile.account_id.is_some() && open_on(profile, &agreed, now) != Visibility::Centre;
    let open: &[String] = if is_open { &terms } else { &[] };
    Ok(profile::set_terms(tx, profile.id.0, (profile.centre_id, compared), open).await?)
}

/// The terms of a content: `o:` an occupation, `g:` its group, `s:` a skill, `c:` a commune, `h:` a group in a commune.
pub(crate) fn of(content: &Content) -> Vec<String> {
    let (mut terms, home) = (Vec::new(), home(content));
    for code in occupations(content) {
        let group = code.get(..2);
        terms.extend(group.map(|group| format!("g:{group}")));
        terms.extend(group.zip(home).map(|(group, home)| format!("h:{group}:{}", home.dense)));
        terms.push(format!("{OCCUPATION}{code}"));
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
