//! Whoever has to answer a request is told of it: officers and managers of the centre that serves the person, or those
//! who run the platform where none does.

use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::messages;
use crate::secrets::Keyring;
use sanviec_domain::message::Content;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::day_of_number;
use sanviec_store::data_request::Row;
use sanviec_store::{Tx, membership};
use uuid::Uuid;

/// People who are told of one request.
pub(super) const TOLD: usize = 20;
const OPERATOR: Role = Role::PlatformOperator;

/// Tells each of them once that somebody waits, and until when; of a request that is over nobody. `ids` are new ones,
/// one for each message.
pub(super) async fn tell(tx: &Tx<'_>, (keys, ctx): (&Keyring, &Ctx), row: &Row, ids: &[Uuid]) -> Result<(), AppError> {
    let Some(due_on) = row.next_due_on.and_then(day_of_number) else { return Ok(()) };
    let (held, roles) = match row.centre_id {
        Some(id) => (membership::list_at_centre(tx, id).await?, &[Role::Officer, Role::CentreManager][..]),
        None => (membership::list_of_role(tx, OPERATOR.code()).await?, &[OPERATOR][..]),
    };
    let path = format!("/trung-tam/yeu-cau/{}", PostingCode::of(row.id));
    let content = Content::RequestDue { due_on, path };
    let mut told: Vec<Uuid> = Vec::new();
    for held in held {
        let may = roles.iter().any(|role| role.code() == held.role);
        if !may || told.contains(&held.account_id) || told.len() >= ids.len() {
            continue;
        }
        let to = (ids[told.len()], held.account_id);
        if messages::to_account(tx, (keys, ctx), to, &content, None).await? {
            told.push(held.account_id);
        }
    }
    Ok(())
}
