//! A list for payment on paper, laid out as official papers are (Decree 30/2020/NĐ-CP, Appendix I), wide because its
//! table is. It is Vietnamese in both languages of the site, only the hints around it are not.

use askama::Template;

use super::{Page, Words};

/// The page with the paper.
#[derive(Clone, Debug, Template)]
#[template(path = "pay_list.html")]
pub(crate) struct PayList {
    /// Frame.
    pub(crate) page: Page,
    /// Path back to the list.
    pub(crate) back: String,
    /// The body above, in capitals.
    pub(crate) parent_body: Words,
    /// Who issues it, in capitals.
    pub(crate) issuer: Words,
    /// Number and sign.
    pub(crate) number: Words,
    /// Place and date in words.
    pub(crate) place_and_date: Words,
    /// The centre, as in a sentence.
    pub(crate) centre: Words,
    /// Holder of the account that is paid.
    pub(crate) payee: Words,
    /// Its number.
    pub(crate) account: Words,
    /// Its bank.
    pub(crate) bank: Words,
    /// Everybody on it.
    pub(crate) lines: Vec<PayListLine>,
    /// The total in figures.
    pub(crate) total: String,
    /// The total in words.
    pub(crate) words: Words,
    /// Post of who signs, in capitals.
    pub(crate) signer_post: Words,
    /// Name of who signs.
    pub(crate) signer_name: Words,
    /// How it went to the bank; none of a draft.
    pub(crate) sent: Option<PayListSent>,
}

/// A list that went to the bank.
#[derive(Clone, Debug)]
pub(crate) struct PayListSent {
    /// Day on which it went.
    pub(crate) on: String,
    /// Day on which the bank is to pay.
    pub(crate) pay_on: String,
    /// Name of the file that the bank was given.
    pub(crate) file: Words,
}

/// One person on the paper.
#[derive(Clone, Debug)]
pub(crate) struct PayListLine {
    /// Name.
    pub(crate) name: Words,
    /// Personal number.
    pub(crate) number: Words,
    /// Where the person lives.
    pub(crate) address: Words,
    /// Employer.
    pub(crate) employer: Words,
    /// Number of the contract.
    pub(crate) contract: Words,
    /// First day of employment.
    pub(crate) starts_on: Words,
    /// Amount in figures.
    pub(crate) dong: String,
}
