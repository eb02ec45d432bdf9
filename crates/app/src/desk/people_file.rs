//! People from a spreadsheet: each row is one person with a verdict of its own. Nobody is registered twice: a row that
//! may be somebody who is known, or who stands in the file before, is left for an officer to compare. The same row sent
//! again has one effect, so that a mended file can be sent whole.

use super::code_of_profile;
use crate::app::App;
use crate::ctx::{Ctx, Locale};
use crate::error::{AppError, FieldError};
use crate::import::book::{self, Column, Returned};
use crate::import::{self, Row};
use crate::once::Key;
use crate::profiles::{self, Hit, OnPaper, Register, typed};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{hex, sha256};
use sanviec_domain::consent::Purpose;
use sanviec_domain::profile::{Content, Field, ProfileId};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of one file: each is a write of its own, and a page waits for it.
const ROWS_MOST: usize = 500;
/// Columns with the place of a signed consent, each to one purpose: name in the file, purpose, what it is called.
const PAPERS: [(&str, Purpose, &str); 3] = [
    ("giay_tu_van", Purpose::Counselling, "cho trung tâm tư vấn"),
    ("giay_ghep_viec", Purpose::Matching, "cho so hồ sơ với việc làm"),
    ("giay_san_quoc_gia", Purpose::NationalExchange, "cho gửi sang sàn việc làm quốc gia"),
];
/// The column of older files, in which one paper stood for counselling and for matching.
const BUNDLED: &str = "giay_dong_y";
/// The column that a file comes back with; it is not read.
const REASONS: &str = "ly_do";

/// Columns: name in the file, field.
pub const COLUMNS: [(&str, Field); 14] = [
    ("ho_ten", Field::Name),
    ("ngay_sinh", Field::Birth),
    ("gioi_tinh", Field::Sex),
    ("so_dinh_danh", Field::PersonalNumber),
    ("dien_thoai", Field::Phone),
    ("email", Field::Email),
    ("noi_thuong_tru", Field::PermanentUnit),
    ("so_nha_duong", Field::PermanentLine),
    ("trinh_do_hoc_van", Field::GeneralEducation),
    ("trinh_do_chuyen_mon", Field::TechnicalLevel),
    ("chuyen_nganh", Field::TechnicalField),
    ("ky_nang", Field::Skills),
    ("viec_mong_muon", Field::WishTitle),
    ("luong_mong_muon", Field::Pay),
];

/// What became of one row.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It would be taken; nothing was written.
    Fit,
    /// Registered; its code.
    Registered(String),
    /// May be somebody who is known: an officer compares.
    Similar(Vec<Hit>),
    /// The same person stands in an earlier row, which has this number.
    Repeated(u64),
    /// What is to be mended.
    Refused(Vec<FieldError>),
}

/// The verdict of one row.
#[derive(Clone, Debug)]
pub struct PersonVerdict {
    /// Number of the row as the spreadsheet shows it.
    pub line: u64,
    pub name: String,
    pub outcome: Outcome,
    /// The cells, to be given back.
    cells: Vec<(String, String)>,
}

/// How a file is taken in.
#[derive(Clone, Copy, Debug, Default)]
pub struct PeopleOptions {
    /// Says what would be done and does nothing.
    pub dry_run: bool,
}

/// Takes the rows of a spreadsheet in, one by one. A file that cannot be read is refused as a whole.
pub async fn import_people(
    app: &App,
    ctx: &Ctx,
    bytes: &[u8],
    options: PeopleOptions,
) -> Result<Vec<PersonVerdict>, AppError> {
    let centre_id = ctx.actor.person().and_then(|person| person.centre_id).ok_or(AppError::Forbidden)?;
    demand_of(ctx, Action::EditProfile, Thing::of_centre(centre_id))?;
    let rows = import::sent_sheet(bytes.to_vec(), ROWS_MOST).await.map_err(|refused| {
        refused.told("Hãy dùng tệp mẫu và lưu thành .xlsx.", "Use the template and save it as .xlsx.")
    })?;
    let mut taking = Taking { app, ctx, centre_id, options, met: HashMap::new() };
    let mut verdicts = Vec::new();
    for row in import::bounded(rows, ROWS_MOST)? {
        verdicts.push(match row {
            Ok(row) => taking.take(&row).await?,
            Err(unreadable) => {
                let outcome = Outcome::Refused(vec![unreadable.told("file")]);
                PersonVerdict { line: unreadable.line, name: String::new(), outcome, cells: Vec::new() }
            }
        });
    }
    let known = verdicts.iter().flat_map(|verdict| match &verdict.outcome {
        Outcome::Similar(hits) => hits.as_slice(),
        _ => &[][..],
    });
    profiles::look::listed(app, ctx, &profiles::seen(known)).await?;
    Ok(verdicts)
}

struct Taking<'a> {
    app: &'a App,
    ctx: &'a Ctx,
    centre_id: Uuid,
    options: PeopleOptions,
    /// Who was met: what is one person's alone, and the first row with it.
    met: HashMap<String, u64>,
}

impl Taking<'_> {
    async fn take(&mut self, row: &Row) -> Result<PersonVerdict, AppError> {
        let cell = |name: &str| row.fields.get(name).and_then(|value| value.as_str()).unwrap_or_default().trim();
        let known = |name: &str| {
            let mut columns =
                COLUMNS.iter().map(|(column, _)| *column).chain(PAPERS.iter().map(|(column, ..)| *column));
            columns.any(|column| column == name) || name == BUNDLED || name == REASONS
        };
        let cells =
            row.fields.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()));
        let verdict = |outcome| PersonVerdict {
            line: row.line,
            name: cell("ho_ten").to_owned(),
            outcome,
            cells: cells.clone().collect(),
        };
        if let Err(unknown) = row.demand_known(known) {
            return Ok(verdict(Outcome::Refused(vec![unknown])));
        }
        if !cell(BUNDLED).is_empty() {
            return Ok(verdict(Outcome::Refused(vec![bundled()])));
        }
        let content = match self.read(cell) {
            Ok(content) => content,
            Err(errors) => return Ok(verdict(Outcome::Refused(errors))),
        };
        if let Some(line) = self.meet(&content, row.line) {
            return Ok(verdict(Outcome::Repeated(line)));
        }
        let (key, own) = (key_of(self.centre_id, row)?, self.registered_before(row).await?);
        let similar = match own {
            Some(_) => Vec::new(),
            None => profiles::alike(self.app, self.ctx, &content, None).await?,
        };
        // The twin of a file that was sent twice may have taken this very row in meanwhile.
        if !similar.is_empty() && self.registered_before(row).await?.is_none() {
            return Ok(verdict(Outcome::Similar(similar)));
        }
        if self.options.dry_run {
            return Ok(verdict(Outcome::Fit));
        }
        let register = Register { content, branch_id: None };
        Ok(verdict(match profiles::register_agreed(self.app, self.ctx, (register, papers(cell)), &key).await {
            Ok(id) => Outcome::Registered(code_of_profile(id)),
            Err(AppError::Refused(errors)) => Outcome::Refused(errors),
            Err(other) => return Err(other),
        }))
    }

    /// What a row says, or everything that is wrong with it.
    fn read<'r>(&self, cell: impl Fn(&str) -> &'r str) -> Result<Content, Vec<FieldError>> {
        let (mut content, mut errors) = (Content::default(), Vec::new());
        for (column, field) in COLUMNS {
            let text = cell(column);
            if text.is_empty() {
                continue;
            }
            if let Err(error) = typed::set(&mut content, field, &values(field, text), self.ctx) {
                errors.push(FieldError { field: column, ..error });
            }
        }
        if content.identity.name.is_none() && errors.iter().all(|error| error.field != "ho_ten") {
            errors.push(FieldError::new("ho_ten", "missing", "Ghi họ và tên.", "Enter the full name."));
        }
        let content = content.tidied();
        let wrong = content.check(self.ctx.today()).into_iter();
        let wrong = wrong.filter(|found| found.severity == sanviec_domain::checks::Severity::Refuse);
        errors.extend(wrong.map(|found| FieldError::new(column_of(found.field), found.code, found.vi, found.en)));
        if errors.is_empty() { Ok(content) } else { Err(errors) }
    }

    /// The earlier row with the same number, telephone, address, or name and day of birth.
    fn meet(&mut self, content: &Content, line: u64) -> Option<u64> {
        let name = content.identity.name.as_ref().map(|name| sanviec_text::fold(name.as_str()));
        let birth = content.identity.birth.map(sanviec_domain::person::Birth::day);
        let marks = [
            content.identity.number.as_ref().map(|number| format!("n {}", number.as_str())),
            content.contact.phone.as_ref().map(|phone| format!("p {}", phone.e164())),
            content.contact.email.as_ref().map(|email| format!("e {}", email.key())),
            name.zip(birth).map(|(name, birth)| format!("b {name} {birth}")),
        ];
        let marks: Vec<String> = marks.into_iter().flatten().collect();
        let before = marks.iter().find_map(|mark| self.met.get(mark).copied());
        if before.is_none() {
            self.met.extend(marks.into_iter().map(|mark| (mark, line)));
        }
        before
    }

    /// Whether this very row was taken before, by the same officer: then the person is its own likeness.
    async fn registered_before(&self, row: &Row) -> Result<Option<ProfileId>, AppError> {
        let cell = |name: &str| row.fields.get(name).and_then(|value| value.as_str()).unwrap_or_default().trim();
        let Ok(content) = self.read(cell) else { return Ok(None) };
        let (register, agreed) = (Register { content, branch_id: None }, papers(cell));
        let key = key_of(self.centre_id, row)?;
        profiles::registered_before(self.app, self.ctx, (&register, &agreed), &key).await
    }
}

/// What a row says that the person agreed to on paper, each purpose by itself.
fn papers<'r>(cell: impl Fn(&str) -> &'r str) -> Vec<OnPaper> {
    let papers = PAPERS.iter().map(|(name, purpose, _)| OnPaper { purpose: *purpose, paper: cell(name).to_owned() });
    papers.filter(|one| !one.paper.is_empty()).collect()
}

/// One paper agrees to nothing that it does not name: which purposes it is for is said in their columns.
fn bundled() -> FieldError {
    let vi = format!(
        "Cột này không dùng nữa vì mỗi mục đích cần được đồng ý riêng. Chuyển số giấy sang cột {}, chỉ những mục đích \
         mà giấy có ghi, rồi để trống ô này.",
        PAPERS.map(|(name, ..)| name).join(", ")
    );
    let en = format!(
        "This column is no longer read: each purpose is agreed to by itself. Move the paper to the columns {} of the \
         purposes that it names, and leave this cell empty.",
        PAPERS.map(|(name, ..)| name).join(", ")
    );
    FieldError::new(BUNDLED, "consents_bundled", vi, en)
}

fn text_of(row: &Row) -> Result<String, AppError> {
    let said: Vec<_> = row.fields.iter().filter(|(name, _)| name.as_str() != REASONS).collect();
    serde_json::to_string(&said).map_err(AppError::internal)
}

/// The row itself is its key.
fn key_of(centre_id: Uuid, row: &Row) -> Result<Key, AppError> {
    Key::parse(&hex(&sha256(format!("{centre_id}\n{}", text_of(row)?).as_bytes()))[..40])
}

/// A list stands in one cell, parted by semicolons; a code may be written as a word.
fn values(field: Field, cell: &str) -> typed::Typed {
    if field == Field::Skills {
        let parts = cell.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
        return parts.map(|part| vec![part.to_owned()]).collect();
    }
    let code = match field {
        Field::Sex => crate::reading::choice("sex", cell),
        Field::GeneralEducation => crate::reading::choice("education", cell),
        Field::TechnicalLevel => crate::reading::choice("technical_level", cell),
        _ => None,
    };
    vec![vec![code.unwrap_or(cell).to_owned()]]
}

fn column_of(field: &'static str) -> &'static str {
    let known = Field::find_by_code(field);
    COLUMNS.iter().find(|(_, column)| Some(*column) == known).map_or(field, |(name, _)| *name)
}

/// An empty spreadsheet with the columns, and a second sheet that says what each takes.
pub fn people_template() -> Result<Vec<u8>, AppError> {
    let column = |name: &str, is_needed, takes| Column { name: name.to_owned(), is_needed, takes, codes: Vec::new() };
    let mut columns: Vec<Column> =
        COLUMNS.iter().map(|(name, field)| column(name, *field == Field::Name, takes(*field))).collect();
    columns.extend(
        PAPERS.iter().map(|(name, _, what)| column(name, false, format!("Số, nơi lưu giấy đã ký đồng ý {what}"))),
    );
    book::template(&columns)
}

fn takes(field: Field) -> String {
    match field {
        Field::Birth => "12/03/1994".to_owned(),
        Field::Skills => "Excel; Lái xe hạng C".to_owned(),
        Field::Sex => "nam | nữ".to_owned(),
        Field::PermanentUnit => "Phường Quy Nhơn, Gia Lai".to_owned(),
        Field::Pay => "8 - 10 triệu".to_owned(),
        _ => typed::codes(field).join(" | "),
    }
}

/// The rows that were not taken, as they stand in the file, each with what is to be mended, in the language of whoever
/// asks.
pub fn people_fix_up(ctx: &Ctx, verdicts: &[PersonVerdict]) -> Result<Vec<u8>, AppError> {
    let is_left = |verdict: &&PersonVerdict| !matches!(verdict.outcome, Outcome::Registered(_) | Outcome::Fit);
    let is_bundled =
        |verdict: &PersonVerdict| verdict.cells.iter().any(|(name, text)| name == BUNDLED && !text.is_empty());
    // What has to be moved to other columns comes back, too.
    let bundled = verdicts.iter().filter(is_left).any(is_bundled).then_some(BUNDLED);
    let papers = PAPERS.iter().map(|(name, ..)| *name).chain(bundled);
    let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).chain(papers).collect();
    let left = verdicts.iter().filter(is_left);
    let rows = left.map(|verdict| Returned { cells: &verdict.cells, reasons: reasons(ctx.locale, &verdict.outcome) });
    book::returned((&names, REASONS), rows)
}

fn reasons(locale: Locale, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Refused(errors) => book::reasons(locale, errors),
        Outcome::Similar(_) => locale.say("Có thể đã có hồ sơ.", "May be known already.").to_owned(),
        Outcome::Repeated(line) => format!("{} {line}.", locale.say("Trùng với dòng", "The same as row")),
        Outcome::Fit | Outcome::Registered(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_mended_is_told_in_the_language_of_whoever_asks() {
        let refused = Outcome::Refused(vec![FieldError::new("ho_ten", "missing", "Ghi họ và tên.", "Enter the name.")]);
        for (outcome, vi, en) in [
            (refused, "ho_ten: Ghi họ và tên.", "ho_ten: Enter the name."),
            (Outcome::Similar(Vec::new()), "Có thể đã có hồ sơ.", "May be known already."),
            (Outcome::Repeated(3), "Trùng với dòng 3.", "The same as row 3."),
            (Outcome::Fit, "", ""),
        ] {
            assert_eq!((reasons(Locale::Vi, &outcome).as_str(), reasons(Locale::En, &outcome).as_str()), (vi, en));
        }
    }
}
