//! Time passes at the desk: letters lapse, duties become overdue. Asked by the clock again and again; each effect
//! happens once, on whichever node comes first.

use super::appoint;
use super::appointment_told::Told;
use super::record::move_on;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use sanviec_domain::referral::{Command, Side};
use sanviec_store::{Tx, appointment, referral};
use uuid::Uuid;

/// Cases of one kind in one turn.
const BATCH: u64 = 200;

/// Lets time pass for what is due and reminds of what is near; how much moved. What somebody else moved meanwhile is
/// left for the next turn, and so is what cannot be moved.
pub async fn tick(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let (reader, now) = (app.store().reader(), ctx.now.0);
    let (mut round, mut moved) = (Round::of(app, ctx, "referral").await?, 0);
    for row in referral::list_due(reader, now, BATCH).await? {
        moved += usize::from(round.ended(row.id, one(app, ctx, Due::Referral(row, app.ids().next())).await).await?);
    }
    let mut round = Round::of(app, ctx, "appointment").await?;
    for row in appointment::list_due(reader, now, BATCH).await? {
        moved += usize::from(round.ended(row.id, one(app, ctx, Due::Appointment(row, Told::new(app))).await).await?);
    }
    for row in appointment::list_to_remind(reader, now, BATCH).await? {
        let due = Due::Reminder(row.clone(), app.ids().next());
        moved += usize::from(round.ended(row.id, one(app, ctx, due).await).await?);
    }
    Ok(moved)
}

enum Due {
    /// With the id of the message to the person.
    Referral(referral::Row, Uuid),
    /// With the ids of the messages.
    Appointment(appointment::Row, Told),
    /// With the id of the message.
    Reminder(appointment::Row, Uuid),
}

impl Due {
    async fn pass(&self, tx: &Tx<'_>, keys: &Keyring, ctx: &Ctx) -> Result<(), AppError> {
        match self {
            Self::Referral(row, message_id) => {
                let step = (Command::Tick, Side::System);
                move_on(tx, (keys, ctx), &mut row.clone(), step, Some(*message_id)).await
            }
            Self::Appointment(row, told) => {
                use sanviec_domain::appointment::{Command, Side};
                appoint::move_on(tx, (keys, ctx), &mut row.clone(), (Command::Tick, Side::System), *told).await
            }
            Self::Reminder(row, message_id) => appoint::remind(tx, (keys, ctx), row, *message_id).await,
        }
    }
}

async fn one(app: &App, ctx: &Ctx, due: Due) -> Result<(), AppError> {
    let (store, keys, ctx) = (app.store().clone(), app.keys()?.clone(), ctx.clone());
    app.to_the_end(async move {
        let (keys, ctx, due) = (&keys, &ctx, &due);
        store.write("tick_desk", |tx| Box::pin(due.pass(tx, keys, ctx))).await
    })
    .await
}
