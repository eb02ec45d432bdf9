//! What holds after which acts, as tables.

use super::*;
use crate::Lang;
use crate::person::Majority;
use crate::posting::EmployerId;
use crate::time::Micros;
use uuid::Uuid;

const SEARCH: Matter = Matter::whole(Purpose::VisibleToEmployers);
const GUARDIAN: Matter = Matter::whole(Purpose::Guardian);

fn employer(number: u128) -> EmployerId {
    EmployerId(Uuid::from_u128(number))
}

fn wording(version: u16) -> Wording {
    Wording { version, lang: Lang::Vi }
}

fn give(matter: Matter, version: u16) -> Command {
    let giver = if matter == GUARDIAN { Giver::Guardian } else { Giver::Person };
    Command::Give { matter, wording: wording(version), shown: version, way: Way::OnScreen, giver, evidence: None }
}

fn withdraw(matter: Matter) -> Command {
    Command::Withdraw { matter, way: Way::OnScreen, giver: Giver::Person }
}

fn demand(matter: Matter, majority: Majority) -> Demand {
    Demand { matter, least_wording: 2, least_guardian_wording: 1, majority }
}

/// Applies commands at the instants 1, 2, 3 and so on.
fn after(commands: &[Command]) -> (Ledger, Vec<&'static str>) {
    let mut ledger = Ledger::default();
    let mut codes = Vec::new();
    for (at, command) in (1..).zip(commands) {
        let (next, events) = ledger.step(command.clone(), Micros(at)).expect("taken");
        codes.extend(events.iter().map(Event::code));
        ledger = next;
    }
    (ledger, codes)
}

#[test]
fn a_purpose_without_a_record_is_a_no() {
    for purpose in Purpose::ALL {
        let about = match purpose.scope() {
            Scope::Whole => About::Whole,
            Scope::Employer => About::Employer(employer(1)),
            Scope::Channel => About::Channel(Channel::Sms),
        };
        let matter = Matter { purpose: *purpose, about };
        let (ledger, _) = after(&[]);
        assert_eq!(ledger.allows(demand(matter, Majority::Adult), Micros(9)), Err(Lack::NotGiven), "{purpose:?}");
        assert_eq!(ledger.standing(matter, Micros(9)), Standing::Never);
    }
}

#[test]
fn what_holds_is_the_last_act_of_the_same_matter() {
    let (to_one, to_other) =
        (Matter::with(Purpose::Application, employer(1)), Matter::with(Purpose::Application, employer(2)));
    for (commands, matter, holds, codes) in [
        (vec![give(SEARCH, 2)], SEARCH, Ok(()), vec!["consent_given"]),
        (vec![give(SEARCH, 1)], SEARCH, Err(Lack::Outdated), vec!["consent_given"]),
        (vec![give(SEARCH, 1), give(SEARCH, 2)], SEARCH, Ok(()), vec!["consent_given", "consent_renewed"]),
        (vec![give(SEARCH, 2), give(SEARCH, 2)], SEARCH, Ok(()), vec!["consent_given"]),
        (
            vec![give(SEARCH, 2), withdraw(SEARCH), withdraw(SEARCH)],
            SEARCH,
            Err(Lack::Withdrawn),
            vec!["consent_given", "consent_withdrawn"],
        ),
        (
            vec![give(SEARCH, 2), withdraw(SEARCH), give(SEARCH, 2)],
            SEARCH,
            Ok(()),
            vec!["consent_given", "consent_withdrawn", "consent_given"],
        ),
        (vec![withdraw(SEARCH)], SEARCH, Err(Lack::NotGiven), vec![]),
        (vec![give(to_one, 2)], to_other, Err(Lack::NotGiven), vec!["consent_given"]),
        (vec![give(to_one, 2), withdraw(to_other)], to_one, Ok(()), vec!["consent_given"]),
        (
            vec![give(to_one, 2)],
            Matter::with(Purpose::Referral, employer(1)),
            Err(Lack::NotGiven),
            vec!["consent_given"],
        ),
    ] {
        let (ledger, happened) = after(&commands);
        assert_eq!(happened, codes, "{commands:?}");
        assert_eq!(ledger.allows(demand(matter, Majority::Adult), Micros(99)), holds, "{commands:?}");
        assert_eq!(
            ledger.given(Micros(99)).iter().any(|record| record.matter == matter),
            ledger.allows(Demand { least_wording: 0, ..demand(matter, Majority::Adult) }, Micros(99)).is_ok()
        );
    }
}

#[test]
fn a_record_counts_from_its_instant_and_a_withdrawal_of_the_same_instant_wins() {
    let given = Record {
        matter: SEARCH,
        act: Act::Given,
        at: Micros(5),
        wording: wording(2),
        way: Way::OnScreen,
        giver: Giver::Person,
        evidence: None,
    };
    let withdrawn = Record { act: Act::Withdrawn, ..given.clone() };
    let ask = |ledger: &Ledger, at| ledger.allows(demand(SEARCH, Majority::Adult), Micros(at));
    let ledger = Ledger::of([given.clone()]);
    assert_eq!((ask(&ledger, 4), ask(&ledger, 5)), (Err(Lack::NotGiven), Ok(())));
    for records in [[given.clone(), withdrawn.clone()], [withdrawn, given]] {
        assert_eq!(ask(&Ledger::of(records), 5), Err(Lack::Withdrawn), "in whatever order they were read");
    }
}

#[test]
fn under_age_the_guardian_must_agree_too() {
    let apply = Matter::with(Purpose::Application, employer(1));
    let counsel = Matter::whole(Purpose::Counselling);
    let own = vec![give(apply, 2), give(counsel, 2)];
    let both = [own.clone(), vec![give(GUARDIAN, 1)]].concat();
    let undone = [both.clone(), vec![withdraw(GUARDIAN)]].concat();
    let alone = vec![give(GUARDIAN, 1)];
    for (commands, matter, majority, holds) in [
        (&own, apply, Majority::Adult, Ok(())),
        (&own, apply, Majority::Minor, Err(Lack::Guardian)),
        (&own, apply, Majority::Child, Err(Lack::Guardian)),
        (&own, counsel, Majority::Minor, Ok(())),
        (&own, counsel, Majority::Child, Err(Lack::Guardian)),
        (&both, apply, Majority::Minor, Ok(())),
        (&both, counsel, Majority::Child, Ok(())),
        (&undone, apply, Majority::Minor, Err(Lack::Guardian)),
        (&undone, apply, Majority::Adult, Ok(())),
        (&alone, apply, Majority::Minor, Err(Lack::NotGiven)),
    ] {
        let (ledger, _) = after(commands);
        assert_eq!(ledger.allows(demand(matter, majority), Micros(99)), holds, "{matter:?} {majority:?}");
    }
    let (ledger, _) = after(&both);
    let newer = Demand { least_guardian_wording: 2, ..demand(apply, Majority::Minor) };
    assert_eq!(ledger.allows(newer, Micros(99)), Err(Lack::Guardian));
}

#[test]
fn what_was_not_agreed_to_properly_is_not_recorded() {
    let proper = |matter, way, giver, evidence: Option<&str>| Command::Give {
        matter,
        wording: wording(2),
        shown: 2,
        way,
        giver,
        evidence: evidence.map(str::to_owned),
    };
    let (person, guardian) = (Giver::Person, Giver::Guardian);
    let to_nobody = Matter::whole(Purpose::Application);
    let too_narrow = Matter::with(Purpose::Matching, employer(1));
    let other_channel = Matter { purpose: Purpose::Application, about: About::Channel(Channel::Sms) };
    for (command, refusal) in [
        (proper(to_nobody, Way::OnScreen, person, None), Refusal::Scope),
        (proper(too_narrow, Way::OnScreen, person, None), Refusal::Scope),
        (proper(other_channel, Way::OnScreen, person, None), Refusal::Scope),
        (withdraw(to_nobody), Refusal::Scope),
        (proper(Matter::whole(Purpose::Survey), Way::OnScreen, person, None), Refusal::NotAsked),
        (proper(GUARDIAN, Way::OnScreen, person, None), Refusal::Giver),
        (proper(SEARCH, Way::OnScreen, guardian, None), Refusal::Giver),
        (proper(SEARCH, Way::OnPaper, person, None), Refusal::EvidenceMissing),
        (proper(SEARCH, Way::OnPaper, person, Some("  ")), Refusal::EvidenceMissing),
        (proper(SEARCH, Way::ByTelephone, person, Some("ghi âm 7")), Refusal::NotVerifiable),
        (give(SEARCH, 0), Refusal::WordingChanged),
    ] {
        assert_eq!(Ledger::default().step(command.clone(), Micros(1)), Err(refusal), "{command:?}");
        assert!(Lang::ALL.iter().all(|lang| refusal.sentence(*lang).len() > 40));
    }
    let on_paper = proper(SEARCH, Way::OnPaper, person, Some("HS 12/2026"));
    assert!(Ledger::default().step(on_paper, Micros(1)).is_ok());
    let stale = Command::Give {
        matter: SEARCH,
        wording: wording(1),
        shown: 2,
        way: Way::OnScreen,
        giver: person,
        evidence: None,
    };
    assert_eq!(Ledger::default().step(stale, Micros(1)), Err(Refusal::WordingChanged));
}

/// A consent of before, when somebody was still asked for it.
fn once_given(matter: Matter) -> Record {
    let (act, way, giver) = (Act::Given, Way::OnScreen, Giver::Person);
    Record { matter, act, at: Micros(1), wording: wording(2), way, giver, evidence: None }
}

#[test]
fn what_nothing_reads_is_agreed_to_by_nobody_and_taken_back_as_ever() {
    let employer = employer(1);
    let not_asked = [
        Matter::with(Purpose::KeepAfterRefusal, employer),
        Matter::alerts_by(Channel::Sms),
        Matter::whole(Purpose::Statistics),
        Matter::whole(Purpose::SubsidyProof),
        Matter::whole(Purpose::Survey),
    ];
    let named: Vec<Purpose> = not_asked.iter().map(|matter| matter.purpose).collect();
    let all = Purpose::ALL.iter().copied().filter(|purpose| !purpose.is_asked()).collect::<Vec<_>>();
    assert_eq!(all, named);
    for matter in not_asked {
        assert_eq!(Ledger::default().step(give(matter, 2), Micros(1)), Err(Refusal::NotAsked));
        let before = Ledger::of([once_given(matter)]);
        assert!(matches!(before.standing(matter, Micros(2)), Standing::Given(_)));
        assert_eq!(before.clone().step(give(matter, 3), Micros(2)), Err(Refusal::NotAsked), "not anew either");
        let (after, events) = before.step(withdraw(matter), Micros(2)).expect("taken back");
        assert_eq!(events.iter().map(Event::code).collect::<Vec<_>>(), ["consent_withdrawn"]);
        assert_eq!(after.records().len(), 2, "and all of it stays on record");
        assert_eq!(after.step(give(matter, 2), Micros(3)), Err(Refusal::NotAsked));
    }
    let by_mail = Ledger::of([once_given(Matter::alerts_by(Channel::Email))]);
    let by_sms = demand(Matter::alerts_by(Channel::Sms), Majority::Adult);
    assert_eq!(by_mail.allows(by_sms, Micros(9)), Err(Lack::NotGiven), "another channel is another matter");
}

#[test]
fn taking_back_is_easier_than_agreeing() {
    let (ledger, _) = after(&[give(SEARCH, 2), give(GUARDIAN, 1)]);
    for (matter, giver) in [(SEARCH, Giver::Person), (SEARCH, Giver::Guardian), (GUARDIAN, Giver::Person)] {
        let command = Command::Withdraw { matter, way: Way::ByTelephone, giver };
        let (ledger, events) = ledger.clone().step(command, Micros(9)).expect("taken");
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].record().wording.version, if matter == SEARCH { 2 } else { 1 });
        assert!(matches!(ledger.standing(matter, Micros(9)), Standing::Withdrawn(_)));
    }
}

#[test]
fn a_clock_that_went_back_puts_no_yes_under_a_no() {
    let (ledger, _) = after(&[give(SEARCH, 2), withdraw(SEARCH)]);
    for command in [give(SEARCH, 2), withdraw(SEARCH)] {
        assert_eq!(ledger.clone().step(command, Micros(1)), Err(Refusal::BackDated));
    }
    assert!(
        ledger.step(give(Matter::whole(Purpose::NationalExchange), 2), Micros(1)).is_ok(),
        "another matter has its own order"
    );
}

/// Walks every sequence of five acts on two matters: the ledger, read back in any order, says what a plain fold says.
#[test]
fn no_sequence_of_acts_makes_a_yes_of_what_is_none() {
    let other = Matter::whole(Purpose::NationalExchange);
    let acts = [give(SEARCH, 2), withdraw(SEARCH), give(other, 2), withdraw(other)];
    for path in 0..4_usize.pow(5) {
        let chosen: Vec<Command> = (0..5).map(|place| acts[path / 4_usize.pow(place) % 4].clone()).collect();
        let (ledger, _) = after(&chosen);
        let reread = Ledger::of(ledger.records().iter().rev().cloned());
        assert_eq!(reread, ledger);
        for (matter, yes, no) in [(SEARCH, &acts[0], &acts[1]), (other, &acts[2], &acts[3])] {
            let last = chosen.iter().rev().find(|command| *command == yes || *command == no);
            let allowed = ledger.allows(demand(matter, Majority::Adult), Micros(9)).is_ok();
            assert_eq!(allowed, last == Some(yes), "{chosen:?}");
        }
    }
}

#[test]
fn every_purpose_says_what_follows_its_withdrawal() {
    for purpose in Purpose::ALL {
        assert_eq!(Purpose::find_by_code(purpose.code()), Some(*purpose));
        assert!(!purpose.after_withdrawal().code().is_empty());
        assert!(!purpose.needs_guardian(Majority::Adult));
        assert_eq!(purpose.needs_guardian(Majority::Child), *purpose != Purpose::Guardian);
    }
    for lack in Lack::ALL {
        assert!(Lang::ALL.iter().all(|lang| lack.sentence(*lang).len() > 40));
    }
}
