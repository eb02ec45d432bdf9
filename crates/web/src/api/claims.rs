//! `/api/v1/claims`: what a centre claims for placements and who decides. For staff who are signed in on the site; the
//! same use cases as the pages.

use super::ctx::SessionCtx;
use super::own::idempotency_key;
use super::params::{NoQuery, not_listed};
use super::placements::{Body, a_day, read};
use super::problem::{ApiError, Problem};
use crate::Site;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use chrono::NaiveDate;
use sanviec_app::claims::{self, ClaimView};
use sanviec_app::{AppError, Ctx, Key};
use sanviec_domain::claim::{ContestReason, Due, Elsewhere, ElsewhereKnown, RefuseReason, WithdrawReason};
use sanviec_domain::why::Why;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A claim to be prepared.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimInput {
    /// Code of the placement.
    placement: String,
    /// Beneficiary groups, by their names in the policy.
    #[serde(default)]
    groups: Vec<String>,
    /// Whether another source, such as the Unemployment Insurance Fund, pays for the same work: `yes`, `no` or
    /// `unknown`. Whoever approves has to write a note when it is not `no`.
    #[serde(default)]
    #[schema(required = true)]
    elsewhere_known: String,
    /// First day that it pays for, `2026-11-05`; needed with `yes`, and with nothing else.
    #[serde(default)]
    elsewhere_from: Option<String>,
    /// Last day that it pays for, where it is known.
    #[serde(default)]
    elsewhere_through: Option<String>,
    /// What else is known of it.
    #[serde(default)]
    elsewhere: String,
}

impl ClaimInput {
    fn order(self) -> Result<claims::Prepare, AppError> {
        let day = |field, text: Option<String>| text.map(|text| a_day(field, &text)).transpose();
        Ok(claims::Prepare {
            placement: self.placement,
            groups: self.groups,
            elsewhere_known: ElsewhereKnown::find_by_code(&self.elsewhere_known),
            elsewhere_from: day("elsewhere_from", self.elsewhere_from)?,
            elsewhere_through: day("elsewhere_through", self.elsewhere_through)?,
            elsewhere: self.elsewhere,
        })
    }
}

/// What is done with a claim.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimAct {
    /// `approve`, `refuse`, `withdraw`, `settle_paid`, `settle_unpaid`, `settle_paid_twice`, `settle_never_paid`,
    /// `settle_brought_back`, `settle_stays_paid`, `contest`, `uncontest`, `propose_recovery`, `confirm_recovery`,
    /// `give_back` or `prepare_again`.
    act: String,
    /// Version that was seen; for all but `propose_recovery` and `prepare_again`.
    #[serde(default)]
    version: i64,
    /// Code of the reason; for `refuse`, `withdraw` and `contest`.
    #[serde(default)]
    reason: String,
    /// Words; needed for the reason `other`, and to approve a claim that is flagged.
    #[serde(default)]
    note: String,
    /// What the preview asked back, what came back, or what is to come back for `contest`, in dong.
    #[serde(default)]
    dong: i64,
    /// In how many parts; for `propose_recovery`, and as it was proposed for `confirm_recovery`.
    #[serde(default)]
    instalments: u32,
    /// Day on which money came back, also for `settle_brought_back` and `settle_paid_twice`, or on which the bank paid
    /// for `settle_paid`, `2027-03-10`.
    #[serde(default)]
    on: String,
    /// The name by which the bank speaks of the attempt; for each `settle_…`.
    #[serde(default)]
    attempt: String,
}

/// Code of what was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    pub(super) id: String,
}

/// A claim.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClaimAnswer {
    id: String,
    placement: String,
    version: i64,
    state: String,
    dong: i64,
    /// What the centre holds of it.
    held_dong: i64,
    /// What the next payout pays.
    owed_dong: i64,
    /// Whether another source may pay: whoever approves has to write a note.
    is_flagged: bool,
    /// What was answered of another source, `yes`, `no` or `unknown`; null of a claim from before that was asked.
    elsewhere_known: Option<String>,
    /// First day that it pays for.
    elsewhere_from: Option<String>,
    /// Last day that it pays for, where it is known.
    elsewhere_through: Option<String>,
    /// Whether facts came after it was approved: it is approved again before it is paid.
    is_outdated: bool,
    /// Whether the bank paid it after it was given up, while another claim held its person: all of it is asked back.
    is_double: bool,
    /// What of it is to come back for another reason than the facts of the placement.
    contested_dong: Option<i64>,
    /// Code of that reason.
    contested_why: Option<String>,
    policy: String,
    policy_hash: String,
    /// Day, state of knowledge and hash of the facts of the reading.
    today: String,
    known_at: String,
    facts_hash: String,
    /// The outcome that the claim holds.
    outcome: serde_json::Value,
    /// Whether it comes out again, byte for byte.
    reads_the_same: bool,
    /// Status of the placement now.
    status_now: String,
    /// Parts of what is asked back.
    instalments: Vec<InstalmentAnswer>,
    /// What somebody proposed to ask back and nobody has confirmed.
    proposal: Option<ProposalAnswer>,
    /// Attempts of which the bank says otherwise than before: paid after not paid, or brought back late.
    disputes: Vec<DisputeAnswer>,
    journals: Vec<JournalAnswer>,
}

/// An attempt of which the bank said one thing and then another.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisputeAnswer {
    /// The name by which the bank speaks of it.
    attempt: String,
    dong: i64,
    /// Whether the bank says that it brought the money back; else it says that it paid after all.
    is_back: bool,
    /// Day of the bank, as it says.
    on: Option<String>,
    /// Whether another attempt pays the claim, or is with the bank: `settle_paid_twice` or `settle_never_paid` then.
    is_covered: bool,
}

/// A recovery that waits for another person.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProposalAnswer {
    dong: i64,
    /// In how many parts.
    instalments: u32,
}

/// One part of what is asked back.
#[derive(Serialize, ToSchema)]
pub(crate) struct InstalmentAnswer {
    due_on: String,
    dong: i64,
    /// What came of it.
    came_dong: i64,
    is_overdue: bool,
}

/// What was booked.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalAnswer {
    pub(super) occasion: String,
    pub(super) on: String,
    pub(super) lines: Vec<LineAnswer>,
}

/// One line of the ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineAnswer {
    pub(super) account: String,
    /// Debit above zero.
    pub(super) dong: i64,
}

fn answer(view: ClaimView, today: NaiveDate) -> ClaimAnswer {
    let part = |due: Due| InstalmentAnswer {
        due_on: due.part.due_on.to_string(),
        dong: due.part.dong,
        came_dong: due.came_dong,
        is_overdue: due.is_overdue(today),
    };
    let instalments = view.life.schedule().into_iter().map(part).collect();
    let dispute = |one: claims::DisputeView| DisputeAnswer {
        attempt: one.attempt,
        dong: one.dong,
        is_back: one.is_back,
        on: one.on.map(|on| on.to_string()),
        is_covered: one.is_covered,
    };
    let proposal = view.life.proposal();
    let proposal = proposal.map(|one| ProposalAnswer { dong: one.dong, instalments: one.instalments });
    let line = |line: claims::LineView| LineAnswer { account: line.account, dong: line.dong };
    let journals = view.journals.into_iter().map(|journal| JournalAnswer {
        occasion: journal.occasion,
        on: journal.on.to_string(),
        lines: journal.lines.into_iter().map(line).collect(),
    });
    let (from, through) = view.elsewhere_said.map(Elsewhere::days).unwrap_or_default();
    ClaimAnswer {
        id: view.item.id,
        placement: view.placement,
        version: view.version,
        state: view.item.state.code().to_owned(),
        dong: view.item.dong,
        held_dong: view.life.held_dong(),
        owed_dong: view.item.owed_dong,
        is_flagged: view.item.is_flagged,
        elsewhere_known: view.elsewhere_said.map(|said| said.known().code().to_owned()),
        elsewhere_from: from.map(|day| day.to_string()),
        elsewhere_through: through.map(|day| day.to_string()),
        is_outdated: view.is_outdated,
        is_double: view.life.is_double,
        contested_dong: view.life.contested.map(|contested| contested.dong),
        contested_why: view.life.contested.map(|contested| contested.why.code().to_owned()),
        policy: view.policy,
        policy_hash: view.policy_hash,
        today: view.today.to_string(),
        known_at: view.known_at.rfc3339(),
        facts_hash: view.facts_hash,
        outcome: serde_json::from_str(&view.outcome).unwrap_or_default(),
        reads_the_same: view.reads_the_same,
        status_now: view.now.status.code().to_owned(),
        instalments,
        proposal,
        disputes: view.disputes.into_iter().map(dispute).collect(),
        journals: journals.collect(),
    }
}

/// What can be done with a claim.
const ACTS: [&str; 15] = [
    "approve",
    "refuse",
    "withdraw",
    "settle_paid",
    "settle_unpaid",
    "settle_brought_back",
    "settle_stays_paid",
    "settle_paid_twice",
    "settle_never_paid",
    "propose_recovery",
    "confirm_recovery",
    "give_back",
    "prepare_again",
    "contest",
    "uncontest",
];

/// Prepares a claim for a placement that is confirmed.
#[utoipa::path(
    post, path = "/api/v1/claims", tag = "claims", security(("session" = [])), request_body = ClaimInput,
    params(("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")),
    responses(
        (status = 201, description = "It is there", body = Made),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such placement", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Not confirmed, the person was claimed for already, or nobody says whether another source pays", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn prepare_claim(
    State(site): State<Site>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<ClaimInput>,
) -> Result<(StatusCode, Json<Made>), ApiError> {
    let made = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        claims::prepare(&site.app, &ctx, input.order()?, &key).await
    };
    let made = made.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok((StatusCode::CREATED, Json(Made { id: made.id })))
}

/// A claim with its reading and what was booked.
#[utoipa::path(
    get, path = "/api/v1/claims/{id}", tag = "claims", security(("session" = [])),
    params(("id" = String, Path, description = "Code of the claim")),
    responses(
        (status = 200, description = "The claim", body = ClaimAnswer),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn read_claim(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
) -> Result<Json<ClaimAnswer>, ApiError> {
    let view = claims::claim(&site.app, &ctx, &id).await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(Json(answer(view, ctx.today())))
}

/// Decides about a claim, or about money that is asked back.
#[utoipa::path(
    post, path = "/api/v1/claims/{id}/acts", tag = "claims", security(("session" = [])), request_body = ClaimAct,
    params(
        ("id" = String, Path, description = "Code of the claim"),
        ("Idempotency-Key" = String, Header, description = "16 to 64 letters, digits or dashes of your own")
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 403, description = "Not signed in, or not yours", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such claim", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "It was changed meanwhile, or the same request still runs", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than the operator allows"),
        (status = 422, description = "Not from where it stands, or not by you", body = Problem, content_type = "application/problem+json")
    )
)]
pub(crate) async fn act_on_claim(
    State(site): State<Site>,
    Path(id): Path<String>,
    SessionCtx(ctx): SessionCtx,
    _: NoQuery,
    headers: HeaderMap,
    body: Body<ClaimAct>,
) -> Result<StatusCode, ApiError> {
    let done = async {
        let (key, input) = (idempotency_key(&headers)?, read(body)?);
        act(&site, &ctx, (id, input), &key).await
    };
    done.await.map_err(|error| ApiError::new(error, &ctx))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn act(site: &Site, ctx: &Ctx, (id, input): (String, ClaimAct), key: &Key) -> Result<(), AppError> {
    let (app, version, note) = (&site.app, input.version, input.note.clone());
    match input.act.as_str() {
        "approve" => claims::approve(app, ctx, claims::Approve { id, version, note }, key).await,
        "refuse" => {
            let why = RefuseReason::find_by_code(&input.reason);
            let why = why.ok_or_else(|| not_listed("reason", RefuseReason::ALL.iter().map(|reason| reason.code())))?;
            claims::refuse(app, ctx, claims::Refuse { id, version, why: Why::noted(why, note) }, key).await
        }
        "withdraw" => {
            let why = WithdrawReason::find_by_code(&input.reason);
            let why =
                why.ok_or_else(|| not_listed("reason", WithdrawReason::ALL.iter().map(|reason| reason.code())))?;
            claims::withdraw(app, ctx, claims::Withdraw { id, version, why: Why::noted(why, note) }, key).await
        }
        "prepare_again" => claims::prepare_again(app, ctx, claims::PrepareAgain { id }, key).await,
        _ => act_on_money(site, ctx, (id, input), key).await,
    }
}

/// What is done about money that was paid.
async fn act_on_money(site: &Site, ctx: &Ctx, (id, input): (String, ClaimAct), key: &Key) -> Result<(), AppError> {
    let (app, version) = (&site.app, input.version);
    let (asked_dong, instalments) = (input.dong, input.instalments);
    match input.act.as_str() {
        "propose_recovery" => {
            let order = claims::ProposeRecovery { id, asked_dong, instalments };
            claims::propose_recovery(app, ctx, order, key).await
        }
        "confirm_recovery" => {
            let order = claims::ConfirmRecovery { id, version, asked_dong, instalments };
            claims::confirm_recovery(app, ctx, order, key).await
        }
        "give_back" => {
            let order = claims::GiveBack { id, version, dong: input.dong, on: a_day("on", &input.on)? };
            claims::give_back(app, ctx, order, key).await
        }
        settling if settling.starts_with("settle_") => {
            let settled = settled(settling, &input.on)?;
            let order = claims::SettleDispute { id, version, attempt: input.attempt, settled };
            claims::settle_dispute(app, ctx, order, key).await
        }
        "contest" => {
            let why = ContestReason::find_by_code(&input.reason);
            let why = why.ok_or_else(|| not_listed("reason", ContestReason::ALL.iter().map(|reason| reason.code())))?;
            claims::contest(app, ctx, claims::Contest { id, version, dong: input.dong, why }, key).await
        }
        "uncontest" => claims::uncontest(app, ctx, claims::Uncontest { id, version }, key).await,
        _ => Err(not_listed("act", ACTS).into()),
    }
}

/// What somebody found out with the bank, by the name of the act and the day that some of them have.
fn settled(act: &str, on: &str) -> Result<claims::Settled, AppError> {
    Ok(match act {
        "settle_paid" => claims::Settled::Paid { on: a_day("on", on)? },
        "settle_unpaid" => claims::Settled::NotPaid,
        "settle_brought_back" => claims::Settled::BroughtBack { on: a_day("on", on)? },
        "settle_paid_twice" => claims::Settled::PaidTwice { back_on: a_day("on", on)? },
        "settle_never_paid" => claims::Settled::NeverPaid,
        "settle_stays_paid" => claims::Settled::StaysPaid,
        _ => return Err(not_listed("act", ACTS).into()),
    })
}
