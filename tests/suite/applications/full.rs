//! The full application: what goes is what was ticked and looked over, the employer sees what the rule opens, and a
//! consent that is taken back closes everything.

use super::{GUARDIAN, World, pdf, token};
use crate::forms::{code, damage, key, overlapping};
use sanviec_app::applications::{
    self, Access, Applied, Attach, Begin, DraftView, SendFull, begin_full, full_draft, send_full,
};
use sanviec_app::profiles::{self, Decide, SavePart, typed, wording};
use sanviec_app::{Actor, AppError, Ctx, Key, Locale, Role, Thing};
use sanviec_domain::application::{ApplicationId, Command, State, Status};
use sanviec_domain::consent::{Matter, Purpose};
use sanviec_domain::posting::EmployerId;
use sanviec_domain::profile::{Content, Field, Part};
use sanviec_store::testing::each_backend;
use sanviec_store::{application, profile};

pub(super) struct Seeker<'w> {
    world: &'w World,
    ctx: Ctx,
}

/// Somebody with an account and a profile that says this.
pub(super) async fn seeker<'w>(world: &'w World, contact: &str, said: &[(Field, &str)]) -> Seeker<'w> {
    let ctx = super::person(&world.app, contact, Role::Seeker, Thing::default()).await;
    let one = Seeker { world, ctx };
    one.says(said).await;
    one
}

pub(super) const LAN: [(Field, &str); 5] = [
    (Field::Name, "Nguyễn Thị Lan"),
    (Field::Birth, "12/03/1994"),
    (Field::Phone, "0905 123 456"),
    (Field::PersonalNumber, "052194000123"),
    (Field::WishTitle, "Kế toán kho"),
];

impl Seeker<'_> {
    pub(super) fn ctx(&self) -> Ctx {
        self.world.app.ctx(self.ctx.actor, Locale::Vi)
    }

    async fn says(&self, said: &[(Field, &str)]) {
        for part in Part::ALL {
            let of_part: Vec<_> = said.iter().filter(|(field, _)| field.part() == *part).collect();
            if of_part.is_empty() {
                continue;
            }
            let ctx = self.ctx();
            let mut content = profiles::own_or_new(&self.world.app, &ctx).await.expect("own").content;
            let mark = profiles::mark(&self.world.app, &content, *part).expect("mark");
            for (field, text) in of_part {
                typed::set(&mut content, *field, &vec![vec![(*text).to_owned()]], &ctx).expect("typed");
            }
            let save = SavePart { profile_id: None, part: *part, content, mark };
            profiles::save_part(&self.world.app, &ctx, save, &key()).await.expect("saved");
        }
    }

    pub(super) async fn begin(&self, ticked: &[Field]) -> Result<ApplicationId, AppError> {
        let order = Begin {
            posting: self.world.posting.code().to_string(),
            ticked: ticked.iter().map(|field| field.code().to_owned()).collect(),
            words: "Em ở gần công ty.".into(),
            guardian: String::new(),
        };
        begin_full(&self.world.app, &self.ctx(), order, &key()).await
    }

    async fn draft(&self, id: ApplicationId) -> DraftView {
        full_draft(&self.world.app, &self.ctx(), &id.code().to_string()).await.expect("a draft")
    }

    async fn send(&self, draft: &DraftView, key: &Key) -> Result<Applied, AppError> {
        let order = SendFull {
            application: draft.id.code().to_string(),
            consent: true,
            wording: wording(Purpose::Application),
            mark: draft.mark.clone(),
        };
        send_full(&self.world.app, &self.ctx(), order, key).await
    }

    pub(super) async fn sent(&self, ticked: &[Field]) -> ApplicationId {
        let id = self.begin(ticked).await.expect("begun");
        assert_eq!(self.send(&self.draft(id).await, &key()).await.expect("sent"), Applied::Sent);
        id
    }

    async fn take_back(&self) -> Result<(), AppError> {
        let matter = Matter::with(Purpose::Application, EmployerId(self.world.employer_id));
        profiles::decide(&self.world.app, &self.ctx(), Decide { matter, agreed: None }, &key()).await
    }
}

fn says(content: &Content, text: &str) -> bool {
    content.wish.title.as_deref() == Some(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_ticked_and_looked_over_goes_and_the_rule_opens_it_step_by_step() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = seeker(&world, "lan@vidu.vn", &LAN).await;
        let id = lan.begin(&[Field::Birth]).await.expect("begun");
        let of = id.code().to_string();
        assert!(world.rows().await.is_empty(), "a draft is not before the employer");
        let access = Access::Own(of.clone());
        let cv = Attach { access, name: "cv.pdf".into(), bytes: pdf(200, "cv") };
        applications::attach(&world.app, &lan.ctx(), cv, &key()).await.expect("attached before it is sent");
        let draft = lan.draft(id).await;
        assert_eq!(draft.fields, [Field::Name, Field::Birth, Field::Phone, Field::Email, Field::WishTitle]);
        assert!(draft.content.identity.number.is_none(), "never the personal number");
        let form = key();
        let (one, two, three) = tokio::join!(lan.send(&draft, &form), lan.send(&draft, &form), lan.send(&draft, &form));
        for answer in [one, two, three] {
            assert_eq!(answer.expect("sent"), Applied::Sent);
        }
        assert_eq!(world.rows().await.len(), 1);
        let sealed = world.rows().await[0].answers.clone().expect("sealed");
        assert!(!sealed.windows(3).any(|part| part == b"Lan"), "sealed");
        let told = world.messages().await;
        assert_eq!(super::templates(&told), ["application_received", "application_sent"]);
        let view = applications::applicant(&world.app, &world.member(), &of).await.expect("view");
        assert!(view.carried.is_none() && view.name.is_none(), "unopened shows nothing");
        applications::mark_seen(&world.app, &world.member(), &of, &key()).await.expect("opened");
        let carried = applications::applicant(&world.app, &world.member(), &of).await.expect("view").carried;
        let carried = carried.expect("carried");
        assert_eq!(carried.fields, [Field::Name, Field::WishTitle]);
        assert!(carried.content.identity.birth.is_none() && carried.content.contact.phone.is_none());
        assert_eq!(carried.words, "Em ở gần công ty.");
        let shut = applications::reveal(&world.app, &world.member(), &of, &key()).await;
        assert_eq!(code(&shut.map(|_| ()).expect_err("not yet")), "contact_shut");
        world.answer(&of, Command::Shortlist, &key()).await.expect("shortlisted");
        let look = applications::reveal(&world.app, &world.member(), &of, &key()).await.expect("open");
        assert_eq!(look.reach.phone.as_deref(), Some("+84905123456"));
        assert_eq!(look.carried.expect("more").fields, [Field::Birth]);
        let looks = profiles::own_looks(&world.app, &lan.ctx(), None).await.expect("looks");
        assert_eq!(looks.len(), 2, "opening and looking are told to the person");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_changed_since_the_look_is_not_sent() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = seeker(&world, "lan@vidu.vn", &LAN).await;
        let draft = lan.draft(lan.begin(&[]).await.expect("begun")).await;
        lan.says(&[(Field::WishTitle, "Thủ kho")]).await;
        assert_eq!(code(&lan.send(&draft, &key()).await.expect_err("changed")), "conflict");
        assert!(world.rows().await.is_empty());
        let again = lan.draft(draft.id).await;
        assert!(says(&again.content, "Thủ kho"));
        lan.send(&again, &key()).await.expect("sent");
        lan.says(&[(Field::WishTitle, "Lái xe")]).await;
        let of = draft.id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &of, &key()).await.expect("opened");
        let view = applications::applicant(&world.app, &world.member(), &of).await.expect("view");
        assert!(says(&view.carried.expect("carried").content, "Thủ kho"), "what was sent stays as it was sent");
        assert_eq!(code(&lan.begin(&[]).await.expect_err("once")), "applied_already");
        assert_eq!(code(&lan.send(&again, &key()).await.expect_err("a draft no more")), "not_found");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_is_taken_back_closes_what_was_sent() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = seeker(&world, "lan@vidu.vn", &LAN).await;
        let id = lan.sent(&[]).await;
        let of = id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &of, &key()).await.expect("opened");
        world.answer(&of, Command::Shortlist, &key()).await.expect("shortlisted");
        let shared = profiles::shared_with(&world.app, &lan.ctx()).await.expect("shared");
        assert_eq!(shared[0].employer, "Công ty TNHH Minh Anh");
        lan.take_back().await.expect("taken back");
        lan.take_back().await.expect("twice is once");
        let view = applications::applicant(&world.app, &world.member(), &of).await.expect("view");
        assert!(view.name.is_none() && view.carried.is_none() && view.files.is_empty());
        let shut = applications::reveal(&world.app, &world.member(), &of, &key()).await;
        assert_eq!(code(&shut.map(|_| ()).expect_err("shut")), "contact_shut");
        let own = applications::my_application(&world.app, &lan.ctx(), &Access::Own(of.clone())).await.expect("own");
        assert_eq!(own.status, Some(Status::Withdrawn));
        assert!(lan.begin(&[]).await.is_ok(), "the person may apply again");
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_18_is_sent_when_a_guardian_agreed_and_nobody_without_a_birth_or_a_name() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let nobody = seeker(&world, "an@vidu.vn", &[(Field::WishTitle, "Bán hàng")]).await;
        let lacking = applications::material(&world.app, &nobody.ctx(), &world.posting.code().to_string()).await;
        assert_eq!(lacking.expect("material").missing, [Field::Name, Field::Birth]);
        assert_eq!(code(&nobody.begin(&[]).await.expect_err("incomplete")), "profile_incomplete");
        nobody.says(&[(Field::Name, "Trần Văn An"), (Field::Birth, "05/06/2010")]).await;
        assert_eq!(code(&nobody.begin(&[]).await.expect_err("16")), "guardian_missing");
        let order = |guardian: &str| Begin {
            posting: world.posting.code().to_string(),
            guardian: guardian.into(),
            ..Begin::default()
        };
        let own = begin_full(&world.app, &nobody.ctx(), order("an@vidu.vn"), &key()).await;
        assert_eq!(code(&own.expect_err("oneself")), "guardian_is_applicant");
        let id = begin_full(&world.app, &nobody.ctx(), order(GUARDIAN), &key()).await.expect("begun");
        let sent = nobody.send(&nobody.draft(id).await, &key()).await.expect("handed in");
        assert_eq!(sent, Applied::GuardianAsked);
        assert!(world.rows().await.iter().all(|row| row.state != "sent"), "nothing before the guardian's yes");
        let link = token(&world.messages().await, "guardian_asked");
        let yes = applications::Decision {
            token: link,
            agrees: true,
            name: "Trần Văn Ba".into(),
            wording: applications::GUARDIAN_WORDING,
        };
        applications::decide(&world.app, &world.public(), yes, &key()).await.expect("agreed");
        let of = id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &of, &key()).await.expect("opened");
        let view = applications::applicant(&world.app, &world.member(), &of).await.expect("view");
        assert_eq!(view.name.as_deref(), Some("Trần Văn An"));
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_reads_changes_or_sends_a_draft_and_it_is_forgotten_in_time() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = seeker(&world, "lan@vidu.vn", &LAN).await;
        let other = seeker(&world, "binh@vidu.vn", &LAN).await;
        let draft = lan.draft(lan.begin(&[Field::Birth]).await.expect("begun")).await;
        let of = draft.id.code().to_string();
        let read = full_draft(&world.app, &other.ctx(), &of).await;
        assert_eq!(code(&read.map(|_| ()).expect_err("another's")), "not_found");
        assert_eq!(code(&other.send(&draft, &key()).await.expect_err("another's")), "not_found");
        let member = applications::material(&world.app, &world.member(), &world.posting.code().to_string()).await;
        assert_eq!(code(&member.map(|_| ()).expect_err("no seeker")), "forbidden");
        world.pass_days(31);
        world.tick().await;
        let row = application::find(fresh.store.reader(), draft.id.0).await.expect("read").expect("a row");
        assert_eq!((row.state.as_str(), row.answers, row.account_id), (State::Erased.code(), None, None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_copy_has_every_application_and_deleting_the_profile_takes_them_along() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = seeker(&world, "lan@vidu.vn", &LAN).await;
        let id = lan.sent(&[]).await;
        let copy = profiles::export_own(&world.app, &lan.ctx()).await.expect("copy");
        let one = &copy["applications"][0];
        assert_eq!(one["employer"], "Công ty TNHH Minh Anh");
        assert_eq!((one["words"].as_str(), one["phone"].as_str()), (Some("Em ở gần công ty."), Some("+84905123456")));
        assert_eq!(one["consents"][0]["purpose"], "application");
        let row = profile::find_by_account(fresh.store.reader(), lan.account()).await.expect("read").expect("row");
        assert_eq!(row.active_at, world.app.clock().now().0, "applying counts as using the profile");
        profiles::delete_own(&world.app, &lan.ctx(), profiles::Extent::Profile, &key()).await.expect("deleted");
        let row = application::find(fresh.store.reader(), id.0).await.expect("read").expect("a row");
        assert_eq!((row.state.as_str(), row.answers, row.name), (State::Erased.code(), None, None));
        world.messages().await;
    })
    .await;
}

impl Seeker<'_> {
    fn account(&self) -> uuid::Uuid {
        self.ctx.actor.person().expect("somebody").account_id
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_applies_after_long_is_not_forgotten_at_the_same_moment() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (app, lan) = (&world.app, seeker(&world, "lan@vidu.vn", &LAN).await);
        let account_id = lan.ctx().actor.person().expect("signed in").account_id;
        let own = profiles::own_or_new(app, &lan.ctx()).await.expect("own").id;
        let system = app.ctx(Actor::System, Locale::Vi);
        let state = async || profile::load(fresh.store.reader(), own.0).await.expect("row").state;
        let unused = async || damage(&fresh, "profile", own.0, "active_at = 1").await;

        unused().await;
        let both = (lan.begin(&[]), profiles::forget_idle(app, &system));
        let (begun, looked) = overlapping(&fresh.store, account_id, both).await;
        looked.expect("looked");
        let draft = lan.draft(begun.expect("begun")).await;
        assert_eq!(state().await, "live");

        unused().await;
        let form = key();
        let both = (lan.send(&draft, &form), profiles::forget_idle(app, &system));
        let (sent, looked) = overlapping(&fresh.store, account_id, both).await;
        looked.expect("looked");
        assert_eq!((sent.expect("sent"), state().await.as_str()), (Applied::Sent, "live"));
        let states: Vec<String> = world.rows().await.into_iter().map(|row| row.state).collect();
        assert_eq!(states, ["sent"]);
        // What nobody does anything with goes.
        unused().await;
        profiles::forget_idle(app, &system).await.expect("looked");
        assert_eq!(state().await, "deleted");
        world.messages().await;
    })
    .await;
}
