//! What SQLite and PostgreSQL spell differently in the schema. Nothing else may ask which database it runs on.

mod booked;
mod erasing;
mod hands;
mod money;
mod parted;

pub(crate) use booked::JOURNAL_DAY;
pub(crate) use erasing::{BANK_WORDS_MAY_GO, EVIDENCE_MAY_GO};
pub(crate) use hands::BATCH_PREPARERS;
pub(crate) use money::{
    BATCH_FUND, CLAIM_APPROVED, CLAIM_ELSEWHERE, EXCLUSION_PROFILE, PAYOUT_BACK, PAYOUT_DAY, PAYOUT_DISPUTED,
    PERSON_SETTLED, TWO_PEOPLE,
};
pub(crate) use parted::PROFILE_PARTED;

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

/// Rows that come back from a copy are older than their first version, or over: these two locks are for new ones.
///
/// One live claim for a placement; an exclusion is handed on after its day only, and never taken away; a claim holds
/// the exclusion of its person when it is made. `until_on` is the first day on which somebody else may take it.
pub(crate) const CLAIM: Steps = Steps {
    sqlite: &[
        "CREATE UNIQUE INDEX uq_claim_placement_id ON claim (placement_id) WHERE is_live = 1",
        "CREATE TRIGGER exclusion_guard BEFORE UPDATE ON exclusion
         WHEN NEW.programme IS NOT OLD.programme OR NEW.person_key IS NOT OLD.person_key
           OR (NEW.claim_id IS NOT OLD.claim_id AND OLD.until_on > NEW.taken_on)
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_no_delete BEFORE DELETE ON exclusion
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_no_replace BEFORE INSERT ON exclusion
         WHEN EXISTS (SELECT 1 FROM exclusion WHERE programme = NEW.programme AND person_key = NEW.person_key
                        AND claim_id IS NOT NEW.claim_id AND until_on > NEW.taken_on)
         BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER claim_holds_exclusion BEFORE INSERT ON claim
         WHEN NEW.version = 1
           AND NOT EXISTS (SELECT 1 FROM exclusion WHERE programme = NEW.programme AND person_key = NEW.person_key
                             AND claim_id = NEW.id)
         BEGIN SELECT RAISE(ABORT, 'claim_without_exclusion'); END",
        "CREATE TRIGGER claim_keeps_reading BEFORE UPDATE ON claim
         WHEN NEW.id IS NOT OLD.id OR NEW.placement_id IS NOT OLD.placement_id OR NEW.programme IS NOT OLD.programme
           OR NEW.person_key IS NOT OLD.person_key OR NEW.dong IS NOT OLD.dong OR NEW.outcome IS NOT OLD.outcome
           OR NEW.known_at IS NOT OLD.known_at OR NEW.facts_hash IS NOT OLD.facts_hash
           OR NEW.policy_hash IS NOT OLD.policy_hash OR NEW.today IS NOT OLD.today
         BEGIN SELECT RAISE(ABORT, 'claim_keeps_reading'); END",
        "CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'claim_kept'); END",
    ],
    postgres: &[
        "CREATE UNIQUE INDEX uq_claim_placement_id ON claim (placement_id) WHERE is_live = 1",
        "CREATE FUNCTION exclusion_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF TG_OP = 'UPDATE' AND NEW.programme = OLD.programme AND NEW.person_key = OLD.person_key
             AND (NEW.claim_id = OLD.claim_id OR OLD.until_on <= NEW.taken_on) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'exclusion_held' USING ERRCODE = 'check_violation', CONSTRAINT = 'exclusion_held';
         END $$",
        "CREATE TRIGGER exclusion_guard BEFORE UPDATE OR DELETE ON exclusion
           FOR EACH ROW EXECUTE FUNCTION exclusion_guard()",
        "CREATE TRIGGER exclusion_no_truncate BEFORE TRUNCATE ON exclusion
           FOR EACH STATEMENT EXECUTE FUNCTION exclusion_guard()",
        "CREATE FUNCTION claim_holds_exclusion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.version <> 1 OR EXISTS (SELECT 1 FROM exclusion WHERE programme = NEW.programme
                        AND person_key = NEW.person_key AND claim_id = NEW.id) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'claim_without_exclusion'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_without_exclusion';
         END $$",
        "CREATE TRIGGER claim_holds_exclusion BEFORE INSERT ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_holds_exclusion()",
        "CREATE FUNCTION claim_keeps_reading() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF TG_OP = 'UPDATE' AND ROW(NEW.id, NEW.placement_id, NEW.programme, NEW.person_key, NEW.dong, NEW.outcome,
               NEW.known_at, NEW.facts_hash, NEW.policy_hash, NEW.today)
             IS NOT DISTINCT FROM ROW(OLD.id, OLD.placement_id, OLD.programme, OLD.person_key, OLD.dong, OLD.outcome,
               OLD.known_at, OLD.facts_hash, OLD.policy_hash, OLD.today) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'claim_keeps_reading' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_keeps_reading';
         END $$",
        "CREATE TRIGGER claim_keeps_reading BEFORE UPDATE OR DELETE ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_keeps_reading()",
    ],
};

/// Lines first, their journal after them; see the step.
pub(crate) const LEDGER: Steps = Steps {
    sqlite: &[
        "CREATE TABLE journal (id uuid_text NOT NULL PRIMARY KEY, claim_id uuid_text NOT NULL, centre_id uuid_text NOT NULL,
           programme varchar NOT NULL, occasion varchar NOT NULL, payout_id uuid_text, on_day integer NOT NULL,
           lines integer NOT NULL, actor varchar NOT NULL, at bigint NOT NULL,
           FOREIGN KEY (claim_id) REFERENCES claim (id))",
        "CREATE TABLE ledger_entry (journal_id uuid_text NOT NULL, line integer NOT NULL, account varchar NOT NULL,
           dong bigint NOT NULL CHECK (dong <> 0), PRIMARY KEY (journal_id, line),
           FOREIGN KEY (journal_id) REFERENCES journal (id) DEFERRABLE INITIALLY DEFERRED)",
        "CREATE INDEX ix_journal_claim_id ON journal (claim_id, id)",
        "CREATE INDEX ix_journal_centre_id ON journal (centre_id, on_day, id)",
        "CREATE TRIGGER journal_balanced BEFORE INSERT ON journal
         WHEN (SELECT count(*) FROM ledger_entry WHERE journal_id = NEW.id) IS NOT NEW.lines OR NEW.lines < 2
           OR (SELECT sum(dong) FROM ledger_entry WHERE journal_id = NEW.id) IS NOT 0
         BEGIN SELECT RAISE(ABORT, 'journal_unbalanced'); END",
        "CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
         WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
        "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
        "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
        "CREATE TRIGGER ledger_entry_closed BEFORE INSERT ON ledger_entry
         WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.journal_id)
           OR EXISTS (SELECT 1 FROM ledger_entry WHERE journal_id = NEW.journal_id AND line = NEW.line)
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
        "CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
        "CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry
         BEGIN SELECT RAISE(ABORT, 'ledger_append_only'); END",
    ],
    postgres: &[
        "CREATE TABLE journal (id uuid NOT NULL PRIMARY KEY, claim_id uuid NOT NULL, centre_id uuid NOT NULL,
           programme varchar NOT NULL, occasion varchar NOT NULL, payout_id uuid, on_day integer NOT NULL,
           lines integer NOT NULL, actor varchar NOT NULL, at bigint NOT NULL,
           CONSTRAINT fk_journal_claim FOREIGN KEY (claim_id) REFERENCES claim (id))",
        "CREATE TABLE ledger_entry (journal_id uuid NOT NULL, line integer NOT NULL, account varchar NOT NULL,
           dong bigint NOT NULL CHECK (dong <> 0), PRIMARY KEY (journal_id, line),
           CONSTRAINT fk_ledger_entry_journal FOREIGN KEY (journal_id) REFERENCES journal (id)
             DEFERRABLE INITIALLY DEFERRED)",
        "CREATE INDEX ix_journal_claim_id ON journal (claim_id, id)",
        "CREATE INDEX ix_journal_centre_id ON journal (centre_id, on_day, id)",
        "CREATE FUNCTION journal_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.lines >= 2 AND (SELECT count(*) FROM ledger_entry WHERE journal_id = NEW.id) = NEW.lines
             AND (SELECT sum(dong) FROM ledger_entry WHERE journal_id = NEW.id) = 0 THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'journal_unbalanced' USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_unbalanced';
         END $$",
        "CREATE TRIGGER journal_balanced BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_balanced()",
        "CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'ledger_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
         END $$",
        "CREATE FUNCTION ledger_entry_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM journal WHERE id = NEW.journal_id) THEN
             RAISE EXCEPTION 'ledger_append_only' USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_append_only';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER ledger_entry_closed BEFORE INSERT ON ledger_entry
           FOR EACH ROW EXECUTE FUNCTION ledger_entry_closed()",
        "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
           FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
        "CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
           FOR EACH ROW EXECUTE FUNCTION ledger_append_only()",
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
           FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()",
        "CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
           FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()",
    ],
};

/// One attempt under way for a claim, and none for a claim that does not hold the exclusion of its person.
pub(crate) const PAYOUT: Steps = Steps {
    sqlite: &[
        "CREATE UNIQUE INDEX uq_payout_claim_id ON payout (claim_id) WHERE is_open = 1",
        "CREATE TRIGGER payout_holds_exclusion BEFORE INSERT ON payout
         WHEN NEW.is_open = 1
           AND NOT EXISTS (SELECT 1 FROM claim JOIN exclusion ON exclusion.programme = claim.programme
                            AND exclusion.person_key = claim.person_key AND exclusion.claim_id = claim.id
                          WHERE claim.id = NEW.claim_id)
         BEGIN SELECT RAISE(ABORT, 'payout_without_exclusion'); END",
        "CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout BEGIN SELECT RAISE(ABORT, 'payout_kept'); END",
    ],
    postgres: &[
        "CREATE UNIQUE INDEX uq_payout_claim_id ON payout (claim_id) WHERE is_open = 1",
        "CREATE FUNCTION payout_holds_exclusion() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.is_open = 0 OR EXISTS (SELECT 1 FROM claim JOIN exclusion ON exclusion.programme = claim.programme
                        AND exclusion.person_key = claim.person_key AND exclusion.claim_id = claim.id
                      WHERE claim.id = NEW.claim_id) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'payout_without_exclusion'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_without_exclusion';
         END $$",
        "CREATE TRIGGER payout_holds_exclusion BEFORE INSERT ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_holds_exclusion()",
        "CREATE FUNCTION payout_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'payout_kept' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_kept';
         END $$",
        "CREATE TRIGGER payout_no_delete BEFORE DELETE ON payout FOR EACH ROW EXECUTE FUNCTION payout_kept()",
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

/// Files that facts were taken from, and what was said of their rows, stay as they came.
pub(crate) const EVIDENCE_APPEND_ONLY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER evidence_file_no_update BEFORE UPDATE ON evidence_file
         BEGIN SELECT RAISE(ABORT, 'evidence_file_append_only'); END",
        "CREATE TRIGGER evidence_file_no_delete BEFORE DELETE ON evidence_file
         BEGIN SELECT RAISE(ABORT, 'evidence_file_append_only'); END",
        "CREATE TRIGGER evidence_row_no_update BEFORE UPDATE ON evidence_row
         BEGIN SELECT RAISE(ABORT, 'evidence_row_append_only'); END",
        "CREATE TRIGGER evidence_row_no_delete BEFORE DELETE ON evidence_row
         BEGIN SELECT RAISE(ABORT, 'evidence_row_append_only'); END",
        "CREATE TRIGGER evidence_row_no_replace BEFORE INSERT ON evidence_row
         WHEN EXISTS (SELECT 1 FROM evidence_row WHERE file_id = NEW.file_id AND run = NEW.run AND line = NEW.line)
         BEGIN SELECT RAISE(ABORT, 'evidence_row_append_only'); END",
        "CREATE TRIGGER evidence_chunk_no_delete BEFORE DELETE ON evidence_chunk
         BEGIN SELECT RAISE(ABORT, 'evidence_file_append_only'); END",
    ],
    postgres: &[
        "CREATE FUNCTION evidence_file_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'evidence_file_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_file_append_only';
         END $$",
        "CREATE TRIGGER evidence_file_no_change BEFORE UPDATE OR DELETE ON evidence_file
           FOR EACH ROW EXECUTE FUNCTION evidence_file_append_only()",
        "CREATE TRIGGER evidence_file_no_truncate BEFORE TRUNCATE ON evidence_file
           FOR EACH STATEMENT EXECUTE FUNCTION evidence_file_append_only()",
        "CREATE TRIGGER evidence_chunk_no_delete BEFORE DELETE ON evidence_chunk
           FOR EACH ROW EXECUTE FUNCTION evidence_file_append_only()",
        "CREATE TRIGGER evidence_chunk_no_truncate BEFORE TRUNCATE ON evidence_chunk
           FOR EACH STATEMENT EXECUTE FUNCTION evidence_file_append_only()",
        "CREATE FUNCTION evidence_row_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           RAISE EXCEPTION 'evidence_row_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_row_append_only';
         END $$",
        "CREATE TRIGGER evidence_row_no_change BEFORE UPDATE OR DELETE ON evidence_row
           FOR EACH ROW EXECUTE FUNCTION evidence_row_append_only()",
        "CREATE TRIGGER evidence_row_no_truncate BEFORE TRUNCATE ON evidence_row
           FOR EACH STATEMENT EXECUTE FUNCTION evidence_row_append_only()",
    ],
};

/// Successions that stand in facts, each once for a centre; one that somebody retracted is left to whoever records it
/// anew. The line of a fact is JSON.
pub(crate) const SUCCESSIONS_OF_FACTS: Steps = Steps {
    sqlite: &[
        "INSERT INTO employer_succession (id, centre_id, from_code, to_code, on_day, source, channel, document_hash,
           reference, entered_by, recorded_at)
         SELECT said.id, placement.centre_id, json_extract(said.body, '$.from_employer'),
           json_extract(said.body, '$.to_employer'), said.true_from, said.source, said.channel, said.document_hash,
           said.reference, said.entered_by, said.recorded_at
         FROM placement_fact AS said JOIN placement ON placement.id = said.placement_id
         WHERE said.kind = 'succession' AND said.true_from IS NOT NULL
           AND json_extract(said.body, '$.from_employer') <> json_extract(said.body, '$.to_employer')
           AND NOT EXISTS (
           SELECT 1 FROM placement_fact AS back
           WHERE back.placement_id = said.placement_id AND back.kind = 'retraction'
             AND json_extract(back.body, '$.retracts') = json_extract(said.body, '$.id'))
         ORDER BY said.recorded_at, said.id
         ON CONFLICT (centre_id, from_code, to_code, on_day) DO NOTHING",
    ],
    postgres: &[
        "INSERT INTO employer_succession (id, centre_id, from_code, to_code, on_day, source, channel, document_hash,
           reference, entered_by, recorded_at)
         SELECT said.id, placement.centre_id, said.body::jsonb ->> 'from_employer',
           said.body::jsonb ->> 'to_employer', said.true_from, said.source, said.channel, said.document_hash,
           said.reference, said.entered_by, said.recorded_at
         FROM placement_fact AS said JOIN placement ON placement.id = said.placement_id
         WHERE said.kind = 'succession' AND said.true_from IS NOT NULL
           AND said.body::jsonb ->> 'from_employer' <> said.body::jsonb ->> 'to_employer'
           AND NOT EXISTS (
           SELECT 1 FROM placement_fact AS back
           WHERE back.placement_id = said.placement_id AND back.kind = 'retraction'
             AND back.body::jsonb ->> 'retracts' = said.body::jsonb ->> 'id')
         ORDER BY said.recorded_at, said.id
         ON CONFLICT (centre_id, from_code, to_code, on_day) DO NOTHING",
    ],
};
