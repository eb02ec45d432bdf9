//! Checks of form: texts within their limits, lists not too long, codes of the right shape, days and amounts that can
//! be.

use super::super::content::{Content, CurrentAddress};
use super::super::{Field, Limits};
use super::finding;
use crate::checks::{Finding, Severity};
use crate::pay::Pay;
use chrono::{Days, NaiveDate};

pub(super) fn check(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = lengths(content);
    found.extend(counts(content));
    found.extend(codes(content));
    found.extend(days(content, today));
    found.extend(amounts(content));
    found
}

type Text<'a> = (Field, Option<&'a str>, usize);

fn lengths(content: &Content) -> Vec<Finding> {
    let over = |(field, text, limit): Text<'_>| {
        let length = text?.chars().count();
        (length > limit).then(|| {
            finding(
                Severity::Refuse,
                "text_too_long",
                field,
                format!("Dài {length} ký tự, tối đa {limit}. Hãy viết ngắn lại."),
                format!("{length} characters long; at most {limit}. Write less."),
            )
        })
    };
    lines(content).into_iter().chain(paragraphs(content)).filter_map(over).collect()
}

fn lines(content: &Content) -> Vec<Text<'_>> {
    let Content { identity, contact, residence, priority, education, skills, experience, wish, services, .. } = content;
    let current = match &residence.current {
        CurrentAddress::Elsewhere(address) => address.line.as_deref(),
        CurrentAddress::Unstated | CurrentAddress::Permanent => None,
    };
    let trade = education.trade.as_ref();
    let languages = || skills.languages.iter();
    vec![
        (Field::Religion, identity.religion.as_deref(), Limits::LABEL),
        (Field::OtherContact, contact.other.as_deref(), Limits::LINE),
        (Field::PermanentLine, residence.permanent.line.as_deref(), Limits::LINE),
        (Field::CurrentLine, current, Limits::LINE),
        (Field::PriorityOther, priority.other.as_deref(), Limits::LINE),
        (Field::TechnicalField, education.technical_field.as_deref(), Limits::LABEL),
        (Field::Certificates, longest(education.others.iter().map(|one| one.name.as_str())), Limits::TITLE),
        (Field::Trade, trade.map(|trade| trade.name.as_str()), Limits::LABEL),
        (Field::Trade, trade.and_then(|trade| trade.grade.as_deref()), Limits::LABEL),
        (Field::Skills, longest(skills.named.iter().map(|skill| skill.written.as_str())), Limits::LABEL),
        (Field::Languages, longest(languages().map(|language| language.name.as_str())), Limits::LABEL),
        (Field::Languages, longest(languages().filter_map(|language| language.certificate.as_deref())), Limits::LABEL),
        (Field::Computing, skills.computing.as_ref().map(|computing| computing.name.as_str()), Limits::LABEL),
        (Field::SoftSkillOther, skills.soft_other.as_deref(), Limits::LABEL),
        (Field::AbroadCountry, experience.abroad_country.as_deref(), Limits::LABEL),
        (Field::WishTitle, wish.title.as_deref(), Limits::TITLE),
        (Field::ServiceOther, services.other.as_deref(), Limits::LINE),
    ]
}

fn paragraphs(content: &Content) -> Vec<Text<'_>> {
    let jobs = || content.experience.jobs.iter();
    vec![
        (Field::Jobs, longest(jobs().filter_map(|job| job.employer.as_deref())), Limits::TITLE),
        (Field::Jobs, longest(jobs().filter_map(|job| job.post.as_deref())), Limits::TITLE),
        (Field::Jobs, longest(jobs().filter_map(|job| job.work.as_deref())), Limits::PARAGRAPH),
        (Field::WishDescription, content.wish.description.as_deref(), Limits::DESCRIPTION),
        (Field::Welfare, content.terms.welfare.as_deref(), Limits::PARAGRAPH),
        (Field::Needs, content.conditions.needs.as_deref(), Limits::PARAGRAPH),
    ]
}

fn longest<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    texts.max_by_key(|text| text.chars().count())
}

fn counts(content: &Content) -> Vec<Finding> {
    let over = |(field, count, limit): (Field, usize, usize)| {
        (count > limit).then(|| {
            finding(
                Severity::Refuse,
                "list_too_long",
                field,
                format!("Có {count} mục, tối đa {limit}. Hãy giữ lại các mục quan trọng nhất."),
                format!("{count} entries; at most {limit}. Keep the most important ones."),
            )
        })
    };
    [
        (Field::Jobs, content.experience.jobs.len(), Limits::JOBS),
        (Field::Certificates, content.education.others.len(), Limits::CERTIFICATES),
        (Field::Skills, content.skills.named.len(), Limits::SKILLS),
        (Field::Languages, content.skills.languages.len(), Limits::LANGUAGES),
        (Field::Places, content.mobility.places.len(), Limits::PLACES),
    ]
    .into_iter()
    .filter_map(over)
    .collect()
}

fn codes(content: &Content) -> Vec<Finding> {
    let digits = |code: &str, least: usize, most: usize| {
        (least..=most).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut found = Vec::new();
    if content.wish.occupation_code.as_deref().is_some_and(|code| !digits(code, 1, 4)) {
        found.push(finding(
            Severity::Refuse,
            "occupation_code_shape",
            Field::Occupation,
            "Mã nghề gồm 1 đến 4 chữ số theo Quyết định 34/2020/QĐ-TTg. Hãy chọn nghề trong danh mục.",
            "An occupation code has 1 to 4 digits (Decision 34/2020/QĐ-TTg). Choose one from the list.",
        ));
    }
    if content.identity.ethnicity_code.as_deref().is_some_and(|code| !digits(code, 2, 2)) {
        found.push(finding(
            Severity::Refuse,
            "ethnicity_code_shape",
            Field::Ethnicity,
            "Mã dân tộc gồm 2 chữ số. Hãy chọn dân tộc trong danh mục.",
            "An ethnicity code has 2 digits. Choose one from the list.",
        ));
    }
    found
}

fn days(content: &Content, today: NaiveDate) -> Vec<Finding> {
    let mut found = Vec::new();
    let farthest = today.checked_add_days(Days::new(Limits::READY_DAYS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
    if content.wish.ready_on.is_some_and(|day| day > farthest) {
        found.push(finding(
            Severity::Refuse,
            "ready_too_far",
            Field::ReadyOn,
            "Ngày sẵn sàng đi làm quá xa (hơn 2 năm). Hãy kiểm tra lại năm.",
            "The day of being ready is too far ahead (over 2 years). Check the year.",
        ));
    }
    let jobs = &content.experience.jobs;
    if jobs.iter().any(|job| matches!((job.from, job.until), (Some(from), Some(until)) if until < from)) {
        found.push(finding(
            Severity::Refuse,
            "job_ends_before_it_begins",
            Field::Jobs,
            "Có công việc kết thúc trước khi bắt đầu. Hãy kiểm tra lại tháng, năm.",
            "A job ends before it begins. Check its months and years.",
        ));
    }
    if jobs.iter().any(|job| job.from.is_some_and(|from| from.first_day() > today)) {
        found.push(finding(
            Severity::Refuse,
            "job_in_future",
            Field::Jobs,
            "Có công việc bắt đầu ở tương lai. Chỉ ghi việc đã làm hoặc đang làm.",
            "A job begins in the future. Name only work that was or is being done.",
        ));
    }
    found
}

fn amounts(content: &Content) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Some(Pay::Band(band)) = content.wish.pay {
        let wrong = match (band.min, band.max) {
            (None, None) => true,
            (Some(one), None) | (None, Some(one)) => one <= 0,
            (Some(min), Some(max)) => min <= 0 || max < min,
        };
        if wrong {
            found.push(finding(
                Severity::Refuse,
                "pay_bounds",
                Field::Pay,
                "Mức lương chưa đúng. Hãy ghi số tiền lớn hơn 0, mức thấp trước, mức cao sau.",
                "The pay is wrong. Give amounts above 0, the lower one first.",
            ));
        }
    }
    if content.mobility.radius_km.is_some_and(|km| !(1..=Limits::RADIUS_KM).contains(&km)) {
        found.push(finding(
            Severity::Refuse,
            "radius_out_of_range",
            Field::Radius,
            format!("Khoảng cách đi làm từ 1 đến {} km. Xa hơn, hãy chọn nơi muốn làm việc.", Limits::RADIUS_KM),
            format!("The way to work is 1 to {} km. For more, choose places to work at.", Limits::RADIUS_KM),
        ));
    }
    found
}
