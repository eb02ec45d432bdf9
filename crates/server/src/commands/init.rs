//! `sanviec init`: the settings file with every key and its default, and the database.

use crate::cli::Place;
use crate::settings::FILE;
use crate::{Failure, wiring};
use std::process::ExitCode;

/// Every key, its default and what it is for.
const TEMPLATE: &str = include_str!("../../../../config/sanviec.toml");

/// Writes what is not there; a settings file that exists is left as it is.
pub(crate) async fn run(place: &Place) -> Result<ExitCode, Failure> {
    wiring::make_folder(&place.data)?;
    let path = place.data.join(FILE);
    if path.exists() {
        println!("Giữ nguyên / kept: {}", path.display());
    } else {
        std::fs::write(&path, TEMPLATE)?;
        println!("Đã tạo / written: {}", path.display());
    }
    let settings = wiring::settings(place)?;
    let store = wiring::store(place, &settings, None).await?;
    wiring::keys(&store, &place.data, &settings).await?;
    store.close().await?;
    println!("Bước tiếp theo / next: sanviec serve --data {}", place.data.display());
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::ProviderSettings;
    use crate::settings::{Given, Settings};
    use serde::Serialize;
    use serde_json::Value;

    fn json(settings: &impl Serialize) -> Value {
        serde_json::to_value(settings).expect("settings are JSON too")
    }

    fn loaded(text: &str) -> Value {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(FILE), text).expect("written");
        let given = Given { data: folder.path().to_path_buf(), ..Given::default() };
        json(&Settings::load(&given).expect("settings that can be used"))
    }

    /// Names of the fields of an object.
    fn keys(of: &Value) -> Vec<&str> {
        of.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect()
    }

    /// The lines below a head, up to the next one that is no comment.
    fn lines_below(head: &str) -> Vec<&'static str> {
        let below = TEMPLATE.lines().skip_while(|line| line.trim_start_matches("# ") != head).skip(1);
        below.take_while(|line| !line.starts_with('[')).collect()
    }

    /// Whether a key stands in one of the lines, also where it is left to be set.
    fn is_named(key: &str, lines: &[&str]) -> bool {
        let told = |line: &&str| line.trim_start_matches("# ").split_once(" = ").is_some_and(|(name, _)| name == key);
        lines.iter().any(told)
    }

    #[test]
    fn the_file_has_every_key_and_its_default() {
        let defaults = json(&Settings::default());
        assert_eq!(loaded(TEMPLATE), defaults);
        let top: Vec<&str> = TEMPLATE.lines().take_while(|line| !line.starts_with('[')).collect();
        let mut missing = Vec::new();
        for (name, value) in defaults.as_object().expect("sections") {
            let head = format!("[{name}]");
            if !TEMPLATE.lines().any(|line| line == head) {
                let is_list = name == "identity_providers";
                missing.extend((!is_list && !is_named(name, &top)).then(|| name.clone()));
                continue;
            }
            let below = lines_below(&head);
            for key in keys(value).into_iter().filter(|key| !is_named(key, &below)) {
                let template = format!("# [{name}.{key}.");
                // Only Zalo has templates that somebody approves.
                let is_elsewhere = below.iter().any(|line| line.starts_with(&template))
                    || (name.as_str(), key) == ("sms", "templates");
                missing.extend((!is_elsewhere).then(|| format!("{name}.{key}")));
            }
        }
        let provider = json(&ProviderSettings::default());
        let below = lines_below("[[identity_providers]]");
        missing.extend(keys(&provider).into_iter().filter(|key| !is_named(key, &below)).map(str::to_owned));
        assert!(missing.is_empty(), "not in config/sanviec.toml: {missing:?}");
    }

    /// As if an operator took the comment off: a slip in an example would be theirs to find.
    #[test]
    fn what_is_proposed_for_messages_can_be_used() {
        let uncommented = |head: &str| {
            let lines = lines_below(head).into_iter().map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.starts_with('[') || is_setting(rest) => rest,
                _ => line,
            });
            lines.collect::<Vec<_>>().join("\n")
        };
        let text = format!("[sms]\n{}\n[zalo]\n{}\n", uncommented("[sms]"), uncommented("[zalo]"));
        let read = loaded(&text);
        assert_eq!(read["sms"]["header_files"]["authorization"], "/etc/sanviec/sms-token");
        assert_eq!(read["zalo"]["templates"]["application_sent"]["id"], "123456");
    }

    /// `key = value`, and not a sentence.
    fn is_setting(line: &str) -> bool {
        line.split_once(" = ").is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    }
}
