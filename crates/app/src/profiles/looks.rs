//! Who looked at the own data: place, role, occasion and fields of each look, newest first.

use super::own::holder;
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::AppError;
use crate::rights::Action;
use sanviec_domain::profile::Field;
use sanviec_domain::time::Micros;
use sanviec_store::{Db, centre, employer, look, profile};
use std::collections::HashMap;
use uuid::Uuid;

/// Looks on one page.
pub const PAGE: u64 = 50;

/// One look, as the person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookView {
    pub id: Uuid,
    pub at: Micros,
    pub role: Option<Role>,
    /// Name of the centre or the employer; empty where there is none.
    pub place: String,
    /// Code of the occasion.
    pub why: String,
    pub fields: Vec<Field>,
}

/// A page of the looks at the own profile; `before` is the last one of the page before.
pub async fn own_looks(app: &App, ctx: &Ctx, before: Option<Uuid>) -> Result<Vec<LookView>, AppError> {
    let person = holder(ctx, Action::ReadProfile)?;
    let reader = app.store().reader();
    let Some(row) = profile::find_by_account(reader, person.account_id).await? else { return Ok(Vec::new()) };
    let profiles = of_person(reader, row.id).await?;
    let rows = look::list_of(reader, &profiles, before, PAGE).await?;
    views(reader, rows).await
}

/// All looks at a profile, for the copy of a person's data.
pub(super) async fn all(db: &impl Db, profile_id: Uuid) -> Result<Vec<LookView>, AppError> {
    let profiles = of_person(db, profile_id).await?;
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let rows = look::list_of(db, &profiles, before, 500).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        before = Some(last.id);
        found.extend(views(db, rows).await?);
    }
}

/// A profile and those that are part of it: who looked at one of them looked at the person.
async fn of_person(db: &impl Db, profile_id: Uuid) -> Result<Vec<Uuid>, AppError> {
    let parts = profile::list_merged_into(db, profile_id).await?;
    Ok(std::iter::once(profile_id).chain(parts.into_iter().map(|part| part.id)).collect())
}

async fn views(db: &impl Db, rows: Vec<look::Row>) -> Result<Vec<LookView>, AppError> {
    let employers: Vec<Uuid> = rows.iter().filter_map(|row| row.employer_id).collect();
    let mut places: HashMap<Uuid, String> = HashMap::new();
    if rows.iter().any(|row| row.centre_id.is_some()) {
        places.extend(centre::list(db).await?.into_iter().map(|centre| (centre.id, centre.name)));
    }
    places.extend(employer::find_many(db, &employers).await?.into_iter().map(|employer| (employer.id, employer.name)));
    let view = |row: look::Row| LookView {
        id: row.id,
        at: Micros(row.at),
        role: Role::of(&row.role),
        place: row.centre_id.or(row.employer_id).and_then(|id| places.get(&id).cloned()).unwrap_or_default(),
        fields: row.fields.split(' ').filter_map(Field::find_by_code).collect(),
        why: row.why,
    };
    Ok(rows.into_iter().map(view).collect())
}
