//! What SQLite and PostgreSQL spell differently in the schema. Nothing else may ask which database it runs on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// Statements of one step for each database.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    sqlite: &'static [&'static str],
    postgres: &'static [&'static str],
}

/// Runs the statements that belong to the database at hand.
pub(crate) async fn run(manager: &SchemaManager<'_>, steps: Steps) -> Result<(), DbErr> {
    let statements = if manager.get_database_backend() == DbBackend::Postgres { steps.postgres } else { steps.sqlite };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// The safe position of an outbox row. SQLite has one writer, so the row id is the commit order and the position is
/// the id itself; PostgreSQL hands ids out before commit, so a sequencer fills the column afterwards.
pub(crate) fn outbox_pos(backend: DbBackend) -> ColumnDef {
    let mut pos = ColumnDef::new("pos");
    pos.big_integer();
    if backend == DbBackend::Postgres {
        pos.null().unique_key();
    } else {
        pos.generated(Expr::col("id"), false);
    }
    pos
}

/// The head row with a random epoch, and on PostgreSQL the index of rows that wait for their position.
pub(crate) const OUTBOX: Steps = Steps {
    sqlite: &["INSERT INTO outbox_head (only_row, last_pos, epoch) VALUES (1, 0, randomblob(16))"],
    postgres: &[
        "INSERT INTO outbox_head (only_row, last_pos, epoch) VALUES (1, 0, gen_random_uuid())",
        "CREATE INDEX ix_outbox_unsequenced ON outbox (id) WHERE pos IS NULL",
    ],
};

/// Updates, deletions and truncation of audit rows are refused.
pub(crate) const AUDIT_APPEND_ONLY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
    ],
    postgres: &[
        "CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'audit_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_append_only';
         END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit
           FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
           FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
    ],
};

/// Everything of an audit row but its values stays as it was written; the values and their salt may go together, so
/// that somebody can be forgotten. Rows of the chain stay whatever happens. Every new row waits for its link.
///
/// On SQLite `INSERT OR REPLACE` removes a row without asking the trigger for deletions, so it is refused by itself.
pub(crate) const AUDIT_CHAIN: Steps = Steps {
    sqlite: &[
        "DROP TRIGGER audit_no_update",
        r#"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
           WHEN NOT (NEW."before" IS NULL AND NEW."after" IS NULL AND NEW.salt IS NULL AND NEW.id IS OLD.id
             AND NEW.at IS OLD.at AND NEW.actor IS OLD.actor AND NEW.role IS OLD.role AND NEW.action IS OLD.action
             AND NEW.entity IS OLD.entity AND NEW.entity_id IS OLD.entity_id
             AND NEW.request_id IS OLD.request_id AND NEW.centre_id IS OLD.centre_id)
           BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END"#,
        "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
         BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "CREATE TRIGGER audit_waits AFTER INSERT ON audit
         BEGIN INSERT INTO audit_waiting (audit_id) VALUES (NEW.id); END",
        "CREATE TRIGGER audit_link_no_update BEFORE UPDATE ON audit_link
         BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "CREATE TRIGGER audit_link_no_delete BEFORE DELETE ON audit_link
         BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "CREATE TRIGGER audit_link_no_replace BEFORE INSERT ON audit_link
         WHEN EXISTS (SELECT 1 FROM audit_link WHERE audit_id = NEW.audit_id OR (chain = NEW.chain AND seq = NEW.seq))
         BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END",
        "INSERT INTO audit_waiting (audit_id) SELECT id FROM audit",
    ],
    postgres: &[
        "DROP TRIGGER audit_no_change ON audit",
        r#"CREATE FUNCTION audit_values_may_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
             IF NEW."before" IS NULL AND NEW."after" IS NULL AND NEW.salt IS NULL
               AND ROW(NEW.id, NEW.at, NEW.actor, NEW.role, NEW.action, NEW.entity, NEW.entity_id, NEW.request_id,
                       NEW.centre_id)
                 IS NOT DISTINCT FROM ROW(OLD.id, OLD.at, OLD.actor, OLD.role, OLD.action, OLD.entity, OLD.entity_id,
                       OLD.request_id, OLD.centre_id)
             THEN RETURN NEW; END IF;
             RAISE EXCEPTION 'audit_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_append_only';
           END $$"#,
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_values_may_go()",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           INSERT INTO audit_waiting (audit_id) VALUES (NEW.id); RETURN NULL;
         END $$",
        "CREATE TRIGGER audit_waits AFTER INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_waits()",
        "CREATE TRIGGER audit_link_no_change BEFORE UPDATE OR DELETE ON audit_link
           FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "CREATE TRIGGER audit_link_no_truncate BEFORE TRUNCATE ON audit_link
           FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
        "INSERT INTO audit_waiting (audit_id) SELECT id FROM audit",
    ],
};

/// References to profiles in tables that were made without them. SQLite cannot add one to a table that is there:
/// triggers do the same.
pub(crate) const PROFILE_GUARD: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER fk_application_profile BEFORE INSERT ON application
         WHEN NEW.profile_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM profile WHERE id = NEW.profile_id)
         BEGIN SELECT RAISE(ABORT, 'fk_application_profile'); END",
        "CREATE TRIGGER fk_referral_profile BEFORE INSERT ON referral
         WHEN NOT EXISTS (SELECT 1 FROM profile WHERE id = NEW.profile_id)
         BEGIN SELECT RAISE(ABORT, 'fk_referral_profile'); END",
        "CREATE TRIGGER fk_appointment_profile BEFORE INSERT ON appointment
         WHEN NOT EXISTS (SELECT 1 FROM profile WHERE id = NEW.profile_id)
         BEGIN SELECT RAISE(ABORT, 'fk_appointment_profile'); END",
        "CREATE TRIGGER profile_is_named BEFORE DELETE ON profile
         WHEN EXISTS (SELECT 1 FROM application WHERE profile_id = OLD.id)
           OR EXISTS (SELECT 1 FROM referral WHERE profile_id = OLD.id)
           OR EXISTS (SELECT 1 FROM appointment WHERE profile_id = OLD.id)
         BEGIN SELECT RAISE(ABORT, 'profile_is_named'); END",
    ],
    postgres: &[
        "ALTER TABLE application ADD CONSTRAINT fk_application_profile
         FOREIGN KEY (profile_id) REFERENCES profile (id)",
        "ALTER TABLE referral ADD CONSTRAINT fk_referral_profile FOREIGN KEY (profile_id) REFERENCES profile (id)",
        "ALTER TABLE appointment ADD CONSTRAINT fk_appointment_profile
         FOREIGN KEY (profile_id) REFERENCES profile (id)",
    ],
};

/// What was recorded of a placement, and the policies that outcomes were derived by, stay as they were written.
///
/// On SQLite `INSERT OR REPLACE` removes a row without asking the trigger for deletions, so it is refused by itself.
pub(crate) const PLACEMENT_APPEND_ONLY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER placement_fact_no_update BEFORE UPDATE ON placement_fact
         BEGIN SELECT RAISE(ABORT, 'placement_fact_append_only'); END",
        "CREATE TRIGGER placement_fact_no_delete BEFORE DELETE ON placement_fact
         BEGIN SELECT RAISE(ABORT, 'placement_fact_append_only'); END",
        "CREATE TRIGGER placement_fact_no_replace BEFORE INSERT ON placement_fact
         WHEN EXISTS (SELECT 1 FROM placement_fact
           WHERE id = NEW.id OR (placement_id = NEW.placement_id AND recorded_at = NEW.recorded_at))
         BEGIN SELECT RAISE(ABORT, 'placement_fact_append_only'); END",
        "CREATE TRIGGER placement_policy_no_update BEFORE UPDATE ON placement_policy
         BEGIN SELECT RAISE(ABORT, 'placement_policy_append_only'); END",
        "CREATE TRIGGER placement_policy_no_delete BEFORE DELETE ON placement_policy
         BEGIN SELECT RAISE(ABORT, 'placement_policy_append_only'); END",
    ],
    postgres: &[
        "CREATE FUNCTION placement_fact_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'placement_fact_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_fact_append_only';
         END $$",
        "CREATE TRIGGER placement_fact_no_change BEFORE UPDATE OR DELETE ON placement_fact
           FOR EACH ROW EXECUTE FUNCTION placement_fact_append_only()",
        "CREATE TRIGGER placement_fact_no_truncate BEFORE TRUNCATE ON placement_fact
           FOR EACH STATEMENT EXECUTE FUNCTION placement_fact_append_only()",
        "CREATE FUNCTION placement_policy_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'placement_policy_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'placement_policy_append_only';
         END $$",
        "CREATE TRIGGER placement_policy_no_change BEFORE UPDATE OR DELETE ON placement_policy
           FOR EACH ROW EXECUTE FUNCTION placement_policy_append_only()",
        "CREATE TRIGGER placement_policy_no_truncate BEFORE TRUNCATE ON placement_policy
           FOR EACH STATEMENT EXECUTE FUNCTION placement_policy_append_only()",
    ],
};
