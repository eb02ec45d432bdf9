//! What a profile says comes back from its row as it was, and the row gives nothing away that is sealed.

use super::sample::full;
use super::*;
use sanviec_domain::profile::CurrentAddress;
use uuid::Uuid;

fn stored(content: Content) -> (Keyring, Row) {
    let keys = Keyring::generated().expect("keys");
    let profile = Profile { content, version: 3, ..Profile::new(Uuid::from_u128(7), Micros(5)) };
    let row = write(&keys, &profile, Micros(9)).expect("row");
    assert_eq!(read(&keys, &row).expect("read"), Profile { updated_at: Micros(9), ..profile });
    (keys, row)
}

#[test]
fn a_profile_with_every_field_comes_back_as_it_was() {
    assert_eq!(full().filled(), Field::ALL, "the sample leaves nothing out");
    stored(full());
    for field in Field::ALL.iter().copied() {
        stored(full().only(|kept| kept == field));
        stored(full().only(|kept| kept != field));
    }
    let mut same = full();
    same.residence.current = CurrentAddress::Permanent;
    stored(same);
}

#[test]
fn what_is_sealed_stands_nowhere_else_in_the_row() {
    let (_, row) = stored(full());
    let sealed = full().only(|field| field.class().is_encrypted());
    let values: Vec<(Field, String)> = sealed::values(&sealed).collect();
    assert_eq!(values.iter().map(|(field, _)| *field).collect::<Vec<_>>(), sealed.filled(), "each has its value");
    for (field, value) in values {
        assert!(!format!("{row:?}").contains(&value), "{field:?}");
    }
}

#[test]
fn nothing_equals_nothing_and_equal_values_have_equal_hashes() {
    let (_, empty) = stored(Content::default());
    assert_eq!((empty.number_hash, empty.phone_hash, empty.email_hash, empty.name_fold), (None, None, None, None));
    let keys = Keyring::generated().expect("keys");
    let one = write(&keys, &Profile { content: full(), ..Profile::new(Uuid::from_u128(1), Micros(0)) }, Micros(0));
    let two = write(&keys, &Profile { content: full(), ..Profile::new(Uuid::from_u128(2), Micros(0)) }, Micros(0));
    let (one, two) = (one.expect("row"), two.expect("row"));
    assert_eq!((one.number_hash, one.phone_hash, one.email_hash), (two.number_hash, two.phone_hash, two.email_hash));
    assert_ne!(one.sealed, two.sealed);
}

#[test]
fn names_are_found_from_both_ends() {
    let (_, row) = stored(full());
    assert_eq!(row.name_fold.as_deref(), Some(b"nguyen thi lan".as_slice()));
    assert_eq!(row.name_back.as_deref(), Some(b"lan thi nguyen".as_slice()));
    assert_eq!(words_key("  THỊ   Lan "), b"thi lan");
}

#[test]
fn a_new_key_seals_what_an_older_one_did() {
    let (old, row) = stored(full());
    let new = old.rotated().expect("keys");
    assert_eq!(resealed(&old, &row).expect("read"), None);
    let sealed = resealed(&new, &row).expect("read").expect("stale");
    let again = Row { sealed, ..row };
    assert_eq!(read(&new, &again).expect("read").content, full());
    assert!(read(&old, &again).is_err());
    let moved = Row { id: Uuid::from_u128(8), ..again };
    assert!(read(&new, &moved).is_err(), "sealed values belong to their row");
}

#[test]
fn an_emptied_row_says_nothing() {
    let (keys, row) = stored(full());
    let gone = read(&keys, &emptied(&row, Micros(10))).expect("read");
    assert_eq!((gone.content, gone.state, gone.account_id), (Content::default(), ProfileState::Deleted, None));
}
