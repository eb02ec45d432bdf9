//! Messages made up for trying texts: what is usual, and the longest that a text must hold.

use super::Letterhead;
use sanviec_domain::message::{Content, Kind, MeetingChange, News, Status};
use sanviec_domain::time::Micros;

/// A message made up.
#[derive(Clone, Debug)]
pub struct Sample {
    /// `usual`, `longest`, or the status it is about.
    pub name: &'static str,
    /// What it says.
    pub content: Content,
}

/// The longest link that fits all short messages: 38 characters of the site, 32 of the path.
const LONGEST_PATH: &str = "/theo-doi/0123456789abcdefghijkl";
/// 5 December 2026, 09:30 in Viet Nam.
const BEGINS: Micros = Micros(1_796_437_800_000_000);
const LONGEST_URL: &str = "https://san-viec-lam.thai-nguyen.gov.vn";

/// The samples of a kind.
pub fn samples(kind: Kind) -> Vec<Sample> {
    let mut made =
        vec![Sample { name: "usual", content: usual(kind) }, Sample { name: "longest", content: longest(kind) }];
    if kind == Kind::ApplicationStatusChanged {
        let of = |status: &Status| Sample { name: "status", content: status_changed(*status, &long("Thợ ")) };
        made.extend(Status::ALL.iter().map(of));
    }
    if kind == Kind::ProfileNews {
        let of = |news: &News| Sample {
            name: "news",
            content: Content::ProfileNews { centre_name: long("Gia Lai "), news: *news, path: LONGEST_PATH.to_owned() },
        };
        made.extend(News::ALL.iter().map(of));
    }
    if kind == Kind::EmploymentAsked {
        made.push(Sample { name: "worker", content: asked(None, long("Công ty "), LONGEST_PATH.to_owned()) });
    }
    if kind == Kind::PlacementWaits {
        let content = waits(None, long("Công ty "), true, LONGEST_PATH.to_owned());
        made.push(Sample { name: "late", content });
    }
    if kind == Kind::PostingsWait {
        made.push(Sample { name: "late", content: adverts_wait(99_999, true, LONGEST_PATH.to_owned()) });
    }
    if kind == Kind::Appointment {
        let (subject, place) = ("Tư vấn".to_owned(), long("Phòng "));
        made.push(Sample {
            name: "no page",
            content: Content::Appointment { subject, at: BEGINS, place, path: String::new() },
        });
    }
    if kind == Kind::ReferralIssued {
        let (posting_title, employer_name) = ("Thợ may".to_owned(), long("Công ty "));
        let (number, path) = ("15/PGT-TTDVVL".to_owned(), "/giay/0123456789abcdef".to_owned());
        let content = Content::ReferralIssued { number, posting_title, employer_name, path };
        made.push(Sample { name: "no page", content });
    }
    if kind == Kind::AppointmentChanged {
        let (change, place, path) = (MeetingChange::Cancelled, "Quầy 2".to_owned(), String::new());
        let content = Content::AppointmentChanged { change, at: BEGINS, place, path };
        made.push(Sample { name: "no page", content });
        let of =
            |change: &MeetingChange| Sample { name: "change", content: meeting_changed(*change, &long("Phòng ")) };
        made.extend(MeetingChange::ALL.iter().map(of));
    }
    made
}

pub(super) fn letterhead() -> Letterhead {
    let name = "Trung tâm Dịch vụ việc làm tỉnh Thái Nguyên";
    let name_en = "Employment Service Centre of Thai Nguyen";
    Letterhead::new(name, name_en, "TTDVVL ThaiNguyen", LONGEST_URL).expect("a whole address, as a test shows")
}

fn usual(kind: Kind) -> Content {
    of(kind, ToOwned::to_owned)
}

fn longest(kind: Kind) -> Content {
    of(kind, |text| if text.starts_with('/') { LONGEST_PATH.to_owned() } else { long(text) })
}

/// 200 characters and more, with marks.
fn long(text: &str) -> String {
    let mut made = String::new();
    while made.chars().count() < 200 {
        made.push_str(text);
        made.push_str(" ưỡng ");
    }
    made
}

fn status_changed(status: Status, title: &str) -> Content {
    Content::ApplicationStatusChanged {
        posting_title: title.to_owned(),
        employer_name: title.to_owned(),
        status,
        path: LONGEST_PATH.to_owned(),
    }
}

fn meeting_changed(change: MeetingChange, place: &str) -> Content {
    let (place, path) = (place.to_owned(), LONGEST_PATH.to_owned());
    Content::AppointmentChanged { change, at: BEGINS, place, path }
}

fn of(kind: Kind, text: impl Fn(&str) -> String) -> Content {
    let code = "482913".to_owned();
    let posting_title = text("Kế toán tổng hợp");
    let employer_name = text("Công ty TNHH Minh Anh");
    let path = text("/theo-doi/4f6a9c");
    match kind {
        Kind::SignUpCode => Content::SignUpCode { code },
        Kind::SignUpKnown => Content::SignUpKnown { code },
        Kind::RecoverCode => Content::RecoverCode { code },
        Kind::RecoverUnknown => Content::RecoverUnknown,
        Kind::PasswordChanged => Content::PasswordChanged,
        Kind::AddressCode => Content::AddressCode { code },
        Kind::AddressKnown => Content::AddressKnown,
        Kind::SignInChanged => Content::SignInChanged,
        Kind::ApplicationReceived => Content::ApplicationReceived { posting_title, path },
        Kind::ApplicationSent => Content::ApplicationSent { posting_title, employer_name, path },
        Kind::ApplicationStatusChanged => {
            Content::ApplicationStatusChanged { posting_title, employer_name, status: Status::Interview, path }
        }
        Kind::ApplicationCode => Content::ApplicationCode { code },
        Kind::ApplicationMessage => Content::ApplicationMessage { posting_title, path },
        Kind::GuardianAsked => Content::GuardianAsked { posting_title, employer_name, path },
        Kind::ReferralIssued => {
            Content::ReferralIssued { number: text("15/PGT-TTDVVL"), posting_title, employer_name, path }
        }
        Kind::ReferralReceived => {
            Content::ReferralReceived { number: text("15/PGT-TTDVVL"), posting_title, due_on: BEGINS.day(), path }
        }
        Kind::OrganisationInvited => Content::OrganisationInvited { employer_name, path },
        Kind::OrganisationVerified => Content::OrganisationVerified { employer_name, path },
        Kind::OrganisationRefused => {
            Content::OrganisationRefused { employer_name, reason: text("Ảnh giấy phép bị mờ."), path }
        }
        Kind::VerificationEnds | Kind::VerificationEnded | Kind::RenewalRefused => {
            verification(kind, employer_name, text("Ảnh giấy phép bị mờ."), path)
        }
        Kind::PostingPublished => Content::PostingPublished { posting_title, path },
        Kind::PostingReturned => {
            Content::PostingReturned { posting_title, reason: text("Thiếu mức lương."), path }
        }
        Kind::PostingsWait => adverts_wait(1, false, path),
        Kind::PostingRemoved => {
            Content::PostingRemoved { posting_title, reason: text("Thu phí người tìm việc."), path }
        }
        Kind::ColleagueInvited => {
            Content::ColleagueInvited { centre_name: text("Trung tâm Dịch vụ việc làm Gia Lai"), path }
        }
        Kind::WebhookDisabled => Content::WebhookDisabled { webhook_name: text("Phần mềm nhân sự"), path },
        Kind::Appointment => Content::Appointment {
            subject: text("Phỏng vấn vòng 1"),
            at: BEGINS,
            place: text("Phòng 203, 12 Trần Phú"),
            path,
        },
        Kind::InterviewSet => interview(posting_title, employer_name, text("Phòng 203, 12 Trần Phú"), path),
        Kind::AppointmentChanged => {
            Content::AppointmentChanged { change: MeetingChange::Moved, at: BEGINS, place: text("Phòng 203"), path }
        }
        Kind::EmploymentAsked => asked(Some(posting_title), employer_name, path),
        Kind::PlacementWaits => waits(Some(posting_title), employer_name, false, path),
        Kind::FileJudged => Content::FileJudged { recorded: 18_204, stood: 1_340, refused: 456, path },
        Kind::RequestAnswered => Content::RequestAnswered { path },
        Kind::RequestDue => Content::RequestDue { due_on: BEGINS.day(), path },
        Kind::Approached => Content::Approached { posting_title, employer_name, path },
        Kind::ProfileNews => {
            Content::ProfileNews {
                centre_name: text("Trung tâm Dịch vụ việc làm Gia Lai"), news: News::TakenOn, path
            }
        }
    }
}

fn interview(posting_title: String, employer_name: String, place: String, path: String) -> Content {
    Content::InterviewSet { posting_title, employer_name, at: BEGINS, place, path }
}

fn asked(posting_title: Option<String>, employer_name: String, path: String) -> Content {
    let (from_on, through_on) = (BEGINS.plus_days(-90).day(), BEGINS.day());
    let (runs, to_worker) = (Vec::new(), posting_title.is_none());
    Content::EmploymentAsked { posting_title, employer_name, from_on, through_on, runs, to_worker, path }
}

fn waits(posting_title: Option<String>, employer_name: String, is_late: bool, path: String) -> Content {
    Content::PlacementWaits { posting_title, employer_name, due_on: BEGINS.day(), is_late, path }
}

fn adverts_wait(count: u32, is_late: bool, path: String) -> Content {
    Content::PostingsWait { count, due_on: BEGINS.day(), is_late, path }
}

fn verification(kind: Kind, employer_name: String, reason: String, path: String) -> Content {
    let through_on = BEGINS.day();
    match kind {
        Kind::VerificationEnds => Content::VerificationEnds { employer_name, through_on, path },
        Kind::VerificationEnded => Content::VerificationEnded { employer_name, through_on, path },
        _ => Content::RenewalRefused { employer_name, reason, through_on, path },
    }
}
