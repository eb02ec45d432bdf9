//! When somebody deletes the account: what they sent is deleted with it, files too, and what waits is withdrawn by it.
//! What led to a hire stays with the employer, who has to show by whom the place was filled; nobody's account is left
//! in it to be found by.
//!
//! Beside it the copy that a person takes away of all this.

use super::desk::Desk;
use super::files::FileView;
use super::holder::{MyApplication, view};
use super::record::Held;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::application::{Command, Side, Stage};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, application};
use serde_json::{Value, json};
use uuid::Uuid;

/// Applications read in one go.
const PAGE: u64 = 100;

/// Deletes all that was sent from an account but what led to a hire, in the write that deletes the account.
pub(crate) async fn erase_of_account(tx: &Tx<'_>, app: &App, ctx: &Ctx, account_id: Uuid) -> Result<(), AppError> {
    let desk = Desk::new(app, ctx)?;
    let mut before = None;
    loop {
        let rows = application::list_of_account(tx, account_id, before, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        before = Some(last.id);
        for row in &rows {
            let held = desk.hold(tx, row.id).await?;
            if !matches!(held.life.stage, Stage::Hired { .. } | Stage::Erased { .. }) {
                desk.advance(tx, held, Command::Erase, Side::Applicant).await?;
            }
        }
    }
}

/// All that was sent from an account, as its person sees it; files by name and by where they are read.
pub(crate) async fn copy_of_account(app: &App, ctx: &Ctx, account_id: Uuid) -> Result<Vec<Value>, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let rows = application::list_of_account(reader, account_id, before, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        before = Some(last.id);
        for row in rows {
            let held = Held::read(&desk.keys, row)?;
            let email = held.reach(&desk.keys)?.email;
            found.push(said(&view(&desk, reader, &held).await?, email.as_deref()));
        }
    }
}

fn said(mine: &MyApplication, email: Option<&str>) -> Value {
    let at = |at: Option<Micros>| at.map(Micros::rfc3339);
    let code = mine.id.code().to_string();
    let file = |file: &FileView| {
        json!({ "name": file.name, "kind": file.media.mime(), "bytes": file.size, "sent_at": file.at.rfc3339(),
                "state": file.state.code(), "at": format!("/ung-tuyen/ho-so/{code}/tep/{}", file.id) })
    };
    let lines =
        mine.lines.iter().map(|line| json!({ "from": line.side.code(), "at": line.at.rfc3339(), "words": line.words }));
    let events = mine.events.iter().map(
        |event| json!({ "what": event.kind, "by": event.side.code(), "at": event.at.rfc3339(), "words": event.words }),
    );
    json!({
        "code": code,
        "posting": PostingCode::of(mine.advert.posting_id.0).to_string(),
        "title": mine.advert.title,
        "employer": mine.advert.employer,
        "state": mine.state.code(),
        "name": mine.name,
        "phone": mine.phone,
        "email": email,
        "sent_at": at(mine.sent_at),
        "answer_by": at(mine.answer_by),
        "interview_at": at(mine.interview_at),
        "kept_until": at(mine.keep_until),
        "reason": mine.reason.as_ref().map(|(sentences, words)| json!({ "vi": sentences[0], "words": words })),
        "timeline": events.collect::<Vec<_>>(),
        "messages": lines.collect::<Vec<_>>(),
        "contact_looked_at": mine.reveals.iter().map(|at| at.rfc3339()).collect::<Vec<_>>(),
        "files": mine.files.iter().map(file).collect::<Vec<_>>(),
    })
}
