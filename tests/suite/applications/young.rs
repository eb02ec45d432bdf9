//! A job for older people is kept from whoever is not of age, and of whoever is of age nothing is asked.

use super::full::seeker;
use super::{GUARDIAN, PHONE, World, code, key};
use sanviec_app::applications::{self, Applied, Begin, Quick};
use sanviec_app::postings::{self, Edit};
use sanviec_app::{Actor, AppError, Locale};
use sanviec_domain::posting::{Command, Content};
use sanviec_domain::profile::Field;
use sanviec_store::testing::each_backend;

impl World {
    /// The advert takes people from this age on.
    pub(super) async fn takes_from(&self, least: u8) {
        let operator = self.app.ctx(Actor::Operator, Locale::Vi);
        let content = Content { wanted: 3, age_min: Some(least), ..Content::titled("Kế toán tổng hợp") };
        let command = Command::Change { wanted: 3 };
        let order = Edit { id: self.posting, version: None, command, content: Some(content) };
        postings::edit(&self.app, &operator, order).await.expect("changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_under_18_cannot_apply_for_a_job_from_18_on_and_is_told_at_the_field() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let minor = |phone: &str| Quick { age: "15".into(), guardian: GUARDIAN.into(), ..world.quick(phone) };
        world.takes_from(18).await;
        let check = applications::check_quick(&world.app, &world.public(), &minor(PHONE)).await.map(|_| ());
        let sent = world.apply(minor(PHONE), &key()).await.map(|_| ());
        for refused in [check, sent] {
            let Err(AppError::Refused(errors)) = &refused else { panic!("{refused:?}") };
            let told: Vec<_> = errors.iter().map(|error| (error.field, error.code)).collect();
            assert_eq!(told, [("age", "too_young_for_job")]);
            assert!(errors[0].vi.contains("từ đủ 18 tuổi") && errors[0].en.contains("from 18 years"));
        }
        assert!(world.messages().await.is_empty(), "no guardian is asked for what may not be");
        assert_eq!(world.apply(world.quick(PHONE), &key()).await.expect("of age"), Applied::Sent);
        world.messages().await;
        // From 16 on nobody knows of somebody of 15 to 17: the employer asks.
        world.takes_from(16).await;
        let unknown = world.apply(minor("0905 123 999"), &key()).await;
        assert_eq!(unknown.expect("asked"), Applied::GuardianAsked);
        world.messages().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_says_the_age_and_whoever_is_of_age_is_never_kept_from_a_job() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        world.takes_from(17).await;
        let said = |birth| [(Field::Name, "Trần Văn An"), (Field::Birth, birth), (Field::Phone, "0905 123 777")];
        let an = seeker(&world, "an@vidu.vn", &said("05/06/2010")).await;
        let order =
            || Begin { posting: world.posting.code().to_string(), guardian: GUARDIAN.into(), ..Begin::default() };
        let begin = async || applications::begin_full(&world.app, &an.ctx(), order(), &key()).await;
        let of = world.posting.code().to_string();
        let material = applications::material(&world.app, &an.ctx(), &of).await.expect("material");
        assert_eq!((material.kept_from, material.needs_guardian), (Some(17), true));
        assert_eq!(code(&begin().await.map(|_| ()).expect_err("16")), "too_young_for_job");
        world.takes_from(16).await;
        begin().await.expect("old enough");

        world.takes_from(30).await;
        let binh = seeker(&world, "binh@vidu.vn", &said("05/06/2004")).await;
        let material = applications::material(&world.app, &binh.ctx(), &of).await.expect("material");
        assert_eq!(material.kept_from, None, "the wish of an employer, and no ground of the law");
        binh.begin(&[]).await.expect("begun");
    })
    .await;
}
