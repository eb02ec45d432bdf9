//! An officer sends an application for somebody at the counter who asks for it. What goes, who has to agree beside the
//! person and what the person is told are the rules of every full application; only whose profile it is, and by what
//! the person's yes is proved, is of its own: a paper. It says for ever which centre sent it.

use super::begin::{fill, guardian, may_be_sent, ticked, written};
use super::send::copy;
use super::{Material, carry, material_of, shown_phone};
use crate::app::App;
use crate::applications::consent::{self, Given};
use crate::applications::desk::Desk;
use crate::applications::files::carry_files;
use crate::applications::quick::{Applied, FROM, too_many};
use crate::applications::record::Held;
use crate::applications::{FileState, FileView};
use crate::ctx::{Ctx, Person};
use crate::desk::own_centre;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::profiles::{self, Profile, hold_live, load_live};
use crate::rights::{Action, demand_of};
use sanviec_domain::Lang;
use sanviec_domain::application::{Command, Kind, Side};
use sanviec_domain::consent::{self as agreed, Giver, Matter, Purpose, Standing, Way, Wording};
use sanviec_domain::posting::{EmployerId, PostingCode};
use sanviec_store::{BoxFuture, Db, Tx, application, audit, profile};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What an officer sends for somebody, as typed.
#[derive(Clone, Debug, Default)]
pub struct SendFor {
    /// Code of the profile.
    pub profile: String,
    /// Code of the posting.
    pub posting: String,
    /// Codes of the fields that go beside those that always go.
    pub ticked: Vec<String>,
    /// To the employer; may be empty.
    pub words: String,
    /// How a parent or guardian is reached, for somebody under 18.
    pub guardian: String,
    /// Where the signed paper is found by which the person agreed to be shown to this employer; needed when nothing of
    /// it is recorded yet.
    pub paper: String,
    /// Files that the person brought to the counter and that go with it.
    pub files: Vec<Uuid>,
}

/// What can be sent for somebody.
#[derive(Clone, Debug)]
pub struct ForPerson {
    pub material: Material,
    /// Whether the person agreed to be shown to this employer before.
    pub has_agreed: bool,
    /// What the person brought to the counter and may go with it.
    pub files: Vec<FileView>,
}

/// What can be sent for a person of the own centre.
pub async fn material_for(app: &App, ctx: &Ctx, profile: &str, posting: &str) -> Result<ForPerson, AppError> {
    own_centre(ctx, Action::Apply)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let profile = load_live(reader, &desk.keys, id_of(profile)?).await?;
    demand_of(ctx, Action::Apply, profile.thing())?;
    let material = material_of(&desk, reader, posting, &profile).await?;
    let has_agreed = recorded(reader, &desk, &profile, material.advert.employer_id).await?.is_some();
    let (_, family) = profile::list_family(reader, profile.id.0).await?;
    let mut files = profiles::files::list(&desk.keys, reader, &family).await?;
    files.retain(|file| file.state != FileState::Infected);
    Ok(ForPerson { material, has_agreed, files })
}

fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}

/// How the person agreed to be shown to this employer, where that holds now: way and evidence.
async fn recorded(
    db: &impl Db,
    desk: &Desk,
    profile: &Profile,
    employer_id: Uuid,
) -> Result<Option<(Way, Option<String>)>, AppError> {
    let matter = Matter::with(Purpose::Application, EmployerId(employer_id));
    let ledger = profiles::consents::ledger(db, profile.id).await?;
    Ok(match ledger.standing(matter, desk.ctx.now) {
        Standing::Given(record) if record.wording.version == profiles::wording(Purpose::Application) => {
            Some((record.way, record.evidence.clone()))
        }
        Standing::Given(_) | Standing::Never | Standing::Withdrawn(_) => None,
    })
}

#[derive(Serialize, Deserialize)]
enum Outcome {
    Done(Applied),
    TooMany,
}

/// Sends it, or asks a guardian first.
pub async fn send_for(app: &App, ctx: &Ctx, order: SendFor, key: &Key) -> Result<Applied, AppError> {
    let (officer, centre_id, _) = own_centre(ctx, Action::Apply)?;
    if order.posting.trim().is_empty() {
        let (vi, en) = ("Hãy chọn tin tuyển dụng để nộp hồ sơ.", "Choose the vacancy to apply for.");
        return Err(FieldError::new("posting", "missing", vi, en).into());
    }
    let work = Sending {
        desk: Desk::new(app, ctx)?,
        officer,
        centre_id,
        profile_id: id_of(&order.profile)?,
        id: app.ids().next(),
        consent_id: app.ids().next(),
        words: written(&order.words)?,
        order,
    };
    match once(app, ctx, key, work).await? {
        Outcome::Done(applied) => Ok(applied),
        Outcome::TooMany => Err(too_many()),
    }
}

struct Sending {
    desk: Desk,
    officer: Person,
    centre_id: Uuid,
    profile_id: Uuid,
    id: Uuid,
    consent_id: Uuid,
    words: String,
    order: SendFor,
}

impl Sending {
    async fn run(&self, tx: &Tx<'_>) -> Result<Outcome, AppError> {
        let desk = &self.desk;
        // Of two who send for one person at once, the second sees what the first sent.
        let profile = hold_live(tx, &desk.keys, self.profile_id).await?;
        demand_of(&desk.ctx, Action::Apply, profile.thing())?;
        let material = material_of(desk, tx, &self.order.posting, &profile).await?;
        if material.known.is_some() {
            return Err(applied_already());
        }
        may_be_sent(&material)?;
        if !FROM.count(tx, &desk.keys, &[self.profile_id.as_bytes()], desk.ctx.now.0).await? {
            return Ok(Outcome::TooMany);
        }
        let mut held = self.begin(tx, &material, &profile).await?;
        let given = self.agree(tx, &profile, material.advert.employer_id).await?;
        consent::give(desk, tx, &held.row, &given).await?;
        let (_, family) = profile::list_family(tx, profile.id.0).await?;
        let mut chosen = self.order.files.clone();
        chosen.sort_unstable();
        chosen.dedup();
        carry_files(desk, tx, self.id, (&family, &chosen)).await?;
        held.row.person_key = shown_phone(desk, tx, &profile).await?;
        held.row.account_once = profile.account_id;
        let applied = if material.needs_guardian { Applied::GuardianAsked } else { Applied::Sent };
        desk.advance(tx, held, Command::Submit, Side::Applicant).await?;
        profile::touch(tx, profile.id.0, desk.ctx.now.0).await?;
        Ok(Outcome::Done(applied))
    }

    /// The draft, in the name of the person and by the centre.
    async fn begin(&self, tx: &Tx<'_>, material: &Material, profile: &Profile) -> Result<Held, AppError> {
        let desk = &self.desk;
        let carried = carry(profile, &ticked(&self.order.ticked, material)?, self.words.clone());
        let guardian = guardian(&self.order.guardian, material, profile)?;
        let (_, mut row) = desk.fresh(self.id, &material.advert, (Kind::Full, material.needs_guardian));
        row.account_id = profile.account_id;
        row.profile_id = Some(profile.id.0);
        row.by_centre_id = Some(self.centre_id);
        // The language of the officer's pages says nothing of the person's.
        "vi".clone_into(&mut row.locale);
        fill(desk, &mut row, &carried, guardian.as_ref())?;
        let mut held = Held::read(&desk.keys, row)?;
        copy(desk, &mut held, profile)?;
        application::insert(tx, &held.row).await?;
        let after = serde_json::json!({
            "sent_by_centre": PostingCode::of(self.centre_id).to_string(),
            "profile": PostingCode::of(profile.id.0).to_string(),
        });
        audit::append(tx, &[desk.entry("apply_for_person", self.id, None, Some(after.to_string()))]).await?;
        Ok(held)
    }

    /// The person's yes to be shown to this employer: recorded before, or on the paper that is named now.
    async fn agree(&self, tx: &Tx<'_>, profile: &Profile, employer_id: Uuid) -> Result<Given, AppError> {
        let (purpose, read) = (Purpose::Application, profiles::wording(Purpose::Application));
        if let Some((way, evidence)) = recorded(tx, &self.desk, profile, employer_id).await? {
            return Ok(Given { purpose, read, way, evidence });
        }
        let paper = self.order.paper.trim();
        if paper.is_empty() {
            return Err(no_consent());
        }
        let evidence = Some(paper.to_owned());
        let give = agreed::Command::Give {
            matter: Matter::with(purpose, EmployerId(employer_id)),
            wording: Wording { version: read, lang: Lang::Vi },
            shown: read,
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: evidence.clone(),
        };
        profiles::consents::apply(tx, &self.desk.ctx, profile, give, self.consent_id).await?;
        Ok(Given { purpose, read, way: Way::OnPaper, evidence })
    }
}

fn no_consent() -> AppError {
    let vi = "Người này chưa đồng ý cho nơi tuyển này xem hồ sơ. Ghi số giấy đồng ý đã ký.";
    let en = "The person has not agreed to be shown to this employer. Name the paper that they signed.";
    FieldError::new("paper", "consent_missing", vi, en).into()
}

fn applied_already() -> AppError {
    let vi = "Người này đã ứng tuyển việc này. Xem ở mục Việc đã ứng tuyển trong hồ sơ.";
    let en = "This person has applied for this vacancy. See Applications in the file.";
    FieldError::new("form", "applied_already", vi, en).into()
}

impl Work for Sending {
    type Answer = Outcome;

    fn name(&self) -> &'static str {
        "apply_for_person"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let SendFor { profile, posting, ticked, guardian, paper, .. } = &self.order;
        let ticked = ticked.join(" ");
        let files = self.order.files.iter().map(Uuid::to_string).collect::<Vec<_>>().join(" ");
        let texts = [profile, posting, &ticked, &self.words, guardian, paper, &files];
        texts.into_iter().map(|text| text.clone().into_bytes()).collect()
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Outcome, AppError>> {
        Box::pin(self.run(tx))
    }
}
