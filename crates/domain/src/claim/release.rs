//! Who may let a list of claims go to the bank, and who may say what the bank answered. Money leaves by two people at
//! least: whoever sends a list made neither it nor a claim on it, wrote not the account that is paid, and did not
//! record that the bank failed to pay one of its claims before; whoever records the bank's answer did not send it.

use crate::Lang;
use crate::membership::AccountId;
use chrono::NaiveDate;

/// What a list owes to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release<'a> {
    /// Who made it.
    pub made_by: AccountId,
    /// Who prepared its claims.
    pub prepared_by: &'a [AccountId],
    /// Who wrote the account that is paid; nobody where that is not known.
    pub account_by: Option<AccountId>,
    /// Who recorded that the bank did not pay one of its claims, or brought the money back.
    pub bounced_by: &'a [AccountId],
}

impl Release<'_> {
    /// Whether this person may send it.
    pub fn by(&self, person: AccountId) -> Result<(), ReleaseRefusal> {
        if self.made_by == person {
            return Err(ReleaseRefusal::OwnList);
        }
        if self.prepared_by.contains(&person) {
            return Err(ReleaseRefusal::OwnClaim);
        }
        if self.account_by == Some(person) {
            return Err(ReleaseRefusal::OwnAccount);
        }
        if self.bounced_by.contains(&person) {
            return Err(ReleaseRefusal::OwnBounce);
        }
        Ok(())
    }
}

/// Whether this person may record what the bank answered to a list that somebody sent.
pub fn may_account_for(sent_by: Option<AccountId>, person: AccountId) -> Result<(), ReleaseRefusal> {
    if sent_by == Some(person) { Err(ReleaseRefusal::OwnSending) } else { Ok(()) }
}

/// Whether this person may say what came out of a dispute with the bank about a list: neither who sent it, nor who
/// brought the word that is disputed.
pub fn may_settle(
    sent_by: Option<AccountId>,
    brought_by: Option<AccountId>,
    person: AccountId,
) -> Result<(), ReleaseRefusal> {
    may_account_for(sent_by, person)?;
    if brought_by == Some(person) { Err(ReleaseRefusal::OwnDispute) } else { Ok(()) }
}

/// Whether a bank can have acted on a day for a list: not before the list was sent, nor later than today. A node whose
/// clock is behind knows of the sending all the same. By this day a person counts as paid for.
pub fn is_day_of_bank(on: NaiveDate, sent_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    let sent_on = sent_on.unwrap_or(NaiveDate::MIN);
    (sent_on..=today.max(sent_on)).contains(&on)
}

/// Why somebody may not send a list, or not say what the bank answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReleaseRefusal {
    /// Made by this person.
    #[error("whoever made a list does not send it")]
    OwnList,
    /// A claim on it was prepared by this person.
    #[error("whoever prepared a claim does not send the list it is on")]
    OwnClaim,
    /// The account that is paid was written by this person.
    #[error("whoever wrote the account that is paid does not send the list")]
    OwnAccount,
    /// This person recorded that the bank did not pay.
    #[error("whoever recorded that the bank did not pay does not send the claim again")]
    OwnBounce,
    /// Sent by this person.
    #[error("whoever sent a list does not record the bank's answer")]
    OwnSending,
    /// The word that is disputed was brought by this person.
    #[error("whoever brought what the bank said does not settle it")]
    OwnDispute,
}

impl ReleaseRefusal {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::OwnList, Self::OwnClaim, Self::OwnAccount, Self::OwnBounce, Self::OwnSending, Self::OwnDispute];

    /// Stable code for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnList => "own_list",
            Self::OwnClaim => "own_claim",
            Self::OwnAccount => "own_account",
            Self::OwnBounce => "own_bounce",
            Self::OwnSending => "own_sending",
            Self::OwnDispute => "own_dispute",
        }
    }

    /// What to tell the person who asked, with what can be done instead.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        let (vi, en) = match self {
            Self::OwnList => (
                "Bạn đã lập danh sách này nên không tự gửi; nhờ một người khác làm chi trả ở trung tâm kiểm tra và gửi.",
                "You made this list, so you may not send it; ask another person who pays claims at the centre to check \
                 and send it.",
            ),
            Self::OwnClaim => (
                "Bạn đã lập một đề nghị trong danh sách này nên không tự gửi; nhờ người khác gửi, hoặc đưa đề nghị đó \
                 ra khỏi danh sách.",
                "You prepared a claim on this list, so you may not send it; ask another person, or take that claim off \
                 the list.",
            ),
            Self::OwnAccount => (
                "Bạn đã khai tài khoản nhận tiền nên không tự gửi danh sách chi vào tài khoản đó; nhờ người khác gửi.",
                "You wrote the account that is paid, so you may not send a list that pays into it; ask another person.",
            ),
            Self::OwnBounce => (
                "Bạn đã ghi nhận ngân hàng không chi một khoản trong danh sách này nên không tự gửi lại; nhờ người \
                 khác gửi.",
                "You recorded that the bank did not pay a claim on this list, so you may not send it again; ask another \
                 person.",
            ),
            Self::OwnSending => (
                "Bạn đã gửi danh sách này nên không tự ghi nhận kết quả của ngân hàng; nhờ người khác nhận tệp.",
                "You sent this list, so you may not record what the bank answered; ask another person to bring the file.",
            ),
            Self::OwnDispute => (
                "Bạn đã nhận tệp mà ngân hàng báo khác trước nên không tự ghi kết quả đối soát; nhờ người khác.",
                "You brought the file in which the bank said otherwise, so you may not settle it; ask another person.",
            ),
        };
        match lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn whoever_had_a_hand_in_a_list_does_not_send_it() {
        let (prepared_by, bounced_by) = ([account(2), account(3)], [account(5)]);
        let list = Release {
            made_by: account(1),
            prepared_by: &prepared_by,
            account_by: Some(account(4)),
            bounced_by: &bounced_by,
        };
        for (by, expected) in [
            (1, Err(ReleaseRefusal::OwnList)),
            (2, Err(ReleaseRefusal::OwnClaim)),
            (3, Err(ReleaseRefusal::OwnClaim)),
            (4, Err(ReleaseRefusal::OwnAccount)),
            (5, Err(ReleaseRefusal::OwnBounce)),
            (6, Ok(())),
        ] {
            assert_eq!(list.by(account(by)), expected, "{by}");
        }
        // An account that nobody known wrote is nobody's own.
        assert_eq!(Release { account_by: None, ..list }.by(account(4)), Ok(()));
    }

    #[test]
    fn whoever_sent_a_list_does_not_say_what_the_bank_answered() {
        assert_eq!(may_account_for(Some(account(1)), account(1)), Err(ReleaseRefusal::OwnSending));
        assert_eq!(may_account_for(Some(account(1)), account(2)), Ok(()));
        assert_eq!(may_account_for(None, account(1)), Ok(()));
    }

    #[test]
    fn a_dispute_is_settled_by_who_neither_sent_the_list_nor_brought_the_word() {
        let (sent_by, brought_by) = (Some(account(1)), Some(account(2)));
        assert_eq!(may_settle(sent_by, brought_by, account(1)), Err(ReleaseRefusal::OwnSending));
        assert_eq!(may_settle(sent_by, brought_by, account(2)), Err(ReleaseRefusal::OwnDispute));
        assert_eq!(may_settle(sent_by, brought_by, account(3)), Ok(()));
        assert_eq!(may_settle(None, None, account(1)), Ok(()));
    }

    #[test]
    fn a_bank_acts_from_the_sending_to_today() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
        for (on, sent_on, today, can) in [
            (day(24), Some(day(25)), day(27), false),
            (day(25), Some(day(25)), day(27), true),
            (day(27), Some(day(25)), day(27), true),
            (day(28), Some(day(25)), day(27), false),
            (day(25), Some(day(25)), day(24), true),
            (day(24), Some(day(25)), day(24), false),
            (day(1), None, day(27), true),
        ] {
            assert_eq!(is_day_of_bank(on, sent_on, today), can, "{on} {sent_on:?} {today}");
        }
    }

    #[test]
    fn every_refusal_says_who_can_help() {
        for refusal in ReleaseRefusal::ALL {
            assert!(refusal.sentence(Lang::Vi).contains("người khác"), "{refusal:?}");
            assert!(refusal.sentence(Lang::En).contains("another person"), "{refusal:?}");
        }
        let mut codes = ReleaseRefusal::ALL.map(ReleaseRefusal::code);
        codes.sort_unstable();
        assert!(codes.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
