//! An exchange with audit rows of two centres and the platform.

use crate::exchange::NOW;
use rand::{Rng, RngExt};
use sanviec_app::audit::{self, Report};
use sanviec_app::secrets::Keyring;
use sanviec_app::{Actor, App, Clock, Ctx, Facts, Ids, Locale};
use sanviec_search::Index;
use sanviec_store::audit::{Row, Stored};
use sanviec_store::audit_chain::{self, Head, Link};
use sanviec_store::testing::{Fresh, as_superuser};
use sanviec_store::{Backend, Store};
use std::path::Path;
use uuid::Uuid;

pub(super) const CENTRES: [Uuid; 2] = [Uuid::from_u128(0x51), Uuid::from_u128(0x52)];
const TABLES: [&str; 3] = ["audit", "audit_link", "audit_head"];

pub(super) struct World {
    pub(super) app: App,
    keys: Keyring,
}

impl World {
    pub(super) fn new(fresh: &Fresh) -> Self {
        Self::with(fresh.store.clone(), Keyring::generated().expect("keys"))
    }

    fn with(store: Store, keys: Keyring) -> Self {
        let index = Index::in_memory().expect("index");
        let app = App::new(store, index, Clock::at(NOW), Ids::System, Facts::default()).with_keys(keys.clone());
        Self { app, keys }
    }

    /// The same exchange over another database.
    pub(super) fn over(&self, store: Store) -> Self {
        Self::with(store, self.keys.clone())
    }

    fn ctx(&self, actor: Actor) -> Ctx {
        self.app.ctx(actor, Locale::Vi)
    }

    /// Adds entries, in one transaction for each chain.
    pub(super) async fn append(&self, rng: &mut impl Rng, count: usize) {
        let mut chains = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..count {
            chains[rng.random_range(0..3)].push(row(rng));
        }
        let chains = &chains;
        let store = self.app.store();
        let work = store.write("append", |tx| {
            Box::pin(async move {
                for (chain, rows) in [None, Some(CENTRES[0]), Some(CENTRES[1])].into_iter().zip(chains) {
                    sanviec_store::audit::append_at(tx, chain, rows).await?;
                }
                Ok::<(), sanviec_store::Error>(())
            })
        });
        work.await.expect("appended");
    }

    pub(super) async fn link(&self) -> usize {
        audit::link(&self.app, &self.ctx(Actor::System)).await.expect("linked")
    }

    /// Entries, linked in turns of a few.
    pub(super) async fn fill(&self, rng: &mut (impl Rng + Send), turns: usize) {
        for _ in 0..turns {
            let count = rng.random_range(1..8);
            self.append(rng, count).await;
            self.link().await;
        }
        while self.link().await > 0 {}
    }

    pub(super) async fn verify(&self, known: &[Head]) -> Report {
        audit::verify(&self.app, &self.ctx(Actor::Operator), known).await.expect("checked")
    }

    pub(super) async fn heads(&self) -> Vec<String> {
        audit::heads(&self.app, &self.ctx(Actor::Operator)).await.expect("heads")
    }

    /// The chains as they are stored, each in order.
    pub(super) async fn chains(&self) -> Vec<Vec<(Link, Stored)>> {
        let reader = self.app.store().reader();
        let mut chains = Vec::new();
        for chain in audit_chain::list_chains(reader).await.expect("chains") {
            let (mut all, mut after) = (Vec::new(), 0);
            loop {
                let page = audit_chain::list_linked(reader, chain, after, 250).await.expect("page");
                let Some((last, _)) = page.last() else { break };
                after = last.seq;
                all.extend(page.into_iter().map(|(link, row)| (link, row.expect("row"))));
            }
            chains.push(all);
        }
        chains
    }

    /// Exit code and words of the verifier in Python over a fresh export.
    pub(super) async fn python(&self, more: &[&str]) -> (i32, String) {
        let file = tempfile::NamedTempFile::new().expect("file");
        let mut out = std::io::BufWriter::new(file.reopen().expect("file"));
        audit::export(&self.app, &self.ctx(Actor::Operator), &mut out).await.expect("exported");
        drop(out);
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verify/verify_audit.py");
        let said = std::process::Command::new("python3").arg(script).arg(file.path()).args(more).output();
        let said = said.expect("python3 is there");
        let text = [said.stdout, said.stderr].concat();
        (said.status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())
    }

    pub(super) async fn keep_copies(&self) {
        let copies = TABLES.map(|table| format!("CREATE TABLE copy_{table} AS SELECT * FROM {table}"));
        as_superuser(self.app.store(), &copies).await;
    }

    pub(super) async fn bring_copies_back(&self) {
        let mut statements = Vec::new();
        if self.app.store().backend() == Backend::Postgres {
            statements.push("SET LOCAL session_replication_role = replica".to_owned());
        } else {
            statements.extend(
                ["audit_no_delete", "audit_link_no_delete", "audit_waits"]
                    .map(|trigger| format!("DROP TRIGGER IF EXISTS {trigger}")),
            );
        }
        for table in TABLES {
            statements.push(format!("DELETE FROM {table}"));
            statements.push(format!("INSERT INTO {table} SELECT * FROM copy_{table}"));
        }
        statements.push("DELETE FROM audit_waiting".to_owned());
        as_superuser(self.app.store(), &statements).await;
    }
}

/// What makes new rows wait again after [`sanviec_store::testing::disarm_audit`].
pub(super) fn rearm(backend: Backend) -> Vec<String> {
    let statement = match backend {
        Backend::Sqlite => {
            "CREATE TRIGGER audit_waits AFTER INSERT ON audit
             BEGIN INSERT INTO audit_waiting (audit_id) VALUES (NEW.id); END"
        }
        Backend::Postgres => "ALTER TABLE audit ENABLE TRIGGER audit_waits",
    };
    vec![statement.to_owned()]
}

fn row(rng: &mut impl Rng) -> Row {
    const ACTIONS: [&str; 4] = ["sign_in", "read_profile", "publish_posting", "refer"];
    let values = rng.random_bool(0.6);
    Row {
        id: 0,
        at: NOW.0 - 600_000_000 + rng.random_range(0..1_000_000),
        actor: Uuid::from_u128(rng.random_range(1..20)).to_string(),
        role: "officer".into(),
        action: ACTIONS[rng.random_range(0..4)].into(),
        entity: "profile".into(),
        entity_id: Uuid::from_u128(rng.random_range(1..30)),
        before: values.then(|| format!(r#"{{"state":"s{}"}}"#, rng.random_range(0..99))),
        after: values.then(|| format!(r#"{{"state":"t{}","name":"Nguyễn Văn An"}}"#, rng.random_range(0..99))),
        request_id: rng.random_bool(0.5).then(|| Uuid::from_u128(rng.random()).to_string()),
        centre_id: None,
    }
}
