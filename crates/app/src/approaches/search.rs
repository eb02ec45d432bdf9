//! People for a vacancy among those who opened their profile: what they can do and wish for, without name and without
//! any way to reach them. Everybody in the list is told by a look, written before the list is shown.

use super::own_posting;
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::find::Wanted;
use crate::profiles::look::{Why, note};
use crate::profiles::{self, Profile, Visibility};
use crate::rows;
use sanviec_domain::approach::State;
use sanviec_domain::consent::Ledger;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_store::{application, approach, audit, profile};
use std::collections::BTreeMap;
use uuid::Uuid;

/// People of a list.
const MOST: usize = 20;
/// Profiles that are looked at for one list: all of them agreed.
const LOOKED_AT: i64 = 60;
/// Lists of one employer in a day.
const LISTS: Limit = Limit { name: "candidates_listed_for", most: 40, window_us: 24 * 60 * MINUTE };

/// Somebody who may fit.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: ProfileId,
    /// What the person can do and wishes for: fields about work alone.
    pub content: Content,
    /// Names of skills that the vacancy asks for and the person has, in both languages.
    pub skills: Vec<(&'static str, &'static str)>,
    /// The occupation or group of occupations in common, in both languages.
    pub occupation: Option<(&'static str, &'static str)>,
    /// What became of asking the person to apply.
    pub asked: Option<State>,
    /// The person applied already.
    pub has_applied: bool,
}

/// A vacancy with people who may be asked.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// Code of the posting.
    pub posting: String,
    pub title: String,
    /// Best first.
    pub people: Vec<Candidate>,
}

/// People who agreed to be found, for a live vacancy of the verified employer that one acts for.
pub async fn candidates(app: &App, ctx: &Ctx, code: &str) -> Result<Candidates, AppError> {
    let reader = app.store().reader();
    let posting = own_posting(reader, ctx, code).await?;
    let wanted = Wanted::of(&posting);
    let asked = profile::Wanted { needed: wanted.terms(), near: (&[], 0), close: &[] };
    // Under this key stand only those who agree: nobody who does not takes a place of the list.
    let found = profile::list_fitting(reader, profile::OPEN_TO_EMPLOYERS, asked, LOOKED_AT).await?;
    let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let mut rows = profile::find_many(reader, &ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let before = approach::list_of_posting(reader, posting.id.0, &ids).await?;
    let agreed = profiles::consents::ledgers(reader, &ids).await?;
    let mut people = Vec::new();
    for row in rows {
        let profile = rows::profile::read(app.keys()?, &row)?;
        let Some(content) = shown(ctx, &profile, &agreed) else { continue };
        let Some(account_id) = profile.account_id else { continue };
        let seen = Profile { content, ..profile };
        let (skills, occupation) = wanted.shared(&seen.content, &profiles::terms::occupations(&seen.content));
        if skills.is_empty() && occupation.is_none() {
            continue;
        }
        let asked = before.iter().find(|row| row.profile_id == seen.id.0);
        people.push(Candidate {
            id: seen.id,
            skills,
            occupation,
            asked: asked.and_then(|row| State::find_by_code(&row.state)),
            has_applied: application::find_once(reader, posting.id.0, &[], Some(account_id)).await?.is_some(),
            content: seen.content,
        });
        if people.len() >= MOST {
            break;
        }
    }
    noted(app, ctx, (posting.id.0, posting.employer_id.0), &people).await?;
    Ok(Candidates { posting: posting.id.code().to_string(), title: posting.content.title.clone(), people })
}

/// What stands on the card of somebody who was found: occupation, skills, area, experience. What a person writes in
/// their own words beside that may name them, and is not shown.
const CARD: [Field; 7] = [
    Field::WishTitle,
    Field::Skills,
    Field::ExperienceYears,
    Field::Jobs,
    Field::GeneralEducation,
    Field::TechnicalLevel,
    Field::Places,
];

/// What the employer sees of a person now: nothing unless the person, and of a minor the guardian, agrees at this
/// moment. The consent is asked with the rows that are read.
pub(super) fn shown(ctx: &Ctx, profile: &Profile, agreed: &BTreeMap<Uuid, Ledger>) -> Option<Content> {
    let ledger = agreed.get(&profile.id.0)?;
    if profiles::open_to_employers(ctx, profile, ledger) == Visibility::Centre {
        return None;
    }
    let mut content = profiles::shown_in_full(ctx, profile, ledger).only(|field| CARD.contains(&field));
    for job in &mut content.experience.jobs {
        // Where somebody worked says who it is.
        job.employer = None;
        job.work = None;
    }
    Some(content)
}

/// A look for everybody listed, and who asked for which vacancy: stored before anything is shown.
async fn noted(
    app: &App,
    ctx: &Ctx,
    (posting_id, employer_id): (Uuid, Uuid),
    people: &[Candidate],
) -> Result<(), AppError> {
    let looks: Vec<_> = people.iter().map(|one| (app.ids().next(), one.id, one.content.filled())).collect();
    let (store, ctx, keys) = (app.store().clone(), ctx.clone(), app.keys()?.clone());
    app.to_the_end(async move {
        let (ctx, looks, keys) = (&ctx, &looks, &keys);
        let write = store.write("list_candidates", |tx| {
            Box::pin(async move {
                if !LISTS.count(tx, keys, &[employer_id.as_bytes()], ctx.now.0).await? {
                    return Err(too_many());
                }
                for (id, profile_id, fields) in looks {
                    note(tx, ctx, *id, (*profile_id, Why::Search), fields).await?;
                }
                let after = Some(format!(r#"{{"people":{}}}"#, looks.len()));
                let entry = crate::desk::entry(ctx, "list_candidates", (crate::postings::ENTITY, posting_id), after);
                Ok::<_, AppError>(audit::append(tx, &[entry]).await?)
            })
        });
        write.await
    })
    .await
}

fn too_many() -> AppError {
    let vi = "Hôm nay đơn vị đã tìm người 40 lần. Hãy tìm tiếp vào ngày mai.";
    let en = "The organisation looked for people 40 times today. Please go on tomorrow.";
    FieldError::new("form", "too_many", vi, en).into()
}
