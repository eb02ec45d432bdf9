//! An exchange whose key of fields is replaced: the same database under another ring of keys.

use sanviec_app::secrets::{self, Keyring};
use sanviec_app::{Actor, App, AppError, Clock, Facts, Ids, Locale};
use sanviec_search::Index;
use sanviec_store::sealed::{self, Column, Spot};

/// What everything begins with that was sealed with the first key.
const FIRST: [u8; 5] = [1, 0, 0, 0, 1];

/// The same exchange at the same moment with other keys.
pub(crate) fn with_keys(app: &App, keys: Keyring) -> App {
    let facts = Facts { hash_kib: 64, two_factors: false, ..Facts::default() };
    let clock = Clock::at(app.clock().now());
    let again = App::new(app.store().clone(), Index::in_memory().expect("index"), clock, Ids::System, facts);
    again.with_policies(app.policies().clone()).with_keys(keys)
}

/// The same exchange with a key more, after both were started.
pub(crate) async fn rotated(app: &App) -> App {
    let later = with_keys(app, app.keys().expect("keys").rotated().expect("keys"));
    for app in [app, &later] {
        secrets::check_keys(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("started");
    }
    later
}

/// The same exchange without the first key.
pub(crate) fn without_the_first(app: &App) -> App {
    with_keys(app, app.keys().expect("keys").without(1).expect("a key is left"))
}

pub(crate) async fn reseal(app: &App) -> u64 {
    secrets::reseal(app, &app.ctx(Actor::Operator, Locale::Vi)).await.expect("sealed anew")
}

pub(crate) async fn retire(app: &App) -> Result<(), AppError> {
    secrets::retire(app, &app.ctx(Actor::Operator, Locale::Vi), 1).await
}

/// The columns that hold something under the first key.
pub(crate) async fn under_the_first(app: &App) -> Vec<String> {
    let found = app.store().write("look", |tx| Box::pin(sealed::list_under(tx, &FIRST))).await.expect("looked");
    found.into_iter().map(|(table, column)| format!("{table}.{column}")).collect()
}

/// How many values of a column are under the first key.
pub(crate) async fn count_under_the_first(app: &App, of: Column) -> usize {
    let all = sealed::list(app.store().reader(), of, &Spot::default(), 100_000).await.expect("listed");
    all.iter().filter(|spot| spot.head.starts_with(&FIRST)).count()
}

/// Kept answers go, as if their days were over.
pub(crate) async fn forget_answers(app: &App) {
    let now = app.clock().now().0 + 1;
    let prune = app.store().write("prune", |tx| Box::pin(sanviec_store::idempotency::prune(tx, now, 100_000)));
    prune.await.expect("pruned");
}
