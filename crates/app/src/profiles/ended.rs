//! What ends with a consent, in the write that takes it back: whoever was sent the data has none of them from then on.

use super::served;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::{applications, approaches, desk};
use sanviec_domain::consent::{About, AfterWithdrawal, Command};
use sanviec_domain::profile::ProfileId;
use sanviec_store::{Tx, profile};
use uuid::Uuid;

/// Carries out what follows from a command; nothing follows from a yes.
pub(super) async fn follow(
    (app, ctx): (&App, &Ctx),
    tx: &Tx<'_>,
    id: ProfileId,
    command: &Command,
) -> Result<(), AppError> {
    let Command::Withdraw { matter, .. } = command else { return Ok(()) };
    let merged = profile::list_merged_into(tx, id.0).await?;
    let ids: Vec<Uuid> = merged.iter().map(|row| row.id).chain([id.0]).collect();
    let employer_id = match matter.about {
        About::Employer(employer) => Some(employer.0),
        About::Whole | About::Channel(_) => None,
    };
    match (matter.purpose.after_withdrawal(), employer_id) {
        (AfterWithdrawal::WithdrawApplications, Some(_)) => {
            applications::consent_withdrawn((app, ctx), tx, &ids, employer_id).await
        }
        (AfterWithdrawal::WithdrawReferrals, Some(_)) => {
            desk::consent_withdrawn((app, ctx), tx, &ids, employer_id).await
        }
        (AfterWithdrawal::StopAll, _) => {
            applications::consent_withdrawn((app, ctx), tx, &ids, None).await?;
            desk::guardian_withdrawn((app, ctx), tx, id.0, &ids).await
        }
        (AfterWithdrawal::LeaveSearch, _) => approaches::closed(tx, ctx, &ids).await,
        (AfterWithdrawal::LeaveCentre, _) => served::leave((app, ctx), tx, id).await,
        // The rest is asked whenever the data are used, or has nobody who holds them.
        (
            AfterWithdrawal::StopUse
            | AfterWithdrawal::WithdrawApplications
            | AfterWithdrawal::WithdrawReferrals
            | AfterWithdrawal::DeleteKept
            | AfterWithdrawal::StopMessages
            | AfterWithdrawal::RecallSent
            | AfterWithdrawal::KeepForAudit,
            _,
        ) => Ok(()),
    }
}
