//! What an answer of the server means for a message, by the step it was given at.

use crate::outcome::{Failure, Outcome, Stage};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use std::error::Error as _;

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The code that this step asks for.
    Yes(String),
    /// A refusal: 4xx or 5xx.
    No(u16, String),
    /// Nothing that can be relied on: silence, a cut, rubbish, or a code that does not belong here, which means that
    /// answers and questions are no longer in step.
    Nothing(String),
}

/// Codes that speak of the conversation, not of the message: closing down, out of order, sign in first.
const OF_THE_CONVERSATION: [u16; 5] = [421, 503, 530, 535, 538];

/// The code that means yes at a step. lettre calls any 2xx or 3xx positive, which would take a late "go ahead" (354)
/// for the receipt of a message.
pub(super) fn is_yes(stage: Stage, code: u16) -> bool {
    match stage {
        Stage::Data => code == 354,
        Stage::Making | Stage::Connect | Stage::Login | Stage::Mail | Stage::Recipient | Stage::Handover => {
            (200..300).contains(&code)
        }
    }
}

pub(super) fn read(stage: Stage, answer: Result<Response, Error>) -> Said {
    match answer {
        Ok(response) => {
            let code = u16::from(response.code());
            let text: String = response.message().collect::<Vec<_>>().join(" ");
            if is_yes(stage, code) { Said::Yes(text) } else { Said::Nothing(format!("{code} out of place: {text}")) }
        }
        Err(error) => {
            let text = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            match error.status() {
                Some(code) => Said::No(u16::from(code), text),
                None => Said::Nothing(text),
            }
        }
    }
}

/// The outcome for the message, and whether the conversation can go on with the next one.
pub(super) fn judge(stage: Stage, said: Said) -> (Outcome, bool) {
    match said {
        Said::Yes(text) if stage == Stage::Handover => (Outcome::Sent(text), true),
        // A step before the handover was taken: by itself that is no outcome.
        Said::Yes(text) => (Outcome::Retry(Failure::new(stage, None, &text)), false),
        Said::No(code, text) => {
            let failure = Failure::new(stage, Some(code), &text);
            let of_the_conversation = OF_THE_CONVERSATION.contains(&code);
            // A refused sender speaks of our settings; giving up every message for that would lose them.
            let for_good = code >= 500 && !of_the_conversation && stage != Stage::Mail;
            (if for_good { Outcome::GiveUp(failure) } else { Outcome::Retry(failure) }, !of_the_conversation)
        }
        Said::Nothing(text) => {
            let failure = Failure::new(stage, None, &text);
            (if stage == Stage::Handover { Outcome::Unknown(failure) } else { Outcome::Retry(failure) }, false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanviec_domain::message::Tried;

    #[test]
    fn each_answer_at_each_step_has_its_class() {
        use Stage::{Data, Handover, Mail, Recipient};
        let no = |code| Said::No(code, String::new());
        let silence = || Said::Nothing(String::new());
        for (stage, said, class, goes_on) in [
            (Handover, Said::Yes(String::new()), Tried::Sent, true),
            (Handover, no(450), Tried::Failed, true),
            (Handover, no(421), Tried::Failed, false),
            (Handover, no(554), Tried::Refused, true),
            (Handover, silence(), Tried::Unknown, false),
            (Data, no(451), Tried::Failed, true),
            (Data, no(554), Tried::Refused, true),
            (Data, silence(), Tried::Failed, false),
            (Recipient, no(450), Tried::Failed, true),
            (Recipient, no(550), Tried::Refused, true),
            (Recipient, no(503), Tried::Failed, false),
            (Recipient, no(530), Tried::Failed, false),
            (Recipient, silence(), Tried::Failed, false),
            (Mail, no(450), Tried::Failed, true),
            (Mail, no(550), Tried::Failed, true),
            (Mail, no(421), Tried::Failed, false),
            (Mail, silence(), Tried::Failed, false),
            (Data, Said::Yes(String::new()), Tried::Failed, false),
        ] {
            let shown = format!("{stage:?} {said:?}");
            let (outcome, on) = judge(stage, said);
            assert_eq!((outcome.tried(), on), (class, goes_on), "{shown}");
        }
    }

    #[test]
    fn go_ahead_is_no_receipt_and_a_receipt_is_no_go_ahead() {
        assert!(!is_yes(Stage::Handover, 354) && is_yes(Stage::Handover, 250));
        assert!(!is_yes(Stage::Data, 250) && is_yes(Stage::Data, 354));
        assert!(!is_yes(Stage::Recipient, 354) && is_yes(Stage::Recipient, 251));
    }
}
