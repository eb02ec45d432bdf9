//! Pages send people to a number, an address or a door, whichever the centre has.

use std::sync::Arc;

use axum::http::StatusCode;

use super::site::World;
use crate::{Centre, Site, router};

fn set(world: &mut World, centre: Centre) {
    world.router = router(Site { centre: Arc::new(centre), ..world.site() });
}

#[tokio::test]
async fn every_page_shows_the_centre_as_it_was_set() {
    let mut world = World::new().await;
    let centre = Centre {
        name: "Trung tâm <b>A</b>".to_owned(),
        phone: "0256 382 2222".to_owned(),
        email: "lienhe@example.vn".to_owned(),
        hours: "7:00–17:00, thứ Hai đến thứ Sáu".to_owned(),
        hours_en: "7:00–17:00, Monday to Friday".to_owned(),
        ..Centre::default()
    };
    set(&mut world, centre);
    for (path, hours) in [("/", "thứ Hai đến thứ Sáu"), ("/en", "Monday to Friday")] {
        let home = world.get(path).await;
        assert!(home.text.contains("href=\"tel:02563822222\">0256 382 2222</a>"), "{path}");
        assert!(home.text.contains("href=\"mailto:lienhe@example.vn\"") && home.text.contains(hours), "{path}");
        assert!(home.text.contains("Trung tâm &#60;b&#62;A"), "{path}: the name is text");
    }
    let posting = world.get(&format!("{}/ke-toan-tong-hop-0", world.path(0))).await;
    assert!(posting.text.contains("Mời bạn gọi điện hoặc đến trung tâm") && posting.text.contains("tel:02563822222"));
    assert!(world.get("/.well-known/security.txt").await.text.starts_with("Contact: mailto:lienhe@example.vn\n"));
}

#[tokio::test]
async fn sentences_follow_how_the_centre_can_be_reached() {
    let mut world = World::new().await;
    let pages = ["/tro-giup", "/tro-giup/lua-dao", "/quyen-rieng-tu", "/tiep-can", "/khong-co", "/viec-lam?q=zzzzzz"];
    let (phone, email) = ("0256 382 2222".to_owned(), "lienhe@example.vn".to_owned());
    let kinds = [
        (Centre { phone, ..Centre::default() }, "gọi cho trung tâm theo số ở cuối trang"),
        (Centre { email, ..Centre::default() }, "viết thư cho trung tâm theo địa chỉ ở cuối trang"),
        (Centre::default(), "Báo cáo tin sai phạm"),
    ];
    for (centre, said) in kinds {
        let (has_phone, has_email) = (!centre.phone.is_empty(), !centre.email.is_empty());
        set(&mut world, centre);
        let scam = world.get("/tro-giup/lua-dao").await.text.to_lowercase();
        assert!(scam.contains(&said.to_lowercase()), "{scam}");
        for path in pages {
            let answer = world.get(path).await;
            let english = world.get(&format!("/en{path}")).await;
            assert_ne!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            let number = answer.text.contains("số ở cuối trang") || english.text.contains("number below");
            let address = answer.text.contains("địa chỉ ở cuối trang") || english.text.contains("address below");
            assert!(!number || has_phone, "{path} sends people to a number that is not there");
            assert!(!address || has_email, "{path} sends people to an address that is not there");
            assert!(!answer.text.contains("{ $") && !english.text.contains("{ $"), "{path}");
        }
    }
}
