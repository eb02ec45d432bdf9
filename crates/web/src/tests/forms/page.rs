//! Forms of a page as a browser without script would send them.

use scraper::{ElementRef, Html, Selector};

use super::files;

/// A form that changes something.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) is_multipart: bool,
    /// What is sent when nothing is touched.
    pub(super) fields: Vec<(String, String)>,
    /// Every control: its name, whether it is hidden, and what may be chosen.
    controls: Vec<(String, bool, Vec<String>)>,
}

impl Form {
    /// Whether a person could send it with these values: every name is there, and what is hidden says the same.
    pub(super) fn takes(&self, values: &[(String, String)]) -> bool {
        values.iter().all(|(name, value)| {
            let of_name: Vec<_> = self.controls.iter().filter(|control| control.0 == *name).collect();
            let hidden = of_name.iter().any(|control| control.1);
            !of_name.is_empty() && (!hidden || self.fields.iter().any(|field| field.0 == *name && field.1 == *value))
        })
    }

    /// Where it goes, and what can be filled in.
    pub(super) fn shape(&self) -> String {
        let names: Vec<&str> = self.controls.iter().map(|control| control.0.as_str()).collect();
        format!("{} {}", self.action, names.join(" "))
    }

    /// Types or chooses a value; `#2` stands for the second thing that may be chosen.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let number = value.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
        let options = self.controls.iter().filter(|control| control.0 == name).flat_map(|control| &control.2);
        let mut options = options.filter(|option| !option.is_empty());
        let value = match number {
            Some(number) => options.nth(number - 1).expect("as many things to choose from").clone(),
            None => value.to_owned(),
        };
        self.fields.retain(|field| field.0 != name);
        self.fields.push((name.to_owned(), value));
    }

    /// Content type and body; files have their texts filled in.
    pub(super) fn body(&self, fill: impl Fn(&str) -> String) -> (String, Vec<u8>) {
        if self.is_multipart {
            return ("multipart/form-data; boundary=xyz".to_owned(), self.parts(fill));
        }
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish();
        ("application/x-www-form-urlencoded".to_owned(), body.into_bytes())
    }

    fn parts(&self, fill: impl Fn(&str) -> String) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            body.extend(format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"").into_bytes());
            match value.strip_prefix('@') {
                Some(file) => {
                    let (kind, bytes) = files::read(file, &fill);
                    body.extend(format!("; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n").into_bytes());
                    body.extend(bytes);
                }
                None => body.extend(format!("\r\n\r\n{value}").into_bytes()),
            }
            body.extend(b"\r\n");
        }
        body.extend(b"--xyz--\r\n");
        body
    }
}

/// Every form of the page that is sent with POST.
pub(super) fn forms(html: &str) -> Vec<Form> {
    let page = Html::parse_document(html);
    page.select(&rule("form[method=post]")).map(form).collect()
}

/// What a page says.
pub(super) fn words(html: &str) -> String {
    let page = Html::parse_document(html);
    page.select(&rule("main")).flat_map(|main| main.text()).collect()
}

/// Where a page leads.
pub(super) fn links(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    page.select(&rule("a[href^='/']")).filter_map(|link| link.attr("href")).map(str::to_owned).collect()
}

fn rule(rule: &str) -> Selector {
    Selector::parse(rule).expect("a rule written here")
}

fn text(of: ElementRef<'_>, name: &str) -> String {
    of.attr(name).unwrap_or_default().to_owned()
}

fn form(form: ElementRef<'_>) -> Form {
    let option = rule("option");
    let (mut fields, mut controls, mut is_pressed) = (Vec::new(), Vec::new(), false);
    for control in form.select(&rule("input[name], textarea[name], select[name], button")) {
        let (name, kind) = (text(control, "name"), text(control, "type"));
        if name.is_empty() {
            // The chief button, which says nothing itself.
            is_pressed = true;
            continue;
        }
        let options: Vec<String> = control.select(&option).map(|option| text(option, "value")).collect();
        controls.push((name.clone(), kind == "hidden", options));
        let value = match (control.value().name(), kind.as_str()) {
            ("button", _) | ("input", "submit") if is_pressed => continue,
            ("button", _) | ("input", "submit") => {
                is_pressed = true;
                text(control, "value")
            }
            ("input", "checkbox" | "radio") if control.attr("checked").is_none() => continue,
            ("textarea", _) => control.text().collect::<String>().trim_start_matches('\n').to_owned(),
            ("select", _) => chosen(control),
            _ => text(control, "value"),
        };
        fields.push((name, value));
    }
    let is_multipart = form.attr("enctype") == Some("multipart/form-data");
    Form { action: text(form, "action"), is_multipart, fields, controls }
}

fn chosen(list: ElementRef<'_>) -> String {
    let first = |which: &str| list.select(&rule(which)).next();
    let option = first("option[selected]").or_else(|| first("option"));
    option.map(|option| text(option, "value")).unwrap_or_default()
}
