//! Lists at the desk show people too. Such a look carries its day, and is one a day for whoever looked, in the role and
//! place that they acted in, and what they saw: a list that is shown again writes nothing. Looks from before were no
//! lists.

use sea_orm_migration::{prelude::*, schema::integer_null};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = integer_null("listed_on");
        manager.alter_table(Table::alter().table("look").add_column(column).to_owned()).await?;
        let once = "CREATE UNIQUE INDEX uq_look_listed
                    ON look (profile_id, listed_on, account_id, centre_id, role, fields) WHERE listed_on IS NOT NULL";
        manager.get_connection().execute_unprepared(once).await.map(|_| ())
    }
}
