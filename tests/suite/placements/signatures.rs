//! Digital signatures: what a file does not bear out is not recorded, and what was read of it is shown.

use super::{Placed, SCAN, plain, typed};
use crate::desk::World;
use crate::forms::{code, key};
use sanviec_app::placements::{
    self, AfterSignature, Append, AsOf, AttachDocument, SignatureReader, SignatureVerdict, Signatures, UnreadableFile,
    hash_of, read_signatures, renew_signatures,
};
use sanviec_app::profiles::{self, typed as fields};
use sanviec_app::{Actor, App, AppError, Clock, Facts, Ids, Locale, desk, secrets};
use sanviec_domain::placement::{Party, Source};
use sanviec_domain::profile::{Content, Field};
use sanviec_domain::time::{Micros, parse_date};
use sanviec_search::Index;
use sanviec_signature::testing::{Authority, Identity, Method, Shape, Subject, contract, edited, sign};
use sanviec_signature::{Reading, TrustList, Unreadable};
use sanviec_store::BoxFuture;
use sanviec_store::testing::{Fresh, as_superuser, each_backend, row_counts};
use std::sync::{Arc, Mutex};

const NUMBER: &str = "052194001234";
const TAX_CODE: &str = "0100109106";

/// The reader itself, in this process, by a list that can be changed; none stops.
struct Here(Mutex<Option<TrustList>>);

impl SignatureReader for Here {
    fn trust(&self) -> [u8; 32] {
        self.0.lock().expect("a list").as_ref().map_or([0; 32], TrustList::hash)
    }

    fn read<'a>(&'a self, file: &'a [u8]) -> BoxFuture<'a, Reading> {
        let list = self.0.lock().expect("a list").clone();
        Box::pin(async move {
            list.map_or(Reading::Unreadable(Unreadable::Stopped), |list| sanviec_signature::read(file, &list))
        })
    }
}

struct Case {
    placed: Placed,
    root: Authority,
    reader: Arc<Here>,
    employer: Identity,
    worker: Identity,
}

fn list(root: &Authority) -> TrustList {
    TrustList::from_pem(root.pem().as_bytes()).expect("a list")
}

fn noon(day: &str) -> Micros {
    Micros::start_of(parse_date(day).expect("a day")).plus_seconds(12 * 3600)
}

impl Case {
    async fn new(fresh: &Fresh) -> Self {
        Self::of(fresh, true).await
    }

    /// Of somebody whose number is known, or is not.
    async fn of(fresh: &Fresh, has_number: bool) -> Self {
        let root = Authority::root("Gốc thử nghiệm", (2015, 2045));
        let reader = Arc::new(Here(Mutex::new(Some(list(&root)))));
        let given = reader.clone();
        let world = World::with(fresh, |app| app.with_signatures(given)).await;
        as_superuser(&fresh.store, &[format!("UPDATE employer SET tax_code = '{TAX_CODE}'")]).await;
        if has_number {
            register(&world).await;
        }
        let issue = |name, user_id: &str| root.issue(&Subject { name, user_id, ..Subject::default() }, Method::EcP256);
        let employer = issue("Công ty TNHH Phú Tài", &format!("MST:{TAX_CODE}"));
        let worker = issue("Nguyễn Thị Lan", &format!("CCCD:{NUMBER}"));
        let placed = Placed::within(world).await;
        assert_eq!(placed.employer, TAX_CODE);
        let stated = format!(
            r#"{{"kind":"contract","contract":"HĐ 1","employer":"{TAX_CODE}","form":"indefinite","start":"2026-11-30",
                "through":null}}"#
        );
        placed.say(&stated, plain).await.expect("contract");
        Self { placed, root, reader, employer, worker }
    }

    /// Signed by the employer on the 23rd and by the worker on the 24th.
    fn signed(&self) -> Vec<u8> {
        let first = sign(&contract("HD 1"), &self.employer, noon("23/11/2026"), Shape::default());
        sign(&first, &self.worker, noon("24/11/2026"), Shape::default())
    }

    fn signed_by(&self, user_id: &str) -> Vec<u8> {
        let signer = self.root.issue(&Subject { user_id, ..Subject::default() }, Method::EcP256);
        sign(&contract("HD 1"), &signer, noon("24/11/2026"), Shape::default())
    }

    async fn attach(&self, bytes: Vec<u8>) -> [u8; 32] {
        let (world, placement) = (&self.placed.world, self.placed.id.clone());
        let order = AttachDocument { placement, name: "HĐ 1.pdf".into(), bytes };
        let ctx = world.ctx(world.officer);
        let attached = placements::attach_document(&world.app, &ctx, order, &key()).await.expect("attached");
        hash_of(&attached.hash).expect("a hash")
    }

    fn said(party: Party, day: &str, hash: Option<[u8; 32]>) -> placements::Said {
        let json = format!(
            r#"{{"kind":"signature","contract":"HĐ 1","party":"{}","signed_on":"{day}","method":"digital"}}"#,
            party.code()
        );
        let reference = hash.is_none().then(|| "VN-2026-000123".to_owned());
        placements::Said { source: Source::Officer, document_hash: hash, reference, ..typed(&json) }
    }

    async fn record(&self, party: Party, day: &str, hash: Option<[u8; 32]>) -> Result<(), AppError> {
        let (world, said) = (&self.placed.world, Self::said(party, day, hash));
        let order = Append { placement: self.placed.id.clone(), version: None, said };
        placements::append(&world.app, &world.ctx(world.officer), order, &key()).await.map(|_| ())
    }

    async fn shown(&self, hash: [u8; 32]) -> Signatures {
        let world = &self.placed.world;
        let ctx = world.ctx(world.officer);
        let view = placements::placement(&world.app, &ctx, &self.placed.id, AsOf::default()).await.expect("a view");
        let paper = view.documents.into_iter().find(|paper| hash_of(&paper.hash).expect("a hash") == hash);
        paper.expect("the paper").signatures
    }

    async fn job(&self) -> u64 {
        let app = &self.placed.world.app;
        let ctx = app.ctx(Actor::System, Locale::Vi);
        read_signatures(app, &ctx, 100).await.expect("read")
    }

    async fn renew(&self) {
        let app = &self.placed.world.app;
        renew_signatures(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("renewed");
    }
}

/// The person of the letter, with a number.
async fn register(world: &World) {
    let ctx = world.ctx(world.officer);
    let mut content = Content::default();
    for (field, text) in [
        (Field::Name, "Nguyễn Thị Lan"),
        (Field::Birth, "12/03/1994"),
        (Field::Phone, "0905 123 001"),
        (Field::PersonalNumber, NUMBER),
    ] {
        fields::set(&mut content, field, &vec![vec![text.to_owned()]], &ctx).expect("typed");
    }
    let register = profiles::Register { content, branch_id: None };
    let id = profiles::register(&world.app, &ctx, register, &key()).await.expect("registered");
    world.people.lock().await.insert(1, desk::code_of_profile(id));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_does_not_bear_out_is_not_recorded() {
    each_backend(|fresh| async move {
        let case = Case::new(&fresh).await;
        let stranger = Authority::root("Gốc lạ", (2015, 2045)).issue(&Subject::default(), Method::EcP256);
        let strange = sign(&contract("HD 1"), &stranger, noon("24/11/2026"), Shape::default());
        let mut broken = case.signed();
        let place = broken.windows(4).position(|part| part == b"HD 1").expect("the words");
        broken[place + 3] = b'2';
        let both = case.signed();
        let only_employer = sign(&contract("HD 1"), &case.employer, noon("23/11/2026"), Shape::default());
        let (employer, worker) = (Party::Employer, Party::Worker);
        let cases = [
            (SCAN.to_vec(), worker, "2026-11-24", "signature_unreadable"),
            (contract("HD 1"), worker, "2026-11-24", "signature_not_trusted"),
            (strange, worker, "2026-11-24", "signature_not_trusted"),
            (broken, worker, "2026-11-24", "signature_not_trusted"),
            (edited(&both, "HD 2"), worker, "2026-11-24", "signature_not_trusted"),
            (both.clone(), worker, "2026-11-23", "signature_of_another_day"),
            (both.clone(), employer, "2026-11-24", "signature_of_another_day"),
            (only_employer, worker, "2026-11-23", "signature_of_another"),
            (case.signed_by("MST:0100100008"), employer, "2026-11-24", "signature_of_another"),
            (case.signed_by("CCCD:001099000001"), worker, "2026-11-24", "signature_of_another"),
            (case.signed_by(&format!("CCCD:{NUMBER}")), employer, "2026-11-24", "signature_of_another"),
        ];
        let world = &case.placed.world;
        for (file, party, day, expected) in cases {
            let hash = case.attach(file).await;
            let before = row_counts(&world.app.store().clone()).await;
            for is_preview in [true, false] {
                let said = Case::said(party, day, Some(hash));
                let ctx = world.ctx(world.officer);
                let refused = if is_preview {
                    placements::preview(&world.app, &ctx, &case.placed.id, &said).await.map(|_| ())
                } else {
                    case.record(party, day, Some(hash)).await
                };
                let refused = refused.expect_err(expected);
                assert_eq!(code(&refused), expected, "{party:?} {day}");
                let AppError::Refused(errors) = refused else { panic!("{expected}") };
                let [error] = errors.as_slice() else { panic!("{expected}") };
                assert_eq!(error.field, "document");
                assert!(error.vi != error.en && !format!("{error:?}").contains(NUMBER), "{error:?}");
            }
            assert_eq!(row_counts(world.app.store()).await, before, "{expected} leaves nothing behind");
        }
        let hash = case.attach(both).await;
        case.record(employer, "2026-11-23", Some(hash)).await.expect("the employer's");
        case.record(worker, "2026-11-24", Some(hash)).await.expect("the worker's");
        case.record(worker, "2026-11-24", None).await.expect("the number of the platform alone");
        let plain = case.attach(case.signed_by("")).await;
        case.record(worker, "2026-11-24", Some(plain)).await.expect("a certificate without a number");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_certificate_signs_for_one_party() {
    each_backend(|fresh| async move {
        let case = Case::new(&fresh).await;
        let (employer, worker) = (Party::Employer, Party::Worker);
        // Without a number it may be anybody's, but not both's.
        let one = case.attach(case.signed_by("")).await;
        case.record(employer, "2026-11-24", Some(one)).await.expect("the first party");
        let refused = case.record(worker, "2026-11-24", Some(one)).await.expect_err("the same certificate");
        let AppError::Refused(errors) = &refused else { panic!("{refused:?}") };
        assert_eq!((errors[0].field, errors[0].code), ("document", "signature_of_both"));
        assert!(errors[0].vi.contains("rút lại") && errors[0].en.contains("retract"), "the remedy is named");
        let world = &case.placed.world;
        let ctx = world.ctx(world.officer);
        let said = Case::said(worker, "2026-11-24", Some(one));
        let shown = placements::preview(&world.app, &ctx, &case.placed.id, &said).await.expect_err("told before");
        assert_eq!(code(&shown), "signature_of_both");
        // Taken back, it is free for the other.
        let facts = placements::timeline(&world.app, &ctx, &case.placed.id).await.expect("facts");
        let wrong = facts.iter().find(|fact| fact.says.signature().is_some()).expect("a signature");
        let back = format!(r#"{{"kind":"retraction","retracts":"{}","why":"nhầm bên"}}"#, wrong.id);
        case.placed.say(&back, |said| placements::Said { source: Source::Officer, ..said }).await.expect("taken back");
        case.record(worker, "2026-11-24", Some(one)).await.expect("the worker's");
        let refused = case.record(employer, "2026-11-24", Some(one)).await.expect_err("the other way round");
        assert_eq!(code(&refused), "signature_of_both");
        let both = case.attach(case.signed()).await;
        case.record(employer, "2026-11-23", Some(both)).await.expect("a certificate of its own");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_certificate_signs_for_one_party_also_when_both_come_at_once() {
    each_backend(|fresh| async move {
        let case = Case::new(&fresh).await;
        let one = case.attach(case.signed_by("")).await;
        let record = |party| case.record(party, "2026-11-24", Some(one));
        let (employer, worker) = tokio::join!(record(Party::Employer), record(Party::Worker));
        let mut signed = 0;
        for answer in [employer, worker] {
            match answer {
                Ok(()) => signed += 1,
                Err(error) => assert!(["signature_of_both", "conflict"].contains(&code(&error)), "{error:?}"),
            }
        }
        assert_eq!(signed, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_certificate_is_the_workers_before_the_workers_number_is_known() {
    each_backend(|fresh| async move {
        let case = Case::of(&fresh, false).await;
        for user_id in ["CCCD:001099000001", ""] {
            let hash = case.attach(case.signed_by(user_id)).await;
            let refused = case.record(Party::Worker, "2026-11-24", Some(hash)).await.expect_err("whose it is");
            let AppError::Refused(errors) = &refused else { panic!("{refused:?}") };
            assert_eq!((errors[0].field, errors[0].code), ("document", "signature_number_unknown"));
            assert!(errors[0].vi.contains("số định danh") && errors[0].en.contains("personal number"));
        }
        let office = case.attach(case.signed_by(&format!("MST:{TAX_CODE}"))).await;
        let refused = case.record(Party::Worker, "2026-11-24", Some(office)).await.expect_err("the employer's");
        assert_eq!(code(&refused), "signature_of_another");
        case.record(Party::Employer, "2026-11-24", Some(office)).await.expect("the employer's own");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_read_once_by_each_list_of_roots_and_shown() {
    each_backend(|fresh| async move {
        let case = Case::new(&fresh).await;
        let hash = case.attach(case.signed()).await;
        assert_eq!(case.shown(hash).await, Signatures::Waiting);
        assert_eq!(case.job().await, 2, "the scan and the contract");
        assert_eq!(case.job().await, 0);
        let read = |shown| match shown {
            Signatures::Read(read) => {
                read.into_iter().map(|one| (one.name, one.verdict, one.after)).collect::<Vec<_>>()
            }
            other => panic!("{other:?}"),
        };
        let said = |verdict| {
            [("Công ty TNHH Phú Tài", AfterSignature::SignaturesOnly), ("Nguyễn Thị Lan", AfterSignature::Nothing)]
                .map(|(name, after)| (name.to_owned(), verdict, after))
        };
        assert_eq!(read(case.shown(hash).await), said(SignatureVerdict::Trusted));
        let world = &case.placed.world;
        let keys = world.app.keys().expect("keys").rotated().expect("another key");
        let (index, clock) = (Index::in_memory().expect("an index"), Clock::at(world.app.clock().now()));
        let later = App::new(fresh.store.clone(), index, clock, Ids::System, Facts::default());
        let later = later.with_keys(keys).with_signatures(case.reader.clone());
        secrets::reseal(&later, &later.ctx(Actor::Operator, Locale::Vi)).await.expect("sealed anew");
        let ctx = world.ctx(world.officer);
        let view = placements::placement(&later, &ctx, &case.placed.id, AsOf::default()).await.expect("a view");
        let again = view.documents.into_iter().map(|paper| paper.signatures);
        let again = again.filter(|shown| matches!(shown, Signatures::Read(_))).map(read).collect::<Vec<_>>();
        assert_eq!(again, [said(SignatureVerdict::Trusted)], "after the key was replaced");
        let case = Case { placed: Placed { world: World { app: later, ..case.placed.world }, ..case.placed }, ..case };
        // The same start again changes nothing; another list lets every paper wait.
        case.renew().await;
        assert_eq!(case.job().await, 0);
        *case.reader.0.lock().expect("a list") = Some(list(&Authority::root("Gốc lạ", (2015, 2045))));
        assert_eq!(case.shown(hash).await, Signatures::Waiting, "what another list said is not shown");
        case.renew().await;
        assert_eq!(case.job().await, 2);
        assert_eq!(read(case.shown(hash).await), said(SignatureVerdict::Untrusted));
        // Papers from before the table was made.
        as_superuser(&fresh.store, &["DELETE FROM placement_signature".to_owned()]).await;
        case.renew().await;
        assert_eq!(case.job().await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_that_stops_refuses_and_is_asked_again_and_without_a_list_nothing_is_asked() {
    each_backend(|fresh| async move {
        let case = Case::new(&fresh).await;
        let hash = case.attach(case.signed()).await;
        let trusted = case.reader.0.lock().expect("a list").take();
        assert_eq!(case.job().await, 2);
        assert_eq!(case.shown(hash).await, Signatures::Unreadable(UnreadableFile::Stopped));
        let refused = case.record(Party::Worker, "2026-11-24", Some(hash)).await.expect_err("not read");
        assert_eq!(code(&refused), "signature_unreadable");
        *case.reader.0.lock().expect("a list") = trusted;
        case.record(Party::Worker, "2026-11-24", Some(hash)).await.expect("it reads again");
    })
    .await;
    each_backend(|fresh| async move {
        let placed = Placed::new(&fresh).await;
        placed.contracted().await;
        let digital =
            r#"{"kind":"signature","contract":"HĐ 1","party":"worker","signed_on":"2026-11-24","method":"digital"}"#;
        placed.say(digital, super::seen_on_paper).await.expect("as before");
        let (app, ctx) = (&placed.world.app, placed.world.ctx(placed.world.officer));
        let view = placements::placement(app, &ctx, &placed.id, AsOf::default()).await.expect("a view");
        assert_eq!(view.documents[0].signatures, Signatures::Unchecked);
    })
    .await;
}
