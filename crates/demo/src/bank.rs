//! The banks of titles and sentences under `data/`, read once. A line's first sign says what it is:
//! `==` a family and its setting, `=` skills, `$` a slot, `#` a title, `>` a task, `+` a requirement, `*` a benefit,
//! `~` working hours, `<` an opening, `!` a closing, `%` a comment. Families named `@…` are settings; `@all` is
//! everybody's.

use crate::template::{Slots, Template};
use crate::terrain::Zone;
use std::sync::LazyLock;

const SOURCES: [&str; 9] = [
    include_str!("../data/settings.txt"),
    include_str!("../data/factory.txt"),
    include_str!("../data/plant.txt"),
    include_str!("../data/craft.txt"),
    include_str!("../data/service.txt"),
    include_str!("../data/office.txt"),
    include_str!("../data/land.txt"),
    include_str!("../data/learned.txt"),
    include_str!("../data/elementary.txt"),
];

/// How a title is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaidBy {
    Month,
    Day,
    Hour,
}

/// A title with all that goes with it. Pay in tenths of a million dong a month.
#[derive(Debug)]
pub(crate) struct Title {
    pub(crate) name: &'static str,
    pub(crate) english: Option<&'static str>,
    /// VSCO 2020, 4 digits.
    pub(crate) occupation: &'static str,
    pub(crate) weight: u32,
    pub(crate) zones: Vec<Zone>,
    pub(crate) pay: (i64, i64),
    /// VSIC 2018 divisions, 2 digits.
    pub(crate) industries: Vec<&'static str>,
    pub(crate) family: usize,
    /// Technical level, 0 to 6 as in form 01.
    pub(crate) level: u8,
    /// Experience class, 0 to 4 as in form 01a.
    pub(crate) experience: u8,
    pub(crate) paid_by: PaidBy,
    pub(crate) part_time: bool,
    pub(crate) seasonal: bool,
    pub(crate) many: bool,
    pub(crate) manager: bool,
    /// Slots of the family that this title fixes: a druggist's worker packs no bricks.
    pub(crate) pins: Vec<(usize, Template)>,
}

/// Sentences of a family or a setting.
#[derive(Debug, Default)]
pub(crate) struct Family {
    pub(crate) key: &'static str,
    pub(crate) setting: &'static str,
    pub(crate) skills: Vec<Template>,
    pub(crate) tasks: Vec<Template>,
    pub(crate) needs: Vec<Template>,
    pub(crate) benefits: Vec<Template>,
    pub(crate) hours: Vec<Template>,
    pub(crate) openings: Vec<Template>,
    pub(crate) closings: Vec<Template>,
}

/// Everything under `data/`.
#[derive(Debug, Default)]
pub(crate) struct Bank {
    pub(crate) slots: Slots,
    pub(crate) families: Vec<Family>,
    pub(crate) titles: Vec<Title>,
}

static BANK: LazyLock<Bank> =
    LazyLock::new(|| read(&SOURCES).expect("the banks are compiled in, and a test reads every line of them"));

/// The bank.
pub(crate) fn bank() -> &'static Bank {
    &BANK
}

/// Every title as the bank has it, without variants and decorations.
pub fn base_titles() -> Vec<&'static str> {
    bank().titles.iter().map(|title| title.name).collect()
}

/// Every VSCO 2020 code that a title bears, in the order of the titles.
pub fn occupation_codes() -> Vec<&'static str> {
    bank().titles.iter().map(|title| title.occupation).collect()
}

impl Bank {
    pub(crate) fn setting(&self, key: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.key.strip_prefix('@') == Some(key))
    }
}

pub(crate) fn read(sources: &[&'static str]) -> Result<Bank, String> {
    let mut bank = Bank::default();
    let sections = sections(sources);
    for (head, lines) in &sections {
        declare(&mut bank.slots, head.key, lines);
    }
    for (head, lines) in &sections {
        read_section(&mut bank, head, lines)?;
    }
    Ok(bank)
}

struct Head {
    key: &'static str,
    setting: &'static str,
    defaults: &'static str,
}

type Section = (Head, Vec<&'static str>);

fn sections(sources: &[&'static str]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in sources.iter().flat_map(|source| source.lines()).map(str::trim) {
        if let Some(head) = line.strip_prefix("==") {
            let (key, rest) = head.trim().split_once(' ').unwrap_or((head.trim(), ""));
            let (setting, defaults) = rest.split_once(' ').unwrap_or((rest, ""));
            sections.push((Head { key, setting, defaults }, Vec::new()));
        } else if !line.is_empty()
            && !line.starts_with('%')
            && let Some((_, lines)) = sections.last_mut()
        {
            lines.push(line);
        }
    }
    sections
}

fn slot_of(line: &'static str) -> Option<(&'static str, &'static str)> {
    line.strip_prefix('$')?.split_once(' ')
}

/// Slots of `@all` belong to everybody, others to their section.
fn scope_of(key: &str) -> &str {
    if key == "@all" { "" } else { key }
}

fn declare(slots: &mut Slots, key: &str, lines: &[&'static str]) {
    for (name, _) in lines.iter().filter_map(|line| slot_of(line)) {
        slots.declare(scope_of(key), name);
    }
}

fn read_section(bank: &mut Bank, head: &Head, lines: &[&'static str]) -> Result<(), String> {
    let mut family = Family { key: head.key, setting: head.setting, ..Family::default() };
    let scopes = [scope_of(head.key), ""];
    let index = bank.families.len();
    for line in lines {
        if let Some((name, wordings)) = slot_of(line) {
            let template = Template::choice(wordings, &bank.slots, &scopes)?;
            // Declared by the first pass under the same scope.
            if let Some(slot) = bank.slots.position(scopes[0], name) {
                bank.slots.set(slot, template);
            }
            continue;
        }
        let sign = line.chars().next().unwrap_or_default();
        let rest = line[sign.len_utf8()..].trim();
        if sign == '#' {
            let (rest, pins) = rest.split_once("::").unwrap_or((rest, ""));
            let mut title = read_title(rest, index, head.defaults)?;
            title.pins = read_pins(pins, &bank.slots, &scopes)?;
            bank.titles.push(title);
            continue;
        }
        if sign == '=' {
            for skill in rest.split(';').map(str::trim).filter(|skill| !skill.is_empty()) {
                family.skills.push(Template::read(skill, &bank.slots, &scopes)?);
            }
            continue;
        }
        let template = Template::read(rest, &bank.slots, &scopes)?;
        family.list(sign).ok_or_else(|| format!("no kind of line: {line}"))?.push(template);
    }
    bank.families.push(family);
    Ok(())
}

impl Family {
    fn list(&mut self, sign: char) -> Option<&mut Vec<Template>> {
        match sign {
            '>' => Some(&mut self.tasks),
            '+' => Some(&mut self.needs),
            '*' => Some(&mut self.benefits),
            '~' => Some(&mut self.hours),
            '<' => Some(&mut self.openings),
            '!' => Some(&mut self.closings),
            _ => None,
        }
    }
}

/// `code weight zones low-high industries [options] | title @ English title`.
fn read_title(line: &'static str, family: usize, defaults: &'static str) -> Result<Title, String> {
    let wrong = || format!("no title: {line}");
    let (facts, names) = line.split_once('|').ok_or_else(wrong)?;
    let mut facts = facts.split_whitespace();
    let occupation = facts.next().filter(|code| code.len() == 4).ok_or_else(wrong)?;
    let weight = facts.next().and_then(|weight| weight.parse().ok()).ok_or_else(wrong)?;
    let zones: Vec<Zone> = facts.next().ok_or_else(wrong)?.chars().filter_map(Zone::of_letter).collect();
    let pay = facts.next().and_then(tenths).ok_or_else(wrong)?;
    let industries = facts.next().ok_or_else(wrong)?.split(',').collect();
    let (name, english) = names.split_once('@').map_or((names, None), |(name, english)| (name, Some(english.trim())));
    let mut title = Title {
        name: name.trim(),
        english,
        occupation,
        weight,
        zones,
        pay,
        industries,
        family,
        level: 0,
        experience: 0,
        paid_by: PaidBy::Month,
        part_time: false,
        seasonal: false,
        many: false,
        manager: false,
        pins: Vec::new(),
    };
    for option in defaults.split_whitespace().chain(facts) {
        title.option(option).ok_or_else(wrong)?;
    }
    Ok(title)
}

/// `slot=wording|wording; slot=…`.
fn read_pins(source: &'static str, slots: &Slots, scopes: &[&str]) -> Result<Vec<(usize, Template)>, String> {
    let pins = source.split(';').map(str::trim).filter(|pin| !pin.is_empty());
    pins.map(|pin| {
        let wrong = || format!("no pin: {pin}");
        let (name, wordings) = pin.split_once('=').ok_or_else(wrong)?;
        let slot = slots.position(scopes[0], name.trim()).ok_or_else(wrong)?;
        Ok((slot, Template::choice(wordings, slots, scopes)?))
    })
    .collect()
}

impl Title {
    fn option(&mut self, option: &str) -> Option<()> {
        match option {
            "d" => self.paid_by = PaidBy::Day,
            "h" => self.paid_by = PaidBy::Hour,
            "p" => self.part_time = true,
            "s" => self.seasonal = true,
            "v" => self.many = true,
            "m" => self.manager = true,
            _ => {
                let (kind, value) = option.split_at_checked(1)?;
                let value = value.parse().ok()?;
                match kind {
                    "q" => self.level = value,
                    "x" => self.experience = value,
                    _ => return None,
                }
            }
        }
        Some(())
    }
}

/// "7.5-13" million as tenths of a million.
fn tenths(range: &str) -> Option<(i64, i64)> {
    let (low, high) = range.split_once('-')?;
    let tenth = |text: &str| text.parse::<f64>().ok().map(|million| (million * 10.0).round() as i64);
    Some((tenth(low)?, tenth(high)?)).filter(|(low, high)| low <= high)
}
