//! Files as a whole: what a complete list closes, and how refused rows come back, on both databases.

use crate::exchange::{ADVERTS, Exchange, card, ids};
use rust_xlsxwriter::{Formula, Workbook};
use sanviec_app::find::Params;
use sanviec_app::import::{self, FixUp, Options, Problem, Report, Unreadable, Verdict};
use sanviec_app::postings::{self, Edit};
use sanviec_app::{Actor, AppError};
use sanviec_domain::posting::{Command, PostingCode, RemoveReason, Why};
use sanviec_store::testing::{Fresh, each_backend};
use serde_json::Value;

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
        let mut moved: Value = serde_json::from_str(&lines[0]).expect("an advert");
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

#[tokio::test(flavor = "multi_thread")]
async fn what_a_source_drops_is_closed_and_comes_back_when_it_is_listed_again() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        let shorter: Vec<&str> = ADVERTS.lines().skip(1).collect();
        let report = exchange.import_as(&shorter.join("\n"), true).await.expect("import");
        assert_eq!(report.dropped, 1);
        exchange.follow().await;
        assert!(exchange.words("Sông Hồng").await.is_empty());
        let back = exchange.import_as(ADVERTS, true).await.expect("import");
        assert_eq!((back.dropped, back.written()), (0, 1));
        exchange.follow().await;
        assert_eq!(exchange.words("Sông Hồng").await, ["may"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_file_closes_nothing_for_a_row_whose_id_nobody_can_read() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        let first = ADVERTS.lines().next().expect("a row");
        let rest: Vec<&str> = ADVERTS.lines().skip(1).collect();
        for torn in
            [&first[..40], r#"{"title":"Công nhân may","company":"X"}"#, r#"{"id":["may"],"title":"T","company":"X"}"#]
        {
            let file = format!("{torn}\n{}", rest.join("\n"));
            let report = exchange.import_file("a.jsonl", file.as_bytes(), true).await.expect("import");
            assert_eq!((report.dropped, report.nameless), (0, Some((1, 1))), "{torn}");
        }
        // A row that is refused for something else is known by its id, however that is written.
        let named = format!("{{\"id\":\" may \",\"company\":\"X\"}}\n{}", rest[1..].join("\n"));
        let report = exchange.import_file("a.jsonl", named.as_bytes(), true).await.expect("import");
        assert_eq!((report.dropped, report.nameless), (1, None));
        exchange.follow().await;
        assert_eq!(exchange.words("Sông Hồng").await, ["may"]);
        assert!(exchange.words("máy xúc").await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complete_file_that_cannot_be_read_to_its_end_is_an_error_and_closes_nothing() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        let broken = Unreadable::new(1, Problem::CutOff { reason: "the disk is gone".into() });
        let cut_off = exchange.import_rows(Box::new(std::iter::once(Err(broken))), true).await;
        assert!(matches!(cut_off, Err(AppError::Internal(_))));
        exchange.follow().await;
        assert_eq!(exchange.words("Sông Hồng").await, ["may"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_rows_of_a_table_come_back_as_a_table_that_is_mended_and_imported() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let file = "id,Title,company,location,salary,description,Ghi chú\r\n\
                    1,Thợ hàn,Xưởng Năm,Hà Nội,9 triệu,Hàn khung,x\r\n\
                    2,,Xưởng Năm,Hà Nội,8 triệu,- Lương cao,=1+1\r\n\
                    3,Thợ tiện\r\n";
        let report = exchange.import_file("a.csv", file.as_bytes(), false).await.expect("import");
        assert_eq!((report.count(Verdict::Refused), report.written()), (2, 1));
        let mut out = Vec::new();
        import::write_fix_up(&report, FixUp::Csv, &mut out).expect("written");
        let table = String::from_utf8(out).expect("text");
        let columns = "\u{feff}id,title,description,company,location,salary,ghi_chú,_line,_reasons,_text\r\n";
        assert!(table.starts_with(columns), "{table}");
        assert!(table.contains("2,,'- Lương cao,Xưởng Năm,Hà Nội,8 triệu,'=1+1,3,"), "no formula: {table}");
        assert!(table.contains("\"3,Thợ tiện\""), "what could not be read: {table}");
        let mended = table.replace("2,,'- Lương", "2,Thợ sơn,'- Lương");
        let again = exchange.import_file("again.csv", mended.as_bytes(), false).await.expect("import");
        assert_eq!((again.count(Verdict::Refused), again.written()), (1, 1), "{again:?}");
        exchange.follow().await;
        let found = exchange.find(&Params { q: "thợ sơn".into(), ..Params::default() }).await.expect("found");
        assert_eq!(ids(&found), ["2"]);
        let code = card(&found.items[0].card).id;
        let view = postings::view(&exchange.app, &exchange.ctx(Actor::Public), &code).await.expect("a posting");
        assert_eq!(view.content.description.as_deref(), Some("- Lương cao"), "the mark is taken off again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_with_a_formula_comes_back_whole_and_one_with_an_error_stays_refused_until_it_is_mended() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let rows = [["id", "title", "company", "salary"], ["1", "", "Xưởng Năm", "9 triệu"], ["2", "Thợ sơn", "X", ""]];
        for (line, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write(line, column, cell).expect("a cell");
            }
        }
        sheet.write_formula(1, 1, Formula::new("=A9").set_result("Thợ hàn")).expect("a formula");
        sheet.write_formula(2, 3, Formula::new("=NA()").set_result("#N/A")).expect("a formula");
        let book = workbook.save_to_buffer().expect("a book");
        let report = exchange.import_file("a.xlsx", &book, false).await.expect("import");
        let told: Vec<_> = report.rows.iter().map(|row| (row.reasons[0].field, row.reasons[0].code)).collect();
        assert_eq!(told, [("title", "formula"), ("salary", "formula")], "the cell, not the row");
        let mut out = Vec::new();
        import::write_fix_up(&report, FixUp::Csv, &mut out).expect("written");
        let table = String::from_utf8(out).expect("text");
        assert!(table.starts_with("\u{feff}id,title,company,salary,_line,_reasons\r\n"), "{table}");
        assert!(
            table.contains("\r\n1,Thợ hàn,Xưởng Năm,9 triệu,2,") && table.contains("\r\n2,Thợ sơn,X,#N/A,3,"),
            "{table}"
        );
        let again = exchange.import_file("again.csv", table.as_bytes(), false).await.expect("import");
        assert_eq!((again.count(Verdict::Refused), again.written()), (1, 1), "{again:?}");
        let reason = &again.rows[1].reasons[0];
        assert_eq!((reason.field, reason.code), ("salary", "cell_error"));
        exchange.follow().await;
        assert_eq!(exchange.words("thợ hàn").await, ["1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_with_semicolons_is_taken_and_its_row_in_an_old_encoding_refused_alone() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let file = "\u{feff}id;title;company;salary\r\n\
                    1;Thợ hàn;Xưởng Năm;9,5 triệu\r\n\
                    2;Thî ®iÖn;C«ng ty ABC;9 triệu\r\n\
                    3;Thợ tiện;Coâng ty ABC;\r\n";
        let bytes: Vec<u8> = file.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [("a.csv", file.as_bytes()), ("b.csv", bytes.as_slice())] {
            let report = exchange.import_file(name, bytes, false).await.expect("import");
            assert_eq!(report.count(Verdict::Refused), 2, "{name}");
            let told = |line: u64| -> Vec<(&str, &str, &str)> {
                let row = report.rows.iter().find(|row| row.line == line).expect("a row");
                row.reasons.iter().map(|told| (told.field, told.code, told.suggestions[0].as_str())).collect()
            };
            let electrician = [("title", "old_encoding", "Thợ điện"), ("company", "old_encoding", "Công ty ABC")];
            assert_eq!(told(3), electrician, "{name}");
            assert_eq!(told(4), [("company", "old_encoding", "Công ty ABC")], "{name}");
        }
        exchange.follow().await;
        let found = exchange.find(&Params { q: "thợ hàn".into(), ..Params::default() }).await.expect("found");
        assert_eq!(ids(&found), ["1"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refused_row_comes_back_with_what_it_said() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        let system = exchange.ctx(Actor::Operator);
        exchange.follow().await;
        let found = exchange.find(&Params { q: "\"máy xúc\"".into(), ..Params::default() }).await.expect("found");
        let code: PostingCode = card(&found.items[0].card).id.parse().expect("a code");
        let remove = Command::Remove(Why::plain(RemoveReason::Fraud));
        let order = Edit { id: code.posting_id(), version: None, command: remove, content: None };
        postings::edit(&exchange.app, &system, order).await.expect("removed");
        let advert = ADVERTS.lines().nth(1).expect("a row");
        let file = format!("{}\n{{oops\n{{\"id\":\"z\",\"company\":\"X\"}}\n", advert.replace("Lái máy", "Lái"));
        let report = exchange.import_file("a.jsonl", file.as_bytes(), false).await.expect("import");
        let mut out = Vec::new();
        import::write_fix_up(&report, FixUp::JsonLines, &mut out).expect("written");
        let rows: Vec<Value> =
            out.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        assert_eq!(rows.len(), 3, "{rows:?}");
        assert_eq!(
            (&rows[0]["id"], &rows[0]["salary"]),
            (&"xuc".into(), &"15 - 20 triệu".into()),
            "refused by its life"
        );
        assert_eq!((&rows[1]["_text"], &rows[1]["_line"]), (&"{oops".into(), &2.into()));
        assert_eq!((&rows[2]["company"], &rows[2]["_line"]), (&"X".into(), &3.into()));
        assert!(rows.iter().all(|row| row["_reasons"][0].is_string()));
        exchange.follow().await;
    })
    .await;
}
