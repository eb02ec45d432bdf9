//! One part of a profile: a short page, every question of which may be left open. Of the own profile, and at the desk
//! of a person whom the centre serves.

use axum::extract::Path;
use sanviec_app::profiles::{self, Profile, SavePart, typed};
use sanviec_app::{AppError, Role, desk};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Part, ProfileId};

use super::{Reply, Stop, demand_person, questions, sheet};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::Sheet;

/// Name of the hidden field that tells whether the part still says what was read.
const MARK: &str = "dau";

fn named(visit: &Visit, code: &str) -> Result<Part, Stop> {
    Part::find_by_code(code).ok_or_else(|| visit.fail(AppError::NotFound).into())
}

/// Whose part it is.
enum Whose {
    Own,
    /// Of a person at the desk.
    At(ProfileId),
}

impl Whose {
    /// Of a person at the desk, for officers: whoever owns a profile has the own pages.
    fn named(visit: &Visit, code: &str) -> Result<Self, Stop> {
        demand_person(visit)?;
        if visit.ctx.actor.kind() != Role::Officer {
            return Err(visit.fail(AppError::Forbidden).into());
        }
        let code: Result<PostingCode, _> = code.parse();
        code.map(|code| Self::At(ProfileId::from(code))).map_err(|_| visit.fail(AppError::NotFound).into())
    }

    /// The page that leads to the parts.
    fn above(&self) -> String {
        match self {
            Self::Own => "/ho-so".to_owned(),
            Self::At(id) => format!("/trung-tam/nguoi/{}", desk::code_of_profile(*id)),
        }
    }

    /// The profile, for a page that shows it or under a form that came back.
    async fn load(&self, visit: &Visit, is_shown: bool) -> Result<Profile, Stop> {
        let (app, ctx) = (visit.app(), &visit.ctx);
        let profile = match self {
            Self::Own => profiles::own_or_new(app, ctx).await,
            Self::At(id) if is_shown => profiles::load_to_edit(app, ctx, id.0).await,
            Self::At(id) => profiles::load_to_save(app, ctx, id.0).await,
        };
        profile.map_err(|error| visit.fail(error).into())
    }

    fn page(&self, visit: &Visit, part: Part, profile: &Profile) -> Result<Sheet, Stop> {
        let lang = visit.lang;
        let title = lang.t(&format!("part-{}", part.code()));
        let path = format!("{}/phan/{}", self.above(), part.code());
        let mut page = match self {
            Self::Own => sheet::page(visit, &title, &path)?,
            Self::At(_) => sheet::at_desk(visit, &title, (&path, &self.above()))?,
        };
        let why = lang.t(&format!("part-{}-why", part.code()));
        page.intro = vec![why.into(), lang.t("profile-optional").into()];
        let mark = profiles::mark(visit.app(), &profile.content, part).map_err(|error| visit.fail(error))?;
        page.kept = vec![(MARK, mark)];
        Ok(page)
    }

    async fn show(&self, visit: &Visit, part: &str) -> Reply {
        demand_person(visit)?;
        let part = named(visit, part)?;
        let profile = self.load(visit, true).await?;
        let mut page = self.page(visit, part, &profile)?;
        page.groups = questions::groups(visit, part, |field| typed::get(&profile.content, field));
        Ok(sheet::show(visit, &page))
    }

    async fn save(&self, visit: &Visit, part: &str, filled: &Filled) -> Reply {
        demand_person(visit)?;
        let part = named(visit, part)?;
        let profile = self.load(visit, false).await?;
        let mut content = profile.content.clone();
        let errors = questions::read(visit, part, filled, &mut content);
        let saved = match (filled.key(), errors.is_empty()) {
            (Ok(key), true) => {
                let profile_id = match self {
                    Self::Own => None,
                    Self::At(id) => Some(*id),
                };
                let save = SavePart { profile_id, part, content, mark: filled.one(MARK).to_owned() };
                profiles::save_part(visit.app(), &visit.ctx, save, &key).await.map(|_| ())
            }
            (Err(error), true) => Err(error),
            (_, false) => Err(AppError::Refused(errors)),
        };
        match saved {
            Ok(()) => Ok(elsewhere(visit, &format!("{}?xong={}", self.above(), part.code()))),
            Err(error) => {
                let errors = sheet::errors(visit, error)?;
                let mut page = self.page(visit, part, &profile)?;
                page.groups = questions::groups(visit, part, |field| questions::typed(filled, field));
                Ok(sheet::refuse(visit, page, &errors))
            }
        }
    }
}

pub(super) async fn show(visit: Visit, Path(part): Path<String>) -> Reply {
    Whose::Own.show(&visit, &part).await
}

pub(super) async fn send(visit: Visit, Path(part): Path<String>, filled: Filled) -> Reply {
    Whose::Own.save(&visit, &part, &filled).await
}

pub(super) async fn show_at_desk(visit: Visit, Path((code, part)): Path<(String, String)>) -> Reply {
    Whose::named(&visit, &code)?.show(&visit, &part).await
}

pub(super) async fn send_at_desk(visit: Visit, Path((code, part)): Path<(String, String)>, filled: Filled) -> Reply {
    Whose::named(&visit, &code)?.save(&visit, &part, &filled).await
}
