//! Vacancies for a person: those for the work that the person wishes for, around where the person lives, each with why
//! it stands there. The desk asks for somebody of its centre, a person for the own profile. Why, and how far it is, is
//! told only of somebody who agreed to be compared with vacancies; the person gets no list at all without that.

use super::card::Card;
use super::params::Params;
use super::people::Wanted;
use super::search;
use super::understood::RADII;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::{self, Profile, typed};
use crate::{reading, rows};
use sanviec_domain::consent::{Lack, Matter, Purpose};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, CurrentAddress};
use sanviec_reference::occupation;
use sanviec_store::posting;
use std::collections::HashMap;
use uuid::Uuid;

/// Kilometres around home in which vacancies are looked for, of somebody who does not say how far to go.
const AROUND_KM: u16 = 25;

/// What vacancies are looked for by, as it stands in the two boxes of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The work.
    pub words: String,
    /// The place around which.
    pub near: String,
}

impl Sought {
    /// The work that a person wishes for, or else has done, around where the person lives.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        let named = content.wish.occupation_code.as_deref().and_then(occupation::get);
        let worked = content.experience.jobs.iter().find_map(|job| job.post.clone());
        let words = content.wish.title.clone().or_else(|| named.map(|known| known.name_vi.to_owned())).or(worked);
        let elsewhere = match &content.residence.current {
            CurrentAddress::Elsewhere(address) => address.unit.as_ref(),
            CurrentAddress::Unstated | CurrentAddress::Permanent => None,
        };
        let home = elsewhere.or(content.residence.permanent.unit.as_ref());
        Self { words: words.unwrap_or_default(), near: home.map(typed::unit_name).unwrap_or_default() }
    }

    fn params(&self, content: &Content) -> Params {
        let near = self.near.trim();
        // Of a whole province the seat says nothing about how far it is: all of the province is meant.
        let is_small = reading::area("place", near)
            .is_ok_and(|area| area.provinces.is_empty() && area.former.is_empty() && area.point.is_some());
        Params {
            q: self.words.clone(),
            place: if near.is_empty() { Vec::new() } else { vec![near.to_owned()] },
            within_km: if is_small { radius_km(content).to_string() } else { String::new() },
            ..Params::default()
        }
    }
}

/// The first radius of a search that is no less than how far the person would go.
fn radius_km(content: &Content) -> u16 {
    let far = content.mobility.radius_km.unwrap_or(AROUND_KM);
    RADII.into_iter().find(|km| *km >= far).unwrap_or(RADII[RADII.len() - 1])
}

/// One vacancy for a person.
#[derive(Clone, Debug)]
pub struct Suited {
    pub card: Card,
    /// Names of skills that it asks for and the person has, in both languages.
    pub skills: Vec<(&'static str, &'static str)>,
    /// The occupation or group of occupations in common, in both languages.
    pub occupation: Option<(&'static str, &'static str)>,
    /// Kilometres between home and the nearest workplace.
    pub km: Option<u16>,
}

/// Vacancies for a person, as a search puts them in order.
#[derive(Clone, Debug)]
pub struct Vacancies {
    pub items: Vec<Suited>,
    /// How many there are.
    pub total: u64,
    /// Whether there are more than are listed.
    pub has_more: bool,
    /// Why no reasons and no distances are told.
    pub lack: Option<Lack>,
}

/// Vacancies for somebody whose profile was opened. Nothing of it is told that was not opened with it.
pub async fn vacancies(app: &App, ctx: &Ctx, profile: &Profile, sought: &Sought) -> Result<Vacancies, AppError> {
    let lack = lack(app, ctx, profile).await?;
    let found = Box::pin(search::postings(app, ctx, &sought.params(&profile.content))).await?;
    let cards = found.items.iter().filter_map(|item| serde_json::from_slice::<Card>(&item.card).ok());
    let cards: Vec<Card> = cards.collect();
    let codes = |card: &Card| card.id.parse::<PostingCode>().ok().map(PostingCode::uuid);
    let ids: Vec<Uuid> = cards.iter().filter_map(codes).collect();
    let mut wanted = HashMap::new();
    for row in posting::find_many(app.store().reader(), &ids).await? {
        let posting = rows::read(row)?;
        // The index may be a moment behind.
        if posting.life.is_live(ctx.now) {
            wanted.insert(posting.id.0, Wanted::of(&posting));
        }
    }
    let compared = lack.is_none().then_some(&profile.content);
    let worked = compared.map(profiles::terms::occupations).unwrap_or_default();
    let suited = |card: Card| {
        let of = wanted.get(&codes(&card)?)?;
        let (skills, occupation) = compared.map(|content| of.shared(content, &worked)).unwrap_or_default();
        let km = compared.and_then(|content| of.km_from(profiles::terms::home(content)));
        Some(Suited { card, skills, occupation, km })
    };
    let items = cards.into_iter().filter_map(suited).collect();
    Ok(Vacancies { items, total: found.total, has_more: found.next.is_some(), lack })
}

/// Why a person may not be compared with vacancies now, where that is so.
async fn lack(app: &App, ctx: &Ctx, profile: &Profile) -> Result<Option<Lack>, AppError> {
    let agreed = profiles::consents::ledger(app.store().reader(), profile.id).await?;
    let demand = profiles::demand_for(Matter::whole(Purpose::Matching), profile, ctx);
    Ok(agreed.allows(demand, ctx.now).err())
}

/// What is suggested to the person who is signed in.
#[derive(Clone, Debug)]
pub enum Suggested {
    /// There is no profile yet.
    NoProfile,
    /// The person did not agree to be compared with vacancies, or a guardian did not.
    NotAgreed(Lack),
    /// The profile says nothing of the work.
    NoWish,
    /// What was looked for, and what was found.
    Listed(Sought, Vacancies),
}

/// Vacancies for the person who is signed in, by the own profile.
pub async fn own_vacancies(app: &App, ctx: &Ctx) -> Result<Suggested, AppError> {
    let Some(profile) = profiles::find_own(app, ctx).await? else { return Ok(Suggested::NoProfile) };
    if let Some(lack) = lack(app, ctx, &profile).await? {
        return Ok(Suggested::NotAgreed(lack));
    }
    let sought = Sought::of(&profile.content);
    if sought.words.is_empty() {
        return Ok(Suggested::NoWish);
    }
    let vacancies = vacancies(app, ctx, &profile, &sought).await?;
    Ok(Suggested::Listed(sought, vacancies))
}
