//! A colleague leaves: the role ends, its sessions with it, and everything that was open goes to another colleague, in
//! one write. No letter, no meeting and no placement is ever without somebody, or with somebody who may not see it.

use super::centre::id_of;
use super::entry;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Relation, Thing, demand_of, seen};
use sanviec_domain::appointment::Slot;
use sanviec_domain::time::{Micros, clock_time, short_date};
use sanviec_store::{BoxFuture, Tx, appointment, audit, colleague, membership, placement, referral};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who leaves, and who takes the work.
#[derive(Clone, Debug)]
pub struct HandOver {
    /// Code of the membership that ends.
    pub membership: String,
    /// Code of the membership of the colleague who takes over; may be empty when nothing is open.
    pub to: Option<String>,
}

/// What was handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub referrals: u64,
    pub appointments: u64,
    /// All of the placements, those that are confirmed too: a later fact may change each.
    #[serde(default)]
    pub placements: u64,
}

/// Ends a role at a centre and hands its open work over.
pub async fn hand_over(app: &App, ctx: &Ctx, order: HandOver, key: &Key) -> Result<Handed, AppError> {
    let from = id_of(&order.membership)?;
    let row = membership::find(app.store().reader(), from).await?.ok_or(AppError::NotFound)?;
    let centre_id = row.centre_id.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::GiveRole, Thing::of_centre(centre_id))?;
    let to = order.to.as_deref().map(id_of).transpose()?;
    once(app, ctx, key, HandingOver { ctx: ctx.clone(), centre_id, from, to }).await
}

struct HandingOver {
    ctx: Ctx,
    centre_id: Uuid,
    from: Uuid,
    to: Option<Uuid>,
}

impl HandingOver {
    async fn run(&self, tx: &Tx<'_>) -> Result<Handed, AppError> {
        let now = self.ctx.now.0;
        self.hold(tx).await?;
        let from = membership::find(tx, self.from).await?.filter(|row| row.ended_at.is_none());
        let from = from.ok_or(AppError::NotFound)?;
        let colleagues = colleague::list(tx, self.centre_id).await?;
        if from.role == Role::CentreManager.code() {
            let others = colleagues.iter().filter(|other| other.role == from.role && other.membership_id != from.id);
            if others.count() == 0 {
                return Err(last_manager());
            }
        }
        let handed = self.hand(tx, &from, &colleagues).await?;
        membership::end(tx, from.id, now).await?;
        let after = format!(
            r#"{{"ended":"{}","to":{},"referrals":{},"appointments":{},"placements":{}}}"#,
            from.role,
            self.to.map_or("null".to_owned(), |to| format!(r#""{to}""#)),
            handed.referrals,
            handed.appointments,
            handed.placements
        );
        let before = Some(serde_json::json!({ "role": from.role }).to_string());
        let told = audit::Row { before, ..entry(&self.ctx, "hand_over", ("membership", from.id), Some(after)) };
        audit::append(tx, &[told]).await?;
        Ok(handed)
    }

    /// Holds the roles of everybody who leads the centre, of both colleagues, and what else the one who leaves is
    /// there, in the order of ids: of two that end at once the second sees what the first did, and nobody waits in a
    /// circle.
    async fn hold(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let all = colleague::list(tx, self.centre_id).await?;
        let leaves = all.iter().find(|row| row.membership_id == self.from).map(|row| row.account_id);
        let counts = |row: &&colleague::Row| row.role == Role::CentreManager.code() || Some(row.account_id) == leaves;
        let mut ids: Vec<Uuid> = all.iter().filter(counts).map(|row| row.membership_id).collect();
        ids.extend([Some(self.from), self.to].into_iter().flatten());
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            colleague::hold(tx, id).await?;
        }
        Ok(())
    }

    async fn hand(&self, tx: &Tx<'_>, from: &membership::Row, all: &[colleague::Row]) -> Result<Handed, AppError> {
        // Somebody who goes on at the centre in a role that does the work keeps it.
        let keeps = |may: fn(&str) -> bool| {
            all.iter().any(|row| row.account_id == from.account_id && row.membership_id != from.id && may(&row.role))
        };
        let chosen = referral::Chosen { officer_id: Some(from.account_id), only_open: true, state: None };
        let open = referral::list(tx, self.centre_id, chosen, 0, 1).await?;
        let ahead = appointment::list_ahead(tx, self.centre_id, from.account_id).await?;
        let has_work = !open.is_empty() || !ahead.is_empty();
        let people_wait = has_work && !keeps(meets_people);
        let Some(to) = self.taker(from, all)? else {
            let follows = placement::has_open(tx, self.centre_id, from.account_id).await?;
            let waits = people_wait || (follows && !keeps(follows_placements));
            return if waits { Err(nobody()) } else { Ok(Handed::default()) };
        };
        let (both, now) = ((from.account_id, to.account_id), self.ctx.now.0);
        let mut handed = Handed::default();
        if meets_people(&to.role) {
            let theirs = appointment::list_ahead(tx, self.centre_id, to.account_id).await?;
            clashes(&ahead, &theirs)?;
            handed.referrals = referral::hand_over(tx, self.centre_id, both, now).await?;
            handed.appointments = appointment::hand_over(tx, self.centre_id, both, now).await?;
        } else if people_wait {
            return Err(meets_nobody());
        }
        handed.placements = placement::hand_over(tx, self.centre_id, both, now).await?;
        Ok(handed)
    }

    /// Whoever was chosen to take over: another colleague, in a role that does some of the work.
    fn taker<'a>(
        &self,
        from: &membership::Row,
        all: &'a [colleague::Row],
    ) -> Result<Option<&'a colleague::Row>, AppError> {
        let Some(id) = self.to else { return Ok(None) };
        let does = |row: &colleague::Row| meets_people(&row.role) || follows_placements(&row.role);
        let to = all.iter().find(|row| row.membership_id == id && does(row));
        to.filter(|to| to.account_id != from.account_id).map(Some).ok_or_else(nobody)
    }
}

fn may_at_centre(role: &str, action: Action) -> bool {
    Role::of(role).is_some_and(|role| seen(role, action, Relation::Same).is_some())
}

/// Whether a role at a centre has letters and meetings: whoever may refer its people and meet them.
pub(super) fn meets_people(role: &str) -> bool {
    may_at_centre(role, Action::Refer) && may_at_centre(role, Action::Appoint)
}

/// Whether a role at a centre may have placements to follow: whoever may give them to a colleague.
pub(crate) fn follows_placements(role: &str) -> bool {
    may_at_centre(role, Action::AssignPlacement)
}

fn slot(row: &appointment::Row) -> Slot {
    Slot { from: Micros(row.from_at), minutes: u16::try_from(row.minutes).unwrap_or_default() }
}

/// A colleague cannot be in two meetings: the times that are taken twice are named.
fn clashes(ours: &[appointment::Row], theirs: &[appointment::Row]) -> Result<(), AppError> {
    let taken = |row: &&appointment::Row| theirs.iter().any(|other| slot(other).overlaps(slot(row)));
    let times: Vec<String> = ours
        .iter()
        .filter(taken)
        .map(|row| format!("{} {}", clock_time(Micros(row.from_at)), short_date(Micros(row.from_at).day())))
        .collect();
    if times.is_empty() {
        return Ok(());
    }
    let times = times.join(", ");
    let vi = format!("Người nhận đã có hẹn vào: {times}. Đổi các lịch hẹn này hoặc chọn người khác.");
    let en = format!("The colleague has meetings at: {times}. Move these or choose somebody else.");
    Err(FieldError::new("to", "slots_clash", vi, en).into())
}

fn nobody() -> AppError {
    let vi = "Chọn cán bộ khác của trung tâm nhận phần việc đang mở.";
    let en = "Choose another officer of the centre to take the open work.";
    FieldError::new("to", "nobody_takes_over", vi, en).into()
}

fn meets_nobody() -> AppError {
    let vi = "Người nhận không phải cán bộ nên không nhận được phiếu và lịch hẹn. Chọn một cán bộ.";
    let en = "Letters and meetings go to officers only. Choose an officer.";
    FieldError::new("to", "meets_nobody", vi, en).into()
}

fn last_manager() -> AppError {
    let vi = "Đây là quản lý duy nhất. Hãy mời một quản lý khác trước.";
    let en = "This is the only manager. Invite another one first.";
    FieldError::new("form", "last_manager", vi, en).into()
}

impl Work for HandingOver {
    type Answer = Handed;

    fn name(&self) -> &'static str {
        "hand_over"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.from.as_bytes().to_vec(), self.to.unwrap_or_default().as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Handed, AppError>> {
        Box::pin(self.run(tx))
    }
}
