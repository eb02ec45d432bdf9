//! Samples for control: drawn from what was paid in a stretch of days with a seed that is recorded, so that anybody can
//! draw again and get the same. Drawn from is what the ledger says was paid, as it stood when the sample was drawn:
//! what was given back or brought back since was paid all the same. A claim's lot is the SHA-256 of seed and id; the
//! smallest lots are drawn. Who is drawn follows from the stored row, so the audit row says all of it and the chain
//! binds it: a sample whose row is not what was drawn is not drawn again.

use super::list::{ClaimItem, item};
use super::{code_of, entry, id_of, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use crate::secrets::{bytes, hex, sha256};
use chrono::NaiveDate;
use sanviec_domain::time::{Micros, day_number, day_of_number, days_after};
use sanviec_store::{BoxFuture, Db, Error as StoreError, Tx, audit, claim, draw as stored, ledger, paying};
use serde_json::{Value, json};
use uuid::Uuid;

/// Most claims of a sample.
const MOST: u32 = 1_000;
/// Longest stretch of days that is drawn from.
const DAYS: i64 = 400;
/// Name of the drawing in the audit.
const ACTION: &str = "draw_sample";
/// Samples on one page.
const PAGE: u64 = 50;

/// A sample to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// First day of payment.
    pub from: NaiveDate,
    /// Last day of payment.
    pub through: NaiveDate,
    pub wanted: u32,
}

/// A sample as it was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawView {
    pub id: String,
    pub from: NaiveDate,
    pub through: NaiveDate,
    pub wanted: u32,
    pub seed: String,
    /// How many there were to draw from.
    pub population: u32,
    pub drawn_at: Micros,
}

/// Samples, newest first.
#[derive(Clone, Debug)]
pub struct DrawList {
    pub items: Vec<DrawView>,
    /// Whether there are older ones after this page.
    pub has_more: bool,
}

/// A sample drawn again.
#[derive(Clone, Debug)]
pub struct Drawn {
    pub view: DrawView,
    pub items: Vec<ClaimItem>,
    /// Whether it is drawn from the same claims as then.
    pub same_population: bool,
}

/// Draws a sample from what was paid to the own centre; its code.
pub async fn draw(app: &App, ctx: &Ctx, order: Draw, key: &Key) -> Result<String, AppError> {
    let (person, centre_id, _) = own_centre(ctx, Action::DrawSample)?;
    let length = (order.through - order.from).num_days();
    if !(0..DAYS).contains(&length) {
        let vi = format!("Khoảng ngày phải đúng thứ tự và không quá {DAYS} ngày.");
        let en = format!("The days must be in order and at most {DAYS}.");
        return Err(FieldError::new("from", "days_out_of_range", vi, en).into());
    }
    if !(1..=MOST).contains(&order.wanted) {
        let vi = format!("Số đề nghị cần rút từ 1 đến {MOST}.");
        return Err(FieldError::new("wanted", "out_of_range", vi, format!("Draw 1 to {MOST} claims.")).into());
    }
    let (id, seed) = (app.ids().next(), hex(&bytes::<16>()?));
    once(app, ctx, key, Drawing { ctx: ctx.clone(), person, centre_id, id, seed, order }).await.map(code_of)
}

struct Drawing {
    ctx: Ctx,
    person: Person,
    centre_id: Uuid,
    id: Uuid,
    seed: String,
    order: Draw,
}

impl Drawing {
    async fn run(&self, tx: &Tx<'_>) -> Result<Uuid, AppError> {
        let days = (day_number(self.order.from), day_number(days_after(self.order.through, 1)));
        // What the bank answered is taken in before this or after it, and not while it is drawn.
        paying::hold(tx, self.centre_id).await?;
        let ids = ledger::list_paid(tx, self.centre_id, days, self.ctx.now.0).await?;
        let row = stored::Row {
            id: self.id,
            centre_id: self.centre_id,
            from_on: days.0,
            until_on: days.1,
            wanted: i32::try_from(self.order.wanted).unwrap_or(i32::MAX),
            seed: self.seed.clone(),
            population: i32::try_from(ids.len()).unwrap_or(i32::MAX),
            population_hash: population_hash(&ids).to_vec(),
            drawn_by: self.person.account_id,
            created_at: self.ctx.now.0,
        };
        stored::insert(tx, &row).await?;
        let told = entry(&self.ctx, ACTION, ("draw", self.id), Some(said(&row).to_string()));
        audit::append_at(tx, Some(self.centre_id), &[told]).await?;
        Ok(self.id)
    }
}

/// What the audit row of a drawing says: everything that decides who is drawn. Letters go before the seed and the hash,
/// which is cut to 31 bytes: so audit rows keep them as they are.
fn said(row: &stored::Row) -> Value {
    json!({
        "seed": format!("s{}", row.seed), "population": row.population,
        "population_hash": format!("h{}", hex(&row.population_hash).get(..62).unwrap_or_default()),
        "wanted": row.wanted, "drawn": row.wanted.min(row.population), "from": row.from_on, "until": row.until_on,
    })
}

/// Refuses a sample whose row is not what was drawn, as the audit says; the error names the column. Of drawings from
/// before all of it was said, what was said is compared.
async fn demand_as_drawn(db: &impl Db, row: &stored::Row) -> Result<(), AppError> {
    let entries = audit::list_of(db, row.id, 0, 10).await?;
    let corrupt = |column: &str| AppError::from(StoreError::corrupt("draw", column, row.id));
    let drawn = entries.iter().find(|entry| entry.action == ACTION).ok_or_else(|| corrupt("id"))?;
    if drawn.centre_id != Some(row.centre_id) {
        return Err(corrupt("centre_id"));
    }
    if drawn.at != row.created_at {
        return Err(corrupt("created_at"));
    }
    let told: Value = serde_json::from_str(drawn.after.as_deref().unwrap_or_default()).unwrap_or_default();
    if !told.is_object() {
        return Err(corrupt("id"));
    }
    let now = said(row);
    for (key, column) in [
        ("seed", "seed"),
        ("population", "population"),
        ("population_hash", "population_hash"),
        ("wanted", "wanted"),
        ("from", "from_on"),
        ("until", "until_on"),
    ] {
        if told.get(key).is_some_and(|told| *told != now[key]) {
            return Err(corrupt(column));
        }
    }
    Ok(())
}

fn population_hash(ids: &[Uuid]) -> [u8; 32] {
    let bytes: Vec<u8> = ids.iter().flat_map(|id| *id.as_bytes()).collect();
    sha256(&bytes)
}

/// Which of these are drawn with a seed: those with the smallest lots, in the order of their lots.
#[must_use]
pub fn redraw(seed: &str, ids: &[Uuid], wanted: usize) -> Vec<Uuid> {
    let mut lots: Vec<([u8; 32], Uuid)> =
        ids.iter().map(|id| (sha256(format!("{seed} {id}").as_bytes()), *id)).collect();
    lots.sort_unstable();
    lots.into_iter().take(wanted).map(|(_, id)| id).collect()
}

fn view(row: &stored::Row) -> Result<DrawView, AppError> {
    let corrupt = || sanviec_store::Error::corrupt("draw", "from_on", row.id);
    let day = |number| day_of_number(number).ok_or_else(corrupt);
    Ok(DrawView {
        id: code_of(row.id),
        from: day(row.from_on)?,
        through: day(row.until_on - 1)?,
        wanted: u32::try_from(row.wanted).unwrap_or_default(),
        seed: row.seed.clone(),
        population: u32::try_from(row.population).unwrap_or_default(),
        drawn_at: Micros(row.created_at),
    })
}

/// Samples of the own centre, newest first, after so many pages.
pub async fn draws(app: &App, ctx: &Ctx, page: u64) -> Result<DrawList, AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadClaim)?;
    let mut rows = stored::list(app.store().reader(), centre_id, page * PAGE, PAGE + 1).await?;
    let has_more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    Ok(DrawList { items: rows.iter().map(view).collect::<Result<_, _>>()?, has_more })
}

/// A sample of the own centre, drawn again. It is refused when its row is not what the audit says was drawn.
pub async fn drawn(app: &App, ctx: &Ctx, code: &str) -> Result<Drawn, AppError> {
    let reader = app.store().reader();
    let row = stored::find(reader, id_of(code)?).await?.ok_or(AppError::NotFound)?;
    let fields = demand_of(ctx, Action::ReadClaim, Thing::of_centre(row.centre_id))?;
    demand_as_drawn(reader, &row).await?;
    let ids = ledger::list_paid(reader, row.centre_id, (row.from_on, row.until_on), row.created_at).await?;
    let wanted = usize::try_from(row.wanted).unwrap_or_default();
    let mut items = Vec::with_capacity(wanted);
    for id in redraw(&row.seed, &ids, wanted) {
        let found = claim::find(reader, id).await?.ok_or(AppError::NotFound)?;
        items.push(item(app, ctx, &found, fields)?);
    }
    Ok(Drawn { view: view(&row)?, items, same_population: population_hash(&ids).as_slice() == row.population_hash })
}

impl Work for Drawing {
    type Answer = Uuid;

    fn name(&self) -> &'static str {
        ACTION
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![format!("{:?}", self.order).into_bytes()]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<Uuid, AppError>> {
        Box::pin(self.run(tx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_whoever_draws_and_in_whatever_order_they_stand() {
        let ids: Vec<Uuid> = (1..=100_u128).map(Uuid::from_u128).collect();
        let mut turned = ids.clone();
        turned.reverse();
        let drawn = redraw("0123", &ids, 10);
        assert_eq!(drawn.len(), 10);
        assert_eq!(redraw("0123", &turned, 10), drawn);
        assert_eq!(redraw("0123", &ids, 5), drawn[..5], "a smaller sample is the beginning of a larger one");
        assert_ne!(redraw("0124", &ids, 10), drawn);
        assert_eq!(redraw("0123", &ids[..3], 10).len(), 3);
    }
}
