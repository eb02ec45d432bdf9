//! Centres and their branches, and what stands on a centre's letters: set up by an operator of the platform, kept by
//! whoever leads the centre.

use super::entry;
use super::typed::{days, needed, wished};
use crate::app::App;
use crate::audit::{differing, typed};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand, demand_of};
use sanviec_domain::posting::PostingCode;
use sanviec_reference::unit;
use sanviec_store::{BoxFuture, Tx, audit, centre, letterhead};
use serde_json::{Value, json};
use uuid::Uuid;

/// Days that are proposed for a letterhead nobody has filled in.
const DAYS: (u16, u16) = (2, 10);

/// A centre, with its branches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreView {
    /// Code in addresses.
    pub id: String,
    pub name: String,
    /// Code and name of the province.
    pub province: (String, String),
    pub branches: Vec<BranchView>,
    /// None before somebody filled it in; no letter is issued without.
    pub letterhead: Option<LetterheadView>,
}

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchView {
    pub id: String,
    pub name: String,
    pub address: Option<String>,
}

/// What stands on letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterheadView {
    pub version: i64,
    pub parent_body: String,
    pub place: String,
    pub sign: String,
    pub address: Option<String>,
    pub phone: Option<String>,
    pub signer_post: String,
    pub signer_name: Option<String>,
    pub send_days: i32,
    pub answer_days: i32,
}

impl From<letterhead::Row> for LetterheadView {
    fn from(row: letterhead::Row) -> Self {
        Self {
            version: row.version,
            parent_body: row.parent_body,
            place: row.place,
            sign: row.sign,
            address: row.address,
            phone: row.phone,
            signer_post: row.signer_post,
            signer_name: row.signer_name,
            send_days: row.send_days,
            answer_days: row.answer_days,
        }
    }
}

/// A new centre, as typed.
#[derive(Clone, Debug)]
pub struct CentreOrder {
    pub name: String,
    /// Code of the province.
    pub province: String,
}

/// A branch, as typed; without an id, a new one.
#[derive(Clone, Debug)]
pub struct BranchOrder {
    pub centre: String,
    pub id: Option<String>,
    pub name: String,
    pub address: String,
}

/// A letterhead, as typed. `version` is the one that was read, 0 where there was none.
#[derive(Clone, Debug, Default)]
pub struct LetterheadOrder {
    pub centre: String,
    pub version: i64,
    pub parent_body: String,
    pub place: String,
    pub sign: String,
    pub address: String,
    pub phone: String,
    pub signer_post: String,
    pub signer_name: String,
    pub send_days: String,
    pub answer_days: String,
}

/// The id behind a code in an address; a code that names nothing is not found.
pub(crate) fn id_of(code: &str) -> Result<Uuid, AppError> {
    code.parse::<PostingCode>().map(PostingCode::uuid).map_err(|_| AppError::NotFound)
}

pub(crate) fn code_of(id: Uuid) -> String {
    PostingCode::of(id).to_string()
}

/// All centres by name.
pub async fn centres(app: &App, ctx: &Ctx) -> Result<Vec<CentreView>, AppError> {
    demand(ctx, Action::EditCentre)?;
    let rows = centre::list(app.store().reader()).await?;
    Ok(rows.into_iter().map(|row| view(row, Vec::new(), None)).collect())
}

/// One centre with its branches and its letterhead.
pub async fn centre(app: &App, ctx: &Ctx, code: &str) -> Result<CentreView, AppError> {
    let id = id_of(code)?;
    demand_of(ctx, Action::EditCentre, Thing::of_centre(id))?;
    let reader = app.store().reader();
    let row = centre::find(reader, id).await?.ok_or(AppError::NotFound)?;
    let branches = centre::list_branches(reader, id).await?;
    Ok(view(row, branches, letterhead::find(reader, id).await?))
}

fn view(row: centre::Row, branches: Vec<centre::Branch>, head: Option<letterhead::Row>) -> CentreView {
    let province = unit::province(&row.province_code).map(|unit| unit.name.to_owned()).unwrap_or_default();
    let branch = |row: centre::Branch| BranchView { id: code_of(row.id), name: row.name, address: row.address };
    CentreView {
        id: code_of(row.id),
        name: row.name,
        province: (row.province_code, province),
        branches: branches.into_iter().map(branch).collect(),
        letterhead: head.map(LetterheadView::from),
    }
}

impl LetterheadView {
    /// What a form begins with where nothing was filled in yet.
    #[must_use]
    pub fn proposed(centre: &CentreView) -> Self {
        Self {
            version: 0,
            parent_body: format!("SỞ NỘI VỤ {}", centre.province.1.to_uppercase()),
            place: centre.province.1.clone(),
            sign: "GTVL-TTDVVL".to_owned(),
            address: None,
            phone: None,
            signer_post: "GIÁM ĐỐC".to_owned(),
            signer_name: None,
            send_days: i32::from(DAYS.0),
            answer_days: i32::from(DAYS.1),
        }
    }
}

/// What a form of a centre wrote: the row it made or changed.
struct Writing {
    ctx: Ctx,
    asked: String,
    row: Row,
}

enum Row {
    Centre(centre::Row),
    NewBranch(centre::Branch),
    Branch(centre::Branch),
    Letterhead(letterhead::Row),
}

impl Work for Writing {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        match self.row {
            Row::Centre(_) => "found_centre",
            Row::NewBranch(_) | Row::Branch(_) => "save_branch",
            Row::Letterhead(_) => "save_letterhead",
        }
    }

    fn owner(&self) -> Option<Uuid> {
        self.ctx.actor.person().map(|person| person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![self.asked.clone().into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(async move {
            let now = self.ctx.now.0;
            let (thing, before, after) = match &self.row {
                Row::Centre(row) => {
                    centre::insert(tx, row).await?;
                    let after = json!({ "name": typed(Some(&row.name)), "province": typed(Some(&row.province_code)) });
                    (("centre", row.id), None, after)
                }
                Row::NewBranch(row) => {
                    centre::find(tx, row.centre_id).await?.ok_or(AppError::NotFound)?;
                    centre::insert_branch(tx, row, now).await?;
                    (("branch", row.id), None, of_branch(row))
                }
                Row::Branch(row) => {
                    let known = centre::list_branches(tx, row.centre_id).await?;
                    centre::update_branch(tx, row, now).await?.then_some(()).ok_or(AppError::NotFound)?;
                    let before = known.iter().find(|known| known.id == row.id).map(of_branch);
                    (("branch", row.id), before, of_branch(row))
                }
                Row::Letterhead(row) => {
                    centre::find(tx, row.centre_id).await?.ok_or(AppError::NotFound)?;
                    let known = letterhead::find(tx, row.centre_id).await?;
                    letterhead::save(tx, row).await?;
                    (("letterhead", row.centre_id), known.as_ref().map(of_letterhead), of_letterhead(row))
                }
            };
            let (before, after) = differing(before, after);
            let told = audit::Row { before, ..entry(&self.ctx, self.name(), thing, after) };
            audit::append(tx, &[told]).await?;
            Ok(thing.1)
        })
    }
}

/// A branch as the trail tells it.
fn of_branch(row: &centre::Branch) -> Value {
    json!({ "name": typed(Some(&row.name)), "address": typed(row.address.as_deref()) })
}

/// A letterhead as the trail tells it.
fn of_letterhead(row: &letterhead::Row) -> Value {
    json!({
        "parent_body": typed(Some(&row.parent_body)),
        "place": typed(Some(&row.place)),
        "sign": typed(Some(&row.sign)),
        "address": typed(row.address.as_deref()),
        "phone": typed(row.phone.as_deref()),
        "signer_post": typed(Some(&row.signer_post)),
        "signer_name": typed(row.signer_name.as_deref()),
        "send_days": row.send_days,
        "answer_days": row.answer_days,
    })
}

/// Sets up a centre; its code.
pub async fn found_centre(app: &App, ctx: &Ctx, order: CentreOrder, key: &Key) -> Result<String, AppError> {
    demand(ctx, Action::EditCentre)?;
    let mut errors = Vec::new();
    let missing = ("Nhập tên trung tâm.", "Enter the name of the centre.");
    let name = needed("name", &order.name, &mut errors, missing);
    let folded = sanviec_text::fold(&name);
    if !(name.is_empty() || folded.contains("trung tam") && folded.contains("dich vu viec lam")) {
        let vi = "Tên phải có “Trung tâm” và “dịch vụ việc làm” (Nghị định 352/2025/NĐ-CP).";
        let en = "The name must contain “Trung tâm” and “dịch vụ việc làm” (Decree 352/2025/NĐ-CP).";
        errors.push(FieldError::new("name", "not_a_centre_name", vi, en));
    }
    if unit::province(order.province.trim()).is_none() {
        errors.push(FieldError::new("province", "unknown_province", "Chọn tỉnh, thành phố.", "Choose a province."));
    }
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    let row = centre::Row {
        id: app.ids().next(),
        version: 1,
        name_sort: sanviec_text::sort_key(&name),
        name,
        province_code: order.province.trim().to_owned(),
        created_at: ctx.now.0,
        updated_at: ctx.now.0,
    };
    let asked = format!("{order:?}");
    once(app, ctx, key, Writing { ctx: ctx.clone(), asked, row: Row::Centre(row) }).await.map(code_of)
}

/// Adds a branch, or stores what it is called and where it is.
pub async fn save_branch(app: &App, ctx: &Ctx, order: BranchOrder, key: &Key) -> Result<(), AppError> {
    let centre_id = id_of(&order.centre)?;
    demand_of(ctx, Action::EditCentre, Thing::of_centre(centre_id))?;
    let mut errors = Vec::new();
    let missing = ("Nhập tên cơ sở.", "Enter the name of the branch.");
    let name = needed("branch", &order.name, &mut errors, missing);
    let address = wished("branch_address", &order.address, &mut errors);
    if !errors.is_empty() {
        return Err(AppError::Refused(errors));
    }
    let row = |id| centre::Branch { id, centre_id, name: name.clone(), address: address.clone() };
    let row = match order.id.as_deref() {
        None => Row::NewBranch(row(app.ids().next())),
        Some(code) => Row::Branch(row(id_of(code)?)),
    };
    let asked = format!("{order:?}");
    once(app, ctx, key, Writing { ctx: ctx.clone(), asked, row }).await.map(|_| ())
}

/// Stores what stands on letters from now on. Letters that were issued keep what they say.
pub async fn save_letterhead(app: &App, ctx: &Ctx, order: LetterheadOrder, key: &Key) -> Result<(), AppError> {
    let centre_id = id_of(&order.centre)?;
    demand_of(ctx, Action::EditCentre, Thing::of_centre(centre_id))?;
    let row = read_letterhead(centre_id, ctx, &order).map_err(AppError::Refused)?;
    let asked = format!("{order:?}");
    once(app, ctx, key, Writing { ctx: ctx.clone(), asked, row: Row::Letterhead(row) }).await.map(|_| ())
}

fn read_letterhead(centre_id: Uuid, ctx: &Ctx, order: &LetterheadOrder) -> Result<letterhead::Row, Vec<FieldError>> {
    let mut errors = Vec::new();
    let parent = ("Nhập cơ quan chủ quản.", "Enter the body above the centre.");
    let place = ("Nhập địa danh ghi trên phiếu.", "Enter the place that letters name.");
    let sign = ("Nhập ký hiệu của phiếu.", "Enter the sign of letters.");
    let post = ("Nhập chức vụ của người ký.", "Enter the post of who signs.");
    let row = letterhead::Row {
        centre_id,
        version: order.version,
        parent_body: needed("parent_body", &order.parent_body, &mut errors, parent),
        place: needed("place", &order.place, &mut errors, place),
        sign: needed("sign", &order.sign, &mut errors, sign),
        address: wished("address", &order.address, &mut errors),
        phone: wished("phone", &order.phone, &mut errors),
        signer_post: needed("signer_post", &order.signer_post, &mut errors, post),
        signer_name: wished("signer_name", &order.signer_name, &mut errors),
        send_days: i32::from(days("send_days", &order.send_days, &mut errors)),
        answer_days: i32::from(days("answer_days", &order.answer_days, &mut errors)),
        updated_at: ctx.now.0,
    };
    if errors.is_empty() { Ok(row) } else { Err(errors) }
}
