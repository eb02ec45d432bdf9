//! `sanviec user …`: accounts and centres at the command line. Passwords are never set here: people get in by a code.

use crate::cli::{Place, UserCommand};
use crate::{Failure, wiring};
use sanviec_app::accounts::{self, Measure, NewPerson};
use sanviec_app::{Actor, App, Ctx, Locale, Role, Thing, browse};
use std::process::ExitCode;
use uuid::Uuid;

pub(crate) async fn run(place: &Place, command: UserCommand) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    let keys = wiring::keys(&store, &place.data, &settings).await?;
    let app = wiring::app_without_index(store, &settings)?.with_keys(keys);
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    sanviec_app::secrets::check_keys(&app, &app.ctx(Actor::System, Locale::Vi)).await?;
    match command {
        UserCommand::AddCentre { name, province } => {
            println!("{}", accounts::add_centre(&app, &ctx, &name, &province).await?);
        }
        UserCommand::Centres => {
            accounts::centres(&app, &ctx).await?.iter().for_each(|(id, name)| println!("{id}  {name}"));
        }
        UserCommand::Add { contact, role, centre, employer } => {
            let role = role_named(&role)?;
            let place = place_of(&app, &ctx, role, centre, employer).await?;
            accounts::add_person(&app, &ctx, NewPerson { contact, password: None, role, place }).await?;
            println!("Đã tạo; người đó vào bằng mã ở /quen-mat-khau / made; they get in by a code at /quen-mat-khau");
        }
        UserCommand::Disable { contact } => measure(&app, &ctx, &contact, Measure::Stop).await?,
        UserCommand::Enable { contact } => measure(&app, &ctx, &contact, Measure::Resume).await?,
        UserCommand::ResetSecondFactor { contact } => measure(&app, &ctx, &contact, Measure::ResetSecondFactor).await?,
    }
    app.finish().await;
    app.store().close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn measure(app: &App, ctx: &Ctx, contact: &str, measure: Measure) -> Result<(), Failure> {
    accounts::take_measure(app, ctx, contact, measure).await?;
    println!("Xong / done");
    Ok(())
}

fn role_named(code: &str) -> Result<Role, Failure> {
    // Nobody is given what the machine, the clock and keys act as.
    let nobodys = [Role::Public, Role::Operator, Role::System, Role::EmployerProgram];
    let role = Role::of(code).filter(|role| !nobodys.contains(role));
    role.ok_or_else(|| format!("there is no role {code}").into())
}

/// The place that a role is held at; each role belongs to one kind of place.
async fn place_of(
    app: &App,
    ctx: &Ctx,
    role: Role,
    centre: Option<Uuid>,
    employer: Option<String>,
) -> Result<Thing, Failure> {
    match role {
        Role::Officer | Role::CentreManager | Role::Moderator | Role::Auditor => {
            let id = centre.ok_or("this role needs --centre ID; `sanviec user centres` lists them")?;
            Ok(Thing::of_centre(id))
        }
        Role::EmployerMember | Role::EmployerAdministrator => {
            let code = employer.ok_or("this role needs --employer CODE")?;
            let found = browse::employer(app, ctx, &code).await?;
            Ok(Thing::of_employer(found.uuid().ok_or("this is no code of an employer")?))
        }
        Role::Seeker
        | Role::PlatformOperator
        | Role::Public
        | Role::Operator
        | Role::System
        | Role::EmployerProgram => Ok(Thing::default()),
    }
}
