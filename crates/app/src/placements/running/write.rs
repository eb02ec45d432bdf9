//! Writing what one row of a list says: the placement where there is none, and each fact that is not there yet, all in
//! one write.

use super::super::append::append_held;
use super::super::case::facts_of;
use super::super::code_of;
use super::super::create::{self, Origin};
use super::super::documents::paper_named;
use super::super::policies::Policies;
use super::super::said::{Channel, Said, heard};
use super::super::succession::{CHAIN_MOST, follow};
use super::find::{Found, rule_employer};
use super::read::{Contracted, Listed};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::once::Work;
use crate::secrets::Keyring;
use sanviec_domain::placement::{
    Attestation, Contract, Ended, Fact, FactKind, Leave, Signature, SigningMethod, Source, Statement,
};
use sanviec_store::{BoxFuture, Tx, placement};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Facts that one row may give.
const FACTS_MOST: usize = 6;

/// What was done for a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::placements) struct Taken {
    /// Code of the placement.
    pub(in crate::placements) placement: String,
    /// Facts that were recorded now.
    pub(in crate::placements) recorded: usize,
    /// Signatures on paper that wait for their scan.
    pub(in crate::placements) waiting: usize,
}

/// One row to be written.
pub(in crate::placements) struct Taking {
    ctx: Ctx,
    keys: Keyring,
    policies: Policies,
    /// Of the placement and of each fact.
    ids: Vec<Uuid>,
    /// Hash of the list and number of the row.
    file: ([u8; 32], u64),
    listed: Listed,
    found: Found,
}

impl Taking {
    pub(super) fn new(
        app: &App,
        ctx: &Ctx,
        file: ([u8; 32], u64),
        (listed, found): (&Listed, &Found),
    ) -> Result<Self, AppError> {
        Ok(Self {
            ctx: ctx.clone(),
            keys: app.keys()?.clone(),
            policies: app.policies().clone(),
            ids: std::iter::repeat_with(|| app.ids().next()).take(FACTS_MOST + 1 + CHAIN_MOST).collect(),
            file,
            listed: listed.clone(),
            found: found.clone(),
        })
    }

    /// Whether it begins a placement.
    pub(in crate::placements) fn is_new(&self) -> bool {
        self.found.placement.is_none()
    }

    pub(in crate::placements) async fn run(&self, tx: &Tx<'_>) -> Result<Taken, AppError> {
        let mut row = match self.found.placement {
            Some(id) => placement::hold(tx, id).await?.ok_or(AppError::NotFound)?,
            None => {
                let mut row = create::open(tx, &self.ctx, (self.ids[0], &self.listed.task), &self.origin()).await?;
                let from = row.employer_code.clone();
                let mut ids = self.ids[FACTS_MOST + 1..].iter().copied();
                follow(tx, (&self.policies, &self.ctx), &mut row, (&from, &mut ids)).await?;
                row
            }
        };
        let (facts, waiting) = self.facts(tx, &row).await?;
        let known = facts_of(&placement::facts(tx, row.id, i64::MAX).await?)?;
        let (mut recorded, mut is_restated) = (0, false);
        for (said, id) in facts.iter().zip(&self.ids[1..=FACTS_MOST]) {
            // A contract that is stated anew must be signed anew.
            let is_stale = is_restated && said.says.kind() == FactKind::Signature;
            if !is_stale && known.iter().any(|fact| stands(fact, said)) {
                continue;
            }
            let said = heard(&self.ctx, said)?;
            append_held(tx, &self.policies, &self.ctx, &mut row, (*id, &said)).await?;
            is_restated |= said.says.kind() == FactKind::Contract;
            recorded += 1;
        }
        Ok(Taken { placement: code_of(row.id), recorded, waiting })
    }

    fn origin(&self) -> Origin {
        let starts = self.listed.contract.as_ref().map_or(self.listed.placed_on, |contract| contract.start);
        let ends = self.listed.contract.as_ref().and_then(|contract| contract.through);
        Origin {
            name: "list",
            centre_id: self.found.centre_id,
            branch_id: self.found.profile.branch_id,
            profile_id: self.found.profile.id,
            employer_id: self.found.employer_id,
            posting_id: None,
            application_id: None,
            referral_id: None,
            placed_on: self.listed.placed_on,
            hire: self.listed.notice.map(|notice| (notice, starts, ends)),
        }
    }

    /// What the row says as facts, and how many signatures wait for a scan.
    async fn facts(&self, tx: &Tx<'_>, row: &placement::Row) -> Result<(Vec<Said>, usize), AppError> {
        let mut facts = Vec::new();
        let mut waiting = 0;
        if let Some(contract) = &self.listed.contract {
            facts.push(self.typed(Statement::Contract(Contract {
                contract: contract.number.clone(),
                employer: rule_employer(row),
                form: contract.form,
                start: contract.start,
                through: contract.through,
            })));
            let paper = paper_named(tx, &self.keys, row.id, contract.scan.as_deref()).await?;
            let signatures = signatures(contract, paper);
            waiting = contract.signed.len() - signatures.len();
            facts.extend(signatures);
        }
        if let Some((leave, from, through)) = self.listed.leave {
            facts.push(self.typed(Statement::Leave(Leave { leave, from, through })));
        }
        if let (Some((through, reason)), Some(contract)) = (self.listed.ended, &self.listed.contract) {
            facts.push(self.typed(Statement::Ended(Ended { contract: contract.number.clone(), through, reason })));
        }
        if let Some((from, through)) = self.listed.worked {
            let says = Attestation { from, through, employed: Some(true), stated_on: None };
            facts.push(self.typed(Statement::Attestation(says)));
        }
        Ok((facts, waiting))
    }

    /// The centre's word, by the list.
    fn typed(&self, says: Statement) -> Said {
        let (hash, line) = self.file;
        Said {
            says,
            source: Source::Centre,
            channel: Channel::File,
            document_hash: Some(hash),
            reference: Some(line.to_string()),
        }
    }
}

/// The signatures that can be recorded: those on a paper that is there, or under a contract of the national platform.
pub(super) fn signatures(contract: &Contracted, paper: Option<[u8; 32]>) -> Vec<Said> {
    // A number on the national platform stands by itself; a file beside it counts where the row names it.
    let stands_alone = contract.e_contract.is_some() && contract.scan.is_none();
    let paper = paper.filter(|_| contract.method != SigningMethod::Digital || !stands_alone);
    let rests = match contract.method {
        SigningMethod::Digital => paper.is_some() || contract.e_contract.is_some(),
        SigningMethod::PaperSeen | SigningMethod::Platform => paper.is_some(),
    };
    if !rests {
        return Vec::new();
    }
    let said = |&(party, signed_on)| Said {
        says: Statement::Signature(Signature {
            contract: contract.number.clone(),
            party,
            signed_on,
            method: contract.method,
        }),
        source: Source::Officer,
        channel: Channel::Desk,
        document_hash: paper,
        reference: contract.e_contract.clone(),
    };
    contract.signed.iter().map(said).collect()
}

/// Whether a fact says the same already. Of days at work, each source speaks for itself.
fn stands(fact: &Fact, said: &Said) -> bool {
    fact.says == said.says && (fact.source == said.source || said.says.kind() != FactKind::Attestation)
}

impl Work for Taking {
    type Answer = Taken;

    fn name(&self) -> &'static str {
        "take_running"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.listed).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Taken, AppError>> {
        Box::pin(self.run(tx))
    }
}
