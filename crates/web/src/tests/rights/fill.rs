//! Everything else that an address names, made at the centre and the employer of those who walk, and at others:
//! placements and links about them, claims and lists of them, programs that are told, drafts, reports.

use std::collections::BTreeMap;

use sanviec_app::webhooks::Owner;
use sanviec_app::{Role, Thing};
use sanviec_domain::posting::PostingCode;
use uuid::Uuid;

use super::super::site::World;
use super::objects::Object;
use super::things::money::{Claimed, claimed};
use super::things::placed::{Place, Worker};
use super::things::{self, applied, ctx_of, hooks, own_letter};
use super::walk::{ORGANISATIONS, Walk};

/// Postings that become those of the organisation of those who walk, and of the other one.
const ADVERTISED: [usize; 2] = [23, 24];
/// Postings of both that somebody is referred to.
const REFERRED: [usize; 2] = [25, 24];

impl Walk {
    /// A walk in which every address has something of here and something of there to name.
    pub(super) async fn full() -> Self {
        Self::full_over(World::new().await).await
    }

    /// The same in a world of its own.
    pub(in super::super) async fn full_over(world: World) -> Self {
        let mut walk = Self::over(world).await;
        walk.place_people().await;
        walk.refer().await;
        walk.claim().await;
        walk.set_up_programs().await;
        walk.apply().await;
        walk.strangers().await;
        walk.send_letters().await;
        for (kind, crossed) in [
            ("placement", "crossed_paper"),
            ("signed_scan", "crossed_scan"),
            ("waiting_fact", "crossed_fact"),
            ("brought_file", "crossed_file"),
            ("organisation_hook", "crossed_hook"),
            ("centre_hook", "crossed_centre_hook"),
        ] {
            walk.objects.cross(kind, crossed);
        }
        walk
    }

    /// Names of what was made here, for rows that send it: of each kind the first one, and what stands beside it.
    pub(in super::super) fn made(&self) -> Vec<(String, String)> {
        const KINDS: [&str; 16] = [
            "profile",
            "referral",
            "placement",
            "link",
            "claim",
            "claimable",
            "prepared",
            "unmade",
            "batch",
            "open_batch",
            "sample",
            "organisation_hook",
            "centre_hook",
            "draft",
            "reported",
            "vacancy",
        ];
        let named = |kind: &&str| {
            let beside = (format!("{kind}_beside"), self.objects.second(kind, ""));
            [((*kind).to_owned(), self.objects.named(kind, "here", "")), beside]
        };
        let own = |kind: &&str| (format!("own_{kind}"), self.objects.named(kind, "own", ""));
        let own = ["placement", "draft", "application"].iter().map(own);
        KINDS.iter().flat_map(named).chain(own).filter(|(_, code)| !code.is_empty()).collect()
    }

    fn of_here(&self) -> BTreeMap<Role, Uuid> {
        self.people.iter().map(|(role, (account, _))| (*role, *account)).collect()
    }

    /// Centre and employer of those who walk, and the others.
    fn both(&self) -> [Place; 2] {
        let (places, here) = (&self.places, self.of_here());
        let place = |people: &BTreeMap<Role, Uuid>, centre, employer, (tax_code, _): (&'static str, &str)| {
            let by = |role| ctx_of(&self.world, people[&role], role, Thing::of_centre(centre));
            Place { officer: by(Role::Officer), manager: by(Role::CentreManager), centre, employer, tax_code }
        };
        [
            place(&here, places.centre, places.employer, ORGANISATIONS[0]),
            place(&self.people_there, places.other_centre, places.other_employer, ORGANISATIONS[1]),
        ]
    }

    async fn place_people(&mut self) {
        for (place, whose) in self.both().iter().zip(["here", "there"]) {
            let Self { world, planted, objects, .. } = &mut *self;
            let who = place.worker(world, planted).await;
            let placed = place.placed(world, planted, &who).await;
            let link = place.link(world, planted, (&placed.code, &who)).await;
            objects.add_one(Object::of("signed_scan", whose, placed.code.clone()).with(placed.scan));
            objects.add_one(Object::of("waiting_fact", whose, placed.code.clone()).with(placed.fact));
            objects.add_one(Object::of("placement", whose, placed.code).with(placed.paper));
            objects.add_one(Object::of("link", whose, link));
            objects.add_one(Object::of("kept_file", whose, place.kept_file(world, planted).await));
            place.fitting(world, planted).await;
        }
        let [here, _] = self.both();
        let seeker = self.of_here()[&Role::Seeker];
        let (profile, said) = &self.own;
        let who = Worker { profile: profile.0, said: said.clone(), account: Some(seeker) };
        let placed = here.placed(&self.world, &mut self.planted, &who).await;
        self.objects.add_one(Object::of("placement", "own", placed.code).with(placed.paper));
    }

    /// A letter about the seeker who walks, beside those about others.
    async fn refer(&mut self) {
        for whose in ["here", "there"] {
            let proof = self.objects.named("paper", whose, "");
            self.objects.add_one(Object::of("own_letter", whose, proof));
        }
        let [here, _] = self.both();
        let thing = Thing { account_id: Some(self.of_here()[&Role::Seeker]), ..Thing::of_centre(here.centre) };
        let proof = own_letter(&self.world, &mut self.planted, &here.officer, (self.own.0, thing)).await;
        self.objects.add_one(Object::of("own_letter", "own", proof));
    }

    /// Letters that the employers were sent through the exchange.
    async fn send_letters(&mut self) {
        for ((place, whose), posting) in self.both().iter().zip(["here", "there"]).zip(REFERRED) {
            let Self { world, planted, objects, .. } = &mut *self;
            let code = things::sent_letter(world, planted, &place.officer, (place.employer, posting)).await;
            objects.add_one(Object::of("sent_letter", whose, code));
        }
    }

    async fn claim(&mut self) {
        for (place, whose) in self.both().iter().zip(["here", "there"]) {
            let Claimed { claimable, all, prepared, unmade, settled, answer, open, sample } =
                claimed(&self.world, &mut self.planted, place).await;
            let objects = &mut self.objects;
            for claim in all {
                objects.add_one(Object::of("claim", whose, claim));
            }
            objects.add_one(Object::of("claimable", whose, claimable.0).with(claimable.1));
            objects.add_one(Object::of("prepared", whose, prepared));
            objects.add_one(Object::of("unmade", whose, unmade));
            objects.add_one(Object::of("bank_result", whose, settled.0.clone()).with(answer));
            for (list, claim) in [settled, open.clone()] {
                objects.add_one(Object::of("batch", whose, list).with(claim));
            }
            objects.add_one(Object::of("open_batch", whose, open.0).with(open.1));
            objects.add_one(Object::of("sample", whose, sample));
        }
    }

    async fn set_up_programs(&mut self) {
        let administrators = [self.of_here(), self.people_there.clone()].map(|of| of[&Role::EmployerAdministrator]);
        for ((place, whose), account) in self.both().iter().zip(["here", "there"]).zip(administrators) {
            let administrator =
                ctx_of(&self.world, account, Role::EmployerAdministrator, Thing::of_employer(place.employer));
            for (kind, by, owner, id) in [
                ("organisation_hook", &administrator, Owner::Employer(place.employer), place.employer),
                ("centre_hook", &place.manager, Owner::Centre(place.centre), place.centre),
            ] {
                let hook = hooks::hook(&self.world, &mut self.planted, by, owner).await;
                self.objects.add_one(Object::of(kind, whose, PostingCode::of(id).to_string()).with(hook));
            }
            let Self { world, planted, objects, .. } = &mut *self;
            hooks::api_key(world, planted, &administrator, place.employer).await;
            let served = Thing { centre_id: Some(place.centre), ..Thing::of_employer(place.employer) };
            let draft = objects.named("posting", whose, "");
            hooks::written(world, planted, &administrator, &draft, served).await;
        }
    }

    /// Drafts and an application with the profile; reports of adverts.
    async fn apply(&mut self) {
        let people = self.of_here();
        let seeker = people[&Role::Seeker];
        let officers = [people[&Role::Officer], self.people_there[&Role::Officer]];
        let Self { world, planted, objects, places, own, profiles, .. } = self;
        let (ours, theirs) = (places.employer, places.other_employer);
        let drafts = [
            ("here", applied::strangers_draft(world, planted, (22, ours)).await),
            ("there", applied::strangers_draft(world, planted, (21, theirs)).await),
            ("own", applied::draft(world, planted, seeker, (ADVERTISED[0], ours)).await),
        ];
        for (whose, code) in drafts {
            objects.add_one(Object::of("draft", whose, code));
        }
        for (whose, (account, profile)) in [
            ("own", (seeker, own.0)),
            ("here", (Uuid::from_u128(71), profiles[0])),
            ("there", (Uuid::from_u128(72), profiles[1])),
        ] {
            objects.add_one(Object::of("approach", whose, applied::approached(world, (account, profile), ours).await));
        }
        for (whose, centre) in [("here", places.centre), ("there", places.other_centre)] {
            objects.add_one(Object::of("data_request", whose, applied::asked(world, planted, centre).await));
        }
        for (whose, by, posting) in [
            ("here", (officers[0], places.centre), (22, ours)),
            ("there", (officers[1], places.other_centre), (21, theirs)),
        ] {
            let (code, profile, file) = applied::served(world, planted, by, posting).await;
            objects.add_one(Object::of("served_application", whose, code));
            objects.add_one(Object::of("brought_file", whose, profile).with(file));
        }
        let (full, file) = applied::full(world, planted, (seeker, &own.1), (20, ours)).await;
        objects.add_one(Object::of("application", "own", full.clone()).with(file));
        let member = ctx_of(world, people[&Role::EmployerMember], Role::EmployerMember, Thing::of_employer(ours));
        for code in [full, objects.named("application", "here", "")] {
            applied::opened(world, &member, &code).await;
        }
        for (at, whose) in ADVERTISED.into_iter().zip(["here", "there"]) {
            let centre = if whose == "here" { places.centre } else { places.other_centre };
            let posting = applied::reported(world, planted, at, centre).await;
            objects.add_one(Object::of("reported", whose, posting.clone()));
            objects.add_one(Object::of("vacancy", whose, posting));
        }
    }

    /// What is nobody's whom a centre serves or an employer employs: no role of a place has any relation to it.
    async fn strangers(&mut self) {
        let second = self.profiles[1].code().to_string();
        let Self { world, planted, objects, .. } = self;
        let [profile, request] = applied::unserved(world, planted).await;
        objects.add_one(Object::of("profile", "stranger", profile).with(second));
        objects.add_one(Object::of("data_request", "stranger", request));
    }
}
