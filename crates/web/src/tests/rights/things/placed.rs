//! Placements of a centre with an employer: contract, signatures and days as they are recorded, a paper, a link by
//! which the employer is asked, and people who fit a vacancy.

use sanviec_app::evidence::placement_hash;
use sanviec_app::placements::{
    self, Append, AskNow, AttachDocument, Attached, Channel, EvidenceFile, FileTaken, KeptFile, Said, statement_of,
};
use sanviec_app::profiles::{self, typed, wording};
use sanviec_app::{Action, Actor, Ctx, Fields, Locale, Thing, messages};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::placement::{Party, Source};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field, ProfileId};
use sanviec_domain::time::day_number;
use sanviec_store::audit;
use sanviec_store::placement::{self, retraction, retraction::Retraction};
use serde_json::json;
use uuid::Uuid;

use super::super::super::site::World;
use super::super::planted::{Planted, Rule};
use super::{content, enter, key};

/// Days ago on which both signed; work began on the day after, long enough ago to be confirmed.
const SIGNED: i64 = 150;

/// Where somebody is placed.
#[derive(Clone)]
pub(in super::super) struct Place {
    pub(in super::super) officer: Ctx,
    pub(in super::super) manager: Ctx,
    pub(in super::super) centre: Uuid,
    pub(in super::super) employer: Uuid,
    /// Tax code of the employer.
    pub(in super::super) tax_code: &'static str,
}

/// Somebody who works.
pub(in super::super) struct Worker {
    pub(in super::super) profile: Uuid,
    pub(in super::super) said: Content,
    pub(in super::super) account: Option<Uuid>,
}

/// A placement with the paper that it rests on.
pub(in super::super) struct Placed {
    pub(in super::super) code: String,
    pub(in super::super) contract: String,
    pub(in super::super) paper: String,
    /// SHA-256 of that paper, by which a form names it.
    pub(in super::super) scan: String,
    /// A fact of it.
    pub(in super::super) fact: String,
}

impl Place {
    pub(super) fn day(&self, ago: i64) -> String {
        self.officer.now.plus_days(-ago).day().to_string()
    }

    /// Somebody new, registered at the counter.
    pub(in super::super) async fn worker(&self, world: &World, planted: &mut Planted) -> Worker {
        let said = content(planted, Thing::of_centre(self.centre));
        let profile = enter(world, &self.officer, said.clone()).await.0;
        Worker { profile, said, account: None }
    }

    /// A placement that is confirmed: contract and signatures on the officer's word, the days on the insurer's.
    pub(in super::super) async fn placed(&self, world: &World, planted: &mut Planted, who: &Worker) -> Placed {
        let thing = Thing { account_id: who.account, centre_id: Some(self.centre), employer_id: Some(self.employer) };
        let sees: &[Action] = &[Action::ReadPlacement];
        for (field, group) in [(Field::Name, Fields::NAME), (Field::PersonalNumber, Fields::IDENTITY)] {
            planted.note(&said(&who.said, field), (Rule::Group(group), "person of a placement"), sees, thing);
        }
        let code = self.row(world, planted, who.profile).await;
        let (contract, reference) = (planted.word("hd"), planted.word("so"));
        for (text, what) in [(&contract, "number of a contract"), (&reference, "number of an e-contract")] {
            planted.note(text, (Rule::Group(Fields::PLAIN), what), sees, thing);
        }
        let (signed, start) = (self.day(SIGNED), self.day(SIGNED - 1));
        let employer = self.tax_code;
        let signature = |party: &str| {
            let (kind, method) = ("signature", "digital");
            json!({ "kind": kind, "contract": contract, "party": party, "signed_on": signed, "method": method })
        };
        for said in [
            json!({
                "kind": "contract", "contract": contract, "employer": employer, "form": "indefinite",
                "start": start, "through": null,
            }),
            signature("employer"),
            signature("worker"),
            json!({ "kind": "attestation", "from": start, "through": self.day(0), "employed": true }),
        ] {
            self.say(world, &code, &said.to_string(), &reference).await;
        }
        self.waiting(world, planted, &code).await;
        let paper = self.paper(world, planted, &code, thing).await;
        let facts = placements::timeline(&world.app, &self.officer, &code).await.expect("facts");
        let fact = facts.first().expect("a fact").id.clone();
        Placed { code, contract, paper: paper.id, scan: paper.hash, fact }
    }

    /// A retraction that waits for a second person; why is for the staff of the centre alone.
    async fn waiting(&self, world: &World, planted: &mut Planted, code: &str) {
        let why = planted.word("vs");
        let rule = (Rule::Group(Fields::PLAIN), "why a fact is to be retracted");
        planted.note(&why, rule, &[Action::ReadPlacement], Thing::of_centre(self.centre));
        let placement_id = code.parse::<PostingCode>().expect("a code").uuid();
        let facts = placement::facts(world.app.store().reader(), placement_id, i64::MAX).await.expect("facts");
        let row = &Retraction {
            id: planted.id(),
            placement_id,
            fact_id: facts[0].id,
            why,
            source: "officer".to_owned(),
            channel: "desk".to_owned(),
            document_hash: None,
            reference: Some("CV 1".to_owned()),
            proposed_by: self.officer.actor.person().map(|person| person.account_id),
            proposed_at: self.officer.now.0,
            state: "waiting".to_owned(),
            is_waiting: Some(1),
            decided_by: None,
            decided_at: None,
            note: None,
        };
        let write = world.app.store().write("retraction", |tx| Box::pin(retraction::propose(tx, row)));
        write.await.expect("it waits");
    }

    /// A hire of half a year ago, from before there was a letter of this centre.
    async fn row(&self, world: &World, planted: &mut Planted, profile_id: Uuid) -> String {
        let now = self.officer.now;
        let row = &placement::Row {
            centre_id: self.centre,
            officer_id: self.officer.actor.person().map(|person| person.account_id),
            profile_id,
            employer_id: self.employer,
            employer_code: self.tax_code.to_owned(),
            origin: "referral".to_owned(),
            placed_on: day_number(now.plus_days(-SIGNED - 5).day()),
            programme: "stable-employment".to_owned(),
            province: "52".to_owned(),
            task: "2021-2025".to_owned(),
            ..placement::Row::blank(planted.id(), now.0)
        };
        // As of every placement, the audit says how it began.
        let began = &[audit::Row {
            id: 0,
            at: now.0,
            actor: self.officer.actor.name(),
            role: self.officer.actor.role().to_owned(),
            action: "create_placement".to_owned(),
            entity: "placement".to_owned(),
            entity_id: row.id,
            before: None,
            after: Some(json!({"origin": row.origin, "hash": placement_hash(row)}).to_string()),
            request_id: None,
            centre_id: Some(self.centre),
        }];
        let write = world.app.store().write("placement", |tx| {
            Box::pin(async move {
                placement::insert(tx, row).await?;
                audit::append(tx, began).await
            })
        });
        write.await.expect("a placement");
        PostingCode::of(row.id).to_string()
    }

    /// Records a fact: of days and ends by the insurer's file, of contracts by the officer.
    pub(super) async fn say(&self, world: &World, placement: &str, json: &str, reference: &str) {
        let is_of_insurer = json.contains("attestation") || json.contains("ended");
        let kept = self.keep(world, b"from,through,employed\n").await;
        let said = Said {
            says: statement_of(json).expect("a statement"),
            source: if is_of_insurer { Source::Insurer } else { Source::Officer },
            channel: if is_of_insurer { Channel::File } else { Channel::Desk },
            document_hash: is_of_insurer.then_some(kept.hash),
            reference: Some(reference.to_owned()),
        };
        let order = Append { placement: placement.to_owned(), version: None, said };
        placements::append(&world.app, &self.officer, order, &key()).await.expect("recorded");
    }

    /// A file of the insurer, kept whole.
    async fn keep(&self, world: &World, bytes: &[u8]) -> KeptFile {
        let file = EvidenceFile { source: Source::Insurer, bytes: bytes.to_vec() };
        placements::keep_file(&world.app, &self.officer, &file).await.expect("kept")
    }

    /// A kept file that is about people, with a row that is to be mended; its code.
    pub(in super::super) async fn kept_file(&self, world: &World, planted: &mut Planted) -> String {
        let text = planted.word("tep");
        let rule = (Rule::Group(Fields::IDENTITY), "what a kept file says");
        planted.note(&text, rule, &[Action::ReadPlacement], Thing::of_centre(self.centre));
        let bytes = format!("from,through,employed,name\n01/12/2026,02/12/2026,x,{text}\n").into_bytes();
        let file = EvidenceFile { source: Source::Insurer, bytes };
        match Box::pin(placements::take_file(&world.app, &self.officer, file)).await.expect("judged") {
            FileTaken::Judged { file, .. } | FileTaken::GoesOn { file } => file,
        }
    }

    async fn paper(&self, world: &World, planted: &mut Planted, placement: &str, thing: Thing) -> Attached {
        let (name, text) = (planted.word("ten"), planted.word("giay"));
        for (planting, what) in [(&name, "name of a paper"), (&text, "what a paper says")] {
            planted.note(planting, (Rule::Group(Fields::IDENTITY), what), &[Action::ReadPlacement], thing);
        }
        let bytes = format!("%PDF-1.7\n{text}\n%%EOF\n").into_bytes();
        let order = AttachDocument { placement: placement.to_owned(), name: format!("{name}.pdf"), bytes };
        placements::attach_document(&world.app, &self.officer, order, &key()).await.expect("taken")
    }

    /// The token of a link by which somebody of the employer is asked; whoever holds it reads whom it is about.
    pub(in super::super) async fn link(&self, world: &World, planted: &mut Planted, about: (&str, &Worker)) -> String {
        let (placement, who) = about;
        let order = AskNow { placement: placement.to_owned(), party: Party::Employer };
        placements::ask_now(&world.app, &self.officer, order, &key()).await.expect("asked");
        let system = world.app.ctx(Actor::System, Locale::Vi);
        let sent = messages::claim(&world.app, &system, 60, 500).await.expect("claimed");
        let mut paths = sent.iter().rev().filter_map(|message| message.params.get("path"));
        let token = paths.find_map(|path| path.strip_prefix("/xac-nhan/")).expect("a link").to_owned();
        let thing = Thing { employer_id: Some(self.employer), ..Thing::of_centre(self.centre) };
        let name = said(&who.said, Field::Name);
        let rule = (Rule::Group(Fields::NAME), "person whom a link is about");
        planted.note_borne(&name, rule, &[Action::ReadPlacement], thing, Some(&token));
        token
    }

    /// Somebody who fits the vacancies of the walk and agreed to be compared with them.
    pub(in super::super) async fn fitting(&self, world: &World, planted: &mut Planted) {
        let mut said = content(planted, Thing::of_centre(self.centre));
        said.wish.occupation_code = Some("3313".to_owned());
        let id: ProfileId = enter(world, &self.officer, said).await;
        let version = wording(Purpose::Matching);
        let command = Command::Give {
            matter: Matter::whole(Purpose::Matching),
            wording: Wording { version, lang: Lang::Vi },
            shown: version,
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some("GĐY 7/2026".to_owned()),
        };
        profiles::record(&world.app, &self.officer, id, command, &key()).await.expect("agreed");
    }
}

/// What a profile says in a field of one line.
pub(super) fn said(content: &Content, field: Field) -> String {
    typed::get(content, field).into_iter().flatten().next().expect("it is said")
}
