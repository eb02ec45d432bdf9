//! Writing applications. Every change names the version it expects.

use super::Row;
use super::entity::{Column, Entity};
use crate::tables::IN_LIST;
use crate::{Error, Result, Tx};
use sea_orm::entity::prelude::*;
use sea_orm::{ExprTrait, IntoActiveModel};

/// Adds an application. [`Error::Constraint`] `uq_application_posting_id_person_key` or
/// `uq_application_posting_id_account_once` when the person has one for the posting.
pub async fn insert(tx: &Tx<'_>, row: &Row) -> Result<()> {
    Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Gives what was sent from these profiles and is no account's to an account, among whose own it stands from then on.
pub async fn adopt(tx: &Tx<'_>, profile_ids: &[Uuid], account_id: Uuid, now: i64) -> Result<()> {
    for part in profile_ids.chunks(IN_LIST) {
        Entity::update_many()
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::AccountId, Expr::value(account_id))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::ProfileId.is_in(part.iter().copied()))
            .filter(Column::AccountId.is_null())
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Stores a changed row. `row.version` is the version it was loaded with; the answer is the new one.
/// [`Error::Conflict`] when the stored version is another. Posting, employer and terms cannot change.
pub async fn update_guarded(tx: &Tx<'_>, row: &Row) -> Result<i64> {
    let changed = Entity::update_many()
        .col_expr(Column::Version, Expr::value(row.version + 1))
        .col_expr(Column::AccountId, Expr::value(row.account_id))
        .col_expr(Column::ProfileId, Expr::value(row.profile_id))
        .col_expr(Column::PersonKey, Expr::value(row.person_key.clone()))
        .col_expr(Column::AccountOnce, Expr::value(row.account_once))
        .col_expr(Column::State, Expr::value(row.state.clone()))
        .col_expr(Column::SentAt, Expr::value(row.sent_at))
        .col_expr(Column::AnsweredAt, Expr::value(row.answered_at))
        .col_expr(Column::DueAt, Expr::value(row.due_at))
        .col_expr(Column::InterviewAt, Expr::value(row.interview_at))
        .col_expr(Column::InterviewPlace, Expr::value(row.interview_place.clone()))
        .col_expr(Column::StartsOn, Expr::value(row.starts_on))
        .col_expr(Column::EndedAt, Expr::value(row.ended_at))
        .col_expr(Column::Reason, Expr::value(row.reason.clone()))
        .col_expr(Column::Note, Expr::value(row.note.clone()))
        .col_expr(Column::LastStatus, Expr::value(row.last_status.clone()))
        .col_expr(Column::Response, Expr::value(row.response.clone()))
        .col_expr(Column::Name, Expr::value(row.name.clone()))
        .col_expr(Column::Contact, Expr::value(row.contact.clone()))
        .col_expr(Column::Answers, Expr::value(row.answers.clone()))
        .col_expr(Column::Guardian, Expr::value(row.guardian.clone()))
        .col_expr(Column::UpdatedAt, Expr::value(row.updated_at))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if changed.rows_affected == 1 { Ok(row.version + 1) } else { Err(Error::Conflict) }
}
