//! The files of the index are compared with their checksums: once after each start, every day, and when a search could
//! not read them. What is found is logged; the follower makes a new index, and the damaged one answers meanwhile.
//!
//! Beside searches and without their turns: a few megabytes, then a pause.

use crate::{JobError, wait};
use sanviec_app::{App, AppError};
use sanviec_search::Damage;
use std::error::Error;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Between two steps of a check, each of which reads a few megabytes.
const PAUSE: Duration = Duration::from_millis(50);
/// Between two looks at whether a check is due.
const TURN: Duration = Duration::from_secs(1);
const TURNS_OF_A_DAY: u32 = 86_400;
/// What is asked for comes no sooner after the last one: a fault that no check explains must not read the disk all the
/// time.
const TURNS_BETWEEN: u32 = 60;

pub(crate) async fn run(app: App, stop: CancellationToken) {
    let mut turns = TURNS_OF_A_DAY;
    loop {
        if turns >= TURNS_OF_A_DAY || (turns >= TURNS_BETWEEN && app.index().is_check_asked()) {
            turns = 0;
            tell(check(&app, &stop).await);
        }
        if !wait::or_stop(TURN, &stop).await {
            return;
        }
        turns += 1;
    }
}

/// Compares every file of the index with its checksum; says what is damaged.
async fn check(app: &App, stop: &CancellationToken) -> Result<Option<Damage>, JobError> {
    let mut check = app.index().begin_check()?;
    loop {
        let step = move || {
            let is_more = check.step();
            (check, is_more)
        };
        let (given_back, is_more) =
            tokio::task::spawn_blocking(step).await.map_err(|error| AppError::Internal(Box::new(error)))?;
        if !is_more? || !wait::or_stop(PAUSE, stop).await {
            break;
        }
        check = given_back;
    }
    // What was said once is not said again every day.
    Ok(app.index().untold_damage())
}

pub(crate) fn tell(checked: Result<Option<Damage>, JobError>) {
    match checked {
        Ok(None) => {}
        Ok(Some(Damage { file, what })) => {
            metrics::counter!("sanviec_index_damaged_total").increment(1);
            tracing::error!(
                file,
                what,
                "a file of the search index is damaged; a new index is made, and this one answers meanwhile"
            );
        }
        Err(error) => {
            tracing::warn!(error = &error as &dyn Error, "the files of the search index were not checked");
        }
    }
}
