//! `sanviec serve`: pages and API over the database, the index following it.

use crate::cli::Place;
use crate::settings::{Backup, Settings};
use crate::{Failure, listen, post, telemetry, tls, wiring};
use sanviec_app::secrets::{self, Standing};
use sanviec_app::{Actor, App, Clock, Locale, accounts};
use sanviec_jobs::Follower;
use sanviec_web::Site;
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Why a server ends by itself; whoever watches over it starts it again, then with the file as it is now.
const KEY_RETIRED: &str = "khóa mà máy chủ này dùng để mã hóa đã bị bỏ; chép tệp khóa mới sang đây rồi khởi động lại / \
     the key that this server seals with was taken out of use; copy the new key file here and start it again";

/// Serves what is in the data folder or the database.
pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    let app = wiring::app(store, &place.data, &settings, wiring::facts(&settings)).await?;
    serve(app, settings, false).await
}

/// Serves demo vacancies from a folder that is removed at the end.
pub(crate) async fn demo(place: &Place, postings: usize) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let folder = super::serve_demo::Folder::new()?;
    let place = Place { data: folder.path().to_path_buf(), database: None, listen: place.listen };
    let settings = Settings { database: String::new(), backup: Backup::default(), ..settings };
    let store = wiring::store(&place, &settings, None).await?;
    // Nobody has an authenticator at hand to try the desk with; the banner on every page says that it is a trial.
    let facts = sanviec_app::Facts { two_factors: false, ..wiring::facts(&settings) };
    let app = wiring::app_at(Clock::ahead(), store, &place.data, &settings, facts).await?;
    super::serve_demo::fill(&app, postings).await?;
    let made = super::demo_people::fill(&app).await?;
    super::demo_profiles::fill(&app, &made).await?;
    let code = serve(app, settings, true).await;
    drop(folder);
    code
}

async fn serve(app: App, settings: Settings, demo: bool) -> Result<ExitCode, Failure> {
    let system = app.ctx(Actor::System, Locale::Vi);
    secrets::check_keys(&app, &system).await?;
    if let Err(error) = secrets::hold_keys(&app, &system).await {
        tracing::warn!(error = &error as &dyn std::error::Error, "the key in use was not announced");
    }
    let acceptor = tls::acceptor(&settings.tls)?;
    let listener = TcpListener::bind(settings.listen).await.map_err(|error| {
        format!("cannot listen at {}: {error}; choose another address with --listen", settings.listen)
    })?;
    let address = listener.local_addr()?;
    let stop = CancellationToken::new();
    let metrics = serve_metrics(&settings, &stop).await?;
    let follower = Arc::new(Follower::default());
    let site = Site {
        app: app.clone(),
        public_url: settings.public_url.clone(),
        centre: Arc::new(crate::centre::of_site(&settings.centre, demo)?),
        demo,
        production: !demo && !settings.public_url.is_empty(),
        behind_proxy: settings.proxy.hops > 0,
        proxy_hops: settings.proxy.hops,
        secure: acceptor.is_some() || settings.public_url.starts_with("https://"),
        request_seconds: settings.limits.request_seconds,
        body_bytes: settings.limits.body_bytes,
    };
    let scheme = if acceptor.is_some() { "https" } else { "http" };
    let origin = format!("{scheme}://{address}");
    let post = if demo { post::demo(&settings, &origin)? } else { post::real(&settings, &origin)? };
    let jobs = tokio::spawn(sanviec_jobs::run(app.clone(), follower, Some(Arc::new(post)), stop.clone()));
    if let Some(scanner) = sanviec_jobs::Scanner::parse(&settings.uploads.scanner) {
        tokio::spawn(sanviec_jobs::scan(app.clone(), scanner, stop.clone()));
    }
    if app.signatures().is_some() {
        tokio::spawn(sanviec_jobs::follow_signatures(app.clone(), stop.clone()));
    }
    println!("listening on {origin}");
    if demo {
        print_demo(scheme, address);
        super::demo_clock::listen(app.clone());
    }
    offer_set_up(&app, &settings, &origin).await?;
    tokio::spawn(stop_on_signal(stop.clone()));
    listen::serve(listener, sanviec_web::router(site), acceptor, settings.limits(), stop.clone()).await;
    app.finish().await;
    let _ = jobs.await;
    if let Some(metrics) = metrics {
        metrics.abort();
    }
    let standing = secrets::standing_of(&app, &system).await;
    app.store().close().await?;
    if matches!(standing, Ok(Standing::Retired)) {
        return Err(KEY_RETIRED.into());
    }
    Ok(ExitCode::SUCCESS)
}

fn print_demo(scheme: &str, address: std::net::SocketAddr) {
    println!("Bản dùng thử với dữ liệu mẫu; mọi thứ mất khi dừng. Mở {scheme}://{address}/ bằng trình duyệt.");
    println!("Demo with sample data; everything is gone when it stops. Open {scheme}://{address}/en in a browser.");
    super::demo_people::print();
}

/// Nobody operates a fresh exchange: whoever reads the terminal may, with a link that works once.
async fn offer_set_up(app: &App, settings: &Settings, address: &str) -> Result<(), Failure> {
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    if let Some(link) = accounts::offer_set_up(app, &ctx).await? {
        let origin = if settings.public_url.is_empty() { address } else { settings.public_url.trim_end_matches('/') };
        println!("Chưa có người vận hành. Mở liên kết này một lần, trong 24 giờ:");
        println!("There is no operator yet. Open this link once, within 24 hours:");
        println!("  {origin}/thiet-lap?ma={link}");
    }
    Ok(())
}

/// The metrics page on its own address, when one is set.
async fn serve_metrics(
    settings: &Settings,
    stop: &CancellationToken,
) -> Result<Option<tokio::task::JoinHandle<()>>, Failure> {
    let Some(address) = settings.metrics.listen else { return Ok(None) };
    let Some(handle) = telemetry::start_metrics() else { return Ok(None) };
    let listener = TcpListener::bind(address).await?;
    let router = telemetry::metrics_router(handle);
    Ok(Some(tokio::spawn(listen::serve(listener, router, None, settings.limits(), stop.clone()))))
}

async fn stop_on_signal(stop: CancellationToken) {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "only Ctrl-C stops the exchange");
            let _ = tokio::signal::ctrl_c().await;
            stop.cancel();
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: no new requests, running ones end");
    stop.cancel();
}
