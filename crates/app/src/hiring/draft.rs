//! Beginning a posting and writing it step by step; each step is kept as soon as it is sent, so that nothing is lost
//! when somebody goes away. A posting that has been before the public can be changed too, as long as an officer would
//! have nothing to look at.

use super::field::{self, Typed};
use super::form::Step;
use super::{demand_clean, demanded, put, seen, thing};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::postings::{circumstances, entry, state_json};
use crate::rights::{Action, demand_of};
use crate::rows::{self, Posting};
use sanviec_domain::checks::Circumstances;
use sanviec_domain::posting::{Command, Content, EmployerId, EmployerType, Life, PostingId, State};
use sanviec_store::{BoxFuture, Tx, audit, organisation, posting, posting_intake};
use uuid::Uuid;

/// Drafts of one employer; who needs more has forgotten some.
const DRAFTS_MOST: i64 = 200;

/// A posting is begun.
#[derive(Clone, Copy, Debug)]
pub struct Begin {
    pub employer: Uuid,
    /// The posting whose words it begins with.
    pub copy_of: Option<Uuid>,
}

/// Begins a posting and answers with its id.
pub async fn begin(app: &App, ctx: &Ctx, begin: Begin, key: &Key) -> Result<Uuid, AppError> {
    let reader = app.store().reader();
    demand_of(ctx, Action::EditPosting, thing(reader, begin.employer).await?)?;
    let content = match begin.copy_of {
        Some(id) => {
            let copied = demanded(reader, ctx, Action::EditPosting, id).await?;
            if copied.employer_id.0 != begin.employer {
                return Err(AppError::NotFound);
            }
            // Days of the old one are over, or soon will be.
            Content { deadline_on: None, ready_on: None, ..copied.content }
        }
        None => blank(app, begin.employer).await?,
    };
    once(app, ctx, key, Beginning { ctx: ctx.clone(), begin, id: app.ids().next(), content }).await
}

/// What is known of every posting of the employer.
pub(super) async fn blank(app: &App, employer: Uuid) -> Result<Content, AppError> {
    let row = organisation::find(app.store().reader(), employer).await?.ok_or(AppError::NotFound)?;
    let mut content = Content::titled("");
    content.employer_type = EmployerType::find_by_code(&row.employer_type);
    content.industry_code = Some(row.industry_code);
    Ok(content)
}

struct Beginning {
    ctx: Ctx,
    begin: Begin,
    id: Uuid,
    content: Content,
}

impl Beginning {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        let (ctx, employer) = (&self.ctx, self.begin.employer);
        let counts = posting::count_of_employer(tx, employer).await?;
        let drafts = counts.iter().find(|(state, _)| state == State::Draft.code()).map_or(0, |(_, count)| *count);
        if drafts >= DRAFTS_MOST {
            let (vi, en) = ("Đã có 200 tin nháp. Hãy đóng bớt tin nháp.", "There are 200 drafts. Close some first.");
            return Err(FieldError::new("form", "too_many_drafts", vi, en).into());
        }
        let posting = Posting {
            id: PostingId(self.id),
            version: 1,
            employer_id: EmployerId(employer),
            source: None,
            source_id: None,
            life: Life::new(self.content.wanted),
            content: self.content.clone(),
            posted_at: ctx.now,
            created_at: ctx.now,
            state_at: ctx.now,
        };
        posting::insert_many(tx, &[rows::write(&posting, ctx.now)]).await?;
        posting_intake::insert(tx, &intake(ctx, self.id)).await?;
        let after = Some(state_json(&posting.life));
        audit::append(tx, &[entry(ctx, "begin_posting", self.id, None, after)]).await?;
        Ok(self.id)
    }
}

/// An officer's posting is for somebody who telephoned, and is shown so.
fn intake(ctx: &Ctx, posting_id: Uuid) -> posting_intake::Row {
    let person = ctx.actor.person();
    let officer = person.filter(|person| person.role == Role::Officer);
    posting_intake::Row {
        posting_id,
        way: if officer.is_some() { "officer" } else { "form" }.to_owned(),
        centre_id: officer.and_then(|officer| officer.centre_id),
        account_id: person.map(|person| person.account_id),
        at: ctx.now.0,
    }
}

impl Work for Beginning {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "begin_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let copied = self.begin.copy_of.unwrap_or_default();
        vec![self.begin.employer.as_bytes().to_vec(), copied.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// One step as it was sent.
#[derive(Clone, Debug)]
pub struct Save {
    pub posting: Uuid,
    /// Version that was shown.
    pub version: i64,
    pub step: &'static Step,
    /// Values by name of the field.
    pub typed: Vec<(&'static str, Vec<String>)>,
}

/// Keeps a step; answers with the new version. Every field that cannot be read is told, and then nothing is kept.
pub async fn save(app: &App, ctx: &Ctx, save: Save, key: &Key) -> Result<i64, AppError> {
    let found = demanded(app.store().reader(), ctx, Action::EditPosting, save.posting).await?;
    // Told before anything is written, with the words kept on the page.
    written(&found.content, &save)?;
    let around = circumstances(app, ctx);
    once(app, ctx, key, Saving { ctx: ctx.clone(), save, around }).await
}

/// The content with this step in it, or every error.
fn written(content: &Content, save: &Save) -> Result<Content, AppError> {
    let (mut content, mut errors) = (content.clone(), Vec::new());
    for spec in save.step.fields {
        let empty = Vec::new();
        let values = save.typed.iter().find(|(name, _)| *name == spec.name).map_or(&empty, |(_, values)| values);
        if let Err(error) = field::apply(&mut content, &Typed { field: spec.name, values }) {
            errors.push(error);
        }
    }
    if errors.is_empty() { Ok(content) } else { Err(AppError::Refused(errors)) }
}

struct Saving {
    ctx: Ctx,
    save: Save,
    around: Circumstances,
}

impl Saving {
    async fn run(&self, tx: &Tx<'_>) -> Result<i64, AppError> {
        let ctx = &self.ctx;
        let mut posting = seen(tx, self.save.posting, self.save.version).await?;
        let before = posting.life.clone();
        let content = written(&posting.content, &self.save)?;
        if content == posting.content {
            return Ok(posting.version);
        }
        demand_clean(&before, &content, &self.around)?;
        let command = Command::Change { wanted: content.wanted };
        let (life, events) = before.clone().step(command, ctx.now).map_err(crate::postings::refused)?;
        posting.life = life;
        posting.content = content;
        put(tx, ctx, (&before, &posting), ("save_posting", &events)).await
    }
}

impl Work for Saving {
    type Answer = i64;

    fn name(&self) -> &'static str {
        "save_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let typed = format!("{:?}", self.save.typed);
        let step = self.save.step.name.as_bytes().to_vec();
        vec![self.save.posting.as_bytes().to_vec(), step, typed.into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<i64, AppError>> {
        Box::pin(self.run(tx))
    }
}
