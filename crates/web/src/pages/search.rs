//! From criteria of a page to the parameters of the use case, and lists found by it.

use sanviec_app::find::{self, Found, Params};

use crate::http::{Fail, Visit};
use crate::view::Criteria;

/// The parameters of a search.
pub(crate) fn params(criteria: &Criteria) -> Params {
    let mut params = Params::default();
    for (name, value) in criteria.params() {
        match name {
            "q" => params.q = value,
            "place" => params.place.push(value),
            "within_km" => params.within_km = value,
            "pay_min" => params.pay_min = value,
            "occupation" => params.occupation.push(value),
            "industry" => params.industry.push(value),
            "contract" => params.contract.push(value),
            "working_time" => params.working_time.push(value),
            "shift" => params.shift = value,
            "experience" => params.experience = value,
            "qualification" => params.qualification = value,
            "posted_within_days" => params.posted_within_days = value,
            "deadline_from" => params.deadline_from = value,
            "employer" => params.employer = value,
            "sort" => params.sort = value,
            "page" => params.page = value,
            "typed" => {}
            flag => match value.as_str() {
                "1" | "true" => set(&mut params, flag),
                "0" | "false" => {}
                _ => params.unread_flags.push(flag),
            },
        }
    }
    params
}

/// Turns a condition on.
fn set(params: &mut Params, flag: &str) {
    match flag {
        "no_experience" => params.no_experience = true,
        "disability" => params.disability = true,
        "housing" => params.housing = true,
        "transport" => params.transport = true,
        "overseas" => params.overseas = true,
        _ => {}
    }
}

/// What a search finds, or the page that says why not.
pub(crate) async fn find(visit: &Visit, params: &Params) -> Result<Found, Fail> {
    find::postings(visit.app(), &visit.ctx, params).await.map_err(|error| visit.fail(error))
}
