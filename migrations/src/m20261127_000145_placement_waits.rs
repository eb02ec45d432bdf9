//! Since which day a placement waits for answers, how much money is at stake, and since when facts of it contradict
//! each other: what the queues of a centre are read by. All follow from the facts and are written anew with every fact
//! and every look of the clock. Placements from before are looked at once by the clock; what was asked of whom is
//! noted, so nobody is asked twice by it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, integer_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [integer_null("waits_from"), big_integer_null("stake_dong"), big_integer_null("disputed_since")] {
            manager.alter_table(Table::alter().table("placement").add_column(column).to_owned()).await?;
        }
        for index in [
            "CREATE INDEX ix_placement_centre_id_waits_from ON placement (centre_id, waits_from, id)
             WHERE waits_from IS NOT NULL",
            "CREATE INDEX ix_placement_centre_id_stake_dong ON placement (centre_id, stake_dong DESC, id)
             WHERE stake_dong IS NOT NULL",
            "CREATE INDEX ix_placement_centre_id_disputed_since ON placement (centre_id, disputed_since, id)
             WHERE disputed_since IS NOT NULL",
            "CREATE INDEX ix_placement_centre_id_confirmed ON placement (centre_id, id)
             WHERE outcome_told = 'confirmed'",
            "CREATE INDEX ix_placement_officer_id ON placement (officer_id, id)",
        ] {
            manager.get_connection().execute_unprepared(index).await?;
        }
        manager.get_connection().execute_unprepared("UPDATE placement SET due_at = 0").await.map(|_| ())
    }
}
