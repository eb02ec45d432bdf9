//! From real input to a found vacancy, on both databases: import, index, search, expiry, stream.

use crate::exchange::{ADVERTS, Exchange, NOW, card, ids};
use sanviec_app::find::{self, Card, Params};
use sanviec_app::import::Verdict;
use sanviec_app::postings::{self, Standing};
use sanviec_app::stream::{self, Entry};
use sanviec_app::{Actor, AppError};
use sanviec_store::testing::{Fresh, each_backend};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn adverts_are_found_with_and_without_marks() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        for (words, expected) in [
            // Bare words of a query with marks are read as written first, then folded when few are found.
            ("công nhân may", vec!["may", "xuc"]),
            ("máy xúc", vec!["xuc"]),
            ("kế toán", vec!["ketoan", "ketoan2"]),
            ("ke toan", vec!["ketoan", "ketoan2"]),
            ("cong nhan may", vec!["may", "xuc"]),
            ("nhân viên kinh doanh", vec!["nvkd"]),
            ("nvkd", vec!["nvkd"]),
            ("java", vec!["java"]),
            ("spring", vec!["java"]),
            ("KẾ TOÁN TRƯỞNG", vec!["ketoan"]),
            // A name that is a place's, too: nothing is found there, so that it is a word.
            ("hoà bình", vec!["ketoan"]),
            ("kế toán trưởng công ty TNHH Hòa Bình", vec!["ketoan"]),
            ("ke toan hoa binh", vec!["ketoan"]),
            ("kế toán quận 7", vec!["ketoan2"]),
            ("ke toan ha noi", vec!["ketoan"]),
            ("thợ lặn", vec![]),
        ] {
            assert_eq!(exchange.words(words).await, expected, "{words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lacks_one_of_the_things_asked_for_comes_after_what_has_all_and_never_twice() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        for (words, sort, strict, near) in [
            ("kế toán tài", "", vec!["ketoan"], vec!["ketoan2"]),
            ("kế toán tài", "newest", vec!["ketoan"], vec![]),
            // What lacks two of three things is no near miss.
            ("kế toán sổ sách", "", vec!["ketoan2"], vec![]),
            ("kế toán thợ lặn", "", vec![], vec!["ketoan", "ketoan2"]),
            ("java spring thợ lặn", "", vec![], vec!["java"]),
            ("thợ lặn", "", vec![], vec![]),
            ("kế toán", "", vec!["ketoan", "ketoan2"], vec![]),
        ] {
            let params = Params { q: words.into(), sort: sort.into(), ..Params::default() };
            let found = exchange.find(&params).await.expect("found");
            assert_eq!((ids(&found), found.total), (owned(&strict), strict.len() as u64), "{words}");
            let ctx = exchange.ctx(Actor::Public);
            let items = find::near_misses(&exchange.app, &ctx, &params, &found).await.expect("found");
            let mut lacking: Vec<String> = items.iter().filter_map(|item| card(&item.card).source_id).collect();
            lacking.sort();
            assert_eq!(lacking, owned(&near), "{words}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_by_a_name_that_is_also_a_places_goes_on_where_it_ended() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange
            .import(r#"{"id":"ketoan3","title":"Kế toán kho","company":"Công ty TNHH Hòa Bình","location":"Hà Nội"}"#)
            .await;
        exchange.follow().await;
        let first = Params { q: "kế toán hòa bình".into(), limit: "1".into(), ..Params::default() };
        let found = exchange.find(&first).await.expect("found");
        assert_eq!((found.total, found.items.len()), (2, 1));
        let after = found.next.clone().expect("a second page");
        let second = exchange.find(&Params { after, ..first }).await.expect("the cursor is of this list");
        let mut all = [ids(&found), ids(&second)].concat();
        all.sort();
        assert_eq!((all, second.next), (owned(&["ketoan", "ketoan3"]), None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_employer_is_found_by_its_name_with_what_a_source_put_in_brackets() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(r#"{"id":"kho","title":"Thủ kho","company":"Bưu chính Sao Mai","location":"Hà Nội"}"#).await;
        exchange
            .import(r#"{"id":"xe","title":"Lái xe","company":"Bưu chính Sao Mai (A Member of Sao Mai Group)"}"#)
            .await;
        exchange.follow().await;
        for (q, expected) in [
            ("bưu chính sao mai", &["kho", "xe"][..]),
            ("lái xe bưu chính sao mai (a member of sao mai group)", &["xe"]),
            ("thủ kho bưu chính sao mai (thành viên tập đoàn) hà nội", &["kho"]),
            ("(a member of sao mai group)", &[]),
        ] {
            let mut found = ids(&exchange.find(&Params { q: q.into(), ..Params::default() }).await.expect("found"));
            found.sort();
            assert_eq!(found, owned(expected), "{q}");
        }
    })
    .await;
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_places_and_radii_narrow_exactly() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let ask = |params: Params| {
            let exchange = &exchange;
            async move { ids(&exchange.find(&params).await.expect("found")) }
        };
        let place = |place: &str| Params { place: vec![place.into()], ..Params::default() };
        assert_eq!(ask(place("79")).await, ["ketoan2", "xuc", "may"]);
        assert_eq!(ask(place("quận 7")).await, ["ketoan2", "xuc"]);
        assert_eq!(ask(place("Bình Dương")).await, ["may"]);
        assert_eq!(ask(place("Ha Noi")).await, ["ketoan", "java"]);
        let pay = Params { pay_min: "14000000".into(), ..Params::default() };
        assert_eq!(ask(pay).await, ["ketoan2", "xuc", "nvkd"]);
        let near = Params { within_km: "25".into(), sort: "nearest".into(), ..place("quận 7") };
        assert_eq!(ask(near).await.len(), 3);
        let recent = Params { posted_within_days: "3".into(), ..Params::default() };
        assert_eq!(ask(recent).await, ["ketoan2", "ketoan"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_values_are_refused_by_name_and_never_an_empty_success() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.follow().await;
        let base = Params::default;
        for (field, params) in [
            ("place", Params { place: vec!["Xyzzy".into()], ..base() }),
            ("occupation", Params { occupation: vec!["99999".into()], ..base() }),
            ("industry", Params { industry: vec!["?".into()], ..base() }),
            ("contract", Params { contract: vec!["for ever".into()], ..base() }),
            ("sort", Params { sort: "best".into(), ..base() }),
            ("after", Params { after: "00".into(), ..base() }),
            ("near", Params { near: "1,2".into(), ..base() }),
            ("within_km", Params { within_km: "7".into(), near: "10.8,106.7".into(), ..base() }),
            ("pay_min", Params { pay_min: "much".into(), ..base() }),
            ("limit", Params { limit: "1000".into(), ..base() }),
            ("q", Params { q: "x".repeat(300), ..base() }),
        ] {
            let Err(AppError::Refused(errors)) = exchange.find(&params).await else { panic!("{field} was taken") };
            assert_eq!(errors[0].field, field);
            assert!(!errors[0].vi.is_empty() && !errors[0].en.is_empty());
        }
        for (suggested, params) in [
            ("Tỉnh Gia Lai", Params { place: vec!["Gia Laii".into()], ..base() }),
            ("C", Params { industry: vec!["?".into()], ..base() }),
            ("indefinite", Params { contract: vec!["for ever".into()], ..base() }),
            ("part", Params { working_time: vec!["some".into()], ..base() }),
            ("university", Params { qualification: "most".into(), ..base() }),
            ("newest", Params { sort: "best".into(), ..base() }),
            ("10", Params { within_km: "7".into(), near: "10.8,106.7".into(), ..base() }),
        ] {
            let Err(AppError::Refused(errors)) = exchange.find(&params).await else { panic!("{suggested}: taken") };
            assert!(errors[0].suggestions.iter().any(|value| value == suggested), "{suggested}: {errors:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_twice_changes_nothing_and_a_changed_row_is_changed() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let first = exchange.import(ADVERTS).await;
        assert_eq!((first.rows.len(), first.written()), (6, 6));
        let again = exchange.import(ADVERTS).await;
        assert_eq!((again.written(), again.count(Verdict::Taken), again.count(Verdict::Changed)), (0, 0, 0));
        let changed = exchange.import(&ADVERTS.replace("Lái máy xúc", "Lái máy ủi")).await;
        assert_eq!(changed.written(), 1);
        exchange.follow().await;
        assert_eq!(exchange.words("máy ủi").await, ["xuc"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_rows_are_refused_alone_and_repeated_ids_once() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let long = "x".repeat(30_000);
        let lines = [
            r#"{"id":"a","title":"Thợ hàn","company":"X"}"#.to_owned(),
            r#"{"id":"b","company":"X"}"#.to_owned(),
            format!(r#"{{"id":"c","title":"T","company":"X","description":"{long}"}}"#),
            r#"{"id":"d","title":"T","company":"X","deadline":"2020-01-01"}"#.to_owned(),
            r#"{"id":"a","title":"Khác","company":"X"}"#.to_owned(),
            r#"{"id":"e","title":["x"],"company":"X"}"#.to_owned(),
            r#"{"id":"f","title":"T","company":"X","description":"Ứng viên đặt cọc 500.000đ khi nhận việc."}"#
                .to_owned(),
            r#"{"id":"g","title":"T","company":"X","description":"Không đặt cọc, không thu phí."}"#.to_owned(),
        ];
        let report = exchange.import(&lines.join("\n")).await;
        let refused: Vec<(u64, &str)> = report
            .rows
            .iter()
            .filter(|row| row.verdict == Verdict::Refused)
            .map(|row| (row.line, row.reasons[0].field))
            .collect();
        assert_eq!(
            refused,
            [(2, "title"), (3, "description"), (4, "deadline"), (5, "id"), (6, "title"), (7, "description")]
        );
        assert_eq!(report.written(), 2);
        exchange.follow().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_in_another_normal_form_is_taken_and_a_field_of_ten_megabytes_refused_alone() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        // "Thợ điện" with each mark as a sign of its own.
        let apart = "Tho\u{31b}\u{323} \u{111}ie\u{323}\u{302}n";
        let long = "x".repeat(10_000_000);
        let lines = [
            format!(r#"{{"id":"a","title":"Thợ hàn","company":"X","description":"{long}"}}"#),
            format!(r#"{{"id":"b","title":"{apart}","company":"X"}}"#),
            r#"{"id":"c","title":"Thợ tiện","company":"X"}"#.to_owned(),
        ];
        let report = exchange.import_file("a.jsonl", lines.join("\n").as_bytes(), false).await.expect("import");
        let mut effects: Vec<(u64, Verdict)> = report.rows.iter().map(|row| (row.line, row.effect)).collect();
        effects.sort_unstable();
        assert_eq!(effects, [(1, Verdict::Refused), (2, Verdict::Taken), (3, Verdict::Taken)]);
        let reasons: Vec<&str> = report.rows.iter().flat_map(|row| &row.reasons).map(|reason| reason.code).collect();
        assert!(reasons.contains(&"row_too_long"), "{reasons:?}");
        // Where rows come otherwise than by lines, the field itself is too long.
        let field = exchange.import(&lines[0]).await;
        assert_eq!((field.rows[0].verdict, field.rows[0].reasons[0].field), (Verdict::Refused, "description"));
        assert_eq!(field.rows[0].reasons[0].code, "too_long");
        exchange.follow().await;
        let found = exchange.find(&Params { q: "thợ điện".into(), ..Params::default() }).await.expect("found");
        assert_eq!(ids(&found), ["b"]);
        assert_eq!(card(&found.items[0].card).title, "Thợ điện");
        assert_eq!(exchange.words("tho tien").await, ["c"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vacancy_expires_on_its_day_and_leaves_search_stream_and_live_page() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let start = stream::position(&exchange.app, &exchange.ctx(Actor::Public)).await.expect("position");
        let found = exchange.find(&Params { q: "kế toán trưởng".into(), ..Params::default() }).await.expect("found");
        let code = card(&found.items[0].card).id;
        // The last day is 10 December; it is live until that day ends.
        exchange.app.clock().set(NOW.plus_days(16));
        let system = exchange.ctx(Actor::System);
        assert_eq!(postings::expire_due(&exchange.app, &system, 100).await.expect("ticked"), 0);
        exchange.app.clock().set(NOW.plus_days(17));
        let system = exchange.ctx(Actor::System);
        assert_eq!(postings::expire_due(&exchange.app, &system, 100).await.expect("ticked"), 1);
        assert_eq!(postings::expire_due(&exchange.app, &system, 100).await.expect("ticked"), 0);
        exchange.follow().await;
        assert!(exchange.words("kế toán trưởng").await.is_empty());
        let view = postings::view(&exchange.app, &exchange.ctx(Actor::Public), &code).await.expect("readable");
        assert!(matches!(view.standing, Standing::Ended(_)));
        let stretch = stream::after(&exchange.app, &exchange.ctx(Actor::Public), start, 1000).await.expect("stream");
        assert!(matches!(stretch.entries.as_slice(), [Entry::Tombstone { id, .. }] if *id == code));
        exchange.app.clock().set(NOW.plus_days(400));
        let gone = postings::view(&exchange.app, &exchange.ctx(Actor::Public), &code).await;
        assert!(matches!(gone, Err(AppError::Gone)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cursors_neither_skip_nor_repeat_while_postings_come_and_go() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let advert = |number: usize| {
            let day = 10 + number % 12;
            format!(
                r#"{{"id":"p{number:03}","title":"Thợ hàn số {number}","company":"Xưởng {number}","posted":"2026-11-{day}"}}"#
            )
        };
        let lines: Vec<String> = (0..90).map(advert).collect();
        exchange.import(&lines.join("\n")).await;
        exchange.follow().await;
        let mut seen = Vec::new();
        let mut params = Params { q: "thợ hàn".into(), limit: "7".into(), ..Params::default() };
        loop {
            let found = exchange.find(&params).await.expect("found");
            seen.extend(ids(&found));
            let Some(next) = found.next else { break };
            if seen.len() == 14 {
                exchange.import(&advert(500)).await;
                exchange.follow().await;
                exchange.app.clock().set(NOW.plus_days(1));
            }
            params.after = next;
        }
        let mut unique = seen.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), seen.len(), "a posting was repeated");
        assert!(
            lines.iter().enumerate().all(|(number, _)| seen.contains(&format!("p{number:03}"))),
            "a posting was skipped"
        );
    })
    .await;
}

/// What the index shows, by the codes of the postings.
async fn live(exchange: &Exchange) -> BTreeMap<String, Card> {
    let all = Params { limit: "100".into(), ..Params::default() };
    let found = exchange.find(&all).await.expect("found");
    found.items.iter().map(|item| card(&item.card)).map(|card| (card.id.clone(), card)).collect()
}

fn advert(id: &str, title: &str) -> String {
    format!(r#"{{"id":"{id}","title":"{title}","company":"Xưởng Sáu","location":"Hà Nội"}}"#)
}

/// The lines of a file but the one with this id.
fn without(file: &str, id: &str) -> String {
    let named = format!(r#""id":"{id}""#);
    file.lines().filter(|line| !line.contains(&named)).collect::<Vec<_>>().join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshot_and_stream_together_miss_nothing() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let ctx = exchange.ctx(Actor::Public);
        let codes = live(&exchange).await.into_iter().map(|(code, card)| (card.source_id, code));
        let code_of: BTreeMap<Option<String>, String> = codes.collect();
        let code_of = |id: &str| code_of[&Some(id.to_owned())].clone();
        let mut snapshot = stream::Snapshot::begin(&exchange.app, &ctx).await.expect("snapshot");
        // Before the first page one is changed, one ends and one comes.
        let changed = ADVERTS.replace("Kế toán trưởng", "Giám đốc tài chính");
        let while_begun = format!("{}\n{}", without(&changed, "xuc"), advert("moi", "Thợ hàn"));
        let report = exchange.import_as(&while_begun, true).await.expect("import");
        assert_eq!((report.dropped, report.written()), (1, 2));
        let mut titles = BTreeMap::new();
        loop {
            let page = snapshot.next(&exchange.app, &ctx).await.expect("page");
            if page.is_empty() {
                break;
            }
            for change in &page {
                let card = card(stream::card(change).expect("live"));
                titles.insert(card.id, card.title);
            }
        }
        assert!(titles.contains_key(&code_of("java")) && !titles.contains_key(&code_of("xuc")));
        // And after the last page, before the stream is asked, once more.
        let while_copied = format!("{}\n{}", without(&while_begun, "java"), advert("sau", "Thợ tiện"));
        let report = exchange.import_as(&while_copied, true).await.expect("import");
        assert_eq!((report.dropped, report.written()), (1, 1));
        exchange.follow().await;
        let stretch = stream::after(&exchange.app, &ctx, snapshot.position, 1000).await.expect("stream");
        let mut ended = Vec::new();
        for entry in stretch.entries {
            match entry {
                Entry::Upsert { card: json, .. } => {
                    let card = card(&json);
                    titles.insert(card.id, card.title);
                }
                Entry::Tombstone { id, .. } => {
                    titles.remove(&id);
                    ended.push(id);
                }
            }
        }
        ended.sort();
        let mut expected = vec![code_of("xuc"), code_of("java")];
        expected.sort();
        assert_eq!(ended, expected);
        let kept: BTreeMap<String, String> =
            live(&exchange).await.into_iter().map(|(id, card)| (id, card.title)).collect();
        assert_eq!(titles, kept, "the copy is what the exchange shows");
        assert_eq!(titles.len(), 6);
        for title in ["Giám đốc tài chính", "Thợ hàn", "Thợ tiện"] {
            assert!(titles.values().any(|copied| copied == title), "{title}");
        }
        assert!(stream::after(&exchange.app, &ctx, 1_000_000, 10).await.is_err());
    })
    .await;
}
