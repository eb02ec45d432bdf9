//! ISO 20022 `pain.002`, read: a row for each transfer that it speaks of, and one for the whole list where the bank
//! rejected the message or its payment information. That a bank took a list in says nothing of single transfers.

use super::results::{ResultRow, amount, day, unreadable};
use crate::error::{AppError, FieldError};
use chrono::NaiveDate;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What is said of a message, or of payment information in it.
#[derive(Default)]
struct Whole {
    name: String,
    status: String,
    reason: String,
    note: String,
}

/// A report as far as it was read.
#[derive(Default)]
struct Report {
    /// Names of the elements that are open.
    path: Vec<String>,
    rows: Vec<ResultRow>,
    /// Rejections of the whole list.
    rejections: Vec<ResultRow>,
    /// The transfer that is being read.
    row: Option<ResultRow>,
    message: Whole,
    payment: Whole,
    /// Day of the report.
    on: Option<NaiveDate>,
    is_status: bool,
    /// Whether anything is said of the whole.
    speaks_of_whole: bool,
}

fn bad() -> AppError {
    unreadable("Tệp XML không đúng.", "The file is no proper XML.")
}

/// Rows are the elements `TxInfAndSts`, then the rejections of the whole. Entities of a document type are not known to
/// the reader and make it fail.
pub(super) fn read_pain002(bytes: &[u8]) -> Result<Vec<ResultRow>, AppError> {
    let text = std::str::from_utf8(bytes).map_err(|_| bad())?;
    let mut reader = Reader::from_str(text);
    let mut report = Report::default();
    loop {
        match reader.read_event().map_err(|_| bad())? {
            Event::Start(start) => report.open(&start)?,
            Event::End(_) => report.close()?,
            Event::Text(text) => report.told(text.trim()),
            Event::GeneralRef(reference) if !is_predefined(&reference) => return Err(bad()),
            Event::DocType(_) => return Err(bad()),
            Event::Eof => break,
            Event::GeneralRef(_)
            | Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_) => {}
        }
    }
    report.done()
}

fn is_predefined(name: &str) -> bool {
    matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") || name.starts_with('#')
}

impl Report {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), AppError> {
        let name: String = start.local_name().as_ref().to_owned();
        match name.as_str() {
            "CstmrPmtStsRpt" => self.is_status = true,
            "TxInfAndSts" => self.row = Some(ResultRow::default()),
            "InstdAmt" => {
                let currency = start.try_get_attribute("Ccy").map_err(|_| bad())?;
                if let Some(row) = &mut self.row {
                    row.is_foreign |= currency.is_some_and(|currency| currency.value != "VND");
                }
            }
            _ => {}
        }
        self.path.push(name);
        Ok(())
    }

    fn close(&mut self) -> Result<(), AppError> {
        match self.path.pop().ok_or_else(bad)?.as_str() {
            "TxInfAndSts" => {
                let mut done = self.row.take().unwrap_or_default();
                done.on = done.on.or(self.on);
                self.rows.push(done);
            }
            "OrgnlGrpInfAndSts" => self.reject(None),
            "OrgnlPmtInfAndSts" => {
                let payment = std::mem::take(&mut self.payment);
                self.reject(Some(&payment));
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps what was said of the message, or of payment information, when that was rejected.
    fn reject(&mut self, payment: Option<&Whole>) {
        let whole = payment.unwrap_or(&self.message);
        self.speaks_of_whole |= !whole.status.is_empty();
        if whole.status.eq_ignore_ascii_case("RJCT") {
            self.rejections.push(ResultRow {
                code: self.message.name.clone(),
                whole: Some(payment.map(|payment| payment.name.clone()).unwrap_or_default()),
                status: whole.status.clone(),
                on: self.on,
                reason: whole.reason.clone(),
                note: whole.note.clone(),
                ..ResultRow::default()
            });
        }
    }

    fn told(&mut self, text: &str) {
        let names: Vec<&str> = self.path.iter().rev().map(String::as_str).collect();
        if let Some(row) = &mut self.row {
            told_of_transfer(row, &names, text);
            return;
        }
        let whole = if names.contains(&"OrgnlPmtInfAndSts") { &mut self.payment } else { &mut self.message };
        match names.as_slice() {
            ["CreDtTm", ..] => self.on = day(text),
            ["OrgnlMsgId" | "OrgnlPmtInfId", ..] => text.clone_into(&mut whole.name),
            ["GrpSts" | "PmtInfSts", ..] => text.clone_into(&mut whole.status),
            ["Cd" | "Prtry", "Rsn", ..] => text.clone_into(&mut whole.reason),
            ["AddtlInf", ..] => whole.note.push_str(text),
            _ => {}
        }
    }

    fn done(mut self) -> Result<Vec<ResultRow>, AppError> {
        if !(self.is_status && self.path.is_empty()) {
            return Err(bad());
        }
        self.rows.append(&mut self.rejections);
        if self.rows.is_empty() && self.speaks_of_whole {
            let vi = "Tệp chỉ nói về cả danh sách và không từ chối danh sách nào, nên chưa cho biết từng khoản đã chi \
                      hay chưa. Hãy nhập tệp có kết quả của từng khoản.";
            let en = "The file speaks of the list as a whole and rejects none, which says nothing of single payments. \
                      Bring the file with the result of each payment.";
            return Err(FieldError::new("file", "no_single_results", vi, en).into());
        }
        Ok(self.rows)
    }
}

fn told_of_transfer(row: &mut ResultRow, names: &[&str], text: &str) {
    match names {
        ["OrgnlEndToEndId", ..] => text.clone_into(&mut row.code),
        ["TxSts", ..] => text.clone_into(&mut row.status),
        ["Cd" | "Prtry", "Rsn", ..] => text.clone_into(&mut row.reason),
        ["AddtlInf", ..] => row.note.push_str(text),
        ["AccptncDtTm", ..] | ["Dt", "FctvIntrBkSttlmDt", ..] => {
            row.on = day(text);
            row.is_unreadable |= row.on.is_none();
        }
        ["InstdAmt", ..] => {
            row.dong = amount(text);
            row.is_unreadable |= row.dong.is_none();
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::results::{Format, Said, read_results};
    use super::*;

    fn on(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    fn report(group: &str, payment: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><d:Document xmlns:d=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">\
             <d:CstmrPmtStsRpt><d:GrpHdr><d:CreDtTm>2026-11-26T08:00:00</d:CreDtTm></d:GrpHdr>{group}\
             <d:OrgnlPmtInfAndSts>{payment}</d:OrgnlPmtInfAndSts></d:CstmrPmtStsRpt></d:Document>"
        )
    }

    fn group(status: &str) -> String {
        format!(
            "<d:OrgnlGrpInfAndSts><d:OrgnlMsgId>SV20260001-0a</d:OrgnlMsgId>\
             <d:OrgnlCreDtTm>2026-11-20T08:00:00</d:OrgnlCreDtTm><d:GrpSts>{status}</d:GrpSts>\
             <d:StsRsnInf><d:Rsn><d:Cd>AM04</d:Cd></d:Rsn><d:AddtlInf>no money</d:AddtlInf></d:StsRsnInf>\
             </d:OrgnlGrpInfAndSts>"
        )
    }

    const PAID: &str = "<d:TxInfAndSts><d:OrgnlEndToEndId>SVA</d:OrgnlEndToEndId><d:TxSts>ACSC</d:TxSts>\
         <d:AccptncDtTm>2026-11-25T10:00:00+07:00</d:AccptncDtTm>\
         <d:OrgnlTxRef><d:Amt><d:InstdAmt Ccy=\"VND\">400000</d:InstdAmt></d:Amt></d:OrgnlTxRef></d:TxInfAndSts>";

    #[test]
    fn status_reports_are_read_and_tricks_of_xml_are_not() {
        let rejected = "<d:TxInfAndSts><d:OrgnlEndToEndId>SVB</d:OrgnlEndToEndId><d:TxSts>RJCT</d:TxSts>\
             <d:StsRsnInf><d:Rsn><d:Cd>AC04</d:Cd></d:Rsn><d:AddtlInf>closed</d:AddtlInf></d:StsRsnInf>\
             </d:TxInfAndSts>";
        let file = report("", &format!("{PAID}{rejected}"));
        let rows = read_results(Format::of(file.as_bytes()), file.as_bytes()).expect("rows");
        assert_eq!(
            (rows[0].code.as_str(), rows[0].dong, rows[0].said(), rows[0].on),
            ("SVA", Some(400_000), Said::Paid, on("2026-11-25"))
        );
        assert_eq!((rows[1].reason.as_str(), rows[1].note.as_str(), rows[1].on), ("AC04", "closed", on("2026-11-26")));
        assert!(rows.iter().all(|row| row.whole.is_none() && !row.is_foreign));
        for odd in [
            file.replace("</d:Document>", ""),
            file.replace("<?xml version=\"1.0\"?>", "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"),
            file.replace("closed", "&x;"),
            file.replace("CstmrPmtStsRpt", "Other"),
            report("", ""),
            "<".to_owned(),
        ] {
            assert!(read_results(Format::Pain002, odd.as_bytes()).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_rejection_of_the_whole_is_a_row_of_its_own_after_the_single_ones() {
        for payment in ["", PAID] {
            let rows = read_pain002(report(&group("RJCT"), payment).as_bytes()).expect("rows");
            let whole = rows.last().expect("a row");
            assert_eq!(rows.len(), 1 + usize::from(!payment.is_empty()));
            assert_eq!((whole.code.as_str(), whole.whole.as_deref()), ("SV20260001-0a", Some("")));
            assert_eq!((whole.said(), whole.on), (Said::Bounced, on("2026-11-26")));
            assert_eq!((whole.reason.as_str(), whole.note.as_str()), ("AM04", "no money"));
        }
        let payment = "<d:OrgnlPmtInfId>SV20260001</d:OrgnlPmtInfId><d:PmtInfSts>RJCT</d:PmtInfSts>\
             <d:StsRsnInf><d:Rsn><d:Prtry>TK01</d:Prtry></d:Rsn></d:StsRsnInf>";
        let rows = read_pain002(report(&group("PART"), payment).as_bytes()).expect("rows");
        let [whole] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!((whole.code.as_str(), whole.whole.as_deref()), ("SV20260001-0a", Some("SV20260001")));
        assert_eq!((whole.said(), whole.reason.as_str(), whole.note.as_str()), (Said::Bounced, "TK01", ""));
    }

    #[test]
    fn that_a_list_was_taken_in_says_nothing_of_single_transfers() {
        for status in ["ACCP", "ACSC", "ACWC", "PDNG", "PART"] {
            match read_pain002(report(&group(status), "").as_bytes()).expect_err("no result") {
                AppError::Refused(errors) => assert_eq!(errors[0].code, "no_single_results", "{status}"),
                other => panic!("{other:?}"),
            }
            let rows = read_pain002(report(&group(status), PAID).as_bytes()).expect("a row");
            assert_eq!(rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["SVA"], "{status}");
        }
    }

    #[test]
    fn an_amount_in_another_currency_is_marked() {
        for (currency, is_foreign) in [("VND", false), ("USD", true), ("vnd", true), ("", true)] {
            let file = report("", &PAID.replace("\"VND\"", &format!("\"{currency}\"")));
            let rows = read_pain002(file.as_bytes()).expect("a row");
            assert_eq!(rows[0].is_foreign, is_foreign, "{currency}");
        }
    }
}
