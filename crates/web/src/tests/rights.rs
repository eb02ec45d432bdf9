//! Every route of the router, asked by every role with a session that is live, idle or ended, against the reviewed
//! file. The routes come from the router itself: a new one without a row fails, and so does a row without a route.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::accounts::add_centre;
use sanviec_app::{Actor, Locale, Person, Role, Thing, browse};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::ProfileId;
use sanviec_store::{membership, organisation_member, session};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::site::World;

mod objects;
mod planted;
mod things;

use objects::{Object, Objects};
use planted::{Places, Planted};
use things::Letter;

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

/// A path that stands for a route: parameters filled in with something that is there. Links are real ones for looking
/// only, so that no answer depends on the order of the walk.
pub(super) fn sample(walk: &Walk, method: &str, path: &str) -> String {
    let Walk { world, employer, position, profiles, application, .. } = walk;
    let token = if method == "GET" { walk.token.as_str() } else { "AAAAAAAAAAAAAAAAAAAAAA" };
    let posting = world.ids[0].code().to_string();
    let occupation = crate::pages::occupation_path("3313").expect("slug");
    let filled = path
        .replace("/ghi/{act}", "/ghi/hop-dong")
        .replace("/xac-nhan/{token}", "/xac-nhan/AAAAAAAAAAAAAAAAAAAAAA")
        .replace("/ho-so/viec-lam/{code}", &format!("/ho-so/viec-lam/{}", walk.placement))
        .replace("/tuyen-dung/viec-lam/{code}", &format!("/tuyen-dung/viec-lam/{}", walk.placement))
        .replace("/giay-to/{file}", &format!("/giay-to/{}", walk.placement))
        .replace("/trung-tam/viec-lam/{code}", &format!("/trung-tam/viec-lam/{}", walk.placement))
        .replace("/placements/{id}", &format!("/placements/{}", walk.placement))
        .replace("/viec-lam/{code}/{slug}", &format!("/viec-lam/{posting}/ke-toan-tong-hop-0"))
        .replace("/viec-lam/{code}", &format!("/viec-lam/{posting}"))
        .replace("/ung-tuyen/viec/{code}", &format!("/ung-tuyen/viec/{posting}"))
        .replace("/bao-cao-tin/{code}", &format!("/bao-cao-tin/{posting}"))
        .replace("/ung-tuyen/ho-so/{id}", &format!("/ung-tuyen/ho-so/{application}"))
        .replace("/ung-tuyen/nhap/{id}", &format!("/ung-tuyen/nhap/{application}"))
        .replace("/trung-tam/tin/{code}", &format!("/trung-tam/tin/{posting}"))
        .replace("/webhook/{id}", &format!("/webhook/{}", Uuid::nil()))
        .replace("/bao-cao/{code}", &format!("/bao-cao/{posting}"))
        .replace("/ung-vien/mau/{id}", &format!("/ung-vien/mau/{}", Uuid::nil()))
        .replace("/ung-vien/{id}", &format!("/ung-vien/{application}"))
        .replace("/theo-doi/{token}", &format!("/theo-doi/{token}"))
        .replace("/nghe/{slug}", &occupation)
        .replace("/tai/{place}", "/tai/52-gia-lai")
        .replace("/tinh/{name}", "/tinh/52-gia-lai")
        .replace("/xa/{name}", &format!("/xa/{}", commune()))
        .replace("/doanh-nghiep/{code}", &format!("/doanh-nghiep/{employer}"))
        .replace("/sitemap/{name}", "/sitemap/trang.xml")
        .replace("/postings/{id}", &format!("/postings/{posting}"))
        .replace("{file}", &Uuid::nil().to_string())
        .replace("/units/{code}", "/units/52")
        .replace("{provider}", "khong-co")
        .replace("/phan/{part}", "/phan/wish")
        .replace("/trung/{code}", &format!("/trung/{}", profiles[0].code()))
        .replace("/{other}", &format!("/{}", profiles[1].code()))
        .replace("/don-vi/{code}", &format!("/don-vi/{}", walk.organisation))
        .replace("/tin/{code}", &format!("/tin/{}", walk.draft))
        .replace("{step}", "viec")
        .replace("/phieu/{code}", &format!("/phieu/{}", walk.letter.referral))
        .replace("/giay/{code}", &format!("/giay/{}", walk.letter.proof))
        .replace("/nguoi/{code}", &format!("/nguoi/{}", walk.letter.profile))
        .replace("/lich-hen/{code}", &format!("/lich-hen/{}", walk.letter.meeting))
        .replace("/co-so/{code}", &format!("/co-so/{}", walk.centre))
        .replace("/nhan-su/{code}", &format!("/nhan-su/{}", walk.centre))
        .replace("/chi-tra/lap/{code}", "/chi-tra/lap/00000000000000000000000000")
        .replace("/batches/{id}", "/batches/00000000000000000000000000")
        .replace("/claims/{id}", "/claims/00000000000000000000000000")
        .replace("/de-nghi/{code}", "/de-nghi/00000000000000000000000000")
        .replace("/danh-sach/{code}", "/danh-sach/00000000000000000000000000")
        .replace("/rut-mau/{code}", "/rut-mau/00000000000000000000000000")
        .replace("{*rest}", "khong-co");
    match filled.rsplit('/').next() {
        Some("ma") if filled.contains("/ung-tuyen") => format!("{filled}?luot={}", Uuid::nil()),
        Some("xac-nhan") => format!("{filled}?luot={}", Uuid::nil()),
        Some("stream") => format!("{filled}?after={position}"),
        Some("suggestions") => format!("{filled}?q=ke"),
        _ => filled,
    }
}

fn commune() -> String {
    let unit = sanviec_reference::unit::communes().first().expect("a commune");
    format!("{}-{}", unit.code, sanviec_text::slug(unit.name))
}

pub(super) struct Walk {
    pub(super) world: World,
    employer: String,
    /// An organisation whose people the members are, and a draft of it.
    organisation: String,
    draft: String,
    /// Where the stream of changes can be followed from.
    position: String,
    /// Two people of the officer's centre.
    profiles: [ProfileId; 2],
    /// An application to the employer, and the token by which it is followed.
    pub(super) application: String,
    token: String,
    /// Account and membership of a person of each role.
    people: BTreeMap<Role, (Uuid, Option<Uuid>)>,
    places: Places,
    planted: Planted,
    sessions: u128,
    centre: String,
    letter: Letter,
    /// A placement with the employer of the members.
    pub(super) placement: String,
    objects: Objects,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Live,
    Halfway,
    Idle,
    Revoked,
}

impl Walk {
    pub(super) async fn new() -> Self {
        Self::over(World::new().await).await
    }

    pub(super) async fn over(world: World) -> Self {
        let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
        let (employers, _) = browse::list_employers(&world.app, &ctx, "", 1).await.expect("employers");
        let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let other_centre = add_centre(&world.app, &ctx, "Trung tâm Đắk Lắk", "66").await.expect("centre");
        let (mut people, mut planted) = (BTreeMap::new(), Planted::default());
        let names = [("0100233488", "Công ty TNHH Minh Anh"), ("0300588569", "Công ty TNHH Hải Vân")];
        let (own, draft) = things::organisation(&world, &mut planted, centre, names[0]).await;
        let (theirs, their_draft) = things::organisation(&world, &mut planted, other_centre, names[1]).await;
        let places = Places { centre, other_centre, employer: own, other_employer: theirs };
        world.verify_employers().await;
        let sent = things::apply(&world, &mut planted, (25, own), None).await;
        let sent_there = things::apply(&world, &mut planted, (24, theirs), None).await;
        for role in ROLES {
            let account = planted.person(&world.app, role, places.of(role)).await;
            let held = sanviec_store::membership::list_held(world.app.store().reader(), account).await.expect("held");
            people.insert(role, (account, held.first().map(|row| row.id)));
        }
        let people_there = planted.people_around(&world.app, &places).await;
        let people_here: BTreeMap<Role, Uuid> = people.iter().map(|(role, (account, _))| (*role, *account)).collect();
        let (officer, seeker) = (people_here[&Role::Officer], people_here[&Role::Seeker]);
        let profiles = [
            things::registered(&world, &mut planted, officer, centre).await,
            things::registered(&world, &mut planted, officer, centre).await,
        ];
        let own_profile = things::own_profile(&world, &mut planted, seeker).await;
        let sent_by_account = things::apply(&world, &mut planted, (25, own), Some(seeker)).await;
        let file = things::attach(&world, seeker, &sent_by_account.code).await;
        let snapshot = world.get("/api/v1/postings/snapshot").await;
        let position = snapshot.headers["sanviec-position"].to_str().expect("text").to_owned();
        let letter = things::letter(&world, &mut planted, &people_here, centre, 0).await;
        let letter_there = things::letter(&world, &mut planted, &people_there, other_centre, 1).await;
        let by_officer = things::ctx_of(&world, officer, Role::Officer, Thing::of_centre(centre));
        let placement = things::placement(&world, &by_officer, &letter.profile, 25).await;
        let templates = [things::template(&world, own).await, things::template(&world, theirs).await];
        let code = |id| PostingCode::of(id).to_string();
        let mut objects = Objects::default();
        objects.add("organisation", [code(own), code(theirs)]);
        objects.add("posting", [code(draft), code(their_draft)]);
        objects.add("centre", [code(centre), code(other_centre)]);
        objects.add("application", [sent.code.clone(), sent_there.code]);
        objects.add("profile", [letter.profile.clone(), letter_there.profile]);
        objects.add("referral", [letter.referral.clone(), letter_there.referral]);
        objects.add("meeting", [letter.meeting.clone(), letter_there.meeting]);
        objects.add("template", templates.map(|id| id.to_string()));
        objects.add_own(Object::own("application", sent_by_account.code).with(file.to_string()));
        objects.add_own(Object::own("profile", own_profile.code().to_string()));
        objects.beside("profile", &profiles[1].code().to_string());
        let [organisation, draft, centre] = [code(own), code(draft), code(centre)];
        let (application, token, employer) = (sent.code, sent.token, employers[0].id.clone());
        Self {
            employer,
            organisation,
            draft,
            world,
            position,
            profiles,
            application,
            token,
            people,
            places,
            planted,
            sessions: 0,
            centre,
            letter,
            placement,
            objects,
        }
    }

    /// A fresh session; its token.
    pub(super) async fn session(&mut self, role: Role, state: State) -> String {
        let of = self.people[&role];
        self.session_of(of, role, state).await
    }

    /// A session of whoever founded the organisation.
    pub(super) async fn founder(&mut self) -> String {
        let reader = self.world.app.store().reader();
        let organisation: PostingCode = self.organisation.parse().expect("a code");
        let members = organisation_member::list(reader, organisation.uuid()).await.expect("members");
        let account = members.first().expect("a founder").account_id;
        let held = membership::list_held(reader, account).await.expect("held");
        self.session_of((account, Some(held[0].id)), Role::EmployerAdministrator, State::Live).await
    }

    async fn session_of(&mut self, of: (Uuid, Option<Uuid>), role: Role, state: State) -> String {
        self.sessions += 1;
        let token = format!("{:064x}", self.sessions);
        let now = self.world.app.clock().now().0;
        let (account_id, membership_id) = of;
        let idle_us = 600_000_000;
        let row = &session::Row {
            id: Uuid::from_u128(self.sessions),
            token_hash: Sha256::digest(token.as_bytes()).to_vec(),
            account_id,
            stage: if state == State::Halfway { "second_factor" } else { "live" }.to_owned(),
            role: role.code().to_owned(),
            membership_id,
            device: String::new(),
            created_at: now,
            seen_at: if state == State::Idle { now - idle_us } else { now },
            proved_at: now,
            idle_us,
            expires_at: now + 3_600_000_000,
            revoked_at: (state == State::Revoked).then_some(now),
        };
        let store = self.world.app.store();
        store.write("session", |tx| Box::pin(async move { session::insert(tx, row).await })).await.expect("session");
        token
    }

    /// Who asks with a live session of this role.
    pub(super) fn actor(&self, role: Role) -> Actor {
        let place = self.places.of(role);
        let account_id = self.people[&role].0;
        let (centre_id, employer_id) = (place.centre_id, place.employer_id);
        Actor::Person(Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id, is_fresh: true })
    }

    /// Status, and where a redirect leads, in the words of the reviewed file.
    async fn ask(&mut self, method: &str, path: &str, token: Option<&str>) -> (String, String) {
        let filled = sample(self, method, path);
        self.ask_at(method, &filled, token).await
    }

    /// The same at an address.
    async fn ask_at(&mut self, method: &str, address: &str, token: Option<&str>) -> (String, String) {
        self.sessions += 1;
        let method = if method == "ANY" { "GET" } else { method };
        let cookie = token.map_or_else(String::new, |token| format!("__Host-sanviec={token}"));
        let body = format!("khoa={:032x}&luot={}", self.sessions, Uuid::nil());
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(if method == "GET" { Body::empty() } else { Body::from(body) })
            .expect("request");
        let answer = self.world.ask(request).await;
        let leads = row_path(answer.header(header::LOCATION).split('?').next().unwrap_or_default());
        let posting = format!("/viec-lam/{}/ke-toan-tong-hop-0", self.world.ids[0].code());
        let leads = leads.replace(&posting, "/viec-lam/{code}/{slug}").replace(&self.application, "{id}");
        // A draft that was begun by asking.
        let leads = if leads.starts_with("/ung-tuyen/nhap/") { "/ung-tuyen/nhap/{id}".to_owned() } else { leads };
        (format!("{} {leads}", answer.status.as_u16()).trim().to_owned(), answer.text)
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
    let mut walk = Walk::new().await;
    let rows = reviewed();
    let routes = routes(&walk.world.router);
    assert_eq!(gaps(&routes, &rows), Vec::<String>::new(), "routes without a row and rows without a route");
    let mut wrong = Vec::new();
    let (mut asked, mut shown) = (0, 0);
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
        let leaks = walk.planted.leaks(&address, &text, Actor::Public);
        assert!(leaks.is_empty(), "{method} {path} shows anybody: {leaks:?}");
        for role in ROLES {
            for state in [State::Live, State::Halfway, State::Idle, State::Revoked] {
                let token = walk.session(role, state).await;
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
                let leaks = walk.planted.leaks(&address, &text, actor);
                assert!(leaks.is_empty(), "{method} {path} shows to {} {what}: {leaks:?}", role.code());
                let found = walk.planted.shown(&text);
                shown += usize::from(!found.is_empty());
                let paper = row_path(path) == "/trung-tam/phieu/{code}/in" && role == Role::Officer;
                let reads = paper && state == State::Live;
                assert!(!reads || found.contains(&"phone"), "a letter says how the person is reached: {found:?}");
                assert!(!text.contains("0905123456"), "{method} {path} shows a contact of a posting");
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
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
