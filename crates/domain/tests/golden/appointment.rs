//! The life of an appointment: `appointment_life.md`, and what must hold whatever is asked.

use crate::days::noon;
use crate::written::stays_as_written;
use sanviec_domain::Lang;
use sanviec_domain::appointment::{
    Absent, CancelReason, Command, CommandName, Event, Kind, Life, PartsError, Refusal, Side, Slot, Stage, State,
};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use std::fmt::Write as _;

fn now() -> Micros {
    noon("2026-11-26")
}

fn slot(day: &str) -> Slot {
    Slot { from: noon(day), minutes: 60 }
}

fn life(day: &str, stage: Stage) -> Life {
    Life { kind: Kind::Interview, slot: slot(day), sequence: 1, moves: 0, stage }
}

fn proposed(by: Side) -> Life {
    life("2026-12-01", Stage::Proposed { by, reply_by: noon("2026-11-27") })
}

fn missed(absent: Absent) -> Life {
    life("2026-11-24", Stage::Missed { absent, at: noon("2026-11-25") })
}

fn lives() -> Vec<(&'static str, Life)> {
    let at = noon("2026-11-25");
    let moved = |reply_by| Stage::Moved { by: Side::Guest, from: slot("2026-11-30"), reply_by };
    let off = Stage::Cancelled { by: Side::Guest, at, why: Why::plain(CancelReason::NotNeeded) };
    vec![
        ("proposed by the host", proposed(Side::Host)),
        ("proposed by the guest", proposed(Side::Guest)),
        (
            "proposed, the time for an answer over and no tick yet",
            life("2026-12-01", Stage::Proposed { by: Side::Host, reply_by: at }),
        ),
        ("confirmed, in five days", life("2026-12-01", Stage::Confirmed)),
        (
            "confirmed, begun five minutes ago",
            Life { slot: Slot { from: now().plus_seconds(-300), minutes: 60 }, ..life("2026-11-26", Stage::Confirmed) },
        ),
        ("confirmed, two days ago", life("2026-11-24", Stage::Confirmed)),
        ("confirmed, a month ago and no tick yet", life("2026-10-26", Stage::Confirmed)),
        ("moved by the guest", life("2026-12-01", moved(noon("2026-11-28")))),
        ("moved for the fifth time", Life { moves: 5, ..life("2026-12-01", moved(noon("2026-11-28"))) }),
        ("cancelled", life("2026-12-01", off)),
        ("kept", life("2026-11-24", Stage::Kept { at })),
        ("missed by the guest", missed(Absent::Guest)),
        ("missed by the host", missed(Absent::Host)),
        ("missed, each says it of the other", missed(Absent::Disputed)),
        ("unrecorded", life("2026-11-10", Stage::Unrecorded { at })),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let long = Slot { minutes: 481, ..slot("2026-12-02") };
    vec![
        ("Confirm 1 December", Command::Confirm(slot("2026-12-01"))),
        ("Confirm another time", Command::Confirm(slot("2026-12-02"))),
        ("Move to 2 December", Command::Move(slot("2026-12-02"))),
        ("Move to the same time", Command::Move(slot("2026-12-01"))),
        ("Move to yesterday", Command::Move(slot("2026-11-25"))),
        ("Move to a meeting of over 8 hours", Command::Move(long)),
        ("Cancel", Command::Cancel(Why::plain(CancelReason::TimeNotPossible))),
        ("Cancel for another reason without a note", Command::Cancel(Why::plain(CancelReason::Other))),
        ("Cancel for not answering", Command::Cancel(Why::plain(CancelReason::Unanswered))),
        ("CauseOver", Command::CauseOver),
        ("RecordKept", Command::RecordKept),
        ("RecordMissed", Command::RecordMissed),
        ("Tick", Command::Tick),
    ]
}

fn told(outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
            let happened = if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
            let absent = life.parts().absent.map_or(String::new(), |absent| format!(" ({})", absent.code()));
            format!("{}{absent} | {} | {happened}", life.state().code(), life.sequence)
        }
        Err(refusal) => format!("refused | | {}", refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The life of an appointment\n\nEvery state by every command and every side that may ask for it. It is noon of 26 November 2026. The \
         number is what calendars count changes by.\n",
    );
    for (state, life) in lives() {
        let due = life.due_at().map_or("never".into(), Micros::rfc3339);
        let _ = write!(text, "\n## From {state}\n\nDue for a tick: {due}.\n\n");
        text.push_str("| command | side | becomes | number | what happened |\n|---|---|---|---|---|\n");
        for (name, command) in commands() {
            for side in command.name().sides() {
                let outcome = life.clone().step(command.clone(), *side, now());
                let _ = writeln!(text, "| {name} | {} | {} |", side.code(), told(&outcome));
            }
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("appointment_life.md", &table());
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
            for side in Side::ALL {
                let outcome = life.clone().step(command.clone(), *side, now());
                let refusal = Err(Refusal::NotYours { command: command.name(), side: *side });
                assert_eq!(outcome == refusal, !command.name().sides().contains(side), "{name} from {state}");
            }
        }
    }
}

/// Walks sequences of commands of both sides, before and after the time.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    let first = Life::propose(Kind::Interview, slot("2026-12-01"), Side::Host, now()).expect("proposed");
    let mut reached = vec![first];
    for at in [now(), noon("2026-11-27"), noon("2026-12-04"), noon("2026-12-05")] {
        let mut next = Vec::new();
        for life in &reached {
            for (name, command) in commands() {
                for side in command.name().sides() {
                    let Ok((after, events)) = life.clone().step(command.clone(), *side, at) else { continue };
                    holds(life, &after, &events, &format!("{name} by {side:?} from {life:?}"));
                    assert!(after.due_at().is_none_or(|due| due > at), "overdue: {name} from {life:?}");
                    next.push(after);
                }
            }
        }
        next.sort_by_key(|life| format!("{life:?}"));
        next.dedup();
        reached = next;
    }
    assert!(reached.len() > 8, "the walk went nowhere: {}", reached.len());
}

fn holds(before: &Life, after: &Life, events: &[Event], told: &str) {
    assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(after), "{told}");
    assert!(after.state() == before.state() || !events.is_empty(), "moved in silence: {told}");
    let calendars = events.iter().any(|event| matches!(event, Event::Moved | Event::Cancelled | Event::Confirmed));
    assert_eq!(after.sequence > before.sequence, calendars, "calendars are not told: {told}");
    assert!(after.sequence >= before.sequence && after.moves <= 5, "{told}");
    let agreed = matches!(before.state(), State::Confirmed | State::Unrecorded | State::Missed | State::Kept);
    assert!(agreed || !matches!(after.state(), State::Kept | State::Missed), "never agreed on: {told}");
    assert_eq!(after.remind_at().is_some(), after.state() == State::Confirmed, "{told}");
}

#[test]
fn a_tick_at_the_due_instant_changes_the_state_and_one_before_does_not() {
    for (state, life) in lives() {
        let Some(due) = life.due_at() else { continue };
        let tick = |at| life.clone().step(Command::Tick, Side::System, at);
        assert_eq!(tick(Micros(due.0 - 1)), Ok((life.clone(), Vec::new())), "{state}");
        let (after, events) = tick(due).expect("a tick is never refused");
        assert_ne!(after.state(), life.state(), "{state}");
        assert_eq!((events.len(), after.due_at()), (1, None), "{state}");
    }
}

#[test]
fn an_answer_is_due_in_three_days_or_when_the_meeting_begins() {
    for (day, reply_by) in [("2026-12-10", "2026-11-30T00:00:00+07:00"), ("2026-11-27", "2026-11-27T12:00:00+07:00")] {
        let life = Life::propose(Kind::Counselling, slot(day), Side::Guest, now()).expect("proposed");
        assert_eq!(life.due_at().map(Micros::rfc3339).as_deref(), Some(reply_by));
    }
    let late = Life::propose(Kind::Interview, slot("2026-11-26"), Side::Host, now());
    assert_eq!(late, Err(Refusal::SlotOutOfRange));
    assert!(Life::propose(Kind::Interview, slot("2026-12-01"), Side::System, now()).is_err());
    assert_eq!(Life::book(Kind::Counselling, slot("2026-12-01"), now()).map(|life| life.state()), Ok(State::Confirmed));
    assert_eq!(Life::book(Kind::Counselling, slot("2026-11-20"), now()), Err(Refusal::SlotOutOfRange));
}

#[test]
fn a_moved_appointment_frees_its_old_time_and_waits_for_the_other_side() {
    let confirmed = life("2026-12-01", Stage::Confirmed);
    let (moved, _) = confirmed.step(Command::Move(slot("2026-12-03")), Side::Guest, now()).expect("moved");
    assert_eq!(moved.taken(), Some(slot("2026-12-03")));
    let own = moved.clone().step(Command::Confirm(slot("2026-12-03")), Side::Guest, now());
    assert_eq!(own, Err(Refusal::OwnProposal));
    let (again, _) = moved.clone().step(Command::Move(slot("2026-12-04")), Side::Host, now()).expect("countered");
    let latest = Command::Confirm(slot("2026-12-04"));
    assert_eq!(again.clone().step(latest.clone(), Side::Host, now()), Err(Refusal::OwnProposal));
    let read_before = again.clone().step(Command::Confirm(slot("2026-12-03")), Side::Guest, now());
    assert_eq!(read_before, Err(Refusal::SlotChanged), "a link in an old message agrees to nothing new");
    let (agreed, _) = again.step(latest, Side::Guest, now()).expect("agreed");
    assert_eq!((agreed.state(), agreed.slot, agreed.moves), (State::Confirmed, slot("2026-12-04"), 2));
    let (lapsed, _) = moved.step(Command::Tick, Side::System, noon("2026-12-01")).expect("a tick");
    assert_eq!((lapsed.state(), lapsed.taken()), (State::Cancelled, None));
}

#[test]
fn nobody_is_absent_before_a_quarter_of_an_hour() {
    let confirmed = life("2026-11-26", Stage::Confirmed);
    for (seconds, side, outcome) in [
        (899, Side::Host, Err(Refusal::NotBegun)),
        (900, Side::Host, Ok(Absent::Guest)),
        (900, Side::Guest, Ok(Absent::Host)),
    ] {
        let said = confirmed.clone().step(Command::RecordMissed, side, now().plus_seconds(seconds));
        assert_eq!(said.map(|(life, _)| life.parts().absent), outcome.map(Some), "{seconds} {side:?}");
    }
    let short = Life { slot: Slot { minutes: 10, ..slot("2026-11-26") }, ..confirmed };
    assert!(short.step(Command::RecordMissed, Side::Host, now().plus_seconds(600)).is_ok(), "over is over");
}

#[test]
fn who_is_said_to_have_missed_it_may_say_it_of_the_other() {
    let (both, _) = missed(Absent::Guest).step(Command::RecordMissed, Side::Guest, now()).expect("said");
    assert_eq!(both.parts().absent, Some(Absent::Disputed));
    let twice = missed(Absent::Guest).step(Command::RecordMissed, Side::Host, now());
    assert_eq!(twice, Ok((missed(Absent::Guest), Vec::new())));
    let host_alone = missed(Absent::Host).step(Command::RecordKept, Side::Host, now());
    assert!(matches!(host_alone, Err(Refusal::NotFrom { .. })), "the host cannot take back what the guest says");
    assert!(missed(Absent::Guest).step(Command::RecordKept, Side::Host, now()).is_ok(), "a slip is mended");
}

#[test]
fn refusals_are_told_in_both_languages_and_parts_come_back() {
    for (state, life) in lives() {
        assert_eq!(Life::from_parts(&life.parts()), Ok(life.clone()), "{state}");
        for (name, command) in commands() {
            for side in Side::ALL {
                let Err(refusal) = life.clone().step(command.clone(), *side, now()) else { continue };
                let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
                assert!(vi.len() > 15 && en.len() > 15 && vi != en, "{name}: {vi} {en}");
            }
        }
    }
    let long = Command::Cancel(Why::noted(CancelReason::Other, "á".repeat(1_001)));
    assert_eq!(proposed(Side::Host).step(long, Side::Guest, now()), Err(Refusal::ReasonTooLong));
    let mut no_side = proposed(Side::Host).parts();
    no_side.by = None;
    let mut no_reason = lives()[9].1.parts();
    no_reason.reason = None;
    for (parts, error) in [(no_side, PartsError::Missing("by")), (no_reason, PartsError::Reason)] {
        assert_eq!(Life::from_parts(&parts), Err(error));
    }
}
