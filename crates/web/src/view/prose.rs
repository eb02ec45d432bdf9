//! Plain text with line ends, cut into paragraphs and lists. Nobody's HTML is ever let through.

use super::Words;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// Lines that belong together.
    Paragraph(Vec<Words>),
    /// Lines that began with a dash, a dot or a plus.
    List(Vec<Words>),
}

/// A text as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prose(pub Vec<Block>);

impl Prose {
    /// Reads plain text: an empty line ends a paragraph, a line with a bullet in front is an entry of a list.
    pub(crate) fn of(text: &str) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut fresh = true;
        for line in text.lines().map(str::trim) {
            if line.is_empty() {
                fresh = true;
                continue;
            }
            match (bullet(line), blocks.last_mut()) {
                (Some(entry), Some(Block::List(entries))) => entries.push(entry.into()),
                (Some(entry), _) => blocks.push(Block::List(vec![entry.into()])),
                (None, Some(Block::Paragraph(lines))) if !fresh => lines.push(line.into()),
                (None, _) => blocks.push(Block::Paragraph(vec![line.into()])),
            }
            fresh = false;
        }
        Self(blocks)
    }

    /// Whether there is nothing to show.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every line, bullets off, in order.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Words> {
        self.0.iter().flat_map(|block| match block {
            Block::Paragraph(lines) | Block::List(lines) => lines.iter(),
        })
    }
}

fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '–', '•', '*', '+', '·'])?;
    let entry = rest.trim_start();
    let number = entry.starts_with(|sign: char| sign.is_ascii_digit()) && rest.len() == entry.len();
    (!entry.is_empty() && !number).then_some(entry)
}
