//! A whole exchange on a fresh database: what the suites of postings share. One place touches the API of the use
//! cases.

use sanviec_app::find::{self, Card, Found, Params};
use sanviec_app::import::{self, Options, Report, Row};
use sanviec_app::{Actor, App, AppError, Clock, Ctx, Facts, Ids, Locale};
use sanviec_domain::time::Micros;
use sanviec_search::Index;
use sanviec_store::testing::Fresh;
use serde_json::Value;

/// Tuesday 24 November 2026, 09:00 in Viet Nam.
pub(crate) const NOW: Micros = Micros(1_795_485_600_000_000);

/// An exchange whose clock is cranked by hand. Dropped with events that the index has not taken in, it fails the
/// test.
pub(crate) struct Exchange {
    pub(crate) app: App,
}

impl Exchange {
    pub(crate) fn new(fresh: &Fresh) -> Self {
        let index = Index::in_memory().expect("index");
        let app = App::new(fresh.store.clone(), index, Clock::at(NOW), Ids::System, Facts::default());
        Self { app }
    }

    pub(crate) fn ctx(&self, actor: Actor) -> Ctx {
        self.app.ctx(actor, Locale::Vi)
    }

    /// Takes in rows given as JSON lines.
    pub(crate) async fn import(&self, lines: &str) -> Report {
        self.import_as(lines, false).await.expect("import")
    }

    pub(crate) async fn import_as(&self, lines: &str, complete: bool) -> Result<Report, AppError> {
        let rows: Vec<Result<Row, import::Unreadable>> = lines
            .lines()
            .enumerate()
            .map(|(at, line)| {
                let Ok(Value::Object(fields)) = serde_json::from_str(line) else { panic!("not JSON: {line}") };
                Ok(Row { line: at as u64 + 1, fields: fields.into_iter().collect() })
            })
            .collect();
        self.import_rows(Box::new(rows.into_iter()), complete).await
    }

    /// Takes in a file as it is.
    pub(crate) async fn import_file(&self, name: &str, text: &[u8], complete: bool) -> Result<Report, AppError> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("file");
        self.import_rows(import::open(&path).expect("rows"), complete).await
    }

    pub(crate) async fn import_rows(&self, rows: import::Rows, complete: bool) -> Result<Report, AppError> {
        let options = Options { source: "board".into(), dry_run: false, complete };
        import::run(&self.app, &self.ctx(Actor::Operator), rows, &options).await
    }

    /// Lets the index take in everything that was committed.
    pub(crate) async fn follow(&self) {
        if self.app.index().cursor().expect("cursor").is_none() {
            sanviec_jobs::rebuild(&self.app).await.expect("rebuilt");
        }
        while sanviec_jobs::follow_once(&self.app).await.expect("followed") > 0 {}
    }

    pub(crate) async fn find(&self, params: &Params) -> Result<Found, AppError> {
        find::postings(&self.app, &self.ctx(Actor::Public), params).await
    }

    /// Ids at the source of what a search for words finds, in order.
    pub(crate) async fn words(&self, q: &str) -> Vec<String> {
        let found = self.find(&Params { q: q.into(), ..Params::default() }).await.expect("found");
        ids(&found)
    }
}

/// Ids at the source, in order.
pub(crate) fn ids(found: &Found) -> Vec<String> {
    found.items.iter().filter_map(|item| card(&item.card).source_id).collect()
}

pub(crate) fn card(json: &[u8]) -> Card {
    serde_json::from_slice(json).expect("a card")
}

/// Adverts that differ in what searches must tell apart.
pub(crate) const ADVERTS: &str = r#"{"id":"may","title":"Công nhân may","company":"Công ty TNHH May Sông Hồng","location":"Thuận An, Bình Dương","salary":"8 - 12 triệu","posted":"2026-11-20","description":"May công nghiệp, có chỗ ở.","skills":["May công nghiệp"]}
{"id":"xuc","title":"Công nhân máy xúc","company":"Công ty CP Xây dựng Năm","location":"Quận 7, TPHCM","salary":"15 - 20 triệu","posted":"2026-11-21","description":"Lái máy xúc ở công trường."}
{"id":"ketoan","title":"Kế toán trưởng","company":"Công ty TNHH Hòa Bình","location":"Phường Cầu Giấy, Hà Nội","salary":"Thoả thuận","posted":"2026-11-22","description":"Lập báo cáo tài chính.","deadline":"2026-12-10"}
{"id":"ketoan2","title":"Ke toan tong hop","company":"Cong ty TNHH Minh Anh","location":"Quan 7, Ho Chi Minh","salary":"10-15tr","posted":"2026-11-23","description":"lam so sach ke toan, bao cao thue"}
{"id":"nvkd","title":"NVKD khu vực miền Tây","company":"Công ty CP Sữa Xanh","location":"Ninh Kiều, Cần Thơ","salary":"Up to 2000 USD","posted":"2026-11-10","description":"Tìm khách hàng mới."}
{"id":"java","title":"Java Developer","company":"Sao Software","location":"Ha Noi","salary":"You'll love it","posted":"2026-10-01","skills":["Java","Spring Boot"]}"#;
