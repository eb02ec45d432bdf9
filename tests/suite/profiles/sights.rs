//! What whoever looks sees of a profile: every role, relation, consent, guardian, age and visibility, against the rule
//! said a second time.

use super::World;
use sanviec_app::profiles::{self, Profile, ProfileState};
use sanviec_app::{Actor, Ctx, Locale, Person, Role};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Act, Giver, Ledger, Matter, Purpose, Record, Way, Wording};
use sanviec_domain::person::Birth;
use sanviec_domain::profile::{Class, Content, Field, ProfileId, Shown, Visibility};
use sanviec_domain::time::Micros;
use sanviec_store::testing::on_sqlite;
use uuid::Uuid;

const OWN: Uuid = Uuid::from_u128(1);
const CENTRE: Uuid = Uuid::from_u128(2);
const OTHER_CENTRE: Uuid = Uuid::from_u128(3);
const EMPLOYER: Uuid = Uuid::from_u128(4);

/// What of a consent is on record.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kept {
    Never,
    Given,
    Withdrawn,
    Later,
}

#[derive(Clone, Copy, Debug)]
struct Case {
    role: Role,
    is_own: bool,
    profile_centre: Option<Uuid>,
    actor_centre: Option<Uuid>,
    birth: Option<&'static str>,
    consent: Kept,
    guardian: Kept,
    visibility: Visibility,
}

fn records(kept: Kept, purpose: Purpose, now: Micros) -> Vec<Record> {
    let giver = if purpose == Purpose::Guardian { Giver::Guardian } else { Giver::Person };
    let record = |act, at| Record {
        matter: Matter::whole(purpose),
        act,
        at,
        wording: Wording { version: 1, lang: Lang::Vi },
        way: Way::OnScreen,
        giver,
        evidence: None,
    };
    let before = Micros(now.0 - 10);
    match kept {
        Kept::Never => Vec::new(),
        Kept::Given => vec![record(Act::Given, before)],
        Kept::Withdrawn => vec![record(Act::Given, before), record(Act::Withdrawn, Micros(now.0 - 5))],
        Kept::Later => vec![record(Act::Given, Micros(now.0 + 1))],
    }
}

impl Case {
    fn profile(self, now: Micros) -> Profile {
        let mut content = Content::default();
        content.identity.birth = self.birth.and_then(|day| day.parse().ok()).map(Birth::kept);
        Profile {
            id: ProfileId(Uuid::from_u128(9)),
            version: 1,
            account_id: Some(OWN),
            centre_id: self.profile_centre,
            branch_id: None,
            state: ProfileState::Live,
            visibility: self.visibility,
            content,
            active_at: now,
            created_at: now,
            updated_at: now,
        }
    }

    fn actor(self) -> Actor {
        match self.role {
            Role::Public => Actor::Public,
            Role::Operator => Actor::Operator,
            Role::System => Actor::System,
            role => Actor::Person(Person {
                account_id: if self.is_own { OWN } else { Uuid::from_u128(77) },
                session_id: Uuid::nil(),
                role,
                // Members of an employer work at no centre.
                centre_id: self.actor_centre.filter(|_| !is_employer(role)),
                employer_id: is_employer(role).then_some(EMPLOYER),
                is_fresh: true,
            }),
        }
    }

    /// The rule in other words: employers see work when the person, and of a minor the guardian, agreed and opened the
    /// profile, and the name when it was opened by name; staff see by class, of their own centre alone, and nothing of
    /// whom no centre serves; the person sees all; others see nothing.
    fn expected(self, class: Class) -> Shown {
        if self.is_own && self.role == Role::Seeker {
            return Shown::Full;
        }
        let same = self.actor_centre.is_some() && self.actor_centre == self.profile_centre;
        match self.role {
            role if is_employer(role) && !self.is_own => {
                let minor = self.birth.is_none_or(|day| day > "2008-11-24");
                let agreed = self.consent == Kept::Given && (!minor || self.guardian == Kept::Given);
                let open = match class {
                    Class::Work => self.visibility != Visibility::Centre,
                    Class::Name => self.visibility == Visibility::Named,
                    _ => false,
                };
                if agreed && open { Shown::Full } else { Shown::Hidden }
            }
            Role::Officer | Role::CentreManager | Role::Auditor if same && !self.is_own => match class {
                Class::Contact | Class::Identifier => Shown::Masked,
                Class::Sensitive | Class::Health if self.role != Role::Officer => Shown::Hidden,
                _ => Shown::Full,
            },
            _ => Shown::Hidden,
        }
    }
}

fn is_employer(role: Role) -> bool {
    matches!(role, Role::EmployerMember | Role::EmployerAdministrator)
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let kept = [Kept::Never, Kept::Given, Kept::Withdrawn, Kept::Later];
    for role in Role::ALL {
        for (profile_centre, actor_centre) in [
            (None, None),
            (None, Some(CENTRE)),
            (Some(CENTRE), Some(CENTRE)),
            (Some(CENTRE), Some(OTHER_CENTRE)),
            (Some(CENTRE), None),
        ] {
            for birth in [None, Some("1998-05-11"), Some("2009-05-11"), Some("2011-02-01")] {
                for (consent, guardian) in kept.iter().flat_map(|one| kept.iter().map(move |other| (*one, *other))) {
                    for (visibility, is_own) in
                        Visibility::ALL.iter().flat_map(|visibility| [(*visibility, false), (*visibility, true)])
                    {
                        cases.push(Case {
                            role,
                            is_own,
                            profile_centre,
                            actor_centre,
                            birth,
                            consent,
                            guardian,
                            visibility,
                        });
                    }
                }
            }
        }
    }
    cases
}

#[tokio::test(flavor = "multi_thread")]
async fn every_combination_shows_what_the_rule_says_and_nothing_else() {
    on_sqlite(|fresh| async move {
        let world = World::new(&fresh).await;
        let base = world.app.ctx(Actor::Public, Locale::Vi);
        let mut counted = [0; 3];
        for case in cases() {
            let ctx = Ctx { actor: case.actor(), ..base.clone() };
            let now = ctx.now;
            let consents = records(case.consent, Purpose::VisibleToEmployers, now).into_iter().chain(records(
                case.guardian,
                Purpose::Guardian,
                now,
            ));
            let seen = profiles::seen_by(&ctx, &case.profile(now), &Ledger::of(consents));
            for field in Field::ALL {
                let shown = seen.iter().find(|(known, _)| known == field).map_or(Shown::Hidden, |(_, shown)| *shown);
                assert_eq!(shown, case.expected(field.class()), "{field:?} {case:?}");
                counted[shown as usize] += 1;
            }
        }
        assert!(counted.iter().all(|count| *count > 1_000), "each answer was met: {counted:?}");
    })
    .await;
}
