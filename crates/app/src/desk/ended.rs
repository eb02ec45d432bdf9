//! What ends at the desk when a person takes a consent back or goes: letters that are open are withdrawn, and what
//! letters and meetings say of somebody who is gone is taken out where no duty hangs on it.

use super::appoint;
use super::appointment_row::{self, subject_of};
use super::appointment_told::Told;
use super::record::move_on;
use super::referral_row::{self, LetterText, letter_place, life_of, text_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::load_live;
use sanviec_domain::person::Majority;
use sanviec_domain::referral::{Command, Side, State};
use sanviec_domain::time::Micros;
use sanviec_store::{Tx, appointment, referral};
use serde_json::{Value, json};
use uuid::Uuid;

/// Withdraws the open letters of these profiles: to one employer, or with `None` to all.
pub(crate) async fn consent_withdrawn(
    (app, ctx): (&App, &Ctx),
    tx: &Tx<'_>,
    profiles: &[Uuid],
    employer_id: Option<Uuid>,
) -> Result<(), AppError> {
    let keys = app.keys()?;
    for profile_id in profiles {
        for mut row in referral::list_of_profile(tx, *profile_id).await? {
            if row.is_open != 0 && employer_id.is_none_or(|id| id == row.employer_id) {
                move_on(tx, (keys, ctx), &mut row, (Command::ConsentWithdrawn, Side::System), None).await?;
            }
        }
    }
    Ok(())
}

/// A guardian said no: whoever is not of age is referred to nobody any more.
pub(crate) async fn guardian_withdrawn(
    (app, ctx): (&App, &Ctx),
    tx: &Tx<'_>,
    id: Uuid,
    profiles: &[Uuid],
) -> Result<(), AppError> {
    let birth = load_live(tx, app.keys()?, id).await?.content.identity.birth;
    if birth.is_some_and(|birth| birth.majority_on(ctx.today()) == Majority::Adult) {
        return Ok(());
    }
    consent_withdrawn((app, ctx), tx, profiles, None).await
}

/// The person left the centre: open letters are withdrawn, and whom nobody meets any more is waited for by nobody.
pub(crate) async fn left((app, ctx): (&App, &Ctx), tx: &Tx<'_>, profiles: &[Uuid]) -> Result<(), AppError> {
    use sanviec_domain::appointment::{Command, Side, State};
    consent_withdrawn((app, ctx), tx, profiles, None).await?;
    let keys = app.keys()?;
    for profile_id in profiles {
        for mut row in appointment::list_of_profile(tx, *profile_id).await? {
            let open = [State::Proposed, State::Moved, State::Confirmed].map(State::code);
            if open.contains(&row.state.as_str()) {
                let over = (Command::CauseOver, Side::System);
                appoint::move_on(tx, (keys, ctx), &mut row, over, Told::new(app)).await?;
            }
        }
    }
    Ok(())
}

/// The person is gone. Open letters are withdrawn and meetings called off, for nobody comes to them any more. What the
/// letters say of the person goes, except where somebody was hired: that letter is a paper that duties hang on (Decree
/// 352/2025/NĐ-CP, Article 10). What a meeting was about goes, and what somebody wrote beside a reason: both are words
/// about the person. That there was a letter or a meeting, and what came of it, stays.
pub(crate) async fn forget((app, ctx): (&App, &Ctx), tx: &Tx<'_>, profiles: &[Uuid]) -> Result<(), AppError> {
    left((app, ctx), tx, profiles).await?;
    let keys = app.keys()?;
    for profile_id in profiles {
        for mut row in referral::list_of_profile(tx, *profile_id).await? {
            if life_of(keys, &row)?.state() == State::Hired {
                continue;
            }
            let text = without_person(text_of(keys, &row)?);
            let text = serde_json::to_vec(&text).map_err(AppError::internal)?;
            row.letter = keys.seal(letter_place(row.id), &text)?;
            referral_row::drop_note(keys, &mut row)?;
            row.updated_at = ctx.now.0;
            referral::update_guarded(tx, &row).await?;
        }
        for mut row in appointment::list_of_profile(tx, *profile_id).await? {
            row.subject = Vec::new();
            appointment_row::drop_note(keys, &mut row)?;
            row.updated_at = ctx.now.0;
            appointment::update_guarded(tx, &row).await?;
        }
    }
    Ok(())
}

fn without_person(text: LetterText) -> LetterText {
    LetterText {
        person_name: String::new(),
        person_birth: None,
        person_number: None,
        person_phone: None,
        person_address: None,
        is_permanent: false,
        person_qualification: None,
        ..text
    }
}

/// The letters and appointments of these profiles of one person, for the person's own copy.
pub(crate) async fn export_of(app: &App, profiles: &[Uuid]) -> Result<Value, AppError> {
    let (keys, reader) = (app.keys()?, app.store().reader());
    let time = |at: i64| Micros(at).rfc3339();
    let (mut letters, mut meetings) = (Vec::new(), Vec::new());
    for profile_id in profiles {
        for row in referral::list_of_profile(reader, *profile_id).await? {
            let text = text_of(keys, &row)?;
            letters.push(json!({
                "id": row.id, "year": row.year, "serial": row.serial, "issued_at": time(row.issued_at),
                "state": row.state, "posting_title": text.posting_title, "employer": text.employer_name,
                "letter": text,
            }));
        }
        for row in appointment::list_of_profile(reader, *profile_id).await? {
            meetings.push(json!({
                "id": row.id, "state": row.state, "kind": row.kind, "from": time(row.from_at), "minutes": row.minutes,
                "place": row.place, "subject": subject_of(keys, &row)?,
            }));
        }
    }
    Ok(json!({ "letters": letters, "appointments": meetings }))
}
