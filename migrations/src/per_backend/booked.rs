//! On which days money is booked: what comes back does so on the day of the payment that it returns or later.

use super::Steps;

/// What a centre gives back returns the oldest payment that is not given back in full yet, and what a bank brings back
/// the one that it names, which stands as paid until it is booked; neither is booked on a day before it. Money that a
/// bank brought back after people had gone on is booked as given back and names its attempt, too.
pub(crate) const JOURNAL_DAY: Steps = Steps {
    sqlite: &[
        "CREATE TRIGGER journal_given_back_not_before_paid BEFORE INSERT ON journal
         WHEN NEW.occasion = 'given_back' AND NEW.payout_id IS NULL
           AND (NOT EXISTS (SELECT 1 FROM payout
                            WHERE claim_id = NEW.claim_id AND state IN ('paid', 'brought_back'))
             OR EXISTS (SELECT 1 FROM payout,
                          (SELECT COALESCE(sum(ledger_entry.dong), 0) AS dong FROM journal AS earlier
                           JOIN ledger_entry ON ledger_entry.journal_id = earlier.id
                           WHERE earlier.claim_id = NEW.claim_id AND earlier.occasion = 'given_back'
                             AND earlier.payout_id IS NULL AND ledger_entry.dong > 0) AS came
                        WHERE payout.claim_id = NEW.claim_id AND payout.state = 'paid'
                          AND payout.result_on > NEW.on_day
                          AND came.dong - (SELECT COALESCE(sum(older.dong), 0) FROM payout AS older
                                           WHERE older.claim_id = NEW.claim_id AND older.state = 'paid'
                                             AND older.attempt < payout.attempt)
                              BETWEEN 0 AND payout.dong - 1))
         BEGIN SELECT RAISE(ABORT, 'journal_before_paid'); END",
        "CREATE TRIGGER journal_brought_back_not_before_paid BEFORE INSERT ON journal
         WHEN NEW.occasion IN ('brought_back', 'given_back')
           AND EXISTS (SELECT 1 FROM payout
                       WHERE id = NEW.payout_id AND state = 'paid' AND result_on > NEW.on_day)
         BEGIN SELECT RAISE(ABORT, 'journal_before_paid'); END",
    ],
    postgres: &[
        "CREATE FUNCTION journal_before_paid() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF (NEW.occasion = 'given_back' AND NEW.payout_id IS NULL
               AND (NOT EXISTS (SELECT 1 FROM payout
                                WHERE claim_id = NEW.claim_id AND state IN ('paid', 'brought_back'))
                 OR EXISTS (SELECT 1 FROM payout,
                              (SELECT COALESCE(sum(ledger_entry.dong), 0) AS dong FROM journal AS earlier
                               JOIN ledger_entry ON ledger_entry.journal_id = earlier.id
                               WHERE earlier.claim_id = NEW.claim_id AND earlier.occasion = 'given_back'
                                 AND earlier.payout_id IS NULL AND ledger_entry.dong > 0) AS came
                            WHERE payout.claim_id = NEW.claim_id AND payout.state = 'paid'
                              AND payout.result_on > NEW.on_day
                              AND came.dong - (SELECT COALESCE(sum(older.dong), 0) FROM payout AS older
                                               WHERE older.claim_id = NEW.claim_id AND older.state = 'paid'
                                                 AND older.attempt < payout.attempt)
                                  BETWEEN 0 AND payout.dong - 1)))
             OR (NEW.occasion IN ('brought_back', 'given_back')
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
