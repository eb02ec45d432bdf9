//! Lists and attempts to pay are bound by the chain: what a superuser changes of them is refused when a list is sent,
//! and named by the verifier before and afterwards.

use super::evidence::{disarm, python, written};
use super::money::{DONG, Money};
use crate::forms::key;
use sanviec_app::claims::{Settled, TakeOut, Verdict, take_out};
use sanviec_app::evidence::Scope;
use sanviec_app::{Actor, AppError, Locale, accounts};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::parse_date;
use sanviec_store::Backend;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use uuid::Uuid;

impl Money {
    /// A claim that was approved, each fact of its placement in the chain.
    async fn owed(&self, number: u128) -> String {
        let claim = self.prepare(&self.recorded(number).await).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        claim
    }

    /// The name by which the bank speaks of the last attempt of a claim.
    async fn last_code(&self, claim: &str) -> String {
        self.view(claim).await.attempts.pop().expect("an attempt").code
    }

    async fn take_off(&self, claim: &str) -> Result<(), AppError> {
        let order = TakeOut { claim: claim.to_owned() };
        take_out(&self.world.app, &self.ctx(self.world.officer), order, &key()).await
    }

    /// What the verifier says of what is written now.
    pub(super) async fn verified(&self, scope: &Scope) -> (i32, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("evidence.jsonl");
        written(self, scope, &file).await;
        python("verify_evidence.py", &[&file.display().to_string()])
    }
}

/// An id as the database writes it in a statement.
pub(super) fn literal(fresh: &Fresh, id: Uuid) -> String {
    match fresh.backend {
        Backend::Sqlite => format!("x'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    }
}

/// Bytes as it writes them.
pub(super) fn bytes_literal(fresh: &Fresh, bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    match fresh.backend {
        Backend::Sqlite => format!("x'{digits}'"),
        Backend::Postgres => format!("'\\x{digits}'"),
    }
}

pub(super) fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

/// Three claims and two lists: one claim paid at once; one not paid, disputed, paid by another list, brought back, and
/// paid after all; one taken off its list and paid by the other. Claims and lists.
async fn history(money: &Money) -> (Vec<String>, Vec<String>) {
    let mut claims = Vec::new();
    for number in 1..=3 {
        claims.push(money.owed(number).await);
    }
    let all: Vec<&str> = claims.iter().map(String::as_str).collect();
    let first = money.list_of(&all).await.expect("a list");
    money.take_off(all[2]).await.expect("taken off");
    money.send(&first).await.expect("sent");
    let (paid, refused) = (money.last_code(all[0]).await, money.last_code(all[1]).await);
    let rows = format!("{paid},400000,PAID,2027-03-10,,\n{refused},400000,RJCT,2027-03-10,AC04,closed\n");
    money.bank(&first, &rows).await;
    let told = money.bank(&first, &format!("{refused},400000,PAID,2027-03-10,,\n")).await;
    assert_eq!(told.rows[0].verdict, Verdict::Contradicts);
    let manager = money.world.manager;
    money.settle_as(manager, all[1], &refused, Settled::NotPaid).await.expect("settled");
    let second = money.list_of(&all[1..]).await.expect("another list");
    money.send(&second).await.expect("sent");
    let (again, last) = (money.last_code(all[1]).await, money.last_code(all[2]).await);
    let rows = format!("{again},400000,PAID,2027-03-10,,\n{last},400000,PAID,2027-03-10,,\n");
    money.bank(&second, &rows).await;
    let back = money.bank(&second, &format!("{again},400000,RETURNED,2027-03-10,AC01,\n")).await;
    assert_eq!(back.rows[0].verdict, Verdict::BroughtBack);
    money.bank(&second, &format!("{again},400000,PAID,2027-03-10,,after all\n")).await;
    let on = parse_date("2027-03-10").expect("a day");
    money.settle_as(manager, all[1], &again, Settled::Paid { on }).await.expect("settled");
    assert_eq!(money.balances().await, [3 * DONG, 0, -3 * DONG, 0]);
    (claims, vec![first, second])
}

/// What a superuser does, how it is undone, and all that the verifier must say.
type Attack = (String, String, [&'static str; 2]);

fn attacks(fresh: &Fresh, (claims, lists): (&[String], &[String]), other_centre: Uuid) -> Vec<Attack> {
    let id = |code: &String| literal(fresh, id_of(code));
    let (first, last) = (id(&claims[0]), id(&claims[2]));
    let (listed, other) = (id(&lists[0]), id(&lists[1]));
    let (there, elsewhere) = ("(SELECT centre_id FROM placement LIMIT 1)", literal(fresh, other_centre));
    let plus = |table: &str, column: &str, says| {
        let change = |sign| format!("UPDATE {table} SET {column} = {column} {sign} 1");
        (change("+"), change("-"), says)
    };
    let set = |what: &str, is: &str, was: &str, says| {
        let change = |value| format!("UPDATE {what} = {value} WHERE claim_id = {first}");
        (change(is), change(was), says)
    };
    vec![
        plus("payout", "dong", ["BAD: payout ", "its dong is 400001 and the chain says 400000"]),
        plus("batch", "dong", ["BAD: batch ", "its dong is 800001 and the chain says 800000"]),
        plus("batch", "claims", ["BAD: batch ", "its claims is 3 and the chain says 2"]),
        plus("batch", "pay_on", ["BAD: batch ", ": changed"]),
        set("payout SET state", "'sent'", "'paid'", ["BAD: payout ", "its state is sent and the chain says paid"]),
        set("payout SET result_on", "result_on + 1", "result_on - 1", ["BAD: payout ", ": changed"]),
        set("payout SET disputed_at", "5", "NULL", ["BAD: payout ", ": changed"]),
        set("payout SET batch_id", &other, &listed, ["BAD: payout ", "its batch is "]),
        set("payout SET batch_id", &other, &listed, ["BAD: batch ", "its attempts are not those that the chain says"]),
        (
            "UPDATE payout SET code = code || 'X'".into(),
            "UPDATE payout SET code = substr(code, 1, length(code) - 1)".into(),
            ["BAD: payout ", "its code is "],
        ),
        (
            "UPDATE batch SET state = 'sent'".into(),
            "UPDATE batch SET state = 'settled'".into(),
            ["BAD: batch ", "its state is sent and the chain says settled"],
        ),
        // The attempt of one claim is said to be one of another.
        (
            format!("UPDATE payout SET claim_id = {last}, attempt = 9 WHERE claim_id = {first}"),
            format!("UPDATE payout SET claim_id = {first}, attempt = 1 WHERE attempt = 9"),
            ["missing, or moved to another claim", "added, or moved here from another claim"],
        ),
        (
            format!("UPDATE claim SET centre_id = {elsewhere} WHERE id = {first}"),
            format!("UPDATE claim SET centre_id = {there} WHERE id = {first}"),
            ["BAD: claim ", "and another centre prepared it"],
        ),
    ]
}

async fn changed(fresh: Fresh) {
    let money = Money::new(&fresh).await;
    let (claims, lists) = history(&money).await;
    let year = Scope::Year(2027);
    let (code, said) = money.verified(&year).await;
    let counted = "5 attempts to pay and 2 lists bound by the chain; not bound, last moved before the chain spoke of \
                   them: 0 attempts, 0 lists";
    assert!(code == 0 && said.contains(counted), "{said}");
    let placement = money.view(&claims[1]).await.placement;
    let list = |nth: usize| Scope::Batch(lists[nth].clone());
    for scope in [list(0), list(1), Scope::Case(placement)] {
        let (code, said) = money.verified(&scope).await;
        assert_eq!(code, 0, "{scope:?}: {said}");
    }
    let app = &money.world.app;
    let operator = app.ctx(Actor::Operator, Locale::Vi);
    let elsewhere = accounts::add_centre(app, &operator, "Trung tâm Đắk Lắk", "66").await.expect("a centre");
    disarm(&fresh.store).await;
    for (attack, undone, named) in attacks(&fresh, (&claims, &lists), elsewhere) {
        as_superuser(&fresh.store, std::slice::from_ref(&attack)).await;
        let (code, said) = money.verified(&year).await;
        assert!(code == 1 && named.iter().all(|name| said.contains(name)), "{attack}: {said}");
        as_superuser(&fresh.store, std::slice::from_ref(&undone)).await;
    }
    let (code, said) = money.verified(&year).await;
    assert_eq!(code, 0, "everything is as it was: {said}");
    // What is about one list is found in its own evidence, too.
    as_superuser(&fresh.store, &["UPDATE payout SET dong = dong + 1".to_owned()]).await;
    let (code, said) = money.verified(&list(0)).await;
    let its = ["BAD: payout ", "its attempts are not those that the chain says"];
    assert!(code == 1 && its.iter().all(|name| said.contains(name)), "{said}");
    let gone = ["UPDATE payout SET dong = dong - 1", "DELETE FROM payout WHERE state = 'dropped'"];
    as_superuser(&fresh.store, &gone.map(str::to_owned)).await;
    let (code, said) = money.verified(&year).await;
    let name = format!("BAD: payout attempt 1 of claim {}: missing", id_of(&claims[2]));
    assert!(code == 1 && said.contains(&name), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_of_an_attempt_or_a_list_is_named() {
    each_backend(changed).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_changed_below_the_program_is_not_sent() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (one, two) = (money.owed(1).await, money.owed(2).await);
        let batch = money.list_of(&[&one]).await.expect("a list");
        let other = money.list_of(&[&two]).await.expect("another list");
        let before = money.balances().await;
        let both = |sign: &str| ["payout", "batch"].map(|table| format!("UPDATE {table} SET dong = dong {sign} 1"));
        let [attempt, list] = both("+");
        let [attempt_was, list_was] = both("-");
        let claims = |sign: &str| format!("UPDATE batch SET claims = claims {sign} 1");
        // The attempts of the two claims change places: neither is on the list of its claim any more.
        let ids = [literal(&fresh, id_of(&one)), literal(&fresh, id_of(&two))];
        let swapped = vec![
            format!("UPDATE payout SET claim_id = {}, attempt = 9, is_open = 0 WHERE claim_id = {}", ids[1], ids[0]),
            format!("UPDATE payout SET claim_id = {} WHERE claim_id = {} AND attempt = 1", ids[0], ids[1]),
            "UPDATE payout SET attempt = 1, is_open = 1 WHERE attempt = 9".to_owned(),
        ];
        for (attack, undone) in [
            (vec![attempt.clone()], vec![attempt_was.clone()]),
            (vec![list.clone()], vec![list_was.clone()]),
            (vec![attempt, list], vec![attempt_was, list_was]),
            (vec![claims("+")], vec![claims("-")]),
            (swapped.clone(), swapped),
        ] {
            as_superuser(&fresh.store, &attack).await;
            let refused = money.send(&batch).await.expect_err("not what was listed");
            assert!(matches!(refused, AppError::Internal(_)), "{attack:?}: {refused:?}");
            as_superuser(&fresh.store, &undone).await;
        }
        as_superuser(&fresh.store, &[claims("+")]).await;
        assert!(matches!(money.take_off(&two).await, Err(AppError::Internal(_))), "nor is anything taken off it");
        as_superuser(&fresh.store, &[claims("-")]).await;
        assert_eq!((money.state(&one).await, money.balances().await), ("batched", before));
        money.take_off(&two).await.expect("as it was");
        assert_eq!(money.state(&two).await, "approved");
        money.send(&batch).await.expect("as it was");
        let (code, said) = money.verified(&Scope::Batch(other)).await;
        assert_eq!(code, 0, "a list that nothing is on: {said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_between_two_steps_is_named_although_the_later_one_says_so() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let before = money.last_code(&claim).await;
        let other = before.replace('0', "1");
        let changed = [format!("UPDATE payout SET code = '{other}'"), "UPDATE batch SET dong = dong + 1".to_owned()];
        as_superuser(&fresh.store, &changed).await;
        let told = money.bank(&batch, &format!("{other},400000,PAID,2027-03-10,,\n")).await;
        assert_eq!(told.rows[0].verdict, Verdict::Paid);
        let (code, said) = money.verified(&Scope::Batch(batch)).await;
        let (from, to) = (before.to_lowercase(), other.to_lowercase());
        for named in [
            format!("its code was changed from {from} to {to} before claim_bank_paid"),
            "its dong was changed from 400000 to 400001 before import_bank_result".to_owned(),
        ] {
            assert!(code == 1 && said.contains(&named), "{named}: {said}");
        }
    })
    .await;
}

/// Nothing is booked of an attempt that names another amount than is owed, whoever wrote it there.
#[tokio::test(flavor = "multi_thread")]
async fn an_amount_that_was_changed_below_the_program_is_not_booked() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        as_superuser(&fresh.store, &["UPDATE payout SET dong = dong + 1".to_owned()]).await;
        let (name, before) = (money.last_code(&claim).await, money.balances().await);
        let rows = format!("{name},400001,PAID,2027-03-10,,\n");
        let refused = money.bank_as(money.world.officer, &batch, &rows).await.expect_err("another amount");
        assert_eq!(crate::forms::code(&refused), "amount_out_of_range");
        assert_eq!(money.balances().await, before);
        let (code, said) = money.verified(&Scope::Batch(batch)).await;
        assert!(code == 1 && said.contains("its dong is 400001 and the chain says 400000"), "{said}");
    })
    .await;
}

/// Whoever made a list does not send it: that it was somebody else is changed before the sending, and said by it.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_list_is_from_its_beginning_is_changed_by_no_step() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let batch = money.list_of(&[&claim]).await.expect("a list");
        let lifted = match fresh.backend {
            Backend::Sqlite => "DROP TRIGGER batch_two_people",
            Backend::Postgres => "ALTER TABLE batch DISABLE TRIGGER ALL",
        };
        let other = format!("UPDATE batch SET made_by = {}", literal(&fresh, money.auditor.account_id));
        let changed = [lifted.to_owned(), other, "UPDATE batch SET serial = 7".to_owned()];
        as_superuser(&fresh.store, &changed).await;
        money.send(&batch).await.expect("sent");
        let (code, said) = money.verified(&Scope::Batch(batch)).await;
        for field in ["fixed", "serial"] {
            let name = format!("its {field} was changed from ");
            assert!(code == 1 && said.contains(&name), "{field}: {said}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_are_taken_from_the_chain_are_missed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let system = money.world.app.ctx(Actor::System, Locale::Vi);
        while sanviec_app::audit::link(&money.world.app, &system).await.expect("linked") > 0 {}
        let none = r#"UPDATE audit SET "before" = NULL, "after" = NULL, salt = NULL WHERE action = 'send_batch'"#;
        as_superuser(&fresh.store, &[none.to_owned()]).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert!(code == 1 && said.contains("values taken away"), "{said}");
    })
    .await;
}

/// Facts that nobody approved with are said to have been known.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_known_at_an_approval_is_said_by_whoever_approves_alone() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let later = ["UPDATE claim SET approved_known_at = approved_known_at + 1".to_owned()];
        as_superuser(&fresh.store, &later).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert!(code == 1 && said.contains("what was known at its approval is not what the chain says"), "{said}");
        money.list_of(&[&claim]).await.expect("a list");
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert!(code == 1 && said.contains("what was known at its approval was changed before claim_batch"), "{said}");
    })
    .await;
}

/// The audit as it was written before it spoke of lists and attempts; nothing of it is linked yet.
async fn unbind(fresh: &Fresh) {
    let statements = match fresh.backend {
        Backend::Sqlite => [
            "DROP TRIGGER audit_no_update".to_owned(),
            r#"UPDATE audit SET "after" = json_remove("after", '$.payout', '$.list')
               WHERE entity IN ('claim', 'batch') AND "after" IS NOT NULL"#
                .to_owned(),
        ],
        Backend::Postgres => [
            "ALTER TABLE audit DISABLE TRIGGER audit_no_update".to_owned(),
            r#"UPDATE audit SET "after" = ("after"::jsonb - 'payout' - 'list')::text
               WHERE entity IN ('claim', 'batch') AND "after" IS NOT NULL"#
                .to_owned(),
        ],
    };
    as_superuser(&fresh.store, &statements).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_moved_before_the_chain_spoke_of_it_is_counted_as_not_bound() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.owed(1).await;
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        unbind(&fresh).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        let open = "0 attempts to pay and 0 lists bound by the chain; not bound, last moved before the chain spoke of \
                    them: 1 attempts, 1 lists";
        assert!(code == 0 && said.contains(open), "{said}");
        // Whatever becomes of them from now on is bound.
        let name = money.last_code(&claim).await;
        money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,\n")).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        let bound = "1 attempts to pay and 1 lists bound by the chain; not bound, last moved before the chain spoke of \
                     them: 0 attempts, 0 lists";
        assert!(code == 0 && said.contains(bound), "{said}");
        as_superuser(&fresh.store, &["UPDATE batch SET dong = dong + 1".to_owned()]).await;
        let (code, said) = money.verified(&Scope::Year(2027)).await;
        assert!(code == 1 && said.contains("its dong is 400001 and the chain says 400000"), "{said}");
    })
    .await;
}
