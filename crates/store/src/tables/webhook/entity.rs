//! The tables `webhook`, `webhook_delivery` and `webhook_attempt` for sea-orm.

use sea_orm::entity::prelude::*;

/// One endpoint as stored.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub struct Model {
    /// Made by the caller.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// 1 at first, one more with every change.
    pub version: i64,
    /// The organisation whose it is; or else a centre's.
    pub employer_id: Option<Uuid>,
    /// The centre whose it is.
    pub centre_id: Option<Uuid>,
    /// What its people call it.
    pub name: String,
    /// Where messages go.
    pub address: String,
    /// Codes of what it is told, with blanks between.
    pub events: String,
    /// What messages are signed with, sealed.
    pub secret: Vec<u8>,
    /// The secret before it, sealed, while both are used.
    pub old_secret: Option<Vec<u8>>,
    /// First instant at which the one before is used no more.
    pub old_until: Option<i64>,
    /// `active`, `paused` or `disabled`.
    pub state: String,
    /// Why it is disabled, as a code.
    pub reason: Option<String>,
    /// The account that made it.
    pub created_by: Uuid,
    /// When.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) mod delivery {
    //! The table `webhook_delivery`.

    use sea_orm::entity::prelude::*;

    /// One message to one endpoint as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_delivery")]
    pub struct Model {
        /// Made of what it tells, so that telling it twice is one row; receivers see it.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// The endpoint.
        pub webhook_id: Uuid,
        /// Code of the event.
        pub kind: String,
        /// What is sent, byte for byte.
        pub body: String,
        /// `queued`, `delivered` or `dead`.
        pub state: String,
        /// Attempts made.
        pub attempts: i32,
        /// When it is tried next.
        pub next_at: Option<i64>,
        /// When it was made.
        pub created_at: i64,
        /// When it was delivered or given up.
        pub done_at: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod attempt {
    //! The table `webhook_attempt`.

    use sea_orm::entity::prelude::*;

    /// One attempt as stored.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "webhook_attempt")]
    pub struct Model {
        /// The delivery.
        #[sea_orm(primary_key, auto_increment = false)]
        pub delivery_id: Uuid,
        /// 1 for the first.
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        /// When it ended.
        pub at: i64,
        /// Status of the answer; none without one.
        pub status: Option<i32>,
        /// What went wrong, in words for its people.
        pub error: Option<String>,
        /// How long it took.
        pub took_ms: i32,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
