//! Checks of form: texts within their limits, codes of the right shape, lists not too long, dates that make sense.
//! Whether a code exists is asked of the reference tables by the use case, not here.

use super::finding::{Finding, Severity};
use super::numbers::Circumstances;
use crate::posting::{Content, Limits};

pub(super) fn check(content: &Content, around: &Circumstances) -> Vec<Finding> {
    let mut found = Vec::new();
    if content.title.trim().is_empty() {
        found.push(refuse("title_missing", "title", "Cần ghi tên công việc.", "The title of the post is missing."));
    }
    found.extend(lengths(content));
    found.extend(codes(content));
    found.extend(counts(content));
    found.extend(days(content, around));
    found
}

fn refuse(code: &'static str, field: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding {
        severity: Severity::Refuse,
        code,
        field,
        quote: String::new(),
        citation: "",
        vi: vi.into(),
        en: en.into(),
    }
}

fn lengths(content: &Content) -> Vec<Finding> {
    let texts: [(&'static str, Option<&str>, usize); 16] = [
        ("title", Some(&content.title), Limits::TITLE),
        ("description", content.description.as_deref(), Limits::DESCRIPTION),
        ("requirements", content.requirements.as_deref(), Limits::REQUIREMENTS),
        ("benefits", content.benefits.as_deref(), Limits::BENEFITS),
        ("pay_text", content.pay_text.as_deref(), Limits::PARAGRAPH),
        ("welfare", content.welfare.as_deref(), Limits::PARAGRAPH),
        ("technical_field", content.technical_field.as_deref(), Limits::LABEL),
        ("sex_text", content.sex_text.as_deref(), Limits::LABEL),
        ("wish_to_centre", content.wish_to_centre.as_deref(), Limits::PARAGRAPH),
        ("url", content.url.as_deref(), Limits::URL),
        ("contact", content.contact.name.as_deref(), Limits::NAME),
        ("contact", content.contact.phone.as_deref(), Limits::PHONE),
        ("contact", content.contact.email.as_deref(), Limits::EMAIL),
        ("workplaces", longest(content.workplaces.iter().map(|place| place.original.as_str())), Limits::ADDRESS),
        (
            "workplaces",
            longest(content.workplaces.iter().filter_map(|place| place.address_line.as_deref())),
            Limits::ADDRESS,
        ),
        ("skills", longest(content.skills.iter().map(|skill| skill.written.as_str())), Limits::LABEL),
    ];
    let over = |(field, text, limit): (&'static str, Option<&str>, usize)| {
        let length = text?.chars().count();
        (length > limit).then(|| {
            refuse(
                "text_too_long",
                field,
                format!("Dài {length} ký tự, tối đa {limit}."),
                format!("{length} characters long; at most {limit}."),
            )
        })
    };
    texts.into_iter().filter_map(over).collect()
}

fn longest<'a>(texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    texts.max_by_key(|text| text.chars().count())
}

fn codes(content: &Content) -> Vec<Finding> {
    let mut found = Vec::new();
    let digits =
        |code: &str, most: usize| (1..=most).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    if content.occupation_code.as_deref().is_some_and(|code| !digits(code, 4)) {
        found.push(refuse(
            "occupation_code_shape",
            "occupation_code",
            "Mã nghề VSCO 2020 gồm 1 đến 4 chữ số.",
            "A VSCO 2020 code has 1 to 4 digits.",
        ));
    }
    let section = |code: &str| code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if content.industry_code.as_deref().is_some_and(|code| !digits(code, 5) && !section(code)) {
        found.push(refuse(
            "industry_code_shape",
            "industry_code",
            "Mã ngành VSIC là một chữ cái A đến V hoặc 1 đến 5 chữ số.",
            "A VSIC code is one letter A to V or 1 to 5 digits.",
        ));
    }
    let web = |url: &str| {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        rest.is_some_and(|rest| {
            rest.contains('.') && !rest.starts_with(['.', '/']) && !rest.contains(char::is_whitespace)
        })
    };
    if content.url.as_deref().is_some_and(|url| !web(url)) {
        found.push(refuse(
            "url_shape",
            "url",
            "Địa chỉ trang phải bắt đầu bằng http:// hoặc https://.",
            "A web address must start with http:// or https://.",
        ));
    }
    found
}

fn counts(content: &Content) -> Vec<Finding> {
    let mut found = Vec::new();
    if content.wanted == 0 || content.wanted > Limits::WANTED {
        found.push(refuse(
            "wanted_out_of_range",
            "wanted",
            format!("Số lượng cần tuyển phải từ 1 đến {}.", Limits::WANTED),
            format!("The number wanted must be 1 to {}.", Limits::WANTED),
        ));
    }
    for (field, count, limit) in
        [("workplaces", content.workplaces.len(), Limits::WORKPLACES), ("skills", content.skills.len(), Limits::SKILLS)]
    {
        if count > limit {
            found.push(refuse(
                "list_too_long",
                field,
                format!("Có {count} mục, tối đa {limit}."),
                format!("{count} entries; at most {limit}."),
            ));
        }
    }
    found
}

fn days(content: &Content, around: &Circumstances) -> Vec<Finding> {
    let Some(deadline) = content.deadline_on else { return Vec::new() };
    let ahead = deadline.signed_duration_since(around.today).num_days();
    if ahead < 0 {
        return vec![refuse("deadline_passed", "deadline_on", "Hạn nộp hồ sơ đã qua.", "The deadline has passed.")];
    }
    if ahead > Limits::DEADLINE_DAYS {
        return vec![Finding {
            severity: Severity::Warn,
            ..refuse(
                "deadline_far",
                "deadline_on",
                "Hạn nộp hồ sơ xa hơn hai năm. Hãy kiểm tra lại năm.",
                "The deadline is more than two years ahead. Check the year.",
            )
        }];
    }
    Vec::new()
}
