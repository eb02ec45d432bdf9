//! The texts of the program and their names.

use super::Problem;
use sanviec_domain::Lang;
use sanviec_domain::message::Kind;
use std::path::Path;

macro_rules! file {
    ($name:expr) => {
        ($name, include_str!(concat!("../../templates/", $name)))
    };
}

macro_rules! templates {
    ($($kind:literal),+ $(,)?) => {
        &[
            file!("vi/layout.html"),
            file!("vi/signature.txt"),
            file!("en/layout.html"),
            file!("en/signature.txt"),
            $(
                file!(concat!("vi/", $kind, "/subject.txt")),
                file!(concat!("vi/", $kind, "/text.txt")),
                file!(concat!("vi/", $kind, "/body.html")),
                file!(concat!("vi/", $kind, "/sms.txt")),
                file!(concat!("en/", $kind, "/subject.txt")),
                file!(concat!("en/", $kind, "/text.txt")),
                file!(concat!("en/", $kind, "/body.html")),
                file!(concat!("en/", $kind, "/sms.txt")),
            )+
        ]
    };
}

/// Name and source of each.
pub(super) const TEMPLATES: &[(&str, &str)] = templates![
    "sign_up_code",
    "sign_up_known",
    "recover_code",
    "recover_unknown",
    "password_changed",
    "address_code",
    "address_known",
    "sign_in_changed",
    "application_received",
    "application_sent",
    "application_status_changed",
    "application_code",
    "application_message",
    "guardian_asked",
    "referral_issued",
    "referral_received",
    "organisation_invited",
    "organisation_verified",
    "organisation_refused",
    "verification_ends",
    "verification_ended",
    "renewal_refused",
    "posting_published",
    "posting_returned",
    "posting_removed",
    "postings_wait",
    "colleague_invited",
    "webhook_disabled",
    "appointment",
    "appointment_changed",
    "interview_set",
    "employment_asked",
    "placement_waits",
    "file_judged",
    "profile_news",
    "approached",
    "request_answered",
    "request_due",
];

pub(super) fn name(lang: Lang, kind: Kind, part: &str) -> String {
    format!("{}/{}/{part}", lang.code(), kind.code())
}

/// Files that replace nothing, because their names are misspelled. A folder that is not there has none.
pub(super) fn unknown_files(folder: &Path) -> Vec<Problem> {
    let mut found = Vec::new();
    // Language, kind, file: nothing of ours lies deeper.
    walk(folder, "", 3, &mut found);
    found.sort();
    let known = |file: &String| TEMPLATES.iter().any(|(name, _)| name == file);
    let problem = |file| Problem { file, why: "there is no text of this name".to_owned() };
    found.into_iter().filter(|file| !known(file)).map(problem).collect()
}

fn walk(folder: &Path, before: &str, depth: usize, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if !entry.path().is_dir() {
            found.push(name);
        } else if depth > 1 {
            walk(&entry.path(), &format!("{name}/"), depth - 1, found);
        }
    }
}
