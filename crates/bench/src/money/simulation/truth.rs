//! What is true of a placement, told apart from the product: the facts as their rows have them, read through a
//! connection of its own, and the rule as its second reading reads it, day by day.

use super::super::{Centre, DONG, EMPLOYER};
use super::Simulation;
use crate::Failure;
use chrono::NaiveDate;
use sanviec_app::claims;
use sanviec_app::placements::{AsOf, outcome_of};
use sanviec_checker::placement::outcome;
use sanviec_domain::placement::Case;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date};
use serde::Deserialize;

/// Everything that is recorded is known by then.
const LAST_DAY: &str = "2199-12-31";

/// An outcome by the second reading.
struct Truth {
    /// As it is written.
    line: String,
    told: Told,
}

/// What money follows from.
#[derive(Deserialize)]
struct Told {
    status: String,
    required_days: i64,
    counted_days: i64,
}

impl Truth {
    fn read(line: String) -> Result<Self, Failure> {
        let told = serde_json::from_str(&line)?;
        Ok(Self { line, told })
    }

    fn is_confirmed(&self) -> bool {
        self.told.status == "confirmed"
    }

    /// What a centre keeps by a policy that asks back by the days, in dong.
    fn kept_dong(&self) -> i64 {
        let Told { required_days, counted_days, .. } = self.told;
        match required_days {
            _ if self.is_confirmed() => DONG,
            0 => 0,
            _ => DONG * counted_days.min(required_days) / required_days,
        }
    }
}

impl Simulation {
    /// What follows on a day from everything that was recorded of a placement.
    async fn truth(&mut self, at: usize, today: NaiveDate) -> Result<Truth, Failure> {
        let case = &self.cases[at];
        let id = case.placement.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| "no code")?;
        let head = Case {
            id: case.placement.clone(),
            employer: EMPLOYER.into(),
            placed_on: case.at.day(),
            facts: Vec::new(),
            today,
            known_at: Micros::start_of(parse_date(LAST_DAY).ok_or("a day")?),
            terms: self.world.terms()?,
        };
        let lines = self.apart.facts(id).await?.join(",");
        let facts = format!("\"facts\":[{lines}]");
        Truth::read(outcome(&head.to_json().replacen("\"facts\":[]", &facts, 1), None))
    }

    /// Whether a placement is confirmed now. The product must say the same of it as the second reading, to the byte.
    pub(super) async fn is_confirmed(&mut self, at: usize) -> Result<bool, Failure> {
        let truth = self.truth(at, self.world.app.clock().now().day()).await?;
        let case = &self.cases[at];
        let ctx = self.world.ctx(case.centre.manager);
        let seen = outcome_of(&self.world.app, &ctx, &case.placement, AsOf::default()).await?;
        let told = seen.judged.outcome.to_json();
        if told == truth.line {
            return Ok(truth.is_confirmed());
        }
        let (placement, second) = (&case.placement, &truth.line);
        Err(format!("placement {placement} differs\nthe product:    {told}\nsecond reading: {second}").into())
    }

    /// What is asked back for a claim is what is held beyond what the second reading leaves the centre.
    pub(super) async fn asked_rightly(
        &mut self,
        centre: Centre,
        claim: &str,
        (held_dong, asked_dong): (i64, i64),
    ) -> Result<(), Failure> {
        let view = claims::claim(&self.world.app, &self.world.ctx(centre.officer), claim).await?;
        let found = self.cases.iter().position(|case| case.placement == view.placement);
        // A clock that was set back undoes no day that the claim has seen.
        let today = self.world.app.clock().now().day().max(view.today);
        let truth = self.truth(found.ok_or("a claim of a placement that nobody made")?, today).await?;
        // Of what was paid beside another claim of the person nothing is kept.
        let person = self.made.iter().find(|made| made.id == claim).map(|made| made.person);
        let is_beside = self.made.iter().any(|made| made.id != claim && Some(made.person) == person);
        if view.life.is_double && !is_beside {
            return Err(format!("claim {claim} is said to be paid beside another one, and there is none").into());
        }
        // Nor is what is to come back for another reason than the facts.
        let most = DONG - self.contested_dong(claim);
        let kept_dong = if view.life.is_double { 0 } else { truth.kept_dong().min(most) };
        let right = (held_dong - kept_dong).max(0);
        if asked_dong == right {
            return Ok(());
        }
        let second = &truth.line;
        Err(format!(
            "claim {claim} holds {held_dong} and {asked_dong} is asked back, not {right}\nsecond reading: {second}"
        )
        .into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_centre_keeps_its_share_of_the_days() {
        for (status, counted, required, kept) in [
            ("confirmed", 91, 91, DONG),
            ("disputed", 91, 91, DONG),
            ("failed", 45, 90, DONG / 2),
            ("counting", 60, 91, 263_736),
            ("awaiting-contract", 0, 0, 0),
        ] {
            let line = format!(r#"{{"status":"{status}","required_days":{required},"counted_days":{counted}}}"#);
            let truth = Truth::read(line).expect("an outcome");
            assert_eq!(truth.kept_dong(), kept, "{status} {counted} {required}");
        }
    }
}
