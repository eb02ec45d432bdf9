//! Claims of which something is to be looked at stand in indexes of their own: `seen_known_at` is 0 from the moment
//! that their placement learns something until somebody looked. Before, it was compared with what the placement knew.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const STATEMENTS: [&str; 3] = [
    "UPDATE claim SET seen_known_at = 0 WHERE EXISTS (SELECT 1 FROM placement
     WHERE placement.id = claim.placement_id AND placement.last_known_at > claim.seen_known_at)",
    "CREATE INDEX ix_claim_unseen ON claim (id) WHERE seen_known_at = 0 AND is_live = 1",
    "CREATE INDEX ix_claim_unseen_double ON claim (id)
     WHERE seen_known_at = 0 AND is_live = 0 AND paid_dong > returned_dong",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for statement in STATEMENTS {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}
