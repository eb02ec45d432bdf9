//! One batch on its way: each message judged, made ready, and, when the carrier has answered, given its end.

use crate::{JobError, sender::Post};
use sanviec_app::messages::{self, Claimed, End, Settled};
use sanviec_app::{App, Ctx, Locale};
use sanviec_domain::Lang;
use sanviec_domain::message::{ATTEMPTS_MAX, Channel, Content, Kind, Next, after_attempt, when_to_send};
use sanviec_domain::time::Micros;
use sanviec_mail::{EmailAddress, Message, Outcome, Parcel, Phone, Sms, Stage, Texts, Zalo};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use uuid::Uuid;

/// What is kept of the carrier's yes.
const REPLY_LENGTH: usize = 200;

/// The messages of a turn that are handed over.
#[derive(Default)]
pub(super) struct Batch {
    held: HashMap<Uuid, Held>,
    parcels: Vec<Parcel>,
    /// When messages that can wait went to each account, or profile without one, those of this batch included.
    sent: HashMap<Uuid, Vec<Micros>>,
}

struct Held {
    lease: Uuid,
    kind: Kind,
    attempts: u32,
    written_at: Micros,
    /// The channel that is tried when this one does not take it.
    then: Option<Channel>,
}

pub(super) enum Prepared {
    /// It goes with the batch.
    Ready,
    /// It does not, and this is its end.
    Ended(Settled),
}

/// Whom a message is for: an account, or the profile of somebody without one.
fn holder_of(message: &Claimed) -> Option<Uuid> {
    message.account_id.or(message.profile_id)
}

/// Why a message cannot be made, in words for a row.
type Reason = String;

impl Batch {
    /// Takes a message into the batch, or says why it does not go now.
    pub(super) async fn prepare(
        &mut self,
        app: &App,
        ctx: &Ctx,
        post: &Post,
        message: Claimed,
    ) -> Result<Prepared, JobError> {
        let (id, lease) = (message.id, message.lease);
        let ended = |end| Ok(Prepared::Ended(Settled { id, lease, end }));
        let content = match Content::read(&message.template, &message.params) {
            Ok(content) => content,
            Err(error) => return ended(End::Failed(error.to_string())),
        };
        let kind = content.kind();
        let attempts = u32::try_from(message.attempts).unwrap_or(0);
        if let Some(first) = post.carriers.before(message.channel, kind).filter(|_| attempts <= 1) {
            return ended(End::Over(first, format!("{} is tried first", first.code())));
        }
        // Claimed once more than allowed: each time its sender died before it could say how it ended.
        if attempts > ATTEMPTS_MAX {
            return ended(End::Failed("its last attempt ended without a word".to_owned()));
        }
        let when = self.when(app, ctx, kind, &message).await?;
        if kind.is_late(message.created_at, when) {
            return ended(End::Failed("it would come too late".to_owned()));
        }
        if when > ctx.now {
            return ended(End::Later(when));
        }
        match parcel(post, &content, &message) {
            Ok(parcel) => self.parcels.push(parcel),
            Err(reason) => return ended(End::Failed(reason)),
        }
        self.count(ctx.now, kind, holder_of(&message));
        let then = post.carriers.after(message.channel);
        self.held.insert(id, Held { lease, kind, attempts, written_at: message.created_at, then });
        Ok(Prepared::Ready)
    }

    /// When it may go: not at night, and below the cap of whom it is for. What is for nobody known is not counted.
    async fn when(&mut self, app: &App, ctx: &Ctx, kind: Kind, message: &Claimed) -> Result<Micros, JobError> {
        let channel = message.channel;
        let Some(holder_id) = holder_of(message).filter(|_| !kind.is_urgent()) else {
            return Ok(when_to_send(kind, channel, ctx.now, &[]));
        };
        let sent = match self.sent.entry(holder_id) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(messages::sent_before(app, ctx, holder_id, channel).await?),
        };
        Ok(when_to_send(kind, channel, ctx.now, sent))
    }

    fn count(&mut self, now: Micros, kind: Kind, holder_id: Option<Uuid>) {
        if let Some(holder_id) = holder_id.filter(|_| !kind.is_urgent()) {
            self.sent.entry(holder_id).or_default().push(now);
        }
    }

    /// What is handed to the carrier.
    pub(super) fn parcels(&mut self) -> Vec<Parcel> {
        std::mem::take(&mut self.parcels)
    }

    /// The end of each message that was handed over.
    pub(super) fn ends(&self, outcomes: Vec<(Uuid, Outcome)>, now: Micros) -> Vec<Settled> {
        let end = |(id, outcome)| {
            let held = self.held.get(&id)?;
            Some(Settled { id, lease: held.lease, end: held.end(outcome, now) })
        };
        outcomes.into_iter().filter_map(end).collect()
    }
}

impl Held {
    fn end(&self, outcome: Outcome, now: Micros) -> End {
        // The database drew the lease at random: it spreads messages that failed together.
        let jitter = self.lease.as_u64_pair().1;
        let next = after_attempt(self.kind, outcome.tried(), self.attempts, self.written_at, now, jitter);
        let why = match outcome {
            Outcome::Sent(reply) => return End::Sent(Some(reply.chars().take(REPLY_LENGTH).collect())),
            Outcome::GiveUp(failure) | Outcome::Retry(failure) => failure.to_string(),
            Outcome::Unknown(failure) => format!("unknown whether it was taken: {failure}"),
            Outcome::NotReached => {
                return match next {
                    Next::Again(at) => End::Later(at),
                    Next::Sent | Next::Refused | Next::Exhausted | Next::Late => End::Failed("too late".to_owned()),
                };
            }
        };
        match next {
            Next::Again(at) => End::Retry(why, at),
            Next::Exhausted => self.failed(format!("last attempt: {why}")),
            Next::Late => End::Failed(format!("too late for another attempt: {why}")),
            Next::Sent | Next::Refused => self.failed(why),
        }
    }
}

impl Held {
    fn failed(&self, why: String) -> End {
        match self.then {
            Some(channel) => End::Over(channel, why),
            None => End::Failed(why),
        }
    }
}

fn parcel(post: &Post, content: &Content, message: &Claimed) -> Result<Parcel, Reason> {
    let lang = match message.locale {
        Locale::Vi => Lang::Vi,
        Locale::En => Lang::En,
    };
    let (id, head) = (message.id, &post.letterhead);
    let phone = || Phone::parse(&message.recipient).map_err(|error| error.to_string());
    match message.channel {
        Channel::Email => {
            let to = EmailAddress::parse(&message.recipient).map_err(|error| error.to_string())?;
            let written = post.texts.email(content, lang, head).map_err(|error| error.to_string())?;
            Ok(Parcel::Email(Box::new(Message::new(id, to, message.created_at, written))))
        }
        Channel::Sms => {
            let text = post.texts.sms(content, lang, head).map_err(|error| error.to_string())?;
            Ok(Parcel::Sms(Sms { id, to: phone()?, text }))
        }
        Channel::Zalo => {
            let fields = Texts::fields(content, lang, head).map_err(|error| error.to_string())?;
            Ok(Parcel::Zalo(Zalo { id, to: phone()?, kind: content.kind(), fields }))
        }
    }
}

/// Counts the outcomes and tells of a carrier that could not be reached; whether it could not.
pub(super) fn report(channel: Channel, outcomes: &[(Uuid, Outcome)]) -> bool {
    let mut trouble = None;
    for (id, outcome) in outcomes {
        let class = match outcome {
            Outcome::Sent(_) => "sent",
            Outcome::GiveUp(_) => "give_up",
            Outcome::Retry(_) => "retry",
            Outcome::Unknown(_) => "unknown",
            Outcome::NotReached => "not_reached",
        };
        metrics::counter!("sanviec_messages_total", "channel" => channel.code(), "outcome" => class).increment(1);
        match outcome {
            Outcome::GiveUp(failure) => {
                let (stage, code) = (failure.stage.code(), failure.code);
                tracing::info!(%id, channel = channel.code(), stage, code, "a message was refused for good");
            }
            Outcome::Retry(failure) if matches!(failure.stage, Stage::Connect | Stage::Login | Stage::Mail) => {
                trouble = Some(failure);
            }
            Outcome::Sent(_) | Outcome::Retry(_) | Outcome::Unknown(_) | Outcome::NotReached => {}
        }
    }
    if let Some(failure) = trouble {
        tracing::warn!(channel = channel.code(), %failure, "messages cannot be handed over; they wait");
    }
    trouble.is_some()
}
