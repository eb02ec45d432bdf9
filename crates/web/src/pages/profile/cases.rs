//! What is under way for the person who is signed in: appointments, letters of referral, invitations to apply, each
//! with what to do next.

use sanviec_app::approaches;
use sanviec_app::desk::{self, AppointmentView, OwnLetter};
use sanviec_domain::approach::State;
use sanviec_domain::referral::State as LetterState;

use super::super::desk::{form, words};
use super::{Reply, demand_own};
use crate::http::Visit;
use crate::view::{DeskBlock, DeskRow, Section};

pub(super) async fn show(visit: Visit) -> Reply {
    demand_own(&visit).await?;
    let lang = visit.lang;
    let (app, ctx) = (visit.app(), &visit.ctx);
    let cases = desk::own_cases(app, ctx).await.map_err(|error| visit.fail(error))?;
    let asked = approaches::own_approaches(app, ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = form::page(&visit, lang.t("cases-title"))?;
    page.page = page.page.within(Section::Account).crumb(lang.t("profile-title"), "/ho-so");
    let waiting = asked.iter().filter(|one| one.state == State::Open && one.is_live).count();
    if waiting > 0 {
        page.blocks.push(DeskBlock::Notice(lang.n("cases-approaches", waiting as u64).into()));
    }
    page.blocks.push(DeskBlock::Links(vec![
        (lang.t("approaches-title"), lang.href("/ung-tuyen/loi-moi"), false),
        (lang.t("mine-title"), lang.href("/ung-tuyen"), false),
    ]));
    page.blocks.push(DeskBlock::Heading(lang.t("cases-appointments")));
    let rows = cases.appointments.iter().map(|one| meeting(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("cases-appointments-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("cases-letters")));
    let rows = cases.letters.iter().map(|one| letter(&visit, one)).collect();
    page.blocks.push(DeskBlock::Rows(rows, lang.t("cases-letters-none")));
    Ok(form::show(&visit, &page))
}

fn meeting(visit: &Visit, one: &AppointmentView) -> DeskRow {
    let state = one.life.state();
    DeskRow {
        title: format!("{} – {}", words::time(visit, one.life.slot.from), one.subject).into(),
        href: visit.lang.href(&format!("/trung-tam/lich-hen/{}", one.id)),
        tag: Some((words::term(visit, "appointment", state.code()), false)),
        lines: vec![one.place.as_str().into(), words::term(visit, "own-meeting", state.code()).into()],
        form: None,
    }
}

fn letter(visit: &Visit, one: &OwnLetter) -> DeskRow {
    let lang = visit.lang;
    let day = |day| words::day(visit, day);
    // What asks for nothing any more is not printed.
    let is_over = matches!(one.state, LetterState::Withdrawn | LetterState::Lapsed);
    let path = if is_over { format!("/giay/{}", one.proof) } else { format!("/ho-so/phieu/{}", one.proof) };
    DeskRow {
        title: format!("{} – {}", one.posting_title, one.employer_name).into(),
        href: lang.href(&path),
        tag: Some((words::term(visit, "referral", one.state.code()), false)),
        lines: [
            Some(lang.t2("cases-letter", ("number", &one.number), ("day", &day(one.issued_on))).into()),
            Some(words::term(visit, "own-letter", one.state.code()).into()),
            one.due_on.map(|due| lang.t1("cases-letter-until", "day", day(due)).into()),
            one.starts_on.map(|starts| lang.t1("cases-letter-starts", "day", day(starts)).into()),
        ]
        .into_iter()
        .flatten()
        .collect(),
        form: None,
    }
}
