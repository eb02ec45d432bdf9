//! Vacancies that fit the own profile, each with why and how far; or why there are none.

use sanviec_app::AppError;
use sanviec_app::find::{Sought, Suggested, Vacancies, own_vacancies};
use sanviec_domain::consent::Lack;

use super::super::desk::{form, suited};
use super::{Reply, demand_own};
use crate::http::Visit;
use crate::view::{Criteria, DeskBlock, Section};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_own(&visit).await?;
    let lang = visit.lang;
    let mut page = form::page(&visit, lang.t("suggested-title"))?;
    page.page = page.page.within(Section::Account).crumb(lang.t("profile-title"), "/ho-so");
    page.blocks = match own_vacancies(visit.app(), &visit.ctx).await {
        Ok(Suggested::Listed(sought, found)) => listed(&visit, &sought, found),
        // By the own act alone nothing is gained where somebody else has to agree.
        Ok(Suggested::NotAgreed(Lack::Guardian)) => {
            none(&visit, not_agreed(Lack::Guardian), "profile-to-consents", "/ho-so/dong-y")
        }
        Ok(Suggested::NotAgreed(lack)) => none(&visit, not_agreed(lack), "suggested-agree", "/ho-so/dong-y"),
        Ok(Suggested::NoProfile | Suggested::NoWish) => {
            none(&visit, "suggested-no-wish", "profile-begin", "/ho-so/phan/wish")
        }
        // The place of the profile is one that searching does not know.
        Err(AppError::Refused(_)) => none(&visit, "suggested-no-place", "suggested-home", "/ho-so/phan/residence"),
        Err(error) => return Err(visit.fail(error).into()),
    };
    Ok(form::show(&visit, &page))
}

fn not_agreed(lack: Lack) -> &'static str {
    match lack {
        Lack::NotGiven => "suggested-not-agreed",
        Lack::Withdrawn => "suggested-withdrawn",
        Lack::Outdated => "suggested-outdated",
        Lack::Guardian => "suggested-guardian",
    }
}

/// Why nothing is suggested, and where that is changed.
fn none(visit: &Visit, why: &str, label: &str, path: &str) -> Vec<DeskBlock> {
    let way = DeskBlock::Way(visit.lang.t(label), visit.lang.href(path));
    vec![DeskBlock::Notice(visit.lang.t(why).into()), way]
}

fn listed(visit: &Visit, sought: &Sought, found: Vacancies) -> Vec<DeskBlock> {
    let lang = visit.lang;
    let by: Vec<&str> =
        [&sought.words, &sought.near].into_iter().map(String::as_str).filter(|by| !by.is_empty()).collect();
    let mut blocks = vec![
        DeskBlock::Text(lang.t("suggested-how").into()),
        DeskBlock::Facts(vec![(lang.t("suggested-by"), by.into_iter().map(Into::into).collect())]),
        DeskBlock::Links(vec![
            (lang.t("suggested-wish"), lang.href("/ho-so/phan/wish"), false),
            (lang.t("suggested-home"), lang.href("/ho-so/phan/residence"), false),
            (lang.t("profile-to-consents"), lang.href("/ho-so/dong-y"), false),
        ]),
    ];
    if found.has_more {
        blocks.push(DeskBlock::Notice(lang.n("suggested-most", found.total).into()));
    }
    let further = found.items.is_empty().then(|| further(visit, sought));
    let href = |id: &str, slug: &str| lang.href(&format!("/viec-lam/{id}/{slug}"));
    let rows = found.items.into_iter();
    let rows = rows.map(|item| suited::row(visit, href(&item.card.id, &item.card.slug), item, &sought.words)).collect();
    blocks.push(DeskBlock::Rows(rows, lang.t("suggested-none")));
    blocks.extend(further);
    blocks
}

/// Where to look when nothing fits around home.
fn further(visit: &Visit, sought: &Sought) -> DeskBlock {
    let (lang, path) = (visit.lang, Criteria::of("q", &sought.words).path());
    DeskBlock::Links(vec![
        (lang.t1("suggested-everywhere", "words", &sought.words), lang.href(&path), false),
        (lang.t("suggested-far"), lang.href("/ho-so/phan/mobility"), false),
    ])
}
