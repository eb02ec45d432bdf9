//! PostgreSQL: what the role of the servers may do, tried statement by statement.

use crate::data::{NOW, insert_all, posting_row};
use sanviec_store::testing::{as_superuser, on_postgres};
use sanviec_store::{Error, Store, audit, audit_chain, outbox};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

/// Runs one statement as the role.
async fn as_role(store: &Store, role: &str, sql: &str) -> Result<(), Error> {
    let statements = &[format!("SET LOCAL ROLE {role}"), sql.to_owned()];
    let work = store.write("as_role", |tx| {
        Box::pin(async move {
            for sql in statements {
                tx.execute_raw(Statement::from_string(tx.get_database_backend(), sql.as_str())).await?;
            }
            Ok(())
        })
    });
    work.await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_role_of_the_servers_works_and_can_change_neither_audit_nor_schema() {
    on_postgres(|fresh| async move {
        let store = &fresh.store;
        let role = &format!("sanviec_test_{}", std::process::id());
        assert!(store.grant_to_servers(role).await.unwrap(), "the role is made");
        assert!(!store.grant_to_servers(role).await.unwrap(), "and given the same again after each migration");
        insert_all(store, &[posting_row(1)]).await.unwrap();
        for refused in [
            "UPDATE audit SET actor = 'me'",
            r#"UPDATE audit SET "before" = '{}'"#,
            "DELETE FROM audit",
            "TRUNCATE audit",
            "UPDATE audit_link SET seq = 9",
            "DELETE FROM audit_link",
            "ALTER TABLE audit DISABLE TRIGGER ALL",
            "DROP TRIGGER audit_no_update ON audit",
            "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "SET LOCAL session_replication_role = replica",
            "CREATE TABLE mine (id int)",
            "ALTER TABLE posting ADD COLUMN mine int",
            "DROP TABLE posting",
            "DELETE FROM seaql_migrations",
            "UPDATE bank_row SET dong = 1",
            "DELETE FROM bank_row",
            "RESET ROLE; SET ROLE postgres",
        ] {
            assert!(as_role(store, role, refused).await.is_err(), "{refused}");
        }
        for allowed in [
            "UPDATE posting SET title = title",
            r#"UPDATE audit SET "before" = NULL, "after" = NULL, salt = NULL"#,
            "DELETE FROM audit_waiting",
            "UPDATE bank_row SET note = NULL",
            "SELECT * FROM seaql_migrations",
        ] {
            as_role(store, role, allowed).await.unwrap_or_else(|error| panic!("{allowed}: {error:?}"));
        }
        works(store, role).await;
        assert_eq!(store.needless_rights().await.unwrap().len(), 2, "the owner has too many");
        as_superuser(store, &[format!("DROP OWNED BY {role}"), format!("DROP ROLE {role}")]).await;
    })
    .await;
}

/// What a server does all day: a change with audit and outbox, and linking.
async fn works(store: &Store, role: &str) {
    let (row, set) = (&posting_row(2), &format!("SET LOCAL ROLE {role}"));
    let work = store.write("work", |tx| {
        Box::pin(async move {
            tx.execute_raw(Statement::from_string(tx.get_database_backend(), set.as_str())).await?;
            sanviec_store::posting::insert_many(tx, std::slice::from_ref(row)).await?;
            audit::append(tx, &[crate::data::audit_row(row)]).await?;
            outbox::append(tx, &[crate::data::change(row)], NOW).await?;
            outbox::sequence(tx, 100).await?;
            audit_chain::lock(tx).await?;
            let id = audit_chain::take_waiting(tx, 10).await?[0].id;
            let (hash, signature) = (vec![0; 32], None);
            let (chain, commitment) = (Uuid::nil(), None);
            let link = audit_chain::Link { audit_id: id, chain, seq: 1, linked_at: NOW, commitment, hash, signature };
            audit_chain::append(tx, &[link]).await?;
            let (hash, signature) = (vec![0; 32], vec![0; 64]);
            audit_chain::set_head(tx, &audit_chain::Head { chain, seq: 1, signed_at: NOW, hash, signature }).await
        })
    });
    work.await.unwrap();
}

#[tokio::test]
async fn the_name_of_a_role_is_no_statement_and_sqlite_has_none() {
    let store = Store::open(sanviec_store::Settings::new("sqlite::memory:")).await.unwrap();
    for name in ["", "a; DROP TABLE audit", "Ä", "\"x\"", "sanviec"] {
        assert!(matches!(store.grant_to_servers(name).await, Err(Error::Settings(_))), "{name}");
    }
}
