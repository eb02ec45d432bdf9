//! What programs of a centre are told of its money: that a claim is paid, that people have to look at it again, that
//! all that was asked back has come; once each, and nothing of a person.

use super::money::Money;
use super::recovered::{LEFT, NOT_THERE};
use crate::desk::person;
use crate::forms::key;
use sanviec_app::claims::{self, recovery_preview};
use sanviec_app::webhooks::{self, Add, Owner};
use sanviec_app::{Actor, Ctx, Locale, Role, Thing, accounts};
use sanviec_domain::placement::Source;
use sanviec_store::testing::{Fresh, each_backend};
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

const KINDS: [&str; 3] = ["claim.paid", "claim.in_review", "claim.recovered"];

/// A centre that claims, with a program of its own and one of another centre.
struct Told {
    money: Money,
    /// Who may look, whose it is, and which it is.
    hooks: [(Ctx, Owner, Uuid); 2],
}

impl Told {
    async fn new(fresh: &Fresh) -> Self {
        let money = Money::new(fresh).await;
        let world = &money.world;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = accounts::add_centre(&world.app, &operator, name, "66").await.expect("centre");
        let stranger = person(&world.app, "dung@vidu.vn", Role::CentreManager, Thing::of_centre(other)).await;
        let mut hooks = Vec::new();
        for (who, owner) in [(world.manager, Owner::Centre(world.centre)), (stranger, Owner::Centre(other))] {
            let (ctx, events) = (money.ctx(who), KINDS.map(str::to_owned).to_vec());
            let add = Add { name: "Phần mềm".into(), address: "https://vidu.vn/hook".into(), events };
            let added = webhooks::add(&world.app, &ctx, owner, add, &key()).await.expect("added");
            hooks.push((ctx, owner, added.id));
        }
        let Ok(hooks) = hooks.try_into() else { panic!("two") };
        Self { money, hooks }
    }

    /// What one program was told, the first first.
    async fn of(&self, at: usize) -> Vec<Value> {
        let (who, owner, id) = &self.hooks[at];
        let app = &self.money.world.app;
        let found = webhooks::deliveries(app, who, *owner, (*id, None), 50).await.expect("deliveries");
        let mut bodies: Vec<Value> = found.iter().map(|one| serde_json::from_str(&one.body).expect("JSON")).collect();
        bodies.sort_by_key(|body| body["data"]["version"].as_i64());
        bodies
    }

    /// Kinds and states of what the centre's program was told; the stranger's was told nothing.
    async fn all(&self) -> Vec<(String, String)> {
        assert_eq!(self.of(1).await, Vec::<Value>::new());
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        self.of(0).await.iter().map(|body| (text(&body["type"]), text(&body["data"]["state"]))).collect()
    }
}

fn told(kind: &str, state: &str) -> (String, String) {
    (format!("claim.{kind}"), state.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_of_the_centre_are_told_of_money_that_is_paid_unmade_and_given_back_once_each() {
    each_backend(|fresh| async move {
        let world = Told::new(&fresh).await;
        let money = &world.money;
        let (placement, claim, batch) = money.paid(1).await;
        let paid = told("paid", "paid");
        assert_eq!(world.all().await, std::slice::from_ref(&paid), "nothing before it is paid");
        let (version, today) = (money.view(&claim).await.version, money.ctx(money.auditor).today());
        let data = json!({
            "claim_id": claim, "placement_id": placement, "state": "paid", "on": today, "version": version,
        });
        assert_eq!(world.of(0).await[0]["data"], data, "ids, states and days, and nothing of a person");
        // The bank says the same in the same file.
        let code = money.codes(&batch).await.remove(0);
        money.bank(&batch, &format!("{code},400000,PAID,{today},,\n")).await;
        assert_eq!(money.tick().await, 0);
        assert_eq!(world.all().await.len(), 1);
        money.learn(&placement, NOT_THERE, Source::Insurer).await;
        money.learn(&placement, LEFT, Source::Insurer).await;
        assert_eq!((money.tick().await, money.tick().await), (1, 0));
        let review = told("in_review", "in_review");
        assert_eq!(world.all().await, [paid.clone(), review.clone()]);
        let ctx = money.ctx(money.auditor);
        let asked = recovery_preview(&money.world.app, &ctx, &claim, 1).await.expect("a preview").asked_dong;
        money.propose(&claim, asked, 1).await.expect("proposed");
        money.confirm(&claim, asked).await.expect("confirmed");
        money.give_back(&claim, asked - 1).await.expect("a part");
        assert_eq!(world.all().await.len(), 2, "not all has come");
        money.give_back(&claim, 1).await.expect("the rest");
        assert_eq!(world.all().await, [paid, review, told("recovered", "recovered")]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_file_that_is_cut_off_and_sent_again_tells_with_the_money_or_not_at_all() {
    each_backend(|fresh| async move {
        let world = Told::new(&fresh).await;
        let money = &world.money;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let (app, ctx, form) = (&money.world.app, money.ctx(money.world.officer), key());
        let code = money.codes(&batch).await.remove(0);
        let file = format!("code,dong,status,date,reason,note\n{code},400000,PAID,{},,\n", ctx.today());
        for milliseconds in [0, 1, 2, 4, 8, 16] {
            let sending = claims::import_result(app, &ctx, &batch, file.as_bytes(), &form);
            let _cut_off = tokio::time::timeout(Duration::from_millis(milliseconds), sending).await;
            app.finish().await;
            let is_paid = money.state(&claim).await == "paid";
            assert_eq!(world.all().await.len(), usize::from(is_paid), "after {milliseconds} ms");
        }
        claims::import_result(app, &ctx, &batch, file.as_bytes(), &form).await.expect("taken in or answered");
        assert_eq!(world.all().await, [told("paid", "paid")]);
    })
    .await;
}
