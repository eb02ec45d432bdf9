//! Vacancies of employers who telephone: an officer posted them, nobody of the employer is here to read an application,
//! and one sent all the same would end unanswered. They take applications through the centre. What must not be in here:
//! whether an employer is verified, pages.

use crate::error::{AppError, FieldError};
use sanviec_domain::Lang;
use sanviec_store::{Db, centre, letterhead, organisation, posting_intake};
use uuid::Uuid;

/// The centre through which a vacancy takes applications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// Its name.
    pub centre: String,
    /// Its telephone as read out, where its letterhead says one.
    pub phone: Option<String>,
}

impl Through {
    /// What whoever wants to apply is told.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        let centre = &self.centre;
        match (lang, &self.phone) {
            (Lang::Vi, Some(phone)) => {
                format!("Việc làm này nhận hồ sơ qua {centre}. Hãy gọi {phone} hoặc đến trung tâm và nói mã tin.")
            }
            (Lang::Vi, None) => {
                format!("Việc làm này nhận hồ sơ qua {centre}. Hãy gọi hoặc đến trung tâm và nói mã tin.")
            }
            (Lang::En, Some(phone)) => format!(
                "This vacancy takes applications through {centre}. Call {phone} or visit the centre and give the code \
                 of the posting."
            ),
            (Lang::En, None) => format!(
                "This vacancy takes applications through {centre}. Call or visit the centre and give the code of the \
                 posting."
            ),
        }
    }

    pub(super) fn refused(&self) -> AppError {
        let (vi, en) = (self.sentence(Lang::Vi), self.sentence(Lang::En));
        FieldError::new("posting", "through_centre", vi, en).into()
    }
}

/// The centre through which a vacancy takes applications, where nobody of its employer is here: that of the officer who
/// posted it, else the one that serves the employer. `None` where the employer reads what is sent.
pub(crate) async fn through(db: &impl Db, employer_id: Uuid, posting_id: Uuid) -> Result<Option<Through>, AppError> {
    if !organisation::has_nobody(db, employer_id).await? {
        return Ok(None);
    }
    let posted = posting_intake::find(db, posting_id).await?.and_then(|intake| intake.centre_id);
    let centre_id = match posted {
        Some(id) => id,
        None => organisation::find(db, employer_id).await?.ok_or(AppError::NotFound)?.centre_id,
    };
    let centre = centre::find(db, centre_id).await?.ok_or(AppError::NotFound)?.name;
    let phone = letterhead::find(db, centre_id).await?.and_then(|head| head.phone).filter(|phone| !phone.is_empty());
    Ok(Some(Through { centre, phone }))
}
