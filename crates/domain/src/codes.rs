//! Macros for what every room declares: the closed lists of the forms as enums with stable codes for files, columns and
//! URLs, and ids. Must not hold labels: what a person reads is the business of pages.

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$note])* $variant),+ }

        impl $name {
            /// Every member, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code: lower-case ASCII, never renamed.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The member with this code.
            pub fn find_by_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.code() == code)
            }
        }
    };
}

/// Newtypes around uuids: an id of one thing cannot be taken for an id of another. Ids are made elsewhere.
macro_rules! ids {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// The 26 letters and digits that stand for it in a URL.
            pub fn code(self) -> crate::posting::PostingCode {
                crate::posting::PostingCode::of(self.0)
            }
        }

        impl From<crate::posting::PostingCode> for $name {
            fn from(code: crate::posting::PostingCode) -> Self {
                Self(code.uuid())
            }
        }
    };
}
