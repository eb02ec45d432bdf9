//! What every searched thing can do: open a session and answer in it.

use crate::Failure;
use crate::asked::Asking;
use sanviec_domain::posting::{Contract, PayClass};
use sanviec_reference::{occupation, unit};
use std::collections::BTreeMap;

/// Number of counted dimensions: place, occupation group, contract, pay.
pub(crate) const DIMENSIONS: usize = 4;

/// Counts by value for each dimension; values that nothing has are left out.
pub(crate) type FacetCounts = [BTreeMap<String, u32>; DIMENSIONS];

/// What two engines must agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) total: u64,
    pub(crate) facets: Option<FacetCounts>,
}

/// One client of an engine; used by one thread.
pub(crate) trait Session: Send {
    /// Answers as a client would have it answered, and looks no further at it.
    fn ask(&mut self, asking: &Asking) -> Result<(), Failure> {
        std::hint::black_box(self.answer(asking)?);
        Ok(())
    }

    /// Answers and takes the answer apart.
    fn answer(&mut self, asking: &Asking) -> Result<Answer, Failure>;
}

/// Something that searches.
pub(crate) trait Engine: Sync {
    fn name(&self) -> &'static str;
    fn session(&self) -> Result<Box<dyn Session>, Failure>;
    /// Processor time that its answering side has spent so far, in milliseconds.
    fn cpu_ms(&self) -> f64;
}

/// Counts by number, as documents carry them, with the codes that the API says. Pay counts as its filter finds: this
/// much or more.
pub(crate) fn named(counts: &[[u32; 256]; DIMENSIONS]) -> FacetCounts {
    let mut counts = *counts;
    let [.., pay] = &mut counts;
    (1..PayClass::ALL.len()).rev().for_each(|class| pay[class - 1] += pay[class]);
    let provinces = unit::provinces().iter().map(|unit| (usize::from(unit.dense), unit.code.to_owned()));
    let groups = occupation::groups().enumerate().map(|(number, group)| (number, group.code.to_owned()));
    let contracts = Contract::ALL.iter().enumerate().map(|(number, form)| (number, contract_code(*form).to_owned()));
    let classes = PayClass::ALL.iter().enumerate();
    let bands = classes.map(|(number, class)| (number, class.from_dong().max(1).to_string()));
    let mut named = FacetCounts::default();
    let names: [Vec<(usize, String)>; DIMENSIONS] =
        [provinces.collect(), groups.collect(), contracts.collect(), bands.collect()];
    for ((values, counts), names) in named.iter_mut().zip(&counts).zip(names) {
        values.extend(names.into_iter().map(|(number, code)| (code, counts[number])).filter(|(_, count)| *count > 0));
    }
    named
}

const fn contract_code(contract: Contract) -> &'static str {
    match contract {
        Contract::Indefinite => "indefinite",
        Contract::UnderTwelve => "fixed_under_12",
        Contract::TwelveToThirtySix => "fixed_12_36",
        Contract::Other => "other",
    }
}
