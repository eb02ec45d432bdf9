//! One posting moved by one command: the rules are asked, then the row is written guarded by the version that was
//! read.

use super::publish::refused;
use super::{announce, change, entry, kind_of, state_json};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::organisations;
use crate::rights::{Action, demand};
use crate::rows;
use sanviec_domain::posting::{Command, Content, PostingId};
use sanviec_store::{Tx, audit, posting};

/// What is to happen to a posting.
#[derive(Clone, Debug)]
pub struct Edit {
    pub id: PostingId,
    /// Version that the asking person saw; `None` takes the present one.
    pub version: Option<i64>,
    pub command: Command,
    /// New content, for `Command::Change`.
    pub content: Option<Content>,
}

/// Carries out one command; returns the new version and the row of the outbox.
pub async fn edit(app: &App, ctx: &Ctx, edit: Edit) -> Result<(i64, i64), AppError> {
    demand(ctx, Action::EditPosting)?;
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (edit, ctx) = (&edit, &ctx);
        store.write("edit_posting", |tx| Box::pin(write(tx, ctx, edit))).await
    })
    .await
}

async fn write(tx: &Tx<'_>, ctx: &Ctx, edit: &Edit) -> Result<(i64, i64), AppError> {
    let row = posting::find(tx, edit.id.0).await?.ok_or(AppError::NotFound)?;
    if edit.version.is_some_and(|seen| seen != row.version) {
        return Err(AppError::Conflict);
    }
    let mut posting = rows::read(row)?;
    let before = state_json(&posting.life);
    let (life, events) = posting.life.clone().step(edit.command.clone(), ctx.now).map_err(refused)?;
    if life.is_live(ctx.now) && !posting.life.is_live(ctx.now) {
        organisations::held_standing(tx, posting.employer_id.0, ctx.now).await?.demand_public()?;
    }
    posting.life = life;
    posting.state_at = ctx.now;
    if let Some(content) = &edit.content {
        posting.content = content.clone();
    }
    let version = posting::update_guarded(tx, &rows::write(&posting, ctx.now)).await?;
    let after = Some(state_json(&posting.life));
    audit::append(tx, &[entry(ctx, edit.command.name().code(), posting.id.0, Some(before), after)]).await?;
    let outbox_row = announce(tx, ctx, &[change(posting.id, version, kind_of(&events))]).await?;
    Ok((version, outbox_row))
}
