//! Every address that names something of somebody's, asked by every role for such a thing of the own place, of another
//! one, of the own account and of a stranger, against the reviewed file.

use std::collections::BTreeMap;

use sanviec_app::{Actor, Role};

use super::{ROLES, State, Walk, routes, row_path};

const REVIEWED: &str = include_str!("../../../../../tests/data/rights/objects.tsv");

/// Something that an address names.
#[derive(Clone)]
pub(super) struct Object {
    kind: &'static str,
    /// `here`: of the centre and the employer of those who walk; `there`: of others; `own`: of the seeker who walks;
    /// `stranger`: of somebody whom no centre serves and who is of no employer.
    whose: &'static str,
    code: String,
    /// What a second parameter names.
    second: String,
}

impl Object {
    pub(super) fn of(kind: &'static str, whose: &'static str, code: String) -> Self {
        Self { kind, whose, code, second: uuid::Uuid::nil().to_string() }
    }

    /// The same with what a second parameter names.
    pub(super) fn with(self, second: String) -> Self {
        Self { second, ..self }
    }

    /// The address of it.
    fn at(&self, path: &str) -> String {
        let mut filled = path.replace("{step}", "viec").replace("{part}", "wish").replace("{act}", "hop-dong");
        for value in [&self.code, &self.second] {
            if let (Some(from), Some(to)) = (filled.find('{'), filled.find('}')) {
                filled.replace_range(from..=to, value);
            }
        }
        filled
    }

    /// What is sent to it.
    fn filled(&self, sent: &str) -> String {
        sent.replace("{code}", &self.code).replace("{second}", &self.second)
    }
}

/// All of them.
#[derive(Clone, Default)]
pub(super) struct Objects(Vec<Object>);

impl Objects {
    /// One of here and one of there.
    pub(super) fn add(&mut self, kind: &'static str, [here, there]: [String; 2]) {
        for (whose, code) in [("here", here), ("there", there)] {
            self.0.push(Object::of(kind, whose, code));
        }
    }

    pub(super) fn add_one(&mut self, object: Object) {
        self.0.push(object);
    }

    /// What a second parameter of addresses of this kind names.
    pub(super) fn beside(&mut self, kind: &str, second: &str) {
        for object in self.0.iter_mut().filter(|object| object.kind == kind) {
            second.clone_into(&mut object.second);
        }
    }

    fn find(&self, kind: &str, whose: &str) -> Option<&Object> {
        self.0.iter().find(|object| object.kind == kind && object.whose == whose)
    }

    /// Code of one of this kind, or what stands for one where none was made.
    pub(super) fn named(&self, kind: &str, whose: &str, other: &str) -> String {
        self.find(kind, whose).map_or(other, |object| &object.code).to_owned()
    }

    /// What a second parameter names beside one of here, or what stands for that.
    pub(super) fn second(&self, kind: &str, other: &str) -> String {
        self.find(kind, "here").map_or(other, |object| &object.second).to_owned()
    }

    /// Objects of a kind beside whose code stands what belongs to another of that kind: of here that of there and of
    /// the second one of here, of there that of here.
    pub(super) fn cross(&mut self, kind: &str, crossed: &'static str) {
        let all = self.of(kind);
        for one in &all {
            let others = all.iter().filter(|other| other.code != one.code);
            let others: Vec<Object> = others
                .map(|other| Object {
                    kind: crossed,
                    whose: one.whose,
                    code: one.code.clone(),
                    second: other.second.clone(),
                })
                .collect();
            self.0.extend(others);
        }
    }

    fn of(&self, kind: &str) -> Vec<Object> {
        self.0.iter().filter(|object| object.kind == kind).cloned().collect()
    }
}

/// What the addresses name, what is sent there, and who reaches whose.
struct Row {
    kind: String,
    reach: String,
    sent: String,
}

impl Row {
    /// Whether the address or what is sent names something that belongs to something else.
    fn is_crossed(&self) -> bool {
        self.kind.starts_with("crossed_")
    }
}

fn reviewed() -> BTreeMap<(String, String), Vec<Row>> {
    let mut rows: BTreeMap<_, Vec<Row>> = BTreeMap::new();
    for line in REVIEWED.lines().filter(|line| !line.starts_with('#')).skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [method, path, kind, reach, sent] = cells.as_slice() else { panic!("five cells: {line}") };
        let known = rows.entry(((*method).to_owned(), (*path).to_owned())).or_default();
        assert!(
            known.iter().all(|row| (row.sent.as_str(), row.kind.as_str()) != (*sent, *kind)),
            "{line} stands twice"
        );
        known.push(Row { kind: (*kind).to_owned(), reach: (*reach).to_owned(), sent: (*sent).to_owned() });
    }
    rows
}

/// Whether an answer says that the thing was reached: not refused, not unknown, not sent to sign in.
fn is_reached(answer: &str) -> bool {
    let (status, leads) = answer.split_once(' ').unwrap_or((answer, ""));
    !matches!(status, "401" | "403" | "404" | "405") && !leads.starts_with("/dang-nhap")
}

/// Who reached what, as they were asked for.
#[derive(Default)]
struct Reach {
    asked: Vec<(Role, &'static str, bool)>,
    /// Planted values in the answers.
    shown: usize,
    /// Those that somebody may not see.
    leaks: Vec<String>,
}

impl Reach {
    /// As the reviewed file writes it. Whoever reaches one of several and not all of them is marked.
    fn written(&self) -> String {
        if self.asked.iter().all(|(.., reached)| *reached) {
            return "*".to_owned();
        }
        let mut written: Vec<String> = Vec::new();
        for (role, whose, _) in self.asked.iter().filter(|(.., reached)| *reached) {
            let all = self.asked.iter().filter(|(other, theirs, _)| (other, theirs) == (role, whose));
            let mark = if all.fold(true, |all, (.., reached)| all && *reached) { "" } else { "?" };
            let one = format!("{}:{whose}{mark}", role.code());
            if !written.contains(&one) {
                written.push(one);
            }
        }
        if written.is_empty() { "-".to_owned() } else { written.join(" ") }
    }
}

/// Asks every role for every object of the kind, and once without a session and with each that is over.
async fn reach(
    walk: &mut Walk,
    (sessions, over): (&BTreeMap<Role, String>, &[String]),
    (method, path, row): (&str, &str, &Row),
) -> Reach {
    let mut reach = Reach::default();
    let objects = walk.objects.of(&row.kind);
    let whose = |wanted| objects.iter().any(|object| object.whose == wanted);
    assert!(whose("here") && whose("there"), "{method} {path}: {} has to be made here and there", row.kind);
    for object in objects {
        let (address, sent) = (object.at(path), object.filled(&row.sent));
        // What belongs to something else is not found here, and nothing becomes of asking for it.
        let before = if row.is_crossed() { Some(walk.rows().await) } else { None };
        for role in ROLES {
            let (answer, text) = walk.ask_at(method, &address, Some(&sessions[&role]), &sent).await;
            reach.asked.push((role, object.whose, is_reached(&answer)));
            let (leaks, shown) = walk.planted.met(&address, &text, walk.actor(role));
            reach.leaks.extend(leaks.into_iter().map(|leak| format!("{leak} of {} to {}", object.whose, role.code())));
            reach.shown += shown;
        }
        if let Some(before) = before {
            assert_eq!(walk.rows().await, before, "{method} {address} with another's changed something");
        }
        for token in std::iter::once(None).chain(over.iter().map(|token| Some(token.as_str()))) {
            let (answer, text) = walk.ask_at(method, &address, token, &sent).await;
            let is_for_all = row.reach == "*" || row.kind == "link";
            assert!(is_for_all || !is_reached(&answer), "{method} {path} without a session: {answer}");
            let (leaks, _) = walk.planted.met(&address, &text, Actor::Public);
            reach.leaks.extend(leaks.into_iter().map(|leak| format!("{leak} of {} to anybody", object.whose)));
        }
    }
    reach
}

/// What is taken away, withdrawn or handed on comes last, so that everything is there to be asked for.
fn destroys(path: &str, sent: &str) -> bool {
    ["/xoa", "/rut", "/thu-hoi", "/ban-giao"].iter().any(|end| path.ends_with(end)) || sent == "viec=bo"
}

/// Addresses in whose answers there is nothing of anybody's: numbers of a placement or a claim alone, the hash of a
/// kept file and numbers of its rows, a letter before anybody looked whom it is about, the initials on the page that
/// proves a paper, forms that are empty, adverts that are public, what a centre is called, pairs of profiles where no
/// two are alike.
const PLAIN: [&str; 13] = [
    "/api/v1/placements/{id}",
    "/api/v1/claims/{id}",
    "/api/v1/claims/{id}/recovery",
    "/api/v1/evidence-files/{id}",
    "/giay/{code}",
    "/phieu-den/{code}",
    "/trung-tam/viec-lam/tep-da-luu/{file}",
    "/tuyen-dung/don-vi/{code}/nhap",
    "/tuyen-dung/don-vi/{code}/thong-ke",
    "/tuyen-dung/don-vi/{code}/tin",
    "/trung-tam/co-so/{code}",
    "/ho-so/trung/{code}",
    "/tuyen-dung/tin/{code}/nguoi",
];

/// The rows in the order in which they are asked, and what is wrong with the file.
fn ordered(
    routes: Vec<(String, String)>,
    mut rows: BTreeMap<(String, String), Vec<Row>>,
) -> (Vec<(String, String, Row)>, Vec<String>) {
    let (mut asked, mut wrong) = (Vec::new(), Vec::new());
    let mut routes: Vec<_> = routes.into_iter().map(|(method, path)| (method, row_path(&path))).collect();
    // What is not named in the address may be named in the form.
    routes.retain(|route| route.1.contains('{') || rows.contains_key(route));
    routes.sort();
    routes.dedup();
    for (method, path) in routes {
        match rows.remove(&(method.clone(), path.clone())) {
            Some(of_route) => asked.extend(of_route.into_iter().map(|row| (method.clone(), path.clone(), row))),
            None => wrong.push(format!("{method}\t{path}\tno row says what it names")),
        }
    }
    wrong.extend(rows.keys().map(|key| format!("{key:?} is no route")));
    // In the order of the file where one is not to come last.
    asked.sort_by_key(|(_, path, row)| destroys(path, &row.sent));
    (asked, wrong)
}

#[tokio::test]
async fn every_role_reaches_the_things_that_the_reviewed_file_names_and_no_others() {
    let mut walk = Walk::full().await;
    let (rows, mut wrong) = ordered(routes(&walk.world.router), reviewed());
    let (mut asked, mut blind) = (0, Vec::new());
    let (mut sessions, mut over) = (BTreeMap::new(), Vec::new());
    for role in ROLES {
        for state in [State::Idle, State::Revoked] {
            over.push(walk.session(role, state).await);
        }
        sessions.insert(role, walk.session(role, State::Live).await);
    }
    for (method, path, row) in rows {
        if matches!(row.kind.as_str(), "public" | "bearer") {
            assert_eq!(row.reach, "*", "{method} {path}");
            continue;
        }
        // A program's request is read before anybody's right is asked for: an empty one says nothing.
        let is_read_first = method == "POST" && path.starts_with("/api/");
        assert!(!is_read_first || !row.sent.is_empty(), "{method} {path}: what is sent?");
        let found = reach(&mut walk, (&sessions, &over), (&method, &path, &row)).await;
        asked += 1;
        wrong.extend(found.leaks.iter().map(|leak| format!("{method}\t{path}\tshows {leak}")));
        if found.written() != row.reach {
            wrong.push(format!("{method}\t{path}\t{}\t{}\t{}", row.kind, found.written(), row.sent));
        }
        if method == "GET" && !row.is_crossed() && (found.shown == 0) != PLAIN.contains(&path.as_str()) {
            blind.push(path);
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(blind.is_empty(), "shown nothing planted, or something where nothing should be: {blind:?}");
    assert!(asked > 80, "{asked} addresses of somebody's things");
}

#[test]
fn of_what_is_a_strangers_operators_answer_requests_and_nobody_reaches_anything_else() {
    let mut answered = 0;
    for ((method, path), rows) in reviewed() {
        for row in rows.iter().filter(|row| row.reach.contains(":stranger")) {
            let reached: Vec<&str> = row.reach.split(' ').filter(|reached| reached.contains(":stranger")).collect();
            assert_eq!(
                (row.kind.as_str(), reached),
                ("data_request", vec!["platform_operator:stranger"]),
                "{method} {path}"
            );
            answered += 1;
        }
    }
    assert_eq!(answered, 2, "read and answered");
}

#[test]
fn nobody_of_one_centre_or_employer_reaches_what_is_anothers() {
    for ((method, path), rows) in reviewed() {
        for row in rows.iter().filter(|row| row.reach != "*") {
            for reached in row.reach.split(' ').filter(|reached| reached.contains(":there")) {
                let role = reached.split(':').next().unwrap_or_default();
                let operates = role == Role::PlatformOperator.code() && row.kind == "centre";
                // Live adverts are everybody's, and a link is for whoever holds it.
                let is_open = matches!(row.kind.as_str(), "vacancy" | "link");
                assert!(operates || is_open, "{method} {path}: {reached}");
            }
        }
    }
}
