//! The key of fields is replaced beside people who apply: cut off and run again, and with somebody who still seals with
//! the old key.

use super::{PHONE, World, key, pdf};
use crate::forms::code;
use crate::keys::{count_under_the_first, forget_answers, reseal, retire, rotated, under_the_first, without_the_first};
use sanviec_app::applications::{self, Access, Attach};
use sanviec_app::secrets::{self, Place};
use sanviec_app::{Actor, App, Locale};
use sanviec_store::sealed::Column;
use sanviec_store::testing::each_backend;
use sanviec_store::{Error, application, message};
use std::ops::Range;
use std::time::Duration;
use uuid::Uuid;

const PARAMS: Column = Column { table: "message", column: "params", row: "id" };
const RECIPIENT: Column = Column { table: "message", column: "recipient", row: "id" };
const MESSAGES: Range<u128> = 1..1_001;

/// Messages that wait, each to an address of its own, in one write.
async fn write_messages(app: &App, numbers: Range<u128>) {
    let (keys, now) = (app.keys().expect("keys"), app.clock().now().0);
    let row = |number: u128| {
        let id = Uuid::from_u128(number);
        let seal = |column, text: String| {
            keys.seal(Place { table: "message", column, row: id }, text.as_bytes()).expect("sealed")
        };
        message::Row {
            id,
            account_id: None,
            channel: "email".into(),
            recipient: seal("recipient", format!("an{number}@vidu.vn")),
            template: "application_sent".into(),
            params: seal("params", format!(r#"{{"number":"{number}"}}"#)),
            locale: "vi".into(),
            state: "queued".into(),
            attempts: 0,
            created_at: now,
            send_after: now,
            expires_at: None,
            lease_token: None,
            lease_until: None,
            provider_id: None,
            last_error: None,
            done_at: None,
            profile_id: None,
        }
    };
    let rows: Vec<_> = numbers.map(row).collect();
    let rows = &rows;
    let write = app.store().write("fill", |tx| {
        Box::pin(async move {
            for row in rows {
                message::enqueue(tx, row).await?;
            }
            Ok::<_, Error>(())
        })
    });
    write.await.expect("written");
}

/// How many of them can be read, and are to whom they were.
async fn read(world: &World) -> usize {
    let mut read = 0;
    loop {
        let claimed = world.messages().await;
        if claimed.is_empty() {
            return read;
        }
        for message in claimed.iter().filter(|message| message.params.contains_key("number")) {
            assert_eq!(message.recipient, format!("an{}@vidu.vn", message.params["number"]));
            read += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_in_the_middle_and_run_again_everything_is_sealed_anew_once() {
    each_backend(|fresh| async move {
        let mut world = World::new(&fresh).await;
        write_messages(&world.app, MESSAGES).await;
        let later = rotated(&world.app).await;
        let left =
            async || count_under_the_first(&later, PARAMS).await + count_under_the_first(&later, RECIPIENT).await;
        let all = left().await;
        let operator = later.ctx(Actor::Operator, Locale::Vi);
        let mut milliseconds = 1;
        while left().await == all {
            let cut = tokio::time::timeout(Duration::from_millis(milliseconds), secrets::reseal(&later, &operator));
            let _cut_off = cut.await;
            milliseconds += 1;
        }
        later.finish().await;
        let half = left().await;
        assert!(half > 0, "cut off after {milliseconds} ms, before the end");
        assert_eq!(code(&retire(&later).await.expect_err("half of it")), "key_still_used");
        assert!(reseal(&later).await >= half as u64);
        assert_eq!(reseal(&later).await, 0, "a second time is fine");
        assert_eq!(count_under_the_first(&later, PARAMS).await, 0);
        forget_answers(&later).await;
        retire(&later).await.expect("out of use");
        world.app = without_the_first(&later);
        assert_eq!(read(&world).await, MESSAGES.count(), "each can be read with the new key alone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_still_seals_with_the_old_key_loses_nothing_and_keeps_the_key_from_going() {
    each_backend(|fresh| async move {
        let mut world = World::new(&fresh).await;
        let link = world.applied(PHONE).await;
        let attach = Attach { access: Access::Link(link.clone()), name: "a.pdf".into(), bytes: pdf(200_000, "Lan") };
        applications::attach(&world.app, &world.public(), attach, &key()).await.expect("attached");
        let before = world.rows().await.remove(0);
        let later = rotated(&world.app).await;
        let old = under_the_first(&later).await;
        for column in ["application.name", "application.contact", "application_chunk.bytes", "application_file.name"] {
            assert!(old.iter().any(|found| found == column), "{column} of {old:?}");
        }
        // A server with the old file alone opens nothing that is new, but what it only writes still comes.
        let other = async {
            for from in (0..400).step_by(20) {
                write_messages(&world.app, from..from + 20).await;
            }
        };
        let (sealed, ()) = tokio::join!(reseal(&later), other);
        assert!(sealed > 0);
        write_messages(&world.app, 400..401).await;
        assert_eq!(code(&retire(&later).await.expect_err("written meanwhile")), "key_still_used");
        assert!(reseal(&later).await >= 2);
        assert_eq!(under_the_first(&later).await, ["idempotency.answer"]);
        // A whole row that was read before is written after: its older values come back as they were.
        let row = &before;
        let write = fresh.store.write("late", |tx| Box::pin(application::update_guarded(tx, row)));
        write.await.expect("the version is the same: nobody changed anything");
        assert!(under_the_first(&later).await.contains(&"application.name".to_owned()));
        assert_eq!(code(&retire(&later).await.expect_err("an older value")), "key_still_used");
        assert!(reseal(&later).await >= 2, "name and contact");
        forget_answers(&later).await;
        retire(&later).await.expect("out of use");
        world.app = without_the_first(&later);
        assert_eq!(read(&world).await, 401);
        let own = world.own(&link).await;
        assert_eq!(own.name, "Nguyễn Thị Lan");
        let file = own.files[0].id;
        let bytes = applications::own_file(&world.app, &world.public(), &Access::Link(link), file).await.expect("own");
        assert_eq!(bytes.bytes, pdf(200_000, "Lan"));
    })
    .await;
}
