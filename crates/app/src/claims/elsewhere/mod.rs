//! Between installations: who counts as paid for at another one. Each hands out a list of keyed hashes under a secret
//! that they share, and takes in those of the others; whoever is on one is not claimed for here before their day.
//! Nothing of a person can be read from a list without the secret, and whoever holds it can only ask for a number that
//! they know or guess: so the secret is kept as the keys are.

mod export;
mod format;
mod guard;
mod import;

pub use export::{ExclusionList, export_exclusions};
pub(super) use guard::demand_free;
pub use guard::unusable_lists;
pub use import::{TakenList, import_exclusions};

use super::row::subject_of;
use crate::app::App;
use crate::error::{AppError, FieldError};
use crate::rows;
use crate::secrets::{Keyring, SharedKey};
use sanviec_domain::person::PersonalNumber;
use sanviec_store::{Db, Error, claim, profile};
use uuid::Uuid;

/// The one name of lists in audit rows; they have no ids.
const LIST: (&str, Uuid) = ("exclusion_list", Uuid::nil());
/// Most letters of the name of an installation.
const NAME: usize = 40;

/// What lists are shared by: the name of this installation, and the secret of all of them.
#[derive(Clone, Debug)]
pub struct Sharing {
    installation: String,
    key: SharedKey,
}

impl Sharing {
    /// `None` when the name is none: 2 to 40 small letters, digits and hyphens, the first one a letter, as `gia-lai`.
    #[must_use]
    pub fn new(installation: &str, key: SharedKey) -> Option<Self> {
        let plain = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        let is_name = (2..=NAME).contains(&installation.len())
            && installation.bytes().all(plain)
            && installation.starts_with(|sign: char| sign.is_ascii_lowercase());
        is_name.then(|| Self { installation: installation.to_owned(), key })
    }

    /// Keyed hash of a person in a programme, the same on every installation with this secret.
    fn hash(&self, programme: &str, number: &PersonalNumber) -> [u8; 32] {
        self.key.hash("exclusion person", &[programme.as_bytes(), number.as_str().as_bytes()])
    }
}

/// The personal numbers that the person of a claim goes by: the one that it was prepared with, and those of the profile
/// and of all that became one with it. Of what was deleted since, the number of the claim is left.
async fn numbers_of(db: &impl Db, keys: &Keyring, row: &claim::Row) -> Result<Vec<PersonalNumber>, AppError> {
    let said = subject_of(keys, row)?.person_number;
    let claimed = PersonalNumber::parse(&said).map_err(|_| Error::corrupt("claim", "subject", row.id))?;
    let mut numbers = vec![claimed];
    let (_, family) = profile::list_family(db, row.profile_id).await?;
    for part in profile::find_many(db, &family).await? {
        let number = rows::profile::read(keys, &part)?.content.identity.number;
        numbers.extend(number.filter(|number| !numbers.contains(number)));
    }
    Ok(numbers)
}

fn sharing_of(app: &App) -> Result<&Sharing, AppError> {
    let vi = "Chưa đặt [exclusions] trong cấu hình: cần installation và key_file.";
    let en = "[exclusions] is not set up: write installation and key_file into the settings.";
    app.sharing().ok_or_else(|| FieldError::new("form", "sharing_not_set_up", vi, en).into())
}

/// Refuses a programme that no policy here is of: a slip in its name would make an empty list, or one that holds
/// nobody.
fn demand_known(app: &App, programme: &str) -> Result<(), AppError> {
    let mut known: Vec<String> = app.policies().all().map(|kept| kept.policy.name.clone()).collect();
    if known.iter().any(|name| name == programme) {
        return Ok(());
    }
    known.sort_unstable();
    known.dedup();
    let listed = known.join(", ");
    let vi = format!("Không có chính sách nào của chương trình {programme}. Có: {listed}.");
    let en = format!("No policy is of the programme {programme}. There are: {listed}.");
    Err(FieldError::new("programme", "programme_unknown", vi, en).suggesting(known).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn installations_have_short_names_and_the_same_hash_of_a_person_under_the_same_secret() {
        let key = SharedKey::generated().expect("a key");
        for name in ["", "a", "Gia Lai", "gia lai", "1a", "-a", "gia_lai", "a".repeat(41).as_str()] {
            assert!(Sharing::new(name, key.clone()).is_none(), "{name}");
        }
        let sharing = |name, key: &SharedKey| Sharing::new(name, key.clone()).expect("a name");
        let number = |text| PersonalNumber::parse(text).expect("a number");
        let (here, there) = (sharing("gia-lai", &key), sharing("dak-lak", &key));
        let hash = here.hash("stable", &number("052194000001"));
        assert_eq!(hash, there.hash("stable", &number("052 194 000 001")), "however it is typed");
        assert_ne!(hash, there.hash("stable", &number("052194000002")));
        assert_ne!(hash, there.hash("other", &number("052194000001")), "nobody is followed through programmes");
        let other = sharing("gia-lai", &SharedKey::generated().expect("a key"));
        assert_ne!(hash, other.hash("stable", &number("052194000001")));
    }
}
