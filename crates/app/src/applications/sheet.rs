//! The applicants of an employer as a file: what the list shows of them, and how to reach those whose contact is open.
//!
//! A file is a look at everybody in it. Who is in it, and whose contact, is recorded before it is made, it counts for
//! the looks of the day like a look at one, and nobody gets into it who was not recorded.

use super::desk::Desk;
use super::lines::contact;
use super::list::{employer_of, narrowed, summaries};
use super::record::{Held, is_verified};
use super::reveal::OPENED;
use super::{Asked, Summary};
use crate::app::App;
use crate::ctx::{Ctx, Locale};
use crate::download::{Cell, Export, Format, Table};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles;
use crate::rights::{Action, Fields};
use sanviec_domain::Lang;
use sanviec_domain::application::{Kind, State};
use sanviec_domain::person::Phone;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::reveal::Contact;
use sanviec_domain::time::{Micros, clock_time, short_date};
use sanviec_store::application::{self, Filter};
use sanviec_store::{BoxFuture, Db, Tx, audit, conversation, employer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The longest file.
const MOST: u64 = 1_000;

const HEADINGS_VI: [&str; 8] = [
    "Họ và tên",
    "Vị trí ứng tuyển",
    "Trạng thái",
    "Gửi lúc",
    "Trả lời đến hết ngày",
    "Điện thoại",
    "Email",
    "Mã hồ sơ",
];
const HEADINGS_EN: [&str; 8] =
    ["Name", "Position", "Status", "Sent at", "Answer by the end of", "Phone", "Email", "Application"];

/// The applicants that a list asks for, all pages of it, as a file. The looks are committed before it is made.
pub async fn applicants_file(
    app: &App,
    ctx: &Ctx,
    asked: &Asked,
    format: Format,
    key: &Key,
) -> Result<Export, AppError> {
    let (employer_id, fields) = employer_of(ctx, Action::AnswerApplication)?;
    let (state, posting_id) = narrowed(asked)?;
    let sees_names = fields.has(Fields::NAME);
    let work = Taking { desk: Desk::new(app, ctx)?, employer_id, state, posting_id, sees_names };
    let taken = once(app, ctx, key, work.clone()).await?;
    // Read now and not kept with the answer to the form, which would outlive the data.
    let mut lines = Vec::new();
    for (held, summary) in work.list(app.store().reader()).await? {
        if taken.listed.contains(&held.row.id) {
            let may_open = taken.opened.contains(&held.row.id);
            let is_open = may_open && is_open(&work.desk, app.store().reader(), &held, &summary).await?;
            lines.push(line(&work.desk, &held, summary, is_open)?);
        }
    }
    let is_english = ctx.locale == Locale::En;
    let (sheet, headings) =
        if is_english { ("Applicants", &HEADINGS_EN) } else { ("Người ứng tuyển", &HEADINGS_VI) };
    Table { sheet, headings, lines: &lines }.file(&format!("nguoi-ung-tuyen-{}", ctx.today()), format)
}

/// Whether the file says how to reach somebody.
async fn is_open(desk: &Desk, db: &impl Db, held: &Held, summary: &Summary) -> Result<bool, AppError> {
    // Of others nobody asks: contact is open in these states alone.
    let may_be = matches!(held.life.state(), State::Shortlisted | State::Interview | State::Hired);
    Ok(may_be && summary.name.is_some() && contact(desk, db, held).await? == Contact::Open)
}

fn line(desk: &Desk, held: &Held, summary: Summary, is_open: bool) -> Result<Vec<Cell>, AppError> {
    let lang = if desk.ctx.locale == Locale::En { Lang::En } else { Lang::Vi };
    let reach = if is_open { held.reach(&desk.keys)? } else { super::Reach::default() };
    // The address of a quick application is for its link alone.
    let email = reach.email.filter(|_| held.life.terms.kind != Kind::Quick);
    let phone = reach.phone.and_then(|phone| Phone::parse(&phone).ok()).map(|phone| phone.display());
    let at = |at: Micros| format!("{} {}", short_date(at.day()), clock_time(at));
    let cells = [
        summary.name.unwrap_or_default(),
        summary.posting_title,
        summary.status.map(|status| status.word(lang).to_owned()).unwrap_or_default(),
        at(summary.sent_at),
        summary.answer_by.map(|end| short_date(end.last_day_before())).unwrap_or_default(),
        phone.unwrap_or_default(),
        email.unwrap_or_default(),
        summary.id.code().to_string(),
    ];
    Ok(cells.map(Cell::Text).to_vec())
}

fn too_long() -> AppError {
    let vi = "Có hơn 1.000 hồ sơ. Hãy chọn một tin hoặc một trạng thái rồi tải lại.";
    let en = "There are more than 1,000 applications. Choose a posting or a status, then download again.";
    FieldError::new("form", "file_too_long", vi, en).into()
}

fn too_many() -> AppError {
    let vi = "Tệp này mở thêm quá nhiều thông tin liên hệ: mỗi người xem tối đa 100 lượt một ngày. Hãy chọn một tin, một trạng thái khác, hoặc tải vào ngày mai.";
    let en = "This file would open too much contact: one person looks at 100 a day at most. Choose a posting or another status, or download it tomorrow.";
    FieldError::new("form", "too_many", vi, en).into()
}

/// Who is in a file, and whose contact.
#[derive(Default, Serialize, Deserialize)]
struct Taken {
    listed: Vec<Uuid>,
    opened: Vec<Uuid>,
}

#[derive(Clone)]
struct Taking {
    desk: Desk,
    employer_id: Uuid,
    state: Option<&'static str>,
    posting_id: Option<Uuid>,
    sees_names: bool,
}

impl Taking {
    /// Those who are asked for, as the list shows them.
    async fn list(&self, db: &impl Db) -> Result<Vec<(Held, Summary)>, AppError> {
        let filter = Filter { state: self.state, posting_id: self.posting_id, before: None };
        let rows = application::list_by_employer(db, self.employer_id, filter, MOST + 1).await?;
        if rows.len() as u64 > MOST {
            return Err(too_long());
        }
        let held: Vec<Held> = rows.into_iter().map(|row| Held::read(&self.desk.keys, row)).collect::<Result<_, _>>()?;
        let employer = employer::load(db, self.employer_id).await?;
        let shows_names = self.sees_names && is_verified(db, &employer, self.desk.ctx.now).await?;
        let summaries = summaries(&self.desk, db, &held, shows_names).await?;
        Ok(held.into_iter().zip(summaries).collect())
    }

    async fn run(&self, tx: &Tx<'_>) -> Result<Taken, AppError> {
        let desk = &self.desk;
        let (mut taken, mut entries) = (Taken::default(), Vec::new());
        for (held, summary) in self.list(tx).await? {
            let id = held.row.id;
            taken.listed.push(id);
            let is_open = is_open(desk, tx, &held, &summary).await?;
            if is_open {
                self.open(tx, id).await?;
                entries.push(desk.entry("reveal_contact", id, None, None));
                taken.opened.push(id);
            }
            if summary.name.is_some() {
                self.looked(tx, &held, is_open).await?;
            }
        }
        let after = format!(r#"{{"opened":{},"rows":{}}}"#, taken.opened.len(), taken.listed.len());
        let whole = desk.entry("export_applicants", self.employer_id, None, Some(after));
        entries.push(audit::Row { entity: "employer".to_owned(), ..whole });
        audit::append(tx, &entries).await?;
        Ok(taken)
    }

    /// One look at how to reach somebody. With one too many nothing is written, so that looks of the day are left.
    async fn open(&self, tx: &Tx<'_>, application_id: Uuid) -> Result<(), AppError> {
        let desk = &self.desk;
        let member = desk.ctx.actor.person().ok_or(AppError::Forbidden)?;
        if !OPENED.count(tx, &desk.keys, &[member.account_id.as_bytes()], desk.ctx.now.0).await? {
            return Err(too_many());
        }
        let look = conversation::Reveal {
            id: desk.app.ids().next(),
            application_id,
            employer_id: self.employer_id,
            member_id: member.account_id,
            at: desk.ctx.now.0,
        };
        Ok(conversation::add_reveal(tx, &look).await?)
    }

    /// Notes for the person, beside other looks at the profile, what went into the file.
    async fn looked(&self, tx: &Tx<'_>, held: &Held, is_open: bool) -> Result<(), AppError> {
        let Some(profile_id) = held.row.profile_id else { return Ok(()) };
        let fields: &[Field] = if is_open { &[Field::Name, Field::Phone, Field::Email] } else { &[Field::Name] };
        let of = (ProfileId(profile_id), profiles::Why::Export);
        profiles::look::note(tx, &self.desk.ctx, self.desk.app.ids().next(), of, fields).await
    }
}

impl Work for Taking {
    type Answer = Taken;

    fn name(&self) -> &'static str {
        "export_applicants"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let posting = self.posting_id.map(|id| id.as_bytes().to_vec());
        vec![self.state.unwrap_or_default().as_bytes().to_vec(), posting.unwrap_or_default()]
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Taken, AppError>> {
        Box::pin(self.run(tx))
    }
}
