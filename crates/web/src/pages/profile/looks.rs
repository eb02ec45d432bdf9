//! Who looked at the own data.

use axum::http::StatusCode;
use sanviec_app::profiles::{LOOKS_ON_A_PAGE, LookView, own_looks};
use sanviec_domain::time::clock_time;

use super::{Reply, demand_person, labels};
use crate::format;
use crate::http::{Visit, unkept};
use crate::view::{LookRow, LooksPage, Section};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let before = visit.asked("truoc").parse().ok();
    let looks = own_looks(visit.app(), &visit.ctx, before).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("looks-title")).within(Section::Account);
    page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    page.indexed = false;
    let full = looks.len() as u64 == LOOKS_ON_A_PAGE;
    let older =
        looks.last().filter(|_| full).map(|last| visit.lang.href(&format!("/ho-so/luot-xem?truoc={}", last.id)));
    let rows = looks.iter().map(|look| row(&visit, look)).collect();
    Ok(unkept(&visit, StatusCode::OK, &LooksPage { page, rows, older }))
}

fn row(visit: &Visit, look: &LookView) -> LookRow {
    let role = match look.role {
        Some(role) if role.needs_second_factor() || !look.place.is_empty() => {
            visit.lang.t(&format!("role-{}", labels::dashed(role.code())))
        }
        Some(_) | None => visit.lang.t("looks-somebody"),
    };
    LookRow {
        time: format!("{} {}", clock_time(look.at), format::short_date(visit.lang, look.at.day())),
        who: if look.place.is_empty() { role.into() } else { format!("{role}, {}", look.place).into() },
        why: visit.lang.t(&format!("why-{}", look.why)),
        fields: visit.lang.t1("looks-fields", "what", labels::names(visit, &look.fields)),
    }
}
