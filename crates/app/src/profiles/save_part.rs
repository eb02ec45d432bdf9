//! One part of a profile changed: its fields are taken over, all others stay. Whoever read the part before somebody
//! else changed it is told, and nothing is overwritten; two parts changed at once do not meet. What an officer changes
//! stands in the trail with what was said before, among the looks, and is told to the person.

use super::look::{Why, note};
use super::news::tell;
use super::own::{holder, own, store};
use super::{Profile, entry, load_live, refuse_wrong, typed};
use crate::accounts::{Limit, MINUTE};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand_of};
use crate::secrets::{Keyring, hex};
use sanviec_domain::message::News;
use sanviec_domain::profile::{Content, Field, Part, ProfileId};
use sanviec_store::{BoxFuture, Tx, audit};
use serde_json::{Value, json};
use uuid::Uuid;

/// An officer who fills in several parts in one sitting tells the person once.
const TOLD_OF: Limit = Limit { name: "corrections_told_of", most: 1, window_us: 60 * MINUTE };

/// A part to be saved.
#[derive(Clone)]
pub struct SavePart {
    /// Whose profile; `None`: the own, which is made when there is none.
    pub profile_id: Option<ProfileId>,
    pub part: Part,
    /// What it says; other parts do not count.
    pub content: Content,
    /// The [`mark`] of the part as it was read.
    pub mark: String,
}

/// Tells whether a part still says what was read. Gives nothing away.
pub fn mark(app: &App, content: &Content, part: Part) -> Result<String, AppError> {
    Ok(mark_by(app.keys()?, content, part))
}

fn mark_by(keys: &Keyring, content: &Content, part: Part) -> String {
    let said = crate::rows::profile::said(&content.clone().only(|field| field.part() == part));
    hex(&keys.hash("profile_part", &[part.code().as_bytes(), said.as_bytes()])[..16])
}

/// Saves a part.
pub async fn save_part(app: &App, ctx: &Ctx, save: SavePart, key: &Key) -> Result<ProfileId, AppError> {
    let person = match save.profile_id {
        None => holder(ctx, Action::EditProfile)?,
        Some(_) => ctx.actor.person().ok_or(AppError::Forbidden)?,
    };
    let content = save.content.tidied();
    refuse_wrong(&content, ctx, |field| Field::find_by_code(field).is_some_and(|field| field.part() == save.part))?;
    let work = Saving {
        ctx: ctx.clone(),
        keys: app.keys()?.clone(),
        ids: [app.ids().next(), app.ids().next()],
        profile_id: save.profile_id,
        part: save.part,
        mark: save.mark,
        content,
        person,
    };
    once(app, ctx, key, work).await.map(ProfileId)
}

struct Saving {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    /// Of a profile that has to be made or a look, and of a message.
    ids: [Uuid; 2],
    profile_id: Option<ProfileId>,
    part: Part,
    content: Content,
    mark: String,
}

impl Saving {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        let mut profile = self.load(tx).await?;
        if mark_by(&self.keys, &profile.content, self.part) != self.mark {
            return Err(AppError::Conflict);
        }
        let before = profile.content.clone();
        for field in self.part.fields() {
            profile.content.take(field, &self.content);
        }
        let changed = changed(&before, &profile.content);
        if changed.is_empty() && profile.version > 0 {
            return Ok(profile.id.0);
        }
        // Parts are checked against each other: a level of schooling against the age.
        let ours = |field: &str| Field::find_by_code(field).is_some_and(|field| field.part() == self.part);
        refuse_wrong(&profile.content, &self.ctx, ours)?;
        store(tx, &self.keys, &self.ctx, &mut profile).await?;
        if profile.account_id == Some(self.person.account_id) {
            audit::append(tx, &[entry(&self.ctx, self.name(), profile.id, &changed)]).await?;
        } else {
            self.corrected(tx, (&before, &profile), &changed).await?;
        }
        Ok(profile.id.0)
    }

    /// What somebody else changed: trail, look and message.
    async fn corrected(
        &self,
        tx: &Tx<'_>,
        (before, profile): (&Content, &Profile),
        changed: &[Field],
    ) -> Result<(), AppError> {
        let codes: Vec<&str> = changed.iter().map(|field| field.code()).collect();
        let mut entry = entry(&self.ctx, self.name(), profile.id, changed);
        entry.before = Some(json!({ "values": values(before, changed) }).to_string());
        entry.after = Some(json!({ "fields": codes, "values": values(&profile.content, changed) }).to_string());
        audit::append(tx, &[entry]).await?;
        note(tx, &self.ctx, self.ids[0], (profile.id, Why::Edit), changed).await?;
        let Some(centre_id) = profile.centre_id else { return Ok(()) };
        if TOLD_OF.count(tx, &self.keys, &[profile.id.0.as_bytes()], self.ctx.now.0).await? {
            let (of, news) = ((self.ids[1], profile), (News::Corrected, centre_id));
            tell(tx, (&self.keys, &self.ctx), of, news, "/ho-so/luot-xem").await?;
        }
        Ok(())
    }

    async fn load(&self, tx: &Tx<'_>) -> Result<Profile, AppError> {
        match self.profile_id {
            None => own(tx, &self.keys, &self.ctx, (self.person.account_id, self.ids[0])).await,
            Some(id) => {
                let profile = load_live(tx, &self.keys, id.0).await?;
                demand_of(&self.ctx, Action::EditProfile, profile.thing())?;
                Ok(profile)
            }
        }
    }
}

/// What fields say, for the trail: codes of lists as they are, and of what somebody typed only that it is so, for the
/// trail keeps marks of such texts and never the texts (`store::audit`). The sign before them is in no code.
fn values(content: &Content, fields: &[Field]) -> Value {
    let value = |field: Field, text: String| if typed::codes(field).is_empty() { format!("={text}") } else { text };
    let said = fields.iter().map(|field| {
        let rows = typed::get(content, *field).into_iter().flatten().filter(|text| !text.is_empty());
        (field.code().to_owned(), rows.map(|text| value(*field, text)).collect::<Value>())
    });
    Value::Object(said.collect())
}

/// The fields in which two contents differ.
pub(super) fn changed(before: &Content, after: &Content) -> Vec<Field> {
    let differs =
        |field: &Field| before.clone().only(|kept| kept == *field) != after.clone().only(|kept| kept == *field);
    Field::ALL.iter().copied().filter(differs).collect()
}

impl Work for Saving {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        "save_profile_part"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        let id = self.profile_id.map_or(Uuid::nil(), |id| id.0);
        let said = crate::rows::profile::said(&self.content.clone().only(|field| field.part() == self.part));
        vec![id.as_bytes().to_vec(), self.part.code().into(), said.into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}
