//! Sending a draft: what was looked over goes, with the consent to show it to this employer.

use super::begin::{account, may_be_sent};
use super::{gathered, going, hold_own, is_full_draft, mark, shown_phone};
use crate::app::App;
use crate::applications::consent::{self, Given};
use crate::applications::desk::Desk;
use crate::applications::holder::{Access, find_own, may_act};
use crate::applications::quick::{Applied, FROM, too_many};
use crate::applications::record::{Held, Reach, place};
use crate::ctx::{Ctx, Locale};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::{self, Profile};
use crate::rights::Action;
use sanviec_domain::Lang;
use sanviec_domain::application::{Command, Side};
use sanviec_domain::consent::{self as agreed, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::person::{Email, Phone};
use sanviec_domain::posting::{EmployerId, PostingId};
use sanviec_store::{BoxFuture, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A draft is sent.
#[derive(Clone, Debug)]
pub struct SendFull {
    /// Code of the application.
    pub application: String,
    /// The box was ticked.
    pub consent: bool,
    /// Version of the sentence beside the box.
    pub wording: u16,
    /// Mark of what was looked over.
    pub mark: String,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Done(Applied),
    TooMany,
}

/// Sends a draft, or asks a guardian first. `Conflict` when it no longer says what was looked over.
pub async fn send_full(app: &App, ctx: &Ctx, order: SendFull, key: &Key) -> Result<Applied, AppError> {
    may_act(ctx, &Access::Own(String::new()), Action::Apply)?;
    let refused = |code, vi, en| Err(FieldError::new("consent", code, vi, en).into());
    if !order.consent {
        let vi = "Đánh dấu vào ô đồng ý thì hồ sơ mới được gửi.";
        return refused("consent_not_given", vi, "Tick the box: without your consent nothing is sent.");
    }
    if order.wording != profiles::wording(Purpose::Application) {
        let vi = "Lời đồng ý đã được viết lại. Vui lòng đọc và đánh dấu lần nữa.";
        let en = "The sentence about your consent was rewritten. Please read it and tick the box again.";
        return refused("wording_changed", vi, en);
    }
    let work = Sending { desk: Desk::new(app, ctx)?, consent_id: app.ids().next(), order };
    match once(app, ctx, key, work).await? {
        Outcome::Done(applied) => Ok(applied),
        Outcome::TooMany => Err(too_many()),
    }
}

struct Sending {
    desk: Desk,
    consent_id: Uuid,
    order: SendFull,
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let desk = &self.desk;
        let access = Access::Own(self.order.application.clone());
        let id = find_own(desk, tx, &access, Action::Apply).await?;
        let mut held = desk.hold(tx, id).await?;
        if !is_full_draft(&held) {
            return Err(AppError::NotFound);
        }
        if !FROM.count(tx, &desk.keys, &[&account(desk)?], desk.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        hold_own(desk, tx).await?;
        let posting = PostingId(held.row.posting_id).code().to_string();
        let (material, profile) = gathered(desk, tx, &posting).await?;
        may_be_sent(&material)?;
        let carried = going(desk, &held, &profile)?;
        // The profile changed between the look and the sending: nobody sends what was not seen.
        if mark(desk, &carried) != self.order.mark || material.needs_guardian && !held.life.terms.needs_guardian {
            return Err(AppError::Conflict);
        }
        copy(desk, &mut held, &profile)?;
        held.row.answers = Some(carried.seal(&desk.keys, id)?);
        held.row.profile_id = Some(profile.id.0);
        held.row.person_key = shown_phone(desk, tx, &profile).await?;
        held.row.account_once = profile.account_id;
        self.agree(tx, &held, &profile).await?;
        let applied = if held.life.terms.needs_guardian { Applied::GuardianAsked } else { Applied::Sent };
        desk.advance(tx, held, Command::Submit, Side::Applicant).await?;
        sanviec_store::profile::touch(tx, profile.id.0, desk.ctx.now.0).await?;
        Ok(Outcome::Done(applied))
    }

    /// The consent stands with the application and with the profile: the person reads and takes back both in one place.
    async fn agree(&self, tx: &Tx<'_>, held: &Held, profile: &Profile) -> Result<(), AppError> {
        let (desk, version) = (&self.desk, self.order.wording);
        let given = Given { purpose: Purpose::Application, read: version, way: Way::OnScreen, evidence: None };
        consent::give(desk, tx, &held.row, &given).await?;
        let lang = if desk.ctx.locale == Locale::En { Lang::En } else { Lang::Vi };
        let give = agreed::Command::Give {
            matter: Matter::with(Purpose::Application, EmployerId(held.row.employer_id)),
            wording: Wording { version, lang },
            shown: version,
            way: Way::OnScreen,
            giver: Giver::Person,
            evidence: None,
        };
        profiles::consents::apply(tx, &desk.ctx, profile, give, self.consent_id).await
    }
}

/// Name and contact stand where those of a quick application do, so that every rule about them is one.
pub(super) fn copy(desk: &Desk, held: &mut Held, profile: &Profile) -> Result<(), AppError> {
    let (keys, id, content) = (&desk.keys, held.row.id, &profile.content);
    let name = content.identity.name.as_ref().map(|name| name.as_str().to_owned()).unwrap_or_default();
    let reach = Reach {
        phone: content.contact.phone.as_ref().map(Phone::e164),
        email: content.contact.email.as_ref().map(|email: &Email| email.as_str().to_owned()),
    };
    held.row.name = Some(keys.seal(place("name", id), name.as_bytes())?);
    let reach = serde_json::to_vec(&reach).map_err(AppError::internal)?;
    held.row.contact = Some(keys.seal(place("contact", id), &reach)?);
    Ok(())
}

impl Work for Sending {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "apply_full"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.order.application.clone().into_bytes(), self.order.mark.clone().into_bytes()]
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
