//! Vacancies for a person, on the own page and at the desk: with why and how far, and with neither without the consent.

use sanviec_app::accounts::add_centre;
use sanviec_app::profiles::{self, Decide, Register, SavePart, register, typed, wording};
use sanviec_app::{Actor, Key, Locale, Role, Thing};
use sanviec_domain::Lang;
use sanviec_domain::consent::{Command, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::posting::{SkillMention, UnitLevel, UnitRef, Vintage, Workplace};
use sanviec_domain::profile::{Content, Field, Part};
use sanviec_store::testing::each_backend;

use super::super::site::{World, content};
use super::Browser;

const TITLE: &str = "Kế toán vật tư Ghềnh Ráng";
const REASONS: [&str; 3] = ["Kỹ năng chung: ", "Cùng nghề: ", "Cách nơi ở khoảng 1 km"];

/// With a vacancy for an accountant in the commune of the person's home, who can use a spreadsheet.
async fn world(store: sanviec_store::Store) -> World {
    let mut world = World::over(store).await;
    let mut wanted = content(TITLE, "52");
    let found = sanviec_reference::occupation::lookup("Kế toán", 1);
    wanted.occupation_code = found.first().map(|found| found.occupation.code.to_owned());
    let known = sanviec_reference::skill::named("Excel").expect("a skill");
    wanted.skills = vec![SkillMention { written: "Excel".to_owned(), skill_id: Some(known.id.to_owned()) }];
    let unit = UnitRef { code: "21583".to_owned(), level: UnitLevel::Commune, vintage: Vintage::Since2025 };
    let place = Workplace { unit: Some(unit), address_line: None, original: "Quy Nhơn".to_owned() };
    wanted.workplaces = vec![place];
    world.publish("Công ty TNHH Phú Tài", wanted).await;
    world.follow().await;
    world
}

async fn say(lan: &Browser<'_>, part: Part, field: Field, text: &str) {
    let app = &lan.world.app;
    let mut content = profiles::own_or_new(app, &lan.ctx).await.expect("own").content;
    let mark = profiles::mark(app, &content, part).expect("mark");
    typed::set(&mut content, field, &vec![vec![text.to_owned()]], &lan.ctx).expect("typed");
    let save = SavePart { profile_id: None, part, content, mark };
    profiles::save_part(app, &lan.ctx, save, &Key::fresh().expect("key")).await.expect("saved");
}

async fn decide(lan: &Browser<'_>, agrees: bool) {
    let agreed = agrees.then(|| wording(Purpose::Matching));
    let decide = Decide { matter: Matter::whole(Purpose::Matching), agreed };
    profiles::decide(&lan.world.app, &lan.ctx, decide, &Key::fresh().expect("key")).await.expect("decided");
}

#[tokio::test(flavor = "multi_thread")]
async fn vacancies_are_suggested_to_whoever_agreed_and_to_nobody_else() {
    each_backend(|fresh| async move {
        let world = world(fresh.store).await;
        let lan = Browser::seeker(&world).await;
        let shown = async || lan.get("/ho-so/goi-y").await.text;
        assert!(shown().await.contains("hồ sơ chưa ghi bạn muốn làm việc gì"), "there is no profile yet");
        say(&lan, Part::Wish, Field::WishTitle, "Kế toán").await;
        say(&lan, Part::Skills, Field::Skills, "Excel").await;
        say(&lan, Part::Residence, Field::PermanentUnit, "phường Quy Nhơn, Gia Lai").await;
        let alone = shown().await;
        assert!(alone.contains("chưa đồng ý “So hồ sơ với việc làm”") && !alone.contains(TITLE), "{alone}");
        assert!(alone.contains("class=\"govuk-button\" href=\"/ho-so/dong-y\""), "where it is agreed to: {alone}");

        decide(&lan, true).await;
        let agreed = shown().await;
        assert!(agreed.contains(TITLE) && agreed.contains(&format!("{}/", world.path(27))), "{agreed}");
        for reason in REASONS {
            assert!(agreed.contains(reason), "{reason}: {agreed}");
        }
        let english = lan.get("/en/ho-so/goi-y").await.text;
        assert!(english.contains("About 1 km from home") && english.contains("Skills in common: "), "{english}");
        assert!(lan.get("/ho-so").await.text.contains("href=\"/ho-so/goi-y\""));

        say(&lan, Part::Residence, Field::PermanentUnit, "xã Sín Thầu, Điện Biên").await;
        let far = shown().await;
        assert!(!far.contains(TITLE) && far.contains("Tìm “Kế toán” trên cả nước"), "{far}");
        for way in ["/viec-lam?q=", "/ho-so/phan/mobility"] {
            assert!(far.contains(&format!("href=\"{way}")), "nothing fits there, but there are ways on: {far}");
        }

        decide(&lan, false).await;
        let taken_back = shown().await;
        assert!(taken_back.contains("đã rút lại sự đồng ý") && !taken_back.contains(TITLE), "{taken_back}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_reads_why_a_vacancy_suits_a_person_only_of_whoever_agreed() {
    each_backend(|fresh| async move {
        let world = world(fresh.store).await;
        let operator = world.app.ctx(Actor::Operator, Locale::Vi);
        let centre = add_centre(&world.app, &operator, "Trung tâm Gia Lai", "52").await.expect("centre");
        let officer = Browser::new(&world, "canbo@vidu.vn", Role::Officer, Thing::of_centre(centre)).await;
        let mut content = Content::default();
        for (field, text) in [
            (Field::Name, "Nguyễn Thị Lan"),
            (Field::Birth, "11/05/1998"),
            (Field::WishTitle, "Kế toán"),
            (Field::Skills, "Excel"),
            (Field::PermanentUnit, "phường Quy Nhơn, Gia Lai"),
        ] {
            typed::set(&mut content, field, &vec![vec![text.to_owned()]], &officer.ctx).expect("typed");
        }
        let new = Register { content, branch_id: None };
        let lan = register(&world.app, &officer.ctx, new, &Key::fresh().expect("key")).await.expect("registered");
        let page = format!("/trung-tam/nguoi/{}/gioi-thieu", lan.code());
        let unasked = officer.get(&page).await.text;
        assert!(unasked.contains("chưa đồng ý so hồ sơ với việc làm") && !unasked.contains(TITLE), "{unasked}");
        let typed = "tu-khoa=K%E1%BA%BF+to%C3%A1n&noi=Quy+Nh%C6%A1n%2C+Gia+Lai";
        let before = officer.get(&format!("{page}?{typed}")).await.text;
        assert!(before.contains(TITLE) && before.contains("Không nêu lý do và khoảng cách"), "{before}");
        assert!(REASONS.iter().all(|reason| !before.contains(reason)), "{before}");

        let give = Command::Give {
            matter: Matter::whole(Purpose::Matching),
            wording: Wording { version: wording(Purpose::Matching), lang: Lang::Vi },
            shown: wording(Purpose::Matching),
            way: Way::OnPaper,
            giver: Giver::Person,
            evidence: Some("GĐY 12/2026".to_owned()),
        };
        profiles::record(&world.app, &officer.ctx, lan, give, &Key::fresh().expect("key")).await.expect("agreed");
        let after = officer.get(&page).await.text;
        for reason in REASONS {
            assert!(after.contains(reason), "{reason}: {after}");
        }
        assert!(!after.contains("Không nêu lý do"), "{after}");
        let far = officer.get(&format!("{page}?tu-khoa=K%E1%BA%BF+to%C3%A1n&noi=Pleiku%2C+Gia+Lai")).await.text;
        assert!(!far.contains(TITLE), "what is typed is looked for: {far}");
    })
    .await;
}
