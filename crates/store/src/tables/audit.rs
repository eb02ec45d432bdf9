//! Who did what to what. Rows are only ever added; triggers refuse everything else, save that the values of a row may
//! go together with their salt when somebody is forgotten. The chain over the rows is `audit_chain`.

use crate::tables::CHUNK;
use crate::{Db, Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ActiveValue, Condition, QueryOrder, QuerySelect};

mod plain;

pub use entity::Model as Stored;
use entity::{ActiveModel, Column, Entity};

/// Bytes of a salt.
const SALT: usize = 32;
/// Roles that are held at a centre.
const STAFF: [&str; 4] = ["officer", "centre_manager", "moderator", "auditor"];

pub(crate) mod entity {
    //! The table `audit` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One entry as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub struct Model {
        /// Row id.
        #[sea_orm(primary_key)]
        pub id: i64,
        /// When.
        pub at: i64,
        /// Who: an account, a command, the clock.
        pub actor: String,
        /// In which role.
        pub role: String,
        /// The use case (`publish_posting`).
        pub action: String,
        /// What kind of thing.
        pub entity: String,
        /// Which one.
        pub entity_id: Uuid,
        /// JSON of the changed fields before.
        pub before: Option<String>,
        /// JSON of the changed fields after.
        pub after: Option<String>,
        /// The request.
        pub request_id: Option<String>,
        /// The centre in whose chain it stands; `None` for that of the platform.
        pub centre_id: Option<Uuid>,
        /// Random, with the values: what is known of them without it gives nothing away.
        pub salt: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One entry as it is written and read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Row id; of a row that is added it does not count.
    pub id: i64,
    /// When.
    pub at: i64,
    /// Who: an account, a command, the clock.
    pub actor: String,
    /// In which role.
    pub role: String,
    /// The use case (`publish_posting`).
    pub action: String,
    /// What kind of thing.
    pub entity: String,
    /// Which one.
    pub entity_id: Uuid,
    /// JSON of the changed fields before. Codes, numbers and ids stand as they are; of any other text only a mark is
    /// kept, by which equal texts of this row are equal.
    pub before: Option<String>,
    /// The same after.
    pub after: Option<String>,
    /// The request.
    pub request_id: Option<String>,
    /// The centre for which the actor acted. Of a row that is added without one it is the only centre where the actor
    /// holds the role.
    pub centre_id: Option<Uuid>,
}

/// Adds entries, each to the chain of the centre for which its actor acted: the one that the entry names, which
/// somebody with a role at two centres has to, else the only one where the actor holds the role. All others go to the
/// chain of the platform.
pub async fn append(tx: &Tx<'_>, entries: &[Row]) -> Result<()> {
    let mut known: Vec<((&str, &str), Option<Uuid>)> = Vec::new();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let who = (entry.actor.as_str(), entry.role.as_str());
        if entry.centre_id.is_some() {
            rows.push(active(entry, entry.centre_id)?);
            continue;
        }
        let centre_id = match known.iter().find(|(held, _)| *held == who) {
            Some((_, centre_id)) => *centre_id,
            None => {
                let centre_id = centre_of(tx, who.0, who.1).await?;
                known.push((who, centre_id));
                centre_id
            }
        };
        rows.push(active(entry, centre_id)?);
    }
    insert(tx, rows).await
}

/// Adds entries to the chain of a centre, or of the platform.
pub async fn append_at(tx: &Tx<'_>, centre_id: Option<Uuid>, entries: &[Row]) -> Result<()> {
    insert(tx, entries.iter().map(|entry| active(entry, centre_id)).collect::<Result<_>>()?).await
}

async fn insert(tx: &Tx<'_>, mut rows: Vec<ActiveModel>) -> Result<()> {
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(CHUNK));
        Entity::insert_many(std::mem::replace(&mut rows, rest)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The one centre where somebody holds a role; `None` when there is none or more than one.
async fn centre_of(tx: &Tx<'_>, actor: &str, role: &str) -> Result<Option<Uuid>> {
    let (true, Ok(account_id)) = (STAFF.contains(&role), Uuid::parse_str(actor)) else { return Ok(None) };
    let sql = "SELECT centre_id FROM membership
               WHERE account_id = $1 AND role = $2 AND ended_at IS NULL AND centre_id IS NOT NULL LIMIT 2";
    let rows = tx.query_all_raw(crate::per_backend::bound(tx, sql, [account_id.into(), role.into()])).await?;
    match rows.as_slice() {
        [one] => Ok(one.try_get_by_index(0)?),
        _ => Ok(None),
    }
}

fn active(entry: &Row, centre_id: Option<Uuid>) -> Result<ActiveModel> {
    let salt = match (&entry.before, &entry.after) {
        (None, None) => None,
        _ => Some(salt()?),
    };
    let value = |text: &Option<String>| text.as_ref().zip(salt.as_ref()).map(|(text, salt)| plain::value(text, salt));
    Ok(ActiveModel {
        id: ActiveValue::NotSet,
        at: ActiveValue::Set(entry.at),
        actor: ActiveValue::Set(entry.actor.clone()),
        role: ActiveValue::Set(entry.role.clone()),
        action: ActiveValue::Set(entry.action.clone()),
        entity: ActiveValue::Set(entry.entity.clone()),
        entity_id: ActiveValue::Set(entry.entity_id),
        before: ActiveValue::Set(value(&entry.before)),
        after: ActiveValue::Set(value(&entry.after)),
        request_id: ActiveValue::Set(entry.request_id.clone()),
        centre_id: ActiveValue::Set(centre_id),
        salt: ActiveValue::Set(salt.map(Vec::from)),
    })
}

/// A salt is drawn here, so that no caller can forget it.
fn salt() -> Result<[u8; SALT]> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).map_err(|_| Error::Settings("the system gives no random numbers".into()))?;
    Ok(salt)
}

/// Entries about one thing, oldest first, after a row id.
pub async fn list_of(db: &impl Db, entity_id: Uuid, after: i64, limit: u64) -> Result<Vec<Row>> {
    let page = Entity::find().filter(Column::EntityId.eq(entity_id)).filter(Column::Id.gt(after));
    let rows = page.order_by_asc(Column::Id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// Entries about one thing that say that one of these was done to it, oldest first.
pub async fn list_done(db: &impl Db, entity_id: Uuid, actions: &[&str]) -> Result<Vec<Row>> {
    let found = Entity::find().filter(Column::EntityId.eq(entity_id));
    let found = found.filter(Column::Action.is_in(actions.iter().copied()));
    Ok(found.order_by_asc(Column::Id).all(db).await?.into_iter().map(Row::from).collect())
}

/// Entries about some things, the latest first, without those of one action; `before` is the row id of the last one of
/// the page before.
pub async fn list_latest(
    db: &impl Db,
    things: &[Uuid],
    but: &str,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::EntityId.is_in(things.iter().copied()));
    page = page.filter(Column::Action.ne(but));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    let rows = page.order_by_desc(Column::Id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// What an action of a centre was done to, with the values after it, in no order.
pub async fn list_of_action(db: &impl Db, centre_id: Uuid, action: &str) -> Result<Vec<(Uuid, Option<String>)>> {
    let entries = Entity::find().select_only().column(Column::EntityId).column(Column::After);
    let entries = entries.filter(Column::CentreId.eq(centre_id)).filter(Column::Action.eq(action));
    Ok(entries.into_tuple().all(db).await?)
}

/// Which entries are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this centre; `None`: of the platform.
    pub centre_id: Option<Uuid>,
    /// Done by this account, or to it.
    pub account_id: Option<Uuid>,
    /// What was done.
    pub action: Option<String>,
    /// Not before.
    pub from: Option<i64>,
    /// Before.
    pub until: Option<i64>,
}

/// Entries of a chain, newest first; `before` is instant and id of the last one of the page before.
pub async fn list_page(db: &impl Db, filter: &Filter, before: Option<(i64, i64)>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find();
    page = match filter.centre_id {
        Some(id) => page.filter(Column::CentreId.eq(id)),
        None => page.filter(Column::CentreId.is_null()),
    };
    if let Some(id) = filter.account_id {
        let either = Condition::any().add(Column::Actor.eq(id.to_string())).add(Column::EntityId.eq(id));
        page = page.filter(either);
    }
    if let Some(action) = &filter.action {
        page = page.filter(Column::Action.eq(action.as_str()));
    }
    if let Some(from) = filter.from {
        page = page.filter(Column::At.gte(from));
    }
    if let Some(until) = filter.until {
        page = page.filter(Column::At.lt(until));
    }
    if let Some((at, id)) = before {
        let same = Condition::all().add(Column::At.eq(at)).add(Column::Id.lt(id));
        page = page.filter(Condition::any().add(Column::At.lt(at)).add(same));
    }
    let rows = page.order_by_desc(Column::At).order_by_desc(Column::Id).limit(limit).all(db).await?;
    Ok(rows.into_iter().map(Row::from).collect())
}

/// Forgets the values of entries about one thing, with their salts: what the chain holds of them gives nothing away
/// any more. Answers how many rows lost theirs.
pub async fn forget_values(tx: &Tx<'_>, entity_id: Uuid) -> Result<u64> {
    let sql = r#"UPDATE audit SET "before" = NULL, "after" = NULL, salt = NULL
                 WHERE entity_id = $1 AND salt IS NOT NULL"#;
    Ok(tx.execute_raw(crate::per_backend::bound(tx, sql, [entity_id.into()])).await?.rows_affected())
}

impl From<Stored> for Row {
    fn from(row: Stored) -> Self {
        Self {
            id: row.id,
            at: row.at,
            actor: row.actor,
            role: row.role,
            action: row.action,
            entity: row.entity,
            entity_id: row.entity_id,
            before: row.before,
            after: row.after,
            request_id: row.request_id,
            centre_id: row.centre_id,
        }
    }
}
