//! What the use cases work with: the store, the index, the clock, ids and a few facts that an operator sets.

use crate::accounts::Hasher;
use crate::claims::Sharing;
use crate::ctx::{Actor, Clock, Ctx, Ids, Locale};
use crate::error::AppError;
use crate::find::Kept;
use crate::placements::{Policies, SignatureReader};
use crate::secrets::Keyring;
use crate::wording::Wording;
use sanviec_oidc::Provider;
use sanviec_search::Index;
use sanviec_store::{BoxFuture, Store};
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Semaphore, oneshot};
use tokio_util::task::TaskTracker;

/// Facts that an operator sets.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Days that a posting without a deadline stays live after its import.
    pub days_without_deadline: u16,
    /// Dong for one US dollar, for comparing pay.
    pub dong_per_usd: i64,
    /// Days after its end for which the page of a posting can still be read.
    pub days_readable_after_end: u16,
    /// Searches computed at the same time.
    pub searches: usize,
    /// Memory of one password hash in KiB.
    pub hash_kib: u32,
    /// Whether staff and employers' administrators must sign in with two factors; off only for trial data.
    pub two_factors: bool,
    /// Whether the second factor of platform operators has to be a passkey.
    pub operator_passkeys: bool,
    /// Whether a virus scanner looks at files before anybody else opens them.
    pub scans: bool,
    /// Whether programs on this machine may be told, without TLS: for trials only.
    pub local_webhooks: bool,
    /// Days in which an employer answers an application before it is closed as unanswered.
    pub answer_days: u16,
    /// Days for which data of somebody not hired are kept (Law 91/2025/QH15, Article 25).
    pub keep_days: u16,
    /// Days for which a file of the insurer, of a payroll or of a centre is kept that nothing rests on.
    pub unused_file_days: u16,
    /// Copies of the database that are made by themselves; none where no folder for them is set.
    pub copies: Option<Copies>,
}

/// Copies of the database that are made by themselves.
#[derive(Clone, Debug)]
pub struct Copies {
    /// The folder that they go into; it is not made.
    pub folder: PathBuf,
    /// When: second, minute, hour, day, month, weekday, in Viet Nam.
    pub cron: String,
    /// How many are kept.
    pub keep: u16,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            days_without_deadline: 30,
            dong_per_usd: 26_000,
            days_readable_after_end: 180,
            searches: 2,
            hash_kib: 19 * 1024,
            two_factors: true,
            operator_passkeys: false,
            scans: false,
            local_webhooks: false,
            answer_days: 14,
            keep_days: 30,
            unused_file_days: 730,
            copies: None,
        }
    }
}

/// Everything a use case needs. Cloning is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    index: Arc<Index>,
    clock: Clock,
    ids: Ids,
    facts: Facts,
    searches: Arc<Semaphore>,
    listed: Kept,
    hasher: Hasher,
    keys: Option<Keyring>,
    providers: Vec<Provider>,
    wording: Option<Arc<dyn Wording>>,
    policies: Policies,
    signatures: Option<Arc<dyn SignatureReader>>,
    sharing: Option<Sharing>,
    running: TaskTracker,
}

impl App {
    pub fn new(store: Store, index: impl Into<Arc<Index>>, clock: Clock, ids: Ids, facts: Facts) -> Self {
        let searches = Arc::new(Semaphore::new(facts.searches.max(1)));
        let (hasher, running) = (Hasher::new(facts.hash_kib), TaskTracker::new());
        Self(Arc::new(Inner {
            store,
            index: index.into(),
            clock,
            ids,
            facts,
            searches,
            listed: Kept::default(),
            hasher,
            keys: None,
            wording: None,
            policies: Policies::embedded(),
            signatures: None,
            sharing: None,
            providers: Vec::new(),
            running,
        }))
    }

    /// What is given before the first clone, as every caller's text says.
    fn alone(&mut self) -> &mut Inner {
        Arc::get_mut(&mut self.0).expect("it is given before the first clone, as the text of each says")
    }

    /// The same with the keys of sealed fields. Call it before the first clone: use cases that need keys fail without
    /// them, they never make some up.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_keys(mut self, keys: Keyring) -> Self {
        self.alone().keys = Some(keys);
        self
    }

    /// The same with providers of identities. Call it before the first clone.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_providers(mut self, providers: Vec<Provider>) -> Self {
        self.alone().providers = providers;
        self
    }

    pub(crate) fn providers(&self) -> &[Provider] {
        &self.0.providers
    }

    /// The same with somebody who puts messages into words. Call it before the first clone: without, the inbox says
    /// that there was a message and not what it said.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_wording(mut self, wording: Arc<dyn Wording>) -> Self {
        self.alone().wording = Some(wording);
        self
    }

    /// The same with other policies of programmes than those that come with the program. Call it before the first
    /// clone.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_policies(mut self, policies: Policies) -> Self {
        self.alone().policies = policies;
        self
    }

    /// The same with somebody who reads digital signatures. Call it before the first clone.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_signatures(mut self, reader: Arc<dyn SignatureReader>) -> Self {
        self.alone().signatures = Some(reader);
        self
    }

    /// The same with what lists of exclusions are shared with other installations by. Call it before the first clone.
    ///
    /// # Panics
    /// When it was cloned before.
    #[must_use]
    pub fn with_sharing(mut self, sharing: Sharing) -> Self {
        self.alone().sharing = Some(sharing);
        self
    }

    pub(crate) fn sharing(&self) -> Option<&Sharing> {
        self.0.sharing.as_ref()
    }

    /// Who reads digital signatures, where roots are trusted.
    pub fn signatures(&self) -> Option<&dyn SignatureReader> {
        self.0.signatures.as_deref()
    }

    /// The policies of programmes.
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }

    pub(crate) fn wording(&self) -> Option<&dyn Wording> {
        self.0.wording.as_deref()
    }

    /// The keys of sealed fields.
    pub fn keys(&self) -> Result<&Keyring, AppError> {
        self.0.keys.as_ref().ok_or_else(|| AppError::internal("this command was started without its key file"))
    }

    /// Password hashes computed since the start: what signing in has cost this process.
    pub fn hashes_computed(&self) -> u64 {
        self.0.hasher.computed()
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    /// The circumstances of something that begins now.
    pub fn ctx(&self, actor: Actor, locale: Locale) -> Ctx {
        Ctx { now: self.0.clock.now(), actor, locale, request_id: self.0.ids.next() }
    }

    pub fn store(&self) -> &Store {
        &self.0.store
    }

    pub fn index(&self) -> &Index {
        &self.0.index
    }

    /// What every search now sees, as a text that changes with it; refused while there is no whole index.
    pub fn index_seen(&self) -> Result<String, AppError> {
        self.demand_index()?;
        Ok(self.0.index.seen())
    }

    /// Refuses where the first index is still being made: that nothing is found then says nothing.
    pub(crate) fn demand_index(&self) -> Result<(), AppError> {
        let index = &self.0.index;
        if index.is_incomplete() { Err(AppError::Rebuilding { percent: index.percent_made() }) } else { Ok(()) }
    }

    /// What live postings named when it was last asked.
    pub(crate) fn listed(&self) -> &Kept {
        &self.0.listed
    }

    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub fn facts(&self) -> &Facts {
        &self.0.facts
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// Searches on a thread that may block, with at most the configured number at a time; refused while there is no
    /// whole index. The turn is held until the work ends, also when whoever asked has gone: a client that hangs up
    /// makes no room for the next one.
    pub(crate) async fn search<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Index) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        self.demand_index()?;
        let turn = self.0.searches.clone().acquire_owned().await.map_err(AppError::internal)?;
        let app = self.clone();
        let search = tokio::task::spawn_blocking(move || {
            let found = work(app.index());
            drop(turn);
            found
        });
        search.await.map_err(AppError::internal)?
    }

    /// Runs a write to its end even when whoever asked for it has gone: a client that hangs up cannot tear a
    /// transaction.
    pub(crate) async fn to_the_end<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, AppError>> + Send + 'static,
    ) -> Result<T, AppError> {
        let (answer, answered) = oneshot::channel();
        // Boxed, so that tasks are compiled once and not again for each write.
        let work: BoxFuture<'static, ()> = Box::pin(async move {
            let _ = answer.send(work.await);
        });
        self.0.running.spawn(work);
        answered.await.map_err(AppError::internal)?
    }

    /// Waits for every write that still runs; called when no new requests are taken.
    pub async fn finish(&self) {
        self.0.running.close();
        self.0.running.wait().await;
    }
}

#[cfg(test)]
mod tests {
    use super::{App, Facts};
    use crate::ctx::{Clock, Ids};
    use sanviec_search::Index;
    use sanviec_store::{Settings, Store};
    use std::time::Duration;

    #[tokio::test(flavor = "multi_thread")]
    async fn a_client_that_hangs_up_makes_no_room_for_another_search() {
        let settings = Settings { durable: false, ..Settings::new("sqlite::memory:") };
        let store = Store::open(settings).await.expect("a store");
        let facts = Facts { searches: 1, ..Facts::default() };
        let app = App::new(store, Index::in_memory().expect("an index"), Clock::System, Ids::System, facts);
        let (go_on, told) = std::sync::mpsc::channel::<()>();
        let (begun, first_runs) = tokio::sync::oneshot::channel::<()>();
        let asked = app.clone();
        let first = tokio::spawn(async move {
            let slow = asked.search(move |_| {
                begun.send(()).expect("somebody waits");
                told.recv().expect("somebody tells");
                Ok(())
            });
            slow.await
        });
        first_runs.await.expect("it runs");
        first.abort();
        assert!(first.await.expect_err("it was given up").is_cancelled());
        let second = app.search(|_| Ok(()));
        tokio::pin!(second);
        tokio::time::timeout(Duration::from_millis(100), &mut second).await.expect_err("the first one still runs");
        go_on.send(()).expect("it waits");
        second.await.expect("its turn");
    }
}
