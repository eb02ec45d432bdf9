//! Sets of documents as bits: 64 documents a word.

/// Number of words for this many documents.
pub(crate) const fn words_for(documents: u32) -> usize {
    documents.div_ceil(64) as usize
}

pub(crate) fn has(bits: &[u64], doc: u32) -> bool {
    bits.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
}

pub(crate) fn set(bits: &mut [u64], doc: u32) {
    if let Some(word) = bits.get_mut(doc as usize / 64) {
        *word |= 1 << (doc % 64);
    }
}

pub(crate) fn clear(bits: &mut [u64], doc: u32) {
    if let Some(word) = bits.get_mut(doc as usize / 64) {
        *word &= !(1 << (doc % 64));
    }
}

pub(crate) fn count(bits: &[u64]) -> u32 {
    bits.iter().map(|word| word.count_ones()).sum()
}

/// Documents of a set in ascending order.
pub(crate) fn iterate(bits: &[u64]) -> impl Iterator<Item = u32> + '_ {
    bits.iter().enumerate().flat_map(|(index, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            (rest != 0).then(|| {
                let doc = index as u32 * 64 + rest.trailing_zeros();
                rest &= rest - 1;
                doc
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_found_counted_and_listed_in_order() {
        let mut bits = vec![0; words_for(200)];
        for doc in [199, 0, 63, 64, 130] {
            set(&mut bits, doc);
        }
        assert_eq!(iterate(&bits).collect::<Vec<_>>(), [0, 63, 64, 130, 199]);
        assert_eq!(count(&bits), 5);
        assert!(has(&bits, 64) && !has(&bits, 65) && !has(&bits, 4000));
    }
}
