//! People in lists at the desk read that they were seen there: once a day for each who saw them, however often the list
//! was shown.

use super::merging::two;
use super::{World, lan, somebody};
use crate::forms::key;
use sanviec_app::profiles::{self, LookView};
use sanviec_app::{Ctx, Person, Role, Thing};
use sanviec_domain::person::PersonName;
use sanviec_domain::profile::{Field, Part, ProfileId};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look};

impl World {
    /// Looks in lists at a profile: by whom in which role, and what was seen, the newest first.
    async fn listed(&self, id: ProfileId) -> Vec<(Option<uuid::Uuid>, String, String)> {
        let looks = look::list_of(self.app.store().reader(), &[id.0], None, 50).await.expect("looks");
        let lists = looks.into_iter().filter(|look| look.why == "list");
        lists.map(|look| (look.account_id, look.role, look.fields)).collect()
    }

    /// Lists of the centre that showed somebody for the first time on their day.
    async fn lists_in_the_trail(&self) -> Vec<String> {
        let trail = audit::list_of(self.app.store().reader(), self.centre, 0, 100).await.expect("trail");
        trail.into_iter().filter(|row| row.action == "list_people").filter_map(|row| row.after).collect()
    }

    async fn found(&self, ctx: &Ctx, typed: &str) -> Vec<ProfileId> {
        let (_, hits) = profiles::find(&self.app, ctx, typed).await.expect("found");
        hits.into_iter().map(|hit| hit.id).collect()
    }
}

fn account(ctx: &Ctx) -> Option<uuid::Uuid> {
    ctx.actor.person().map(|person| person.account_id)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stands_in_a_list_is_noted_once_a_day_for_each_who_saw_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, foreign) = (world.officer().await, world.foreign_officer().await);
        let auditor = world.person("kiemtoan@vidu.vn", Role::Auditor, Thing::of_centre(world.centre)).await;
        let id = world.register(&officer, lan()).await;
        let other = world.register(&officer, somebody("Nguyễn Văn Bảy", "052098009999", "0987654321")).await;
        assert!(world.listed(id).await.is_empty(), "to register somebody is no list");
        for _ in 0..3 {
            assert_eq!(world.found(&officer, "nguyen").await.len(), 2);
        }
        // What is masked is not seen: number and phone stay out.
        let seen = |ctx: &Ctx, role: &str| (account(ctx), role.to_owned(), "name birth_on".to_owned());
        assert_eq!(world.listed(id).await, [seen(&officer, "officer")]);
        assert_eq!(world.listed(other).await, [seen(&officer, "officer")]);
        assert_eq!(world.lists_in_the_trail().await, [r#"{"people":2}"#], "one row for the list, none for its people");
        assert_eq!(world.found(&officer, "0905 123 456").await, [id]);
        assert_eq!(world.listed(id).await.len(), 1, "found another way the same day");
        assert!(world.found(&foreign, "nguyen").await.is_empty());
        assert_eq!(world.found(&auditor, "lan").await, [id]);
        assert_eq!(world.listed(id).await, [seen(&auditor, "auditor"), seen(&officer, "officer")]);
        assert_eq!(world.listed(other).await.len(), 1, "who was not shown was not seen");
        let tomorrow = Ctx { now: officer.now.plus_days(1), ..officer.clone() };
        assert_eq!(world.found(&tomorrow, "lan").await, [id]);
        assert_eq!(world.listed(id).await.len(), 3, "a new day");
        assert_eq!(world.lists_in_the_trail().await.len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_list_opened_five_times_at_once_is_one_look_of_each_in_it() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let id = world.register(&officer, lan()).await;
        let other = world.register(&officer, somebody("Nguyễn Văn Bảy", "052098009999", "0987654321")).await;
        let opened = (0..5).map(|_| {
            let (app, ctx) = (world.app.clone(), officer.clone());
            tokio::spawn(async move { profiles::find(&app, &ctx, "nguyen").await })
        });
        for answer in opened.collect::<Vec<_>>() {
            assert_eq!(answer.await.expect("ran").expect("found").1.len(), 2);
        }
        assert_eq!((world.listed(id).await.len(), world.listed(other).await.len()), (1, 1));
        assert_eq!(world.lists_in_the_trail().await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn doubles_and_those_who_are_alike_are_lists_and_what_nobody_is_shown_is_none() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let officer = world.officer().await;
        let (one, other) = two(&world, &officer).await;
        let alike = profiles::similar(&world.app, &officer, &lan(), None).await.expect("alike");
        assert!(!alike.is_empty() && world.listed(one).await.is_empty(), "found, and shown to nobody yet");
        profiles::duplicates(&world.app, &officer, one).await.expect("duplicates");
        assert_eq!((world.listed(one).await.len(), world.listed(other).await.len()), (0, 1));
        profiles::doubles(&world.app, &officer, 0).await.expect("doubles");
        assert_eq!((world.listed(one).await.len(), world.listed(other).await.len()), (1, 1));
        let colleague = world.person("canbo3@vidu.vn", Role::Officer, Thing::of_centre(world.centre)).await;
        let alike = profiles::similar(&world.app, &colleague, &lan(), None).await.expect("alike");
        alike.show(&world.app, &colleague).await.expect("shown");
        assert_eq!((world.listed(one).await.len(), world.listed(other).await.len()), (2, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_person_reads_it_and_finds_no_look_of_the_own() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (officer, lan) = (world.officer().await, world.seeker("0905123456").await);
        // The officer looks for work too, and is served by the own centre.
        let own = Person { role: Role::Seeker, centre_id: None, ..officer.actor.person().expect("somebody") };
        let own = world.ctx(own);
        for (ctx, name) in [(&lan, "Nguyễn Thị Lan"), (&own, "Nguyễn Văn An")] {
            let named = world.save(ctx, Part::Identity, |content| content.identity.name = PersonName::parse(name).ok());
            named.await.expect("saved");
            profiles::join_centre(&world.app, ctx, (world.centre, 1), &key()).await.expect("joined");
        }
        assert_eq!(world.found(&officer, "nguyen").await, [world.own(&lan).await.id], "nobody finds themselves");
        let looks = profiles::own_looks(&world.app, &lan, None).await.expect("looks");
        let [LookView { why, place, role, fields, .. }] = &looks[..] else { panic!("one: {looks:?}") };
        assert_eq!((why.as_str(), place.as_str(), *role), ("list", "Trung tâm Gia Lai", Some(Role::Officer)));
        assert_eq!(fields[..], [Field::Name]);
        assert!(profiles::own_looks(&world.app, &own, None).await.expect("looks").is_empty(), "one's own is none");
    })
    .await;
}
