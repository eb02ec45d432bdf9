//! Time passes at the desk: letters lapse, duties become overdue. Asked by the clock again and again; each effect
//! happens once, on whichever node comes first.

use super::appoint;
use super::record::move_on;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use sanviec_domain::referral::{Command, Side};
use sanviec_store::{Tx, appointment, referral};
use uuid::Uuid;

/// Cases of one kind in one turn.
const BATCH: u64 = 200;

/// Lets time pass for what is due and reminds of what is near; how much moved. What somebody else moved meanwhile is
/// left for the next turn.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (reader, now) = (app.store().reader(), ctx.now.0);
    let mut moved = 0;
    for row in referral::list_due(reader, now, BATCH).await? {
        moved += one(app, ctx, Due::Referral(row)).await?;
    }
    for row in appointment::list_due(reader, now, BATCH).await? {
        moved += one(app, ctx, Due::Appointment(row)).await?;
    }
    for row in appointment::list_to_remind(reader, now, BATCH).await? {
        moved += one(app, ctx, Due::Reminder(row, app.ids().next())).await?;
    }
    Ok(moved)
}

enum Due {
    Referral(referral::Row),
    Appointment(appointment::Row),
    /// With the id of the message.
    Reminder(appointment::Row, Uuid),
}

impl Due {
    async fn pass(&self, tx: &Tx<'_>, keys: &Keyring, ctx: &Ctx) -> Result<(), AppError> {
        match self {
            Self::Referral(row) => move_on(tx, keys, ctx, &mut row.clone(), (Command::Tick, Side::System)).await,
            Self::Appointment(row) => {
                use sanviec_domain::appointment::{Command, Side};
                appoint::move_on(tx, keys, ctx, &mut row.clone(), (Command::Tick, Side::System)).await
            }
            Self::Reminder(row, message_id) => appoint::remind(tx, (keys, ctx), row, *message_id).await,
        }
    }
}

async fn one(app: &App, ctx: &Ctx, due: Due) -> Result<usize, AppError> {
    let (store, keys, ctx) = (app.store().clone(), app.keys()?.clone(), ctx.clone());
    let ended = app
        .to_the_end(async move {
            let (keys, ctx, due) = (&keys, &ctx, &due);
            store.write("tick_desk", |tx| Box::pin(due.pass(tx, keys, ctx))).await
        })
        .await;
    match ended {
        Ok(()) => Ok(1),
        Err(AppError::Conflict) => Ok(0),
        Err(error) => Err(error),
    }
}
