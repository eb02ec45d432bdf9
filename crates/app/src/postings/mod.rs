//! What happens to postings: published, changed, paused, ended, expired, read.

pub(crate) mod circumstances;
mod edit;
mod expire;
mod hire;
mod publish;
mod view;

pub(crate) use circumstances::circumstances;
pub use edit::{Edit, edit};
pub use expire::expire_due;
pub(crate) use hire::{Hire, count_hire};
pub use publish::{NewPosting, Published, publish};
pub(crate) use publish::{employer_row, live_until, refused};
pub use view::{EmployerView, PlaceView, PostingView, Standing, view};
pub(crate) use view::{to_preview, workplace_words};

use crate::ctx::Ctx;
use crate::error::AppError;
use crate::webhooks;
use sanviec_domain::posting::{Event, PostingId};
use sanviec_store::{Tx, audit, outbox};
use uuid::Uuid;

/// The one entity name of postings in outbox and audit rows.
pub(crate) const ENTITY: &str = "posting";

/// What the outbox calls a posting whose employer is spelled in another way.
pub(crate) const RENAMED: &str = "employer_renamed";

/// The outbox row of a change to a posting.
pub(crate) const fn change(id: PostingId, version: i64, kind: &'static str) -> outbox::Change {
    outbox::Change { entity: ENTITY, entity_id: id.0, version, kind }
}

/// Announces changes to whoever follows: the index by the outbox, programs by their endpoints. Answers with the row of
/// the outbox.
pub(crate) async fn announce(tx: &Tx<'_>, ctx: &Ctx, changes: &[outbox::Change]) -> Result<i64, AppError> {
    let row = outbox::append(tx, changes, ctx.now.0).await?;
    webhooks::postings_changed(tx, ctx, changes).await?;
    Ok(row)
}

/// Who did what to a posting; `before` and `after` are short JSON texts without personal data.
pub(crate) fn entry(ctx: &Ctx, action: &str, id: Uuid, before: Option<String>, after: Option<String>) -> audit::Row {
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor: ctx.actor.name(),
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: ENTITY.to_owned(),
        entity_id: id,
        before,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}

/// Last part of a posting's address. A title of signs only has no word in it; the address needs one.
pub(crate) fn slug_of(title: &str) -> String {
    let slug = sanviec_text::slug(title);
    if slug.is_empty() { "tin".to_owned() } else { slug }
}

/// The word for what happened last, for outbox and audit rows.
pub(crate) fn kind_of(events: &[Event]) -> &'static str {
    events.last().map_or("unchanged", Event::code)
}

/// A state as an audit row shows it.
pub(crate) fn state_json(life: &sanviec_domain::posting::Life) -> String {
    let people = life.people();
    format!(r#"{{"state":"{}","wanted":{},"hired":{}}}"#, life.state().code(), people.wanted, people.hired)
}
