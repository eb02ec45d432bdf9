//! Handing in evidence, and an officer's answer to it. Nobody answers for an organisation that they act for.

use super::load::{case, members, reference_place, row_of};
use super::{entry, revoked, thing, tidings};
use crate::app::App;
use crate::calendar::calendar;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::membership::AccountId;
use sanviec_domain::time::{Micros, day_number, parse_date};
use sanviec_domain::verification::{
    Closed, Command, Event, Evidence, EvidenceKind, Life, RefuseReason, RevokeReason, Side,
};
use sanviec_domain::why::Why;
use sanviec_store::verification::Evidence as Piece;
use sanviec_store::{BoxFuture, Tx, audit, employer, organisation, organisation_member, verification};
use uuid::Uuid;

/// Why a verification fell with name, kind or number.
const fn identity_changed(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => {
            "Tên, loại hoặc mã số của đơn vị đã thay đổi nên cần xác thực lại. Tin đang hiển thị được tạm ẩn; sau khi \
             xác thực, hãy cho hiện lại."
        }
        Lang::En => {
            "The name, kind or number of the organisation has changed, so it has to be verified again. Its vacancies \
             are hidden meanwhile; once it is verified, show them again."
        }
    }
}

/// One piece of evidence as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceTyped {
    /// Code of [`EvidenceKind`].
    pub kind: String,
    pub reference: String,
    /// Day on which it was seen, as written; empty is today.
    pub seen_on: String,
}

/// What an officer decides.
#[derive(Clone, Debug)]
pub enum Decision {
    /// Verified, on this evidence and what was handed in, until the end of a day.
    Verify { evidence: Vec<EvidenceTyped>, through: String },
    /// Refused: code and note.
    Refuse { reason: String, note: String },
    /// Taken away: code and note.
    Revoke { reason: String, note: String },
}

/// A decision about an organisation as the officer saw it.
#[derive(Clone, Debug)]
pub struct Decide {
    pub organisation: Uuid,
    /// Version of the verification that was shown.
    pub version: i64,
    pub decision: Decision,
}

/// Hands evidence in for the organisation.
pub async fn submit(
    app: &App,
    ctx: &Ctx,
    organisation: Uuid,
    typed: &[EvidenceTyped],
    key: &Key,
) -> Result<(), AppError> {
    let evidence = understood(typed, ctx.today())?;
    run(app, ctx, Action::EditOrganisation, (organisation, None), Command::Submit(evidence), key).await
}

/// Takes it back before an officer answered.
pub async fn take_back(app: &App, ctx: &Ctx, organisation: Uuid, key: &Key) -> Result<(), AppError> {
    run(app, ctx, Action::EditOrganisation, (organisation, None), Command::TakeBack, key).await
}

/// An officer's answer. `Conflict` when the organisation handed in something else meanwhile.
pub async fn decide(app: &App, ctx: &Ctx, decide: &Decide, key: &Key) -> Result<(), AppError> {
    let command = match &decide.decision {
        Decision::Verify { evidence, through } => {
            let (vi, en) = ("Ghi ngày như 31/12/2027.", "Write a day like 31/12/2027.");
            let through = parse_date(through).ok_or_else(|| FieldError::new("through", "no_date", vi, en));
            let evidence = understood(evidence, ctx.today());
            match (through, evidence) {
                (Ok(through), Ok(evidence)) => Command::Verify { evidence, through },
                (Err(day), Err(AppError::Refused(more))) => {
                    return Err(AppError::Refused(more.into_iter().chain([day]).collect()));
                }
                (_, Err(error)) => return Err(error),
                (Err(day), Ok(_)) => return Err(day.into()),
            }
        }
        Decision::Refuse { reason, note } => Command::Refuse(why(RefuseReason::find_by_code(reason), note)?),
        Decision::Revoke { reason, note } => Command::Revoke(why(RevokeReason::find_by_code(reason), note)?),
    };
    run(app, ctx, Action::VerifyEmployer, (decide.organisation, Some(decide.version)), command, key).await
}

fn why<R>(reason: Option<R>, note: &str) -> Result<Why<R>, AppError> {
    let (vi, en) = ("Chọn một lý do.", "Choose a reason.");
    let reason = reason.ok_or_else(|| FieldError::new("reason", "missing", vi, en))?;
    Ok(Why::noted(reason, sanviec_text::nfc(note.trim())))
}

/// The pieces that say anything.
fn understood(typed: &[EvidenceTyped], today: NaiveDate) -> Result<Vec<Evidence>, AppError> {
    let (mut evidence, mut errors) = (Vec::new(), Vec::new());
    for piece in typed.iter().filter(|piece| !piece.reference.trim().is_empty() || !piece.kind.is_empty()) {
        let kind = EvidenceKind::find_by_code(&piece.kind);
        let seen_on = if piece.seen_on.trim().is_empty() { Some(today) } else { parse_date(&piece.seen_on) };
        match (kind, seen_on) {
            (Some(kind), Some(seen_on)) => {
                let reference = sanviec_text::nfc(piece.reference.trim());
                evidence.push(Evidence { kind, reference, seen_on });
            }
            (None, _) => {
                let (vi, en) = ("Chọn loại căn cứ.", "Choose what kind of evidence it is.");
                errors.push(FieldError::new("evidence", "missing", vi, en));
            }
            (Some(_), None) => {
                let (vi, en) = ("Ghi ngày như 26/11/2026.", "Write a day like 26/11/2026.");
                errors.push(FieldError::new("evidence", "no_date", vi, en));
            }
        }
    }
    if errors.is_empty() { Ok(evidence) } else { Err(AppError::Refused(errors)) }
}

async fn run(
    app: &App,
    ctx: &Ctx,
    action: Action,
    (organisation, version): (Uuid, Option<i64>),
    command: Command,
    key: &Key,
) -> Result<(), AppError> {
    let row = organisation::find(app.store().reader(), organisation).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, action, thing(&row))?;
    let of_centre = ctx.actor.person().is_some_and(|person| person.centre_id.is_some());
    let side = if of_centre { Side::Officer } else { Side::Organisation };
    once(app, ctx, key, Moving { app: app.clone(), ctx: ctx.clone(), organisation, version, command, side }).await
}

struct Moving {
    app: App,
    ctx: Ctx,
    organisation: Uuid,
    version: Option<i64>,
    command: Command,
    side: Side,
}

impl Moving {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        organisation::find_for_update(tx, self.organisation).await?;
        if self.side == Side::Officer {
            refuse_own(tx, &self.ctx, self.organisation).await?;
        }
        let case = case(tx, self.app.keys()?, self.organisation).await?;
        if self.version.is_some_and(|seen| seen != case.row.version) {
            return Err(AppError::Conflict);
        }
        let step = case.life.clone().step(self.command.clone(), self.side, self.ctx.now, calendar());
        let (life, events) = step.map_err(refused)?;
        write(tx, (&self.app, &self.ctx), &case, (&life, &events)).await
    }
}

/// Refuses an officer who is a member of the organisation.
pub(super) async fn refuse_own(tx: &Tx<'_>, ctx: &Ctx, organisation: Uuid) -> Result<(), AppError> {
    let rows = organisation_member::list(tx, organisation).await?;
    let person = ctx.actor.person().map(|person| AccountId(person.account_id));
    let found = members(&rows)?.zip(person).and_then(|(members, who)| members.find(who));
    if found.is_none() {
        return Ok(());
    }
    let vi = "Bạn là thành viên của đơn vị này. Hãy nhờ đồng nghiệp khác xét.";
    let en = "You are a member of this organisation. Let a colleague decide.";
    Err(FieldError::new("form", "own_organisation", vi, en).into())
}

pub(super) fn refused(refusal: sanviec_domain::verification::Refusal) -> AppError {
    use sanviec_domain::verification::Refusal;
    let field = match refusal {
        Refusal::EvidenceMissing
        | Refusal::EvidenceTooMuch
        | Refusal::EvidenceInFuture
        | Refusal::EvidenceNotIndependent
        | Refusal::EvidenceNotYours => "evidence",
        Refusal::EndOutOfRange => "through",
        Refusal::ReasonMissing | Refusal::ReasonTooLong => "note",
        Refusal::NotYours { .. } | Refusal::NotFrom { .. } | Refusal::RenewalTooEarly { .. } => "form",
    };
    FieldError::new(field, refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

/// Writes what became of a verification, and what follows from it.
pub(super) async fn write(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    case: &super::load::Case,
    (life, events): (&Life, &[Event]),
) -> Result<(), AppError> {
    let Some(last) = events.last() else { return Ok(()) };
    let id = case.row.organisation_id;
    let row = row_of(id, case.row.version, life, ctx.now);
    verification::update_guarded(tx, &row, &pieces((app, ctx), case, life)?).await?;
    let state = |life: &Life| format!(r#"{{"verification":"{}"}}"#, life.state().code());
    let action = format!("verification_{}", last.code());
    audit::append(tx, &[entry(ctx, &action, id, Some(state(&case.life)), Some(state(life)))]).await?;
    let employer = employer::load(tx, id).await?;
    let verified_at = match life {
        Life::Verified(held) => Some(held.at.0),
        Life::Unverified | Life::Submitted { .. } | Life::Closed(_) | Life::Expired { .. } => None,
    };
    if employer.verified_at != verified_at {
        let employer = employer::Row { verified_at, updated_at: ctx.now.0, ..employer };
        employer::update_guarded(tx, &employer).await?;
    }
    for event in events {
        tell(tx, (app, ctx), case, (*event, life)).await?;
    }
    Ok(())
}

/// What follows from one thing that happened, and who is told.
async fn tell(
    tx: &Tx<'_>,
    (app, ctx): (&App, &Ctx),
    case: &super::load::Case,
    (event, life): (Event, &Life),
) -> Result<(), AppError> {
    let id = case.row.organisation_id;
    match (event, life) {
        (Event::Verified, _) => tidings::verified(tx, (app, ctx), id).await,
        // Whoever handed in again waits for it.
        (Event::Renewed, _) if case.row.renewal_at.is_some() => tidings::verified(tx, (app, ctx), id).await,
        (Event::EndsSoon, Life::Verified(held)) => {
            tidings::ends(tx, (app, ctx), id, held.until.last_day_before()).await
        }
        // Also where what was handed in again is taken back after the end and before a tick.
        (Event::Expired, Life::Expired { .. } | Life::Submitted { .. } | Life::Unverified | Life::Closed(_)) => {
            match case.row.until_at {
                Some(until) => tidings::ended(tx, (app, ctx), id, Micros(until).last_day_before()).await,
                None => Ok(()),
            }
        }
        (Event::RenewalRefused, Life::Verified(held)) => match &held.refused {
            Some(Closed::Refused { why, .. }) => {
                let told = (told(|lang| why.reason.sentence(lang), &why.note), held.until.last_day_before());
                tidings::not_renewed(tx, (app, ctx), id, told).await
            }
            Some(Closed::Revoked { .. }) | None => Ok(()),
        },
        (Event::Refused, Life::Closed(Closed::Refused { why, .. })) => {
            let reason = told(|lang| why.reason.sentence(lang), &why.note);
            tidings::refused(tx, (app, ctx), id, reason).await
        }
        (Event::Revoked, Life::Closed(Closed::Revoked { why, .. })) => {
            let reason = told(|lang| why.reason.sentence(lang), &why.note);
            revoked::take_down(tx, ctx, id, &reason).await?;
            tidings::refused(tx, (app, ctx), id, reason).await
        }
        (Event::IdentityChanged, _) => tidings::refused(tx, (app, ctx), id, told(identity_changed, "")).await,
        _ => Ok(()),
    }
}

/// A reason as it is told: in both languages, for each of its people reads the one they know, then what the officer
/// wrote.
pub(crate) fn told(words: impl Fn(Lang) -> &'static str, note: &str) -> String {
    let lines = [words(Lang::Vi), words(Lang::En), note];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The rows of what a verification rests on; who brought a piece first stays.
fn pieces((app, ctx): (&App, &Ctx), case: &super::load::Case, life: &Life) -> Result<Vec<Piece>, AppError> {
    let (keys, id) = (app.keys()?, case.row.organisation_id);
    let given_by = ctx.actor.person().map(|person| person.account_id);
    let mut rows = Vec::new();
    let parts = life.parts();
    for (place, piece) in parts.evidence.into_iter().chain(parts.renewal_evidence).enumerate() {
        let mut kept = None;
        for old in &case.pieces {
            if super::load::evidence(keys, old)? == piece {
                kept = Some(old.clone());
            }
        }
        let place = i32::try_from(place).unwrap_or(i32::MAX);
        rows.push(match kept {
            Some(old) => Piece { place, ..old },
            None => Piece {
                organisation_id: id,
                place,
                kind: piece.kind.code().to_owned(),
                reference: keys.seal(reference_place(id), piece.reference.as_bytes())?,
                seen_on: day_number(piece.seen_on),
                given_by,
                given_at: ctx.now.0,
            },
        });
    }
    Ok(rows)
}

impl Work for Moving {
    type Answer = ();

    fn name(&self) -> &'static str {
        "move_verification"
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.organisation.as_bytes().to_vec(), format!("{:?}", self.command).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
