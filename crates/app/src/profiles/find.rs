//! Finding a person at the desk by number, phone, e-mail or name, and people who may be the same person. Lists show
//! what tells people apart, with contact and number masked; whoever is shown is told by a look, once a day for each who
//! sees them.

use super::look::{Listed, listed};
use super::{Profile, sight};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::rows;
use crate::secrets::Keyring;
use sanviec_domain::person::{Birth, Email, PersonalNumber, Phone, Sex};
use sanviec_domain::posting::UnitRef;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_domain::time::day_number;
use sanviec_store::{Db, profile};
use std::collections::HashSet;
use uuid::Uuid;

/// The most people a list at the desk shows.
pub const MOST: u64 = 50;

/// What somebody typed at the desk, as it was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A personal number.
    Number,
    /// A phone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A name, or its beginning, from either end.
    Name,
}

/// One person of a list.
#[derive(Clone, Debug)]
pub struct Hit {
    pub id: ProfileId,
    /// The centre that serves the person.
    pub centre_id: Option<Uuid>,
    pub name: String,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    /// Where the person lives.
    pub unit: Option<UnitRef>,
    pub number_masked: Option<String>,
    pub phone_masked: Option<String>,
    /// Whether an account belongs to it.
    pub is_claimed: bool,
    /// What is the same, where people are compared.
    pub same: Vec<Field>,
}

impl Hit {
    /// What is seen in full. Nobody finds themselves here: of the own profile the table of rights opens nothing to
    /// staff.
    fn seen(&self) -> Listed {
        let fields = [
            (Field::Name, !self.name.is_empty()),
            (Field::Birth, self.birth.is_some()),
            (Field::Sex, self.sex.is_some()),
            (Field::PermanentUnit, self.unit.is_some()),
        ];
        (self.id, fields.into_iter().filter_map(|(field, seen)| seen.then_some(field)).collect())
    }
}

/// Looks of those in a list of hits.
pub(crate) fn seen<'h>(hits: impl IntoIterator<Item = &'h Hit>) -> Vec<Listed> {
    hits.into_iter().map(Hit::seen).collect()
}

/// People who may be the same person. Whoever they are shown to is noted first.
#[derive(Clone, Debug)]
pub struct Alike(Vec<Hit>);

impl Alike {
    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The people, for a list.
    pub async fn show(self, app: &App, ctx: &Ctx) -> Result<Vec<Hit>, AppError> {
        listed(app, ctx, &seen(&self.0)).await?;
        Ok(self.0)
    }
}

/// People of the own centre by what was typed. At most 50, by name.
pub async fn find(app: &App, ctx: &Ctx, typed: &str) -> Result<(Asked, Vec<Hit>), AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadProfile, Thing::of_centre(centre_id))?;
    let (keys, reader) = (app.keys()?, app.store().reader());
    let (asked, rows) = match understood(keys, typed) {
        Understood::Number(hash) => (Asked::Number, profile::find_by_number(reader, &hash, MOST).await?),
        Understood::Phone(hash) => (Asked::Phone, profile::find_by_phone(reader, &hash, MOST).await?),
        Understood::Email(hash) => (Asked::Email, profile::find_by_email(reader, &hash, MOST).await?),
        Understood::Name(start) => (Asked::Name, by_name(reader, centre_id, &start).await?),
    };
    let mut hits = hits(ctx, keys, &rows)?;
    hits.sort_by_cached_key(|hit| {
        let name = sanviec_domain::person::PersonName::parse(&hit.name).map(|name| name.sort_key());
        (name.unwrap_or_default(), hit.birth.map(Birth::day), hit.id)
    });
    listed(app, ctx, &seen(&hits)).await?;
    Ok((asked, hits))
}

enum Understood {
    Number([u8; 32]),
    Phone([u8; 32]),
    Email([u8; 32]),
    Name(Vec<u8>),
}

fn understood(keys: &Keyring, typed: &str) -> Understood {
    let hash = |kind: &str, value: &str| keys.lookup(kind, value);
    if let Some(hash) =
        PersonalNumber::parse(typed).ok().and_then(|number| hash(rows::profile::NUMBER, number.as_str()))
    {
        return Understood::Number(hash);
    }
    if let Some(hash) = Phone::parse(typed).ok().and_then(|phone| hash(rows::profile::PHONE, &phone.e164())) {
        return Understood::Phone(hash);
    }
    if let Some(hash) = Email::parse(typed).ok().and_then(|email| hash(rows::profile::EMAIL, &email.key())) {
        return Understood::Email(hash);
    }
    Understood::Name(rows::profile::words_key(typed))
}

async fn by_name(db: &impl Db, centre_id: Uuid, start: &[u8]) -> Result<Vec<profile::Row>, AppError> {
    let back = rows::profile::backwards(start);
    Ok(profile::find_by_name(db, centre_id, start, &back, MOST).await?)
}

/// What the one who acts may see of each; who may not be seen at all is left out.
pub(super) fn hits(ctx: &Ctx, keys: &Keyring, rows: &[profile::Row]) -> Result<Vec<Hit>, AppError> {
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let profile = rows::profile::read(keys, row)?;
        if let Ok(fields) = demand_of(ctx, Action::ReadProfile, profile.thing()) {
            hits.push(hit(profile, fields));
        }
    }
    Ok(hits)
}

fn hit(profile: Profile, fields: Fields) -> Hit {
    let content = profile.content.only(|field| sight::visible(fields, field.class()));
    Hit {
        id: profile.id,
        centre_id: profile.centre_id,
        name: content.identity.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default(),
        birth: content.identity.birth,
        sex: content.identity.sex,
        number_masked: content.identity.number.as_ref().map(PersonalNumber::masked),
        phone_masked: content.contact.phone.as_ref().map(Phone::masked),
        unit: content.residence.permanent.unit,
        is_claimed: profile.account_id.is_some(),
        same: Vec::new(),
    }
}

/// People who may be the one that this content is about: same number, phone or e-mail, or same name and day of birth.
/// Only those whom the one who acts may see; `but` is left out.
pub async fn similar(app: &App, ctx: &Ctx, content: &Content, but: Option<ProfileId>) -> Result<Alike, AppError> {
    Ok(Alike(alike(app, ctx, content, but).await?))
}

/// The same for whoever leaves some of them out. What is shown of them is to be noted.
pub(crate) async fn alike(
    app: &App,
    ctx: &Ctx,
    content: &Content,
    but: Option<ProfileId>,
) -> Result<Vec<Hit>, AppError> {
    let keys = app.keys()?;
    let rows = candidates(app.store().reader(), keys, content).await?;
    let mut seen: HashSet<Uuid> = but.into_iter().map(|id| id.0).collect();
    let rows: Vec<profile::Row> = rows.into_iter().filter(|row| seen.insert(row.id)).collect();
    let mut hits = hits(ctx, keys, &rows)?;
    for hit in &mut hits {
        let row = rows.iter().find(|row| row.id == hit.id.0);
        if let Some(row) = row {
            hit.same = same(content, &rows::profile::read(keys, row)?.content);
        }
    }
    Ok(hits)
}

async fn candidates(db: &impl Db, keys: &Keyring, content: &Content) -> Result<Vec<profile::Row>, AppError> {
    let hash =
        |kind: &str, value: Option<String>| value.and_then(|value| keys.lookup(kind, &value)).unwrap_or_default();
    let mut rows = Vec::new();
    let number = content.identity.number.as_ref().map(|number| number.as_str().to_owned());
    if number.is_some() {
        rows.extend(profile::find_by_number(db, &hash(rows::profile::NUMBER, number), MOST).await?);
    }
    if let Some(phone) = &content.contact.phone {
        rows.extend(profile::find_by_phone(db, &hash(rows::profile::PHONE, Some(phone.e164())), MOST).await?);
    }
    if let Some(email) = &content.contact.email {
        rows.extend(profile::find_by_email(db, &hash(rows::profile::EMAIL, Some(email.key())), MOST).await?);
    }
    if let (Some(name), Some(birth)) = (&content.identity.name, content.identity.birth) {
        let key = rows::profile::words_key(name.as_str());
        rows.extend(profile::find_by_name_and_birth(db, &key, day_number(birth.day()), MOST).await?);
    }
    Ok(rows)
}

/// In what two people are the same. What is empty is the same as nothing.
pub(super) fn same(one: &Content, other: &Content) -> Vec<Field> {
    fn equal<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
        one.is_some() && one == other
    }
    let name = |content: &Content| {
        content.identity.name.as_ref().map(|name| rows::profile::words_key(name.as_str())).filter(|key| !key.is_empty())
    };
    let email = |content: &Content| content.contact.email.as_ref().map(Email::key);
    [
        (Field::PersonalNumber, equal(one.identity.number.as_ref(), other.identity.number.as_ref())),
        (Field::Phone, equal(one.contact.phone.as_ref(), other.contact.phone.as_ref())),
        (Field::Email, equal(email(one).as_ref(), email(other).as_ref())),
        (Field::Name, equal(name(one).as_ref(), name(other).as_ref())),
        (Field::Birth, equal(one.identity.birth.as_ref(), other.identity.birth.as_ref())),
    ]
    .into_iter()
    .filter_map(|(field, same)| same.then_some(field))
    .collect()
}
