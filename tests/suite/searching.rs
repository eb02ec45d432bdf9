//! How a search is read, on both databases: what belongs to a cursor, what is refused, words that nothing can
//! hold, provinces that are no more, and the numbers of the help.

use crate::exchange::{ADVERTS, Exchange, NOW, ids};
use sanviec_app::find::{self, Help, Params};
use sanviec_app::{Actor, AppError};
use sanviec_domain::time::Micros;
use sanviec_store::testing::{Fresh, each_backend};
use std::sync::Arc;

/// The field and the code of each reason why a search is refused; none where it is answered.
async fn refusals(exchange: &Exchange, params: &Params) -> Vec<(&'static str, &'static str)> {
    match exchange.find(params).await {
        Ok(_) => Vec::new(),
        Err(AppError::Refused(errors)) => errors.iter().map(|error| (error.field, error.code)).collect(),
        Err(other) => panic!("neither answered nor refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_belongs_to_the_point_and_the_radius_of_its_search() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let around = |near: &str, within_km: &str| Params {
            near: near.into(),
            within_km: within_km.into(),
            sort: "newest".into(),
            limit: "1".into(),
            ..Params::default()
        };
        for within_km in ["100", ""] {
            let first = exchange.find(&around("10.74,106.72", within_km)).await.expect("found");
            assert_eq!(ids(&first), ["ketoan2"], "{within_km}");
            let after = first.next.clone().expect("a second page");
            for (near, km) in [("21.03,105.85", within_km), ("10.74,106.72", "50"), ("21.03,105.85", "5")] {
                let other = Params { after: after.clone(), ..around(near, km) };
                assert_eq!(refusals(&exchange, &other).await, [("after", "cursor_unknown")], "{near} {km}");
            }
            let elsewhere = Params { after: after.clone(), ..around("", "") };
            assert_eq!(refusals(&exchange, &elsewhere).await, [("after", "cursor_unknown")], "without a point");
            // The same point, written otherwise.
            let same = Params { after, limit: "5".into(), ..around("10.740, 106.7201", within_km) };
            let second = exchange.find(&same).await.expect("the cursor is of this list");
            let all = ["ketoan", "xuc", "may", "nvkd", "java"];
            assert_eq!(ids(&second), if within_km.is_empty() { &all[..] } else { &["xuc", "may"] }, "{within_km}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_of_a_facet_is_what_its_filter_then_finds() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        let more = r#"{"id":"hai","title":"Thợ điện","company":"Xưởng Hai","location":"Hà Nội; Cần Thơ","salary":"4 triệu","contract":"fixed_12_36"}
{"id":"ba","title":"Thợ nước","company":"Xưởng Ba","location":"Hà Nội","salary":"30 - 50 triệu","contract":"indefinite"}
{"id":"bon","title":"Thợ mộc","company":"Xưởng Bốn","salary":"2.000đ/sản phẩm"}"#;
        exchange.import(&format!("{ADVERTS}\n{more}")).await;
        exchange.follow().await;
        let all = Params { facets: true, ..Params::default() };
        let pay = exchange.find(&all).await.expect("found").facets.expect("counted").pay;
        let counts: Vec<_> = pay.values.iter().map(|value| (value.value.as_str(), value.count)).collect();
        // Up to 4, 12, 15, 20, 50 and 52 million; agreed, unreadable and by the piece count nowhere.
        assert_eq!(counts, [("1", 6), ("5000000", 5), ("10000000", 5), ("20000000", 3), ("50000000", 2)]);
        let mut clicked = 0;
        for base in [
            all.clone(),
            Params { q: "thợ".into(), ..all.clone() },
            Params { place: vec!["01".into()], ..all.clone() },
            Params { pay_min: "10000000".into(), ..all },
        ] {
            let facets = exchange.find(&base).await.expect("found").facets.expect("counted");
            for facet in [&facets.place, &facets.occupation, &facets.contract, &facets.pay] {
                for value in &facet.values {
                    let chosen = value.value.clone();
                    let narrowed = match facet.param {
                        // Of one value: whoever has chosen a place or an amount chooses another in its stead.
                        "place" if base.place.is_empty() => Params { place: vec![chosen], ..base.clone() },
                        "occupation" => Params { occupation: vec![chosen], ..base.clone() },
                        "contract" => Params { contract: vec![chosen], ..base.clone() },
                        "pay_min" if base.pay_min.is_empty() => Params { pay_min: chosen, ..base.clone() },
                        _ => continue,
                    };
                    let found = exchange.find(&narrowed).await.expect("found");
                    assert_eq!(found.total, u64::from(value.count), "{} {}", facet.param, value.value);
                    clicked += 1;
                }
            }
        }
        assert!(clicked > 20, "{clicked}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_postings_name_is_listed_once_however_many_ask_and_again_after_a_while() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let (app, public) = (exchange.app.clone(), exchange.ctx(Actor::Public));
        let asked: Vec<_> = (0..8)
            .map(|_| {
                let (app, public) = (app.clone(), public.clone());
                tokio::spawn(async move { find::listed(&app, &public).await.expect("listed") })
            })
            .collect();
        let first = find::listed(&app, &public).await.expect("listed");
        assert_eq!(first.employers.len(), 6);
        for one in asked {
            assert!(Arc::ptr_eq(&first, &one.await.expect("it ends")), "made once");
        }
        exchange.import(r#"{"id":"moi","title":"Thợ hàn","company":"Xưởng Bảy","location":"Hà Nội"}"#).await;
        exchange.follow().await;
        let soon = find::listed(&app, &exchange.ctx(Actor::Public)).await.expect("listed");
        assert!(Arc::ptr_eq(&first, &soon), "each new posting does not let anybody walk the index");
        app.clock().set(Micros(NOW.0 + 10 * 60 * 1_000_000));
        let later = find::listed(&app, &exchange.ctx(Actor::Public)).await.expect("listed");
        assert_eq!(later.employers.len(), 7);
        assert!(first.employers.iter().all(|code| later.employers.contains(code)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_are_read_as_written_and_what_is_no_whole_number_is_refused() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let pay = |text: &str| Params { pay_min: text.into(), ..Params::default() };
        for text in ["14000000", " 14.000.000 ", "14,000,000", "14 000 000", "14\u{a0}000\u{a0}000"] {
            let found = exchange.find(&pay(text)).await.expect("found");
            assert_eq!(ids(&found), ["ketoan2", "xuc", "nvkd"], "{text}");
        }
        for text in [
            "10000000.00",
            "14000000,5",
            "14.000.00",
            "1400.000",
            "14.000,000",
            ".000",
            "14.",
            "14..000",
            "+14000000",
            "-5",
            "1e7",
            "0",
        ] {
            assert_eq!(refusals(&exchange, &pay(text)).await, [("pay_min", "not_in_range")], "{text}");
        }
        for text in ["2.5", "10.0", "2,5", "25 km", "7"] {
            let params = Params { within_km: text.into(), near: "10.74,106.72".into(), ..Params::default() };
            assert_eq!(refusals(&exchange, &params).await, [("within_km", "unknown_radius")], "{text}");
            let Err(AppError::Refused(errors)) = exchange.find(&params).await else { panic!("{text} was taken") };
            assert_eq!(errors[0].suggestions, ["5", "10", "25", "50", "100"]);
        }
        // A point that is wrong is the one thing that is said of it.
        let outside = Params { near: "0,0".into(), within_km: "5".into(), sort: "nearest".into(), ..Params::default() };
        assert_eq!(refusals(&exchange, &outside).await, [("near", "not_a_point")]);
        let nowhere = Params { within_km: "5".into(), ..Params::default() };
        assert_eq!(refusals(&exchange, &nowhere).await, [("within_km", "no_point")]);
        for (field, params) in [
            ("limit", Params { limit: "1.0".into(), ..Params::default() }),
            ("page", Params { page: "1.5".into(), ..Params::default() }),
            ("posted_within_days", Params { posted_within_days: "3.0".into(), ..Params::default() }),
        ] {
            assert_eq!(refusals(&exchange, &params).await, [(field, "not_in_range")]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_no_advert_can_hold_find_nothing_and_not_everything() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(ADVERTS).await;
        exchange.follow().await;
        let joined = "tuyendungnhanvienbanhangtaithanhphohochiminh";
        let twice = format!("{joined} {joined}");
        for q in [joined, &twice, "???", "?", " - ", "… !", "👍", "\u{301}"] {
            let params = Params { q: q.into(), ..Params::default() };
            let found = exchange.find(&params).await.expect("found");
            assert_eq!((found.total, found.items.len()), (0, 0), "{q}");
            let ctx = exchange.ctx(Actor::Public);
            let near = find::near_misses(&exchange.app, &ctx, &params, &found).await.expect("found");
            assert!(near.is_empty(), "{q}");
            let help = find::help(&exchange.app, &ctx, &params, 0).await.expect("help");
            assert_eq!(help, Help::default(), "nothing is guessed for {q}");
        }
        // Blank is no question, and beside words that can be looked for the others do not count.
        assert_eq!(exchange.words(" \u{200b} ").await.len(), 6);
        assert_eq!(exchange.words(&format!("{joined} kế toán")).await, exchange.words("kế toán").await);
        assert_eq!(exchange.words("??? Hà Nội").await, exchange.words("Hà Nội").await);
    })
    .await;
}

/// Welders by the places that their adverts state.
const WELDERS: &str = r#"{"id":"whole","title":"Thợ hàn","company":"Cơ khí An","location":"Hải Dương"}
{"id":"part","title":"Thợ hàn","company":"Cơ khí Bình","location":"Chí Linh, Hải Dương"}
{"id":"neighbour","title":"Thợ hàn","company":"Cơ khí Cường","location":"Quận Lê Chân, Hải Phòng"}
{"id":"new","title":"Thợ hàn","company":"Cơ khí Dũng","location":"Hải Phòng"}
{"id":"other","title":"Thợ hàn","company":"Cơ khí Giang","location":"Nam Định"}
{"id":"both","title":"Thợ hàn","company":"Cơ khí Hà","location":"Quận 7, TPHCM; Hải Dương"}"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_advert_of_a_whole_former_province_is_found_under_its_name() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(WELDERS).await;
        exchange.follow().await;
        let ask = |q: &str, place: &str| {
            let exchange = &exchange;
            let params = Params { q: q.into(), place: vec![place.into()], ..Params::default() };
            async move {
                let mut found = ids(&exchange.find(&params).await.expect("found"));
                found.sort();
                found
            }
        };
        let of_hai_duong = ["both", "part", "whole"];
        for name in ["Hải Dương", "hai duong", "tỉnh Hải Dương"] {
            assert_eq!(ask("", name).await, of_hai_duong, "{name}");
            assert_eq!(ask(&format!("thợ hàn {name}"), "").await, of_hai_duong, "{name}");
        }
        assert_eq!(ask("", "30").await, of_hai_duong, "its code");
        assert_eq!(ask("", "Nam Định").await, ["other"]);
        assert_eq!(ask("", "Chí Linh, Hải Dương").await, ["part"]);
        assert_eq!(ask("", "Quận Lê Chân, Hải Phòng").await, ["neighbour"]);
        // Hải Phòng of today holds both.
        assert_eq!(ask("", "31").await, ["both", "neighbour", "new", "part", "whole"]);
        assert_eq!(ask("", "79").await, ["both"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_counts_what_the_search_without_the_condition_finds() {
    each_backend(|fresh: Fresh| async move {
        let exchange = Exchange::new(&fresh);
        exchange.import(WELDERS).await;
        exchange.follow().await;
        // As written nothing has "han": beside a word with marks it is read without regard to marks then.
        let wider = Params { q: "thợ han".into(), ..Params::default() };
        let total = exchange.find(&wider).await.expect("found").total;
        assert_eq!(total, 6);
        let params = Params { place: vec!["52".into()], ..wider };
        assert_eq!(exchange.find(&params).await.expect("found").total, 0);
        let help = find::help(&exchange.app, &exchange.ctx(Actor::Public), &params, 0).await.expect("help");
        let ways: Vec<(&[(&str, String)], u64)> =
            help.wider.iter().map(|way| (way.without.as_slice(), way.total)).collect();
        assert_eq!(ways, [(&[("place", "52".to_owned())][..], total)]);
    })
    .await;
}
