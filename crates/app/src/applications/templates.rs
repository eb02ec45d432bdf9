//! Words that an employer keeps for answering applicants, so that many get a kind answer with little work.

use super::ENTITY;
use super::list::employer_of;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use sanviec_store::{BoxFuture, Tx, answer_template, audit};
use uuid::Uuid;

/// Templates that an employer may keep.
const MOST: usize = 50;
/// Longest name and longest text in characters.
const TITLE_CHARS: usize = 80;
const WORDS_CHARS: usize = 1_000;

/// One template.
#[derive(Clone, Debug)]
pub struct TemplateView {
    pub id: Uuid,
    pub title: String,
    pub words: String,
}

/// The templates of the employer that somebody acts for.
pub async fn templates(app: &App, ctx: &Ctx) -> Result<Vec<TemplateView>, AppError> {
    let (employer_id, _) = employer_of(ctx, Action::AnswerApplication)?;
    let rows = answer_template::list(app.store().reader(), employer_id).await?;
    Ok(rows.into_iter().map(|row| TemplateView { id: row.id, title: row.title, words: row.words }).collect())
}

/// Keeps a template under a name.
pub async fn add_template(app: &App, ctx: &Ctx, title: &str, words: &str, key: &Key) -> Result<(), AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    let (title, words) = (sanviec_text::nfc(title).trim().to_owned(), sanviec_text::nfc(words).trim().to_owned());
    let mut errors = Vec::new();
    if title.is_empty() || title.chars().count() > TITLE_CHARS {
        let (vi, en) = ("Đặt tên mẫu, không quá 80 ký tự.", "Name the template in 80 characters at most.");
        errors.push(FieldError::new("title", "template_title", vi, en));
    }
    if words.is_empty() || words.chars().count() > WORDS_CHARS {
        let (vi, en) = ("Viết lời nhắn, không quá 1.000 ký tự.", "Write the words, 1,000 characters at most.");
        errors.push(FieldError::new("words", "template_words", vi, en));
    }
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    once(app, ctx, key, Keeping { ctx: ctx.clone(), id: app.ids().next(), deed: Deed::Add { title, words } }).await
}

/// Deletes a template.
pub async fn remove_template(app: &App, ctx: &Ctx, template: Uuid, key: &Key) -> Result<(), AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    once(app, ctx, key, Keeping { ctx: ctx.clone(), id: app.ids().next(), deed: Deed::Remove(template) }).await
}

enum Deed {
    Add { title: String, words: String },
    Remove(Uuid),
}

struct Keeping {
    ctx: Ctx,
    id: Uuid,
    deed: Deed,
}

impl Keeping {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (employer_id, _) = employer_of(&self.ctx, Action::AnswerApplication)?;
        let known = answer_template::list(tx, employer_id).await?;
        let (action, id) = match &self.deed {
            Deed::Add { title, words } => {
                if known.len() >= MOST {
                    let (vi, en) = ("Đơn vị có không quá 50 mẫu.", "An organisation keeps 50 templates at most.");
                    return Err(FieldError::new("title", "too_many_templates", vi, en).into());
                }
                if known.iter().any(|row| row.title == *title) {
                    let (vi, en) = ("Đã có mẫu tên này.", "There is a template of this name.");
                    return Err(FieldError::new("title", "template_known", vi, en).into());
                }
                let row = answer_template::Row {
                    id: self.id,
                    employer_id,
                    title: title.clone(),
                    words: words.clone(),
                    created_at: self.ctx.now.0,
                };
                answer_template::insert(tx, &row).await.map_err(|error| match error {
                    sanviec_store::Error::Constraint(name) if name == "uq_answer_template_employer_id_title" => {
                        AppError::Conflict
                    }
                    other => other.into(),
                })?;
                ("add_template", self.id)
            }
            Deed::Remove(id) => {
                if !answer_template::delete(tx, employer_id, *id).await? {
                    return Err(AppError::NotFound);
                }
                ("remove_template", *id)
            }
        };
        let entry = audit::Row {
            id: 0,
            at: self.ctx.now.0,
            actor: self.ctx.actor.name(),
            role: self.ctx.actor.role().to_owned(),
            action: action.to_owned(),
            entity: ENTITY.to_owned(),
            entity_id: id,
            before: None,
            after: None,
            request_id: Some(self.ctx.request_id.to_string()),
            centre_id: self.ctx.actor.centre_id(),
        };
        Ok(audit::append(tx, &[entry]).await?)
    }
}

impl Work for Keeping {
    type Answer = ();

    fn name(&self) -> &'static str {
        "keep_template"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        match &self.deed {
            Deed::Add { title, words } => vec![title.clone().into_bytes(), words.clone().into_bytes()],
            Deed::Remove(id) => vec![id.as_bytes().to_vec()],
        }
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
