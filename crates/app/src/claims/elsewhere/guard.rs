//! Nobody is claimed for, approved or sent to the bank here who counts as paid for at another installation today. Where
//! its list cannot be asked because the shared secret is not at hand, nobody is: a list that nobody can read protects
//! nobody.

use super::{Sharing, numbers_of};
use crate::app::App;
use crate::claims::code_of;
use crate::claims::moving::FOREVER;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand};
use sanviec_domain::time::{day_number, day_of_number, short_date};
use sanviec_store::exclusion_elsewhere::{List, Row, find_held, lists_holding};
use sanviec_store::{Tx, claim};

/// Refused when the person of a claim is held at another installation, or nobody can say whether they are.
pub(in crate::claims) async fn demand_free(
    app: &App,
    tx: &Tx<'_>,
    ctx: &Ctx,
    row: &claim::Row,
) -> Result<(), AppError> {
    let today = day_number(ctx.today());
    let lists = lists_holding(tx, Some(row.programme.as_str()), today).await?;
    let Some(sharing) = sharing_for(app, &lists)? else { return Ok(()) };
    let numbers = numbers_of(tx, app.keys()?, row).await?;
    let hashes: Vec<[u8; 32]> = numbers.iter().map(|number| sharing.hash(&row.programme, number)).collect();
    match find_held(tx, &row.programme, &hashes, today).await? {
        Some(held) => Err(paid_for_elsewhere(row, &held).into()),
        None => Ok(()),
    }
}

/// Why lists that hold somebody today cannot be asked, one reason at most for each programme; empty when all can.
pub async fn unusable_lists(app: &App, ctx: &Ctx) -> Result<Vec<FieldError>, AppError> {
    demand(ctx, Action::ShareExclusions)?;
    let lists = lists_holding(app.store().reader(), None, day_number(ctx.today())).await?;
    let of_one = lists.chunk_by(|one, next| one.programme == next.programme);
    Ok(of_one.filter_map(|lists| sharing_for(app, lists).err()).collect())
}

/// What the lists of a programme are asked with; `None` when there are none.
fn sharing_for<'a>(app: &'a App, lists: &[List]) -> Result<Option<&'a Sharing>, FieldError> {
    let Some(first) = lists.first() else { return Ok(None) };
    let sharing = app.sharing().ok_or_else(|| key_missing(first))?;
    let id = sharing.key.id();
    match lists.iter().find(|list| list.key_id != id) {
        Some(list) => Err(key_differs(list)),
        None => Ok(Some(sharing)),
    }
}

fn key_missing(list: &List) -> FieldError {
    let List { installation, programme, .. } = list;
    let vi = format!(
        "Đã nhập danh sách chương trình {programme} của {installation} nhưng máy chủ không có khóa chung để tra. \
         Người vận hành đặt lại [exclusions] key_file rồi khởi động lại."
    );
    let en = format!(
        "The list of {installation} for {programme} was taken in, and the server has no shared key to look it up with. \
         The operator has to set [exclusions] key_file again and start the server anew."
    );
    FieldError::new("form", "exclusion_key_missing", vi, en)
}

fn key_differs(list: &List) -> FieldError {
    let List { installation, programme, .. } = list;
    let vi = format!(
        "Danh sách chương trình {programme} của {installation} lập bằng khóa chung khác khóa đang dùng. Người vận hành \
         dùng lại khóa trước, hoặc xin {installation} danh sách theo khóa mới rồi nhập bằng sanviec exclusions import."
    );
    let en = format!(
        "The list of {installation} for {programme} was made under another shared key than the one in use. The operator \
         has to use the earlier key, or ask {installation} for a list under the new one and take it in with \
         sanviec exclusions import."
    );
    FieldError::new("form", "exclusion_key_differs", vi, en)
}

/// What is told of a person who is held elsewhere: by which installation and until when, and nothing else. On a list
/// it is said which claim it is.
fn paid_for_elsewhere(row: &claim::Row, held: &Row) -> FieldError {
    let at = &held.installation;
    let which = row.batch_id.map(|_| code_of(row.id));
    let (vi_who, en_who) = match &which {
        Some(code) => (format!("Người của đề nghị {code}"), format!("The person of the claim {code}")),
        None => ("Người này".to_owned(), "This person".to_owned()),
    };
    let (vi_day, en_day) = match day_of_number(held.until_on).filter(|_| held.until_on < FOREVER).map(short_date) {
        Some(day) => (format!("Có thể đề nghị lại từ ngày {day}."), format!("It may be claimed again from {day}.")),
        None => (
            format!("Chưa có ngày hết hạn: hỏi {at} và nhập danh sách mới của nơi đó."),
            format!("No day is set yet: ask {at} and take in its next list."),
        ),
    };
    let (vi_act, en_act) = match which {
        Some(_) => (" Đưa đề nghị này ra khỏi danh sách chi rồi rút lại.", " Take it off the list, then take it back."),
        None => (" Đề nghị đã lập thì từ chối hoặc rút lại.", " A claim that was prepared is refused or taken back."),
    };
    let vi = format!("{vi_who} đã được nơi khác ({at}) đề nghị chi trả trong cùng chương trình. {vi_day}{vi_act}");
    let en =
        format!("{en_who} has been claimed for in this programme at another installation ({at}). {en_day}{en_act}");
    FieldError::new("form", "paid_for_already_elsewhere", vi, en)
}
