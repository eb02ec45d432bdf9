//! Beginning a full application, or changing what was begun. Nothing of it is before the employer.

use super::{Carried, Material, gathered, hold_own};
use crate::accounts::{Contact, Limit, MINUTE};
use crate::app::App;
use crate::applications::desk::Desk;
use crate::applications::holder::{Access, may_act};
use crate::applications::quick::{asked_guardian, too_young_for};
use crate::applications::record::{Held, place, reach_of};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::Profile;
use crate::rights::Action;
use sanviec_domain::application::{ApplicationId, Command, Kind, Side};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::Field;
use sanviec_store::application::{self, Row};
use sanviec_store::{BoxFuture, Tx, audit, profile};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest text beside an application, in characters.
const LONGEST: usize = 2_000;
/// Drafts that an account begins in a day.
const BEGUN: Limit = Limit { name: "applications_begun", most: 60, window_us: 24 * 60 * MINUTE };

/// What somebody wants to send, as typed.
#[derive(Clone, Debug, Default)]
pub struct Begin {
    /// Code of the posting.
    pub posting: String,
    /// Codes of the fields that go beside those that always go.
    pub ticked: Vec<String>,
    /// To the employer; may be empty.
    pub words: String,
    /// How a parent or guardian is reached, for somebody under 18.
    pub guardian: String,
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Begun(Uuid),
    TooMany,
}

/// Keeps what somebody wants to send, for thirty days at most.
pub async fn begin_full(app: &App, ctx: &Ctx, order: Begin, key: &Key) -> Result<ApplicationId, AppError> {
    begun(app, ctx, (order, false), key).await
}

/// The draft for a posting as the person left it, or a new one with what always goes and nothing more.
pub(crate) async fn begin_or_keep(app: &App, ctx: &Ctx, posting: String, key: &Key) -> Result<ApplicationId, AppError> {
    begun(app, ctx, (Begin { posting, ..Begin::default() }, true), key).await
}

async fn begun(app: &App, ctx: &Ctx, (order, keeps): (Begin, bool), key: &Key) -> Result<ApplicationId, AppError> {
    may_act(ctx, &Access::Own(String::new()), Action::Apply)?;
    let words = written(&order.words)?;
    let work = Beginning { desk: Desk::new(app, ctx)?, id: app.ids().next(), words, order, keeps };
    match once(app, ctx, key, work).await? {
        Outcome::Begun(id) => Ok(ApplicationId(id)),
        Outcome::TooMany => Err(super::super::quick::too_many()),
    }
}

/// The message to the employer, as it goes.
pub(super) fn written(words: &str) -> Result<String, AppError> {
    let words = sanviec_text::nfc(words).trim().to_owned();
    if words.chars().count() > LONGEST {
        let (vi, en) = ("Lời nhắn dài quá 2.000 ký tự.", "The message is longer than 2,000 characters.");
        return Err(FieldError::new("words", "too_long", vi, en).into());
    }
    Ok(words)
}

struct Beginning {
    desk: Desk,
    id: Uuid,
    words: String,
    order: Begin,
    /// Whether a draft that is there stays as it is.
    keeps: bool,
}

impl Beginning {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let (desk, now) = (&self.desk, self.desk.ctx.now.0);
        self.hold(tx).await?;
        let (material, profile) = gathered(desk, tx, &self.order.posting).await?;
        may_be_sent(&material)?;
        profile::touch(tx, profile.id.0, now).await?;
        if let Some(draft) = material.draft.as_ref().filter(|_| self.keeps) {
            return Ok(Outcome::Begun(draft.id.0));
        }
        let fields = ticked(&self.order.ticked, &material)?;
        let carried = Carried { fields, words: self.words.clone(), ..Carried::default() };
        let guardian = guardian(&self.order.guardian, &material, &profile)?;
        if let Some(begun) = &material.draft {
            let mut held = desk.hold(tx, begun.id.0).await?;
            if held.life.terms.needs_guardian == material.needs_guardian {
                fill(desk, &mut held.row, &carried, guardian.as_ref())?;
                application::update_guarded(tx, &held.row).await?;
                return Ok(Outcome::Begun(held.row.id));
            }
            desk.advance(tx, held, Command::Erase, Side::Applicant).await?;
        }
        if !BEGUN.count(tx, &desk.keys, &[&account(desk)?], now).await? {
            return Ok(Outcome::TooMany);
        }
        let (_, mut row) = desk.fresh(self.id, &material.advert, (Kind::Full, material.needs_guardian));
        row.profile_id = Some(profile.id.0);
        fill(desk, &mut row, &carried, guardian.as_ref())?;
        application::insert(tx, &row).await?;
        audit::append(tx, &[desk.entry("begin", row.id, None, None)]).await?;
        Held::read(&desk.keys, row)?;
        Ok(Outcome::Begun(self.id))
    }

    /// Holds what was begun before, and the profile.
    async fn hold(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let desk = &self.desk;
        let (person, posting) = (desk.ctx.actor.person(), self.order.posting.parse::<PostingCode>());
        if let (Some(person), Ok(posting)) = (person, posting)
            && let Some(begun) = application::find_draft(tx, posting.uuid(), person.account_id).await?
        {
            application::find_for_update(tx, begun.id).await?;
        }
        hold_own(desk, tx).await
    }
}

/// Puts what is carried and how the guardian is reached into a row, sealed.
pub(super) fn fill(desk: &Desk, row: &mut Row, carried: &Carried, guardian: Option<&Contact>) -> Result<(), AppError> {
    let keys = &desk.keys;
    row.answers = Some(carried.seal(keys, row.id)?);
    row.guardian = match guardian {
        Some(contact) => {
            let text = serde_json::to_vec(&reach_of(contact)).map_err(AppError::internal)?;
            Some(keys.seal(place("guardian", row.id), &text)?)
        }
        None => None,
    };
    row.updated_at = desk.ctx.now.0;
    Ok(())
}

/// The fields of these codes, of those that may be ticked.
pub(super) fn ticked(codes: &[String], material: &Material) -> Result<Vec<Field>, AppError> {
    let of = |code: &String| Field::find_by_code(code).filter(|field| material.optional.contains(field));
    let found: Option<Vec<Field>> = codes.iter().map(of).collect();
    found.ok_or_else(|| {
        let (vi, en) = ("Hồ sơ vừa thay đổi. Vui lòng chọn lại.", "The profile has changed. Please choose again.");
        FieldError::new("form", "field_unknown", vi, en).into()
    })
}

/// How the guardian is reached of somebody who needs one.
pub(super) fn guardian(typed: &str, material: &Material, profile: &Profile) -> Result<Option<Contact>, AppError> {
    if !material.needs_guardian {
        return Ok(None);
    }
    let own = [
        profile.content.contact.phone.as_ref().map(sanviec_domain::person::Phone::e164),
        profile.content.contact.email.as_ref().map(|email| email.as_str().to_owned()),
    ];
    Ok(Some(asked_guardian(typed, &own)?))
}

pub(super) fn account(desk: &Desk) -> Result<Vec<u8>, AppError> {
    let person = desk.ctx.actor.person().ok_or(AppError::Forbidden)?;
    Ok(person.account_id.to_string().into_bytes())
}

/// Refuses what cannot be sent, whatever is ticked.
pub(super) fn may_be_sent(material: &Material) -> Result<(), AppError> {
    let refused = |code, vi, en| Err(FieldError::new("form", code, vi, en).into());
    if material.known.is_some() {
        let vi = "Bạn đã ứng tuyển việc này. Xem ở trang Việc đã ứng tuyển.";
        return refused("applied_already", vi, "You have applied for this vacancy. See the page of your applications.");
    }
    if material.is_too_young {
        return refused(
            "too_young",
            "Người dưới 15 tuổi chưa ứng tuyển được ở đây.",
            "Nobody under 15 can apply here.",
        );
    }
    if let Some(least) = material.kept_from {
        return Err(too_young_for("form", least).into());
    }
    if !material.missing.is_empty() {
        let vi = "Hồ sơ cần có họ tên, ngày sinh và số điện thoại hoặc email.";
        let en = "The profile needs a name, a date of birth and a phone number or e-mail address.";
        return refused("profile_incomplete", vi, en);
    }
    Ok(())
}

impl Work for Beginning {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "begin_application"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let Begin { posting, ticked, guardian, .. } = &self.order;
        let ticked = ticked.join(" ");
        [posting, &ticked, &self.words, guardian].into_iter().map(|text| text.clone().into_bytes()).collect()
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
