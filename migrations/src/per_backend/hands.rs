//! Who had a hand in what is paid, as far as only the audit says so.

use super::Steps;

/// A claim says who prepared it last. Whoever prepared it before, and somebody else anew since, does not send it
/// either.
pub(crate) const BATCH_PREPARERS: Steps = Steps {
    sqlite: &["CREATE TRIGGER batch_preparers BEFORE UPDATE ON batch
         WHEN OLD.sent_by IS NULL AND NEW.sent_by IS NOT NULL
           AND EXISTS (SELECT 1 FROM payout JOIN audit ON audit.entity_id = payout.claim_id
                       WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                         AND audit.action IN ('claim_prepare', 'claim_prepare_again')
                         AND unhex(replace(audit.actor, '-', '')) = NEW.sent_by)
         BEGIN SELECT RAISE(ABORT, 'batch_two_people'); END"],
    postgres: &[
        "CREATE FUNCTION batch_preparers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.sent_by IS NULL AND NEW.sent_by IS NOT NULL
             AND EXISTS (SELECT 1 FROM payout JOIN audit ON audit.entity_id = payout.claim_id
                         WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                           AND audit.action IN ('claim_prepare', 'claim_prepare_again')
                           AND audit.actor = NEW.sent_by::text)
           THEN RAISE EXCEPTION 'batch_two_people' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_two_people';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER batch_preparers BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_preparers()",
    ],
};
