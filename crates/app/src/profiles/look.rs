//! Notes that somebody saw another's data, in the write that shows them: what was shown and not noted cannot happen.

use crate::app::App;
use crate::ctx::Ctx;
use crate::error::AppError;
use sanviec_domain::profile::{Field, ProfileId};
use sanviec_domain::time::day_number;
use sanviec_store::{Tx, audit, look};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

/// On what occasion somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// The profile was read at the desk.
    Case,
    /// One masked field was asked for.
    Reveal,
    /// The profile was opened for changing.
    Edit,
    /// Two profiles were compared.
    Compare,
    /// An employer read it in a search.
    Search,
    /// It was read with an application, by the employer or at the desk.
    Application,
    /// A letter of referral was printed that says it.
    Referral,
    /// An employer read the letter of referral that it was sent.
    Letter,
    /// It went out in a file.
    Export,
    /// It stood in a list at the desk.
    List,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Case,
        Self::Reveal,
        Self::Edit,
        Self::Compare,
        Self::Search,
        Self::Application,
        Self::Referral,
        Self::Letter,
        Self::Export,
        Self::List,
    ];

    /// The word in the row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Reveal => "reveal",
            Self::Edit => "edit",
            Self::Compare => "compare",
            Self::Search => "search",
            Self::Application => "application",
            Self::Referral => "referral",
            Self::Letter => "letter",
            Self::Export => "export",
            Self::List => "list",
        }
    }
}

/// Notes a look of the one who acts; the person's own are not noted. `id` is a new one.
pub(crate) async fn note(
    tx: &Tx<'_>,
    ctx: &Ctx,
    id: Uuid,
    of: (ProfileId, Why),
    fields: &[Field],
) -> Result<(), AppError> {
    let person = ctx.actor.person();
    let row = look::Row {
        id,
        profile_id: of.0.0,
        at: ctx.now.0,
        account_id: person.map(|person| person.account_id),
        role: ctx.actor.role().to_owned(),
        centre_id: person.and_then(|person| person.centre_id),
        employer_id: person.and_then(|person| person.employer_id),
        why: of.1.code().to_owned(),
        fields: codes(fields),
        listed_on: None,
    };
    Ok(look::append(tx, &[row]).await?)
}

fn codes(fields: &[Field]) -> String {
    fields.iter().map(|field| field.code()).collect::<Vec<_>>().join(" ")
}

/// Somebody in a list, and what of them stands in it; the own profile of whoever looks is no look.
pub(crate) type Listed = (ProfileId, Vec<Field>);

/// The looks of a list at the own centre that do not stand yet: one a day for each person, whoever looks, and what is
/// seen. A list that is shown again the same day has none, so that it stays a question without a write.
pub(crate) async fn fresh(app: &App, ctx: &Ctx, people: &[Listed]) -> Result<Vec<look::Row>, AppError> {
    let person = ctx.actor.person().ok_or(AppError::Forbidden)?;
    let centre_id = person.centre_id.ok_or(AppError::Forbidden)?;
    let on = day_number(ctx.today());
    let by = look::Lister { account_id: person.account_id, centre_id, role: ctx.actor.role(), on };
    let ids: Vec<Uuid> = people.iter().map(|(id, _)| id.0).collect();
    let noted: HashSet<(Uuid, String)> = look::list_listed(app.store().reader(), &ids, by).await?.into_iter().collect();
    // In one order whoever writes, so that two who list the same people at once do not wait for each other.
    let said: BTreeSet<(Uuid, String)> = people
        .iter()
        .filter(|(_, fields)| !fields.is_empty())
        .map(|(id, fields)| (id.0, codes(fields)))
        .filter(|look| !noted.contains(look))
        .collect();
    let row = |(profile_id, fields): (Uuid, String)| look::Row {
        id: app.ids().next(),
        profile_id,
        at: ctx.now.0,
        account_id: Some(person.account_id),
        role: by.role.to_owned(),
        centre_id: Some(centre_id),
        employer_id: None,
        why: Why::List.code().to_owned(),
        fields,
        listed_on: Some(on),
    };
    Ok(said.into_iter().map(row).collect())
}

/// Notes that people stood in a list of the own centre, before it is shown: one write for the whole list, and one row
/// of the audit for it, or none of both where everybody was noted today.
pub(crate) async fn listed(app: &App, ctx: &Ctx, people: &[Listed]) -> Result<(), AppError> {
    let looks = fresh(app, ctx, people).await?;
    let Some(centre_id) = looks.first().and_then(|look| look.centre_id) else { return Ok(()) };
    let (store, ctx) = (app.store().clone(), ctx.clone());
    app.to_the_end(async move {
        let (ctx, looks) = (&ctx, &looks);
        let write = store.write("list_people", |tx| {
            Box::pin(async move {
                let people = look::append_listed(tx, looks).await?;
                // Somebody with the same list open at once was faster.
                if people == 0 {
                    return Ok::<_, AppError>(());
                }
                let after = Some(format!(r#"{{"people":{people}}}"#));
                let entry = crate::desk::entry(ctx, "list_people", ("centre", centre_id), after);
                Ok(audit::append(tx, &[entry]).await?)
            })
        });
        write.await
    })
    .await
}
