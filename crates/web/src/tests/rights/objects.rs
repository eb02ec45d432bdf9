//! Every address that names something of somebody's, asked by every role for such a thing of the own place, of another
//! one and of the own account, against the reviewed file.

use std::collections::BTreeMap;

use sanviec_app::Role;

use super::{ROLES, State, Walk, routes, row_path};

const REVIEWED: &str = include_str!("../../../../../tests/data/rights/objects.tsv");

/// Something that an address names.
#[derive(Clone)]
pub(super) struct Object {
    kind: &'static str,
    /// `here`: of the centre and the employer of those who walk; `there`: of others; `own`: of the seeker who walks.
    whose: &'static str,
    code: String,
    /// What a second parameter names.
    second: String,
}

impl Object {
    pub(super) fn own(kind: &'static str, code: String) -> Self {
        Self { kind, whose: "own", code, second: uuid::Uuid::nil().to_string() }
    }

    /// The same with what a second parameter names.
    pub(super) fn with(self, second: String) -> Self {
        Self { second, ..self }
    }

    /// The address of it.
    fn at(&self, path: &str) -> String {
        let mut filled = path.replace("{step}", "viec").replace("{*rest}", "khong-co");
        for value in [&self.code, &self.second] {
            if let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
                filled.replace_range(from..=to, value);
            }
        }
        filled
    }
}

/// All of them.
#[derive(Default)]
pub(super) struct Objects(Vec<Object>);

impl Objects {
    /// One of here and one of there.
    pub(super) fn add(&mut self, kind: &'static str, [here, there]: [String; 2]) {
        for (whose, code) in [("here", here), ("there", there)] {
            self.0.push(Object { whose, ..Object::own(kind, code) });
        }
    }

    pub(super) fn add_own(&mut self, object: Object) {
        self.0.push(object);
    }

    /// What a second parameter of addresses of this kind names.
    pub(super) fn beside(&mut self, kind: &str, second: &str) {
        for object in self.0.iter_mut().filter(|object| object.kind == kind) {
            second.clone_into(&mut object.second);
        }
    }

    fn of(&self, kind: &str) -> Vec<Object> {
        self.0.iter().filter(|object| object.kind == kind).cloned().collect()
    }
}

/// Addresses whose things nobody has made yet. This number may only fall.
const NOT_MADE: usize = 43;

/// What the addresses name, and who reaches whose.
struct Row {
    kind: String,
    reach: String,
}

fn reviewed() -> BTreeMap<(String, String), Row> {
    let mut rows = BTreeMap::new();
    for line in REVIEWED.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, kind, reach] = cells.as_slice() else { panic!("four cells: {line}") };
        let row = Row { kind: (*kind).to_owned(), reach: (*reach).to_owned() };
        assert!(rows.insert(((*method).to_owned(), (*path).to_owned()), row).is_none(), "{line} stands twice");
    }
    rows
}

/// Whether an answer says that the thing was reached: not refused, not unknown, not sent to sign in.
fn is_reached(answer: &str) -> bool {
    let (status, leads) = answer.split_once(' ').unwrap_or((answer, ""));
    !matches!(status, "401" | "403" | "404" | "405") && !leads.starts_with("/dang-nhap")
}

/// Asks every role for every object of the kind; who reaches whose, as the reviewed file writes it.
async fn reach(walk: &mut Walk, method: &str, path: &str, kind: &str) -> String {
    let mut reached = Vec::new();
    let objects = walk.objects.of(kind);
    assert!(objects.len() >= 2, "{method} {path}: one of here and one of there have to be made of the kind {kind}");
    for object in objects {
        for role in ROLES {
            let token = walk.session(role, State::Live).await;
            let address = object.at(path);
            let (answer, text) = walk.ask_at(method, &address, Some(&token)).await;
            if is_reached(&answer) {
                reached.push(format!("{}:{}", role.code(), object.whose));
            }
            let leaks = walk.planted.leaks(&address, &text, walk.actor(role));
            assert!(leaks.is_empty(), "{method} {path} of {} shows to {}: {leaks:?}", object.whose, role.code());
        }
    }
    if reached.is_empty() { "-".to_owned() } else { reached.join(" ") }
}

/// What is taken away, withdrawn or handed on comes last, so that everything is there to be asked for.
fn destroys(path: &str) -> bool {
    ["/xoa", "/rut", "/thu-hoi", "/ban-giao"].iter().any(|end| path.ends_with(end))
}

#[tokio::test]
async fn every_role_reaches_the_things_that_the_reviewed_file_names_and_no_others() {
    let mut walk = Walk::new().await;
    let rows = reviewed();
    let mut routes: Vec<_> =
        routes(&walk.world.router).into_iter().map(|(method, path)| (method, row_path(&path))).collect();
    routes.retain(|(_, path)| path.contains('{'));
    routes.sort_by_key(|(method, path)| (destroys(path), method.clone(), path.clone()));
    routes.dedup();
    let (mut wrong, mut met, mut asked) = (Vec::new(), Vec::new(), 0);
    for (method, path) in routes {
        let key = (method.clone(), path.clone());
        let Some(row) = rows.get(&key) else {
            wrong.push(format!("{method}\t{path}\tno row says what it names"));
            continue;
        };
        met.push(key);
        if matches!(row.kind.as_str(), "public" | "bearer") {
            assert_eq!(row.reach, "*", "{method} {path}");
            continue;
        }
        if row.kind == "not_made" {
            assert_eq!(row.reach, "?", "{method} {path}");
            continue;
        }
        let answer = reach(&mut walk, &method, &path, &row.kind).await;
        asked += 1;
        if answer != row.reach {
            wrong.push(format!("{method}\t{path}\t{}\t{answer}", row.kind));
        }
    }
    wrong.extend(rows.keys().filter(|key| !met.contains(key)).map(|key| format!("{key:?} is no route")));
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(asked > 40, "{asked} addresses of somebody's things");
}

#[test]
fn things_that_nobody_has_made_become_fewer() {
    let open = reviewed().into_values().filter(|row| row.kind == "not_made").count();
    assert_eq!(open, NOT_MADE, "addresses asked for one thing alone, in the walk of the routes");
}

#[tokio::test]
async fn nobody_of_one_centre_or_employer_reaches_what_is_anothers() {
    for ((method, path), row) in reviewed() {
        for reached in row.reach.split(' ').filter(|reached| reached.ends_with(":there")) {
            let role = reached.split(':').next().unwrap_or_default();
            let operates = role == Role::PlatformOperator.code() && row.kind == "centre";
            assert!(operates, "{method} {path}: {reached}");
        }
    }
}
