//! What the log and the trail keep of who came in, who was not let in, and what failed.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use sanviec_app::accounts::{NewPerson, add_person};
use sanviec_app::{Actor, AppError, Locale, Role, Thing};
use sanviec_store::audit;

use super::accounts::{Browser, PASSWORD, leads};
use super::site::World;
use crate::http::{Fail, Visit};

const WRONG: &str = "sai mat khau hoan toan";

/// Lines of the log, kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("lock").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("lock")).into_owned()
    }

    /// The line that says this.
    fn line(&self, said: &str) -> String {
        let text = self.text();
        text.lines().find(|line| line.contains(said)).unwrap_or_else(|| panic!("{said} is not in {text}")).to_owned()
    }
}

#[tokio::test]
async fn refusals_and_failures_stand_in_the_log_without_who_and_signing_in_in_the_trail() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(log);
    let world = World::new().await;
    let operator = world.app.ctx(Actor::Operator, Locale::Vi);
    let (password, place) = (Some(PASSWORD.to_owned()), Thing::default());
    let new = NewPerson { contact: "0905 123 456".to_owned(), password, role: Role::Seeker, place };
    let account = add_person(&world.app, &operator, new).await.expect("added");

    let mut browser = Browser::new(&world);
    let refused = browser.send("/dang-nhap", &[("lien-he", "0905 123 456"), ("mat-khau", WRONG)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let line = kept.line("somebody was not let in");
    for said in ["action=\"sign_in\"", "code=\"wrong_pair\"", "request_id="] {
        assert!(line.contains(said), "{said} is not in {line}");
    }
    leads(&browser.send("/dang-nhap", &[("lien-he", "0905 123 456"), ("mat-khau", PASSWORD)]).await);
    assert_eq!(browser.get("/trung-tam/nguoi").await.status, StatusCode::FORBIDDEN);
    let line = kept.line("a right that is not there was asked for");
    assert!(line.contains("role=\"seeker\"") && line.contains("request_id="), "{line}");

    let visit = Visit::new(&world.site(), "/tai-khoan", Vec::new(), &HeaderMap::new());
    let broken = Fail { visit: Box::new(visit), error: AppError::Internal("the disk is full".into()) }.into_response();
    assert_eq!(broken.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let line = kept.line("a page failed");
    assert!(line.contains("the disk is full") && line.contains("request_id="), "{line}");

    let text = kept.text();
    for secret in ["905123456", "0905 123 456", WRONG, PASSWORD] {
        assert!(!text.contains(secret), "{secret} stands in the log: {text}");
    }
    let trail = audit::list_of(world.app.store().reader(), account, 0, 20).await.expect("trail");
    let done: Vec<&str> = trail.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(done, ["add_person", "sign_in"], "who came in is in the trail, who did not is in no row");
}
