//! Which account a list was sent to is bound by the chain: an account that nobody saved is not sent to, a head that is
//! not the one that was sent gives no file for the bank, and the verifier names the list.

use super::bound::{bytes_literal, id_of, literal};
use super::evidence::disarm;
use super::money::Money;
use crate::forms::{code, key};
use sanviec_app::claims::{self, PayFormat, PayingOrder};
use sanviec_app::evidence::Scope;
use sanviec_app::secrets::Place;
use sanviec_app::{AppError, Person};
use sanviec_store::testing::{Fresh, as_superuser, each_backend};
use sanviec_store::{Backend, audit, batch};
use serde_json::Value;

impl Money {
    /// A list of one claim that was approved, each fact of its placement in the chain.
    async fn ready(&self, number: u128) -> String {
        let claim = self.prepare(&self.recorded(number).await).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        self.list_of(&[&claim]).await.expect("a list")
    }

    /// Saves the accounts again as they are.
    async fn save_again(&self, who: Person) -> Result<(), AppError> {
        let (app, ctx) = (&self.world.app, self.ctx(who));
        let seen = claims::paying(app, &ctx).await.expect("accounts");
        let order = PayingOrder {
            version: seen.version,
            payer_name: seen.payer_name,
            payer_bank: seen.payer_bank,
            payer_account: seen.payer_account,
            payee_name: seen.payee_name,
            payee_bank: seen.payee_bank,
            payee_account: seen.payee_account,
        };
        claims::save_paying(app, &ctx, order, &key()).await
    }

    /// What the audit says last that was done so to accounts or a list.
    async fn said_of(&self, action: &str) -> Value {
        let rows = audit::list_of_action(self.world.app.store().reader(), self.world.centre, action).await;
        let after = rows.expect("read").pop().expect("a row").1.expect("values");
        serde_json::from_str(&after).expect("JSON")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_with_the_head_of_another_account_gives_no_file_and_is_named() {
    each_backend(|fresh: Fresh| async move {
        let money = Money::new(&fresh).await;
        let list = money.ready(1).await;
        money.send(&list).await.expect("sent");
        let file = money.file(&list, PayFormat::Csv).await.expect("a file");
        let scope = Scope::Batch(list.clone());
        let (found, said) = money.verified(&scope).await;
        assert_eq!(found, 0, "{said}");
        let (keys, id) = (money.world.app.keys().expect("keys"), id_of(&list));
        let row = batch::find(fresh.store.reader(), id).await.expect("read").expect("a list");
        let head = row.head.expect("sent");
        let place = Place { table: "batch", column: "head", row: id };
        let text = String::from_utf8(keys.open(place, &head).expect("opened")).expect("text");
        for (was, is) in [("1023456789", "5555555555"), ("0071000912345", "0071000912346"), ("BFTVVNVX", "970436")] {
            let other = text.replace(was, is);
            assert_ne!(other, text);
            let sealed = bytes_literal(&fresh, &keys.seal(place, other.as_bytes()).expect("sealed"));
            as_superuser(&fresh.store, &[format!("UPDATE batch SET head = {sealed}")]).await;
            for format in [PayFormat::Csv, PayFormat::Pain001] {
                let refused = money.file(&list, format).await.expect_err("not what was sent");
                assert_eq!(code(&refused), "changed_below", "{is}");
            }
            let (found, said) = money.verified(&scope).await;
            let named = format!("BAD: batch {id}: the accounts that it was sent to are not those that the chain says");
            assert!(found == 1 && said.contains(&named), "{is}: {said}");
        }
        let whole = bytes_literal(&fresh, &head);
        as_superuser(&fresh.store, &[format!("UPDATE batch SET head = {whole}")]).await;
        let again = money.file(&list, PayFormat::Csv).await.expect("as it was sent");
        assert_eq!(again.bytes, file.bytes);
        let (found, said) = money.verified(&scope).await;
        assert_eq!(found, 0, "everything is as it was: {said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_and_sent_to_is_said_by_marks_and_nothing_is_sent_to_what_nobody_saved() {
    each_backend(|fresh: Fresh| async move {
        let money = Money::new(&fresh).await;
        let (manager, second) = (money.world.manager, money.second);
        let list = money.ready(1).await;
        // That another person wrote the account would let the manager, who did, send to it.
        let other = literal(&fresh, money.auditor.account_id);
        as_superuser(&fresh.store, &[format!("UPDATE paying SET payee_by = {other}")]).await;
        for who in [manager, second] {
            let refused = money.send_as(who, &list).await.expect_err("nobody saved it so");
            assert_eq!(code(&refused), "accounts_changed_below");
        }
        // Whoever saves it again has written it, although the account is the same.
        money.save_again(manager).await.expect("saved");
        assert_eq!(code(&money.send_as(manager, &list).await.expect_err("wrote it")), "own_account");
        let bank = |bank: &str| [format!("UPDATE paying SET payee_bank = '{bank}'")];
        as_superuser(&fresh.store, &bank("970436")).await;
        assert_eq!(code(&money.send(&list).await.expect_err("another bank")), "accounts_changed_below");
        as_superuser(&fresh.store, &bank("BFTVVNVX")).await;
        money.send(&list).await.expect("as it was saved");
        let (saved, sent) = (money.said_of("save_paying").await, money.said_of("send_batch").await);
        let sent = &sent["list"]["accounts"];
        for field in ["payer", "payee"] {
            let mark = saved[field].as_str().expect("a mark");
            assert!(mark.len() == 63 && mark.starts_with('k'), "{mark}");
            assert_eq!(saved[field], sent[field]);
        }
        assert_eq!(saved["payee_by"], manager.account_id.to_string());
        assert_eq!(sent["payee_by"], saved["payee_by"]);
        assert!(!format!("{saved}{sent}").contains("1023456789"));
    })
    .await;
}

/// Written so before it was linked: no program lets it happen, and the chain would bind it.
#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_sent_to_what_nobody_saved_is_named() {
    each_backend(|fresh: Fresh| async move {
        let money = Money::new(&fresh).await;
        let list = money.ready(1).await;
        // So that the saving stands in the file.
        money.save_again(money.world.manager).await.expect("saved");
        money.send(&list).await.expect("sent");
        disarm(&fresh.store).await;
        let other = r#"UPDATE audit SET "after" = replace("after", '"payee":"k', '"payee":"j')
                       WHERE action = 'save_paying' AND "after" IS NOT NULL"#;
        as_superuser(&fresh.store, &[other.to_owned()]).await;
        if fresh.backend == Backend::Postgres {
            as_superuser(&fresh.store, &["ALTER TABLE audit ENABLE TRIGGER ALL".to_owned()]).await;
        }
        let (found, said) = money.verified(&Scope::Batch(list.clone())).await;
        let named =
            format!("BAD: batch {}: the accounts that it was sent to are not those that were saved last", id_of(&list));
        assert!(found == 1 && said.contains(&named), "{said}");
    })
    .await;
}
