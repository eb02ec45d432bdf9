//! Samples of the pages of applying: a form with every kind of field, the own application, both lists.

use askama::Template;

use super::{Fill, page};
use crate::lang::Lang;
use crate::view::{
    ApplicantsPage, ApplicationPage, ApplicationRow, ApplicationsPage, ApplyingForm, Ask, AskKind, Form, Mistake,
    Moment, Section, Tab, Tick,
};

type Put<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

pub(super) fn render(lang: Lang, fill: Fill, put: Put<'_>) {
    put("applying_form", asking(lang, fill).render());
    put("application", application(lang, fill).render());
    put("applications", applications(lang, fill).render());
    put("applicants", applicants(lang, fill).render());
}

fn form(lang: Lang, fill: Fill, prefix: &'static str, title: &str) -> Form {
    let wrong = fill != Fill::Live;
    let message = fill.words("Ghi họ và tên của bạn.");
    let ages = vec![("18".to_owned(), fill.words("Từ 18 tuổi")), ("15".to_owned(), fill.words("Từ 15 đến 17 tuổi"))];
    let line = AskKind::Line { autocomplete: "name", inputmode: "text" };
    let mut name = Ask::new("ho-ten", line, lang.t("apply-name"));
    name.value = fill.words("Nguyễn Thị Lan");
    name.error = wrong.then(|| message.clone());
    let mut age = Ask::new("tuoi", AskKind::Choice, lang.t("apply-age")).options(ages.clone());
    age.value = "18".into();
    age.error = wrong.then(|| message.clone());
    let mut consent = Ask::new("dong-y", AskKind::Tick, fill.words("Tôi đồng ý.")).hint(lang.t("apply-consent-what"));
    consent.error = wrong.then_some(message);
    let mut words = Ask::new("noi-dung", AskKind::Area, lang.t("lines-words"));
    words.value = fill.words("Xin chào.");
    let reason = Ask::new("ly-do", AskKind::Pick, lang.t("own-reason")).options(ages).hint(lang.t("apply-phone-hint"));
    let file = Ask::new("tep", AskKind::File, lang.t("files-file")).hint(lang.t("files-hint"));
    Form {
        prefix,
        title: title.to_owned(),
        what: lang.t("own-withdraw-what"),
        action: lang.href("/ung-tuyen/viec/x"),
        key: "0123456789abcdef".to_owned(),
        kept: vec![("buoc", "xem".to_owned())],
        asks: if fill == Fill::Empty { vec![name] } else { vec![name, age, consent, words, reason, file] },
        button: lang.t("apply-check"),
        is_second: false,
    }
}

fn rows(lang: Lang, fill: Fill) -> Vec<(String, crate::view::Words)> {
    vec![
        (lang.t("apply-posting"), fill.words("Kế toán tổng hợp")),
        (lang.t("apply-employer"), fill.words("Công ty TNHH Minh Anh")),
    ]
}

fn asking(lang: Lang, fill: Fill) -> ApplyingForm {
    let mut page = page(lang, fill, "/ung-tuyen/viec/x", &lang.t("apply-title")).within(Section::Postings);
    page.indexed = false;
    let mistake = Mistake { anchor: Some("ho-ten"), message: fill.words("Ghi họ và tên của bạn.") };
    ApplyingForm {
        page,
        mistakes: if fill == Fill::Live { Vec::new() } else { vec![mistake] },
        intro: vec![fill.words("Chỉ cần họ tên và số điện thoại.")],
        done: (fill == Fill::Long).then(|| lang.t("applicant-noted")),
        rows: rows(lang, fill),
        groups: vec![(lang.n("bulk-left-out", 2), rows(lang, fill)); fill.count(1)],
        forms: vec![form(lang, fill, "", ""), Form { is_second: true, ..form(lang, fill, "sua-", "") }],
        has_trap: true,
        links: vec![(lang.t("apply-back"), lang.href("/viec-lam"))],
    }
}

fn moments(fill: Fill, what: &str) -> Vec<Moment> {
    let moment = |number: usize| Moment {
        at: format!("0{}:30 24/11/2026", number % 10),
        what: what.to_owned(),
        words: fill.words("Cảm ơn bạn."),
    };
    (0..fill.count(3)).map(moment).collect()
}

fn application(lang: Lang, fill: Fill) -> ApplicationPage {
    let mut page = page(lang, fill, "/ung-tuyen/ho-so/x", "Kế toán tổng hợp").within(Section::Account);
    page.indexed = false;
    page.is_signed_in = true;
    let live = Fill::Live;
    ApplicationPage {
        page,
        done: (fill == Fill::Live).then(|| lang.t("lines-done")),
        status: "Đã xem".to_owned(),
        call: (fill != Fill::Empty).then(|| {
            let place = fill.words("Phòng 203, 12 Trần Phú").to_string();
            let text = lang.t2("own-interview-next", ("time", "08:30 24/11/2026"), ("place", &place));
            (text.into(), lang.t("own-calendar"), lang.href("/ung-tuyen/ho-so/x.ics"))
        }),
        next: vec![fill.words("Nhà tuyển dụng có đến hết 10 tháng 12 năm 2026 để trả lời.")],
        rows: rows(lang, fill),
        lists: vec![(lang.t("own-timeline"), moments(fill, &lang.t("event-seen")))],
        lines: moments(fill, &lang.t("side-employer")),
        writing: (fill != Fill::Empty).then(|| form(lang, live, "nhan-", "")),
        forms: vec![form(lang, live, "rut-", &lang.t("own-withdraw")), form(lang, live, "lien-he-", "")],
        links: vec![(lang.t("apply-back"), lang.href("/viec-lam"))],
    }
}

fn list(lang: Lang, fill: Fill) -> Vec<ApplicationRow> {
    let row = |number: usize| ApplicationRow {
        id: format!("01k8z5v3q7n4r2m6t8w0y1b{number:03}"),
        href: lang.href("/ung-tuyen/ho-so/x"),
        title: fill.words("Kế toán tổng hợp"),
        about: fill.words("Công ty TNHH Minh Anh"),
        status: "Đã gửi".to_owned(),
        sent: lang.t1("row-sent", "time", "08:30 24/11/2026"),
        until: if number == 0 { String::new() } else { lang.t1("row-until", "day", "10/12/2026") },
        tick: match number {
            0 => Some(Tick { id: "chon".to_owned(), is_ticked: true }),
            1 => None,
            number => Some(Tick { id: format!("chon-{number}"), is_ticked: false }),
        },
    };
    (0..fill.count(3)).map(row).collect()
}

fn applications(lang: Lang, fill: Fill) -> ApplicationsPage {
    let mut page = page(lang, fill, "/ung-tuyen", &lang.t("mine-title")).within(Section::Account);
    page.indexed = false;
    page.is_signed_in = true;
    ApplicationsPage { page, rows: list(lang, fill), next: (fill == Fill::Long).then(|| lang.href("/ung-tuyen?sau=x")) }
}

fn applicants(lang: Lang, fill: Fill) -> ApplicantsPage {
    let mut page = page(lang, fill, "/ung-vien", &lang.t("applicants-title")).within(Section::Account);
    page.indexed = false;
    page.is_signed_in = true;
    let tab = |number: usize| Tab {
        label: "Đã gửi".to_owned(),
        href: lang.href("/ung-vien?trang-thai=sent"),
        count: 12_345,
        is_this: number == 0,
    };
    let posting = |number: usize| (format!("01k8z5v3q7{number}"), fill.words("Kế toán tổng hợp"), number == 1);
    ApplicantsPage {
        page,
        mistakes: if fill == Fill::Hostile {
            vec![Mistake {
                anchor: Some("chon"), message: fill.words("Chọn ít nhất một hồ sơ trong danh sách.")
            }]
        } else {
            Vec::new()
        },
        done: (fill == Fill::Live).then(|| lang.n("applicants-answered", 3)),
        employer: fill.words("Công ty TNHH Minh Anh"),
        is_verified: fill == Fill::Live,
        tabs: (0..8).map(tab).collect(),
        action: lang.href("/ung-vien"),
        status: "sent".to_owned(),
        postings: (0..fill.count(2)).map(posting).collect(),
        rows: list(lang, fill),
        next: (fill == Fill::Long).then(|| lang.href("/ung-vien?sau=x")),
        bulk: form(lang, Fill::Live, "nhieu-", &lang.t("bulk-title")),
        file: (fill == Fill::Live).then(|| form(lang, Fill::Live, "tep-", &lang.t("applicants-file"))),
    }
}
