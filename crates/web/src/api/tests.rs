//! The document of the API is a snapshot: every change of it is seen in review.

use serde_json::Value;

#[test]
fn the_document_is_as_reviewed() {
    insta::assert_snapshot!(super::openapi_json());
}

#[test]
fn every_address_says_whom_it_answers_and_how_a_request_that_changes_something_can_fail() {
    let document: Value = serde_json::from_str(&super::openapi_json()).expect("JSON");
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let is_open = matches!(operation["tags"][0].as_str(), Some("postings" | "reference"));
            assert_eq!(operation["security"].is_array(), !is_open, "{method} {path}");
            let responses = &operation["responses"];
            let parameters = operation["parameters"].as_array();
            let takes_key =
                parameters.is_some_and(|all| all.iter().any(|parameter| parameter["name"] == "Idempotency-Key"));
            assert!(!takes_key || responses["409"].is_object(), "{method} {path} says nothing of a twin");
            let takes_body = operation["requestBody"].is_object();
            assert!(!takes_body || responses["413"].is_object(), "{method} {path} says nothing of large bodies");
        }
    }
    let kinds = &document["paths"]["/api/v1/batches/{id}/file"]["get"]["responses"]["200"]["content"];
    assert!(kinds["text/csv"].is_object() && kinds["application/xml"].is_object(), "{kinds}");
    let listed = &document["paths"]["/api/v1/postings"]["get"]["responses"]["200"]["headers"];
    assert!(listed["etag"].is_object() && listed["link"].is_object(), "{listed}");
}
