//! Addresses of the own account through its pages, without script, in both languages.

use axum::http::StatusCode;

use super::accounts::{Browser, PASSWORD, code, form_of, leads, read_messages};
use super::site::World;

#[tokio::test]
async fn an_address_is_added_shown_and_removed_in_either_language() {
    for prefix in ["", "/en"] {
        let world = World::new().await;
        let at = |path: &str| format!("{prefix}{path}");
        let mut browser = Browser::new(&world);
        let sent = browser.send(&at("/dang-ky"), &[("lien-he", "0905 123 456")]).await;
        browser.send(leads(&sent), &[("ma", &code(&world).await)]).await;
        let page = at("/tai-khoan/lien-he");
        let refused = browser.send(&page, &[("lien-he", "không phải địa chỉ")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"không phải địa chỉ\""), "kept");
        let sent = browser.send(&page, &[("lien-he", "lan@vidu.vn")]).await;
        let confirm = leads(&sent).to_owned();
        assert!(confirm.starts_with(&at("/tai-khoan/lien-he/xac-nhan?luot=")) && !confirm.contains("lan"), "{confirm}");
        let refused = browser.send(&confirm, &[("ma", "1")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let added = browser.send(&confirm, &[("ma", &code(&world).await)]).await;
        assert_eq!(leads(&added), at("/tai-khoan?xong=lien-he"));
        assert_eq!(read_messages(&world).await, ["sign_in_changed"]);
        let own = browser.get(leads(&added)).await;
        assert!(own.text.contains("lan@vidu.vn") && own.text.contains("role=\"status\""), "{}", own.text);
        // The first form of the page takes the first address away; its button says which.
        let shown = browser.get(&page).await;
        assert_eq!(shown.text.matches("lien-he/bo\"").count(), 2, "{}", shown.text);
        let form = form_of(&shown.text, &[]);
        let removed = browser.submit(&form).await;
        assert_eq!(leads(&removed), at("/tai-khoan?xong=lien-he-bo"));
        assert_eq!(leads(&browser.submit(&form).await), leads(&removed), "sent again it says the same");
        let shown = browser.get(&page).await;
        assert!(!shown.text.contains("+84905123456") && shown.text.contains("lan@vidu.vn"), "{}", shown.text);
        assert!(!shown.text.contains("lien-he/bo\""), "the last one stays");
    }
}

#[tokio::test]
async fn what_changes_the_sign_in_asks_for_it_again_after_a_while() {
    let world = World::new().await;
    let mut browser = Browser::new(&world);
    let sent = browser.send("/dang-ky", &[("lien-he", "0905 123 456")]).await;
    browser.send(leads(&sent), &[("ma", &code(&world).await)]).await;
    browser.send("/tai-khoan/mat-khau", &[("mat-khau", PASSWORD), ("nhap-lai", PASSWORD)]).await;
    world.app.clock().set(world.app.clock().now().plus_seconds(16 * 60));
    for page in ["/tai-khoan/lien-he", "/tai-khoan/khoa", "/tai-khoan/hai-buoc", "/tai-khoan/mat-khau"] {
        let expected = format!("/dang-nhap?ve={}", page.replace('/', "%2F"));
        assert_eq!(leads(&browser.get(page).await), expected);
    }
    let fields = [("lien-he", "0905123456"), ("mat-khau", PASSWORD)];
    let entered = browser.send("/dang-nhap?ve=%2Ftai-khoan%2Flien-he", &fields).await;
    assert_eq!(leads(&entered), "/tai-khoan/lien-he", "and leads back");
}

#[tokio::test]
async fn passkeys_are_offered_with_what_stands_for_them_without_script() {
    let mut world = World::new().await;
    world.router = crate::router(crate::Site { body_bytes: 64 * 1024, ..world.site() });
    let mut browser = Browser::new(&world);
    let sent = browser.send("/dang-ky", &[("lien-he", "0905 123 456")]).await;
    browser.send(leads(&sent), &[("ma", &code(&world).await)]).await;
    let page = browser.get("/tai-khoan/khoa").await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["data-passkey=\"add\"", "hidden>", "data-passkey-needs", crate::assets::ACCOUNT_SCRIPT, "&#34;rp&#34;"]
    {
        assert!(page.text.contains(part), "{part}: {}", page.text);
    }
    let refused = browser.submit(&form_of(&page.text, &[])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "without the device's answer");
    let codes = browser.submit(&("/tai-khoan/ma-du-phong".to_owned(), "khoa=0123456789abcdef0123".to_owned())).await;
    assert_eq!(codes.status, StatusCode::UNPROCESSABLE_ENTITY, "codes come after a factor");
    let other = browser.get("/dang-nhap").await;
    assert!(!other.text.contains(crate::assets::ACCOUNT_SCRIPT), "other pages do not load the script");
}
