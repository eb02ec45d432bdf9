//! Files that somebody brought to the counter: taken in with what they are, taken away at the person's wish. Nothing is
//! opened here; they go with an application that the officer sends.

use axum::extract::Path;
use sanviec_app::applications::{FileState, FileView};
use sanviec_app::profiles::{self, Bring, Brought};
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::profile::ProfileId;
use uuid::Uuid;

use super::super::account::{Stop, demand_person};
use super::{Reply, agree, form, words};
use crate::format;
use crate::http::{Filled, Upload, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow, Words};

/// Name of the field with the file, and of those that say which files go with an application.
pub(super) const FILE: &str = "tep";
const KIND: &str = "loai-tep";
const ENDINGS: &str = ".pdf,.docx,.jpg,.jpeg,.png";
const NAMES: [(&str, &str); 2] = [("file", FILE), ("brought", KIND)];

/// Where the files of a person are.
pub(super) fn path(code: &str) -> String {
    format!("/trung-tam/nguoi/{code}/tep")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    let id = demand(&visit, &code)?;
    let mut page = page(&visit, id, "").await?;
    page.done = match visit.asked("xong") {
        "nhan" => Some(visit.lang.t("files-done").into()),
        "xoa" => Some(visit.lang.t("brought-done-removed").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

fn demand(visit: &Visit, code: &str) -> Result<ProfileId, Stop> {
    demand_person(visit)?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    agree::id_of(visit, code)
}

async fn page(visit: &Visit, id: ProfileId, kind: &str) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("brought-title"))?);
    let view = profiles::brought(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    let name = if view.person.is_empty() { lang.t("person-nameless") } else { view.person };
    page.page = page.page.crumb(name, &format!("/trung-tam/nguoi/{}", view.profile));
    page.blocks.push(DeskBlock::Text(lang.t("brought-what").into()));
    let mut rows = Vec::new();
    for one in &view.files {
        let action = format!("{}/{}/xoa", path(&view.profile), one.id);
        let mut form = form::form(visit, &action, "files-remove")?;
        form.about = one.name.as_str().into();
        form.is_second = true;
        let state = state(visit, one.state).map(|text| (text, one.state == FileState::Infected));
        let lines = vec![size(visit, one), lang.t1("brought-at", "time", words::time(visit, one.at)).into()];
        rows.push(DeskRow {
            title: one.name.as_str().into(),
            href: String::new(),
            tag: state,
            lines,
            form: Some(form),
        });
    }
    page.blocks.push(DeskBlock::Rows(rows, lang.t("brought-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("brought-add")));
    let mut form = form::form(visit, &path(&view.profile), "brought-button")?;
    let kinds = words::choices(visit, "brought", Brought::ALL.iter().map(|brought| brought.code()));
    form.asks = vec![
        DeskAsk::line(KIND, lang.t("brought-kind"), kind).kind(DeskAskKind::One(kinds)),
        DeskAsk::line(FILE, lang.t("files-file"), "").hint(lang.t("brought-hint")).kind(DeskAskKind::File(ENDINGS)),
    ];
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

fn state(visit: &Visit, state: FileState) -> Option<String> {
    match state {
        FileState::Waiting => Some(visit.lang.t("brought-waiting")),
        FileState::Infected => Some(visit.lang.t("brought-infected")),
        FileState::Clean | FileState::Unscanned => None,
    }
}

fn size(visit: &Visit, file: &FileView) -> Words {
    format!("{} KB", format::number(visit.lang, file.size.div_ceil(1_024))).into()
}

/// The boxes by which files are chosen that go with an application.
pub(super) fn choosing(visit: &Visit, files: &[FileView], filled: Option<&Filled>) -> Vec<DeskAsk> {
    let one = |(number, file): (usize, &FileView)| {
        let id = file.id.to_string();
        let is_chosen = filled.is_some_and(|filled| filled.all(FILE).any(|chosen| chosen == id));
        let label = visit.lang.t1("brought-goes", "name", &file.name);
        let ask = DeskAsk::line(FILE, label, if is_chosen { id.as_str() } else { "" });
        // The first one has the name itself as its id, where the summary of mistakes leads.
        let at = if number == 0 { FILE.to_owned() } else { format!("{FILE}-{number}") };
        DeskAsk { id: at, ..ask.kind(DeskAskKind::Pick(id)) }
    };
    files.iter().enumerate().map(one).collect()
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, upload: Upload) -> Reply {
    let id = demand(&visit, &code)?;
    let kind = String::from_utf8_lossy(upload.bytes(KIND)).into_owned();
    let taken = async {
        let key = upload.key()?;
        let unknown = || FieldError::new("brought", "missing", "Chọn loại giấy tờ.", "Choose what it is.");
        let brought = Brought::of(&kind).ok_or_else(unknown)?;
        // What the file calls itself is not believed: it is named by what it is.
        let order = Bring { profile: id, brought, bytes: upload.bytes(FILE).to_vec() };
        profiles::bring(visit.app(), &visit.ctx, order, &key).await
    };
    match taken.await {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=nhan", path(&code)))),
        Err(error @ (AppError::Refused(_) | AppError::Conflict)) => {
            let again = page(&visit, id, &kind).await?;
            form::refuse(&visit, again, error, &NAMES)
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

pub(super) async fn remove(visit: Visit, Path((code, file)): Path<(String, String)>, filled: Filled) -> Reply {
    let id = demand(&visit, &code)?;
    let file: Uuid = file.parse().map_err(|_| visit.fail(AppError::NotFound))?;
    let removed = async {
        let key = filled.key()?;
        profiles::remove_brought(visit.app(), &visit.ctx, (id, file), &key).await
    };
    removed.await.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(&visit, &format!("{}?xong=xoa", path(&code))))
}
