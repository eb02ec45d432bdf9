//! Digital signatures in the papers of placements: read in a process of its own that the server starts, kept sealed,
//! and asked when somebody records that a party signed.
//!
//! What must not be in here: reading PDF files (`sanviec_signature`), processes (the server starts them).

use super::case::judged;
use super::code_of;
use super::documents::bytes;
use super::outcome::{AsOf, times};
use super::said::Said;
use crate::app::App;
use crate::applications::{FileState, Media};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::profiles::{ProfileState, typed};
use crate::rights::{Action, demand};
use crate::rows;
use crate::secrets::{Keyring, Place};
use chrono::NaiveDate;
use sanviec_domain::employer::tax_code;
use sanviec_domain::placement::{Fact, Party, Signature as Signed, SigningMethod, Statement, visible_facts};
use sanviec_domain::profile::Field;
use sanviec_domain::time::{Micros, official_date};
use sanviec_signature::{After, Reading, Reason, Signature, Signer, Unreadable, Verdict};
use sanviec_store::placement::{document, document::Document, signature};
use sanviec_store::{BoxFuture, Db, Error as StoreError, placement, profile};
use uuid::Uuid;

/// Who reads signatures. There is none where the operator trusts no roots: then nothing is said of signatures.
pub trait SignatureReader: Send + Sync {
    /// SHA-256 of the list of roots.
    fn trust(&self) -> [u8; 32];
    /// Reads a file. Whatever goes wrong is an answer: [`Unreadable::Stopped`].
    fn read<'a>(&'a self, file: &'a [u8]) -> BoxFuture<'a, Reading>;
}

/// What is known of the signatures in a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signatures {
    /// No PDF: nobody signs it digitally.
    NotPdf,
    /// No list of roots is set.
    Unchecked,
    /// Not read yet.
    Waiting,
    Unreadable(Unreadable),
    /// In the order of the file; may be none.
    Read(Vec<SignatureView>),
}

/// One signature as people see it. The number of a person is not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureView {
    pub verdict: Verdict,
    pub reason: Option<Reason>,
    pub after: After,
    pub signed_on: Option<NaiveDate>,
    pub has_time_stamp: bool,
    /// Empty where it cannot be read.
    pub name: String,
    pub issuer: String,
    pub serial: String,
    pub tax_code: Option<String>,
}

const fn place(document_id: Uuid) -> Place {
    Place { table: "placement_signature", column: "answer", row: document_id }
}

fn view(signature: Signature) -> SignatureView {
    let Signer { name, issuer, serial, tax_code, .. } = signature.signer.unwrap_or_default();
    SignatureView {
        verdict: signature.verdict,
        reason: signature.reason,
        after: signature.after,
        signed_on: signature.signed_at.map(Micros::day),
        has_time_stamp: signature.has_time_stamp,
        name: sanviec_text::nfc(&name),
        issuer: sanviec_text::nfc(&issuer),
        serial,
        tax_code,
    }
}

/// What is known of the signatures in a paper.
pub(super) async fn known(app: &App, db: &impl Db, paper: &Document) -> Result<Signatures, AppError> {
    if paper.media != Media::Pdf.code() {
        return Ok(Signatures::NotPdf);
    }
    let Some(reader) = app.signatures() else { return Ok(Signatures::Unchecked) };
    Ok(match kept(app.keys()?, db, paper.id, reader.trust()).await? {
        None => Signatures::Waiting,
        Some(Reading::Unreadable(why)) => Signatures::Unreadable(why),
        Some(Reading::Signatures(signatures)) => Signatures::Read(signatures.into_iter().map(view).collect()),
    })
}

/// What was read by this list of roots.
async fn kept(keys: &Keyring, db: &impl Db, id: Uuid, trust: [u8; 32]) -> Result<Option<Reading>, AppError> {
    let Some(row) = signature::find(db, id).await? else { return Ok(None) };
    let (Some(by), Some(answer), "read") = (&row.trust, &row.answer, row.state.as_str()) else { return Ok(None) };
    if by.as_slice() != trust {
        return Ok(None);
    }
    let answer = keys.open(place(id), answer)?;
    let corrupt = |_| StoreError::corrupt("placement_signature", "answer", id);
    Ok(Some(serde_json::from_slice(&answer).map_err(corrupt)?))
}

/// Lets papers wait that were never read, or by another list of roots. Asked once when a server starts.
pub async fn renew_signatures(app: &App, ctx: &Ctx) -> Result<(), AppError> {
    demand(ctx, Action::Tick)?;
    let Some(reader) = app.signatures() else { return Ok(()) };
    let (store, trust) = (app.store().clone(), reader.trust());
    app.to_the_end(async move {
        let write = store.write("renew_signatures", |tx| {
            Box::pin(async move { Ok::<_, AppError>(signature::renew(tx, &trust).await?) })
        });
        write.await
    })
    .await
}

/// Reads papers that wait, oldest first; says how many it read.
pub async fn read_signatures(app: &App, ctx: &Ctx, limit: u64) -> Result<u64, AppError> {
    demand(ctx, Action::Tick)?;
    let (Some(reader), keys) = (app.signatures(), app.keys()?) else { return Ok(0) };
    let (mut done, store) = (0, app.store().clone());
    for paper in signature::list_waiting(store.reader(), limit).await? {
        let reading = match bytes(keys, store.reader(), &paper).await {
            Ok(file) => reader.read(&file).await,
            // One whose stored bytes are damaged must not keep the others waiting.
            Err(error) => {
                tracing::error!(id = %paper.id, error = &error as &dyn std::error::Error, "a paper cannot be read");
                Reading::Unreadable(Unreadable::Damaged)
            }
        };
        let answer = serde_json::to_vec(&reading).map_err(AppError::internal)?;
        let row = signature::Signatures {
            document_id: paper.id,
            state: "read".to_owned(),
            trust: Some(reader.trust().to_vec()),
            answer: Some(keys.seal(place(paper.id), &answer)?),
            read_at: Some(ctx.now.0),
        };
        let store = store.clone();
        let kept = app.to_the_end(async move {
            let row = &row;
            let write = store.write("keep_signatures", |tx| {
                Box::pin(async move { Ok::<_, AppError>(signature::keep(tx, row).await?) })
            });
            write.await
        });
        kept.await?;
        done += 1;
    }
    Ok(done)
}

/// Refuses a digital signature that names a paper which does not bear it out, and one by a certificate that the other
/// party's signature rests on: one made by what stands or by what is recorded `beside` it. Without a list of roots, or
/// with the number of the national platform alone, nothing is asked of a file. Answers whether what stands was asked:
/// then nothing may come in between.
pub(super) async fn check(
    app: &App,
    ctx: &Ctx,
    row: &placement::Row,
    (said, beside): (&Said, &[Said]),
) -> Result<bool, AppError> {
    let Statement::Signature(signed) = &said.says else { return Ok(false) };
    let (Some(reader), Some(hash), SigningMethod::Digital) = (app.signatures(), said.document_hash, signed.method)
    else {
        return Ok(false);
    };
    // One that is not there, or not safe, is refused where every fact is checked.
    let Some(paper) = paper(app, row, &hash).await? else { return Ok(false) };
    let counting = counting(app, reader, &paper).await?.ok_or_else(unreadable)?;
    if counting.is_empty() {
        return Err(none_trusted());
    }
    let number = number_of(app, row.profile_id).await?;
    let parties = Parties { employer: &row.employer_code, number: number.as_deref() };
    let own: Vec<&Signature> = counting.iter().filter(|one| parties.may_sign(one, signed.party)).collect();
    if own.is_empty() {
        let is_unknown = signed.party == Party::Worker && number.is_none();
        let is_maybe = |one: &Signature| one.signer.as_ref().is_some_and(is_of_person);
        return Err(if is_unknown && counting.iter().any(is_maybe) { number_unknown() } else { of_another() });
    }
    let on_day = own.iter().filter(|one| is_of_day(one, signed));
    let signers: Vec<&Signer> = on_day.filter_map(|one| one.signer.as_ref()).collect();
    if signers.is_empty() {
        return Err(another_day(signed, own.iter().filter_map(|one| one.signed_at.map(Micros::day))));
    }
    let taken = others(app, ctx, row, (signed, beside, &parties)).await?;
    if signers.into_iter().any(|own| is_apart(own, &taken)) { Ok(true) } else { Err(of_both()) }
}

/// A paper of a placement that may be read.
async fn paper(app: &App, row: &placement::Row, hash: &[u8; 32]) -> Result<Option<Document>, AppError> {
    let paper = document::find_by_hash(app.store().reader(), row.id, hash).await?;
    Ok(paper.filter(|paper| paper.state != FileState::Infected.code()))
}

/// The signatures in a paper that a fact may rest on; `None` where it cannot be read.
async fn counting(
    app: &App,
    reader: &dyn SignatureReader,
    paper: &Document,
) -> Result<Option<Vec<Signature>>, AppError> {
    if paper.media != Media::Pdf.code() {
        return Ok(Some(Vec::new()));
    }
    let (keys, db) = (app.keys()?, app.store().reader());
    let reading = match kept(keys, db, paper.id, reader.trust()).await? {
        Some(reading) if reading != Reading::Unreadable(Unreadable::Stopped) => reading,
        _ => reader.read(&bytes(keys, db, paper).await?).await,
    };
    Ok(match reading {
        Reading::Signatures(signatures) => Some(signatures.into_iter().filter(Signature::counts).collect()),
        Reading::Unreadable(_) => None,
    })
}

/// For each signature of the other party that stands, or is recorded beside this one, what it may rest on.
async fn others(
    app: &App,
    ctx: &Ctx,
    row: &placement::Row,
    (signed, beside, parties): (&Signed, &[Said], &Parties<'_>),
) -> Result<Vec<Vec<Signer>>, AppError> {
    let Some(reader) = app.signatures() else { return Ok(Vec::new()) };
    let mut theirs: Vec<([u8; 32], Signed)> = beside
        .iter()
        .filter_map(|said| Some((said.document_hash?, said.says.signature()?.clone())))
        .chain(standing_signatures(app, ctx, row).await?)
        .collect();
    theirs.retain(|(_, other)| other.method == SigningMethod::Digital && other.party != signed.party);
    let mut signers = Vec::new();
    for (hash, other) in theirs {
        let Some(paper) = paper(app, row, &hash).await? else { continue };
        let Some(counting) = counting(app, reader, &paper).await? else { continue };
        let own = counting.into_iter().filter(|one| parties.may_sign(one, other.party) && is_of_day(one, &other));
        signers.push(own.filter_map(|one| one.signer).collect());
    }
    Ok(signers)
}

/// The signatures of a placement that stand on a paper, with its hash.
async fn standing_signatures(app: &App, ctx: &Ctx, row: &placement::Row) -> Result<Vec<([u8; 32], Signed)>, AppError> {
    let db = app.store().reader();
    let judged = judged(db, app.policies(), row, times(ctx, row, AsOf::default())).await?;
    let stored = placement::facts(db, row.id, i64::MAX).await?;
    let on_paper = |fact: &Fact| {
        let signature = fact.says.signature()?;
        let row = stored.iter().find(|row| code_of(row.id) == fact.id)?;
        Some((<[u8; 32]>::try_from(row.document_hash.as_deref()?).ok()?, signature.clone()))
    };
    Ok(visible_facts(&judged.case).into_iter().filter_map(on_paper).collect())
}

fn is_of_day(signature: &Signature, signed: &Signed) -> bool {
    signature.signed_at.map(Micros::day) == Some(signed.signed_on)
}

/// Whether each signature of the other party can rest on somebody else's certificate than this. Where nothing can be
/// told of what one rests on, nothing is said against it.
fn is_apart(own: &Signer, others: &[Vec<Signer>]) -> bool {
    others.iter().all(|theirs| theirs.is_empty() || theirs.iter().any(|other| !is_same(own, other)))
}

/// One certificate, or two of one person.
fn is_same(one: &Signer, other: &Signer) -> bool {
    let is_one_person = one.personal_number.is_some() && one.personal_number == other.personal_number;
    one == other || (is_one_person && one.tax_code.is_none() && other.tax_code.is_none())
}

/// Whether a certificate may be a person's: one of an organisation names its tax code and no person.
fn is_of_person(signer: &Signer) -> bool {
    signer.personal_number.is_some() || signer.tax_code.is_none()
}

/// What the certificates of both parties are compared with.
struct Parties<'a> {
    /// Code of the employer.
    employer: &'a str,
    /// The worker's number, where it is known.
    number: Option<&'a str>,
}

impl Parties<'_> {
    fn may_sign(&self, signature: &Signature, party: Party) -> bool {
        signature.signer.as_ref().is_some_and(|signer| may_be(signer, party, self.employer, self.number))
    }
}

/// Whether a certificate can be this party's. One that carries no number may be anybody's: staff compare the names. The
/// worker's is none before the worker's number is known: the certificate of whoever signs for the employer would do.
fn may_be(signer: &Signer, party: Party, employer: &str, number: Option<&str>) -> bool {
    let code = signer.tax_code.as_deref();
    let person = signer.personal_number.as_deref();
    // An old number of nine digits cannot be compared with one of twelve.
    let is_worker = match (person, number) {
        (Some(person), Some(number)) if person.len() == number.len() => Some(person == number),
        _ => None,
    };
    match party {
        Party::Employer => match (code, tax_code(employer)) {
            (Some(code), Ok(own)) => tax_code(code).is_ok_and(|code| code.enterprise() == own.enterprise()),
            // Households and people are known here by another name than a tax code.
            _ => is_worker != Some(true),
        },
        Party::Worker => number.is_some() && is_worker.unwrap_or_else(|| is_of_person(signer)),
    }
}

/// The worker's number, wherever the profile went.
async fn number_of(app: &App, id: Uuid) -> Result<Option<String>, AppError> {
    let mut id = id;
    loop {
        let Some(row) = profile::find(app.store().reader(), id).await? else { return Ok(None) };
        let profile = rows::profile::read(app.keys()?, &row)?;
        match profile.state {
            ProfileState::Merged(kept) => id = kept.0,
            ProfileState::Deleted => return Ok(None),
            ProfileState::Live => {
                return Ok(typed::get(&profile.content, Field::PersonalNumber).into_iter().flatten().next());
            }
        }
    }
}

fn refused(code: &'static str, vi: String, en: String) -> AppError {
    FieldError::new("document", code, vi, en).into()
}

fn unreadable() -> AppError {
    let vi = "Không đọc được chữ ký số trong tệp này. Tải lên tệp gốc do phần mềm ký tạo ra, không khóa bằng mật khẩu, \
              hoặc nhập mã hợp đồng điện tử.";
    let en = "The signatures in this file could not be read. Upload the file as the signing program made it, not locked \
              by a password, or give the number of the electronic contract.";
    refused("signature_unreadable", vi.into(), en.into())
}

fn none_trusted() -> AppError {
    let vi = "Tệp này không có chữ ký số còn nguyên vẹn của tổ chức chứng thực được tin cậy. Tải lên tệp gốc đã ký, hoặc \
              nhập mã hợp đồng điện tử, hoặc chọn “ký trên giấy”.";
    let en = "This file holds no intact digital signature below a trusted authority. Upload the signed original, give \
              the number of the electronic contract, or choose a signature on paper.";
    refused("signature_not_trusted", vi.into(), en.into())
}

fn of_another() -> AppError {
    let vi = "Chứng thư trong tệp là của người hoặc tổ chức khác, không phải của bên ký này. Chọn đúng bên ký hoặc đúng \
              tệp.";
    let en = "The certificates in this file belong to somebody else than this party. Choose the right party or the \
              right file.";
    refused("signature_of_another", vi.into(), en.into())
}

fn number_unknown() -> AppError {
    let vi = "Hồ sơ của người lao động chưa có số định danh, nên chưa biết chữ ký số nào trong tệp là của họ. Ghi số \
              định danh vào hồ sơ trước, hoặc nhập mã hợp đồng điện tử, hoặc chọn “ký trên giấy”.";
    let en = "The profile of the worker has no personal number yet, so it is not known which signature in the file is \
              theirs. Enter the number in the profile first, or give the number of the electronic contract, or choose \
              a signature on paper.";
    refused("signature_number_unknown", vi.into(), en.into())
}

fn of_both() -> AppError {
    let vi = "Chữ ký của bên kia đã dựa trên chứng thư này: hai bên phải ký bằng hai chữ ký số khác nhau. Chọn tệp có \
              chữ ký của chính bên này, hoặc rút lại chữ ký ghi nhầm cho bên kia.";
    let en = "The signature of the other party rests on this certificate: both parties sign, each by a certificate of \
              its own. Choose the file with this party's own signature, or retract the one recorded wrongly for the \
              other party.";
    refused("signature_of_both", vi.into(), en.into())
}

fn another_day(signed: &Signed, days: impl Iterator<Item = NaiveDate>) -> AppError {
    let days: Vec<String> = days.map(official_date).collect();
    let (days, said) = (days.join(", "), official_date(signed.signed_on));
    let vi = format!("Chữ ký số của bên này ghi ngày {days}, không phải {said}. Sửa lại ngày ký.");
    let en = format!("The digital signature of this party says {days}, not {said}. Correct the day of signing.");
    refused("signature_of_another_day", vi, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_compared_by_the_numbers_that_it_carries() {
        const OWN: Option<&str> = Some("052198001234");
        for (tax_code, person, party, number, expected) in [
            (Some("0100109106"), None, Party::Employer, OWN, true),
            (Some("0100109106-002"), None, Party::Employer, OWN, true),
            (Some("0100100008"), None, Party::Employer, OWN, false),
            (Some("odd"), None, Party::Employer, OWN, false),
            (None, None, Party::Employer, OWN, true),
            (None, Some("001099000001"), Party::Employer, OWN, true),
            (None, OWN, Party::Employer, OWN, false),
            (None, OWN, Party::Worker, OWN, true),
            (None, Some("001099000001"), Party::Worker, OWN, false),
            (None, Some("001099000001"), Party::Worker, None, false),
            (None, None, Party::Worker, None, false),
            (Some("0100109106"), OWN, Party::Worker, None, false),
            (None, Some("001099000001"), Party::Employer, None, true),
            (None, Some("123456789"), Party::Worker, OWN, true),
            (None, None, Party::Worker, OWN, true),
            (Some("0100109106"), None, Party::Worker, OWN, false),
            (Some("0100109106"), OWN, Party::Worker, OWN, true),
        ] {
            let signer = Signer {
                tax_code: tax_code.map(str::to_owned),
                personal_number: person.map(str::to_owned),
                ..Signer::default()
            };
            assert_eq!(may_be(&signer, party, "0100109106", number), expected, "{signer:?} {party:?} {number:?}");
        }
    }

    #[test]
    fn the_other_party_needs_a_certificate_of_its_own() {
        let of = |serial: &str, person: Option<&str>| Signer {
            serial: serial.to_owned(),
            personal_number: person.map(str::to_owned),
            ..Signer::default()
        };
        let own = of("1", None);
        assert!(is_apart(&own, &[]));
        assert!(is_apart(&own, &[vec![]]), "nothing is known of what the other rests on");
        assert!(is_apart(&own, &[vec![of("2", None)]]));
        assert!(is_apart(&own, &[vec![own.clone(), of("2", None)]]));
        assert!(!is_apart(&own, &[vec![own.clone()]]));
        assert!(!is_apart(&own, &[vec![of("2", None)], vec![own.clone()]]), "each of them counts");
        let person = Some("001099000001");
        assert!(!is_apart(&of("1", person), &[vec![of("2", person)]]), "two certificates of one person");
        let office = Signer { tax_code: Some("0100109106".to_owned()), ..of("2", person) };
        assert!(is_apart(&of("1", person), &[vec![office]]), "that of an organisation is another one");
    }
}
