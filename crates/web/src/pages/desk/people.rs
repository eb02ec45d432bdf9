//! The counter: a person is found by name, phone or number, or registered with the short form. By keyboard alone: the
//! cursor stands in the first field, Enter moves on and sends at the end; nobody is registered twice unasked.

use axum::response::Response;
use sanviec_app::desk::code_of_profile;
use sanviec_app::profiles::{self, Hit, OnPaper, Register, typed};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::profile::{Content, Field, ProfileId};

use super::super::account::Stop;
use super::super::profile::labels;
use super::{Reply, agree, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskRow, Words};

/// Name of the field that is searched by.
const FIND: &str = "tim";
/// Name of the field that says: somebody else.
const OTHER: &str = "nguoi-khac";
/// Fields of the short form, in the order in which they are asked: name in the form, field, text.
const SHORT: [(&str, Field, &str); 11] = [
    ("ten", Field::Name, "person-name"),
    ("ngay-sinh", Field::Birth, "person-birth"),
    ("gioi-tinh", Field::Sex, "person-sex"),
    ("so-dinh-danh", Field::PersonalNumber, "person-number"),
    ("dien-thoai", Field::Phone, "person-phone"),
    ("xa", Field::PermanentUnit, "person-commune"),
    ("so-nha", Field::PermanentLine, "person-line"),
    ("hoc-van", Field::GeneralEducation, "person-education"),
    ("trinh-do", Field::TechnicalLevel, "person-level"),
    ("viec-muon", Field::WishTitle, "person-wish"),
    ("luong", Field::Pay, "person-pay"),
];

pub(super) async fn show(visit: Visit) -> Reply {
    let asked = visit.asked(FIND).to_owned();
    let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("people-title"))?);
    page.done = gone(&visit);
    let mut find = DeskAsk::line(FIND, visit.lang.t("people-find"), &asked).hint(visit.lang.t("people-find-hint"));
    find.is_first = asked.is_empty();
    page.blocks.push(DeskBlock::Form(DeskForm {
        action: visit.lang.href("/trung-tam/nguoi"),
        asks: vec![find],
        button: visit.lang.t("people-find-button"),
        ..DeskForm::default()
    }));
    if visit.ctx.actor.kind() == sanviec_app::Role::Officer {
        let file = visit.lang.href("/trung-tam/nguoi/nhap");
        let take_on = visit.lang.href("/trung-tam/nguoi/nhan");
        page.blocks.push(DeskBlock::Links(vec![
            (visit.lang.t("take-on-title"), take_on, false),
            (visit.lang.t("people-file-title"), file, false),
            (visit.lang.t("doubles-title"), visit.lang.href("/trung-tam/trung"), false),
        ]));
    }
    if asked.is_empty() {
        // Whoever may not look for people is told so before anything is typed.
        profiles::find(visit.app(), &visit.ctx, "0").await.map_err(|error| visit.fail(error))?;
        return Ok(form::show(&visit, &page));
    }
    let (_, hits) = profiles::find(visit.app(), &visit.ctx, &asked).await.map_err(|error| visit.fail(error))?;
    if hits.len() as u64 >= profiles::MOST_FOUND {
        page.blocks.push(DeskBlock::Notice(visit.lang.n("people-most", profiles::MOST_FOUND).into()));
    }
    page.blocks.push(DeskBlock::Rows(rows(&visit, &hits), visit.lang.t("people-none")));
    if visit.ctx.actor.kind() == sanviec_app::Role::Officer {
        page.blocks.push(DeskBlock::Heading(visit.lang.t("people-new")));
        page.blocks.push(DeskBlock::Form(short_form(&visit, None, (&asked, false))?));
    }
    Ok(form::show(&visit, &page))
}

/// What was done with somebody who is nobody's person here any more.
fn gone(visit: &Visit) -> Option<Words> {
    let text = match visit.asked("xong") {
        "roi" => "asked-done-left",
        "xoa" => "asked-done-deleted",
        _ => return None,
    };
    Some(visit.lang.t(text).into())
}

fn rows(visit: &Visit, hits: &[Hit]) -> Vec<DeskRow> {
    let row = |hit: &Hit| {
        let birth = hit.birth.map(|birth| words::day(visit, birth.day()));
        let facts =
            [birth, hit.phone_masked.clone(), hit.number_masked.clone(), hit.unit.as_ref().map(typed::unit_name)];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let same: Vec<String> = hit
            .same
            .iter()
            .filter_map(|field| SHORT.iter().find(|(_, known, _)| known == field))
            .map(|(_, _, label)| visit.lang.t(label).to_lowercase())
            .collect();
        let same = (!same.is_empty()).then(|| visit.lang.t1("people-same", "fields", same.join(", ")).into());
        DeskRow {
            title: hit.name.as_str().into(),
            href: visit.lang.href(&format!("/trung-tam/nguoi/{}", code_of_profile(hit.id))),
            tag: None,
            lines: [Some(Words::from(facts.join(" · "))), same].into_iter().flatten().collect(),
            form: None,
        }
    };
    hits.iter().map(row).collect()
}

/// The short form. What was looked for is taken over as the name, the phone or the number.
fn short_form(visit: &Visit, filled: Option<&Filled>, (asked, is_doubtful): (&str, bool)) -> Result<DeskForm, Stop> {
    let mut form = form::form(visit, "/trung-tam/nguoi", "people-register-button")?;
    form.enter_moves = true;
    let digits = asked.chars().filter(char::is_ascii_digit).count();
    let taken_over = match digits {
        0 => "ten",
        12.. => "so-dinh-danh",
        _ => "dien-thoai",
    };
    for (name, field, label) in SHORT {
        let known = if filled.is_none() && name == taken_over { asked } else { form::typed(filled, name) };
        let mut ask = DeskAsk::line(name, visit.lang.t(label), known);
        let codes = typed::codes(field);
        if !codes.is_empty() {
            let mut choices = vec![(String::new(), visit.lang.t("choose").into())];
            choices.extend(codes.into_iter().map(|code| (code.to_owned(), labels::option(visit, field, code).into())));
            ask = ask.kind(DeskAskKind::One(choices));
        } else if matches!(field, Field::Birth | Field::PersonalNumber | Field::Phone) {
            ask = ask.digits();
        }
        if field == Field::Birth {
            ask = ask.hint(visit.lang.t("day-hint"));
        }
        form.asks.push(ask);
    }
    form.asks.extend(agree::ticks(visit, filled));
    if is_doubtful {
        form.asks.push(
            DeskAsk::line(OTHER, visit.lang.t("people-other"), form::typed(filled, OTHER)).kind(DeskAskKind::Tick),
        );
    }
    Ok(form)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let mut page = form::below_desk(&visit, form::page(&visit, visit.lang.t("people-title"))?);
    // Rights come before what was typed.
    if visit.ctx.actor.kind() != sanviec_app::Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    let fields = SHORT.iter().map(|(name, field, _)| (field.code(), *name));
    let names: Vec<(&str, &str)> = fields.chain(agree::TICK_NAMES).chain([("other", OTHER)]).collect();
    let (content, agreed, errors) = read(&visit, &filled);
    if !errors.is_empty() {
        page.blocks.push(DeskBlock::Form(short_form(&visit, Some(&filled), ("", false))?));
        return form::refuse(&visit, page, AppError::Refused(errors), &names);
    }
    let register = Register { content: content.clone(), branch_id: None };
    let similar = profiles::similar(visit.app(), &visit.ctx, &content, None).await;
    let similar = similar.map_err(|error| visit.fail(error))?;
    let is_doubtful = !similar.is_empty();
    if is_doubtful && filled.one(OTHER).is_empty() {
        if let Some(id) = sent_before(&visit, &filled, (&register, &agreed)).await {
            return Ok(done(&visit, id));
        }
        let similar = similar.show(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
        page.blocks.push(DeskBlock::Rows(rows(&visit, &similar), String::new()));
        page.blocks.push(DeskBlock::Form(short_form(&visit, Some(&filled), ("", true))?));
        let vi = "Có thể người này đã có hồ sơ. Mở hồ sơ ở trên, hoặc xác nhận đây là người khác.";
        let en = "This person may have a profile already. Open one above, or say that it is somebody else.";
        return form::refuse(&visit, page, FieldError::new("other", "maybe_known", vi, en).into(), &names);
    }
    let registered = match filled.key() {
        Ok(key) => profiles::register_agreed(visit.app(), &visit.ctx, (register, agreed), &key).await,
        Err(error) => Err(error),
    };
    match registered {
        Ok(id) => Ok(done(&visit, id)),
        Err(error) => {
            page.blocks.push(DeskBlock::Form(short_form(&visit, Some(&filled), ("", is_doubtful))?));
            form::refuse(&visit, page, error, &names)
        }
    }
}

/// Whoever is alike may be the person of this very form, sent before: its answer stands since the same moment.
async fn sent_before(visit: &Visit, filled: &Filled, form: (&Register, &[OnPaper])) -> Option<ProfileId> {
    let key = filled.key().ok()?;
    profiles::registered_before(visit.app(), &visit.ctx, form, &key).await.ok()?
}

fn done(visit: &Visit, id: ProfileId) -> Response {
    elsewhere(visit, &format!("/trung-tam/nguoi/{}?xong=dang-ky", code_of_profile(id)))
}

fn read(visit: &Visit, filled: &Filled) -> (Content, Vec<OnPaper>, Vec<FieldError>) {
    let (mut content, mut errors) = (Content::default(), Vec::new());
    for (name, field, _) in SHORT {
        let text = filled.one(name).trim();
        if text.is_empty() {
            continue;
        }
        if let Err(error) = typed::set(&mut content, field, &vec![vec![text.to_owned()]], &visit.ctx) {
            errors.push(FieldError { field: field.code(), ..error });
        }
    }
    let agreed = agree::ticked(filled).unwrap_or_else(|error| {
        errors.push(error);
        Vec::new()
    });
    (content, agreed, errors)
}
