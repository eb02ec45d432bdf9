//! Members, roles, and what can be asked: types only; the rules are in [`super::step`].

use super::AccountId;
use crate::time::Micros;

/// Most members of one organisation, invitations included.
pub const MEMBERS_MOST: usize = 200;
/// Days for which an invitation is open.
pub const INVITE_DAYS: u32 = 7;

codes! {
    /// What a member may do. Which pages that means stands in the table of rights.
    Role {
        /// Everything, members and keys too; needs a second factor.
        Administrator = "administrator",
        /// Postings and applicants.
        Recruiter = "recruiter",
        /// Reads.
        Reader = "reader",
    }
}

impl Role {
    /// Whether signing in needs a second factor.
    pub const fn needs_second_factor(self) -> bool {
        match self {
            Self::Administrator => true,
            Self::Recruiter | Self::Reader => false,
        }
    }
}

/// Whether a membership is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Invited; may do nothing yet.
    Invited {
        /// First instant at which the invitation is over.
        until: Micros,
    },
    /// In force.
    Active,
    /// Stopped for a while; may do nothing.
    Suspended,
}

codes! {
    /// Name of a standing, for columns.
    MemberState {
        /// See [`Standing::Invited`].
        Invited = "invited",
        /// See [`Standing::Active`].
        Active = "active",
        /// See [`Standing::Suspended`].
        Suspended = "suspended",
    }
}

impl Standing {
    /// Its name.
    pub const fn state(self) -> MemberState {
        match self {
            Self::Invited { .. } => MemberState::Invited,
            Self::Active => MemberState::Active,
            Self::Suspended => MemberState::Suspended,
        }
    }
}

/// One member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// Whether in force.
    pub standing: Standing,
}

impl Member {
    /// Whether the member keeps the organisation governed.
    pub fn governs(self) -> bool {
        self.role == Role::Administrator && self.standing == Standing::Active
    }
}

/// All members of one organisation, in order of accounts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Members(Vec<Member>);

/// Rows that no organisation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// Nobody governs.
    #[error("the organisation has no active administrator")]
    NoAdministrator,
    /// One account twice.
    #[error("one account is a member twice")]
    Twice,
}

impl Members {
    /// A new organisation with its first administrator.
    pub fn founded(by: AccountId) -> Self {
        Self(vec![Member { account: by, role: Role::Administrator, standing: Standing::Active }])
    }

    /// Takes over the rows that are kept.
    pub fn of(members: impl IntoIterator<Item = Member>) -> Result<Self, PartsError> {
        let members = Self::sorted(members.into_iter().collect());
        if members.0.windows(2).any(|pair| pair[0].account == pair[1].account) {
            return Err(PartsError::Twice);
        }
        if members.is_governed() { Ok(members) } else { Err(PartsError::NoAdministrator) }
    }

    pub(super) fn sorted(mut members: Vec<Member>) -> Self {
        members.sort_by_key(|member| member.account);
        Self(members)
    }

    /// Every member, in order of accounts.
    pub fn all(&self) -> &[Member] {
        &self.0
    }

    /// The member with this account.
    pub fn find(&self, account: AccountId) -> Option<Member> {
        self.0.iter().copied().find(|member| member.account == account)
    }

    /// What somebody may act as now; `None` for strangers, the invited and the suspended.
    pub fn acting_role(&self, account: AccountId) -> Option<Role> {
        let member = self.find(account)?;
        (member.standing == Standing::Active).then_some(member.role)
    }

    /// Whether an active administrator is there.
    pub fn is_governed(&self) -> bool {
        self.0.iter().any(|member| member.governs())
    }

    /// When the clock should send [`Command::Tick`]; `None` when time changes nothing.
    pub fn due_at(&self) -> Option<Micros> {
        let until = |member: &Member| match member.standing {
            Standing::Invited { until } => Some(until),
            Standing::Active | Standing::Suspended => None,
        };
        self.0.iter().filter_map(until).min()
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Somebody signed in.
    Account(AccountId),
    /// An officer of the centre, who helps when nobody can be reached any more.
    Officer,
    /// The exchange itself.
    System,
}

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Invite somebody.
    Invite {
        /// Whom; an account is made for an address that has none.
        who: AccountId,
        /// As what.
        role: Role,
    },
    /// Take an invitation up.
    Accept,
    /// Turn an invitation down, or leave.
    Leave,
    /// Give another role.
    SetRole {
        /// To whom.
        who: AccountId,
        /// Which.
        role: Role,
    },
    /// Stop a membership for a while.
    Suspend(AccountId),
    /// Take it up again.
    Restore(AccountId),
    /// End a membership or an invitation.
    Remove(AccountId),
    /// Make somebody an active administrator from outside.
    Appoint(AccountId),
    /// The account is being closed for good.
    CloseAccount(AccountId),
    /// Time has passed.
    Tick,
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Invite`].
        Invite = "invite",
        /// See [`Command::Accept`].
        Accept = "accept",
        /// See [`Command::Leave`].
        Leave = "leave",
        /// See [`Command::SetRole`].
        SetRole = "set_role",
        /// See [`Command::Suspend`].
        Suspend = "suspend",
        /// See [`Command::Restore`].
        Restore = "restore",
        /// See [`Command::Remove`].
        Remove = "remove",
        /// See [`Command::Appoint`].
        Appoint = "appoint",
        /// See [`Command::CloseAccount`].
        CloseAccount = "close_account",
        /// See [`Command::Tick`].
        Tick = "tick",
    }
}

impl Command {
    /// Name of the command.
    pub const fn name(self) -> CommandName {
        match self {
            Self::Invite { .. } => CommandName::Invite,
            Self::Accept => CommandName::Accept,
            Self::Leave => CommandName::Leave,
            Self::SetRole { .. } => CommandName::SetRole,
            Self::Suspend(_) => CommandName::Suspend,
            Self::Restore(_) => CommandName::Restore,
            Self::Remove(_) => CommandName::Remove,
            Self::Appoint(_) => CommandName::Appoint,
            Self::CloseAccount(_) => CommandName::CloseAccount,
            Self::Tick => CommandName::Tick,
        }
    }
}

/// What happened, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Invited.
    Invited(AccountId),
    /// Took the invitation up.
    Joined(AccountId),
    /// Has another role: every session of the account must ask again what it may.
    RoleChanged(AccountId),
    /// Stopped.
    Suspended(AccountId),
    /// In force again.
    Restored(AccountId),
    /// No longer a member.
    Left(AccountId),
    /// The invitation ran out.
    InviteLapsed(AccountId),
    /// Made administrator by an officer: all other administrators are told.
    Appointed(AccountId),
}

impl Event {
    /// Stable code for outbox, audit and log.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invited(_) => "invited",
            Self::Joined(_) => "joined",
            Self::RoleChanged(_) => "role_changed",
            Self::Suspended(_) => "suspended",
            Self::Restored(_) => "restored",
            Self::Left(_) => "left",
            Self::InviteLapsed(_) => "invite_lapsed",
            Self::Appointed(_) => "appointed",
        }
    }
}
