//! What the person who is signed in was asked, and the answer: a draft of an application to look over and send, or no.

use super::{entry, life_of, put, refused};
use crate::app::App;
use crate::applications;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::rows;
use sanviec_domain::application::ApplicationId;
use sanviec_domain::approach::{Command, State, step_of};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, approach, audit, employer, posting};
use uuid::Uuid;

/// Approaches that are shown.
const SHOWN: u64 = 100;

/// One approach as the person reads it.
#[derive(Clone, Debug)]
pub struct Approached {
    /// Code in addresses.
    pub id: String,
    /// Code of the posting.
    pub posting: String,
    pub title: String,
    pub employer: String,
    pub state: State,
    /// Whether the vacancy still takes applications.
    pub is_live: bool,
    pub at: Micros,
    /// First instant at which it can be answered no more.
    pub until: Option<Micros>,
    /// What was sent.
    pub application: Option<ApplicationId>,
}

fn own(ctx: &Ctx) -> Result<Person, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::Apply, Thing::of_account(person.account_id))?;
    Ok(person)
}

/// What the person who is signed in was asked, newest first.
pub async fn own_approaches(app: &App, ctx: &Ctx) -> Result<Vec<Approached>, AppError> {
    let person = own(ctx)?;
    let reader = app.store().reader();
    let mut approached = Vec::new();
    for row in approach::list_of_account(reader, person.account_id, SHOWN).await? {
        let life = step_of(life_of(&row)?, Command::Tick, ctx.now).map_err(refused)?;
        let Some(posting) = posting::find(reader, row.posting_id).await?.map(rows::read).transpose()? else { continue };
        approached.push(Approached {
            id: PostingCode::of(row.id).to_string(),
            posting: posting.id.code().to_string(),
            is_live: posting.life.is_live(ctx.now),
            title: posting.content.title,
            employer: employer::load(reader, row.employer_id).await?.name,
            state: life.state(),
            at: Micros(row.sent_at),
            until: life.due_at(),
            application: row.application_id.map(ApplicationId),
        });
    }
    Ok(approached)
}

async fn found(app: &App, ctx: &Ctx, code: &str) -> Result<approach::Row, AppError> {
    let person = own(ctx)?;
    let id = code.parse::<PostingCode>().map_err(|_| AppError::NotFound)?.uuid();
    let row = approach::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    if row.account_id == person.account_id { Ok(row) } else { Err(AppError::NotFound) }
}

/// Whether this was asked of the person who is signed in.
pub async fn demand_own(app: &App, ctx: &Ctx, code: &str) -> Result<(), AppError> {
    found(app, ctx, code).await.map(|_| ())
}

/// Begins an application for what was asked, with what always goes and nothing more, or goes on with the draft that the
/// person has for it, as it was left. It goes when the person looked it over and agreed, and only then is the approach
/// answered.
pub async fn accept(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<ApplicationId, AppError> {
    let row = found(app, ctx, code).await?;
    let posting = PostingCode::of(row.posting_id).to_string();
    applications::begin_or_keep(app, ctx, posting, key).await
}

/// Says no. The employer sees that the person declined, and nothing else.
pub async fn decline(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<(), AppError> {
    let row = found(app, ctx, code).await?;
    once(app, ctx, key, Declining { ctx: ctx.clone(), person: own(ctx)?, id: row.id }).await
}

struct Declining {
    ctx: Ctx,
    person: Person,
    id: Uuid,
}

impl Work for Declining {
    type Answer = ();

    fn name(&self) -> &'static str {
        "decline_approach"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(async move {
            let mut row = approach::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
            let before = life_of(&row)?;
            let life = step_of(before, Command::Decline, self.ctx.now).map_err(refused)?;
            if life == before {
                return Ok(());
            }
            put(&mut row, life);
            approach::update_guarded(tx, &row).await?;
            let after = serde_json::json!({ "state": row.state }).to_string();
            Ok(audit::append(tx, &[entry(&self.ctx, self.name(), row.id, after)]).await?)
        })
    }
}
