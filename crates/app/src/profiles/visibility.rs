//! How far a person opens the profile to employers who search.

use super::own::{holder, own, store};
use super::{ENTITY, noted};
use crate::app::App;
use crate::approaches;
use crate::audit::differing;
use crate::ctx::{Ctx, Person};
use crate::error::AppError;
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::Keyring;
use sanviec_domain::profile::Visibility;
use sanviec_store::{BoxFuture, Tx, audit, outbox};
use serde_json::json;
use uuid::Uuid;

/// Opens or closes the own profile. Beyond the centre it counts only while the consent to it holds.
pub async fn set_visibility(app: &App, ctx: &Ctx, visibility: Visibility, key: &Key) -> Result<(), AppError> {
    let person = holder(ctx, Action::EditProfile)?;
    let work = Setting { ctx: ctx.clone(), keys: app.keys()?.clone(), person, id: app.ids().next(), visibility };
    once(app, ctx, key, work).await
}

struct Setting {
    ctx: Ctx,
    keys: Keyring,
    person: Person,
    id: Uuid,
    visibility: Visibility,
}

impl Setting {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let mut profile = own(tx, &self.keys, &self.ctx, (self.person.account_id, self.id)).await?;
        if profile.visibility == self.visibility && profile.version > 0 {
            return Ok(());
        }
        let before = (profile.version > 0).then_some(json!({ "visibility": profile.visibility.code() }));
        profile.visibility = self.visibility;
        store(tx, &self.keys, &self.ctx, &mut profile).await?;
        if self.visibility == Visibility::Centre {
            approaches::closed(tx, &self.ctx, &[profile.id.0]).await?;
        }
        let (before, after) = differing(before, json!({ "visibility": self.visibility.code() }));
        let told = audit::Row { before, ..noted(&self.ctx, self.name(), profile.id, after) };
        audit::append(tx, &[told]).await?;
        let (entity_id, version) = (profile.id.0, profile.version);
        let change = outbox::Change { entity: ENTITY, entity_id, version, kind: "visibility_set" };
        outbox::append(tx, &[change], self.ctx.now.0).await?;
        Ok(())
    }
}

impl Work for Setting {
    type Answer = ();

    fn name(&self) -> &'static str {
        "set_visibility"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.visibility.code().into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
