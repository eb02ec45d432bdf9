//! Deleting the own profile, or the account with it; what stays, why and until when is said before.

use sanviec_app::claims::Term;
use sanviec_app::placements::{KeptPapers, kept_papers};
use sanviec_app::profiles::{Extent, delete_own};
use sanviec_app::{AppError, FieldError};

use super::{Reply, Stop, demand_fresh, demand_own, sheet};
use crate::format;
use crate::http::{Filled, Visit, elsewhere, with_token};
use crate::view::{Answer, Question, QuestionControl, QuestionGroup, Sheet, Words};

const EXTENT: &str = "extent";
const SURE: &str = "sure";

/// The papers that stay, each with its last day.
async fn papers(visit: &Visit) -> Result<Vec<Words>, Stop> {
    let kept = kept_papers(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    if kept.is_empty() {
        return Ok(vec![visit.lang.t("delete-papers-none").into()]);
    }
    Ok(kept.iter().map(|papers| paper_line(visit, papers).into()).collect())
}

/// Papers of one placement and until when they stay.
pub(in crate::pages) fn paper_line(visit: &Visit, papers: &KeptPapers) -> String {
    let (lang, employer) = (visit.lang, ("employer", papers.employer.as_str()));
    match papers.term {
        Term::Through(day) => lang.t2("delete-papers-through", employer, ("day", &format::short_date(lang, day))),
        Term::Open { years } => lang.t2("delete-papers-open", employer, ("years", &years.to_string())),
        Term::Unclaimed => lang.t("delete-papers-none"),
    }
}

async fn page(visit: &Visit, chosen: &str) -> Result<Sheet, Stop> {
    let mut page = sheet::page(visit, &visit.lang.t("delete-title"), "/ho-so/xoa")?;
    page.intro = vec![
        visit.lang.t("delete-what").into(),
        visit.lang.t("delete-kept").into(),
        visit.lang.t("delete-kept-named").into(),
        visit.lang.t("delete-papers").into(),
    ];
    page.intro.extend(papers(visit).await?);
    page.intro.push(visit.lang.t("delete-files").into());
    page.button = visit.lang.t("delete-button");
    page.warns = true;
    let answer = |value: &str, label: &str| Answer {
        value: value.to_owned(),
        label: visit.lang.t(label),
        is_chosen: chosen == value,
    };
    let question = |name: &str, label: String, control| Question {
        name: name.to_owned(),
        id: name.to_owned(),
        label,
        hint: None,
        error: None,
        control,
    };
    let extents = vec![answer("profile", "delete-profile"), answer("account", "delete-account")];
    let sure = vec![answer("yes", "delete-sure")];
    page.groups = vec![QuestionGroup {
        questions: vec![
            question(EXTENT, visit.lang.t("delete-question"), QuestionControl::Radios(extents)),
            question(SURE, visit.lang.t("delete-title"), QuestionControl::Checks(sure)),
        ],
        ..QuestionGroup::default()
    }];
    Ok(page)
}

pub(super) async fn show(visit: Visit) -> Reply {
    demand_fresh(&visit)?;
    demand_own(&visit).await?;
    Ok(sheet::show(&visit, &page(&visit, "profile").await?))
}

/// What is to be deleted, when both questions are answered.
fn asked(filled: &Filled) -> Result<Extent, AppError> {
    let mut errors = Vec::new();
    let extent = match filled.one(EXTENT) {
        "profile" => Some(Extent::Profile),
        "account" => Some(Extent::Account),
        _ => None,
    };
    if extent.is_none() {
        errors.push(FieldError::new(EXTENT, "not_in_list", "Hãy chọn một mục.", "Choose one."));
    }
    if filled.one(SURE) != "yes" {
        let unsure = crate::lang::Lang::ALL.map(|lang| lang.t("delete-unsure"));
        let [vi, en] = unsure;
        errors.push(FieldError::new(SURE, "unsure", vi, en));
    }
    match extent {
        Some(extent) if errors.is_empty() => Ok(extent),
        _ => Err(AppError::Refused(errors)),
    }
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand_fresh(&visit)?;
    demand_own(&visit).await?;
    let deleted = match (filled.key(), asked(&filled)) {
        (Ok(key), Ok(extent)) => delete_own(visit.app(), &visit.ctx, extent, &key).await.map(|()| extent),
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match deleted {
        Ok(Extent::Profile) => Ok(elsewhere(&visit, "/ho-so?xong=xoa")),
        Ok(Extent::Account) => Ok(with_token(&visit.site, elsewhere(&visit, "/"), "")),
        Err(error) => {
            let errors = sheet::errors(&visit, error)?;
            Ok(sheet::refuse(&visit, page(&visit, filled.one(EXTENT)).await?, &errors))
        }
    }
}
