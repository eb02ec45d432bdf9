//! The way in for people of employers: the organisation they act for, others they can act for, invitations.

use axum::response::Response;
use sanviec_app::hiring;
use sanviec_app::organisations::{self, InvitationView, ServedAsked};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::membership::MemberState;
use sanviec_domain::posting::PostingCode;
use uuid::Uuid;

use super::sheet::{code_of, heading, link, moment, press, refuse, sheet, show as shown, text};
use super::{Reply, Stop, demand_person};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{Entry, Search, SheetPart, Way, Worksheet};

const INVITATIONS: &str = "/tuyen-dung/loi-moi";
/// Names of the query: what is looked for, and behind which one the page starts.
const WORDS: &str = "tim";
const AFTER: &str = "sau";
/// Organisations of one page.
const SHOWN: usize = 50;

pub(super) async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let mut page = sheet(&visit, visit.lang.t("hiring-title"));
    let person = visit.person();
    if let Some(employer) = person.and_then(|person| person.employer_id) {
        own(&visit, employer, &mut page).await?;
    }
    let known = organisations::invitations(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let acting = person.and_then(|person| person.employer_id);
    let others: Vec<_> = known.into_iter().filter(|known| Some(known.organisation_id) != acting).collect();
    if !others.is_empty() {
        page.parts.push(heading(&visit, "hiring-others"));
        page.parts.push(entries(&visit, &others)?);
    }
    let may_register = organisations::demand_register(&visit.ctx).is_ok();
    if person.is_some_and(|person| person.centre_id.is_some()) {
        if may_register {
            page.parts.push(text(&visit, "hiring-officer-what"));
        }
        page.parts.extend(served(&visit).await?);
    } else if acting.is_none() && may_register {
        page.parts.push(text(&visit, "hiring-what"));
    }
    if may_register {
        page.parts.push(link(&visit, "hiring-register", "/tuyen-dung/dang-ky"));
    }
    if person.is_some_and(|person| person.centre_id.is_some()) {
        page.parts.push(link(&visit, "queue-title", "/kiem-duyet"));
    }
    Ok(shown(&visit, &page))
}

/// Organisations that the officer's centre serves, a page at a time, found by name or tax code.
async fn served(visit: &Visit) -> Result<Vec<SheetPart>, Stop> {
    let (words, after) = (visit.asked(WORDS), visit.asked(AFTER));
    let before = after.parse::<PostingCode>().ok().map(PostingCode::uuid);
    let asked = ServedAsked { words: words.to_owned(), before, limit: SHOWN };
    let known = organisations::served(visit.app(), &visit.ctx, &asked).await.map_err(|error| visit.fail(error))?;
    if known.rows.is_empty() && words.is_empty() && before.is_none() {
        return Ok(Vec::new());
    }
    let entry = |(id, name): (Uuid, String)| Entry {
        title: name.into(),
        href: Some(visit.lang.href(&format!("/tuyen-dung/don-vi/{}", code_of(id)))),
        tag: None,
        notes: Vec::new(),
        asks: Vec::new(),
    };
    let search = Search {
        action: visit.lang.href("/tuyen-dung"),
        name: WORDS,
        label: visit.lang.t("hiring-served-search"),
        value: words.into(),
        button: visit.lang.t("hiring-served-find"),
    };
    let mut parts = vec![heading(visit, "hiring-served"), SheetPart::Search(search)];
    parts.push(if known.rows.is_empty() {
        text(visit, "hiring-served-none")
    } else {
        SheetPart::Entries(known.rows.into_iter().map(entry).collect())
    });
    if let Some(next) = known.next {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !words.is_empty() {
            query.append_pair(WORDS, words);
        }
        query.append_pair(AFTER, &code_of(next));
        parts.push(link(visit, "hiring-further", &format!("/tuyen-dung?{}", query.finish())));
    }
    Ok(parts)
}

/// The organisation that one acts for. A member of an employer that nobody registered sees only that.
async fn own(visit: &Visit, employer: Uuid, page: &mut Worksheet) -> Result<(), Stop> {
    let view = match organisations::view(visit.app(), &visit.ctx, employer).await {
        Ok(view) => view,
        Err(AppError::NotFound) => {
            page.parts.push(text(visit, "hiring-unregistered"));
            page.parts.push(link(visit, "applicants-title", "/ung-vien"));
            page.parts.push(link(visit, "received-title", "/phieu-den"));
            return Ok(());
        }
        Err(error) => return Err(visit.fail(error).into()),
    };
    let base = format!("/tuyen-dung/don-vi/{}", view.code);
    let state = visit.lang.t(&format!("hiring-state-{}", view.verification.state.code()));
    let mut notes = vec![state.into()];
    if !view.verification.is_verified {
        notes.push(visit.lang.t("hiring-not-public").into());
    }
    page.parts.push(SheetPart::Notice(view.name.clone(), notes));
    page.parts.push(link(visit, "applicants-title", "/ung-vien"));
    page.parts.push(link(visit, "received-title", "/phieu-den"));
    page.parts.push(link(visit, "hiring-organisation", &base));
    page.parts.push(link(visit, "own-placements-title", "/tuyen-dung/viec-lam"));
    let counts = hiring::counts(visit.app(), &visit.ctx, employer).await.map_err(|error| visit.fail(error))?;
    page.parts.push(heading(visit, "hiring-postings"));
    let way = |(tab, count): (hiring::Tab, i64)| Way {
        label: visit.lang.t(&format!("hiring-tab-{}", tab.code())),
        href: visit.lang.href(&format!("{base}/tin?muc={}", tab.code())),
        count: Some(count),
        is_here: false,
    };
    page.parts.push(SheetPart::Ways(visit.lang.t("hiring-postings"), counts.into_iter().map(way).collect()));
    page.parts.push(link(visit, "statistics-title", &format!("{base}/thong-ke")));
    let kept = vec![("begin", "blank".to_owned())];
    let mut begin = press(visit, &format!("{base}/tin"), "hiring-begin", kept, "")?;
    begin.is_chief = true;
    page.parts.push(SheetPart::Form(begin));
    if visit.person().is_some_and(|person| person.role == sanviec_app::Role::EmployerAdministrator) {
        page.parts.push(link(visit, "members-title", &format!("{base}/thanh-vien")));
    }
    Ok(())
}

fn entries(visit: &Visit, known: &[InvitationView]) -> Result<SheetPart, Stop> {
    let mut entries = Vec::new();
    for one in known {
        let mut entry = Entry {
            title: one.name.as_str().into(),
            href: None,
            tag: Some(visit.lang.t(&format!("members-state-{}", one.state.code()))),
            notes: vec![visit.lang.t(&format!("members-role-{}", one.role.code())).into()],
            asks: Vec::new(),
        };
        match (one.state, one.membership_id) {
            (MemberState::Invited, _) => {
                if let Some(until) = one.invited_until {
                    let day = crate::format::short_date(visit.lang, until.last_day_before());
                    entry.notes.push(visit.lang.t1("members-invited-until", "day", day).into());
                }
                for (answer, button) in [("join", "invitation-join"), ("leave", "invitation-decline")] {
                    let kept = vec![("organisation", code_of(one.organisation_id)), ("answer", answer.to_owned())];
                    entry.asks.push(press(visit, INVITATIONS, button, kept, &one.name)?);
                }
            }
            (MemberState::Active, Some(membership)) => {
                let kept = vec![("vai-tro", membership.to_string()), ("ve", "/tuyen-dung".to_owned())];
                entry.asks.push(press(visit, "/tai-khoan/vai-tro", "hiring-act-for", kept, &one.name)?);
            }
            (MemberState::Active | MemberState::Suspended, _) => {}
        }
        entries.push(entry);
    }
    Ok(SheetPart::Entries(entries))
}

/// The page that messages of invitations lead to.
pub(super) async fn invitations(visit: Visit) -> Reply {
    demand_person(&visit)?;
    Ok(shown(&visit, &invitations_sheet(&visit).await?))
}

async fn invitations_sheet(visit: &Visit) -> Result<Worksheet, Stop> {
    let known = organisations::invitations(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = sheet(visit, visit.lang.t("invitation-title"));
    page.page = page.page.crumb(visit.lang.t("hiring-title"), "/tuyen-dung");
    page.parts.push(if known.is_empty() { text(visit, "invitation-none") } else { entries(visit, &known)? });
    Ok(page)
}

pub(super) async fn answer(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    match answered(&visit, &filled).await {
        Ok(response) => Ok(response),
        Err(error) => refuse(&visit, invitations_sheet(&visit).await?, error),
    }
}

async fn answered(visit: &Visit, filled: &Filled) -> Result<Response, AppError> {
    let (app, ctx, key) = (visit.app(), &visit.ctx, filled.key()?);
    let code = filled.one("organisation").parse::<PostingCode>();
    let unread = || FieldError::new("form", "missing", "Chọn một lời mời.", "Choose an invitation.");
    let id = code.map_err(|_| unread())?.uuid();
    match filled.one("answer") {
        "join" => {
            organisations::join(app, ctx, id, &key).await?;
            Ok(elsewhere(visit, "/tuyen-dung?xong=joined"))
        }
        "leave" => {
            organisations::leave(app, ctx, id, &key).await?;
            Ok(elsewhere(visit, "/tuyen-dung?xong=left"))
        }
        _ => Err(unread().into()),
    }
}

/// Since when, in words, for lists.
pub(super) fn since(visit: &Visit, at: sanviec_domain::time::Micros) -> crate::view::Words {
    visit.lang.t1("hiring-since", "time", moment(visit, at)).into()
}
