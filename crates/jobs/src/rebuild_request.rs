//! Leaving a rebuild to the server that writes the index.

use crate::{JobError, wait};
use sanviec_search::{IndexError, ask_for_rebuild, is_in_use, is_rebuild_asked};
use std::path::Path;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Pause between two looks at what the server has done.
const PAUSE: Duration = Duration::from_millis(200);

/// Asks the server that writes the index in this folder for a new one and waits for it. `false` when the server stopped
/// before it was done; the next one to open the folder finds the request.
pub async fn rebuilt_by_server(folder: &Path) -> Result<bool, JobError> {
    ask_for_rebuild(folder).map_err(IndexError::from)?;
    let never = CancellationToken::new();
    while is_rebuild_asked(folder) {
        if !is_in_use(folder)? {
            return Ok(false);
        }
        wait::or_stop(PAUSE, &never).await;
    }
    Ok(true)
}
