//! What a change at a centre leaves in the trail: of each field that differs what it was and what it is, and of what
//! somebody typed only a mark.

use super::{World, key};
use sanviec_app::accounts::{self, Measure};
use sanviec_app::desk::{self, BranchOrder, LetterheadOrder};
use sanviec_app::webhooks::{self, Act, Add, Owner};
use sanviec_app::{Actor, App, Locale};
use sanviec_domain::posting::PostingCode;
use sanviec_store::audit;
use sanviec_store::testing::each_backend;
use serde_json::{Value, json};
use uuid::Uuid;

/// What the last entry of an action about a thing says that it was, and is.
async fn change(app: &App, thing: Uuid, action: &str) -> (Value, Value) {
    let trail = audit::list_of(app.store().reader(), thing, 0, 50).await.expect("trail");
    let last = trail.into_iter().rfind(|entry| entry.action == action).expect(action);
    let read = |text: Option<String>| text.map_or(Value::Null, |text| serde_json::from_str(&text).expect("JSON"));
    (read(last.before), read(last.after))
}

fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Whether a value is a mark of what was typed.
fn is_mark(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with('~'))
}

fn id_of(code: &str) -> Uuid {
    code.parse::<PostingCode>().expect("a code").uuid()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_and_a_letterhead_tell_what_they_were_and_are() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, manager) = (&world.app, &world.ctx(world.manager));
        let branch = |id: Option<String>, address: &str| BranchOrder {
            centre: world.centre_code(),
            id,
            name: "Cơ sở An Nhơn".into(),
            address: address.into(),
        };
        desk::save_branch(app, manager, branch(None, "12 Lê Lợi"), &key()).await.expect("added");
        let view = desk::centre(app, manager, &world.centre_code()).await.expect("centre");
        let code = view.branches[0].id.clone();
        let (was, is) = change(app, id_of(&code), "save_branch").await;
        assert_eq!((was, fields(&is)), (Value::Null, vec!["address", "name"]), "something new was nothing");
        desk::save_branch(app, manager, branch(Some(code.clone()), "14 Lê Lợi"), &key()).await.expect("moved");
        let (was, is) = change(app, id_of(&code), "save_branch").await;
        assert_eq!((fields(&was), fields(&is)), (vec!["address"], vec!["address"]), "the name is the same");
        assert!(is_mark(&was["address"]) && is_mark(&is["address"]) && was != is, "{was} {is}");
        let head = view.letterhead.expect("a letterhead");
        let order = LetterheadOrder {
            centre: world.centre_code(),
            version: head.version,
            parent_body: head.parent_body,
            place: head.place,
            sign: head.sign,
            signer_post: head.signer_post,
            signer_name: "lê văn tám".into(),
            send_days: "3".into(),
            answer_days: head.answer_days.to_string(),
            ..LetterheadOrder::default()
        };
        desk::save_letterhead(app, manager, order, &key()).await.expect("saved");
        let (was, is) = change(app, world.centre, "save_letterhead").await;
        assert_eq!(fields(&was), ["send_days", "signer_name"]);
        assert_eq!((&was["send_days"], &is["send_days"]), (&json!(2), &json!(3)));
        assert!(was["signer_name"].is_null() && is_mark(&is["signer_name"]), "{was} {is}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_tells_what_it_was_and_is_and_never_a_secret() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, manager, owner) = (&world.app, &world.ctx(world.manager), Owner::Centre(world.centre));
        let events = owner.events().iter().map(|kind| kind.code().to_owned()).collect();
        let add = Add { name: "Phần mềm".into(), address: "https://may.vidu.vn/nghe".into(), events };
        let added = webhooks::add(app, manager, owner, add, &key()).await.expect("added");
        let (was, is) = change(app, added.id, "add_webhook").await;
        assert!(was.is_null() && is["state"] == "active" && is_mark(&is["address"]), "{was} {is}");
        webhooks::act(app, manager, owner, (added.id, Act::Pause), &key()).await.expect("stopped");
        let stopped = change(app, added.id, "pause_webhook").await;
        assert_eq!(stopped, (json!({ "state": "active" }), json!({ "state": "paused" })));
        webhooks::rotate(app, manager, owner, added.id, &key()).await.expect("another secret");
        let (was, is) = change(app, added.id, "rotate_webhook").await;
        assert_eq!(fields(&is), ["old_secret_until"]);
        assert!(was["old_secret_until"].is_null() && is["old_secret_until"].is_i64(), "{was} {is}");
        webhooks::act(app, manager, owner, (added.id, Act::Remove), &key()).await.expect("taken away");
        let (was, is) = change(app, added.id, "remove_webhook").await;
        assert!(was["state"] == "paused" && is.is_null(), "{was} {is}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_a_name_and_an_account_out_of_use_tell_what_they_were() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, manager) = (&world.app, &world.ctx(world.manager));
        let role = id_of(&world.role_of(world.officer).await);
        for name in ["Nguyễn Văn An", "Nguyễn Văn Bình"] {
            desk::name_colleague(app, manager, role, name, &key()).await.expect("named");
        }
        let (was, is) = change(app, role, "name_colleague").await;
        assert!(is_mark(&was["name"]) && is_mark(&is["name"]) && was != is, "{was} {is}");
        world.hand_over(world.officer, Some(world.colleague)).await.expect("handed over");
        let (was, is) = change(app, role, "hand_over").await;
        assert_eq!((&was["role"], &is["ended"]), (&json!("officer"), &json!("officer")));
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        accounts::take_measure(app, &operator, "binh@vidu.vn", Measure::Stop).await.expect("out of use");
        let stopped = change(app, world.colleague.account_id, "stop_account").await;
        assert_eq!(stopped, (json!({ "state": "live" }), json!({ "state": "disabled" })));
    })
    .await;
}
