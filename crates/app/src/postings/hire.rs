//! A hire that an application or a letter tells of counts on its vacancy, in the same write: the last one fills it.
//! Both may tell of one person, who counts once. Where nobody more is wanted, or the vacancy was taken down, the hire
//! stands all the same: it is a fact, the number is what was advertised.

use super::{announce, change, entry, kind_of, refused, state_json};
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rows;
use sanviec_domain::posting::Command;
use sanviec_store::{Tx, application, audit, posting, profile, referral};
use uuid::Uuid;

/// Who was hired for what, as a row says it that is written already.
pub(crate) struct Hire {
    pub(crate) posting_id: Uuid,
    pub(crate) profile_id: Option<Uuid>,
    pub(crate) account_id: Option<Uuid>,
    /// The application or the letter.
    pub(crate) told_by: Uuid,
}

/// Counts a hire. Nothing is written when the person counts already, or nobody more can be counted.
pub(crate) async fn count_hire(tx: &Tx<'_>, ctx: &Ctx, hire: &Hire) -> Result<(), AppError> {
    // Held before anybody looks who counts: of an answer to an application and one to a letter, one comes second.
    let Some(row) = posting::find_for_update(tx, hire.posting_id).await? else { return Ok(()) };
    let mut posting = rows::read(row)?;
    if !posting.life.takes_hire() || counts(tx, hire).await? {
        return Ok(());
    }
    let before = posting.life.clone();
    let command = Command::RecordHire { count: 1 };
    let name = command.name().code();
    let (life, events) = before.clone().step(command, ctx.now).map_err(refused)?;
    if life.state() != before.state() {
        posting.state_at = ctx.now;
    }
    posting.life = life;
    let version = posting::update_guarded(tx, &rows::write(&posting, ctx.now)).await?;
    let states = (Some(state_json(&before)), Some(state_json(&posting.life)));
    audit::append(tx, &[entry(ctx, name, posting.id.0, states.0, states.1)]).await?;
    announce(tx, ctx, &[change(posting.id, version, kind_of(&events))]).await.map(|_| ())
}

/// Whether another application or letter of the same person was counted for the vacancy.
async fn counts(tx: &Tx<'_>, hire: &Hire) -> Result<bool, AppError> {
    let (mut account_id, mut profiles) = (hire.account_id, Vec::new());
    let profile_id = match (hire.profile_id, hire.account_id) {
        (None, Some(account_id)) => profile::find_by_account(tx, account_id).await?.map(|row| row.id),
        (known, _) => known,
    };
    if let Some(id) = profile_id {
        let (kept, family) = profile::list_family(tx, id).await?;
        if account_id.is_none() {
            account_id = profile::find(tx, kept).await?.and_then(|row| row.account_id);
        }
        profiles = family;
    }
    let by_application = application::is_hired(tx, hire.posting_id, (&profiles, account_id), hire.told_by).await?;
    Ok(by_application || referral::is_hired(tx, hire.posting_id, &profiles, hire.told_by).await?)
}
