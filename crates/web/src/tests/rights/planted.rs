//! Distinctive values in the personal fields of people of every relation, and the search for them in answers. Whether
//! somebody may see one is asked of the table of rights, field group by field group; the table itself is compared with
//! the reviewed file elsewhere.

use sanviec_app::accounts::{self, NewPerson};
use sanviec_app::{Action, Actor, App, Fields, Locale, Relation, Role, Thing, profiles, seen};
use sanviec_domain::profile::Class;
use std::collections::BTreeMap;
use uuid::Uuid;

/// By what of a right a value is seen.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    Group(Fields),
    /// A field of a profile of this class.
    Class(Class),
    /// The employer's own words, which nobody else reads.
    Employer,
    /// Of the same place, those who hold this role alone.
    Only(Role),
}

/// One planted value.
#[derive(Clone)]
struct Value {
    /// Letters and digits alone, so that no template writes it differently.
    text: String,
    what: String,
    /// Without one, nobody sees it.
    ways: Vec<Way>,
}

/// How a value may come before somebody's eyes: as part of a profile, of a placement, of a claim.
#[derive(Clone)]
struct Way {
    rule: Rule,
    /// Whatever shows it must be allowed by one of these.
    actions: &'static [Action],
    owner: Thing,
    /// The link whose holder is the person, whoever that is.
    bearer: Option<String>,
}

/// All of them.
#[derive(Clone, Default)]
pub(super) struct Planted {
    values: Vec<Value>,
    count: u32,
}

/// Whose things are planted, seen from the people who walk: they stand in the first centre and at the first employer.
#[derive(Clone, Copy)]
pub(super) struct Places {
    pub(super) centre: Uuid,
    pub(super) other_centre: Uuid,
    pub(super) employer: Uuid,
    pub(super) other_employer: Uuid,
}

impl Places {
    pub(super) fn of(&self, role: Role) -> Thing {
        match role {
            Role::EmployerMember | Role::EmployerAdministrator | Role::EmployerProgram => {
                Thing::of_employer(self.employer)
            }
            Role::Seeker | Role::PlatformOperator | Role::Public | Role::Operator | Role::System => Thing::default(),
            Role::Officer | Role::CentreManager | Role::Moderator | Role::Auditor => Thing::of_centre(self.centre),
        }
    }
}

impl Planted {
    /// A word that stands nowhere else.
    pub(super) fn word(&mut self, kind: &str) -> String {
        self.count += 1;
        format!("zq{kind}{:04}", self.count)
    }

    /// A name that nobody else has: letters alone.
    pub(super) fn name(&mut self) -> String {
        self.count += 1;
        let letter = |power: u32| char::from(b'a' + u8::try_from(self.count / 26_u32.pow(power) % 26).unwrap_or(0));
        format!("Nguyễn Zq{}{}{}", letter(2), letter(1), letter(0))
    }

    /// A personal number that is nobody else's.
    pub(super) fn number(&mut self) -> String {
        self.count += 1;
        format!("052198{:06}", 610_000 + self.count)
    }

    /// A mobile number that is nobody else's.
    pub(super) fn phone(&mut self) -> String {
        self.count += 1;
        format!("0987{:06}", 610_000 + self.count)
    }

    /// Number of an account at a bank that is nobody else's.
    pub(super) fn account(&mut self) -> String {
        self.count += 1;
        format!("7710{:06}", 610_000 + self.count)
    }

    /// An id that nothing else has.
    pub(super) fn id(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(0x0199_3333_0000_7000_8000_0000_0000_0000 + u128::from(self.count))
    }

    /// Remembers what nobody is shown again.
    pub(super) fn note_secret(&mut self, text: &str, what: &str) {
        self.values.push(Value { text: plain(text), what: what.to_owned(), ways: Vec::new() });
    }

    /// Remembers a value of a thing, seen through any of these actions as part of a group. One that is known already is
    /// seen in this way too.
    pub(super) fn note(&mut self, text: &str, what: (Rule, &str), actions: &'static [Action], owner: Thing) {
        self.note_borne(text, what, actions, owner, None);
    }

    /// The same, seen also by whoever holds a link.
    pub(super) fn note_borne(
        &mut self,
        text: &str,
        (rule, what): (Rule, &str),
        actions: &'static [Action],
        owner: Thing,
        bearer: Option<&str>,
    ) {
        let way = Way { rule, actions, owner, bearer: bearer.map(str::to_owned) };
        let text = plain(text);
        match self.values.iter_mut().find(|value| value.text == text) {
            Some(known) => known.ways.push(way),
            None => self.values.push(Value { text, what: what.to_owned(), ways: vec![way] }),
        }
    }

    /// Somebody with an e-mail address and a telephone number, both planted.
    pub(super) async fn person(&mut self, app: &App, role: Role, place: Thing) -> Uuid {
        let ctx = app.ctx(Actor::Operator, Locale::Vi);
        let email = format!("{}@vidu.vn", self.word("thu"));
        let new = NewPerson { contact: email.clone(), password: None, role, place };
        let account = accounts::add_person(app, &ctx, new).await.expect("person");
        let owner = Thing { account_id: Some(account), ..place };
        // The profile of a seeker knows how the account is reached.
        let actions: &'static [Action] =
            if role == Role::Seeker { &[Action::ReadAccount, Action::ReadProfile] } else { &[Action::ReadAccount] };
        self.note(&email, (Rule::Group(Fields::CONTACT), "e-mail of an account"), actions, owner);
        let phone = self.phone();
        add_phone(app, account, &phone).await;
        self.note(&phone, (Rule::Group(Fields::CONTACT), "phone of an account"), actions, owner);
        account
    }

    /// People of the other relations: colleagues of the same place, others elsewhere, a stranger. Answers with those
    /// who work at the other centre and the other employer.
    pub(super) async fn people_around(&mut self, app: &App, places: &Places) -> BTreeMap<Role, Uuid> {
        let (mut elsewhere, there) = (BTreeMap::new(), [places.other_centre, places.other_employer]);
        for (role, place) in [
            (Role::Officer, Thing::of_centre(places.centre)),
            (Role::CentreManager, Thing::of_centre(places.other_centre)),
            (Role::Officer, Thing::of_centre(places.other_centre)),
            (Role::EmployerMember, Thing::of_employer(places.employer)),
            (Role::EmployerAdministrator, Thing::of_employer(places.other_employer)),
            (Role::Seeker, Thing::default()),
            (Role::PlatformOperator, Thing::default()),
        ] {
            let account = self.person(app, role, place).await;
            if [place.centre_id, place.employer_id].iter().flatten().any(|id| there.contains(id)) {
                elsewhere.insert(role, account);
            }
        }
        elsewhere
    }

    /// What an answer at an address shows: what this actor may not see of it, and how many values there are at all.
    pub(super) fn met(&self, path: &str, text: &str, actor: Actor) -> (Vec<String>, usize) {
        let found = self.found(text);
        let shut = found.iter().filter(|value| !value.ways.iter().any(|way| way.is_open(path, actor)));
        let relation = |value: &Value| value.ways.first().map_or("nobody's", |way| way.owner.relation(actor).code());
        (shut.map(|value| format!("{} ({})", value.what, relation(value))).collect(), found.len())
    }

    /// What an answer shows at all.
    pub(super) fn shown(&self, text: &str) -> Vec<&str> {
        self.found(text).into_iter().map(|value| value.what.as_str()).collect()
    }

    fn found(&self, text: &str) -> Vec<&Value> {
        let text = text.to_lowercase();
        // Numbers are written in groups.
        let squeezed: String = text.chars().filter(|sign| !matches!(sign, ' ' | '.' | '-' | '\u{a0}')).collect();
        let begun = [self.begun(&text), self.begun(&squeezed)].concat();
        let is_there = |value: &&Value| begun.iter().any(|rest| rest.starts_with(value.text.as_bytes()));
        self.values.iter().filter(is_there).collect()
    }

    /// Wherever in a text a value may begin. Looking for each of hundreds through every page takes a minute.
    fn begun<'t>(&self, text: &'t str) -> Vec<&'t [u8]> {
        let mut starts: Vec<&[u8]> = self.values.iter().filter_map(|value| value.text.as_bytes().get(..2)).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut begun = Vec::new();
        for start in starts {
            let start = std::str::from_utf8(start).expect("letters and digits");
            begun.extend(text.match_indices(start).map(|(at, _)| &text.as_bytes()[at..]));
        }
        begun
    }

    /// Values by relation to an actor, so that a walk can show that it had something to find.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }
}

/// The zero before a number is written in several ways; of a name the last word is its own.
fn plain(text: &str) -> String {
    text.trim_start_matches('0').rsplit(' ').next().unwrap_or_default().to_lowercase()
}

impl Way {
    fn is_open(&self, path: &str, actor: Actor) -> bool {
        if self.bearer.as_ref().is_some_and(|token| path.contains(token)) {
            return true;
        }
        let relation = self.owner.relation(actor);
        let works_there = |role: Role| relation == Relation::Same && actor.kind() == role;
        let mut fields = self.actions.iter().filter_map(|action| seen(actor.kind(), *action, relation));
        match self.rule {
            Rule::Only(role) => works_there(role),
            Rule::Group(group) => fields.any(|fields| fields.has(group)),
            Rule::Class(class) => fields.any(|fields| profiles::visible(fields, class)),
            Rule::Employer => {
                let acts_for_one = actor.person().is_some_and(|who| who.employer_id.is_some());
                relation == Relation::Same && acts_for_one && fields.next().is_some()
            }
        }
    }
}

/// Puts a telephone number on an account as its holder would, without waiting for the code.
async fn add_phone(app: &App, account_id: Uuid, phone: &str) {
    use sanviec_app::secrets::Place;
    let keys = app.keys().expect("keys");
    let form = format!("+84{}", &phone[1..]);
    let (id, now) = (Uuid::from_u128(account_id.as_u128() ^ 1 << 127), app.clock().now().0);
    let contact = &sanviec_store::account::ContactPoint {
        id,
        account_id,
        kind: "phone".to_owned(),
        lookup: keys.lookup("phone", &form).expect("not empty").to_vec(),
        value: keys.seal(Place { table: "contact_point", column: "value", row: id }, form.as_bytes()).expect("sealed"),
        verified_at: now,
        created_at: now,
    };
    let write = app
        .store()
        .write("phone", |tx| Box::pin(async move { sanviec_store::account::insert_contact(tx, contact).await }));
    write.await.expect("added");
}

#[test]
fn a_value_is_found_however_it_is_written_and_only_where_it_may_not_be_seen() {
    let [own, other] = [Uuid::from_u128(1), Uuid::from_u128(2)];
    let person = |role| {
        let [account_id, session_id] = [own, own];
        Actor::Person(sanviec_app::Person {
            account_id,
            session_id,
            role,
            centre_id: None,
            employer_id: None,
            is_fresh: true,
        })
    };
    let mut planted = Planted::default();
    for (owner, phone) in [(own, "0987610001"), (other, "0987610002")] {
        planted.note(phone, (Rule::Group(Fields::CONTACT), "phone"), &[Action::ReadAccount], Thing::of_account(owner));
    }
    for (text, role, leaks) in [
        ("<dd>+84987610001</dd>", Role::Seeker, 0),
        ("<dd>+84987610002</dd>", Role::Seeker, 1),
        ("0987 610 002", Role::Seeker, 1),
        ("0987.610.002 và 0987 610 001", Role::Officer, 1),
        ("09••••002", Role::Seeker, 0),
        ("0987610002", Role::PlatformOperator, 0),
    ] {
        assert_eq!(planted.met("/", text, person(role)).0.len(), leaks, "{text} {role:?}");
    }
    assert_eq!(planted.met("/", "0987610001 0987610002", Actor::Public).0.len(), 2);
    // Seen in a second way by somebody else, and not seen again by anybody.
    let of_employer = Thing::of_employer(other);
    planted.note("0987610001", (Rule::Only(Role::EmployerMember), "phone"), &[], of_employer);
    planted.note_secret("zqbimat", "secret");
    for (role, leaks) in [(Role::Seeker, 1), (Role::EmployerMember, 1), (Role::EmployerAdministrator, 2)] {
        let Actor::Person(who) = person(role) else { panic!("a person") };
        let account_id = if role == Role::Seeker { own } else { Uuid::from_u128(3) };
        let who = Actor::Person(sanviec_app::Person { account_id, employer_id: Some(other), ..who });
        assert_eq!(planted.met("/", "0987610001 ZqBiMat", who).0.len(), leaks, "{role:?}");
    }
}
