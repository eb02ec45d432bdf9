//! The accounts of a centre: from which the programme pays, and to which the centre is paid. Whoever changes them is
//! fresh from signing in, and lists that were sent keep the accounts that they were sent with.

use super::accounts::{is_saved, saved_said};
use super::{entry, fresh, own_centre};
use crate::app::App;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::Action;
use crate::secrets::{Keyring, Place};
use sanviec_store::{BoxFuture, Tx, audit, paying};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name of an account's holder: what ISO 20022 takes.
const NAME: usize = 140;

/// The accounts as they are typed.
#[derive(Clone, Debug, Default)]
pub struct PayingOrder {
    /// Version that was seen; 0 when there was none.
    pub version: i64,
    pub payer_name: String,
    pub payer_bank: String,
    pub payer_account: String,
    pub payee_name: String,
    pub payee_bank: String,
    pub payee_account: String,
}

/// The accounts as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayingView {
    /// 0 when there are none yet.
    pub version: i64,
    pub payer_name: String,
    pub payer_bank: String,
    pub payer_account: String,
    pub payee_name: String,
    pub payee_bank: String,
    pub payee_account: String,
}

impl PayingView {
    /// The account that is paid: name, bank and number.
    fn payee(&self) -> (&str, &str, &str) {
        (&self.payee_name, &self.payee_bank, &self.payee_account)
    }
}

const fn place(column: &'static str, row: Uuid) -> Place {
    Place { table: "paying", column, row }
}

/// The accounts of a row.
pub(super) fn view_of(keys: &Keyring, row: &paying::Row) -> Result<PayingView, AppError> {
    let open = |column, sealed: &[u8]| {
        let opened = keys.open(place(column, row.centre_id), sealed)?;
        String::from_utf8(opened)
            .map_err(|_| AppError::from(sanviec_store::Error::corrupt("paying", column, row.centre_id)))
    };
    Ok(PayingView {
        version: row.version,
        payer_name: row.payer_name.clone(),
        payer_bank: row.payer_bank.clone(),
        payer_account: open("payer_account", &row.payer_account)?,
        payee_name: row.payee_name.clone(),
        payee_bank: row.payee_bank.clone(),
        payee_account: open("payee_account", &row.payee_account)?,
    })
}

/// The accounts of the own centre.
pub async fn paying(app: &App, ctx: &Ctx) -> Result<PayingView, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::SetPaying)?;
    let row = paying::find(app.store().reader(), centre_id).await?;
    row.map_or_else(|| Ok(PayingView::default()), |row| view_of(app.keys()?, &row))
}

/// Stores the accounts of the own centre.
pub async fn save_paying(app: &App, ctx: &Ctx, order: PayingOrder, key: &Key) -> Result<(), AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::SetPaying)?;
    fresh(person)?;
    let mut errors = Vec::new();
    let names = [("payer_name", &order.payer_name), ("payee_name", &order.payee_name)];
    let [name_from, name_to] = names.map(|(field, text)| name(field, text, &mut errors));
    let banks = [("payer_bank", &order.payer_bank), ("payee_bank", &order.payee_bank)];
    let [bank_from, bank_to] = banks.map(|(field, text)| bank(field, text, &mut errors));
    let accounts = [("payer_account", &order.payer_account), ("payee_account", &order.payee_account)];
    let [account_from, account_to] = accounts.map(|(field, text)| account(field, text, &mut errors));
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    let keys = app.keys()?;
    let row = paying::Row {
        centre_id,
        version: order.version,
        payer_name: name_from,
        payer_bank: bank_from,
        payer_account: keys.seal(place("payer_account", centre_id), account_from.as_bytes())?,
        payee_name: name_to,
        payee_bank: bank_to,
        payee_account: keys.seal(place("payee_account", centre_id), account_to.as_bytes())?,
        updated_at: ctx.now.0,
        payee_by: Some(person.account_id),
    };
    let asked = format!("{order:?}");
    let work = Saving { app: app.clone(), ctx: ctx.clone(), account_id: person.account_id, asked, row };
    once(app, ctx, key, work).await
}

fn name(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = sanviec_text::nfc(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.chars().count() > NAME || text.chars().any(char::is_control) {
        let vi = format!("Nhập tên chủ tài khoản, không quá {NAME} ký tự.");
        let en = format!("Enter the name of the holder, at most {NAME} characters.");
        errors.push(FieldError::new(field, "name_needed", vi, en));
    }
    text
}

/// A BIC, or the six digits by which the national switch knows a bank.
fn bank(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let code: String = text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_uppercase();
    let bytes = code.as_bytes();
    let is_bin = bytes.len() == 6 && bytes.iter().all(u8::is_ascii_digit);
    let is_bic = matches!(bytes.len(), 8 | 11)
        && bytes[..6].iter().all(u8::is_ascii_uppercase)
        && bytes[6..].iter().all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit());
    if !(is_bin || is_bic) {
        let vi = "Nhập mã BIC (8 hoặc 11 ký tự) hoặc mã 6 số của ngân hàng.";
        let en = "Enter the BIC (8 or 11 signs) or the six digits of the bank.";
        errors.push(FieldError::new(field, "no_bank_code", vi, en));
    }
    code
}

fn account(field: &'static str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let number: String = text.chars().filter(|sign| !(sign.is_whitespace() || ".-".contains(*sign))).collect();
    let plain = number.bytes().all(|sign| sign.is_ascii_alphanumeric());
    if !plain || !(5..=34).contains(&number.len()) {
        let (vi, en) = ("Nhập số tài khoản, 5 đến 34 ký tự.", "Enter the number of the account, 5 to 34 signs.");
        errors.push(FieldError::new(field, "no_account", vi, en));
    }
    number
}

struct Saving {
    app: App,
    ctx: Ctx,
    account_id: Uuid,
    asked: String,
    row: paying::Row,
}

impl Saving {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        let (keys, mut row) = (self.app.keys()?, self.row.clone());
        let accounts = view_of(keys, &row)?;
        // Whoever saves the same account again, for another name of the payer, has not written it; unless it is not
        // what was saved before, and nobody else has.
        if let Some(before) = paying::find(tx, row.centre_id).await?
            && is_saved(tx, keys, &before).await?
            && view_of(keys, &before)?.payee() == accounts.payee()
        {
            row.payee_by = before.payee_by;
        }
        paying::save(tx, &row).await?;
        let after = saved_said(keys, row.centre_id, (&accounts, row.payee_by)).to_string();
        let told = entry(&self.ctx, "save_paying", ("paying", row.centre_id), Some(after));
        Ok(audit::append_at(tx, Some(row.centre_id), &[told]).await?)
    }
}

impl Work for Saving {
    type Answer = ();

    fn name(&self) -> &'static str {
        "save_paying"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.asked.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn banks_and_accounts_are_read_as_they_are_written() {
        let mut errors = Vec::new();
        assert_eq!(bank("b", "bftv vnvx", &mut errors), "BFTVVNVX");
        assert_eq!(bank("b", "970436", &mut errors), "970436");
        assert_eq!(account("a", "0071 0009.12-345", &mut errors), "0071000912345");
        assert_eq!(name("n", " Kho bạc  Nhà nước ", &mut errors), "Kho bạc Nhà nước");
        assert!(errors.is_empty());
        for odd in ["", "97043", "BFTVVN", "BFTVVNVX1", "BFTV1NVX"] {
            bank("b", odd, &mut errors);
        }
        for odd in ["", "1234", "123/45", &"1".repeat(35)] {
            account("a", odd, &mut errors);
        }
        name("n", " ", &mut errors);
        assert_eq!(errors.len(), 10);
    }
}
