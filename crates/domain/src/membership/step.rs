//! The one function that changes who acts for an organisation. Whatever it answers, an active administrator is left.

use super::AccountId;
use super::members::{Actor, Command, CommandName, Event, INVITE_DAYS, MEMBERS_MOST, Member, Members, Role, Standing};
use super::refusal::Refusal;
use crate::time::{Micros, days_after};

type Outcome = Result<(Members, Vec<Event>), Refusal>;

impl Members {
    /// What becomes of the members when the command comes from somebody at `now`, and what happened on the way.
    ///
    /// Time passes first: an invitation that is over cannot be taken up because a tick is late. A refusal changes
    /// nothing. The same command twice has one effect.
    pub fn step(self, command: Command, by: Actor, now: Micros) -> Outcome {
        let (members, mut events) = self.passed(now);
        members.may(command.name(), by)?;
        let (members, more) = match command {
            Command::Invite { who, role } => members.invite(who, role, now)?,
            Command::Accept => members.accept(by)?,
            Command::Leave => match by {
                Actor::Account(who) => members.without(who),
                Actor::Officer | Actor::System => return Err(Refusal::NotYours(CommandName::Leave)),
            },
            Command::SetRole { who, role } => {
                members.changed(who, Event::RoleChanged(who), |member| Member { role, ..member })?
            }
            Command::Suspend(who) => members.changed(who, Event::Suspended(who), suspended)?,
            Command::Restore(who) => members.changed(who, Event::Restored(who), restored)?,
            Command::Remove(who) | Command::CloseAccount(who) => members.without(who),
            Command::Appoint(who) => members.appoint(who)?,
            Command::Tick => (members, Vec::new()),
        };
        if !members.is_governed() {
            return Err(Refusal::LastAdministrator);
        }
        events.extend(more);
        Ok((members, events))
    }

    /// Who may ask for what.
    fn may(&self, command: CommandName, by: Actor) -> Result<(), Refusal> {
        let allowed = match (command, by) {
            (
                CommandName::Invite
                | CommandName::SetRole
                | CommandName::Suspend
                | CommandName::Restore
                | CommandName::Remove,
                Actor::Account(who),
            ) => self.acting_role(who) == Some(Role::Administrator),
            (CommandName::Accept | CommandName::Leave, Actor::Account(who)) => self.find(who).is_some(),
            (CommandName::Appoint, Actor::Officer) | (CommandName::CloseAccount | CommandName::Tick, Actor::System) => {
                true
            }
            (
                CommandName::Invite
                | CommandName::Accept
                | CommandName::Leave
                | CommandName::SetRole
                | CommandName::Suspend
                | CommandName::Restore
                | CommandName::Remove,
                Actor::Officer | Actor::System,
            )
            | (CommandName::Appoint, Actor::Account(_) | Actor::System)
            | (CommandName::CloseAccount | CommandName::Tick, Actor::Account(_) | Actor::Officer) => false,
        };
        if allowed { Ok(()) } else { Err(Refusal::NotYours(command)) }
    }

    fn passed(self, now: Micros) -> (Self, Vec<Event>) {
        let over = |member: &Member| matches!(member.standing, Standing::Invited { until } if now >= until);
        let events = self.all().iter().filter(|member| over(member));
        let events = events.map(|member| Event::InviteLapsed(member.account)).collect();
        let kept = self.all().iter().copied().filter(|member| !over(member)).collect();
        (Self::sorted(kept), events)
    }

    fn invite(self, who: AccountId, role: Role, now: Micros) -> Outcome {
        match self.find(who) {
            // Invited twice is invited once; another role or a longer time is asked for by name.
            Some(Member { role: before, standing: Standing::Invited { .. }, .. }) if before == role => {
                Ok((self, Vec::new()))
            }
            Some(_) => Err(Refusal::MemberAlready),
            None if self.all().len() >= MEMBERS_MOST => Err(Refusal::TooMany),
            None => {
                let until = Micros::end_of(days_after(now.day(), INVITE_DAYS));
                let invited = Member { account: who, role, standing: Standing::Invited { until } };
                Ok((self.with(invited), vec![Event::Invited(who)]))
            }
        }
    }

    fn accept(self, by: Actor) -> Outcome {
        let Actor::Account(who) = by else { return Err(Refusal::NotYours(CommandName::Accept)) };
        let Some(member) = self.find(who) else { return Err(Refusal::NoMember) };
        match member.standing {
            Standing::Invited { .. } => {
                Ok((self.with(Member { standing: Standing::Active, ..member }), vec![Event::Joined(who)]))
            }
            Standing::Active => Ok((self, Vec::new())),
            Standing::Suspended => Err(Refusal::IsSuspended),
        }
    }

    fn changed(self, who: AccountId, event: Event, change: impl Fn(Member) -> Member) -> Outcome {
        let Some(member) = self.find(who) else { return Err(Refusal::NoMember) };
        let after = change(member);
        if after == member {
            return Ok((self, Vec::new()));
        }
        Ok((self.with(after), vec![event]))
    }

    fn without(self, who: AccountId) -> (Self, Vec<Event>) {
        if self.find(who).is_none() {
            return (self, Vec::new());
        }
        let kept = self.all().iter().copied().filter(|member| member.account != who).collect();
        (Self::sorted(kept), vec![Event::Left(who)])
    }

    fn appoint(self, who: AccountId) -> Outcome {
        if self.find(who).is_some_and(Member::governs) {
            return Ok((self, Vec::new()));
        }
        if self.find(who).is_none() && self.all().len() >= MEMBERS_MOST {
            return Err(Refusal::TooMany);
        }
        let appointed = Member { account: who, role: Role::Administrator, standing: Standing::Active };
        Ok((self.with(appointed), vec![Event::Appointed(who)]))
    }

    /// The same members with this one in place of whoever had its account.
    fn with(&self, member: Member) -> Self {
        let others = self.all().iter().copied().filter(|other| other.account != member.account);
        Self::sorted(others.chain([member]).collect())
    }
}

/// An invitation is ended, not suspended.
fn suspended(member: Member) -> Member {
    match member.standing {
        Standing::Active => Member { standing: Standing::Suspended, ..member },
        Standing::Invited { .. } | Standing::Suspended => member,
    }
}

fn restored(member: Member) -> Member {
    match member.standing {
        Standing::Suspended => Member { standing: Standing::Active, ..member },
        Standing::Invited { .. } | Standing::Active => member,
    }
}
