//! The centres of the exchange, for whoever runs the platform.

use sanviec_app::desk::{self, CentreOrder};
use sanviec_reference::unit;

use super::super::account::Stop;
use super::{Reply, form, start};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage, DeskRow};

const NAME: &str = "ten";
const PROVINCE: &str = "tinh";
const NAMES: [(&str, &str); 2] = [("name", NAME), ("province", PROVINCE)];

pub(super) async fn show(visit: Visit) -> Reply {
    Ok(form::show(&visit, &page(&visit, None).await?))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::page(visit, lang.t("centres-title"))?;
    let centres = desk::centres(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let stuck = (lang.t("stuck-title"), lang.href("/van-hanh/ket"), false);
    let requests = (lang.t("data-requests-title"), lang.href("/trung-tam/yeu-cau"), false);
    page.blocks.push(DeskBlock::Links(vec![requests, stuck]));
    let waiting = desk::waiting_at_no_centre(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    if !waiting.is_empty() {
        page.blocks.push(DeskBlock::Heading(lang.t("desk-waiting")));
        let rows = waiting.iter().map(|one| start::row(visit, one)).collect();
        page.blocks.push(DeskBlock::Rows(rows, lang.t("desk-waiting-none")));
        page.blocks.push(DeskBlock::Heading(lang.t("centres-list")));
    }
    let rows = centres.into_iter().map(|centre| DeskRow {
        title: centre.name.into(),
        href: lang.href(&format!("/trung-tam/co-so/{}", centre.id)),
        tag: None,
        lines: vec![centre.province.1.into()],
        form: None,
    });
    page.blocks.push(DeskBlock::Rows(rows.collect(), lang.t("centres-none")));
    page.blocks.push(DeskBlock::Heading(lang.t("centres-new")));
    let mut new = form::form(visit, "/trung-tam/danh-sach", "centres-new-button")?;
    let mut provinces = vec![(String::new(), lang.t("choose").into())];
    provinces.extend(unit::provinces().iter().map(|unit| (unit.code.to_owned(), unit.name.into())));
    new.asks = vec![
        DeskAsk::line(NAME, lang.t("centres-name"), form::typed(filled, NAME)).hint(lang.t("centres-name-hint")),
        DeskAsk::line(PROVINCE, lang.t("centres-province"), form::typed(filled, PROVINCE))
            .kind(DeskAskKind::One(provinces)),
    ];
    page.blocks.push(DeskBlock::Form(new));
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let order = CentreOrder { name: filled.one(NAME).to_owned(), province: filled.one(PROVINCE).to_owned() };
    let page = page(&visit, Some(&filled)).await?;
    let found = match filled.key() {
        Ok(key) => desk::found_centre(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(code) => Ok(elsewhere(&visit, &format!("/trung-tam/co-so/{code}"))),
        Err(error) => form::refuse(&visit, page, error, &NAMES),
    }
}
