//! Who may do what: one table, deny by default. A use case asks it before anything else.

use crate::ctx::{Actor, Ctx};
use crate::error::AppError;

/// What can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Search postings, read live ones, lists of units, occupations and employers, the snapshot and the stream.
    ReadPublic,
    /// Take in postings from a file.
    ImportPostings,
    /// Publish, change, close or remove a posting.
    EditPosting,
    /// Let time pass: expire what is due.
    Tick,
}

const TABLE: [(Actor, &[Action]); 3] = [
    (Actor::Public, &[Action::ReadPublic]),
    (Actor::Operator, &[Action::ReadPublic, Action::ImportPostings, Action::EditPosting]),
    (Actor::System, &[Action::ReadPublic, Action::Tick]),
];

/// Whether this actor may do it.
#[must_use]
pub fn may(actor: Actor, action: Action) -> bool {
    TABLE.iter().any(|(role, allowed)| *role == actor && allowed.contains(&action))
}

pub(crate) fn demand(ctx: &Ctx, action: Action) -> Result<(), AppError> {
    if may(ctx.actor, action) { Ok(()) } else { Err(AppError::Forbidden) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_answers_for_every_role_and_action() {
        let actions = [Action::ReadPublic, Action::ImportPostings, Action::EditPosting, Action::Tick];
        let expected = [
            (Actor::Public, [true, false, false, false]),
            (Actor::Operator, [true, true, true, false]),
            (Actor::System, [true, false, false, true]),
        ];
        for (actor, answers) in expected {
            for (action, answer) in actions.into_iter().zip(answers) {
                assert_eq!(may(actor, action), answer, "{actor:?} {action:?}");
            }
        }
    }
}
