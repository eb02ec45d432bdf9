//! Which title is advertised in which province: a plan of 3,000 vacancies that holds every title and every province,
//! by weight. Longer runs go through the plan again with other draws.

use crate::bank::Title;
use crate::draw::Draw;
use crate::place::Province;
use crate::terrain;

/// Vacancies in one plan.
pub(crate) const PLAN: usize = 3_000;
/// No province has fewer.
const LEAST_PER_PROVINCE: usize = 22;
/// No title has fewer.
const LEAST_PER_TITLE: usize = 2;

/// One vacancy to be: indexes into the titles and the provinces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) title: usize,
    pub(crate) province: usize,
}

/// Shares `total` out by weight, at least `least` each.
fn shares(weights: &[u32], total: usize, least: usize) -> Vec<usize> {
    let least = least.min(total / weights.len().max(1));
    let sum: u64 = weights.iter().map(|weight| u64::from(*weight)).sum::<u64>().max(1);
    let free = total - least * weights.len();
    let mut shares: Vec<usize> =
        weights.iter().map(|weight| least + (free as u64 * u64::from(*weight) / sum) as usize).collect();
    let given: usize = shares.iter().sum();
    let titles = shares.len().max(1);
    (0..total.saturating_sub(given)).for_each(|rest| shares[rest % titles] += 1);
    shares
}

/// Makes the plan; empty where there are no provinces.
pub(crate) fn plan(titles: &[Title], provinces: &[Province], draw: &mut Draw) -> Vec<Slot> {
    if provinces.is_empty() || titles.is_empty() {
        return Vec::new();
    }
    let terrains: Vec<_> = provinces.iter().map(|province| terrain::of(&province.code)).collect();
    let mut left = shares(&terrains.iter().map(|terrain| terrain.weight).collect::<Vec<_>>(), PLAN, LEAST_PER_PROVINCE);
    let weights: Vec<u32> = titles.iter().map(|title| title.weight).collect();
    let mut wanted: Vec<usize> = shares(&weights, PLAN, LEAST_PER_TITLE)
        .iter()
        .enumerate()
        .flat_map(|(title, count)| std::iter::repeat_n(title, *count))
        .collect();
    draw.shuffle(&mut wanted);
    // Titles that are at home in few kinds of provinces choose first.
    wanted.sort_by_key(|title| titles[*title].zones.len());
    let mut slots: Vec<Slot> = wanted
        .into_iter()
        .map(|title| {
            let fit =
                terrains.iter().zip(&left).map(|(terrain, left)| *left as f64 * terrain.affinity(&titles[title].zones));
            let province = draw.weighted(fit);
            left[province] = left[province].saturating_sub(1);
            Slot { title, province }
        })
        .collect();
    draw.shuffle(&mut slots);
    slots
}
