//! The life of a posting: `posting_life.md`, and what must hold whatever is asked.

use crate::written::stays_as_written;
use sanviec_domain::posting::{
    CloseReason, Command, Event, Life, LifeParts, People, Refusal, RemoveReason, Run, State, Why,
};
use sanviec_domain::time::Micros;
use std::fmt::Write as _;

const NOW: Micros = Micros(1_000);
const RUN: Run = Run { published_at: Micros(500), until: Micros(2_000) };
const LATE: Run = Run { published_at: Micros(500), until: Micros(1_000) };
const PEOPLE: People = People { wanted: 3, hired: 1 };
const FULL: People = People { wanted: 3, hired: 3 };

fn lives() -> Vec<(&'static str, Life)> {
    let dropped = || Why::plain(CloseReason::SourceDropped);
    let ended = || Why::plain(CloseReason::NoLongerNeeded);
    vec![
        ("draft", Life::Draft(PEOPLE)),
        ("submitted", Life::Submitted(PEOPLE)),
        ("published", Life::Published(PEOPLE, RUN)),
        ("published, its end reached and no tick yet", Life::Published(PEOPLE, LATE)),
        ("paused", Life::Paused(PEOPLE, RUN)),
        ("paused, its end reached and no tick yet", Life::Paused(PEOPLE, LATE)),
        ("returned", Life::Returned(PEOPLE, "ghi rõ nơi làm việc".into())),
        ("expired", Life::Expired(PEOPLE, LATE)),
        ("filled before its end", Life::Filled(FULL, RUN)),
        ("filled, its end over", Life::Filled(FULL, LATE)),
        ("closed because its source dropped it", Life::Closed(PEOPLE, Some(RUN), dropped())),
        ("closed by the employer", Life::Closed(PEOPLE, Some(RUN), ended())),
        ("closed before it was ever published", Life::Closed(PEOPLE, None, ended())),
        ("removed", Life::Removed(PEOPLE, Some(RUN), Why::plain(RemoveReason::Fraud))),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let (later, passed) = (Micros(3_000), Micros(1_000));
    vec![
        ("Submit", Command::Submit),
        ("Publish until later", Command::Publish { until: later }),
        ("Publish until now", Command::Publish { until: passed }),
        ("Change, 5 wanted", Command::Change { wanted: 5 }),
        ("Change, as many wanted as hired", Command::Change { wanted: 1 }),
        ("Change, nobody wanted", Command::Change { wanted: 0 }),
        ("Pause", Command::Pause),
        ("Resume", Command::Resume),
        ("Extend until later", Command::Extend { until: later }),
        ("Extend until the same end", Command::Extend { until: Micros(2_000) }),
        ("Return with a reason", Command::Return { reason: "ghi rõ mức lương".into() }),
        ("Return without a reason", Command::Return { reason: " ".into() }),
        ("RecordHire of 1", Command::RecordHire { count: 1 }),
        ("RecordHire of the 2 left", Command::RecordHire { count: 2 }),
        ("RecordHire of 3, one too many", Command::RecordHire { count: 3 }),
        ("RecordHire of nobody", Command::RecordHire { count: 0 }),
        ("Close", Command::Close(Why::plain(CloseReason::FoundElsewhere))),
        ("Close for another reason without a note", Command::Close(Why::plain(CloseReason::Other))),
        ("Remove", Command::Remove(Why::plain(RemoveReason::Unlawful))),
        ("Reopen until later", Command::Reopen { until: later }),
        ("Reopen until now", Command::Reopen { until: passed }),
        ("Drop", Command::Drop),
        ("Relist until later", Command::Relist { until: later }),
        ("Relist until the same end", Command::Relist { until: Micros(2_000) }),
        ("Relist until now", Command::Relist { until: passed }),
        ("Tick", Command::Tick),
    ]
}

fn row(name: &str, outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let LifeParts { state, live_until, wanted, hired, .. } = life.parts();
            let until = live_until.map_or(String::from("–"), |until| until.0.to_string());
            let codes: Vec<&str> = events.iter().map(Event::code).collect();
            let happened = if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
            format!("| {name} | {} | {hired}/{wanted} | {until} | {happened} |", state.code())
        }
        Err(refusal) => format!("| {name} | refused | | | {} |", refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The life of a posting\n\nEvery state by every command. The clock stands at 1000; three people are wanted and one is hired \
         (three when filled); a run ends at 2000, a run that is over ended at 1000; \"later\" is 3000.\n",
    );
    for (state, life) in lives() {
        let due = life.due_at().map_or(String::from("never"), |at| at.0.to_string());
        let _ = write!(text, "\n## From {state}\n\nDue for a tick: {due}.\n\n");
        text.push_str("| command | becomes | hired/wanted | until | what happened |\n|---|---|---|---|---|\n");
        for (name, command) in commands() {
            let _ = writeln!(text, "{}", row(name, &life.clone().step(command, NOW)));
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("posting_life.md", &table());
}

#[test]
fn every_state_and_every_command_stands_in_the_table() {
    for state in State::ALL {
        assert!(lives().iter().any(|(_, life)| life.state() == *state), "{state:?}");
    }
    for name in sanviec_domain::posting::CommandName::ALL {
        assert!(commands().iter().any(|(_, command)| command.name() == *name), "{name:?}");
    }
}

/// Walks every sequence of four commands: nothing breaks what must always hold.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    let mut reached = vec![Life::new(3)];
    for depth in 0..4 {
        let mut next = Vec::new();
        for life in &reached {
            for (name, command) in commands() {
                let Ok((after, events)) = life.clone().step(command, NOW) else { continue };
                let People { wanted, hired } = after.people();
                assert!(wanted >= 1 && hired <= wanted, "{name} at {depth} from {life:?}");
                assert!(after.is_live(NOW) == (after.state() == State::Published), "{name} at {depth} from {life:?}");
                assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(&after));
                assert!(after.state() == life.state() || !events.is_empty(), "{name} moved {life:?} in silence");
                assert!(!(after.state() == State::Published && after.people().is_filled()), "{name} from {life:?}");
                next.push(after);
            }
        }
        next.sort_by_key(|life| format!("{life:?}"));
        next.dedup();
        reached = next;
    }
    assert!(reached.len() > 20, "the walk went nowhere: {}", reached.len());
}

#[test]
fn a_tick_at_the_due_instant_changes_the_state_and_one_before_does_not() {
    for life in [Life::Published(PEOPLE, RUN), Life::Paused(PEOPLE, RUN)] {
        let due = life.due_at().expect("live states are due");
        let early = life.clone().step(Command::Tick, Micros(due.0 - 1));
        assert_eq!(early, Ok((life.clone(), Vec::new())));
        let (after, events) = life.step(Command::Tick, due).expect("a tick is never refused");
        assert_eq!((after.state(), events, after.due_at()), (State::Expired, vec![Event::Expired], None));
    }
}

#[test]
fn the_last_hire_fills_and_only_a_change_makes_room_again() {
    let life = Life::Published(PEOPLE, RUN);
    let (life, events) = life.step(Command::RecordHire { count: 2 }, NOW).expect("two are left");
    assert_eq!(events, [Event::Hired { count: 2 }, Event::Filled]);
    let refused = life.clone().step(Command::RecordHire { count: 1 }, NOW);
    assert_eq!(refused, Err(Refusal::AlreadyFilled));
    let (life, _) = life.step(Command::Change { wanted: 4 }, NOW).expect("room for one more");
    assert_eq!(life, Life::Published(People { wanted: 4, hired: 3 }, RUN));
}

#[test]
fn a_hire_can_be_counted_where_the_rules_take_one_of_what_was_shown() {
    for (state, life) in lives() {
        let is_taken = life.clone().step(Command::RecordHire { count: 1 }, NOW).is_ok();
        assert_eq!(life.takes_hire(), is_taken && life.run().is_some(), "{state}");
    }
}

#[test]
fn a_note_that_is_too_long_is_refused() {
    let long = "á".repeat(1_001);
    let life = Life::Submitted(PEOPLE);
    for command in [
        Command::Return { reason: long.clone() },
        Command::Close(Why::noted(CloseReason::Other, long.clone())),
        Command::Remove(Why::noted(RemoveReason::Fraud, long.clone())),
    ] {
        assert_eq!(life.clone().step(command, NOW), Err(Refusal::ReasonTooLong));
    }
}
