//! How far the own profile is open to employers who search.

use sanviec_app::profiles::{self, Profile};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::consent::{Ledger, Matter, Purpose};
use sanviec_domain::profile::Visibility;

use super::{Reply, Stop, demand_person, sheet};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Answer, Question, QuestionControl, QuestionGroup, Sheet};

const NAME: &str = "visibility";

/// The visibility in words.
pub(super) fn in_words(visit: &Visit, visibility: Visibility) -> String {
    visit.lang.t(&format!("visible-{}", visibility.code()))
}

async fn own(visit: &Visit) -> Result<(Profile, Ledger), Stop> {
    let own = profiles::own_or_new(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let consents = profiles::own_consents(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    Ok((own, consents))
}

fn page(visit: &Visit, (own, consents): &(Profile, Ledger), chosen: &str) -> Result<Sheet, Stop> {
    let mut page = sheet::page(visit, &visit.lang.t("visible-title"), "/ho-so/hien-thi")?;
    page.intro = vec![visit.lang.t("visible-intro").into()];
    let demand = profiles::demand_for(Matter::whole(Purpose::VisibleToEmployers), own, &visit.ctx);
    if let Err(lack) = consents.allows(demand, visit.ctx.now) {
        let key = if lack == sanviec_domain::consent::Lack::Guardian { "visible-guardian" } else { "visible-closed" };
        page.notes = vec![visit.lang.t(key).into()];
        page.links.insert(0, (visit.lang.t("profile-to-consents"), visit.lang.href("/ho-so/dong-y")));
    }
    let answer = |visibility: &Visibility| Answer {
        value: visibility.code().to_owned(),
        label: in_words(visit, *visibility),
        is_chosen: visibility.code() == chosen,
    };
    let question = Question {
        name: NAME.to_owned(),
        id: NAME.to_owned(),
        label: visit.lang.t("visible-question"),
        hint: None,
        error: None,
        control: QuestionControl::Radios(Visibility::ALL.iter().map(answer).collect()),
    };
    page.groups = vec![QuestionGroup { questions: vec![question], ..QuestionGroup::default() }];
    Ok(page)
}

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let own = own(&visit).await?;
    Ok(sheet::show(&visit, &page(&visit, &own, own.0.visibility.code())?))
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let own = own(&visit).await?;
    let (vi, en) = ("Hãy chọn một mức.", "Choose one.");
    let chosen = Visibility::find_by_code(filled.one(NAME))
        .ok_or_else(|| AppError::from(FieldError::new(NAME, "not_in_list", vi, en)));
    let set = match (filled.key(), chosen) {
        (Ok(key), Ok(visibility)) => profiles::set_visibility(visit.app(), &visit.ctx, visibility, &key).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match set {
        Ok(()) => Ok(elsewhere(&visit, "/ho-so?xong=hien-thi")),
        Err(error) => {
            let errors = sheet::errors(&visit, error)?;
            Ok(sheet::refuse(&visit, page(&visit, &own, filled.one(NAME))?, &errors))
        }
    }
}
