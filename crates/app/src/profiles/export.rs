//! Everything the exchange holds about a person, as one JSON file for the person: what the profile says, consents with
//! their history, who looked, the account with its ways to sign in, applications, who asked the person to apply, what
//! the person asked about the own data, letters, work that is followed and what was paid for it, messages in words.
//! Names of members are codes of fields.

use super::consents::ledger;
use super::own::{holder, own};
use super::{Profile, looks, resume};
use crate::accounts;
use crate::app::App;
use crate::applications;
use crate::approaches;
use crate::ctx::Ctx;
use crate::desk;
use crate::error::AppError;
use crate::messages::{What, what_of};
use crate::placements;
use crate::requests;
use crate::rights::Action;
use crate::rows;
use sanviec_domain::consent::{About, Ledger, Record};
use sanviec_domain::time::Micros;
use sanviec_store::{message, profile};
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything about the person who is signed in.
pub async fn export_own(app: &App, ctx: &Ctx) -> Result<Value, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let (keys, reader) = (app.keys()?, app.store().reader());
    let profile = own(reader, keys, ctx, (person.account_id, Uuid::nil())).await?;
    let (mut parts, mut ids) = (Vec::new(), vec![profile.id.0]);
    for row in profile::list_merged_into(reader, profile.id.0).await? {
        ids.push(row.id);
        parts.push(said(&rows::profile::read(keys, &row)?)?);
    }
    let consents = ledger(reader, profile.id).await?;
    let looks = looks::all(reader, profile.id.0).await?;
    Ok(json!({
        "exported_at": ctx.now.rfc3339(),
        "account": accounts::copy_of_account(app, ctx, person.account_id).await?,
        "profile": said(&profile)?,
        "merged_profiles": parts,
        "resume": resume::write(&profile.content),
        "consents": history(&consents),
        "looks": looks.iter().map(look).collect::<Vec<_>>(),
        "messages": messages(app, ctx, person.account_id).await?,
        "applications": applications::export_of(app, ctx, person.account_id).await?,
        "approaches": approaches::export_of(app, person.account_id).await?,
        "requests": requests::export_of(app, ctx, person.account_id).await?,
        "referrals": desk::export_of(app, &ids).await?,
        "placements": placements::copy::export_of(app, &ids).await?,
    }))
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
