//! How a placement begins: an application that was hired, a letter whose answer was "hired", a person who tells that
//! one of the two led to work, or a row of a centre's own list. Each gives one placement at most; the database sees to
//! that. An employer begins one with whom it hired itself, by an application to one of its adverts; letters are the
//! centre's.

use super::policies::Policies;
use super::reach::{demand_employer, demand_heard};
use super::said::employer;
use super::succession::{CHAIN_MOST, follow};
use super::{PROGRAMME, code_of, entry, id_of};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::{Ctx, Role};
use crate::desk::held_role;
use crate::error::{AppError, FieldError};
use crate::evidence::placement_hash;
use crate::once::{Key, Work, once, owner_of};
use crate::rights::{Action, Thing, demand_of, may_at_work};
use chrono::NaiveDate;
use sanviec_domain::placement::Party;
use sanviec_domain::referral::Hire;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_store::placement::succession;
use sanviec_store::{
    BoxFuture, Error as StoreError, Tx, application, audit, centre, employer as employers, placement, profile, referral,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a placement comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Code of an application that was hired.
    Application(String),
    /// Code of a letter whose answer was "hired".
    Referral(String),
    /// The person's own word that an application or a letter of theirs led to work.
    Report {
        /// Code of either.
        of: String,
        /// First day of work.
        starts_on: NaiveDate,
    },
}

/// A placement to be made.
#[derive(Clone, Debug)]
pub struct Create {
    pub from: From,
    /// The funding task by which the policy is chosen; empty for none of its own.
    pub task: String,
}

/// A placement that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// Code of the placement.
    pub id: String,
}

/// Makes a placement: an officer of the centre that serves the person, the person, or of an application that was hired
/// whoever administers the employer, and its programs.
pub async fn create(app: &App, ctx: &Ctx, order: Create, key: &Key) -> Result<Created, AppError> {
    ctx.actor.person().ok_or(AppError::Forbidden)?;
    let ids = std::iter::repeat_with(|| app.ids().next()).take(CHAIN_MOST + 1).collect();
    let work = Creating { policies: app.policies().clone(), ctx: ctx.clone(), ids, order };
    once(app, ctx, key, work).await
}

/// The funding tasks that can be named when a placement begins, beside none of its own.
#[must_use]
pub fn funding_tasks(app: &App) -> Vec<String> {
    app.policies().tasks(PROGRAMME).into_iter().map(str::to_owned).collect()
}

/// A task that no policy is made for would choose none, or the one for all tasks, without a word.
pub(super) fn known_task(policies: &Policies, field: &'static str, task: &str) -> Result<(), AppError> {
    let (task, known) = (task.trim(), policies.tasks(PROGRAMME));
    if task.is_empty() || known.contains(&task) {
        return Ok(());
    }
    let names = known.join(", ");
    let vi = format!("Không có chính sách nào cho nhiệm vụ này. Nhiệm vụ đã biết: {names}. Nếu không thì để trống.");
    let en = format!("No policy is made for this funding task. Known ones: {names}. Otherwise leave it empty.");
    let known = known.into_iter().map(str::to_owned).collect();
    Err(FieldError::new(field, "task_unknown", vi, en).suggesting(known).into())
}

struct Creating {
    policies: Policies,
    ctx: Ctx,
    /// Of the placement, and of facts that it is told at once.
    ids: Vec<Uuid>,
    order: Create,
}

/// What led to the placement.
pub(super) struct Origin {
    pub(super) name: &'static str,
    pub(super) centre_id: Uuid,
    pub(super) branch_id: Option<Uuid>,
    pub(super) profile_id: Uuid,
    pub(super) employer_id: Uuid,
    pub(super) posting_id: Option<Uuid>,
    pub(super) application_id: Option<Uuid>,
    pub(super) referral_id: Option<Uuid>,
    /// Day on which the person was referred, or applied.
    pub(super) placed_on: NaiveDate,
    /// Day of the notice, first and last day of work, where nothing else counts the terms that follow.
    pub(super) hire: Option<(NaiveDate, NaiveDate, Option<NaiveDate>)>,
}

impl Creating {
    async fn run(&self, tx: &Tx<'_>) -> Result<Created, AppError> {
        self.demand_task()?;
        let origin = match &self.order.from {
            From::Application(code) => of_application(tx, &self.ctx, id_of(code)?, None).await?,
            From::Referral(code) => of_referral(tx, &self.ctx, id_of(code)?, None).await?,
            From::Report { of, starts_on } => self.of_report(tx, id_of(of)?, *starts_on).await?,
        };
        not_twice(tx, &origin).await?;
        let id = self.ids[0];
        let mut row = open(tx, &self.ctx, (id, &self.order.task), &origin).await?;
        if matches!(self.ctx.actor.kind(), Role::EmployerAdministrator | Role::EmployerProgram) {
            demand_heard(tx, &self.ctx, (&row, Party::Employer)).await?;
        }
        let from = row.employer_code.clone();
        let mut ids = self.ids[1..].iter().copied();
        follow(tx, (&self.policies, &self.ctx), &mut row, (&from, &mut ids)).await?;
        Ok(Created { id: code_of(id) })
    }

    /// A task is for good and says which money pays: only who chooses one for a placement that has none begins one with
    /// it. Asked before anything is looked at, so that the refusal tells nothing of the person.
    fn demand_task(&self) -> Result<(), AppError> {
        let task = &self.order.task;
        if task.trim().is_empty() || may_at_work(self.ctx.actor, Action::ChooseTask) {
            return known_task(&self.policies, "task", task);
        }
        let vi = "Nhiệm vụ nguồn kinh phí do cán bộ của trung tâm chọn. Để trống mục này.";
        let en = "An officer of the centre chooses the funding task. Leave it out.";
        Err(FieldError::new("task", "task_of_officers", vi, en).into())
    }

    /// The code names an application or a letter of the person; ids of both are made alike and never meet.
    async fn of_report(&self, tx: &Tx<'_>, id: Uuid, starts_on: NaiveDate) -> Result<Origin, AppError> {
        if starts_on > self.ctx.today() {
            let (vi, en) = ("Ngày đi làm chưa đến.", "The first day of work is still to come.");
            return Err(FieldError::new("starts_on", "not_yet", vi, en).into());
        }
        let told = Some((self.ctx.today(), starts_on));
        match of_application(tx, &self.ctx, id, told).await {
            Err(AppError::NotFound) => of_referral(tx, &self.ctx, id, told).await,
            answer => answer,
        }
    }
}

/// Writes a new placement, with its row in the audit.
pub(super) async fn open(
    tx: &Tx<'_>,
    ctx: &Ctx,
    (id, task): (Uuid, &str),
    origin: &Origin,
) -> Result<placement::Row, AppError> {
    // Whoever records a succession at the same time waits for this, or was there before it.
    succession::share(tx, origin.centre_id).await?;
    let row = row(tx, ctx, (id, task), origin).await?;
    // Of an officer who leaves meanwhile either this is handed over too, or it is not written.
    if let (Some(_), Some(officer)) = (row.officer_id, ctx.actor.person()) {
        held_role(tx, officer, row.centre_id).await?;
    }
    demand_there(tx, ctx, origin.profile_id).await?;
    placement::insert(tx, &row).await.map_err(taken)?;
    let after = format!(r#"{{"origin":"{}","hash":"{}"}}"#, origin.name, placement_hash(&row));
    let entry = entry(ctx, "create_placement", id, Some(after));
    audit::append_at(tx, Some(origin.centre_id), &[entry]).await?;
    Ok(row)
}

async fn row(tx: &Tx<'_>, ctx: &Ctx, (id, task): (Uuid, &str), origin: &Origin) -> Result<placement::Row, AppError> {
    let centre = centre::find(tx, origin.centre_id).await?.ok_or(AppError::NotFound)?;
    let first = employers::load(tx, origin.employer_id).await?;
    let hire = origin.hire.map(|(told, starts, ends)| Hire::told(told, starts, ends, calendar()));
    let officer = ctx.actor.person().filter(|person| person.centre_id == Some(origin.centre_id));
    let code = first.tax_code.as_deref().filter(|code| !code.is_empty());
    Ok(placement::Row {
        id,
        version: 1,
        centre_id: origin.centre_id,
        branch_id: origin.branch_id,
        officer_id: officer.map(|person| person.account_id),
        profile_id: origin.profile_id,
        employer_id: origin.employer_id,
        employer_code: code.map_or_else(|| format!("employer-{}", code_of(first.id)), employer),
        origin: origin.name.to_owned(),
        posting_id: origin.posting_id,
        application_id: origin.application_id,
        referral_id: origin.referral_id,
        placed_on: day_number(origin.placed_on),
        programme: PROGRAMME.to_owned(),
        province: centre.province_code,
        task: task.trim().to_owned(),
        policy_name: None,
        policy_version: None,
        policy_hash: None,
        last_known_at: ctx.now.0,
        due_at: Some(ctx.now.0),
        told_on: hire.map(|hire| day_number(hire.told_on)),
        starts_on: hire.map(|hire| day_number(hire.starts_on)),
        ends_on: hire.and_then(|hire| hire.ends_on).map(day_number),
        entry_due_on: hire.map(|hire| day_number(hire.result.due_on())),
        entry_done_on: None,
        follow_due_on: hire.map(|hire| day_number(hire.follow_up.due_on())),
        follow_done_on: None,
        outcome_told: None,
        outcome_no: 0,
        outcome_day: None,
        created_at: ctx.now.0,
        updated_at: ctx.now.0,
        waits_from: None,
        stake_dong: None,
        disputed_since: None,
    })
}

/// Two forms at once for one application meet at the database; one after the other they are told so here.
async fn not_twice(tx: &Tx<'_>, origin: &Origin) -> Result<(), AppError> {
    let of_application = match origin.application_id {
        Some(id) => placement::find_by_application(tx, id).await?,
        None => None,
    };
    let of_referral = match origin.referral_id {
        Some(id) => placement::find_by_referral(tx, id).await?,
        None => None,
    };
    match of_application.or(of_referral) {
        Some(_) => Err(placed_already()),
        None => Ok(()),
    }
}

/// What the database keeps to one placement.
const ONCE: [&str; 3] =
    ["uq_placement_application_id", "uq_placement_referral_id", "uq_placement_profile_id_employer_id_placed_on"];

/// The database refuses the second placement of one application, letter or row, however close the two came.
fn taken(error: StoreError) -> AppError {
    match error {
        StoreError::Constraint(name) if ONCE.contains(&name.as_str()) => placed_already(),
        other => other.into(),
    }
}

pub(super) fn placed_already() -> AppError {
    let vi = "Kết quả này đã có hồ sơ theo dõi việc làm.";
    let en = "There is a placement for this result already.";
    FieldError::new("from", "placed_already", vi, en).into()
}

/// Whoever may not open a placement for a person is not told either how it went.
fn demand_open(ctx: &Ctx, account_id: Option<Uuid>, centre_id: Option<Uuid>) -> Result<(), AppError> {
    let thing = Thing { account_id, centre_id, employer_id: None };
    demand_of(ctx, Action::OpenPlacement, thing).map(|_| ())
}

/// Of whoever deleted their data nothing is followed any more. Held, so that the person goes before or after: of one
/// who goes afterwards the placement is found. The employer is told no more than that nobody serves the person.
async fn demand_there(tx: &Tx<'_>, ctx: &Ctx, profile_id: Uuid) -> Result<(), AppError> {
    profile::hold(tx, profile_id).await?;
    if profile::load(tx, profile_id).await?.state != "deleted" {
        return Ok(());
    }
    let is_hirers = matches!(ctx.actor.kind(), Role::EmployerAdministrator | Role::EmployerProgram);
    Err(if is_hirers { cannot_follow() } else { forgotten() })
}

/// Whether it is the employer that hired who opens it. What somebody reports is their own word, and no employer's.
fn is_hirer(ctx: &Ctx, employer_id: Uuid, told: Option<(NaiveDate, NaiveDate)>) -> bool {
    told.is_none() && demand_of(ctx, Action::OpenHired, Thing::of_employer(employer_id)).is_ok()
}

/// The profile, or the one that it became part of: whoever holds that one is the person. What is made stands under the
/// first all the same, where the letter or the application stands, so that taking the two apart parts them too.
async fn surviving(tx: &Tx<'_>, id: Uuid) -> Result<Option<profile::Row>, AppError> {
    let (kept, _) = profile::list_family(tx, id).await?;
    Ok(profile::find(tx, kept).await?)
}

/// An application that was hired, or that the person says led to work, with the centre that serves the person.
async fn of_application(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    told: Option<(NaiveDate, NaiveDate)>,
) -> Result<Origin, AppError> {
    let row = application::find(tx, id).await?.ok_or(AppError::NotFound)?;
    let profile = match row.profile_id {
        Some(id) => surviving(tx, id).await?,
        None => match row.account_id {
            Some(account_id) => profile::find_by_account(tx, account_id).await?,
            None => None,
        },
    };
    let account_id = profile.as_ref().map_or(row.account_id, |profile| profile.account_id);
    let is_hirer = is_hirer(ctx, row.employer_id, told);
    if is_hirer {
        demand_employer(tx, ctx, row.employer_id).await?;
    } else {
        demand_open(ctx, account_id, profile.as_ref().and_then(|profile| profile.centre_id))?;
    }
    let sent_at = row.sent_at.filter(|_| told.is_some() || row.state == "hired").ok_or_else(not_hired)?;
    let profile = profile.filter(|profile| profile.state != "deleted");
    let served = profile.and_then(|profile| profile.centre_id.map(|centre_id| (profile, centre_id)));
    let (profile, centre_id) = served.ok_or_else(if is_hirer { cannot_follow } else { no_centre })?;
    let profile_id = row.profile_id.unwrap_or(profile.id);
    let hired_on = Micros(row.ended_at.unwrap_or(row.updated_at)).day();
    let starts_on = row.starts_on.and_then(day_of_number).unwrap_or(hired_on);
    Ok(Origin {
        name: if told.is_some() { "report" } else { "application" },
        centre_id,
        branch_id: profile.branch_id,
        profile_id,
        employer_id: row.employer_id,
        posting_id: Some(row.posting_id),
        application_id: Some(row.id),
        referral_id: None,
        placed_on: Micros(sent_at).day(),
        hire: Some(told.map_or((hired_on, starts_on, None), |(told_on, starts_on)| (told_on, starts_on, None))),
    })
}

/// A letter whose answer was "hired", or that the person says led to work. Where the employer answered, the letter
/// itself counts the terms that follow.
async fn of_referral(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    told: Option<(NaiveDate, NaiveDate)>,
) -> Result<Origin, AppError> {
    let row = referral::find(tx, id).await?.ok_or(AppError::NotFound)?;
    let corrupt = || StoreError::corrupt("referral", "profile_id", row.id);
    let profile = surviving(tx, row.profile_id).await?.ok_or_else(corrupt)?;
    demand_open(ctx, profile.account_id, Some(row.centre_id))?;
    let is_hired = row.state == "hired";
    if told.is_none() && !is_hired {
        return Err(not_hired());
    }
    Ok(Origin {
        name: if told.is_some() { "report" } else { "referral" },
        centre_id: row.centre_id,
        branch_id: row.branch_id,
        profile_id: row.profile_id,
        employer_id: row.employer_id,
        posting_id: Some(row.posting_id),
        application_id: None,
        referral_id: Some(row.id),
        placed_on: Micros(row.issued_at).day(),
        hire: told.filter(|_| !is_hired).map(|(told_on, starts_on)| (told_on, starts_on, None)),
    })
}

fn not_hired() -> AppError {
    let vi = "Chưa có kết quả nhận việc, nên chưa có gì để theo dõi.";
    let en = "Nobody was hired by this, so there is nothing to follow.";
    FieldError::new("from", "not_hired", vi, en).into()
}

fn forgotten() -> AppError {
    let vi = "Người này đã xóa dữ liệu của mình, nên không mở hồ sơ theo dõi việc làm nữa.";
    let en = "This person deleted their data, so no placement is opened any more.";
    FieldError::new("from", "person_forgotten", vi, en).into()
}

fn no_centre() -> AppError {
    let vi = "Chưa trung tâm nào phục vụ người này. Đăng ký tại một trung tâm trước.";
    let en = "No centre serves this person yet. They register at a centre first.";
    FieldError::new("from", "no_centre", vi, en).into()
}

/// Whoever hired is not told whether the person is registered anywhere, has a profile or took it away.
fn cannot_follow() -> AppError {
    let vi = "Không theo dõi được việc làm này tại đây. Hãy hỏi trung tâm dịch vụ việc làm.";
    let en = "This cannot be followed here. Ask the employment service centre.";
    FieldError::new("from", "cannot_follow", vi, en).into()
}

impl Work for Creating {
    type Answer = Created;

    fn name(&self) -> &'static str {
        "create_placement"
    }

    fn owner(&self) -> Option<Uuid> {
        owner_of(&self.ctx)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.order).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Created, AppError>> {
        Box::pin(self.run(tx))
    }
}

/// Code of the placement that a letter of the own centre became, where it did.
pub async fn of_referral_code(app: &App, ctx: &Ctx, code: &str) -> Result<Option<String>, AppError> {
    let row = placement::find_by_referral(app.store().reader(), id_of(code)?).await?;
    let Some(row) = row else { return Ok(None) };
    demand_of(ctx, Action::ReadPlacement, Thing::of_centre(row.centre_id))?;
    Ok(Some(code_of(row.id)))
}
