//! The table of rights. What is not in it is forbidden.
//!
//! Centres are tenants: no row gives staff of one centre anything of another's people. Whoever changes a row changes
//! `tests/data/rights/actions.tsv` by hand too, or a test fails.

use super::{Action, Fields, Relation};
use crate::ctx::Role;

pub(super) struct Right {
    pub(super) role: Role,
    pub(super) action: Action,
    pub(super) relations: &'static [Relation],
    pub(super) fields: Fields,
}

use Relation::{Nobodys, Other, Own, Same, Stranger};

const PLAIN: Fields = Fields::PLAIN;
/// What a person may see of themselves: everything but what staff noted for staff.
const MINE: Fields =
    Fields::CARD.and(Fields::NAME).and(Fields::CONTACT).and(Fields::IDENTITY).and(Fields::HEALTH).and(Fields::PAY);
/// What an officer needs for a case of the own centre.
const CASE: Fields = MINE.and(Fields::NOTES);
/// What a manager and an auditor need to answer for a case; a disability is between the person and the officer.
const ANSWER: Fields =
    Fields::CARD.and(Fields::NAME).and(Fields::CONTACT).and(Fields::IDENTITY).and(Fields::PAY).and(Fields::NOTES);
/// What an employer sees of somebody who applied, and at most of somebody who opened the profile: there consent and
/// visibility decide (`profiles::seen_by`). Contact data are shown by a rule of their own and each reveal is logged.
const APPLICANT: Fields = Fields::CARD.and(Fields::NAME);
/// What a letter of referral says of a person to the employer that it was sent to: shown by a rule of its own while
/// contact is open, each look logged (`desk::reveal_letter`); of what says who somebody is, the birth alone.
const LETTER: Fields = APPLICANT.and(Fields::CONTACT).and(Fields::IDENTITY);
/// What an account shows of itself.
const ACCOUNT: Fields = Fields::NAME.and(Fields::CONTACT);

/// What the list of payments says of a person, and what staff noted for whoever decides.
const PAID: Fields = Fields::NAME.and(Fields::CONTACT).and(Fields::IDENTITY).and(Fields::NOTES);

const fn right(role: Role, action: Action, relations: &'static [Relation], fields: Fields) -> Right {
    Right { role, action, relations, fields }
}

pub(super) const TABLE: &[Right] = &[
    // Anybody.
    right(Role::Public, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Public, Action::Enter, &[Nobodys], PLAIN),
    // The command line of the machine.
    right(Role::Operator, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Operator, Action::ImportPostings, &[Nobodys], PLAIN),
    right(Role::Operator, Action::EditPosting, &[Nobodys], PLAIN),
    right(Role::Operator, Action::GiveRole, &[Nobodys], PLAIN),
    right(Role::Operator, Action::StopAccount, &[Nobodys], PLAIN),
    right(Role::Operator, Action::EditCentre, &[Nobodys], PLAIN),
    right(Role::Operator, Action::ReadAudit, &[Nobodys], PLAIN),
    right(Role::Operator, Action::ShareExclusions, &[Nobodys], PLAIN),
    // The clock.
    right(Role::System, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::System, Action::Tick, &[Nobodys], PLAIN),
    right(Role::System, Action::ReadAudit, &[Nobodys], PLAIN),
    // Seekers.
    right(Role::Seeker, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::Enter, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::ReadAccount, &[Own], ACCOUNT),
    right(Role::Seeker, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::Seeker, Action::EndSession, &[Own], PLAIN),
    right(Role::Seeker, Action::ReadProfile, &[Own], MINE),
    right(Role::Seeker, Action::EditProfile, &[Own], MINE),
    right(Role::Seeker, Action::Apply, &[Own], PLAIN),
    right(Role::Seeker, Action::ReadApplication, &[Own], MINE),
    right(Role::Seeker, Action::RegisterOrganisation, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::Appoint, &[Own], PLAIN),
    // Members of an employer.
    right(Role::EmployerMember, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::EmployerMember, Action::Enter, &[Nobodys], PLAIN),
    right(Role::EmployerMember, Action::ReadAccount, &[Own], ACCOUNT),
    right(Role::EmployerMember, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::EmployerMember, Action::EndSession, &[Own], PLAIN),
    right(Role::EmployerMember, Action::EditPosting, &[Same], PLAIN),
    right(Role::EmployerMember, Action::ReadProfile, &[Other, Stranger], APPLICANT),
    right(Role::EmployerMember, Action::ReadApplication, &[Same], APPLICANT),
    right(Role::EmployerMember, Action::AnswerApplication, &[Same], APPLICANT),
    right(Role::EmployerMember, Action::AnswerReferral, &[Same], LETTER),
    right(Role::EmployerMember, Action::RegisterOrganisation, &[Nobodys], PLAIN),
    right(Role::EmployerMember, Action::ReadOrganisation, &[Same], ACCOUNT),
    // Their administrators.
    right(Role::EmployerAdministrator, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::EmployerAdministrator, Action::Enter, &[Nobodys], PLAIN),
    right(Role::EmployerAdministrator, Action::ReadAccount, &[Own, Same], ACCOUNT),
    right(Role::EmployerAdministrator, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::EmployerAdministrator, Action::EndSession, &[Own], PLAIN),
    right(Role::EmployerAdministrator, Action::GiveRole, &[Same], PLAIN),
    right(Role::EmployerAdministrator, Action::ResetFactor, &[Same], PLAIN),
    right(Role::EmployerAdministrator, Action::EditPosting, &[Same], PLAIN),
    right(Role::EmployerAdministrator, Action::ReadProfile, &[Other, Stranger], APPLICANT),
    right(Role::EmployerAdministrator, Action::ReadApplication, &[Same], APPLICANT),
    right(Role::EmployerAdministrator, Action::AnswerApplication, &[Same], APPLICANT),
    right(Role::EmployerAdministrator, Action::AnswerReferral, &[Same], LETTER),
    right(Role::EmployerAdministrator, Action::RegisterOrganisation, &[Nobodys], PLAIN),
    right(Role::EmployerAdministrator, Action::ReadOrganisation, &[Same], ACCOUNT),
    right(Role::EmployerAdministrator, Action::EditOrganisation, &[Same], PLAIN),
    // Their programs: of what an administrator may without a fresh sign-in, what some scope of a key opens.
    right(Role::EmployerProgram, Action::EditPosting, &[Same], PLAIN),
    right(Role::EmployerProgram, Action::ReadOrganisation, &[Same], PLAIN),
    // Officers: people of the own centre. Whom no centre serves they see only once that person chose theirs.
    right(Role::Officer, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Officer, Action::Enter, &[Nobodys], PLAIN),
    right(Role::Officer, Action::ReadAccount, &[Own], ACCOUNT),
    right(Role::Officer, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::Officer, Action::EndSession, &[Own], PLAIN),
    right(Role::Officer, Action::EditPosting, &[Same], PLAIN),
    right(Role::Officer, Action::ReadProfile, &[Same], CASE),
    right(Role::Officer, Action::EditProfile, &[Same], CASE),
    right(Role::Officer, Action::Apply, &[Same], PLAIN),
    right(Role::Officer, Action::ReadApplication, &[Same], CASE),
    right(Role::Officer, Action::Refer, &[Same], CASE),
    right(Role::Officer, Action::RegisterOrganisation, &[Same], PLAIN),
    right(Role::Officer, Action::ReadOrganisation, &[Same], ACCOUNT),
    right(Role::Officer, Action::EditOrganisation, &[Same], PLAIN),
    right(Role::Officer, Action::ReadDesk, &[Same], CASE),
    right(Role::Officer, Action::Appoint, &[Same], CASE),
    // Managers of a centre.
    right(Role::CentreManager, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::CentreManager, Action::Enter, &[Nobodys], PLAIN),
    right(Role::CentreManager, Action::ReadAccount, &[Own, Same], ACCOUNT),
    right(Role::CentreManager, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::CentreManager, Action::EndSession, &[Own, Same], PLAIN),
    right(Role::CentreManager, Action::GiveRole, &[Same], PLAIN),
    right(Role::CentreManager, Action::ResetFactor, &[Same], PLAIN),
    right(Role::CentreManager, Action::EditCentre, &[Same], PLAIN),
    right(Role::CentreManager, Action::ReadProfile, &[Same], ANSWER),
    right(Role::CentreManager, Action::ReadApplication, &[Same], ANSWER),
    right(Role::CentreManager, Action::ReadDesk, &[Same], ANSWER),
    right(Role::CentreManager, Action::ReadAudit, &[Same], PLAIN),
    right(Role::CentreManager, Action::ReadOrganisation, &[Same], ACCOUNT),
    right(Role::CentreManager, Action::VerifyEmployer, &[Same], PLAIN),
    right(Role::CentreManager, Action::Moderate, &[Same], PLAIN),
    // Moderators: employers and adverts, no people.
    right(Role::Moderator, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Moderator, Action::Enter, &[Nobodys], PLAIN),
    right(Role::Moderator, Action::ReadAccount, &[Own], ACCOUNT),
    right(Role::Moderator, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::Moderator, Action::EndSession, &[Own], PLAIN),
    right(Role::Moderator, Action::ReadOrganisation, &[Same], ACCOUNT),
    right(Role::Moderator, Action::VerifyEmployer, &[Same], PLAIN),
    right(Role::Moderator, Action::Moderate, &[Same], PLAIN),
    // Auditors read.
    right(Role::Auditor, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::Auditor, Action::Enter, &[Nobodys], PLAIN),
    right(Role::Auditor, Action::ReadAccount, &[Own], ACCOUNT),
    right(Role::Auditor, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::Auditor, Action::EndSession, &[Own], PLAIN),
    right(Role::Auditor, Action::ReadProfile, &[Same], ANSWER),
    right(Role::Auditor, Action::ReadApplication, &[Same], ANSWER),
    right(Role::Auditor, Action::ReadDesk, &[Same], ANSWER),
    right(Role::Auditor, Action::ReadAudit, &[Same], PLAIN),
    right(Role::Auditor, Action::ReadOrganisation, &[Same], ACCOUNT),
    // Operators of the platform: accounts and centres, nobody's case.
    right(Role::PlatformOperator, Action::ReadPublic, &[Nobodys], PLAIN),
    right(Role::PlatformOperator, Action::Enter, &[Nobodys], PLAIN),
    right(Role::PlatformOperator, Action::ReadAccount, &[Own, Other, Stranger], ACCOUNT),
    right(Role::PlatformOperator, Action::ChangeAccount, &[Own], PLAIN),
    right(Role::PlatformOperator, Action::EndSession, &[Own, Other, Stranger], PLAIN),
    right(Role::PlatformOperator, Action::GiveRole, &[Nobodys, Other], PLAIN),
    right(Role::PlatformOperator, Action::StopAccount, &[Other, Stranger], PLAIN),
    right(Role::PlatformOperator, Action::ResetFactor, &[Other, Stranger], PLAIN),
    right(Role::PlatformOperator, Action::EditCentre, &[Nobodys, Other], PLAIN),
    right(Role::PlatformOperator, Action::ReadAudit, &[Nobodys, Other], PLAIN),
    // Applying without an account, following by a link, reporting an advert: whoever reads adverts may.
    right(Role::Public, Action::ApplyQuick, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::ApplyQuick, &[Nobodys], PLAIN),
    right(Role::Public, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::EmployerMember, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::EmployerAdministrator, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::Officer, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::CentreManager, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::Moderator, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::Auditor, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::PlatformOperator, Action::FollowByLink, &[Nobodys], PLAIN),
    right(Role::Public, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::Seeker, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::EmployerMember, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::EmployerAdministrator, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::Officer, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::CentreManager, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::Moderator, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::Auditor, Action::ReportPosting, &[Nobodys], PLAIN),
    right(Role::PlatformOperator, Action::ReportPosting, &[Nobodys], PLAIN),
    // Placements: the centre whose work it was, the worker, the employer. Who only reads or leads records nothing; who
    // leads says whose work it is.
    right(Role::Seeker, Action::ReadPlacement, &[Own], MINE),
    right(Role::Seeker, Action::OpenPlacement, &[Own], PLAIN),
    right(Role::Seeker, Action::RecordFact, &[Own], PLAIN),
    right(Role::EmployerMember, Action::ReadPlacement, &[Same], APPLICANT),
    right(Role::EmployerMember, Action::RecordFact, &[Same], PLAIN),
    right(Role::EmployerAdministrator, Action::ReadPlacement, &[Same], APPLICANT),
    right(Role::EmployerAdministrator, Action::OpenHired, &[Same], PLAIN),
    right(Role::EmployerAdministrator, Action::RecordFact, &[Same], PLAIN),
    right(Role::EmployerProgram, Action::ReadPlacement, &[Same], APPLICANT),
    right(Role::EmployerProgram, Action::OpenHired, &[Same], PLAIN),
    right(Role::EmployerProgram, Action::RecordFact, &[Same], PLAIN),
    right(Role::Officer, Action::ReadPlacement, &[Same], CASE),
    right(Role::Officer, Action::OpenPlacement, &[Same], PLAIN),
    right(Role::Officer, Action::RecordFact, &[Same], PLAIN),
    right(Role::Officer, Action::AssignPlacement, &[Same], PLAIN),
    right(Role::Officer, Action::ChooseTask, &[Same], PLAIN),
    right(Role::CentreManager, Action::ReadPlacement, &[Same], ANSWER),
    right(Role::CentreManager, Action::AssignPlacement, &[Same], PLAIN),
    right(Role::Auditor, Action::ReadPlacement, &[Same], ANSWER),
    // Claims: whoever prepares does not approve, and auditors look at everything and draw samples.
    right(Role::Officer, Action::ReadClaim, &[Same], PAID),
    right(Role::Officer, Action::PrepareClaim, &[Same], PLAIN),
    right(Role::Officer, Action::PayClaims, &[Same], PAID),
    right(Role::CentreManager, Action::ReadClaim, &[Same], PAID),
    right(Role::CentreManager, Action::PrepareClaim, &[Same], PLAIN),
    right(Role::CentreManager, Action::ApproveClaim, &[Same], PLAIN),
    right(Role::CentreManager, Action::PayClaims, &[Same], PAID),
    right(Role::CentreManager, Action::SetPaying, &[Same], PLAIN),
    right(Role::CentreManager, Action::DrawSample, &[Same], PLAIN),
    right(Role::Auditor, Action::ReadClaim, &[Same], PAID),
    right(Role::Auditor, Action::DrawSample, &[Same], PLAIN),
    // What people ask about their own data: the centre that serves them answers, and who runs the platform for others.
    right(Role::Officer, Action::AnswerRequest, &[Same], PLAIN),
    right(Role::CentreManager, Action::AnswerRequest, &[Same], PLAIN),
    right(Role::PlatformOperator, Action::AnswerRequest, &[Nobodys, Stranger], PLAIN),
];
