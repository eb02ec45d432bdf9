//! `JobPosting` of schema.org for search engines and partners, as Google reads it. Only on pages of live postings.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::Words;
use crate::format::{Currency, Per};

/// Pay for machines; not there when it is to be agreed.
#[derive(Clone, Debug)]
pub(crate) struct Salary {
    /// Lower end.
    pub(crate) min: Option<i64>,
    /// Upper end.
    pub(crate) max: Option<i64>,
    /// What one amount is for.
    pub(crate) per: Per,
    /// Currency.
    pub(crate) currency: Currency,
}

/// What is said about a posting. Empty lists and `None` leave their property out.
#[derive(Clone, Debug)]
pub(crate) struct JobPosting {
    /// Title without pay or place.
    pub(crate) title: Words,
    /// The text that is shown, as plain text; becomes HTML paragraphs.
    pub(crate) description: Vec<Words>,
    /// Day it was put up.
    pub(crate) posted_on: NaiveDate,
    /// Last day to apply; valid to the end of that day in Vietnam.
    pub(crate) valid_through: Option<NaiveDate>,
    /// `FULL_TIME`, `PART_TIME`, `CONTRACTOR`, `TEMPORARY`, `INTERN`, `OTHER`.
    pub(crate) employment: Vec<&'static str>,
    /// Name of the employer.
    pub(crate) employer: Words,
    /// Full address of the employer's page on this site.
    pub(crate) employer_url: String,
    /// Street (may be empty), commune, province.
    pub(crate) places: Vec<(Words, Words, Words)>,
    /// Done from anywhere in the country.
    pub(crate) remote: bool,
    /// Pay.
    pub(crate) salary: Option<Salary>,
    /// Name of the centre and code of the posting.
    pub(crate) identifier: (Words, String),
    /// Whether one can apply on this site.
    pub(crate) direct_apply: bool,
    /// Months of experience asked for; 0 for none.
    pub(crate) experience_months: Option<u32>,
    /// `high school`, `associate degree`, `bachelor degree`, `professional certificate`, `postgraduate degree`.
    pub(crate) credential: Option<&'static str>,
    /// People wanted.
    pub(crate) openings: Option<u32>,
    /// First day of work.
    pub(crate) starts_on: Option<NaiveDate>,
    /// Working hours in words.
    pub(crate) hours: Option<Words>,
    /// What is given, in words.
    pub(crate) benefits: Option<Words>,
    /// Code and name of the occupation.
    pub(crate) occupation: Option<Words>,
    /// Industry in words.
    pub(crate) industry: Option<Words>,
    /// Full address of the posting.
    pub(crate) url: String,
}

impl JobPosting {
    /// The data as text that can stand in a `script` element: no `<`, `>` or `&` is left in it.
    pub(crate) fn script(&self) -> String {
        let text = Value::Object(self.properties()).to_string();
        let mut safe = String::with_capacity(text.len() + 64);
        for letter in text.chars() {
            match letter {
                '<' => safe.push_str("\\u003c"),
                '>' => safe.push_str("\\u003e"),
                '&' => safe.push_str("\\u0026"),
                '\u{2028}' => safe.push_str("\\u2028"),
                '\u{2029}' => safe.push_str("\\u2029"),
                _ => safe.push(letter),
            }
        }
        safe
    }

    fn properties(&self) -> Map<String, Value> {
        let (centre, code) = &self.identifier;
        let mut all = Map::new();
        let mut put = |name: &str, value: Value| {
            if !value.is_null() {
                all.insert(name.to_owned(), value);
            }
        };
        put("@context", json!("https://schema.org/"));
        put("@type", json!("JobPosting"));
        put("title", json!(&*self.title));
        put("description", json!(self.html()));
        put("datePosted", json!(self.posted_on.to_string()));
        put("validThrough", json!(self.valid_through.map(|day| format!("{day}T23:59:59+07:00"))));
        put("employmentType", list(&self.employment));
        put("hiringOrganization", json!({"@type": "Organization", "name": &*self.employer, "url": self.employer_url}));
        put("jobLocation", self.locations());
        put("identifier", json!({"@type": "PropertyValue", "name": &**centre, "value": code}));
        put("directApply", json!(self.direct_apply));
        put("baseSalary", self.salary.as_ref().map_or(Value::Null, Salary::value));
        self.put_asked(&mut put);
        put("totalJobOpenings", json!(self.openings));
        put("jobStartDate", json!(self.starts_on.map(|day| day.to_string())));
        put("workHours", json!(self.hours.as_deref()));
        put("jobBenefits", json!(self.benefits.as_deref()));
        put("occupationalCategory", json!(self.occupation.as_deref()));
        put("industry", json!(self.industry.as_deref()));
        put("url", json!(self.url));
        all
    }

    fn put_asked(&self, put: &mut impl FnMut(&str, Value)) {
        if self.remote {
            put("jobLocationType", json!("TELECOMMUTE"));
            put("applicantLocationRequirements", json!({"@type": "Country", "name": "VN"}));
        }
        match self.experience_months {
            Some(0) => put("experienceRequirements", json!("no requirements")),
            Some(months) => put(
                "experienceRequirements",
                json!({"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}),
            ),
            None => {}
        }
        if let Some(credential) = self.credential {
            let value = json!({"@type": "EducationalOccupationalCredential", "credentialCategory": credential});
            put("educationRequirements", value);
        }
    }

    fn locations(&self) -> Value {
        let places = self.places.iter().map(|(street, commune, province)| {
            let mut address = json!({
                "@type": "PostalAddress",
                "addressLocality": &**commune,
                "addressRegion": &**province,
                "addressCountry": "VN",
            });
            if !street.is_empty() {
                address["streetAddress"] = json!(&**street);
            }
            json!({"@type": "Place", "address": address})
        });
        list(&places.collect::<Vec<_>>())
    }

    /// The description as HTML: each line a paragraph, signs of HTML escaped.
    fn html(&self) -> String {
        let mut html = String::new();
        for line in &self.description {
            html.push_str("<p>");
            html.push_str(&line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            html.push_str("</p>");
        }
        html
    }
}

impl Salary {
    fn value(&self) -> Value {
        let unit = match self.per {
            Per::Month => "MONTH",
            Per::Day => "DAY",
            Per::Hour => "HOUR",
            Per::Year => "YEAR",
            // Pay by the piece has no unit that is read.
            Per::Piece => return Value::Null,
        };
        let mut amount = json!({"@type": "QuantitativeValue", "unitText": unit});
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => amount["value"] = json!(min),
            (min, max) => {
                for (name, end) in [("minValue", min), ("maxValue", max)] {
                    if let Some(end) = end {
                        amount[name] = json!(end);
                    }
                }
            }
        }
        let currency = match self.currency {
            Currency::Vnd => "VND",
            Currency::Usd => "USD",
        };
        json!({"@type": "MonetaryAmount", "currency": currency, "value": amount})
    }
}

/// One value alone, several as a list, none as nothing.
fn list<T: serde::Serialize>(values: &[T]) -> Value {
    match values {
        [] => Value::Null,
        [one] => json!(one),
        several => json!(several),
    }
}
