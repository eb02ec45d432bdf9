//! Clients of the real server that hang up: in the middle of what they send, or while they wait. Some of what was cut
//! off is sent again with the same key until it is answered, as a program or a person would; the rest is left alone.
//!
//! Three requests in turns: a program puts a posting in, a program replaces its posting, a person applies by the form.

use super::scene::{Scene, Stored};
use crate::report::Report;
use crate::server::Server;
use crate::{Common, Failure, scratch};
use chrono::Days;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::Clock;
use sanviec_store::{Settings, Store};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::Runtime;

/// Clients at once.
const AT_ONCE: u64 = 24;
/// How long an answer is waited for by a client that does not hang up.
const LONG: Duration = Duration::from_secs(20);
/// How often a request is sent again before the bench gives up.
const TRIES: u32 = 200;

struct Run {
    scene: Scene,
    address: SocketAddr,
    wanted: u64,
    next: AtomicU64,
    cut: AtomicU64,
    /// Around what clients lose patience, in nanoseconds: moves so that they hang up about as often as not.
    patience: AtomicU64,
    deadline_on: String,
    ready_on: String,
}

/// What the clients saw.
#[derive(Default)]
struct Seen {
    sent: u64,
    /// Cut off while it was sent, and while the answer was waited for.
    cut: (u64, u64),
    sent_again: u64,
    /// Numbers of postings and of applications, with whether they were acknowledged.
    postings: Vec<(u64, bool)>,
    applications: Vec<(u64, bool)>,
    /// For each client: what its posting was replaced with last, and how often.
    replaced: Vec<(String, i64)>,
    /// What was answered and should not have been.
    wrong: Vec<String>,
}

/// So many cut requests on one database; whether nothing was lost and nothing happened twice.
pub(super) fn campaign(
    common: &Common,
    (runtime, database, cuts): (&Runtime, &str, usize),
    (folder, url, store): (&Path, Option<&str>, Store),
    report: &mut Report,
) -> Result<bool, Failure> {
    let wanted = cuts as u64;
    let scene = runtime.block_on(Scene::set(folder, store, wanted))?;
    let set: Vec<(&str, &str)> =
        [("SANVIEC__PROXY__HOPS", "1")].into_iter().chain(url.map(|url| ("SANVIEC_DATABASE", url))).collect();
    let server = Server::start_with(common, folder, &set)?;
    let today = Clock::System.now().day();
    let run = Arc::new(Run {
        scene,
        address: server.address,
        wanted,
        next: AtomicU64::new(0),
        cut: AtomicU64::new(0),
        patience: AtomicU64::new(5_000_000),
        deadline_on: (today + Days::new(20)).to_string(),
        ready_on: (today + Days::new(21)).to_string(),
    });
    let begun = Instant::now();
    let clients: Vec<_> = (0..AT_ONCE).map(|number| runtime.spawn(client(run.clone(), number, common.seed))).collect();
    let mut seen = Seen::default();
    for one in clients {
        seen.join(runtime.block_on(one)?);
    }
    let seconds = begun.elapsed().as_secs_f64();
    // Requests whose client is gone run to their end; then the server is told to stop.
    stop(&server)?;
    drop(server);
    let stored = runtime.block_on(async {
        let store = match url {
            None => Store::open(Settings::new(scratch::sqlite_url(folder))).await?,
            Some(url) => scratch::postgres(url, 4).await?,
        };
        run.scene.look(folder, store).await
    })?;
    Ok(tell(database, (&seen, seconds), &stored, report))
}

fn tell(database: &str, (seen, seconds): (&Seen, f64), stored: &Stored, report: &mut Report) -> bool {
    let variant = format!("{database}, at the socket");
    let there = seen.effects(stored);
    let acknowledged = |count: &u64| *count == 0;
    let lost = there.iter().filter(|(known, count)| *known && acknowledged(count)).count() + seen.unreplaced(stored);
    let twice = there.iter().filter(|(_, count)| *count > 1).count();
    let silent = there.iter().filter(|(known, count)| !known && *count == 1).count();
    let replaced: i64 = seen.replaced.iter().map(|(_, times)| times).sum();
    let known = there.iter().filter(|(known, _)| *known).count() as i64 + replaced;
    for (metric, value, unit) in [
        ("rate", seen.sent as f64 / seconds, "requests/s"),
        ("cut while sending", seen.cut.0 as f64, ""),
        ("cut while waiting", seen.cut.1 as f64, ""),
        ("sent again", seen.sent_again as f64, ""),
        ("acknowledged", known as f64, ""),
        ("answered wrongly", seen.wrong.len() as f64, ""),
        ("lost", lost as f64, ""),
        ("done twice", twice as f64, ""),
        ("committed without acknowledgement", silent as f64, ""),
        ("damage found by verify", stored.damage.len() as f64, ""),
    ] {
        report.add(&variant, metric, value, unit);
    }
    let told = seen.wrong.iter().chain(&stored.damage).take(5);
    told.for_each(|one| report.note(format!("{variant}: {one}")));
    lost == 0 && twice == 0 && seen.wrong.is_empty() && stored.damage.is_empty()
}

impl Seen {
    fn join(&mut self, other: Self) {
        self.sent += other.sent;
        self.cut = (self.cut.0 + other.cut.0, self.cut.1 + other.cut.1);
        self.sent_again += other.sent_again;
        self.postings.extend(other.postings);
        self.applications.extend(other.applications);
        self.replaced.extend(other.replaced);
        self.wrong.extend(other.wrong);
    }

    /// For each posting and application whether it was acknowledged, and how often it is there.
    fn effects(&self, stored: &Stored) -> Vec<(bool, u64)> {
        let postings = self
            .postings
            .iter()
            .map(|(number, known)| (*known, stored.titles.get(&title(*number)).map_or(0, |(count, _)| *count)));
        let applications = self.applications.iter().map(|(number, known)| {
            (*known, stored.phones.get(&format!("+84{}", &phone(*number)[1..])).copied().unwrap_or_default())
        });
        postings.chain(applications).collect()
    }

    /// Postings that do not say what they were last replaced with, or were not replaced as often as was acknowledged.
    fn unreplaced(&self, stored: &Stored) -> usize {
        let is_right = |(title, times): &&(String, i64)| {
            // It was put in as the first version and handed in as the second.
            stored.titles.get(title).is_some_and(|(count, version)| *count == 1 && *version == times + 2)
        };
        self.replaced.iter().filter(|one| !is_right(one)).count()
    }
}

fn title(number: u64) -> String {
    format!("Nhân viên kho số {number}")
}

fn phone(number: u64) -> String {
    format!("09{number:08}")
}

/// One request, sent as often as one likes.
struct Request {
    bytes: Vec<u8>,
}

impl Request {
    fn api(run: &Run, (method, path): (&str, &str), (title, posting): (&str, u64), key: u64) -> Self {
        let body = serde_json::json!({ "fields": {
            "title": title, "description": "Xếp hàng vào kho, bốc xếp và kiểm đếm.",
            "location": "Phường Quy Nhơn, Gia Lai", "wanted": "2", "position": "staff", "pay": "9-12 triệu",
            "education": "upper_secondary", "technical_level": "untrained", "recruiting": "in_person",
            "deadline_on": run.deadline_on, "ready_on": run.ready_on,
        }});
        let (bearer, body) = (run.scene.key(posting), body.to_string());
        let head = format!("Authorization: Bearer {bearer}\r\nIdempotency-Key: {key:032x}\r\n");
        Self::new((method, path), &format!("{head}Content-Type: application/json\r\n"), &body)
    }

    fn application(run: &Run, number: u64, key: u64) -> Self {
        let phone = phone(number);
        let key = format!("{key:032x}");
        let fields = [
            ("khoa", key.as_str()),
            ("buoc", "gui"),
            ("ho-ten", "Lê Văn Tám"),
            ("dien-thoai", phone.as_str()),
            ("tuoi", "18"),
            ("dong-y", "co"),
            ("loi-dong-y", "1"),
        ];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let network = Ipv4Addr::from_bits(0x0a00_0000 + number as u32);
        let head = format!(
            "Content-Type: application/x-www-form-urlencoded\r\nsec-fetch-site: same-origin\r\nX-Forwarded-For: {network}\r\n"
        );
        Self::new(("POST", &format!("/ung-tuyen/viec/{}", run.scene.advert)), &head, &body)
    }

    fn new((method, path): (&str, &str), head: &str, body: &str) -> Self {
        let length = body.len();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{head}Content-Length: {length}\r\n\r\n{body}"
        );
        Self { bytes: text.into_bytes() }
    }
}

/// What became of one sending.
enum Came {
    Answer(u16, String),
    CutSending,
    CutWaiting,
}

struct Client {
    run: Arc<Run>,
    number: u64,
    draw: ChaCha8Rng,
    seen: Seen,
}

async fn client(run: Arc<Run>, number: u64, seed: u64) -> Seen {
    let draw = ChaCha8Rng::seed_from_u64(seed.wrapping_mul(1000).wrapping_add(number));
    let mut client = Client { run: run.clone(), number, draw, seen: Seen::default() };
    // Numbers below the first million are what this client's own posting is put in under.
    let own = client.own_posting().await;
    while client.seen.wrong.len() < 3 && run.cut.load(Ordering::Relaxed) < run.wanted {
        let number = run.next.fetch_add(1, Ordering::Relaxed);
        match number % 3 {
            0 => client.put_in(number).await,
            1 => client.apply(number).await,
            _ => client.replace(number, own.as_deref()).await,
        }
    }
    client.seen
}

impl Client {
    async fn own_posting(&mut self) -> Option<String> {
        let title = format!("Tin của máy {}", self.number);
        let request = Request::api(&self.run, ("POST", "/api/v1/postings"), (&title, 0), (1 << 60) + self.number);
        let body = self.until_answered(&request).await?;
        let body: serde_json::Value = serde_json::from_str(&body).ok()?;
        self.seen.replaced.push((title, 0));
        body["id"].as_str().map(str::to_owned)
    }

    async fn put_in(&mut self, number: u64) {
        let request = Request::api(&self.run, ("POST", "/api/v1/postings"), (&title(number), number), number);
        let known = self.perhaps_cut(&request, false).await;
        self.seen.postings.push((number, known));
    }

    async fn apply(&mut self, number: u64) {
        let request = Request::application(&self.run, number, number);
        let known = self.perhaps_cut(&request, false).await;
        self.seen.applications.push((number, known));
    }

    /// Always until it is acknowledged: otherwise nobody could say what the posting has to say afterwards.
    async fn replace(&mut self, number: u64, own: Option<&str>) {
        let Some(own) = own else { return };
        let title = format!("Tin của máy {}, lần {number}", self.number);
        let request = Request::api(&self.run, ("PUT", &format!("/api/v1/postings/{own}")), (&title, 0), number);
        if self.perhaps_cut(&request, true).await
            && let Some(last) = self.seen.replaced.last_mut()
        {
            *last = (title, last.1 + 1);
        }
    }

    /// Sends it and perhaps hangs up; sends it again then if it must be done, or every other time. Whether it was
    /// acknowledged.
    async fn perhaps_cut(&mut self, request: &Request, must: bool) -> bool {
        self.seen.sent += 1;
        match self.send(request, true).await {
            Ok(Came::Answer(status, body)) => self.is_right(status, &body),
            Ok(came) => {
                self.run.cut.fetch_add(1, Ordering::Relaxed);
                match came {
                    Came::CutSending => self.seen.cut.0 += 1,
                    _ => self.seen.cut.1 += 1,
                }
                if must || self.draw.random_bool(0.5) { self.until_answered(request).await.is_some() } else { false }
            }
            Err(error) => {
                self.seen.wrong.push(error.to_string());
                false
            }
        }
    }

    fn is_right(&mut self, status: u16, body: &str) -> bool {
        let right = matches!(status, 200 | 201 | 303);
        if !right {
            let start: String = body.chars().take(300).collect();
            self.seen.wrong.push(format!("{status} {start}"));
        }
        right
    }

    /// Until it is answered; one that still runs is asked again a little later.
    async fn until_answered(&mut self, request: &Request) -> Option<String> {
        for _ in 0..TRIES {
            self.seen.sent_again += 1;
            match self.send(request, false).await {
                Ok(Came::Answer(409, _)) => pass(Instant::now() + Duration::from_millis(5)).await,
                Ok(Came::Answer(status, body)) => return self.is_right(status, &body).then_some(body),
                Ok(_) => {}
                Err(error) => {
                    self.seen.wrong.push(error.to_string());
                    return None;
                }
            }
        }
        self.seen.wrong.push("a request went on running".to_owned());
        None
    }

    async fn send(&mut self, request: &Request, may_cut: bool) -> Result<Came, Failure> {
        let mut stream = self.connect().await?;
        if may_cut && self.draw.random_bool(0.15) {
            let length = self.draw.random_range(0..request.bytes.len());
            stream.write_all(&request.bytes[..length]).await?;
            return Ok(Came::CutSending);
        }
        stream.write_all(&request.bytes).await?;
        let around = self.run.patience.load(Ordering::Relaxed) as f64;
        let patience = Duration::from_nanos((around * 2.0 * self.draw.random::<f64>()) as u64);
        let patience = if may_cut { patience } else { LONG };
        let until = Instant::now() + patience;
        let answer = tokio::select! {
            biased;
            answer = answer(&mut stream) => answer,
            () = pass(until) => {
                self.change_patience(0.01);
                return if may_cut { Ok(Came::CutWaiting) } else { Err("no answer within 20 s".into()) };
            }
        };
        if may_cut {
            self.change_patience(-0.01);
        }
        answer
    }

    fn change_patience(&self, by: f64) {
        // A change that another client overwrites is no loss.
        let changed = self.run.patience.load(Ordering::Relaxed) as f64 * (1.0 + by);
        self.run.patience.store(changed.clamp(1e5, 1e10) as u64, Ordering::Relaxed);
    }

    /// From an address of this machine that is drawn, so that closed connections do not use up one address's ports.
    async fn connect(&mut self) -> Result<TcpStream, Failure> {
        let from = Ipv4Addr::new(127, 1, self.draw.random_range(0..250), self.draw.random_range(1..250));
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::V4(SocketAddrV4::new(from, 0)))?;
        let stream = socket.connect(self.run.address).await?;
        stream.set_nodelay(true)?;
        Ok(stream)
    }
}

/// Close to the microsecond at the end, without taking the core that the server needs until then.
async fn pass(until: Instant) {
    const FINE: Duration = Duration::from_millis(2);
    let rough = until.saturating_duration_since(Instant::now()).saturating_sub(FINE);
    // Timers of the runtime know milliseconds only.
    let _elapsed = tokio::time::timeout(rough, std::future::pending::<()>()).await;
    while Instant::now() < until {
        tokio::task::yield_now().await;
    }
}

/// Status and body. Whoever saw the status knows what became of the request.
async fn answer(stream: &mut TcpStream) -> Result<Came, Failure> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let text = String::from_utf8_lossy(&bytes);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
    Ok(Came::Answer(status.ok_or("an answer without a status")?, body))
}

/// Asks the server to stop and waits for it.
fn stop(server: &Server) -> Result<(), Failure> {
    let pid = server.pid().to_string();
    Command::new("kill").args(["-TERM", &pid]).status()?;
    let begun = Instant::now();
    while begun.elapsed() < LONG * 2 && Path::new("/proc").join(&pid).join("exe").read_link().is_ok() {
        std::thread::park_timeout(Duration::from_millis(20));
    }
    Ok(())
}
