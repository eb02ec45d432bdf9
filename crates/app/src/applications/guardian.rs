//! A link that was sent: the person follows the application by it, a guardian says yes or no. Opening a link changes
//! nothing, because mail programs and scanners open links too.

use super::consent::{self, Given};
use super::desk::Desk;
use super::holder::{MyApplication, view};
use super::link::{self, FOLLOW, GUARDIAN};
use super::record::{Advert, Held, advert, place};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, demand};
use sanviec_domain::Lang;
use sanviec_domain::application::{Command, Side, Stage, State};
use sanviec_domain::consent::{Purpose, Way};
use sanviec_domain::person::PersonName;
use sanviec_domain::time::Micros;
use sanviec_store::{BoxFuture, Tx, application};

/// What a guardian reads before saying yes or no.
#[derive(Clone, Debug)]
pub struct GuardianView {
    /// Name of the applicant.
    pub name: String,
    pub advert: Advert,
    /// Until when an answer counts; `None` when there is nothing to say any more.
    pub until: Option<Micros>,
    /// Whether it was agreed to.
    pub is_agreed: bool,
}

/// What a link leads to.
#[derive(Clone, Debug)]
pub enum Linked {
    Person(Box<MyApplication>),
    Guardian(GuardianView),
}

/// What a link shows. `NotFound` for a token that never was; what was deleted is gone with its links.
pub async fn follow(app: &App, ctx: &Ctx, token: &str) -> Result<Linked, AppError> {
    demand(ctx, Action::FollowByLink)?;
    let (desk, reader) = (Desk::new(app, ctx)?, app.store().reader());
    let link = link::find(reader, token).await?.ok_or(AppError::NotFound)?;
    let row = application::find(reader, link.application_id).await?.ok_or(AppError::NotFound)?;
    let held = Held::read(&desk.keys, row)?;
    match link.purpose.as_str() {
        FOLLOW => Ok(Linked::Person(Box::new(view(&desk, reader, &held).await?))),
        GUARDIAN => {
            let until = match held.life.stage {
                Stage::AwaitingGuardian { until } if until > ctx.now => Some(until),
                _ => None,
            };
            Ok(Linked::Guardian(GuardianView {
                name: held.name(&desk.keys)?,
                advert: advert(reader, &held.row).await?,
                until,
                is_agreed: held.life.is_before_employer(),
            }))
        }
        _ => Err(sanviec_store::Error::corrupt("application_link", "purpose", link.id).into()),
    }
}

/// What a guardian says.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Token of the link.
    pub token: String,
    pub agrees: bool,
    /// Name of the guardian, as typed.
    pub name: String,
    /// Version of the sentence that was read.
    pub wording: u16,
}

/// Records what a guardian said. Without the guardian's yes the employer sees nothing.
pub async fn decide(app: &App, ctx: &Ctx, decision: Decision, key: &Key) -> Result<(), AppError> {
    demand(ctx, Action::FollowByLink)?;
    let name = match PersonName::parse(&decision.name) {
        Ok(name) => name.as_str().to_owned(),
        Err(error) if decision.agrees => {
            let (vi, en) = (error.sentence(Lang::Vi), error.sentence(Lang::En));
            return Err(FieldError::new("name", error.code(), vi, en).into());
        }
        Err(_) => String::new(),
    };
    once(app, ctx, key, Deciding { desk: Desk::new(app, ctx)?, decision, name }).await
}

struct Deciding {
    desk: Desk,
    decision: Decision,
    name: String,
}

impl Deciding {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let link = link::find(tx, &self.decision.token).await?.filter(|link| link.purpose == GUARDIAN);
        let link = link.ok_or(AppError::NotFound)?;
        let mut held = self.desk.hold(tx, link.application_id).await?;
        if !self.decision.agrees {
            self.desk.advance(tx, held, Command::GuardianRefused, Side::System).await?;
            return Ok(());
        }
        if held.life.state() == State::AwaitingGuardian {
            let read = self.decision.wording;
            let given = Given { purpose: Purpose::Guardian, read, way: Way::ByLink, evidence: None };
            consent::give(&self.desk, tx, &held.row, &given).await?;
            // Who agreed, beside how he was asked: the evidence of a consent that has to be proved.
            held.row.guardian = Some(self.evidence(&held)?);
        }
        self.desk.advance(tx, held, Command::GuardianAgreed, Side::System).await?;
        Ok(())
    }

    fn evidence(&self, held: &Held) -> Result<Vec<u8>, AppError> {
        let place = place("guardian", held.row.id);
        let known = super::record::open_text(&self.desk.keys, place, held.row.guardian.as_ref())?.unwrap_or_default();
        let mut known: serde_json::Value = serde_json::from_str(&known).map_err(AppError::internal)?;
        known["name"] = self.name.clone().into();
        Ok(self.desk.keys.seal(place, known.to_string().as_bytes())?)
    }
}

impl Work for Deciding {
    type Answer = ();

    fn name(&self) -> &'static str {
        "decide_application"
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.decision.token.clone().into(), vec![u8::from(self.decision.agrees)], self.name.clone().into()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
