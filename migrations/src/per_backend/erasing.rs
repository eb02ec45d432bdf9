//! What may go of files whose time is over, and only of those that are said to be erased: the audit says it too.

use super::Steps;

/// The bytes of a file that facts were taken from.
pub(crate) const EVIDENCE_MAY_GO: Steps = Steps {
    sqlite: &[
        "DROP TRIGGER evidence_chunk_no_delete",
        "CREATE TRIGGER evidence_chunk_no_delete BEFORE DELETE ON evidence_chunk
         WHEN NOT EXISTS (SELECT 1 FROM file_erasure WHERE file_id = OLD.file_id AND erased_at IS NOT NULL)
         BEGIN SELECT RAISE(ABORT, 'evidence_file_append_only'); END",
    ],
    postgres: &[
        "DROP TRIGGER evidence_chunk_no_delete ON evidence_chunk",
        "CREATE FUNCTION evidence_chunk_may_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM file_erasure WHERE file_id = OLD.file_id AND erased_at IS NOT NULL)
           THEN RETURN OLD; END IF;
           RAISE EXCEPTION 'evidence_file_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_file_append_only';
         END $$",
        "CREATE TRIGGER evidence_chunk_no_delete BEFORE DELETE ON evidence_chunk
           FOR EACH ROW EXECUTE FUNCTION evidence_chunk_may_go()",
    ],
};

/// The words of a bank beside a row of its answer.
pub(crate) const BANK_WORDS_MAY_GO: Steps = Steps {
    sqlite: &["CREATE TRIGGER bank_row_no_update BEFORE UPDATE ON bank_row
         WHEN NOT (NEW.note IS NULL AND NEW.bank_result_id IS OLD.bank_result_id AND NEW.line IS OLD.line
             AND NEW.verdict IS OLD.verdict AND NEW.payout_code IS OLD.payout_code AND NEW.paid_on IS OLD.paid_on
             AND NEW.dong IS OLD.dong)
           OR NOT EXISTS (SELECT 1 FROM file_erasure WHERE file_id = OLD.bank_result_id AND erased_at IS NOT NULL)
         BEGIN SELECT RAISE(ABORT, 'bank_row_append_only'); END"],
    postgres: &[
        "CREATE FUNCTION bank_row_words_may_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.note IS NULL
             AND ROW(NEW.bank_result_id, NEW.line, NEW.verdict, NEW.payout_code, NEW.paid_on, NEW.dong)
               IS NOT DISTINCT FROM
               ROW(OLD.bank_result_id, OLD.line, OLD.verdict, OLD.payout_code, OLD.paid_on, OLD.dong)
             AND EXISTS (SELECT 1 FROM file_erasure WHERE file_id = OLD.bank_result_id AND erased_at IS NOT NULL)
           THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'bank_row_append_only'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_row_append_only';
         END $$",
        "CREATE TRIGGER bank_row_no_update BEFORE UPDATE ON bank_row
           FOR EACH ROW EXECUTE FUNCTION bank_row_words_may_go()",
    ],
};
