//! Placements through their use cases, on both databases: what is recorded is never lost, doubled or learnt too early,
//! whatever comes at once, again, or on a node whose clock is wrong.

mod duties;
mod files;
mod leads;
mod proofs;
mod queues;
mod readings;
mod running;
mod signatures;
mod signing;
mod statements;
mod successions;
mod tasks;
mod told;

use crate::desk::{World, person};
use crate::forms::{code, key};
use sanviec_app::desk::{self};
use sanviec_app::placements::{
    self, Append, AsOf, AttachDocument, Channel, Create, EvidenceFile, From, Said, Seen, Succeed, statement_of,
};
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::placement::{Source, Status};
use sanviec_domain::referral::{Command, Way};
use sanviec_domain::time::Micros;
use sanviec_store::testing::{Fresh, each_backend};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// A day; the calendar's type has no name here.
macro_rules! on {
    ($text:literal) => {
        sanviec_domain::time::parse_date($text).expect("a day")
    };
}

/// A placement of somebody who was hired by a letter of 24 November 2026.
pub(crate) struct Placed {
    pub(crate) world: World,
    pub(crate) id: String,
    /// What the rule compares the employer by.
    employer: String,
}

impl Placed {
    pub(crate) async fn new(fresh: &Fresh) -> Self {
        Self::within(World::new(fresh).await).await
    }

    /// The same in a world that was prepared.
    async fn within(world: World) -> Self {
        let letter = hired(&world, 1).await;
        let create = Create { from: From::Referral(letter), task: String::new() };
        let created = placements::create(&world.app, &world.ctx(world.officer), create, &key()).await.expect("created");
        let mut placed = Self { world, id: created.id, employer: String::new() };
        placed.employer = placed.seen(AsOf::default()).await.row.employer_code;
        let scan = AttachDocument { placement: placed.id.clone(), name: "HĐ 1.pdf".into(), bytes: SCAN.to_vec() };
        let ctx = placed.world.ctx(placed.world.officer);
        let attached = placements::attach_document(&placed.world.app, &ctx, scan.clone(), &key()).await.expect("scan");
        let again = placements::attach_document(&placed.world.app, &ctx, scan, &key()).await.expect("again");
        assert_eq!(attached, again, "the same paper stands once");
        placed.keep_insurers().await;
        placed
    }

    pub(crate) async fn seen(&self, as_of: AsOf) -> Seen {
        let ctx = self.world.ctx(self.world.officer);
        placements::outcome_of(&self.world.app, &ctx, &self.id, as_of).await.expect("an outcome")
    }

    pub(crate) async fn status(&self) -> Status {
        self.seen(AsOf::default()).await.judged.outcome.status
    }

    async fn say(&self, json: &str, said: impl FnOnce(Said) -> Said) -> Result<placements::Appended, AppError> {
        self.say_as(self.world.officer, json, said).await
    }

    /// The file that the insurer's word is taken from, kept at the centre.
    async fn keep_insurers(&self) {
        let file = EvidenceFile { source: Source::Insurer, bytes: INSURERS.to_vec() };
        let ctx = self.world.ctx(self.world.officer);
        placements::keep_file(&self.world.app, &ctx, &file).await.expect("kept");
    }

    async fn say_as(
        &self,
        who: Person,
        json: &str,
        said: impl FnOnce(Said) -> Said,
    ) -> Result<placements::Appended, AppError> {
        let order = Append { placement: self.id.clone(), version: None, said: said(typed(json)) };
        placements::append(&self.world.app, &self.world.ctx(who), order, &key()).await
    }

    /// A contract from 30 November that both signed on the 24th, on a paper that an officer saw.
    pub(crate) async fn contracted(&self) {
        let contract = format!(
            r#"{{"kind":"contract","contract":"HĐ 1","employer":"{}","form":"indefinite","start":"2026-11-30",
                "through":null}}"#,
            self.employer
        );
        self.say(&contract, plain).await.expect("contract");
        for party in ["employer", "worker"] {
            let signature = format!(
                r#"{{"kind":"signature","contract":"HĐ 1","party":"{party}","signed_on":"2026-11-24",
                    "method":"paper-seen"}}"#
            );
            self.say(&signature, seen_on_paper).await.expect("signature");
        }
    }

    /// Whose work it is may be another placement than at first.
    pub(crate) async fn refresh(&mut self) {
        self.employer = self.seen(AsOf::default()).await.row.employer_code;
    }

    /// A contract from 30 November that both signed on the 24th, by its number on the national platform.
    pub(crate) async fn stated(&self) {
        let contract = format!(
            r#"{{"kind":"contract","contract":"HĐ 2","employer":"{}","form":"indefinite","start":"2026-11-30",
                "through":null}}"#,
            self.employer
        );
        self.say(&contract, plain).await.expect("contract");
        for party in ["employer", "worker"] {
            let signature = format!(
                r#"{{"kind":"signature","contract":"HĐ 2","party":"{party}","signed_on":"2026-11-24",
                    "method":"digital"}}"#
            );
            let by_number = |said| Said { source: Source::Officer, reference: Some("HDDT 2".into()), ..said };
            self.say(&signature, by_number).await.expect("signature");
        }
    }

    /// A day of leave, which moves what is known.
    pub(crate) async fn leave(&self, on: &str) {
        self.say(&leave(on), plain).await.expect("recorded");
    }

    pub(crate) async fn uuid(&self) -> Uuid {
        self.seen(AsOf::default()).await.row.id
    }
}

/// A letter that was sent and answered with "hired".
pub(crate) async fn hired(world: &World, profile: u128) -> String {
    let id = world.issue_for(world.officer, profile).await.expect("issued").id;
    world.record(&id, Command::Send(Way::ByHand)).await.expect("sent");
    let hire = Command::Hire { told_on: on!("2026-11-24"), starts_on: on!("2026-11-30"), ends_on: None };
    world.record(&id, hire).await.expect("hired");
    id
}

fn typed(json: &str) -> Said {
    Said {
        says: statement_of(json).expect("a statement"),
        source: Source::Centre,
        channel: Channel::Desk,
        document_hash: None,
        reference: None,
    }
}

/// A scan, as short as one can be.
const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj\n%%EOF\n";

/// A file of the insurer that says nothing yet.
const INSURERS: &[u8] = b"placement,from,through,employed\n";

const fn plain(said: Said) -> Said {
    said
}

fn seen_on_paper(said: Said) -> Said {
    Said { source: Source::Officer, document_hash: Some(Sha256::digest(SCAN).into()), ..said }
}

fn seen_elsewhere(said: Said) -> Said {
    Said { document_hash: Some([9; 32]), ..seen_on_paper(said) }
}

fn told_by_insurer(said: Said) -> Said {
    Said {
        source: Source::Insurer,
        channel: Channel::File,
        document_hash: Some(Sha256::digest(INSURERS).into()),
        ..said
    }
}

/// What is recorded at a placement.
fn order(id: &str, json: &str, said: impl FnOnce(Said) -> Said) -> Append {
    Append { placement: id.to_owned(), version: None, said: said(typed(json)) }
}

fn leave(from: &str) -> String {
    format!(r#"{{"kind":"leave","leave":"annual","from":"{from}","through":"{from}"}}"#)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hired_letter_becomes_one_placement_however_many_ask_at_once() {
    each_backend(|fresh| async move {
        let world = Arc::new(World::new(&fresh).await);
        let letter = hired(&world, 1).await;
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let (world, letter) = (Arc::clone(&world), letter.clone());
                tokio::spawn(async move {
                    let create = Create { from: From::Referral(letter), task: String::new() };
                    placements::create(&world.app, &world.ctx(world.officer), create, &key()).await
                })
            })
            .collect();
        let (mut made, mut refused) = (0, 0);
        for answer in racing {
            match answer.await.expect("a task") {
                Ok(_) => made += 1,
                Err(error) => {
                    assert_eq!(code(&error), "placed_already");
                    refused += 1;
                }
            }
        }
        assert_eq!((made, refused), (1, 7));
        let open = world.issue_for(world.officer, 2).await.expect("issued").id;
        let create = Create { from: From::Referral(open), task: String::new() };
        let early = placements::create(&world.app, &world.ctx(world.officer), create, &key()).await;
        assert_eq!(code(&early.expect_err("not hired")), "not_hired");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_make_the_outcome_and_any_two_times_give_it_again() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        assert_eq!(placed.status().await, Status::AwaitingContract);
        placed.contracted().await;
        let row = placed.seen(AsOf::default()).await.row;
        assert_eq!(row.policy_version.as_deref(), Some("2026-1"), "kept from the first signature");
        assert_eq!(placed.status().await, Status::NotStarted);
        placed.world.pass_days(100);
        let before = placed.world.app.clock().now();
        assert_eq!(placed.status().await, Status::AwaitingEvidence);
        placed.world.pass_days(1);
        let days = r#"{"kind":"attestation","from":"2026-11-30","through":"2027-02-28","employed":true}"#;
        placed.say(days, told_by_insurer).await.expect("attested");
        assert_eq!(placed.status().await, Status::Confirmed);
        let then = AsOf { today: None, known_at: Some(before) };
        assert_eq!(placed.seen(then).await.judged.outcome.status, Status::AwaitingEvidence);
        let early = AsOf { today: Some(on!("2026-12-24")), known_at: None };
        assert_eq!(placed.seen(early).await.judged.outcome.status, Status::Counting);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn facts_recorded_at_once_are_all_kept_and_learnt_one_after_the_other() {
    each_backend(|fresh| async move {
        let placed = Arc::new(Placed::new(&fresh).await);
        placed.contracted().await;
        let before = placed.seen(AsOf::default()).await.row;
        let racing: Vec<_> = (0..20)
            .map(|_| {
                let placed = Arc::clone(&placed);
                tokio::spawn(async move { placed.say(&leave("2026-12-07"), plain).await.expect("recorded") })
            })
            .collect();
        let mut instants = Vec::new();
        for fact in racing {
            instants.push(fact.await.expect("a task").recorded_at.0);
        }
        instants.sort_unstable();
        instants.dedup();
        assert_eq!(instants.len(), 20, "each at an instant of its own");
        assert!(instants[0] > before.last_known_at);
        let after = placed.seen(AsOf::default()).await.row;
        assert_eq!(after.version, before.version + 20);
        assert_eq!(after.last_known_at, instants[19]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_set_back_neither_hides_nor_reorders_facts() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let last = placed.say(&leave("2026-12-07"), plain).await.expect("recorded").recorded_at;
        placed.world.app.clock().set(Micros::start_of(on!("2026-11-25")).plus_days(-300));
        let late = placed.say(&leave("2026-12-08"), plain).await.expect("recorded").recorded_at;
        assert_eq!(late.0, last.0 + 1);
        let seen = placed.seen(AsOf::default()).await;
        assert_eq!(seen.judged.case.facts.len(), 5, "now is never before what was recorded");
        assert_eq!(seen.judged.case.known_at, late);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_again_records_nothing_and_another_fact_under_its_key_is_refused() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let (app, ctx, key) = (&placed.world.app, placed.world.ctx(placed.world.officer), key());
        let order = |from| Append { placement: placed.id.clone(), version: None, said: typed(&leave(from)) };
        let first = placements::append(app, &ctx, order("2026-12-07"), &key).await.expect("recorded");
        let again = placements::append(app, &ctx, order("2026-12-07"), &key).await.expect("answered");
        assert_eq!(first, again);
        let other = placements::append(app, &ctx, order("2026-12-08"), &key).await.expect_err("used");
        assert_eq!(code(&other), "form_used");
        assert_eq!(placed.seen(AsOf::default()).await.judged.case.facts.len(), 1);
        let stale = Append { version: Some(1), ..order("2026-12-09") };
        let stale = placements::append(app, &ctx, stale, &crate::forms::key()).await.expect_err("moved on");
        assert_eq!(code(&stale), "conflict");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_says_what_is_not_theirs_to_say() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let days = r#"{"kind":"attestation","from":"2026-11-30","through":"2026-12-01","employed":true}"#;
        for source in [Source::Worker, Source::Employer, Source::Insurer, Source::Officer] {
            let refused = placed.say(days, |said| Said { source, ..said }).await.expect_err("not theirs");
            assert_eq!(code(&refused), "source_refused", "{source:?}");
        }
        let manager = placed.say_as(placed.world.manager, days, plain).await.expect_err("reads only");
        assert_eq!(code(&manager), "forbidden");
        let operator = placed.world.app.ctx(Actor::Operator, Locale::Vi);
        let name = "Trung tâm Dịch vụ việc làm Đắk Lắk";
        let other = accounts::add_centre(&placed.world.app, &operator, name, "66").await.expect("centre");
        let stranger = person(&placed.world.app, "dung@vidu.vn", Role::Officer, Thing::of_centre(other)).await;
        assert_eq!(code(&placed.say_as(stranger, days, plain).await.expect_err("another centre")), "forbidden");
        let ctx = placed.world.ctx(stranger);
        let seen = placements::outcome_of(&placed.world.app, &ctx, &placed.id, AsOf::default()).await;
        assert_eq!(code(&seen.expect_err("another centre")), "forbidden");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rule_would_pass_over_in_silence_is_refused_at_its_field() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let sign = |on: &str, method: &str| {
            format!(
                r#"{{"kind":"signature","contract":"HĐ 1","party":"worker","signed_on":"{on}","method":"{method}"}}"#
            )
        };
        let refused = placed.say(&sign("2026-11-24", "paper-seen"), seen_on_paper).await.expect_err("no contract");
        assert_eq!(code(&refused), "contract_unknown");
        placed.contracted().await;
        for (json, said, refusal) in [
            (sign("2026-11-25", "paper-seen"), seen_on_paper as fn(Said) -> Said, "not_yet"),
            (sign("2026-11-24", "paper-seen"), plain, "scan_missing"),
            (sign("2026-11-24", "paper-seen"), seen_elsewhere, "document_unknown"),
            (sign("2026-11-24", "digital"), plain, "document_missing"),
            (sign("2026-11-24", "platform"), plain, "sign_yourself"),
            (r#"{"kind":"retraction","retracts":"f9","why":"nhầm"}"#.to_owned(), plain, "fact_unknown"),
        ] {
            assert_eq!(code(&placed.say(&json, said).await.expect_err(&json)), refusal, "{json}");
        }
        for (json, at) in [
            (r#"{"kind":"leave","leave":"annual","from":"2026-12-02","through":"2026-12-01"}"#, "through"),
            (r#"{"kind":"leave","leave":"nap","from":"2026-12-02","through":null}"#, "leave"),
            (r#"{"kind":"leave","leave":"sick","from":"2026-02-30","through":null}"#, "from"),
            (r#"{"kind":"reinstated","contract":"  "}"#, "contract"),
            ("[", "fact"),
        ] {
            let AppError::Refused(errors) = statement_of(json).expect_err(json) else { panic!("{json}") };
            assert_eq!(errors[0].field, at, "{json}");
            assert!(!errors[0].vi.is_empty() && errors[0].vi != errors[0].en);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_succession_is_recorded_in_each_placement_that_it_touches() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        let world = &placed.world;
        let ctx = world.ctx(world.officer);
        let create = Create { from: From::Referral(hired(world, 2).await), task: String::new() };
        let other = placements::create(&world.app, &ctx, create, &key()).await.expect("created").id;
        let follows = |from: &str, to: &str| {
            let json =
                format!(r#"{{"kind":"succession","from_employer":"{from}","to_employer":"{to}","on":"2026-12-15"}}"#);
            let reference = Some("Giấy chứng nhận đăng ký doanh nghiệp số 12".to_owned());
            Succeed { said: Said { source: Source::Officer, reference, ..typed(&json) } }
        };
        let once = key();
        let order = follows(&placed.employer, "0100109106-001");
        assert_eq!(placements::succeed(&world.app, &ctx, order.clone(), &once).await.expect("recorded"), 2);
        assert_eq!(placements::succeed(&world.app, &ctx, order, &once).await.expect("answered"), 2);
        let on = follows("0100109106", "0312687878");
        assert_eq!(placements::succeed(&world.app, &ctx, on, &key()).await.expect("recorded"), 2);
        for id in [&placed.id, &other] {
            let seen = placements::outcome_of(&world.app, &ctx, id, AsOf::default()).await.expect("seen");
            assert_eq!(seen.judged.case.facts.len(), 2);
        }
        let nobody = follows("9999999999", "0312687878");
        let nobody = placements::succeed(&world.app, &ctx, nobody, &key()).await.expect_err("nobody works there");
        assert_eq!(code(&nobody), "employer_unknown");
        assert_eq!(desk::referral(&world.app, &ctx, &hired(world, 3).await).await.expect("letter").version, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_follow_is_what_then_follows() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(101);
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.officer));
        let days = r#"{"kind":"attestation","from":"2026-11-30","through":"2027-02-28","employed":true}"#;
        for json in [days, r#"{"kind":"leave","leave":"unpaid","from":"2026-12-01","through":"2026-12-20"}"#] {
            let said = if json == days { told_by_insurer(typed(json)) } else { typed(json) };
            let before = placed.seen(AsOf::default()).await;
            let then = placements::preview(app, &ctx, &placed.id, &said).await.expect("a preview");
            let now = placed.seen(AsOf::default()).await;
            assert_eq!(now.row, before.row, "a preview writes nothing");
            placed.say(json, |_| said).await.expect("recorded");
            let after = placed.seen(AsOf::default()).await.judged.outcome;
            assert_eq!(then.outcome.to_json(), after.to_json(), "{json}");
            assert_ne!(before.judged.outcome.status, after.status, "{json}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_tells_where_each_stands_and_a_case_tells_every_day() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.manager));
        let asked = placements::Asked { everybodys: true, ..placements::Asked::default() };
        let list = placements::placements(app, &ctx, asked).await.expect("a list");
        assert_eq!(list.counts, [(Status::NotStarted, 1)]);
        assert_eq!(list.items[0].person, "Nguyễn Thị Lan");
        let none = placements::Asked { status: Some(Status::Confirmed), ..asked };
        assert!(placements::placements(app, &ctx, none).await.expect("a list").items.is_empty());
        let view = placements::placement(app, &ctx, &placed.id, AsOf::default()).await.expect("a view");
        assert_eq!((view.contracts.as_slice(), view.facts.len()), (["HĐ 1".to_owned()].as_slice(), 3));
        assert_eq!(view.documents.len(), 1);
        let opened = placements::open_document(app, &ctx, &placed.id, &view.documents[0].id).await.expect("opened");
        assert_eq!((opened.bytes.as_slice(), opened.name.as_str()), (SCAN, "HĐ 1.pdf"));
        assert_eq!(view.days.iter().map(|(run, _)| run.len()).sum::<i32>(), 91);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_of_an_insurers_file_has_its_own_verdict_and_one_effect() {
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        placed.world.pass_days(30);
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.officer));
        let csv = format!(
            "placement,from,through,employed\n\
             {id},30/11/2026,15/12/2026,có\n\
             {id},31/02/2026,15/12/2026,có\n\
             {id},30/11/2026,15/12/2026,thôi\n\
             {id},15/12/2026,30/11/2026,có\n\
             AAAAAAAAAAAAAAAAAAAAAAAAAA,30/11/2026,15/12/2026,có\n\
             {id},16/12/2026,17/12/2026,\n",
            id = placed.id
        );
        let facts = || async { placed.seen(AsOf::default()).await.judged.case.facts.len() };
        let before = facts().await;
        for _ in 0..2 {
            let file = EvidenceFile { source: Source::Insurer, bytes: csv.clone().into_bytes() };
            let verdicts = placements::take_file(app, &ctx, file).await.expect("verdicts").verdicts();
            let told: Vec<&str> = verdicts
                .iter()
                .map(|row| row.outcome.as_ref().map_or_else(|errors| errors[0].code, |_| "taken"))
                .collect();
            let expected = ["taken", "not_a_day", "not-in-list", "ends-before-start", "placement_unknown", "taken"];
            assert_eq!(told, expected);
            assert_eq!(facts().await, before + 2, "the same file again records nothing");
        }
        let again = EvidenceFile { source: Source::Insurer, bytes: [csv.as_bytes(), b"\n"].concat() };
        placements::take_file(app, &ctx, again).await.expect("verdicts");
        assert_eq!(facts().await, before + 2, "neither does another file with the same rows");
        let odd = EvidenceFile { source: Source::Payroll, bytes: b"name,day\n".to_vec() };
        assert_eq!(code(&placements::take_file(app, &ctx, odd).await.expect_err("no columns")), "unreadable");
        let own = EvidenceFile { source: Source::Officer, bytes: csv.into_bytes() };
        assert_eq!(code(&placements::take_file(app, &ctx, own).await.expect_err("not theirs")), "not-in-list");
    })
    .await;
}
