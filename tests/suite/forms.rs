//! The round trip of one form, for all suites: the key that its page carries, the code by which it is refused, and the
//! same form three times at once; two that overlap; and a row that is damaged below the program.

use sanviec_app::stuck::stuck;
use sanviec_app::{Actor, App, AppError, Key, Locale};
use sanviec_store::testing::{Fresh, as_superuser};
use sanviec_store::{Backend, Error, Store, account};
use std::fmt::Debug;
use std::time::Duration;
use tokio::sync::Notify;
use uuid::Uuid;

/// Long enough for a write to come to where it has to wait.
const MOMENT: Duration = Duration::from_millis(150);

/// The key that a page carries.
pub(crate) fn key() -> Key {
    Key::fresh().expect("key")
}

/// The code of a refusal, of the first one where there are several.
pub(crate) fn code(error: &AppError) -> &'static str {
    match error {
        AppError::Refused(errors) => errors[0].code,
        AppError::Forbidden => "forbidden",
        AppError::NotFound => "not_found",
        AppError::Conflict => "conflict",
        AppError::Gone => "gone",
        AppError::Busy | AppError::Rebuilding { .. } | AppError::Unavailable(_) | AppError::Internal(_) => {
            panic!("{error:?}")
        }
    }
}

/// Sends the same form three times at once; the one answer that all three got.
pub(crate) async fn thrice<T: Debug, F: Future<Output = Result<T, AppError>>>(send: impl Fn() -> F) -> T {
    let (a, b, c) = tokio::join!(send(), send(), send());
    let answers = [a, b, c].map(|answer| answer.expect("one of three at once"));
    let said = answers.each_ref().map(|answer| format!("{answer:?}"));
    assert!(said[0] == said[1] && said[0] == said[2], "{said:?}");
    let [first, ..] = answers;
    first
}

async fn moment() {
    let _elapsed = tokio::time::timeout(MOMENT, std::future::pending::<()>()).await;
}

/// Two pieces of work, the first of which is stopped in its middle until the second has begun: on PostgreSQL where it
/// adds a row that names this account, on SQLite, where there is one writer, before it begins.
pub(crate) async fn overlapping<A, B>(
    store: &Store,
    account_id: Uuid,
    (first, second): (impl Future<Output = A>, impl Future<Output = B>),
) -> (A, B) {
    let (held, begun) = (Notify::new(), Notify::new());
    let holding = async {
        let held = &held;
        let write = store.write("hold", |tx| {
            Box::pin(async move {
                account::hold(tx, account_id).await?;
                held.notify_one();
                for _ in 0..3 {
                    moment().await;
                }
                Ok::<_, Error>(())
            })
        });
        write.await.expect("held and let go");
    };
    let first = async {
        held.notified().await;
        begun.notify_one();
        first.await
    };
    let second = async {
        begun.notified().await;
        moment().await;
        second.await
    };
    let ((), first, second) = tokio::join!(holding, first, second);
    (first, second)
}

/// Changes columns of one row below the program.
pub(crate) async fn damage(fresh: &Fresh, table: &str, id: Uuid, set: &str) {
    let id = match fresh.backend {
        Backend::Sqlite => format!("x'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    };
    as_superuser(&fresh.store, &[format!("UPDATE {table} SET {set} WHERE id = {id}")]).await;
}

/// The rows that no clock can move, as whoever runs the platform reads them.
pub(crate) async fn stuck_rows(app: &App) -> Vec<(String, Uuid)> {
    let rows = stuck(app, &app.ctx(Actor::Operator, Locale::Vi)).await.expect("listed");
    rows.into_iter().map(|row| (row.kind, row.id)).collect()
}
