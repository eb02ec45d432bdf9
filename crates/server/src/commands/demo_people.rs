//! Trial people of a demo: one for each role, with a password that is printed. Nothing of this exists outside `--demo`.

use super::demo_applicants;
use super::demo_desk::{self, Colleague};
use super::demo_hiring::{self, Cast};
use super::demo_placements;
use super::demo_profiles::TrialSeeker;
use crate::Failure;
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::{Actor, App, Locale, Role, Thing};
use sanviec_domain::posting::PostingId;
use std::collections::HashMap;
use uuid::Uuid;

/// The one password of all trial people.
const PASSWORD: &str = "phien cho sang chu nhat";

/// A trial person: role, and what to sign in with.
pub(crate) struct DemoPerson {
    role: Role,
    address: &'static str,
}

const SEEKER: &str = "nguoitimviec@vidu.vn";
const OFFICER: &str = "canbo@vidu.vn";
const RECRUITER: &str = "nhanvien@vidu.vn";
const ADMINISTRATOR: &str = "doanhnghiep@vidu.vn";
const NEWCOMER: &str = "hokinhdoanh@vidu.vn";
const MODERATOR: &str = "kiemduyet@vidu.vn";
/// Money leaves by two people: one manager writes the account that is paid, another one sends the lists.
const SECOND_MANAGER: &str = "quanly2@vidu.vn";

const PEOPLE: [DemoPerson; 10] = [
    DemoPerson { role: Role::Seeker, address: SEEKER },
    DemoPerson { role: Role::EmployerMember, address: RECRUITER },
    DemoPerson { role: Role::EmployerAdministrator, address: ADMINISTRATOR },
    DemoPerson { role: Role::EmployerAdministrator, address: NEWCOMER },
    DemoPerson { role: Role::Officer, address: OFFICER },
    DemoPerson { role: Role::CentreManager, address: "quanly@vidu.vn" },
    DemoPerson { role: Role::CentreManager, address: SECOND_MANAGER },
    DemoPerson { role: Role::Moderator, address: MODERATOR },
    DemoPerson { role: Role::Auditor, address: "kiemtoan@vidu.vn" },
    DemoPerson { role: Role::PlatformOperator, address: "vanhanh@vidu.vn" },
];

/// Accounts that trial data are made for.
pub(crate) struct Made {
    pub(crate) seeker: Uuid,
    pub(crate) officer: Uuid,
    pub(crate) centre: Uuid,
}

/// Makes the trial centre and the trial people, and what the employers among them have.
pub(crate) async fn fill(app: &App) -> Result<Made, Failure> {
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(app, &ctx, "Trung tâm Dịch vụ việc làm tỉnh Gia Lai (dữ liệu thử)", "52").await?;
    let (mut accounts, mut colleagues): (HashMap<&str, Uuid>, _) = (HashMap::new(), Vec::new());
    for person in PEOPLE {
        let (role, place) = match person.role {
            // They come to their roles as employers do: by registering and by an invitation.
            Role::EmployerMember | Role::EmployerAdministrator => (Role::Seeker, Thing::default()),
            Role::Officer | Role::CentreManager | Role::Moderator | Role::Auditor => {
                (person.role, Thing::of_centre(centre))
            }
            Role::Public
            | Role::Operator
            | Role::System
            | Role::Seeker
            | Role::EmployerProgram
            | Role::PlatformOperator => (person.role, Thing::default()),
        };
        let new = NewPerson { contact: person.address.to_owned(), password: Some(PASSWORD.to_owned()), role, place };
        let account_id = add_person(app, &ctx, new).await?;
        accounts.insert(person.address, account_id);
        let held = sanviec_store::membership::list_held(app.store().reader(), account_id).await?;
        if let (Some(name), Some(held)) = (name_of(role, person.address), held.first()) {
            colleagues.push(Colleague { account_id, role, membership_id: held.id, name });
        }
    }
    demo_desk::fill(app, centre, &colleagues).await?;
    // A trial without claims is a trial all the same.
    if let Err(error) = super::demo_claims::fill(app, centre, &colleagues).await {
        tracing::warn!(%error, "the trial centre has no claims");
    }
    let of = |address: &str| accounts.get(address).copied().unwrap_or_default();
    let cast = Cast {
        centre,
        moderator: of(MODERATOR),
        administrator: of(ADMINISTRATOR),
        recruiter: (of(RECRUITER), RECRUITER),
        newcomer: of(NEWCOMER),
    };
    let (organisation, advert) = demo_hiring::fill(app, &cast).await?;
    let member = demo_applicants::signed_in(app, of(RECRUITER), Role::EmployerMember, Some(organisation));
    let seeker = demo_applicants::signed_in(app, of(SEEKER), Role::Seeker, None);
    let who = TrialSeeker::of(app);
    demo_applicants::fill(app, &[PostingId(advert)], &member, (&seeker, &who)).await?;
    let cast = demo_placements::Cast {
        centre,
        officer: of(OFFICER),
        recruiter: of(RECRUITER),
        seeker: of(SEEKER),
        organisation,
        advert,
    };
    demo_placements::fill(app, &cast, &who).await?;
    Ok(Made { seeker: of(SEEKER), officer: of(OFFICER), centre })
}

/// What somebody at the centre is called.
fn name_of(role: Role, address: &str) -> Option<&'static str> {
    match role {
        Role::Officer => Some("Nguyễn Minh Anh"),
        Role::CentreManager if address == SECOND_MANAGER => Some("Võ Thành Trung"),
        Role::CentreManager => Some("Trần Thị Hạnh"),
        Role::Moderator => Some("Lê Quang Vinh"),
        Role::Auditor => Some("Phạm Thu Hà"),
        Role::Public
        | Role::Operator
        | Role::System
        | Role::Seeker
        | Role::EmployerMember
        | Role::EmployerAdministrator
        | Role::EmployerProgram
        | Role::PlatformOperator => None,
    }
}

/// Says how to sign in.
pub(crate) fn print() {
    println!("Đăng nhập thử / trial sign-ins, mật khẩu / password: {PASSWORD}");
    for person in PEOPLE {
        println!("  {:<24} {}", person.address, person.role.code());
    }
    println!("Mã xác nhận hiện ở đây / codes appear here.");
}
