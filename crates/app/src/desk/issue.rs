//! Issuing a letter: it gets the next number of the centre in the year, without gaps and without doubles, and says from
//! then on what it says.

use super::centre::{code_of, id_of};
use super::record::told_of;
use super::referral_row::{LetterText, letter_place, put};
use super::{entry, own_centre};
use crate::app::App;
use crate::applications::too_young_for;
use crate::calendar::calendar;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::messages;
use crate::once::{Key, Work, once};
use crate::profiles::consents::{self, demand_for, ledger, wording};
use crate::profiles::{Profile, hold_live, typed};
use crate::rights::{Action, demand_of};
use crate::rows::{self, Posting};
use crate::secrets::{Keyring, bytes};
use crate::webhooks;
use sanviec_domain::Lang;
use sanviec_domain::consent::{self, About, Command, Giver, Lack, Matter, Purpose, Wording};
use sanviec_domain::message;
use sanviec_domain::posting::EmployerId;
use sanviec_domain::profile::{Content, CurrentAddress, Field};
use sanviec_domain::referral::{Letter, LetterNumber, Life, Refusal, Terms};
use sanviec_domain::webhook::EventKind;
use sanviec_store::{
    BoxFuture, Tx, audit, centre, colleague, employer, letterhead, membership, posting, profile, referral,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A letter to be issued.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Code of the profile.
    pub profile: String,
    /// Code of the vacancy.
    pub posting: String,
    /// Where the signed paper is found by which the person agreed to be referred to this employer; needed when no such
    /// paper is recorded yet.
    pub paper: String,
}

/// A letter that was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Code of the referral.
    pub id: String,
    pub year: i32,
    pub serial: u32,
}

/// Issues a letter for a person of the own centre who agreed to be referred to this employer.
pub async fn issue(app: &App, ctx: &Ctx, order: Issue, key: &Key) -> Result<Issued, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::Refer)?;
    let posting_id = id_of(order.posting.trim()).map_err(|_| no_posting())?;
    let profile_id = id_of(&order.profile)?;
    let work = Issuing {
        profile_id,
        consent_id: app.ids().next(),
        message_id: app.ids().next(),
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

fn no_consent() -> AppError {
    let vi = "Người này chưa đồng ý cho giới thiệu đến nơi tuyển này. Ghi số giấy đồng ý đã ký.";
    let en = "The person has not agreed to be referred to this employer. Name the paper that they signed.";
    FieldError::new("paper", "consent_missing", vi, en).into()
}

/// What the desk has to do before somebody may be referred.
fn lacking(profile: &Profile, lack: Lack) -> AppError {
    let (code, vi, en) = match (lack, profile.content.identity.birth) {
        (Lack::Guardian, None) => (
            "birth_missing",
            "Chưa có ngày sinh nên chưa biết có cần người giám hộ đồng ý không. Ghi ngày sinh vào hồ sơ trước.",
            "Without a date of birth nobody can say whether a guardian must agree. Record the birth first.",
        ),
        (Lack::Guardian, Some(_)) => (
            lack.code(),
            "Người dưới 18 tuổi cần cha, mẹ hoặc người giám hộ đồng ý. Ghi giấy của họ ở mục Sự đồng ý trong hồ sơ.",
            "Somebody under 18 needs a parent or guardian to agree. Record their paper under Consents in the file.",
        ),
        (Lack::NotGiven | Lack::Withdrawn | Lack::Outdated, _) => {
            (lack.code(), lack.sentence(Lang::Vi), lack.sentence(Lang::En))
        }
    };
    FieldError::new(if lack == Lack::Guardian { "form" } else { "paper" }, code, vi, en).into()
}

fn no_name() -> AppError {
    let (vi, en) = ("Hồ sơ chưa có họ tên.", "The profile has no name.");
    FieldError::new("form", "name_missing", vi, en).into()
}

/// Where the person lives now, in one line; of somebody who said only where they are registered, that.
fn address(content: &Content) -> Option<String> {
    let home = match &content.residence.current {
        CurrentAddress::Elsewhere(address) => address,
        CurrentAddress::Unstated | CurrentAddress::Permanent => &content.residence.permanent,
    };
    let unit = home.unit.as_ref().map(typed::unit_name_today);
    let parts: Vec<String> = [home.line.clone(), unit].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
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
    profile_id: Uuid,
    consent_id: Uuid,
    message_id: Uuid,
    order: Issue,
}

impl Issuing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Issued, AppError> {
        let branch_id = held_role(tx, self.officer, self.centre_id).await?.branch_id;
        let head = letterhead::find(tx, self.centre_id).await?.ok_or_else(no_letterhead)?;
        let posting = posting::find(tx, self.posting_id).await?.map(rows::read).transpose()?;
        let posting = posting.filter(|posting| posting.life.is_live(self.ctx.now)).ok_or_else(no_posting)?;
        // Of two letters at once the second sees the first, and whoever deletes the data comes before or finds it.
        let profile = hold_live(tx, &self.keys, self.profile_id).await?;
        demand_of(&self.ctx, Action::Refer, profile.thing())?;
        let (least, birth) = (posting.content.age_min, profile.content.identity.birth);
        let is_kept = |least: &u8| birth.is_some_and(|birth| birth.is_too_young_for(*least, self.ctx.today()));
        if let Some(least) = least.filter(is_kept) {
            return Err(too_young_for("posting", least).into());
        }
        self.not_twice(tx).await?;
        self.agreed(tx, &profile, posting.employer_id).await?;
        let letter = self.letter_text(tx, &head, &posting, &profile).await?;
        let life = self.numbered(tx, &head).await?;
        let number = life.letter.number;
        let mut row = self.row(&posting, branch_id, &life, &letter)?;
        put(&self.keys, &mut row, &life, self.ctx.now)?;
        referral::insert(tx, &row).await?;
        profile::touch(tx, self.profile_id, self.ctx.now.0).await?;
        self.tell(tx, &profile, &letter, number.written(&head.sign)).await?;
        let after = format!(r#"{{"year":{},"serial":{}}}"#, number.year, number.serial);
        audit::append(tx, &[entry(&self.ctx, "issue_letter", ("referral", self.id), Some(after))]).await?;
        let event = webhooks::Event {
            kind: EventKind::ReferralIssued,
            employer_id: None,
            centre_id: Some(self.centre_id),
            about: (self.id, row.version),
            data: told_of(&row, &row.state),
        };
        webhooks::emit(tx, &self.ctx, &[event]).await?;
        Ok(Issued { id: code_of(self.id), year: number.year, serial: number.serial })
    }

    /// One letter for one person and one vacancy at a time, also under a profile that became part of this one.
    async fn not_twice(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        for id in profile::list_family(tx, self.profile_id).await?.1 {
            let before = referral::list_of_profile(tx, id).await?;
            if before.iter().any(|row| row.posting_id == self.posting_id && row.is_open == 1) {
                let vi = "Người này đã có phiếu giới thiệu đang mở cho vị trí này.";
                let en = "This person has an open letter for this vacancy already.";
                return Err(FieldError::new("posting", "referred_already", vi, en).into());
            }
        }
        Ok(())
    }

    /// Nobody is sent to an employer without having agreed to it, on a paper that was recorded before or is named now,
    /// and nobody who is not of age without a guardian's consent.
    async fn agreed(&self, tx: &Tx<'_>, profile: &Profile, employer_id: EmployerId) -> Result<(), AppError> {
        let matter = Matter { purpose: Purpose::Referral, about: About::Employer(employer_id) };
        let demand = demand_for(matter, profile, &self.ctx);
        match ledger(tx, profile.id).await?.allows(demand, self.ctx.now) {
            Ok(()) => return Ok(()),
            // The person agreed; another paper of theirs changes nothing.
            Err(Lack::Guardian) => return Err(lacking(profile, Lack::Guardian)),
            Err(Lack::NotGiven | Lack::Withdrawn | Lack::Outdated) => {}
        }
        let paper = self.order.paper.trim();
        if paper.is_empty() {
            return Err(no_consent());
        }
        let version = wording(Purpose::Referral);
        let give = Command::Give {
            matter,
            wording: Wording { version, lang: Lang::Vi },
            shown: version,
            way: consent::Way::OnPaper,
            giver: Giver::Person,
            evidence: Some(paper.to_owned()),
        };
        consents::apply(tx, &self.ctx, profile, give, self.consent_id).await?;
        let allowed = ledger(tx, profile.id).await?.allows(demand, self.ctx.now);
        allowed.map_err(|lack| lacking(profile, lack))
    }

    /// Tells the person that a letter was issued. Whoever has no account has no page of their own: the link leads to
    /// the one that proves the letter to anybody.
    async fn tell(&self, tx: &Tx<'_>, profile: &Profile, letter: &LetterText, number: String) -> Result<(), AppError> {
        let page = if profile.account_id.is_some() { "/ho-so/phieu" } else { "/giay" };
        let content = message::Content::ReferralIssued {
            number,
            posting_title: letter.posting_title.clone(),
            employer_name: letter.employer_name.clone(),
            path: format!("{page}/{}", self.proof),
        };
        let (who, to) = ((&self.keys, &self.ctx), (self.message_id, profile));
        messages::to_profile(tx, who, to, &content, None).await.map(|_| ())
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
        profile: &Profile,
    ) -> Result<LetterText, AppError> {
        let centre = centre::find(tx, self.centre_id).await?.ok_or(AppError::NotFound)?;
        let employer = employer::load(tx, posting.employer_id.0).await?;
        let said =
            |field| typed::get(&profile.content, field).into_iter().flatten().next().filter(|text| !text.is_empty());
        let name = said(Field::Name).ok_or_else(no_name)?;
        Ok(LetterText {
            parent_body: head.parent_body.clone(),
            centre_name: centre.name,
            place: head.place.clone(),
            sign: head.sign.clone(),
            centre_address: head.address.clone(),
            centre_phone: head.phone.clone(),
            signer_post: head.signer_post.clone(),
            signer_name: head.signer_name.clone(),
            person_name: name,
            person_birth: said(Field::Birth),
            person_number: said(Field::PersonalNumber),
            person_phone: said(Field::Phone),
            person_address: address(&profile.content),
            is_permanent: profile.content.residence.current == CurrentAddress::Unstated,
            person_qualification: said(Field::TechnicalField),
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
            profile_id: self.profile_id,
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
            exchange_at: None,
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
pub(crate) async fn held_role(tx: &Tx<'_>, officer: Person, centre_id: Uuid) -> Result<membership::Row, AppError> {
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
        vec![self.profile_id.as_bytes().to_vec(), self.posting_id.as_bytes().to_vec()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Issued, AppError>> {
        Box::pin(self.run(tx))
    }
}
