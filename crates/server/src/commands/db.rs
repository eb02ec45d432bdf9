//! `sanviec db …`: migrating, copies, verifying.

use super::finding::Grade;
use super::sealed;
use super::upgrade_check::check_keys;
use super::words::of_copy;
use crate::cli::Place;
use crate::settings::Settings;
use crate::{Failure, wiring};
use sanviec_app::{Actor, Locale};
use sanviec_store::{Migrate, Store, backup, verify};
use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn migrate(place: &Place, server_role: Option<&str>) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, Some(Migrate::Skip)).await?;
    let count = store.migrate().await?;
    println!("{count} bước cập nhật / migration steps taken");
    if let Some(role) = server_role {
        let made = store.grant_to_servers(role).await?;
        println!("{role}: đã cấp quyền cho máy chủ / granted what servers need");
        if made {
            println!(
                "{role}: vai trò mới, chưa có mật khẩu / a new role without a password; set one: \\password {role}"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn status(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, Some(Migrate::Skip)).await?;
    let status = store.schema_status().await?;
    for (mark, steps) in [("applied", &status.applied), ("pending", &status.pending), ("unknown", &status.unknown)] {
        steps.iter().for_each(|step| println!("{mark:>8}  {step}"));
    }
    Ok(if status.pending.is_empty() && status.unknown.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

pub(crate) async fn backup(place: &Place, file: &Path) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, Some(Migrate::Check)).await?;
    let app = wiring::app_without_index(store.clone(), &settings)?;
    let now = app.ctx(Actor::Operator, Locale::Vi).now;
    let summary = backup::backup(&store, file, now.0).await.map_err(|error| of_copy(file, &error))?;
    print_rows(&summary);
    println!("Đã ghi bản sao / copy written: {}", file.display());
    Ok(ExitCode::SUCCESS)
}

pub(crate) async fn restore(place: &Place, file: &Path) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    let summary = backup::restore(&store, file).await.map_err(|error| of_copy(file, &error))?;
    print_rows(&summary);
    println!(
        "Đã phục hồi; chỉ mục tìm kiếm được dựng lại khi khởi động / restored; the index is rebuilt at the next start"
    );
    let keys = check_keys(&wiring::key_file(&place.data, &settings), &store, &store.schema_status().await?).await;
    if keys.grade != Grade::Ok {
        println!("{} / {}", keys.vi, keys.en);
    }
    Ok(ExitCode::SUCCESS)
}

fn print_rows(summary: &backup::Summary) {
    for (table, rows) in &summary.rows {
        println!("{rows:>10}  {table}");
    }
}

/// Checks the database, and that the index on disk holds what it should at its position.
pub(crate) async fn verify(place: &Place) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, Some(Migrate::Check)).await?;
    let mut findings: Vec<String> = verify::verify(&store)
        .await?
        .into_iter()
        .map(|finding| format!("{}: {}", finding.check, finding.found))
        .collect();
    findings.extend(sealed_findings(place, &settings, &store).await?);
    match wiring::app_reading_index(store, &place.data, &settings)? {
        Some(app) => findings.extend(index_findings(&app).await?),
        None => println!("Chưa có chỉ mục / there is no index yet"),
    }
    findings.iter().for_each(|finding| println!("{finding}"));
    println!("{} lỗi / findings", findings.len());
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// Keys that are not those of the database, or are not there though something is sealed with them.
async fn sealed_findings(place: &Place, settings: &Settings, store: &Store) -> Result<Vec<String>, Failure> {
    let status = store.schema_status().await?;
    let found = sealed::check(place, settings, store, &status).await;
    let bad = found.into_iter().filter(|finding| finding.grade != Grade::Ok);
    Ok(bad.map(|finding| format!("{}: {} / {}", finding.what, finding.vi, finding.en)).collect())
}

/// Live postings and their versions in the store against those in the index; an index that is behind is no finding.
async fn index_findings(app: &sanviec_app::App) -> Result<Vec<String>, Failure> {
    let Some(cursor) = app.index().cursor()? else { return Ok(Vec::new()) };
    let head = sanviec_store::outbox::head(app.store().reader()).await?;
    if cursor.position < head {
        println!("Chỉ mục đang ở vị trí {} / {head} / the index is behind and follows when served", cursor.position);
        return Ok(Vec::new());
    }
    let mut indexed = HashMap::new();
    app.index().each_version(|id, version| {
        indexed.insert(id, version);
    })?;
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let mut snapshot = sanviec_app::stream::Snapshot::begin(app, &ctx).await?;
    let mut findings: Vec<String> = Vec::new();
    loop {
        let changes = snapshot.next(app, &ctx).await?;
        let left_out = snapshot.take_left_out().into_iter();
        findings.extend(left_out.map(|(id, _)| format!("posting {id} cannot be read and is not found")));
        if changes.is_empty() {
            break;
        }
        for change in changes {
            let sanviec_search::Change::Live(doc) = change else { continue };
            if indexed.remove(&doc.id) != Some(doc.version) {
                findings.push(format!("posting {:032x} version {} is not in the index as stored", doc.id, doc.version));
            }
        }
    }
    findings.extend(indexed.keys().map(|id| format!("posting {id:032x} is in the index but not live in the store")));
    Ok(findings)
}
