//! The profile on paper: the registration slip after forms 01 and 01a, with what it asks consent for. The person prints
//! the own one; an officer prints it for somebody at the counter, who completes and signs it.

use axum::http::StatusCode;
use sanviec_app::profiles;
use sanviec_domain::consent::{Ledger, Matter, Purpose, Standing};
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Content, Field, Part};
use sanviec_domain::time::official_date;

use super::{Reply, demand_person, labels};
use crate::format;
use crate::http::{Visit, unkept};
use crate::lang::Lang;
use crate::view::{Band, Page, Section, SlipConsent, SlipPage, SlipPart, SlipRow};

/// What form 01 asks of everybody: where nothing is said of it, the paper leaves room for the hand.
const NEEDED: [Field; 11] = [
    Field::Name,
    Field::PersonalNumber,
    Field::Birth,
    Field::Sex,
    Field::Ethnicity,
    Field::PermanentUnit,
    Field::PermanentLine,
    Field::CurrentUnit,
    Field::Phone,
    Field::GeneralEducation,
    Field::TechnicalLevel,
];
/// The room that is left.
const ROOM: &str = "………………………………";

/// What stands around the slip of a profile.
pub(in crate::pages) struct Around {
    /// The page before it: its text, its address.
    pub(in crate::pages) back: (String, String),
    /// By which the signed paper is found again; none on the own slip.
    pub(in crate::pages) number: String,
    /// To whom the consents are given.
    pub(in crate::pages) centre: String,
    /// Whether it is completed by hand.
    pub(in crate::pages) is_completed: bool,
}

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let own = profiles::own_or_new(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let consents = profiles::own_consents(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let page = visit.inner_page(visit.lang.t("profile-to-print")).within(Section::Account);
    let page = page.crumb(visit.lang.t("profile-title"), "/ho-so");
    let around = Around {
        back: (visit.lang.t("profile-back"), visit.lang.href("/ho-so")),
        number: String::new(),
        centre: visit.lang.t("slip-centre"),
        is_completed: false,
    };
    Ok(unkept(&visit, StatusCode::OK, &paper(&visit, page, (&own.content, &consents), around)))
}

/// The paper.
pub(in crate::pages) fn paper(
    visit: &Visit,
    mut page: Page,
    (content, consents): (&Content, &Ledger),
    around: Around,
) -> SlipPage {
    page.indexed = false;
    page.search.band = Band::Hidden;
    let said = |field: Field| {
        let said = labels::said(visit, content, field);
        let has_room = said.is_empty() && around.is_completed && NEEDED.contains(&field);
        SlipRow { name: labels::name(visit, field), said: if has_room { vec![ROOM.into()] } else { said } }
    };
    let parts = Part::ALL.iter().filter_map(|part| {
        let rows: Vec<SlipRow> = part.fields().map(said).filter(|row| !row.said.is_empty()).collect();
        (!rows.is_empty()).then(|| SlipPart { name: visit.lang.t(&format!("part-{}", part.code())), rows })
    });
    let parts = parts.collect();
    let today = visit.ctx.today();
    let dated = if visit.lang == Lang::En { format::long_date(visit.lang, today) } else { official_date(today) };
    let name = content.identity.name.as_ref().map(PersonName::as_str).unwrap_or_default();
    SlipPage {
        back: around.back,
        number: around.number,
        parts,
        consents_to: visit.lang.t1("slip-consents-what", "centre", around.centre),
        consents: labels::ON_PAPER.iter().map(|purpose| consent(visit, consents, *purpose)).collect(),
        dated,
        name: name.into(),
        page,
    }
}

/// A purpose with its box: ticked where it is agreed to already, left to the person where it is not.
fn consent(visit: &Visit, consents: &Ledger, purpose: Purpose) -> SlipConsent {
    let given = match consents.standing(Matter::whole(purpose), visit.ctx.now) {
        Standing::Given(record) if record.wording.version >= profiles::wording(purpose) => Some(record.at.day()),
        Standing::Given(_) | Standing::Withdrawn(_) | Standing::Never => None,
    };
    let since = given.map(|day| visit.lang.t1("consents-given", "day", format::long_date(visit.lang, day)));
    SlipConsent {
        is_given: given.is_some(),
        name: labels::purpose(visit, purpose),
        text: labels::purpose_text(visit, purpose),
        since: since.unwrap_or_default(),
    }
}
