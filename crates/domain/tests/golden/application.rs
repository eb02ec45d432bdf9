//! The life of an application: `application_life.md`, who may ask for what, and what must hold whatever is asked.

use crate::written::stays_as_written;
use sanviec_domain::Lang;
use sanviec_domain::application::{
    Command, CommandName, EndReason, Ended, Event, Kind, Life, Open, PartsError, Place, Refusal, Response, Side, Stage,
    State, Status, Terms, Trail, WithdrawReason,
};
use sanviec_domain::profile::Sight;
use sanviec_domain::reveal::{Around, Contact};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use std::fmt::Write as _;

const TERMS: Terms = Terms { kind: Kind::Full, needs_guardian: false, answer_days: 14, keep_days: 30 };
const YOUNG: Terms = Terms { needs_guardian: true, ..TERMS };
const WELL: Around = Around { consent: true, verified: true };

/// Noon of a day of November 2026 counted from the 26th.
fn noon(days: i64) -> Micros {
    let first = "2026-11-26".parse().expect("a day");
    Micros::start_of(first).plus_days(days).plus_seconds(12 * 3_600)
}

fn now() -> Micros {
    noon(0)
}

/// End of a day counted like [`noon`].
fn end(days: i64) -> Micros {
    Micros::end_of(noon(days).day())
}

fn trail(answered: Option<i64>) -> Trail {
    Trail { sent_at: noon(-5), answered_at: answered.map(noon) }
}

fn open(place: Place, answer_by: Micros) -> Life {
    let answered = match place {
        Place::Sent | Place::Seen => None,
        Place::Shortlisted | Place::Interview { .. } => Some(-2),
    };
    Life { terms: TERMS, stage: Stage::Open(Open { place, trail: trail(answered), answer_by }) }
}

fn not_suitable(reason: EndReason, answered: Option<i64>) -> Life {
    let ended = Ended { at: noon(-1), keep_until: end(29) };
    Life { terms: TERMS, stage: Stage::NotSuitable(trail(answered), Why::plain(reason), ended) }
}

fn withdrawn(trail: Option<Trail>, reason: WithdrawReason) -> Life {
    let ended = Ended { at: noon(-1), keep_until: end(29) };
    Life { terms: TERMS, stage: Stage::Withdrawn(trail, Why::plain(reason), ended) }
}

fn lives() -> Vec<(&'static str, Life)> {
    let late = Ended { at: noon(-31), keep_until: end(-1) };
    let hired = Stage::Hired { trail: trail(Some(-2)), at: noon(-1), starts_on: noon(4).day() };
    let erased = Stage::Erased { last: Some(Status::NotSuitable), response: Response::Answered };
    let kept = Ended { at: noon(-40), keep_until: end(60) };
    let plain = || Why::plain(EndReason::AnotherChosen);
    vec![
        ("draft", Life { terms: TERMS, stage: Stage::Draft { until: end(20) } }),
        ("draft of somebody under 18", Life { terms: YOUNG, stage: Stage::Draft { until: end(20) } }),
        ("draft, its end reached and no tick yet", Life { terms: TERMS, stage: Stage::Draft { until: end(-1) } }),
        ("awaiting the guardian", Life { terms: YOUNG, stage: Stage::AwaitingGuardian { until: end(9) } }),
        (
            "awaiting the guardian, the end reached and no tick yet",
            Life { terms: YOUNG, stage: Stage::AwaitingGuardian { until: end(-1) } },
        ),
        ("sent", open(Place::Sent, end(9))),
        ("sent, the employer's end reached and no tick yet", open(Place::Sent, end(-1))),
        ("seen", open(Place::Seen, end(9))),
        ("shortlisted", open(Place::Shortlisted, end(12))),
        ("interview set", open(Place::Interview { at: noon(3) }, end(17))),
        ("hired", Life { terms: TERMS, stage: hired }),
        ("not suitable, said the employer", not_suitable(EndReason::AnotherChosen, Some(-1))),
        ("not suitable, not answered in time", not_suitable(EndReason::NoAnswer, None)),
        ("not suitable, posting taken down", not_suitable(EndReason::PostingRemoved, None)),
        (
            "not suitable, kept for longer by agreement",
            Life { terms: TERMS, stage: Stage::NotSuitable(trail(Some(-40)), plain(), kept) },
        ),
        (
            "not suitable, its period over and no tick yet",
            Life { terms: TERMS, stage: Stage::NotSuitable(trail(Some(-31)), plain(), late) },
        ),
        ("withdrawn", withdrawn(Some(trail(None)), WithdrawReason::FoundWork)),
        ("withdrawn before the employer saw it", withdrawn(None, WithdrawReason::GuardianRefused)),
        ("erased", Life { terms: TERMS, stage: erased }),
    ]
}

fn interview(at: Micros) -> Command {
    Command::SetInterview { at, place: "Phòng 203".into() }
}

fn commands() -> Vec<(&'static str, Command)> {
    let other = |note: &str| Command::Reject(Why::noted(EndReason::Other, note));
    vec![
        ("Submit", Command::Submit),
        ("GuardianAgreed", Command::GuardianAgreed),
        ("GuardianRefused", Command::GuardianRefused),
        ("MarkSeen", Command::MarkSeen),
        ("Shortlist", Command::Shortlist),
        ("SetInterview in 3 days", interview(noon(3))),
        ("SetInterview in 5 days", interview(noon(5))),
        ("SetInterview now", interview(now())),
        ("SetInterview in 181 days", interview(noon(181))),
        ("CancelInterview", Command::CancelInterview),
        ("Hire from in 4 days", Command::Hire { starts_on: noon(4).day() }),
        ("Hire from 61 days ago", Command::Hire { starts_on: noon(-61).day() }),
        ("Reject", Command::Reject(Why::plain(EndReason::RequirementsNotMet))),
        ("Reject for another reason without a note", other(" ")),
        ("Reject for not answering", Command::Reject(Why::plain(EndReason::NoAnswer))),
        ("Reconsider", Command::Reconsider),
        ("Withdraw", Command::Withdraw(Why::plain(WithdrawReason::Unsaid))),
        ("Withdraw for the guardian", Command::Withdraw(Why::plain(WithdrawReason::GuardianRefused))),
        ("ConsentWithdrawn", Command::ConsentWithdrawn),
        ("RemovePosting", Command::RemovePosting),
        ("AllowKeeping for 90 days", Command::AllowKeeping { until: end(90) }),
        ("AllowKeeping for 10 days", Command::AllowKeeping { until: end(10) }),
        ("AllowKeeping for 731 days", Command::AllowKeeping { until: end(731) }),
        ("StopKeeping", Command::StopKeeping),
        ("Erase", Command::Erase),
        ("Tick", Command::Tick),
    ]
}

fn step(life: &Life, command: Command, at: Micros) -> Result<(Life, Vec<Event>), Refusal> {
    let side = command.name().side();
    life.clone().step(command, side, at)
}

fn day(at: Option<Micros>) -> String {
    at.map_or("–".into(), |at| at.last_day_before().to_string())
}

fn row(name: &str, side: Side, outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let parts = life.parts();
            let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
            let happened = if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
            let reason = parts.reason.unwrap_or_else(|| "–".into());
            let status = life.status().map_or("–", |status| status.word(Lang::Vi));
            let (state, due) = (life.state().code(), day(life.due_at()));
            format!("| {name} | {} | {state} | {status} | {due} | {reason} | {happened} |", side.code())
        }
        Err(refusal) => format!("| {name} | {} | refused | | | | {} |", side.code(), refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The life of an application\n\nEvery state by every command, each asked by its own side. It is noon of 26 November 2026; the \
         employer answers in 14 days, and data of somebody not hired are kept for 30. \"Last day\" is the last day before time \
         changes something.\n",
    );
    for (state, life) in lives() {
        let contact = life.contact(WELL, now()).code();
        let _ = write!(
            text,
            "\n## From {state}\n\nLast day: {}. Contact: {contact}. Counts as {}.\n\n",
            day(life.due_at()),
            life.response().code()
        );
        text.push_str("| command | side | becomes | status | last day | reason | what happened |\n|---|---|---|---|---|---|---|\n");
        for (name, command) in commands() {
            let side = command.name().side();
            let _ = writeln!(text, "{}", row(name, side, &step(&life, command, now())));
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("application_life.md", &table());
}

#[test]
fn every_state_and_every_command_stands_in_the_table() {
    for state in State::ALL {
        assert!(lives().iter().any(|(_, life)| life.state() == *state), "{state:?}");
    }
    for name in CommandName::ALL {
        assert!(commands().iter().any(|(_, command)| command.name() == *name), "{name:?}");
    }
}

#[test]
fn a_command_of_the_wrong_side_is_refused_whatever_the_state() {
    for (state, life) in lives() {
        for (name, command) in commands() {
            for side in Side::ALL.iter().filter(|side| **side != command.name().side()) {
                let outcome = life.clone().step(command.clone(), *side, now());
                let refusal = Refusal::NotYours { command: command.name(), side: *side };
                assert_eq!(outcome, Err(refusal), "{name} from {state} by {side:?}");
            }
        }
    }
}

#[test]
fn every_refusal_is_told_in_both_languages() {
    let mut told = 0;
    for (_, life) in lives() {
        for (name, command) in commands() {
            let Err(refusal) = step(&life, command, now()) else { continue };
            let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
            assert!(vi.len() > 15 && en.len() > 15 && vi != en, "{name}: {vi} {en}");
            told += 1;
        }
    }
    assert!(told > 100, "{told}");
}

/// Walks sequences of commands from a draft of an adult and of somebody under 18.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    for terms in [TERMS, YOUNG] {
        let mut reached = vec![Life::begin(terms, now())];
        for depth in 0..5 {
            let mut next = Vec::new();
            for life in &reached {
                for (name, command) in commands() {
                    let Ok((after, events)) = step(life, command, now()) else { continue };
                    holds(life, &after, &events, &format!("{name} at {depth} from {life:?}"));
                    next.push(after);
                }
            }
            next.sort_by_key(|life| format!("{life:?}"));
            next.dedup();
            reached = next;
        }
        assert!(reached.len() > 10, "the walk went nowhere: {}", reached.len());
    }
}

fn holds(before: &Life, after: &Life, events: &[Event], told: &str) {
    assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(after), "{told}");
    assert!(after.due_at().is_none_or(|due| due > now()), "overdue: {told}");
    assert!(after.state() == before.state() || !events.is_empty(), "moved in silence: {told}");
    assert!(before.state() != State::Erased || after.state() == State::Erased, "data came back: {told}");
    assert!(before.state() != State::Hired || after.state() == State::Hired, "a hire was undone: {told}");
    let sent = events.contains(&Event::Sent);
    assert!(!(sent && after.terms.needs_guardian) || before.state() == State::AwaitingGuardian, "no guardian: {told}");
    let acted = matches!(after.state(), State::Shortlisted | State::Interview | State::Hired);
    assert_eq!(after.contact(WELL, now()) == Contact::Open, acted, "{told}");
    for around in [Around { consent: false, ..WELL }, Around { verified: false, ..WELL }] {
        assert_ne!(after.contact(around, now()), Contact::Open, "{told}");
        assert_eq!(after.sight(around, now()), None, "{told}");
    }
    assert_eq!(after.sight(WELL, now()) == Some(Sight::InContact), acted, "{told}");
    if let Stage::NotSuitable(_, _, ended) | Stage::Withdrawn(_, _, ended) = &after.stage {
        assert!(ended.keep_until <= end(730), "kept too long: {told}");
    }
}

#[test]
fn a_tick_at_the_due_instant_changes_the_state_and_one_before_does_not() {
    for (state, life) in lives() {
        let Some(due) = life.due_at() else { continue };
        let early = step(&life, Command::Tick, Micros(due.0 - 1));
        assert_eq!(early, Ok((life.clone(), Vec::new())), "{state}");
        let (after, events) = step(&life, Command::Tick, due).expect("a tick is never refused");
        assert_ne!(after.state(), life.state(), "{state}");
        assert_eq!(events.len(), 1, "{state}");
    }
}

#[test]
fn a_tick_that_comes_years_late_says_the_same_as_ticks_in_time() {
    for (state, life) in lives() {
        let (at_once, events) = step(&life, Command::Tick, noon(4_000)).expect("a tick is never refused");
        let (mut slowly, mut told) = (life, Vec::new());
        while let Some(due) = slowly.due_at() {
            let (next, more) = step(&slowly, Command::Tick, due).expect("a tick is never refused");
            told.extend(more);
            slowly = next;
        }
        assert_eq!((at_once, events), (slowly, told), "{state}");
    }
}

#[test]
fn an_employer_who_lets_the_clock_run_out_is_counted_and_may_still_answer() {
    let life = open(Place::Seen, end(9));
    let (life, events) = step(&life, Command::Tick, end(9)).expect("a tick");
    assert_eq!((events, life.status()), (vec![Event::Unanswered], Some(Status::NotSuitable)));
    assert_eq!((life.response(), life.contact(WELL, end(9))), (Response::Unanswered, Contact::Over));
    assert!(EndReason::NoAnswer.sentence(Lang::Vi).contains("không phải do bạn"));
    let (late, events) = step(&life, Command::Reconsider, noon(11)).expect("better late than never");
    assert_eq!((late.state(), events), (State::Shortlisted, vec![Event::Reconsidered]));
    let (erased, _) = step(&life, Command::Tick, end(100)).expect("a tick");
    assert_eq!((erased.state(), erased.response()), (State::Erased, Response::Unanswered));
}

#[test]
fn looking_does_not_stop_the_clock_and_answering_starts_it_anew() {
    let life = open(Place::Sent, end(9));
    let (seen, _) = step(&life, Command::MarkSeen, now()).expect("seen");
    assert_eq!(seen.due_at(), Some(end(9)));
    let (listed, _) = step(&seen, Command::Shortlist, now()).expect("shortlisted");
    assert_eq!(listed.due_at(), Some(end(14)));
    let (invited, _) = step(&listed, interview(noon(20)), now()).expect("set");
    assert_eq!(invited.due_at(), Some(end(34)), "counted from the interview");
}

#[test]
fn the_same_command_twice_has_one_effect() {
    for (life, command) in [
        (open(Place::Sent, end(9)), Command::MarkSeen),
        (open(Place::Seen, end(9)), Command::Shortlist),
        (open(Place::Seen, end(9)), interview(noon(3))),
        (open(Place::Seen, end(9)), Command::Erase),
        (open(Place::Seen, end(9)), Command::ConsentWithdrawn),
        (open(Place::Seen, end(9)), Command::RemovePosting),
        (not_suitable(EndReason::AnotherChosen, Some(-1)), Command::StopKeeping),
    ] {
        let (once, _) = step(&life, command.clone(), now()).expect("taken");
        assert_eq!(step(&once, command, now()), Ok((once, Vec::new())));
    }
}

#[test]
fn an_agreement_to_keep_can_be_taken_back_down_to_the_promise() {
    let life = not_suitable(EndReason::AnotherChosen, Some(-1));
    let (kept, _) = step(&life, Command::AllowKeeping { until: end(200) }, now()).expect("agreed");
    assert_eq!(kept.due_at(), Some(end(200)));
    let (soon, _) = step(&kept, Command::StopKeeping, now()).expect("taken back");
    assert_eq!(soon.due_at(), Some(end(29)), "the promise still stands");
    let (over, events) = step(&kept, Command::StopKeeping, noon(60)).expect("taken back");
    assert_eq!((over.due_at(), events), (Some(noon(60)), vec![Event::KeepingChanged]));
    let (erased, _) = step(&over, Command::Tick, noon(60)).expect("a tick");
    assert_eq!(erased.state(), State::Erased);
}

#[test]
fn promises_out_of_bounds_are_not_made() {
    for terms in
        [Terms { answer_days: 0, ..TERMS }, Terms { answer_days: 91, ..TERMS }, Terms { keep_days: 731, ..TERMS }]
    {
        let life = Life::begin(terms, now());
        assert_eq!(step(&life, Command::Submit, now()), Err(Refusal::TermsOutOfRange), "{terms:?}");
    }
    let life = Life::begin(Terms { keep_days: 0, ..TERMS }, now());
    let (life, _) = step(&life, Command::Submit, now()).expect("sent");
    let (life, _) = step(&life, Command::Withdraw(Why::plain(WithdrawReason::Unsaid)), now()).expect("withdrawn");
    assert_eq!(life.due_at(), Some(end(0)), "no days to keep: gone at the end of the day");
}

#[test]
fn notes_that_are_too_long_and_reasons_of_others_are_refused() {
    let long = "á".repeat(1_001);
    let life = open(Place::Seen, end(9));
    for (command, refusal) in [
        (Command::Reject(Why::noted(EndReason::Other, long.clone())), Refusal::ReasonTooLong),
        (Command::Withdraw(Why::noted(WithdrawReason::Other, long)), Refusal::ReasonTooLong),
        (Command::Reject(Why::plain(EndReason::PostingRemoved)), Refusal::ReasonNotYours),
        (Command::Withdraw(Why::plain(WithdrawReason::ConsentWithdrawn)), Refusal::ReasonNotYours),
    ] {
        assert_eq!(step(&life, command, now()), Err(refusal));
    }
    for reason in EndReason::ALL {
        let taken = step(&life, Command::Reject(Why::noted(*reason, "ghi chú")), now()).is_ok();
        assert_eq!(taken, reason.is_employers(), "{reason:?}");
        assert_ne!(reason.sentence(Lang::Vi), reason.sentence(Lang::En));
    }
    for reason in WithdrawReason::ALL {
        let taken = step(&life, Command::Withdraw(Why::plain(*reason)), now()).is_ok();
        assert_eq!(taken, reason.is_applicants(), "{reason:?}");
        assert_ne!(reason.sentence(Lang::Vi), reason.sentence(Lang::En));
    }
}

#[test]
fn every_life_comes_back_from_its_parts_and_broken_ones_do_not() {
    for (state, life) in lives() {
        assert_eq!(Life::from_parts(&life.parts()), Ok(life), "{state}");
    }
    let sent = open(Place::Sent, end(9)).parts();
    let interview = open(Place::Interview { at: noon(3) }, end(17)).parts();
    let closed = not_suitable(EndReason::AnotherChosen, Some(-1)).parts();
    let mut broken = vec![(sent.clone(), PartsError::Missing("due_at")), (sent, PartsError::Missing("sent_at"))];
    (broken[0].0.due_at, broken[1].0.sent_at) = (None, None);
    broken.push((interview, PartsError::Missing("interview_at")));
    broken[2].0.interview_at = None;
    broken.push((closed.clone(), PartsError::Missing("ended_at")));
    broken[3].0.ended_at = None;
    for reason in [None, Some("because".to_owned()), Some("found_work".to_owned())] {
        let mut parts = closed.clone();
        parts.reason = reason;
        broken.push((parts, PartsError::Reason));
    }
    for (parts, error) in broken {
        assert_eq!(Life::from_parts(&parts), Err(error));
    }
}

#[test]
fn the_one_list_of_statuses_is_the_agreed_one() {
    let words: Vec<&str> = Status::ALL.iter().map(|status| status.word(Lang::Vi)).collect();
    assert_eq!(words, ["đã gửi", "đã xem", "vào vòng trong", "hẹn phỏng vấn", "nhận việc", "không phù hợp", "đã rút"]);
}
