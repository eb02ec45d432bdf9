//! Applications by which somebody was hired, on the page of the person: each is followed from here.

use sanviec_app::placements::{self, Lead};

use super::super::account::Stop;
use super::super::placement::open;
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow, Words};

/// Nothing where nobody was hired.
pub(super) async fn blocks(visit: &Visit, code: &str) -> Result<Vec<DeskBlock>, Stop> {
    let leads = placements::hired_of(visit.app(), &visit.ctx, code).await.map_err(|error| visit.fail(error))?;
    if leads.is_empty() {
        return Ok(Vec::new());
    }
    let rows = leads.into_iter().map(|lead| row(visit, lead)).collect::<Result<_, _>>()?;
    Ok(vec![DeskBlock::Heading(visit.lang.t("person-hired")), DeskBlock::Rows(rows, String::new())])
}

fn row(visit: &Visit, lead: Lead) -> Result<DeskRow, Stop> {
    let title = lead.posting_title.unwrap_or_else(|| lead.employer.clone());
    let mut form = None;
    if lead.placement.is_none() {
        let mut follow = open::form_of(visit, vec![(open::APPLICATION, lead.code.clone())], "")?;
        for ask in &mut follow.asks {
            ask.id = format!("{}-{}", ask.name, lead.code);
        }
        follow.about = title.as_str().into();
        form = Some(follow);
    }
    let href = lead.placement.map(|id| visit.lang.href(&format!("/trung-tam/viec-lam/{id}"))).unwrap_or_default();
    Ok(DeskRow { title: Words::from(title), href, tag: None, lines: vec![lead.employer.into()], form })
}
