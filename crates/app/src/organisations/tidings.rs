//! What organisations are told: queued in the write of what happened, to each active administrator, or to whoever was
//! invited.

use crate::accounts::{self, Contact};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::messages::{self, Letter};
use chrono::NaiveDate;
use sanviec_domain::message::Content;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, employer, organisation_member};
use uuid::Uuid;

/// Where people of an employer go on.
const WORKSPACE: &str = "/tuyen-dung";
/// Where invitations are answered.
const INVITATIONS: &str = "/tuyen-dung/loi-moi";

/// To somebody who was invited.
pub(super) async fn invited(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    organisation: Uuid,
    (account, contact): (Uuid, &Contact),
) -> Result<(), AppError> {
    let employer_name = employer::load(tx, organisation).await?.name;
    let content = Content::OrganisationInvited { employer_name, path: INVITATIONS.to_owned() };
    send(tx, (app, ctx), &content, (account, contact)).await
}

/// To the administrators: verified.
pub(super) async fn verified(tx: &Tx<'_>, who: (&App, &Ctx), organisation: Uuid) -> Result<(), AppError> {
    let employer_name = employer::load(tx, organisation).await?.name;
    let content = Content::OrganisationVerified { employer_name, path: WORKSPACE.to_owned() };
    to_administrators(tx, who, organisation, &content).await
}

/// To the administrators: refused or taken away, and why.
pub(super) async fn refused(
    tx: &Tx<'_>,
    who: (&App, &Ctx),
    organisation: Uuid,
    reason: String,
) -> Result<(), AppError> {
    let employer_name = employer::load(tx, organisation).await?.name;
    let content = Content::OrganisationRefused { employer_name, reason, path: WORKSPACE.to_owned() };
    to_administrators(tx, who, organisation, &content).await
}

/// Where it stands, and where evidence is handed in.
fn page_of(organisation: Uuid) -> String {
    format!("/tuyen-dung/don-vi/{}", PostingCode::of(organisation))
}

/// To the administrators: it ends soon, and what then.
pub(super) async fn ends(tx: &Tx<'_>, who: (&App, &Ctx), id: Uuid, through_on: NaiveDate) -> Result<(), AppError> {
    let of = |employer_name, path| Content::VerificationEnds { employer_name, through_on, path };
    about_its_page(tx, who, id, of).await
}

/// To the administrators: it is over, and what now.
pub(super) async fn ended(tx: &Tx<'_>, who: (&App, &Ctx), id: Uuid, through_on: NaiveDate) -> Result<(), AppError> {
    let of = |employer_name, path| Content::VerificationEnded { employer_name, through_on, path };
    about_its_page(tx, who, id, of).await
}

/// To the administrators: not renewed, why, and until when it holds all the same.
pub(super) async fn not_renewed(
    tx: &Tx<'_>,
    who: (&App, &Ctx),
    id: Uuid,
    (reason, through_on): (String, NaiveDate),
) -> Result<(), AppError> {
    let of = |employer_name, path| Content::RenewalRefused { employer_name, reason, through_on, path };
    about_its_page(tx, who, id, of).await
}

/// A message that is made of the name of the organisation and where it stands.
async fn about_its_page(
    tx: &Tx<'_>,
    who: (&App, &Ctx),
    organisation: Uuid,
    of: impl FnOnce(String, String) -> Content,
) -> Result<(), AppError> {
    let content = of(employer::load(tx, organisation).await?.name, page_of(organisation));
    to_administrators(tx, who, organisation, &content).await
}

/// To the administrators, and to the member who wrote it: what an officer said of an advert.
pub(crate) async fn judged(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    (organisation, writer): (Uuid, Option<Uuid>),
    content: &Content,
) -> Result<(), AppError> {
    to_administrators(tx, (app, ctx), organisation, content).await?;
    for row in organisation_member::list(tx, organisation).await? {
        let member = super::load::member(&row)?;
        // Whoever administers was told already.
        if Some(row.account_id) != writer || member.governs() {
            continue;
        }
        if let Some(contact) = accounts::address_of(tx, app.keys()?, row.account_id).await? {
            send(tx, (app, ctx), content, (row.account_id, &contact)).await?;
        }
    }
    Ok(())
}

async fn to_administrators(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    organisation: Uuid,
    content: &Content,
) -> Result<(), AppError> {
    for row in organisation_member::list(tx, organisation).await? {
        if !super::load::member(&row)?.governs() {
            continue;
        }
        if let Some(contact) = accounts::address_of(tx, app.keys()?, row.account_id).await? {
            send(tx, (app, ctx), content, (row.account_id, &contact)).await?;
        }
    }
    Ok(())
}

async fn send(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    content: &Content,
    (account, contact): (Uuid, &Contact),
) -> Result<(), AppError> {
    let expires_at = Some(Micros(ctx.now.0 + content.kind().useful_for_us()));
    let letter = Letter::of((app.ids().next(), Some(account)), contact, content, expires_at);
    messages::enqueue(tx, app.keys()?, ctx, &letter).await
}
