//! Checks of sense: what does not fit together, what others would read that should stay private, and the law on age.
//! The ages at which somebody finishes a school are practice of surveys: asked, never refused.

use super::super::Field;
use super::super::content::Content;
use super::finding;
use crate::checks::{Finding, Severity, contact_in};
use crate::person::WorkingAge;
use crate::posting::{Education, TechnicalLevel};
use chrono::{Datelike, NaiveDate};

/// Under this age a job is asked about.
const UNLIKELY_WORKING_AGE: u32 = 13;

pub(super) fn check(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = person(content, today);
    found.extend(schooling(content, today));
    found.extend(jobs(content, today));
    found.extend(open_texts(content));
    found
}

fn person(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let identity = &content.identity;
    if let Some(birth) = identity.birth {
        let age = birth.working_age_on(today);
        let severity = match age {
            WorkingAge::TooYoung { .. } => Some((Severity::Refuse, "Luật Việc làm 74/2025/QH15")),
            WorkingAge::WithGuardian { .. } => Some((Severity::Note, "Bộ luật Lao động 2019, Điều 18")),
            WorkingAge::Alone => None,
        };
        if let Some((severity, citation)) = severity {
            let (vi, en) = (age.sentence(crate::Lang::Vi), age.sentence(crate::Lang::En));
            found.push(Finding { citation, ..finding(severity, age.code(), Field::Birth, vi, en) });
        }
    }
    if let Some(number) = &identity.number {
        for doubt in number.doubts(identity.sex, identity.birth.map(crate::person::Birth::day)) {
            let (vi, en) = (doubt.sentence(crate::Lang::Vi), doubt.sentence(crate::Lang::En));
            found.push(finding(Severity::Warn, doubt.code(), Field::PersonalNumber, vi, en));
        }
    }
    if let Some(meant) = content.contact.email.as_ref().and_then(crate::person::Email::likely_meant) {
        let quote = meant.as_str().to_owned();
        let (vi, en) = (format!("Có phải bạn muốn ghi “{quote}”?"), format!("Did you mean “{quote}”?"));
        found.push(Finding { quote, ..finding(Severity::Warn, "email_slip", Field::Email, vi, en) });
    }
    found
}

/// Least age at which somebody has finished a level.
const fn usual_age(level: TechnicalLevel) -> u32 {
    match level {
        TechnicalLevel::Untrained | TechnicalLevel::SkilledWithoutPaper | TechnicalLevel::Elementary => 0,
        TechnicalLevel::Intermediate => 15,
        TechnicalLevel::College => 19,
        TechnicalLevel::University => 21,
        TechnicalLevel::Master => 22,
        TechnicalLevel::Doctor => 24,
    }
}

fn schooling(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let education = &content.education;
    let Some(level) = education.technical else { return found };
    if content.identity.birth.is_some_and(|birth| birth.age_on(today) < usual_age(level)) {
        found.push(finding(
            Severity::Warn,
            "level_above_age",
            Field::TechnicalLevel,
            "Trình độ này cao so với tuổi. Có đúng không?",
            "This level is high for the age. Is it right?",
        ));
    }
    let below_upper = education.general.is_some_and(|general| general < Education::UpperSecondary);
    if level >= TechnicalLevel::University && below_upper {
        found.push(finding(
            Severity::Warn,
            "level_above_schooling",
            Field::GeneralEducation,
            "Có bằng đại học nhưng chưa tốt nghiệp trung học phổ thông. Có đúng không?",
            "A university degree without upper secondary school. Is it right?",
        ));
    }
    let has_field = education.technical_field.is_some();
    if level >= TechnicalLevel::Elementary && !has_field {
        found.push(finding(
            Severity::Warn,
            "field_of_training_missing",
            Field::TechnicalField,
            "Đã qua đào tạo thì cần ghi chuyên ngành, ví dụ “Hàn”, “Kế toán”.",
            "Who was trained has a field of training, for example “Hàn” (welding) or “Kế toán” (accounting).",
        ));
    }
    if level == TechnicalLevel::Untrained && has_field {
        found.push(finding(
            Severity::Warn,
            "field_of_training_without_training",
            Field::TechnicalField,
            "Chưa qua đào tạo thì không có chuyên ngành. Hãy chọn lại trình độ hoặc bỏ trống chuyên ngành.",
            "Without training there is no field of training. Choose the level again, or leave the field empty.",
        ));
    }
    found
}

fn jobs(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let jobs = &content.experience.jobs;
    if let Some(birth) = content.identity.birth {
        let grown = birth.day_of_age(UNLIKELY_WORKING_AGE);
        if jobs.iter().any(|job| job.from.is_some_and(|from| from.first_day() < grown)) {
            found.push(finding(
                Severity::Warn,
                "job_in_childhood",
                Field::Jobs,
                "Có công việc bắt đầu trước 13 tuổi. Có đúng không?",
                "A job begins before the age of 13. Is it right?",
            ));
        }
    }
    let last = (today.year(), today.month());
    if jobs.iter().any(|job| job.until.is_some_and(|until| (until.year(), until.month()) > last)) {
        found.push(finding(
            Severity::Warn,
            "job_ends_in_future",
            Field::Jobs,
            "Có công việc kết thúc ở tương lai. Nếu đang làm, hãy để trống tháng kết thúc.",
            "A job ends in the future. If it goes on, leave its last month empty.",
        ));
    }
    found
}

/// Texts that employers read must hold no way to reach the person: that would open contact past every rule.
fn open_texts(content: &Content) -> Vec<Finding> {
    let of_jobs = content.experience.jobs.iter().flat_map(|job| [&job.employer, &job.post, &job.work]);
    let of_jobs = of_jobs.map(|text| (Field::Jobs, text.as_deref()));
    let named = content.skills.named.iter().map(|skill| (Field::Skills, Some(skill.written.as_str())));
    let others = content.education.others.iter().map(|one| (Field::Certificates, Some(one.name.as_str())));
    let mut found: Vec<Finding> = [
        (Field::WishTitle, content.wish.title.as_deref()),
        (Field::WishDescription, content.wish.description.as_deref()),
        (Field::Welfare, content.terms.welfare.as_deref()),
        (Field::TechnicalField, content.education.technical_field.as_deref()),
        (Field::SoftSkillOther, content.skills.soft_other.as_deref()),
    ]
    .into_iter()
    .chain(of_jobs)
    .chain(named)
    .chain(others)
    .filter_map(|(field, text)| {
        let quote = contact_in(text?)?;
        let vi = "Nhà tuyển dụng đọc được ô này. Hãy bỏ số điện thoại, thư điện tử, tài khoản nhắn tin khỏi đây và ghi ở phần liên hệ.";
        let en = "Employers can read this field. Take telephone numbers, e-mail addresses and messenger accounts out of it and put them into the contact part.";
        Some(Finding { quote, ..finding(Severity::Warn, "contact_in_open_text", field, vi, en) })
    })
    .collect();
    found.dedup_by_key(|finding| finding.field);
    found
}
