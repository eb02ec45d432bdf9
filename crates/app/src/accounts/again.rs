//! A form that renews the token may come again with the token it replaced: on a slow line people press twice, and the
//! first answer with the new token never reaches them. For a minute the same form gets the same answer; whoever has
//! only the old token, or sends anything else, gets nothing.

use super::passkey;
use super::second_factor::{self, Outcome};
use super::session::{Entered, SWITCH, switch_asked};
use crate::app::App;
use crate::error::AppError;
use crate::once::{Key, answered};
use crate::secrets::sha256;
use sanviec_domain::time::Micros;
use sanviec_store::session;
use uuid::Uuid;

/// For so long a replaced token is of any use.
const SECONDS: i64 = 60;

/// A form that renews the token.
#[derive(Clone, Debug)]
pub enum Renewing {
    /// A code of a second factor, shown or set up; as typed.
    SecondFactor(String),
    /// A passkey shown; the browser's answer.
    Passkey(String),
    /// A passkey set up; the browser's answer.
    NewPasskey(String),
    /// Another role.
    Role(Option<Uuid>),
}

/// What was answered to a form whose token was replaced by it.
pub async fn answered_before(
    app: &App,
    now: Micros,
    token: &str,
    form: &Renewing,
    key: &Key,
) -> Result<Option<Entered>, AppError> {
    let found = session::find_by_token(app.store().reader(), &sha256(token.as_bytes())).await?;
    let just = |at: i64| now.0 - at < SECONDS * 1_000_000;
    let Some(row) = found.filter(|row| row.revoked_at.is_some_and(just)) else { return Ok(None) };
    let owner = Some(row.account_id);
    match form {
        Renewing::SecondFactor(code) => {
            let Ok(code) = second_factor::typed(code) else { return Ok(None) };
            let asked = second_factor::asked(row.account_id, &code);
            let outcome = answered::<Outcome>(app, (second_factor::FORM, owner), &asked, key).await?;
            Ok(outcome.and_then(Outcome::entered))
        }
        Renewing::Passkey(answer) => {
            let asked = passkey::asked(row.account_id, answer);
            let outcome = answered::<Outcome>(app, (passkey::FORM, owner), &asked, key).await?;
            Ok(outcome.and_then(Outcome::entered))
        }
        Renewing::NewPasskey(answer) => {
            let asked = passkey::asked(row.account_id, answer);
            let added = answered::<passkey::Added>(app, (passkey::ADD_FORM, owner), &asked, key).await?;
            Ok(added.and_then(passkey::Added::entered))
        }
        Renewing::Role(id) => answered(app, (SWITCH, owner), &switch_asked(*id), key).await,
    }
}
