//! An employer that merges, splits or gets another code: one statement of a centre, recorded in each placement that it
//! touches, and in each that it touches later: one that is made afterwards, and one that comes to its employer by
//! another succession. A few are told in the write that records it; of many all are noted there, and told some at a
//! time ([`super::telling`]).

use super::append::{Appended, append_by};
use super::case::facts_of;
use super::policies::Policies;
use super::said::{Channel, Said, heard};
use crate::app::App;
use crate::ctx::Ctx;
use crate::desk::{entry, own_centre};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::hex;
use sanviec_domain::placement::{Case, Fact, Source, Statement, Succession, visible_facts};
use sanviec_domain::time::{day_number, day_of_number};
use sanviec_store::placement::document;
use sanviec_store::placement::succession::{self, Succession as Stored};
use sanviec_store::{BoxFuture, Error as StoreError, Tx, audit, placement};
use uuid::Uuid;

/// Most placements that are told in the write that records a succession. Whoever else writes waits for it.
pub const SUCCESSION_AT_ONCE: usize = 100;
/// Most successions that one placement is told of when it is made or comes to another employer.
pub(super) const CHAIN_MOST: usize = 20;
/// The one name of successions in audit rows.
pub(super) const ENTITY: &str = "employer_succession";

/// A succession to be recorded. `said` carries it with its source and the paper it rests on.
#[derive(Clone, Debug)]
pub struct Succeed {
    pub said: Said,
}

/// Records who follows whom, for every placement of the own centre with the first of the two. Answers for how many:
/// they are told now, or one after the other when they are more than [`SUCCESSION_AT_ONCE`].
pub async fn succeed(app: &App, ctx: &Ctx, order: Succeed, key: &Key) -> Result<u32, AppError> {
    let work = succeeding(app, ctx, &order.said).await?;
    once(app, ctx, key, work).await
}

/// The same where a program records it of one placement: whoever works for these employers is told of it as well.
pub(super) async fn succeed_at(
    app: &App,
    ctx: &Ctx,
    (placement_id, version): (Uuid, Option<i64>),
    (said, key): (Said, &Key),
) -> Result<Appended, AppError> {
    let work = succeeding(app, ctx, &said).await?;
    once(app, ctx, key, SucceedingAt { placement_id, version, work }).await
}

async fn succeeding(app: &App, ctx: &Ctx, said: &Said) -> Result<Succeeding, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    let Statement::Succession(says) = said.says.clone() else {
        let (vi, en) = ("Đây không phải việc kế thừa.", "This is no succession.");
        return Err(FieldError::new("kind", "not-in-list", vi, en).into());
    };
    let said = heard(ctx, said)?;
    if says.from_employer == says.to_employer {
        let (vi, en) = ("Hai mã phải khác nhau.", "The two codes must differ.");
        return Err(FieldError::new("to_employer", "same_employer", vi, en).into());
    }
    let reader = app.store().reader();
    let touched = placement::list_employed_by(reader, centre_id, &says.from_employer, 1).await?;
    if touched.is_empty() && !succession::is_known(reader, &says.from_employer).await? {
        let vi = "Không có đơn vị nào mang mã này, ở trung tâm hay trên sàn.";
        let en = "No employer has this code, neither with the centre nor on the exchange.";
        return Err(FieldError::new("from_employer", "employer_unknown", vi, en).into());
    }
    // Ids are made before: the write may run again and may not make any.
    let ids = std::iter::repeat_with(|| app.ids().next()).take(SUCCESSION_AT_ONCE * CHAIN_MOST + 1).collect();
    Ok(Succeeding { policies: app.policies().clone(), ctx: ctx.clone(), centre_id, says, said, ids })
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
    /// Which succession it is, and how many placements it touches.
    async fn run(&self, tx: &Tx<'_>) -> Result<(Uuid, u64), AppError> {
        // A placement that is being made is waited for, and one that begins afterwards sees this.
        succession::hold_alone(tx, self.centre_id).await?;
        let Some(id) = succession::add(tx, &self.stated()).await? else {
            let vi = "Việc kế thừa này đã được ghi; hồ sơ mở sau cũng được tính.";
            let en = "This succession is recorded already; placements that are made later are told of it too.";
            return Err(FieldError::new("to_employer", "succession_known", vi, en).into());
        };
        let from = &self.says.from_employer;
        let touched = placement::list_employed_by(tx, self.centre_id, from, SUCCESSION_AT_ONCE + 1).await?;
        let count = if touched.len() > SUCCESSION_AT_ONCE {
            succession::note_untold(tx, id).await?
        } else {
            let mut ids = self.ids[1..].iter().copied();
            // In one order, so that two who do so at once do not wait for each other.
            for placement_id in &touched {
                self.tell(tx, *placement_id, &mut ids).await?;
            }
            u64::try_from(touched.len()).unwrap_or(u64::MAX)
        };
        let after = format!(r#"{{"placements":{count}}}"#);
        let noted = entry(&self.ctx, "record_succession", (ENTITY, id), Some(after));
        audit::append_at(tx, Some(self.centre_id), &[noted]).await?;
        Ok((id, count))
    }

    /// Whoever comes to the second employer now is told of what was recorded of that one before.
    async fn tell(
        &self,
        tx: &Tx<'_>,
        placement_id: Uuid,
        ids: &mut (impl Iterator<Item = Uuid> + Send),
    ) -> Result<(), AppError> {
        let mut row = placement::hold(tx, placement_id).await?.ok_or(AppError::NotFound)?;
        follow(tx, (&self.policies, &self.ctx), &mut row, (&self.says.from_employer, ids)).await
    }

    fn stated(&self) -> Stored {
        Stored {
            id: self.ids[0],
            centre_id: self.centre_id,
            from_code: self.says.from_employer.clone(),
            to_code: self.says.to_employer.clone(),
            on_day: day_number(self.says.on),
            source: self.said.source.code().to_owned(),
            channel: self.said.channel.code().to_owned(),
            document_hash: self.said.document_hash.map(Vec::from),
            reference: self.said.reference.clone(),
            entered_by: self.ctx.actor.person().map(|person| person.account_id),
            recorded_at: self.ctx.now.0,
            ended_at: None,
        }
    }
}

fn too_long() -> AppError {
    let vi = "Mã này đã được kế thừa quá nhiều lần để ghi trong một lần. Rút lại những việc kế thừa ghi nhầm.";
    let en = "Too many successions follow this code to be recorded at once. Retract those that were recorded wrongly.";
    FieldError::new("from_employer", "chain_too_long", vi, en).into()
}

/// Tells a placement that the caller holds of every succession that begins with an employer, or with one that followed
/// it, and that it was not told of yet: once for each time that the centre states it. `ids` are those of the facts,
/// made before the write.
pub(super) async fn follow(
    tx: &Tx<'_>,
    (policies, ctx): (&Policies, &Ctx),
    row: &mut placement::Row,
    (from, ids): (&str, &mut (impl Iterator<Item = Uuid> + Send)),
) -> Result<(), AppError> {
    let known = facts_of(&placement::facts(tx, row.id, i64::MAX).await?)?;
    let is_named = |id: &str| known.iter().any(|fact| fact.says.retracts() == Some(id));
    // One that was retracted here is told anew once the centre records it again, and not before.
    let is_gone = |id: &str| known.iter().any(|back| back.says.retracts() == Some(id) && !is_named(&back.id));
    let is_told = |says: &Succession, stated_at: i64| {
        let mut same = known.iter().filter(|fact| fact.says.succession() == Some(says));
        same.any(|fact| fact.recorded_at.0 >= stated_at || !is_gone(&fact.id))
    };
    let (mut codes, mut at) = (vec![from.to_owned()], 0);
    while at < codes.len() {
        for stated in succession::list_from(tx, row.centre_id, &codes[at]).await? {
            let said = said_of(tx, row, &stated).await?;
            if said.says.succession().is_none_or(|says| is_told(says, stated.recorded_at)) {
                continue;
            }
            let fact_id = ids.next().ok_or_else(too_long)?;
            append_by(tx, policies, ctx, row, (fact_id, &said, stated.entered_by)).await?;
            if !codes.contains(&stated.to_code) {
                codes.push(stated.to_code);
            }
        }
        at += 1;
    }
    Ok(())
}

/// The statement as it was made; a paper that the placement does not have is named by its hash.
async fn said_of(tx: &Tx<'_>, row: &placement::Row, stated: &Stored) -> Result<Said, AppError> {
    let corrupt = |column| StoreError::corrupt(ENTITY, column, stated.id);
    let hash = stated.document_hash.as_deref();
    let paper = match hash {
        Some(hash) => document::find_by_hash(tx, row.id, hash).await?,
        None => None,
    };
    let named = hash.map(|hash| format!("SHA-256 {}", hex(hash)));
    Ok(Said {
        says: Statement::Succession(Succession {
            from_employer: stated.from_code.clone(),
            to_employer: stated.to_code.clone(),
            on: day_of_number(stated.on_day).ok_or_else(|| corrupt("on_day"))?,
        }),
        source: Source::find_by_code(&stated.source).ok_or_else(|| corrupt("source"))?,
        channel: Channel::find_by_code(&stated.channel).ok_or_else(|| corrupt("channel"))?,
        document_hash: paper.and_then(|paper| paper.hash.try_into().ok()),
        reference: stated.reference.clone().or(named),
    })
}

/// A succession that is retracted is told to nobody any more; once that is retracted, it is told to whoever was not
/// told of it. Whether a retraction does anything the rule says: nobody unmakes the word of a stronger source.
pub(super) async fn retracted(
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &placement::Row,
    (fact, case): (&Fact, &Case),
) -> Result<(), AppError> {
    let named = |says: &Statement| says.retracts().and_then(|id| case.facts.iter().find(|known| known.id == id));
    let mut meant = named(&fact.says);
    while let Some(further) = meant.and_then(|known| named(&known.says)) {
        meant = Some(further);
    }
    let Some(said) = meant.and_then(|known| known.says.succession()) else { return Ok(()) };
    let others = case.facts.iter().filter(|known| known.id != fact.id).cloned().collect();
    let before = Case { facts: others, ..case.clone() };
    let stands = |case: &Case| visible_facts(case).iter().any(|known| known.says.succession() == Some(said));
    let which = (said.from_employer.as_str(), said.to_employer.as_str(), day_number(said.on));
    let (id, action) = match (stands(&before), stands(case)) {
        // Later than every fact that this placement was told by: stated anew, it comes after all of them.
        (true, false) => (succession::end(tx, row.centre_id, which, fact.recorded_at.0).await?, "retract_succession"),
        (false, true) => (succession::restore(tx, row.centre_id, which, ctx.now.0).await?, "restore_succession"),
        (true, true) | (false, false) => return Ok(()),
    };
    let Some(id) = id else { return Ok(()) };
    let after = format!(r#"{{"fact":"{}"}}"#, fact.id);
    Ok(audit::append_at(tx, Some(row.centre_id), &[entry(ctx, action, (ENTITY, id), Some(after))]).await?)
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
        Box::pin(async move {
            let (_, count) = self.run(tx).await?;
            Ok::<_, AppError>(u32::try_from(count).unwrap_or(u32::MAX))
        })
    }
}

/// A succession that came with one placement: answered with what was recorded there.
struct SucceedingAt {
    placement_id: Uuid,
    version: Option<i64>,
    work: Succeeding,
}

impl SucceedingAt {
    async fn run(&self, tx: &Tx<'_>) -> Result<Appended, AppError> {
        let row = placement::find(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        if self.version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        let (id, _) = self.work.run(tx).await?;
        // Of many none is told yet; the answer names what was recorded in this one.
        if succession::take_untold(tx, id, self.placement_id).await? {
            self.work.tell(tx, self.placement_id, &mut self.work.ids[1..].iter().copied()).await?;
        }
        let row = placement::find(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        let known = facts_of(&placement::facts(tx, row.id, i64::MAX).await?)?;
        let told = known.iter().rfind(|fact| fact.says.succession() == Some(&self.work.says));
        let told = told.ok_or_else(not_employed)?;
        Ok(Appended { id: told.id.clone(), recorded_at: told.recorded_at, version: row.version, waits: false })
    }
}

/// Nothing is recorded then: the address names a placement that it does not touch.
fn not_employed() -> AppError {
    let vi = "Hồ sơ này không thuộc đơn vị có mã đó. Ghi việc kế thừa ở hồ sơ của người làm việc tại đó.";
    let en = "This placement is not with an employer of that code. Record it at one of somebody who works there.";
    FieldError::new("from_employer", "not_employed", vi, en).into()
}

impl Work for SucceedingAt {
    type Answer = Appended;

    fn name(&self) -> &'static str {
        "append_fact"
    }

    fn owner(&self) -> Option<Uuid> {
        self.work.owner()
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.placement_id.as_bytes().to_vec(), format!("{:?}", self.work.said).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Appended, AppError>> {
        Box::pin(self.run(tx))
    }
}
