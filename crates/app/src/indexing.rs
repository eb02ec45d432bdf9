//! What the index holds of a posting: its texts, the terms that filters ask for, what is counted, and the card that
//! lists show.

use crate::app::Facts;
use crate::find::{Card, CardPay, CardPlace};
use crate::reading::{COMMUNES_OF_A_PLACE, contract_code, found_of, large_former_term};
use crate::rows::{self, Posting};
use sanviec_domain::pay::{Currency, Pay, Rates};
use sanviec_domain::posting::{Ability, Contract, Experience, Housing, PayClass, PostingCode, Transport, WorkingTime};
use sanviec_domain::time::{Micros, day_number};
use sanviec_reference::place::Found;
use sanviec_reference::{industry, occupation, skill, unit};
use sanviec_search::{Change, PostingDoc};
use sanviec_store::{employer, posting};

/// No value in a counted dimension.
const NONE: u8 = 255;
/// The facet term of a posting of which no province is known.
pub(crate) const NO_PROVINCE: &str = "p:none";

/// What the index is to do about a row: show it, or forget it when it is not live at this instant.
pub fn change_of(
    row: posting::Row,
    employer: &employer::Row,
    facts: &Facts,
    now: Micros,
) -> Result<Change, sanviec_store::Error> {
    let posting = rows::read(row)?;
    if !posting.life.is_live(now) {
        return Ok(Change::Gone(posting.id.0.as_u128()));
    }
    Ok(Change::Live(Box::new(document(&posting, employer, facts))))
}

/// The document of a live posting.
fn document(posting: &Posting, employer: &employer::Row, facts: &Facts) -> PostingDoc {
    let content = &posting.content;
    let places = Places::of(posting);
    let (low, high) = monthly_thousands(posting, facts);
    PostingDoc {
        id: posting.id.0.as_u128(),
        version: posting.version.max(0) as u64,
        posted_s: (posting.posted_at.0 / 1_000_000).max(0) as u64,
        title: content.title.clone(),
        skills: content.skills.iter().map(|skill| skill.written.clone()).collect(),
        body: body(posting, employer),
        facets: facets(posting, &places),
        buckets: [
            places.provinces.first().map_or(NONE, |province| province.dense as u8),
            content.occupation_code.as_deref().and_then(occupation::group_number).unwrap_or(NONE),
            content.contract.and_then(number_of).unwrap_or(NONE),
            pay_class(high).unwrap_or(NONE),
        ],
        more_buckets: if places.provinces.len() > 1 {
            places.provinces.iter().map(|unit| unit.dense as u8).collect()
        } else {
            Vec::new()
        },
        pay_low_k: low,
        pay_high_k: high,
        deadline_day: content.deadline_on.and_then(|day| u16::try_from(day_number(day)).ok()).unwrap_or(0),
        communes: places.communes.clone(),
        card: serde_json::to_vec(&card(posting, employer, &places)).expect("texts, numbers and lists always make JSON"),
    }
}

/// Where the work is, as units in force.
struct Places {
    provinces: Vec<&'static unit::Unit>,
    /// Dense numbers; empty where only a province is known.
    communes: Vec<u16>,
    /// Facet terms of the old units that are too large to be kept as their communes.
    former: Vec<String>,
    shown: Vec<CardPlace>,
}

impl Places {
    fn of(posting: &Posting) -> Self {
        let mut places = Self { provinces: Vec::new(), communes: Vec::new(), former: Vec::new(), shown: Vec::new() };
        for workplace in &posting.content.workplaces {
            match workplace.unit.as_ref().and_then(found_of) {
                Some(found) => places.add(found),
                None => {
                    places.shown.push(CardPlace { commune: None, province: None, name: workplace.original.clone() });
                }
            }
        }
        places.communes.sort_unstable();
        places.communes.dedup();
        places.former.sort_unstable();
        places.former.dedup();
        places
    }

    fn add(&mut self, found: Found) {
        if let Some(province) = unit::province(found.province())
            && !self.provinces.contains(&province)
        {
            self.provinces.push(province);
        }
        let whole_province = matches!(found, Found::Current(unit) if unit.level == unit::Level::Province);
        let communes = if whole_province { Vec::new() } else { found.communes() };
        if communes.len() <= COMMUNES_OF_A_PLACE {
            self.communes.extend(communes.iter().map(|unit| unit.dense));
        }
        self.former.extend(large_former_term(found, communes.len()));
        // An old unit whose whole area is one commune today is shown by today's name.
        let only = if let [only] = communes.as_slice() { Some(*only) } else { None };
        self.shown.push(CardPlace {
            commune: only.map(|unit| unit.code.to_owned()),
            province: Some(found.province().to_owned()),
            name: only.map_or_else(|| found.address(), unit::Unit::address),
        });
    }
}

/// What the employer wrote is one text; names that come from elsewhere stand apart, because they have their marks even
/// where the employer typed without.
fn body(posting: &Posting, employer: &employer::Row) -> Vec<String> {
    let content = &posting.content;
    let texts = [&content.description, &content.requirements, &content.benefits, &content.welfare];
    let written = texts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
    // A skill is found by every language's name for it.
    let skills = content.skills.iter().filter_map(|skill| skill.skill_id.as_deref()).filter_map(skill::get);
    let occupation = content.occupation_code.as_deref().and_then(occupation::get);
    let names = skills.map(|known| known.name_vi).chain(occupation.map(|found| found.name_vi));
    let texts = [written, employer.name.clone()].into_iter().chain(names.map(str::to_owned));
    texts.filter(|text| !text.is_empty()).collect()
}

fn facets(posting: &Posting, places: &Places) -> Vec<String> {
    let content = &posting.content;
    let mut terms: Vec<String> = Vec::new();
    terms.extend(places.provinces.iter().map(|unit| format!("p:{}", unit.code)));
    if places.provinces.is_empty() {
        terms.push(NO_PROVINCE.to_owned());
    }
    terms.extend(places.communes.iter().map(|dense| format!("c:{dense}")));
    terms.extend_from_slice(&places.former);
    if let Some(code) = &content.occupation_code {
        terms.extend((1..=code.len()).filter_map(|end| code.get(..end)).map(|code| format!("o:{code}")));
    }
    if let Some(code) = &content.industry_code {
        terms.extend(industry::ancestry(code).map(|industry| format!("i:{}", industry.code)));
    }
    terms.extend(content.contract.map(|contract| format!("k:{}", contract_code(contract))));
    terms.extend(content.working_time.map(|time| format!("t:{}", time.code())));
    terms.push(format!("s:{}", u8::from(content.abilities.contains(&Ability::Shift))));
    terms.push(format!("x:{}", content.experience.map_or("unstated", Experience::code)));
    terms.push(format!("q:{}", content.technical_level.map_or("unstated", |level| level.code())));
    terms.push(format!("e:{}", PostingCode::of(posting.employer_id.0)));
    let flags = [
        (content.experience == Some(Experience::None), "f:noexp"),
        (content.suits_disabled == Some(true), "f:disability"),
        (content.housing == Some(Housing::Provided), "f:housing"),
        (content.transport == Some(Transport::Provided), "f:transport"),
        (content.overseas, "f:overseas"),
    ];
    terms.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, term)| term.to_owned()));
    terms
}

fn number_of(contract: Contract) -> Option<u8> {
    Contract::ALL.iter().position(|known| *known == contract).map(|at| at as u8)
}

fn rates(facts: &Facts) -> Rates {
    Rates::full_time(facts.dong_per_usd)
}

/// The class of the upper end, in thousand dong a month: the filter by pay compares with the same number.
fn pay_class(high_k: u32) -> Option<u8> {
    let class = Some(PayClass::of(i64::from(high_k) * 1000)).filter(|_| high_k > 0)?;
    PayClass::ALL.iter().position(|known| *known == class).map(|at| at as u8)
}

/// Pay a month in thousand dong; 0 and 0 when it is agreed or unknown.
fn monthly_thousands(posting: &Posting, facts: &Facts) -> (u32, u32) {
    let range = posting.content.pay.and_then(|pay| pay.monthly_dong_range(&rates(facts)));
    let thousands = |dong: i64| u32::try_from(dong / 1000).unwrap_or(u32::MAX);
    range.map_or((0, 0), |(low, high)| (thousands(low), thousands(high)))
}

fn card(posting: &Posting, employer: &employer::Row, places: &Places) -> Card {
    let content = &posting.content;
    Card {
        id: posting.id.code().to_string(),
        source: posting.source.clone(),
        source_id: posting.source_id.clone(),
        title: content.title.clone(),
        slug: crate::postings::slug_of(&content.title),
        employer: employer.name.clone(),
        employer_id: posting.employer_id.code().to_string(),
        place: places.shown.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("; "),
        places: places.shown.clone(),
        pay: content.pay.map(card_pay),
        working_time: content.working_time.map(WorkingTime::code).map(str::to_owned),
        contract: content.contract.map(contract_code).map(str::to_owned),
        remote: content.remote_mode.map(|mode| mode.code().to_owned()),
        occupation: content.occupation_code.clone(),
        wanted: content.wanted,
        posted_at: posting.posted_at.rfc3339(),
        deadline_on: content.deadline_on.map(|day| day.to_string()),
        housing: content.housing == Some(Housing::Provided),
        transport: content.transport == Some(Transport::Provided),
        no_experience: content.experience == Some(Experience::None),
    }
}

pub(crate) fn card_pay(pay: Pay) -> CardPay {
    match pay {
        Pay::Agreed | Pay::Commission => CardPay { agreed: true, min: None, max: None, currency: None, per: None },
        Pay::Band(band) => CardPay {
            agreed: false,
            min: band.min,
            max: band.max,
            currency: Some(if band.currency == Currency::Vnd { "VND" } else { "USD" }.to_owned()),
            per: Some(band.per.code().to_owned()),
        },
    }
}
