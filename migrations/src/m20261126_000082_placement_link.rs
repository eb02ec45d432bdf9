//! Links by which an employer or a worker says whether somebody was employed, and what was asked when: one question of
//! one occasion goes to one side once, whichever node's clock asks.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let link = Table::create()
            .table("placement_link")
            .col(uuid("id").primary_key())
            .col(uuid("placement_id"))
            .col(text("party"))
            .col(blob("token_hash"))
            .col(integer("from_on"))
            .col(integer("through_on"))
            .col(big_integer("created_at"))
            .col(big_integer("expires_at"))
            .col(big_integer_null("used_at"))
            .col(uuid_null("fact_id"))
            .foreign_key(&mut to_placement("fk_placement_link_placement", "placement_link"))
            .check(Expr::cust("length(token_hash) = 32"))
            .to_owned();
        manager.create_table(link).await?;
        let ask = Table::create()
            .table("placement_ask")
            .col(uuid("id").primary_key())
            .col(uuid("placement_id"))
            .col(text("occasion"))
            .col(integer("since_on"))
            .col(text("party"))
            .col(integer("messages"))
            .col(big_integer("asked_at"))
            .foreign_key(&mut to_placement("fk_placement_ask_placement", "placement_ask"))
            .to_owned();
        manager.create_table(ask).await?;
        for (table, name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table(table);
            if name.starts_with("uq_") {
                index.unique();
            }
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

/// A token is found by its hash; an occasion counts from the day on which the days began to count.
const INDEXES: [(&str, &str, &[&str]); 3] = [
    ("placement_link", "uq_placement_link_token_hash", &["token_hash"]),
    ("placement_link", "ix_placement_link_placement_id", &["placement_id", "id"]),
    (
        "placement_ask",
        "uq_placement_ask_placement_id_occasion_since_on_party",
        &["placement_id", "occasion", "since_on", "party"],
    ),
];

fn to_placement(name: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().name(name).from(table, "placement_id").to("placement", "id").to_owned()
}
