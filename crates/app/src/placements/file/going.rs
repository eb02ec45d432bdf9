//! Files of more rows than a page waits for: kept while the page waits, judged some rows at a time by the clock. Each
//! row is one write that records it, keeps what was said of it and moves on to the next: stopped anywhere, it goes on
//! at the row that is next, and of two who go on at once one judges a row.
//!
//! It goes on for whoever sent it and by their rights. Of somebody who left meanwhile nothing more is recorded: whoever
//! sends the same file then lets it go on where it stands.

use super::judge::{TAKEN, keep};
use super::keep::{ENTITY, KeptFile, bytes_of};
use super::{Taking, refused, row, rows_of, told};
use crate::app::App;
use crate::ctx::{Actor, Ctx, Locale, Person, Role};
use crate::desk::{entry, own_centre};
use crate::error::AppError;
use crate::import::{Row, Unreadable};
use crate::messages;
use crate::placements::code_of;
use crate::rights::{Action, demand};
use crate::secrets::Keyring;
use crate::stuck::Round;
use sanviec_domain::message::Content;
use sanviec_domain::placement::Source;
use sanviec_store::placement::file::{self, File};
use sanviec_store::placement::sending::{self, Became, DONE, GOING, Judged, STOPPED, Sending};
use sanviec_store::{Error as StoreError, Tx, audit, stuck};
use uuid::Uuid;

/// Rows of one file in one turn.
const PART: usize = 200;
/// Files of one turn.
const FILES: i64 = 10;
/// The one name of sendings; one that cannot go on is noted under its file.
const SENDING: &str = "evidence_sending";

/// Lets the rows of a file be judged by the clock, for whoever sends it. One that goes on already goes on.
pub(super) async fn begin(app: &App, ctx: &Ctx, kept: KeptFile, rows: usize) -> Result<(), AppError> {
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
    if !sending::begin(tx, new).await? {
        let stands = sending::hold(tx, new.file_id).await?.ok_or(StoreError::Missing(SENDING))?;
        // Read otherwise than before, as by another version of the program, its rows are other ones.
        if stands.state == DONE || stands.row_count != new.row_count {
            sending::begin_anew(tx, new).await?;
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

/// Judges the next rows of files that go on; how many steps were made. Called again while it is not zero.
pub async fn take_files(app: &App, ctx: &Ctx) -> Result<usize, AppError> {
    demand(ctx, Action::Tick)?;
    let due = sending::list_going(app.store().reader(), ctx.now.0, FILES).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let (mut round, mut count) = (Round::of(app, ctx, SENDING).await?, 0);
    for going in due {
        let id = going.file_id;
        let (steps, ended) = match Box::pin(go_on(app, ctx, &going)).await {
            Ok(steps) => (steps, Ok(())),
            Err(error) => (0, Err(error)),
        };
        round.ended(id, ended).await?;
        count += steps;
    }
    Ok(count)
}

async fn go_on(app: &App, tick: &Ctx, going: &Sending) -> Result<usize, AppError> {
    let reader = app.store().reader();
    let kept = file::find(reader, going.file_id).await?.ok_or(StoreError::Missing(ENTITY))?;
    let corrupt = |column| StoreError::corrupt(ENTITY, column, kept.id);
    let source = Source::find_by_code(&kept.source).ok_or_else(|| corrupt("source"))?;
    let hash = kept.hash.as_slice().try_into().map_err(|_| corrupt("hash"))?;
    let rows = rows_of(bytes_of(app.keys()?, reader, &kept).await?).await?;
    if i64::try_from(rows.len()) != Ok(going.row_count) {
        return Err(StoreError::corrupt(SENDING, "row_count", kept.id).into());
    }
    let ctx = &for_sender(tick, &kept, going)?;
    let work = Work { taking: Taking { app, ctx, centre_id: kept.centre_id, source, hash }, tick, kept: &kept, going };
    let first = usize::try_from(going.done).map_err(AppError::internal)?;
    let mut count = 0;
    for (number, row) in rows.iter().enumerate().skip(first).take(PART) {
        match work.one(number, row).await? {
            Step::Judged => count += 1,
            Step::Before => {}
            Step::Over => return Ok(count),
        }
    }
    let is_whole = first.saturating_add(PART) >= rows.len();
    Ok(count + usize::from(is_whole && finish(app, ctx, &kept).await?))
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

struct Work<'a> {
    taking: Taking<'a>,
    tick: &'a Ctx,
    kept: &'a File,
    going: &'a Sending,
}

impl Work<'_> {
    async fn one(&self, number: usize, row: &Result<Row, Unreadable>) -> Result<Step, AppError> {
        let number = i64::try_from(number).map_err(AppError::internal)?;
        let (line, prepared) = match row {
            Ok(row) => (row.line, told(self.taking.prepare(row).await)?),
            Err(unreadable) => (unreadable.line, Err(vec![unreadable.told("file")])),
        };
        let line = i64::try_from(line).map_err(AppError::internal)?;
        let refusal = match prepared {
            Ok(taking) => match told(self.write((number, line), Doing::Take(Box::new(taking))).await)? {
                Ok(step) => return Ok(step),
                Err(errors) => refused(&errors),
            },
            Err(errors) => refused(&errors),
        };
        self.write((number, line), Doing::Refuse(refusal)).await
    }

    async fn write(&self, (number, line): (i64, i64), doing: Doing) -> Result<Step, AppError> {
        let judging = Judging {
            tick: self.tick.clone(),
            file_id: self.kept.id,
            centre_id: self.kept.centre_id,
            account_id: self.going.account_id,
            number,
            line,
            doing,
        };
        let app = self.taking.app;
        let store = app.store().clone();
        app.to_the_end(async move {
            let judging = &judging;
            store.write("take_file_row", |tx| Box::pin(judging.run(tx))).await
        })
        .await
    }
}

enum Doing {
    Take(Box<row::Taking>),
    Refuse(&'static str),
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
        let (verdict, placement_id, became) = match &self.doing {
            Doing::Take(taking) => {
                let is_new = Box::pin(taking.run(tx)).await?;
                (TAKEN, Some(taking.placement_id), if is_new { Became::Recorded } else { Became::Stood })
            }
            Doing::Refuse(code) => (*code, None, Became::Refused),
        };
        let judged = Judged { number: self.number, line: self.line, verdict: verdict.to_owned(), placement_id };
        sending::note(tx, self.file_id, &judged, became).await?;
        Ok(Step::Judged)
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
