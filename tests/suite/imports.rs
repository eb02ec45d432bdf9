//! Files as a whole: what a complete list closes, on both databases.

use crate::exchange::{ADVERTS, Exchange};
use sanviec_app::import::{self, Options, Report, Verdict};
use sanviec_app::{Actor, AppError};
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

/// Takes in lines as the complete list of the board, or says what would be done.
async fn complete(exchange: &Exchange, lines: &str, dry_run: bool) -> Report {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("a.jsonl");
    std::fs::write(&path, lines).expect("file");
    let options = Options { source: "board".into(), dry_run, complete: true };
    let rows = import::open(&path).expect("rows");
    import::run(&exchange.app, &exchange.ctx(Actor::Operator), rows, &options).await.expect("import")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_says_what_the_run_then_does_and_does_nothing() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        // The first is listed no more, the second has gone to an employer that is new here, and one comes.
        let mut lines: Vec<String> = ADVERTS.lines().skip(1).map(str::to_owned).collect();
        let mut moved: serde_json::Value = serde_json::from_str(&lines[0]).expect("an advert");
        moved["company"] = "Công ty TNHH Chưa Từng Có".into();
        lines[0] = moved.to_string();
        lines.push(r#"{"id":"moi","title":"Thợ hàn","company":"Công ty TNHH Chưa Từng Có"}"#.to_owned());
        let lines = lines.join("\n");
        let effects = |report: &Report| report.rows.iter().map(|row| row.effect).collect::<Vec<_>>();
        let dry = complete(&exchange, &lines, true).await;
        exchange.follow().await;
        assert_eq!(exchange.words("Sông Hồng").await, ["may"], "nothing was closed");
        let real = complete(&exchange, &lines, false).await;
        assert_eq!((effects(&dry), dry.dropped), (effects(&real), real.dropped));
        assert_eq!(real.dropped, 1);
        let effects = effects(&real);
        assert_eq!((effects.first(), effects.last()), (Some(&Verdict::Changed), Some(&Verdict::Taken)));
        exchange.follow().await;
        assert!(exchange.words("Sông Hồng").await.is_empty());
    })
    .await;
}
