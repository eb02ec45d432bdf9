//! `erase`: people with planted markers in every text of a profile, an application, its CV and a message, on the paper
//! of a letter and in what a meeting is about; deleted. Then the files of the database, of the index and of the log are
//! searched for what is left, and the database for sealed values that were not there before the people came. One of
//! either is a failure, and so is an audit chain that does not verify. What stays sealed says no word about a person:
//! see [`STAYS`].

use crate::people::{Counter, marked, planted};
use crate::report::Report;
use crate::{Common, Failure, data, log, runtime};
use clap::Args;
use sanviec_app::applications::{self, Access, Attach, Begin, SendFull, Writer};
use sanviec_app::desk::{self, Appoint, Issue, LetterheadOrder};
use sanviec_app::profiles::{self, Extent, SavePart, wording};
use sanviec_app::{Actor, Clock, Ctx, Key, Locale, Role, audit};
use sanviec_demo::Style;
use sanviec_domain::appointment::Kind;
use sanviec_domain::consent::Purpose;
use sanviec_domain::person::Phone;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::Part;
use sanviec_store::posting;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Markers of one person: eight in the profile, four in the application, two at the desk.
const EACH: usize = 14;
/// How everything that is sealed begins: the layout and the number of the first key.
const SEALED: &str = "0100000001";
/// Sealed values that stay of a person, by design, and how many at most: answers to the person's form to delete and to
/// two forms of the officer; the letter with its number, its centre and its vacancy, and the code of why it was
/// withdrawn; the code of why the meeting was called off; what the officer was told of that, a time and a place.
const STAYS: [(&str, i64); 6] = [
    ("idempotency.answer", 3),
    ("referral.letter", 1),
    ("referral.reason", 1),
    ("appointment.reason", 1),
    ("message.params", 1),
    ("message.recipient", 1),
];

#[derive(Args)]
pub(crate) struct Asked {
    /// Markers, fourteen a person
    #[arg(long, default_value_t = 10_000)]
    markers: usize,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let folder = tempfile::tempdir()?;
    log::into(&folder.path().join("log.txt"))?;
    let mut report = Report::new("erase", format!("{} planted markers, SQLite", asked.markers));
    let is_good = runtime()?.block_on(measured(asked, folder.path(), &mut report))?;
    report.finish(common)?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn measured(asked: &Asked, folder: &Path, report: &mut Report) -> Result<bool, Failure> {
    let counter = Counter::with_index(folder).await?;
    let today = Clock::System.now().day();
    data::take(&counter.app, &data::generator(1, today, Style::Bulk).take(1).collect::<Vec<_>>()).await?;
    let live = posting::list_all(counter.app.store().reader(), None, 1).await?;
    let live = live.first().ok_or("no vacancy")?;
    counter.vouch(live.employer_id).await?;
    let vacancy = PostingCode::of(live.id).to_string();
    letterhead(&counter).await?;
    let before = sealed(folder).await?;
    let mut people = Vec::new();
    for number in 0..asked.markers.div_ceil(EACH) {
        let ctx = counter.person(&format!("m{number}@vidu.vn"), Role::Seeker).await?;
        said(&counter, &ctx, number).await?;
        applied(&counter, &ctx, number, &vacancy).await?;
        referred(&counter, &ctx, number, &vacancy).await?;
        people.push(ctx);
    }
    let during = sealed(folder).await?;
    report.add("with the people", "markers in the files", planted(folder)? as f64, "");
    report.add("with the people", "sealed values more", more(&before, &during).values().sum::<i64>() as f64, "");
    for ctx in &people {
        // Its letter was issued after this person signed in, and nothing happens before the letter.
        let later = Ctx { now: Clock::System.now(), ..ctx.clone() };
        profiles::delete_own(&counter.app, &later, Extent::Account, &Key::fresh()?).await?;
    }
    counter.app.store().scrub().await?;
    let (left, mut kept) = (planted(folder)?, more(&before, &sealed(folder).await?));
    let deleted = i64::try_from(people.len())?;
    let most = |column: &str| STAYS.iter().find(|(known, _)| *known == column).map_or(0, |(_, each)| each * deleted);
    let by_design: i64 = kept.iter().map(|(column, count)| (*count).min(most(column))).sum();
    kept.retain(|column, count| *count > most(column));
    report.add("after", "sealed values that stay by design", by_design as f64, "");
    report.add("after", "markers in the files", left as f64, "");
    report.add("after", "sealed values more", kept.values().sum::<i64>() as f64, "");
    for (column, count) in &kept {
        report.note(format!("{column}: {count} sealed values are left"));
    }
    let operator = counter.app.ctx(Actor::Operator, Locale::Vi);
    while audit::link(&counter.app, &counter.app.ctx(Actor::System, Locale::Vi)).await? > 0 {}
    let checked = audit::verify(&counter.app, &operator, &[]).await?;
    let bad = checked.all().count();
    report.add("after", "chains of the audit", checked.chains.len() as f64, "");
    report.add("after", "bad entries", bad as f64, "");
    Ok(left == 0 && kept.is_empty() && bad == 0)
}

/// Every part of the profile.
async fn said(counter: &Counter, ctx: &Ctx, number: usize) -> Result<(), Failure> {
    for part in Part::ALL.iter().copied() {
        let before = profiles::own_or_new(&counter.app, ctx).await?.content;
        let mark = profiles::mark(&counter.app, &before, part)?;
        let mut content = marked(number * EACH);
        content.contact.phone = Phone::parse(&format!("09051{number:05}")).ok();
        let save = SavePart { profile_id: None, part, content, mark };
        profiles::save_part(&counter.app, ctx, save, &Key::fresh()?).await?;
    }
    Ok(())
}

/// An application with words, a CV whose name and bytes say a marker, and a message.
async fn applied(counter: &Counter, ctx: &Ctx, number: usize, vacancy: &str) -> Result<(), Failure> {
    let (app, mark) = (&counter.app, |nth: usize| format!("qz{:06}zq", number * EACH + 8 + nth));
    let begin = Begin { posting: vacancy.to_owned(), ticked: Vec::new(), words: mark(0), guardian: String::new() };
    let of = applications::begin_full(app, ctx, begin, &Key::fresh()?).await?.code().to_string();
    let access = Access::Own(of.clone());
    let bytes = format!("%PDF-1.7\n{}\n{}\n%%EOF\n", mark(1), "x".repeat(300)).into_bytes();
    let cv = Attach { access: access.clone(), name: format!("{}.pdf", mark(2)), bytes };
    applications::attach(app, ctx, cv, &Key::fresh()?).await?;
    let draft = applications::full_draft(app, ctx, &of).await?;
    let send = SendFull { application: of, consent: true, wording: wording(Purpose::Application), mark: draft.mark };
    applications::send_full(app, ctx, send, &Key::fresh()?).await?;
    Ok(applications::write_line(app, ctx, Writer::Person(access), &mark(3), &Key::fresh()?).await?)
}

/// What letters need before the first.
async fn letterhead(counter: &Counter) -> Result<(), Failure> {
    let order = LetterheadOrder {
        parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
        place: "Gia Lai".into(),
        sign: "GTVL-TTDVVL".into(),
        signer_post: "GIÁM ĐỐC".into(),
        send_days: "2".into(),
        answer_days: "10".into(),
        ..LetterheadOrder::default()
    };
    counter.letterhead(order).await
}

/// A letter on a signed paper, and a meeting about something, as an officer writes them.
async fn referred(counter: &Counter, ctx: &Ctx, number: usize, vacancy: &str) -> Result<(), Failure> {
    let (app, mark) = (&counter.app, |nth: usize| format!("qz{:06}zq", number * EACH + 12 + nth));
    counter.serve(ctx).await?;
    let officer = app.ctx(counter.officer.actor, Locale::Vi);
    let profile = desk::code_of_profile(profiles::own_or_new(app, ctx).await?.id);
    let letter = Issue { profile: profile.clone(), posting: vacancy.to_owned(), paper: mark(0) };
    desk::issue(app, &officer, letter, &Key::fresh()?).await?;
    // Nobody is in two meetings at once.
    let from = counter.officer.now.plus_seconds(1_800 * (i64::try_from(number)? + 48));
    let (kind, subject, place) = (Kind::Counselling, mark(1), "Quầy 2".to_owned());
    let meeting = Appoint { profile, kind, from, minutes: 30, subject, place };
    desk::appoint(app, &officer, meeting, &Key::fresh()?).await?;
    Ok(())
}

/// How many sealed values each column of the database holds, as blobs or as hexadecimal in a document.
async fn sealed(folder: &Path) -> Result<BTreeMap<String, i64>, Failure> {
    let options = SqliteConnectOptions::new().filename(folder.join("sanviec.db")).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let columns =
        "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'";
    let columns: Vec<(String, String)> = sqlx::query_as(columns).fetch_all(&mut connection).await?;
    let mut found = BTreeMap::new();
    for (table, column) in columns {
        let sql = format!(
            "SELECT count(*) FROM \"{table}\"
             WHERE (typeof(\"{column}\") = 'blob' AND substr(\"{column}\", 1, 5) = X'{SEALED}')
                OR (typeof(\"{column}\") = 'text' AND \"{column}\" LIKE '%\"{SEALED}%')"
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection).await?;
        found.insert(format!("{table}.{column}"), count);
    }
    connection.close().await?;
    Ok(found)
}

/// Columns that hold more than before.
fn more(before: &BTreeMap<String, i64>, now: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let more = now.iter().map(|(column, count)| (column.clone(), count - before.get(column).unwrap_or(&0)));
    more.filter(|(_, count)| *count > 0).collect()
}
