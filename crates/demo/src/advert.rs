//! The text of an advert from the banks: in separate fields, all in one, as prose, or in a few words.

use crate::bank::{Bank, Family, Title};
use crate::draw::Draw;
use crate::template::{Scene, Template};

/// Texts of one advert.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) description: String,
    pub(crate) requirements: Option<String>,
    pub(crate) benefits: Option<String>,
}

/// What the writer needs to know.
pub(crate) struct Writer<'a> {
    pub(crate) bank: &'a Bank,
    pub(crate) family: &'a Family,
    pub(crate) setting: Option<&'a Family>,
    pub(crate) everybody: Option<&'a Family>,
    pub(crate) scene: Scene<'a>,
    /// Pay for a sentence; empty where nothing is told.
    pub(crate) pay: &'a str,
    /// Short texts for the benches.
    pub(crate) bulk: bool,
}

type List = fn(&Family) -> &Vec<Template>;

impl<'a> Writer<'a> {
    pub(crate) fn new(bank: &'a Bank, title: &Title, scene: Scene<'a>, pay: &'a str, bulk: bool) -> Self {
        let family = &bank.families[title.family];
        Self { bank, family, setting: bank.setting(family.setting), everybody: bank.setting("all"), scene, pay, bulk }
    }

    fn sentence(&self, template: &Template, draw: &mut Draw) -> String {
        let mut text = String::with_capacity(160);
        template.write(&self.bank.slots, &self.scene, draw, &mut text);
        let text = text.trim_matches([' ', ',', ';']);
        let mut letters = text.chars();
        let mut sentence = String::with_capacity(text.len() + 2);
        if let Some(first) = letters.next() {
            sentence.extend(first.to_uppercase());
            sentence.push_str(letters.as_str());
        }
        sentence
    }

    /// Different sentences of one kind: so many of the family's own, the others of its setting and of everybody.
    fn several(&self, list: List, own: usize, shared: usize, draw: &mut Draw) -> Vec<String> {
        let family = list(self.family);
        let mut sentences: Vec<String> =
            draw.distinct(family.len(), own).into_iter().map(|index| self.sentence(&family[index], draw)).collect();
        let none = Vec::new();
        let setting = self.setting.map_or(&none, list);
        let everybody = self.everybody.map_or(&none, list);
        for index in draw.distinct(setting.len() + everybody.len(), shared) {
            let template = setting.get(index).or_else(|| everybody.get(index - setting.len()));
            sentences.extend(template.map(|template| self.sentence(template, draw)));
        }
        sentences
    }

    /// One sentence of a kind, where there is any: the nearest bank that has the kind, now and then everybody's.
    fn one(&self, list: List, draw: &mut Draw) -> Option<String> {
        let banks = [Some(self.family), self.setting, self.everybody].into_iter().flatten();
        let filled: Vec<&Vec<Template>> = banks.map(list).filter(|templates| !templates.is_empty()).collect();
        let templates = draw.pick(&filled)?;
        draw.pick(templates).map(|template| self.sentence(template, draw))
    }

    fn tasks(&self, draw: &mut Draw) -> Vec<String> {
        let count = if self.bulk { draw.between(2, 4) } else { draw.between(4, 8) } as usize;
        self.several(|family| &family.tasks, count, 0, draw)
    }

    fn needs(&self, draw: &mut Draw) -> Vec<String> {
        let own = draw.between(1, if self.bulk { 1 } else { 3 }) as usize;
        let shared = draw.between(i64::from(!self.bulk), if self.bulk { 1 } else { 3 }) as usize;
        self.several(|family| &family.needs, own, shared, draw)
    }

    fn benefits(&self, draw: &mut Draw) -> Vec<String> {
        let shared = if self.bulk { draw.between(0, 1) } else { draw.between(2, 5) } as usize;
        let mut benefits = self.several(|family| &family.benefits, 1, shared, draw);
        if !self.pay.is_empty() && draw.percent(60) {
            let head =
                draw.text(&["Thu nhập", "Lương", "Mức lương", "Tổng thu nhập", "Lương tháng", "Thu nhập ổn định"]);
            let between = draw.text(&[": ", " ", ": khoảng ", ": "]);
            benefits.insert(0, format!("{head}{between}{}", self.pay));
        }
        benefits
    }

    pub(crate) fn write(&self, draw: &mut Draw) -> Texts {
        match draw.below(20) {
            0..=9 => self.in_fields(draw),
            10..=14 => self.in_one(draw),
            15..=17 => self.as_prose(draw),
            _ if self.bulk => self.in_fields(draw),
            _ => self.in_few_words(draw),
        }
    }

    fn in_fields(&self, draw: &mut Draw) -> Texts {
        let bullet = draw.text(&["- ", "- ", "- ", "• ", "+ ", "", "* "]);
        let end = draw.text(&["", ".", ".", ";"]);
        let mut lines: Vec<String> = Vec::with_capacity(12);
        if draw.percent(55) {
            lines.extend(self.one(|family| &family.openings, draw).map(|line| line + "."));
        }
        lines.extend(self.tasks(draw).into_iter().map(|line| format!("{bullet}{line}{end}")));
        if draw.percent(70) {
            lines.extend(self.one(|family| &family.hours, draw).map(|line| format!("{bullet}{line}{end}")));
        }
        if draw.percent(25) && !self.bulk {
            lines.extend(self.one(|family| &family.closings, draw).map(|line| line + "."));
        }
        let list = |lines: Vec<String>| {
            lines.into_iter().map(|line| format!("{bullet}{line}{end}")).collect::<Vec<_>>().join("\n")
        };
        let requirements = (!draw.percent(6)).then(|| list(self.needs(draw)));
        let benefits = (!draw.percent(6)).then(|| list(self.benefits(draw)));
        Texts { description: lines.join("\n"), requirements, benefits }
    }

    fn in_one(&self, draw: &mut Draw) -> Texts {
        let heads = [
            draw.text(&[
                "MÔ TẢ CÔNG VIỆC",
                "Mô tả công việc",
                "1. Công việc",
                "I. MÔ TẢ",
                "Nội dung công việc",
                "Nhiệm vụ chính",
                "* Công việc cụ thể",
            ]),
            draw.text(&[
                "YÊU CẦU",
                "Yêu cầu công việc",
                "2. Yêu cầu",
                "II. YÊU CẦU",
                "Yêu cầu ứng viên",
                "Tiêu chuẩn tuyển chọn",
                "* Ứng viên cần có",
            ]),
            draw.text(&[
                "QUYỀN LỢI",
                "Quyền lợi được hưởng",
                "3. Chế độ",
                "III. QUYỀN LỢI",
                "Chế độ đãi ngộ",
                "Phúc lợi",
                "* Được hưởng",
            ]),
        ];
        let bullet = draw.text(&["- ", "- ", "+ ", "• ", "– "]);
        let mut text = String::with_capacity(1_200);
        if draw.percent(50) {
            text.extend(self.one(|family| &family.openings, draw).map(|line| line + ".\n"));
        }
        let mut tasks = self.tasks(draw);
        if draw.percent(60) {
            tasks.extend(self.one(|family| &family.hours, draw));
        }
        for (head, lines) in heads.into_iter().zip([tasks, self.needs(draw), self.benefits(draw)]) {
            text.push_str(head);
            text.push(':');
            for line in lines {
                text.push('\n');
                text.push_str(bullet);
                text.push_str(&line);
            }
            text.push('\n');
        }
        if draw.percent(55) && !self.bulk {
            text.extend(self.one(|family| &family.closings, draw).map(|line| line + "."));
        }
        Texts { description: text.trim_end().to_owned(), requirements: None, benefits: None }
    }

    fn as_prose(&self, draw: &mut Draw) -> Texts {
        let mut sentences: Vec<String> = Vec::with_capacity(16);
        sentences.extend(self.one(|family| &family.openings, draw));
        sentences.extend(self.tasks(draw));
        sentences.extend(self.one(|family| &family.hours, draw));
        let apart = draw.percent(45);
        let needs = self.needs(draw);
        let benefits = self.benefits(draw);
        if apart {
            let prose = |lines: Vec<String>| Some(lines.join(". ") + ".");
            return Texts {
                description: sentences.join(". ") + ".",
                requirements: prose(needs),
                benefits: prose(benefits),
            };
        }
        sentences.extend(needs);
        sentences.extend(benefits);
        if !self.bulk {
            sentences.extend(self.one(|family| &family.closings, draw));
        }
        Texts { description: sentences.join(". ") + ".", requirements: None, benefits: None }
    }

    /// As small employers write: who, what, when, how much.
    fn in_few_words(&self, draw: &mut Draw) -> Texts {
        let mut sentences: Vec<String> = Vec::with_capacity(8);
        sentences.extend(self.one(|family| &family.openings, draw));
        let count = draw.between(2, 3) as usize;
        sentences.extend(self.several(|family| &family.tasks, count, 0, draw));
        sentences.extend(self.one(|family| &family.hours, draw));
        sentences.extend(self.several(|family| &family.needs, 1, 0, draw));
        sentences.extend(self.several(|family| &family.benefits, 0, 1, draw));
        if draw.percent(60) {
            sentences.extend(self.one(|family| &family.closings, draw));
        }
        Texts { description: sentences.join(". ") + ".", requirements: None, benefits: None }
    }

    /// Skills as written, three to six.
    pub(crate) fn skills(&self, draw: &mut Draw) -> Vec<String> {
        let count = draw.between(2, 6) as usize;
        let from = &self.family.skills;
        draw.distinct(from.len(), count).into_iter().map(|index| self.sentence(&from[index], draw)).collect()
    }
}
