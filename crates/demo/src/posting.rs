//! A made-up vacancy with the truth about it, and its line in the import format.

use chrono::NaiveDate;
use serde::Serialize;

/// What the pay is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayPeriod {
    /// A month.
    Month,
    /// A day.
    Day,
    /// An hour.
    Hour,
}

impl PayPeriod {
    /// `month`, `day` or `hour`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }
}

/// A made-up vacancy. Codes of closed lists are those of form 01a as the product writes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPosting {
    /// "demo-0000001": the source's own id.
    pub id: String,
    /// As an employer types it.
    pub title: String,
    /// What the work is; in some adverts everything.
    pub description: String,
    /// What is asked, where the advert keeps it apart.
    pub requirements: Option<String>,
    /// What is offered, where the advert keeps it apart.
    pub benefits: Option<String>,
    /// Made-up employer.
    pub company: String,
    /// Places of work as written, one or more.
    pub locations: Vec<String>,
    /// Communes in force where the work is: for an old unit all that replaced it.
    pub commune_codes: Vec<String>,
    /// Province in force of the first place of work.
    pub province_code: String,
    /// VSCO 2020, 4 digits.
    pub occupation: &'static str,
    /// VSIC 2018 division, 2 digits.
    pub industry: &'static str,
    /// As written.
    pub skills: Vec<String>,
    /// As written; `None` where the advert is silent.
    pub salary: Option<String>,
    /// Dong per `pay_period`, where a number is written in dong; `None` for USD, agreed or silent.
    pub pay_min: Option<i64>,
    /// Dong per `pay_period`.
    pub pay_max: Option<i64>,
    /// What the pay is for.
    pub pay_period: PayPeriod,
    /// "Nhân viên", "Công nhân", "Quản lý" and the like.
    pub level: Option<&'static str>,
    /// "Toàn thời gian", "Part-time", "Thời vụ" and the like.
    pub employment_type: Option<&'static str>,
    /// `indefinite`, `12_36`, `under_12` or `other`.
    pub contract: Option<&'static str>,
    /// `full` or `part`.
    pub working_time: &'static str,
    /// Work in shifts.
    pub shift: bool,
    /// `staff`, `manager`.
    pub position: &'static str,
    /// `none`, `under_1`, `1_2`, `2_5`, `over_5`.
    pub experience: &'static str,
    /// `lower_secondary` or `upper_secondary`.
    pub education: Option<&'static str>,
    /// Technical level of form 01: `untrained` to `master`.
    pub qualification: &'static str,
    /// How many people, 1 to 500.
    pub wanted: u32,
    /// `provided`, `allowance` or `none`.
    pub housing: Option<&'static str>,
    /// `provided`, `allowance` or `none`.
    pub transport: Option<&'static str>,
    /// Day of posting.
    pub posted_on: NaiveDate,
    /// Last day to apply.
    pub deadline_on: Option<NaiveDate>,
    /// Page at the source, under a name that nobody can register.
    pub url: Option<String>,
    /// Title and text typed wholly without marks.
    pub unmarked: bool,
    /// Typed carelessly.
    pub messy: bool,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Places<'a> {
    One(&'a str),
    Several(&'a [String]),
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirements: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    benefits: Option<&'a str>,
    company: &'a str,
    location: Places<'a>,
    skills: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    salary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    employment_type: Option<&'a str>,
    posted: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    occupation: &'a str,
    industry: &'a str,
    wanted: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<&'a str>,
    working_time: &'a str,
    shift: bool,
    position: &'a str,
    experience: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    education: Option<&'a str>,
    qualification: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    housing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transport: Option<&'a str>,
    commune_codes: &'a [String],
    province_code: &'a str,
}

impl DemoPosting {
    /// The vacancy as one line of the JSON Lines import, without the line end. Several places of work are an array.
    /// `commune_codes` and `province_code` are the truth for checks; an importer need not read them.
    ///
    /// # Panics
    ///
    /// Never: texts, numbers and lists of them always have a JSON form.
    pub fn to_json_line(&self) -> String {
        let line = Line {
            id: &self.id,
            title: &self.title,
            description: &self.description,
            requirements: self.requirements.as_deref(),
            benefits: self.benefits.as_deref(),
            company: &self.company,
            location: match self.locations.as_slice() {
                [one] => Places::One(one),
                several => Places::Several(several),
            },
            skills: &self.skills,
            salary: self.salary.as_deref(),
            level: self.level,
            employment_type: self.employment_type,
            posted: self.posted_on.to_string(),
            deadline: self.deadline_on.map(|day| day.to_string()),
            url: self.url.as_deref(),
            occupation: self.occupation,
            industry: self.industry,
            wanted: self.wanted,
            contract: self.contract,
            working_time: self.working_time,
            shift: self.shift,
            position: self.position,
            experience: self.experience,
            education: self.education,
            qualification: self.qualification,
            housing: self.housing,
            transport: self.transport,
            commune_codes: &self.commune_codes,
            province_code: &self.province_code,
        };
        serde_json::to_string(&line).expect("texts, numbers and lists of them always have a JSON form")
    }
}
