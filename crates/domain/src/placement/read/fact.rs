//! One fact: the common fields, then those of its kind.

use super::values::{code, date, instant, text, truth};
use super::{Fault, Node, Object, Place, Wrong};
use crate::placement::{
    Attestation, Contract, EndReason, Ended, Fact, FactKind, Form, Leave, LeaveKind, Party, Signature, SigningMethod,
    Source, Statement, Succession,
};
use chrono::NaiveDate;

const COMMON: &[&str] = &["id", "kind", "recorded_at", "source"];

/// The fields of a kind beside the common ones.
const fn fields_of(kind: FactKind) -> &'static [&'static str] {
    match kind {
        FactKind::Contract => &["contract", "employer", "form", "start", "through"],
        FactKind::Signature => &["contract", "party", "signed_on", "method"],
        FactKind::Attestation => &["from", "through", "employed"],
        FactKind::Leave => &["leave", "from", "through"],
        FactKind::Ended => &["contract", "through", "reason"],
        FactKind::Reinstated => &["contract"],
        FactKind::Succession => &["from_employer", "to_employer", "on"],
        FactKind::Retraction => &["retracts", "why"],
    }
}

const fn optional_of(kind: FactKind) -> &'static [&'static str] {
    match kind {
        FactKind::Attestation => &["stated_on"],
        FactKind::Contract
        | FactKind::Signature
        | FactKind::Leave
        | FactKind::Ended
        | FactKind::Reinstated
        | FactKind::Succession
        | FactKind::Retraction => &[],
    }
}

pub(super) fn read_fact(node: &Node<'_>, place: &Place<'_>) -> Result<Fact, Wrong> {
    let fields = Object::open(node, place)?;
    let kind = fields.read("kind", code(FactKind::find_by_code))?;
    fields.has_only(&[COMMON, fields_of(kind), optional_of(kind)])?;
    Ok(Fact {
        id: fields.read("id", text)?,
        recorded_at: fields.read("recorded_at", instant)?,
        source: fields.read("source", code(Source::find_by_code))?,
        says: statement(kind, &fields)?,
    })
}

/// What a fact says, without the fields that the service gives.
pub(super) fn read_statement(node: &Node<'_>, place: &Place<'_>) -> Result<Statement, Wrong> {
    let fields = Object::open(node, place)?;
    let kind = fields.read("kind", code(FactKind::find_by_code))?;
    fields.has_only(&[&["kind"], fields_of(kind), optional_of(kind)])?;
    statement(kind, &fields)
}

fn statement(kind: FactKind, fields: &Object<'_, '_>) -> Result<Statement, Wrong> {
    Ok(match kind {
        FactKind::Contract => Statement::Contract(contract(fields)?),
        FactKind::Signature => Statement::Signature(Signature {
            contract: fields.read("contract", text)?,
            party: fields.read("party", code(Party::find_by_code))?,
            signed_on: fields.read("signed_on", date)?,
            method: fields.read("method", code(SigningMethod::find_by_code))?,
        }),
        FactKind::Attestation => Statement::Attestation(attestation(fields)?),
        FactKind::Leave => Statement::Leave(leave(fields)?),
        FactKind::Ended => Statement::Ended(Ended {
            contract: fields.read("contract", text)?,
            through: fields.read("through", date)?,
            reason: fields.read("reason", code(EndReason::find_by_code))?,
        }),
        FactKind::Reinstated => Statement::Reinstated(fields.read("contract", text)?),
        FactKind::Succession => Statement::Succession(Succession {
            from_employer: fields.read("from_employer", text)?,
            to_employer: fields.read("to_employer", text)?,
            on: fields.read("on", date)?,
        }),
        FactKind::Retraction => {
            Statement::Retraction { retracts: fields.read("retracts", text)?, why: fields.read("why", text)? }
        }
    })
}

fn contract(fields: &Object<'_, '_>) -> Result<Contract, Wrong> {
    let contract = Contract {
        contract: fields.read("contract", text)?,
        employer: fields.read("employer", text)?,
        form: fields.read("form", code(Form::find_by_code))?,
        start: fields.read("start", date)?,
        through: fields.nullable("through", date)?,
    };
    if contract.through.is_none() != (contract.form == Form::Indefinite) {
        return Err(fields.wrong("through", Fault::EndAgainstForm));
    }
    in_order(fields, contract.start, contract.through)?;
    Ok(contract)
}

fn attestation(fields: &Object<'_, '_>) -> Result<Attestation, Wrong> {
    let said = Attestation {
        from: fields.read("from", date)?,
        through: fields.read("through", date)?,
        employed: fields.nullable("employed", truth)?,
        stated_on: fields.optional("stated_on", date)?,
    };
    in_order(fields, said.from, Some(said.through))?;
    Ok(said)
}

fn leave(fields: &Object<'_, '_>) -> Result<Leave, Wrong> {
    let leave = Leave {
        leave: fields.read("leave", code(LeaveKind::find_by_code))?,
        from: fields.read("from", date)?,
        through: fields.nullable("through", date)?,
    };
    in_order(fields, leave.from, leave.through)?;
    Ok(leave)
}

fn in_order(fields: &Object<'_, '_>, from: NaiveDate, through: Option<NaiveDate>) -> Result<(), Wrong> {
    if through.is_some_and(|through| from > through) {
        return Err(fields.wrong("through", Fault::EndsBeforeStart));
    }
    Ok(())
}
