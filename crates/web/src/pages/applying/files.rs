//! Files of an application: sent by the person, handed out as attachments that no browser runs.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sanviec_app::AppError;
use sanviec_app::applications::{
    Access, Attach, Blob, FileState, FileView, attach, my_application, open_file, own_file, remove_file,
};
use uuid::Uuid;

use super::form;
use super::own::again;
use super::quick::key;
use super::{Reply, Stop};
use crate::format;
use crate::http::{Filled, Upload, Visit, elsewhere};
use crate::pages::account::demand_person;
use crate::view::{Ask, AskKind, Form, Moment};

/// Name of the field with the file.
const FILE: &str = "tep";

fn own(id: &str) -> String {
    format!("/ung-tuyen/ho-so/{id}")
}

fn linked(token: &str) -> String {
    format!("/theo-doi/{token}")
}

/// The form that takes a file.
pub(super) fn attaching(visit: &Visit, at: &str) -> Result<Form, Stop> {
    let mut form = Form { prefix: "tep-", ..form::form(visit, &format!("{at}/tep"), "files-send")? };
    form.title = visit.lang.t("files-add");
    form.asks = vec![Ask::new(FILE, AskKind::File, visit.lang.t("files-file")).hint(visit.lang.t("files-hint"))];
    form.is_second = true;
    Ok(form)
}

/// The files with what can be done with each; `at` is where their addresses begin.
pub(super) fn moments(visit: &Visit, files: &[FileView]) -> Vec<Moment> {
    let state = |state: FileState| match state {
        FileState::Waiting => visit.lang.t("files-waiting"),
        FileState::Infected => visit.lang.t("files-infected"),
        FileState::Clean | FileState::Unscanned => String::new(),
    };
    let moment = |file: &FileView| Moment {
        at: super::words::instant(visit, file.at),
        what: format!(
            "{} ({} KB) {}",
            file.name,
            format::number(visit.lang, file.size.div_ceil(1_024)),
            state(file.state)
        ),
        words: crate::view::Words::default(),
    };
    files.iter().map(moment).collect()
}

/// Where the person gets each file back.
pub(super) fn links(visit: &Visit, at: &str, files: &[FileView]) -> Vec<(String, String)> {
    let link = |file: &FileView| (file.name.clone(), visit.lang.href(&format!("{at}/tep/{}", file.id)));
    files.iter().filter(|file| file.state != FileState::Infected).map(link).collect()
}

/// One button for each file: to take it away for its person, to open it for the employer.
pub(super) fn buttons(visit: &Visit, at: &str, files: &[FileView], is_person: bool) -> Result<Vec<Form>, Stop> {
    let mut forms = Vec::new();
    for file in files.iter().filter(|file| is_person || file.state.is_open()) {
        let (tail, button) = if is_person { ("/xoa", "files-remove") } else { ("", "files-open") };
        let action = format!("{at}/tep/{}{tail}", file.id);
        let mut form = Form { prefix: "mo-tep-", ..form::form(visit, &action, button)? };
        form.what.clone_from(&file.name);
        form.is_second = true;
        forms.push(form);
    }
    Ok(forms)
}

pub(super) async fn attach_own(visit: Visit, Path(id): Path<String>, sent: Upload) -> Reply {
    demand_person(&visit)?;
    take(&visit, &own(&id), Access::Own(id.clone()), &sent).await
}

pub(super) async fn attach_linked(visit: Visit, Path(token): Path<String>, sent: Upload) -> Reply {
    take(&visit, &linked(&token), Access::Link(token.clone()), &sent).await
}

async fn take(visit: &Visit, at: &str, access: Access, sent: &Upload) -> Reply {
    // Nobody is told what is wrong with a file for an application that is not theirs.
    my_application(visit.app(), &visit.ctx, &access).await.map_err(|error| visit.fail(error))?;
    // What the file calls itself is not believed: it is named by what it is.
    let (name, bytes) = (String::new(), sent.bytes(FILE).to_vec());
    let taken = match sent.key() {
        Ok(key) => attach(visit.app(), &visit.ctx, Attach { access, name, bytes }, &key).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(()) => Ok(elsewhere(visit, &format!("{at}?xong=tep"))),
        Err(error) => {
            again(visit, "files-add", Form { prefix: "", ..attaching(visit, at)? }, at, &Filled::default(), error)
        }
    }
}

pub(super) async fn remove_own(visit: Visit, Path((id, file)): Path<(String, String)>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    remove(&visit, &own(&id), Access::Own(id.clone()), &file, &filled).await
}

pub(super) async fn remove_linked(visit: Visit, Path((token, file)): Path<(String, String)>, filled: Filled) -> Reply {
    remove(&visit, &linked(&token), Access::Link(token.clone()), &file, &filled).await
}

async fn remove(visit: &Visit, at: &str, access: Access, file: &str, filled: &Filled) -> Reply {
    let key = key(visit, filled)?;
    let removed = remove_file(visit.app(), &visit.ctx, access, named(visit, file)?, &key).await;
    removed.map_err(|error| visit.fail(error))?;
    Ok(elsewhere(visit, at))
}

fn named(visit: &Visit, file: &str) -> Result<Uuid, Stop> {
    file.parse().map_err(|_| visit.fail(AppError::NotFound).into())
}

pub(super) async fn show_own(visit: Visit, Path((id, file)): Path<(String, String)>) -> Reply {
    demand_person(&visit)?;
    let file = named(&visit, &file)?;
    let blob = own_file(visit.app(), &visit.ctx, &Access::Own(id), file).await;
    Ok(handed_out(&blob.map_err(|error| visit.fail(error))?))
}

pub(super) async fn show_linked(visit: Visit, Path((token, file)): Path<(String, String)>) -> Reply {
    let file = named(&visit, &file)?;
    let blob = own_file(visit.app(), &visit.ctx, &Access::Link(token), file).await;
    Ok(handed_out(&blob.map_err(|error| visit.fail(error))?))
}

/// The look is recorded before the file is handed out, so it takes a button.
pub(super) async fn open(visit: Visit, Path((id, file)): Path<(String, String)>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let (key, file) = (key(&visit, &filled)?, named(&visit, &file)?);
    let blob = open_file(visit.app(), &visit.ctx, &id, file, &key).await.map_err(|error| visit.fail(error))?;
    Ok(handed_out(&blob))
}

/// Saved and never shown by the browser; if it is shown all the same, in a box where nothing runs.
pub(in crate::pages) fn handed_out(blob: &Blob) -> Response {
    let encoded: String = form_urlencoded::byte_serialize(blob.name.as_bytes()).collect();
    let disposition = format!(
        "attachment; filename=\"ho-so.{}\"; filename*=UTF-8''{}",
        blob.media.code(),
        encoded.replace('+', "%20")
    );
    let mut response = blob.bytes.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(blob.media.mime()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}
