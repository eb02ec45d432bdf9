//! Longest texts that a posting may carry, in characters (after NFC). They protect the index and the page, and are
//! far above what the longest honest advert of the samples needs.

/// Names the limits; see its constants.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Title of the post.
    pub const TITLE: usize = 200;
    /// What the work is.
    pub const DESCRIPTION: usize = 20_000;
    /// What is asked of the worker.
    pub const REQUIREMENTS: usize = 10_000;
    /// What is offered.
    pub const BENEFITS: usize = 10_000;
    /// Welfare, wish to the centre, other texts of one paragraph.
    pub const PARAGRAPH: usize = 2_000;
    /// Address line and original location text.
    pub const ADDRESS: usize = 500;
    /// Skill, or any short label.
    pub const LABEL: usize = 100;
    /// Name of the contact person.
    pub const NAME: usize = 120;
    /// E-mail address (RFC 5321 allows 254).
    pub const EMAIL: usize = 254;
    /// Telephone number as typed.
    pub const PHONE: usize = 30;
    /// Web address.
    pub const URL: usize = 2_000;
    /// Workplaces of one posting.
    pub const WORKPLACES: usize = 50;
    /// Skills of one posting.
    pub const SKILLS: usize = 50;
    /// People wanted by one posting.
    pub const WANTED: u32 = 100_000;
    /// Days ahead that a deadline may lie.
    pub const DEADLINE_DAYS: i64 = 731;
}
