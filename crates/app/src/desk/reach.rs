//! Whether messages reach the person of a case, for the officer: whom none reaches has to be told by telephone or at
//! the counter.

use crate::app::App;
use crate::error::AppError;
use crate::messages::contact_of;
use crate::profiles::load_surviving;
use sanviec_domain::time::Micros;
use sanviec_store::message;
use uuid::Uuid;

/// How somebody is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// By the own account.
    Account,
    /// Without an account, by what was given at the counter.
    Written,
    /// So too, but a message since then did not arrive.
    Failed,
    /// By nothing: no account, no e-mail address, no mobile number.
    Nobody,
    /// The person is gone; there is nobody to be told.
    Gone,
}

/// How the person of a profile is reached by messages since an instant.
pub(super) async fn reached(app: &App, profile_id: Uuid, since: Micros) -> Result<Reached, AppError> {
    let reader = app.store().reader();
    let profile = match Box::pin(load_surviving(reader, app.keys()?, profile_id)).await {
        Ok(profile) => profile,
        Err(AppError::Gone | AppError::NotFound) => return Ok(Reached::Gone),
        Err(error) => return Err(error),
    };
    if profile.account_id.is_some() {
        return Ok(Reached::Account);
    }
    if contact_of(&profile).is_none() {
        return Ok(Reached::Nobody);
    }
    let has_failed = message::has_failed(reader, profile.id.0, since.0).await?;
    Ok(if has_failed { Reached::Failed } else { Reached::Written })
}
