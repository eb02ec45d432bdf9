//! Postings of organisations through the use cases, on both databases: written step by step, handed in, looked at,
//! moved; and above all that none is public before its organisation is verified, whatever the way.

mod approaches;
mod corrected;
mod due;
mod removed;
mod renewed;
mod statistics;
mod stuck;
mod telephoned;
mod waiting;
mod webhooks;

use crate::exchange::NOW;
use crate::forms::key;
use crate::organisations::{House, codes};
use sanviec_app::hiring::{self, Act, Begin, Enter, FileOptions, Moderate, Save, Submitted, Tab, Taken, Verdict};
use sanviec_app::import::{self, Options, Row};
use sanviec_app::organisations::{self, Change, Decide, Decision};
use sanviec_app::postings::{self, Edit};
use sanviec_app::{Actor, AppError, Ctx, Locale};
use sanviec_domain::membership::Role as MemberRole;
use sanviec_domain::posting::{Command, PostingId, State};
use sanviec_domain::time::Micros;
use sanviec_store::testing::each_backend;
use sanviec_store::{employer, posting};
use uuid::Uuid;

/// A clean advert, by field.
const CLEAN: [(&str, &str); 10] = [
    ("title", "Công nhân may"),
    ("description", "May công nghiệp trong xưởng có điều hòa."),
    ("location", "Phường Cầu Giấy, Hà Nội"),
    ("wanted", "2"),
    ("position", "staff"),
    ("pay", "8 - 12 triệu"),
    ("education", "upper_secondary"),
    ("technical_level", "untrained"),
    ("recruiting", "in_person"),
    ("deadline_on", "31/12/2026"),
];

/// What an officer should look at: a term that does not fit the form of contract.
const DOUBTFUL: [(&str, &str); 2] = [("contract", "12_36"), ("contract_months", "6")];

struct Desk {
    house: House,
    organisation: Uuid,
    account: Uuid,
}

impl Desk {
    fn system(&self) -> Ctx {
        self.house.app.ctx(Actor::System, Locale::Vi)
    }

    async fn new(fresh: &sanviec_store::testing::Fresh) -> Self {
        let house = House::new(fresh).await;
        let (account, organisation) = house.founded("a@vidu.vn", "0100233488").await;
        Self { house, organisation, account }
    }

    fn own(&self) -> Ctx {
        self.house.administrator(self.account, self.organisation)
    }

    fn moderator(&self) -> Ctx {
        self.house.moderator(self.house.centre)
    }

    async fn version(&self, id: Uuid) -> i64 {
        posting::load(self.house.app.store().reader(), id).await.expect("row").version
    }

    async fn state(&self, id: Uuid) -> State {
        let row = posting::load(self.house.app.store().reader(), id).await.expect("row");
        State::find_by_code(&row.state).expect("a state")
    }

    /// A posting with the fields of a clean advert and these besides.
    async fn written(&self, ctx: &Ctx, more: &[(&str, &str)]) -> Uuid {
        let begin = Begin { employer: self.organisation, copy_of: None };
        let id = hiring::begin(&self.house.app, ctx, begin, &key()).await.expect("begun");
        for step in &hiring::STEPS {
            let value = |name: &str| {
                let all = CLEAN.iter().chain(&[("ready_on", "05/01/2027")]).chain(more);
                all.filter(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()).next_back()
            };
            let typed = step.fields.iter().map(|field| (field.name, value(field.name).into_iter().collect()));
            let save = Save { posting: id, version: self.version(id).await, step, typed: typed.collect() };
            hiring::save(&self.house.app, ctx, save, &key()).await.expect(step.name);
        }
        id
    }

    async fn submit(&self, ctx: &Ctx, id: Uuid) -> Result<Submitted, AppError> {
        hiring::submit(&self.house.app, ctx, id, self.version(id).await, &key()).await
    }

    async fn judge(&self, ctx: &Ctx, id: Uuid, verdict: Verdict) -> Result<(), AppError> {
        let moderate = Moderate { posting: id, version: self.version(id).await, verdict };
        hiring::moderate(&self.house.app, ctx, moderate, &key()).await
    }

    async fn act(&self, ctx: &Ctx, id: Uuid, act: Act) -> Result<(), AppError> {
        hiring::act(&self.house.app, ctx, id, (self.version(id).await, act), &key()).await
    }

    /// Whether anybody at all can read it.
    async fn is_public(&self, id: Uuid) -> bool {
        let ctx = self.house.app.ctx(Actor::Public, Locale::Vi);
        let seen = postings::view(&self.house.app, &ctx, &PostingId(id).code().to_string()).await;
        seen.is_ok_and(|view| view.standing == postings::Standing::Live)
    }

    async fn published(&self) -> Uuid {
        self.house.verify(self.organisation).await;
        let id = self.written(&self.own(), &[]).await;
        assert_eq!(self.submit(&self.own(), id).await.expect("in"), Submitted::Waiting, "the first is looked at");
        self.judge(&self.moderator(), id, Verdict::Publish).await.expect("published");
        assert!(self.is_public(id).await);
        id
    }

    async fn revoke(&self) {
        let ctx = self.moderator();
        let version = self.house.view(&ctx, self.organisation).await.verification.version;
        let decision = Decision::Revoke { reason: "fraud".into(), note: "Thu phí 500.000 đồng".into() };
        let decide = Decide { organisation: self.organisation, version, decision };
        organisations::decide(&self.house.app, &ctx, &decide, &key()).await.expect("revoked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_way_leads_before_the_public_while_the_organisation_is_not_verified() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, organisation) = (&desk.house.app, desk.organisation);
        let id = desk.written(&desk.own(), &[]).await;
        assert_eq!(desk.submit(&desk.own(), id).await.expect("in"), Submitted::Waiting);
        assert!(!desk.is_public(id).await);
        let judged = desk.judge(&desk.moderator(), id, Verdict::Publish).await;
        assert_eq!(codes(&judged.expect_err("an officer's yes")), ["employer_not_verified"]);
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let until = NOW.plus_days(30);
        let command = Command::Publish { until };
        let edit = Edit { id: PostingId(id), version: None, command, content: None };
        let edited = postings::edit(app, &operator, edit).await;
        assert_eq!(codes(&edited.expect_err("the command line")), ["employer_not_verified"]);
        // A file names employers: by the name as it is, and by the key under which the organisation is kept.
        let row = employer::load(app.store().reader(), organisation).await.expect("row");
        for (number, name) in [row.name.clone(), row.name_key.clone(), row.name_key.to_uppercase()].iter().enumerate() {
            let fields = [("id", number.to_string()), ("title", "Thợ may".into()), ("company", name.clone())];
            let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            let rows = vec![Ok(Row { line: 1, fields })];
            let options = Options { source: "file".into(), dry_run: false, complete: false };
            import::run(app, &operator, Box::new(rows.into_iter()), &options).await.expect("imported");
        }
        let theirs = posting::count_of_employer(app.store().reader(), organisation).await.expect("counted");
        assert_eq!(theirs, [("submitted".to_owned(), 1)], "nothing came under the organisation");
        for act in [Act::Resume, Act::Extend { until: "31/12/2026".into() }] {
            assert!(desk.act(&desk.own(), id, act).await.is_err());
        }
        assert!(!desk.is_public(id).await && desk.state(id).await == State::Submitted);
        desk.house.verify(organisation).await;
        desk.judge(&desk.moderator(), id, Verdict::Publish).await.expect("published");
        assert!(desk.is_public(id).await, "and with the officer's yes to both it is");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_that_a_file_brought_before_is_not_published_for_an_unverified_organisation() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let app = &desk.house.app;
        let id = desk.written(&desk.own(), &[]).await;
        // As if the organisation had taken over what a file once brought: the source lists it again.
        let row = posting::Row {
            id: Uuid::from_u128(0xf11e),
            version: 1,
            source: Some("file".into()),
            source_id: Some("1".into()),
            ..posting::load(app.store().reader(), id).await.expect("row")
        };
        let row = &row;
        let put = app
            .store()
            .write("put", |tx| Box::pin(async move { posting::insert_many(tx, std::slice::from_ref(row)).await }));
        put.await.expect("put");
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        // A dry run says what the run then does.
        for dry_run in [true, false] {
            let fields = [("id", "1"), ("title", "Thợ may"), ("company", "Ai đó")];
            let fields = fields.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect();
            let options = Options { source: "file".into(), dry_run, complete: false };
            let rows = vec![Ok(Row { line: 1, fields })];
            let report = import::run(app, &operator, Box::new(rows.into_iter()), &options).await.expect("ran");
            let reasons: Vec<&str> = report.rows[0].reasons.iter().map(|reason| reason.code).collect();
            assert!(reasons.contains(&"employer_not_verified"), "{reasons:?}");
        }
        assert!(!desk.is_public(row.id).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clean_adverts_of_a_known_organisation_are_public_at_once_and_others_wait() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        desk.published().await;
        let clean = desk.written(&desk.own(), &[("title", "Thợ điện")]).await;
        assert_eq!(desk.submit(&desk.own(), clean).await.expect("in"), Submitted::Published);
        assert!(desk.is_public(clean).await);
        let doubtful = desk.written(&desk.own(), &DOUBTFUL).await;
        assert_eq!(desk.submit(&desk.own(), doubtful).await.expect("in"), Submitted::Waiting);
        assert!(!desk.is_public(doubtful).await);
        let fees =
            desk.written(&desk.own(), &[("description", "Đóng phí đào tạo 500.000 đồng trước khi đi làm.")]).await;
        let refused = codes(&desk.submit(&desk.own(), fees).await.expect_err("fees"));
        assert!(!refused.is_empty() && desk.state(fees).await == State::Draft, "{refused:?}");
        let begin = Begin { employer: desk.organisation, copy_of: None };
        let empty = hiring::begin(&desk.house.app, &desk.own(), begin, &key()).await.expect("begun");
        let refused = desk.submit(&desk.own(), empty).await.expect_err("empty");
        assert!(codes(&refused).iter().filter(|code| **code == "missing").count() >= 10, "{refused:?}");
        let queue = hiring::queue(&desk.house.app, &desk.moderator(), None, 50).await.expect("queue");
        assert_eq!(queue.iter().map(|row| row.id).collect::<Vec<_>>(), [doubtful]);
        let behind = Some((queue[0].since, queue[0].id));
        let rest = hiring::queue(&desk.house.app, &desk.moderator(), behind, 50).await.expect("queue");
        assert!(rest.is_empty(), "behind the last one there is nothing");
        desk.judge(&desk.moderator(), doubtful, Verdict::Return { reason: String::new() }).await.expect_err("why");
        let why = Verdict::Return { reason: "Bỏ giới hạn tuổi".into() };
        desk.judge(&desk.moderator(), doubtful, why).await.expect("returned");
        let own = hiring::own(&desk.house.app, &desk.own(), doubtful).await.expect("seen");
        assert_eq!((own.state, own.reason.as_deref()), (State::Returned, Some("Bỏ giới hạn tuổi")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_that_is_taken_away_takes_its_adverts_down() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let id = desk.published().await;
        let paused = desk.written(&desk.own(), &[("title", "Thợ điện")]).await;
        assert_eq!(desk.submit(&desk.own(), paused).await.expect("in"), Submitted::Published);
        desk.act(&desk.own(), paused, Act::Pause).await.expect("paused");
        desk.revoke().await;
        assert_eq!((desk.state(id).await, desk.state(paused).await), (State::Returned, State::Returned));
        assert!(!desk.is_public(id).await, "taken down in the same write");
        let waiting = desk.submit(&desk.own(), id).await.expect("in");
        assert_eq!(waiting, Submitted::Waiting, "though it is clean and was public before");
        let judged = desk.judge(&desk.moderator(), id, Verdict::Publish).await;
        assert_eq!(codes(&judged.expect_err("revoked")), ["employer_not_verified"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_that_ran_out_shows_nothing_new_though_no_tick_has_come() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let id = desk.published().await;
        desk.act(&desk.own(), id, Act::Extend { until: "15/06/2028".into() }).await.expect("longer");
        desk.act(&desk.own(), id, Act::Pause).await.expect("paused");
        desk.house.app.clock().set(Micros::end_of("2028-01-01".parse().expect("day")));
        let resumed = desk.act(&desk.own(), id, Act::Resume).await;
        assert_eq!(codes(&resumed.expect_err("over")), ["employer_not_verified"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_kept_once_and_by_whoever_saw_the_newest() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, ctx) = (&desk.house.app, desk.own());
        let begin = Begin { employer: desk.organisation, copy_of: None };
        let same = key();
        let first = hiring::begin(app, &ctx, begin, &same).await.expect("begun");
        assert_eq!(hiring::begin(app, &ctx, begin, &same).await.expect("again"), first, "sent twice, begun once");
        let step = hiring::step("job").expect("a step");
        let save = |version, title: &str| Save {
            posting: first,
            version,
            step,
            typed: vec![("title", vec![title.to_owned()]), ("description", vec!["May áo".to_owned()])],
        };
        let same = key();
        let tries = (0..3).map(|_| {
            let (app, ctx, save, same) = (app.clone(), ctx.clone(), save(1, "Thợ may"), same.clone());
            tokio::spawn(async move { hiring::save(&app, &ctx, save, &same).await })
        });
        for answer in tries.collect::<Vec<_>>() {
            assert_eq!(answer.await.expect("ran").expect("kept"), 2, "three times at once, kept once");
        }
        let stale = hiring::save(app, &ctx, save(1, "Thợ tiện"), &key()).await;
        assert_eq!(codes(&stale.expect_err("somebody was faster")), ["conflict"]);
        let long = hiring::save(app, &ctx, save(2, &"dài ".repeat(100)), &key()).await;
        assert_eq!(codes(&long.expect_err("too long")), ["too_long"]);
        let own = hiring::own(app, &ctx, first).await.expect("seen");
        assert_eq!((own.content.title.as_str(), own.version), ("Thợ may", 2));
        let copy = Begin { employer: desk.organisation, copy_of: Some(first) };
        let copied = hiring::begin(app, &ctx, copy, &key()).await.expect("copied");
        assert_eq!(hiring::own(app, &ctx, copied).await.expect("seen").content.title, "Thợ may");
        let counts = hiring::counts(app, &ctx, desk.organisation).await.expect("counted");
        assert!(counts.contains(&(Tab::Draft, 2)), "{counts:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_and_other_centres_see_nothing_and_nobody_judges_their_own() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        desk.house.verify(desk.organisation).await;
        let (app, officer) = (&desk.house.app, desk.house.officer());
        let id = desk.written(&officer, &[]).await;
        let own = hiring::own(app, &desk.own(), id).await.expect("seen");
        assert_eq!(own.entered_by.as_deref(), Some("Trung tâm Gia Lai"), "shown as the centre's");
        assert_eq!(desk.submit(&officer, id).await.expect("in"), Submitted::Waiting);
        let (rival, rivals) = desk.house.founded("b@vidu.vn", "0100112437").await;
        let rival = desk.house.administrator(rival, rivals);
        let elsewhere = desk.house.moderator(desk.house.other_centre);
        for ctx in [&rival, &elsewhere] {
            assert_eq!(codes(&hiring::own(app, ctx, id).await.expect_err("hidden")), ["not_found"]);
            assert_eq!(codes(&desk.judge(ctx, id, Verdict::Publish).await.expect_err("hidden")), ["not_found"]);
            assert_eq!(codes(&desk.act(ctx, id, Act::Pause).await.expect_err("hidden")), ["not_found"]);
        }
        let mine = desk.house.moderator_as(Uuid::from_u128(0x78));
        assert_eq!(codes(&desk.judge(&mine, id, Verdict::Publish).await.expect_err("own")), ["own_posting"]);
        let draft = desk.written(&desk.own(), &[]).await;
        let early = desk.judge(&desk.moderator(), draft, Verdict::Publish).await;
        assert_eq!(codes(&early.expect_err("not handed in")), ["conflict"]);
        desk.judge(&desk.moderator(), id, Verdict::Publish).await.expect("a colleague may");
        let ctx = app.ctx(Actor::Public, Locale::Vi);
        let page = postings::view(app, &ctx, &PostingId(id).code().to_string()).await.expect("public");
        assert_eq!(page.entered_by.as_deref(), Some("Trung tâm Gia Lai"));
        let change = Change::Role(desk.account, MemberRole::Recruiter);
        let alone = organisations::change_members(app, &desk.own(), desk.organisation, change, &key()).await;
        assert!(alone.is_err(), "the founder stays in charge");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posting_is_hidden_shown_extended_and_ended_with_a_reason() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let id = desk.published().await;
        let ctx = desk.own();
        desk.act(&ctx, id, Act::Pause).await.expect("hidden");
        assert!(!desk.is_public(id).await);
        let step = hiring::step("contract").expect("a step");
        let typed = DOUBTFUL.map(|(name, value)| (name, vec![value.to_owned()])).to_vec();
        let save = Save { posting: id, version: desk.version(id).await, step, typed };
        let hidden = hiring::save(&desk.house.app, &ctx, save, &key()).await.expect_err("looked at by nobody");
        assert_eq!(codes(&hidden), ["term_not_of_class"], "what is hidden cannot come back as something else");
        desk.act(&ctx, id, Act::Resume).await.expect("shown");
        let shorter = desk.act(&ctx, id, Act::Extend { until: "30/11/2026".into() }).await;
        assert_eq!(codes(&shorter.expect_err("earlier")), ["until_not_later"]);
        desk.act(&ctx, id, Act::Extend { until: "31/01/2027".into() }).await.expect("longer");
        let close =
            |hired: &str, reason: &str| Act::Close { hired: hired.into(), reason: reason.into(), note: String::new() };
        for (act, code) in [
            (close("", ""), "missing"),
            (close("", "source_dropped"), "missing"),
            (close("", "other"), "reason_missing"),
            (close("3", "no_longer_needed"), "hired_above_wanted"),
            (close("vài", "no_longer_needed"), "out_of_range"),
        ] {
            assert_eq!(codes(&desk.act(&ctx, id, act).await.expect_err(code)), [code]);
        }
        assert!(desk.is_public(id).await, "refused, it stays as it is");
        desk.act(&ctx, id, close("2", "")).await.expect("everybody found");
        assert_eq!(desk.state(id).await, State::Filled);
        let copy = Begin { employer: desk.organisation, copy_of: Some(id) };
        let other = hiring::begin(&desk.house.app, &ctx, copy, &key()).await.expect("copied");
        desk.act(&ctx, other, close("", "withdrawn")).await.expect("given up");
        let again = desk.act(&ctx, other, Act::Extend { until: "31/01/2027".into() }).await;
        assert!(again.is_err(), "what was never shown is not brought back past the officer");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_gives_each_row_a_verdict_and_the_same_row_one_posting() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        let (app, ctx) = (&desk.house.app, desk.own());
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let all: Vec<(&str, &str)> = CLEAN.into_iter().chain([("ready_on", "05/01/2027")]).collect();
        for (column, (name, value)) in (0..).zip(&all) {
            sheet.write(0, column, *name).expect("header");
            sheet.write(1, column, *value).expect("a clean row");
            let wrong = match *name {
                "pay" => "nhiều lắm",
                "title" => "",
                _ => *value,
            };
            sheet.write(2, column, wrong).expect("a wrong row");
        }
        let bytes = workbook.save_to_buffer().expect("a book");
        let (take, file) = (FileOptions::default(), (desk.organisation, bytes.as_slice()));
        let check = FileOptions { dry_run: true, ..FileOptions::default() };
        let tried = hiring::import_file(app, &ctx, file, &check).await.expect("checked");
        assert_eq!(tried[0].outcome.as_ref().expect("clean"), &Taken::Fit { at_once: false }, "not verified");
        let counts = hiring::counts(app, &ctx, desk.organisation).await.expect("counted");
        assert!(counts.iter().all(|(_, count)| *count == 0), "a check writes nothing: {counts:?}");
        let first = hiring::import_file(app, &ctx, file, &take).await.expect("taken in");
        let [clean, wrong] = first.as_slice() else { panic!("{first:?}") };
        let Ok(Taken::Entered(entered)) = &clean.outcome else { panic!("{clean:?}") };
        assert_eq!((clean.line, entered.state.as_str()), (2, "submitted"), "not verified, so it waits");
        let errors = wrong.outcome.as_ref().expect_err("wrong");
        let told: Vec<_> = errors.iter().map(|error| (error.field, error.code == "missing")).collect();
        assert_eq!((wrong.line, told), (3, vec![("pay", false), ("title", true)]), "together: {errors:?}");
        assert!(!desk.is_public(entered.id).await);
        for options in [&take, &check] {
            let again = hiring::import_file(app, &ctx, file, options).await.expect("again");
            assert_eq!(again[0].outcome.as_ref().expect("clean"), &Taken::Entered(entered.clone()));
        }
        let counts = hiring::counts(app, &ctx, desk.organisation).await.expect("counted");
        assert!(counts.contains(&(Tab::Waiting, 1)) && counts.contains(&(Tab::Draft, 0)), "{counts:?}");
        let (_, rivals) = desk.house.founded("b@vidu.vn", "0100112437").await;
        let elsewhere = hiring::import_file(app, &ctx, (rivals, &bytes), &check).await;
        assert_eq!(codes(&elsewhere.expect_err("not theirs")), ["forbidden"]);
        let odd = hiring::import_file(app, &ctx, (desk.organisation, b"PK"), &take).await;
        assert_eq!(codes(&odd.expect_err("no book")), ["unreadable"]);
    })
    .await;
}

/// Adverts of one organisation that go before the public by themselves in a day.
const FREELY: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn more_clean_adverts_than_somebody_writes_in_a_day_wait_for_an_officer() {
    each_backend(|fresh| async move {
        let desk = Desk::new(&fresh).await;
        desk.published().await;
        let enter = |title: String| {
            let all = CLEAN.iter().chain(&[("ready_on", "05/01/2027")]);
            let mut fields: Vec<(String, Vec<String>)> =
                all.map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()])).collect();
            fields[0].1 = vec![title];
            let enter = Enter { employer: desk.organisation, replaces: None, fields };
            let (app, ctx) = (desk.house.app.clone(), desk.own());
            async move { hiring::enter(&app, &ctx, enter, &key()).await.expect("entered").state }
        };
        for number in 0..FREELY {
            assert_eq!(enter(format!("Công nhân may {number}")).await, "published", "{number}");
        }
        for number in 0..2 {
            assert_eq!(enter(format!("Thợ cắt {number}")).await, "submitted");
        }
        let clock = desk.house.app.clock();
        clock.set(clock.now().plus_days(1));
        assert_eq!(enter("Thợ ủi".to_owned()).await, "published", "the next day");
    })
    .await;
}
