//! What kind of employer somebody registers, and how large it is: the lists of form 03 (Decree 352/2025/NĐ-CP).

codes! {
    /// By which number an employer is known.
    OrganisationKind {
        /// Enterprise, co-operative, office: by its tax code, which is the enterprise code.
        Enterprise = "enterprise",
        /// Business household: by the personal number of its head.
        Household = "household",
        /// A person who hires: by the personal number.
        Person = "person",
    }
}
codes! {
    /// People who work there. The printed bands overlap at their ends; here the upper end belongs to the band, so that
    /// 500 people are in one band only.
    SizeBand {
        /// Under 10.
        Under10 = "under_10",
        /// 10 to 50.
        To50 = "10_50",
        /// 51 to 100.
        To100 = "51_100",
        /// 101 to 200.
        To200 = "101_200",
        /// 201 to 500.
        To500 = "201_500",
        /// 501 to 1,000.
        To1000 = "501_1000",
        /// 1,001 to 3,000.
        To3000 = "1001_3000",
        /// 3,001 to 10,000.
        To10000 = "3001_10000",
        /// Over 10,000.
        Over10000 = "over_10000",
    }
}

impl OrganisationKind {
    /// Whether its number is a tax code; else it is a personal number.
    pub const fn has_tax_code(self) -> bool {
        match self {
            Self::Enterprise => true,
            Self::Household | Self::Person => false,
        }
    }
}

impl SizeBand {
    /// The band of a number of people.
    pub const fn of(people: u32) -> Self {
        match people {
            ..10 => Self::Under10,
            10..=50 => Self::To50,
            51..=100 => Self::To100,
            101..=200 => Self::To200,
            201..=500 => Self::To500,
            501..=1_000 => Self::To1000,
            1_001..=3_000 => Self::To3000,
            3_001..=10_000 => Self::To10000,
            10_001.. => Self::Over10000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_own_their_upper_end() {
        for (people, band) in [
            (0, SizeBand::Under10),
            (9, SizeBand::Under10),
            (10, SizeBand::To50),
            (500, SizeBand::To500),
            (501, SizeBand::To1000),
            (1_000, SizeBand::To1000),
            (3_000, SizeBand::To3000),
            (10_000, SizeBand::To10000),
            (10_001, SizeBand::Over10000),
        ] {
            assert_eq!(SizeBand::of(people), band, "{people}");
        }
        for band in SizeBand::ALL {
            assert_eq!(SizeBand::find_by_code(band.code()), Some(*band));
        }
        for kind in OrganisationKind::ALL {
            assert_eq!(OrganisationKind::find_by_code(kind.code()), Some(*kind));
        }
    }
}
