//! Who may change whom, as tables; and that an administrator is always left.

use super::*;
use crate::Lang;
use crate::time::Micros;
use uuid::Uuid;

const NOW: Micros = Micros(1_764_133_200_000_000);

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn member(number: u128, role: Role, standing: Standing) -> Member {
    Member { account: account(number), role, standing }
}

/// 1 and 2 govern, 3 recruits, 4 reads, 5 is invited, 6 is a suspended administrator.
fn house() -> Members {
    Members::of([
        member(1, Role::Administrator, Standing::Active),
        member(2, Role::Administrator, Standing::Active),
        member(3, Role::Recruiter, Standing::Active),
        member(4, Role::Reader, Standing::Active),
        member(5, Role::Recruiter, Standing::Invited { until: NOW.plus_days(3) }),
        member(6, Role::Administrator, Standing::Suspended),
    ])
    .expect("governed")
}

/// 1 alone governs; 2 recruits.
fn small() -> Members {
    Members::of([
        member(1, Role::Administrator, Standing::Active),
        member(2, Role::Recruiter, Standing::Active),
        member(6, Role::Administrator, Standing::Suspended),
        member(7, Role::Administrator, Standing::Invited { until: NOW.plus_days(3) }),
    ])
    .expect("governed")
}

fn by(number: u128) -> Actor {
    Actor::Account(account(number))
}

fn codes(outcome: &Result<(Members, Vec<Event>), Refusal>) -> Vec<&'static str> {
    match outcome {
        Ok((_, events)) => events.iter().map(|event| event.code()).collect(),
        Err(refusal) => vec![refusal.code()],
    }
}

#[test]
fn each_command_has_the_effect_that_its_name_says() {
    let invite = |who, role| Command::Invite { who: account(who), role };
    let set = |who, role| Command::SetRole { who: account(who), role };
    for (command, actor, expected) in [
        (invite(9, Role::Reader), by(1), vec!["invited"]),
        (invite(5, Role::Recruiter), by(1), vec![]),
        (invite(5, Role::Reader), by(1), vec!["member_already"]),
        (invite(3, Role::Reader), by(1), vec!["member_already"]),
        (Command::Accept, by(5), vec!["joined"]),
        (Command::Accept, by(3), vec![]),
        (Command::Accept, by(6), vec!["member_suspended"]),
        (Command::Accept, by(9), vec!["not_your_command"]),
        (Command::Leave, by(5), vec!["left"]),
        (Command::Leave, by(1), vec!["left"]),
        (set(3, Role::Administrator), by(1), vec!["role_changed"]),
        (set(3, Role::Recruiter), by(1), vec![]),
        (set(5, Role::Reader), by(1), vec!["role_changed"]),
        (set(9, Role::Reader), by(1), vec!["no_member"]),
        (set(1, Role::Reader), by(1), vec!["role_changed"]),
        (Command::Suspend(account(2)), by(1), vec!["suspended"]),
        (Command::Suspend(account(5)), by(1), vec![]),
        (Command::Restore(account(6)), by(1), vec!["restored"]),
        (Command::Restore(account(5)), by(1), vec![]),
        (Command::Remove(account(3)), by(1), vec!["left"]),
        (Command::Remove(account(9)), by(1), vec![]),
        (Command::Appoint(account(9)), Actor::Officer, vec!["appointed"]),
        (Command::Appoint(account(6)), Actor::Officer, vec!["appointed"]),
        (Command::Appoint(account(1)), Actor::Officer, vec![]),
        (Command::CloseAccount(account(1)), Actor::System, vec!["left"]),
        (Command::Tick, Actor::System, vec![]),
    ] {
        assert_eq!(codes(&house().step(command, actor, NOW)), expected, "{command:?}");
    }
}

#[test]
fn only_active_administrators_change_others() {
    let change = [
        Command::Invite { who: account(9), role: Role::Reader },
        Command::SetRole { who: account(3), role: Role::Administrator },
        Command::Suspend(account(3)),
        Command::Restore(account(6)),
        Command::Remove(account(3)),
    ];
    for command in change {
        for actor in [by(3), by(4), by(5), by(6), by(9), Actor::Officer, Actor::System] {
            let outcome = house().step(command, actor, NOW);
            assert_eq!(outcome, Err(Refusal::NotYours(command.name())), "{command:?} by {actor:?}");
        }
    }
    for (command, actor) in [
        (Command::Appoint(account(3)), by(1)),
        (Command::Appoint(account(3)), Actor::System),
        (Command::CloseAccount(account(3)), by(1)),
        (Command::CloseAccount(account(3)), Actor::Officer),
        (Command::Leave, Actor::Officer),
        (Command::Tick, by(1)),
    ] {
        assert_eq!(house().step(command, actor, NOW), Err(Refusal::NotYours(command.name())));
    }
}

#[test]
fn the_last_active_administrator_stays() {
    for (command, actor) in [
        (Command::Leave, by(1)),
        (Command::Remove(account(1)), by(1)),
        (Command::Suspend(account(1)), by(1)),
        (Command::SetRole { who: account(1), role: Role::Recruiter }, by(1)),
        (Command::CloseAccount(account(1)), Actor::System),
    ] {
        assert_eq!(small().step(command, actor, NOW), Err(Refusal::LastAdministrator), "{command:?}");
    }
    let (members, _) = small().step(Command::Appoint(account(2)), Actor::Officer, NOW).expect("appointed");
    assert!(members.step(Command::Leave, by(1), NOW).is_ok(), "the officer's appointment frees the last one");
}

#[test]
fn two_administrators_cannot_remove_each_other() {
    let (members, _) = house().step(Command::Remove(account(2)), by(1), NOW).expect("the first is in time");
    let second = members.step(Command::Remove(account(1)), by(2), NOW);
    assert_eq!(second, Err(Refusal::NotYours(CommandName::Remove)), "on the state the first one left");
}

#[test]
fn an_invitation_that_is_over_cannot_be_taken_up_though_no_tick_came() {
    let late = NOW.plus_days(3);
    assert_eq!(house().due_at(), Some(late));
    assert_eq!(codes(&house().step(Command::Accept, by(5), Micros(late.0 - 1))), ["joined"]);
    assert_eq!(house().step(Command::Accept, by(5), late), Err(Refusal::NotYours(CommandName::Accept)));
    let (members, events) = house().step(Command::Tick, Actor::System, late).expect("a tick");
    assert_eq!((members.due_at(), events), (None, vec![Event::InviteLapsed(account(5))]));
    assert_eq!(codes(&members.step(Command::Invite { who: account(5), role: Role::Reader }, by(1), late)), ["invited"]);
}

#[test]
fn the_invited_and_the_suspended_act_as_nothing() {
    for (number, role) in [
        (1, Some(Role::Administrator)),
        (3, Some(Role::Recruiter)),
        (4, Some(Role::Reader)),
        (5, None),
        (6, None),
        (9, None),
    ] {
        assert_eq!(house().acting_role(account(number)), role, "{number}");
    }
    assert!(Role::Administrator.needs_second_factor() && !Role::Recruiter.needs_second_factor());
}

#[test]
fn an_organisation_has_a_most() {
    let full = (2..=MEMBERS_MOST as u128).map(|number| member(number, Role::Reader, Standing::Active));
    let members = Members::of(full.chain([member(1, Role::Administrator, Standing::Active)])).expect("governed");
    let one_more = Command::Invite { who: account(999), role: Role::Reader };
    assert_eq!(members.clone().step(one_more, by(1), NOW), Err(Refusal::TooMany));
    assert_eq!(members.clone().step(Command::Appoint(account(999)), Actor::Officer, NOW), Err(Refusal::TooMany));
    assert!(members.step(Command::Appoint(account(2)), Actor::Officer, NOW).is_ok());
}

#[test]
fn rows_without_an_administrator_or_with_one_twice_are_corrupt() {
    let admin = member(1, Role::Administrator, Standing::Active);
    for (rows, error) in [
        (vec![], PartsError::NoAdministrator),
        (vec![member(1, Role::Recruiter, Standing::Active)], PartsError::NoAdministrator),
        (vec![member(1, Role::Administrator, Standing::Suspended)], PartsError::NoAdministrator),
        (vec![admin, member(1, Role::Reader, Standing::Active)], PartsError::Twice),
    ] {
        assert_eq!(Members::of(rows), Err(error));
    }
    assert_eq!(Members::of([admin]), Ok(Members::founded(account(1))));
}

/// Walks sequences of commands of four people: an active administrator is always left, and nobody rises by himself.
#[test]
fn no_sequence_of_commands_leaves_nobody_in_charge() {
    let people = [1, 2, 3];
    let mut commands = vec![(Command::Tick, Actor::System)];
    for actor in people {
        commands.extend([(Command::Accept, by(actor)), (Command::Leave, by(actor))]);
        for who in people {
            let who = account(who);
            commands.extend(
                [
                    Command::Invite { who, role: Role::Administrator },
                    Command::SetRole { who, role: Role::Administrator },
                    Command::SetRole { who, role: Role::Reader },
                    Command::Suspend(who),
                    Command::Restore(who),
                    Command::Remove(who),
                ]
                .map(|command| (command, by(actor))),
            );
            commands.push((Command::CloseAccount(who), Actor::System));
        }
    }
    let mut reached = vec![Members::founded(account(1))];
    for _ in 0..5 {
        let mut next = reached.clone();
        for members in &reached {
            for (command, actor) in &commands {
                let Ok((after, events)) = members.clone().step(*command, *actor, NOW) else { continue };
                assert!(after.is_governed(), "{command:?} by {actor:?} on {members:?}");
                assert_eq!(Members::of(after.all().to_vec()).as_ref(), Ok(&after));
                assert_eq!(&after == members, events.is_empty(), "{command:?} by {actor:?} on {members:?}");
                if let Actor::Account(who) = actor {
                    let rose = !members.find(*who).is_some_and(Member::governs)
                        && after.find(*who).is_some_and(Member::governs);
                    let was_invited_as = members.find(*who).map(|member| (member.role, member.standing.state()));
                    let may_rise = was_invited_as == Some((Role::Administrator, MemberState::Invited));
                    assert!(!rose || may_rise, "{command:?} by {actor:?} on {members:?}");
                }
                next.push(after);
            }
        }
        next.sort_by_key(|members| format!("{members:?}"));
        next.dedup();
        reached = next;
    }
    assert!(reached.len() > 50, "the walk went nowhere: {}", reached.len());
}

#[test]
fn refusals_are_told_in_both_languages() {
    for refusal in [
        Refusal::NotYours(CommandName::Invite),
        Refusal::LastAdministrator,
        Refusal::MemberAlready,
        Refusal::NoMember,
        Refusal::IsSuspended,
        Refusal::TooMany,
    ] {
        assert!(refusal.sentence(Lang::Vi).len() > 30 && refusal.sentence(Lang::En).len() > 30, "{refusal:?}");
    }
}
