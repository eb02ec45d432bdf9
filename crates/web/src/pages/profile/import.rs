//! A JSON Resume taken over into the own profile.

use sanviec_app::profiles::import_resume;

use super::{Reply, Stop, demand_own, labels, sheet};
use crate::http::{Filled, Visit};
use crate::view::{Question, QuestionControl, QuestionGroup, Sheet};

const NAME: &str = "resume";

fn page(visit: &Visit, text: &str) -> Result<Sheet, Stop> {
    let mut page = sheet::page(visit, &visit.lang.t("import-title"), "/ho-so/nhap")?;
    page.intro = vec![visit.lang.t("import-intro").into()];
    page.button = visit.lang.t("import-button");
    let question = Question {
        name: NAME.to_owned(),
        id: NAME.to_owned(),
        label: visit.lang.t("import-text"),
        hint: None,
        error: None,
        control: QuestionControl::Paragraph { value: text.into(), rows: 12 },
    };
    page.groups = vec![QuestionGroup { questions: vec![question], ..QuestionGroup::default() }];
    Ok(page)
}

pub(super) async fn show(visit: Visit) -> Reply {
    demand_own(&visit).await?;
    Ok(sheet::show(&visit, &page(&visit, "")?))
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand_own(&visit).await?;
    let text = filled.one(NAME);
    let taken = match filled.key() {
        Ok(key) => import_resume(visit.app(), &visit.ctx, text, &key).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(fields) => {
            let mut page = page(&visit, "")?;
            page.done = Some(match fields.as_slice() {
                [] => visit.lang.t("import-nothing"),
                fields => visit.lang.t1("import-done", "what", labels::names(&visit, fields)),
            });
            Ok(sheet::show(&visit, &page))
        }
        Err(error) => {
            let errors = sheet::errors(&visit, error)?;
            Ok(sheet::refuse(&visit, page(&visit, text)?, &errors))
        }
    }
}
