//! Lists, the files for the bank, and what it answers.

use super::money::{DONG, Money};
use crate::forms::{code, key};
use sanviec_app::claims::{self, PayFormat, TakeOut, Verdict, take_out};
use sanviec_domain::placement::Source;
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::each_backend;
use sanviec_store::{claim, look};

fn verdicts(imported: &claims::Imported) -> Vec<Verdict> {
    imported.rows.iter().map(|row| row.verdict).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_paid_and_every_step_is_booked() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut approved = Vec::new();
        for number in 1..=3 {
            let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
            money.approve_as(money.world.manager, &claim).await.expect("approved");
            approved.push(claim);
        }
        assert_eq!(money.balances().await, [3 * DONG, -3 * DONG, 0, 0]);
        let all: Vec<&str> = approved.iter().map(String::as_str).collect();
        let batch = money.list_of(&all).await.expect("a list");
        assert_eq!(code(&money.list_of(&all[..1]).await.expect_err("on a list")), "not_from_state");
        assert_eq!(code(&money.file(&batch, PayFormat::Csv).await.expect_err("not sent")), "not_sent");
        let out = TakeOut { claim: approved[2].clone() };
        take_out(&money.world.app, &money.ctx(money.world.officer), out.clone(), &key()).await.expect("taken off");
        money.send(&batch).await.expect("sent");
        let late = TakeOut { claim: approved[0].clone() };
        let late = take_out(&money.world.app, &money.ctx(money.world.officer), late, &key()).await;
        assert_eq!(code(&late.expect_err("sent")), "not_on_a_list");
        assert_eq!(money.balances().await, [3 * DONG, -3 * DONG, 0, 0], "sending moves no money");
        let codes = money.codes(&batch).await;
        assert_eq!(codes.len(), 2);
        let rows = format!("{},400000,PAID,2027-03-10,,\n{},400000,PAID,2027-03-10,,\n", codes[0], codes[1]);
        assert_eq!(verdicts(&money.bank(&batch, &rows).await), [Verdict::Paid, Verdict::Paid]);
        assert_eq!(money.balances().await, [3 * DONG, -DONG, -2 * DONG, 0]);
        let seen = claims::batch(&money.world.app, &money.ctx(money.auditor), &batch).await.expect("a list");
        assert_eq!((seen.state.code(), seen.claims, seen.dong), ("settled", 2, 2 * DONG));
        let second = money.list_of(&[all[2]]).await.expect("the one that was taken off");
        let seen = claims::batch(&money.world.app, &money.ctx(money.auditor), &second).await.expect("a list");
        assert_eq!((seen.year, seen.serial), (2027, 2));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_cut_off_between_list_and_file_gets_the_same_file_again() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let files = [PayFormat::Csv, PayFormat::Pain001];
        let mut first = Vec::new();
        for format in files {
            first.push(money.file(&batch, format).await.expect("a file"));
        }
        // The accounts change afterwards: what was sent stays what it was.
        let ctx = money.ctx(money.world.manager);
        let view = claims::paying(&money.world.app, &ctx).await.expect("accounts");
        let other = claims::PayingOrder {
            version: view.version,
            payer_name: view.payer_name,
            payer_bank: view.payer_bank,
            payer_account: "99999".into(),
            payee_name: "Người khác".into(),
            payee_bank: view.payee_bank,
            payee_account: "88888".into(),
        };
        claims::save_paying(&money.world.app, &ctx, other, &key()).await.expect("changed");
        money.world.pass_days(1);
        for (format, before) in files.into_iter().zip(&first) {
            assert_eq!(money.file(&batch, format).await.expect("again").bytes, before.bytes, "{format:?}");
        }
        assert_eq!(money.list_of(&[&claim]).await.map_err(|error| code(&error)), Err("not_from_state"));
        let table = String::from_utf8(first[0].bytes.clone()).expect("UTF-8");
        assert!(table.contains("1023456789") && table.contains(",400000,"), "{table}");
    })
    .await;
}

/// Names of elements in order, each with how deep it stands; panics on anything that is not well-formed.
fn elements(xml: &str) -> Vec<(usize, String)> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        assert!(
            !text.contains('&') || ["&amp;", "&lt;", "&gt;", "&quot;"].iter().any(|known| text.contains(known)),
            "{text}"
        );
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
            continue;
        }
        let name = tag.split(' ').next().expect("a name").to_owned();
        found.push((open.len(), name.clone()));
        open.push(name);
    }
    assert!(open.is_empty());
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_iso_file_has_the_elements_of_the_schema_in_its_order() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let claim = money.prepare(&money.confirmed(1).await).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let file = money.file(&batch, PayFormat::Pain001).await.expect("a file");
        let xml = String::from_utf8(file.bytes).expect("UTF-8");
        assert!(xml.contains("xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\""));
        assert!(xml.contains("&lt;Gia Lai&gt; &amp; Kon Tum"));
        let expected = concat!(
            "0 Document,1 CstmrCdtTrfInitn,2 GrpHdr,3 MsgId,3 CreDtTm,3 NbOfTxs,3 CtrlSum,3 InitgPty,4 Nm,",
            "2 PmtInf,3 PmtInfId,3 PmtMtd,3 BtchBookg,3 NbOfTxs,3 CtrlSum,3 ReqdExctnDt,4 Dt,3 Dbtr,4 Nm,",
            "3 DbtrAcct,4 Id,5 Othr,6 Id,3 DbtrAgt,4 FinInstnId,5 ClrSysMmbId,6 MmbId,3 ChrgBr,3 CdtTrfTxInf,",
            "4 PmtId,5 InstrId,5 EndToEndId,4 Amt,5 InstdAmt,4 CdtrAgt,5 FinInstnId,6 BICFI,4 Cdtr,5 Nm,",
            "4 CdtrAcct,5 Id,6 Othr,7 Id,4 RmtInf,5 Ustrd",
        );
        let found: Vec<String> = elements(&xml).into_iter().map(|(depth, name)| format!("{depth} {name}")).collect();
        assert_eq!(found.join(","), expected);
        for id in ["MsgId", "PmtInfId", "EndToEndId"] {
            let text = xml.split(&format!("<{id}>")).nth(1).and_then(|rest| rest.split('<').next()).expect(id);
            assert!(text.len() <= 35 && !text.is_empty(), "{id} {text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_the_bank_gets_its_verdict_and_is_done_once() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut claims_made = Vec::new();
        for number in 1..=4 {
            let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
            money.approve_as(money.world.manager, &claim).await.expect("approved");
            claims_made.push(claim);
        }
        let all: Vec<&str> = claims_made.iter().map(String::as_str).collect();
        let batch = money.list_of(&all).await.expect("a list");
        money.send(&batch).await.expect("sent");
        let codes = money.codes(&batch).await;
        let rows = format!(
            "{},400000,PAID,2027-03-10,,\n{},400000,RJCT,2027-03-10,AC04,closed\n{},399999,PAID,2027-03-10,,\n\
             {},,PENDING,,,\nSVNOBODY,400000,PAID,,,\n{},x,PAID,,,\n",
            codes[0], codes[1], codes[2], codes[3], codes[3]
        );
        let first = money.bank(&batch, &rows).await;
        let expected = [
            Verdict::Paid,
            Verdict::Bounced,
            Verdict::AmountDiffers,
            Verdict::Pending,
            Verdict::UnknownCode,
            Verdict::Unreadable,
        ];
        assert_eq!((verdicts(&first).as_slice(), first.came_before), (expected.as_slice(), false));
        assert_eq!(money.balances().await, [4 * DONG, -3 * DONG, -DONG, 0]);
        let again = money.bank(&batch, &rows).await;
        assert_eq!((verdicts(&again).as_slice(), again.came_before), (expected.as_slice(), true), "the same file");
        assert_eq!([first.rows[2].dong, again.rows[2].dong], [Some(399_999); 2], "what the bank said it paid");
        let told = format!("{},400000,PAID,2027-03-11,,\n{},400000,PAID,2027-03-11,,\n", codes[0], codes[1]);
        assert_eq!(verdicts(&money.bank(&batch, &told).await), [Verdict::Already, Verdict::Contradicts]);
        assert_eq!(money.balances().await, [4 * DONG, -3 * DONG, -DONG, 0]);
        // What was not paid is owed and goes on another list, under the same obligation, once the bank was asked.
        assert_eq!(money.state(&claims_made[1]).await, "bounced");
        assert_eq!(code(&money.list_of(&[all[1]]).await.expect_err("may be paid")), "disputed");
        let settled = money.settle_as(money.world.manager, &claims_made[1], &codes[1], claims::Settled::NotPaid).await;
        settled.expect("settled by another person");
        let second = money.list_of(&[all[1]]).await.expect("another list");
        money.send(&second).await.expect("sent");
        let code = money.codes(&second).await.remove(0);
        assert_eq!(
            verdicts(&money.bank(&second, &format!("{code},400000,PAID,2027-03-10,,\n")).await),
            [Verdict::Paid]
        );
        assert_eq!(money.view(&claims_made[1]).await.attempts.len(), 2);
        assert_eq!(money.balances().await, [4 * DONG, -2 * DONG, -2 * DONG, 0]);
        // Paid, and brought back later: owed again, once.
        let back = format!("{code},400000,RETURNED,2027-03-10,AC01,\n");
        assert_eq!(verdicts(&money.bank(&second, &back).await), [Verdict::BroughtBack]);
        let more = format!("{code},400000,RETURNED,2027-03-10,AC01,again\n");
        assert_eq!(verdicts(&money.bank(&second, &more).await), [Verdict::Already]);
        assert_eq!(money.balances().await, [4 * DONG, -3 * DONG, -DONG, 0]);
        let third = money.list_of(&[all[1]]).await.expect("a third list");
        assert_eq!(money.codes(&third).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_that_is_no_longer_confirmed() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        let denied = r#"{"kind":"attestation","from":"2027-01-01","through":"2027-01-31","employed":false}"#;
        money.learn(&placement, denied, Source::Insurer).await;
        assert_eq!(code(&money.send(&batch).await.expect_err("not confirmed")), "no_longer_confirmed");
        assert_eq!(money.tick().await, 1);
        assert_eq!(money.state(&claim).await, "in_review");
        assert_eq!(code(&money.send(&batch).await.expect_err("not confirmed")), "no_longer_confirmed");
        let out = TakeOut { claim: claim.clone() };
        take_out(&money.world.app, &money.ctx(money.world.officer), out, &key()).await.expect("taken off");
        assert_eq!(code(&money.send(&batch).await.expect_err("empty")), "not_open");
        assert_eq!(code(&money.list_of(&[&claim]).await.expect_err("in review")), "not_from_state");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_that_is_signed_says_the_total_in_words() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (_, claim, batch) = money.paid(1).await;
        let paper = claims::paper(&money.world.app, &money.ctx(money.world.manager), &batch).await.expect("a paper");
        assert_eq!(
            (paper.dong, paper.words.as_str(), paper.number.as_str()),
            (DONG, "Bốn trăm nghìn đồng", "01/DS-TTDVVL")
        );
        let line = &paper.lines[0];
        assert_eq!((line.person_name.as_str(), line.person_number.as_str()), ("Nguyễn Thị Lan", "052194000001"));
        assert_eq!((line.contract.as_str(), line.starts_on.as_str()), ("HĐ 1", "30/11/2026"));
        assert_eq!(paper.parent_body, "SỞ NỘI VỤ TỈNH GIA LAI");
        claims::paper(&money.world.app, &money.ctx(money.world.manager), &batch).await.expect("printed again");
        let reader = fresh.store.reader();
        let id = claim.parse::<PostingCode>().expect("a code").uuid();
        let profile = claim::find(reader, id).await.expect("read").expect("a claim").profile_id;
        let looks = look::list_of(reader, &[profile], None, 50).await.expect("looks");
        let listed: Vec<_> = looks.iter().filter(|look| look.why == "list").map(|look| look.fields.as_str()).collect();
        assert_eq!(listed, ["name personal_number permanent_line"], "who is on the paper reads it, once a day");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_was_not_sent_is_a_draft_and_then_the_paper_names_the_day_and_the_file_that_went() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let mut approved = Vec::new();
        for number in 1..=2 {
            let claim = money.prepare(&money.confirmed(number).await).await.expect("prepared");
            money.approve_as(money.world.manager, &claim).await.expect("approved");
            approved.push(claim);
        }
        let batch = money.list_of(&[&approved[0], &approved[1]]).await.expect("a list");
        let ctx = money.ctx(money.world.manager);
        let draft = claims::paper(&money.world.app, &ctx, &batch).await.expect("a paper");
        assert_eq!((draft.sent, draft.lines.len(), draft.dong), (None, 2, 2 * DONG));
        let out = TakeOut { claim: approved[1].clone() };
        take_out(&money.world.app, &money.ctx(money.world.officer), out, &key()).await.expect("taken off");
        let draft = claims::paper(&money.world.app, &ctx, &batch).await.expect("a paper");
        assert_eq!((draft.sent, draft.lines.len(), draft.dong), (None, 1, DONG));
        money.send(&batch).await.expect("sent");
        let today = money.ctx(money.auditor).today();
        // Days later the paper is of the day on which the list went.
        money.world.pass_days(3);
        let later = money.ctx(money.world.manager);
        let paper = claims::paper(&money.world.app, &later, &batch).await.expect("a paper");
        let sent = paper.sent.expect("sent");
        assert_eq!((sent.on, sent.pay_on, paper.on, paper.dong), (today, today, today, DONG));
        let file = money.file(&batch, PayFormat::Pain001).await.expect("a file");
        let xml = String::from_utf8(file.bytes).expect("UTF-8");
        assert!(xml.contains(&format!("<MsgId>{}</MsgId>", sent.file)), "{}", sent.file);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_names_the_contract_that_counts_and_none_that_was_taken_back() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let placement = money.confirmed(1).await;
        let earlier = |number: &str| {
            format!(
                r#"{{"kind":"contract","contract":"{number}","employer":"4100000001","form":"indefinite","start":"2026-11-20","through":null}}"#
            )
        };
        let mistaken = money.learn(&placement, &earlier("HĐ nhầm"), Source::Officer).await;
        let retraction = format!(r#"{{"kind":"retraction","retracts":"{mistaken}","why":"khai nhầm"}}"#);
        money.learn(&placement, &retraction, Source::Officer).await;
        money.learn(&placement, &earlier("HĐ chưa ký"), Source::Officer).await;
        let claim = money.prepare(&placement).await.expect("prepared");
        money.approve_as(money.world.manager, &claim).await.expect("approved");
        let batch = money.list_of(&[&claim]).await.expect("a list");
        let paper = claims::paper(&money.world.app, &money.ctx(money.world.manager), &batch).await.expect("a paper");
        assert_eq!(paper.lines[0].contract, "HĐ 1");
    })
    .await;
}
