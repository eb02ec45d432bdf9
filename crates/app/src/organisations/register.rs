//! Registering an organisation: by whoever will administer it, or by an officer for an employer who telephones. It gets
//! an employer row of its own whatever its name is: a name proves nothing, and adverts taken in from files under the
//! same name are not handed to whoever claims it.

use super::load::{Details, number_place, row_of, seal_details};
use super::{diff, entry};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::Lang;
use sanviec_domain::employer::{OrganisationKind, SizeBand, TaxCode, employer_key, tax_code};
use sanviec_domain::membership::{AccountId, Event, Members};
use sanviec_domain::person::{Email, PersonName, PersonalNumber, Phone};
use sanviec_domain::posting::EmployerType;
use sanviec_domain::verification::Life;
use sanviec_store::{BoxFuture, Error, Tx, audit, centre, employer, membership, organisation, verification};
use uuid::Uuid;

/// Longest name of an organisation, in characters.
const NAME: usize = 200;
/// Longest address, in characters.
const ADDRESS: usize = 300;
/// Roles at employers that one account may hold before it registers another.
const HELD_MOST: usize = 10;

/// The form, as typed: the compulsory fields of form 03 (Decree 352/2025/NĐ-CP).
#[derive(Clone, Debug, Default)]
pub struct Registration {
    /// Code of [`OrganisationKind`].
    pub kind: String,
    /// Tax code, or personal number of a household's head or a person.
    pub number: String,
    pub name: String,
    /// Code of [`EmployerType`].
    pub employer_type: String,
    /// Letter of a section of VSIC.
    pub industry: String,
    /// Code of [`SizeBand`].
    pub size: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    /// Who speaks for it.
    pub representative: String,
    /// The centre that is to serve it; an officer's own counts whatever is written.
    pub centre: String,
}

/// A centre that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreChoice {
    pub id: Uuid,
    pub name: String,
}

/// The centres by name.
pub async fn centres(app: &App, ctx: &Ctx) -> Result<Vec<CentreChoice>, AppError> {
    demand(ctx, Action::ReadPublic)?;
    let rows = centre::list(app.store().reader()).await?;
    Ok(rows.into_iter().map(|row| CentreChoice { id: row.id, name: row.name }).collect())
}

/// Refuses whoever may not register an organisation: for themselves, or at the own centre for an employer who
/// telephones.
pub fn demand_register(ctx: &Ctx) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    match person.centre_id {
        Some(centre) => demand_of(ctx, Action::RegisterOrganisation, Thing::of_centre(centre)).map(|_| ()),
        None => demand(ctx, Action::RegisterOrganisation),
    }
}

/// Registers an organisation and answers with its id. Whoever is signed in becomes its administrator, save an officer,
/// who enters it for somebody else.
pub async fn register(app: &App, ctx: &Ctx, form: Registration, key: &Key) -> Result<Uuid, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let officer = person.centre_id;
    demand_register(ctx)?;
    let centre = match officer {
        Some(centre) => Some(centre),
        None => form.centre.parse().ok(),
    };
    let centre = match centre {
        Some(id) => centre::find(app.store().reader(), id).await?.map(|row| row.id),
        None => None,
    };
    let checked = check(&form, centre)?;
    let work = Registering { app: app.clone(), ctx: ctx.clone(), id: app.ids().next(), founder: founder(ctx), checked };
    once(app, ctx, key, work).await
}

fn founder(ctx: &Ctx) -> Option<Uuid> {
    ctx.actor.person().filter(|person| person.centre_id.is_none()).map(|person| person.account_id)
}

/// What was understood of the form.
pub(super) struct Checked {
    pub(super) kind: OrganisationKind,
    pub(super) number: Number,
    pub(super) name: String,
    pub(super) employer_type: EmployerType,
    pub(super) industry: &'static str,
    pub(super) size: SizeBand,
    pub(super) details: Details,
    centre: Uuid,
}

pub(super) enum Number {
    Tax(TaxCode),
    Personal(PersonalNumber),
}

impl Number {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Tax(code) => code.as_str(),
            Self::Personal(number) => number.as_str(),
        }
    }

    /// Tax code, or sealed number and keyed hash of it, as an organisation's columns hold them.
    pub(super) fn columns(&self, keys: &Keyring, id: Uuid) -> Result<NumberColumns, AppError> {
        Ok(match self {
            Self::Tax(code) => (Some(code.as_str().to_owned()), None, None),
            Self::Personal(number) => (
                None,
                Some(keys.seal(number_place(id), number.as_str().as_bytes())?),
                keys.lookup("personal_number", number.as_str()).map(Vec::from),
            ),
        })
    }
}

/// Tax code, sealed number, keyed hash.
pub(super) type NumberColumns = (Option<String>, Option<Vec<u8>>, Option<Vec<u8>>);

/// Everything that is wrong with a form, or what it says.
pub(super) fn check(form: &Registration, centre: Option<Uuid>) -> Result<Checked, AppError> {
    let mut errors = Vec::new();
    let mut keep = |error: FieldError| errors.push(error);
    let kind = chosen("kind", OrganisationKind::find_by_code(&form.kind), &mut keep);
    let number = kind.and_then(|kind| number(kind, &form.number, &mut keep));
    let name = line("name", &form.name, NAME, &mut keep);
    let employer_type = chosen("employer_type", EmployerType::find_by_code(&form.employer_type), &mut keep);
    let section = sanviec_reference::industry::sections().find(|section| section.code == form.industry);
    let industry = chosen("industry", section, &mut keep);
    let size = chosen("size", SizeBand::find_by_code(&form.size), &mut keep);
    let address = line("address", &form.address, ADDRESS, &mut keep);
    let phone = Phone::parse(&form.phone).map(|phone| phone.e164());
    let phone = phone.map_err(|fault| keep(told("phone", fault.code(), |lang| fault.sentence(lang)))).ok();
    let email = Email::parse(&form.email).map(|email| email.as_str().to_owned());
    let email = email.map_err(|fault| keep(told("email", fault.code(), |lang| fault.sentence(lang).into()))).ok();
    let representative = PersonName::parse(&form.representative).map(|name| name.as_str().to_owned());
    let representative =
        representative.map_err(|fault| keep(told("representative", fault.code(), |lang| fault.sentence(lang)))).ok();
    let centre = chosen("centre", centre, &mut keep);
    let whole = || {
        let details = Details { address: address?, phone: phone?, email: email?, representative: representative? };
        Some(Checked {
            kind: kind?,
            number: number?,
            name: name?,
            employer_type: employer_type?,
            industry: industry?.code,
            size: size?,
            details,
            centre: centre?,
        })
    };
    whole().ok_or(AppError::Refused(errors))
}

fn told(field: &'static str, code: &'static str, sentence: impl Fn(Lang) -> String) -> FieldError {
    FieldError::new(field, code, sentence(Lang::Vi), sentence(Lang::En))
}

fn chosen<T>(field: &'static str, found: Option<T>, keep: &mut impl FnMut(FieldError)) -> Option<T> {
    if found.is_none() {
        keep(FieldError::new(field, "missing", "Chọn một mục trong danh sách.", "Choose one of the list."));
    }
    found
}

fn line(field: &'static str, typed: &str, most: usize, keep: &mut impl FnMut(FieldError)) -> Option<String> {
    let text = sanviec_text::nfc(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    if !text.chars().any(char::is_alphanumeric) {
        keep(FieldError::new(
            field,
            "missing",
            "Mục này là bắt buộc, vui lòng điền.",
            "This is compulsory: fill it in.",
        ));
        return None;
    }
    if text.chars().count() > most || text.chars().any(char::is_control) {
        let (vi, en) = (format!("Viết tối đa {most} ký tự."), format!("Write {most} characters at most."));
        keep(FieldError::new(field, "too_long", vi, en));
        return None;
    }
    Some(text)
}

fn number(kind: OrganisationKind, typed: &str, keep: &mut impl FnMut(FieldError)) -> Option<Number> {
    if kind.has_tax_code() {
        let read = tax_code(typed).map(Number::Tax);
        return read.map_err(|fault| keep(told("number", fault.code(), |lang| fault.sentence(lang).into()))).ok();
    }
    let read = PersonalNumber::parse(typed).map(Number::Personal);
    read.map_err(|fault| keep(told("number", fault.code(), |lang| fault.sentence(lang)))).ok()
}

struct Registering {
    app: App,
    ctx: Ctx,
    id: Uuid,
    founder: Option<Uuid>,
    checked: Checked,
}

impl Registering {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        if let Some(account) = self.founder {
            let held = membership::list_held(tx, account).await?;
            if held.iter().filter(|row| row.employer_id.is_some()).count() >= HELD_MOST {
                let vi = "Tài khoản này đã tham gia 10 đơn vị. Hãy rời bớt đơn vị không còn làm việc.";
                let en = "This account acts for 10 organisations. Leave those you no longer work for first.";
                return Err(FieldError::new("form", "too_many_organisations", vi, en).into());
            }
        }
        let (employer, row) = self.rows()?;
        employer::insert(tx, &employer).await?;
        organisation::insert(tx, &row).await.map_err(taken)?;
        verification::insert(tx, &row_of(self.id, 1, &Life::Unverified, self.ctx.now)).await?;
        let after = format!(r#"{{"kind":"{}","centre":"{}"}}"#, self.checked.kind.code(), row.centre_id);
        audit::append(tx, &[entry(&self.ctx, "register_organisation", self.id, None, Some(after))]).await?;
        if let Some(account) = self.founder {
            let keys = self.app.keys()?;
            let name = self.checked.details.representative.as_bytes();
            let founded = diff::Changed {
                app: &self.app,
                ctx: &self.ctx,
                organisation: &row,
                before: &[],
                after: &Members::founded(AccountId(account)),
                events: &[Event::Joined(AccountId(account))],
                label: Some(keys.seal(super::load::label_place(account), name)?),
            };
            diff::write(tx, &founded).await?;
        }
        Ok(self.id)
    }

    fn rows(&self) -> Result<(employer::Row, organisation::Row), AppError> {
        let (keys, now, Checked { name, details, .. }) = (self.app.keys()?, self.ctx.now.0, &self.checked);
        let (tax_code, number, number_lookup) = self.checked.number.columns(keys, self.id)?;
        let employer = employer::Row {
            id: self.id,
            version: 1,
            name: name.clone(),
            name_key: own_key(name, self.id),
            name_sort: sanviec_text::sort_key(name),
            tax_code: tax_code.clone(),
            kind: Some(self.checked.employer_type.code().to_owned()),
            verified_at: None,
            created_at: now,
            updated_at: now,
        };
        let organisation = organisation::Row {
            id: self.id,
            version: 1,
            kind: self.checked.kind.code().to_owned(),
            centre_id: self.checked.centre,
            tax_code,
            number,
            number_lookup,
            employer_type: self.checked.employer_type.code().to_owned(),
            industry_code: self.checked.industry.to_owned(),
            size: self.checked.size.code().to_owned(),
            details: seal_details(keys, self.id, details)?,
            entered_by: if self.founder.is_some() { None } else { self.owner() },
            due_at: None,
            created_at: now,
            updated_at: now,
        };
        Ok((employer, organisation))
    }
}

/// A key that no name has: the normal form has no `#`, so that no file can put adverts under an organisation by
/// spelling its name.
fn own_key(name: &str, id: Uuid) -> String {
    format!("{} #{}", employer_key(name), sanviec_domain::posting::PostingCode::of(id))
}

/// Whose number it is is not told; where to ask is.
pub(super) fn taken(error: Error) -> AppError {
    match error {
        Error::Constraint(name) if name.starts_with("uq_organisation_") => {
            let vi = "Số này đã được đăng ký. Hãy nhờ quản trị viên của đơn vị mời bạn, hoặc liên hệ trung tâm.";
            let en = "This number is registered. Ask the organisation's administrator to invite you, or the centre.";
            FieldError::new("number", "number_taken", vi, en).into()
        }
        other => other.into(),
    }
}

impl Work for Registering {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "register_organisation"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let checked = &self.checked;
        let texts = [
            checked.kind.code(),
            checked.number.as_str(),
            &checked.name,
            checked.employer_type.code(),
            checked.industry,
            checked.size.code(),
            &checked.details.address,
            &checked.details.phone,
            &checked.details.email,
            &checked.details.representative,
        ];
        texts.map(|text| text.as_bytes().to_vec()).into_iter().chain([checked.centre.as_bytes().to_vec()]).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}
