//! Messages go out: claimed by lease, handed to the carrier of their channel, and noted as what became of them.
//!
//! Run on every node, with two senders for each channel, so that one that waits for a stalled server does not hold up a
//! code that somebody else waits for. A message is claimed by one sender at a time. A sender that dies after handing a
//! message over has noted nothing: when its lease runs out the message is repeated under the same name. So a message
//! may arrive twice, never not at all.

mod batch;

use crate::{JobError, wait};
use batch::{Batch, Prepared};
use sanviec_app::messages::{self, Settled};
use sanviec_app::{Actor, App, Locale};
use sanviec_domain::message::Channel;
use sanviec_mail::{BATCH, Carrier, Carriers, Letterhead, Texts};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

const PAUSE: Duration = Duration::from_secs(1);
/// After a carrier could not be reached at all, or the database failed.
const AFTER_TROUBLE: Duration = Duration::from_secs(30);
const SENDERS: usize = 2;
/// Time that a lease has over the longest conversation, for noting how it ended.
const MARGIN: Duration = Duration::from_mins(2);
/// Attempts to note it, and the pause between them; together shorter than the margin.
const NOTES: u32 = 20;
const BETWEEN_NOTES: Duration = Duration::from_secs(3);

/// What the senders work with.
#[derive(Debug)]
pub struct Post {
    /// Who carries what. Channels without a carrier are left alone.
    pub carriers: Carriers,
    /// The words.
    pub texts: Texts,
    /// Who writes.
    pub letterhead: Letterhead,
}

/// What a turn of a sender did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turn {
    /// Messages it had claimed.
    pub claimed: usize,
    /// Whether the carrier could not be reached at all.
    pub trouble: bool,
}

pub(crate) async fn run(app: App, post: Arc<Post>, stop: CancellationToken) {
    let mut senders = JoinSet::new();
    for channel in Channel::ALL.iter().filter(|channel| post.carriers.of(**channel).is_some()) {
        for _ in 0..SENDERS {
            senders.spawn(keep_sending(app.clone(), Arc::clone(&post), *channel, stop.clone()));
        }
    }
    while senders.join_next().await.is_some() {}
}

async fn keep_sending(app: App, post: Arc<Post>, channel: Channel, stop: CancellationToken) {
    loop {
        let pause = match send_once(&app, &post, channel).await {
            Ok(Turn { trouble: true, .. }) => AFTER_TROUBLE,
            Ok(Turn { claimed, .. }) if claimed == BATCH => Duration::ZERO,
            Ok(_) => PAUSE,
            Err(error) => {
                tracing::warn!(
                    channel = channel.code(),
                    error = &error as &dyn std::error::Error,
                    "messages could not be claimed or noted; the next turn tries again"
                );
                AFTER_TROUBLE
            }
        };
        if !wait::or_stop(pause, &stop).await {
            return;
        }
    }
}

/// Claims a batch of a channel, sends it, and notes how each ended. The turn is a task of its own: whoever drops this
/// future does not keep it from noting.
pub async fn send_once(app: &App, post: &Arc<Post>, channel: Channel) -> Result<Turn, JobError> {
    let Some(carrier) = post.carriers.of(channel).cloned() else { return Ok(Turn::default()) };
    let (app, post) = (app.clone(), Arc::clone(post));
    let turn = tokio::spawn(async move { turn(&app, &post, &carrier, channel).await });
    turn.await.map_err(|error| sanviec_app::AppError::Internal(Box::new(error)))?
}

async fn turn(app: &App, post: &Post, carrier: &Carrier, channel: Channel) -> Result<Turn, JobError> {
    let ctx = app.ctx(Actor::System, Locale::Vi);
    let lease = (carrier.longest() + MARGIN).as_secs();
    let claimed = messages::claim_by_channel(app, &ctx, channel, lease as i64, BATCH as i64).await?;
    let count = claimed.len();
    let mut batch = Batch::default();
    let mut ends = Vec::new();
    for message in claimed {
        match batch.prepare(app, &ctx, post, message).await? {
            Prepared::Ready => {}
            Prepared::Ended(settled) => ends.push(settled),
        }
    }
    let outcomes = carrier.carry(batch.parcels()).await;
    let trouble = batch::report(channel, &outcomes);
    ends.extend(batch.ends(outcomes, app.clock().now()));
    note(app, ends).await?;
    Ok(Turn { claimed: count, trouble })
}

/// Notes the ends while the lease lasts: a message that went out and is not noted goes out again.
async fn note(app: &App, ends: Vec<Settled>) -> Result<(), JobError> {
    if ends.is_empty() {
        return Ok(());
    }
    let mut tries = 0;
    loop {
        let ctx = app.ctx(Actor::System, Locale::Vi);
        match messages::settle_all(app, &ctx, ends.clone()).await {
            Ok(0) => return Ok(()),
            Ok(lost) => {
                tracing::warn!(lost, "messages were sent too slowly: another sender had taken them over");
                return Ok(());
            }
            Err(error) if tries == NOTES => return Err(error.into()),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "sent messages could not be noted yet");
                tries += 1;
                // Not cut short by a stop: what was sent should be noted first.
                wait::or_stop(BETWEEN_NOTES, &CancellationToken::new()).await;
            }
        }
    }
}
