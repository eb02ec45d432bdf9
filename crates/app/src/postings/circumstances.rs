//! What the checks of a vacancy are told of the day on which they are made: the same for an advert that is written here
//! and for a row of a file.

use crate::app::App;
use crate::ctx::Ctx;
use chrono::NaiveDate;
use sanviec_domain::checks::{Circumstances, WageFloors};
use sanviec_reference::wage;

/// The circumstances of a check made now.
pub(crate) fn circumstances(app: &App, ctx: &Ctx) -> Circumstances {
    on(ctx.today(), app.facts().dong_per_usd)
}

/// The circumstances of a check made on a day. The region of the workplace is not known (see
/// [`sanviec_reference::horizon`]), so that the lowest minimum wage counts.
pub(crate) fn on(today: NaiveDate, dong_per_usd: i64) -> Circumstances {
    let wages = wage::in_force(today);
    let floors = WageFloors { month: wages.month_dong, hour: wages.hour_dong };
    Circumstances { today, floors, region: None, dong_per_usd }
}
