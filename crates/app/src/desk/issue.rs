//! Issuing a letter: it gets the next number of the centre in the year, without gaps and without doubles, and says from
//! then on what it says.

use super::centre::{code_of, id_of};
use super::referral_row::{LetterText, letter_place, put};
use super::{calendar, entry, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::rows::{self, Posting};
use crate::secrets::{Keyring, bytes};
use sanviec_domain::Lang;
use sanviec_domain::referral::{Letter, LetterNumber, Life, Refusal, Terms};
use sanviec_store::{BoxFuture, Tx, audit, centre, colleague, employer, letterhead, membership, posting, referral};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The person as the letter names them.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub struct Referred {
    pub name: String,
    /// Day or year of birth, as it is written on paper.
    pub birth: Option<String>,
    pub number: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub qualification: Option<String>,
}

/// A letter to be issued.
#[derive(Clone, Debug)]
pub struct Issue {
    pub profile_id: Uuid,
    pub person: Referred,
    /// Code of the vacancy.
    pub posting: String,
}

/// A letter that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Code of the referral.
    pub id: String,
    pub year: i32,
    pub serial: u32,
}

/// Issues a letter for a person of the own centre. The caller has made sure that the person agreed to it.
pub async fn issue(app: &App, ctx: &Ctx, order: Issue, key: &Key) -> Result<Issued, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::Refer)?;
    let posting_id = id_of(order.posting.trim()).map_err(|_| no_posting())?;
    let work = Issuing {
        keys: app.keys()?.clone(),
        ctx: ctx.clone(),
        officer: person,
        centre_id,
        posting_id,
        proof: proof_code()?,
        id: app.ids().next(),
        order,
    };
    once(app, ctx, key, work).await
}

/// Sixteen letters and digits that nobody guesses, without those that look alike on paper.
fn proof_code() -> Result<String, AppError> {
    const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let random = bytes::<16>()?;
    Ok(random.iter().map(|byte| char::from(SIGNS[usize::from(byte & 31)])).collect())
}

fn no_posting() -> AppError {
    let vi = "Không có tin tuyển dụng còn hạn với mã này.";
    FieldError::new("posting", "no_live_posting", vi, "There is no live vacancy with this code.").into()
}

fn no_letterhead() -> AppError {
    let vi = "Trung tâm chưa khai mẫu phiếu. Đề nghị quản lý trung tâm khai ở trang Cơ sở.";
    let en = "The centre has no letterhead yet. Ask the manager to fill it in.";
    FieldError::new("form", "no_letterhead", vi, en).into()
}

/// What a rule refused, at the form.
pub(super) fn refused(refusal: Refusal) -> AppError {
    FieldError::new("form", refusal.code(), refusal.sentence(Lang::Vi), refusal.sentence(Lang::En)).into()
}

struct Issuing {
    keys: Keyring,
    ctx: Ctx,
    officer: Person,
    centre_id: Uuid,
    posting_id: Uuid,
    proof: String,
    id: Uuid,
    order: Issue,
}

impl Issuing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Issued, AppError> {
        let branch_id = held_role(tx, self.officer, self.centre_id).await?.branch_id;
        let head = letterhead::find(tx, self.centre_id).await?.ok_or_else(no_letterhead)?;
        let posting = posting::find(tx, self.posting_id).await?.map(rows::read).transpose()?;
        let posting = posting.filter(|posting| posting.life.is_live(self.ctx.now)).ok_or_else(no_posting)?;
        self.not_twice(tx).await?;
        let letter = self.letter_text(tx, &head, &posting).await?;
        let life = self.numbered(tx, &head).await?;
        let number = life.letter.number;
        let mut row = self.row(&posting, branch_id, &life, &letter)?;
        put(&self.keys, &mut row, &life, self.ctx.now)?;
        referral::insert(tx, &row).await?;
        let after = format!(r#"{{"year":{},"serial":{}}}"#, number.year, number.serial);
        audit::append(tx, &[entry(&self.ctx, "issue_letter", ("referral", self.id), Some(after))]).await?;
        Ok(Issued { id: code_of(self.id), year: number.year, serial: number.serial })
    }

    /// One letter for one person and one vacancy at a time.
    async fn not_twice(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let before = referral::list_of_profile(tx, self.order.profile_id).await?;
        let open = |row: &&referral::Row| row.posting_id == self.posting_id && row.is_open == 1;
        if before.iter().any(|row| open(&row)) {
            let vi = "Người này đã có phiếu giới thiệu đang mở cho vị trí này.";
            let en = "This person has an open letter for this vacancy already.";
            return Err(FieldError::new("posting", "referred_already", vi, en).into());
        }
        Ok(())
    }

    /// The last thing before the row, so that the number is held no longer than it must be.
    async fn numbered(&self, tx: &Tx<'_>, head: &letterhead::Row) -> Result<Life, AppError> {
        let (now, today) = (self.ctx.now, self.ctx.today());
        let year = chrono::Datelike::year(&today);
        let last = referral::last_serial_held(tx, self.centre_id, year).await?;
        let last = u32::try_from(last).ok().filter(|last| *last > 0).map(|serial| LetterNumber { year, serial });
        let used_up = || AppError::internal("the numbers of letters of this year are used up");
        let number = LetterNumber::after(last, today).ok_or_else(used_up)?;
        let serial = i32::try_from(number.serial).map_err(|_| used_up())?;
        referral::set_last_serial(tx, self.centre_id, year, serial).await?;
        let days = |days: i32| u16::try_from(days).unwrap_or_default();
        let terms = Terms { send_days: days(head.send_days), answer_days: days(head.answer_days) };
        Life::issue(Letter { number, issued_at: now, terms }, calendar()).map_err(refused)
    }

    async fn letter_text(
        &self,
        tx: &Tx<'_>,
        head: &letterhead::Row,
        posting: &Posting,
    ) -> Result<LetterText, AppError> {
        let centre = centre::find(tx, self.centre_id).await?.ok_or(AppError::NotFound)?;
        let employer = employer::load(tx, posting.employer_id.0).await?;
        let person = self.order.person.clone();
        Ok(LetterText {
            parent_body: head.parent_body.clone(),
            centre_name: centre.name,
            place: head.place.clone(),
            sign: head.sign.clone(),
            centre_address: head.address.clone(),
            centre_phone: head.phone.clone(),
            signer_post: head.signer_post.clone(),
            signer_name: head.signer_name.clone(),
            person_name: person.name,
            person_birth: person.birth,
            person_number: person.number,
            person_phone: person.phone,
            person_address: person.address,
            person_qualification: person.qualification,
            posting_title: posting.content.title.clone(),
            employer_name: employer.name,
            workplace: posting.content.workplaces.first().map(crate::postings::workplace_words),
        })
    }

    fn row(
        &self,
        posting: &Posting,
        branch_id: Option<Uuid>,
        life: &Life,
        letter: &LetterText,
    ) -> Result<referral::Row, AppError> {
        let (Letter { number, issued_at, terms }, now) = (life.letter, self.ctx.now.0);
        let text = serde_json::to_vec(letter).map_err(AppError::internal)?;
        Ok(referral::Row {
            id: self.id,
            version: 1,
            centre_id: self.centre_id,
            branch_id,
            officer_id: self.officer.account_id,
            profile_id: self.order.profile_id,
            posting_id: posting.id.0,
            employer_id: posting.employer_id.0,
            year: number.year,
            serial: i32::try_from(number.serial).map_err(AppError::internal)?,
            proof: self.proof.clone(),
            letter: self.keys.seal(letter_place(self.id), &text)?,
            issued_at: issued_at.0,
            send_days: i32::from(terms.send_days),
            answer_days: i32::from(terms.answer_days),
            state: String::new(),
            is_open: 0,
            due_on: None,
            due_at: None,
            way: None,
            since_at: None,
            stage_due_at: None,
            was_sent: None,
            reason: None,
            told_on: None,
            starts_on: None,
            ends_on: None,
            result_state: None,
            result_due_on: None,
            result_done_on: None,
            follow_state: None,
            follow_due_on: None,
            follow_done_on: None,
            outcome: None,
            left_on: None,
            created_at: now,
            updated_at: now,
        })
    }
}

/// The role of an officer at a centre, held until the write ends: whoever hands their work over at the same time waits,
/// and then takes this too. A role that ended meanwhile is a refusal.
pub(super) async fn held_role(tx: &Tx<'_>, officer: Person, centre_id: Uuid) -> Result<membership::Row, AppError> {
    let held = membership::list_held(tx, officer.account_id).await?;
    let here = held.into_iter().find(|row| row.centre_id == Some(centre_id) && row.role == officer.role.code());
    let row = here.ok_or(AppError::Forbidden)?;
    if colleague::hold(tx, row.id).await? { Ok(row) } else { Err(AppError::Forbidden) }
}

impl Work for Issuing {
    type Answer = Issued;

    fn name(&self) -> &'static str {
        "issue_letter"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.officer.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.order.profile_id.as_bytes().to_vec(), self.posting_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Issued, AppError>> {
        Box::pin(self.run(tx))
    }
}
