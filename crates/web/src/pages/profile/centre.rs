//! The centre that serves the person who is signed in: chosen here, entered with a code at the counter, left again.

use sanviec_app::desk::{self, COUNTER_MINUTES};
use sanviec_app::profiles::{self, Choice, Served, wording};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::consent::Purpose;
use sanviec_domain::time::clock_time;
use sanviec_reference::unit;
use uuid::Uuid;

use super::super::desk::form::{self, VERSION};
use super::{Reply, Stop, demand_own};
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, Section, Words};

const PAGE: &str = "/ho-so/trung-tam";
const PROVINCE: &str = "tinh";
const CENTRE: &str = "trung-tam";
const AGREED: &str = "dong-y";
/// The same in the form that makes a code.
const AGREED_CODE: &str = "dong-y-ma";
const NAMES: [(&str, &str); 2] = [("centre", CENTRE), ("consent", AGREED)];
const NAMES_OF_CODE: [(&str, &str); 1] = [("consent", AGREED_CODE)];

pub(super) async fn show(visit: Visit) -> Reply {
    let mut page = page(&visit, None).await?;
    page.done = match visit.asked("xong") {
        "vao" => Some(visit.lang.t("own-centre-joined").into()),
        "roi" => Some(visit.lang.t("own-centre-left").into()),
        _ => None,
    };
    Ok(form::show(&visit, &page))
}

async fn page(visit: &Visit, filled: Option<&Filled>) -> Result<DeskPage, Stop> {
    demand_own(visit).await?;
    let served = profiles::served(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error))?;
    let mut page = frame(visit, "own-centre-title")?;
    match &served.by {
        Some(centre) => {
            page.blocks.push(DeskBlock::Facts(vec![
                (visit.lang.t("own-centre-is"), vec![centre.name.as_str().into()]),
                (visit.lang.t("own-centre-province"), vec![province(centre).into()]),
            ]));
            page.blocks.push(DeskBlock::Text(visit.lang.t("own-centre-sees").into()));
            let mut leave = form::form(visit, "/ho-so/trung-tam/roi", "own-centre-leave")?;
            leave.is_second = true;
            page.blocks.push(DeskBlock::Text(visit.lang.t("own-centre-leave-what").into()));
            page.blocks.push(DeskBlock::Form(leave));
        }
        None => page.blocks.extend(choosing(visit, &served, filled)?),
    }
    Ok(page)
}

fn frame(visit: &Visit, title: &str) -> Result<DeskPage, Stop> {
    let mut page = form::page(visit, visit.lang.t(title))?;
    page.page = page.page.within(Section::Account).crumb(visit.lang.t("profile-title"), "/ho-so");
    Ok(page)
}

fn province(centre: &Choice) -> String {
    unit::province(&centre.province).map_or_else(String::new, |unit| unit.name.to_owned())
}

/// The forms of whom no centre serves: a province, a centre of it, and the code for the counter.
fn choosing(visit: &Visit, served: &Served, filled: Option<&Filled>) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let asked = filled.map_or_else(|| visit.asked(PROVINCE), |filled| filled.one(PROVINCE));
    let known = |code: &&str| served.centres.iter().any(|centre| centre.province == *code);
    let first = served.centres.first().map_or("", |centre| centre.province.as_str());
    let chosen = [asked, served.home.as_deref().unwrap_or_default()].into_iter().find(known).unwrap_or(first);
    let mut blocks = vec![DeskBlock::Text(lang.t("own-centre-none").into())];
    let mut provinces: Vec<(String, Words)> = Vec::new();
    for centre in &served.centres {
        if !provinces.iter().any(|(code, _)| *code == centre.province) {
            provinces.push((centre.province.clone(), province(centre).into()));
        }
    }
    blocks.push(DeskBlock::Form(DeskForm {
        action: lang.href(PAGE),
        asks: vec![DeskAsk::line(PROVINCE, lang.t("own-centre-province"), chosen).kind(DeskAskKind::One(provinces))],
        button: lang.t("own-centre-province-button"),
        is_second: true,
        ..DeskForm::default()
    }));
    blocks.push(DeskBlock::Form(joining(visit, (served, chosen), filled)?));
    blocks.push(DeskBlock::Heading(lang.t("counter-code-title")));
    blocks.push(DeskBlock::Text(lang.t1("counter-code-what", "minutes", COUNTER_MINUTES).into()));
    blocks.push(DeskBlock::Form(coding(visit)?));
    Ok(blocks)
}

fn joining(visit: &Visit, (served, chosen): (&Served, &str), filled: Option<&Filled>) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let there = served.centres.iter().filter(|centre| centre.province == chosen);
    let choices = there.map(|centre| (centre.id.to_string(), centre.name.as_str().into())).collect();
    let mut joining = form::form(visit, PAGE, "own-centre-join")?;
    joining.kept = vec![(VERSION, wording(Purpose::Counselling).to_string()), (PROVINCE, chosen.to_owned())];
    joining.asks = vec![
        DeskAsk::line(CENTRE, lang.t("own-centre-which"), form::typed(filled, CENTRE)).kind(DeskAskKind::One(choices)),
        consent(visit, AGREED, form::typed(filled, AGREED)),
    ];
    Ok(joining)
}

fn coding(visit: &Visit) -> Result<DeskForm, Stop> {
    let mut coding = form::form(visit, "/ho-so/trung-tam/ma", "counter-code-make")?;
    coding.is_second = true;
    coding.kept = vec![(VERSION, wording(Purpose::Counselling).to_string())];
    coding.asks = vec![consent(visit, AGREED_CODE, "")];
    Ok(coding)
}

fn consent(visit: &Visit, name: &'static str, value: &str) -> DeskAsk {
    let text = visit.lang.t(&format!("purpose-counselling-{}", wording(Purpose::Counselling)));
    DeskAsk::line(name, text, value).kind(DeskAskKind::Tick)
}

/// The version of the text that was agreed to, or a refusal at the box.
fn agreed(filled: &Filled, name: &str) -> Result<u16, AppError> {
    if filled.one(name).is_empty() {
        let (vi, en) = ("Đánh dấu vào ô nếu bạn đồng ý.", "Tick the box if you agree.");
        return Err(FieldError::new("consent", "missing", vi, en).into());
    }
    Ok(filled.one(VERSION).parse().unwrap_or_default())
}

pub(super) async fn join(visit: Visit, filled: Filled) -> Reply {
    let again = page(&visit, Some(&filled)).await?;
    let joined = async {
        let (key, wording) = (filled.key()?, agreed(&filled, AGREED)?);
        let centre: Uuid = filled.one(CENTRE).parse().unwrap_or_default();
        profiles::join_centre(visit.app(), &visit.ctx, (centre, wording), &key).await
    };
    match joined.await {
        Ok(()) => Ok(elsewhere(&visit, "/ho-so/trung-tam?xong=vao")),
        Err(error) => form::refuse(&visit, again, error, &NAMES),
    }
}

pub(super) async fn leave(visit: Visit, filled: Filled) -> Reply {
    demand_own(&visit).await?;
    let left = match filled.key() {
        Ok(key) => profiles::leave_centre(visit.app(), &visit.ctx, &key).await,
        Err(error) => Err(error),
    };
    match left {
        Ok(()) => Ok(elsewhere(&visit, "/ho-so/trung-tam?xong=roi")),
        Err(error) => form::refuse(&visit, page(&visit, None).await?, error, &[]),
    }
}

/// Makes a code for the counter: shown now and never again.
pub(super) async fn code(visit: Visit, filled: Filled) -> Reply {
    demand_own(&visit).await?;
    let made = async {
        let (key, wording) = (filled.key()?, agreed(&filled, AGREED_CODE)?);
        desk::counter_code(visit.app(), &visit.ctx, wording, &key).await
    };
    match made.await {
        Ok(made) => {
            let lang = visit.lang;
            let mut page = frame(&visit, "counter-code-title")?;
            page.blocks.push(DeskBlock::Facts(vec![
                (lang.t("counter-code"), vec![made.code.as_str().into()]),
                (lang.t("claim-until"), vec![clock_time(made.expires_at()).into()]),
            ]));
            page.blocks.push(DeskBlock::Text(lang.t("counter-code-read").into()));
            page.blocks.push(DeskBlock::Links(vec![(lang.t("own-centre-title"), lang.href(PAGE), false)]));
            Ok(form::show(&visit, &page))
        }
        Err(error) => form::refuse(&visit, page(&visit, None).await?, error, &NAMES_OF_CODE),
    }
}
