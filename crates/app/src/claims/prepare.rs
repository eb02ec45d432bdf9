//! Preparing a claim: only for a placement that is confirmed now, with the reading that says so, and only when nobody
//! has claimed for this person in the programme. Of many that come at once, one wins.

use super::funding::funded_through;
use super::moving::{FOREVER, take};
use super::row::{Subject, put, seal_subject};
use super::same::demand_placed;
use super::{ENTITY, code_of, entry, id_of, refused};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::evidence::{life_hash, reading_hash};
use crate::once::{Key, Work, once};
use crate::placements::{self, Reading};
use crate::profiles::{Profile, load_surviving, typed};
use crate::rights::{Action, Thing, demand_of};
use chrono::{Datelike, NaiveDate};
use sanviec_domain::claim::{Elsewhere, ElsewhereKnown, ElsewhereRefusal, Life, Order};
use sanviec_domain::membership::AccountId;
use sanviec_domain::placement::{NoAmount, Status};
use sanviec_domain::profile::{CurrentAddress, Field};
use sanviec_domain::time::{day_number, short_date};
use sanviec_store::{BoxFuture, Tx, audit, claim, employer, placement, profile};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most characters that are said about another source of money.
const ELSEWHERE: usize = 500;

/// A claim to be prepared.
#[derive(Clone, Debug, Default)]
pub struct Prepare {
    /// Code of the placement.
    pub placement: String,
    /// Beneficiary groups of the person, by their names in the policy.
    pub groups: Vec<String>,
    /// Whether another source pays for the same work, as the insurance against unemployment does for whoever it
    /// counsels (TT 55/2023/TT-BTC, Article 72(2)); nothing is no answer, and refused.
    pub elsewhere_known: Option<ElsewhereKnown>,
    /// From which day, where one does.
    pub elsewhere_from: Option<NaiveDate>,
    /// Through which day, where one does and it is known.
    pub elsewhere_through: Option<NaiveDate>,
    /// What else is known of it; may be empty.
    pub elsewhere: String,
}

impl Prepare {
    /// A claim for somebody in no group for whom no other source pays.
    #[must_use]
    pub fn alone(placement: String) -> Self {
        Self { placement, elsewhere_known: Some(ElsewhereKnown::No), ..Self::default() }
    }

    /// The groups that are named, each once.
    fn groups(&self) -> Vec<&str> {
        let mut groups: Vec<&str> = self.groups.iter().map(|group| group.trim()).collect();
        groups.retain(|group| !group.is_empty());
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    /// What is answered of another source.
    fn elsewhere(&self) -> Result<Elsewhere, AppError> {
        if self.elsewhere.chars().count() > ELSEWHERE {
            let vi = format!("Viết ngắn hơn {ELSEWHERE} ký tự.");
            let en = format!("Write less than {ELSEWHERE} characters.");
            return Err(FieldError::new("elsewhere", "too_long", vi, en).into());
        }
        let known = self.elsewhere_known.ok_or_else(not_answered)?;
        Elsewhere::said(known, self.elsewhere_from, self.elsewhere_through).map_err(no_answer)
    }
}

/// A claim that was prepared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prepared {
    /// Code of the claim.
    pub id: String,
    pub dong: i64,
}

/// Prepares a claim for a placement of the own centre.
pub async fn prepare(app: &App, ctx: &Ctx, order: Prepare, key: &Key) -> Result<Prepared, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let placement_id = id_of(&order.placement)?;
    let row = placement::find(app.store().reader(), placement_id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PrepareClaim, Thing::of_centre(row.centre_id))?;
    let elsewhere = order.elsewhere()?;
    let id = app.ids().next();
    let work = Preparing { app: app.clone(), ctx: ctx.clone(), person, placement_id, id, order, elsewhere };
    once(app, ctx, key, work).await
}

struct Preparing {
    app: App,
    ctx: Ctx,
    person: Person,
    placement_id: Uuid,
    id: Uuid,
    order: Prepare,
    elsewhere: Elsewhere,
}

impl Preparing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Prepared, AppError> {
        let (app, ctx) = (&self.app, &self.ctx);
        let reading = placements::freeze_reading(tx, app.policies(), ctx, self.placement_id).await?;
        if reading.outcome.status != Status::Confirmed {
            return Err(not_confirmed());
        }
        let before = claim::list_of_placement(tx, self.placement_id).await?;
        if before.iter().any(|row| row.is_live == 1) {
            return Err(claimed_already());
        }
        let placed = placement::find(tx, self.placement_id).await?.ok_or(AppError::NotFound)?;
        demand_placed(tx, &placed).await?;
        let profile = surviving(tx, app, placed.profile_id).await?;
        let (life, mut row) = self.row(&reading, &placed, &profile)?;
        let employer = employer::load(tx, placed.employer_id).await?;
        let subject = subject(&reading, &placed, (&profile, employer.name), &self.order.elsewhere)?;
        row.subject = seal_subject(app.keys()?, row.id, &subject)?;
        put(app.keys()?, &mut row, &life, ctx.now)?;
        take(app, tx, ctx, &row, FOREVER).await?;
        claim::insert(tx, &row).await?;
        let after = serde_json::json!({
            "state": row.state, "dong": row.dong, "placement": row.placement_id, "is_flagged": row.is_flagged,
            "year": row.budget_year, "reading": reading_hash(app.keys()?, &row),
            "life": life_hash(&row),
        });
        let told = entry(ctx, "claim_prepare", (ENTITY, row.id), Some(after.to_string()));
        audit::append_at(tx, Some(row.centre_id), &[told]).await?;
        Ok(Prepared { id: code_of(row.id), dong: row.dong })
    }

    fn row(
        &self,
        reading: &Reading,
        placed: &placement::Row,
        profile: &Profile,
    ) -> Result<(Life, claim::Row), AppError> {
        let (ctx, money) = (&self.ctx, &reading.policy.policy.money);
        let groups = self.order.groups();
        let through = funded_through(&self.app, &reading.policy.policy);
        let dong = money.amount_through(&groups, reading.today, through).map_err(no_amount)?;
        let number = profile.content.identity.number.as_ref().ok_or_else(no_number)?;
        let person_key = self.app.keys()?.lookup("exclusion person", number.as_str()).ok_or_else(no_number)?;
        let order = Order {
            dong,
            needs_third: money.needs_third(dong),
            instalments_max: money.instalments_max,
            by: AccountId(self.person.account_id),
        };
        let (life, _) = Life::prepare(order).map_err(refused)?;
        let (from, until) = self.elsewhere.days();
        let row = claim::Row {
            id: self.id,
            version: 1,
            centre_id: placed.centre_id,
            placement_id: placed.id,
            profile_id: profile.id.0,
            programme: placed.programme.clone(),
            task: placed.task.clone(),
            beneficiary_groups: groups.join(","),
            budget_year: reading.today.year(),
            person_key: person_key.to_vec(),
            subject: Vec::new(),
            policy_hash: reading.policy_hash.to_vec(),
            today: day_number(reading.today),
            known_at: reading.known_at.0,
            seen_known_at: reading.known_at.0,
            facts_hash: reading.facts_hash.to_vec(),
            outcome: reading.outcome.to_json(),
            is_flagged: i32::from(self.elsewhere.is_flagged() || !self.order.elsewhere.trim().is_empty()),
            dong,
            needs_third: i32::from(order.needs_third),
            instalments_max: i32::try_from(order.instalments_max).unwrap_or(i32::MAX),
            prepared_by: self.person.account_id,
            paid_dong: 0,
            returned_dong: 0,
            state: String::new(),
            is_open: 1,
            is_live: 1,
            place: None,
            second_by: None,
            batch_id: None,
            paid_on: None,
            payout_dong: None,
            reason: None,
            proposed_by: None,
            asked_dong: None,
            asked_parts: None,
            came_dong: None,
            payouts: 0,
            created_at: ctx.now.0,
            updated_at: ctx.now.0,
            again_by: None,
            again_dong: None,
            again_parts: None,
            asked_on: None,
            approved_known_at: None,
            elsewhere_known: Some(self.elsewhere.known().code().to_owned()),
            elsewhere_from: from.map(day_number),
            elsewhere_through: until.map(day_number),
            contested_dong: None,
            contested_why: None,
            contested_by: None,
        };
        Ok((life, row))
    }
}

/// The profile of a person, or the one that it became part of. Held, so that it is made part of no other one while the
/// person is claimed for.
async fn surviving(tx: &Tx<'_>, app: &App, id: Uuid) -> Result<Profile, AppError> {
    profile::hold(tx, id).await?;
    load_surviving(tx, app.keys()?, id).await
}

fn subject(
    reading: &Reading,
    placed: &placement::Row,
    (profile, employer_name): (&Profile, String),
    elsewhere: &str,
) -> Result<Subject, AppError> {
    let content = &profile.content;
    let said = |field| typed::get(content, field).into_iter().flatten().next().filter(|text| !text.is_empty());
    let home = match &content.residence.current {
        CurrentAddress::Elsewhere(address) => address,
        CurrentAddress::Unstated | CurrentAddress::Permanent => &content.residence.permanent,
    };
    let unit = home.unit.as_ref().map(typed::unit_name_today);
    let address: Vec<String> = [home.line.clone(), unit].into_iter().flatten().collect();
    Ok(Subject {
        person_name: said(Field::Name).ok_or_else(no_name)?,
        person_birth: said(Field::Birth),
        person_number: said(Field::PersonalNumber).ok_or_else(no_number)?,
        person_address: (!address.is_empty()).then(|| address.join(", ")),
        employer_name,
        employer_code: placed.employer_code.clone(),
        contract: reading.contract.as_ref().map(|(number, _)| number.clone()),
        signed_on: reading.contract.as_ref().map(|(_, on)| short_date(*on)),
        starts_on: reading.outcome.start.map(short_date),
        elsewhere: elsewhere.trim().to_owned(),
        approved_because: String::new(),
    })
}

fn not_answered() -> AppError {
    let vi = "Cho biết nguồn khác có chi cho việc này không: có, không hay chưa rõ.";
    let en = "Say whether another source pays for this: yes, no or not known.";
    FieldError::new("elsewhere_known", "missing", vi, en).into()
}

fn no_answer(refusal: ElsewhereRefusal) -> AppError {
    match refusal {
        ElsewhereRefusal::NoFirstDay => {
            let vi = "Cho biết nguồn khác chi từ ngày nào, hoặc chọn chưa rõ.";
            let en = "Say from which day the other source pays, or choose that it is not known.";
            FieldError::new("elsewhere_from", "missing", vi, en).into()
        }
        ElsewhereRefusal::DaysOfNothing => {
            let vi = "Chỉ ghi ngày khi nguồn khác có chi. Chọn có, hoặc xóa ngày.";
            let en = "Days are for a source that pays. Choose yes, or take the days away.";
            FieldError::new("elsewhere_from", "days_of_nothing", vi, en).into()
        }
        ElsewhereRefusal::BackToFront => {
            let vi = "Ngày cuối trước ngày đầu. Sửa một trong hai ngày.";
            let en = "The last day is before the first. Change one of the two.";
            FieldError::new("elsewhere_through", "back_to_front", vi, en).into()
        }
    }
}

fn not_confirmed() -> AppError {
    let vi = "Chỉ đề nghị chi trả khi kết quả xét là đã xác nhận.";
    let en = "A claim can be made only for a placement that is confirmed.";
    FieldError::new("form", "not_confirmed", vi, en).into()
}

fn claimed_already() -> AppError {
    let vi = "Hồ sơ việc làm này đã có đề nghị chi trả. Nếu tiền của đề nghị đó đã thu hồi đủ thì lập lại đề nghị đó, \
              hoặc rút nó rồi đề nghị từ đầu.";
    let en = "This placement has a claim already. If all of its money came back, claim that one anew, or withdraw it \
              and claim from the beginning.";
    FieldError::new("form", "claimed_already", vi, en).into()
}

fn no_number() -> AppError {
    let vi = "Hồ sơ của người này chưa có số định danh cá nhân; danh sách chi trả phải ghi số này.";
    let en = "The profile has no personal number, which the list of payments must name.";
    FieldError::new("form", "number_missing", vi, en).into()
}

fn no_name() -> AppError {
    FieldError::new("form", "name_missing", "Hồ sơ chưa có họ tên.", "The profile has no name.").into()
}

fn no_amount(why: NoAmount) -> AppError {
    let (vi, en) = match why {
        NoAmount::NotFixed => (
            "Chính sách chưa quy định mức hỗ trợ. Tỉnh cần điền mức theo nghị quyết của mình.",
            "The policy fixes no amount yet. The province has to fill it in.",
        ),
        NoAmount::UnknownGroup => ("Chính sách không có nhóm đối tượng này.", "The policy does not know this group."),
        NoAmount::Over => {
            ("Đã hết hạn đề nghị theo nguồn kinh phí này.", "The last day for claiming from this budget is over.")
        }
    };
    FieldError::new("groups", why.code(), vi, en).into()
}

impl Work for Preparing {
    type Answer = Prepared;

    fn name(&self) -> &'static str {
        "prepare_claim"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let groups = self.order.groups.join(",");
        let elsewhere = format!("{:?} {}", self.elsewhere, self.order.elsewhere);
        vec![self.placement_id.as_bytes().to_vec(), groups.into_bytes(), elsewhere.into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Prepared, AppError>> {
        Box::pin(self.run(tx))
    }
}
