//! Pairs of profiles of one centre that may be one person, noted when one of them is written: a list of them costs the
//! same among a million. Pairs that are there already are noted once, here.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In what two profiles may be the same.
const SAME: [&str; 4] = [
    "b.number_hash = a.number_hash",
    "b.phone_hash = a.phone_hash",
    "b.email_hash = a.email_hash",
    "b.name_fold = a.name_fold AND b.born_on = a.born_on",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let to = |name: &str, column: &'static str| {
            ForeignKey::create().name(name).from("profile_double", column).to("profile", "id").to_owned()
        };
        let double = Table::create()
            .table("profile_double")
            .col(uuid("lower_id"))
            .col(uuid("upper_id"))
            .col(uuid("centre_id"))
            .col(big_integer("found_at"))
            .primary_key(Index::create().col("lower_id").col("upper_id"))
            .foreign_key(&mut to("fk_profile_double_lower", "lower_id"))
            .foreign_key(&mut to("fk_profile_double_upper", "upper_id"))
            .to_owned();
        manager.create_table(double).await?;
        for (name, columns) in [
            ("ix_profile_double_centre_id", ["centre_id", "found_at"].as_slice()),
            ("ix_profile_double_upper_id", &["upper_id"]),
        ] {
            let mut index = Index::create().name(name).table("profile_double").to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        for same in SAME {
            let sql = format!(
                "INSERT INTO profile_double (lower_id, upper_id, centre_id, found_at)
                 SELECT a.id, b.id, a.centre_id, b.updated_at FROM profile AS a JOIN profile AS b ON {same}
                 WHERE b.centre_id = a.centre_id AND a.state = 'live' AND b.state = 'live' AND a.id < b.id
                 ON CONFLICT (lower_id, upper_id) DO NOTHING"
            );
            manager.get_connection().execute_unprepared(&sql).await?;
        }
        Ok(())
    }
}
