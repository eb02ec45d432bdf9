//! The full application: what the profile says, what the person ticks besides, a few words, files. It is written as a
//! draft, looked over as it will go, and sent with a consent. What goes is copied then: it says the same whatever
//! becomes of the profile, and is gone when the consent is taken back.

mod begin;
mod carried;
mod for_person;
mod send;

pub(crate) use begin::begin_or_keep;
pub use begin::{Begin, begin_full};
pub use carried::Carried;
pub use for_person::{ForPerson, SendFor, material_for, send_for};
pub use send::{SendFull, send_full};

use super::desk::Desk;
use super::files::{self, FileView};
use super::holder::{Access, find_own, may_act};
use super::quick::{open_from_age, person_key};
use super::record::{Advert, Held, advert, open_text, place};
use crate::accounts::{self, Contact};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::profiles::{Profile, own};
use crate::rights::Action;
use crate::secrets::hex;
use sanviec_domain::application::{ApplicationId, Kind, Stage, State, fields_sent};
use sanviec_domain::person::{Majority, WorkingAge};
use sanviec_domain::profile::{Content, Field, Part, Sending, Shown, Sight};
use sanviec_domain::time::Micros;
use sanviec_store::{Db, Tx, application, profile};
use uuid::Uuid;

/// Fields without which a full application is of no use: who it is, from which age others have to agree, how to answer.
const NEEDED: [Field; 2] = [Field::Name, Field::Birth];

/// What somebody can send for a posting.
#[derive(Clone, Debug)]
pub struct Material {
    pub advert: Advert,
    /// Goes with every application with a profile.
    pub always: Vec<Field>,
    /// Goes when it is ticked.
    pub optional: Vec<Field>,
    /// Has to be said in the profile first.
    pub missing: Vec<Field>,
    /// Under 15: nobody can apply here yet.
    pub is_too_young: bool,
    /// The age from which the advert takes people, when whoever applies is not of age and younger.
    pub kept_from: Option<u8>,
    /// A parent or guardian is asked before it goes.
    pub needs_guardian: bool,
    /// What was begun and not sent.
    pub draft: Option<Begun>,
    /// What was sent for this posting before.
    pub known: Option<ApplicationId>,
}

/// What was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    pub id: ApplicationId,
    pub ticked: Vec<Field>,
    pub words: String,
    /// How the guardian is reached, as it was understood.
    pub guardian: String,
}

/// A draft as it will go.
#[derive(Clone, Debug)]
pub struct DraftView {
    pub id: ApplicationId,
    pub advert: Advert,
    /// What goes, in the order of the forms.
    pub fields: Vec<Field>,
    /// What they say; nothing else.
    pub content: Content,
    pub words: String,
    pub guardian: String,
    pub files: Vec<FileView>,
    /// Shows when it is sent that it still says what was looked over. Gives nothing away.
    pub mark: String,
    /// First instant at which it is forgotten.
    pub until: Micros,
}

/// What the person who is signed in can send for a posting.
pub async fn material(app: &App, ctx: &Ctx, posting: &str) -> Result<Material, AppError> {
    may_act(ctx, &Access::Own(String::new()), Action::Apply)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    Ok(gathered(&desk, reader, posting).await?.0)
}

/// The same with the profile that it comes from.
async fn gathered(desk: &Desk, db: &impl Db, posting: &str) -> Result<(Material, Profile), AppError> {
    let ctx = &desk.ctx;
    let account_id = ctx.actor.person().ok_or(AppError::Forbidden)?.account_id;
    let profile = own::own(db, &desk.keys, ctx, (account_id, Uuid::nil())).await?;
    let mut material = material_of(desk, db, posting, &profile).await?;
    if let Some(row) = application::find_draft(db, material.advert.posting_id.0, account_id).await? {
        material.draft = Some(begun(desk, &Held::read(&desk.keys, row)?)?);
    }
    Ok((material, profile))
}

/// What can be sent for a posting of what a profile says; no draft.
async fn material_of(desk: &Desk, db: &impl Db, posting: &str, profile: &Profile) -> Result<Material, AppError> {
    let ctx = &desk.ctx;
    let (advert, least) = open_from_age(db, ctx, posting).await?;
    let known = known(desk, db, advert.posting_id.0, profile).await?;
    let filled = profile.content.filled();
    let of = |sending| filled.iter().copied().filter(move |field| field.class().sending() == sending);
    let birth = profile.content.identity.birth;
    Ok(Material {
        advert,
        always: of(Sending::Always).collect(),
        optional: of(Sending::IfTicked).filter(|field| is_offered(*field)).collect(),
        missing: missing(&filled),
        is_too_young: birth
            .is_some_and(|birth| matches!(birth.working_age_on(ctx.today()), WorkingAge::TooYoung { .. })),
        kept_from: least.filter(|least| birth.is_some_and(|birth| birth.is_too_young_for(*least, ctx.today()))),
        needs_guardian: birth.is_some_and(|birth| birth.majority_on(ctx.today()) != Majority::Adult),
        draft: None,
        known,
    })
}

/// What the person applied with for a posting and did not take back: by account or telephone, or with a profile that
/// became part of this one.
async fn known(
    desk: &Desk,
    db: &impl Db,
    posting_id: Uuid,
    profile: &Profile,
) -> Result<Option<ApplicationId>, AppError> {
    let phone = shown_phone(desk, db, profile).await?.unwrap_or_default();
    if let Some(row) = application::find_once(db, posting_id, &phone, profile.account_id).await? {
        return Ok(Some(ApplicationId(row.id)));
    }
    let (_, family) = profile::list_family(db, profile.id.0).await?;
    let counts = |row: &application::Row| {
        let over = [State::Draft, State::Withdrawn, State::Erased].iter().any(|state| state.code() == row.state);
        row.posting_id == posting_id && !over
    };
    let rows = application::list_of_profiles(db, &family).await?;
    Ok(rows.into_iter().find(counts).map(|row| ApplicationId(row.id)))
}

/// What an employer would see at all: a tick must not promise what no rule shows. What somebody wants of the centre is
/// no matter of an employer.
fn is_offered(field: Field) -> bool {
    field.class().shown_to(Sight::InContact) == Shown::Full && field.part() != Part::Services
}

fn missing(filled: &[Field]) -> Vec<Field> {
    let mut missing: Vec<Field> = NEEDED.iter().copied().filter(|field| !filled.contains(field)).collect();
    if fields_sent(Kind::Full, filled, &[]).is_err() && !missing.contains(&Field::Name) {
        missing.push(Field::Phone);
    }
    missing
}

/// Keyed hash of the telephone when its holder showed that it is theirs: a number that was only typed must not tell
/// who else applied with it.
async fn shown_phone(desk: &Desk, db: &impl Db, profile: &Profile) -> Result<Option<Vec<u8>>, AppError> {
    let (Some(phone), Some(account_id)) = (&profile.content.contact.phone, profile.account_id) else { return Ok(None) };
    let shown = accounts::contacts(db, &desk.keys, account_id).await?;
    let is_own = shown.iter().any(|contact| matches!(contact, Contact::Phone(known) if *known == phone.e164()));
    Ok(is_own.then(|| person_key(desk, phone)))
}

fn begun(desk: &Desk, held: &Held) -> Result<Begun, AppError> {
    let carried = Carried::read(&desk.keys, &held.row)?.unwrap_or_default();
    let guardian = guardian_of(desk, held)?;
    Ok(Begun { id: held.id(), ticked: carried.fields, words: carried.words, guardian })
}

fn guardian_of(desk: &Desk, held: &Held) -> Result<String, AppError> {
    let place = place("guardian", held.row.id);
    let Some(text) = open_text(&desk.keys, place, held.row.guardian.as_ref())? else { return Ok(String::new()) };
    let reach: super::record::Reach = serde_json::from_str(&text).map_err(AppError::internal)?;
    Ok(reach.email.or(reach.phone).unwrap_or_default())
}

/// An own draft as it will go.
pub async fn full_draft(app: &App, ctx: &Ctx, code: &str) -> Result<DraftView, AppError> {
    let access = Access::Own(code.to_owned());
    may_act(ctx, &access, Action::Apply)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let id = find_own(&desk, reader, &access, Action::Apply).await?;
    let held = Held::read(&desk.keys, application::find(reader, id).await?.ok_or(AppError::NotFound)?)?;
    let until = match held.life.stage {
        Stage::Draft { until } if held.life.terms.kind == Kind::Full => until,
        _ => return Err(AppError::NotFound),
    };
    let profile = own_profile(&desk, reader).await?;
    let carried = going(&desk, &held, &profile)?;
    Ok(DraftView {
        id: held.id(),
        advert: advert(reader, &held.row).await?,
        guardian: guardian_of(&desk, &held)?,
        files: files::list(&desk, reader, id).await?,
        mark: mark(&desk, &carried),
        fields: carried.fields,
        content: carried.content,
        words: carried.words,
        until,
    })
}

/// Holds the own profile, where there is one, until the write ends: whoever empties it because nobody used it came
/// before, or sees that it is used. Held after the application that is changed, as when a profile is emptied.
async fn hold_own(desk: &Desk, tx: &Tx<'_>) -> Result<(), AppError> {
    let account_id = desk.ctx.actor.person().ok_or(AppError::Forbidden)?.account_id;
    if let Some(row) = profile::find_by_account(tx, account_id).await? {
        profile::hold(tx, row.id).await?;
    }
    Ok(())
}

async fn own_profile(desk: &Desk, db: &impl Db) -> Result<Profile, AppError> {
    let account_id = desk.ctx.actor.person().ok_or(AppError::Forbidden)?.account_id;
    own::own(db, &desk.keys, &desk.ctx, (account_id, Uuid::nil())).await
}

/// What goes if it is sent now.
fn going(desk: &Desk, held: &Held, profile: &Profile) -> Result<Carried, AppError> {
    let draft = Carried::read(&desk.keys, &held.row)?.unwrap_or_default();
    Ok(carry(profile, &draft.fields, draft.words))
}

/// What a profile says, as far as it goes with these ticks.
fn carry(profile: &Profile, ticked: &[Field], words: String) -> Carried {
    let fields = fields_sent(Kind::Full, &profile.content.filled(), ticked).unwrap_or_default();
    let content = profile.content.clone().only(|field| fields.contains(&field));
    Carried { fields, words, content }
}

fn mark(desk: &Desk, carried: &Carried) -> String {
    let said = crate::rows::profile::said(&carried.content);
    hex(&desk.keys.hash("application_draft", &[said.as_bytes(), carried.words.as_bytes()])[..16])
}

/// Whether a row is a draft with a profile.
pub(in crate::applications) fn is_full_draft(held: &Held) -> bool {
    held.life.state() == State::Draft && held.life.terms.kind == Kind::Full
}
