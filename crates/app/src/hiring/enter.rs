//! A whole posting in one request, as programs send it: begun, filled in and handed in in one write, or an existing one
//! put in its place. The same rules as step by step, and the same doors.

use super::field::{self, Typed};
use super::form::{self, STEPS};
use super::submit::{hand_in, is_clean};
use super::{demand_clean, demanded, put, thing};
use crate::api_keys::demand_key;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, answered, once, owner_of};
use crate::organisations;
use crate::postings::{circumstances, entry, refused, state_json};
use crate::rights::{Action, demand_of};
use crate::rows::{self, Posting};
use sanviec_domain::checks::Circumstances;
use sanviec_domain::posting::{Command, Content, EmployerId, Life, PostingId, State};
use sanviec_store::{BoxFuture, Tx, audit, posting, posting_intake};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A posting in full, by the names of the form's fields. What is not named is not stated.
#[derive(Clone, Debug)]
pub struct Enter {
    pub employer: Uuid,
    /// The posting that is put in place, with the version that was seen; a new one without.
    pub replaces: Option<(Uuid, Option<i64>)>,
    pub fields: Vec<(String, Vec<String>)>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    pub id: Uuid,
    pub version: i64,
    /// Code of the state.
    pub state: String,
}

/// Takes a whole posting in.
pub async fn enter(app: &App, ctx: &Ctx, enter: Enter, key: &Key) -> Result<Entered, AppError> {
    let reader = app.store().reader();
    demand_of(ctx, Action::EditPosting, thing(reader, enter.employer).await?)?;
    if let Some((id, _)) = enter.replaces {
        let found = demanded(reader, ctx, Action::EditPosting, id).await?;
        if found.employer_id.0 != enter.employer {
            return Err(AppError::NotFound);
        }
    }
    let blank = super::draft::blank(app, enter.employer).await?;
    let content = read(blank, &enter.fields)?;
    let around = circumstances(app, ctx);
    let id = enter.replaces.map_or_else(|| app.ids().next(), |(id, _)| id);
    once(app, ctx, key, Entering { app: app.clone(), ctx: ctx.clone(), enter, id, content, around }).await
}

/// What would become of a new posting.
pub(super) enum Tried {
    /// It was entered before under this key.
    Known(Entered),
    /// It would be taken; whether it would go before the public by itself, as far as can be said.
    Fit { at_once: bool },
}

/// What would become of a new posting with these fields, or what is to be mended; nothing is written.
pub(super) async fn try_out(app: &App, ctx: &Ctx, enter: Enter, key: &Key) -> Result<Tried, AppError> {
    let (reader, employer) = (app.store().reader(), enter.employer);
    demand_of(ctx, Action::EditPosting, thing(reader, employer).await?)?;
    let content = read(super::draft::blank(app, employer).await?, &enter.fields)?;
    let around = circumstances(app, ctx);
    let work = Entering { app: app.clone(), ctx: ctx.clone(), enter, id: app.ids().next(), content, around };
    if let Some(entered) = answered(app, (work.name(), work.owner()), &work.asked(), key).await? {
        return Ok(Tried::Known(entered));
    }
    let clean = is_clean(&work.content, &work.around)?;
    let verified = organisations::standing(reader, employer, ctx.now).await?.demand_verified().is_ok();
    Ok(Tried::Fit { at_once: clean && verified && posting::was_any_published(reader, employer).await? })
}

/// The content with these fields, or every error; a name that no field has is one. What is compulsory and not stated is
/// told together with what cannot be read, or it would come to light only when all else is mended.
fn read(mut content: Content, fields: &[(String, Vec<String>)]) -> Result<Content, AppError> {
    let mut errors = Vec::new();
    let known = || STEPS.iter().flat_map(|step| step.fields);
    for (name, _) in fields.iter().filter(|(name, _)| known().all(|field| field.name != name)) {
        errors.push(unknown_field(name, known().map(|field| field.name)));
    }
    for spec in known() {
        let Some((_, values)) = fields.iter().find(|(name, _)| name == spec.name) else { continue };
        if let Err(error) = field::apply(&mut content, &Typed { field: spec.name, values }) {
            errors.push(error);
        }
    }
    if errors.is_empty() {
        return Ok(content);
    }
    let missing = form::missing(&content).into_iter();
    let missing: Vec<_> = missing.filter(|lack| errors.iter().all(|known| known.field != lack.field)).collect();
    Err(AppError::Refused(errors.into_iter().chain(missing).collect()))
}

/// A name that no field has, with those that it resembles, or else all that there are.
fn unknown_field(name: &str, known: impl Iterator<Item = &'static str> + Clone) -> FieldError {
    let shown: String = name.chars().take(40).collect();
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<String>>();
    let near = owned(known.clone().filter(|known| sanviec_text::one_edit_apart(known, &shown)).collect());
    let vi = format!("Không có mục tên “{shown}”. Hãy sửa tên mục theo gợi ý, hoặc bỏ đi.");
    let en = format!("There is no field “{shown}”. Mend its name as suggested, or leave it out.");
    FieldError::new("fields", "unknown_field", vi, en)
        .suggesting(if near.is_empty() { owned(known.collect()) } else { near })
        .naming(shown)
}

struct Entering {
    app: App,
    ctx: Ctx,
    enter: Enter,
    id: Uuid,
    content: Content,
    around: Circumstances,
}

impl Entering {
    async fn run(&self, tx: &Tx<'_>) -> Result<Entered, AppError> {
        demand_key(tx, &self.ctx).await?;
        let mut posting = match self.enter.replaces {
            Some((id, version)) => self.stored(tx, id, version).await?,
            None => self.begun(tx).await?,
        };
        let before = posting.life.clone();
        let mut events = Vec::new();
        if posting.content != self.content {
            let command = Command::Change { wanted: self.content.wanted };
            let (life, more) = before.clone().step(command, self.ctx.now).map_err(refused)?;
            posting.life = life;
            posting.content = self.content.clone();
            events.extend(more);
        }
        if matches!(before.state(), State::Draft | State::Returned) {
            let who = (&self.app, &self.ctx);
            let (life, more, _) = hand_in(tx, who, &posting, &self.around).await?;
            posting.life = life;
            posting.state_at = self.ctx.now;
            events.extend(more);
        } else if !events.is_empty() {
            demand_clean(&before, &self.content, &self.around)?;
        }
        if events.is_empty() {
            return Ok(self.told(posting.version, &posting));
        }
        let version = put(tx, &self.ctx, (&before, &posting), ("enter_posting", &events)).await?;
        Ok(self.told(version, &posting))
    }

    fn told(&self, version: i64, posting: &Posting) -> Entered {
        Entered { id: self.id, version, state: posting.life.state().code().to_owned() }
    }

    async fn stored(&self, tx: &Tx<'_>, id: Uuid, version: Option<i64>) -> Result<Posting, AppError> {
        let row = posting::find(tx, id).await?.ok_or(AppError::NotFound)?;
        if version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        Ok(rows::read(row)?)
    }

    async fn begun(&self, tx: &Tx<'_>) -> Result<Posting, AppError> {
        let ctx = &self.ctx;
        let posting = Posting {
            id: PostingId(self.id),
            version: 1,
            employer_id: EmployerId(self.enter.employer),
            source: None,
            source_id: None,
            life: Life::new(self.content.wanted),
            content: self.content.clone(),
            posted_at: ctx.now,
            created_at: ctx.now,
            state_at: ctx.now,
        };
        posting::insert_many(tx, &[rows::write(&posting, ctx.now)]).await?;
        let intake = posting_intake::Row {
            posting_id: self.id,
            way: "api".to_owned(),
            centre_id: None,
            account_id: ctx.actor.person().map(|person| person.account_id),
            at: ctx.now.0,
        };
        posting_intake::insert(tx, &intake).await?;
        let after = Some(state_json(&posting.life));
        audit::append(tx, &[entry(ctx, "begin_posting", self.id, None, after)]).await?;
        Ok(posting)
    }
}

impl Work for Entering {
    type Answer = Entered;

    fn name(&self) -> &'static str {
        "enter_posting"
    }

    fn owner(&self) -> Option<Uuid> {
        owner_of(&self.ctx)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let (replaced, version) = self.enter.replaces.unwrap_or_default();
        let fields = format!("{:?}", self.enter.fields).into_bytes();
        vec![replaced.as_bytes().to_vec(), version.unwrap_or_default().to_be_bytes().to_vec(), fields]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Entered, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_no_field_has_is_named_with_those_that_it_resembles() {
        let told = |name: &str| {
            let fields = [(name.to_owned(), vec!["x".to_owned()])];
            let Err(AppError::Refused(mut errors)) = read(Content::titled("x"), &fields) else { panic!("{name}") };
            errors.remove(0)
        };
        let slip = told("titel");
        assert_eq!((slip.named.as_deref(), slip.code), (Some("titel"), "unknown_field"));
        assert_eq!(slip.suggestions, ["title"]);
        let all = STEPS.iter().map(|step| step.fields.len()).sum::<usize>();
        assert_eq!(told("zzzzzz").suggestions.len(), all);
    }
}
