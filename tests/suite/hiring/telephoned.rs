//! A vacancy of an employer who telephones: nobody of it is here to read an application, so none is taken until
//! somebody is, and people are told through which centre it goes.

use super::{Desk, codes};
use crate::forms::key;
use crate::organisations::House;
use sanviec_app::accounts::Origin;
use sanviec_app::applications::{self, Applied, Quick, WORDING, offer};
use sanviec_app::desk::{LetterheadOrder, save_letterhead};
use sanviec_app::hiring::{self, Submitted, Verdict};
use sanviec_app::organisations::{self, Appoint};
use sanviec_app::postings::{self, PostingView};
use sanviec_app::{Actor, AppError, Ctx, Locale, messages};
use sanviec_domain::Lang;
use sanviec_domain::posting::{PostingCode, PostingId};
use sanviec_store::testing::{Fresh, each_backend};
use sanviec_store::{application, membership};
use uuid::Uuid;

impl Desk {
    /// An employer who telephoned, entered and verified at the centre; nobody of it is here.
    async fn telephoned(fresh: &Fresh) -> Self {
        let house = House::new(fresh).await;
        let form = house.form("0100233488");
        let organisation = organisations::register(&house.app, &house.officer(), form, &key()).await.expect("entered");
        Self { house, organisation, account: Uuid::nil() }
    }

    fn public(&self) -> Ctx {
        self.house.app.ctx(Actor::Public, Locale::Vi)
    }

    async fn seen(&self, posting: Uuid) -> PostingView {
        let code = PostingId(posting).code().to_string();
        postings::view(&self.house.app, &self.public(), &code).await.expect("public")
    }

    async fn applies(&self, posting: Uuid) -> Result<Applied, AppError> {
        let order = Quick {
            posting: PostingId(posting).code().to_string(),
            name: "Nguyễn Thị Lan".into(),
            phone: "0905 123 456".into(),
            age: "18".into(),
            consent: true,
            wording: WORDING,
            origin: Origin { source: "10.0.0.1".into(), device: String::new() },
            ..Quick::default()
        };
        applications::apply_quick(&self.house.app, &self.public(), order, &key()).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_anybody_to_read_them_applications_go_through_the_centre_until_somebody_is_here() {
    each_backend(|fresh| async move {
        let desk = Desk::telephoned(&fresh).await;
        let (app, officer, public) = (&desk.house.app, desk.house.officer(), desk.public());
        desk.house.verify(desk.organisation).await;
        let posting = desk.written(&officer, &[]).await;
        assert_eq!(desk.submit(&officer, posting).await.expect("in"), Submitted::Waiting);
        desk.judge(&desk.moderator(), posting, Verdict::Publish).await.expect("published");
        let view = desk.seen(posting).await;
        assert!(view.employer.is_verified && !view.takes_applications(), "{:?}", view.through);
        let through = view.through.expect("a centre");
        assert_eq!((through.centre.as_str(), through.phone.as_deref()), ("Trung tâm Gia Lai", None));
        assert!(through.sentence(Lang::Vi).contains("nhận hồ sơ qua Trung tâm Gia Lai"));
        let order = LetterheadOrder {
            centre: PostingCode::of(desk.house.centre).to_string(),
            parent_body: "SỞ NỘI VỤ TỈNH GIA LAI".into(),
            place: "Gia Lai".into(),
            sign: "GTVL-TTDVVL".into(),
            phone: "0269 3822 123".into(),
            signer_post: "GIÁM ĐỐC".into(),
            send_days: "2".into(),
            answer_days: "10".into(),
            ..LetterheadOrder::default()
        };
        let manager = desk.house.manager(desk.house.centre);
        save_letterhead(app, &manager, order, &key()).await.expect("letterhead");
        let through = desk.seen(posting).await.through.expect("a centre");
        assert!(through.phone.is_some_and(|phone| phone.contains("3822")), "its telephone");
        let code = PostingId(posting).code().to_string();
        assert_eq!(codes(&offer(app, &public, &code).await.map(|_| ()).expect_err("no form")), ["through_centre"]);
        let refused = desk.applies(posting).await.expect_err("nobody reads it");
        assert_eq!(codes(&refused), ["through_centre"]);
        assert!(matches!(&refused, AppError::Refused(errors) if errors[0].vi.contains("3822")), "{refused:?}");
        let lan = desk.house.seeker(desk.house.account("lan@vidu.vn").await);
        let full = applications::material(app, &lan, &code).await.map(|_| ()).expect_err("nor with the profile");
        assert_eq!(codes(&full), ["through_centre"]);
        let (reader, every) = (app.store().reader(), application::Filter::default());
        let rows = application::list_by_employer(reader, desk.organisation, every, 10).await.expect("rows");
        assert!(rows.is_empty(), "nothing was sent");

        let own = hiring::preview(app, &officer, posting).await.expect("the officer's preview");
        assert!(!own.takes_applications());
        let organisation = desk.organisation;
        let appoint = Appoint { organisation, contact: "giamdoc@vidu.vn".into(), label: "Giám đốc".into() };
        organisations::appoint(app, &desk.moderator(), appoint, &key()).await.expect("appointed");
        let view = desk.seen(posting).await;
        assert!(view.takes_applications() && view.through.is_none(), "the first who is here");
        assert_eq!(desk.applies(posting).await.expect("sent"), Applied::Sent);
        let system = app.ctx(Actor::System, Locale::Vi);
        let sent = messages::claim(app, &system, 60, 100).await.expect("claimed");
        let received = sent.iter().filter(|message| message.template == "application_received");
        assert_eq!(received.map(|message| message.recipient.as_str()).collect::<Vec<_>>(), ["giamdoc@vidu.vn"]);
        let member = membership::list_at_employer(reader, desk.organisation).await.expect("members").remove(0);
        let (id, now) = (member.id, app.clock().now().0);
        let end = app.store().write("end", |tx| Box::pin(async move { membership::end(tx, id, now).await }));
        assert!(end.await.expect("ended"));
        assert!(!desk.seen(posting).await.takes_applications(), "the last one left");
    })
    .await;
}
