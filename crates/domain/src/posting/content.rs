//! What a posting says: every field of form 03a (form 01a from the employer's side) and what seekers expect beside
//! it. No state, no ids, no storage format: life is in [`super::Life`], and each skin has shapes of its own.

use super::terms::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Notice, Position,
    Priority, RecruitingWay, RemoteMode, Setting, Stance, TechnicalLevel, Transport, WorkingTime,
};
use super::workplace::Workplace;
use crate::pay::Pay;
use chrono::NaiveDate;

/// The content of a posting. `None` and empty lists mean "not stated"; a starred field of form 03a is compulsory for
/// centres, not for imports, so its absence is a finding and not a type error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Title of the post, compulsory.
    pub title: String,
    /// What the work is.
    pub description: Option<String>,
    /// What is asked of the worker.
    pub requirements: Option<String>,
    /// What is offered.
    pub benefits: Option<String>,
    /// Kind of employer.
    pub employer_type: Option<EmployerType>,
    /// VSCO 2020 code, 1 to 4 digits.
    pub occupation_code: Option<String>,
    /// VSIC code of the employer's line, section letter or digits.
    pub industry_code: Option<String>,
    /// Position of the post.
    pub position: Option<Position>,
    /// Experience asked for.
    pub experience: Option<Experience>,
    /// Places of work; several are allowed.
    pub workplaces: Vec<Workplace>,
    /// From home or not.
    pub remote_mode: Option<RemoteMode>,
    /// Work abroad under a labour-export contract.
    pub overseas: bool,
    /// Form of contract.
    pub contract: Option<Contract>,
    /// Length of a fixed term, in months.
    pub contract_months: Option<u16>,
    /// Trial period.
    pub probation: Option<Probation>,
    /// Shifts, travel, secondment.
    pub abilities: Vec<Ability>,
    /// Full or part time.
    pub working_time: Option<WorkingTime>,
    /// Long, temporary or extra work.
    pub aim: Option<Aim>,
    /// Pay; `None` when nothing was said or it could not be read.
    pub pay: Option<Pay>,
    /// Pay as it was written, kept for the officer and for a better reading later.
    pub pay_text: Option<String>,
    /// Meals.
    pub meals: Option<Meals>,
    /// Housing.
    pub housing: Option<Housing>,
    /// Way to work.
    pub transport: Option<Transport>,
    /// Welfare: insurance, bonus, leave, as written.
    pub welfare: Option<String>,
    /// Indoor, outdoor, mixed.
    pub setting: Option<Setting>,
    /// Weights to lift.
    pub lifting: Option<Lifting>,
    /// Standing and walking.
    pub standing: Option<Stance>,
    /// Hearing and speech.
    pub hearing: Option<Stance>,
    /// Sight.
    pub sight: Option<Stance>,
    /// Work of the hands.
    pub hands: Option<Hands>,
    /// Whether the post suits people with disabilities.
    pub suits_disabled: Option<bool>,
    /// First day of work.
    pub ready_on: Option<NaiveDate>,
    /// Ways of recruiting.
    pub recruiting: Vec<RecruitingWay>,
    /// How many people are wanted, at least 1. How many were hired is in [`super::People`].
    pub wanted: u32,
    /// General education asked for.
    pub education: Option<Education>,
    /// Technical level asked for.
    pub technical_level: Option<TechnicalLevel>,
    /// Field of training, as written.
    pub technical_field: Option<String>,
    /// Youngest age, years.
    pub age_min: Option<u8>,
    /// Oldest age, years.
    pub age_max: Option<u8>,
    /// What the source says about sex. Kept only to be checked: never shown, indexed or filtered by.
    pub sex_text: Option<String>,
    /// Groups given priority.
    pub priorities: Vec<Priority>,
    /// Last day to apply, inclusive, in `Asia/Ho_Chi_Minh`.
    pub deadline_on: Option<NaiveDate>,
    /// Skills asked for.
    pub skills: Vec<SkillMention>,
    /// Page of the posting at its source, `http` or `https`.
    pub url: Option<String>,
    /// Wish to the centre (form 03a).
    pub wish_to_centre: Option<String>,
    /// Who to talk to. Never public: seekers reach the employer through the exchange.
    pub contact: Contact,
    /// How the employer wants to be told.
    pub notices: Vec<Notice>,
}

impl Content {
    /// A posting that says nothing but its title; one person wanted.
    pub fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: None,
            requirements: None,
            benefits: None,
            employer_type: None,
            occupation_code: None,
            industry_code: None,
            position: None,
            experience: None,
            workplaces: Vec::new(),
            remote_mode: None,
            overseas: false,
            contract: None,
            contract_months: None,
            probation: None,
            abilities: Vec::new(),
            working_time: None,
            aim: None,
            pay: None,
            pay_text: None,
            meals: None,
            housing: None,
            transport: None,
            welfare: None,
            setting: None,
            lifting: None,
            standing: None,
            hearing: None,
            sight: None,
            hands: None,
            suits_disabled: None,
            ready_on: None,
            recruiting: Vec::new(),
            wanted: 1,
            education: None,
            technical_level: None,
            technical_field: None,
            age_min: None,
            age_max: None,
            sex_text: None,
            priorities: Vec::new(),
            deadline_on: None,
            skills: Vec::new(),
            url: None,
            wish_to_centre: None,
            contact: Contact::default(),
            notices: Vec::new(),
        }
    }
}

/// Length of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Calendar days.
    Days(u16),
    /// Working days: how the law counts the shortest trial (Labour Code 2019, Article 25(4)).
    WorkingDays(u16),
    /// Calendar months, read as 30 days each.
    Months(u16),
}

impl Period {
    /// Calendar days at most: working days are counted in weeks of six, as the Labour Code's weekly rest allows.
    pub const fn days(self) -> u32 {
        match self {
            Self::Days(days) => days as u32,
            Self::WorkingDays(days) => days as u32 + (days as u32 / 6),
            Self::Months(months) => months as u32 * 30,
        }
    }
}

/// Trial period (Labour Code 2019, Articles 24 to 27).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Probation {
    /// How long.
    pub length: Period,
    /// Share of the pay of the post, percent; `None` when not stated.
    pub pay_percent: Option<u8>,
}

/// A skill that the posting asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SkillMention {
    /// As written, at most [`super::Limits::LABEL`] characters.
    pub written: String,
    /// The concept of the vocabulary it was recognised as.
    pub skill_id: Option<String>,
}

/// Who answers for the posting at the employer's. Personal data: never on a public page, in the API or in the index.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Name of the person.
    pub name: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

/// Says only which fields are there, so that a contact cannot leak through a log line.
impl std::fmt::Debug for Contact {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Contact")
            .field("name", &self.name.is_some())
            .field("phone", &self.phone.is_some())
            .field("email", &self.email.is_some())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_never_shows_itself_in_a_log() {
        let contact = Contact { name: Some("Lan".into()), phone: Some("0905123456".into()), email: None };
        let shown = format!("{contact:?}");
        assert!(!shown.contains("Lan") && !shown.contains("0905"), "{shown}");
    }
}
