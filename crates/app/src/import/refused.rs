//! Why a file as a whole is refused, in both languages, with the bound that it passed.

use crate::error::FieldError;

/// Why a file as a whole is refused; nothing of it was taken.
#[derive(Debug, thiserror::Error)]
pub enum FileRefused {
    Unreadable(#[from] std::io::Error),
    UnknownKind,
    /// Names of the columns that the header lacks.
    MissingColumns(String),
    RepeatedColumn(String),
    /// What its reader says, for those who mend files: a library's own words.
    Damaged(String),
    TooLarge(Bound),
}

/// The bound of a file that was passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Parts in the archive that a book is: so many at most.
    Parts(usize),
    /// What the archive unpacks to, in MB.
    UnpackedMegabytes(u64),
    /// Shared texts that a book claims to hold and has no room for.
    ClaimedTexts(u64),
    Rows {
        rows: usize,
        cells: usize,
    },
    /// Text of all cells, in MB.
    TextMegabytes(usize),
}

impl FileRefused {
    /// The refusal beside the field of the file, with what to do then.
    #[must_use]
    pub fn told(&self, remedy_vi: &str, remedy_en: &str) -> FieldError {
        FieldError::new(
            "file",
            "unreadable",
            format!("{} {remedy_vi}", self.vi()),
            format!("{} {remedy_en}", self.en()),
        )
    }

    fn vi(&self) -> String {
        match self {
            Self::Unreadable(_) => "Không đọc được tệp.".into(),
            Self::UnknownKind => "Chỉ nhận tệp .jsonl, .csv (cũng .tsv, .txt) và .xlsx.".into(),
            Self::MissingColumns(missing) => format!("Dòng tiêu đề của tệp thiếu cột: {missing}."),
            Self::RepeatedColumn(column) => format!("Cột “{column}” có hơn một lần trong dòng tiêu đề."),
            Self::Damaged(_) => "Tệp bị hỏng hoặc không phải bảng tính.".into(),
            Self::TooLarge(bound) => format!("Tệp quá lớn: {}.", bound.vi()),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Unreadable(_) => "The file cannot be read.".into(),
            Self::UnknownKind => "Only .jsonl, .csv (also .tsv, .txt) and .xlsx files are taken.".into(),
            Self::MissingColumns(missing) => format!("The header row of the file lacks the columns: {missing}."),
            Self::RepeatedColumn(column) => format!("The header names the column “{column}” more than once."),
            Self::Damaged(_) => "The file is damaged or no spreadsheet.".into(),
            Self::TooLarge(bound) => format!("The file is too large: {}.", bound.en()),
        }
    }
}

/// Both languages and, last, the cause, for a terminal.
impl std::fmt::Display for FileRefused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{} / {}", self.vi(), self.en())?;
        if let Self::Damaged(cause) = self { write!(to, " ({cause})") } else { Ok(()) }
    }
}

impl Bound {
    fn vi(self) -> String {
        match self {
            Self::Parts(most) => format!("nhiều nhất {most} phần trong tệp nén"),
            Self::UnpackedMegabytes(most) => format!("giải nén ra hơn {most} MB"),
            Self::ClaimedTexts(most) => format!("khai hơn {most} chuỗi dùng chung mà không chứa đủ"),
            Self::Rows { rows, cells } => format!("nhận nhiều nhất {rows} dòng và {cells} ô"),
            Self::TextMegabytes(most) => format!("các ô chứa hơn {most} MB chữ"),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Parts(most) => format!("at most {most} parts in the archive"),
            Self::UnpackedMegabytes(most) => format!("it unpacks to more than {most} MB"),
            Self::ClaimedTexts(most) => format!("it claims more than {most} shared texts and cannot hold them"),
            Self::Rows { rows, cells } => format!("at most {rows} rows and {cells} cells are taken"),
            Self::TextMegabytes(most) => format!("its cells hold more than {most} MB of text"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_speaks_both_languages_and_names_the_remedy() {
        let refused = FileRefused::TooLarge(Bound::UnpackedMegabytes(256));
        let told = refused.told("Hãy chia tệp.", "Split the file.");
        assert_eq!(told.vi, "Tệp quá lớn: giải nén ra hơn 256 MB. Hãy chia tệp.");
        assert_eq!(told.en, "The file is too large: it unpacks to more than 256 MB. Split the file.");
        let missing = FileRefused::MissingColumns("from, through".into()).to_string();
        assert_eq!(
            missing,
            "Dòng tiêu đề của tệp thiếu cột: from, through. / The header row of the file lacks the columns: from, through."
        );
    }

    #[test]
    fn what_a_library_says_stands_on_the_terminal_only() {
        let refused = FileRefused::Damaged("invalid Zip archive".into());
        assert!(refused.to_string().ends_with("(invalid Zip archive)"));
        let told = refused.told("Hãy lưu lại.", "Save it again.");
        assert!(!told.vi.contains("Zip") && !told.en.contains("Zip"));
    }
}
