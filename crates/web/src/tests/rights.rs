//! Every route of the router, asked by every role with a session that is live, idle or ended, against the reviewed
//! file. The routes come from the router itself: a new one without a row fails, and so does a row without a route.

use std::collections::BTreeMap;

use sanviec_app::{Actor, Role};

use super::site::World;

mod fill;
mod letter;
mod lists;
mod objects;
mod pages;
mod planted;
mod programs;
mod release;
mod secrets;
mod settling;
mod things;
mod walk;

pub(super) use walk::{State, Walk, sample};

const REVIEWED: &str = include_str!("../../../../tests/data/rights/routes.tsv");
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "connect", "trace"];
pub(super) const ROLES: [Role; 8] = [
    Role::Seeker,
    Role::EmployerMember,
    Role::EmployerAdministrator,
    Role::Officer,
    Role::CentreManager,
    Role::Moderator,
    Role::Auditor,
    Role::PlatformOperator,
];

/// Method and path of every route, as the router shows itself.
pub(super) fn routes(router: &axum::Router) -> Vec<(String, String)> {
    let shown = format!("{router:?}");
    // What comes after are routers for what no route takes, with numbers of their own.
    let shown = shown.split("fallback_router: ").next().unwrap_or_default();
    let (mut methods, mut paths): (BTreeMap<String, Vec<String>>, BTreeMap<String, String>) = Default::default();
    for part in shown.split("RouteId(").skip(1) {
        let Some((id, rest)) = part.split_once("): ") else { continue };
        if let Some(path) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
            paths.insert(id.to_owned(), path.to_owned());
        } else if rest.starts_with("MethodRouter(") {
            let has = |method: &&str| {
                let value = rest.split_once(&format!("{method}: ")).map_or("", |(_, value)| value);
                !value.is_empty() && !value.starts_with("None")
            };
            let mut known: Vec<String> =
                METHODS.iter().filter(|method| has(method)).map(|m| m.to_uppercase()).collect();
            if known.is_empty() {
                known.push("ANY".to_owned());
            }
            methods.insert(id.to_owned(), known);
        }
    }
    let of = |(id, path): (String, String)| {
        let known = methods.get(&id).cloned().unwrap_or_default();
        known.into_iter().map(move |method| (method, path.clone())).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of).collect()
}

/// Path as the reviewed file has it: Vietnamese, files of the site as one row.
pub(super) fn row_path(path: &str) -> String {
    if path.starts_with("/static/") {
        return "/static/{file}".to_owned();
    }
    match path.strip_prefix("/en") {
        Some("" | "/") => "/".to_owned(),
        Some(rest) if rest.starts_with('/') => rest.to_owned(),
        _ => path.to_owned(),
    }
}

type Rows = BTreeMap<(String, String), BTreeMap<String, String>>;

/// Routes without a row, and rows without a route.
fn gaps(routes: &[(String, String)], rows: &Rows) -> Vec<String> {
    let known: Vec<_> = routes.iter().map(|(method, path)| (method.clone(), row_path(path))).collect();
    let unreviewed =
        known.iter().filter(|key| !rows.contains_key(key)).map(|(method, path)| format!("{method} {path}"));
    let idle = rows.keys().filter(|key| !known.contains(key)).map(|(method, path)| format!("{method} {path}"));
    unreviewed.chain(idle).collect()
}

fn reviewed() -> Rows {
    let mut lines = REVIEWED.lines().filter(|line| !line.starts_with('#'));
    let head: Vec<&str> = lines.next().expect("head").split('\t').collect();
    let mut rows = BTreeMap::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!(cells.len(), head.len(), "{line}");
        let answers = head.iter().zip(&cells).skip(2).map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned()));
        let key = (cells[0].to_owned(), cells[1].to_owned());
        assert!(rows.insert(key, answers.collect()).is_none(), "{line} stands twice");
    }
    rows
}

#[tokio::test]
async fn every_route_answers_every_role_and_session_as_reviewed() {
    let mut walk = Walk::full().await;
    let rows = reviewed();
    let routes = routes(&walk.world.router);
    assert_eq!(gaps(&routes, &rows), Vec::<String>::new(), "routes without a row and rows without a route");
    let (mut wrong, mut over) = (Vec::new(), BTreeMap::new());
    let (mut asked, mut shown) = (0, 0);
    for role in ROLES {
        for state in [State::Idle, State::Revoked] {
            over.insert((role, state), walk.session(role, state).await);
        }
    }
    for (method, path) in &routes {
        let key = (method.clone(), row_path(path));
        let row = &rows[&key];
        let mut compare = |answer: String, expected: &str, who: String| {
            if answer != expected {
                wrong.push(format!("{method} {path} {who}: {answer}, reviewed as {expected}"));
            }
        };
        let (answer, text) = walk.ask(method, path, None).await;
        compare(answer, &row["public"], "without a session".to_owned());
        let address = sample(&walk, method, path);
        let (leaks, _) = walk.planted.met(&address, &text, Actor::Public);
        assert!(leaks.is_empty(), "{method} {path} shows anybody: {leaks:?}");
        for role in ROLES {
            for state in [State::Live, State::Halfway, State::Idle, State::Revoked] {
                // One that is over changes by nothing; others are new each time, for some addresses end them.
                let token = match over.get(&(role, state)) {
                    Some(token) => token.clone(),
                    None => walk.session(role, state).await,
                };
                let (answer, text) = walk.ask(method, path, Some(&token)).await;
                let expected = match state {
                    State::Live => &row[role.code()],
                    State::Halfway => &row["halfway"],
                    State::Idle | State::Revoked => &row["public"],
                };
                let what = match state {
                    State::Live => "live",
                    State::Halfway => "halfway",
                    State::Idle => "idle",
                    State::Revoked => "revoked",
                };
                compare(answer, expected, format!("{} {what}", role.code()));
                asked += 1;
                let actor = if state == State::Live { walk.actor(role) } else { Actor::Public };
                let (leaks, met) = walk.planted.met(&address, &text, actor);
                assert!(leaks.is_empty(), "{method} {path} shows to {} {what}: {leaks:?}", role.code());
                shown += usize::from(met > 0);
                let paper = row_path(path) == "/trung-tam/phieu/{code}/in" && role == Role::Officer;
                let reads = paper && state == State::Live;
                let says = |what| walk.planted.shown(&text).contains(&what);
                assert!(!reads || says("phone"), "a letter says how the person is reached: {text}");
                assert!(!text.contains("0905123456"), "{method} {path} shows a contact of a posting");
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers differ: {:#?}", wrong.len(), wrong);
    assert!(
        shown >= 2 * ROLES.len() && walk.planted.len() > 20,
        "the walk saw {shown} pages with own values: it is blind"
    );
    assert!(routes.len() > 60 && asked > 2_000, "{} routes, {asked} answers", routes.len());
}

#[tokio::test]
async fn the_account_page_leads_only_where_the_role_may_go() {
    let mut walk = Walk::new().await;
    for role in ROLES {
        let token = walk.session(role, State::Live).await;
        let (_, page) = walk.ask("GET", "/tai-khoan", Some(&token)).await;
        let links: Vec<&str> = page.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(links.len() > 5, "{role:?} sees ways");
        for link in links.into_iter().filter(|link| !link.starts_with("static/")) {
            let (answer, _) = walk.ask("GET", &format!("/{link}"), Some(&token)).await;
            assert!(!answer.starts_with('4'), "{role:?} is shown the way to /{link}: {answer}");
        }
    }
}

#[tokio::test]
async fn the_router_shows_all_its_routes() {
    let nothing: axum::Router = axum::Router::new()
        .route("/a", axum::routing::get(|| async {}).post(|| async {}))
        .nest("/b", axum::Router::new().route("/c/{d}", axum::routing::delete(|| async {})))
        .route("/e", axum::routing::any(|| async {}));
    let mut found = routes(&nothing);
    found.sort();
    let expected = [("ANY", "/e"), ("DELETE", "/b/c/{d}"), ("GET", "/a"), ("POST", "/a")];
    assert_eq!(found, expected.map(|(method, path)| (method.to_owned(), path.to_owned())));
}

#[tokio::test]
async fn no_route_and_no_row_is_added_or_taken_away_without_being_found_out() {
    let world = World::new().await;
    let (known, rows) = (routes(&world.router), reviewed());
    for key in rows.keys() {
        let mut fewer = rows.clone();
        fewer.remove(key);
        let told = format!("{} {}", key.0, key.1);
        assert!(gaps(&known, &fewer).contains(&told), "without the row of {told}");
        let without: Vec<_> = known
            .iter()
            .filter(|(method, path)| (method, row_path(path)) != (&key.0, key.1.clone()))
            .cloned()
            .collect();
        assert_eq!(gaps(&without, &rows), [told], "without the route");
    }
    for added in ["/moi", "/moi/{code}", "/en/moi", "/api/v1/moi"] {
        let more = axum::Router::new().route(added, axum::routing::get(|| async {}).post(|| async {}));
        let found = gaps(&routes(&world.router.clone().merge(more)), &rows);
        let path = row_path(added);
        assert_eq!(found, [format!("GET {path}"), format!("POST {path}")], "{added}");
    }
}
