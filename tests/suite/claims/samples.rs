//! Samples are drawn from what was paid, as the ledger had it: recovered, kept or brought back since, a claim was paid
//! all the same and can be drawn, and a sample that was drawn stays what it was.

use super::money::Money;
use super::recovered::{LEFT, NOT_THERE};
use crate::forms::key;
use sanviec_app::AppError;
use sanviec_app::claims::{self, Draw, Drawn, recovery_preview};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::parse_date;
use sanviec_store::audit;
use sanviec_store::testing::{as_superuser, each_backend};
use serde_json::Value;

impl Money {
    async fn sample(&self, wanted: u32) -> String {
        let day = |text| parse_date(text).expect("a day");
        let order = Draw { from: day("2027-03-01"), through: day("2027-03-31"), wanted };
        claims::draw(&self.world.app, &self.ctx(self.auditor), order, &key()).await.expect("drawn")
    }

    async fn redrawn(&self, sample: &str) -> Drawn {
        claims::drawn(&self.world.app, &self.ctx(self.auditor), sample).await.expect("drawn again")
    }

    /// That a sample is not drawn again, because of a column of its row.
    async fn refused(&self, sample: &str, column: &str) {
        let ctx = self.ctx(self.auditor);
        let refused = claims::drawn(&self.world.app, &ctx, sample).await.expect_err("changed");
        let is_named = format!("{refused:?}").contains(&format!("{column:?}"));
        assert!(matches!(refused, AppError::Internal(_)) && is_named, "{column}: {refused:?}");
    }
}

fn ids(drawn: &Drawn) -> Vec<String> {
    drawn.items.iter().map(|item| item.id.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_stays_what_it_was_and_what_was_paid_can_be_drawn_whatever_became_of_it() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (placement, unmade, _) = money.paid(1).await;
        let (_, brought_back, batch) = money.paid(2).await;
        money.paid(3).await;
        money.paid(4).await;
        let kept_through = money.view(&unmade).await.kept_through.expect("a day");
        let (few, all) = (money.sample(2).await, money.sample(10).await);
        let before = (ids(&money.redrawn(&few).await), ids(&money.redrawn(&all).await));
        assert_eq!((before.0.len(), before.1.len()), (2, 4));
        // A day later: one is asked back, one was brought back by the bank, and another one is paid.
        money.world.pass_days(1);
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        money.tick().await;
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &unmade, 1).await.expect("a preview").asked_dong;
        money.propose(&unmade, asked, 1).await.expect("proposed");
        money.confirm(&unmade, asked).await.expect("confirmed");
        let name = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{name},400000,RETURNED,2027-03-11,AC01,\n")).await;
        let (_, late, _) = money.paid(5).await;
        assert_eq!((money.state(&unmade).await, money.state(&brought_back).await), ("recovering", "bounced"));
        for (sample, drawn) in [(&few, before.0), (&all, before.1)] {
            let again = money.redrawn(sample).await;
            assert_eq!((ids(&again), again.view.population, again.same_population), (drawn, 4, true));
        }
        let now = money.redrawn(&money.sample(10).await).await;
        let drawn = ids(&now);
        assert_eq!((now.view.population, now.same_population), (5, true));
        for claim in [&unmade, &brought_back, &late] {
            assert!(drawn.contains(claim), "it was paid");
        }
        // Its papers are kept as long as if nothing had been asked back.
        assert_eq!(money.view(&unmade).await.kept_through, Some(kept_through));
        money.give_back(&unmade, asked).await.expect("given back");
        assert_eq!(
            (money.state(&unmade).await, money.view(&unmade).await.kept_through),
            ("recovered", Some(kept_through))
        );
    })
    .await;
}

/// What a superuser changes of a sample, and how it is undone; the column is named.
const CHANGED: [(&str, &str, &str); 6] = [
    ("seed", "UPDATE draw SET seed = 'f' || seed", "UPDATE draw SET seed = substr(seed, 2)"),
    ("population", "UPDATE draw SET population = population + 1", "UPDATE draw SET population = population - 1"),
    ("wanted", "UPDATE draw SET wanted = wanted + 1", "UPDATE draw SET wanted = wanted - 1"),
    ("from_on", "UPDATE draw SET from_on = from_on - 1", "UPDATE draw SET from_on = from_on + 1"),
    ("until_on", "UPDATE draw SET until_on = until_on + 1", "UPDATE draw SET until_on = until_on - 1"),
    ("created_at", "UPDATE draw SET created_at = created_at + 1", "UPDATE draw SET created_at = created_at - 1"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_sample_that_is_not_the_one_that_was_drawn_is_refused_and_the_column_named() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        for number in 1..=3 {
            money.paid(number).await;
        }
        let sample = money.sample(2).await;
        let before = money.redrawn(&sample).await;
        // Everything that decides who is drawn stands in the audit, where the chain binds it.
        let id = sample.parse::<PostingCode>().expect("a code").uuid();
        let rows = audit::list_of(money.world.app.store().reader(), id, 0, 10).await.expect("audit");
        let said: Value = serde_json::from_str(rows[0].after.as_deref().expect("values")).expect("JSON");
        assert_eq!((rows.len(), rows[0].action.as_str()), (1, "draw_sample"));
        assert_eq!(said["seed"], format!("s{}", before.view.seed));
        assert!(said["population"] == 3 && said["wanted"] == 2 && said["drawn"] == 2, "{said}");
        let hash = said["population_hash"].as_str().expect("a hash");
        assert!(hash.len() == 63 && hash.starts_with('h'), "{hash}");
        for (column, attack, undone) in CHANGED {
            as_superuser(&fresh.store, &[attack.to_owned()]).await;
            money.refused(&sample, column).await;
            as_superuser(&fresh.store, &[undone.to_owned()]).await;
        }
        assert_eq!(ids(&money.redrawn(&sample).await), ids(&before), "everything is as it was");
        let other = "UPDATE draw SET population_hash = (SELECT facts_hash FROM claim LIMIT 1)";
        as_superuser(&fresh.store, &[other.to_owned()]).await;
        money.refused(&sample, "population_hash").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_is_found_again_page_after_page_newest_first() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut drawn = Vec::new();
        for _ in 0..101 {
            drawn.push(money.sample(1).await);
        }
        let (app, ctx) = (&money.world.app, money.ctx(money.auditor));
        let (mut met, mut counts) = (Vec::new(), Vec::new());
        for page in 0..3 {
            let list = claims::draws(app, &ctx, page).await.expect("a page");
            counts.push((list.items.len(), list.has_more));
            met.extend(list.items.into_iter().map(|sample| sample.id));
        }
        assert_eq!(counts, [(50, true), (50, true), (1, false)]);
        assert_eq!(met.first(), drawn.last(), "the newest first");
        met.sort_unstable();
        drawn.sort_unstable();
        assert_eq!(met, drawn, "none is left out and none shown twice");
    })
    .await;
}
