//! Samples of the pages of accounts: a form with and without mistakes, the own account.

use askama::Template;

use super::{Fill, page};
use crate::lang::Lang;
use crate::view::{
    AccountPage, AuditPage, AuditRow, Ceremony, Field, FormPage, InboxMessage, InboxPage, Mistake, Owned, Role,
    Section, Session, square_code,
};

type Put<'a> = &'a mut dyn FnMut(&str, askama::Result<String>);

pub(super) fn render(lang: Lang, fill: Fill, put: Put<'_>) {
    put("form", form(lang, fill).render());
    put("account", account(lang, fill).render());
}

fn form(lang: Lang, fill: Fill) -> FormPage {
    let mut page = page(lang, fill, "/dang-nhap", &lang.t("sign-in-title")).within(Section::Account);
    page.indexed = false;
    let wrong = fill != Fill::Live;
    let message = fill.words("Số điện thoại, email hoặc mật khẩu không đúng.");
    let contact = Field {
        hint: Some(lang.t("form-contact-hint")),
        value: if wrong { fill.words("0905 123 456") } else { fill.words("") },
        autocomplete: "username",
        ..Field::text("lien-he", lang.t("form-contact"))
    };
    let password = Field {
        kind: "password",
        autocomplete: "current-password",
        error: wrong.then(|| message.clone()),
        ..Field::text("mat-khau", lang.t("form-password"))
    };
    FormPage {
        page,
        intro: vec![fill.words("Mật khẩu giúp bạn đăng nhập mà không cần đợi mã.")],
        figure: square_code("otpauth://totp/x", &lang.t("factor-qr")),
        codes: (0..fill.count(10)).map(|number| format!("ABCD-EFGH-IJKL-MN{number:02}")).collect(),
        owned: (0..fill.count(2)).map(|number| owned(lang, fill, number)).collect(),
        passkey: (fill != Fill::Empty).then(|| Ceremony {
            kind: "add",
            action: lang.href("/tai-khoan/khoa"),
            key: "0123456789abcdef".to_owned(),
            options: r#"{"publicKey":{"challenge":"AAAA"}}"#.to_owned(),
            kept: vec![("ve", "/tai-khoan".to_owned())],
            button: lang.t("passkey-add"),
        }),
        mistakes: if wrong { vec![Mistake { anchor: Some("mat-khau"), message }] } else { Vec::new() },
        action: lang.href("/dang-nhap"),
        key: "0123456789abcdef".to_owned(),
        kept: vec![("ve", "/tai-khoan".to_owned())],
        fields: if fill == Fill::Empty { vec![password] } else { vec![contact, password] },
        button: lang.t("sign-in-button"),
        links: vec![(lang.t("sign-in-new"), lang.href("/dang-ky"))],
    }
}

fn owned(lang: Lang, fill: Fill, number: usize) -> Owned {
    Owned {
        label: fill.words("ten@vidu.vn"),
        notes: vec![lang.t1("account-since", "day", "24/11/2026")],
        action: (number > 0).then(|| lang.href("/tai-khoan/lien-he/bo")),
        id: format!("00000000-0000-7000-8000-0000000000{number:02}"),
        key: format!("0123456789abcd{number:02}"),
    }
}

fn account(lang: Lang, fill: Fill) -> AccountPage {
    let mut page = page(lang, fill, "/tai-khoan", &lang.t("account-title")).within(Section::Account);
    page.indexed = false;
    page.is_signed_in = true;
    let session = |number: usize| Session {
        id: format!("00000000-0000-7000-8000-00000000000{number}"),
        device: if fill == Fill::Empty { fill.words("") } else { fill.words("Firefox trên Android") },
        role: lang.t("role-officer"),
        began: "08:30 24/11/2026".to_owned(),
        seen: "09:00 24/11/2026".to_owned(),
        is_this: number == 0,
        key: format!("0123456789abcde{number}"),
    };
    let role = |number: usize| Role {
        id: format!("00000000-0000-7000-8000-00000000000{number}"),
        label: fill.words(&format!("{} {number}", lang.t("role-centre-manager"))),
        is_this: number == 0,
        key: format!("0123456789abcde{number}"),
    };
    let empty = fill == Fill::Empty;
    AccountPage {
        page,
        done: (!empty).then(|| lang.t("account-done-password")),
        ways: (0..fill.count(1)).map(|_| (lang.t("mine-title"), lang.href("/ung-tuyen"))).collect(),
        contacts: (0..fill.count(2)).map(|_| fill.words("+84905123456")).collect(),
        has_password: !empty,
        second_factor: (!empty).then(|| "24 tháng 11 năm 2026".to_owned()),
        passkeys: (0..fill.count(2)).map(|_| fill.words("Điện thoại của tôi")).collect(),
        backup_codes: (!empty).then(|| lang.t1("account-codes-left", "count", "7")),
        codes_key: "0123456789abcdef".to_owned(),
        identities: (0..fill.count(1)).map(|number| owned(lang, fill, number + 1)).collect(),
        providers: (0..fill.count(1)).map(|_| ("Định danh".to_owned(), lang.href("/dang-nhap/ngoai/vi-du"))).collect(),
        helps: !empty,
        may_remove: fill == Fill::Live,
        roles: (0..fill.count(2)).map(role).collect(),
        sessions: (0..fill.count(3).max(1)).map(session).collect(),
        others_key: "0123456789abcdef".to_owned(),
        remove_key: "0123456789abcdef".to_owned(),
    }
}

/// The inbox and the audit trail.
pub(super) fn render_more(lang: Lang, fill: Fill, put: Put<'_>) {
    put("inbox", inbox(lang, fill).render());
    put("audit", audit(lang, fill).render());
}

fn inbox(lang: Lang, fill: Fill) -> InboxPage {
    let mut page = page(lang, fill, "/hop-thu", &lang.t("inbox-title")).within(Section::Inbox);
    page.indexed = false;
    page.is_signed_in = true;
    page.unread = 3;
    let letter = |number: usize| InboxMessage {
        id: format!("00000000-0000-7000-8000-00000000000{number}"),
        subject: fill.words("Hồ sơ của bạn đã được gửi"),
        paragraphs: vec![vec![fill.words("Chào bạn,"), fill.words("Công ty đã nhận hồ sơ.")], vec![fill.words("Sàn")]],
        at: "09:00 24/11/2026".to_owned(),
        channel: lang.t("inbox-by-email"),
        way: (number == 0).then(|| (fill.words("Đọc và trả lời"), lang.href("/tai-khoan"))),
        is_unread: number == 0,
    };
    InboxPage {
        page,
        unread: u64::from(fill != Fill::Empty),
        newest: (fill != Fill::Empty).then(|| "00000000-0000-7000-8000-000000000000".to_owned()),
        key: "0123456789abcdef".to_owned(),
        letters: (0..fill.count(3)).map(letter).collect(),
        older: (fill == Fill::Long).then(|| lang.href("/hop-thu?sau=1")),
    }
}

fn audit(lang: Lang, fill: Fill) -> AuditPage {
    let mut page = page(lang, fill, "/nhat-ky", &lang.t("audit-title")).within(Section::Trail);
    page.indexed = false;
    page.is_signed_in = true;
    let row = |_| AuditRow {
        at: "09:00 24/11/2026".to_owned(),
        actor: fill.words("0199b6c0-0000-7000-8000-000000000001"),
        role: lang.t("role-officer"),
        action: fill.words("read_profile"),
        thing: fill.words("profile 0199b6c0-0000-7000-8000-000000000002"),
        before: Some(fill.words(r#"{"state":"draft"}"#)),
        after: (fill != Fill::Live).then(|| fill.words(r#"{"state":"live"}"#)),
    };
    let message = fill.words("Đây không phải là ngày.");
    AuditPage {
        page,
        mistakes: if fill == Fill::Hostile { vec![Mistake { anchor: Some("ngay"), message }] } else { Vec::new() },
        day: fill.words("2026-11-24"),
        account: fill.words(""),
        action: fill.words("read_profile"),
        centre: fill.words(""),
        chooses_centre: fill != Fill::Live,
        rows: (0..fill.count(3)).map(row).collect(),
        older: (fill == Fill::Long).then(|| lang.href("/nhat-ky?sau=1-2")),
    }
}
