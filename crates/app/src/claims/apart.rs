//! Claims and profiles that are made one or taken apart. A claim names the person as the profile was when it was
//! prepared, and holds them by that profile and by the placement's own, which is another one where it became part of
//! that one. So profiles are not taken apart while a claim for one of them holds the other one.

use super::moving::FOREVER;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use sanviec_domain::time::{day_number, day_of_number, short_date};
use sanviec_store::{Db, Tx, centre, claim, exclusion_profile, placement, profile};
use uuid::Uuid;

/// The profiles by which a claim holds its person, by id.
pub(super) async fn profiles(db: &impl Db, row: &claim::Row) -> Result<Vec<Uuid>, AppError> {
    let placed = placement::find(db, row.placement_id).await?.ok_or(AppError::NotFound)?;
    let mut ids = vec![row.profile_id, placed.profile_id];
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Takes the person of a claim by these profiles; `lock` is the row of the one that it names. `false`: another claim
/// holds one of them, and the write has to end.
pub(super) async fn take(tx: &Tx<'_>, row: &claim::Row, lock: &exclusion_profile::Row) -> Result<bool, AppError> {
    demand_one(tx, row).await?;
    for profile_id in profiles(tx, row).await? {
        if !exclusion_profile::take(tx, &exclusion_profile::Row { profile_id, ..lock.clone() }).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Says until when the person of a claim is held by these profiles. `false` when the one that it names is held by
/// another claim by now.
pub(super) async fn set_until(tx: &Tx<'_>, row: &claim::Row, lock: &exclusion_profile::Row) -> Result<bool, AppError> {
    let mut is_held = false;
    for profile_id in profiles(tx, row).await? {
        let held = exclusion_profile::set_until(tx, &exclusion_profile::Row { profile_id, ..lock.clone() }).await?;
        is_held |= held && profile_id == row.profile_id;
    }
    Ok(is_held)
}

/// Refused for a claim that names somebody else than the placement is of by now.
async fn demand_one(tx: &Tx<'_>, row: &claim::Row) -> Result<(), AppError> {
    if is_one(tx, row).await? {
        return Ok(());
    }
    let vi = "Đề nghị này ghi tên người có hồ sơ đã tách khỏi hồ sơ của việc làm này. Nếu đúng là một người thì gộp lại \
              hai hồ sơ trước; nếu là hai người thì rút đề nghị này khi tiền đã thu hồi đủ, rồi đề nghị cho đúng người.";
    let en = "This claim names somebody whose profile was taken apart from the one of this placement. If they are one \
              person, merge the two profiles first; if they are two, withdraw this claim once all of its money came \
              back, and claim for the right one.";
    Err(FieldError::new("form", "claimed_for_another", vi, en).into())
}

/// Whether a claim names whom the placement is of by now. Nobody is looked for once the record was deleted.
pub(super) async fn is_one(tx: &Tx<'_>, row: &claim::Row) -> Result<bool, AppError> {
    let placed = placement::find(tx, row.placement_id).await?.ok_or(AppError::NotFound)?;
    // Held, so that it is taken apart from the other one before or after and not meanwhile.
    profile::hold(tx, placed.profile_id).await?;
    let own = profile::find(tx, placed.profile_id).await?;
    let (_, family) = profile::list_family(tx, placed.profile_id).await?;
    Ok(family.contains(&row.profile_id) || own.is_none_or(|own| own.state == "deleted"))
}

/// Has claims that were paid for a person looked at once more whose profiles were made one: where two of them were, the
/// later one is put before people.
pub(crate) async fn look_again(tx: &Tx<'_>, profile_id: Uuid) -> Result<(), AppError> {
    for id in profile::list_family(tx, profile_id).await?.1 {
        for placed in placement::list_of_profile(tx, id).await? {
            for row in claim::list_of_placement(tx, placed.id).await? {
                if row.is_live == 1 && row.paid_dong > row.returned_dong {
                    claim::look_again(tx, row.id).await?;
                }
            }
        }
    }
    Ok(())
}

/// Refuses to take a profile, with all that became part of it, out of the one that it is part of while a claim for a
/// placement of one of the two holds the other one: whoever was paid for would be free, and the other one held.
pub(crate) async fn demand_unclaimed(tx: &Tx<'_>, ctx: &Ctx, gone: Uuid) -> Result<(), AppError> {
    let mut parted: Vec<Uuid> = profile::list_merged_into(tx, gone).await?.into_iter().map(|row| row.id).collect();
    parted.push(gone);
    parted.sort_unstable();
    // Whoever prepares a claim at this moment holds the profile of its placement: they are waited for, or wait.
    for id in &parted {
        profile::hold(tx, *id).await?;
    }
    for id in profile::list_family(tx, gone).await?.1 {
        for placed in placement::list_of_profile(tx, id).await? {
            for row in claim::list_of_placement(tx, placed.id).await? {
                let is_split = parted.contains(&placed.profile_id) != parted.contains(&row.profile_id);
                if is_split && let Some(until_on) = held_until(tx, ctx, &row).await? {
                    return Err(claimed(tx, row.centre_id, until_on).await?);
                }
            }
        }
    }
    Ok(())
}

/// Until when a claim holds the profile that it names, where it does today.
async fn held_until(tx: &Tx<'_>, ctx: &Ctx, row: &claim::Row) -> Result<Option<i32>, AppError> {
    let today = day_number(ctx.today());
    let holder = exclusion_profile::find_other(tx, &row.programme, (&[row.profile_id], Uuid::nil()), today).await?;
    Ok(holder.filter(|holder| holder.claim_id == row.id).map(|holder| holder.until_on))
}

/// Why profiles are not taken apart, with what to do about it.
async fn claimed(tx: &Tx<'_>, centre_id: Uuid, until_on: i32) -> Result<AppError, AppError> {
    let centre = centre::find(tx, centre_id).await?.map(|centre| centre.name).unwrap_or_default();
    let free = Some(until_on).filter(|until_on| *until_on < FOREVER).and_then(day_of_number).map(short_date);
    let (vi, en) = match free {
        Some(day) => (
            format!(
                "Thu hồi đủ số tiền rồi tách, hoặc tách từ ngày {day}. Thu hồi đủ và tách xong thì rút đề nghị đó và đề \
                 nghị cho đúng người."
            ),
            format!(
                "Take them apart once all of the money came back, or from {day}. Once it came and they are apart, have \
                 that claim withdrawn, then claim for the right person."
            ),
        ),
        None => (
            "Rút lại đề nghị đó rồi tách, sau đó đề nghị lại cho đúng người.".to_owned(),
            "Have that claim withdrawn, take them apart, then claim for the right person.".to_owned(),
        ),
    };
    let vi = format!(
        "{centre} đã đề nghị chi trả cho việc làm của hồ sơ này theo tên và số định danh của hồ sơ kia, nên chưa tách \
         được: người đã được chi trả sẽ bị coi là chưa, và ngược lại. {vi}"
    );
    let en = format!(
        "{centre} claimed for a placement of the one profile under the name and number of the other, so they cannot be \
         taken apart yet: whoever was paid for would count as not, and the other way round. {en}"
    );
    Ok(FieldError::new("form", "claimed_as_one", vi, en).into())
}
