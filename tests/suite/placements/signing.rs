//! Signing on the exchange: what was not shown is not signed, and what was restated is signed anew, on both databases.

use super::{Placed, plain};
use crate::asking::claimed;
use crate::forms::{code, key};
use sanviec_app::placements::{self, Appended, AsOf, OwnPlacement, Said};
use sanviec_app::{AppError, Ctx};
use sanviec_domain::placement::{Fact, Form, Source};
use sanviec_domain::time::parse_date;
use sanviec_store::testing::each_backend;

impl Placed {
    /// Code of the statement of a contract that was made last.
    pub(crate) async fn stated_last(&self, number: &str) -> String {
        let facts = self.seen(AsOf::default()).await.judged.case.facts;
        let stated = |fact: &&Fact| fact.says.contract().is_some_and(|contract| contract.contract == number);
        facts.iter().rev().find(stated).expect("a statement").id.clone()
    }

    /// The contract "HĐ 7", in force until a day.
    async fn state_until(&self, through: &str, said: fn(Said) -> Said) {
        let json = format!(
            r#"{{"kind":"contract","contract":"HĐ 7","employer":"{}","form":"fixed-term","start":"2026-11-30",
                "through":"{through}"}}"#,
            self.employer
        );
        self.say(&json, said).await.expect("stated");
    }

    async fn own(&self, who: &Ctx) -> OwnPlacement {
        placements::own_placement(&self.world.app, who, &self.id).await.expect("the own placement")
    }

    async fn sign(&self, who: &Ctx, shown: &str) -> Result<Appended, AppError> {
        placements::sign(&self.world.app, who, &self.id, shown, &key()).await
    }
}

fn corrected(said: Said) -> Said {
    Said { source: Source::Officer, reference: Some("Phụ lục 7".into()), ..said }
}

/// As whom something is said.
type Told = fn(Said) -> Said;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_restated_between_display_and_click_is_not_signed() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let worker = claimed(&placed).await;
        let ctx = placed.world.ctx(worker);
        placed.state_until("2027-11-29", plain).await;
        let shown = placed.own(&ctx).await.unsigned;
        let [waiting] = shown.as_slice() else { panic!("one contract waits: {shown:?}") };
        assert_eq!((waiting.contract.contract.as_str(), waiting.contract.form), ("HĐ 7", Form::FixedTerm));
        assert_eq!(waiting.contract.through, parse_date("2027-11-29"));
        assert!(!waiting.is_restated, "nobody signed it yet");
        // Restated while the page is open, by whomever.
        let others = [("2027-05-29", plain as Told), ("2027-06-29", corrected)];
        for (through, said) in others {
            let shown = placed.own(&ctx).await.unsigned;
            placed.state_until(through, said).await;
            let before = placed.seen(AsOf::default()).await.judged.case.facts.len();
            let refused = placed.sign(&ctx, &shown[0].statement).await.expect_err("other terms by now");
            assert_eq!(code(&refused), "contract_restated", "{through}");
            let AppError::Refused(errors) = refused else { panic!("refused") };
            assert!(errors[0].vi.contains("ký lại") && errors[0].en.contains("sign again"), "the remedy is named");
            let after = placed.seen(AsOf::default()).await.judged.case.facts.len();
            assert_eq!(after, before, "nothing was signed");
        }
        let now = placed.own(&ctx).await.unsigned;
        assert_eq!(now[0].contract.through, parse_date("2027-06-29"));
        let (once, app) = (key(), &placed.world.app);
        let signed = placements::sign(app, &ctx, &placed.id, &now[0].statement, &once).await.expect("signed");
        let again = placements::sign(app, &ctx, &placed.id, &now[0].statement, &once).await.expect("answered");
        assert_eq!(signed, again, "the same form sent twice signs once");
        assert!(placed.own(&ctx).await.unsigned.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restated_contract_is_signed_anew_and_an_officers_correction_keeps_the_signature() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let worker = claimed(&placed).await;
        let ctx = placed.world.ctx(worker);
        placed.state_until("2027-11-29", plain).await;
        let first = placed.own(&ctx).await.unsigned[0].statement.clone();
        placed.sign(&ctx, &first).await.expect("signed");
        assert!(placed.own(&ctx).await.unsigned.is_empty());
        placed.state_until("2027-10-29", corrected).await;
        assert!(placed.own(&ctx).await.unsigned.is_empty(), "the signature stands");
        placed.state_until("2027-05-29", plain).await;
        let waiting = placed.own(&ctx).await.unsigned;
        assert_eq!(waiting.len(), 1, "signed before, and to be signed anew");
        assert!(waiting[0].is_restated && waiting[0].statement != first);
        placed.sign(&ctx, &waiting[0].statement).await.expect("signed anew");
        assert!(placed.own(&ctx).await.unsigned.is_empty());
    })
    .await;
}
