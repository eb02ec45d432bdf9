//! The own profile at a glance: each part with how far it is and why it is asked, what seems odd, who sees it.

use axum::http::StatusCode;
use sanviec_app::profiles;
use sanviec_domain::checks::Severity;
use sanviec_domain::profile::{Completeness, Field, Form, Part, PartState, Visibility};

use super::{Reply, demand_person, labels, visible};
use crate::http::{Visit, unkept};
use crate::lang::Lang;
use crate::view::{PartRow, ProfilePage, Section};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let own = profiles::own_or_new(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let consents = profiles::own_consents(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("profile-title")).within(Section::Account);
    page.indexed = false;
    let odd = own.content.check(visit.ctx.today()).into_iter().filter(|found| found.severity != Severity::Refuse);
    let missing: Vec<Field> = own.content.missing_for(Form::Registration);
    let mut parts = own.content.completeness();
    // What work is wanted matters most and stands first; the others keep the order of the forms.
    parts.sort_by_key(|part| part.part != Part::Wish);
    let begin = parts.first().filter(|part| part.state() == PartState::Empty).map(|part| row(&visit, part).href);
    let page = ProfilePage {
        page,
        done: done(&visit),
        begin,
        parts: parts.iter().map(|part| row(&visit, part)).collect(),
        missing: (!missing.is_empty()).then(|| labels::names(&visit, &missing)),
        odd: odd.map(|found| if visit.lang == Lang::En { found.en } else { found.vi }.into()).collect(),
        visibility: visible::in_words(&visit, profiles::open_to_employers(&visit.ctx, &own, &consents)),
        is_closed: own.visibility != Visibility::Centre
            && profiles::open_to_employers(&visit.ctx, &own, &consents) == Visibility::Centre,
    };
    Ok(unkept(&visit, StatusCode::OK, &page))
}

fn row(visit: &Visit, part: &Completeness) -> PartRow {
    let code = part.part.code();
    let state = part.state();
    PartRow {
        href: visit.lang.href(&format!("/ho-so/phan/{code}")),
        name: visit.lang.t(&format!("part-{code}")),
        why: visit.lang.t(&format!("part-{code}-why")),
        state: visit.lang.t(&format!("profile-state-{}", state.code())),
        is_complete: state == PartState::Complete,
        action: visit.lang.t(if state == PartState::Empty { "profile-fill" } else { "profile-edit" }),
    }
}

/// What was just done, named in the address by the page that did it.
fn done(visit: &Visit) -> Option<String> {
    let key = match visit.asked("xong") {
        "" => return None,
        "moi" => "profile-welcome",
        "xoa" => "delete-done",
        _ => "profile-saved",
    };
    Some(visit.lang.t(key))
}
