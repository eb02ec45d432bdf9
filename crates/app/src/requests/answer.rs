//! Whoever has to answer a request reads it, tells the person that it is being worked on, and settles it.

use super::{ENTITY, RequestView, life_of, put, refused, sealed, thing, view};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::messages;
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::data_request::{Command, Outcome};
use sanviec_domain::message::Content;
use sanviec_domain::posting::PostingCode;
use sanviec_store::data_request::{self, Row};
use sanviec_store::{BoxFuture, Tx, audit};
use uuid::Uuid;

/// Open requests of one page.
const PAGE: u64 = 50;

/// What is replied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is being worked on.
    Working,
    /// It was carried out.
    Done,
    /// It was not carried out, and why.
    Refused,
}

/// An answer to a request.
#[derive(Clone, Debug)]
pub struct Answered {
    /// Code of the request, and its version as it was read.
    pub request: (String, i64),
    pub reply: Reply,
    pub words: String,
}

/// Requests that one has to answer.
#[derive(Clone, Debug)]
pub struct OpenRequests {
    pub items: Vec<RequestView>,
    /// Whether there are more after this page.
    pub has_more: bool,
}

/// Open requests that one has to answer, the one due first at the top, after so many pages.
pub async fn open_requests(app: &App, ctx: &Ctx, page: u64) -> Result<OpenRequests, AppError> {
    let centre_id = ctx.actor.centre_id();
    match centre_id {
        Some(id) => demand_of(ctx, Action::AnswerRequest, Thing::of_centre(id)).map(|_| ())?,
        None => demand(ctx, Action::AnswerRequest)?,
    }
    let mut rows = data_request::list_open(app.store().reader(), centre_id, page * PAGE, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(OpenRequests { items: rows.iter().map(|row| view(app, ctx, row)).collect::<Result<_, _>>()?, has_more })
}

async fn found(app: &App, ctx: &Ctx, code: &str) -> Result<Row, AppError> {
    let id = code.parse::<PostingCode>().map_err(|_| AppError::NotFound)?.uuid();
    let row = data_request::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::AnswerRequest, thing(&row))?;
    Ok(row)
}

/// One request, for whoever has to answer it.
pub async fn request(app: &App, ctx: &Ctx, code: &str) -> Result<RequestView, AppError> {
    view(app, ctx, &found(app, ctx, code).await?)
}

/// Replies to a request; the person is told that there is a reply.
pub async fn answer(app: &App, ctx: &Ctx, order: Answered, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let row = found(app, ctx, &order.request.0).await?;
    let keys = app.keys()?.clone();
    let reply = sealed(&keys, row.id, ("reply", "reply"), &order.words)?;
    let work = Answering { ctx: ctx.clone(), keys, person, id: row.id, message_id: app.ids().next(), reply, order };
    once(app, ctx, key, work).await
}

struct Answering {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
    message_id: Uuid,
    reply: Vec<u8>,
    order: Answered,
}

impl Answering {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut row = data_request::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        demand_of(&self.ctx, Action::AnswerRequest, thing(&row))?;
        if row.version != self.order.request.1 {
            return Err(AppError::Conflict);
        }
        let command = match self.order.reply {
            Reply::Working => Command::Answer,
            Reply::Done => Command::Settle(Outcome::Done),
            Reply::Refused => Command::Settle(Outcome::Refused),
        };
        let life = life_of(&row)?.step(command, self.ctx.now).map_err(refused)?;
        put(&mut row, life, self.ctx.now);
        row.reply = Some(self.reply.clone());
        row.handled_by = Some(self.person.account_id);
        data_request::update_guarded(tx, &row).await?;
        let after =
            serde_json::json!({ "outcome": row.outcome, "late": life.answer.is_late(self.ctx.now) }).to_string();
        let entry = crate::desk::entry(&self.ctx, self.name(), (ENTITY, row.id), Some(after));
        audit::append(tx, &[audit::Row { centre_id: row.centre_id, ..entry }]).await?;
        self.tell(tx, &row).await
    }

    async fn tell(&self, tx: &Tx<'_>, row: &Row) -> Result<(), AppError> {
        let content = Content::RequestAnswered { path: "/ho-so/yeu-cau".to_owned() };
        let (who, to) = ((&self.keys, &self.ctx), (self.message_id, row.account_id));
        messages::to_account(tx, who, to, &content, None).await.map(|_| ())
    }
}

impl Work for Answering {
    type Answer = ();

    fn name(&self) -> &'static str {
        "answer_request"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), format!("{:?}", self.order).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
