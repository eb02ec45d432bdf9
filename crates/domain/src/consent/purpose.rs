//! The purposes for which a person is asked, each by itself, and what ends when one is withdrawn.

use crate::person::Majority;

codes! {
    /// What somebody's data may be used for.
    Purpose {
        /// Tư vấn: the centre keeps the profile and advises.
        Counselling = "counselling",
        /// The profile is compared with vacancies.
        Matching = "matching",
        /// Employers who search find the profile.
        VisibleToEmployers = "visible_to_employers",
        /// An employer gets what an application sends.
        Application = "application",
        /// An employer gets what a referral sends.
        Referral = "referral",
        /// An employer who did not hire keeps the application beyond its period.
        KeepAfterRefusal = "keep_after_refusal",
        /// Messages about work that fits, by one channel.
        Alerts = "alerts",
        /// Request and result are sent to the national exchange.
        NationalExchange = "national_exchange",
        /// Data without name are counted beyond what reports of the law count anyway.
        Statistics = "statistics",
        /// Papers of a placement prove a subsidy.
        SubsidyProof = "subsidy_proof",
        /// The person is asked about services and work.
        Survey = "survey",
        /// Father, mother or guardian agrees that somebody under 18 looks for work here.
        Guardian = "guardian",
    }
}
codes! {
    /// What a consent is tied to.
    Scope {
        /// The purpose as a whole.
        Whole = "whole",
        /// One employer, named when it is asked.
        Employer = "employer",
        /// One way of sending messages.
        Channel = "channel",
    }
}
codes! {
    /// What must follow when a consent is withdrawn.
    AfterWithdrawal {
        /// The use stops.
        StopUse = "stop_use",
        /// The centre serves the person no more and sees nothing of them.
        LeaveCentre = "leave_centre",
        /// The profile leaves the search of employers.
        LeaveSearch = "leave_search",
        /// Applications to the employer are withdrawn.
        WithdrawApplications = "withdraw_applications",
        /// Referrals to the employer are withdrawn.
        WithdrawReferrals = "withdraw_referrals",
        /// The kept application is deleted when its period is over.
        DeleteKept = "delete_kept",
        /// No more messages by the channel.
        StopMessages = "stop_messages",
        /// Nothing more is sent; what was sent is asked to be deleted.
        RecallSent = "recall_sent",
        /// No new use; what the law demands for audit is kept until its end, with its basis.
        KeepForAudit = "keep_for_audit",
        /// Everything that needed the guardian stops.
        StopAll = "stop_all",
    }
}

impl Purpose {
    /// What it is tied to.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Application | Self::Referral | Self::KeepAfterRefusal => Scope::Employer,
            Self::Alerts => Scope::Channel,
            Self::Counselling
            | Self::Matching
            | Self::VisibleToEmployers
            | Self::NationalExchange
            | Self::Statistics
            | Self::SubsidyProof
            | Self::Survey
            | Self::Guardian => Scope::Whole,
        }
    }

    /// Whether anything reads a consent to it, so that somebody may be asked. Whoever is asked for more than is used is
    /// asked for data without a purpose; what was agreed to before stays on record and is taken back as ever.
    pub const fn is_asked(self) -> bool {
        match self {
            Self::Counselling
            | Self::Matching
            | Self::VisibleToEmployers
            | Self::Application
            | Self::Referral
            | Self::NationalExchange
            | Self::Guardian => true,
            Self::KeepAfterRefusal | Self::Alerts | Self::Statistics | Self::SubsidyProof | Self::Survey => false,
        }
    }

    /// What must follow when it is withdrawn.
    pub const fn after_withdrawal(self) -> AfterWithdrawal {
        match self {
            Self::Counselling => AfterWithdrawal::LeaveCentre,
            Self::Matching | Self::Statistics | Self::Survey => AfterWithdrawal::StopUse,
            Self::VisibleToEmployers => AfterWithdrawal::LeaveSearch,
            Self::Application => AfterWithdrawal::WithdrawApplications,
            Self::Referral => AfterWithdrawal::WithdrawReferrals,
            Self::KeepAfterRefusal => AfterWithdrawal::DeleteKept,
            Self::Alerts => AfterWithdrawal::StopMessages,
            Self::NationalExchange => AfterWithdrawal::RecallSent,
            Self::SubsidyProof => AfterWithdrawal::KeepForAudit,
            Self::Guardian => AfterWithdrawal::StopAll,
        }
    }

    /// Whether the guardian's consent must hold beside the person's own: for a child with every purpose, for a minor
    /// with those that lead to work.
    pub const fn needs_guardian(self, majority: Majority) -> bool {
        match (majority, self) {
            (Majority::Adult, _) | (_, Self::Guardian) => false,
            (Majority::Child, _) => true,
            (Majority::Minor, purpose) => match purpose {
                Self::VisibleToEmployers | Self::Application | Self::Referral => true,
                Self::Counselling
                | Self::Matching
                | Self::KeepAfterRefusal
                | Self::Alerts
                | Self::NationalExchange
                | Self::Statistics
                | Self::SubsidyProof
                | Self::Survey
                | Self::Guardian => false,
            },
        }
    }
}
