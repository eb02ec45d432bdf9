//! Trial organisations of a demo: one that is verified, with members and adverts in each state, and one that waits for
//! an officer. Everything goes the way that people go.

use crate::Failure;
use sanviec_app::hiring::{self, Begin, Moderate, STEPS, Save, Verdict};
use sanviec_app::organisations::{self, Decide, Decision, EvidenceTyped, Invite, Registration};
use sanviec_app::{Actor, App, Ctx, Key, Locale, Person, Role};
use sanviec_domain::time::short_date;
use uuid::Uuid;

/// Who takes part: accounts, and the centre.
pub(crate) struct Cast {
    pub(crate) centre: Uuid,
    pub(crate) moderator: Uuid,
    /// Administers the verified organisation.
    pub(crate) administrator: Uuid,
    /// Its recruiter, with the address that is invited.
    pub(crate) recruiter: (Uuid, &'static str),
    /// Registered a household that waits.
    pub(crate) newcomer: Uuid,
}

/// Makes both organisations. Answers with the verified one and its public advert.
pub(crate) async fn fill(app: &App, cast: &Cast) -> Result<(Uuid, Uuid), Failure> {
    let administrator = ctx(app, cast.administrator, Role::Seeker, (None, None));
    let form = enterprise(cast.centre);
    let own = organisations::register(app, &administrator, form, &Key::fresh()?).await?;
    let administrator = ctx(app, cast.administrator, Role::EmployerAdministrator, (None, Some(own)));
    let (recruiter, contact) = cast.recruiter;
    let invite = Invite {
        organisation: own,
        contact: contact.to_owned(),
        label: "Trần Văn Bình".to_owned(),
        role: "recruiter".to_owned(),
    };
    organisations::invite(app, &administrator, invite, &Key::fresh()?).await?;
    let recruiter = ctx(app, recruiter, Role::Seeker, (None, None));
    organisations::join(app, &recruiter, own, &Key::fresh()?).await?;
    let moderator = ctx(app, cast.moderator, Role::Moderator, (Some(cast.centre), None));
    verify(app, &moderator, own).await?;
    let advert = adverts(app, (&administrator, &moderator), own).await?;
    newcomer(app, cast).await?;
    Ok((own, advert))
}

fn ctx(app: &App, account_id: Uuid, role: Role, (centre_id, employer_id): (Option<Uuid>, Option<Uuid>)) -> Ctx {
    let person = Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id, is_fresh: true };
    app.ctx(Actor::Person(person), Locale::Vi)
}

fn enterprise(centre: Uuid) -> Registration {
    let text = |text: &str| text.to_owned();
    Registration {
        kind: text("enterprise"),
        number: text("0100233488"),
        name: text("Công ty TNHH May Bình Minh (dữ liệu thử)"),
        employer_type: text("non_state"),
        industry: text("C"),
        size: text("201_500"),
        address: text("Lô B12, khu công nghiệp Phú Tài, Gia Lai"),
        phone: text("0256 3822 123"),
        email: text("nhansu@binhminh.vidu.vn"),
        representative: text("Nguyễn Thị Lan"),
        centre: centre.to_string(),
    }
}

async fn verify(app: &App, moderator: &Ctx, organisation: Uuid) -> Result<(), Failure> {
    let version = organisations::view(app, moderator, organisation).await?.verification.version;
    let evidence = EvidenceTyped {
        kind: "register_lookup".to_owned(),
        reference: "Tra cứu mã số thuế, tên và địa chỉ khớp".to_owned(),
        seen_on: String::new(),
    };
    let through = short_date(moderator.now.plus_days(365).day());
    let decision = Decision::Verify { evidence: vec![evidence], through };
    organisations::decide(app, moderator, &Decide { organisation, version, decision }, &Key::fresh()?).await?;
    Ok(())
}

/// One that is public, which is answered; one that waits for an officer, one that is still being written.
async fn adverts(app: &App, (own, moderator): (&Ctx, &Ctx), employer: Uuid) -> Result<Uuid, Failure> {
    let public = written(app, own, employer, &[("title", "Công nhân may công nghiệp"), ("wanted", "60")]).await?;
    hand_in(app, own, public).await?;
    let version = hiring::own(app, own, public).await?.version;
    let moderate = Moderate { posting: public, version, verdict: Verdict::Publish };
    hiring::moderate(app, moderator, moderate, &Key::fresh()?).await?;
    let fields = [("title", "Nhân viên kho"), ("contract_months", "6"), ("wanted", "3")];
    let waiting = written(app, own, employer, &fields).await?;
    hand_in(app, own, waiting).await?;
    hiring::begin(app, own, Begin { employer, copy_of: Some(public) }, &Key::fresh()?).await?;
    Ok(public)
}

async fn hand_in(app: &App, own: &Ctx, id: Uuid) -> Result<(), Failure> {
    let version = hiring::own(app, own, id).await?.version;
    hiring::submit(app, own, id, version, &Key::fresh()?).await?;
    Ok(())
}

async fn written(app: &App, own: &Ctx, employer: Uuid, more: &[(&str, &str)]) -> Result<Uuid, Failure> {
    let day = |days| short_date(own.now.plus_days(days).day());
    let (deadline, ready) = (day(30), day(45));
    let usual = [
        ("description", "Vận hành máy may một kim trong xưởng có điều hòa. Được hướng dẫn trong tuần đầu."),
        ("location", "Phường Quy Nhơn, Gia Lai"),
        ("address", "Lô B12, khu công nghiệp Phú Tài"),
        ("wanted", "10"),
        ("position", "staff"),
        ("pay", "8 - 12 triệu"),
        ("meals", "1"),
        ("transport", "provided"),
        ("contract", "12_36"),
        ("working_time", "full"),
        ("education", "lower_secondary"),
        ("technical_level", "untrained"),
        ("experience", "none"),
        ("recruiting", "in_person"),
        ("deadline_on", deadline.as_str()),
        ("ready_on", ready.as_str()),
    ];
    let id = hiring::begin(app, own, Begin { employer, copy_of: None }, &Key::fresh()?).await?;
    for step in &STEPS {
        let value = |name: &str| {
            let given = usual.iter().chain(more).rfind(|(known, _)| *known == name);
            given.map(|(_, value)| (*value).to_owned()).into_iter().collect()
        };
        let typed = step.fields.iter().map(|field| (field.name, value(field.name))).collect();
        let version = hiring::own(app, own, id).await?.version;
        hiring::save(app, own, Save { posting: id, version, step, typed }, &Key::fresh()?).await?;
    }
    Ok(id)
}

/// A household that handed its papers in and waits.
async fn newcomer(app: &App, cast: &Cast) -> Result<(), Failure> {
    let seeker = ctx(app, cast.newcomer, Role::Seeker, (None, None));
    let form = Registration {
        kind: "household".to_owned(),
        number: "052080001234".to_owned(),
        name: "Hộ kinh doanh Quán cơm Cô Ba (dữ liệu thử)".to_owned(),
        industry: "I".to_owned(),
        size: "under_10".to_owned(),
        representative: "Lê Thị Ba".to_owned(),
        ..enterprise(cast.centre)
    };
    let own = organisations::register(app, &seeker, form, &Key::fresh()?).await?;
    let administrator = ctx(app, cast.newcomer, Role::EmployerAdministrator, (None, Some(own)));
    let paper = EvidenceTyped {
        kind: "registration_paper".to_owned(),
        reference: "Giấy chứng nhận đăng ký hộ kinh doanh 35A8001234".to_owned(),
        seen_on: String::new(),
    };
    organisations::submit(app, &administrator, own, &[paper], &Key::fresh()?).await?;
    Ok(())
}
