//! People who were paid for: what the law keeps of them when they delete their data, counted by column, and that the
//! clock erases it when its term is over. Files of insurers and banks are no part of it: they are of many people.

use super::super::tamper::{contracted, paid};
use super::{more, sealed};
use crate::money::World;
use crate::report::Report;
use crate::{Failure, scratch};
use sanviec_app::accounts::{NewPerson, add_person};
use sanviec_app::placements::erase_due;
use sanviec_app::profiles::{Extent, delete_own};
use sanviec_app::{Actor, Key, Locale, Person, Role, Thing};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::{Error, placement, profile};
use std::collections::BTreeMap;
use uuid::Uuid;

/// People who are paid for.
const PEOPLE: usize = 20;
/// What is kept of them for the audit of public money: contracts, and what the list of payments says of the person.
const BY_LAW: [&str; 3] = ["placement_document.name", "placement_chunk.bytes", "claim.subject"];

/// Whether it is kept for its term and no longer.
pub(super) async fn measured(report: &mut Report) -> Result<bool, Failure> {
    let folder = tempfile::tempdir()?;
    let day = |text| parse_date(text).map(Micros::start_of).ok_or("a day");
    let world = World::new(scratch::sqlite(folder.path(), false).await?, 1, day("2026-06-01")?).await?;
    let (app, centre) = (&world.app, world.centres[0]);
    let before = sealed(folder.path()).await?;
    let mut placements = Vec::new();
    for number in 0..PEOPLE {
        placements.push(contracted(&world, centre, number).await?);
    }
    app.clock().set(app.clock().now().plus_days(110));
    for placement in &placements {
        paid(&world, centre, placement).await?;
    }
    for (number, placement) in placements.iter().enumerate() {
        let person = holder(&world, number, placement).await?;
        delete_own(app, &world.ctx(person), Extent::Account, &Key::fresh()?).await?;
    }
    let mut is_good = erased(&world).await? == 0;
    let kept = by_law(more(&before, &sealed(folder.path()).await?));
    for column in BY_LAW {
        let count = kept.get(column).copied().unwrap_or(0);
        is_good &= count >= i64::try_from(PEOPLE)?;
        report.note(format!("{column}: {count} sealed values are kept of {PEOPLE} people who were paid for"));
    }
    report.add("paid for, deleted", "sealed values that the law keeps", kept.values().sum::<i64>() as f64, "");
    // Paid in 2026: ten years from its end.
    app.clock().set(Micros(day("2037-01-01")?.0 - 1));
    is_good &= erased(&world).await? == 0;
    app.clock().set(day("2037-01-01")?);
    is_good &= erased(&world).await? == PEOPLE;
    let left = by_law(more(&before, &sealed(folder.path()).await?));
    report.add("its term over", "sealed values that the law keeps", left.values().sum::<i64>() as f64, "");
    Ok(is_good && left.is_empty())
}

/// How many placements the clock looked at.
async fn erased(world: &World) -> Result<usize, Failure> {
    let mut all = 0;
    loop {
        let count = erase_due(&world.app, &world.system()).await?;
        if count == 0 {
            return Ok(all);
        }
        all += count;
    }
}

fn by_law(mut columns: BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    columns.retain(|column, _| BY_LAW.contains(&column.as_str()));
    columns
}

/// Whoever a placement is of, with an account of their own.
async fn holder(world: &World, number: usize, placement: &str) -> Result<Person, Failure> {
    let operator = world.app.ctx(Actor::Operator, Locale::Vi);
    let contact = format!("lan{number}@vidu.vn");
    let new = NewPerson { contact, password: None, role: Role::Seeker, place: Thing::default() };
    let account_id = add_person(&world.app, &operator, new).await?;
    let id = placement.parse::<PostingCode>().map_err(|_| "no code of a placement")?.uuid();
    let profile_id = placement::find(world.app.store().reader(), id).await?.ok_or("no placement")?.profile_id;
    let write = world.store().write("own", |tx| {
        Box::pin(async move {
            let row = profile::load(tx, profile_id).await?;
            let row = profile::Row { account_id: Some(account_id), ..row };
            profile::update_guarded(tx, &row).await?;
            Ok::<(), Error>(())
        })
    });
    write.await?;
    Ok(Person {
        account_id,
        session_id: Uuid::nil(),
        role: Role::Seeker,
        centre_id: None,
        employer_id: None,
        is_fresh: true,
    })
}
