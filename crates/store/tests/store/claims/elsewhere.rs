//! Lists of other installations: the later one stands, as a whole.

use super::{FOREVER, PROGRAMME, TODAY};
use crate::data::NOW;
use sanviec_store::exclusion_elsewhere::{List, Row, find_held, find_list, lists_holding, replace};
use sanviec_store::testing::{Fresh, each_backend};

fn list(installation: &str, made_at: i64, people: &[(u8, i32)]) -> (List, Vec<Row>) {
    let row = |(person, until_on): &(u8, i32)| Row {
        programme: PROGRAMME.into(),
        installation: installation.into(),
        person_key: vec![*person; 32],
        until_on: *until_on,
    };
    let list = List {
        programme: PROGRAMME.into(),
        installation: installation.into(),
        key_id: "k01".into(),
        made_at,
        people: i32::try_from(people.len()).unwrap(),
        until_on: people.iter().map(|(_, until_on)| *until_on).max().unwrap_or_default(),
        taken_at: NOW,
    };
    (list, people.iter().map(row).collect())
}

async fn take(fresh: &Fresh, (list, rows): (List, Vec<Row>)) -> bool {
    let (list, rows) = (&list, &rows);
    fresh.store.write("import_exclusions", |tx| Box::pin(replace(tx, list, rows))).await.unwrap()
}

/// Who holds a person on a day, and until when.
async fn holder(fresh: &Fresh, person: u8, on: i32) -> Option<(String, i32)> {
    let held = find_held(fresh.store.reader(), PROGRAMME, &[[person; 32], [9; 32]], on).await.unwrap();
    held.map(|row| (row.installation, row.until_on))
}

/// How many lists hold somebody on a day.
async fn holding(fresh: &Fresh, programme: Option<&str>, on: i32) -> usize {
    lists_holding(fresh.store.reader(), programme, on).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_replaces_the_earlier_one_of_its_installation_and_no_other() {
    each_backend(|fresh| async move {
        assert!(take(&fresh, list("gia-lai", 10, &[(1, TODAY + 5), (2, FOREVER)])).await);
        assert!(take(&fresh, list("dak-lak", 10, &[(2, TODAY + 7), (3, TODAY)])).await);
        let reader = fresh.store.reader();
        assert_eq!(holder(&fresh, 1, TODAY + 4).await, Some(("gia-lai".into(), TODAY + 5)));
        assert_eq!(holder(&fresh, 1, TODAY + 5).await, None, "free on the day");
        assert_eq!(holder(&fresh, 2, TODAY).await, Some(("gia-lai".into(), FOREVER)), "whoever holds longest");
        assert_eq!(holder(&fresh, 3, TODAY).await, None);
        assert!(!take(&fresh, list("gia-lai", 9, &[])).await, "an older one");
        assert_eq!(holder(&fresh, 1, TODAY).await, Some(("gia-lai".into(), TODAY + 5)), "and nothing is changed");
        let many: Vec<(u8, i32)> = (10..=250).map(|person| (person, TODAY + 1)).collect();
        assert!(take(&fresh, list("gia-lai", 11, &many)).await);
        assert_eq!(holder(&fresh, 1, TODAY).await, None);
        assert_eq!(holder(&fresh, 2, TODAY).await, Some(("dak-lak".into(), TODAY + 7)));
        assert_eq!(holder(&fresh, 250, TODAY).await, Some(("gia-lai".into(), TODAY + 1)));
        assert!(take(&fresh, list("gia-lai", 11, &many)).await, "the same again");
        assert_eq!(find_list(reader, PROGRAMME, "gia-lai").await.unwrap().unwrap().people, 241);
        assert_eq!(find_list(reader, "another", "gia-lai").await.unwrap(), None);
        assert_eq!(holding(&fresh, Some(PROGRAMME), TODAY).await, 2);
        assert_eq!(holding(&fresh, None, TODAY + 1).await, 1);
        assert_eq!((holding(&fresh, Some("another"), TODAY).await, holding(&fresh, None, TODAY + 7).await), (0, 0));
        assert_eq!(find_held(reader, "another", &[[2; 32]], TODAY).await.unwrap(), None);
    })
    .await;
}
