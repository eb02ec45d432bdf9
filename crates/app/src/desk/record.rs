//! What happened to a letter, typed in by an officer: sent, answered, entered, followed up, taken back. The rules
//! decide; the row is guarded by the version that was read. One that is sent through the exchange goes to the people of
//! the employer, who read and answer it here.

use super::entry;
use super::issue::refused;
use super::referral_row::{due_on, life_of, put, text_of};
use crate::app::App;
use crate::applications::is_verified;
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::messages;
use crate::once::{Key, Work, once};
use crate::postings::{Hire, count_hire};
use crate::profiles::{load_surviving, news};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::Keyring;
use crate::webhooks;
use sanviec_domain::message::{Content, News};
use sanviec_domain::referral::{Command, Side, State, Way};
use sanviec_domain::webhook::EventKind;
use sanviec_store::{BoxFuture, Tx, audit, employer, referral};
use uuid::Uuid;

/// What is to be recorded.
#[derive(Clone, Debug)]
pub struct Record {
    /// Code of the referral.
    pub id: String,
    /// Version that the officer saw; `None` takes the present one.
    pub version: Option<i64>,
    pub command: Command,
}

/// Records what happened to a letter of the own centre.
pub async fn record(app: &App, ctx: &Ctx, order: Record, key: &Key) -> Result<(), AppError> {
    let id = super::centre::id_of(&order.id)?;
    let row = referral::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::Refer, Thing::of_centre(row.centre_id))?;
    let keys = app.keys()?.clone();
    let message_id = app.ids().next();
    once(app, ctx, key, Recording { app: app.clone(), keys, ctx: ctx.clone(), id, message_id, order }).await
}

fn employer_not_here() -> AppError {
    let vi = "Nơi tuyển này chưa được xác thực hoặc chưa có ai dùng sàn nên không nhận được phiếu qua sàn. Chọn cách \
              gửi khác.";
    let en = "This employer is not verified, or nobody of it uses the exchange, so the letter would reach nobody here. \
              Choose another way.";
    FieldError::new("way", "employer_not_here", vi, en).into()
}

struct Recording {
    app: App,
    keys: Keyring,
    ctx: Ctx,
    id: Uuid,
    message_id: Uuid,
    order: Record,
}

impl Recording {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut row = referral::find(tx, self.id).await?.ok_or(AppError::NotFound)?;
        if self.order.version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        let by_exchange = self.order.command == Command::Send(Way::Exchange);
        if by_exchange && !is_verified(tx, &employer::load(tx, row.employer_id).await?, self.ctx.now).await? {
            return Err(employer_not_here());
        }
        let known_at = row.exchange_at;
        let step = (self.order.command.clone(), Side::Centre);
        move_on(tx, (&self.keys, &self.ctx), &mut row, step, Some(self.message_id)).await?;
        if known_at.is_none() && row.exchange_at.is_some() { self.tell_employer(tx, &row).await } else { Ok(()) }
    }

    /// Tells the employer's people once that a letter is here for them; a letter that nobody would read is not sent so.
    async fn tell_employer(&self, tx: &Tx<'_>, row: &referral::Row) -> Result<(), AppError> {
        let (life, text) = (life_of(&self.keys, row)?, text_of(&self.keys, row)?);
        let content = Content::ReferralReceived {
            number: life.letter.number.written(&text.sign),
            posting_title: text.posting_title,
            due_on: due_on(&life).unwrap_or_else(|| self.ctx.today()),
            path: format!("/phieu-den/{}", super::centre::code_of(row.id)),
        };
        let who = (&self.app, &self.keys, &self.ctx);
        let told = messages::to_employer(tx, who, row.employer_id, &content).await?;
        if told == 0 { Err(employer_not_here()) } else { Ok(()) }
    }
}

/// Moves a referral by one command and writes it with its audit row. Nothing is written when nothing changes. Of an end
/// the person is told by a message of this id; without one nobody is, because the person ended it.
pub(super) async fn move_on(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &mut referral::Row,
    (command, side): (Command, Side),
    message_id: Option<Uuid>,
) -> Result<(), AppError> {
    let name = command.name();
    let by_exchange = command == Command::Send(Way::Exchange);
    let before = life_of(keys, row)?;
    let step = before.clone().step(command, side, ctx.now, calendar());
    let (life, events) = step.map_err(refused)?;
    if life == before {
        return Ok(());
    }
    let state = |code: &str| format!(r#"{{"state":"{code}"}}"#);
    let told = events.iter().map(|event| format!(r#""{}""#, event.code())).collect::<Vec<_>>().join(",");
    let after = format!(r#"{{"state":"{}","events":[{told}]}}"#, life.state().code());
    put(keys, row, &life, ctx.now)?;
    if by_exchange {
        row.exchange_at = row.exchange_at.or(Some(ctx.now.0));
    }
    referral::update_guarded(tx, row).await?;
    let mut entry = entry(ctx, &format!("referral_{}", name.code()), ("referral", row.id), Some(after));
    entry.before = Some(state(before.state().code()));
    // What an employer answers is told in the book of the centre whose letter it is.
    entry.centre_id = entry.centre_id.or(Some(row.centre_id).filter(|_| side == Side::Employer));
    audit::append(tx, &[entry]).await?;
    if life.state() == State::Hired && before.state() != State::Hired {
        let (posting_id, profile_id) = (row.posting_id, Some(row.profile_id));
        let hire = Hire { posting_id, profile_id, account_id: None, told_by: row.id };
        Box::pin(count_hire(tx, ctx, &hire)).await?;
    }
    if let Some(id) = message_id.filter(|_| before.state() != life.state()) {
        tell(tx, (keys, ctx), row, life.state(), id).await?;
    }
    let event = webhooks::Event {
        kind: EventKind::ReferralAnswered,
        employer_id: None,
        centre_id: Some(row.centre_id),
        about: (row.id, row.version + 1),
        data: told_of(row, life.state().code()),
    };
    webhooks::emit(tx, ctx, &[event]).await
}

/// Tells a person with an account that a letter is answered or over.
async fn tell(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    row: &referral::Row,
    state: State,
    id: Uuid,
) -> Result<(), AppError> {
    let news = match state {
        State::Hired => News::LetterHired,
        State::NotHired => News::LetterNotHired,
        State::NoShow => News::LetterNoShow,
        State::Withdrawn => News::LetterWithdrawn,
        State::Lapsed => News::LetterLapsed,
        State::Issued | State::Sent => return Ok(()),
    };
    let holder = match load_surviving(tx, keys, row.profile_id).await {
        Ok(holder) => holder,
        // Whoever is gone is told nothing.
        Err(AppError::Gone) => return Ok(()),
        Err(error) => return Err(error),
    };
    news::tell(tx, (keys, ctx), (id, &holder), (news, row.centre_id), "/ho-so/phieu-hen").await
}

/// What programs of the centre are told of a letter: nothing of the person.
pub(super) fn told_of(row: &referral::Row, state: &str) -> serde_json::Value {
    serde_json::json!({
        "referral_id": super::centre::code_of(row.id),
        "posting_id": super::centre::code_of(row.posting_id),
        "year": row.year,
        "serial": row.serial,
        "state": state,
    })
}

impl Work for Recording {
    type Answer = ();

    fn name(&self) -> &'static str {
        "record_referral"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.as_bytes().to_vec(), format!("{:?}", self.order.command).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
