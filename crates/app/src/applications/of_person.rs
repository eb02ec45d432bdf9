//! The applications of somebody whom a centre serves, as its staff see them: what was handed in with the profile that
//! the centre keeps, and where it stands; what they see of one of them is in [`super::at_desk`]. What is still being
//! written is the person's alone, and so is what was sent with a telephone number only.

use super::record::{Held, by_centre};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use crate::stuck::Round;
use sanviec_domain::application::{ApplicationId, Command, Open, Side, Stage, State, Status};
use sanviec_domain::time::Micros;
use sanviec_store::{application, employer, posting};
use uuid::Uuid;

/// What one is noted as that cannot be read: of another kind than for the clock, which may move what is not shown, or
/// the other way about.
const UNREAD: &str = "application_view";

/// One of them.
#[derive(Clone, Debug)]
pub struct OfPerson {
    pub id: ApplicationId,
    pub posting_title: String,
    pub employer_name: String,
    pub state: State,
    /// `None` before it was sent.
    pub status: Option<Status>,
    /// Closed because the employer did not answer in time.
    pub is_unanswered: bool,
    /// When it was sent, or begun.
    pub at: Micros,
    /// Until when somebody has to answer.
    pub answer_by: Option<Micros>,
    /// The centre that sent it for the person.
    pub by_centre: Option<String>,
}

/// What was handed in with these profiles of one person of a centre, newest first. One that cannot be read is left out
/// and noted as stuck until it can: it keeps the rest of the person from nobody.
pub(crate) async fn list_of_person(
    app: &App,
    ctx: &Ctx,
    centre_id: Uuid,
    family: &[Uuid],
) -> Result<Vec<OfPerson>, AppError> {
    demand_of(ctx, Action::ReadApplication, Thing::of_centre(centre_id))?;
    let reader = app.store().reader();
    let mut rows = application::list_of_profiles(reader, family).await?;
    rows.retain(|row| row.state != State::Draft.code() && row.state != State::Erased.code());
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let postings: Vec<Uuid> = rows.iter().map(|row| row.posting_id).collect();
    let titles = posting::titles(reader, &postings).await?;
    let (mut round, mut list) = (Round::of(app, ctx, UNREAD).await?, Vec::with_capacity(rows.len()));
    for row in rows {
        let (id, title) = (row.id, titles.get(&row.posting_id).cloned().unwrap_or_default());
        let read = one(app, ctx, row, title).await.map(|one| list.push(one));
        round.ended(id, read).await?;
    }
    Ok(list)
}

async fn one(app: &App, ctx: &Ctx, row: application::Row, posting_title: String) -> Result<OfPerson, AppError> {
    let reader = app.store().reader();
    let held = Held::read(app.keys()?, row)?;
    // A late tick must not show a promise that has run out.
    let life = held.life.step(Command::Tick, Side::System, ctx.now).map_err(super::refused)?.0;
    Ok(OfPerson {
        id: ApplicationId(held.row.id),
        posting_title,
        employer_name: employer::load(reader, held.row.employer_id).await?.name,
        state: life.state(),
        status: life.status(),
        is_unanswered: life.is_unanswered(),
        at: Micros(held.row.sent_at.unwrap_or(held.row.created_at)),
        answer_by: match life.stage {
            Stage::Open(Open { answer_by, .. }) => Some(answer_by),
            Stage::AwaitingGuardian { until } => Some(until),
            _ => None,
        },
        by_centre: by_centre(reader, &held.row).await?,
    })
}
