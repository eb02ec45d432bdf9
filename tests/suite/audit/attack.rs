//! What somebody with every right in the database, and without the key, can do to the chain.

use super::world::CENTRES;
use rand::{Rng, RngExt};
use sanviec_app::audit::{Fault, Finding};
use sanviec_store::Backend;
use sanviec_store::audit::Stored;
use sanviec_store::audit_chain::Link;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How many kinds there are.
pub(super) const KINDS: usize = 13;

type Chain = [(Link, Stored)];

/// One attack, and where it has to be found.
#[derive(Debug)]
pub(super) struct Attack {
    pub(super) kind: &'static str,
    pub(super) statements: Vec<String>,
    pub(super) shows_in_export: bool,
    chain: Uuid,
    /// The first bad entry lies from here …
    from: i64,
    /// … to here, this one included.
    to: i64,
    only: Option<Fault>,
}

impl Attack {
    pub(super) fn is_named_by(&self, finding: &Finding) -> bool {
        let place = finding.chain == self.chain && (self.from..=self.to).contains(&finding.seq);
        place && self.only.is_none_or(|fault| fault == finding.fault)
    }

    pub(super) fn draw(rng: &mut impl Rng, chains: &[Vec<(Link, Stored)>], backend: Backend) -> Self {
        let chain = &chains[rng.random_range(0..chains.len())];
        let at = rng.random_range(0..chain.len());
        let draw = Draw { backend, chain, at };
        match rng.random_range(0..KINDS) {
            0 => draw.edit(rng),
            1 => draw.delete_row(),
            2 => draw.delete_row_and_link(),
            3 => draw.swap(rng),
            4 => draw.insert(),
            5 => draw.truncate(),
            6 => draw.truncate_and_take_a_link_for_the_end(),
            7 => draw.insert_without_link(),
            8 => draw.remove_head(),
            9 => draw.move_to_another_chain(),
            10 => draw.edit_link(rng),
            11 => Draw { chain: &chains[1], ..draw }.remove_a_whole_chain(),
            _ => draw.write_anew(rng),
        }
    }
}

struct Draw<'a> {
    backend: Backend,
    chain: &'a Chain,
    at: usize,
}

impl Draw<'_> {
    fn link(&self) -> &Link {
        &self.chain[self.at].0
    }

    fn row(&self) -> &Stored {
        &self.chain[self.at].1
    }

    fn blob(&self, bytes: &[u8]) -> String {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        if self.backend == Backend::Sqlite { format!("X'{hex}'") } else { format!("'\\x{hex}'::bytea") }
    }

    fn id(&self, id: Uuid) -> String {
        if self.backend == Backend::Sqlite { self.blob(id.as_bytes()) } else { format!("'{id}'::uuid") }
    }

    /// To be found at this very entry.
    fn here(&self, kind: &'static str, statements: Vec<String>) -> Attack {
        let seq = self.link().seq;
        let chain = self.link().chain;
        Attack { kind, statements, shows_in_export: true, chain, from: seq, to: seq, only: None }
    }

    fn edit(&self, rng: &mut impl Rng) -> Attack {
        let row = self.row();
        let mut changes = vec![
            "actor = 'somebody else'".to_owned(),
            "at = at + 1".to_owned(),
            "role = 'seeker'".to_owned(),
            "action = 'nothing'".to_owned(),
            "entity = 'employer'".to_owned(),
            format!("entity_id = {}", self.id(Uuid::from_u128(999))),
            "request_id = 'x'".to_owned(),
        ];
        if row.salt.is_some() {
            changes.extend([r#""before" = '{}'"#, r#""after" = NULL"#].map(str::to_owned));
            changes.push(format!("salt = {}", self.blob(&[7; 32])));
        } else {
            changes.push(r#""after" = '{}'"#.to_owned());
        }
        let change = &changes[rng.random_range(0..changes.len())];
        self.here("edit", vec![format!("UPDATE audit SET {change} WHERE id = {}", row.id)])
    }

    fn delete_row(&self) -> Attack {
        self.here("delete row", vec![format!("DELETE FROM audit WHERE id = {}", self.row().id)])
    }

    fn delete_row_and_link(&self) -> Attack {
        let id = self.row().id;
        let link = format!("DELETE FROM audit_link WHERE audit_id = {id}");
        self.here("delete row and link", vec![format!("DELETE FROM audit WHERE id = {id}"), link])
    }

    fn swap(&self, rng: &mut impl Rng) -> Attack {
        let other = (self.at + rng.random_range(1..self.chain.len())) % self.chain.len();
        let (first, second) = (self.at.min(other), self.at.max(other));
        let (a, b) = (self.chain[first].1.id, self.chain[second].1.id);
        let statements = vec![
            format!("UPDATE audit_link SET audit_id = -1 WHERE audit_id = {a}"),
            format!("UPDATE audit_link SET audit_id = {a} WHERE audit_id = {b}"),
            format!("UPDATE audit_link SET audit_id = {b} WHERE audit_id = -1"),
        ];
        Draw { at: first, ..*self }.here("swap", statements)
    }

    fn insert(&self) -> Attack {
        let (id, seq, new) = (self.row().id, self.link().seq, 900_000);
        let chain = self.id(self.link().chain);
        let statements = vec![
            format!("UPDATE audit_link SET seq = -(seq + 1) WHERE chain = {chain} AND seq >= {seq}"),
            format!("UPDATE audit_link SET seq = -seq WHERE chain = {chain} AND seq < 0"),
            copy_row(new, id, "at"),
            format!(
                "INSERT INTO audit_link (audit_id, chain, seq, linked_at, commitment, hash, signature)
                 SELECT {new}, chain, {seq}, linked_at, commitment, hash, NULL FROM audit_link WHERE audit_id = {id}"
            ),
        ];
        self.here("insert", statements)
    }

    fn cut(&self) -> Vec<String> {
        let (chain, seq) = (self.id(self.link().chain), self.link().seq);
        let which = format!("chain = {chain} AND seq >= {seq}");
        vec![
            format!("DELETE FROM audit WHERE id IN (SELECT audit_id FROM audit_link WHERE {which})"),
            format!("DELETE FROM audit_link WHERE {which}"),
        ]
    }

    fn truncate(&self) -> Attack {
        self.here("truncate", self.cut())
    }

    /// The cleverest way to cut a chain: what is left ends with a link that was signed once.
    fn truncate_and_take_a_link_for_the_end(&self) -> Attack {
        let signed = self.chain[..self.at].iter().rev().find(|(link, _)| link.signature.is_some());
        let Some((end, _)) = signed else { return self.truncate() };
        let cut = Draw { at: usize::try_from(end.seq).expect("place"), ..*self };
        let mut statements = if cut.at < self.chain.len() { cut.cut() } else { Vec::new() };
        let signature = self.blob(end.signature.as_deref().unwrap_or_default());
        statements.push(format!(
            "UPDATE audit_head SET seq = {}, hash = {}, signature = {signature} WHERE chain = {}",
            end.seq,
            self.blob(&end.hash),
            self.id(end.chain)
        ));
        let (from, to) = (end.seq, end.seq + 1);
        Attack { from, to, only: Some(Fault::Head), ..self.here("truncate to a link", statements) }
    }

    fn insert_without_link(&self) -> Attack {
        let statements = vec![copy_row(900_000, self.row().id, "at - 3600000000")];
        let attack = self.here("insert without link", statements);
        let only = Some(Fault::Unlinked);
        Attack { chain: Uuid::nil(), from: 0, to: 0, only, shows_in_export: false, ..attack }
    }

    fn remove_head(&self) -> Attack {
        let statements = vec![format!("DELETE FROM audit_head WHERE chain = {}", self.id(self.link().chain))];
        let end = self.chain.len() as i64;
        Attack { from: end, to: end, only: Some(Fault::Head), ..self.here("remove head", statements) }
    }

    fn move_to_another_chain(&self) -> Attack {
        let other = CENTRES.into_iter().find(|centre| *centre != self.link().chain).unwrap_or_default();
        let change = format!("UPDATE audit SET centre_id = {} WHERE id = {}", self.id(other), self.row().id);
        self.here("move", vec![change])
    }

    fn edit_link(&self, rng: &mut impl Rng) -> Attack {
        let change = match rng.random_range(0..3) {
            0 => "linked_at = linked_at - 1".to_owned(),
            1 => format!("hash = {}", self.blob(&[9; 32])),
            _ => format!("commitment = {}", self.blob(&[9; 32])),
        };
        let id = self.row().id;
        self.here("edit link", vec![format!("UPDATE audit_link SET {change} WHERE audit_id = {id}")])
    }

    fn remove_a_whole_chain(&self) -> Attack {
        let first = Draw { at: 0, ..*self };
        let mut statements = first.cut();
        statements.push(format!("DELETE FROM audit_head WHERE chain = {}", self.id(first.link().chain)));
        Attack { only: Some(Fault::Missing), ..first.here("remove a chain", statements) }
    }

    /// Changes an entry and computes all hashes after it anew; only signatures cannot be made.
    fn write_anew(&self, rng: &mut impl Rng) -> Attack {
        let mut statements = vec![format!("UPDATE audit SET actor = 'nobody' WHERE id = {}", self.row().id)];
        let mut last = self.at.checked_sub(1).map_or(vec![0; 32], |before| self.chain[before].0.hash.clone());
        for (link, row) in &self.chain[self.at..] {
            let actor = if row.id == self.row().id { "nobody" } else { row.actor.as_str() };
            last = link_hash(&last, link, row, actor);
            let signature = if rng.random_bool(0.5) { "signature" } else { "NULL" };
            statements.push(format!(
                "UPDATE audit_link SET hash = {}, signature = {signature} WHERE audit_id = {}",
                self.blob(&last),
                row.id
            ));
        }
        let chain = self.id(self.link().chain);
        statements.push(format!("UPDATE audit_head SET hash = {} WHERE chain = {chain}", self.blob(&last)));
        let signed = self.chain[..self.at].iter().rev().find(|(link, _)| link.signature.is_some());
        let from = signed.map_or(1, |(link, _)| link.seq + 1);
        Attack { from, ..self.here("write anew", statements) }
    }
}

fn copy_row(new: i64, old: i64, at: &str) -> String {
    format!(
        r#"INSERT INTO audit (id, at, actor, role, action, entity, entity_id, "before", "after", request_id, centre_id,
             salt) SELECT {new}, {at}, actor, role, action, entity, entity_id, "before", "after", request_id, centre_id,
             salt FROM audit WHERE id = {old}"#
    )
}

/// The hash of a link, written down a second time from the decision record.
fn link_hash(before: &[u8], link: &Link, row: &Stored, actor: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    let mut part = |bytes: Option<&[u8]>| {
        hasher.update(bytes.map_or(u64::MAX, |bytes| bytes.len() as u64).to_be_bytes());
        hasher.update(bytes.unwrap_or_default());
    };
    part(Some(b"sanviec audit link 1"));
    part(Some(before));
    let numbers = [link.seq, link.linked_at, row.id, row.at].map(|number| number.to_string());
    part(Some(link.chain.to_string().as_bytes()));
    numbers.iter().for_each(|number| part(Some(number.as_bytes())));
    for text in [actor, &row.role, &row.action, &row.entity, &row.entity_id.to_string()] {
        part(Some(text.as_bytes()));
    }
    part(row.request_id.as_ref().map(String::as_bytes));
    part(link.commitment.as_deref());
    hasher.finalize().to_vec()
}
