//! What was done to a file after a signature. A contract that two parties sign is a file with two revisions, so what
//! came after the first signature has to be judged: further signatures are no harm, anything else may be.
//!
//! The comparison is narrow: an object that was signed stays as it was, save for the few places by which a signature
//! gets into a file. How a later signature looks on the page is not judged; a viewer shows it.

use crate::After;
use crate::pdf::{form, is_for_signature, load};
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{HashMap, HashSet};

/// Entries of the catalog that a signature may add or change.
const CATALOG: &[&[u8]] = &[b"AcroForm", b"DSS", b"Extensions", b"Metadata", b"Version"];
/// Those of the form. `NeedAppearances` and `XFA` are not among them: they change what is seen.
const FORM: &[&[u8]] = &[b"Fields", b"SigFlags", b"DR", b"DA"];
/// Those of a page.
const PAGE: &[&[u8]] = &[b"Annots"];
/// Those of a field that was signed now.
const FIELD: &[&[u8]] = &[b"V", b"AP", b"F", b"M", b"MK", b"DA"];

/// What came after the revision that ends at `end`.
pub(crate) fn after(file: &[u8], end: usize, now: &Document) -> After {
    let behind = file.get(end..).unwrap_or_default();
    if behind.iter().all(u8::is_ascii_whitespace) {
        return After::Nothing;
    }
    let signed = file.get(..end).and_then(|signed| load(signed).ok());
    match signed {
        Some(then) if (Comparison::of(&then, now)).holds() => After::SignaturesOnly,
        _ => After::Changed,
    }
}

struct Comparison<'a> {
    then: &'a Document,
    now: &'a Document,
    /// Objects that have a part of their own in this, by what they were.
    parts: HashMap<ObjectId, Part>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Catalog,
    Form,
    Page,
    /// A list of fields or of what stands on a page.
    List,
    /// What describes the file: its programs, its dates.
    About,
}

impl<'a> Comparison<'a> {
    fn of(then: &'a Document, now: &'a Document) -> Self {
        let mut parts = HashMap::new();
        let mut put = |object: Option<&Object>, part| {
            if let Some(Ok(id)) = object.map(Object::as_reference) {
                parts.insert(id, part);
            }
        };
        put(then.trailer.get(b"Info").ok(), Part::About);
        if let Ok(catalog) = then.catalog() {
            put(catalog.get(b"Metadata").ok(), Part::About);
            put(catalog.get(b"AcroForm").ok(), Part::Form);
        }
        put(form(then).and_then(|form| form.get(b"Fields").ok()), Part::List);
        for page in then.page_iter() {
            put(then.get_dictionary(page).ok().and_then(|page| page.get(b"Annots").ok()), Part::List);
            put(Some(&Object::Reference(page)), Part::Page);
        }
        put(then.trailer.get(b"Root").ok(), Part::Catalog);
        Self { then, now, parts }
    }

    fn holds(&self) -> bool {
        let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
        root(self.then).is_some()
            && root(self.then) == root(self.now)
            && self.then.objects.iter().all(|(id, then)| self.stays(*id, then))
    }

    fn stays(&self, id: ObjectId, then: &Object) -> bool {
        // Tables of a revision belong to it alone.
        if is_table(then) {
            return true;
        }
        let Some(now) = self.now.objects.get(&id) else { return false };
        if same(then, now) {
            return true;
        }
        let (Ok(old), Ok(new)) = (then.as_dict(), now.as_dict()) else {
            return match self.parts.get(&id) {
                Some(Part::List) => self.grew(Some(then), Some(now)),
                Some(Part::About) => true,
                _ => false,
            };
        };
        match self.parts.get(&id) {
            Some(Part::About) => true,
            Some(Part::Catalog) => {
                let forms = [(self.then, old), (self.now, new)]
                    .map(|(document, catalog)| catalog.get_deref(b"AcroForm", document).and_then(Object::as_dict).ok());
                same_but(old, new, CATALOG) && self.form_stays(forms[0], forms[1])
            }
            Some(Part::Form) => self.form_stays(Some(old), Some(new)),
            Some(Part::Page) => same_but(old, new, PAGE) && self.grew(old.get(b"Annots").ok(), new.get(b"Annots").ok()),
            Some(Part::List) | None => is_for_signature(self.then, old) && !old.has(b"V") && same_but(old, new, FIELD),
        }
    }

    fn form_stays(&self, then: Option<&Dictionary>, now: Option<&Dictionary>) -> bool {
        let empty = Dictionary::new();
        let (old, new) = (then.unwrap_or(&empty), now.unwrap_or(&empty));
        same_but(old, new, FORM) && self.grew(old.get(b"Fields").ok(), new.get(b"Fields").ok())
    }

    /// Whether a list holds what it held, and beyond it fields for signatures alone.
    fn grew(&self, then: Option<&Object>, now: Option<&Object>) -> bool {
        let (Some(old), Some(new)) = (list(self.then, then), list(self.now, now)) else { return false };
        let known: HashSet<ObjectId> = old.iter().filter_map(|object| object.as_reference().ok()).collect();
        let kept: HashSet<ObjectId> = new.iter().filter_map(|object| object.as_reference().ok()).collect();
        // What stands in a list itself cannot be told from something new.
        let is_named = |objects: &[Object]| objects.iter().all(|object| object.as_reference().is_ok());
        let is_new_signature = |id: &ObjectId| {
            self.now.get_dictionary(*id).is_ok_and(|field| {
                let is_annotation = field.has(b"Subtype");
                let is_widget = field.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Widget");
                (!is_annotation || is_widget) && is_for_signature(self.now, field)
            })
        };
        (is_named(old) || old == new)
            && is_named(&new[old.len().min(new.len())..])
            && known.is_subset(&kept)
            && kept.difference(&known).all(is_new_signature)
    }
}

/// The list that stands somewhere; nothing is an empty one.
fn list<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a [Object]> {
    match object {
        None => Some(&[]),
        Some(object) => Some(document.dereference(object).ok()?.1.as_array().ok()?.as_slice()),
    }
}

fn is_table(object: &Object) -> bool {
    object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm"))
}

fn same(one: &Object, other: &Object) -> bool {
    match (one, other) {
        (Object::Stream(one), Object::Stream(other)) => one.dict == other.dict && one.content == other.content,
        _ => one == other,
    }
}

fn same_but(one: &Dictionary, other: &Dictionary, keys: &[&[u8]]) -> bool {
    let rest = |dictionary: &Dictionary| {
        let kept = dictionary.iter().filter(|(key, _)| !keys.contains(&key.as_slice()));
        kept.map(|(key, value)| (key.clone(), value.clone())).collect::<HashMap<_, _>>()
    };
    rest(one) == rest(other)
}
