//! One proof, one placement: the scan that a signature rests on, the number of a signed contract of an employer and the
//! number that the national platform gave an electronic contract prove one placement. Who signs by them first has them;
//! they are free again once no signature that stands rests on them there.

use super::case::Judged;
use super::policies::Policies;
use super::said::Channel;
use super::{code_of, thing_for};
use crate::ctx::Ctx;
use crate::error::{AppError, FieldError};
use crate::rights::{Action, demand_of};
use crate::secrets::sha256;
use sanviec_domain::placement::{Case, Fact, FactKind, Statement, visible_facts};
use sanviec_store::placement::proof::{self, Proof};
use sanviec_store::{Tx, placement};
use std::collections::BTreeSet;

const SCAN: &str = "scan";
const CONTRACT: &str = "contract";
const E_CONTRACT: &str = "e-contract";

/// Whether a fact may change what proves its placement.
fn touches(says: &Statement) -> bool {
    matches!(says.kind(), FactKind::Contract | FactKind::Signature | FactKind::Retraction)
}

/// Takes what the signatures that stand rest on, for the placement that the caller holds, after a fact was added to it.
/// What it gained by that fact is refused where another placement has it and a signature there stands on it; what it
/// rested on before is left as it is, for a true fact about something else is not refused.
pub(super) async fn take(
    tx: &Tx<'_>,
    (policies, ctx): (&Policies, &Ctx),
    row: &placement::Row,
    (fact, judged): (&Fact, &Judged),
) -> Result<(), AppError> {
    if !touches(&fact.says) {
        return Ok(());
    }
    let stored = placement::facts(tx, row.id, i64::MAX).await?;
    let mut before = judged.case.clone();
    before.facts.retain(|known| known.id != fact.id);
    let before = of(&stored, &before);
    // In the order of kind and key, so that two who take several do not wait for each other in a circle.
    for (kind, key) in of(&stored, &judged.case) {
        let wanted = Proof { kind: kind.to_owned(), key, placement_id: row.id, noted_at: ctx.now.0 };
        let Some(holder) = proof::take(tx, &wanted).await? else { continue };
        if before.contains(&(kind, wanted.key.clone())) {
            continue;
        }
        let holder = placement::find(tx, holder).await?.ok_or(AppError::NotFound)?;
        let theirs = super::case::judged(tx, policies, &holder, super::told::times(ctx, &holder)).await?;
        let stored = placement::facts(tx, holder.id, i64::MAX).await?;
        if of(&stored, &theirs.case).contains(&(kind, wanted.key.clone())) {
            return Err(used(tx, ctx, &holder, kind).await?);
        }
        proof::hand_on(tx, &wanted).await?;
    }
    Ok(())
}

/// What the signatures of a placement that stand rest on; `stored` are its facts as they are kept.
fn of(stored: &[placement::Fact], case: &Case) -> BTreeSet<(&'static str, Vec<u8>)> {
    let standing = visible_facts(case);
    let mut proofs = BTreeSet::new();
    for fact in &standing {
        let Some(signature) = fact.says.signature() else { continue };
        let Some(row) = stored.iter().find(|row| code_of(row.id) == fact.id) else { continue };
        proofs.extend(row.document_hash.clone().map(|hash| (SCAN, hash)));
        proofs.extend(platform_key(row).map(|key| (E_CONTRACT, key)));
        let mut contracts = standing.iter().rev().filter_map(|fact| fact.says.contract());
        if let Some(contract) = contracts.find(|contract| contract.contract == signature.contract) {
            let text = format!("{}\n{}", contract.employer, plain(&contract.contract));
            proofs.insert((CONTRACT, sha256(text.as_bytes()).to_vec()));
        }
    }
    proofs
}

/// The number on the national platform, which gives each once to all employers. That of a row of a file is none.
fn platform_key(row: &placement::Fact) -> Option<Vec<u8>> {
    let number = row.reference.as_deref().filter(|_| row.channel != Channel::File.code()).map(plain)?;
    (!number.is_empty()).then(|| sha256(number.as_bytes()).to_vec())
}

/// A number without marks, in small letters, with one dash for whatever stands between its letters and digits.
fn plain(number: &str) -> String {
    let folded = sanviec_text::fold(number);
    let parts = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

/// The refusal names the case to whoever may see it.
async fn used(tx: &Tx<'_>, ctx: &Ctx, holder: &placement::Row, kind: &str) -> Result<AppError, AppError> {
    let may_see = demand_of(ctx, Action::ReadPlacement, thing_for(ctx, tx, holder).await?).is_ok();
    let code = code_of(holder.id);
    let (vi, en) = if may_see {
        (format!("hồ sơ {code}"), format!("placement {code}"))
    } else {
        ("hồ sơ của người khác hoặc trung tâm khác".to_owned(), "a placement that is not yours to see".to_owned())
    };
    let (field, vi, en) = match kind {
        SCAN => (
            "document",
            format!("Bản quét này đã chứng minh cho {vi}. Tải lên bản quét của đúng hợp đồng này."),
            format!("This scan proves {en} already. Upload the scan of this very contract."),
        ),
        E_CONTRACT => (
            "reference",
            format!("Mã hợp đồng điện tử này đã chứng minh cho {vi}. Ghi mã của đúng hợp đồng này."),
            format!("This number of an electronic contract proves {en} already. Give that of this very contract."),
        ),
        _ => (
            "contract",
            format!("Hợp đồng số này của đơn vị đã chứng minh cho {vi}. Kiểm tra lại số hợp đồng."),
            format!("The employer's contract of this number proves {en} already. Check the number."),
        ),
    };
    Ok(FieldError::new(field, "proof_used", vi, en).into())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_number_is_one_however_it_is_written_and_two_are_two() {
        for same in ["HĐ 77/2026", "hd-77-2026", " HĐ  77 / 2026 ", "HD.77.2026"] {
            assert_eq!(plain(same), "hd-77-2026", "{same}");
        }
        assert_ne!(plain("1/12026"), plain("11/2026"));
    }
}
