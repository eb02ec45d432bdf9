//! A centre that claims: two managers, an auditor, accounts, and placements that are confirmed.

use crate::desk::{World, person};
use crate::forms::key;
use sanviec_app::claims::{
    self, Approve, ClaimView, MakeBatch, PayFormat, PayingOrder, Prepare, Send, approve, make_batch, prepare,
    save_paying,
};
use sanviec_app::evidence::placement_hash;
use sanviec_app::placements::{self, Append, Channel, EvidenceFile, Kept, Policies, Said, statement_of};
use sanviec_app::profiles::{self, typed};
use sanviec_app::{App, AppError, Ctx, Person, Role, Thing, desk};
use sanviec_domain::ledger::Account;
use sanviec_domain::placement::{Fact, Source, Statement, read_statement};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field};
use sanviec_domain::time::{Micros, day_number, parse_date};
use sanviec_store::testing::Fresh;
use sanviec_store::{Error, audit, ledger, placement, posting};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

pub(super) const DONG: i64 = 400_000;
/// The policy of 2026 as a province would fill it in.
const POLICY: &str = include_str!("../../../config/policies/stable-employment-2026-1.toml");

pub(super) fn policy() -> String {
    POLICY
        .replace("# dong_max = 0", "dong_max = 400000")
        .replace("[groups]", "[groups]\npoor = 300000")
        .replace("kind = \"pro-rata\"", "kind = \"pro-rata\"\ninstalments_max = 3")
}

pub(super) struct Money {
    pub(super) world: World,
    pub(super) second: Person,
    pub(super) auditor: Person,
    pub(super) employer_id: Uuid,
    policy: String,
}

impl Money {
    pub(super) async fn new(fresh: &Fresh) -> Self {
        Self::with(fresh, policy()).await
    }

    pub(super) async fn with(fresh: &Fresh, policy: String) -> Self {
        Self::with_later(fresh, policy, &[]).await
    }

    /// Placements hold the first policy; later versions of it are there too.
    pub(super) async fn with_later(fresh: &Fresh, policy: String, later: &[&str]) -> Self {
        let policies = Policies::of(&[&[policy.as_str()], later].concat()).expect("policies");
        Self::given(fresh, policy, |app| app.with_policies(policies)).await
    }

    /// Placements hold this policy; the app is given something before its first clone.
    pub(super) async fn given(fresh: &Fresh, policy: String, given: impl FnOnce(App) -> App) -> Self {
        let world = World::with(fresh, given).await;
        let place = Thing::of_centre(world.centre);
        let second = person(&world.app, "giang@vidu.vn", Role::CentreManager, place).await;
        let auditor = person(&world.app, "hoa@vidu.vn", Role::Auditor, place).await;
        let code: PostingCode = world.posting.parse().expect("a code");
        let found = posting::find(world.app.store().reader(), code.uuid()).await.expect("read");
        let employer_id = found.expect("the vacancy").employer_id;
        let money = Self { world, second, auditor, employer_id, policy };
        money.accounts(money.world.manager).await.expect("accounts");
        // The day by which everybody has worked for three months.
        money.world.app.clock().set(Micros::start_of(parse_date("2027-03-10").expect("a day")));
        money
    }

    pub(super) async fn accounts(&self, who: Person) -> Result<(), AppError> {
        let order = PayingOrder {
            version: 0,
            payer_name: "Kho bạc Nhà nước Gia Lai".into(),
            payer_bank: "970436".into(),
            payer_account: "0071 000 912 345".into(),
            payee_name: "Trung tâm Dịch vụ việc làm <Gia Lai> & Kon Tum".into(),
            payee_bank: "BFTVVNVX".into(),
            payee_account: "1023456789".into(),
        };
        save_paying(&self.world.app, &self.ctx(who), order, &key()).await
    }

    pub(super) fn ctx(&self, person: Person) -> Ctx {
        self.world.ctx(person)
    }

    /// Somebody with a personal number, the same for the same number.
    pub(super) async fn profile(&self, number: u128) -> Uuid {
        let known = self.world.people.lock().await.get(&number).cloned();
        if let Some(code) = known {
            return code.parse::<PostingCode>().expect("a code").uuid();
        }
        let ctx = self.ctx(self.world.officer);
        let mut content = Content::default();
        for (field, text) in [
            (Field::Name, "Nguyễn Thị Lan".to_owned()),
            (Field::Birth, "12/03/1994".to_owned()),
            (Field::PersonalNumber, format!("052194{number:06}")),
            (Field::Phone, format!("0905 123 {number:03}")),
        ] {
            typed::set(&mut content, field, &vec![vec![text]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        let id = profiles::register(&self.world.app, &ctx, register, &key()).await.expect("registered");
        self.world.people.lock().await.insert(number, desk::code_of_profile(id));
        id.0
    }

    /// A placement of a person that is confirmed since 1 March 2027; its facts were entered by somebody.
    pub(super) async fn confirmed_by(&self, number: u128, entered_by: Person) -> String {
        let profile_id = self.profile(number).await;
        self.placement(self.world.centre, profile_id, entered_by.account_id).await
    }

    pub(super) async fn confirmed(&self, number: u128) -> String {
        self.confirmed_by(number, self.world.officer).await
    }

    pub(super) async fn placement(&self, centre_id: Uuid, profile_id: Uuid, entered_by: Uuid) -> String {
        self.known(centre_id, profile_id, (FACTS, entered_by)).await
    }

    /// The same of which nobody has said yet that the days were worked.
    pub(super) async fn unproved(&self, profile_id: Uuid) -> String {
        let (contract, by) = (FACTS.split_last().expect("facts").1, self.world.officer.account_id);
        self.known(self.world.centre, profile_id, (contract, by)).await
    }

    /// The same, of a funding task that it began with.
    pub(super) async fn confirmed_of(&self, number: u128, task: &str) -> String {
        let row = placement::Row { task: task.to_owned(), ..self.blank(self.world.centre, self.profile(number).await) };
        let by = self.world.officer.account_id;
        self.begun(row, |id| self.facts(id, (FACTS, by))).await
    }

    async fn known(&self, centre_id: Uuid, profile_id: Uuid, known: (&[(&str, Source)], Uuid)) -> String {
        self.row(centre_id, profile_id, |id| self.facts(id, known)).await
    }

    fn facts(&self, id: Uuid, (known, entered_by): (&[(&str, Source)], Uuid)) -> Vec<placement::Fact> {
        let at = self.world.app.clock().now().0 - 1_000_000;
        (1..).zip(known).map(|(nth, (json, source))| fact(id, (json, *source), at - 100 + nth, entered_by)).collect()
    }

    /// A placement whose facts are recorded by the use case, one after the other.
    pub(super) async fn recorded(&self, number: u128) -> String {
        let profile_id = self.profile(number).await;
        let code = self.row(self.world.centre, profile_id, |_| Vec::new()).await;
        for (json, source) in FACTS {
            // Each has a contract of their own.
            self.record(&code, &json.replace("HĐ 1", &format!("HĐ {number}")), *source).await;
        }
        code
    }

    /// The file that the insurer's word is taken from, kept at the centre; its hash.
    pub(super) async fn keep(&self) -> [u8; 32] {
        let file = EvidenceFile { source: Source::Insurer, bytes: b"placement,from,through,employed\n".to_vec() };
        let ctx = self.ctx(self.world.officer);
        placements::keep_file(&self.world.app, &ctx, &file).await.expect("kept").hash
    }

    /// Records a fact as the officer may: on a paper with a number, or from a file.
    pub(super) async fn record(&self, placement: &str, json: &str, source: Source) {
        let channel = if source == Source::Insurer { Channel::File } else { Channel::Desk };
        let kept = self.keep().await;
        let said = Said {
            says: statement_of(&json.replace("paper-seen", "digital")).expect("a statement"),
            source,
            channel,
            document_hash: (channel == Channel::File).then_some(kept),
            reference: Some(format!("HĐĐT-{placement}")),
        };
        let order = Append { placement: placement.to_owned(), version: None, said };
        placements::append(&self.world.app, &self.ctx(self.world.officer), order, &key()).await.expect("recorded");
    }

    /// A placement of which nothing was said yet, so that it keeps no policy.
    pub(super) async fn unsigned(&self, number: u128) -> String {
        self.unsigned_since(number, "2026-11-20").await
    }

    /// The same of somebody who was placed on a day.
    pub(super) async fn unsigned_since(&self, number: u128, placed_on: &str) -> String {
        let profile_id = self.profile(number).await;
        let placed_on = day_number(parse_date(placed_on).expect("a day"));
        let row = placement::Row { placed_on, ..self.blank(self.world.centre, profile_id) };
        let (code, created) = (PostingCode::of(row.id).to_string(), self.created(&row));
        let (row, created) = (&row, std::slice::from_ref(&created));
        let write = self.world.app.store().write("place", |tx| {
            Box::pin(async move {
                placement::insert(tx, row).await?;
                audit::append(tx, created).await
            })
        });
        write.await.expect("a placement");
        code
    }

    pub(super) fn blank(&self, centre_id: Uuid, profile_id: Uuid) -> placement::Row {
        placement::Row {
            centre_id,
            profile_id,
            employer_id: self.employer_id,
            employer_code: "4100000001".into(),
            origin: "referral".into(),
            placed_on: day_number(parse_date("2026-11-20").expect("a day")),
            programme: "stable-employment".into(),
            province: "52".into(),
            ..placement::Row::blank(next_id(), self.world.app.clock().now().0 - 1_000_000)
        }
    }

    async fn row(&self, centre_id: Uuid, profile_id: Uuid, facts: impl FnOnce(Uuid) -> Vec<placement::Fact>) -> String {
        self.begun(self.blank(centre_id, profile_id), facts).await
    }

    async fn begun(&self, row: placement::Row, facts: impl FnOnce(Uuid) -> Vec<placement::Fact>) -> String {
        let policy = Kept::read(&self.policy).expect("a policy");
        let kept = placement::Policy {
            hash: policy.hash.to_vec(),
            name: policy.policy.name.clone(),
            version: policy.policy.version.clone(),
            file: policy.file.clone(),
        };
        let row = placement::Row {
            policy_name: Some(kept.name.clone()),
            policy_version: Some(kept.version.clone()),
            policy_hash: Some(kept.hash.clone()),
            ..row
        };
        let (facts, created) = (facts(row.id), self.created(&row));
        let (name, version, hash) = (&kept.name, &kept.version, policy.hash_hex());
        let after = format!(r#"{{"policy":"{name}","version":"{version}","hash":"{hash}"}}"#);
        let chosen = audit::Row { action: "keep_policy".into(), after: Some(after), ..created.clone() };
        let noted = [created, chosen];
        let (placed, kept, facts, noted) = (&row, &kept, &facts, &noted);
        let write = self.world.app.store().write("place", |tx| {
            Box::pin(async move {
                placement::keep_policy(tx, kept, placed.created_at).await?;
                placement::insert(tx, placed).await?;
                audit::append(tx, noted).await?;
                for fact in facts {
                    placement::append(tx, fact).await?;
                }
                Ok::<(), Error>(())
            })
        });
        write.await.expect("a placement");
        PostingCode::of(row.id).to_string()
    }

    /// As of every placement, the audit says how it began.
    fn created(&self, row: &placement::Row) -> audit::Row {
        let officer = self.ctx(self.world.officer);
        audit::Row {
            id: 0,
            at: row.created_at,
            actor: officer.actor.name(),
            role: officer.actor.role().to_owned(),
            action: "create_placement".into(),
            entity: "placement".into(),
            entity_id: row.id,
            before: None,
            after: Some(format!(r#"{{"origin":"referral","hash":"{}"}}"#, placement_hash(row))),
            request_id: None,
            centre_id: Some(row.centre_id),
        }
    }

    /// A fact that is learnt now.
    pub(super) async fn learn(&self, placement_code: &str, json: &str, source: Source) -> String {
        self.learn_by(placement_code, json, (source, self.world.officer)).await
    }

    /// The same, entered by somebody.
    pub(super) async fn learn_by(&self, placement_code: &str, json: &str, (source, by): (Source, Person)) -> String {
        let id = placement_code.parse::<PostingCode>().expect("a code").uuid();
        let (now, officer) = (self.world.app.clock().now().0, by.account_id);
        let write = self.world.app.store().write("learn", |tx| {
            Box::pin(async move {
                let mut row = placement::hold(tx, id).await?.expect("a placement");
                row.last_known_at = now.max(row.last_known_at + 1);
                let fact = fact(id, (json, source), row.last_known_at, officer);
                placement::append(tx, &fact).await?;
                placement::update_guarded(tx, &row).await?;
                Ok::<_, Error>(PostingCode::of(fact.id).to_string())
            })
        });
        write.await.expect("a fact")
    }

    pub(super) async fn prepare_as(&self, who: Person, placement: &str) -> Result<String, AppError> {
        let order = Prepare::alone(placement.to_owned());
        prepare(&self.world.app, &self.ctx(who), order, &key()).await.map(|prepared| prepared.id)
    }

    pub(super) async fn prepare(&self, placement: &str) -> Result<String, AppError> {
        self.prepare_as(self.world.officer, placement).await
    }

    pub(super) async fn approve_as(&self, who: Person, id: &str) -> Result<(), AppError> {
        let order = Approve { id: id.to_owned(), version: self.view(id).await.version, note: String::new() };
        approve(&self.world.app, &self.ctx(who), order, &key()).await
    }

    pub(super) async fn view(&self, id: &str) -> ClaimView {
        claims::claim(&self.world.app, &self.ctx(self.auditor), id).await.expect("a claim")
    }

    pub(super) async fn state(&self, id: &str) -> &'static str {
        self.view(id).await.life.state().code()
    }

    pub(super) async fn list_of(&self, claims: &[&str]) -> Result<String, AppError> {
        let order = MakeBatch { claims: claims.iter().map(|id| (*id).to_owned()).collect() };
        make_batch(&self.world.app, &self.ctx(self.world.officer), order, &key()).await
    }

    /// By the second manager: the first one wrote the account that is paid.
    pub(super) async fn send(&self, batch: &str) -> Result<(), AppError> {
        self.send_as(self.second, batch).await
    }

    pub(super) async fn send_as(&self, who: Person, batch: &str) -> Result<(), AppError> {
        let ctx = self.ctx(who);
        let seen = claims::batch(&self.world.app, &ctx, batch).await.expect("a list");
        let (version, accounts) = (seen.version, seen.paying.map_or(0, |paying| paying.version));
        let order = Send { id: batch.to_owned(), version, accounts, pay_on: ctx.today() };
        claims::send(&self.world.app, &ctx, order, &key()).await
    }

    /// The names by which the bank speaks of what is on a list.
    pub(super) async fn codes(&self, batch: &str) -> Vec<String> {
        let seen = claims::batch(&self.world.app, &self.ctx(self.auditor), batch).await.expect("a list");
        seen.lines.iter().map(|(attempt, _)| attempt.code.clone()).collect()
    }

    pub(super) async fn bank(&self, batch: &str, rows: &str) -> claims::Imported {
        self.bank_as(self.world.officer, batch, rows).await.expect("taken in")
    }

    pub(super) async fn bank_as(&self, who: Person, batch: &str, rows: &str) -> Result<claims::Imported, AppError> {
        let file = format!("code,dong,status,date,reason,note\n{rows}");
        claims::import_result(&self.world.app, &self.ctx(who), batch, file.as_bytes(), &key()).await
    }

    /// A claim that the bank has paid; codes of placement, claim and list.
    pub(super) async fn paid(&self, number: u128) -> (String, String, String) {
        let placement = self.confirmed(number).await;
        let claim = self.prepare(&placement).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let (code, today) = (self.codes(&batch).await.remove(0), self.ctx(self.auditor).today());
        self.bank(&batch, &format!("{code},400000,PAID,{today},,\n")).await;
        (placement, claim, batch)
    }

    pub(super) async fn file(&self, batch: &str, format: PayFormat) -> Result<claims::PayFile, AppError> {
        claims::pay_file(&self.world.app, &self.ctx(self.world.officer), batch, format).await
    }

    /// What stands on the accounts, in the order of the chart; nothing may be out of balance.
    pub(super) async fn balances(&self) -> Vec<i64> {
        let reader = self.world.app.store().reader();
        assert_eq!(ledger::count_unbalanced(reader).await.expect("counted"), 0);
        let balances = ledger::balances(reader, None).await.expect("balances");
        assert_eq!(balances.iter().map(|balance| balance.dong).sum::<i64>(), 0);
        let on = |account: &Account| {
            balances.iter().find(|balance| balance.account == account.code()).map_or(0, |balance| balance.dong)
        };
        Account::ALL.iter().map(on).collect()
    }

    pub(super) async fn tick(&self) -> usize {
        let system = self.world.app.ctx(sanviec_app::Actor::System, sanviec_app::Locale::Vi);
        claims::tick(&self.world.app, &system).await.expect("looked")
    }
}

/// Signed on 24 November 2026 for work from 30 November; the insurer says that the days were worked.
const FACTS: &[(&str, Source)] = &[
    (
        r#"{"kind":"contract","contract":"HĐ 1","employer":"4100000001","form":"indefinite","start":"2026-11-30","through":null}"#,
        Source::Officer,
    ),
    (
        r#"{"kind":"signature","contract":"HĐ 1","party":"employer","signed_on":"2026-11-24","method":"paper-seen"}"#,
        Source::Officer,
    ),
    (
        r#"{"kind":"signature","contract":"HĐ 1","party":"worker","signed_on":"2026-11-24","method":"paper-seen"}"#,
        Source::Officer,
    ),
    (r#"{"kind":"attestation","from":"2026-11-30","through":"2027-03-09","employed":true}"#, Source::Insurer),
];

fn fact(placement_id: Uuid, (json, source): (&str, Source), recorded_at: i64, entered_by: Uuid) -> placement::Fact {
    let id = next_id();
    let says: Statement = read_statement(json.as_bytes()).expect("a statement");
    let (from, through) = says.true_days();
    let fact = Fact { id: PostingCode::of(id).to_string(), recorded_at: Micros(recorded_at), source, says };
    placement::Fact {
        id,
        placement_id,
        kind: fact.says.kind().code().to_owned(),
        body: fact.to_json(),
        recorded_at,
        source: source.code().to_owned(),
        true_from: from.map(day_number),
        true_through: through.map(day_number),
        entered_by: Some(entered_by),
        channel: "desk".into(),
        document_hash: None,
        reference: None,
        file_id: None,
    }
}

/// Ids that nobody else makes.
fn next_id() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(0x0199_1111_0000_7000_8000_0000_0000_0000 + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)))
}
