//! Longest texts and lists that a profile may carry. Texts are counted in characters after NFC.

/// Names the limits; see its constants.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Name of a skill, a language, a trade, a certificate, a country, any short label.
    pub const LABEL: usize = 100;
    /// Title of the work wished for, of a post, name of an employer.
    pub const TITLE: usize = 200;
    /// Address line, another way to reach somebody.
    pub const LINE: usize = 500;
    /// What was done in a job, what a workplace must have, welfare.
    pub const PARAGRAPH: usize = 2_000;
    /// Description of the work wished for.
    pub const DESCRIPTION: usize = 5_000;
    /// Jobs.
    pub const JOBS: usize = 30;
    /// Certificates beside the highest one.
    pub const CERTIFICATES: usize = 30;
    /// Skills of work.
    pub const SKILLS: usize = 50;
    /// Languages.
    pub const LANGUAGES: usize = 10;
    /// Places wished for.
    pub const PLACES: usize = 10;
    /// Farthest way from home, in kilometres.
    pub const RADIUS_KM: u16 = 200;
    /// Days ahead that a person may be ready.
    pub const READY_DAYS: i64 = 731;
}
