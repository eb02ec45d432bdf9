//! What search engines are told of: every place, employer and posting that has a page with something on it.

use axum::http::StatusCode;
use sanviec_domain::posting::{UnitLevel, UnitRef, Vintage};
use sanviec_reference::unit;
use sanviec_store::testing::each_backend;

use super::site::{World, content};

#[tokio::test(flavor = "multi_thread")]
async fn the_site_map_lists_places_employers_and_postings_of_which_no_province_is_known() {
    each_backend(|fresh| async move {
        let mut world = World::over(fresh.store).await;
        let commune = unit::communes_of("52").next().expect("a commune");
        let mut there = content("Thợ hàn", "52");
        there.workplaces[0].unit =
            Some(UnitRef { code: commune.code.to_owned(), level: UnitLevel::Commune, vintage: Vintage::Since2025 });
        world.publish("Xưởng Tám", there).await;
        let mut nowhere = content("Gia sư trực tuyến", "52");
        nowhere.workplaces[0].unit = None;
        world.publish("Trung tâm Chín", nowhere).await;
        world.follow().await;
        let map = world.get("/sitemap.xml").await;
        for file in ["trang.xml", "tinh-52-1.xml", "tinh-79-1.xml", "khong-ro-tinh-1.xml", "doanh-nghiep-1.xml"] {
            assert!(map.text.contains(&format!("<loc>https://vieclam.example.vn/sitemap/{file}</loc>")), "{file}");
        }
        let fixed = world.get("/sitemap/trang.xml").await.text;
        let occupation = crate::pages::occupation_path("3313").expect("a path");
        let commune = format!("/xa/{}-{}<", commune.code, sanviec_text::slug(commune.name));
        for path in ["/tinh/52-gia-lai<", &commune, &format!("{occupation}<")] {
            assert!(fixed.contains(path), "{path}");
        }
        assert_eq!(fixed.matches("<loc>https://vieclam.example.vn/xa/").count(), 1, "only where there is something");
        let nowhere = world.get("/sitemap/khong-ro-tinh-1.xml").await.text;
        assert_eq!(nowhere.matches("<url>").count(), 1, "{nowhere}");
        assert!(nowhere.contains(&format!("{}/gia-su-truc-tuyen", world.path(28))));
        let employers = world.get("/sitemap/doanh-nghiep-1.xml").await.text;
        assert_eq!(employers.matches("<loc>https://vieclam.example.vn/doanh-nghiep/").count(), 5, "{employers}");
        for beyond in ["/sitemap/doanh-nghiep-2.xml", "/sitemap/doanh-nghiep-0.xml", "/sitemap/tinh-99-1.xml"] {
            assert_eq!(world.get(beyond).await.status, StatusCode::NOT_FOUND, "{beyond}");
        }
    })
    .await;
}
