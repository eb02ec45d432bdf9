//! The two languages that sentences, money and dates come in. No texts of pages here.

codes! {
    /// Language of a sentence made for a person.
    Lang {
        /// Vietnamese: the first language of everything.
        Vi = "vi",
        /// English: complete beside it.
        En = "en",
    }
}
