//! Registering an organisation.

use sanviec_app::organisations::{self, Registration, codes};

use super::sheet::{ask, control, line, one, refuse, sheet, show as shown, text, typed};
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Input, Opt, Shape, SheetPart, Worksheet};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    organisations::demand_register(&visit.ctx).map_err(|error| visit.fail(error))?;
    Ok(shown(&visit, &form(&visit, None).await?))
}

async fn form(visit: &Visit, filled: Option<&Filled>) -> Result<Worksheet, Stop> {
    let value = |name: &str| typed(filled, name, "").to_owned();
    let mut page = sheet(visit, visit.lang.t("register-title"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    page.parts.push(text(visit, "register-what"));
    let mut form = ask(visit, "/tuyen-dung/dang-ky", "register-button")?;
    form.controls = controls(visit, &value);
    if visit.person().is_some_and(|person| person.centre_id.is_none()) {
        let centres = organisations::centres(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
        let chosen = value("centre");
        let option = |centre: organisations::CentreChoice| {
            let id = centre.id.to_string();
            Opt { on: id == chosen, value: id, label: centre.name }
        };
        form.controls.push(control(visit, "centre", Shape::One(centres.into_iter().map(option).collect())));
    }
    page.parts.push(SheetPart::Form(form));
    Ok(page)
}

/// What an organisation says of itself, but for its centre.
pub(super) fn controls(visit: &Visit, value: &dyn Fn(&str) -> String) -> Vec<Input> {
    let list = |name, key| one(visit, name, &codes(key), &value(name));
    let mut controls = vec![
        list("kind", "kind"),
        control(visit, "number", Shape::Line(value("number").into(), "numeric")),
        line(visit, "name", &value("name")),
        list("employer_type", "employer_type"),
        industry(visit, &value("industry")),
        list("size", "size"),
        control(visit, "address_line", Shape::Line(value("address").into(), "text")),
        control(visit, "phone", Shape::Line(value("phone").into(), "tel")),
        control(visit, "email", Shape::Line(value("email").into(), "email")),
        line(visit, "representative", &value("representative")),
    ];
    // The address of a register is another thing than that of a workplace, with a label of its own.
    controls[6].name = "address";
    controls
}

/// The form as it was filled in.
pub(super) fn registration(filled: &Filled) -> Registration {
    let one = |name: &str| filled.one(name).to_owned();
    Registration {
        kind: one("kind"),
        number: one("number"),
        name: one("name"),
        employer_type: one("employer_type"),
        industry: one("industry"),
        size: one("size"),
        address: one("address"),
        phone: one("phone"),
        email: one("email"),
        representative: one("representative"),
        centre: one("centre"),
    }
}

fn industry(visit: &Visit, chosen: &str) -> Input {
    let option = |section: &sanviec_reference::industry::Industry| Opt {
        value: section.code.to_owned(),
        label: visit.say(section.name_vi, section.name_en).to_owned(),
        on: section.code == chosen,
    };
    let options = sanviec_reference::industry::sections().map(option).collect();
    control(visit, "industry", Shape::One(options))
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let answer = match filled.key() {
        Ok(key) => organisations::register(visit.app(), &visit.ctx, registration(&filled), &key).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(id) if visit.person().is_some_and(|person| person.centre_id.is_some()) => {
            let code = super::sheet::code_of(id);
            Ok(elsewhere(&visit, &format!("/tuyen-dung/don-vi/{code}?xong=registered")))
        }
        Ok(_) => Ok(elsewhere(&visit, "/tuyen-dung?xong=registered")),
        Err(error) => refuse(&visit, form(&visit, Some(&filled)).await?, error),
    }
}
