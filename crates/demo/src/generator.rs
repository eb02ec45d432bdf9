//! The generator: an endless iterator of vacancies, the same for the same seed, day and places.

use crate::advert::{Texts, Writer};
use crate::bank::{Bank, Title, bank};
use crate::company::{self, Kind};
use crate::draw::{Draw, mix};
use crate::location::{self, Location};
use crate::messy;
use crate::overlap::{SentenceIndex, sentences};
use crate::pay;
use crate::place::{OldPlace, Place, Province, provinces};
use crate::plan::{PLAN, Slot, plan};
use crate::posting::DemoPosting;
use crate::template::Scene;
use crate::terms;
use crate::terrain::{self, Zone};
use crate::unmarked::unmarked;
use chrono::{Days, NaiveDate};

/// How much care is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// For people: no two descriptions share over half of their sentences.
    #[default]
    Full,
    /// For benches: 60 to 150 words from the same banks, neighbours may resemble each other, nothing is remembered.
    Bulk,
}

/// More common sentences than this and a vacancy is drawn again.
const CLOSEST: f64 = 0.45;
/// Draws of one vacancy before the last is taken as it is.
const ATTEMPTS: u64 = 60;

/// Makes vacancies one after another, without end (with no places: none).
#[derive(Debug)]
pub struct Generator {
    seed: u64,
    today: NaiveDate,
    style: Style,
    bank: &'static Bank,
    pub(crate) provinces: Vec<Province>,
    plan: Vec<Slot>,
    next: u64,
    descriptions: SentenceIndex,
    whole: SentenceIndex,
}

/// What becomes of the words at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    Careful,
    Unmarked,
    Messy,
}

impl Generator {
    /// A generator for these places. `today` is the day the vacancies are seen: posted before it, ending after it.
    pub fn new(seed: u64, today: NaiveDate, places: &[Place], old_places: &[OldPlace]) -> Self {
        let bank = bank();
        let provinces = provinces(places, old_places);
        let plan = plan(&bank.titles, &provinces, &mut Draw::new(mix(seed, 1)));
        Self {
            seed,
            today,
            style: Style::Full,
            bank,
            provinces,
            plan,
            next: 0,
            descriptions: SentenceIndex::default(),
            whole: SentenceIndex::default(),
        }
    }

    /// The same generator in another style.
    #[must_use]
    pub fn with_style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The same generator, its next vacancy the one of this number. In [`Style::Bulk`] a vacancy depends on nothing
    /// but its number, so that several threads can share a run out; in [`Style::Full`] it depends on those made
    /// before.
    #[must_use]
    pub fn starting_at(mut self, number: u64) -> Self {
        self.next = number;
        self
    }

    /// The day the vacancies are seen.
    pub const fn today(&self) -> NaiveDate {
        self.today
    }

    fn make(&mut self, number: u64) -> Option<DemoPosting> {
        let slot = *self.plan.get(number as usize % PLAN)?;
        if self.style == Style::Bulk {
            return Some(self.draw(number, 0, slot));
        }
        let mut closest: Option<(f64, DemoPosting, Vec<String>, Vec<String>)> = None;
        for attempt in 0..ATTEMPTS {
            let posting = self.draw(number, attempt, slot);
            let description = sentences(&posting.description);
            let whole = sentences(&whole_text(&posting));
            let common = self.descriptions.closest(&description).max(self.whole.closest(&whole));
            let better = closest.as_ref().is_none_or(|(least, ..)| common < *least);
            if better {
                closest = Some((common, posting, description, whole));
            }
            if common <= CLOSEST {
                break;
            }
        }
        let (_, posting, description, whole) = closest?;
        self.descriptions.add(description);
        self.whole.add(whole);
        Some(posting)
    }

    /// By number and not by draw: the shares hold in every run, and a second attempt keeps the hand.
    fn hand(&self, number: u64) -> Hand {
        match mix(self.seed, number.wrapping_mul(7) + 5) % 20 {
            0 => Hand::Unmarked,
            1 => Hand::Messy,
            _ => Hand::Careful,
        }
    }

    /// Day of posting, mostly lately, and the last day to apply.
    fn days(&self, draw: &mut Draw) -> (NaiveDate, Option<NaiveDate>) {
        let posted_on = self.today - Days::new((draw.unit().powi(2) * 28.0) as u64);
        let deadline_on = draw.percent(72).then(|| self.today + Days::new(2 + draw.below(44) as u64));
        (posted_on, deadline_on)
    }

    fn draw(&self, number: u64, attempt: u64, slot: Slot) -> DemoPosting {
        let mut draw = Draw::new(mix(mix(self.seed, number + 2), attempt));
        let title = &self.bank.titles[slot.title];
        let province = &self.provinces[slot.province];
        let kind = kind(title);
        let (town, industrial) = (kind != Kind::Rural, title.zones.contains(&Zone::Industry));
        let industry = draw.text(&title.industries);
        let industry = title.industries.iter().copied().find(|known| *known == industry).unwrap_or("96");
        let rank = company::rank(number / PLAN as u64, &mut draw);
        let company = company::company(self.seed, province, industry, rank, kind);
        let home = &province.all[company.home.min(province.all.len() - 1)];
        let places = location::locations(province, home, industrial, town, &mut draw);
        let terms = terms::terms(title, &mut draw);
        let pay = pay::pay(title, terrain::of(&province.code).pay_percent, &mut draw);
        let scene = Scene {
            place: &places[0].spoken,
            province: &province.name,
            company: &company.name,
            title: title.name,
            wanted: terms.wanted,
            degree: terms.degree,
            years: terms.years,
            salt: mix(self.seed ^ attempt, number),
            pins: &title.pins,
        };
        let writer = Writer::new(self.bank, title, scene, &pay.short, self.style == Style::Bulk);
        let texts = writer.write(&mut draw);
        let skills = if draw.percent(80) { writer.skills(&mut draw) } else { Vec::new() };
        let heading = heading(title, &places[0], &province.name, (&pay.short, terms.wanted), &mut draw);
        let hand = self.hand(number);
        let (heading, texts) = written(hand, heading, texts, &mut draw);
        let (posted_on, deadline_on) = self.days(&mut draw);
        let number = number + 1;
        let url = draw.percent(25).then(|| format!("https://viec-lam.example/tin/{number}"));
        DemoPosting {
            id: format!("demo-{number:07}"),
            title: heading,
            description: texts.description,
            requirements: texts.requirements,
            benefits: texts.benefits,
            company: company.name,
            commune_codes: communes(&places),
            locations: places.into_iter().map(|place| place.text).collect(),
            province_code: province.code.clone(),
            occupation: title.occupation,
            industry,
            skills,
            salary: pay.text,
            pay_min: pay.min,
            pay_max: pay.max,
            pay_period: pay.period,
            level: terms.level,
            employment_type: terms.employment_type,
            contract: terms.contract,
            working_time: terms.working_time,
            shift: matches!(self.bank.families[title.family].setting, "factory" | "guard" | "hotel" | "shop" | "food"),
            position: terms.position,
            experience: terms.experience,
            education: terms.education,
            qualification: terms.qualification,
            wanted: terms.wanted,
            housing: terms.housing,
            transport: terms.transport,
            posted_on,
            deadline_on,
            url,
            unmarked: hand == Hand::Unmarked,
            messy: hand == Hand::Messy,
        }
    }
}

impl Iterator for Generator {
    type Item = DemoPosting;

    fn next(&mut self) -> Option<DemoPosting> {
        let number = self.next;
        self.next += 1;
        self.make(number)
    }
}

fn kind(title: &Title) -> Kind {
    let (industry, town) = (title.zones.contains(&Zone::Industry), title.zones.contains(&Zone::Town));
    match (industry, town) {
        (true, false) => Kind::Factory,
        (_, true) => Kind::Town,
        (false, false) => Kind::Rural,
    }
}

fn whole_text(posting: &DemoPosting) -> String {
    let parts = [Some(&posting.description), posting.requirements.as_ref(), posting.benefits.as_ref()];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn communes(places: &[Location]) -> Vec<String> {
    places.iter().flat_map(|place| place.commune_codes.iter().cloned()).collect()
}

/// The title as the employer types it: mostly bare, else with what should catch the eye.
fn heading(title: &Title, place: &Location, province: &str, numbers: (&str, u32), draw: &mut Draw) -> String {
    let (pay, wanted) = numbers;
    let name = match (title.english, draw.below(20)) {
        (Some(english), 0) => english.to_owned(),
        (Some(english), 1) => format!("{} ({english})", title.name),
        (Some(english), 2) => format!("{} / {english}", title.name),
        _ => title.name.to_owned(),
    };
    let told = !pay.is_empty() && pay.contains("tr");
    match draw.below(30) {
        15 => format!("Tuyển {name}"),
        16 => format!("Tuyển dụng {name}"),
        17 => format!("Cần tuyển {name}"),
        18 if wanted > 1 => format!("Tuyển {wanted} {name}"),
        19 if wanted > 1 => format!("{name} (số lượng {wanted})"),
        20 => format!("{name} tại {}", place.spoken),
        21 => format!("{name} - {province}"),
        22 => format!("[{province}] {name}"),
        23 if told => format!("{name} - lương {pay}"),
        24 if told => format!("{name} (thu nhập {pay})"),
        25 if title.experience == 0 => format!("{name} (không yêu cầu kinh nghiệm)"),
        26 => format!("{name} làm việc tại {province}"),
        27 => format!("Tuyển gấp {name}"),
        28 if title.part_time => format!("{name} bán thời gian"),
        29 => format!("{name} đi làm ngay"),
        _ => name,
    }
}

fn written(hand: Hand, title: String, texts: Texts, draw: &mut Draw) -> (String, Texts) {
    let change = |texts: Texts, mut by: Box<dyn FnMut(&str) -> String + '_>| Texts {
        description: by(&texts.description),
        requirements: texts.requirements.as_deref().map(&mut by),
        benefits: texts.benefits.as_deref().map(&mut by),
    };
    match hand {
        Hand::Careful => (title, texts),
        Hand::Unmarked => (unmarked(&title), change(texts, Box::new(unmarked))),
        Hand::Messy => (messy::title(&title, draw), change(texts, Box::new(|text| messy::text(text, draw)))),
    }
}
