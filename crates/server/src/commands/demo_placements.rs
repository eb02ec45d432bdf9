//! Trial placements of a demo, one or more in each state: everything recorded goes the way that people go, only on days
//! that are past. The trial seeker has two of them. Only for `--demo`.

use super::demo_applicants::signed_in;
use super::demo_profiles::TrialSeeker;
use crate::Failure;
use sanviec_app::applications::{self, Answer};
use sanviec_app::desk::{self, Issue, Record};
use sanviec_app::placements::{
    self, Answers, Append, AttachDocument, Channel, Create, Employed, From, Said, hash_of, statement_of,
};
use sanviec_app::profiles::{self, Register, typed};
use sanviec_app::{Actor, App, Ctx, Key, Locale, Person, Role};
use sanviec_domain::application::Command as Applied;
use sanviec_domain::placement::Source;
use sanviec_domain::posting::{PostingCode, PostingId};
use sanviec_domain::profile::{Content, Field};
use sanviec_domain::referral::{Command, Way};
use uuid::Uuid;

/// A scan, as short as one can be.
const SCAN: &[u8] = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n";

/// Who takes part.
pub(crate) struct Cast {
    pub(crate) centre: Uuid,
    pub(crate) officer: Uuid,
    pub(crate) recruiter: Uuid,
    pub(crate) seeker: Uuid,
    pub(crate) organisation: Uuid,
    pub(crate) advert: Uuid,
}

/// What becomes of somebody: name, days since the letter, and what was recorded how many days after it.
struct Story {
    name: &'static str,
    birth: &'static str,
    days_ago: i64,
    task: &'static str,
    told: &'static [(i64, Told)],
}

#[derive(Clone, Copy)]
enum Told {
    /// The contract, and the paper with both signatures.
    Signed,
    /// The employer answers for every day so far.
    Employer(Employed),
    /// The same for the worker, asked by a link of which the answer is the worker's.
    Worker(bool),
    /// An officer visits: at work on every day so far.
    Visit,
    Leave(&'static str, i64),
    Ended(&'static str),
}

use Told::{Employer, Ended, Leave, Signed, Visit, Worker};

const STORIES: [Story; 9] = [
    Story {
        name: "Nguyễn Thị Hồng Nhung",
        birth: "14/06/1995",
        days_ago: 120,
        task: "2021-2025",
        told: &[(5, Signed), (110, Employer(Employed::Yes)), (112, Visit)],
    },
    Story {
        name: "Ksor H'Blim",
        birth: "02/09/1998",
        days_ago: 116,
        task: "2021-2025",
        told: &[(5, Signed), (108, Employer(Employed::Yes)), (109, Visit)],
    },
    Story {
        name: "Trần Quốc Khánh",
        birth: "19/01/1990",
        days_ago: 112,
        task: "",
        told: &[(5, Signed), (60, Employer(Employed::Yes)), (61, Visit)],
    },
    Story {
        name: "Lê Thị Bích Phượng",
        birth: "27/11/1987",
        days_ago: 110,
        task: "",
        told: &[(5, Signed), (50, Employer(Employed::Yes)), (52, Visit), (104, Employer(Employed::No))],
    },
    Story {
        name: "Phan Văn Đức",
        birth: "08/03/2000",
        days_ago: 80,
        task: "",
        told: &[(4, Signed), (34, Employer(Employed::Yes)), (48, Ended("resigned"))],
    },
    Story {
        name: "Đinh Thị Y Nga",
        birth: "30/10/1993",
        days_ago: 62,
        task: "",
        told: &[(5, Signed), (30, Employer(Employed::Yes)), (40, Leave("unpaid", 12))],
    },
    Story {
        name: "Huỳnh Thị Kim Thoa",
        birth: "21/05/1985",
        days_ago: 45,
        task: "2021-2025",
        told: &[(5, Signed), (25, Worker(true))],
    },
    Story { name: "Bùi Tấn Lộc", birth: "16/12/2002", days_ago: 9, task: "", told: &[] },
    Story { name: "Nay H'Lan", birth: "05/02/1999", days_ago: 300, task: "2021-2025", told: &[(5, Signed)] },
];

impl Story {
    /// The worker who speaks for themselves is the trial seeker.
    fn is_seekers(&self) -> bool {
        self.told.iter().any(|(_, told)| matches!(told, Worker(_)))
    }
}

/// Fills the placements of the trial centre.
pub(crate) async fn fill(app: &App, cast: &Cast, who: &TrialSeeker) -> Result<(), Failure> {
    let person = Person {
        account_id: cast.officer,
        session_id: Uuid::nil(),
        role: Role::Officer,
        centre_id: Some(cast.centre),
        employer_id: None,
        is_fresh: true,
    };
    let officer = app.ctx(Actor::Person(person), Locale::Vi);
    let employer = signed_in(app, cast.recruiter, Role::EmployerMember, Some(cast.organisation));
    let seeker = signed_in(app, cast.seeker, Role::Seeker, None);
    let stage = Stage { app, officer, employer, seeker, who, advert: PostingId(cast.advert).code() };
    for (at, story) in STORIES.iter().enumerate() {
        stage.play(at, story).await?;
    }
    stage.hired_application().await?;
    tracing::info!(placements = STORIES.len() + 1, "demo placements made");
    Ok(())
}

struct Stage<'a> {
    app: &'a App,
    officer: Ctx,
    employer: Ctx,
    seeker: Ctx,
    who: &'a TrialSeeker,
    advert: PostingCode,
}

impl Stage<'_> {
    async fn play(&self, at: usize, story: &Story) -> Result<(), Failure> {
        let then = |ctx: &Ctx, after: i64| Ctx { now: ctx.now.plus_days(after - story.days_ago), ..ctx.clone() };
        let profile = self.register(at, story, &then(&self.officer, -1)).await?;
        if story.is_seekers() {
            let code = desk::issue_claim(self.app, &self.officer, &profile, &Key::fresh()?).await?.code;
            desk::claim(self.app, &self.seeker, &code, &Key::fresh()?).await?;
        }
        let posting = self.advert.to_string();
        let order = Issue { profile, posting, paper: format!("GĐY 1{at}/2026") };
        let letter = desk::issue(self.app, &then(&self.officer, 0), order, &Key::fresh()?).await?.id;
        let told_on = then(&self.officer, 3).today();
        let hire = Command::Hire { told_on, starts_on: then(&self.officer, 5).today(), ends_on: None };
        for (after, command) in [(0, Command::Send(Way::ByHand)), (3, hire)] {
            let record = Record { id: letter.clone(), version: None, command };
            desk::record(self.app, &then(&self.officer, after), record, &Key::fresh()?).await?;
        }
        let create = Create { from: From::Referral(letter), task: story.task.to_owned() };
        let made = placements::create(self.app, &then(&self.officer, 3), create, &Key::fresh()?).await?;
        for (after, told) in story.told {
            let start = then(&self.officer, 5).today().to_string();
            let ctxs = [&self.officer, &self.employer, &self.seeker].map(|ctx| then(ctx, *after));
            self.tell(&made.id, (at, *told, &start), ctxs).await?;
        }
        Ok(())
    }

    async fn register(&self, at: usize, story: &Story, officer: &Ctx) -> Result<String, Failure> {
        let mut content = Content::default();
        for (field, text) in [
            (Field::Name, story.name.to_owned()),
            (Field::Birth, story.birth.to_owned()),
            (Field::Phone, format!("0905 200 10{at}")),
            (Field::PermanentUnit, "phường Quy Nhơn, tỉnh Gia Lai".to_owned()),
        ] {
            let text = if story.is_seekers() { self.who.said(field, &text) } else { text };
            typed::set(&mut content, field, &vec![vec![text]], officer).map_err(|error| error.en)?;
        }
        let register = Register { content, branch_id: None };
        let id = profiles::register(self.app, officer, register, &Key::fresh()?).await?;
        Ok(desk::code_of_profile(id))
    }

    async fn tell(
        &self,
        id: &str,
        (at, told, start): (usize, Told, &str),
        [officer, employer, seeker]: [Ctx; 3],
    ) -> Result<(), Failure> {
        let today = officer.today();
        let yesterday = officer.now.plus_days(-1).day();
        match told {
            Signed => self.signed(id, (at, start), &officer).await,
            Employer(answer) => {
                let order = Answers { answers: vec![(id.to_owned(), answer)] };
                placements::answer_own(self.app, &employer, order, &Key::fresh()?).await?;
                // Whoever takes back what was said for days before says it anew.
                if answer == Employed::No {
                    let json = format!(
                        r#"{{"kind":"attestation","from":"{}","through":"{yesterday}","employed":false}}"#,
                        officer.now.plus_days(-10).day()
                    );
                    let said = said(&json, Source::Employer, Channel::Page)?;
                    self.append(&employer, id, said).await?;
                }
                Ok(())
            }
            Worker(employed) => {
                let answer = if employed { Employed::Yes } else { Employed::No };
                let order = Answers { answers: vec![(id.to_owned(), answer)] };
                placements::answer_own(self.app, &seeker, order, &Key::fresh()?).await?;
                Ok(())
            }
            Visit => {
                let json = format!(
                    r#"{{"kind":"attestation","from":"{start}","through":"{yesterday}","employed":true,"stated_on":"{today}"}}"#
                );
                self.append(&officer, id, said(&json, Source::Officer, Channel::Visit)?).await
            }
            Leave(kind, days) => {
                let through = officer.now.plus_days(days - 1).day();
                let json = format!(r#"{{"kind":"leave","leave":"{kind}","from":"{today}","through":"{through}"}}"#);
                self.append(&officer, id, said(&json, Source::Centre, Channel::Desk)?).await
            }
            Ended(reason) => {
                let json = format!(
                    r#"{{"kind":"ended","contract":"{}","through":"{yesterday}","reason":"{reason}"}}"#,
                    number(at)
                );
                self.append(&employer, id, said(&json, Source::Employer, Channel::Page)?).await
            }
        }
    }

    /// A contract on paper that the officer saw, with its scan.
    async fn signed(&self, id: &str, (at, start): (usize, &str), officer: &Ctx) -> Result<(), Failure> {
        let scan = AttachDocument {
            placement: id.to_owned(),
            name: format!("Hợp đồng {at}.pdf"),
            bytes: [SCAN, format!("% {at}\n%%EOF\n").as_bytes()].concat(),
        };
        let hash = placements::attach_document(self.app, officer, scan, &Key::fresh()?).await?.hash;
        let seen = placements::outcome_of(self.app, officer, id, placements::AsOf::default()).await?;
        let (number, employer) = (number(at), seen.row.employer_code);
        let on = officer.today();
        let mut lines = vec![format!(
            r#"{{"kind":"contract","contract":"{number}","employer":"{employer}","form":"indefinite","start":"{start}","through":null}}"#
        )];
        lines.extend(["employer", "worker"].map(|party| {
            format!(
                r#"{{"kind":"signature","contract":"{number}","party":"{party}","signed_on":"{on}","method":"paper-seen"}}"#
            )
        }));
        for json in lines {
            let said = Said { document_hash: Some(hash_of(&hash)?), ..said(&json, Source::Officer, Channel::Desk)? };
            self.append(officer, id, said).await?;
        }
        Ok(())
    }

    async fn append(&self, ctx: &Ctx, id: &str, said: Said) -> Result<(), Failure> {
        let order = Append { placement: id.to_owned(), version: None, said };
        placements::append(self.app, ctx, order, &Key::fresh()?).await?;
        Ok(())
    }

    /// The trial seeker's application is hired, and followed from then on.
    async fn hired_application(&self) -> Result<(), Failure> {
        let (mine, _) = applications::list_mine(self.app, &self.seeker, "", 1).await?;
        let Some(newest) = mine.first().map(|mine| mine.id.code().to_string()) else { return Ok(()) };
        applications::mark_seen(self.app, &self.employer, &newest, &Key::fresh()?).await?;
        let version = applications::applicant(self.app, &self.employer, &newest).await?.version;
        let command = Applied::Hire { starts_on: self.employer.now.plus_days(3).day() };
        let answer = Answer { application: newest.clone(), version, command };
        applications::answer(self.app, &self.employer, answer, &Key::fresh()?).await?;
        let create = Create { from: From::Application(newest), task: String::new() };
        placements::create(self.app, &self.officer, create, &Key::fresh()?).await?;
        Ok(())
    }
}

fn number(at: usize) -> String {
    format!("HĐLĐ {:02}/2026", at + 1)
}

fn said(json: &str, source: Source, channel: Channel) -> Result<Said, Failure> {
    Ok(Said { says: statement_of(json)?, source, channel, document_hash: None, reference: None })
}
