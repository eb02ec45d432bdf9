//! The centre that serves a person who signed up alone: chosen on a page, or entered at the counter with a code; left
//! by taking the consent to it back. Nobody at a centre sees anything of the person before, and nothing afterwards.

use super::news::tell;
use super::own::{holder, own, store};
use super::{ENTITY, Profile, consents, load_live, noted};
use crate::app::App;
use crate::ctx::{Ctx, Locale, Person};
use crate::desk;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::message::News;
use sanviec_domain::profile::ProfileId;
use sanviec_store::{BoxFuture, Tx, audit, centre, counter_code, outbox, profile};
use uuid::Uuid;

/// Where the person reads about the own centre.
pub(crate) const PAGE: &str = "/ho-so/trung-tam";

/// A centre that people can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: Uuid,
    pub name: String,
    /// Code of the province.
    pub province: String,
}

impl From<centre::Row> for Choice {
    fn from(row: centre::Row) -> Self {
        Self { id: row.id, name: row.name, province: row.province_code }
    }
}

/// What the person who is signed in can choose from, and what was chosen.
#[derive(Clone, Debug, Default)]
pub struct Served {
    /// The centre that serves the person.
    pub by: Option<Choice>,
    /// All centres, by name.
    pub centres: Vec<Choice>,
    /// Code of the province where the person lives, where that is known.
    pub home: Option<String>,
}

/// The centre of the person who is signed in, and those to choose from.
pub async fn served(app: &App, ctx: &Ctx) -> Result<Served, AppError> {
    let found = super::find_own(app, ctx).await?;
    let centres: Vec<Choice> = centre::list(app.store().reader()).await?.into_iter().map(Choice::from).collect();
    let chosen = found.as_ref().and_then(|profile| profile.centre_id);
    let home = found.and_then(|profile| super::terms::home(&profile.content)).map(|unit| unit.province.to_owned());
    Ok(Served { by: centres.iter().find(|one| Some(one.id) == chosen).cloned(), centres, home })
}

/// The person who is signed in chooses a centre, having read the text of this version.
pub async fn join_centre(app: &App, ctx: &Ctx, (centre_id, wording): (Uuid, u16), key: &Key) -> Result<(), AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    let ids = [app.ids().next(), app.ids().next(), app.ids().next()];
    let work = Joining { ctx: ctx.clone(), keys: app.keys()?.clone(), person, ids, centre_id, wording };
    once(app, ctx, key, work).await
}

/// The person who is signed in leaves the centre: the consent is taken back, and what follows follows.
pub async fn leave_centre(app: &App, ctx: &Ctx, key: &Key) -> Result<(), AppError> {
    let decide = consents::Decide { matter: Matter::whole(Purpose::Counselling), agreed: None };
    consents::decide(app, ctx, decide, key).await
}

struct Joining {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    /// Of a profile that has to be made, of the consent, of the message.
    ids: [Uuid; 3],
    centre_id: Uuid,
    wording: u16,
}

impl Joining {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let centre = centre::find(tx, self.centre_id).await?.ok_or_else(no_centre)?;
        let mut profile = own(tx, &self.keys, &self.ctx, (self.person.account_id, self.ids[0])).await?;
        if profile.version == 0 {
            store(tx, &self.keys, &self.ctx, &mut profile).await?;
        }
        let lang = if self.ctx.locale == Locale::En { Lang::En } else { Lang::Vi };
        let agreed = Agreed { wording: Wording { version: self.wording, lang }, news: News::Joined };
        enter(tx, (&self.keys, &self.ctx), &mut profile, (centre.id, agreed), [self.ids[1], self.ids[2]]).await
    }
}

/// How somebody came to a centre.
pub(crate) struct Agreed {
    /// The text that was read.
    pub(crate) wording: Wording,
    pub(crate) news: News,
}

/// Puts a stored profile into the care of a centre: the consent, the row, the trail, the message, in one write. Again
/// at the same centre nothing happens. The ids are of the consent and of the message.
pub(crate) async fn enter(
    tx: &Tx<'_>,
    (keys, ctx): (&Keyring, &Ctx),
    profile: &mut Profile,
    (centre_id, agreed): (Uuid, Agreed),
    ids: [Uuid; 2],
) -> Result<(), AppError> {
    match profile.centre_id {
        Some(known) if known == centre_id => return Ok(()),
        Some(_) => return Err(with_another()),
        None => {}
    }
    let matter = Matter::whole(Purpose::Counselling);
    let give = Command::Give {
        matter,
        wording: agreed.wording,
        shown: consents::wording(matter.purpose),
        way: Way::OnScreen,
        giver: Giver::Person,
        evidence: None,
    };
    consents::apply(tx, ctx, profile, give, ids[0]).await?;
    let demand = consents::demand_for(matter, profile, ctx);
    if let Err(lack) = consents::ledger(tx, profile.id).await?.allows(demand, ctx.now) {
        return Err(FieldError::new("consent", lack.code(), lack.sentence(Lang::Vi), lack.sentence(Lang::En)).into());
    }
    counter_code::end_open(tx, profile.id.0, ctx.now.0).await?;
    profile.centre_id = Some(centre_id);
    profile.branch_id = None;
    store(tx, keys, ctx, profile).await?;
    note(tx, ctx, (profile, centre_id), "join_centre").await?;
    tell(tx, (keys, ctx), (ids[1], profile), (agreed.news, centre_id), PAGE).await
}

/// Ends a centre's care of a person: open letters and meetings end, and nobody there sees the person any more. Of
/// somebody without an account nobody does then: the profile waits for whoever has its printed code, and goes
/// ([`super::forget_idle`]) when no code can work any more.
pub(super) async fn leave((app, ctx): (&App, &Ctx), tx: &Tx<'_>, id: ProfileId) -> Result<(), AppError> {
    let keys = app.keys()?;
    let mut profile = load_live(tx, keys, id.0).await?;
    let Some(centre_id) = profile.centre_id else { return Ok(()) };
    let merged = profile::list_merged_into(tx, id.0).await?;
    let ids: Vec<Uuid> = merged.iter().map(|row| row.id).chain([id.0]).collect();
    desk::left((app, ctx), tx, &ids).await?;
    profile.centre_id = None;
    profile.branch_id = None;
    store(tx, keys, ctx, &mut profile).await?;
    note(tx, ctx, (&profile, centre_id), "leave_centre").await?;
    tell(tx, (keys, ctx), (app.ids().next(), &profile), (News::Left, centre_id), PAGE).await
}

/// The trail stands with the centre that it is about, whoever acted.
async fn note(
    tx: &Tx<'_>,
    ctx: &Ctx,
    (profile, centre_id): (&Profile, Uuid),
    action: &'static str,
) -> Result<(), AppError> {
    let after = serde_json::json!({ "centre": centre_id }).to_string();
    let entry = audit::Row { centre_id: Some(centre_id), ..noted(ctx, action, profile.id, Some(after)) };
    audit::append(tx, &[entry]).await?;
    let change = outbox::Change { entity: ENTITY, entity_id: profile.id.0, version: profile.version, kind: action };
    outbox::append(tx, &[change], ctx.now.0).await?;
    Ok(())
}

fn no_centre() -> AppError {
    FieldError::new("centre", "not_in_list", "Hãy chọn một trung tâm.", "Choose a centre.").into()
}

fn with_another() -> AppError {
    let vi = "Người này đang thuộc một trung tâm khác. Hãy rời trung tâm đó trước.";
    let en = "Another centre serves this person. Leave that centre first.";
    FieldError::new("centre", "with_another", vi, en).into()
}

impl Work for Joining {
    type Answer = ();

    fn name(&self) -> &'static str {
        "join_centre"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.centre_id.as_bytes().to_vec(), self.wording.to_be_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
