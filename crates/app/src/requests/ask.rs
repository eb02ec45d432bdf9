//! The person asks: the clocks of the law start with the day.

use super::told::{TOLD, tell};
use super::{ENTITY, RequestView, put, sealed, view};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::data_request::{Kind, Life};
use sanviec_store::{BoxFuture, Tx, audit, data_request, profile};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Requests of one person in a day.
const ASKED_BY: Limit = Limit { name: "data_requests_of", most: 5, window_us: 24 * 60 * MINUTE };
/// Requests that are shown.
const SHOWN: u64 = 100;

/// What somebody asks about their own data.
#[derive(Clone, Debug)]
pub struct Ask {
    pub kind: Kind,
    pub words: String,
}

fn own(ctx: &Ctx) -> Result<Person, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadProfile, Thing::of_account(person.account_id))?;
    Ok(person)
}

/// What the person who is signed in asked, newest first.
pub async fn own_requests(app: &App, ctx: &Ctx) -> Result<Vec<RequestView>, AppError> {
    let person = own(ctx)?;
    let rows = data_request::list_of_account(app.store().reader(), person.account_id, SHOWN).await?;
    rows.iter().map(|row| view(app, ctx, row)).collect()
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Outcome {
    Asked,
    TooMany,
}

/// Writes a request down, for the centre that serves the person now. Where none does, those who run the platform are
/// told of it: no list of a centre shows it to anybody.
pub async fn ask(app: &App, ctx: &Ctx, order: Ask, key: &Key) -> Result<(), AppError> {
    let person = own(ctx)?;
    let (keys, id) = (app.keys()?.clone(), app.ids().next());
    let words = sealed(&keys, id, ("words", "words"), &order.words)?;
    let message_ids = (0..TOLD).map(|_| app.ids().next()).collect();
    let work = Asking { ctx: ctx.clone(), keys, person, id, message_ids, words, order };
    match once(app, ctx, key, work).await? {
        Outcome::Asked => Ok(()),
        Outcome::TooMany => {
            let (vi, en) = ("Hôm nay bạn đã gửi 5 yêu cầu.", "You sent five requests today.");
            Err(FieldError::new("form", "too_many", vi, en).into())
        }
    }
}

struct Asking {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
    message_ids: Vec<Uuid>,
    words: Vec<u8>,
    order: Ask,
}

impl Asking {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (now, account_id) = (self.ctx.now, self.person.account_id);
        if !ASKED_BY.count(tx, &self.keys, &[account_id.as_bytes()], now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let centre_id = profile::find_by_account(tx, account_id).await?.and_then(|row| row.centre_id);
        let life = Life::begin(self.order.kind, self.ctx.today(), calendar());
        let mut row = data_request::Row {
            id: self.id,
            version: 1,
            account_id,
            centre_id,
            kind: String::new(),
            words: self.words.clone(),
            reply: None,
            answer_state: String::new(),
            answer_due_on: 0,
            answer_done_on: None,
            settle_state: String::new(),
            settle_due_on: 0,
            settle_done_on: None,
            outcome: None,
            next_due_on: None,
            due_at: None,
            remind_at: None,
            handled_by: None,
            asked_at: now.0,
            updated_at: now.0,
        };
        put(&mut row, life, now);
        data_request::insert(tx, &row).await?;
        let after = serde_json::json!({ "kind": self.order.kind.code() }).to_string();
        let entry = crate::desk::entry(&self.ctx, self.name(), (ENTITY, self.id), Some(after));
        audit::append(tx, &[audit::Row { centre_id, ..entry }]).await?;
        if centre_id.is_none() {
            tell(tx, (&self.keys, &self.ctx), &row, &self.message_ids).await?;
        }
        Ok(Outcome::Asked)
    }
}

impl Work for Asking {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "ask_about_data"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.order.kind.code().into(), self.order.words.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
