//! Whom and where a row of a list means: a person of the own centre, an employer that is registered, and the placement
//! that the two have already.

use super::super::said::employer;
use super::super::{code_of, id_of};
use super::columns::{EMPLOYER, EMPLOYER_SIGNED, NOTICE, NUMBER, PLACED, PROFILE, WORKER_SIGNED};
use super::read::Listed;
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand_of};
use crate::rows::profile::NUMBER as NUMBER_LOOKUP;
use sanviec_domain::employer::tax_code;
use sanviec_domain::person::PersonalNumber;
use sanviec_domain::placement::{FactKind, Party};
use sanviec_domain::time::day_number;
use sanviec_store::{Db, organisation, placement, profile};
use uuid::Uuid;

/// Most profiles of one number.
const MOST: u64 = 20;

/// What a row means.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) profile: profile::Row,
    /// The own centre, which serves the person.
    pub(super) centre_id: Uuid,
    pub(super) employer_id: Uuid,
    /// The placement that is there already.
    pub(super) placement: Option<Uuid>,
}

/// Finds both, or says which of them is to be registered first.
pub(super) async fn find(app: &App, ctx: &Ctx, centre_id: Uuid, listed: &Listed) -> Result<Found, AppError> {
    let reader = app.store().reader();
    let profile = person(app, centre_id, listed).await?;
    let thing = Thing { account_id: profile.account_id, centre_id: profile.centre_id, employer_id: None };
    demand_of(ctx, Action::OpenPlacement, thing)?;
    let employer_id = employer_of(app, &listed.employer).await?;
    let signed = listed.contract.iter().flat_map(|contract| &contract.signed);
    let signed = signed.map(|&(party, on)| match party {
        Party::Employer => (EMPLOYER_SIGNED, on),
        Party::Worker => (WORKER_SIGNED, on),
    });
    let days = listed.notice.map(|on| (NOTICE, on)).into_iter().chain([(PLACED, listed.placed_on)]).chain(signed);
    let ahead = days.into_iter().filter(|(_, day)| *day > ctx.today());
    let ahead: Vec<FieldError> = ahead
        .map(|(column, _)| FieldError::new(column, "not_yet", "Ngày này chưa đến.", "This day is still to come."))
        .collect();
    if !ahead.is_empty() {
        return Err(AppError::Refused(ahead));
    }
    let placement = known(reader, (&profile, centre_id, employer_id), listed).await?;
    Ok(Found { profile, centre_id, employer_id, placement })
}

async fn person(app: &App, centre_id: Uuid, listed: &Listed) -> Result<profile::Row, AppError> {
    let reader = app.store().reader();
    let is_own = |row: &profile::Row| row.centre_id == Some(centre_id) && row.state == "live";
    if !listed.profile.is_empty() {
        let found = match id_of(&listed.profile) {
            Ok(id) => profile::find(reader, id).await?.filter(is_own),
            Err(_) => None,
        };
        return found.ok_or_else(|| nobody(PROFILE));
    }
    let number = PersonalNumber::parse(&listed.number).map_err(|fault| {
        let said = |lang| fault.sentence(lang);
        FieldError::new(NUMBER, fault.code(), said(sanviec_domain::Lang::Vi), said(sanviec_domain::Lang::En))
    })?;
    let hash = app.keys()?.lookup(NUMBER_LOOKUP, number.as_str()).unwrap_or_default();
    let mut found: Vec<_> = profile::find_by_number(reader, &hash, MOST).await?.into_iter().filter(is_own).collect();
    let first = found.pop().ok_or_else(|| nobody(NUMBER))?;
    if found.is_empty() { Ok(first) } else { Err(several()) }
}

fn nobody(column: &'static str) -> AppError {
    let vi = "Trung tâm chưa có hồ sơ người này. Đăng ký người tìm việc trước, hoặc nhập người từ Excel.";
    let en = "The centre has no profile of this person. Register them first, or import people from a spreadsheet.";
    FieldError::new(column, "person_unknown", vi, en).into()
}

fn several() -> AppError {
    let vi = "Có nhiều hồ sơ cùng số này. Gộp hồ sơ trước, hoặc ghi mã hồ sơ vào cột ho_so.";
    let en = "Several profiles have this number. Merge them first, or write the profile's code in the column ho_so.";
    FieldError::new(NUMBER, "person_unsure", vi, en).into()
}

/// An organisation has the id of its employer.
async fn employer_of(app: &App, typed: &str) -> Result<Uuid, AppError> {
    let reader = app.store().reader();
    let found = match (tax_code(typed), PersonalNumber::parse(typed)) {
        (Ok(code), _) => organisation::find_by_tax_code(reader, code.as_str()).await?,
        (Err(_), Ok(number)) => match app.keys()?.lookup("personal_number", number.as_str()) {
            Some(lookup) => organisation::find_by_number(reader, &lookup).await?,
            None => None,
        },
        (Err(fault), Err(_)) => {
            let said = |lang| fault.sentence(lang).to_owned();
            let (vi, en) = (said(sanviec_domain::Lang::Vi), said(sanviec_domain::Lang::En));
            return Err(FieldError::new(EMPLOYER, fault.code(), vi, en).into());
        }
    };
    let unknown = || {
        let vi = "Người sử dụng lao động này chưa đăng ký trên sàn. Đăng ký trước rồi gửi lại tệp.";
        let en = "This employer is not registered on the exchange. Register it first, then send the file again.";
        AppError::from(FieldError::new(EMPLOYER, "employer_unknown", vi, en))
    };
    found.map(|row| row.id).ok_or_else(unknown)
}

/// The placement that a row speaks of. Somebody who is followed at this employer since another day is either the same
/// placement with a slip in the day or a second hire: the second needs the end of the first.
async fn known(
    db: &impl Db,
    (profile, centre_id, employer_id): (&profile::Row, Uuid, Uuid),
    listed: &Listed,
) -> Result<Option<Uuid>, AppError> {
    let placed_on = day_number(listed.placed_on);
    let mut of_person = Vec::new();
    for id in profile::list_family(db, profile.id).await?.1 {
        of_person.extend(placement::list_of_profile(db, id).await?);
    }
    let here: Vec<_> = of_person.into_iter().filter(|row| row.employer_id == employer_id).collect();
    if let Some(same) = here.iter().find(|row| row.placed_on == placed_on) {
        return if same.centre_id == centre_id { Ok(Some(same.id)) } else { Err(elsewhere()) };
    }
    // What another centre followed is not told of here; who is paid for whom, the claim sees to.
    for other in here.into_iter().filter(|row| row.centre_id == centre_id) {
        let facts = placement::facts(db, other.id, i64::MAX).await?;
        if !facts.iter().any(|fact| fact.kind == FactKind::Ended.code()) {
            let code = code_of(other.id);
            let vi = format!(
                "Người này đang được theo dõi ở nơi này với ngày giới thiệu khác (hồ sơ {code}). Sửa ngày, hoặc ghi thôi \
                 việc ở hồ sơ đó trước."
            );
            let en = format!(
                "This person is followed at this employer since another day ({code}). Mend the day, or record the end \
                 there first."
            );
            return Err(FieldError::new(PLACED, "followed_already", vi, en).into());
        }
    }
    Ok(None)
}

/// Facts of another centre's placement are that centre's to record.
fn elsewhere() -> AppError {
    let vi =
        "Trung tâm khác đang theo dõi việc làm này từ chính ngày đó. Liên hệ trung tâm đó, hoặc sửa ngày giới thiệu.";
    let en = "Another centre follows this very placement since that day. Ask that centre, or mend the day of referral.";
    FieldError::new(PLACED, "followed_elsewhere", vi, en).into()
}

/// What the rule compares an employer by.
pub(super) fn rule_employer(row: &placement::Row) -> String {
    employer(&row.employer_code)
}
