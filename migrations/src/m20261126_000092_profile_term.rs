//! By what a profile is found for a vacancy: occupations, skills, communes, as short terms of one centre. Derived from
//! the profile in every write of it; nothing in it names anybody.

use sea_orm_migration::{
    prelude::*,
    schema::{text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let term = Table::create()
            .table("profile_term")
            .col(uuid("centre_id"))
            .col(text("term"))
            .col(uuid("profile_id"))
            .primary_key(Index::create().name("pk_profile_term").col("centre_id").col("term").col("profile_id"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_profile_term_profile")
                    .from("profile_term", "profile_id")
                    .to("profile", "id"),
            )
            .to_owned();
        manager.create_table(term).await?;
        let mut index = Index::create();
        index.name("ix_profile_term_profile_id").table("profile_term").col("profile_id");
        manager.create_index(index.clone()).await
    }
}
