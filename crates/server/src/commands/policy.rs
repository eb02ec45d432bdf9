//! `sanviec policy check`: reads policies strictly and tells in words what they change in their golden cases. The
//! cases of `NAME.toml` stand beside it in `NAME.cases.jsonl`.

use super::rule::lang_of;
use crate::Failure;
use crate::cli::PolicyCommand;
use sanviec_domain::Lang;
use sanviec_domain::placement::{
    CaseError, Golden, Outcome, Policy, changes, evaluate, explain_error, golden_cases, money_changes, money_told,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a check is made.
struct Asked {
    /// A policy to compare with instead of with the agreed outcomes.
    against: Option<Policy>,
    accept: bool,
    lang: Lang,
}

/// What was found, over all policies.
#[derive(Default)]
struct Found {
    unreadable: usize,
    changed: usize,
}

/// Ends with 0 when nothing changes, with 3 when a golden case changes, with 1 when something cannot be read.
pub(crate) fn run(command: PolicyCommand) -> Result<ExitCode, Failure> {
    let PolicyCommand::Check { paths, against, accept, lang } = command;
    let lang = lang_of(lang);
    let against = match against {
        Some(path) => match Policy::from_toml(&text(&path)?) {
            Ok(policy) => Some(policy),
            Err(error) => return Ok(unreadable(&path, &error, lang)),
        },
        None => None,
    };
    let asked = Asked { against, accept, lang };
    let mut found = Found::default();
    for path in files(&paths)? {
        check(&path, &asked, &mut found)?;
    }
    Ok(match found {
        Found { unreadable: 1.., .. } => ExitCode::FAILURE,
        Found { changed: 1.., .. } => ExitCode::from(3),
        Found { .. } => ExitCode::SUCCESS,
    })
}

fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn unreadable(path: &Path, error: &CaseError, lang: Lang) -> ExitCode {
    println!("{}: {}", path.display(), explain_error(error, lang));
    ExitCode::FAILURE
}

/// The files, and those of the folders by name.
fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        let mut inside: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
        inside.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        inside.sort();
        files.extend(inside);
    }
    if files.is_empty() { Err("no policy found / không có chính sách nào".into()) } else { Ok(files) }
}

fn check(path: &Path, asked: &Asked, found: &mut Found) -> Result<(), Failure> {
    let policy = match Policy::from_toml(&text(path)?) {
        Ok(policy) => policy,
        Err(error) => {
            unreadable(path, &error, asked.lang);
            found.unreadable += 1;
            return Ok(());
        }
    };
    println!("{} {}: {}", policy.name, policy.version, policy.basis);
    if policy.money.dong_max.is_none() {
        println!("  {}", no_amount(asked.lang));
    }
    let told = match &asked.against {
        Some(other) => money_changes(&other.money, &policy.money, asked.lang),
        None => money_told(&policy.money, asked.lang),
    };
    told.iter().for_each(|sentence| println!("  {sentence}"));
    let beside = path.with_extension("cases.jsonl");
    let written = text(&beside)?;
    let goldens = match golden_cases(&written, &policy.terms) {
        Ok(goldens) => goldens,
        Err(error) => {
            unreadable(&beside, &error, asked.lang);
            found.unreadable += 1;
            return Ok(());
        }
    };
    let changed = goldens.iter().filter(|golden| tell(golden, asked)).count();
    println!("  {}", summary(goldens.len(), changed, asked.lang));
    if asked.accept && changed > 0 {
        std::fs::write(&beside, accepted(&written, &goldens)?)?;
    } else {
        found.changed += changed;
    }
    Ok(())
}

/// Tells what changes in a case; whether anything does.
fn tell(golden: &Golden, asked: &Asked) -> bool {
    let after = evaluate(&golden.case);
    let before = match &asked.against {
        Some(other) => {
            let mut case = golden.case.clone();
            case.terms.clone_from(&other.terms);
            Some(evaluate(&case))
        }
        None => golden.outcome.clone(),
    };
    let told = told(before.as_ref(), &after, asked.lang);
    if !told.is_empty() {
        println!("  {} — {}", golden.case.id, if asked.lang == Lang::Vi { &golden.vi } else { &golden.en });
        told.iter().for_each(|sentence| println!("    {sentence}"));
    }
    !told.is_empty()
}

fn told(before: Option<&Outcome>, after: &Outcome, lang: Lang) -> Vec<String> {
    match (before, lang) {
        (Some(before), _) if before == after => Vec::new(),
        // Never silent: outcomes that differ in nothing that is told differ in their names.
        (Some(before), _) => {
            let told = changes(before, after, lang);
            if told.is_empty() { vec![format!("{} ≠ {}", before.id, after.id)] } else { told }
        }
        (None, Lang::Vi) => vec![format!("trường hợp mới: {}", after.to_json())],
        (None, Lang::En) => vec![format!("new case: {}", after.to_json())],
    }
}

const fn no_amount(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Chưa có mức hỗ trợ: chưa thể đề nghị thanh toán theo chính sách này.",
        Lang::En => "No amount is fixed yet: nothing can be claimed under this policy.",
    }
}

fn summary(all: usize, changed: usize, lang: Lang) -> String {
    match (lang, changed) {
        (Lang::Vi, 0) => format!("{all} trường hợp mẫu, không trường hợp nào thay đổi."),
        (Lang::En, 0) => format!("{all} golden cases, none changes."),
        (Lang::Vi, _) => format!("{changed} trong {all} trường hợp mẫu thay đổi."),
        (Lang::En, _) => format!("{changed} of {all} golden cases change."),
    }
}

/// The same lines with the outcomes as they are now. The outcome stands last in a line, so all before it stays as it
/// was written.
fn accepted(written: &str, goldens: &[Golden]) -> Result<String, Failure> {
    const KEY: &str = "\"outcome\":";
    let mut all = String::new();
    let lines = written.lines().filter(|line| !line.trim().is_empty());
    for (line, golden) in lines.zip(goldens) {
        let at = line.rfind(KEY).ok_or("a golden case ends with its outcome")?;
        all.push_str(&line[..at + KEY.len()]);
        all.push_str(&evaluate(&golden.case).to_json());
        all.push_str("}\n");
    }
    if let Some(golden) = goldens.first() {
        golden_cases(&all, &golden.case.terms)?;
    }
    Ok(all)
}
