//! Every route of the router, asked by every role with a session that is live, idle or ended, against the reviewed
//! file. The routes come from the router itself: a new one without a row fails, and so does a row without a route.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::accounts::{NewPerson, add_centre, add_person};
use sanviec_app::applications::{self, Applied, Linked, Quick};
use sanviec_app::profiles::{Register, register};
use sanviec_app::{
    Actor, Key, Locale, Person, Role, Thing, browse, desk, hiring, messages, organisations, placements, profiles,
};
use sanviec_domain::person::PersonName;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_domain::referral::{Command, Way};
use sanviec_store::session;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::site::World;

mod planted;

use planted::{Places, Planted};

const REVIEWED: &str = include_str!("../../../../tests/data/rights/routes.tsv");
const METHODS: [&str; 7] = ["get", "post", "put", "patch", "delete", "connect", "trace"];
const ROLES: [Role; 8] = [
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
fn routes(router: &axum::Router) -> Vec<(String, String)> {
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
fn row_path(path: &str) -> String {
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
fn sample(walk: &Walk, method: &str, path: &str) -> String {
    let Walk { world, employer, position, profiles, application, .. } = walk;
    let token = if method == "GET" { walk.token.as_str() } else { "AAAAAAAAAAAAAAAAAAAAAA" };
    let posting = world.ids[0].code().to_string();
    let occupation = crate::pages::occupation_path("3313").expect("slug");
    let filled = path
        .replace("/ghi/{act}", "/ghi/hop-dong")
        .replace("/xac-nhan/{token}", "/xac-nhan/AAAAAAAAAAAAAAAAAAAAAA")
        .replace("/ho-so/viec-lam/{code}", &format!("/ho-so/viec-lam/{}", walk.letter.placement))
        .replace("/tuyen-dung/viec-lam/{code}", &format!("/tuyen-dung/viec-lam/{}", walk.letter.placement))
        .replace("/giay-to/{file}", &format!("/giay-to/{}", walk.letter.placement))
        .replace("/trung-tam/viec-lam/{code}", &format!("/trung-tam/viec-lam/{}", walk.letter.placement))
        .replace("/placements/{id}", &format!("/placements/{}", walk.letter.placement))
        .replace("/viec-lam/{code}/{slug}", &format!("/viec-lam/{posting}/ke-toan-tong-hop-0"))
        .replace("/viec-lam/{code}", &format!("/viec-lam/{posting}"))
        .replace("/ung-tuyen/viec/{code}", &format!("/ung-tuyen/viec/{posting}"))
        .replace("/bao-cao-tin/{code}", &format!("/bao-cao-tin/{posting}"))
        .replace("/ung-tuyen/ho-so/{id}", &format!("/ung-tuyen/ho-so/{application}"))
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

/// An employer that is not this one.
async fn other_employer(world: &World, known: Uuid) -> Uuid {
    let ids: Vec<Uuid> = world.ids.iter().map(|id| id.0).collect();
    let rows = sanviec_store::posting::find_many(world.app.store().reader(), &ids).await.expect("postings");
    rows.into_iter().map(|row| row.employer_id).find(|id| *id != known).expect("another employer")
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
    application: String,
    token: String,
    /// Account and membership of a person of each role.
    people: BTreeMap<Role, (Uuid, Option<Uuid>)>,
    places: Places,
    planted: Planted,
    sessions: u128,
    centre: String,
    pub(super) letter: Letter,
}

/// Codes of a letter that the centre issued, of the page that proves it, of the person, and of a meeting with them.
pub(super) struct Letter {
    referral: String,
    proof: String,
    profile: String,
    meeting: String,
    /// A placement with the employer of the members.
    pub(super) placement: String,
}

/// Two people who were registered at the counter.
async fn registered(world: &World, account_id: Uuid, centre: Uuid) -> [ProfileId; 2] {
    let officer = sanviec_app::Person {
        account_id,
        session_id: Uuid::nil(),
        role: Role::Officer,
        centre_id: Some(centre),
        employer_id: None,
        is_fresh: true,
    };
    let ctx = world.app.ctx(Actor::Person(officer), Locale::Vi);
    let mut ids = Vec::new();
    for name in ["Nguyễn Thị Lan", "Trần Văn Bảy"] {
        let mut content = Content::default();
        content.identity.name = PersonName::parse(name).ok();
        let key = sanviec_app::Key::fresh().expect("key");
        let new = Register { content, branch_id: None };
        ids.push(register(&world.app, &ctx, new, &key).await.expect("registered"));
    }
    [ids[0], ids[1]]
}

/// An organisation that the centre serves, and a posting that it has begun.
async fn organisation(world: &World, centre: Uuid) -> (Uuid, Uuid) {
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let new = NewPerson { contact: "lap@vidu.vn".into(), password: None, role: Role::Seeker, place: Thing::default() };
    let account_id = add_person(&world.app, &ctx, new).await.expect("founder");
    let as_role = |role, employer_id| {
        let session_id = Uuid::nil();
        let person = Person { account_id, session_id, role, centre_id: None, employer_id, is_fresh: true };
        world.app.ctx(Actor::Person(person), Locale::Vi)
    };
    let form = organisations::Registration {
        kind: "enterprise".into(),
        number: "0100233488".into(),
        name: "Công ty TNHH Minh Anh".into(),
        employer_type: "non_state".into(),
        industry: "C".into(),
        size: "10_50".into(),
        address: "12 Trần Phú".into(),
        phone: "0256 3822 123".into(),
        email: "nhansu@vidu.vn".into(),
        representative: "Nguyễn Thị Lan".into(),
        centre: centre.to_string(),
    };
    let key = || Key::fresh().expect("key");
    let seeker = as_role(Role::Seeker, None);
    let own = organisations::register(&world.app, &seeker, form, &key()).await.expect("registered");
    let administrator = as_role(Role::EmployerAdministrator, Some(own));
    let begin = hiring::Begin { employer: own, copy_of: None };
    let draft = hiring::begin(&world.app, &administrator, begin, &key()).await.expect("begun");
    let new = NewPerson { contact: "xet@vidu.vn".into(), password: None, role: Role::Seeker, place: Thing::default() };
    let moderator = Person {
        account_id: add_person(&world.app, &ctx, new).await.expect("moderator"),
        session_id: Uuid::nil(),
        role: Role::Moderator,
        centre_id: Some(centre),
        employer_id: None,
        is_fresh: true,
    };
    let moderator = world.app.ctx(Actor::Person(moderator), Locale::Vi);
    let version = organisations::view(&world.app, &moderator, own).await.expect("seen").verification.version;
    let evidence = organisations::EvidenceTyped {
        kind: "register_lookup".into(),
        reference: "Tra cứu mã số thuế".into(),
        seen_on: String::new(),
    };
    let through = sanviec_domain::time::short_date(moderator.now.plus_days(365).day());
    let decision = organisations::Decision::Verify { evidence: vec![evidence], through };
    let decide = organisations::Decide { organisation: own, version, decision };
    organisations::decide(&world.app, &moderator, &decide, &key()).await.expect("verified");
    (own, draft)
}

/// Somebody without an account applies to the organisation of the members.
async fn apply(world: &World, organisation: Uuid) -> (String, String) {
    let store = world.app.store();
    let posting =
        sanviec_store::posting::find(store.reader(), world.ids[25].0).await.expect("read").expect("a posting");
    let posting = &sanviec_store::posting::Row { employer_id: organisation, ..posting };
    let give = store
        .write("give_posting", |tx| Box::pin(async move { sanviec_store::posting::update_guarded(tx, posting).await }));
    give.await.expect("given");
    let ctx = world.app.ctx(Actor::Public, Locale::Vi);
    let order = Quick {
        posting: world.ids[25].code().to_string(),
        name: "Nguyễn Thị Thử".to_owned(),
        phone: "0912 345 678".to_owned(),
        age: "18".to_owned(),
        consent: true,
        wording: applications::WORDING,
        ..Quick::default()
    };
    let key = Key::fresh().expect("key");
    assert_eq!(applications::apply_quick(&world.app, &ctx, order, &key).await.expect("sent"), Applied::Sent);
    let ctx = world.app.ctx(Actor::System, Locale::Vi);
    let messages = messages::claim(&world.app, &ctx, 60, 10).await.expect("claimed");
    let sent = messages.iter().find(|message| message.template == "application_sent").expect("a message");
    let token = sent.params["path"].rsplit('/').next().expect("a token").to_owned();
    let Linked::Person(own) = applications::follow(&world.app, &ctx_of_public(world), &token).await.expect("followed")
    else {
        panic!("a link of the person")
    };
    (own.id.code().to_string(), token)
}

fn ctx_of_public(world: &World) -> sanviec_app::Ctx {
    world.app.ctx(Actor::Public, Locale::Vi)
}
/// A telephone that stands on a letter.
const LETTER_PHONE: &str = "0935 777 888";

#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Live,
    Halfway,
    Idle,
    Revoked,
}

impl Walk {
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
        let (employers, _) = browse::list_employers(&world.app, &ctx, "", 1).await.expect("employers");
        let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let (own, draft) = organisation(&world, centre).await;
        let places = Places {
            centre,
            other_centre: add_centre(&world.app, &ctx, "Trung tâm Đắk Lắk", "66").await.expect("centre"),
            employer: own,
            other_employer: other_employer(&world, own).await,
        };
        world.verify_employers().await;
        let (application, token) = apply(&world, own).await;
        let (mut people, mut planted) = (BTreeMap::new(), Planted::default());
        for role in ROLES {
            let account = planted.person(&world.app, role, places.of(role)).await;
            let held = sanviec_store::membership::list_held(world.app.store().reader(), account).await.expect("held");
            people.insert(role, (account, held.first().map(|row| row.id)));
        }
        planted.people_around(&world.app, &places).await;
        let account_id = people[&Role::Officer].0;
        let profiles = registered(&world, account_id, centre).await;
        let snapshot = world.get("/api/v1/postings/snapshot").await;
        let position = snapshot.headers["sanviec-position"].to_str().expect("text").to_owned();
        let letter = letter(&world, &people, centre).await;
        let code = |id| PostingCode::of(id).to_string();
        let [organisation, draft, centre] = [code(own), code(draft), code(centre)];
        let employer = employers[0].id.clone();
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
        }
    }

    /// A fresh session; its token.
    pub(super) async fn session(&mut self, role: Role, state: State) -> String {
        self.sessions += 1;
        let token = format!("{:064x}", self.sessions);
        let now = self.world.app.clock().now().0;
        let (account_id, membership_id) = self.people[&role];
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
    fn actor(&self, role: Role) -> Actor {
        let place = self.places.of(role);
        let account_id = self.people[&role].0;
        let (centre_id, employer_id) = (place.centre_id, place.employer_id);
        Actor::Person(Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id, is_fresh: true })
    }

    /// Status, and where a redirect leads, in the words of the reviewed file.
    async fn ask(&mut self, method: &str, path: &str, token: Option<&str>) -> (String, String) {
        self.sessions += 1;
        let method = if method == "ANY" { "GET" } else { method };
        let cookie = token.map_or_else(String::new, |token| format!("__Host-sanviec={token}"));
        let body = format!("khoa={:032x}&luot={}", self.sessions, Uuid::nil());
        let request = Request::builder()
            .method(method)
            .uri(sample(self, method, path))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(if method == "GET" { Body::empty() } else { Body::from(body) })
            .expect("request");
        let answer = self.world.ask(request).await;
        let leads = row_path(answer.header(header::LOCATION).split('?').next().unwrap_or_default());
        let posting = format!("/viec-lam/{}/ke-toan-tong-hop-0", self.world.ids[0].code());
        let leads = leads.replace(&posting, "/viec-lam/{code}/{slug}").replace(&self.application, "{id}");
        (format!("{} {leads}", answer.status.as_u16()).trim().to_owned(), answer.text)
    }
}

/// A letter of the centre; its code, and that of the page that proves it.
async fn letter(world: &World, people: &BTreeMap<Role, (Uuid, Option<Uuid>)>, centre_id: Uuid) -> Letter {
    let ctx = |role: Role| {
        let (account_id, session_id) = (people[&role].0, Uuid::nil());
        let person =
            Person { account_id, session_id, role, centre_id: Some(centre_id), employer_id: None, is_fresh: true };
        world.app.ctx(Actor::Person(person), Locale::Vi)
    };
    let head = desk::LetterheadOrder {
        centre: PostingCode::of(centre_id).to_string(),
        parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".to_owned(),
        place: "Gia Lai".to_owned(),
        sign: "GTVL-TTDVVL".to_owned(),
        signer_post: "GIÁM ĐỐC".to_owned(),
        send_days: "2".to_owned(),
        answer_days: "10".to_owned(),
        ..Default::default()
    };
    let key = || Key::fresh().expect("key");
    desk::save_letterhead(&world.app, &ctx(Role::CentreManager), head, &key()).await.expect("letterhead");
    let mut content = sanviec_domain::profile::Content::default();
    let typed = [(Field::Name, "Nguyễn Thị Lan"), (Field::Birth, "12/03/1994"), (Field::Phone, LETTER_PHONE)];
    for (field, text) in typed {
        profiles::typed::set(&mut content, field, &vec![vec![text.to_owned()]], &ctx(Role::Officer)).expect("typed");
    }
    let register = profiles::Register { content, branch_id: None };
    let id = profiles::register(&world.app, &ctx(Role::Officer), register, &key()).await.expect("registered");
    let profile = desk::code_of_profile(id);
    let meeting = desk::Appoint {
        profile: profile.clone(),
        kind: sanviec_domain::appointment::Kind::Counselling,
        from: world.app.clock().now().plus_days(2),
        minutes: 30,
        subject: "Tư vấn".to_owned(),
        place: "Quầy 2".to_owned(),
    };
    let meeting = desk::appoint(&world.app, &ctx(Role::Officer), meeting, &key()).await.expect("appointed");
    let posting = world.ids[0].code().to_string();
    let order = desk::Issue { profile: profile.clone(), posting, paper: "GĐY 1/2026".to_owned() };
    let issued = desk::issue(&world.app, &ctx(Role::Officer), order, &key()).await.expect("issued");
    let letter = desk::letter(&world.app, &ctx(Role::Officer), &issued.id).await.expect("letter");
    let placement = placement(world, &ctx(Role::Officer), &profile).await;
    Letter { referral: issued.id, proof: letter.proof, profile, meeting, placement }
}

/// Somebody who was hired by a letter to the organisation of the members.
async fn placement(world: &World, officer: &sanviec_app::Ctx, profile: &str) -> String {
    let key = || Key::fresh().expect("key");
    let posting = world.ids[25].code().to_string();
    let order = desk::Issue { profile: profile.to_owned(), posting, paper: "GĐY 2/2026".to_owned() };
    let id = desk::issue(&world.app, officer, order, &key()).await.expect("issued").id;
    let today = officer.today();
    for command in [Command::Send(Way::ByHand), Command::Hire { told_on: today, starts_on: today, ends_on: None }] {
        let record = desk::Record { id: id.clone(), version: None, command };
        desk::record(&world.app, officer, record, &key()).await.expect("recorded");
    }
    let create = placements::Create { from: placements::From::Referral(id), task: String::new() };
    placements::create(&world.app, officer, create, &key()).await.expect("created").id
}

fn reviewed() -> BTreeMap<(String, String), BTreeMap<String, String>> {
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
    let (mut met, mut wrong) = (Vec::new(), Vec::new());
    let (mut asked, mut shown) = (0, 0);
    for (method, path) in &routes {
        let key = (method.clone(), row_path(path));
        let row = rows.get(&key).unwrap_or_else(|| panic!("no reviewed row for {method} {path}"));
        met.push(key);
        let mut compare = |answer: String, expected: &str, who: String| {
            if answer != expected {
                wrong.push(format!("{method} {path} {who}: {answer}, reviewed as {expected}"));
            }
        };
        let (answer, text) = walk.ask(method, path, None).await;
        compare(answer, &row["public"], "without a session".to_owned());
        let leaks = walk.planted.leaks(&text, Actor::Public);
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
                let leaks = walk.planted.leaks(&text, actor);
                assert!(leaks.is_empty(), "{method} {path} shows to {} {what}: {leaks:?}", role.code());
                shown += usize::from(!walk.planted.leaks(&text, Actor::Public).is_empty());
                let paper = row_path(path) == "/trung-tam/phieu/{code}/in" && role == Role::Officer;
                let reads = paper && state == State::Live;
                assert_eq!(text.contains(LETTER_PHONE), reads, "{method} {path} as {role:?} {what}: a letter's phone");
                assert!(!text.contains("0905123456"), "{method} {path} shows a contact of a posting");
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers differ: {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
    let unmet: Vec<_> = rows.keys().filter(|key| !met.contains(key)).collect();
    assert!(unmet.is_empty(), "rows without a route: {unmet:?}");
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

const OBJECTS: &str = include_str!("../../../../tests/data/rights/objects.tsv");

#[tokio::test]
async fn every_address_with_a_parameter_says_what_it_names() {
    let world = World::new().await;
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for line in OBJECTS.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let (path, kind) = line.split_once('\t').expect("two cells");
        assert!(kinds.insert(path, kind).is_none(), "{path} stands twice");
        assert!(matches!(kind, "public" | "not_walked"), "{path}: nobody walks objects of the kind {kind}");
    }
    let routes = routes(&world.router);
    let named: Vec<String> = routes.iter().map(|(_, path)| row_path(path)).filter(|path| path.contains('{')).collect();
    for path in &named {
        assert!(kinds.contains_key(path.as_str()), "tests/data/rights/objects.tsv does not say what {path} names");
    }
    for path in kinds.keys() {
        assert!(named.iter().any(|known| known == path), "{path} is no address");
    }
    // What is somebody's and is only asked for with one object. This number may only fall.
    let open = kinds.values().filter(|kind| **kind == "not_walked").count();
    assert_eq!(open, 54, "addresses that are walked with one object of one relation alone");
}
