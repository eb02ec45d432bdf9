//! For officers: profiles that may be of one person, beside each other, made one, taken apart again.

use axum::extract::Path;
use axum::http::StatusCode;
use sanviec_app::profiles::{self, Comparison, Hit, Merge};
use sanviec_app::{AppError, Key};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::time::{clock_time, short_date};
use uuid::Uuid;

use super::{Reply, Stop, demand_person, labels, sheet};
use crate::format;
use crate::http::{Filled, Visit, elsewhere, unkept};
use crate::view::{PairPage, PairRow, PairsPage, Person};

fn named(visit: &Visit, code: &str) -> Result<ProfileId, Stop> {
    let code: Result<PostingCode, _> = code.parse();
    code.map(ProfileId::from).map_err(|_| visit.fail(AppError::NotFound).into())
}

fn path(one: ProfileId, other: ProfileId) -> String {
    format!("/ho-so/trung/{}/{}", one.code(), other.code())
}

pub(super) async fn list(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let id = named(&visit, &code)?;
    let hits = profiles::duplicates(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("pair-title"));
    page.indexed = false;
    let people = hits.iter().map(|hit| person(&visit, id, hit)).collect();
    let undoable = profiles::merges(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let mut merges = Vec::with_capacity(undoable.len());
    for one in undoable {
        let at = format!("{} {}", clock_time(one.at), format::short_date(visit.lang, one.at.day()));
        merges.push((visit.lang.t1("pair-merged-at", "time", at), one.id.to_string(), sheet::key(&visit)?));
    }
    let done = match visit.asked("xong") {
        "gop" => Some(visit.lang.t("pair-merged")),
        "tach" => Some(visit.lang.t("pair-undone")),
        "khac" => Some(visit.lang.t("pair-parted")),
        _ => None,
    };
    Ok(unkept(&visit, StatusCode::OK, &PairsPage { page, done, people, merges }))
}

fn person(visit: &Visit, of: ProfileId, hit: &Hit) -> Person {
    let about = [
        hit.birth.map(|birth| short_date(birth.day())),
        hit.unit.as_ref().map(profiles::typed::unit_name),
        hit.number_masked.clone(),
        hit.phone_masked.clone(),
    ];
    Person {
        name: hit.name.as_str().into(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · ").into(),
        same: visit.lang.t1("pair-same", "what", labels::names(visit, &hit.same)),
        href: visit.lang.href(&path(of, hit.id)),
    }
}

pub(super) async fn compare(visit: Visit, Path((one, other)): Path<(String, String)>) -> Reply {
    demand_person(&visit)?;
    let (one, other) = (named(&visit, &one)?, named(&visit, &other)?);
    let compared = profiles::compare(visit.app(), &visit.ctx, one, other).await.map_err(|error| visit.fail(error))?;
    Ok(unkept(&visit, StatusCode::OK, &pair(&visit, &compared, None)?))
}

fn pair(visit: &Visit, compared: &Comparison, wrong: Option<String>) -> Result<PairPage, Stop> {
    let (one, other) = (&compared.one, &compared.other);
    let mut page = visit.inner_page(visit.lang.t("pair-compare-title"));
    page.indexed = false;
    let row = |field: &Field| PairRow {
        code: field.code().to_owned(),
        name: labels::name(visit, *field),
        first: labels::said(visit, &one.content, *field),
        second: labels::said(visit, &other.content, *field),
        is_same: !compared.differ.contains(field),
    };
    let rows = Field::ALL.iter().map(row).filter(|row| !row.first.is_empty() || !row.second.is_empty());
    Ok(PairPage {
        page,
        wrong,
        same: visit.lang.t1("pair-same", "what", labels::names(visit, &compared.same)),
        rows: rows.collect(),
        first: (one.id.code().to_string(), one.version.to_string()),
        second: (other.id.code().to_string(), other.version.to_string()),
        swap: visit.lang.href(&path(other.id, one.id)),
        merge_key: sheet::key(visit)?,
        part_key: sheet::key(visit)?,
    })
}

/// The two profiles that a form names, with the versions in which they were compared.
fn both(visit: &Visit, filled: &Filled) -> Result<[(ProfileId, i64); 2], Stop> {
    let one = |id: &str, version: &str| -> Result<_, Stop> {
        Ok((named(visit, filled.one(id))?, filled.one(version).parse().unwrap_or_default()))
    };
    Ok([one("giu", "giu-ban")?, one("gop", "gop-ban")?])
}

fn key(visit: &Visit, filled: &Filled) -> Result<Key, Stop> {
    filled.key().map_err(|_| visit.fail(AppError::NotFound).into())
}

pub(super) async fn merge(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let [kept, gone] = both(&visit, &filled)?;
    let take = filled.all("lay").filter_map(Field::find_by_code).collect();
    let order = Merge { kept, gone, take };
    match profiles::merge(visit.app(), &visit.ctx, order, &key(&visit, &filled)?).await {
        Ok(_) => Ok(elsewhere(&visit, &format!("/ho-so/trung/{}?xong=gop", kept.0.code()))),
        Err(error) => {
            let errors = sheet::errors(&visit, error)?;
            let wrong = errors.first().map(|error| visit.say(&error.vi, &error.en).to_owned());
            let compared = profiles::compare(visit.app(), &visit.ctx, kept.0, gone.0).await;
            let compared = compared.map_err(|error| visit.fail(error))?;
            Ok(unkept(&visit, StatusCode::UNPROCESSABLE_ENTITY, &pair(&visit, &compared, wrong)?))
        }
    }
}

pub(super) async fn unmerge(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let id: Uuid = filled.one("gop").parse().map_err(|_| visit.fail(AppError::NotFound))?;
    let kept = profiles::unmerge(visit.app(), &visit.ctx, id, &key(&visit, &filled)?).await;
    let kept = kept.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, &format!("/ho-so/trung/{}?xong=tach", kept.code())))
}

pub(super) async fn part(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let [one, other] = both(&visit, &filled)?;
    let said = profiles::set_distinct(visit.app(), &visit.ctx, one.0, other.0, &key(&visit, &filled)?).await;
    said.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, &format!("/ho-so/trung/{}?xong=khac", one.0.code())))
}
