//! Who walks and with what: people of every role and relation, their sessions, what is theirs, and addresses that stand
//! for routes.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use sanviec_app::accounts::add_centre;
use sanviec_app::{Actor, Locale, Person, Role, Thing, browse};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, ProfileId};
use sanviec_store::{Store, membership, organisation_member, session};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::super::site::World;
use super::objects::{Object, Objects};
use super::planted::{Places, Planted};
use super::things::{self, Letter};
use super::{ROLES, row_path};

/// A code that stands for nothing.
const NOTHING: &str = "00000000000000000000000000";

/// Tax codes and names of the organisation of those who walk, and of another one.
pub(super) const ORGANISATIONS: [(&str, &str); 2] =
    [("0100233488", "Công ty TNHH Minh Anh"), ("0300588569", "Công ty TNHH Hải Vân")];

/// A path that stands for a route: parameters filled in with something that is there. Links are real ones for looking
/// only, so that no answer depends on the order of the walk.
pub(in super::super) fn sample(walk: &Walk, method: &str, path: &str) -> String {
    let Walk { world, employer, position, profiles, application, .. } = walk;
    let token = if method == "GET" { walk.token.as_str() } else { "AAAAAAAAAAAAAAAAAAAAAA" };
    let posting = world.ids[0].code().to_string();
    let occupation = crate::pages::occupation_path("3313").expect("slug");
    let named = |kind: &str, other: &str| walk.objects.named(kind, "here", other);
    let own = |kind: &str, other: &str| walk.objects.named(kind, "own", other);
    let (placement, nil) = (named("placement", &walk.placement), Uuid::nil().to_string());
    let hook = if path.contains("/trung-tam/") { "centre_hook" } else { "organisation_hook" };
    let kept = |list: &str, file: &str| {
        format!("{list}{}{file}{}", named("bank_result", NOTHING), walk.objects.second("bank_result", NOTHING))
    };
    let filled = path
        .replace("/ghi/{act}", "/ghi/hop-dong")
        .replace("/xac-nhan/{token}", &format!("/xac-nhan/{}", named("link", "AAAAAAAAAAAAAAAAAAAAAA")))
        .replace("/ho-so/phieu/{code}", &format!("/ho-so/phieu/{}", own("own_letter", &walk.letter.proof)))
        .replace("/ho-so/viec-lam/{code}", &format!("/ho-so/viec-lam/{}", own("placement", &walk.placement)))
        .replace("/tuyen-dung/viec-lam/{code}", &format!("/tuyen-dung/viec-lam/{placement}"))
        .replace("/danh-sach/{code}/ket-qua/{file}", &kept("/danh-sach/", "/ket-qua/"))
        .replace("/batches/{id}/results/{result}", &kept("/batches/", "/results/"))
        .replace("/tep-da-luu/{file}", &format!("/tep-da-luu/{}", named("kept_file", &nil)))
        .replace("/evidence-files/{id}", &format!("/evidence-files/{}", named("kept_file", &nil)))
        .replace("/giay-to/{file}", &format!("/giay-to/{}", walk.objects.second("placement", &walk.placement)))
        .replace("/trung-tam/viec-lam/{code}", &format!("/trung-tam/viec-lam/{placement}"))
        .replace("/placements/{id}", &format!("/placements/{placement}"))
        .replace("/viec-lam/{code}/{slug}", &format!("/viec-lam/{posting}/ke-toan-tong-hop-0"))
        .replace("/viec-lam/{code}", &format!("/viec-lam/{posting}"))
        .replace("/ung-tuyen/viec/{code}", &format!("/ung-tuyen/viec/{posting}"))
        .replace(
            "/trung-tam/ung-tuyen/{code}",
            &format!("/trung-tam/ung-tuyen/{}", named("served_application", NOTHING)),
        )
        .replace("/bao-cao-tin/{code}", &format!("/bao-cao-tin/{posting}"))
        .replace("/ung-tuyen/ho-so/{id}", &format!("/ung-tuyen/ho-so/{application}"))
        .replace("/ung-tuyen/loi-moi/{id}", &format!("/ung-tuyen/loi-moi/{}", own("approach", NOTHING)))
        .replace("/ung-tuyen/nhap/{id}", &format!("/ung-tuyen/nhap/{}", own("draft", application)))
        .replace("/trung-tam/tin/{code}", &format!("/trung-tam/tin/{posting}"))
        .replace("/webhook/{id}", &format!("/webhook/{}", walk.objects.second(hook, &nil)))
        .replace("/bao-cao/{code}", &format!("/bao-cao/{posting}"))
        .replace("/ung-vien/mau/{id}", &format!("/ung-vien/mau/{}", Uuid::nil()))
        .replace("/ung-vien/{id}", &format!("/ung-vien/{application}"))
        .replace("/phieu-den/{code}", &format!("/phieu-den/{}", named("sent_letter", NOTHING)))
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
        .replace("{*rest}", "khong-co");
    with_question(of_money(walk, &filled), position)
}

/// What an address asks behind its path, where nothing is shown without it.
fn with_question(filled: String, position: impl std::fmt::Display) -> String {
    match filled.rsplit('/').next() {
        Some("ma") if filled.contains("/ung-tuyen") => format!("{filled}?luot={}", Uuid::nil()),
        Some("xac-nhan") => format!("{filled}?luot={}", Uuid::nil()),
        Some("stream") => format!("{filled}?after={position}"),
        Some("suggestions") => format!("{filled}?q=ke"),
        _ => filled,
    }
}

/// What stands for claims, lists of them and samples.
fn of_money(walk: &Walk, path: &str) -> String {
    let named = |kind: &str| walk.objects.named(kind, "here", NOTHING);
    path.replace("/chi-tra/lap/{code}", &format!("/chi-tra/lap/{}", walk.objects.second("claimable", NOTHING)))
        .replace("/batches/{id}", &format!("/batches/{}", named("batch")))
        .replace("/claims/{id}", &format!("/claims/{}", named("claim")))
        .replace("/de-nghi/{code}", &format!("/de-nghi/{}", named("claim")))
        .replace("/danh-sach/{code}", &format!("/danh-sach/{}", named("batch")))
        .replace("/rut-mau/{code}", &format!("/rut-mau/{}", named("sample")))
}

fn commune() -> String {
    let unit = sanviec_reference::unit::communes().first().expect("a commune");
    format!("{}-{}", unit.code, sanviec_text::slug(unit.name))
}

#[derive(Clone)]
pub(in super::super) struct Walk {
    pub(in super::super) world: World,
    employer: String,
    /// An organisation whose people the members are, and a draft of it.
    organisation: String,
    draft: String,
    /// Where the stream of changes can be followed from.
    position: String,
    /// Two people of the officer's centre.
    pub(super) profiles: [ProfileId; 2],
    /// An application to the employer, and the token by which it is followed.
    pub(in super::super) application: String,
    token: String,
    /// Account and membership of a person of each role.
    pub(super) people: BTreeMap<Role, (Uuid, Option<Uuid>)>,
    /// Those who work at the other centre and the other employer.
    pub(super) people_there: BTreeMap<Role, Uuid>,
    /// The own profile of the seeker who walks, and what it says.
    pub(super) own: (ProfileId, Content),
    pub(super) places: Places,
    pub(super) planted: Planted,
    sessions: u128,
    centre: String,
    letter: Letter,
    /// A placement with the employer of the members.
    pub(in super::super) placement: String,
    pub(super) objects: Objects,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum State {
    Live,
    Halfway,
    Idle,
    Revoked,
}

/// What letters of here and of there name.
fn add_letters(objects: &mut Objects, here: &Letter, there: Letter) {
    objects.add("profile", [here.profile.clone(), there.profile]);
    objects.add("referral", [here.referral.clone(), there.referral]);
    objects.add("meeting", [here.meeting.clone(), there.meeting]);
    objects.add("paper", [here.proof.clone(), there.proof]);
}

impl Walk {
    /// How many rows there are of whatever a request may change; that somebody came and looked is no change.
    pub(super) async fn rows(&self) -> BTreeMap<String, i64> {
        let mut rows = sanviec_store::testing::row_counts(self.world.app.store()).await;
        rows.retain(|table, _| {
            !table.starts_with("audit") && !matches!(table.as_str(), "session" | "attempt" | "look")
        });
        rows
    }
}

impl Walk {
    pub(in super::super) async fn new() -> Self {
        Self::over(World::new().await).await
    }

    pub(in super::super) async fn over(world: World) -> Self {
        let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
        let (employers, _) = browse::list_employers(&world.app, &ctx, "", 1).await.expect("employers");
        let centre = add_centre(&world.app, &ctx, "Trung tâm Gia Lai", "52").await.expect("centre");
        let other_centre = add_centre(&world.app, &ctx, "Trung tâm Đắk Lắk", "66").await.expect("centre");
        let (mut people, mut planted) = (BTreeMap::new(), Planted::default());
        let [name, other_name] = ORGANISATIONS;
        let (own, draft) = things::organisation(&world, &mut planted, centre, name).await;
        let (theirs, their_draft) = things::organisation(&world, &mut planted, other_centre, other_name).await;
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
        add_letters(&mut objects, &letter, letter_there);
        objects.add("followed", [sent.token.clone(), sent_there.token]);
        objects.add("template", templates.map(|id| id.to_string()));
        objects.add_one(Object::of("application", "own", sent_by_account.code).with(file.to_string()));
        objects.add_one(Object::of("profile", "own", own_profile.0.code().to_string()));
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
            people_there,
            own: own_profile,
            places,
            planted,
            sessions: 0,
            centre,
            letter,
            placement,
            objects,
        }
    }

    /// The same people and things over a copy of their database.
    pub(in super::super) fn copied(&self, store: Store) -> Self {
        Self { world: self.world.copied(store), ..self.clone() }
    }

    /// Gives a live posting to the organisation of those who walk; its code.
    pub(in super::super) async fn give_posting(&self, at: usize) -> String {
        things::give(&self.world, at, self.places.employer).await;
        self.world.ids[at].code().to_string()
    }

    /// A fresh session; its token.
    pub(in super::super) async fn session(&mut self, role: Role, state: State) -> String {
        let of = self.people[&role];
        self.session_of(of, role, state).await
    }

    /// A session of whoever founded the organisation.
    pub(in super::super) async fn founder(&mut self) -> String {
        let reader = self.world.app.store().reader();
        let organisation: PostingCode = self.organisation.parse().expect("a code");
        let members = organisation_member::list(reader, organisation.uuid()).await.expect("members");
        let account = members.first().expect("a founder").account_id;
        let held = membership::list_held(reader, account).await.expect("held");
        self.session_of((account, Some(held[0].id)), Role::EmployerAdministrator, State::Live).await
    }

    /// A session of somebody new who works at the same place.
    pub(in super::super) async fn colleague(&mut self, role: Role) -> String {
        let account = self.planted.person(&self.world.app, role, self.places.of(role)).await;
        let held = membership::list_held(self.world.app.store().reader(), account).await.expect("held");
        self.session_of((account, held.first().map(|row| row.id)), role, State::Live).await
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
    pub(in super::super) fn actor(&self, role: Role) -> Actor {
        let place = self.places.of(role);
        let account_id = self.people[&role].0;
        let (centre_id, employer_id) = (place.centre_id, place.employer_id);
        Actor::Person(Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id, is_fresh: true })
    }

    /// Status, and where a redirect leads, in the words of the reviewed file.
    pub(super) async fn ask(&mut self, method: &str, path: &str, token: Option<&str>) -> (String, String) {
        let filled = sample(self, method, path);
        self.ask_at(method, &filled, token, "").await
    }

    /// The same at an address, with what is sent there: fields of a form, or what a program sends.
    pub(super) async fn ask_at(
        &mut self,
        method: &str,
        address: &str,
        token: Option<&str>,
        sent: &str,
    ) -> (String, String) {
        self.sessions += 1;
        let method = if method == "ANY" { "GET" } else { method };
        let cookie = token.map_or_else(String::new, |token| format!("__Host-sanviec={token}"));
        let key = format!("{:032x}", self.sessions);
        let is_for_api = address.starts_with("/api/") && !sent.is_empty();
        let (media, body) = match sent {
            _ if method == "GET" => ("text/plain", Body::empty()),
            json if is_for_api && json.starts_with('{') => ("application/json", Body::from(json.to_owned())),
            bytes if is_for_api => ("application/octet-stream", Body::from(bytes.to_owned())),
            form => {
                let body = format!("khoa={key}&luot={}&{form}", Uuid::nil());
                ("application/x-www-form-urlencoded", Body::from(body))
            }
        };
        let mut request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, media)
            .header("sec-fetch-site", "same-origin");
        if is_for_api {
            request = request.header("idempotency-key", key);
        }
        let answer = self.world.ask(request.body(body).expect("request")).await;
        (self.told(answer.status.as_u16(), answer.header(header::LOCATION)), answer.text)
    }

    /// An answer in the words of the reviewed file: what it leads to stands there without what it names.
    fn told(&self, status: u16, location: &str) -> String {
        let leads = row_path(location.split('?').next().unwrap_or_default());
        let posting = format!("/viec-lam/{}/ke-toan-tong-hop-0", self.world.ids[0].code());
        let leads = leads.replace(&posting, "/viec-lam/{code}/{slug}").replace(&self.application, "{id}");
        // A draft that was begun by asking.
        let leads = if leads.starts_with("/ung-tuyen/nhap/") { "/ung-tuyen/nhap/{id}".to_owned() } else { leads };
        format!("{status} {leads}").trim().to_owned()
    }
}
