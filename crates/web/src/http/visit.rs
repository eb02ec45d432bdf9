//! One request for a page: language, address, circumstances, and the site as it is shown to this visitor.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use sanviec_app::accounts::{Halfway, Origin, Recognised, recognise};
use sanviec_app::messages::unread;
use sanviec_app::{Action, Actor, App, AppError, Ctx, Locale, Person, may_at_work};

use super::cookie::{self, Peer};
use super::{Fail, chain};
use crate::Site;
use crate::lang::Lang;
use crate::view::{self, Page};

/// One request for a page.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) site: Site,
    pub(crate) ctx: Ctx,
    pub(crate) lang: Lang,
    /// Path and query as of the Vietnamese page.
    pub(crate) path: String,
    /// Names and values of the query, decoded.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) shown: Arc<view::Site>,
    /// What the browser has already: `If-None-Match`.
    pub(crate) has: String,
    /// The token that the browser brought, whosever it is.
    pub(crate) token: Option<String>,
    /// Who is signed in, wholly or half.
    pub(crate) who: Recognised,
    /// Messages that whoever is signed in has not read.
    pub(crate) unread: u64,
    /// Where the request comes from.
    pub(crate) origin: Origin,
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Self::Rejection> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri).map(|query| query.0);
        let text = uri.path_and_query().map_or("/", |path| path.as_str());
        let mut visit = Self::new(site, text, query.unwrap_or_default(), &parts.headers);
        visit.origin.source = cookie::source(site.proxy_hops, &parts.headers, parts.extensions.get::<Peer>().copied());
        if let Some(token) = cookie::token(site, &parts.headers) {
            visit.recognise(&token).await;
            visit.token = Some(token);
        }
        Ok(visit)
    }
}

impl Visit {
    pub(crate) fn new(site: &Site, path: &str, query: Vec<(String, String)>, headers: &HeaderMap) -> Self {
        let (lang, path) = split(path);
        let locale = if lang == Lang::En { Locale::En } else { Locale::Vi };
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        Self {
            ctx: site.app.ctx(Actor::Public, locale),
            lang,
            path: path.to_owned(),
            query,
            shown: shown(site, lang, headers),
            has: header(header::IF_NONE_MATCH),
            token: None,
            who: Recognised::Nobody,
            unread: 0,
            origin: Origin { source: String::new(), device: header(header::USER_AGENT) },
            site: site.clone(),
        }
    }

    /// Finds out whose token it is. When the store cannot say, nobody is signed in: that shows less, never more.
    async fn recognise(&mut self, token: &str) {
        match recognise(self.app(), self.ctx.now, token).await {
            Ok(who) => self.who = who,
            Err(error) => tracing::error!(error = %chain(&error), "a session could not be looked up"),
        }
        if let Recognised::Signed(person) = self.who {
            self.ctx.actor = Actor::Person(person);
            match unread(self.app(), &self.ctx).await {
                Ok(count) => self.unread = count,
                Err(error) => tracing::warn!(error = %chain(&error), "unread messages could not be counted"),
            }
        }
    }

    /// Whether the answer is for this visitor alone.
    pub(crate) fn is_personal(&self) -> bool {
        self.who != Recognised::Nobody
    }

    /// Who is signed in.
    pub(crate) fn person(&self) -> Option<Person> {
        self.ctx.actor.person()
    }

    /// Who has begun to sign in.
    pub(crate) fn halfway(&self) -> Option<Halfway> {
        match self.who {
            Recognised::Halfway(halfway) => Some(halfway),
            Recognised::Nobody | Recognised::Signed(_) => None,
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.site.app
    }

    /// The frame of a page at this address.
    pub(crate) fn page(&self, title: impl Into<String>) -> Page {
        let mut page = Page::new(self.lang, &self.shown, self.path.as_str(), title);
        page.indexed &= self.site.production;
        page.is_signed_in = self.person().is_some();
        page.is_staff = sanviec_app::has_desk(self.ctx.actor);
        page.unread = self.unread;
        page.sees_trail = self.person().is_some() && may_at_work(self.ctx.actor, Action::ReadAudit);
        page
    }

    /// The frame of a page below the first one.
    pub(crate) fn inner_page(&self, title: impl Into<String>) -> Page {
        self.page(title).crumb(self.lang.t("crumb-home"), "/")
    }

    pub(crate) fn fail(&self, error: AppError) -> Fail {
        Fail { visit: Box::new(self.clone()), error }
    }

    /// Value of a name of the query; empty when it is not there.
    pub(crate) fn asked(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// All that was asked for under a name, in the order of the question.
    pub(crate) fn asked_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.query.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The words in the language of the page.
    pub(crate) fn say<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        if self.lang == Lang::En { en } else { vi }
    }
}

/// Language and Vietnamese path of an address.
fn split(path: &str) -> (Lang, &str) {
    match path.strip_prefix("/en") {
        Some("") => (Lang::En, "/"),
        Some(rest) if rest.starts_with('/') => (Lang::En, rest),
        Some(rest) if rest.starts_with('?') => (Lang::En, "/"),
        _ => (Lang::Vi, path),
    }
}

fn shown(site: &Site, lang: Lang, headers: &HeaderMap) -> Arc<view::Site> {
    let centre = &*site.centre;
    let said = |vi: &str, en: &str| view::Words::from(if lang == Lang::En && !en.is_empty() { en } else { vi });
    let name = said(&centre.name, &centre.name_en);
    Arc::new(view::Site {
        name: lang.t("site-name"),
        origin: origin(site, headers),
        centre: if name.is_empty() { lang.t("site-centre").into() } else { name },
        phone: said(&centre.phone, ""),
        email: said(&centre.email, ""),
        hours: said(&centre.hours, &centre.hours_en),
        demo: site.demo,
    })
}

/// The configured origin, or the one this request came to. A `Host` with other signs than a name has is not repeated.
fn origin(site: &Site, headers: &HeaderMap) -> String {
    if !site.public_url.is_empty() {
        return site.public_url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':' | '[' | ']');
    let host = if !host.is_empty() && host.chars().all(plain) { host } else { "localhost" };
    // Anybody can send the header; it counts only behind a proxy of our own, which sets it.
    let secure = site.behind_proxy && headers.get("x-forwarded-proto").is_some_and(|scheme| scheme == "https");
    format!("http{}://{host}", if secure { "s" } else { "" })
}
