//! An employer that merges, splits or gets another code: one statement, recorded in each placement of the centre that
//! it touches, all of them or none.

use super::append::append_held;
use super::policies::Policies;
use super::said::{Said, may_say};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use sanviec_domain::placement::{Statement, Succession};
use sanviec_store::{BoxFuture, Tx, placement};
use uuid::Uuid;

/// Most placements that one statement is recorded in at once.
const MOST: usize = 2_000;

/// A succession to be recorded. `said` carries it with its source and the paper it rests on.
#[derive(Clone, Debug)]
pub struct Succeed {
    pub said: Said,
}

/// Records who follows whom in every placement of the own centre with the first of the two. Answers in how many.
pub async fn succeed(app: &App, ctx: &Ctx, order: Succeed, key: &Key) -> Result<u32, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    let Statement::Succession(says) = order.said.says.clone() else {
        let (vi, en) = ("Đây không phải việc kế thừa.", "This is no succession.");
        return Err(FieldError::new("kind", "not-in-list", vi, en).into());
    };
    may_say(ctx, &order.said)?;
    if says.from_employer == says.to_employer {
        let (vi, en) = ("Hai mã phải khác nhau.", "The two codes must differ.");
        return Err(FieldError::new("to_employer", "same_employer", vi, en).into());
    }
    let touched = placement::list_employed_by(app.store().reader(), centre_id, &says.from_employer).await?;
    if touched.is_empty() {
        let vi = "Trung tâm không theo dõi ai làm việc ở mã này.";
        let en = "The centre follows nobody who works at this code.";
        return Err(FieldError::new("from_employer", "employer_unknown", vi, en).into());
    }
    // Ids are made before: the write may run again and may not make any.
    let ids = std::iter::repeat_with(|| app.ids().next()).take(MOST).collect();
    let work =
        Succeeding { policies: app.policies().clone(), ctx: ctx.clone(), centre_id, says, said: order.said, ids };
    once(app, ctx, key, work).await
}

struct Succeeding {
    policies: Policies,
    ctx: Ctx,
    centre_id: Uuid,
    says: Succession,
    said: Said,
    ids: Vec<Uuid>,
}

impl Succeeding {
    /// In one order, so that two who do so at once do not wait for each other.
    async fn run(&self, tx: &Tx<'_>) -> Result<u32, AppError> {
        let touched = placement::list_employed_by(tx, self.centre_id, &self.says.from_employer).await?;
        if touched.len() > self.ids.len() {
            let (vi, en) = ("Quá nhiều hồ sơ trong một lần.", "Too many placements at once.");
            return Err(FieldError::new("from_employer", "too_many", vi, en).into());
        }
        let mut count = 0;
        for (row, fact_id) in touched.iter().zip(&self.ids) {
            let mut row = placement::hold(tx, row.id).await?.ok_or(AppError::NotFound)?;
            append_held(tx, &self.policies, &self.ctx, &mut row, (*fact_id, &self.said)).await?;
            count += 1;
        }
        Ok(count)
    }
}

impl Work for Succeeding {
    type Answer = u32;

    fn name(&self) -> &'static str {
        "record_succession"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.said).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<u32, AppError>> {
        Box::pin(self.run(tx))
    }
}
