//! When an employer sees how to reach the applicant. Before the employer has acted, both write through the exchange:
//! otherwise an advert would be a way of collecting telephone numbers.

use super::life::{Life, Place, Stage};
use crate::profile::Sight;
use crate::reveal::{Around, Contact};
use crate::time::Micros;

impl Life {
    /// Whether the employer sees contact now, though a tick may be late.
    pub fn contact(&self, around: Around, now: Micros) -> Contact {
        let (life, _) = self.clone().passed(now);
        let by_stage = match life.stage {
            Stage::Draft { .. } | Stage::AwaitingGuardian { .. } => Contact::NotSent,
            Stage::Open(open) => match open.place {
                Place::Sent | Place::Seen => Contact::NotYet,
                Place::Shortlisted | Place::Interview { .. } => Contact::Open,
            },
            Stage::Hired { .. } => Contact::Open,
            Stage::NotSuitable(..) | Stage::Withdrawn(..) | Stage::Erased { .. } => Contact::Over,
        };
        by_stage.within(around)
    }

    /// In what relation the employer looks at what was sent; `None` when nothing of it may be seen. When it is over,
    /// the employer still reads what was decided on, without contact, until its period ends.
    pub fn sight(&self, around: Around, now: Micros) -> Option<Sight> {
        let (life, _) = self.clone().passed(now);
        if !life.is_before_employer() || !around.consent || !around.verified {
            return None;
        }
        match life.contact(around, now) {
            Contact::Open => Some(Sight::InContact),
            Contact::NotYet | Contact::Over => Some(Sight::Receiving),
            Contact::NotSent | Contact::NoConsent | Contact::NotVerified => None,
        }
    }
}
