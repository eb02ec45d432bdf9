//! Correcting what is known of an organisation: by its administrators, or by officers of the centre that serves it.
//! What a verification vouches for ([`Identity`]) takes the verification with it and the adverts out of sight; address,
//! contact and line of business do not.

use super::load::{Case, Details, case, number_place, open_details, open_text, seal_details};
use super::register::{self, Checked, Registration};
use super::view::{OrganisationView, view};
use super::{entry, renamed, thing, verify};
use crate::app::App;
use crate::audit::{differing, typed};
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::employer::OrganisationKind;
use sanviec_domain::verification::{Command, Identity, Side, State};
use sanviec_store::{BoxFuture, Error, Tx, audit, employer, organisation, verification};
use serde_json::{Value, json};
use uuid::Uuid;

/// What an organisation is to say from now on.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    pub organisation: Uuid,
    /// Version of the organisation that was shown.
    pub version: i64,
    /// As in registering; an empty number is the one that stands, and the centre does not count.
    pub form: Registration,
    /// Whether whoever sends it was told that the verification falls with name, kind or number.
    pub is_confirmed: bool,
}

/// The organisation for whoever may correct it.
pub async fn to_correct(app: &App, ctx: &Ctx, id: Uuid) -> Result<OrganisationView, AppError> {
    let row = organisation::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_correct(ctx, &row)?;
    view(app, ctx, id).await
}

/// Whoever speaks in its name, or verifies it.
fn demand_correct(ctx: &Ctx, row: &organisation::Row) -> Result<(), AppError> {
    let may = |action| demand_of(ctx, action, thing(row)).map(|_| ());
    may(Action::EditOrganisation).or_else(|_| may(Action::VerifyEmployer))
}

/// Corrects an organisation; says whether it has to be verified again. `Conflict` when it says something else by now
/// than was shown.
pub async fn correct(app: &App, ctx: &Ctx, correction: Correction, key: &Key) -> Result<bool, AppError> {
    let reader = app.store().reader();
    let row = organisation::find(reader, correction.organisation).await?.ok_or(AppError::NotFound)?;
    demand_correct(ctx, &row)?;
    let mut form = correction.form.clone();
    if form.number.trim().is_empty() && form.kind == row.kind {
        form.number = number_of(app.keys()?, &row)?;
    }
    let checked = register::check(&form, Some(row.centre_id))?;
    once(app, ctx, key, Correcting { app: app.clone(), ctx: ctx.clone(), correction, checked }).await
}

fn number_of(keys: &Keyring, row: &organisation::Row) -> Result<String, AppError> {
    match &row.number {
        Some(sealed) => open_text(keys, number_place(row.id), sealed),
        None => Ok(row.tax_code.clone().unwrap_or_default()),
    }
}

struct Correcting {
    app: App,
    ctx: Ctx,
    correction: Correction,
    checked: Checked,
}

impl Correcting {
    async fn run(&self, tx: &Tx<'_>) -> Result<bool, AppError> {
        let (keys, ctx, id) = (self.app.keys()?, &self.ctx, self.correction.organisation);
        let row = organisation::find_for_update(tx, id).await?.ok_or(AppError::NotFound)?;
        if row.version != self.correction.version {
            return Err(AppError::Conflict);
        }
        if self.side() == Side::Officer {
            verify::refuse_own(tx, ctx, id).await?;
        }
        let employer = employer::load(tx, id).await?;
        let (was, is) = (Said::stored(keys, &row, &employer)?, Said::checked(&self.checked));
        if was == is {
            return Ok(false);
        }
        let is_other = !was.identity().is_same(&is.identity());
        let case = case(tx, keys, id).await?;
        let falls = is_other && case.life.state() != State::Unverified;
        if falls && !self.correction.is_confirmed {
            return Err(unconfirmed().into());
        }
        let row = self.row(keys, row, was.number == is.number && was.kind == is.kind)?;
        employer::update_guarded(tx, &self.employer(employer, row.tax_code.clone())).await?;
        organisation::update_guarded(tx, &row).await.map_err(register::taken)?;
        let (before, after) = differing(Some(was.told()), is.told());
        audit::append(tx, &[entry(ctx, "correct_organisation", id, before, after)]).await?;
        if is_other {
            self.fall(tx, &case).await?;
        }
        if is_other || was.name != is.name {
            renamed::follow(tx, ctx, id, is_other).await?;
        }
        Ok(falls)
    }

    fn side(&self) -> Side {
        match self.ctx.actor.centre_id() {
            Some(_) => Side::Officer,
            None => Side::Organisation,
        }
    }

    /// The row as it is to be. A number that stays stays sealed as it was.
    fn row(&self, keys: &Keyring, row: organisation::Row, keeps_number: bool) -> Result<organisation::Row, AppError> {
        let (id, checked) = (row.id, &self.checked);
        let (tax_code, number, number_lookup) = if keeps_number {
            (row.tax_code, row.number, row.number_lookup)
        } else {
            checked.number.columns(keys, id)?
        };
        let details = if open_details(keys, id, &row.details)? == checked.details {
            row.details
        } else {
            seal_details(keys, id, &checked.details)?
        };
        Ok(organisation::Row {
            kind: checked.kind.code().to_owned(),
            tax_code,
            number,
            number_lookup,
            employer_type: checked.employer_type.code().to_owned(),
            industry_code: checked.industry.to_owned(),
            size: checked.size.code().to_owned(),
            details,
            updated_at: self.ctx.now.0,
            id,
            version: row.version,
            centre_id: row.centre_id,
            entered_by: row.entered_by,
            due_at: row.due_at,
            created_at: row.created_at,
        })
    }

    fn employer(&self, row: employer::Row, tax_code: Option<String>) -> employer::Row {
        let name = &self.checked.name;
        employer::Row {
            name: name.clone(),
            name_sort: sanviec_text::sort_key(name),
            tax_code,
            kind: Some(self.checked.employer_type.code().to_owned()),
            updated_at: self.ctx.now.0,
            ..row
        }
    }

    /// What was seen belongs to another organisation. Also where nothing falls the verification is another one: an
    /// officer who answers has to have seen the name.
    async fn fall(&self, tx: &Tx<'_>, case: &Case) -> Result<(), AppError> {
        let step = case.life.clone().step(Command::ChangeIdentity, self.side(), self.ctx.now, calendar());
        let (life, events) = step.map_err(verify::refused)?;
        if events.is_empty() {
            let row = verification::Row { updated_at: self.ctx.now.0, ..case.row.clone() };
            verification::update_guarded(tx, &row, &case.pieces).await?;
        }
        verify::write(tx, (&self.app, &self.ctx), case, (&life, &events)).await
    }
}

/// What an organisation says, as far as it can be corrected.
#[derive(PartialEq, Eq)]
struct Said {
    kind: OrganisationKind,
    number: String,
    name: String,
    employer_type: String,
    industry: String,
    size: String,
    details: Details,
}

impl Said {
    fn stored(keys: &Keyring, row: &organisation::Row, employer: &employer::Row) -> Result<Self, AppError> {
        let kind = OrganisationKind::find_by_code(&row.kind);
        Ok(Self {
            kind: kind.ok_or_else(|| Error::corrupt("organisation", "kind", row.id))?,
            number: number_of(keys, row)?,
            name: employer.name.clone(),
            employer_type: row.employer_type.clone(),
            industry: row.industry_code.clone(),
            size: row.size.clone(),
            details: open_details(keys, row.id, &row.details)?,
        })
    }

    fn checked(checked: &Checked) -> Self {
        Self {
            kind: checked.kind,
            number: checked.number.as_str().to_owned(),
            name: checked.name.clone(),
            employer_type: checked.employer_type.code().to_owned(),
            industry: checked.industry.to_owned(),
            size: checked.size.code().to_owned(),
            details: checked.details.clone(),
        }
    }

    fn identity(&self) -> Identity<'_> {
        Identity { kind: self.kind, number: &self.number, name: &self.name }
    }

    /// As the trail tells it.
    fn told(&self) -> Value {
        json!({
            "kind": self.kind.code(),
            "number": typed(Some(&self.number)),
            "name": typed(Some(&self.name)),
            "employer_type": self.employer_type,
            "industry": self.industry.to_lowercase(),
            "size": format!("people_{}", self.size),
            "address": typed(Some(&self.details.address)),
            "phone": typed(Some(&self.details.phone)),
            "email": typed(Some(&self.details.email)),
            "representative": typed(Some(&self.details.representative)),
        })
    }
}

fn unconfirmed() -> FieldError {
    let vi =
        "Tên, loại hoặc mã số đã đổi: đơn vị phải được xác thực lại và tin đang hiện sẽ tạm ẩn. Đánh dấu để xác nhận.";
    let en = "Name, kind or number changed: the organisation has to be verified again, and its adverts are hidden. \
              Tick to confirm.";
    FieldError::new("confirm", "unconfirmed", vi, en)
}

impl Work for Correcting {
    type Answer = bool;

    fn name(&self) -> &'static str {
        "correct_organisation"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.correction).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<bool, AppError>> {
        Box::pin(self.run(tx))
    }
}
