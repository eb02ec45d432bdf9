//! The five tables of a policy.

use super::values::{code, list, whole};
use super::{Fault, Node, Object, Place, Wrong};
use crate::placement::{
    Beyond, ContractTerms, CountsFrom, EvidenceTerms, FirstDay, Form, GapTerms, LeaveClass, LeaveKind, LeaveTerms,
    Length, Milestone, Probation, SigningMethod, Source, Terms,
};

const MOST_MONTHS: i64 = 1_200;
const MOST_DAYS: i64 = 36_500;

/// Reads the five tables; others that stand beside them are not looked at.
pub(crate) fn read_terms(node: &Node<'_>, place: &Place<'_>) -> Result<Terms, Wrong> {
    let policy = Object::open(node, place)?;
    Ok(Terms {
        milestone: policy.read("milestone", milestone)?,
        contract: policy.read("contract", contract)?,
        gap: policy.read("gap", gap)?,
        leave: policy.read("leave", leave)?,
        evidence: policy.read("evidence", evidence)?,
    })
}

fn milestone(node: &Node<'_>, place: &Place<'_>) -> Result<Milestone, Wrong> {
    let table = Object::exactly(node, place, &["first_day"], &["months", "days"])?;
    let months = table.optional("months", number(1, MOST_MONTHS))?;
    let days = table.optional("days", number(1, MOST_DAYS))?;
    let length = match (months, days) {
        (Some(months), None) => Length::Months(months),
        (None, Some(days)) => Length::Days(days),
        (None, None) | (Some(_), Some(_)) => return Err(Wrong::at(place, Fault::NotOneLength)),
    };
    Ok(Milestone { length, first_day: table.read("first_day", code(FirstDay::find_by_code))? })
}

fn contract(node: &Node<'_>, place: &Place<'_>) -> Result<ContractTerms, Wrong> {
    let fields = ["forms", "signature_methods", "counts_from", "minimum_months", "probation"];
    let table = Object::exactly(node, place, &fields, &[])?;
    Ok(ContractTerms {
        forms: table.read("forms", |node, place| list(node, place, code(Form::find_by_code)))?,
        signature_methods: table
            .read("signature_methods", |node, place| list(node, place, code(SigningMethod::find_by_code)))?,
        counts_from: table.read("counts_from", code(CountsFrom::find_by_code))?,
        minimum_months: table.read("minimum_months", number(0, MOST_MONTHS))?,
        probation: table.read("probation", code(Probation::find_by_code))?,
    })
}

fn gap(node: &Node<'_>, place: &Place<'_>) -> Result<GapTerms, Wrong> {
    let fields = ["tolerated_days", "tolerated_total_days", "beyond", "renewal_days"];
    let table = Object::exactly(node, place, &fields, &[])?;
    Ok(GapTerms {
        tolerated_days: table.read("tolerated_days", number(0, MOST_DAYS))?,
        tolerated_total_days: table.read("tolerated_total_days", number(0, MOST_DAYS))?,
        beyond: table.read("beyond", code(Beyond::find_by_code))?,
        renewal_days: table.read("renewal_days", number(0, MOST_DAYS))?,
    })
}

fn leave(node: &Node<'_>, place: &Place<'_>) -> Result<LeaveTerms, Wrong> {
    let fields: Vec<&str> = LeaveKind::ALL.iter().map(|kind| kind.code()).collect();
    let table = Object::exactly(node, place, &fields, &[])?;
    let mut classes = [LeaveClass::Counts; LeaveKind::ALL.len()];
    for (class, kind) in classes.iter_mut().zip(LeaveKind::ALL) {
        *class = table.read(kind.code(), code(LeaveClass::find_by_code))?;
    }
    Ok(LeaveTerms(classes))
}

fn evidence(node: &Node<'_>, place: &Place<'_>) -> Result<EvidenceTerms, Wrong> {
    let table = Object::exactly(node, place, &["any_of", "rank", "within_days"], &[])?;
    let any_of = table.read("any_of", |node, place| filled(list(node, place, set)?, place))?;
    let rank = table.read("rank", |node, place| list(node, place, code(Source::find_by_code)))?;
    if rank.iter().enumerate().any(|(at, source)| rank[..at].contains(source)) {
        return Err(table.wrong("rank", Fault::Repeated));
    }
    Ok(EvidenceTerms { any_of, rank, within_days: table.read("within_days", number(0, MOST_DAYS))? })
}

fn set(node: &Node<'_>, place: &Place<'_>) -> Result<Vec<Source>, Wrong> {
    filled(list(node, place, code(Source::find_by_code))?, place)
}

fn filled<T>(items: Vec<T>, place: &Place<'_>) -> Result<Vec<T>, Wrong> {
    if items.is_empty() { Err(Wrong::at(place, Fault::Empty)) } else { Ok(items) }
}

/// A whole number of a narrower type; the range is one that fits it.
fn number<T: TryFrom<i64>>(least: i64, most: i64) -> impl Fn(&Node<'_>, &Place<'_>) -> Result<T, Wrong> {
    move |node, place| {
        let number = whole(least, most)(node, place)?;
        T::try_from(number).map_err(|_| Wrong::at(place, Fault::OutOfRange))
    }
}
