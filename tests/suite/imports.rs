//! Files as a whole: what a complete list closes, on both databases.

use crate::exchange::{ADVERTS, Exchange};
use sanviec_app::AppError;
use sanviec_store::testing::{Fresh, each_backend};

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_file_without_any_row_is_refused_and_closes_nothing() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        for (name, text) in [("a.jsonl", ""), ("a.jsonl", "\n\n"), ("a.csv", "id,title,company\n")] {
            let refused = exchange.import_file(name, text.as_bytes(), true).await.expect_err("nothing is listed");
            let AppError::Refused(errors) = refused else { panic!("{name}") };
            assert_eq!((errors[0].field, errors[0].code), ("file", "nothing_listed"), "{name}");
            // As a list of some vacancies it is fine: it has none.
            let report = exchange.import_file(name, text.as_bytes(), false).await.expect("import");
            assert_eq!((report.rows.len(), report.dropped), (0, 0));
        }
        exchange.follow().await;
        assert_eq!(exchange.words("Sông Hồng").await, ["may"]);
    })
    .await;
}
