//! The audit trail, for auditors and managers of a centre and for operators of the platform.

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use sanviec_app::audit::{self, Asked, Entry};
use sanviec_app::{AppError, Role};
use sanviec_domain::time::clock_time;

use super::account::{Reply, demand_person};
use crate::Site;
use crate::format;
use crate::http::{Visit, unkept};
use crate::lang::Lang;
use crate::view::{AuditPage, AuditRow, Mistake, Section};

/// Names of the filters in the address, with those of the use case.
const DAY: (&str, &str) = ("ngay", "day");
const ACCOUNT: (&str, &str) = ("tai-khoan", "account");
const ACTION: (&str, &str) = ("viec", "action");
const CENTRE: (&str, &str) = ("trung-tam", "centre");

/// The trail in one language.
pub(super) fn router() -> Router<Site> {
    Router::new().route("/nhat-ky", get(show))
}

async fn show(visit: Visit) -> Reply {
    demand_person(&visit)?;
    let text = |name: &str| visit.asked(name).to_owned();
    let asked = Asked {
        day: text(DAY.0),
        account: text(ACCOUNT.0),
        action: text(ACTION.0),
        centre: text(CENTRE.0),
        after: text("sau"),
    };
    match audit::list(visit.app(), &visit.ctx, &asked).await {
        Ok(found) => {
            let mut page = page(&visit, &asked);
            page.older = found.next.map(|next| older(&visit, &asked, &next));
            page.rows = found.entries.into_iter().map(|entry| row(&visit, entry)).collect();
            Ok(unkept(&visit, StatusCode::OK, &page))
        }
        Err(AppError::Refused(errors)) => {
            let mut page = page(&visit, &asked);
            for error in errors {
                let anchor = [DAY, ACCOUNT, ACTION, CENTRE].into_iter().find(|(_, known)| *known == error.field);
                let message = if visit.lang == Lang::En { error.en } else { error.vi };
                page.mistakes.push(Mistake { anchor: anchor.map(|(name, _)| name), message: message.into() });
            }
            Ok(unkept(&visit, StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(visit.fail(error).into()),
    }
}

fn page(visit: &Visit, asked: &Asked) -> AuditPage {
    let mut page = visit.inner_page(visit.lang.t("audit-title")).within(Section::Trail);
    page.indexed = false;
    AuditPage {
        page,
        mistakes: Vec::new(),
        day: asked.day.as_str().into(),
        account: asked.account.as_str().into(),
        action: asked.action.as_str().into(),
        centre: asked.centre.as_str().into(),
        chooses_centre: visit.person().is_some_and(|person| person.role == Role::PlatformOperator),
        rows: Vec::new(),
        older: None,
    }
}

fn older(visit: &Visit, asked: &Asked, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let kept = [(DAY, &asked.day), (ACCOUNT, &asked.account), (ACTION, &asked.action), (CENTRE, &asked.centre)];
    for ((name, _), value) in kept {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    query.append_pair("sau", next);
    visit.lang.href(&format!("/nhat-ky?{}", query.finish()))
}

fn row(visit: &Visit, entry: Entry) -> AuditRow {
    let lang = visit.lang;
    let role = entry.role.filter(|role| !matches!(role, Role::Public | Role::Operator | Role::System));
    AuditRow {
        at: format!("{} {}", clock_time(entry.at), format::short_date(lang, entry.at.day())),
        actor: entry.actor.into(),
        role: role.map(|role| lang.t(&format!("role-{}", role.code().replace('_', "-")))).unwrap_or_default(),
        action: entry.action.into(),
        thing: format!("{} {}", entry.entity, entry.entity_id).into(),
        before: entry.before.map(Into::into),
        after: entry.after.map(Into::into),
    }
}
