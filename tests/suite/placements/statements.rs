//! What is said of somebody on paper and to themselves, on both databases: what stands of what was recorded, of whoever
//! their record became.

use super::{Placed, plain};
use crate::asking::claimed;
use crate::forms::key;
use sanviec_app::FieldError;
use sanviec_app::placements::{self, EvidenceFile, Said, StatementOfEmployment};
use sanviec_app::profiles::{self, Merge, typed};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{placement, profile};
use uuid::Uuid;

impl Placed {
    async fn statement(&self) -> StatementOfEmployment {
        let ctx = self.world.ctx(self.world.officer);
        placements::statement(&self.world.app, &ctx, &self.id).await.expect("a statement")
    }

    async fn contracts(&self) -> Vec<String> {
        self.statement().await.contracts.into_iter().map(|contract| contract.contract).collect()
    }

    /// Somebody else of this number, registered at the counter.
    async fn registered(&self, name: &str, number: &str) -> ProfileId {
        let ctx = self.world.ctx(self.world.officer);
        let mut content = Content::default();
        for (field, text) in [(Field::Name, name), (Field::Birth, "12/03/1994"), (Field::PersonalNumber, number)] {
            typed::set(&mut content, field, &vec![vec![text.to_owned()]], &ctx).expect("typed");
        }
        let register = profiles::Register { content, branch_id: None };
        profiles::register(&self.world.app, &ctx, register, &key()).await.expect("registered")
    }

    /// Makes a profile part of another one.
    async fn merge(&self, kept: ProfileId, gone: Uuid) {
        let reader = self.world.app.store().reader();
        let mut versions = Vec::new();
        for id in [kept.0, gone] {
            versions.push((ProfileId(id), profile::find(reader, id).await.expect("read").expect("a profile").version));
        }
        let order = Merge { kept: versions[0], gone: versions[1], take: Vec::new() };
        let ctx = self.world.ctx(self.world.officer);
        profiles::merge(&self.world.app, &ctx, order, &key()).await.expect("merged");
    }

    /// The insurer says of somebody with this number that they are employed; where that was recorded.
    async fn take_of(&self, number: &str) -> Result<String, Vec<FieldError>> {
        let rows = format!("{number},{},30/11/2026,15/12/2026,có\n", self.employer);
        let bytes = format!("personal_number,tax_code,from,through,employed\n{rows}").into_bytes();
        let ctx = self.world.ctx(self.world.officer);
        let file = EvidenceFile { source: Source::Insurer, bytes };
        let taken = placements::take_file(&self.world.app, &ctx, file).await.expect("verdicts").verdicts();
        taken[0].outcome.clone()
    }

    async fn profile_id(&self) -> Uuid {
        self.seen(placements::AsOf::default()).await.row.profile_id
    }
}

/// Numbers of the contracts that wait for a signature.
fn unsigned(own: placements::OwnPlacement) -> Vec<String> {
    own.unsigned.into_iter().map(|one| one.contract.contract).collect()
}

fn by_officer(said: Said) -> Said {
    Said { source: Source::Officer, ..said }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_that_was_taken_back_stands_on_no_paper_and_waits_for_no_signature() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let worker = placed.world.ctx(claimed(&placed).await);
        placed.contracted().await;
        let own = || async { placements::own_placement(&placed.world.app, &worker, &placed.id).await.expect("own") };
        let other = format!(
            r#"{{"kind":"contract","contract":"HĐ 0","employer":"{}","form":"indefinite","start":"2026-11-27",
                "through":null}}"#,
            placed.employer
        );
        let other = placed.say(&other, plain).await.expect("stated").id;
        assert_eq!(placed.contracts().await, ["HĐ 0", "HĐ 1"]);
        assert_eq!(unsigned(own().await), ["HĐ 0"]);
        let retraction = format!(r#"{{"kind":"retraction","retracts":"{other}","why":"khai nhầm"}}"#);
        placed.say(&retraction, plain).await.expect("taken back");
        assert_eq!(placed.contracts().await, ["HĐ 1"]);
        let seen = own().await;
        assert_eq!((seen.contracts.as_slice(), seen.unsigned.len()), (["HĐ 1".to_owned()].as_slice(), 0));
        // A signature that was taken back is asked for again.
        let facts = placed.seen(placements::AsOf::default()).await.judged.case.facts;
        let party = |fact: &&sanviec_domain::placement::Fact| {
            fact.says.signature().is_some_and(|signature| signature.party.code() == "worker")
        };
        let signature = &facts.iter().find(party).expect("a signature").id;
        let retraction = format!(r#"{{"kind":"retraction","retracts":"{signature}","why":"khai nhầm"}}"#);
        placed.say(&retraction, by_officer).await.expect("taken back");
        assert_eq!(unsigned(own().await), ["HĐ 1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_became_part_of_another_record_is_found_by_number_and_has_a_statement() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(30);
        let before = placed.seen(placements::AsOf::default()).await.judged.case.facts.len();
        // Two counters registered her; her placement is with the first record, her number in the second and a third.
        let second = placed.registered("Nguyễn Thị Lan Anh", "052194000077").await;
        let third = placed.registered("Nguyễn Thị Lan Chi", "052194000088").await;
        assert_eq!(placed.take_of("052194000088").await.expect_err("another person")[0].code, "placement_unknown");
        placed.merge(second, placed.profile_id().await).await;
        assert_eq!(placed.take_of("052194000077").await.expect("one person"), placed.id);
        assert_eq!(placed.statement().await.person_name, "Nguyễn Thị Lan Anh");
        // And what became part of hers becomes part of another one.
        placed.merge(third, second.0).await;
        assert_eq!(placed.take_of("052194000088").await.expect("one person"), placed.id);
        let statement = placed.statement().await;
        assert_eq!(statement.person_name, "Nguyễn Thị Lan Chi");
        assert_eq!(statement.person_number.as_deref(), Some("052194000088"));
        assert_eq!(statement.sign, "GXN-TTDVVL", "a statement is no letter of referral");
        let after = placed.seen(placements::AsOf::default()).await.judged.case.facts.len();
        assert_eq!(after, before + 1, "the same row of the same person is one fact");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_finds_its_person_at_an_employer_of_thousands() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let row = placed.seen(placements::AsOf::default()).await.row;
        placed.contracted().await;
        placed.world.pass_days(30);
        let second = placed.registered("Nguyễn Thị Lan Anh", "052194000077").await;
        placed.merge(second, placed.profile_id().await).await;
        // So many were placed with the employer before.
        let crowd = placed.registered("Trần Văn Đông", "052194000088").await.0;
        let older = |nth: u32| placement::Row {
            id: Uuid::from_u128(0x0001_0000_0000_7000_8000_0000_0000_0000 + u128::from(nth)),
            profile_id: crowd,
            referral_id: None,
            ..row.clone()
        };
        let rows: Vec<_> = (0..5_001).map(older).collect();
        let (store, many) = (placed.world.app.store(), &rows);
        let write = store.write("place", |tx| Box::pin(async move { placement::insert_many(tx, many).await }));
        write.await.expect("placements");
        let employers = "INSERT INTO placement_employer (placement_id, code)
                         SELECT id, employer_code FROM placement WHERE referral_id IS NULL ON CONFLICT DO NOTHING";
        as_superuser(store, &[employers.to_owned()]).await;
        assert_eq!(placed.take_of("052194000077").await.expect("the last of them"), placed.id);
        let newest = PostingCode::of(rows[5_000].id).to_string();
        assert_eq!(placed.take_of("052194000088").await.expect("the newest of that person"), newest);
    })
    .await;
}
