//! The quick application: name, telephone and one consent, with an account or without.
//!
//! What comes back is the same whether the telephone has applied before or not; only the message that goes to it tells.
//! A network that sends more than a few a day has to show a code that was sent to the telephone first.

use super::consent::{self, Given, WORDING};
use super::desk::Desk;
use super::letters;
use super::record::{Advert, Held, Reach, is_verified, place, reach_of};
use super::through::through;
use crate::accounts::{CODE_SECONDS, CODES_TO, Contact, Limit, MINUTE, Origin, code_hash};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::rows;
use crate::secrets::six_digits;
use sanviec_domain::Lang;
use sanviec_domain::application::{Command, Kind, Side, State, Status};
use sanviec_domain::consent::{Purpose, Way};
use sanviec_domain::person::{Email, PersonName, Phone, PhoneKind};
use sanviec_domain::posting::PostingCode;
use sanviec_store::application::{self, Row};
use sanviec_store::{BoxFuture, Db, Tx, audit, employer, one_time_code, posting};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const DAY: i64 = 24 * 60 * MINUTE;
/// Applications from one network or account in a day.
pub(super) const FROM: Limit = Limit { name: "applied_from", most: 60, window_us: DAY };
/// Those of them that need no code.
const FREELY_FROM: Limit = Limit { name: "applied_freely_from", most: 3, window_us: DAY };
/// Applications with one telephone in a day.
const FOR: Limit = Limit { name: "applied_for", most: 10, window_us: DAY };
/// What the codes of applications are stored under.
pub(super) const PURPOSE: &str = "apply";

/// Somebody applies, as typed.
#[derive(Clone, Debug, Default)]
pub struct Quick {
    /// Code of the posting.
    pub posting: String,
    pub name: String,
    pub phone: String,
    /// Where the link goes instead of the telephone; may be empty, and the employer never gets it.
    pub email: String,
    /// `18` for 18 and more, `15` for 15 to 17.
    pub age: String,
    /// How a parent or guardian is reached, for somebody under 18.
    pub guardian: String,
    /// The box was ticked.
    pub consent: bool,
    /// Version of the sentence beside the box.
    pub wording: u16,
    pub origin: Origin,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applied {
    /// It is before the employer; a message with a link is on its way.
    Sent,
    /// A parent or guardian is asked first.
    GuardianAsked,
    /// A code was sent to the telephone; the id names it at the next step and is no secret.
    CodeAsked(Uuid),
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Done(Applied),
    TooMany,
}

/// What was understood, to be looked over before it is sent.
#[derive(Clone, Debug)]
pub struct Checked {
    pub advert: Advert,
    pub name: String,
    /// As it is read out.
    pub phone: String,
    /// Where the link goes, when it is not the telephone.
    pub email: Option<String>,
    /// How a guardian is asked, as it is read out; the employer never gets it.
    pub guardian: Option<String>,
}

/// The posting, when it can be applied for here: it is live, its employer is verified and so may read what is sent, and
/// somebody of the employer is here to read it.
pub async fn offer(app: &App, ctx: &Ctx, code: &str) -> Result<Advert, AppError> {
    demand(ctx, Action::ApplyQuick)?;
    Ok(open_from_age(app.store().reader(), ctx, code).await?.0)
}

/// The same with the age from which the advert takes people, where it says one.
pub(super) async fn open_from_age(db: &impl Db, ctx: &Ctx, code: &str) -> Result<(Advert, Option<u8>), AppError> {
    let code: PostingCode = code.parse().map_err(|_| AppError::NotFound)?;
    let row = posting::find(db, code.uuid()).await?.ok_or(AppError::NotFound)?;
    let posting = rows::read(row)?;
    if posting.life.run().is_none() {
        return Err(AppError::NotFound);
    }
    if !posting.life.is_live(ctx.now) {
        let (vi, en) = ("Việc làm này không nhận hồ sơ nữa.", "This vacancy takes no applications any more.");
        return Err(FieldError::new("posting", "posting_closed", vi, en).into());
    }
    let employer = employer::load(db, posting.employer_id.0).await?;
    if !is_verified(db, &employer, ctx.now).await? {
        let vi = "Nhà tuyển dụng này chưa nhận hồ sơ qua sàn. Hãy gọi trung tâm và nói mã tin.";
        let en = "This employer does not take applications here yet. Call the centre and say the code of the posting.";
        return Err(FieldError::new("posting", "employer_not_verified", vi, en).into());
    }
    if let Some(through) = through(db, employer.id, posting.id.0).await? {
        return Err(through.refused());
    }
    let advert = Advert {
        posting_id: posting.id,
        title: posting.content.title,
        employer: employer.name,
        employer_id: employer.id,
    };
    Ok((advert, posting.content.age_min))
}

/// The refusal of a job that takes older people only, for whoever is not of age.
pub(crate) fn too_young_for(field: &'static str, least: u8) -> FieldError {
    let vi = format!("Việc này chỉ nhận người từ đủ {least} tuổi. Hãy tìm việc khác hợp với tuổi, hoặc hỏi trung tâm.");
    let en = format!("This job takes people from {least} years on. Look for one that fits the age, or ask the centre.");
    FieldError::new(field, "too_young_for_job", vi, en)
}

/// What an application says, in normal forms.
struct Said {
    name: PersonName,
    phone: Phone,
    email: Option<Email>,
    guardian: Option<Contact>,
}

/// `least` is the age from which the advert takes people.
fn understand(order: &Quick, least: Option<u8>) -> Result<Said, AppError> {
    let mut errors = Vec::new();
    let name = PersonName::parse(&order.name).map_err(|error| {
        errors.push(FieldError::new("name", error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)));
    });
    let phone = Phone::parse(&order.phone).map_err(|error| {
        errors.push(FieldError::new("phone", error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)));
    });
    if phone.as_ref().is_ok_and(|phone| phone.kind() != PhoneKind::Mobile) {
        let vi = "Cần số di động để nhận tin nhắn theo dõi hồ sơ.";
        let en = "A mobile number is needed for the message with which the application is followed.";
        errors.push(FieldError::new("phone", "phone_not_mobile", vi, en));
    }
    let email = email(&order.email, &mut errors);
    let own = [phone.as_ref().ok().map(Phone::e164), email.as_ref().map(|email| email.as_str().to_owned())];
    let guardian = guardian(order, &own, &mut errors);
    errors.extend(least.filter(|least| is_kept_from(order, *least)).map(|least| too_young_for("age", least)));
    if !order.consent {
        let vi = "Đánh dấu vào ô đồng ý thì hồ sơ mới được gửi.";
        let en = "Tick the box: without your consent nothing is sent.";
        errors.push(FieldError::new("consent", "consent_not_given", vi, en));
    } else if order.wording != WORDING {
        let vi = "Lời đồng ý đã được viết lại. Vui lòng đọc và đánh dấu lần nữa.";
        let en = "The sentence about your consent was rewritten. Please read it and tick the box again.";
        errors.push(FieldError::new("consent", "wording_changed", vi, en));
    }
    match (name, phone) {
        (Ok(name), Ok(phone)) if errors.is_empty() => Ok(Said { name, phone, email, guardian }),
        _ => Err(AppError::Refused(errors)),
    }
}

/// Of whoever is 15 to 17 it is certain for a job from 18 on alone: the form asks no more of the age.
fn is_kept_from(order: &Quick, least: u8) -> bool {
    order.age == "15" && least > 17
}

fn email(text: &str, errors: &mut Vec<FieldError>) -> Option<Email> {
    if text.trim().is_empty() {
        return None;
    }
    let read = Email::parse(text).map_err(|error| {
        errors.push(FieldError::new("email", error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)));
    });
    read.ok()
}

fn guardian(order: &Quick, own: &[Option<String>], errors: &mut Vec<FieldError>) -> Option<Contact> {
    match order.age.as_str() {
        "18" => None,
        "15" => asked_guardian(&order.guardian, own).map_err(|error| errors.push(error)).ok(),
        _ => {
            let vi = "Chọn tuổi của bạn. Người dưới 15 tuổi chưa ứng tuyển được ở đây.";
            let en = "Choose your age. Nobody under 15 can apply here.";
            errors.push(FieldError::new("age", "age_missing", vi, en));
            None
        }
    }
}

/// How a parent or guardian is reached, as typed: at none of the applicant's own addresses (`own`, in normal forms), or
/// the applicant would answer.
pub(super) fn asked_guardian(text: &str, own: &[Option<String>]) -> Result<Contact, FieldError> {
    let Ok(contact) = Contact::parse(text) else {
        let vi = "Ghi số di động hoặc email của cha, mẹ hoặc người giám hộ để xin ý kiến.";
        let en = "Enter the mobile number or e-mail address of a parent or guardian, who is asked first.";
        return Err(FieldError::new("guardian", "guardian_missing", vi, en));
    };
    if own.iter().flatten().any(|own| own.eq_ignore_ascii_case(contact.as_str())) {
        let vi = "Ghi số hoặc email của cha, mẹ hoặc người giám hộ, không phải của bạn.";
        let en = "Enter the number or e-mail address of a parent or guardian, not your own.";
        return Err(FieldError::new("guardian", "guardian_is_applicant", vi, en));
    }
    Ok(contact)
}

/// Reads what was typed without sending anything.
pub async fn check_quick(app: &App, ctx: &Ctx, order: &Quick) -> Result<Checked, AppError> {
    demand(ctx, Action::ApplyQuick)?;
    let (advert, least) = open_from_age(app.store().reader(), ctx, &order.posting).await?;
    let said = understand(order, least)?;
    Ok(Checked {
        advert,
        name: said.name.as_str().to_owned(),
        phone: said.phone.display(),
        email: said.email.map(|email| email.as_str().to_owned()),
        guardian: said.guardian.as_ref().map(read_out),
    })
}

/// An address as people read it: a telephone the national way.
fn read_out(contact: &Contact) -> String {
    match Phone::parse(contact.as_str()) {
        Ok(phone) => phone.display(),
        Err(_) => contact.as_str().to_owned(),
    }
}

/// Sends it, or asks for a code or a guardian first.
pub async fn apply_quick(app: &App, ctx: &Ctx, order: Quick, key: &Key) -> Result<Applied, AppError> {
    demand(ctx, Action::ApplyQuick)?;
    let (_, least) = open_from_age(app.store().reader(), ctx, &order.posting).await?;
    let said = understand(&order, least)?;
    let work = Sending { desk: Desk::new(app, ctx)?, id: app.ids().next(), digits: six_digits()?, said, order };
    match once(app, ctx, key, work).await? {
        Outcome::Done(applied) => Ok(applied),
        Outcome::TooMany => Err(too_many()),
    }
}

pub(super) fn too_many() -> AppError {
    let vi = "Hôm nay đã gửi quá nhiều hồ sơ từ đây. Hãy thử lại ngày mai, hoặc gọi trung tâm.";
    let en = "Too many applications were sent from here today. Try again tomorrow, or call the centre.";
    FieldError::new("form", "too_many", vi, en).into()
}

struct Sending {
    desk: Desk,
    id: Uuid,
    digits: String,
    said: Said,
    order: Quick,
}

/// Keyed hash of the telephone: one person applies once for a posting.
pub(super) fn person_key(desk: &Desk, phone: &Phone) -> Vec<u8> {
    desk.keys.hash("applicant", &[phone.e164().as_bytes()]).to_vec()
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (keys, now) = (&self.desk.keys, self.desk.ctx.now.0);
        let account = self.desk.ctx.actor.person().map(|person| person.account_id);
        let from = account.map_or_else(|| self.order.origin.source.clone(), |id| id.to_string());
        let (from, phone) = (from.as_bytes(), self.said.phone.e164());
        let few = FROM.count(tx, keys, &[from], now).await? & FOR.count(tx, keys, &[phone.as_bytes()], now).await?;
        if !few {
            return Ok(Outcome::TooMany);
        }
        let free = account.is_some() || FREELY_FROM.count(tx, keys, &[from], now).await?;
        let (advert, least) = open_from_age(tx, &self.desk.ctx, &self.order.posting).await?;
        // The advert may have been changed since the form was read.
        if let Some(least) = least.filter(|least| is_kept_from(&self.order, *least)) {
            return Err(too_young_for("age", least).into());
        }
        if !free {
            return self.ask_code(tx, &advert).await;
        }
        let person = person_key(&self.desk, &self.said.phone);
        if let Some(row) = application::find_once(tx, advert.posting_id.0, &person, account).await? {
            // The same answer as to a new one; the message tells the person.
            tell_again(&self.desk, tx, &Held::read(keys, row)?).await?;
            return Ok(Outcome::Done(self.done()));
        }
        let held = self.begin(tx, &advert).await?;
        submit(&self.desk, tx, held, account).await?;
        Ok(Outcome::Done(self.done()))
    }

    const fn done(&self) -> Applied {
        if self.said.guardian.is_some() { Applied::GuardianAsked } else { Applied::Sent }
    }

    /// The draft, with the consent that was ticked.
    async fn begin(&self, tx: &Tx<'_>, advert: &Advert) -> Result<Held, AppError> {
        let row = self.row(advert)?;
        application::insert(tx, &row).await?;
        let read = self.order.wording;
        let given = Given { purpose: Purpose::Application, read, way: Way::OnScreen, evidence: None };
        consent::give(&self.desk, tx, &row, &given).await?;
        audit::append(tx, &[self.desk.entry("begin", row.id, None, None)]).await?;
        Held::read(&self.desk.keys, row)
    }

    fn row(&self, advert: &Advert) -> Result<Row, AppError> {
        let (desk, id) = (&self.desk, self.id);
        let (_, mut row) = desk.fresh(id, advert, (Kind::Quick, self.said.guardian.is_some()));
        let reach = |contact: &Reach| serde_json::to_vec(contact).map_err(AppError::internal);
        let contact = Reach {
            phone: Some(self.said.phone.e164()),
            email: self.said.email.as_ref().map(|email| email.as_str().to_owned()),
        };
        let seal = |column, value: &[u8]| desk.keys.seal(place(column, id), value);
        row.name = Some(seal("name", self.said.name.as_str().as_bytes())?);
        row.contact = Some(seal("contact", &reach(&contact)?)?);
        if let Some(guardian) = &self.said.guardian {
            row.guardian = Some(seal("guardian", &reach(&reach_of(guardian))?)?);
        }
        Ok(row)
    }

    /// Keeps the draft until the code comes back; it is forgotten when none does.
    async fn ask_code(&self, tx: &Tx<'_>, advert: &Advert) -> Result<Outcome, AppError> {
        let (desk, phone) = (&self.desk, self.said.phone.e164());
        if !CODES_TO.count(tx, &desk.keys, &[phone.as_bytes()], desk.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let held = self.begin(tx, advert).await?;
        let code = one_time_code::Row {
            id: held.row.id,
            purpose: PURPOSE.to_owned(),
            lookup: desk.keys.lookup("phone", &phone).map(|hash| hash.to_vec()),
            account_id: None,
            kind: "phone".to_owned(),
            recipient: None,
            hash: code_hash(&desk.keys, held.row.id, &self.digits).to_vec(),
            attempts: 0,
            created_at: desk.ctx.now.0,
            expires_at: desk.ctx.now.plus_seconds(CODE_SECONDS).0,
            ended_at: None,
        };
        one_time_code::insert(tx, &code).await?;
        letters::code(desk, tx, &Contact::Phone(phone), &self.digits).await?;
        Ok(Outcome::Done(Applied::CodeAsked(held.row.id)))
    }
}

/// What was sent before, or waits for a guardian, is told again with a link: where it stands by now, because nothing is
/// sent a second time.
async fn tell_again(desk: &Desk, tx: &Tx<'_>, known: &Held) -> Result<(), AppError> {
    // A late tick must not show a promise that has run out.
    let life = known.life.clone().step(Command::Tick, Side::System, desk.ctx.now).map_err(super::refused)?.0;
    if life.state() == State::AwaitingGuardian {
        return letters::waiting(desk, tx, known).await;
    }
    if !life.is_before_employer() {
        return Ok(());
    }
    match life.status() {
        Some(Status::Sent) | None => letters::sent(desk, tx, known).await,
        Some(_) => letters::standing(desk, tx, known, &life).await,
    }
}

/// Hands a draft in as the person's one application. `Conflict` when another came at the same moment.
pub(super) async fn submit(desk: &Desk, tx: &Tx<'_>, mut held: Held, account: Option<Uuid>) -> Result<Held, AppError> {
    let phone = held.reach(&desk.keys)?.phone.unwrap_or_default();
    let phone = Phone::parse(&phone).map_err(AppError::internal)?;
    let key = person_key(desk, &phone);
    if let Some(known) = application::find_once(tx, held.row.posting_id, &key, account).await? {
        let known = Held::read(&desk.keys, known)?;
        tell_again(desk, tx, &known).await?;
        desk.advance(tx, held, Command::Erase, Side::Applicant).await?;
        return Ok(known);
    }
    (held.row.person_key, held.row.account_once) = (Some(key), account);
    desk.advance(tx, held, Command::Submit, Side::Applicant).await
}

impl Work for Sending {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "apply_quick"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let Quick { posting, name, phone, email, age, guardian, .. } = &self.order;
        [posting, name, phone, email, age, guardian].into_iter().map(|text| text.clone().into_bytes()).collect()
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
