//! Printing new backup codes: shown in the answer to the form and nowhere else.

use sanviec_app::accounts::make_backup_codes;

use super::Reply;
use super::form;
use crate::http::{Filled, Visit};

pub(super) async fn make(visit: Visit, filled: Filled) -> Reply {
    form::demand_fresh(&visit)?;
    let key = form::key(&visit, &filled)?;
    let mut page = form::page(&visit, "codes-title", "/tai-khoan/ma-du-phong")?;
    page.button = String::new();
    page.links = vec![(visit.lang.t("codes-done"), visit.lang.href("/tai-khoan"))];
    match make_backup_codes(visit.app(), &visit.ctx, &key).await {
        Ok(codes) => {
            page.intro = vec![visit.lang.t("codes-intro").into()];
            page.codes = codes;
            Ok(form::show(&visit, &page))
        }
        Err(error) => form::refuse(&visit, page, error),
    }
}
