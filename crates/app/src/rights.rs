//! Who may do what to whose things, and what they see of them: one table, deny by default. A use case asks it before
//! anything else. The expected answers stand apart from it in `tests/data/rights/actions.tsv`.

use crate::ctx::{Actor, Ctx, Role};
use crate::error::AppError;
use std::ops::BitOr;
use uuid::Uuid;

mod table;

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
    /// Sign up, sign in, get back in, use a set-up link.
    Enter,
    /// See an account: its addresses, roles and sessions.
    ReadAccount,
    /// Change how the holder of an account signs in.
    ChangeAccount,
    /// End sessions of an account.
    EndSession,
    /// Give a role or take one away.
    GiveRole,
    /// Take an account out of use, or a second factor away from somebody who lost theirs.
    StopAccount,
    /// Take the second factor away from a colleague who lost it.
    ResetFactor,
    /// Set up centres and branches.
    EditCentre,
    /// See the profile of a person who looks for work.
    ReadProfile,
    /// Write such a profile.
    EditProfile,
    /// Apply for a posting in a person's name.
    Apply,
    /// See an application.
    ReadApplication,
    /// Answer an application.
    AnswerApplication,
    /// Refer a person to an employer.
    Refer,
    /// See a letter that a centre sent to the own employer, and answer it.
    AnswerReferral,
    /// Register an employer as an organisation.
    RegisterOrganisation,
    /// See an organisation, what it handed in and what it posted.
    ReadOrganisation,
    /// Hand in evidence for it, and what else is said in its name.
    EditOrganisation,
    /// See the work of a centre: its letters, what is owed and by when, whom it meets.
    ReadDesk,
    /// Agree with a person on a time to meet.
    Appoint,
    /// Verify an employer.
    VerifyEmployer,
    /// Decide about an advert.
    Moderate,
    /// Read the audit trail.
    ReadAudit,
    /// Apply with name and telephone, without an account or with one.
    ApplyQuick,
    /// Follow an application, or agree to one as a guardian, by a link that was sent.
    FollowByLink,
    /// Say that something is wrong with an advert.
    ReportPosting,
    /// See a placement: what was recorded of it and what follows.
    ReadPlacement,
    /// Begin to follow somebody who was hired.
    OpenPlacement,
    /// Begin to follow somebody who applied and whom the own organisation hired.
    OpenHired,
    /// Record a fact of a placement, each party and the centre for itself.
    RecordFact,
    /// Give a placement to another colleague of the centre.
    AssignPlacement,
    /// Choose the funding task of a placement that has none.
    ChooseTask,
    /// See what a centre claimed, how it was paid and what was booked.
    ReadClaim,
    /// Prepare a claim, take it back, propose a recovery.
    PrepareClaim,
    /// Decide about a claim or a recovery that somebody else prepared.
    ApproveClaim,
    /// Put claims on a list, send it to the bank, take in what the bank answers.
    PayClaims,
    /// Say from which account a centre's claims are paid and to which.
    SetPaying,
    /// Draw a sample of what was paid, for control.
    DrawSample,
    /// Answer what somebody asks about their own data.
    AnswerRequest,
    /// Hand out a list of who counts as paid for, and take in that of another installation.
    ShareExclusions,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 44] = [
        Self::ReadPublic,
        Self::ImportPostings,
        Self::EditPosting,
        Self::Tick,
        Self::Enter,
        Self::ReadAccount,
        Self::ChangeAccount,
        Self::EndSession,
        Self::GiveRole,
        Self::StopAccount,
        Self::ResetFactor,
        Self::EditCentre,
        Self::ReadProfile,
        Self::EditProfile,
        Self::Apply,
        Self::ReadApplication,
        Self::AnswerApplication,
        Self::Refer,
        Self::AnswerReferral,
        Self::RegisterOrganisation,
        Self::ReadOrganisation,
        Self::EditOrganisation,
        Self::ReadDesk,
        Self::Appoint,
        Self::VerifyEmployer,
        Self::Moderate,
        Self::ReadAudit,
        Self::ApplyQuick,
        Self::FollowByLink,
        Self::ReportPosting,
        Self::ReadPlacement,
        Self::OpenPlacement,
        Self::OpenHired,
        Self::RecordFact,
        Self::AssignPlacement,
        Self::ChooseTask,
        Self::ReadClaim,
        Self::PrepareClaim,
        Self::ApproveClaim,
        Self::PayClaims,
        Self::SetPaying,
        Self::DrawSample,
        Self::AnswerRequest,
        Self::ShareExclusions,
    ];

    /// The word in the reviewed file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReadPublic => "read_public",
            Self::ImportPostings => "import_postings",
            Self::EditPosting => "edit_posting",
            Self::Tick => "tick",
            Self::Enter => "enter",
            Self::ReadAccount => "read_account",
            Self::ChangeAccount => "change_account",
            Self::EndSession => "end_session",
            Self::GiveRole => "give_role",
            Self::StopAccount => "stop_account",
            Self::ResetFactor => "reset_factor",
            Self::EditCentre => "edit_centre",
            Self::ReadProfile => "read_profile",
            Self::EditProfile => "edit_profile",
            Self::Apply => "apply",
            Self::ReadApplication => "read_application",
            Self::AnswerApplication => "answer_application",
            Self::Refer => "refer",
            Self::AnswerReferral => "answer_referral",
            Self::RegisterOrganisation => "register_organisation",
            Self::ReadOrganisation => "read_organisation",
            Self::EditOrganisation => "edit_organisation",
            Self::ReadDesk => "read_desk",
            Self::Appoint => "appoint",
            Self::VerifyEmployer => "verify_employer",
            Self::Moderate => "moderate",
            Self::ReadAudit => "read_audit",
            Self::ApplyQuick => "apply_quick",
            Self::FollowByLink => "follow_by_link",
            Self::ReportPosting => "report_posting",
            Self::ReadPlacement => "read_placement",
            Self::OpenPlacement => "open_placement",
            Self::OpenHired => "open_hired",
            Self::RecordFact => "record_fact",
            Self::AssignPlacement => "assign_placement",
            Self::ChooseTask => "choose_task",
            Self::ReadClaim => "read_claim",
            Self::PrepareClaim => "prepare_claim",
            Self::ApproveClaim => "approve_claim",
            Self::PayClaims => "pay_claims",
            Self::SetPaying => "set_paying",
            Self::DrawSample => "draw_sample",
            Self::AnswerRequest => "answer_request",
            Self::ShareExclusions => "share_exclusions",
        }
    }
}

/// How a thing stands to the one who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// It belongs to nobody: public lists, the installation.
    Nobodys,
    /// It is the acting person's own.
    Own,
    /// It belongs to the same centre or the same employer.
    Same,
    /// It belongs to another centre or another employer.
    Other,
    /// It belongs to somebody who is tied to no centre and no employer.
    Stranger,
}

impl Relation {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Nobodys, Self::Own, Self::Same, Self::Other, Self::Stranger];

    /// The word in the reviewed file.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nobodys => "nobodys",
            Self::Own => "own",
            Self::Same => "same",
            Self::Other => "other",
            Self::Stranger => "stranger",
        }
    }
}

/// Groups of fields that are seen together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fields(u8);

impl Fields {
    /// It may be done, and there is nothing in it that others may not see.
    pub const PLAIN: Self = Self(0);
    /// Occupation, skills, experience, wishes: what stands on a card without a name.
    pub const CARD: Self = Self(1);
    /// Name, and what a CV says.
    pub const NAME: Self = Self(1 << 1);
    /// Phone, e-mail, address.
    pub const CONTACT: Self = Self(1 << 2);
    /// Personal number, date of birth.
    pub const IDENTITY: Self = Self(1 << 3);
    /// Disability, pregnancy, health.
    pub const HEALTH: Self = Self(1 << 4);
    /// Earlier pay, benefits received.
    pub const PAY: Self = Self(1 << 5);
    /// What staff noted.
    pub const NOTES: Self = Self(1 << 6);

    /// Groups with their words in the reviewed file.
    pub const GROUPS: [(Self, &str); 7] = [
        (Self::CARD, "card"),
        (Self::NAME, "name"),
        (Self::CONTACT, "contact"),
        (Self::IDENTITY, "identity"),
        (Self::HEALTH, "health"),
        (Self::PAY, "pay"),
        (Self::NOTES, "notes"),
    ];

    /// Whether a group is among them.
    #[must_use]
    pub const fn has(self, group: Self) -> bool {
        self.0 & group.0 == group.0
    }

    const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }
}

impl BitOr for Fields {
    type Output = Self;

    fn bitor(self, more: Self) -> Self {
        self.and(more)
    }
}

/// Whose a thing is. What is not known is `None`; two unknowns are never the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Thing {
    pub account_id: Option<Uuid>,
    pub centre_id: Option<Uuid>,
    pub employer_id: Option<Uuid>,
}

impl Thing {
    /// What belongs to an account.
    #[must_use]
    pub const fn of_account(id: Uuid) -> Self {
        Self { account_id: Some(id), centre_id: None, employer_id: None }
    }

    /// What belongs to a centre.
    #[must_use]
    pub const fn of_centre(id: Uuid) -> Self {
        Self { account_id: None, centre_id: Some(id), employer_id: None }
    }

    /// What belongs to an employer.
    #[must_use]
    pub const fn of_employer(id: Uuid) -> Self {
        Self { account_id: None, centre_id: None, employer_id: Some(id) }
    }

    /// How it stands to somebody.
    #[must_use]
    pub fn relation(self, actor: Actor) -> Relation {
        if self == Self::default() {
            return Relation::Nobodys;
        }
        let person = actor.person();
        let equal = |ours: Option<Uuid>, theirs: Option<Uuid>| ours.is_some() && ours == theirs;
        if person.is_some_and(|person| equal(self.account_id, Some(person.account_id))) {
            return Relation::Own;
        }
        if person.is_some_and(|person| {
            equal(self.centre_id, person.centre_id) || equal(self.employer_id, person.employer_id)
        }) {
            return Relation::Same;
        }
        if self.centre_id.is_some() || self.employer_id.is_some() { Relation::Other } else { Relation::Stranger }
    }
}

/// What somebody in this role sees when doing this to such a thing; `None` when it may not be done.
#[must_use]
pub fn seen(role: Role, action: Action, relation: Relation) -> Option<Fields> {
    let rows = table::TABLE.iter().filter(|row| row.role == role && row.action == action);
    rows.filter(|row| row.relations.contains(&relation)).map(|row| row.fields).reduce(Fields::bitor)
}

/// Whether this actor may do what concerns nobody's things.
#[must_use]
pub fn may(actor: Actor, action: Action) -> bool {
    seen(actor.kind(), action, Relation::Nobodys).is_some()
}

/// Whether this actor may do something to what belongs to where they work: their centre, their employer, or nobody.
/// Pages ask it before they show a way there.
#[must_use]
pub fn may_at_work(actor: Actor, action: Action) -> bool {
    let place = actor.person().and_then(|person| person.centre_id.or(person.employer_id));
    seen(actor.kind(), action, place.map_or(Relation::Nobodys, |_| Relation::Same)).is_some()
}

/// Whether the desk is the place of work of this actor: staff who see a centre's work, and those who set centres up.
#[must_use]
pub fn has_desk(actor: Actor) -> bool {
    actor.kind() != Role::Operator && (may_at_work(actor, Action::ReadDesk) || may(actor, Action::EditCentre))
}

pub(crate) fn demand(ctx: &Ctx, action: Action) -> Result<(), AppError> {
    if may(ctx.actor, action) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// The fields that the actor sees of the thing, or a refusal.
pub(crate) fn demand_of(ctx: &Ctx, action: Action, thing: Thing) -> Result<Fields, AppError> {
    seen(ctx.actor.kind(), action, thing.relation(ctx.actor)).ok_or(AppError::Forbidden)
}

#[cfg(test)]
mod tests;
