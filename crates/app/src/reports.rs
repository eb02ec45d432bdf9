//! Reports of adverts: anybody may say that something is wrong with one. They wait for a moderator.

mod copy;
mod queue;
mod take_down;

pub(crate) use copy::export_of;
pub use queue::{ReportView, Reported, keep, list_open, reported};
pub use take_down::{TakeDown, take_down};

use crate::accounts::{Limit, MINUTE, Origin};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use crate::secrets::{Keyring, Place};
use sanviec_domain::posting::PostingCode;
use sanviec_store::{BoxFuture, Tx, audit, posting, report};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Reports from one network or account in a day.
const FROM: Limit = Limit { name: "reported_from", most: 10, window_us: 24 * 60 * MINUTE };
/// Longest text in characters.
const LONGEST: usize = 2_000;

/// What can be wrong with an advert: code, Vietnamese, English.
pub const REASONS: [(&str, &str, &str); 7] = [
    ("asks_for_money", "Đòi nộp tiền, đặt cọc hoặc giữ giấy tờ gốc", "Asks for money, a deposit or original papers"),
    ("fraud", "Giả mạo, lừa đảo", "Fraud, or pretends to be somebody else"),
    ("not_there", "Việc không có thật hoặc đã tuyển xong", "The job does not exist or is taken"),
    ("wrong", "Lương, nơi làm hoặc công việc khác với tin", "Pay, place or work are not as advertised"),
    ("discrimination", "Phân biệt đối xử", "Discriminates"),
    (
        "forbidden",
        "Việc bị cấm hoặc không hợp với người chưa đủ 18 tuổi",
        "Forbidden, or not fit for somebody under 18",
    ),
    ("other", "Lý do khác", "Something else"),
];

/// Somebody reports an advert, as typed.
#[derive(Clone, Debug)]
pub struct Report {
    /// Code of the posting.
    pub posting: String,
    /// One of [`REASONS`].
    pub reason: String,
    pub words: String,
    pub origin: Origin,
}

/// Takes a report in. The same reporter counts once for a posting, whatever is answered.
pub async fn report(app: &App, ctx: &Ctx, order: Report, key: &Key) -> Result<(), AppError> {
    demand(ctx, Action::ReportPosting)?;
    let words = sanviec_text::nfc(&order.words).trim().to_owned();
    if !REASONS.iter().any(|(code, _, _)| *code == order.reason) {
        let (vi, en) = ("Chọn điều không đúng trong tin.", "Choose what is wrong with the advert.");
        return Err(FieldError::new("reason", "missing", vi, en).into());
    }
    if order.reason == "other" && words.is_empty() {
        return Err(FieldError::new("words", "missing", "Hãy viết rõ lý do.", "Please write what is wrong.").into());
    }
    if words.chars().count() > LONGEST {
        let (vi, en) = ("Nội dung dài quá 2.000 ký tự.", "The text is longer than 2,000 characters.");
        return Err(FieldError::new("words", "too_long", vi, en).into());
    }
    let code: PostingCode = order.posting.parse().map_err(|_| AppError::NotFound)?;
    let work = Reporting {
        id: app.ids().next(),
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        posting_id: code.uuid(),
        reason: order.reason,
        words,
        source: order.origin.source,
    };
    match once(app, ctx, key, work).await? {
        Outcome::Taken => Ok(()),
        Outcome::TooMany => {
            let vi = "Hôm nay đã có quá nhiều báo cáo từ đây. Hãy gọi trung tâm.";
            let en = "Too many reports came from here today. Please call the centre.";
            Err(FieldError::new("form", "too_many", vi, en).into())
        }
    }
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Taken,
    TooMany,
}

struct Reporting {
    id: Uuid,
    keys: Keyring,
    ctx: Ctx,
    posting_id: Uuid,
    reason: String,
    words: String,
    source: String,
}

const fn place(id: Uuid) -> Place {
    Place { table: "report", column: "words", row: id }
}

/// What was written in a report, opened; empty when nothing was or it is forgotten.
fn words_of(keys: &Keyring, row: &report::Row) -> Result<String, AppError> {
    match &row.words {
        Some(sealed) => String::from_utf8(keys.open(place(row.id), sealed)?).map_err(AppError::internal),
        None => Ok(String::new()),
    }
}

impl Reporting {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let account_id = self.ctx.actor.person().map(|person| person.account_id);
        let from = account_id.map_or_else(|| self.source.clone(), |id| id.to_string());
        if !FROM.count(tx, &self.keys, &[from.as_bytes()], self.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let posting = posting::find(tx, self.posting_id).await?.ok_or(AppError::NotFound)?;
        let row = report::Row {
            id: self.id,
            posting_id: posting.id,
            employer_id: posting.employer_id,
            account_id,
            reporter_key: self.keys.hash("reporter", &[from.as_bytes()]).to_vec(),
            reason: self.reason.clone(),
            words: if self.words.is_empty() {
                None
            } else {
                Some(self.keys.seal(place(self.id), self.words.as_bytes())?)
            },
            state: "open".to_owned(),
            outcome: None,
            created_at: self.ctx.now.0,
            closed_at: None,
        };
        if report::insert(tx, &row).await? {
            let entry = audit::Row {
                id: 0,
                at: self.ctx.now.0,
                actor: self.ctx.actor.name(),
                role: self.ctx.actor.role().to_owned(),
                action: "report_posting".to_owned(),
                entity: "posting".to_owned(),
                entity_id: posting.id,
                before: None,
                after: Some(format!(r#"{{"reason":"{}"}}"#, self.reason)),
                request_id: Some(self.ctx.request_id.to_string()),
                centre_id: self.ctx.actor.centre_id(),
            };
            audit::append(tx, &[entry]).await?;
        }
        Ok(Outcome::Taken)
    }
}

impl Work for Reporting {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "report_posting"
    }

    /// Whoever deletes the account meanwhile leaves no report behind with its name.
    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.posting_id.as_bytes().to_vec(), self.reason.clone().into(), self.words.clone().into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
