//! The accounts of a centre: which one pays, and which one is paid.

use sanviec_app::Action;
use sanviec_app::claims::{self, PayingOrder};

use super::super::super::account::Stop;
use super::super::{Reply, form};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskBlock, DeskPage};

const NAMES: [(&str, &str); 6] = [
    ("payer_name", "chu-chi"),
    ("payer_bank", "ngan-hang-chi"),
    ("payer_account", "tai-khoan-chi"),
    ("payee_name", "chu-nhan"),
    ("payee_bank", "ngan-hang-nhan"),
    ("payee_account", "tai-khoan-nhan"),
];

pub(super) async fn show(visit: Visit) -> Reply {
    super::demand_work(&visit, Action::SetPaying)?;
    let mut page = page(&visit, None).await?;
    page.done = (visit.asked("xong") == "ghi").then(|| visit.lang.t("claim-recorded").into());
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("accounts-title"))?);
    page.page = page.page.crumb(lang.t("claims-title"), "/trung-tam/chi-tra");
    let view = claims::paying(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Text(lang.t("accounts-what").into()));
    let mut ask = form::form(visit, "/trung-tam/chi-tra/tai-khoan", "accounts-button")?;
    ask.kept = vec![(form::VERSION, view.version.to_string())];
    let stored = [
        &view.payer_name,
        &view.payer_bank,
        &view.payer_account,
        &view.payee_name,
        &view.payee_bank,
        &view.payee_account,
    ];
    ask.asks = NAMES
        .iter()
        .zip(stored)
        .map(|((field, name), stored)| {
            let typed = filled.map_or(stored.as_str(), |filled| filled.one(name));
            let one = DeskAsk::line(name, lang.t(&format!("accounts-{}", field.replace('_', "-"))), typed);
            if field.ends_with("bank") { one.hint(lang.t("accounts-bank-hint")) } else { one }
        })
        .collect();
    page.blocks.push(DeskBlock::Form(ask));
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    super::demand_work(&visit, Action::SetPaying)?;
    let again = page(&visit, Some(&filled)).await?;
    let said = |name: &str| filled.one(name).to_owned();
    let order = PayingOrder {
        version: filled.one(form::VERSION).parse().unwrap_or(0),
        payer_name: said("chu-chi"),
        payer_bank: said("ngan-hang-chi"),
        payer_account: said("tai-khoan-chi"),
        payee_name: said("chu-nhan"),
        payee_bank: said("ngan-hang-nhan"),
        payee_account: said("tai-khoan-nhan"),
    };
    let saved = match filled.key() {
        Ok(key) => claims::save_paying(visit.app(), &visit.ctx, order, &key).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(elsewhere(&visit, "/trung-tam/chi-tra/tai-khoan?xong=ghi")),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}
