//! Requests of people about their own data, with the days by which the law wants them answered and carried out.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, blob_null, integer, integer_null, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let request = Table::create()
            .table("data_request")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid("account_id"))
            .col(uuid_null("centre_id"))
            .col(text("kind"))
            .col(blob("words"))
            .col(blob_null("reply"))
            .col(text("answer_state"))
            .col(integer("answer_due_on"))
            .col(integer_null("answer_done_on"))
            .col(text("settle_state"))
            .col(integer("settle_due_on"))
            .col(integer_null("settle_done_on"))
            .col(text_null("outcome"))
            .col(integer_null("next_due_on"))
            .col(big_integer_null("due_at"))
            .col(big_integer_null("remind_at"))
            .col(uuid_null("handled_by"))
            .col(big_integer("asked_at"))
            .col(big_integer("updated_at"))
            .to_owned();
        manager.create_table(request).await?;
        for (name, columns) in [
            ("ix_data_request_account_id", ["account_id", "id"].as_slice()),
            ("ix_data_request_centre_id", &["centre_id", "next_due_on", "id"]),
            ("ix_data_request_due_at", &["due_at"]),
            ("ix_data_request_remind_at", &["remind_at"]),
        ] {
            let mut index = Index::create().name(name).table("data_request").to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}
