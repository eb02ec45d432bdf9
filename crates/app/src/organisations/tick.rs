//! The clock's part: verifications that ran out, answers that are late, invitations that nobody took up.

use super::load::case;
use super::{change_members, verify};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::stuck::Round;
use sanviec_domain::membership;
use sanviec_domain::verification::{Command, Side};
use sanviec_store::{Tx, organisation, verification};
use uuid::Uuid;

/// Lets time pass for at most `limit` verifications and as many organisations; says how many were moved. Run twice at
/// once, each moves once; one that cannot be moved keeps nobody else waiting.
pub async fn tick_due(app: &App, ctx: &Ctx, limit: u64) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let reader = app.store().reader();
    let verifications = verification::list_due(reader, ctx.now.0, limit).await?;
    let organisations = organisation::list_due(reader, ctx.now.0, limit).await?;
    let (mut round, mut moved) = (Round::of(app, ctx, "organisation").await?, 0);
    for id in verifications.iter().map(|row| row.organisation_id).chain(organisations.iter().map(|row| row.id)) {
        let (store, app, ctx) = (app.store().clone(), app.clone(), ctx.clone());
        let ended = app
            .clone()
            .to_the_end(async move {
                let (app, ctx) = (&app, &ctx);
                store.write("tick_organisation", |tx| Box::pin(tick(tx, (app, ctx), id))).await
            })
            .await;
        moved += usize::from(round.ended(id, ended).await?);
    }
    Ok(moved)
}

async fn tick(tx: &Tx<'_>, (app, ctx): (&App, &Ctx), id: Uuid) -> Result<(), AppError> {
    let Some(row) = organisation::find_for_update(tx, id).await? else { return Ok(()) };
    if row.due_at.is_some_and(|due| due <= ctx.now.0) {
        let command = (membership::Command::Tick, membership::Actor::System);
        change_members::step(tx, (app, ctx), id, command, None).await?;
    }
    let case = case(tx, app.keys()?, id).await?;
    let step = case.life.clone().step(Command::Tick, Side::System, ctx.now, calendar());
    let (life, events) = step.map_err(AppError::internal)?;
    verify::write(tx, (app, ctx), &case, (&life, &events)).await
}
