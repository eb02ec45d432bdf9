//! The closed lists of forms 01a and 03a (Decree 352/2025/NĐ-CP) as enums with stable codes. No labels: pages have
//! them.

codes! {
    /// Kind of employer (form 03).
    EmployerType {
        /// Doanh nghiệp, cơ quan nhà nước.
        State = "state",
        /// Ngoài nhà nước: companies, households, co-operatives.
        NonState = "non_state",
        /// Có vốn đầu tư nước ngoài.
        Foreign = "foreign",
    }
}
codes! {
    /// Position of the post (form 01a, compulsory there).
    Position {
        /// Nhân viên.
        Staff = "staff",
        /// Quản lý.
        Manager = "manager",
        /// Lãnh đạo.
        Leader = "leader",
        /// Khác.
        Other = "other",
    }
}
codes! {
    /// Experience asked for (form 01a), in years.
    Experience {
        /// Không cần kinh nghiệm.
        None = "none",
        /// Under one year.
        UnderOne = "under_1",
        /// One to two years.
        OneToTwo = "1_2",
        /// Two to five years.
        TwoToFive = "2_5",
        /// Over five years.
        OverFive = "over_5",
    }
}
codes! {
    /// Form of contract (form 01a; Labour Code 2019, Article 20).
    Contract {
        /// Không xác định thời hạn.
        Indefinite = "indefinite",
        /// Xác định thời hạn dưới 12 tháng.
        UnderTwelve = "under_12",
        /// Xác định thời hạn 12 đến 36 tháng.
        TwelveToThirtySix = "12_36",
        /// Thời vụ, công việc, khác.
        Other = "other",
    }
}
codes! {
    /// What the worker must be able to do (form 01a).
    Ability {
        /// Làm ca.
        Shift = "shift",
        /// Đi công tác.
        Travel = "travel",
        /// Đi biệt phái.
        Secondment = "secondment",
    }
}
codes! {
    /// Working time (form 01a).
    WorkingTime {
        /// Toàn thời gian.
        Full = "full",
        /// Bán thời gian.
        Part = "part",
    }
}
codes! {
    /// Aim of the job (form 01a).
    Aim {
        /// Làm việc lâu dài.
        LongTerm = "long_term",
        /// Làm việc tạm thời.
        Temporary = "temporary",
        /// Làm thêm.
        Extra = "extra",
    }
}
codes! {
    /// Meals given (form 01a): how many a day, or money instead.
    Meals {
        /// One meal a day.
        One = "1",
        /// Two meals a day.
        Two = "2",
        /// Three meals a day.
        Three = "3",
        /// An allowance in money.
        Money = "money",
        /// None.
        None = "none",
    }
}
codes! {
    /// Housing offered.
    Housing {
        /// A room or bed of the employer.
        Provided = "provided",
        /// An allowance in money.
        Allowance = "allowance",
        /// None.
        None = "none",
    }
}
codes! {
    /// Way to work offered.
    Transport {
        /// Bus or car of the employer.
        Provided = "provided",
        /// An allowance in money.
        Allowance = "allowance",
        /// None.
        None = "none",
    }
}
codes! {
    /// Where the work is done (form 01a).
    Setting {
        /// Trong nhà.
        Indoor = "indoor",
        /// Ngoài trời.
        Outdoor = "outdoor",
        /// Hỗn hợp.
        Mixed = "mixed",
    }
}
codes! {
    /// Weights to lift (form 01a).
    Lifting {
        /// Under 5 kg.
        Under5 = "under_5",
        /// 5 to 20 kg.
        From5To20 = "5_20",
        /// Over 20 kg.
        Over20 = "over_20",
    }
}
codes! {
    /// Standing and walking, hearing and speech, or sight (form 01a): how much of it the work needs.
    Stance {
        /// Not needed.
        None = "none",
        /// Little or plain.
        Basic = "basic",
        /// Much, or well.
        Much = "much",
    }
}
codes! {
    /// Work of the hands (form 01a).
    Hands {
        /// Heavy assembling.
        Heavy = "heavy",
        /// Light assembling.
        Light = "light",
        /// Skilful, fine work.
        Fine = "fine",
    }
}
codes! {
    /// How people are recruited (form 01a, compulsory there).
    RecruitingWay {
        /// Phỏng vấn trực tiếp.
        InPerson = "in_person",
        /// Qua điện thoại.
        Telephone = "telephone",
        /// Online.
        Online = "online",
        /// Nộp hồ sơ, CV.
        Application = "application",
    }
}
codes! {
    /// General education (form 01).
    Education {
        /// Chưa tốt nghiệp tiểu học.
        NotPrimary = "not_primary",
        /// Tốt nghiệp tiểu học.
        Primary = "primary",
        /// Tốt nghiệp trung học cơ sở.
        LowerSecondary = "lower_secondary",
        /// Tốt nghiệp trung học phổ thông.
        UpperSecondary = "upper_secondary",
    }
}
codes! {
    /// Technical level (form 01): the eight rows of the form.
    TechnicalLevel {
        /// Chưa qua đào tạo.
        Untrained = "untrained",
        /// Công nhân kỹ thuật không bằng.
        SkilledWithoutPaper = "skilled_without_paper",
        /// Sơ cấp, with certificates of vocational skill.
        Elementary = "elementary",
        /// Trung cấp.
        Intermediate = "intermediate",
        /// Cao đẳng.
        College = "college",
        /// Đại học.
        University = "university",
        /// Thạc sĩ.
        Master = "master",
        /// Tiến sĩ.
        Doctor = "doctor",
    }
}

impl TechnicalLevel {
    /// Rank for comparing, 0 to 7; equal labels of other forms map onto the same ranks (a certificate of under three
    /// months is 1, a national skill certificate 2).
    pub const fn ordinal(self) -> u8 {
        match self {
            Self::Untrained => 0,
            Self::SkilledWithoutPaper => 1,
            Self::Elementary => 2,
            Self::Intermediate => 3,
            Self::College => 4,
            Self::University => 5,
            Self::Master => 6,
            Self::Doctor => 7,
        }
    }
}

codes! {
    /// Groups given priority (form 01).
    Priority {
        /// Người khuyết tật.
        Disabled = "disabled",
        /// Người dân tộc thiểu số.
        EthnicMinority = "ethnic_minority",
        /// Hộ nghèo, cận nghèo.
        PoorHousehold = "poor_household",
        /// Bộ đội xuất ngũ.
        Demobilised = "demobilised",
        /// Khác.
        Other = "other",
    }
}
codes! {
    /// Where the work is done seen from the employer's house.
    RemoteMode {
        /// At the workplace.
        OnSite = "on_site",
        /// Partly from home.
        Hybrid = "hybrid",
        /// From anywhere.
        Remote = "remote",
    }
}
codes! {
    /// How the employer wants to be told (form 03a).
    Notice {
        /// By text message.
        Sms = "sms",
        /// By e-mail.
        Email = "email",
    }
}
codes! {
    /// Pay classes of form 01a, million dong a month. The printed bounds overlap; here the lower bound belongs to the
    /// class ("5 to under 10"), so that a pay of exactly 5 million is in one class only.
    PayClass {
        /// Under 5 million.
        Under5 = "under_5",
        /// 5 to under 10 million.
        From5 = "5_10",
        /// 10 to under 20 million.
        From10 = "10_20",
        /// 20 to under 50 million.
        From20 = "20_50",
        /// 50 million and more.
        From50 = "over_50",
    }
}

impl PayClass {
    /// The class of a monthly amount in dong.
    pub const fn of(dong_per_month: i64) -> Self {
        match dong_per_month {
            ..5_000_000 => Self::Under5,
            5_000_000..10_000_000 => Self::From5,
            10_000_000..20_000_000 => Self::From10,
            20_000_000..50_000_000 => Self::From20,
            50_000_000.. => Self::From50,
        }
    }

    /// Lower bound, inclusive, in dong a month.
    pub const fn from_dong(self) -> i64 {
        match self {
            Self::Under5 => 0,
            Self::From5 => 5_000_000,
            Self::From10 => 10_000_000,
            Self::From20 => 20_000_000,
            Self::From50 => 50_000_000,
        }
    }

    /// The wage code 1 to 5 of form 04.
    pub const fn wage_code(self) -> u8 {
        match self {
            Self::Under5 => 1,
            Self::From5 => 2,
            Self::From10 => 3,
            Self::From20 => 4,
            Self::From50 => 5,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back_and_are_unique() {
        fn all<T: Copy + Eq + std::fmt::Debug>(
            members: &[T],
            code: fn(T) -> &'static str,
            find: fn(&str) -> Option<T>,
        ) {
            for member in members {
                assert_eq!(find(code(*member)), Some(*member));
            }
            assert_eq!(find("no such code"), None);
        }
        all(EmployerType::ALL, EmployerType::code, EmployerType::find_by_code);
        all(Position::ALL, Position::code, Position::find_by_code);
        all(Experience::ALL, Experience::code, Experience::find_by_code);
        all(Contract::ALL, Contract::code, Contract::find_by_code);
        all(Ability::ALL, Ability::code, Ability::find_by_code);
        all(WorkingTime::ALL, WorkingTime::code, WorkingTime::find_by_code);
        all(Aim::ALL, Aim::code, Aim::find_by_code);
        all(Meals::ALL, Meals::code, Meals::find_by_code);
        all(Housing::ALL, Housing::code, Housing::find_by_code);
        all(Transport::ALL, Transport::code, Transport::find_by_code);
        all(Setting::ALL, Setting::code, Setting::find_by_code);
        all(Lifting::ALL, Lifting::code, Lifting::find_by_code);
        all(Stance::ALL, Stance::code, Stance::find_by_code);
        all(Hands::ALL, Hands::code, Hands::find_by_code);
        all(RecruitingWay::ALL, RecruitingWay::code, RecruitingWay::find_by_code);
        all(Education::ALL, Education::code, Education::find_by_code);
        all(TechnicalLevel::ALL, TechnicalLevel::code, TechnicalLevel::find_by_code);
        all(Priority::ALL, Priority::code, Priority::find_by_code);
        all(RemoteMode::ALL, RemoteMode::code, RemoteMode::find_by_code);
        all(PayClass::ALL, PayClass::code, PayClass::find_by_code);
        all(Notice::ALL, Notice::code, Notice::find_by_code);
    }

    #[test]
    fn technical_levels_rank_as_the_form_lists_them() {
        let ranks: Vec<u8> = TechnicalLevel::ALL.iter().map(|level| level.ordinal()).collect();
        assert_eq!(ranks, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn pay_classes_own_their_lower_bound() {
        for (dong, class) in [
            (0, PayClass::Under5),
            (4_999_999, PayClass::Under5),
            (5_000_000, PayClass::From5),
            (9_999_999, PayClass::From5),
            (10_000_000, PayClass::From10),
            (19_999_999, PayClass::From10),
            (20_000_000, PayClass::From20),
            (49_999_999, PayClass::From20),
            (50_000_000, PayClass::From50),
        ] {
            assert_eq!(PayClass::of(dong), class, "{dong}");
        }
        for (place, class) in PayClass::ALL.iter().enumerate() {
            assert_eq!(PayClass::of(class.from_dong()), *class);
            assert_eq!(usize::from(class.wage_code()), place + 1);
        }
    }
}
