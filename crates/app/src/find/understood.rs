//! What a search was understood to ask: checked conditions with words for people, and the filters for the index.

use super::named::not_a_flag;
use super::params::{Params, SortBy};
use super::place_read::PlaceRead;
use crate::error::FieldError;
use crate::indexing::NO_PROVINCE;
use crate::reading::{self, Area};
use sanviec_reference::place;
use sanviec_search::{Filter, MOST_WORDS, Near, Sort};

/// A condition in force, as a page shows it with a way to remove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Parameter of the API that it came from.
    pub param: &'static str,
    /// Value as it stands in the parameter.
    pub value: String,
    pub vi: String,
    pub en: String,
}

/// A search that was understood.
#[derive(Clone, Debug)]
pub struct Asked {
    pub words: String,
    pub conditions: Vec<Condition>,
    /// How the places that are named in words were understood.
    pub places: Vec<PlaceRead>,
    pub sort: SortBy,
    /// A place that was recognised at the end of the words: the words without it, and the place as typed.
    pub recognised: Option<(String, String)>,
    /// Name of the place that distances are measured from.
    pub near_name: Option<String>,
    pub(crate) filters: Vec<(usize, Filter)>,
    pub(crate) near: Option<Near>,
    pub(crate) origin: Option<Origin>,
    pub(crate) limit: usize,
    pub(crate) page: usize,
}

impl Asked {
    /// The words that were not looked for: those past the twentieth.
    #[must_use]
    pub fn left_out(&self) -> Option<&str> {
        // Each word has a letter and, but for the last, a sign after it.
        if self.words.len() < 2 * MOST_WORDS {
            return None;
        }
        let first = sanviec_text::tokens(&self.words).get(MOST_WORDS)?.start;
        self.words.get(first..)
    }
}

/// The point that distances are measured from, as it was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Millionths of a degree, rounded to a hundredth where a person gave it.
    pub(crate) point: (i32, i32),
    /// Kilometres around it that were asked for.
    pub(crate) within_km: Option<u16>,
}

/// Kilometres that a search can go around a point.
pub(super) const RADII: [u16; 5] = [5, 10, 25, 50, 100];
const LONGEST_QUERY: usize = 256;
const DEEPEST_PAGE: usize = 50;

/// Collects conditions and errors while parameters are read.
#[derive(Default)]
struct Reader {
    conditions: Vec<Condition>,
    filters: Vec<(usize, Filter)>,
    places: Vec<PlaceRead>,
    errors: Vec<FieldError>,
}

impl Reader {
    fn condition(&mut self, param: &'static str, value: &str, (vi, en): (String, String), filter: Filter) {
        self.filters.push((self.conditions.len(), filter));
        self.conditions.push(Condition { param, value: value.to_owned(), vi, en });
    }

    /// Values of which any will do: one filter, a condition each.
    fn any(&mut self, param: &'static str, values: &[String], read: impl Fn(&str) -> Result<Known, FieldError>) {
        let mut terms = Vec::new();
        let first = self.conditions.len();
        for value in values.iter().filter(|value| !value.trim().is_empty()) {
            match read(value.trim()) {
                Ok(known) => {
                    terms.push(known.term);
                    let condition = Condition { param, value: value.clone(), vi: known.vi, en: known.en };
                    self.conditions.push(condition);
                }
                Err(error) => self.errors.push(error),
            }
        }
        if !terms.is_empty() {
            self.filters.push((first, Filter::Any(terms)));
        }
    }

    fn is_wrong_about_place(&self) -> bool {
        self.errors.iter().any(|error| matches!(error.field, "place" | "near"))
    }

    fn number(&mut self, param: &'static str, text: &str, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let number = whole_number(text).filter(|number| range.contains(number));
        if number.is_none() {
            let (low, high) = (range.start(), range.end());
            self.errors.push(FieldError::new(
                param,
                "not_in_range",
                format!("“{param}” phải là một số nguyên từ {low} đến {high}, không có phần thập phân."),
                format!("“{param}” must be a whole number from {low} to {high}, without decimals."),
            ));
        }
        number
    }
}

/// `10000000`, or in groups of thousands with one kind of separator: `10.000.000`, `10,000,000`, `10 000 000`. Nothing
/// else is guessed at: `2.5` is no whole number.
fn whole_number(text: &str) -> Option<u64> {
    let separator = text.chars().find(|letter| matches!(letter, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}'));
    let groups: Vec<&str> = separator.map_or_else(|| vec![text], |separator| text.split(separator).collect());
    let (first, rest) = groups.split_first()?;
    let is_grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let is_digits = groups.iter().all(|group| group.bytes().all(|digit| digit.is_ascii_digit()));
    if is_digits && (rest.is_empty() || is_grouped) { groups.concat().parse().ok() } else { None }
}

/// A code that was understood: the facet term that stands for it and its names.
pub(crate) struct Known {
    pub(crate) term: String,
    pub(crate) vi: String,
    pub(crate) en: String,
}

/// Checks and understands parameters; every wrong one is named.
pub(crate) fn understand(params: &Params, today_s: u64) -> Result<Asked, Vec<FieldError>> {
    let recognised = place_in_words(params);
    let apart = recognised.as_ref().map(|(words, place)| Params {
        q: words.clone(),
        place: vec![place.clone()],
        ..params.clone()
    });
    let mut asked = read(apart.as_ref().unwrap_or(params), today_s)?;
    asked.recognised = recognised;
    Ok(asked)
}

/// "kế toán quận 7" is words and a place, where no place is asked for otherwise.
fn place_in_words(params: &Params) -> Option<(String, String)> {
    let placed = params.place.iter().any(|place| !place.trim().is_empty()) || !params.near.trim().is_empty();
    if placed {
        return None;
    }
    let words = sanviec_text::nfc(&params.q);
    let (span, _) = place::find_in_query(&words)?;
    let rest = words.get(..span.start)?.trim_end_matches([' ', ',', '-']);
    // Signs before a name ask for nothing beside it.
    let rest = if rest.chars().any(char::is_alphanumeric) { rest.to_owned() } else { String::new() };
    Some((rest, words.get(span)?.to_owned()))
}

/// As `understand`, with every word taken for a word.
pub(crate) fn read(params: &Params, today_s: u64) -> Result<Asked, Vec<FieldError>> {
    let mut reader = Reader::default();
    let words = read_words(params, &mut reader);
    let area = read_place(params, &mut reader);
    read_codes(params, &mut reader);
    read_numbers(params, today_s, &mut reader);
    read_flags(params, &mut reader);
    let sort = read_sort(params, &words, area.as_ref(), &mut reader);
    let limit = reader.number("limit", &params.limit, 1..=100).map_or(super::PAGE_SIZE, |limit| limit as usize);
    let page = reader.number("page", &params.page, 1..=DEEPEST_PAGE as u64).map_or(1, |page| page as usize);
    if !params.after.is_empty() && !params.page.is_empty() {
        reader.errors.push(FieldError::new(
            "page",
            "page_and_cursor",
            "Chỉ dùng một trong hai: “page” hoặc “after”.",
            "Use either “page” or “after”, not both.",
        ));
    }
    if !reader.errors.is_empty() {
        return Err(reader.errors);
    }
    Ok(Asked {
        words,
        conditions: reader.conditions,
        places: reader.places,
        sort,
        recognised: None,
        near_name: area.as_ref().and_then(|area| area.name.clone()),
        filters: reader.filters,
        origin: area.as_ref().map(|area| area.origin),
        near: area.map(|area| Near { km: area.km }),
        limit,
        page,
    })
}

fn read_words(params: &Params, reader: &mut Reader) -> String {
    let words = sanviec_text::nfc(&params.q).trim().to_owned();
    if words.chars().count() > LONGEST_QUERY {
        reader.errors.push(FieldError::new(
            "q",
            "too_long",
            format!("Từ khóa dài quá {LONGEST_QUERY} ký tự. Hãy rút gọn."),
            format!("The words are longer than {LONGEST_QUERY} characters. Shorten them."),
        ));
    }
    words
}

/// Distances from the asked point.
struct From {
    name: Option<String>,
    origin: Origin,
    km: Vec<u16>,
}

/// Places as a filter, and the point that distances are measured from, where there is one.
fn read_place(params: &Params, reader: &mut Reader) -> Option<From> {
    let asked: Vec<&String> = params.place.iter().filter(|place| !place.trim().is_empty()).collect();
    let mut areas: Vec<Area> = Vec::new();
    for text in &asked {
        match reading::area("place", text) {
            Ok(mut area) => {
                let read = std::mem::take(&mut area.read).into_iter();
                reader.places.extend(read.map(|item| PlaceRead { typed: (*text).clone(), item }));
                areas.push(area);
            }
            Err(error) => reader.errors.push(error),
        }
    }
    let within = read_radius(params, reader);
    let point = read_near(params, reader).or_else(|| match areas.as_slice() {
        [only] => only.point.map(|point| (Some(only.name.clone()), point)),
        _ => None,
    });
    match (within, point) {
        (Some(km), Some((name, point))) => Some(around(name, point, km, &areas, &asked, reader)),
        // Where a point or place was given that is wrong, that is said already.
        (Some(_), None) if reader.is_wrong_about_place() => None,
        (Some(_), None) => {
            reader.errors.push(FieldError::new(
                "within_km",
                "no_point",
                "Muốn tìm theo bán kính, hãy chọn một nơi hoặc cho biết tọa độ (“near”).",
                "To search within a distance, name one place or a point (“near”).",
            ));
            None
        }
        (None, point) => {
            reader.in_areas(&areas, &asked);
            point.map(|(name, point)| From {
                name,
                origin: Origin { point, within_km: None },
                km: reading::distances(point),
            })
        }
    }
}

fn read_radius(params: &Params, reader: &mut Reader) -> Option<u16> {
    let text = params.within_km.trim();
    if text.is_empty() {
        return None;
    }
    let radius = RADII.into_iter().find(|km| whole_number(text) == Some(u64::from(*km)));
    if radius.is_none() {
        let (vi, en) = ("“within_km” phải là 5, 10, 25, 50 hoặc 100.", "“within_km” must be 5, 10, 25, 50 or 100.");
        let known = RADII.map(|km| km.to_string()).to_vec();
        reader.errors.push(FieldError::new("within_km", "unknown_radius", vi, en).suggesting(known));
    }
    radius
}

/// A radius becomes the set of communes in it, never a distance asked of each posting.
fn around(
    name: Option<String>,
    point: (i32, i32),
    km: u16,
    areas: &[Area],
    asked: &[&String],
    reader: &mut Reader,
) -> From {
    let distances = reading::distances(point);
    let communes = reading::communes_within(point, km);
    let filter = Filter::Place { communes, terms: Vec::new() };
    let label = name.clone().unwrap_or_else(|| areas.first().map(|area| area.name.clone()).unwrap_or_default());
    let words = if label.is_empty() {
        (format!("Trong vòng {km} km"), format!("Within {km} km"))
    } else {
        (format!("Trong vòng {km} km quanh {label}"), format!("Within {km} km of {label}"))
    };
    let param = if asked.is_empty() { "near" } else { "place" };
    let value = asked.first().map_or_else(String::new, |text| (*text).clone());
    reader.condition(param, &value, words, filter);
    From { name, origin: Origin { point, within_km: Some(km) }, km: distances }
}

impl Reader {
    fn in_areas(&mut self, areas: &[Area], asked: &[&String]) {
        if areas.is_empty() {
            return;
        }
        let (mut communes, mut terms) = (Vec::new(), Vec::new());
        let first = self.conditions.len();
        for (area, text) in areas.iter().zip(asked) {
            communes.extend_from_slice(&area.communes);
            terms.extend(area.provinces.iter().map(|province| format!("p:{province}")));
            terms.extend_from_slice(&area.former);
            let condition =
                Condition { param: "place", value: (*text).clone(), vi: area.name.clone(), en: area.name.clone() };
            self.conditions.push(condition);
        }
        communes.sort_unstable();
        communes.dedup();
        let filter = if communes.is_empty() { Filter::Any(terms) } else { Filter::Place { communes, terms } };
        self.filters.push((first, filter));
    }
}

/// A point is rounded to a hundredth of a degree (about a kilometre) before anything is done with it.
fn read_near(params: &Params, reader: &mut Reader) -> Option<(Option<String>, (i32, i32))> {
    let text = params.near.trim();
    if text.is_empty() {
        return None;
    }
    let degrees = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    let point = text.split_once(',').and_then(|(lat, lon)| Some((degrees(lat)?, degrees(lon)?)));
    let inside = point.filter(|(lat, lon)| (5.0..=25.0).contains(lat) && (100.0..=120.0).contains(lon));
    if inside.is_none() {
        reader.errors.push(FieldError::new(
            "near",
            "not_a_point",
            "“near” phải là vĩ độ và kinh độ ở Việt Nam, ví dụ 10.78,106.70.",
            "“near” must be a latitude and a longitude in Viet Nam, as 10.78,106.70.",
        ));
    }
    let rounded = |value: f64| ((value * 100.0).round() * 10_000.0) as i32;
    inside.map(|(lat, lon)| (None, (rounded(lat), rounded(lon))))
}

fn read_codes(params: &Params, reader: &mut Reader) {
    reader.any("occupation", &params.occupation, reading::occupation_filter);
    reader.any("industry", &params.industry, reading::industry_filter);
    reader.any("contract", &params.contract, reading::contract_filter);
    reader.any("working_time", &params.working_time, reading::working_time_filter);
    reader.any("employer", std::slice::from_ref(&params.employer), reading::employer_filter);
    let shift: Vec<String> = vec![params.shift.clone()];
    reader.any("shift", &shift, reading::shift_filter);
    match reading::experience_filter(&params.experience) {
        Ok(None) => {}
        Ok(Some((terms, words))) => reader.condition("experience", &params.experience, words, Filter::Any(terms)),
        Err(error) => reader.errors.push(error),
    }
    match reading::qualification_filter(&params.qualification) {
        Ok(None) => {}
        Ok(Some((terms, words))) => reader.condition("qualification", &params.qualification, words, Filter::Any(terms)),
        Err(error) => reader.errors.push(error),
    }
}

fn read_numbers(params: &Params, today_s: u64, reader: &mut Reader) {
    if let Some(dong) = reader.number("pay_min", &params.pay_min, 1..=10_000_000_000) {
        let shown = sanviec_domain::money::Dong(dong as i64);
        let (vi, en) = (shown.card(sanviec_domain::Lang::Vi), shown.card(sanviec_domain::Lang::En));
        let words = (format!("Lương từ {vi}"), format!("Pay from {en}"));
        let thousands = u32::try_from(dong.div_ceil(1000)).unwrap_or(u32::MAX);
        reader.condition("pay_min", &params.pay_min, words, Filter::PayAtLeastK(thousands));
    }
    if let Some(days) = reader.number("posted_within_days", &params.posted_within_days, 1..=365) {
        let words = (format!("Đăng trong {days} ngày qua"), format!("Posted in the last {days} days"));
        let since = today_s.saturating_sub((days - 1) * 86_400);
        reader.condition("posted_within_days", &params.posted_within_days, words, Filter::PostedSinceS(since));
    }
    if params.deadline_from.trim().is_empty() {
        return;
    }
    match sanviec_domain::time::parse_date(&params.deadline_from) {
        Some(day) => {
            let shown = sanviec_domain::time::short_date(day);
            let words = (format!("Còn nhận hồ sơ ngày {shown}"), format!("Open on {shown}"));
            let number = u16::try_from(sanviec_domain::time::day_number(day)).unwrap_or(u16::MAX);
            reader.condition("deadline_from", &params.deadline_from, words, Filter::DeadlineFromDay(number));
        }
        None => reader.errors.push(FieldError::new(
            "deadline_from",
            "not_a_day",
            "“deadline_from” phải là một ngày, ví dụ 2026-12-31.",
            "“deadline_from” must be a day, as 2026-12-31.",
        )),
    }
}

fn read_flags(params: &Params, reader: &mut Reader) {
    let flags = [
        (params.no_experience, "no_experience", "f:noexp", "Không cần kinh nghiệm", "No experience needed"),
        (params.disability, "disability", "f:disability", "Phù hợp người khuyết tật", "Suits people with disabilities"),
        (params.housing, "housing", "f:housing", "Có chỗ ở", "With housing"),
        (params.transport, "transport", "f:transport", "Có xe đưa đón", "With transport"),
        (params.overseas, "overseas", "f:overseas", "Làm việc ở nước ngoài", "Work abroad"),
        (params.without_province, "without_province", NO_PROVINCE, "Chưa rõ tỉnh, thành phố", "Province not known"),
    ];
    for (asked, param, term, vi, en) in flags {
        if asked {
            reader.condition(param, "1", (vi.into(), en.into()), Filter::Any(vec![term.into()]));
        }
    }
    reader.errors.extend(params.unread_flags.iter().copied().map(not_a_flag));
}

fn read_sort(params: &Params, words: &str, from: Option<&From>, reader: &mut Reader) -> SortBy {
    let asked = params.sort.trim();
    let default = if words.is_empty() { SortBy::Newest } else { SortBy::Relevance };
    if asked.is_empty() {
        return default;
    }
    let Some(sort) = SortBy::ALL.into_iter().find(|sort| sort.code() == asked) else {
        let known = SortBy::ALL.map(|sort| sort.code().to_owned()).to_vec();
        let vi = "Không có cách sắp xếp này. Hãy chọn một trong các cách gợi ý.";
        let en = "There is no such order. Choose one of those suggested.";
        reader.errors.push(FieldError::new("sort", "unknown_sort", vi, en).suggesting(known));
        return default;
    };
    if sort == SortBy::Nearest && from.is_none() && !reader.is_wrong_about_place() {
        let vi = "Muốn xếp theo khoảng cách, hãy chọn một nơi hoặc cho biết tọa độ (“near”).";
        let en = "To sort by distance, name one place or a point (“near”).";
        reader.errors.push(FieldError::new("sort", "no_point", vi, en));
    }
    sort
}

impl SortBy {
    pub(crate) const fn in_index(self) -> Sort {
        match self {
            Self::Relevance => Sort::Relevance,
            Self::Newest => Sort::Newest,
            Self::Nearest => Sort::Nearest,
            Self::Pay => Sort::Pay,
            Self::Deadline => Sort::Deadline,
        }
    }
}
