//! Lists that programs of a centre read: what is of the centre alone, page after page, each once.

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::Role;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::time::day_number;
use sanviec_store::placement;
use serde_json::Value;

use super::walk::ORGANISATIONS;
use super::{State, Walk};

/// Placements that are made: more than one page of them.
const MADE: i64 = 60;

async fn asked(walk: &mut Walk, token: &str, path: &str) -> (String, Value) {
    let (status, text) = walk.ask_at("GET", path, Some(token), "").await;
    (status, serde_json::from_str(&text).expect("JSON"))
}

fn ids(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().expect("items");
    items.iter().map(|item| item["id"].as_str().expect("a code").to_owned()).collect()
}

/// All that a list has, from its first page to its last.
async fn walked(walk: &mut Walk, token: &str, path: &str) -> Vec<String> {
    let (mut met, mut next) = (Vec::new(), path.to_owned());
    for _ in 0..10 {
        let (status, list) = asked(walk, token, &next).await;
        assert_eq!(status, "200", "{next}: {list}");
        met.extend(ids(&list));
        let Some(cursor) = list["next"].as_str() else { return met };
        next = format!("{path}&after={cursor}");
    }
    panic!("{path} has no end");
}

/// A placement of a day so long ago, with somebody who follows it or with nobody; its code.
async fn placed(walk: &mut Walk, days_ago: i64, is_followed: bool) -> String {
    let now = walk.world.app.clock().now();
    let officer = walk.people[&Role::Officer].0;
    let row = &placement::Row {
        centre_id: walk.places.centre,
        officer_id: is_followed.then_some(officer),
        profile_id: walk.profiles[0].0,
        employer_id: walk.places.employer,
        employer_code: ORGANISATIONS[0].0.to_owned(),
        origin: "referral".to_owned(),
        placed_on: day_number(now.plus_days(-days_ago).day()),
        programme: "stable-employment".to_owned(),
        province: "52".to_owned(),
        task: "2021-2025".to_owned(),
        ..placement::Row::blank(walk.planted.id(), now.0)
    };
    let write = walk.world.app.store().write("placement", |tx| Box::pin(placement::insert(tx, row)));
    write.await.expect("a placement");
    PostingCode::of(row.id).to_string()
}

#[tokio::test]
async fn a_program_walks_through_the_placements_of_its_centre_and_meets_each_once() {
    let mut walk = Walk::new().await;
    let (mut followed, mut others) = (Vec::new(), Vec::new());
    for number in 1..=MADE {
        let is_followed = number % 2 == 0;
        let code = placed(&mut walk, number, is_followed).await;
        let list = if is_followed { &mut followed } else { &mut others };
        list.push(code);
    }
    let token = walk.session(Role::Officer, State::Live).await;
    let mut all = walked(&mut walk, &token, "/api/v1/placements?whose=centre").await;
    let mut made = [followed.clone(), others.clone(), vec![walk.placement.clone()]].concat();
    all.sort();
    made.sort();
    assert_eq!(all, made, "each once");
    let cookie = format!("__Host-sanviec={token}");
    let request = Request::get("/api/v1/placements?whose=centre").header(header::COOKIE, cookie);
    let first = walk.world.ask(request.body(Body::empty()).expect("a request")).await;
    assert_eq!(first.header(header::LINK), "</api/v1/placements?whose=centre&after=1>; rel=\"next\"");
    assert_eq!(first.header(header::CACHE_CONTROL), "no-store", "it names people");
    let own = walked(&mut walk, &token, "/api/v1/placements?whose=mine").await;
    assert!(followed.iter().all(|code| own.contains(code)) && !others.iter().any(|code| own.contains(code)));
    let confirmed = walked(&mut walk, &token, "/api/v1/placements?whose=centre&status=confirmed").await;
    assert_eq!(confirmed, Vec::<String>::new(), "nobody said anything of them");
    for (wrong, field, code) in [
        ("status=xong", "status", "not-in-list"),
        ("whose=ai", "whose", "not-in-list"),
        ("after=1-x", "after", "cursor_unknown"),
        ("after=-1", "after", "cursor_unknown"),
        ("trang=2", "trang", "unknown_parameter"),
    ] {
        let (status, told) = asked(&mut walk, &token, &format!("/api/v1/placements?{wrong}")).await;
        let told = &told["errors"][0];
        assert_eq!((status.as_str(), told["field"].as_str(), told["code"].as_str()), ("422", Some(field), Some(code)));
    }
    let (_, told) = asked(&mut walk, &token, "/api/v1/placements?whose=ai").await;
    assert!(told["detail"].as_str().is_some_and(|detail| detail.contains("mine, centre")), "{told}");
}

#[tokio::test]
async fn a_program_lists_the_claims_and_the_lists_for_payment_of_its_centre_alone() {
    let mut walk = Walk::full().await;
    let token = walk.session(Role::Officer, State::Live).await;
    let named =
        |walk: &Walk, kind: &str| (walk.objects.named(kind, "here", "none"), walk.objects.named(kind, "there", "none"));
    let (status, open) = asked(&mut walk, &token, "/api/v1/claims").await;
    assert_eq!(status, "200", "{open}");
    let (ours, theirs) = named(&walk, "prepared");
    assert!(ids(&open).contains(&ours) && !ids(&open).contains(&theirs), "{open}");
    let (_, refused) = asked(&mut walk, &token, "/api/v1/claims?state=refused").await;
    let items = refused["items"].as_array().expect("items");
    assert!(!items.is_empty() && items.iter().all(|item| item["state"] == "refused"), "{refused}");
    let sums = refused["sums"].as_array().expect("sums");
    let sum = sums.iter().find(|sum| sum["state"] == "refused").expect("a sum");
    assert_eq!(sum["claims"].as_u64(), Some(items.len() as u64));
    let (_, largest) = asked(&mut walk, &token, "/api/v1/claims?order=money").await;
    let dong: Vec<i64> =
        largest["items"].as_array().expect("items").iter().filter_map(|item| item["dong"].as_i64()).collect();
    assert!(dong.len() > 1 && dong.windows(2).all(|pair| pair[0] >= pair[1]), "{dong:?}");
    let (_, lists) = asked(&mut walk, &token, "/api/v1/batches").await;
    for kind in ["batch", "open_batch"] {
        let (ours, theirs) = named(&walk, kind);
        assert!(ids(&lists).contains(&ours) && !ids(&lists).contains(&theirs), "{kind}: {lists}");
    }
    for wrong in ["claims?state=xong", "claims?order=ten", "claims?after=x", "batches?after=x", "batches?xep=1"] {
        let (status, told) = asked(&mut walk, &token, &format!("/api/v1/{wrong}")).await;
        assert_eq!(status, "422", "{wrong}: {told}");
    }
}

#[tokio::test]
async fn the_file_of_a_list_comes_in_the_format_that_was_asked_for_or_not_at_all() {
    let mut walk = Walk::full().await;
    let token = walk.session(Role::Officer, State::Live).await;
    let file = format!("/api/v1/batches/{}/file", walk.objects.named("batch", "here", "none"));
    for (asked, is_xml) in [("", false), ("?format=csv", false), ("?format=pain001", true)] {
        let (status, text) = walk.ask_at("GET", &format!("{file}{asked}"), Some(&token), "").await;
        assert_eq!((status.as_str(), text.contains("<Document")), ("200", is_xml), "{asked}: {text}");
    }
    for (wrong, field, code, known) in [
        ("?format=foo", "format", "unknown_code", ["csv", "pain001"].as_slice()),
        ("?format=xml", "format", "unknown_code", ["csv", "pain001"].as_slice()),
        ("?formt=pain001", "formt", "unknown_parameter", ["format"].as_slice()),
    ] {
        let (status, told) = asked(&mut walk, &token, &format!("{file}{wrong}")).await;
        let told = &told["errors"][0];
        assert_eq!((status.as_str(), told["field"].as_str(), told["code"].as_str()), ("422", Some(field), Some(code)));
        assert_eq!(told["suggestions"], Value::from(known), "{wrong}");
    }
}

#[tokio::test]
async fn what_is_asked_of_one_thing_alone_takes_no_other_question() {
    let mut walk = Walk::full().await;
    let token = walk.session(Role::Officer, State::Live).await;
    let placement = format!("/api/v1/placements/{}", walk.placement);
    let batch = format!("/api/v1/batches/{}", walk.objects.named("batch", "here", "none"));
    for (path, plain) in [
        (format!("{placement}?foo=1"), placement.clone()),
        (format!("{placement}/timeline?today=2026-12-01"), format!("{placement}/timeline")),
        (format!("{placement}/retractions?foo=1"), format!("{placement}/retractions")),
        (format!("{batch}?foo=1"), batch.clone()),
    ] {
        let (status, told) = asked(&mut walk, &token, &path).await;
        assert_eq!((status.as_str(), told["errors"][0]["code"].as_str()), ("422", Some("unknown_parameter")), "{path}");
        assert_eq!(asked(&mut walk, &token, &plain).await.0, "200", "{plain}");
    }
    let (status, told) = walk.ask_at("POST", &format!("{placement}/task?dry_run=1"), Some(&token), "{}").await;
    assert!(status == "422" && told.contains("unknown_parameter"), "{told}");
}
