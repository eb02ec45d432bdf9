//! Trial people of a demo: one for each role, with a password that is printed. Nothing of this exists outside `--demo`.

use crate::Failure;
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::{Actor, App, Locale, Role, Thing};

use super::demo_applicants;

/// The one password of all trial people.
const PASSWORD: &str = "phien cho sang chu nhat";

/// A trial person: role, and what to sign in with.
pub(crate) struct DemoPerson {
    role: Role,
    address: &'static str,
}

const PEOPLE: [DemoPerson; 8] = [
    DemoPerson { role: Role::Seeker, address: "nguoitimviec@vidu.vn" },
    DemoPerson { role: Role::EmployerMember, address: "nhanvien@vidu.vn" },
    DemoPerson { role: Role::EmployerAdministrator, address: "doanhnghiep@vidu.vn" },
    DemoPerson { role: Role::Officer, address: "canbo@vidu.vn" },
    DemoPerson { role: Role::CentreManager, address: "quanly@vidu.vn" },
    DemoPerson { role: Role::Moderator, address: "kiemduyet@vidu.vn" },
    DemoPerson { role: Role::Auditor, address: "kiemtoan@vidu.vn" },
    DemoPerson { role: Role::PlatformOperator, address: "vanhanh@vidu.vn" },
];

/// Makes the trial centre and the trial people.
pub(crate) async fn fill(app: &App) -> Result<(), Failure> {
    let ctx = app.ctx(Actor::Operator, Locale::Vi);
    let centre = add_centre(app, &ctx, "Trung tâm Dịch vụ việc làm tỉnh Gia Lai (dữ liệu thử)", "52").await?;
    let employer = demo_applicants::trial_employer(app).await?;
    let (mut seeker, mut member) = (None, None);
    for person in PEOPLE {
        let place = match person.role {
            Role::EmployerMember | Role::EmployerAdministrator => match &employer {
                Some((employer, _)) => Thing::of_employer(employer.0),
                None => continue,
            },
            Role::Officer | Role::CentreManager | Role::Moderator | Role::Auditor => Thing::of_centre(centre),
            Role::Public | Role::Operator | Role::System | Role::Seeker | Role::PlatformOperator => Thing::default(),
        };
        let new = NewPerson {
            contact: person.address.to_owned(),
            password: Some(PASSWORD.to_owned()),
            role: person.role,
            place,
        };
        let account_id = add_person(app, &ctx, new).await?;
        match person.role {
            Role::Seeker => seeker = Some(demo_applicants::signed_in(app, account_id, person.role, None)),
            Role::EmployerMember => {
                member = Some(demo_applicants::signed_in(app, account_id, person.role, place.employer_id));
            }
            _ => {}
        }
    }
    if let (Some((_, adverts)), Some(member), Some(seeker)) = (&employer, &member, &seeker) {
        demo_applicants::fill(app, adverts, member, seeker).await?;
    }
    Ok(())
}

/// Says how to sign in.
pub(crate) fn print() {
    println!("Đăng nhập thử / trial sign-ins, mật khẩu / password: {PASSWORD}");
    for person in PEOPLE {
        println!("  {:<24} {}", person.address, person.role.code());
    }
    println!("Mã xác nhận hiện ở đây / codes appear here.");
}
