//! A form that is sent twice, or three times at once, has one effect and gets one answer: the answer commits with the
//! change under the key that the form carries. Answers are kept sealed, for some hold a token.

use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::secrets::{Keyring, Place, token};
use sanviec_store::{BoxFuture, Tx, account, idempotency};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use uuid::Uuid;

/// How often a request looks again whether its twin has finished, and how long it waits between.
const LOOKS: u32 = 60;
const PAUSE: Duration = Duration::from_millis(50);
/// Days for which answers are kept.
pub const DAYS_OF_ANSWERS: i64 = 30;
/// What an answer is stored under; refusals roll back and leave the key free.
const DONE: i32 = 200;

/// The key of one form: chosen when the form is shown, sent with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// A key for a form that is about to be shown.
    pub fn fresh() -> Result<Self, AppError> {
        Ok(Self(token()?[..32].to_owned()))
    }

    /// The key that a form brought back.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let plain = text.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-');
        if plain && (16..=64).contains(&text.len()) {
            return Ok(Self(text.to_owned()));
        }
        let (vi, en) = ("Biểu mẫu không đầy đủ. Vui lòng gửi lại.", "The form was incomplete. Please send it again.");
        Err(FieldError::new("form", "no_form_key", vi, en).into())
    }

    /// As the form carries it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One change, asked for by a form.
pub(crate) trait Work: Send + Sync + 'static {
    /// What is answered, now and whenever the same form comes again.
    type Answer: Serialize + DeserializeOwned + Send + 'static;

    /// Name of the write and of the form.
    fn name(&self) -> &'static str;

    /// What was asked, so that a key cannot be used for something else.
    fn asked(&self) -> Vec<Vec<u8>>;

    /// Whose form it is: keys of different accounts never meet. `None` for forms by which one gets in: they may come
    /// again when their sender is in already, and keys are random.
    fn owner(&self) -> Option<Uuid> {
        None
    }

    /// Writes to the transaction and nothing else; may run more than once.
    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Self::Answer, AppError>>;
}

/// Whose the forms of whoever acts are: their own. Those of programs are their organisation's: a program that sends
/// again what it got no answer to may have changed to another key meanwhile.
pub(crate) fn owner_of(ctx: &Ctx) -> Option<Uuid> {
    let person = ctx.actor.person()?;
    let organisation = person.employer_id.filter(|_| person.role == Role::EmployerProgram);
    Some(organisation.unwrap_or(person.account_id))
}

enum Step<T> {
    Answer(T),
    Other,
    Running,
}

/// What was answered to a form before; nothing is done. `None` when the form never came, or came with something else.
pub(crate) async fn answered<T: DeserializeOwned>(
    app: &App,
    form: (&'static str, Option<Uuid>),
    asked: &[Vec<u8>],
    key: &Key,
) -> Result<Option<T>, AppError> {
    let request = Request::new(app, form, asked, key, 0)?;
    let stored = idempotency::find(app.store().reader(), &request.key, &request.caller).await?;
    let answer = stored.filter(|stored| stored.fingerprint == request.fingerprint).and_then(|stored| stored.answer);
    answer.map(|(_, sealed)| request.read(&sealed)).transpose()
}

/// Does the work once for a key and answers the same each time.
pub(crate) async fn once<W: Work>(app: &App, ctx: &Ctx, key: &Key, work: W) -> Result<W::Answer, AppError> {
    let request = Request::new(app, (work.name(), work.owner()), &work.asked(), key, ctx.now.0)?;
    let store = app.store().clone();
    app.to_the_end(async move {
        for _ in 0..LOOKS {
            let (request, work) = (&request, &work);
            match store.write(work.name(), |tx| Box::pin(request.step(tx, work))).await? {
                Step::Answer(answer) => return Ok(answer),
                Step::Other => return Err(used()),
                Step::Running => wait_for_twin().await,
            }
        }
        Err(AppError::Conflict)
    })
    .await
}

/// Forgets what was answered to an account that is no more: nobody can ask again under its name.
pub(crate) async fn forget_answers(tx: &Tx<'_>, account_id: Uuid) -> Result<(), AppError> {
    idempotency::forget_answered(tx, &caller(Some(account_id))).await?;
    Ok(())
}

fn caller(owner: Option<Uuid>) -> String {
    owner.map_or_else(|| "public".to_owned(), |account| account.to_string())
}

#[expect(clippy::disallowed_methods, reason = "a request that waits for its twin has no other home")]
async fn wait_for_twin() {
    tokio::time::sleep(PAUSE).await;
}

/// The refusal of a form that was sent before and cannot be answered the same again.
pub(crate) fn used() -> AppError {
    let vi = "Biểu mẫu này đã được gửi trước đó. Vui lòng kiểm tra lại và gửi lần nữa.";
    let en = "This form was sent before. Please check it and send it again.";
    FieldError::new("form", "form_used", vi, en).into()
}

struct Request {
    key: String,
    caller: String,
    fingerprint: [u8; 32],
    now: i64,
    keys: Keyring,
}

impl Request {
    fn new(
        app: &App,
        (name, owner): (&'static str, Option<Uuid>),
        asked: &[Vec<u8>],
        key: &Key,
        now: i64,
    ) -> Result<Self, AppError> {
        let keys = app.keys()?.clone();
        let parts: Vec<&[u8]> = asked.iter().map(Vec::as_slice).collect();
        Ok(Self {
            fingerprint: keys.hash(name, &parts),
            key: format!("{name}:{}", key.as_str()),
            caller: caller(owner),
            now,
            keys,
        })
    }

    fn read<T: DeserializeOwned>(&self, sealed: &[u8]) -> Result<T, AppError> {
        let text = self.keys.open(self.place(), sealed)?;
        serde_json::from_slice(&text).map_err(AppError::internal)
    }

    async fn step<W: Work>(&self, tx: &Tx<'_>, work: &W) -> Result<Step<W::Answer>, AppError> {
        let request =
            idempotency::Request { key: &self.key, caller: &self.caller, fingerprint: self.fingerprint.as_slice() };
        match idempotency::begin(tx, &request, self.now).await? {
            idempotency::Begun::Fresh => {
                if let Some(owner) = work.owner()
                    && !account::take_part(tx, owner).await?
                {
                    return Err(AppError::Forbidden);
                }
                let answer = work.write(tx).await?;
                let text = serde_json::to_vec(&answer).map_err(AppError::internal)?;
                let sealed = self.keys.seal(self.place(), &text)?;
                idempotency::finish(tx, &self.key, &self.caller, DONE, &sealed).await?;
                Ok(Step::Answer(answer))
            }
            idempotency::Begun::Answered { answer, .. } => self.read(&answer).map(Step::Answer),
            idempotency::Begun::Other => Ok(Step::Other),
            idempotency::Begun::Running => Ok(Step::Running),
        }
    }

    fn place(&self) -> Place {
        let hash = crate::secrets::sha256(format!("{}\n{}", self.caller, self.key).as_bytes());
        let mut row = [0; 16];
        row.copy_from_slice(&hash[..16]);
        Place { table: "idempotency", column: "answer", row: Uuid::from_bytes(row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_random_and_nothing_else_is_taken_for_one() {
        let key = Key::fresh().expect("key");
        assert_eq!(Key::parse(key.as_str()).expect("same"), key);
        assert_ne!(Key::fresh().expect("key"), key);
        for odd in ["", "short", "with space in the middle", &"a".repeat(65), "đây-là-khóa-có-dấu"] {
            assert!(Key::parse(odd).is_err(), "{odd}");
        }
    }
}
