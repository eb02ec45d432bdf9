//! What somebody without an account asks about the own data, standing at the counter of the centre: a copy of all of
//! it, a consent taken back, deletion. An officer of that centre does it after seeing a paper; who asked and which
//! paper it was is in the audit, its number nowhere. What follows is what follows from the person's own page, by the
//! same functions.

use super::consents::{ledger, record_seen};
use super::export::copy_of;
use super::load::{load, looked_within};
use super::look::Why;
use super::looks::{self, LookView};
use super::shared::{Shared, shared_in};
use super::{Profile, Seen, load_live, noted};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once, used};
use crate::placements::KeptPapers;
use crate::placements::erase::kept_papers_of;
use crate::rights::{Action, demand_of};
use crate::secrets::Keyring;
use chrono::NaiveDate;
use sanviec_domain::consent::{Command, Giver, Ledger, Matter, Purpose, Way};
use sanviec_domain::data_request::{Asker, Paper};
use sanviec_domain::profile::ProfileId;
use sanviec_store::{BoxFuture, Tx, audit};
use serde_json::{Value, json};
use uuid::Uuid;

/// What a copy that was handed over is called in the audit.
pub(super) const COPY: &str = "counter_copy";
/// What a consent that was taken back is called there.
pub(super) const WITHDRAWAL: &str = "counter_withdrawal";
/// What a deletion is called there.
pub(super) const DELETION: &str = "counter_deletion";
/// How long the same form is answered again, in microseconds: as long as somebody tries again whose line broke. Later
/// it would be a look that is noted nowhere.
const AGAIN_US: i64 = 10 * 60 * 1_000_000;
/// What an application that was taken back is called there.
const APPLICATION: &str = "counter_application";
/// All of them.
pub(super) const ACTIONS: [&str; 4] = [COPY, WITHDRAWAL, DELETION, APPLICATION];

/// Who stands at the counter, and the paper that the officer saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtCounter {
    pub asker: Asker,
    pub paper: Paper,
    /// The day on which the paper was given out.
    pub issued_on: NaiveDate,
}

impl AtCounter {
    pub(crate) fn check(self, ctx: &Ctx) -> Result<(), FieldError> {
        if self.issued_on <= ctx.today() {
            return Ok(());
        }
        let vi = "Ngày cấp chưa đến. Nhập ngày cấp ghi trên giấy tờ.";
        let en = "This day is still to come. Enter the day of issue that stands on the paper.";
        Err(FieldError::new("issued_on", "day_to_come", vi, en))
    }

    /// What the audit keeps of it.
    pub(super) fn noted(self, ctx: &Ctx, action: &str, id: ProfileId, purpose: Option<Purpose>) -> audit::Row {
        let after = json!({
            "asked_by": self.asker.code(),
            "paper": self.paper.code(),
            "issued_on": self.issued_on.to_string(),
            "purpose": purpose.map(Purpose::code),
        });
        noted(ctx, action, id, Some(after.to_string()))
    }

    /// The same of an application that was taken back: its id, and the code of the reason.
    pub(crate) fn noted_withdrawal(self, ctx: &Ctx, id: ProfileId, of: (Uuid, &str)) -> audit::Row {
        let after = json!({
            "asked_by": self.asker.code(),
            "paper": self.paper.code(),
            "issued_on": self.issued_on.to_string(),
            "application": of.0,
            "reason": of.1,
        });
        noted(ctx, APPLICATION, id, Some(after.to_string()))
    }
}

/// What an officer has before them when a person asks.
#[derive(Clone, Debug)]
pub struct CounterView {
    pub seen: Seen,
    pub consents: Ledger,
    /// Employers whom consents are about.
    pub shared: Vec<Shared>,
    /// Papers that would stay if the data were deleted now.
    pub papers: Vec<KeptPapers>,
}

/// A person of the own centre who asks something about the own data. Opening it is a look.
pub async fn at_counter(app: &App, ctx: &Ctx, id: ProfileId) -> Result<CounterView, AppError> {
    own_centre(ctx, Action::EditProfile)?;
    let seen = load(app, ctx, id.0, Why::Case).await?;
    demand_of(ctx, Action::EditProfile, seen.profile.thing())?;
    let reader = app.store().reader();
    let consents = ledger(reader, id).await?;
    let shared = shared_in(reader, &consents).await?;
    let papers = kept_papers_of(app, id.0).await?;
    Ok(CounterView { seen, consents, shared, papers })
}

/// The profile of a person of the own centre who has no account: whoever has one asks there, where nobody has to say
/// who they are to somebody else.
pub(super) async fn held_by_nobody(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    id: ProfileId,
) -> Result<Profile, AppError> {
    let profile = load_live(tx, keys, id.0).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    demand_nobodys(&profile)?;
    Ok(profile)
}

fn demand_nobodys(profile: &Profile) -> Result<(), AppError> {
    if profile.account_id.is_none() {
        return Ok(());
    }
    let vi = "Người này có tài khoản: tự lấy bản sao và xóa dữ liệu trong tài khoản.";
    let en = "This person has an account: the copy and the deletion are asked for there.";
    Err(FieldError::new("form", "has_account", vi, en).into())
}

/// Takes a consent back for a person of the own centre; what ends with it ends, as from the person's own page.
pub async fn withdraw_at_counter(
    app: &App,
    ctx: &Ctx,
    id: ProfileId,
    (matter, seen): (Matter, AtCounter),
    key: &Key,
) -> Result<(), AppError> {
    own_centre(ctx, Action::EditProfile)?;
    seen.check(ctx)?;
    let is_guardian = matter.purpose == Purpose::Guardian || seen.asker == Asker::Guardian;
    let giver = if is_guardian { Giver::Guardian } else { Giver::Person };
    let command = Command::Withdraw { matter, way: Way::OnPaper, giver };
    record_seen(app, ctx, id, (command, seen), key).await
}

/// A copy that is handed over: the file, and what a sheet of paper says of it.
#[derive(Clone, Debug)]
pub struct CounterCopy {
    /// Everything, as the person's own page gives it.
    pub file: Value,
    pub profile: Profile,
    pub consents: Ledger,
    pub shared: Vec<Shared>,
    pub looks: Vec<LookView>,
}

/// A copy of everything about a person of the own centre who has no account. It is noted before it is made.
pub async fn copy_at_counter(
    app: &App,
    ctx: &Ctx,
    (id, seen): (ProfileId, AtCounter),
    key: &Key,
) -> Result<CounterCopy, AppError> {
    let (officer, ..) = own_centre(ctx, Action::EditProfile)?;
    seen.check(ctx)?;
    let (keys, look_id) = (app.keys()?.clone(), app.ids().next());
    let noted_at = once(app, ctx, key, Copying { ctx: ctx.clone(), keys, officer, id, look_id, seen }).await?;
    if ctx.now.0 - noted_at > AGAIN_US {
        return Err(used());
    }
    let reader = app.store().reader();
    let profile = load_live(reader, app.keys()?, id.0).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    // An account may have taken it over since the form was answered first.
    demand_nobodys(&profile)?;
    let file = Box::pin(copy_of(app, ctx, &profile)).await?;
    let consents = ledger(reader, id).await?;
    let shared = shared_in(reader, &consents).await?;
    let looks = looks::all(reader, id.0).await?;
    Ok(CounterCopy { file, profile, consents, shared, looks })
}

struct Copying {
    ctx: Ctx,
    keys: Keyring,
    officer: Person,
    id: ProfileId,
    look_id: Uuid,
    seen: AtCounter,
}

impl Copying {
    /// Answers when it was noted.
    async fn run(&self, tx: &Tx<'_>) -> Result<i64, AppError> {
        let profile = held_by_nobody(tx, (&self.keys, &self.ctx), self.id).await?;
        let (who, of) = ((&self.keys, &self.ctx), (self.id, Why::Export));
        looked_within(tx, who, self.look_id, of, &profile.content.filled()).await?;
        audit::append(tx, &[self.seen.noted(&self.ctx, COPY, self.id, None)]).await?;
        Ok(self.ctx.now.0)
    }
}

impl Work for Copying {
    type Answer = i64;

    fn name(&self) -> &'static str {
        "copy_at_counter"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.id.0.as_bytes().to_vec(), format!("{:?}", self.seen).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<i64, AppError>> {
        Box::pin(self.run(tx))
    }
}
