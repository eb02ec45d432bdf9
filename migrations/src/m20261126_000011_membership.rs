//! Which role an account has where: at a centre, at an employer, or for the whole exchange. Roles end, rows stay.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, text, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let membership = Table::create()
            .table("membership")
            .col(uuid("id").primary_key())
            .col(big_integer("version"))
            .col(uuid("account_id"))
            .col(text("role"))
            .col(uuid_null("centre_id"))
            .col(uuid_null("branch_id"))
            .col(uuid_null("employer_id"))
            .col(big_integer("since_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(
                ForeignKey::create().name("fk_membership_account").from("membership", "account_id").to("account", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_membership_centre").from("membership", "centre_id").to("centre", "id"),
            )
            .foreign_key(
                ForeignKey::create().name("fk_membership_branch").from("membership", "branch_id").to("branch", "id"),
            )
            .foreign_key(
                ForeignKey::create()
                    .name("fk_membership_employer")
                    .from("membership", "employer_id")
                    .to("employer", "id"),
            )
            .check(Expr::cust(ONE_PLACE))
            .to_owned();
        manager.create_table(membership).await?;
        let index = Index::create().name("ix_membership_account_id").table("membership").col("account_id").to_owned();
        manager.create_index(index).await?;
        let index =
            Index::create().name("ix_membership_centre_id").table("membership").col("centre_id").col("id").to_owned();
        manager.create_index(index).await?;
        let index = Index::create()
            .name("ix_membership_employer_id")
            .table("membership")
            .col("employer_id")
            .col("id")
            .to_owned();
        manager.create_index(index).await?;
        for index in LIVE_ONCE {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }
}

/// Staff belong to one centre, members of an employer to that employer, operators of the platform to neither.
const ONE_PLACE: &str = "(role IN ('officer', 'centre_manager', 'moderator', 'auditor')
      AND centre_id IS NOT NULL AND employer_id IS NULL)
  OR (role IN ('employer_member', 'employer_administrator') AND employer_id IS NOT NULL AND centre_id IS NULL)
  OR (role = 'platform_operator' AND centre_id IS NULL AND employer_id IS NULL)";

/// The same role at the same place is held once at a time. A null equals no null, so each kind of place has its own.
const LIVE_ONCE: [&str; 3] = [
    "CREATE UNIQUE INDEX uq_membership_account_id_role_centre_id ON membership (account_id, role, centre_id)
     WHERE ended_at IS NULL AND centre_id IS NOT NULL",
    "CREATE UNIQUE INDEX uq_membership_account_id_role_employer_id ON membership (account_id, role, employer_id)
     WHERE ended_at IS NULL AND employer_id IS NOT NULL",
    "CREATE UNIQUE INDEX uq_membership_account_id ON membership (account_id)
     WHERE ended_at IS NULL AND role = 'platform_operator'",
];
