//! Samples of the pages of profiles: a form with every kind of control, the overview, consents, looks, the slip, two
//! profiles beside each other.

use askama::Template;

use super::{Fill, page};
use crate::lang::Lang;
use crate::view::{
    Answer, ConsentRow, ConsentsPage, DataPage, LookRow, LooksPage, Page, PairPage, PairRow, PairsPage, PartRow,
    Person, ProfilePage, Question, QuestionControl, QuestionGroup, Section, Sheet, SlipConsent, SlipPage, SlipPart,
    SlipRow, Words, Wrong,
};

type Put<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

pub(super) fn render(lang: Lang, fill: Fill, put: Put<'_>) {
    put("sheet", sheet(lang, fill).render());
    put("profile", profile(lang, fill).render());
    put("consents", consents(lang, fill).render());
    put("looks", looks(lang, fill).render());
    let own = frame(lang, fill, "/ho-so/du-lieu", "data-title");
    put("data", DataPage { page: own, days: 730 }.render());
    put("slip", slip(lang, fill).render());
    put("pairs", pairs(lang, fill).render());
    put("pair", pair(lang, fill).render());
}

fn frame(lang: Lang, fill: Fill, path: &str, title: &str) -> Page {
    let mut page = page(lang, fill, path, &lang.t(title)).within(Section::Account);
    page.indexed = false;
    page.is_signed_in = true;
    page
}

fn sheet(lang: Lang, fill: Fill) -> Sheet {
    let wrong = fill != Fill::Live;
    let answer = |number: usize| Answer {
        value: number.to_string(),
        label: fill.words("Nhân viên").to_string(),
        is_chosen: number == 1,
    };
    let question = |name: &str, control| Question {
        name: name.to_owned(),
        id: name.to_owned(),
        label: fill.words("Tên công việc").to_string(),
        hint: (fill != Fill::Empty).then(|| "Ví dụ: Kế toán".to_owned()),
        error: wrong.then(|| fill.words("Hãy chọn trong danh sách.")),
        control,
    };
    let line =
        QuestionControl::Line {
            value: fill.words("Kế toán"), autocomplete: "name", inputmode: "text", suggests: true
        };
    let many: Vec<Answer> = (0..3).map(answer).collect();
    let row = QuestionGroup {
        legend: Some(fill.words("Việc đã làm 1").to_string()),
        hint: Some("Mới nhất trước".to_owned()),
        error: wrong.then(|| fill.words("Ghi tháng và năm.")),
        id: "jobs".to_owned(),
        questions: vec![question("jobs-0-2", QuestionControl::Paragraph { value: fill.words("Thuế"), rows: 3 })],
    };
    let alone = QuestionGroup {
        questions: vec![
            question("name", line),
            question("position", QuestionControl::Radios(many.clone())),
            question("services", QuestionControl::Checks(many.clone())),
            question("level", QuestionControl::Select(many)),
        ],
        ..QuestionGroup::default()
    };
    let anchor = Some("name".to_owned());
    Sheet {
        page: frame(lang, fill, "/ho-so/phan/wish", "part-wish"),
        intro: vec![fill.words("Phần quan trọng nhất để tìm việc.")],
        done: (fill == Fill::Long).then(|| lang.t("profile-saved")),
        notes: if fill == Fill::Empty { Vec::new() } else { vec![fill.words("Chưa có sự đồng ý.")] },
        mistakes: if wrong { vec![Wrong { anchor, message: fill.words("Nhập họ và tên.") }] } else { Vec::new() },
        action: lang.href("/ho-so/phan/wish"),
        key: "0123456789abcdef".to_owned(),
        kept: vec![("dau", "0123".to_owned())],
        groups: vec![alone, row],
        button: lang.t("profile-save"),
        warns: fill == Fill::Long,
        links: vec![(lang.t("profile-back"), lang.href("/ho-so"))],
    }
}

fn profile(lang: Lang, fill: Fill) -> ProfilePage {
    let part = |code: &str, state: &str| PartRow {
        href: lang.href(&format!("/ho-so/phan/{code}")),
        name: lang.t(&format!("part-{code}")),
        why: lang.t(&format!("part-{code}-why")),
        state: lang.t(&format!("profile-state-{state}")),
        is_complete: state == "complete",
        action: lang.t("profile-edit"),
    };
    ProfilePage {
        page: frame(lang, fill, "/ho-so", "profile-title"),
        done: (fill != Fill::Empty).then(|| lang.t("profile-saved")),
        begin: (fill == Fill::Empty).then(|| lang.href("/ho-so/phan/wish")),
        parts: vec![part("wish", "begun"), part("identity", "complete"), part("mobility", "empty")],
        missing: (fill != Fill::Empty).then(|| fill.words("Dân tộc, Nơi thường trú").to_string()),
        odd: (0..fill.count(2)).map(|_| fill.words("Trình độ này cao so với tuổi. Có đúng không?")).collect(),
        visibility: lang.t("visible-employers"),
        is_closed: fill == Fill::Long,
    }
}

fn consents(lang: Lang, fill: Fill) -> ConsentsPage {
    let row = |name: &str, holds: bool| ConsentRow {
        name: name.to_owned(),
        title: lang.t(&format!("purpose-{name}")),
        text: lang.t(&format!("purpose-{name}-1")),
        state: lang.t("consents-never"),
        holds,
        version: "1".to_owned(),
        after: lang.t1("consents-after", "what", lang.t("after-stop-use")),
        key: format!("0123456789abcdef{name}"),
    };
    ConsentsPage {
        page: frame(lang, fill, "/ho-so/dong-y", "consents-title"),
        done: (fill == Fill::Live).then(|| lang.t("consents-done")),
        wrong: (fill == Fill::Long).then(|| lang.t("consents-outdated")),
        rows: vec![row("counselling", true), row("matching", false)],
        history: (0..fill.count(3)).map(|_| fill.words("08:30 24/11/2026: Đồng ý – Tư vấn")).collect(),
    }
}

fn looks(lang: Lang, fill: Fill) -> LooksPage {
    let row = |_| LookRow {
        time: "08:30 24/11/2026".to_owned(),
        who: fill.words("Cán bộ trung tâm, Trung tâm Dịch vụ việc làm tỉnh Gia Lai"),
        why: lang.t("why-case"),
        fields: lang.t1("looks-fields", "what", lang.t("field-name")),
    };
    LooksPage {
        page: frame(lang, fill, "/ho-so/luot-xem", "looks-title"),
        rows: (0..fill.count(3)).map(row).collect(),
        older: (fill == Fill::Long).then(|| lang.href("/ho-so/luot-xem?truoc=1")),
    }
}

fn said(fill: Fill) -> Vec<Words> {
    (0..fill.count(2)).map(|_| fill.words("06/2021–12/2025: Kế toán, Công ty May Bình Định")).collect()
}

fn slip(lang: Lang, fill: Fill) -> SlipPage {
    let row = |code: &str| SlipRow { name: lang.t(&format!("field-{code}")), said: said(fill) };
    let part = SlipPart { name: lang.t("part-experience"), rows: vec![row("jobs"), row("experience-years")] };
    SlipPage {
        page: frame(lang, fill, "/ho-so/in", "profile-to-print"),
        back: (lang.t("profile-back"), lang.href("/ho-so")),
        number: if fill == Fill::Empty { String::new() } else { "PDK-4T9W2K7M-241126".to_owned() },
        parts: if fill == Fill::Empty { Vec::new() } else { vec![part] },
        consents_to: lang.t1("slip-consents-what", "centre", lang.t("slip-centre")),
        consents: vec![SlipConsent {
            is_given: fill == Fill::Live,
            name: lang.t("purpose-matching"),
            text: lang.t("purpose-matching-1"),
            since: lang.t1("consents-given", "day", "24/11/2026"),
        }],
        dated: "ngày 24 tháng 11 năm 2026".to_owned(),
        name: fill.words("Nguyễn Thị Lan"),
    }
}

fn pairs(lang: Lang, fill: Fill) -> PairsPage {
    let person = |_| Person {
        name: fill.words("Nguyễn Thị Lan"),
        about: fill.words("11/05/1998 · Phường Quy Nhơn, tỉnh Gia Lai · 052•••••••34"),
        same: lang.t1("pair-same", "what", lang.t("field-phone")),
        href: lang.href("/ho-so/trung/a/b"),
    };
    PairsPage {
        page: frame(lang, fill, "/ho-so/trung/a", "pair-title"),
        done: (fill == Fill::Live).then(|| lang.t("pair-merged")),
        people: (0..fill.count(2)).map(person).collect(),
        merges: (0..fill.count(2))
            .map(|number| {
                let said = lang.t1("pair-merged-at", "time", "09:30 05/11/2026");
                (said, format!("00000000-0000-7000-8000-00000000000{}", number % 10), "0123456789abcdef".to_owned())
            })
            .collect(),
    }
}

fn pair(lang: Lang, fill: Fill) -> PairPage {
    let row = |code: &str, is_same: bool| PairRow {
        code: code.replace('-', "_"),
        name: lang.t(&format!("field-{code}")),
        first: said(fill),
        second: said(fill),
        is_same,
    };
    PairPage {
        page: frame(lang, fill, "/ho-so/trung/a/b", "pair-compare-title"),
        wrong: (fill == Fill::Long).then(|| "Hai hồ sơ thuộc hai tài khoản.".to_owned()),
        same: lang.t1("pair-same", "what", lang.t("field-phone")),
        rows: vec![row("phone", true), row("jobs", false)],
        first: ("01k8z5v3q7n4r2m6t8w0y1b001".to_owned(), "3".to_owned()),
        second: ("01k8z5v3q7n4r2m6t8w0y1b002".to_owned(), "1".to_owned()),
        swap: lang.href("/ho-so/trung/b/a"),
        merge_key: "0123456789abcdef".to_owned(),
        part_key: "0123456789abcdee".to_owned(),
    }
}
