//! The letter of the person who is signed in: found in the list, printed, and not printed any more once it is over.

use sanviec_app::{Role, Thing, desk};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::referral::{Command, WithdrawReason};
use sanviec_domain::why::Why;
use sanviec_store::referral;

use super::things::{ctx_of, key};
use super::{State, Walk};

#[tokio::test]
async fn the_person_finds_and_prints_the_own_letter_until_it_is_over() {
    let mut walk = Walk::full().await;
    let token = walk.session(Role::Seeker, State::Live).await;
    let proof = walk.objects.named("own_letter", "own", "");
    let row = referral::find_by_proof(walk.world.app.store().reader(), &proof).await.expect("read").expect("a letter");
    for prefix in ["", "/en"] {
        let (list, path) = (format!("{prefix}/ho-so/phieu-hen"), format!("{prefix}/ho-so/phieu/{proof}"));
        let (status, shown) = walk.ask_at("GET", &list, Some(&token), "").await;
        assert!(status == "200" && shown.contains(&format!("href=\"{path}\"")), "{status} {shown}");
        let (status, paper) = walk.ask_at("GET", &path, Some(&token), "").await;
        assert_eq!(status, "200", "{path}");
        assert!(paper.contains("PHIẾU GIỚI THIỆU VIỆC LÀM") && paper.contains(&format!("/giay/{proof}")), "{paper}");
        assert!(paper.contains(&format!("href=\"{list}\"")), "a way back: {paper}");
        assert!(walk.planted.shown(&paper).contains(&"phone"), "it says how the person is reached: {paper}");
    }
    let (officer, place) = (walk.people[&Role::Officer].0, Thing::of_centre(walk.places.centre));
    let officer = ctx_of(&walk.world, officer, Role::Officer, place);
    let command = Command::Withdraw(Why::plain(WithdrawReason::Mistake));
    let record = desk::Record { id: PostingCode::of(row.id).to_string(), version: None, command };
    desk::record(&walk.world.app, &officer, record, &key()).await.expect("taken back");
    let path = format!("/ho-so/phieu/{proof}");
    let (answer, _) = walk.ask_at("GET", &path, Some(&token), "").await;
    assert_eq!(answer, "303 /ho-so/phieu-hen", "it is not printed any more");
    let (_, shown) = walk.ask_at("GET", "/ho-so/phieu-hen", Some(&token), "").await;
    assert!(!shown.contains(&path) && shown.contains("Phiếu đã được thu hồi"), "{shown}");
}
