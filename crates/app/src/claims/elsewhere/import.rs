//! Taking in: the list of another installation in place of its earlier one, in one write. Whatever is wrong with a list
//! leaves the earlier one as it was.

use super::format::read;
use super::{LIST, demand_known, sharing_of};
use crate::app::App;
use crate::claims::entry;
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand};
use sanviec_domain::time::Micros;
use sanviec_store::exclusion_elsewhere::{List, Row, find_list, replace};
use sanviec_store::{Tx, audit};

/// Days by which the clock of another installation may be ahead.
const AHEAD_DAYS: i64 = 1;

/// A list that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenList {
    /// The installation that made it.
    pub installation: String,
    pub programme: String,
    /// Number of hashes on it.
    pub people: i32,
    /// Number on the one that it replaced.
    pub before: Option<i32>,
}

/// Takes in the list of another installation. The same list again changes nothing.
pub async fn import_exclusions(app: &App, ctx: &Ctx, text: &str) -> Result<TakenList, AppError> {
    demand(ctx, Action::ShareExclusions)?;
    let sharing = sharing_of(app)?;
    let (head, held) = read(&sharing.key, text)?;
    if head.installation == sharing.installation {
        return Err(own(&head.installation));
    }
    demand_known(app, &head.programme)?;
    if head.made_at > ctx.now.plus_days(AHEAD_DAYS) {
        return Err(ahead(head.made_at));
    }
    let row = |(key, until_on): (&[u8; 32], &i32)| Row {
        programme: head.programme.clone(),
        installation: head.installation.clone(),
        person_key: key.to_vec(),
        until_on: *until_on,
    };
    let rows = held.iter().map(row).collect();
    let list = List {
        key_id: sharing.key.id(),
        made_at: head.made_at.0,
        people: i32::try_from(held.len()).map_err(AppError::internal)?,
        until_on: held.values().copied().max().unwrap_or_default(),
        taken_at: ctx.now.0,
        programme: head.programme,
        installation: head.installation,
    };
    let taking = Taking { ctx: ctx.clone(), list, rows };
    let store = app.store().clone();
    app.to_the_end(async move {
        let taking = &taking;
        store.write("import_exclusions", |tx| Box::pin(taking.write(tx))).await
    })
    .await
}

struct Taking {
    ctx: Ctx,
    list: List,
    rows: Vec<Row>,
}

impl Taking {
    async fn write(&self, tx: &Tx<'_>) -> Result<TakenList, AppError> {
        let List { programme, installation, people, .. } = &self.list;
        let before = find_list(tx, programme, installation).await?;
        if !replace(tx, &self.list, &self.rows).await? {
            return Err(older(installation, Micros(self.list.made_at)));
        }
        let said = |list: &List| {
            serde_json::json!({
                "programme": programme, "installation": installation, "people": list.people, "key": list.key_id,
                "made_at": list.made_at,
            })
        };
        let mut told = entry(&self.ctx, "import_exclusions", LIST, Some(said(&self.list).to_string()));
        told.before = before.as_ref().map(|list| said(list).to_string());
        audit::append(tx, &[told]).await?;
        Ok(TakenList {
            installation: installation.clone(),
            programme: programme.clone(),
            people: *people,
            before: before.map(|list| list.people),
        })
    }
}

fn own(installation: &str) -> AppError {
    let vi = format!("Danh sách này do chính nơi đây lập ({installation}); chỉ nhập danh sách của nơi khác.");
    let en = format!("This list was made here ({installation}); only those of other installations are taken in.");
    FieldError::new("file", "list_own", vi, en).into()
}

fn ahead(made_at: Micros) -> AppError {
    let at = made_at.rfc3339();
    let vi = format!("Danh sách này ghi là lập lúc {at}, sau giờ của máy này. Kiểm tra đồng hồ của hai máy.");
    let en =
        format!("This list says that it was made at {at}, which is still to come. Check the clocks of both machines.");
    FieldError::new("file", "list_ahead", vi, en).into()
}

fn older(installation: &str, made_at: Micros) -> AppError {
    let at = made_at.rfc3339();
    let vi =
        format!("Đã nhập danh sách mới hơn của {installation}; danh sách này lập lúc {at}. Xin danh sách mới nhất.");
    let en = format!("A newer list of {installation} was taken in; this one was made at {at}. Ask for the newest one.");
    FieldError::new("file", "list_older", vi, en).into()
}
