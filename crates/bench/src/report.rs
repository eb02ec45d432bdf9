//! Figures for people, for programs and for `docs/measurements/`.

use crate::{Common, Failure, machine};
use serde::Serialize;

/// One measured value.
#[derive(Clone, Debug, Serialize)]
struct Figure {
    bench: &'static str,
    variant: String,
    metric: &'static str,
    value: f64,
    unit: &'static str,
}

/// The result of one bench.
pub(crate) struct Report {
    bench: &'static str,
    title: String,
    machine: String,
    figures: Vec<Figure>,
    notes: Vec<String>,
}

impl Report {
    /// `title` says with which arguments it was run.
    pub(crate) fn new(bench: &'static str, title: impl Into<String>) -> Self {
        Self { bench, title: title.into(), machine: machine::line(), figures: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn add(&mut self, variant: &str, metric: &'static str, value: f64, unit: &'static str) {
        self.figures.push(Figure { bench: self.bench, variant: variant.to_owned(), metric, value, unit });
    }

    /// Something that a reader of the figures must know.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Prints as asked and writes the file that was asked for.
    pub(crate) fn finish(&self, common: &Common) -> Result<(), Failure> {
        if common.json {
            for figure in &self.figures {
                println!("{}", serde_json::to_string(figure)?);
            }
            eprintln!("{}", self.machine);
            self.notes.iter().for_each(|note| eprintln!("{note}"));
        } else {
            println!("{}\n{}\n\n{}", self.title, self.machine, self.table());
            self.notes.iter().for_each(|note| println!("- {note}"));
        }
        if let Some(path) = &common.out {
            std::fs::write(path, self.markdown())?;
        }
        Ok(())
    }

    fn markdown(&self) -> String {
        let mut text = format!("# {}: {}\n\n{}\n\n{}\n", self.bench, self.title, self.machine, self.table());
        self.notes.iter().for_each(|note| text.extend(["- ", note, "\n"]));
        text
    }

    /// A row for each variant, a column for each metric; a Markdown table that can be read as it stands.
    fn table(&self) -> String {
        let mut columns: Vec<(&str, &str)> = Vec::new();
        let mut variants: Vec<&str> = Vec::new();
        for figure in &self.figures {
            if !columns.contains(&(figure.metric, figure.unit)) {
                columns.push((figure.metric, figure.unit));
            }
            if !variants.contains(&figure.variant.as_str()) {
                variants.push(&figure.variant);
            }
        }
        let mut rows = vec![std::iter::once("variant".to_owned()).chain(columns.iter().map(head)).collect::<Vec<_>>()];
        for variant in variants {
            let cell = |(metric, unit): &(&str, &str)| {
                let of =
                    |figure: &&Figure| figure.variant == variant && figure.metric == *metric && figure.unit == *unit;
                self.figures.iter().find(of).map_or_else(String::new, |figure| number(figure.value))
            };
            rows.push(std::iter::once(variant.to_owned()).chain(columns.iter().map(cell)).collect());
        }
        lay_out(&rows)
    }
}

fn head((metric, unit): &(&str, &str)) -> String {
    if unit.is_empty() { (*metric).to_owned() } else { format!("{metric} ({unit})") }
}

/// Three places that count, no more.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

fn lay_out(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        text.extend(["| ", &cells.collect::<Vec<_>>().join(" | "), " |\n"]);
        if at == 0 {
            let rules = widths.iter().enumerate().map(|(column, width)| {
                if column == 0 { "-".repeat(*width) } else { format!("{}:", "-".repeat(width.saturating_sub(1))) }
            });
            text.extend(["| ", &rules.collect::<Vec<_>>().join(" | "), " |\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_rows_and_metrics_columns() {
        let mut report = Report::new("search", "a run");
        report.add("ours", "cpu", 0.25, "ms");
        report.add("ours", "rate", 1234.4, "1/s");
        report.add("bare", "cpu", 2.0, "ms");
        let table = report.table();
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines[0], "| variant | cpu (ms) | rate (1/s) |");
        assert_eq!(lines[2], "| ours    |    0.250 |       1234 |");
        assert_eq!(lines[3], "| bare    |        2 |            |");
    }
}
