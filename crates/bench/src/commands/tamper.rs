//! `tamper`: a superuser changes one byte of a fact, a document, a kept file of an insurer, a file of the bank, a
//! policy, a placement, a claim, a lock on a person, a line of the ledger, an attempt to pay, a list or an audit row;
//! the evidence is written anew, and the verifier in Python has to find and name it. Then the byte is put back.

use crate::money::{Centre, World};
use crate::report::Report;
use crate::superuser::{Superuser, Target, Verifier};
use crate::{Common, Failure, runtime, scratch};
use clap::Args;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sanviec_app::evidence::{Scope, export};
use sanviec_app::placements::{AttachDocument, EvidenceFile, attach_document, take_file};
use sanviec_app::{Actor, Key, Locale, audit, claims};
use sanviec_domain::claim::ContestReason;
use sanviec_domain::placement::Source;
use sanviec_domain::time::{Micros, parse_date};
use sanviec_store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bytes of a paper: more than one chunk.
const PAPER: usize = 70_000;
/// Rows about what is in the evidence.
const CONCERNED: &str = "entity_id IN (SELECT id FROM placement UNION SELECT id FROM claim UNION SELECT id FROM batch
                         UNION SELECT id FROM evidence_file)";

/// What is tampered with. Columns that no hash covers and no figure is read from are left out: seals of names, and
/// marks that the program sets to find rows.
const TARGETS: [Target; 18] = [
    Target {
        table: "placement_fact",
        key: &["id"],
        columns: &[
            "id",
            "placement_id",
            "kind",
            "body",
            "recorded_at",
            "source",
            "entered_by",
            "channel",
            "document_hash",
            "reference",
            "file_id",
            "true_from",
            "true_through",
        ],
        rows: "",
        named: "fact ",
        by: &["id", "placement_id"],
    },
    Target {
        table: "placement_chunk",
        key: &["id"],
        columns: &["id", "document_id", "number", "bytes", "bytes", "bytes"],
        rows: "",
        named: "document ",
        by: &["document_id"],
    },
    Target {
        table: "placement_document",
        key: &["id"],
        columns: &["id", "placement_id", "media", "size", "hash", "name", "entered_by", "created_at"],
        rows: "",
        named: "document ",
        by: &["id", "placement_id"],
    },
    Target {
        table: "placement",
        key: &["id"],
        columns: &[
            "policy_hash",
            "policy_name",
            "policy_version",
            "centre_id",
            "employer_code",
            "placed_on",
            "origin",
            "programme",
            "province",
            "profile_id",
        ],
        rows: "",
        named: "placement ",
        by: &["id"],
    },
    Target {
        table: "evidence_file",
        key: &["id"],
        columns: &["id", "centre_id", "source", "media", "size", "hash"],
        rows: "",
        named: "file ",
        by: &["id", "hash"],
    },
    Target {
        table: "evidence_chunk",
        key: &["id"],
        columns: &["id", "file_id", "number", "bytes", "bytes", "bytes"],
        rows: "",
        named: "file ",
        by: &["file_id"],
    },
    Target {
        table: "evidence_row",
        key: &["file_id", "run", "line"],
        columns: &["file_id", "run", "line", "verdict", "verdict"],
        rows: "",
        named: "file ",
        by: &["file_id"],
    },
    Target {
        table: "bank_result",
        key: &["id"],
        columns: &["id", "batch_id", "hash", "format", "size"],
        rows: "",
        named: "bank result ",
        by: &["id", "batch_id"],
    },
    Target {
        table: "bank_chunk",
        key: &["id"],
        columns: &["id", "bank_result_id", "number", "bytes", "bytes", "bytes"],
        rows: "",
        named: "bank result ",
        by: &["bank_result_id"],
    },
    Target {
        table: "placement_policy",
        key: &["hash"],
        columns: &["hash", "name", "version", "file", "file"],
        rows: "",
        named: "policy ",
        by: &["hash", "name"],
    },
    Target {
        table: "claim",
        key: &["id"],
        columns: &[
            "centre_id",
            "programme",
            "task",
            "beneficiary_groups",
            "policy_hash",
            "today",
            "known_at",
            "facts_hash",
            "outcome",
            "dong",
            "state",
            "paid_dong",
            "elsewhere_known",
            "profile_id",
            "person_key",
            "prepared_by",
            "needs_third",
            "instalments_max",
            "is_flagged",
            "returned_dong",
            "is_open",
            "is_live",
            "place",
            "second_by",
            "batch_id",
            "paid_on",
            "payout_dong",
            "proposed_by",
            "asked_dong",
            "asked_parts",
            "came_dong",
            "asked_on",
            "payouts",
            "again_by",
            "again_dong",
            "again_parts",
            "approved_known_at",
            "contested_dong",
            "contested_why",
            "contested_by",
        ],
        rows: "",
        named: "claim ",
        by: &["id"],
    },
    Target {
        table: "exclusion",
        key: &["programme", "person_key"],
        columns: &["programme", "person_key", "claim_id"],
        rows: "",
        named: "claim ",
        by: &["claim_id"],
    },
    Target {
        table: "exclusion_profile",
        key: &["programme", "profile_id"],
        columns: &["programme", "profile_id", "claim_id"],
        rows: "",
        named: "claim ",
        by: &["claim_id"],
    },
    Target {
        table: "journal",
        key: &["id"],
        columns: &[
            "id",
            "claim_id",
            "centre_id",
            "programme",
            "occasion",
            "payout_id",
            "on_day",
            "lines",
            "actor",
            "at",
        ],
        rows: "",
        named: "journal ",
        by: &["id", "claim_id"],
    },
    Target {
        table: "ledger_entry",
        key: &["journal_id", "line"],
        columns: &["journal_id", "line", "account", "dong"],
        rows: "",
        named: "journal ",
        by: &["journal_id"],
    },
    Target {
        table: "payout",
        key: &["id"],
        columns: &[
            "id",
            "claim_id",
            "batch_id",
            "attempt",
            "code",
            "dong",
            "dong",
            "state",
            "is_open",
            "result_on",
            "result_by",
        ],
        rows: "",
        named: "payout ",
        by: &["id", "claim_id"],
    },
    Target {
        table: "batch",
        key: &["id"],
        columns: &[
            "id",
            "centre_id",
            "year",
            "serial",
            "state",
            "programme",
            "made_by",
            "claims",
            "dong",
            "dong",
            "pay_on",
            "sent_at",
            "sent_by",
            "task",
            "budget_year",
            "head",
        ],
        rows: "",
        named: "batch ",
        by: &["id"],
    },
    Target {
        table: "audit",
        key: &["id"],
        columns: &[
            "id",
            "at",
            "actor",
            "role",
            "action",
            "entity",
            "entity_id",
            "before",
            "after",
            "request_id",
            "centre_id",
            "salt",
        ],
        rows: CONCERNED,
        named: "audit row ",
        by: &["(SELECT 'place ' || seq || ':' FROM audit_link WHERE audit_id = audit.id)", "entity_id"],
    },
];

#[derive(Args)]
pub(crate) struct Asked {
    /// Bytes that are changed, one after the other
    #[arg(long, default_value_t = 10_000)]
    times: u64,
    /// Folder with `verify_evidence.py`
    #[arg(long, default_value = "docs/verify")]
    verifier: PathBuf,
}

/// What came of the changes of one table.
#[derive(Default)]
struct Tally {
    tried: u64,
    named: u64,
    /// Found, and something else named.
    otherwise: u64,
    /// The evidence could not be written, and it was said of which row.
    refused: u64,
    lost: u64,
}

pub(crate) fn run(common: &Common, asked: &Asked) -> Result<ExitCode, Failure> {
    let mut report = Report::new("tamper", format!("{} bytes changed by a superuser", asked.times));
    let is_good = runtime()?.block_on(async {
        match common.postgres.as_deref() {
            Some(server) => {
                let scratch = scratch::Scratch::new(server).await?;
                let store = scratch.store(8).await?;
                let user = Superuser::postgres(&scratch.url).await?;
                let outcome = campaign((common, asked), store.clone(), user, ("PostgreSQL", &mut report)).await;
                store.close().await?;
                scratch.remove().await?;
                outcome
            }
            None => {
                let folder = tempfile::tempdir()?;
                let store = scratch::sqlite(folder.path(), false).await?;
                let user = Superuser::sqlite(folder.path()).await?;
                campaign((common, asked), store, user, ("SQLite", &mut report)).await
            }
        }
    })?;
    report.finish(common)?;
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Somebody with a contract and a paper; the placement.
pub(super) async fn contracted(world: &World, centre: Centre, number: usize) -> Result<String, Failure> {
    let profile = world.person(centre, number).await?;
    let placement = world.placement(centre, profile).await?;
    world.contracted(centre, &placement).await?;
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..PAPER).map(|at| b'a' + (at * (number + 7) % 26) as u8));
    bytes.extend(b"\n%%EOF\n");
    let paper = AttachDocument { placement: placement.clone(), name: "hop-dong.pdf".into(), bytes };
    attach_document(&world.app, &world.ctx(centre.officer), paper, &Key::fresh()?).await?;
    Ok(placement)
}

/// The same person three months later, claimed and paid for; the claim.
pub(super) async fn paid(world: &World, centre: Centre, placement: &str) -> Result<String, Failure> {
    let (app, officer, manager) = (&world.app, world.ctx(centre.officer), world.ctx(centre.manager));
    let csv = format!("placement,from,through,employed\n{placement},02/06/2026,15/09/2026,có\n");
    let file = EvidenceFile { source: Source::Insurer, bytes: csv.into_bytes() };
    if take_file(app, &officer, file).await?.verdicts().iter().any(|row| row.outcome.is_err()) {
        return Err("the file of the insurer was refused".into());
    }
    let order = claims::Prepare::alone(placement.to_owned());
    let claim = claims::prepare(app, &officer, order, &Key::fresh()?).await?.id;
    let order = claims::Approve { id: claim.clone(), version: 1, note: String::new() };
    claims::approve(app, &manager, order, &Key::fresh()?).await?;
    let order = claims::MakeBatch { claims: vec![claim.clone()] };
    let list = claims::make_batch(app, &officer, order, &Key::fresh()?).await?;
    let second = world.ctx(centre.second);
    let seen = claims::batch(app, &second, &list).await?;
    let (version, accounts) = (seen.version, seen.paying.map_or(0, |paying| paying.version));
    let order = claims::Send { id: list.clone(), version, accounts, pay_on: second.today() };
    claims::send(app, &second, order, &Key::fresh()?).await?;
    for (attempt, _) in claims::batch(app, &officer, &list).await?.lines {
        let (code, dong, on) = (&attempt.code, attempt.dong, manager.today());
        let file = format!("code,dong,status,date,reason,note\n{code},{dong},PAID,{on},,\n");
        claims::import_result(app, &officer, &list, file.as_bytes(), &Key::fresh()?).await?;
    }
    Ok(claim)
}

/// Four who were paid for at two centres: one stands, one is asked back for its amount, two are unmade by a late fact
/// and the money of one of these is proposed to come back.
async fn filled(world: &World) -> Result<(), Failure> {
    let mut placements = Vec::new();
    for number in 0..4 {
        let centre = world.centres[number % 2];
        placements.push((centre, contracted(world, centre, number).await?));
    }
    world.app.clock().set(world.app.clock().now().plus_days(110));
    let mut paid_for = Vec::new();
    for (nth, (centre, placement)) in placements.iter().enumerate() {
        paid_for.push((*centre, paid(world, *centre, placement).await?));
        if nth >= 2 {
            let late = r#"{"kind":"attestation","from":"2026-07-01","through":"2026-07-31","employed":false}"#;
            world.say(*centre, placement, (late, Source::Insurer), &Key::fresh()?).await?;
        }
    }
    claims::tick(&world.app, &world.system()).await?;
    let (centre, claim) = &paid_for[1];
    let officer = world.ctx(centre.officer);
    let version = claims::claim(&world.app, &officer, claim).await?.version;
    let order = claims::Contest { id: claim.clone(), version, dong: 100_000, why: ContestReason::AmountWrong };
    claims::contest(&world.app, &officer, order, &Key::fresh()?).await?;
    let (centre, claim) = &paid_for[2];
    let officer = world.ctx(centre.officer);
    let asked_dong = claims::recovery_preview(&world.app, &officer, claim, 1).await?.asked_dong;
    let order = claims::ProposeRecovery { id: claim.clone(), asked_dong, instalments: 1 };
    claims::propose_recovery(&world.app, &officer, order, &Key::fresh()?).await?;
    while audit::link(&world.app, &world.system()).await? > 0 {}
    Ok(())
}

async fn campaign(
    (common, asked): (&Common, &Asked),
    store: Store,
    mut user: Superuser,
    (name, report): (&str, &mut Report),
) -> Result<bool, Failure> {
    let begin = Micros::start_of(parse_date("2026-06-01").ok_or("a day")?);
    let world = World::new(store, 2, begin).await?;
    filled(&world).await?;
    user.disarm(&TARGETS).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("evidence.jsonl");
    let mut verifier = Verifier::start(&asked.verifier)?;
    if let Some(bad) = seen(&world, &file, &mut verifier).await?.filter(|(code, _)| *code != 0) {
        return Err(format!("the evidence is not good to begin with: {}", bad.1).into());
    }
    let mut draw = ChaCha8Rng::seed_from_u64(common.seed);
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut turn = 0;
    while turn < asked.times {
        let target = &TARGETS[draw.random_range(0..TARGETS.len())];
        let Some(change) = user.tamper(&mut draw, target).await? else { continue };
        turn += 1;
        let tally = tallies.entry(target.table).or_default();
        tally.tried += 1;
        match seen(&world, &file, &mut verifier).await? {
            None => tally.refused += 1,
            Some((1, said)) if change.is_named(target, &said) => tally.named += 1,
            Some((0, _)) => {
                tally.lost += 1;
                println!("NOT FOUND: {}.{}: {} became {}", target.table, change.column, change.was, change.is);
            }
            Some((code, said)) => {
                tally.otherwise += 1;
                let (was, is) = (short(&change.was), short(&change.is));
                println!("named otherwise ({code}): {}.{}: {was} became {is}\n{said}", target.table, change.column);
            }
        }
        user.undo(&change).await?;
    }
    let last = seen(&world, &file, &mut verifier).await?;
    verifier.stop()?;
    if last.is_none_or(|(code, _)| code != 0) {
        return Err("not everything is as it was".into());
    }
    Ok(tell(report, name, &tallies))
}

fn short(literal: &str) -> String {
    literal.chars().take(120).collect()
}

/// What the verifier says of the evidence as it is now; `None` when it cannot be written.
async fn seen(world: &World, file: &Path, verifier: &mut Verifier) -> Result<Option<(i32, String)>, Failure> {
    let operator = world.app.ctx(Actor::Operator, Locale::Vi);
    let mut out = Vec::new();
    if let Err(error) = export(&world.app, &operator, &Scope::Year(2026), &mut out).await {
        let said = format!("{error:?}");
        // A row that cannot be read is named by its table.
        return if said.contains("Corrupt") { Ok(None) } else { Err(said.into()) };
    }
    std::fs::write(file, out)?;
    verifier.check(file).map(Some)
}

fn tell(report: &mut Report, name: &str, tallies: &BTreeMap<&str, Tally>) -> bool {
    let mut is_good = true;
    for (table, tally) in tallies {
        let variant = format!("{name}, {table}");
        for (metric, value) in [
            ("changed", tally.tried),
            ("found and named", tally.named),
            ("named otherwise", tally.otherwise),
            ("refused to write", tally.refused),
            ("not found", tally.lost),
        ] {
            report.add(&variant, metric, value as f64, "");
        }
        is_good &= tally.tried == tally.named + tally.refused;
    }
    report.note("refused to write: the row cannot be read any more, and the export says so and of which table");
    is_good
}
