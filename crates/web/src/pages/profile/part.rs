//! One part of the own profile: a short page, every question of which may be left open.

use axum::extract::Path;
use sanviec_app::AppError;
use sanviec_app::profiles::{self, Profile, SavePart, typed};
use sanviec_domain::profile::Part;

use super::{Reply, Stop, demand_person, questions, sheet};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::Sheet;

/// Name of the hidden field that tells whether the part still says what was read.
const MARK: &str = "dau";

fn named(visit: &Visit, code: &str) -> Result<Part, Stop> {
    Part::find_by_code(code).ok_or_else(|| visit.fail(AppError::NotFound).into())
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand_person(&visit)?;
    let part = named(&visit, &code)?;
    let own = own(&visit).await?;
    let mut page = page(&visit, part, &own)?;
    page.groups = questions::groups(&visit, part, |field| typed::get(&own.content, field));
    Ok(sheet::show(&visit, &page))
}

async fn own(visit: &Visit) -> Result<Profile, Stop> {
    profiles::own_or_new(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error).into())
}

fn page(visit: &Visit, part: Part, own: &Profile) -> Result<Sheet, Stop> {
    let title = visit.lang.t(&format!("part-{}", part.code()));
    let mut page = sheet::page(visit, &title, &format!("/ho-so/phan/{}", part.code()))?;
    let why = visit.lang.t(&format!("part-{}-why", part.code()));
    page.intro = vec![why.into(), visit.lang.t("profile-optional").into()];
    let mark = profiles::mark(visit.app(), &own.content, part).map_err(|error| visit.fail(error))?;
    page.kept = vec![(MARK, mark)];
    Ok(page)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let part = named(&visit, &code)?;
    let own = own(&visit).await?;
    let mut content = own.content.clone();
    let errors = questions::read(&visit, part, &filled, &mut content);
    let saved = match (filled.key(), errors.is_empty()) {
        (Ok(key), true) => {
            let save = SavePart { profile_id: None, part, content, mark: filled.one(MARK).to_owned() };
            profiles::save_part(visit.app(), &visit.ctx, save, &key).await.map(|_| ())
        }
        (Err(error), true) => Err(error),
        (_, false) => Err(AppError::Refused(errors)),
    };
    match saved {
        Ok(()) => Ok(elsewhere(&visit, &format!("/ho-so?xong={}", part.code()))),
        Err(error) => {
            let errors = sheet::errors(&visit, error)?;
            let mut page = page(&visit, part, &own)?;
            page.groups = questions::groups(&visit, part, |field| questions::typed(&filled, field));
            Ok(sheet::refuse(&visit, page, &errors))
        }
    }
}
