//! Reading an answer: a yes, a no, or neither. A provider that answers 200 to everything says in the body what it
//! means.

use crate::address::Phone;
use crate::http::{Answer, Broken};
use crate::outcome::{Failure, Outcome, Stage, hidden};
use serde_json::Value;

/// Where an answer says what it means. Places are JSON pointers (`/error`, `/data/msg_id`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Place of the result; empty: the status code says it.
    pub result: String,
    /// Results that are a yes.
    pub yes: Vec<String>,
    /// Results that are a no for good: this number or this message is never taken.
    pub no: Vec<String>,
    /// Place of what the provider calls the message; empty for none.
    pub id: String,
}

/// What became of the message.
pub(super) fn judge(answer: Result<Answer, Broken>, reading: &Reading, to: &Phone) -> Outcome {
    let fail = |stage, code, text: &str| Failure::new(stage, code, &hidden(text, to.as_str().trim_start_matches('+')));
    let answer = match answer {
        Ok(answer) => answer,
        Err(Broken::Before(why)) => return Outcome::Retry(fail(Stage::Connect, None, &why)),
        Err(Broken::After(why)) => return Outcome::Unknown(fail(Stage::Handover, None, &why)),
    };
    let (code, text) = (Some(answer.status), answer.text.as_str());
    match answer.status {
        401 | 403 => return Outcome::Retry(fail(Stage::Login, code, text)),
        408 | 425 | 429 => return Outcome::Retry(fail(Stage::Handover, code, text)),
        // A provider that fails in the middle may have taken it.
        500.. => return Outcome::Unknown(fail(Stage::Handover, code, text)),
        400..=499 => return Outcome::GiveUp(fail(Stage::Handover, code, text)),
        200..=299 => {}
        // Redirects are not followed: the request goes to the provider that was set, and nowhere else.
        _ => return Outcome::Retry(fail(Stage::Handover, code, "an answer that says neither yes nor no")),
    }
    let body: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let at = |place: &str| body.pointer(place).filter(|_| !place.is_empty()).map(plain);
    let name = || at(&reading.id).unwrap_or_default();
    if reading.result.is_empty() {
        return Outcome::Sent(name());
    }
    match at(&reading.result) {
        Some(result) if reading.yes.contains(&result) => Outcome::Sent(name()),
        Some(result) if reading.no.contains(&result) => Outcome::GiveUp(fail(Stage::Recipient, code, text)),
        Some(_) => Outcome::Retry(fail(Stage::Handover, code, text)),
        // It was taken by something that does not speak as was set: it may have gone out.
        None => Outcome::Unknown(fail(Stage::Handover, code, "the answer has no result where one was said to be")),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_domain::message::Tried;

    #[test]
    fn only_a_yes_is_a_yes() {
        let reading = Reading {
            result: "/error".into(),
            yes: vec!["0".into()],
            no: vec!["-118".into()],
            id: "/data/msg_id".into(),
        };
        let to = Phone::parse("0912345678").unwrap();
        let tried = |status, text: &str| {
            let answer = Answer { status, text: text.to_owned(), retry_after: None };
            judge(Ok(answer), &reading, &to).tried()
        };
        for (status, text, expected) in [
            (200, r#"{"error":0,"data":{"msg_id":"a1"}}"#, Tried::Sent),
            (200, r#"{"error":"0"}"#, Tried::Sent),
            (200, r#"{"error":-118}"#, Tried::Refused),
            (200, r#"{"error":-124}"#, Tried::Failed),
            (200, r#"{"ok":true}"#, Tried::Unknown),
            (200, "<html>", Tried::Unknown),
            (302, "", Tried::Failed),
            (400, "", Tried::Refused),
            (401, "", Tried::Failed),
            (429, "", Tried::Failed),
            (500, "", Tried::Unknown),
            (504, "", Tried::Unknown),
        ] {
            assert_eq!(tried(status, text), expected, "{status} {text}");
        }
        let named = Answer { status: 200, text: r#"{"error":0,"data":{"msg_id":"a1"}}"#.into(), retry_after: None };
        assert_eq!(judge(Ok(named), &reading, &to), Outcome::Sent("a1".into()));
        assert_eq!(judge(Err(Broken::Before(String::new())), &reading, &to).tried(), Tried::Failed);
        assert_eq!(judge(Err(Broken::After(String::new())), &reading, &to).tried(), Tried::Unknown);
        let told = judge(Ok(Answer { status: 400, text: "no 84912345678".into(), retry_after: None }), &reading, &to);
        assert!(!format!("{told:?}").contains("912345678"), "{told:?}");
    }
}
