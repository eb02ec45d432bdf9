//! What a person at the counter asks about the own data: a copy of all of it, a consent taken back, deletion. The
//! officer says who asks and which paper was seen; what follows and what is kept stands on the page before it is done.

use axum::extract::Path;
use sanviec_app::profiles::{self, AtCounter, CounterView, Shared, UNHELD_DAYS};
use sanviec_app::{AppError, FieldError, Role};
use sanviec_domain::consent::{About, Channel, Matter, Purpose, Scope, Standing};
use sanviec_domain::data_request::{Asker, Paper};
use sanviec_domain::posting::EmployerId;
use sanviec_domain::profile::{Field, ProfileId};

use super::super::account::{Stop, demand_person, with_next};
use super::super::profile::{data, delete as deleting, labels};
use super::{Reply, agree, copied, form, words};
use crate::format;
use crate::http::{Filled, Visit, elsewhere};
use crate::view::{DeskAsk, DeskAskKind, DeskBlock, DeskForm, DeskPage, Words};

pub(super) const ASKER: &str = "nguoi-yeu-cau";
pub(super) const PAPER: &str = "giay-to";
pub(super) const ISSUED: &str = "ngay-cap";
const PURPOSE: &str = "muc-dich";
const SURE: &str = "chac";
/// The second button of the form for a copy.
const FILE: &str = "tep";
const NAMES: [(&str, &str); 5] =
    [("asker", ASKER), ("paper", PAPER), ("issued_on", ISSUED), ("purpose", PURPOSE), ("sure", SURE)];

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Copy,
    Withdraw,
    Delete,
}

impl Act {
    /// The end of the address of its form.
    const fn path(self) -> &'static str {
        match self {
            Self::Copy => "ban-sao",
            Self::Withdraw => "rut",
            Self::Delete => "xoa",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Copy => "asked-copy",
            Self::Withdraw => "asked-withdraw",
            Self::Delete => "asked-delete",
        }
    }

    const fn button(self) -> &'static str {
        match self {
            Self::Copy => "asked-copy-button",
            Self::Withdraw => "asked-withdraw-button",
            Self::Delete => "asked-delete-button",
        }
    }
}

fn at(code: &str) -> String {
    format!("/trung-tam/nguoi/{code}/yeu-cau")
}

pub(super) async fn show(visit: Visit, Path(code): Path<String>) -> Reply {
    demand(&visit, &code)?;
    let mut page = page(&visit, &code, None).await?;
    page.done = (visit.asked("xong") == "rut").then(|| visit.lang.t("asked-done-withdrawn").into());
    Ok(form::show(&visit, &page))
}

/// The person whom an officer has before them.
fn demand(visit: &Visit, code: &str) -> Result<ProfileId, Stop> {
    demand_person(visit)?;
    if visit.ctx.actor.kind() != Role::Officer {
        return Err(visit.fail(AppError::Forbidden).into());
    }
    agree::id_of(visit, code)
}

/// The page with every form, or with the one that comes back.
async fn page(visit: &Visit, code: &str, sent: Option<(Act, &Filled)>) -> Result<DeskPage, Stop> {
    let lang = visit.lang;
    let id = demand(visit, code)?;
    let mut page = form::below_desk(visit, form::page(visit, lang.t("asked-title"))?);
    page.page = page.page.crumb(lang.t("people-title"), "/trung-tam/nguoi");
    let view = profiles::at_counter(visit.app(), &visit.ctx, id).await.map_err(|error| visit.fail(error))?;
    page.blocks.push(DeskBlock::Facts(who(visit, &view)));
    page.blocks.push(DeskBlock::Text(lang.t("asked-what").into()));
    let back = lang.href(&format!("/trung-tam/nguoi/{code}"));
    page.blocks.push(DeskBlock::Links(vec![(lang.t("asked-back"), back, false)]));
    let has_account = view.seen.profile.account_id.is_some();
    let acts: &[Act] = if has_account { &[Act::Withdraw] } else { &[Act::Copy, Act::Withdraw, Act::Delete] };
    if has_account {
        page.blocks.push(DeskBlock::Notice(lang.t("asked-has-account").into()));
    }
    for act in acts.iter().filter(|act| sent.is_none_or(|(only, _)| only == **act)) {
        let filled = sent.map(|(_, filled)| filled);
        page.blocks.extend(blocks(visit, (code, &view), *act, filled)?);
    }
    Ok(page)
}

/// What the officer compares with the paper.
fn who(visit: &Visit, view: &CounterView) -> Vec<(String, Vec<Words>)> {
    let content = &view.seen.profile.content;
    let masked = |field: Field| view.seen.masked.iter().find(|(known, _)| *known == field).map(|(_, text)| text);
    let rows = [Field::Name, Field::Birth, Field::PersonalNumber].map(|field| {
        let said = labels::said(visit, content, field);
        let masked = masked(field).filter(|_| said.is_empty()).map(|text| Words::from(text.as_str()));
        (labels::name(visit, field), said.into_iter().chain(masked).collect::<Vec<_>>())
    });
    rows.into_iter().filter(|(_, said)| !said.is_empty()).collect()
}

/// One thing that can be asked: what follows from it, and its form.
fn blocks(
    visit: &Visit,
    (code, view): (&str, &CounterView),
    act: Act,
    filled: Option<&Filled>,
) -> Result<Vec<DeskBlock>, Stop> {
    let lang = visit.lang;
    let text = |key: &str| DeskBlock::Text(lang.t(key).into());
    let mut blocks = vec![DeskBlock::Heading(lang.t(act.title()))];
    match act {
        Act::Copy => blocks.push(text("asked-copy-what")),
        Act::Withdraw => {
            blocks.push(text("asked-withdraw-what"));
            let facts = matters(visit, view).into_iter().map(|matter| standing(visit, view, matter));
            blocks.push(DeskBlock::Facts(facts.collect()));
            if view.seen.profile.account_id.is_none() {
                blocks.push(DeskBlock::Notice(lang.t1("asked-leave-unheld", "days", UNHELD_DAYS).into()));
            }
        }
        Act::Delete => {
            blocks.extend(
                ["asked-delete-what", "asked-delete-kept", "asked-read", "delete-kept-named", "delete-papers"]
                    .map(text),
            );
            blocks.extend(papers(visit, view));
            blocks.push(text("delete-files"));
            if visit.person().is_none_or(|person| !person.is_fresh) {
                let way = lang.href(&with_next("/dang-nhap", &at(code)));
                blocks.push(DeskBlock::Notice(lang.t("asked-not-fresh").into()));
                blocks.push(DeskBlock::Links(vec![(lang.t("money-sign-in-again"), way, false)]));
                return Ok(blocks);
            }
        }
    }
    blocks.push(DeskBlock::Form(asking(visit, (code, view), act, filled)?));
    Ok(blocks)
}

/// The papers that stay, each with its last day.
fn papers(visit: &Visit, view: &CounterView) -> Vec<DeskBlock> {
    if view.papers.is_empty() {
        return vec![DeskBlock::Text(visit.lang.t("asked-papers-none").into())];
    }
    view.papers.iter().map(|papers| DeskBlock::Text(deleting::paper_line(visit, papers).into())).collect()
}

fn asking(
    visit: &Visit,
    (code, view): (&str, &CounterView),
    act: Act,
    filled: Option<&Filled>,
) -> Result<DeskForm, Stop> {
    let lang = visit.lang;
    let line = |name: &'static str, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let mut asks = Vec::new();
    if act == Act::Withdraw {
        let none = (String::new(), Words::from(lang.t("asked-choose")));
        let matter = |matter: Matter| (value_of(matter), Words::from(name(visit, &view.shared, matter)));
        let choices = std::iter::once(none).chain(matters(visit, view).into_iter().map(matter)).collect();
        asks.push(line(PURPOSE, "asked-purpose").kind(DeskAskKind::One(choices)));
    }
    asks.extend(who_asks(visit, filled));
    if act == Act::Delete {
        asks.push(line(SURE, "asked-sure").kind(DeskAskKind::Tick));
    }
    if filled.is_none() {
        // Three forms stand on the page.
        for ask in &mut asks {
            ask.id = format!("{}-{}", ask.name, act.path());
        }
    }
    let second = (act == Act::Copy).then(|| (FILE, lang.t("asked-copy-file")));
    let shown = form::form(visit, &format!("{}/{}", at(code), act.path()), act.button())?;
    Ok(DeskForm { asks, second, is_second: act != Act::Copy, ..shown })
}

/// Who asks, and which paper was seen.
pub(super) fn who_asks(visit: &Visit, filled: Option<&Filled>) -> [DeskAsk; 3] {
    let lang = visit.lang;
    let line = |name: &'static str, label: &str| DeskAsk::line(name, lang.t(label), form::typed(filled, name));
    let askers = words::choices(visit, "asker", Asker::ALL.iter().map(|asker| asker.code()));
    let papers = words::choices(visit, "paper", Paper::ALL.iter().map(|paper| paper.code()));
    [
        line(ASKER, "asked-by").kind(DeskAskKind::One(askers)),
        line(PAPER, "asked-paper").hint(lang.t("asked-paper-hint")).kind(DeskAskKind::One(papers)),
        line(ISSUED, "asked-issued").hint(lang.t("day-hint")).digits(),
    ]
}

/// What can be taken back: the care of the centre, which also somebody ends who never said yes to it on record, and
/// whatever holds.
fn matters(visit: &Visit, view: &CounterView) -> Vec<Matter> {
    let care = Matter::whole(Purpose::Counselling);
    let given = view.consents.given(visit.ctx.now).into_iter().map(|record| record.matter);
    std::iter::once(care).chain(given.filter(|matter| *matter != care)).collect()
}

fn standing(visit: &Visit, view: &CounterView, matter: Matter) -> (String, Vec<Words>) {
    let lang = visit.lang;
    let state = match view.consents.standing(matter, visit.ctx.now) {
        Standing::Never => lang.t("consents-never"),
        Standing::Given(record) => lang.t1("consents-given", "day", format::long_date(lang, record.at.day())),
        Standing::Withdrawn(record) => lang.t1("consents-withdrawn", "day", format::long_date(lang, record.at.day())),
    };
    let after = lang.t(&format!("after-{}", labels::dashed(matter.purpose.after_withdrawal().code())));
    let after = lang.t1("consents-after", "what", after);
    (name(visit, &view.shared, matter), vec![state.into(), after.into()])
}

/// A matter in words, with the employer that it is about.
pub(super) fn name(visit: &Visit, shared: &[Shared], matter: Matter) -> String {
    let purpose = format!("purpose-{}", labels::dashed(matter.purpose.code()));
    match matter.about {
        About::Whole => visit.lang.t(&purpose),
        About::Channel(channel) => visit.lang.t(&format!("{purpose}-{}", channel.code())),
        About::Employer(_) => {
            let employer = shared.iter().find(|one| one.matter == matter).map_or("", |one| one.employer.as_str());
            format!("{}: {employer}", visit.lang.t(&purpose))
        }
    }
}

/// A matter as the form carries it.
fn value_of(matter: Matter) -> String {
    let purpose = matter.purpose.code();
    match matter.about {
        About::Whole => purpose.to_owned(),
        About::Channel(channel) => format!("{purpose}:{}", channel.code()),
        About::Employer(employer) => format!("{purpose}:{}", employer.0),
    }
}

fn matter_of(value: &str) -> Option<Matter> {
    let (purpose, about) = value.split_once(':').map_or((value, None), |(purpose, about)| (purpose, Some(about)));
    let purpose = Purpose::find_by_code(purpose)?;
    let about = match (purpose.scope(), about) {
        (Scope::Whole, None) => About::Whole,
        (Scope::Employer, Some(id)) => About::Employer(EmployerId(id.parse().ok()?)),
        (Scope::Channel, Some(code)) => About::Channel(Channel::find_by_code(code)?),
        (Scope::Whole, Some(_)) | (Scope::Employer | Scope::Channel, None) => return None,
    };
    Some(Matter { purpose, about })
}

/// Who asks and which paper was seen, as the form has it.
pub(super) fn read(filled: &Filled) -> Result<AtCounter, AppError> {
    let missing = |field: &'static str| FieldError::new(field, "missing", "Chọn một mục.", "Choose one.");
    let asker = Asker::find_by_code(filled.one(ASKER)).ok_or_else(|| missing("asker"));
    let paper = Paper::find_by_code(filled.one(PAPER)).ok_or_else(|| missing("paper"));
    match (asker, paper, form::typed_day(filled, ISSUED, "issued_on")) {
        (Ok(asker), Ok(paper), Ok(issued_on)) => Ok(AtCounter { asker, paper, issued_on }),
        (asker, paper, issued_on) => {
            let wrong = [asker.err(), paper.err(), issued_on.err()];
            Err(AppError::Refused(wrong.into_iter().flatten().collect()))
        }
    }
}

/// The page again with what is wrong in the form. Whatever is no mistake is said without opening the person again.
async fn refuse(visit: &Visit, code: &str, sent: (Act, &Filled), error: AppError) -> Reply {
    if !matches!(error, AppError::Refused(_) | AppError::Conflict) {
        return Err(visit.fail(error).into());
    }
    let again = page(visit, code, Some(sent)).await?;
    form::refuse(visit, again, error, &NAMES)
}

pub(super) async fn copy(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let id = demand(&visit, &code)?;
    let made = async {
        let (key, seen) = (filled.key()?, read(&filled)?);
        profiles::copy_at_counter(visit.app(), &visit.ctx, (id, seen), &key).await
    };
    match Box::pin(made).await {
        Ok(copy) if filled.one(FILE).is_empty() => Ok(form::show(&visit, &copied::page(&visit, &code, &copy)?)),
        Ok(copy) => data::file(&visit, "ban-sao-du-lieu.json", &copy.file),
        Err(error) => refuse(&visit, &code, (Act::Copy, &filled), error).await,
    }
}

pub(super) async fn withdraw(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let id = demand(&visit, &code)?;
    let withdrawn = async {
        let (key, seen) = (filled.key()?, read(&filled)?);
        let missing = || FieldError::new("purpose", "missing", "Chọn điều được rút lại.", "Choose what is taken back.");
        let matter = matter_of(filled.one(PURPOSE)).ok_or_else(missing)?;
        let done = profiles::withdraw_at_counter(visit.app(), &visit.ctx, id, (matter, seen), &key).await;
        done.map(|()| matter)
    };
    match withdrawn.await {
        // Whoever took the consent to be served back is nobody's person here any more.
        Ok(matter) if matter.purpose == Purpose::Counselling => Ok(elsewhere(&visit, "/trung-tam/nguoi?xong=roi")),
        Ok(_) => Ok(elsewhere(&visit, &format!("{}?xong=rut", at(&code)))),
        Err(error) => refuse(&visit, &code, (Act::Withdraw, &filled), error).await,
    }
}

pub(super) async fn delete(visit: Visit, Path(code): Path<String>, filled: Filled) -> Reply {
    let id = demand(&visit, &code)?;
    let deleted = async {
        let (key, seen) = (filled.key()?, read(&filled)?);
        if filled.one(SURE).is_empty() {
            let [vi, en] = crate::lang::Lang::ALL.map(|lang| lang.t("asked-unsure"));
            return Err(FieldError::new("sure", "unsure", vi, en).into());
        }
        profiles::delete_at_counter(visit.app(), &visit.ctx, (id, seen), &key).await
    };
    match deleted.await {
        Ok(()) => Ok(elsewhere(&visit, "/trung-tam/nguoi?xong=xoa")),
        Err(error) => refuse(&visit, &code, (Act::Delete, &filled), error).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matter_comes_back_from_the_form_as_it_went_and_nothing_else_does() {
        let employer = EmployerId("0193a2b4-0000-7000-8000-000000000001".parse().expect("an id"));
        for matter in [
            Matter::whole(Purpose::Counselling),
            Matter::alerts_by(Channel::Zalo),
            Matter::with(Purpose::Referral, employer),
        ] {
            assert_eq!(matter_of(&value_of(matter)), Some(matter));
        }
        for odd in ["", "referral", "counselling:zalo", "alerts:thu", "referral:x", "khac"] {
            assert_eq!(matter_of(odd), None, "{odd}");
        }
    }
}
