//! Things of people, made the way they come to be: an organisation with a draft, applications, profiles at the counter
//! and one's own, a letter and a meeting. Whatever somebody types in them is a planted value.

use std::collections::BTreeMap;

use sanviec_app::accounts::{NewPerson, add_person};
use sanviec_app::applications::{self, Access, Applied, Attach, Linked, Quick, Writer};
use sanviec_app::profiles::{self, Register, SavePart, register};
use sanviec_app::{
    Action, Actor, Ctx, Fields, Key, Locale, Person, Role, Thing, desk, hiring, messages, organisations, placements,
};
use sanviec_domain::person::{Email, PersonName, PersonalNumber, Phone};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, Part, ProfileId};
use sanviec_domain::referral::{Command, Way};
use sanviec_store::referral;
use uuid::Uuid;

use super::super::site::World;
use super::planted::{Planted, Rule};

pub(super) mod applied;
pub(super) mod hooks;
pub(super) mod money;
pub(super) mod placed;

/// Who sees a value of a profile: whoever reads it, or needs it for a letter or a meeting.
const OF_PROFILE: &[Action] = &[Action::ReadProfile, Action::ReadDesk, Action::Refer, Action::Appoint];
const OF_APPLICATION: &[Action] = &[Action::ReadApplication];

pub(super) fn key() -> Key {
    Key::fresh().expect("key")
}

/// Somebody who acts at a place.
pub(super) fn ctx_of(world: &World, account_id: Uuid, role: Role, place: Thing) -> Ctx {
    let (centre_id, employer_id) = (place.centre_id, place.employer_id);
    let person = Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id, is_fresh: true };
    world.app.ctx(Actor::Person(person), Locale::Vi)
}

pub(super) async fn helper(world: &World, contact: &str) -> Uuid {
    let ctx = world.app.ctx(Actor::Operator, Locale::Vi);
    let new = NewPerson { contact: contact.into(), password: None, role: Role::Seeker, place: Thing::default() };
    add_person(&world.app, &ctx, new).await.expect("account")
}

/// An organisation that the centre serves, and a posting that it has begun.
pub(super) async fn organisation(
    world: &World,
    planted: &mut Planted,
    centre: Uuid,
    (number, name): (&str, &str),
) -> (Uuid, Uuid) {
    let founder = helper(world, &format!("lap{number}@vidu.vn")).await;
    let email = format!("{}@vidu.vn", planted.word("dn"));
    let representative = planted.name();
    let form = organisations::Registration {
        kind: "enterprise".into(),
        number: number.into(),
        name: name.into(),
        employer_type: "non_state".into(),
        industry: "C".into(),
        size: "10_50".into(),
        address: "12 Trần Phú".into(),
        phone: "0256 3822 123".into(),
        email: email.clone(),
        representative: representative.clone(),
        centre: centre.to_string(),
    };
    let seeker = ctx_of(world, founder, Role::Seeker, Thing::default());
    let own = organisations::register(&world.app, &seeker, form, &key()).await.expect("registered");
    let thing = Thing { centre_id: Some(centre), ..Thing::of_employer(own) };
    let sees: &[Action] = &[Action::ReadOrganisation];
    planted.note(&email, (Rule::Group(Fields::CONTACT), "e-mail of an organisation"), sees, thing);
    planted.note(&representative, (Rule::Group(Fields::NAME), "who speaks for an organisation"), sees, thing);
    let administrator = ctx_of(world, founder, Role::EmployerAdministrator, Thing::of_employer(own));
    let begin = hiring::Begin { employer: own, copy_of: None };
    let draft = hiring::begin(&world.app, &administrator, begin, &key()).await.expect("begun");
    verify(world, own, centre, number).await;
    (own, draft)
}

async fn verify(world: &World, organisation: Uuid, centre: Uuid, number: &str) {
    let account_id = helper(world, &format!("xet{number}@vidu.vn")).await;
    let moderator = ctx_of(world, account_id, Role::Moderator, Thing::of_centre(centre));
    let version = organisations::view(&world.app, &moderator, organisation).await.expect("seen").verification.version;
    let evidence = organisations::EvidenceTyped {
        kind: "register_lookup".into(),
        reference: "Tra cứu mã số thuế".into(),
        seen_on: String::new(),
    };
    let through = sanviec_domain::time::short_date(moderator.now.plus_days(365).day());
    let decision = organisations::Decision::Verify { evidence: vec![evidence], through };
    let decide = organisations::Decide { organisation, version, decision };
    organisations::decide(&world.app, &moderator, &decide, &key()).await.expect("verified");
}

/// An application: its code, and the token by which it is followed where nobody's account is in it.
pub(super) struct Sent {
    pub(super) code: String,
    pub(super) token: String,
}

/// Gives one of the postings to an organisation.
pub(super) async fn give(world: &World, at: usize, organisation: Uuid) {
    let store = world.app.store();
    let posting =
        sanviec_store::posting::find(store.reader(), world.ids[at].0).await.expect("read").expect("a posting");
    let posting = &sanviec_store::posting::Row { employer_id: organisation, ..posting };
    let give = store
        .write("give_posting", |tx| Box::pin(async move { sanviec_store::posting::update_guarded(tx, posting).await }));
    give.await.expect("given");
}

/// Gives one of the postings to an organisation, and lets somebody apply for it: with an account where one is named.
pub(super) async fn apply(
    world: &World,
    planted: &mut Planted,
    (at, organisation): (usize, Uuid),
    account: Option<Uuid>,
) -> Sent {
    give(world, at, organisation).await;
    let public = world.app.ctx(Actor::Public, Locale::Vi);
    let ctx = account.map_or_else(|| public.clone(), |id| ctx_of(world, id, Role::Seeker, Thing::default()));
    let (name, phone) = (planted.name(), planted.phone());
    let order = Quick {
        posting: world.ids[at].code().to_string(),
        name: name.clone(),
        phone: phone.clone(),
        age: "18".to_owned(),
        consent: true,
        wording: applications::WORDING,
        ..Quick::default()
    };
    assert_eq!(applications::apply_quick(&world.app, &ctx, order, &key()).await.expect("sent"), Applied::Sent);
    let system = world.app.ctx(Actor::System, Locale::Vi);
    let messages = messages::claim(&world.app, &system, 60, 50).await.expect("claimed");
    let sent = messages.iter().rfind(|message| message.template == "application_sent").expect("a message");
    let token = sent.params["path"].rsplit('/').next().expect("a token").to_owned();
    let code = match account {
        Some(_) => applications::list_mine(&world.app, &ctx, "", 5).await.expect("list").0[0].id.code().to_string(),
        None => {
            let followed = applications::follow(&world.app, &public, &token).await.expect("followed");
            let Linked::Person(own) = followed else { panic!("a link of the person") };
            own.id.code().to_string()
        }
    };
    let thing = Thing { account_id: account, centre_id: None, employer_id: Some(organisation) };
    // Whoever holds the link is the person.
    let bearer = account.is_none().then_some(token.as_str());
    planted.note_borne(&name, (Rule::Group(Fields::NAME), "name in an application"), OF_APPLICATION, thing, bearer);
    let phone_is = (Rule::Group(Fields::CONTACT), "phone in an application");
    planted.note_borne(&phone, phone_is, OF_APPLICATION, thing, bearer);
    written(world, planted, (&ctx, account), (&code, &token), thing).await;
    Sent { code, token }
}

/// What both sides write about an application.
async fn written(
    world: &World,
    planted: &mut Planted,
    (ctx, account): (&Ctx, Option<Uuid>),
    (code, token): (&str, &str),
    thing: Thing,
) {
    let access = if account.is_some() { Access::Own(code.to_owned()) } else { Access::Link(token.to_owned()) };
    let bearer = account.is_none().then_some(token);
    let line = planted.word("tin");
    applications::write_line(&world.app, ctx, Writer::Person(access), &line, &key()).await.expect("written");
    planted.note_borne(&line, (Rule::Group(Fields::NAME), "message to an employer"), OF_APPLICATION, thing, bearer);
    let note = planted.word("ghi");
    let employer_id = thing.employer_id.expect("an employer");
    let member = helper(world, &format!("{}@vidu.vn", planted.word("ghichu"))).await;
    let member = ctx_of(world, member, Role::EmployerMember, Thing::of_employer(employer_id));
    applications::note(&world.app, &member, code, &note, &key()).await.expect("noted");
    planted.note(&note, (Rule::Employer, "note of an employer"), OF_APPLICATION, Thing::of_employer(employer_id));
}

/// A file with an application of an account; its id.
pub(super) async fn attach(world: &World, account: Uuid, code: &str) -> Uuid {
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    let access = Access::Own(code.to_owned());
    let order = Attach { access: access.clone(), name: "cv.pdf".into(), bytes: b"%PDF-1.7\nx\n%%EOF\n".to_vec() };
    applications::attach(&world.app, &ctx, order, &key()).await.expect("taken");
    applications::my_application(&world.app, &ctx, &access).await.expect("own").files[0].id
}

/// A profile in which something is planted in a field of every class.
pub(super) fn content(planted: &mut Planted, thing: Thing) -> Content {
    let mut content = Content::default();
    let name = planted.name();
    content.identity.name = PersonName::parse(&name).ok();
    planted.note(&name, (Rule::Class(Field::Name.class()), "name in a profile"), OF_PROFILE, thing);
    let number = planted.number();
    content.identity.number = PersonalNumber::parse(&number).ok();
    content.identity.birth = "1994-03-12".parse().ok().map(sanviec_domain::person::Birth::kept);
    let phone = planted.phone();
    content.contact.phone = Phone::parse(&phone).ok();
    let email = format!("{}@vidu.vn", planted.word("hs"));
    content.contact.email = Email::parse(&email).ok();
    assert!(content.identity.number.is_some() && content.contact.phone.is_some() && content.contact.email.is_some());
    for (field, text) in [(Field::PersonalNumber, number), (Field::Phone, phone), (Field::Email, email)] {
        planted.note(&text, (Rule::Class(field.class()), field.code()), OF_PROFILE, thing);
    }
    let mut plant = |field: Field| {
        let text = planted.word("truong");
        planted.note(&text, (Rule::Class(field.class()), field.code()), OF_PROFILE, thing);
        Some(text)
    };
    content.identity.religion = plant(Field::Religion);
    content.contact.other = plant(Field::OtherContact);
    content.residence.permanent.line = plant(Field::PermanentLine);
    content.wish.title = plant(Field::WishTitle);
    content.wish.description = plant(Field::WishDescription);
    content.conditions.needs = plant(Field::Needs);
    content.priority.other = plant(Field::PriorityOther);
    content.services.other = plant(Field::ServiceOther);
    content
}

/// A person whom an officer registers at the counter.
pub(super) async fn registered(world: &World, planted: &mut Planted, officer: Uuid, centre: Uuid) -> ProfileId {
    let ctx = ctx_of(world, officer, Role::Officer, Thing::of_centre(centre));
    let content = content(planted, Thing::of_centre(centre));
    enter(world, &ctx, content).await
}

/// Registers what somebody said at the counter.
pub(super) async fn enter(world: &World, officer: &Ctx, content: Content) -> ProfileId {
    register(&world.app, officer, Register { content, branch_id: None }, &key()).await.expect("registered")
}

/// The own profile of somebody with an account, and what it says.
pub(super) async fn own_profile(world: &World, planted: &mut Planted, account: Uuid) -> (ProfileId, Content) {
    let ctx = ctx_of(world, account, Role::Seeker, Thing::default());
    let said = content(planted, Thing::of_account(account));
    let mut id = None;
    for part in Part::ALL {
        let before = profiles::own_or_new(&world.app, &ctx).await.expect("own").content;
        let mark = profiles::mark(&world.app, &before, *part).expect("mark");
        let save = SavePart { profile_id: None, part: *part, content: said.clone(), mark };
        id = Some(profiles::save_part(&world.app, &ctx, save, &key()).await.expect("saved"));
    }
    (id.expect("a profile has parts"), said)
}

/// Codes of a letter that a centre issued, of the page that proves it, of the person, and of a meeting with them.
#[derive(Clone)]
pub(super) struct Letter {
    pub(super) referral: String,
    pub(super) proof: String,
    pub(super) profile: String,
    pub(super) meeting: String,
}

/// A letter of the centre, by its officer and manager.
pub(super) async fn letter(
    world: &World,
    planted: &mut Planted,
    people: &BTreeMap<Role, Uuid>,
    centre_id: Uuid,
    posting: usize,
) -> Letter {
    let place = Thing::of_centre(centre_id);
    let ctx = |role: Role| ctx_of(world, people[&role], role, place);
    let head = desk::LetterheadOrder {
        centre: PostingCode::of(centre_id).to_string(),
        parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".to_owned(),
        place: "Gia Lai".to_owned(),
        sign: "GTVL-TTDVVL".to_owned(),
        signer_post: "GIÁM ĐỐC".to_owned(),
        send_days: "2".to_owned(),
        answer_days: "10".to_owned(),
        ..Default::default()
    };
    desk::save_letterhead(&world.app, &ctx(Role::CentreManager), head, &key()).await.expect("letterhead");
    let invited = format!("{}@vidu.vn", planted.word("moi"));
    let invite = desk::Invite {
        centre: PostingCode::of(centre_id).to_string(),
        name: planted.name(),
        contact: invited.clone(),
        role: Some(Role::Officer),
        branch: None,
    };
    desk::invite(&world.app, &ctx(Role::CentreManager), invite, &key()).await.expect("invited");
    planted.note(&invited, (Rule::Group(Fields::PLAIN), "address of an invitation"), &[Action::GiveRole], place);
    let id = registered(world, planted, people[&Role::Officer], centre_id).await;
    let profile = desk::code_of_profile(id);
    let subject = planted.word("hen");
    let meeting = desk::Appoint {
        profile: profile.clone(),
        kind: sanviec_domain::appointment::Kind::Counselling,
        from: world.app.clock().now().plus_days(2),
        minutes: 30,
        subject: subject.clone(),
        place: "Quầy 2".to_owned(),
    };
    let meeting = desk::appoint(&world.app, &ctx(Role::Officer), meeting, &key()).await.expect("appointed");
    let sees: &[Action] = &[Action::ReadDesk, Action::Appoint];
    planted.note(&subject, (Rule::Group(Fields::PLAIN), "subject of a meeting"), sees, place);
    let posting = world.ids[posting].code().to_string();
    let order = desk::Issue { profile: profile.clone(), posting, paper: "GĐY 1/2026".to_owned() };
    let issued = desk::issue(&world.app, &ctx(Role::Officer), order, &key()).await.expect("issued");
    let letter = desk::letter(&world.app, &ctx(Role::Officer), &issued.id).await.expect("letter");
    Letter { referral: issued.id, proof: letter.proof, profile, meeting }
}

/// A letter about somebody new that was sent to an employer through the exchange: its people see what it says of the
/// person, but for the personal number.
pub(super) async fn sent_letter(
    world: &World,
    planted: &mut Planted,
    officer: &Ctx,
    (employer, posting): (Uuid, usize),
) -> String {
    give(world, posting, employer).await;
    let centre = officer.actor.centre_id().expect("a centre");
    let said = content(planted, Thing::of_centre(centre));
    let (name, phone) = (said.identity.name.clone(), said.contact.phone.clone());
    let told = [
        (Field::Name, name.expect("a name").as_str().to_owned()),
        (Field::Phone, phone.expect("a phone").display()),
        (Field::PermanentLine, said.residence.permanent.line.clone().expect("a home")),
    ];
    for (field, text) in told {
        let rule = (Rule::Class(field.class()), field.code());
        let text: String = if field == Field::Phone { text.replace(' ', "") } else { text };
        planted.note(&text, rule, &[Action::AnswerReferral], Thing::of_employer(employer));
    }
    let profile = desk::code_of_profile(enter(world, officer, said).await);
    let posting = world.ids[posting].code().to_string();
    let order = desk::Issue { profile, posting, paper: "GĐY 4/2026".to_owned() };
    let id = desk::issue(&world.app, officer, order, &key()).await.expect("issued").id;
    let record = desk::Record { id: id.clone(), version: None, command: Command::Send(Way::Exchange) };
    desk::record(&world.app, officer, record, &key()).await.expect("sent");
    id
}

/// A letter about somebody with an account, who belongs to the centre no more; the code that proves it. What it says
/// was said at the counter, where the person was served before.
pub(super) async fn own_letter(
    world: &World,
    planted: &mut Planted,
    officer: &Ctx,
    (own, thing): (ProfileId, Thing),
) -> String {
    let said = content(planted, thing);
    let profile = desk::code_of_profile(enter(world, officer, said).await);
    let posting = world.ids[0].code().to_string();
    let order = desk::Issue { profile, posting, paper: "GĐY 3/2026".to_owned() };
    let id = desk::issue(&world.app, officer, order, &key()).await.expect("issued").id;
    let id: PostingCode = id.parse().expect("a code");
    let store = world.app.store();
    let row = referral::find(store.reader(), id.uuid()).await.expect("read").expect("a letter");
    let row = &referral::Row { profile_id: own.0, ..row };
    let write = store.write("own_letter", |tx| Box::pin(async move { referral::update_guarded(tx, row).await }));
    write.await.expect("theirs");
    row.proof.clone()
}

/// Somebody of the officer's centre who was hired by a letter for one of the postings.
pub(super) async fn placement(world: &World, officer: &Ctx, profile: &str, posting: usize) -> String {
    let posting = world.ids[posting].code().to_string();
    let order = desk::Issue { profile: profile.to_owned(), posting, paper: "GĐY 2/2026".to_owned() };
    let id = desk::issue(&world.app, officer, order, &key()).await.expect("issued").id;
    let today = officer.today();
    for command in [Command::Send(Way::ByHand), Command::Hire { told_on: today, starts_on: today, ends_on: None }] {
        let record = desk::Record { id: id.clone(), version: None, command };
        desk::record(&world.app, officer, record, &key()).await.expect("recorded");
    }
    let create = placements::Create { from: placements::From::Referral(id), task: String::new() };
    placements::create(&world.app, officer, create, &key()).await.expect("created").id
}

/// Words that an employer keeps for answers.
pub(super) async fn template(world: &World, employer: Uuid) -> Uuid {
    let account = helper(world, &format!("mau{}@vidu.vn", employer.simple())).await;
    let ctx = ctx_of(world, account, Role::EmployerMember, Thing::of_employer(employer));
    applications::add_template(&world.app, &ctx, "Cảm ơn", "Cảm ơn bạn.", &key()).await.expect("kept");
    applications::templates(&world.app, &ctx).await.expect("templates")[0].id
}
