//! What a profile says: every field of forms 01 and 01a, in short optional parts, and what matching asks beside them.
//! No state, no ids, no consents, no storage format. `None` and empty lists mean "not stated"; a starred field of a
//! form is compulsory for a registration at a centre, not for a profile that a person makes for himself.

use super::terms::{Grade, SoftSkill, Wanted};
use crate::pay::Pay;
use crate::person::{Birth, Email, PersonName, PersonalNumber, Phone, Sex};
use crate::posting::{
    Ability, Aim, Contract, Education, EmployerType, Experience, Hands, Housing, Lifting, Meals, Position, Priority,
    RecruitingWay, RemoteMode, Setting, SkillMention, Stance, TechnicalLevel, Transport, UnitRef, WorkingTime,
};
use chrono::NaiveDate;

/// Counts changes of the set of fields and of what they mean. A stored document says which one it was written for.
pub const VERSION: i32 = 1;

/// The content of a profile, one member for each [`super::Part`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Content {
    /// Who it is.
    pub identity: Identity,
    /// How to reach the person.
    pub contact: Contact,
    /// Where the person lives.
    pub residence: Residence,
    /// Groups that policies give priority to.
    pub priority: PriorityGroups,
    /// Schooling and training.
    pub education: Schooling,
    /// What the person can do.
    pub skills: Skills,
    /// What the person has worked as.
    pub experience: Worked,
    /// The work wished for.
    pub wish: Wish,
    /// On what terms.
    pub terms: WishedTerms,
    /// What the body allows.
    pub conditions: Conditions,
    /// Where, and how far away.
    pub mobility: Mobility,
    /// What the person asks the centre for.
    pub services: Services,
}

/// Who it is (form 01, compulsory but for the number and the religion).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// Họ và tên.
    pub name: Option<PersonName>,
    /// Số định danh cá nhân.
    pub number: Option<PersonalNumber>,
    /// Ngày sinh.
    pub birth: Option<Birth>,
    /// Giới tính.
    pub sex: Option<Sex>,
    /// Dân tộc: two digits of the official list.
    pub ethnicity_code: Option<String>,
    /// Tôn giáo, as written.
    pub religion: Option<String>,
}

/// How to reach the person.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// Điện thoại.
    pub phone: Option<Phone>,
    /// Thư điện tử.
    pub email: Option<Email>,
    /// Another way, as written.
    pub other: Option<String>,
}

/// Where the person lives.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Residence {
    /// Nơi thường trú.
    pub permanent: Address,
    /// Nơi ở hiện nay.
    pub current: CurrentAddress,
}

/// One address.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Commune or province.
    pub unit: Option<UnitRef>,
    /// House, street, hamlet.
    pub line: Option<String>,
}

/// Where the person lives now: asked only when it is another place.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum CurrentAddress {
    /// Not stated.
    #[default]
    Unstated,
    /// At the permanent residence.
    Permanent,
    /// Elsewhere.
    Elsewhere(Address),
}

/// Groups that policies give priority to.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PriorityGroups {
    /// Those of form 01.
    pub groups: Vec<Priority>,
    /// Which other, as written.
    pub other: Option<String>,
}

/// Schooling and training.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Schooling {
    /// Trình độ giáo dục phổ thông.
    pub general: Option<Education>,
    /// Trình độ chuyên môn kỹ thuật.
    pub technical: Option<TechnicalLevel>,
    /// Chuyên ngành, as written.
    pub technical_field: Option<String>,
    /// Other certificates.
    pub others: Vec<Certificate>,
    /// Tay nghề: trade and grade.
    pub trade: Option<Trade>,
}

/// A certificate beside the highest one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What it is called.
    pub name: String,
    /// Year in which it was given.
    pub year: Option<i32>,
}

/// A trade and the grade reached in it (bậc thợ).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
    /// Name of the trade.
    pub name: String,
    /// Grade as written, such as `3/7`.
    pub grade: Option<String>,
}

/// What the person can do.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Skills {
    /// Skills of work, recognised or as written.
    pub named: Vec<SkillMention>,
    /// Languages; the form prints the first two.
    pub languages: Vec<Language>,
    /// Tin học văn phòng.
    pub office: Option<Grade>,
    /// Other knowledge of computers.
    pub computing: Option<Computing>,
    /// Soft skills.
    pub soft: Vec<SoftSkill>,
    /// Another soft skill, as written.
    pub soft_other: Option<String>,
}

/// A language that the person uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its name, as written.
    pub name: String,
    /// Certificate, as written.
    pub certificate: Option<String>,
    /// How well.
    pub grade: Option<Grade>,
}

/// Knowledge of computers beside the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computing {
    /// Of what, as written.
    pub name: String,
    /// How well.
    pub grade: Option<Grade>,
}

/// What the person has worked as.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Worked {
    /// Years of experience, as the person says (form 01a); the jobs may say more or less.
    pub years: Option<Experience>,
    /// Jobs, latest first.
    pub jobs: Vec<Job>,
    /// Whether the person has worked abroad.
    pub abroad: Option<bool>,
    /// Where, as written.
    pub abroad_country: Option<String>,
}

/// One job (form 01: unit, post, work, time).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct Job {
    /// Đơn vị.
    pub employer: Option<String>,
    /// Vị trí.
    pub post: Option<String>,
    /// Công việc.
    pub work: Option<String>,
    /// First month.
    pub from: Option<Month>,
    /// Last month; `None` with a first month means that it goes on, or that the last was not stated.
    pub until: Option<Month>,
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

/// The work wished for (form 01a).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// Tên công việc.
    pub title: Option<String>,
    /// Mô tả công việc.
    pub description: Option<String>,
    /// VSCO 2020 code, 1 to 4 digits; given by the centre.
    pub occupation_code: Option<String>,
    /// Chức vụ.
    pub position: Option<Position>,
    /// Mức lương.
    pub pay: Option<Pay>,
    /// First day on which the person can begin.
    pub ready_on: Option<NaiveDate>,
    /// Hình thức tuyển dụng.
    pub recruiting: Vec<RecruitingWay>,
}

/// On what terms (form 01a).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct WishedTerms {
    /// Loại hình doanh nghiệp.
    pub employer_types: Vec<EmployerType>,
    /// Contracts that would be taken.
    pub contracts: Vec<Contract>,
    /// Shifts, travel, secondment.
    pub abilities: Vec<Ability>,
    /// Full or part time.
    pub working_time: Option<WorkingTime>,
    /// Long, temporary or extra work.
    pub aim: Option<Aim>,
    /// Meals.
    pub meals: Option<Meals>,
    /// Housing needed.
    pub housing: Option<Housing>,
    /// Way to work needed.
    pub transport: Option<Transport>,
    /// Welfare, as written.
    pub welfare: Option<String>,
}

/// What the body allows (form 01a): says something of health, so it is never shown to employers by itself.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// Indoor, outdoor, mixed.
    pub setting: Option<Setting>,
    /// Weights that can be lifted.
    pub lifting: Option<Lifting>,
    /// Standing and walking.
    pub standing: Option<Stance>,
    /// Hearing and speech.
    pub hearing: Option<Stance>,
    /// Sight.
    pub sight: Option<Stance>,
    /// Work of the hands.
    pub hands: Option<Hands>,
    /// What the place of work must have, as written.
    pub needs: Option<String>,
}

/// Where, and how far away (form 01a: two preferred places).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Mobility {
    /// Places wished for, the dearest first; the form prints the first two.
    pub places: Vec<UnitRef>,
    /// How far from home, straight.
    pub radius_km: Option<u16>,
    /// From home or not.
    pub remote: Option<RemoteMode>,
    /// Would move house for work.
    pub moves: Option<bool>,
    /// Would work abroad.
    pub abroad: Option<bool>,
}

/// What the person asks the centre for.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Services {
    /// Those of form 01.
    pub wanted: Vec<Wanted>,
    /// Which other, as written.
    pub other: Option<String>,
}

impl Month {
    /// A month of the years 1900 to 2199.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1900..2200).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// 1 to 12.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or(NaiveDate::MAX)
    }

    /// Months since the year 0, for counting.
    pub const fn number(self) -> i32 {
        self.year * 12 + self.month as i32 - 1
    }
}

/// Says only what is there, so that an address cannot leak through a log line.
impl std::fmt::Debug for Address {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Address").field("unit", &self.unit.is_some()).field("line", &self.line.is_some()).finish()
    }
}
