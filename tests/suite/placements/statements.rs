//! What is said of somebody on paper and to themselves, on both databases: what stands of what was recorded.

use super::{Placed, plain};
use crate::asking::claimed;
use sanviec_app::placements::{self, Said, StatementOfEmployment};
use sanviec_domain::placement::Source;
use sanviec_store::testing::each_backend;

impl Placed {
    async fn statement(&self) -> StatementOfEmployment {
        let ctx = self.world.ctx(self.world.officer);
        placements::statement(&self.world.app, &ctx, &self.id).await.expect("a statement")
    }

    async fn contracts(&self) -> Vec<String> {
        self.statement().await.contracts.into_iter().map(|contract| contract.contract).collect()
    }
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
        assert_eq!(own().await.unsigned, ["HĐ 0"]);
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
        assert_eq!(own().await.unsigned, ["HĐ 1"]);
    })
    .await;
}
