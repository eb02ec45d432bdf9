//! The employer's answers: to one applicant, and the same to several after a look at who they are.

use axum::extract::Path;
use sanviec_app::applications::{self, Answer, AnswerMany, ApplicantView, TemplateView};
use sanviec_app::{AppError, FieldError};
use sanviec_domain::application::{Command, CommandName, EndReason};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_domain::why::Why;

use super::applicant::{base, found};
use super::form::{self, DAY, DEED, NOTE, PLACE, REASON, TIME};
use super::own::again;
use super::words::tongue;
use super::{Reply, Stop, applicants};
use crate::http::{Filled, Visit, elsewhere};
use crate::pages::account::demand_person;
use crate::view::{ApplyingForm, Ask, AskKind, Form, Words};

/// Name of the field with the version that was seen.
const VERSION: &str = "ban";
/// Name of the boxes that are ticked.
pub(super) const CHOSEN: &str = "chon";
const STEP: &str = "buoc";
/// Name of the field with the template.
const TEMPLATE: &str = "mau";

/// Key of the texts of a command and the prefix of its form.
const fn named(command: CommandName) -> Option<(&'static str, &'static str)> {
    match command {
        CommandName::Shortlist => Some(("shortlist", "chon-")),
        CommandName::SetInterview => Some(("interview", "hen-")),
        CommandName::CancelInterview => Some(("cancel", "huy-")),
        CommandName::Hire => Some(("hire", "nhan-viec-")),
        CommandName::Reject => Some(("reject", "tu-choi-")),
        CommandName::Reconsider => Some(("reconsider", "xem-lai-")),
        CommandName::Submit
        | CommandName::GuardianAgreed
        | CommandName::GuardianRefused
        | CommandName::MarkSeen
        | CommandName::Withdraw
        | CommandName::ConsentWithdrawn
        | CommandName::RemovePosting
        | CommandName::AllowKeeping
        | CommandName::StopKeeping
        | CommandName::Erase
        | CommandName::Tick => None,
    }
}

/// The forms of what can be answered now.
pub(super) fn forms(
    visit: &Visit,
    id: &str,
    view: &ApplicantView,
    templates: &[TemplateView],
) -> Result<Vec<Form>, Stop> {
    let mut forms = Vec::new();
    for command in &view.may {
        forms.extend(answering(visit, id, (*command, view), templates)?);
    }
    Ok(forms)
}

fn answering(
    visit: &Visit,
    id: &str,
    (command, view): (CommandName, &ApplicantView),
    templates: &[TemplateView],
) -> Result<Option<Form>, Stop> {
    let Some((key, prefix)) = named(command) else { return Ok(None) };
    let lang = visit.lang;
    let is_moved = command == CommandName::SetInterview && view.interview_at.is_some();
    let title = if is_moved { lang.t("answer-move") } else { lang.t(&format!("answer-{key}")) };
    let mut form = Form { prefix, ..form::form(visit, &format!("{}/tra-loi", base(id)), "answer-send")? };
    form.button.clone_from(&title);
    form.kept = vec![(DEED, command.code().to_owned()), (VERSION, view.version.to_string())];
    form.asks = match command {
        CommandName::SetInterview => vec![
            Ask::line(DAY, lang.t("answer-day")).hint(lang.t("answer-day-hint")),
            Ask::line(TIME, lang.t("answer-time")).hint(lang.t("answer-time-hint")),
            Ask::line(PLACE, lang.t("answer-place")).hint(lang.t("answer-place-hint")),
        ],
        CommandName::Hire => vec![Ask::line(DAY, lang.t("answer-starts")).hint(lang.t("answer-day-hint"))],
        CommandName::Reject => reasons(visit, templates),
        _ => Vec::new(),
    };
    if command == CommandName::CancelInterview {
        // The person is told at once: the button stands behind its title, away from a slip of the finger.
        form.what = lang.t("answer-cancel-what");
    }
    if form.asks.is_empty() && form.what.is_empty() {
        form.is_second = command != CommandName::Shortlist;
    } else {
        form.title = title;
        form.is_second = true;
    }
    Ok(Some(form))
}

fn reasons(visit: &Visit, templates: &[TemplateView]) -> Vec<Ask> {
    let tongue = tongue(visit);
    let options = EndReason::ALL.iter().filter(|reason| reason.is_employers());
    let options = options.map(|reason| (reason.code().to_owned(), Words::from(reason.sentence(tongue))));
    // None is chosen beforehand: what the person reads as the reason was meant by somebody.
    let none = (String::new(), Words::from(visit.lang.t("answer-reason-choose")));
    let options = std::iter::once(none).chain(options).collect();
    let mut asks = vec![Ask::new(REASON, AskKind::Pick, visit.lang.t("answer-reason")).options(options)];
    if !templates.is_empty() {
        let none = (String::new(), visit.lang.t("templates-none").into());
        let known = templates.iter().map(|template| (template.id.to_string(), template.title.as_str().into()));
        let options = std::iter::once(none).chain(known).collect();
        asks.push(Ask::new(TEMPLATE, AskKind::Pick, visit.lang.t("templates-use")).options(options));
    }
    asks.push(Ask::new(NOTE, AskKind::Area, visit.lang.t("answer-note")).hint(visit.lang.t("answer-note-hint")));
    asks
}

/// The templates of the employer of whoever asks.
pub(super) async fn templates(visit: &Visit) -> Result<Vec<TemplateView>, Stop> {
    applications::templates(visit.app(), &visit.ctx).await.map_err(|error| visit.fail(error).into())
}

/// What was written, or the words of the template that was chosen.
fn words<'a>(filled: &'a Filled, templates: &'a [TemplateView]) -> &'a str {
    let written = filled.one(NOTE).trim();
    let chosen = templates.iter().find(|template| template.id.to_string() == filled.one(TEMPLATE));
    if written.is_empty() { chosen.map_or("", |template| template.words.as_str()) } else { written }
}

/// The command that a form asks for.
fn command(filled: &Filled, templates: &[TemplateView]) -> Result<Command, AppError> {
    match CommandName::find_by_code(filled.one(DEED)) {
        Some(CommandName::Shortlist) => Ok(Command::Shortlist),
        Some(CommandName::SetInterview) => {
            let place = filled.one(PLACE).to_owned();
            Ok(Command::SetInterview { at: instant(filled)?, place })
        }
        Some(CommandName::CancelInterview) => Ok(Command::CancelInterview),
        Some(CommandName::Hire) => Ok(Command::Hire { starts_on: day(filled)? }),
        Some(CommandName::Reject) => {
            let reason = EndReason::find_by_code(filled.one(REASON)).ok_or_else(|| {
                let (vi, en) = ("Chọn một lý do.", "Choose a reason.");
                FieldError::new("reason", "missing", vi, en)
            })?;
            let command = Command::Reject(Why::noted(reason, words(filled, templates)));
            applications::check_answer(&command).map(|()| command)
        }
        Some(CommandName::Reconsider) => Ok(Command::Reconsider),
        _ => {
            let (vi, en) = ("Chọn một cách trả lời.", "Choose an answer.");
            Err(FieldError::new("deed", "missing", vi, en).into())
        }
    }
}

fn day(filled: &Filled) -> Result<chrono::NaiveDate, AppError> {
    parse_date(filled.one(DAY)).ok_or_else(|| {
        let (vi, en) = ("Ghi ngày như 05/12/2026.", "Write a date like 05/12/2026.");
        FieldError::new("day", "not_a_day", vi, en).into()
    })
}

fn instant(filled: &Filled) -> Result<Micros, AppError> {
    let day = day(filled)?;
    let seconds = seconds(filled.one(TIME)).ok_or_else(|| {
        let (vi, en) = ("Ghi giờ như 08:30.", "Write a time like 08:30.");
        AppError::from(FieldError::new("time", "not_a_time", vi, en))
    })?;
    Ok(Micros::start_of(day).plus_seconds(seconds))
}

/// `8:30`, `08.30`, `8h30`, `8h`, `8 giờ 30`.
fn seconds(text: &str) -> Option<i64> {
    let plain = text.trim().to_lowercase().replace("giờ", ":").replace(['h', '.'], ":").replace(' ', "");
    let (hours, minutes) = plain.split_once(':').unwrap_or((&plain, ""));
    let hours: i64 = hours.parse().ok()?;
    let minutes: i64 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some((hours * 60 + minutes) * 60)
}

pub(super) async fn one(visit: Visit, Path(id): Path<String>, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let templates = templates(&visit).await?;
    let answered = match (filled.key(), command(&filled, &templates)) {
        (Ok(key), Ok(command)) => {
            let version = filled.one(VERSION).parse().unwrap_or_default();
            let answer = Answer { application: id.clone(), version, command };
            applications::answer(visit.app(), &visit.ctx, answer, &key).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match answered {
        Ok(()) => Ok(elsewhere(&visit, &format!("{}?xong=tra-loi", base(&id)))),
        Err(error) => refused(&visit, &id, &filled, (error, &templates)).await,
    }
}

/// The form again, for the application as it stands now.
async fn refused(visit: &Visit, id: &str, filled: &Filled, (error, templates): (AppError, &[TemplateView])) -> Reply {
    let view = found(visit, id).await?;
    let command = CommandName::find_by_code(filled.one(DEED));
    let command = command.filter(|command| view.may.contains(command));
    let form = match command {
        Some(command) => answering(visit, id, (command, &view), templates)?,
        None => None,
    };
    match form {
        Some(form) => again(visit, "answer-title", Form { prefix: "", ..form }, &base(id), filled, error),
        None => {
            let mut page = form::page(visit, "answer-title", form::form(visit, &base(id), "answer-send")?);
            page.forms.clear();
            page.links = vec![(visit.lang.t("own-back"), visit.lang.href(&base(id)))];
            form::refuse(visit, page, error)
        }
    }
}

/// The form below the list.
pub(super) fn bulk(visit: &Visit, templates: &[TemplateView]) -> Result<Form, Stop> {
    let lang = visit.lang;
    let mut form = Form { prefix: "nhieu-", ..form::form(visit, "/ung-vien/hang-loat", "bulk-look")? };
    form.title = lang.t("bulk-title");
    form.what = lang.t("bulk-what");
    form.asks = bulk_asks(visit, templates);
    Ok(form)
}

fn bulk_asks(visit: &Visit, templates: &[TemplateView]) -> Vec<Ask> {
    let deeds = [CommandName::Shortlist, CommandName::Reject].into_iter().filter_map(|command| {
        named(command).map(|(key, _)| (command.code().to_owned(), visit.lang.t(&format!("answer-{key}")).into()))
    });
    let mut asks = vec![Ask::new(DEED, AskKind::Pick, visit.lang.t("bulk-deed")).options(deeds.collect())];
    asks.extend(reasons(visit, templates));
    asks
}

/// First who they are, then the answer.
pub(super) async fn many(visit: Visit, filled: Filled) -> Reply {
    demand_person(&visit)?;
    let templates = templates(&visit).await?;
    let chosen: Vec<String> = filled.all(CHOSEN).map(str::to_owned).collect();
    if chosen.is_empty() {
        let (vi, en) = ("Chọn ít nhất một hồ sơ trong danh sách.", "Choose at least one application in the list.");
        let error = FieldError::new("chosen", "missing", vi, en);
        return applicants::again(&visit, &filled, &templates, &error).await;
    }
    if filled.one(STEP) != "gui" {
        return looking(&visit, &chosen, &filled, &templates).await;
    }
    let answered = match (filled.key(), command(&filled, &templates)) {
        (Ok(key), Ok(command)) => {
            let order = AnswerMany { applications: chosen.clone(), command };
            applications::answer_many(visit.app(), &visit.ctx, order, &key).await
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    match answered {
        Ok(many) => {
            let told = [("xong", many.answered), ("con", many.left)].map(|(name, count)| {
                let told = if count > 0 { count.to_string() } else { String::new() };
                (name, told)
            });
            Ok(elsewhere(&visit, &applicants::listing_path(&filled, told)))
        }
        Err(error) => {
            let command = command(&filled, &templates).ok();
            let people = people(&visit, &chosen, command.as_ref()).await?;
            form::refuse(&visit, confirming(&visit, &chosen, (&filled, &templates), people)?, error)
        }
    }
}

async fn looking(visit: &Visit, chosen: &[String], filled: &Filled, templates: &[TemplateView]) -> Reply {
    let command = command(filled, templates);
    let people = people(visit, chosen, command.as_ref().ok()).await?;
    let page = confirming(visit, chosen, (filled, templates), people)?;
    match command {
        Ok(_) => Ok(form::show(visit, &page)),
        Err(error) => form::refuse(visit, page, error),
    }
}

/// Who is chosen, and for which vacancy each applied.
#[derive(Default)]
struct People {
    reached: Vec<(String, Words)>,
    /// Those whom the answer would not reach any more.
    left: Vec<(String, Words)>,
}

/// Who is chosen, by the names of the list, apart from those whom the command would not reach.
async fn people(visit: &Visit, chosen: &[String], command: Option<&Command>) -> Result<People, Stop> {
    let mut people = People::default();
    for id in chosen.iter().take(100) {
        let view = found(visit, id).await?;
        let is_left = command.is_some_and(|command| !view.takes(command, visit.ctx.now));
        let name = view.listed_name.unwrap_or_else(|| visit.lang.t("applicants-hidden"));
        let side = if is_left { &mut people.left } else { &mut people.reached };
        side.push((name, view.advert.title.into()));
    }
    Ok(people)
}

fn confirming(
    visit: &Visit,
    chosen: &[String],
    (filled, templates): (&Filled, &[TemplateView]),
    people: People,
) -> Result<ApplyingForm, Stop> {
    let mut form = form::form(visit, "/ung-vien/hang-loat", "bulk-send")?;
    form.kept = vec![(STEP, "gui".to_owned())];
    form.kept.extend(applicants::listing(filled));
    form.kept.extend(chosen.iter().map(|id| (CHOSEN, id.clone())));
    form.asks = bulk_asks(visit, templates);
    form::refill(&mut form, filled);
    let mut page = form::page(visit, "bulk-title", form);
    let sides = [("bulk-check", people.reached), ("bulk-left-out", people.left)];
    let sides = sides.into_iter().filter(|(_, side)| !side.is_empty());
    page.groups = sides.map(|(key, side)| (visit.lang.n(key, side.len() as u64), side)).collect();
    let back = applicants::listing_path(filled, chosen.iter().map(|id| (CHOSEN, id.clone())));
    page.links = vec![(visit.lang.t("applicants-back"), visit.lang.href(&back))];
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, expected) in [
            ("8:30", Some(30_600)),
            ("08.30", Some(30_600)),
            ("8h30", Some(30_600)),
            ("8h", Some(28_800)),
            ("8 giờ 30", Some(30_600)),
            ("14", Some(50_400)),
            ("24:00", None),
            ("8:60", None),
            ("sáng", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
