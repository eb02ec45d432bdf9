//! A sample of the worksheet with every part and every control.

use askama::Template;

use super::{Fill, page};
use crate::lang::Lang;
use crate::view::{Entry, Input, Opt, Search, Section, Shape, SheetPart, Way, WorkForm, Worksheet, Wrong};

pub(super) fn render(lang: Lang, fill: Fill, put: &mut dyn FnMut(&str, askama::Result<String>)) {
    put("worksheet", sheet(lang, fill).render());
}

fn sheet(lang: Lang, fill: Fill) -> Worksheet {
    let mut page = page(lang, fill, "/tuyen-dung", &lang.t("hiring-title")).within(Section::Account);
    page.indexed = false;
    let wrong = fill != Fill::Live;
    let message = fill.words("Mục này là bắt buộc.");
    let entry = |number: usize| Entry {
        title: fill.words(&format!("Công nhân may {number}")),
        href: Some(lang.href(&format!("/tuyen-dung/tin/{number}"))),
        tag: Some(lang.t("hiring-posting-published")),
        notes: vec![fill.words("Từ 09:00 24/11/2026")],
        asks: vec![ask(lang, fill, Vec::new())],
    };
    let way = |number: usize| Way {
        label: lang.t("hiring-tab-live"),
        href: lang.href(&format!("/tuyen-dung?muc={number}")),
        count: Some(12),
        is_here: number == 0,
    };
    Worksheet {
        page,
        done: (fill == Fill::Live).then(|| lang.t("hiring-done-registered")),
        mistakes: if wrong {
            vec![Wrong { anchor: Some("title".to_owned()), message: message.clone() }, Wrong { anchor: None, message }]
        } else {
            Vec::new()
        },
        parts: vec![
            SheetPart::Notice(lang.t("hiring-state-submitted"), vec![fill.words("Cán bộ đang xem.")]),
            SheetPart::Pairs(vec![
                (lang.t("hiring-f-name"), fill.words("Công ty TNHH Minh Anh"), None),
                (lang.t("hiring-f-title"), fill.words("Thợ may"), Some(lang.href("/tuyen-dung"))),
            ]),
            SheetPart::Heading(lang.t("hiring-postings")),
            SheetPart::Ways(lang.t("hiring-postings"), (0..fill.count(3)).map(way).collect()),
            SheetPart::Search(Search {
                action: lang.href("/tuyen-dung"),
                name: "tim",
                label: lang.t("hiring-served-search"),
                value: fill.words("Sông Hồng"),
                button: lang.t("hiring-served-find"),
            }),
            SheetPart::Entries((0..fill.count(2)).map(entry).collect()),
            SheetPart::Text(fill.words("Chưa có tin nào ở đây.")),
            SheetPart::Link(lang.t("hiring-register"), lang.href("/tuyen-dung/dang-ky")),
            SheetPart::Form(ask(lang, fill, controls(lang, fill, wrong))),
        ],
    }
}

fn ask(lang: Lang, fill: Fill, controls: Vec<Input>) -> WorkForm {
    WorkForm {
        action: lang.href("/tuyen-dung"),
        key: "0123456789abcdef".to_owned(),
        kept: vec![("version", "1".to_owned())],
        is_chief: !controls.is_empty(),
        controls,
        button: lang.t("hiring-save"),
        about: fill.words("Công nhân may"),
    }
}

fn controls(lang: Lang, fill: Fill, wrong: bool) -> Vec<Input> {
    let option = |value: &str, on: bool| Opt { value: value.to_owned(), label: value.to_owned(), on };
    let input = |name: &'static str, shape: Shape| Input {
        name,
        id: name.to_owned(),
        label: lang.t(&format!("hiring-f-{name}")),
        hint: Some(lang.t("hiring-h-title")),
        shape,
        error: wrong.then(|| fill.words("Mục này là bắt buộc.")),
    };
    vec![
        input("title", Shape::Line(fill.words("Thợ may"), "text")),
        input("description", Shape::Area(fill.words("May công nghiệp\nCó chỗ ở"))),
        input("position", Shape::One(vec![option("staff", true), option("leader", false)])),
        input("file", Shape::File),
        input("abilities", Shape::Many(vec![option("shift", true), option("travel", false)])),
    ]
}
