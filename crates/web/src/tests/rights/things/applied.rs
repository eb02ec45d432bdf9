//! Applications with the profile: drafts that nobody but the person sees, and one that was sent with a file; and
//! reports of adverts.

use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Access, Applied, Attach, Begin, SendFor, SendFull};
use sanviec_app::profiles::{self, Bring, Brought, typed, wording};
use sanviec_app::reports::{Report, report};
use sanviec_app::{Action, Actor, Ctx, Fields, Locale, Role, Thing, desk};
use sanviec_domain::consent::Purpose;
use sanviec_domain::profile::{Class, Content, Field, Sending};
use uuid::Uuid;

use super::super::super::site::World;
use super::super::planted::{Planted, Rule};
use super::{ctx_of, give, helper, key, own_profile, registered};

const READ: &[Action] = &[Action::ReadApplication];

/// A draft of an account for one of the postings, which becomes the organisation's; its code.
pub(in super::super) async fn draft(
    world: &World,
    planted: &mut Planted,
    account: Uuid,
    (at, organisation): (usize, Uuid),
) -> String {
    give(world, at, organisation).await;
    let words = planted.word("loi");
    planted.note(&words, (Rule::Group(Fields::NAME), "words of a draft"), READ, Thing::of_account(account));
    let posting = world.ids[at].code().to_string();
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    let begin = Begin { posting, words, ..Begin::default() };
    applications::begin_full(&world.app, &ctx, begin, &key()).await.expect("begun").code().to_string()
}

/// A draft of somebody else with an account and a profile.
pub(in super::super) async fn strangers_draft(world: &World, planted: &mut Planted, posting: (usize, Uuid)) -> String {
    let account = helper(world, &format!("{}@vidu.vn", planted.word("nhap"))).await;
    own_profile(world, planted, account).await;
    draft(world, planted, account, posting).await
}

/// An application of an account with its profile and a file; the codes of both.
pub(in super::super) async fn full(
    world: &World,
    planted: &mut Planted,
    (account, said): (Uuid, &Content),
    posting: (usize, Uuid),
) -> (String, String) {
    let code = draft(world, planted, account, posting).await;
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    let access = Access::Own(code.clone());
    let (name, text) = (planted.word("tep"), planted.word("cv"));
    // An employer opens a file by a look of its own.
    let thing = Thing { account_id: Some(account), centre_id: None, employer_id: Some(posting.1) };
    planted.note(&text, (Rule::Group(Fields::CONTACT), "what a file says"), READ, thing);
    planted.note(&name, (Rule::Group(Fields::NAME), "name of a file"), READ, thing);
    let bytes = format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes();
    let order = Attach { access: access.clone(), name: format!("{name}.pdf"), bytes };
    applications::attach(&world.app, &ctx, order, &key()).await.expect("taken");
    let seen = applications::full_draft(&world.app, &ctx, &code).await.expect("a draft");
    let order =
        SendFull { application: code.clone(), consent: true, wording: wording(Purpose::Application), mark: seen.mark };
    assert_eq!(applications::send_full(&world.app, &ctx, order, &key()).await.expect("sent"), Applied::Sent);
    // What goes with every application, short of how the person is reached.
    let goes = |field: &&Field| field.class().sending() == Sending::Always && field.class() != Class::Contact;
    for field in Field::ALL.iter().filter(goes) {
        let texts = typed::get(said, *field).into_iter().flatten();
        for text in texts.filter(|text| text.to_lowercase().contains("zq")) {
            planted.note(&text, (Rule::Class(field.class()), field.code()), READ, thing);
        }
    }
    planted.note(&seen.words, (Rule::Group(Fields::NAME), "words of an application"), READ, thing);
    let file = applications::my_application(&world.app, &ctx, &access).await.expect("own").files[0].id;
    (code, file.to_string())
}

/// An application that an officer sends for somebody of the own centre with a file that they brought: its code, that of
/// the profile, and the file.
pub(in super::super) async fn served(
    world: &World,
    planted: &mut Planted,
    (officer, centre): (Uuid, Uuid),
    (at, organisation): (usize, Uuid),
) -> (String, String, String) {
    let id = registered(world, planted, officer, centre).await;
    let profile = desk::code_of_profile(id);
    let words = planted.word("loihop");
    let thing = Thing { centre_id: Some(centre), ..Thing::of_employer(organisation) };
    planted.note(&words, (Rule::Group(Fields::NAME), "words that an officer wrote"), READ, thing);
    let ctx = ctx_of(world, officer, Role::Officer, Thing::of_centre(centre));
    let bytes = format!("%PDF-1.7\n{profile}\n%%EOF\n").into_bytes();
    let bring = Bring { profile: id, brought: Brought::Cv, bytes };
    profiles::bring(&world.app, &ctx, bring, &key()).await.expect("taken");
    let file = profiles::brought(&world.app, &ctx, id).await.expect("files").files[0].id;
    let order = SendFor {
        files: vec![file],
        profile: profile.clone(),
        posting: world.ids[at].code().to_string(),
        words,
        paper: "GĐY 9/2026".to_owned(),
        ..SendFor::default()
    };
    assert_eq!(applications::send_for(&world.app, &ctx, order, &key()).await.expect("sent"), Applied::Sent);
    let sent = desk::person(&world.app, &ctx, &profile).await.expect("a page").applications[0].id;
    (sent.code().to_string(), profile, file.to_string())
}

/// Somebody of the employer opens an application: from then on it is shown.
pub(in super::super) async fn opened(world: &World, member: &Ctx, code: &str) {
    applications::mark_seen(&world.app, member, code, &key()).await.expect("opened");
}

/// What somebody says of an advert, for the moderators of the centre that serves its organisation.
pub(in super::super) async fn reported(world: &World, planted: &mut Planted, at: usize, centre: Uuid) -> String {
    let words = planted.word("bao");
    let sees: &[Action] = &[Action::Moderate];
    planted.note(&words, (Rule::Group(Fields::PLAIN), "words of a report"), sees, Thing::of_centre(centre));
    let posting = world.ids[at].code().to_string();
    let origin = Origin { source: planted.word("mang"), ..Origin::default() };
    let order = Report { posting: posting.clone(), reason: "fraud".to_owned(), words, origin };
    report(&world.app, &world.app.ctx(Actor::Public, Locale::Vi), order, &key()).await.expect("taken");
    posting
}

/// Somebody who is asked to apply for one of the postings; the code of it.
pub(in super::super) async fn approached(
    world: &World,
    (account_id, profile_id): (Uuid, sanviec_domain::profile::ProfileId),
    employer_id: Uuid,
) -> String {
    let now = world.app.clock().now();
    let row = &sanviec_store::approach::Row {
        id: sanviec_app::Ids::System.next(),
        version: 1,
        profile_id: profile_id.0,
        account_id,
        employer_id,
        posting_id: world.ids[0].0,
        state: "open".to_owned(),
        sent_by: employer_id,
        sent_at: now.0,
        due_at: Some(now.plus_days(14).0),
        ended_at: None,
        application_id: None,
    };
    let write = world
        .app
        .store()
        .write("approach", |tx| Box::pin(async move { sanviec_store::approach::insert(tx, row).await }));
    write.await.expect("kept");
    sanviec_domain::posting::PostingCode::of(row.id).to_string()
}

/// Somebody whom no centre serves and who is of no employer: codes of the profile, and of a request about it.
pub(in super::super) async fn unserved(world: &World, planted: &mut Planted) -> [String; 2] {
    let account = helper(world, &format!("{}@vidu.vn", planted.word("la"))).await;
    let (profile, _) = own_profile(world, planted, account).await;
    let words = planted.word("yeucau");
    planted.note(
        &words,
        (Rule::Group(Fields::PLAIN), "what a stranger asks about"),
        &[Action::AnswerRequest],
        Thing::of_account(account),
    );
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    let ask = sanviec_app::requests::Ask { kind: sanviec_domain::data_request::Kind::Access, words };
    sanviec_app::requests::ask(&world.app, &ctx, ask, &key()).await.expect("asked");
    let request = sanviec_app::requests::own_requests(&world.app, &ctx).await.expect("own").remove(0).id;
    [profile.code().to_string(), request]
}

/// Somebody whom a centre serves asks about the own data; the code of the request.
pub(in super::super) async fn asked(world: &World, planted: &mut Planted, centre: Uuid) -> String {
    let account = helper(world, &format!("{}@vidu.vn", planted.word("hoi"))).await;
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    sanviec_app::profiles::join_centre(&world.app, &ctx, (centre, 1), &key()).await.expect("joined");
    let words = planted.word("yeucau");
    planted.note(
        &words,
        (Rule::Group(Fields::PLAIN), "what somebody asks about"),
        &[Action::AnswerRequest],
        Thing::of_centre(centre),
    );
    let ask = sanviec_app::requests::Ask { kind: sanviec_domain::data_request::Kind::Access, words };
    sanviec_app::requests::ask(&world.app, &ctx, ask, &key()).await.expect("asked");
    sanviec_app::requests::own_requests(&world.app, &ctx).await.expect("own").remove(0).id
}
