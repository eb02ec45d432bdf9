//! The two duties of a centre after a hire that no letter counts (Decree 352/2025, Article 10): the result entered on
//! the national exchange within twenty working days, and the worker asked after a month. Nothing of them moves an
//! outcome; where the employer answered a letter, the letter counts them.

use super::{entry, id_of, thing_for};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use chrono::NaiveDate;
use sanviec_domain::clock::{Duty, DutyRefusal};
use sanviec_domain::placement::{Case, agreed_days};
use sanviec_domain::referral::Hire;
use sanviec_domain::time::{day_number, day_of_number, short_date};
use sanviec_store::{BoxFuture, Tx, audit, placement};
use uuid::Uuid;

/// One of the duties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HireDuty {
    /// The result entered on the national exchange.
    Entry,
    /// The worker asked after a month, or at the end of a shorter contract.
    FollowUp,
}

impl HireDuty {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Entry, Self::FollowUp];

    /// The word in forms and audit rows.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::FollowUp => "follow-up",
        }
    }

    /// The duty with this word.
    #[must_use]
    pub fn find_by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.code() == code)
    }

    /// How it stands; `None` where the placement does not count it.
    #[must_use]
    pub fn of(self, row: &placement::Row) -> Option<Duty> {
        let (due, done) = match self {
            Self::Entry => (row.entry_due_on, row.entry_done_on),
            Self::FollowUp => (row.follow_due_on, row.follow_done_on),
        };
        let duty = Duty::Open { due_on: due.and_then(day_of_number)? };
        Some(done.and_then(day_of_number).map_or(duty, |done_on| duty.done(done_on)))
    }
}

/// Counts the follow-up anew by what the contracts say now, while it is not done: it is of one month, or to the end of
/// shorter work, from another start than was told too. Where no contract is stated, what was told counts. The caller
/// holds the row and stores it.
pub(super) fn count_follow_up(row: &mut placement::Row, case: &Case) {
    if row.follow_due_on.is_none() || row.follow_done_on.is_some() {
        return;
    }
    let told = row.told_on.and_then(day_of_number).zip(row.starts_on.and_then(day_of_number));
    let Some((told_on, starts_on)) = told else { return };
    let (starts_on, ends_on) = agreed_days(case).unwrap_or((starts_on, row.ends_on.and_then(day_of_number)));
    let hire = Hire::told(told_on, starts_on, ends_on, calendar());
    row.follow_due_on = Some(day_number(hire.follow_up.due_on()));
}

/// That a duty was done.
#[derive(Clone, Debug)]
pub struct HireDutyDone {
    /// Code of the placement.
    pub placement: String,
    pub duty: HireDuty,
    /// On which day.
    pub on: NaiveDate,
}

/// Records that a duty of the own centre was done. It is done once: the day does not change afterwards.
pub async fn duty_done(app: &App, ctx: &Ctx, order: HireDutyDone, key: &Key) -> Result<(), AppError> {
    let placement_id = id_of(&order.placement)?;
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, app.store().reader(), &row).await?)?;
    if ctx.actor.kind() != Role::Officer {
        return Err(AppError::Forbidden);
    }
    once(app, ctx, key, Doing { ctx: ctx.clone(), placement_id, order }).await
}

struct Doing {
    ctx: Ctx,
    placement_id: Uuid,
    order: HireDutyDone,
}

impl Doing {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let HireDutyDone { duty, on, .. } = self.order;
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        let stands = duty.of(&row).ok_or_else(not_counted)?;
        // Before the employer told of the hire there was nothing to enter, before the first day nobody to ask.
        let since = if duty == HireDuty::Entry { row.told_on } else { row.starts_on };
        let since = since.and_then(day_of_number);
        let done_on = stands.said_done(on, since, self.ctx.today()).map_err(refused)?.parts().done_on;
        match duty {
            HireDuty::Entry => row.entry_done_on = done_on.map(day_number),
            HireDuty::FollowUp => row.follow_done_on = done_on.map(day_number),
        }
        row.updated_at = self.ctx.now.0;
        placement::update_guarded(tx, &row).await?;
        let after = serde_json::json!({"duty": duty.code(), "on": on}).to_string();
        let told = entry(&self.ctx, "placement_duty_done", row.id, Some(after));
        Ok(audit::append_at(tx, Some(row.centre_id), &[told]).await?)
    }
}

fn not_counted() -> AppError {
    let vi = "Hồ sơ này không tính thời hạn đó; nếu có phiếu giới thiệu thì ghi ở phiếu.";
    let en = "This placement does not count that term; where there is a letter, it is recorded there.";
    FieldError::new("form", "not_counted", vi, en).into()
}

fn refused(refusal: DutyRefusal) -> AppError {
    match refusal {
        DutyRefusal::Done { done_on } => {
            let day = short_date(done_on);
            let (vi, en) = (format!("Đã ghi là làm ngày {day}."), format!("It was done on {day}."));
            FieldError::new("form", "done_already", vi, en).into()
        }
        DutyRefusal::NotThen => {
            let vi = "Ngày này chưa đến, hoặc trước khi có kết quả nhận việc.";
            let en = "This day is still to come, or is before there was a hire.";
            FieldError::new("on", "not_then", vi, en).into()
        }
    }
}

impl Work for Doing {
    type Answer = ();

    fn name(&self) -> &'static str {
        "placement_duty_done"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let HireDutyDone { duty, on, .. } = &self.order;
        vec![self.placement_id.as_bytes().to_vec(), duty.code().into(), on.to_string().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
