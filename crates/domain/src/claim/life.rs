//! The stages of a claim and what can be asked of it: types only; the rules are in [`super::step`].

use super::contest::Contested;
use super::reason::{BounceReason, RefuseReason, WithdrawReason};
use super::refusal::Refusal;
use super::{BatchId, Event};
use crate::membership::AccountId;
use crate::why::Why;
use chrono::NaiveDate;

/// Most dong of one claim.
pub(super) const MOST_DONG: i64 = 1_000_000_000;

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    /// What the centre is entitled to while the placement is confirmed.
    pub dong: i64,
    /// Whether a third person must approve.
    pub needs_third: bool,
    /// In how many parts money may be given back at most.
    pub instalments_max: u32,
    /// Who prepared it.
    pub prepared_by: AccountId,
    /// What the bank has paid and not brought back.
    pub paid_dong: i64,
    /// What the centre gave back.
    pub returned_dong: i64,
    /// Whether the bank paid it after it was given up and another claim held its person: all of it is asked back, as
    /// long as one does.
    pub is_double: bool,
    /// What of it is to come back for another reason than the facts of its placement.
    pub contested: Option<Contested>,
    /// Where it stands.
    pub stage: Stage,
}

/// A claim to be prepared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// The amount.
    pub dong: i64,
    /// Whether a third person must approve.
    pub needs_third: bool,
    /// In how many parts money may be given back at most.
    pub instalments_max: u32,
    /// Who prepares it.
    pub by: AccountId,
}

/// Somebody who decides, and what he did for the claim before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hand {
    /// Who.
    pub person: AccountId,
    /// Whether a fact that the claim reads was entered by him.
    pub entered_facts: bool,
    /// Whether he prepared it once, also where somebody else has prepared it anew since.
    pub prepared: bool,
}

/// Where a claim stands on its way to being paid.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Waits for a second person.
    Prepared,
    /// Waits for a third person.
    AwaitingThird {
        /// The second one.
        second: AccountId,
    },
    /// Owed.
    Approved,
    /// On a list that is not sent yet.
    Batched {
        /// The list.
        batch: BatchId,
    },
    /// With the bank.
    Sent {
        /// The list.
        batch: BatchId,
    },
    /// Paid.
    Paid {
        /// Day of the bank.
        on: NaiveDate,
        /// What this payout paid: all, or what is claimed anew.
        dong: i64,
    },
    /// The bank did not pay, or brought the money back: still owed.
    Bounced {
        /// Why.
        why: Why<BounceReason>,
    },
}

codes! {
    /// Name of a place, for columns; also of how a claim stood that is looked at again.
    PlaceName {
        /// See [`Place::Prepared`].
        Prepared = "prepared",
        /// See [`Place::AwaitingThird`].
        AwaitingThird = "awaiting_third",
        /// See [`Place::Approved`].
        Approved = "approved",
        /// See [`Place::Batched`].
        Batched = "batched",
        /// See [`Place::Sent`].
        Sent = "sent",
        /// See [`Place::Paid`].
        Paid = "paid",
        /// See [`Place::Bounced`].
        Bounced = "bounced",
        /// See [`Settled::Recovering`].
        Recovering = "recovering",
        /// See [`Settled::Recovered`].
        Recovered = "recovered",
        /// See [`Settled::Kept`].
        Kept = "kept",
    }
}

/// A recovery that somebody proposed and nobody has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Proposal {
    /// Who.
    pub by: AccountId,
    /// What is to be asked back.
    pub dong: i64,
    /// In how many parts.
    pub instalments: u32,
}

/// What is asked back and what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    /// All that is asked.
    pub dong: i64,
    /// In how many parts.
    pub instalments: u32,
    /// What came of it.
    pub came_dong: i64,
    /// Who proposed it; nobody known for what was asked before this was kept.
    pub proposed_by: Option<AccountId>,
    /// Day on which it was asked.
    pub asked_on: Option<NaiveDate>,
}

/// How a claim stood that two people had decided about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settled {
    /// See [`Stage::Recovering`].
    Recovering(Asked),
    /// See [`Stage::Recovered`].
    Recovered {
        /// How much it was, the last time.
        dong: i64,
    },
    /// See [`Stage::Kept`].
    Kept,
}

impl Settled {
    /// The stage it was.
    pub(super) const fn stage(self) -> Stage {
        match self {
            Self::Recovering(asked) => Stage::Recovering(asked),
            Self::Recovered { dong } => Stage::Recovered { dong },
            Self::Kept => Stage::Kept,
        }
    }

    /// Its name.
    pub const fn name(&self) -> PlaceName {
        match self {
            Self::Recovering(_) => PlaceName::Recovering,
            Self::Recovered { .. } => PlaceName::Recovered,
            Self::Kept => PlaceName::Kept,
        }
    }
}

/// Where a claim stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// On its way, or paid.
    Open(Place),
    /// Later facts unmade the placement: nothing is paid until somebody has looked.
    InReview {
        /// Where it stood, and what the bank has said since.
        place: Place,
        /// What somebody proposed.
        proposal: Option<Proposal>,
    },
    /// Money is asked back and not all has come.
    Recovering(Asked),
    /// All that was asked back has come.
    Recovered {
        /// How much it was, the last time.
        dong: i64,
    },
    /// Looked at: nothing is asked back.
    Kept,
    /// Decided about, and later facts ask for something else: nothing changes until two people have said so.
    Reconsidered {
        /// How it stands meanwhile.
        was: Settled,
        /// What somebody proposed.
        proposal: Option<Proposal>,
    },
    /// Taken back by the centre, unpaid, or after all of it came back.
    Withdrawn {
        /// Why.
        why: Why<WithdrawReason>,
    },
    /// Refused, unpaid.
    Refused {
        /// Why.
        why: Why<RefuseReason>,
    },
}

codes! {
    /// Name of a stage, for columns, tables and messages.
    State {
        /// See [`Place::Prepared`].
        Prepared = "prepared",
        /// See [`Place::AwaitingThird`].
        AwaitingThird = "awaiting_third",
        /// See [`Place::Approved`].
        Approved = "approved",
        /// See [`Place::Batched`].
        Batched = "batched",
        /// See [`Place::Sent`].
        Sent = "sent",
        /// See [`Place::Paid`].
        Paid = "paid",
        /// See [`Place::Bounced`].
        Bounced = "bounced",
        /// See [`Stage::InReview`].
        InReview = "in_review",
        /// See [`Stage::Recovering`].
        Recovering = "recovering",
        /// See [`Stage::Recovered`].
        Recovered = "recovered",
        /// See [`Stage::Kept`].
        Kept = "kept",
        /// See [`Stage::Reconsidered`].
        Reconsidered = "reconsidered",
        /// See [`Stage::Withdrawn`].
        Withdrawn = "withdrawn",
        /// See [`Stage::Refused`].
        Refused = "refused",
    }
}

/// What can be asked of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// Approve it, as the second or the third person.
    Approve(Hand),
    /// Approve it again: facts were recorded after it was approved, and nobody but whoever entered them knew them.
    ApproveAgain(Hand),
    /// Refuse it.
    Refuse(Hand, Why<RefuseReason>),
    /// Take it back.
    Withdraw(Why<WithdrawReason>),
    /// Put it on a list.
    Batch(BatchId),
    /// Take it off the list.
    TakeOut,
    /// The list goes to the bank.
    Send,
    /// The bank paid: what is with it, or after all what it had said it did not.
    BankPaid {
        /// Day of the bank.
        on: NaiveDate,
        /// What the attempt paid.
        dong: i64,
        /// Whether no other claim holds the person: asked of one that was given up and holds nobody.
        is_alone: bool,
    },
    /// The bank did not pay, or brought the money back.
    BankBounced(Why<BounceReason>),
    /// Later facts unmade the placement.
    Unmake,
    /// Later facts confirm it again.
    Reconfirm,
    /// Later facts came after people had decided.
    Reconsider {
        /// What is to be asked back by them and has not come.
        asked_dong: i64,
        /// Whether the placement is confirmed by them.
        is_confirmed: bool,
    },
    /// Propose what is asked back.
    ProposeRecovery(Proposal),
    /// Confirm it, as another person, on a day from which the parts are counted.
    ConfirmRecovery(Hand, NaiveDate),
    /// Money came back: recorded by another person than the one who proposed to ask for it.
    GiveBack {
        /// How much.
        dong: i64,
        /// Who records it.
        by: Hand,
    },
    /// The placement is confirmed again: what was given back is claimed anew.
    PrepareAgain {
        /// Who.
        by: AccountId,
    },
    /// The bank brought back what an attempt paid, after people had gone on: it is asked back, or was.
    BankReturned {
        /// What the attempt paid.
        dong: i64,
        /// Why.
        why: Why<BounceReason>,
    },
    /// It was paid beside another claim, and no claim holds its person any more.
    StandAlone,
    /// What was paid is to come back for another reason than the facts.
    Contest(Contested),
    /// It is not, after all: another person than the one who said so.
    Uncontest(Hand),
}

codes! {
    /// Name of a command, for refusals, audit rows and tables.
    CommandName {
        /// See [`Command::Approve`].
        Approve = "approve",
        /// See [`Command::ApproveAgain`].
        ApproveAgain = "approve_again",
        /// See [`Command::Refuse`].
        Refuse = "refuse",
        /// See [`Command::Withdraw`].
        Withdraw = "withdraw",
        /// See [`Command::Batch`].
        Batch = "batch",
        /// See [`Command::TakeOut`].
        TakeOut = "take_out",
        /// See [`Command::Send`].
        Send = "send",
        /// See [`Command::BankPaid`].
        BankPaid = "bank_paid",
        /// See [`Command::BankBounced`].
        BankBounced = "bank_bounced",
        /// See [`Command::Unmake`].
        Unmake = "unmake",
        /// See [`Command::Reconfirm`].
        Reconfirm = "reconfirm",
        /// See [`Command::Reconsider`].
        Reconsider = "reconsider",
        /// See [`Command::ProposeRecovery`].
        ProposeRecovery = "propose_recovery",
        /// See [`Command::ConfirmRecovery`].
        ConfirmRecovery = "confirm_recovery",
        /// See [`Command::GiveBack`].
        GiveBack = "give_back",
        /// See [`Command::PrepareAgain`].
        PrepareAgain = "prepare_again",
        /// See [`Command::BankReturned`].
        BankReturned = "bank_returned",
        /// See [`Command::StandAlone`].
        StandAlone = "stand_alone",
        /// See [`Command::Contest`].
        Contest = "contest",
        /// See [`Command::Uncontest`].
        Uncontest = "uncontest",
    }
}

impl Life {
    /// A new claim. Whether the placement is confirmed and the person free is the use case's to ask.
    pub fn prepare(order: Order) -> Result<(Self, Vec<Event>), Refusal> {
        if !(1..=MOST_DONG).contains(&order.dong) {
            return Err(Refusal::AmountOutOfRange);
        }
        let life = Self {
            dong: order.dong,
            needs_third: order.needs_third,
            instalments_max: order.instalments_max,
            prepared_by: order.by,
            paid_dong: 0,
            returned_dong: 0,
            is_double: false,
            contested: None,
            stage: Stage::Open(Place::Prepared),
        };
        Ok((life, vec![Event::Prepared]))
    }

    /// What the centre holds of the programme's money for this claim.
    pub const fn held_dong(&self) -> i64 {
        self.paid_dong - self.returned_dong
    }

    /// What the next payout pays.
    pub const fn owed_dong(&self) -> i64 {
        let owed = self.entitled_dong() - self.held_dong();
        if owed > 0 { owed } else { 0 }
    }

    /// Name of the stage.
    pub const fn state(&self) -> State {
        match &self.stage {
            Stage::Open(place) => place.state(),
            Stage::InReview { .. } => State::InReview,
            Stage::Recovering(_) => State::Recovering,
            Stage::Recovered { .. } => State::Recovered,
            Stage::Kept => State::Kept,
            Stage::Reconsidered { .. } => State::Reconsidered,
            Stage::Withdrawn { .. } => State::Withdrawn,
            Stage::Refused { .. } => State::Refused,
        }
    }

    /// Whether it still stands for its placement: another claim for the same one may be made only when not.
    pub const fn is_live(&self) -> bool {
        match &self.stage {
            Stage::Withdrawn { .. } | Stage::Refused { .. } => false,
            Stage::Open(_)
            | Stage::InReview { .. }
            | Stage::Recovering(_)
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Reconsidered { .. } => !self.is_double,
        }
    }

    /// Whether the person counts as paid for, or about to be: a second claim is then refused. Whoever gave everything
    /// back was not paid for, and whoever was paid for beside another claim is held by that one.
    pub const fn excludes(&self) -> bool {
        match &self.stage {
            Stage::Withdrawn { .. } | Stage::Refused { .. } => false,
            _ if self.is_double => false,
            Stage::Recovered { .. } | Stage::Reconsidered { was: Settled::Recovered { .. }, .. } => {
                self.held_dong() > 0
            }
            Stage::Open(_)
            | Stage::InReview { .. }
            | Stage::Recovering(_)
            | Stage::Kept
            | Stage::Reconsidered { .. } => true,
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(&self) -> bool {
        match &self.stage {
            Stage::Open(Place::Paid { .. })
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => false,
            Stage::Open(_) | Stage::InReview { .. } | Stage::Recovering(_) | Stage::Reconsidered { .. } => true,
        }
    }

    /// Where it stands on its way to being paid, under review or not.
    pub const fn place(&self) -> Option<&Place> {
        match &self.stage {
            Stage::Open(place) | Stage::InReview { place, .. } => Some(place),
            Stage::Recovering(_)
            | Stage::Recovered { .. }
            | Stage::Kept
            | Stage::Reconsidered { .. }
            | Stage::Withdrawn { .. }
            | Stage::Refused { .. } => None,
        }
    }
}
