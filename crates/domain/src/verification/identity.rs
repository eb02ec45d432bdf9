//! What a verification vouches for: by which number an organisation is known, that number, and the name. Whoever
//! changes one of them is another organisation to the public until an officer has looked; address, contact and line of
//! business were told and never vouched for.

use crate::employer::OrganisationKind;

/// Who an organisation says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// By which number it is known.
    pub kind: OrganisationKind,
    /// The number in its normal form.
    pub number: &'a str,
    /// The name as written.
    pub name: &'a str,
}

impl Identity<'_> {
    /// Whether what was seen for one still stands for the other. Capitals and blanks of a name are how it is written;
    /// marks, a legal form and what stands in brackets are who it is, though [`crate::employer::employer_key`], which
    /// gathers adverts of files, looks past them. A number that is missing equals none.
    pub fn is_same(&self, other: &Identity<'_>) -> bool {
        let number = !self.number.is_empty() && self.number == other.number;
        self.kind == other.kind && number && written(self.name) == written(other.name)
    }
}

fn written(name: &str) -> String {
    sanviec_text::nfc(name).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: Identity<'static> =
        Identity { kind: OrganisationKind::Enterprise, number: "0100233488", name: "Công ty TNHH Minh Phú" };

    #[test]
    fn another_spelling_is_the_same_and_another_name_number_or_kind_is_not() {
        for (name, same) in [
            ("Công ty TNHH Minh Phú", true),
            ("CÔNG TY TNHH MINH PHÚ", true),
            ("  Công ty  TNHH Minh Phu\u{301} ", true),
            ("Công ty TNHH Minh Phu", false),
            ("Công ty Cổ phần Minh Phú", false),
            ("Công ty TNHH Minh Phú (thuộc Tập đoàn An Phát)", false),
            ("Công ty TNHH Minh Phát", false),
        ] {
            assert_eq!(OWN.is_same(&Identity { name, ..OWN }), same, "{name}");
        }
        assert!(!OWN.is_same(&Identity { number: "0100112437", ..OWN }));
        assert!(!OWN.is_same(&Identity { kind: OrganisationKind::Household, ..OWN }));
        let nameless = Identity { number: "", ..OWN };
        assert!(!nameless.is_same(&nameless), "two numbers that nobody knows are not the same");
    }
}
