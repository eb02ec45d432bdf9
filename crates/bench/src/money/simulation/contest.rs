//! People who say that paid money is to come back for another reason than the facts, and others who say that it is not.
//! How much is to come back of which claim the simulation keeps for itself, and asks nobody.

use super::super::checker::Made;
use super::super::{Centre, DONG};
use super::Simulation;
use crate::Failure;
use sanviec_app::claims::{self, Contest, Uncontest};
use sanviec_domain::claim::{ContestReason, State};

/// Of a hundred times, so many it is said of what is simply paid.
const SIMPLY_PAID: u32 = 70;
/// Stages after that in which money may be held.
const DECIDED: [State; 3] = [State::Kept, State::Recovering, State::Recovered];
/// Stages in which what was said may be taken back.
const ASKED: [State; 5] = [State::InReview, State::Reconsidered, State::Kept, State::Recovering, State::Recovered];
/// What is to come back: all, or a part.
const PARTS: [i64; 4] = [DONG, DONG, DONG / 2, DONG / 4];

impl Simulation {
    pub(super) async fn contest_some(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        if self.chance(40) { self.uncontest(centre).await } else { self.contest(centre).await }
    }

    /// An officer says how much of a claim is to come back. While something is to be settled with the bank nobody does:
    /// less would be owed then than what the bank says that it paid after all.
    async fn contest(&mut self, centre: Centre) -> Result<(), Failure> {
        let state = if self.chance(SIMPLY_PAID) { Some(State::Paid) } else { self.one_of(&DECIDED) };
        let dong = self.one_of(&PARTS).unwrap_or(DONG);
        let Some(state) = state else { return Ok(()) };
        let paid = self.in_state(centre, state).await?;
        let Some(id) = self.pick(paid.len()).map(|at| paid[at].clone()) else { return Ok(()) };
        if self.bank.is_disputed(&id) {
            return Ok(());
        }
        let why = if dong == DONG { ContestReason::OtherPerson } else { ContestReason::AmountWrong };
        let (version, key) = (self.version(centre.officer, &id).await?, self.key()?);
        let (app, officer) = (self.world.app.clone(), self.world.ctx(centre.officer));
        let order = Contest { id: id.clone(), version, dong, why };
        if Self::judged(claims::contest(&app, &officer, order.clone(), &key).await)?.is_none() {
            return Ok(());
        }
        self.note_contested(&id, dong);
        self.done.contested += 1;
        if self.chance(30) {
            Self::judged(claims::contest(&app, &officer, order, &key).await)?;
        }
        Ok(())
    }

    /// Another person says that nothing is to come back but by the facts; whoever said that it is cannot.
    async fn uncontest(&mut self, centre: Centre) -> Result<(), Failure> {
        let mut asked = Vec::new();
        for state in ASKED {
            asked.extend(self.in_state(centre, state).await?);
        }
        asked.retain(|id| self.contested_dong(id) > 0);
        let Some(id) = self.pick(asked.len()).map(|at| asked[at].clone()) else { return Ok(()) };
        let app = self.world.app.clone();
        for person in [centre.officer, centre.manager, centre.second] {
            let (version, key) = (self.version(person, &id).await?, self.key()?);
            let (ctx, order) = (self.world.ctx(person), Uncontest { id: id.clone(), version });
            if Self::judged(claims::uncontest(&app, &ctx, order, &key).await)?.is_none() {
                continue;
            }
            if person == centre.officer {
                return Err(format!("claim {id}: whoever contested it took that back").into());
            }
            self.note_contested(&id, 0);
            self.done.uncontested += 1;
            break;
        }
        Ok(())
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        self.pick(all.len()).map(|at| all[at])
    }

    /// How much of a claim is to come back whatever the facts say.
    pub(super) fn contested_dong(&self, claim: &str) -> i64 {
        self.made.iter().find(|made| made.id == claim).map_or(0, |made| made.contested)
    }

    fn note_contested(&mut self, claim: &str, dong: i64) {
        self.made.iter_mut().filter(|made| made.id == claim).for_each(|made| made.contested = dong);
    }

    /// A claim was given up after money came back: with nothing held it is over, and nothing of it is to come back.
    pub(super) fn note_given_up(&mut self, claim: &str) {
        let bank = &self.bank;
        let is_over = |made: &&mut Made| made.id == claim && bank.told(&made.id) == made.given_back;
        self.made.iter_mut().filter(is_over).for_each(|made| made.contested = 0);
    }
}
