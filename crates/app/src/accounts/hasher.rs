//! Password hashes: argon2id, two at a time and not more, on threads of their own that give way to all others, so that
//! a storm of sign-ins never takes the machine from the searches.

use crate::error::AppError;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

/// Hashes computed at the same time.
const AT_ONCE: usize = 2;
/// By how much a hash gives way; 19 is the most.
const NICE: i32 = 19;
/// Requests that may wait for their turn.
const WAITING: usize = 64;
/// How long a request stands outside for a place among them, before it is told to come back. Without it whoever is
/// told asks again at once, and asking alone takes the machine.
const PATIENCE: Duration = Duration::from_secs(2);
/// Requests that may stand outside; more are told at once.
const OUTSIDE: usize = 1024;
/// Passes over the memory. With 19 MiB this is a pair that ASVS 5.0 (appendix C) accepts.
const PASSES: u32 = 2;

/// Computes and compares hashes. Cloning is cheap.
#[derive(Clone)]
pub(crate) struct Hasher(Arc<Inner>);

type Job = Box<dyn FnOnce() + Send>;

struct Inner {
    kib: u32,
    room: Semaphore,
    outside: Semaphore,
    patience: Duration,
    /// To the threads, once the first hash is asked for. They end with the last sender.
    jobs: OnceLock<Sender<Job>>,
    /// A hash that no password gives, compared with when an account has none: the work is the same.
    decoy: OnceLock<String>,
    /// Hashes computed so far, the decoy and those that were compared with.
    computed: AtomicU64,
}

impl Hasher {
    pub(crate) fn new(kib: u32) -> Self {
        Self::with(kib, PATIENCE)
    }

    fn with(kib: u32, patience: Duration) -> Self {
        let (room, outside) = (Semaphore::new(WAITING), Semaphore::new(OUTSIDE));
        Self(Arc::new(Inner {
            kib,
            room,
            outside,
            patience,
            jobs: OnceLock::new(),
            decoy: OnceLock::new(),
            computed: AtomicU64::new(0),
        }))
    }

    /// The hash of a new password, as a PHC string.
    pub(crate) async fn hash(&self, password: String) -> Result<String, AppError> {
        self.compute(move |hasher| hasher.hash_now(&password)).await
    }

    /// Whether the password gives the hash. Without a hash the answer is no after the same work.
    pub(crate) async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        self.compute(move |hasher| {
            let known = hash.is_some();
            // Made with the first comparison of all, whosever it is: made for those without a hash alone it would
            // tell the first of them by its time.
            let decoy = hasher.decoy()?;
            let hash = hash.unwrap_or(decoy);
            hasher.count();
            let parsed = PasswordHash::new(&hash).map_err(|error| AppError::internal(error.to_string()))?;
            let fits = hasher.argon()?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(fits && known)
        })
        .await
    }

    /// Refuses while more wait than may, after some patience: whoever will hash asks before anything dear is done.
    pub(crate) async fn demand_room(&self) -> Result<(), AppError> {
        self.enter().await.map(drop)
    }

    /// A place among those who wait for their turn.
    async fn enter(&self) -> Result<SemaphorePermit<'_>, AppError> {
        if let Ok(place) = self.0.room.try_acquire() {
            return Ok(place);
        }
        let _outside = self.0.outside.try_acquire().map_err(|_| turned_away())?;
        let entered = tokio::time::timeout(self.0.patience, self.0.room.acquire()).await;
        entered.map_err(|_| turned_away())?.map_err(AppError::internal)
    }

    /// Whether a hash was made with another cost than that of today.
    pub(crate) fn is_outdated(&self, hash: &str) -> bool {
        !hash.contains(&format!("$m={},t={PASSES},p=1$", self.0.kib))
    }

    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let _place = self.enter().await?;
        let (answer, answered) = oneshot::channel();
        let hasher = self.clone();
        let job = move || {
            // Whoever has left meanwhile costs nothing.
            if !answer.is_closed() {
                let _ = answer.send(work(&hasher));
            }
        };
        self.jobs()?.send(Box::new(job)).map_err(|_| AppError::internal("the hashing threads ended"))?;
        answered.await.map_err(AppError::internal)?
    }

    /// The way to the threads, which are begun with the first hash.
    fn jobs(&self) -> Result<&Sender<Job>, AppError> {
        if let Some(jobs) = self.0.jobs.get() {
            return Ok(jobs);
        }
        let (sender, receiver) = channel();
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 1..=AT_ONCE {
            let receiver = receiver.clone();
            let thread = std::thread::Builder::new().name(format!("hash-{number}"));
            thread.spawn(move || compute_all(&receiver)).map_err(AppError::internal)?;
        }
        // Two first hashes at once: the threads of the one that came second end with its sender.
        Ok(self.0.jobs.get_or_init(|| sender))
    }

    fn argon(&self) -> Result<Argon2<'static>, AppError> {
        let params = Params::new(self.0.kib, PASSES, 1, None).map_err(|error| AppError::internal(error.to_string()))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }

    /// Hashes computed so far.
    pub(crate) fn computed(&self) -> u64 {
        self.0.computed.load(Ordering::Relaxed)
    }

    fn count(&self) {
        self.0.computed.fetch_add(1, Ordering::Relaxed);
    }

    fn hash_now(&self, password: &str) -> Result<String, AppError> {
        self.count();
        let salt = crate::secrets::bytes::<16>()?;
        let hash = self.argon()?.hash_password_with_salt(password.as_bytes(), &salt);
        hash.map(|hash| hash.to_string()).map_err(|error| AppError::internal(error.to_string()))
    }

    fn decoy(&self) -> Result<String, AppError> {
        if let Some(decoy) = self.0.decoy.get() {
            return Ok(decoy.clone());
        }
        let decoy = self.hash_now(&crate::secrets::token()?)?;
        Ok(self.0.decoy.get_or_init(|| decoy).clone())
    }
}

fn turned_away() -> AppError {
    metrics::counter!("entry_refused_total", "action" => "hash", "code" => "busy").increment(1);
    AppError::Busy
}

/// One thread: hash after hash, as long as there is somebody to send them.
fn compute_all(jobs: &Mutex<Receiver<Job>>) {
    // Of the calling thread alone. Where it is not allowed, hashes compete like everything else.
    let _ = rustix::process::nice(NICE);
    loop {
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        job();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[tokio::test]
    async fn only_the_password_itself_gives_its_hash() {
        let hasher = Hasher::new(64);
        let hash = hasher.hash("bốn từ không ai đoán".into()).await.expect("hash");
        assert!(hash.starts_with("$argon2id$v=19$"), "{hash}");
        for (password, hash, fits) in [
            ("bốn từ không ai đoán", Some(&hash), true),
            ("bốn từ không ai đoán ", Some(&hash), false),
            ("", Some(&hash), false),
            ("bốn từ không ai đoán", None, false),
        ] {
            assert_eq!(hasher.verify(password.into(), hash.cloned()).await.expect("compared"), fits, "{password}");
        }
        let again = hasher.hash("bốn từ không ai đoán".into()).await.expect("hash");
        assert_ne!(hash, again, "salted");
    }

    #[tokio::test]
    async fn the_work_is_the_same_with_and_without_a_hash_from_the_first_comparison_on() {
        let hash = Hasher::new(64).hash("bốn từ không ai đoán".into()).await.expect("hash");
        let mut work = Vec::new();
        for hash in [Some(hash), None] {
            let hasher = Hasher::new(64);
            for _ in 0..2 {
                let before = hasher.computed();
                hasher.verify("bốn từ khác hẳn".into(), hash.clone()).await.expect("compared");
                work.push(hasher.computed() - before);
            }
        }
        assert_eq!(work, [2, 1, 2, 1], "the decoy with the first, whosever it is");
    }

    #[tokio::test]
    async fn beyond_the_queue_a_request_has_some_patience_and_is_told_to_come_back() {
        let patience = Duration::from_millis(300);
        let hasher = Hasher::with(64, patience);
        let begun = Instant::now();
        let all = hasher.0.room.acquire_many(WAITING as u32).await.expect("room");
        assert!(matches!(hasher.verify(String::new(), None).await, Err(AppError::Busy)));
        assert!(begun.elapsed() >= patience, "nobody asks again at once");
        assert!(matches!(hasher.demand_room().await, Err(AppError::Busy)));
        assert!(begun.elapsed() >= patience * 2);
        drop(all);
        assert!(hasher.verify(String::new(), None).await.is_ok());
    }

    #[tokio::test]
    async fn whoever_stands_outside_enters_with_the_first_place_and_no_crowd_stands_there() {
        let hasher = Hasher::with(64, Duration::from_mins(10));
        let all = hasher.0.room.acquire_many(WAITING as u32).await.expect("room");
        let crowd = hasher.0.outside.acquire_many(OUTSIDE as u32).await.expect("outside");
        assert!(matches!(hasher.demand_room().await, Err(AppError::Busy)), "told at once");
        drop(crowd);
        let (entered, ()) = tokio::join!(hasher.demand_room(), async { drop(all) });
        entered.expect("a place that became free");
    }

    #[tokio::test]
    async fn never_more_than_two_are_computed_at_once_and_whoever_left_is_passed_over() {
        let hasher = Hasher::new(64);
        let (began, mut begun) = tokio::sync::mpsc::unbounded_channel();
        let (open, gate) = channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let wait = |number: u32| {
            let (began, gate) = (began.clone(), gate.clone());
            let hasher = hasher.clone();
            let work = move |_: &Hasher| {
                began.send(number).map_err(AppError::internal)?;
                gate.lock().unwrap_or_else(PoisonError::into_inner).recv().map_err(AppError::internal)
            };
            tokio::spawn(async move { hasher.compute(work).await })
        };
        let first = [wait(1), wait(2)];
        let both = [begun.recv().await, begun.recv().await];
        assert!(both.contains(&Some(1)) && both.contains(&Some(2)), "{both:?}");
        let (gone, last) = (wait(3), wait(4));
        tokio::task::yield_now().await;
        gone.abort();
        assert!(gone.await.is_err_and(|error| error.is_cancelled()));
        assert!(begun.try_recv().is_err(), "a third waits");
        for _ in 0..3 {
            open.send(()).expect("open");
        }
        for done in first.into_iter().chain([last]) {
            done.await.expect("done").expect("computed");
        }
        assert_eq!(begun.recv().await, Some(4), "the third had left");
    }
}
