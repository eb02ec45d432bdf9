//! Who sees what of a profile: classes of fields, those who look, and how far a person opens the profile. Which person
//! at the centre may look at all is decided by the table of rights, not here.

use super::field::Field;

codes! {
    /// Class of a field by what it gives away.
    Class {
        /// About work: what employers look for.
        Work = "work",
        /// Who it is.
        Name = "name",
        /// About the person, but no way to reach or to mistake him: birth, sex, commune.
        Personal = "personal",
        /// A way to reach the person. Encrypted.
        Contact = "contact",
        /// Names the person for every office. Encrypted.
        Identifier = "identifier",
        /// Ethnicity, religion, groups of policy: sensitive data by law (Decree 356/2025/NĐ-CP).
        Sensitive = "sensitive",
        /// What the body allows: sensitive data by law, and what special conditions are matched by.
        Health = "health",
    }
}
codes! {
    /// Who looks, and in what relation to the person.
    Sight {
        /// The person.
        Owner = "owner",
        /// An officer of the person's centre.
        OwnCentre = "own_centre",
        /// An employer who searches for people.
        Searching = "employer_searching",
        /// An employer whom the person applied to or was referred to, while contact is not open.
        Receiving = "employer_receiving",
        /// The same, while contact is open.
        InContact = "employer_in_contact",
        /// Who counts people, and sees no single one.
        Counting = "counting",
    }
}
codes! {
    /// How a field is shown.
    Shown {
        /// As it is.
        Full = "full",
        /// With its middle left out; shown in full on a demand that is recorded.
        Masked = "masked",
        /// Not at all, not even whether it is filled in.
        Hidden = "hidden",
    }
}
codes! {
    /// How far a person opens the profile. Beyond the centre it counts only while the consent to it does.
    Visibility {
        /// To the person and the centre.
        Centre = "centre",
        /// Employers who search see what is about work, without name.
        Employers = "employers",
        /// Employers who search see the name too; contact stays hidden until a rule opens it.
        Named = "named",
    }
}
codes! {
    /// What becomes of a field in an application.
    Sending {
        /// Goes with the profile.
        Always = "always",
        /// Goes when the person ticks it for this application.
        IfTicked = "if_ticked",
        /// Never goes to an employer through an application.
        Never = "never",
    }
}

impl Class {
    /// Whether the law calls it sensitive.
    pub const fn is_sensitive(self) -> bool {
        match self {
            Self::Sensitive | Self::Health => true,
            Self::Work | Self::Name | Self::Personal | Self::Contact | Self::Identifier => false,
        }
    }

    /// Whether it is stored encrypted, each value by itself.
    pub const fn is_encrypted(self) -> bool {
        match self {
            Self::Contact | Self::Identifier => true,
            Self::Work | Self::Name | Self::Personal | Self::Sensitive | Self::Health => false,
        }
    }

    /// How it is shown to whoever looks.
    pub const fn shown_to(self, sight: Sight) -> Shown {
        let (full, masked, hidden) = (Shown::Full, Shown::Masked, Shown::Hidden);
        let (centre, searching, receiving, in_contact, counting) = match self {
            Self::Work => (full, full, full, full, full),
            Self::Name => (full, hidden, full, full, hidden),
            Self::Personal => (full, hidden, hidden, full, full),
            Self::Contact => (masked, hidden, hidden, full, hidden),
            Self::Identifier => (masked, hidden, hidden, hidden, hidden),
            Self::Sensitive | Self::Health => (full, hidden, hidden, hidden, full),
        };
        match sight {
            Sight::Owner => full,
            Sight::OwnCentre => centre,
            Sight::Searching => searching,
            Sight::Receiving => receiving,
            Sight::InContact => in_contact,
            Sight::Counting => counting,
        }
    }

    /// What becomes of it in an application. No application carries the personal number or a group of policy.
    pub const fn sending(self) -> Sending {
        match self {
            Self::Work | Self::Name | Self::Contact => Sending::Always,
            Self::Personal | Self::Health => Sending::IfTicked,
            Self::Identifier | Self::Sensitive => Sending::Never,
        }
    }
}

impl Visibility {
    /// What is left of it: without the consent, only the centre.
    #[must_use]
    pub const fn while_consent(self, holds: bool) -> Self {
        if holds { self } else { Self::Centre }
    }

    /// Whether employers who search find the profile at all.
    pub const fn is_found(self) -> bool {
        match self {
            Self::Centre => false,
            Self::Employers | Self::Named => true,
        }
    }
}

impl Field {
    /// Whether employers who search see it.
    pub const fn is_shown_in_search(self, visibility: Visibility) -> bool {
        match visibility {
            Visibility::Centre => false,
            Visibility::Employers => matches!(self.class(), Class::Work),
            Visibility::Named => matches!(self.class(), Class::Work | Class::Name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(field: Field, sight: Sight) -> Shown {
        field.class().shown_to(sight)
    }

    #[test]
    fn the_table_of_classes_is_as_written_down() {
        let (full, masked, hidden) = (Shown::Full, Shown::Masked, Shown::Hidden);
        for (class, owner, centre, searching, receiving, in_contact, counting) in [
            (Class::Work, full, full, full, full, full, full),
            (Class::Name, full, full, hidden, full, full, hidden),
            (Class::Personal, full, full, hidden, hidden, full, full),
            (Class::Contact, full, masked, hidden, hidden, full, hidden),
            (Class::Identifier, full, masked, hidden, hidden, hidden, hidden),
            (Class::Sensitive, full, full, hidden, hidden, hidden, full),
            (Class::Health, full, full, hidden, hidden, hidden, full),
        ] {
            let row = [owner, centre, searching, receiving, in_contact, counting];
            for (sight, expected) in Sight::ALL.iter().zip(row) {
                assert_eq!(class.shown_to(*sight), expected, "{class:?} to {sight:?}");
            }
        }
    }

    #[test]
    fn no_employer_ever_sees_number_ethnicity_religion_or_health() {
        for field in [Field::PersonalNumber, Field::Ethnicity, Field::Religion, Field::PriorityGroups, Field::Hearing] {
            for sight in [Sight::Searching, Sight::Receiving, Sight::InContact] {
                assert_eq!(shown(field, sight), Shown::Hidden, "{field:?}");
            }
            assert_ne!(field.class().sending(), Sending::Always, "{field:?}");
        }
    }

    #[test]
    fn contact_is_open_only_in_contact() {
        for field in [Field::Phone, Field::Email, Field::OtherContact, Field::PermanentLine, Field::CurrentLine] {
            assert_eq!(shown(field, Sight::InContact), Shown::Full);
            for sight in [Sight::Searching, Sight::Receiving, Sight::Counting] {
                assert_eq!(shown(field, sight), Shown::Hidden, "{field:?} to {sight:?}");
            }
            assert!(field.class().is_encrypted());
        }
    }

    #[test]
    fn a_search_shows_nothing_without_consent_and_no_contact_with_it() {
        for visibility in Visibility::ALL {
            assert!(!visibility.while_consent(false).is_found());
            let seen: Vec<Field> =
                Field::ALL.iter().copied().filter(|field| field.is_shown_in_search(*visibility)).collect();
            assert_eq!(seen.contains(&Field::Jobs), *visibility != Visibility::Centre);
            assert_eq!(seen.contains(&Field::Name), *visibility == Visibility::Named);
            assert!(seen.iter().all(|field| matches!(field.class(), Class::Work | Class::Name)), "{seen:?}");
        }
    }
}
