//! On which days money is booked: what comes back does so on the day of the payment that it returns or later.

use super::Steps;

/// What is given back returns the oldest payment that is not given back in full yet, and what a bank brings back the
/// one that it names, which stands as paid until it is booked; neither is booked on a day before it.
pub(crate) const JOURNAL_DAY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER journal_given_back_not_before_paid BEFORE INSERT ON journal
         WHEN NEW.occasion = 'given_back'
           AND NOT EXISTS (SELECT 1 FROM payout
                           WHERE payout.claim_id = NEW.claim_id AND payout.state = 'paid'
                             AND payout.result_on <= NEW.on_day
                             AND (SELECT sum(earlier.dong) FROM payout AS earlier
                                  WHERE earlier.claim_id = NEW.claim_id AND earlier.state = 'paid'
                                    AND earlier.attempt <= payout.attempt)
                               > (SELECT COALESCE(sum(ledger_entry.dong), 0) FROM journal AS came
                                  JOIN ledger_entry ON ledger_entry.journal_id = came.id
                                  WHERE came.claim_id = NEW.claim_id AND came.occasion = 'given_back'
                                    AND ledger_entry.dong > 0))
         BEGIN SELECT RAISE(ABORT, 'journal_before_paid'); END",
        "CREATE TRIGGER journal_brought_back_not_before_paid BEFORE INSERT ON journal
         WHEN NEW.occasion = 'brought_back'
           AND EXISTS (SELECT 1 FROM payout
                       WHERE id = NEW.payout_id AND state = 'paid' AND result_on > NEW.on_day)
         BEGIN SELECT RAISE(ABORT, 'journal_before_paid'); END",
    ],
    postgres: &[
        "CREATE FUNCTION journal_before_paid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF (NEW.occasion = 'given_back'
               AND NOT EXISTS (SELECT 1 FROM payout
                               WHERE payout.claim_id = NEW.claim_id AND payout.state = 'paid'
                                 AND payout.result_on <= NEW.on_day
                                 AND (SELECT sum(earlier.dong) FROM payout AS earlier
                                      WHERE earlier.claim_id = NEW.claim_id AND earlier.state = 'paid'
                                        AND earlier.attempt <= payout.attempt)
                                   > (SELECT COALESCE(sum(ledger_entry.dong), 0) FROM journal AS came
                                      JOIN ledger_entry ON ledger_entry.journal_id = came.id
                                      WHERE came.claim_id = NEW.claim_id AND came.occasion = 'given_back'
                                        AND ledger_entry.dong > 0)))
             OR (NEW.occasion = 'brought_back'
               AND EXISTS (SELECT 1 FROM payout
                           WHERE id = NEW.payout_id AND state = 'paid' AND result_on > NEW.on_day))
           THEN RAISE EXCEPTION 'journal_before_paid'
             USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_before_paid';
           END IF;
           RETURN NEW;
         END $$",
        "CREATE TRIGGER journal_before_paid BEFORE INSERT ON journal
           FOR EACH ROW EXECUTE FUNCTION journal_before_paid()",
    ],
};
