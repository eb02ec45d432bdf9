//! Statuses, events and instants in words, the same for all pages of applications.

use sanviec_app::applications::{Advert, EventView};
use sanviec_domain::Lang as Tongue;
use sanviec_domain::application::{Side, State, Status};
use sanviec_domain::time::{Micros, clock_time};

use crate::format;
use crate::http::Visit;
use crate::lang::Lang;
use crate::view::{Moment, Words};

/// The language as the rules know it.
pub(super) const fn tongue(visit: &Visit) -> Tongue {
    match visit.lang {
        Lang::Vi => Tongue::Vi,
        Lang::En => Tongue::En,
    }
}

/// The word of the one list, with a capital; before it was sent, what it waits for.
pub(super) fn status(visit: &Visit, status: Option<Status>, state: State) -> String {
    match status {
        Some(status) => capital(status.word(tongue(visit))),
        None if state == State::AwaitingGuardian => visit.lang.t("status-guardian"),
        None => visit.lang.t("status-draft"),
    }
}

/// The same as the person reads it: an employer's silence is not called unsuitable.
pub(in crate::pages) fn own_status(visit: &Visit, known: (Option<Status>, State), is_unanswered: bool) -> String {
    if is_unanswered { visit.lang.t("status-unanswered") } else { status(visit, known.0, known.1) }
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Day and time.
pub(super) fn instant(visit: &Visit, at: Micros) -> String {
    format!("{} {}", clock_time(at), format::short_date(visit.lang, at.day()))
}

/// The last day before an end.
pub(in crate::pages) fn last_day(visit: &Visit, end: Micros) -> String {
    format::short_date(visit.lang, end.last_day_before())
}

/// Who did or wrote something.
pub(super) fn side(visit: &Visit, side: Side, me: Side) -> String {
    let key = match side {
        side if side == me => "side-me",
        Side::Applicant => "side-applicant",
        Side::Employer => "side-employer",
        Side::System => "side-system",
    };
    visit.lang.t(key)
}

/// A timeline in words.
pub(super) fn timeline(visit: &Visit, events: &[EventView]) -> Vec<Moment> {
    let moment = |event: &EventView| Moment {
        at: instant(visit, event.at),
        what: visit.lang.t(&format!("event-{}", event.kind.replace('_', "-"))),
        words: event.words.as_str().into(),
    };
    events.iter().rev().map(moment).collect()
}

/// What an application is about.
pub(super) fn about(visit: &Visit, advert: &Advert) -> Vec<(String, Words)> {
    vec![
        (visit.lang.t("apply-posting"), advert.title.as_str().into()),
        (visit.lang.t("apply-employer"), advert.employer.as_str().into()),
    ]
}
