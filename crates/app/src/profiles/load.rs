//! A profile read by staff: what the table of rights opens, contact and number with their middle left out, and each
//! look noted. One masked field is shown in full on a demand of its own. One colleague opens so many a day and no more:
//! a desk that serves people does not reach it, and whoever copies the book does.

use super::look::{Why, note};
use super::sight::{masked, shown, written};
use super::{Profile, entry, load_live};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Fields, demand_of};
use crate::secrets::Keyring;
use sanviec_domain::profile::{Field, ProfileId, Shown, Sight};
use sanviec_store::{Tx, audit};
use uuid::Uuid;

/// Looks of one colleague in a day.
const LOOKS: Limit = Limit { name: "profiles_looked_at_by", most: 1_000, window_us: 24 * 60 * MINUTE };

/// A profile as somebody else sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its content holds only what is shown in full.
    pub profile: Profile,
    /// Fields shown with their middle left out.
    pub masked: Vec<(Field, String)>,
}

/// The profile of a person of the own centre, or of nobody's centre as far as the table of rights opens it.
pub async fn load(app: &App, ctx: &Ctx, id: Uuid, why: Why) -> Result<Seen, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id).await?;
    let fields = read_by_staff(ctx, &profile)?;
    let is_own =
        profile.account_id.is_some() && ctx.actor.person().map(|person| person.account_id) == profile.account_id;
    let sight = if is_own { Sight::Owner } else { Sight::OwnCentre };
    let full: Vec<Field> =
        Field::ALL.iter().copied().filter(|field| shown(fields, sight, *field) == Shown::Full).collect();
    let masked_fields = Field::ALL.iter().copied().filter(|field| shown(fields, sight, *field) == Shown::Masked);
    let masked: Vec<(Field, String)> =
        masked_fields.filter_map(|field| masked(&profile.content, field).map(|text| (field, text))).collect();
    if !is_own {
        let said = profile.content.filled().into_iter().filter(|field| full.contains(field)).collect();
        looked(app, ctx, (&profile, why), said).await?;
    }
    let content = profile.content.clone().only(|field| full.contains(&field));
    Ok(Seen { profile: Profile { content, ..profile }, masked })
}

/// The whole profile, for whoever may change it. That it was opened is noted.
pub async fn load_to_edit(app: &App, ctx: &Ctx, id: Uuid) -> Result<Profile, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    if ctx.actor.person().map(|person| person.account_id) != profile.account_id {
        looked(app, ctx, (&profile, Why::Edit), profile.content.filled()).await?;
    }
    Ok(profile)
}

/// The whole profile under a form that comes back, for whoever may change it. Nothing of it is shown, so that it is no
/// look.
pub async fn load_to_save(app: &App, ctx: &Ctx, id: Uuid) -> Result<Profile, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id).await?;
    demand_of(ctx, Action::EditProfile, profile.thing())?;
    Ok(profile)
}

/// One field in full that is otherwise masked, such as the number that is dialled now.
pub async fn reveal(app: &App, ctx: &Ctx, id: Uuid, field: Field) -> Result<Option<String>, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id).await?;
    let fields = read_by_staff(ctx, &profile)?;
    if shown(fields, Sight::OwnCentre, field) == Shown::Hidden {
        return Err(AppError::Forbidden);
    }
    let Some(text) = written(&profile.content, field) else { return Ok(None) };
    looked(app, ctx, (&profile, Why::Reveal), vec![field]).await?;
    Ok(Some(text))
}

/// What the table of rights opens to staff and to the person. Employers read nobody this way: what they see is answered
/// by [`super::seen_by`] alone, which asks the consent too.
fn read_by_staff(ctx: &Ctx, profile: &Profile) -> Result<Fields, AppError> {
    match ctx.actor.kind() {
        Role::EmployerMember | Role::EmployerAdministrator | Role::EmployerProgram => Err(AppError::Forbidden),
        _ => demand_of(ctx, Action::ReadProfile, profile.thing()),
    }
}

/// Notes a look, for the person and for the audit; nothing is shown before this is stored.
pub(crate) async fn looked(
    app: &App,
    ctx: &Ctx,
    (profile, why): (&Profile, Why),
    fields: Vec<Field>,
) -> Result<(), AppError> {
    let (store, ctx, id, look_id) = (app.store().clone(), ctx.clone(), profile.id, app.ids().next());
    let keys = app.keys()?.clone();
    app.to_the_end(async move {
        let (ctx, fields, keys) = (&ctx, &fields, &keys);
        let write = store.write("note_look", |tx| Box::pin(looked_within(tx, (keys, ctx), look_id, (id, why), fields)));
        write.await
    })
    .await
}

/// The same within a larger write; `look_id` is a new one.
pub(super) async fn looked_within(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    look_id: Uuid,
    of: (ProfileId, Why),
    fields: &[Field],
) -> Result<(), AppError> {
    if !LOOKS.count(tx, keys, &[ctx.actor.name().as_bytes()], ctx.now.0).await? {
        return Err(too_many());
    }
    note(tx, ctx, look_id, of, fields).await?;
    Ok(audit::append(tx, &[entry(ctx, "read_profile", of.0, fields)]).await?)
}

fn too_many() -> AppError {
    let vi = "Hôm nay bạn đã mở 1.000 hồ sơ. Hãy tiếp tục vào ngày mai, hoặc hỏi người quản lý.";
    let en = "You opened 1,000 profiles today. Please go on tomorrow, or ask your manager.";
    FieldError::new("form", "too_many", vi, en).into()
}
