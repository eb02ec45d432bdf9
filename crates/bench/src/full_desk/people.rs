//! People: some hundred registered at the counter with what a person has, the others like them under other numbers.

use super::fill::AT_ONCE;
use crate::Failure;
use crate::people::Counter;
use sanviec_app::Key;
use sanviec_app::profiles::{self, Register, typed};
use sanviec_app::secrets::Place;
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::profile::{Content, Field};
use sanviec_store::profile::{self, Row};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use std::collections::BTreeMap;
use std::path::Path;
use uuid::Uuid;

/// How many are registered; so many people on, somebody has the same name, birthday and numbers again.
pub(super) const REGISTERED: usize = 300;
const FAMILIES: [&str; 10] = ["Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Phạm", "Hoàng", "Vũ"];
const MIDDLES: [&str; 7] = ["Văn", "Thị", "Thị Thu", "Minh", "Ngọc", "Hữu", "Thị Kim"];
const GIVEN: [&str; 12] = ["Lan", "Hoa", "Hùng", "Tuấn", "Mai", "Đức", "Linh", "Nam", "Hương", "Dũng", "Thảo", "Quang"];

/// Somebody registered, with the values that are sealed.
pub(super) struct Registered {
    pub(super) row: Row,
    sealed: Vec<(Field, Vec<u8>)>,
}

/// People with wishes of these vacancies, who live where these are.
pub(super) async fn registered(
    counter: &Counter,
    titles: &[&str],
    places: &[&str],
) -> Result<Vec<Registered>, Failure> {
    let mut all = Vec::with_capacity(REGISTERED);
    for number in 0..REGISTERED {
        let pick = |from: &[&'static str], at: usize| from[at % from.len()];
        let name = format!("{} {} {}", pick(&FAMILIES, number), pick(&MIDDLES, number / 3), pick(&GIVEN, number / 7));
        let mut content = Content::default();
        for (field, text) in [
            (Field::Name, name),
            (Field::Birth, format!("{:02}/{:02}/{}", 1 + number % 28, 1 + number % 12, 1970 + number % 35)),
            (Field::PersonalNumber, format!("052194{number:06}")),
            (Field::Phone, format!("0905{number:06}")),
            (Field::WishTitle, titles[number % titles.len()].to_owned()),
            (Field::PermanentUnit, places[number % places.len()].to_owned()),
        ] {
            let set = typed::set(&mut content, field, &vec![vec![text]], &counter.officer);
            // A place that is no commune of today is left out.
            if field != Field::PermanentUnit {
                set.map_err(|error| error.en)?;
            }
        }
        let register = Register { content, branch_id: None };
        let id = profiles::register(&counter.app, &counter.officer, register, &Key::fresh()?).await?;
        let (wording, shown) = (Wording { version: 1, lang: Lang::Vi }, profiles::wording(Purpose::Matching));
        let agrees = Command::Give {
            matter: Matter::whole(Purpose::Matching),
            wording,
            shown,
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some("Phiếu 01".into()),
        };
        profiles::record(&counter.app, &counter.officer, id, agrees, &Key::fresh()?).await?;
        let row = profile::load(counter.app.store().reader(), id.0).await?;
        let keys = counter.app.keys()?;
        let values: BTreeMap<String, String> = serde_json::from_str(&row.sealed)?;
        let open = |(code, value): (&String, &String)| {
            let field = Field::find_by_code(code).ok_or("a field")?;
            let place = Place { table: "profile", column: field.code(), row: row.id };
            Ok::<_, Failure>((field, keys.open(place, &bytes_of(value)?)?))
        };
        let sealed = values.iter().map(open).collect::<Result<_, _>>()?;
        all.push(Registered { row, sealed });
    }
    Ok(all)
}

/// So many people besides; their ids.
pub(super) async fn fill(
    counter: &Counter,
    folder: &Path,
    registered: &[Registered],
    count: usize,
) -> Result<Vec<Uuid>, Failure> {
    for first in (0..count).step_by(AT_ONCE) {
        let last = (first + AT_ONCE).min(count);
        let rows = (first..last).map(|number| row(counter, &registered[number % registered.len()], number));
        let rows = &rows.collect::<Result<Vec<_>, _>>()?;
        let store = counter.app.store();
        store.write("fill", |tx| Box::pin(async move { profile::insert_many(tx, rows).await })).await?;
    }
    let options = SqliteConnectOptions::new().filename(folder.join("sanviec.db")).pragma("synchronous", "OFF");
    let mut apart = SqliteConnection::connect_with(&options).await?;
    sqlx::raw_sql("CREATE TEMP TABLE like_of (number INTEGER PRIMARY KEY, id BLOB)").execute(&mut apart).await?;
    for (number, one) in registered.iter().enumerate() {
        sqlx::query("INSERT INTO like_of VALUES ($1, $2)")
            .bind(i64::try_from(number)?)
            .bind(one.row.id)
            .execute(&mut apart)
            .await?;
    }
    let (from, all) = (hex(id_of(0).as_bytes()), registered.len());
    // That most of them agreed to be compared with vacancies, and what those are found by.
    for sql in [
        format!(
            "CREATE TEMP TABLE one AS SELECT id, (row_number() OVER (ORDER BY id) - 1) % {all} AS number
             FROM profile WHERE id >= X'{from}'"
        ),
        "INSERT INTO profile_term (centre_id, term, profile_id)
         SELECT term.centre_id, term.term, one.id FROM one JOIN like_of ON like_of.number = one.number
         JOIN profile_term AS term ON term.profile_id = like_of.id WHERE one.number % 10 <> 0"
            .to_owned(),
        "INSERT INTO consent (id, profile_id, purpose, act, at, wording_version, lang, way, giver)
         SELECT randomblob(16), id, 'matching', 'given', 1700000000000000, 1, 'vi', 'on_screen', 'person'
         FROM one WHERE number % 10 <> 0"
            .to_owned(),
    ] {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut apart).await?;
    }
    apart.close().await?;
    Ok((0..count).map(id_of).collect())
}

fn id_of(number: usize) -> Uuid {
    Uuid::from_u128(0x019f_0000_0000_7000_8000_0000_0000_0000 + number as u128)
}

fn row(counter: &Counter, like: &Registered, number: usize) -> Result<Row, Failure> {
    let (id, keys) = (id_of(number), counter.app.keys()?);
    let mut sealed = BTreeMap::new();
    for (field, value) in &like.sealed {
        let place = Place { table: "profile", column: field.code(), row: id };
        sealed.insert(field.code(), hex(&keys.seal(place, value)?));
    }
    let hash = |kind: u8| {
        let mut hash = vec![kind; 32];
        hash[..8].copy_from_slice(&(number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        Some(hash)
    };
    Ok(Row {
        id,
        sealed: serde_json::to_string(&sealed)?,
        number_hash: hash(1),
        phone_hash: hash(2),
        ..like.row.clone()
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes_of(hex: &str) -> Result<Vec<u8>, Failure> {
    let pairs =
        hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair)?, 16).map_err(Failure::from));
    pairs.collect()
}
