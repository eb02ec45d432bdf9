//! Fixed addresses of occupations and units: a readable name, made unique by its code.

use std::collections::HashMap;
use std::sync::LazyLock;

use sanviec_reference::occupation::{self, Occupation};
use sanviec_reference::unit::{self, Level, Unit};

struct Book {
    by_slug: HashMap<String, &'static Occupation>,
    by_code: HashMap<&'static str, String>,
}

/// A name that several groups share stays with the widest; the others carry their code.
static OCCUPATIONS: LazyLock<Book> = LazyLock::new(|| {
    let mut groups: Vec<&'static Occupation> = occupation::all().iter().collect();
    groups.sort_by_key(|group| (group.code.len(), group.code));
    let mut book = Book { by_slug: HashMap::new(), by_code: HashMap::new() };
    for group in groups {
        let plain = sanviec_text::slug(group.name_vi);
        let slug = if book.by_slug.contains_key(&plain) { format!("{plain}-{}", group.code) } else { plain };
        book.by_code.insert(group.code, slug.clone());
        book.by_slug.insert(slug, group);
    }
    book
});

/// The occupation with this slug.
pub(crate) fn occupation_of(slug: &str) -> Option<&'static Occupation> {
    OCCUPATIONS.by_slug.get(slug).copied()
}

/// Path of the page of an occupation.
pub(crate) fn occupation_path(code: &str) -> Option<String> {
    OCCUPATIONS.by_code.get(code).map(|slug| format!("/nghe/{slug}"))
}

/// Path of the page of a unit in force, by its code.
pub(crate) fn unit_path(code: &str) -> Option<String> {
    unit::province(code).or_else(|| unit::commune(code)).map(path_of)
}

/// Path of the page of a unit.
pub(crate) fn path_of(unit: &Unit) -> String {
    let kind = if unit.level == Level::Province { "tinh" } else { "xa" };
    format!("/{kind}/{}", name_of(unit))
}

/// Code and readable name of a unit in addresses.
pub(crate) fn name_of(unit: &Unit) -> String {
    format!("{}-{}", unit.code, sanviec_text::slug(unit.name))
}

/// The unit that a part of an address names by its code.
pub(crate) fn unit_of(name: &str) -> Option<&'static Unit> {
    let code = name.split('-').next()?;
    unit::province(code).or_else(|| unit::commune(code))
}
