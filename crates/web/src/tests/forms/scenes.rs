//! Worlds that rows are played in. Planting one takes seconds, so that each is made once on each database, and every
//! row gets a copy of its own.

use sanviec_store::Backend;
use sanviec_store::testing::Filled;

use super::rows::Row;
use super::stage::Stage;

/// Rows that are played at the same time.
pub(super) const AT_ONCE: usize = 4;

pub(super) struct Scenes(Vec<Scene>);

/// A world on one of the databases: with placements, claims, lists of them, programs that are told, or without.
struct Scene {
    backend: Backend,
    is_full: bool,
    filled: Filled,
    /// What stands in it, without a database of its own.
    stage: Stage,
}

impl Scenes {
    /// Those that some rows need, on both databases.
    pub(super) async fn of(rows: &[Row], sent: &[usize]) -> Self {
        let is_needed = |is_full| sent.iter().any(|at| rows[*at].is_full() == is_full);
        let mut scenes = Vec::new();
        for is_full in [false, true].into_iter().filter(|is_full| is_needed(*is_full)) {
            let make = async |store| Box::pin(Stage::new(is_full, store)).await;
            let (sqlite, postgres) = tokio::join!(Filled::sqlite(make), Filled::postgres(make));
            let sqlite = (Backend::Sqlite, Some(sqlite));
            for (backend, made) in [sqlite, (Backend::Postgres, postgres)] {
                scenes.extend(made.map(|(filled, stage)| Scene { backend, is_full, filled, stage }));
            }
        }
        Self(scenes)
    }

    /// Plays a row in a copy of its world; nothing where there is no such database.
    pub(super) async fn play<T: Future<Output: Send> + Send + 'static>(
        &self,
        backend: Backend,
        row: &Row,
        act: impl FnOnce(Stage) -> T,
    ) -> Option<T::Output> {
        let scene = self.0.iter().find(|scene| (scene.backend, scene.is_full) == (backend, row.is_full()))?;
        Some(scene.filled.copied(|fresh| act(scene.stage.copied(fresh.store))).await)
    }

    pub(super) async fn remove(self) {
        for scene in self.0 {
            scene.filled.remove().await;
        }
    }
}
