//! A list goes to the bank: every claim on it is confirmed at that moment, the accounts are kept as they are now, and
//! from then on the file is what the list says, byte for byte, however often it is fetched. Whoever is cut off between
//! the list and the file fetches it again.

use super::accounts::{demand_saved, sent_said};
use super::approval::demand_current;
use super::batch::no_accounts;
use super::bound::{demand_whole, list_said};
use super::decide::unmade;
use super::dispute::demand_settled;
use super::funding::demand_funded;
use super::moving::{Step, demand_alone, move_on};
use super::paying::{PayingView, view_of};
use super::people::{hold_claim, hold_claims};
use super::release::demand_send;
use super::row::life_of;
use super::same::demand_same;
use super::seen::{look, now_of};
use super::{BATCH, entry, fresh, id_of};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{Keyring, Place};
use chrono::NaiveDate;
use sanviec_domain::claim::Command;
use sanviec_domain::placement::Status;
use sanviec_domain::time::{day_number, days_after};
use sanviec_store::{BoxFuture, Tx, audit, batch, centre, claim, letterhead, paying, payout};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Days ahead on which a bank may be told to pay.
const AHEAD: u32 = 60;

/// A list to be sent.
#[derive(Clone, Debug)]
pub struct Send {
    /// Code of the list.
    pub id: String,
    /// Version that was seen: what was seen is what is sent.
    pub version: i64,
    /// Version of the centre's accounts that was seen: nobody sends to an account that was put there meanwhile.
    pub accounts: i64,
    /// Day on which the bank is to pay.
    pub pay_on: NaiveDate,
}

/// What stands at the head of a list that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) paying: PayingView,
    pub(super) centre_name: String,
    pub(super) parent_body: String,
    pub(super) place: String,
    pub(super) signer_post: String,
    pub(super) signer_name: Option<String>,
}

const fn place_of(id: Uuid) -> Place {
    Place { table: "batch", column: "head", row: id }
}

/// What stands at the head of a list that was sent, as it was written and as it is read.
pub(super) fn opened_head(keys: &Keyring, id: Uuid, sealed: &[u8]) -> Result<(Vec<u8>, Head), AppError> {
    let text = keys.open(place_of(id), sealed)?;
    let head = serde_json::from_slice(&text).map_err(|_| sanviec_store::Error::corrupt("batch", "head", id))?;
    Ok((text, head))
}

/// The head of a list: as it was sent, or as it would be sent now.
pub(super) async fn head_of(
    keys: &Keyring,
    db: &impl sanviec_store::Db,
    row: &batch::Row,
) -> Result<Option<Head>, AppError> {
    if let Some(sealed) = &row.head {
        return opened_head(keys, row.id, sealed).map(|(_, head)| Some(head));
    }
    let Some(paying) = paying::find(db, row.centre_id).await? else { return Ok(None) };
    let centre = centre::find(db, row.centre_id).await?.ok_or(AppError::NotFound)?;
    let paper = letterhead::find(db, row.centre_id).await?;
    let said = |get: fn(&letterhead::Row) -> String| paper.as_ref().map(get).unwrap_or_default();
    Ok(Some(Head {
        paying: view_of(keys, &paying)?,
        centre_name: centre.name,
        parent_body: said(|paper| paper.parent_body.clone()),
        place: said(|paper| paper.place.clone()),
        signer_post: said(|paper| paper.signer_post.clone()),
        signer_name: paper.as_ref().and_then(|paper| paper.signer_name.clone()),
    }))
}

/// Sends a list of the own centre.
pub async fn send(app: &App, ctx: &Ctx, order: Send, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(&order.id)?;
    let row = batch::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    fresh(person)?;
    if order.pay_on < ctx.today() || order.pay_on > days_after(ctx.today(), AHEAD) {
        let vi = format!("Ngày chi phải từ hôm nay đến {AHEAD} ngày tới.");
        let en = format!("The day of payment must lie between today and {AHEAD} days from now.");
        return Err(FieldError::new("pay_on", "day_out_of_range", vi, en).into());
    }
    once(app, ctx, key, Sending { app: app.clone(), ctx: ctx.clone(), person, id, order }).await
}

struct Sending {
    app: App,
    ctx: Ctx,
    person: Person,
    id: Uuid,
    order: Send,
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let mut list = batch::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        if !paying::hold(tx, list.centre_id).await? {
            return Err(no_accounts());
        }
        // As it is now that nobody else changes it.
        list = batch::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        let accounts = paying::find(tx, list.centre_id).await?.ok_or_else(no_accounts)?;
        if list.version != self.order.version || accounts.version != self.order.accounts {
            return Err(AppError::Conflict);
        }
        if list.state != "open" || list.claims == 0 {
            let (vi, en) = ("Danh sách này đã gửi hoặc không còn đề nghị nào.", "This list was sent, or is empty.");
            return Err(FieldError::new("form", "not_open", vi, en).into());
        }
        demand_saved(tx, app.keys()?, &accounts).await?;
        demand_send(tx, &list, self.person.account_id).await?;
        let head = head_of(app.keys()?, tx, &list).await?.ok_or_else(no_accounts)?;
        let attempts = payout::list_of_batch(tx, self.id).await?;
        demand_whole(&list, &attempts)?;
        hold_claims(tx, attempts.iter().map(|attempt| attempt.claim_id).collect()).await?;
        for attempt in &attempts {
            self.one(tx, attempt).await?;
        }
        let text = serde_json::to_vec(&head).map_err(AppError::internal)?;
        list.head = Some(app.keys()?.seal(place_of(list.id), &text)?);
        "sent".clone_into(&mut list.state);
        list.pay_on = Some(day_number(self.order.pay_on));
        list.sent_at = Some(ctx.now.0);
        list.sent_by = Some(self.person.account_id);
        list.updated_at = ctx.now.0;
        batch::update_guarded(tx, &list).await?;
        let mut said = list_said(&list, &attempts);
        said["accounts"] = sent_said(app.keys()?, &list, (&text, &head, accounts.payee_by));
        let after = serde_json::json!({"state": "sent", "list": said});
        let told = entry(ctx, "send_batch", (BATCH, list.id), Some(after.to_string()));
        Ok(audit::append_at(tx, Some(list.centre_id), &[told]).await?)
    }

    async fn one(&self, tx: &Tx<'_>, attempt: &payout::Row) -> Result<(), AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let found = claim::find(tx, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        let mut row = hold_claim(tx, (found.placement_id, found.id)).await?;
        demand_same(tx, app, &row).await?;
        let now = now_of(tx, app, ctx, &row).await?;
        if now.outcome.status != Status::Confirmed {
            return Err(unmade());
        }
        demand_funded(app, &now.policy.policy, self.order.pay_on, "pay_on")?;
        demand_alone(app, tx, ctx, &row).await?;
        demand_settled(tx, row.id, "form").await?;
        look(tx, app, ctx, &mut row).await?;
        demand_current(tx, (app, ctx), &row, "form").await?;
        // What is paid is what the claim owes, on its own list: anything else was written below the program.
        if row.batch_id != Some(attempt.batch_id) {
            return Err(sanviec_store::Error::corrupt("payout", "claim_id", attempt.id).into());
        }
        if life_of(app.keys()?, &row)?.owed_dong() != attempt.dong {
            return Err(sanviec_store::Error::corrupt("payout", "dong", attempt.id).into());
        }
        let sent = payout::Row { state: "sent".to_owned(), updated_at: ctx.now.0, ..attempt.clone() };
        move_on(app, tx, ctx, &mut row, Step::of(Command::Send, ctx.today(), &sent)).await?;
        Ok(payout::move_on(tx, &sent, "waiting").await?)
    }
}

impl Work for Sending {
    type Answer = ();

    fn name(&self) -> &'static str {
        "send_batch"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let numbers = [self.order.version, self.order.accounts, i64::from(day_number(self.order.pay_on))];
        let numbers = numbers.map(|number| number.to_string().into_bytes());
        [vec![self.id.as_bytes().to_vec()], numbers.to_vec()].concat()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
