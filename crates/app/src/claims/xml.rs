//! Well-formed XML, written in the order in which it is asked for: elements open and close in pairs, texts are escaped,
//! signs that XML does not take are left out.

/// A document that grows.
pub(super) struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    /// A document of one root element with its namespace.
    pub(super) fn document(root: &str, namespace: &str, inside: impl FnOnce(&mut Self)) -> String {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{namespace}\">\n");
        let mut xml = Self { text, depth: 1 };
        inside(&mut xml);
        xml.text.extend(["</", root, ">\n"]);
        xml.text
    }

    /// An element with others inside.
    pub(super) fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        self.text.extend(["<", name, ">\n"]);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.indent();
        self.text.extend(["</", name, ">\n"]);
    }

    /// An element with a text inside.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.with(name, "", text);
    }

    /// The same with an attribute.
    pub(super) fn with(&mut self, name: &str, attribute: &str, text: &str) {
        self.indent();
        let escaped = escaped(text);
        self.text.extend(["<", name, attribute, ">", &escaped, "</", name, ">\n"]);
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.depth));
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_break_out_of_their_element() {
        let written = Xml::document("A", "urn:x", |xml| {
            xml.element("B", |xml| xml.text("C", "a<b>&\"c\"\u{0}\n]]>"));
        });
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<A xmlns=\"urn:x\">\n  <B>\n    \
                        <C>a&lt;b&gt;&amp;&quot;c&quot; ]]&gt;</C>\n  </B>\n</A>\n";
        assert_eq!(written, expected);
    }
}
