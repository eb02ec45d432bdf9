//! Samples of the pages of the desk: every block, and a letter.

use askama::Template;

use super::{Fill, page};
use crate::lang::Lang;
use crate::view::{
    DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, DeskRow, Letter, Mistake, PayList, PayListLine, PayListSent,
};

type Put<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

pub(super) fn render(lang: Lang, fill: Fill, put: Put<'_>) {
    put("desk", desk(lang, fill).render());
    put("letter", letter(lang, fill).render());
    put("pay_list", pay_list(lang, fill).render());
}

fn form(lang: Lang, fill: Fill) -> DeskForm {
    let wrong = fill != Fill::Live;
    let message = fill.words("Nhập ngày như 05/11/2026.");
    let mut day =
        DeskAsk::line("lam-tu", lang.t("referral-starts"), &fill.words("05/11")).hint(lang.t("day-hint")).digits();
    day.error = wrong.then_some(message);
    day.is_first = wrong;
    let ways =
        vec![("by_hand".to_owned(), fill.words("Giao cho người lao động")), ("post".to_owned(), fill.words("Thư"))];
    let asks = vec![
        day,
        DeskAsk::line("cach-gui", lang.t("referral-way"), "post").kind(DeskAskKind::One(ways)),
        DeskAsk::line("ghi-chu", lang.t("referral-note"), &fill.words("Đã gọi điện")).kind(DeskAskKind::Lines),
        DeskAsk::line("dong-y", lang.t("referral-send"), "1").kind(DeskAskKind::Tick).hint(lang.t("day-hint")),
        DeskAsk::line("de-nghi", lang.t("batches-make"), "").kind(DeskAskKind::Pick("x".to_owned())),
        DeskAsk::line("tep", lang.t("batch-file"), "").kind(DeskAskKind::File(".csv,.xml")),
        DeskAsk::line("mat-khau", lang.t("password-new"), "").kind(DeskAskKind::Secret),
    ];
    DeskForm {
        second: None,
        action: lang.href("/trung-tam/phieu/x"),
        key: "0123456789abcdef".to_owned(),
        kept: vec![("ban", "3".to_owned())],
        asks: if fill == Fill::Empty { Vec::new() } else { asks },
        button: lang.t("referral-hire-button"),
        about: fill.words("Nguyễn Thị Lan"),
        enter_moves: fill == Fill::Live,
        is_second: fill == Fill::Long,
    }
}

fn desk(lang: Lang, fill: Fill) -> DeskPage {
    let mut page = page(lang, fill, "/trung-tam", &lang.t("desk-title"));
    page.indexed = false;
    page.is_signed_in = true;
    let rows = (0..fill.count(3)).map(|number| DeskRow {
        title: fill.words("05/GTVL-TTDVVL – Nguyễn Thị Lan"),
        href: if number == 0 { String::new() } else { lang.href("/trung-tam/phieu/x") },
        tag: Some((lang.t("term-referral-sent"), number == 1)),
        lines: vec![fill.words("Kế toán kho, Công ty TNHH Phú Tài"), fill.words("Hạn 26/11/2026")],
        form: None,
    });
    let wrong = fill != Fill::Live;
    let links = vec![
        (lang.t("desk-mine"), lang.href("/trung-tam?cua=toi"), true),
        (lang.t("desk-everybodys"), lang.href("/trung-tam?cua=ca-trung-tam"), false),
    ];
    let event = ("08:30 24/11/2026".to_owned(), lang.t("term-event-issue-letter"), fill.words("Trần Văn Dũng"));
    let hash = fill.words("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
    let mistake = Mistake { anchor: Some("lam-tu"), message: fill.words("Nhập ngày như 05/11/2026.") };
    DeskPage {
        page,
        done: Some(fill.words("Đã ghi.")),
        mistakes: if wrong { vec![mistake] } else { Vec::new() },
        blocks: vec![
            DeskBlock::Text(fill.words("Trung tâm Dịch vụ việc làm tỉnh Gia Lai")),
            DeskBlock::Notice(fill.words("Trung tâm chưa khai mẫu phiếu.")),
            DeskBlock::Links(links),
            DeskBlock::Way(lang.t("suggested-wish"), lang.href("/ho-so/phan/wish")),
            DeskBlock::Rows(rows.collect(), lang.t("desk-nothing")),
            DeskBlock::Facts(vec![(lang.t("referral-state"), vec![fill.words("Đã tuyển"), fill.words("24/11")])]),
            DeskBlock::Heading(lang.t("referral-hire")),
            DeskBlock::Form(form(lang, fill)),
            DeskBlock::Folded(lang.t("received-no-show"), DeskForm { asks: Vec::new(), ..form(lang, fill) }),
            DeskBlock::FoldedFacts(lang.t("claim-for-control"), vec![(lang.t("claim-facts-hash"), vec![hash])]),
            DeskBlock::Part(lang.t("referral-events"), "phan-da-ghi"),
            DeskBlock::Events(vec![event; fill.count(2)]),
        ],
    }
}

fn letter(lang: Lang, fill: Fill) -> Letter {
    let mut page = page(lang, fill, "/trung-tam/phieu/x/in", &lang.t1("letter-title", "number", "05/GTVL-TTDVVL"));
    page.indexed = false;
    page.search.band = crate::view::Band::Hidden;
    let none = fill == Fill::Empty;
    Letter {
        page,
        hint: lang.t("letter-hint").into(),
        back: (lang.t("letter-back"), "/trung-tam/phieu/x".to_owned()),
        proof: "/giay/0123456789abcdef".to_owned(),
        parent_body: fill.words("SỞ NỘI VỤ TỈNH GIA LAI"),
        issuer: fill.words("TRUNG TÂM DỊCH VỤ VIỆC LÀM"),
        number: fill.words("05/GTVL-TTDVVL"),
        place_and_date: fill.words("Gia Lai, ngày 24 tháng 11 năm 2026"),
        employer: fill.words("Công ty TNHH Phú Tài"),
        workplace: if none { fill.words("") } else { fill.words("Lô B12, KCN Phú Tài, tỉnh Gia Lai") },
        centre: fill.words("Trung tâm Dịch vụ việc làm tỉnh Gia Lai"),
        person: vec![("Ông/bà", fill.words("Nguyễn Thị Lan")), ("Ngày sinh", fill.words("05/11/1990"))],
        posting: fill.words("Kế toán kho"),
        answer_days: 10,
        answer_to: if none { fill.words("") } else { fill.words("điện thoại 0256 3xxx xxx") },
        signer_post: fill.words("GIÁM ĐỐC"),
        signer_name: fill.words("Lê Văn Tám"),
    }
}

fn pay_list(lang: Lang, fill: Fill) -> PayList {
    let mut page =
        page(lang, fill, "/trung-tam/chi-tra/danh-sach/x/in", &lang.t1("batch-title", "number", "01/DS-TTDVVL"));
    page.indexed = false;
    page.search.band = crate::view::Band::Hidden;
    let line = PayListLine {
        name: fill.words("Nguyễn Thị Lan"),
        number: fill.words("052194000001"),
        address: fill.words("12 Lê Lợi, xã Tuy Phước, tỉnh Gia Lai"),
        employer: fill.words("Công ty TNHH Phú Tài"),
        contract: fill.words("HĐ 1"),
        starts_on: fill.words("30/11/2026"),
        dong: "400.000".to_owned(),
    };
    let sent = PayListSent {
        on: "10/03/2027".to_owned(),
        pay_on: "12/03/2027".to_owned(),
        file: fill.words("SV20270001-019911110000"),
    };
    PayList {
        page,
        back: "/trung-tam/chi-tra/danh-sach/x".to_owned(),
        parent_body: fill.words("SỞ NỘI VỤ TỈNH GIA LAI"),
        issuer: fill.words("TRUNG TÂM DỊCH VỤ VIỆC LÀM"),
        number: fill.words("01/DS-TTDVVL"),
        place_and_date: fill.words("Gia Lai, ngày 10 tháng 3 năm 2027"),
        centre: fill.words("Trung tâm Dịch vụ việc làm tỉnh Gia Lai"),
        payee: fill.words("Trung tâm Dịch vụ việc làm tỉnh Gia Lai"),
        account: fill.words("1023456789"),
        bank: fill.words("BFTVVNVX"),
        lines: vec![line; fill.count(3)],
        total: "1.200.000".to_owned(),
        sent: (fill != Fill::Empty).then_some(sent),
        words: fill.words("Một triệu hai trăm nghìn đồng"),
        signer_post: fill.words("GIÁM ĐỐC"),
        signer_name: fill.words("Lê Văn Tám"),
    }
}
