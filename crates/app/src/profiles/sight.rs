//! Which fields of a profile a group of the table of rights opens, and what is left for whoever may not see all.

use crate::rights::Fields;
use sanviec_domain::person::{Email, PersonalNumber, Phone};
use sanviec_domain::profile::{Class, Content, Field, Shown, Sight};

/// Whether the groups of the table of rights hold a class of fields.
#[must_use]
pub const fn visible(fields: Fields, class: Class) -> bool {
    fields.has(match class {
        Class::Work => Fields::CARD,
        Class::Name => Fields::NAME,
        Class::Personal | Class::Identifier => Fields::IDENTITY,
        Class::Contact => Fields::CONTACT,
        Class::Sensitive | Class::Health => Fields::HEALTH,
    })
}

/// How a field is shown to somebody with these groups in this sight: the narrower of both.
pub(super) fn shown(fields: Fields, sight: Sight, field: Field) -> Shown {
    if visible(fields, field.class()) { field.class().shown_to(sight) } else { Shown::Hidden }
}

/// A field with its middle left out.
pub(super) fn masked(content: &Content, field: Field) -> Option<String> {
    match field {
        Field::PersonalNumber => content.identity.number.as_ref().map(PersonalNumber::masked),
        Field::Phone => content.contact.phone.as_ref().map(Phone::masked),
        Field::Email => content.contact.email.as_ref().map(Email::masked),
        _ => content.filled().contains(&field).then(|| "•••".to_owned()),
    }
}

/// A field in full, as it is shown to somebody who asked for it.
pub(super) fn written(content: &Content, field: Field) -> Option<String> {
    use sanviec_domain::profile::CurrentAddress;
    match field {
        Field::PersonalNumber => content.identity.number.as_ref().map(|number| number.as_str().to_owned()),
        Field::Phone => content.contact.phone.as_ref().map(Phone::display),
        Field::Email => content.contact.email.as_ref().map(|email| email.as_str().to_owned()),
        Field::OtherContact => content.contact.other.clone(),
        Field::PermanentLine => content.residence.permanent.line.clone(),
        Field::CurrentLine => match &content.residence.current {
            CurrentAddress::Elsewhere(address) => address.line.clone(),
            CurrentAddress::Unstated | CurrentAddress::Permanent => None,
        },
        _ => None,
    }
}
