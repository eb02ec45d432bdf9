//! The verification of an organisation: `verification_life.md`, and what must hold whatever is asked.

use crate::days::{calendar, end, noon, on};
use crate::written::stays_as_written;
use sanviec_domain::Lang;
use sanviec_domain::clock::Duty;
use sanviec_domain::time::Micros;
use sanviec_domain::verification::{
    Ahead, Closed, Command, CommandName, EVIDENCE_MOST, Event, Evidence, EvidenceKind, Life, PartsError, Refusal,
    RefuseReason, Renewal, RevokeReason, Side, State, Verified,
};
use sanviec_domain::why::Why;
use std::fmt::Write as _;

fn now() -> Micros {
    noon("2026-11-26")
}

fn piece(kind: EvidenceKind) -> Evidence {
    Evidence { kind, reference: "0312687878".into(), seen_on: on("2026-11-20") }
}

fn submitted(due: &str) -> Life {
    Life::Submitted {
        at: noon("2026-11-23"),
        evidence: vec![piece(EvidenceKind::RegistrationPaper)],
        answer: Duty::Open { due_on: on(due) },
        before: None,
    }
}

fn revoked() -> Life {
    Life::Closed(Closed::Revoked { at: noon("2026-11-20"), why: Why::plain(RevokeReason::Fraud) })
}

fn submitted_again() -> Life {
    let Life::Closed(before) = revoked() else { panic!("closed") };
    let Life::Submitted { at, evidence, answer, .. } = submitted("2026-11-26") else { panic!("submitted") };
    Life::Submitted { at, evidence, answer, before: Some(before) }
}

fn held(through: &str, told: Option<Ahead>) -> Verified {
    let evidence = vec![piece(EvidenceKind::RegisterLookup)];
    Verified { at: noon("2026-01-05"), until: end(through), evidence, told, renewal: None, refused: None }
}

fn verified(through: &str) -> Life {
    Life::Verified(held(through, None))
}

fn ended() -> Life {
    Life::Verified(held("2026-11-25", Some(Ahead::Week)))
}

/// Handed in again on Monday.
fn renewing(through: &str, told: Ahead) -> Life {
    let evidence = vec![piece(EvidenceKind::RegistrationPaper)];
    let renewal = Renewal { at: noon("2026-11-23"), evidence, answer: Duty::Open { due_on: on("2026-11-26") } };
    Life::Verified(Verified { renewal: Some(renewal), ..held(through, Some(told)) })
}

fn lives() -> Vec<(&'static str, Life)> {
    let at = noon("2026-11-20");
    vec![
        ("unverified", Life::Unverified),
        ("submitted", submitted("2026-11-26")),
        ("submitted, the officer's day over and no tick yet", submitted("2026-11-25")),
        ("verified", verified("2027-06-30")),
        ("verified, its end reached and no tick yet", ended()),
        ("verified, its end near and no tick yet", verified("2026-12-20")),
        ("verified and handed in again", renewing("2026-12-20", Ahead::Month)),
        ("verified and handed in again, its end reached and no tick yet", renewing("2026-11-25", Ahead::Week)),
        ("refused", Life::Closed(Closed::Refused { at, why: Why::plain(RefuseReason::Mismatch) })),
        ("revoked", revoked()),
        ("submitted after it was revoked", submitted_again()),
        ("expired", Life::Expired { at }),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let verify = |kind, through: &str| Command::Verify { evidence: vec![piece(kind)], through: on(through) };
    let tomorrow = Evidence { seen_on: on("2026-11-27"), ..piece(EvidenceKind::SiteVisit) };
    vec![
        ("Submit a paper", Command::Submit(vec![piece(EvidenceKind::LicencePaper)])),
        ("Submit nothing", Command::Submit(Vec::new())),
        ("TakeBack", Command::TakeBack),
        ("Verify by register for a year", verify(EvidenceKind::RegisterLookup, "2027-11-26")),
        ("Verify by a paper of its own only", verify(EvidenceKind::RegistrationPaper, "2027-11-26")),
        ("Verify by nothing", Command::Verify { evidence: Vec::new(), through: on("2027-11-26") }),
        ("Verify by a visit tomorrow", Command::Verify { evidence: vec![tomorrow], through: on("2027-11-26") }),
        ("Verify through yesterday", verify(EvidenceKind::CalledBack, "2026-11-25")),
        ("Verify through three years", verify(EvidenceKind::CalledBack, "2029-11-26")),
        ("Refuse", Command::Refuse(Why::plain(RefuseReason::NotInRegister))),
        ("Refuse for another reason without a note", Command::Refuse(Why::plain(RefuseReason::Other))),
        ("Revoke", Command::Revoke(Why::plain(RevokeReason::Impersonation))),
        ("Revoke for another reason without a note", Command::Revoke(Why::plain(RevokeReason::Other))),
        ("ChangeIdentity", Command::ChangeIdentity),
        ("Tick", Command::Tick),
    ]
}

fn step(life: &Life, command: Command, at: Micros) -> Result<(Life, Vec<Event>), Refusal> {
    let side = command.name().sides()[0];
    life.clone().step(command, side, at, &calendar())
}

fn row(name: &str, sides: &str, outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let codes: Vec<&str> = events.iter().map(|event| event.code()).collect();
            let happened = if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") };
            let due = life.due_at().map_or("–".into(), |at| at.last_day_before().to_string());
            format!("| {name} | {sides} | {} | {due} | {happened} |", life.state().code())
        }
        Err(refusal) => format!("| {name} | {sides} | refused | | {} |", refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The verification of an organisation\n\nEvery state by every command. It is noon of Thursday 26 November 2026. \"Last day\" is the \
         last day before time changes something.\n",
    );
    for (state, life) in lives() {
        let due = life.due_at().map_or("–".into(), |at| at.last_day_before().to_string());
        let holds = if life.is_verified(now()) { "may" } else { "may not" };
        let _ = write!(text, "\n## From {state}\n\nLast day: {due}. It {holds} publish.\n\n");
        text.push_str("| command | sides | becomes | last day | what happened |\n|---|---|---|---|---|\n");
        for (name, command) in commands() {
            let sides: Vec<&str> = command.name().sides().iter().map(|side| side.code()).collect();
            let _ = writeln!(text, "{}", row(name, &sides.join(", "), &step(&life, command, now())));
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("verification_life.md", &table());
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
                assert_eq!(outcome == refusal, !command.name().sides().contains(side), "{name} from {state}");
            }
        }
    }
}

/// Walks every sequence of four commands: nothing is verified without an officer, independent evidence and an end.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    let mut reached = vec![Life::Unverified];
    let mut seen = std::collections::BTreeSet::new();
    for depth in 0..4 {
        let mut next = Vec::new();
        for life in &reached {
            for (name, command) in commands() {
                let given = command.name();
                let Ok((after, events)) = step(life, command, now()) else { continue };
                let told = format!("{name} at {depth} from {life:?}");
                assert_eq!(Life::from_parts(&after.parts()).as_ref(), Ok(&after), "{told}");
                assert!(after.due_at().is_none_or(|due| due > now()), "overdue: {told}");
                assert!(after.state() == life.state() || !events.is_empty(), "moved in silence: {told}");
                let became = after.is_verified(now()) && !life.is_verified(now());
                assert!(!became || given == CommandName::Verify, "{told}");
                let closed = matches!(life.state(), State::Refused | State::Revoked);
                assert!(
                    !(closed && matches!(after.state(), State::Verified | State::Unverified)),
                    "washed off: {told}"
                );
                if let Life::Verified(held) = &after {
                    assert!(held.evidence.iter().any(|piece| piece.kind.is_independent()), "{told}");
                }
                seen.insert(after.state());
                next.push(after);
            }
        }
        next.sort_by_key(|life| format!("{life:?}"));
        next.dedup();
        reached = next;
    }
    assert_eq!(seen.len(), State::ALL.len() - 1, "all but expired: {seen:?}");
}

#[test]
fn an_organisation_cannot_vouch_for_itself() {
    for kind in EvidenceKind::ALL {
        let submit = Command::Submit(vec![piece(*kind)]);
        let own = Life::Unverified.step(submit.clone(), Side::Organisation, now(), &calendar());
        assert_eq!(own == Err(Refusal::EvidenceNotYours), kind.is_independent(), "{kind:?}");
        let more = submitted("2026-11-26").step(submit.clone(), Side::Organisation, now(), &calendar());
        assert_eq!(more == Err(Refusal::EvidenceNotYours), kind.is_independent(), "{kind:?}");
        assert!(Life::Unverified.step(submit, Side::Officer, now(), &calendar()).is_ok(), "{kind:?}");
    }
    let nothing = Command::Verify { evidence: Vec::new(), through: on("2027-11-26") };
    assert_eq!(step(&submitted("2026-11-26"), nothing, now()), Err(Refusal::EvidenceNotIndependent));
}

#[test]
fn handing_in_and_taking_back_does_not_wash_off_a_no() {
    let submit = Command::Submit(vec![piece(EvidenceKind::LicencePaper)]);
    let (again, _) = step(&revoked(), submit, now()).expect("handed in");
    for way_out in [Command::TakeBack, Command::ChangeIdentity] {
        let (after, _) = step(&again, way_out, now()).expect("taken");
        assert_eq!(after, revoked());
    }
}

#[test]
fn a_tick_at_the_due_instant_changes_something_and_one_before_does_not() {
    for (state, life) in lives() {
        let Some(due) = life.due_at() else { continue };
        assert_eq!(step(&life, Command::Tick, Micros(due.0 - 1)), Ok((life.clone(), Vec::new())), "{state}");
        let (after, events) = step(&life, Command::Tick, due).expect("a tick is never refused");
        assert_eq!(events.len(), 1, "{state}");
        assert_eq!(step(&after, Command::Tick, due), Ok((after.clone(), Vec::new())), "told twice: {state}");
        let holds = matches!(&life, Life::Verified(held) if due < held.until);
        assert_eq!(after.is_verified(due), holds, "{state}");
    }
}

#[test]
fn an_officer_owes_an_answer_in_two_working_days_and_more_papers_give_no_more_time() {
    let submit = || Command::Submit(vec![piece(EvidenceKind::RegistrationPaper)]);
    let (life, _) = step(&Life::Unverified, submit(), noon("2026-11-20")).expect("handed in");
    assert_eq!(life.due_at(), Some(end("2026-11-25")), "24 November is a holiday");
    let (more, events) =
        step(&life, Command::Submit(vec![piece(EvidenceKind::LicencePaper)]), noon("2026-11-23")).expect("more");
    assert_eq!((more.due_at(), events), (life.due_at(), vec![Event::Submitted]));
    let again = step(&more, submit(), noon("2026-11-23"));
    assert_eq!(again, Ok((more, Vec::new())), "the same paper twice has one effect");
}

/// The ticks of every noon: what they told, and on which day.
fn told(mut life: Life, from: &str, days: i64) -> (Life, Vec<(String, Event)>) {
    let mut told = Vec::new();
    for day in 0..days {
        let at = noon(from).plus_days(day);
        for _ in 0..3 {
            let (after, events) = step(&life, Command::Tick, at).expect("a tick is never refused");
            told.extend(events.into_iter().map(|event| (at.day().to_string(), event)));
            life = after;
        }
    }
    (life, told)
}

#[test]
fn its_end_is_told_a_month_and_a_week_before_and_when_it_came_each_once() {
    let (after, events) = told(verified("2026-12-31"), "2026-11-20", 60);
    let on = |day: &str, event| (day.to_owned(), event);
    let soon = Event::EndsSoon;
    assert_eq!(events, [on("2026-12-02", soon), on("2026-12-25", soon), on("2027-01-01", Event::Expired)]);
    assert_eq!(after, Life::Expired { at: end("2026-12-31") });
    let (_, late) = told(verified("2026-12-31"), "2026-12-28", 2);
    assert_eq!(late, [on("2026-12-28", soon)], "ticks that come late tell once what is true then");
    let short =
        Command::Verify { evidence: vec![piece(EvidenceKind::CalledBack)], through: crate::days::on("2026-12-10") };
    let (brief, _) = step(&Life::Unverified, short, now()).expect("verified");
    let (_, events) = told(brief, "2026-11-26", 10);
    assert_eq!(events, [on("2026-12-04", soon)], "who hears the yes for two weeks is not warned of a month");
}

#[test]
fn it_is_handed_in_again_from_sixty_days_before_its_end_and_holds_meanwhile() {
    let paper = || Command::Submit(vec![piece(EvidenceKind::LicencePaper)]);
    let life = verified("2027-01-31");
    let early = step(&life, paper(), noon("2026-12-02"));
    assert_eq!(early, Err(Refusal::RenewalTooEarly { from: on("2026-12-03") }));
    let at = noon("2026-12-03");
    let vouching = vec![piece(EvidenceKind::RegisterLookup)];
    let own = life.clone().step(Command::Submit(vouching), Side::Organisation, at, &calendar());
    assert_eq!(own, Err(Refusal::EvidenceNotYours));
    let (waits, events) = step(&life, paper(), at).expect("handed in");
    assert_eq!((events, waits.is_verified(at)), (vec![Event::Submitted], true));
    assert_eq!(step(&waits, paper(), at), Ok((waits.clone(), Vec::new())), "the same paper twice has one effect");
    assert_eq!(step(&waits, Command::TakeBack, at), Ok((life.clone(), vec![Event::TakenBack])));
    let (_, told) = told(waits.clone(), "2026-12-03", 62);
    let answer = ("2026-12-08".to_owned(), Event::AnswerOverdue);
    let over = ("2027-02-01".to_owned(), Event::Expired);
    assert!(told.iter().all(|one| one.1 != Event::EndsSoon), "whoever handed in waits for the officer: {told:?}");
    assert_eq!(told, [answer, over]);
    let verify = Command::Verify { evidence: vec![piece(EvidenceKind::RegisterLookup)], through: on("2028-11-30") };
    let (longer, events) = step(&waits, verify, at).expect("verified");
    let Life::Verified(longer) = longer else { panic!("verified") };
    assert_eq!((events, longer.at, longer.until), (vec![Event::Renewed], noon("2026-01-05"), end("2028-11-30")));
    assert_eq!((longer.evidence.len(), longer.renewal, longer.told), (2, None, None));
}

#[test]
fn a_refused_renewal_leaves_what_holds_until_its_end() {
    let refuse = Command::Refuse(Why::plain(RefuseReason::PapersUnclear));
    let (after, events) = step(&renewing("2026-12-20", Ahead::Month), refuse.clone(), now()).expect("refused");
    assert_eq!((events, after.state()), (vec![Event::RenewalRefused], State::Verified));
    assert_eq!(Life::from_parts(&after.parts()), Ok(after.clone()));
    let last = Micros(end("2026-12-20").0 - 1);
    assert!(after.is_verified(last) && !after.is_verified(end("2026-12-20")));
    let (again, _) = step(&after, Command::Submit(vec![piece(EvidenceKind::LicencePaper)]), now()).expect("again");
    assert_eq!(Life::from_parts(&again.parts()), Ok(again.clone()));
    assert_eq!(step(&again, Command::TakeBack, now()), Ok((after, vec![Event::TakenBack])), "the no is not washed off");
    let nothing_waits = step(&verified("2026-12-20"), refuse, now());
    assert!(matches!(nothing_waits, Err(Refusal::NotFrom { .. })));
}

#[test]
fn a_new_name_or_tax_code_takes_the_verification_with_it() {
    for life in [verified("2027-06-30"), submitted("2026-11-26"), Life::Expired { at: now() }] {
        let (after, events) = step(&life, Command::ChangeIdentity, now()).expect("changed");
        assert_eq!((after, events), (Life::Unverified, vec![Event::IdentityChanged]));
    }
    let (after, events) = step(&revoked(), Command::ChangeIdentity, now()).expect("taken");
    assert_eq!((after, events), (revoked(), vec![]), "a new name does not wash off the old");
}

#[test]
fn evidence_has_limits() {
    let many: Vec<Evidence> = (0..=EVIDENCE_MOST)
        .map(|number| Evidence { reference: format!("tờ {number}"), ..piece(EvidenceKind::LicencePaper) })
        .collect();
    let long = Evidence { reference: "á".repeat(201), ..piece(EvidenceKind::LicencePaper) };
    let blank = Evidence { reference: "  ".into(), ..piece(EvidenceKind::LicencePaper) };
    for (evidence, refusal) in [
        (many, Refusal::EvidenceTooMuch),
        (vec![long], Refusal::EvidenceTooMuch),
        (vec![blank], Refusal::EvidenceMissing),
    ] {
        assert_eq!(step(&Life::Unverified, Command::Submit(evidence), now()), Err(refusal));
    }
    let note = "á".repeat(1_001);
    let revoke = Command::Revoke(Why::noted(RevokeReason::Fraud, note));
    assert_eq!(step(&verified("2027-06-30"), revoke, now()), Err(Refusal::ReasonTooLong));
}

#[test]
fn refusals_are_told_in_both_languages_and_parts_come_back() {
    for (state, life) in lives() {
        assert_eq!(Life::from_parts(&life.parts()), Ok(life.clone()), "{state}");
        for (name, command) in commands() {
            let Err(refusal) = step(&life, command, now()) else { continue };
            let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
            assert!(vi.len() > 15 && en.len() > 15 && vi != en, "{name}: {vi} {en}");
        }
    }
    let mut no_papers = renewing("2026-12-20", Ahead::Month).parts();
    no_papers.renewal_evidence.clear();
    let mut no_answer = renewing("2026-12-20", Ahead::Month).parts();
    no_answer.answer = None;
    let mut no_end = verified("2027-06-30").parts();
    no_end.until = None;
    let mut no_evidence = verified("2027-06-30").parts();
    no_evidence.evidence.clear();
    let mut no_reason = revoked().parts();
    no_reason.closed = None;
    let mut other_reason = revoked().parts();
    other_reason.state = State::Refused;
    for (parts, error) in [
        (no_papers, PartsError::Missing("renewal_evidence")),
        (no_answer, PartsError::Missing("answer")),
        (no_end, PartsError::Missing("until")),
        (no_evidence, PartsError::Missing("evidence")),
        (no_reason, PartsError::Reason),
        (other_reason, PartsError::Reason),
    ] {
        assert_eq!(Life::from_parts(&parts), Err(error));
    }
}
