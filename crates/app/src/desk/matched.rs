//! What vacancies are searched by for a person: the own profile, of somebody who agreed to be compared with vacancies,
//! and of nobody else.

use super::PersonView;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::find::Sought;
use crate::profiles::consents::{demand_for, ledger};
use sanviec_domain::consent::{Lack, Matter, Purpose};

/// The work that somebody wishes for and the place where they live; or why the profile is not compared with vacancies.
pub async fn searched_by(app: &App, ctx: &Ctx, person: &PersonView) -> Result<Result<Sought, Lack>, AppError> {
    let profile = &person.seen.profile;
    let demand = demand_for(Matter::whole(Purpose::Matching), profile, ctx);
    let agreed = ledger(app.store().reader(), profile.id).await?.allows(demand, ctx.now);
    Ok(agreed.map(|()| Sought::of(&profile.content)))
}
