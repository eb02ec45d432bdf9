//! What is stored of each message is read back.

use super::*;

fn stored(content: &Content) -> BTreeMap<String, String> {
    content.values().into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Messages that something is due or was counted by.
fn dated(path: String) -> Vec<Content> {
    let text = || "Kế toán".to_owned();
    let on = |number| crate::time::day_of_number(number).expect("a day");
    vec![
        Content::Appointment { subject: text(), at: Micros(1_796_437_800_000_000), place: text(), path: path.clone() },
        Content::AppointmentChanged {
            change: MeetingChange::Moved,
            at: Micros(1_796_437_800_000_000),
            place: text(),
            path: path.clone(),
        },
        Content::InterviewSet {
            posting_title: text(),
            employer_name: text(),
            at: Micros(1_796_437_800_000_000),
            place: text(),
            path: path.clone(),
        },
        Content::EmploymentAsked {
            posting_title: None,
            employer_name: text(),
            from_on: on(20_000),
            through_on: on(20_090),
            runs: Vec::new(),
            to_worker: false,
            path: path.clone(),
        },
        Content::PlacementWaits {
            posting_title: None,
            employer_name: text(),
            due_on: on(20_000),
            is_late: false,
            path: path.clone(),
        },
        Content::PostingsWait { count: 12, due_on: on(20_000), is_late: false, path: path.clone() },
        Content::FileJudged { recorded: 19_000, stood: 600, refused: 400, path },
    ]
}

#[test]
fn what_is_stored_is_read_back_and_a_gap_is_named() {
    let text = || "Kế toán".to_owned();
    let (posting_title, employer_name, path) = (text(), text(), "/x".to_owned());
    let on = |number| crate::time::day_of_number(number).expect("a day");
    let others = [
        Content::SignUpCode { code: "012345".into() },
        Content::SignUpKnown { code: "012345".into() },
        Content::RecoverCode { code: "012345".into() },
        Content::RecoverUnknown,
        Content::PasswordChanged,
        Content::AddressCode { code: "012345".into() },
        Content::AddressKnown,
        Content::SignInChanged,
        Content::ApplicationReceived { posting_title: text(), path: path.clone() },
        Content::ApplicationSent { posting_title: text(), employer_name: text(), path: path.clone() },
        Content::ApplicationStatusChanged {
            posting_title: text(),
            employer_name: text(),
            status: Status::NotSuitable,
            path: path.clone(),
        },
        Content::ReferralIssued { number: "05/PGT".into(), posting_title, employer_name, path: path.clone() },
        Content::ReferralReceived {
            number: "05/PGT".into(),
            posting_title: text(),
            due_on: on(20_000),
            path: path.clone(),
        },
        Content::OrganisationInvited { employer_name: text(), path: path.clone() },
        Content::OrganisationVerified { employer_name: text(), path: path.clone() },
        Content::OrganisationRefused { employer_name: text(), reason: text(), path: path.clone() },
        Content::VerificationEnds { employer_name: text(), through_on: on(20_000), path: path.clone() },
        Content::VerificationEnded { employer_name: text(), through_on: on(20_000), path: path.clone() },
        Content::RenewalRefused { employer_name: text(), reason: text(), through_on: on(20_000), path: path.clone() },
        Content::PostingPublished { posting_title: text(), path: path.clone() },
        Content::PostingReturned { posting_title: text(), reason: text(), path: path.clone() },
        Content::PostingRemoved { posting_title: text(), reason: text(), path: path.clone() },
        Content::ColleagueInvited { centre_name: text(), path: path.clone() },
        Content::WebhookDisabled { webhook_name: text(), path: path.clone() },
    ];
    for content in others.into_iter().chain(dated(path)) {
        let (kind, values) = (content.kind().code(), stored(&content));
        assert_eq!(Content::read(kind, &values), Ok(content.clone()));
        for name in content.values().into_keys() {
            let mut values = values.clone();
            values.remove(name);
            assert_eq!(Content::read(kind, &values), Err(Unreadable { kind: kind.to_owned(), name }));
        }
    }
    let values = BTreeMap::from([("code".to_owned(), "1".to_owned())]);
    assert_eq!(Content::read("recover_unknown", &values), Ok(Content::RecoverUnknown));
    assert_eq!(Content::read("nonsense", &values).map_err(|error| error.name), Err("kind"));
}

#[test]
fn a_placement_that_waits_is_read_with_and_without_what_not_every_one_has() {
    for (posting_title, is_late) in [(None, true), (Some("Thợ may".to_owned()), false), (Some("x".to_owned()), true)]
    {
        let content = Content::PlacementWaits {
            posting_title,
            employer_name: "Công ty A".to_owned(),
            due_on: crate::time::day_of_number(20_000).expect("a day"),
            is_late,
            path: "/x".to_owned(),
        };
        assert_eq!(Content::read(content.kind().code(), &stored(&content)), Ok(content));
    }
}

#[test]
fn adverts_that_wait_are_read_back_late_or_not() {
    for is_late in [true, false] {
        let due_on = crate::time::day_of_number(20_000).expect("a day");
        let content = Content::PostingsWait { count: 3, due_on, is_late, path: "/x".to_owned() };
        assert_eq!(Content::read(content.kind().code(), &stored(&content)), Ok(content));
    }
}

#[test]
fn runs_of_days_that_are_asked_about_are_read_back_and_nothing_is_made_of_bad_ones() {
    let on = |number| crate::time::day_of_number(number).expect("a day");
    let content = Content::EmploymentAsked {
        posting_title: Some("Thợ may".to_owned()),
        employer_name: "Công ty A".to_owned(),
        from_on: on(20_000),
        through_on: on(20_088),
        runs: vec![(on(20_000), on(20_029)), (on(20_060), on(20_088))],
        to_worker: true,
        path: "/x".to_owned(),
    };
    let (kind, values) = (content.kind().code(), stored(&content));
    assert_eq!(Content::read(kind, &values), Ok(content));
    for bad in ["", "2026-11-01", "2026-11-01/", "2026-11-01/2026-11-30 2026-13-01/2026-13-02"] {
        let mut values = values.clone();
        values.insert("runs".to_owned(), bad.to_owned());
        assert_eq!(Content::read(kind, &values), Err(Unreadable { kind: kind.to_owned(), name: "runs" }), "{bad}");
    }
}
