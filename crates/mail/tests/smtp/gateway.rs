//! A provider over HTTP that answers, refuses, cuts and stalls: only its yes to this very message is a yes.

use sanviec_domain::message::{Kind, Tried};
use sanviec_mail::{
    Approved, Body, Carrier, Gateway, Mould, Outcome, Parcel, Phone, PhoneForm, Provider, Reading, Sms, Zalo,
};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uuid::Uuid;

#[derive(Clone, Copy, Debug)]
enum Act {
    Answer(u16, &'static str),
    /// Hangs up before anything was read.
    CutAtOnce,
    /// Takes the request and hangs up.
    CutAfter,
    /// Takes the request and says nothing.
    Stall,
    /// Half an answer.
    Half,
}

struct Peer {
    url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

/// A server that does one act after the other, on a port that the system chooses.
async fn peer(acts: Vec<Act>) -> Peer {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let url = format!("http://127.0.0.1:{}/send?v=1", listener.local_addr().expect("address").port());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&requests);
    tokio::spawn(async move {
        let mut kept = Vec::new();
        for act in acts {
            let (mut stream, _) = listener.accept().await.expect("caller");
            if matches!(act, Act::CutAtOnce) {
                continue;
            }
            let request = read(&mut stream).await;
            taken.lock().expect("list").push(request);
            match act {
                Act::Answer(status, body) => {
                    let length = body.len();
                    let head = format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n");
                    stream.write_all((head + body).as_bytes()).await.expect("answered");
                }
                Act::Half => stream.write_all(b"HTTP/1.1 200 x\r\ncontent-length: 90\r\n\r\n{").await.expect("said"),
                Act::Stall => kept.push(stream),
                Act::CutAfter | Act::CutAtOnce => {}
            }
        }
    });
    Peer { url, requests }
}

async fn read(stream: &mut tokio::net::TcpStream) -> String {
    let mut text = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.expect("request");
        text.extend(&part[..count]);
        let request = String::from_utf8_lossy(&text).into_owned();
        if let Some((head, body)) = request.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if count == 0 || body.len() >= length.and_then(|length| length.parse().ok()).unwrap_or(0) {
                return request;
            }
        }
    }
}

fn provider(url: &str) -> Provider {
    Provider {
        url: url.to_owned(),
        headers: vec![("access_token".into(), "geheim".into())],
        mould: Mould {
            text: r#"{"phone":"{phone}","text":"{text}","tpl":"{template}","data":{fields},"ref":"{id}"}"#.into(),
            body: Body::Json,
            phone: PhoneForm::Digits,
        },
        reading: Reading {
            result: "/error".into(),
            yes: vec!["0".into()],
            no: vec!["-118".into()],
            id: "/data/msg_id".into(),
        },
        approved: BTreeMap::new(),
        deadline: Duration::from_millis(700),
    }
}

fn sms(number: u128) -> Parcel {
    let to = Phone::parse("0912345678").expect("phone");
    Parcel::Sms(Sms { id: Uuid::from_u128(number), to, text: "Ma \"012345\"".into() })
}

async fn tried(act: Act) -> Tried {
    let peer = peer(vec![act]).await;
    let carrier = Carrier::Gateway(Gateway::new(provider(&peer.url)).expect("settings"));
    carrier.carry(vec![sms(1)]).await[0].1.tried()
}

#[tokio::test]
async fn each_thing_a_provider_does_has_its_class() {
    for (act, expected) in [
        (Act::Answer(200, r#"{"error":0,"data":{"msg_id":"a1"}}"#), Tried::Sent),
        (Act::Answer(200, r#"{"error":-118}"#), Tried::Refused),
        (Act::Answer(200, r#"{"error":-1}"#), Tried::Failed),
        (Act::Answer(302, ""), Tried::Failed),
        (Act::Answer(403, "no"), Tried::Failed),
        (Act::Answer(503, ""), Tried::Unknown),
        (Act::CutAfter, Tried::Unknown),
        (Act::Stall, Tried::Unknown),
        (Act::Half, Tried::Unknown),
    ] {
        assert_eq!(tried(act).await, expected, "{act:?}");
    }
    // Whether anything was read cannot be known: never a yes, and never lost.
    assert!(matches!(tried(Act::CutAtOnce).await, Tried::Failed | Tried::Unknown));
}

#[tokio::test]
async fn a_request_holds_what_was_set_and_is_repeated_under_the_same_id() {
    let peer = peer(vec![Act::CutAfter, Act::Answer(200, r#"{"error":0,"data":{"msg_id":"a1"}}"#)]).await;
    let carrier = Carrier::Gateway(Gateway::new(provider(&peer.url)).expect("settings"));
    assert_eq!(carrier.carry(vec![sms(7)]).await[0].1.tried(), Tried::Unknown);
    assert_eq!(carrier.carry(vec![sms(7)]).await[0].1, Outcome::Sent("a1".into()));
    let requests = peer.requests.lock().expect("list").clone();
    assert_eq!(requests[0], requests[1], "byte for byte");
    let (head, body) = requests[0].split_once("\r\n\r\n").expect("body");
    assert!(head.starts_with("POST /send?v=1 HTTP/1.1\r\n") && head.contains("access_token: geheim"), "{head}");
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(body["phone"], "84912345678");
    assert_eq!(body["text"], "Ma \"012345\"");
    assert_eq!(body["ref"], Uuid::from_u128(7).to_string());
}

#[tokio::test]
async fn zalo_gets_the_approved_template_and_its_own_names_or_nothing() {
    let peer = peer(vec![Act::Answer(200, r#"{"error":0}"#)]).await;
    let parameters = BTreeMap::from([("posting_title".to_owned(), "ten_viec".to_owned())]);
    let approved = BTreeMap::from([(Kind::ApplicationSent, Approved { id: "7895".into(), parameters })]);
    let set = Provider { approved, ..provider(&peer.url) };
    let carrier = Carrier::Gateway(Gateway::new(set).expect("settings"));
    let zalo = |number: u128, kind| {
        let to = Phone::parse("0912345678").expect("phone");
        let fields = vec![("posting_title", "Kế toán".to_owned()), ("link", "https://x".to_owned())];
        Parcel::Zalo(Zalo { id: Uuid::from_u128(number), to, kind, fields })
    };
    let outcomes = carrier.carry(vec![zalo(1, Kind::Appointment), zalo(2, Kind::ApplicationSent)]).await;
    assert_eq!(outcomes.iter().map(|(_, outcome)| outcome.tried()).collect::<Vec<_>>(), [Tried::Refused, Tried::Sent]);
    assert!(!carrier.takes(Kind::Appointment) && carrier.takes(Kind::ApplicationSent));
    let requests = peer.requests.lock().expect("list").clone();
    assert_eq!(requests.len(), 1, "nothing was asked for what has no template");
    let body: serde_json::Value =
        serde_json::from_str(requests[0].split_once("\r\n\r\n").expect("body").1).expect("JSON");
    assert_eq!((&body["tpl"], &body["data"]), (&"7895".into(), &serde_json::json!({"ten_viec": "Kế toán"})));
}

#[tokio::test]
async fn when_nobody_is_there_the_rest_is_not_tried_and_nothing_counts_as_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let url = format!("http://127.0.0.1:{}/", listener.local_addr().expect("address").port());
    drop(listener);
    let carrier = Carrier::Gateway(Gateway::new(provider(&url)).expect("settings"));
    let outcomes = carrier.carry((0..3).map(sms).collect()).await;
    let tried: Vec<_> = outcomes.iter().map(|(_, outcome)| outcome.tried()).collect();
    assert_eq!(tried, [Tried::Failed, Tried::NotReached, Tried::NotReached]);
}
