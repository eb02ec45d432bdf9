//! `sanviec healthcheck`: asks the server at the configured address whether it is ready.

use crate::cli::Place;
use crate::{Failure, wiring};
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const WAIT: Duration = Duration::from_secs(5);

/// Ends with 0 when it is ready. Behind TLS of its own the server is asked only whether it listens.
pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let silent = |error: &dyn std::fmt::Display| {
        let address = settings.listen;
        format!("{address}: không có máy chủ trả lời / no server answers at {address}: {error}")
    };
    let asked = tokio::time::timeout(WAIT, TcpStream::connect(settings.listen)).await;
    let mut stream = asked.map_err(|error| silent(&error))?.map_err(|error| silent(&error))?;
    if settings.tls.certificate.is_some() {
        println!("listening");
        return Ok(ExitCode::SUCCESS);
    }
    let request = format!("GET /health/ready HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", settings.listen);
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    let read = tokio::time::timeout(WAIT, stream.take(64 * 1024).read_to_string(&mut answer)).await;
    read.map_err(|error| silent(&error))?.map_err(|error| silent(&error))?;
    let ready = answer.starts_with("HTTP/1.1 200");
    println!("{}", answer.rsplit("\r\n\r\n").next().unwrap_or_default().trim());
    Ok(if ready { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
