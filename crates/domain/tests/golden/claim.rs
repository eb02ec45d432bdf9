//! The life of a claim: `claim_life.md`, who may decide about it, and that no sequence of commands pays twice, loses
//! money or leaves the ledger out of balance.

mod after_all;
mod contest;
mod left;

use crate::days::on;
use crate::written::stays_as_written;
use sanviec_domain::Lang;
use sanviec_domain::claim::{
    Asked, BatchId, BounceReason, Command, CommandName, ContestReason, Contested, Due, Event, Hand, Life, Order,
    PartsError, Place, PlaceName, Proposal, Refusal, RefuseReason, Settled, Stage, State, WithdrawReason, instalments,
    preview,
};
use sanviec_domain::ledger::{Account, Balances, Posting};
use sanviec_domain::membership::AccountId;
use sanviec_domain::placement::{Outcome, Recovery, Status};
use sanviec_domain::why::Why;
use std::fmt::Write as _;
use uuid::Uuid;

const DONG: i64 = 400_000;

fn person(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn hand(number: u128) -> Hand {
    Hand { person: person(number), entered_facts: false, prepared: false }
}

fn batch(number: u128) -> BatchId {
    BatchId(Uuid::from_u128(number))
}

fn order(needs_third: bool) -> Order {
    Order { dong: DONG, needs_third, instalments_max: 3, by: person(1) }
}

fn life(stage: Stage) -> Life {
    let (life, _) = Life::prepare(order(true)).expect("an amount");
    let paid = match &stage {
        Stage::Open(Place::Paid { .. })
        | Stage::InReview { place: Place::Paid { .. }, .. }
        | Stage::Kept
        | Stage::Recovering(_)
        | Stage::Recovered { .. }
        | Stage::Reconsidered { .. } => DONG,
        _ => 0,
    };
    let returned = match &stage {
        Stage::Recovering(asked) | Stage::Reconsidered { was: Settled::Recovering(asked), .. } => asked.came_dong,
        Stage::Recovered { dong } | Stage::Reconsidered { was: Settled::Recovered { dong }, .. } => *dong,
        _ => 0,
    };
    Life { paid_dong: paid, returned_dong: returned, stage, ..life }
}

/// A claim that was paid after it was given up, while another one held its person.
fn beside(stage: Stage) -> Life {
    Life { is_double: true, ..life(stage) }
}

/// What person 4 says is to come back, for the person was paid for twice.
fn contest(dong: i64) -> Contested {
    Contested { dong, why: ContestReason::PaidTwice, by: Some(person(4)) }
}

/// A claim that was decided about and is looked at again.
fn again(was: Settled, proposal: Option<Proposal>) -> Life {
    life(Stage::Reconsidered { was, proposal })
}

fn bounced() -> Why<BounceReason> {
    Why::plain(BounceReason::AccountClosed)
}

/// What the bank paid for a person whom no other claim holds.
fn bank_paid(day: &str, dong: i64) -> Command {
    Command::BankPaid { on: on(day), dong, is_alone: true }
}

fn paid() -> Place {
    Place::Paid { on: on("2026-11-20"), dong: DONG }
}

/// What person 4 proposed to ask back, and what came of it.
fn asked(came_dong: i64) -> Asked {
    Asked { dong: 136_264, instalments: 2, came_dong, proposed_by: Some(person(4)), asked_on: Some(on("2026-11-20")) }
}

fn proposal(number: u128, dong: i64, instalments: u32) -> Proposal {
    Proposal { by: person(number), dong, instalments }
}

fn lives() -> Vec<(&'static str, Life)> {
    let review = |place| life(Stage::InReview { place, proposal: None });
    vec![
        ("prepared", life(Stage::Open(Place::Prepared))),
        ("prepared, two suffice", Life { needs_third: false, ..life(Stage::Open(Place::Prepared)) }),
        ("awaiting a third person", life(Stage::Open(Place::AwaitingThird { second: person(2) }))),
        ("approved", life(Stage::Open(Place::Approved))),
        ("approved, two suffice", Life { needs_third: false, ..life(Stage::Open(Place::Approved)) }),
        ("batched", life(Stage::Open(Place::Batched { batch: batch(7) }))),
        ("batched, two suffice", Life { needs_third: false, ..life(Stage::Open(Place::Batched { batch: batch(7) })) }),
        ("sent", life(Stage::Open(Place::Sent { batch: batch(7) }))),
        ("paid", life(Stage::Open(paid()))),
        ("bounced", life(Stage::Open(Place::Bounced { why: bounced() }))),
        ("in review, was prepared", review(Place::Prepared)),
        ("in review, was approved", review(Place::Approved)),
        ("in review, was batched", review(Place::Batched { batch: batch(7) })),
        ("in review, was sent", review(Place::Sent { batch: batch(7) })),
        ("in review, was paid", review(paid())),
        (
            "in review, recovery proposed",
            life(Stage::InReview { place: paid(), proposal: Some(proposal(4, 136_264, 2)) }),
        ),
        ("in review, was bounced", review(Place::Bounced { why: bounced() })),
        ("recovering", life(Stage::Recovering(asked(68_132)))),
        ("recovered", life(Stage::Recovered { dong: DONG })),
        ("kept", life(Stage::Kept)),
        ("looked at again, was recovering", again(Settled::Recovering(asked(68_132)), None)),
        (
            "looked at again, something else proposed",
            again(Settled::Recovering(asked(68_132)), Some(proposal(4, 0, 1))),
        ),
        ("looked at again, was recovered", again(Settled::Recovered { dong: 136_264 }, None)),
        ("looked at again, was kept", again(Settled::Kept, None)),
        ("in review, was paid beside another claim", beside(Stage::InReview { place: paid(), proposal: None })),
        ("recovered, was paid beside another claim", beside(Stage::Recovered { dong: DONG })),
        (
            "in review, all of it contested",
            Life { contested: Some(contest(DONG)), ..life(Stage::InReview { place: paid(), proposal: None }) },
        ),
        ("withdrawn", life(Stage::Withdrawn { why: Why::plain(WithdrawReason::Mistake) })),
        ("refused", life(Stage::Refused { why: Why::plain(RefuseReason::EvidenceDoubted) })),
    ]
}

fn commands() -> Vec<(&'static str, Command)> {
    let entered = Hand { entered_facts: true, ..hand(3) };
    vec![
        ("Approve by whoever prepared it", Command::Approve(hand(1))),
        ("Approve by person 2", Command::Approve(hand(2))),
        ("Approve by person 3", Command::Approve(hand(3))),
        ("Approve by somebody who entered facts", Command::Approve(entered)),
        ("ApproveAgain by whoever prepared it", Command::ApproveAgain(hand(1))),
        ("ApproveAgain by person 2", Command::ApproveAgain(hand(2))),
        ("ApproveAgain by person 3", Command::ApproveAgain(hand(3))),
        ("ApproveAgain by somebody who entered facts", Command::ApproveAgain(entered)),
        ("Refuse by whoever prepared it", Command::Refuse(hand(1), Why::plain(RefuseReason::NotEntitled))),
        ("Refuse by person 3", Command::Refuse(hand(3), Why::plain(RefuseReason::NotEntitled))),
        ("Refuse for another reason without a note", Command::Refuse(hand(3), Why::plain(RefuseReason::Other))),
        ("Withdraw", Command::Withdraw(Why::plain(WithdrawReason::Mistake))),
        ("Batch on the same list", Command::Batch(batch(7))),
        ("Batch on another list", Command::Batch(batch(8))),
        ("TakeOut", Command::TakeOut),
        ("Send", Command::Send),
        ("BankPaid", bank_paid("2026-11-25", DONG)),
        ("BankPaid 68.132", bank_paid("2026-11-25", 68_132)),
        ("BankPaid beside another claim", Command::BankPaid { on: on("2026-11-25"), dong: DONG, is_alone: false }),
        ("BankBounced", Command::BankBounced(bounced())),
        ("Unmake", Command::Unmake),
        ("Reconfirm", Command::Reconfirm),
        ("Reconsider, as much as is asked", Command::Reconsider { asked_dong: 68_132, is_confirmed: false }),
        ("Reconsider, more than is asked", Command::Reconsider { asked_dong: 200_000, is_confirmed: false }),
        ("Reconsider, nothing", Command::Reconsider { asked_dong: 0, is_confirmed: false }),
        ("Reconsider, confirmed again", Command::Reconsider { asked_dong: 0, is_confirmed: true }),
        ("ProposeRecovery by person 4", Command::ProposeRecovery(proposal(4, 136_264, 2))),
        ("ProposeRecovery of nothing", Command::ProposeRecovery(proposal(4, 0, 1))),
        ("ProposeRecovery of more than was paid", Command::ProposeRecovery(proposal(4, DONG + 1, 1))),
        ("ProposeRecovery in too many parts", Command::ProposeRecovery(proposal(4, DONG, 4))),
        ("ConfirmRecovery by person 4", Command::ConfirmRecovery(hand(4), on("2026-11-26"))),
        ("ConfirmRecovery by person 3", Command::ConfirmRecovery(hand(3), on("2026-11-26"))),
        ("ConfirmRecovery by somebody who entered facts", Command::ConfirmRecovery(entered, on("2026-11-26"))),
        ("GiveBack 68.132", Command::GiveBack { dong: 68_132, by: hand(3) }),
        ("GiveBack 1", Command::GiveBack { dong: 1, by: hand(3) }),
        ("GiveBack more than is asked", Command::GiveBack { dong: DONG, by: hand(3) }),
        ("GiveBack by person 4", Command::GiveBack { dong: 1, by: hand(4) }),
        ("GiveBack by somebody who entered facts", Command::GiveBack { dong: 1, by: entered }),
        ("PrepareAgain", Command::PrepareAgain { by: person(5) }),
        ("BankReturned", Command::BankReturned { dong: DONG, why: bounced() }),
        ("BankReturned 68.132", Command::BankReturned { dong: 68_132, why: bounced() }),
        ("StandAlone", Command::StandAlone),
        ("Contest by person 4", Command::Contest(contest(DONG))),
        ("Uncontest by person 4", Command::Uncontest(hand(4))),
        ("Uncontest by person 3", Command::Uncontest(hand(3))),
    ]
}

fn booked(event: Event) -> String {
    match event.journal().expect("in range") {
        None => event.code().to_owned(),
        Some(journal) => {
            let line = |posting: &Posting| format!("{} {:+}", posting.account.code(), posting.dong);
            let lines: Vec<String> = journal.postings().iter().map(line).collect();
            format!("{} ({})", event.code(), lines.join(", "))
        }
    }
}

fn row(name: &str, outcome: &Result<(Life, Vec<Event>), Refusal>) -> String {
    match outcome {
        Ok((life, events)) => {
            let told: Vec<String> = events.iter().map(|event| booked(*event)).collect();
            let happened = if told.is_empty() { "nothing".to_owned() } else { told.join("; ") };
            let excludes = if life.excludes() { "yes" } else { "no" };
            let (held, owed) = (life.held_dong(), life.owed_dong());
            format!("| {name} | {} | {held} | {owed} | {excludes} | {happened} |", life.state().code())
        }
        Err(refusal) => format!("| {name} | refused | | | | {} |", refusal.code()),
    }
}

fn table() -> String {
    let mut text = String::from(
        "# The life of a claim\n\nEvery state by every command. The claim is of 400,000 dong, was prepared by person 1, needs a third \
         person, and may be given back in 3 parts. \"Held\" is what the centre has of it, \"owed\" what the next payout pays, \
         \"excludes\" whether the person counts as paid for. What is booked stands in brackets: debit above zero.\n",
    );
    for (state, life) in lives() {
        let _ = write!(text, "\n## From {state}\n\n");
        text.push_str("| command | becomes | held | owed | excludes | what happened |\n|---|---|---|---|---|---|\n");
        for (name, command) in commands() {
            let _ = writeln!(text, "{}", row(name, &life.clone().step(command)));
        }
    }
    text
}

#[test]
fn the_table_of_states_and_commands_is_as_written_down() {
    stays_as_written("claim_life.md", &table());
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
fn every_refusal_is_told_in_both_languages() {
    let none = Life::prepare(Order { dong: 0, ..order(false) }).expect_err("nothing");
    let mut refusals = vec![none];
    for (_, life) in lives() {
        refusals.extend(commands().into_iter().filter_map(|(_, command)| life.clone().step(command).err()));
    }
    for refusal in refusals {
        let (vi, en) = (refusal.sentence(Lang::Vi), refusal.sentence(Lang::En));
        assert!(vi.ends_with('.') && en.ends_with('.') && vi.len() > 20 && vi != en, "{vi} {en}");
    }
}

/// What the ledger holds of a claim, added up event by event.
fn book(held: &[Posting], events: &[Event]) -> Vec<Posting> {
    let journals = events.iter().filter_map(|event| event.journal().expect("in range"));
    held.iter().copied().chain(journals.flat_map(|journal| journal.postings().to_vec())).collect()
}

/// Walks every sequence of commands from a new claim, as far as the walk finds new states.
#[test]
fn no_sequence_of_commands_breaks_what_must_hold() {
    let mut reached: Vec<(Life, Balances)> =
        [true, false].map(|third| (Life::prepare(order(third)).expect("an amount").0, Balances::default())).into();
    let mut seen = std::collections::HashSet::new();
    let (mut steps, mut at) = (0, 0);
    while at < reached.len() && reached.len() < 4_000 {
        let (before, balances) = reached[at].clone();
        at += 1;
        for (name, command) in commands() {
            let Ok((after, events)) = before.clone().step(command) else { continue };
            steps += 1;
            let told = format!("{name} from {before:?}");
            let held: Vec<Posting> =
                Account::ALL.iter().map(|account| Posting { account: *account, dong: balances.on(*account) }).collect();
            let balances = Balances::of(book(&held, &events)).expect("in range");
            holds(&after, &balances, &told);
            assert!(before.state() == after.state() || !events.is_empty(), "moved in silence: {told}");
            // Money that went round once more is another history and not another state.
            let contested = after.contested;
            if seen.insert(format!("{:?}{}{}{contested:?}", after.stage, after.held_dong(), after.is_double)) {
                reached.push((after, balances));
            }
        }
    }
    assert!(steps > 500, "the walk went nowhere: {steps}");
}

fn holds(life: &Life, balances: &Balances, told: &str) {
    assert_eq!(Life::from_parts(&life.parts()).as_ref(), Ok(life), "{told}");
    assert_eq!(balances.total(), Some(0), "{told}");
    assert_eq!(balances.on(Account::Bank), -life.held_dong(), "{told}");
    assert!((0..=life.dong).contains(&life.held_dong()), "paid twice: {told}");
    assert_eq!(balances.on(Account::Receivable), life.outstanding_dong(), "{told}");
    let owed = match life.place() {
        Some(Place::Approved | Place::Batched { .. } | Place::Sent { .. } | Place::Bounced { .. }) => life.owed_dong(),
        _ => 0,
    };
    assert_eq!(balances.on(Account::Owed), -owed, "{told}");
    // What was paid beside another claim is asked back, and its person held by that one.
    assert!(life.held_dong() == 0 || life.is_live() || life.is_double, "money without a claim: {told}");
    assert!(life.held_dong() == 0 || life.excludes() || life.is_double, "paid and not excluded: {told}");
    assert!(!life.is_double || !(life.is_live() || life.excludes()), "held twice: {told}");
}

/// Late facts put a claim before people; money moves when people have said so.
#[test]
fn what_the_clock_tells_moves_no_money_and_undoes_nothing_that_two_people_confirmed() {
    for (name, life) in lives() {
        for (told, command) in commands() {
            let is_of_the_clock = matches!(
                command.name(),
                CommandName::Unmake | CommandName::Reconfirm | CommandName::Reconsider | CommandName::StandAlone
            );
            let Ok((after, events)) = life.clone().step(command) else { continue };
            if !is_of_the_clock {
                continue;
            }
            let booked: Vec<_> = events.iter().filter_map(|event| event.journal().expect("in range")).collect();
            assert!(booked.is_empty(), "{told} from {name} books {booked:?}");
            assert_eq!(after.outstanding_dong(), life.outstanding_dong(), "{told} from {name}");
            assert_eq!(after.held_dong(), life.held_dong(), "{told} from {name}");
        }
    }
}

/// Asked back in part, more, less, and what came was asked wrongly: each confirmed by another person.
#[test]
fn what_is_asked_anew_takes_the_place_of_what_was_asked() {
    for (asked_dong, expected) in [
        (200_000, vec!["asked_back", "back_from_review"]),
        (10_000, vec!["asked_no_more", "back_from_review"]),
        (0, vec!["asked_no_more", "back_from_review"]),
        (68_132, vec!["back_from_review"]),
    ] {
        let before = again(Settled::Recovering(asked(68_132)), Some(proposal(4, asked_dong, 2)));
        let (after, events) =
            before.clone().step(Command::ConfirmRecovery(hand(3), on("2026-11-26"))).expect("confirmed");
        assert_eq!(events.iter().map(|event| event.code()).collect::<Vec<_>>(), expected, "{asked_dong}");
        assert_eq!((after.outstanding_dong(), after.held_dong()), (asked_dong, before.held_dong()), "{asked_dong}");
        let state = if asked_dong == 0 { State::Recovered } else { State::Recovering };
        assert_eq!(after.state(), state);
    }
}

#[test]
fn the_same_command_twice_has_one_effect() {
    for (at, command) in [
        (Stage::Open(Place::Approved), Command::Batch(batch(7))),
        (Stage::Open(Place::Batched { batch: batch(7) }), Command::Send),
        (Stage::Open(Place::Sent { batch: batch(7) }), bank_paid("2026-11-25", DONG)),
        (Stage::Open(paid()), Command::Unmake),
        (Stage::InReview { place: paid(), proposal: None }, Command::Reconfirm),
    ] {
        let (once, events) = life(at).step(command.clone()).expect("taken");
        assert!(!events.is_empty());
        assert_eq!(once.clone().step(command).expect("taken"), (once, Vec::new()));
    }
}

/// Paid, given back in full, confirmed again, claimed anew, paid, brought back by the bank, paid again.
#[test]
fn what_was_given_back_can_be_claimed_anew_and_is_paid_once() {
    let (mut life, _) = Life::prepare(order(false)).expect("an amount");
    let mut events = Vec::new();
    for command in [
        Command::Approve(hand(2)),
        Command::Batch(batch(7)),
        Command::Send,
        bank_paid("2026-11-20", DONG),
        Command::Unmake,
        Command::ProposeRecovery(proposal(2, 100_000, 1)),
        Command::ConfirmRecovery(hand(3), on("2026-11-26")),
        Command::GiveBack { dong: 100_000, by: hand(3) },
        Command::PrepareAgain { by: person(5) },
        Command::Approve(hand(1)),
        Command::Batch(batch(8)),
        Command::Send,
        bank_paid("2026-12-20", 100_000),
        Command::BankBounced(bounced()),
        Command::Batch(batch(9)),
        Command::Send,
        bank_paid("2026-12-28", 100_000),
    ] {
        let told = format!("{command:?} from {life:?}");
        let more;
        (life, more) = life.step(command).expect(&told);
        events.extend(more);
    }
    assert_eq!((life.held_dong(), life.owed_dong(), life.state()), (DONG, 0, State::Paid));
    assert_eq!(life.stage, Stage::Open(Place::Paid { on: on("2026-12-28"), dong: 100_000 }));
    let balances = Balances::of(book(&[], &events)).expect("in range");
    assert_eq!(Account::ALL.iter().map(|account| balances.on(*account)).collect::<Vec<_>>(), [DONG, 0, -DONG, 0]);
}

fn outcome(status: Status, counted_days: i32) -> Outcome {
    Outcome { status, counted_days, required_days: 91, ..Outcome::without_employment("c", None) }
}

#[test]
fn a_preview_says_exactly_what_is_posted() {
    let reviewed = life(Stage::InReview { place: paid(), proposal: None });
    for (recovery, status, counted, parts, asked) in [
        (Recovery::Full, Status::Failed, 60, 1, DONG),
        (Recovery::ProRata, Status::Failed, 60, 3, 136_264),
        (Recovery::ProRata, Status::Failed, 0, 2, DONG),
        (Recovery::ProRata, Status::Disputed, 91, 1, 0),
        (Recovery::None, Status::Failed, 10, 1, 0),
        (Recovery::Full, Status::Confirmed, 91, 1, 0),
    ] {
        let told = format!("{recovery:?} {status:?} {counted}");
        let shown =
            preview(&reviewed, recovery, &outcome(status, counted), (parts, on("2026-11-26"))).expect("in range");
        assert_eq!((shown.asked_dong, shown.kept_dong), (asked, DONG - asked), "{told}");
        assert_eq!(shown.instalments.iter().map(|part| part.dong).sum::<i64>(), asked, "{told}");
        let command = Command::ProposeRecovery(proposal(4, shown.asked_dong, parts));
        let (proposed, _) = reviewed.clone().step(command).expect(&told);
        let (_, events) = proposed.step(Command::ConfirmRecovery(hand(3), on("2026-11-26"))).expect(&told);
        let posted: Vec<_> = events.iter().filter_map(|event| event.journal().expect("in range")).collect();
        assert_eq!(posted, shown.journal.into_iter().collect::<Vec<_>>(), "{told}");
    }
}

#[test]
fn instalments_differ_by_one_dong_at_most_and_sum_to_what_is_asked() {
    for (dong, parts, expected) in [
        (136_264, 3, vec![("2026-12-26", 45_422), ("2027-01-26", 45_421), ("2027-02-26", 45_421)]),
        (2, 3, vec![("2026-12-26", 1), ("2027-01-26", 1)]),
        (0, 3, vec![]),
        (5, 0, vec![("2026-12-26", 5)]),
    ] {
        let told: Vec<_> =
            instalments(dong, parts, on("2026-11-26")).iter().map(|part| (part.due_on, part.dong)).collect();
        let expected: Vec<_> = expected.into_iter().map(|(day, dong)| (on(day), dong)).collect();
        assert_eq!(told, expected, "{dong} in {parts}");
    }
}

#[test]
fn what_comes_is_for_the_part_that_is_due_first_and_the_rest_is_overdue_after_its_day() {
    let asked = |came_dong| Asked { instalments: 3, ..asked(came_dong) };
    for (came, rests, overdue) in [
        (0, [45_422, 45_421, 45_421], [0, 0, 45_422, 90_843, 136_264]),
        (45_422, [0, 45_421, 45_421], [0, 0, 0, 45_421, 90_842]),
        (50_000, [0, 40_843, 45_421], [0, 0, 0, 40_843, 86_264]),
        (136_263, [0, 0, 1], [0, 0, 0, 0, 1]),
    ] {
        let life = life(Stage::Recovering(asked(came)));
        let schedule = life.schedule();
        assert_eq!(schedule.iter().map(Due::rest_dong).collect::<Vec<_>>(), rests, "{came}");
        let days = schedule.iter().map(|due| due.part.due_on.to_string()).collect::<Vec<_>>();
        assert_eq!(days, ["2026-12-20", "2027-01-20", "2027-02-20"]);
        // On its day a part is not late yet.
        let told = ["2026-11-20", "2026-12-20", "2026-12-21", "2027-01-21", "2027-02-21"]
            .map(|day| life.overdue_dong(on(day)));
        assert_eq!(told, overdue, "{came}");
        assert_eq!(schedule.iter().map(Due::rest_dong).sum::<i64>(), life.outstanding_dong());
    }
    let unknown = life(Stage::Recovering(Asked { asked_on: None, ..asked(0) }));
    assert_eq!((unknown.schedule().len(), unknown.overdue_dong(on("2030-01-01"))), (0, 0));
}

#[test]
fn broken_parts_are_no_claim() {
    for (_, life) in lives() {
        assert_eq!(Life::from_parts(&life.parts()).as_ref(), Ok(&life));
    }
    let good = life(Stage::InReview { place: paid(), proposal: Some(proposal(4, 1, 1)) }).parts();
    for broken in [
        sanviec_domain::claim::LifeParts { place: None, ..good.clone() },
        sanviec_domain::claim::LifeParts { place: Some(PlaceName::Sent), ..good.clone() },
        sanviec_domain::claim::LifeParts { proposed_by: None, ..good.clone() },
        sanviec_domain::claim::LifeParts { paid_dong: DONG + 1, ..good.clone() },
        sanviec_domain::claim::LifeParts { returned_dong: DONG + 1, ..good.clone() },
        sanviec_domain::claim::LifeParts { state: State::Paid, ..good.clone() },
    ] {
        assert_eq!(Life::from_parts(&broken), Err(PartsError), "{broken:?}");
    }
}

#[test]
fn codes_of_banks_are_read() {
    for (code, reason) in [
        ("AC01", BounceReason::AccountUnknown),
        ("AC04", BounceReason::AccountClosed),
        ("BE01", BounceReason::NameDiffers),
        ("AM04", BounceReason::NoMoney),
        ("ZZ99", BounceReason::Other),
        ("", BounceReason::Other),
    ] {
        assert_eq!(BounceReason::of_iso(code), reason, "{code}");
    }
}
