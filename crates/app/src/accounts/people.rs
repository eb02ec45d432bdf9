//! Accounts and centres made, stopped and helped at the command line: by an operator of the machine, and for trial
//! data.

use super::confirm::{NewAccount, insert_account};
use super::factors::forget;
use super::sign_in::contacts;
use super::{Contact, entry, password};
use crate::app::App;
use crate::audit::differing;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand};
use crate::secrets::Keyring;
use sanviec_reference::unit;
use sanviec_store::{Db, Tx, account, audit, centre, credential, membership, session};
use uuid::Uuid;

/// An account to be made.
#[derive(Clone)]
pub struct NewPerson {
    /// As typed.
    pub contact: String,
    /// None: the holder gets in by a code and sets one.
    pub password: Option<String>,
    pub role: Role,
    /// The centre or the employer that the role is held at.
    pub place: Thing,
}

/// Makes a centre. It cannot be taken away again, so it has a name and lies in a province that there is.
pub async fn add_centre(app: &App, ctx: &Ctx, name: &str, province_code: &str) -> Result<Uuid, AppError> {
    demand(ctx, Action::EditCentre)?;
    let (name, province_code) = (name.trim(), province_code.trim());
    let errors = wrong_with_centre(name, province_code);
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    let row = centre::Row {
        id: app.ids().next(),
        version: 1,
        name: sanviec_text::nfc(name),
        name_sort: sanviec_text::sort_key(name),
        province_code: province_code.to_owned(),
        created_at: ctx.now.0,
        updated_at: ctx.now.0,
    };
    let (store, ctx, id) = (app.store().clone(), ctx.clone(), row.id);
    app.to_the_end(async move {
        let (row, ctx) = (&row, &ctx);
        store.write("add_centre", |tx| Box::pin(write_centre(tx, ctx, row))).await
    })
    .await?;
    Ok(id)
}

fn wrong_with_centre(name: &str, province_code: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if name.is_empty() {
        let (vi, en) = ("Nhập tên trung tâm.", "Enter the name of the centre.");
        errors.push(FieldError::new("name", "missing", vi, en));
    }
    if unit::province(province_code).is_none() {
        let vi = format!(
            "Không có tỉnh, thành phố mã “{province_code}”. Ghi mã hai chữ số, như 52; tra bằng: sanviec lookup place TÊN."
        );
        let en = format!(
            "There is no province “{province_code}”. Write its code of two digits, as 52; `sanviec lookup place NAME` tells it."
        );
        errors.push(FieldError::new("province", "unknown_province", vi, en));
    }
    errors
}

async fn write_centre(tx: &Tx<'_>, ctx: &Ctx, row: &centre::Row) -> Result<(), AppError> {
    centre::insert(tx, row).await?;
    let after = serde_json::json!({"name": row.name, "province": row.province_code}).to_string();
    let told = audit::Row { entity: "centre".to_owned(), ..entry(ctx, "add_centre", row.id, Some(after)) };
    Ok(audit::append(tx, &[told]).await?)
}

/// Centres by name, each with its id.
pub async fn centres(app: &App, ctx: &Ctx) -> Result<Vec<(Uuid, String)>, AppError> {
    demand(ctx, Action::EditCentre)?;
    let rows = centre::list(app.store().reader()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The account of an address, in the write of what makes it needed; a new one when the address has none. Its holder
/// gets in by a code.
pub(crate) async fn find_or_add(tx: &Tx<'_>, app: &App, ctx: &Ctx, contact: &Contact) -> Result<Uuid, AppError> {
    let keys = app.keys()?;
    let lookup = keys.lookup(contact.kind(), contact.as_str()).unwrap_or_default();
    if let Some(known) = account::find_contact(tx, &lookup).await? {
        return Ok(known.account_id);
    }
    let new = NewAccount { id: app.ids().next(), contact_id: app.ids().next(), contact };
    insert_account(tx, keys, ctx, &new).await?;
    audit::append(tx, &[entry(ctx, "add_account", new.id, None)]).await?;
    Ok(new.id)
}

/// Where an account is written to: its first e-mail address, else its first phone number.
pub(crate) async fn address_of(db: &impl Db, keys: &Keyring, account_id: Uuid) -> Result<Option<Contact>, AppError> {
    let known = contacts(db, keys, account_id).await?;
    let email = known.iter().find(|contact| matches!(contact, Contact::Email(_))).cloned();
    Ok(email.or_else(|| known.into_iter().next()))
}

/// Makes an account with a role. `Conflict` when the address has one.
pub async fn add_person(app: &App, ctx: &Ctx, person: NewPerson) -> Result<Uuid, AppError> {
    demand(ctx, Action::GiveRole)?;
    let contact = Contact::parse(&person.contact)?;
    let hash = match person.password {
        Some(password) => {
            let accepted = password::accept(&password, std::slice::from_ref(&contact))?;
            Some(app.hasher().hash(accepted).await?)
        }
        None => None,
    };
    let adding = Adding {
        ids: [app.ids().next(), app.ids().next(), app.ids().next()],
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        role: person.role,
        place: person.place,
        contact,
        hash,
    };
    let (store, id) = (app.store().clone(), adding.ids[0]);
    app.to_the_end(async move {
        let adding = &adding;
        store.write("add_person", |tx| Box::pin(adding.write(tx))).await
    })
    .await?;
    Ok(id)
}

struct Adding {
    ctx: Ctx,
    keys: Keyring,
    ids: [Uuid; 3],
    contact: Contact,
    hash: Option<String>,
    role: Role,
    place: Thing,
}

impl Adding {
    async fn write(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let ([id, contact_id, membership_id], now) = (self.ids, self.ctx.now.0);
        let new = NewAccount { id, contact_id, contact: &self.contact };
        insert_account(tx, &self.keys, &self.ctx, &new).await?;
        if let Some(hash) = &self.hash {
            credential::set(tx, id, hash, now).await?;
        }
        if self.role != Role::Seeker {
            let row = membership::Row {
                id: membership_id,
                version: 1,
                account_id: id,
                role: self.role.code().to_owned(),
                centre_id: self.place.centre_id,
                branch_id: None,
                employer_id: self.place.employer_id,
                since_at: now,
                ended_at: None,
            };
            membership::insert(tx, &row).await?;
        }
        let after = Some(format!(r#"{{"role":"{}"}}"#, self.role.code()));
        Ok(audit::append(tx, &[entry(&self.ctx, "add_person", id, after)]).await?)
    }
}

/// What an operator does for or against an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Out of use: nobody gets in any more, all sessions end.
    Stop,
    /// In use again.
    Resume,
    /// The second factor goes, because its holder lost it; all sessions end, and who needs one sets up another.
    ResetSecondFactor,
}

impl Measure {
    const fn code(self) -> &'static str {
        match self {
            Self::Stop => "stop_account",
            Self::Resume => "resume_account",
            Self::ResetSecondFactor => "reset_second_factor",
        }
    }
}

/// Takes a measure on the account of an address. `NotFound` when no account has it.
pub async fn take_measure(app: &App, ctx: &Ctx, contact: &str, measure: Measure) -> Result<(), AppError> {
    demand(ctx, Action::StopAccount)?;
    let contact = Contact::parse(contact)?;
    let lookup = app.keys()?.lookup(contact.kind(), contact.as_str()).unwrap_or_default();
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let ctx = &ctx;
        store.write("take_measure", |tx| Box::pin(take(tx, ctx, lookup, measure))).await
    })
    .await
}

async fn take(tx: &Tx<'_>, ctx: &Ctx, lookup: [u8; 32], measure: Measure) -> Result<(), AppError> {
    let contact = account::find_contact(tx, &lookup).await?.ok_or(AppError::NotFound)?;
    let row = account::find(tx, contact.account_id).await?.ok_or(AppError::NotFound)?;
    match measure {
        Measure::Stop => account::set_state(tx, &row, "disabled", ctx.now.0).await?,
        Measure::Resume => account::set_state(tx, &row, "live", ctx.now.0).await?,
        Measure::ResetSecondFactor => forget(tx, row.id).await?,
    }
    if measure != Measure::Resume {
        session::revoke_others(tx, row.id, None, ctx.now.0).await?;
    }
    let state = |code: &str| serde_json::json!({ "state": code });
    let (before, after) = match measure {
        Measure::Stop => differing(Some(state(&row.state)), state("disabled")),
        Measure::Resume => differing(Some(state(&row.state)), state("live")),
        Measure::ResetSecondFactor => (None, None),
    };
    let told = audit::Row { before, ..entry(ctx, measure.code(), row.id, after) };
    Ok(audit::append(tx, &[told]).await?)
}
