//! Making jobs of occurrences, and doing jobs.

use super::{CatchUp, Left, Recurring, Work};
use crate::{JobError, wait};
use sanviec_app::{Actor, App, AppError, Ctx, Locale};
use sanviec_domain::time::Micros;
use sanviec_store::{Error as StoreError, job, schedule};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Occurrences of one schedule that become jobs in one write.
const AT_ONCE: usize = 500;
/// A last occurrence farther ahead of the clock than this comes from a clock that was wrong.
const AHEAD_US: i64 = 24 * 3_600 * 1_000_000;
const ATTEMPTS: i32 = 10;
const ZONE: &str = "Asia/Ho_Chi_Minh";

/// How fast a runner goes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two looks when nobody wakes it.
    pub pause: Duration,
    /// How long a job is held without a sign of life.
    pub lease: Duration,
    /// Jobs done at the same time.
    pub workers: usize,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pause: Duration::from_secs(5), lease: Duration::from_mins(1), workers: 2 }
    }
}

/// Does what recurs.
#[derive(Clone)]
pub struct Runner {
    app: App,
    table: &'static [Recurring],
    pace: Pace,
}

impl Runner {
    /// A runner of this table.
    pub fn new(app: App, table: &'static [Recurring], pace: Pace) -> Self {
        Self { app, table, pace }
    }

    fn ctx(&self) -> Ctx {
        self.app.ctx(Actor::System, Locale::Vi)
    }

    /// Runs until `stop`; a job that has begun is done to its end.
    pub async fn run(self, stop: CancellationToken) {
        while let Err(error) = self.register().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "schedules cannot be noted yet");
            if !wait::or_stop(self.pace.pause, &stop).await {
                return;
            }
        }
        let bell = Arc::new(Notify::new());
        let waker = super::wake::start(self.table, &bell).await;
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..self.pace.workers.max(1) {
            workers.spawn(self.clone().work(Arc::clone(&bell), stop.clone()));
        }
        while workers.join_next().await.is_some() {}
        super::wake::stop(waker).await;
    }

    async fn work(self, bell: Arc<Notify>, stop: CancellationToken) {
        loop {
            if let Err(error) = self.turn(&stop).await {
                tracing::warn!(error = &error as &dyn std::error::Error, "recurring work failed; it is tried again");
            }
            tokio::select! {
                () = bell.notified() => if stop.is_cancelled() { return },
                go_on = wait::or_stop(self.pace.pause, &stop) => if !go_on { return },
            }
        }
    }

    /// Notes the schedules; of a new one the occurrences from now on count.
    pub async fn register(&self) -> Result<(), JobError> {
        let now = self.ctx().now.0;
        for recurring in self.table {
            let row = &schedule::Row {
                name: recurring.name.to_owned(),
                cron: recurring.cron.to_owned(),
                zone: ZONE.to_owned(),
                last_occurrence: now,
                catch_up: recurring.catch_up.code().to_owned(),
            };
            self.app.store().write("ensure_schedule", |tx| Box::pin(schedule::ensure(tx, row))).await?;
        }
        Ok(())
    }

    /// Makes jobs of what is due and does all jobs that are; says how many were done.
    pub async fn turn(&self, stop: &CancellationToken) -> Result<usize, JobError> {
        self.materialise().await?;
        let mut done = 0;
        while !stop.is_cancelled() {
            let Some(left) = self.one().await? else { break };
            done += 1;
            if left == Left::More {
                // What fell due meanwhile comes before the next part.
                self.materialise().await?;
            }
        }
        Ok(done)
    }

    /// Every occurrence up to now becomes a job, once.
    async fn materialise(&self) -> Result<(), JobError> {
        for row in schedule::list(self.app.store().reader()).await? {
            let Some(recurring) = self.table.iter().find(|recurring| recurring.name == row.name) else { continue };
            let mut row = row;
            while let Some(to) = self.advance(recurring, &row).await? {
                row.last_occurrence = to;
            }
        }
        Ok(())
    }

    /// The next occurrences of one; where it stands afterwards when there may be more.
    async fn advance(&self, recurring: &Recurring, row: &schedule::Row) -> Result<Option<i64>, JobError> {
        let now = self.ctx().now;
        let last = Micros(row.last_occurrence);
        let ahead = last.0 > now.0 + AHEAD_US && recurring.catch_up != CatchUp::All;
        // A clock that was years ahead must not silence for years what may as well run once more. Where every
        // occurrence counts, those of the years ahead became jobs then, and silence is right.
        let (missed, to) = if ahead { (Vec::new(), now) } else { recurring.due(last, now, AT_ONCE)? };
        if missed.is_empty() && !ahead {
            return Ok(None);
        }
        let more = missed.len() == AT_ONCE;
        let jobs: Vec<i64> = missed.into_iter().map(|at| at.0).collect();
        let jobs = &jobs;
        let moved = self
            .app
            .store()
            .write("advance_schedule", |tx| Box::pin(schedule::advance(tx, row, to.0, jobs, ATTEMPTS, now.0)));
        Ok((moved.await? && more).then_some(to.0))
    }

    /// Does one job that is due and says what it left; nothing when there is none.
    async fn one(&self) -> Result<Option<Left>, JobError> {
        let kinds: Vec<&'static str> = self.table.iter().map(|recurring| recurring.name).collect();
        let (kinds, now) = (kinds.as_slice(), self.ctx().now.0);
        if !job::is_any_due(self.app.store().reader(), now).await? {
            return Ok(None);
        }
        let lease = micros(self.pace.lease);
        let claim = self.app.store().write("claim_jobs", |tx| Box::pin(job::claim(tx, kinds, now, lease, 1)));
        let Some(job) = claim.await?.pop() else { return Ok(None) };
        let Some(recurring) = self.table.iter().find(|recurring| recurring.name == job.kind) else { return Ok(None) };
        let outcome = self.keep(&job, self.run_job(recurring, &job)).await;
        self.end(&job, outcome).await.map(Some)
    }

    /// Does the work and shows a sign of life meanwhile. A sign that is refused changes nothing: whoever has the job
    /// now, the end of this attempt will not count.
    async fn keep(&self, job: &job::Row, work: impl Future<Output = Result<Left, JobError>>) -> Result<Left, JobError> {
        let mut work = std::pin::pin!(work);
        let never = CancellationToken::new();
        loop {
            tokio::select! {
                outcome = &mut work => return outcome,
                _ = wait::or_stop(self.pace.lease / 3, &never) => {
                    let (id, token, lease) = (job.id, job.lease_token.unwrap_or_default(), micros(self.pace.lease));
                    let sign = self.app.store().write("extend_job", |tx| Box::pin(job::extend(tx, id, token, lease)));
                    if let Err(error) = sign.await {
                        tracing::warn!(error = &error as &dyn std::error::Error, kind = job.kind, "a job may be lost");
                    }
                }
            }
        }
    }

    async fn run_job(&self, recurring: &Recurring, job: &job::Row) -> Result<Left, JobError> {
        let ctx = &self.ctx();
        let (id, token, now) = (job.id, job.lease_token.unwrap_or_default(), ctx.now.0);
        match recurring.work {
            Work::Sweep(sweep) => {
                sweep(&self.app, ctx).await?;
                self.app.store().write("finish_job", |tx| Box::pin(job::finish(tx, id, token, now))).await?;
            }
            Work::Parts(part) => {
                let left = part(&self.app, ctx).await?;
                self.end_part((id, token), left).await?;
                return Ok(left);
            }
            Work::Once(write) => {
                let at = occurrence(job)?;
                let work = self.app.store().write(recurring.name, |tx| {
                    Box::pin(async move {
                        write(tx, ctx, at).await?;
                        Ok::<(), AppError>(job::finish(tx, id, token, now).await?)
                    })
                });
                work.await?;
            }
        }
        Ok(Left::Nothing)
    }

    /// Ends a job that does a part at a time, or puts it behind what is due by now.
    async fn end_part(&self, (id, token): (i64, Uuid), left: Left) -> Result<(), JobError> {
        let now = self.ctx().now.0;
        let write = self.app.store().write("end_part", |tx| {
            Box::pin(async move {
                match left {
                    Left::Nothing => job::finish(tx, id, token, now).await,
                    Left::More => job::come_again(tx, id, token, now).await,
                }
            })
        });
        Ok(write.await?)
    }

    /// What a run left; notes a failure. A lost lease is none: the job is somebody else's.
    async fn end(&self, job: &job::Row, outcome: Result<Left, JobError>) -> Result<Left, JobError> {
        let error = match outcome {
            Ok(left) => return Ok(left),
            Err(JobError::App(AppError::Conflict) | JobError::Store(StoreError::Conflict))
                if self.is_lost(job).await? =>
            {
                tracing::warn!(kind = job.kind, "a job took longer than its lease; what it did not commit is undone");
                return Ok(Left::Nothing);
            }
            Err(error) => error,
        };
        let (text, now) = (&chain(&error), self.ctx().now.0);
        let failed = self.app.store().write("fail_job", |tx| Box::pin(job::fail(tx, job, text, now)));
        match failed.await {
            Ok(job::AfterFailure::Dead) => {
                metrics::counter!("sanviec_jobs_dead_total", "kind" => job.kind.clone()).increment(1);
                tracing::error!(kind = job.kind, error = text, "a job is dead: somebody has to look");
            }
            Ok(job::AfterFailure::Retry { .. }) => {
                tracing::warn!(kind = job.kind, error = text, "a job failed; it is tried again");
            }
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Left::Nothing)
    }

    async fn is_lost(&self, job: &job::Row) -> Result<bool, JobError> {
        let held = job::find(self.app.store().reader(), job.id).await?;
        Ok(held.is_none_or(|held| held.lease_token != job.lease_token))
    }
}

fn micros(time: Duration) -> i64 {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX)
}

fn occurrence(job: &job::Row) -> Result<Micros, JobError> {
    let digits: String = job.payload.chars().filter(char::is_ascii_digit).collect();
    let odd = || StoreError::corrupt("job", "payload", Uuid::nil());
    Ok(digits.parse().map(Micros).map_err(|_| odd())?)
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
