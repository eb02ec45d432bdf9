//! What a bank says of a whole list, in ISO 20022: rejected, nothing of it was paid and all of it is owed; taken in, it
//! says nothing of single payments. What it accepted is not paid before it is settled.

use super::money::{DONG, Money};
use crate::forms::{code, key};
use sanviec_app::AppError;
use sanviec_app::claims::{self, Imported, PayFormat, Send, Settled, Verdict};
use sanviec_domain::time::{days_after, parse_date};
use sanviec_store::testing::each_backend;

/// Two approved claims on a list that was sent; the claims and the list.
async fn sent(money: &Money) -> (Vec<String>, String) {
    let mut approved = Vec::new();
    for number in 1..=2 {
        let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        approved.push(claim);
    }
    let batch = money.list_of(&[&approved[0], &approved[1]]).await.expect("a list");
    money.send(&batch).await.expect("sent");
    (approved, batch)
}

/// The bank's report on a list that it knows by the name of its file; what it says of the whole, and of payments.
async fn report(money: &Money, batch: &str, (group, inside): (&str, &str)) -> String {
    let file = money.file(batch, PayFormat::Pain001).await.expect("a file");
    let xml = String::from_utf8(file.bytes).expect("UTF-8");
    let name = xml.split("<MsgId>").nth(1).and_then(|rest| rest.split('<').next()).expect("a name");
    format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>\
         <GrpHdr><MsgId>B1</MsgId><CreDtTm>2027-03-10T09:00:00</CreDtTm></GrpHdr>\
         <OrgnlGrpInfAndSts><OrgnlMsgId>{name}</OrgnlMsgId><GrpSts>{group}</GrpSts>\
         <StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></OrgnlGrpInfAndSts>\
         <OrgnlPmtInfAndSts>{inside}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    )
}

/// What the report says of one payment.
fn payment(name: &str, status: &str, currency: &str) -> String {
    format!(
        "<TxInfAndSts><OrgnlEndToEndId>{name}</OrgnlEndToEndId><TxSts>{status}</TxSts><OrgnlTxRef><Amt>\
         <InstdAmt Ccy=\"{currency}\">400000</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"
    )
}

async fn take_in(money: &Money, batch: &str, file: &str) -> Result<Imported, AppError> {
    claims::import_result(&money.world.app, &money.ctx(money.world.officer), batch, file.as_bytes(), &key()).await
}

fn verdicts(imported: &Imported) -> Vec<Verdict> {
    imported.rows.iter().map(|row| row.verdict).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_rejected_whole_is_owed_again_and_paid_once_by_another() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (approved, batch) = sent(&money).await;
        let file = report(&money, &batch, ("RJCT", "")).await;
        let told = take_in(&money, &batch, &file).await.expect("taken in");
        assert_eq!(verdicts(&told), [Verdict::Bounced, Verdict::Bounced]);
        let seen = claims::batch(&money.world.app, &money.ctx(money.auditor), &batch).await.expect("a list");
        assert_eq!(seen.state.code(), "settled");
        for (attempt, _) in &seen.lines {
            assert_eq!((attempt.state.as_str(), attempt.result_code.as_deref()), ("bounced", Some("AM04")));
        }
        for claim in &approved {
            assert_eq!(money.state(claim).await, "bounced");
        }
        assert_eq!(money.balances().await, [2 * DONG, -2 * DONG, 0, 0], "owed as before");
        // The same file, and the same words in another one: nothing happens twice.
        assert!(take_in(&money, &batch, &file).await.expect("taken in").came_before);
        let again = take_in(&money, &batch, &format!("{file}\n")).await.expect("taken in");
        assert_eq!(verdicts(&again), [Verdict::Already, Verdict::Already]);
        let second = money.list_of(&[&approved[0], &approved[1]]).await.expect("a new list");
        money.send(&second).await.expect("sent");
        let rows: Vec<String> =
            money.codes(&second).await.iter().map(|name| format!("{name},400000,PAID,2027-03-10,,\n")).collect();
        assert_eq!(verdicts(&money.bank(&second, &rows.concat()).await), [Verdict::Paid, Verdict::Paid]);
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0]);
        // The rejection of the first list once more is not about the second one.
        assert_eq!(verdicts(&take_in(&money, &second, &file).await.expect("taken in")), [Verdict::UnknownCode]);
        let late = take_in(&money, &batch, &format!("{file}\n\n")).await.expect("taken in");
        assert_eq!(verdicts(&late), [Verdict::Already, Verdict::Already]);
        assert_eq!(money.balances().await, [2 * DONG, 0, -2 * DONG, 0], "paid once");
        for claim in &approved {
            assert_eq!(money.state(claim).await, "paid");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_is_for_the_payments_that_it_does_not_name_and_for_none_that_was_paid() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (approved, batch) = sent(&money).await;
        let names = money.codes(&batch).await;
        let paid = report(&money, &batch, ("PART", &payment(&names[0], "ACSC", "VND"))).await;
        assert_eq!(verdicts(&take_in(&money, &batch, &paid).await.expect("taken in")), [Verdict::Paid]);
        let inside = "<OrgnlPmtInfId>SV20270099</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>";
        let other = report(&money, &batch, ("PART", inside)).await;
        assert_eq!(verdicts(&take_in(&money, &batch, &other).await.expect("taken in")), [Verdict::UnknownCode]);
        let inside = "<OrgnlPmtInfId>SV20270001</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>";
        let whole = report(&money, &batch, ("PART", inside)).await;
        let told = take_in(&money, &batch, &whole).await.expect("taken in");
        assert_eq!(told.rows.iter().map(|row| row.code.clone()).collect::<Vec<_>>(), names);
        assert_eq!(verdicts(&told), [Verdict::Contradicts, Verdict::Bounced]);
        let mut states = vec![money.state(&approved[0]).await, money.state(&approved[1]).await];
        states.sort_unstable();
        assert_eq!(states, ["bounced", "paid"]);
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0], "what was paid stays paid");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rejection_that_comes_after_the_payment_is_asked_about_and_what_was_returned_is_owed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (approved, batch) = sent(&money).await;
        let names = money.codes(&batch).await;
        // Two reports of one day; the later one is brought first.
        let before = report(&money, &batch, ("PART", &payment(&names[0], "RJCT", "VND"))).await;
        let after = report(&money, &batch, ("PART", &payment(&names[0], "ACSC", "VND"))).await;
        assert_eq!(verdicts(&take_in(&money, &batch, &after).await.expect("taken in")), [Verdict::Paid]);
        assert_eq!(verdicts(&take_in(&money, &batch, &before).await.expect("taken in")), [Verdict::Contradicts]);
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0], "what was paid stays paid");
        let waiting = money.open_disputes().await;
        let told: Vec<_> = waiting.iter().map(|item| (item.attempt.as_str(), item.is_back)).collect();
        assert_eq!(told, [(names[0].as_str(), true)]);
        let claim = waiting[0].claim.clone();
        assert!(approved.contains(&claim));
        assert_eq!(money.state(&claim).await, "paid");
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("may be paid")), "disputed");
        // The bank never paid it, says whoever asked: owed as before, and paid once by another list.
        let never = Settled::BroughtBack { on: parse_date("2027-03-10").expect("a day") };
        money.settle_as(money.world.manager, &claim, &names[0], never).await.expect("settled");
        assert_eq!((money.state(&claim).await, money.balances().await), ("bounced", vec![2 * DONG, -2 * DONG, 0, 0]));
        let second = money.list_of(&[&claim]).await.expect("another list");
        money.send(&second).await.expect("sent");
        let next = money.codes(&second).await.remove(0);
        let told = money.bank(&second, &format!("{next},400000,PAID,2027-03-10,,\n")).await;
        assert_eq!(verdicts(&told), [Verdict::Paid]);
        // Returned is what was paid before.
        for (status, expected) in [("ACSC", Verdict::Paid), ("RTND", Verdict::BroughtBack)] {
            let file = report(&money, &batch, ("PART", &payment(&names[1], status, "VND"))).await;
            assert_eq!(verdicts(&take_in(&money, &batch, &file).await.expect("taken in")), [expected], "{status}");
        }
        assert_eq!(money.balances().await, [2 * DONG, -DONG, -DONG, 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_accepted_is_not_paid_and_another_currency_is_not_recorded() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, batch) = sent(&money).await;
        let names = money.codes(&batch).await;
        let before = money.balances().await;
        for status in ["ACCP", "ACSC", "ACWC"] {
            let whole = report(&money, &batch, (status, "")).await;
            assert_eq!(code(&take_in(&money, &batch, &whole).await.expect_err("no result")), "no_single_results");
        }
        for status in ["ACWC", "ACTC", "ACCP", "ACSP", "ACFC", "PDNG", "RCVD"] {
            let file = report(&money, &batch, (status, &payment(&names[0], status, "VND"))).await;
            let told = take_in(&money, &batch, &file).await.expect("taken in");
            assert_eq!(verdicts(&told), [Verdict::Pending], "{status}");
        }
        let foreign = report(&money, &batch, ("PART", &payment(&names[0], "ACSC", "USD"))).await;
        let told = take_in(&money, &batch, &foreign).await.expect("taken in");
        assert_eq!(verdicts(&told), [Verdict::CurrencyDiffers]);
        assert_eq!(money.balances().await, before, "nothing was booked");
        let settled = report(&money, &batch, ("PART", &payment(&names[0], "ACSC", "VND"))).await;
        assert_eq!(verdicts(&take_in(&money, &batch, &settled).await.expect("taken in")), [Verdict::Paid]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_before_the_day_of_the_list_is_booked_and_doubted() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        let ctx = money.ctx(money.second);
        let seen = claims::batch(&money.world.app, &ctx, &batch).await.expect("a list");
        // A Saturday: the money is elsewhere on the Monday after it.
        let (version, accounts) = (seen.version, seen.paying.map_or(0, |paying| paying.version));
        let order = Send { id: batch.clone(), version, accounts, pay_on: days_after(ctx.today(), 3) };
        claims::send(&money.world.app, &ctx, order, &key()).await.expect("sent");
        let seen = claims::batch(&money.world.app, &ctx, &batch).await.expect("a list");
        assert_eq!(seen.pays_later_on, Some(days_after(ctx.today(), 5)));
        let name = money.codes(&batch).await.remove(0);
        let told = money.bank(&batch, &format!("{name},400000,PAID,2027-03-10,,\n")).await;
        assert_eq!(verdicts(&told), [Verdict::PaidEarly]);
        assert_eq!((money.state(&claim).await, money.balances().await), ("paid", vec![DONG, 0, -DONG, 0]));
    })
    .await;
}
