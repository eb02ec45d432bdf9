//! A world in which a row of the reviewed file is played: its people, what was sent before, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sanviec_app::{Actor, Locale, accounts, messages};
use sanviec_store::Store;
use sanviec_store::testing::{audited_after, row_counts};
use serde_json::Value;

use super::super::rights::{ROLES, State, Walk, sample};
use super::super::site::{Answer, World};
use super::page::{Form, forms, links};
use super::rows::{BODY, FORM, JSON, Row, Step};
use super::{app_code, files};

/// How the cookie of a session begins.
const SESSION: &str = "__Host-sanviec=";
/// Whoever has shown a password and not more.
const ENTERING: &str = "entering";

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
    /// A world: with placements, claims, lists of them, programs that are told where they are wanted.
    pub(super) async fn new(is_full: bool, store: Store) -> Self {
        let world = World::over(store).await;
        let walk = if is_full { Walk::full_over(world).await } else { Walk::over(world).await };
        let own_live = walk.give_posting(12).await;
        let mut known: BTreeMap<String, String> = walk.made().into_iter().collect();
        known.insert("posting2".to_owned(), walk.world.ids[1].code().to_string());
        known.insert("own_live".to_owned(), own_live);
        known.insert("application".to_owned(), walk.application.clone());
        for role in ROLES {
            let ctx = walk.world.app.ctx(walk.actor(role), Locale::Vi);
            let account = accounts::overview(&walk.world.app, &ctx).await.expect("account");
            known.insert(role.code().to_owned(), account.contacts[0].contact.as_str().to_owned());
        }
        walk.world.app.finish().await;
        Self { walk, sessions: BTreeMap::new(), known, keys: 0 }
    }

    /// The same over a copy of its database, before anybody signed in.
    pub(super) fn copied(&self, store: Store) -> Self {
        let (walk, known) = (self.walk.copied(store), self.known.clone());
        Self { walk, sessions: BTreeMap::new(), known, keys: 0 }
    }

    async fn cookie(&mut self, role: &str) -> String {
        if role == "public" {
            return String::new();
        }
        if !self.sessions.contains_key(role) {
            let of_code = |code: &str| ROLES.into_iter().find(|one| one.code() == code);
            let second = role.strip_prefix("second_").and_then(of_code);
            let token = match (of_code(role), second) {
                (Some(one), _) => self.walk.session(one, State::Live).await,
                (None, Some(one)) => self.walk.colleague(one).await,
                (None, None) => self.walk.founder().await,
            };
            self.sessions.insert(role.to_owned(), format!("{SESSION}{token}"));
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
        for step in &row.after {
            let (name, role, answer) = match step {
                Step::Wait(seconds) => {
                    let clock = self.walk.world.app.clock();
                    clock.set(clock.now().plus_seconds(*seconds));
                    continue;
                }
                Step::Look { address, role } => {
                    let (cookie, address) = (self.cookie(role).await, self.fill(&sample(&self.walk, "GET", address)));
                    (format!("GET {address}"), role.clone(), self.get(&address, &cookie).await)
                }
                Step::Send { path, number, role } => {
                    let of_path = rows.iter().filter(|one| one.path == *path).nth(number - 1);
                    let mut before = of_path.unwrap_or_else(|| panic!("no row {path}")).clone();
                    before.role = role.clone().unwrap_or(before.role);
                    Box::pin(self.prepare(rows, &before)).await?;
                    let ready =
                        self.ready(&before).await.map_err(|why| format!("{} before it: {why}", before.name()))?;
                    (before.name(), before.role, self.walk.world.ask(ready.request()).await)
                }
            };
            if !is_done(answer.status) {
                return Err(format!("{name} before it: {}", mistakes(&answer)));
            }
            self.keep_session(&role, &answer);
            self.learn(&answer).await;
        }
        Ok(())
    }

    /// The session that an answer begins: of whoever sent it, or of somebody who is signing in.
    fn keep_session(&mut self, role: &str, answer: &Answer) {
        let cookies = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let mut tokens = cookies.filter_map(|cookie| cookie.split(';').next()).filter(|pair| pair.starts_with(SESSION));
        if let Some(pair) = tokens.next() {
            let who = if role == "public" { ENTERING } else { role };
            self.sessions.insert(who.to_owned(), pair.to_owned());
        }
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
        if let Ok(json) = serde_json::from_str(&answer.text) {
            leaves("json", &json, &mut self.known);
        }
        if let Some(code) = printed_code(&answer.text) {
            self.known.insert("printed_code".to_owned(), code);
        }
        self.learn_secret(&answer.text);
        let path = place.split('?').next().unwrap_or_default();
        if let Some((_, made)) = path.rsplit_once('/') {
            self.known.insert("made".to_owned(), made.to_owned());
        }
        self.known.insert("location".to_owned(), place);
        let ctx = self.walk.world.app.ctx(Actor::System, Locale::Vi);
        for message in messages::claim(&self.walk.world.app, &ctx, 60, 500).await.expect("claimed") {
            for (name, value) in message.params {
                self.learn_secret(&value);
                self.known.insert(format!("{}.{name}", message.template), value.clone());
                self.known.insert(name, value);
            }
        }
    }

    /// What stands in the link of an invitation.
    fn learn_secret(&mut self, text: &str) {
        if let Some((_, rest)) = text.split_once("?ma=") {
            let secret = rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_'));
            self.known.insert("ma".to_owned(), secret.collect());
        }
    }

    /// The request of a row, with the form as its page shows it now.
    pub(super) async fn ready(&mut self, row: &Row) -> Result<Ready, String> {
        let cookie = self.cookie(&row.role).await;
        self.keys += 1;
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
            if let Some(address) = row.pages.first() {
                ready.path = self.fill(address);
            }
            // A program has a key; staff are signed in.
            ready.bearer = (row.role == "public").then(|| format!("Bearer {}", self.known["api_key"]));
            (ready.kind, ready.body) = self.body(row);
            return Ok(ready);
        }
        let form = self.form(row, &ready.cookie).await?;
        ready.path = form.action.clone();
        (ready.kind, ready.body) = form.body(|text| self.fill(text));
        Ok(ready)
    }

    /// What a program sends: a file, the body as it stands in the row, or the fields of a posting.
    fn body(&self, row: &Row) -> (String, Vec<u8>) {
        if let Some(file) = row.says(BODY) {
            let (kind, bytes) = files::read(file.trim_start_matches('@'), |text| self.fill(text));
            return (kind.to_owned(), bytes);
        }
        let fields: BTreeMap<_, _> = self.filled(row).into_iter().collect();
        let text = row.says(JSON).map(|body| self.fill(body));
        let text = text.unwrap_or_else(|| serde_json::json!({ "fields": fields }).to_string());
        ("application/json".to_owned(), text.into_bytes())
    }

    fn filled(&self, row: &Row) -> Vec<(String, String)> {
        row.filled().map(|(name, value)| (name.clone(), self.fill(value))).collect()
    }

    /// The page that shows the form of a row, as somebody comes to it.
    async fn page(&self, row: &Row, cookie: &str) -> Result<String, String> {
        let mut shown = String::new();
        for page in &row.pages {
            let path = if shown.is_empty() {
                let (path, query) =
                    page.split_once('?').map_or((page.as_str(), None), |(path, query)| (path, Some(query)));
                let path = self.fill(&sample(&self.walk, "GET", path));
                let asked =
                    query.map(|query| format!("{}?{}", path.split('?').next().unwrap_or_default(), self.fill(query)));
                asked.unwrap_or(path)
            } else {
                let (page, links) = (self.fill(page), links(&shown));
                links.iter().find(|link| fits(&page, link)).ok_or_else(|| format!("no {page} in {links:?}"))?.clone()
            };
            let answer = self.get(&path, cookie).await;
            if answer.status != StatusCode::OK {
                return Err(format!("{path} answers {}", mistakes(&answer)));
            }
            shown = answer.text;
        }
        Ok(shown)
    }

    /// The code that an authenticator shows now, once its secret stood on a page.
    fn learn_app_code(&mut self, page: &str) {
        const SECRET: &str = "app_secret";
        if let Some(secret) = app_code::secret(page) {
            self.known.insert(SECRET.to_owned(), secret);
        }
        if let Some(secret) = self.known.get(SECRET) {
            let code = app_code::at(secret, self.walk.world.app.clock().now());
            self.known.insert("app_code".to_owned(), code);
        }
    }

    async fn form(&mut self, row: &Row, cookie: &str) -> Result<Form, String> {
        let shown = self.page(row, cookie).await?;
        self.learn_app_code(&shown);
        let values = self.filled(row);
        let of_page = forms(&shown);
        let number = row.says(FORM).map_or(1, |number| number.parse().expect("a number"));
        let mut fitting = of_page.iter().filter(|form| fits(&row.path, &form.action) && form.takes(&plain(&values)));
        let fitting = fitting.nth(number - 1_usize);
        let mut form = fitting
            .ok_or_else(|| format!("no such form in {:?}", of_page.iter().map(Form::shape).collect::<Vec<_>>()))?
            .clone();
        for (name, value) in &values {
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

/// Three groups of four letters and digits: the code with which a record is taken over.
fn printed_code(page: &str) -> Option<String> {
    let mut words = page.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-');
    let is_code = |word: &&str| word.len() == 14 && word.split('-').map(str::len).eq([4, 4, 4]);
    words.find(is_code).map(str::to_owned)
}

/// Values that the page must let a person give; what is forced in with `!` is hidden in the form.
fn plain(values: &[(String, String)]) -> Vec<(String, String)> {
    values.iter().filter(|(name, _)| !name.starts_with('!')).cloned().collect()
}

/// Remembers what an answer of the API says, each text and number under the way to it: `json.lines.0.code`.
fn leaves(way: &str, json: &Value, known: &mut BTreeMap<String, String>) {
    match json {
        Value::Object(fields) => fields.iter().for_each(|(name, one)| leaves(&format!("{way}.{name}"), one, known)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, one)| leaves(&format!("{way}.{at}"), one, known));
        }
        Value::String(text) => drop(known.insert(way.to_owned(), text.clone())),
        Value::Number(number) => drop(known.insert(way.to_owned(), number.to_string())),
        Value::Null | Value::Bool(_) => {}
    }
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
