//! Files that somebody brought to the counter go with an application that an officer sends: copies, sealed anew and
//! shut until the scanner has looked at each, so that what is deleted on one side stays on the other.

use super::MOST_FILES;
use super::attach::rows;
use crate::applications::desk::Desk;
use crate::error::{AppError, FieldError};
use crate::profiles::files;
use sanviec_domain::application::Side;
use sanviec_store::{Tx, audit, upload};
use uuid::Uuid;

/// Puts the chosen files of these profiles of one person beside an application that is not sent yet.
pub(in crate::applications) async fn carry_files(
    desk: &Desk,
    tx: &Tx<'_>,
    application_id: Uuid,
    (family, chosen): (&[Uuid], &[Uuid]),
) -> Result<(), AppError> {
    if chosen.len() > MOST_FILES {
        let (vi, en) = ("Mỗi hồ sơ có không quá 3 tệp.", "An application has 3 files at most.");
        return Err(FieldError::new("files", "too_many_files", vi, en).into());
    }
    for id in chosen {
        let (kept, bytes) = files::to_send(&desk.keys, tx, (family, *id)).await?;
        let (file, chunks) = rows(desk, application_id, (kept.media, kept.name.as_str()), &bytes)?;
        upload::insert(tx, &file, &chunks).await?;
        desk.note(tx, application_id, ("file_attached", Side::Applicant), None).await?;
        audit::append(tx, &[desk.entry("attach_file", application_id, None, None)]).await?;
    }
    Ok(())
}
