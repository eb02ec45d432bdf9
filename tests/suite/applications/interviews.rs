//! An interview is somewhere: nobody is asked to come without being told where.

use super::{PHONE, World, code, key, templates};
use crate::forms::thrice;
use sanviec_app::applications::{self, Answer};
use sanviec_app::{AppError, desk};
use sanviec_domain::application::{Command, Status};
use sanviec_domain::time::Micros;
use sanviec_store::application;
use sanviec_store::testing::each_backend;

const ROOM: &str = "Phòng 203, 12 Trần Phú";

#[tokio::test(flavor = "multi_thread")]
async fn an_interview_has_a_place_that_the_person_is_told_and_keeps_in_a_calendar() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let id = world.own(&link).await.id;
        let of = id.code().to_string();
        applications::mark_seen(&world.app, &world.member(), &of, &key()).await.expect("opened");
        let at = Micros::start_of(world.member().today()).plus_seconds((3 * 24 + 9) * 3_600);
        let set = |place: &str| Command::SetInterview { at, place: place.to_owned() };
        for (place, refused) in [("  ", "missing"), ("ư".repeat(201).as_str(), "too_long")] {
            let error = world.answer(&of, set(place), &key()).await.expect_err("no place");
            assert!(matches!(&error, AppError::Refused(errors) if errors[0].field == "place"), "{error:?}");
            assert_eq!(code(&error), refused);
        }
        assert!(world.messages().await.is_empty() && world.own(&link).await.calendar.is_none());

        let version = applications::applicant(&world.app, &world.member(), &of).await.expect("view").version;
        let form = key();
        thrice(|| {
            let (app, ctx, form) = (world.app.clone(), world.member(), form.clone());
            let answer = Answer { application: of.clone(), version, command: set(&format!(" {ROOM} ")) };
            async move { applications::answer(&app, &ctx, answer, &form).await }
        })
        .await;
        let told = world.messages().await;
        assert_eq!(templates(&told), ["interview_set"], "once");
        assert_eq!((told[0].params["place"].as_str(), told[0].params["at"].clone()), (ROOM, at.0.to_string()));
        let own = world.own(&link).await;
        assert_eq!(
            (own.status, own.interview_at, own.interview_place.as_deref()),
            (Some(Status::Interview), Some(at), Some(ROOM))
        );
        let first = own.calendar.expect("a file");
        assert_eq!((first.when.map(|(from, _)| from), first.place.as_str()), (Some(at), ROOM));
        assert!(desk::ics(&first).contains("METHOD:PUBLISH\r\n"), "nobody takes an answer to a file");
        let seen = applications::applicant(&world.app, &world.member(), &of).await.expect("view");
        assert_eq!(seen.interview_place.as_deref(), Some(ROOM));
        let row = application::find(fresh.store.reader(), id.0).await.expect("read").expect("a row");
        let sealed = row.interview_place.expect("kept");
        assert!(!String::from_utf8_lossy(&sealed).contains("Trần Phú"), "sealed");

        // The same hour at the same place is nothing new; at another place it is.
        world.answer(&of, set(ROOM), &key()).await.expect("as before");
        assert!(world.messages().await.is_empty());
        world.answer(&of, set("Phòng 5"), &key()).await.expect("elsewhere");
        let told = world.messages().await;
        assert_eq!((templates(&told), told[0].params["place"].as_str()), (vec!["interview_set"], "Phòng 5"));
        let own = world.own(&link).await;
        let moved = own.calendar.expect("a file");
        assert!(moved.uid == first.uid && moved.sequence > first.sequence && moved.place == "Phòng 5");
        assert_eq!(own.events.last().expect("the newest").kind, "interview_moved");

        world.answer(&of, Command::CancelInterview, &key()).await.expect("called off");
        assert_eq!(templates(&world.messages().await), ["application_status_changed"]);
        let own = world.own(&link).await;
        assert!(own.interview_at.is_none() && own.interview_place.is_none());
        let off = own.calendar.expect("the file that takes it out of the calendar");
        assert!(off.uid == first.uid && off.sequence > moved.sequence, "the same event, later");
        let text = desk::ics(&off);
        assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"), "{text}");
        assert!(!text.contains("DTSTART:") && !text.contains("LOCATION:"), "neither is kept: {text}");
        let row = application::find(fresh.store.reader(), id.0).await.expect("read").expect("a row");
        assert!(row.interview_place.is_none(), "its place goes with it");

        // Set anew, it is in the calendar again.
        world.answer(&of, set(ROOM), &key()).await.expect("anew");
        let anew = world.own(&link).await.calendar.expect("a file");
        assert!(!anew.is_cancelled && anew.uid == first.uid && anew.sequence > off.sequence);
        world.answer(&of, Command::CancelInterview, &key()).await.expect("called off");
        world.answer(&of, Command::Hire { starts_on: at.day() }, &key()).await.expect("hired all the same");
        assert!(world.own(&link).await.calendar.is_none(), "over");
    })
    .await;
}
