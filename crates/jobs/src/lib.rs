//! What goes on by itself: the index follows the store, audit rows are linked, messages go out, and what recurs recurs
//! ([`TABLE`]): postings expire, applications move by time, old rows are pruned. Copies of the database recur where an
//! operator set a folder for them ([`copies`]).
//!
//! The only place that waits. What must not be in here: HTTP, rules, rights.

mod applications;
mod checkpoint;
mod claims;
pub mod copies;
mod desk;
mod expiry;
mod follower;
mod housekeeping;
mod integrity;
mod keys;
mod rebuild_request;
pub mod recurring;
mod scanner;
mod sender;
mod sequencer;
mod signatures;
mod table;
mod wait;
mod webhooks;

pub use follower::{Follower, follow_once, follow_turn, rebuild};
pub use rebuild_request::rebuilt_by_server;
pub use scanner::{Scanner, scan};
pub use sender::{Post, Turn, send_once};
pub use signatures::follow_signatures;
pub use table::TABLE;
pub use webhooks::send_due as send_due_webhooks;

use sanviec_app::App;
use sanviec_mail::Hooks;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Longest time for one message to a program (Standard Webhooks: 15 to 30 seconds).
const HOOK_DEADLINE: Duration = Duration::from_secs(20);

/// Why a job failed; the next turn tries again.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    #[error("the store failed")]
    Store(#[from] sanviec_store::Error),
    #[error("the search index failed")]
    Index(#[from] sanviec_search::IndexError),
    #[error("the new search index was cut off before everything was in it")]
    CutOff,
    #[error("a use case failed")]
    App(#[from] sanviec_app::AppError),
    #[error("the folder of copies {0} cannot be used")]
    Copies(std::path::PathBuf, #[source] std::io::Error),
    #[error("a schedule cannot be used")]
    Pattern(#[from] recurring::PatternError),
}

/// Runs everything until `stop`, then lets what is running end. It asks for the stop itself when the key that this
/// process seals with was taken out of use. Without `post` messages wait.
pub async fn run(app: App, follower: Arc<Follower>, post: Option<Arc<Post>>, stop: CancellationToken) {
    let mut jobs = begun(app, follower, post, stop);
    while jobs.join_next().await.is_some() {}
}

/// Begins everything. Not a future itself, so that all of it is compiled here and not again in each program.
fn begun(app: App, follower: Arc<Follower>, post: Option<Arc<Post>>, stop: CancellationToken) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    if let Some(post) = post {
        jobs.spawn(sender::run(app.clone(), post, stop.clone()));
    }
    jobs.spawn(follower::run(app.clone(), follower, stop.clone()));
    jobs.spawn(integrity::run(app.clone(), stop.clone()));
    jobs.spawn(sequencer::run(app.clone(), stop.clone()));
    let hooks = Arc::new(Hooks::new(HOOK_DEADLINE, app.facts().local_webhooks));
    jobs.spawn(webhooks::run(app.clone(), hooks, stop.clone()));
    jobs.spawn(housekeeping::probe(app.clone(), stop.clone()));
    jobs.spawn(keys::run(app.clone(), stop.clone()));
    jobs.spawn(copies::tell_last(app.clone()));
    let table = table_of(&app);
    jobs.spawn(recurring::Runner::new(app, table, recurring::Pace::default()).run(stop));
    jobs
}

/// What recurs on this node: copies of the database too, where a folder for them is set.
fn table_of(app: &App) -> &'static [recurring::Recurring] {
    let Some(asked) = &app.facts().copies else { return TABLE };
    let mut table = TABLE.to_vec();
    table.push(copies::recurring(asked));
    table.leak()
}
