//! A form that was sent: names and values; boxes of one name may come several times.

use axum::extract::{Form, FromRequest, Request};
use axum::http::StatusCode;
use sanviec_app::{AppError, Key};

use crate::Site;

/// Name of the hidden field with the key of the form.
pub(crate) const KEY: &str = "khoa";

/// Names and values of a form.
#[derive(Default)]
pub(crate) struct Filled(Vec<(String, String)>);

impl FromRequest<Site> for Filled {
    type Rejection = StatusCode;

    async fn from_request(request: Request, site: &Site) -> Result<Self, StatusCode> {
        match Form::<Vec<(String, String)>>::from_request(request, site).await {
            Ok(Form(pairs)) => Ok(Self(pairs)),
            Err(_) => Err(StatusCode::BAD_REQUEST),
        }
    }
}

impl Filled {
    /// Value of a name, as typed; empty when it is not there.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// All values of a name, in the order of the form.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The key by which the form has one effect however often it is sent.
    pub(crate) fn key(&self) -> Result<Key, AppError> {
        Key::parse(self.one(KEY))
    }
}
