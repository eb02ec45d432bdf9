//! What arrives: read by a parser that is not ours.

use crate::peer::{Act, Peer};
use crate::setup::{WRITTEN_AT, address, from, id, letterhead, message, over, relay, written};
use mail_parser::{Address, MessageParser, MimeHeaders};
use sanviec_domain::Lang;
use sanviec_domain::message::Kind;
use sanviec_mail::{From, Message, Outcome, Relay, Smtp, Texts, Tls, Unsubscribe, Written, samples};
use std::sync::Arc;

/// The text as it arrived, with the ends of lines that it had on the way.
async fn arrived(message: Message) -> String {
    let peer = Peer::new(|_| Act::Go);
    let sent = over(&peer).send(vec![message]).await;
    assert!(matches!(sent[0].1, Outcome::Sent(_)), "{sent:?}");
    peer.log().accepted[0].text.replace('\n', "\r\n")
}

fn plain(subject: &str, text: &str) -> Written {
    Written { subject: subject.to_owned(), text: text.to_owned(), html: None }
}

fn to_lan(written: Written) -> Message {
    Message::new(id(7), address("lan@example.vn"), WRITTEN_AT, written)
}

fn names(text: &str) -> Vec<String> {
    let head = text.split("\r\n\r\n").next().unwrap();
    head.split("\r\n")
        .filter(|l| !l.starts_with([' ', '\t']))
        .map(|l| l.split(':').next().unwrap().to_owned())
        .collect()
}

fn one(address: Option<&Address<'_>>) -> (String, String) {
    let first = address.and_then(Address::first).unwrap();
    (first.name().unwrap_or_default().to_owned(), first.address().unwrap_or_default().to_owned())
}

#[tokio::test(start_paused = true)]
async fn every_kind_arrives_as_it_was_written() {
    for kind in Kind::ALL {
        for lang in Lang::ALL {
            for sample in samples(*kind) {
                let written = Texts::new().email(&sample.content, *lang, &letterhead()).unwrap();
                let text = arrived(to_lan(written.clone()).to_name("Nguyễn Thị Lan")).await;
                let read = MessageParser::default().parse(text.as_bytes()).unwrap();
                assert_eq!(read.subject(), Some(written.subject.as_str()), "{kind:?}");
                let lines = |text: &str| text.trim_end().replace("\r\n", "\n");
                assert_eq!(lines(&read.body_text(0).unwrap()), lines(&written.text), "{kind:?}");
                assert_eq!(lines(&read.body_html(0).unwrap()), lines(&written.html.unwrap()), "{kind:?}");
                assert_eq!(one(read.to()), ("Nguyễn Thị Lan".to_owned(), "lan@example.vn".to_owned()));
                let name = "Trung tâm Dịch vụ việc làm".to_owned();
                assert_eq!(one(read.from()), (name, "thong-bao@vieclam.example.vn".to_owned()));
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_head_is_fixed_and_the_bytes_need_nothing_of_the_server() {
    let text = arrived(to_lan(written(Kind::ReferralIssued))).await;
    let expected =
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Reply-To", "MIME-Version", "Content-Type"];
    let mut found = names(&text);
    found.sort();
    let mut sorted = expected.map(ToOwned::to_owned);
    sorted.sort();
    assert_eq!(found, sorted);
    assert!(text.is_ascii() && text.lines().all(|line| line.len() <= 998));
    let read = MessageParser::default().parse(text.as_bytes()).unwrap();
    assert_eq!(read.message_id(), Some(format!("{}@vieclam.example.vn", id(7)).as_str()));
    assert_eq!(read.date().map(mail_parser::DateTime::to_timestamp), Some(WRITTEN_AT.0 / 1_000_000));
    assert_eq!(read.parts.iter().filter(|part| part.is_content_type("text", "html")).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_same_message_is_the_same_bytes() {
    let (first, again) = (arrived(message(3)).await, arrived(message(3)).await);
    assert_eq!(first, again);
    let other = Message::new(id(4), address("nguoi-3@example.vn"), WRITTEN_AT, written(Kind::ALL[3]));
    assert_ne!(first, arrived(other.to_name("Nguyễn Thị Lan")).await);
}

/// Whatever people write, the head has the lines it should have and the recipient is one.
#[tokio::test(start_paused = true)]
async fn nobody_can_write_into_the_head() {
    let usual = names(&arrived(to_lan(plain("x", "y")).to_name("Lan")).await);
    for evil in [
        "Kế toán\r\nBcc: x@evil.example",
        "Kế toán\nBcc: x@evil.example",
        "a\rBcc: x@evil.example",
        "a\r\n\r\n<script>",
        "a\u{2028}Bcc: x@evil.example",
        "a\u{85}Bcc: x@evil.example",
        "\"Lan\" <x@evil.example>",
        "x@evil.example, y",
        "=?utf-8?b?DQpCY2M6IHhAZXZpbC5leGFtcGxl?=",
        "\0\u{1}\u{7f}",
        "",
        "   ",
        &"đ".repeat(2_000),
        &format!("{}\r\nBcc: x@evil.example", "a".repeat(990)),
    ] {
        let text = arrived(to_lan(plain(evil, "y")).to_name(evil)).await;
        assert_eq!(names(&text), usual, "{evil:?}");
        let read = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(one(read.to()).1, "lan@example.vn", "{evil:?}");
        assert!(read.bcc().is_none() && read.cc().is_none(), "{evil:?}");
        let from = From { name: evil.to_owned(), ..from() };
        let peer = Peer::new(|_| Act::Go);
        let relay = Relay { from, ..relay("localhost", 25, Tls::None) };
        let smtp = Smtp::over(relay, Arc::new(peer.clone())).unwrap();
        assert!(matches!(smtp.send(vec![to_lan(plain("x", "y"))]).await[0].1, Outcome::Sent(_)));
        let text = peer.log().accepted[0].text.replace('\n', "\r\n");
        let read = MessageParser::default().parse(text.as_bytes()).unwrap();
        assert_eq!(one(read.from()).1, "thong-bao@vieclam.example.vn", "{evil:?}");
        assert!(read.bcc().is_none(), "{evil:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn letters_are_composed_and_dots_at_the_start_of_a_line_stay() {
    let decomposed = "Ke\u{302}\u{301} toa\u{301}n";
    let text = arrived(to_lan(plain(decomposed, &format!("{decomposed}\n.\n..x\n. y\nend")))).await;
    let read = MessageParser::default().parse(text.as_bytes()).unwrap();
    assert_eq!(read.subject(), Some("Kế toán"));
    assert_eq!(read.body_text(0).unwrap().trim_end().replace("\r\n", "\n"), "Kế toán\n.\n..x\n. y\nend");
}

#[tokio::test(start_paused = true)]
async fn one_click_has_its_two_headers_in_one_piece() {
    let url = format!("https://vieclam.example.vn/dung/{}", "0123456789abcdef".repeat(8));
    let text = arrived(to_lan(plain("x", "y")).unsubscribe(Unsubscribe::at(&url).unwrap())).await;
    assert!(text.contains(&format!("\r\nList-Unsubscribe: <{url}>\r\n")), "{text}");
    assert!(text.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{text}");
    for bad in ["", "https://", "http://a.vn/x", "mailto:a@b.vn", "https://a.vn/x>\r\nBcc: y", "https://a.vn/ b"] {
        assert_eq!(Unsubscribe::at(bad), None, "{bad}");
    }
}
