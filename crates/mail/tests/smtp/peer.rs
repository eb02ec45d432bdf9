//! A mail server for tests. At every step it can refuse, fall silent, hang up, answer late, answer twice or answer
//! nonsense, and after a message it can accept and not say so. It writes down what it accepted.
//!
//! It never sleeps: a late answer waits for the other side to hang up, at most so long.

use sanviec_mail::{Dial, Dialled, Stream};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;

/// A step of a conversation, as the server sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    Connect,
    Greeting,
    Hello,
    Login,
    Mail,
    Recipient,
    Data,
    /// In the middle of the text.
    Text,
    /// After the text.
    Dot,
    Reset,
    Quit,
}

/// What the server does at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Act {
    /// What a good server does.
    Go,
    /// Answers with this code; 421 hangs up too.
    Refuse(u16),
    /// Hangs up.
    Cut,
    /// Never answers.
    Stall,
    /// Answers after so long, if the other side is still there.
    Late(Duration),
    /// Answers with a code of a yes that belongs to another step.
    Odd(u16),
    /// Answers what is no answer.
    Rubbish,
    /// Answers yes twice.
    Twice,
    /// Hangs up in the middle of a yes.
    Half,
    /// After the text: accepts it and hangs up.
    AcceptAndCut,
    /// After the text: accepts it and never says so.
    AcceptAndStall,
    /// After the text: accepts it so much later, whether the other side is there or not.
    AcceptLate(Duration),
}

/// Where the server is when it asks what to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    pub(crate) conversation: usize,
    pub(crate) step: Step,
    /// Messages begun in this conversation.
    pub(crate) messages: usize,
}

/// A message that the server took upon itself.
#[derive(Clone, Debug)]
pub(crate) struct Accepted {
    pub(crate) conversation: usize,
    pub(crate) to: String,
    pub(crate) text: String,
}

/// What the server wrote down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    pub(crate) conversations: usize,
    pub(crate) accepted: Vec<Accepted>,
    /// Conversation, recipient and code of each refusal.
    pub(crate) refused: Vec<(usize, String, u16)>,
    /// Every line it was sent outside a text.
    pub(crate) heard: Vec<String>,
}

type Upgraded = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;
type Plan = Box<dyn FnMut(Turn) -> Act + Send>;
/// Makes a stream secret.
pub(crate) type Upgrade = Arc<dyn Fn(Box<dyn Stream>) -> Upgraded + Send + Sync>;

/// The server. Clones are the same server.
#[derive(Clone)]
pub(crate) struct Peer(Arc<Shared>);

struct Shared {
    plan: Mutex<Plan>,
    log: Mutex<Log>,
    upgrade: Option<Upgrade>,
    /// What AUTH PLAIN must say.
    secret: Option<String>,
}

/// How a step ended.
enum Ended {
    Yes,
    No,
    Over,
}

impl Peer {
    pub(crate) fn new(plan: impl FnMut(Turn) -> Act + Send + 'static) -> Self {
        Self::with(plan, None, None)
    }

    /// A server with STARTTLS, or one that asks for a password.
    pub(crate) fn with(
        plan: impl FnMut(Turn) -> Act + Send + 'static,
        upgrade: Option<Upgrade>,
        secret: Option<&str>,
    ) -> Self {
        let (plan, log): (Plan, _) = (Box::new(plan), Mutex::default());
        Self(Arc::new(Shared { plan: Mutex::new(plan), log, upgrade, secret: secret.map(ToOwned::to_owned) }))
    }

    pub(crate) fn log(&self) -> Log {
        self.0.log.lock().expect("whoever held it did not panic").clone()
    }

    fn note(&self, note: impl FnOnce(&mut Log)) {
        note(&mut self.0.log.lock().expect("whoever held it did not panic"));
    }

    fn act(&self, turn: Turn) -> Act {
        (self.0.plan.lock().expect("whoever held it did not panic"))(turn)
    }

    /// Holds one conversation.
    pub(crate) async fn serve(self, stream: Box<dyn Stream>) {
        let conversation = self.number();
        self.hold(stream, conversation).await;
    }

    /// The number of a conversation that begins, or that is refused before it does.
    fn number(&self) -> usize {
        let mut log = self.0.log.lock().expect("whoever held it did not panic");
        log.conversations += 1;
        log.conversations
    }

    async fn hold(self, stream: Box<dyn Stream>, conversation: usize) {
        let line = Line { stream: BufReader::new(stream) };
        Talk { peer: self, line, conversation, messages: 0, to: String::new() }.run().await;
    }
}

impl Dial for Peer {
    fn dial(&self) -> Dialled {
        let peer = self.clone();
        Box::pin(async move {
            let conversation = peer.number();
            if peer.act(Turn { conversation, step: Step::Connect, messages: 0 }) != Act::Go {
                return Err(io::ErrorKind::ConnectionRefused.into());
            }
            // A small pipe: a text that nobody reads does not fit into it.
            let (ours, theirs) = tokio::io::duplex(256);
            tokio::spawn(peer.hold(Box::new(theirs), conversation));
            let stream: Box<dyn Stream> = Box::new(ours);
            Ok(stream)
        })
    }
}

struct Line {
    stream: BufReader<Box<dyn Stream>>,
}

impl Line {
    async fn say(&mut self, text: &str) -> Ended {
        let said = self.stream.get_mut().write_all(text.as_bytes()).await;
        let flushed = self.stream.get_mut().flush().await;
        if said.and(flushed).is_ok() { Ended::Yes } else { Ended::Over }
    }

    /// The next line without its end; `None` when the other side has gone.
    async fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.stream.read_line(&mut line).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        }
    }

    /// Waits so long; whether the other side is still there.
    async fn hold(&mut self, time: Duration) -> bool {
        match timeout(time, self.stream.fill_buf()).await {
            Err(_) => true,
            Ok(heard) => heard.is_ok_and(|bytes| !bytes.is_empty()),
        }
    }

    /// Listens without a word until the other side goes.
    async fn hang(&mut self) {
        while self.hear().await.is_some() {}
    }
}

struct Talk {
    peer: Peer,
    line: Line,
    conversation: usize,
    messages: usize,
    to: String,
}

impl Talk {
    async fn run(mut self) {
        if !matches!(self.step(Step::Greeting, "220 peer ESMTP\r\n").await, Ended::Yes) {
            return;
        }
        while let Some(command) = self.line.hear().await {
            self.peer.note(|log| log.heard.push(command.clone()));
            let ended = self.command(&command).await;
            let quit = command.eq_ignore_ascii_case("QUIT");
            if matches!(ended, Ended::Over) || quit {
                return;
            }
        }
    }

    async fn command(&mut self, command: &str) -> Ended {
        let verb: String = command.chars().take(4).collect::<String>().to_ascii_uppercase();
        match verb.as_str() {
            "EHLO" => {
                let starttls = if self.peer.0.upgrade.is_some() { "250-STARTTLS\r\n" } else { "" };
                let hello = format!("250-peer\r\n{starttls}250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n");
                self.step(Step::Hello, &hello).await
            }
            "STAR" => self.upgrade().await,
            "AUTH" => self.login(command).await,
            "MAIL" => {
                self.messages += 1;
                self.to.clear();
                self.step(Step::Mail, "250 sender ok\r\n").await
            }
            "RCPT" => {
                let address = command.split(['<', '>']).nth(1).unwrap_or_default();
                address.clone_into(&mut self.to);
                self.step(Step::Recipient, "250 recipient ok\r\n").await
            }
            "DATA" => match self.step(Step::Data, "354 go ahead\r\n").await {
                Ended::Yes => self.text().await,
                ended => ended,
            },
            "RSET" => self.step(Step::Reset, "250 forgotten\r\n").await,
            "QUIT" => self.step(Step::Quit, "221 bye\r\n").await,
            _ => self.line.say("500 what?\r\n").await,
        }
    }

    async fn login(&mut self, command: &str) -> Ended {
        let right = self.peer.0.secret.as_ref().is_some_and(|secret| command == format!("AUTH PLAIN {secret}"));
        if right { self.step(Step::Login, "235 welcome\r\n").await } else { self.line.say("535 no\r\n").await }
    }

    async fn upgrade(&mut self) -> Ended {
        let Some(upgrade) = self.peer.0.upgrade.clone() else { return self.line.say("502 no\r\n").await };
        if matches!(self.line.say("220 go ahead\r\n").await, Ended::Over) {
            return Ended::Over;
        }
        let (nothing, _) = tokio::io::duplex(1);
        let plain = std::mem::replace(&mut self.line.stream, BufReader::new(Box::new(nothing)));
        match upgrade(plain.into_inner()).await {
            Ok(secret) => {
                self.line.stream = BufReader::new(secret);
                Ended::Yes
            }
            Err(_) => Ended::Over,
        }
    }

    async fn step(&mut self, step: Step, yes: &str) -> Ended {
        let turn = Turn { conversation: self.conversation, step, messages: self.messages };
        let act = self.peer.act(turn);
        self.answer(act, yes).await
    }

    async fn answer(&mut self, act: Act, yes: &str) -> Ended {
        match act {
            Act::Go => self.line.say(yes).await,
            Act::Refuse(code) => self.refuse(code).await,
            Act::Cut | Act::AcceptAndCut => Ended::Over,
            Act::Stall | Act::AcceptAndStall => {
                self.line.hang().await;
                Ended::Over
            }
            Act::Late(time) | Act::AcceptLate(time) => {
                if self.line.hold(time).await {
                    self.line.say(yes).await
                } else {
                    Ended::Over
                }
            }
            Act::Odd(code) => match self.line.say(&format!("{code} odd\r\n")).await {
                Ended::Over => Ended::Over,
                Ended::Yes | Ended::No => Ended::No,
            },
            Act::Rubbish => match self.line.say("beg your pardon?\r\n").await {
                Ended::Over => Ended::Over,
                Ended::Yes | Ended::No => Ended::No,
            },
            Act::Twice => self.line.say(&yes.repeat(2)).await,
            Act::Half => {
                self.line.say(&yes[..2]).await;
                Ended::Over
            }
        }
    }

    async fn refuse(&mut self, code: u16) -> Ended {
        let (conversation, to) = (self.conversation, self.to.clone());
        self.peer.note(|log| log.refused.push((conversation, to.clone(), code)));
        match self.line.say(&format!("{code}-not\r\n{code} this one, <{to}>\r\n")).await {
            Ended::Yes | Ended::No if code != 421 => Ended::No,
            Ended::Yes | Ended::No | Ended::Over => Ended::Over,
        }
    }

    /// Reads the text and decides what to do with it.
    async fn text(&mut self) -> Ended {
        let turn = |step| Turn { conversation: self.conversation, step, messages: self.messages };
        match self.peer.act(turn(Step::Text)) {
            Act::Cut => {
                self.line.hear().await;
                return Ended::Over;
            }
            // Nobody reads: the pipe fills up and the sender waits.
            Act::Stall => {
                let _ = timeout(Duration::from_hours(2), std::future::pending::<()>()).await;
                return Ended::Over;
            }
            _ => {}
        }
        let mut text = String::new();
        loop {
            let Some(line) = self.line.hear().await else { return Ended::Over };
            if line == "." {
                break;
            }
            text.push_str(line.strip_prefix('.').unwrap_or(&line));
            text.push('\n');
        }
        self.dot(text).await
    }

    async fn dot(&mut self, text: String) -> Ended {
        let act = self.peer.act(Turn { conversation: self.conversation, step: Step::Dot, messages: self.messages });
        let accepted = Accepted { conversation: self.conversation, to: self.to.clone(), text };
        match act {
            Act::Refuse(_) | Act::Cut | Act::Stall | Act::Odd(_) | Act::Rubbish => {}
            // A good server that is slow makes up its mind first.
            Act::Go | Act::Twice | Act::Half | Act::AcceptAndCut | Act::AcceptAndStall | Act::Late(_) => {
                self.peer.note(|log| log.accepted.push(accepted));
            }
            Act::AcceptLate(time) => {
                let there = self.line.hold(time).await;
                self.peer.note(|log| log.accepted.push(accepted));
                return if there { self.line.say("250 accepted\r\n").await } else { Ended::Over };
            }
        }
        self.answer(act, "250 accepted\r\n").await
    }
}
