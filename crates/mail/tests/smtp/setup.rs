//! Messages and servers as most tests want them.

use crate::peer::{Act, Peer, Step, Turn};
use sanviec_domain::Lang;
use sanviec_domain::message::Kind;
use sanviec_domain::time::Micros;
use sanviec_mail::{
    Deadlines, Domain, EmailAddress, From, Letterhead, Message, Outcome, Relay, Smtp, Texts, Tls, Written, samples,
};
use std::sync::Arc;
use uuid::Uuid;

/// 24 November 2026, 08:00 in Viet Nam.
pub(crate) const WRITTEN_AT: Micros = Micros(1_795_482_000_000_000);

pub(crate) fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

pub(crate) fn from() -> From {
    From {
        address: address("thong-bao@vieclam.example.vn"),
        name: "Trung tâm Dịch vụ việc làm".to_owned(),
        reply_to: Some(address("hop-thu@vieclam.example.vn")),
        domain: Domain::parse("vieclam.example.vn").unwrap(),
    }
}

pub(crate) fn relay(host: &str, port: u16, tls: Tls) -> Relay {
    let deadlines = Deadlines::default();
    Relay { host: host.to_owned(), port, tls, login: None, roots: Vec::new(), from: from(), deadlines }
}

pub(crate) fn over(peer: &Peer) -> Smtp {
    Smtp::over(relay("localhost", 25, Tls::None), Arc::new(peer.clone())).unwrap()
}

pub(crate) fn letterhead() -> Letterhead {
    Letterhead::new("Trung tâm Hà Nội", "Ha Noi Centre", "TTDVVL HN", "https://vieclam.example.vn").unwrap()
}

pub(crate) fn written(kind: Kind) -> Written {
    Texts::new().email(&samples(kind)[0].content, Lang::Vi, &letterhead()).unwrap()
}

pub(crate) fn id(n: usize) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + n as u128)
}

/// The recipient of message `n`, different for each.
pub(crate) fn recipient(n: usize) -> String {
    format!("nguoi-{n}@example.vn")
}

pub(crate) fn message(n: usize) -> Message {
    let kind = Kind::ALL[n % Kind::ALL.len()];
    Message::new(id(n), address(&recipient(n)), WRITTEN_AT, written(kind)).to_name("Nguyễn Thị Lan")
}

/// A server that does something else than its duty at one step of one message (counted from 1, 0 before the first).
pub(crate) fn once(step: Step, messages: usize, act: Act) -> Peer {
    Peer::new(move |turn: Turn| if turn.step == step && turn.messages == messages { act } else { Act::Go })
}

/// The outcomes of messages 1 to `count` sent in one batch.
pub(crate) async fn outcomes(smtp: &Smtp, count: usize) -> Vec<Outcome> {
    let sent = smtp.send((1..=count).map(message).collect()).await;
    let ids: Vec<Uuid> = sent.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, (1..=count).map(id).collect::<Vec<_>>());
    sent.into_iter().map(|(_, outcome)| outcome).collect()
}
