//! Why a claim was refused or taken back, and why a bank did not pay.

codes! {
    /// Why somebody who was asked to approve said no.
    RefuseReason {
        /// The evidence does not convince.
        EvidenceDoubted = "evidence_doubted",
        /// Another source pays for the same work (TT 55/2023/TT-BTC, Article 72(2)).
        FundedElsewhere = "funded_elsewhere",
        /// The group or the amount is wrong.
        AmountWrong = "amount_wrong",
        /// The person or the employer is not entitled.
        NotEntitled = "not_entitled",
        /// Something else, said in the note.
        Other = "other",
    }
}

codes! {
    /// Why a centre took its claim back.
    WithdrawReason {
        /// Made by mistake.
        Mistake = "mistake",
        /// Another source pays for the same work.
        FundedElsewhere = "funded_elsewhere",
        /// The placement is no longer confirmed.
        Unmade = "unmade",
        /// Something else, said in the note.
        Other = "other",
    }
}

codes! {
    /// Why a bank did not pay, or brought the money back.
    BounceReason {
        /// No such account.
        AccountUnknown = "account_unknown",
        /// The account is closed.
        AccountClosed = "account_closed",
        /// The name is not that of the account.
        NameDiffers = "name_differs",
        /// The paying account lacks the money.
        NoMoney = "no_money",
        /// Something else, said in the note.
        Other = "other",
    }
}

impl BounceReason {
    /// The reason for a code of ISO 20022 (external status reason); unknown ones are `Other`.
    pub fn of_iso(code: &str) -> Self {
        match code {
            "AC01" | "AC02" | "AC03" | "RC01" => Self::AccountUnknown,
            "AC04" | "AC06" | "AC07" => Self::AccountClosed,
            "BE01" | "BE22" => Self::NameDiffers,
            "AM04" => Self::NoMoney,
            _ => Self::Other,
        }
    }
}
