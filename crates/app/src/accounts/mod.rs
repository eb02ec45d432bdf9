//! Accounts: signing up, in and out, getting back in, second factors, sessions, roles.
//!
//! Nothing here tells a stranger whether an address has an account, by words or by the work it takes. What must not be
//! in here: cookies, pages, sending.

mod address;
mod again;
mod backup_codes;
mod code;
mod confirm;
mod contact;
mod copy;
mod external;
mod factors;
mod hasher;
mod overview;
mod passkey;
mod password;
mod people;
mod reset_factor;
mod second_factor;
mod session;
mod set_password;
mod set_up;
mod sign_in;
mod throttle;
mod totp;

pub use address::{AddAddress, ConfirmAddress, add_address, confirm_address, remove_address};
pub use again::{Renewing, answered_before};
pub use backup_codes::make_backup_codes;
pub use code::{Ask, Asked, Purpose, SentTo, ask_code, code_sent_to};
pub(crate) use code::{SECONDS as CODE_SECONDS, hash as code_hash};
pub use confirm::{Confirm, confirm_code};
pub(crate) use confirm::{NewAccount, insert_account};
pub use contact::Contact;
pub(crate) use copy::{copy_of_account, forget_ways_in};
pub use external::{
    Arrival, Begun, Came, IdentityView, ProviderView, begin_external, finish_external, link_identity, providers,
    unlink_identity,
};
pub use factors::needs_passkey;
pub(crate) use hasher::Hasher;
pub use overview::{ContactView, Overview, RoleView, SessionView, overview};
pub use passkey::{
    AddPasskey, PasskeyOffer, PasskeyView, ProvePasskey, add_passkey, ask_for_passkey, offer_passkey, prove_passkey,
    remove_passkey,
};
pub(crate) use password::{accept as accept_password, tried as tried_password};
pub use people::{Measure, NewPerson, add_centre, add_person, centres, take_measure};
pub(crate) use people::{address_of, find_or_add};
pub use reset_factor::{may_reset_factors, reset_factor};
pub use second_factor::{Enrol, Offer, Prove, enrol, offer, prove, remove};
pub use session::{Entered, Halfway, Recognised, Stage, end_others, end_session, recognise, sign_out, switch_role};
pub use set_password::{SetPassword, set_password};
pub use set_up::{SetUp, offer_set_up, set_up};
pub use sign_in::{SignIn, sign_in};
pub(crate) use sign_in::{confirmed_contacts, contacts};
pub(crate) use throttle::{CODES_TO, Limit, MINUTE};

use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, Thing, demand_of};
use sanviec_store::audit;
use uuid::Uuid;

/// The one name of accounts in audit rows.
const ENTITY: &str = "account";

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The network it came from: the address, of IPv6 the first half.
    pub source: String,
    /// What the browser calls itself.
    pub device: String,
}

/// Who did what to an account, without personal data. Before anybody is signed in the account itself is the actor.
fn entry(ctx: &Ctx, action: &str, account_id: Uuid, after: Option<String>) -> audit::Row {
    let actor = match ctx.actor {
        crate::Actor::Public => account_id.to_string(),
        known => known.name(),
    };
    audit::Row {
        id: 0,
        at: ctx.now.0,
        actor,
        role: ctx.actor.role().to_owned(),
        action: action.to_owned(),
        entity: ENTITY.to_owned(),
        entity_id: account_id,
        before: None,
        after,
        request_id: Some(ctx.request_id.to_string()),
        centre_id: ctx.actor.centre_id(),
    }
}

/// Notes in the log that somebody was not let in, without a word about who: an audit row for known accounts alone would
/// take time that tells them from unknown ones.
fn refused(ctx: &Ctx, action: &'static str, error: AppError) -> AppError {
    let code = match &error {
        AppError::Refused(errors) => errors.first().map_or("refused", |error| error.code),
        _ => "refused",
    };
    metrics::counter!("entry_refused_total", "action" => action, "code" => code).increment(1);
    tracing::info!(request_id = %ctx.request_id, action, code, "somebody was not let in");
    error
}

/// The person who is signed in and may do this to the own account.
fn own(ctx: &Ctx, action: Action) -> Result<crate::Person, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    demand_of(ctx, action, Thing::of_account(person.account_id))?;
    Ok(person)
}

/// The same, for what only somebody may do who proved a moment ago who they are.
fn own_fresh(ctx: &Ctx, action: Action) -> Result<crate::Person, AppError> {
    let person = own(ctx, action)?;
    if person.is_fresh {
        return Ok(person);
    }
    Err(not_fresh())
}

/// The refusal to somebody who proved too long ago who they are.
fn not_fresh() -> AppError {
    let vi = "Để đổi cách đăng nhập, vui lòng đăng nhập lại.";
    let en = "Please sign in again to change how you sign in.";
    FieldError::new("form", "not_fresh", vi, en).into()
}
