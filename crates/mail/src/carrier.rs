//! The channels behind one face. A provider of short messages or Zalo is one more variant of [`Carrier`].

use crate::address::Phone;
use crate::console::Console;
use crate::gateway::Gateway;
use crate::message::Message;
use crate::outcome::{Failure, Outcome, Stage};
use crate::smtp::Smtp;
use sanviec_domain::message::{Channel, Kind};
use uuid::Uuid;

/// Messages of one conversation at most.
pub const BATCH: usize = 100;

/// A short message: no marks, short enough for one part.
#[derive(Clone, Debug)]
pub struct Sms {
    /// Its own id, the key by which a provider can tell a repeat.
    pub id: Uuid,
    /// Who gets it.
    pub to: Phone,
    /// What [`crate::Texts::sms`] made.
    pub text: String,
}

/// A Zalo message: the provider has the words, approved beforehand; what varies is sent by name.
#[derive(Clone, Debug)]
pub struct Zalo {
    /// Its own id, the key by which a provider can tell a repeat.
    pub id: Uuid,
    /// Who gets it.
    pub to: Phone,
    /// Which template.
    pub kind: Kind,
    /// What [`crate::Texts::fields`] made.
    pub fields: Vec<(&'static str, String)>,
}

/// A message made ready for its channel.
#[derive(Clone, Debug)]
pub enum Parcel {
    /// By e-mail.
    Email(Box<Message>),
    /// By short message.
    Sms(Sms),
    /// By Zalo.
    Zalo(Zalo),
}

impl Parcel {
    /// The id of the message.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Email(message) => message.id(),
            Self::Sms(sms) => sms.id,
            Self::Zalo(zalo) => zalo.id,
        }
    }
}

/// Somebody who takes parcels away.
#[derive(Clone, Debug)]
pub enum Carrier {
    /// A mail server.
    Smtp(Smtp),
    /// A provider of short messages or Zalo.
    Gateway(Gateway),
    /// A list in memory, for demo and tests.
    Console(Console),
}

impl Carrier {
    /// Hands over at most [`BATCH`] parcels; one outcome for each, in their order. What is beyond comes back as
    /// [`Outcome::NotReached`].
    pub async fn carry(&self, batch: Vec<Parcel>) -> Vec<(Uuid, Outcome)> {
        match self {
            Self::Smtp(smtp) => Self::mail(smtp, batch).await,
            Self::Gateway(gateway) => gateway.send(batch).await,
            Self::Console(console) => console.take(batch),
        }
    }

    async fn mail(smtp: &Smtp, batch: Vec<Parcel>) -> Vec<(Uuid, Outcome)> {
        let (mut mails, mut others) = (Vec::new(), Vec::new());
        for parcel in batch {
            match parcel {
                Parcel::Email(message) => mails.push(*message),
                Parcel::Sms(Sms { id, .. }) | Parcel::Zalo(Zalo { id, .. }) => {
                    let failure = Failure::new(Stage::Making, None, "a mail server takes e-mail only");
                    others.push((id, Outcome::GiveUp(failure)));
                }
            }
        }
        let mut outcomes = smtp.send(mails).await;
        outcomes.append(&mut others);
        outcomes
    }

    /// Whether messages of a kind can go there at all.
    pub fn takes(&self, kind: Kind) -> bool {
        match self {
            Self::Smtp(_) | Self::Console(_) => true,
            Self::Gateway(gateway) => gateway.takes(kind),
        }
    }

    /// The longest that [`Carrier::carry`] may take.
    pub fn longest(&self) -> std::time::Duration {
        match self {
            Self::Smtp(smtp) => smtp.longest(),
            Self::Gateway(gateway) => gateway.longest(),
            Self::Console(_) => std::time::Duration::ZERO,
        }
    }
}

/// Who carries what. A channel without a carrier is off: its messages stay due until they are late.
#[derive(Clone, Debug, Default)]
pub struct Carriers {
    /// E-mail.
    pub email: Option<Carrier>,
    /// Short messages.
    pub sms: Option<Carrier>,
    /// Zalo.
    pub zalo: Option<Carrier>,
    /// In which order channels are tried, the first one first; empty: each message stays on its own.
    pub order: Vec<Channel>,
}

impl Carriers {
    /// Everything goes to one list in memory.
    pub fn console(console: &Console) -> Self {
        let carrier = || Some(Carrier::Console(console.clone()));
        Self { email: carrier(), sms: carrier(), zalo: carrier(), order: Vec::new() }
    }

    /// Where a message goes that a channel does not take.
    pub fn after(&self, channel: Channel) -> Option<Channel> {
        let mut rest = self.order.iter().skip_while(|known| **known != channel).skip(1);
        rest.find(|next| self.of(**next).is_some()).copied()
    }

    /// Where a message to a telephone is tried first, when that is another channel that takes its kind.
    pub fn before(&self, channel: Channel, kind: Kind) -> Option<Channel> {
        let first = *self.order.first().filter(|first| **first != channel && **first != Channel::Email)?;
        let takes = channel != Channel::Email && self.of(first).is_some_and(|carrier| carrier.takes(kind));
        takes.then_some(first)
    }

    /// The carrier of a channel, if it is on.
    pub fn of(&self, channel: Channel) -> Option<&Carrier> {
        match channel {
            Channel::Email => self.email.as_ref(),
            Channel::Sms => self.sms.as_ref(),
            Channel::Zalo => self.zalo.as_ref(),
        }
    }
}
