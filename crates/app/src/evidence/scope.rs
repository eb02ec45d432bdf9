//! Which evidence is asked for: one placement, one list, or everything that was claimed in a budget year.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand};
use sanviec_domain::posting::PostingCode;
use sanviec_store::{Db, audit, batch, centre, claim, payout, placement};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// A placement, by its code.
    Case(String),
    /// A list, by its code.
    Batch(String),
    /// A budget year, at all centres.
    Year(i32),
}

/// Ids of everything that belongs to it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) placements: BTreeSet<Uuid>,
    pub(super) claims: BTreeSet<Uuid>,
    pub(super) batches: BTreeSet<Uuid>,
    pub(super) centres: BTreeSet<Uuid>,
    /// Kept files that facts of the placements were taken from.
    pub(super) files: BTreeSet<Uuid>,
}

/// What a word on the command line asks for: four digits are a year, a code is a placement or a list.
pub async fn scope_of(app: &App, ctx: &Ctx, word: &str) -> Result<Scope, AppError> {
    demand(ctx, Action::ReadAudit)?;
    if let (4, Ok(year)) = (word.len(), word.parse()) {
        return Ok(Scope::Year(year));
    }
    let (reader, id) = (app.store().reader(), id_of(word)?);
    if placement::find(reader, id).await?.is_some() {
        return Ok(Scope::Case(word.to_owned()));
    }
    if batch::find(reader, id).await?.is_some() {
        return Ok(Scope::Batch(word.to_owned()));
    }
    centre_of_placement(reader, id).await?.map(|_| Scope::Case(word.to_owned())).ok_or(AppError::NotFound)
}

/// The centre of a placement; of one that somebody took out of the table, the centre whose claims or whose chain name
/// it, so that it is asked for all the same and the verifier says that it is missing.
async fn centre_of_placement(db: &impl Db, id: Uuid) -> Result<Option<Uuid>, AppError> {
    if let Some(row) = placement::find(db, id).await? {
        return Ok(Some(row.centre_id));
    }
    if let Some(claim) = claim::list_of_placement(db, id).await?.first() {
        return Ok(Some(claim.centre_id));
    }
    for centre in centre::list(db).await? {
        let made = audit::list_of_action(db, centre.id, "create_placement").await?;
        if made.iter().any(|(made, _)| *made == id) {
            return Ok(Some(centre.id));
        }
    }
    Ok(None)
}

impl Scope {
    /// The word and the name in the head of the file.
    pub(super) fn words(&self) -> (&'static str, String) {
        match self {
            Self::Case(code) => ("case", code.clone()),
            Self::Batch(code) => ("batch", code.clone()),
            Self::Year(year) => ("year", year.to_string()),
        }
    }

    pub(super) async fn find(&self, db: &impl Db) -> Result<Found, AppError> {
        let mut found = Found::default();
        match self {
            Self::Case(code) => {
                let id = id_of(code)?;
                let centre_id = centre_of_placement(db, id).await?.ok_or(AppError::NotFound)?;
                found.placements.insert(id);
                found.centres.insert(centre_id);
                for claim in claim::list_of_placement(db, id).await? {
                    found.claims.insert(claim.id);
                }
                let placement = id.to_string();
                found.prepared(db, centre_id, |said| said["placement"] == *placement).await?;
            }
            Self::Batch(code) => {
                let row = batch::find(db, id_of(code)?).await?.ok_or(AppError::NotFound)?;
                found.batches.insert(row.id);
                for attempt in payout::list_of_batch(db, row.id).await? {
                    found.claims.insert(attempt.claim_id);
                }
            }
            Self::Year(year) => {
                for centre in centre::list(db).await? {
                    for row in claim::list_of_year(db, centre.id, *year).await? {
                        found.claims.insert(row.id);
                    }
                    found.prepared(db, centre.id, |said| said["year"] == *year).await?;
                }
            }
        }
        found.complete(db).await?;
        Ok(found)
    }
}

impl Found {
    /// Claims that the chain of a centre says were prepared, and their placements: one that somebody took out of the
    /// table, or moved to another year there, is asked for all the same, and the verifier names it.
    async fn prepared(
        &mut self,
        db: &impl Db,
        centre: Uuid,
        is_asked: impl Fn(&Value) -> bool,
    ) -> Result<(), AppError> {
        for (id, after) in audit::list_of_action(db, centre, "claim_prepare").await? {
            let said = after.and_then(|after| serde_json::from_str::<Value>(&after).ok());
            if let Some(said) = said.filter(|said| is_asked(said)) {
                self.claims.insert(id);
                self.centres.insert(centre);
                self.placements.extend(said["placement"].as_str().and_then(|id| id.parse::<Uuid>().ok()));
            }
        }
        Ok(())
    }

    /// Placements and lists of the claims that are there, the centres of all of them, and the files of their facts.
    async fn complete(&mut self, db: &impl Db) -> Result<(), AppError> {
        for id in &self.claims {
            let Some(row) = claim::find(db, *id).await? else { continue };
            self.placements.insert(row.placement_id);
            self.centres.insert(row.centre_id);
            self.batches.extend(payout::list_of_claim(db, *id).await?.iter().map(|attempt| attempt.batch_id));
        }
        for id in &self.batches {
            self.centres.extend(batch::find(db, *id).await?.map(|row| row.centre_id));
        }
        // Facts without their placement are not in the file, so neither are the files that they name.
        let mut placements = Vec::with_capacity(self.placements.len());
        for id in &self.placements {
            placements.extend(placement::find(db, *id).await?.map(|row| row.id));
        }
        let facts = placement::facts_of_many(db, &placements).await?;
        self.files.extend(facts.iter().filter_map(|fact| fact.file_id));
        Ok(())
    }

    /// Whether an audit row is about one of these.
    pub(super) fn has(&self, id: Uuid) -> bool {
        let sets = [&self.placements, &self.claims, &self.batches, &self.files];
        sets.iter().any(|set| set.contains(&id))
    }

    /// Whether an audit row says which accounts a list here may have been sent to. The chain does not begin with it.
    pub(super) fn is_sent_to(&self, row: &audit::Stored) -> bool {
        row.entity == "paying" && !self.batches.is_empty() && self.centres.contains(&row.entity_id)
    }
}

fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.trim().parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}
