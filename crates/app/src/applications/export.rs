//! Everything of a person's applications, for the person's own copy.

use super::desk::Desk;
use super::full::Carried;
use super::lines::lines;
use super::record::{Held, advert, by_centre, event_view};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rows::profile::to_json;
use sanviec_domain::application::Side;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{application, conversation, upload};
use serde_json::{Value, json};
use uuid::Uuid;

/// What was sent, agreed to, written and answered, newest first; then what a centre sent from these profiles of the
/// same person before there was an account. What only the employer reads is not in it.
pub(crate) async fn export_of(
    app: &App,
    ctx: &Ctx,
    (account_id, profiles): (Uuid, &[Uuid]),
) -> Result<Vec<Value>, AppError> {
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = application::list_of_account(reader, account_id, before, 100).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        for row in page {
            all.push(one(&desk, row).await?);
        }
    }
    for row in application::list_of_profiles(reader, profiles).await? {
        if row.account_id.is_none() {
            all.push(one(&desk, row).await?);
        }
    }
    Ok(all)
}

/// The same of what was sent from these profiles, for somebody without an account.
pub(crate) async fn export_of_profiles(app: &App, ctx: &Ctx, profiles: &[Uuid]) -> Result<Vec<Value>, AppError> {
    let (desk, mut all) = (Desk::new(app, ctx)?, Vec::new());
    for row in application::list_of_profiles(app.store().reader(), profiles).await? {
        all.push(one(&desk, row).await?);
    }
    Ok(all)
}

async fn one(desk: &Desk, row: application::Row) -> Result<Value, AppError> {
    let (keys, reader) = (&desk.keys, desk.app.store().reader());
    let held = Held::read(keys, row)?;
    let (id, advert) = (held.row.id, advert(reader, &held.row).await?);
    let code = PostingCode::of(id).to_string();
    let carried = Carried::read(keys, &held.row)?;
    let reach = held.reach(keys)?;
    let time = |at: i64| Micros(at).rfc3339();
    let events = application::list_events(reader, id).await?;
    let events = events.iter().filter(|event| event.kind != super::answer::NOTED);
    let events = events.map(|event| event_view(keys, event)).collect::<Result<Vec<_>, _>>()?;
    let lines = lines(desk, reader, &held, Side::Applicant).await?;
    Ok(json!({
        "code": code,
        "kind": held.row.kind,
        "state": held.row.state,
        "posting_id": held.row.posting_id,
        "posting_title": advert.title,
        "employer": advert.employer,
        "begun_at": time(held.row.created_at),
        "sent_at": held.row.sent_at.map(time),
        "ended_at": held.row.ended_at.map(time),
        "interview_at": held.row.interview_at.map(time),
        "interview_place": held.interview_place(keys)?,
        "sent_by_centre": by_centre(reader, &held.row).await?,
        "reason": held.row.reason,
        "name": held.name(keys)?,
        "phone": reach.phone,
        "email": reach.email,
        "profile": carried.as_ref().map(|carried| to_json(&carried.content)).transpose()?,
        "words": carried.map(|carried| carried.words),
        "consents": application::list_consents(reader, id).await?.iter().map(|act| json!({
            "purpose": act.purpose, "act": act.act, "at": time(act.at), "wording_version": act.wording,
            "way": act.way, "giver": act.giver,
        })).collect::<Vec<_>>(),
        "events": events.iter().map(|event| json!({
            "kind": event.kind, "side": event.side.code(), "at": event.at.rfc3339(), "words": event.words,
        })).collect::<Vec<_>>(),
        "messages": lines.iter().map(|line| json!({
            "side": line.side.code(), "at": line.at.rfc3339(), "words": line.words,
        })).collect::<Vec<_>>(),
        "files": upload::list(reader, id).await?.iter().map(|file| json!({
            "media": file.media, "size": file.size, "state": file.state, "sent_at": time(file.created_at),
            "at": format!("/ung-tuyen/ho-so/{code}/tep/{}", file.id),
        })).collect::<Vec<_>>(),
        "looks_at_contact": conversation::list_reveals(reader, id).await?.iter().map(|look| time(look.at))
            .collect::<Vec<_>>(),
    }))
}
