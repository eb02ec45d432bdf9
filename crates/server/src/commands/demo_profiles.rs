//! Profiles of a demo: the trial seeker's own, and people whom the trial officer registered at the counter.

use super::demo_people::Made;
use super::serve_demo::{SEED, places};
use crate::Failure;
use sanviec_app::profiles::{self, Decide, Register, SavePart, typed};
use sanviec_app::{Actor, App, Ctx, Key, Locale, Person, Role};
use sanviec_demo::{DemoPerson, People};
use sanviec_domain::consent::{Matter, Purpose};
use sanviec_domain::profile::{Content, Field, Part, Visibility};
use uuid::Uuid;

/// People registered at the counter.
const AT_THE_COUNTER: usize = 120;

/// The made-up person whose account the trial seeker has: one and the same in the profile, in what was applied for and
/// in the letter.
pub(crate) struct TrialSeeker(Option<DemoPerson>);

impl TrialSeeker {
    /// The first of those who are made up.
    pub(crate) fn of(app: &App) -> Self {
        let today = app.ctx(Actor::System, Locale::Vi).today();
        Self(People::new(SEED, today, &places()).next())
    }

    /// What the person says in a field; what stands otherwise, where nothing.
    pub(crate) fn said(&self, field: Field, otherwise: &str) -> String {
        let fields = self.0.iter().flat_map(|person| &person.fields);
        let mut texts = fields.filter(|(code, _)| *code == field.code()).flat_map(|(_, rows)| rows.iter().flatten());
        texts.find(|text| !text.trim().is_empty()).map_or(otherwise, String::as_str).to_owned()
    }
}

/// Fills the profiles.
pub(crate) async fn fill(app: &App, made: &Made) -> Result<(), Failure> {
    let ctx = |account_id: Uuid, role, centre_id| {
        let person = Person { account_id, session_id: Uuid::nil(), role, centre_id, employer_id: None, is_fresh: true };
        app.ctx(Actor::Person(person), Locale::Vi)
    };
    let (seeker, officer) = (ctx(made.seeker, Role::Seeker, None), ctx(made.officer, Role::Officer, Some(made.centre)));
    let mut people = People::new(SEED, seeker.today(), &places());
    if let Some(person) = people.next() {
        own(app, &seeker, &person).await?;
    }
    for person in people.take(AT_THE_COUNTER) {
        let register = Register { content: content(&person, &officer), branch_id: None };
        profiles::register(app, &officer, register, &Key::fresh()?).await?;
    }
    tracing::info!(people = AT_THE_COUNTER + 1, "demo profiles made");
    Ok(())
}

/// What a made-up person would have typed; a field that cannot be read says nothing.
fn content(person: &DemoPerson, ctx: &Ctx) -> Content {
    let mut content = Content::default();
    for (code, rows) in &person.fields {
        if let Some(field) = Field::find_by_code(code)
            && let Err(error) = typed::set(&mut content, field, rows, ctx)
        {
            tracing::warn!(field = code, code = error.code, "a made-up field cannot be read");
        }
    }
    content
}

async fn own(app: &App, ctx: &Ctx, person: &DemoPerson) -> Result<(), Failure> {
    for part in Part::ALL.iter().copied() {
        let before = profiles::own_or_new(app, ctx).await?.content;
        let mark = profiles::mark(app, &before, part)?;
        let mut content = content(person, ctx);
        content.take(Field::Email, &before);
        let save = SavePart { profile_id: None, part, content, mark };
        profiles::save_part(app, ctx, save, &Key::fresh()?).await?;
    }
    for purpose in [Purpose::Counselling, Purpose::Matching, Purpose::VisibleToEmployers] {
        let decide = Decide { matter: Matter::whole(purpose), agreed: Some(profiles::wording(purpose)) };
        profiles::decide(app, ctx, decide, &Key::fresh()?).await?;
    }
    profiles::set_visibility(app, ctx, Visibility::Employers, &Key::fresh()?).await?;
    Ok(())
}
