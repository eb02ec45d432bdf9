//! Who looked at a person's data.

use crate::error::InTable;
use crate::tables::{CHUNK, IN_LIST};
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, TryInsertResult};

pub use entity::Model as Row;
use entity::{Column, Entity};

pub(crate) mod entity {
    //! The table `look` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One look as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "look")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose data.
        pub profile_id: Uuid,
        /// When.
        pub at: i64,
        /// The account that looked; none for the clock and the command line.
        pub account_id: Option<Uuid>,
        /// In which role.
        pub role: String,
        /// The centre it looked for.
        pub centre_id: Option<Uuid>,
        /// The employer it looked for.
        pub employer_id: Option<Uuid>,
        /// Code of the occasion.
        pub why: String,
        /// Codes of the fields or groups of fields that were seen, with blanks between.
        pub fields: String,
        /// The day of a look in a list, of which there is one a day.
        pub listed_on: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Notes looks.
pub async fn append(tx: &Tx<'_>, rows: &[Row]) -> Result<()> {
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Looks in lists of one who looks, on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lister<'a> {
    /// The account.
    pub account_id: Uuid,
    /// The centre for which it looks.
    pub centre_id: Uuid,
    /// In which role.
    pub role: &'a str,
    /// The day.
    pub on: i32,
}

/// What was noted of a day's lists for these profiles: profile and fields.
pub async fn list_listed(db: &impl Db, profiles: &[Uuid], by: Lister<'_>) -> Result<Vec<(Uuid, String)>> {
    let mut noted = Vec::new();
    for part in profiles.chunks(IN_LIST) {
        let rows = Entity::find()
            .filter(Column::ProfileId.is_in(part.iter().copied()))
            .filter(Column::ListedOn.eq(by.on))
            .filter(Column::AccountId.eq(by.account_id))
            .filter(Column::CentreId.eq(by.centre_id))
            .filter(Column::Role.eq(by.role))
            .all(db)
            .await
            .in_table("look")?;
        noted.extend(rows.into_iter().map(|row| (row.profile_id, row.fields)));
    }
    Ok(noted)
}

/// Notes looks in lists, and says how many are new: what stands of the day already stays as it is.
pub async fn append_listed(tx: &Tx<'_>, rows: &[Row]) -> Result<u64> {
    let stands = OnConflict::new().do_nothing().to_owned();
    let mut new = 0;
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        let insert = Entity::insert_many(rows).on_conflict(stands.clone()).try_insert();
        if let TryInsertResult::Inserted(count) = insert.exec_without_returning(tx).await? {
            new += count;
        }
    }
    Ok(new)
}

/// A page of the looks at these profiles of one person, newest first; `before` is the last id of the page before.
pub async fn list_of(db: &impl Db, profiles: &[Uuid], before: Option<Uuid>, limit: u64) -> Result<Vec<Row>> {
    let mut page = Entity::find().filter(Column::ProfileId.is_in(profiles.iter().copied()));
    if let Some(before) = before {
        page = page.filter(Column::Id.lt(before));
    }
    page.order_by_desc(Column::Id).limit(limit).all(db).await.in_table("look")
}
