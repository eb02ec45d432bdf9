//! Notes that somebody saw another's data, in the write that shows them: what was shown and not noted cannot happen.

use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_store::{Tx, look};
use uuid::Uuid;

/// On what occasion somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The profile was read at the desk.
    Case,
    /// One masked field was asked for.
    Reveal,
    /// The profile was opened for changing.
    Edit,
    /// Two profiles were compared.
    Compare,
    /// An employer read it in a search.
    Search,
    /// An employer read it with an application.
    Application,
    /// A letter of referral was printed that says it.
    Referral,
    /// It went out in a file.
    Export,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Case,
        Self::Reveal,
        Self::Edit,
        Self::Compare,
        Self::Search,
        Self::Application,
        Self::Referral,
        Self::Export,
    ];

    /// The word in the row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Reveal => "reveal",
            Self::Edit => "edit",
            Self::Compare => "compare",
            Self::Search => "search",
            Self::Application => "application",
            Self::Referral => "referral",
            Self::Export => "export",
        }
    }
}

/// Notes a look of the one who acts; the person's own are not noted. `id` is a new one.
pub(crate) async fn note(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    of: (ProfileId, Why),
    fields: &[Field],
) -> Result<(), AppError> {
    let person = ctx.actor.person();
    let row = look::Row {
        id,
        profile_id: of.0.0,
        at: ctx.now.0,
        account_id: person.map(|person| person.account_id),
        role: ctx.actor.role().to_owned(),
        centre_id: person.and_then(|person| person.centre_id),
        employer_id: person.and_then(|person| person.employer_id),
        why: of.1.code().to_owned(),
        fields: fields.iter().map(|field| field.code()).collect::<Vec<_>>().join(" "),
    };
    Ok(look::append(tx, &[row]).await?)
}
