//! Text that people wrote, made harmless for the text around it. Escaping for HTML stays with the templates.

use std::fmt;
use std::ops::Deref;

/// Text written by somebody else: without control characters and without marks that turn the reading direction, which
/// could reverse what stands beside it. Line ends and tabs stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(String);

impl Words {
    /// The first `limit` characters, with an ellipsis when something was cut, on one line.
    pub(crate) fn cut(&self, limit: usize) -> String {
        let line = self.0.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= limit {
            return line;
        }
        let head: String = line.chars().take(limit.saturating_sub(1)).collect();
        let end = head.rfind(' ').filter(|end| *end > head.len() / 2).unwrap_or(head.len());
        format!("{}…", head[..end].trim_end())
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self(text.chars().filter(|letter| is_plain(*letter)).collect())
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        if text.chars().all(is_plain) { Self(text) } else { Self::from(text.as_str()) }
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

fn is_plain(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && (!letter.is_control() || matches!(letter, '\n' | '\t'))
}
