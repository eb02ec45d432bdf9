//! Uploading a paper to a placement, and opening one. What people sent is handed out as a download from a page that may
//! do nothing.

use axum::extract::Path;
use axum::response::Response;
use sanviec_app::placements::{self, AttachDocument};

use super::super::account::Stop;
use super::super::applying::handed_out;
use super::super::desk::form as desk_form;
use super::{Reply, case};
use crate::http::{Upload, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskForm};

const FILE: &str = "tep";
const NAME: &str = "ten";

/// The form by which a paper is sent.
pub(super) fn form(visit: &Visit, code: &str) -> Result<DeskForm, Stop> {
    let path = format!("/trung-tam/viec-lam/{code}/giay-to");
    let mut form = desk_form::form(visit, &path, "placement-document-button")?;
    form.asks = vec![
        DeskAsk::line(NAME, visit.lang.t("placement-document-name"), ""),
        DeskAsk::line(FILE, visit.lang.t("placement-document"), "").kind(DeskAskKind::File(".pdf,.jpg,.jpeg,.png")),
    ];
    form.is_second = true;
    Ok(form)
}

pub(super) async fn send(visit: Visit, Path(code): Path<String>, upload: Upload) -> Reply {
    let again = case::page(&visit, &code).await?;
    case::demand_officer(&visit)?;
    let attached = match upload.key() {
        Ok(key) => {
            let order = AttachDocument {
                placement: code.clone(),
                // What the file calls itself is not believed; whoever sends it names it.
                name: String::from_utf8_lossy(upload.bytes(NAME)).into_owned(),
                bytes: upload.bytes(FILE).to_vec(),
            };
            placements::attach_document(visit.app(), &visit.ctx, order, &key).await
        }
        Err(error) => Err(error),
    };
    match attached {
        Ok(_) => Ok(elsewhere(&visit, &format!("/trung-tam/viec-lam/{code}?xong=giay-to"))),
        Err(error) => desk_form::refuse(&visit, again, error, &[("document", FILE)]),
    }
}

pub(super) async fn open(visit: Visit, Path((code, file)): Path<(String, String)>) -> Result<Response, Stop> {
    super::super::account::demand_person(&visit)?;
    case::demand_desk(&visit)?;
    let blob = placements::open_document(visit.app(), &visit.ctx, &code, &file).await;
    Ok(handed_out(&blob.map_err(|error| visit.fail(error))?))
}
