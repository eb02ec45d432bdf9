//! Who counts as paid for in a programme at another installation, and until when, by the lists that were taken from
//! it. The person is a keyed hash under the secret that the installations share. A list replaces the earlier one as a
//! whole.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::CHUNK;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder};

pub use entity::Model as Row;
use entity::{Column, Entity};
pub use list::Model as List;

pub(crate) mod entity {
    //! The table `exclusion_elsewhere` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One person on a list.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion_elsewhere")]
    pub struct Model {
        /// The programme.
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: String,
        /// The installation that holds the person.
        #[sea_orm(primary_key, auto_increment = false)]
        pub installation: String,
        /// Keyed hash of who it is under the shared secret: 32 bytes.
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_key: Vec<u8>,
        /// First day on which somebody else may claim for the person.
        pub until_on: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod list {
    //! The table `exclusion_list` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// The list that was last taken from an installation for a programme.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion_list")]
    pub struct Model {
        /// The programme.
        #[sea_orm(primary_key, auto_increment = false)]
        pub programme: String,
        /// The installation that made the list.
        #[sea_orm(primary_key, auto_increment = false)]
        pub installation: String,
        /// Which shared secret its hashes are made with.
        pub key_id: String,
        /// When it was made, by the clock of its installation.
        pub made_at: i64,
        /// Number of hashes on it.
        pub people: i32,
        /// First day on which it holds nobody any more.
        pub until_on: i32,
        /// When it was taken.
        pub taken_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Takes a list in place of the earlier one of its installation and programme: whoever is not on it is not held by it
/// any more. `false`: a later one was taken before, and nothing was changed.
pub async fn replace(tx: &Tx<'_>, list: &List, rows: &[Row]) -> Result<bool> {
    let sql = "INSERT INTO exclusion_list (programme, installation, key_id, made_at, people, until_on, taken_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (programme, installation) DO UPDATE SET key_id = excluded.key_id,
                 made_at = excluded.made_at, people = excluded.people, until_on = excluded.until_on,
                 taken_at = excluded.taken_at
               WHERE exclusion_list.made_at <= excluded.made_at";
    let values = [
        list.programme.as_str().into(),
        list.installation.as_str().into(),
        list.key_id.as_str().into(),
        list.made_at.into(),
        list.people.into(),
        list.until_on.into(),
        list.taken_at.into(),
    ];
    if tx.execute_raw(bound(tx, sql, values)).await?.rows_affected() != 1 {
        return Ok(false);
    }
    let sql = "DELETE FROM exclusion_elsewhere WHERE programme = $1 AND installation = $2";
    let values = [list.programme.as_str().into(), list.installation.as_str().into()];
    tx.execute_raw(bound(tx, sql, values)).await?;
    for part in rows.chunks(CHUNK) {
        let rows = part.iter().cloned().map(IntoActiveModel::into_active_model);
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(true)
}

/// The list that was last taken from an installation for a programme.
pub async fn find_list(db: &impl Db, programme: &str, installation: &str) -> Result<Option<List>> {
    let found = list::Entity::find()
        .filter(list::Column::Programme.eq(programme))
        .filter(list::Column::Installation.eq(installation));
    found.one(db).await.in_table("exclusion_list")
}

/// The lists of all programmes, or of one, that hold somebody on a day.
pub async fn lists_holding(db: &impl Db, programme: Option<&str>, on: i32) -> Result<Vec<List>> {
    let mut holding = list::Entity::find().filter(list::Column::UntilOn.gt(on));
    if let Some(programme) = programme {
        holding = holding.filter(list::Column::Programme.eq(programme));
    }
    let in_order = holding.order_by_asc(list::Column::Programme).order_by_asc(list::Column::Installation);
    in_order.all(db).await.in_table("exclusion_list")
}

/// Who holds a person on a day who goes by any of these hashes; the one that does so longest.
pub async fn find_held(db: &impl Db, programme: &str, person_keys: &[[u8; 32]], on: i32) -> Result<Option<Row>> {
    let held = Entity::find()
        .filter(Column::Programme.eq(programme))
        .filter(Column::PersonKey.is_in(person_keys.iter().map(|key| key.to_vec())))
        .filter(Column::UntilOn.gt(on));
    let longest = held.order_by_desc(Column::UntilOn).order_by_asc(Column::Installation);
    longest.one(db).await.in_table("exclusion_elsewhere")
}
