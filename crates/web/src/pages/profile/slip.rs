//! The own profile on paper: the registration slip after forms 01 and 01a.

use axum::http::StatusCode;
use sanviec_app::profiles;
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::Part;
use sanviec_domain::time::official_date;

use super::{Reply, demand_person, labels};
use crate::format;
use crate::http::{Visit, unkept};
use crate::lang::Lang;
use crate::view::{Band, Section, SlipPage, SlipPart, SlipRow};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let own = profiles::own_or_new(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = visit.inner_page(visit.lang.t("profile-to-print")).within(Section::Account);
    page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    page.indexed = false;
    page.search.band = Band::Hidden;
    let parts = Part::ALL.iter().filter_map(|part| {
        let rows: Vec<SlipRow> = part
            .fields()
            .map(|field| SlipRow { name: labels::name(&visit, field), said: labels::said(&visit, &own.content, field) })
            .filter(|row| !row.said.is_empty())
            .collect();
        (!rows.is_empty()).then(|| SlipPart { name: visit.lang.t(&format!("part-{}", part.code())), rows })
    });
    let today = visit.ctx.today();
    let dated = if visit.lang == Lang::En { format::long_date(visit.lang, today) } else { official_date(today) };
    let name = own.content.identity.name.as_ref().map(PersonName::as_str).unwrap_or_default();
    let slip = SlipPage { parts: parts.collect(), dated, name: name.into(), page };
    Ok(unkept(&visit, StatusCode::OK, &slip))
}
