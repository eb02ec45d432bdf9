//! Taking a key out of use: the database forgets its mark when nothing is sealed with it any more, and only then may
//! it leave the key file. The other way round a server would refuse to start, and rightly.

use super::ring::KeyHead;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand};
use sanviec_store::{Tx, audit, key_mark};
use uuid::Uuid;

/// Forgets a key of fields. Refused for the key in use and for one that something is still sealed with. Looking and
/// forgetting are one write: what was sealed with it before is seen. Servers that still seal with it must have been
/// started again with the newer key; a second time is fine.
pub async fn retire(app: &App, ctx: &Ctx, id: u32) -> Result<(), AppError> {
    demand(ctx, Action::StopAccount)?;
    let keys = app.keys()?;
    if keys.newest() == Some(id) {
        return Err(refused("key_in_use", format!("Khóa {id} đang dùng."), format!("Key {id} is the one in use.")));
    }
    let retiring = Retiring { ctx: ctx.clone(), id, head: KeyHead::of(id), in_use: keys.marks_in_use() };
    let store = app.store().clone();
    app.to_the_end(async move {
        let retiring = &retiring;
        store.write("retire_key", |tx| Box::pin(retiring.write(tx))).await
    })
    .await
}

struct Retiring {
    ctx: Ctx,
    id: u32,
    head: KeyHead,
    in_use: Vec<(String, [u8; 32])>,
}

impl Retiring {
    async fn write(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let known = key_mark::list(tx).await?;
        let is_known =
            |(id, mark): &(String, [u8; 32])| known.iter().any(|(own, kept)| own == id && kept[..] == mark[..]);
        if !self.in_use.iter().all(is_known) {
            return Err(AppError::internal(
                "the key file is not that of this database, or its newest key was never used",
            ));
        }
        if let Some(place) = key_mark::find_sealed(tx, &self.head.0).await? {
            let vi = format!(
                "Còn dữ liệu mã hóa bằng khóa {} ở {place}. Hãy chạy “sanviec keys reseal” rồi thử lại.",
                self.id
            );
            let en = format!(
                "Something in {place} is still sealed with key {}. Run `sanviec keys reseal`, then try again.",
                self.id
            );
            return Err(refused("key_still_used", vi, en));
        }
        key_mark::remove(tx, &format!("field {}", self.id)).await?;
        Ok(audit::append(tx, &[self.entry()]).await?)
    }

    fn entry(&self) -> audit::Row {
        audit::Row {
            id: 0,
            at: self.ctx.now.0,
            actor: self.ctx.actor.name(),
            role: self.ctx.actor.role().to_owned(),
            action: "retire_key".to_owned(),
            entity: "key".to_owned(),
            entity_id: Uuid::nil(),
            before: Some(format!(r#"{{"key":{}}}"#, self.id)),
            after: None,
            request_id: Some(self.ctx.request_id.to_string()),
            centre_id: self.ctx.actor.centre_id(),
        }
    }
}

fn refused(code: &'static str, vi: String, en: String) -> AppError {
    FieldError::new("key", code, vi, en).into()
}
