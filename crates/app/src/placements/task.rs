//! The funding task of a placement that began without one, as one does that its worker told of: chosen once, by an
//! officer of its centre, before anything is claimed. The policy is chosen by it anew, and the audit binds what the
//! placement is from then on.

use super::policies::Policies;
use super::{create, entry, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::evidence::placement_hash;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::{BoxFuture, Tx, audit, claim, placement};
use uuid::Uuid;

/// Which task pays for a placement.
#[derive(Clone, Debug)]
pub struct ChooseTask {
    /// Code of the placement.
    pub placement: String,
    /// One that a loaded policy is made for.
    pub task: String,
}

/// Chooses the funding task of a placement of the own centre that has none.
pub async fn choose_task(app: &App, ctx: &Ctx, order: ChooseTask, key: &Key) -> Result<(), AppError> {
    let placement_id = id_of(&order.placement)?;
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::ChooseTask, Thing::of_centre(row.centre_id))?;
    let task = order.task.trim().to_owned();
    if task.is_empty() {
        let (vi, en) = ("Chọn nhiệm vụ nguồn kinh phí.", "Choose the funding task.");
        return Err(FieldError::new("task", "missing", vi, en).into());
    }
    create::known_task(app.policies(), "task", &task)?;
    let work = Choosing { policies: app.policies().clone(), ctx: ctx.clone(), placement_id, task };
    once(app, ctx, key, work).await
}

struct Choosing {
    policies: Policies,
    ctx: Ctx,
    placement_id: Uuid,
    task: String,
}

impl Choosing {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (policies, ctx) = (&self.policies, &self.ctx);
        // Whoever prepares a claim holds it as well: of the two, one comes first and the other sees it.
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        if !row.task.is_empty() {
            return Err(chosen_already(&row.task));
        }
        if !claim::list_of_placement(tx, row.id).await?.is_empty() {
            return Err(claimed_already());
        }
        row.task.clone_from(&self.task);
        if !super::choice::choose_anew(tx, policies, ctx, &mut row).await? {
            return Err(no_policy());
        }
        let judged = super::case::judged(tx, policies, &row, super::told::times(ctx, &row)).await?;
        super::told::tell(tx, ctx, &mut row, (&judged.outcome, judged.case.today)).await?;
        super::clock::note(policies, &mut row, &judged);
        // By another policy other days may be due.
        row.due_at = Some(row.due_at.map_or(ctx.now.0, |due_at| due_at.min(ctx.now.0)));
        row.updated_at = ctx.now.0;
        placement::update_guarded(tx, &row).await?;
        let after = serde_json::json!({"task": row.task, "hash": placement_hash(&row)}).to_string();
        let told = entry(ctx, "choose_task", row.id, Some(after));
        Ok(audit::append_at(tx, Some(row.centre_id), &[told]).await?)
    }
}

fn chosen_already(task: &str) -> AppError {
    let vi = format!("Hồ sơ này đã có nhiệm vụ nguồn kinh phí {task}. Nhiệm vụ đã chọn thì không đổi được.");
    let en = format!("This placement has the funding task {task} already. A task that was chosen stays.");
    FieldError::new("task", "task_chosen", vi, en).into()
}

fn claimed_already() -> AppError {
    let vi = "Hồ sơ này đã có đề nghị chi trả, nên không chọn nhiệm vụ nguồn kinh phí được nữa.";
    let en = "A claim was made for this placement, so its funding task is chosen no more.";
    FieldError::new("task", "claimed_already", vi, en).into()
}

fn no_policy() -> AppError {
    let vi = "Ngày ký hợp đồng không có chính sách nào của nhiệm vụ này. Chọn nhiệm vụ khác.";
    let en = "No policy of this task was in force when the contract was signed. Choose another task.";
    FieldError::new("task", "no_policy", vi, en).into()
}

impl Work for Choosing {
    type Answer = ();

    fn name(&self) -> &'static str {
        "choose_task"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.placement_id.as_bytes().to_vec(), self.task.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
