//! A letter of referral on paper, laid out as official papers are (Decree 30/2020/NĐ-CP, Appendix I): it is Vietnamese
//! in both languages of the site, only the hints around it are not.

use askama::Template;

use super::{Page, Words, square_code};

/// The page with the paper.
#[derive(Clone, Debug, Template)]
#[template(path = "letter.html")]
pub(crate) struct Letter {
    /// Frame.
    pub(crate) page: Page,
    /// What stands above the paper on the screen.
    pub(crate) hint: Words,
    /// Words and path of the way back.
    pub(crate) back: (String, String),
    /// Path of the page that proves it.
    pub(crate) proof: String,
    /// The body above, in capitals.
    pub(crate) parent_body: Words,
    /// Who issues it, in capitals.
    pub(crate) issuer: Words,
    /// Number and sign.
    pub(crate) number: Words,
    /// Place and date in words.
    pub(crate) place_and_date: Words,
    /// To whom.
    pub(crate) employer: Words,
    /// Where it works.
    pub(crate) workplace: Words,
    /// The centre, as in a sentence.
    pub(crate) centre: Words,
    /// Names and values about the person.
    pub(crate) person: Vec<(&'static str, Words)>,
    /// The vacancy.
    pub(crate) posting: Words,
    /// Working days for the answer.
    pub(crate) answer_days: u16,
    /// Where the answer goes: telephone and address.
    pub(crate) answer_to: Words,
    /// Post of who signs, in capitals.
    pub(crate) signer_post: Words,
    /// Name of who signs.
    pub(crate) signer_name: Words,
}

impl Letter {
    /// The code with the full address of the page that proves the letter.
    pub(crate) fn code(&self) -> String {
        let address = format!("{}{}", self.page.site.origin, self.proof);
        square_code(&address, &self.page.t("letter-code")).unwrap_or_default()
    }

    /// The address without its scheme, for people without a scanner.
    pub(crate) fn address(&self) -> String {
        let host = self.page.site.origin.split_once("://").map_or(self.page.site.origin.as_str(), |(_, host)| host);
        format!("{host}{}", self.proof)
    }
}
