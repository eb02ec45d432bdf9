//! What became of the applications of an organisation, vacancy by vacancy: counts alone, nothing of a person.
//! Applications whose data were deleted count on by the status that they ended with.

use super::thing;
use crate::app::App;
use crate::ctx::Ctx;
use crate::download::{Cell, Export, Format, Table};
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand_of};
use chrono::NaiveDate;
use sanviec_domain::application::{Response, Status};
use sanviec_domain::posting::{PostingCode, State};
use sanviec_domain::time::{DAY, Micros};
use sanviec_store::application::{self, Counted};
use uuid::Uuid;

/// Longest stretch, in days.
const DAYS: i64 = 800;
/// Columns of the file.
const HEADINGS: [&str; 11] = [
    "Mã tin",
    "Vị trí việc làm",
    "Hồ sơ nhận được",
    "Đã trả lời",
    "Quá hạn chưa trả lời",
    "Vào vòng trong",
    "Hẹn phỏng vấn",
    "Nhận việc",
    "Không phù hợp",
    "Đã rút",
    "Số giờ đến lần trả lời đầu (trung bình)",
];

/// Counts of applications that were sent within the stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub received: u64,
    /// Answered, and not left without an end.
    pub answered: u64,
    /// The time that was promised passed without an answer, or without an end after one.
    pub unanswered: u64,
    pub shortlisted: u64,
    pub interview: u64,
    pub hired: u64,
    pub not_suitable: u64,
    pub withdrawn: u64,
    /// Of how many it is known when they were answered.
    timed: u64,
    /// Microseconds until the first answer, of those.
    waited: i128,
}

impl Figures {
    /// Mean of the whole hours until the first answer; `None` where no answer has a known day any more.
    #[must_use]
    pub fn hours(&self) -> Option<u64> {
        let mean = self.waited.checked_div(i128::from(self.timed))?;
        u64::try_from(mean / i128::from(DAY / 24)).ok()
    }

    fn add(&mut self, counted: &Counted) {
        let count = counted.count.unsigned_abs();
        self.received += count;
        // Somebody who was shortlisted and then left waiting was not answered.
        if counted.response == Response::Unanswered.code() {
            self.unanswered += count;
        } else {
            self.answered += counted.answered.unsigned_abs();
            self.timed += counted.timed.unsigned_abs();
            self.waited += i128::from(counted.waited);
        }
        let of_status = match Status::find_by_code(&counted.status) {
            Some(Status::Shortlisted) => &mut self.shortlisted,
            Some(Status::Interview) => &mut self.interview,
            Some(Status::Hired) => &mut self.hired,
            // Nobody said that it was not suitable: the clock closed it.
            Some(Status::NotSuitable) if counted.response == Response::Unanswered.code() => return,
            Some(Status::NotSuitable) => &mut self.not_suitable,
            Some(Status::Withdrawn) => &mut self.withdrawn,
            Some(Status::Sent | Status::Seen) | None => return,
        };
        *of_status += count;
    }

    fn cells(&self) -> Vec<Cell> {
        let counts = [
            self.received,
            self.answered,
            self.unanswered,
            self.shortlisted,
            self.interview,
            self.hired,
            self.not_suitable,
            self.withdrawn,
        ];
        let hours = self.hours().map_or_else(|| Cell::Text(String::new()), Cell::Count);
        counts.map(Cell::Count).into_iter().chain([hours]).collect()
    }
}

/// The figures of one vacancy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPosting {
    pub code: String,
    pub title: String,
    pub state: State,
    pub figures: Figures,
}

/// The figures of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    pub total: Figures,
    /// Vacancies that were applied for, and those that are live without it; newest first.
    pub postings: Vec<OfPosting>,
}

/// What became of the applications that were sent in a stretch of days, both ends included.
pub async fn statistics(
    app: &App,
    ctx: &Ctx,
    employer: Uuid,
    (from, through): (NaiveDate, NaiveDate),
) -> Result<Statistics, AppError> {
    let reader = app.store().reader();
    demand_of(ctx, Action::ReadOrganisation, thing(reader, employer).await?)?;
    if through < from || (through - from).num_days() > DAYS {
        let vi = format!("Chọn từ ngày trước đến ngày, trong vòng {DAYS} ngày.");
        let en = format!("Choose a first day before the last, at most {DAYS} days apart.");
        return Err(FieldError::new("from", "days_out_of_range", vi, en).into());
    }
    let sent = (Micros::start_of(from).0, Micros::end_of(through).0);
    let mut postings: Vec<OfPosting> = Vec::new();
    let mut total = Figures::default();
    for counted in application::count_of_postings(reader, employer, sent).await? {
        let code = PostingCode::of(counted.posting_id).to_string();
        if postings.last().is_none_or(|last| last.code != code) {
            let corrupt = || sanviec_store::Error::corrupt("posting", "state", counted.posting_id);
            let state = State::find_by_code(&counted.state).ok_or_else(corrupt)?;
            let title = counted.title.clone();
            postings.push(OfPosting { code, title, state, figures: Figures::default() });
        }
        if let Some(last) = postings.last_mut().filter(|_| counted.count > 0) {
            last.figures.add(&counted);
            total.add(&counted);
        }
    }
    postings.retain(|posting| posting.figures.received > 0 || posting.state == State::Published);
    Ok(Statistics { total, postings })
}

/// The same as a file.
pub async fn statistics_file(
    app: &App,
    ctx: &Ctx,
    employer: Uuid,
    (from, through): (NaiveDate, NaiveDate),
    format: Format,
) -> Result<Export, AppError> {
    let found = statistics(app, ctx, employer, (from, through)).await?;
    let line = |posting: &OfPosting| {
        let named = [posting.code.clone(), posting.title.clone()].map(Cell::Text);
        named.into_iter().chain(posting.figures.cells()).collect::<Vec<_>>()
    };
    let lines: Vec<Vec<Cell>> = found.postings.iter().map(line).collect();
    let table = Table { sheet: "Thống kê", headings: &HEADINGS, lines: &lines };
    table.file(&format!("thong-ke-tuyen-dung-{from}-{through}"), format)
}
