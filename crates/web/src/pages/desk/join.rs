//! Following an invitation. Opening the link changes nothing, so a mail program that opens links does no harm.

use sanviec_app::AppError;
use sanviec_app::desk::{self, Join, Joined, Offer};

use super::super::account::Stop;
use super::{Reply, form, words};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskPage};

const LINK: &str = "ma";
const PASSWORD: &str = "mat-khau";
const AGAIN: &str = "nhap-lai";
const NAMES: [(&str, &str); 3] = [("link", LINK), ("password", PASSWORD), ("again", AGAIN)];

pub(super) async fn show(visit: Visit) -> Reply {
    let link = visit.asked(LINK).to_owned();
    match desk::offer(visit.app(), &visit.ctx, &link).await {
        Ok(offer) => Ok(form::show(&visit, &page(&visit, &link, Some(&offer))?)),
        Err(error @ AppError::Refused(_)) => form::refuse(&visit, page(&visit, &link, None)?, error, &NAMES),
        Err(error) => Err(visit.fail(error).into()),
    }
}

fn page(visit: &Visit, link: &str, offer: Option<&Offer>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let mut page = form::bare(visit, lang.t("join-title"));
    let Some(offer) = offer else {
        page.blocks.push(DeskBlock::Links(vec![(lang.t("nav-sign-in"), lang.href("/dang-nhap"), false)]));
        return Ok(page);
    };
    page.blocks.push(DeskBlock::Facts(vec![
        (lang.t("staff-name"), vec![offer.name.as_str().into()]),
        (lang.t("staff-role"), vec![words::role(visit, offer.role).into(), offer.centre.as_str().into()]),
    ]));
    let mut form = form::form(visit, "/trung-tam/loi-moi", "join-button")?;
    form.kept = vec![(LINK, link.to_owned())];
    if offer.is_new {
        page.blocks.push(DeskBlock::Text(lang.t("password-hint").into()));
        form.asks = vec![
            DeskAsk::line(PASSWORD, lang.t("password-new"), "").kind(DeskAskKind::Secret),
            DeskAsk::line(AGAIN, lang.t("password-again"), "").kind(DeskAskKind::Secret),
        ];
    } else {
        page.blocks.push(DeskBlock::Text(lang.t("join-known").into()));
    }
    page.blocks.push(DeskBlock::Form(form));
    Ok(page)
}

pub(super) async fn send(visit: Visit, filled: Filled) -> Reply {
    let link = filled.one(LINK).to_owned();
    let offer = desk::offer(visit.app(), &visit.ctx, &link).await.ok();
    let join =
        Join { link: link.clone(), password: filled.one(PASSWORD).to_owned(), again: filled.one(AGAIN).to_owned() };
    let joined = match filled.key() {
        Ok(key) => desk::join(visit.app(), &visit.ctx, join, &key).await,
        Err(error) => Err(error),
    };
    match joined {
        Ok(Joined::Made | Joined::Added) => Ok(elsewhere(&visit, "/dang-nhap")),
        Ok(Joined::Over) => Err(visit.fail(AppError::NotFound).into()),
        Err(error) => form::refuse(&visit, page(&visit, &link, offer.as_ref())?, error, &NAMES),
    }
}
