//! `erase`: people with planted markers in every text of a profile, an application, its CV, a message and an employer's
//! note, on the papers of letters, in what meetings are about, in notes beside reasons, in a request about their data,
//! in a report of an advert, and in a placement that they reported themselves with its paper; deleted. Then the files
//! of the database, of the index and of the log are searched for what is left, and the database for sealed values that
//! were not there before the people came. One of either is a failure, and so is an audit chain that does not verify.
//! What stays sealed says no word about a person: see [`STAYS`]. Facts of a placement are never changed: the number of
//! a contract in them is counted apart. What the law keeps of people who were claimed for, and that the clock erases
//! it: `claimed.rs`.

mod claimed;

use crate::people::{Counter, marked, planted};
use crate::report::Report;
use crate::{Common, Failure, data, log, runtime};
use clap::Args;
use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Access, Attach, Begin, SendFull, Writer};
use sanviec_app::desk::{self, Appoint, Issue, LetterheadOrder, Record};
use sanviec_app::placements::{self, Append, AttachDocument, Channel, Create, From, Said, statement_of};
use sanviec_app::profiles::{self, Extent, SavePart, wording};
use sanviec_app::reports::{self, Report as Reported};
use sanviec_app::requests::{self, Ask};
use sanviec_app::{Actor, Clock, Ctx, Key, Locale, Role, audit};
use sanviec_demo::Style;
use sanviec_domain::appointment::{CancelReason, Command as MeetingCommand, Kind};
use sanviec_domain::consent::Purpose;
use sanviec_domain::data_request;
use sanviec_domain::person::Phone;
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::Part;
use sanviec_domain::referral::{Command, WithdrawReason};
use sanviec_domain::why::Why;
use sanviec_store::posting;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Markers of one person: eight in the profile, four in the application, four at the desk, one of the employer, one in
/// a request, two in a paper, one in a fact, one in a report.
const EACH: usize = 22;
/// The one that stays: the number of the contract, in the fact that tells of it.
const CONTRACT: usize = 20;
/// The one in a report of an advert.
const REPORTED: usize = 21;
/// How everything that is sealed begins: the layout and the number of the first key.
const SEALED: &str = "0100000001";
/// Sealed values that stay of a person, by design, and how many at most: answers to the person's form to delete, to
/// seven forms of the officer and to one of the employer; two letters with their numbers, their centre and their
/// vacancy, and the codes of why they were withdrawn; the codes of why two meetings were called off; what the officer
/// was told of one of them, a time and a place.
const STAYS: [(&str, i64); 6] = [
    ("idempotency.answer", 9),
    ("referral.letter", 2),
    ("referral.reason", 2),
    ("appointment.reason", 2),
    ("message.params", 1),
    ("message.recipient", 1),
];

#[derive(Args)]
pub(crate) struct Asked {
    /// Markers, twenty-two a person
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
    let member = counter.member(live.employer_id).await?;
    letterhead(&counter).await?;
    let before = sealed(folder).await?;
    let mut people = Vec::new();
    for number in 0..asked.markers.div_ceil(EACH) {
        let ctx = counter.person(&format!("m{number}@vidu.vn"), Role::Seeker).await?;
        said(&counter, &ctx, number).await?;
        let application = applied(&counter, &ctx, number, &vacancy).await?;
        let employer = counter.app.ctx(member.actor, Locale::Vi);
        applications::note(&counter.app, &employer, &application, &marker(number, 16), &Key::fresh()?).await?;
        referred(&counter, &ctx, number, &vacancy).await?;
        placed(&counter, &ctx, number, &application).await?;
        reported(&counter, &ctx, number, &vacancy).await?;
        people.push(ctx);
    }
    let during = sealed(folder).await?;
    report.add("with the people", "markers in the files", planted(folder)?.len() as f64, "");
    report.add("with the people", "sealed values more", more(&before, &during).values().sum::<i64>() as f64, "");
    for ctx in &people {
        // Its letter was issued after this person signed in, and nothing happens before the letter.
        let later = Ctx { now: Clock::System.now(), ..ctx.clone() };
        profiles::delete_own(&counter.app, &later, Extent::Account, &Key::fresh()?).await?;
    }
    counter.app.store().scrub().await?;
    let (in_facts, left): (Vec<usize>, Vec<usize>) =
        planted(folder)?.into_iter().partition(|number| number % EACH == CONTRACT);
    let mut kept = more(&before, &sealed(folder).await?);
    let deleted = i64::try_from(people.len())?;
    let most = |column: &str| STAYS.iter().find(|(known, _)| *known == column).map_or(0, |(_, each)| each * deleted);
    let by_design: i64 = kept.iter().map(|(column, count)| (*count).min(most(column))).sum();
    kept.retain(|column, count| *count > most(column));
    report.add("after", "sealed values that stay by design", by_design as f64, "");
    report.add("after", "markers in the files", left.len() as f64, "");
    report.add("after", "numbers of contracts in facts", in_facts.len() as f64, "");
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
    let is_kept_for_its_term = Box::pin(claimed::measured(report)).await?;
    Ok(left.is_empty() && kept.is_empty() && bad == 0 && is_kept_for_its_term)
}

/// A text that stands nowhere else.
fn marker(number: usize, nth: usize) -> String {
    format!("qz{:06}zq", number * EACH + nth)
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

/// An application with words, a CV whose name and bytes say a marker, and a message; its code.
async fn applied(counter: &Counter, ctx: &Ctx, number: usize, vacancy: &str) -> Result<String, Failure> {
    let (app, mark) = (&counter.app, |nth: usize| marker(number, 8 + nth));
    let begin = Begin { posting: vacancy.to_owned(), ticked: Vec::new(), words: mark(0), guardian: String::new() };
    let of = applications::begin_full(app, ctx, begin, &Key::fresh()?).await?.code().to_string();
    let access = Access::Own(of.clone());
    let bytes = format!("%PDF-1.7\n{}\n{}\n%%EOF\n", mark(1), "x".repeat(300)).into_bytes();
    let cv = Attach { access: access.clone(), name: format!("{}.pdf", mark(2)), bytes };
    applications::attach(app, ctx, cv, &Key::fresh()?).await?;
    let draft = applications::full_draft(app, ctx, &of).await?;
    let send =
        SendFull { application: of.clone(), consent: true, wording: wording(Purpose::Application), mark: draft.mark };
    applications::send_full(app, ctx, send, &Key::fresh()?).await?;
    applications::write_line(app, ctx, Writer::Person(access), &mark(3), &Key::fresh()?).await?;
    Ok(of)
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

/// A letter on a signed paper that is withdrawn with a note and a second one, a meeting about something and another one
/// that is called off with a note, as an officer writes them.
async fn referred(counter: &Counter, ctx: &Ctx, number: usize, vacancy: &str) -> Result<(), Failure> {
    let (app, mark) = (&counter.app, |nth: usize| marker(number, 12 + nth));
    counter.serve(ctx).await?;
    let officer = || app.ctx(counter.officer.actor, Locale::Vi);
    let profile = desk::code_of_profile(profiles::own_or_new(app, ctx).await?.id);
    let letter = || Issue { profile: profile.clone(), posting: vacancy.to_owned(), paper: mark(0) };
    let first = desk::issue(app, &officer(), letter(), &Key::fresh()?).await?.id;
    let command = Command::Withdraw(Why::noted(WithdrawReason::Other, mark(2)));
    desk::record(app, &officer(), Record { id: first, version: None, command }, &Key::fresh()?).await?;
    desk::issue(app, &officer(), letter(), &Key::fresh()?).await?;
    // Nobody is in two meetings at once.
    let meeting = |half_hours: i64| Appoint {
        profile: profile.clone(),
        kind: Kind::Counselling,
        from: counter.officer.now.plus_seconds(1_800 * half_hours),
        minutes: 30,
        subject: mark(1),
        place: "Quầy 2".to_owned(),
    };
    let begin = 2 * i64::try_from(number)? + 48;
    desk::appoint(app, &officer(), meeting(begin), &Key::fresh()?).await?;
    let off = desk::appoint(app, &officer(), meeting(begin + 1), &Key::fresh()?).await?;
    let cancel = MeetingCommand::Cancel(Why::noted(CancelReason::Other, mark(3)));
    desk::move_appointment(app, &officer(), (&off, None), cancel, &Key::fresh()?).await?;
    let ask = Ask { kind: data_request::Kind::Correction, words: marker(number, 19) };
    Ok(requests::ask(app, ctx, ask, &Key::fresh()?).await?)
}

/// A placement that the person reports, the contract that the person tells of, and its paper, whose name and bytes say
/// a marker.
async fn placed(counter: &Counter, ctx: &Ctx, number: usize, application: &str) -> Result<(), Failure> {
    let app = &counter.app;
    let own = app.ctx(ctx.actor, Locale::Vi);
    let from = From::Report { of: application.to_owned(), starts_on: own.today() };
    let placement = placements::create(app, &own, Create { from, task: String::new() }, &Key::fresh()?).await?.id;
    let (contract, start) = (marker(number, CONTRACT), own.today());
    let says = statement_of(&format!(
        r#"{{"kind":"contract","contract":"{contract}","employer":"4100000001","form":"indefinite","start":"{start}","through":null}}"#
    ))?;
    let said = Said { says, source: Source::Worker, channel: Channel::Page, document_hash: None, reference: None };
    let order = Append { placement: placement.clone(), version: None, said };
    placements::append(app, &own, order, &Key::fresh()?).await?;
    let bytes = format!("%PDF-1.7\n{}\n{}\n%%EOF\n", marker(number, 17), "x".repeat(300)).into_bytes();
    let paper = AttachDocument { placement, name: format!("{}.pdf", marker(number, 18)), bytes };
    let officer = app.ctx(counter.officer.actor, Locale::Vi);
    placements::attach_document(app, &officer, paper, &Key::fresh()?).await?;
    Ok(())
}

/// A report of an advert, whose words say a marker.
async fn reported(counter: &Counter, ctx: &Ctx, number: usize, vacancy: &str) -> Result<(), Failure> {
    let own = counter.app.ctx(ctx.actor, Locale::Vi);
    let origin = Origin { source: format!("of {number}"), device: String::new() };
    let (posting, words) = (vacancy.to_owned(), marker(number, REPORTED));
    let order = Reported { posting, reason: "other".to_owned(), words, origin };
    Ok(reports::report(&counter.app, &own, order, &Key::fresh()?).await?)
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
