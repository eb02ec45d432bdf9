//! One normal form for what people type: NFC, no blanks around, nothing empty, nothing twice. What was said stays as it
//! was said.

use super::content::{Address, Computing, Content, CurrentAddress, Job, Language, Trade};

impl Content {
    /// The content in its normal form. Doing it twice changes nothing more.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.tidy_person();
        self.tidy_work();
        self.tidy_wishes();
        self
    }

    fn tidy_person(&mut self) {
        line(&mut self.identity.ethnicity_code);
        line(&mut self.identity.religion);
        line(&mut self.contact.other);
        line(&mut self.residence.permanent.line);
        if let CurrentAddress::Elsewhere(address) = &mut self.residence.current {
            line(&mut address.line);
            if *address == Address::default() {
                self.residence.current = CurrentAddress::Unstated;
            }
        }
        once(&mut self.priority.groups);
        line(&mut self.priority.other);
        once(&mut self.services.wanted);
        line(&mut self.services.other);
    }

    fn tidy_work(&mut self) {
        let education = &mut self.education;
        line(&mut education.technical_field);
        education.others.iter_mut().for_each(|certificate| certificate.name = joined(&certificate.name));
        education.others.retain(|certificate| !certificate.name.is_empty());
        once(&mut education.others);
        education.trade = education.trade.take().and_then(trade);
        let skills = &mut self.skills;
        skills.named.iter_mut().for_each(|skill| skill.written = joined(&skill.written));
        skills.named.retain(|skill| !skill.written.is_empty());
        once_by(&mut skills.named, |skill| {
            skill.skill_id.clone().unwrap_or_else(|| sanviec_text::exact(&skill.written))
        });
        skills.languages = std::mem::take(&mut skills.languages).into_iter().filter_map(language).collect();
        once_by(&mut skills.languages, |language| sanviec_text::fold(&language.name));
        skills.computing = skills.computing.take().and_then(computing);
        once(&mut skills.soft);
        line(&mut skills.soft_other);
        self.experience.jobs.iter_mut().for_each(tidy_job);
        self.experience.jobs.retain(|job| *job != Job::default());
        // Latest first; what has no month stays behind, in the order it was given.
        self.experience.jobs.sort_by_key(|job| std::cmp::Reverse(job.from));
        line(&mut self.experience.abroad_country);
    }

    fn tidy_wishes(&mut self) {
        line(&mut self.wish.title);
        paragraph(&mut self.wish.description);
        line(&mut self.wish.occupation_code);
        once(&mut self.wish.recruiting);
        once(&mut self.terms.employer_types);
        once(&mut self.terms.contracts);
        once(&mut self.terms.abilities);
        paragraph(&mut self.terms.welfare);
        paragraph(&mut self.conditions.needs);
        once(&mut self.mobility.places);
    }
}

fn tidy_job(job: &mut Job) {
    line(&mut job.employer);
    line(&mut job.post);
    paragraph(&mut job.work);
}

fn trade(trade: Trade) -> Option<Trade> {
    let Trade { name, mut grade } = trade;
    let name = joined(&name);
    line(&mut grade);
    (!name.is_empty()).then_some(Trade { name, grade })
}

fn language(language: Language) -> Option<Language> {
    let Language { name, mut certificate, grade } = language;
    let name = joined(&name);
    line(&mut certificate);
    (!name.is_empty()).then_some(Language { name, certificate, grade })
}

fn computing(computing: Computing) -> Option<Computing> {
    let Computing { name, grade } = computing;
    let name = joined(&name);
    (!name.is_empty()).then_some(Computing { name, grade })
}

/// One line: blanks and line ends become single blanks.
fn joined(text: &str) -> String {
    sanviec_text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line(text: &mut Option<String>) {
    *text = text.take().map(|text| joined(&text)).filter(|text| !text.is_empty());
}

/// Several lines: line ends stay, at most one empty line in a row.
fn paragraph(text: &mut Option<String>) {
    let tidy = |text: String| {
        let mut kept: Vec<String> = Vec::new();
        for line in sanviec_text::nfc(&text).lines().map(joined) {
            let second_blank = line.is_empty() && kept.last().is_none_or(String::is_empty);
            if !second_blank {
                kept.push(line);
            }
        }
        kept.join("\n").trim_end().to_owned()
    };
    *text = text.take().map(tidy).filter(|text| !text.is_empty());
}

/// Keeps the first of each.
fn once<T: PartialEq>(list: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(list.len());
    for member in list.drain(..) {
        if !kept.contains(&member) {
            kept.push(member);
        }
    }
    *list = kept;
}

/// Keeps the first of each key.
fn once_by<T>(list: &mut Vec<T>, key: impl Fn(&T) -> String) {
    let mut seen = std::collections::HashSet::new();
    list.retain(|member| seen.insert(key(member)));
}

#[cfg(test)]
mod tests {
    use super::super::content::{Certificate, Month};
    use super::super::terms::Wanted;
    use super::*;
    use crate::posting::SkillMention;

    #[expect(clippy::unnecessary_wraps, reason = "every use fills a field that may be empty")]
    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn messy() -> Content {
        let mut content = Content::default();
        content.contact.other = text("  Zalo:\t chị  Lan ");
        content.identity.religion = text(" \u{200b} ");
        content.residence.current = CurrentAddress::Elsewhere(Address { unit: None, line: text("  ") });
        content.services.wanted = vec![Wanted::JobSearch, Wanted::JobAdvice, Wanted::JobSearch];
        content.education.trade = Some(Trade { name: " ".into(), grade: text("3/7") });
        content.education.others =
            [" Lái xe  C ", "", "Lái xe C"].map(|name| Certificate { name: name.into(), year: None }).to_vec();
        content.skills.named = ["Hàn  TIG", "hàn tig", ""]
            .map(|written| SkillMention { written: written.into(), skill_id: None })
            .to_vec();
        content.skills.languages = ["Tiếng Anh", "tieng anh", " "]
            .map(|name| Language { name: name.into(), certificate: text(""), grade: None })
            .to_vec();
        content.experience.jobs = vec![
            Job { post: text("thợ hàn"), ..Job::default() },
            Job::default(),
            Job { work: text(" \n"), ..Job::default() },
            Job { from: Month::new(2020, 1), ..Job::default() },
            Job { from: Month::new(2024, 1), ..Job::default() },
        ];
        content.wish.description = text("\n\n Hàn  khung \r\n\r\n\r\n\tsơn \n\n");
        content
    }

    #[test]
    fn a_messy_profile_becomes_a_tidy_one() {
        let tidy = messy().tidied();
        assert_eq!(tidy.contact.other.as_deref(), Some("Zalo: chị Lan"));
        assert_eq!(tidy.identity.religion, None);
        assert_eq!(tidy.residence.current, CurrentAddress::Unstated);
        assert_eq!(tidy.services.wanted, [Wanted::JobSearch, Wanted::JobAdvice]);
        assert_eq!(tidy.education.trade, None);
        assert_eq!(tidy.education.others, [Certificate { name: "Lái xe C".into(), year: None }]);
        assert_eq!(tidy.skills.named.iter().map(|skill| skill.written.as_str()).collect::<Vec<_>>(), ["Hàn TIG"]);
        assert_eq!(tidy.skills.languages.len(), 1);
        assert_eq!(tidy.skills.languages[0].certificate, None);
        let starts: Vec<Option<Month>> = tidy.experience.jobs.iter().map(|job| job.from).collect();
        assert_eq!(starts, [Month::new(2024, 1), Month::new(2020, 1), None]);
        assert_eq!(tidy.wish.description.as_deref(), Some("Hàn khung\n\nsơn"));
    }

    #[test]
    fn tidying_twice_changes_nothing_more() {
        let once = messy().tidied();
        assert_eq!(once.clone().tidied(), once);
        assert_eq!(Content::default().tidied(), Content::default());
    }
}
