//! A colleague leaves: the role ends, its sessions with it, and everything that was open goes to another colleague, in
//! one write. No letter, no meeting and no placement is ever without somebody.

use super::centre::id_of;
use super::entry;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
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
        audit::append(tx, &[entry(&self.ctx, "hand_over", ("membership", from.id), Some(after))]).await?;
        Ok(handed)
    }

    /// Holds the roles of everybody who leads the centre and of both colleagues, in the order of ids: of two who leave
    /// at once the second sees what the first did, and nobody waits in a circle.
    async fn hold(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let all = colleague::list(tx, self.centre_id).await?;
        let leads = |row: &&colleague::Row| row.role == Role::CentreManager.code();
        let mut ids: Vec<Uuid> = all.iter().filter(leads).map(|row| row.membership_id).collect();
        ids.extend([Some(self.from), self.to].into_iter().flatten());
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            colleague::hold(tx, id).await?;
        }
        Ok(())
    }

    async fn hand(&self, tx: &Tx<'_>, from: &membership::Row, all: &[colleague::Row]) -> Result<Handed, AppError> {
        // Somebody who goes on at the centre as a manager or an officer keeps the work.
        let stays = |row: &colleague::Row| {
            row.account_id == from.account_id && row.membership_id != from.id && takes_cases(&row.role)
        };
        if all.iter().any(stays) && self.to.is_none() {
            return Ok(Handed::default());
        }
        let to = match self.to {
            Some(id) => {
                let to = all.iter().find(|row| row.membership_id == id && takes_cases(&row.role));
                Some(to.filter(|to| to.account_id != from.account_id).ok_or_else(nobody)?.account_id)
            }
            None => None,
        };
        let chosen = referral::Chosen { officer_id: Some(from.account_id), only_open: true, state: None };
        let open = referral::list(tx, self.centre_id, chosen, 0, 1).await?;
        let ahead = appointment::list_ahead(tx, self.centre_id, from.account_id).await?;
        let Some(to) = to else {
            let follows = placement::has_open(tx, self.centre_id, from.account_id).await?;
            let nothing = open.is_empty() && ahead.is_empty() && !follows;
            return if nothing { Ok(Handed::default()) } else { Err(nobody()) };
        };
        let theirs = appointment::list_ahead(tx, self.centre_id, to).await?;
        clashes(&ahead, &theirs)?;
        let (both, now) = ((from.account_id, to), self.ctx.now.0);
        Ok(Handed {
            referrals: referral::hand_over(tx, self.centre_id, both, now).await?,
            appointments: appointment::hand_over(tx, self.centre_id, both, now).await?,
            placements: placement::hand_over(tx, self.centre_id, both, now).await?,
        })
    }
}

/// Whether a role at a centre works on people's cases.
pub(crate) fn takes_cases(role: &str) -> bool {
    [Role::Officer, Role::CentreManager].iter().any(|known| known.code() == role)
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
