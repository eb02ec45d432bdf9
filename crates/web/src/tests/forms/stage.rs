//! A world in which a row of the reviewed file is played: its people, what was sent before, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::{Actor, Locale, Role, messages};
use sanviec_store::Store;
use sanviec_store::testing::{audited_after, row_counts};

use super::super::rights::{ROLES, State, Walk, sample};
use super::super::site::{Answer, World};
use super::page::{Form, forms, links};
use super::rows::{FULL, Row};

/// Says which of several forms that fit is meant.
const FORM: &str = "@form";
/// Names that say how a row is sent; everything else is filled in.
const SAYS: [&str; 2] = [FORM, FULL];

/// A whole body of the API.
const JSON: &str = "@json";

/// A request that is ready to be sent, as often as one likes.
#[derive(Clone, Debug)]
pub(super) struct Ready {
    method: String,
    path: String,
    cookie: String,
    kind: String,
    body: Vec<u8>,
    bearer: Option<String>,
    key: String,
}

impl Ready {
    pub(super) fn request(&self) -> Request<Body> {
        let mut request = Request::builder()
            .method(self.method.as_str())
            .uri(&self.path)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, &self.kind)
            .header("sec-fetch-site", "same-origin");
        if let Some(bearer) = &self.bearer {
            request = request.header(header::AUTHORIZATION, bearer);
        }
        if self.path.starts_with("/api/") {
            request = request.header("idempotency-key", &self.key);
        }
        request.body(Body::from(self.body.clone())).expect("a request")
    }
}

pub(super) struct Stage {
    pub(super) walk: Walk,
    sessions: BTreeMap<String, String>,
    /// What later rows need of earlier ones: a code, an address, a key.
    known: BTreeMap<String, String>,
    keys: u128,
}

impl Stage {
    /// A world for this row: with placements, claims, lists of them, programs that are told where it needs them.
    pub(super) async fn of(row: &Row, store: Store) -> Self {
        let world = World::over(store).await;
        let walk = if row.is_full() { Walk::full_over(world).await } else { Walk::over(world).await };
        let posting = walk.world.ids[1].code().to_string();
        let seeker = walk.world.app.ctx(walk.actor(Role::Seeker), Locale::Vi);
        let account = sanviec_app::accounts::overview(&walk.world.app, &seeker).await.expect("account");
        let seeker = account.contacts[0].contact.as_str().to_owned();
        let own_live = walk.give_posting(12).await;
        let known = [
            ("posting2", posting),
            ("own_live", own_live),
            ("application", walk.application.clone()),
            ("seeker", seeker),
        ];
        let known = known.map(|(name, value)| (name.to_owned(), value)).into_iter().chain(walk.made()).collect();
        Self { walk, sessions: BTreeMap::new(), known, keys: 0 }
    }

    async fn cookie(&mut self, role: &str) -> String {
        if role == "public" {
            return String::new();
        }
        if !self.sessions.contains_key(role) {
            let token = match ROLES.into_iter().find(|one| one.code() == role) {
                Some(one) => self.walk.session(one, State::Live).await,
                None => self.walk.founder().await,
            };
            self.sessions.insert(role.to_owned(), format!("__Host-sanviec={token}"));
        }
        self.sessions[role].clone()
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).expect("a request");
        self.walk.world.ask(request).await
    }

    fn fill(&self, text: &str) -> String {
        self.known.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Sends what the row needs to have been sent before.
    pub(super) async fn prepare(&mut self, rows: &[Row], row: &Row) -> Result<(), String> {
        for before in &row.after {
            let (path, role) =
                before.split_once('@').map_or((before.as_str(), None), |(path, role)| (path, Some(role)));
            let mut before =
                rows.iter().find(|one| one.path == path).unwrap_or_else(|| panic!("no row {path}")).clone();
            if let Some(role) = role {
                before.role = role.to_owned();
            }
            Box::pin(self.prepare(rows, &before)).await?;
            let ready = self.ready(&before).await?;
            let answer = self.walk.world.ask(ready.request()).await;
            if !is_done(answer.status) {
                return Err(format!("{} before it: {}", before.name(), mistakes(&answer)));
            }
            self.learn(&answer).await;
        }
        Ok(())
    }

    /// What an answer and the messages that came of it tell.
    async fn learn(&mut self, answer: &Answer) {
        let place = answer.header(header::LOCATION).to_owned();
        if let Some(attempt) = place.split("luot=").nth(1) {
            self.known.insert("luot".to_owned(), attempt.split('&').next().unwrap_or_default().to_owned());
        }
        if let Some(at) = answer.text.find("sv_") {
            let key = answer.text[at..].chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '_');
            self.known.insert("api_key".to_owned(), key.collect());
        }
        if let Some(digits) = digits_of_eight(&answer.text) {
            self.known.insert("counter_code".to_owned(), digits);
        }
        if let Some(id) = answer.text.strip_prefix("{\"id\":\"").and_then(|rest| rest.split('"').next()) {
            self.known.insert("own_posting".to_owned(), id.to_owned());
        }
        self.known.insert("location".to_owned(), place);
        let ctx = self.walk.world.app.ctx(Actor::System, Locale::Vi);
        for message in messages::claim(&self.walk.world.app, &ctx, 60, 50).await.expect("claimed") {
            for (name, value) in message.params {
                self.known.insert(name, value);
            }
        }
    }

    /// The request of a row, with the form as its page shows it now.
    pub(super) async fn ready(&mut self, row: &Row) -> Result<Ready, String> {
        let cookie = self.cookie(&row.role).await;
        self.keys += 1;
        let values: Vec<(String, String)> =
            row.values.iter().map(|(name, value)| (name.clone(), self.fill(value))).collect();
        let path = self.fill(&sample(&self.walk, "GET", &row.path));
        let mut ready = Ready {
            method: row.method.clone(),
            path,
            cookie,
            kind: String::new(),
            body: Vec::new(),
            bearer: None,
            key: format!("{:032x}", self.keys),
        };
        if row.path.starts_with("/api/") {
            if let Some(id) = self.known.get("own_posting") {
                ready.path = row.path.replace("{id}", id);
            }
            // A program has a key; staff are signed in.
            ready.bearer = (row.role == "public").then(|| format!("Bearer {}", self.known["api_key"]));
            ready.kind = "application/json".to_owned();
            ready.body = json(&values);
            return Ok(ready);
        }
        let form = self.form(row, &ready, &values).await?;
        ready.path = form.action.clone();
        (ready.kind, ready.body) = form.body();
        Ok(ready)
    }

    async fn form(&self, row: &Row, ready: &Ready, values: &[(String, String)]) -> Result<Form, String> {
        let mut shown = String::new();
        for page in &row.pages {
            let page = self.fill(page);
            let path = if shown.is_empty() {
                let (path, query) =
                    page.split_once('?').map_or((page.as_str(), None), |(path, query)| (path, Some(query)));
                let path = sample(&self.walk, "GET", path);
                query.map_or(path.clone(), |query| format!("{}?{query}", path.split('?').next().unwrap_or_default()))
            } else {
                let links = links(&shown);
                links.iter().find(|link| fits(&page, link)).ok_or_else(|| format!("no {page} in {links:?}"))?.clone()
            };
            let answer = self.get(&path, &ready.cookie).await;
            if answer.status != StatusCode::OK {
                return Err(format!("{path} answers {}", mistakes(&answer)));
            }
            shown = answer.text;
        }
        let of_page = forms(&shown);
        let number =
            values.iter().find(|(name, _)| name == FORM).map_or(1, |(_, number)| number.parse().expect("a number"));
        let mut fitting = of_page.iter().filter(|form| fits(&row.path, &form.action) && form.takes(&plain(values)));
        let fitting = fitting.nth(number - 1_usize);
        let mut form = fitting
            .ok_or_else(|| format!("no such form in {:?}", of_page.iter().map(Form::shape).collect::<Vec<_>>()))?
            .clone();
        for (name, value) in values.iter().filter(|(name, _)| !SAYS.contains(&name.as_str())) {
            form.set(name.trim_start_matches('!'), value);
        }
        Ok(form)
    }

    /// How things stand, to be compared with later.
    pub(super) async fn standing(&self) -> Standing {
        let store = self.walk.world.app.store();
        Standing { counts: row_counts(store).await, audited: audited_after(store, 0).await.1 }
    }

    /// What became of it since.
    pub(super) async fn effect(&self, before: &Standing) -> Effect {
        let store = self.walk.world.app.store();
        let more = row_counts(store).await.into_iter().filter_map(|(table, count)| {
            let more = count - before.counts[&table];
            (more != 0).then_some((table, more))
        });
        Effect { rows: more.collect(), requests: audited_after(store, before.audited).await.0 }
    }
}

/// Rows of each table, and the last row of the audit.
pub(super) struct Standing {
    counts: BTreeMap<String, i64>,
    audited: i64,
}

/// Rows that each table has more or less, and the requests that stand in the audit.
#[derive(Debug)]
pub(super) struct Effect {
    pub(super) rows: BTreeMap<String, i64>,
    pub(super) requests: BTreeSet<String>,
}

/// Two groups of four digits that stand by themselves: a code for the counter.
fn digits_of_eight(page: &str) -> Option<String> {
    let groups = page.split(['<', '>']).map(str::trim).filter(|text| text.len() == 9 && text.as_bytes()[4] == b' ');
    let mut codes = groups.filter(|text| text.bytes().filter(u8::is_ascii_digit).count() == 8);
    codes.next().map(str::to_owned)
}

/// Values that the page must let a person give; what is forced in with `!` is hidden in the form.
fn plain(values: &[(String, String)]) -> Vec<(String, String)> {
    values.iter().filter(|(name, _)| !name.starts_with('!') && !SAYS.contains(&name.as_str())).cloned().collect()
}

/// The body as it stands in the row, or the fields of a posting.
fn json(values: &[(String, String)]) -> Vec<u8> {
    if let Some((_, body)) = values.iter().find(|(name, _)| name == JSON) {
        return body.as_bytes().to_vec();
    }
    let fields: BTreeMap<&str, &str> = values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    serde_json::json!({ "fields": fields }).to_string().into_bytes()
}

/// Whether an address is one of a route: `{…}` stands for one step.
fn fits(route: &str, address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (route, path): (Vec<&str>, Vec<&str>) =
        (route.split('?').next().unwrap_or_default().split('/').collect(), path.split('/').collect());
    route.len() == path.len() && route.iter().zip(&path).all(|(one, other)| one.starts_with('{') || one == other)
}

/// The status, and what a page or a problem says about it.
pub(super) fn mistakes(answer: &Answer) -> String {
    let summary = answer.text.split("govuk-error-summary__list\">").nth(1).and_then(|rest| rest.split("</ul>").next());
    let text: String = summary.unwrap_or(&answer.text).chars().take(1_000).collect();
    format!("{} {} {text}", answer.status, answer.header(header::LOCATION))
}

/// Done, and nothing came back to be mended.
pub(super) fn is_done(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::SEE_OTHER
}
