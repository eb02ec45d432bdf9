//! The second person of a centre about retractions of what was paid by: some are declined.

use super::super::Centre;
use super::Simulation;
use crate::Failure;
use sanviec_app::placements;

/// Of a hundred that wait, so many are confirmed.
const CONFIRMED: u32 = 80;

impl Simulation {
    pub(super) async fn decide_retractions(&mut self, centre: Centre) -> Result<(), Failure> {
        let (app, manager) = (self.world.app.clone(), self.world.ctx(centre.manager));
        let (mut to_decide, mut page) = (Vec::new(), 0);
        loop {
            let list = placements::retractions_to_decide(&app, &manager, page).await?;
            to_decide.extend(list.items);
            if !list.has_more {
                break;
            }
            page += 1;
        }
        for (placement, _) in to_decide {
            for waiting in placements::waiting_retractions(&app, &manager, &placement).await? {
                let (key, is_confirmed) = (self.key()?, self.chance(CONFIRMED));
                let of = (placement.as_str(), waiting.id.as_str());
                Self::judged(self.world.decide_retraction(centre, of, is_confirmed, &key).await)?;
                self.done.retractions += 1;
            }
        }
        Ok(())
    }
}
