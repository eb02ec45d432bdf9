//! `erase`: people with planted markers in every text, deleted, and the files of the database searched for what is
//! left. One marker left is a failure.

use crate::people::{Counter, marked, planted};
use crate::report::Report;
use crate::{Common, Failure, runtime};
use clap::Args;
use sanviec_app::profiles::{self, Extent, SavePart};
use sanviec_app::{Key, Role};
use sanviec_domain::profile::Part;
use std::process::ExitCode;

#[derive(Args)]
pub(crate) struct Asked {
    /// Markers, eight a person
    #[arg(long, default_value_t = 10_000)]
    markers: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    let mut report = Report::new("erase", format!("{} planted markers, SQLite", asked.markers));
    let left = runtime()?.block_on(async {
        let counter = Counter::new(folder.path()).await?;
        let mut people = Vec::new();
        for number in 0..asked.markers.div_ceil(8) {
            let ctx = counter.person(&format!("m{number}@vidu.vn"), Role::Seeker).await?;
            for part in Part::ALL.iter().copied() {
                let before = profiles::own_or_new(&counter.app, &ctx).await?.content;
                let mark = profiles::mark(&counter.app, &before, part)?;
                let save = SavePart { profile_id: None, part, content: marked(number * 8), mark };
                profiles::save_part(&counter.app, &ctx, save, &Key::fresh()?).await?;
            }
            people.push(ctx);
        }
        report.add("before", "markers in the files", planted(folder.path())? as f64, "");
        for ctx in &people {
            profiles::delete_own(&counter.app, ctx, Extent::Account, &Key::fresh()?).await?;
        }
        counter.app.store().scrub().await?;
        planted(folder.path())
    })?;
    report.add("after", "markers in the files", left as f64, "");
    report.finish(common)?;
    Ok(if left == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
