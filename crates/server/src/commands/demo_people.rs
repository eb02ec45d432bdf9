//! Trial people of a demo: one for each role, with a password that is printed. Nothing of this exists outside `--demo`.

use crate::Failure;
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::postings::EmployerView;
use sanviec_app::{Actor, App, Locale, Role, Thing, browse};

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
    let (employers, _) = browse::list_employers(app, &ctx, "", 1).await?;
    let employer = employers.first().and_then(EmployerView::uuid);
    let mut colleagues = Vec::new();
    for person in PEOPLE {
        let place = match person.role {
            Role::EmployerMember | Role::EmployerAdministrator => match employer {
                Some(employer) => Thing::of_employer(employer),
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
        let held = sanviec_store::membership::list_held(app.store().reader(), account_id).await?;
        if let (Some(name), Some(held)) = (name_of(person.role), held.first()) {
            let membership_id = held.id;
            colleagues.push(super::demo_desk::Colleague { account_id, role: person.role, membership_id, name });
        }
    }
    super::demo_desk::fill(app, centre, &colleagues).await
}

/// What somebody at the centre is called.
const fn name_of(role: Role) -> Option<&'static str> {
    match role {
        Role::Officer => Some("Nguyễn Minh Anh"),
        Role::CentreManager => Some("Trần Thị Hạnh"),
        Role::Moderator => Some("Lê Quang Vinh"),
        Role::Auditor => Some("Phạm Thu Hà"),
        Role::Public
        | Role::Operator
        | Role::System
        | Role::Seeker
        | Role::EmployerMember
        | Role::EmployerAdministrator
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
