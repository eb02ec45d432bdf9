//! Lists go to the bank, and its answers come back: late, twice, or not yet.

use super::super::Centre;
use super::super::bank::{Fate, Line};
use super::Simulation;
use crate::Failure;
use chrono::{Days, NaiveDate};
use sanviec_app::claims::{self, BatchState, Verdict};
use sanviec_domain::claim::State;
use std::collections::BTreeMap;

/// Days in which a bank brings back what it has paid.
const BACK_DAYS: u64 = 30;

impl Simulation {
    /// Sends what is open; claims that are under review are taken off first. The bank gets the file, or gets it later.
    pub(super) async fn send(&mut self) -> Result<(), Failure> {
        let centre = self.centre();
        self.send_at(centre, false).await
    }

    /// The same for a centre; in the end nobody is called away.
    pub(super) async fn send_at(&mut self, centre: Centre, at_once: bool) -> Result<(), Failure> {
        let (app, ctx) = (self.world.app.clone(), self.world.ctx(centre.manager));
        for list in claims::batches(&app, &ctx, 0).await?.items {
            match list.state {
                BatchState::Open => self.send_one(centre, &list.id, at_once).await?,
                // Whoever sent it never heard so, or was called away: it is fetched now.
                BatchState::Sent if !self.bank.lists.contains_key(&list.id) => self.hand_over(centre, &list.id).await?,
                BatchState::Sent | BatchState::Settled => {}
            }
        }
        Ok(())
    }

    /// The manager wrote the account that is paid, so that the second one sends. What waits to be approved again is
    /// taken off, or left on, so that the list is refused until it is approved; and so is what is to be settled with
    /// the bank.
    async fn send_one(&mut self, centre: Centre, list: &str, at_once: bool) -> Result<(), Failure> {
        let (app, ctx) = (self.world.app.clone(), self.world.ctx(centre.second));
        let outdated = claims::to_approve_again(&app, &ctx).await?;
        for (_, item) in claims::batch(&app, &ctx, list).await?.lines {
            let waits = outdated.iter().any(|one| one.claim == item.id);
            // What the bank brought back is settled once no other attempt is under way.
            let is_disputed = self.bank.is_disputed(&item.id) && (at_once || self.chance(50));
            if item.state == State::InReview || is_disputed || (waits && self.chance(30)) {
                let (key, order) = (self.key()?, claims::TakeOut { claim: item.id });
                Self::judged(claims::take_out(&app, &ctx, order, &key).await)?;
            }
        }
        let seen = claims::batch(&app, &ctx, list).await?;
        let (version, accounts) = (seen.version, seen.paying.map_or(0, |paying| paying.version));
        let (key, pay_on) = (self.key()?, ctx.today());
        let order = claims::Send { id: list.to_owned(), version, accounts, pay_on };
        let sent = Self::judged(claims::send(&app, &ctx, order.clone(), &key).await)?;
        if sent.is_some() {
            self.bank.goes(list);
        }
        if self.chance(20) {
            Self::judged(claims::send(&app, &ctx, order, &key).await)?;
        }
        if sent.is_some() && (at_once || self.chance(80)) {
            self.hand_over(centre, list).await?;
        }
        Ok(())
    }

    /// The bank gets the file of a list; what stands in it is what it pays. Fetched twice it is the same.
    async fn hand_over(&mut self, centre: Centre, list: &str) -> Result<(), Failure> {
        let (app, ctx) = (self.world.app.clone(), self.world.ctx(centre.officer));
        let file = claims::pay_file(&app, &ctx, list, claims::PayFormat::Csv).await?;
        let seen = claims::batch(&app, &ctx, list).await?;
        let of: BTreeMap<String, String> =
            seen.lines.into_iter().map(|(attempt, item)| (attempt.code, item.id)).collect();
        let mut lines = Vec::new();
        for (name, dong) in read(&file.bytes)? {
            let claim = of.get(&name).ok_or("the file names an attempt that its list does not have")?;
            lines.push(Line { claim: claim.clone(), name, dong });
        }
        self.bank.take(list, seen.pay_on.ok_or("a list that was sent has no day")?, lines);
        if self.chance(20) && claims::pay_file(&app, &ctx, list, claims::PayFormat::Csv).await? != file {
            return Err("the file of a list changed".into());
        }
        Ok(())
    }

    /// The bank pays, refuses, brings back; and its answers arrive, or not yet.
    pub(super) async fn bank_acts(&mut self) -> Result<(), Failure> {
        let today = self.world.app.clock().now().day();
        let names: Vec<String> = self.bank.attempts.keys().cloned().collect();
        let mut corrected = Vec::new();
        for name in names {
            let (decides, bounces, brings_back) = (self.chance(60), self.chance(20), self.chance(4));
            let corrects = self.chance(6);
            let Some(attempt) = self.bank.attempts.get_mut(&name) else { continue };
            let is_late = |on: NaiveDate| on.checked_add_days(Days::new(BACK_DAYS)).is_none_or(|last| last < today);
            match attempt.fate {
                None if decides && bounces => {
                    attempt.fate = Some(Fate::Bounced);
                    self.done.bounced += 1;
                }
                None if decides => {
                    attempt.fate = Some(Fate::Paid(today.max(attempt.pay_on)));
                    self.done.paid += 1;
                }
                // Also while it is asked back, or after: what was given back of it is paid back to the centre.
                Some(Fate::Paid(on)) if brings_back && !attempt.is_disputed && !is_late(on) => {
                    attempt.fate = Some(Fate::BroughtBack(on));
                    self.done.brought_back += 1;
                }
                // Also after the claim was given up, and its person claimed for again.
                Some(Fate::Bounced) if corrects && attempt.told == Some(Fate::Bounced) => corrected.push(name),
                None | Some(Fate::Paid(_) | Fate::Bounced | Fate::BroughtBack(_)) => {}
            }
        }
        for name in corrected {
            self.correct(&name, today).await?;
        }
        let lists: Vec<String> = self.bank.lists.keys().cloned().collect();
        for list in lists {
            if self.chance(50) {
                self.answer(&list, today).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn answer(&mut self, list: &str, today: NaiveDate) -> Result<(), Failure> {
        let file = self.bank.answers(list, today);
        let (key, app) = (self.key()?, self.world.app.clone());
        for centre in self.world.centres.clone() {
            let ctx = self.world.ctx(centre.officer);
            let outcome = claims::import_result(&app, &ctx, list, file.as_bytes(), &key).await;
            let Some(imported) = Self::judged(outcome)? else { continue };
            let refused = imported.rows.into_iter().filter(|row| row.verdict == Verdict::Contradicts);
            self.bank.arrived(list, today, &refused.map(|row| row.code).collect::<Vec<_>>());
            if self.chance(30) {
                let key = self.key()?;
                Self::judged(claims::import_result(&app, &ctx, list, file.as_bytes(), &key).await)?;
            }
        }
        Ok(())
    }
}

/// Names and amounts of a file, read by the bank and not by what wrote it: no cell that counts holds a quote.
fn read(bytes: &[u8]) -> Result<Vec<(String, i64)>, Failure> {
    let text = std::str::from_utf8(bytes)?.trim_start_matches('\u{feff}');
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let headings = lines.next().ok_or("a file without headings")?;
    let column = |name: &str| headings.iter().position(|heading| *heading == name).ok_or("a column is missing");
    let (name, dong) = (column("code")?, column("dong")?);
    let cells =
        lines.map(|line| Ok((line.get(name).ok_or("a code")?.to_string(), line.get(dong).ok_or("dong")?.parse()?)));
    cells.collect()
}
