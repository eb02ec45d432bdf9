//! Reading the trail: page by page, of the own centre, or of any for operators of the platform. Reading it is noted in
//! it.

use super::{entry, note};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand, demand_of};
use chrono::NaiveDate;
use sanviec_domain::time::Micros;
use sanviec_store::audit::{self, Filter};
use uuid::Uuid;

/// Entries of one page.
const PAGE: usize = 50;

/// What is looked for, as typed; empty is everything.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `YYYY-MM-DD`, a day in Viet Nam.
    pub day: String,
    /// Id of an account: what it did and what was done to it.
    pub account: String,
    /// Word of an action.
    pub action: String,
    /// Id of a centre, for operators of the platform.
    pub centre: String,
    /// Where the page before ended.
    pub after: String,
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Micros,
    /// An account, or the word of what acted.
    pub actor: String,
    pub role: Option<Role>,
    pub action: String,
    pub entity: String,
    pub entity_id: Uuid,
    /// JSON; codes and numbers.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A page of them, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub entries: Vec<Entry>,
    /// What leads to the next page.
    pub next: Option<String>,
}

/// Entries of the centre of the person who asks, or of the one asked for.
pub async fn list(app: &App, ctx: &Ctx, asked: &Asked) -> Result<Page, AppError> {
    let centre_id = centre(ctx, &asked.centre)?;
    let (filter, after) = understand(centre_id, asked)?;
    // Noted first: what is shown without a trace would be no trail.
    let seen =
        audit::Row { after: Some(told(asked)), ..entry(ctx, "read_audit", "centre", centre_id.unwrap_or_default()) };
    let (store, noted) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (noted, seen) = (&noted, std::slice::from_ref(&seen));
        store.write("note_read_audit", |tx| Box::pin(note(tx, noted, seen))).await
    })
    .await?;
    let mut rows = audit::list_page(app.store().reader(), &filter, after, PAGE as u64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}-{}", row.at, row.id));
    Ok(Page { entries: rows.into_iter().map(Entry::from).collect(), next })
}

/// Whose trail: that of the own centre; for whoever belongs to none, that of the platform or of the centre named.
fn centre(ctx: &Ctx, typed: &str) -> Result<Option<Uuid>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let named = match typed.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| wrong("centre", "mã trung tâm", "the id of a centre"))?),
    };
    match person.centre_id.or(named) {
        Some(id) => demand_of(ctx, Action::ReadAudit, Thing::of_centre(named.unwrap_or(id))).map(|_| ())?,
        None => demand(ctx, Action::ReadAudit)?,
    }
    Ok(named.or(person.centre_id))
}

fn understand(centre_id: Option<Uuid>, asked: &Asked) -> Result<(Filter, Option<(i64, i64)>), AppError> {
    let day = match asked.day.trim() {
        "" => None,
        text => {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
            Some(day.map_err(|_| wrong("day", "ngày", "a day"))?)
        }
    };
    let account_id = match asked.account.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| wrong("account", "mã tài khoản", "the id of an account"))?),
    };
    let plain = |sign: u8| sign.is_ascii_lowercase() || sign == b'_';
    let action = asked.action.trim();
    if action.len() > 64 || !action.bytes().all(plain) {
        return Err(wrong("action", "mã việc làm trong nhật ký", "the word of an action"));
    }
    let after = match asked.after.as_str() {
        "" => None,
        text => {
            let pair = text.split_once('-').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
            Some(pair.ok_or_else(|| wrong("form", "địa chỉ trang", "an address of a page"))?)
        }
    };
    let from = day.map(Micros::start_of);
    let filter = Filter {
        centre_id,
        account_id,
        action: (!action.is_empty()).then(|| action.to_owned()),
        from: from.map(|from| from.0),
        until: from.map(|from| from.plus_days(1).0),
    };
    Ok((filter, after))
}

fn wrong(field: &'static str, vi: &str, en: &str) -> AppError {
    FieldError::new(field, "unreadable", format!("Đây không phải là {vi}."), format!("This is not {en}.")).into()
}

/// What was asked, in codes.
fn told(asked: &Asked) -> String {
    let day = asked.day.trim().replace('-', "").parse::<i64>().ok();
    serde_json::json!({"day": day, "account": asked.account.trim(), "action": asked.action.trim()}).to_string()
}

impl From<audit::Row> for Entry {
    fn from(row: audit::Row) -> Self {
        Self {
            at: Micros(row.at),
            actor: row.actor,
            role: Role::of(&row.role),
            action: row.action,
            entity: row.entity,
            entity_id: row.entity_id,
            before: row.before,
            after: row.after,
        }
    }
}
