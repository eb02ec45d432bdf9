//! A look of the employer at how to reach an applicant: allowed by the rule, recorded, and visible to the person. One
//! member looks at so many a day and no more: whoever empties the book is no recruiter.

use super::desk::Desk;
use super::full::Carried;
use super::lines::contact;
use super::list::{employer_of, find_of_employer};
use super::record::{Held, Reach};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles;
use crate::rights::Action;
use sanviec_domain::application::Kind;
use sanviec_domain::profile::{Field, ProfileId, Shown, Sight};
use sanviec_domain::reveal::Contact;
use sanviec_store::{BoxFuture, Tx, application, audit, conversation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// People whose contact data one member opens in a day, of applicants and of those whom letters are about together.
pub(crate) const OPENED: Limit = Limit { name: "contact_opened_by", most: 100, window_us: 24 * 60 * MINUTE };

#[derive(Serialize, Deserialize)]
enum Outcome {
    Noted,
    TooMany,
    Shut(String),
}

/// What a look shows.
#[derive(Clone, Debug, Default)]
pub struct Revealed {
    pub reach: Reach,
    /// What was sent with the profile and is seen only while contact is open: birth, where somebody lives.
    pub carried: Option<Carried>,
}

/// Shows how to reach an applicant. The look is committed before anything is shown.
pub async fn reveal(app: &App, ctx: &Ctx, code: &str, key: &Key) -> Result<Revealed, AppError> {
    employer_of(ctx, Action::AnswerApplication)?;
    let desk = Desk::new(app, ctx)?;
    match once(app, ctx, key, Looking { desk: desk.clone(), code: code.to_owned() }).await? {
        Outcome::Noted => {}
        Outcome::TooMany => return Err(too_many()),
        Outcome::Shut(why) => return Err(shut(&why)),
    }
    // Read now and not kept with the answer to the form, which would outlive the data.
    let reader = app.store().reader();
    let id = find_of_employer(&desk, reader, code, Action::AnswerApplication).await?;
    let held = Held::read(&desk.keys, application::find(reader, id).await?.ok_or(AppError::NotFound)?)?;
    match contact(&desk, reader, &held).await? {
        // The address of a quick application is for its link alone.
        Contact::Open if held.life.terms.kind == Kind::Quick => {
            Ok(Revealed { reach: Reach { email: None, ..held.reach(&desk.keys)? }, carried: None })
        }
        Contact::Open => {
            let carried =
                Carried::read(&desk.keys, &held.row)?.map(|carried| carried.only(|field| is_behind_the_look(*field)));
            Ok(Revealed { reach: held.reach(&desk.keys)?, carried })
        }
        other => Err(shut(other.code())),
    }
}

/// Seen in contact and not before; telephone and e-mail stand apart.
fn is_behind_the_look(field: Field) -> bool {
    let class = field.class();
    class.shown_to(Sight::InContact) == Shown::Full
        && class.shown_to(Sight::Receiving) != Shown::Full
        && !matches!(field, Field::Phone | Field::Email)
}

pub(crate) fn too_many() -> AppError {
    let vi = "Hôm nay bạn đã mở thông tin liên hệ của 100 ứng viên. Hãy tiếp tục vào ngày mai.";
    let en = "You opened the contact of 100 applicants today. Please go on tomorrow.";
    FieldError::new("contact", "too_many", vi, en).into()
}

fn shut(why: &str) -> AppError {
    let (vi, en) = match Contact::find_by_code(why) {
        Some(Contact::NotYet) => (
            "Thông tin liên hệ mở ra khi bạn đưa ứng viên vào vòng trong, hẹn phỏng vấn hoặc nhận việc.",
            "Contact opens when you shortlist the applicant, set an interview or hire.",
        ),
        Some(Contact::NoConsent) => {
            ("Ứng viên không còn cho phép dùng dữ liệu.", "The applicant no longer agrees to the use of the data.")
        }
        Some(Contact::NotVerified) => (
            "Đơn vị cần được trung tâm xác thực trước khi xem thông tin liên hệ.",
            "The organisation has to be verified before contact is shown.",
        ),
        Some(Contact::Over | Contact::NotSent | Contact::Open) | None => {
            ("Hồ sơ đã khép lại.", "The application is closed.")
        }
    };
    FieldError::new("contact", "contact_shut", vi, en).into()
}

/// Notes for the person which fields of what they sent were seen; the person reads it beside other looks.
pub(super) async fn looked(
    desk: &Desk,
    tx: &Tx<'_>,
    held: &Held,
    is_seen: impl Fn(&Field) -> bool + Send,
) -> Result<(), AppError> {
    let Some(profile_id) = held.row.profile_id else { return Ok(()) };
    let carried = Carried::read(&desk.keys, &held.row)?.unwrap_or_default();
    let fields: Vec<Field> = carried.fields.into_iter().filter(|field| is_seen(field)).collect();
    let of = (ProfileId(profile_id), profiles::Why::Application);
    profiles::look::note(tx, &desk.ctx, desk.app.ids().next(), of, &fields).await
}

struct Looking {
    desk: Desk,
    code: String,
}

impl Looking {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let desk = &self.desk;
        let id = find_of_employer(desk, tx, &self.code, Action::AnswerApplication).await?;
        let held = desk.hold(tx, id).await?;
        let contact = contact(desk, tx, &held).await?;
        if contact != Contact::Open {
            return Ok(Outcome::Shut(contact.code().to_owned()));
        }
        let member = desk.ctx.actor.person().ok_or(AppError::Forbidden)?;
        if !OPENED.count(tx, &desk.keys, &[member.account_id.as_bytes()], desk.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let look = conversation::Reveal {
            id: desk.app.ids().next(),
            application_id: id,
            employer_id: held.row.employer_id,
            member_id: member.account_id,
            at: desk.ctx.now.0,
        };
        conversation::add_reveal(tx, &look).await?;
        audit::append(tx, &[desk.entry("reveal_contact", id, None, None)]).await?;
        let reached = |field: &Field| is_behind_the_look(*field) || matches!(field, Field::Phone | Field::Email);
        looked(desk, tx, &held, reached).await?;
        Ok(Outcome::Noted)
    }
}

impl Work for Looking {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "reveal_contact"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.code.clone().into_bytes()]
    }

    fn owner(&self) -> Option<Uuid> {
        self.desk.ctx.actor.person().map(|person| person.account_id)
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
