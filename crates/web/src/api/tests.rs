//! The document of the API is a snapshot: every change of it is seen in review.

#[test]
fn the_document_is_as_reviewed() {
    insta::assert_snapshot!(super::openapi_json());
}
