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

/// What is done, as rows name it, where there are words for it; others are shown by their code.
const NAMED: [&str; 222] = [
    "add_account",
    "add_address",
    "add_centre",
    "add_passkey",
    "add_person",
    "add_webhook",
    "answer_request",
    "append_fact",
    "apply_for_person",
    "appoint",
    "appointment_cancel",
    "appointment_confirm",
    "appointment_move",
    "appointment_record_kept",
    "appointment_record_missed",
    "appointment_tick",
    "approach",
    "ask_about_data",
    "ask_employment",
    "assign_placement",
    "attach_document",
    "attach_file",
    "attach_profile_file",
    "begin",
    "begin_posting",
    "cancel_interview",
    "choose_task",
    "claim_approve",
    "claim_approve_again",
    "claim_bank_bounced",
    "claim_bank_disputes",
    "claim_bank_paid",
    "claim_bank_returned",
    "claim_batch",
    "claim_confirm_recovery",
    "claim_contest",
    "claim_give_back",
    "claim_prepare",
    "claim_prepare_again",
    "claim_profile",
    "claim_propose_recovery",
    "claim_reconfirm",
    "claim_reconsider",
    "claim_refuse",
    "claim_send",
    "claim_settle_dispute",
    "claim_stand_alone",
    "claim_take_out",
    "claim_uncontest",
    "claim_unmake",
    "claim_withdraw",
    "close_posting",
    "consent_given",
    "consent_renewed",
    "consent_withdrawn",
    "correct_organisation",
    "counter_application",
    "counter_copy",
    "counter_deletion",
    "counter_withdrawal",
    "create_placement",
    "create_profile",
    "decline_approach",
    "delete_account",
    "disable_webhook",
    "draw_sample",
    "drop_posting",
    "end_approach",
    "end_session",
    "enter_by_code",
    "enter_external",
    "erase",
    "erase_bank_result",
    "erase_document",
    "erase_file",
    "export_applicants",
    "export_exclusions",
    "export_results",
    "extend_posting",
    "fetch_pay_file",
    "find_people",
    "found_centre",
    "guardian_agreed",
    "guardian_refused",
    "hand_over",
    "hire",
    "import_bank_result",
    "import_exclusions",
    "import_posting",
    "invite",
    "issue_api_key",
    "issue_claim",
    "issue_counter_code",
    "issue_letter",
    "join",
    "join_centre",
    "keep_file",
    "keep_policy",
    "keep_reported",
    "leave_centre",
    "link_identity",
    "list_candidates",
    "list_people",
    "make_backup_codes",
    "make_batch",
    "mark_seen",
    "member_appointed",
    "member_invite_lapsed",
    "member_invited",
    "member_joined",
    "member_left",
    "member_restored",
    "member_role_changed",
    "member_suspended",
    "moderate_publish",
    "moderate_remove",
    "moderate_return",
    "name_colleague",
    "note",
    "open_bank_result",
    "open_document",
    "open_file",
    "pause_posting",
    "pause_webhook",
    "placement_duty_done",
    "print_batch",
    "print_letter",
    "print_statement",
    "profile_deleted",
    "profile_expired",
    "profile_merged",
    "profile_unmerged",
    "publish_posting",
    "read_audit",
    "read_profile",
    "reconsider",
    "record_hire",
    "record_succession",
    "referral_change_start",
    "referral_consent_withdrawn",
    "referral_enter_result",
    "referral_follow_up",
    "referral_hire",
    "referral_record_no_show",
    "referral_refuse_hire",
    "referral_send",
    "referral_tick",
    "referral_withdraw",
    "register_organisation",
    "register_profile",
    "reject",
    "remove_address",
    "remove_file",
    "remove_passkey",
    "remove_posting",
    "remove_profile_file",
    "remove_reported",
    "remove_second_factor",
    "remove_webhook",
    "replace_api_key",
    "report_posting",
    "request_overdue",
    "reset_second_factor",
    "restore_succession",
    "resume_posting",
    "resume_webhook",
    "retire_key",
    "retract_succession",
    "retraction_confirmed",
    "retraction_declined",
    "reveal_contact",
    "reveal_letter",
    "review_overdue",
    "revoke_api_key",
    "rotate_webhook",
    "save_branch",
    "save_letterhead",
    "save_paying",
    "save_posting",
    "save_profile_part",
    "scan_document",
    "scan_file",
    "scan_profile_file",
    "send_batch",
    "send_file",
    "send_webhook_again",
    "set_interview",
    "set_password",
    "set_second_factor",
    "set_up",
    "set_visibility",
    "shortlist",
    "show_second_factor",
    "sign_in",
    "sign_out",
    "sign_up",
    "stop_file",
    "submit",
    "submit_posting",
    "switch_role",
    "take_back_invitation",
    "take_down",
    "take_file",
    "take_on",
    "take_out_claim",
    "tell_managers",
    "tell_officer",
    "tick",
    "unlink_identity",
    "verification_answer_overdue",
    "verification_ends_soon",
    "verification_expired",
    "verification_identity_changed",
    "verification_refused",
    "verification_renewal_refused",
    "verification_renewed",
    "verification_revoked",
    "verification_submitted",
    "verification_taken_back",
    "verification_verified",
    "withdraw",
    "write_line",
];

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
        action: named(visit, &entry.action).into(),
        thing: format!("{} {}", entry.entity, entry.entity_id).into(),
        before: entry.before.map(Into::into),
        after: entry.after.map(Into::into),
    }
}

/// What was done in words, with the code by which it is filtered.
fn named(visit: &Visit, action: &str) -> String {
    if NAMED.binary_search(&action).is_err() {
        return action.to_owned();
    }
    format!("{} ({action})", visit.lang.t(&format!("audit-do-{}", action.replace('_', "-"))))
}

#[cfg(test)]
mod tests {
    use super::NAMED;

    #[test]
    fn what_has_words_stands_in_order_and_once() {
        assert!(NAMED.is_sorted_by(|one, next| one < next));
    }
}
