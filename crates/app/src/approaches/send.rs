//! An employer asks somebody from the list to apply. Everything is asked again in the write: the vacancy, the employer,
//! the consent, and that the person was not asked or did not apply before.

use super::{entry, own_posting, search::shown};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::messages;
use crate::once::{Key, Work, once};
use crate::profiles::{self, Profile, load_live};
use crate::rows::Posting;
use crate::secrets::Keyring;
use sanviec_domain::approach::Life;
use sanviec_domain::message::Content;
use sanviec_domain::posting::PostingCode;
use sanviec_store::{BoxFuture, Tx, application, approach, audit, employer};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People whom one employer asks in a day.
const SENT_BY: Limit = Limit { name: "approaches_sent_by", most: 20, window_us: 24 * 60 * MINUTE };
/// Employers who ask one person in a day.
const SENT_TO: Limit = Limit { name: "approaches_sent_to", most: 5, window_us: 24 * 60 * MINUTE };

/// Somebody to be asked.
#[derive(Clone, Debug)]
pub struct Approach {
    /// Code of the posting.
    pub posting: String,
    /// Code of the profile, as the list gave it.
    pub person: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Outcome {
    Sent,
    TooManyToday,
    PersonWasAskedOften,
}

/// Asks a person to apply.
pub async fn approach(app: &App, ctx: &Ctx, order: Approach, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    own_posting(app.store().reader(), ctx, &order.posting).await?;
    let profile_id = order.person.parse::<PostingCode>().map_err(|_| nobody())?.uuid();
    let ids = [app.ids().next(), app.ids().next()];
    let work = Asking { ctx: ctx.clone(), keys: app.keys()?.clone(), person, ids, profile_id, order };
    match once(app, ctx, key, work).await? {
        Outcome::Sent => Ok(()),
        Outcome::TooManyToday => {
            let vi = "Hôm nay đơn vị đã mời 20 người. Hãy mời tiếp vào ngày mai.";
            Err(FieldError::new("form", "too_many", vi, "You invited 20 people today. Please go on tomorrow.").into())
        }
        Outcome::PersonWasAskedOften => {
            let vi = "Người này đã nhận nhiều lời mời hôm nay. Hãy mời vào ngày khác.";
            let en = "This person got many invitations today. Please invite on another day.";
            Err(FieldError::new("form", "asked_often", vi, en).into())
        }
    }
}

struct Asking {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    /// Of the approach and of the message.
    ids: [Uuid; 2],
    profile_id: Uuid,
    order: Approach,
}

impl Asking {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let now = self.ctx.now;
        let posting = own_posting(tx, &self.ctx, &self.order.posting).await?;
        let (profile, account_id) = self.agreed(tx).await?;
        self.not_twice(tx, &posting, account_id).await?;
        if !SENT_BY.count(tx, &self.keys, &[posting.employer_id.0.as_bytes()], now.0).await? {
            return Ok(Outcome::TooManyToday);
        }
        if !SENT_TO.count(tx, &self.keys, &[account_id.as_bytes()], now.0).await? {
            return Ok(Outcome::PersonWasAskedOften);
        }
        let life = Life::begin(now);
        let row = approach::Row {
            id: self.ids[0],
            version: 1,
            profile_id: profile.id.0,
            account_id,
            employer_id: posting.employer_id.0,
            posting_id: posting.id.0,
            state: life.state().code().to_owned(),
            sent_by: self.person.account_id,
            sent_at: now.0,
            due_at: life.due_at().map(|at| at.0),
            ended_at: None,
            application_id: None,
        };
        approach::insert(tx, &row).await.map_err(|error| match error {
            // Somebody of the same employer asked at the same moment.
            sanviec_store::Error::Constraint(name) if name == "uq_approach_posting_id_account_id" => AppError::Conflict,
            other => other.into(),
        })?;
        let after = serde_json::json!({ "posting": posting.id.0, "profile": profile.id.0 }).to_string();
        audit::append(tx, &[entry(&self.ctx, self.name(), row.id, after)]).await?;
        self.tell(tx, &posting, account_id).await?;
        Ok(Outcome::Sent)
    }

    /// The person, who agrees now to be found and can be written to.
    async fn agreed(&self, tx: &Tx<'_>) -> Result<(Profile, Uuid), AppError> {
        let profile = match load_live(tx, &self.keys, self.profile_id).await {
            Err(AppError::NotFound | AppError::Gone) => return Err(nobody()),
            other => other?,
        };
        let ledgers = profiles::consents::ledgers(tx, &[profile.id.0]).await?;
        let open = shown(&self.ctx, &profile, &ledgers).is_some();
        let account_id = profile.account_id.filter(|_| open).ok_or_else(nobody)?;
        Ok((profile, account_id))
    }

    async fn not_twice(&self, tx: &Tx<'_>, posting: &Posting, account_id: Uuid) -> Result<(), AppError> {
        if approach::find_once(tx, posting.id.0, account_id).await?.is_some() {
            let vi = "Đơn vị đã mời người này cho tin này.";
            return Err(FieldError::new("form", "asked_already", vi, "You invited this person already.").into());
        }
        if application::find_once(tx, posting.id.0, &[], Some(account_id)).await?.is_some() {
            let vi = "Người này đã ứng tuyển vào tin này.";
            return Err(FieldError::new("form", "applied_already", vi, "This person has applied already.").into());
        }
        Ok(())
    }

    async fn tell(&self, tx: &Tx<'_>, posting: &Posting, account_id: Uuid) -> Result<(), AppError> {
        let content = Content::Approached {
            posting_title: posting.content.title.clone(),
            employer_name: employer::load(tx, posting.employer_id.0).await?.name,
            path: "/ung-tuyen/loi-moi".to_owned(),
        };
        let (who, to) = ((&self.keys, &self.ctx), (self.ids[1], account_id));
        messages::to_account(tx, who, to, &content, None).await.map(|_| ())
    }
}

/// Whoever closed the profile meanwhile is not told apart from whoever never was there.
fn nobody() -> AppError {
    let vi = "Người này không còn mở hồ sơ cho nhà tuyển dụng.";
    FieldError::new("form", "not_open", vi, "This person no longer opens the profile to employers.").into()
}

impl Work for Asking {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "approach"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.order.posting.clone().into_bytes(), self.profile_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
