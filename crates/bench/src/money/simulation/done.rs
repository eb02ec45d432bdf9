//! What runs of the simulation did, counted.

/// From so many steps on each of the acts must have happened, the rare ones as well: about a thousand runs.
const LONG: u64 = 400_000;

/// What a run did.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Done {
    pub(crate) steps: u64,
    pub(crate) placements: u64,
    pub(crate) claims: u64,
    pub(crate) paid: u64,
    pub(crate) bounced: u64,
    pub(crate) brought_back: u64,
    /// What the bank paid after all, after it had said it did not.
    pub(crate) corrected: u64,
    /// What the bank had said twice and somebody settled.
    pub(crate) settled: u64,
    /// What an old answer said that came once more after newer ones, and waited for somebody who asked the bank.
    pub(crate) old_answers: u64,
    /// Settled with the day on which money came, where another attempt had paid since, or was to.
    pub(crate) paid_twice: u64,
    pub(crate) recovered: u64,
    /// Claims that were given up after money came back.
    pub(crate) given_up: u64,
    /// Claims of which somebody said that money is to come back whatever the facts say, and that it is not.
    pub(crate) contested: u64,
    pub(crate) uncontested: u64,
    /// Retractions that a second person decided about.
    pub(crate) retractions: u64,
    /// Claims that were looked at again because facts came after they were approved.
    pub(crate) approved_again: u64,
    /// Facts that were recorded, by who says so: insurers, payrolls, the employer, officers.
    pub(crate) said: [u64; 4],
    /// Answers of the employer's own page.
    pub(crate) answers: u64,
    /// Contracts after the first one of a placement, signed or stated anew.
    pub(crate) contracts: u64,
    /// Placements that heard of another employer's taking over.
    pub(crate) successions: u64,
    /// Placements that the clock looked at.
    pub(crate) looks: u64,
    pub(crate) crashes: u64,
    pub(crate) restarts: u64,
    /// Days that the placements lived until the end of the run.
    pub(crate) days: i64,
    /// Of everything that could be seen after each step: two runs of one number have the same.
    pub(crate) trace: u64,
}

impl Done {
    /// Another run besides.
    pub(crate) fn add(&mut self, other: Self) {
        self.steps += other.steps;
        self.placements += other.placements;
        self.claims += other.claims;
        self.paid += other.paid;
        self.bounced += other.bounced;
        self.brought_back += other.brought_back;
        self.corrected += other.corrected;
        self.settled += other.settled;
        self.old_answers += other.old_answers;
        self.paid_twice += other.paid_twice;
        self.recovered += other.recovered;
        self.given_up += other.given_up;
        self.contested += other.contested;
        self.uncontested += other.uncontested;
        self.retractions += other.retractions;
        self.approved_again += other.approved_again;
        self.said.iter_mut().zip(other.said).for_each(|(all, one)| *all += one);
        self.answers += other.answers;
        self.contracts += other.contracts;
        self.successions += other.successions;
        self.looks += other.looks;
        self.crashes += other.crashes;
        self.restarts += other.restarts;
        self.days += other.days;
        self.trace ^= other.trace;
    }

    /// Acts that a short run need not have, and how often they happened.
    const fn rare(&self) -> [(&'static str, u64); 9] {
        [
            ("brought back", self.brought_back),
            ("paid after all", self.corrected),
            ("settled with the bank", self.settled),
            ("an old answer once more", self.old_answers),
            ("settled beside another attempt", self.paid_twice),
            ("given up after money came back", self.given_up),
            ("contested for another reason than the facts", self.contested),
            ("contested no more", self.uncontested),
            ("a retraction by two people", self.retractions),
        ]
    }

    /// What never happened in a run that is so long that it should have; nothing of a short one.
    pub(crate) fn missing(&self) -> Vec<&'static str> {
        let rare = self.rare().into_iter().filter(|(_, count)| self.steps >= LONG && *count == 0);
        rare.map(|(act, _)| act).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_run_must_have_the_rare_acts() {
        let short = Done { steps: LONG - 1, ..Done::default() };
        assert!(short.missing().is_empty());
        let long = Done { steps: LONG, corrected: 1, ..Done::default() };
        assert_eq!(long.missing().len(), long.rare().len() - 1);
        assert!(!long.missing().contains(&"paid after all"));
    }
}
