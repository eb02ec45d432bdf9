//! Files of more rows than a page waits for: kept while the page waits, judged some rows at a time by the clock. Each
//! row is one write that records it, keeps what was said of it and moves on to the next: stopped anywhere, it goes on
//! at the row that is next, and of two who go on at once one judges a row. Files of the insurer and of payrolls and a
//! centre's own lists differ in what a row does, and in nothing else.
//!
//! It goes on for whoever sent it and by their rights. Of somebody who left meanwhile nothing more is recorded: whoever
//! sends the same file then lets it go on where it stands.

use super::judge::{TAKEN, keep};
use super::keep::{ENTITY, KeptFile, bytes_of};
use super::list::source_of;
use super::mend::{ToDo, to_do};
use super::{Taking, refused, row, rows_of, told};
use crate::app::App;
use crate::ctx::{Actor, Ctx, Locale, Person, Role};
use crate::desk::{entry, own_centre};
use crate::error::{AppError, FieldError};
use crate::import::{Row, Unreadable};
use crate::messages;
use crate::placements::running::{Listing, RunningTaking, is_there_now, waits};
use crate::placements::{code_of, id_of};
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use sanviec_domain::message::Content;
use sanviec_domain::placement::Source;
use sanviec_store::placement::file::{self, File};
use sanviec_store::placement::left::{self, Left};
use sanviec_store::placement::sending::{self, Became, DONE, GOING, Judged, STOPPED, Sending};
use sanviec_store::{Error as StoreError, Tx, audit, stuck};
use uuid::Uuid;

/// Rows of one file between two looks at the clock.
const PART: usize = 200;
/// Files of one turn.
const FILES: i64 = 10;
/// The one name of sendings; one that cannot go on is noted under its file.
const SENDING: &str = "evidence_sending";

/// Lets the rows of a file be judged by the clock, for whoever sends it. One that goes on already goes on.
pub(in crate::placements) async fn begin(app: &App, ctx: &Ctx, kept: KeptFile, rows: usize) -> Result<(), AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::RecordFact)?;
    let new = Sending {
        file_id: kept.id,
        account_id: person.account_id,
        role: person.role.code().to_owned(),
        state: GOING.to_owned(),
        row_count: i64::try_from(rows).map_err(AppError::internal)?,
        done: 0,
        recorded: 0,
        stood: 0,
        refused: 0,
        begun_at: ctx.now.0,
        ended_at: None,
    };
    let noted = entry(ctx, "send_file", (ENTITY, kept.id), Some(format!(r#"{{"rows":{rows}}}"#)));
    let store = app.store().clone();
    app.to_the_end(async move {
        let (new, noted) = (&new, std::slice::from_ref(&noted));
        store.write("send_file", |tx| Box::pin(send(tx, (new, centre_id), noted))).await
    })
    .await
}

async fn send(tx: &Tx<'_>, (new, centre_id): (&Sending, Uuid), noted: &[audit::Row]) -> Result<(), AppError> {
    if sending::begin(tx, new).await? {
        left::forget(tx, new.file_id).await?;
    } else {
        let stands = sending::hold(tx, new.file_id).await?.ok_or(StoreError::Missing(SENDING))?;
        // Read otherwise than before, as by another version of the program, its rows are other ones.
        if stands.state == DONE || stands.row_count != new.row_count {
            sending::begin_anew(tx, new).await?;
            left::forget(tx, new.file_id).await?;
        } else {
            let is_there = sending::is_held(tx, (stands.account_id, &stands.role), centre_id).await?;
            if stands.state == GOING && is_there {
                return Ok(());
            }
            sending::take_over(tx, new.file_id, (new.account_id, &new.role)).await?;
        }
        // What kept it from going on may be mended.
        stuck::forget(tx, SENDING, new.file_id).await?;
    }
    Ok(audit::append_at(tx, Some(centre_id), noted).await?)
}

/// Judges the next rows of files that go on; how many steps were made. Called again while it is not zero. The files
/// share this time, in microseconds: each is read once and goes on until its share has passed, for 200 rows at least.
pub async fn take_files(app: &App, ctx: &Ctx, time_us: i64) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let due = sending::list_going(app.store().reader(), ctx.now.0, FILES).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let share_us = time_us / i64::try_from(due.len()).map_err(AppError::internal)?;
    let (mut round, mut count) = (Round::of(app, ctx, SENDING).await?, 0);
    for going in due {
        let id = going.file_id;
        let (steps, ended) = match Box::pin(go_on(app, ctx, (&going, share_us))).await {
            Ok(steps) => (steps, Ok(())),
            Err(error) => (0, Err(error)),
        };
        round.ended(id, ended).await?;
        count += steps;
    }
    Ok(count)
}

async fn go_on(app: &App, tick: &Ctx, (going, share_us): (&Sending, i64)) -> Result<usize, AppError> {
    let until = app.clock().now().0.saturating_add(share_us);
    let reader = app.store().reader();
    let kept = file::find(reader, going.file_id).await?.ok_or(StoreError::Missing(ENTITY))?;
    let rows = rows_of(source_of(&kept)?, bytes_of(app.keys()?, reader, &kept).await?).await?;
    if i64::try_from(rows.len()) != Ok(going.row_count) {
        return Err(StoreError::corrupt(SENDING, "row_count", kept.id).into());
    }
    let (mut next, mut count) = (usize::try_from(going.done).map_err(AppError::internal)?, 0);
    loop {
        // Each part is recorded at an instant of its own.
        let tick = &Ctx { now: app.clock().now(), ..tick.clone() };
        let ctx = &for_sender(tick, &kept, going)?;
        let work = Work { app, takes: Takes::of(app, ctx, &kept)?, tick, kept: &kept, going };
        let (judged, is_over) = work.part(&rows, next).await?;
        count += judged;
        next = next.saturating_add(PART);
        if is_over {
            return Ok(count);
        }
        if next >= rows.len() {
            return Ok(count + usize::from(finish(app, ctx, &kept).await?));
        }
        if app.clock().now().0 >= until {
            return Ok(count);
        }
    }
}

/// As whoever sent it would act now: with their role at the centre of the file and no session.
fn for_sender(tick: &Ctx, kept: &File, going: &Sending) -> Result<Ctx, AppError> {
    let role = Role::of(&going.role).ok_or_else(|| StoreError::corrupt(SENDING, "role", kept.id))?;
    let (account_id, session_id, centre_id) = (going.account_id, Uuid::nil(), Some(kept.centre_id));
    let person = Person { account_id, session_id, role, centre_id, employer_id: None, is_fresh: false };
    Ok(Ctx { actor: Actor::Person(person), locale: Locale::Vi, ..tick.clone() })
}

/// What came of trying to judge a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Judged,
    /// Somebody else judged it before.
    Before,
    /// It goes on no more, or for somebody else.
    Over,
}

/// What takes the rows of a file, by who speaks by it.
enum Takes<'a> {
    Attested(Taking<'a>),
    Listed(Listing<'a>),
}

impl<'a> Takes<'a> {
    fn of(app: &'a App, ctx: &'a Ctx, kept: &File) -> Result<Self, AppError> {
        let hash = kept.hash.as_slice().try_into();
        let hash = hash.map_err(|_| StoreError::corrupt(ENTITY, "hash", kept.id))?;
        let centre_id = kept.centre_id;
        Ok(match source_of(kept)? {
            Source::Centre => Self::Listed(Listing { app, ctx, centre_id, hash }),
            source => Self::Attested(Taking { app, ctx, centre_id, source, hash }),
        })
    }

    async fn prepare(&self, row: &Row) -> Result<Doing, AppError> {
        Ok(match self {
            Self::Attested(taking) => Doing::Attest(Box::new(taking.prepare(row).await?)),
            Self::Listed(listing) => Doing::List(Box::new(Box::pin(listing.prepare(row)).await?)),
        })
    }
}

struct Work<'a> {
    app: &'a App,
    takes: Takes<'a>,
    tick: &'a Ctx,
    kept: &'a File,
    going: &'a Sending,
}

/// Place of a row in its file, counted from 0, and its number as a spreadsheet shows it.
type At = (i64, i64);

impl Work<'_> {
    /// Judges some rows from this one on; how many were judged by this, and whether it goes on no more.
    async fn part(&self, rows: &[Result<Row, Unreadable>], next: usize) -> Result<(usize, bool), AppError> {
        let mut count = 0;
        for (number, row) in rows.iter().enumerate().skip(next).take(PART) {
            match Box::pin(self.one(number, row)).await? {
                Step::Judged => count += 1,
                Step::Before => {}
                Step::Over => return Ok((count, true)),
            }
        }
        Ok((count, false))
    }

    async fn one(&self, number: usize, row: &Result<Row, Unreadable>) -> Result<Step, AppError> {
        let number = i64::try_from(number).map_err(AppError::internal)?;
        let (line, row) = match row {
            Ok(row) => (row.line, Ok(row)),
            Err(unreadable) => (unreadable.line, Err(vec![unreadable.told("file")])),
        };
        let at = (number, i64::try_from(line).map_err(AppError::internal)?);
        let errors = match row {
            Ok(row) => match self.take(at, row).await? {
                Ok(step) => return Ok(step),
                Err(errors) => errors,
            },
            Err(errors) => errors,
        };
        self.write(at, Doing::Refuse(errors)).await
    }

    /// Takes a row in, or says what is wrong with it.
    async fn take(&self, at: At, row: &Row) -> Result<Result<Step, Vec<FieldError>>, AppError> {
        match self.attempt(at, row).await? {
            Err(errors) if is_there_now(&errors) => self.attempt(at, row).await,
            answer => Ok(answer),
        }
    }

    async fn attempt(&self, at: At, row: &Row) -> Result<Result<Step, Vec<FieldError>>, AppError> {
        match told(self.takes.prepare(row).await)? {
            Ok(doing) => told(self.write(at, doing).await),
            Err(errors) => Ok(Err(errors)),
        }
    }

    async fn write(&self, (number, line): At, doing: Doing) -> Result<Step, AppError> {
        let judging = Judging {
            tick: self.tick.clone(),
            file_id: self.kept.id,
            centre_id: self.kept.centre_id,
            account_id: self.going.account_id,
            number,
            line,
            doing,
        };
        let store = self.app.store().clone();
        let work = async move {
            let judging = &judging;
            store.write("take_file_row", |tx| Box::pin(judging.run(tx))).await
        };
        self.app.to_the_end(work).await
    }
}

enum Doing {
    Attest(Box<row::Taking>),
    List(Box<RunningTaking>),
    Refuse(Vec<FieldError>),
}

/// One row, in one write.
struct Judging {
    tick: Ctx,
    file_id: Uuid,
    centre_id: Uuid,
    /// For whom it is judged.
    account_id: Uuid,
    number: i64,
    line: i64,
    doing: Doing,
}

impl Judging {
    async fn run(&self, tx: &Tx<'_>) -> Result<Step, AppError> {
        // Held before the placement, by everybody who judges a row: of two at once the second sees what the first did.
        let stands = sending::hold(tx, self.file_id).await?.ok_or(StoreError::Missing(SENDING))?;
        if stands.state != GOING || stands.account_id != self.account_id || stands.done < self.number {
            return Ok(Step::Over);
        }
        if stands.done > self.number {
            return Ok(Step::Before);
        }
        if !sending::is_held(tx, (stands.account_id, &stands.role), self.centre_id).await? {
            return self.stop(tx).await;
        }
        let (judged, became, left) = Box::pin(self.judge(tx)).await?;
        sending::note(tx, self.file_id, &judged, became).await?;
        if let Some((vi, en)) = left {
            left::note(tx, self.file_id, &Left { line: self.line, vi, en }).await?;
        }
        Ok(Step::Judged)
    }

    /// What is said of the row, what became of it, and what is left to do about it.
    async fn judge(&self, tx: &Tx<'_>) -> Result<(Judged, Became, Option<ToDo>), AppError> {
        let (verdict, placement_id, became, left) = match &self.doing {
            Doing::Attest(taking) => {
                let is_new = taking.run(tx).await?;
                (TAKEN, Some(taking.placement_id), became(is_new), None)
            }
            Doing::List(taking) => {
                let taken = taking.run(tx).await?;
                let is_new = taking.is_new() || taken.recorded > 0;
                (TAKEN, Some(id_of(&taken.placement)?), became(is_new), waits(taken.waiting))
            }
            Doing::Refuse(errors) => (refused(errors), None, Became::Refused, Some(to_do(errors))),
        };
        let judged = Judged { number: self.number, line: self.line, verdict: verdict.to_owned(), placement_id };
        Ok((judged, became, left))
    }

    /// Whoever sent it works there no more in the role in which they sent it.
    async fn stop(&self, tx: &Tx<'_>) -> Result<Step, AppError> {
        sending::end(tx, self.file_id, (STOPPED, self.tick.now.0)).await?;
        let after = format!(r#"{{"done":{}}}"#, self.number);
        let noted = entry(&self.tick, "stop_file", (ENTITY, self.file_id), Some(after));
        audit::append_at(tx, Some(self.centre_id), &[noted]).await?;
        Ok(Step::Over)
    }
}

/// What became of a row that was taken: a fact of it was recorded now, or all of it stood.
const fn became(is_new: bool) -> Became {
    if is_new { Became::Recorded } else { Became::Stood }
}

/// Ends a sending whose last row was judged, keeps its verdicts for good and tells whoever sent it; whether it was
/// ended by this.
async fn finish(app: &App, ctx: &Ctx, kept: &File) -> Result<bool, AppError> {
    let ending = Ending {
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        file_id: kept.id,
        centre_id: kept.centre_id,
        message_id: app.ids().next(),
    };
    let store = app.store().clone();
    app.to_the_end(async move {
        let ending = &ending;
        store.write("end_file", |tx| Box::pin(ending.run(tx))).await
    })
    .await
}

struct Ending {
    keys: Keyring,
    ctx: Ctx,
    file_id: Uuid,
    centre_id: Uuid,
    message_id: Uuid,
}

impl Ending {
    async fn run(&self, tx: &Tx<'_>) -> Result<bool, AppError> {
        let stands = sending::hold(tx, self.file_id).await?.ok_or(StoreError::Missing(SENDING))?;
        let is_theirs = self.ctx.actor.person().is_some_and(|person| person.account_id == stands.account_id);
        if stands.state != GOING || stands.done < stands.row_count || !is_theirs {
            return Ok(false);
        }
        let rows = sending::list_rows(tx, self.file_id).await?;
        let rows = rows.into_iter().map(|row| (row.line, row.verdict, row.placement_id)).collect();
        keep(tx, &self.ctx, self.file_id, rows).await?;
        sending::forget_rows(tx, self.file_id).await?;
        sending::end(tx, self.file_id, (DONE, self.ctx.now.0)).await?;
        // Whoever left meanwhile is told nothing of the centre.
        if sending::is_held(tx, (stands.account_id, &stands.role), self.centre_id).await? {
            let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
            let content = Content::FileJudged {
                recorded: count(stands.recorded),
                stood: count(stands.stood),
                refused: count(stands.refused),
                path: format!("/trung-tam/viec-lam/tep-da-luu/{}", code_of(self.file_id)),
            };
            let to = (self.message_id, stands.account_id);
            messages::to_account(tx, (&self.keys, &self.ctx), to, &content, None).await?;
        }
        Ok(true)
    }
}
