//! Letters as the employer reads them to which a centre sent them through the exchange: by number and vacancy, with who
//! the person is behind a look that the person reads of, and answered with the results that an officer records too.
//!
//! Shown of the person is what the printed letter says and the rule opens to an employer in contact: never the personal
//! number, and nothing once the letter led to no work or the consent to it was taken back.

use super::centre::{code_of, id_of};
use super::entry;
use super::issue::refused;
use super::letter::said;
use super::record::move_on;
use super::referral_row::{due_on, life_of, text_of};
use crate::app::App;
use crate::applications::{OPENED, is_verified, too_many};
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::consents::{demand_for, ledger};
use crate::profiles::{Why as Look, load_surviving, look, visible};
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::secrets::Keyring;
use chrono::NaiveDate;
use sanviec_domain::consent::{About, Matter, Purpose};
use sanviec_domain::posting::EmployerId;
use sanviec_domain::profile::{Field, ProfileId, Shown, Sight};
use sanviec_domain::referral::{Command, Life, NotHiredReason, Side, Stage, State};
use sanviec_domain::reveal::{Around, Contact};
use sanviec_domain::why::Why;
use sanviec_store::{BoxFuture, Db, Tx, audit, employer, referral};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Letters of one page.
const PAGE: u64 = 50;

/// One letter in the list of the employer: nothing of the person.
#[derive(Clone, Debug)]
pub struct ReceivedItem {
    /// Code of the referral.
    pub id: String,
    pub number: String,
    pub posting_title: String,
    pub centre_name: String,
    pub state: State,
    pub issued_on: NaiveDate,
    /// Last day on which an answer is in time, while one is owed.
    pub answer_by: Option<NaiveDate>,
}

/// A page of them, newest first.
#[derive(Clone, Debug)]
pub struct ReceivedList {
    pub items: Vec<ReceivedItem>,
    /// Whether the employer is verified: only then anything can be answered, and the person seen.
    pub is_verified: bool,
    /// Code of the last one, where more come behind it.
    pub next: Option<String>,
}

/// One letter.
#[derive(Clone, Debug)]
pub struct ReceivedView {
    pub version: i64,
    pub item: ReceivedItem,
    pub centre_phone: Option<String>,
    pub centre_address: Option<String>,
    /// Whether the person may be looked at, and if not, why.
    pub contact: Contact,
    /// Whether an answer can be given here now.
    pub may_answer: bool,
}

/// What a look shows of the person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Referred {
    pub name: Option<String>,
    pub birth: Option<String>,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub qualification: Option<String>,
}

/// What an employer answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LetterAnswer {
    /// The person was hired, as is told today.
    Hired {
        starts_on: NaiveDate,
        ends_on: Option<NaiveDate>,
    },
    NotHired(Why<NotHiredReason>),
    NoShow,
}

/// An answer to one letter.
#[derive(Clone, Debug)]
pub struct AnswerLetter {
    /// Code of the referral.
    pub id: String,
    /// Version that was seen; `None` takes the present one.
    pub version: Option<i64>,
    pub answer: LetterAnswer,
}

/// The employer that somebody acts for, and what its people see of whoever a letter is about.
fn employer_of(ctx: &Ctx) -> Result<(Uuid, Fields), AppError> {
    let employer_id = ctx.actor.person().and_then(|person| person.employer_id).ok_or(AppError::Forbidden)?;
    Ok((employer_id, demand_of(ctx, Action::AnswerReferral, Thing::of_employer(employer_id))?))
}

/// A letter that the own employer was sent through the exchange; any other is not found.
async fn find(db: &impl Db, ctx: &Ctx, code: &str) -> Result<referral::Row, AppError> {
    let (employer_id, _) = employer_of(ctx)?;
    let row = referral::find(db, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    if row.employer_id == employer_id && row.exchange_at.is_some() { Ok(row) } else { Err(AppError::NotFound) }
}

async fn verified(db: &impl Db, ctx: &Ctx, employer_id: Uuid) -> Result<bool, AppError> {
    is_verified(db, &employer::load(db, employer_id).await?, ctx.now).await
}

/// What must hold beside the stage, as it is now. Of whoever is gone no consent holds.
async fn around(db: &impl Db, (keys, ctx): (&Keyring, &Ctx), row: &referral::Row) -> Result<Around, AppError> {
    let consent = match Box::pin(load_surviving(db, keys, row.profile_id)).await {
        Ok(profile) => {
            let about = About::Employer(EmployerId(row.employer_id));
            let demand = demand_for(Matter { purpose: Purpose::Referral, about }, &profile, ctx);
            ledger(db, profile.id).await?.allows(demand, ctx.now).is_ok()
        }
        Err(AppError::Gone | AppError::NotFound) => false,
        Err(error) => return Err(error),
    };
    Ok(Around { consent, verified: verified(db, ctx, row.employer_id).await? })
}

/// Where a letter stands now, though a tick may be late: a promise that ran out is not shown as one.
fn life_now(keys: &Keyring, ctx: &Ctx, row: &referral::Row) -> Result<Life, AppError> {
    let (life, _) = life_of(keys, row)?.step(Command::Tick, Side::System, ctx.now, calendar()).map_err(refused)?;
    Ok(life)
}

fn item(keys: &Keyring, ctx: &Ctx, row: &referral::Row) -> Result<ReceivedItem, AppError> {
    let (life, text) = (life_now(keys, ctx, row)?, text_of(keys, row)?);
    Ok(ReceivedItem {
        id: code_of(row.id),
        number: life.letter.number.written(&text.sign),
        posting_title: text.posting_title,
        centre_name: text.centre_name,
        state: life.state(),
        issued_on: life.letter.issued_on(),
        answer_by: due_on(&life).filter(|_| matches!(life.stage, Stage::Sent { .. })),
    })
}

/// Letters that the own employer was sent through the exchange; `after` is the last one of the page before.
pub async fn received_letters(app: &App, ctx: &Ctx, after: &str) -> Result<ReceivedList, AppError> {
    let (employer_id, _) = employer_of(ctx)?;
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let before = if after.is_empty() { None } else { Some(id_of(after)?) };
    let mut rows = referral::list_to_employer(reader, employer_id, before, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(ReceivedList {
        next: rows.last().filter(|_| has_more).map(|row| code_of(row.id)),
        items: rows.iter().map(|row| item(keys, ctx, row)).collect::<Result<_, _>>()?,
        is_verified: verified(reader, ctx, employer_id).await?,
    })
}

/// One letter to the own employer, without the person.
pub async fn received_letter(app: &App, ctx: &Ctx, code: &str) -> Result<ReceivedView, AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let row = find(reader, ctx, code).await?;
    let (life, text) = (life_now(keys, ctx, &row)?, text_of(keys, &row)?);
    let around = Box::pin(around(reader, (keys, ctx), &row)).await?;
    Ok(ReceivedView {
        version: row.version,
        item: item(keys, ctx, &row)?,
        centre_phone: text.centre_phone,
        centre_address: text.centre_address,
        contact: life.contact(around, ctx.now),
        may_answer: around.verified && takes_answer(&life.stage),
    })
}

/// Whether the page offers an answer; the rules are asked again when one is given. A hire that was told in error is
/// taken back by the centre.
const fn takes_answer(stage: &Stage) -> bool {
    match stage {
        Stage::Sent { .. } | Stage::NotHired { .. } | Stage::NoShow { .. } => true,
        Stage::Lapsed { was_sent, .. } => *was_sent,
        Stage::Issued { .. } | Stage::Hired(_) | Stage::Withdrawn { .. } => false,
    }
}

/// Whether a field is seen by an employer in contact: the table of rights and the class both say so.
fn shows(fields: Fields, field: Field) -> bool {
    let class = field.class();
    visible(fields, class) && class.shown_to(Sight::InContact) == Shown::Full
}

fn shut(contact: Contact) -> AppError {
    let (vi, en) = match contact {
        Contact::NoConsent => (
            "Người được giới thiệu không còn cho phép dùng dữ liệu.",
            "The person no longer agrees to the use of the data.",
        ),
        Contact::NotVerified => (
            "Đơn vị cần được trung tâm xác thực trước khi xem người được giới thiệu.",
            "The organisation has to be verified before the person is shown.",
        ),
        Contact::Over | Contact::NotYet | Contact::NotSent | Contact::Open => (
            "Phiếu giới thiệu này đã khép lại nên không xem được người được giới thiệu nữa.",
            "This letter of referral is closed, so the person is shown no more.",
        ),
    };
    FieldError::new("contact", "contact_shut", vi, en).into()
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Noted,
    TooMany,
    Shut(String),
}

/// Shows whom a letter is about. The look is committed before anything is shown.
pub async fn reveal_letter(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<Referred, AppError> {
    let (_, fields) = employer_of(ctx)?;
    let keys = app.keys()?.clone();
    let looking = Looking { app: app.clone(), keys, ctx: ctx.clone(), fields, code: code.to_owned() };
    match once(app, ctx, key, looking).await? {
        Outcome::Noted => {}
        Outcome::TooMany => return Err(too_many()),
        Outcome::Shut(why) => return Err(shut(Contact::find_by_code(&why).unwrap_or(Contact::Over))),
    }
    // Read now and not kept with the answer to the form, which would outlive the data.
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let row = find(reader, ctx, code).await?;
    let around = Box::pin(around(reader, (keys, ctx), &row)).await?;
    let contact = life_of(keys, &row)?.contact(around, ctx.now);
    if contact != Contact::Open {
        return Err(shut(contact));
    }
    let text = text_of(keys, &row)?;
    let seen = |field, value: Option<String>| value.filter(|_| shows(fields, field));
    Ok(Referred {
        name: seen(Field::Name, Some(text.person_name)),
        birth: seen(Field::Birth, text.person_birth),
        address: seen(Field::CurrentLine, text.person_address),
        phone: seen(Field::Phone, text.person_phone),
        qualification: seen(Field::TechnicalField, text.person_qualification),
    })
}

struct Looking {
    app: App,
    keys: Keyring,
    ctx: Ctx,
    fields: Fields,
    code: String,
}

impl Looking {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (keys, ctx) = (&self.keys, &self.ctx);
        let row = find(tx, ctx, &self.code).await?;
        let contact = life_of(keys, &row)?.contact(around(tx, (keys, ctx), &row).await?, ctx.now);
        if contact != Contact::Open {
            return Ok(Outcome::Shut(contact.code().to_owned()));
        }
        let member = ctx.actor.person().ok_or(AppError::Forbidden)?;
        if !OPENED.count(tx, keys, &[member.account_id.as_bytes()], ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let mut trail = entry(ctx, "reveal_letter", ("referral", row.id), None);
        trail.centre_id = Some(row.centre_id);
        audit::append(tx, &[trail]).await?;
        let mut fields = said(&text_of(keys, &row)?);
        fields.retain(|field| shows(self.fields, *field));
        look::note(tx, ctx, self.app.ids().next(), (ProfileId(row.profile_id), Look::Letter), &fields).await?;
        Ok(Outcome::Noted)
    }
}

impl Work for Looking {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "reveal_letter"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.code.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Records what the own employer answers to a letter. The employer tells it today: duties count from today.
pub async fn answer_letter(app: &App, ctx: &Ctx, order: AnswerLetter, key: &Key) -> Result<(), AppError> {
    employer_of(ctx)?;
    let (keys, message_id) = (app.keys()?.clone(), app.ids().next());
    once(app, ctx, key, Answering { keys, ctx: ctx.clone(), message_id, order }).await
}

struct Answering {
    keys: Keyring,
    ctx: Ctx,
    message_id: Uuid,
    order: AnswerLetter,
}

impl Answering {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (keys, ctx) = (&self.keys, &self.ctx);
        let mut row = find(tx, ctx, &self.order.id).await?;
        if self.order.version.is_some_and(|seen| seen != row.version) {
            return Err(AppError::Conflict);
        }
        if !verified(tx, ctx, row.employer_id).await? {
            let vi = "Đơn vị cần được trung tâm xác thực trước khi trả lời phiếu giới thiệu.";
            let en = "The organisation has to be verified before it answers letters of referral.";
            return Err(FieldError::new("form", "employer_not_verified", vi, en).into());
        }
        let command = match self.order.answer.clone() {
            LetterAnswer::Hired { starts_on, ends_on } => Command::Hire { told_on: ctx.today(), starts_on, ends_on },
            LetterAnswer::NotHired(why) => Command::RefuseHire(why),
            LetterAnswer::NoShow => Command::RecordNoShow,
        };
        move_on(tx, (keys, ctx), &mut row, (command, Side::Employer), Some(self.message_id)).await
    }
}

impl Work for Answering {
    type Answer = ();

    fn name(&self) -> &'static str {
        "answer_letter"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.order.id.clone().into_bytes(), format!("{:?}", self.order.answer).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
