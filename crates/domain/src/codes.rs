//! One macro for the closed lists of the forms: an enum whose members have stable codes for files, columns and URLs.
//! Must not hold labels: what a person reads is the business of pages.

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
