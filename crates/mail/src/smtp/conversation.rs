//! One conversation with the server: open, hand over one message after the other, leave. The first step that falters
//! in a way that leaves questions and answers out of step ends it.

use super::reply::{self, Said};
use super::{Inner, Tls, dial};
use crate::carrier::BATCH;
use crate::message::Message;
use crate::outcome::{Failure, Outcome, Stage, hidden};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::response::Response;
use std::error::Error as _;
use std::time::Duration;
use tokio::time::timeout;

const LATE: &str = "no answer in time";

/// What is known so far. It outlives the conversation, whatever cuts that off.
struct Book {
    outcomes: Vec<Outcome>,
    /// The message whose turn it is, and how far it came.
    turn: Option<(usize, Stage)>,
    opened: bool,
}

/// Holds the conversation over a batch and says what became of each message.
pub(super) async fn hold(inner: &Inner, batch: &[Message]) -> Vec<Outcome> {
    let mut book = Book { outcomes: vec![Outcome::NotReached; batch.len()], turn: None, opened: false };
    let talked = timeout(inner.relay.deadlines.whole, talk(inner, batch, &mut book)).await;
    if talked.is_err() {
        book.cut_off();
    }
    book.outcomes
}

/// Opens a conversation and leaves it.
pub(super) async fn check(inner: &Inner) -> Result<(), Failure> {
    let late = Failure::new(Stage::Connect, None, LATE);
    let mut connection = timeout(inner.relay.deadlines.whole, open(inner)).await.unwrap_or(Err(late))?;
    leave(inner, &mut connection).await;
    Ok(())
}

impl Book {
    /// The deadline of the whole conversation fell: what had its turn ends at the step it had come to.
    fn cut_off(&mut self) {
        if let Some((at, stage)) = self.turn {
            self.outcomes[at] = reply::judge(stage, Said::Nothing(LATE.to_owned())).0;
        } else if !self.opened {
            self.none(&Failure::new(Stage::Connect, None, LATE));
        }
    }

    /// There was no conversation at all.
    fn none(&mut self, failure: &Failure) {
        self.outcomes.fill(Outcome::Retry(failure.clone()));
    }
}

async fn talk(inner: &Inner, batch: &[Message], book: &mut Book) {
    let mut connection = match open(inner).await {
        Ok(connection) => connection,
        Err(failure) => return book.none(&failure),
    };
    book.opened = true;
    for (at, message) in batch.iter().enumerate().take(BATCH) {
        let goes_on = match message.bytes(&inner.relay.from) {
            Ok(bytes) => hand_over(inner, &mut connection, (at, message, &bytes), book).await,
            Err(failure) => {
                book.outcomes[at] = Outcome::GiveUp(failure);
                true
            }
        };
        if !goes_on {
            return;
        }
    }
    leave(inner, &mut connection).await;
}

/// Takes one message through its steps; says whether the conversation can go on.
async fn hand_over(
    inner: &Inner,
    connection: &mut AsyncSmtpConnection,
    (at, message, bytes): (usize, &Message, &[u8]),
    book: &mut Book,
) -> bool {
    let deadlines = inner.relay.deadlines;
    let mut said = Said::Nothing(String::new());
    let mut stage = Stage::Mail;
    for next in [Stage::Mail, Stage::Recipient, Stage::Data, Stage::Handover] {
        stage = next;
        book.turn = Some((at, stage));
        said = match stage {
            Stage::Recipient => {
                let command = Rcpt::new(message.to().inner().clone(), Vec::new());
                ask(stage, deadlines.answer, connection.command(command)).await
            }
            Stage::Data => ask(stage, deadlines.answer, connection.command(Data)).await,
            Stage::Handover => ask(stage, deadlines.handover, connection.message(bytes)).await,
            Stage::Making | Stage::Connect | Stage::Login | Stage::Mail => {
                let command = Mail::new(Some(inner.relay.from.address.inner().clone()), Vec::new());
                ask(stage, deadlines.answer, connection.command(command)).await
            }
        };
        if !matches!(said, Said::Yes(_)) {
            break;
        }
    }
    let (outcome, goes_on) = reply::judge(stage, without(said, message));
    book.outcomes[at] = outcome;
    book.turn = None;
    // After a refusal in the middle the server still has half a message.
    goes_on && (stage == Stage::Handover || reset(connection, deadlines.answer).await)
}

async fn reset(connection: &mut AsyncSmtpConnection, deadline: Duration) -> bool {
    matches!(ask(Stage::Mail, deadline, connection.command(Rset)).await, Said::Yes(_))
}

/// Politeness; nothing depends on it.
async fn leave(inner: &Inner, connection: &mut AsyncSmtpConnection) {
    let _ = timeout(inner.relay.deadlines.answer, connection.quit()).await;
}

async fn ask(stage: Stage, deadline: Duration, answer: impl Future<Output = Result<Response, Error>>) -> Said {
    match timeout(deadline, answer).await {
        Ok(answer) => reply::read(stage, answer),
        Err(_) => Said::Nothing(LATE.to_owned()),
    }
}

fn without(said: Said, message: &Message) -> Said {
    let hide = |text: String| hidden(&text, message.to().as_str());
    match said {
        Said::Yes(text) => Said::Yes(hide(text)),
        Said::No(code, text) => Said::No(code, hide(text)),
        Said::Nothing(text) => Said::Nothing(hide(text)),
    }
}

async fn open(inner: &Inner) -> Result<AsyncSmtpConnection, Failure> {
    let mut connection = connect(inner).await?;
    let Some(login) = &inner.relay.login else { return Ok(connection) };
    let credentials = Credentials::new(login.user.clone(), login.password.clone());
    let signing_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
    match ask(Stage::Login, inner.relay.deadlines.answer, signing_in).await {
        Said::Yes(_) => Ok(connection),
        Said::No(code, text) => Err(Failure::new(Stage::Login, Some(code), &text)),
        Said::Nothing(text) => Err(Failure::new(Stage::Login, None, &text)),
    }
}

async fn connect(inner: &Inner) -> Result<AsyncSmtpConnection, Failure> {
    let deadlines = inner.relay.deadlines;
    if inner.relay.tls == Tls::Implicit {
        let server = (inner.relay.host.as_str(), inner.relay.port);
        let tls = Some(inner.tls.clone());
        let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(deadlines.connect), &inner.hello, tls, None);
        return in_time(deadlines.connect + deadlines.answer, connecting).await;
    }
    let stream = match timeout(deadlines.connect, dial::dial(inner)).await {
        Ok(dialled) => dialled.map_err(|error| Failure::new(Stage::Connect, None, &error.to_string()))?,
        Err(_) => return Err(Failure::new(Stage::Connect, None, LATE)),
    };
    let greeting = AsyncSmtpConnection::connect_with_transport(stream, &inner.hello);
    let mut connection = in_time(deadlines.answer, greeting).await?;
    if inner.relay.tls == Tls::StartTls {
        in_time(deadlines.answer, connection.starttls(inner.tls.clone(), &inner.hello)).await?;
    }
    Ok(connection)
}

async fn in_time<T>(deadline: Duration, step: impl Future<Output = Result<T, Error>>) -> Result<T, Failure> {
    match timeout(deadline, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            let text = error.source().map_or_else(|| error.to_string(), ToString::to_string);
            Err(Failure::new(Stage::Connect, error.status().map(u16::from), &text))
        }
        Err(_) => Err(Failure::new(Stage::Connect, None, LATE)),
    }
}
