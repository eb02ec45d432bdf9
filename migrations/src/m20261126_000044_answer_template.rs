//! Words that an employer keeps for answering applicants. They are the employer's own and hold nobody's data.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let template = Table::create()
            .table("answer_template")
            .col(uuid("id").primary_key())
            .col(uuid("employer_id"))
            .col(text("title"))
            .col(text("words"))
            .col(big_integer("created_at"))
            .foreign_key(
                ForeignKey::create()
                    .name("fk_answer_template_employer")
                    .from("answer_template", "employer_id")
                    .to("employer", "id"),
            )
            .to_owned();
        manager.create_table(template).await?;
        let index = Index::create()
            .name("uq_answer_template_employer_id_title")
            .table("answer_template")
            .col("employer_id")
            .col("title")
            .unique()
            .to_owned();
        manager.create_index(index).await
    }
}
