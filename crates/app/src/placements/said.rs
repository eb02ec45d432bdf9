//! What somebody says of a placement, by which way it came, and who may say it so. The centre is paid for what is
//! recorded: what its staff type in for an employer or a worker is the centre's word, and an officer's own word needs a
//! paper whose hash is kept, or a visit.

use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::secrets::unhex;
use sanviec_domain::Lang;
use sanviec_domain::employer::tax_code;
use sanviec_domain::placement::{
    CaseError, EndReason, FactKind, Fault, Form, LeaveKind, Party, SigningMethod, Source, Statement, explain_error,
    read_statement,
};

/// Longest name of a contract, reason and number of a paper, in characters.
const LONGEST: usize = 300;

/// By which way a fact came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// Typed in at the desk of a centre.
    Desk,
    /// The party itself, signed in.
    Page,
    /// The party itself, by a link that was sent to a contact of its own.
    Link,
    /// A program, for whoever its key or session stands for.
    Api,
    /// A file: of the insurer, of the payroll, or the centre's own list.
    File,
    /// An officer's visit.
    Visit,
}

impl Channel {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Desk, Self::Page, Self::Link, Self::Api, Self::File, Self::Visit];

    /// The word in the row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Page => "page",
            Self::Link => "link",
            Self::Api => "api",
            Self::File => "file",
            Self::Visit => "visit",
        }
    }

    /// The way with this word.
    #[must_use]
    pub fn find_by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// What is to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub says: Statement,
    pub source: Source,
    pub channel: Channel,
    /// SHA-256 of the paper or file that it rests on.
    pub document_hash: Option<[u8; 32]>,
    /// Number of the electronic contract on the national platform, or of the row of a file.
    pub reference: Option<String>,
}

/// Reads what a fact says from JSON: `kind` and the fields of that kind. A fault is refused at its field.
pub fn statement_of(json: &str) -> Result<Statement, AppError> {
    let says = read_statement(json.as_bytes()).map_err(|error| AppError::Refused(vec![at_field(&error)]))?;
    tidied(says)
}

/// Reads the hash of a paper from hexadecimal.
pub fn hash_of(hex: &str) -> Result<[u8; 32], AppError> {
    unhex(hex.trim()).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| {
        let (vi, en) = ("Mã băm SHA-256 có 64 chữ số thập lục phân.", "A SHA-256 has 64 hexadecimal digits.");
        FieldError::new("document_hash", "not_a_hash", vi, en).into()
    })
}

/// A fault of the rule's reader at the field that it names.
pub(crate) fn at_field(error: &CaseError) -> FieldError {
    const FIELDS: [&str; 22] = [
        "kind",
        "contract",
        "employer",
        "form",
        "start",
        "through",
        "party",
        "signed_on",
        "method",
        "from",
        "employed",
        "stated_on",
        "leave",
        "reason",
        "from_employer",
        "to_employer",
        "on",
        "retracts",
        "why",
        "id",
        "recorded_at",
        "source",
    ];
    let field = FIELDS.into_iter().find(|field| *field == error.at).unwrap_or("fact");
    let (vi, en) = (explain_error(error, Lang::Vi), explain_error(error, Lang::En));
    let known = if error.fault == Fault::NotInList { codes_of(field) } else { Vec::new() };
    let told = if known.is_empty() {
        (vi, en)
    } else {
        let list = known.join(", ");
        (format!("{vi} Danh mục: {list}."), format!("{en} Its list: {list}."))
    };
    FieldError::new(field, error.fault.code(), told.0, told.1).suggesting(known)
}

/// What a field of a statement can be, where it is one of a list.
fn codes_of(field: &str) -> Vec<String> {
    let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
    owned(match field {
        "kind" => FactKind::ALL.iter().map(|one| one.code()).collect(),
        "form" => Form::ALL.iter().map(|one| one.code()).collect(),
        "party" => Party::ALL.iter().map(|one| one.code()).collect(),
        "method" => SigningMethod::ALL.iter().map(|one| one.code()).collect(),
        "leave" => LeaveKind::ALL.iter().map(|one| one.code()).collect(),
        "reason" => EndReason::ALL.iter().map(|one| one.code()).collect(),
        _ => Vec::new(),
    })
}

/// The same with texts tidied and employers as the rule compares them: the enterprise without its branch.
fn tidied(says: Statement) -> Result<Statement, AppError> {
    let mut errors = Vec::new();
    let mut text = |field, text: &str| tidy(field, text, &mut errors);
    let says = match says {
        Statement::Contract(mut said) => {
            said.contract = text("contract", &said.contract);
            said.employer = employer(&text("employer", &said.employer));
            Statement::Contract(said)
        }
        Statement::Signature(mut said) => {
            said.contract = text("contract", &said.contract);
            Statement::Signature(said)
        }
        Statement::Ended(mut said) => {
            said.contract = text("contract", &said.contract);
            Statement::Ended(said)
        }
        Statement::Reinstated(contract) => Statement::Reinstated(text("contract", &contract)),
        Statement::Succession(mut said) => {
            said.from_employer = employer(&text("from_employer", &said.from_employer));
            said.to_employer = employer(&text("to_employer", &said.to_employer));
            Statement::Succession(said)
        }
        Statement::Retraction { retracts, why } => {
            Statement::Retraction { retracts: text("retracts", &retracts), why: text("why", &why) }
        }
        says @ (Statement::Attestation(_) | Statement::Leave(_)) => says,
    };
    if errors.is_empty() { Ok(says) } else { Err(AppError::Refused(errors)) }
}

/// An identifier is never empty: an empty one would equal another empty one.
fn tidy(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = spaced(text);
    if text.is_empty() {
        errors.push(FieldError::new(field, "missing", "Không được để trống.", "This must not be empty."));
    } else if is_too_long(&text) {
        let vi = format!("Viết không quá {LONGEST} ký tự, không có ký tự điều khiển.");
        let en = format!("Write {LONGEST} characters at most, without control characters.");
        errors.push(FieldError::new(field, "too_long", vi, en));
    }
    text
}

/// One form of every letter, and one space between words.
fn spaced(text: &str) -> String {
    sanviec_text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_too_long(text: &str) -> bool {
    text.chars().count() > LONGEST || text.chars().any(char::is_control)
}

/// The number of a paper as it is kept. An empty one is none: it would be evidence of nothing, as one without a letter
/// or digit would be.
fn reference_of(typed: Option<&str>) -> Result<Option<String>, AppError> {
    let Some(text) = typed.map(spaced).filter(|text| !text.is_empty()) else { return Ok(None) };
    if is_too_long(&text) {
        let vi = format!(
            "Số giấy tờ hoặc mã hợp đồng điện tử có không quá {LONGEST} ký tự, không có ký tự điều khiển. Chỉ ghi số \
             hoặc mã; nội dung thì tải tệp lên."
        );
        let en = format!(
            "The number of a paper or electronic contract has {LONGEST} characters at most, without control \
             characters. Give the number alone; upload a file for more."
        );
        return Err(FieldError::new("reference", "too_long", vi, en).into());
    }
    if !text.chars().any(char::is_alphanumeric) {
        let vi = "Số giấy tờ hoặc mã hợp đồng điện tử có ít nhất một chữ cái hoặc chữ số. Ghi đúng số, hoặc để trống.";
        let en = "The number of a paper or electronic contract has a letter or a digit. Give the number, or leave it \
                  out.";
        return Err(FieldError::new("reference", "no_number", vi, en).into());
    }
    Ok(Some(text))
}

/// What is said as it is kept, if whoever acts may say it. Every way in passes here.
pub(crate) fn heard(ctx: &Ctx, said: &Said) -> Result<Said, AppError> {
    let said = Said { reference: reference_of(said.reference.as_deref())?, ..said.clone() };
    may_say(ctx, &said)?;
    Ok(said)
}

/// What the rule compares employers by. Households and people have no such code and keep what they are called by here.
pub(crate) fn employer(code: &str) -> String {
    tax_code(code).map_or_else(|_| code.to_owned(), |code| code.enterprise().to_owned())
}

/// Whether whoever acts may say this as this source by this way. What each party says of itself, it says itself.
fn may_say(ctx: &Ctx, said: &Said) -> Result<(), AppError> {
    let allowed = match ctx.actor.kind() {
        Role::Officer => by_officer(said),
        Role::Seeker => said.source == Source::Worker && is_own_way(said.channel) && of_party(said),
        Role::EmployerMember | Role::EmployerAdministrator => {
            said.source == Source::Employer && is_own_way(said.channel) && of_party(said)
        }
        Role::EmployerProgram => said.source == Source::Employer && said.channel == Channel::Api && of_party(said),
        // Links are opened by whoever holds them; which party it is, the link says.
        Role::Public => {
            matches!(said.source, Source::Worker | Source::Employer)
                && said.channel == Channel::Link
                && said.says.kind() == FactKind::Attestation
        }
        Role::Operator
        | Role::System
        | Role::CentreManager
        | Role::Moderator
        | Role::Auditor
        | Role::PlatformOperator => false,
    };
    if allowed { on_paper(said) } else { Err(not_theirs()) }
}

const fn is_own_way(channel: Channel) -> bool {
    matches!(channel, Channel::Page | Channel::Link | Channel::Api)
}

fn by_officer(said: &Said) -> bool {
    match said.source {
        Source::Centre => match said.channel {
            Channel::Desk | Channel::Api => true,
            // A list of its own, by which it can be shown later what was typed.
            Channel::File => said.document_hash.is_some(),
            Channel::Page | Channel::Link | Channel::Visit => false,
        },
        Source::Officer => match said.says.kind() {
            FactKind::Attestation => said.channel == Channel::Visit,
            FactKind::Retraction => matches!(said.channel, Channel::Desk | Channel::Api),
            FactKind::Contract
            | FactKind::Signature
            | FactKind::Leave
            | FactKind::Ended
            | FactKind::Reinstated
            | FactKind::Succession => {
                matches!(said.channel, Channel::Desk | Channel::Api | Channel::Visit) && rests_on_something(said)
            }
        },
        Source::Insurer | Source::Payroll => said.channel == Channel::File && said.document_hash.is_some(),
        Source::Employer | Source::Worker => false,
    }
}

/// Whether there is a paper, or the number of one.
pub(super) fn rests_on_something(said: &Said) -> bool {
    said.document_hash.is_some() || said.reference.as_deref().is_some_and(|number| !number.trim().is_empty())
}

/// A party signs for itself and tells of its own contract; who follows whom is for the register of enterprises.
fn of_party(said: &Said) -> bool {
    let own = if said.source == Source::Worker { "worker" } else { "employer" };
    match &said.says {
        Statement::Signature(signature) => signature.party.code() == own,
        Statement::Contract(_)
        | Statement::Attestation(_)
        | Statement::Leave(_)
        | Statement::Ended(_)
        | Statement::Reinstated(_)
        | Statement::Retraction { .. } => true,
        Statement::Succession(_) => false,
    }
}

/// A paper that was seen needs its scan, a digital signature what was signed.
fn on_paper(said: &Said) -> Result<(), AppError> {
    let Statement::Signature(signature) = &said.says else { return Ok(()) };
    match signature.method {
        SigningMethod::PaperSeen if said.document_hash.is_none() => {
            let vi = "Ký trên giấy thì cần tải bản quét lên trước.";
            let en = "A signature on paper needs its scan: upload it first.";
            Err(FieldError::new("document", "scan_missing", vi, en).into())
        }
        SigningMethod::Digital if !rests_on_something(said) => {
            let vi = "Ký số thì cần tệp hợp đồng hoặc mã hợp đồng điện tử.";
            let en = "A digital signature needs the file of the contract or its number on the national platform.";
            Err(FieldError::new("document", "document_missing", vi, en).into())
        }
        SigningMethod::Platform if said.channel != Channel::Page => {
            let vi = "Chỉ chính bên ký, đang đăng nhập, mới ký trên sàn được.";
            let en = "Only the party itself, signed in, can sign on the exchange.";
            Err(FieldError::new("method", "sign_yourself", vi, en).into())
        }
        SigningMethod::PaperSeen | SigningMethod::Digital | SigningMethod::Platform => Ok(()),
    }
}

fn not_theirs() -> AppError {
    let vi = "Nguồn này không nói được điều này theo cách này. Điều nhân viên ghi hộ là lời của trung tâm; lời của cán \
              bộ cần bản quét giấy tờ hoặc một lần đến thăm.";
    let en = "This source cannot say this in this way. What staff type in for others is the centre's word; an \
              officer's word needs the scan of a paper, or a visit.";
    FieldError::new("source", "source_refused", vi, en).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(typed: &str) -> (&'static str, &'static str) {
        let AppError::Refused(errors) = reference_of(Some(typed)).expect_err("refused") else { panic!("refused") };
        assert_ne!(errors[0].vi, errors[0].en);
        (errors[0].field, errors[0].code)
    }

    #[test]
    fn a_number_of_a_paper_is_kept_in_one_form_and_an_empty_one_is_none() {
        let kept = |typed: &str| reference_of(Some(typed)).expect("kept");
        for empty in ["", " ", " \t\u{a0}\n", "\u{200b}"] {
            assert_eq!(kept(empty), None, "{empty:?}");
        }
        assert_eq!(reference_of(None).expect("kept"), None);
        assert_eq!(kept("  HDDT   12\t/2026 ").as_deref(), Some("HDDT 12 /2026"));
        assert_eq!(kept("e\u{302}\u{301} 1").as_deref(), Some("\u{1ebf} 1"), "composed");
        assert_eq!(kept(&"1".repeat(LONGEST)).map(|kept| kept.len()), Some(LONGEST));
        assert_eq!(refused(&"1".repeat(LONGEST + 1)), ("reference", "too_long"));
        for nothing in ["-", "..."] {
            assert_eq!(refused(nothing), ("reference", "no_number"), "{nothing:?}");
        }
    }

    #[test]
    fn an_empty_number_is_nothing_to_rest_on() {
        let says = Statement::Reinstated("HĐ 1".to_owned());
        let said = |reference: Option<&str>| Said {
            says: says.clone(),
            source: Source::Officer,
            channel: Channel::Desk,
            document_hash: None,
            reference: reference.map(str::to_owned),
        };
        assert!(!rests_on_something(&said(None)));
        assert!(!rests_on_something(&said(Some(" "))));
        assert!(rests_on_something(&said(Some("1"))));
        assert!(rests_on_something(&Said { document_hash: Some([1; 32]), ..said(None) }));
    }
}
