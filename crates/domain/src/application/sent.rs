//! What an application sends: never more than the kind of application and the person's ticks allow, and never the
//! personal number, whatever is ticked.

use super::terms::Kind;
use crate::Lang;
use crate::profile::{Field, Sending};

codes! {
    /// What is missing for an application to be of use.
    Unsent {
        /// No name.
        Name = "application_name_missing",
        /// No telephone; a quick application has nothing else to answer to.
        Phone = "application_phone_missing",
        /// Neither telephone nor e-mail.
        Contact = "application_contact_missing",
    }
}

impl Unsent {
    /// What to tell the person.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Name, Lang::Vi) => "Cần họ và tên để gửi hồ sơ.",
            (Self::Name, Lang::En) => "A name is needed to apply.",
            (Self::Phone, Lang::Vi) => "Cần số điện thoại để nhà tuyển dụng trả lời.",
            (Self::Phone, Lang::En) => "A telephone number is needed for the employer's answer.",
            (Self::Contact, Lang::Vi) => "Cần số điện thoại hoặc thư điện tử để nhà tuyển dụng trả lời.",
            (Self::Contact, Lang::En) => "A telephone number or an e-mail address is needed for the employer's answer.",
        }
    }
}

/// The fields that go to the employer, in the order of the forms, of those that say something.
pub fn fields_sent(kind: Kind, filled: &[Field], ticked: &[Field]) -> Result<Vec<Field>, Unsent> {
    let goes = |field: Field| match kind {
        Kind::Quick => matches!(field, Field::Name | Field::Phone),
        Kind::Full => match field.class().sending() {
            Sending::Always => true,
            Sending::IfTicked => ticked.contains(&field),
            Sending::Never => false,
        },
    };
    let mut sent: Vec<Field> = filled.iter().copied().filter(|field| goes(*field)).collect();
    sent.sort_unstable();
    sent.dedup();
    if !sent.contains(&Field::Name) {
        return Err(Unsent::Name);
    }
    match kind {
        Kind::Quick if !sent.contains(&Field::Phone) => Err(Unsent::Phone),
        Kind::Full if !sent.contains(&Field::Phone) && !sent.contains(&Field::Email) => Err(Unsent::Contact),
        Kind::Quick | Kind::Full => Ok(sent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_application_sends_name_and_telephone_and_nothing_else() {
        assert_eq!(fields_sent(Kind::Quick, Field::ALL, Field::ALL), Ok(vec![Field::Name, Field::Phone]));
        assert_eq!(fields_sent(Kind::Quick, &[Field::Phone], &[]), Err(Unsent::Name));
        assert_eq!(fields_sent(Kind::Quick, &[Field::Name, Field::Email], &[]), Err(Unsent::Phone));
    }

    #[test]
    fn a_full_application_sends_what_was_ticked_but_never_what_no_employer_sees() {
        let plain = fields_sent(Kind::Full, Field::ALL, &[]).expect("complete");
        assert!(plain.contains(&Field::Jobs) && plain.contains(&Field::Phone));
        assert!(!plain.contains(&Field::Birth) && !plain.contains(&Field::Lifting));
        let ticked = fields_sent(Kind::Full, Field::ALL, Field::ALL).expect("complete");
        assert!(ticked.contains(&Field::Birth) && ticked.contains(&Field::Lifting));
        for never in [Field::PersonalNumber, Field::Ethnicity, Field::Religion, Field::PriorityGroups] {
            assert!(!ticked.contains(&never), "{never:?}");
        }
        let few = [Field::Name, Field::Email];
        assert_eq!(fields_sent(Kind::Full, &few, &[Field::Birth]), Ok(few.to_vec()), "what is empty is not sent");
        assert_eq!(fields_sent(Kind::Full, &[Field::Name, Field::Jobs], &[]), Err(Unsent::Contact));
        assert_eq!(fields_sent(Kind::Full, &[Field::Email], &[]), Err(Unsent::Name));
    }
}
