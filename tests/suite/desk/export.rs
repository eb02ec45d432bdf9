//! Results that leave for the national exchange: of those who agree now, and of nobody else.

use super::{World, code, key};
use sanviec_app::desk::{self, Results};
use sanviec_app::secrets::Place;
use sanviec_app::{Format, profiles};
use sanviec_domain::consent::{Command as ConsentCommand, Giver, Matter, Purpose, Way, Wording};
use sanviec_domain::posting::PostingCode;
use sanviec_domain::profile::ProfileId;
use sanviec_domain::referral::{Command, Way as Sent};
use sanviec_store::testing::each_backend;
use sanviec_store::{audit, look, organisation, referral};

impl World {
    /// A person who was hired through a letter.
    pub(super) async fn hired(&self, number: u128) -> ProfileId {
        let letter = self.issue_for(self.officer, number).await.expect("issued").id;
        self.record(&letter, Command::Send(Sent::ByHand)).await.expect("sent");
        let hire = Command::Hire { told_on: on!("2026-11-24"), starts_on: on!("2026-11-25"), ends_on: None };
        self.record(&letter, hire).await.expect("hired");
        ProfileId(self.person(number).await.parse::<PostingCode>().expect("a code").uuid())
    }

    pub(super) async fn agree(&self, id: ProfileId, gives: bool) {
        let matter = Matter::whole(Purpose::NationalExchange);
        let command = if gives {
            let wording = Wording { version: 1, lang: sanviec_domain::Lang::Vi };
            let evidence = Some("GĐY 9/2026".to_owned());
            ConsentCommand::Give { matter, wording, shown: 1, way: Way::OnPaper, giver: Giver::Person, evidence }
        } else {
            ConsentCommand::Withdraw { matter, way: Way::ByTelephone, giver: Giver::Person }
        };
        profiles::record(&self.app, &self.ctx(self.officer), id, command, &key()).await.expect("recorded");
    }

    pub(super) async fn exported(&self) -> (Results, String) {
        let (ctx, days) = (self.ctx(self.officer), (on!("2026-11-01"), on!("2026-11-30")));
        let counted = desk::count_results(&self.app, &ctx, days).await.expect("counted");
        let file = desk::export_results(&self.app, &ctx, days, Format::Csv).await.expect("a file");
        assert_eq!(file.rows, counted.listed);
        (counted, String::from_utf8(file.bytes).expect("text"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_results_of_those_who_agree_now_are_exported_and_the_others_are_counted() {
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let (one, other) = (world.hired(1).await, world.hired(2).await);
        let (counted, file) = world.exported().await;
        assert_eq!(counted, Results { listed: 0, left_out: 2 });
        assert!(!file.contains("Nguyễn Thị Lan"), "{file}");
        world.agree(one, true).await;
        let (counted, file) = world.exported().await;
        assert_eq!(counted, Results { listed: 1, left_out: 1 });
        assert_eq!(file.matches("Nguyễn Thị Lan").count(), 1, "{file}");
        let reader = world.app.store().reader();
        for (id, looks) in [(one, 1), (other, 0)] {
            let noted = look::list_of(reader, &[id.0], None, 50).await.expect("looks");
            assert_eq!(noted.iter().filter(|look| look.why == "export").count(), looks, "who went out can read it");
        }
        let trail = audit::list_of(reader, world.centre, 0, 50).await.expect("trail");
        let told: Vec<_> =
            trail.iter().filter(|row| row.action == "export_results").filter_map(|row| row.after.clone()).collect();
        assert_eq!(told, [r#"{"left_out":2,"rows":0}"#, r#"{"left_out":1,"rows":1}"#]);
        // Taken back, it counts at once.
        world.pass_days(1);
        world.agree(one, false).await;
        assert_eq!(world.exported().await.0, Results { listed: 0, left_out: 2 });
        let (ctx, backwards) = (world.ctx(world.officer), (on!("2026-11-02"), on!("2026-11-01")));
        let late = desk::count_results(&world.app, &ctx, backwards).await.expect_err("backwards");
        assert_eq!(code(&late), "days_out_of_range");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn form_04_has_the_number_and_the_main_line_of_an_employer_without_a_tax_code() {
    const NUMBER: &str = "052099001234";
    each_backend(|fresh| async move {
        let world = World::new(&fresh).await;
        let lan = world.hired(1).await;
        world.agree(lan, true).await;
        let line = sanviec_reference::industry::get("C").expect("a section").name_vi;
        let before = world.exported().await.1;
        assert!(!before.contains(NUMBER) && !before.contains(line), "nobody registered it: {before}");
        let reader = world.app.store().reader();
        let employer_id = referral::list_of_profile(reader, lan.0).await.expect("letters")[0].employer_id;
        let keys = world.app.keys().expect("keys");
        let place = Place { table: "organisation", column: "number", row: employer_id };
        let household = &organisation::Row {
            id: employer_id,
            version: 1,
            kind: "household".into(),
            centre_id: world.centre,
            tax_code: None,
            number: Some(keys.seal(place, NUMBER.as_bytes()).expect("sealed")),
            number_lookup: keys.lookup("personal_number", NUMBER).map(Vec::from),
            employer_type: "private".into(),
            industry_code: "C".into(),
            size: "10-50".into(),
            details: Vec::new(),
            entered_by: None,
            due_at: None,
            created_at: 0,
            updated_at: 0,
        };
        let write = world.app.store().write("register", |tx| Box::pin(organisation::insert(tx, household)));
        write.await.expect("registered");
        let (counted, after) = world.exported().await;
        assert_eq!(counted, Results { listed: 1, left_out: 0 });
        assert!(after.contains(NUMBER) && after.contains(line), "{after}");
    })
    .await;
}
