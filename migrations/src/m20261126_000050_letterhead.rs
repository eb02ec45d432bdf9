//! What stands on a centre's letters, the names of its colleagues, and invitations to become one.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, blob, integer, text, text_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(letterhead()).await?;
        manager.create_table(colleague()).await?;
        manager.create_table(invitation()).await?;
        let index =
            Index::create().name("ix_invitation_centre_id").table("invitation").col("centre_id").col("id").to_owned();
        manager.create_index(index).await
    }
}

fn letterhead() -> TableCreateStatement {
    Table::create()
        .table("letterhead")
        .col(uuid("centre_id").primary_key())
        .col(big_integer("version"))
        .col(text("parent_body"))
        .col(text("place"))
        .col(text("sign"))
        .col(text_null("address"))
        .col(text_null("phone"))
        .col(text("signer_post"))
        .col(text_null("signer_name"))
        .col(integer("send_days"))
        .col(integer("answer_days"))
        .col(big_integer("updated_at"))
        .foreign_key(
            ForeignKey::create().name("fk_letterhead_centre").from("letterhead", "centre_id").to("centre", "id"),
        )
        .to_owned()
}

fn colleague() -> TableCreateStatement {
    Table::create()
        .table("colleague")
        .col(uuid("membership_id").primary_key())
        .col(text("name"))
        .col(big_integer("updated_at"))
        .foreign_key(
            ForeignKey::create()
                .name("fk_colleague_membership")
                .from("colleague", "membership_id")
                .to("membership", "id"),
        )
        .to_owned()
}

fn invitation() -> TableCreateStatement {
    Table::create()
        .table("invitation")
        .col(uuid("id").primary_key())
        .col(uuid("centre_id"))
        .col(uuid_null("branch_id"))
        .col(text("role"))
        .col(text("name"))
        .col(text("kind"))
        .col(blob("recipient"))
        .col(blob("hash"))
        .col(uuid("invited_by"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(big_integer_null("ended_at"))
        .col(uuid_null("account_id"))
        .foreign_key(
            ForeignKey::create().name("fk_invitation_centre").from("invitation", "centre_id").to("centre", "id"),
        )
        .foreign_key(
            ForeignKey::create().name("fk_invitation_branch").from("invitation", "branch_id").to("branch", "id"),
        )
        .to_owned()
}
