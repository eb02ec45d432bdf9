//! Everything the exchange holds about a person, as one JSON file for the person: what the profile says, consents with
//! their history, who looked, the account with its ways to sign in, applications, who asked the person to apply, what
//! the person asked about the own data and reported of adverts, letters, work that is followed and what was paid for
//! it, messages in words. One function for whoever is signed in and for whoever stands at a counter. Names of members
//! are codes of fields.

use super::consents::ledger;
use super::own::{holder, own};
use super::{Profile, at_counter, files, looks, resume};
use crate::accounts;
use crate::app::App;
use crate::applications;
use crate::approaches;
use crate::ctx::Ctx;
use crate::desk;
use crate::error::AppError;
use crate::messages::{What, what_of};
use crate::placements;
use crate::reports;
use crate::requests;
use crate::rights::Action;
use crate::rows;
use sanviec_domain::consent::{About, Ledger, Record};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, audit, message, profile};
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything about the person who is signed in.
pub async fn export_own(app: &App, ctx: &Ctx) -> Result<Value, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let profile = own(app.store().reader(), app.keys()?, ctx, (person.account_id, Uuid::nil())).await?;
    Box::pin(copy_of(app, ctx, &profile)).await
}

/// Everything about the person of a profile. Of the account only its holder asks; whoever has none has nothing there.
pub(super) async fn copy_of(app: &App, ctx: &Ctx, profile: &Profile) -> Result<Value, AppError> {
    let (keys, reader) = (app.keys()?, app.store().reader());
    let (mut parts, mut ids) = (Vec::new(), vec![profile.id.0]);
    for row in profile::list_merged_into(reader, profile.id.0).await? {
        ids.push(row.id);
        parts.push(said(&rows::profile::read(keys, &row)?)?);
    }
    let consents = ledger(reader, profile.id).await?;
    let looks = looks::all(reader, profile.id.0).await?;
    let mut held = match profile.account_id {
        Some(account_id) => Held::of(app, ctx, (account_id, ids.as_slice())).await?,
        None => Held { applications: applications::export_of_profiles(app, ctx, &ids).await?, ..Held::default() },
    };
    for id in &ids {
        held.messages.extend(messages_before(app, ctx, *id).await?);
    }
    Ok(json!({
        "exported_at": ctx.now.rfc3339(),
        "account": held.account,
        "profile": said(profile)?,
        "merged_profiles": parts,
        "resume": resume::write(&profile.content),
        "files": files::export_of(keys, reader, &ids).await?,
        "consents": history(&consents),
        "looks": looks.iter().map(look).collect::<Vec<_>>(),
        "messages": held.messages,
        "applications": held.applications,
        "approaches": held.approaches,
        "requests": held.requests,
        "reports": held.reports,
        "asked_at_counter": asked_at_counter(reader, &ids).await?,
        "referrals": desk::export_of(app, &ids).await?,
        "placements": placements::copy::export_of(app, &ids).await?,
    }))
}

/// What hangs on an account.
#[derive(Default)]
struct Held {
    account: Value,
    messages: Vec<Value>,
    applications: Vec<Value>,
    approaches: Vec<Value>,
    requests: Vec<Value>,
    reports: Vec<Value>,
}

impl Held {
    async fn of(app: &App, ctx: &Ctx, (account_id, profiles): (Uuid, &[Uuid])) -> Result<Self, AppError> {
        Ok(Self {
            account: accounts::copy_of_account(app, ctx, account_id).await?,
            messages: messages(app, ctx, account_id).await?,
            applications: applications::export_of(app, ctx, (account_id, profiles)).await?,
            approaches: approaches::export_of(app, account_id).await?,
            requests: requests::export_of(app, ctx, account_id).await?,
            reports: reports::export_of(app, account_id).await?,
        })
    }
}

/// What was asked at a counter about these profiles of one person, and which paper was seen, newest first.
async fn asked_at_counter(db: &impl Db, ids: &[Uuid]) -> Result<Vec<Value>, AppError> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let rows = audit::list_latest(db, ids, "read_profile", before, 500).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        before = Some(last.id);
        for row in rows.iter().filter(|row| at_counter::ACTIONS.contains(&row.action.as_str())) {
            let said: Option<Value> = row.after.as_deref().and_then(|text| serde_json::from_str(text).ok());
            found.push(json!({ "at": Micros(row.at).rfc3339(), "what": row.action, "said": said }));
        }
    }
}

fn said(profile: &Profile) -> Result<Value, AppError> {
    Ok(json!({
        "id": profile.id.0,
        "visibility": profile.visibility.code(),
        "created_at": profile.created_at.rfc3339(),
        "updated_at": profile.updated_at.rfc3339(),
        "content": rows::profile::to_json(&profile.content)?,
    }))
}

fn history(consents: &Ledger) -> Vec<Value> {
    let one = |record: &Record| {
        let about = match record.matter.about {
            About::Whole => Value::Null,
            About::Employer(employer) => json!({ "employer_id": employer.0 }),
            About::Channel(channel) => json!({ "channel": channel.code() }),
        };
        json!({
            "purpose": record.matter.purpose.code(),
            "about": about,
            "act": record.act.code(),
            "at": record.at.rfc3339(),
            "wording_version": record.wording.version,
            "way": record.way.code(),
            "giver": record.giver.code(),
            "evidence": record.evidence,
        })
    };
    consents.records().iter().map(one).collect()
}

fn look(look: &looks::LookView) -> Value {
    json!({
        "at": look.at.rfc3339(),
        "role": look.role.map(crate::Role::code),
        "place": look.place,
        "why": look.why,
        "fields": look.fields.iter().map(|field| field.code()).collect::<Vec<_>>(),
    })
}

async fn messages(app: &App, ctx: &Ctx, account_id: Uuid) -> Result<Vec<Value>, AppError> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let rows = message::list_of(app.store().reader(), account_id, before, 500).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        before = Some(last.id);
        for row in &rows {
            found.push(message(app, ctx, row)?);
        }
    }
}

/// What was written to the person of a profile before there was an account; what is of no use any more has no words.
async fn messages_before(app: &App, ctx: &Ctx, profile_id: Uuid) -> Result<Vec<Value>, AppError> {
    let rows = message::list_of_profile(app.store().reader(), profile_id, 500).await?;
    rows.iter().map(|row| message(app, ctx, row)).collect()
}

/// A message with its words, as the inbox shows it.
fn message(app: &App, ctx: &Ctx, row: &message::Row) -> Result<Value, AppError> {
    let (written, sent) = (Micros(row.created_at).rfc3339(), row.done_at.map(|at| Micros(at).rfc3339()));
    let words = match what_of(app, ctx, row)? {
        What::Words { subject, text, .. } => json!({ "subject": subject, "text": text }),
        What::Code | What::Gone => Value::Null,
    };
    Ok(json!({ "channel": row.channel, "kind": row.template, "state": row.state, "written_at": written,
               "done_at": sent, "words": words }))
}
