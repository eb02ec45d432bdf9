//! Claims of a centre in every stage, a list that the bank answered and one that is open, and a sample of what was
//! paid.

use std::fmt::Write;

use sanviec_app::claims::{self, Approve, Draw, MakeBatch, PayingOrder, Prepare, ProposeRecovery, Refuse, Send};
use sanviec_app::{Action, Actor, Fields, Locale, Role, Thing};
use sanviec_domain::claim::{ElsewhereKnown, RefuseReason};
use sanviec_domain::profile::Field;
use sanviec_domain::why::Why;

use super::super::super::site::World;
use super::super::planted::{Planted, Rule};
use super::placed::{Place, Placed, said};
use super::{ctx_of, helper, key};

const READ: &[Action] = &[Action::ReadClaim];
const READ_OR_PAY: &[Action] = &[Action::ReadClaim, Action::PayClaims];

/// Codes of what a centre claimed.
#[derive(Default)]
pub(in super::super) struct Claimed {
    /// A placement that nothing was claimed for, and one that a claim was made for.
    pub(in super::super) claimable: (String, String),
    /// Claims in every stage.
    pub(in super::super) all: Vec<String>,
    /// One that waits for a decision.
    pub(in super::super) prepared: String,
    /// One of which money is to come back.
    pub(in super::super) unmade: String,
    /// The list that the bank answered, with a claim on it.
    pub(in super::super) settled: (String, String),
    /// The file in which it did.
    pub(in super::super) answer: String,
    /// The list that is not sent, with a claim on it.
    pub(in super::super) open: (String, String),
    pub(in super::super) sample: String,
}

/// A centre that claims.
struct Till<'a> {
    world: &'a World,
    place: &'a Place,
}

/// Everything that a centre claims.
pub(in super::super) async fn claimed(world: &World, planted: &mut Planted, place: &Place) -> Claimed {
    let till = Till { world, place };
    till.accounts(planted).await;
    let unclaimed = till.confirmed(planted).await.code;
    let (placed, prepared) = till.prepared(planted).await;
    let refused = till.prepared(planted).await.1;
    till.refuse(planted, &refused).await;
    let mut approved = Vec::new();
    for _ in 0..4 {
        let (placed, claim) = till.prepared(planted).await;
        till.approve(planted, &claim).await;
        approved.push((placed, claim));
    }
    let codes: Vec<String> = approved.iter().map(|(_, claim)| claim.clone()).collect();
    let list = till.list(&codes[..3]).await;
    till.send(&list).await;
    // The last one of the list is not paid.
    till.answer(planted, &list, &codes[2]).await;
    till.unmake(&approved[0]).await;
    let open = till.list(&codes[3..]).await;
    let all = [vec![prepared.clone(), refused], codes.clone()].concat();
    let sample = till.sample().await;
    let (settled, open) = ((list, codes[1].clone()), (open, codes[3].clone()));
    let claimable = (unclaimed, placed.code);
    let answer = till.kept(&settled.0).await;
    Claimed { claimable, all, prepared, unmade: codes[0].clone(), settled, answer, open, sample }
}

impl Till<'_> {
    fn centre(&self) -> Thing {
        Thing::of_centre(self.place.centre)
    }

    async fn accounts(&self, planted: &mut Planted) {
        let accounts = [planted.account(), planted.account()];
        for account in &accounts {
            let sees: &[Action] = &[Action::ReadClaim, Action::PayClaims, Action::SetPaying];
            planted.note(account, (Rule::Group(Fields::PLAIN), "account at a bank"), sees, self.centre());
        }
        let [payer_account, payee_account] = accounts;
        let order = PayingOrder {
            version: 0,
            payer_name: "Kho bạc Nhà nước".to_owned(),
            payer_bank: "970436".to_owned(),
            payer_account,
            payee_name: "Trung tâm Dịch vụ việc làm".to_owned(),
            payee_bank: "BFTVVNVX".to_owned(),
            payee_account,
        };
        claims::save_paying(&self.world.app, &self.place.manager, order, &key()).await.expect("accounts");
    }

    /// A placement whose person stands on papers of the claim.
    async fn confirmed(&self, planted: &mut Planted) -> Placed {
        let who = self.place.worker(self.world, planted).await;
        let placed = self.place.placed(self.world, planted, &who).await;
        for (field, group) in [
            (Field::Name, Fields::NAME),
            (Field::PersonalNumber, Fields::IDENTITY),
            (Field::PermanentLine, Fields::CONTACT),
        ] {
            let rule = (Rule::Group(group), "person of a claim");
            planted.note(&said(&who.said, field), rule, READ_OR_PAY, self.centre());
        }
        let rule = (Rule::Group(Fields::PLAIN), "contract of a claim");
        planted.note(&placed.contract, rule, READ_OR_PAY, self.centre());
        placed
    }

    /// A claim with a word about another source of money, and the placement that it is for.
    async fn prepared(&self, planted: &mut Planted) -> (Placed, String) {
        let placed = self.confirmed(planted).await;
        let elsewhere = planted.word("nguon");
        planted.note(&elsewhere, (Rule::Group(Fields::NOTES), "another source of money"), READ, self.centre());
        let order = Prepare {
            elsewhere_known: Some(ElsewhereKnown::Unknown),
            elsewhere,
            ..Prepare::alone(placed.code.clone())
        };
        let claim = claims::prepare(&self.world.app, &self.place.officer, order, &key()).await.expect("prepared");
        (placed, claim.id)
    }

    async fn version(&self, claim: &str) -> i64 {
        claims::claim(&self.world.app, &self.place.manager, claim).await.expect("a claim").version
    }

    /// A note of whoever decides.
    fn noted(&self, planted: &mut Planted, what: &str) -> String {
        let note = planted.word("vi");
        planted.note(&note, (Rule::Group(Fields::NOTES), what), READ, self.centre());
        note
    }

    async fn approve(&self, planted: &mut Planted, claim: &str) {
        let note = self.noted(planted, "why a claim was approved");
        let order = Approve { id: claim.to_owned(), version: self.version(claim).await, note };
        claims::approve(&self.world.app, &self.place.manager, order, &key()).await.expect("approved");
    }

    async fn refuse(&self, planted: &mut Planted, claim: &str) {
        let why = Why::noted(RefuseReason::Other, self.noted(planted, "why a claim was refused"));
        let order = Refuse { id: claim.to_owned(), version: self.version(claim).await, why };
        claims::refuse(&self.world.app, &self.place.manager, order, &key()).await.expect("refused");
    }

    async fn list(&self, claims: &[String]) -> String {
        let order = MakeBatch { claims: claims.to_vec() };
        claims::make_batch(&self.world.app, &self.place.officer, order, &key()).await.expect("a list")
    }

    /// By another manager than the one who wrote the account that is paid.
    async fn send(&self, list: &str) {
        let (app, place) = (&self.world.app, Thing::of_centre(self.place.centre));
        let account = helper(self.world, &format!("gui-{}@vidu.vn", self.place.centre.simple())).await;
        let second = ctx_of(self.world, account, Role::CentreManager, place);
        let seen = claims::batch(app, &second, list).await.expect("a list");
        let (version, accounts) = (seen.version, seen.paying.expect("accounts").version);
        let order = Send { id: list.to_owned(), version, accounts, pay_on: second.today() };
        claims::send(app, &second, order, &key()).await.expect("sent");
    }

    /// The bank paid all but one, and said why.
    async fn answer(&self, planted: &mut Planted, list: &str, bounced: &str) {
        let (app, manager) = (&self.world.app, &self.place.manager);
        let (note, today) = (self.noted(planted, "what a bank said"), self.place.day(0));
        let mut file = String::from("code,dong,status,date,reason,note\n");
        for (attempt, claim) in claims::batch(app, manager, list).await.expect("a list").lines {
            let said =
                if claim.id == bounced { format!("RJCT,{today},AC01,{note}") } else { format!("PAID,{today},,") };
            writeln!(file, "{},{},{said}", attempt.code, attempt.dong).expect("written");
        }
        let taken = claims::import_result(app, &self.place.officer, list, file.as_bytes(), &key()).await;
        assert_eq!(taken.expect("taken in").rows.len(), 3);
    }

    async fn kept(&self, list: &str) -> String {
        let seen = claims::batch(&self.world.app, &self.place.manager, list).await.expect("a list");
        seen.results.first().expect("a file").id.clone()
    }

    /// Later facts: the person left too early. Somebody proposes what is to come back.
    async fn unmake(&self, (placed, claim): &(Placed, String)) {
        let (app, place) = (&self.world.app, self.place);
        let (left, next, today) = (place.day(110), place.day(109), place.day(0));
        let contract = &placed.contract;
        for json in [
            format!(r#"{{"kind":"ended","contract":"{contract}","through":"{left}","reason":"resigned"}}"#),
            format!(r#"{{"kind":"attestation","from":"{next}","through":"{today}","employed":false}}"#),
        ] {
            place.say(self.world, &placed.code, &json, "BHXH-1").await;
        }
        claims::tick(app, &app.ctx(Actor::System, Locale::Vi)).await.expect("looked at");
        let asked_dong = claims::recovery_preview(app, &place.officer, claim, 1).await.expect("a preview").asked_dong;
        let order = ProposeRecovery { id: claim.clone(), asked_dong, instalments: 1 };
        claims::propose_recovery(app, &place.officer, order, &key()).await.expect("proposed");
    }

    async fn sample(&self) -> String {
        let today = self.place.manager.today();
        let order = Draw { from: today, through: today, wanted: 10 };
        claims::draw(&self.world.app, &self.place.manager, order, &key()).await.expect("drawn")
    }
}
