//! What a change changed, for the trail: of the fields that differ what they were and what they are.

use serde_json::{Map, Value};

/// What somebody typed, as a value of the trail: the store keeps only a mark of it, for the sign before it is in no
/// code. Nothing typed is `null`.
pub(crate) fn typed(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::from(format!("={text}")))
}

/// The fields in which two objects differ, as JSON before and after; of something new all of it, after. Nothing on
/// either side when nothing differs.
pub(crate) fn differing(before: Option<Value>, after: Value) -> (Option<String>, Option<String>) {
    let Value::Object(after) = after else { return (None, Some(after.to_string())) };
    let Some(Value::Object(before)) = before else { return (None, Some(Value::Object(after).to_string())) };
    let only = |of: &Map<String, Value>, other: &Map<String, Value>| {
        let differ = of.iter().filter(|(name, value)| other.get(*name) != Some(*value));
        let kept: Map<String, Value> = differ.map(|(name, value)| (name.clone(), value.clone())).collect();
        (!kept.is_empty()).then(|| Value::Object(kept).to_string())
    };
    (only(&before, &after), only(&after, &before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_differs_is_told_of_what_was_typed_with_a_sign() {
        let before = json!({ "name": typed(Some("quy nhon")), "days": 2, "address": typed(None) });
        let after = json!({ "name": typed(Some("tuy phuoc")), "days": 2, "address": typed(None) });
        let (was, is) = differing(Some(before.clone()), after.clone());
        assert_eq!(was.as_deref(), Some(r#"{"name":"=quy nhon"}"#));
        assert_eq!(is.as_deref(), Some(r#"{"name":"=tuy phuoc"}"#));
        assert_eq!(differing(Some(after.clone()), after.clone()), (None, None));
        let (was, is) = differing(None, after);
        assert!(was.is_none() && is.is_some_and(|text| text.contains("\"days\":2")), "all of something new");
    }
}
