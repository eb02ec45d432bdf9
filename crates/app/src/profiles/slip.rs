//! The registration slip of somebody at the counter, to be printed and signed: what the profile says, what was agreed
//! to, and a number by which the signed paper is found again.

use super::consents::ledger;
use super::load::looked;
use super::look::Why;
use super::{Profile, load_live};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::{code_of_profile, own_centre};
use crate::error::AppError;
use crate::rights::{Action, demand_of};
use chrono::NaiveDate;
use sanviec_domain::consent::Ledger;
use sanviec_domain::profile::ProfileId;
use sanviec_store::centre;

/// Signs of the code of a profile that stand on its slips.
const SIGNS: usize = 8;

/// What the slip says.
#[derive(Clone, Debug)]
pub struct SlipView {
    pub profile: Profile,
    pub consents: Ledger,
    /// The centre to which the consents are given.
    pub centre: String,
    /// The same for everything that is printed about the person on one day.
    pub number: String,
}

/// The slip of a person of the own centre. Whoever may change what it says prints it, and that is a look: all of it
/// leaves on a paper.
pub async fn slip_at_counter(app: &App, ctx: &Ctx, id: ProfileId) -> Result<SlipView, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::EditProfile)?;
    let reader = app.store().reader();
    let profile = load_live(reader, app.keys()?, id.0).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    let consents = ledger(reader, id).await?;
    let centre = centre::find(reader, centre_id).await?.ok_or(AppError::NotFound)?.name;
    looked(app, ctx, (&profile, Why::Export), profile.content.filled()).await?;
    Ok(SlipView { profile, consents, centre, number: number(id, ctx.today()) })
}

fn number(id: ProfileId, today: NaiveDate) -> String {
    let code = code_of_profile(id);
    let from = code.len().saturating_sub(SIGNS);
    format!("PDK-{}-{}", code.get(from..).unwrap_or_default().to_uppercase(), today.format("%d%m%y"))
}
