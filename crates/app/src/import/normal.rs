//! From a row as read to a posting as the rules know it, with what was wrong and what was read with doubt.

use super::fields::{Fields, KNOWN};
use super::rows::Row;
use crate::error::FieldError;
use crate::reading;
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::checks::{Circumstances, Finding, Severity};
use sanviec_domain::pay;
use sanviec_domain::posting::{Content, Limits, Probation, SkillMention};
use sanviec_domain::time::{Micros, parse_date};

/// A row understood.
#[derive(Clone, Debug)]
pub(crate) struct Understood {
    pub(crate) source_id: String,
    pub(crate) employer: String,
    pub(crate) content: Content,
    /// The day it was posted, where the row says so and the day is not in the future.
    pub(crate) posted_on: Option<NaiveDate>,
    /// What was read with doubt or left out.
    pub(crate) doubts: Vec<FieldError>,
    /// Fields that nobody reads.
    pub(crate) ignored: Vec<String>,
}

/// The id of a row that may be wrong in everything else.
pub(crate) fn named(row: &Row) -> Option<String> {
    Fields::new(row).text("id", Limits::LABEL)
}

/// Understands a row, or says which fields must be mended.
pub(crate) fn understand(row: &Row, at: &Circumstances) -> Result<Understood, Vec<FieldError>> {
    let today = at.today;
    let mut fields = Fields::new(row);
    let source_id = fields.required("id", Limits::LABEL);
    let title = fields.required("title", Limits::TITLE);
    let employer = fields.required("company", Limits::TITLE);
    let mut content = Content::titled(title);
    read_texts(&mut fields, &mut content);
    read_terms(&mut fields, &mut content);
    read_bounds(&mut fields, &mut content);
    read_pay(&mut fields, &mut content);
    read_places(&mut fields, &mut content);
    read_skills(&mut fields, &mut content);
    let posted_on = read_days(&mut fields, &mut content, today);
    if content.occupation_code.is_none() {
        content.occupation_code = reading::occupation_of_title(&content.title);
    }
    check_law(&mut fields, &content, at);
    if !fields.errors.is_empty() {
        return Err(fields.errors);
    }
    let ignored = row.fields.keys().filter(|name| !KNOWN.contains(&name.as_str())).cloned().collect();
    Ok(Understood { source_id, employer, content, posted_on, doubts: fields.doubts, ignored })
}

/// What the law says of the advert: what it forbids refuses the row, what a person should look at makes it doubtful. Of
/// a column that is refused already nothing more is said: its value was left out, or it is told with its remedy.
fn check_law(fields: &mut Fields<'_>, content: &Content, at: &Circumstances) {
    let refused: Vec<&'static str> = fields.errors.iter().map(|error| error.field).collect();
    for finding in content.check(at) {
        let column = column_of(&finding);
        if refused.contains(&column) {
            continue;
        }
        let cited = |words: &str| match finding.citation {
            "" => words.to_owned(),
            law => format!("{words} ({law})"),
        };
        let (vi, en) = (cited(finding.sentence(Lang::Vi)), cited(finding.sentence(Lang::En)));
        let told = FieldError::new(column, finding.code, vi, en);
        match finding.severity {
            Severity::Refuse => fields.refuse(told),
            Severity::Warn => fields.doubt(told),
            Severity::Note => {}
        }
    }
}

/// The column of a file from which the field came that a finding names.
fn column_of(finding: &Finding) -> &'static str {
    match finding.field {
        "pay" | "pay_text" => "salary",
        "deadline_on" => "deadline",
        "workplaces" => "location",
        "occupation_code" => "occupation",
        "industry_code" => "industry",
        "probation" if finding.code == "trial_pay_under_85" => "probation_percent",
        known => known,
    }
}

fn read_texts(fields: &mut Fields<'_>, content: &mut Content) {
    content.description = fields.text("description", Limits::DESCRIPTION);
    content.requirements = fields.text("requirements", Limits::REQUIREMENTS);
    content.benefits = fields.text("benefits", Limits::BENEFITS);
    content.welfare = fields.text("welfare", Limits::PARAGRAPH);
    if let Some(url) = fields.text("url", Limits::URL) {
        if url.starts_with("https://") || url.starts_with("http://") {
            content.url = Some(url);
        } else {
            fields.doubt(FieldError::new(
                "url",
                "url_scheme",
                "Địa chỉ trang phải bắt đầu bằng https:// hoặc http://; đã bỏ qua.",
                "The address must begin with https:// or http://; it was left out.",
            ));
        }
    }
}

fn read_terms(fields: &mut Fields<'_>, content: &mut Content) {
    content.occupation_code = fields.checked("occupation", reading::occupation_code);
    content.industry_code = fields.checked("industry", reading::industry_code);
    content.contract = fields.checked("contract", reading::contract);
    content.working_time = fields.checked("working_time", reading::working_time);
    content.position = fields.checked("position", reading::position);
    content.experience = fields.checked("experience", reading::experience);
    content.education = fields.checked("education", reading::education);
    content.technical_level = fields.checked("qualification", reading::technical_level);
    content.remote_mode = fields.checked("working_mode", reading::remote_mode);
    content.wanted = fields.checked("wanted", reading::wanted).unwrap_or(1);
    content.housing = fields.checked("housing", reading::housing);
    content.transport = fields.checked("transport", reading::transport);
    content.suits_disabled = fields.checked("suits_disabled", reading::yes_or_no);
    content.overseas = fields.checked("overseas", reading::yes_or_no).unwrap_or(false);
    if fields.checked("shift", reading::yes_or_no) == Some(true) {
        content.abilities.push(sanviec_domain::posting::Ability::Shift);
    }
    // Boards call the same thing by other names.
    let kind = |text: &str| {
        let (time, contract) = reading::employment_type(text);
        (time.is_some() || contract.is_some()).then_some((time, contract))
    };
    if let Some((time, contract)) = fields.checked("employment_type", kind) {
        content.working_time = content.working_time.or(time);
        content.contract = content.contract.or(contract);
    }
    let level = fields.checked("level", reading::position);
    content.position = content.position.or(level);
}

/// Numbers that the law has bounds for: ages, the term of the contract, the trial.
fn read_bounds(fields: &mut Fields<'_>, content: &mut Content) {
    content.age_min = fields.checked("age_min", reading::age);
    content.age_max = fields.checked("age_max", reading::age);
    content.contract_months = fields.checked("contract_months", reading::months);
    let length = fields.checked("probation", reading::trial).filter(|length| length.days() > 0);
    let pay_percent = fields.checked("probation_percent", reading::percent);
    content.probation = length.map(|length| Probation { length, pay_percent });
    if length.is_none() && pay_percent.is_some() {
        fields.doubt(FieldError::new(
            "probation_percent",
            "without_probation",
            "Có tỷ lệ lương thử việc nhưng không có thời gian thử việc; đã bỏ qua. Hãy điền cột “probation”.",
            "The share of pay during the trial stands without the trial; it was left out. Fill in “probation”.",
        ));
    }
}

fn read_pay(fields: &mut Fields<'_>, content: &mut Content) {
    let Some(text) = fields.text("salary", Limits::PARAGRAPH) else { return };
    match pay::parse(&text) {
        Ok(parsed) => {
            content.pay = Some(parsed.pay);
            for doubt in parsed.doubts {
                let (vi, en) = words_of(doubt);
                fields.doubt(FieldError::new("salary", doubt.code(), vi, en));
            }
        }
        // Boards hide pay from those who are not signed in: the vacancy is fine, its pay is just not known.
        Err(error) => {
            fields.doubt(FieldError::new("salary", error.code(), error.sentence(Lang::Vi), error.sentence(Lang::En)));
        }
    }
    content.pay_text = Some(text.chars().take(Limits::PARAGRAPH).collect());
}

/// What was guessed about a pay, for the person who looks at the row.
const fn words_of(doubt: pay::Doubt) -> (&'static str, &'static str) {
    use pay::Doubt;
    match doubt {
        Doubt::UnitGuessed => {
            ("Lương không ghi đơn vị; đã hiểu là triệu đồng.", "The pay has no unit; it was read as million dong.")
        }
        Doubt::CurrencyGuessed => {
            ("Lương không ghi loại tiền; đã hiểu là đô la Mỹ.", "The pay has no currency; it was read as US dollars.")
        }
        Doubt::PeriodGuessed => {
            ("Không rõ lương trả theo kỳ nào; hãy kiểm tra.", "The period of the pay is not clear; check it.")
        }
        Doubt::Swapped => {
            ("Mức lương cao đứng trước; đã đổi lại thứ tự.", "The larger amount stood first; they were swapped.")
        }
        Doubt::MoreAmounts => {
            ("Có nhiều số tiền; chỉ lấy mức lương chính.", "There are several amounts; only the main pay was taken.")
        }
        Doubt::VeryLow => ("Mức lương rất thấp; hãy kiểm tra đơn vị.", "The pay is very low; check its unit."),
        Doubt::VeryHigh => ("Mức lương rất cao; hãy kiểm tra đơn vị.", "The pay is very high; check its unit."),
        Doubt::Rounded => ("Phần lẻ của số tiền đã được bỏ.", "The fraction of the amount was cut off."),
        Doubt::NoAmount => {
            ("Không ghi số tiền; đã hiểu là thỏa thuận.", "No amount is given; it was read as to be agreed.")
        }
    }
}

fn read_places(fields: &mut Fields<'_>, content: &mut Content) {
    let texts = fields.list("location", Limits::ADDRESS);
    let mut found = texts.len();
    for text in texts.into_iter().take(Limits::WORKPLACES) {
        let (workplaces, doubts) = reading::workplaces(&text);
        content.workplaces.extend(workplaces);
        doubts.into_iter().for_each(|doubt| fields.doubt(doubt));
    }
    found = found.max(content.workplaces.len());
    content.workplaces.truncate(Limits::WORKPLACES);
    fields.doubt_beyond("location", found, Limits::WORKPLACES);
}

fn read_skills(fields: &mut Fields<'_>, content: &mut Content) {
    let skills = fields.separated("skills", Limits::LABEL);
    fields.doubt_beyond("skills", skills.len(), Limits::SKILLS);
    for written in skills.into_iter().take(Limits::SKILLS) {
        let skill_id = reading::skill_id(&written);
        content.skills.push(SkillMention { written, skill_id });
    }
}

fn read_days(fields: &mut Fields<'_>, content: &mut Content, today: NaiveDate) -> Option<NaiveDate> {
    content.deadline_on = fields.checked("deadline", parse_date);
    if content.deadline_on.is_some_and(|deadline| deadline < today) {
        fields.refuse(FieldError::new(
            "deadline",
            "deadline_passed",
            "Hạn nộp hồ sơ đã qua. Hãy sửa hạn nộp hoặc bỏ dòng này.",
            "The deadline has passed. Mend the deadline or leave the row out.",
        ));
    }
    if let Some(deadline) = content.deadline_on
        && (deadline - today).num_days() > Limits::DEADLINE_DAYS
    {
        fields.refuse(FieldError::new(
            "deadline",
            "deadline_too_far",
            "Hạn nộp hồ sơ quá xa. Hãy ghi một ngày trong vòng hai năm.",
            "The deadline is too far away. Give a day within two years.",
        ));
    }
    let posted = fields.checked("posted", parse_date)?;
    if posted > today {
        fields.doubt(FieldError::new(
            "posted",
            "posted_in_future",
            "Ngày đăng ở tương lai; đã lấy ngày nhập.",
            "The day of posting lies in the future; the day of import was taken.",
        ));
        return None;
    }
    Some(posted)
}

/// When a row that was posted on this day counts as posted.
pub(crate) fn posted_at(posted_on: Option<NaiveDate>, now: Micros) -> Micros {
    posted_on.map_or(now, |day| if day == now.day() { now } else { Micros::start_of(day) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn tried(more: &Value) -> Result<Understood, Vec<FieldError>> {
        let mut fields = json!({"id": "1", "title": "Thợ hàn", "company": "Xưởng Năm"});
        let all = fields.as_object_mut().expect("an object");
        all.extend(more.as_object().expect("an object").clone());
        let fields = all.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let today = NaiveDate::from_ymd_opt(2026, 11, 5).expect("a day");
        let at = crate::postings::circumstances::on(today, 26_000);
        understand(&Row { line: 1, fields }, &at)
    }

    fn understood(more: &Value) -> Understood {
        tried(more).expect("understood")
    }

    /// Columns and codes of what a row is refused for.
    fn refusals(more: &Value) -> Vec<(&'static str, &'static str)> {
        let refused = tried(more).expect_err("refused");
        refused.iter().map(|error| (error.field, error.code)).collect()
    }

    /// Fields and codes of what was read with doubt in the fields that are named.
    fn doubts(more: &Value) -> Vec<(&'static str, &'static str)> {
        let is_named = |field: &str| more.get(field).is_some();
        let doubts = understood(more).doubts;
        doubts.iter().filter(|doubt| is_named(doubt.field)).map(|doubt| (doubt.field, doubt.code)).collect()
    }

    #[test]
    fn kinds_and_levels_that_nobody_knows_are_doubts_and_known_ones_are_not() {
        assert_eq!(
            doubts(&json!({"employment_type": "Gig", "level": "Ninja"})),
            [("employment_type", "unknown_value"), ("level", "unknown_value")]
        );
        for (kind, level) in [("Full-time", "mid"), ("Thời vụ", "Trưởng phòng"), ("Part-time / ca tối", "Nhân viên")]
        {
            assert!(doubts(&json!({"employment_type": kind, "level": level})).is_empty(), "{kind} {level}");
        }
        assert!(understood(&json!({"level": "senior"})).content.position.is_some());
    }

    #[test]
    fn ages_terms_and_trials_of_the_file_are_held_against_the_law() {
        let row = understood(&json!({"age_min": 18, "age_max": "45 tuổi", "contract_months": "3 năm",
            "probation": "2 tháng", "probation_percent": "85%"}));
        let content = row.content;
        assert_eq!((content.age_min, content.age_max, content.contract_months), (Some(18), Some(45), Some(36)));
        let trial = content.probation.expect("a trial");
        assert_eq!((trial.length.days(), trial.pay_percent), (60, Some(85)));
        assert!(row.ignored.is_empty());
        assert_eq!(refusals(&json!({"age_min": "14"})), [("age_min", "age_under_15")]);
        assert_eq!(refusals(&json!({"contract_months": "60 tháng"})), [("contract_months", "term_over_36_months")]);
        assert_eq!(refusals(&json!({"probation": "7 tháng"})), [("probation", "trial_over_180_days")]);
        assert_eq!(doubts(&json!({"probation": "3 tháng"})), [("probation", "trial_too_long")]);
        assert_eq!(doubts(&json!({"probation": "2"})), [("probation", "unknown_value")]);
        assert_eq!(doubts(&json!({"probation_percent": "85"})), [("probation_percent", "without_probation")]);
        assert!(understood(&json!({"probation": "không"})).content.probation.is_none());
    }

    #[test]
    fn what_is_wrong_is_told_once_and_at_a_column_of_the_file() {
        assert_eq!(refusals(&json!({"deadline": "2026-11-04"})), [("deadline", "deadline_passed")]);
        assert_eq!(refusals(&json!({"deadline": "2036-11-04"})), [("deadline", "deadline_too_far")]);
        assert_eq!(refusals(&json!({"title": null})), [("title", "missing")]);
        assert_eq!(refusals(&json!({"title": "x".repeat(Limits::TITLE + 1)})), [("title", "too_long")]);
        assert_eq!(doubts(&json!({"salary": "2 triệu"})).last(), Some(&("salary", "pay_below_floor")));
        assert_eq!(
            refusals(&json!({"probation": "1 tháng", "probation_percent": "70%"})),
            [("probation_percent", "trial_pay_under_85")]
        );
        // Two faults of one column are two.
        let text = "Đặt cọc 500k. Công ty giữ bằng gốc.";
        let both = refusals(&json!({"description": text}));
        assert_eq!(both, [("description", "fee_charged"), ("description", "papers_kept")]);
        for name in ["Thợ hàn (nam)", "Tuyển nam"] {
            assert!(doubts(&json!({"title": name})).contains(&("title", "sex")));
        }
    }

    #[test]
    fn everyday_wordings_that_the_law_forbids_are_doubts() {
        let codes =
            |more: &Value| -> Vec<&'static str> { understood(more).doubts.iter().map(|doubt| doubt.code).collect() };
        for title in ["Tuyển nam", "Cần 5 nam bốc xếp", "Công nhân may (Nữ)"] {
            assert!(codes(&json!({"title": title})).contains(&"sex"), "{title}");
        }
        for (text, code) in [
            ("Tuyển dụng nhân viên nam dưới 30 tuổi", "sex"),
            ("Tuổi dưới 35", "age_discrimination"),
            ("Thử việc 7 tháng", "trial_long_text"),
            ("Hợp đồng 60 tháng", "term_long_text"),
        ] {
            assert!(codes(&json!({"description": text})).contains(&code), "{text}");
        }
    }

    #[test]
    fn a_place_of_which_a_part_is_not_known_is_a_doubt() {
        for location in ["Quận 7, Hà Nội", "Huyện Abc, Tỉnh Bình Dương", "Phường Phú Cường, Đồng Nai"]
        {
            assert_eq!(doubts(&json!({"location": location})), [("location", "place_partly_unknown")], "{location}");
        }
        let told = understood(&json!({"location": "Quận 7, Hà Nội"})).doubts;
        let suggested = told.iter().flat_map(|doubt| &doubt.suggestions);
        assert!(suggested.into_iter().any(|other| other == "Quận 7, Hồ Chí Minh"), "{told:?}");
        assert_eq!(doubts(&json!({"location": "Châu Thành"})), [("location", "place_ambiguous")]);
        for location in ["Quận 7, TPHCM", "Phường Cầu Giấy, Hà Nội", "Trần Phú, Hồ Chí Minh", "Remote"]
        {
            assert!(doubts(&json!({"location": location})).is_empty(), "{location}");
        }
    }

    #[test]
    fn what_a_list_has_too_much_of_is_a_doubt() {
        let skills = |number: usize| (0..number).map(|at| format!("s{at}")).collect::<Vec<_>>();
        let of = |number: usize| json!({"skills": skills(number)});
        assert!(doubts(&of(Limits::SKILLS)).is_empty());
        assert_eq!(doubts(&of(Limits::SKILLS + 1)), [("skills", "too_many")]);
        assert_eq!(doubts(&json!({"skills": skills(Limits::SKILLS + 1).join(", ")})), [("skills", "too_many")]);
        assert_eq!(understood(&of(Limits::SKILLS + 1)).content.skills.len(), Limits::SKILLS);
        let many = json!({"location": vec!["Hà Nội"; Limits::WORKPLACES + 1]});
        assert!(doubts(&many).contains(&("location", "too_many")));
        assert!(!doubts(&json!({"location": ["Hà Nội", "Đà Nẵng"]})).contains(&("location", "too_many")));
    }

    #[test]
    fn entries_that_are_cut_or_left_out_are_doubts() {
        let long = "x".repeat(Limits::LABEL + 1);
        assert_eq!(doubts(&json!({"skills": ["Excel", long]})), [("skills", "entries_cut")]);
        assert_eq!(doubts(&json!({"skills": format!("Excel; {long}")})), [("skills", "entries_cut")]);
        assert_eq!(doubts(&json!({"skills": ["Excel", 7, {"name": "Word"}]})), [("skills", "entries_left_out")]);
        // What is empty loses nothing.
        assert!(doubts(&json!({"skills": ["Excel", null, " "]})).is_empty());
    }
}
