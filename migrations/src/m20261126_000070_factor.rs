//! More ways to prove who one is: passkeys, backup codes, identities at other providers. Keys and identities stand here
//! sealed; of codes only keyed hashes. `spent_challenge` remembers what a passkey has signed, so that it counts once.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, text, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let passkey = of_account("passkey", "fk_passkey_account")
            .col(big_integer("version"))
            .col(blob("lookup"))
            .col(blob("value"))
            .col(big_integer_null("used_at"))
            .check(Expr::cust("length(lookup) = 32"))
            .to_owned();
        manager.create_table(passkey).await?;
        indexes(manager, "passkey", ["uq_passkey_lookup", "ix_passkey_account_id"]).await?;
        let identity = of_account("linked_identity", "fk_linked_identity_account")
            .col(text("provider"))
            .col(blob("lookup"))
            .col(blob("value"))
            .col(big_integer_null("used_at"))
            .check(Expr::cust("length(lookup) = 32"))
            .to_owned();
        manager.create_table(identity).await?;
        indexes(manager, "linked_identity", ["uq_linked_identity_lookup", "ix_linked_identity_account_id"]).await?;
        let code = of_account("backup_code", "fk_backup_code_account")
            .col(blob("hash"))
            .col(big_integer_null("used_at"))
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(code).await?;
        let index = Index::create()
            .name("uq_backup_code_account_id_hash")
            .table("backup_code")
            .col("account_id")
            .col("hash")
            .unique()
            .to_owned();
        manager.create_index(index).await?;
        let spent = Table::create()
            .table("spent_challenge")
            .col(blob("hash").primary_key())
            .col(big_integer("spent_at"))
            .check(Expr::cust("length(hash) = 32"))
            .to_owned();
        manager.create_table(spent).await?;
        let index =
            Index::create().name("ix_spent_challenge_spent_at").table("spent_challenge").col("spent_at").to_owned();
        manager.create_index(index).await
    }
}

/// A table of what an account has.
fn of_account(name: &'static str, key: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(big_integer("created_at"))
        .foreign_key(ForeignKey::create().name(key).from(name, "account_id").to("account", "id"))
        .to_owned()
}

async fn indexes(manager: &SchemaManager<'_>, table: &'static str, names: [&'static str; 2]) -> Result<(), DbErr> {
    let [lookup, account] = names;
    manager.create_index(Index::create().name(lookup).table(table).col("lookup").unique().to_owned()).await?;
    manager.create_index(Index::create().name(account).table(table).col("account_id").to_owned()).await
}
