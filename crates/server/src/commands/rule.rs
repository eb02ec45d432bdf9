//! `sanviec rule evaluate|explain`: cases in, outcomes or sentences out, line by line. No database, no clock: the same
//! input gives the same bytes on every machine.

use crate::Failure;
use crate::cli::{Language, RuleCommand};
use sanviec_domain::Lang;
use sanviec_domain::placement::{evaluate, explain, explain_error, read_case};
use std::io::{BufRead, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

/// A case that cannot be read is an answer like another: the run goes on and ends with 0.
pub(crate) fn run(command: &RuleCommand) -> Result<ExitCode, Failure> {
    let answer: &dyn Fn(&[u8]) -> String = match command {
        RuleCommand::Evaluate => &evaluated,
        RuleCommand::Explain { lang } => &|line: &[u8]| explained(line, lang_of(*lang)),
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    let told = for_each_line(&mut std::io::stdin().lock(), |line| writeln!(out, "{}", answer(line)));
    match told.and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

pub(super) const fn lang_of(language: Language) -> Lang {
    match language {
        Language::Vi => Lang::Vi,
        Language::En => Lang::En,
    }
}

/// Lines end with LF; the last one may lack it. Lines of only blanks are skipped.
fn for_each_line(input: &mut impl BufRead, mut each: impl FnMut(&[u8]) -> std::io::Result<()>) -> std::io::Result<()> {
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let content = line.strip_suffix(b"\n").unwrap_or(&line);
        if !content.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
            each(content)?;
        }
        line.clear();
    }
    Ok(())
}

fn evaluated(line: &[u8]) -> String {
    match read_case(line) {
        Ok(case) => evaluate(&case).to_json(),
        Err(error) => error.to_json(),
    }
}

/// The id in a line of its own, the sentences below it, and an empty line.
fn explained(line: &[u8], lang: Lang) -> String {
    let (id, sentences) = match read_case(line) {
        Ok(case) => {
            let sentences = explain(&case, &evaluate(&case), lang);
            (case.id, sentences)
        }
        Err(error) => {
            let sentence = explain_error(&error, lang);
            (error.id.unwrap_or_else(|| "?".to_owned()), vec![sentence])
        }
    };
    let sentences: String = sentences.iter().map(|sentence| format!("  {sentence}\n")).collect();
    format!("{id}\n{sentences}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_lf_alone_and_empty_ones_are_skipped() {
        let mut lines = Vec::new();
        let mut input: &[u8] = b"{}\r\n\n \t\r\n a\rb\n\x0b\nlast";
        for_each_line(&mut input, |line| {
            lines.push(String::from_utf8_lossy(line).into_owned());
            Ok(())
        })
        .expect("memory");
        assert_eq!(lines, ["{}\r", " a\rb", "\u{b}", "last"]);
    }

    #[test]
    fn a_line_that_is_no_case_is_answered_by_its_error() {
        assert_eq!(evaluated(b"{\"id\":\"c\"}"), "{\"id\":\"c\",\"error\":\"employer: missing-field\"}");
        assert_eq!(explained(b"nothing", Lang::En), "?\n  Cannot be read: it is not JSON in UTF-8.\n");
    }
}
