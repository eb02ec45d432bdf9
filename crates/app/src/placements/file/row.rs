//! What a row says becomes a fact, or stands already. That is decided by the facts, in the write and with the placement
//! held: what was said again later reaches further, what was unsaid or taken back since is said anew, and of the same
//! row in two files at once one is recorded.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::placements::append::append_held;
use crate::placements::case::{case_of, facts_of, policy_of};
use crate::placements::policies::Policies;
use crate::placements::said::{Said, heard};
use crate::placements::{code_of, thing_for};
use crate::rights::{Action, demand_of};
use sanviec_domain::placement::{Attestation, is_said_again, reached, visible_facts};
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, placement};
use uuid::Uuid;

/// What is to be done for a row that attests something of a placement, by whoever may record it there.
pub(super) async fn prepare(app: &App, ctx: &Ctx, placement_id: Uuid, said: &Said) -> Result<Taking, AppError> {
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::RecordFact, thing_for(ctx, app.store().reader(), &row).await?)?;
    let said = heard(ctx, said)?;
    Ok(Taking { policies: app.policies().clone(), ctx: ctx.clone(), placement_id, fact_id: app.ids().next(), said })
}

/// Records it in a write of its own, unless it stands already; whether it was recorded now.
pub(super) async fn take(app: &App, taking: Taking) -> Result<bool, AppError> {
    let store = app.store().clone();
    // Without a key: the facts say whether it came before, and what was taken back since.
    app.to_the_end(async move {
        let taking = &taking;
        store.write("take_row", |tx| Box::pin(taking.run(tx))).await
    })
    .await
}

/// One row to be recorded.
pub(super) struct Taking {
    policies: Policies,
    ctx: Ctx,
    pub(super) placement_id: Uuid,
    fact_id: Uuid,
    said: Said,
}

impl Taking {
    /// Whether it was recorded now.
    pub(super) async fn run(&self, tx: &Tx<'_>) -> Result<bool, AppError> {
        let mut row = placement::hold(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        if let Some(said) = self.said.says.attestation()
            && self.stands(tx, &row, said).await?
        {
            return Ok(false);
        }
        append_held(tx, &self.policies, &self.ctx, &mut row, (self.fact_id, &self.said)).await?;
        Ok(true)
    }

    /// Whether the source said this last, or said it by this very row: a file that is sent again unsays nothing of what
    /// a later one said.
    async fn stands(&self, tx: &Tx<'_>, row: &placement::Row, said: &Attestation) -> Result<bool, AppError> {
        let stored = placement::facts(tx, row.id, i64::MAX).await?;
        let policy = policy_of(tx, &self.policies, row, self.ctx.today()).await?;
        let recorded_at = Micros(self.ctx.now.0.max(row.last_known_at.saturating_add(1)));
        let case = case_of(row, facts_of(&stored)?, (self.ctx.today(), recorded_at), &policy)?;
        let on = recorded_at.day();
        if is_said_again(&case, self.said.source, said, on) {
            return Ok(true);
        }
        let by_this_row = |id: &str| stored.iter().any(|fact| code_of(fact.id) == id && self.is_of_this_row(fact));
        Ok(visible_facts(&case).into_iter().any(|fact| {
            let same = fact.says.attestation() == Some(said);
            same && reached(said, fact.recorded_at.day()) == reached(said, on) && by_this_row(&fact.id)
        }))
    }

    fn is_of_this_row(&self, fact: &placement::Fact) -> bool {
        fact.source == self.said.source.code()
            && fact.document_hash.as_deref() == self.said.document_hash.as_ref().map(|hash| &hash[..])
            && fact.reference == self.said.reference
    }
}
