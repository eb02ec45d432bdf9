//! Whom a side of a placement speaks through: contacts that their holder confirmed with a code, and nobody else's. What
//! an officer typed into a record is no contact of the person's own: the centre that is paid would answer itself. Who
//! speaks by a link, on a page or by a program passes one gate.
//!
//! What must not be in here: what is asked and what is answered.

use super::said::{Channel, Said};
use super::thing_of;
use crate::accounts::{Contact, confirmed_contacts};
use crate::api_keys::{demand_key, maker_of};
use crate::ctx::{Ctx, Role};
use crate::error::{AppError, FieldError};
use crate::organisations::{Standing, standing};
use crate::secrets::Keyring;
use sanviec_domain::placement::{Party, Source};
use sanviec_domain::time::Micros;
use sanviec_store::placement::asked::Link;
use sanviec_store::{Db, account, membership, placement, profile};
use uuid::Uuid;

/// Most people of an employer who are asked at once.
const MOST: usize = 5;

/// Somebody who is written to, at an address that they confirmed.
#[derive(Clone, Debug)]
pub(super) struct Address {
    pub(super) account_id: Uuid,
    /// The row of the confirmed address: another one after the address changed.
    pub(super) contact_id: Uuid,
    pub(super) contact: Contact,
}

/// Why a side cannot be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The worker's record was taken away.
    Gone,
    /// The worker took the record over with no account.
    NoAccount,
    /// Whoever could be asked has no account in use, or no confirmed address.
    NoContact,
    /// Nobody acts for the employer.
    NoMember,
    /// No officer verified the employer's organisation, or that is over.
    NotVerified,
    /// Those who could be asked work at the centre that is paid.
    OwnStaff,
    /// Who could be asked for the employer is the worker: two sources would be one person.
    IsWorker,
}

impl Unreachable {
    /// What the officer is told, with what to do about it.
    #[must_use]
    pub fn told(self) -> FieldError {
        let (code, vi, en) = match self {
            Self::Gone => (
                "party_gone",
                "Hồ sơ của người lao động đã bị xóa, nên không hỏi được. Cần bằng chứng của bảo hiểm xã hội hoặc một \
                 lần đến thăm.",
                "The worker's record was deleted, so they cannot be asked. The insurer's file or a visit is needed.",
            ),
            Self::NoAccount => (
                "no_account",
                "Người lao động chưa có tài khoản nên chưa có số điện thoại hay email nào do chính họ xác nhận. In mã \
                 nhận hồ sơ ở trang của người này rồi hướng dẫn họ nhận hồ sơ.",
                "The worker has no account yet, so there is no telephone or e-mail that they confirmed. Print the code \
                 on their page and help them take the record over.",
            ),
            Self::NoContact => (
                "no_contact",
                "Không có số điện thoại hay email nào còn dùng do chính bên này xác nhận. Đề nghị họ đăng nhập và xác \
                 nhận một địa chỉ.",
                "There is no telephone or e-mail in use that this side confirmed. Ask them to sign in and confirm one.",
            ),
            Self::NoMember => (
                "no_member",
                "Chưa ai đại diện cho đơn vị này trên sàn. Mời đơn vị đăng ký, rồi trung tâm xác thực.",
                "Nobody acts for this employer here yet. Invite it to register; the centre then verifies it.",
            ),
            Self::NotVerified => (
                "employer_not_verified",
                "Đơn vị chưa được xác thực, hoặc xác thực đã hết hạn, nên lời của thành viên chưa được tính. Xác thực \
                 đơn vị trước.",
                "The organisation is not verified, or no longer, so its members do not speak for it. Verify it first.",
            ),
            Self::OwnStaff => (
                "own_staff",
                "Người có thể trả lời lại là nhân viên của trung tâm, nên không được trả lời thay. Cần một thành viên \
                 khác, tệp của bảo hiểm xã hội hoặc một lần đến thăm.",
                "Whoever could answer works at the centre, which may not answer for others. Another member, the \
                 insurer's file or a visit is needed.",
            ),
            Self::IsWorker => (
                "is_worker",
                "Người có thể trả lời thay đơn vị lại chính là người lao động này; một người không làm chứng cho cả hai \
                 bên. Cần một thành viên khác, tệp của bảo hiểm xã hội hoặc một lần đến thăm.",
                "Whoever could answer for the employer is the worker, and one person is no witness for both sides. \
                 Another member, the insurer's file or a visit is needed.",
            ),
        };
        FieldError::new("party", code, vi, en)
    }

    /// What somebody is told who would speak for a side themselves and may not.
    fn refused(self) -> FieldError {
        let (code, vi, en) = match self {
            Self::NotVerified => (
                "employer_not_verified",
                "Đơn vị chưa được trung tâm xác thực, hoặc xác thực đã hết hạn, nên lời của thành viên chưa được ghi. \
                 Gửi giấy tờ xác thực ở trang Đơn vị, rồi trả lời lại.",
                "The centre has not verified the organisation, or that is over, so nothing that its members say is \
                 recorded. Hand its papers in on the page of the organisation, then answer again.",
            ),
            Self::OwnStaff => (
                "own_staff",
                "Bạn là nhân viên của trung tâm theo dõi việc làm này nên không được trả lời thay các bên. Nhờ một \
                 thành viên khác của đơn vị trả lời, hoặc trung tâm dùng tệp của bảo hiểm xã hội.",
                "You work at the centre that follows this placement, so you may not answer for its sides. Another \
                 member of the employer answers, or the centre takes the insurer's file.",
            ),
            Self::IsWorker => (
                "is_worker",
                "Bạn chính là người lao động của việc làm này nên không nói thay đơn vị được. Nhờ một thành viên khác \
                 của đơn vị trả lời, hoặc trung tâm dùng tệp của bảo hiểm xã hội hay đến thăm.",
                "You are the worker of this placement, so you may not speak for the employer. Another member of the \
                 employer answers, or the centre takes the insurer's file or visits.",
            ),
            Self::Gone | Self::NoAccount | Self::NoContact | Self::NoMember => return self.told(),
        };
        FieldError::new("form", code, vi, en)
    }
}

/// Addresses of a side, or why there is none.
pub(super) async fn reach(
    db: &impl Db,
    keys: &Keyring,
    now: Micros,
    (row, party): (&placement::Row, Party),
) -> Result<Result<Vec<Address>, Unreachable>, AppError> {
    match party {
        Party::Worker => worker(db, keys, row).await,
        Party::Employer => members(db, keys, now, row).await,
    }
}

async fn worker(
    db: &impl Db,
    keys: &Keyring,
    row: &placement::Row,
) -> Result<Result<Vec<Address>, Unreachable>, AppError> {
    if !is_there(db, row).await? {
        return Ok(Err(Unreachable::Gone));
    }
    let Some(account_id) = thing_of(db, row).await?.account_id else { return Ok(Err(Unreachable::NoAccount)) };
    if is_staff(db, account_id, row.centre_id).await? {
        return Ok(Err(Unreachable::OwnStaff));
    }
    let first = of_account(db, keys, account_id).await?.into_iter().next();
    Ok(first.map(|address| vec![address]).ok_or(Unreachable::NoContact))
}

/// Whether the person's record is still there, under whichever id it goes on.
async fn is_there(db: &impl Db, row: &placement::Row) -> Result<bool, AppError> {
    let mut known = profile::find(db, row.profile_id).await?;
    while let Some(kept) = known.as_ref().and_then(|known| known.merged_into) {
        known = profile::find(db, kept).await?;
    }
    Ok(known.is_some_and(|known| known.state != "deleted"))
}

/// Those who act for a verified employer, each by e-mail where there is one. Who is not heard is not asked.
async fn members(
    db: &impl Db,
    keys: &Keyring,
    now: Micros,
    row: &placement::Row,
) -> Result<Result<Vec<Address>, Unreachable>, AppError> {
    let held = membership::list_at_employer(db, row.employer_id).await?;
    if held.is_empty() {
        return Ok(Err(Unreachable::NoMember));
    }
    if standing(db, row.employer_id, now).await? != Standing::Verified {
        return Ok(Err(Unreachable::NotVerified));
    }
    let (mut addresses, mut none): (Vec<Address>, _) = (Vec::new(), Unreachable::NoContact);
    for held in held {
        if addresses.iter().any(|known| known.account_id == held.account_id) {
            continue;
        }
        if let Some(why) = not_apart(db, held.account_id, (row, Party::Employer)).await? {
            none = why;
            continue;
        }
        let mut all = of_account(db, keys, held.account_id).await?;
        let email = all.iter().position(|address| matches!(address.contact, Contact::Email(_))).unwrap_or(0);
        if email < all.len() {
            addresses.push(all.swap_remove(email));
        }
    }
    addresses.truncate(MOST);
    Ok(if addresses.is_empty() { Err(none) } else { Ok(addresses) })
}

/// Confirmed addresses of an account that is in use.
async fn of_account(db: &impl Db, keys: &Keyring, account_id: Uuid) -> Result<Vec<Address>, AppError> {
    if !is_live(db, account_id).await? {
        return Ok(Vec::new());
    }
    let all = confirmed_contacts(db, keys, account_id).await?;
    Ok(all.into_iter().map(|(contact_id, contact)| Address { account_id, contact_id, contact }).collect())
}

async fn is_live(db: &impl Db, account_id: Uuid) -> Result<bool, AppError> {
    Ok(account::find(db, account_id).await?.is_some_and(|row| row.state == "live"))
}

/// Whether somebody works at the centre.
async fn is_staff(db: &impl Db, account_id: Uuid, centre_id: Uuid) -> Result<bool, AppError> {
    let held = membership::list_held(db, account_id).await?;
    Ok(held.iter().any(|held| held.centre_id == Some(centre_id)))
}

/// Whether an account is the worker's, whichever profile their own became part of.
pub(super) async fn is_worker(db: &impl Db, account_id: Uuid, row: &placement::Row) -> Result<bool, AppError> {
    Ok(thing_of(db, row).await?.account_id == Some(account_id))
}

/// Why somebody is no source of their own beside the others, whomever they act for: they work at the centre that is
/// paid, or would speak for the employer and are the worker.
async fn not_apart(
    db: &impl Db,
    account_id: Uuid,
    (row, party): (&placement::Row, Party),
) -> Result<Option<Unreachable>, AppError> {
    if is_staff(db, account_id, row.centre_id).await? {
        return Ok(Some(Unreachable::OwnStaff));
    }
    let is_both = party == Party::Employer && is_worker(db, account_id, row).await?;
    Ok(is_both.then_some(Unreachable::IsWorker))
}

/// Why somebody with an account in use does not speak for a side, whichever way they speak: nobody who is no source of
/// their own, and for an employer only who acts for an organisation that is verified.
async fn unheard(
    db: &impl Db,
    now: Micros,
    account_id: Uuid,
    (row, party): (&placement::Row, Party),
) -> Result<Option<Unreachable>, AppError> {
    if let Some(why) = not_apart(db, account_id, (row, party)).await? {
        return Ok(Some(why));
    }
    let is_heard = match party {
        Party::Worker => true,
        Party::Employer => standing(db, row.employer_id, now).await? == Standing::Verified,
    };
    Ok((!is_heard).then_some(Unreachable::NotVerified))
}

/// Refuses what a party says of itself on a page or by a program where a link would not be heard either. To be asked in
/// the write that records it: whoever speaks may have become staff, or the organisation unverified, since the form. By
/// the latest instant that is known: a clock that was set back revives no verification.
pub(super) async fn demand_speaks(db: &impl Db, ctx: &Ctx, row: &placement::Row, said: &Said) -> Result<(), AppError> {
    let party = match (said.source, said.channel) {
        (Source::Employer, Channel::Page | Channel::Api) => Party::Employer,
        (Source::Worker, Channel::Page | Channel::Api) => Party::Worker,
        // Links are asked whom they were sent to; the others do not speak for a side.
        _ => return Ok(()),
    };
    demand_heard(db, ctx, (row, party)).await
}

/// Refuses whoever begins or says something for a side that they would not be heard for. A program is heard as whoever
/// made its key would be, while they administer the organisation.
pub(super) async fn demand_heard(
    db: &impl Db,
    ctx: &Ctx,
    (row, party): (&placement::Row, Party),
) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let now = Micros(ctx.now.0.max(row.last_known_at));
    let is_program = person.role == Role::EmployerProgram;
    let account_id = if is_program { maker_of(db, now, person.account_id).await? } else { person.account_id };
    match unheard(db, now, account_id, (row, party)).await? {
        None => Ok(()),
        Some(why) => Err(why.refused().into()),
    }
}

/// Refuses whoever acts for an employer that is not heard, of whichever placement. Asked before anything of the worker
/// is looked at: what is refused afterwards would tell of them.
pub(super) async fn demand_employer(db: &impl Db, ctx: &Ctx, employer_id: Uuid) -> Result<(), AppError> {
    demand_key(db, ctx).await?;
    if standing(db, employer_id, ctx.now).await? == Standing::Verified {
        return Ok(());
    }
    Err(Unreachable::NotVerified.refused().into())
}

/// Whether the contact that a link was sent to still speaks for its side: the address is the one that was confirmed
/// then, its holder's account is in use and still the worker's, or acts for the employer, which is still verified.
pub(super) async fn still_speaks(
    db: &impl Db,
    now: Micros,
    (link, row, party): (&Link, &placement::Row, Party),
) -> Result<bool, AppError> {
    let (Some(account_id), Some(contact_id)) = (link.account_id, link.contact_id) else { return Ok(false) };
    let held = account::list_contacts(db, account_id).await?;
    let same = held.iter().any(|contact| contact.id == contact_id);
    if !same || !is_live(db, account_id).await? || unheard(db, now, account_id, (row, party)).await?.is_some() {
        return Ok(false);
    }
    match party {
        Party::Worker => Ok(is_there(db, row).await? && thing_of(db, row).await?.account_id == Some(account_id)),
        Party::Employer => {
            let members = membership::list_at_employer(db, row.employer_id).await?;
            Ok(members.iter().any(|held| held.account_id == account_id))
        }
    }
}
