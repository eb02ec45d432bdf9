//! A profile read by staff: what the table of rights opens, contact and number with their middle left out, and each
//! look noted. One masked field is shown in full on a demand of its own.

use super::look::{Why, note};
use super::sight::{masked, shown, written};
use super::{Profile, entry, load_live};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use crate::rights::{Action, demand_of};
use sanviec_domain::profile::{Field, Shown, Sight};
use sanviec_store::audit;
use uuid::Uuid;

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
    let fields = demand_of(ctx, Action::ReadProfile, profile.thing())?;
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

/// One field in full that is otherwise masked, such as the number that is dialled now.
pub async fn reveal(app: &App, ctx: &Ctx, id: Uuid, field: Field) -> Result<Option<String>, AppError> {
    let profile = load_live(app.store().reader(), app.keys()?, id).await?;
    let fields = demand_of(ctx, Action::ReadProfile, profile.thing())?;
    if shown(fields, Sight::OwnCentre, field) == Shown::Hidden {
        return Err(AppError::Forbidden);
    }
    let Some(text) = written(&profile.content, field) else { return Ok(None) };
    looked(app, ctx, (&profile, Why::Reveal), vec![field]).await?;
    Ok(Some(text))
}

/// Notes a look, for the person and for the audit; nothing is shown before this is stored.
pub(super) async fn looked(
    app: &App,
    ctx: &Ctx,
    (profile, why): (&Profile, Why),
    fields: Vec<Field>,
) -> Result<(), AppError> {
    let (store, ctx, id, look_id) = (app.store().clone(), ctx.clone(), profile.id, app.ids().next());
    app.to_the_end(async move {
        let (ctx, fields) = (&ctx, &fields);
        let write = store.write("note_look", |tx| {
            Box::pin(async move {
                note(tx, ctx, look_id, (id, why), fields).await?;
                Ok::<_, AppError>(audit::append(tx, &[entry(ctx, "read_profile", id, fields)]).await?)
            })
        });
        write.await
    })
    .await
}
