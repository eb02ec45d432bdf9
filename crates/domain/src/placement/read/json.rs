//! JSON (RFC 8259), read more strictly than libraries do it: a key twice in one object is found at any depth, whole
//! numbers stay apart from fractions, a number that nobody reads may be of any size, and depth has a limit. A case
//! decides over money; two readers of the same line must not see different things in it.

use super::Node;
use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest nesting of objects and lists.
const DEEPEST: usize = 100;
/// Objects with more keys are searched for doubles by hash.
const FEW_KEYS: usize = 16;

/// What was read.
pub(crate) struct Parsed<'a> {
    /// The value.
    pub(crate) node: Node<'a>,
    /// A key that stood twice in one object.
    pub(crate) twice: Option<String>,
}

/// The value of a text, or `None` when it is not JSON or nested too deep.
pub(crate) fn parse(text: &str) -> Option<Parsed<'_>> {
    let mut reader = Reader { text, at: 0, depth: 0, twice: None };
    reader.skip_blank();
    let node = reader.value()?;
    reader.skip_blank();
    (reader.at == text.len()).then_some(Parsed { node, twice: reader.twice })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
    twice: Option<String>,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over a byte that must come next.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.accept(byte).then_some(())
    }

    /// Steps over a byte if it comes next.
    fn accept(&mut self, byte: u8) -> bool {
        let comes = self.peek() == Some(byte);
        self.at += usize::from(comes);
        comes
    }

    fn value(&mut self) -> Option<Node<'a>> {
        match self.peek()? {
            b'{' => self.nested(Self::map),
            b'[' => self.nested(Self::list),
            b'"' => self.string().map(Node::Text),
            b'n' => self.word("null", Node::Null),
            b't' => self.word("true", Node::Bool(true)),
            b'f' => self.word("false", Node::Bool(false)),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Option<Node<'a>> {
        self.text[self.at..].starts_with(word).then(|| {
            self.at += word.len();
            node
        })
    }

    fn nested(&mut self, inside: fn(&mut Self) -> Option<Node<'a>>) -> Option<Node<'a>> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        self.skip_blank();
        let node = inside(self)?;
        self.depth -= 1;
        Some(node)
    }

    fn list(&mut self) -> Option<Node<'a>> {
        let mut items = Vec::new();
        if self.accept(b']') {
            return Some(Node::List(items));
        }
        loop {
            self.skip_blank();
            items.push(self.value()?);
            self.skip_blank();
            if !self.accept(b',') {
                break;
            }
        }
        self.expect(b']')?;
        Some(Node::List(items))
    }

    fn map(&mut self) -> Option<Node<'a>> {
        let mut fields = Vec::new();
        if self.accept(b'}') {
            return Some(Node::Map(fields));
        }
        loop {
            self.skip_blank();
            let key = self.string()?;
            self.skip_blank();
            self.expect(b':')?;
            self.skip_blank();
            fields.push((key, self.value()?));
            self.skip_blank();
            if !self.accept(b',') {
                break;
            }
        }
        self.expect(b'}')?;
        if self.twice.is_none() {
            self.twice = double(&fields);
        }
        Some(Node::Map(fields))
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.expect(b'"')?;
        let text = self.text;
        let from = self.at;
        let mut owned: Option<String> = None;
        let mut plain_from = from;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    let so_far = owned.get_or_insert_with(String::new);
                    so_far.push_str(&text[plain_from..self.at]);
                    let letter = self.escape()?;
                    owned.get_or_insert_with(String::new).push(letter);
                    plain_from = self.at;
                }
                0..=0x1F => return None,
                _ => self.at += 1,
            }
        }
        let rest = &text[plain_from..self.at];
        self.at += 1;
        Some(match owned {
            Some(so_far) => Cow::Owned(so_far + rest),
            None => Cow::Borrowed(rest),
        })
    }

    /// The letter of an escape; half of a pair of surrogates is none.
    fn escape(&mut self) -> Option<char> {
        self.at += 1;
        let kind = self.peek()?;
        self.at += 1;
        Some(match kind {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    fn unicode(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        self.expect(b'\\')?;
        self.expect(b'u')?;
        let second = self.four_digits()?;
        let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    }

    fn number(&mut self) -> Option<Node<'a>> {
        let from = self.at;
        self.accept(b'-');
        if !self.accept(b'0') {
            self.digits()?;
        }
        if self.accept(b'.') {
            self.digits()?;
        }
        if self.accept(b'e') || self.accept(b'E') {
            let _sign = self.accept(b'+') || self.accept(b'-');
            self.digits()?;
        }
        Some(Node::Number(Cow::Borrowed(&self.text[from..self.at])))
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        (self.at > from).then_some(())
    }
}

/// A key that stands twice.
fn double(fields: &[(Cow<'_, str>, Node<'_>)]) -> Option<String> {
    let twice = if fields.len() <= FEW_KEYS {
        let before = |at: usize| fields[..at].iter().any(|(key, _)| *key == fields[at].0);
        (1..fields.len()).find(|at| before(*at))
    } else {
        let mut seen = HashSet::new();
        fields.iter().position(|(key, _)| !seen.insert(key.as_ref()))
    };
    twice.map(|at| fields[at].0.clone().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &str) -> Option<String> {
        match parse(line)?.node {
            Node::Text(text) => Some(text.into_owned()),
            Node::Null | Node::Bool(_) | Node::Number(_) | Node::List(_) | Node::Map(_) => None,
        }
    }

    #[test]
    fn what_is_json_is_read() {
        let nested = format!("{}{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST));
        for line in [
            "null",
            " true ",
            "[]",
            "{}",
            "[1,-0,0.5e+3,1E400]",
            "{\"a\":{\"a\":[{}]}}",
            "\"\\u00e9\\ud83d\\ude00\\/\"",
            nested.as_str(),
            "\t{ \"a\" : [ 1 , 2 ] }\r",
            "\"\u{7f}\u{2028}\"",
        ] {
            assert!(parse(line).is_some(), "{line}");
        }
        assert_eq!(text("\"a\\u0042\\n\\ud83d\\ude00\""), Some("aB\n😀".to_owned()));
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let deeper = format!("{}{}", "[".repeat(DEEPEST + 1), "]".repeat(DEEPEST + 1));
        for line in [
            "",
            "NaN",
            "-Infinity",
            "+1",
            "01",
            "1.",
            ".5",
            "1e",
            "-",
            "[1,]",
            "{,}",
            "{\"a\":1,}",
            "{a:1}",
            "'a'",
            "\"\\ud800\"",
            "\"\\ude00\\ud83d\"",
            "\"\\ud83d\\n\"",
            "\"\\x41\"",
            "\"\n\"",
            "\"a",
            "[1 2]",
            "{}{}",
            "nul",
            "\u{feff}{}",
            "\u{a0}1",
            "\"\\u00g0\"",
            "\"\\u+123\"",
            "// 1",
            deeper.as_str(),
        ] {
            assert!(parse(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_key_twice_is_found_at_any_depth_and_however_it_is_written() {
        let many: Vec<String> = (0..40).map(|at| format!("\"{}\":0", at % 39)).collect();
        let many = format!("{{{}}}", many.join(","));
        for (line, twice) in [
            ("{\"a\":1,\"b\":{\"a\":2}}", None),
            ("{\"a\":1,\"\\u0061\":2}", Some("a")),
            ("[{\"x\":[{\"k\":1,\"l\":2,\"k\":1}]}]", Some("k")),
            (many.as_str(), Some("0")),
        ] {
            assert_eq!(parse(line).and_then(|parsed| parsed.twice).as_deref(), twice, "{line}");
        }
    }
}
