//! The applications of the person who is signed in.

use super::holder::own_profiles;
use super::record::{Advert, Held, advert};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, Thing, demand_of};
use sanviec_domain::application::{ApplicationId, Command, Kind, Open, Side, Stage, State, Status};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::application;

/// One of them in the list.
#[derive(Clone, Debug)]
pub struct Mine {
    pub id: ApplicationId,
    pub advert: Advert,
    pub state: State,
    /// Being written, with the profile.
    pub is_full_draft: bool,
    pub status: Option<Status>,
    /// Closed because the employer did not answer in time.
    pub is_unanswered: bool,
    pub at: Micros,
    /// Until when somebody has to answer.
    pub answer_by: Option<Micros>,
}

/// A page of them, newest first, and where the next begins; among them what a centre sent from a profile that became
/// part of the own one, while it is.
pub async fn list_mine(app: &App, ctx: &Ctx, after: &str, limit: u64) -> Result<(Vec<Mine>, Option<String>), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::ReadApplication, Thing::of_account(person.account_id))?;
    let before = match after {
        "" => None,
        code => Some(code.parse::<PostingCode>().map_err(|_| AppError::NotFound)?.uuid()),
    };
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let mut rows = application::list_of_account(reader, person.account_id, before, limit + 1).await?;
    let profiles = own_profiles(reader, person.account_id).await?;
    let sent = application::list_of_profiles(reader, &profiles).await?.into_iter();
    rows.extend(sent.filter(|row| row.account_id.is_none() && before.is_none_or(|before| row.id < before)));
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    let more = rows.len() as u64 > limit;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| PostingCode::of(row.id).to_string());
    let mut list = Vec::new();
    for row in rows {
        let held = Held::read(keys, row)?;
        let life = held.life.clone().step(Command::Tick, Side::System, ctx.now).map_err(super::refused)?.0;
        list.push(Mine {
            id: held.id(),
            advert: advert(reader, &held.row).await?,
            state: life.state(),
            is_full_draft: life.state() == State::Draft && life.terms.kind == Kind::Full,
            status: life.status(),
            is_unanswered: life.is_unanswered(),
            at: Micros(held.row.sent_at.unwrap_or(held.row.created_at)),
            answer_by: match life.stage {
                Stage::Open(Open { answer_by, .. }) => Some(answer_by),
                Stage::AwaitingGuardian { until } => Some(until),
                _ => None,
            },
        });
    }
    Ok((list, next))
}
