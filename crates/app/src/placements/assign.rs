//! Whose work a placement is: given to another colleague of its centre, by whoever leads it or by an officer. Nothing
//! of it moves an outcome.

use super::{entry, id_of};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::desk::follows_placements;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::{BoxFuture, Tx, audit, colleague, placement};
use uuid::Uuid;

/// Who is to follow a placement from now on.
#[derive(Clone, Debug)]
pub struct Assign {
    /// Code of the placement.
    pub placement: String,
    /// Code of the membership of the colleague.
    pub to: String,
}

/// A colleague who may take a placement.
#[derive(Clone, Debug)]
pub struct Taker {
    /// Code of the membership.
    pub id: String,
    /// The name, where one was given.
    pub name: Option<String>,
    pub role: Role,
}

/// Who could take a placement of the own centre: all who may follow one there, save the one whose work it is.
pub async fn takers(app: &App, ctx: &Ctx, code: &str) -> Result<Vec<Taker>, AppError> {
    let reader = app.store().reader();
    let row = placement::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::AssignPlacement, Thing::of_centre(row.centre_id))?;
    let others = colleague::list(reader, row.centre_id).await?;
    let others =
        others.into_iter().filter(|one| follows_placements(&one.role) && Some(one.account_id) != row.officer_id);
    let taker = |one: colleague::Row| {
        let role = Role::of(&one.role)?;
        Some(Taker { id: super::code_of(one.membership_id), name: one.name, role })
    };
    Ok(others.filter_map(taker).collect())
}

/// Gives a placement to a colleague of its centre. Given to whoever has it already, nothing happens.
pub async fn assign(app: &App, ctx: &Ctx, order: Assign, key: &Key) -> Result<(), AppError> {
    let placement_id = id_of(&order.placement)?;
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::AssignPlacement, Thing::of_centre(row.centre_id))?;
    let to = id_of(&order.to).map_err(|_| nobody())?;
    once(app, ctx, key, Assigning { ctx: ctx.clone(), placement_id, centre_id: row.centre_id, to }).await
}

struct Assigning {
    ctx: Ctx,
    placement_id: Uuid,
    centre_id: Uuid,
    to: Uuid,
}

impl Assigning {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let to = taking(tx, self.centre_id, self.to).await?;
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        let from = row.officer_id.replace(to);
        if from == Some(to) {
            return Ok(());
        }
        row.updated_at = self.ctx.now.0;
        placement::update_guarded(tx, &row).await?;
        let after = serde_json::json!({"from": from, "to": to}).to_string();
        let told = entry(&self.ctx, "assign_placement", row.id, Some(after));
        Ok(audit::append_at(tx, Some(row.centre_id), &[told]).await?)
    }
}

/// The account of whoever takes it. The role is held: somebody who leaves meanwhile hands this over as well, or does
/// not get it.
async fn taking(tx: &Tx<'_>, centre_id: Uuid, membership_id: Uuid) -> Result<Uuid, AppError> {
    if !colleague::hold(tx, membership_id).await? {
        return Err(nobody());
    }
    let all = colleague::list(tx, centre_id).await?;
    let taker = all.into_iter().find(|one| one.membership_id == membership_id && follows_placements(&one.role));
    Ok(taker.ok_or_else(nobody)?.account_id)
}

fn nobody() -> AppError {
    let (vi, en) = ("Chọn một cán bộ của trung tâm.", "Choose an officer of the centre.");
    FieldError::new("to", "nobody_takes_over", vi, en).into()
}

impl Work for Assigning {
    type Answer = ();

    fn name(&self) -> &'static str {
        "assign_placement"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.placement_id.as_bytes().to_vec(), self.to.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
