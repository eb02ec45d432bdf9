//! The file for the bank: CSV for people and small banks, ISO 20022 `pain.001.001.09` for others. Made from the list as
//! it was sent, so that it is the same bytes each time. Who fetched it is in the audit.

use super::accounts::demand_sent;
use super::row::{Subject, subject_of};
use super::send::{Head, head_of};
use super::xml::Xml;
use super::{BATCH, entry, id_of};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Fields, Thing, demand_of};
use sanviec_domain::time::{Micros, day_of_number};
use sanviec_store::{audit, batch, claim, payout};

/// In which form the file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayFormat {
    /// A table.
    Csv,
    /// ISO 20022 customer credit transfer initiation.
    Pain001,
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayFile {
    pub name: String,
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

/// The file of a list of the own centre that was sent.
pub async fn pay_file(app: &App, ctx: &Ctx, code: &str, format: PayFormat) -> Result<PayFile, AppError> {
    let id = id_of(code)?;
    let reader = app.store().reader();
    let row = batch::find(reader, id).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    if !fields.has(Fields::NAME) {
        return Err(AppError::Forbidden);
    }
    let (Some(_), Some(sent_at)) = (&row.head, row.sent_at) else {
        let (vi, en) = ("Danh sách chưa được gửi.", "The list was not sent yet.");
        return Err(FieldError::new("form", "not_sent", vi, en).into());
    };
    demand_sent(reader, app.keys()?, &row).await?;
    let head = head_of(app.keys()?, reader, &row).await?.ok_or(AppError::NotFound)?;
    let mut lines = Vec::new();
    for attempt in payout::list_of_batch(reader, id).await? {
        let claim = claim::find(reader, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        lines.push((attempt, subject_of(app.keys()?, &claim)?));
    }
    let sent = Written { head: &head, row: &row, sent_at: Micros(sent_at), lines: &lines };
    let (bytes, media, ending) = match format {
        PayFormat::Csv => (sent.csv()?, "text/csv; charset=utf-8", "csv"),
        PayFormat::Pain001 => (sent.pain001().into_bytes(), "application/xml; charset=utf-8", "xml"),
    };
    note(app, ctx, &row, ending).await?;
    Ok(PayFile { name: format!("chi-tra-{}-{:03}.{ending}", row.year, row.serial), media, bytes })
}

async fn note(app: &App, ctx: &Ctx, row: &batch::Row, format: &str) -> Result<(), AppError> {
    let told = [entry(ctx, "fetch_pay_file", (BATCH, row.id), Some(format!(r#"{{"format":"{format}"}}"#)))];
    let (store, centre_id) = (app.store().clone(), Some(row.centre_id));
    app.to_the_end(async move {
        let told = &told;
        let write = store.write("fetch_pay_file", |tx| {
            Box::pin(async move { Ok::<_, AppError>(audit::append_at(tx, centre_id, told).await?) })
        });
        write.await
    })
    .await
}

struct Written<'a> {
    head: &'a Head,
    row: &'a batch::Row,
    sent_at: Micros,
    lines: &'a [(payout::Row, Subject)],
}

impl Written<'_> {
    fn pay_on(&self) -> String {
        self.row.pay_on.and_then(day_of_number).map(|day| day.to_string()).unwrap_or_default()
    }

    fn csv(&self) -> Result<Vec<u8>, AppError> {
        let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let headings = ["code", "pay_on", "payer_account", "payee_name", "payee_bank", "payee_account", "dong", "for"];
        table.write_record(headings).map_err(AppError::internal)?;
        let (paying, pay_on) = (&self.head.paying, self.pay_on());
        for (attempt, subject) in self.lines {
            let dong = attempt.dong.to_string();
            let about = about(subject);
            let record = [
                attempt.code.as_str(),
                &pay_on,
                &paying.payer_account,
                &plain(&paying.payee_name),
                &paying.payee_bank,
                &paying.payee_account,
                &dong,
                &plain(&about),
            ];
            table.write_record(record).map_err(AppError::internal)?;
        }
        let rows = table.into_inner().map_err(|error| AppError::internal(error.to_string()))?;
        // The mark tells spreadsheets that it is UTF-8.
        Ok([b"\xef\xbb\xbf".as_slice(), &rows].concat())
    }

    /// Elements in the order of the schema.
    fn pain001(&self) -> String {
        let (paying, total) = (&self.head.paying, self.row.dong.to_string());
        let count = self.lines.len().to_string();
        let id = payment_name(self.row);
        Xml::document("Document", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09", |xml| {
            xml.element("CstmrCdtTrfInitn", |xml| {
                xml.element("GrpHdr", |xml| {
                    xml.text("MsgId", &message_name(self.row));
                    xml.text("CreDtTm", &self.sent_at.rfc3339());
                    xml.text("NbOfTxs", &count);
                    xml.text("CtrlSum", &total);
                    xml.element("InitgPty", |xml| xml.text("Nm", &short(&self.head.centre_name, 140)));
                });
                xml.element("PmtInf", |xml| {
                    xml.text("PmtInfId", &id);
                    xml.text("PmtMtd", "TRF");
                    xml.text("BtchBookg", "false");
                    xml.text("NbOfTxs", &count);
                    xml.text("CtrlSum", &total);
                    xml.element("ReqdExctnDt", |xml| xml.text("Dt", &self.pay_on()));
                    xml.element("Dbtr", |xml| xml.text("Nm", &short(&paying.payer_name, 140)));
                    xml.element("DbtrAcct", |xml| account(xml, &paying.payer_account));
                    xml.element("DbtrAgt", |xml| bank(xml, &paying.payer_bank));
                    xml.text("ChrgBr", "DEBT");
                    for (attempt, subject) in self.lines {
                        self.transfer(xml, attempt, subject);
                    }
                });
            });
        })
    }

    fn transfer(&self, xml: &mut Xml, attempt: &payout::Row, subject: &Subject) {
        let paying = &self.head.paying;
        xml.element("CdtTrfTxInf", |xml| {
            xml.element("PmtId", |xml| {
                xml.text("InstrId", &attempt.code);
                xml.text("EndToEndId", &attempt.code);
            });
            xml.element("Amt", |xml| xml.with("InstdAmt", " Ccy=\"VND\"", &attempt.dong.to_string()));
            xml.element("CdtrAgt", |xml| bank(xml, &paying.payee_bank));
            xml.element("Cdtr", |xml| xml.text("Nm", &short(&paying.payee_name, 140)));
            xml.element("CdtrAcct", |xml| account(xml, &paying.payee_account));
            xml.element("RmtInf", |xml| xml.text("Ustrd", &short(&about(subject), 140)));
        });
    }
}

/// The name by which the bank speaks of the file (`MsgId`): no two lists of the installation have the same.
pub(super) fn message_name(row: &batch::Row) -> String {
    format!("{}-{}", payment_name(row), &row.id.simple().to_string()[..12])
}

/// The name by which it speaks of the list in it (`PmtInfId`).
pub(super) fn payment_name(row: &batch::Row) -> String {
    format!("SV{}{:04}", row.year, row.serial)
}

/// What the money is for: the person's name and nothing else of them goes to a bank.
fn about(subject: &Subject) -> String {
    format!("Hỗ trợ kết nối việc làm thành công: {}", subject.person_name)
}

fn account(xml: &mut Xml, number: &str) {
    xml.element("Id", |xml| xml.element("Othr", |xml| xml.text("Id", number)));
}

fn bank(xml: &mut Xml, code: &str) {
    xml.element("FinInstnId", |xml| {
        if code.len() == 6 {
            xml.element("ClrSysMmbId", |xml| xml.text("MmbId", code));
        } else {
            xml.text("BICFI", code);
        }
    });
}

fn short(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A spreadsheet must not take a text for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
