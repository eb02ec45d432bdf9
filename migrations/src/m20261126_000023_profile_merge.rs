//! Profiles of one person that were made into one, with what the kept one said before, sealed, so that a merge can be
//! undone exactly; and pairs that somebody compared and found to be two people.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let merge = Table::create()
            .table("profile_merge")
            .col(uuid("id").primary_key())
            .col(uuid("kept_id"))
            .col(uuid("gone_id"))
            .col(big_integer("kept_version"))
            .col(blob("before"))
            .col(uuid_null("merged_by"))
            .col(big_integer("merged_at"))
            .col(big_integer_null("undone_at"))
            .foreign_key(
                ForeignKey::create().name("fk_profile_merge_kept").from("profile_merge", "kept_id").to("profile", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_profile_merge_gone").from("profile_merge", "gone_id").to("profile", "id"),
            )
            .to_owned();
        manager.create_table(merge).await?;
        let index =
            Index::create().name("ix_profile_merge_kept_id").table("profile_merge").col("kept_id").col("id").to_owned();
        manager.create_index(index).await?;
        let once = "CREATE UNIQUE INDEX uq_profile_merge_gone_id ON profile_merge (gone_id) WHERE undone_at IS NULL";
        manager.get_connection().execute_unprepared(once).await?;
        let distinct = Table::create()
            .table("profile_distinct")
            .col(uuid("lower_id"))
            .col(uuid("upper_id"))
            .col(uuid_null("said_by"))
            .col(big_integer("said_at"))
            .col(text_null("why"))
            .primary_key(Index::create().col("lower_id").col("upper_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_profile_distinct_lower")
                    .from("profile_distinct", "lower_id")
                    .to("profile", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_profile_distinct_upper")
                    .from("profile_distinct", "upper_id")
                    .to("profile", "id"),
            )
            .to_owned();
        manager.create_table(distinct).await
    }
}
