//! What hangs on an application: links by which it is followed, consents, events. All of it goes when the data of the
//! application go.

use crate::error::InTable;
use crate::per_backend::bound;
use crate::tables::IN_LIST;
use crate::{Db, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, IntoActiveModel, QueryOrder, QuerySelect};

pub use consent::Model as Consent;
pub use event::Model as Event;
pub use link::Model as Link;

/// The most rows of one kind that are read of one application.
const MOST: u64 = 500;

pub(crate) mod link {
    //! The table `application_link` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One link as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_link")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The application.
        pub application_id: Uuid,
        /// `follow` for the person, `guardian` for the guardian.
        pub purpose: String,
        /// SHA-256 of the token: 32 bytes, unique.
        pub token_hash: Vec<u8>,
        /// When it was made.
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod consent {
    //! The table `application_consent` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One act of agreeing or withdrawing, as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_consent")]
    pub struct Model {
        /// Made by the caller.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The application.
        pub application_id: Uuid,
        /// Code of the purpose.
        pub purpose: String,
        /// `given` or `withdrawn`.
        pub act: String,
        /// When.
        pub at: i64,
        /// Version of the wording that was read.
        pub wording: i32,
        /// Language in which it was read.
        pub lang: String,
        /// How it was given.
        pub way: String,
        /// By whom.
        pub giver: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod event {
    //! The table `application_event` for sea-orm.

    use sea_orm::entity::prelude::*;

    /// One entry of the timeline, or a note of the employer, as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "application_event")]
    pub struct Model {
        /// Made by the caller, version 7.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The application.
        pub application_id: Uuid,
        /// When it happened.
        pub at: i64,
        /// Code of the event; `noted` for a note.
        pub kind: String,
        /// Which side did it.
        pub side: String,
        /// The account that did it.
        pub author_id: Option<Uuid>,
        /// Words, sealed.
        pub words: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Adds a link.
pub async fn add_link(tx: &Tx<'_>, row: &Link) -> Result<()> {
    link::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The link with this hash of a token.
pub async fn find_link(db: &impl Db, token_hash: &[u8]) -> Result<Option<Link>> {
    let found = link::Entity::find().filter(link::Column::TokenHash.eq(token_hash.to_vec()));
    found.one(db).await.in_table("application_link")
}

/// Adds an act of agreeing or withdrawing.
pub async fn add_consent(tx: &Tx<'_>, row: &Consent) -> Result<()> {
    consent::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Everything agreed to or withdrawn for an application, oldest first.
pub async fn list_consents(db: &impl Db, application_id: Uuid) -> Result<Vec<Consent>> {
    let page = consent::Entity::find().filter(consent::Column::ApplicationId.eq(application_id));
    page.order_by_asc(consent::Column::At).limit(MOST).all(db).await.in_table("application_consent")
}

/// The same of several applications at once.
pub async fn list_consents_of(db: &impl Db, application_ids: &[Uuid]) -> Result<Vec<Consent>> {
    let mut rows = Vec::new();
    for part in application_ids.chunks(IN_LIST) {
        let found = consent::Entity::find().filter(consent::Column::ApplicationId.is_in(part.iter().copied()));
        rows.extend(found.order_by_asc(consent::Column::At).all(db).await.in_table("application_consent")?);
    }
    Ok(rows)
}

/// Adds an entry to the timeline.
pub async fn add_event(tx: &Tx<'_>, row: &Event) -> Result<()> {
    event::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// The timeline of an application, oldest first.
pub async fn list_events(db: &impl Db, application_id: Uuid) -> Result<Vec<Event>> {
    let page = event::Entity::find().filter(event::Column::ApplicationId.eq(application_id));
    let page = page.order_by_asc(event::Column::At).order_by_asc(event::Column::Id);
    page.limit(MOST).all(db).await.in_table("application_event")
}

/// Deletes links, consents, timeline, messages, looks and files of an application whose data go.
pub async fn erase_trail(tx: &Tx<'_>, application_id: Uuid) -> Result<()> {
    crate::upload::delete_all(tx, application_id).await?;
    for sql in [
        "DELETE FROM application_link WHERE application_id = $1",
        "DELETE FROM application_consent WHERE application_id = $1",
        "DELETE FROM application_event WHERE application_id = $1",
        "DELETE FROM conversation_line WHERE application_id = $1",
        "DELETE FROM reveal WHERE application_id = $1",
    ] {
        tx.execute_raw(bound(tx, sql, [application_id.into()])).await?;
    }
    Ok(())
}
