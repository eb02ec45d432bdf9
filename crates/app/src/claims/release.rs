//! Who has a hand in a list: what the rule of two people is asked with, for the page and in the write.

use super::not_by_you;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::claim::{Release, ReleaseRefusal, may_account_for};
use sanviec_domain::membership::AccountId;
use sanviec_store::{Db, batch, paying};
use uuid::Uuid;

/// Why this person may not send the list, when they may not.
pub(super) async fn send_refusal(
    db: &impl Db,
    list: &batch::Row,
    account_id: Uuid,
) -> Result<Option<ReleaseRefusal>, AppError> {
    let hands = batch::hands(db, list.id).await?;
    let account_by = paying::find(db, list.centre_id).await?.and_then(|row| row.payee_by);
    let accounts = |ids: Vec<Uuid>| ids.into_iter().map(AccountId).collect::<Vec<_>>();
    let release = Release {
        made_by: AccountId(list.made_by),
        prepared_by: &accounts(hands.prepared_by),
        account_by: account_by.map(AccountId),
        bounced_by: &accounts(hands.bounced_by),
    };
    Ok(release.by(AccountId(account_id)).err())
}

/// Refuses whoever may not send the list.
pub(super) async fn demand_send(db: &impl Db, list: &batch::Row, account_id: Uuid) -> Result<(), AppError> {
    send_refusal(db, list, account_id).await?.map_or(Ok(()), |refusal| Err(not_by_you(refusal)))
}

/// Why this person may not say what the bank answered, when they may not.
pub(super) fn answer_refusal(list: &batch::Row, account_id: Uuid) -> Option<ReleaseRefusal> {
    may_account_for(list.sent_by.map(AccountId), AccountId(account_id)).err()
}

/// Refuses whoever may not say what the bank answered.
pub(super) fn demand_answer(list: &batch::Row, account_id: Uuid) -> Result<(), AppError> {
    answer_refusal(list, account_id).map_or(Ok(()), |refusal| Err(not_by_you(refusal)))
}

/// Why whoever acts may not send the list, and not say what the bank answered.
pub(super) async fn refusals(
    db: &impl Db,
    ctx: &Ctx,
    list: &batch::Row,
) -> Result<(Option<ReleaseRefusal>, Option<ReleaseRefusal>), AppError> {
    let Some(person) = ctx.actor.person() else { return Ok((None, None)) };
    let send = if list.state == "open" { send_refusal(db, list, person.account_id).await? } else { None };
    Ok((send, answer_refusal(list, person.account_id)))
}
