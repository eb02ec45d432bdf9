//! When a bank says that it paid what it had said it did not. Until somebody has settled it with the bank the claim is
//! neither paid again nor taken back, and no other claim for its person is paid: either would pay twice. And when it
//! says that it did not pay what it had said it did, or that it brought that back after people had gone on: until that
//! is settled nothing is given back, or it would be given twice. Settled by another person than the one who brought the
//! word and the one who sent the list.

mod words;

use super::bank::sent_on;
use super::bound::attempt_said;
use super::list::item;
use super::moving::{Step, is_alone, move_on};
use super::people::{hold_people, hold_version};
use super::row::life_of;
use super::seen::look_on;
use super::{ENTITY, code_of, entry, id_of, not_by_you, own_centre};
use crate::app::App;
use crate::ctx::{Ctx, Person};
use crate::error::{AppError, FieldError};
use crate::once::{Key, Work, once};
use crate::rights::{Action, Thing, demand_of};
use chrono::NaiveDate;
use sanviec_domain::claim::{BounceReason, Command, Event, ReleaseRefusal, is_day_of_bank, may_settle};
use sanviec_domain::membership::AccountId;
use sanviec_domain::time::{Micros, day_number, day_of_number};
use sanviec_domain::why::Why;
use sanviec_store::{BoxFuture, Db, Tx, audit, batch, centre, claim, paying, payout, profile};
use uuid::Uuid;
use words::{impossible_day, not_disputed, on_its_way, other_word, paid_again, paid_by_another};

/// What came out when somebody asked the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It paid.
    Paid {
        /// Day of the bank.
        on: NaiveDate,
    },
    /// It did not pay, or brought the money back before anybody went on. No answer where another attempt pays the
    /// claim, or is with the bank: nothing would be booked of money that went out twice.
    NotPaid,
    /// It paid this attempt beside another one that pays the claim, and brought the money back.
    PaidTwice {
        /// Day on which the money came.
        back_on: NaiveDate,
    },
    /// It never paid this attempt: another one pays the claim, and the bank says for certain that this one did not.
    NeverPaid,
    /// It brought back what it had paid, or never paid it: the money is there.
    BroughtBack {
        /// Day on which the money came, or on which it was said that it never went.
        on: NaiveDate,
    },
    /// It did not bring it back: what was paid stays paid.
    StaysPaid,
}

impl Settled {
    /// Whether it answers a word that money was brought back.
    const fn is_of_back(self) -> bool {
        matches!(self, Self::BroughtBack { .. } | Self::StaysPaid)
    }

    /// The word in audit rows, of what books nothing.
    const fn outcome(self) -> &'static str {
        match self {
            Self::Paid { .. } => "paid",
            Self::NotPaid => "not_paid",
            Self::PaidTwice { .. } => "paid_twice",
            Self::NeverPaid => "never_paid",
            Self::BroughtBack { .. } => "brought_back",
            Self::StaysPaid => "stays_paid",
        }
    }
}

/// A dispute to be settled.
#[derive(Clone, Debug)]
pub struct SettleDispute {
    /// Code of the claim.
    pub id: String,
    /// Version that was seen.
    pub version: i64,
    /// The name by which the bank speaks of the attempt.
    pub attempt: String,
    pub settled: Settled,
}

/// An attempt of which the bank said one thing and then another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeView {
    /// The name by which the bank speaks of it.
    pub attempt: String,
    pub dong: i64,
    /// When the other word came.
    pub at: Micros,
    /// Whether the bank says that it brought the money back, or did not pay; else it says that it paid after all.
    pub is_back: bool,
    /// Day of the bank, as it says; none where it named no day that can be.
    pub on: Option<NaiveDate>,
    /// Whether another attempt pays the claim, or is with the bank: what this one paid was paid twice.
    pub is_covered: bool,
    /// Why whoever looks may not settle it.
    pub refusal: Option<ReleaseRefusal>,
}

/// A dispute of the own centre: code of its claim, the person, the attempt and the amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeItem {
    /// Code of the claim.
    pub claim: String,
    /// Empty for whoever may not see names.
    pub person: String,
    /// The name by which the bank speaks of the attempt.
    pub attempt: String,
    pub dong: i64,
    /// Whether the bank says that it brought the money back, or did not pay; else it says that it paid after all.
    pub is_back: bool,
}

/// Of an attempt that is paid the bank can only say that it brought the money back, or did not pay.
fn is_back(attempt: &payout::Row) -> bool {
    attempt.state == "paid"
}

/// Whether another attempt pays what this one would: it did, or is with the bank.
fn is_covered(owed_dong: i64, (attempt, attempts): (&payout::Row, &[payout::Row])) -> bool {
    let is_sent = |other: &payout::Row| other.attempt > attempt.attempt && other.state == "sent";
    !is_back(attempt) && (owed_dong < attempt.dong || attempts.iter().any(is_sent))
}

/// What waits to be settled with the bank at the own centre, the longest waiting first.
pub async fn disputes(app: &App, ctx: &Ctx) -> Result<Vec<DisputeItem>, AppError> {
    let (_, centre_id, fields) = own_centre(ctx, Action::ReadClaim)?;
    let reader = app.store().reader();
    let mut found = Vec::new();
    for attempt in payout::list_disputed(reader, centre_id).await? {
        let row = claim::find(reader, attempt.claim_id).await?.ok_or(AppError::NotFound)?;
        let (one, is_back) = (item(app, ctx, &row, fields)?, is_back(&attempt));
        let (attempt, dong) = (attempt.code, attempt.dong);
        found.push(DisputeItem { claim: one.id, person: one.person, attempt, dong, is_back });
    }
    Ok(found)
}

/// The disputes among the attempts of a claim that owes so much, as whoever looks may settle them.
pub(super) async fn disputes_of(
    db: &impl Db,
    ctx: &Ctx,
    (owed_dong, attempts): (i64, &[payout::Row]),
) -> Result<Vec<DisputeView>, AppError> {
    let mut found = Vec::new();
    for row in attempts {
        let Some(at) = row.disputed_at else { continue };
        let refusal = match ctx.actor.person() {
            Some(person) => refusal(db, row, person.account_id).await?,
            None => None,
        };
        let on = row.disputed_on.and_then(day_of_number);
        let (attempt, dong, is_covered) = (row.code.clone(), row.dong, is_covered(owed_dong, (row, attempts)));
        found.push(DisputeView { attempt, dong, at: Micros(at), is_back: is_back(row), on, is_covered, refusal });
    }
    Ok(found)
}

async fn refusal(db: &impl Db, attempt: &payout::Row, account_id: Uuid) -> Result<Option<ReleaseRefusal>, AppError> {
    let list = batch::find(db, attempt.batch_id).await?.ok_or(AppError::NotFound)?;
    let (sent_by, brought_by) = (list.sent_by.map(AccountId), attempt.disputed_by.map(AccountId));
    Ok(may_settle(sent_by, brought_by, AccountId(account_id)).err())
}

/// Refused while the bank's word about an attempt of the claim is open: it may have been paid, or brought back.
pub(super) async fn demand_settled(db: &impl Db, claim_id: Uuid, field: &'static str) -> Result<(), AppError> {
    let Some(attempt) = payout::find_disputed(db, claim_id).await? else { return Ok(()) };
    if is_back(&attempt) {
        return Err(said_back(&attempt.code, field));
    }
    let vi = format!(
        "Ngân hàng báo đã chi lần chi {} sau khi đã báo không chi. Trước hết, đối soát với ngân hàng và ghi kết quả \
         ở trang đề nghị.",
        attempt.code
    );
    let en = format!(
        "The bank says that it paid {} after it had said it did not. First ask the bank, and record on the claim's \
         page what came out.",
        attempt.code
    );
    Err(FieldError::new(field, "disputed", vi, en).into())
}

/// Refused while the bank says that it brought back what it paid: it would be given back, or asked for, twice.
pub(super) async fn demand_not_back(db: &impl Db, claim_id: Uuid) -> Result<(), AppError> {
    let attempts = payout::list_of_claim(db, claim_id).await?;
    match attempts.iter().find(|attempt| attempt.disputed_at.is_some() && is_back(attempt)) {
        Some(attempt) => Err(said_back(&attempt.code, "form")),
        None => Ok(()),
    }
}

fn said_back(code: &str, field: &'static str) -> AppError {
    let vi = format!(
        "Ngân hàng báo không chi hoặc đã chuyển lại tiền của lần chi {code}, sau khi đã báo chi. Trước hết, đối soát \
         với ngân hàng và ghi kết quả ở trang đề nghị."
    );
    let en = format!(
        "The bank says that it did not pay {code}, or brought the money back, after it had said it paid. First ask the \
         bank, and record on the claim's page what came out."
    );
    FieldError::new(field, "disputed", vi, en).into()
}

/// Refused while the bank's word about an attempt of another claim for the same person is open, at whichever centre,
/// and while what was paid beside the claim that holds them is not given back. Says which centre, and nothing of the
/// person.
pub(super) async fn demand_person_settled(tx: &Tx<'_>, row: &claim::Row, field: &'static str) -> Result<(), AppError> {
    let (_, family) = profile::list_family(tx, row.profile_id).await?;
    let (whose, others) = ((row.programme.as_str(), row.person_key.as_slice()), (family.as_slice(), row.id));
    let disputed = match payout::find_disputed_of_person(tx, whose, others).await? {
        Some(attempt) => claim::find(tx, attempt.claim_id).await?,
        None => None,
    };
    let is_disputed = disputed.is_some();
    let found = if is_disputed { disputed } else { claim::find_double(tx, whose, others).await? };
    let Some(other) = found else { return Ok(()) };
    let centre = centre::find(tx, other.centre_id).await?.map(|centre| centre.name).unwrap_or_default();
    let error = if is_disputed { said_elsewhere(row, &centre, field) } else { paid_beside(row, &centre, field) };
    Err(error)
}

/// Whom a refusal is about, where it may be one of many.
fn whom(row: &claim::Row, field: &str) -> (String, String) {
    if row.batch_id.is_none() && field == "form" {
        return ("người này".to_owned(), "this person".to_owned());
    }
    let code = code_of(row.id);
    (format!("người của đề nghị {code}"), format!("the person of the claim {code}"))
}

fn said_elsewhere(row: &claim::Row, centre: &str, field: &'static str) -> AppError {
    let (vi, en) = whom(row, field);
    let vi = format!(
        "Ngân hàng báo đã chi cho {vi} theo một đề nghị khác của {centre} trong cùng chương trình, sau khi đã báo \
         không chi. Chờ {centre} đối soát với ngân hàng; nếu ngân hàng đã chi thì rút đề nghị này."
    );
    let en = format!(
        "The bank says that it paid for {en} by another claim of {centre} in this programme, after it had said it did \
         not. Wait until {centre} has settled it with the bank, and withdraw this claim if the bank did pay."
    );
    FieldError::new(field, "disputed", vi, en).into()
}

fn paid_beside(row: &claim::Row, centre: &str, field: &'static str) -> AppError {
    let (vi, en) = whom(row, field);
    let vi = format!(
        "Ngân hàng đã chi cho {vi} theo một đề nghị khác của {centre} trong cùng chương trình. Chỉ chi tiếp sau khi \
         {centre} thu hồi xong khoản đó; nếu không thu hồi thì rút đề nghị này."
    );
    let en = format!(
        "The bank paid for {en} by another claim of {centre} in this programme. It goes on once {centre} has got that \
         money back; otherwise withdraw this claim."
    );
    FieldError::new(field, "paid_for_already", vi, en).into()
}

/// Records what came out when the bank was asked.
pub async fn settle_dispute(app: &App, ctx: &Ctx, order: SettleDispute, key: &Key) -> Result<(), AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let id = id_of(&order.id)?;
    let row = claim::find(app.store().reader(), id).await?.ok_or(AppError::NotFound)?;
    demand_of(ctx, Action::PayClaims, Thing::of_centre(row.centre_id))?;
    let (centre_id, placement_id) = (row.centre_id, row.placement_id);
    let work = Settling { app: app.clone(), ctx: ctx.clone(), person, centre_id, placement_id, id, order };
    once(app, ctx, key, work).await
}

struct Settling {
    app: App,
    ctx: Ctx,
    person: Person,
    centre_id: Uuid,
    placement_id: Uuid,
    id: Uuid,
    order: SettleDispute,
}

impl Settling {
    async fn run(&self, tx: &Tx<'_>) -> Result<(), AppError> {
        paying::hold(tx, self.centre_id).await?;
        let mut row = hold_version(tx, (self.placement_id, self.id), self.order.version).await?;
        hold_people(tx, std::slice::from_ref(&row)).await?;
        let attempts = payout::list_of_claim(tx, self.id).await?;
        let named = attempts.iter().find(|attempt| attempt.code == self.order.attempt);
        let attempt = named.filter(|attempt| attempt.disputed_at.is_some()).ok_or_else(not_disputed)?;
        if is_back(attempt) != self.order.settled.is_of_back() {
            return Err(other_word());
        }
        if let Some(refusal) = refusal(tx, attempt, self.person.account_id).await? {
            return Err(not_by_you(refusal));
        }
        let next = self.settled(attempt);
        // The attempt first: until when a person is held is read from those that are paid.
        let outcome = match self.order.settled {
            Settled::Paid { on } => {
                self.demand_day(tx, &next, on).await?;
                self.demand_last(&row, (&next, &attempts))?;
                payout::move_on(tx, &next, &attempt.state).await?;
                self.paid(tx, &mut row, &next, on).await?;
                "paid"
            }
            Settled::BroughtBack { on } => {
                self.demand_day(tx, &next, on).await?;
                // It was paid before it came back.
                if attempt.result_on.is_some_and(|paid_on| day_number(on) < paid_on) {
                    return Err(impossible_day());
                }
                if attempts.iter().any(|other| other.is_open == 1) {
                    return Err(on_its_way());
                }
                payout::move_on(tx, &next, &attempt.state).await?;
                self.brought_back(tx, &mut row, &next, on).await?
            }
            Settled::NotPaid | Settled::PaidTwice { .. } | Settled::NeverPaid | Settled::StaysPaid => {
                self.demand_accounted(tx, &row, (attempt, &attempts)).await?;
                payout::move_on(tx, &next, &attempt.state).await?;
                self.order.settled.outcome()
            }
        };
        let payout = attempt_said(&next);
        let mut after = serde_json::json!({"attempt": next.attempt, "outcome": outcome, "payout": payout});
        if let Settled::PaidTwice { back_on } = self.order.settled {
            after["back_on"] = day_number(back_on).into();
        }
        let told = entry(&self.ctx, "claim_settle_dispute", (ENTITY, self.id), Some(after.to_string()));
        audit::append_at(tx, Some(self.centre_id), &[told]).await?;
        // What follows for what people decided is put before them at once.
        look_on(tx, &self.app, &self.ctx, &mut row).await
    }

    /// The attempt as it stands afterwards.
    fn settled(&self, attempt: &payout::Row) -> payout::Row {
        let settled = payout::Row {
            disputed_at: None,
            disputed_by: None,
            disputed_on: None,
            updated_at: self.ctx.now.0,
            ..attempt.clone()
        };
        let by = Some(self.person.account_id);
        match self.order.settled {
            Settled::Paid { on } => payout::Row {
                state: "paid".to_owned(),
                result_on: Some(day_number(on)),
                result_code: None,
                result_by: by,
                ..settled
            },
            Settled::BroughtBack { on } => payout::Row {
                state: "brought_back".to_owned(),
                result_on: Some(day_number(on)),
                result_by: by,
                ..settled
            },
            Settled::NotPaid | Settled::PaidTwice { .. } | Settled::NeverPaid => settled,
            Settled::StaysPaid => payout::Row { result_code: None, ..settled },
        }
    }

    async fn demand_day(&self, tx: &Tx<'_>, attempt: &payout::Row, on: NaiveDate) -> Result<(), AppError> {
        let list = batch::find(tx, attempt.batch_id).await?.ok_or(AppError::NotFound)?;
        if is_day_of_bank(on, sent_on(&list), self.ctx.today()) { Ok(()) } else { Err(impossible_day()) }
    }

    /// Nothing is booked of an attempt that another one covers. So the day on which its money came is named; or it is
    /// said in so many words that it was never paid.
    async fn demand_accounted(
        &self,
        tx: &Tx<'_>,
        row: &claim::Row,
        (attempt, attempts): (&payout::Row, &[payout::Row]),
    ) -> Result<(), AppError> {
        let owed_dong = life_of(self.app.keys()?, row)?.owed_dong();
        match (self.order.settled, is_covered(owed_dong, (attempt, attempts))) {
            (Settled::NotPaid, true) => Err(paid_by_another()),
            (Settled::PaidTwice { .. } | Settled::NeverPaid, false) => Err(other_word()),
            // The day of the bank's word does not bound it: of a row without one it is the day the file was brought.
            (Settled::PaidTwice { back_on }, true) => self.demand_day(tx, attempt, back_on).await,
            (_, _) => Ok(()),
        }
    }

    /// Refused where the claim may be paid by a later attempt, and where it does not owe as much, as when it was.
    fn demand_last(
        &self,
        row: &claim::Row,
        (attempt, attempts): (&payout::Row, &[payout::Row]),
    ) -> Result<(), AppError> {
        let counts = |other: &payout::Row| matches!(other.state.as_str(), "waiting" | "sent");
        let owed = life_of(self.app.keys()?, row)?.owed_dong();
        if attempts.iter().any(|other| other.attempt > attempt.attempt && counts(other)) || owed < attempt.dong {
            return Err(paid_again());
        }
        Ok(())
    }

    /// Booked as the bank's answer is, wherever the claim stands by then. One that was given up takes its person again;
    /// where another claim holds them, the money is out all the same, and all of it is to be asked back.
    async fn paid(
        &self,
        tx: &Tx<'_>,
        row: &mut claim::Row,
        attempt: &payout::Row,
        on: NaiveDate,
    ) -> Result<(), AppError> {
        let is_alone = is_alone(&self.app, tx, row, on).await?;
        self.let_the_clock_look(tx, row).await?;
        let step = Step::of(Command::BankPaid { on, dong: attempt.dong, is_alone }, on, attempt);
        move_on(&self.app, tx, &self.ctx, row, step).await.map(|_| ())
    }

    /// A claim that was given up or decided about, and goes to review now, comes back from it by the facts as they are:
    /// nobody looked at what was learnt since.
    async fn let_the_clock_look(&self, tx: &Tx<'_>, row: &claim::Row) -> Result<(), AppError> {
        if life_of(self.app.keys()?, row)?.place().is_none() {
            claim::look_again(tx, row.id).await?;
        }
        Ok(())
    }

    /// Booked against what is asked back, or as owed again; as what it counts.
    async fn brought_back(
        &self,
        tx: &Tx<'_>,
        row: &mut claim::Row,
        attempt: &payout::Row,
        on: NaiveDate,
    ) -> Result<&'static str, AppError> {
        let word = attempt.result_code.clone().unwrap_or_default();
        let reason = BounceReason::of_iso(&word.to_ascii_uppercase());
        let why = Why::noted(reason, if word.is_empty() { "–".to_owned() } else { word });
        self.let_the_clock_look(tx, row).await?;
        let step = Step::of(Command::BankReturned { dong: attempt.dong, why }, on, attempt);
        let events = move_on(&self.app, tx, &self.ctx, row, step).await?;
        let is_owed = events.iter().any(|event| matches!(event, Event::BroughtBack { .. }));
        Ok(if is_owed { "brought_back" } else { "given_back" })
    }
}

impl Work for Settling {
    type Answer = ();

    fn name(&self) -> &'static str {
        "settle_dispute"
    }

    fn owner(&self) -> Option<Uuid> {
        Some(self.person.account_id)
    }

    fn asked(&self) -> Vec<Vec<u8>> {
        vec![
            self.id.as_bytes().to_vec(),
            self.order.attempt.as_bytes().to_vec(),
            format!("{} {:?}", self.order.version, self.order.settled).into_bytes(),
        ]
    }

    fn write<'t>(&'t self, tx: &'t Tx<'t>) -> BoxFuture<'t, Result<(), AppError>> {
        Box::pin(self.run(tx))
    }
}
