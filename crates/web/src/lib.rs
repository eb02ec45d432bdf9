//! What people and programs reach over HTTP: pages in Vietnamese and English, and the JSON API.
//!
//! `pages` and `api` are two skins over the same use cases of `sanviec_app`. `view` holds one typed struct per page,
//! `lang` the texts, `format` dates, numbers and money, `http` what every answer shares. Must not be in here: SQL,
//! search, rules of the domain, the clock.

mod api;
mod assets;
mod format;
mod http;
mod lang;
mod pages;
mod site;
mod view;

#[cfg(test)]
mod tests;

pub use http::Peer;
pub use site::{Centre, Site, openapi_json, router};
