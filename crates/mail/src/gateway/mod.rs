//! Providers of short messages and Zalo over HTTP. Each has an interface of its own, so the request and how its answer
//! is read are settings: a body with names in braces, and where the answer says yes. `docs/operations.md` has examples.
//!
//! One request for each message. What was handed over and not answered may have been taken: it is repeated with the
//! same id, by which a provider can tell.

mod answer;
mod call;
mod request;

pub use answer::Reading;
pub use request::{Body, Mould, MouldError, PhoneForm};

use crate::carrier::{BATCH, Parcel};
use crate::outcome::{Failure, Outcome, Stage};
use call::Call;
use request::Filling;
use sanviec_domain::message::Kind;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// A message of Zalo that was approved beforehand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approved {
    /// What Zalo calls the template.
    pub id: String,
    /// Names of its parameters for ours. What is not named is not sent.
    pub parameters: BTreeMap<String, String>,
}

/// Where a provider is and how it is spoken to.
#[derive(Clone, Debug)]
pub struct Provider {
    /// `https://…`; `http://` to this machine only.
    pub url: String,
    /// Names and values of headers, secrets among them.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub mould: Mould,
    /// How the answer is read.
    pub reading: Reading,
    /// Templates by kind; only for Zalo. A kind without one is given up at once, so that another channel takes it.
    pub approved: BTreeMap<Kind, Approved>,
    /// Longest time for one message.
    pub deadline: Duration,
}

/// A provider that is spoken to. Clones share it.
#[derive(Clone)]
pub struct Gateway(Arc<Inner>);

struct Inner {
    provider: Provider,
    call: Call,
}

/// Settings hold secrets: no log shows them.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway(…)")
    }
}

impl Gateway {
    /// Checks what can be checked without asking the provider.
    pub fn new(provider: Provider) -> Result<Self, MouldError> {
        provider.mould.check()?;
        let call = Call::new(&provider)?;
        Ok(Self(Arc::new(Inner { provider, call })))
    }

    /// Whether there is an approved template of this kind, where templates have to be approved.
    pub(crate) fn takes(&self, kind: Kind) -> bool {
        self.0.provider.approved.is_empty() || self.0.provider.approved.contains_key(&kind)
    }

    /// The longest that a batch may take.
    pub fn longest(&self) -> Duration {
        self.0.provider.deadline * BATCH as u32
    }

    /// One request for each parcel, one after the other. When the provider cannot be reached, the rest is not tried.
    pub(crate) async fn send(&self, batch: Vec<Parcel>) -> Vec<(Uuid, Outcome)> {
        let mut outcomes = Vec::with_capacity(batch.len());
        let mut is_down = false;
        for (at, parcel) in batch.into_iter().enumerate() {
            let id = parcel.id();
            if is_down || at >= BATCH {
                outcomes.push((id, Outcome::NotReached));
                continue;
            }
            let outcome = self.one(&parcel).await;
            is_down =
                matches!(&outcome, Outcome::Retry(failure) if matches!(failure.stage, Stage::Connect | Stage::Login));
            outcomes.push((id, outcome));
        }
        outcomes
    }

    async fn one(&self, parcel: &Parcel) -> Outcome {
        let Inner { provider, call } = &*self.0;
        let making = |why: &str| Outcome::GiveUp(Failure::new(Stage::Making, None, why));
        let id = parcel.id().to_string();
        let filling = match parcel {
            Parcel::Sms(sms) => Filling { id, phone: &sms.to, text: &sms.text, template: "", fields: Vec::new() },
            Parcel::Zalo(zalo) => {
                let Some(approved) = provider.approved.get(&zalo.kind) else {
                    return making("there is no approved template of this kind");
                };
                let named = |(name, value): &(&'static str, String)| {
                    approved.parameters.get(*name).map(|theirs| (theirs.clone(), value.clone()))
                };
                let fields = zalo.fields.iter().filter_map(named).collect();
                Filling { id, phone: &zalo.to, text: "", template: &approved.id, fields }
            }
            Parcel::Email(_) => return making("a provider of short messages takes no e-mail"),
        };
        let body = provider.mould.fill(&filling);
        let answer = call.post(body, provider.mould.content_type()).await;
        answer::judge(answer, &provider.reading, filling.phone)
    }
}
