//! What goes on by itself: the index follows the store, postings expire, applications move by time, messages go out,
//! old rows are pruned.
//!
//! The only place that waits. What must not be in here: HTTP, rules, rights.

mod applications;
mod expiry;
mod follower;
mod housekeeping;
mod rebuild_request;
mod sender;
mod wait;

pub use follower::{Follower, follow_once, rebuild};
pub use rebuild_request::rebuilt_by_server;
pub use sender::{Post, Turn, send_once};

use sanviec_app::App;
use std::sync::Arc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Why a job failed; the next turn tries again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("the store failed")]
    Store(#[from] sanviec_store::Error),
    #[error("the search index failed")]
    Index(#[from] sanviec_search::IndexError),
    #[error("a use case failed")]
    App(#[from] sanviec_app::AppError),
}

/// Runs everything until `stop`, then lets what is running end. Without `post` messages wait.
pub async fn run(app: App, follower: Arc<Follower>, post: Option<Arc<Post>>, stop: CancellationToken) {
    let mut jobs = JoinSet::new();
    if let Some(post) = post {
        jobs.spawn(sender::run(app.clone(), post, stop.clone()));
    }
    jobs.spawn(follower::run(app.clone(), follower, stop.clone()));
    jobs.spawn(expiry::run(app.clone(), stop.clone()));
    jobs.spawn(applications::run(app.clone(), stop.clone()));
    jobs.spawn(housekeeping::run(app, stop));
    while jobs.join_next().await.is_some() {}
}
