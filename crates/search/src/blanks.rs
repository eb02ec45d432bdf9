//! The tokenizer of the index: texts arrive already analysed, so it only cuts at blanks.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Cuts at single blanks. tantivy's own looks at every letter of the text, this at its bytes.
#[derive(Clone, Default)]
pub(crate) struct Blanks {
    token: Token,
}

/// The terms of one text.
pub(crate) struct Terms<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Blanks {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.token.reset();
        Terms { rest: text, token: &mut self.token }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        if self.rest.is_empty() {
            return false;
        }
        let (term, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.token.text.clear();
        self.token.text.push_str(term);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_what_stands_between_blanks() {
        let mut blanks = Blanks::default();
        let mut stream = blanks.token_stream("kế c++ s:hàn-tig");
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().text.clone(), stream.token().position));
        }
        assert_eq!(terms, [("kế".to_owned(), 0), ("c++".to_owned(), 1), ("s:hàn-tig".to_owned(), 2)]);
        assert!(!blanks.token_stream("").advance());
    }
}
