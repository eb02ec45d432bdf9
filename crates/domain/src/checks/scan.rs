//! A text cut into tokens that know where sentences and clauses end, so that phrases and negations stay inside them.

use sanviec_text::{has_marks, tokens};

/// What stands between a token and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Space,
    /// Comma, colon, brackets, slash, dash.
    Clause,
    /// Full stop, question or exclamation mark, semicolon, new line.
    Sentence,
}

/// One token.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) exact: String,
    pub(super) folded: String,
    pub(super) gap: Gap,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text ready for phrases.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<Word>,
    /// The writer uses marks: then a bare word means itself ("phi" is to fly, not a fee).
    pub(super) marked: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut end = 0;
        let words = tokens(text)
            .into_iter()
            .map(|token| {
                let gap = gap(text.get(end..token.start).unwrap_or_default());
                end = token.end;
                Word { exact: token.exact, folded: token.folded, gap, start: token.start, end: token.end }
            })
            .collect();
        Self { text, words, marked: has_marks(text) }
    }

    /// Whether the token at this place is this word.
    pub(super) fn is(&self, at: usize, word: &Spelling) -> bool {
        self.words
            .get(at)
            .is_some_and(|found| if self.marked { found.exact == word.exact } else { found.folded == word.folded })
    }

    /// Whether the token at this place is one of these words.
    pub(super) fn is_any(&self, at: usize, words: &[Spelling]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// The token at this place as it stands in the text.
    pub(super) fn written(&self, at: usize) -> &str {
        self.words.get(at).and_then(|word| self.text.get(word.start..word.end)).unwrap_or_default()
    }

    /// What stands between the token at this place and the one before, or after the last.
    pub(super) fn between(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.words.get(before)).map_or(0, |word| word.end);
        let end = self.words.get(at).map_or(self.text.len(), |word| word.start);
        self.text.get(start..end).unwrap_or_default()
    }

    /// First token of the sentence that holds this one.
    pub(super) fn sentence_start(&self, at: usize) -> usize {
        (1..=at).rev().find(|place| self.words[*place].gap == Gap::Sentence).unwrap_or(0)
    }

    /// The token after the last one of the sentence that holds this one.
    pub(super) fn sentence_end(&self, at: usize) -> usize {
        (at + 1..self.words.len()).find(|place| self.words[*place].gap == Gap::Sentence).unwrap_or(self.words.len())
    }

    /// The text from the first to the last of these tokens, as written.
    pub(super) fn quote(&self, start: usize, end: usize) -> String {
        match (self.words.get(start), end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) => self.text.get(first.start..last.end).unwrap_or_default().to_owned(),
            _ => String::new(),
        }
    }
}

fn gap(between: &str) -> Gap {
    between
        .chars()
        .map(|letter| match letter {
            '.' | '!' | '?' | ';' | '\n' | '•' | '…' => Gap::Sentence,
            letter if letter.is_whitespace() => Gap::Space,
            _ => Gap::Clause,
        })
        .max()
        .unwrap_or(Gap::Space)
}

/// A word of a table in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    pub(super) exact: String,
    pub(super) folded: String,
}

impl Spelling {
    pub(super) fn of(word: &str) -> Self {
        Self { exact: sanviec_text::exact(word), folded: sanviec_text::fold(word) }
    }
}

/// Words with blanks between.
pub(super) fn spellings(words: &str) -> Vec<Spelling> {
    words.split_whitespace().map(Spelling::of).collect()
}
