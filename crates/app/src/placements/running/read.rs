//! One row of a list of running placements as what it says, or everything that is wrong with it.

use super::columns::{
    CONTRACT, E_CONTRACT, EMPLOYER, EMPLOYER_SIGNED, ENDED, ENDED_WHY, ENDS, FORM, LEAVE, LEAVE_FROM, LEAVE_THROUGH,
    METHOD, NOTICE, NUMBER, PLACED, PROFILE, SCAN, STARTS, TASK, WORKED_FROM, WORKED_THROUGH, WORKER_SIGNED, is_known,
};
use crate::error::FieldError;
use crate::import::Row;
use crate::reading::{contract_form, end_reason, leave_kind, signing_method};
use chrono::NaiveDate;
use sanviec_domain::placement::{EndReason, Form, LeaveKind, Party, SigningMethod};
use sanviec_domain::time::parse_date;

/// Longest text of a cell that is kept, in characters.
const LONGEST: usize = 300;

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Code of the profile, or empty.
    pub(super) profile: String,
    /// Personal number as typed, or empty.
    pub(super) number: String,
    /// Tax code or personal number of the employer as typed.
    pub(super) employer: String,
    /// Day of the centre's referral.
    pub(super) placed_on: NaiveDate,
    /// Day on which the centre was told of the hire, where the terms after it are still to be kept.
    pub(super) notice: Option<NaiveDate>,
    pub(super) task: String,
    pub(super) contract: Option<Contracted>,
    /// First and last day on which the centre knows the person at work.
    pub(super) worked: Option<(NaiveDate, NaiveDate)>,
    pub(super) leave: Option<(LeaveKind, NaiveDate, Option<NaiveDate>)>,
    /// Last day under the contract, and why.
    pub(super) ended: Option<(NaiveDate, EndReason)>,
}

/// The contract of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Contracted {
    pub(super) number: String,
    pub(super) form: Form,
    pub(super) start: NaiveDate,
    pub(super) through: Option<NaiveDate>,
    pub(super) signed: Vec<(Party, NaiveDate)>,
    pub(super) method: SigningMethod,
    /// Number on the national platform.
    pub(super) e_contract: Option<String>,
    /// Name of the scan.
    pub(super) scan: Option<String>,
}

/// The cells of a row as they were typed.
pub(in crate::placements) fn cells(row: &Row) -> Vec<(String, String)> {
    row.fields.keys().map(|name| (name.clone(), row.text(name))).collect()
}

/// Reads a row.
pub(super) fn read(row: &Row) -> Result<Listed, Vec<FieldError>> {
    row.demand_known(is_known).map_err(|unknown| vec![unknown])?;
    let mut reader = Reader { row, errors: Vec::new() };
    let listed = reader.listed();
    match listed {
        Some(listed) if reader.errors.is_empty() => Ok(listed),
        _ => Err(reader.errors),
    }
}

struct Reader<'a> {
    row: &'a Row,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    fn listed(&mut self) -> Option<Listed> {
        let (profile, number) = (self.text(PROFILE), self.text(NUMBER));
        if profile.is_empty() && number.is_empty() {
            self.missing(NUMBER);
        }
        let employer = self.text(EMPLOYER);
        if employer.is_empty() {
            self.missing(EMPLOYER);
        }
        let placed_on = self.needed_day(PLACED);
        let notice = self.day(NOTICE);
        let contract = self.contract();
        let worked = self.span(WORKED_FROM, WORKED_THROUGH);
        let leave = self.leave();
        let ended = self.ended();
        if self.row.text(CONTRACT).is_empty() && ended.is_some() {
            self.missing(CONTRACT);
        }
        let task = self.text(TASK);
        Some(Listed { profile, number, employer, placed_on: placed_on?, notice, task, contract, worked, leave, ended })
    }

    fn contract(&mut self) -> Option<Contracted> {
        let number = self.text(CONTRACT);
        if number.is_empty() {
            let rest = [FORM, STARTS, ENDS, EMPLOYER_SIGNED, WORKER_SIGNED, METHOD, E_CONTRACT, SCAN];
            if rest.into_iter().any(|name| !self.row.text(name).is_empty()) {
                self.missing(CONTRACT);
            }
            return None;
        }
        let form = self.word(FORM, contract_form);
        let (start, through) = (self.needed_day(STARTS), self.day(ENDS));
        if form.is_some_and(|form| (form == Form::Indefinite) == through.is_some()) && cell_ok(self.row, ENDS) {
            let vi = "Hợp đồng không xác định thời hạn để trống ngày cuối; các loại khác cần ngày cuối.";
            let en = "An indefinite contract has no last day; the others need one.";
            self.errors.push(FieldError::new(ENDS, "against-form", vi, en));
        }
        self.in_order(ENDS, start, through);
        let employer = self.day(EMPLOYER_SIGNED).map(|on| (Party::Employer, on));
        let worker = self.day(WORKER_SIGNED).map(|on| (Party::Worker, on));
        let (e_contract, scan) = (self.optional(E_CONTRACT), self.optional(SCAN));
        let method = match self.row.text(METHOD).as_str() {
            "" if e_contract.is_some() => Some(SigningMethod::Digital),
            "" => Some(SigningMethod::PaperSeen),
            _ => self.word(METHOD, signing_method),
        };
        if method == Some(SigningMethod::Platform) {
            let vi = "Chỉ chính bên ký, đang đăng nhập, mới ký trên sàn được.";
            let en = "Only the party itself, signed in, can sign on the exchange.";
            self.errors.push(FieldError::new(METHOD, "sign_yourself", vi, en));
        }
        let signed = employer.into_iter().chain(worker).collect();
        Some(Contracted { number, form: form?, start: start?, through, signed, method: method?, e_contract, scan })
    }

    fn leave(&mut self) -> Option<(LeaveKind, NaiveDate, Option<NaiveDate>)> {
        if [LEAVE, LEAVE_FROM, LEAVE_THROUGH].into_iter().all(|name| self.row.text(name).is_empty()) {
            return None;
        }
        let kind = self.word(LEAVE, leave_kind);
        let (from, through) = (self.needed_day(LEAVE_FROM), self.day(LEAVE_THROUGH));
        self.in_order(LEAVE_THROUGH, from, through);
        Some((kind?, from?, through))
    }

    fn ended(&mut self) -> Option<(NaiveDate, EndReason)> {
        if [ENDED, ENDED_WHY].into_iter().all(|name| self.row.text(name).is_empty()) {
            return None;
        }
        let (on, why) = (self.needed_day(ENDED), self.word(ENDED_WHY, end_reason));
        Some((on?, why?))
    }

    /// Two days, both or neither.
    fn span(&mut self, from: &'static str, through: &'static str) -> Option<(NaiveDate, NaiveDate)> {
        if self.row.text(from).is_empty() && self.row.text(through).is_empty() {
            return None;
        }
        let (first, last) = (self.needed_day(from), self.needed_day(through));
        self.in_order(through, first, last);
        Some((first?, last?))
    }

    fn in_order(&mut self, name: &'static str, from: Option<NaiveDate>, through: Option<NaiveDate>) {
        if from.zip(through).is_some_and(|(from, through)| from > through) {
            let (vi, en) = ("Ngày cuối trước ngày đầu.", "The last day is before the first.");
            self.errors.push(FieldError::new(name, "ends-before-start", vi, en));
        }
    }

    fn text(&mut self, name: &'static str) -> String {
        let text = self.row.text(name).split_whitespace().collect::<Vec<_>>().join(" ");
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            let vi = format!("Viết không quá {LONGEST} ký tự, không có ký tự điều khiển.");
            let en = format!("Write {LONGEST} characters at most, without control characters.");
            self.errors.push(FieldError::new(name, "too_long", vi, en));
        }
        text
    }

    fn optional(&mut self, name: &'static str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    fn missing(&mut self, name: &'static str) {
        self.errors.push(FieldError::new(name, "missing", "Cột này cần có.", "This column is needed."));
    }

    fn needed_day(&mut self, name: &'static str) -> Option<NaiveDate> {
        if self.row.text(name).is_empty() {
            self.missing(name);
            return None;
        }
        self.day(name)
    }

    fn day(&mut self, name: &'static str) -> Option<NaiveDate> {
        let text = self.row.text(name);
        if text.is_empty() {
            return None;
        }
        let day = parse_date(&text);
        if day.is_none() {
            let (vi, en) = ("Nhập ngày như 05/11/2026.", "Enter a day like 05/11/2026.");
            self.errors.push(FieldError::new(name, "not_a_day", vi, en));
        }
        day
    }

    fn word<T>(&mut self, name: &'static str, read: fn(&str) -> Option<T>) -> Option<T> {
        let found = read(&self.row.text(name));
        if found.is_none() {
            let vi = "Dùng một trong các từ ghi ở trang ghi_chu của tệp mẫu.";
            let en = "Use one of the words on the sheet ghi_chu of the template.";
            self.errors.push(FieldError::new(name, "not-in-list", vi, en));
        }
        found
    }
}

/// Whether a cell is empty or a day: what is no day is told once.
fn cell_ok(row: &Row, name: &str) -> bool {
    let text = row.text(name);
    text.is_empty() || parse_date(&text).is_some()
}
