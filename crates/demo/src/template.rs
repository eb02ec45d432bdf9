//! Sentence templates: `[a|b|]` takes one of several wordings, `{slot}` a word of the bank, `{#5-20}` or `{#10-50/5}`
//! a number (the second in steps), `{@place}` something of the vacancy at hand. They are read once and written many
//! times.

use crate::draw::{Draw, mix};
use std::fmt::Write as _;

/// What a template may say about the vacancy it is written for.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) place: &'a str,
    pub(crate) province: &'a str,
    pub(crate) company: &'a str,
    pub(crate) title: &'a str,
    pub(crate) wanted: u32,
    /// "trung cấp", "đại học".
    pub(crate) degree: &'a str,
    /// "có 1 - 2 năm kinh nghiệm".
    pub(crate) years: &'a str,
    /// What ties the words of one advert together: a slot gives one of two of its wordings throughout, so that an
    /// advert for trousers does not turn to hats.
    pub(crate) salt: u64,
    /// Slots that the title fixes.
    pub(crate) pins: &'a [(usize, Template)],
}

#[derive(Clone, Debug)]
enum Node {
    Text(&'static str),
    Choice(Vec<Template>),
    Slot(usize),
    Number {
        low: i64,
        high: i64,
        step: i64,
    },
    /// Thousands of dong, told in millions from one million on.
    Thousands {
        low: i64,
        high: i64,
        step: i64,
    },
    Place,
    Province,
    Company,
    Title,
    Wanted,
    Degree,
    Years,
}

/// A compiled template.
#[derive(Clone, Debug, Default)]
pub(crate) struct Template {
    nodes: Vec<Node>,
}

/// Slots by name: those of a family first, then those of everybody.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    names: Vec<(String, &'static str)>,
    templates: Vec<Template>,
}

impl Slots {
    /// Declares a slot of a scope ("" for everybody); its wordings are set once all slots have names.
    pub(crate) fn declare(&mut self, scope: &str, name: &'static str) -> usize {
        self.names.push((scope.to_owned(), name));
        self.templates.push(Template::default());
        self.names.len() - 1
    }

    pub(crate) fn set(&mut self, slot: usize, template: Template) {
        self.templates[slot] = template;
    }

    pub(crate) fn position(&self, scope: &str, name: &str) -> Option<usize> {
        self.names.iter().position(|(owner, slot)| owner == scope && *slot == name)
    }

    fn find(&self, scopes: &[&str], name: &str) -> Option<usize> {
        scopes.iter().find_map(|scope| self.position(scope, name))
    }
}

impl Template {
    /// Reads a template; the error says what is wrong with it.
    pub(crate) fn read(source: &'static str, slots: &Slots, scopes: &[&str]) -> Result<Self, String> {
        let mut reader = Reader { source, at: 0, slots, scopes };
        let template = reader.sequence(false)?;
        if reader.at < source.len() { Err(format!("a bracket too many in: {source}")) } else { Ok(template) }
    }

    /// Reads wordings with bars between them as one choice.
    pub(crate) fn choice(source: &'static str, slots: &Slots, scopes: &[&str]) -> Result<Self, String> {
        let mut reader = Reader { source, at: 0, slots, scopes };
        let choice = reader.choices()?;
        if reader.at < source.len() { Err(format!("a bracket too many in: {source}")) } else { Ok(choice) }
    }

    /// Appends the text.
    pub(crate) fn write(&self, slots: &Slots, scene: &Scene<'_>, draw: &mut Draw, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => push(out, text),
                Node::Choice(options) => {
                    if let Some(option) = draw.pick(options) {
                        option.write(slots, scene, draw, out);
                    }
                }
                Node::Slot(slot) => write_slot(*slot, slots, scene, draw, out),
                Node::Number { low, high, step } => {
                    let _ = write!(out, "{}", stepped(*low, *high, *step, draw));
                }
                Node::Thousands { low, high, step } => push_thousands(out, stepped(*low, *high, *step, draw)),
                Node::Degree => push(out, scene.degree),
                Node::Years => push(out, scene.years),
                Node::Place => push(out, scene.place),
                Node::Province => push(out, scene.province),
                Node::Company => push(out, scene.company),
                Node::Title => push_lower_first(out, scene.title),
                Node::Wanted => {
                    let _ = write!(out, "{}", scene.wanted);
                }
            }
        }
    }
}

fn write_slot(slot: usize, slots: &Slots, scene: &Scene<'_>, draw: &mut Draw, out: &mut String) {
    if let Some((_, pinned)) = scene.pins.iter().find(|(pin, _)| *pin == slot) {
        return pinned.write(slots, scene, draw, out);
    }
    let template = &slots.templates[slot];
    match template.nodes.as_slice() {
        // Everybody's slots (bonus days, names) vary freely; a trade's own stay together.
        [Node::Choice(options)] if !slots.names[slot].0.is_empty() => {
            let which = mix(scene.salt ^ slot as u64, draw.below(2) as u64) as usize % options.len();
            options[which].write(slots, scene, draw, out);
        }
        _ => template.write(slots, scene, draw, out),
    }
}

fn stepped(low: i64, high: i64, step: i64, draw: &mut Draw) -> i64 {
    low + draw.below(((high - low) / step + 1) as usize) as i64 * step
}

/// 900 -> "900 nghìn", 1500 -> "1,5 triệu".
fn push_thousands(out: &mut String, thousands: i64) {
    let (million, rest) = (thousands / 1_000, thousands % 1_000);
    let _ = match (million, rest) {
        (0, _) => write!(out, "{thousands} nghìn"),
        (_, 0) => write!(out, "{million} triệu"),
        _ => write!(out, "{million},{} triệu", format!("{rest:03}").trim_end_matches('0')),
    };
}

/// Titles within a sentence begin small, unless they begin with a proper name or an abbreviation.
fn push_lower_first(out: &mut String, text: &str) {
    let mut letters = text.chars();
    let first = letters.next();
    let keeps = letters.next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !keeps => {
            out.extend(first.to_lowercase());
            out.push_str(&text[first.len_utf8()..]);
        }
        _ => out.push_str(text),
    }
}

/// An empty wording leaves a space on both sides: only one is kept.
fn push(out: &mut String, text: &str) {
    let doubled = text.starts_with(' ') && (out.is_empty() || out.ends_with([' ', '\n']));
    let hanging = out.ends_with(' ') && text.starts_with([',', '.', ';', ':']);
    if hanging {
        out.pop();
    }
    out.push_str(if doubled { &text[1..] } else { text });
}

struct Reader<'a> {
    source: &'static str,
    at: usize,
    slots: &'a Slots,
    scopes: &'a [&'a str],
}

impl Reader<'_> {
    /// Reads up to a bar or bracket when inside a choice, else to the end.
    fn sequence(&mut self, inside: bool) -> Result<Template, String> {
        let mut nodes = Vec::new();
        while let Some(rest) = self.source.get(self.at..).filter(|rest| !rest.is_empty()) {
            let next = rest.find(['[', '{', '|', ']']).unwrap_or(rest.len());
            if next > 0 {
                nodes.push(Node::Text(&rest[..next]));
                self.at += next;
                continue;
            }
            match rest.as_bytes()[0] {
                b'[' => {
                    self.at += 1;
                    nodes.extend(self.choices()?.nodes);
                    if self.source.as_bytes().get(self.at) != Some(&b']') {
                        return Err(format!("an open bracket in: {}", self.source));
                    }
                    self.at += 1;
                }
                b'{' => nodes.push(self.slot(rest)?),
                _ if inside => break,
                _ => return Err(format!("a bar or bracket outside a choice in: {}", self.source)),
            }
        }
        Ok(Template { nodes })
    }

    fn choices(&mut self) -> Result<Template, String> {
        let mut options = vec![self.sequence(true)?];
        while self.source.as_bytes().get(self.at) == Some(&b'|') {
            self.at += 1;
            options.push(self.sequence(true)?);
        }
        Ok(Template { nodes: vec![Node::Choice(options)] })
    }

    fn slot(&mut self, rest: &'static str) -> Result<Node, String> {
        let end = rest.find('}').ok_or_else(|| format!("an open brace in: {}", self.source))?;
        let name = &rest[1..end];
        self.at += end + 1;
        if let Some(range) = name.strip_prefix('#') {
            let (low, high, step) = number(range).ok_or_else(|| format!("no range “{range}” in: {}", self.source))?;
            let thousands = " nghìn";
            if high >= 1_000 && self.source[self.at..].starts_with(thousands) {
                self.at += thousands.len();
                return Ok(Node::Thousands { low, high, step });
            }
            return Ok(Node::Number { low, high, step });
        }
        match name {
            "@place" => Ok(Node::Place),
            "@province" => Ok(Node::Province),
            "@company" => Ok(Node::Company),
            "@title" => Ok(Node::Title),
            "@wanted" => Ok(Node::Wanted),
            "@degree" => Ok(Node::Degree),
            "@years" => Ok(Node::Years),
            _ => {
                let found = self.slots.find(self.scopes, name);
                found.map(Node::Slot).ok_or_else(|| format!("no slot “{name}” for: {}", self.source))
            }
        }
    }
}

fn number(range: &str) -> Option<(i64, i64, i64)> {
    let (range, step) = range.split_once('/').unwrap_or((range, "1"));
    let (low, high) = range.split_once('-')?;
    let (low, high, step) = (low.parse().ok()?, high.parse().ok()?, step.parse().ok()?);
    (low <= high && step > 0).then_some((low, high, step))
}
