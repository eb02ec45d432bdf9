//! `sanviec audit …`: checking the chain of who did what, and handing it out.

use super::own_file::own_file;
use super::words::{about, of_file};
use crate::cli::{AuditCommand, Place};
use crate::{Failure, wiring};
use sanviec_app::audit::{self, ChainReport, PLATFORM};
use sanviec_app::{Actor, App, Locale};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

pub(crate) async fn run(place: &Place, command: AuditCommand) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, None).await?;
    let keys = wiring::keys(&store, &place.data, &settings).await?;
    let app = wiring::app_without_index(store, &settings)?.with_keys(keys);
    sanviec_app::secrets::check_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?;
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let code = match command {
        AuditCommand::Verify { known } => verify(&app, known.as_deref()).await?,
        AuditCommand::Export { file } => {
            let mut out = BufWriter::new(own_file(&file)?);
            let count = audit::export(&app, &ctx, &mut out).await?;
            out.flush()?;
            out.get_ref().sync_all()?;
            println!("{count} mục / entries: {}", file.display());
            println!("Kiểm tra / check it with: python3 docs/verify/verify_audit.py {}", file.display());
            ExitCode::SUCCESS
        }
        AuditCommand::Heads => {
            audit::heads(&app, &ctx).await?.iter().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
    };
    app.store().close().await?;
    Ok(code)
}

async fn verify(app: &App, known: Option<&Path>) -> Result<ExitCode, Failure> {
    let known = match known {
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|error| of_file(file, &error))?;
            audit::known_heads(app, &text).map_err(|error| about(&file.display(), &error))?
        }
        None => Vec::new(),
    };
    let report = audit::verify(app, &app.ctx(Actor::Operator, Locale::Vi), &known).await?;
    for ChainReport { chain, good, forgotten, .. } in &report.chains {
        let name = if *chain == PLATFORM { "toàn sàn / platform".to_owned() } else { chain.to_string() };
        println!("{good:>10}  {name} ({forgotten} đã xóa giá trị / values forgotten)");
    }
    let mut bad = 0;
    for finding in report.all() {
        bad += 1;
        let row = finding.audit_id.map(|id| format!(", row {id}")).unwrap_or_default();
        println!("SAI / BAD: chain {}, place {}{row}: {}", finding.chain, finding.seq, finding.fault.code());
    }
    if report.waiting > 0 {
        println!("{} mục chờ nối chuỗi / entries wait for their link", report.waiting);
    }
    println!("Khóa công khai / public key: {}", report.public_key);
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) })
}
