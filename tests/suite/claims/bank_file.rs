//! The file in which a bank answered is kept as it came, for whoever may read the claims, and never handed out damaged.

use super::money::Money;
use crate::desk::person;
use crate::forms::code;
use sanviec_app::claims::{self, ResultView};
use sanviec_app::{Actor, AppError, Locale, Person, Role, Thing, accounts};
use sanviec_domain::posting::PostingCode;
use sanviec_store::testing::{as_superuser, each_backend};
use sanviec_store::{Backend, audit};

impl Money {
    /// A list that was sent, and the name by which the bank speaks of what is on it.
    pub(super) async fn sent(&self, number: u128) -> (String, String) {
        let claim = self.prepare(&self.confirmed(number).await).await.expect("prepared");
        self.approve_as(self.world.manager, &claim).await.expect("approved");
        let batch = self.list_of(&[&claim]).await.expect("a list");
        self.send(&batch).await.expect("sent");
        let name = self.codes(&batch).await.remove(0);
        (batch, name)
    }

    async fn files(&self, batch: &str) -> Vec<ResultView> {
        claims::batch(&self.world.app, &self.ctx(self.auditor), batch).await.expect("a list").results
    }

    async fn open_as(&self, who: Person, batch: &str, file: &str) -> Result<claims::BankFile, AppError> {
        claims::open_bank_file(&self.world.app, &self.ctx(who), batch, file).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_wrote_comes_back_byte_for_byte_and_each_look_is_noted() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (batch, name) = money.sent(1).await;
        // Longer than one piece, with words that nothing reads.
        let words = "đã ghi có, ".repeat(9_000);
        let rows = format!("{name},400000,PAID,2027-03-10,,{words}\n");
        let first = money.bank(&batch, &rows).await;
        let file = format!("code,dong,status,date,reason,note\n{rows}");
        let kept = money.files(&batch).await;
        assert_eq!((kept.len(), kept[0].size), (1, Some(file.len() as u64)));
        for who in [money.world.officer, money.world.manager, money.second, money.auditor] {
            let opened = money.open_as(who, &batch, &kept[0].id).await.expect("a file");
            assert!(opened.bytes == file.as_bytes() && opened.media.starts_with("text/csv"), "{who:?}");
        }
        let id = batch.parse::<PostingCode>().expect("a code").uuid();
        let rows_of = audit::list_of(money.world.app.store().reader(), id, 0, 100).await.expect("audit");
        assert_eq!(rows_of.iter().filter(|row| row.action == "open_bank_result").count(), 4);
        // The same file again is the one that is there.
        assert!(!first.came_before && money.bank(&batch, &rows).await.came_before);
        assert_eq!(money.files(&batch).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_bank_is_for_its_centre_and_its_list() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (batch, name) = money.sent(1).await;
        money.bank(&batch, &format!("{name},400000,PENDING,,,\n")).await;
        let (other, name) = money.sent(2).await;
        money.bank(&other, &format!("{name},400000,PENDING,,,\n")).await;
        let file = money.files(&batch).await.remove(0);
        let wrong = money.open_as(money.auditor, &other, &file.id).await.expect_err("of another list");
        assert_eq!(code(&wrong), "not_found");
        let app = &money.world.app;
        let operator = app.ctx(Actor::Operator, Locale::Vi);
        let there = accounts::add_centre(app, &operator, "Trung tâm Đắk Lắk", "66").await.expect("centre");
        for role in [Role::Officer, Role::CentreManager, Role::Auditor, Role::Moderator] {
            let stranger = person(app, &format!("{}@vidu.vn", role.code()), role, Thing::of_centre(there)).await;
            let refused = money.open_as(stranger, &batch, &file.id).await.expect_err("another centre's");
            assert_eq!(code(&refused), "forbidden", "{role:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_never_handed_out() {
    each_backend(|fresh| async move {
        let money = Money::new(&fresh).await;
        let (batch, name) = money.sent(1).await;
        money.bank(&batch, &format!("{name},400000,PENDING,,,\n")).await;
        let file = money.files(&batch).await.remove(0);
        let flipped = match fresh.backend {
            Backend::Sqlite => "UPDATE bank_chunk SET bytes = substr(bytes, 1, length(bytes) - 1) || x'00'",
            Backend::Postgres => "UPDATE bank_chunk SET bytes = set_byte(bytes, 60, get_byte(bytes, 60) # 1)",
        };
        let size = "UPDATE bank_result SET size = size + 1";
        let whole = "UPDATE bank_result SET size = size - 1";
        as_superuser(&fresh.store, &[size.to_owned()]).await;
        assert!(matches!(money.open_as(money.auditor, &batch, &file.id).await, Err(AppError::Internal(_))));
        as_superuser(&fresh.store, &[whole.to_owned()]).await;
        money.open_as(money.auditor, &batch, &file.id).await.expect("whole again");
        as_superuser(&fresh.store, &[flipped.to_owned()]).await;
        assert!(money.open_as(money.auditor, &batch, &file.id).await.is_err(), "one byte is another one");
    })
    .await;
}
