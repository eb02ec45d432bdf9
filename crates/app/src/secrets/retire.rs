//! Taking a key out of use: the database forgets its mark when nothing is sealed with it any more, and only then may
//! it leave the key file. The other way round a server would refuse to start, and rightly. What stands in its way is
//! said in words: what can be sealed anew, what goes by itself, what nobody may rewrite, and servers that still seal.

use super::columns::{Fate, fate_of};
use super::hold::{SECONDS_HELD, is_let_go};
use super::is_marked;
use super::ring::KeyHead;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::DAYS_OF_ANSWERS;
use crate::rights::{Action, demand};
use sanviec_store::{Tx, audit, key_mark, sealed};
use uuid::Uuid;

/// Forgets a key of fields. Refused for the key in use and for one that something is still sealed with. Looking and
/// forgetting are one write: what was sealed with it before is seen. Refused too while a server seals with it that was
/// not started again with the newer key; a second time is fine.
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
        if !self.in_use.iter().all(|mark| is_marked(mark, &known)) {
            return Err(AppError::internal(
                "the key file is not that of this database, or its newest key was never used",
            ));
        }
        // First: a server that says at the same moment that it seals is waited for, or is told that it may not.
        if !is_let_go(tx, self.id).await? {
            return Err(still_sealing(self.id).into());
        }
        let reasons = reasons(self.id, &sealed::list_under(tx, &self.head.0).await?);
        if !reasons.is_empty() {
            return Err(AppError::Refused(reasons));
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

/// Why a key that seals something in these columns is still needed, one reason for each fate.
fn reasons(id: u32, found: &[(String, String)]) -> Vec<FieldError> {
    let places = |of: &dyn Fn(Option<Fate>) -> bool| {
        let those = found.iter().filter(|(table, column)| of(fate_of(table, column)));
        those.map(|(table, column)| format!("{table}.{column}")).collect::<Vec<_>>().join(", ")
    };
    let goes = |fate: Option<Fate>| matches!(fate, Some(Fate::Goes { .. }));
    let stays = |fate: Option<Fate>| fate == Some(Fate::Stays);
    let anew = places(&|fate| !goes(fate) && !stays(fate));
    let waits = places(&goes);
    let (kept, days) = (places(&stays), DAYS_OF_ANSWERS);
    let mut reasons = Vec::new();
    let mut add = |code, vi, en| reasons.push(FieldError::new("key", code, vi, en));
    if !anew.is_empty() {
        let vi = format!("Còn dữ liệu mã hóa bằng khóa {id} ở {anew}. Hãy chạy “sanviec keys reseal” rồi thử lại.");
        let en =
            format!("Something in {anew} is still sealed with key {id}. Run `sanviec keys reseal`, then try again.");
        add("key_still_used", vi, en);
    }
    if !waits.is_empty() {
        let vi = format!(
            "Các câu trả lời ở {waits} còn mã hóa bằng khóa {id} và không mã hóa lại được; chúng tự bị xóa sau {days} \
             ngày kể từ khi ghi. Hãy đợi đến lúc đó rồi thử lại."
        );
        let en = format!(
            "Answers in {waits} are sealed with key {id} and are not sealed anew; they go by themselves {days} days \
             after they were written. Wait until then and try again."
        );
        add("key_awaited", vi, en);
    }
    if !kept.is_empty() {
        let vi = format!(
            "Dữ liệu ở {kept} mã hóa bằng khóa {id} nằm trong bảng chỉ được ghi thêm, không ai được sửa. Không thể bỏ \
             khóa này khi dữ liệu ấy còn; hãy giữ khóa trong tệp, dữ liệu mới dùng khóa mới."
        );
        let en = format!(
            "What {kept} holds is sealed with key {id} and stands in a table to which rows are only added; nobody may \
             rewrite it. The key cannot be dropped while it stands: keep it in the file. New data use the new key."
        );
        add("key_kept", vi, en);
    }
    reasons
}

fn still_sealing(id: u32) -> FieldError {
    let vi = format!(
        "Có máy chủ khởi động trước khi có khóa mới và vẫn đang mã hóa bằng khóa {id}. Hãy khởi động lại mọi máy chủ với \
         tệp khóa mới, đợi {SECONDS_HELD} giây, chạy “sanviec keys reseal” rồi thử lại."
    );
    let en = format!(
        "A server that was started before the newer key still seals with key {id}. Start every server again with the new \
         key file, wait {SECONDS_HELD} seconds, run `sanviec keys reseal`, then try again."
    );
    FieldError::new("key", "key_sealing", vi, en)
}

fn refused(code: &'static str, vi: String, en: String) -> AppError {
    FieldError::new("key", code, vi, en).into()
}
