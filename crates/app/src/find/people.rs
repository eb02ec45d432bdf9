//! People of the own centre for a vacancy: by what they can do and wish for, and by how far they live. Only those who
//! agreed that their profile is compared with vacancies; rights stand before the list, and the list is noted, with a
//! look of everybody in it, one a day for each who sees them.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::postings::ENTITY;
use crate::profiles::look::{Listed, fresh};
use crate::profiles::{self, Profile};
use crate::reading::found_of;
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::rows::{self, Posting};
use sanviec_domain::consent::{Matter, Purpose};
use sanviec_domain::person::Birth;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_reference::place::Found;
use sanviec_reference::unit::{self, Level, Unit, distance_km};
use sanviec_reference::{occupation, skill};
use sanviec_store::{audit, look, posting, profile, referral};
use uuid::Uuid;

/// Profiles that are looked at for one list.
const LOOKED_AT: i64 = 120;
/// Profiles that fit and are put in order.
const ENOUGH: usize = 75;
/// People of a list.
const MOST: usize = 25;
/// Communes this near count as near, in kilometres.
const NEAR_KM: f64 = 15.0;
/// Communes in which the trade is looked for by itself.
const CLOSE: usize = 100;
/// What counts how much: a skill, the very occupation, its group, living near.
const SKILL: i64 = 4;
const OCCUPATION: i64 = 8;
const GROUP: i64 = 3;
const NEAR: i64 = 4;

/// Somebody who may fit.
#[derive(Clone, Debug)]
pub struct Fit {
    pub id: ProfileId,
    pub name: String,
    pub birth: Option<Birth>,
    /// What the person wishes for, as they wrote it.
    pub wish: Option<String>,
    /// Names of skills that the vacancy asks for and the person has, in both languages.
    pub skills: Vec<(&'static str, &'static str)>,
    /// The occupation or group of occupations in common, in both languages.
    pub occupation: Option<(&'static str, &'static str)>,
    /// Kilometres between home and the nearest workplace.
    pub km: Option<u16>,
    /// Whether an open letter refers the person to this vacancy already.
    pub is_referred: bool,
    /// Whether it is the profile of whoever looks.
    is_own: bool,
}

impl Fit {
    /// What is seen of somebody else. How far they live says where, and what they share with the vacancy what they can.
    fn seen(&self) -> Option<Listed> {
        let fields = [
            (Field::Name, !self.name.is_empty()),
            (Field::Birth, self.birth.is_some()),
            (Field::WishTitle, self.wish.is_some()),
            (Field::Skills, !self.skills.is_empty()),
            (Field::CurrentUnit, self.km.is_some()),
        ];
        let fields = fields.into_iter().filter_map(|(field, seen)| seen.then_some(field)).collect();
        (!self.is_own).then_some((self.id, fields))
    }
}

/// A name in both languages.
pub(super) type Named = (&'static str, &'static str);

/// A vacancy with the people for it.
#[derive(Clone, Debug)]
pub struct Fits {
    /// Code of the posting.
    pub posting: String,
    pub title: String,
    pub employer_id: Uuid,
    /// Best first, at most 25.
    pub people: Vec<Fit>,
    /// Whether more people fit than are shown.
    pub has_more: bool,
}

/// People for a vacancy that is live.
pub async fn people(app: &App, ctx: &Ctx, code: &str) -> Result<Fits, AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    let fields = demand_of(ctx, Action::Refer, Thing::of_centre(centre_id))?;
    let own = ctx.actor.person().map(|person| person.account_id);
    let reader = app.store().reader();
    let code: PostingCode = code.trim().parse().map_err(|_| no_posting())?;
    let row = posting::find(reader, code.uuid()).await?.ok_or_else(no_posting)?;
    let posting = rows::read(row)?;
    if !posting.life.is_live(ctx.now) {
        return Err(no_posting());
    }
    let wanted = Wanted::of(&posting);
    let near = wanted.near();
    let close = wanted.close(&near);
    let asked = profile::Wanted { needed: &wanted.terms, near: (&near, NEAR), close: &close };
    let found = profile::list_fitting(reader, centre_id, asked, LOOKED_AT).await?;
    let ids: Vec<Uuid> = found.iter().map(|(id, _)| *id).collect();
    let mut rows = profile::find_many(reader, &ids).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let referred = referral::list_of_posting(reader, posting.id.0).await?;
    let mut fits = Fits {
        posting: posting.id.code().to_string(),
        title: posting.content.title.clone(),
        employer_id: posting.employer_id.0,
        people: Vec::new(),
        has_more: false,
    };
    // Letters under a profile that became part of another one are that person's.
    let whole = profiles::consents::parts_of(reader, &ids).await?;
    let agreed = profiles::consents::ledgers(reader, &ids).await?;
    // As they were recognised when the profile was written: to do it again for each is dearer than all the rest.
    let known = profile::terms_of(reader, centre_id, &ids, profiles::terms::OCCUPATION).await?;
    let mut ranked = Vec::new();
    for row in rows {
        // They come best first: what is worse than so many that fit is not opened.
        if ranked.len() >= ENOUGH {
            break;
        }
        let profile = rows::profile::read(app.keys()?, &row)?;
        let demand = profiles::demand_for(Matter::whole(Purpose::Matching), &profile, ctx);
        if agreed.get(&row.id).is_none_or(|ledger| ledger.allows(demand, ctx.now).is_err()) {
            continue;
        }
        let codes = known.get(&row.id).map_or(&[][..], Vec::as_slice);
        let mut fit = wanted.fit(&profile, codes, fields);
        fit.is_own = profile.account_id.is_some() && profile.account_id == own;
        let is_theirs = |id: Uuid| id == profile.id.0 || whole.get(&id) == Some(&profile.id.0);
        fit.is_referred = referred.iter().any(|row| is_theirs(row.profile_id) && row.is_open != 0);
        let home = profiles::terms::home(&profile.content);
        ranked.push((wanted.weight(home, codes, &fit), fit));
    }
    ranked.sort_by_key(|(weight, fit)| (std::cmp::Reverse(*weight), fit.km.unwrap_or(u16::MAX), fit.id));
    fits.has_more = ranked.len() > MOST;
    fits.people = ranked.into_iter().map(|(_, fit)| fit).take(MOST).collect();
    noted(app, ctx, posting.id.0, &fits.people).await?;
    Ok(fits)
}

fn no_posting() -> AppError {
    let (vi, en) = ("Không có tin tuyển dụng còn hạn với mã này.", "There is no live vacancy with this code.");
    FieldError::new("posting", "no_live_posting", vi, en).into()
}

/// Who asked for people for which vacancy, how many were shown, and a look of each that does not stand yet today: one
/// write, before anybody is shown.
async fn noted(app: &App, ctx: &Ctx, posting_id: Uuid, people: &[Fit]) -> Result<(), AppError> {
    let after = Some(format!(r#"{{"people":{}}}"#, people.len()));
    let entry = crate::desk::entry(ctx, "find_people", (ENTITY, posting_id), after);
    let listed: Vec<Listed> = people.iter().filter_map(Fit::seen).collect();
    let (looks, store) = (fresh(app, ctx, &listed).await?, app.store().clone());
    app.to_the_end(async move {
        let (looks, entries) = (&looks, &[entry]);
        let write = store.write("find_people", |tx| {
            Box::pin(async move {
                look::append_listed(tx, looks).await?;
                Ok::<_, AppError>(audit::append(tx, entries).await?)
            })
        });
        write.await
    })
    .await
}

/// What a vacancy asks for.
pub(crate) struct Wanted {
    terms: Vec<(String, i64)>,
    skills: Vec<String>,
    occupation: Option<String>,
    /// Communes of its workplaces.
    communes: Vec<&'static Unit>,
    /// Provinces of which no more is known: their seat stands for them, and no distance is told from it.
    provinces: Vec<&'static Unit>,
}

impl Wanted {
    pub(crate) fn of(posting: &Posting) -> Self {
        let content = &posting.content;
        let mut skills: Vec<String> = content.skills.iter().filter_map(|skill| skill.skill_id.clone()).collect();
        skills.extend(skill::recognise(&content.title).into_iter().map(|(_, known)| known.id.to_owned()));
        skills.sort_unstable();
        skills.dedup();
        let mut terms: Vec<(String, i64)> = skills.iter().map(|id| (format!("s:{id}"), SKILL)).collect();
        if let Some(code) = &content.occupation_code {
            terms.push((format!("o:{code}"), OCCUPATION - GROUP));
            terms.extend(code.get(..2).map(|group| (format!("g:{group}"), GROUP)));
        }
        let found = content.workplaces.iter().filter_map(|place| place.unit.as_ref()).filter_map(found_of);
        let (mut communes, mut provinces): (Vec<&'static Unit>, Vec<&'static Unit>) = (Vec::new(), Vec::new());
        for found in found {
            match found {
                Found::Current(unit) if unit.level == Level::Province => provinces.push(unit),
                // Of a former province no seat is known, and its communes are too many to say where.
                place => communes.extend(Some(place.communes()).filter(|all| all.len() <= 40).unwrap_or_default()),
            }
        }
        communes.sort_unstable_by_key(|unit| unit.dense);
        communes.dedup();
        Self { terms, skills, occupation: content.occupation_code.clone(), communes, provinces }
    }

    /// Communes around the workplaces, or around the seats of provinces, as terms.
    fn near(&self) -> Vec<String> {
        let near = unit::communes_within(NEAR_KM, self.communes.iter().chain(&self.provinces).copied());
        near.take(300).map(|unit| format!("c:{}", unit.dense)).collect()
    }

    /// The trade of the vacancy in the communes around it, as terms.
    fn close(&self, near: &[String]) -> Vec<String> {
        let Some(group) = self.occupation.as_deref().and_then(|code| code.get(..2)) else { return Vec::new() };
        let communes = near.iter().filter_map(|term| term.strip_prefix("c:"));
        communes.take(CLOSE).map(|commune| format!("h:{group}:{commune}")).collect()
    }

    /// By what people are found, each with what it counts.
    pub(crate) fn terms(&self) -> &[(String, i64)] {
        &self.terms
    }

    /// Skills that somebody has and the vacancy asks for, and the occupation or group of occupations in common; `codes`
    /// are the person's occupations.
    pub(crate) fn shared(&self, content: &Content, codes: &[String]) -> (Vec<Named>, Option<Named>) {
        let own: Vec<&str> = content.skills.named.iter().filter_map(|skill| skill.skill_id.as_deref()).collect();
        let shared = self.skills.iter().filter(|id| own.contains(&id.as_str())).filter_map(|id| skill::get(id));
        let group = |code: &str| code.get(..2).map(str::to_owned);
        let wanted = self.occupation.as_deref();
        let same = codes.iter().find(|code| Some(code.as_str()) == wanted).cloned();
        let akin = codes.iter().find(|code| wanted.is_some_and(|wanted| group(code) == group(wanted)));
        let common = same.or_else(|| akin.and_then(|code| group(code)));
        let occupation = common.and_then(|code| occupation::get(&code)).map(|found| (found.name_vi, found.name_en));
        (shared.map(|known| (known.name_vi, known.name_en)).collect(), occupation)
    }

    /// Kilometres from a home to the nearest workplace of which the commune is known.
    pub(super) fn km_from(&self, home: Option<&Unit>) -> Option<u16> {
        let away = |home: &Unit| self.communes.iter().map(|here| distance_km(home.point, here.point)).reduce(f64::min);
        home.and_then(away).map(|km| km.round().clamp(0.0, f64::from(u16::MAX)) as u16)
    }

    fn fit(&self, profile: &Profile, codes: &[String], fields: Fields) -> Fit {
        let content = &profile.content;
        let (skills, occupation) = self.shared(content, codes);
        let sees_name = fields.has(Fields::NAME);
        Fit {
            id: profile.id,
            name: content
                .identity
                .name
                .as_ref()
                .filter(|_| sees_name)
                .map(|name| name.as_str().to_owned())
                .unwrap_or_default(),
            birth: content.identity.birth.filter(|_| fields.has(Fields::IDENTITY)),
            wish: content.wish.title.clone(),
            skills,
            occupation,
            km: self.km_from(profiles::terms::home(content)),
            is_referred: false,
            is_own: false,
        }
    }

    fn weight(&self, home: Option<&Unit>, codes: &[String], fit: &Fit) -> i64 {
        let same = codes.iter().any(|code| Some(code) == self.occupation.as_ref());
        let occupation = if same { OCCUPATION } else { i64::from(fit.occupation.is_some()) * GROUP };
        let is_by_seat = |home: &Unit| self.provinces.iter().any(|of| distance_km(home.point, of.point) <= NEAR_KM);
        let is_near = fit.km.is_some_and(|km| f64::from(km) <= NEAR_KM) || home.is_some_and(is_by_seat);
        let near = if is_near { NEAR } else { 0 };
        SKILL * fit.skills.len() as i64 + occupation + near
    }
}
