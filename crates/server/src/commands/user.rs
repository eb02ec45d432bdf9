//! `sanviec user …`: accounts and centres at the command line. Passwords are never set here: people get in by a code.

use super::words::{about, about_missing};
use crate::cli::{Place, UserCommand};
use crate::{Failure, wiring};
use sanviec_app::accounts::{self, Measure, NewPerson};
use sanviec_app::{Actor, App, AppError, Ctx, Locale, Role, Thing, browse};
use std::process::ExitCode;
use uuid::Uuid;

pub(crate) async fn run(place: &Place, command: UserCommand) -> Result<ExitCode, Failure> {
    let settings = wiring::settings(place)?;
    let store = wiring::existing_store(place, &settings, None).await?;
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
            let person = NewPerson { contact: contact.clone(), password: None, role, place };
            accounts::add_person(&app, &ctx, person).await.map_err(|error| not_added(&contact, &error))?;
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
    let missing = ("không có tài khoản nào dùng địa chỉ này", "no account has this address");
    accounts::take_measure(app, ctx, contact, measure)
        .await
        .map_err(|error| about_missing(&contact, &error, missing))?;
    println!("Xong / done");
    Ok(())
}

fn not_added(contact: &str, error: &AppError) -> Failure {
    match error {
        AppError::Conflict => {
            format!("{contact}: đã có tài khoản dùng địa chỉ này / an account has this address already").into()
        }
        error => about(&contact, error),
    }
}

fn role_named(code: &str) -> Result<Role, Failure> {
    // Nobody is given what the machine, the clock and keys act as.
    let nobodys = [Role::Public, Role::Operator, Role::System, Role::EmployerProgram];
    let role = Role::of(code).filter(|role| !nobodys.contains(role));
    role.ok_or_else(|| {
        format!("--role {code}: không có vai trò này, xem `sanviec user add --help` / there is no such role, see `sanviec user add --help`")
            .into()
    })
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
            let id = centre.ok_or(
                "vai trò này cần --centre ID, xem `sanviec user centres` / this role needs --centre ID; `sanviec user centres` lists them",
            )?;
            if !accounts::centres(app, ctx).await?.iter().any(|(known, _)| *known == id) {
                return Err(format!(
                    "--centre {id}: không có trung tâm này, xem `sanviec user centres` / there is no such centre; \
                     `sanviec user centres` lists them"
                )
                .into());
            }
            Ok(Thing::of_centre(id))
        }
        Role::EmployerMember | Role::EmployerAdministrator => {
            let code = employer.ok_or("vai trò này cần --employer CODE / this role needs --employer CODE")?;
            let missing = ("không có nhà tuyển dụng nào có mã này", "no employer has this code");
            let named = format!("--employer {code}");
            let found =
                browse::employer(app, ctx, &code).await.map_err(|error| about_missing(&named, &error, missing))?;
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
