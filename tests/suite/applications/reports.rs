//! Reports of adverts.

use super::{World, code, key, person};
use crate::forms::thrice;
use sanviec_app::accounts::{self, Origin};
use sanviec_app::import::{self, Options, Row, Verdict};
use sanviec_app::profiles::{self, Extent};
use sanviec_app::reports::{self, Report, TakeDown};
use sanviec_app::{Actor, AppError, Ctx, Key, Locale, Role, Thing, postings};
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::each_backend;
use sanviec_store::{posting, report as reported};

#[tokio::test(flavor = "multi_thread")]
async fn an_advert_is_reported_once_by_each_and_no_more_than_a_few_a_day() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let order = |source: &str, reason: &str, words: &str| Report {
            posting: world.posting.code().to_string(),
            reason: reason.into(),
            words: words.into(),
            origin: Origin { source: source.into(), device: String::new() },
        };
        let report = |order: Report, key: Key| {
            let (app, ctx) = (world.app.clone(), world.public());
            async move { reports::report(&app, &ctx, order, &key).await }
        };
        let form = key();
        thrice(|| report(order("10.0.0.1", "asks_for_money", "Đòi cọc 2 triệu"), form.clone())).await;
        report(order("10.0.0.1", "fraud", ""), key()).await.expect("the same answer to a second one");
        report(order("10.0.0.2", "fraud", ""), key()).await.expect("taken");
        assert_eq!(code(&report(order("10.0.0.3", "", ""), key()).await.expect_err("refused")), "missing");
        assert_eq!(code(&report(order("10.0.0.3", "other", " "), key()).await.expect_err("refused")), "missing");
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let place = Thing::of_centre(accounts::add_centre(&world.app, &operator, "TT", "52").await.expect("centre"));
        let moderator = person(&world.app, "kd@vidu.vn", Role::Moderator, place).await;
        let open = reports::list_open(&world.app, &moderator, None, 10).await.expect("queue");
        let queue: Vec<_> = open.iter().map(|report| (report.reason.as_str(), report.words.as_str())).collect();
        assert_eq!(queue, [("asks_for_money", "Đòi cọc 2 triệu"), ("fraud", "")]);
        assert!(reports::list_open(&world.app, &world.member(), None, 10).await.is_err());
        let mut refused = 0;
        for _ in 0..12 {
            refused += i32::from(report(order("10.0.0.9", "wrong", ""), key()).await.is_err());
        }
        assert_eq!(refused, 2, "ten a day");
    })
    .await;
}

/// The one row of a source, taken in as it stands at this moment.
async fn imported(world: &World, title: &str) -> Verdict {
    let cells = [("id", "1"), ("title", title), ("company", "Công ty Vàng Mười"), ("location", "Quận 7, TPHCM")];
    let fields = cells.into_iter().map(|(name, value)| (name.to_owned(), serde_json::Value::from(value))).collect();
    let row = Row { line: 1, fields };
    let rows: import::Rows = Box::new(vec![Ok(row)].into_iter());
    let options = Options { source: "board".into(), dry_run: false, complete: false };
    let operator = world.app.ctx(Actor::Operator, Locale::Vi);
    import::run(&world.app, &operator, rows, &options).await.expect("import").rows[0].effect
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_advert_of_no_organisation_is_taken_down_and_its_source_cannot_bring_it_back() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        assert_eq!(imported(&world, "Nhân viên kho").await, Verdict::Taken);
        let row = posting::find_by_source(world.app.store().reader(), "board", &["1".into()]).await.expect("rows");
        let advert = PostingCode::of(row[0].id).to_string();
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let place = Thing::of_centre(accounts::add_centre(&world.app, &operator, "TT", "52").await.expect("centre"));
        let moderator = person(&world.app, "kd@vidu.vn", Role::Moderator, place).await;
        let take_down = |reason: &str, note: &str, key: Key| {
            let (app, ctx) = (world.app.clone(), moderator.clone());
            let order = TakeDown { posting: advert.clone(), reason: reason.into(), note: note.into() };
            async move { reports::take_down(&app, &ctx, order, &key).await }
        };
        let early = take_down("fraud", "", key()).await;
        assert!(matches!(early, Err(AppError::Conflict)), "nobody reported it: {early:?}");

        let origin = Origin { source: "10.0.0.1".into(), device: String::new() };
        let order = Report { posting: advert.clone(), reason: "fraud".into(), words: "Đòi cọc".into(), origin };
        reports::report(&world.app, &world.public(), order, &key()).await.expect("taken");
        let seen = reports::reported(&world.app, &moderator, &advert).await.expect("shown");
        assert!(!seen.is_answerable && seen.title == "Nhân viên kho" && seen.reports[0].words == "Đòi cọc");
        assert!(reports::reported(&world.app, &world.member(), &advert).await.is_err());
        assert_eq!(code(&take_down("", "", key()).await.expect_err("refused")), "missing");
        assert!(take_down("other", " ", key()).await.is_err(), "another reason needs words");
        postings::view(&world.app, &world.public(), &advert).await.expect("still public");

        let form = key();
        thrice(|| take_down("fraud", "Đòi đặt cọc", form.clone())).await;
        let gone = postings::view(&world.app, &world.public(), &advert).await;
        assert!(matches!(gone, Err(AppError::Gone)), "taken down");
        assert!(reports::list_open(&world.app, &moderator, None, 10).await.expect("queue").is_empty());
        let late = take_down("fraud", "", key()).await;
        assert!(matches!(late, Err(AppError::Conflict)), "a colleague was faster: {late:?}");

        for title in ["Nhân viên kho", "Nhân viên kho lương cao"] {
            assert_eq!(imported(&world, title).await, Verdict::Refused, "{title}");
            assert!(matches!(postings::view(&world.app, &world.public(), &advert).await, Err(AppError::Gone)));
        }
    })
    .await;
}

/// Words that stand nowhere else.
const WORDS: &str = "qzbaocaozq: nói lương 12 triệu, đến nơi chỉ 7 triệu";

impl World {
    /// Somebody signed in reports the advert at this moment.
    async fn report_as(&self, ctx: &Ctx) -> Result<(), AppError> {
        let origin = Origin { source: "10.0.0.7".into(), device: String::new() };
        let posting = self.posting.code().to_string();
        let order = Report { posting, reason: "wrong".into(), words: WORDS.into(), origin };
        reports::report(&self.app, ctx, order, &key()).await
    }

    async fn reports(&self) -> Vec<reported::Row> {
        reported::list_of_posting(self.app.store().reader(), self.posting.0, 10).await.expect("reports")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_in_the_own_copy_and_loses_its_words_and_its_author_with_the_account() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        let mai = person(&world.app, "mai@vidu.vn", Role::Seeker, Thing::default()).await;
        for ctx in [&lan, &mai] {
            world.report_as(ctx).await.expect("reported");
        }
        let copy = profiles::export_own(&world.app, &lan).await.expect("copy");
        assert_eq!(copy["reports"].as_array().map(Vec::len), Some(1), "one's own alone: {copy}");
        assert_eq!(copy["reports"][0]["words"], WORDS);
        assert_eq!(copy["reports"][0]["posting"], world.posting.code().to_string());

        profiles::delete_own(&world.app, &lan, Extent::Profile, &key()).await.expect("the profile alone");
        assert!(world.reports().await.iter().all(|row| row.words.is_some()), "the account is still there");
        profiles::delete_own(&world.app, &lan, Extent::Account, &key()).await.expect("deleted");
        let rows = world.reports().await;
        let left: Vec<_> = rows.iter().map(|row| (row.account_id.is_some(), row.words.is_some())).collect();
        assert_eq!(left, [(false, false), (true, true)], "of the one who is gone and of the other");

        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let place = Thing::of_centre(accounts::add_centre(&world.app, &operator, "TT", "52").await.expect("centre"));
        let moderator = person(&world.app, "kd@vidu.vn", Role::Moderator, place).await;
        let open = reports::list_open(&world.app, &moderator, None, 10).await.expect("queue");
        let queue: Vec<_> = open.iter().map(|report| (report.reason.as_str(), report.words.as_str())).collect();
        assert_eq!(queue, [("wrong", ""), ("wrong", WORDS)], "both are still to be answered");
        let again = world.report_as(&lan).await;
        assert!(matches!(again, Err(AppError::Forbidden)), "nobody reports who is gone: {again:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_is_under_way_while_its_account_goes_leaves_no_name_behind() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        for number in 0..8 {
            let ctx = person(&world.app, &format!("n{number}@vidu.vn"), Role::Seeker, Thing::default()).await;
            let form = key();
            let leave = profiles::delete_own(&world.app, &ctx, Extent::Account, &form);
            let (_, left) = tokio::join!(world.report_as(&ctx), leave);
            left.expect("deleted");
        }
        for row in world.reports().await {
            assert!(row.account_id.is_none() && row.words.is_none(), "{row:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_in_reports_has_its_term_answered_or_not() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = person(&world.app, "lan@vidu.vn", Role::Seeker, Thing::default()).await;
        world.report_as(&lan).await.expect("reported");
        let came = world.reports().await[0].created_at;
        let wipe = |closed: i64, came: i64| {
            let store = world.app.store().clone();
            async move {
                let write = store.write("wipe", |tx| Box::pin(reported::wipe(tx, (closed, came), 10)));
                write.await.expect("wiped")
            }
        };
        assert_eq!(wipe(i64::MAX, came).await, 0, "nobody answered, and the year is not over");
        assert!(world.reports().await[0].words.is_some());
        assert_eq!(wipe(0, came + 1).await, 1, "the year is over");
        let row = world.reports().await.remove(0);
        assert!(row.words.is_none() && row.account_id.is_none() && row.state == "open", "{row:?}");
        assert_eq!(wipe(0, came + 1).await, 0, "once");

        let mai = person(&world.app, "mai@vidu.vn", Role::Seeker, Thing::default()).await;
        world.report_as(&mai).await.expect("reported");
        let (store, id) = (world.app.store().clone(), world.posting.0);
        let write = store.write("close", |tx| Box::pin(reported::close(tx, id, "kept", came + 5)));
        assert_eq!(write.await.expect("closed"), 2);
        assert_eq!(wipe(came + 5, i64::MAX).await, 0, "half a year is not over");
        assert_eq!(wipe(came + 6, 0).await, 1);
    })
    .await;
}
