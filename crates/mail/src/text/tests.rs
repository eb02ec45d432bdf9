//! Every text in both languages, and what an operator may do to them.

use super::*;
use sanviec_domain::message::Status;

fn head() -> Letterhead {
    samples::letterhead()
}

fn all() -> impl Iterator<Item = (Kind, Lang, Sample)> {
    let of = |kind: &'static Kind| {
        Lang::ALL.iter().flat_map(move |lang| samples(*kind).into_iter().map(move |s| (*kind, *lang, s)))
    };
    Kind::ALL.iter().flat_map(of)
}

#[test]
fn every_kind_has_its_four_texts_in_both_languages_and_there_are_no_others() {
    let mut expected: Vec<String> = ["layout.html", "signature.txt"]
        .iter()
        .flat_map(|part| Lang::ALL.iter().map(move |lang| format!("{}/{part}", lang.code())))
        .collect();
    for kind in Kind::ALL {
        for lang in Lang::ALL {
            expected
                .extend(["subject.txt", "text.txt", "body.html", "sms.txt"].map(|part| own::name(*lang, *kind, part)));
        }
    }
    let mut there: Vec<&str> = own::TEMPLATES.iter().map(|(name, _)| *name).collect();
    expected.sort();
    there.sort_unstable();
    assert_eq!(there, expected);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    assert_eq!(own::unknown_files(&folder), []);
}

#[test]
fn every_text_is_filled_in_with_what_the_message_says() {
    let texts = Texts::new();
    for (kind, lang, sample) in all() {
        let written = texts.email(&sample.content, lang, &head()).expect("an e-mail");
        let html = written.html.expect("a page");
        let place = format!("{kind:?} {lang:?} {}", sample.name);
        assert!(!written.subject.contains('\n') && written.subject.chars().count() <= SUBJECT_LENGTH, "{place}");
        for (name, value) in Texts::fields(&sample.content, lang, &head()).expect("fields") {
            // Where there is little room the days are told shorter: in the subject, and in the short message.
            if name == "span" {
                assert!(written.subject.contains(&value), "{place} {name} is not in the subject");
                continue;
            }
            if name == "short_span" {
                continue;
            }
            assert!(written.text.contains(&value), "{place} {name} is not in the text");
            let escaped = value.replace('/', "&#x2f;");
            assert!(html.contains(&escaped), "{place} {name} is not in the page: {html}");
        }
        for text in [&written.subject, &written.text, &html] {
            assert!(!text.contains("{{") && !text.contains("{%"), "{place}: {text}");
            assert_eq!(*text, sanviec_text::nfc(text), "{place}");
        }
        assert!(written.text.contains("https://san-viec-lam.thai-nguyen.gov.vn"), "{place}");
    }
}

#[test]
fn every_short_message_has_no_marks_and_fits_into_one_part() {
    let texts = Texts::new();
    for (kind, lang, sample) in all() {
        let text = texts.sms(&sample.content, lang, &head()).expect("a short message");
        assert!(text.is_ascii() && sms::length(&text) <= SMS_LENGTH, "{kind:?} {lang:?}: {} {text}", text.len());
        assert!(text.starts_with("TTDVVL ThaiNg..."), "{text}");
        let fields = Texts::fields(&sample.content, lang, &head()).expect("fields");
        for (name, value) in
            fields.iter().filter(|(name, _)| matches!(*name, "code" | "link" | "time" | "day" | "short_span"))
        {
            assert!(text.contains(value), "{kind:?} {lang:?} {name} is not in {text}");
        }
    }
    for (name, source) in own::TEMPLATES.iter().filter(|(name, _)| name.ends_with("sms.txt")) {
        assert!(source.is_ascii(), "{name}");
    }
}

#[test]
fn a_short_message_says_which_employer_it_is_about() {
    let texts = Texts::new();
    let mut kinds = std::collections::BTreeSet::new();
    for (kind, lang, sample) in all().filter(|(_, _, sample)| sample.name == "usual") {
        let source = own::TEMPLATES.iter().find(|(name, _)| *name == own::name(lang, kind, "sms.txt"));
        if source.is_some_and(|(_, source)| source.contains("employer_name")) {
            let text = texts.sms(&sample.content, lang, &head()).expect("a short message");
            assert!(text.contains("Minh Anh") && !text.contains("Cong ty"), "{text}");
            kinds.insert(kind);
        }
    }
    assert!(kinds.contains(&Kind::InterviewSet) && kinds.contains(&Kind::EmploymentAsked), "{kinds:?}");
    for (kind, lang, sample) in all() {
        let text = texts.sms(&sample.content, lang, &head()).expect("a short message");
        assert!(!text.contains("...."), "{kind:?}: {text}");
    }
}

#[test]
fn a_short_message_fits_where_nothing_had_to_be_cut() {
    // A name and a place that just fit are longer than those that end with dots.
    let (employer_name, place) = ("A".repeat(14), "B".repeat(18));
    let (posting_title, path) = ("C".repeat(20), "/theo-doi/0123456789abcdefghijkl".to_owned());
    let at = sanviec_domain::time::Micros(1_796_437_800_000_000);
    for length in 10..=18 {
        let place = place.chars().take(length).collect();
        let (posting_title, employer_name) = (posting_title.clone(), employer_name.clone());
        let content = Content::InterviewSet { posting_title, employer_name, at, place, path: path.clone() };
        for lang in Lang::ALL {
            let text = Texts::new().sms(&content, *lang, &head()).expect("one part");
            assert!(sms::length(&text) <= SMS_LENGTH, "{text}");
        }
    }
    for length in 14..=17 {
        let (posting_title, employer_name) = (posting_title.clone(), "A".repeat(length));
        let content = Content::ApplicationSent { posting_title, employer_name, path: path.clone() };
        for lang in Lang::ALL {
            Texts::new().sms(&content, *lang, &head()).expect("one part");
        }
    }
}

#[test]
fn a_worker_is_asked_about_themselves_and_an_employer_about_somebody() {
    let texts = Texts::new();
    let of = |to_worker: bool| {
        let on = sanviec_domain::time::Micros(1_796_437_800_000_000).day();
        let (from_on, through_on) = (on, on);
        let (posting_title, employer_name) = (Some("Thợ may".to_owned()), "Xưởng Năm".to_owned());
        let (runs, path) = (Vec::new(), "/xac-nhan/x".to_owned());
        Content::EmploymentAsked { posting_title, employer_name, from_on, through_on, runs, to_worker, path }
    };
    for (to_worker, said, not_said) in [(true, "bạn có đi làm", "giới thiệu"), (false, "người được giới thiệu", "bạn")]
    {
        let written = texts.email(&of(to_worker), Lang::Vi, &head()).expect("an e-mail");
        for text in [written.text, written.html.expect("a page")] {
            assert!(text.contains(said) && !text.contains(not_said), "{text}");
        }
    }
}

#[test]
fn the_two_languages_are_two_languages() {
    let texts = Texts::new();
    for kind in Kind::ALL {
        let content = &samples(*kind)[0].content;
        let vi = texts.email(content, Lang::Vi, &head()).expect("vi");
        let en = texts.email(content, Lang::En, &head()).expect("en");
        assert!(sanviec_text::has_marks(&vi.text) && vi.text != en.text, "{kind:?}");
        let foreign = sanviec_text::has_marks(&en.text.replace("Kế toán tổng hợp", ""));
        let values = Texts::fields(content, Lang::En, &head()).expect("fields");
        assert!(!foreign || values.iter().any(|(_, value)| sanviec_text::has_marks(value)), "{kind:?}: {}", en.text);
    }
    let said: std::collections::BTreeSet<String> = Status::ALL
        .iter()
        .flat_map(|status| Lang::ALL.iter().map(move |lang| (status, lang)))
        .map(|(status, lang)| {
            let content = Content::ApplicationStatusChanged {
                posting_title: "x".into(),
                employer_name: "x".into(),
                status: *status,
                path: "/x".into(),
            };
            texts.email(&content, *lang, &head()).expect("text").subject
        })
        .collect();
    assert_eq!(said.len(), 18);
    let content = Content::ApplicationStatusChanged {
        posting_title: "x".into(),
        employer_name: "x".into(),
        status: Status::Unanswered,
        path: "/x".into(),
    };
    let silent = texts.email(&content, Lang::Vi, &head()).expect("text").text;
    assert!(silent.contains("không trả lời trong thời hạn") && !silent.contains("không phù hợp"), "{silent}");
}

#[test]
fn what_people_wrote_stays_text_and_lines_stay_lines() {
    let texts = Texts::new();
    let content = Content::OrganisationRefused {
        employer_name: "A & B\r\nBcc: x@y.vn <script>alert(1)</script> {{ code }}".into(),
        reason: "Dòng một\nDòng hai <b>".into(),
        path: "/x".into(),
    };
    let written = texts.email(&content, Lang::Vi, &head()).expect("an e-mail");
    let html = written.html.expect("a page");
    assert!(!written.subject.contains('\n') && written.subject.contains("Bcc"), "{}", written.subject);
    assert!(!html.contains("<script>") && !html.contains("hai <b>"), "{html}");
    assert!(written.text.contains("Dòng một\nDòng hai <b>") && written.text.contains("{{ code }}"));
}

#[test]
fn only_a_link_that_is_a_key_is_to_be_kept_like_one() {
    let texts = Texts::new();
    for (path, is_key) in [("/theo-doi/4f6a9c", true), ("/ung-tuyen", false)] {
        let content = Content::ApplicationSent {
            posting_title: "Thợ hàn".into(),
            employer_name: "Xưởng Năm".into(),
            path: path.into(),
        };
        for (lang, kept) in [(Lang::Vi, "Ai có đường dẫn này"), (Lang::En, "Whoever has this link")] {
            let written = texts.email(&content, lang, &head()).expect("an e-mail");
            assert_eq!(written.text.contains(kept), is_key, "{path}: {}", written.text);
            assert_eq!(written.html.expect("a page").contains(kept), is_key, "{path}");
        }
    }
}

#[test]
fn links_lead_to_this_site_only() {
    let texts = Texts::new();
    for path in ["", "https://example.com/", "theo-doi", "/a b", "/a\nb", "/đơn"] {
        let content = Content::OrganisationVerified { employer_name: "A".into(), path: path.into() };
        let made = texts.email(&content, Lang::Vi, &head());
        assert!(matches!(made, Err(TextError::Address(_))), "{path}: {made:?}");
    }
    for url in ["", "/", "sanviec.vn", "ftp://sanviec.vn", "https://", "https://a b"] {
        assert!(Letterhead::new("a", "a", "a", url).is_err(), "{url}");
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for (name, text) in files {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("parent")).expect("folders");
        std::fs::write(file, text).expect("file");
    }
    folder
}

#[test]
fn an_operator_may_replace_a_text() {
    let folder = folder(&[("vi/sign_up_code/sms.txt", "{{ sms_name }}: ma {{ code }} ({{ minutes }} phut)")]);
    let (texts, problems) = Texts::with_folder(folder.path());
    assert_eq!(problems, []);
    let content = &samples(Kind::SignUpCode)[0].content;
    let said = texts.sms(content, Lang::Vi, &head()).expect("a short message");
    assert_eq!(said, "TTDVVL ThaiNg...: ma 482913 (15 phut)");
    assert_eq!(texts.sms(content, Lang::En, &head()).ok(), Texts::new().sms(content, Lang::En, &head()).ok());
    let (_, none) = Texts::with_folder(&folder.path().join("not there"));
    assert_eq!(none, []);
}

#[test]
fn a_bad_replacement_is_told_and_not_used() {
    for (file, text, why) in [
        ("vi/sign_up_code/sms.txt", "{{ sms_name }}: mã {{ code }}", "letters"),
        ("vi/sign_up_code/sms.txt", "", "empty"),
        ("vi/application_sent/sms.txt", "{{ posting_title }} {{ link }}", "characters"),
        ("vi/sign_up_code/text.txt", "{{ cod }}", "undefined"),
        ("en/sign_up_code/text.txt", "{{ code", "syntax"),
        (
            "en/sign_up_code/text.txt",
            "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
            "fuel",
        ),
        ("vi/layout.html", "{% block body %}{{ nothing }}{% endblock %}{{ nothing }}", "undefined"),
        ("vi/sign_up_cod/text.txt", "x", "no text of this name"),
        ("vi/sign_up_code/extra.txt", "x", "no text of this name"),
    ] {
        let folder = folder(&[(file, text)]);
        let (texts, problems) = Texts::with_folder(folder.path());
        assert_eq!(problems.len(), 1, "{file} {text}");
        assert!(problems[0].file == file && problems[0].why.contains(why), "{problems:?}");
        for (_, lang, sample) in all() {
            let kept = texts.email(&sample.content, lang, &head()).expect("an e-mail");
            assert_eq!(Some(kept), Texts::new().email(&sample.content, lang, &head()).ok());
        }
    }
}
