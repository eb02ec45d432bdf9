//! What a message says, by the names that templates use.

use super::{Letterhead, TextError, asked, sms};
use crate::message::one_line;
use sanviec_domain::Lang;
use sanviec_domain::message::{CODE_MINUTES, Content, MeetingChange, News, Status};
use sanviec_domain::time::{Micros, clock_time, short_date};
use std::collections::BTreeMap;

pub(super) type Values = BTreeMap<&'static str, String>;

/// Everything a template of this message may name.
pub(super) fn values(content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<Values, TextError> {
    let name = match lang {
        Lang::Vi => &letterhead.name_vi,
        Lang::En => &letterhead.name_en,
    };
    let head = [("name", name), ("sms_name", &letterhead.sms_name), ("url", &letterhead.url)];
    let head = head.into_iter().map(|(key, value)| (key, value.clone()));
    Ok(head.chain(fields(content, lang, letterhead)?).collect())
}

/// The same for a short message: no marks, and each letter counts once. Addresses stay as they are.
pub(super) fn plain_values(content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<Values, TextError> {
    let mut values = values(content, lang, letterhead)?;
    for (key, value) in &mut values {
        if !matches!(*key, "url" | "link") {
            *value = sms::plain(value);
        }
    }
    Ok(values)
}

/// What varies from one message of a kind to the next.
pub(super) fn fields(
    content: &Content,
    lang: Lang,
    letterhead: &Letterhead,
) -> Result<Vec<(&'static str, String)>, TextError> {
    let mut fields = said(content, lang, letterhead)?;
    if let Content::ApplicationSent { path, .. } = content {
        fields.push(("keeping", keeping(path, lang).to_owned()));
    }
    Ok(fields)
}

/// What the content itself says.
fn said(content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<Vec<(&'static str, String)>, TextError> {
    let line = |text: &String| one_line(text);
    let link = |path: &String| join(letterhead, path);
    Ok(match content {
        Content::SignUpCode { code }
        | Content::SignUpKnown { code }
        | Content::RecoverCode { code }
        | Content::AddressCode { code }
        | Content::ApplicationCode { code } => {
            vec![("code", line(code)), ("minutes", CODE_MINUTES.to_string())]
        }
        Content::RecoverUnknown | Content::PasswordChanged | Content::AddressKnown | Content::SignInChanged => {
            Vec::new()
        }
        Content::ApplicationReceived { posting_title, path }
        | Content::ApplicationMessage { posting_title, path }
        | Content::PostingPublished { posting_title, path } => {
            vec![("posting_title", line(posting_title)), ("link", link(path)?)]
        }
        Content::ApplicationSent { posting_title, employer_name, path }
        | Content::Approached { posting_title, employer_name, path }
        | Content::GuardianAsked { posting_title, employer_name, path } => {
            vec![("posting_title", line(posting_title)), ("employer_name", line(employer_name)), ("link", link(path)?)]
        }
        Content::ApplicationStatusChanged { posting_title, employer_name, status, path } => vec![
            ("posting_title", line(posting_title)),
            ("employer_name", line(employer_name)),
            ("status_words", words(*status, lang).to_owned()),
            ("explained", explained(*status, lang).to_owned()),
            ("link", link(path)?),
        ],
        Content::ReferralIssued { number, posting_title, employer_name, path } => {
            let letter = [("number", line(number)), ("posting_title", line(posting_title))];
            let words = letter_in_words(path, lang).to_owned();
            let rest = [("employer_name", line(employer_name)), ("link_words", words), ("link", link(path)?)];
            letter.into_iter().chain(rest).collect()
        }
        Content::OrganisationInvited { employer_name, path }
        | Content::OrganisationVerified { employer_name, path } => {
            vec![("employer_name", line(employer_name)), ("link", link(path)?)]
        }
        Content::OrganisationRefused { employer_name, reason, path } => {
            vec![("employer_name", line(employer_name)), ("reason", reasoned(reason)), ("link", link(path)?)]
        }
        Content::PostingReturned { posting_title, reason, path }
        | Content::PostingRemoved { posting_title, reason, path } => {
            vec![("posting_title", line(posting_title)), ("reason", reasoned(reason)), ("link", link(path)?)]
        }
        Content::ColleagueInvited { centre_name, path } => {
            vec![("centre_name", line(centre_name)), ("link", link(path)?)]
        }
        Content::WebhookDisabled { webhook_name, path } => {
            vec![("webhook_name", line(webhook_name)), ("link", link(path)?)]
        }
        Content::RequestAnswered { path } => vec![("link", link(path)?)],
        Content::ProfileNews { centre_name, news, path } => {
            [vec![("centre_name", line(centre_name)), ("link", link(path)?)], news_fields(*news, lang)].concat()
        }
        Content::Appointment { .. }
        | Content::AppointmentChanged { .. }
        | Content::InterviewSet { .. }
        | Content::EmploymentAsked { .. }
        | Content::PlacementWaits { .. }
        | Content::FileJudged { .. }
        | Content::PostingsWait { .. }
        | Content::VerificationEnds { .. }
        | Content::VerificationEnded { .. }
        | Content::RenewalRefused { .. }
        | Content::ReferralReceived { .. }
        | Content::RequestDue { .. } => return dated(content, lang, letterhead),
    })
}

/// Beginning of the addresses that are a key by themselves; all others ask who is there.
const KEYS: &str = "/theo-doi/";

/// How a link to an application is to be kept.
fn keeping(path: &str, lang: Lang) -> &'static str {
    match (path.starts_with(KEYS), lang) {
        (true, Lang::Vi) => "Ai có đường dẫn này đều xem và rút được hồ sơ, vì vậy đừng chuyển thư này cho người khác.",
        (true, Lang::En) => {
            "Whoever has this link can see and withdraw the application, so do not pass this message on."
        }
        (false, Lang::Vi) => "Trang này cần đăng nhập bằng tài khoản của bạn.",
        (false, Lang::En) => "You have to be signed in to your account there.",
    }
}

/// The same of messages about a day; nothing of all others.
fn dated(content: &Content, lang: Lang, letterhead: &Letterhead) -> Result<Vec<(&'static str, String)>, TextError> {
    let line = |text: &String| one_line(text);
    let link = |path: &String| join(letterhead, path);
    // Whoever has no account has no page of a meeting.
    let wished = |path: &String| if path.is_empty() { Ok(String::new()) } else { join(letterhead, path) };
    Ok(match content {
        Content::Appointment { subject, at, place, path } => {
            [vec![("subject", line(subject)), ("link", wished(path)?)], meeting(*at, place)].concat()
        }
        Content::AppointmentChanged { change, at, place, path } => {
            let words = change_in_words(*change, lang).to_owned();
            [vec![("change_words", words), ("link", wished(path)?)], meeting(*at, place)].concat()
        }
        Content::InterviewSet { posting_title, employer_name, at, place, path } => {
            let what = [("posting_title", line(posting_title)), ("employer_name", line(employer_name))];
            [what.to_vec(), vec![("link", link(path)?)], meeting(*at, place)].concat()
        }
        Content::EmploymentAsked { posting_title, employer_name, from_on, through_on, runs, to_worker, path } => {
            let runs: Vec<asked::Run> =
                runs.iter().map(|(from, through)| (short_date(*from), short_date(*through))).collect();
            let mut values = asked::days(&(short_date(*from_on), short_date(*through_on)), &runs, lang);
            values.extend([
                ("question", asked::question(*to_worker, lang).to_owned()),
                ("employer_name", line(employer_name)),
                ("work", work_in_words(posting_title.as_deref(), employer_name)),
                ("link", link(path)?),
            ]);
            values
        }
        Content::PostingsWait { count, due_on, is_late, path } => vec![
            ("adverts", adverts_in_words(*count, lang)),
            ("day", short_date(*due_on)),
            ("due_words", due_in_words(&short_date(*due_on), *is_late, lang)),
            ("link", link(path)?),
        ],
        Content::FileJudged { recorded, stood, refused, path } => vec![
            ("recorded", recorded.to_string()),
            ("stood", stood.to_string()),
            ("refused", refused.to_string()),
            ("link", link(path)?),
        ],
        Content::ReferralReceived { number, posting_title, due_on, path } => vec![
            ("number", line(number)),
            ("posting_title", line(posting_title)),
            ("day", short_date(*due_on)),
            ("link", link(path)?),
        ],
        Content::RequestDue { due_on, path } => vec![("day", short_date(*due_on)), ("link", link(path)?)],
        Content::VerificationEnds { employer_name, through_on, path }
        | Content::VerificationEnded { employer_name, through_on, path } => {
            vec![("employer_name", line(employer_name)), ("day", short_date(*through_on)), ("link", link(path)?)]
        }
        Content::RenewalRefused { employer_name, reason, through_on, path } => vec![
            ("employer_name", line(employer_name)),
            ("reason", reasoned(reason)),
            ("day", short_date(*through_on)),
            ("link", link(path)?),
        ],
        Content::PlacementWaits { posting_title, employer_name, due_on, is_late, path } => vec![
            ("employer_name", line(employer_name)),
            ("work", work_in_words(posting_title.as_deref(), employer_name)),
            ("day", short_date(*due_on)),
            ("due_words", due_in_words(&short_date(*due_on), *is_late, lang)),
            ("link", link(path)?),
        ],
        _ => Vec::new(),
    })
}

/// When and where people meet.
fn meeting(at: Micros, place: &str) -> Vec<(&'static str, String)> {
    vec![("time", clock_time(at)), ("day", short_date(at.day())), ("place", one_line(place))]
}

/// The vacancy, where it is known, and where the work is.
fn work_in_words(posting_title: Option<&str>, employer_name: &str) -> String {
    match posting_title {
        Some(title) => format!("{}, {}", one_line(title), one_line(employer_name)),
        None => one_line(employer_name),
    }
}

/// A reason as somebody wrote it, on several lines where it has them.
fn reasoned(reason: &str) -> String {
    sanviec_text::nfc(reason).trim().to_owned()
}

/// How many adverts.
fn adverts_in_words(count: u32, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Vi, _) => format!("{count} tin tuyển dụng"),
        (Lang::En, 1) => "1 advert".to_owned(),
        (Lang::En, _) => format!("{count} adverts"),
    }
}

/// Until when something is to be done, or since when it is overdue.
fn due_in_words(day: &str, is_late: bool, lang: Lang) -> String {
    match (lang, is_late) {
        (Lang::Vi, false) => format!("Cần xong trước khi hết ngày {day}"),
        (Lang::Vi, true) => format!("Đã quá hạn: lẽ ra phải xong trước khi hết ngày {day}"),
        (Lang::En, false) => format!("To be done by the end of {day}"),
        (Lang::En, true) => format!("Overdue since the end of {day}"),
    }
}

/// Links lead to this site and nowhere else.
fn join(letterhead: &Letterhead, path: &str) -> Result<String, TextError> {
    if path.starts_with('/') && path.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(format!("{}{path}", letterhead.url))
    } else {
        Err(TextError::Address(path.to_owned()))
    }
}

/// What the link to a letter leads to: the letter itself, or for whoever has no account the page that proves it.
fn letter_in_words(path: &str, lang: Lang) -> &'static str {
    match (path.starts_with("/giay/"), lang) {
        (true, Lang::Vi) => "Kiểm tra phiếu giới thiệu",
        (true, Lang::En) => "Check the letter",
        (false, Lang::Vi) => "Xem và in phiếu giới thiệu",
        (false, Lang::En) => "See and print the letter",
    }
}

/// What has to be said beside a status; empty where the word is enough.
const fn explained(status: Status, lang: Lang) -> &'static str {
    match (status, lang) {
        (Status::Unanswered, Lang::Vi) => {
            "Nhà tuyển dụng không trả lời trong thời hạn nên hồ sơ tự khép lại. Đây không phải là nhận xét về bạn."
        }
        (Status::Unanswered, Lang::En) => {
            "The employer did not answer in time, so the application closed by itself. This is no judgement of you."
        }
        _ => "",
    }
}

/// The one list of statuses in words.
fn words(status: Status, lang: Lang) -> &'static str {
    let (vi, en) = match status {
        Status::AwaitingGuardian => ("chờ giám hộ", "awaiting a guardian"),
        Status::Sent => ("đã gửi", "sent"),
        Status::Seen => ("đã xem", "seen"),
        Status::Shortlisted => ("vào vòng trong", "shortlisted"),
        Status::Interview => ("hẹn phỏng vấn", "interview arranged"),
        Status::Hired => ("nhận việc", "hired"),
        Status::NotSuitable => ("không phù hợp", "not suitable"),
        // With "dung han" a short message would be longer than one part.
        Status::Unanswered => ("không ai trả lời", "no answer in time"),
        Status::Withdrawn => ("đã rút", "withdrawn"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What happened, and what the link leads to.
fn news_fields(news: News, lang: Lang) -> Vec<(&'static str, String)> {
    vec![("news_words", news_in_words(news, lang).to_owned()), ("news_more", more_in_words(news, lang).to_owned())]
}

/// What became of a profile or a letter at a centre, in words that follow the name of the centre.
fn news_in_words(news: News, lang: Lang) -> &'static str {
    let (vi, en) = match news {
        News::Joined => ("bạn đã đăng ký với trung tâm", "you registered with the centre"),
        News::TakenOn => ("quầy đã nhận bạn bằng mã của bạn", "the counter took you on by your code"),
        News::Left => ("bạn không còn thuộc trung tâm", "the centre serves you no more"),
        News::Merged => ("hai hồ sơ của bạn đã được gộp", "two profiles of yours were made one"),
        News::Unmerged => ("hồ sơ đã gộp được tách lại", "the merged profiles were taken apart"),
        News::Corrected => ("cán bộ đã sửa hồ sơ của bạn", "an officer changed your profile"),
        News::LetterHired => ("đơn vị đã nhận bạn làm việc", "the employer hired you"),
        News::LetterNotHired => ("đơn vị không nhận bạn lần này", "the employer did not hire you"),
        News::LetterNoShow => ("ghi nhận bạn không đến đơn vị", "it is noted that you did not come"),
        News::LetterWithdrawn => ("đã thu hồi phiếu giới thiệu", "your letter was taken back"),
        News::LetterLapsed => ("phiếu giới thiệu đã hết hạn", "your letter of referral ran out"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What the link leads to.
fn more_in_words(news: News, lang: Lang) -> &'static str {
    let (vi, en) = match news {
        News::Joined | News::TakenOn | News::Left | News::Corrected | News::Merged | News::Unmerged => {
            ("Xem, hoặc thay đổi nếu không đúng ý bạn", "See it, or change it if it is not what you want")
        }
        News::LetterHired | News::LetterNotHired | News::LetterNoShow | News::LetterWithdrawn | News::LetterLapsed => {
            ("Xem phiếu giới thiệu và việc cần làm", "See the letter and what to do now")
        }
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// What happened to an appointment, in words that follow its time.
fn change_in_words(change: MeetingChange, lang: Lang) -> &'static str {
    let (vi, en) = match change {
        MeetingChange::Moved => ("giờ mới, đang chờ đồng ý", "new time, waits for agreement"),
        MeetingChange::Confirmed => ("đã được đồng ý", "agreed on"),
        MeetingChange::Cancelled => ("đã bị hủy", "cancelled"),
        MeetingChange::Unanswered => ("đã hủy vì quá hạn trả lời", "cancelled, no answer in time"),
    };
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}
