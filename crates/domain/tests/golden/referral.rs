//! The life of a referral: `referral_life.md`, who may ask for what, and what the centre owes by which day.

use crate::days::{calendar, end, noon, on};
use crate::written::stays_as_written;
use chrono::NaiveDate;
use sanviec_domain::Lang;
use sanviec_domain::clock::Duty;
use sanviec_domain::referral::{
    Command, CommandName, Event, Follow, Hire, Letter, LetterNumber, Life, NotHiredReason, Outcome, PartsError,
    Refusal, Side, Stage, State, Terms, Validity, Way, WithdrawReason,
};
use sanviec_domain::reveal::{Around, Contact};
use sanviec_domain::time::Micros;
use sanviec_domain::why::Why;
use std::fmt::Write as _;

const TERMS: Terms = Terms { send_days: 2, answer_days: 10 };
const WELL: Around = Around { consent: true, verified: true };

fn now() -> Micros {
    noon("2026-11-26")
}

fn letter() -> Letter {
    Letter { number: LetterNumber { year: 2026, serial: 5 }, issued_at: noon("2026-10-19"), terms: TERMS }
}

fn life(stage: Stage) -> Life {
    Life { letter: letter(), stage }
}

fn sent(answer_by: &str) -> Life {
    life(Stage::Sent { way: Way::ByHand, at: noon("2026-11-20"), answer_by: end(answer_by) })
}

fn hired(told: &str, starts: &str, ends: Option<&str>) -> Hire {
    Hire::told(on(told), on(starts), ends.map(on), &calendar())
}

fn followed(outcome: Outcome) -> Hire {
    let told = hired("2026-10-19", "2026-10-20", None);
    Hire {
        result: told.result.done(on("2026-10-30")),
        follow_up: told.follow_up.done(on("2026-11-23")),
        outcome: Some(outcome),
        ..told
    }
}

fn lives() -> Vec<(&'static str, Life)> {
    let at = noon("2026-11-24");
    vec![
        ("issued", life(Stage::Issued { send_by: end("2026-11-27") })),
        ("issued, its end reached and no tick yet", life(Stage::Issued { send_by: end("2026-11-25") })),
        ("sent", sent("2026-12-04")),
        ("sent, the employer's end reached and no tick yet", sent("2026-11-25")),
        ("hired, nothing done yet", life(Stage::Hired(hired("2026-11-23", "2026-11-25", None)))),
        (
            "hired, both days over and no tick yet",
            life(Stage::Hired(hired("2026-10-19", "2026-10-19", Some("2026-10-30")))),
        ),
        (
            "hired, result entered, a month over",
            life(Stage::Hired(Hire {
                result: Duty::Done { due_on: on("2026-11-23"), done_on: on("2026-11-20") },
                ..hired("2026-10-26", "2026-10-26", None)
            })),
        ),
        ("hired and followed up", life(Stage::Hired(followed(Outcome::Stayed)))),
        ("not hired", life(Stage::NotHired { at, why: Why::plain(NotHiredReason::AnotherChosen) })),
        ("did not come", life(Stage::NoShow { at })),
        ("withdrawn", life(Stage::Withdrawn { at, why: Why::plain(WithdrawReason::FoundWork) })),
        ("lapsed, not answered", life(Stage::Lapsed { at, was_sent: true })),
        ("lapsed, never sent", life(Stage::Lapsed { at, was_sent: false })),
    ]
}

fn hire(told: &str, starts: &str, ends: Option<&str>) -> Command {
    Command::Hire { told_on: on(told), starts_on: on(starts), ends_on: ends.map(on) }
}

fn commands() -> Vec<(&'static str, Command)> {
    let left = |day: &str| Command::FollowUp(Follow::Left { last_on: on(day) });
    let start = |day: &str| Command::ChangeStart { starts_on: on(day), ends_on: None };
    vec![
        ("Send by post", Command::Send(Way::Post)),
        ("Hire, told today", hire("2026-11-26", "2026-12-01", None)),
        ("Hire, told on 19 October for two weeks", hire("2026-10-19", "2026-10-19", Some("2026-10-30"))),
        ("Hire, told tomorrow", hire("2026-11-27", "2026-12-01", None)),
        ("Hire, told before the letter", hire("2026-10-18", "2026-10-20", None)),
        ("Hire from before the letter", hire("2026-11-26", "2026-10-18", None)),
        ("Hire from after its end", hire("2026-11-26", "2026-12-10", Some("2026-12-09"))),
        ("RefuseHire", Command::RefuseHire(Why::plain(NotHiredReason::RequirementsNotMet))),
        ("RefuseHire for another reason without a note", Command::RefuseHire(Why::plain(NotHiredReason::Other))),
        ("RecordNoShow", Command::RecordNoShow),
        ("Withdraw", Command::Withdraw(Why::plain(WithdrawReason::PersonWishes))),
        ("Withdraw for the consent", Command::Withdraw(Why::plain(WithdrawReason::ConsentWithdrawn))),
        ("ConsentWithdrawn", Command::ConsentWithdrawn),
        ("ChangeStart to 30 November", start("2026-11-30")),
        ("ChangeStart to before the letter", start("2026-10-18")),
        ("EnterResult", Command::EnterResult),
        ("FollowUp: still working", Command::FollowUp(Follow::StillWorking)),
        ("FollowUp: left on 25 November", left("2026-11-25")),
        ("FollowUp: left tomorrow", left("2026-11-27")),
        ("FollowUp: never began", Command::FollowUp(Follow::NeverBegan)),
        ("FollowUp: not reached", Command::FollowUp(Follow::NotReached)),
        ("Tick", Command::Tick),
    ]
}

fn step(life: &Life, command: Command, at: Micros) -> Result<(Life, Vec<Event>), Refusal> {
    let side = command.name().sides()[0];
    life.clone().step(command, side, at, &calendar())
}

fn duty(duty: Duty) -> String {
    let parts = duty.parts();
    format!("{} {}", parts.state.code(), parts.done_on.unwrap_or(parts.due_on))
}

fn row(name: &str, sides: &str, outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
            let happened = if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
            let (result, follow_up) = match &life.stage {
                Stage::Hired(hire) => (duty(hire.result), duty(hire.follow_up)),
                _ => ("–".into(), "–".into()),
            };
            let due = life.due_at().map_or("–".into(), |at| at.last_day_before().to_string());
            format!("| {name} | {sides} | {} | {due} | {result} | {follow_up} | {happened} |", life.state().code())
        }
        Err(refusal) => format!("| {name} | {sides} | refused | | | | {} |", refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The life of a referral\n\nEvery state by every command. It is noon of Thursday 26 November 2026; the letter was issued on 19 October, \
         the centre sends in 2 working days and the employer answers in 10. 24 November is a holiday. \"Last day\" is the last day \
         before time changes something.\n",
    );
    for (state, life) in lives() {
        let due = life.due_at().map_or("–".into(), |at| at.last_day_before().to_string());
        let (contact, validity) = (life.contact(WELL, now()).code(), life.validity(now()).code());
        let _ = write!(
            text,
            "\n## From {state}\n\nLast day: {due}. Contact: {contact}. The code on the letter says: {validity}.\n\n"
        );
        text.push_str(
            "| command | sides | becomes | last day | result | follow-up | what happened |\n|---|---|---|---|---|---|---|\n",
        );
        for (name, command) in commands() {
            let sides: Vec<&str> = command.name().sides().iter().map(|side| side.code()).collect();
            let _ = writeln!(text, "{}", row(name, &sides.join(", "), &step(&life, command, now())));
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("referral_life.md", &table());
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
                let outcome = life.clone().step(command.clone(), *side, now(), &calendar());
                let refusal = Err(Refusal::NotYours { command: command.name(), side: *side });
                let may = command.name().sides().contains(side);
                assert_eq!(outcome == refusal, !may, "{name} from {state} by {side:?}");
                assert!(!may || outcome == step(&life, command.clone(), now()), "sides differ: {name} from {state}");
            }
        }
    }
}

#[test]
fn every_refusal_is_told_in_both_languages() {
    for (_, life) in lives() {
        for (name, command) in commands() {
            let Err(refusal) = step(&life, command, now()) else { continue };
            let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
            assert!(vi.len() > 20 && en.len() > 20 && vi != en, "{name}: {vi} {en}");
        }
    }
}

/// Walks every sequence of four commands from a new letter.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    let fresh = Letter { issued_at: noon("2026-10-19"), ..letter() };
    let mut reached = vec![Life::issue(fresh, &calendar()).expect("issued")];
    let times = [noon("2026-10-20"), now()];
    for depth in 0..4 {
        let mut next = Vec::new();
        for life in &reached {
            for (name, command) in commands() {
                for at in times {
                    let Ok((after, events)) = step(life, command.clone(), at) else { continue };
                    holds(life, &after, &events, (at, &format!("{name} at {depth} from {life:?}")));
                    next.push(after);
                }
            }
        }
        next.sort_by_key(|life| format!("{life:?}"));
        next.dedup();
        reached = next;
    }
    assert!(reached.len() > 20, "the walk went nowhere: {}", reached.len());
}

fn holds(before: &Life, after: &Life, events: &[Event], (at, told): (Micros, &str)) {
    assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(after), "{told}");
    assert!(after.due_at().is_none_or(|due| due > at), "overdue: {told}");
    assert!(after.state() == before.state() || !events.is_empty(), "moved in silence: {told}");
    assert!(before.state() != State::Withdrawn || after.state() == State::Withdrawn, "came back: {told}");
    for around in [Around { consent: false, ..WELL }, Around { verified: false, ..WELL }] {
        assert_ne!(after.contact(around, at), Contact::Open, "{told}");
        assert_eq!(after.sight(around, at), None, "{told}");
    }
    if let Stage::Hired(hire) = &after.stage {
        assert!(hire.starts_on >= after.letter.issued_on(), "began before the letter: {told}");
        assert!(hire.told_on <= at.day() || before.state() == State::Hired, "{told}");
        assert_eq!(hire.outcome.is_some(), !hire.follow_up.is_open(), "{told}");
        if hire.outcome == Some(Outcome::Stayed) && events.contains(&Event::FollowedUp) {
            assert!(at.day() >= hire.follow_through(&calendar()), "before the month was over: {told}");
        }
    }
}

#[test]
fn a_tick_at_the_due_instant_changes_something_and_one_before_does_not() {
    for (state, life) in lives() {
        let Some(due) = life.due_at() else { continue };
        let early = step(&life, Command::Tick, Micros(due.0 - 1));
        assert_eq!(early, Ok((life.clone(), Vec::new())), "{state}");
        let (after, events) = step(&life, Command::Tick, due).expect("a tick is never refused");
        assert!(after != life && !events.is_empty(), "{state}");
        assert_eq!(step(&after, Command::Tick, due), Ok((after.clone(), Vec::new())), "told twice: {state}");
    }
}

#[test]
fn the_result_is_owed_within_20_working_days_of_the_notice() {
    for (told, due) in [("2026-11-20", "2026-12-21"), ("2026-11-22", "2026-12-21"), ("2026-12-15", "2027-01-13")] {
        let life = life(Stage::Hired(hired(told, "2026-12-28", None)));
        let (life, events) = step(&life, Command::Tick, Micros(end(due).0 - 1)).expect("a tick");
        assert_eq!(events, [], "{told}");
        let (late, events) = step(&life, Command::Tick, end(due)).expect("a tick");
        assert_eq!(events, [Event::ResultOverdue], "{told}");
        let (done, events) = step(&late, Command::EnterResult, end(due)).expect("late is better than never");
        assert_eq!(events, [Event::ResultEntered]);
        let Stage::Hired(hire) = done.stage else { panic!("hired") };
        assert!(hire.result.is_late(end(due)), "done late stays late");
    }
}

#[test]
fn the_follow_up_runs_a_month_or_to_the_end_of_a_shorter_contract() {
    for (starts, ends, through, ask_by) in [
        ("2026-10-20", None, "2026-11-20", "2026-11-30"),
        ("2026-10-31", None, "2026-11-30", "2026-12-07"),
        ("2026-10-24", None, "2026-11-24", "2026-12-01"),
        ("2026-10-20", Some("2026-11-06"), "2026-11-06", "2026-11-13"),
        ("2026-10-20", Some("2027-10-20"), "2026-11-20", "2026-11-30"),
    ] {
        let hire = hired("2026-10-19", starts, ends);
        assert_eq!((hire.follow_through(&calendar()), hire.follow_up.due_on()), (on(through), on(ask_by)), "{starts}");
        let life = life(Stage::Hired(hire));
        let ask = |day: NaiveDate| step(&life, Command::FollowUp(Follow::StillWorking), noon(&day.to_string()));
        assert_eq!(ask(on(through).pred_opt().expect("a day")), Err(Refusal::MonthNotOver), "{starts}");
        let (after, _) = ask(on(through)).expect("the month is over");
        let Stage::Hired(hire) = after.stage else { panic!("hired") };
        assert_eq!(hire.outcome, Some(Outcome::Stayed), "{starts}");
    }
}

#[test]
fn who_left_after_the_month_has_stayed_for_it() {
    let life = life(Stage::Hired(hired("2026-11-10", "2026-10-20", None)));
    for (last, outcome) in [
        ("2026-11-19", Outcome::Left { last_on: on("2026-11-19") }),
        ("2026-11-20", Outcome::Stayed),
        ("2026-10-20", Outcome::Left { last_on: on("2026-10-20") }),
    ] {
        let left = Command::FollowUp(Follow::Left { last_on: on(last) });
        let (after, events) = step(&life, left, now()).expect("told");
        let Stage::Hired(hire) = after.stage else { panic!("hired") };
        assert_eq!((hire.outcome, events), (Some(outcome), vec![Event::FollowedUp]), "{last}");
    }
    let before = Command::FollowUp(Follow::Left { last_on: on("2026-10-19") });
    assert_eq!(step(&life, before, now()), Err(Refusal::LastDayOutOfRange));
}

#[test]
fn not_reaching_anybody_keeps_the_duty_open() {
    let hired = life(Stage::Hired(hired("2026-10-19", "2026-10-20", None)));
    let (after, events) = step(&hired, Command::FollowUp(Follow::NotReached), noon("2026-11-12")).expect("told");
    assert_eq!((after, events), (hired, vec![Event::FollowUpTried]));
}

#[test]
fn a_hire_told_late_counts_from_the_day_it_was_told() {
    let (after, events) = step(&sent("2026-11-25"), hire("2026-10-20", "2026-10-21", None), now()).expect("told late");
    assert_eq!(events, [Event::Lapsed, Event::Hired, Event::ResultOverdue]);
    let Stage::Hired(hire) = after.stage else { panic!("hired") };
    assert_eq!(hire.result, Duty::Overdue { due_on: on("2026-11-17") });
}

#[test]
fn a_notice_can_be_taken_back_until_the_result_is_entered() {
    let told = life(Stage::Hired(hired("2026-11-23", "2026-12-01", None)));
    let refuse = || Command::RefuseHire(Why::plain(NotHiredReason::Declined));
    let (after, events) = step(&told, refuse(), now()).expect("taken back");
    assert_eq!((after.state(), events), (State::NotHired, vec![Event::NotHired]));
    let (entered, _) = step(&told, Command::EnterResult, now()).expect("entered");
    assert_eq!(step(&entered, refuse(), now()), Err(Refusal::ResultEntered));
}

#[test]
fn the_same_command_twice_has_one_effect() {
    for (life, command) in [
        (sent("2026-12-04"), hire("2026-11-26", "2026-12-01", None)),
        (sent("2026-12-04"), Command::RecordNoShow),
        (sent("2026-12-04"), Command::RefuseHire(Why::plain(NotHiredReason::AnotherChosen))),
        (life(Stage::Hired(hired("2026-11-23", "2026-11-25", None))), Command::EnterResult),
        (sent("2026-12-04"), Command::ConsentWithdrawn),
        (
            life(Stage::Hired(hired("2026-11-23", "2026-11-25", None))),
            Command::ChangeStart { starts_on: on("2026-11-30"), ends_on: None },
        ),
    ] {
        let (once, _) = step(&life, command.clone(), now()).expect("taken");
        assert_eq!(step(&once, command, now()), Ok((once, Vec::new())));
    }
}

#[test]
fn sending_again_gives_nobody_more_time() {
    let (again, events) = step(&sent("2026-12-04"), Command::Send(Way::Email), now()).expect("sent again");
    assert_eq!((again.due_at(), events), (Some(end("2026-12-04")), vec![Event::SentAgain]));
    let issued = life(Stage::Issued { send_by: end("2026-11-27") });
    let (first, _) = step(&issued, Command::Send(Way::Email), now()).expect("sent");
    assert_eq!(first.due_at(), Some(end("2026-12-10")), "10 working days");
}

#[test]
fn a_letter_out_of_bounds_is_not_issued_and_a_clock_before_it_is_refused() {
    for letter in [
        Letter { terms: Terms { send_days: 0, ..TERMS }, ..letter() },
        Letter { terms: Terms { answer_days: 91, ..TERMS }, ..letter() },
        Letter { number: LetterNumber { year: 2026, serial: 0 }, ..letter() },
    ] {
        assert_eq!(Life::issue(letter, &calendar()), Err(Refusal::TermsOutOfRange));
    }
    let issued = Life::issue(letter(), &calendar()).expect("issued");
    assert_eq!(issued.due_at(), Some(end("2026-10-21")));
    assert_eq!(step(&issued, Command::Send(Way::Post), noon("2026-10-18")), Err(Refusal::BeforeLetter));
}

#[test]
fn the_code_on_a_letter_says_what_became_of_it_and_nothing_of_the_person() {
    for (state, validity) in [
        ("sent", Validity::Valid),
        ("sent, the employer's end reached and no tick yet", Validity::Lapsed),
        ("hired, nothing done yet", Validity::Answered),
        ("withdrawn", Validity::Withdrawn),
    ] {
        let (_, life) = lives().into_iter().find(|(name, _)| *name == state).expect("a state");
        assert_eq!(life.validity(now()), validity, "{state}");
    }
}

#[test]
fn every_life_comes_back_from_its_parts_and_broken_ones_do_not() {
    for (state, life) in lives() {
        assert_eq!(Life::from_parts(&life.parts()), Ok(life), "{state}");
    }
    for outcome in [Outcome::Stayed, Outcome::NeverBegan, Outcome::Left { last_on: on("2026-11-02") }] {
        let life = life(Stage::Hired(followed(outcome)));
        assert_eq!(Life::from_parts(&life.parts()), Ok(life));
    }
    let good = life(Stage::Hired(followed(Outcome::Left { last_on: on("2026-11-02") }))).parts();
    let mut without_day = good.clone();
    let mut without_outcome = good.clone();
    let mut unfinished = good.clone();
    if let (Some(one), Some(other), Some(third)) =
        (&mut without_day.hire, &mut without_outcome.hire, &mut unfinished.hire)
    {
        one.left_on = None;
        (other.outcome, other.left_on) = (None, None);
        third.follow_up.done_on = None;
    }
    let mut no_hire = good;
    no_hire.hire = None;
    for (parts, error) in [
        (without_day, PartsError::Duty),
        (without_outcome, PartsError::Duty),
        (unfinished, PartsError::Duty),
        (no_hire, PartsError::Missing("hire")),
    ] {
        assert_eq!(Life::from_parts(&parts), Err(error));
    }
}
