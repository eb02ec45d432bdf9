//! Passes over queries: one client after the other, several at once, and arrivals at a fixed rate.

use crate::Failure;
use crate::asked::Asking;
use crate::engine::Engine;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Barrier, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Latencies in milliseconds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies(Vec<f64>);

impl Latencies {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1000.0);
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The latency that this share of all does not exceed; 0 without any.
    pub(crate) fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let rank = (share * sorted.len() as f64).ceil() as usize;
        sorted.get(rank.max(1) - 1).copied().unwrap_or(0.0)
    }
}

/// Asks everything, one after the other.
pub(crate) fn one_client(engine: &dyn Engine, queries: &[Asking]) -> Result<Latencies, Failure> {
    let mut session = engine.session()?;
    let mut latencies = Latencies::default();
    for asking in queries {
        let begun = Instant::now();
        session.ask(asking)?;
        latencies.add(begun.elapsed());
    }
    Ok(latencies)
}

/// What several clients at once came to.
pub(crate) struct Load {
    pub(crate) per_second: f64,
    /// Processor time of the answering side for each query, milliseconds.
    pub(crate) cpu_ms: f64,
}

/// Asks everything once with so many clients, each asking its next as soon as it is answered.
pub(crate) fn clients(engine: &dyn Engine, queries: &[Asking], clients: usize) -> Result<Load, Failure> {
    let next = AtomicUsize::new(0);
    let start = Barrier::new(clients + 1);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(|| {
                    // Connecting is no part of the measurement; a client that cannot must not keep the others waiting.
                    let session = engine.session();
                    start.wait();
                    let mut session = session?;
                    while let Some(asking) = queries.get(next.fetch_add(1, Ordering::Relaxed)) {
                        session.ask(asking)?;
                    }
                    Ok::<(), Failure>(())
                })
            })
            .collect();
        start.wait();
        let (begun, cpu) = (Instant::now(), engine.cpu_ms());
        for client in running {
            client.join().map_err(|_| "a client panicked")??;
        }
        let count = queries.len().max(1) as f64;
        Ok(Load { per_second: count / begun.elapsed().as_secs_f64(), cpu_ms: (engine.cpu_ms() - cpu) / count })
    })
}

/// Arrivals at a rate, whatever the engine does: latencies count from when each was to arrive.
pub(crate) fn at_rate(
    engine: &dyn Engine,
    queries: &[Asking],
    (rate, workers): (f64, usize),
    seed: u64,
) -> Result<Latencies, Failure> {
    let (send, receive) = mpsc::channel::<(Instant, &Asking)>();
    let receive = Mutex::new(receive);
    let ready = Barrier::new(workers + 1);
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let session = engine.session();
                    ready.wait();
                    let mut session = session?;
                    let mut latencies = Latencies::default();
                    loop {
                        let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok((planned, asking)) = next else { return Ok::<_, Failure>(latencies) };
                        session.ask(asking)?;
                        latencies.add(planned.elapsed());
                    }
                })
            })
            .collect();
        ready.wait();
        let mut draw = ChaCha8Rng::seed_from_u64(seed);
        let mut planned = Instant::now();
        for asking in queries {
            // Poisson arrivals: people do not wait for one another.
            planned += Duration::from_secs_f64(-(1.0 - draw.random::<f64>()).ln() / rate.max(0.1));
            wait_until(planned);
            if send.send((planned, asking)).is_err() {
                break;
            }
        }
        drop(send);
        let mut latencies = Latencies::default();
        for worker in running {
            latencies.join(worker.join().map_err(|_| "a worker panicked")??);
        }
        Ok(latencies)
    })
}

/// Waits without burning the processor that the measured side needs.
pub(crate) fn wait_until(moment: Instant) {
    while let Some(left) = moment.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
        std::thread::park_timeout(left);
    }
}

/// The middle one of a few values.
pub(crate) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_was_measured() {
        let mut latencies = Latencies::default();
        (1..=200).for_each(|ms| latencies.add(Duration::from_millis(ms)));
        assert_eq!((latencies.at(0.5), latencies.at(0.95), latencies.at(0.99)), (100.0, 190.0, 198.0));
        assert_eq!((Latencies::default().at(0.99), latencies.at(1.0)), (0.0, 200.0));
    }
}
