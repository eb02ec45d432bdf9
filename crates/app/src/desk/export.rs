//! Results of matching in the twelve columns of form 04 (Decree 352/2025/NĐ-CP), as a table for people and as CSV for
//! the national exchange. In it stand those who agreed that their results are sent there, and how many are left out is
//! said. Everybody in the file is looked at, and can read that they were.

use super::referral_row::{life_of, text_of};
use super::{entry, own_centre};
use crate::app::App;
use crate::ctx::Ctx;
use crate::download::{Cell, Export, Format, Table};
use crate::error::{AppError, FieldError};
use crate::organisations;
use crate::profiles::consents::ledgers;
use crate::profiles::look::{Why, note};
use crate::profiles::{Profile, demand_for, load_surviving, typed, visible};
use crate::rights::{Action, Fields, Thing, demand_of};
use crate::rows;
use chrono::NaiveDate;
use sanviec_domain::consent::{Matter, Purpose};
use sanviec_domain::person::Sex;
use sanviec_domain::posting::TechnicalLevel;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::referral::Stage;
use sanviec_domain::time::{day_number, days_after, short_date};
use sanviec_reference::industry;
use sanviec_store::{audit, employer, posting, referral};
use uuid::Uuid;

/// Longest stretch of one file, in days.
const DAYS: i64 = 400;
/// Hires whose consents are asked for at once.
const AT_ONCE: usize = 250;
/// Headings of the form, in its order.
const HEADINGS: [&str; 13] = [
    "STT",
    "Số định danh cá nhân",
    "Họ và tên",
    "Trình độ",
    "Giới tính",
    "Mã số doanh nghiệp/mã số thuế",
    "Tên đơn vị",
    "Ngành nghề chính",
    "Địa chỉ",
    "Vị trí việc làm",
    "Mức lương",
    "Ngày bắt đầu làm việc",
    "Ghi chú",
];

/// How many people a file of results has, and how many who did not agree are left out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Results {
    pub listed: usize,
    pub left_out: usize,
}

/// What a file of these days would hold, both ends included. Nobody is shown.
pub async fn count_results(app: &App, ctx: &Ctx, days: (NaiveDate, NaiveDate)) -> Result<Results, AppError> {
    let (centre_id, _) = may_export(ctx, days)?;
    let (found, left_out) = agreed(app, ctx, centre_id, days).await?;
    Ok(Results { listed: found.len(), left_out })
}

fn may_export(ctx: &Ctx, (from, through): (NaiveDate, NaiveDate)) -> Result<(Uuid, Fields), AppError> {
    let (_, centre_id, _) = own_centre(ctx, Action::ReadDesk)?;
    let fields = demand_of(ctx, Action::ReadProfile, Thing::of_centre(centre_id))?;
    if through < from || (through - from).num_days() > DAYS {
        let vi = "Chọn từ ngày trước đến ngày, trong vòng 400 ngày.";
        let en = "Choose a first day before the last, at most 400 days apart.";
        return Err(FieldError::new("from", "days_out_of_range", vi, en).into());
    }
    Ok((centre_id, fields))
}

/// A hire, with the profile of the person, or the one that it became part of, where it is still there.
type Agreed = (referral::Row, Option<Profile>);

/// Hires of these days of people who agree now that results go to the national exchange, and how many there are
/// besides. Whoever took the profile away agreed to nothing that holds.
async fn agreed(
    app: &App,
    ctx: &Ctx,
    centre_id: Uuid,
    (from, through): (NaiveDate, NaiveDate),
) -> Result<(Vec<Agreed>, usize), AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let stretch = (day_number(from), day_number(days_after(through, 1)));
    let (mut listed, mut left_out) = (Vec::new(), 0);
    for rows in referral::list_started(reader, centre_id, stretch).await?.chunks(AT_ONCE) {
        let mut people = Vec::with_capacity(rows.len());
        for row in rows {
            people.push(match load_surviving(reader, keys, row.profile_id).await {
                Ok(profile) => Some(profile),
                Err(AppError::Gone | AppError::NotFound) => None,
                Err(error) => return Err(error),
            });
        }
        let ids: Vec<Uuid> = people.iter().flatten().map(|profile| profile.id.0).collect();
        let given = ledgers(reader, &ids).await?;
        for (row, profile) in rows.iter().zip(people) {
            let matter = Matter::whole(Purpose::NationalExchange);
            let agrees = profile.as_ref().is_some_and(|profile| {
                let demand = demand_for(matter, profile, ctx);
                given.get(&profile.id.0).is_some_and(|ledger| ledger.allows(demand, ctx.now).is_ok())
            });
            if agrees {
                listed.push((row.clone(), profile));
            } else {
                left_out += 1;
            }
        }
    }
    Ok((listed, left_out))
}

/// People hired through the own centre whose work began in a stretch of days, both ends included, as far as they
/// agreed.
pub async fn export_results(
    app: &App,
    ctx: &Ctx,
    days: (NaiveDate, NaiveDate),
    format: Format,
) -> Result<Export, AppError> {
    let (centre_id, fields) = may_export(ctx, days)?;
    let (found, left_out) = agreed(app, ctx, centre_id, days).await?;
    let (mut lines, mut looks) = (Vec::with_capacity(found.len()), Vec::new());
    for one in &found {
        let (line, looked) = line(app, one, fields, lines.len() + 1).await?;
        lines.push(line);
        looks.extend(looked);
    }
    noted(app, ctx, centre_id, (looks, left_out)).await?;
    let mut lines: Vec<Vec<Cell>> = lines.into_iter().map(|line| line.map(Cell::Text).to_vec()).collect();
    let rows = lines.len();
    if format == Format::Xlsx && left_out > 0 {
        // Programs read the other one, where every line is a person.
        let said = format!("Không có trong bảng: {left_out} người chưa đồng ý gửi kết quả sang sàn việc làm quốc gia.");
        lines.push([String::new(), String::new(), said].map(Cell::Text).to_vec());
    }
    let table = Table { sheet: "Mẫu 04", headings: &HEADINGS, lines: &lines };
    let (from, through) = days;
    let file = table.file(&format!("ket-qua-gioi-thieu-{from}-{through}"), format)?;
    Ok(Export { rows, ..file })
}

type Line = [String; 13];

async fn line(
    app: &App,
    (row, profile): &Agreed,
    fields: Fields,
    number: usize,
) -> Result<(Line, Option<(ProfileId, Vec<Field>)>), AppError> {
    let (reader, keys) = (app.store().reader(), app.keys()?);
    let (life, text) = (life_of(keys, row)?, text_of(keys, row)?);
    let content = profile.as_ref().map(|profile| &profile.content);
    let said = |field: Field| {
        let content = content.filter(|_| visible(fields, field.class()));
        content.and_then(|content| typed::get(content, field).into_iter().flatten().next()).unwrap_or_default()
    };
    let employer = employer::find(reader, row.employer_id).await?;
    let posting = posting::find(reader, row.posting_id).await?.map(rows::read).transpose()?;
    let organisation = organisations::on_forms(app, row.employer_id).await?;
    // The form asks for the employer's main line; where nobody registered it, the vacancy's is the nearest.
    let of_posting = posting.as_ref().and_then(|posting| posting.content.industry_code.as_deref());
    let line = organisation.as_ref().map(|organisation| organisation.industry_code.as_str()).or(of_posting);
    let industry = line.and_then(industry::get).map(|found| found.name_vi.to_owned()).unwrap_or_default();
    let tax_code = employer.as_ref().and_then(|employer| employer.tax_code.clone());
    // A household or a person has a personal number and no tax code. It is told to the centre that serves them alone.
    let sees_numbers = visible(fields, Field::PersonalNumber.class());
    let served = organisation.filter(|organisation| sees_numbers && organisation.centre_id == row.centre_id);
    let number_of_employer = tax_code.or_else(|| served.map(|organisation| organisation.number));
    let starts_on = match &life.stage {
        Stage::Hired(hire) => short_date(hire.starts_on),
        _ => String::new(),
    };
    let line = [
        number.to_string(),
        said(Field::PersonalNumber),
        if fields.has(Fields::NAME) { text.person_name } else { String::new() },
        level_words(&said(Field::TechnicalLevel)).to_owned(),
        sex_words(&said(Field::Sex)).to_owned(),
        number_of_employer.unwrap_or_default(),
        text.employer_name,
        industry,
        text.workplace.unwrap_or_default(),
        text.posting_title,
        posting.as_ref().and_then(|posting| posting.content.pay.as_ref()).map(wage_code).unwrap_or_default(),
        starts_on,
        String::new(),
    ];
    let shown = [Field::Name, Field::PersonalNumber, Field::TechnicalLevel, Field::Sex];
    Ok((line, profile.as_ref().map(|profile| (profile.id, shown.to_vec()))))
}

/// A technical level as the form prints it.
fn level_words(code: &str) -> &'static str {
    match TechnicalLevel::find_by_code(code) {
        Some(TechnicalLevel::Untrained) => "Chưa qua đào tạo",
        Some(TechnicalLevel::SkilledWithoutPaper) => "Công nhân kỹ thuật không bằng",
        Some(TechnicalLevel::Elementary) => "Sơ cấp",
        Some(TechnicalLevel::Intermediate) => "Trung cấp",
        Some(TechnicalLevel::College) => "Cao đẳng",
        Some(TechnicalLevel::University) => "Đại học",
        Some(TechnicalLevel::Master) => "Thạc sĩ",
        Some(TechnicalLevel::Doctor) => "Tiến sĩ",
        None => "",
    }
}

/// The sex as the form prints it.
fn sex_words(code: &str) -> &'static str {
    match Sex::find_by_code(code) {
        Some(Sex::Male) => "Nam",
        Some(Sex::Female) => "Nữ",
        None => "",
    }
}

/// The five bands of the form by the lower end of what the vacancy pays a month, upper end included in a band.
fn wage_code(pay: &sanviec_domain::pay::Pay) -> String {
    use sanviec_domain::pay::{Currency, Pay, Per};
    let Pay::Band(band) = pay else { return String::new() };
    let monthly = band.per == Per::Month && band.currency == Currency::Vnd;
    let Some(dong) = band.min.or(band.max).filter(|_| monthly) else { return String::new() };
    let code = match dong {
        ..5_000_000 => 1,
        5_000_000..=10_000_000 => 2,
        10_000_001..=20_000_000 => 3,
        20_000_001..=50_000_000 => 4,
        _ => 5,
    };
    code.to_string()
}

async fn noted(
    app: &App,
    ctx: &Ctx,
    centre_id: Uuid,
    (looks, left_out): (Vec<(ProfileId, Vec<Field>)>, usize),
) -> Result<(), AppError> {
    let looks: Vec<_> = looks.into_iter().map(|(id, fields)| (app.ids().next(), id, fields)).collect();
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (ctx, looks) = (&ctx, &looks);
        let write = store.write("export_results", |tx| {
            Box::pin(async move {
                for (id, profile_id, fields) in looks {
                    note(tx, ctx, *id, (*profile_id, Why::Export), fields).await?;
                }
                let after = Some(format!(r#"{{"rows":{},"left_out":{left_out}}}"#, looks.len()));
                Ok::<_, AppError>(
                    audit::append(tx, &[entry(ctx, "export_results", ("centre", centre_id), after)]).await?,
                )
            })
        });
        write.await
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wages_fall_into_the_bands_of_the_form() {
        use sanviec_domain::pay::{Band, Currency, Pay, Per, Tax};
        for (min, code) in [(4_999_999, "1"), (5_000_000, "2"), (10_000_000, "2"), (10_000_001, "3"), (50_000_001, "5")]
        {
            let band = Band { min: Some(min), max: None, per: Per::Month, currency: Currency::Vnd, tax: Tax::Unknown };
            assert_eq!(wage_code(&Pay::Band(band)), code, "{min}");
        }
        assert_eq!(wage_code(&Pay::Agreed), "");
    }
}
