//! One damaged row does not stop the clock: the next ones are done, and it is listed until somebody has mended it.

use super::money::Money;
use super::recovered::NOT_THERE;
use sanviec_app::stuck::{Stuck, stuck};
use sanviec_app::{Actor, Locale, placements};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::Micros;
use sanviec_store::Backend;
use sanviec_store::testing::{Fresh, as_superuser, each_backend};

impl Money {
    async fn stuck(&self) -> Vec<Stuck> {
        let app = &self.world.app;
        stuck(app, &app.ctx(Actor::Operator, Locale::Vi)).await.expect("listed")
    }

    fn pass_minutes(&self, minutes: i64) {
        let clock = self.world.app.clock();
        clock.set(Micros(clock.now().0 + minutes * 60_000_000));
    }
}

/// Changes a column of one row below the program.
async fn change(fresh: &Fresh, (table, code): (&str, &str), set: &str) {
    let id = code.parse::<PostingCode>().expect("a code").uuid();
    let id = match fresh.backend {
        Backend::Sqlite => format!("x'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    };
    as_superuser(&fresh.store, &[format!("UPDATE {table} SET {set} WHERE id = {id}")]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_claim_keeps_no_other_waiting_and_is_listed_until_it_is_mended() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut claims = Vec::new();
        for number in 1..=3 {
            let placement = money.confirmed(number).await;
            claims.push(money.prepare(&placement).await.expect("prepared"));
            money.learn(&placement, NOT_THERE, Source::Insurer).await;
        }
        // The first one: it would have stopped those behind it.
        change(&fresh, ("claim", &claims[0]), "state = 'nonsense'").await;
        assert_eq!(money.tick().await, 2, "the others");
        for claim in &claims[1..] {
            assert_eq!(money.state(claim).await, "in_review");
        }
        let listed = money.stuck().await;
        assert_eq!(listed.len(), 1);
        let id = claims[0].parse::<PostingCode>().expect("a code").uuid();
        assert_eq!((listed[0].kind.as_str(), listed[0].id, listed[0].times), ("claim", id, 1));
        assert!(listed[0].error.contains("claim") && listed[0].error.contains("state"), "{}", listed[0].error);
        assert_eq!(money.tick().await, 0, "not tried again at once");
        assert_eq!(money.stuck().await[0].times, 1);
        money.pass_minutes(2);
        assert_eq!(money.tick().await, 0);
        let again = money.stuck().await.remove(0);
        assert_eq!((again.times, again.since), (2, listed[0].since), "since the first time");
        change(&fresh, ("claim", &claims[0]), "state = 'prepared'").await;
        money.pass_minutes(3);
        assert_eq!(money.tick().await, 1, "mended, it moves by itself");
        assert_eq!((money.state(&claims[0]).await, money.stuck().await.len()), ("in_review", 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_placement_keeps_no_other_waiting() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut codes = Vec::new();
        for number in 1..=3 {
            let code = money.confirmed(number).await;
            change(&fresh, ("placement", &code), "due_at = 1").await;
            codes.push(code);
        }
        change(&fresh, ("placement", &codes[0]), "placed_on = 2147483647").await;
        let app = &money.world.app;
        let system = || app.ctx(Actor::System, Locale::Vi);
        assert_eq!(placements::tick(app, &system()).await.expect("looked"), 2, "the others");
        assert_eq!(placements::tick(app, &system()).await.expect("looked"), 0, "and nothing goes round and round");
        let listed = money.stuck().await;
        assert_eq!((listed.len(), listed[0].kind.as_str()), (1, "placement"));
    })
    .await;
}
