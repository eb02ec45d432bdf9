//! What keeps money safe in the database itself: who may send what, who is paid for once, what is on one list.

use super::Steps;

/// Money leaves by two people at least; the rule is the domain's, and the database forbids what it forbids.
pub(crate) const TWO_PEOPLE: Steps = Steps {
    sqlite: &[
        "UPDATE paying SET payee_by = (SELECT unhex(replace(actor, '-', '')) FROM audit WHERE entity = 'paying'
           AND entity_id = paying.centre_id AND actor LIKE '________-____-____-____-____________' ORDER BY id DESC LIMIT 1)",
        "UPDATE batch SET sent_by = (SELECT unhex(replace(actor, '-', '')) FROM audit WHERE action = 'send_batch'
           AND entity_id = batch.id AND actor LIKE '________-____-____-____-____________' ORDER BY id DESC LIMIT 1)",
        "CREATE TRIGGER batch_two_people BEFORE UPDATE ON batch
         WHEN NEW.made_by IS NOT OLD.made_by
           OR (OLD.sent_by IS NOT NULL AND NEW.sent_by IS NOT OLD.sent_by)
           OR (OLD.state = 'open' AND NEW.state <> 'open' AND NEW.sent_by IS NULL)
           OR (OLD.sent_by IS NULL AND NEW.sent_by IS NOT NULL AND (NEW.sent_by = NEW.made_by
             OR EXISTS (SELECT 1 FROM paying WHERE centre_id = NEW.centre_id AND payee_by = NEW.sent_by)
             OR EXISTS (SELECT 1 FROM payout JOIN claim ON claim.id = payout.claim_id
                        WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                          AND claim.prepared_by = NEW.sent_by)
             OR EXISTS (SELECT 1 FROM payout JOIN payout AS earlier ON earlier.claim_id = payout.claim_id
                        WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                          AND earlier.state IN ('bounced', 'brought_back') AND earlier.result_by = NEW.sent_by)))
         BEGIN SELECT RAISE(ABORT, 'batch_two_people'); END",
        "CREATE TRIGGER bank_result_two_people BEFORE INSERT ON bank_result
         WHEN EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.brought_by)
         BEGIN SELECT RAISE(ABORT, 'bank_result_two_people'); END",
    ],
    postgres: &[
        "UPDATE paying SET payee_by = (SELECT actor::uuid FROM audit WHERE entity = 'paying'
           AND entity_id = paying.centre_id AND actor LIKE '________-____-____-____-____________'
           ORDER BY id DESC LIMIT 1)",
        "UPDATE batch SET sent_by = (SELECT actor::uuid FROM audit WHERE action = 'send_batch'
           AND entity_id = batch.id AND actor LIKE '________-____-____-____-____________' ORDER BY id DESC LIMIT 1)",
        "CREATE FUNCTION batch_two_people() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.made_by IS DISTINCT FROM OLD.made_by
             OR (OLD.sent_by IS NOT NULL AND NEW.sent_by IS DISTINCT FROM OLD.sent_by)
             OR (OLD.state = 'open' AND NEW.state <> 'open' AND NEW.sent_by IS NULL)
             OR (OLD.sent_by IS NULL AND NEW.sent_by IS NOT NULL AND (NEW.sent_by = NEW.made_by
               OR EXISTS (SELECT 1 FROM paying WHERE centre_id = NEW.centre_id AND payee_by = NEW.sent_by)
               OR EXISTS (SELECT 1 FROM payout JOIN claim ON claim.id = payout.claim_id
                          WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                            AND claim.prepared_by = NEW.sent_by)
               OR EXISTS (SELECT 1 FROM payout JOIN payout AS earlier ON earlier.claim_id = payout.claim_id
                          WHERE payout.batch_id = NEW.id AND payout.state <> 'dropped'
                            AND earlier.state IN ('bounced', 'brought_back') AND earlier.result_by = NEW.sent_by)))
           THEN RAISE EXCEPTION 'batch_two_people' USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_two_people';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER batch_two_people BEFORE UPDATE ON batch FOR EACH ROW EXECUTE FUNCTION batch_two_people()",
        "CREATE FUNCTION bank_result_two_people() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.brought_by)
           THEN RAISE EXCEPTION 'bank_result_two_people'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_result_two_people';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER bank_result_two_people BEFORE INSERT ON bank_result
           FOR EACH ROW EXECUTE FUNCTION bank_result_two_people()",
    ],
};

/// The lock by profile is kept as the one by number is; neither lets a person go while money is held for them.
pub(crate) const EXCLUSION_PROFILE: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER exclusion_profile_guard BEFORE UPDATE ON exclusion_profile
         WHEN NEW.programme IS NOT OLD.programme OR NEW.profile_id IS NOT OLD.profile_id
           OR (NEW.claim_id IS NOT OLD.claim_id AND OLD.until_on > NEW.taken_on)
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_profile_no_delete BEFORE DELETE ON exclusion_profile
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_profile_no_replace BEFORE INSERT ON exclusion_profile
         WHEN EXISTS (SELECT 1 FROM exclusion_profile WHERE programme = NEW.programme AND profile_id = NEW.profile_id
                        AND claim_id IS NOT NEW.claim_id AND until_on > NEW.taken_on)
         BEGIN SELECT RAISE(IGNORE); END",
        "CREATE TRIGGER claim_holds_profile BEFORE INSERT ON claim
         WHEN NEW.version = 1
           AND NOT EXISTS (SELECT 1 FROM exclusion_profile WHERE programme = NEW.programme
                             AND profile_id = NEW.profile_id AND claim_id = NEW.id)
         BEGIN SELECT RAISE(ABORT, 'claim_without_profile'); END",
        "CREATE TRIGGER payout_holds_profile BEFORE INSERT ON payout
         WHEN NEW.is_open = 1
           AND NOT EXISTS (SELECT 1 FROM claim JOIN exclusion_profile AS held ON held.programme = claim.programme
                            AND held.profile_id = claim.profile_id AND held.claim_id = claim.id
                          WHERE claim.id = NEW.claim_id)
         BEGIN SELECT RAISE(ABORT, 'payout_without_profile'); END",
        "CREATE TRIGGER claim_keeps_profile BEFORE UPDATE ON claim WHEN NEW.profile_id IS NOT OLD.profile_id
         BEGIN SELECT RAISE(ABORT, 'claim_keeps_reading'); END",
        "CREATE TRIGGER exclusion_not_freed BEFORE UPDATE ON exclusion
         WHEN NEW.until_on <= 0 AND EXISTS (SELECT 1 FROM claim WHERE id = NEW.claim_id AND is_live = 1
           AND (paid_dong > returned_dong OR state NOT IN ('recovered', 'reconsidered')))
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_profile_not_freed BEFORE UPDATE ON exclusion_profile
         WHEN NEW.until_on <= 0 AND EXISTS (SELECT 1 FROM claim WHERE id = NEW.claim_id AND is_live = 1
           AND (paid_dong > returned_dong OR state NOT IN ('recovered', 'reconsidered')))
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
    ],
    postgres: &[
        "CREATE FUNCTION exclusion_profile_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF TG_OP = 'UPDATE' AND NEW.programme = OLD.programme AND NEW.profile_id = OLD.profile_id
             AND (NEW.claim_id = OLD.claim_id OR OLD.until_on <= NEW.taken_on) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'exclusion_held' USING ERRCODE = 'check_violation', CONSTRAINT = 'exclusion_held';
         END $$",
        "CREATE TRIGGER exclusion_profile_guard BEFORE UPDATE OR DELETE ON exclusion_profile
           FOR EACH ROW EXECUTE FUNCTION exclusion_profile_guard()",
        "CREATE TRIGGER exclusion_profile_no_truncate BEFORE TRUNCATE ON exclusion_profile
           FOR EACH STATEMENT EXECUTE FUNCTION exclusion_profile_guard()",
        "CREATE FUNCTION claim_holds_profile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.version <> 1 OR EXISTS (SELECT 1 FROM exclusion_profile WHERE programme = NEW.programme
                        AND profile_id = NEW.profile_id AND claim_id = NEW.id) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'claim_without_profile'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_without_profile';
         END $$",
        "CREATE TRIGGER claim_holds_profile BEFORE INSERT ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_holds_profile()",
        "CREATE FUNCTION payout_holds_profile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.is_open = 0 OR EXISTS (SELECT 1 FROM claim JOIN exclusion_profile AS held
                        ON held.programme = claim.programme AND held.profile_id = claim.profile_id
                        AND held.claim_id = claim.id
                      WHERE claim.id = NEW.claim_id) THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'payout_without_profile'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_without_profile';
         END $$",
        "CREATE TRIGGER payout_holds_profile BEFORE INSERT ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_holds_profile()",
        "CREATE FUNCTION claim_keeps_profile() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.profile_id = OLD.profile_id THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'claim_keeps_reading' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_keeps_reading';
         END $$",
        "CREATE TRIGGER claim_keeps_profile BEFORE UPDATE ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_keeps_profile()",
        "CREATE FUNCTION exclusion_not_freed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.until_on <= 0 AND EXISTS (SELECT 1 FROM claim WHERE id = NEW.claim_id AND is_live = 1
             AND (paid_dong > returned_dong OR state NOT IN ('recovered', 'reconsidered')))
           THEN RAISE EXCEPTION 'exclusion_held' USING ERRCODE = 'check_violation', CONSTRAINT = 'exclusion_held';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER exclusion_not_freed BEFORE UPDATE ON exclusion
           FOR EACH ROW EXECUTE FUNCTION exclusion_not_freed()",
        "CREATE TRIGGER exclusion_profile_not_freed BEFORE UPDATE ON exclusion_profile
           FOR EACH ROW EXECUTE FUNCTION exclusion_not_freed()",
    ],
};

/// What is on a list is of its fund.
pub(crate) const BATCH_FUND: Steps = Steps {
    sqlite: &["CREATE TRIGGER payout_of_one_fund BEFORE INSERT ON payout
         WHEN EXISTS (SELECT 1 FROM batch JOIN claim ON claim.id = NEW.claim_id WHERE batch.id = NEW.batch_id
           AND (claim.programme <> batch.programme OR claim.task <> batch.task
             OR claim.budget_year <> batch.budget_year))
         BEGIN SELECT RAISE(ABORT, 'payout_of_another_fund'); END"],
    postgres: &[
        "CREATE FUNCTION payout_of_one_fund() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM batch JOIN claim ON claim.id = NEW.claim_id WHERE batch.id = NEW.batch_id
             AND (claim.programme <> batch.programme OR claim.task <> batch.task
               OR claim.budget_year <> batch.budget_year))
           THEN RAISE EXCEPTION 'payout_of_another_fund'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_of_another_fund';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_of_one_fund BEFORE INSERT ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_of_one_fund()",
    ],
};

/// The day of the bank is not before the list was sent, and nobody for whom money is held is free before that day.
pub(crate) const PAYOUT_DAY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER payout_not_before_sent BEFORE UPDATE ON payout
         WHEN NEW.result_on IS NOT NULL AND NEW.result_on IS NOT OLD.result_on
           AND EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id
                         AND NEW.result_on < (sent_at + 25200000000) / 86400000000)
         BEGIN SELECT RAISE(ABORT, 'payout_before_sent'); END",
        "CREATE TRIGGER exclusion_not_cut_short BEFORE UPDATE ON exclusion
         WHEN EXISTS (SELECT 1 FROM claim JOIN payout ON payout.claim_id = claim.id
                        JOIN batch ON batch.id = payout.batch_id
                      WHERE claim.id = NEW.claim_id AND claim.is_live = 1 AND claim.paid_dong > claim.returned_dong
                        AND payout.state IN ('sent', 'paid')
                        AND NEW.until_on < (batch.sent_at + 25200000000) / 86400000000)
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
        "CREATE TRIGGER exclusion_profile_not_cut_short BEFORE UPDATE ON exclusion_profile
         WHEN EXISTS (SELECT 1 FROM claim JOIN payout ON payout.claim_id = claim.id
                        JOIN batch ON batch.id = payout.batch_id
                      WHERE claim.id = NEW.claim_id AND claim.is_live = 1 AND claim.paid_dong > claim.returned_dong
                        AND payout.state IN ('sent', 'paid')
                        AND NEW.until_on < (batch.sent_at + 25200000000) / 86400000000)
         BEGIN SELECT RAISE(ABORT, 'exclusion_held'); END",
    ],
    postgres: &[
        "CREATE FUNCTION payout_not_before_sent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.result_on IS NOT NULL AND NEW.result_on IS DISTINCT FROM OLD.result_on
             AND EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id
                           AND NEW.result_on < (sent_at + 25200000000) / 86400000000)
           THEN RAISE EXCEPTION 'payout_before_sent'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_before_sent';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_not_before_sent BEFORE UPDATE ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_not_before_sent()",
        "CREATE FUNCTION exclusion_not_cut_short() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF EXISTS (SELECT 1 FROM claim JOIN payout ON payout.claim_id = claim.id
                        JOIN batch ON batch.id = payout.batch_id
                      WHERE claim.id = NEW.claim_id AND claim.is_live = 1 AND claim.paid_dong > claim.returned_dong
                        AND payout.state IN ('sent', 'paid')
                        AND NEW.until_on < (batch.sent_at + 25200000000) / 86400000000)
           THEN RAISE EXCEPTION 'exclusion_held' USING ERRCODE = 'check_violation', CONSTRAINT = 'exclusion_held';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER exclusion_not_cut_short BEFORE UPDATE ON exclusion
           FOR EACH ROW EXECUTE FUNCTION exclusion_not_cut_short()",
        "CREATE TRIGGER exclusion_profile_not_cut_short BEFORE UPDATE ON exclusion_profile
           FOR EACH ROW EXECUTE FUNCTION exclusion_not_cut_short()",
    ],
};

/// Nothing is sent, and nobody let go, while the bank's word about an attempt is open; whoever says that it paid after
/// all neither brought that word nor sent the list.
pub(crate) const PAYOUT_DISPUTED: Steps = Steps {
    sqlite: &[
        "CREATE INDEX ix_payout_disputed_at ON payout (disputed_at) WHERE disputed_at IS NOT NULL",
        "CREATE TRIGGER payout_not_sent_disputed BEFORE UPDATE ON payout
         WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
           AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.claim_id AND disputed_at IS NOT NULL)
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END",
        "CREATE TRIGGER payout_paid_after_all BEFORE UPDATE ON payout
         WHEN OLD.state IN ('bounced', 'brought_back') AND NEW.state <> OLD.state
           AND (NEW.state <> 'paid' OR OLD.disputed_at IS NULL OR NEW.result_by IS NULL
             OR NEW.result_by IS OLD.disputed_by
             OR EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.result_by))
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END",
        "CREATE TRIGGER claim_not_left_disputed BEFORE UPDATE ON claim
         WHEN OLD.is_live = 1 AND NEW.is_live = 0
           AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.id AND disputed_at IS NOT NULL)
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END",
    ],
    postgres: &[
        "CREATE INDEX ix_payout_disputed_at ON payout (disputed_at) WHERE disputed_at IS NOT NULL",
        "CREATE FUNCTION payout_disputed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF (NEW.state = 'sent' AND OLD.state <> 'sent'
               AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.claim_id AND disputed_at IS NOT NULL))
             OR (OLD.state IN ('bounced', 'brought_back') AND NEW.state <> OLD.state
               AND (NEW.state <> 'paid' OR OLD.disputed_at IS NULL OR NEW.result_by IS NULL
                 OR NEW.result_by IS NOT DISTINCT FROM OLD.disputed_by
                 OR EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.result_by)))
           THEN RAISE EXCEPTION 'payout_disputed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_disputed';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_disputed BEFORE UPDATE ON payout FOR EACH ROW EXECUTE FUNCTION payout_disputed()",
        "CREATE FUNCTION claim_not_left_disputed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.is_live = 1 AND NEW.is_live = 0
             AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.id AND disputed_at IS NOT NULL)
           THEN RAISE EXCEPTION 'payout_disputed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_disputed';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER claim_not_left_disputed BEFORE UPDATE ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_not_left_disputed()",
    ],
};

/// What is recorded after a claim was approved asks for it to be approved again before money goes to the bank. Claims
/// approved before this was kept knew what they read and no more.
pub(crate) const CLAIM_APPROVED: Steps = Steps {
    sqlite: &[
        "UPDATE claim SET approved_known_at = known_at WHERE state <> 'prepared'",
        "CREATE TRIGGER payout_sent_as_approved BEFORE UPDATE ON payout
         WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
           AND EXISTS (SELECT 1 FROM claim JOIN placement_fact ON placement_fact.placement_id = claim.placement_id
                       WHERE claim.id = NEW.claim_id
                         AND placement_fact.recorded_at > COALESCE(claim.approved_known_at, claim.known_at))
         BEGIN SELECT RAISE(ABORT, 'payout_sent_as_approved'); END",
        "CREATE TRIGGER claim_approved_later BEFORE UPDATE ON claim
         WHEN OLD.approved_known_at IS NOT NULL
           AND (NEW.approved_known_at IS NULL OR NEW.approved_known_at < OLD.approved_known_at)
         BEGIN SELECT RAISE(ABORT, 'claim_approved_later'); END",
    ],
    postgres: &[
        "UPDATE claim SET approved_known_at = known_at WHERE state <> 'prepared'",
        "CREATE FUNCTION payout_sent_as_approved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.state = 'sent' AND OLD.state <> 'sent'
             AND EXISTS (SELECT 1 FROM claim JOIN placement_fact ON placement_fact.placement_id = claim.placement_id
                         WHERE claim.id = NEW.claim_id
                           AND placement_fact.recorded_at > COALESCE(claim.approved_known_at, claim.known_at))
           THEN RAISE EXCEPTION 'payout_sent_as_approved'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_sent_as_approved';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_sent_as_approved BEFORE UPDATE ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_sent_as_approved()",
        "CREATE FUNCTION claim_approved_later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.approved_known_at IS NOT NULL
             AND (NEW.approved_known_at IS NULL OR NEW.approved_known_at < OLD.approved_known_at)
           THEN RAISE EXCEPTION 'claim_approved_later'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_approved_later';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER claim_approved_later BEFORE UPDATE ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_approved_later()",
    ],
};

/// What was answered about another source stays as it was answered when the claim was prepared.
pub(crate) const CLAIM_ELSEWHERE: Steps = Steps {
    sqlite: &["CREATE TRIGGER claim_keeps_elsewhere BEFORE UPDATE ON claim
         WHEN NEW.elsewhere_known IS NOT OLD.elsewhere_known OR NEW.elsewhere_from IS NOT OLD.elsewhere_from
           OR NEW.elsewhere_through IS NOT OLD.elsewhere_through OR NEW.is_flagged IS NOT OLD.is_flagged
         BEGIN SELECT RAISE(ABORT, 'claim_keeps_reading'); END"],
    postgres: &[
        "CREATE FUNCTION claim_keeps_elsewhere() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF ROW(NEW.elsewhere_known, NEW.elsewhere_from, NEW.elsewhere_through, NEW.is_flagged)
             IS NOT DISTINCT FROM ROW(OLD.elsewhere_known, OLD.elsewhere_from, OLD.elsewhere_through, OLD.is_flagged)
           THEN RETURN NEW; END IF;
           RAISE EXCEPTION 'claim_keeps_reading' USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_keeps_reading';
         END $$",
        "CREATE TRIGGER claim_keeps_elsewhere BEFORE UPDATE ON claim
           FOR EACH ROW EXECUTE FUNCTION claim_keeps_elsewhere()",
    ],
};

/// Nobody is paid for while the bank's word about another claim for them is open, nor while what was paid beside their
/// claim is not given back. A claim that was given up and paid after all stands for no placement, and is not left.
pub(crate) const PERSON_SETTLED: Steps = Steps {
    sqlite: &[
        "CREATE INDEX ix_claim_programme ON claim (programme) WHERE is_live = 0 AND paid_dong > returned_dong",
        "CREATE TRIGGER payout_person_settled BEFORE UPDATE ON payout
         WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
           AND EXISTS (SELECT 1 FROM payout AS said JOIN claim AS other ON other.id = said.claim_id
                         JOIN claim AS own ON own.id = NEW.claim_id
                       WHERE said.disputed_at IS NOT NULL AND said.state <> 'paid' AND other.id <> own.id
                         AND other.programme = own.programme
                         AND (other.person_key = own.person_key OR other.profile_id = own.profile_id))
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END",
        "CREATE TRIGGER payout_person_not_paid_beside BEFORE UPDATE ON payout
         WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
           AND EXISTS (SELECT 1 FROM claim AS own JOIN claim AS other ON other.programme = own.programme
                       WHERE own.id = NEW.claim_id AND other.is_live = 0 AND other.paid_dong > other.returned_dong
                         AND other.id <> own.id
                         AND (other.person_key = own.person_key OR other.profile_id = own.profile_id))
         BEGIN SELECT RAISE(ABORT, 'payout_paid_beside'); END",
        "DROP TRIGGER claim_not_left_disputed",
        "CREATE TRIGGER claim_not_left_disputed BEFORE UPDATE ON claim
         WHEN OLD.is_live = 1 AND NEW.is_live = 0 AND NEW.paid_dong <= NEW.returned_dong
           AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.id AND disputed_at IS NOT NULL)
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END",
    ],
    postgres: &[
        "CREATE INDEX ix_claim_programme ON claim (programme) WHERE is_live = 0 AND paid_dong > returned_dong",
        "CREATE FUNCTION payout_person_settled() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF NEW.state <> 'sent' OR OLD.state = 'sent' THEN RETURN NEW; END IF;
           IF EXISTS (SELECT 1 FROM payout AS said JOIN claim AS other ON other.id = said.claim_id
                        JOIN claim AS own ON own.id = NEW.claim_id
                      WHERE said.disputed_at IS NOT NULL AND said.state <> 'paid' AND other.id <> own.id
                        AND other.programme = own.programme
                        AND (other.person_key = own.person_key OR other.profile_id = own.profile_id))
           THEN RAISE EXCEPTION 'payout_disputed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_disputed';
           END IF;
           IF EXISTS (SELECT 1 FROM claim AS own JOIN claim AS other ON other.programme = own.programme
                      WHERE own.id = NEW.claim_id AND other.is_live = 0 AND other.paid_dong > other.returned_dong
                        AND other.id <> own.id
                        AND (other.person_key = own.person_key OR other.profile_id = own.profile_id))
           THEN RAISE EXCEPTION 'payout_paid_beside'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_paid_beside';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_person_settled BEFORE UPDATE ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_person_settled()",
        "CREATE OR REPLACE FUNCTION claim_not_left_disputed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.is_live = 1 AND NEW.is_live = 0 AND NEW.paid_dong <= NEW.returned_dong
             AND EXISTS (SELECT 1 FROM payout WHERE claim_id = NEW.id AND disputed_at IS NOT NULL)
           THEN RAISE EXCEPTION 'payout_disputed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_disputed';
           END IF;
           RETURN NEW;
         END $$",
    ],
};

/// What the bank is said to have brought back is settled by whoever neither brought that word nor sent the list.
pub(crate) const PAYOUT_BACK: Steps = Steps {
    sqlite: &["CREATE TRIGGER payout_brought_back_late BEFORE UPDATE ON payout
         WHEN OLD.state = 'paid' AND OLD.disputed_at IS NOT NULL AND NEW.state <> OLD.state
           AND (NEW.state <> 'brought_back' OR NEW.result_by IS NULL OR NEW.result_by IS OLD.disputed_by
             OR EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.result_by))
         BEGIN SELECT RAISE(ABORT, 'payout_disputed'); END"],
    postgres: &[
        "CREATE FUNCTION payout_brought_back_late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.state = 'paid' AND OLD.disputed_at IS NOT NULL AND NEW.state <> OLD.state
             AND (NEW.state <> 'brought_back' OR NEW.result_by IS NULL
               OR NEW.result_by IS NOT DISTINCT FROM OLD.disputed_by
               OR EXISTS (SELECT 1 FROM batch WHERE id = NEW.batch_id AND sent_by = NEW.result_by))
           THEN RAISE EXCEPTION 'payout_disputed' USING ERRCODE = 'check_violation', CONSTRAINT = 'payout_disputed';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER payout_brought_back_late BEFORE UPDATE ON payout
           FOR EACH ROW EXECUTE FUNCTION payout_brought_back_late()",
    ],
};
