//! Inviting somebody by phone number or e-mail address, and an officer's appointing an administrator where nobody can
//! be reached any more. An address without an account gets one; its holder gets in by a code. The answer is the same
//! whether it had one.

use super::change_members::{by, step};
use super::load::label_place;
use super::{demand_administrator, thing, tidings};
use crate::accounts::{self, Contact};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use sanviec_domain::membership::{AccountId, Actor as By, Command, Role};
use sanviec_store::{BoxFuture, Tx, organisation};
use uuid::Uuid;

/// Longest name by which a member is called, in characters.
const LABEL: usize = 80;

/// Somebody is invited.
#[derive(Clone, Debug)]
pub struct Invite {
    pub organisation: Uuid,
    /// Address as typed.
    pub contact: String,
    /// What the others call them.
    pub label: String,
    /// `administrator` or `recruiter`.
    pub role: String,
}

/// An officer makes somebody an administrator.
#[derive(Clone, Debug)]
pub struct Appoint {
    pub organisation: Uuid,
    /// Address as typed.
    pub contact: String,
    pub label: String,
}

/// Invites somebody into the organisation that the acting person administers.
pub async fn invite(app: &App, ctx: &Ctx, invite: Invite, key: &Key) -> Result<(), AppError> {
    demand_administrator(ctx, invite.organisation)?;
    let role = Role::find_by_code(&invite.role).filter(|role| *role != Role::Reader).ok_or_else(|| {
        FieldError::new("role", "missing", "Chọn vai trò của người được mời.", "Choose the role of the invited.")
    });
    let (contact, label) = (Contact::parse(&invite.contact), label(&invite.label));
    let (contact, label, role) = all(contact, label, role)?;
    let asking = Asking { app: app.clone(), ctx: ctx.clone(), organisation: invite.organisation, contact, label };
    let work = Inviting { asking, role: Some(role), by: by(ctx)? };
    once(app, ctx, key, work).await
}

/// Makes somebody an administrator of an organisation of the officer's centre.
pub async fn appoint(app: &App, ctx: &Ctx, appoint: Appoint, key: &Key) -> Result<(), AppError> {
    let row = organisation::find(app.store().reader(), appoint.organisation).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::VerifyEmployer, thing(&row))?;
    let (contact, label, ()) = all(Contact::parse(&appoint.contact), label(&appoint.label), Ok(()))?;
    let asking = Asking { app: app.clone(), ctx: ctx.clone(), organisation: row.id, contact, label };
    once(app, ctx, key, Inviting { asking, role: None, by: By::Officer }).await
}

fn label(typed: &str) -> Result<String, FieldError> {
    let label = sanviec_text::nfc(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if label.is_empty() {
        let (vi, en) = ("Ghi tên để đồng nghiệp nhận ra nhau.", "Write a name by which colleagues know each other.");
        return Err(FieldError::new("label", "missing", vi, en));
    }
    if label.chars().count() > LABEL || label.chars().any(char::is_control) {
        let (vi, en) = ("Tên dài tối đa 80 ký tự.", "A name has 80 characters at most.");
        return Err(FieldError::new("label", "too_long", vi, en));
    }
    Ok(label)
}

/// All three, or every error.
fn all<T>(
    contact: Result<Contact, FieldError>,
    label: Result<String, FieldError>,
    role: Result<T, FieldError>,
) -> Result<(Contact, String, T), AppError> {
    match (contact, label, role) {
        (Ok(contact), Ok(label), Ok(role)) => Ok((contact, label, role)),
        (contact, label, role) => {
            Err(AppError::Refused([contact.err(), label.err(), role.err()].into_iter().flatten().collect()))
        }
    }
}

struct Asking {
    app: App,
    ctx: Ctx,
    organisation: Uuid,
    contact: Contact,
    label: String,
}

/// `role` is none for an administrator appointed from outside.
struct Inviting {
    asking: Asking,
    role: Option<Role>,
    by: By,
}

impl Inviting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let Asking { app, ctx, organisation, contact, label } = &self.asking;
        let account = accounts::find_or_add(tx, app, ctx, contact).await?;
        let who = AccountId(account);
        let command = self.role.map_or(Command::Appoint(who), |role| Command::Invite { who, role });
        let sealed = app.keys()?.seal(label_place(account), label.as_bytes())?;
        step(tx, (app, ctx), *organisation, (command, self.by), Some(sealed)).await?;
        tidings::invited(tx, (app, ctx), *organisation, (account, contact)).await
    }
}

impl Work for Inviting {
    type Answer = ();

    fn name(&self) -> &'static str {
        if self.role.is_some() { "invite_member" } else { "appoint_administrator" }
    }

    fn owner(&self) -> Option<Uuid> {
        self.asking.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let asking = &self.asking;
        let role = self.role.map_or("appointed", Role::code);
        [asking.contact.as_str(), &asking.label, role]
            .map(|text| text.as_bytes().to_vec())
            .into_iter()
            .chain([asking.organisation.as_bytes().to_vec()])
            .collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
