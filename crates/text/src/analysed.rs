//! The words of one text, analysed once for everybody who needs them: terms, phrases, abbreviations.

use crate::{composed, lower_onto, scan, word};
use std::ops::Range;

/// The words of a text in their forms. The forms lie in one buffer: a long advert is two allocations, not a thousand.
#[derive(Clone, Debug, Default)]
pub struct Words<'a> {
    text: &'a str,
    forms: String,
    spans: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    /// Bytes of the text.
    start: u32,
    end: u32,
    /// Bytes of the forms: exact from the first to the second, folded from the third to the fourth.
    exact: (u32, u32),
    folded: (u32, u32),
}

/// One word of [`Words`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordForms<'w> {
    /// As it stands in the text.
    pub raw: &'w str,
    /// Its normal form, with marks.
    pub exact: &'w str,
    /// Its normal form, without marks.
    pub folded: &'w str,
}

impl<'a> Words<'a> {
    /// Analyses a text; a text of more than 4 GiB has no words beyond.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let mut words = Self { text, forms: String::with_capacity(text.len() * 2), spans: Vec::new() };
        words.spans.reserve(text.len() / 5);
        let mut exact = String::new();
        scan::words(text, |span| words.push(span, &mut exact));
        words
    }

    fn push(&mut self, span: Range<usize>, exact: &mut String) {
        exact.clear();
        lower_onto(&composed(&self.text[span.clone()]), exact);
        word::normalise(exact);
        let begin = self.forms.len();
        self.forms.push_str(exact);
        let middle = self.forms.len();
        word::fold_onto(exact, &mut self.forms);
        let end = self.forms.len();
        if middle == end {
            self.forms.truncate(begin);
            return;
        }
        let Ok(end_u32) = u32::try_from(end.max(span.end)) else { return };
        let narrow = |at: usize| (at as u32).min(end_u32);
        let same = self.forms.as_bytes()[begin..middle] == self.forms.as_bytes()[middle..end];
        if same {
            self.forms.truncate(middle);
        }
        let folded = if same { (begin, middle) } else { (middle, end) };
        self.spans.push(Span {
            start: narrow(span.start),
            end: narrow(span.end),
            exact: (narrow(begin), narrow(middle)),
            folded: (narrow(folded.0), narrow(folded.1)),
        });
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether it has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The word at a number below [`Words::len`].
    #[must_use]
    pub fn get(&self, at: usize) -> Option<WordForms<'_>> {
        self.spans.get(at).map(|span| self.forms_of(*span))
    }

    /// Bytes of the text that these words take up, from the first to the last.
    #[must_use]
    pub fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match self.spans.get(words) {
            Some([first, .., last]) => first.start as usize..last.end as usize,
            Some([only]) => only.start as usize..only.end as usize,
            Some([]) | None => 0..0,
        }
    }

    /// The words from first to last.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = WordForms<'_>> + '_ {
        self.spans.iter().map(|span| self.forms_of(*span))
    }

    fn forms_of(&self, span: Span) -> WordForms<'_> {
        let form = |(from, to): (u32, u32)| &self.forms[from as usize..to as usize];
        WordForms {
            raw: &self.text[span.start as usize..span.end as usize],
            exact: form(span.exact),
            folded: form(span.folded),
        }
    }
}
