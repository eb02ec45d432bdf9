//! Trial placements that are confirmed, and claims for them in several stages. Only for `--demo`: the rows of
//! placements stand for hires of half a year ago, which no trial letter can have led to.

use super::demo_desk::Colleague;
use crate::Failure;
use sanviec_app::claims::{
    Approve, MakeBatch, PayingOrder, Prepare, Send, approve, batch, claim, import_result, make_batch, prepare,
    save_paying, send, tick,
};
use sanviec_app::evidence::placement_hash;
use sanviec_app::placements::{Append, Channel, EvidenceFile, Said, append, keep_file, statement_of};
use sanviec_app::profiles::{self, Register, typed};
use sanviec_app::{Actor, App, AppError, Ctx, Key, Locale, Person, Role};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::{Content, Field};
use sanviec_domain::time::day_number;
use sanviec_store::{audit, employer, placement};
use std::fmt::Write;
use uuid::Uuid;

/// What the rule compares the employer by.
const EMPLOYER: &str = "4100267892";
/// Days ago on which both signed; work began on the day after.
const SIGNED: i64 = 150;
/// Names and last digits of made-up people, and how far each claim has come.
const PEOPLE: [(&str, u32, Stage); 6] = [
    ("Bùi Thị Hoa", 501, Stage::Confirmed),
    ("Đinh Văn Sơn", 502, Stage::Prepared),
    ("Ksor H'Bia", 503, Stage::Approved),
    ("Ngô Thanh Tùng", 504, Stage::Paid),
    ("Lý Thị Xuân", 505, Stage::Paid),
    ("Hồ Quang Dũng", 506, Stage::Unmade),
];

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Confirmed,
    Prepared,
    Approved,
    Paid,
    Unmade,
}

struct Desk<'a> {
    app: &'a App,
    centre_id: Uuid,
    officer: Ctx,
    manager: Ctx,
    /// Sends what the others made: the manager wrote the account that is paid.
    second: Ctx,
    employer_id: Uuid,
}

/// Fills the claims of a centre.
pub(crate) async fn fill(app: &App, centre_id: Uuid, colleagues: &[Colleague]) -> Result<(), Failure> {
    let of =
        |role: Role| colleagues.iter().filter(move |one| one.role == role).map(|one| signed_in(app, centre_id, one));
    let (mut officers, mut managers) = (of(Role::Officer), of(Role::CentreManager));
    let (Some(officer), Some(manager), Some(second)) = (officers.next(), managers.next(), managers.next()) else {
        return Ok(());
    };
    let desk = Desk { app, centre_id, officer, manager, second, employer_id: id_of(0) };
    desk.employ().await?;
    desk.accounts().await?;
    let (mut paid, mut unmade) = (Vec::new(), Vec::new());
    for (name, number, stage) in PEOPLE {
        let placement = desk.placed(name, number).await?;
        if stage >= Stage::Prepared {
            let order = Prepare::alone(placement.clone());
            let id = prepare(app, &desk.officer, order, &Key::fresh()?).await?.id;
            if stage >= Stage::Approved {
                let version = claim(app, &desk.manager, &id).await?.version;
                let order = Approve { id: id.clone(), version, note: String::new() };
                approve(app, &desk.manager, order, &Key::fresh()?).await?;
            }
            if stage >= Stage::Paid {
                paid.push(id);
            }
            if stage == Stage::Unmade {
                unmade.push(placement);
            }
        }
    }
    desk.pay(paid).await?;
    for placement in unmade {
        let (left, contract) = (desk.day(SIGNED - 40), contract_of(&placement));
        desk.say(
            &placement,
            &format!(r#"{{"kind":"ended","contract":"{contract}","through":"{left}","reason":"resigned"}}"#),
        )
        .await?;
        let today = desk.day(0);
        let next = desk.day(SIGNED - 41);
        let days = format!(r#"{{"kind":"attestation","from":"{next}","through":"{today}","employed":false}}"#);
        desk.say(&placement, &days).await?;
    }
    tick(app, &app.ctx(Actor::System, Locale::Vi)).await?;
    Ok(())
}

/// Ids of trial data are counted.
fn id_of(number: u32) -> Uuid {
    Uuid::from_u128(0x0199_3333_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

fn signed_in(app: &App, centre_id: Uuid, colleague: &Colleague) -> Ctx {
    let person = Person {
        account_id: colleague.account_id,
        session_id: Uuid::nil(),
        role: colleague.role,
        centre_id: Some(centre_id),
        employer_id: None,
        is_fresh: true,
    };
    app.ctx(Actor::Person(person), Locale::Vi)
}

impl Desk<'_> {
    /// So many days ago.
    fn day(&self, ago: i64) -> String {
        self.officer.now.plus_days(-ago).day().to_string()
    }

    async fn employ(&self) -> Result<(), Failure> {
        let now = self.officer.now.0;
        let row = employer::Row {
            id: self.employer_id,
            version: 1,
            name: "Công ty CP May Nhơn Hòa (dữ liệu thử)".into(),
            name_key: "cong ty cp may nhon hoa du lieu thu".into(),
            name_sort: b"may nhon hoa".to_vec(),
            tax_code: Some(EMPLOYER.into()),
            kind: None,
            verified_at: None,
            created_at: now,
            updated_at: now,
        };
        let rows = std::slice::from_ref(&row);
        let write = self.app.store().write("demo_employer", |tx| {
            Box::pin(async move { employer::upsert_by_name_key(tx, rows).await.map(|_| ()) })
        });
        Ok(write.await?)
    }

    async fn accounts(&self) -> Result<(), Failure> {
        let order = PayingOrder {
            version: 0,
            payer_name: "Kho bạc Nhà nước tỉnh Gia Lai".into(),
            payer_bank: "970436".into(),
            payer_account: "0071000912345".into(),
            payee_name: "Trung tâm Dịch vụ việc làm tỉnh Gia Lai".into(),
            payee_bank: "BFTVVNVX".into(),
            payee_account: "1023456789".into(),
        };
        Ok(save_paying(self.app, &self.manager, order, &Key::fresh()?).await?)
    }

    /// Somebody whose three months were verified by the insurer.
    async fn placed(&self, name: &str, number: u32) -> Result<String, Failure> {
        let mut content = Content::default();
        for (field, text) in [
            (Field::Name, name.to_owned()),
            (Field::Birth, "12/03/1994".to_owned()),
            (Field::PersonalNumber, format!("052194{number:06}")),
        ] {
            typed::set(&mut content, field, &vec![vec![text]], &self.officer).map_err(AppError::from)?;
        }
        let register = Register { content, branch_id: None };
        let profile = profiles::register(self.app, &self.officer, register, &Key::fresh()?).await?;
        let code = self.row(profile.0, number).await?;
        let (signed, start) = (self.day(SIGNED), self.day(SIGNED - 1));
        let contract = contract_of(&code);
        let mut facts = vec![format!(
            r#"{{"kind":"contract","contract":"{contract}","employer":"{EMPLOYER}","form":"indefinite","start":"{start}","through":null}}"#
        )];
        facts.extend(["employer", "worker"].map(|party| {
            format!(
                r#"{{"kind":"signature","contract":"{contract}","party":"{party}","signed_on":"{signed}","method":"digital"}}"#
            )
        }));
        facts.push(format!(r#"{{"kind":"attestation","from":"{start}","through":"{}","employed":true}}"#, self.day(0)));
        for json in facts {
            self.say(&code, &json).await?;
        }
        Ok(code)
    }

    async fn row(&self, profile_id: Uuid, number: u32) -> Result<String, Failure> {
        let now = self.officer.now;
        let row = placement::Row {
            centre_id: self.centre_id,
            officer_id: self.officer.actor.person().map(|person| person.account_id),
            profile_id,
            employer_id: self.employer_id,
            employer_code: EMPLOYER.into(),
            origin: "referral".into(),
            placed_on: day_number(now.plus_days(-SIGNED - 5).day()),
            programme: "stable-employment".into(),
            province: "52".into(),
            task: "2021-2025".into(),
            ..placement::Row::blank(id_of(number), now.0)
        };
        // As everything that happens, it has its row in the audit; evidence begins with it.
        let created = audit::Row {
            id: 0,
            at: now.0,
            actor: self.officer.actor.name(),
            role: self.officer.actor.role().to_owned(),
            action: "create_placement".into(),
            entity: "placement".into(),
            entity_id: row.id,
            before: None,
            after: Some(format!(r#"{{"origin":"referral","hash":"{}"}}"#, placement_hash(&row))),
            request_id: None,
            centre_id: Some(self.centre_id),
        };
        let (placed, created) = (&row, std::slice::from_ref(&created));
        let write = self.app.store().write("demo_placement", |tx| {
            Box::pin(async move {
                placement::insert(tx, placed).await?;
                audit::append(tx, created).await
            })
        });
        write.await?;
        Ok(PostingCode::of(row.id).to_string())
    }

    /// Contracts and signatures are the officer's word on an electronic contract; days are the insurer's.
    async fn say(&self, placement: &str, json: &str) -> Result<(), Failure> {
        let is_of_insurer = json.contains("attestation") || json.contains("ended");
        let file = EvidenceFile { source: Source::Insurer, bytes: b"placement,from,through,employed\n".to_vec() };
        let kept = if is_of_insurer { Some(keep_file(self.app, &self.officer, &file).await?.hash) } else { None };
        let said = Said {
            says: statement_of(json)?,
            source: if is_of_insurer { Source::Insurer } else { Source::Officer },
            channel: if is_of_insurer { Channel::File } else { Channel::Desk },
            document_hash: kept,
            reference: Some(format!("HĐĐT-{placement}")),
        };
        let order = Append { placement: placement.to_owned(), version: None, said };
        append(self.app, &self.officer, order, &Key::fresh()?).await?;
        Ok(())
    }

    /// One list that the bank has paid.
    async fn pay(&self, claims: Vec<String>) -> Result<(), Failure> {
        let list = make_batch(self.app, &self.officer, MakeBatch { claims }, &Key::fresh()?).await?;
        let seen = batch(self.app, &self.second, &list).await?;
        let (version, accounts) = (seen.version, seen.paying.map_or(0, |paying| paying.version));
        let order = Send { id: list.clone(), version, accounts, pay_on: self.second.today() };
        send(self.app, &self.second, order, &Key::fresh()?).await?;
        let mut file = String::from("code,dong,status,date,reason,note\n");
        for (attempt, _) in batch(self.app, &self.manager, &list).await?.lines {
            writeln!(file, "{},{},PAID,{},,", attempt.code, attempt.dong, self.day(0))?;
        }
        import_result(self.app, &self.officer, &list, file.as_bytes(), &Key::fresh()?).await?;
        Ok(())
    }
}

/// Number of the contract of a placement: each has one of its own.
fn contract_of(placement: &str) -> String {
    format!("HĐ-{}", placement.get(22..).unwrap_or(placement))
}
