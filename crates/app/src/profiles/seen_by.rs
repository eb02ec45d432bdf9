//! What somebody sees of a person who did not apply: the narrowest of what the table of rights opens, what the person
//! agreed to, and how far the person opens the profile. One function, asked by every list and page.

use super::Profile;
use super::consents::demand_on;
use super::sight::{shown, visible};
use crate::ctx::{Ctx, Role};
use crate::rights::{Action, seen};
use sanviec_domain::consent::{Ledger, Matter, Purpose};
use sanviec_domain::profile::{Content, Field, Shown, Sight, Visibility};
use sanviec_domain::time::Micros;

/// How far the profile is open to employers who search now: the person's choice while the consent to it holds, of a
/// minor also the guardian's, and only the centre otherwise.
#[must_use]
pub fn open_to_employers(ctx: &Ctx, profile: &Profile, consents: &Ledger) -> Visibility {
    open_on(profile, consents, ctx.now)
}

/// The same at an instant, whoever asks.
pub(crate) fn open_on(profile: &Profile, consents: &Ledger, now: Micros) -> Visibility {
    let demand = demand_on(Matter::whole(Purpose::VisibleToEmployers), profile, now.day());
    profile.visibility.while_consent(consents.allows(demand, now).is_ok())
}

/// Each field that the one who acts sees of the profile, and how. A field that is not named is hidden, and so is
/// whether it says something.
#[must_use]
pub fn seen_by(ctx: &Ctx, profile: &Profile, consents: &Ledger) -> Vec<(Field, Shown)> {
    let relation = profile.thing().relation(ctx.actor);
    let Some(fields) = seen(ctx.actor.kind(), Action::ReadProfile, relation) else { return Vec::new() };
    let how = |field: Field| match sight(ctx, profile) {
        Some(sight) => shown(fields, sight, field),
        None => {
            let open = field.is_shown_in_search(open_to_employers(ctx, profile, consents));
            if open && visible(fields, field.class()) { Shown::Full } else { Shown::Hidden }
        }
    };
    let all = Field::ALL.iter().copied().map(|field| (field, how(field)));
    all.filter(|(_, shown)| *shown != Shown::Hidden).collect()
}

/// The sight of those who need no consent of visibility; `None` for employers, who do.
fn sight(ctx: &Ctx, profile: &Profile) -> Option<Sight> {
    let account = ctx.actor.person().map(|person| person.account_id);
    if account.is_some() && account == profile.account_id {
        return Some(Sight::Owner);
    }
    match ctx.actor.kind() {
        Role::EmployerMember | Role::EmployerAdministrator | Role::EmployerProgram => None,
        Role::Public
        | Role::Operator
        | Role::System
        | Role::Seeker
        | Role::Officer
        | Role::CentreManager
        | Role::Moderator
        | Role::Auditor
        | Role::PlatformOperator => Some(Sight::OwnCentre),
    }
}

/// The content that is shown in full.
#[must_use]
pub fn shown_in_full(ctx: &Ctx, profile: &Profile, consents: &Ledger) -> Content {
    let seen = seen_by(ctx, profile, consents);
    profile.content.clone().only(|field| seen.contains(&(field, Shown::Full)))
}
