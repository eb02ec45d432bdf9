//! Where the money comes from and until when: asked before a claim is offered, prepared, approved, listed and sent.
//! What a later version of the same policy extends is extended for the claims of the earlier one.

use crate::app::App;
use crate::error::{AppError, FieldError};
use chrono::NaiveDate;
use sanviec_domain::placement::Policy;
use sanviec_domain::time::short_date;

/// Last day on which money of this policy may be claimed and paid; `None`: open.
pub(super) fn funded_through(app: &App, policy: &Policy) -> Option<NaiveDate> {
    app.policies().funded_through(policy)
}

/// Refused when the money of a policy is over on a day.
pub(super) fn demand_funded(app: &App, policy: &Policy, on: NaiveDate, field: &'static str) -> Result<(), AppError> {
    match funded_through(app, policy) {
        Some(through) if on > through => Err(over(through, field)),
        Some(_) | None => Ok(()),
    }
}

fn over(through: NaiveDate, field: &'static str) -> AppError {
    let day = short_date(through);
    let vi = format!(
        "Nguồn kinh phí này chỉ chi đến hết ngày {day}. Nếu có văn bản kéo dài, hãy cập nhật chính sách; nếu không, \
         rút đề nghị."
    );
    let en = format!(
        "This money is paid through {day} only. If it was extended, add the new version of the policy; if not, withdraw \
         the claim."
    );
    FieldError::new(field, "budget_over", vi, en).into()
}
