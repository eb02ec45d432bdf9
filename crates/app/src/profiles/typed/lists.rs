//! Fields that are lists of several things said: jobs, certificates, languages, a trade, a knowledge of computers.

use super::{Typed, decoded, said};
use crate::error::FieldError;
use sanviec_domain::profile::{Certificate, Computing, Content, Field, Grade, Job, Language, Month, Trade};

fn column(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", |text| text.trim())
}

/// Rows in which something is said.
fn rows(typed: &Typed) -> impl Iterator<Item = &Vec<String>> {
    typed.iter().filter(|row| row.iter().any(|text| !text.trim().is_empty()))
}

/// Employer, post, work, first month, last month.
pub(super) fn jobs(typed: &Typed) -> Result<Vec<Job>, FieldError> {
    let job = |row: &Vec<String>| {
        Ok(Job {
            employer: said(column(row, 0)),
            post: said(column(row, 1)),
            work: said(column(row, 2)),
            from: month(column(row, 3))?,
            until: month(column(row, 4))?,
        })
    };
    rows(typed).map(job).collect()
}

pub(super) fn of_jobs(content: &Content) -> Typed {
    let written =
        |month: Option<Month>| month.map(|month| format!("{:02}/{}", month.month(), month.year())).unwrap_or_default();
    let row = |job: &Job| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![text(&job.employer), text(&job.post), text(&job.work), written(job.from), written(job.until)]
    };
    content.experience.jobs.iter().map(row).collect()
}

/// `6/2021`, `06-2021`, `2021-06`, or a year alone, which means its first month.
fn month(text: &str) -> Result<Option<Month>, FieldError> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let (year, month) = match parts[..] {
        [year] => (year, "1"),
        [year, month] if year.len() == 4 => (year, month),
        [month, year] => (year, month),
        _ => ("", ""),
    };
    let read = year.parse().ok().zip(month.parse().ok()).and_then(|(year, month)| Month::new(year, month));
    read.map(Some).ok_or_else(|| {
        let (vi, en) = ("Ghi tháng và năm, ví dụ 06/2021.", "Write month and year, for example 06/2021.");
        FieldError::new(Field::Jobs.code(), "month_unclear", vi, en)
    })
}

/// Name, year.
pub(super) fn certificates(typed: &Typed) -> Result<Vec<Certificate>, FieldError> {
    let year = |text: &str| {
        if text.is_empty() {
            return Ok(None);
        }
        let year: Option<i32> = text.parse().ok().filter(|year| (1900..2200).contains(year));
        year.map(Some).ok_or_else(|| {
            let (vi, en) = ("Ghi năm gồm 4 chữ số, ví dụ 2020.", "Write the year with 4 digits, for example 2020.");
            FieldError::new(Field::Certificates.code(), "year_unclear", vi, en)
        })
    };
    rows(typed).map(|row| Ok(Certificate { name: column(row, 0).to_owned(), year: year(column(row, 1))? })).collect()
}

pub(super) fn of_certificates(content: &Content) -> Typed {
    let row = |one: &Certificate| vec![one.name.clone(), one.year.map(|year| year.to_string()).unwrap_or_default()];
    content.education.others.iter().map(row).collect()
}

/// Name, grade as written.
pub(super) fn trade(typed: &Typed) -> Option<Trade> {
    rows(typed).next().map(|row| Trade { name: column(row, 0).to_owned(), grade: said(column(row, 1)) })
}

pub(super) fn of_trade(content: &Content) -> Typed {
    let row = |trade: &Trade| vec![trade.name.clone(), trade.grade.clone().unwrap_or_default()];
    content.education.trade.iter().map(row).collect()
}

/// Name, certificate, grade by code.
pub(super) fn languages(typed: &Typed) -> Result<Vec<Language>, FieldError> {
    let language = |row: &Vec<String>| {
        Ok(Language {
            name: column(row, 0).to_owned(),
            certificate: said(column(row, 1)),
            grade: decoded(Field::Languages, column(row, 2), Grade::find_by_code)?,
        })
    };
    rows(typed).map(language).collect()
}

pub(super) fn of_languages(content: &Content) -> Typed {
    let row = |language: &Language| {
        vec![language.name.clone(), language.certificate.clone().unwrap_or_default(), code(language.grade)]
    };
    content.skills.languages.iter().map(row).collect()
}

/// Name, grade by code.
pub(super) fn computing(typed: &Typed) -> Result<Option<Computing>, FieldError> {
    let read = |row: &Vec<String>| {
        let grade = decoded(Field::Computing, column(row, 1), Grade::find_by_code)?;
        Ok(Computing { name: column(row, 0).to_owned(), grade })
    };
    rows(typed).next().map(read).transpose()
}

pub(super) fn of_computing(content: &Content) -> Typed {
    content.skills.computing.iter().map(|one| vec![one.name.clone(), code(one.grade)]).collect()
}

fn code(grade: Option<Grade>) -> String {
    grade.map(|grade| grade.code().to_owned()).unwrap_or_default()
}
